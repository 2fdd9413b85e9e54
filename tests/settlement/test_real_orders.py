"""Real orders, settled month by month beside a clerk's calculation that shares nothing with the library."""

import csv
from collections import defaultdict
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path

import pytest

from rural_taobao.commission import (
    Always,
    CommissionPlan,
    CommissionRule,
    EarnedOn,
    Graduated,
    PlanVersion,
    Share,
    Split,
    Tier,
)
from rural_taobao.currencies import Currency
from rural_taobao.exact import Rate
from rural_taobao.festivals import FestivalCalendar
from rural_taobao.instants import UtcOffset
from rural_taobao.money import Money
from rural_taobao.network import (
    CountyCentre,
    ModelVersion,
    Network,
    Partner,
    Payee,
    Posting,
    Station,
    Vacancy,
)
from rural_taobao.periods import Month, Period
from rural_taobao.settlement import Ledger, Order, Scope, settle
from rural_taobao.timeline import Timeline

DATA = Path(__file__).parent / "data" / "real_orders_cdnow_sample.csv"
USD, CLOCK = Currency("USD"), UtcOffset(-300)
START = Period(date(1996, 1, 1))
MONTHS = [Month(1997, 1).plus(months) for months in range(18)]


def dollars(amount: str) -> Money:
    return Money.parse(amount, USD)


def plan() -> CommissionPlan:
    """2 % of a month's first $20, 4 % to $50 and 6 % above, shared 70 : 20 : 10; made up."""
    shares = [Share("partner", Rate(700_000)), Share("county_centre", Rate(200_000)), Share("platform", Rate(100_000))]
    rule = CommissionRule(
        id="everything",
        when=Always(),
        basis="net",
        measured_on="running_total",
        rate=Graduated(
            tiers=[
                Tier(dollars("0"), Rate.parse("2 %"), dollars("20")),
                Tier(dollars("20"), Rate.parse("4 %"), dollars("50")),
                Tier(dollars("50"), Rate.parse("6 %")),
            ],
            boundary="upper_inclusive",
        ),
        rounding="half_up",
        on_refund="reverse",
        split=Split(shares, "largest_remainder"),
    )
    version = PlanVersion(
        version="v", hit_policy="unique", earned_on=EarnedOn("placed"), running_totals="reset", rules=[rule]
    )
    return CommissionPlan(id="real", currency=USD, versions=Timeline.starting({date(1996, 1, 1): version}))


def network(customers: list[str]) -> Network:
    """Let each customer stand for a station with a partner of its own."""
    return Network(
        clock=CLOCK,
        currency=USD,
        platform="platform",
        vacancy=Vacancy("nobody"),
        versions=[
            ModelVersion(
                id="shop",
                since=date(1996, 1, 1),
                focus="place",
                engagements=["part_time"],
                exam=False,
                reach="own_village",
                works=["assisted_purchase"],
                plan="real",
            )
        ],
        centres=[CountyCentre("centre", "340123", "centre", START)],
        stations=[Station(f"s{customer}", "centre", START) for customer in customers],
        partners=[Partner(f"p{customer}", START, "part_time") for customer in customers],
        payees=[Payee(payee, START) for payee in ("platform", "centre", *(f"pay{each}" for each in customers))],
        postings=[Posting(f"s{each}", f"p{each}", f"pay{each}", "shop", START) for each in customers],
    )


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with DATA.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def ledger(rows: list[dict[str, str]]) -> Ledger:
    """Settle eighteen months, each with the orders of that month alone and the ledger of those before."""
    shop = network(sorted({row["customer_id"] for row in rows}))
    posted, found = Ledger(), 0
    for month in MONTHS:
        orders = []
        for row in rows:
            day = date.fromisoformat(row["placed_on"])
            if Month.of(day) == month:
                noon = datetime(day.year, day.month, day.day, 12, tzinfo=CLOCK.timezone)
                orders.append(
                    Order(
                        id=row["order_id"],
                        station=f"s{row['customer_id']}",
                        quantity=int(row["quantity"]),
                        gross=dollars(row["amount_usd"]),
                        placed=noon,
                        known_at=noon,
                    )
                )
        settlement = settle(shop, [plan()], FestivalCalendar([]), orders, Scope(month), posted=posted)
        assert settlement.outcomes.events == len(orders)
        assert settlement.outcomes.unattributed == 0
        found += len(orders)
        posted = settlement.ledger
    assert found == len(rows) == 6_919
    return posted


def clerk(rows: list[dict[str, str]]) -> dict[tuple[str, str], int]:
    """Work out the cents of every customer and month: dollars as fractions, band after band, rounded once half up."""
    spent: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    for row in rows:
        spent[row["customer_id"], row["placed_on"][:7]] += Fraction(row["amount_usd"])
    cents = {}
    for key, total in spent.items():
        lowest = min(total, Fraction(20))
        middle = min(max(total - 20, Fraction(0)), Fraction(30))
        highest = max(total - 50, Fraction(0))
        exact = (2 * lowest + 4 * middle + 6 * highest) / 100
        cents[key] = int(exact * 100 + Fraction(1, 2))
    return cents


class TestRealOrders:
    """The real orders settle, and the independent total agrees."""

    def test_every_customer_and_month_comes_to_the_clerks_cents(
        self, rows: list[dict[str, str]], ledger: Ledger
    ) -> None:
        posted: dict[tuple[str, str], int] = defaultdict(int)
        for entry in ledger.entries():
            posted[entry.credited.removeprefix("pay"), str(entry.earned)] += entry.amount
        assert {key: cents for key, cents in posted.items() if cents} == {
            key: cents for key, cents in clerk(rows).items() if cents
        }

    def test_the_grand_total_agrees(self, rows: list[dict[str, str]], ledger: Ledger) -> None:
        assert sum(entry.amount for entry in ledger.entries()) == sum(clerk(rows).values())

    def test_parties_get_their_shares_within_a_cent_an_order(self, rows: list[dict[str, str]], ledger: Ledger) -> None:
        whole: dict[str, int] = defaultdict(int)
        shares: dict[tuple[str, str], int] = defaultdict(int)
        for entry in ledger.entries():
            whole[entry.cell.event] += entry.amount
            shares[entry.cell.event, entry.cell.party] += entry.amount
        for (event, party), amount in shares.items():
            weight = {"partner": 70, "county_centre": 20, "platform": 10}[party]
            assert abs(100 * amount - weight * whole[event]) < 100
