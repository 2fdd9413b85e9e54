"""
The order of work: how what is measured of an event becomes its commission, one step after the other.

1. **allowance**: what is free is taken off the measure; an event that is free as a whole earns nothing.
2. **rate**: what is left earns, exactly.
3. **campaign**: boosts, in the order of the rule.
4. **bounds of a unit**: the amount is raised to the floor and cut to the cap of all its units.
5. **floor of the event**, then 6. **cap of the event**.
7. **shared caps**: the amount is cut to what is left of each, in the order of the plan version.
8. **rounding**, once for each event and rule.
9. **split**.

A fee takes the same steps; what each party gets of it is what that party owes.

Later bounds win. Those of steps 5 to 7 are whole minor units, so that rounding before or after them gives the same;
settlement, which does it for millions, rounds before.

A rule that is measured on a running total takes steps 5 to 9 for what the total rises by with each event; of a rise
that is boosted or bounded by units the exact amounts are added up, and step 8 rounds their sum, so that the events
come to what the period does.

Some rates let the total fall with an event: a tier of the whole amount, or of a volume, at a lower rate, say.
A fall is neither boosted nor bounded: steps 3 to 6 are for what an event earns.
What caps had cut of the events before it comes off a fall first, since it was never paid; so the events of a period
come to what the capped total does, and never to less than nothing.
"""

from collections.abc import Callable, Sequence
from typing import assert_never, final

from rural_taobao.commission import rating
from rural_taobao.commission.arithmetic import evaluated
from rural_taobao.commission.boosts import Boost, Multiplied, Raised
from rural_taobao.commission.edges import size_of
from rural_taobao.commission.operands import Exactly, Units
from rural_taobao.commission.points import Linear
from rural_taobao.commission.rates import ByVolume
from rural_taobao.commission.rules import CommissionRule
from rural_taobao.commission.terms import (
    Boosted,
    Bounded,
    Fallen,
    Less,
    Limited,
    PastFree,
    Rounded,
    Sum,
    Term,
    Topped,
    UnitBounded,
)
from rural_taobao.exact import MILLIONTHS, Exact, rounded
from rural_taobao.identifiers import CapId
from rural_taobao.money import Money, UnitPrice

__all__ = ["Pipeline"]


@final
class Pipeline:
    """
    The steps of a rule for credits that the same boosts bear upon, made ready for many of them.

    Args:
        rule: The rule, which has one rate.
        boosts: Those of its boosts that bear upon the credits.

    Raises:
        RateByKey: The rule has a table of rates by key.
        PaidByLevels: The rule has levels, which `Ladder` rates.

    Attributes:
        rate: What a measure earns, as a numerator over `rate_scale`; by volume, what it earns at a volume of 0.
        scale: The denominator of what `exact` gives.
        plain: Whether nothing lies between the rate and the bounds of the event.
        line: The slope of steps 2 and 3 and what to add, both over `scale`, where they are one straight line.
        unit_floor: The least that a unit earns, over `scale`; None for no floor.
        unit_cap: The most that it earns, over `scale`; None for no cap.
        bend: Up to where steps 2 to 4 give nothing, and their slope above it, where they are such a line.
        is_bounded: Whether the event has a floor or a cap.

    Example:
        >>> from datetime import date
        >>> from rural_taobao.samples import one_plan
        >>> pipeline = Pipeline(one_plan().on(date(2016, 11, 11)).rule("everything"), ())
        >>> pipeline.alone(119_900, 1)
        2398
        >>> evaluated(pipeline.term(119_900, 1)) == Exact(2398)
        True
    """

    def __init__(self, rule: CommissionRule, boosts: tuple[Boost, ...]) -> None:
        form = rule.form
        self._at: Callable[[int, int], int] | None = None
        if isinstance(form, ByVolume):
            at = self._at = rating.volume_curve(form)
            self.rate: Callable[[int], int] = lambda measure: at(measure, 0)
            self.rate_scale: int = MILLIONTHS
        else:
            self.rate, self.rate_scale = rating.curve(form), rating.scale(form)
        self.plain: bool = not boosts and rule.per_unit is None
        self._rule, self._boosts = rule, boosts
        self.scale: int = self.rate_scale
        self._factor, self._lift = 1, 0
        for boost in boosts:
            match boost:
                case Multiplied(factor=factor):
                    self.scale *= MILLIONTHS
                    self._factor *= factor.millionths
                    self._lift *= factor.millionths
                case Raised(by=by):
                    self._lift += by.millionths * (self.scale // MILLIONTHS)
                case _:
                    assert_never(boost)
        per_unit = rule.per_unit
        finer = self.scale // MILLIONTHS
        self.unit_floor: int | None = None if per_unit is None else _millionths(per_unit.floor, finer)
        self.unit_cap: int | None = None if per_unit is None else _millionths(per_unit.cap, finer)
        self._floor, self._cap = _minor(rule.floor), _minor(rule.cap)
        self.is_bounded: bool = self._floor is not None or self._cap is not None
        straight = None if isinstance(form, ByVolume) else rating.line(form)
        self.line: tuple[int, int] | None = None
        if straight is not None:
            # Here the rate is over a million, as `scale` is before the boosts.
            self.line = straight[0] * self._factor + self._lift, straight[1] * self._factor
        self.bend: tuple[int, int] | None = None
        if isinstance(rule.form, Linear) and per_unit is None and not self._lift:
            self.bend = size_of(rule.form.threshold), rule.form.factor.millionths * self._factor

    def rates(self, measures: Sequence[int], volumes: Sequence[int]) -> list[int]:
        """
        Take step 2 for many measures, and give numerators over `rate_scale`.

        Args:
            measures: What is rated of each event, or of all up to it.
            volumes: The volume of each; nothing where the rate goes by one measure.
        """
        return list(map(self.rate, measures) if self._at is None else map(self._at, measures, volumes))

    def exact(self, rated: int, measure: int, units: int) -> int:
        """
        Take steps 3 and 4.

        Args:
            rated: What the rate gives, or what it rises by, as a numerator over `rate_scale`.
            measure: What of the event the rate is applied to.
            units: The units of the event.

        Returns:
            A numerator over `scale`.
        """
        amount = rated * self._factor + measure * self._lift
        if self.unit_floor is not None:
            amount = max(amount, units * self.unit_floor)
        return amount if self.unit_cap is None else min(amount, units * self.unit_cap)

    def fallen(self, rated: int) -> int:
        """Give what a total falls by, which no campaign changes, as a numerator over `scale`; see `exact`."""
        return rated * (self.scale // self.rate_scale)

    def bounded(self, commission: int) -> int:
        """Take steps 5 and 6 for a commission in minor units."""
        if self._floor is not None and commission < self._floor:
            commission = self._floor
        return commission if self._cap is None else min(commission, self._cap)

    def alone(self, measure: int, units: int, volume: int = 0) -> int:
        """Take steps 2 to 6 and 8 for an event that is measured by itself, and give its commission in minor units."""
        rated = self.rate(measure) if self._at is None else self._at(measure, volume)
        amount = self.exact(rated, measure, units)
        return self.bounded(rounded(amount, self.scale, self._rule.rounding))

    def term(
        self, measure: int, units: int, *, free: int = 0, limit: tuple[CapId, int] | None = None, volume: int = 0
    ) -> Term:
        """
        Say how an event that is measured by itself comes to its commission, before it is split.

        Args:
            measure: What of it is left to rate.
            units: Its units.
            free: What of it was free.
            limit: The shared cap that it is cut to, and what is left of that.
            volume: Its volume, where the rate goes by one.
        """
        if free and not measure:
            return PastFree(Units(0), free)
        amount = self._boosted(_past(self._rated(measure, volume), free), measure, units)
        amount = _limited(self._bounded(amount), limit)
        return amount if _is_whole(amount) else Rounded(amount, self._rule.rounding)

    def rise(
        self,
        before: int | None,
        after: int,
        units: int,
        *,
        free: int = 0,
        limit: tuple[CapId, int] | None = None,
        exactly: Exact | None = None,
        cut: int | None = None,
        volumes: tuple[int, int] = (0, 0),
    ) -> Term:
        """
        Say how an event comes to the commission that a running total rises by with it, before that is split.

        Args:
            before: The running total before it, of what is rated; None where it starts with the event.
            after: The total with it.
            units: The units of the event.
            free: What of it was free.
            limit: The shared cap that it is cut to, and what is left of that.
            exactly: What the events before it came to, where that is not what the rate gives for their total.
            cut: What caps had cut before, where the total falls; None where it rises.
            volumes: The running volume before the event and with it, where the rate goes by one.
        """
        mode = self._rule.rounding
        if free and after == (before or 0):
            return PastFree(Units(0), free)
        total = self._rated(after, volumes[1])
        already = None if before is None else self._rated(before, volumes[0])
        if self.plain and exactly is None:
            amount: Term = _rounded(total, self._rule)
            # What nothing earns is left out.
            if already is not None and (before or evaluated(already) != Exact(0)):
                amount = Less(amount, _rounded(already, self._rule))
            return self._finished(_past(amount, free), limit, cut)
        rise = total if already is None else Less(total, already)
        here = _past(rise, free)
        if cut is None:
            here = self._boosted(here, after - (before or 0), units)
        had = Exact(0) if exactly is None else exactly
        amount = Rounded(here, mode)
        if had != Exact(0):
            sums = Exactly(had.numerator, had.denominator)
            amount = Less(Rounded(Sum((sums, here)), mode), Rounded(sums, mode))
        return self._finished(amount, limit, cut)

    def _rated(self, measure: int, volume: int) -> Term:
        """Take step 2."""
        form = self._rule.form
        if isinstance(form, ByVolume):
            return rating.volume_term(form, measure, volume)
        return rating.term(form, measure)

    def _finished(self, amount: Term, limit: tuple[CapId, int] | None, cut: int | None) -> Term:
        """Take steps 5 to 7 for a rise, and set off what had been cut from a fall."""
        if cut is None:
            return _limited(self._bounded(amount), limit)
        return Fallen(amount, cut) if cut else amount

    def _boosted(self, amount: Term, measure: int, units: int) -> Term:
        """Take steps 3 and 4."""
        for boost in self._boosts:
            match boost:
                case Multiplied(campaign, _, factor):
                    amount = Boosted(amount, campaign, factor.millionths)
                case Raised(campaign, _, by):
                    amount = Topped(amount, campaign, measure, by.millionths)
                case _:
                    assert_never(boost)
        per_unit = self._rule.per_unit
        if per_unit is None:
            return amount
        return UnitBounded(amount, units, _millionths(per_unit.floor, 1), _millionths(per_unit.cap, 1))

    def _bounded(self, amount: Term) -> Term:
        """Take steps 5 and 6."""
        if self._floor is None and self._cap is None:
            return amount
        return Bounded(amount, self._floor, self._cap)


def _minor(bound: Money | None) -> int | None:
    return None if bound is None else bound.minor


def _millionths(bound: UnitPrice | None, finer: int) -> int | None:
    return None if bound is None else bound.millionths * finer


def _past(amount: Term, free: int) -> Term:
    return PastFree(amount, free) if free else amount


def _limited(amount: Term, limit: tuple[CapId, int] | None) -> Term:
    """Take step 7."""
    return amount if limit is None else Limited(amount, *limit)


def _rounded(amount: Term, rule: CommissionRule) -> Term:
    return amount if _is_whole(amount) else Rounded(amount, rule.rounding)


def _is_whole(amount: Term) -> bool:
    """Tell whether an amount is whole by the way it came about, so that nothing is said of its rounding."""
    match amount:
        case Units():
            return True
        case Bounded(inner) | Limited(inner) | Fallen(inner) | PastFree(inner):
            return _is_whole(inner)
        case _:
            return False
