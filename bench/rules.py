"""
Settling a million orders under twenty rules of many kinds, beside the plan of two rules, in one run.

    python bench/rules.py [--orders 1000000] [--rounds 3]

The twenty are told apart by category, station, centre, amount, day and festival; they pay by every measure, with
allowances, boosts, bounds and a cap that is shared. Both plans settle the same event columns.
"""

import argparse
import subprocess
import sys
from datetime import date

from settling import CATEGORIES, CHANGE, MILLION, ORDERS_A_STATION, made_columns, made_network, made_plan, timed

from rural_taobao.commission import (
    AllOf,
    Always,
    AtStation,
    Banded,
    CommissionPlan,
    CommissionRule,
    DuringFestival,
    EarnedOn,
    Flat,
    Graduated,
    InCategory,
    Linear,
    OfAmount,
    OnDays,
    Percentage,
    PercentageAndFlat,
    PerPackage,
    PerUnit,
    PlanVersion,
    Tier,
    UnderCentre,
    WholeAmount,
)
from rural_taobao.commission.boosts import Multiplied, Raised
from rural_taobao.commission.bounds import Allowance, UnitBounds
from rural_taobao.commission.caps import SharedCap
from rural_taobao.commission.printed import Band
from rural_taobao.exact import Rate
from rural_taobao.festivals import programme_calendar
from rural_taobao.money import Money, UnitPrice
from rural_taobao.periods import Period
from rural_taobao.settlement import Scope, settle
from rural_taobao.timeline import Timeline

DURING = DuringFestival("double-11", "placed", ["sale"])
TIERS = [Tier(Money(0), Rate(15_000), Money(100_000)), Tier(Money(100_000), Rate(20_000))]


def made_rich_plan() -> CommissionPlan:
    """Make a plan of twenty rules; its rates are made up."""
    split = made_plan().versions.entries[0].value.rules[0].split
    two = Percentage(Rate(20_000))

    def rule(number: int, when: object, rate: object, **facts: object) -> CommissionRule:
        plain = {"basis": "net", "measured_on": "order", "on_refund": "rerate", "rounding": "half_up", "split": split}
        return CommissionRule(id=f"r{number:02d}", when=when, rate=rate, **{**plain, **facts})  # type: ignore[arg-type]

    def category(number: int) -> InCategory:
        return InCategory([f"c{number}"])

    bands = [Band(Money(0), Money(10_000), Flat(Money(100))), Band(Money(10_001), None, two)]
    packages, each = PerPackage(2, UnitPrice(50_000_000)), PerUnit(UnitPrice(30_000_000))
    graduated, whole = (form(tiers=TIERS, boundary="upper_inclusive") for form in (Graduated, WholeAmount))
    units = {"basis": "quantity"}
    running = {"measured_on": "running_total"}
    rules = [
        rule(1, AllOf([category(1), DURING]), Percentage(Rate(30_000))),
        rule(2, AllOf([category(2), OfAmount(basis="net", start=Money(30_000))]), Flat(Money(500)), basis="count"),
        rule(3, AllOf([AtStation(["s1", "s2"]), category(3)]), PercentageAndFlat(Rate(10_000), Money(50))),
        rule(4, AllOf([UnderCentre(["c0", "c7"]), category(3)]), two, cap=Money(600)),
        rule(5, AllOf([category(3), OnDays(Period(CHANGE))]), whole, **running),
        rule(6, category(3), graduated, **running, boosts=[Multiplied("double-11", DURING, Rate(1_500_000))]),
        rule(7, category(4), each, **units),
        rule(8, category(5), packages, **units),
        rule(9, AllOf([category(6), DURING]), Linear(Money(5_000), Rate(40_000))),
        rule(10, category(6), Linear(Money(5_000), Rate(30_000)), floor=Money(20)),
        rule(11, category(7), two, boosts=[Raised("double-11", DURING, Rate(5_000))]),
        rule(12, category(8), Banded(step=Money(1), bands=bands)),
        rule(13, category(9), two, per_unit=UnitBounds(floor=UnitPrice(50_000_000), cap=UnitPrice(400_000_000))),
        rule(14, AllOf([category(10), OfAmount(basis="gross", start=Money(20_000))]), whole),
        rule(15, category(10), two, allowance=Allowance(per="order", measure=Money(1_000))),
        rule(16, AllOf([category(11), DURING]), graduated, measured_on="county_total"),
        rule(17, category(11), two, allowance=Allowance(per="period", measure=Money(20_000))),
        rule(18, AllOf([category(0), OfAmount(basis="net", start=Money(35_000))]), two),
        rule(19, category(0), graduated, **running),
        rule(20, Always(), Percentage(Rate(10_000))),
    ]
    assert CATEGORIES == 12
    cap = SharedCap(id="cap", amount=Money(40_000), of="payee", within="earned_period", rules=["r06", "r09", "r10"])
    version = PlanVersion(
        version="2016",
        hit_policy="first",
        earned_on=EarnedOn("placed"),
        running_totals="carry",
        rules=rules,
        caps=[cap],
    )
    return CommissionPlan(id="bench", versions=Timeline.starting({date(2015, 1, 1): version}))


PLANS = {"two rules": made_plan, "twenty rules": made_rich_plan}


def settled(plan: str, orders: int) -> float:
    """Settle under one plan, and give how long that took, in seconds."""
    network, calendar = made_network(max(1, orders // ORDERS_A_STATION)), programme_calendar()
    columns = made_columns(orders, len(network.stations), arrival="by instant")
    made = PLANS[plan]()
    seconds, _ = timed(lambda: settle(network, [made], calendar, columns, Scope("2016-11")))
    return seconds


def alone(plan: str, orders: int) -> float:
    """Do so in a process of its own: what one plan leaves in memory must not slow the other."""
    command = [sys.executable, __file__, "--orders", str(orders), "--alone", plan]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def main() -> int:
    """Settle under both plans in turns and print the best time of each."""
    parser = argparse.ArgumentParser(description="Twenty rules beside two.")
    parser.add_argument("--orders", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--alone", choices=PLANS, help="Settle under this plan once, and print the seconds.")
    given = parser.parse_args()
    if given.alone is not None:
        print(settled(given.alone, given.orders))
        return 0
    best = dict.fromkeys(PLANS, float("inf"))
    for _ in range(given.rounds):
        for name in PLANS:
            best[name] = min(best[name], alone(name, given.orders))
    for name, seconds in best.items():
        rate, speed = given.orders / seconds / MILLION, best["two rules"] / seconds
        print(f"{name:14}{seconds:8.2f} s  {rate:.3f} M orders/s  {speed:.2f} x the speed of two rules")
    return 0


if __name__ == "__main__":
    sys.exit(main())
