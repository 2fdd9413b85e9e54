"""The shop in which the figures of others are settled: one village, one plan, orders one after the other."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any, Final

from attrs import evolve, frozen

from rural_taobao.commission import Always, CommissionPlan, CommissionRule, EarnedOn, PlanVersion, RuleRate, Split
from rural_taobao.commission.arithmetic import evaluated
from rural_taobao.commission.caps import SharedCap
from rural_taobao.commission.operands import Banded
from rural_taobao.commission.terms import Bounded, Part, Rounded, Sum, Term
from rural_taobao.currencies import Currency
from rural_taobao.documents.plans import plan_from_text, plan_text
from rural_taobao.festivals import programme_calendar
from rural_taobao.money import Money
from rural_taobao.samples import one_village
from rural_taobao.settlement import Event, Ledger, Order, Refund, Scope, Settlement, settle
from rural_taobao.timeline import Timeline

__all__ = ["FINE", "Shop", "currency_of", "major", "parts_of", "rule_of"]

FINE: Final = Currency("CLF")
"""A currency of four digits, in which no figure of the cases is rounded."""
_BY_DIGITS: Final = {0: Currency("JPY"), 2: Currency("USD"), 3: Currency("BHD"), 4: FINE}
_FIRST: Final = datetime.fromisoformat("2016-11-01T08:00:00+08:00")
_PLAN: Final = "example"


def currency_of(digits: int) -> Currency:
    """Give a currency of so many digits."""
    return _BY_DIGITS[digits]


def major(minor: int, currency: Currency) -> Fraction:
    """Give minor units in major ones."""
    return Fraction(minor, 10**currency.digits)


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


@frozen
class Shop:
    """
    A village whose partner sells under some rules.

    Attributes:
        rules: The rules.
        currency: What is paid.
        hit_policy: What is paid where several rules match.
        caps: What several rules earn at most together.
    """

    rules: Sequence[CommissionRule]
    currency: Currency = FINE
    hit_policy: str = "unique"
    caps: Sequence[SharedCap] = ()

    def order(self, place: int, *, gross: Money | None = None, quantity: int = 1, category: str | None = None) -> Order:
        """Make the order that comes at some place, from 0."""
        placed = _FIRST + timedelta(hours=place)
        return Order(
            id=f"o-{place}",
            station="sanhe",
            category=category,
            quantity=quantity,
            gross=Money(0, self.currency) if gross is None else gross,
            discount=Money(0, self.currency),
            placed=placed,
            known_at=placed,
        )

    def refund(self, order: Order, *, gross: Money | None = None, quantity: int = 0) -> Refund:
        """Make a refund of a part of an order."""
        at = order.placed + timedelta(days=1)
        nothing = Money(0, self.currency)
        taken = nothing if gross is None else gross
        return Refund(id="r", order=order.id, gross=taken, discount=nothing, quantity=quantity, at=at, known_at=at)

    def settled(self, events: Iterable[Event], posted: Ledger | None = None) -> Settlement:
        """Settle the month."""
        network = evolve(one_village(), currency=self.currency)
        plan = _plan(self.rules, self.hit_policy, self.caps, self.currency)
        return settle(network, [plan], programme_calendar(), list(events), Scope("2016-11"), posted=posted)

    def paid(self, settlement: Settlement) -> dict[str, Fraction]:
        """Give what the new lines of a settlement come to by event, in major units."""
        found: defaultdict[str, Fraction] = defaultdict(Fraction)
        for line in settlement.lines:
            found[line.event] += major(line.amount.minor, self.currency)
        return found

    def total(self, settlement: Settlement) -> Fraction:
        """Give what the new lines of a settlement come to, in major units."""
        return sum(self.paid(settlement).values(), Fraction(0))


def parts_of(term: Term, currency: Currency) -> list[Fraction]:
    """Give what each step of the arithmetic of a line comes to, in major units."""
    match term:
        case Rounded(inner) | Part(inner) | Bounded(inner):
            return parts_of(inner, currency)
        case Sum(terms):
            return [part for each in terms for part in parts_of(each, currency)]
        case Banded(bands):
            steps: list[Term] = [Banded((band,)) for band in bands]
        case _:
            steps = [term]
    exact = [evaluated(each) for each in steps]
    return [Fraction(each.numerator, each.denominator * 10**currency.digits) for each in exact]
