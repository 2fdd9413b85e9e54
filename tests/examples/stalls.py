"""Stalls: the one village, under a plan of the examples."""

from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final

from attrs import evolve

from rural_taobao import read_plan
from rural_taobao.commission import CommissionPlan
from rural_taobao.festivals import programme_calendar
from rural_taobao.instants import CHINA
from rural_taobao.money import Money
from rural_taobao.network import Network, programme_versions
from rural_taobao.periods import Month
from rural_taobao.samples import one_village
from rural_taobao.settlement import Order, Scope, Settlement, settle

__all__ = ["EXAMPLES", "example", "settled", "sold", "taken"]

EXAMPLES: Final = Path(__file__).parent.parent.parent / "examples"
PARTS: Final = ("tax_included", "tax_added", "shipping", "cost")


@cache
def example(name: str) -> CommissionPlan:
    """Read a plan of the examples."""
    return read_plan(EXAMPLES / f"{name}.toml")


def _village(plan: CommissionPlan) -> Network:
    return evolve(one_village(), versions=programme_versions({"2.0": plan.id}), currency=plan.currency)


def day(plan: CommissionPlan) -> date:
    """Give the first day of a plan that the village has seen."""
    return max(plan.versions.covered.start, date(2016, 1, 1))


def sold(plan: CommissionPlan, amount: str, number: int = 1, **facts: Any) -> Order:
    """Sell for an amount in major units on that day, as so manieth; amounts among the facts are in major units too."""
    first, currency = day(plan), plan.currency
    at = datetime(first.year, first.month, first.day, tzinfo=CHINA.timezone) + timedelta(hours=9, seconds=number)
    parts: dict[str, Any] = {name: Money.parse(facts.pop(name), currency) for name in PARTS if name in facts}
    return Order(
        id=f"o-{number}",
        station="sanhe",
        gross=Money.parse(amount, currency),
        discount=Money(0, currency),
        placed=at,
        paid=at,
        received=at,
        known_at=at,
        **parts,
        **facts,
    )


def settled(plan: CommissionPlan, *orders: Order) -> Settlement:
    """Settle orders in the month of that day."""
    return settle(_village(plan), [plan], programme_calendar(), orders, Scope(Month.of(day(plan))))


def taken(plan: CommissionPlan, amount: str, **facts: Any) -> Settlement:
    """Settle one order of an amount in major units, on the first day of the plan that the village has seen."""
    return settled(plan, sold(plan, amount, **facts))
