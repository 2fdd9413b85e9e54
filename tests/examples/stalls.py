"""Stalls: the one village, under a plan of the examples."""

from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Final

from attrs import evolve

from rural_taobao import read_plan
from rural_taobao.commission import CommissionPlan
from rural_taobao.currencies import Currency
from rural_taobao.festivals import programme_calendar
from rural_taobao.instants import CHINA
from rural_taobao.money import Money
from rural_taobao.network import Network, programme_versions
from rural_taobao.periods import Month
from rural_taobao.samples import one_village
from rural_taobao.settlement import Order, Scope, Settlement, settle

__all__ = ["EXAMPLES", "example", "taken"]

EXAMPLES: Final = Path(__file__).parent.parent.parent / "examples"


@cache
def example(name: str) -> CommissionPlan:
    """Read a plan of the examples."""
    return read_plan(EXAMPLES / f"{name}.toml")


def _village(plan: CommissionPlan) -> Network:
    return evolve(one_village(), versions=programme_versions({"2.0": plan.id}), currency=plan.currency)


def taken(plan: CommissionPlan, amount: str, *, category: str | None = None) -> Settlement:
    """Settle one order of an amount in major units, on the first day of the plan that the village has seen."""
    first = max(plan.versions.covered.start, datetime(2016, 1, 1, tzinfo=UTC).date())
    at = datetime(first.year, first.month, first.day, tzinfo=CHINA.timezone) + timedelta(hours=9)
    currency: Currency = plan.currency
    order = Order(
        id="o-1",
        station="sanhe",
        category=category,
        gross=Money.parse(amount, currency),
        discount=Money(0, currency),
        placed=at,
        paid=at,
        received=at,
        known_at=at,
    )
    return settle(_village(plan), [plan], programme_calendar(), [order], Scope(Month.of(first)))
