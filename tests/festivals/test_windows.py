import pickle
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.days import NotADay
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.festivals.windows import (
    MalformedName,
    Span,
    Window,
    WindowBackwards,
    WindowOpen,
    WindowTooLong,
    joined,
)
from rural_taobao.instants import CHINA, NotAnInstant, UtcOffset
from rural_taobao.testing.festival_strategies import windows

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)
NOON = datetime(2016, 11, 11, 12, tzinfo=CHINA.timezone)


def spans() -> st.SearchStrategy[list[Span]]:
    one = st.tuples(st.integers(-30, 30), st.integers(1, 20)).map(lambda it: (it[0], sum(it)))
    return st.lists(one, max_size=8)


def open_windows() -> st.SearchStrategy[Window]:
    return windows().map(lambda window: Window(window.name, window.start))


def minutes(given_spans: "list[Span] | tuple[Span, ...]") -> set[int]:
    return {minute for start, end in given_spans for minute in range(start, end)}


class TestWindows:
    """A window contains its start and not its end."""

    @given(windows(allow_open=False))
    def test_the_start_is_in_it_and_the_instant_before_is_not(self, window: Window) -> None:
        assert window.start in window
        assert window.start - INSTANT not in window

    @given(windows(allow_open=False))
    def test_the_end_is_not_in_it_and_the_instant_before_is(self, window: Window) -> None:
        assert window.end is not None
        assert window.end not in window
        assert window.end - INSTANT in window

    @given(windows(allow_open=False), st.integers(-840, 840))
    def test_another_clock_changes_no_answer(self, window: Window, offset: int) -> None:
        there = UtcOffset(offset).timezone
        assert window.start.astimezone(there) in window
        assert window.end is not None
        assert window.end.astimezone(there) not in window

    @given(windows(allow_open=False))
    def test_the_span_counts_its_microseconds(self, window: Window) -> None:
        bounds = [EPOCH + timedelta(microseconds=bound) for bound in window.span]
        assert bounds == [window.start, window.end]
        assert window.reach == window.span

    def test_eleven_november_in_china_begins_at_four_in_the_afternoon_before(self) -> None:
        sale = Window.of_days("sale", date(2016, 11, 11), date(2016, 11, 12), CHINA)
        assert datetime(2016, 11, 10, 15, 59, tzinfo=UTC) not in sale
        assert datetime(2016, 11, 10, 16, 0, tzinfo=UTC) in sale
        assert datetime(2016, 11, 11, 15, 59, tzinfo=UTC) in sale
        assert datetime(2016, 11, 11, 16, 0, tzinfo=UTC) not in sale


class TestWindowsOfDays:
    """A window given by days runs from midnight to midnight on the clock that is named."""

    def test_an_instant_is_no_day(self) -> None:
        """Its hour and its offset would be lost without a word."""
        day, instant = date(2016, 1, 1), datetime(2016, 1, 3, 23, 30, tzinfo=CHINA.timezone)
        for first, end in ((instant, day), (day, instant)):
            with pytest.raises(NotADay):
                Window.of_days("sale", first, end, CHINA)

    @given(st.dates(date(2, 1, 1), date(9998, 1, 1)), st.integers(1, 366), st.integers(-840, 840))
    def test_its_instants_fall_on_its_days_and_the_ones_beside_it_do_not(
        self, first: date, length: int, offset: int
    ) -> None:
        clock = UtcOffset(offset)
        start, end = Window.of_days("days", first, first + timedelta(days=length), clock).span
        assert clock.day(start) == first
        assert clock.day(start - 1) == first - timedelta(days=1)
        assert clock.day(end - 1) == first + timedelta(days=length - 1)
        assert clock.day(end) == first + timedelta(days=length)

    def test_its_end_need_not_be_known(self) -> None:
        assert Window.of_days("presale", date(2022, 10, 24), None, CHINA).end is None


class TestWindowsWithoutAnEnd:
    """A window without an end can be shown; it cannot pay."""

    @given(open_windows())
    def test_no_span_is_given_to_pay_on(self, window: Window) -> None:
        with pytest.raises(WindowOpen) as refused:
            _ = window.span
        assert (refused.value.name, refused.value.start) == (window.name, window.start)

    @given(open_windows(), st.integers(1, 366 * 86_400 * 1_000_000 - 1))
    def test_within_a_year_of_its_start_nobody_can_tell(self, window: Window, after: int) -> None:
        with pytest.raises(WindowOpen):
            _ = window.start + timedelta(microseconds=after) in window

    @given(open_windows())
    def test_its_start_is_in_it_and_the_instant_before_is_not(self, window: Window) -> None:
        assert window.start in window
        assert window.start - INSTANT not in window

    @given(open_windows())
    def test_a_year_on_it_has_surely_ended(self, window: Window) -> None:
        assert window.start + timedelta(days=366) not in window

    def test_it_is_shown(self) -> None:
        window = Window("presale", NOON)
        assert str(window) == "presale: from 2016-11-11T12:00:00+08:00, end not known"


class TestUnion:
    """Windows may overlap: what is asked for is their union, each instant once."""

    @given(spans())
    def test_an_instant_is_in_it_exactly_if_it_is_in_one_of_them(self, parts: list[Span]) -> None:
        assert minutes(joined(parts)) == minutes(parts)

    @given(spans())
    def test_what_comes_back_is_sorted_and_apart(self, parts: list[Span]) -> None:
        bounds = [bound for span in joined(parts) for bound in span]
        assert all(earlier < later for earlier, later in pairwise(bounds))


class TestRefusals:
    """A window that could not be paid on rightly is refused in one sentence."""

    @pytest.mark.parametrize("name", ["", " sale", "sale ", "sa\nle", "\ud800", "\0", "x" * 101, 7])
    def test_a_name_that_people_cannot_read(self, name: str) -> None:
        with pytest.raises(MalformedName, match="the name of a window must be 1 to 100 printable"):
            Window(name, NOON)

    @pytest.mark.parametrize("name", ["x" * 100, "预售", "balance, wave 2"])
    def test_but_not_one_in_any_script(self, name: str) -> None:
        assert Window(name, NOON).name == name

    @pytest.mark.parametrize("ends", [NOON, NOON - INSTANT])
    def test_an_end_that_is_not_after_the_start(self, ends: datetime) -> None:
        with pytest.raises(WindowBackwards) as refused:
            Window("sale", NOON, ends)
        assert refused.value.end == ends

    def test_a_length_of_more_than_a_year(self) -> None:
        year = timedelta(days=366)
        assert Window("sale", NOON, NOON + year).end == NOON + year
        with pytest.raises(WindowTooLong):
            Window("sale", NOON, NOON + year + INSTANT)

    @pytest.mark.parametrize("start", [NOON.replace(tzinfo=None), NOON.date(), "2016-11-11"])
    def test_a_bound_without_an_offset(self, start: datetime) -> None:
        with pytest.raises(NotAnInstant):
            Window("sale", start)
        with pytest.raises(NotAnInstant):
            Window("sale", NOON, start)
        with pytest.raises(NotAnInstant):
            _ = start in Window("sale", NOON)

    @pytest.mark.parametrize(
        ("error", "message"),
        [
            (
                MalformedName("name of a window", ""),
                (
                    "the name of a window must be 1 to 100 printable characters without a space at "
                    "either end, but '' was given; choose such a name, in any script"
                ),
            ),
            (
                WindowBackwards("sale", NOON, NOON),
                (
                    "a window must end after it starts, but 'sale' starts at "
                    "2016-11-11T12:00:00+08:00 and ends before 2016-11-11T12:00:00+08:00; "
                    "give as its end the first instant that is not in it"
                ),
            ),
            (
                WindowTooLong("sale", NOON, NOON.replace(year=2018)),
                (
                    "a window must not be longer than 366 days, but 'sale' lasts from "
                    "2016-11-11T12:00:00+08:00 to before 2018-11-11T12:00:00+08:00; "
                    "give each year an edition of its own"
                ),
            ),
            (
                WindowOpen("presale", NOON),
                (
                    "a window must have an end to be paid on, but 'presale', from "
                    "2016-11-11T12:00:00+08:00, has none; add its end, or name the other windows"
                ),
            ),
        ],
    )
    def test_each_says_what_to_do_and_pickles(self, error: RuralTaobaoError, message: str) -> None:
        copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
        assert str(copy) == str(error) == message
        assert vars(copy) == vars(error)
