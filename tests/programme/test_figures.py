"""The laws of figures as they are told, and of proportions."""

from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rural_taobao.kinds import WrongNumber
from rural_taobao.programme.figures import (
    About,
    AtLeast,
    Exactly,
    Figure,
    MoreThan,
    Nearly,
    Proportion,
    ProportionAboveWhole,
    least,
    most,
)
from rural_taobao.testing.programme_strategies import figures, proportions
from tests.odd_values import Wrong

numbers = st.integers(1, 10**6)


def allows(figure: Figure, count: int) -> bool:
    high = most(figure)
    return least(figure) <= count and (high is None or count <= high)


class TestBounds:
    """A figure leaves those counts possible that whoever told it would not be contradicted by."""

    @given(numbers)
    def test_its_own_number_and_its_neighbours(self, number: int) -> None:
        around = (number - 1, number, number + 1)
        assert [allows(Exactly(number), count) for count in around] == [False, True, False]
        assert [allows(AtLeast(number), count) for count in around] == [False, True, True]
        assert [allows(MoreThan(number), count) for count in around] == [False, False, True]
        assert [allows(Nearly(number), count) for count in around] == [True, False, False]
        assert [allows(About(number), count) for count in around] == [True, True, True]

    @given(figures())
    def test_they_leave_some_count_possible(self, figure: Figure) -> None:
        high = most(figure)
        assert high is None or 0 <= least(figure) <= high

    @pytest.mark.parametrize("kind", [Exactly, AtLeast, MoreThan, About, Nearly])
    @pytest.mark.parametrize("number", [-1, True, 2.0, "2", None])
    def test_what_is_no_count_is_no_figure(self, kind: Wrong, number: Wrong) -> None:
        with pytest.raises(WrongNumber):
            kind(number)

    def test_nothing_is_nearly_none(self) -> None:
        with pytest.raises(WrongNumber):
            Nearly(0)

    def test_each_is_told_by_its_word(self) -> None:
        told = [Exactly(300), AtLeast(300), MoreThan(270), About(13_000), Nearly(1000)]
        assert [str(figure) for figure in told] == [
            "300",
            "at least 300",
            "more than 270",
            "about 13000",
            "nearly 1000",
        ]


class TestProportions:
    """A proportion lies from 0 to 1, and is compared without rounding."""

    @given(proportions(), proportions())
    @example(Proportion(1, 3), Proportion(333_333, 1_000_000))
    @example(Proportion(2, 4), Proportion(1, 2))
    def test_one_is_at_least_another_as_fractions_are(self, one: Proportion, other: Proportion) -> None:
        first, second = Fraction(one.part, one.whole), Fraction(other.part, other.whole)
        assert 0 <= first <= 1
        assert one.is_at_least(other) == (first >= second)

    @given(proportions())
    def test_more_than_the_whole_is_refused(self, given_: Proportion) -> None:
        with pytest.raises(ProportionAboveWhole):
            Proportion(given_.whole + 1, given_.whole)

    @pytest.mark.parametrize(("part", "whole"), [(-1, 2), (0, 0), (1.0, 2), (1, 2.0), (True, 2), (1, "2")])
    def test_what_is_no_count_is_no_part_of_one(self, part: Wrong, whole: Wrong) -> None:
        with pytest.raises(WrongNumber):
            Proportion(part, whole)
