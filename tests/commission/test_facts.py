"""What conditions are about, and which of them hold wherever another does."""

from itertools import combinations, product

import pytest

from rural_taobao.commission.conditions import CreditKind, DuringFestival
from rural_taobao.commission.facts import Fact, go_together, in_words, is_within
from rural_taobao.currencies import Currency

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


class TestTogether:
    """Facts go together where one event can have them: an order has amounts, of which the net is at most the gross."""

    @pytest.mark.parametrize(
        ("chosen", "together"),
        [
            ({"gross": 100, "net": 99}, True),
            ({"gross": 100, "net": 100}, True),
            ({"gross": 100, "net": 101}, False),
            ({"gross": None, "net": None}, True),
            ({"gross": 100, "net": None}, False),
            ({"kind": CreditKind.ORDER, "net": 100}, True),
            ({"kind": CreditKind.ORDER, "net": None}, False),
            ({"kind": CreditKind.PARCEL, "net": None}, True),
            ({"kind": CreditKind.PARCEL, "net": 0}, False),
            ({"kind": CreditKind.PARCEL, "tags": frozenset()}, True),
            ({"kind": CreditKind.PARCEL, "tags": frozenset(["group"])}, False),
            ({"kind": CreditKind.ORDER, "tags": frozenset(["group"])}, True),
            ({"tags": frozenset(["group"])}, True),
        ],
    )
    def test_of_kinds_amounts_and_tags(self, chosen: dict[Fact, object], *, together: bool) -> None:
        for newest in chosen:
            assert go_together(chosen, newest) is together

    def test_of_festivals_one_within_another(self) -> None:
        whole, sale = DuringFestival("double-11", "placed"), DuringFestival("double-11", "placed", ["sale"])
        in_it, out_of_it = frozenset("x"), frozenset("")
        for held, more, together in (
            (in_it, in_it, True),
            (in_it, out_of_it, False),
            (out_of_it, in_it, True),
            (out_of_it, out_of_it, True),
        ):
            for newest in (sale, whole):
                assert go_together({sale: held, whole: more}, newest) is together


class TestWords:
    """A fact is said in the words of whoever reads of a witness; what goes without saying is not said."""

    @pytest.mark.parametrize(
        ("fact", "value", "words"),
        [
            (DuringFestival("double-11", "paid"), frozenset("x"), ["paid during double-11"]),
            (DuringFestival("double-11", "paid"), frozenset(), ["paid outside double-11"]),
            (
                DuringFestival("double-11", "placed", ["sale", "presale"]),
                frozenset("x"),
                ["placed during double-11 (presale, sale)"],
            ),
            ("kind", "order", []),
            ("gross", None, []),
            ("gross", 0, ["of $0.00 gross"]),
            ("months", 12, ["of a partner of 12 months"]),
        ],
    )
    def test_by_example(self, fact: Fact, value: object, words: list[str]) -> None:
        assert [*in_words(fact, value, Currency("USD"))] == words
