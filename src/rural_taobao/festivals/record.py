"""
The record: the five festivals of the programme, each known edition with its source.

Days and times are China's.
What is not known is not filled in: an edition that nobody told of is missing, and one whose dates
are in doubt has no windows.
"""

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from typing import Final

from rural_taobao.festivals.calendar import FestivalCalendar
from rural_taobao.festivals.civil_days import FixedDay
from rural_taobao.festivals.editions import Edition, EditionKind
from rural_taobao.festivals.festival import Festival, FestivalKind
from rural_taobao.festivals.rules import Announced, Yearly
from rural_taobao.festivals.windows import Window
from rural_taobao.festivals.yearly_windows import YearlyWindow
from rural_taobao.identifiers import FestivalId
from rural_taobao.instants import CHINA
from rural_taobao.timeline import Source

__all__ = ["WEAK_QUALITIES", "programme_calendar"]

WEAK_QUALITIES: Final = frozenset({"conflict", "medium", "third party"})
"""Qualities of a source on whose word an edition is shown and not vouched for."""


@cache
def programme_calendar() -> FestivalCalendar:
    """
    Give the calendar of the programme's own festivals: four commercial ones and one cultural.

    Example:
        >>> for festival in programme_calendar().festivals:
        ...     print(festival.id, festival.name_en, festival.name_zh, len(festival.editions))
        double-11 Double 11 双十一 2
        double-12 Double 12 双十二 1
        new-year-goods-festival New-Year-goods Festival 年货节 2
        rural-culture-festival Rural Culture Festival 乡村文化节 1
        taobao-maker-festival Taobao Maker Festival 淘宝造物节 7
    """
    return FestivalCalendar(
        (
            _double_11(),
            _double_12(),
            _maker_festival(),
            _new_year_goods_festival(),
            _rural_culture_festival(),
        )
    )


def _days(name: str, first: str, end: str) -> Window:
    return Window.of_days(name, date.fromisoformat(first), date.fromisoformat(end), CHINA)


def _times(name: str, start: str, end: str | None) -> Window:
    return Window(name, _china(start), None if end is None else _china(end))


def _china(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA.timezone)


def _announced(year: int, windows: Iterable[Window], source: Source) -> Edition:
    return Edition(year, windows, EditionKind.ANNOUNCED, source)


def _double_11() -> Festival:
    return Festival(
        FestivalId("double-11"),
        "Double 11",
        "双十一",
        FestivalKind.COMMERCIAL,
        Yearly(
            windows=[YearlyWindow("sale", FixedDay(11, 11))],
            first_year=2009,
            last_year=None,
            offset=CHINA,
            source=Source("the name of the festival", note="11 November every year, from 2009"),
        ),
        (
            _announced(
                2020,
                (
                    _times("deposit, wave 1", "2020-10-21T00:00", "2020-10-31T22:00"),
                    _times("balance, wave 1", "2020-11-01T00:30", "2020-11-04T00:00"),
                    _times("deposit, wave 2", "2020-11-04T00:00", "2020-11-10T22:00"),
                    _times("balance, wave 2", "2020-11-11T00:30", "2020-11-12T00:00"),
                    _times("sale", "2020-11-11T00:00", "2020-11-12T00:00"),
                ),
                Source(
                    "m.mzbkw.com",
                    url="m.mzbkw.com/baike/788353",
                    quality="third party",
                    note="quoting the platform rules",
                ),
            ),
            _announced(
                2022,
                (
                    _times("presale", "2022-10-24T20:00", None),
                    _times("wave 1", "2022-10-31T20:00", "2022-11-04T00:00"),
                    _times("wave 2", "2022-11-10T20:00", "2022-11-12T00:00"),
                ),
                Source("chinainternetwatch.com", url="chinainternetwatch.com/35143", quality="press"),
            ),
        ),
    )


def _double_12() -> Festival:
    return Festival(
        FestivalId("double-12"),
        "Double 12",
        "双十二",
        FestivalKind.COMMERCIAL,
        Yearly(
            windows=[YearlyWindow("sale", FixedDay(12, 12))],
            first_year=2014,
            last_year=2022,
            offset=CHINA,
            source=Source(
                "the name of the festival",
                note=(
                    "12 December every year, until 2022; in which year it began is not known here, "
                    "so the rule begins with the programme's own first year, 2014"
                ),
            ),
        ),
        (
            Edition(
                2023,
                (),
                EditionKind.ANNOUNCED,
                Source("jingdaily.com", quality="press"),
                cancelled=True,
                note=("announced 2023-11-24; replaced by another sale from 2023-12-09T20:00"),
            ),
        ),
    )


def _maker_festival() -> Festival:
    return Festival(
        FestivalId("taobao-maker-festival"),
        "Taobao Maker Festival",
        "淘宝造物节",
        FestivalKind.COMMERCIAL,
        Announced(),
        (
            _announced(
                2016,
                (_days("festival", "2016-07-22", "2016-07-25"),),
                Source(
                    "wwd.com; youngs-group.com",
                    quality="medium",
                    note='"three days, through Sunday"',
                ),
            ),
            Edition(
                2017,
                (),
                EditionKind.ANNOUNCED,
                Source("sources that name 8 or 9 July", quality="conflict"),
                note="sources conflict (8 or 9 July): not known well enough to state",
            ),
            _announced(
                2018,
                (_days("festival", "2018-09-13", "2018-09-17"),),
                Source(
                    "alizila.com",
                    url="alizila.com/taobao-maker-festival-alibaba-cmo",
                    quality="primary",
                ),
            ),
            _announced(
                2019,
                (_days("festival", "2019-09-12", "2019-09-26"),),
                Source("CGTN; alizila.com", quality="press"),
            ),
            _announced(
                2020,
                (
                    _days("caravan", "2020-07-30", "2020-08-19"),
                    _days("online", "2020-08-10", "2020-08-15"),
                ),
                Source(
                    "cnnphilippines.com 2020-08-06",
                    quality="press",
                    note='caravan length "20 days"',
                ),
            ),
            _announced(
                2021,
                (_days("festival", "2021-07-17", "2021-07-26"),),
                Source("danamic.org; americanstocknews", quality="press"),
            ),
            _announced(
                2023,
                (_days("festival", "2023-04-29", "2023-05-02"),),
                Source("campaignasia.com 484248", quality="press"),
            ),
        ),
    )


def _new_year_goods_festival() -> Festival:
    return Festival(
        FestivalId("new-year-goods-festival"),
        "New-Year-goods Festival",
        "年货节",
        FestivalKind.COMMERCIAL,
        Announced(),
        (
            _announced(
                2016,
                (
                    _days("presale", "2016-01-14", "2016-01-17"),
                    _days("sale", "2016-01-17", "2016-01-22"),
                ),
                Source(
                    "alizila.com",
                    url="alizila.com/a-new-kind-of-chinese-new-year",
                    quality="primary",
                    note="17 January 2016 is Laba, said so in the notice",
                ),
            ),
            _announced(
                2025,
                (
                    _days("festival", "2025-01-04", "2025-01-17"),
                    _days("sale", "2025-01-06", "2025-01-17"),
                ),
                Source("asia-assist.com", quality="third party"),
            ),
        ),
    )


def _rural_culture_festival() -> Festival:
    return Festival(
        FestivalId("rural-culture-festival"),
        "Rural Culture Festival",
        "乡村文化节",
        FestivalKind.CULTURAL,
        Announced(),
        (
            _announced(
                2016,
                (
                    _days("festival", "2016-08-08", "2016-10-01"),
                    _days("county expo, Kunming", "2016-09-23", "2016-09-26"),
                ),
                Source("ScienceNet 2016-08-08 (copy); CNR 2016-09-23", quality="press"),
            ),
        ),
    )
