"""
Runs: consecutive credits of a tally under the same terms, rule and boosts, rated one after the other.

A rule measured on a running total gives each row the rise of the rounded total, so that rows add up to that total.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from operator import sub
from types import MappingProxyType
from typing import Final, NamedTuple, assert_never, final

from attrs import field, frozen

from rural_taobao.commission.boosts import Boost
from rural_taobao.commission.clawback import age, age_unit, share
from rural_taobao.commission.overrides import Ladder
from rural_taobao.commission.pipeline import Pipeline
from rural_taobao.commission.rules import CommissionRule, OnRefund
from rural_taobao.commission.sharing import share_of
from rural_taobao.commission.terms import Aged, AgeUnit, Less, Owed, Rounded, Scaled, Term
from rural_taobao.commission.versions import PlanVersion
from rural_taobao.exact import Exact
from rural_taobao.identifiers import CapId, Party, PayeeId
from rural_taobao.instants import UtcOffset
from rural_taobao.settlement.attribution import Terms
from rural_taobao.settlement.bases import fully_taken, taken
from rural_taobao.settlement.columns import EventColumns, RefundRow

__all__ = ["NO_FALLS", "PLAIN", "Limit", "Particulars", "Reversal", "Run", "Standing", "Stretch", "Way", "reversals"]

NO_FALLS: Final[Mapping[int, int]] = MappingProxyType({})
"""No row with which a total falls."""
_NO_LIMITS: Final[Mapping[int, "Limit"]] = MappingProxyType({})


class Limit(NamedTuple):
    """
    What is left of a shared cap.

    Attributes:
        cap: The cap.
        left: What is left of it, in minor units.
    """

    cap: CapId
    left: int


class Standing(NamedTuple):
    """
    How far the running total of an account has come, in minor units or in units.

    Attributes:
        rule: The rule that brought it there.
        measured: What was measured.
        free: What of that was free.
        seen: How many events there were.
        sums: What they come to exactly, where that is not what the rate of the rule gives for the total; else None.
        started: Whether anything that was not free as a whole was among them.
        cut: What the cap of each event has cut of them, and no fall of the total was set off against yet.
        volume: The volume that was reached, where the rate of the rule goes by one; 0 where it does not.
    """

    rule: CommissionRule
    measured: int
    free: int
    seen: int
    sums: Exact | None
    started: bool
    cut: int
    volume: int = 0


class Stretch(NamedTuple):
    """
    Consecutive credits that are to be rated.

    Attributes:
        terms: On whose account each is settled, at least.
        rows: Their rows, in order.
        standing: How far the account has come before the first of them; None where it starts with it.
        name: Of what in a table by key they are the running total; None for the others.
    """

    terms: Sequence[Terms]
    rows: Sequence[int]
    standing: Standing | None = None
    name: str | None = None


@final
@frozen(eq=False)
class Reversal:
    """
    What one refund takes back of what its order earned.

    Attributes:
        refund: The refund.
        place: The place of the order in the run.
        before: What earlier refunds took back, on the basis of the rule.
        after: What they and this one took back.
        whole: The basis; 1 where nothing was measured and all is taken back with the last of the order.
        parts: What it takes back, by party, 0 or less in all; 0 or more of a fee, which it gives back.
        aged: Where the rule claws back by age, what this and earlier refunds took, as `Aged` has it.
        scale: What they are taken back in parts of.
        unit: What their ages are counted in.
    """

    refund: RefundRow
    place: int
    before: int
    after: int
    whole: int
    parts: tuple[int, ...]
    aged: tuple[tuple[int, int, int], ...] = ()
    scale: int = 1
    unit: AgeUnit = AgeUnit.DAYS


@final
@frozen(eq=False)
class Way:
    """
    What all runs under one rule and the same boosts share.

    Attributes:
        rule: The rule, as the plan version of their days has it, at the one rate that it has for them.
        boosts: Those of its boosts that bear upon the credits.
        steps: Its steps, with these boosts, or the ladder of its levels.
        keeps: Whether a part of what a row earns may go to nobody.
    """

    rule: CommissionRule
    boosts: tuple[Boost, ...]
    steps: Pipeline | Ladder
    keeps: bool


@final
@frozen(eq=False)
class Particulars:
    """
    What only some runs have.

    Attributes:
        free: What of each row is free; nothing where the rule allows nothing.
        units: The units of each row; nothing where the rule bounds none.
        volumes: What the rate goes by besides: the volume of each row, or, over a running total, that before each row
            and after the last; nothing where it goes by one measure.
        sums: What the rows before each row come to exactly, and after the last, as numerators; nothing where the rate
            says it.
        over: Their denominator.
        name: Of what in a table by key it is the running total; None for the others.
        falls: What caps had cut before, for the rows with which the total falls, where that changes anything.
        cut: What the cap of each event cut, up to the last row, and no fall was set off against.
    """

    free: Sequence[int] = ()
    units: Sequence[int] = ()
    volumes: Sequence[int] = ()
    sums: Sequence[int] = ()
    over: int = 1
    name: str | None = None
    falls: Mapping[int, int] = NO_FALLS
    cut: int = 0


PLAIN: Final = Particulars()
"""Nothing of all that, as most runs have it."""


@final
@frozen(eq=False)
class Run:
    """
    Consecutive credits of a tally under the same terms, rule and boosts.

    Runs come by the ten thousand, so that what few of them have is kept apart.

    Attributes:
        terms: On whose account each is settled, at least; all are under one plan version, and have payees for the same
            parties.
        way: What they share with other runs: the rule and its steps.
        rows: The rows of the events, by attribution instant and id.
        bases: What is measured of each row.
        totals: What was measured before each row, and after the last; nothing where each row is measured by itself.
        marks: The part of that which is rated; nothing where the rate is not of a running total.
        first: The place of the row with which the running total starts; -1 where it started before.
        earned: What each row earns, in minor units, before it is shared.
        parts: What each party gets of that, in the order of the rule's parties; below zero where it is a fee.
        more: What only some runs have.
        limits: What was left of a shared cap for the rows that it cut.
        reversals: What refunds take back, where the rule reverses.
    """

    terms: Sequence[Terms] = field(repr=False)
    way: Way
    rows: Sequence[int] = field(repr=False)
    bases: Sequence[int] = field(repr=False)
    totals: Sequence[int] = field(repr=False)
    marks: Sequence[int] = field(repr=False)
    first: int = field(repr=False)
    earned: Sequence[int] = field(repr=False)
    parts: Sequence[tuple[int, ...]] = field(repr=False)
    more: Particulars = field(repr=False, default=PLAIN)
    limits: Mapping[int, Limit] = field(repr=False, default=_NO_LIMITS)
    reversals: Sequence[Reversal] = field(repr=False, default=())

    @property
    def rule(self) -> CommissionRule:
        """The rule, as the plan version of their days has it, at the one rate that it has for them."""
        return self.way.rule

    @property
    def version(self) -> PlanVersion:
        """The plan version of all rows."""
        return self.terms[0].version

    def by_terms(self) -> Mapping[Terms, Sequence[int]]:
        """Give the places of the rows that are settled on one account."""
        places: dict[Terms, list[int]] = {}
        for place, terms in enumerate(self.terms[: len(self.rows)]):
            places.setdefault(terms, []).append(place)
        return places

    def payee(self, place: int, share: int) -> tuple[Party, PayeeId]:
        """Give the party and the payee of one share of a row that anything is paid for."""
        party = self.rule.parties[share]
        return party, self.terms[place].payees[party]

    def before(self, place: int) -> int | None:
        """Give what was measured before a row; None where it is measured by itself."""
        return self.totals[place] if self.totals else None

    def is_free(self, place: int) -> bool:
        """Tell whether a row is free as a whole."""
        return bool(self.more.free and self.more.free[place] and self.more.free[place] == self.bases[place])

    def unpaid(self) -> Iterator[int]:
        """Give the places of the rows that nothing is posted for."""
        return (place for place, parts in enumerate(self.parts) if not any(parts))

    def commission(self, place: int, pipeline: Pipeline) -> Term:
        """Give how what a row earns came about, before it is shared."""
        more, limit = self.more, self.limits.get(place)
        free = more.free[place] if more.free else 0
        units = more.units[place] if more.units else 0
        if not self.marks:
            volume = more.volumes[place] if more.volumes else 0
            return pipeline.term(self.bases[place] - free, units, free=free, limit=limit, volume=volume)
        before = None if self.first == place else self.marks[place]
        exactly = Exact(more.sums[place], more.over) if more.sums else None
        after = self.marks[place + 1]
        cut = more.falls.get(place)
        volumes = (more.volumes[place], more.volumes[place + 1]) if more.volumes else (0, 0)
        return pipeline.rise(before, after, units, free=free, limit=limit, exactly=exactly, cut=cut, volumes=volumes)

    def share(self, place: int, share: int) -> Term:
        """Give how one share of what a row earns came about."""
        return self._signed(self._left(place, share, _untouched))

    def reversed_share(self, reversal: Reversal, share: int) -> Term:
        """Give how one share of what a refund takes back came about: the new allocation less the old."""

        def left(back: int, commission: Term) -> Term:
            if back == 0:
                return commission
            taken: Term = Scaled(commission, back, reversal.whole)
            if reversal.aged:
                refunds = reversal.aged if back == reversal.after else reversal.aged[:-1]
                taken = Aged(commission, refunds, reversal.whole, reversal.scale, reversal.unit)
            return Less(commission, Rounded(taken, self.rule.rounding))

        after, before = partial(left, reversal.after), partial(left, reversal.before)
        return self._signed(Less(self._left(reversal.place, share, after), self._left(reversal.place, share, before)))

    def _signed(self, term: Term) -> Term:
        """Give what comes to a payee, who owes a fee."""
        return Owed(term) if self.rule.is_fee else term

    def _left(self, place: int, share: int, left: Callable[[Term], Term]) -> Term:
        """Give how one share came about of what is left of that which a row, or a level of it, earns."""
        present = self.terms[place].payees
        match self.way.steps:
            case Pipeline() as pipeline:
                commission, split = left(self.commission(place, pipeline)), self.rule.shares.split
                return share_of(split, commission, split.parties[share], helped=Party.HELPER in present)
            case Ladder() as ladder:
                return left(ladder.term(self.bases[place], present, share))
            case _:
                assert_never(self.way.steps)


def _untouched(term: Term) -> Term:
    return term


def reversals(
    rule: CommissionRule,
    rows: Sequence[int],
    measured: Sequence[int],
    events: EventColumns,
    *,
    clock: UtcOffset,
    left: Callable[[int, int, int], tuple[int, ...]],
) -> Iterator[Reversal]:
    """Give what refunds take back, each after the ones before it, by what is left of a row after a part of a whole."""
    if not events.refunds or rule.on_refund is not OnRefund.REVERSE:
        return
    clawback = rule.clawback
    unit = AgeUnit.DAYS if clawback is None else age_unit(clawback)
    for place, row in enumerate(rows):
        refunds = events.refunds.get(row, ())
        before, old, aged, scale = 0, left(place, 0, 1) if refunds else (), list[tuple[int, int, int]](), 1
        for number, refund in enumerate(refunds, 1):
            back, basis = refunds[:number], measured[place]
            # What was sold at a loss and came back gives nothing of a margin back: what is taken never falls.
            after = max(before, taken(rule.basis, events, row, back))
            if basis == 0:
                # Nothing was measured, yet something was earned: all of it goes back with the last of the order.
                basis, after = 1, int(fully_taken(events, row, back))
            clawed = after
            if clawback is not None:
                reached = age(unit, events.placed[row], refund.at, clock)
                part = share(clawback, reached)
                aged.append((after - before, reached, part.numerator))
                scale = part.denominator
                clawed = sum(each * rate for each, _, rate in aged)
            new = left(place, clawed, basis * scale)
            parts = tuple(map(sub, new, old))
            yield Reversal(refund, place, before, after, basis, parts, tuple(aged), scale, unit)
            before, old = after, new
