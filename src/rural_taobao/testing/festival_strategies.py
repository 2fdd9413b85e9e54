"""Strategies for festivals: windows, editions, festivals, calendars of them, and lunar days."""

from datetime import date, datetime, timedelta

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from rural_taobao.festivals.calendar import FestivalCalendar
from rural_taobao.festivals.editions import FIRST_YEAR, LAST_YEAR, Edition, EditionKind
from rural_taobao.festivals.festival import Festival, FestivalKind
from rural_taobao.festivals.lunisolar import LunarDay, lunar
from rural_taobao.festivals.rules import FestivalRule
from rural_taobao.festivals.windows import LONGEST, Window
from rural_taobao.identifiers import FestivalId
from rural_taobao.testing.festival_rule_strategies import festival_names, festival_rules
from rural_taobao.testing.strategies import identifiers, instants, sources

__all__ = ["calendars", "editions", "festivals", "lunar_days", "windows"]

_PRINTED = st.characters(exclude_categories=["C", "Z"], include_characters=" ")
_NAMES = festival_names()
_YEARS = st.integers(FIRST_YEAR, LAST_YEAR)
_LENGTHS = st.builds(timedelta, microseconds=st.integers(1, LONGEST))
_STARTS = instants(day=st.dates(date(FIRST_YEAR, 1, 3), date(LAST_YEAR, 12, 28)))
_LUNAR = st.dates(date(1901, 2, 19), date(2101, 1, 28))
"""The days of the lunar years that are known; the table is read when one of them is first drawn."""


def windows(
    *,
    name: SearchStrategy[str] | None = None,
    start: SearchStrategy[datetime] | None = None,
    length: SearchStrategy[timedelta] | None = None,
    allow_open: bool = True,
) -> SearchStrategy[Window]:
    """
    Draw windows.

    Args:
        name: What it is called; any name where it is not given.
        start: Its first instant; any where it is not given, of a day that every clock knows.
        length: How long it lasts; up to 366 days where it is not given.
        allow_open: Whether windows without an end are among them.

    Example:
        >>> from hypothesis import given
        >>> @given(windows(allow_open=False))
        ... def test_the_end_is_not_in_a_window(window):
        ...     assert window.end not in window
        >>> test_the_end_is_not_in_a_window()
    """
    named = _NAMES if name is None else name
    begun = _STARTS if start is None else start
    closed = st.builds(_lasting, named, begun, _LENGTHS if length is None else length)
    return st.builds(Window, named, begun) | closed if allow_open else closed


def _lasting(name: str, start: datetime, length: timedelta) -> Window:
    return Window(name, start, start + length)


def editions(
    *,
    year: SearchStrategy[int] | None = None,
    window: SearchStrategy[Window] | None = None,
    kind: SearchStrategy[EditionKind] | None = None,
) -> SearchStrategy[Edition]:
    """
    Draw editions: held in windows, held nobody knows when, or cancelled.

    Args:
        year: The year that it is called by; any where it is not given.
        window: One of its windows, of which those of one name are drawn once; any where it is not
            given.
        kind: Announced or computed; either where it is not given.

    Example:
        >>> from hypothesis import given
        >>> @given(editions(kind=st.just(EditionKind.ANNOUNCED)))
        ... def test_a_cancelled_edition_has_no_window(edition):
        ...     assert not (edition.cancelled and edition.windows)
        >>> test_a_cancelled_edition_has_no_window()
    """
    years = _YEARS if year is None else year
    kinds = st.sampled_from(EditionKind) if kind is None else kind
    held = st.lists(
        windows() if window is None else window,
        max_size=3,
        unique_by=lambda each: each.name,
    )
    notes = st.text(_PRINTED)
    names = {"name_en": st.none() | _NAMES, "name_zh": st.none() | _NAMES}
    return st.builds(Edition, years, held, kinds, sources(), note=notes, **names) | st.builds(
        Edition, years, st.just(()), kinds, sources(), cancelled=st.just(value=True), note=notes, **names
    )


def festivals(
    *,
    rule: SearchStrategy[FestivalRule] | None = None,
    edition: SearchStrategy[Edition] | None = None,
) -> SearchStrategy[Festival]:
    """
    Draw festivals.

    Args:
        rule: What computes its editions; any rule where it is not given.
        edition: One of its announced editions, of which those of one year are drawn once; any
            where it is not given.
    """
    announced = editions(kind=st.just(EditionKind.ANNOUNCED)) if edition is None else edition
    return st.builds(
        Festival,
        identifiers(FestivalId),
        _NAMES,
        _NAMES,
        st.sampled_from(FestivalKind),
        festival_rules() if rule is None else rule,
        st.lists(announced, max_size=3, unique_by=lambda each: each.year),
    )


def calendars(*, festival: SearchStrategy[Festival] | None = None) -> SearchStrategy[FestivalCalendar]:
    """
    Draw calendars.

    Args:
        festival: One of its festivals, of which those of one id are drawn once; any where it is
            not given.

    Example:
        >>> from hypothesis import given
        >>> @given(calendars())
        ... def test_a_festival_is_found_by_its_id(calendar):
        ...     assert all(calendar.festival(each.id) is each for each in calendar.festivals)
        >>> test_a_festival_is_found_by_its_id()
    """
    held = festivals() if festival is None else festival
    listed = st.lists(held, max_size=3, unique_by=lambda each: each.id)
    return listed.map(FestivalCalendar)


def lunar_days(*, day: SearchStrategy[date] | None = None) -> SearchStrategy[LunarDay]:
    """
    Draw lunar days.

    Args:
        day: The same day in the Gregorian calendar, from 1901-02-19 to 2101-01-28; any of these where
            it is not given.

    Example:
        >>> from hypothesis import given
        >>> @given(lunar_days())
        ... def test_a_lunar_year_begins_in_the_gregorian_year_of_its_number(lunar_day):
        ...     assert lunar_day.date.year - lunar_day.year in (0, 1)
        >>> test_a_lunar_year_begins_in_the_gregorian_year_of_its_number()
    """
    return (_LUNAR if day is None else day).map(lunar)
