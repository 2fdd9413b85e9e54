"""
Attainment: a rate that goes by what a payee attains of a quota, with accelerators and decelerators.

Each step is a share of the quota, and pays a factor of one base rate: above 100 % it accelerates, below it slows down.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from math import gcd
from typing import final

from attrs import field, frozen
from attrs.validators import optional as optional_validator

from rural_taobao.commission.edges import (
    Boundary,
    MixedTiers,
    TierBackwards,
    TierOpenInTheMiddle,
    holds_something,
    measure_of,
    size_of,
)
from rural_taobao.commission.proration import Proration
from rural_taobao.commission.tiers import NoTiers, TierGap, TiersNotAscending
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.exact import MILLIONTHS, Rate, Rounding, decimal_text, is_rate, rounded
from rural_taobao.flaws import Checks, Flaw, PartPath, refuse
from rural_taobao.identifiers import PayeeId, RuleId
from rural_taobao.kinds import Word, of_kind, tuple_of
from rural_taobao.money import Money, UnitPrice

__all__ = [
    "Attainment",
    "AttainmentMode",
    "AttainmentStep",
    "FactorTooFine",
    "OwnQuota",
    "QuotaTwice",
    "QuotaUnfit",
    "ShareOfQuotaNotWhole",
    "StepsNotFromZero",
    "attainment_checks",
    "step_checks",
]


@final
class AttainmentMode(Word):
    """How the steps pay."""

    GRADUATED = "graduated"
    """Each part of the measure earns at the rate of the step that it lies in."""
    WHOLE_AMOUNT = "whole_amount"
    """All of the measure earns at the rate of the step that it reaches."""


@final
class StepsNotFromZero(RuralTaobaoError, ValueError):
    """
    The steps of a quota do not say what is earned on every measure.

    Attributes:
        first: Where the first step starts.
        last: Where the last one ends, if it does.
    """

    def __init__(self, first: Rate, last: Rate | None) -> None:
        self.first = first
        self.last = last
        super().__init__(first, last)

    def __str__(self) -> str:
        upto = "without an end" if self.last is None else f"up to {self.last}"
        return (
            f"the steps of a quota must start at 0 % and the last have no end, but they go from {self.first} {upto}; "
            "state a factor of 0 % where nothing is earned"
        )


@final
class ShareOfQuotaNotWhole(RuralTaobaoError, ValueError):
    """
    A share of a quota is no whole number of coins, or of units.

    Attributes:
        quota: The quota.
        share: The share.
        nearest: The nearest share that is.
    """

    def __init__(self, quota: Money | int, share: Rate, nearest: Rate) -> None:
        self.quota = quota
        self.share = share
        self.nearest = nearest
        super().__init__(quota, share, nearest)

    def __str__(self) -> str:
        return (
            f"a step must start at a whole number of coins or units, but {self.share} of {self.quota} is none; "
            f"state {self.nearest}, the nearest share that is one, or another quota"
        )


@final
class FactorTooFine(RuralTaobaoError, ValueError):
    """
    A rate times a factor is finer than a rate can be, and it is never rounded in silence.

    Attributes:
        rate: The base rate.
        factor: The factor.
    """

    def __init__(self, rate: Rate | UnitPrice, factor: Rate) -> None:
        self.rate = rate
        self.factor = factor
        super().__init__(rate, factor)

    def __str__(self) -> str:
        exact = decimal_text(self.rate.millionths * self.factor.millionths, 12, trim=True)
        return (
            "a rate times its factor must be exact to a millionth, "
            f"but {self.rate} times {self.factor} is {exact}; state a factor, or a rate, with fewer digits"
        )


@final
class QuotaTwice(RuralTaobaoError, ValueError):
    """
    A payee has two quotas of its own.

    Attributes:
        payee: The payee.
    """

    def __init__(self, payee: PayeeId) -> None:
        self.payee = payee
        super().__init__(payee)

    def __str__(self) -> str:
        return f"a payee must have one quota of its own, but {self.payee} has two; leave one out"


@final
class QuotaUnfit(RuralTaobaoError, ValueError):
    """
    What a payee attains of a quota was to be measured on single orders.

    Attributes:
        rule: The rule.
    """

    def __init__(self, rule: RuleId) -> None:
        self.rule = rule
        super().__init__(rule)

    def __str__(self) -> str:
        return (
            f"attainment must be measured on a running total, but rule {self.rule} measures it on each order; "
            "state 'running_total', or use a table of tiers"
        )


@final
@frozen
class AttainmentStep:
    """
    One step of attainment.

    Attributes:
        start: Where it starts, as a share of the quota.
        end: Where it ends, above its start; None where it is open.
        factor: How much of the base rate it pays: 150 % accelerates, 50 % slows down, 0 % pays nothing.

    Raises:
        TierBackwards: It holds nothing.
    """

    start: Rate = field(validator=is_rate)
    end: Rate | None = field(validator=optional_validator(is_rate))
    factor: Rate = field(validator=is_rate)

    def __attrs_post_init__(self) -> None:
        refuse(step_checks(self))


def step_checks(step: AttainmentStep) -> Checks:
    """Check that a step ends above its start."""
    yield _step_edges(step)


def _step_edges(step: AttainmentStep) -> Iterator[Flaw]:
    if step.end is not None and step.end <= step.start:
        yield ("end",), TierBackwards(step.start, step.end)


@final
@frozen
class OwnQuota:
    """
    The quota of one payee, in place of that of all.

    Attributes:
        payee: The payee.
        quota: Its quota for a whole month, above 0.
    """

    payee: PayeeId = field(converter=PayeeId)
    quota: Money | int = field(validator=holds_something("quota"))


def _steps(steps: Iterable[AttainmentStep]) -> tuple[AttainmentStep, ...]:
    return tuple_of(AttainmentStep, steps, "steps", "AttainmentStep(...)")


def _quotas(quotas: Mapping[str, Money | int] | tuple[OwnQuota, ...]) -> tuple[OwnQuota, ...]:
    listed: Iterable[OwnQuota]
    listed = [OwnQuota(payee, quota) for payee, quota in quotas.items()] if isinstance(quotas, Mapping) else quotas
    return tuple(sorted(tuple_of(OwnQuota, listed, "quotas", "OwnQuota(...)"), key=lambda each: each.payee))


@final
@frozen(kw_only=True)
class Attainment:
    """
    What is earned goes by the running total of a month as a share of a quota.

    Attributes:
        quota: The quota for a whole month, above 0: money, or a number of units.
        rate: The base rate: a Rate with money, a UnitPrice with units.
        mode: Whether each step pays at its own rate, or all at that of the step reached.
        boundary: Which step owns the measure at which two meet.
        steps: The steps, from 0 % on, meeting each other; the last one is open.
        prorated: Whether the quota of a payee that was in charge on some days of the month only is the whole one, or
            its share of the days, rounded half up; so are then the edges of the steps.
        quotas: The quotas of payees that have one of their own: a mapping by payee, or a tuple of `OwnQuota`.

    Raises:
        NothingHeld: A quota is not above 0.
        MixedTiers: Quotas and rate do not go together.
        NoTiers, TierOpenInTheMiddle, TiersNotAscending, TierGap, StepsNotFromZero: The steps leave a measure with two
            factors, or with none.
        ShareOfQuotaNotWhole: A step starts at a part of a coin, or of a unit.
        FactorTooFine: The base rate times a factor is finer than a millionth.
        QuotaTwice: A payee has two quotas.

    Example:
        >>> half_as_much_more = Attainment(
        ...     quota=Money.parse("150000.00"),
        ...     rate=Rate.parse("8 %"),
        ...     mode="graduated",
        ...     boundary="upper_inclusive",
        ...     steps=[
        ...         AttainmentStep(Rate.parse("0 %"), Rate.parse("100 %"), Rate.parse("100 %")),
        ...         AttainmentStep(Rate.parse("100 %"), None, Rate.parse("150 %")),
        ...     ],
        ...     prorated="whole",
        ... )
        >>> [str(rate) for rate in half_as_much_more.rates]
        ['8 %', '12 %']
    """

    quota: Money | int = field(validator=holds_something("quota"))
    rate: Rate | UnitPrice = field(validator=of_kind((Rate, UnitPrice), "Rate.parse('2 %') or UnitPrice.parse('0.30')"))
    mode: AttainmentMode = field(converter=AttainmentMode)
    boundary: Boundary = field(converter=Boundary)
    steps: tuple[AttainmentStep, ...] = field(converter=_steps)
    prorated: Proration = field(converter=Proration)
    quotas: tuple[OwnQuota, ...] = field(default=(), converter=_quotas)

    def __attrs_post_init__(self) -> None:
        refuse(attainment_checks(self))

    @property
    def rates(self) -> tuple[Rate | UnitPrice, ...]:
        """The rate of each step: the base rate times its factor."""
        paid = [self.rate.millionths * step.factor.millionths // MILLIONTHS for step in self.steps]
        if isinstance(self.rate, Rate):
            return tuple(map(Rate, paid))
        currency = self.rate.currency
        return tuple(UnitPrice(each, currency) for each in paid)

    def edges(self, quota: int) -> tuple[int, ...]:
        """Give where each step starts under a quota, in minor units or in units, rounded half up."""
        return tuple(rounded(quota * step.start.millionths, MILLIONTHS, Rounding.HALF_UP) for step in self.steps)

    def quota_of(self, payee: str) -> int:
        """Give the quota of a payee for a whole month, in minor units or in units."""
        return next((size_of(own.quota) for own in self.quotas if own.payee == payee), size_of(self.quota))


def attainment_checks(form: Attainment) -> Checks:
    """Check that the steps leave no measure with two factors or with none, and that quotas and rate fit them."""
    yield _paid_for(form)
    yield _between_steps(form.steps)
    yield from (_exact(form, place, step) for place, step in enumerate(form.steps))
    yield from (_whole(("steps", place, "start"), form, step) for place, step in enumerate(form.steps))
    for place, own in enumerate(form.quotas):
        yield _one_quota(form, place)
        yield _alike(form, place, own)
        yield from (_whole(("quotas", place, "quota"), own, step) for step in form.steps)


def _between_steps(steps: tuple[AttainmentStep, ...]) -> Checks:
    if steps:
        yield from (_meet(place, *pair) for place, pair in enumerate(pairwise(steps), 1))
        yield _from_zero(steps)
        yield _endless(steps)
    else:
        yield ("steps",), NoTiers()


def _meet(place: int, earlier: AttainmentStep, later: AttainmentStep) -> Iterator[Flaw]:
    if earlier.end is None:
        yield ("steps", place - 1), TierOpenInTheMiddle(earlier.start)
    elif later.start < earlier.end:
        yield ("steps", place), TiersNotAscending(earlier.end, later.start)
    elif later.start > earlier.end:
        yield ("steps", place), TierGap(earlier.end, later.start)


def _from_zero(steps: tuple[AttainmentStep, ...]) -> Iterator[Flaw]:
    if steps[0].start.millionths:
        yield ("steps", 0, "start"), StepsNotFromZero(steps[0].start, steps[-1].end)


def _endless(steps: tuple[AttainmentStep, ...]) -> Iterator[Flaw]:
    if steps[-1].end is not None:
        yield ("steps", len(steps) - 1, "end"), StepsNotFromZero(steps[0].start, steps[-1].end)


def _paid_for(form: Attainment) -> Iterator[Flaw]:
    if isinstance(form.quota, Money) is not isinstance(form.rate, Rate):
        yield ("rate",), MixedTiers(form.quota, form.rate)


def _one_quota(form: Attainment, place: int) -> Iterator[Flaw]:
    payee = form.quotas[place].payee
    if payee in [own.payee for own in form.quotas[:place]]:
        yield ("quotas", place, "payee"), QuotaTwice(payee)


def _alike(form: Attainment, place: int, own: OwnQuota) -> Iterator[Flaw]:
    if measure_of(own.quota) != measure_of(form.quota):
        yield ("quotas", place, "quota"), MixedTiers(form.quota, own.quota)


def _whole(way: PartPath, holder: Attainment | OwnQuota, step: AttainmentStep) -> Iterator[Flaw]:
    """Refuse a step that starts at a part of a coin, or of a unit, of a quota."""
    size = size_of(holder.quota)
    if size * step.start.millionths % MILLIONTHS:
        apart = MILLIONTHS // gcd(size, MILLIONTHS)
        nearest = rounded(step.start.millionths, apart, Rounding.HALF_UP) * apart
        yield way, ShareOfQuotaNotWhole(holder.quota, step.start, Rate(nearest))


def _exact(form: Attainment, place: int, step: AttainmentStep) -> Iterator[Flaw]:
    if form.rate.millionths * step.factor.millionths % MILLIONTHS:
        yield ("steps", place, "factor"), FactorTooFine(form.rate, step.factor)
