"""
Coverage: what a network of full size covers, and what lies far from it, beside a plain double loop.

    python bench/coverage.py [--stations 100000] [--villages 600000]

Places are points spread over an area as large as the inhabited half of China; every station serves the villages within
three kilometres.
The double loop measures a part of the pairs, and is told for all of them.
"""

import argparse
import sys
import time
from collections.abc import Callable
from datetime import date
from random import Random
from typing import TypeVar

from rural_taobao.coverage import (
    Countryside,
    Site,
    Village,
    coverage_course,
    covered,
    metres_between,
    served,
    spacing,
    unserved,
)
from rural_taobao.network import (
    CountyCentre,
    ModelVersion,
    Network,
    Partner,
    Payee,
    Posting,
    Station,
    Vacancy,
    VillagesWithin,
)
from rural_taobao.periods import Period
from rural_taobao.places import STATIONS_APART_METRES, CountyCode, Point, county_table

T = TypeVar("T")
DAY = date(2016, 11, 11)
ALWAYS = Period(date(2015, 6, 1))
REACH = 3_000
FAR = 10_000
PART = 3


def timed(name: str, work: Callable[[], T]) -> tuple[T, float]:
    """Do some work and print how long it took."""
    start = time.perf_counter()
    found = work()
    seconds = time.perf_counter() - start
    print(f"{name:<64}{seconds:10.2f} s", flush=True)
    return found, seconds


def network(stations: int) -> Network:
    """Make a network of so many stations in a thousand counties, each station with a partner."""
    version = ModelVersion(
        id="example",
        since=ALWAYS.start,
        focus="services",
        engagements=["full_time"],
        exam=False,
        reach=VillagesWithin(REACH),
        works=[],
        plan="example",
    )
    counties = county_table().in_year(2015)[:1_000]
    names = [f"s{number}" for number in range(stations)]
    return Network(
        platform="platform",
        vacancy=Vacancy("nobody"),
        versions=[version],
        centres=[CountyCentre(county.code, county.code, "platform", ALWAYS) for county in counties],
        stations=[Station(name, counties[number % 1_000].code, ALWAYS) for number, name in enumerate(names)],
        partners=[Partner(name, ALWAYS, "full_time") for name in names],
        payees=[Payee("platform", ALWAYS)],
        postings=[Posting(name, name, "platform", "example", ALWAYS) for name in names],
    )


def villages(counties: list[CountyCode], number: int, chance: Random) -> list[Village]:
    """Make so many villages, spread over the counties, each at a point of its own."""
    made = []
    for place in range(number):
        county, nth = counties[place % len(counties)], place // len(counties)
        code = f"{county}{101 + nth // 200}{200 + nth % 200}"
        point = Point(20_000_000 + int(chance.random() * 25e6), 100_000_000 + int(chance.random() * 20e6), "wgs-84")
        made.append(Village(code, place=point))
    return made


def main() -> int:
    """Time everything, and assert that the double loop finds the same."""
    parser = argparse.ArgumentParser(description="Coverage of a network, beside a plain double loop.")
    parser.add_argument("--stations", type=int, default=100_000)
    parser.add_argument("--villages", type=int, default=600_000)
    given = parser.parse_args()
    chance = Random(2016)
    ours, _ = timed("building the network", lambda: network(given.stations))
    counties = [each.county for each in ours.centres]
    around, _ = timed("building the villages", lambda: villages(counties, given.villages, chance))
    sites = [Site(each.id, around[place].code) for place, each in enumerate(ours.stations)]
    countryside, _ = timed("putting them together", lambda: Countryside(network=ours, villages=around, sites=sites))
    _, first = timed("covered(), the first day that is asked for", lambda: covered(countryside, DAY))
    found, again = timed("covered(), another day", lambda: covered(countryside, DAY))
    timed("coverage_course(), all days", lambda: coverage_course(countryside))
    far, remote = timed(f"unserved() within {FAR:,} m", lambda: unserved(countryside, FAR, DAY))
    close, spaced = timed(
        f"spacing() of {STATIONS_APART_METRES:,} m", lambda: spacing(countryside, STATIONS_APART_METRES, DAY)
    )
    print(f"{len(found.villages):,} villages covered, {len(far.villages):,} unserved, {len(close.pairs):,} pairs")

    spots = [(each.code, countryside.lies(each.code)) for each in around]
    stands = [(each.id, countryside.stand(each.id, DAY)) for each in ours.stations]
    start = time.perf_counter()
    for name, here in stands[:PART]:
        near = {code for code, there in spots if here and there and metres_between(here, there) <= REACH}
        assert near == served(countryside, name, DAY).villages
    by_station = (time.perf_counter() - start) / PART
    start = time.perf_counter()
    remote_ones = set(far.villages)
    for code, here in spots[-PART:]:
        is_far = all(metres_between(here, there) > FAR for _, there in stands if here and there)
        assert is_far == (code in remote_ones)
    by_village = (time.perf_counter() - start) / PART
    start = time.perf_counter()
    apart = [
        (one, other)
        for one, here in stands[:PART]
        for other, there in stands
        if here and there and one != other and metres_between(here, there) < STATIONS_APART_METRES
    ]
    by_pair = (time.perf_counter() - start) / PART / 2
    assert {frozenset(pair) for pair in apart} == {
        frozenset((each.first, each.second))
        for each in close.pairs
        if {each.first, each.second} & {name for name, _ in stands[:PART]}
    }
    for what, each, times, seconds in (
        ("covered", by_station, len(stands), first),
        ("covered again", by_station, len(stands), again),
        ("unserved", by_village, len(spots), remote),
        ("spacing", by_pair, len(stands), spaced),
    ):
        print(f"{what:<20}{each * times:>14,.0f} s by a double loop, {each * times / seconds:>10,.0f} times as long")
    return 0


if __name__ == "__main__":
    sys.exit(main())
