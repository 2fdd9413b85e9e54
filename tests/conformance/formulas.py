"""Formulas: cases with a scenario of their own, each built by its id."""

from collections.abc import Callable, Mapping
from typing import Final

from attrs import evolve

from rural_taobao.commission import (
    ByKey,
    Flat,
    InCategory,
    Kept,
    Level,
    Levels,
    Percentage,
    PerUnit,
    Remaining,
    Share,
    Split,
    Step,
    Waterfall,
)
from rural_taobao.commission.sharing import kept_of
from rural_taobao.exact import Rate
from rural_taobao.money import Allocation, Money, UnitPrice
from tests.conformance.amounts import margin
from tests.conformance.cases import Case
from tests.conformance.shop import FINE, Shop, currency_of, major, rule_of

__all__ = ["FORMULAS"]

_USD: Final = currency_of(2)
_CRITERIA: Final = (
    # From the most specific to the one for everything.
    rule_of(Percentage(Rate.parse("15 %")), name="variant", when=InCategory(["variant"])),
    rule_of(Percentage(Rate.parse("5 %")), name="product", when=InCategory(["product"])),
    rule_of(Flat(Money(0, FINE)), name="free", when=InCategory(["free"])),
    rule_of(Flat(Money.parse("20", FINE)), name="category", when=InCategory(["category"])),
    rule_of(Flat(Money.parse("10", FINE)), name="global"),
)


def _flat_twice(case: Case) -> Mapping[str, object]:
    shop = Shop([rule_of(Flat(Money(case.inputs["flat"], _USD)))], _USD)
    orders = [shop.order(place) for place in range(case.inputs["quantity"])]
    return {"amount": shop.settled(orders).accrued.minor}


def _whole_refund(case: Case) -> Mapping[str, object]:
    shop = Shop([rule_of(Percentage(Rate.parse(f"{case.inputs['percent']} %")), on_refund="reverse")])
    order = shop.order(0, gross=Money.parse(case.inputs["invoice"], FINE))
    had = shop.settled([order])
    refund = shop.refund(order, gross=Money.parse(case.inputs["refund"], FINE))
    return {"net": shop.total(had) + shop.total(shop.settled([order, refund], had.ledger))}


def _criterion(category: str) -> Callable[[Case], Mapping[str, object]]:
    def built(case: Case) -> Mapping[str, object]:
        shop = Shop(_CRITERIA, hit_policy="first")
        order = shop.order(0, gross=Money.parse(case.inputs["base"], FINE), category=category)
        return {"amount": shop.total(shop.settled([order]))}

    return built


def _cascade(case: Case) -> Mapping[str, object]:
    """Each line at the rate of what it is a line of."""
    lines = case.inputs["lines"]
    table = {f"kind-{percent}": Percentage(Rate.parse(f"{percent} %")) for _, percent in lines}
    shop = Shop([rule_of(ByKey(key="category", table=table, otherwise="error"))])
    orders = [
        shop.order(place, gross=Money.parse(amount, FINE), category=f"kind-{percent}")
        for place, (amount, percent) in enumerate(lines)
    ]
    settlement = shop.settled(orders)
    return {"amount": shop.total(settlement), "lines": [shop.paid(settlement)[order.id] for order in orders]}


def _lapsed(case: Case) -> Mapping[str, object]:
    """An advance for months, each at its price, of which the months that do not come are taken back."""
    months, advanced = case.inputs["months"], Money.parse(case.inputs["advanced"], FINE)
    [monthly, *_] = advanced.allocated([1] * months, Allocation.FIRST)
    shop = Shop([rule_of(PerUnit(UnitPrice.parse(monthly.decimal, FINE)), basis="quantity", on_refund="reverse")])
    order = shop.order(0, quantity=months)
    paid = shop.paid(shop.settled([order, shop.refund(order, quantity=months - case.inputs["earned"])]))
    return {"chargeback": -paid["r"]}


def _kept_beside_a_waterfall(case: Case) -> Mapping[str, object]:
    """A fifth to the partner, a fifth kept; of the rest 10 to the county centre, and what is left to the platform."""
    inner = Waterfall([Step("county_centre", Money(10))], rest="platform")
    fifth = Rate.parse("20 %")
    split = Split([Share("partner", fifth), Share(Kept(), fifth), Share(inner, Remaining())], Allocation.FIRST)
    a, b, c = split.parts(case.inputs["amount"])
    return {"a": a, "kept": kept_of(split, case.inputs["amount"]), "b": b, "c": c}


def _marketplace(case: Case) -> Mapping[str, object]:
    """Tax kept, cashback to the county centre up to 1,000, revenue to the platform, and the rest to the partner."""
    first = Allocation.FIRST
    cashback = Waterfall([Step("county_centre", Money(1000))], rest="platform")
    after_tax = Split([Share(cashback, Rate.parse("5 %")), Share("platform", Remaining())], first)
    commission = Split([Share(Kept(), Rate.parse("20 %")), Share(after_tax, Remaining())], first)
    split = Split([Share(commission, Rate.parse("15 %")), Share("partner", Remaining())], first)
    back, revenue, merchant = split.parts(case.inputs["amount"])
    tax = kept_of(split, case.inputs["amount"])
    return {"sales_tax": tax, "cashback": back, "revenue": revenue, "merchant": merchant}


def _licensed(case: Case) -> Mapping[str, object]:
    """Two levels of commission, of which the upper earns on the rest, and a fee that the partner owes."""
    rep, sup, fee = (Percentage(Rate.parse(f"{case.inputs[name]} %")) for name in ("rep", "sup", "fee"))
    levels = Levels("subtract_lower", "error", [Level("partner", rep), Level("county_centre", sup)])
    commission = evolve(rule_of(rep, name="commission"), rate=None, split=None, levels=levels)
    shop = Shop([commission, rule_of(fee, name="licence", direction="owes")], _USD)
    lines = shop.settled([shop.order(0, gross=Money.parse(case.inputs["base"], _USD))]).lines
    paid = {(line.component.value, line.party.value): major(line.amount.minor, _USD) for line in lines}
    return {
        "rep": paid["commission", "partner"],
        "supervisor": paid["commission", "county_centre"],
        # The licence fee goes the other way: the representative pays it.
        "license_fee": -paid["fee", "partner"],
    }


FORMULAS: Final[Mapping[str, Callable[[Case], Mapping[str, object]]]] = {
    "metasfresh-margin": margin,
    "metasfresh-license-fee": _licensed,
    "dub-flat-x2": _flat_twice,
    "oca-full-refund": _whole_refund,
    "oca-criteria-global-fixed": _criterion("anything"),
    "oca-criteria-category-fixed": _criterion("category"),
    "oca-criteria-product-pct": _criterion("product"),
    "oca-criteria-variant-pct": _criterion("variant"),
    "oca-criteria-commission-free": _criterion("free"),
    "etendo-680": _cascade,
    "numscript-destination-complex": _kept_beside_a_waterfall,
    "numscript-platform-commission": _marketplace,
    "insurance-advance-chargeback": _lapsed,
}
"""What builds a case of kind `formula`, by its id."""
