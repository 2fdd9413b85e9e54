"""
Assessing partners by a million orders, beside a plain loop, in one run.

    python bench/assessing.py [--orders 1000000] [--rounds 3]

Both count the orders, the amounts and the active days of every partner in November from the same validated event
columns, and must come to the same figures, or the run fails.
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Mapping

from settling import CHANGE, FIRST, LAST, MILLION, ORDERS_A_STATION, made_columns, made_network, timed

from rural_taobao.assessment import (
    ActiveDays,
    Assessment,
    EveryMonth,
    NotJudged,
    OrderAmount,
    Orders,
    Standard,
    StandardVersion,
    Threshold,
    assessed,
)
from rural_taobao.currencies import CNY
from rural_taobao.identifiers import PartnerId
from rural_taobao.instants import CHINA, DAY
from rural_taobao.money import Money
from rural_taobao.network import Network
from rural_taobao.periods import Month
from rural_taobao.settlement import EventColumns

NOVEMBER = Month(2016, 11)
Plain = Mapping[str, tuple[int, int, int]]


def made_standard() -> Standard:
    """Make a standard of three thresholds, each of which counts something else; its figures are made up."""
    kept = {"refunded": "taken_off", "cancelled": "left_out"}
    demands: list[Orders | OrderAmount | ActiveDays] = [
        Orders(at_least=100, **kept),
        OrderAmount(at_least=Money(2_000_000), amount="net", **kept),
        ActiveDays(at_least=20, of=["order", "parcel"], **kept),
    ]
    asked = [
        Threshold(id=f"t{place}", demand=demand, over=EveryMonth(months=1), leads_to="warning")
        for place, demand in enumerate(demands)
    ]
    version = StandardVersion(since=Month(2016, 1), thresholds=asked)
    return Standard(id="bench", currency=CNY, versions=[version])


def looped(network: Network, events: EventColumns) -> Plain:
    """Count in a plain loop: no refund, no cancellation, and stations that change hands on one day."""
    change = CHINA.midnight(CHANGE)
    partners: dict[str, list[PartnerId]] = {
        row.id: [posting.partner for posting in network.postings_at(row.id)] for row in network.stations
    }
    orders: defaultdict[str, int] = defaultdict(int)
    amounts: defaultdict[str, int] = defaultdict(int)
    days: defaultdict[str, set[int]] = defaultdict(set)
    for row, at in enumerate(events.placed):
        if FIRST <= at < LAST:
            held = partners[events.station_ids[events.stations[row]]]
            partner = held[-1] if at >= change else held[0]
            orders[partner] += 1
            amounts[partner] += events.gross[row] - events.discounts[row]
            days[partner].add((at - FIRST) // DAY)
    return {partner: (orders[partner], amounts[partner], len(days[partner])) for partner in orders}


def agree(found: Assessment, plain: Plain) -> None:
    """Make sure that both come to the same for everybody who is judged."""
    judged = [each for each in found.judgements if not isinstance(each, NotJudged)]
    assert judged
    for each in judged:
        assert tuple(finding.in_all for finding in each.findings) == plain[each.partner]


def main() -> int:
    """Count in both ways in turns and print the best time of each."""
    parser = argparse.ArgumentParser(description="Assessing beside a plain loop.")
    parser.add_argument("--orders", type=int, default=MILLION)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    network, standard = made_network(max(1, given.orders // ORDERS_A_STATION)), made_standard()
    columns = made_columns(given.orders, len(network.stations), arrival="in no order")
    best = {"assessed": float("inf"), "plain loop": float("inf")}
    for _ in range(given.rounds):
        seconds, found = timed(lambda: assessed(network, standard, columns, NOVEMBER))
        best["assessed"] = min(best["assessed"], seconds)
        seconds, plain = timed(lambda: looped(network, columns))
        best["plain loop"] = min(best["plain loop"], seconds)
        agree(found, plain)
    for name, seconds in best.items():
        print(f"{name:12}{seconds:8.2f} s  {given.orders / seconds / MILLION:.3f} M orders/s")
    ratio = best["plain loop"] / best["assessed"]
    print(f"assessing {len(found.judgements):,} partners goes at {ratio:.2f} x the speed of the plain loop")
    return 0


if __name__ == "__main__":
    sys.exit(main())
