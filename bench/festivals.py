"""
Festivals: what one question to a calendar of 50 festivals costs, beside asking every window of a list, in one run.

    python bench/festivals.py [--rounds 7]

Target: which festivals hold at an instant in under 2 microseconds. Both sides must give the same, or the run fails.
The first question about a year lays out what holds in it; its cost is printed by itself.
"""

import argparse
import sys
import time
import timeit
from datetime import date, datetime, timedelta
from itertools import cycle
from random import Random

from rural_taobao.festivals import (
    DayRule,
    Festival,
    FestivalCalendar,
    FixedDay,
    FixedLunarDay,
    IfLeap,
    LunarYear,
    NthWeekday,
    Occasion,
    Offset,
    SolarTerm,
    SolarTermDay,
    Yearly,
    YearlyWindow,
    feast_calendar,
    programme_calendar,
)
from rural_taobao.instants import CHINA
from rural_taobao.timeline import Source

FESTIVALS = 50
YEARS = range(2014, 2024)
INSTANTS = 2_000


def made_calendar() -> FestivalCalendar:
    """Make a calendar of the record and of as many made-up festivals, by rules of several forms, as make fifty."""
    record = programme_calendar().merged(feast_calendar())
    days: list[DayRule] = [
        FixedDay(6, 18),
        NthWeekday(5, "sunday", "second"),
        FixedLunarDay(7, 7, LunarYear.BEGINNING, IfLeap.COMMON_MONTH),
        SolarTermDay(SolarTerm.START_OF_SPRING),
        Offset(FixedLunarDay(1, 1, LunarYear.BEGINNING, IfLeap.COMMON_MONTH), -21),
    ]
    made: list[Festival] = []
    for number, rule in zip(range(FESTIVALS - len(record.festivals)), cycle(days), strict=False):
        windows = [YearlyWindow("presale", rule), YearlyWindow("sale", rule, length=1 + number % 9)]
        yearly = Yearly(windows, 2010, None, CHINA, Source("made up"))
        made.append(Festival(f"made-{number}", f"Made {number}", f"节{number}", "commercial", yearly))
    return record.merged(FestivalCalendar(made))


def asked_one_by_one(occasions: list[Occasion], instant: datetime) -> int:
    """Count the windows that hold at an instant by asking each of them."""
    return sum(each.window.start <= instant < each.window.end for each in occasions if each.window.end is not None)


def main() -> int:
    """Ask both sides about the same instants and print the best time of each."""
    parser = argparse.ArgumentParser(description="Which festivals hold, on a calendar of fifty.")
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    calendar = made_calendar()
    first, last = date(YEARS[0], 1, 1), date(YEARS[-1] + 1, 1, 1)
    windows = list(calendar.between(first, last, CHINA))
    random = Random(20161111)
    start = datetime(YEARS[0], 1, 1, tzinfo=CHINA.timezone)
    minutes = (last - first).days * 24 * 60
    instants = [start + timedelta(minutes=int(random.random() * minutes)) for _ in range(INSTANTS)]

    untouched = made_calendar()
    begun = time.perf_counter()
    untouched.on(instants[0])
    print(f"{len(calendar.festivals)} festivals, {len(windows)} windows in {len(YEARS)} years")
    print(f"laying out a year, once      {(time.perf_counter() - begun) * 1e6:9.0f} us")
    if [len(calendar.on(each)) for each in instants] != [asked_one_by_one(windows, each) for each in instants]:
        print("the two sides do not give the same", file=sys.stderr)
        return 1
    on = calendar.on
    ours = min(timeit.repeat(lambda: [on(each) for each in instants], repeat=rounds, number=20)) / 20 / INSTANTS
    few = instants[: INSTANTS // 40]
    naive = min(timeit.repeat(lambda: [asked_one_by_one(windows, each) for each in few], repeat=rounds, number=1))
    naive /= len(few)
    print(f"what holds at an instant     {ours * 1e6:9.2f} us")
    print(f"every window asked, one by one {naive * 1e6:7.2f} us   {naive / ours:6.1f} x the time of ours")
    for question, ask in {
        "what holds on a day": lambda: calendar.on(date(2016, 11, 11), CHINA),
        "what holds in a year": lambda: calendar.between(date(2016, 1, 1), date(2017, 1, 1), CHINA),
        "what comes next": lambda: calendar.next(date(2016, 11, 11), CHINA),
        "the next of one festival": lambda: calendar.next(date(2016, 11, 11), CHINA, festival="laba"),
    }.items():
        print(f"{question:28} {min(timeit.repeat(ask, repeat=rounds, number=5)) / 5 * 1e6:9.0f} us")
    return 0


if __name__ == "__main__":
    sys.exit(main())
