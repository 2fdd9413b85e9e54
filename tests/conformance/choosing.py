"""Which rule pays, and what several pay at most together."""

import re
from collections.abc import Mapping

from attrs import evolve

from rural_taobao.commission import AllOf, Always, Condition, InCategory, Percentage, SharedCap, Tagged
from rural_taobao.exact import Rate
from tests.conformance.cases import CannotBeExpressed, Case, Stated, number
from tests.conformance.shop import Coin, Shop, percent, rate_of, rule_of

__all__ = ["limited", "most_specific"]


def _named(text: str) -> str:
    """Write a name of a case as one of ours is written."""
    return re.sub("[^a-z0-9]+", "-", text.lower()).strip("-")


def _asks(tags: list[str]) -> Condition:
    """Ask for every one of some tags."""
    return AllOf([Tagged([each]) for each in tags]) if tags else Always()


def most_specific(case: Case) -> Mapping[str, object]:
    """Order something that has every dimension of the rules that match, and see which of them pays."""
    case.has_only(rule=["rules"], inputs=["matching", "base"])
    stated, matching = [Stated(rule) for rule in case.rule["rules"]], case.inputs["matching"]
    for rule in stated:
        rule.has_only(["id", "dims", "percent"])
    unknown = {*matching} - {rule["id"] for rule in stated}
    has = {_named(each) for rule in stated if rule["id"] in matching for each in rule.get("dims") or []}
    asked: dict[str, list[str]] = {}
    for rule in stated:
        tags = [_named(each) for each in rule.get("dims") or []]
        if rule["id"] not in matching and has.issuperset(tags):
            # It asks for the same dimensions, and so for other values of them.
            tags = [f"{each}-other" for each in tags]
        asked[rule["id"]] = tags
    if unknown or any(not tags and name not in matching for name, tags in asked.items()):
        msg = "rules that match and are not stated, or one without dimensions that does not match"
        raise CannotBeExpressed(msg)
    base, shares = number(case.inputs.get("base") or 100), [percent(rule["percent"]) for rule in stated]
    coin = Coin.exact(of=[base], times=shares, amounts=[])
    rules = [
        rule_of(Percentage(rate_of(share)), name=_named(rule["id"]), when=_asks(asked[rule["id"]]))
        for rule, share in zip(stated, shares, strict=True)
    ]
    shop = Shop(rules, coin, hit_policy="most_specific")
    settlement = shop.settled([evolve(shop.order(0, gross=coin.money(base)), tags=sorted(has))])
    amount = shop.total(settlement)
    chosen = {str(line.rule) for line in settlement.lines}
    return {
        "chosen": next((rule["id"] for rule in stated if _named(rule["id"]) in chosen), None),
        "percent": amount * 100 / base,
        "amount": amount,
    }


def limited(case: Case) -> Mapping[str, object]:
    """Let one rule use up a cap as far as it was, and another ask for more."""
    case.has_only(rule=["limit"], inputs=["accumulated", "request"])
    amounts = [number(each) for each in (case.rule["limit"], case.inputs["accumulated"], case.inputs["request"])]
    coin = Coin.exact(amounts=amounts)
    limit, *asked = map(coin.money, amounts)
    whole = Percentage(Rate.parse("100 %"))
    names = ("before", "now")
    rules = [rule_of(whole, name=name, when=InCategory([name])) for name in names]
    cap = SharedCap(id="limit", amount=limit, of="payee", within="earned_period", rules=names)
    shop = Shop(rules, coin, caps=[cap])
    orders = [shop.order(place, gross=asked[place], category=name) for place, name in enumerate(names)]
    paid = shop.paid(shop.settled(orders))[orders[1].id]
    return {"paid": paid, "cut": coin.major(asked[1]) - paid}
