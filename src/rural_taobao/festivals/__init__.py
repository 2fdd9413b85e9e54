"""
Festivals: rules, dated editions and their windows, calendars of them, the programme's own five, and lunar days.

Nothing here knows a plan, an order or a clock on the wall.
The names below are resolved when they are first asked for.
"""

from typing import TYPE_CHECKING, Final

from rural_taobao.doors import Listed, Opened, door

if TYPE_CHECKING:
    from rural_taobao.festivals.calendar import FestivalCalendar
    from rural_taobao.festivals.chinese_days import FixedLunarDay, IfLeap, IfShort, LunarYear, SolarTermDay
    from rural_taobao.festivals.civil_days import DaySpan, FixedDay, Nth, NthWeekday, Weekday
    from rural_taobao.festivals.day_rules import AnchorRule, DayRule, Offset
    from rural_taobao.festivals.editions import Edition, EditionKind
    from rural_taobao.festivals.feasts import feast_calendar
    from rural_taobao.festivals.festival import Festival, FestivalKind, Standing
    from rural_taobao.festivals.lunisolar import (
        LunarDay,
        LunarMonth,
        leap_month,
        lunar,
        months_of,
        new_year,
    )
    from rural_taobao.festivals.occasions import Occasion
    from rural_taobao.festivals.record import programme_calendar
    from rural_taobao.festivals.rules import Announced, FestivalRule, Yearly
    from rural_taobao.festivals.solar_terms import SolarTerm, solar_term
    from rural_taobao.festivals.windows import Span, Window
    from rural_taobao.festivals.yearly_windows import YearlyWindow

__all__ = [
    "AnchorRule",
    "Announced",
    "DayRule",
    "DaySpan",
    "Edition",
    "EditionKind",
    "Festival",
    "FestivalCalendar",
    "FestivalKind",
    "FestivalRule",
    "FixedDay",
    "FixedLunarDay",
    "IfLeap",
    "IfShort",
    "LunarDay",
    "LunarMonth",
    "LunarYear",
    "Nth",
    "NthWeekday",
    "Occasion",
    "Offset",
    "SolarTerm",
    "SolarTermDay",
    "Span",
    "Standing",
    "Weekday",
    "Window",
    "Yearly",
    "YearlyWindow",
    "feast_calendar",
    "leap_month",
    "lunar",
    "months_of",
    "new_year",
    "programme_calendar",
    "solar_term",
]

_MODULES: Final = {
    "AnchorRule": "day_rules",
    "Announced": "rules",
    "DayRule": "day_rules",
    "DaySpan": "civil_days",
    "Edition": "editions",
    "EditionKind": "editions",
    "Festival": "festival",
    "FestivalCalendar": "calendar",
    "FestivalKind": "festival",
    "FestivalRule": "rules",
    "FixedDay": "civil_days",
    "FixedLunarDay": "chinese_days",
    "IfLeap": "chinese_days",
    "IfShort": "chinese_days",
    "LunarDay": "lunisolar",
    "LunarMonth": "lunisolar",
    "LunarYear": "chinese_days",
    "Nth": "civil_days",
    "NthWeekday": "civil_days",
    "Occasion": "occasions",
    "Offset": "day_rules",
    "SolarTerm": "solar_terms",
    "SolarTermDay": "chinese_days",
    "Span": "windows",
    "Standing": "festival",
    "Weekday": "civil_days",
    "Window": "windows",
    "Yearly": "rules",
    "YearlyWindow": "yearly_windows",
    "feast_calendar": "feasts",
    "leap_month": "lunisolar",
    "lunar": "lunisolar",
    "months_of": "lunisolar",
    "new_year": "lunisolar",
    "programme_calendar": "record",
    "solar_term": "solar_terms",
}

__getattr__: Opened
__dir__: Listed
__getattr__, __dir__ = door(__name__, _MODULES, __all__)
