"""The shop in which the figures of others are settled: one village, one plan, orders one after the other."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any, Final, Self

from attrs import evolve, frozen

from rural_taobao.commission import (
    Always,
    CommissionPlan,
    CommissionRule,
    EarnedOn,
    Percentage,
    PerUnit,
    PlanVersion,
    RuleRate,
    Split,
)
from rural_taobao.commission.arithmetic import evaluated
from rural_taobao.commission.caps import SharedCap
from rural_taobao.commission.operands import Banded
from rural_taobao.commission.terms import Bounded, Less, Part, Rounded, Sum, Term
from rural_taobao.currencies import Currency
from rural_taobao.documents.plans import plan_from_text, plan_text
from rural_taobao.exact import MILLIONTHS, Rate
from rural_taobao.festivals import programme_calendar
from rural_taobao.money import Money, UnitPrice
from rural_taobao.network import HelperPosting, Network, Partner, Payee
from rural_taobao.periods import Period
from rural_taobao.samples import one_village
from rural_taobao.settlement import Event, Ledger, Order, Refund, Scope, Settlement, settle
from rural_taobao.timeline import Timeline
from tests.conformance.cases import CannotBeExpressed, number, places

__all__ = ["FINE", "HELPER", "WHOLE", "Coin", "Measured", "Shop", "parts_of", "percent", "rate_of", "rule_of"]

HELPER: Final = "wang"
"""Who helps in the village."""
_BY_DIGITS: Final = {0: Currency("JPY"), 2: Currency("USD"), 3: Currency("BHD"), 4: Currency("CLF")}
_FIRST: Final = datetime.fromisoformat("2016-11-01T08:00:00+08:00")
_PLAN: Final = "example"
_HUNDRED: Final = 100


@frozen
class Coin:
    """
    The smallest amount in which a case is settled.

    Where no currency has so many digits, the amounts are those of the case times a power of ten, there and back: a
    change of the unit, which changes no commission.

    Attributes:
        digits: How many digits it has after the point, in the unit of the case.
    """

    digits: int

    @classmethod
    def exact(cls, *, of: Iterable[Fraction] = (), times: Iterable[Fraction] = (), amounts: Iterable[Fraction]) -> Self:
        """Make one in which neither an amount is rounded, nor what any rate comes to of any measure."""
        product = max(map(places, of), default=0) + max(map(places, times), default=0)
        return cls(max(4, product, *map(places, amounts)))

    @property
    def currency(self) -> Currency:
        """The currency that is settled in."""
        return _BY_DIGITS[max(digits for digits in _BY_DIGITS if digits <= self.digits)]

    def money(self, value: object) -> Money:
        """
        Give an amount of a case.

        Raises:
            CannotBeExpressed: It is finer than a coin.
        """
        minor = number(value) * 10**self.digits
        if minor.denominator > 1:
            msg = f"the amount {value} is finer than a coin of {self.digits} digits"
            raise CannotBeExpressed(msg)
        return Money(minor.numerator, self.currency)

    def price(self, value: Fraction) -> UnitPrice:
        """
        Give a unit price of a case.

        Raises:
            CannotBeExpressed: It is finer than a millionth of a coin.
        """
        millionths = value * 10**self.digits * MILLIONTHS
        if millionths.denominator > 1:
            msg = f"the unit price {value} is finer than a millionth of a coin of {self.digits} digits"
            raise CannotBeExpressed(msg)
        return UnitPrice(millionths.numerator, self.currency)

    def major(self, amount: Money | int) -> Fraction:
        """Give an amount of what was settled in the unit of the case."""
        return Fraction(amount.minor if isinstance(amount, Money) else amount, 10**self.digits)


FINE: Final = Coin(4)
WHOLE: Final = Coin(0)


def percent(value: object) -> Fraction:
    """Read a percentage of a case, with or without its sign, as a share of one."""
    return number(str(value).strip().removesuffix("%")) / _HUNDRED


def rate_of(share: Fraction) -> Rate:
    """
    Give a share of one as a rate.

    Raises:
        CannotBeExpressed: It is finer than a millionth.
    """
    millionths = share * MILLIONTHS
    if millionths.denominator > 1:
        msg = f"the rate {share} is finer than a millionth, or has no end"
        raise CannotBeExpressed(msg)
    return Rate(millionths.numerator)


@frozen
class Measured:
    """
    How the sizes of a case are measured: as money, or as whole parts of a unit.

    Attributes:
        coin: What is paid.
        parts: How many digits the parts of a unit have; None for money.
    """

    coin: Coin
    parts: int | None

    @classmethod
    def of(cls, sizes: Iterable[Fraction], shares: Iterable[Fraction], coin: Coin, *, money: bool) -> Self:
        """Measure money where rates are as coarse as the package takes them, and else prices for each part of it."""
        found = tuple(sizes)
        coarse = all((share * MILLIONTHS).denominator == 1 for share in shares)
        fits = coarse and all(places(size) <= coin.digits for size in found)
        return cls(coin, None if money and fits else max(map(places, found), default=0))

    @property
    def basis(self) -> str:
        """What of an order is measured."""
        return "gross" if self.parts is None else "quantity"

    def size(self, value: Fraction) -> Money | int:
        """Give a size."""
        return self.coin.money(value) if self.parts is None else (value * 10**self.parts).numerator

    def pays(self, share: Fraction) -> Rate | UnitPrice:
        """Give what each of it earns."""
        return rate_of(share) if self.parts is None else self.coin.price(share / 10**self.parts)

    def form(self, share: Fraction) -> Percentage | PerUnit:
        """Give the rate form under which each of it earns so much."""
        pays = self.pays(share)
        return Percentage(pays) if isinstance(pays, Rate) else PerUnit(pays)

    def facts(self, value: Fraction) -> dict[str, Any]:
        """Give the facts of an order of a size."""
        return {self.basis: self.size(value)}


def rule_of(rate: RuleRate, *, name: str = "figure", **facts: Any) -> CommissionRule:
    """Make a rule that pays the partner for every order, by its gross amount, unless facts say otherwise."""
    stated: dict[str, Any] = {
        "when": Always(),
        "basis": "gross",
        "measured_on": "order",
        "rounding": "half_up",
        "on_refund": "rerate",
        "split": Split.all_to("partner"),
    }
    return CommissionRule(id=name, rate=rate, **(stated | facts))


def _plan(
    rules: Iterable[CommissionRule], hit_policy: str, caps: Iterable[SharedCap], currency: Currency
) -> CommissionPlan:
    """Make a plan of rules, and read it back from the text of its document."""
    version = PlanVersion(
        version="1", hit_policy=hit_policy, earned_on=EarnedOn("placed"), running_totals="reset", rules=rules, caps=caps
    )
    versions = Timeline.starting({date(2015, 1, 1): version})
    return plan_from_text(plan_text(CommissionPlan(id=_PLAN, currency=currency, versions=versions)))


def _village(currency: Currency) -> Network:
    """Make the village, with a helper of its partner."""
    village, always = one_village(), Period(date(2015, 6, 1))
    return evolve(
        village,
        currency=currency,
        partners=[*village.partners, Partner(HELPER, always, "part_time")],
        payees=[*village.payees, Payee(HELPER, always)],
        helpers=[HelperPosting("sanhe", HELPER, HELPER, always)],
    )


@frozen
class Shop:
    """
    A village whose partner sells under some rules.

    Attributes:
        rules: The rules.
        coin: What is paid.
        hit_policy: What is paid where several rules match.
        caps: What several rules earn at most together.
    """

    rules: Sequence[CommissionRule]
    coin: Coin = FINE
    hit_policy: str = "unique"
    caps: Sequence[SharedCap] = ()

    def order(self, place: int, *, gross: Money | None = None, quantity: int = 1, category: str | None = None) -> Order:
        """Make the order that comes at some place, from 0."""
        placed = _FIRST + timedelta(hours=place)
        nothing = Money(0, self.coin.currency)
        return Order(
            id=f"o-{place}",
            station="sanhe",
            category=category,
            quantity=quantity,
            gross=nothing if gross is None else gross,
            discount=nothing,
            placed=placed,
            known_at=placed,
        )

    def refund(self, order: Order, *, gross: Money | None = None, quantity: int = 0) -> Refund:
        """Make a refund of a part of an order."""
        at = order.placed + timedelta(days=1)
        nothing = Money(0, self.coin.currency)
        taken = nothing if gross is None else gross
        return Refund(id="r", order=order.id, gross=taken, discount=nothing, quantity=quantity, at=at, known_at=at)

    def settled(self, events: Iterable[Event], posted: Ledger | None = None) -> Settlement:
        """Settle the month."""
        plan = _plan(self.rules, self.hit_policy, self.caps, self.coin.currency)
        network = _village(self.coin.currency)
        return settle(network, [plan], programme_calendar(), list(events), Scope("2016-11"), posted=posted)

    def paid(self, settlement: Settlement) -> dict[str, Fraction]:
        """Give what the new lines of a settlement come to by event, in the unit of the case."""
        found: defaultdict[str, Fraction] = defaultdict(Fraction)
        for line in settlement.lines:
            found[line.event] += self.coin.major(line.amount)
        return found

    def total(self, settlement: Settlement) -> Fraction:
        """Give what the new lines of a settlement come to, in the unit of the case."""
        return sum(self.paid(settlement).values(), Fraction(0))


def _steps(term: Term) -> list[Term]:
    match term:
        case Rounded(inner) | Part(inner):
            return _steps(inner)
        case Bounded(inner):
            return [*_steps(inner), Less(term, inner)]
        case Sum(terms):
            return [step for each in terms for step in _steps(each)]
        case Banded(bands):
            return [Banded((band,)) for band in bands]
        case _:
            return [term]


def parts_of(term: Term, coin: Coin) -> list[Fraction]:
    """Give what each step of the arithmetic of a line comes to, in the unit of the case: what a bound adds is one."""
    exact = [evaluated(each) for each in _steps(term)]
    return [Fraction(each.numerator, each.denominator) / 10**coin.digits for each in exact]
