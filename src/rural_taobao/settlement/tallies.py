"""
Tallies: the credits of one payee under one rule in one earned period, rated in the order of their instants.

A tally is the truth: what should be posted for its events, whatever was posted before.
A running-total tally gives each event the rise of the rounded total, so that its events add up to that total.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from operator import gt, sub
from typing import NamedTuple, TypeVar, final

from attrs import evolve, field, frozen

from rural_taobao.commission.arithmetic import Banded, Bounded, Less, Part, Rounded, Scaled, Term
from rural_taobao.commission.plans import RunningTotals
from rural_taobao.commission.rates import Graduated
from rural_taobao.commission.rating import bands, curve, pieces
from rural_taobao.commission.rules import CommissionRule, MeasuredOn, OnRefund
from rural_taobao.commission.splits import Split
from rural_taobao.commission.tiers import Overflow, Underflow
from rural_taobao.exact import MILLIONTHS, Rounding, rounded
from rural_taobao.identifiers import Party, PayeeId, PlanId
from rural_taobao.money import Money
from rural_taobao.periods import Month
from rural_taobao.settlement.attribution import Terms
from rural_taobao.settlement.bases import Bases, fully_taken, picked, taken
from rural_taobao.settlement.columns import EventColumns, RefundRow
from rural_taobao.settlement.lines import Account

__all__ = ["Rated", "Reversal", "Slip", "Tally", "ordered", "tallied"]

T = TypeVar("T")


class Slip(NamedTuple):
    """
    Which tally an event counts in.

    Attributes:
        terms: On whose account it is settled.
        rule: The rule that matches it, as the plan version of its day has it.
        month: The period in which it is earned.
    """

    terms: Terms
    rule: CommissionRule
    month: Month


class _Remembered(dict[int, T]):
    """Results by their argument: amounts come again and again, and a look-up costs a tenth of the work."""

    def __init__(self, work: Callable[[int], T]) -> None:
        self.work = work

    def __missing__(self, argument: int) -> T:
        result = self[argument] = self.work(argument)
        return result


@final
@frozen(eq=False)
class Reversal:
    """
    What one refund takes back of what its order earned.

    Attributes:
        refund: The refund.
        place: The place of the order in the tally.
        before: What earlier refunds took back, on the basis of the rule.
        after: What they and this one took back.
        whole: The basis; 1 where nothing was measured and all is taken back with the last of the order.
        parts: What it takes back, by party, 0 or less in all.
    """

    refund: RefundRow
    place: int
    before: int
    after: int
    whole: int
    parts: tuple[int, ...]


@final
@frozen(eq=False)
class Tally:
    """
    The credits of one payee under one rule in one earned period.

    Attributes:
        credited: Whose running total it is.
        plan: The plan.
        rules: The rule of each row, as the plan version of its day has it.
        month: The earned period.
        rows: The rows of the events, by attribution instant and id.
        terms: On whose account each row is settled.
        bases: What is measured of each row.
        befores: The running total before each row; 0 where the rule measures the order alone.
        earned: What each row earns, in minor units, before it is shared.
        parts: What each party gets of that, in the order of the rule's split.
        reversals: What refunds take back, where the rule reverses.
    """

    credited: PayeeId
    plan: PlanId
    month: Month
    rules: Sequence[CommissionRule] = field(repr=False)
    rows: Sequence[int] = field(repr=False)
    terms: Sequence[Terms] = field(repr=False)
    bases: Sequence[int] = field(repr=False)
    befores: Sequence[int] = field(repr=False)
    earned: Sequence[int] = field(repr=False)
    parts: Sequence[tuple[int, ...]] = field(repr=False)
    reversals: Sequence[Reversal] = field(repr=False)

    @property
    def account(self) -> Account:
        """What it is the truth of."""
        return Account(self.credited, self.plan, self.rules[0].id, self.month)

    def payee(self, place: int, share: int) -> tuple[Party, PayeeId]:
        """Give the party and the payee of one share of one row."""
        party = self.rules[place].split.parties[share]
        return party, self.terms[place].payees[party]

    def commission(self, place: int) -> Term:
        """Give how what a row earns came about, before it is shared."""
        rule, basis, before = self.rules[place], self.bases[place], self.befores[place]
        term: Term = _rated(rule, before + basis)
        if rule.measured_on is MeasuredOn.RUNNING_TOTAL and before:
            term = Less(term, _rated(rule, before))
        if rule.floor is None and rule.cap is None:
            return term
        return Bounded(term, _minor(rule.floor), _minor(rule.cap))

    def share(self, place: int, share: int) -> Term:
        """Give how one share of what a row earns came about."""
        return _part(self.commission(place), self.rules[place].split, share)

    def reversed_share(self, reversal: Reversal, share: int) -> Term:
        """Give how one share of what a refund takes back came about: the new allocation less the old."""
        rule = self.rules[reversal.place]
        commission = self.commission(reversal.place)

        def left(back: int) -> Term:
            if back == 0:
                return commission
            return Less(commission, Rounded(Scaled(commission, back, reversal.whole), rule.rounding))

        split = rule.split
        return Less(_part(left(reversal.after), split, share), _part(left(reversal.before), split, share))


def _minor(bound: Money | None) -> int | None:
    return None if bound is None else bound.minor


def _part(term: Term, split: Split, share: int) -> Term:
    return Part(term, split.weights, split.mode, share)


def _rated(rule: CommissionRule, measure: int) -> Rounded:
    """Give how a rule rates a measure, band by band."""
    pairs = (
        (part, rate.minor * MILLIONTHS if isinstance(rate, Money) else rate.millionths)
        for part, rate in bands(rule.rate, measure)
    )
    return Rounded(Banded(tuple(pairs)), rule.rounding)


@final
class Rated:
    """
    A rule made ready for many rows.

    Args:
        rule: The rule.
    """

    def __init__(self, rule: CommissionRule) -> None:
        self.rule = rule
        along, mode = curve(rule.rate), rule.rounding
        # Measures are 0 or more, so that three of the four modes are one floor division.
        self._up = {Rounding.HALF_UP: MILLIONTHS // 2, Rounding.DOWN: 0, Rounding.UP: MILLIONTHS - 1}.get(mode)
        self._total: Callable[[int], int] = lambda measure: rounded(along(measure), MILLIONTHS, mode)
        self._single = _Remembered(lambda basis: self._bounded(self._total(basis))).__getitem__
        self._least, self._most = _minor(rule.floor), _minor(rule.cap)
        self.parts: Callable[[int], tuple[int, ...]] = _Remembered(rule.split.parts).__getitem__

    def _totals(self, measures: Sequence[int]) -> list[int]:
        """Round what rising measures earn; along a graduated table piece by piece, without a call for each."""
        rate, up = self.rule.rate, self._up
        if not isinstance(rate, Graduated) or up is None or Underflow.ERROR is rate.underflow:
            return list(map(self._total, measures))
        straight = pieces(rate)
        wholes: list[int] = []
        for (_, slope, rest), (end, _, _) in zip(straight, (*straight[1:], (measures[-1], 0, 0)), strict=True):
            done = len(wholes)
            wholes += [
                (measure * slope + rest + up) // MILLIONTHS
                for measure in measures[done : bisect_right(measures, end, done)]
            ]
        if rate.overflow is Overflow.ERROR:
            self._total(measures[-1])
        return wholes

    def _bounded(self, commission: int) -> int:
        if self._least is not None and commission < self._least:
            commission = self._least
        return commission if self._most is None else min(commission, self._most)

    def earned(self, bases: Sequence[int], start: int) -> tuple[Sequence[int], list[int], int]:
        """
        Rate rows in their order.

        Args:
            bases: What is measured of each row.
            start: The running total before the first of them.

        Returns:
            The running total before each row, what each row earns, and the running total after the last.
        """
        if self.rule.measured_on is MeasuredOn.ORDER:
            return [0] * len(bases), list(map(self._single, bases)), 0
        totals = list(accumulate(bases, initial=start))
        wholes = self._totals(totals)
        rises = map(sub, wholes[1:], wholes)
        if self._least is not None or self._most is not None:
            rises = map(self._bounded, rises)
        return totals[:-1], list(rises), totals[-1]


def ordered(rows: list[int], events: EventColumns) -> list[int]:
    """Sort rows by attribution instant and id; rows that come from events in order are in order."""
    if events.in_order and not any(map(gt, rows, rows[1:])):
        return rows
    rows.sort(key=events.placed.__getitem__)
    if len(set(picked(rows, events.placed))) < len(rows):
        rows.sort(key=events.ids.__getitem__)
        rows.sort(key=events.placed.__getitem__)
    return rows


def tallied(
    runs: Sequence[tuple[Slip, list[int]]],
    month: Month,
    events: EventColumns,
    bases: Bases,
    ready: Callable[[CommissionRule], Rated],
) -> Tally:
    """
    Rate the rows of a tally.

    Args:
        runs: At least one run of rows under the same terms and rule; all rows by attribution instant and id.
        month: The earned period.
        events: The events.
        bases: Their basis columns.
        ready: Gives a rule made ready.
    """
    rows: list[int] = []
    terms: list[Terms] = []
    rules: list[CommissionRule] = []
    measured: list[int] = []
    befores: list[int] = []
    earned: list[int] = []
    parts: list[tuple[int, ...]] = []
    total, version = 0, runs[0][0].terms.version
    for slip, run in runs:
        if slip.terms.version is not version:
            version = slip.terms.version
            if version.running_totals is RunningTotals.RESET:
                total = 0
        rated = ready(slip.rule)
        found = bases.of(slip.rule, run, [row for row in run if row in events.refunds] if events.refunds else ())
        before, gained, total = rated.earned(found, total)
        rows += run
        terms += [slip.terms] * len(run)
        rules += [slip.rule] * len(run)
        measured += found
        befores += before
        earned += gained
        parts += map(rated.parts, gained)
    first = runs[0][0].terms
    tally = Tally(
        credited=first.credited,
        plan=first.plan.id,
        month=month,
        rules=rules,
        rows=rows,
        terms=terms,
        bases=measured,
        befores=befores,
        earned=earned,
        parts=parts,
        reversals=(),
    )
    return evolve(tally, reversals=tuple(_reversals(tally, events))) if events.refunds else tally


def _reversals(tally: Tally, events: EventColumns) -> Iterator[Reversal]:
    """Give what refunds take back, each after the ones before it."""
    for place, row in enumerate(tally.rows):
        rule = tally.rules[place]
        if row not in events.refunds or rule.on_refund is not OnRefund.REVERSE:
            continue
        commission = tally.earned[place]
        before, old = 0, tally.parts[place]
        refunds = events.refunds[row]
        for number, refund in enumerate(refunds, 1):
            basis = tally.bases[place]
            after = taken(rule.basis, events, row, refunds[:number])
            if basis == 0:
                # Nothing was measured, yet something was earned: all of it goes back with the last of the order.
                basis, after = 1, int(fully_taken(events, row, refunds[:number]))
            new = rule.split.parts(commission - rounded(commission * after, basis, rule.rounding))
            yield Reversal(refund, place, before, after, basis, tuple(map(sub, new, old)))
            before, old = after, new
