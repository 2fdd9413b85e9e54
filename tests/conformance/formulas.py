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
from tests.conformance.cases import CannotBeExpressed, Case, number
from tests.conformance.shop import FINE, Coin, Shop, percent, rate_of, rule_of

__all__ = ["formula"]

Found = Mapping[str, object]
_CENT: Final = Coin(2)
_CRITERIA: Final = (
    # From the most specific to the one for everything.
    rule_of(Percentage(Rate.parse("15 %")), name="variant", when=InCategory(["variant"])),
    rule_of(Percentage(Rate.parse("5 %")), name="product", when=InCategory(["product"])),
    rule_of(Flat(FINE.money(0)), name="free", when=InCategory(["free"])),
    rule_of(Flat(FINE.money(20)), name="category", when=InCategory(["category"])),
    rule_of(Flat(FINE.money(10)), name="global"),
)


def _flat_each(case: Case) -> Found:
    shop = Shop([rule_of(Flat(_CENT.money(number(case.inputs["flat"]) / 100)))], _CENT)
    orders = [shop.order(place) for place in range(int(number(case.inputs["quantity"])))]
    return {"amount": shop.settled(orders).accrued.minor}


def _refunded_order(case: Case) -> Found:
    share, *sizes = percent(case.inputs["percent"]), *(number(case.inputs[name]) for name in ("invoice", "refund"))
    coin = Coin.exact(of=sizes, times=[share], amounts=[])
    shop = Shop([rule_of(Percentage(rate_of(share)), on_refund="reverse")], coin)
    order = shop.order(0, gross=coin.money(sizes[0]))
    had = shop.settled([order])
    refund = shop.refund(order, gross=coin.money(sizes[1]))
    return {"net": shop.total(had) + shop.total(shop.settled([order, refund], had.ledger))}


def _criterion(category: str) -> Callable[[Case], Found]:
    def built(case: Case) -> Found:
        shop = Shop(_CRITERIA, hit_policy="first")
        order = shop.order(0, gross=FINE.money(case.inputs["base"]), category=category)
        return {"amount": shop.total(shop.settled([order]))}

    return built


def _cascade(case: Case) -> Found:
    """Each line at the rate of what it is a line of."""
    lines = [(number(amount), percent(rate)) for amount, rate in case.inputs["lines"]]
    coin = Coin.exact(of=[amount for amount, _ in lines], times=[share for _, share in lines], amounts=[])
    kinds = {share: f"kind-{place}" for place, (_, share) in enumerate(lines)}
    table = {kinds[share]: Percentage(rate_of(share)) for share in kinds}
    shop = Shop([rule_of(ByKey(key="category", table=table, otherwise="error"))], coin)
    orders = [
        shop.order(place, gross=coin.money(amount), category=kinds[share])
        for place, (amount, share) in enumerate(lines)
    ]
    settlement = shop.settled(orders)
    return {"amount": shop.total(settlement), "lines": [shop.paid(settlement)[order.id] for order in orders]}


def _lapsed(case: Case) -> Found:
    """An advance for months, each at its price, of which the months that do not come are taken back."""
    months, earned = (int(number(case.inputs[name])) for name in ("months", "earned"))
    advanced = FINE.money(case.inputs["advanced"])
    [monthly, *_] = advanced.allocated([1] * months, Allocation.FIRST)
    price = UnitPrice.parse(monthly.decimal, FINE.currency)
    shop = Shop([rule_of(PerUnit(price), basis="quantity", on_refund="reverse")])
    order = shop.order(0, quantity=months)
    paid = shop.paid(shop.settled([order, shop.refund(order, quantity=months - earned)]))
    return {"chargeback": -paid["r"]}


def _kept_beside_a_waterfall(case: Case) -> Found:
    """A fifth to the partner, a fifth kept; of the rest 10 to the county centre, and what is left to the platform."""
    inner = Waterfall([Step("county_centre", Money(10))], rest="platform")
    fifth = Rate.parse("20 %")
    split = Split([Share("partner", fifth), Share(Kept(), fifth), Share(inner, Remaining())], Allocation.FIRST)
    a, b, c = split.parts(case.inputs["amount"])
    return {"a": a, "kept": kept_of(split, case.inputs["amount"]), "b": b, "c": c}


def _marketplace(case: Case) -> Found:
    """Tax kept, cashback to the county centre up to 1,000, revenue to the platform, and the rest to the partner."""
    first = Allocation.FIRST
    cashback = Waterfall([Step("county_centre", Money(1000))], rest="platform")
    after_tax = Split([Share(cashback, Rate.parse("5 %")), Share("platform", Remaining())], first)
    commission = Split([Share(Kept(), Rate.parse("20 %")), Share(after_tax, Remaining())], first)
    split = Split([Share(commission, Rate.parse("15 %")), Share("partner", Remaining())], first)
    back, revenue, merchant = split.parts(case.inputs["amount"])
    tax = kept_of(split, case.inputs["amount"])
    return {"sales_tax": tax, "cashback": back, "revenue": revenue, "merchant": merchant}


def _licensed(case: Case) -> Found:
    """Two levels of commission, of which the upper earns on the rest, and a fee that the partner owes."""
    rep, sup, fee = (Percentage(rate_of(percent(case.inputs[name]))) for name in ("rep", "sup", "fee"))
    levels = Levels("subtract_lower", "error", [Level("partner", rep), Level("county_centre", sup)])
    commission = evolve(rule_of(rep, name="commission"), rate=None, split=None, levels=levels)
    shop = Shop([commission, rule_of(fee, name="licence", direction="owes")], _CENT)
    lines = shop.settled([shop.order(0, gross=_CENT.money(case.inputs["base"]))]).lines
    paid = {(line.component.value, line.party.value): _CENT.major(line.amount) for line in lines}
    return {
        "rep": paid.get(("commission", "partner"), 0),
        "supervisor": paid.get(("commission", "county_centre"), 0),
        # The licence fee goes the other way: the representative pays it.
        "license_fee": -paid.get(("fee", "partner"), 0),
    }


_BY_ID: Final[Mapping[str, Callable[[Case], Found]]] = {
    "oca-criteria-global-fixed": _criterion("anything"),
    "oca-criteria-category-fixed": _criterion("category"),
    "oca-criteria-product-pct": _criterion("product"),
    "oca-criteria-variant-pct": _criterion("variant"),
    "oca-criteria-commission-free": _criterion("free"),
    "numscript-destination-complex": _kept_beside_a_waterfall,
    "numscript-platform-commission": _marketplace,
}
"""What builds a scenario of which the inputs do not say all, by the id of its case."""
_BY_INPUTS: Final[Mapping[frozenset[str], Callable[[Case], Found]]] = {
    frozenset({"sold", "rep_price"}): margin,
    frozenset({"base", "rep", "sup", "fee"}): _licensed,
    frozenset({"flat", "quantity"}): _flat_each,
    frozenset({"invoice", "refund", "percent"}): _refunded_order,
    frozenset({"lines"}): _cascade,
    frozenset({"advanced", "months", "earned"}): _lapsed,
}
"""What builds a scenario of which the inputs say all, by their names, so that other figures of it are built too."""


def formula(case: Case) -> Found:
    """Build a scenario of its own."""
    building = _BY_ID.get(case.id) or _BY_INPUTS.get(frozenset(case.inputs))
    if building is None:
        msg = "a scenario of its own that nobody built yet"
        raise CannotBeExpressed(msg)
    return building(case)
