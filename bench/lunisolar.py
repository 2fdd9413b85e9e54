"""
Lunar days: what one question costs, beside the same question asked of two libraries, in one run.

    python bench/lunisolar.py [--rounds 7]

Target: the new year of a year in under 0.2 microseconds. All sides must give the same days, or the run fails.
The first question of a process lays out the table; its cost is printed by itself.
"""

import argparse
import sys
import time
import timeit
from collections.abc import Callable
from datetime import date, datetime

from borax.calendars.lunardate import LunarDate, TermUtils
from cnlunar import Lunar

from rural_taobao.festivals import LunarDay, SolarTerm, lunar, new_year, solar_term

DAY = date(2030, 2, 3)
NOON = datetime(2030, 2, 3, 12)  # noqa: DTZ001 - that is what cnlunar takes
EQUINOX = [*SolarTerm].index(SolarTerm.AUTUMN_EQUINOX)

Side = tuple[str, Callable[[], object]]
QUESTIONS: dict[str, list[Side]] = {
    "new year of a year": [
        ("ours", lambda: new_year(2030)),
        ("borax", lambda: LunarDate(2030, 1, 1).to_solar_date()),
    ],
    "day of a lunar day": [
        ("ours", lambda: LunarDay(2029, 12, 8).date),
        ("borax", lambda: LunarDate(2029, 12, 8).to_solar_date()),
    ],
    "lunar day of a day": [
        ("ours", lambda: lunar(DAY)),
        ("borax", lambda: LunarDate.from_solar_date(2030, 2, 3)),
        ("cnlunar", lambda: Lunar(NOON)),
    ],
    "autumn equinox": [
        ("ours", lambda: solar_term(2030, SolarTerm.AUTUMN_EQUINOX)),
        ("borax", lambda: TermUtils.nth_term_day(2030, EQUINOX)),
    ],
}


def names(found: object) -> object:
    """Give what is to be equal on all sides: a date as it is, of a lunar day its year, month and day."""
    if isinstance(found, Lunar):
        return found.lunarYear, found.lunarMonth, found.lunarDay
    if isinstance(found, LunarDay | LunarDate):
        return found.year, found.month, found.day
    return found


def microseconds(question: Callable[[], object], rounds: int) -> float:
    """Time one question: the best of some rounds, with the call of the lambda."""
    timer = timeit.Timer(question)
    times, _ = timer.autorange()
    return min(timer.repeat(rounds, times)) / times * 1e6


def main() -> int:
    """Ask every side every question and print the best time of each."""
    parser = argparse.ArgumentParser(description="Lunar days, beside two libraries.")
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    start = time.perf_counter()
    new_year(2030)
    print(f"laying out the table, once     {(time.perf_counter() - start) * 1e6:9.0f} us")
    bare = min(timeit.repeat("new_year(2030)", globals={"new_year": new_year}, repeat=rounds, number=200_000))
    print(f"new_year(2030), without lambda {bare / 200_000 * 1e6:9.2f} us")
    for question, sides in QUESTIONS.items():
        if len({names(ask()) for _, ask in sides}) != 1:
            print(f"{question}: the sides do not give the same", file=sys.stderr)
            return 1
        times = {side: microseconds(ask, rounds) for side, ask in sides}
        for side, figure in times.items():
            print(f"{question:20} {side:10}{figure:9.2f} us   {figure / times['ours']:6.1f} x the time of ours")
    return 0


if __name__ == "__main__":
    sys.exit(main())
