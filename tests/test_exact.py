import math
import pickle
import re
from collections.abc import Callable
from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.exact import (
    MILLIONTHS,
    Exact,
    NotANumber,
    NumberTooFine,
    Rate,
    Rounding,
    decimal_text,
    rounded,
    scaled,
)
from rural_taobao.kinds import WrongNumber
from rural_taobao.testing import strategies
from tests.odd_values import OUTRAGEOUS, Wrong

NO_NUMBERS = [
    *OUTRAGEOUS,
    *["NaN", "sNaN", "Infinity", "-inf", "1e400", "1E2", "0x10", "1_000", "1,000", "1 000", "½"],
    *[
        ".5",
        "5.",
        ".",
        "+",
        "-",
        "--1",
        "+-1",
        "1.2.3",
        "1..2",
        " 1",
        "1 ",
        "1\n",
        "١",
        "1．5",
        "−1",
    ],
    *["1" * 41, "0." + "0" * 41, 10**40, -(10**40), Decimal("1e40"), Decimal("1e-41")],
]
DIGITS = st.text("0123456789", min_size=1, max_size=40)
PLACES = st.integers(min_value=0, max_value=12)


@st.composite
def decimals(draw: st.DrawFn) -> str:
    """Draw numbers as people and machines write them."""
    fraction = draw(st.just("") | DIGITS.map(".{}".format))
    return draw(st.sampled_from(["", "+", "-"])) + draw(DIGITS) + fraction


class TestReading:
    """A number is read exactly, or it is refused; it is never rounded."""

    @given(decimals(), PLACES)
    def test_gives_the_number_itself_or_says_that_it_is_too_fine(self, text: str, places: int) -> None:
        units = Fraction(text) * 10**places
        if units.denominator == 1:
            assert scaled(text, places) == units
        else:
            with pytest.raises(NumberTooFine, match=f"at most {places} decimal places") as refused:
                scaled(text, places)
            assert (refused.value.given, refused.value.places) == (text, places)

    @given(decimals(), PLACES)
    def test_reads_a_decimal_as_it_reads_its_text(self, text: str, places: int) -> None:
        try:
            units = scaled(text, places)
        except NumberTooFine:
            with pytest.raises(NumberTooFine):
                scaled(Decimal(text), places)
        else:
            assert scaled(Decimal(text), places) == units

    @given(st.integers(-(10**40) + 1, 10**40 - 1), PLACES)
    def test_reads_an_int_as_it_reads_its_text(self, number: int, places: int) -> None:
        assert scaled(number, places) == scaled(str(number), places) == number * 10**places

    @given(decimals(), PLACES)
    def test_heeds_no_context_of_the_decimal_module(self, text: str, places: int) -> None:
        number = Decimal(text)
        with localcontext(prec=1, Emax=1, Emin=-1):
            try:
                units = scaled(number, places)
            except NumberTooFine:
                return
        assert units == Fraction(text) * 10**places

    @pytest.mark.parametrize(
        ("number", "units"),
        [
            ("-0", 0),
            ("-0.00", 0),
            (Decimal("-0"), 0),
            (Decimal("-0E-2"), 0),
            ("+1", 100),
            ("007", 700),
            ("1.10000", 110),
            (Decimal("1e2"), 10_000),
            (Decimal("1E-2"), 1),
            (-3, -300),
            ("9" * 40 + "." + "9" * 2 + "0" * 38, 10**42 - 1),
            (Decimal("9" * 40), (10**40 - 1) * 100),
        ],
    )
    def test_knows_these_ways_to_write_one(self, number: Wrong, units: int) -> None:
        assert scaled(number, 2) == units

    def test_reads_forty_places(self) -> None:
        finest = "0." + "1".rjust(40, "0")
        assert scaled(finest, 40) == scaled(Decimal(finest), 40) == scaled(Decimal("1E-40"), 40) == 1

    @pytest.mark.parametrize("value", NO_NUMBERS)
    def test_refuses_at_once_and_in_a_short_message_what_is_none(self, value: Wrong) -> None:
        with pytest.raises(NotANumber, match=r"a number must be .*; pass ") as refused:
            scaled(value, 2)
        assert refused.value.given is value
        assert len(str(refused.value)) < 250

    @given(st.floats())
    def test_refuses_every_float_and_says_what_to_pass(self, number: Wrong) -> None:
        with pytest.raises(NotANumber, match=r"the float .* was given; pass a string such as '0.025'"):
            scaled(number, 2)

    def test_names_the_number_that_is_too_fine(self) -> None:
        with pytest.raises(NumberTooFine) as refused:
            scaled("0.001", 2)
        assert str(refused.value) == (
            "a number here must have at most 2 decimal places, but 0.001 was given; "
            "round it yourself, so that the choice is seen"
        )

    def test_names_what_is_not_a_number(self) -> None:
        with pytest.raises(NotANumber) as refused:
            scaled("１２", 2)
        assert str(refused.value) == (
            "a number must be written in at most 40 ASCII digits before a point and after it, "
            "such as '-12.50', but '１２' was given; "
            "pass it as a string or a Decimal, written out in full"
        )


class TestWriting:
    """A number that is written is read back as the same."""

    @given(units=st.integers(-(10**40) + 1, 10**40 - 1), places=PLACES, trim=st.booleans())
    def test_is_read_back(self, units: int, places: int, *, trim: bool) -> None:
        assert scaled(decimal_text(units, places, trim=trim), places) == units

    @given(st.integers(), PLACES)
    def test_shows_every_place_or_none_that_is_empty(self, units: int, places: int) -> None:
        whole_part, _, fraction = decimal_text(units, places).partition(".")
        trimmed, _, shorter = decimal_text(units, places, trim=True).partition(".")
        assert len(fraction) == places
        assert trimmed == whole_part
        assert not shorter.endswith("0")
        assert shorter.ljust(places, "0") == fraction

    @given(st.integers(min_value=1), PLACES)
    def test_writes_a_minus_only_below_nothing(self, units: int, places: int) -> None:
        assert decimal_text(-units, places) == "-" + decimal_text(units, places)
        assert decimal_text(0, places).strip("0.") == ""

    def test_keeps_the_zeros_of_a_whole_number(self) -> None:
        assert decimal_text(1200, 0, trim=True) == "1200"


class TestRounding:
    """Rounding goes by a named mode and is symmetric about zero: f(-x) = -f(x)."""

    @given(st.integers(), st.integers(min_value=1), strategies.roundings())
    def test_is_symmetric_about_zero(self, number: int, by: int, mode: Rounding) -> None:
        assert rounded(-number, by, mode) == -rounded(number, by, mode)

    @given(st.integers(), st.integers(min_value=1), strategies.roundings())
    def test_leaves_a_whole_number_alone(self, number: int, by: int, mode: Rounding) -> None:
        assert rounded(number * by, by, mode) == number

    @given(st.integers(), st.integers(min_value=1), st.integers(min_value=1), strategies.roundings())
    def test_asks_for_the_number_and_not_for_its_fraction(
        self, number: int, by: int, factor: int, mode: Rounding
    ) -> None:
        assert rounded(number * factor, by * factor, mode) == rounded(number, by, mode)

    @given(st.integers(), st.integers(min_value=1), strategies.roundings(), st.integers(min_value=0))
    def test_never_falls_as_the_number_rises(self, number: int, by: int, mode: Rounding, more: int) -> None:
        assert rounded(number, by, mode) <= rounded(number + more, by, mode)


@st.composite
def fractions(draw: st.DrawFn) -> tuple[int, int]:
    """Draw numerators and denominators, ties between two whole numbers among them."""
    by = draw(st.integers(min_value=1))
    anywhere = st.integers()
    ties = st.integers().map(lambda number: (2 * number + 1) * by)
    if draw(st.booleans()):
        return draw(ties), 2 * by
    return draw(anywhere), by


class TestRoundingHalfUp:
    """Half up goes to the nearest, and a half away from zero."""

    @given(fractions())
    def test_is_off_by_half_a_unit_at_most_and_then_away_from_zero(self, fraction: tuple[int, int]) -> None:
        number, by = fraction
        off = 2 * (abs(rounded(number, by, Rounding.HALF_UP)) * by - abs(number))
        assert -by < off <= by


class TestRoundingHalfEven:
    """Half even goes to the nearest, and a half to the even neighbour."""

    @given(fractions())
    def test_is_off_by_half_a_unit_at_most_and_then_even(self, fraction: tuple[int, int]) -> None:
        number, by = fraction
        result = rounded(number, by, Rounding.HALF_EVEN)
        off = 2 * abs(result * by - number)
        assert off < by or (off == by and result % 2 == 0)


class TestRoundingDown:
    """Down goes towards zero."""

    @given(fractions())
    def test_is_off_by_less_than_a_unit_and_never_further_from_zero(self, fraction: tuple[int, int]) -> None:
        number, by = fraction
        off = abs(number) - abs(rounded(number, by, Rounding.DOWN)) * by
        assert 0 <= off < by


class TestRoundingUp:
    """Up goes away from zero."""

    @given(fractions())
    def test_is_off_by_less_than_a_unit_and_never_nearer_to_zero(self, fraction: tuple[int, int]) -> None:
        number, by = fraction
        off = abs(rounded(number, by, Rounding.UP)) * by - abs(number)
        assert 0 <= off < by


class TestRoundingOfOddThings:
    """No float touches money: passing one is an error."""

    @pytest.mark.parametrize("number", [2.5, 2.0, True, Decimal("2.5"), "2", None])
    def test_refuses_what_is_no_int_on_either_side(self, number: Wrong) -> None:
        seen = re.escape(repr(number))
        with pytest.raises(WrongNumber, match=f"must be a whole number, but {seen} was given"):
            rounded(number, 1, Rounding.HALF_UP)
        with pytest.raises(WrongNumber, match="must be a whole number of 1 or more"):
            rounded(1, number, Rounding.HALF_UP)

    @pytest.mark.parametrize("by", [0, -1, -2])
    def test_refuses_to_divide_by_nothing_or_less(self, by: int) -> None:
        with pytest.raises(WrongNumber, match=f"1 or more, but {by} was given"):
            rounded(1, by, Rounding.HALF_UP)

    def test_names_its_modes_as_plans_do(self) -> None:
        assert [mode.value for mode in Rounding] == ["half_up", "half_even", "down", "up"]


class TestRates:
    """A rate is an exact decimal to a millionth; a finer one is refused, never rounded."""

    @given(strategies.rates(millionths=st.integers(0, 10**40)))
    def test_are_read_back_as_they_are_printed(self, rate: Rate) -> None:
        assert Rate.parse(str(rate)) == rate
        assert Rate.parse(str(rate).replace(" ", "")) == rate

    @given(decimals())
    def test_are_the_same_as_a_share_of_one_and_as_percent(self, text: str) -> None:
        share = Fraction(text)
        if share < 0:
            with pytest.raises((WrongNumber, NumberTooFine)):
                Rate.parse(text)
        elif (share * 1_000_000).denominator > 1:
            with pytest.raises(NumberTooFine, match="at most 6 decimal places"):
                Rate.parse(text)
        else:
            assert Rate.parse(text).millionths == share * 1_000_000
            assert Rate.parse(Decimal(text)) == Rate.parse(text)
        if share >= 0 and (share * 10_000).denominator == 1:
            assert Rate.parse(f"{text} %").millionths == share * 10_000

    @pytest.mark.parametrize(
        ("text", "millionths"),
        [("2.5 %", 25_000), ("2.5%", 25_000), ("0.025", 25_000), ("0", 0), ("100 %", 1_000_000)],
    )
    def test_are_read_as_on_paper(self, text: str, millionths: int) -> None:
        assert Rate.parse(text).millionths == millionths

    def test_are_parts_of_a_million(self) -> None:
        assert Rate.parse("100 %").millionths == MILLIONTHS == 10**6

    def test_are_printed_as_on_paper(self) -> None:
        assert str(Rate(25_000)) == "2.5 %"
        assert str(Rate(1)) == "0.0001 %"

    @pytest.mark.parametrize(
        "value",
        [*NO_NUMBERS, 0.025, 1, "%", " %", "% 2", "2 % %", "2\t%", "２ %", "NaN %", "2 ‰", b"2 %"],
    )
    def test_refuse_what_is_no_exact_number(self, value: Wrong) -> None:
        with pytest.raises(NotANumber, match=r"a number must be .*; pass "):
            Rate.parse(value)

    @pytest.mark.parametrize("text", ["0.0000001", "0.00001 %"])
    def test_refuse_what_is_finer_than_a_millionth(self, text: str) -> None:
        with pytest.raises(NumberTooFine):
            Rate.parse(text)

    @pytest.mark.parametrize("value", [-1, True, 0.5, "1"])
    def test_refuse_parts_that_cannot_be(self, value: Wrong) -> None:
        with pytest.raises(WrongNumber, match="millionths must be a whole number of 0 or more"):
            Rate(value)

    @given(strategies.rates(), strategies.rates())
    def test_stand_in_the_order_of_their_shares(self, one: Rate, other: Rate) -> None:
        assert (one < other) == (one.millionths < other.millionths)
        assert (one == other) == (one.millionths == other.millionths)


def fraction(amount: Exact) -> Fraction:
    return Fraction(amount.numerator, amount.denominator)


class TestExactAmounts:
    """Intermediates are exact: an integer numerator over one denominator."""

    @given(strategies.exacts(), strategies.exacts(), st.integers())
    def test_reckon_as_fractions_do(self, one: Exact, other: Exact, factor: int) -> None:
        assert fraction(one + other) == fraction(one) + fraction(other)
        assert fraction(one - other) == fraction(one) - fraction(other)
        assert fraction(one * factor) == fraction(one) * factor
        assert fraction(-one) == -fraction(one)

    @given(strategies.exacts(), strategies.exacts())
    def test_compare_as_fractions_do(self, one: Exact, other: Exact) -> None:
        assert (one < other) == (fraction(one) < fraction(other))
        assert (one <= other) == (fraction(one) <= fraction(other))
        assert (one > other) == (fraction(one) > fraction(other))
        assert (one >= other) == (fraction(one) >= fraction(other))
        assert (one == other) == (fraction(one) == fraction(other))

    @given(strategies.exacts(), st.integers(min_value=1))
    def test_are_equal_whatever_their_denominator(self, one: Exact, factor: int) -> None:
        other = Exact(one.numerator * factor, one.denominator * factor)
        assert one == other
        assert one <= other <= one
        assert hash(one) == hash(other)

    @given(st.integers(), st.integers(), st.integers(min_value=1))
    def test_keep_the_denominator_that_they_share(self, one: int, other: int, by: int) -> None:
        assert (Exact(one, by) + Exact(other, by)).denominator == by
        assert (Exact(one, by) - Exact(other, by)).denominator == by
        assert (Exact(one, by) * other).denominator == by

    @given(strategies.exacts(), strategies.roundings())
    def test_are_rounded_as_their_fraction_is(self, amount: Exact, mode: Rounding) -> None:
        exact = fraction(amount)
        towards_zero = math.floor(exact) if exact > 0 else math.ceil(exact)
        away = math.ceil(exact) if exact > 0 else math.floor(exact)
        assert amount.rounded(mode) in (towards_zero, away)
        assert Exact(exact.numerator, exact.denominator).rounded(mode) == amount.rounded(mode)
        if mode is Rounding.DOWN:
            assert amount.rounded(mode) == towards_zero
        if mode is Rounding.HALF_EVEN:
            assert amount.rounded(mode) == round(exact)

    @given(st.integers())
    def test_are_whole_where_no_denominator_is_given(self, number: int) -> None:
        assert Exact(number).rounded(Rounding.UP) == number
        assert Exact(number) == Exact(number * 7, 7)

    @pytest.mark.parametrize("value", [True, 1.0, "1", None, Decimal(1)])
    def test_refuse_any_part_but_an_int(self, value: Wrong) -> None:
        with pytest.raises(WrongNumber, match="numerator must be a whole number"):
            Exact(value)
        with pytest.raises(WrongNumber, match="denominator must be a whole number of 1 or more"):
            Exact(1, value)
        with pytest.raises(WrongNumber, match="must be a whole number"):
            Exact(1) * value

    @pytest.mark.parametrize("denominator", [0, -1])
    def test_refuse_to_be_over_nothing_or_less(self, denominator: int) -> None:
        with pytest.raises(WrongNumber, match=f"1 or more, but {denominator} was given"):
            Exact(1, denominator)

    @pytest.mark.parametrize("other", [1, 1.0, Fraction(1), Decimal(1), "1", None])
    def test_are_put_together_with_nothing_else(self, other: Wrong) -> None:
        amount = Exact(1)
        assert amount != other
        attempts: list[Callable[[], object]] = [
            lambda: amount + other,
            lambda: amount - other,
            lambda: amount < other,
            lambda: amount <= other,
            lambda: amount > other,
            lambda: amount >= other,
        ]
        for attempt in attempts:
            with pytest.raises(TypeError, match="'Exact'"):
                attempt()

    @given(strategies.exacts())
    def test_survive_a_pickle(self, amount: Exact) -> None:
        assert pickle.loads(pickle.dumps(amount)) == amount  # noqa: S301 - our own bytes
