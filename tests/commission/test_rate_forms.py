"""The rate forms beyond flat, per unit, percentage and plain tiers: a law of its own for each, and a worked example."""

from decimal import Decimal
from fractions import Fraction
from functools import partial
from itertools import pairwise
from typing import Any

import pytest
from attrs import fields
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.commission.arithmetic import evaluated
from rural_taobao.commission.attainment import AttainmentStep
from rural_taobao.commission.edges import (
    Boundary,
    FirstFlat,
    MixedTiers,
    NotAscending,
    NothingHeld,
    Overflow,
    TierBackwards,
    TierBelowZero,
    TierOpenInTheMiddle,
    Underflow,
    holds_something,
)
from rural_taobao.commission.extents import MeasureBetweenBands, Measured, MeasureOutsideTiers
from rural_taobao.commission.operands import Banded as Paid
from rural_taobao.commission.operands import Counted
from rural_taobao.commission.points import ThresholdBelowZero
from rural_taobao.commission.printed import BandGap
from rural_taobao.commission.rates import (
    Attainment,
    Band,
    Banded,
    Bonus,
    Flat,
    Graduated,
    Interpolated,
    Linear,
    MeasuredForm,
    Percentage,
    PercentageAndFlat,
    PerPackage,
    PerUnit,
    Point,
    RateForm,
    WholeAmount,
    currencies_of,
    pays_for_money,
)
from rural_taobao.commission.rating import curve, scale, term
from rural_taobao.commission.terms import Sum
from rural_taobao.commission.tiers import FlatBelowZero, NoTiers, Outside, Tier, TierChoiceMissing
from rural_taobao.currencies import CNY, Currency
from rural_taobao.exact import MILLIONTHS, Rate
from rural_taobao.identifiers import PlanId, RuleId
from rural_taobao.kinds import WrongKind, WrongNumber
from rural_taobao.money import Money, UnitPrice
from tests.odd_values import Wrong

USD, KES, INR = Currency("USD"), Currency("KES"), Currency("INR")
UPPER, LOWER = Boundary.UPPER_INCLUSIVE, Boundary.LOWER_INCLUSIVE
sizes = st.integers(0, 500)
rates = st.integers(0, 200_000)


def earned(rate: MeasuredForm, measure: str | int, currency: Currency = USD) -> Decimal:
    """Give what a measure earns, exactly, in major units: as the documents print it."""
    size = Money.parse(measure, currency).minor if isinstance(measure, str) else measure
    exact = Fraction(curve(rate)(size), scale(rate) * 10**currency.digits)
    assert Fraction(evaluated(term(rate, size)).numerator, evaluated(term(rate, size)).denominator) == Fraction(
        curve(rate)(size), scale(rate)
    )
    return Decimal(exact.numerator) / exact.denominator


def usd(amount: str) -> Money:
    return Money.parse(amount, USD)


class TestPerPackage:
    """Each package that was begun pays its whole price."""

    @given(st.integers(1, 50), rates, sizes)
    def test_it_is_the_least_number_of_packages_that_hold_the_measure(
        self, size: int, price: int, measure: int
    ) -> None:
        paid = curve(PerPackage(size, UnitPrice(price)))(measure)
        packages = paid // price if price else 0
        assert packages * price == paid
        if price:
            assert (packages - 1) * size < measure <= packages * size or measure == packages == 0

    @pytest.mark.parametrize(("units", "amount"), [(0, 0), (1, 100), (10, 100), (11, 200), (21, 300)])
    def test_ten_to_a_package(self, units: int, amount: int) -> None:
        """Source: getlago/lago-api@1b1c24a6, package_service_spec.rb: every started block of 10 units costs 100."""
        assert earned(PerPackage(10, UnitPrice.parse("100", USD)), units) == amount

    def test_a_thousand_to_a_package(self) -> None:
        """Source: docs.flexprice.io, tiered billing models: 4,500 in packages of 1,000 at $1 are $5."""
        assert earned(PerPackage(1000, UnitPrice.parse("1", USD)), 4500) == 5

    @pytest.mark.parametrize("size", [0, -1, Money(0)])
    def test_a_package_holds_something(self, size: Money | int) -> None:
        with pytest.raises(NothingHeld, match="a package must be larger than 0"):
            PerPackage(size, UnitPrice(1))

    @pytest.mark.parametrize("size", [0, -1, Money(0), "1", 1.0, True])
    def test_a_size_that_holds_nothing_is_refused_whatever_it_is_of(self, size: Money | int) -> None:
        """Each class has made its validator before any test runs, so that one is made anew."""
        check, attribute = holds_something("crate"), fields(PerPackage).size
        for holds in (1, Money(1)):
            check(None, attribute, holds)
        with pytest.raises((NothingHeld, WrongKind, WrongNumber)) as refused:
            check(None, attribute, size)
        if isinstance(refused.value, NothingHeld):
            assert (refused.value.what, refused.value.size) == ("crate", size)

    def test_a_package_of_money_is_in_the_currency_of_its_price(self) -> None:
        assert earned(PerPackage(usd("100"), UnitPrice.parse("0.50", USD)), "250.01") == Decimal("1.50")
        with pytest.raises(MixedTiers) as refused:
            PerPackage(Money(100), UnitPrice(1, USD))
        assert refused.value.args == (Money(100), UnitPrice(1, USD))


class TestPercentageAndFlat:
    """A share of the amount, and a fixed amount besides."""

    @given(rates, sizes, sizes, sizes)
    def test_two_amounts_differ_by_their_share_alone(self, rate: int, flat: int, small: int, large: int) -> None:
        pays = curve(PercentageAndFlat(Rate(rate), Money(flat)))
        assert pays(small) - pays(large) == rate * (small - large)
        assert pays(0) == flat * MILLIONTHS

    @pytest.mark.parametrize(("amount", "fee"), [("10", "2.299"), ("80", "4.392"), ("10000", "301")])
    def test_a_card_fee(self, amount: str, fee: str) -> None:
        """Source: getlago/lago-api@1b1c24a6, percentage_service_spec.rb: 2.99 % and 2 for each transaction."""
        assert earned(PercentageAndFlat(Rate.parse("2.99 %"), usd("2")), amount) == Decimal(fee)

    def test_it_never_takes(self) -> None:
        with pytest.raises(FlatBelowZero):
            PercentageAndFlat(Rate(1), Money(-1))


class TestLinear:
    """What lies above a threshold, times a factor; never less than nothing."""

    @given(sizes, rates, sizes)
    def test_is_what_a_table_with_nothing_below_the_threshold_pays(
        self, threshold: int, factor: int, measure: int
    ) -> None:
        pays = curve(Linear(threshold, UnitPrice(factor)))
        table = Graduated(tiers=[Tier(threshold, UnitPrice(factor))], boundary=UPPER, underflow="nothing")
        assert pays(measure) == curve(table)(measure)

    @pytest.mark.parametrize(("sales", "commission"), [("100", "0"), ("99", "0"), ("200", "10"), ("200.60", "10.06")])
    def test_a_tenth_of_all_above_a_hundred(self, sales: str, commission: str) -> None:
        """Source: openfisca/openfisca-core@e70f346a, marginal rates: 10 % of what lies above 100."""
        assert earned(Linear(usd("100"), Rate.parse("10 %")), sales) == Decimal(commission)

    def test_its_parts_go_together(self) -> None:
        with pytest.raises(MixedTiers) as refused:
            Linear(5, Rate(1))
        assert refused.value.args == (5, Rate(1))
        with pytest.raises(ThresholdBelowZero) as below:
            Linear(-5, UnitPrice(1))
        assert below.value.args == (-5,)
        with pytest.raises(ThresholdBelowZero):
            Linear(Money(-1), Rate(1))


class TestFlatsOfTiers:
    """A tier that is reached pays its flat amount once: all that are reached if graduated, the last one if whole."""

    LAGO = (("10", "10", "2"), ("20", "5", "3"), (None, "5", "3"))

    def tiers(self, rows: tuple[tuple[str | None, str, str], ...]) -> list[Tier]:
        starts = [0, *(int(end) for end, _, _ in rows if end is not None)]
        return [
            Tier(start, UnitPrice.parse(price, USD), None if end is None else int(end), usd(flat))
            for start, (end, price, flat) in zip(starts, rows, strict=True)
        ]

    @pytest.mark.parametrize(("units", "amount"), [(0, 2), (1, 12), (10, 102), (11, 110)])
    def test_a_price_list_with_a_flat_amount_in_each_tier(self, units: int, amount: int) -> None:
        """Source: getlago/lago-api@1b1c24a6, graduated_service_spec.rb: the first flat is due at zero already."""
        table = Graduated(tiers=self.tiers(self.LAGO), boundary=UPPER, first_flat="at_zero")
        assert earned(table, units) == amount

    @pytest.mark.parametrize(("units", "amount"), [(0, 100), (3, 100), (5, 100), (12, 170), (22, 235)])
    def test_tiers_that_pay_but_a_flat_amount(self, units: int, amount: int) -> None:
        """Source: openmeterio/openmeter@7e57a394, rating/service/rate/tieredgraduated_test.go."""
        rows = (("5", "0", "100"), ("10", "0", "50"), ("15", "10", "0"), (None, "5", "0"))
        assert earned(Graduated(tiers=self.tiers(rows), boundary=UPPER, first_flat="at_zero"), units) == amount

    @pytest.mark.parametrize(("units", "amount"), [(0, 10), (200, 200), (300, 200)])
    def test_by_the_whole_amount_the_tier_reached_pays_its_own(self, units: int, amount: int) -> None:
        """Source: getlago/lago-api@1b1c24a6, volume_service_spec.rb."""
        rows = (("100", "2", "10"), ("200", "1", "0"), (None, "0.5", "50"))
        assert earned(WholeAmount(tiers=self.tiers(rows), boundary=UPPER, first_flat="at_zero"), units) == amount

    @pytest.mark.parametrize(
        ("form", "first", "amount"),
        [(Graduated, "at_zero", 2), (Graduated, "above_zero", 0)] * 2 + [(WholeAmount, "above_zero", 0)],
    )
    def test_at_zero_the_plan_says_whether_it_is_due(
        self, form: type[Graduated | WholeAmount], first: str, amount: int
    ) -> None:
        table = form(tiers=self.tiers(self.LAGO), boundary=UPPER, first_flat=first)
        assert earned(table, 0) == amount
        assert earned(table, 1) == 12

    @given(st.sampled_from(Boundary), st.integers(1, 30), sizes, rates)
    def test_on_an_edge_the_boundary_says_which_tier_is_reached(
        self, boundary: Boundary, edge: int, flat: int, price: int
    ) -> None:
        tiers = [Tier(0, UnitPrice(price), edge), Tier(edge, UnitPrice(price), None, Money(flat))]
        table = Graduated(tiers=tiers, boundary=boundary)
        due = [curve(table)(measure) - measure * price for measure in (edge - 1, edge, edge + 1)]
        assert due == [0, flat * MILLIONTHS if boundary is LOWER else 0, flat * MILLIONTHS]

    @pytest.mark.parametrize("boundary", Boundary)
    def test_a_first_tier_above_zero_pays_it_from_its_start_on(self, boundary: Boundary) -> None:
        tiers = [Tier(10, UnitPrice(0), 20, Money(5)), Tier(20, UnitPrice(0))]
        table = Graduated(tiers=tiers, boundary=boundary, underflow="nothing")
        assert [curve(table)(measure) // MILLIONTHS for measure in (9, 10, 11)] == [0, 5, 5]

    @pytest.mark.parametrize("form", [Graduated, WholeAmount])
    def test_a_table_that_does_not_say_is_refused(self, form: type[Graduated | WholeAmount]) -> None:
        with pytest.raises(TierChoiceMissing, match="earned at 0, but 'first_flat' is missing; state one of at_zero"):
            form(tiers=self.tiers(self.LAGO), boundary=UPPER)

    def test_a_flat_amount_is_in_the_currency_of_its_tier(self) -> None:
        for start, rate, unlike in ((0, UnitPrice(1), UnitPrice(1)), (Money(0), Rate(1), Money(0))):
            with pytest.raises(MixedTiers) as refused:
                Tier(start, rate, None, usd("1"))
            assert refused.value.args == (usd("1"), unlike)
        with pytest.raises(FlatBelowZero) as below:
            Tier(0, UnitPrice(1), None, Money(-1))
        assert below.value.args == (Money(-1),)
        assert Tier(0, UnitPrice(1), None, Money(0)).entry == 0
        wrong: Wrong = 5
        with pytest.raises(WrongKind) as other:
            Tier(0, UnitPrice(1), None, wrong)
        assert (other.value.name, other.value.given) == ("flat", 5)

    def test_a_currency_without_tiers_of_money_is_that_of_the_price(self) -> None:
        assert Tier(0, UnitPrice(1, USD)).currency == Tier(usd("1"), Rate(1)).currency == USD


class TestTiersOfPackages:
    """A tier of packages pays for each that was begun in it: in all of the measure, by the whole amount."""

    @staticmethod
    def opened(units: int, size: int) -> int:
        """Count packages as they are opened: a new one for whatever is left over."""
        packages = 0
        while units > 0:
            packages, units = packages + 1, units - size
        return packages

    @given(
        st.tuples(st.integers(1, 9), rates), st.tuples(st.integers(1, 9), rates), st.integers(1, 40), st.integers(0, 90)
    )
    def test_they_are_opened_one_by_one(
        self, low: tuple[int, int], high: tuple[int, int], edge: int, measure: int
    ) -> None:
        (small, cheap), (large, dear) = low, high
        tiers = [Tier(0, UnitPrice(cheap), edge, package=small), Tier(edge, UnitPrice(dear), package=large)]
        below, above = min(measure, edge), max(measure - edge, 0)
        graduated = curve(Graduated(tiers=tiers, boundary=UPPER))(measure)
        assert graduated == cheap * self.opened(below, small) + dear * self.opened(above, large)
        whole = curve(WholeAmount(tiers=tiers, boundary=UPPER))(measure)
        assert whole == (dear * self.opened(measure, large) if above else cheap * self.opened(measure, small))

    @pytest.mark.parametrize("form", [Graduated, WholeAmount])
    @given(st.integers(0, 100), st.integers(1, 9))
    def test_a_package_of_one_is_a_unit(self, form: type[Graduated | WholeAmount], measure: int, edge: int) -> None:
        plain = [Tier(0, UnitPrice(7), edge, Money(3)), Tier(edge, UnitPrice(5))]
        ones = [Tier(tier.start, tier.rate, tier.end, tier.flat, 1) for tier in plain]
        one_by_one = form(tiers=ones, boundary=LOWER, first_flat="above_zero")
        assert curve(one_by_one)(measure) == curve(form(tiers=plain, boundary=LOWER, first_flat="above_zero"))(measure)

    @pytest.mark.parametrize(("units", "amount"), [(1000, 10), (300_000, 150)])
    def test_blocks_by_the_top_tier(self, units: int, amount: int) -> None:
        """
        Source: killbill/killbill@cb60779c, TestContiguousIntervalConsumableInArrear: ten blocks of 100, a hundred of
        1,000, a hundred of 1,000 at half the price; what lies beyond stays in the last tier.
        """
        price = UnitPrice.parse
        tiers = [
            Tier(0, price("1", USD), 1_000, package=100),
            Tier(1_000, price("1", USD), 101_000, package=1_000),
            Tier(101_000, price("0.5", USD), 201_000, package=1_000),
        ]
        assert earned(WholeAmount(tiers=tiers, boundary=UPPER, overflow="last_tier"), units) == amount

    def test_packages_of_money_beside_a_share(self) -> None:
        """¥3 for each ¥100 begun, and 1 % of what lies above ¥250: 3 packages and ¥50 for ¥300."""
        tiers = [
            Tier(Money(0), UnitPrice.parse("3.00"), Money(250_00), package=Money(100_00)),
            Tier(Money(250_00), Rate.parse("1 %")),
        ]
        table = Graduated(tiers=tiers, boundary=UPPER)
        assert [curve(table)(each) // MILLIONTHS for each in (0, 1, 100_00, 100_01, 300_00)] == [0, 300, 300, 600, 950]
        assert term(table, 300_00) == Sum((Paid(((50_00, 10_000),)), Counted(3, 300_000_000)))

    @pytest.mark.parametrize(
        ("start", "rate", "package", "error"),
        [
            (0, UnitPrice(1), 0, NothingHeld("package", 0)),
            (0, UnitPrice(1), -1, NothingHeld("package", -1)),
            (0, UnitPrice(1), Money(5), MixedTiers(0, Money(5))),
            (Money(0), UnitPrice(1), 5, MixedTiers(Money(0), 5)),
            (Money(0), Rate(1), Money(5), MixedTiers(Money(0), Rate(1))),
            (Money(0), UnitPrice(1, USD), Money(5), MixedTiers(Money(0), UnitPrice(1, USD))),
            (0, UnitPrice(1), 0.5, WrongNumber("package", 0.5, "Money, or a whole number of units")),
        ],
    )
    def test_a_package_holds_something_of_what_is_measured(
        self, start: Money | int, rate: Rate | UnitPrice, package: Money | int, error: Exception
    ) -> None:
        with pytest.raises(type(error)) as refused:
            Tier(start, rate, package=package)
        assert refused.value.args == error.args


MPESA = (
    # Source: victormatara.com, infomania.co.ke and techmambo.com, agents' deposit commission of M-Pesa, 2022.
    (50, 100, 4),
    (101, 510, 8),
    (511, 1010, 9),
    (1011, 1510, 10),
    (1511, 2510, 11),
    (2511, 3510, 12),
    (3511, 5010, 14),
    (5011, 7510, 20),
    (7511, 10010, 28),
)


def mpesa(*, overflow: str = "error", underflow: str = "error") -> Banded:
    return Banded(
        step=Money.parse("1", KES),
        bands=[
            Band(Money.parse(str(low), KES), Money.parse(str(high), KES), Flat(Money.parse(str(pays), KES)))
            for low, high, pays in MPESA
        ],
        overflow=overflow,
        underflow=underflow,
    )


class TestBanded:
    """A printed table pays what its row says, for every measure that lies in a row, both ends included."""

    @pytest.mark.parametrize("row", MPESA)
    def test_a_row_of_a_printed_table(self, row: tuple[int, int, int]) -> None:
        """Source: the deposit commission of M-Pesa agents, as printed."""
        low, high, pays = row
        for amount in (low, high, (low + high) // 2):
            assert earned(mpesa(), str(amount), KES) == pays

    @given(st.integers(0, 12_000_00))
    def test_every_amount_is_in_one_row_or_refused(self, cents: int) -> None:
        holding = [pays for low, high, pays in MPESA if low * 100 <= cents <= high * 100]
        try:
            found = [curve(mpesa())(cents) // (100 * MILLIONTHS)]
        except (MeasureBetweenBands, MeasureOutsideTiers):
            found = []
        assert found == (holding if cents else [0])

    def test_an_amount_finer_than_the_table_tells_apart_is_a_gap(self) -> None:
        there = Measured(PlanId("p"), RuleId("sales"), "o-1", "the gross of an order")
        told = MeasureBetweenBands(10_050, Money(10_000), Money(10_100)).at(there)
        assert (told.measure, told.end, told.start, told.where) == (10_050, Money(10_000), Money(10_100), there)
        with pytest.raises(MeasureBetweenBands, match=r"KES 100\.50 is above KES 100\.00 and below KES 101\.00; let"):
            curve(mpesa())(100_50)

    @pytest.mark.parametrize("place", range(len(MPESA) - 1))
    def test_so_is_one_between_any_two_rows(self, place: int) -> None:
        _, end, _ = MPESA[place]
        for work in (curve(mpesa()), partial(term, mpesa())):
            with pytest.raises(MeasureBetweenBands) as refused:
                work(end * 100 + 1)
            assert refused.value.args == (end * 100 + 1, Money(end * 100, KES), Money((end + 1) * 100, KES), None)

    def test_outside_it_the_plan_says(self) -> None:
        with pytest.raises(MeasureOutsideTiers, match="below"):
            curve(mpesa())(49_00)
        with pytest.raises(MeasureOutsideTiers, match="above"):
            curve(mpesa())(10_011_00)
        assert earned(mpesa(underflow="nothing"), "49", KES) == 0
        assert earned(mpesa(overflow="nothing"), "10011", KES) == 0
        assert earned(mpesa(overflow="last_tier"), "10011", KES) == 28

    def test_a_row_may_pay_a_share_a_share_and_a_flat_amount_or_a_price(self) -> None:
        yuan = Money.parse
        rows = [
            Band(yuan("0"), yuan("99.99"), Percentage(Rate.parse("2 %"))),
            Band(yuan("100"), None, PercentageAndFlat(Rate.parse("1 %"), yuan("1"))),
        ]
        table = Banded(step=Money(1), bands=rows)
        assert [earned(table, each, CNY) for each in ("50", "200")] == [1, 3]
        units = Banded(step=1, bands=[Band(0, 9, PerUnit(UnitPrice.parse("0.30"))), Band(10, None, Flat(Money(250)))])
        assert [earned(units, each, CNY) for each in (0, 9, 10)] == [0, Decimal("2.70"), Decimal("2.50")]

    @pytest.mark.parametrize(
        ("rows", "step", "error"),
        [
            ([], 1, NoTiers()),
            ([Band(0, 9, Flat(Money(1))), Band(9, 20, Flat(Money(2)))], 1, NotAscending("bands", 9, 9)),
            ([Band(0, 9, Flat(Money(1))), Band(11, 20, Flat(Money(2)))], 1, BandGap(9, 11, 1)),
            ([Band(0, None, Flat(Money(1)))], 0, NothingHeld("step", 0)),
            ([Band(Money(0), None, Flat(Money(1)))], Money(-1), NothingHeld("step", Money(-1))),
            ([Band(2, None, Flat(Money(1))), Band(11, 20, Flat(Money(2)))], 1, TierOpenInTheMiddle(2)),
            ([Band(0, 9, Flat(Money(1))), Band(Money(10), None, Flat(Money(2)))], 1, MixedTiers(1, Money(10))),
            ([Band(Money(0), None, Flat(Money(1)))], 1, MixedTiers(1, Money(0))),
            ([Band(0, 9, Flat(Money(1)))], 1, TierChoiceMissing(Outside.OVERFLOW, 9, tuple(Overflow))),
            ([Band(1, None, Flat(Money(1)))], 1, TierChoiceMissing(Outside.UNDERFLOW, 1, tuple(Underflow))),
        ],
    )
    def test_a_table_that_leaves_a_step_or_says_two_things_is_refused(
        self, rows: list[Band], step: Money | int, error: Exception
    ) -> None:
        with pytest.raises(type(error)) as refused:
            Banded(step=step, bands=rows)
        assert refused.value.args == error.args

    def test_a_gap_is_judged_on_the_step_of_the_table(self) -> None:
        rows = [Band(0, 9, Flat(Money(1))), Band(15, None, Flat(Money(2)))]
        assert Banded(step=6, bands=rows).bands == tuple(rows)
        with pytest.raises(BandGap):
            Banded(step=5, bands=rows)

    @pytest.mark.parametrize(
        ("start", "end", "pays", "error"),
        [
            (0, Money(5), Flat(Money(1)), MixedTiers(0, Money(5))),
            (0, 5, Percentage(Rate(1)), MixedTiers(0, Rate(1))),
            (0, 5, PercentageAndFlat(Rate(1), Money(1)), MixedTiers(0, Rate(1))),
            (Money(0), Money(5), PerUnit(UnitPrice(1)), MixedTiers(Money(0), UnitPrice(1))),
            (Money(0), None, PerUnit(UnitPrice(1)), MixedTiers(Money(0), UnitPrice(1))),
            (-1, 5, Flat(Money(1)), TierBelowZero(-1)),
            (5, 4, Flat(Money(1)), TierBackwards(5, 4)),
            (Money(5), Money(4), Flat(Money(1)), TierBackwards(Money(5), Money(4))),
        ],
    )
    def test_a_row_that_cannot_be_is_refused(
        self, start: Money | int, end: Money | int | None, pays: Flat, error: Exception
    ) -> None:
        with pytest.raises(type(error)) as refused:
            Band(start, end, pays)
        assert refused.value.args == error.args

    @pytest.mark.parametrize(
        ("start", "end", "pays", "error"),
        [
            (0.5, 4, Flat(Money(1)), WrongNumber),
            (0, 4.5, Flat(Money(1)), WrongNumber),
            (0, 4, Money(1), WrongKind),
        ],
    )
    def test_a_row_is_of_whole_measures_and_of_a_form(
        self, start: Wrong, end: Wrong, pays: Wrong, error: type[Exception]
    ) -> None:
        with pytest.raises(error):
            Band(start, end, pays)

    def test_a_row_may_hold_one_measure_alone(self) -> None:
        assert [Band(at, at, Flat(Money(1))).start for at in (0, 5)] == [0, 5]


class TestInterpolated:
    """The rate moves in a straight line from point to point, and all of the measure earns at it."""

    def two(self, low: int, low_rate: int, high: int, high_rate: int, *, overflow: str = "error") -> Interpolated:
        points = [Point(low, UnitPrice(low_rate)), Point(high, UnitPrice(high_rate))]
        return Interpolated(points=points, overflow=overflow, underflow="nothing")

    @given(st.integers(0, 40), st.integers(1, 40), st.integers(0, 90), st.integers(0, 90), st.integers(0, 40))
    def test_between_two_points_the_rate_divides_theirs_as_the_measure_does(
        self, low: int, width: int, low_rate: int, high_rate: int, step: int
    ) -> None:
        high, measure = low + width, low + min(step, width)
        rate = self.two(low, low_rate, high, high_rate)
        found = Fraction(curve(rate)(measure), scale(rate))
        # A straight line: the three points are on it, whatever its slope.
        average = found / measure * MILLIONTHS if measure else Fraction(low_rate)
        assert (average - low_rate) * width == (high_rate - low_rate) * (measure - low)

    def test_an_average_rate_on_paper(self) -> None:
        """From 0 % at ¥0 to 10 % at ¥1,000: half way it is 5 % of ¥500, ¥25; and 10 % above, where it goes on."""
        yuan = Money.parse
        points = [Point(yuan("0"), Rate(0)), Point(yuan("1000"), Rate.parse("10 %"))]
        rate = Interpolated(points=points, overflow="last_tier")
        assert [Fraction(curve(rate)(size), scale(rate)) for size in (0, 500_00, 1000_00, 2000_00)] == [
            0,
            25_00,
            100_00,
            200_00,
        ]

    @pytest.mark.parametrize(("overflow", "amount"), [("last_tier", 12 * 4), ("nothing", 0)])
    def test_past_the_last_point_the_plan_says(self, overflow: str, amount: int) -> None:
        rate = self.two(2, 3, 10, 4, overflow=overflow)
        assert Fraction(curve(rate)(12), scale(rate)) == Fraction(amount, MILLIONTHS)
        assert curve(rate)(1) == curve(rate)(0) == 0
        with pytest.raises(MeasureOutsideTiers, match="above"):
            curve(self.two(2, 3, 10, 4))(12)

    def test_a_single_point_is_one_rate(self) -> None:
        rate = Interpolated(points=[Point(0, UnitPrice(7))], overflow="last_tier")
        assert [curve(rate)(measure) for measure in range(4)] == [0, 7, 14, 21]

    @pytest.mark.parametrize(
        ("points", "error"),
        [
            ([], NoTiers()),
            ([Point(5, UnitPrice(1)), Point(5, UnitPrice(2))], NotAscending("points", 5, 5)),
            ([Point(0, UnitPrice(1)), Point(Money(5), Rate(2))], MixedTiers(0, Money(5))),
            ([Point(0, UnitPrice(1)), Point(5, UnitPrice(2, USD))], MixedTiers(UnitPrice(1), UnitPrice(2, USD))),
            ([Point(5, UnitPrice(1))], TierChoiceMissing(Outside.UNDERFLOW, 5, tuple(Underflow))),
            ([Point(1, UnitPrice(1))], TierChoiceMissing(Outside.UNDERFLOW, 1, tuple(Underflow))),
        ],
    )
    def test_points_that_say_two_things_are_refused(self, points: list[Point], error: Exception) -> None:
        with pytest.raises(type(error)) as refused:
            Interpolated(points=points, overflow="error")
        assert refused.value.args == error.args

    def test_a_point_is_of_money_or_of_units(self) -> None:
        with pytest.raises(MixedTiers) as refused:
            Point(5, Rate(1))
        assert refused.value.args == (5, Rate(1))
        with pytest.raises(ThresholdBelowZero) as below:
            Point(-1, UnitPrice(1))
        assert below.value.args == (-1,)


class TestBonus:
    """A fixed amount, earned once the measure reaches a threshold, and never twice."""

    @given(sizes, sizes, st.lists(st.integers(0, 50), max_size=20))
    def test_whatever_the_steps_it_is_earned_once(self, threshold: int, amount: int, steps: list[int]) -> None:
        pays = curve(Bonus(threshold, Money(amount)))
        totals = [sum(steps[:place]) for place in range(len(steps) + 1)]
        rises = [pays(after) - pays(before) for before, after in pairwise(totals)]
        assert set(rises) <= {0, amount * MILLIONTHS}
        assert pays(totals[-1]) == (amount * MILLIONTHS if totals[-1] >= threshold else 0)

    def test_at_the_threshold_itself(self) -> None:
        assert [earned(Bonus(5, Money(300)), each, CNY) for each in (4, 5, 6)] == [0, 3, 3]

    def test_it_cannot_lie_below_zero(self) -> None:
        with pytest.raises(ThresholdBelowZero) as refused:
            Bonus(-1, Money(1))
        assert refused.value.args == (-1,)
        with pytest.raises(FlatBelowZero) as below:
            Bonus(1, Money(-1))
        assert below.value.args == (Money(-1),)
        assert Bonus(0, Money(0)).amount == Money(0)


STEPS: dict[str, Any] = {
    "mode": "graduated",
    "boundary": UPPER,
    "steps": [AttainmentStep(Rate(0), None, Rate(0))],
    "prorated": "whole",
}


class TestWhatFormsName:
    """A form is measured in money or in units, and names the currencies that stand in it."""

    @pytest.mark.parametrize(
        ("form", "of_money", "named"),
        [
            (Flat(usd("1")), None, {USD}),
            (PerUnit(UnitPrice(1, USD)), False, {USD}),
            (PerPackage(3, UnitPrice(1, USD)), False, {USD}),
            (PerPackage(usd("3"), UnitPrice(1, USD)), True, {USD}),
            (Percentage(Rate(1)), True, set()),
            (PercentageAndFlat(Rate(1), usd("1")), True, {USD}),
            (Linear(usd("1"), Rate(1)), True, {USD}),
            (Linear(1, UnitPrice(1, USD)), False, {USD}),
            (Bonus(1, usd("1")), False, {USD}),
            (Bonus(Money(1), usd("1")), True, {USD, Currency("CNY")}),
            (Attainment(quota=usd("1"), rate=Rate(1), **STEPS), True, {USD}),
            (Attainment(quota=1, rate=UnitPrice(1, USD), **STEPS), False, {USD}),
            (Graduated(tiers=[Tier(usd("0"), Rate(1))], boundary=UPPER), True, {USD}),
            (WholeAmount(tiers=[Tier(0, UnitPrice(1, USD))], boundary=UPPER), False, {USD}),
            (Interpolated(points=[Point(usd("0"), Rate(1))], overflow="error"), True, {USD}),
            (Interpolated(points=[Point(0, UnitPrice(1, USD))], overflow="error"), False, {USD}),
            (mpesa(), True, {KES}),
            (Banded(step=1, bands=[Band(0, None, Flat(usd("1")))]), False, {USD}),
            (Banded(step=usd("1"), bands=[Band(usd("0"), None, Percentage(Rate(1)))]), True, {USD}),
            (
                Banded(step=1, bands=[Band(0, 4, Flat(Money(1))), Band(5, None, Flat(usd("1")))]),
                False,
                {USD, Currency("CNY")},
            ),
        ],
    )
    def test_each(self, form: RateForm, of_money: object, named: set[Currency]) -> None:
        assert pays_for_money(form) is of_money
        assert currencies_of(form) == named

    def test_a_first_flat_is_named_as_plans_name_it(self) -> None:
        assert [each.value for each in FirstFlat] == ["at_zero", "above_zero"]
