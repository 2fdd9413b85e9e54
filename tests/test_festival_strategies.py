from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis.strategies import SearchStrategy

from rural_taobao.festivals.chinese_days import FixedLunarDay, IfShort, SolarTermDay
from rural_taobao.festivals.civil_days import DaySpan, FixedDay, Nth, NthWeekday
from rural_taobao.festivals.day_rules import Offset
from rural_taobao.festivals.editions import EditionKind
from rural_taobao.festivals.festival import FestivalKind
from rural_taobao.festivals.rules import Announced, Yearly
from rural_taobao.testing import festival_rule_strategies as strategies
from rural_taobao.testing import festival_strategies as festivals
from tests.corners import shows

Corner = tuple[str, SearchStrategy[Any], Callable[[Any], bool]]

THE_YEAR = 2015

windows = festivals.windows()
editions = festivals.editions()
days = strategies.fixed_days()
every_day = strategies.day_rules()
yearly = strategies.yearly_windows()
rules = strategies.yearly_rules()
held = festivals.festivals()
calendars = festivals.calendars()
lunar = festivals.lunar_days()


def of_kind(kind: object) -> Callable[[Any], bool]:
    return lambda drawn: drawn.kind is kind


def of_form(form: type) -> Callable[[Any], bool]:
    return lambda drawn: isinstance(drawn, form)


def on_the_last_day_of_a_month(rule: FixedDay) -> bool:
    return date.fromordinal(date(THE_YEAR, rule.month, rule.day).toordinal() + 1).day == 1


CORNERS: list[Corner] = [
    ("a window without an end", windows, lambda window: window.end is None),
    ("a window with an end", windows, lambda window: window.end is not None),
    ("an edition of no window", editions, lambda edition: not (edition.windows or edition.cancelled)),
    ("an edition of several windows", editions, lambda edition: len(edition.windows) > 1),
    ("a cancelled edition", editions, lambda edition: edition.cancelled),
    ("an edition with a note", editions, lambda edition: bool(edition.note)),
    ("an edition without one", editions, lambda edition: not edition.note),
    *((f"an edition that is {kind}", editions, of_kind(kind)) for kind in EditionKind),
    ("a rule with a last year", rules, lambda rule: rule.last_year is not None),
    ("a rule without one", rules, lambda rule: rule.last_year is None),
    ("a rule of one year", rules, lambda rule: rule.last_year == rule.first_year),
    ("a rule of several windows", rules, lambda rule: len(rule.windows) > 1),
    ("a rule that the tables bound", rules, lambda rule: rule.last_year is None and rule.years[1] < 9990),
    ("the last day of a month", days, on_the_last_day_of_a_month),
    *(
        (f"days of the form {form.__name__}", every_day, of_form(form))
        for form in (FixedDay, DaySpan, NthWeekday, FixedLunarDay, SolarTermDay, Offset)
    ),
    ("a span over the new year", strategies.day_spans(), lambda span: (span.end_month, span.end_day) < (span.month, 1)),
    ("the last of a month", strategies.nth_weekdays(), lambda rule: rule.nth is Nth.LAST),
    *(
        (f"day 30 and {choice}", strategies.fixed_lunar_days(), lambda rule, choice=choice: rule.if_short is choice)
        for choice in IfShort
    ),
    ("days before others", strategies.offset_days(), lambda rule: rule.days_after < 0),
    ("days after others", strategies.offset_days(), lambda rule: rule.days_after > 0),
    ("a window as long as its days", yearly, lambda window: window.length is None and window.to is None),
    ("a window of some days", yearly, lambda window: window.length is not None),
    ("a window up to another day", yearly, lambda window: window.to is not None),
    (
        "a window up to a day that others are counted from",
        yearly,
        lambda window: not isinstance(window.to, Offset | None),
    ),
    ("a window that starts at noon or later", yearly, lambda window: window.starts.hour > 11),
    ("a window that ends within a day", yearly, lambda window: window.ends.minute > 0),
    ("no rule at all", strategies.festival_rules(), of_form(Announced)),
    ("a rule", strategies.festival_rules(), of_form(Yearly)),
    ("an edition with a name of its own", editions, lambda edition: bool(edition.name_en)),
    *((f"a festival that is {kind}", held, of_kind(kind)) for kind in FestivalKind),
    ("a festival that nobody announced", held, lambda festival: not festival.editions),
    ("a festival of several editions", held, lambda festival: len(festival.editions) > 1),
    ("no festival", calendars, lambda calendar: not calendar.festivals),
    ("several festivals", calendars, lambda calendar: len(calendar.festivals) > 1),
    ("a day of a leap month", lunar, lambda day: day.leap),
    ("a day of another month", lunar, lambda day: not day.leap),
    ("a new year", lunar, lambda day: day.month == day.day == 1),
    ("the last day of a long month", lunar, lambda day: day.day == 30),
    ("a day in the Gregorian year after its own", lunar, lambda day: day.date.year > day.year),
]


class TestTheWholeDomain:
    """A strategy draws from the whole domain of its type unless it is told to draw from less."""

    @pytest.mark.parametrize(("strategy", "wanted"), [pytest.param(*rest, id=name) for name, *rest in CORNERS])
    def test_every_corner_is_drawn_from(
        self, strategy: SearchStrategy[object], wanted: Callable[[object], bool]
    ) -> None:
        assert shows(strategy, wanted)
