"""
Schedules: two complete commission plans, as examples, in the form in which a user writes plans.

Nobody published the rates of the programme, so every rate in them is made up, and says so.
"""

from importlib.resources import files
from typing import Final

from rural_taobao.commission import CommissionPlan
from rural_taobao.documents.plans import plan_from_text

__all__ = ["EXAMPLE_PLANS", "example_plans", "example_text"]

EXAMPLE_PLANS: Final = ("example-shop", "example-partner")
"""The ids of the plans: that of model version 1.0, and that of 2.0 and 3.0."""


def example_text(plan: str) -> str:
    """
    Give the text of an example plan, comments and all.

    Args:
        plan: Its id, one of `EXAMPLE_PLANS`.

    Raises:
        FileNotFoundError: It is another one.

    Example:
        >>> print(example_text("example-shop").splitlines()[1])
        # Every rate in it is made up.  Nobody published the rates of the programme itself.
    """
    return files("rural_taobao.samples").joinpath("plans", f"{plan}.toml").read_text("utf-8")


def example_plans() -> tuple[CommissionPlan, ...]:
    """
    Give the example plans: that of village shops, and that of full-time partners.

    A shop earns flat amounts for parcels and percentages by category, with floors and caps, and shares with the
    platform.
    A partner earns on Double 11 by a rule of its own, and otherwise by tiers of what was sold in the month; the county
    centre has a share as well.
    Each plan has two versions; that of partners is amended in the middle of November 2016.

    Example:
        >>> for plan in example_plans():
        ...     print(plan.id, [str(version) for version in plan.versions.changes()])
        example-shop ['2014-10-01', '2016-07-01']
        example-partner ['2014-10-01', '2016-11-16']
    """
    return tuple(plan_from_text(example_text(plan), file=f"{plan}.toml") for plan in EXAMPLE_PLANS)
