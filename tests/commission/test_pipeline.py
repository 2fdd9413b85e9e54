"""The order of work: allowance, rate, campaign, bounds of a unit, floor, cap, shared caps, rounding."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve
from hypothesis import assume, example, given
from hypothesis import strategies as st

from rural_taobao.commission import Always, CommissionRule, InCategory, Percentage, Split
from rural_taobao.commission.arithmetic import evaluated
from rural_taobao.commission.boosts import Boost, BoostTwice, BoostUnfit, Multiplied, Raised
from rural_taobao.commission.bounds import Allowance, AllowanceEmpty, AllowanceUnfit, UnitBounds, UnitBoundsCrossed
from rural_taobao.commission.choosing import SeveralMatch, chosen
from rural_taobao.commission.conditions import AllOf, AnyOf, Condition, Not, OfAmount, OfKind
from rural_taobao.commission.keyed import ByKey
from rural_taobao.commission.matching import Credit, specificity
from rural_taobao.commission.operands import Units
from rural_taobao.commission.pipeline import Pipeline
from rural_taobao.commission.policies import BestIncomparable, HitPolicy
from rural_taobao.commission.quotas import for_all
from rural_taobao.commission.rates import (
    Attainment,
    Bonus,
    ByVolume,
    Flat,
    Graduated,
    Interpolated,
    Linear,
    PercentageAndFlat,
    PerUnit,
    Point,
    VolumeTier,
)
from rural_taobao.commission.terms import Fallen, Less, PastFree, Rounded
from rural_taobao.commission.tiers import Tier
from rural_taobao.commission.versions import EarnedOn, PlanVersion
from rural_taobao.currencies import Currency
from rural_taobao.exact import MILLIONTHS, Exact, Rate
from rural_taobao.identifiers import CapId
from rural_taobao.kinds import WrongKind, WrongNumber
from rural_taobao.money import CurrencyMismatch, Money, UnitPrice
from rural_taobao.testing.worlds import small_rules

yuan = Money.parse
percent = Rate.parse


def rule(**facts: Any) -> CommissionRule:
    """2 % of the gross amount, half up, all to the partner, unless another is stated."""
    plain: dict[str, Any] = {
        "id": "everything",
        "when": Always(),
        "basis": "gross",
        "measured_on": "order",
        "rate": Percentage(percent("2 %")),
        "rounding": "half_up",
        "on_refund": "reverse",
        "split": Split.all_to("partner"),
    }
    return CommissionRule(**{**plain, **facts})


def of_one_rate(**choices: Any) -> st.SearchStrategy[CommissionRule]:
    """Rules that have one rate, which is not looked up."""
    return small_rules(**choices).filter(lambda drawn: drawn.levels is None and not isinstance(drawn.rate, ByKey))


def by_itself(drawn: CommissionRule) -> CommissionRule:
    """Measure each order by itself; what is attained of a quota, by the tiers that the quota comes to."""
    rate = for_all(drawn.rate) if isinstance(drawn.rate, Attainment) else drawn.rate
    return evolve(drawn, measured_on="order", rate=rate)


def running() -> st.SearchStrategy[CommissionRule]:
    """Rules of one rate that measure a running total; what is attained of a quota, by the tiers that it comes to."""

    def measured(drawn: CommissionRule) -> CommissionRule:
        rate = for_all(drawn.rate) if isinstance(drawn.rate, Attainment) else drawn.rate
        return evolve(drawn, measured_on="running_total", rate=rate, allowance=None)

    return of_one_rate().filter(lambda drawn: not isinstance(drawn.rate, Flat | PercentageAndFlat)).map(measured)


HALF_MORE = Multiplied("half-more", Always(), percent("150 %"))
ONE_MORE = Raised("one-more", Always(), percent("1 %"))


class TestOrderOfWork:
    """The steps are taken in one order, and later bounds win."""

    def test_a_chain_by_hand(self) -> None:
        """¥100.00 of 4 units, ¥10.00 free: 90 × 2 % = 1.80, × 150 % = 2.70, + 90 × 1 % = 3.60; at most 0.85 a unit."""
        whole = rule(
            allowance=Allowance(per="order", measure=yuan("10.00")),
            boosts=[HALF_MORE, ONE_MORE],
            per_unit=UnitBounds(cap=UnitPrice.parse("0.85")),
            floor=yuan("1.00"),
            cap=yuan("3.00"),
        )
        steps = [
            (evolve(whole, boosts=[], per_unit=None, cap=None), "1.80"),
            (evolve(whole, boosts=[HALF_MORE], per_unit=None, cap=None), "2.70"),
            (evolve(whole, per_unit=None, cap=None), "3.60"),
            (evolve(whole, cap=None), "3.40"),
            (whole, "3.00"),
        ]
        for each, amount in steps:
            assert Pipeline(each, each.boosts).alone(9_000, 4) == yuan(amount).minor

    def test_boosts_go_in_the_order_stated(self) -> None:
        first = rule(boosts=[HALF_MORE, ONE_MORE])
        assert Pipeline(first, first.boosts).alone(10_000, 1) == 400  # (200 × 1.5) + 100
        other = rule(boosts=[ONE_MORE, HALF_MORE])
        assert Pipeline(other, other.boosts).alone(10_000, 1) == 450  # (200 + 100) × 1.5

    def test_factors_multiply_each_other_and_raises_add_up(self) -> None:
        """2 % of ¥100.00: × 150 % × 150 % is ¥4.50, + 1 % + 1 % is ¥4.00, and × 150 % of both is ¥6.00."""
        once_more, one_more_still = evolve(HALF_MORE, campaign="once"), evolve(ONE_MORE, campaign="still")
        for boosts, fen in (
            ((HALF_MORE, once_more), 450),
            ((ONE_MORE, one_more_still), 400),
            ((ONE_MORE, one_more_still, HALF_MORE), 600),
        ):
            assert Pipeline(rule(boosts=boosts), boosts).alone(10_000, 1) == fen

    def test_what_is_interpolated_is_told_over_a_scale_of_its_own(self) -> None:
        """From 1 % at nothing to 2 % at ¥3.00: at ¥2.00 a rate of 1 2/3 %, which is 3 1/3 fen."""
        points = [Point(Money(0), percent("1 %")), Point(yuan("3.00"), percent("2 %"))]
        line = Interpolated(points=points, overflow="last_tier")
        assert Pipeline(rule(rate=line, on_refund="rerate"), ()).alone(200, 1) == 3

    def test_the_bend_of_a_rate_above_a_threshold_is_where_nothing_else_bends_it(self) -> None:
        above = rule(rate=Linear(yuan("5.00"), percent("2 %")))
        assert Pipeline(above, ()).bend == (500, 20_000)
        assert Pipeline(above, (HALF_MORE,)).bend == (500, 20_000 * 1_500_000)
        assert Pipeline(above, (ONE_MORE,)).bend is None
        assert Pipeline(evolve(above, per_unit=UnitBounds(cap=UnitPrice(5))), ()).bend is None
        assert Pipeline(rule(), ()).bend is None

    def test_the_rate_by_a_volume_is_told_at_none(self) -> None:
        """By hand: of no pieces 2 %, from one on 3 %."""
        tiers = [VolumeTier(0, percent("2 %"), 1), VolumeTier(1, percent("3 %"))]
        by_volume = rule(rate=ByVolume(volume="quantity", boundary="lower_inclusive", tiers=tiers))
        pipeline = Pipeline(by_volume, ())
        assert pipeline.rate(100) == 100 * 20_000
        assert pipeline.rates([100, 100], [0, 9]) == [100 * 20_000, 100 * 30_000]
        assert pipeline.alone(10_000, 1) == 200

    def test_a_cap_wins_over_the_floor_of_a_unit_and_a_floor_over_the_cap_of_one(self) -> None:
        dear = rule(per_unit=UnitBounds(floor=UnitPrice.parse("5.00")), cap=yuan("3.00"))
        assert Pipeline(dear, ()).alone(10_000, 2) == 300
        cheap = rule(per_unit=UnitBounds(cap=UnitPrice.parse("0.10")), floor=yuan("1.00"))
        assert Pipeline(cheap, ()).alone(10_000, 2) == 100

    def test_the_floor_of_a_unit_counts_every_unit(self) -> None:
        dear = rule(per_unit=UnitBounds(floor=UnitPrice.parse("1.125")))
        assert Pipeline(dear, ()).alone(10_000, 3) == 338  # 3.375, half up

    @given(of_one_rate(), st.integers(0, 400_000), st.integers(0, 9))
    def test_the_arithmetic_comes_to_the_commission(self, drawn: CommissionRule, measure: int, units: int) -> None:
        alone = by_itself(drawn)
        pipeline = Pipeline(alone, alone.boosts)
        assert evaluated(pipeline.term(measure, units)) == Exact(pipeline.alone(measure, units))

    def test_what_is_whole_as_it_came_about_is_not_said_to_be_rounded(self) -> None:
        """Of ¥2.00 for an order nothing was rounded; 2 % of any amount may have been."""
        whole = rule(rate=Flat(Money(200)))
        assert not isinstance(Pipeline(whole, ()).term(9_000, 1), Rounded)
        assert isinstance(Pipeline(rule(), ()).term(9_000, 1), Rounded)
        shared = Pipeline(whole, ()).term(9_000, 1, limit=(CapId("a"), 150))
        assert not isinstance(shared, Rounded)

    @given(of_one_rate(), st.integers(0, 400_000), st.integers(0, 9), st.integers(0, 500))
    def test_what_is_left_of_a_shared_cap_wins_over_all(
        self, drawn: CommissionRule, measure: int, units: int, left: int
    ) -> None:
        alone = by_itself(drawn)
        pipeline = Pipeline(alone, alone.boosts)
        term = pipeline.term(measure, units, limit=(CapId("a"), left))
        assert evaluated(term) == Exact(min(pipeline.alone(measure, units), left))

    @given(of_one_rate(stepped=False), st.integers(0, 400_000), st.integers(0, 9))
    def test_no_cap_is_exceeded_and_a_floor_is_undercut_only_by_a_later_bound(
        self, drawn: CommissionRule, measure: int, units: int
    ) -> None:
        commission = Pipeline(by_itself(drawn), ()).alone(measure, units)
        if drawn.cap is not None:
            assert commission <= drawn.cap.minor
        if drawn.floor is not None:
            assert commission >= drawn.floor.minor
        elif drawn.per_unit is not None and drawn.per_unit.floor is not None and drawn.cap is None:
            assert commission >= units * drawn.per_unit.floor.millionths // MILLIONTHS

    @given(st.integers(0, 10**9), st.integers(0, 10**6), st.integers(0, 3))
    def test_a_factor_of_one_and_a_raise_by_nothing_change_nothing(self, measure: int, rate: int, units: int) -> None:
        plain = rule(rate=Percentage(Rate(rate)))
        idle: list[Boost] = [Multiplied("a", Always(), percent("100 %")), Raised("b", Always(), percent("0 %"))]
        assert Pipeline(plain, tuple(idle)).alone(measure, units) == Pipeline(plain, ()).alone(measure, units)

    @given(st.integers(0, 10**9), st.integers(0, 10**6), st.integers(0, 3 * 10**6), st.integers(0, 10**6))
    def test_factors_multiply_and_raises_add_up(self, measure: int, rate: int, factor: int, more: int) -> None:
        """A clerk works it out in fractions."""
        boosts = (Multiplied("a", Always(), Rate(factor)), Raised("b", Always(), Rate(more)))
        exact = measure * (Fraction(rate, MILLIONTHS) * Fraction(factor, MILLIONTHS) + Fraction(more, MILLIONTHS))
        pipeline = Pipeline(rule(rate=Percentage(Rate(rate)), rounding="down"), boosts)
        assert pipeline.alone(measure, 1) == exact.numerator // exact.denominator


class TestAllowances:
    """The first part of a measure earns nothing, and an event that is free as a whole is not lifted to a floor."""

    def test_free_events_or_a_free_amount_whichever_is_used_up_first(self) -> None:
        """Lago's percentage charge: 800 in four events, 3 events or 250 free, so that 550 are left.

        Source: getlago/lago-api, percentage_service_spec.rb.
        """
        allowance = Allowance(per="period", measure=yuan("250.00"), events=3)
        amounts = [yuan(amount).minor for amount in ("50.00", "100.00", "250.00", "400.00")]
        assert allowance.free(amounts) == [5_000, 10_000, 10_000, 0]

    @given(st.lists(st.integers(0, 500), max_size=8), st.none() | st.integers(1, 900), st.none() | st.integers(1, 5))
    @example([5, 7], 900, 1)
    @example([5, 7], None, 1)
    def test_no_more_is_free_than_is_said(self, bases: list[int], measure: int | None, events: int | None) -> None:
        assume(measure is not None or events is not None)
        allowance = Allowance(per="period", measure=measure, events=events)
        free = allowance.free(bases)
        assert len(free) == len(bases)
        for seen, (basis, part) in enumerate(zip(bases, free, strict=True)):
            assert 0 <= part <= basis
            assert part == 0 or events is None or seen < events
        assert sum(free) == (sum(bases[:events]) if measure is None else min(measure, sum(bases[:events])))

    @given(st.lists(st.integers(0, 500), max_size=8), st.integers(0, 8), st.none() | st.integers(1, 900))
    def test_an_allowance_goes_on_from_where_it_stood(self, bases: list[int], seen: int, measure: int | None) -> None:
        for events in (None, 1, 3) if measure is not None else (1, 3):
            allowance = Allowance(per="period", measure=measure, events=events)
            first = allowance.free(bases[:seen])
            rest = allowance.free(bases[seen:], used=sum(first), seen=len(first))
            assert first + rest == allowance.free(bases)

    @given(st.lists(st.integers(-50, 500), max_size=8), st.integers(1, 400))
    def test_an_allowance_of_each_order_is_there_again_for_the_next(self, bases: list[int], measure: int) -> None:
        allowance = Allowance(per="order", measure=measure)
        for basis, part in zip(bases, allowance.free(bases), strict=True):
            assert basis - part == max(basis - measure, 0)

    def test_an_allowance_that_was_larger_before_takes_nothing_back(self) -> None:
        assert Allowance(per="period", measure=100).free([50], used=150, seen=1) == [0]

    def test_what_is_free_as_a_whole_earns_no_fixed_amount(self) -> None:
        pipeline = Pipeline(rule(rate=Flat(Money(200)), floor=yuan("1.00")), ())
        assert pipeline.term(0, 1, free=500) == PastFree(Units(0), 500)

    def test_the_rest_of_what_is_free_in_part_earns(self) -> None:
        pipeline = Pipeline(rule(), ())
        assert evaluated(pipeline.term(10_000, 1, free=500)) == Exact(pipeline.alone(10_000, 1)) == Exact(200)

    @pytest.mark.parametrize(
        ("facts", "sentence"),
        [
            ({"per": "order"}, "an allowance per order must say how much of each is free"),
            ({"per": "order", "measure": 5, "events": 2}, "an allowance per order must say how much of each is free"),
            ({"per": "period"}, "states neither 'measure' nor 'events'"),
        ],
    )
    def test_nothing_free_is_no_allowance(self, facts: dict[str, Any], sentence: str) -> None:
        with pytest.raises(AllowanceEmpty, match=sentence) as refused:
            Allowance(**facts)
        assert refused.value.per == facts["per"]

    @pytest.mark.parametrize("measure", [0, -1, Money(0)])
    def test_what_is_free_is_above_zero(self, measure: Money | int) -> None:
        with pytest.raises(WrongNumber, match="measure must be an amount or a number of units above 0") as refused:
            Allowance(per="order", measure=measure)
        assert refused.value.given == measure
        assert Allowance(per="order", measure=1).measure == 1

    def test_what_is_free_is_no_part_of_a_coin(self) -> None:
        with pytest.raises(WrongNumber, match="measure must be Money, or a whole number of units"):
            Allowance(per="order", measure=0.5)  # type: ignore[arg-type]

    def test_what_is_free_is_of_the_kind_of_the_basis(self) -> None:
        with pytest.raises(AllowanceUnfit, match="but rule everything leaves 5 of gross free"):
            rule(allowance=Allowance(per="order", measure=5))
        units = rule(basis="count", rate=Flat(Money(5)), allowance=Allowance(per="order", measure=5))
        assert not units.cumulative
        assert rule(allowance=Allowance(per="period", events=1)).cumulative


class TestWhatDoesNotGoTogether:
    """Bounds, boosts and allowances go with the basis, in one currency, each under a name of its own."""

    def test_bounds_of_a_unit(self) -> None:
        one, two = UnitPrice(1), UnitPrice(2)
        assert rule(basis="quantity", rate=PerUnit(one), per_unit=UnitBounds(floor=one, cap=one)).currencies == {
            one.currency
        }
        for floor, cap in ((two, one), (None, None)):
            with pytest.raises(UnitBoundsCrossed) as refused:
                UnitBounds(floor=floor, cap=cap)
            assert refused.value.args == (floor, cap)
        with pytest.raises(CurrencyMismatch) as mixed:
            UnitBounds(floor=one, cap=UnitPrice(2, Currency("USD")))
        assert mixed.value.args == (one.currency, Currency("USD"))
        with pytest.raises(CurrencyMismatch):
            rule(floor=yuan("1.00"), per_unit=UnitBounds(cap=UnitPrice(1, Currency("USD"))))

    def test_a_rate_is_raised_by_what_pays_for_the_basis(self) -> None:
        price = Raised("a", Always(), UnitPrice(1))
        with pytest.raises(BoostUnfit, match="but a raises rule everything, of gross, by"):
            rule(boosts=[price])
        units = {"basis": "quantity", "rate": PerUnit(UnitPrice(1))}
        assert rule(boosts=[price], **units).boosts == (price,)
        with pytest.raises(BoostUnfit):
            rule(boosts=[ONE_MORE], **units)

    def test_two_boosts_of_one_name(self) -> None:
        with pytest.raises(BoostTwice, match="two called half-more"):
            rule(boosts=[HALF_MORE, HALF_MORE])

    def test_a_raise_is_a_rate_or_a_price(self) -> None:
        with pytest.raises(WrongKind):
            Raised("a", Always(), 0.01)  # type: ignore[arg-type]

    def test_the_currencies_of_every_part_count(self) -> None:
        dollar = Currency("USD")
        with pytest.raises(CurrencyMismatch):
            rule(allowance=Allowance(per="order", measure=Money(5, dollar)), cap=yuan("1.00"))
        asked = OfAmount(basis="net", start=Money(5, dollar))
        with pytest.raises(CurrencyMismatch):
            rule(boosts=[Multiplied("a", asked, percent("50 %"))], cap=yuan("1.00"))
        assert asked in rule(boosts=[Multiplied("a", asked, percent("50 %"))]).asks


class TestRises:
    """What an event makes a running total rise by comes to the commission of the total."""

    TIERS = Graduated(
        tiers=[Tier(yuan("0"), percent("0.5 %"), yuan("10.00")), Tier(yuan("10.00"), percent("1.5 %"))],
        boundary="upper_inclusive",
    )

    @given(st.lists(st.integers(1, 900), min_size=1, max_size=8))
    def test_boosted_rises_add_up_to_the_rounded_sum(self, amounts: list[int]) -> None:
        boosted = rule(rate=self.TIERS, measured_on="running_total", boosts=[HALF_MORE])
        pipeline = Pipeline(boosted, boosted.boosts)
        total, paid = 0, Exact(0)
        sums = Exact(0)
        for amount in amounts:
            paid += evaluated(pipeline.rise(total or None, total + amount, 1, exactly=sums))
            total += amount
            sums = Exact(pipeline.exact(pipeline.rate(total), total, 1), pipeline.scale)
        assert paid == Exact(sums.rounded(boosted.rounding))

    @given(running(), st.none() | st.integers(0, 200_000), st.integers(0, 200_000), st.data())
    def test_of_a_plain_rule_come_to_what_the_rounded_total_does_within_bounds(
        self, drawn: CommissionRule, before: int | None, more: int, data: st.DataObject
    ) -> None:
        plain = evolve(drawn, boosts=[], per_unit=None)
        pipeline, after = Pipeline(plain, ()), (before or 0) + more

        def came_to(total: int) -> int:
            return Exact(pipeline.rate(total), pipeline.rate_scale).rounded(plain.rounding)

        rise = came_to(after) - (0 if before is None else came_to(before))
        assert evaluated(pipeline.rise(before, after, 1)) == Exact(pipeline.bounded(rise))
        left = data.draw(st.integers(0, 500))
        limited = pipeline.rise(before, after, 1, limit=(CapId("a"), left))
        assert evaluated(limited) == Exact(min(pipeline.bounded(rise), left))

    @given(running(), st.integers(0, 200_000), st.integers(0, 200_000), st.integers(0, 9), st.data())
    def test_of_exact_sums_come_to_what_rounding_the_sum_adds(
        self, drawn: CommissionRule, before: int, more: int, units: int, data: st.DataObject
    ) -> None:
        pipeline, after = Pipeline(drawn, drawn.boosts), before + more
        had = Exact(data.draw(st.integers(0, 10**9)), data.draw(st.sampled_from([1, 3, MILLIONTHS])))
        rise = Exact(pipeline.exact(pipeline.rate(after) - pipeline.rate(before), more, units), pipeline.scale)
        added = (had + rise).rounded(drawn.rounding) - had.rounded(drawn.rounding)
        term = pipeline.rise(before, after, units, exactly=had)
        assert evaluated(term) == Exact(pipeline.bounded(added))

    @given(running(), st.integers(0, 200_000), st.integers(0, 200_000), st.integers(0, 5_000))
    def test_a_fall_is_neither_boosted_nor_bounded_and_what_was_cut_comes_off_it_first(
        self, drawn: CommissionRule, before: int, more: int, cut: int
    ) -> None:
        pipeline, after = Pipeline(drawn, drawn.boosts), before + more
        fall = pipeline.rate(after) - pipeline.rate(before)
        had = Exact(before)
        rounded_fall = (had + Exact(pipeline.fallen(fall), pipeline.scale)).rounded(drawn.rounding) - before
        term = pipeline.rise(before, after, 1, exactly=had, cut=cut)
        assert evaluated(term) == Exact(min(rounded_fall + cut, 0) if cut else rounded_fall)

    @pytest.mark.parametrize("flat", [1, 7])
    def test_what_a_total_of_nothing_earns_is_no_part_of_a_rise(self, flat: int) -> None:
        """By hand, with a fixed amount from zero on and 10 % of what lies above it: of 0 the fixed amount alone."""
        table = Graduated(
            tiers=[Tier(Money(0), percent("10 %"), flat=Money(flat))], boundary="upper_inclusive", first_flat="at_zero"
        )
        pipeline = Pipeline(rule(rate=table, measured_on="running_total"), ())
        came_to = [(None, 0, flat), (None, 500, flat + 50), (0, 500, 50), (500, 800, 30), (0, 0, 0)]
        for before, after, amount in came_to:
            assert evaluated(pipeline.rise(before, after, 1)) == Exact(amount)

    def test_what_is_boosted_is_what_the_event_adds_within_what_is_left_of_a_shared_cap(self) -> None:
        """By hand, at 2 % and 1 % more: from ¥100.00 to ¥300.00 the total rises by ¥4.00, and ¥2.00 are added."""
        raised = rule(measured_on="running_total", boosts=[ONE_MORE])
        pipeline = Pipeline(raised, raised.boosts)
        assert evaluated(pipeline.rise(10_000, 30_000, 1)) == Exact(600)
        assert evaluated(pipeline.rise(None, 30_000, 1)) == Exact(900)
        twice = Pipeline(raised, (Raised("once-more", Always(), percent("100 %")),))
        assert evaluated(twice.rise(0, 30_000, 1)) == evaluated(twice.rise(None, 30_000, 1)) == Exact(30_600)
        assert evaluated(pipeline.rise(10_000, 30_000, 1, exactly=Exact(1, 2))) == Exact(600)
        assert evaluated(pipeline.rise(10_000, 30_000, 1, limit=(CapId("a"), 250))) == Exact(250)
        boosted = pipeline.rise(None, 400, 1, free=300)
        assert "PastFree" in repr(boosted)
        assert "free=300" in repr(boosted)

    def test_what_came_before_is_named_only_where_something_did(self) -> None:
        raised = rule(measured_on="running_total", boosts=[ONE_MORE])
        pipeline = Pipeline(raised, raised.boosts)
        assert isinstance(pipeline.rise(None, 30_000, 1), Rounded)
        assert isinstance(pipeline.rise(10_000, 30_000, 1, exactly=Exact(1, 2)), Less)

    def test_what_is_whole_as_it_came_about_is_not_said_to_be_rounded(self) -> None:
        bonus = rule(rate=Bonus(yuan("5.00"), yuan("7.00")), measured_on="running_total", on_refund="rerate")
        assert not isinstance(Pipeline(bonus, ()).rise(None, 600, 1), Rounded)
        assert evaluated(Pipeline(bonus, ()).rise(None, 600, 1)) == Exact(700)

    def test_where_nothing_was_cut_nothing_is_set_off(self) -> None:
        pipeline = Pipeline(rule(measured_on="running_total", boosts=[HALF_MORE]), ())
        whole, cut = (pipeline.rise(10_000, 5_000, 1, exactly=Exact(200), cut=cut) for cut in (0, 30))
        assert (evaluated(whole), evaluated(cut)) == (Exact(-100), Exact(-70))
        assert (isinstance(whole, Fallen), isinstance(cut, Fallen)) == (False, True)

    def test_what_is_free_as_a_whole_raises_nothing(self) -> None:
        pipeline = Pipeline(rule(rate=self.TIERS, measured_on="running_total"), ())
        assert pipeline.rise(500, 500, 1, free=300) == PastFree(Units(0), 300)
        assert pipeline.rise(None, 0, 1, free=300) == PastFree(Units(0), 300)

    def test_a_part_that_is_free_is_said(self) -> None:
        term = Pipeline(rule(rate=self.TIERS, measured_on="running_total"), ()).rise(None, 400, 1, free=300)
        assert isinstance(term, PastFree)
        assert isinstance(term.term, Rounded)


SEEDS = Credit("order", "seeds", "1.0", "sanhe", "feixi", date(2016, 11, 11), gross=3000, net=2500)


def version(policy: str, *rules: CommissionRule) -> PlanVersion:
    return PlanVersion(version="v", hit_policy=policy, earned_on=EarnedOn("placed"), rules=rules)


class TestMostSpecific:
    """The rule that asks for the most things at once is paid; as many in two are an error."""

    ANY = rule(id="any")
    SEED = rule(id="seed", when=InCategory(["seeds"]))
    SEED_ORDER = rule(id="seed-order", when=AllOf([InCategory(["seeds"]), OfKind("order")]))

    def test_of_variant_over_product_over_category_over_all(self) -> None:
        """OCA's product criteria: the most specific of those that match. Source: OCA/commission 16.0."""
        for rules in ([self.ANY, self.SEED, self.SEED_ORDER], [self.SEED_ORDER, self.ANY, self.SEED]):
            [[pick]] = chosen(version("most_specific", *rules), SEEDS)
            assert pick.rule is self.SEED_ORDER
        assert chosen(version("most_specific", rule(when=OfKind("parcel"))), SEEDS) == ()

    def test_as_many_in_two_are_an_error(self) -> None:
        other = rule(id="other", when=OfKind("order"))
        with pytest.raises(SeveralMatch, match="seed and other match as specifically as each other") as refused:
            chosen(version("most_specific", self.ANY, self.SEED, other), SEEDS)
        assert refused.value.args == (HitPolicy.MOST_SPECIFIC, ("seed", "other"))

    def test_so_are_two_at_all_where_one_is_to_match(self) -> None:
        with pytest.raises(SeveralMatch, match="any and seed match; narrow one") as refused:
            chosen(version("unique", self.ANY, self.SEED), SEEDS)
        assert refused.value.args == (HitPolicy.UNIQUE, ("any", "seed"))

    @pytest.mark.parametrize(
        ("condition", "things"),
        [
            (Always(), 0),
            (AllOf([Always()]), 0),
            (AnyOf([AllOf([OfKind("order"), InCategory(["seeds"])]), OfKind("parcel")]), 1),
            (AnyOf([OfKind("parcel"), Always()]), 0),
            (AnyOf([AllOf([OfKind("order"), InCategory(["seeds"])])]), 2),
            (Not(AllOf([OfKind("order"), InCategory(["seeds"])])), 1),
        ],
    )
    def test_things_are_counted(self, condition: Condition, things: int) -> None:
        assert specificity(condition) == things


class TestBestForPayee:
    """What is left open is which of several comes to most, and only of rules that an event decides alone."""

    def test_all_that_match_are_left_to_choose_from(self) -> None:
        first, second = rule(id="first"), rule(id="second")
        assert [
            [pick.rule for pick in choice] for choice in chosen(version("best_for_payee", first, second), SEEDS)
        ] == [[first, second]]
        assert chosen(version("best_for_payee", rule(when=OfKind("parcel"))), SEEDS) == ()

    def test_a_rule_that_depends_on_the_events_before_cannot_be_compared(self) -> None:
        running = rule(allowance=Allowance(per="period", events=1))
        with pytest.raises(BestIncomparable) as refused:
            version("best_for_payee", rule(id="total", measured_on="running_total"))
        assert (refused.value.version, refused.value.rule) == ("v", "total")
        with pytest.raises(BestIncomparable, match="rule everything of version v depends on the events before it"):
            PlanVersion(
                version="v",
                hit_policy="best_for_payee",
                earned_on=EarnedOn("placed"),
                running_totals="carry",
                rules=[running],
            )
