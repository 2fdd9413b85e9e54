import pickle
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from rural_taobao.documents.expectations import NotOfKind, expectation
from rural_taobao.exact import Rate, Rounding
from rural_taobao.identifiers import Identifier, PlanId
from rural_taobao.money import Money


class TestExpectations:
    """A message says what must stand in a place, and what was given, as a document shows it."""

    @pytest.mark.parametrize(
        ("kind", "words"),
        [
            (Rounding, "one of half_up, half_even, down, up"),
            (PlanId, "an id of ASCII letters"),
            (Money, "an amount"),
            (tuple[Rate, ...], "a list"),
            (frozenset[PlanId], "a list"),
            (Identifier, "an id"),
            (Rate | None, "a table"),
            (object, "a table"),
        ],
    )
    def test_a_type_is_told_in_words(self, kind: object, words: str) -> None:
        assert expectation(kind).startswith(words)

    @pytest.mark.parametrize(
        ("given_", "told"),
        [
            (True, "but true was"),
            (False, "but false was"),
            (date(2016, 1, 1), "but 2016-01-01 was"),
            (datetime(2016, 1, 1, tzinfo=UTC), "but 2016-01-01T00:00:00+00:00 was"),
            (Decimal("0.10"), "but 0.10 was"),
            ({"a": 1}, "but a table was"),
            ([1], "but a list was"),
            ("x", "but 'x' was"),
            (7, "but 7 was"),
        ],
    )
    def test_what_was_given_is_told_as_a_document_shows_it(self, given_: object, told: str) -> None:
        assert told in str(NotOfKind("a day", given_))

    def test_its_facts_survive_a_pickle(self) -> None:
        error = NotOfKind("a day", 7)
        copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
        assert (copy.expected, copy.given, str(copy)) == ("a day", 7, str(error))
