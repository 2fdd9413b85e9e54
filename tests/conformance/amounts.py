"""Amounts told part by part: taxes within a price and on top of it, and margins."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from attrs import evolve

from rural_taobao.commission import Percentage, PerUnit, RuleRate
from rural_taobao.exact import Rate
from tests.conformance.cases import CannotBeExpressed, Case, number
from tests.conformance.shop import Coin, Shop, percent, rate_of, rule_of

__all__ = ["margin", "marketplace"]

_BASES = {"net": "gross - discount - tax_included", "gross": "gross + tax_added"}
"""What a fee is of: what is left without discount and taxes, or all with the taxes."""


def _rated(case: Case, coin: Coin) -> tuple[RuleRate, str]:
    """Give the rate of a line and what it is of: a percentage of its amount, or a price for each of its units."""
    rule, base = case.rule, case.rule.get("base") or "net"
    if base not in _BASES:
        msg = f"the base {base}"
        raise CannotBeExpressed(msg)
    if (rule.get("percent") is None) is (rule.get("flat") is None):
        msg = "a line with both a percentage and a flat amount, or with neither"
        raise CannotBeExpressed(msg)
    if rule.get("flat") is not None:
        return PerUnit(coin.price(number(rule["flat"]))), "quantity"
    return Percentage(rate_of(percent(rule["percent"]))), _BASES[base]


def marketplace(case: Case) -> Mapping[str, object]:
    """A fee of a line, net of taxes or with all of them, within bounds; and the tax on the fee by itself."""
    case.has_only(
        rule=["percent", "flat", "base", "min", "max", "minor_digits", "fee_tax"],
        inputs=["price", "qty", "discount", "included_tax", "additional_tax"],
    )
    coin = Coin(int(number(case.rule.get("minor_digits", 2))))
    least, most = (None if case.rule.get(bound) is None else coin.money(case.rule[bound]) for bound in ("min", "max"))
    rate, basis = _rated(case, coin)
    shop = Shop([rule_of(rate, basis=basis, floor=least, cap=most)], coin)
    quantity = number(case.inputs.get("qty", 1))
    if quantity.denominator > 1:
        msg = f"a line of {case.inputs['qty']} units"
        raise CannotBeExpressed(msg)
    taxes: dict[str, Any] = {
        ours: coin.money(case.inputs.get(theirs) or 0)
        for ours, theirs in (
            ("discount", "discount"),
            ("tax_included", "included_tax"),
            ("tax_added", "additional_tax"),
        )
    }
    order = shop.order(0, gross=coin.money(number(case.inputs["price"]) * quantity), quantity=quantity.numerator)
    fee = shop.settled([evolve(order, **taxes)]).accrued
    found: dict[str, object] = {"amount": coin.major(fee)}
    if case.rule.get("fee_tax") is not None:
        # The fee is to its own tax what an order is to the fee.
        taxing = Shop([rule_of(Percentage(rate_of(number(case.rule["fee_tax"]))))], coin)
        tax = taxing.settled([taxing.order(0, gross=fee)]).accrued
        found |= {"tax": coin.major(tax), "total": coin.major(fee + tax)}
    return found


def margin(case: Case) -> Mapping[str, Fraction]:
    """All of what an order brings above what it cost."""
    case.has_only(rule=[], inputs=["sold", "rep_price"])
    sold, cost = (number(case.inputs[name]) for name in ("sold", "rep_price"))
    coin = Coin.exact(amounts=[sold, cost])
    shop = Shop([rule_of(Percentage(Rate.parse("100 %")), basis="margin")], coin)
    order = evolve(shop.order(0, gross=coin.money(sold)), cost=coin.money(cost))
    return {"margin": shop.total(shop.settled([order]))}
