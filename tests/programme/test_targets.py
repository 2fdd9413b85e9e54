"""The laws of targets: dated, sourced, reachable, and no two goals of one kind."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve
from hypothesis import example, given
from hypothesis import strategies as st

from rural_taobao.currencies import Currency
from rural_taobao.days import MonthsOutsideCalendar, NotADay
from rural_taobao.exact import Exact
from rural_taobao.kinds import WrongKind, WrongNumber
from rural_taobao.money import Money, MoneyBelowZero
from rural_taobao.periods import Month
from rural_taobao.programme.claims import first_day, last_day
from rural_taobao.programme.figures import About, AtLeast, Exactly, MoreThan, Nearly, Proportion
from rural_taobao.programme.targets import (
    Goal,
    GoalTwice,
    Horizon,
    HorizonBackwards,
    NothingAimedAt,
    ShareOfAll,
    ShareUnreachable,
    Target,
    Total,
    Yearly,
    needed,
)
from rural_taobao.testing.programme_strategies import goals, targets
from rural_taobao.timeline import Source
from tests.odd_values import Wrong

THOUSAND = Total("counties", Exactly(1000))


def target(**facts: Any) -> Target:
    usual: dict[str, Any] = {
        "id": "ours",
        "set_on": Month(2014, 10),
        "horizon": Horizon(3, 5),
        "goals": [THOUSAND],
        "source": Source("seed document"),
    }
    return Target(**(usual | facts))


class TestGoals:
    """A goal needs a count of 1 at least, and one that is told as near is taken as it is told."""

    def test_what_each_figure_needs(self) -> None:
        told = (Exactly(300), AtLeast(300), MoreThan(300), About(300), Nearly(300))
        assert [needed(figure) for figure in told] == [300, 300, 301, 300, 300]

    @pytest.mark.parametrize("kind", [Total, Yearly])
    def test_nothing_is_no_goal(self, kind: Wrong) -> None:
        with pytest.raises(WrongNumber):
            kind("counties", Exactly(0))
        assert kind("counties", MoreThan(0)).figure == MoreThan(0)

    @pytest.mark.parametrize("kind", [Total, Yearly])
    @pytest.mark.parametrize("figure", [1, "300", None])
    def test_a_bare_number_is_no_figure(self, kind: Wrong, figure: Wrong) -> None:
        with pytest.raises(WrongKind):
            kind("counties", figure)

    @given(part=st.integers(0, 40), rest=st.integers(1, 40), exceeded=st.booleans(), there_are=st.integers(1, 10**9))
    @example(part=1, rest=2, exceeded=True, there_are=2850)
    @example(part=1, rest=1, exceeded=False, there_are=2850)
    def test_a_share_needs_the_least_count_that_reaches_it(
        self, part: int, rest: int, there_are: int, *, exceeded: bool
    ) -> None:
        goal = ShareOfAll("villages", Proportion(part if exceeded else rest, part + rest), exceeded)
        count, share = goal.needed_of(there_are), Fraction(goal.share.part, goal.share.whole)
        assert 1 <= count <= there_are
        if exceeded:
            assert Fraction(count - 1, there_are) <= share < Fraction(count, there_are)
        else:
            assert Fraction(count - 1, there_are) < share <= Fraction(count, there_are)

    @pytest.mark.parametrize(("share", "exceeded"), [(Proportion(0, 3), False), (Proportion(3, 3), True)])
    def test_none_of_all_and_more_than_all_are_refused(self, share: Proportion, *, exceeded: bool) -> None:
        with pytest.raises(ShareUnreachable) as caught:
            ShareOfAll("counties", share, exceeded)
        assert caught.value.args == ("counties", share, exceeded)
        assert ShareOfAll("counties", share, not exceeded).share == share

    @pytest.mark.parametrize("exceeded", [1, None, "true"])
    def test_whether_it_is_exceeded_is_true_or_false(self, exceeded: Wrong) -> None:
        with pytest.raises(WrongKind):
            ShareOfAll("counties", Proportion(1, 3), exceeded)

    def test_each_tells_what_it_is(self) -> None:
        told: list[Goal] = [
            THOUSAND,
            Yearly("stations", About(10_000)),
            ShareOfAll("counties", Proportion(1, 3), exceeded=True),
            ShareOfAll("villages", Proportion(1, 6)),
        ]
        assert [str(goal) for goal in told] == [
            "1000 counties",
            "about 10000 more stations each year",
            "more than 1/3 of counties",
            "1/6 of villages",
        ]


class TestHorizons:
    """A horizon is some years, of which the most are no fewer than the fewest."""

    def test_one_backwards_is_refused(self) -> None:
        with pytest.raises(HorizonBackwards) as caught:
            Horizon(5, 3)
        assert caught.value.args == (5, 3)

    @pytest.mark.parametrize("years", [(0, 1), (1, 1.5), (True, 2), (2, "3")])
    def test_years_are_whole(self, years: Wrong) -> None:
        with pytest.raises(WrongNumber):
            Horizon(*years)

    def test_one_number_is_told_once(self) -> None:
        assert [str(Horizon(3, 5)), str(Horizon(3, 3))] == ["3 to 5 years", "3 years"]


class TestTargets:
    """A target is dated, has a source, and states a goal or a budget."""

    @given(targets())
    def test_it_is_due_so_many_years_after_it_was_set(self, drawn: Target) -> None:
        first, last = first_day(drawn.set_on), last_day(drawn.set_on)
        assert first < drawn.due_first <= drawn.due_last
        assert drawn.due_first.year - first.year == drawn.horizon.least
        assert drawn.due_last.year - last.year == drawn.horizon.most

    def test_on_paper(self) -> None:
        """Announced in October 2014 for three to five years: from 1 October 2017 to 31 October 2019."""
        assert (target().due_first, target().due_last) == (date(2017, 10, 1), date(2019, 10, 31))

    @pytest.mark.parametrize("source", [None, "seed document"])
    def test_one_without_a_source_is_refused(self, source: Wrong) -> None:
        with pytest.raises(TypeError):
            target(source=source)

    def test_one_that_states_nothing_is_refused(self) -> None:
        with pytest.raises(NothingAimedAt):
            target(goals=[])
        assert target(goals=[], budget=Money(0)).goals == ()

    @given(goals(), st.integers(1, 9))
    def test_two_goals_of_one_kind_are_refused(self, goal: Goal, number: int) -> None:
        other = evolve(goal) if isinstance(goal, ShareOfAll) else evolve(goal, figure=Exactly(number))
        with pytest.raises(GoalTwice) as caught:
            target(goals=[goal, other])
        assert caught.value.args == ("ours", other)

    def test_goals_of_another_form_or_measure_are_none_of_one_kind(self) -> None:
        some = [THOUSAND, Total("stations", Exactly(1)), Yearly("counties", Exactly(1))]
        assert target(goals=iter(some)).goals == tuple(some)

    @pytest.mark.parametrize(
        ("facts", "error"),
        [
            ({"set_on": "2014-10"}, NotADay),
            ({"horizon": (3, 5)}, WrongKind),
            ({"horizon": Horizon(1, 7986)}, MonthsOutsideCalendar),
            ({"goals": ["1000 counties"]}, WrongKind),
            ({"goals": THOUSAND}, WrongKind),
            ({"budget": Money(-1)}, MoneyBelowZero),
            ({"budget": 10**12}, WrongKind),
        ],
    )
    def test_what_is_no_part_of_one_is_refused(self, facts: dict[str, Any], error: type[Exception]) -> None:
        with pytest.raises(error):
            target(**facts)

    @given(st.integers(0, 10**15), st.integers(1, 10**6))
    def test_the_budget_per_station_gives_back_the_budget(self, minor: int, stations: int) -> None:
        aimed = target(goals=[THOUSAND, Total("stations", Exactly(stations))], budget=Money(minor, Currency("USD")))
        assert aimed.budget_per_station is not None
        assert aimed.budget_per_station * stations == Exact(minor)

    def test_of_more_than_so_many_stations_it_is_for_one_more(self) -> None:
        aimed = target(goals=[Total("stations", MoreThan(9))], budget=Money(100))
        assert aimed.budget_per_station == Exact(10)

    def test_without_a_budget_or_a_total_of_stations_there_is_none(self) -> None:
        of_year, share = Yearly("stations", Exactly(1)), ShareOfAll("stations", Proportion(1, 2))
        assert target(goals=[Total("stations", Exactly(1))]).budget_per_station is None
        assert target(goals=[THOUSAND, of_year, share], budget=Money(1)).budget_per_station is None
