"""Helpers and levels in a settlement."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.commission import (
    Always,
    ClawbackBand,
    ClawbackBands,
    CommissionPlan,
    CommissionRule,
    EarnedOn,
    Helper,
    Level,
    LevelMode,
    Levels,
    Percentage,
    PlanVersion,
    Share,
    Split,
)
from rural_taobao.commission.arithmetic import evaluated
from rural_taobao.commission.levels import LevelMissing
from rural_taobao.exact import Exact, Rate
from rural_taobao.festivals import programme_calendar
from rural_taobao.identifiers import Party
from rural_taobao.money import Money
from rural_taobao.network import HelperPosting, Network, Partner, Payee, Vacancy
from rural_taobao.periods import Period
from rural_taobao.samples import one_order, one_village
from rural_taobao.settlement import Event, Order, Outcome, Reason, Refund, Scope, Settlement, explained, settle
from rural_taobao.timeline import Timeline

OPENED, FIRST, LAST = date(2015, 6, 1), date(2016, 11, 11), date(2016, 11, 21)
AT = datetime.fromisoformat("2016-11-25T09:00:00+08:00")
MIDNIGHT = datetime.fromisoformat("2016-11-11T00:00:00+08:00")
percent = Rate.parse
OVERRIDES = ("2 %", "3 %", "2.5 %")
SHARED = Split([Share(Helper("partner"), percent("40 %")), Share("partner", percent("60 %"))], "first")


def village(**parts: Any) -> Network:
    """The one village, where Wang helps from 11 up to, and without, 21 November 2016."""
    base = one_village()
    usual: dict[str, Any] = {
        "partners": [*base.partners, Partner("wang", Period(OPENED), "part_time")],
        "payees": [*base.payees, Payee("wang", Period(OPENED))],
        "helpers": [HelperPosting("sanhe", "wang", "wang", Period(FIRST, LAST))],
    }
    return evolve(base, **(usual | parts))


def levels(mode: str, *rates: str, missing: str = "skip") -> Levels:
    parties = ("helper", "partner", "county_centre")
    return Levels(
        mode, missing, [Level(party, Percentage(percent(rate))) for party, rate in zip(parties, rates, strict=False)]
    )


def plan(paid: Levels | Split, **facts: Any) -> CommissionPlan:
    how: dict[str, Any] = {"levels": paid}
    if isinstance(paid, Split):
        how = {"rate": Percentage(percent("2 %")), "split": paid}
    usual: dict[str, Any] = {"measured_on": "order", "rounding": "half_up", "on_refund": "reverse"}
    rule = CommissionRule(id="rule", when=Always(), basis="net", **(usual | how | facts))
    version = PlanVersion(
        version="v", hit_policy="unique", earned_on=EarnedOn("placed"), running_totals="carry", rules=[rule]
    )
    return CommissionPlan(id="example", versions=Timeline.starting({date(2015, 1, 1): version}))


def helped(**facts: Any) -> Order:
    usual: dict[str, Any] = {"gross": Money(1000_00), "helper": "wang"}
    return evolve(one_order(), **(usual | facts))


def settled(given_plan: CommissionPlan, *events: Event, network: Network | None = None, **how: Any) -> Settlement:
    scope = how.pop("scope", Scope("2016-11"))
    return settle(network or village(), [given_plan], programme_calendar(), events, scope, **how)


def paid(settlement: Settlement) -> dict[str, int]:
    return {line.party.value: line.amount.minor for line in settlement.lines}


def net(settlement: Settlement) -> dict[tuple[str, str], int]:
    """Add up what is posted, by party and payee."""
    sums: dict[tuple[str, str], int] = {}
    for line in settlement.ledger:
        sums[line.party, line.payee] = sums.get((line.party, line.payee), 0) + line.amount.minor
    return {who: amount for who, amount in sums.items() if amount}


class TestHelpers:
    """The helper who is posted at the station at that instant is paid; who is not is told of, never in silence."""

    def test_the_helper_has_a_share_and_else_whom_the_split_names(self) -> None:
        half, alone = helped(id="o-2", gross=Money(500_00)), evolve(one_order(), id="o-3")
        settlement = settled(plan(SHARED), helped(), half, alone)
        assert [(line.event, line.party.value, line.payee, line.amount.minor) for line in settlement.lines] == [
            ("o-1", "helper", "wang", 800),
            ("o-1", "partner", "li", 1200),
            ("o-2", "helper", "wang", 400),
            ("o-2", "partner", "li", 600),
            ("o-3", "partner", "li", 2398),
        ]
        assert {line.credited for line in settlement.lines} == {"li"}
        assert "¥8.00 to wang as helper" in explained(settlement.lines[0])

    @given(st.integers(-3, 13), st.sampled_from([-1, 0, 1]))
    def test_days_begin_and_end_at_midnight(self, days: int, step: int) -> None:
        instant = MIDNIGHT + timedelta(days=days, microseconds=step)
        order = helped(placed=instant, paid=None, known_at=instant)
        settlement = settled(plan(SHARED), order)
        if FIRST <= instant.date() < LAST:
            assert paid(settlement) == {"helper": 800, "partner": 1200}
        else:
            assert len(settlement.lines) == 0
            assert settlement.outcomes.counts[Outcome.HELPER_NOT_POSTED].examples == ("o-1",)
            assert settlement.outcomes.unattributed == 1

    def test_nobody_of_that_name_or_at_another_station(self) -> None:
        nobody, elsewhere = helped(id="o-2", station="sanhe"), helped(id="o-3", station="nowhere")
        counts = settled(plan(SHARED), evolve(nobody, helper="zhao"), elsewhere).outcomes.counts
        assert counts[Outcome.HELPER_NOT_POSTED].examples == ("o-2",)
        assert counts[Outcome.STATION_UNKNOWN].examples == ("o-3",)

    def test_a_helper_at_a_vacant_station_is_paid_beside_whoever_is_credited(self) -> None:
        vacant = village(postings=[], vacancy=Vacancy("county_centre", "2.0"))
        settlement = settled(plan(SHARED), helped(), network=vacant)
        assert [(line.party.value, line.payee, line.amount.minor) for line in settlement.lines] == [
            ("helper", "wang", 800),
            ("partner", "feixi-centre", 1200),
        ]

    def test_running_totals_of_the_partner_in_charge_hold_what_a_helper_serves(self) -> None:
        running = plan(SHARED, measured_on="running_total")
        first, second = helped(), evolve(one_order(), id="o-2", placed=AT, paid=AT, known_at=AT)
        lines = settled(running, first, second).lines
        assert [(line.event, line.before) for line in lines] == [("o-1", 0), ("o-1", 0), ("o-2", 1000_00)]

    def test_a_posting_that_was_missing_moves_what_was_posted(self) -> None:
        """The order was unattributed until Wang's posting was added; a restatement pays it."""
        before = settled(plan(SHARED), helped(), network=village(helpers=[]))
        after = settled(plan(SHARED), helped(), posted=before.ledger)
        assert net(after) == {("helper", "wang"): 800, ("partner", "li"): 1200}
        back = settled(plan(SHARED), helped(), network=village(helpers=[]), posted=after.ledger)
        assert net(back) == {}
        assert len(settled(plan(SHARED), helped(), posted=after.ledger).lines) == 0


class TestLevels:
    """Each level is rounded once, posted to its party, and says how it came about."""

    @pytest.mark.parametrize(
        ("mode", "amounts"),
        [
            ("additive", {"helper": 20_00, "partner": 30_00, "county_centre": 25_00}),
            ("subtract_lower", {"helper": 20_00, "partner": 29_40, "county_centre": 23_77}),
            ("differential", {"helper": 20_00, "partner": 10_00}),
        ],
    )
    def test_of_one_order(self, mode: str, amounts: dict[str, int]) -> None:
        """By hand, of ¥1,000.00: 2.5 % of what 20.00 and 29.40 leave are ¥23.765."""
        settlement = settled(plan(levels(mode, *OVERRIDES)), helped())
        assert paid(settlement) == amounts
        assert settlement.outcomes.earned == 1
        for line in settlement.lines:
            assert evaluated(line.arithmetic) == Exact(line.amount.minor)
            assert f"level {line.party.replace('_', ' ')}" in explained(line)

    def test_a_level_is_explained(self) -> None:
        [_, _, centre] = settled(plan(levels("subtract_lower", *OVERRIDES)), helped()).lines
        assert explained(centre).splitlines()[3:7] == [
            "  measured: the amount after discounts, ¥1,000.00",
            "  level county centre: of the measure, less ¥49.40 that the levels below earn",
            "  ¥950.60 × 2.5 % = ¥23.765",
            "  rounded half up: ¥23.765 becomes ¥23.77, ¥0.005 more",
        ]
        [_, partner] = settled(plan(levels("differential", *OVERRIDES)), helped()).lines
        assert explained(partner).splitlines()[4:7] == [
            "  level partner",
            "  ¥1,000.00 × 3 % = ¥30.00",
            "  ¥30.00 less ¥20.00 that is paid below = ¥10.00",
        ]

    def test_a_level_that_nobody_stands_on_is_skipped(self) -> None:
        alone = evolve(helped(), helper=None)
        assert paid(settled(plan(levels("subtract_lower", *OVERRIDES)), alone)) == {
            "partner": 30_00,
            "county_centre": 24_25,
        }

    def test_or_is_an_error_that_names_the_event(self) -> None:
        strict = plan(levels("additive", *OVERRIDES, missing="error"))
        assert len(settled(strict, helped()).lines) == 3
        with pytest.raises(LevelMissing) as refused:
            settled(strict, helped(), evolve(helped(), id="o-2", helper=None))
        assert (refused.value.event, refused.value.rule, refused.value.party) == ("o-2", "rule", Party.HELPER)

    @given(st.sampled_from(LevelMode), st.integers(1, 1000_00), st.sampled_from(["reverse", "rerate"]))
    def test_a_full_refund_nets_to_nothing_and_a_partial_one_to_a_coin_of_its_part(
        self, mode: LevelMode, back: int, on_refund: str
    ) -> None:
        given_plan = plan(levels(mode, *OVERRIDES), on_refund=on_refund)
        first = settled(given_plan, helped())
        part = Refund(id="r-1", order="o-1", gross=Money(back), at=AT, known_at=AT)
        after = settled(given_plan, helped(), part, posted=first.ledger)
        whole = net(first)
        for who, amount in whole.items():
            exact = amount * (1000_00 - back)
            assert abs(net(after).get(who, 0) * 1000_00 - exact) <= 3 * 1000_00
        if back < 1000_00:
            rest = Refund(id="r-2", order="o-1", gross=Money(1000_00 - back), at=AT, known_at=AT)
            after = settled(given_plan, helped(), part, rest, posted=after.ledger)
        assert net(after) == {}
        for line in after.ledger:
            assert evaluated(line.arithmetic) == Exact(line.amount.minor)
            assert explained(line)

    def test_a_reversal_of_a_level_is_explained(self) -> None:
        """By hand: half of ¥10.00 goes back."""
        half = Refund(id="r-1", order="o-1", gross=Money(500_00), at=AT, known_at=AT)
        settlement = settled(plan(levels("differential", *OVERRIDES)), helped(), half)
        [back] = [line for line in settlement.lines if line.event == "r-1" and line.party is Party.PARTNER]
        assert back.amount == Money(-5_00)
        assert "taken back: ¥10.00 × ¥500.00 / ¥1,000.00 = ¥5.00" in explained(back)
        assert "¥5.00 is left of it, less the ¥10.00 that it was = -¥5.00" in explained(back)

    def test_what_rerating_shifts_names_the_refund(self) -> None:
        given_plan = plan(levels("additive", *OVERRIDES), on_refund="rerate")
        first = settled(given_plan, helped())
        half = Refund(id="r-1", order="o-1", gross=Money(500_00), at=AT, known_at=AT)
        lines = settled(given_plan, helped(), half, posted=first.ledger).lines
        assert [(line.amount.minor, line.reason, line.cause) for line in lines] == [
            (-10_00, Reason.REFUND, "r-1"),
            (-15_00, Reason.REFUND, "r-1"),
            (-12_50, Reason.REFUND, "r-1"),
        ]

    def test_two_levels_that_one_payee_stands_on_have_two_lines(self) -> None:
        same = village(helpers=[HelperPosting("sanhe", "wang", "li", Period(FIRST, LAST))])
        lines = settled(plan(levels("additive", *OVERRIDES)), helped(), network=same).lines
        assert [(line.party.value, line.payee) for line in lines[:2]] == [("helper", "li"), ("partner", "li")]

    def test_a_clawback_takes_back_a_part_of_each_level(self) -> None:
        """By hand: after two weeks half is taken back, of ¥20.00 and of ¥30.00."""
        by_age = ClawbackBands([ClawbackBand(0, 10, percent("100 %")), ClawbackBand(11, None, percent("50 %"))])
        whole = Refund(id="r-1", order="o-1", gross=Money(1000_00), at=AT, known_at=AT)
        settlement = settled(plan(levels("additive", "2 %", "3 %"), clawback=by_age), helped(), whole)
        assert net(settlement) == {("helper", "wang"): 10_00, ("partner", "li"): 15_00}
        for line in settlement.lines:
            assert evaluated(line.arithmetic) == Exact(line.amount.minor)


class TestBestForPayee:
    """Under `best_for_payee` rules with levels and helpers are compared by what the credited partner gets."""

    @pytest.mark.parametrize(("helper", "best"), [("wang", "levels"), (None, "shares")])
    def test_the_rule_that_pays_the_partner_more_is_paid(self, helper: str | None, best: str) -> None:
        """With a helper the partner gets 60 % of 4 % or 3 %; alone all of 4 %, or 3 %."""
        usual: dict[str, Any] = {
            "when": Always(),
            "basis": "net",
            "measured_on": "order",
            "rounding": "half_up",
            "on_refund": "reverse",
        }
        rules = [
            CommissionRule(id="shares", rate=Percentage(percent("4 %")), split=SHARED, **usual),
            CommissionRule(id="levels", levels=levels("additive", "1 %", "3 %"), **usual),
        ]
        version = PlanVersion(version="v", hit_policy="best_for_payee", earned_on=EarnedOn("placed"), rules=rules)
        given_plan = CommissionPlan(id="example", versions=Timeline.starting({date(2015, 1, 1): version}))
        assert {line.rule for line in settled(given_plan, evolve(helped(), helper=helper)).lines} == {best}
