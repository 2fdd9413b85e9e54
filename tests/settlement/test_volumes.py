"""Rates by volume, settled: the month's volume chooses what all of the month's sales earn."""

from collections.abc import Sequence
from datetime import date, datetime
from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.commission import (
    Always,
    Band,
    Banded,
    Basis,
    ByVolume,
    CommissionPlan,
    CommissionRule,
    EarnedOn,
    Flat,
    Graduated,
    HitPolicy,
    Level,
    Levels,
    Multiplied,
    OnDays,
    Percentage,
    PlanVersion,
    Raised,
    SharedCap,
    Split,
    Tier,
    UnitBounds,
    VolumeTier,
)
from rural_taobao.commission.arithmetic import evaluated
from rural_taobao.commission.extents import MeasureBetweenBands, MeasureOutsideTiers
from rural_taobao.commission.terms import AtVolume, Less, Part, Rounded
from rural_taobao.currencies import CNY
from rural_taobao.exact import Exact, Rate
from rural_taobao.festivals import programme_calendar
from rural_taobao.money import Money, UnitPrice
from rural_taobao.periods import Period
from rural_taobao.samples import one_village
from rural_taobao.settlement import Event, Ledger, Order, Reason, Refund, Scope, Settlement, compare, explained, settle
from rural_taobao.settlement.bases import PartsUnstated
from rural_taobao.settlement.readings import binding, headline, unrounded
from rural_taobao.settlement.words import Language
from rural_taobao.timeline import Timeline

yuan, percent = Money.parse, Rate.parse
BY_ITEMS = ByVolume(
    volume="quantity",
    boundary="upper_inclusive",
    tiers=[VolumeTier(0, percent("4 %"), 6), VolumeTier(6, percent("6 %"))],
)
FALLING = evolve(BY_ITEMS, tiers=[VolumeTier(0, percent("10 %"), 6), VolumeTier(6, percent("1 %"))])
SALES = st.lists(st.tuples(st.integers(0, 90_000), st.integers(1, 9)), min_size=1, max_size=12)


def order(name: str, amount: str | int, items: int, *, day: int = 2, known: int = 0, **facts: Any) -> Order:
    """Sell so many items for an amount, in yuan or in fen, on a day of November."""
    gross = yuan(amount) if isinstance(amount, str) else Money(amount)
    at = datetime.fromisoformat(f"2016-11-{day:02d}T10:00+08:00")
    known_at = at.replace(day=known or day)
    return Order(id=name, station="sanhe", gross=gross, quantity=items, placed=at, known_at=known_at, **facts)


def refund(of: str, amount: str, items: int, **facts: Any) -> Refund:
    at = datetime.fromisoformat("2016-11-20T10:00+08:00")
    return Refund(id="r", order=of, gross=yuan(amount), quantity=items, at=at, known_at=at, **facts)


def rule(**facts: Any) -> CommissionRule:
    """Give 4 % of the month's sales, and 6 % where they are of more than six items, unless another is stated."""
    plain: dict[str, Any] = {
        "id": "sales",
        "when": Always(),
        "basis": "gross",
        "measured_on": "running_total",
        "rate": BY_ITEMS,
        "rounding": "half_up",
        "on_refund": "rerate",
        "split": Split.all_to("partner"),
    }
    return CommissionRule(**{**plain, **facts})


def plan(*rules: CommissionRule, policy: str = "unique", amended: Sequence[tuple[str, CommissionRule]] = ()) -> Any:
    """Make a plan of some rules; it may be amended on the 10th and the 20th of November."""

    def version(number: int, totals: str, listed: Sequence[CommissionRule]) -> PlanVersion:
        return PlanVersion(
            version=f"v{number}",
            hit_policy=policy,
            earned_on=EarnedOn("placed"),
            running_totals=totals,
            rules=listed,
        )

    versions = {date(2015, 1, 1): version(0, "carry", rules)}
    for number, (totals, each) in enumerate(amended, 1):
        versions[date(2016, 11, 10 * number)] = version(number, totals, [each])
    return CommissionPlan(id="example", versions=Timeline.starting(versions))


def settled(of: CommissionPlan, *events: Event, posted: Ledger | None = None) -> Settlement:
    return settle(one_village(), [of], programme_calendar(), events, Scope("2016-11"), posted=posted)


def fen(settlement: Settlement) -> dict[str, int]:
    return {line.event: line.amount.minor for line in settlement.lines}


A, B = order("a", "100.00", 4), order("b", "100.00", 3, day=3)


class TestAMonthByVolume:
    """The lines of a month come to what its sales earn at what its volume reaches, in whatever order they came."""

    def test_on_paper(self) -> None:
        """Four items for 100 earn 4.00; three more make seven, so that 200 earn 12.00."""
        assert fen(settled(plan(rule()), A, B)) == {"a": 4_00, "b": 8_00}
        [first, last] = settled(plan(rule()), A, B).lines
        assert (first.measured, first.before, last.measured, last.before) == (100_00, 0, 100_00, 100_00)

    @given(SALES, st.randoms(use_true_random=False), st.sampled_from([BY_ITEMS, FALLING]))
    def test_lines_add_up_to_what_one_order_of_all_of_it_earns(
        self, sales: list[tuple[int, int]], random: Any, rate: ByVolume
    ) -> None:
        days = [1 + place % 28 for place in range(len(sales))]
        random.shuffle(days)
        events = [
            order(f"o{place:02d}", amount, items, day=day)
            for place, ((amount, items), day) in enumerate(zip(sales, days, strict=True))
        ]
        amount, items = (sum(each) for each in zip(*sales, strict=True))
        whole = settled(plan(rule(rate=rate, measured_on="order")), order("all", amount, items))
        assert sum(fen(settled(plan(rule(rate=rate)), *events)).values()) == sum(fen(whole).values())

    @given(SALES)
    def test_a_clerk_comes_to_the_same(self, sales: list[tuple[int, int]]) -> None:
        events = [order(f"o{place:02d}", *sale) for place, sale in enumerate(sales)]
        share = Fraction(4 if sum(items for _, items in sales) <= 6 else 6, 100)
        paper = sum(amount for amount, _ in sales) * share
        assert abs(sum(fen(settled(plan(rule()), *events)).values()) - paper) <= Fraction(1, 2)

    def test_of_a_county_is_that_of_all_its_stations(self) -> None:
        county = rule(measured_on="county_total", split=Split.all_to("county_centre"))
        assert fen(settled(plan(county), A, B)) == {"a": 4_00, "b": 8_00}

    def test_by_the_amount_units_are_paid(self) -> None:
        tiers = [
            VolumeTier(yuan("0"), UnitPrice.parse("0.50"), yuan("150")),
            VolumeTier(yuan("150"), UnitPrice.parse("1")),
        ]
        priced = rule(basis="quantity", rate=ByVolume(volume="gross", boundary="upper_inclusive", tiers=tiers))
        assert fen(settled(plan(priced), A, B)) == {"a": 2_00, "b": 5_00}

    def test_is_owed_as_a_fee(self) -> None:
        assert fen(settled(plan(rule(direction="owes")), A, B)) == {"a": -4_00, "b": -8_00}


class TestAnOrderByVolume:
    """An order that is measured by itself goes by its own volume."""

    ALONE = rule(measured_on="order")

    def test_on_paper(self) -> None:
        seven = order("c", "100.00", 7)
        assert fen(settled(plan(self.ALONE), A, B, seven)) == {"a": 4_00, "b": 4_00, "c": 6_00}

    def test_each_unit_has_its_bounds(self) -> None:
        bounded = evolve(self.ALONE, per_unit=UnitBounds(cap=UnitPrice.parse("0.70")))
        assert fen(settled(plan(bounded), A, order("c", "100.00", 7))) == {"a": 2_80, "c": 4_90}

    def test_the_best_is_found_by_it(self) -> None:
        five = rule(id="five", measured_on="order", rate=Percentage(percent("5 %")))
        both = plan(self.ALONE, five, policy=HitPolicy.BEST_FOR_PAYEE)
        paid = settled(both, A, order("c", "100.00", 7)).lines
        assert {line.event: (line.rule, line.amount.minor) for line in paid} == {
            "a": ("five", 5_00),
            "c": ("sales", 6_00),
        }


class TestRefundsOfAVolume:
    """By `rerate` what went back was never sold, by `reverse` all measures stay."""

    def test_rerate_measures_the_volume_anew(self) -> None:
        before = settled(plan(rule()), A, B)
        after = settled(plan(rule()), A, B, refund("a", "100.00", 4), posted=before.ledger)
        assert fen(after) == {"a": -4_00, "b": -4_00}
        assert {(line.reason, line.cause) for line in after.lines} == {(Reason.REFUND, "r")}

    def test_reverse_takes_back_what_the_order_earned(self) -> None:
        reversing = plan(rule(on_refund="reverse"))
        before = settled(reversing, A, B)
        after = settled(reversing, A, B, refund("b", "50.00", 2), posted=before.ledger)
        assert fen(after) == {"r": -4_00}
        whole = settled(reversing, A, B, refund("b", "100.00", 3), posted=before.ledger)
        assert fen(whole) == {"r": -8_00}

    def test_what_an_order_took_from_the_month_comes_back_with_it(self) -> None:
        """Of a hundred yuan 10 % are 10.00; two hundred of more than six items earn 2.00, so that `b` takes 8.00."""
        falling = plan(rule(rate=FALLING))
        before = settled(falling, A, B)
        assert fen(before) == {"a": 10_00, "b": -8_00}
        after = settled(falling, A, B, refund("b", "100.00", 3), posted=before.ledger)
        assert fen(after) == {"b": 8_00}

    def test_what_takes_of_the_volume_alone_shifts_the_month_and_is_named(self) -> None:
        """The net amount is what it was, since what is given back was all discount; one item less is no seventh."""
        net = plan(rule(basis="net"))
        given_away = order("a", "110.00", 4, discount=yuan("10.00"))
        before = settled(net, given_away, B)
        assert fen(before) == {"a": 4_00, "b": 8_00}
        back = refund("a", "10.00", 1, discount=yuan("10.00"))
        after = settled(net, given_away, B, back, posted=before.ledger)
        assert fen(after) == {"b": -4_00}
        [line] = after.lines
        assert (line.reason, line.cause, line.corrects) == (Reason.REFUND, "r", str(before.lines[1].key))

    def test_a_refund_that_leaves_the_volume_is_no_cause(self) -> None:
        reversing = plan(rule(on_refund="reverse"))
        last = order("c", "100.00", 1, day=5)
        before = settled(reversing, A, last)
        late = order("b", "100.00", 3, day=3, known=28)
        after = settled(reversing, A, late, last, refund("a", "50.00", 2), posted=before.ledger)
        assert {line.event: (line.reason, line.cause) for line in after.lines} == {
            "b": (Reason.ACCRUAL, ""),
            "c": (Reason.LATE_EVENT, "b"),
            "r": (Reason.REFUND, "r"),
        }

    def test_a_late_order_of_nothing_shifts_the_volume(self) -> None:
        before = settled(plan(rule()), A, order("b", "100.00", 2, day=3))
        assert fen(before) == {"a": 4_00, "b": 4_00}
        late = order("x", "0.00", 1, day=1, known=28)
        after = settled(plan(rule()), A, order("b", "100.00", 2, day=3), late, posted=before.ledger)
        assert {line.event: (line.amount.minor, line.reason, line.cause) for line in after.lines} == {
            "b": (4_00, Reason.LATE_EVENT, "x")
        }


class TestVersionsOfAPlan:
    """Totals that are carried go on in both measures, and those that are reset start at nothing in both."""

    LATER = order("b", "100.00", 3, day=12)
    PLAIN = rule(rate=Percentage(percent("1 %")))

    @pytest.mark.parametrize(("totals", "earned"), [("carry", 8_00), ("reset", 4_00)])
    @pytest.mark.parametrize("first", [rule(), rule(rounding="down"), rule(on_refund="reverse")])
    def test_one_by_volume_after_another(self, first: CommissionRule, totals: str, earned: int) -> None:
        amended = plan(first, amended=[(totals, rule())])
        assert fen(settled(amended, A, self.LATER)) == {"a": 4_00, "b": earned}

    @pytest.mark.parametrize(("totals", "earned"), [("carry", 8_00), ("reset", 4_00)])
    def test_what_was_sold_under_a_rate_of_one_measure_counts(self, totals: str, earned: int) -> None:
        amended = plan(self.PLAIN, amended=[(totals, rule())])
        assert fen(settled(amended, A, self.LATER)) == {"a": 1_00, "b": earned}

    def test_and_under_another_volume(self) -> None:
        by_count = rule(rate=evolve(BY_ITEMS, volume="count"))
        amended = plan(by_count, amended=[("carry", rule()), ("carry", by_count)])
        last = order("c", "100.00", 1, day=22)
        # By then seven items, and three orders: 6 % of 200 and 4 % of 300, which are as much.
        assert fen(settled(amended, A, self.LATER, last)) == {"a": 4_00, "b": 8_00, "c": 4_00}

    def test_what_lies_before_a_reset_is_in_no_volume(self) -> None:
        few = evolve(BY_ITEMS, volume="count", tiers=[VolumeTier(0, percent("4 %"), 2), VolumeTier(2, percent("6 %"))])
        amended = plan(rule(), amended=[("reset", rule()), ("carry", rule(rate=few))])
        last = order("c", "100.00", 1, day=22)
        # The second order since the reset: 4 % of 200, of which 4.00 are earned.
        assert fen(settled(amended, A, self.LATER, last)) == {"a": 4_00, "b": 4_00, "c": 4_00}

    def test_what_each_order_earned_by_itself_counts_in_neither(self) -> None:
        single, running = rule(measured_on="order"), rule()
        cap = SharedCap(id="most", amount=yuan("900.00"), of="payee", within="earned_period", rules=["sales"])
        amended = plan(single, amended=[("carry", running)])
        capped = Timeline.starting(
            {entry.period.start: evolve(entry.value, caps=[cap]) for entry in amended.versions.entries}
        )
        assert fen(settled(evolve(amended, versions=capped), A, self.LATER)) == {"a": 4_00, "b": 4_00}


class TestFallsAndBounds:
    """What a higher volume takes is set off first against what a cap had cut before, and is boosted by nothing."""

    def test_a_capped_total_falls_to_what_it_is_capped_to(self) -> None:
        """`a` comes to 10.00 and is cut to 5.00; then the total falls to 2.00, of which 5.00 were never paid."""
        capped = rule(rate=FALLING, cap=yuan("5.00"))
        assert fen(settled(plan(capped), A, B)) == {"a": 5_00, "b": -3_00}

    def test_a_campaign_multiplies_a_rise_and_no_fall(self) -> None:
        double = [Multiplied("double", OnDays(Period(date(2016, 11, 3), date(2016, 11, 4))), percent("200 %"))]
        assert fen(settled(plan(rule(boosts=double)), A, B)) == {"a": 4_00, "b": 16_00}
        third = order("c", "100.00", 1, day=4)
        # After a rise that was doubled the total is carried on exactly: 300 at 6 % are 6.00 more.
        assert fen(settled(plan(rule(boosts=double)), A, B, third)) == {"a": 4_00, "b": 16_00, "c": 6_00}
        assert fen(settled(plan(rule(boosts=double, rate=FALLING)), A, B)) == {"a": 10_00, "b": -8_00}


class TestWhatItMeasures:
    """An order must state what the volume measures, as it must what the rule does."""

    def test_what_is_not_stated_is_told(self) -> None:
        tiers = [VolumeTier(yuan("0"), percent("4 %"))]
        margin = rule(rate=ByVolume(volume="margin", boundary="upper_inclusive", tiers=tiers))
        for measured in (margin, evolve(margin, measured_on="order")):
            with pytest.raises(PartsUnstated) as refused:
                settled(plan(measured), A)
            assert refused.value.missing == (("a", "cost", "sales"),)

    def test_so_is_one_under_a_rule_that_might_be_the_best(self) -> None:
        tiers = [VolumeTier(yuan("0"), percent("4 %"))]
        margin = rule(measured_on="order", rate=ByVolume(volume="margin", boundary="upper_inclusive", tiers=tiers))
        five = rule(id="five", measured_on="order", rate=Percentage(percent("5 %")))
        with pytest.raises(PartsUnstated):
            settled(plan(margin, five, policy=HitPolicy.BEST_FOR_PAYEE), A)


class TestRefundsUnderReverse:
    """Under `reverse` a refund changes no volume, so that it need not say what of it goes back."""

    @given(st.integers(0, 50), st.integers(1, 90))
    def test_it_comes_to_the_same_whatever_it_says_of_the_volume(self, shipping: int, back: int) -> None:
        tiers = [VolumeTier(yuan("0"), percent("4 %"), yuan("100.20")), VolumeTier(yuan("100.20"), percent("6 %"))]
        by_shipping = ByVolume(volume="gross + shipping", boundary="upper_inclusive", tiers=tiers)
        reversing = plan(rule(rate=by_shipping, on_refund="reverse"))
        sold = order("a", "100.00", 4, shipping=Money(50))
        silent, stating = (refund("a", f"{back}.00", 1, **each) for each in ({}, {"shipping": Money(shipping)}))
        assert fen(settled(reversing, sold, silent)) == fen(settled(reversing, sold, stating))
        with pytest.raises(PartsUnstated):
            settled(plan(rule(rate=by_shipping)), sold, silent)


class TestOutsideTheTiers:
    """A volume that its plan calls an error is told with the rule, the plan, the event, and by its own name."""

    @pytest.mark.parametrize(("measured_on", "of"), [("running_total", "the month"), ("order", "an order")])
    def test_it_is_told_where(self, measured_on: str, of: str) -> None:
        ended = ByVolume(
            volume="quantity", boundary="upper_inclusive", overflow="error", tiers=[VolumeTier(0, percent("4 %"), 3)]
        )
        with pytest.raises(MeasureOutsideTiers) as refused:
            settled(plan(rule(rate=ended, measured_on=measured_on)), order("z", "1.00", 2), A, B)
        assert str(refused.value) == (
            f"the volume of {of}, its quantity, must lie within the tiers of rule sales of plan example, but with a it "
            f"is {4 if of == 'an order' else refused.value.measure}, above 3, and the plan calls that an error; extend "
            "the tiers, or state another 'overflow'"
        )

    def test_so_is_one_between_two_bands(self) -> None:
        bands = [Band(yuan("0"), yuan("50.00"), Flat(yuan("1"))), Band(yuan("60.00"), None, Flat(yuan("2")))]
        printed = rule(rate=Banded(step=yuan("10.00"), bands=bands), measured_on="order")
        with pytest.raises(
            MeasureBetweenBands, match=r"the gross of an order must lie in a band of rule sales of plan"
        ):
            settled(plan(printed), A, order("c", "55.00", 1))

    def test_so_is_one_on_a_level(self) -> None:
        ended = Graduated(
            tiers=[Tier(yuan("0"), percent("4 %"), yuan("50.00"))], boundary="upper_inclusive", overflow="error"
        )
        levels = Levels("additive", "skip", [Level("partner", ended)])
        levelled = rule(rate=None, split=None, levels=levels, measured_on="order")
        with pytest.raises(
            MeasureOutsideTiers, match=r"tiers of rule sales of plan example, but with a it is ¥100\.00"
        ):
            settled(plan(levelled), order("c", "5.00", 1), A)
        with pytest.raises(MeasureOutsideTiers, match="but with a it is"):
            settled(
                plan(
                    levelled,
                    rule(id="x", rate=Percentage(percent("1 %")), measured_on="order"),
                    policy="best_for_payee",
                ),
                A,
            )

    def test_so_is_one_under_a_rule_that_might_be_the_best(self) -> None:
        ended = ByVolume(
            volume="quantity", boundary="upper_inclusive", overflow="error", tiers=[VolumeTier(0, percent("4 %"), 3)]
        )
        best = rule(measured_on="order", rate=ended)
        five = rule(id="five", measured_on="order", rate=Percentage(percent("5 %")))
        with pytest.raises(MeasureOutsideTiers) as refused:
            settled(plan(best, five, policy=HitPolicy.BEST_FOR_PAYEE), A)
        assert refused.value.where == ("example", "sales", "a", "the volume of an order, its quantity,")


class TestWhatIsSaid:
    """A line says which volume was reached, and what that made of the measure."""

    def test_in_english_and_in_chinese(self) -> None:
        _, line = settled(plan(rule()), A, B).lines
        said = explained(line).splitlines()
        assert "  the quantity reaches 7: ¥200.00 × 6 % = ¥12.00" in said
        assert "  before: the quantity reaches 4: ¥100.00 × 4 % = ¥4.00" in said
        assert "数量达到 7：¥200.00 × 6 % = ¥12.00" in explained(line, Language.CHINESE)

    def test_of_orders_and_of_amounts(self) -> None:
        by_count = plan(rule(rate=evolve(BY_ITEMS, volume="count"), measured_on="order"))
        assert "the number of events reaches 1: ¥100.00 × 4 %" in explained(settled(by_count, A).lines[0])
        tiers = [VolumeTier(yuan("0"), percent("4 %"))]
        by_net = rule(rate=ByVolume(volume="net", boundary="upper_inclusive", tiers=tiers), measured_on="order")
        assert "the amount after discounts reaches ¥100.00: " in explained(settled(plan(by_net), A).lines[0])

    def test_below_its_tiers(self) -> None:
        starting = ByVolume(
            volume="quantity", boundary="upper_inclusive", underflow="nothing", tiers=[VolumeTier(5, percent("4 %"))]
        )
        floor = rule(rate=starting, measured_on="order", floor=yuan("1.00"))
        said = explained(settled(plan(floor), A).lines[0])
        assert "the quantity reaches 4: the rate gives nothing for this measure" in said

    def test_a_comparison_reads_it_as_what_it_earns(self) -> None:
        _, line = settled(plan(rule()), A, B).lines
        assert isinstance(line.arithmetic, Part)
        assert isinstance(line.arithmetic.term, Less)
        rounded = line.arithmetic.term.term
        assert isinstance(rounded, Rounded)
        assert isinstance(rounded.term, AtVolume)
        assert headline(rounded, Basis.GROSS, CNY) == ("6 %", "¥200.00")
        assert unrounded(line.arithmetic, bounded=True) == Exact(8_00) == evaluated(line.arithmetic)
        assert binding(line.arithmetic, CNY) == frozenset()


class TestComparing:
    """A difference of what a volume rates says how far the volume came, and into which tier, on either side."""

    OTHERS = evolve(BY_ITEMS, tiers=[VolumeTier(0, percent("4 %"), 3), VolumeTier(3, percent("7 %"))])
    ENDED = evolve(BY_ITEMS, tiers=[VolumeTier(0, percent("4 %"), 6)], overflow="nothing")
    UNITS = evolve(BY_ITEMS, tiers=[VolumeTier(0, percent("8 %"))], volume="count")

    def words(self, before: CommissionRule, after: CommissionRule) -> dict[str, str]:
        found = compare(settled(plan(before), A, B), settled(plan(after), A, B))
        return {each.event: each.explanation for each in found.differences}

    def test_of_a_running_total(self) -> None:
        assert self.words(rule(), rule(rate=self.OTHERS)) == {
            "a": ("a: 4 % of ¥100.00 at a quantity of 4 became 7 % of it at a quantity of 4: ¥4.00 → ¥7.00 (+¥3.00)"),
            "b": (
                "b: ¥8.00 as the quantity rose from 4 (tier 4 %) to 7 (tier 6 %) became 7 % of ¥100.00 as the quantity "
                "rose from 4 (tier 7 %) to 7 (tier 7 %): ¥8.00 → ¥7.00 (-¥1.00)"
            ),
        }

    def test_where_only_the_volume_is_another(self) -> None:
        """A volume that is counted otherwise is told, and so is one that leaves the tiers."""
        said = self.words(rule(rate=self.ENDED), rule(rate=self.UNITS))
        assert "became 8 % of it at a count of 1" in said["a"]
        assert "to 7 (outside the tiers) became" in said["b"]
        assert "as the count rose from 1 (tier 8 %) to 2 (tier 8 %)" in said["b"]

    def test_of_single_orders_and_beside_another_form(self) -> None:
        alone = self.words(rule(measured_on="order", rate=self.ENDED), rule(rate=Percentage(percent("5 %"))))
        assert alone["a"].startswith("a: 4 % of ¥100.00 at a quantity of 4 became 5 % of it: ")

    def test_in_a_campaign_and_of_an_amount(self) -> None:
        boosts = [Multiplied("twice", Always(), percent("200 %"))]
        by_net = ByVolume(volume="net", boundary="upper_inclusive", tiers=[VolumeTier(yuan("0"), UnitPrice.parse("3"))])
        said = self.words(rule(boosts=boosts), rule(basis="quantity", boosts=boosts, rate=by_net))
        assert "× 200 % in campaign twice at a quantity of 4 became" in said["a"]
        assert "at a volume (net) of ¥100.00: " in said["a"]
        assert "as the volume (net) rose from ¥100.00 (tier" in said["b"]

    def test_outside_the_tiers_of_a_single_order(self) -> None:
        many = order("m", "100.00", 9)
        raised = [Raised("more", Always(), percent("1 %"))]
        pair = [plan(rule(measured_on="order", rate=rate, boosts=raised)) for rate in (self.ENDED, BY_ITEMS)]
        [difference] = compare(*(settled(each, many) for each in pair)).differences
        assert "at a quantity of 9 (outside the tiers) became" in difference.explanation
