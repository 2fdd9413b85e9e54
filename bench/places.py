"""
Places: what reading the county table costs, once, and what a question of it costs after that.

    python bench/places.py [--rounds 7]

Target: the county table, its successions included, is read in under 60 ms.
A fresh process reads it too, with all that this imports, so that nothing is warm that a user's process would not have.
"""

import argparse
import subprocess
import sys
import time
import timeit
from collections.abc import Callable

from rural_taobao.places import (
    STATIONS_APART_METRES,
    CountyCode,
    CountyTable,
    Gazetteer,
    Point,
    ProvinceCode,
    VillageCode,
    county_table,
    gazetteer,
    too_close,
)
from rural_taobao.places.listings import LISTED_YEARS, LISTINGS_SOURCE, ministry_listings
from rural_taobao.places.successions import ministry_successions

TARGET = 60.0
"""Milliseconds."""
FRESH = """
import time
start = time.perf_counter()
from rural_taobao.places import county_table
imported = time.perf_counter()
county_table()
print((imported - start) * 1000, (time.perf_counter() - imported) * 1000)
"""
VILLAGE, FAR = (Point.parse(north, "115.25", "wgs-84") for north in ("32.9", "33.9"))
ONE, OTHER = Point(-4_120, 0, "wgs-84"), Point(4_119, 20_919, "wgs-84")
"""Two points 0.04 mm less than 2.5 km apart."""
CANDIDATES = [
    Point(32_000_000 + 23_000 * row, 115_000_000 + 27_000 * column, "wgs-84") for row in range(6) for column in range(9)
]
"""54 villages of a county, some nearer than they should be."""


def read() -> CountyTable:
    """Read the package's table as `county_table` does, which keeps it."""
    return CountyTable(LISTED_YEARS, ministry_listings(), LISTINGS_SOURCE, ministry_successions())


def near() -> tuple[str, ...]:
    """Look for names like one that nobody bears."""
    return gazetteer().unfound("呼合浩特市", 2017).near  # type: ignore[union-attr]


QUESTIONS: list[tuple[str, Callable[[], object]]] = [
    ("a code of twelve digits", lambda: VillageCode("341221101201")),
    ("the county of a code and a year", lambda: county_table().county(CountyCode("341221"), 2017)),
    ("what a village hangs on", lambda: county_table().holder(VillageCode("341221101201"), 2017)),
    ("what stands in place of a retired code", lambda: county_table().standing(CountyCode("360721"), 2017)),
    ("the counties of a province", lambda: county_table().in_province(ProvinceCode("340000"), 2017)),
    ("all counties of a year", lambda: county_table().in_year(2017)),
    ("a name", lambda: gazetteer().the_one("临泉县", 2017)),
    ("a name that nobody bears, with others like it", near),
    ("a distance", lambda: VILLAGE.metres_to(FAR)),
    ("whether two points are 2.5 km apart", lambda: VILLAGE.is_apart(STATIONS_APART_METRES, FAR)),
    ("the same, next to the bound, in decimals", lambda: ONE.is_apart(STATIONS_APART_METRES, OTHER)),
    ("all pairs of 54 villages", lambda: list(too_close(CANDIDATES, STATIONS_APART_METRES))),
]


def microseconds(question: Callable[[], object], rounds: int) -> float:
    """Time one question: the best of some rounds, with the call of the lambda."""
    timer = timeit.Timer(question)
    times, _ = timer.autorange()
    return min(timer.repeat(rounds, times)) / times * 1e6


def fresh(rounds: int) -> tuple[float, float]:
    """Time fresh processes: importing, and reading the table; the best of each, in milliseconds."""
    found = []
    for _ in range(rounds):
        done = subprocess.run([sys.executable, "-c", FRESH], check=True, capture_output=True, text=True)
        found.append(tuple(map(float, done.stdout.split())))
    imported, table = zip(*found, strict=True)
    return min(imported), min(table)


def main() -> int:
    """Time everything and print the best of each."""
    parser = argparse.ArgumentParser(description="The county table, and what is asked of it.")
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    assert read() == county_table()
    imported, table = fresh(rounds)
    print(f"{'fresh process: importing places':<48}{imported:10.1f} ms")
    print(f"{'fresh process: reading the county table':<48}{table:10.1f} ms   target {TARGET:.0f} ms")
    print(f"{'reading it again':<48}{microseconds(read, rounds) / 1000:10.1f} ms")
    start = time.perf_counter()
    Gazetteer(county_table()).candidates("临泉县", 2017)
    print(f"{'sorting a year by name, once':<48}{(time.perf_counter() - start) * 1000:10.1f} ms")
    for name, question in QUESTIONS:
        print(f"{name:<48}{microseconds(question, rounds):10.2f} us")
    return 0


if __name__ == "__main__":
    sys.exit(main())
