from decimal import Decimal
from fractions import Fraction
from typing import final

import pytest
from attrs import field, frozen
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.kinds import Word, WordUnknown, WrongNumber, non_negative, positive, whole
from tests.odd_values import Wrong


@final
@frozen
class Parcels:
    """A value with one number of each sort."""

    change: int = field(default=0, validator=whole)
    count: int = field(default=0, validator=non_negative)
    package: int = field(default=1, validator=positive)


class TestWholeNumbers:
    """A whole number is an int; True, 2.0 and '2' are none."""

    @pytest.mark.parametrize("name", ["change", "count", "package"])
    @pytest.mark.parametrize("value", [True, False, 2.0, "2", None, Decimal(2), Fraction(2)])
    def test_are_never_of_another_type(self, name: str, value: Wrong) -> None:
        with pytest.raises(WrongNumber, match=f"^{name} must be a whole number") as refused:
            Parcels(**{name: value})
        assert (refused.value.name, refused.value.given) == (name, value)
        assert refused.value.demand.startswith("a whole number")

    @given(st.integers())
    def test_are_taken_from_their_bound_on(self, value: int) -> None:
        assert Parcels(change=value).change == value
        for name, least in (("count", 0), ("package", 1)):
            if value >= least:
                assert getattr(Parcels(**{name: value}), name) == value
            else:
                with pytest.raises(WrongNumber, match=f"of {least} or more, but {value} was"):
                    Parcels(**{name: value})

    @pytest.mark.parametrize(("name", "last"), [("count", -1), ("package", 0)])
    def test_end_right_below_their_bound(self, name: str, last: int) -> None:
        assert getattr(Parcels(**{name: last + 1}), name) == last + 1
        with pytest.raises(WrongNumber):
            Parcels(**{name: last})

    def test_are_told_of_by_the_name_of_their_field(self) -> None:
        with pytest.raises(WrongNumber) as refused:
            Parcels(count=-1)
        assert str(refused.value) == ("count must be a whole number of 0 or more, but -1 was given; pass such an int")

    def test_of_5000_digits_are_told_of_too(self) -> None:
        with pytest.raises(WrongNumber, match="an int too long to show was given"):
            Parcels(count=-(10**5000))


class Season(Word):
    """An enumeration of two words."""

    SPRING = "spring"
    AUTUMN = "autumn"


class TestWords:
    """An enumeration takes each of its words, and refuses anything else with all of them."""

    @given(st.text() | st.integers() | st.none() | st.booleans() | st.floats() | st.binary() | st.lists(st.text()))
    def test_are_taken_or_refused(self, value: Wrong) -> None:
        if value in ("spring", "autumn"):
            assert Season(value) == value
            return
        with pytest.raises(WordUnknown) as refused:
            Season(value)
        assert (refused.value.kind, refused.value.words) == ("Season", ("spring", "autumn"))

    def test_are_told_of_in_a_sentence(self) -> None:
        with pytest.raises(WordUnknown) as refused:
            Season("fall")
        assert str(refused.value) == (
            "a value of Season must be one of spring, autumn, but 'fall' was given; pass one of these words"
        )
        assert [Season(word) for word in ("spring", "autumn")] == [*Season]
