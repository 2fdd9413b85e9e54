import pickle
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from math import gcd

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rural_taobao.currencies import CNY, Currency
from rural_taobao.exact import NotANumber, NumberTooFine
from rural_taobao.kinds import WrongNumber
from rural_taobao.money import (
    Allocation,
    CurrencyMismatch,
    Money,
    NothingToAllocateTo,
    UnitPrice,
    allocated,
    poured,
)
from rural_taobao.testing import strategies
from tests.odd_values import OUTRAGEOUS, Wrong

USD = Currency("USD")
LARGEST_REMAINDER, FIRST, LARGEST_RATIO, FLOOR_SEPARATE, BLOCK_SEPARATE = Allocation
WITHIN_ONE = st.sampled_from([mode for mode in Allocation if not mode.keeps_rest_apart])
"""The modes that give all away."""
APART = st.sampled_from([FLOOR_SEPARATE, BLOCK_SEPARATE])
yuan = strategies.money(currency=st.just(CNY))


def cut(amount: int, weights: tuple[int, ...]) -> list[Fraction]:
    """Give what is cut off each exact share when it is made whole towards zero."""
    return [Fraction(abs(amount) * weight, sum(weights)) % 1 for weight in weights]


class TestAllocation:
    """
    Parts make the whole, for any weights, any sign;
    each part is within one unit of its exact share, where the mode gives all away.
    """

    @given(st.integers(), strategies.weights(), strategies.allocations())
    def test_parts_make_the_whole(self, amount: int, weights: tuple[int, ...], mode: Allocation) -> None:
        parts = allocated(amount, weights, mode)
        assert len(parts) == len(weights) + mode.keeps_rest_apart
        assert sum(parts) == amount

    @given(st.integers(), strategies.weights(), WITHIN_ONE)
    def test_each_part_is_within_one_unit_of_its_exact_share(
        self, amount: int, weights: tuple[int, ...], mode: Allocation
    ) -> None:
        total = sum(weights)
        for part, weight in zip(allocated(amount, weights, mode), weights, strict=True):
            assert -total < part * total - amount * weight < total

    @given(st.integers(), strategies.weights(weight=st.integers(0, 2)), strategies.allocations())
    def test_a_share_of_zero_gets_nothing(self, amount: int, weights: tuple[int, ...], mode: Allocation) -> None:
        parts = allocated(amount, weights, mode)
        assert all(part == 0 for part, weight in zip(parts, weights, strict=False) if weight == 0)

    @given(st.integers(), strategies.weights(), strategies.allocations())
    def test_is_symmetric_about_zero(self, amount: int, weights: tuple[int, ...], mode: Allocation) -> None:
        mirrored = tuple(-part for part in allocated(amount, weights, mode))
        assert allocated(-amount, weights, mode) == mirrored

    @given(st.integers(), strategies.weights(), strategies.allocations(), st.integers(1, 1000))
    def test_heeds_the_proportion_of_the_weights_alone(
        self, amount: int, weights: tuple[int, ...], mode: Allocation, factor: int
    ) -> None:
        larger = [weight * factor for weight in weights]
        assert allocated(amount, larger, mode) == allocated(amount, weights, mode)

    @given(st.integers(), strategies.allocations(), st.integers(min_value=1))
    def test_gives_all_to_the_only_one(self, amount: int, mode: Allocation, weight: int) -> None:
        rest = (0,) if mode.keeps_rest_apart else ()
        assert allocated(amount, [weight], mode) == (amount, *rest)

    @given(strategies.money(), strategies.weights(), strategies.allocations())
    def test_divides_money_as_it_divides_its_units(
        self, amount: Money, weights: tuple[int, ...], mode: Allocation
    ) -> None:
        parts = amount.allocated(weights, mode)
        assert tuple(part.minor for part in parts) == allocated(amount.minor, weights, mode)
        assert {part.currency for part in parts} == {amount.currency}


class TestAllocationByLargestRemainder:
    """What is left goes to those whose share was cut by most; ties go by the declared order."""

    @given(st.integers(), strategies.weights(weight=st.integers(0, 12)))
    def test_nobody_takes_a_unit_before_one_who_was_cut_by_more_or_stands_earlier(
        self, amount: int, weights: tuple[int, ...]
    ) -> None:
        parts = allocated(amount, weights, LARGEST_REMAINDER)
        cuts = cut(amount, weights)
        shares = [Fraction(abs(amount) * weight, sum(weights)) for weight in weights]
        took = [abs(part) > share for part, share in zip(parts, shares, strict=True)]
        for place, (cut_here, taken) in enumerate(zip(cuts, took, strict=True)):
            for later in range(place + 1, len(weights)):
                if took[later] and not taken:
                    assert cuts[later] > cut_here
                if taken and not took[later]:
                    assert cut_here >= cuts[later]


class TestAllocationToTheFirst:
    """What is left goes one unit each from the first one on who has a share."""

    @given(st.integers(), strategies.weights(weight=st.integers(0, 12)))
    def test_nobody_takes_a_unit_before_an_earlier_one_who_has_a_share(
        self, amount: int, weights: tuple[int, ...]
    ) -> None:
        total = sum(weights)
        more = [
            abs(part) - abs(amount) * weight // total
            for part, weight in zip(allocated(amount, weights, FIRST), weights, strict=True)
            if weight
        ]
        assert set(more) <= {0, 1}
        assert more == sorted(more, reverse=True)


class TestAllocationToTheLargestRatio:
    """What is left goes one unit each from the largest weight on; ties go by the declared order."""

    @given(st.integers(), strategies.weights(weight=st.integers(0, 12)))
    def test_nobody_takes_a_unit_before_one_of_more_weight_or_an_earlier_one_of_the_same(
        self, amount: int, weights: tuple[int, ...]
    ) -> None:
        total = sum(weights)
        parts = allocated(amount, weights, LARGEST_RATIO)
        more = [abs(part) - abs(amount) * weight // total for part, weight in zip(parts, weights, strict=True)]
        assert set(more) <= {0, 1}
        for taker in (place for place, unit in enumerate(more) if unit):
            assert all(
                more[place]
                for place, weight in enumerate(weights)
                if weight > weights[taker] or (weight == weights[taker] and place < taker)
            )


class TestRestsKeptApart:
    """A rest that is kept apart is what no whole share, or no whole block of all shares, can be made of."""

    @given(st.integers(min_value=0), strategies.weights())
    def test_no_share_could_take_another_whole_unit_for_itself(self, amount: int, weights: tuple[int, ...]) -> None:
        *parts, rest = allocated(amount, weights, FLOOR_SEPARATE)
        total = sum(weights)
        for part, weight in zip(parts, weights, strict=True):
            assert part * total <= amount * weight < (part + 1) * total
        assert 0 <= rest < max(1, sum(map(bool, weights)))

    @given(st.integers(min_value=0), strategies.weights())
    def test_blocks_are_in_proportion_to_the_coin_and_no_further_one_fits(
        self, amount: int, weights: tuple[int, ...]
    ) -> None:
        *parts, rest = allocated(amount, weights, BLOCK_SEPARATE)
        total = sum(weights)
        for part, weight in zip(parts, weights, strict=True):
            assert part * total == (amount - rest) * weight
        assert 0 <= rest * gcd(*weights) < total


class TestPouring:
    """No step takes more than its maximum, none takes anything before the ones before it are full, nothing is lost."""

    @given(st.integers(), st.lists(st.integers(min_value=0)))
    def test_fills_one_after_the_other(self, amount: int, maxima: list[int]) -> None:
        parts = poured(amount, maxima)
        assert sum(parts) == amount
        assert all(part * amount >= 0 for part in parts)
        for place, most in enumerate(maxima):
            assert abs(parts[place]) <= most
            assert abs(parts[place]) == most or not any(parts[place + 1 :])

    @given(st.integers(), st.lists(st.integers(min_value=0)))
    def test_is_symmetric_about_zero(self, amount: int, maxima: list[int]) -> None:
        assert poured(-amount, maxima) == tuple(-part for part in poured(amount, maxima))


class TestAllocationOnPaper:
    """Worked by hand: 5 over 45:45:10 is 2, 2, 1; 6 is 3, 3, 0."""

    @pytest.mark.parametrize(
        ("amount", "weights", "mode", "parts"),
        [
            (5, [45, 45, 10], LARGEST_REMAINDER, (2, 2, 1)),
            (6, [45, 45, 10], LARGEST_REMAINDER, (3, 3, 0)),
            (5, [45, 45, 10], FIRST, (3, 2, 0)),
            (100, [1, 1, 1], LARGEST_REMAINDER, (34, 33, 33)),
            (-100, [1, 1, 1], LARGEST_REMAINDER, (-34, -33, -33)),
            (100, [0, 1, 1, 1], FIRST, (0, 34, 33, 33)),
            (1, [1, 2], LARGEST_REMAINDER, (0, 1)),
            (1, [1, 2], FIRST, (1, 0)),
            (0, [3, 0], FIRST, (0, 0)),
            (101, [1, 1, 2], LARGEST_RATIO, (25, 25, 51)),
            (5, [0, 1, 1], LARGEST_RATIO, (0, 3, 2)),
            (-5, [50, 0, 50], FLOOR_SEPARATE, (-2, 0, -2, -1)),
            (-1999, [70, 20, 10], BLOCK_SEPARATE, (-1393, -398, -199, -9)),
        ],
    )
    def test_comes_out_as_a_clerk_divides(
        self, amount: int, weights: list[int], mode: Allocation, parts: tuple[int, ...]
    ) -> None:
        assert allocated(amount, weights, mode) == parts

    def test_names_its_modes_as_plans_do(self) -> None:
        assert [mode.value for mode in Allocation] == [
            "largest_remainder",
            "first",
            "largest_ratio",
            "floor_separate",
            "block_separate",
        ]


class TestWhatCannotBeAllocated:
    """Money is divided by whole weights of 0 or more, one of them above 0."""

    @pytest.mark.parametrize(
        "weights",
        [[], [0], [0, 0], [-1], [2, -1], [-1, 2], [0.5, 0.5], [1, True], [1, "1"], [1, None]],
    )
    @pytest.mark.parametrize("mode", Allocation)
    def test_is_refused_with_the_weights(self, weights: list[Wrong], mode: Allocation) -> None:
        attempts: list[Callable[[], object]] = [
            lambda: allocated(100, weights, mode),
            lambda: Money(100).allocated(weights, mode),
        ]
        for attempt in attempts:
            with pytest.raises(NothingToAllocateTo) as refused:
                attempt()
            assert refused.value.weights == tuple(weights)
            assert str(refused.value) == (
                "weights must be whole numbers of 0 or more, at least one of them above 0, "
                f"but {tuple(weights)} were given; leave out who gets nothing"
            )

    @pytest.mark.parametrize("weights", [[-(10**5000)], [0] * 100_000])
    def test_is_told_of_in_a_short_message(self, weights: list[int]) -> None:
        with pytest.raises(NothingToAllocateTo) as refused:
            allocated(1, weights, FIRST)
        assert len(str(refused.value)) < 250

    @pytest.mark.parametrize("amount", [1.0, 2.5, True, "1", None, Decimal(1)])
    def test_is_no_whole_amount(self, amount: Wrong) -> None:
        with pytest.raises(WrongNumber, match="must be a whole number"):
            allocated(amount, [1, 1], FIRST)


class TestMoney:
    """Money is whole minor units of one currency, and adding two currencies is an error."""

    @given(yuan, yuan, st.integers())
    def test_reckons_as_its_units_do(self, one: Money, other: Money, factor: int) -> None:
        assert one + other == Money(one.minor + other.minor)
        assert one - other == Money(one.minor - other.minor)
        assert one * factor == factor * one == Money(one.minor * factor)
        assert -one == Money(-one.minor)
        assert bool(one) == (one.minor != 0)

    @given(yuan, yuan)
    def test_compares_as_its_units_do(self, one: Money, other: Money) -> None:
        assert (one < other) == (one.minor < other.minor)
        assert (one <= other) == (one.minor <= other.minor)
        assert (one > other) == (one.minor > other.minor)
        assert (one >= other) == (one.minor >= other.minor)
        assert (one == other) == (one.minor == other.minor)
        assert max(one, other).minor == max(one.minor, other.minor)

    @given(yuan)
    def test_is_neither_above_nor_below_itself(self, amount: Money) -> None:
        assert amount <= amount  # noqa: PLR0124 - the law itself
        assert amount >= amount  # noqa: PLR0124 - the law itself
        assert not amount < amount  # noqa: PLR0124 - the law itself
        assert not amount > amount  # noqa: PLR0124 - the law itself

    @given(strategies.money(), st.integers())
    def test_keeps_its_currency(self, amount: Money, factor: int) -> None:
        for result in (amount + amount, amount - amount, -amount, amount * factor, factor * amount):
            assert result.currency == amount.currency

    @given(strategies.money(), strategies.money())
    def test_is_not_put_together_with_another_currency(self, one: Money, other: Money) -> None:
        assume(one.currency != other.currency)
        assert one != other
        attempts: list[Callable[[], object]] = [
            lambda: one + other,
            lambda: one - other,
            lambda: one < other,
            lambda: one <= other,
            lambda: one > other,
            lambda: one >= other,
        ]
        for attempt in attempts:
            with pytest.raises(CurrencyMismatch) as refused:
                attempt()
            assert {refused.value.first, refused.value.second} == {one.currency, other.currency}

    def test_names_the_two_currencies(self) -> None:
        with pytest.raises(CurrencyMismatch) as refused:
            Money(1) + Money(1, USD)
        assert str(refused.value) == (
            "amounts must be in one currency, but CNY and USD were given; "
            "convert one of them first, at a rate of your own"
        )

    @pytest.mark.parametrize("other", [0, 1, 1.5, Decimal(1), Fraction(1), "1", None, UnitPrice(1)])
    def test_is_put_together_with_nothing_but_money(self, other: Wrong) -> None:
        amount = Money(1)
        assert amount != other
        attempts: list[Callable[[], object]] = [
            lambda: amount + other,
            lambda: other + amount,
            lambda: amount - other,
            lambda: amount < other,
            lambda: amount <= other,
            lambda: amount > other,
            lambda: amount >= other,
        ]
        for attempt in attempts:
            with pytest.raises(TypeError, match="Money"):
                attempt()

    @pytest.mark.parametrize("factor", [1.5, 1.0, True, "2", None, Decimal(2), Money(2)])
    def test_is_multiplied_by_whole_numbers_only(self, factor: Wrong) -> None:
        with pytest.raises(WrongNumber, match="must be a whole number"):
            Money(1) * factor

    @pytest.mark.parametrize("minor", [19.99, 1.0, True, "1999", None, Decimal(1)])
    def test_is_made_of_whole_units_only(self, minor: Wrong) -> None:
        with pytest.raises(WrongNumber, match=r"minor must be a whole number, but .* was given"):
            Money(minor)

    @pytest.mark.parametrize("currency", ["CNY", None, 156])
    def test_is_made_in_a_currency_only(self, currency: Wrong) -> None:
        with pytest.raises(TypeError, match="currency"):
            Money(1, currency)

    def test_is_in_renminbi_where_nothing_is_said(self) -> None:
        assert Money(1).currency is UnitPrice(1).currency is CNY
        assert Money.parse("1") == Money(100, CNY)
        assert UnitPrice.parse("1") == UnitPrice(100_000_000, CNY)

    @given(strategies.money())
    def test_can_be_a_key_and_survives_a_pickle(self, amount: Money) -> None:
        copy = pickle.loads(pickle.dumps(amount))  # noqa: S301 - our own bytes
        assert {amount: 1}[copy] == 1

    @given(strategies.money())
    def test_shows_its_units_and_its_currency(self, amount: Money) -> None:
        assert repr(amount) == f"Money({amount.minor}, '{amount.currency.code}')"


class TestMoneyOnPaper:
    """Money is written with the currency's digits: UGX has none, KES two, BHD three."""

    @given(strategies.money())
    def test_is_read_back_as_it_is_written(self, amount: Money) -> None:
        assert Money.parse(amount.decimal, amount.currency) == amount
        assert Money.parse(Decimal(amount.decimal), amount.currency) == amount

    @given(strategies.money())
    def test_is_worth_its_units_over_those_of_the_currency(self, amount: Money) -> None:
        assert Fraction(amount.decimal) * 10**amount.currency.digits == amount.minor
        assert len(amount.decimal.partition(".")[2]) == amount.currency.digits

    @given(strategies.money())
    def test_is_shown_to_people_with_nothing_but_signs_added(self, amount: Money) -> None:
        shown = str(amount)
        assert shown.replace(amount.currency.sign, "").replace(",", "") == amount.decimal
        assert shown.startswith("-") == (amount.minor < 0)
        assert all(len(group) == 3 for group in shown.partition(".")[0].split(",")[1:])

    @pytest.mark.parametrize(
        ("minor", "code", "shown", "decimal"),
        [
            (123_450, "CNY", "¥1,234.50", "1234.50"),
            (-1, "CNY", "-¥0.01", "-0.01"),
            (0, "CNY", "¥0.00", "0.00"),
            (1200, "UGX", "UGX 1,200", "1200"),
            (-1_234_567, "BHD", "-BHD 1,234.567", "-1234.567"),
            (100, "KES", "KES 1.00", "1.00"),
            (1, "CLF", "CLF 0.0001", "0.0001"),
            (99_999, "JPY", "JPY 99,999", "99999"),
        ],
    )
    def test_looks_as_people_write_it(self, minor: int, code: str, shown: str, decimal: str) -> None:
        amount = Money(minor, Currency(code))
        assert (str(amount), amount.decimal) == (shown, decimal)

    @pytest.mark.parametrize("value", [*OUTRAGEOUS, "NaN", "Infinity", "1e400", 19.99, 1999, "¥1", "1,234.50", "1 元"])
    def test_is_not_read_from_what_is_no_exact_number(self, value: Wrong) -> None:
        for parse in (Money.parse, UnitPrice.parse):
            with pytest.raises(NotANumber, match=r"a number must be .*; pass ") as refused:
                parse(value)
            assert len(str(refused.value)) < 250

    @pytest.mark.parametrize(
        ("text", "code", "places"),
        [("0.001", "CNY", 2), ("0.5", "UGX", 0), ("0.0001", "BHD", 3), ("-0.00001", "CLF", 4)],
    )
    def test_is_never_rounded_to_the_digits_of_its_currency(self, text: str, code: str, places: int) -> None:
        with pytest.raises(NumberTooFine, match=f"at most {places} decimal places, but {text} was"):
            Money.parse(text, Currency(code))


class TestUnitPrices:
    """A unit price is an exact decimal to a millionth of a minor unit; a finer one is refused."""

    @given(strategies.unit_prices())
    def test_are_read_back_as_they_are_written(self, price: UnitPrice) -> None:
        assert UnitPrice.parse(price.decimal, price.currency) == price
        assert str(price) == price.currency.sign + price.decimal

    @given(strategies.unit_prices())
    def test_are_worth_their_millionths_of_a_minor_unit(self, price: UnitPrice) -> None:
        assert Fraction(price.decimal) * 10 ** (price.currency.digits + 6) == price.millionths

    @given(strategies.unit_prices())
    def test_show_the_digits_of_the_currency_and_no_zero_beyond(self, price: UnitPrice) -> None:
        fraction = price.decimal.partition(".")[2]
        assert len(fraction) >= price.currency.digits
        assert len(fraction) == price.currency.digits or not fraction.endswith("0")

    @pytest.mark.parametrize(
        ("text", "code", "millionths", "shown"),
        [
            ("0.0004", "CNY", 40_000, "¥0.0004"),
            ("0.3", "CNY", 30_000_000, "¥0.30"),
            ("2", "UGX", 2_000_000, "UGX 2"),
            ("2.5", "UGX", 2_500_000, "UGX 2.5"),
            ("0.00000001", "CNY", 1, "¥0.00000001"),
        ],
    )
    def test_look_as_people_write_them(self, text: str, code: str, millionths: int, shown: str) -> None:
        price = UnitPrice.parse(text, Currency(code))
        assert (price.millionths, str(price)) == (millionths, shown)

    @pytest.mark.parametrize("text", ["0.000000001", "-0.000000001"])
    def test_are_never_rounded(self, text: str) -> None:
        with pytest.raises(NumberTooFine, match="at most 8 decimal places"):
            UnitPrice.parse(text, CNY)

    @pytest.mark.parametrize("value", [-1, True, 1.0, "1", None])
    def test_are_made_of_whole_millionths_of_nothing_or_more(self, value: Wrong) -> None:
        with pytest.raises(WrongNumber, match="millionths must be a whole number of 0 or more"):
            UnitPrice(value)
        with pytest.raises(WrongNumber):
            UnitPrice.parse("-1")

    @pytest.mark.parametrize("currency", ["CNY", None])
    def test_are_made_in_a_currency_only(self, currency: Wrong) -> None:
        with pytest.raises(TypeError, match="currency"):
            UnitPrice(1, currency)
