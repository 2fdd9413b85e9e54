"""Which rule pays, and what several pay at most together."""

from collections.abc import Mapping
from typing import Final

from attrs import evolve

from rural_taobao.commission import AllOf, Always, Condition, InCategory, Percentage, Tagged
from rural_taobao.commission.caps import SharedCap
from rural_taobao.exact import Rate
from rural_taobao.money import Money
from tests.conformance.cases import CannotBeExpressed, Case
from tests.conformance.shop import FINE, Shop, currency_of, rule_of

__all__ = ["limited", "most_specific"]

_WHOLE: Final = currency_of(0)


def _asks(dimensions: list[str]) -> Condition:
    """Ask for one tag for each dimension."""
    return AllOf([Tagged([each.replace("_", "-")]) for each in dimensions]) if dimensions else Always()


def most_specific(case: Case) -> Mapping[str, object]:
    """Order something that has every dimension of the rules that match, and see which of them pays."""
    case.has_only(rule=["rules"], inputs=["matching"])
    stated, matching = case.rule["rules"], case.inputs["matching"]
    has = {each for rule in stated if rule["id"] in matching for each in rule["dims"]}
    if [rule["id"] for rule in stated if has.issuperset(rule["dims"])] != matching:
        msg = "rules that match, and others with fewer dimensions that do not"
        raise CannotBeExpressed(msg)
    rules = [
        rule_of(Percentage(Rate.parse(f"{rule['percent']} %")), name=rule["id"], when=_asks(rule["dims"]))
        for rule in stated
    ]
    shop = Shop(rules, hit_policy="most_specific")
    tags = [each.replace("_", "-") for each in has]
    settlement = shop.settled([evolve(shop.order(0, gross=Money.parse("100", FINE)), tags=tags)])
    [line] = settlement.lines
    return {"chosen": str(line.rule), "percent": shop.total(settlement)}


def limited(case: Case) -> Mapping[str, object]:
    """Let one rule use up a cap as far as it was, and another ask for more."""
    case.has_only(rule=["limit"], inputs=["accumulated", "request"])
    whole = Percentage(Rate.parse("100 %"))
    names = ("before", "now")
    rules = [rule_of(whole, name=name, when=InCategory([name])) for name in names]
    limit = Money.parse(case.rule["limit"], _WHOLE)
    cap = SharedCap(id="limit", amount=limit, of="payee", within="earned_period", rules=names)
    shop = Shop(rules, _WHOLE, caps=[cap])
    asked = [Money.parse(case.inputs[name], _WHOLE) for name in ("accumulated", "request")]
    orders = [shop.order(place, gross=asked[place], category=name) for place, name in enumerate(names)]
    paid = Money(sum(line.amount.minor for line in shop.settled(orders).lines if line.rule == "now"), _WHOLE)
    return {"paid": paid.minor, "cut": (asked[1] - paid).minor}
