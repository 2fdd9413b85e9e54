"""The laws of progress: never more than was counted, and what is reached stays told with its day."""

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from rural_taobao.currencies import Currency
from rural_taobao.days import NotADay
from rural_taobao.exact import Exact, Rounding
from rural_taobao.money import CurrencyMismatch, Money
from rural_taobao.periods import Month
from rural_taobao.programme.budgets import NoBudget, NoStations, spending
from rural_taobao.programme.claims import Claim
from rural_taobao.programme.denominators import Denominator, DenominatorUnknown, MoreThanThereAre
from rural_taobao.programme.figures import About, Exactly, Figure, Measure, MoreThan, Proportion
from rural_taobao.programme.paces import DeadlinePassed, NoPace, months_between
from rural_taobao.programme.progress import (
    OutsideTarget,
    Progress,
    Unmeasured,
    YearOver,
    milestones,
    progress_of,
    standings,
)
from rural_taobao.programme.tallies import Course, DayNotCounted, NotCounted, Tally
from rural_taobao.programme.targets import Goal, Horizon, ShareOfAll, Target, Total, Yearly
from rural_taobao.testing.programme_strategies import claims, targets
from rural_taobao.timeline import Source

SET = date(2014, 10, 13)
DAY = timedelta(1)
days = st.dates(date(2014, 1, 1), date(2018, 12, 31))
counts = st.integers(0, 60)
courses = st.dictionaries(days, st.builds(Tally, stations=st.none() | counts), min_size=1).map(Course)
goals = st.builds(Total, st.just("stations"), st.builds(Exactly, st.integers(1, 60)))
PRESS = Source("a paper", quality="press")


def target(*goals: Goal, **facts: Any) -> Target:
    usual: dict[str, Any] = {"id": "ours", "set_on": SET, "horizon": Horizon(2, 3), "source": Source("resolution 7")}
    return Target(**(usual | {"goals": goals} | facts))


def villages(year: int, number: int) -> Denominator:
    return Denominator(
        measure="villages", year=year, number=number, as_of=date(2016, 7, 31), source=Source("the yearbook")
    )


def total(course: Course, goal: Total, day: date) -> Progress:
    return progress_of(target(goal), goal, course, day)


def counted(course: Course, day: date) -> int | None:
    """What was counted of stations on a day, looked for one day after the other."""
    found = [tally.stations for each, tally in course.tallies if each <= day]
    return found[-1] if found else None


class TestTotals:
    """Progress is what was counted on the day, never more, and what is reached stays told with the day."""

    @given(courses, goals, days)
    def test_it_is_what_was_counted_and_what_is_lacking(self, course: Course, goal: Total, day: date) -> None:
        count = counted(course, day)
        assume(count is not None)
        found = total(course, goal, day)
        assert found.counted == count
        assert found.remaining >= 0
        assert (found.remaining == 0) == (found.counted >= found.needed)
        assert found.remaining == 0 or found.counted + found.remaining == found.needed
        share = Fraction(found.share.part, found.share.whole)
        assert 0 <= share <= 1
        assert share * found.needed <= found.counted
        assert (share == 1) == (found.remaining == 0)

    @given(courses, goals, st.lists(days, min_size=2))
    def test_what_is_reached_stays_told_with_the_day(self, course: Course, goal: Total, asked: list[date]) -> None:
        told = [total(course, goal, day) for day in sorted(asked) if counted(course, day) is not None]
        for earlier, later in pairwise(told):
            assert earlier.reached in (None, later.reached)

    @given(courses, goals, days)
    def test_it_is_reached_on_the_first_day_with_enough(self, course: Course, goal: Total, day: date) -> None:
        assume(counted(course, day) is not None)
        found = total(course, goal, day)
        enough = [each for each in course.days if each <= day and (counted(course, each) or 0) >= found.needed]
        assert found.reached == min(enough, default=None)

    @given(courses, goals, days)
    def test_what_comes_later_does_not_matter(self, course: Course, goal: Total, day: date) -> None:
        assume(counted(course, day) is not None)
        until = Course({each: tally for each, tally in course.tallies if each <= day})
        assert total(course, goal, day) == total(until, goal, day)

    @given(courses, goals, days, st.integers(1, 900))
    def test_the_pace_that_is_needed_leads_to_the_deadline(
        self, course: Course, goal: Total, day: date, more: int
    ) -> None:
        assume(counted(course, day) is not None)
        found, deadline = total(course, goal, day), day + timedelta(more)
        pace = found.pace_needed(deadline)
        assert pace * months_between(day, deadline) >= found.remaining
        assert found.day_reached(pace) == (deadline if found.remaining else day)

    def test_on_paper(self) -> None:
        """Ten stations of forty on 1 January 2016, one more than on 1 December: the rest takes thirty months."""
        course = Course({date(2015, 12, 1): Tally(stations=9), date(2016, 1, 1): Tally(stations=10)})
        found = total(course, Total("stations", Exactly(40)), date(2016, 1, 1))
        assert (found.counted, found.needed, found.remaining, found.reached) == (10, 40, 30, None)
        assert (found.due_first, found.due_last) == (date(2016, 10, 13), date(2017, 10, 13))
        assert found.share == Proportion(10, 40)
        pace = course.pace(Measure.STATIONS, date(2015, 12, 1), date(2016, 1, 1))
        assert found.day_reached(pace) == date(2018, 7, 1)
        assert found.pace_needed(date(2016, 11, 1)) == 3

    def test_it_may_be_reached_on_the_very_day(self) -> None:
        course = Course({SET: Tally(stations=3), SET + DAY: Tally(stations=4), SET + 2 * DAY: Tally(stations=5)})
        goal = Total("stations", Exactly(4))
        assert [total(course, goal, SET + days * DAY).reached for days in range(3)] == [None, SET + DAY, SET + DAY]

    def test_what_falls_again_is_lacking_and_stays_reached(self) -> None:
        course = Course({SET: Tally(stations=4), SET + DAY: Tally(stations=3)})
        found = total(course, Total("stations", Exactly(4)), SET + DAY)
        assert (found.counted, found.remaining, found.reached) == (3, 1, SET)

    @pytest.mark.parametrize(
        ("reached", "asked", "late"),
        [
            (date(2017, 10, 13), date(2018, 1, 1), False),
            (date(2017, 10, 14), date(2018, 1, 1), True),
            (date(2018, 2, 1), date(2017, 10, 13), False),
            (date(2018, 2, 1), date(2017, 10, 14), True),
        ],
    )
    def test_it_is_late_after_the_longest_time(self, reached: date, asked: date, *, late: bool) -> None:
        course = Course({SET: Tally(stations=0), reached: Tally(stations=1)})
        assert total(course, Total("stations", Exactly(1)), asked).is_late == late

    def test_without_time_or_pace_nothing_is_foretold(self) -> None:
        found = total(Course({SET: Tally(stations=1)}), Total("stations", Exactly(2)), SET)
        with pytest.raises(DeadlinePassed):
            found.pace_needed(SET)
        with pytest.raises(NoPace):
            found.day_reached(Fraction(0))

    def test_before_the_first_count_nothing_is_known(self) -> None:
        with pytest.raises(DayNotCounted):
            total(Course({SET: Tally(stations=1)}), Total("stations", Exactly(2)), SET - DAY)

    def test_what_was_not_counted_has_no_progress(self) -> None:
        goal = Total("villages", Exactly(2))
        with pytest.raises(NotCounted):
            progress_of(target(goal), goal, Course({SET: Tally(stations=1)}), SET)


class TestYearly:
    """What is aimed at each year is measured from the eve of the year of the target to its last day."""

    @given(courses, days)
    def test_the_gains_of_its_years_add_up(self, course: Course, day: date) -> None:
        goal = Yearly("stations", Exactly(10))
        eve = SET - DAY
        course = Course(
            {
                eve: Tally(stations=5),
                **{each: Tally(stations=5) for each in course.days if each < SET},
                **{each: Tally(stations=tally.stations or 0) for each, tally in course.tallies if each > SET},
            }
        )
        ours = target(goal, horizon=Horizon(2, 5))
        assume(day >= SET)
        asked = [date(year, 10, 12) for year in range(2015, 2019) if date(year, 10, 12) < day]
        gains = [progress_of(ours, goal, course, each).counted for each in (*asked, day)]
        assert sum(gains) == (counted(course, day) or 0) - 5

    def test_no_day_after_its_year_is_foretold(self) -> None:
        """By hand: four of ten by 13 April 2015 leave six for half a year, one a month reaches it on its last day."""
        course = Course({date(2014, 10, 12): Tally(stations=0), date(2015, 4, 12): Tally(stations=4)})
        goal = Yearly("stations", Exactly(10))
        found = progress_of(target(goal), goal, course, date(2015, 4, 12))
        assert found.day_reached(Fraction(1)) == date(2015, 10, 12) == found.due_last
        with pytest.raises(YearOver) as refused:
            found.day_reached(Fraction(6, 7))
        assert (refused.value.reached, refused.value.ends) == (date(2015, 11, 12), date(2015, 10, 12))

    @pytest.mark.parametrize(
        ("day", "gained", "reached", "due"),
        [
            (date(2014, 10, 13), 1, None, date(2015, 10, 12)),
            (date(2015, 10, 12), 11, date(2015, 3, 1), date(2015, 10, 12)),
            (date(2015, 10, 13), 2, None, date(2016, 10, 12)),
            (date(2016, 10, 12), -4, None, date(2016, 10, 12)),
            (date(2017, 10, 12), 10, date(2017, 10, 1), date(2017, 10, 12)),
            (date(2017, 10, 13), 0, None, date(2017, 10, 13)),
        ],
    )
    def test_on_paper(self, day: date, gained: int, reached: date | None, due: date) -> None:
        """Set on 13 October 2014 for three years, ten more stations each year."""
        course = Course(
            {
                date(2014, 10, 12): Tally(stations=3),
                date(2014, 10, 13): Tally(stations=4),
                date(2015, 3, 1): Tally(stations=14),
                date(2015, 10, 13): Tally(stations=16),
                date(2016, 1, 1): Tally(stations=10),
                date(2017, 10, 1): Tally(stations=20),
            }
        )
        goal = Yearly("stations", About(10))
        found = progress_of(target(goal), goal, course, day)
        assert (found.counted, found.needed, found.reached) == (gained, 10, reached)
        assert found.due_first == found.due_last == due
        assert found.share == Proportion(min(10, max(0, gained)), 10)

    def test_it_may_be_reached_on_the_first_day_of_its_year(self) -> None:
        goal = Yearly("stations", Exactly(10))
        course = Course({SET - DAY: Tally(stations=0), SET: Tally(stations=10)})
        assert progress_of(target(goal), goal, course, date(2015, 1, 1)).reached == SET

    @pytest.mark.parametrize("day", [SET - DAY, date(2017, 10, 14)])
    def test_on_other_days_there_is_no_year_of_the_target(self, day: date) -> None:
        goal = Yearly("stations", Exactly(10))
        course = Course({date(2014, 1, 1): Tally(stations=1)})
        with pytest.raises(OutsideTarget) as caught:
            progress_of(target(goal), goal, course, day)
        assert caught.value.args == ("ours", day, SET, date(2017, 10, 13))

    def test_what_was_there_before_must_have_been_counted(self) -> None:
        goal = Yearly("stations", Exactly(10))
        with pytest.raises(DayNotCounted):
            progress_of(target(goal), goal, Course({SET: Tally(stations=1)}), SET)

    def test_a_year_that_the_month_is_known_of_ends_with_the_target(self) -> None:
        """Set in October 2014 for three years, so at most until 31 October 2017."""
        goal = Yearly("stations", Exactly(10))
        ours = target(goal, set_on=Month(2014, 10))
        course = Course({date(2014, 1, 1): Tally(stations=1)})
        assert progress_of(ours, goal, course, date(2017, 9, 30)).due_last == date(2017, 9, 30)
        assert progress_of(ours, goal, course, date(2017, 10, 31)).due_last == date(2017, 10, 31)

    def test_the_last_year_may_end_with_the_calendar(self) -> None:
        goal = Yearly("stations", Exactly(10))
        ours = target(goal, set_on=date(9998, 12, 31), horizon=Horizon(1, 1))
        course = Course({date(2014, 1, 1): Tally(stations=1)})
        assert progress_of(ours, goal, course, date.max).due_last == date.max

    def test_the_first_day_of_the_calendar_has_no_eve(self) -> None:
        goal = Yearly("stations", Exactly(10))
        ours = target(goal, set_on=date.min)
        assert progress_of(ours, goal, Course({date.min: Tally(stations=1)}), date.min).counted == 0


class TestSharesOfAll:
    """A share of all is of the number of the year of the day, lies in 0…1, and stays told once it is reached."""

    SIXTH = ShareOfAll("villages", Proportion(1, 6))

    @given(
        st.dictionaries(days, st.builds(Tally, villages=counts), min_size=1).map(Course),
        st.dictionaries(st.integers(2014, 2018), st.integers(60, 400), min_size=5),
        st.lists(days, min_size=2),
    )
    def test_what_is_reached_stays_told_with_the_day(
        self, course: Course, numbers: dict[int, int], asked: list[date]
    ) -> None:
        listed = [villages(year, number) for year, number in numbers.items()]
        known = sorted(day for day in asked if day >= course.days[0])
        told = [progress_of(target(self.SIXTH), self.SIXTH, course, day, listed) for day in known]
        for found in told:
            there_are = numbers[found.day.year]
            assert found.denominator == villages(found.day.year, there_are)
            assert (6 * found.counted >= there_are) == (found.remaining == 0)
            assert found.remaining or found.reached
            if found.reached is not None:
                assert found.reached <= found.day
                assert 6 * course.count(Measure.VILLAGES, found.reached) >= numbers[found.reached.year]
        for earlier, later in pairwise(told):
            assert earlier.reached in (None, later.reached)

    def test_it_may_be_reached_on_new_year_because_there_are_fewer(self) -> None:
        """Ten of 66 villages are less than a sixth, ten of 60 are one."""
        course = Course({date(2015, 5, 1): Tally(villages=10)})
        listed = [villages(2015, 66), villages(2016, 60), villages(10_000, 1), villages(2014, 1)]
        found = progress_of(target(self.SIXTH), self.SIXTH, course, date(2016, 5, 1), iter(listed))
        assert (found.reached, found.needed, found.share) == (date(2016, 1, 1), 10, Proportion(10, 10))
        found = progress_of(target(self.SIXTH), self.SIXTH, course, date(2015, 12, 31), listed)
        assert (found.reached, found.needed) == (None, 11)

    def test_years_without_a_number_and_days_without_a_count_reach_nothing(self) -> None:
        course = Course(
            {date(2014, 1, 1): Tally(villages=60), date(2015, 1, 1): Tally(), date(2016, 3, 1): Tally(villages=60)}
        )
        listed = [villages(2015, 60), villages(2016, 60)]
        found = progress_of(target(self.SIXTH), self.SIXTH, course, date(2016, 5, 1), listed)
        assert found.reached == date(2016, 3, 1)

    def test_more_than_there_are_reaches_nothing(self) -> None:
        course = Course({date(2015, 5, 1): Tally(villages=61), date(2015, 6, 1): Tally(villages=60)})
        found = progress_of(target(self.SIXTH), self.SIXTH, course, date(2015, 7, 1), [villages(2015, 60)])
        assert found.reached == date(2015, 6, 1)
        with pytest.raises(MoreThanThereAre):
            progress_of(target(self.SIXTH), self.SIXTH, course, date(2015, 5, 1), [villages(2015, 60)])

    def test_without_a_number_of_the_year_it_is_not_told(self) -> None:
        course = Course({date(2015, 5, 1): Tally(villages=10)})
        with pytest.raises(DenominatorUnknown):
            progress_of(target(self.SIXTH), self.SIXTH, course, date(2016, 7, 1), [villages(2015, 60)])


class TestStandings:
    """Every goal is told, in its order; of one that nothing can be said of, why not."""

    @given(targets(set_on=days), courses, days)
    @example(target(Yearly("stations", Exactly(1))), Course({SET: Tally(stations=1)}), SET)
    @example(target(Yearly("stations", Exactly(1))), Course({SET: Tally(stations=1)}), date(2018, 1, 1))
    def test_none_is_left_out(self, drawn: Target, course: Course, day: date) -> None:
        assume(day >= course.days[0])
        found = standings(drawn, course, day)
        assert [each.goal for each in found] == list(drawn.goals)
        for each in found:
            if isinstance(each, Unmeasured):
                with pytest.raises(type(each.reason)):
                    progress_of(drawn, each.goal, course, day)
            else:
                assert each == progress_of(drawn, each.goal, course, day)

    def test_those_that_go_by_a_number_of_all_are_given_it_once_for_all(self) -> None:
        ours = target(ShareOfAll("villages", Proportion(1, 6)), Total("provinces", Exactly(1)))
        course = Course({SET: Tally(villages=10)})
        share, province = standings(ours, course, SET, iter([villages(2014, 60)]))
        assert isinstance(share, Progress)
        assert share.reached == SET
        assert isinstance(province, Unmeasured)
        assert isinstance(province.reason, NotCounted)

    def test_too_many_are_told_and_hide_no_other_goal(self) -> None:
        ours = target(ShareOfAll("villages", Proportion(1, 6)), Total("villages", Exactly(1)))
        share, found = standings(ours, Course({SET: Tally(villages=61)}), SET, [villages(2014, 60)])
        assert isinstance(share, Unmeasured)
        assert isinstance(share.reason, MoreThanThereAre)
        assert isinstance(found, Progress)

    def test_a_day_that_is_none_or_was_not_counted_is_refused(self) -> None:
        course = Course({SET: Tally(stations=1)})
        with pytest.raises(DayNotCounted):
            standings(target(budget=Money(1)), course, SET - DAY)
        with pytest.raises(NotADay):
            total(course, Total("stations", Exactly(1)), "2015-01-01")  # type: ignore[arg-type] # the fault


class TestSpending:
    """What was spent and what is left are the budget, and the stations together cost what was spent."""

    @given(st.integers(0, 10**15), st.integers(0, 10**15), st.integers(1, 10**6))
    def test_parts_make_the_whole(self, budget: int, spent: int, stations: int) -> None:
        course = Course({SET: Tally(stations=stations, spent=Money(spent))})
        found = spending(target(budget=Money(budget)), course, SET)
        assert found.left + found.spent == found.budget
        assert found.per_station * found.stations == Exact(spent)
        down, up = (found.rounded_per_station(mode) for mode in (Rounding.DOWN, Rounding.UP))
        assert down * stations <= found.spent <= up * stations
        assert up.minor - down.minor in {0, 1}

    def test_without_a_station_there_is_no_share_of_one(self) -> None:
        found = spending(target(budget=Money(1)), Course({SET: Tally(stations=0, spent=Money(1))}), SET)
        with pytest.raises(NoStations) as caught:
            _ = found.per_station
        assert caught.value.day == SET

    @pytest.mark.parametrize(
        ("budget", "tally", "error"),
        [
            (None, Tally(stations=1, spent=Money(1)), NoBudget),
            (Money(1), Tally(stations=1), NotCounted),
            (Money(1), Tally(spent=Money(1)), NotCounted),
            (Money(1), Tally(stations=1, spent=Money(1, Currency("USD"))), CurrencyMismatch),
        ],
    )
    def test_what_is_not_known_is_refused(self, budget: Money | None, tally: Tally, error: type[Exception]) -> None:
        with pytest.raises(error):
            spending(target(Total("stations", Exactly(1)), budget=budget), Course({SET: tally}), SET)


class TestMilestones:
    """What was told is set beside a target in the words in which it was told, and none is left out."""

    @given(st.lists(claims()), st.lists(goals, max_size=1))
    def test_each_claim_of_what_is_counted_is_there(self, told: list[Claim], aimed: list[Total]) -> None:
        ours = target(*aimed, Total("counties", Exactly(10)), ShareOfAll("villages", Proportion(1, 6)))
        found = milestones(ours, told)
        measures = [goal.measure for goal in ours.goals if isinstance(goal, Total)]
        assert len(found) == sum(claim.figure(measure) is not None for claim in told for measure in measures)
        for each in found:
            assert each.figure == each.claim.figure(each.goal.measure)
            assert each.share.whole == each.goal.figure.number
            assert each.share.part <= each.figure.number

    @pytest.mark.parametrize(
        ("figure", "share"),
        [(About(13_000), (13_000, 100_000)), (MoreThan(100_000), (100_000, 100_000)), (Exactly(0), (0, 100_000))],
    )
    def test_on_paper(self, figure: Figure, share: tuple[int, int]) -> None:
        goal = Total("stations", Exactly(100_000))
        claim = Claim(id="a", when=SET, stations=figure, source=PRESS)
        [found] = milestones(target(goal), [claim])
        assert (found.claim, found.goal, found.figure) == (claim, goal, figure)
        assert found.share == Proportion(*share)
