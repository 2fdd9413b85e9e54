"""Withholding: flat and by brackets, and the quick deductions that brackets must have."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve
from hypothesis import assume, given
from hypothesis import strategies as st

from rural_taobao.commission.edges import NotAscending, TierOpenInTheMiddle
from rural_taobao.commission.withholding import (
    Bracket,
    BracketsNotOpen,
    FlatWithholding,
    NoWithholding,
    ProgressiveWithholding,
    QuickDeductionWrong,
    Withholding,
    bracket_faults,
    tax_on,
    withholding_currency,
)
from rural_taobao.currencies import CNY, Currency
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.exact import MILLIONTHS, Exact, Rate, RateAboveWhole, Rounding
from rural_taobao.kinds import WrongKind
from rural_taobao.money import CurrencyMismatch, Money, MoneyBelowZero
from rural_taobao.testing.payout_strategies import withholdings
from rural_taobao.testing.strategies import roundings
from tests.odd_values import Wrong

KRW, USD = Currency("KRW"), Currency("USD")
YUAN = st.just(CNY)
yuan = Money.parse

ANNUAL = [
    ("36000", "3 %", "0"),
    ("144000", "10 %", "2520"),
    ("300000", "20 %", "16920"),
    ("420000", "25 %", "31920"),
    ("660000", "30 %", "52920"),
    ("960000", "35 %", "85920"),
    (None, "45 %", "181920"),
]
"""
The cumulative withholding of wages in China, taxable amount of the year so far.

Source: announcement 61 of 2018 of the State Taxation Administration, annex 2, as it is reprinted in
docs.oracle.com/en/cloud/saas/human-resources/faich, "Examples of Calculation Value Definitions"; the announcement
itself was not at hand.
"""
LABOUR = [("20000", "20 %", "0"), ("50000", "30 %", "2000"), (None, "40 %", "7000")]
"""
The withholding of pay for services in China, taxable amount of one payment.

Source: the same annex, as it is reprinted in southmoney.com/shuju/hysj/202201/21754198_2.html.
"""
Printed = Sequence[tuple[str | None, str, str]]


def brackets(printed: Printed) -> list[Bracket]:
    return [
        Bracket(None if up_to is None else yuan(up_to), Rate.parse(rate), yuan(quick)) for up_to, rate, quick in printed
    ]


def progressive(printed: Printed) -> ProgressiveWithholding:
    return ProgressiveWithholding(brackets(printed), Rounding.HALF_UP)


def in_bands(table: ProgressiveWithholding, taxable: int) -> Fraction:
    """Tax an amount band by band, without a quick deduction: each coin at the rate of the bracket that it lies in."""
    tax, below = Fraction(0), 0
    for bracket in table.brackets:
        upto = taxable if bracket.up_to is None else min(taxable, bracket.up_to.minor)
        tax += Fraction(max(0, upto - below) * bracket.rate.millionths, MILLIONTHS)
        below = upto
    return tax


class TestProgressive:
    """A quick deduction is another way to tax each part of an amount at the rate of its own bracket."""

    @given(withholdings(currency=YUAN), st.integers(0, 10**9))
    def test_the_tax_is_that_of_the_bands(self, withholding: Withholding, taxable: int) -> None:
        assume(isinstance(withholding, ProgressiveWithholding))
        assert isinstance(withholding, ProgressiveWithholding)
        exact = in_bands(withholding, taxable)
        assert abs(tax_on(withholding, Money(taxable)).minor - exact) < 1

    @given(st.integers(0, 2_000_000_00), st.integers(0, 2_000_000_00), st.sampled_from([ANNUAL, LABOUR]))
    def test_who_earns_more_keeps_more(self, one: int, other: int, printed: Printed) -> None:
        low, high = sorted([one, other])
        table = progressive(printed)
        kept = [amount - tax_on(table, Money(amount)).minor for amount in (low, high)]
        assert kept[0] <= kept[1]

    @pytest.mark.parametrize(
        ("taxable", "tax"),
        [
            ("0", "0"),
            ("20000", "4000"),
            ("20000.01", "4000.00"),
            ("24000", "5200"),
            ("50000", "13000"),
            ("80000", "25000"),
        ],
    )
    def test_pay_for_services(self, taxable: str, tax: str) -> None:
        """By hand, in bands: 20000 at 20 % are 4000, 30000 at 30 % are 9000, 30000 at 40 % are 12000."""
        assert tax_on(progressive(LABOUR), yuan(taxable)) == yuan(tax)

    @pytest.mark.parametrize(("taxable", "tax"), [("36000", "1080"), ("144000", "11880"), ("1000000", "268080")])
    def test_wages_of_a_year(self, taxable: str, tax: str) -> None:
        """By hand, in bands: 1080 + 10800 + 31200 + 30000 + 72000 + 105000 up to 960000, and 45 % of 40000."""
        assert tax_on(progressive(ANNUAL), yuan(taxable)) == yuan(tax)


class TestQuickDeductions:
    """Each quick deduction makes the tax go on where the bracket below ends; another is refused with the right one."""

    @given(st.integers(1, 6), st.integers(-2520_00, 10**9).filter(bool))
    def test_one_that_is_off_by_anything_is_found_and_the_right_one_told(self, place: int, off: int) -> None:
        right = yuan(ANNUAL[place][2])
        assume(right.minor + off >= 0)
        listed = brackets(ANNUAL)
        listed[place] = evolve(listed[place], quick_deduction=right + Money(off))
        [(told, error)] = bracket_faults(listed)
        assert told == place
        assert isinstance(error, QuickDeductionWrong)
        assert error.right == Exact(right.minor)
        assert str(error).startswith(f"the quick deduction of the bracket at {ANNUAL[place][1]} must be {right},")
        with pytest.raises(QuickDeductionWrong):
            ProgressiveWithholding(listed, Rounding.HALF_UP)

    def test_a_table_that_was_printed_wrong(self) -> None:
        """Source: 116p.com/p/1583528185627454100.html prints 7001 where 7000 belongs."""
        with pytest.raises(QuickDeductionWrong, match=r"at 40 % must be ¥7,000\.00, .* but ¥7,001\.00 was given"):
            progressive([*LABOUR[:2], (None, "40 %", "7001")])

    def test_one_that_no_coin_can_be_is_told_to_its_digits(self) -> None:
        with pytest.raises(QuickDeductionWrong, match=r"must be ¥0.000001, so that .* but ¥0.00 was given"):
            ProgressiveWithholding(
                [Bracket(Money(1), Rate(0), Money(0)), Bracket(None, Rate(100), Money(0))], "half_up"
            )

    def test_the_first_bracket_has_none(self) -> None:
        with pytest.raises(QuickDeductionWrong, match=r"must be ¥0\.00"):
            progressive([(None, "20 %", "1")])


class TestBrackets:
    """Brackets rise in amount and in rate, and the last one is open."""

    @pytest.mark.parametrize(
        ("listed", "place", "error"),
        [
            ([], 0, BracketsNotOpen(None)),
            ([("20000", "20 %", "0")], 0, BracketsNotOpen(yuan("20000"))),
            (
                [("20000", "20 %", "0"), ("20000", "30 %", "2000"), (None, "40 %", "4000")],
                1,
                NotAscending("brackets", yuan("20000"), yuan("20000")),
            ),
            ([("0", "20 %", "0"), (None, "30 %", "0")], 0, NotAscending("brackets", yuan("0"), yuan("0"))),
            (
                [("20000", "20 %", "0"), (None, "20 %", "0")],
                1,
                NotAscending("rates of brackets", Rate.parse("20 %"), Rate.parse("20 %")),
            ),
            ([(None, "20 %", "0"), (None, "30 %", "0")], 0, TierOpenInTheMiddle(yuan("0"))),
            ([*LABOUR, (None, "50 %", "9000")], 2, TierOpenInTheMiddle(yuan("50000"))),
        ],
    )
    def test_what_is_wrong_is_told_of_its_bracket(self, listed: Printed, place: int, error: RuralTaobaoError) -> None:
        told = list(bracket_faults(brackets(listed)))
        assert [(each, type(found), found.args) for each, found in told] == [(place, type(error), error.args)]
        with pytest.raises(type(error)) as refused:
            progressive(listed)
        assert refused.value.args == error.args

    @pytest.mark.parametrize(
        ("upto", "error"),
        [
            ((None, None), TierOpenInTheMiddle(Money(0, USD))),
            ((5, 5, None), NotAscending("brackets", Money(5, USD), Money(5, USD))),
            ((5, 6), BracketsNotOpen(Money(6, USD))),
        ],
    )
    def test_it_is_told_in_their_currency(self, upto: tuple[int | None, ...], error: RuralTaobaoError) -> None:
        listed = [
            Bracket(None if end is None else Money(end, USD), Rate(place * MILLIONTHS // 5), Money(place, USD))
            for place, end in enumerate(upto)
        ]
        assert [found.args for _, found in bracket_faults(listed)] == [error.args]

    def test_brackets_above_one_that_is_broken_are_not_judged(self) -> None:
        sound = brackets([*LABOUR[:2], (None, "40 %", "7001")])
        assert list(bracket_faults([sound[0], None, sound[2]])) == []
        assert list(bracket_faults([None])) == []

    def test_those_below_it_are_and_so_is_the_end(self) -> None:
        first, last = brackets([("20000", "20 %", "1"), ("50000", "30 %", "2000")])
        told = [(place, error.args) for place, error in bracket_faults([first, None, last])]
        assert told == [(0, (Rate.parse("20 %"), yuan("1"), Exact(0, MILLIONTHS))), (2, (yuan("50000"),))]

    @pytest.mark.parametrize(
        ("listed", "place"),
        [
            ([Bracket(Money(100, USD), Rate(0), Money(0)), Bracket(None, Rate(1), Money(0))], 0),
            ([Bracket(Money(100), Rate(0), Money(0)), Bracket(None, Rate(1), Money(0, USD))], 1),
        ],
    )
    def test_they_are_in_one_currency(self, listed: list[Bracket], place: int) -> None:
        assert [(each, error.args) for each, error in bracket_faults(listed)] == [(place, (CNY, USD))]
        with pytest.raises(CurrencyMismatch):
            ProgressiveWithholding(listed, "half_up")

    @pytest.mark.parametrize(
        ("facts", "error"),
        [
            ((None, Rate(1_000_001), Money(0)), RateAboveWhole),
            ((None, Rate(1), Money(-1)), MoneyBelowZero),
            ((5, Rate(1), Money(0)), WrongKind),
            ((None, 0.2, Money(0)), WrongKind),
            ((None, Rate(1), 0), WrongKind),
        ],
    )
    def test_a_bracket_is_of_money_and_of_a_share(self, facts: Wrong, error: type[RuralTaobaoError]) -> None:
        with pytest.raises(error):
            Bracket(*facts)


class TestFlat:
    """One rate on all that is taxable, rounded once."""

    @given(st.integers(0, MILLIONTHS), st.integers(0, 10**12), roundings())
    def test_it_is_within_a_coin_of_its_share(self, rate: int, taxable: int, rounding: Rounding) -> None:
        tax = tax_on(FlatWithholding(Rate(rate), rounding), Money(taxable)).minor
        assert abs(tax * MILLIONTHS - taxable * rate) < MILLIONTHS
        assert 0 <= tax <= taxable

    def test_agents_in_korea(self) -> None:
        """Source: hjryoo-ai/ga-commission-engine: 3.3 % is withheld; of 756,000 won by hand 24,948."""
        flat = FlatWithholding(Rate.parse("3.3 %"), Rounding.DOWN)
        assert tax_on(flat, Money(756_000, KRW)) == Money(24_948, KRW)

    def test_it_is_no_more_than_all(self) -> None:
        with pytest.raises(RateAboveWhole):
            FlatWithholding(Rate(1_000_001), "down")


class TestNothing:
    """Where the payee pays the tax nothing is withheld; and nowhere is there a tax on a debt."""

    @given(st.integers(0, 10**12))
    def test_nothing_is_withheld(self, taxable: int) -> None:
        assert tax_on(NoWithholding(), Money(taxable, KRW)) == Money(0, KRW)

    @pytest.mark.parametrize("make", [NoWithholding, lambda: progressive(LABOUR)])
    def test_a_debt_is_refused(self, make: Callable[[], Any]) -> None:
        with pytest.raises(MoneyBelowZero):
            tax_on(make(), Money(-1))

    def test_what_is_in_another_currency_is_refused(self) -> None:
        with pytest.raises(CurrencyMismatch):
            tax_on(progressive(LABOUR), Money(1, USD))

    def test_only_brackets_name_a_currency(self) -> None:
        assert withholding_currency(progressive(LABOUR)) == CNY
        assert withholding_currency(NoWithholding()) is withholding_currency(FlatWithholding(Rate(1), "up")) is None
