import calendar
import pickle
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import combinations, pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rural_taobao.days import MonthsOutsideCalendar, NotADay, months_after
from rural_taobao.kinds import WrongNumber
from rural_taobao.periods import (
    MalformedMonth,
    Month,
    Period,
    PeriodBackwards,
    gaps,
    half_month,
    overlaps,
    union,
    whole_months,
)
from rural_taobao.testing import strategies
from tests.odd_values import OUTRAGEOUS, Wrong

FIRST = date(2016, 2, 20)
LAST = FIRST + timedelta(days=14)
WINDOW = [FIRST + timedelta(days=number) for number in range(16)]
"""The days that bounds are drawn from, and one more, which only a period without an end holds."""

near = st.dates(FIRST, LAST)
periods = strategies.periods(day=near)
several = st.lists(periods, max_size=6)


def days(*spans: Period) -> set[date]:
    """Give the days of the window in any of the periods, read off their bounds."""
    return {
        day for span in spans for day in WINDOW if not (day < span.start or (span.end is not None and day >= span.end))
    }


class TestPeriods:
    """Periods are half-open: a period holds its start and not its end."""

    @given(periods, near)
    def test_a_period_holds_its_days_and_no_other(self, span: Period, day: date) -> None:
        assert (day in span) == (day in days(span))
        assert span.start in span
        assert span.end is None or span.end not in span

    @given(strategies.periods())
    def test_a_period_holds_a_day_at_least(self, span: Period) -> None:
        assert span.start in span
        assert span.end is None or span.end - timedelta(days=1) in span

    @given(periods, periods)
    def test_a_period_covers_another_whose_days_are_all_its_own(self, one: Period, other: Period) -> None:
        assert one.covers(other) == (days(other) <= days(one))

    @given(periods, periods)
    def test_an_overlap_is_the_days_in_both(self, one: Period, other: Period) -> None:
        both = one.overlap(other)
        assert (set() if both is None else days(both)) == days(one) & days(other)
        assert both == other.overlap(one)

    @given(periods, near)
    def test_a_period_that_is_ended_keeps_the_days_before(self, span: Period, day: date) -> None:
        if day > span.start:
            assert days(span.ended(day)) == {each for each in days(span) if each < day}
        else:
            with pytest.raises(PeriodBackwards):
                span.ended(day)

    @given(st.lists(near, min_size=3, max_size=3, unique=True))
    def test_adjacent_ones_never_overlap_and_leave_no_gap(self, bounds: list[date]) -> None:
        first, second, third = sorted(bounds)
        for whole, end in ((Period(first, third), third), (Period(first), None)):
            parts = [Period(first, second), Period(second, end)]
            assert parts[0].overlap(parts[1]) is parts[1].overlap(parts[0]) is None
            assert gaps(parts, whole) == ()
            assert list(overlaps(parts)) == []
            assert union(parts) == (whole,)

    @given(strategies.periods())
    def test_a_period_is_a_value(self, span: Period) -> None:
        assert {span: 1}[Period(span.start, span.end)] == 1
        assert pickle.loads(pickle.dumps(span)) == span  # noqa: S301 - our own bytes

    def test_a_period_says_that_its_end_is_not_in_it(self) -> None:
        assert str(Period(date(2016, 11, 1), date(2016, 12, 1))) == "2016-11-01 to before 2016-12-01"
        assert str(Period(date(2016, 11, 1))) == "from 2016-11-01"


class TestWhatIsNoPeriod:
    """A period without a day, or with a bound that is no day, is refused."""

    @given(near, st.integers(0, 30))
    def test_ends_before_it_starts_or_on_that_day(self, start: date, earlier: int) -> None:
        end = start - timedelta(days=earlier)
        with pytest.raises(PeriodBackwards) as refused:
            Period(start, end)
        assert (refused.value.start, refused.value.end) == (start, end)
        assert str(refused.value) == (
            f"a period must end after it starts, but {start} was given as its start and {end} as "
            "its end; give as its end the first day that is not in it"
        )

    @pytest.mark.parametrize(
        "value",
        [
            *OUTRAGEOUS[1:],
            datetime(2016, 11, 11, tzinfo=UTC),
            "2016-11-11",
            20161111,
            (2016, 11, 11),
        ],
    )
    def test_has_a_bound_that_is_no_day(self, value: Wrong) -> None:
        attempts: list[Callable[[], object]] = [
            lambda: Period(value),
            lambda: Period(date(2016, 1, 1), value),
            lambda: months_after(value, 1),
        ]
        for attempt in attempts:
            with pytest.raises(NotADay, match=r"take the date of an instant") as refused:
                attempt()
            assert refused.value.given is value
            assert len(str(refused.value)) < 350

    def test_has_no_start(self) -> None:
        start: Wrong = None
        with pytest.raises(NotADay) as refused:
            Period(start)
        assert str(refused.value) == (
            "a day must be a datetime.date without a time, such as 2016-11-11, but None was given; "
            "take the date of an instant on the network's own clock"
        )

    def test_is_not_asked_with_an_instant(self) -> None:
        with pytest.raises(TypeError):
            _ = datetime(2016, 1, 2, tzinfo=UTC) in Period(date(2016, 1, 1))


class TestUnion:
    """Union, intersection and difference agree with sets of days."""

    @given(several)
    def test_holds_every_day_of_any_and_no_other(self, spans: list[Period]) -> None:
        assert days(*union(spans)) == days(*spans)

    @given(several)
    def test_is_sorted_and_apart_by_a_day_at_least(self, spans: list[Period]) -> None:
        for one, other in pairwise(union(spans)):
            assert one.end is not None
            assert one.end < other.start

    @given(several.flatmap(lambda spans: st.tuples(st.just(spans), st.permutations(spans))))
    def test_is_the_same_in_any_order(self, both: tuple[list[Period], list[Period]]) -> None:
        assert union(both[0]) == union(both[1])

    @given(several, periods)
    @example([Period(WINDOW[9], WINDOW[12])], Period(WINDOW[0], WINDOW[5]))
    @example([Period(WINDOW[0]), Period(WINDOW[3], WINDOW[5])], Period(WINDOW[1]))
    def test_leaves_as_gaps_the_days_that_none_holds(self, spans: list[Period], within: Period) -> None:
        free = gaps(spans, within)
        assert days(*free) == days(within) - days(*spans)
        for one, other in pairwise(free):
            assert one.end is not None
            assert one.end < other.start

    @given(strategies.periods())
    def test_of_nothing_is_nothing_and_all_is_free(self, within: Period) -> None:
        assert union([]) == ()
        assert gaps([], within) == (within,)
        assert gaps([within], within) == ()

    @given(several)
    def test_overlaps_are_those_that_share_a_day_with_an_earlier_one(self, spans: list[Period]) -> None:
        found = list(overlaps(spans))
        by_start = sorted(spans, key=lambda span: span.start)
        sharing = [
            span
            for place, span in enumerate(by_start)
            if any(days(span) & days(earlier) for earlier in by_start[:place])
        ]
        assert [second for _, second in found] == sharing
        for first, second in found:
            assert first.start <= second.start
            assert days(first) & days(second)

    @given(several)
    def test_there_is_an_overlap_just_when_two_share_a_day(self, spans: list[Period]) -> None:
        shared = any(days(one) & days(other) for one, other in combinations(spans, 2))
        assert bool(list(overlaps(spans))) == shared


class TestMonthsPassed:
    """Months have passed as they are counted: the most after which the day reached is not later than the end."""

    @given(st.dates(date(1, 1, 1), date(9990, 1, 1)), st.integers(0, 3000))
    def test_that_have_passed_are_as_many_as_were_reached(self, day: date, later: int) -> None:
        end = day + timedelta(later)
        passed = whole_months(day, end)
        assert months_after(day, passed) <= end < months_after(day, passed + 1)

    def test_that_have_passed_are_none_before_the_day_itself(self) -> None:
        day = date(2016, 1, 31)
        assert whole_months(day, day) == 0
        with pytest.raises(PeriodBackwards):
            whole_months(day, date(2016, 1, 30))
        for wrong in (datetime(2016, 1, 31, tzinfo=UTC), None):
            with pytest.raises(NotADay):
                whole_months(day, wrong)  # type: ignore[arg-type]
            with pytest.raises(NotADay):
                whole_months(wrong, day)  # type: ignore[arg-type]


class TestMonths:
    """A month holds its days and no other, and the next one follows without a gap."""

    @given(strategies.months())
    def test_has_the_days_that_the_calendar_gives_it(self, month: Month) -> None:
        length = calendar.monthrange(month.year, month.number)[1]
        assert month.first == month.period.start == date(month.year, month.number, 1)
        assert month.period.end == month.first + timedelta(days=length)

    @given(st.dates(max_value=date(9998, 12, 31)))
    def test_holds_the_days_that_are_said_to_be_of_it(self, day: date) -> None:
        assert Month.of(day) == Month(day.year, day.month)
        assert day in Month.of(day).period

    @given(strategies.months(), st.integers(-120_000, 120_000))
    def test_is_as_many_months_later_as_were_counted(self, month: Month, months: int) -> None:
        year, before = divmod(month.year * 12 + month.number - 1 + months, 12)
        if 1 <= year <= 9998:
            assert month.plus(months) == Month(year, before + 1)
        else:
            with pytest.raises((MalformedMonth, MonthsOutsideCalendar)):
                month.plus(months)

    @pytest.mark.parametrize("months", [1.0, 0.5, True, "1", None])
    def test_is_counted_from_by_whole_numbers(self, months: Wrong) -> None:
        with pytest.raises(WrongNumber, match="must be a whole number"):
            Month(2016, 1).plus(months)

    @given(st.builds(Month, st.integers(1, 9997), st.integers(1, 12)))
    def test_ends_where_the_next_one_starts(self, month: Month) -> None:
        assert month.period.end == month.plus(1).first
        assert month.plus(1).plus(-1) == month

    @given(strategies.months(), strategies.months())
    def test_stands_in_the_order_of_its_first_day(self, one: Month, other: Month) -> None:
        assert (one < other) == (one.first < other.first)
        assert (one <= other) == (one.first <= other.first)
        assert (one == other) == (one.first == other.first)

    @given(strategies.months())
    def test_is_read_back_as_it_is_printed(self, month: Month) -> None:
        assert Month.parse(str(month)) == month
        assert str(month) == month.first.isoformat()[:7]


class TestHalvesOfAMonth:
    """A month has two halves: they are adjacent, they make up the month, and each of its days lies in exactly one."""

    @given(strategies.months())
    def test_make_up_the_month(self, month: Month) -> None:
        first, second = month.halves
        assert first.end == second.start
        assert union([second, first]) == (month.period,)

    @given(strategies.months())
    def test_the_first_is_of_15_days_whatever_the_month(self, month: Month) -> None:
        first, second = month.halves
        assert first.end is not None
        assert second.end is not None
        assert (first.end - first.start).days == 15
        assert 13 <= (second.end - second.start).days <= 16

    @given(strategies.days().filter(lambda day: day.year < 9999))
    def test_a_day_is_in_one_of_them_and_that_is_its_own(self, day: date) -> None:
        [half] = [half for half in Month.of(day).halves if day in half]
        assert half_month(day) == half

    @pytest.mark.parametrize(
        ("day", "start", "end"),
        [
            # OCA/commission 17.0 lets the second half end a day early, and loses 31 January.
            (date(2016, 1, 31), date(2016, 1, 16), date(2016, 2, 1)),
            (date(2023, 2, 28), date(2023, 2, 16), date(2023, 3, 1)),
            (date(2016, 2, 29), date(2016, 2, 16), date(2016, 3, 1)),
            (date(2016, 11, 15), date(2016, 11, 1), date(2016, 11, 16)),
            (date(2016, 11, 16), date(2016, 11, 16), date(2016, 12, 1)),
            (date(9998, 12, 31), date(9998, 12, 16), date(9999, 1, 1)),
        ],
    )
    def test_the_second_begins_on_the_16th(self, day: date, start: date, end: date) -> None:
        assert half_month(day) == Period(start, end)

    def test_an_instant_is_in_none(self) -> None:
        with pytest.raises(NotADay):
            half_month(datetime(2016, 11, 11, tzinfo=UTC))

    def test_a_day_of_the_last_year_is_in_none(self) -> None:
        with pytest.raises(MalformedMonth):
            half_month(date.max)


class TestWhatIsNoMonth:
    """A month is written YYYY-MM, of the years 1 to 9998; nothing else is one."""

    @pytest.mark.parametrize(
        "value",
        [
            *OUTRAGEOUS,
            *[
                "2016-1",
                "2016-00",
                "2016-13",
                "16-01",
                "2016/01",
                "201601",
                "2016-01-01",
                "2016-01\n",
            ],
            *[" 2016-01", "２０１６-01", "-016-01", "12016-01", "2016-1a", "2016–01"],
            201611,
            date(2016, 11, 1),
            Month(2016, 11),
        ],
    )
    def test_is_written_in_any_other_way(self, value: Wrong) -> None:
        with pytest.raises(MalformedMonth, match="write for example 2016-11") as refused:
            Month.parse(value)
        assert refused.value.given is value
        assert len(str(refused.value)) < 200

    @pytest.mark.parametrize(
        ("year", "number"),
        [
            (0, 1),
            (-1, 1),
            (9999, 12),
            (10_000, 1),
            (2016, 0),
            (2016, 13),
            (2016, -1),
            (True, 1),
            (2016, True),
            (2016.0, 1),
            (2016, 1.0),
            ("2016", 1),
            (2016, None),
        ],
    )
    def test_is_not_in_the_calendar(self, year: Wrong, number: Wrong) -> None:
        with pytest.raises(MalformedMonth) as refused:
            Month(year, number)
        assert refused.value.given == (year, number)
        assert str(refused.value) == (
            "a month must be numbered 1 to 12, of a year from 1 to 9998, "
            f"but ({year!r}, {number!r}) was given; give its year and its number"
        )

    @pytest.mark.parametrize("text", ["0000-01", "9999-01", "9999-12"])
    def test_is_in_a_year_without_a_day_before_or_after(self, text: str) -> None:
        with pytest.raises(MalformedMonth, match="of a year from 0001 to 9998"):
            Month.parse(text)

    def test_has_5000_digits(self) -> None:
        with pytest.raises(MalformedMonth, match="a tuple too long to show was given"):
            Month(10**5000, 1)

    def test_can_be_the_first_and_the_last(self) -> None:
        assert Month.parse("0001-01").first == date.min
        assert Month.parse("9998-12").period.end == date(9999, 1, 1)
