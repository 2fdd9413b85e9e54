from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.commission.earning import bands
from rural_taobao.commission.edges import Boundary
from rural_taobao.commission.extents import MeasureOutsideTiers
from rural_taobao.commission.rates import (
    Flat,
    Graduated,
    MeasuredForm,
    Percentage,
    PerUnit,
    WholeAmount,
)
from rural_taobao.commission.rating import curve
from rural_taobao.commission.tiers import FlatBelowZero, Tier
from rural_taobao.currencies import CNY, Currency
from rural_taobao.exact import MILLIONTHS, Rate, Rounding, rounded
from rural_taobao.kinds import WrongKind
from rural_taobao.money import Money, UnitPrice
from tests.odd_values import Wrong

USD, EUR, JPY, KWD = (Currency(code) for code in ("USD", "EUR", "JPY", "KWD"))
UPPER, LOWER = Boundary.UPPER_INCLUSIVE, Boundary.LOWER_INCLUSIVE
Band = tuple[str | None, str]
"""Up to where a band goes, and what it pays: as the documents print them."""


def earned(rate: MeasuredForm, measure: str | int, currency: Currency = USD) -> Decimal:
    """Give what a measure earns, exactly, in major units: as the documents print it."""
    size = Money.parse(measure, currency).minor if isinstance(measure, str) else measure
    exact = Fraction(curve(rate)(size), MILLIONTHS * 10**currency.digits)
    return Decimal(exact.numerator) / exact.denominator


def priced(listed: Sequence[Band], currency: Currency = USD) -> list[Tier]:
    """Give tiers of units, from zero on."""
    starts = [0, *(int(end) for end, _ in listed if end is not None)]
    return [
        Tier(start, UnitPrice.parse(price, currency), None if end is None else int(end))
        for start, (end, price) in zip(starts, listed, strict=False)
    ]


def shared(listed: Sequence[Band], currency: Currency = USD) -> list[Tier]:
    """Give tiers of money, from zero on."""
    starts = ["0", *(end for end, _ in listed if end is not None)]
    return [
        Tier(Money.parse(start, currency), Rate.parse(rate), None if end is None else Money.parse(end, currency))
        for start, (end, rate) in zip(starts, listed, strict=False)
    ]


class TestFlat:
    """A fixed amount for each event, whatever its size."""

    @given(st.integers(min_value=0), st.integers(min_value=0), st.integers(min_value=0))
    def test_the_size_of_the_event_does_not_matter(self, amount: int, small: int, large: int) -> None:
        pays = curve(Flat(Money(amount)))
        assert pays(small) == pays(large) == amount * MILLIONTHS

    def test_a_global_rule_pays_ten_for_a_sale_of_a_thousand(self) -> None:
        """Source: OCA/commission@c57398b8 (16.0), commission_oca, tests of product criteria: a fixed 10, a fixed 20."""
        assert earned(Flat(Money.parse("10", EUR)), "1000", EUR) == 10
        assert earned(Flat(Money.parse("20", EUR)), "1000", EUR) == 20

    def test_two_events_pay_twice(self) -> None:
        """Source: dubinc/dub@1de955f7, tests of sale earnings: a flat 500, in minor units, for each of 2 events."""
        assert sum(earned(Flat(Money(500, USD)), each) for each in ("0", "19.00")) == 10

    @given(st.integers(max_value=-1))
    def test_it_never_takes(self, amount: int) -> None:
        with pytest.raises(FlatBelowZero) as refused:
            Flat(Money(amount))
        assert refused.value.amount == Money(amount)

    def test_the_refusal_says_what_to_do(self) -> None:
        assert str(FlatBelowZero(Money(-5, CNY))) == (
            "a flat amount must be 0 or more, but -¥0.05 was given; leave it out where nothing is paid"
        )


class TestPerUnit:
    """A price for each unit, each order or each parcel, exact to a millionth of a minor unit."""

    @given(st.integers(min_value=0), st.integers(min_value=0), st.integers(min_value=0))
    def test_units_together_pay_what_they_pay_apart(self, price: int, some: int, more: int) -> None:
        pays = curve(PerUnit(UnitPrice(price)))
        assert pays(some + more) == pays(some) + pays(more)

    def test_a_price_finer_than_a_coin_is_rounded_once_for_all_units(self) -> None:
        """Source: killbill/killbill#1124: 55 at 0.067 are 3.685 exactly, and 3.69 rounded half up."""
        price = PerUnit(UnitPrice.parse("0.067", USD))
        assert earned(price, 55) == Decimal("3.685")
        assert rounded(curve(price)(55), MILLIONTHS, Rounding.HALF_UP) == 369

    @pytest.mark.parametrize(("units", "amount"), [(5, 25), (6, 30), (20, 100)])
    def test_five_dollars_each(self, units: int, amount: int) -> None:
        """Source: stripe.com/docs/billing/subscriptions/tiers, an older page: per unit at $5."""
        assert earned(PerUnit(UnitPrice.parse("5", USD)), units) == amount


class TestPercentage:
    """A share of an amount of money."""

    @given(st.integers(min_value=0), st.integers(min_value=0), st.integers(min_value=0))
    def test_amounts_together_pay_what_they_pay_apart(self, rate: int, some: int, more: int) -> None:
        pays = curve(Percentage(Rate(rate)))
        assert pays(some + more) == pays(some) + pays(more)

    @pytest.mark.parametrize(
        ("rate", "amount", "commission"),
        [("10 %", 1900, 190), ("20 %", 7, 1), ("20 %", 2, 0), ("20 %", 3, 1), ("10 %", 15, 2), ("2.9 %", 500, 15)],
    )
    def test_a_share_of_some_cents_is_rounded_half_up(self, rate: str, amount: int, commission: int) -> None:
        """Source: dubinc/dub@1de955f7, apps/web/tests/commissions/calculate-sale-earnings.test.ts, in minor units."""
        exact = curve(Percentage(Rate.parse(rate)))(amount)
        assert rounded(exact, MILLIONTHS, Rounding.HALF_UP) == commission

    @pytest.mark.parametrize(
        ("rate", "amount", "commission"),
        [
            pytest.param("10 %", "50", "5", id="mercurjs/mercur@d2c8a5ab commission-calculation.spec.ts"),
            pytest.param("4 %", "8000", "320", id="adempiere/adempiere#1592"),
            pytest.param("10 %", "100", "10", id="apache/ofbiz-framework test of AgreementServices"),
            pytest.param("10 %", "300", "30", id="spree/spree@cee28a23 calculate_line_spec.rb: 3 at 100"),
        ],
    )
    def test_a_share_as_others_work_it_out(self, rate: str, amount: str, commission: str) -> None:
        """Source: the tests and issues that the cases are named for."""
        assert earned(Percentage(Rate.parse(rate)), amount) == Decimal(commission)

    def test_a_currency_without_a_minor_unit_is_rounded_to_whole_units(self) -> None:
        """Source: spree/spree@cee28a23, calculate_line_spec.rb: 3.33 % of ¥1000 (yen) is 33."""
        amount = Money.parse("1000", JPY).minor
        assert rounded(curve(Percentage(Rate.parse("3.33 %")))(amount), MILLIONTHS, Rounding.HALF_UP) == 33


class TestGraduated:
    """Each band of the measure earns at its own rate."""

    def test_only_what_lies_above_an_edge_earns_at_the_rate_above_it(self) -> None:
        """Source: docs.stripe.com/subscriptions/pricing-models/tiered-pricing: 5 at $7, the next 5 at $6.50."""
        table = Graduated(tiers=priced([("5", "7"), ("10", "6.5"), (None, "6")]), boundary=UPPER)
        assert earned(table, 5) == 35

    def test_six_of_a_falling_price_list(self) -> None:
        """Source: stripe.com/docs/billing/subscriptions/tiers, an older page: graduated, 6 units are $29."""
        listed = [("5", "5"), ("10", "4"), ("15", "3"), ("20", "2"), (None, "1")]
        assert earned(Graduated(tiers=priced(listed), boundary=UPPER), 6) == 29

    def test_all_tiers_of_a_price_list(self) -> None:
        """Source: killbill/killbill@cb60779c, TestContiguousIntervalConsumableInArrear, ALL_TIERS: 15 + 100 + 0.5."""
        listed = [("10", "1.5"), ("110", "1.0"), ("1110", "0.5")]
        table = Graduated(tiers=priced(listed), boundary=UPPER, overflow="last_tier")
        assert earned(table, 111) == Decimal("115.5")
        assert bands(table, 111) == (
            (10, UnitPrice.parse("1.5", USD)),
            (100, UnitPrice.parse("1.0", USD)),
            (1, UnitPrice.parse("0.5", USD)),
        )

    @pytest.mark.parametrize(("units", "amount"), [(5, 100_000), (15, 230_000)])
    def test_ten_at_a_first_price_and_the_rest_at_a_second(self, units: int, amount: int) -> None:
        """Source: polarsource/polar@c6c3645e, server/tests/product/test_tiers.py, in cents."""
        tiers = [Tier(0, UnitPrice(20_000 * MILLIONTHS, USD), 10), Tier(10, UnitPrice(6_000 * MILLIONTHS, USD))]
        assert curve(Graduated(tiers=tiers, boundary=UPPER))(units) == amount * MILLIONTHS

    def test_past_a_last_tier_that_ends_nothing_more_is_earned_where_that_is_said(self) -> None:
        """Source: polarsource/polar@c6c3645e, server/tests/product/test_tiers.py: 15 units, priced to 10, are 5000."""
        tiers = [Tier(0, UnitPrice(500 * MILLIONTHS, USD), 10)]
        assert curve(Graduated(tiers=tiers, boundary=UPPER, overflow="nothing"))(15) == 5000 * MILLIONTHS

    @pytest.mark.parametrize(("base", "tax"), [("1", "0"), ("1.5", "0.05"), ("2", "0.1"), ("2.5", "0.2")])
    def test_a_scale_of_marginal_rates(self, base: str, tax: str) -> None:
        """Source: openfisca/openfisca-core@e70f346a, tests of the marginal rate scale, test_calc."""
        listed = [("1", "0 %"), ("2", "10 %"), ("3", "20 %"), (None, "0 %")]
        assert earned(Graduated(tiers=shared(listed), boundary=UPPER), base) == Decimal(tax)

    @pytest.mark.parametrize(("base", "tax"), [("200", "10"), ("200.002", "10.0002"), ("200.6", "10.06")])
    def test_a_scale_of_marginal_rates_is_exact_below_the_smallest_coin(self, base: str, tax: str) -> None:
        """Source: openfisca/openfisca-core@e70f346a, tests of the marginal rate scale, test_calc_without_round."""
        table = Graduated(tiers=shared([("100", "0 %"), (None, "10 %")], KWD), boundary=UPPER)
        assert earned(table, base, KWD) == Decimal(tax)

    @pytest.mark.parametrize(
        ("before", "after", "listed", "amount"),
        [
            pytest.param(
                "1050",
                "5050",
                [("1000", "1 %"), ("10000", "2 %"), (None, "3 %")],
                "80",
                id="getlago.com/docs graduated percentage",
            ),
            pytest.param(
                "145000",
                "165000",
                [("150000", "4 %"), ("250000", "6 %"), (None, "8 %")],
                "1100",
                id="trailhead.salesforce.com salesforce-spiff marginal payout",
            ),
        ],
    )
    def test_an_increment_earns_at_the_bands_that_it_crosses(
        self, before: str, after: str, listed: list[Band], amount: str
    ) -> None:
        """Source: the documents that the cases are named for; nothing is paid for entering a band."""
        table = Graduated(tiers=shared(listed), boundary=UPPER)
        assert earned(table, after) - earned(table, before) == Decimal(amount)

    def test_three_more_units_of_a_single_price(self) -> None:
        """Source: openmeterio/openmeter@7e57a394, rating of deltas, unit_test.go: from 5 to 8 at 10 is 30."""
        table = Graduated(tiers=priced([(None, "10")]), boundary=UPPER)
        assert earned(table, 8) - earned(table, 5) == 30


class TestWholeAmount:
    """All of the measure earns at the rate of the band that it reaches."""

    @pytest.mark.parametrize(("units", "amount"), [(1, 7), (5, 35)])
    def test_all_units_at_one_price(self, units: int, amount: int) -> None:
        """Source: docs.stripe.com/subscriptions/pricing-models/tiered-pricing: volume."""
        table = WholeAmount(tiers=priced([("5", "7"), ("10", "6.5"), (None, "6")]), boundary=UPPER)
        assert earned(table, units) == amount

    @pytest.mark.parametrize(("units", "amount"), [(6, 24), (20, 40), (25, 25)])
    def test_more_units_may_come_to_less(self, units: int, amount: int) -> None:
        """Source: stripe.com/docs/billing/subscriptions/tiers, an older page: volume."""
        listed = [("5", "5"), ("10", "4"), ("15", "3"), ("20", "2"), (None, "1")]
        assert earned(WholeAmount(tiers=priced(listed), boundary=UPPER), units) == amount

    def test_the_top_tier_of_a_price_list(self) -> None:
        """Source: killbill/killbill@cb60779c, TestContiguousIntervalConsumableInArrear, TOP_TIER: 111 at 0.5."""
        listed = [("10", "1.5"), ("110", "1.0"), ("1110", "0.5")]
        assert earned(WholeAmount(tiers=priced(listed), boundary=UPPER, overflow="last_tier"), 111) == Decimal("55.5")

    def test_fifteen_thousand_calls_at_a_cent(self) -> None:
        """Source: zuplo.com/docs/articles/monetization/pricing-models: volume."""
        table = WholeAmount(tiers=priced([("1000", "0.10"), ("10000", "0.05"), (None, "0.01")]), boundary=UPPER)
        assert earned(table, 15_000) == 150

    def test_past_a_last_tier_that_ends_it_is_an_error_where_that_is_said(self) -> None:
        """Source: polarsource/polar@c6c3645e, server/tests/product/test_tiers.py: 11 units, priced up to 10."""
        table = WholeAmount(tiers=priced([("10", "5")]), boundary=UPPER, overflow="error")
        with pytest.raises(MeasureOutsideTiers):
            curve(table)(11)

    def test_the_end_of_the_last_tier_is_in_it(self) -> None:
        """Source: OCA/commission@d9e3e8e9 (17.0), commission/tests/test_commission.py: 10 % up to 100, of 100."""
        assert earned(WholeAmount(tiers=shared([("100", "10 %")]), boundary=UPPER, overflow="error"), "100") == 10

    @pytest.mark.parametrize(("sales", "commission"), [("25", "2.50"), ("75", "11.25"), ("200", "40")])
    def test_an_affiliate_programme(self, sales: str, commission: str) -> None:
        """Source: pastebin.com/F832AA6M, an affiliate programme's own specification."""
        table = WholeAmount(tiers=shared([("50", "10 %"), ("100", "15 %"), (None, "20 %")]), boundary=UPPER)
        assert earned(table, sales) == Decimal(commission)

    def test_a_retroactive_tier(self) -> None:
        """Source: the blog of Salesforce Spiff: 4 % up to 200,000, 8 % of all above it; 220,000 pay 17,600."""
        table = WholeAmount(tiers=shared([("200000", "4 %"), (None, "8 %")]), boundary=UPPER)
        assert earned(table, "220000") == 17_600

    def test_a_tier_that_owns_its_start(self) -> None:
        """Source: help.salesforce.com, Spiff's tier_payout: of 125, 12 %; 100 itself would reach 12 % too."""
        listed = [("100", "10 %"), ("150", "12 %"), ("200", "14 %"), (None, "16 %")]
        table = WholeAmount(tiers=shared(listed), boundary=LOWER)
        assert earned(table, "125") == 15
        assert earned(table, "100") == 12


class TestDividingAnOrder:
    """Dividing an order into lines changes nothing unless the plan counts lines."""

    @pytest.mark.parametrize(
        "rate",
        [
            Percentage(Rate.parse("2.5 %")),
            PerUnit(UnitPrice.parse("0.067", USD)),
            Graduated(tiers=priced([("10", "1.5"), ("110", "1.0"), (None, "0.5")]), boundary=UPPER),
        ],
        ids=lambda rate: type(rate).__name__,
    )
    @given(lines=st.lists(st.integers(0, 200)))
    def test_lines_one_after_the_other_earn_what_the_order_earns(self, rate: MeasuredForm, lines: list[int]) -> None:
        pays, total, earned_so_far = curve(rate), 0, 0
        for line in lines:
            earned_so_far += pays(total + line) - pays(total)
            total += line
        assert earned_so_far == pays(sum(lines))

    @given(st.integers(min_value=0), st.lists(st.integers(min_value=0)))
    def test_a_flat_rate_counts_them(self, amount: int, lines: list[int]) -> None:
        pays = curve(Flat(Money(amount)))
        assert sum(map(pays, lines)) == len(lines) * amount * MILLIONTHS


class TestWhatAFormIsMadeOf:
    """Money, prices and shares are of different types, and none passes for another."""

    @pytest.mark.parametrize(
        ("form", "part"),
        [
            (Flat, 200),
            (Flat, UnitPrice(200)),
            (Flat, None),
            (PerUnit, Money(200)),
            (PerUnit, 2.5),
            (Percentage, UnitPrice(200)),
            (Percentage, 0.025),
            (Percentage, "2.5 %"),
        ],
    )
    def test_a_part_of_another_type_is_refused(self, form: type[Flat], part: Wrong) -> None:
        with pytest.raises(WrongKind, match="pass such a value") as refused:
            form(part)
        assert refused.value.given is part
