from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, ClassVar

import pytest
from attrs import evolve
from hypothesis import example, given
from hypothesis import strategies as st

from rural_taobao.commission.bases import Basis
from rural_taobao.commission.bounds import Allowance
from rural_taobao.commission.caps import SharedCap
from rural_taobao.commission.conditions import Always, Moment
from rural_taobao.commission.plans import CarriedOnAnotherBasis, CommissionPlan, PlanVersionTwice
from rural_taobao.commission.policies import HitPolicy, RunningTotals, RunningTotalsNotStated
from rural_taobao.commission.rates import Flat, Percentage, PerUnit
from rural_taobao.commission.rules import CommissionRule
from rural_taobao.commission.splits import Split
from rural_taobao.commission.versions import EarnedOn, PlanVersion, RuleTwice, RuleUnknown
from rural_taobao.currencies import CNY, Currency
from rural_taobao.exact import Rate
from rural_taobao.identifiers import PlanId, RuleId, VersionId
from rural_taobao.kinds import WrongNumber
from rural_taobao.money import CurrencyMismatch, Money, UnitPrice
from rural_taobao.periods import Period
from rural_taobao.testing import strategies
from rural_taobao.testing.plan_strategies import plan_versions, plans
from rural_taobao.timeline import DayNotCovered, Entry, Source, Timeline
from tests.odd_values import Wrong

USD = Currency("USD")
FIRST = date(2016, 1, 1)


def rule(name: str = "parcels", *, currency: Currency = CNY, running: bool = False) -> CommissionRule:
    return CommissionRule(
        id=name,
        when=Always(),
        basis="count",
        measured_on="running_total" if running else "order",
        rate=PerUnit(UnitPrice(1, currency)) if running else Flat(Money(50, currency)),
        rounding="half_up",
        on_refund="reverse",
        split=Split.all_to("partner"),
    )


def version(name: str = "2016a", *listed: CommissionRule, running_totals: str | None = None) -> PlanVersion:
    return PlanVersion(
        version=name,
        hit_policy="unique",
        earned_on=EarnedOn("placed"),
        running_totals=running_totals,
        rules=listed or [rule()],
    )


def following(versions: Sequence[PlanVersion]) -> Timeline[PlanVersion]:
    """Let versions follow each other by the year."""
    return Timeline.starting({date(2016 + year, 1, 1): each for year, each in enumerate(versions)})


def plan(*versions: PlanVersion) -> CommissionPlan:
    return CommissionPlan(id="example", versions=following(versions))


currencies = st.sampled_from([CNY, USD])
some_rules = st.builds(rule, st.sampled_from(["a", "b", "c", "d"]), currency=currencies, running=st.booleans())
some_versions = plan_versions(rule=some_rules)
some_yuan_plans = plans(
    currency=st.just(CNY),
    version=plan_versions(rule=st.builds(rule, st.sampled_from(["a", "b", "c"]), running=st.booleans())),
)


class TestRulesOfAVersion:
    """The rules of a plan version have ids of their own, by which they are found."""

    @given(some_versions)
    def test_each_is_found_by_its_id(self, drawn: PlanVersion) -> None:
        assert [drawn.rule(each.id) for each in drawn.rules] == list(drawn.rules)

    @given(st.lists(some_rules, max_size=5))
    @example([rule("seeds"), rule("seeds")])
    def test_a_version_is_built_exactly_if_no_id_comes_twice(self, drawn: list[CommissionRule]) -> None:
        names = [each.id for each in drawn]
        if len(set(names)) == len(names):
            assert version("v", *drawn, running_totals="carry").rules == tuple(drawn or [rule()])
        else:
            with pytest.raises(RuleTwice) as refused:
                version("v", *drawn, running_totals="carry")
            assert names.count(refused.value.rule) > 1

    @given(some_versions)
    def test_one_that_is_not_there_is_refused_by_name(self, drawn: PlanVersion) -> None:
        with pytest.raises(RuleUnknown) as refused:
            drawn.rule(RuleId("e"))
        assert refused.value.args == (drawn.version, "e")

    def test_each_uses_up_the_caps_that_name_it_and_no_other(self) -> None:
        caps = [
            SharedCap(id=name, amount=Money(5), of="payee", within="earned_period", rules=rules)
            for name, rules in (("b", ["one", "two"]), ("a", ["two"]))
        ]
        drawn = evolve(version("v", rule("one"), rule("two"), rule("three"), running_totals="carry"), caps=caps)
        assert [drawn.caps_on(RuleId(each)) for each in ("one", "two", "three")] == [(caps[0],), tuple(caps), ()]

    def test_a_version_may_pay_nothing(self) -> None:
        assert PlanVersion(version="pause", hit_policy="sum", earned_on=EarnedOn("paid"), rules=[]).rules == ()


class TestRunningTotals:
    """A plan amended within a period states for rules with running totals: `carry` or `reset`."""

    @given(some_versions)
    def test_a_version_with_a_running_total_says_so(self, drawn: PlanVersion) -> None:
        runs: list[str] = [each.id for each in drawn.every_rule if each.cumulative]
        runs.extend(cap.id for cap in drawn.every_cap)
        if runs:
            assert drawn.running_totals in set(RunningTotals)
            with pytest.raises(RunningTotalsNotStated) as refused:
                evolve(drawn, running_totals=None)
            assert refused.value.args == (drawn.version, runs[0])
        else:
            assert evolve(drawn, running_totals=None).running_totals is None

    @pytest.mark.parametrize("choice", RunningTotals)
    def test_a_choice_given_by_its_name_is_that_choice(self, choice: RunningTotals) -> None:
        assert version("v", rule(running=True), running_totals=choice.value).running_totals is choice

    def test_a_choice_that_there_is_not_is_refused(self) -> None:
        with pytest.raises(ValueError, match="forget"):
            version("v", rule(running=True), running_totals="forget")


class TestVersionsOfAPlan:
    """The attribution instant alone selects the plan version; days that none covers are refused, naming them."""

    @given(some_yuan_plans, strategies.days())
    def test_the_version_of_a_day_is_the_one_whose_days_hold_it(self, drawn: CommissionPlan, day: date) -> None:
        changes = drawn.versions.changes()
        asked = [day, *changes, *(each - timedelta(1) for each in changes if each > date.min)]
        for each in asked:
            holding = [entry for entry in drawn.versions.entries if each in entry.period]
            if holding:
                assert [drawn.on(each)] == [entry.value for entry in holding]
                assert [drawn.source(each)] == [entry.source for entry in holding]
            else:
                for question in (drawn.on, drawn.source):
                    with pytest.raises(DayNotCovered) as refused:
                        question(each)
                    assert refused.value.day == each

    @given(st.lists(st.sampled_from("abcd"), min_size=1, max_size=5))
    @example(["a", "a"])
    def test_a_plan_is_built_exactly_if_no_name_comes_twice(self, names: list[str]) -> None:
        if len(set(names)) == len(names):
            assert [entry.value.version for entry in plan(*map(version, names)).versions.entries] == names
        else:
            with pytest.raises(PlanVersionTwice) as refused:
                plan(*map(version, names))
            assert refused.value.plan == "example"
            assert names.count(refused.value.version) > 1

    def test_a_plan_amended_for_tomorrow_is_the_same_today(self) -> None:
        old = plan(version("a"))
        new = plan(version("a"), version("b", rule("letters")))
        assert [new.on(FIRST + timedelta(days)) for days in (0, 365)] == [old.on(FIRST)] * 2
        assert new.on(FIRST + timedelta(366)).version == "b"

    def test_each_version_has_a_source_of_its_own(self) -> None:
        says = Source("circular 7", quality="example")
        told = CommissionPlan(id="example", versions=Timeline([Entry(Period(FIRST), version(), says)]))
        assert told.source(FIRST) == says


class TestCurrencyOfAPlan:
    """A plan pays in one currency."""

    @given(st.lists(st.lists(currencies, max_size=3), min_size=1, max_size=3), currencies)
    def test_a_plan_is_built_exactly_if_no_rule_of_any_version_names_another(
        self, named: list[list[Currency]], own: Currency
    ) -> None:
        versions = [
            PlanVersion(
                version=f"v{number}",
                hit_policy="sum",
                earned_on=EarnedOn("paid"),
                rules=[rule(f"r{place}", currency=each) for place, each in enumerate(listed)],
            )
            for number, listed in enumerate(named)
        ]
        history = following(versions)
        others = {each for listed in named for each in listed} - {own}
        if others:
            with pytest.raises(CurrencyMismatch) as refused:
                CommissionPlan(id="example", currency=own, versions=history)
            assert refused.value.args == (own, others.pop())
        else:
            assert CommissionPlan(id="example", currency=own, versions=history).currency == own

    def test_it_is_the_renminbi_where_nothing_is_said(self) -> None:
        assert plan(version()).currency == CNY


class TestEarningMoment:
    """The plan's earning moment (placed, paid, received, n days after) selects only the earned period."""

    @given(st.sampled_from(Moment), st.integers(min_value=1))
    def test_it_is_shown_as_people_say_it(self, moment: Moment, days: int) -> None:
        assert str(EarnedOn(moment)) == moment.value
        assert str(EarnedOn(moment, days)) == f"{days} days after {moment.value}"

    @pytest.mark.parametrize("days", [-1, 0.5, True, None, "7"])
    def test_days_are_whole_and_0_or_more(self, days: Wrong) -> None:
        with pytest.raises(WrongNumber):
            EarnedOn("placed", days)

    def test_a_moment_that_there_is_not_is_refused(self) -> None:
        with pytest.raises(ValueError, match="shipped"):
            EarnedOn("shipped")


class TestWhatAVersionIsMadeOf:
    """Hit policy and earning moment decide where money goes, so neither has a default."""

    @pytest.mark.parametrize("name", ["version", "hit_policy", "earned_on", "rules"])
    def test_what_decides_is_required(self, name: str) -> None:
        fields: dict[str, Wrong] = {
            "version": "2016a",
            "hit_policy": "unique",
            "earned_on": EarnedOn("placed"),
            "rules": [rule()],
        }
        del fields[name]
        with pytest.raises(TypeError, match=name):
            PlanVersion(**fields)

    @pytest.mark.parametrize(
        ("name", "value"), [("earned_on", "placed"), ("earned_on", None), ("earned_on", Moment.PLACED)]
    )
    def test_a_part_of_another_type_is_refused(self, name: str, value: Wrong) -> None:
        with pytest.raises(TypeError):
            evolve(version(), **{name: value})

    def test_a_policy_that_there_is_not_is_refused(self) -> None:
        with pytest.raises(ValueError, match="best"):
            evolve(version(), hit_policy="best")

    def test_equal_versions_are_one_key(self) -> None:
        assert {version(): 1}[version()] == 1
        assert version("b") not in {version(): 1}

    def test_names_become_what_they_name(self) -> None:
        made = version()
        assert type(made.version) is VersionId
        assert made.hit_policy is HitPolicy.UNIQUE
        assert type(plan(made).id) is PlanId

    def test_they_are_named_as_plans_name_them(self) -> None:
        assert [each.value for each in HitPolicy] == ["unique", "first", "most_specific", "best_for_payee", "sum"]
        assert [each.value for each in RunningTotals] == ["carry", "reset"]


class TestRefusals:
    """An error says what must hold, what was given and what to do."""

    @pytest.mark.parametrize(
        ("error", "message"),
        [
            (
                RuleTwice(RuleId("seeds")),
                "the rules of a plan version must have ids of their own, but two are called seeds; rename one",
            ),
            (
                RuleUnknown(VersionId("2016a"), RuleId("seeds")),
                (
                    "a rule must be one of the plan version that is asked for it, but seeds is none of 2016a; "
                    "ask the version under which the line was posted"
                ),
            ),
            (
                PlanVersionTwice(PlanId("example"), VersionId("2016a")),
                (
                    "the versions of a plan must have names of their own, but plan example has two called 2016a; "
                    "rename one"
                ),
            ),
            (
                RunningTotalsNotStated(VersionId("2016a"), RuleId("seeds")),
                (
                    "a plan version with a running total must say what becomes of the total of the version before, but "
                    "'running_totals' is missing in version 2016a, whose rule seeds has one; state 'carry' or 'reset'"
                ),
            ),
        ],
    )
    def test_each_has_its_sentence(self, error: Exception, message: str) -> None:
        assert str(error) == message


class TestCarriedTotals:
    """A running total that is carried over an amendment goes on measuring the same; one that starts anew need not."""

    COUNTED: ClassVar[dict[str, Any]] = {"count": PerUnit(UnitPrice(1)), "net": Percentage(Rate(1))}

    def measuring(self, name: str, basis: str, running_totals: str, **facts: Any) -> PlanVersion:
        measured = {"measured_on": "running_total"} | facts
        return version(
            name, evolve(rule(), basis=basis, rate=self.COUNTED[basis], **measured), running_totals=running_totals
        )

    def test_one_that_would_measure_another_thing_is_refused(self) -> None:
        first, second = self.measuring("a", "count", "carry"), self.measuring("b", "net", "carry")
        with pytest.raises(CarriedOnAnotherBasis) as refused:
            plan(first, second)
        facts = refused.value.plan, refused.value.version, refused.value.rule, refused.value.before, refused.value.basis
        assert facts == refused.value.args == ("example", "b", "parcels", Basis.COUNT, Basis.NET)

    def test_one_that_skips_a_version_is_carried_too(self) -> None:
        first, second = self.measuring("a", "count", "carry"), self.measuring("c", "net", "carry")
        with pytest.raises(CarriedOnAnotherBasis):
            plan(first, version("b", rule("other"), running_totals="carry"), second)

    def test_one_that_is_used_up_by_an_allowance_is_carried_too(self) -> None:
        allowed = {"measured_on": "order", "allowance": Allowance(per="period", events=1)}
        first, second = self.measuring("a", "count", "carry", **allowed), self.measuring("b", "net", "carry", **allowed)
        with pytest.raises(CarriedOnAnotherBasis):
            plan(first, second)

    @pytest.mark.parametrize(
        ("basis", "running_totals", "measured_on"),
        [("net", "reset", "running_total"), ("count", "carry", "running_total"), ("net", "carry", "order")],
    )
    def test_others_are_taken(self, basis: str, running_totals: str, measured_on: str) -> None:
        first = self.measuring("a", "count", "carry")
        assert plan(first, self.measuring("b", basis, running_totals, measured_on=measured_on))

    @given(plans())
    def test_drawn_plans_have_no_other(self, drawn: CommissionPlan) -> None:
        for before, after in pairwise(entry.value for entry in drawn.versions.entries):
            if after.running_totals is RunningTotals.CARRY:
                bases = {each.id: each.basis for each in before.every_rule if each.cumulative}
                assert all(bases.get(each.id, each.basis) == each.basis for each in after.every_rule if each.cumulative)
