"""Strategies for rules of days, yearly windows and festival rules: every form, over every year that it knows."""

from collections.abc import Sequence
from datetime import date, time

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from rural_taobao.festivals.chinese_days import FixedLunarDay, IfLeap, IfShort, LunarYear, SolarTermDay
from rural_taobao.festivals.civil_days import DaySpan, FixedDay, Nth, NthWeekday, Weekday
from rural_taobao.festivals.day_rules import FURTHEST, AnchorRule, DayRule, Offset
from rural_taobao.festivals.editions import LAST_YEAR
from rural_taobao.festivals.rules import Announced, FestivalRule, Yearly
from rural_taobao.festivals.solar_terms import SolarTerm
from rural_taobao.festivals.yearly_windows import LONGEST_DAYS, YearlyWindow
from rural_taobao.instants import UtcOffset
from rural_taobao.testing.strategies import offsets, sources

__all__ = [
    "anchor_rules",
    "day_rules",
    "day_spans",
    "festival_names",
    "festival_rules",
    "fixed_days",
    "fixed_lunar_days",
    "nth_weekdays",
    "offset_days",
    "solar_term_days",
    "yearly_rules",
    "yearly_windows",
]

_PRINTED = st.characters(exclude_categories=["C", "Z"], include_characters=" ")
_DAYS_OF_EVERY_YEAR = st.dates(date(2015, 1, 1), date(2015, 12, 31)).map(lambda day: (day.month, day.day))
_MONTHS = st.integers(1, 12)
_TIMES = st.builds(time, st.integers(0, 23), st.integers(0, 59))
_LAST_OF_ALL_MONTHS = 30


def festival_names() -> SearchStrategy[str]:
    """Draw names of festivals, of editions and of windows, in any script."""
    return st.text(_PRINTED, min_size=1, max_size=100).map(lambda text: text.strip() or "sale")


def fixed_days() -> SearchStrategy[FixedDay]:
    """Draw rules that mean the same day of each year."""
    return _DAYS_OF_EVERY_YEAR.map(lambda day: FixedDay(*day))


def day_spans() -> SearchStrategy[DaySpan]:
    """Draw rules that mean the same span of days of each year, over its end too."""
    two = st.lists(_DAYS_OF_EVERY_YEAR, min_size=2, max_size=2, unique=True)
    return two.map(lambda days: DaySpan(*days[0], *days[1]))


def nth_weekdays() -> SearchStrategy[NthWeekday]:
    """Draw rules that mean a weekday of a month."""
    return st.builds(NthWeekday, _MONTHS, st.sampled_from(Weekday), st.sampled_from(Nth))


def fixed_lunar_days() -> SearchStrategy[FixedLunarDay]:
    """Draw rules that mean the same lunar day of each year."""
    years, leaps = st.sampled_from(LunarYear), st.sampled_from(IfLeap)
    in_all = st.builds(FixedLunarDay, _MONTHS, st.integers(1, _LAST_OF_ALL_MONTHS - 1), years, leaps)
    return in_all | st.builds(
        FixedLunarDay, _MONTHS, st.just(_LAST_OF_ALL_MONTHS), years, leaps, st.sampled_from(IfShort)
    )


def solar_term_days() -> SearchStrategy[SolarTermDay]:
    """Draw rules that mean the day of a solar term."""
    return st.builds(SolarTermDay, st.sampled_from(SolarTerm))


def anchor_rules() -> SearchStrategy[AnchorRule]:
    """Draw rules of days that others can be counted from."""
    return fixed_days() | day_spans() | nth_weekdays() | fixed_lunar_days() | solar_term_days()


def offset_days(*, of: SearchStrategy[AnchorRule] | None = None) -> SearchStrategy[Offset]:
    """
    Draw rules that mean days before or after others.

    Args:
        of: The days to count from; any where it is not given.
    """
    counts = st.integers(-FURTHEST, FURTHEST).map(lambda days: days or 1)
    return st.builds(Offset, anchor_rules() if of is None else of, counts)


def day_rules() -> SearchStrategy[DayRule]:
    """
    Draw rules of days of every form.

    Example:
        >>> from hypothesis import given
        >>> @given(day_rules())
        ... def test_a_rule_answers_for_the_years_that_it_knows(rule):
        ...     first, last = rule.days(rule.years[1])
        ...     assert first < last
        >>> test_a_rule_answers_for_the_years_that_it_knows()
    """
    return anchor_rules() | offset_days()


@st.composite
def yearly_windows(
    draw: DrawFn, *, name: SearchStrategy[str] | None = None, days: SearchStrategy[DayRule] | None = None
) -> YearlyWindow:
    """
    Draw windows that come again each year: as long as their days, for a number of days, or up to another day.

    Args:
        draw: Given by Hypothesis.
        name: What the window is called; any name where it is not given.
        days: The days on which it is held; any where it is not given.
    """
    held = draw(day_rules() if days is None else days)
    later = st.sampled_from(list(_later(held))) if any(_later(held)) else st.none()
    length, to = draw(st.tuples(st.none(), st.none() | later) | st.tuples(st.integers(1, LONGEST_DAYS), st.none()))
    midnights = st.just(time()) | _TIMES
    called = draw(festival_names() if name is None else name)
    return YearlyWindow(called, held, length, to, draw(midnights), draw(midnights))


def _later(days: DayRule) -> Sequence[DayRule]:
    """Give rules of days that begin later than some days in every year."""
    if not isinstance(days, Offset):
        return [Offset(days, more) for more in (1, 30, FURTHEST)]
    counts = (days.days_after + 1, days.days_after + 30, FURTHEST)
    moved = [Offset(days.of, count) for count in counts if days.days_after < count <= FURTHEST and count]
    return [*moved, *([days.of] if days.days_after < 0 else [])]


@st.composite
def yearly_rules(
    draw: DrawFn,
    *,
    window: SearchStrategy[YearlyWindow] | None = None,
    offset: SearchStrategy[UtcOffset] | None = None,
) -> Yearly:
    """
    Draw rules that compute editions.

    Args:
        draw: Given by Hypothesis.
        window: One of the windows, of which those of one name are drawn once; any where it is not given.
        offset: The clock whose days and times are meant; any where it is not given.
    """
    each = yearly_windows() if window is None else window
    windows = draw(st.lists(each, min_size=1, max_size=3, unique_by=lambda window: window.name))
    known = [window.years for window in windows]
    first = draw(st.integers(1, min(last for _, last in known)))
    ends = st.integers(max(first, *(first for first, _ in known)), LAST_YEAR)
    clock = draw(offsets() if offset is None else offset)
    return Yearly(windows, first, draw(st.none() | ends), clock, draw(sources()))


def festival_rules() -> SearchStrategy[FestivalRule]:
    """Draw festival rules of every form."""
    return st.builds(Announced) | yearly_rules()
