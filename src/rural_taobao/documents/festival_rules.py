"""
The tables of festival rules in a calendar: each states its `form`, and so does each rule of days in it.

The form `fixed_day` of a festival rule is that of calendars of the first format; it reads as a yearly rule of one day.
"""

from collections.abc import Iterator
from functools import partial
from typing import Any, final

from attrs import frozen

from rural_taobao.documents.misfits import Told, twice
from rural_taobao.documents.structuring import Structuring
from rural_taobao.documents.trees import Table
from rural_taobao.festivals.chinese_days import FixedLunarDay, SolarTermDay
from rural_taobao.festivals.civil_days import DayNotInEveryYear, DaySpan, FixedDay, NthWeekday
from rural_taobao.festivals.day_rules import AnchorRule, DayRule, Offset
from rural_taobao.festivals.editions import WindowTwice
from rural_taobao.festivals.rules import Announced, FestivalRule, Yearly, yearly_checks
from rural_taobao.festivals.windows import MalformedName
from rural_taobao.festivals.yearly_windows import YearlyWindow
from rural_taobao.instants import UtcOffset
from rural_taobao.timeline import Source

__all__ = ["declare_festival_rules"]


@final
@frozen
class _FixedDayRule:
    """
    The same day of each year, as calendars of the first format state it.

    Attributes:
        month: 1 to 12.
        day: Of the month; a day that every year has, so not 29 February.
        first_year: The first year of which the rule holds, 1 to 9998.
        window: The name of the one window that each edition has.
        offset: The clock whose midnights are meant.
        source: Who says so.
        last_year: The last year, or None while no end is known.
    """

    month: int
    day: int
    first_year: int
    window: str
    offset: UtcOffset
    source: Source
    last_year: int | None = None

    def __attrs_post_init__(self) -> None:
        """Refuse what no rule can be made of."""
        self.value()

    def value(self) -> Yearly:
        """Give the rule that it stands for."""
        window = YearlyWindow(self.window, FixedDay(self.month, self.day))
        return Yearly([window], self.first_year, self.last_year, self.offset, self.source)


@final
class _FirstFormat:
    """What a festival rule of the first format is read as."""


def declare_festival_rules(structuring: Structuring) -> None:
    """
    Declare the table of every festival rule, and of every rule of days.

    Example:
        >>> from rural_taobao.currencies import CNY
        >>> structuring = Structuring(CNY)
        >>> declare_festival_rules(structuring)
        >>> structuring.tree(Offset(FixedDay(11, 11), -10))
        {'form': 'offset', 'days': -10, 'of': {'form': 'fixed_day', 'month': 11, 'day': 11}}
    """
    _declare_days(structuring)
    structuring.table(
        YearlyWindow,
        name="name",
        days="days",
        starts="starts",
        length="length",
        to="to",
        ends="ends",
    )
    structuring.table(
        Yearly,
        check=_names_of_their_own,
        checks=yearly_checks,
        filled=("windows",),
        absent={"last_year": None},
        first_year="first_year",
        last_year="last_year",
        offset="offset",
        source="source",
        windows="windows",
    )
    structuring.table(Announced)
    structuring.table(
        _FixedDayRule,
        blamed={DayNotInEveryYear: ("day",), MalformedName: ("window",)},
        month="month",
        day="day",
        first_year="first_year",
        last_year="last_year",
        window="window",
        offset="offset",
        source="source",
    )
    structuring.custom(_FirstFormat, partial(_of_first_format, structuring), like=(_FixedDayRule,))
    structuring.tagged(FestivalRule, "form", yearly=Yearly, announced=Announced, fixed_day=_FirstFormat)


def _declare_days(structuring: Structuring) -> None:
    """Declare the table of every rule of days."""
    structuring.table(FixedDay, month="month", day="day")
    structuring.table(
        DaySpan,
        month="month",
        day="day",
        end_month="end_month",
        end_day="end_day",
    )
    structuring.table(NthWeekday, month="month", nth="nth", weekday="weekday")
    structuring.table(
        FixedLunarDay,
        month="month",
        day="day",
        lunar_year="lunar_year",
        if_leap="if_leap",
        if_short="if_short",
    )
    structuring.table(SolarTermDay, term="term")
    anchors: dict[str, type[object]] = {
        "fixed_day": FixedDay,
        "day_span": DaySpan,
        "nth_weekday": NthWeekday,
        "lunar_day": FixedLunarDay,
        "solar_term": SolarTermDay,
    }
    structuring.tagged(AnchorRule, "form", **anchors)
    structuring.table(Offset, days_after="days", of="of")
    structuring.tagged(DayRule, "form", **anchors, offset=Offset)
    kind: Any = DayRule
    structuring.custom(kind | None, partial(structuring.value, kind), like=(kind,))


def _names_of_their_own(table: Table) -> Iterator[Told]:
    """Tell of two windows of one name, whatever else is wrong."""
    stated: Any = table.get("first_year")
    yield from twice(table, "windows", "name", lambda name: WindowTwice(stated, name))


def _of_first_format(structuring: Structuring, tree: object) -> Yearly:
    return structuring.value(_FixedDayRule, tree).value()
