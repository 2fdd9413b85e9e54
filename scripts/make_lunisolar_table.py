# /// script
# requires-python = ">=3.11"
# dependencies = ["astronomy-engine==2.1.19"]
# ///
"""
Make the package's table of lunar years and solar terms from the motions of the Sun and the Moon.

astronomy-engine gives the instants of new moons and of the Sun's apparent longitudes 285°, 300° … 270°.
What follows from them is the rule of GB/T 33661-2017, "Calculation and promulgation of the Chinese calendar":

- days are those of UTC+8; a month begins on the day of a new moon;
- month 11 is the one that holds the winter solstice, and months are counted on from it;
- where 13 months lie between one month 11 and the next, the first of them without a major solar term (0°, 30° …
  330°) is a leap month and bears the number of the month before it.

From 1914 to 1928 the almanac went by the mean time of Beijing, UTC+7:45:40 (H. Aslaksen, "The Mathematics of the
Chinese Calendar"; Calendrical Calculations has it for all years before 1929).
It moves to the day before what came within 14 minutes after midnight in UTC+8:

- new moons: 1914-11-18 00:02, 1916-02-04 00:05 (the new year of 1916) and 1920-11-11 00:05;
- solar terms: 1917-12-08 00:01 (Major Snow), 1927-09-09 00:05 (White Dew) and 1928-06-22 00:06 (Summer Solstice).

Before 1914 the almanac was worked out by older tables; the days published are those of UTC+8 but for two.
Wherever else an instant lies too close to midnight for the two to agree, the day that the Hong Kong Observatory
publishes stands in place of the computed one; `PUBLISHED` has every such day, and a run prints each.

The same version of astronomy-engine gives the same bytes.

    python scripts/make_lunisolar_table.py src/rural_taobao/festivals/lunisolar_table.py
    python scripts/make_lunisolar_table.py --check src/rural_taobao/festivals/lunisolar_table.py
"""

import argparse
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path

import astronomy

VERSION = 1
FIRST, LAST = 1901, 2100
NOON = datetime(2000, 1, 1, 12)  # noqa: DTZ001 - astronomy-engine counts days from this noon of UT
CHINA = timedelta(hours=8)
BEIJING = timedelta(hours=7, minutes=45, seconds=40)
BEIJING_YEARS = range(1914, 1929)

PUBLISHED = {
    # Worked out by the older tables: 12 and 8 minutes after the instants, so on the day after.
    date(1912, 11, 22): date(1912, 11, 23),  # Minor Snow, 23:48
    date(1913, 9, 23): date(1913, 9, 24),  # Autumn Equinox, 23:52
    # Within seconds of midnight, where not even astronomers agree.
    date(1979, 1, 20): date(1979, 1, 21),  # Major Cold, 23:59:52
    # The observatory warns that these two may be a day off: nobody knows yet how the Earth will turn.
    date(2057, 9, 29): date(2057, 9, 28),  # the new moon of month 9, 00:00:40
    date(2097, 8, 8): date(2097, 8, 7),  # the new moon of month 7, 00:00:15
}
"""The day computed, and the one that the observatory publishes: https://www.hko.gov.hk/en/gts/time/conversion.htm"""

Month = tuple[int, int, bool, date]
"""A lunar month: its year, its number, whether it is a leap month, its first day."""


def instant(time: astronomy.Time) -> datetime:
    """Give an instant in UTC+8."""
    return NOON + timedelta(days=time.ut) + CHINA


def day(time: astronomy.Time, told: list[str], what: str) -> date:
    """Give the day in China, and tell where it is not the one of UTC+8."""
    china = instant(time)
    found = china.date()
    if found.year in BEIJING_YEARS:
        found = (china - CHINA + BEIJING).date()
    elif found in PUBLISHED:
        found = PUBLISHED[found]
    if found != china.date():
        told.append(f"{what} {china:%Y-%m-%d %H:%M:%S} is on {found}")
    return found


def new_moons(told: list[str]) -> list[date]:
    """Give the days of all new moons that bear on the years of the table."""
    found = []
    at = astronomy.Time.Make(FIRST - 1, 10, 1, 0, 0, 0.0)
    while at.Utc().year <= LAST + 1:
        moon = astronomy.SearchMoonPhase(0, at, 40)
        found.append(day(moon, told, "new moon"))
        at = moon.AddDays(20)
    return found


def solar_terms(year: int, told: list[str]) -> list[date]:
    """Give the days of the 24 solar terms of a Gregorian year, two a month, from Minor Cold on."""
    found = []
    for number in range(24):
        longitude = (285 + 15 * number) % 360
        at = astronomy.Time.Make(year, number // 2 + 1, 1, 0, 0, 0.0)
        found.append(day(astronomy.SearchSunLongitude(longitude, at, 40), told, f"longitude {longitude}"))
    return found


def months(moons: list[date], terms: dict[int, list[date]]) -> Iterator[Month]:
    """Number the months, from one that holds a winter solstice to the next."""
    majors = sorted(each for days in terms.values() for each in days[1::2])
    for year in range(FIRST, LAST + 2):
        start, end = (bisect_right(moons, terms[each][-1]) - 1 for each in (year - 1, year))
        leap_to_come = end - start == 13  # noqa: PLR2004 - of thirteen, one is a leap month
        number = 10
        for place in range(start, end):
            first, after = moons[place : place + 2]
            leap = leap_to_come and bisect_left(majors, first) == bisect_left(majors, after)
            leap_to_come = leap_to_come and not leap
            number += not leap
            yield year - (number <= 12), (number - 1) % 12 + 1, leap, first  # noqa: PLR2004 - months 11 and 12


def table() -> tuple[str, list[str]]:
    """Give the text of the module, and what is to be told of it."""
    told: list[str] = []
    moons = new_moons(told)
    terms = {year: solar_terms(year, told) for year in range(FIRST - 1, LAST + 2)}
    earliest = [min(terms[year][number].day for year in range(FIRST, LAST + 1)) for number in range(24)]
    numbered = list(months(moons, terms))
    lines = []
    for year in range(FIRST, LAST + 1):
        of_year = [
            (number, leap, first, after[-1])
            for (its_year, number, leap, first), after in pairwise(numbered)
            if its_year == year
        ]
        lengths = "".join({29: "s", 30: "L"}[(after - first).days] for _, _, first, after in of_year)
        leap = next((number for number, leap, _, _ in of_year if leap), 0)
        later = "".join(str(term.day - least) for term, least in zip(terms[year], earliest, strict=True))
        lines.append(f"{of_year[0][2]} {leap:2} {lengths:13} {later}")
    return HEAD.format(
        first=FIRST,
        last=LAST,
        version=VERSION,
        engine=version("astronomy-engine"),
        earliest=", ".join(map(str, earliest)),
        lines="\n".join(lines),
    ), told


HEAD = '''"""
The lunar years {first} to {last}, and the days of the solar terms of the Gregorian years of the same numbers.

Made by `scripts/make_lunisolar_table.py`, version {version}, with astronomy-engine {engine}: run it again, do not edit.
The rule is that of GB/T 33661-2017, in China time; where an instant lies too close to midnight to tell,
the day is the one that the Hong Kong Observatory publishes, and the script names each such day.
"""

from typing import Final

__all__ = ["EARLIEST", "YEARS"]

EARLIEST: Final = ({earliest})
"""The earliest day of its month on which each of the 24 solar terms falls; two terms a month."""

# A line a year: the new year; the number of the leap month, or 0; the months in their order, each long (L, 30 days)
# or short (s, 29 days), the leap month behind the one whose number it bears; and for each of the 24 solar terms,
# how many days after its earliest it falls.
YEARS: Final = """\\
{lines}
"""
'''


def main() -> None:
    """Write the table, or check that it is what would be written."""
    parser = argparse.ArgumentParser(description="Make the table of lunar years and solar terms.")
    parser.add_argument("out", type=Path)
    parser.add_argument("--check", action="store_true", help="write nothing; fail where the file is another")
    given = parser.parse_args()
    text, told = table()
    for each in told:
        print(each)
    if not given.check:
        given.out.write_text(text, encoding="utf-8", newline="\n")
    elif given.out.read_bytes() != text.encode():
        sys.exit(f"{given.out} is not what this script makes with astronomy-engine {version('astronomy-engine')}")


if __name__ == "__main__":
    main()
