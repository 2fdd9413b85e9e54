"""Strategies for calendars of small worlds: Double 11 by a rule of every form, moved, in waves or cancelled."""

from collections.abc import Iterator
from datetime import date, datetime, time
from functools import cache

from attrs import evolve
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from rural_taobao.festivals import (
    Announced,
    DayRule,
    DaySpan,
    Edition,
    EditionKind,
    Festival,
    FestivalCalendar,
    FixedDay,
    FixedLunarDay,
    IfLeap,
    IfShort,
    LunarYear,
    Nth,
    NthWeekday,
    Offset,
    SolarTerm,
    SolarTermDay,
    Weekday,
    Window,
    Yearly,
    YearlyWindow,
    programme_calendar,
)
from rural_taobao.instants import CHINA
from rural_taobao.timeline import Source

__all__ = ["small_calendars"]

_SAYS = Source("an example")
_ELEVENTH = FixedDay(11, 11)
_WINTER = SolarTermDay(SolarTerm.START_OF_WINTER)
_DAYS: tuple[DayRule, ...] = (
    _ELEVENTH,
    DaySpan(10, 30, 12, 2),
    NthWeekday(11, Weekday.FRIDAY, Nth.SECOND),
    NthWeekday(11, Weekday.WEDNESDAY, Nth.LAST),
    FixedLunarDay(10, 12, LunarYear.BEGINNING, IfLeap.COMMON_MONTH),
    FixedLunarDay(10, 30, LunarYear.BEGINNING, IfLeap.LEAP_MONTH, IfShort.NEXT_DAY),
    _WINTER,
    Offset(_WINTER, 4),
)
"""Each of them gives days near those on which small worlds trade, from 28 October to 5 December 2016."""


@cache
def small_calendars() -> SearchStrategy[FestivalCalendar]:
    """
    Make calendars of the programme's festivals, in which Double 11 has a window called `sale`, whatever else it has.

    Example:
        >>> from hypothesis import given
        >>> @given(small_calendars())
        ... def test_a_plan_may_name_its_sale(calendar):
        ...     assert "sale" in calendar.festival("double-11").window_names
        >>> test_a_plan_may_name_its_sale()
    """
    known = programme_calendar()
    others = [festival for festival in known.festivals if festival.id != "double-11"]
    double_11 = known.festival("double-11")
    held = [double_11, *(evolve(double_11, rule=rule) for rule in _rules()), *_announced(double_11)]
    return st.sampled_from([FestivalCalendar([*others, festival]) for festival in held])


def _rules() -> Iterator[Yearly]:
    """Give a rule of each form of days, and of each form of windows."""
    yield from (_yearly(YearlyWindow("sale", days)) for days in _DAYS)
    yield _yearly(YearlyWindow("sale", _ELEVENTH, length=14, starts=time(9), ends=time(23)))
    yield _yearly(YearlyWindow("sale", _WINTER, to=_ELEVENTH), YearlyWindow("balance", FixedDay(11, 10), length=2))


def _yearly(*windows: YearlyWindow) -> Yearly:
    return Yearly(windows, 2009, None, CHINA, _SAYS)


def _announced(festival: Festival) -> Iterator[Festival]:
    """Give a festival as announced for 2016: on other days, in waves that overlap, cancelled, and by no rule at all."""
    sale = Window.of_days("sale", date(2016, 11, 18), date(2016, 11, 21), CHINA)
    wave = Window(
        "wave 2", datetime(2016, 11, 20, 9, tzinfo=CHINA.timezone), datetime(2016, 11, 28, tzinfo=CHINA.timezone)
    )
    yield festival.announcing(Edition(2016, [sale], EditionKind.ANNOUNCED, _SAYS, name_zh="狂欢节"))
    yield festival.announcing(Edition(2016, [sale, wave], EditionKind.ANNOUNCED, _SAYS))
    yield festival.announcing(Edition(2016, [], EditionKind.ANNOUNCED, _SAYS, cancelled=True))
    yield evolve(festival, rule=Announced(), editions=[Edition(2016, [sale, wave], EditionKind.ANNOUNCED, _SAYS)])
