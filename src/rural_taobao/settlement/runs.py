"""
Runs: consecutive credits of a tally under the same terms and rule, rated one after the other.

A rule measured on a running total gives each row the rise of the rounded total, so that rows add up to that total.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, islice
from operator import sub
from typing import TypeVar, final

from attrs import field, frozen

from rural_taobao.commission.arithmetic import (
    Aged,
    AgeUnit,
    Bounded,
    Less,
    Part,
    Rounded,
    Scaled,
    Term,
    Units,
    evaluated,
)
from rural_taobao.commission.clawback import age, age_unit, share
from rural_taobao.commission.rates import Graduated
from rural_taobao.commission.rating import curve, pieces, scale, term
from rural_taobao.commission.rules import CommissionRule, MeasuredOn, OnRefund
from rural_taobao.commission.splits import Split
from rural_taobao.commission.tiers import Overflow, Underflow
from rural_taobao.exact import MILLIONTHS, Exact, Rounding, rounded
from rural_taobao.identifiers import Party, PayeeId
from rural_taobao.instants import UtcOffset
from rural_taobao.money import Money
from rural_taobao.settlement.attribution import Terms
from rural_taobao.settlement.bases import Bases, fully_taken, taken
from rural_taobao.settlement.columns import EventColumns, RefundRow

__all__ = ["Rated", "Reversal", "Run"]

T = TypeVar("T")


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
        place: The place of the order in the run.
        before: What earlier refunds took back, on the basis of the rule.
        after: What they and this one took back.
        whole: The basis; 1 where nothing was measured and all is taken back with the last of the order.
        parts: What it takes back, by party, 0 or less in all.
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
class Run:
    """
    Consecutive credits of a tally under the same terms and rule.

    Attributes:
        terms: On whose account they are settled.
        rule: The rule, as the plan version of their days has it.
        rows: The rows of the events, by attribution instant and id.
        bases: What is measured of each row.
        totals: The running total before each row, and after the last; nothing where the rule measures the order alone.
        fresh: Whether the running total starts with the first row.
        earned: What each row earns, in minor units, before it is shared.
        parts: What each party gets of that, in the order of the rule's split.
        reversals: What refunds take back, where the rule reverses.
    """

    terms: Terms
    rule: CommissionRule
    rows: Sequence[int] = field(repr=False)
    bases: Sequence[int] = field(repr=False)
    totals: Sequence[int] = field(repr=False)
    fresh: bool = field(repr=False)
    earned: Sequence[int] = field(repr=False)
    parts: Sequence[tuple[int, ...]] = field(repr=False)
    reversals: Sequence[Reversal] = field(repr=False)

    def payee(self, share: int) -> tuple[Party, PayeeId]:
        """Give the party and the payee of one share."""
        party = self.rule.split.parties[share]
        return party, self.terms.payees[party]

    def before(self, place: int) -> int | None:
        """Give the running total before a row; None where the rule measures the order alone."""
        return self.totals[place] if self.totals else None

    def commission(self, place: int) -> Term:
        """Give how what a row earns came about, before it is shared."""
        rule, basis, before = self.rule, self.bases[place], self.before(place) or 0
        term = _rated(rule, before + basis)
        if self.totals and not (self.fresh and place == 0):
            already = _rated(rule, before)
            # What nothing earns is left out.
            term = Less(term, already) if before or evaluated(already) != Exact(0) else term
        if rule.floor is None and rule.cap is None:
            return term
        return Bounded(term, _minor(rule.floor), _minor(rule.cap))

    def share(self, place: int, share: int) -> Term:
        """Give how one share of what a row earns came about."""
        return _part(self.commission(place), self.rule.split, share)

    def reversed_share(self, reversal: Reversal, share: int) -> Term:
        """Give how one share of what a refund takes back came about: the new allocation less the old."""
        commission = self.commission(reversal.place)

        def left(back: int) -> Term:
            if back == 0:
                return commission
            taken: Term = Scaled(commission, back, reversal.whole)
            if reversal.aged:
                refunds = reversal.aged if back == reversal.after else reversal.aged[:-1]
                taken = Aged(commission, refunds, reversal.whole, reversal.scale, reversal.unit)
            return Less(commission, Rounded(taken, self.rule.rounding))

        split = self.rule.split
        return Less(_part(left(reversal.after), split, share), _part(left(reversal.before), split, share))


def _minor(bound: Money | None) -> int | None:
    return None if bound is None else bound.minor


def _part(term: Term, split: Split, share: int) -> Term:
    return Part(term, split.weights, split.mode, share)


def _rated(rule: CommissionRule, measure: int) -> Term:
    """Give how a rule rates a measure: a fixed amount, or band by band and then rounded."""
    exact = term(rule.rate, measure)
    return exact if isinstance(exact, Units) else Rounded(exact, rule.rounding)


@final
class Rated:
    """
    A rule made ready for many rows.

    Args:
        rule: The rule.
        clock: The network's clock.
    """

    def __init__(self, rule: CommissionRule, clock: UtcOffset) -> None:
        along, mode, over = curve(rule.rate), rule.rounding, scale(rule.rate)
        self._rule = rule
        self._clock = clock
        self._least, self._most = _minor(rule.floor), _minor(rule.cap)
        self._total: Callable[[int], int] = lambda measure: rounded(along(measure), over, mode)
        self._single = _Remembered(lambda basis: self._bounded(self._total(basis))).__getitem__
        self._parts: Callable[[int], tuple[int, ...]] = _Remembered(rule.split.parts).__getitem__
        # Measures are 0 or more, so that three of the four modes are one floor division, the same along each piece.
        up = {Rounding.HALF_UP: MILLIONTHS // 2, Rounding.DOWN: 0, Rounding.UP: MILLIONTHS - 1}.get(mode)
        straight = None
        if isinstance(rule.rate, Graduated) and up is not None and rule.rate.underflow is not Underflow.ERROR:
            straight = tuple((start, slope, rest + up) for start, slope, rest in pieces(rule.rate))
        self._straight = straight
        self._checked = isinstance(rule.rate, Graduated) and rule.rate.overflow is Overflow.ERROR

    def run(self, terms: Terms, rows: list[int], start: int | None, events: EventColumns, bases: Bases) -> Run:
        """
        Rate rows in their order.

        Args:
            terms: On whose account they are settled.
            rows: The rows.
            start: The running total before the first of them; None where it starts with it.
            events: The events.
            bases: Their basis columns.
        """
        rule = self._rule
        measured = bases.of(rule, rows)
        if rule.measured_on is MeasuredOn.ORDER:
            totals: list[int] = []
            earned = list(map(self._single, measured))
        else:
            totals = list(accumulate(measured, initial=start or 0))
            wholes = self._totals(totals)
            if start is None:
                wholes[0] = 0
            rises = map(sub, islice(wholes, 1, None), wholes)
            bounded = self._least is not None or self._most is not None
            earned = list(map(self._bounded, rises) if bounded else rises)
        parts = list(map(self._parts, earned))
        reversals: tuple[Reversal, ...] = ()
        if events.refunds and rule.on_refund is OnRefund.REVERSE:
            reversals = tuple(self._reversals(rows, measured, earned, events))
        return Run(terms, rule, rows, measured, totals, start is None, earned, parts, reversals)

    def _totals(self, measures: list[int]) -> list[int]:
        """Round what rising measures earn; along a graduated table piece by piece, without a call for each."""
        if self._straight is None:
            return list(map(self._total, measures))
        if self._checked:
            self._total(measures[-1])
        wholes: list[int] = []
        done, last = 0, len(measures)
        ends = [start for start, _, _ in self._straight[1:]]
        for (_, slope, rest), end in zip(self._straight, (*ends, None), strict=True):
            upto = last if end is None else bisect_right(measures, end, done)
            wholes += [(measure * slope + rest) // MILLIONTHS for measure in measures[done:upto]]
            done = upto
        return wholes

    def _bounded(self, commission: int) -> int:
        if self._least is not None and commission < self._least:
            commission = self._least
        return commission if self._most is None else min(commission, self._most)

    def _reversals(
        self, rows: Sequence[int], measured: Sequence[int], earned: Sequence[int], events: EventColumns
    ) -> Iterator[Reversal]:
        """Give what refunds take back, each after the ones before it."""
        for place, row in enumerate(rows):
            refunds = events.refunds.get(row, ())
            commission, before, old = earned[place], 0, self._parts(earned[place])
            clawback, aged, scale = self._rule.clawback, list[tuple[int, int, int]](), 1
            unit = AgeUnit.DAYS if clawback is None else age_unit(clawback)
            for number, refund in enumerate(refunds, 1):
                back, basis = refunds[:number], measured[place]
                after = taken(self._rule.basis, events, row, back)
                if basis == 0:
                    # Nothing was measured, yet something was earned: all of it goes back with the last of the order.
                    basis, after = 1, int(fully_taken(events, row, back))
                clawed = after
                if clawback is not None:
                    reached = age(unit, events.placed[row], refund.at, self._clock)
                    part = share(clawback, reached)
                    aged.append((after - before, reached, part.numerator))
                    scale = part.denominator
                    clawed = sum(each * rate for each, _, rate in aged)
                new = self._parts(commission - rounded(commission * clawed, basis * scale, self._rule.rounding))
                parts = tuple(map(sub, new, old))
                yield Reversal(refund, place, before, after, basis, parts, tuple(aged), scale, unit)
                before, old = after, new
