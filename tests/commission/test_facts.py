"""What conditions are about, and which of them hold wherever another does."""

from itertools import combinations, product

import pytest

from rural_taobao.commission.conditions import DuringFestival
from rural_taobao.commission.facts import is_within

WINDOWS, EDITIONS = ("presale", "sale", "encore"), (2015, 2016, 2017)
Held = set[tuple[str, int]]


def asked() -> list[tuple[DuringFestival, Held]]:
    """Give conditions on some windows and editions, or on all, each with the windows of editions that it holds in."""
    windows = [list(each) for size in range(3) for each in combinations(WINDOWS, size)]
    editions = [list(each) for size in range(3) for each in combinations(EDITIONS, size)]
    return [
        (DuringFestival("double-11", "placed", some, years), set(product(some or WINDOWS, years or EDITIONS)))
        for some, years in product(windows, editions)
    ]


class TestWithin:
    """One festival condition lies within another exactly where the other holds in every window that it holds in."""

    def test_of_all_windows_and_editions(self) -> None:
        for (one, held), (other, more) in product(asked(), repeat=2):
            assert is_within(one, other) is (held <= more)

    @pytest.mark.parametrize("other", [DuringFestival("double-12", "placed"), DuringFestival("double-11", "paid")])
    def test_of_another_festival_or_clock_none_does(self, other: DuringFestival) -> None:
        assert not is_within(DuringFestival("double-11", "placed"), other)
