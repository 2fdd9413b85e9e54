"""Tables: tiers of all kinds, packages and blocks, in units or in money."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, TypeVar

from rural_taobao.commission import Boundary, FirstFlat, Graduated, Overflow, PerPackage, RuleRate, Tier, WholeAmount
from rural_taobao.exact import Rounding, rounded
from rural_taobao.settlement import Settlement
from tests.conformance.cases import CannotBeExpressed, Case, Stated, number
from tests.conformance.shop import Coin, Measured, Shop, parts_of, percent, rule_of

__all__ = ["blocks", "increment", "package", "tiers"]

Found = Mapping[str, object]
T = TypeVar("T")
_OVERFLOW: Final = {"truncate": Overflow.NOTHING} | {each.value: each for each in Overflow}
_FORMS: Final[Mapping[str, type[Graduated | WholeAmount]]] = {
    "graduated": Graduated,
    "whole_amount": WholeAmount,
    "ALL_TIERS": Graduated,
    "TOP_TIER": WholeAmount,
}
_TABLE: Final = ("mode", "tiers", "bound", "overflow", "first_flat_at_zero")
_BOUNDS: Final = ("min", "max", "minor_digits")


def _one_of(choices: Mapping[str, T], name: str, what: str) -> T:
    if name not in choices:
        msg = f"the {what} {name}"
        raise CannotBeExpressed(msg)
    return choices[name]


def _stated(values: Iterable[object]) -> list[Fraction]:
    return [number(value) for value in values if value is not None]


def _share(tier: Stated) -> Fraction:
    """Give what each of a tier earns: a price, a percentage, or nothing where it has a flat amount alone."""
    unit, rate = tier.get("unit"), tier.get("percent")
    if unit is not None and rate is not None:
        msg = "a tier of both a price and a percentage"
        raise CannotBeExpressed(msg)
    if unit is None and rate is None:
        return Fraction(0) if tier.get("flat") is not None else number(tier["unit"])
    return number(unit) if rate is None else percent(rate)


class _Sold:
    """A shop under the table of a case, and what makes of a size the facts of an order of it."""

    def __init__(self, case: Case, sizes: Iterable[Fraction], boundary: str, **choices: Any) -> None:
        rule = case.rule
        listed = [Stated(tier) for tier in rule["tiers"]]
        for tier in listed:
            tier.has_only(["up_to", "unit", "percent", "flat"])
        edges = _stated(tier.get("up_to") for tier in listed)
        shares = list(map(_share, listed))
        flats = _stated(tier.get("flat") for tier in listed)
        bounds = {"floor": rule.get("min"), "cap": rule.get("max")}
        all_sizes = [*sizes, *edges]
        amounts = [*flats, *_stated(bounds.values())]
        coin = Coin.exact(of=all_sizes, times=shares, amounts=amounts)
        if rule.get("minor_digits") is not None:
            coin = Coin(int(rule["minor_digits"]))
        money = any(tier.get("percent") is not None for tier in listed)
        measured = Measured.of(all_sizes, shares, coin, money=money)
        made: list[Tier] = []
        start = measured.size(Fraction(0))
        for tier, share in zip(listed, shares, strict=True):
            end = None if tier.get("up_to") is None else measured.size(number(tier["up_to"]))
            flat = None if tier.get("flat") is None else coin.money(tier["flat"])
            made.append(Tier(start, measured.pays(share), end, flat))
            start = start if end is None else end
        ends = bool(made) and made[-1].end is not None
        first = FirstFlat.AT_ZERO if rule.get("first_flat_at_zero") else FirstFlat.ABOVE_ZERO
        overflow = rule.get("overflow", "error")
        table = _one_of(_FORMS, rule["mode"], "mode")(
            tiers=made,
            boundary=boundary,
            # Where a case ends its table and does not say what lies beyond, that is an error; null leaves it unsaid.
            overflow=_one_of(_OVERFLOW, overflow, "overflow") if ends and overflow is not None else None,
            first_flat=first if made and made[0].flat is not None else None,
        )
        stated: dict[str, Any] = {name: None if bound is None else coin.money(bound) for name, bound in bounds.items()}
        self.measured = measured
        self.shop = Shop([rule_of(table, basis=measured.basis, **stated, **choices)], coin)


def _either(case: Case, found: Callable[[str], Found]) -> Found:
    """Build a case; where it does not say which tier owns a boundary, either must come to the same."""
    stated = case.rule.get("bound")
    if stated is not None:
        return found(_one_of({each.value: each.value for each in Boundary}, stated, "bound"))
    one, other = (found(boundary.value) for boundary in Boundary)
    if one != other:
        msg = "a size at which two tiers meet, of which the case does not say which owns it"
        raise CannotBeExpressed(msg)
    return one


def _lines(case: Case, settlement: Settlement, coin: Coin) -> list[Fraction]:
    """
    Give the steps of all lines, those that come to nothing only where the case lists such.

    Which step is told first, a flat amount or the units of its tier, is for whoever lists them.
    """
    listed = list(map(number, case.expected["lines"]))
    steps = [part for line in settlement.lines for part in parts_of(line.arithmetic, coin)]
    steps = [part for part in steps if part or 0 in listed]
    return listed if sorted(steps) == sorted(listed) else steps


def tiers(case: Case) -> Found:
    """Settle an order of a size under a table."""
    case.has_only(rule=(*_TABLE, *_BOUNDS), inputs=["quantity"])
    quantity = number(case.inputs["quantity"])

    def found(boundary: str) -> Found:
        sold = _Sold(case, [quantity], boundary)
        settlement = sold.shop.settled([sold.shop.order(0, **sold.measured.facts(quantity))])
        amount: dict[str, object] = {"amount": sold.shop.total(settlement)}
        lines = {"lines": _lines(case, settlement, sold.shop.coin)} if "lines" in case.expected else {}
        return {**amount, **lines, **_effective(case, sold.shop.total(settlement), quantity)}

    return _either(case, found)


def increment(case: Case) -> Found:
    """Settle up to the one total, then up to the other: what is posted then is the increment."""
    case.has_only(rule=_TABLE, inputs=["from", "to"])
    before, after = (number(case.inputs[end]) for end in ("from", "to"))

    def found(boundary: str) -> Found:
        sold = _Sold(case, [before, after], boundary, measured_on="running_total")
        shop, facts = sold.shop, sold.measured.facts
        # An order of nothing stays, so that a total that falls to zero is one.
        first = [shop.order(0, **facts(Fraction(0))), shop.order(1, **facts(before))]
        had = shop.settled(first)
        step = facts(abs(after - before))
        second = shop.refund(first[1], **step) if after < before else shop.order(2, **step)
        more = shop.total(shop.settled([*first, second], had.ledger))
        return {"amount": more, **_effective(case, more, after - before)}

    return _either(case, found)


def _effective(case: Case, more: Fraction, rise: Fraction) -> Found:
    """Give the rate that an increment comes to, to as many digits as the case tells."""
    told = case.expected.get("effective_rate")
    if told is None:
        return {}
    if not rise:
        msg = "the rate of no increment"
        raise CannotBeExpressed(msg)
    # Written as the case writes it: 0.0550 is told to four digits.
    scale = 10 ** max(0, -int(Decimal(str(told)).as_tuple().exponent))
    exact = more / rise * scale
    return {"effective_rate": Fraction(rounded(exact.numerator, exact.denominator, Rounding.HALF_UP), scale)}


def package(case: Case) -> Found:
    """Settle packages that were begun, of which some units are free."""
    case.has_only(rule=["size", "unit", "free"], inputs=["quantity"])
    quantity, size, free = (
        number(each) for each in (case.inputs["quantity"], case.rule["size"], case.rule.get("free") or 0)
    )
    price = number(case.rule["unit"])
    coin = Coin.exact(amounts=[price])
    measured = Measured.of([quantity, size, free], [], coin, money=False)
    held, nothing = measured.size(size), measured.size(Fraction(0))
    rate: RuleRate = PerPackage(held, coin.price(price))
    if free:
        end = measured.size(free)
        after_some = [Tier(nothing, coin.price(Fraction(0)), end), Tier(end, coin.price(price), package=held)]
        rate = Graduated(tiers=after_some, boundary="upper_inclusive")
    shop = Shop([rule_of(rate, basis="quantity")], coin)
    return {"amount": shop.total(shop.settled([shop.order(0, **measured.facts(quantity))]))}


def blocks(case: Case) -> Found:
    """Settle blocks that were begun, in tiers of so many blocks each."""
    case.has_only(rule=["policy", "tiers"], inputs=["quantity"])
    quantity = number(case.inputs["quantity"])
    listed = [Stated(tier) for tier in case.rule["tiers"]]
    for tier in listed:
        tier.has_only(["size", "max", "price"])
    sizes, prices = (
        [number(tier.get(name, otherwise)) for tier in listed] for name, otherwise in (("size", 1), ("price", None))
    )
    coin = Coin.exact(amounts=prices)
    measured = Measured.of([quantity, *sizes], [], coin, money=False)
    made: list[Tier] = []
    start = Fraction(0)
    for tier, size, price in zip(listed, sizes, prices, strict=True):
        most = tier.get("max")
        end = None if most is None else start + size * number(most)
        edge = None if end is None else measured.size(end)
        made.append(Tier(measured.size(start), coin.price(price), edge, package=measured.size(size)))
        start = start if end is None else end
    ends = bool(made) and made[-1].end is not None
    table = _one_of(_FORMS, case.rule["policy"], "policy")(
        tiers=made, boundary="upper_inclusive", overflow="last_tier" if ends else None
    )
    shop = Shop([rule_of(table, basis="quantity")], coin)
    settlement = shop.settled([shop.order(0, **measured.facts(quantity))])
    amount: dict[str, object] = {"amount": shop.total(settlement)}
    return amount | ({"lines": _lines(case, settlement, coin)} if "lines" in case.expected else {})
