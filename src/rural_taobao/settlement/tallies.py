"""
Tallies: the credits of one payee under one rule in one earned period, rated in the order of their instants.

Where a rule rates each event by itself, those of all payees are one tally.

A tally is the truth: what should be posted for its events, whatever was posted before.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from heapq import heapify, heappop, heappush
from itertools import chain
from typing import Final, NamedTuple, TypeAlias, TypeVar, final

from attrs import frozen

from rural_taobao.commission.boosts import Boost
from rural_taobao.commission.policies import RunningTotals
from rural_taobao.commission.rules import CommissionRule
from rural_taobao.commission.versions import PlanVersion
from rural_taobao.periods import Month
from rural_taobao.settlement.attribution import Terms
from rural_taobao.settlement.bases import Bases, picked
from rural_taobao.settlement.columns import EventColumns
from rural_taobao.settlement.lines import Account
from rural_taobao.settlement.raters import Ready
from rural_taobao.settlement.runs import Run, Standing, Stretch

__all__ = ["Asked", "Rater", "Slip", "Tally", "account_keys", "is_single", "put_in_order", "taking_turns"]

_AT_ONCE: Final = 50
"""How many accounts are rated together: enough to spare time, and few enough to be forgotten soon."""
_Value = TypeVar("_Value", str, Month)
_Waiting: TypeAlias = tuple[int, Account, Stretch]
"""An account that waits to be rated with others, its place and its one stretch."""


class Slip(NamedTuple):
    """
    Which tally an event counts in.

    Attributes:
        terms: On whose account it is settled; one of them where each event is rated by itself.
        rule: The rule that pays for it, as the plan version of its day has it, at the one rate that it has for it.
        boosts: Those boosts of the rule that bear upon it.
        name: What in a table by key of the rule it is looked up under, where that has one that names it.
        credited: The payee that is credited; empty where each event is rated by itself.
        earned: The period in which it is earned.
    """

    terms: Terms
    rule: CommissionRule
    boosts: tuple[Boost, ...]
    name: str | None
    credited: str
    earned: Month

    @property
    def account(self) -> Account:
        """What it is measured together with."""
        return Account(self.credited, self.terms.plan.id, self.rule.id, self.earned)

    @property
    def capped(self) -> bool:
        """Whether what it earns uses up a cap that it shares."""
        return bool(self.terms.version.caps_on(self.rule.id))


def is_single(rule: CommissionRule, version: PlanVersion) -> bool:
    """Tell whether a rule rates each event by itself: no other bears upon what it earns."""
    return not rule.cumulative and not version.caps_on(rule.id)


@final
@frozen(eq=False)
class Tally:
    """
    The credits of one account.

    Attributes:
        credited: The payee that is credited; empty where a rule rates each event by itself.
        earned: The period in which they are earned.
        first: Its first credits.
        others: Those after them; most tallies have none.
    """

    credited: str
    earned: Month
    first: Run
    others: tuple[Run, ...] = ()

    @property
    def account(self) -> Account:
        """What it is the truth of."""
        return Account(self.credited, self.first.terms[0].plan.id, self.first.rule.id, self.earned)

    @property
    def runs(self) -> tuple[Run, ...]:
        """Its credits; all rows of all runs come by attribution instant and id, but where each is rated by itself."""
        return (self.first, *self.others)

    def account_of(self, run: Run, place: int) -> Account:
        """Give the account that a row of a run is settled on."""
        return self.account._replace(credited=self.credited or run.terms[place].credited)


def account_keys(slips: Sequence[Slip]) -> list[int]:
    """
    Give a number for each slip, one for all of an account, in the order in which accounts stand.

    Numbers take the garbage collector no time, as accounts by the ten thousand would.
    """
    numbers = [0] * len(slips)
    for column in (
        _ranks([slip.credited for slip in slips]),
        _ranks([slip.terms.plan.id for slip in slips]),
        _ranks([slip.rule.id for slip in slips]),
        _ranks([slip.earned for slip in slips]),
    ):
        size = max(column, default=0) + 1
        numbers = [number * size + rank for number, rank in zip(numbers, column, strict=True)]
    return numbers


def _ranks(column: Sequence[_Value]) -> list[int]:
    """Give the place of each value of a column among all that stand in it, each counted once."""
    places = {value: place for place, value in enumerate(sorted(set(column)))}
    return [places[value] for value in column]


def put_in_order(rows: Sequence[int], events: EventColumns) -> Sequence[int]:
    """Sort rising rows by attribution instant and id."""
    if events.in_order:
        return rows
    found = sorted(rows, key=events.placed.__getitem__)
    if len(found) > 1 and len(set(picked(found, events.placed))) < len(found):
        found.sort(key=events.ids.__getitem__)
        found.sort(key=events.placed.__getitem__)
    # Tuples of numbers are no work for the garbage collector, as lists are.
    return tuple(found)


def taking_turns(
    slips: Sequence[tuple[Slip, Sequence[int]]], events: EventColumns
) -> Iterator[tuple[Slip, Sequence[int]]]:
    """
    Put the rows of several slips in one order, and give those that follow each other under the same slip together.

    Args:
        slips: Slips and some of their rows, in order.
        events: The events.
    """
    places: Sequence[Sequence[int]] = [rows for _, rows in slips]
    if not events.in_order:
        everything = put_in_order(sorted(chain.from_iterable(places)), events)
        place_of = dict(zip(everything, range(len(everything)), strict=True))
        places = [tuple(map(place_of.__getitem__, rows)) for rows in places]
    next_of, turns = [0] * len(slips), [(there[0], number) for number, there in enumerate(places)]
    heapify(turns)
    while turns:
        _, number = heappop(turns)
        (slip, rows), there, start = slips[number], places[number], next_of[number]
        end = bisect_left(there, turns[0][0], start) if turns else len(rows)
        yield slip, rows[start:end]
        next_of[number] = end
        if end < len(rows):
            heappush(turns, (there[end], number))


class Asked(NamedTuple):
    """
    An account that is to be rated.

    Attributes:
        account: The account.
        stretches: Its rows under the same slip each, one after the other; all by attribution instant and id.
    """

    account: Account
    stretches: Sequence[tuple[Slip, Sequence[int]]]


@final
@frozen(eq=False)
class Rater:
    """
    Rates the rows of accounts, whatever is left of caps that are shared.

    Attributes:
        events: The events.
        bases: Their basis columns.
        ready: Gives a rule, as it holds for an account, with some of its boosts made ready.
        terms: Gives on whose account each row under a slip is settled.
    """

    events: EventColumns
    bases: Bases
    ready: Callable[[CommissionRule, tuple[Boost, ...], Account], Ready]
    terms: Callable[[Slip, Sequence[int]], Sequence[Terms]]

    def tallies(self, accounts: Iterable[Asked]) -> list[Tally]:
        """Rate accounts; those all of whose rows are under one slip are, rule by rule, rated together."""
        found: list[Tally | None] = []
        waiting: dict[Ready, list[_Waiting]] = {}
        for account, stretches in accounts:
            if len(stretches) > 1:
                first, *others = self._one_by_one(account, stretches)
                found.append(Tally(account.credited, account.earned, first, tuple(others)))
                continue
            # One that waits for others keeps its place.
            found.append(None)
            slip, rows = stretches[0]
            rated = self.ready(slip.rule, slip.boosts, account)
            together = waiting.setdefault(rated, [])
            together.append((len(found) - 1, account, Stretch(self.terms(slip, rows), rows, None, slip.name)))
            if len(together) == _AT_ONCE:
                self._rate(rated, waiting.pop(rated), found)
        for rated, together in waiting.items():
            self._rate(rated, together, found)
        return [tally for tally in found if tally is not None]

    def _rate(self, rated: Ready, waiting: Sequence[_Waiting], found: list[Tally | None]) -> None:
        """Rate accounts that have one stretch each, and put them in their places."""
        runs = rated.runs([stretch for _, _, stretch in waiting], self.bases, self.events)
        for (place, account, _), run in zip(waiting, runs, strict=True):
            found[place] = Tally(account.credited, account.earned, run)

    def _one_by_one(self, account: Account, stretches: Sequence[tuple[Slip, Sequence[int]]]) -> Iterator[Run]:
        """Rate stretches, each from where the one before it came to; what a table by key names has its own total."""
        standings: dict[str | None, Standing | None] = {}
        behind: defaultdict[str | None, list[int]] = defaultdict(list)
        version = stretches[0][0].terms.version
        for number, (slip, rows) in enumerate(stretches, 1):
            if slip.terms.version is not version:
                version = slip.terms.version
                if version.running_totals is RunningTotals.RESET:
                    standings.clear()
                    behind.clear()
            rated, standing = self.ready(slip.rule, slip.boosts, account), standings.get(slip.name)
            if standing is not None and slip.rule.volume not in {None, standing.rule.volume}:
                # What came before was counted by another measure, or by none.
                standing = standing._replace(volume=sum(self.bases.volumes(slip.rule, behind[slip.name])))
            [run] = rated.runs([Stretch(self.terms(slip, rows), rows, standing, slip.name)], self.bases, self.events)
            if number < len(stretches):
                standings[slip.name] = rated.standing(run, standing)
                if run.totals:
                    behind[slip.name].extend(run.rows)
            yield run

    def shared(self, tally: Tally) -> Tally:
        """Divide what shared caps left of what is earned among the parties, and take back what was refunded."""
        of = tally.account
        ready = ((run, self.ready(run.rule, run.way.boosts, of)) for run in tally.runs)
        first, *others = (run if run.parts else rated.shared(run, self.events) for run, rated in ready)
        return Tally(tally.credited, tally.earned, first, tuple(others))
