"""
Adapters: one for each kind of case, which builds it of what the package offers and gives what it comes to.

No adapter works a figure out: it states a plan, orders or a split, and reads what the package makes of them.
"""

import itertools
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import Any, Final

from attrs import evolve

from rural_taobao.commission import (
    FirstFlat,
    Flat,
    Graduated,
    Level,
    Levels,
    Overflow,
    Percentage,
    PercentageAndFlat,
    PerPackage,
    PerUnit,
    RuleRate,
    Share,
    Split,
    Step,
    Tier,
    Waterfall,
    WholeAmount,
)
from rural_taobao.commission.bounds import Allowance
from rural_taobao.currencies import Currency
from rural_taobao.exact import Rate
from rural_taobao.identifiers import Party
from rural_taobao.money import Allocation, Money, UnitPrice
from tests.conformance.after import chain, deferral, facts_by_state, half, release
from tests.conformance.amounts import marketplace
from tests.conformance.cases import CannotBeExpressed, Case
from tests.conformance.choosing import limited, most_specific
from tests.conformance.formulas import FORMULAS
from tests.conformance.promises import minimum, recoverable_draw
from tests.conformance.shop import FINE, Shop, currency_of, major, parts_of, rule_of

__all__ = ["ADAPTERS"]

Found = Mapping[str, object]
_OVERFLOW: Final = {"truncate": Overflow.NOTHING, "error": Overflow.ERROR, "last_tier": Overflow.LAST_TIER, None: None}
_FORMS: Final[Mapping[str, type[Graduated | WholeAmount]]] = {
    "graduated": Graduated,
    "whole_amount": WholeAmount,
    "ALL_TIERS": Graduated,
    "TOP_TIER": WholeAmount,
}
_TABLE: Final = ("mode", "tiers", "bound", "overflow", "first_flat_at_zero")
_USD: Final = currency_of(2)
_PARTIES: Final = (Party.PARTNER, Party.COUNTY_CENTRE, Party.PLATFORM)
"""Who is always there."""


def _percent(text: str) -> Rate:
    return Rate.parse(f"{text} %")


def _price(text: str) -> UnitPrice:
    return UnitPrice.parse(Decimal(text), FINE)


def _fine(text: str) -> Money:
    return Money.parse(text, FINE)


def _amount(text: str | None, currency: Currency = FINE) -> Money | None:
    return None if text is None else Money.parse(text, currency)


# --- tiers


def _is_whole(text: str | None) -> bool:
    return text is None or Decimal(text) == int(Decimal(text))


def _in_units(case: Case) -> bool:
    """Tell whether a table is of whole units; one of percentages, or of parts of a unit, is of money."""
    sizes = [*(tier["up_to"] for tier in case.rule["tiers"]), *case.inputs.values()]
    return all("percent" not in tier for tier in case.rule["tiers"]) and all(map(_is_whole, sizes))


def _table(case: Case) -> Graduated | WholeAmount:
    rule, units = case.rule, _in_units(case)
    tiers: list[Tier] = []
    start: Money | int = 0 if units else _fine("0")
    for each in rule["tiers"]:
        end = None if each["up_to"] is None else (int(each["up_to"]) if units else _fine(each["up_to"]))
        pays: Rate | UnitPrice
        if units:
            pays = _price(each["unit"])
        else:
            pays = _percent(each["percent"] if "percent" in each else str(Decimal(each["unit"]) * 100))
        tiers.append(Tier(start, pays, end, _amount(each.get("flat"))))
        start = start if end is None else end
    ends = tiers[-1].end is not None
    first = FirstFlat.AT_ZERO if rule.get("first_flat_at_zero") else FirstFlat.ABOVE_ZERO
    return _FORMS[rule["mode"]](
        tiers=tiers,
        boundary=rule["bound"],
        # Where a case ends its table and says nothing of what lies beyond, that is an error.
        overflow=_OVERFLOW[rule.get("overflow", "error")] if ends else None,
        first_flat=None if tiers[0].flat is None else first,
    )


def _sold(case: Case, measured_on: str = "order", **bounds: Any) -> tuple[Shop, Callable[[str], dict[str, Any]]]:
    """Give a shop under the table of a case, and what makes of a size the facts of an order of it."""
    units = _in_units(case)
    basis = "quantity" if units else "gross"
    shop = Shop([rule_of(_table(case), basis=basis, measured_on=measured_on, **bounds)])
    return shop, lambda size: {"quantity": int(size)} if units else {"gross": _fine(size)}


def _tiers(case: Case) -> Found:
    case.has_only(rule=(*_TABLE, "min", "max"), inputs=["quantity"])
    shop, facts = _sold(case, floor=_amount(case.rule.get("min")), cap=_amount(case.rule.get("max")))
    settlement = shop.settled([shop.order(0, **facts(case.inputs["quantity"]))])
    found: dict[str, object] = {"amount": shop.total(settlement)}
    if "lines" in case.expected:
        found["lines"] = [part for line in settlement.lines for part in parts_of(line.arithmetic, FINE)]
    return found


def _increment(case: Case) -> Found:
    """Settle up to the one total, then up to the other: what is posted then is the increment."""
    case.has_only(rule=_TABLE, inputs=["from", "to"])
    shop, facts = _sold(case, measured_on="running_total")
    before, after = (Decimal(case.inputs[end]) for end in ("from", "to"))
    first = shop.order(0, **facts(str(before)))
    had = shop.settled([first])
    step = facts(str(abs(after - before)))
    second = shop.refund(first, **step) if after < before else shop.order(1, **step)
    more = shop.total(shop.settled([first, second], had.ledger))
    found: dict[str, object] = {"amount": more}
    if "effective_rate" in case.expected:
        found["effective_rate"] = more / Fraction(after - before)
    return found


def _package(case: Case) -> Found:
    case.has_only(rule=["size", "unit", "free"], inputs=["quantity"])
    size, price, free = int(case.rule["size"]), _price(case.rule["unit"]), int(case.rule["free"])
    packages = PerPackage(size, price)
    after_some = [Tier(0, UnitPrice(0, FINE), free), Tier(free, price, package=size)] if free else []
    rate: RuleRate = Graduated(tiers=after_some, boundary="upper_inclusive") if free else packages
    shop = Shop([rule_of(rate, basis="quantity")])
    return {"amount": shop.total(shop.settled([shop.order(0, quantity=int(case.inputs["quantity"]))]))}


def _blocks(case: Case) -> Found:
    case.has_only(rule=["policy", "tiers"], inputs=["quantity"])
    tiers: list[Tier] = []
    start = 0
    for each in case.rule["tiers"]:
        size = int(each["size"])
        end = start + size * int(each["max"])
        tiers.append(Tier(start, _price(each["price"]), end, package=size))
        start = end
    table = _FORMS[case.rule["policy"]](tiers=tiers, boundary="upper_inclusive", overflow="last_tier")
    shop = Shop([rule_of(table, basis="quantity")])
    settlement = shop.settled([shop.order(0, quantity=int(case.inputs["quantity"]))])
    found: dict[str, object] = {"amount": shop.total(settlement)}
    if "lines" in case.expected:
        found["lines"] = [part for line in settlement.lines for part in parts_of(line.arithmetic, FINE)]
    return found


# --- percentages


def _percentage(case: Case) -> Found:
    case.has_only(rule=["percent", "min", "max"], inputs=["base"])
    bounds: dict[str, Any] = {"floor": _amount(case.rule.get("min")), "cap": _amount(case.rule.get("max"))}
    shop = Shop([rule_of(Percentage(_percent(case.rule["percent"])), **bounds)])
    return {"amount": shop.total(shop.settled([shop.order(0, gross=_fine(case.inputs["base"]))]))}


def _percentage_of_cents(case: Case) -> Found:
    case.has_only(rule=["percent"], inputs=["amount"])
    shop = Shop([rule_of(Percentage(_percent(case.rule["percent"])))], _USD)
    settlement = shop.settled([shop.order(0, gross=Money(case.inputs["amount"], _USD))])
    return {"amount": settlement.accrued.minor}


def _capped_cents(case: Case) -> Found:
    case.has_only(rule=["percent", "max"], inputs=["amount"])
    rate, cap = Percentage(_percent(case.rule["percent"])), Money(case.rule["max"], _USD)
    shop = Shop([rule_of(rate, cap=cap, rounding="down")], _USD)
    whole = Money(case.inputs["amount"], _USD)
    fee = shop.settled([shop.order(0, gross=whole)]).accrued
    return {"fee": fee.minor, "dest": (whole - fee).minor}


def _price_rounded(case: Case) -> Found:
    case.has_only(rule=["unit", "minor_digits"], inputs=["quantity"])

    def come_to(currency: Currency) -> Fraction:
        shop = Shop([rule_of(PerUnit(UnitPrice.parse(case.rule["unit"], currency)), basis="quantity")], currency)
        return shop.total(shop.settled([shop.order(0, quantity=int(case.inputs["quantity"]))]))

    return {"exact": come_to(FINE), "rounded_half_up": come_to(currency_of(case.rule["minor_digits"]))}


def _each_event(case: Case) -> Found:
    case.has_only(rule=["percent", "fixed", "min", "max", "free_amount"], inputs=["events"])
    rate = PercentageAndFlat(_percent(case.rule["percent"]), _fine(case.rule["fixed"]))
    bounds: dict[str, Any] = {"floor": _amount(case.rule.get("min")), "cap": _amount(case.rule.get("max"))}
    shop = Shop([rule_of(rate, allowance=_allowance(case), **bounds)])
    orders = [shop.order(place, gross=_fine(each)) for place, each in enumerate(case.inputs["events"])]
    return {"amount": shop.total(shop.settled(orders))}


def _each_event_of_a_total(case: Case) -> Found:
    """Settle events of which the totals are given: each is what a total adds to the one before it."""
    case.has_only(rule=["percent", "fixed", "free_events", "free_amount"], inputs=["units", "running_total", "count"])
    totals = ["0", *case.inputs["running_total"], case.inputs["units"]]
    sizes = [_fine(after) - _fine(before) for before, after in itertools.pairwise(totals)]
    assert len(sizes) == case.inputs["count"]
    rate = PercentageAndFlat(_percent(case.rule["percent"]), _fine(case.rule["fixed"]))
    shop = Shop([rule_of(rate, allowance=_allowance(case))])
    return {"amount": shop.total(shop.settled([shop.order(place, gross=each) for place, each in enumerate(sizes)]))}


def _allowance(case: Case) -> Allowance | None:
    """Give what of the month is free, in events or in money, whichever is used up first."""
    measure, events = _amount(case.rule.get("free_amount")), case.rule.get("free_events")
    return None if measure is None and events is None else Allowance(per="period", measure=measure, events=events)


def _refunded_part(case: Case) -> Found:
    case.has_only(rule=[], inputs=["total", "fee", "refund"])
    shop = Shop([rule_of(Flat(_fine(case.inputs["fee"])), on_refund="reverse")])
    order = shop.order(0, gross=_fine(case.inputs["total"]))
    paid = shop.paid(shop.settled([order, shop.refund(order, gross=_fine(case.inputs["refund"]))]))
    return {"fee_refund": -paid["r"]}


# --- splits


def _mode(name: str) -> Allocation:
    try:
        return Allocation(name)
    except ValueError:
        msg = f"the allocation mode {name}"
        raise CannotBeExpressed(msg) from None


def _shares(weights: list[str], mode: Allocation) -> Split:
    """Make a split of percentages, one of which may be what remains."""
    if len(weights) > len(_PARTIES):
        msg = f"a split over more than {len(_PARTIES)} parties"
        raise CannotBeExpressed(msg)
    stated = [Rate.parse(weight.replace("%", " %")) for weight in weights if weight != "remaining"]
    rest = Rate(max(0, 1_000_000 - sum(each.millionths for each in stated)))
    rates = iter(stated)
    shares = [
        Share(party, rest if weight == "remaining" else next(rates))
        for party, weight in zip(_PARTIES, weights, strict=False)
    ]
    return Split(shares, mode)


def _allotted(case: Case) -> tuple[int, ...]:
    case.has_only(rule=["mode", "weights"], inputs=["amount"])
    weights, mode, amount = case.rule["weights"], _mode(case.rule["mode"]), case.inputs["amount"]
    if any(weight == "remaining" or weight.endswith("%") for weight in weights):
        return _shares(weights, mode).parts(amount)
    exact = list(map(Fraction, weights))
    over = lcm(*(each.denominator for each in exact))
    parts = Money(amount, _USD).allocated([int(each * over) for each in exact], mode)
    return tuple(part.minor for part in parts)


def _complement(case: Case) -> Found:
    case.has_only(rule=["percent"], inputs=["amount"])
    split = _shares([f"{case.rule['percent']}%", "remaining"], Allocation.LARGEST_REMAINDER)
    admin, vendor = split.parts(case.inputs["amount"])
    return {"sum": admin + vendor, "admin": admin, "vendor": vendor}


def _waterfall(case: Case) -> Found:
    """Pour into the steps, and the rest into the last of them."""
    case.has_only(rule=["steps"], inputs=["amount"])
    *steps, rest = case.rule["steps"]
    if rest != ["rem"] or any(name != "max" for name, _ in steps) or len(steps) >= len(_PARTIES):
        msg = "a waterfall of steps other than maxima and then the rest, or of too many"
        raise CannotBeExpressed(msg)
    poured = [Step(party, Money(most)) for party, (_, most) in zip(_PARTIES, steps, strict=False)]
    return {"parts": Waterfall(poured, rest=_PARTIES[-1]).parts(case.inputs["amount"])}


def _hierarchy(case: Case) -> Found:
    """Settle an order of the base under levels, each of which earns on what those below it leave."""
    case.has_only(rule=["percents", "digits"], inputs=["base"])
    percents, currency = case.rule["percents"], currency_of(case.rule["digits"])
    if len(percents) > len(_PARTIES):
        msg = f"more than {len(_PARTIES)} levels"
        raise CannotBeExpressed(msg)
    above = [Level(party, Percentage(_percent(each))) for party, each in zip(_PARTIES, percents, strict=False)]
    levels = Levels("subtract_lower", "error", above)
    rule = evolve(rule_of(Percentage(_percent("0"))), rate=None, split=None, levels=levels)
    shop = Shop([rule], currency)
    lines = shop.settled([shop.order(0, gross=Money.parse(case.inputs["base"], currency))]).lines
    return {"shares": [major(line.amount.minor, currency) for line in lines]}


def _formula(case: Case) -> Found:
    if case.id not in FORMULAS:
        msg = "a scenario of its own that nobody built yet"
        raise CannotBeExpressed(msg)
    return FORMULAS[case.id](case)


ADAPTERS: Final[Mapping[str, Callable[[Case], Found]]] = {
    "tiers": _tiers,
    "tiers_bounded": _tiers,
    "tiers_increment": _increment,
    "package": _package,
    "kb_blocks": _blocks,
    "percent": _percentage,
    "bounded_percent": _percentage,
    "percent_int": _percentage_of_cents,
    "percent_cap_int": _capped_cents,
    "percent_round": _price_rounded,
    "per_event_bounds": _each_event,
    "lago_percentage": _each_event_of_a_total,
    "marketplace_line": marketplace,
    "proportional": _refunded_part,
    "allot": lambda case: {"parts": _allotted(case)},
    "allot_sum": lambda case: {"sum": sum(_allotted(case))},
    "complement": _complement,
    "floor_true_up": minimum,
    "recoverable_draw": recoverable_draw,
    "waterfall": _waterfall,
    "nested_split": _formula,
    "hierarchy_subtract": _hierarchy,
    "select_specific": most_specific,
    "shared_cap": limited,
    "chain_floor": chain,
    "deferral": deferral,
    "proportional_release": release,
    "period": half,
    "delta_facts": facts_by_state,
    "formula": _formula,
}
"""What builds a case, by its kind."""
