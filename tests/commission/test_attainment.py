"""Attainment of a quota: steps, factors, and the tables that they come to."""

from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve
from hypothesis import assume, given
from hypothesis import strategies as st

from rural_taobao.commission import (
    Always,
    Attainment,
    AttainmentMode,
    AttainmentStep,
    CommissionRule,
    Graduated,
    OnRefund,
    OwnQuota,
    Split,
    WholeAmount,
)
from rural_taobao.commission.arithmetic import evaluated
from rural_taobao.commission.attainment import (
    FactorTooFine,
    QuotaTwice,
    QuotaUnfit,
    ShareOfQuotaNotWhole,
    StepsNotFromZero,
)
from rural_taobao.commission.edges import MixedTiers, NothingHeld, TierBackwards, TierOpenInTheMiddle
from rural_taobao.commission.quotas import for_all, for_payee
from rural_taobao.commission.rates import MeasuredForm, currencies_of, pays_for_money
from rural_taobao.commission.rating import curve, scale, term
from rural_taobao.commission.rules import RefundUnfit
from rural_taobao.commission.tiers import NoTiers, TierGap, TiersNotAscending
from rural_taobao.currencies import CNY, Currency
from rural_taobao.exact import MILLIONTHS, Rate, Rounding
from rural_taobao.kinds import WrongNumber
from rural_taobao.money import Money, UnitPrice
from rural_taobao.testing.plan_strategies import measured_forms
from rural_taobao.testing.quota_strategies import attainments

percent, yuan = Rate.parse, Money.parse
MEASURES = st.integers(0, 10**9)


def step(start: str, end: str | None, factor: str) -> AttainmentStep:
    return AttainmentStep(percent(start), None if end is None else percent(end), percent(factor))


def attainment(*steps: AttainmentStep, **facts: Any) -> Attainment:
    usual: dict[str, Any] = {
        "quota": yuan("150000.00"),
        "rate": percent("8 %"),
        "mode": "graduated",
        "boundary": "upper_inclusive",
        "prorated": "whole",
    }
    return Attainment(steps=steps or [step("0 %", None, "100 %")], **(usual | facts))


def earned(rate: MeasuredForm, measure: int) -> Fraction:
    exact = evaluated(term(rate, measure))
    return Fraction(exact.numerator, exact.denominator)


def size(edge: Money | int) -> int:
    return edge.minor if isinstance(edge, Money) else edge


class TestPublishedExamples:
    """What others have worked out on paper comes out to the coin."""

    ACCELERATORS = (step("0 %", "100 %", "100 %"), step("100 %", "120 %", "150 %"), step("120 %", None, "200 %"))

    def test_accelerators_above_a_quota(self) -> None:
        # prowi.io, glossary, accelerator: 195,000 of a quota of 150,000 at 8 %, 12 % and 16 % earn 18,000.
        plan = attainment(*self.ACCELERATORS)
        assert earned(plan, 195_000_00) == 18_000_00
        # Without the accelerators it would be 15,600, as is said there too.
        assert earned(attainment(), 195_000_00) == 15_600_00

    def test_one_and_two_per_cent_more_above_a_quota(self) -> None:
        # excelforum.com, thread 861932: 5 % up to 100,000, 6 % up to 125,000, 7 % above: 5,000 + 1,500 + 1,750.
        plan = attainment(
            step("0 %", "100 %", "100 %"),
            step("100 %", "125 %", "120 %"),
            step("125 %", None, "140 %"),
            quota=yuan("100000.00"),
            rate=percent("5 %"),
        )
        assert earned(plan, 150_000_00) == 5_000_00 + 1_500_00 + 1_750_00

    @pytest.mark.parametrize(
        ("deals", "commission"),
        [("16000.00", "800.00"), ("20000.00", "2000.00"), ("40000.00", "4800.00"), ("60000.00", "9000.00")],
    )
    def test_a_decelerator_by_the_step_that_is_reached(self, deals: str, commission: str) -> None:
        # The plan of QuotaPath's help, "Commission with Accelerators": on all deals 5 % under 50 % of 33,000, then
        # 10 %, 12 % above the quota and 15 % above half as much again. Paper: the share of each amount.
        plan = attainment(
            step("0 %", "50 %", "50 %"),
            step("50 %", "100 %", "100 %"),
            step("100 %", "150 %", "120 %"),
            step("150 %", None, "150 %"),
            quota=yuan("33000.00"),
            rate=percent("10 %"),
            mode="whole_amount",
            boundary="lower_inclusive",
        )
        assert earned(plan, yuan(deals).minor) == yuan(commission).minor


class TestSteps:
    """Steps go from 0 % on, meet each other and never end, so that each measure has one factor."""

    @pytest.mark.parametrize(
        ("steps", "error"),
        [
            ([], NoTiers()),
            ([step("10 %", None, "100 %")], StepsNotFromZero(percent("10 %"), None)),
            ([step("0 %", "100 %", "100 %")], StepsNotFromZero(percent("0 %"), percent("100 %"))),
            ([step("0 %", None, "100 %"), step("100 %", None, "150 %")], TierOpenInTheMiddle(percent("0 %"))),
            (
                [step("0 %", "100 %", "100 %"), step("90 %", None, "150 %")],
                TiersNotAscending(percent("100 %"), percent("90 %")),
            ),
            (
                [step("0 %", "100 %", "100 %"), step("110 %", None, "150 %")],
                TierGap(percent("100 %"), percent("110 %")),
            ),
        ],
    )
    def test_others_are_refused(self, steps: list[AttainmentStep], error: Exception) -> None:
        with pytest.raises(type(error)) as refused:
            evolve(attainment(), steps=steps)
        assert refused.value.args == error.args

    def test_a_gap_is_told_in_shares(self) -> None:
        with pytest.raises(TierGap, match="nothing is said between 100 % and 110 %"):
            attainment(step("0 %", "100 %", "100 %"), step("110 %", None, "150 %"))

    @pytest.mark.parametrize("end", ["50 %", "40 %"])
    def test_a_step_that_holds_nothing_is_refused(self, end: str) -> None:
        with pytest.raises(TierBackwards) as refused:
            step("50 %", end, "100 %")
        assert refused.value.args == (percent("50 %"), percent(end))

    def test_a_share_that_is_no_whole_number_of_coins_is_refused_with_the_nearest_that_is(self) -> None:
        with pytest.raises(ShareOfQuotaNotWhole, match=r"33.3333 % of ¥100.00 is none; state 33.33 %"):
            attainment(step("0 %", "33.3333 %", "50 %"), step("33.3333 %", None, "100 %"), quota=yuan("100.00"))

    @given(st.integers(1, 10**6), st.integers(0, 3 * MILLIONTHS))
    def test_the_nearest_is_whole_and_none_is_nearer(self, quota: int, share: int) -> None:
        steps = [AttainmentStep(Rate(0), Rate(share + 1), Rate(0)), AttainmentStep(Rate(share + 1), None, Rate(0))]
        try:
            attainment(*steps, quota=quota, rate=UnitPrice(0))
        except ShareOfQuotaNotWhole as refused:
            near = refused.nearest.millionths
            assert quota * near % MILLIONTHS == 0
            assert quota * (share + 1) % MILLIONTHS != 0
            away = abs(near - share - 1)
            assert all(quota * each % MILLIONTHS for each in range(share + 1 - min(away - 1, 500), share + 1))
            assert all(quota * each % MILLIONTHS for each in range(share + 1, share + 1 + min(away, 500)))

    def test_a_factor_that_leaves_no_exact_rate_is_refused(self) -> None:
        with pytest.raises(FactorTooFine, match=r"2.5 % times 133.3333 % is 0.033333325; state a factor") as refused:
            attainment(step("0 %", None, "133.3333 %"), rate=percent("2.5 %"))
        assert refused.value.args == (percent("2.5 %"), percent("133.3333 %"))


class TestQuotas:
    """A quota is above zero, in what the rate pays for, and each payee has one of its own at most."""

    @pytest.mark.parametrize("quota", [Money(0), Money(-5), 0])
    def test_none_is_refused(self, quota: Money | int) -> None:
        with pytest.raises(NothingHeld, match="a quota must be larger than 0") as refused:
            attainment(quota=quota)
        assert refused.value.args == ("quota", quota)

    @pytest.mark.parametrize(
        ("facts", "unlike"),
        [
            ({"quota": 5}, (5, percent("8 %"))),
            ({"rate": UnitPrice(5)}, (yuan("150000.00"), UnitPrice(5))),
            ({"quotas": {"li": 5}}, (yuan("150000.00"), 5)),
            ({"quotas": {"li": Money(5, Currency("USD"))}}, (yuan("150000.00"), Money(5, Currency("USD")))),
        ],
    )
    def test_unlike_things_are_refused(self, facts: dict[str, Any], unlike: tuple[object, ...]) -> None:
        with pytest.raises(MixedTiers) as refused:
            attainment(**facts)
        assert refused.value.args == unlike

    @pytest.mark.parametrize("facts", [{"quota": 0.5}, {"quotas": {"li": 0.5}}])
    def test_a_part_of_one_is_refused(self, facts: dict[str, Any]) -> None:
        with pytest.raises(WrongNumber) as refused:
            attainment(**facts)
        assert (refused.value.name, refused.value.given) == ("quota", 0.5)

    def test_two_of_one_payee_are_refused(self) -> None:
        with pytest.raises(QuotaTwice, match="li has two"):
            attainment(quotas=(OwnQuota("li", Money(5)), OwnQuota("li", Money(6))))

    def test_one_of_its_own_must_fit_the_steps_too(self) -> None:
        steps = (step("0 %", "50 %", "50 %"), step("50 %", None, "100 %"))
        with pytest.raises(ShareOfQuotaNotWhole) as refused:
            attainment(*steps, quotas={"li": Money(5)})
        assert refused.value.args == (Money(5), percent("50 %"), percent("60 %"))

    def test_they_stand_in_the_order_of_the_payees(self) -> None:
        named = {"wang": Money(5), "li": Money(6)}
        listed = (OwnQuota("li", Money(6)), OwnQuota("wang", Money(5)))
        assert attainment(quotas=named).quotas == attainment(quotas=listed[::-1]).quotas == listed

    def test_a_payee_with_one_of_its_own_goes_by_it(self) -> None:
        own = attainment(step("0 %", "100 %", "100 %"), step("100 %", None, "150 %"), quotas={"li": yuan("100.00")})
        assert for_payee(own, "li", 30, 30).tiers[1].start == yuan("100.00")
        assert for_payee(own, "wang", 30, 30) == for_all(own)

    @given(attainments())
    def test_it_is_of_money_where_its_quota_is(self, drawn: Attainment) -> None:
        assert pays_for_money(drawn) is isinstance(drawn.quota, Money)
        assert len(currencies_of(drawn)) == 1
        assert scale(drawn) == MILLIONTHS


class TestTables:
    """What a payee attains is rated as the table of tiers that quota and steps come to."""

    @given(attainments(), MEASURES)
    def test_the_whole_quota_is_that_of_all(self, drawn: Attainment, measure: int) -> None:
        whole = evolve(drawn, quotas=())
        assert for_payee(whole, "li", 31, 31) == for_all(whole)
        assert isinstance(for_all(drawn), Graduated if drawn.mode == "graduated" else WholeAmount)
        assert curve(drawn)(measure) == curve(for_all(drawn))(measure)
        assert earned(drawn, measure) == Fraction(curve(drawn)(measure), MILLIONTHS)

    @given(attainments(), MEASURES)
    def test_a_factor_of_all_everywhere_is_one_rate(self, drawn: Attainment, measure: int) -> None:
        plain = evolve(drawn, steps=[evolve(each, factor=Rate(MILLIONTHS)) for each in drawn.steps])
        assert earned(plain, measure) == Fraction(measure * drawn.rate.millionths, MILLIONTHS)

    @given(attainments(), MEASURES, st.integers(1, 50))
    def test_twice_the_quota_and_twice_the_sales_earn_twice_as_much(
        self, drawn: Attainment, measure: int, times: int
    ) -> None:
        more = evolve(drawn, quota=drawn.quota * times, quotas=())
        assert earned(more, measure * times) == times * earned(drawn, measure)

    @given(attainments(mode=st.just(AttainmentMode.GRADUATED)), MEASURES, st.integers(1, 50))
    def test_with_rising_factors_a_larger_quota_never_earns_more(
        self, drawn: Attainment, measure: int, times: int
    ) -> None:
        factors = sorted(each.factor for each in drawn.steps)
        rising = evolve(
            drawn, steps=[evolve(each, factor=factor) for each, factor in zip(drawn.steps, factors, strict=True)]
        )
        assert earned(evolve(rising, quota=rising.quota * times, quotas=()), measure) <= earned(rising, measure)

    @given(attainments(mode=st.just(AttainmentMode.GRADUATED)), MEASURES)
    def test_above_the_last_edge_each_unit_earns_the_rate_times_the_last_factor(
        self, drawn: Attainment, above: int
    ) -> None:
        last = drawn.steps[-1]
        edge = size(drawn.quota) * last.start.millionths // MILLIONTHS
        rise = earned(drawn, edge + above) - earned(drawn, edge)
        assert rise == above * Fraction(drawn.rate.millionths, MILLIONTHS) * Fraction(
            last.factor.millionths, MILLIONTHS
        )

    @pytest.mark.parametrize(
        ("mode", "boundary", "commission"),
        [
            # Paper: 1,000.00 at 10 % are 100.00, at 150 % of that 150.00.
            ("graduated", "upper_inclusive", "100.00"),
            ("graduated", "lower_inclusive", "100.00"),
            ("whole_amount", "upper_inclusive", "100.00"),
            ("whole_amount", "lower_inclusive", "150.00"),
        ],
    )
    def test_at_exactly_the_quota_the_boundary_says_which_step_it_is(
        self, mode: str, boundary: str, commission: str
    ) -> None:
        plan = attainment(
            step("0 %", "100 %", "100 %"),
            step("100 %", None, "150 %"),
            quota=yuan("1000.00"),
            rate=percent("10 %"),
            mode=mode,
            boundary=boundary,
        )
        assert earned(plan, 1_000_00) == yuan(commission).minor


class TestProration:
    """A quota by days is the share of the days, rounded half up, and its steps with it."""

    STEPS = (step("0 %", "50 %", "50 %"), step("50 %", "100 %", "100 %"), step("100 %", None, "150 %"))

    def starts(self, table: Graduated | WholeAmount) -> list[int]:
        return [size(tier.start) for tier in table.tiers]

    def test_of_twenty_days_of_thirty(self) -> None:
        # Paper: 20/30 of 1,000.00 are 666.67, and half of that 333.335, which is 333.34.
        plan = attainment(*self.STEPS, quota=yuan("1000.00"), prorated="by_days")
        assert self.starts(for_payee(plan, "li", 20, 30)) == [0, 333_34, 666_67]
        assert self.starts(for_payee(plan, "li", 30, 30)) == [0, 500_00, 1_000_00]
        assert self.starts(for_payee(evolve(plan, prorated="whole"), "li", 20, 30)) == [0, 500_00, 1_000_00]

    def test_steps_are_in_the_currency_of_the_quota(self) -> None:
        plan = attainment(*self.STEPS, quota=Money(1_000_00, Currency("USD")))
        assert [tier.start for tier in for_all(plan).tiers] == [
            Money(each, Currency("USD")) for each in (0, 500_00, 1_000_00)
        ]

    def test_whoever_was_in_charge_on_no_day_has_the_whole_quota(self) -> None:
        plan = attainment(*self.STEPS, quota=yuan("1000.00"), prorated="by_days")
        assert for_payee(plan, "feixi-centre", 0, 30) == for_all(plan)

    def test_a_step_that_a_small_quota_leaves_nothing_in_is_left_out(self) -> None:
        plan = attainment(*self.STEPS, quota=20, rate=UnitPrice(2_000_000), prorated="by_days")
        table = for_payee(plan, "li", 1, 30)
        # Paper: 20 units for one day of thirty are 0.67, so 1; half of it is 0.5, so 1 as well.
        assert self.starts(table) == [0, 1]
        assert [tier.rate.millionths for tier in table.tiers] == [1_000_000, 3_000_000]

    def test_it_is_one_coin_at_least(self) -> None:
        plan = attainment(quota=10, rate=UnitPrice(2_000_000), prorated="by_days")
        two = evolve(plan, steps=[step("0 %", "100 %", "100 %"), step("100 %", None, "200 %")])
        assert self.starts(for_payee(two, "li", 1, 31)) == [0, 1]

    @given(attainments(), st.integers(0, 31))
    def test_fewer_days_never_raise_a_quota(self, drawn: Attainment, days: int) -> None:
        assume(days > 0)
        fewer, all_days = (self.starts(for_payee(drawn, "li", each, 31)) for each in (days, 31))
        assert fewer[0] == all_days[0] == 0
        assert fewer[-1] <= max(all_days[-1], 1) or len(drawn.steps) == 1


class TestRules:
    """Attainment is measured on a running total, and by the step reached only measured again."""

    def rule(self, rate: Attainment, **facts: Any) -> CommissionRule:
        usual: dict[str, Any] = {
            "id": "rule",
            "when": Always(),
            "basis": "net",
            "measured_on": "running_total",
            "rounding": "half_up",
            "on_refund": "rerate",
            "split": Split.all_to("partner"),
        }
        return CommissionRule(rate=rate, **(usual | facts))

    def test_on_single_orders_it_is_refused(self) -> None:
        with pytest.raises(QuotaUnfit, match="'running_total'"):
            self.rule(attainment(), measured_on="order")

    def test_by_the_step_reached_a_refund_is_not_reversed(self) -> None:
        with pytest.raises(RefundUnfit):
            self.rule(attainment(mode="whole_amount"), on_refund="reverse")
        assert self.rule(attainment(), on_refund="reverse").on_refund is OnRefund.REVERSE

    @given(measured_forms(currency=st.just(CNY)), MEASURES)
    def test_attainment_is_among_the_forms_drawn(self, drawn: MeasuredForm, measure: int) -> None:
        if isinstance(drawn, Attainment):
            assert evaluated(term(drawn, measure)).rounded(Rounding.DOWN) >= 0
