"""Rates by volume: one measure chooses the rate, and another earns at it."""

from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.commission import (
    Allowance,
    Always,
    Basis,
    ByKey,
    ByVolume,
    CommissionRule,
    Level,
    Multiplied,
    Percentage,
    Split,
    Tier,
    VolumeTier,
    WholeAmount,
)
from rural_taobao.commission.arithmetic import evaluated
from rural_taobao.commission.bases import BasisUnfit, BasisUnknown
from rural_taobao.commission.coverage import outside_tables
from rural_taobao.commission.edges import (
    Boundary,
    Overflow,
    TierBackwards,
    TierBelowZero,
    TierOpenInTheMiddle,
    Underflow,
)
from rural_taobao.commission.extents import MeasureOutsideTiers, ends
from rural_taobao.commission.operands import Banded
from rural_taobao.commission.pipeline import Pipeline
from rural_taobao.commission.policies import HitPolicy
from rural_taobao.commission.rates import currencies_of, pays_for_money
from rural_taobao.commission.rating import curve, volume_curve, volume_term
from rural_taobao.commission.terms import AtVolume
from rural_taobao.commission.tiers import (
    NoTiers,
    Outside,
    TierChoiceMissing,
    TierGap,
    TiersNotAscending,
)
from rural_taobao.commission.versions import EarnedOn, PlanVersion
from rural_taobao.commission.volume import VolumeFalls, VolumeMixed, VolumeOfItself, VolumeTiersUnfit, VolumeUnfit
from rural_taobao.currencies import CNY, Currency
from rural_taobao.exact import MILLIONTHS, Exact, Rate
from rural_taobao.kinds import WrongKind, WrongNumber
from rural_taobao.money import Money, UnitPrice
from rural_taobao.testing.plan_strategies import rates_by_volume
from tests.odd_values import Wrong

percent, yuan = Rate.parse, Money.parse
USD = Currency("USD")
MEASURES, VOLUMES = st.integers(0, 10**9), st.integers(0, 200)
BY_ITEMS = [VolumeTier(0, percent("4 %"), 6), VolumeTier(6, percent("6 %"), 30), VolumeTier(30, percent("6.5 %"))]
volumes = rates_by_volume(currency=st.just(CNY))


def by_volume(*tiers: VolumeTier, **choices: Any) -> ByVolume:
    """By the quantity, the lower tier owning where two meet, unless another is stated."""
    usual: dict[str, Any] = {"volume": "quantity", "boundary": "upper_inclusive"}
    return ByVolume(tiers=tiers or BY_ITEMS, **(usual | choices))


def rule(**facts: Any) -> CommissionRule:
    """What the items of a month choose of its gross amounts, unless another is stated."""
    plain: dict[str, Any] = {
        "id": "sales",
        "when": Always(),
        "basis": "gross",
        "measured_on": "running_total",
        "rate": by_volume(),
        "rounding": "half_up",
        "on_refund": "rerate",
        "split": Split.all_to("partner"),
    }
    return CommissionRule(**{**plain, **facts})


class TestWhatItEarns:
    """All of the measure earns at the rate of the tier that the volume reaches."""

    @pytest.mark.parametrize(("items", "earned"), [(0, 28), (6, 28), (7, 42), (30, 42), (31, 45.5)])
    def test_on_paper(self, items: int, earned: float) -> None:
        """Seven hundred yuan earn 28, 42 or 45.50 by how many items they were for."""
        assert volume_curve(by_volume())(700_00, items) == earned * 100 * MILLIONTHS

    @given(
        st.lists(st.integers(1, 20), min_size=1, max_size=4),
        st.lists(st.integers(0, 10**6), min_size=5, max_size=5),
        st.sampled_from(Boundary),
        st.sampled_from([None, *Overflow]),
        VOLUMES.filter(bool),
    )
    def test_is_that_of_a_whole_amount_table_where_each_item_costs_a_yuan(
        self, widths: list[int], rates: list[int], boundary: Boundary, overflow: Overflow | None, items: int
    ) -> None:
        starts = [0, *(sum(widths[: place + 1]) for place in range(len(widths)))]
        ends: list[int | None] = [*starts[1:], None if overflow is None else starts[-1] + 10]
        spans = list(zip(starts, ends, map(Rate, rates), strict=False))
        table = WholeAmount(
            boundary=boundary,
            overflow=overflow,
            tiers=[Tier(Money(100 * a), rate, None if b is None else Money(100 * b)) for a, b, rate in spans],
        )
        chosen = by_volume(*(VolumeTier(a, rate, b) for a, b, rate in spans), boundary=boundary, overflow=overflow)
        whole, found = (
            _answered(lambda: curve(table)(100 * items)),
            _answered(lambda: volume_curve(chosen)(100 * items, items)),
        )
        assert found == whole

    @given(volumes, MEASURES, VOLUMES)
    def test_the_curve_gives_what_the_term_comes_to(self, form: ByVolume, measure: int, volume: int) -> None:
        along = _answered(lambda: Exact(volume_curve(form)(measure, volume), MILLIONTHS))
        assert along == _answered(lambda: evaluated(volume_term(form, measure, volume)))

    @given(volumes, MEASURES, MEASURES, VOLUMES)
    def test_at_one_volume_two_measures_earn_what_their_sum_does(
        self, form: ByVolume, one: int, other: int, volume: int
    ) -> None:
        form = evolve(form, overflow="nothing", underflow="nothing")
        earned = volume_curve(form)
        assert earned(one, volume) + earned(other, volume) == earned(one + other, volume)

    @given(volumes, VOLUMES)
    def test_where_nothing_is_measured_nothing_is_earned_whatever_the_volume(self, form: ByVolume, volume: int) -> None:
        form = evolve(form, overflow="error", underflow="error")
        assert volume_curve(form)(0, volume) == 0
        assert volume_term(form, 0, volume) == Banded(())

    @pytest.mark.parametrize("volume", [0, 1, 2, 10])
    def test_outside_its_tiers_it_does_as_it_says(self, volume: int) -> None:
        tier = VolumeTier(3, percent("5 %"), 9)
        nothing = by_volume(tier, overflow="nothing", underflow="nothing")
        assert volume_curve(nothing)(1000, volume) == 0
        assert volume_term(nothing, 1000, volume) == AtVolume(Banded(()), volume, Basis.QUANTITY)
        error = by_volume(tier, overflow="error", underflow="error")
        for answer in (volume_curve(error), lambda *each: volume_term(error, *each)):
            with pytest.raises(MeasureOutsideTiers) as told:
                answer(1000, volume)
            assert told.value.measure == volume

    def test_past_a_last_tier_its_rate_may_go_on(self) -> None:
        form = by_volume(VolumeTier(0, percent("5 %"), 9), overflow="last_tier")
        assert volume_curve(form)(1000, 50) == volume_curve(form)(1000, 9) == 50 * MILLIONTHS

    def test_units_are_paid_a_price_by_an_amount(self) -> None:
        form = by_volume(
            VolumeTier(yuan("0"), UnitPrice.parse("0.50"), yuan("1000")),
            VolumeTier(yuan("1000"), UnitPrice.parse("0.80")),
            volume="net",
        )
        assert volume_curve(form)(5, 1000_00) == 250 * MILLIONTHS
        assert volume_curve(form)(5, 1000_01) == 400 * MILLIONTHS
        assert pays_for_money(form) is False
        assert currencies_of(form) == {CNY}
        assert pays_for_money(by_volume()) is True
        assert not currencies_of(by_volume())
        assert ends(form) == (yuan("0"), None)


def _answered(question: Any) -> object:
    """Give what is answered, or what it is refused for."""
    try:
        return question()
    except MeasureOutsideTiers:
        return MeasureOutsideTiers


class TestItsTiers:
    """The tiers meet, are of the volume, and answer for every volume in one way."""

    @pytest.mark.parametrize(
        ("tiers", "choices", "error"),
        [
            ([VolumeTier(0, Rate(1), 5), VolumeTier(6, Rate(1))], {}, TierGap),
            ([VolumeTier(0, Rate(1), 5), VolumeTier(4, Rate(1))], {}, TiersNotAscending),
            ([VolumeTier(0, Rate(1)), VolumeTier(4, Rate(1))], {}, TierOpenInTheMiddle),
            ([VolumeTier(0, Rate(1), 5), VolumeTier(5, UnitPrice(1))], {}, VolumeMixed),
            ([VolumeTier(0, UnitPrice(1), 5), VolumeTier(5, UnitPrice(1, USD))], {}, VolumeMixed),
            ([VolumeTier(0, Rate(1), 5), VolumeTier(Money(5), Rate(1))], {}, VolumeMixed),
            ([VolumeTier(Money(0), Rate(1))], {}, VolumeTiersUnfit),
            ([VolumeTier(0, Rate(1))], {"volume": "gross - cost"}, VolumeTiersUnfit),
            ([VolumeTier(0, Rate(1))], {"volume": "items"}, BasisUnknown),
        ],
    )
    def test_others_are_refused(self, tiers: list[VolumeTier], choices: dict[str, str], error: type[Exception]) -> None:
        with pytest.raises(error):
            by_volume(*tiers, **choices)

    def test_there_must_be_one(self) -> None:
        with pytest.raises(NoTiers):
            ByVolume(volume="count", boundary="upper_inclusive", tiers=[])

    @pytest.mark.parametrize(
        ("tier", "choice"),
        [(VolumeTier(0, Rate(1), 5), Outside.OVERFLOW), (VolumeTier(1, Rate(1)), Outside.UNDERFLOW)],
    )
    def test_what_lies_outside_must_be_said(self, tier: VolumeTier, choice: Outside) -> None:
        with pytest.raises(TierChoiceMissing) as refused:
            by_volume(tier)
        assert refused.value.choice is choice

    @pytest.mark.parametrize(
        ("facts", "error"),
        [
            ((-1, Rate(1)), TierBelowZero),
            ((5, Rate(1), 5), TierBackwards),
            ((5, Rate(1), Money(9)), VolumeMixed),
            ((Money(5), UnitPrice(1, USD)), VolumeMixed),
            ((5.0, Rate(1)), WrongNumber),
            ((5, Rate(1), 9.0), WrongNumber),
            ((5, 0.04), WrongKind),
        ],
    )
    def test_one_that_cannot_be_is_refused(self, facts: Wrong, error: type[Exception]) -> None:
        with pytest.raises(error):
            VolumeTier(*facts)

    def test_of_two_currencies_both_are_told(self) -> None:
        with pytest.raises(VolumeMixed) as refused:
            VolumeTier(Money(5), UnitPrice(1, USD))
        assert refused.value.args == (Money(5), UnitPrice(1, USD))


class TestWhereItStands:
    """It is the one rate of a rule that pays for another measure, of which nothing is free."""

    def test_it_pays_for_what_its_tiers_pay(self) -> None:
        assert rule().volume is Basis.QUANTITY
        assert rule(rate=Percentage(Rate(1))).volume is None
        with pytest.raises(BasisUnfit):
            rule(basis="count")

    def test_the_basis_itself_is_no_volume(self) -> None:
        price = by_volume(VolumeTier(0, UnitPrice(1)))
        with pytest.raises(VolumeOfItself, match="state 'whole_amount'"):
            rule(basis="quantity", rate=price)
        assert rule(basis="count", rate=price).volume is Basis.QUANTITY

    def test_nothing_is_free_beside_it(self) -> None:
        with pytest.raises(VolumeUnfit, match="but it stands beside an allowance; "):
            rule(allowance=Allowance(per="order", measure=yuan("1.00")))

    def test_a_level_has_none(self) -> None:
        stated: Wrong = by_volume()
        with pytest.raises(VolumeUnfit, match="but it stands on a level; "):
            Level("partner", stated)

    @pytest.mark.parametrize(
        "table", [{"table": {"seeds": by_volume()}, "otherwise": "nothing"}, {"table": {}, "otherwise": by_volume()}]
    )
    def test_a_table_by_key_has_none(self, table: Wrong) -> None:
        table["table"] = table["table"] or {"seeds": Percentage(Rate(1))}
        with pytest.raises(VolumeUnfit, match="but it stands in a table by key; "):
            ByKey(key="category", **table)

    @pytest.mark.parametrize(
        ("tiers", "overflow"),
        [
            ([VolumeTier(0, percent("6 %"), 6), VolumeTier(6, percent("4 %"))], None),
            ([VolumeTier(0, percent("6 %"), 6)], "nothing"),
        ],
    )
    def test_one_that_falls_is_never_reversed(self, tiers: list[VolumeTier], overflow: str | None) -> None:
        falling = by_volume(*tiers, overflow=overflow)
        assert rule(rate=falling).rate == falling
        with pytest.raises(VolumeFalls, match="state 'rerate'"):
            rule(rate=falling, on_refund="reverse")

    @pytest.mark.parametrize(("paid", "overflow"), [("6 %", "last_tier"), ("6 %", "error"), ("0 %", "nothing")])
    def test_one_that_pays_no_less_at_a_higher_volume_may_be(self, paid: str, overflow: str) -> None:
        rising = by_volume(VolumeTier(0, percent(paid), 6), overflow=overflow)
        assert not rising.falls
        assert rule(rate=rising, on_refund="reverse").rate == rising

    @pytest.mark.parametrize("on_refund", ["reverse", "rerate"])
    @pytest.mark.parametrize("measured_on", ["order", "running_total", "county_total"])
    def test_it_goes_with_every_measure_and_every_answer_to_a_refund(self, measured_on: str, on_refund: str) -> None:
        assert rule(measured_on=measured_on, on_refund=on_refund).volume is Basis.QUANTITY


class TestTheSteps:
    """An event is rated at its volume, and then boosted and bounded as any other."""

    def test_by_itself(self) -> None:
        boosted = rule(boosts=[Multiplied("double", Always(), percent("200 %"))], cap=yuan("80.00"))
        plain, double = Pipeline(rule(), ()), Pipeline(boosted, boosted.boosts)
        assert [plain.alone(700_00, 1, items) for items in (6, 7)] == [28_00, 42_00]
        assert [double.alone(700_00, 1, items) for items in (6, 7)] == [56_00, 80_00]
        assert evaluated(double.term(700_00, 1, volume=7)) == Exact(80_00)

    def test_a_measure_alone_is_rated_at_no_volume(self) -> None:
        pipeline = Pipeline(rule(), ())
        assert pipeline.rate(700_00) == 28_00 * MILLIONTHS
        assert pipeline.rates([700_00, 700_00], [6, 7]) == [28_00 * MILLIONTHS, 42_00 * MILLIONTHS]


class TestItsEnds:
    """A check of a plan tells where a volume may lie outside the tiers, and earn nothing."""

    def test_are_those_of_the_volume(self) -> None:
        tier = VolumeTier(yuan("5.00"), UnitPrice(1), yuan("9.00"))
        form = by_volume(tier, volume="gross", overflow="nothing", underflow="nothing")
        version = PlanVersion(
            version="2016",
            hit_policy=HitPolicy.UNIQUE,
            earned_on=EarnedOn("placed"),
            rules=[rule(rate=form, basis="quantity", measured_on="order")],
        )
        assert [(found.choice, found.edge) for found in outside_tables(version)] == [
            ("underflow", yuan("5.00")),
            ("overflow", yuan("9.00")),
        ]

    def test_are_not_told_where_no_such_volume_comes(self) -> None:
        from rural_taobao.commission import OfAmount

        tier = VolumeTier(yuan("5.00"), UnitPrice(1), yuan("9.00"))
        form = by_volume(tier, volume="gross", overflow="nothing", underflow=Underflow.NOTHING)
        within = OfAmount(basis="gross", start=yuan("5.00"), end=yuan("9.00"))
        version = PlanVersion(
            version="2016",
            hit_policy=HitPolicy.UNIQUE,
            earned_on=EarnedOn("placed"),
            rules=[rule(rate=form, basis="quantity", measured_on="order", when=within)],
        )
        assert outside_tables(version) == ()
