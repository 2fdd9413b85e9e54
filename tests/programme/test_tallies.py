"""The laws of tallies and courses: what was not counted is not 0, and a tally holds until the next one."""

from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.days import NotADay
from rural_taobao.kinds import WrongKind, WrongNumber
from rural_taobao.money import Money, MoneyBelowZero
from rural_taobao.periods import PeriodBackwards
from rural_taobao.programme.figures import Measure
from rural_taobao.programme.paces import NoTimePassed, months_between
from rural_taobao.programme.tallies import Course, CourseEmpty, DayNotCounted, NotCounted, Tally
from rural_taobao.testing.programme_strategies import courses, measures, tallies
from tests.odd_values import Wrong

DAY = date(2015, 3, 1)
near = st.dates(DAY, DAY + timedelta(60))


class TestTallies:
    """A tally gives what was counted, and refuses what was not."""

    @given(tallies(), measures())
    def test_what_was_not_counted_is_not_none_at_all(self, tally: Tally, measure: Measure) -> None:
        counts = dict(zip(Measure, (tally.counties, tally.stations, tally.villages, tally.provinces), strict=True))
        assert tally.has(measure) == (counts[measure] is not None)
        if tally.has(measure):
            assert tally.count(measure) == counts[measure]
        else:
            with pytest.raises(NotCounted) as caught:
                tally.count(measure)
            assert caught.value.name == measure.value

    @pytest.mark.parametrize("measure", Measure)
    @pytest.mark.parametrize("count", [-1, 1.0, True, "1"])
    def test_a_count_is_a_whole_number_of_0_or_more(self, measure: str, count: Wrong) -> None:
        with pytest.raises(WrongNumber):
            Tally(**{measure: count})

    def test_what_was_spent_is_money_of_0_or_more(self) -> None:
        with pytest.raises(MoneyBelowZero):
            Tally(spent=Money(-1))
        with pytest.raises(WrongKind):
            Tally(spent=1.0)  # type: ignore[arg-type] # the fault


class TestCourses:
    """A tally holds from its day until the next one, and before the first nothing is known."""

    @given(courses(day=near), near)
    def test_the_last_tally_up_to_a_day_holds_on_it(self, course: Course, day: date) -> None:
        counted = dict(course.tallies)
        earlier = [each for each in counted if each <= day]
        if earlier:
            assert course.on(day) == counted[max(earlier)]
        else:
            with pytest.raises(DayNotCounted) as caught:
                course.on(day)
            assert caught.value.args == (day, min(counted))

    @given(st.dictionaries(near, tallies(), min_size=1))
    def test_the_order_of_the_days_does_not_matter(self, counted: dict[date, Tally]) -> None:
        again = dict(reversed(counted.items()))
        assert Course(counted) == Course(again)
        assert Course(counted).days == tuple(sorted(counted))

    def test_one_of_nothing_is_refused(self) -> None:
        with pytest.raises(CourseEmpty):
            Course({})

    @pytest.mark.parametrize(
        ("counted", "error"),
        [({datetime(2015, 3, 1): Tally()}, NotADay), ({DAY: 4}, WrongKind), ({DAY: None}, WrongKind)],  # noqa: DTZ001 - the fault
    )
    def test_what_is_no_day_or_no_tally_is_refused(self, counted: Wrong, error: type[Exception]) -> None:
        with pytest.raises(error):
            Course(counted)

    def test_it_is_asked_for_a_day(self) -> None:
        with pytest.raises(NotADay):
            Course({DAY: Tally()}).on("2015-03-01")  # type: ignore[arg-type] # the fault


class TestPaceOfACourse:
    """The pace of a course is what was gained between two days, exactly, and falls below 0 where it was lost."""

    @given(courses(day=near, tally=st.builds(Tally, stations=st.integers(0, 1000))), st.data())
    def test_it_gives_back_what_was_gained(self, course: Course, data: st.DataObject) -> None:
        later = st.dates(course.days[0], course.days[0] + timedelta(90))
        since, day = data.draw(later), data.draw(later)
        if since < day:
            gained = course.count(Measure.STATIONS, day) - course.count(Measure.STATIONS, since)
            assert course.pace(Measure.STATIONS, since, day) * months_between(since, day) == gained
        else:
            with pytest.raises((NoTimePassed, PeriodBackwards)):
                course.pace(Measure.STATIONS, since, day)

    def test_by_hand(self) -> None:
        """From 295 to 100 in three months: 65 a month are lost."""
        course = Course({DAY: Tally(stations=295), date(2015, 6, 1): Tally(stations=100)})
        assert course.pace(Measure.STATIONS, DAY, date(2015, 6, 1)) == Fraction(-65)

    def test_what_was_not_counted_has_none(self) -> None:
        with pytest.raises(NotCounted):
            Course({DAY: Tally(stations=1)}).pace(Measure.VILLAGES, DAY, date(2015, 6, 1))
