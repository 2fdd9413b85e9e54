"""The one source of chance: what it can draw, and that it draws the same everywhere."""

from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.kinds import WrongNumber
from rural_taobao.samples.seeds import Draws, at_least
from tests.error_samples import Wrong

seeds = st.integers(min_value=0, max_value=2**80)


class TestDraws:
    """A seed draws the same numbers everywhere, and every possibility is drawn as often as it should."""

    @given(seeds, st.integers(1, 2**53))
    def test_lie_within_what_was_asked_for(self, seed: int, count: int) -> None:
        draws = Draws(seed)
        assert all(0 <= draws.below(count) < count for _ in range(5))
        assert all(-7 <= draws.between(-7, count) <= count for _ in range(5))

    def test_reach_both_ends_and_all_between(self) -> None:
        draws = Draws(3)
        assert {draws.below(3) for _ in range(100)} == {0, 1, 2}
        assert {draws.between(-1, 1) for _ in range(100)} == {-1, 0, 1}
        assert {draws.pick("abc") for _ in range(100)} == {"a", "b", "c"}

    @pytest.mark.parametrize(
        ("part", "least", "most"), [(0, 0, 0), (1, 2200, 2800), (3, 7200, 7800), (4, 10_000, 10_000)]
    )
    def test_happen_as_often_as_their_chance(self, part: int, least: int, most: int) -> None:
        draws = Draws(5)
        assert least <= sum(draws.chance(part, 4) for _ in range(10_000)) <= most

    def test_choose_a_place_as_often_as_its_weight(self) -> None:
        draws = Draws(7)
        drawn = Counter(draws.place((1, 1, 4, 10)) for _ in range(10_000))
        assert drawn[0] == pytest.approx(1000, rel=0.1)
        assert drawn[1] == 0
        assert drawn[2] == pytest.approx(3000, rel=0.1)
        assert drawn[3] == pytest.approx(6000, rel=0.1)

    @given(seeds, st.lists(st.integers(), unique=True, max_size=20), st.data())
    def test_take_each_value_once_at_most(self, seed: int, values: list[int], data: st.DataObject) -> None:
        count = data.draw(st.integers(0, len(values)))
        given_values = tuple(values)
        some = Draws(seed).some(values, count)
        assert len(some) == len(set(some)) == count
        assert set(some) <= set(values)
        assert tuple(values) == given_values

    def test_put_values_in_every_order(self) -> None:
        draws = Draws(9)
        orders = Counter("".join(draws.some("abc", 3)) for _ in range(6000))
        assert len(orders) == 6
        assert all(800 < times < 1200 for times in orders.values())

    @given(seeds)
    def test_are_the_first_numbers_of_the_language_for_the_seed(self, seed: int) -> None:
        draws, numbers = Draws(seed), Random(seed)  # noqa: S311 - the oracle of a sample
        assert [draws.below(1000) for _ in range(4)] == [int(numbers.random() * 1000) for _ in range(4)]

    def test_are_these_for_ever(self) -> None:
        draws = Draws(20141013)
        assert [draws.below(10**15) for _ in range(3)] == [
            693_410_627_108_501,
            342_222_528_511_485,
            856_609_464_303_869,
        ]

    @given(seeds, seeds)
    def test_differ_where_the_seeds_do(self, one: int, other: int) -> None:
        first, second = Draws(one), Draws(other)
        same = [first.below(2**53) for _ in range(2)] == [second.below(2**53) for _ in range(2)]
        assert same is (one == other)


class TestNumbersAskedFor:
    """A size or a seed is a whole number and large enough, or refused by name."""

    @pytest.mark.parametrize("given_seed", [-1, True, 1.0, "1", None])
    def test_are_refused_where_they_are_no_seed(self, given_seed: Wrong) -> None:
        with pytest.raises(WrongNumber) as refused:
            Draws(given_seed)
        assert (refused.value.name, refused.value.given) == ("seed", given_seed)

    def test_are_refused_in_one_sentence(self) -> None:
        with pytest.raises(WrongNumber) as refused:
            at_least(1, "stations", 0)
        assert str(refused.value) == ("stations must be a whole number of 1 or more, but 0 was given; pass such an int")

    @given(st.integers(min_value=-5))
    def test_come_back_as_they_were_given(self, number: int) -> None:
        assert at_least(-5, "number", number) == number
