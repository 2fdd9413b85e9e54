"""Amounts told part by part: taxes within a price and on top of it, and margins."""

from collections.abc import Mapping
from decimal import Decimal

from attrs import evolve

from rural_taobao.commission import Percentage
from rural_taobao.exact import Rate
from rural_taobao.money import Money
from tests.conformance.cases import Case
from tests.conformance.shop import FINE, Shop, currency_of, major, rule_of

__all__ = ["margin", "marketplace"]


def marketplace(case: Case) -> Mapping[str, object]:
    """A percentage of a line, net of taxes or with all of them, within bounds; and the tax on the fee by itself."""
    case.has_only(
        rule=["percent", "base", "min", "max", "minor_digits", "fee_tax"],
        inputs=["price", "qty", "included_tax", "additional_tax"],
    )
    currency = currency_of(case.rule.get("minor_digits", 2))
    least, most = (
        None if case.rule.get(bound) is None else Money.parse(case.rule[bound], currency) for bound in ("min", "max")
    )
    basis = "gross + tax_added" if case.rule.get("base") == "gross" else "gross - tax_included"
    rate = Percentage(Rate.parse(f"{case.rule['percent']} %"))
    shop = Shop([rule_of(rate, basis=basis, floor=least, cap=most)], currency)
    within, added = (Money.parse(case.inputs.get(f"{name}_tax", "0"), currency) for name in ("included", "additional"))
    gross = Money.parse(case.inputs["price"], currency) * case.inputs["qty"]
    order = evolve(shop.order(0, gross=gross, quantity=case.inputs["qty"]), tax_included=within, tax_added=added)
    fee = shop.settled([order]).accrued
    found: dict[str, object] = {"amount": major(fee.minor, currency)}
    if "fee_tax" in case.rule:
        # The fee is to its own tax what an order is to the fee.
        taxing = Shop([rule_of(Percentage(Rate.parse(f"{Decimal(case.rule['fee_tax']) * 100} %")))], currency)
        tax = taxing.settled([taxing.order(0, gross=fee)]).accrued
        found |= {"tax": major(tax.minor, currency), "total": major((fee + tax).minor, currency)}
    return found


def margin(case: Case) -> Mapping[str, object]:
    """All of what an order brings above what it cost."""
    shop = Shop([rule_of(Percentage(Rate.parse("100 %")), basis="margin")])
    sold, cost = (Money.parse(case.inputs[name], FINE) for name in ("sold", "rep_price"))
    return {"margin": shop.total(shop.settled([evolve(shop.order(0, gross=sold), cost=cost)]))}
