"""Percentages: of a basis, within bounds, of each of several events, and of what a refund takes back."""

import itertools
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from rural_taobao.commission import Allowance, Flat, Percentage, PercentageAndFlat, PerUnit
from rural_taobao.exact import Rounding
from rural_taobao.money import Allocation
from rural_taobao.settlement import Event
from tests.conformance.cases import CannotBeExpressed, Case, number, places
from tests.conformance.shop import Coin, Measured, Shop, percent, rate_of, rule_of

__all__ = [
    "capped_cents",
    "each_event",
    "each_event_of_a_total",
    "percentage",
    "percentage_of_cents",
    "price_rounded",
    "refunded_part",
]

Found = Mapping[str, object]
_CENT = Coin(2)


def _taken(shop: Shop, facts: Mapping[str, Any], *, back: bool) -> Fraction:
    """Give what an order comes to; or, for an amount below zero, what taking back the whole order does."""
    order = shop.order(0, **facts)
    had = shop.settled([order])
    if not back:
        return shop.total(had)
    refund = shop.refund(order, **dict[str, Any](facts, quantity=facts.get("quantity", 1)))
    return shop.total(shop.settled([order, refund], had.ledger))


def _amounts(case: Case, *names: str) -> dict[str, Fraction]:
    """Give the amounts of a rule that are stated."""
    return {name: number(case.rule[name]) for name in names if case.rule.get(name) is not None}


def percentage(case: Case) -> Found:
    """Take a percentage of a basis, within bounds."""
    case.has_only(rule=["percent", "min", "max", "minor_digits"], inputs=["base"])
    share, base, bounds = percent(case.rule["percent"]), number(case.inputs["base"]), _amounts(case, "min", "max")
    coin = Coin.exact(of=[base], times=[share], amounts=bounds.values())
    if case.rule.get("minor_digits") is not None:
        coin = Coin(int(case.rule["minor_digits"]))
    if base < 0 and bounds:
        msg = "bounds of an amount below zero"
        raise CannotBeExpressed(msg)
    measured = Measured.of([base], [share], coin, money=True)
    stated: dict[str, Any] = {
        "floor": coin.money(bounds["min"]) if "min" in bounds else None,
        "cap": coin.money(bounds["max"]) if "max" in bounds else None,
    }
    rule = rule_of(measured.form(share), basis=measured.basis, on_refund="reverse", **stated)
    return {"amount": _taken(Shop([rule], coin), measured.facts(abs(base)), back=base < 0)}


def _cents(value: object) -> Fraction:
    """Read a number of cents, as an amount of dollars."""
    return number(value) / 100


def percentage_of_cents(case: Case) -> Found:
    """Take a percentage of cents, rounded half up to whole ones."""
    case.has_only(rule=["percent"], inputs=["amount"])
    share, base = percent(case.rule["percent"]), _cents(case.inputs["amount"])
    shop = Shop([rule_of(Percentage(rate_of(share)), on_refund="reverse")], _CENT)
    amount = _taken(shop, {"gross": _CENT.money(abs(base))}, back=base < 0)
    return {"amount": amount * 10**_CENT.digits}


def capped_cents(case: Case) -> Found:
    """Take a percentage of cents within bounds, rounded down to whole ones; the rest is somebody else's."""
    case.has_only(rule=["percent", "min", "max"], inputs=["amount"])
    bounds: dict[str, Any] = {
        bound: None if case.rule.get(name) is None else _CENT.money(_cents(case.rule[name]))
        for bound, name in (("floor", "min"), ("cap", "max"))
    }
    rule = rule_of(Percentage(rate_of(percent(case.rule["percent"]))), rounding="down", **bounds)
    shop = Shop([rule], _CENT)
    whole = _CENT.money(_cents(case.inputs["amount"]))
    fee = shop.settled([shop.order(0, gross=whole)]).accrued
    return {"fee": fee.minor, "dest": (whole - fee).minor}


def price_rounded(case: Case) -> Found:
    """Take a unit price so many times, exactly and rounded to the coins of a currency."""
    case.has_only(rule=["unit", "minor_digits"], inputs=["quantity"])
    price, quantity = number(case.rule["unit"]), number(case.inputs["quantity"])

    def come_to(coin: Coin, rounding: Rounding) -> Fraction:
        measured = Measured.of([quantity], [price], coin, money=False)
        rule = rule_of(PerUnit(coin.price(price / 10 ** (measured.parts or 0))), basis="quantity", rounding=rounding)
        shop = Shop([rule], coin)
        return shop.total(shop.settled([shop.order(0, **measured.facts(quantity))]))

    exact = Coin.exact(of=[quantity], times=[price], amounts=[])
    coins = Coin(int(case.rule["minor_digits"]))
    return {"exact": come_to(exact, Rounding.HALF_UP)} | {f"rounded_{each}": come_to(coins, each) for each in Rounding}


def _events(case: Case, sizes: list[Fraction], fixed: Fraction) -> Found:
    """Take a percentage and a fixed amount of each event, within bounds, past what of the month is free."""
    share, stated = percent(case.rule["percent"]), _amounts(case, "min", "max", "free_amount")
    coin = Coin.exact(of=[*sizes, *stated.values()], times=[share], amounts=[fixed])
    amounts = {name: coin.money(amount) for name, amount in stated.items()}
    events = case.rule.get("free_events")
    allowance = None
    if "free_amount" in stated or events is not None:
        counted = None if events is None else int(number(events))
        allowance = Allowance(per="period", measure=amounts.get("free_amount"), events=counted)
    rate = PercentageAndFlat(rate_of(share), coin.money(fixed))
    rule = rule_of(rate, allowance=allowance, floor=amounts.get("min"), cap=amounts.get("max"))
    shop = Shop([rule], coin)
    return {
        "amount": shop.total(shop.settled([shop.order(at, gross=coin.money(each)) for at, each in enumerate(sizes)]))
    }


def each_event(case: Case) -> Found:
    """Take a percentage of each event."""
    case.has_only(rule=["percent", "fixed", "min", "max", "free_amount", "free_events"], inputs=["events"])
    return _events(case, list(map(number, case.inputs["events"])), number(case.rule.get("fixed") or 0))


def each_event_of_a_total(case: Case) -> Found:
    """
    Take a percentage of events of which the totals are given: each is what a total adds to the one before it.

    Of several events after the last of these totals only the sum is known; they are alike as far as coins allow.
    """
    case.has_only(rule=["percent", "fixed", "free_events", "free_amount"], inputs=["units", "running_total", "count"])
    units, totals = number(case.inputs["units"]), list(map(number, case.inputs.get("running_total") or []))
    sizes = [after - before for before, after in itertools.pairwise([Fraction(0), *totals])]
    rest = units - sum(sizes)
    count = int(number(case.inputs.get("count", len(sizes) + bool(rest))))
    more = count - len(sizes)
    if more < 0 or (rest and not more):
        msg = f"{count} events that come to {units}, of which {len(sizes)} come to {sum(sizes)}"
        raise CannotBeExpressed(msg)
    if more:
        coin = Coin(max(4, places(rest)))
        sizes += [coin.major(part) for part in coin.money(rest).allocated([1] * more, Allocation.FIRST)]
    return _events(case, sizes, number(case.rule.get("fixed") or 0))


def told_coin(case: Case, *values: Fraction) -> Coin:
    """Give a coin as fine as the amounts of a case, and as it tells its figures."""
    figures: list[object] = [
        each for value in case.expected.values() for each in (value if isinstance(value, list) else [value])
    ]
    told = [len(str(each).partition(".")[2]) for each in figures]
    return Coin(max([*told, *map(places, values)]))


def refunded_part(case: Case) -> Found:
    """Refund a part of an order, and see how much of its fee comes back."""
    case.has_only(rule=[], inputs=["total", "fee", "refund"])
    total, fee, refund = (number(case.inputs[name]) for name in ("total", "fee", "refund"))
    coin = told_coin(case, total, fee, refund)
    shop = Shop([rule_of(Flat(coin.money(fee)), on_refund="reverse")], coin)
    order = shop.order(0, gross=coin.money(total))
    events: list[Event] = [order, shop.refund(order, gross=coin.money(refund))] if refund else [order]
    return {"fee_refund": -shop.paid(shop.settled(events))["r"]}
