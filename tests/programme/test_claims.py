"""The laws of claims: each stays as it was told, and what does not go together is told."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from attrs import evolve
from hypothesis import example, given
from hypothesis import strategies as st

from rural_taobao.days import NotADay
from rural_taobao.identifiers import ClaimId
from rural_taobao.kinds import WrongKind
from rural_taobao.periods import Month
from rural_taobao.programme.claims import Claim, NothingClaimed, When, conflicts, first_day, in_order, last_day
from rural_taobao.programme.figures import About, AtLeast, Exactly, Figure, Measure, MoreThan, Nearly
from rural_taobao.testing.programme_strategies import claims, whens
from rural_taobao.timeline import Source
from tests.odd_values import Wrong

PRESS = Source("a paper", quality="press")
DAY = date(2015, 3, 29)
some = st.lists(claims(when=st.dates(DAY, DAY + timedelta(2)) | st.just(Month(2015, 3))), max_size=4)


def claim(name: str, figure: Figure, when: When = DAY, **facts: Wrong) -> Claim:
    return Claim(id=name, when=when, stations=figure, source=PRESS, **facts)


class TestWhen:
    """What is about a month is about some day of it, from its first to its last."""

    @given(whens())
    @example(Month(9998, 12))
    @example(Month(2016, 2))
    def test_a_day_is_itself_and_a_month_has_all_of_its_days(self, when: When) -> None:
        first, last = first_day(when), last_day(when)
        if isinstance(when, Month):
            assert (Month.of(first), Month.of(last), first.day) == (when, when, 1)
            assert (last + timedelta(1)).day == 1
        else:
            assert first == last == when

    @pytest.mark.parametrize("when", ["2015-03", None, 2015])
    def test_anything_else_is_refused(self, when: Wrong) -> None:
        with pytest.raises(NotADay):
            claim("a", Exactly(1), when)


class TestClaims:
    """A claim states a figure, and who says so."""

    def test_one_without_a_figure_is_refused(self) -> None:
        with pytest.raises(NothingClaimed) as caught:
            Claim(id="a", when=DAY, source=PRESS)
        assert caught.value.claim == "a"

    @pytest.mark.parametrize("source", [None, "a paper"])
    def test_one_without_a_source_is_refused(self, source: Wrong) -> None:
        with pytest.raises(TypeError):
            Claim(id="a", when=DAY, stations=Exactly(1), source=source)

    @pytest.mark.parametrize("figure", [1, "more than 1", 1.0])
    def test_a_bare_number_is_no_figure(self, figure: Wrong) -> None:
        with pytest.raises(WrongKind):
            claim("a", figure)

    @given(claims())
    def test_it_gives_the_figures_that_it_states_and_no_others(self, drawn: Claim) -> None:
        given_ = (drawn.counties, drawn.stations, drawn.villages, drawn.provinces)
        assert tuple(drawn.figure(measure) for measure in Measure) == given_
        assert [drawn.figure(measure) for measure in drawn.measures] == [each for each in given_ if each is not None]

    def test_a_single_dispute_is_one_id(self) -> None:
        assert claim("b", Exactly(1), disputes="a").disputes == {ClaimId("a")}


class TestOrder:
    """Claims are sorted by what they are about, a month behind its first day."""

    @given(some)
    def test_none_is_lost_and_none_comes_before_an_earlier_one(self, drawn: list[Claim]) -> None:
        found = in_order(drawn)
        assert sorted(map(id, found)) == sorted(map(id, drawn))
        for earlier, later in pairwise(found):
            assert first_day(earlier.when) <= first_day(later.when)

    def test_a_month_comes_behind_its_first_day_and_before_its_second(self) -> None:
        days: list[When] = [date(2015, 3, 2), Month(2015, 3), date(2015, 3, 1)]
        found = in_order([claim(f"c{place}", Exactly(1), when) for place, when in enumerate(days)])
        assert [str(each.id) for each in found] == ["c2", "c1", "c0"]

    def test_those_of_one_day_come_by_their_ids(self) -> None:
        assert [str(each.id) for each in in_order([claim("b", Exactly(1)), claim("a", Exactly(2))])] == ["a", "b"]


class TestConflicts:
    """Conflicting claims stay side by side: both are told, and neither takes the place of the other."""

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            (Exactly(295), Exactly(296)),
            (Exactly(295), MoreThan(295)),
            (Exactly(295), AtLeast(296)),
            (Exactly(1000), Nearly(1000)),
            (Nearly(1000), AtLeast(1000)),
            (Nearly(1000), MoreThan(999)),
        ],
    )
    def test_figures_of_one_day_that_exclude_each_other_do(self, one: Figure, other: Figure) -> None:
        for first, second in ((one, other), (other, one)):
            [found] = conflicts([claim("a", first), claim("b", second)])
            assert (found.first.stations, found.second.stations) == (first, second)
            assert (found.measures, found.is_stated) == ((Measure.STATIONS,), False)

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            (Exactly(295), Exactly(295)),
            (Exactly(296), MoreThan(295)),
            (Exactly(295), AtLeast(295)),
            (Exactly(999), Nearly(1000)),
            (Nearly(1000), AtLeast(999)),
            (Nearly(1000), MoreThan(998)),
            (Exactly(295), About(1000)),
            (AtLeast(295), MoreThan(1000)),
        ],
    )
    def test_figures_that_a_single_count_fits_do_not(self, one: Figure, other: Figure) -> None:
        assert conflicts([claim("a", one), claim("b", other)]) == ()

    @pytest.mark.parametrize("when", [DAY + timedelta(1), Month(2015, 3)])
    def test_of_figures_of_other_days_nothing_follows(self, when: When) -> None:
        assert conflicts([claim("a", Exactly(295)), claim("b", Exactly(1), when)]) == ()
        assert conflicts([claim("a", Exactly(295), Month(2015, 3)), claim("b", Exactly(1), Month(2015, 3))]) == ()

    def test_figures_of_other_things_do_not(self) -> None:
        other = Claim(id="b", when=DAY, counties=Exactly(1), source=PRESS)
        assert conflicts([claim("a", Exactly(295)), other]) == ()

    @given(some.filter(lambda drawn: len(drawn) > 1))
    def test_what_is_stated_is_told_whoever_states_it(self, drawn: list[Claim]) -> None:
        named = [evolve(each, id=f"c{place}") for place, each in enumerate(drawn)]
        for disputing, disputed in ((0, 1), (1, 0)):
            stated = list(named)
            stated[disputing] = evolve(named[disputing], disputes=[named[disputed].id])
            told = [{found.first.id, found.second.id} for found in conflicts(stated) if found.is_stated]
            assert told == [{named[0].id, named[1].id}]

    def test_one_that_is_stated_tells_what_they_do_not_agree_on(self) -> None:
        first = Claim(id="a", when=DAY, stations=Exactly(4), counties=Exactly(1), source=PRESS)
        same = Claim(id="b", when=DAY, stations=Exactly(5), counties=Exactly(1), source=PRESS, disputes=["a"])
        later = evolve(same, when=DAY + timedelta(1))
        assert [each.measures for each in conflicts([first, same])] == [(Measure.STATIONS,)]
        assert [each.measures for each in conflicts([first, later])] == [(Measure.COUNTIES, Measure.STATIONS)]

    @given(some)
    def test_the_order_in_which_they_are_given_does_not_matter(self, drawn: list[Claim]) -> None:
        named = [evolve(each, id=f"c{place}") for place, each in enumerate(drawn)]
        assert conflicts(named) == conflicts(named[::-1])
