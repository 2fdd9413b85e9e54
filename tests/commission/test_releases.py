"""Releases: deferral over a curve, release with part payments, factors one after the other, the tax on a fee."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.commission.releases import (
    CurveNotWhole,
    NothingToReleaseBy,
    chained,
    deferred,
    released,
    taxed_apart,
)
from rural_taobao.currencies import Currency
from rural_taobao.exact import MILLIONTHS, Rate, Rounding
from rural_taobao.kinds import WrongKind
from rural_taobao.money import CurrencyMismatch, Money, MoneyBelowZero
from rural_taobao.testing.strategies import roundings

KRW, USD = Currency("KRW"), Currency("USD")
amounts = st.integers(-(10**9), 10**9)
curves = st.lists(st.integers(0, MILLIONTHS), max_size=5).map(
    lambda cuts: [Rate(end - start) for start, end in zip([0, *sorted(cuts)], [*sorted(cuts), MILLIONTHS], strict=True)]
)


def usd(amount: str) -> Money:
    return Money.parse(amount, USD)


class TestDeferral:
    """The points of a curve make the whole; each but the last is cut, and the last takes what was cut."""

    @given(amounts, curves)
    def test_the_parts_make_the_whole(self, principal: int, curve: list[Rate]) -> None:
        parts = deferred(Money(principal, KRW), curve)
        assert len(parts) == len(curve)
        assert sum(parts, Money(0, KRW)) == Money(principal, KRW)

    @given(amounts, curves)
    def test_no_part_but_the_last_is_more_than_its_share(self, principal: int, curve: list[Rate]) -> None:
        for part, point in zip(deferred(Money(principal), curve)[:-1], curve[:-1], strict=True):
            exact = abs(principal) * point.millionths
            assert 0 <= exact - abs(part.minor) * MILLIONTHS < MILLIONTHS

    @given(amounts, curves)
    def test_a_debt_is_deferred_as_what_is_owed(self, principal: int, curve: list[Rate]) -> None:
        assert deferred(Money(-principal), curve) == tuple(-part for part in deferred(Money(principal), curve))

    def test_four_years(self) -> None:
        """Source: hjryoo-ai/ga-commission-engine, golden cases, ga-deferral-4y, in won."""
        curve = [Rate.parse(point) for point in ("40 %", "20 %", "20 %", "20 %")]
        parts = deferred(Money(1_890_000, KRW), curve)
        assert [part.minor for part in parts] == [756_000, 378_000, 378_000, 378_000]

    @pytest.mark.parametrize("curve", [[], [Rate(999_999)], [Rate(600_000), Rate(600_000)]])
    def test_a_curve_is_the_whole(self, curve: list[Rate]) -> None:
        with pytest.raises(CurveNotWhole) as refused:
            deferred(Money(1), curve)
        assert refused.value.total == Rate(sum(point.millionths for point in curve))


class TestRelease:
    """What is released keeps pace with what is paid, and all of it is when all is paid."""

    payments = st.lists(st.integers(0, 10**6), max_size=6)

    @given(amounts, st.integers(1, 10**6), payments, roundings())
    def test_up_to_each_payment_it_is_within_a_coin_of_its_share(
        self, commission: int, of: int, paid: list[int], rounding: Rounding
    ) -> None:
        parts = released(Money(commission), Money(of), [Money(each) for each in paid], rounding)
        for number in range(len(paid) + 1):
            exact = commission * min(of, sum(paid[:number]))
            assert abs(sum(part.minor for part in parts[:number]) * of - exact) < of

    @given(amounts, st.integers(1, 10**6), payments, roundings())
    def test_paid_in_full_it_is_released_in_full(
        self, commission: int, of: int, paid: list[int], rounding: Rounding
    ) -> None:
        parts = released(Money(commission), Money(of), [*map(Money, paid), Money(of)], rounding)
        assert sum(part.minor for part in parts) == commission

    def test_half_is_paid(self) -> None:
        """Source: OCA/commission#480: 20 % of an invoice of 1,000, of which 500 are paid: 100."""
        assert released(usd("200"), usd("1000"), [usd("500")], Rounding.HALF_UP) == (usd("100"),)

    def test_a_fee_is_refunded_in_proportion(self) -> None:
        """Source: developer.squareup.com, app fee refunds: of a fee of $2 on $20, a refund of $15 takes $1.50 back."""
        assert released(usd("2"), usd("20"), [usd("15")], Rounding.HALF_UP) == (usd("1.50"),)

    def test_what_is_paid_beyond_it_releases_nothing(self) -> None:
        assert released(usd("2"), usd("20"), [usd("20"), usd("1")], Rounding.UP) == (usd("2"), usd("0"))

    @pytest.mark.parametrize(
        ("of", "payment", "error", "facts"),
        [
            (Money(0), Money(0), NothingToReleaseBy, (Money(0),)),
            (Money(-5), Money(0), NothingToReleaseBy, (Money(-5),)),
            (Money(5), Money(-1), MoneyBelowZero, ("a payment", Money(-1))),
            (Money(5, KRW), Money(1, USD), CurrencyMismatch, (KRW, USD)),
        ],
    )
    def test_what_cannot_be_paid_is_refused(
        self, of: Money, payment: Money, error: type[Exception], facts: tuple[object, ...]
    ) -> None:
        with pytest.raises(error) as refused:
            released(Money(1), of, [payment], Rounding.DOWN)
        assert refused.value.args == facts


class TestChain:
    """Factors are multiplied first, in any order, and the product is rounded once."""

    @given(amounts, st.lists(st.integers(0, 9_000_000).map(Rate), max_size=4), roundings(), st.randoms())
    def test_their_order_means_nothing(self, base: int, factors: list[Rate], rounding: Rounding, random: Any) -> None:
        shuffled = random.sample(factors, len(factors))
        assert chained(Money(base), factors, rounding) == chained(Money(base), shuffled, rounding)

    @given(amounts, st.integers(1, MILLIONTHS), roundings())
    def test_a_factor_and_its_inverse_leave_the_amount(self, base: int, parts: int, rounding: Rounding) -> None:
        there, back = Rate(parts * MILLIONTHS), Rate(1)
        assert chained(Money(base), [there, back], rounding) == chained(Money(base), [Rate(parts)], rounding)

    def test_a_first_year(self) -> None:
        """Source: hjryoo-ai/ga-commission-engine, golden cases, ga-first-year: 300,000 × 7.0 × 0.9, in won."""
        factors = [Rate.parse("7.0"), Rate.parse("0.9")]
        assert chained(Money(300_000, KRW), factors, Rounding.DOWN) == Money(1_890_000, KRW)


class TestTaxApart:
    """The tax on a fee is of the fee as it is charged, and rounded by itself."""

    @given(amounts, st.integers(0, MILLIONTHS), roundings())
    def test_fee_and_tax_are_the_total(self, fee: int, tax: int, rounding: Rounding) -> None:
        part, total = taxed_apart(Money(fee), Rate(tax), rounding)
        assert total == Money(fee) + part
        assert abs(part.minor * MILLIONTHS - fee * tax) < MILLIONTHS

    def test_each_part_is_rounded(self) -> None:
        """Source: spree/spree@cee28a23, calculate_line_spec.rb: a fee of 3.33, 21 % of which are 0.6993."""
        found = taxed_apart(usd("3.33"), Rate.parse("21 %"), Rounding.HALF_UP)
        assert found == (usd("0.70"), usd("4.03"))


class TestNoFloat:
    """No float touches money."""

    @pytest.mark.parametrize(
        "asked",
        [
            lambda: deferred(Money(1), [1.0]),  # type: ignore[list-item]
            lambda: chained(Money(1), [0.9], Rounding.DOWN),  # type: ignore[list-item]
            lambda: taxed_apart(Money(1), 0.21, Rounding.DOWN),  # type: ignore[arg-type]
            lambda: deferred(1.0, [Rate(MILLIONTHS)]),  # type: ignore[arg-type]
            lambda: chained(1.0, [], Rounding.DOWN),  # type: ignore[arg-type]
            lambda: taxed_apart(1.0, Rate(1), Rounding.DOWN),  # type: ignore[arg-type]
            lambda: released(1.0, Money(1), [], Rounding.DOWN),  # type: ignore[arg-type]
            lambda: released(Money(1), 1.0, [], Rounding.DOWN),  # type: ignore[arg-type]
            lambda: released(Money(1), Money(1), [1.0], Rounding.DOWN),  # type: ignore[list-item]
        ],
    )
    def test_it_is_refused(self, asked: Callable[[], object]) -> None:
        with pytest.raises(WrongKind):
            asked()
