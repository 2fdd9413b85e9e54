"""Rated levels: a rule with levels made ready for many rows."""

from collections.abc import Collection, Sequence
from typing import final

from attrs import evolve

from rural_taobao.commission.levels import LevelMissing, Levels, MissingLevel
from rural_taobao.commission.overrides import Ladder
from rural_taobao.commission.rules import CommissionRule
from rural_taobao.exact import rounded
from rural_taobao.identifiers import Party, PlanId
from rural_taobao.instants import UtcOffset
from rural_taobao.settlement.bases import Bases
from rural_taobao.settlement.columns import EventColumns
from rural_taobao.settlement.dividing import Remembered, of_partner
from rural_taobao.settlement.outside import named_outside
from rural_taobao.settlement.runs import Run, Standing, Stretch, Way, reversals

__all__ = ["RatedLevels"]


@final
class RatedLevels:
    """
    A rule with levels made ready for many rows.

    Args:
        rule: The rule.
        levels: Its levels.
        clock: The network's clock.
    """

    def __init__(self, rule: CommissionRule, levels: Levels, clock: UtcOffset) -> None:
        self._rule, self._levels, self._clock = rule, levels, clock
        self._ladder = Ladder(levels, rule.rounding)
        self._way = Way(rule, (), self._ladder, keeps=False)

    def runs(self, stretches: Sequence[Stretch], bases: Bases, events: EventColumns) -> list[Run]:
        """
        Rate stretches, each row by itself; see `Rated.runs`.

        Raises:
            LevelMissing: There is nobody for a level, and the rule calls that an error.
        """
        return [self._run(stretch, bases, events) for stretch in stretches]

    def _run(self, stretch: Stretch, bases: Bases, events: EventColumns) -> Run:
        terms, rows, _, _ = stretch
        measured, present = bases.of(self._rule, rows), terms[0].payees
        single = Remembered(lambda basis: self._ladder.earned(basis, present)).__getitem__
        parts = named_outside(
            lambda some: list(map(single, bases.of(self._rule, some))), rows, bases, terms[0].plan.id, self._rule
        )
        run = Run(terms, self._way, rows, measured, (), (), -1, list(map(sum, parts)), parts)
        return self.shared(run, events)

    def standing(self, _run: Run, before: Standing | None) -> Standing | None:
        """Say how far an account has come: as far as before, since each row is rated by itself."""
        return before

    def shared(self, run: Run, events: EventColumns) -> Run:
        """
        Take back what was refunded; the levels have their parts.

        Raises:
            LevelMissing: There is nobody for a level, and the rule calls that an error.
        """
        rule = self._rule
        for party in self._levels.parties:
            if party not in run.terms[0].payees and self._levels.missing is MissingLevel.ERROR:
                raise LevelMissing(events.ids[run.rows[0]], rule.id, party)

        def left(place: int, back: int, whole: int) -> tuple[int, ...]:
            return tuple(part - rounded(part * back, whole, rule.rounding) for part in run.parts[place])

        return evolve(run, reversals=tuple(reversals(rule, run.rows, run.bases, events, clock=self._clock, left=left)))

    def worth(self, rows: Sequence[int], bases: Bases, present: Collection[Party], plan: PlanId) -> list[int]:
        """Give what each of some rows comes to for the credited partner; see `Rated.worth`."""
        rule = self._rule

        def worth(some: Sequence[int]) -> list[int]:
            return [of_partner(rule, self._ladder.earned(each, present)) for each in bases.whole(rule, some)]

        return named_outside(worth, rows, bases, plan, rule)
