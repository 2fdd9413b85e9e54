"""Splits in a settlement: one line for each event, rule and party, whatever a commission is divided by."""

from datetime import date, datetime
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.commission import (
    Always,
    CommissionPlan,
    CommissionRule,
    EarnedOn,
    Kept,
    Level,
    Levels,
    Percentage,
    PlanVersion,
    Remaining,
    Share,
    Split,
    Step,
    Waterfall,
)
from rural_taobao.commission.arithmetic import evaluated
from rural_taobao.commission.operands import Banded, Units
from rural_taobao.commission.sharing import kept_of
from rural_taobao.commission.splits import Shared
from rural_taobao.commission.terms import Bounded, Levelled, Part, Poured, Rounded, Term
from rural_taobao.currencies import CNY, Currency
from rural_taobao.exact import Exact, Rate, Rounding
from rural_taobao.festivals import programme_calendar
from rural_taobao.identifiers import Party
from rural_taobao.money import Allocation, CurrencyMismatch, Money
from rural_taobao.samples import one_order, one_village
from rural_taobao.settlement import Event, Outcome, Reason, Refund, Scope, Settlement, compare, explained, settle
from rural_taobao.settlement.readings import binding, unrounded
from rural_taobao.testing.split_strategies import sharings
from rural_taobao.timeline import Timeline

AT = datetime.fromisoformat("2016-11-20T09:00:00+08:00")
percent = Rate.parse
HALVES = Split([Share("partner", 1), Share("platform", 1)], "floor_separate", rest=Kept())


def rule(split: Shared, rate: str = "2 %", **facts: Any) -> CommissionRule:
    usual: dict[str, Any] = {"id": "rule", "measured_on": "order", "rounding": "half_up", "on_refund": "reverse"}
    return CommissionRule(when=Always(), basis="net", rate=Percentage(percent(rate)), split=split, **(usual | facts))


def levelled(levels: Levels) -> CommissionRule:
    return evolve(rule(HALVES), rate=None, split=None, levels=levels)


def plan(*rules: CommissionRule, policy: str = "unique") -> CommissionPlan:
    version = PlanVersion(
        version="v", hit_policy=policy, earned_on=EarnedOn("placed"), running_totals="carry", rules=rules
    )
    return CommissionPlan(id="example", versions=Timeline.starting({date(2015, 1, 1): version}))


def settled(given_plan: CommissionPlan, *events: Event, **how: Any) -> Settlement:
    scope = how.pop("scope", Scope("2016-11"))
    return settle(one_village(), [given_plan], programme_calendar(), events or [one_order()], scope, **how)


def amounts(settlement: Settlement) -> dict[str, int]:
    """Give what each party gets, which has one line at most."""
    found = {line.party.value: line.amount.minor for line in settlement.lines}
    assert len(found) == len(settlement.lines)
    return found


class TestLines:
    """A party has one line for an event and a rule, of all that it takes; what is kept has none."""

    @given(sharings(currency=st.just(CNY)))
    def test_lines_and_what_is_kept_make_the_commission(self, shared: Shared) -> None:
        """The commission is 2 % of ¥1,199.00."""
        settlement = settled(plan(rule(shared)))
        found = amounts(settlement)
        assert found == {
            party.value: part for party, part in zip(shared.parties, shared.parts(2398), strict=True) if part
        }
        assert sum(found.values()) + kept_of(shared, 2398) == 2398
        for line in settlement.lines:
            assert evaluated(line.arithmetic) == Exact(line.amount.minor)
            assert str(line.amount) in explained(line)

    @given(sharings(currency=st.just(CNY)), st.integers(1, 119_900))
    def test_a_refund_takes_back_the_difference_of_two_allocations(self, shared: Shared, back: int) -> None:
        refund = Refund(id="r-1", order="o-1", gross=Money(back), at=AT, known_at=AT)
        settlement = settled(plan(rule(shared)), one_order(), refund)
        left = 2398 - (2398 * back * 2 + 119_900) // (2 * 119_900)
        for party, part in zip(shared.parties, shared.parts(left), strict=True):
            assert sum(line.amount.minor for line in settlement.lines if line.party is party) == part
        for line in settlement.lines:
            assert evaluated(line.arithmetic) == Exact(line.amount.minor)
            assert explained(line)

    def test_a_party_that_takes_the_first_and_the_rest_has_one_line(self) -> None:
        """By hand: of ¥23.98 the partner has the first ¥10.00, the platform the next ¥5.00, the partner the rest."""
        waterfall = Waterfall([Step("partner", Money(1000)), Step("platform", Money(500))], rest="partner")
        settlement = settled(plan(rule(waterfall)))
        assert amounts(settlement) == {"partner": 1898, "platform": 500}
        assert explained(settlement.lines[0]).splitlines()[4:8] == [
            "  ¥1,199.00 × 2 % = ¥23.98",
            "  at most ¥10.00 of ¥23.98 = ¥10.00",
            "  what ¥23.98 leaves after the first ¥15.00 = ¥8.98",
            "  ¥10.00 + ¥8.98 = ¥18.98",
        ]
        assert (
            explained(settlement.lines[1]).splitlines()[5] == "  at most ¥5.00 of ¥23.98 after the first ¥10.00 = ¥5.00"
        )

    def test_a_share_of_a_share_is_explained_step_by_step(self) -> None:
        inner = Split([Share("county_centre", 2), Share("platform", 1)], "first")
        settlement = settled(plan(rule(Split([Share(inner, percent("15 %")), Share("partner", Remaining())], "first"))))
        assert amounts(settlement) == {"county_centre": 240, "platform": 120, "partner": 2038}
        assert explained(settlement.lines[0]).splitlines()[5:7] == [
            "  share 15 % of ¥23.98: ¥3.597 becomes ¥3.60 in whole coins, ¥0.003 more",
            "  share 2 of 3 parts of ¥3.60 = ¥2.40",
        ]

    def test_a_rest_that_is_kept_apart_is_explained(self) -> None:
        blocks = Split([Share("partner", 70), Share("county_centre", 30)], "block_separate", rest="platform")
        settlement = settled(plan(rule(blocks)))
        assert amounts(settlement) == {"partner": 1673, "county_centre": 717, "platform": 8}
        assert explained(settlement.lines[2]).splitlines()[5] == "  what whole shares leave of ¥23.98 = ¥0.08"

    def test_what_a_refund_leaves_of_several_parts_is_explained(self) -> None:
        """By hand: of ¥11.99 left the partner has ¥10.00, the platform ¥1.99: ¥8.98 and ¥3.01 less."""
        waterfall = Waterfall([Step("partner", Money(1000)), Step("platform", Money(500))], rest="partner")
        refund = Refund(id="r-1", order="o-1", gross=Money(59_950), at=AT, known_at=AT)
        back = {
            line.party: line
            for line in settled(plan(rule(waterfall)), one_order(), refund).lines
            if line.event == "r-1"
        }
        assert {party: line.amount.minor for party, line in back.items()} == {Party.PARTNER: -898, Party.PLATFORM: -301}
        assert "¥10.00 is left of it, less the ¥18.98 that it was = -¥8.98" in explained(back[Party.PARTNER])

    def test_a_refund_names_the_line_that_it_corrects_where_there_is_one(self) -> None:
        """By hand: two fen are one and one; of the one that is left, nobody has half, and the centre takes the rest."""
        halves = Split([Share("partner", 1), Share("platform", 1)], "floor_separate", rest="county_centre")
        order = evolve(one_order(), gross=Money(100))
        refund = Refund(id="r-1", order="o-1", gross=Money(50), at=AT, known_at=AT)
        lines = settled(plan(rule(halves)), order, refund).lines
        found = {(str(line.event), line.party.value): line for line in lines}
        assert {key: line.amount.minor for key, line in found.items()} == {
            ("o-1", "partner"): 1,
            ("o-1", "platform"): 1,
            ("r-1", "partner"): -1,
            ("r-1", "platform"): -1,
            ("r-1", "county_centre"): 1,
        }
        assert found["r-1", "partner"].corrects == str(found["o-1", "partner"].key)
        assert not found["r-1", "county_centre"].corrects
        assert "for what refund r-1 takes back at station sanhe" in explained(found["r-1", "county_centre"])

    def test_the_maxima_are_in_the_currency_of_the_rule(self) -> None:
        dollars = Waterfall([Step("partner", Money(5, Currency("USD")))], rest="platform")
        with pytest.raises(CurrencyMismatch):
            rule(dollars, cap=Money(5))


class TestKept:
    """An order of which all is kept earns nothing, and says so."""

    def test_is_counted(self) -> None:
        settlement = settled(plan(rule(Split([Share(Kept(), percent("100 %"))], "first"))))
        assert len(settlement.lines) == 0
        assert settlement.outcomes.counts[Outcome.KEPT].examples == ("o-1",)
        assert settlement.outcomes.earns_nothing == 1

    def test_less_than_a_coin_is_told_apart_from_what_is_kept(self) -> None:
        coin, none = evolve(one_order(), gross=Money(50)), evolve(one_order(), id="o-2", gross=Money(10))
        counts = settled(plan(rule(HALVES)), coin, none).outcomes.counts
        assert counts[Outcome.KEPT].examples == ("o-1",)
        assert counts[Outcome.ROUNDED_AWAY].examples == ("o-2",)

    def test_is_earned_where_another_rule_pays(self) -> None:
        kept = rule(Split([Share(Kept(), percent("100 %"))], "first"), id="kept")
        pays = rule(Split.all_to("partner"), id="pays")
        assert settled(plan(kept, pays, policy="sum")).outcomes.earned == 1
        assert settled(plan(pays, kept, policy="sum")).outcomes.earned == 1
        assert settled(plan(kept, policy="sum")).outcomes.earned == 0

    def test_is_no_cause_of_what_shifts_after_it(self) -> None:
        """A coin that was kept in November was known then: what a restatement shifts names no late event."""
        coin = evolve(one_order(), gross=Money(50))
        large = evolve(one_order(), id="o-2", placed=AT, paid=AT, known_at=AT)
        before = settled(plan(rule(HALVES, measured_on="running_total")), coin, large)
        restated = Scope("2016-12", restated=["2016-11"], reason="another rate")
        dearer = plan(rule(HALVES, "2.2 %", measured_on="running_total"))
        lines = settled(dearer, coin, large, scope=restated, posted=before.ledger).lines
        assert [(line.event, line.reason, line.cause) for line in lines] == [
            ("o-2", Reason.RESTATEMENT, ""),
            ("o-2", Reason.RESTATEMENT, ""),
        ]


class TestCompared:
    """What waterfalls, rests and levels come to is compared like any share, by its exact amount."""

    @pytest.mark.parametrize(
        ("term", "exact"),
        [
            (Poured(Units(100), (20, 30), 0), Exact(20)),
            (Poured(Units(100), (20, 30), 1), Exact(30)),
            (Poured(Units(100), (20, 30), 2), Exact(50)),
            (Poured(Units(-45), (20, 30), 1), Exact(-25)),
            (Poured(Rounded(Banded(((50, 500_000),)), Rounding.UP), (20, 30), 1), Exact(5)),
            (Poured(Rounded(Banded(((51, 500_000),)), Rounding.UP), (20, 30), 1), Exact(11, 2)),
            (Part(Units(100), (2, 3, 1), Allocation.BLOCK_SEPARATE, 0), Exact(100, 3)),
            (Part(Units(100), (2, 3, 1), Allocation.BLOCK_SEPARATE, 3), Exact(0)),
            (Levelled(Units(50), Party.PARTNER, 0, 20), Exact(30)),
            (Levelled(Units(20), Party.PARTNER, 0, 50), Exact(0)),
        ],
    )
    def test_exact_amounts(self, term: Term, exact: Exact) -> None:
        """By hand: 50 × 0.5 are 25, of which the second step takes 5; 51 × 0.5 are 25.5."""
        assert unrounded(term, bounded=True) == exact
        assert unrounded(term, bounded=False) == exact
        assert binding(term, CNY) == frozenset()

    def test_a_cut_below_a_step_is_still_told(self) -> None:
        capped = Poured(Bounded(Units(100), None, 50), (20,), 1)
        assert binding(capped, CNY) == {"cut to the cap of ¥0.50"}

    def test_another_maximum(self) -> None:
        before, after = (
            settled(plan(rule(Waterfall([Step("partner", Money(most))], rest="platform")))) for most in (1000, 1200)
        )
        assert [each.explanation for each in compare(before, after).differences] == [
            "o-1: ¥10.00 became ¥12.00 before rounding: ¥10.00 → ¥12.00 (+¥2.00)",
            "o-1: ¥13.98 became ¥11.98 before rounding: ¥13.98 → ¥11.98 (-¥2.00)",
        ]

    def test_a_rest_is_what_rounding_leaves(self) -> None:
        shares = [Share("partner", 70), Share("county_centre", 30)]
        before, after = (
            settled(plan(rule(Split(shares, mode, rest="platform")))) for mode in ("block_separate", "floor_separate")
        )
        found = {each.party: each for each in compare(before, after).differences}
        assert {str(each.classed) for each in found.values()} == {"rounding"}
        assert found[Party.PLATFORM].explanation == "o-1: ¥0.00 rounded otherwise: ¥0.08 → ¥0.01 (-¥0.07)"

    def test_a_rest_beside_shares_that_leave_none(self) -> None:
        shares = [Share("partner", 70), Share("county_centre", 30)]
        before = settled(plan(rule(Split(shares, "block_separate", rest="platform"))))
        after = settled(plan(rule(Split(shares, "first"))))
        [gone] = [each for each in compare(before, after).differences if each.party is Party.PLATFORM]
        assert str(gone.classed) == "missing"

    def test_several_parts_of_one_party(self) -> None:
        waterfall = Waterfall([Step("partner", Money(1000)), Step("platform", Money(500))], rest="partner")
        before, after = (settled(plan(rule(waterfall, rate))) for rate in ("2 %", "3 %"))
        [more] = compare(before, after).differences
        assert more.explanation == "o-1: 2 % of ¥1,199.00 became 3 % of it: ¥18.98 → ¥30.97 (+¥11.99)"

    def test_levels(self) -> None:
        """By hand: 1 % is ¥11.99, 2 % ¥23.98, 4 % ¥47.96, of which the platform keeps what is above the partner's."""
        one, two, four = (Percentage(percent(f"{each} %")) for each in (1, 2, 4))
        low = Level("partner", one)
        before = Levels("additive", "skip", [low, Level("platform", two)])
        after = Levels("differential", "skip", [low, Level("platform", four)])
        [more] = compare(settled(plan(levelled(before))), settled(plan(levelled(after)))).differences
        assert more.explanation == "o-1: 2 % of ¥1,199.00 became 4 % of it: ¥23.98 → ¥35.97 (+¥11.99)"
