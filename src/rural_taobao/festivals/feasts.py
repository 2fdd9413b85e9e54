"""
Feasts: the festivals that the villages keep and the state has named, each by a rule with its source.

Days are China's, lunar days and solar terms those of GB/T 33661-2017, as far as their tables go.
A rule begins with the first year that its source speaks of, and not with the custom, which is older.
"""

from datetime import date
from functools import cache
from typing import Final

from rural_taobao.festivals.calendar import FestivalCalendar
from rural_taobao.festivals.chinese_days import FixedLunarDay, IfLeap, LunarYear, SolarTermDay
from rural_taobao.festivals.day_rules import DayRule, Offset
from rural_taobao.festivals.editions import Edition, EditionKind
from rural_taobao.festivals.festival import Festival, FestivalKind
from rural_taobao.festivals.rules import Yearly
from rural_taobao.festivals.solar_terms import SolarTerm
from rural_taobao.festivals.windows import Window
from rural_taobao.festivals.yearly_windows import YearlyWindow
from rural_taobao.identifiers import FestivalId
from rural_taobao.instants import CHINA
from rural_taobao.timeline import Source

__all__ = ["feast_calendar"]

_WINDOW: Final = "day"
_HOLIDAYS: Final = "State Council, Regulation on Public Holidays for National Festivals and Memorial Days"


@cache
def feast_calendar() -> FestivalCalendar:
    """
    Give the calendar of what villages keep besides the programme's own festivals: public and traditional feasts.

    An application that pays on them merges it into its own.

    Example:
        >>> for festival in feast_calendar().festivals:
        ...     print(festival.id, festival.name_en, festival.name_zh, *festival.rule.years)
        double-ninth Double Ninth 重阳节 2013 2100
        dragon-boat Dragon Boat Festival 端午节 2008 2100
        farmers-harvest-festival Farmers' Harvest Festival 中国农民丰收节 2018 2100
        laba Laba 腊八节 2014 2101
        lantern-festival Lantern Festival 元宵节 2008 2100
        mid-autumn Mid-Autumn Festival 中秋节 2008 2100
        new-years-eve New Year's Eve 除夕 2008 2100
        qingming Qingming 清明节 2008 2100
        spring-festival Spring Festival 春节 1950 2100
    """
    return FestivalCalendar(
        (
            _harvest_festival(),
            _feast("spring-festival", "Spring Festival", "春节", _spring_festival()),
            _feast("new-years-eve", "New Year's Eve", "除夕", _holiday(Offset(_lunar(1, 1), -1))),
            _feast("lantern-festival", "Lantern Festival", "元宵节", _lantern_festival()),
            _feast("qingming", "Qingming", "清明节", _holiday(SolarTermDay(SolarTerm.PURE_BRIGHTNESS))),
            _feast("dragon-boat", "Dragon Boat Festival", "端午节", _holiday(_lunar(5, 5))),
            _feast("mid-autumn", "Mid-Autumn Festival", "中秋节", _holiday(_lunar(8, 15))),
            _feast("double-ninth", "Double Ninth", "重阳节", _double_ninth()),
            _feast("laba", "Laba", "腊八节", _laba()),
        )
    )


def _lunar(month: int, day: int, lunar_year: LunarYear = LunarYear.BEGINNING) -> FixedLunarDay:
    return FixedLunarDay(month, day, lunar_year, IfLeap.COMMON_MONTH)


def _each_year(days: DayRule, first_year: int, source: Source) -> Yearly:
    return Yearly([YearlyWindow(_WINDOW, days)], first_year, None, CHINA, source)


def _feast(festival: str, name_en: str, name_zh: str, rule: Yearly) -> Festival:
    return Festival(FestivalId(festival), name_en, name_zh, FestivalKind.TRADITIONAL, rule)


def _holiday(days: DayRule) -> Yearly:
    source = Source(
        f"{_HOLIDAYS}, order 513 of 14 December 2007",
        quality="primary",
        note="a public holiday from 1 January 2008; the order names the day, and custom its date",
    )
    return _each_year(days, 2008, source)


def _spring_festival() -> Yearly:
    source = Source(
        f"{_HOLIDAYS}, 23 December 1949",
        quality="primary",
        note=(
            "a public holiday ever since: day 1 of lunar month 1, with days beside it that were changed "
            "by orders of 2007, 2013 and 2024 and are no part of this rule"
        ),
    )
    return _each_year(_lunar(1, 1), 1950, source)


def _lantern_festival() -> Yearly:
    source = Source(
        "second national list of intangible cultural heritage, number 978, June 2008",
        url="chinawiki.net/thread/69/2885.html",
        quality="third party",
        note="day 15 of lunar month 1, as everybody keeps it",
    )
    return _each_year(_lunar(1, 15), 2008, source)


def _double_ninth() -> Yearly:
    source = Source(
        "Law on the Protection of the Rights and Interests of the Elderly, article 12",
        quality="primary",
        note="day 9 of lunar month 9 is the day of the elderly, by the version in force from 1 July 2013",
    )
    return _each_year(_lunar(9, 9), 2013, source)


def _laba() -> Yearly:
    source = Source(
        "alizila.com",
        url="alizila.com/a-new-kind-of-chinese-new-year",
        quality="primary",
        note=(
            "the notice of the first New-Year-goods Festival says that 17 January 2016 is Laba, day 8 of lunar "
            "month 12; how old the custom is is not asked here, so the rule begins with the programme's own first "
            "year, 2014"
        ),
    )
    return _each_year(_lunar(12, 8, LunarYear.ENDING), 2014, source)


def _harvest_festival() -> Festival:
    source = Source(
        "State Council, reply on the Chinese Farmers' Harvest Festival, Guo Han [2018] No. 80, 7 June 2018",
        quality="primary",
        note="the autumn equinox, every year from 2018; made public on 21 June 2018",
    )
    told = {
        2018: (date(2018, 9, 23), Source("press", quality="press")),
        2021: (date(2021, 9, 23), Source("CGTN; people.cn", quality="press")),
        2025: (date(2025, 9, 23), Source("people.cn", quality="press")),
    }
    return Festival(
        FestivalId("farmers-harvest-festival"),
        "Farmers' Harvest Festival",
        "中国农民丰收节",
        FestivalKind.PUBLIC,
        _each_year(SolarTermDay(SolarTerm.AUTUMN_EQUINOX), 2018, source),
        (_held_on(year, day, said) for year, (day, said) in told.items()),
    )


def _held_on(year: int, day: date, source: Source) -> Edition:
    window = Window.of_days(_WINDOW, day, day.replace(day=day.day + 1), CHINA)
    return Edition(year, (window,), EditionKind.ANNOUNCED, source)
