"""
Settling a million orders: our engine beside a plain loop and a naive one, all in one run.

    python bench/settling.py [--orders 1000000] [--rounds 3]

The three do the same work on the same validated event columns: attribute each order to the posting of its instant,
match it on category and festival, rate it (a percentage on Double 11, else graduated on the month's running total),
round half up and split it three ways by largest remainder.
All three must come to the same fen for every payee, or the run fails.
The engine gives line columns, the plain loop one attrs line an order, the naive one does its sums in Decimal.
Reading, building values and writing are printed apart.
"""

import argparse
import gc
import random
import sys
import tempfile
import time
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import TypeVar

from attrs import frozen

from rural_taobao.commission import (
    AllOf,
    Always,
    CommissionPlan,
    CommissionRule,
    DuringFestival,
    EarnedOn,
    Graduated,
    InCategory,
    Percentage,
    PlanVersion,
    Share,
    Split,
    Tier,
)
from rural_taobao.currencies import CNY
from rural_taobao.documents import read_events, write_events, write_ledger
from rural_taobao.exact import Rate
from rural_taobao.festivals import programme_calendar
from rural_taobao.identifiers import PayeeId
from rural_taobao.instants import CHINA, DAY
from rural_taobao.money import Allocation, Money
from rural_taobao.network import (
    CountyCentre,
    Network,
    Partner,
    Payee,
    Posting,
    Station,
    Vacancy,
    programme_versions,
)
from rural_taobao.periods import Period
from rural_taobao.settlement import EventColumns, EventsBuilder, Scope, Settlement, settle
from rural_taobao.timeline import Timeline

ORDERS_A_STATION = 126
FESTIVE = ("c1", "c2", "c3")
CATEGORIES = 12
FIRST, LAST = CHINA.midnight(date(2016, 11, 1)), CHINA.midnight(date(2016, 12, 1))
ELEVENTH, TWELFTH = CHINA.midnight(date(2016, 11, 11)), CHINA.midnight(date(2016, 11, 12))
CHANGE = date(2016, 11, 15)
TIERS = ((0, 100_000, 15_000), (100_000, 500_000, 20_000), (500_000, None, 30_000))
FESTIVAL_RATE = 30_000
WEIGHTS = (700_000, 200_000, 100_000)
MILLION = 1_000_000

Totals = dict[str, int]


def made_network(stations: int) -> Network:
    """Make a network in which every tenth station changes hands in the middle of November."""
    opened = Period(date(2015, 6, 1))
    centres = range(stations // 23 + 1)
    changing = [station for station in range(stations) if station % 10 == 0]
    postings = [
        Posting(
            f"s{station}",
            f"p{station}",
            f"pay{station}",
            "2.0",
            Period(opened.start, CHANGE) if station % 10 == 0 else opened,
        )
        for station in range(stations)
    ]
    postings += [Posting(f"s{station}", f"q{station}", f"next{station}", "2.0", Period(CHANGE)) for station in changing]
    partners = [f"p{station}" for station in range(stations)] + [f"q{station}" for station in changing]
    payees = [f"pay{station}" for station in range(stations)] + [f"next{station}" for station in changing]
    return Network(
        platform="platform",
        vacancy=Vacancy("nobody"),
        versions=programme_versions({"2.0": "bench"}),
        centres=[CountyCentre(f"c{centre}", "340123", f"centre{centre}", opened) for centre in centres],
        stations=[Station(f"s{station}", f"c{station // 23}", opened) for station in range(stations)],
        partners=[Partner(partner, opened, "full_time", date(2015, 5, 1)) for partner in partners],
        payees=[Payee(payee, opened) for payee in ("platform", *(f"centre{each}" for each in centres), *payees)],
        postings=postings,
    )


def made_plan() -> CommissionPlan:
    """Make a plan of two rules; its rates are made up."""
    parties = ("partner", "county_centre", "platform")
    split = Split(
        [Share(party, Rate(weight)) for party, weight in zip(parties, WEIGHTS, strict=True)],
        Allocation.LARGEST_REMAINDER,
    )
    tiers = [Tier(Money(start), Rate(rate), None if end is None else Money(end)) for start, end, rate in TIERS]
    festive = CommissionRule(
        id="double-11",
        when=AllOf([InCategory(FESTIVE), DuringFestival("double-11", "placed", ["sale"])]),
        basis="net",
        measured_on="order",
        rate=Percentage(Rate(FESTIVAL_RATE)),
        rounding="half_up",
        on_refund="reverse",
        split=split,
    )
    usual = CommissionRule(
        id="usual",
        when=Always(),
        basis="net",
        measured_on="running_total",
        rate=Graduated(tiers=tiers, boundary="upper_inclusive"),
        rounding="half_up",
        on_refund="reverse",
        split=split,
    )
    version = PlanVersion(
        version="2016",
        hit_policy="first",
        earned_on=EarnedOn("placed"),
        running_totals="carry",
        rules=[festive, usual],
    )
    return CommissionPlan(id="bench", versions=Timeline.starting({date(2015, 1, 1): version}))


def made_columns(orders: int, stations: int, *, arrival: str) -> EventColumns:
    """Make orders, a sixth of them on Double 11; they arrive by their instants, or in no order at all."""
    rng = random.Random(11)
    builder = EventsBuilder(CNY)
    rows = []
    for number in range(orders):
        festive = rng.random() < 1 / 6
        start, span = (ELEVENTH, DAY) if festive else (FIRST, LAST - FIRST)
        rows.append((start + int(rng.random() * span), number))
    if arrival == "by instant":
        rows.sort()
    for at, number in rows:
        gross = 500 + int(rng.random() * 40_000)
        builder.add_order(
            f"o{number:07d}",
            f"s{int(rng.random() * stations)}",
            f"c{int(rng.random() * CATEGORIES)}",
            1 + int(rng.random() * 3),
            gross,
            gross // 10 if rng.random() < 0.2 else 0,
            (at, None, None, at, None),
            at,
        )
    return builder.built()


@frozen
class PlainLine:
    """What the plain loop makes of an order."""

    event: str
    payee: str
    centre: str
    rule: str
    before: int
    commission: int
    partner_share: int
    centre_share: int
    platform_share: int


T = TypeVar("T")
Routes = tuple[list[tuple[list[int], list[PayeeId], PayeeId]], set[str]]


def routes(network: Network, columns: EventColumns) -> Routes:
    """Look up who is credited from when on at each station, as any loop would before it starts."""
    found = []
    for station in columns.station_ids:
        postings = network.postings_at(station)
        starts = [network.clock.midnight(posting.period.start) for posting in postings]
        payees = [posting.payee for posting in postings]
        found.append((starts, payees, network.centre_rows(network.station_rows(station)[0].centre)[0].payee))
    return found, set(FESTIVE)


def plain(columns: EventColumns, known: Routes) -> list[PlainLine]:
    """Settle in one loop over the columns, with integers, making one attrs line an order."""
    by_station, festive = known
    lines = []
    totals: dict[str, int] = defaultdict(int)
    placed, ids, codes = columns.placed, columns.ids, columns.category_codes
    for row in sorted(range(len(ids)), key=lambda each: (placed[each], ids[each])):
        instant = placed[row]
        starts, payees, centre = by_station[columns.stations[row]]
        payee = payees[bisect_right(starts, instant) - 1]
        basis = columns.gross[row] - columns.discounts[row]
        if ELEVENTH <= instant < TWELFTH and codes[columns.categories[row]] in festive:
            rule, before = "double-11", 0
            commission = (basis * FESTIVAL_RATE + MILLION // 2) // MILLION
        else:
            rule, before = "usual", totals[payee]
            commission = plain_total(before + basis) - plain_total(before)
            totals[payee] = before + basis
        shares = plain_split(commission)
        lines.append(PlainLine(ids[row], payee, centre, rule, before, commission, *shares))
    return lines


def plain_total(measure: int) -> int:
    """Round what a running total earns."""
    total = 0
    for start, end, rate in TIERS:
        if measure <= start:
            break
        total += ((measure if end is None else min(measure, end)) - start) * rate
    return (total + MILLION // 2) // MILLION


def plain_split(commission: int) -> tuple[int, int, int]:
    """Split by largest remainder."""
    parts, rests = [], []
    for place, weight in enumerate(WEIGHTS):
        part, rest = divmod(commission * weight, MILLION)
        parts.append(part)
        rests.append((-rest, place))
    for _, place in sorted(rests)[: commission - sum(parts)]:
        parts[place] += 1
    return parts[0], parts[1], parts[2]


def naive(columns: EventColumns, known: Routes) -> list[PlainLine]:
    """Settle as `plain` does, with every sum in Decimal yuan."""
    by_station, festive = known
    fen = Decimal("0.01")
    rates = [
        (Decimal(start) / 100, None if end is None else Decimal(end) / 100, Decimal(rate) / MILLION)
        for start, end, rate in TIERS
    ]
    shares = [Decimal(weight) / MILLION for weight in WEIGHTS]
    lines = []
    totals: dict[str, Decimal] = defaultdict(Decimal)

    def total(measure: Decimal) -> Decimal:
        earned = Decimal(0)
        for start, end, rate in rates:
            if measure > start:
                earned += ((measure if end is None else min(measure, end)) - start) * rate
        return earned.quantize(fen, ROUND_HALF_UP)

    placed, ids, codes = columns.placed, columns.ids, columns.category_codes
    for row in sorted(range(len(ids)), key=lambda each: (placed[each], ids[each])):
        instant = placed[row]
        starts, payees, centre = by_station[columns.stations[row]]
        payee = payees[bisect_right(starts, instant) - 1]
        basis = (Decimal(columns.gross[row]) - Decimal(columns.discounts[row])) / 100
        if ELEVENTH <= instant < TWELFTH and codes[columns.categories[row]] in festive:
            rule, before = "double-11", Decimal(0)
            commission = (basis * FESTIVAL_RATE / MILLION).quantize(fen, ROUND_HALF_UP)
        else:
            rule, before = "usual", totals[payee]
            commission = total(before + basis) - total(before)
            totals[payee] = before + basis
        exact = [commission * share for share in shares]
        parts = [each.quantize(fen, ROUND_DOWN) for each in exact]
        left = int((commission - sum(parts)) / fen)
        for place in sorted(range(3), key=lambda each: parts[each] - exact[each])[:left]:
            parts[place] += fen
        numbers = [int(each * 100) for each in (before, commission, *parts)]
        lines.append(PlainLine(ids[row], payee, centre, rule, *numbers))
    return lines


def plain_totals(lines: list[PlainLine]) -> Totals:
    """Add up what each payee gets."""
    sums: Totals = defaultdict(int)
    for line in lines:
        sums[line.payee] += line.partner_share
        sums[line.centre] += line.centre_share
        sums["platform"] += line.platform_share
    return {payee: amount for payee, amount in sums.items() if amount}


def engine_totals(settlement: Settlement) -> Totals:
    """Give what each payee gets by the engine's statements."""
    return {statement.payee: statement.accrued.minor for statement in settlement.statements if statement.accrued.minor}


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Time a piece of work, with nothing left over from the one before."""
    gc.collect()
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def apart(columns: EventColumns, settlement: Settlement, orders: int) -> None:
    """Time what is not the engine: drawing statements, making values, writing and reading."""
    for title, work in (
        ("drawing all statements", lambda: settlement.statements),
        ("making every line as a value", lambda: sum(1 for _ in settlement.lines)),
    ):
        seconds, _ = timed(work)
        print(f"  {title:<34}{seconds:8.2f} s")
    with tempfile.TemporaryDirectory() as folder:
        seconds, _ = timed(lambda: write_events(columns, Path(folder), CHINA))
        print(f"  {'writing the events as CSV':<34}{seconds:8.2f} s")
        seconds, _ = timed(lambda: read_events([Path(folder) / "orders.csv"], CNY))
        rate = orders / seconds / MILLION
        print(f"  {'reading them, checked, into columns':<34}{seconds:8.2f} s  {rate:.2f} M orders/s")
        seconds, _ = timed(lambda: write_ledger(settlement.ledger, Path(folder) / "ledger.csv"))
        print(f"  {'writing the ledger as CSV':<34}{seconds:8.2f} s  {len(settlement.lines):,} lines")


def compared(orders: int, rounds: int, arrival: str) -> tuple[EventColumns, Settlement]:
    """Time the three side by side, in turns, and check that they agree."""
    network, plan, calendar = made_network(max(1, orders // ORDERS_A_STATION)), made_plan(), programme_calendar()
    columns = made_columns(orders, len(network.stations), arrival=arrival)
    known = routes(network, columns)
    ways: dict[str, Callable[[], object]] = {
        "engine": lambda: settle(network, [plan], calendar, columns, Scope("2016-11")),
        "plain loop": lambda: plain(columns, known),
        "naive Decimal loop": lambda: naive(columns, known),
    }
    best = dict.fromkeys(ways, float("inf"))
    settlement, found = None, {}
    for _ in range(rounds):
        for name, work in ways.items():
            seconds, result = timed(work)
            best[name] = min(best[name], seconds)
            if isinstance(result, Settlement):
                settlement = result
                found[name] = engine_totals(result)
            elif isinstance(result, list):
                found[name] = plain_totals(result)
            del result
    assert settlement is not None
    assert found["engine"] == found["plain loop"] == found["naive Decimal loop"]
    print(f"{orders:,} orders arriving {arrival}: {len(settlement.lines):,} lines, the same fen for every payee")
    for name, seconds in best.items():
        rate, ratio = orders / seconds / MILLION, seconds / best["engine"]
        print(f"  {name:<34}{seconds:8.2f} s  {rate:.3f} M orders/s  {ratio:5.2f} x the engine's time")
    return columns, settlement


def main() -> int:
    """Run the comparison and print it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("--orders", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    compared(given.orders, given.rounds, "in no order")
    columns, settlement = compared(given.orders, given.rounds, "by instant")
    print("apart from the engine:")
    apart(columns, settlement, given.orders)
    return 0


if __name__ == "__main__":
    sys.exit(main())
