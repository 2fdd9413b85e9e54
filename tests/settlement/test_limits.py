"""Boosts, allowances, layers and shared caps, settled: what is paid, what a late event shifts, and why."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.commission import Always, CommissionPlan, CommissionRule, EarnedOn, Percentage, PlanVersion, Split
from rural_taobao.commission.boosts import Multiplied, Raised
from rural_taobao.commission.bounds import Allowance, UnitBounds
from rural_taobao.commission.caps import CapWithin, SharedCap
from rural_taobao.commission.conditions import AtStation, DuringFestival, InCategory
from rural_taobao.commission.layers import CampaignLayer, ExceptionLayer
from rural_taobao.commission.rates import Graduated, Linear, PercentageAndFlat, WholeAmount
from rural_taobao.commission.tiers import Tier
from rural_taobao.exact import Rate
from rural_taobao.festivals import programme_calendar
from rural_taobao.instants import CHINA
from rural_taobao.money import Money, UnitPrice
from rural_taobao.network import CountyCentre, Network, Partner, Payee, Posting, Station
from rural_taobao.periods import Period
from rural_taobao.samples import one_village
from rural_taobao.settlement import (
    Cancellation,
    Event,
    Ledger,
    Order,
    Outcome,
    Reason,
    Refund,
    Scope,
    Settlement,
    explained,
    settle,
)
from rural_taobao.settlement.lines import Component
from rural_taobao.testing.worlds import World, worlds
from rural_taobao.timeline import Timeline

yuan = Money.parse
percent = Rate.parse
OPENING = Period(date(2015, 6, 1))
EXAMINED = date(2015, 5, 20)


def rule(name: str = "everything", **facts: Any) -> CommissionRule:
    """10 % of the gross amount, all to the partner, unless another is stated."""
    plain: dict[str, Any] = {
        "id": name,
        "when": Always(),
        "basis": "gross",
        "measured_on": "order",
        "rate": Percentage(percent("10 %")),
        "rounding": "half_up",
        "on_refund": "reverse",
        "split": Split.all_to("partner"),
    }
    return CommissionRule(**{**plain, **facts})


def plan(*rules: CommissionRule, policy: str = "first", **facts: Any) -> CommissionPlan:
    version = PlanVersion(
        version="v",
        hit_policy=policy,
        earned_on=EarnedOn("placed"),
        running_totals="carry",
        rules=rules,
        **facts,
    )
    return CommissionPlan(id="example", versions=Timeline.starting({date(2015, 1, 1): version}))


def cap(amount: str, *rules: str, of: str = "payee", within: str = "earned_period") -> SharedCap:
    return SharedCap(id="cap", amount=yuan(amount), of=of, within=within, rules=rules or ["everything"])


def instant(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+08:00")


def order(name: str, amount: str, placed: str = "2016-11-02T10:00", known: str = "", **facts: Any) -> Order:
    at = instant(placed)
    plain: dict[str, Any] = {"station": "sanhe", "gross": yuan(amount), "placed": at}
    return Order(id=name, known_at=instant(known) if known else at, **{**plain, **facts})


def refund(name: str, of: str, amount: str, at: str = "2016-11-20T10:00") -> Refund:
    return Refund(id=name, order=of, gross=yuan(amount), at=instant(at), known_at=instant(at))


def settled(
    given_plan: CommissionPlan,
    *events: Event,
    month: str = "2016-11",
    posted: Ledger | None = None,
    network: Network | None = None,
) -> Settlement:
    return settle(network or one_village(), [given_plan], programme_calendar(), events, Scope(month), posted=posted)


def fen(settlement: Settlement) -> dict[str, int]:
    sums: dict[str, int] = defaultdict(int)
    for line in settlement.lines:
        sums[line.event] += line.amount.minor
    return dict(sums)


def two_villages() -> Network:
    """Add a second station of the same centre and a third of another, each with a partner."""
    village = one_village()
    return evolve(
        village,
        centres=[*village.centres, CountyCentre("runan", "411727", "runan-centre", OPENING)],
        stations=[*village.stations, Station("shangpai", "feixi", OPENING), Station("zhanglou", "runan", OPENING)],
        partners=[
            *village.partners,
            *(Partner(name, OPENING, "full_time", examined=EXAMINED) for name in ("wang", "zhao")),
        ],
        payees=[*village.payees, *(Payee(name, OPENING) for name in ("wang", "zhao", "runan-centre"))],
        postings=[
            *village.postings,
            Posting("shangpai", "wang", "wang", "2.0", OPENING),
            Posting("zhanglou", "zhao", "zhao", "2.0", OPENING),
        ],
    )


class TestBoosts:
    """A campaign pays on no event outside its windows, and what it adds is explained."""

    DURING = DuringFestival("double-11", "placed", ["sale"])

    def test_within_the_windows_only(self) -> None:
        boosted = plan(rule(boosts=[Multiplied("double-11", self.DURING, percent("150 %"))]))
        events = [order("before", "10.00", "2016-11-10T23:59"), order("within", "10.00", "2016-11-11T00:00")]
        found = settled(boosted, *events, order("after", "10.00", "2016-11-12T00:00"))
        assert fen(found) == {"before": 100, "within": 150, "after": 100}

    @pytest.mark.parametrize("backwards", [False, True])
    def test_lines_come_by_the_first_event_with_the_same_boosts(self, *, backwards: bool) -> None:
        boosted = plan(rule(boosts=[Multiplied("double-11", self.DURING, percent("150 %"))]))
        names = {"a": "2016-11-10T23:59", "b": "2016-11-11T00:00", "c": "2016-11-12T00:00", "d": "2016-11-11T12:00"}
        events = [order(name, "10.00", placed) for name, placed in names.items()]
        found = settled(boosted, *(reversed(events) if backwards else events))
        assert [line.event for line in found.lines] == ["a", "c", "b", "d"]

    def test_lines_of_many_payees_and_of_refunds_are_found_by_number(self) -> None:
        events: list[Event] = [
            order("o-1", "10.00"),
            order("o-2", "0.01"),
            order("o-3", "20.00", station="shangpai"),
            refund("r-1", "o-3", "20.00"),
            order("o-4", "30.00", "2016-11-11T00:00", station="zhanglou"),
        ]
        boosted = plan(rule(boosts=[Multiplied("double-11", self.DURING, percent("150 %"))]))
        found = settled(boosted, *events, network=two_villages())
        assert [(line.event, line.payee) for line in found.lines] == [
            ("o-1", "li"),
            ("o-3", "wang"),
            ("r-1", "wang"),
            ("o-4", "zhao"),
        ]
        assert [found.lines[place] for place in range(4)] == list(found.lines)

    def test_a_boost_is_explained(self) -> None:
        boosts = [Multiplied("double-11", self.DURING, percent("150 %")), Raised("extra", Always(), percent("1 %"))]
        [line] = settled(plan(rule(boosts=boosts)), order("o", "10.00", "2016-11-11T00:00")).lines
        assert line.amount == yuan("1.60")
        assert "campaign double-11: ¥1.00 × 150 % = ¥1.50" in explained(line)
        assert "campaign extra: ¥1.50 + ¥10.00 × 1 % = ¥1.60" in explained(line)

    def test_boosted_and_plain_events_of_one_total_add_up_exactly(self) -> None:
        """0.5 % of ¥1.00 each: 0.005, boosted to 0.0075; sums 0.5, 1.25, 1.75 fen, rounded 1, 1, 2."""
        half = rule(
            rate=Percentage(percent("0.5 %")),
            measured_on="running_total",
            boosts=[Multiplied("double-11", self.DURING, percent("150 %"))],
        )
        days = ["2016-11-10T10:00", "2016-11-11T10:00", "2016-11-12T10:00", "2016-11-13T10:00"]
        found = settled(plan(half), *(order(f"o-{place}", "1.00", day) for place, day in enumerate(days)))
        assert fen(found) == {"o-0": 1, "o-2": 1}
        assert "¥0.0125 for the events before it" in explained(found.lines[1])

    def test_an_amended_rule_starts_from_what_its_own_rate_gives(self) -> None:
        boosted = rule(measured_on="running_total", boosts=[Multiplied("all", Always(), percent("150 %"))])
        first = plan(boosted).versions.entries[0].value
        second = evolve(first, version="w", rules=[evolve(boosted, boosts=[])])
        amended = CommissionPlan(
            id="example", versions=Timeline.starting({date(2015, 1, 1): first, date(2016, 11, 11): second})
        )
        found = settled(amended, order("a", "10.00"), order("b", "10.00", "2016-11-12T10:00"))
        assert fen(found) == {"a": 150, "b": 100}

    def test_what_a_campaign_left_between_coins_stays_with_the_rule_that_it_boosted(self) -> None:
        """0.4 % of ¥1.00 is 0.4 fen, boosted 0.6; the new rule gives 0.4 before and 0.8 after, so a whole coin."""
        boosted = rule(
            rate=Percentage(percent("0.4 %")),
            measured_on="running_total",
            boosts=[Multiplied("all", Always(), percent("150 %"))],
        )
        first = plan(boosted).versions.entries[0].value
        second = evolve(first, version="w", rules=[evolve(boosted, boosts=[])])
        amended = CommissionPlan(
            id="example", versions=Timeline.starting({date(2015, 1, 1): first, date(2016, 11, 11): second})
        )
        assert fen(settled(amended, order("a", "1.00"), order("b", "1.00", "2016-11-12T10:00"))) == {"a": 1, "b": 1}


class TestUnitBounds:
    """What an order earns lies within the bounds of all its units, of those that are left under `rerate`."""

    BOUNDED = rule(per_unit=UnitBounds(floor=UnitPrice.parse("0.50"), cap=UnitPrice.parse("2.00")))

    def test_raised_and_cut(self) -> None:
        found = settled(plan(self.BOUNDED), order("a", "10.00", quantity=4), order("b", "90.00", quantity=3))
        assert fen(found) == {"a": 200, "b": 600}
        assert "raised to the floor of each unit: ¥0.50 × 4 = ¥2.00" in explained(found.lines[0])
        assert "cut to the cap of each unit: ¥2.00 × 3 = ¥6.00" in explained(found.lines[1])

    def test_units_that_were_refunded_do_not_count_under_rerate(self) -> None:
        back = Refund(
            id="r",
            order="b",
            gross=yuan("30.00"),
            quantity=1,
            at=instant("2016-11-20T10:00"),
            known_at=instant("2016-11-20T10:00"),
        )
        found = settled(plan(evolve(self.BOUNDED, on_refund="rerate")), order("b", "90.00", quantity=3), back)
        assert fen(found) == {"b": 400}

    def test_rises_of_a_running_total_are_bounded(self) -> None:
        running = evolve(self.BOUNDED, measured_on="running_total")
        assert fen(settled(plan(running), order("a", "10.00", quantity=4), order("b", "90.00", quantity=3))) == {
            "a": 200,
            "b": 600,
        }


class TestAllowances:
    """The first part of a period earns nothing; what is free as a whole is told."""

    FREE = Allowance(per="period", measure=yuan("250.00"), events=3)

    def test_free_events_or_amount(self) -> None:
        """1.3 % and ¥2.00 an event: (800 − 250) × 1.3 % + 2 × 2 = 11.15.

        Source: getlago/lago-api, percentage_service_spec.rb.
        """
        charge = rule(rate=PercentageAndFlat(percent("1.3 %"), yuan("2.00")), allowance=self.FREE)
        amounts = ["50.00", "100.00", "250.00", "400.00"]
        events = [order(f"o-{place}", amount, f"2016-11-0{place + 1}T10:00") for place, amount in enumerate(amounts)]
        found = settled(plan(charge), *events)
        assert fen(found) == {"o-2": 395, "o-3": 720}
        assert found.outcomes.counts[Outcome.FREE].examples == ("o-0", "o-1")
        assert "¥100.00 of it is free" in explained(found.lines[0])
        assert "after ¥150.00 before it" in explained(found.lines[0])

    def test_a_fully_free_event_is_not_lifted_to_the_floor(self) -> None:
        """2.99 %, at least ¥1.75 and at most ¥12 an event, ¥30 of value free: 0, 1.794 (1.79), 12.

        Source: getlago/lago-api, percentage_service_spec.rb, there unrounded.
        """
        bounded = rule(
            rate=Percentage(percent("2.99 %")),
            floor=yuan("1.75"),
            cap=yuan("12.00"),
            allowance=Allowance(per="period", measure=yuan("30.00")),
        )
        amounts = [("a", "10.00"), ("b", "80.00"), ("c", "10000.00")]
        assert fen(settled(plan(bounded), *(order(name, amount) for name, amount in amounts))) == {"b": 179, "c": 1200}

    def test_of_each_order(self) -> None:
        each = rule(allowance=Allowance(per="order", measure=yuan("5.00")))
        assert fen(settled(plan(each), order("a", "15.00"), order("b", "4.00"), order("c", "6.00"))) == {
            "a": 100,
            "c": 10,
        }

    @pytest.mark.parametrize("first_flat", ["at_zero", "above_zero"])
    def test_a_running_total_starts_with_the_first_event_that_is_not_free(self, first_flat: str) -> None:
        tiers = Graduated(
            tiers=[Tier(yuan("0"), percent("10 %"), flat=yuan("3.00"))],
            boundary="lower_inclusive",
            first_flat=first_flat,
        )
        running = rule(rate=tiers, measured_on="running_total", allowance=Allowance(per="period", events=2))
        events = [order(name, "10.00", f"2016-11-0{day}T10:00") for day, name in enumerate("abcd", 1)]
        assert fen(settled(plan(running), *events)) == {"c": 400, "d": 100}
        nothing = [order(name, "10.00", f"2016-11-0{day}T10:00") for day, name in enumerate("ab", 1)]
        assert fen(settled(plan(running), *nothing)) == {}

    def test_a_boosted_total_leaves_what_is_free_alone(self) -> None:
        running = rule(
            measured_on="running_total",
            allowance=Allowance(per="period", events=1),
            boosts=[Multiplied("all", Always(), percent("200 %"))],
            per_unit=UnitBounds(floor=UnitPrice.parse("5.00")),
        )
        found = settled(plan(running), order("a", "10.00"), order("b", "10.00", "2016-11-03T10:00"))
        assert fen(found) == {"b": 500}

    def test_a_late_event_takes_the_allowance(self) -> None:
        free = plan(rule(allowance=Allowance(per="period", events=1)))
        first = settled(free, order("b", "20.00", "2016-11-05T10:00"), order("c", "30.00", "2016-11-06T10:00"))
        late = order("a", "10.00", "2016-11-02T10:00", known="2016-12-02T10:00")
        events = [late, order("b", "20.00", "2016-11-05T10:00"), order("c", "30.00", "2016-11-06T10:00")]
        second = settled(free, *events, month="2016-12", posted=first.ledger)
        assert fen(first) == {"c": 300}
        assert fen(second) == {"b": 200}

    def test_it_is_carried_or_reset_as_the_plan_says(self) -> None:
        for totals, expected in (("carry", {"b": 100}), ("reset", {})):
            first = plan(rule(allowance=Allowance(per="period", events=1))).versions.entries[0].value
            second = evolve(first, version="w", running_totals=totals)
            amended = CommissionPlan(
                id="example", versions=Timeline.starting({date(2015, 1, 1): first, date(2016, 11, 11): second})
            )
            assert fen(settled(amended, order("a", "10.00"), order("b", "10.00", "2016-11-12T10:00"))) == expected

    FLAT = Graduated(
        tiers=[Tier(yuan("0"), percent("10 %"), flat=yuan("3.00"))], boundary="lower_inclusive", first_flat="at_zero"
    )

    def test_an_order_of_nothing_that_is_not_free_starts_the_total(self) -> None:
        running = rule(rate=self.FLAT, measured_on="running_total", allowance=Allowance(per="period", events=1))
        events = [order("a", "10.00"), order("b", "0.00", "2016-11-03T10:00"), order("c", "10.00", "2016-11-04T10:00")]
        assert fen(settled(plan(running), *events)) == {"b": 300, "c": 100}

    def test_what_was_measured_before_an_amendment_has_started_the_total(self) -> None:
        single = rule(allowance=Allowance(per="period", measure=yuan("5.00")))
        first = plan(single).versions.entries[0].value
        second = evolve(first, version="w", rules=[rule(rate=self.FLAT, measured_on="running_total")])
        amended = CommissionPlan(
            id="example", versions=Timeline.starting({date(2015, 1, 1): first, date(2016, 11, 11): second})
        )
        assert fen(settled(amended, order("a", "10.00"), order("b", "10.00", "2016-11-12T10:00"))) == {
            "a": 50,
            "b": 100,
        }


class TestAboveAThreshold:
    """What lies above a threshold earns, what lies at it or below it does not, however it is rounded or boosted."""

    LINE = Linear(yuan("5.00"), percent("1.5 %"))

    @pytest.mark.parametrize(("rounding", "above"), [("half_up", 2), ("half_even", 2), ("down", 1), ("up", 2)])
    def test_each_way_of_rounding(self, rounding: str, above: int) -> None:
        # 1.5 % of ¥1.00 is 1.5 coins.
        orders = [order("at", "5.00"), order("below", "4.99"), order("above", "6.00"), order("nothing", "0.00")]
        assert fen(settled(plan(rule(rate=self.LINE, rounding=rounding)), *orders)) == {"above": above}

    def test_with_a_floor_and_a_boost(self) -> None:
        during = Multiplied("double-11", DuringFestival("double-11", "placed", ["sale"]), percent("200 %"))
        orders = [
            order("below", "4.99", "2016-11-11T10:00"),
            order("within", "9.00", "2016-11-11T11:00"),
            order("after", "9.00", "2016-11-12T10:00"),
        ]
        found = settled(plan(rule(rate=self.LINE, floor=yuan("0.02"), boosts=[during])), *orders)
        assert fen(found) == {"below": 2, "within": 12, "after": 6}


class TestSharedCaps:
    """No cap is exceeded, shared or not; it is used up by instant and id."""

    def test_what_is_left_is_paid_and_explained(self) -> None:
        found = settled(plan(rule(), caps=[cap("2.50")]), *(order(name, "10.00") for name in "abcd"))
        assert fen(found) == {"a": 100, "b": 100, "c": 50}
        assert "cut to what is left of cap cap: ¥0.50" in explained(found.lines[2])
        assert found.outcomes.counts[Outcome.CAP_USED_UP].examples == ("d",)

    def test_rules_share_it(self) -> None:
        two = plan(rule("phones", when=InCategory(["phones"])), rule("rest"), caps=[cap("1.50", "phones", "rest")])
        found = settled(two, order("a", "10.00"), order("b", "10.00", "2016-11-03T10:00", category="phones"))
        assert fen(found) == {"a": 100, "b": 50}
        other = settled(two, order("b", "10.00"), order("a", "10.00", "2016-11-01T10:00", category="phones"))
        assert fen(other) == {"a": 100, "b": 50}

    def test_of_one_event_the_rules_use_it_in_their_order(self) -> None:
        both = plan(rule("one"), rule("two"), policy="sum", caps=[cap("1.50", "two", "one")])
        found = settled(both, order("a", "10.00"))
        assert {line.rule: line.amount.minor for line in found.lines} == {"one": 100, "two": 50}
        assert Outcome.CAP_USED_UP not in found.outcomes.counts

    @pytest.mark.parametrize(
        ("of", "expected"),
        [
            ("payee", {"a": 100, "b": 100, "c": 100}),
            ("county_centre", {"a": 100, "b": 20, "c": 100}),
            ("network", {"a": 100, "b": 20}),
        ],
    )
    def test_whose_it_is(self, of: str, expected: dict[str, int]) -> None:
        events = [
            order("a", "10.00", station="sanhe"),
            order("b", "10.00", station="shangpai"),
            order("c", "10.00", station="zhanglou"),
        ]
        found = settled(plan(rule(), caps=[cap("1.20", of=of)]), *events, network=two_villages())
        assert fen(found) == expected

    def test_each_period_has_its_own_and_a_plan_one_for_all(self) -> None:
        events = [order("a", "10.00", "2016-11-02T10:00"), order("b", "10.00", "2016-12-02T10:00")]
        for within, expected in ((CapWithin.EARNED_PERIOD, {"b": 100}), (CapWithin.PLAN, {"b": 50})):
            capped = plan(rule(), caps=[cap("1.50", within=within)])
            november = settled(capped, *events)
            assert fen(november) == {"a": 100}
            december = settled(capped, *events, month="2016-12", posted=november.ledger)
            assert fen(december) == expected
            again = settled(capped, *events, month="2016-12", posted=december.ledger)
            assert len(again.lines) == 0

    def test_what_a_closed_period_used_stays_used(self) -> None:
        capped = plan(rule(), caps=[cap("1.50", of="network", within="plan")])
        events = [order("b", "10.00", "2016-11-05T10:00"), order("c", "10.00", "2016-12-02T10:00")]
        november = settled(capped, *events)
        december = settled(capped, *events, month="2016-12", posted=november.ledger)
        late = order("a", "10.00", "2016-11-02T10:00", known="2017-01-02T10:00", station="shangpai")
        january = settled(capped, *events, late, month="2017-01", posted=december.ledger, network=two_villages())
        assert fen(december) == {"c": 50}
        assert fen(january) == {}

    def test_a_late_event_shifts_what_came_after_and_is_named(self) -> None:
        capped = plan(rule("phones", when=InCategory(["phones"])), rule("rest"), caps=[cap("1.50", "phones", "rest")])
        events = [order("b", "10.00", "2016-11-05T10:00"), order("c", "10.00", "2016-11-06T10:00")]
        first = settled(capped, *events)
        late = order("a", "10.00", "2016-11-02T10:00", known="2016-12-02T10:00", category="phones")
        second = settled(capped, *events, late, month="2016-12", posted=first.ledger)
        assert fen(first) == {"b": 100, "c": 50}
        assert fen(second) == {"a": 100, "b": -50, "c": -50}
        by_event = {str(line.event): line for line in second.lines}
        for event in ("b", "c"):
            assert (by_event[event].reason, by_event[event].cause) == (Reason.LATE_EVENT, "a")
        assert len(settled(capped, *events, late, month="2016-12", posted=second.ledger).lines) == 0

    def test_what_no_cap_is_of_does_not_shift_because_of_one(self) -> None:
        seeds = rule("seeds", when=InCategory(["seeds"]))
        rest = rule("rest")
        first = plan(seeds, rest, caps=[cap("1.50", "rest")])
        events = [order("o-1", "10.00"), order("s-1", "10.00", "2016-11-05T10:00", category="seeds")]
        posted = settled(first, *events).ledger
        dearer = plan(evolve(seeds, rate=Percentage(percent("12 %"))), rest, caps=[cap("1.50", "rest")])
        late = order("o-0", "10.00", "2016-11-01T10:00", known="2016-11-25T10:00")
        found = settled(dearer, *events, late, posted=posted)
        assert {(line.event, line.amount.minor): (line.reason, line.cause) for line in found.lines} == {
            ("o-0", 100): (Reason.ACCRUAL, ""),
            ("o-1", -50): (Reason.LATE_EVENT, "o-0"),
            ("s-1", 20): (Reason.CORRECTION, ""),
        }

    def test_a_cancellation_frees_what_it_used(self) -> None:
        capped = plan(rule(), caps=[cap("1.50", of="network")])
        events: list[Event] = [
            order("a", "10.00"),
            order("b", "10.00", "2016-11-05T10:00", station="zhanglou"),
        ]
        first = settled(capped, *events, network=two_villages())
        off = Cancellation(
            id="x", event="a", reason="cancelled", at=instant("2016-12-02T10:00"), known_at=instant("2016-12-02T10:00")
        )
        second = settled(capped, *events, off, month="2016-12", posted=first.ledger, network=two_villages())
        assert fen(first) == {"a": 100, "b": 50}
        assert fen(second) == {"a": -100, "b": 50}
        assert {line.event: line.cause for line in second.lines} == {"a": "x", "b": "x"}

    def test_a_refund_reverses_what_was_paid_within_the_cap_and_frees_nothing(self) -> None:
        capped = plan(rule(), caps=[cap("1.50")])
        events: list[Event] = [order("a", "20.00"), order("b", "10.00", "2016-11-05T10:00")]
        found = settled(capped, *events, refund("r", "a", "10.00"))
        assert fen(found) == {"a": 150, "r": -75}
        back = [line for line in found.lines if line.component is Component.REVERSAL]
        assert "cut to what is left of cap cap: ¥1.50" in explained(back[0])

    def test_under_rerate_the_refunded_part_was_never_there(self) -> None:
        capped = plan(rule(on_refund="rerate"), caps=[cap("1.50")])
        found = settled(capped, order("a", "20.00"), order("b", "10.00", "2016-11-05T10:00"), refund("r", "a", "10.00"))
        assert fen(found) == {"a": 100, "b": 50}

    def test_a_version_resets_a_period_and_carries_a_plan(self) -> None:
        for within, expected in (("earned_period", {"a": 100, "b": 100}), ("plan", {"a": 100, "b": 20})):
            first = plan(rule(), caps=[cap("1.20", within=within)]).versions.entries[0].value
            second = evolve(first, version="w", running_totals="reset")
            amended = CommissionPlan(
                id="example", versions=Timeline.starting({date(2015, 1, 1): first, date(2016, 11, 11): second})
            )
            assert fen(settled(amended, order("a", "10.00"), order("b", "10.00", "2016-11-12T10:00"))) == expected

    def test_each_version_that_resets_has_a_pool_of_its_own(self) -> None:
        first = plan(rule(), caps=[cap("1.20")]).versions.entries[0].value
        starts = [date(2015, 1, 1), date(2016, 11, 11), date(2016, 11, 21)]
        versions = [first, *(evolve(first, version=name, running_totals="reset") for name in ("w", "x"))]
        amended = CommissionPlan(id="example", versions=Timeline.starting(dict(zip(starts, versions, strict=True))))
        events = [order(name, "10.00", f"2016-11-{day}T10:00") for name, day in (("a", "02"), ("b", "12"), ("c", "22"))]
        assert fen(settled(amended, *events)) == {"a": 100, "b": 100, "c": 100}

    def test_small_amounts_use_it_up_too(self) -> None:
        found = settled(plan(rule(), caps=[cap("0.12")]), *(order(name, "0.50") for name in "abcd"))
        assert fen(found) == {"a": 5, "b": 5, "c": 2}

    def test_what_a_refund_took_back_in_a_closed_month_is_not_given_again(self) -> None:
        capped = plan(rule(), caps=[cap("1.50", within="plan")])
        events: list[Event] = [order("a", "10.00"), refund("r", "a", "10.00"), order("b", "10.00", "2016-12-02T10:00")]
        november = settled(capped, *events)
        assert fen(november) == {"a": 100, "r": -100}
        assert fen(settled(capped, *events, month="2016-12", posted=november.ledger)) == {"b": 50}

    def test_what_frees_a_cap_within_the_same_order_is_named(self) -> None:
        """A refund halves what one rule pays for an order, so that another rule gets more of it."""
        rules = [rule("one", on_refund="rerate"), rule("two")]
        both = plan(*rules, policy="sum", caps=[cap("1.50", "one", "two")])
        events: list[Event] = [order("a", "10.00"), refund("r", "a", "5.00", "2016-12-02T10:00")]
        first = settled(both, events[0])
        second = settled(both, *events, month="2016-12", posted=first.ledger)
        found = {f"{line.event} {line.rule} {line.component}": line for line in second.lines}
        shifted = found["a two commission"]
        assert (shifted.amount.minor, shifted.reason, shifted.cause) == (50, Reason.REFUND, "r")
        assert found["a one commission"].amount.minor == -50

    def test_an_account_that_no_event_counts_in_any_more_frees_what_it_used(self) -> None:
        """A posting that was corrected moves an order from one partner to another, who share a cap of the network."""
        capped = plan(rule(), caps=[cap("1.50", of="network")])
        network = two_villages()
        events = [order("a", "10.00", station="sanhe"), order("b", "10.00", "2016-11-05T10:00", station="zhanglou")]
        first = settled(capped, *events, network=network)
        moved = [evolve(events[0], station="shangpai"), events[1]]
        second = settled(capped, *moved, posted=first.ledger, network=network)
        assert {(line.payee, line.amount.minor) for line in second.lines} == {("li", -100), ("wang", 100)}

    def test_an_order_that_moves_after_its_month_frees_what_it_used_there(self) -> None:
        """Restated in December, the order of li counts for wang, and zhao's gets no more than before."""
        capped = plan(rule(), caps=[cap("1.50", of="network")])
        network = two_villages()
        events = [order("a", "10.00", station="sanhe"), order("b", "10.00", "2016-11-05T10:00", station="zhanglou")]
        first = settled(capped, *events, network=network)
        moved = [evolve(events[0], station="shangpai", known_at=instant("2016-12-02T10:00")), events[1]]
        second = settled(capped, *moved, month="2016-12", posted=first.ledger, network=network)
        assert {(line.payee, line.amount.minor) for line in second.lines} == {("li", -100), ("wang", 100)}

    @given(worlds())
    def test_whatever_becomes_known_month_by_month(self, world: World) -> None:
        """Over all lines of all settlements, what the rules of a cap pay to its holder is never above it."""
        ledger = Ledger()
        for month in ("2016-10", "2016-11", "2016-12", "2017-01"):
            scope = Scope(month)
            following = CHINA.instant(CHINA.midnight(scope.month.plus(1).first))
            known = evolve(scope, known_before=following)
            ledger = settle(world.network, world.plans, world.calendar, world.events, known, posted=ledger).ledger
        sums: dict[object, int] = defaultdict(int)
        bounds: dict[object, int] = {}
        for line in ledger:
            if line.component is not Component.COMMISSION:
                continue
            [entries] = [each.versions.entries for each in world.plans if each.id == line.plan]
            [version] = [each.value for each in entries if each.value.version == line.plan_version]
            for each in version.caps_on(line.rule):
                centre = world.network.station_rows(str(line.station))[0].centre
                whose = {"payee": line.credited, "county_centre": centre, "network": ""}[each.of]
                lasts = each.within is CapWithin.PLAN
                pool = line.plan, each.id, whose, *(() if lasts else (line.earned, version.version))
                sums[pool] += line.amount.minor
                bounds[pool] = max(bounds.get(pool, 0), each.amount.minor)
        assert all(sums[pool] <= bounds[pool] for pool in sums)


class TestFallingTotals:
    """
    What caps had cut comes off a fall first, so that a capped total is what the rate gives for it, or the cap.

    A fall is neither boosted nor raised to a floor.
    """

    FALLING = WholeAmount(
        tiers=[Tier(yuan("0.00"), percent("10 %"), yuan("100.00")), Tier(yuan("100.00"), percent("1 %"))],
        boundary="lower_inclusive",
    )
    ORDERS = (
        order("o-1", "50.00", "2016-11-02T10:00"),
        order("o-2", "40.00", "2016-11-03T10:00"),
        order("o-3", "30.00", "2016-11-11T10:00"),
    )
    MORE = order("o-4", "600.00", "2016-11-20T10:00")

    def falling(self, **facts: Any) -> CommissionRule:
        return rule(measured_on="running_total", rate=self.FALLING, on_refund="rerate", **facts)

    def test_without_a_cap_the_total_is_what_the_rate_gives(self) -> None:
        assert fen(settled(plan(self.falling()), *self.ORDERS)) == {"o-1": 500, "o-2": 400, "o-3": -780}

    def test_the_cap_of_each_event(self) -> None:
        found = settled(plan(self.falling(cap=yuan("3.00"))), *self.ORDERS)
        assert fen(found) == {"o-1": 300, "o-2": 300, "o-3": -480}
        assert "set off against ¥3.00 that caps had cut before: -¥4.80" in explained(found.lines[2])

    @pytest.mark.parametrize("within", CapWithin)
    def test_a_shared_cap(self, within: CapWithin) -> None:
        capped = plan(self.falling(), caps=[cap("6.00", within=within)])
        found = settled(capped, *self.ORDERS, self.MORE)
        assert fen(found) == {"o-1": 500, "o-2": 100, "o-3": -480, "o-4": 480}
        assert "set off against ¥3.00 that caps had cut before: -¥4.80" in explained(found.lines[2])

    def test_both_caps(self) -> None:
        capped = plan(self.falling(cap=yuan("4.50")), caps=[cap("6.00")])
        assert fen(settled(capped, *self.ORDERS)) == {"o-1": 450, "o-2": 150, "o-3": -480}

    def test_a_fall_that_was_cut_whole_takes_nothing(self) -> None:
        capped = plan(self.falling(), caps=[cap("1.00")])
        found = settled(capped, *self.ORDERS)
        assert fen(found) == {"o-1": 100}
        assert found.outcomes.counts[Outcome.CAP_USED_UP].examples == ("o-2",)
        assert found.outcomes.counts[Outcome.SET_OFF].examples == ("o-3",)

    def test_what_was_set_off_once_is_not_again(self) -> None:
        capped = plan(self.falling(cap=yuan("3.00")))
        late = order("o-5", "0.01", "2016-11-21T10:00")
        assert fen(settled(capped, *self.ORDERS, late)) == {"o-1": 300, "o-2": 300, "o-3": -480}

    def test_a_boost_and_a_floor_are_for_what_rises(self) -> None:
        during = Multiplied("double-11", DuringFestival("double-11", "placed", ["sale"]), percent("200 %"))
        assert fen(settled(plan(self.falling(boosts=[during])), *self.ORDERS)) == {"o-1": 500, "o-2": 400, "o-3": -780}
        lifted = plan(self.falling(floor=yuan("0.10")))
        assert fen(settled(lifted, *self.ORDERS)) == {"o-1": 500, "o-2": 400, "o-3": -780}

    def test_a_fee_owes_no_less_than_the_capped_total(self) -> None:
        owed = plan(self.falling(direction="owes", cap=yuan("3.00")))
        assert fen(settled(owed, *self.ORDERS)) == {"o-1": -300, "o-2": -300, "o-3": 480}

    def test_an_amendment_carries_what_was_cut_and_a_reset_forgets_it(self) -> None:
        for running_totals, third in (("carry", -480), ("reset", 300)):
            first = plan(self.falling(cap=yuan("3.00"))).versions.entries[0].value
            second = evolve(first, version="w", running_totals=running_totals)
            amended = CommissionPlan(
                id="example",
                versions=Timeline.starting({date(2015, 1, 1): first, date(2016, 11, 10): second}),
            )
            assert fen(settled(amended, *self.ORDERS)) == {"o-1": 300, "o-2": 300, "o-3": third}

    @given(
        st.lists(st.integers(1, 4_000), min_size=1, max_size=8),
        st.integers(0, 700),
        st.none() | st.integers(0, 400),
    )
    def test_the_month_comes_to_between_nothing_and_what_the_rate_gives(
        self, amounts: list[int], most: int, each: int | None
    ) -> None:
        orders = [
            order(f"o-{place}", str(Money(amount).decimal), f"2016-11-{place + 1:02d}T10:00")
            for place, amount in enumerate(amounts)
        ]
        one = None if each is None else Money(each)
        capped = plan(
            self.falling(cap=one),
            caps=[SharedCap(id="cap", amount=Money(most), of="payee", within="earned_period", rules=["everything"])],
        )
        total = sum(fen(settled(plan(self.falling()), *orders)).values())
        posted = fen(settled(capped, *orders))
        so_far = [sum(posted.get(f"o-{place}", 0) for place in range(upto + 1)) for upto in range(len(orders))]
        assert min(so_far) >= 0
        assert max(so_far) <= most
        assert so_far[-1] <= total
        if one is None:
            assert so_far[-1] >= min(most, total)


class TestLayers:
    """A base plan, budgeted campaigns and expiring exceptions apply together, in that order."""

    def layered(self, effect: str, budget: str | None) -> CommissionPlan:
        campaign = CampaignLayer(
            id="phones",
            effect=effect,
            budget=None if budget is None else yuan(budget),
            rules=[rule("more", when=InCategory(["phones"]), rate=Percentage(percent("5 %")))],
        )
        agreed = ExceptionLayer(
            id="sanhe",
            effect="adds",
            days=Period(date(2016, 11, 1), date(2016, 11, 11)),
            rules=[rule("agreed", when=AtStation(["sanhe"]), rate=Percentage(percent("1 %")))],
        )
        return plan(rule(), campaigns=[campaign], exceptions=[agreed])

    def by_rule(self, settlement: Settlement) -> dict[str, int]:
        sums: dict[str, int] = defaultdict(int)
        for line in settlement.lines:
            sums[line.rule] += line.amount.minor
        return dict(sums)

    @pytest.mark.parametrize(
        ("effect", "budget", "expected"),
        [
            ("adds", None, {"everything": 200, "more": 100, "agreed": 10}),
            ("replaces", None, {"more": 100, "agreed": 10}),
            ("adds", "0.70", {"everything": 200, "more": 70, "agreed": 10}),
            ("replaces", "0.70", {"more": 70, "agreed": 10}),
        ],
    )
    def test_together(self, effect: str, budget: str | None, expected: dict[str, int]) -> None:
        orders = [order("a", "10.00", category="phones"), order("b", "10.00", "2016-11-12T10:00", category="phones")]
        found = settled(self.layered(effect, budget), *orders)
        assert self.by_rule(found) == expected
        assert found.outcomes.earned == 2


class TestRolledUp:
    """What a county centre is credited with is the total of all its stations, whoever is paid."""

    TIERS = Graduated(
        tiers=[Tier(yuan("0"), percent("1 %"), yuan("100.00")), Tier(yuan("100.00"), percent("3 %"))],
        boundary="upper_inclusive",
    )

    def events(self) -> Sequence[Order]:
        return [
            order("a", "80.00", station="sanhe"),
            order("b", "80.00", "2016-11-03T10:00", station="shangpai"),
            order("c", "80.00", "2016-11-04T10:00", station="zhanglou"),
        ]

    def test_tiers_are_reached_by_the_county_together(self) -> None:
        """B comes to 20 × 1 % + 60 × 3 % = 2.00; c, of another county, to 0.80."""
        county = plan(rule(rate=self.TIERS, measured_on="county_total"))
        found = settled(county, *self.events(), network=two_villages())
        assert {(line.event, line.payee, line.credited): line.amount.minor for line in found.lines} == {
            ("a", "li", "feixi-centre"): 80,
            ("b", "wang", "feixi-centre"): 200,
            ("c", "zhao", "runan-centre"): 80,
        }

    def test_a_centre_is_paid_on_what_its_stations_sell(self) -> None:
        override = rule(rate=self.TIERS, measured_on="county_total", split=Split.all_to("county_centre"))
        found = settled(plan(override), *self.events(), network=two_villages())
        assert {str(each.payee): each.accrued.minor for each in found.statements} == {
            "feixi-centre": 280,
            "runan-centre": 80,
        }


class TestBestForPayee:
    """Computed amounts are compared, never rates; of equal ones the first is paid."""

    def test_the_larger_amount_of_the_partner_is_paid(self) -> None:
        """5 % or ¥2.00: the percentage above ¥40.00, the fixed amount below, the first of both at it."""
        share = rule("share", rate=Percentage(percent("5 %")))
        fixed = rule("fixed", rate=PercentageAndFlat(percent("0 %"), yuan("2.00")))
        both = plan(share, fixed, policy="best_for_payee")
        found = settled(both, order("a", "39.00"), order("b", "40.00"), order("c", "41.00"))
        assert {line.event: str(line.rule) for line in found.lines} == {"a": "fixed", "b": "share", "c": "share"}

    def test_what_others_get_does_not_count(self) -> None:
        centre = rule("centre", rate=Percentage(percent("50 %")), split=Split.all_to("county_centre"))
        small = rule("small", rate=Percentage(percent("1 %")))
        [line] = settled(plan(centre, small, policy="best_for_payee"), order("a", "10.00")).lines
        assert line.rule == "small"

    def test_units_and_allowances_are_worked_out_too(self) -> None:
        dear = rule("dear", per_unit=UnitBounds(cap=UnitPrice.parse("0.10")))
        free = rule("free", allowance=Allowance(per="order", measure=yuan("8.00")))
        [line] = settled(plan(dear, free, policy="best_for_payee"), order("a", "10.00", quantity=1)).lines
        assert (line.rule, line.amount.minor) == ("free", 20)

    def test_a_refund_does_not_change_the_choice(self) -> None:
        share = rule("share", rate=Percentage(percent("5 %")), on_refund="rerate")
        fixed = rule("fixed", rate=PercentageAndFlat(percent("0 %"), yuan("2.00")), on_refund="rerate")
        both = plan(share, fixed, policy="best_for_payee")
        [line] = settled(both, order("a", "50.00"), refund("r", "a", "20.00")).lines
        assert (line.rule, line.amount.minor) == ("share", 150)
