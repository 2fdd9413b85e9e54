"""
Festivals: rules, dated editions and their windows, calendars of them, the programme's own five, and lunar days.

Nothing here knows a plan, an order or a clock on the wall.
"""

from rural_taobao.festivals.calendar import FestivalCalendar, Occasion
from rural_taobao.festivals.editions import Edition, EditionKind
from rural_taobao.festivals.festival import Festival, FestivalKind
from rural_taobao.festivals.lunisolar import (
    LunarDay,
    LunarMonth,
    lunar,
    months_of,
    new_year,
)
from rural_taobao.festivals.record import programme_calendar
from rural_taobao.festivals.rules import Announced, FestivalRule, FixedDay
from rural_taobao.festivals.solar_terms import SolarTerm, solar_term
from rural_taobao.festivals.windows import Span, Window

__all__ = [
    "Announced",
    "Edition",
    "EditionKind",
    "Festival",
    "FestivalCalendar",
    "FestivalKind",
    "FestivalRule",
    "FixedDay",
    "LunarDay",
    "LunarMonth",
    "Occasion",
    "SolarTerm",
    "Span",
    "Window",
    "lunar",
    "months_of",
    "new_year",
    "programme_calendar",
    "solar_term",
]
