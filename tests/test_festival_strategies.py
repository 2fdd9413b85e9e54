from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis.strategies import SearchStrategy

from rural_taobao.festivals.editions import EditionKind
from rural_taobao.festivals.festival import FestivalKind
from rural_taobao.festivals.rules import Announced, FixedDay
from rural_taobao.testing import festival_strategies as festivals
from tests.corners import shows

Corner = tuple[str, SearchStrategy[Any], Callable[[Any], bool]]

THE_YEAR = 2015

windows = festivals.windows()
editions = festivals.editions()
rules = festivals.fixed_days()
held = festivals.festivals()
calendars = festivals.calendars()
lunar = festivals.lunar_days()


def of_kind(kind: object) -> Callable[[Any], bool]:
    return lambda drawn: drawn.kind is kind


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
    ("a rule of the last day of a month", rules, on_the_last_day_of_a_month),
    ("no rule at all", festivals.festival_rules(), lambda rule: isinstance(rule, Announced)),
    ("a rule", festivals.festival_rules(), lambda rule: isinstance(rule, FixedDay)),
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
