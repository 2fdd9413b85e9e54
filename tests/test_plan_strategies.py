from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import chain
from operator import attrgetter
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from rural_taobao.commission import (
    AllOf,
    Always,
    AmountOf,
    AnyOf,
    Basis,
    Boundary,
    ClawbackBands,
    CommissionPlan,
    CommissionRule,
    Condition,
    DuringFestival,
    EarnedOn,
    FixedSum,
    Flat,
    FlatWithholding,
    Graduated,
    HitPolicy,
    MeasuredOn,
    Moment,
    Not,
    NoWithholding,
    OnRefund,
    Overflow,
    Percentage,
    PlanVersion,
    ProgressiveWithholding,
    RunningTotals,
    Seniority,
    ShareOf,
    ShareOfGross,
    Tier,
    Underflow,
    Unearned,
    WholeAmount,
)
from rural_taobao.commission.edges import FirstFlat
from rural_taobao.commission.matching import campaigns
from rural_taobao.commission.portions import Remaining
from rural_taobao.commission.rates import RateForm
from rural_taobao.commission.sharing import keeps
from rural_taobao.commission.splits import Shared, Split, Waterfall
from rural_taobao.currencies import CNY, Currency
from rural_taobao.documents.models import Models
from rural_taobao.exact import MILLIONTHS, Rate, Rounding
from rural_taobao.identifiers import CategoryCode, Party, PlanId
from rural_taobao.instants import CHINA
from rural_taobao.money import Allocation, Money
from rural_taobao.network import Engagement, Focus, ModelVersion, Vacancy, VacantCredit, VillagesWithin
from rural_taobao.network.reaches import NAMED_REACHES
from rural_taobao.testing import network_strategies as network
from rural_taobao.testing import payout_strategies as payouts
from rural_taobao.testing import plan_strategies as commission
from rural_taobao.testing.split_strategies import sharings, splits
from tests.corners import shows

Corner = tuple[str, SearchStrategy[Any], Callable[[Any], bool]]

A_FEW = settings(max_examples=25)
YUAN = st.just(CNY)
USD = Currency("USD")

rates = commission.rate_forms()
rules = commission.rules()
versions = commission.plan_versions()
plans = commission.plans()
models = network.models()
tables = commission.tables()
tiers = commission.tiers()
conditions = commission.conditions()
shares = splits()
divisions = sharings()
terms = payouts.payout_terms()
deductions = payouts.deductions()
withholdings = payouts.withholdings()
model_versions = network.model_versions()
vacancies = network.vacancies()


def rules_of(plan: CommissionPlan) -> Iterable[CommissionRule]:
    return (rule for entry in plan.versions.entries for rule in entry.value.rules)


def has(attribute: str, option: object) -> Callable[[Any], bool]:
    by_name = attrgetter(attribute)
    return lambda made: by_name(made) is option


def each(name: str, strategy: SearchStrategy[Any], attribute: str, options: Iterable[object]) -> list[Corner]:
    """Give a corner for each option that an attribute can be."""
    return [(f"{name} {option}", strategy, has(attribute, option)) for option in options]


def within(shared: Shared, kind: type[Shared]) -> bool:
    """Tell whether a split of one kind lies at once within another."""
    return any(isinstance(receiver, kind) for receiver in shared.receivers)


def forms(strategy: SearchStrategy[Any], union: object) -> list[Corner]:
    """Give a corner for each form of a closed union."""
    return [(f"of the form {form.__name__}", strategy, holds(form)) for form in get_args(union)]


def holds(form: type) -> Callable[[Any], bool]:
    """Look for a form anywhere in a condition: alone, each of them is rare."""
    return lambda made: any(isinstance(part, form) for part in parts(made))


def parts(made: object) -> Iterator[object]:
    yield made
    match made:
        case AllOf(conditions) | AnyOf(conditions):
            yield from chain.from_iterable(map(parts, conditions))
        case Not(other):
            yield from parts(other)
        case _:
            pass


def months(*, ended: bool) -> Callable[[Any], bool]:
    """Look for months of seniority, with an end or without one."""
    return lambda made: any(
        isinstance(part, Seniority) and (part.months_to is not None) is ended for part in parts(made)
    )


def over_money(rate: Graduated | WholeAmount) -> bool:
    return isinstance(rate.tiers[0].start, Money)


CORNERS: list[Corner] = [
    *forms(rates, RateForm),
    *forms(conditions, Condition),
    ("more than all", rates, lambda rate: isinstance(rate, Percentage) and rate.rate.millionths > MILLIONTHS),
    ("graduated over money", rates, lambda rate: isinstance(rate, Graduated) and over_money(rate)),
    ("graduated over units", rates, lambda rate: isinstance(rate, Graduated) and not over_money(rate)),
    ("whole amount over money", rates, lambda rate: isinstance(rate, WholeAmount) and over_money(rate)),
    ("whole amount over units", rates, lambda rate: isinstance(rate, WholeAmount) and not over_money(rate)),
    ("an amount in three digits", rates, lambda rate: isinstance(rate, Flat) and rate.amount.currency.digits == 3),
    ("several tiers", tables, lambda table: len(table.tiers) > 2),
    ("a last tier that ends", tables, lambda table: table.tiers[-1].end is not None),
    ("a last tier that is open", tables, lambda table: table.tiers[-1].end is None),
    ("a first tier above zero", tables, lambda table: table.tiers[0].first > 0),
    ("a first tier at zero", tables, lambda table: table.tiers[0].first == 0),
    *each("boundary", tables, "boundary", Boundary),
    *each("overflow", tables, "overflow", [None, *Overflow]),
    *each("underflow", tables, "underflow", [None, *Underflow]),
    *each("first flat", tables, "first_flat", [None, *FirstFlat]),
    ("a tier with a flat amount", tiers, lambda tier: tier.flat is not None),
    ("a tier without one", tiers, lambda tier: tier.flat is None),
    *each("basis", rules, "basis", Basis),
    ("an amount part by part", rules, lambda rule: isinstance(rule.basis, AmountOf)),
    ("a margin part by part", rules, lambda rule: isinstance(rule.basis, AmountOf) and "cost" in rule.basis.less),
    *each("measured on", rules, "measured_on", MeasuredOn),
    *each("on refund", rules, "on_refund", OnRefund),
    *each("rounding", rules, "rounding", Rounding),
    (
        "bands of a clawback",
        rules,
        lambda rule: isinstance(rule.clawback, ClawbackBands) and len(rule.clawback.bands) > 1,
    ),
    ("a clawback by months", rules, lambda rule: isinstance(rule.clawback, Unearned)),
    ("no clawback", rules, lambda rule: rule.clawback is None and rule.on_refund is OnRefund.REVERSE),
    ("a fee", rules, lambda rule: rule.is_fee),
    ("a fee beside a commission", versions, lambda version: len({rule.is_fee for rule in version.every_rule}) > 1),
    ("a cap of fees", versions, lambda version: any(version.rule(cap.rules[0]).is_fee for cap in version.caps)),
    ("a floor and a cap", rules, lambda rule: rule.floor is not None and rule.cap is not None),
    ("neither", rules, lambda rule: rule.floor is rule.cap is None),
    ("a share for each party", shares, lambda split: len(split.parties) == len(Party)),
    ("a share of nothing", shares, lambda split: 0 in split.weights),
    ("parts", shares, lambda split: isinstance(split.shares[0].rate, int)),
    ("what remains", shares, lambda split: any(share.rate == Remaining() for share in split.shares)),
    ("what is kept", divisions, keeps),
    ("a rest for a party", shares, lambda split: isinstance(split.rest, Party)),
    *each("mode", shares, "mode", Allocation),
    ("a waterfall", divisions, lambda shared: isinstance(shared, Waterfall)),
    ("a split in a waterfall", divisions, lambda shared: isinstance(shared, Waterfall) and within(shared, Split)),
    ("a waterfall in a split", divisions, lambda shared: isinstance(shared, Split) and within(shared, Waterfall)),
    ("a campaign", rules, lambda rule: bool(campaigns(rule.when))),
    ("a campaign within", conditions, lambda made: isinstance(made, AllOf) and len(campaigns(made)) > 0),
    ("months without an end", conditions, months(ended=False)),
    ("months with an end", conditions, months(ended=True)),
    ("no category", versions, lambda version: not version.categories),
    ("a category below another", versions, lambda version: any(each.parent for each in version.categories)),
    *each("hit policy", versions, "hit_policy", HitPolicy),
    *each("running totals", versions, "running_totals", [None, *RunningTotals]),
    *each("earned on", versions, "earned_on.moment", Moment),
    ("days after", versions, lambda version: version.earned_on.days_after > 0),
    ("no payout terms", versions, lambda version: version.payout is None),
    ("payout terms", versions, lambda version: version.payout is not None),
    ("several deductions", terms, lambda terms: len(terms.deductions) > 1),
    *each("most as a share of", deductions, "max_share_of", ShareOf),
    ("a fixed deduction", deductions, lambda made: isinstance(made.takes, FixedSum)),
    ("a deduction by share", deductions, lambda made: isinstance(made.takes, ShareOfGross)),
    ("nothing withheld", withholdings, lambda made: isinstance(made, NoWithholding)),
    ("a flat withholding", withholdings, lambda made: isinstance(made, FlatWithholding)),
    (
        "several brackets",
        withholdings,
        lambda made: isinstance(made, ProgressiveWithholding) and len(made.brackets) > 2,
    ),
    ("no rule", versions, lambda version: not version.rules),
    ("several rules", versions, lambda version: len(version.rules) > 1),
    ("several versions", plans, lambda plan: len(plan.versions.entries) > 1),
    ("a plan that ends", plans, lambda plan: plan.versions.covered.end is not None),
    ("a plan without an end", plans, lambda plan: plan.versions.covered.end is None),
    ("a version that nobody vouches for", plans, lambda plan: plan.versions.entries[0].source is None),
    ("a version with a source", plans, lambda plan: plan.versions.entries[0].source is not None),
    *each("vacant credit", models, "vacancy.credit", VacantCredit),
    ("nobody under no version", vacancies, lambda vacancy: vacancy.version is None),
    (
        "nobody under a version",
        vacancies,
        lambda vacancy: vacancy.credit == "nobody" and bool(vacancy.version),
    ),
    ("a version for whoever passed", model_versions, lambda version: version.exam),
    ("a version for everybody", model_versions, lambda version: len(version.engagements) == len(Engagement)),
    ("a version for some", model_versions, lambda version: len(version.engagements) == 1),
    ("a version of no work", model_versions, lambda version: not version.works),
    ("a version of several works", model_versions, lambda version: len(version.works) > 1),
    ("a version of one station", model_versions, lambda version: version.stations_per_partner == 1),
    ("a version of several stations", model_versions, lambda version: version.stations_per_partner > 1),
    ("a version with a source", model_versions, lambda version: version.source is not None),
    ("a version without one", model_versions, lambda version: version.source is None),
    *each("focus", model_versions, "focus", Focus),
    *each("reach", model_versions, "reach", NAMED_REACHES.values()),
    ("a reach by distance", model_versions, lambda version: isinstance(version.reach, VillagesWithin)),
    ("no model version", models, lambda made: not made.versions),
    ("several model versions", models, lambda made: len(made.versions) > 1),
]


class TestTheWholeDomain:
    """Strategies draw from the whole domain by default, never from a corner of it."""

    @pytest.mark.parametrize(("strategy", "wanted"), [corner[1:] for corner in CORNERS], ids=[c[0] for c in CORNERS])
    def test_every_corner_is_drawn_from(self, strategy: SearchStrategy[Any], wanted: Callable[[Any], bool]) -> None:
        assert shows(strategy, wanted)


def of_licence(version: str, direction: str) -> PlanVersion:
    """Make a version with one rule, which is a fee or a commission."""
    rule = CommissionRule(
        id="licence",
        direction=direction,
        when=Always(),
        basis="gross",
        measured_on="order",
        rate=Flat(Money(5)),
        rounding="half_up",
        on_refund="reverse",
        split=Split.all_to("partner"),
    )
    return PlanVersion(version=version, hit_policy="first", earned_on=EarnedOn("placed"), rules=[rule])


class TestOptions:
    """What an option narrows is itself a strategy, and nothing else is drawn."""

    @A_FEW
    @given(commission.tiers(currency=YUAN))
    def test_the_currency_of_tiers(self, tier: Tier) -> None:
        parts = (tier.start, tier.end, tier.rate)
        assert {part.currency for part in parts if not isinstance(part, int | Rate | None)} == {CNY}

    @A_FEW
    @given(commission.tables(currency=YUAN))
    def test_the_currency_of_tables(self, table: Graduated | WholeAmount) -> None:
        measured = table.tiers[0].start
        paid = table.tiers[0].rate
        assert CNY in {part.currency for part in (measured, paid) if not isinstance(part, int | Rate)}

    @A_FEW
    @given(
        commission.conditions(category=st.just(CategoryCode("seeds")), campaign=st.just(DuringFestival("f", "paid")))
    )
    def test_the_campaign_of_conditions(self, condition: object) -> None:
        assert "DuringFestival" not in repr(condition).replace(repr(DuringFestival("f", "paid")), "")
        assert repr(condition).count("CategoryCode(") == repr(condition).count("CategoryCode('seeds')")

    @A_FEW
    @given(
        commission.rules(
            rate=st.just(Flat(Money(5, USD))), when=st.just(AllOf([DuringFestival("f", "paid")])), currency=st.just(USD)
        )
    )
    def test_the_rate_and_the_condition_of_rules(self, rule: CommissionRule) -> None:
        assert rule.rate == Flat(Money(5, USD))
        assert rule.when == AllOf([DuringFestival("f", "paid")])
        assert rule.currencies == {USD}

    @A_FEW
    @given(commission.plan_versions(payout=payouts.payout_terms(currency=YUAN)))
    def test_the_payout_terms_of_versions(self, version: PlanVersion) -> None:
        assert version.payout is not None
        assert version.payout.currency == CNY

    @A_FEW
    @given(commission.plan_versions(rule=commission.rules(currency=YUAN)))
    def test_the_rules_of_versions(self, version: PlanVersion) -> None:
        assert version.payout is None
        assert {currency for rule in version.rules for currency in rule.currencies} <= {CNY}

    @A_FEW
    @given(commission.plans(currency=YUAN))
    def test_the_currency_of_plans(self, plan: CommissionPlan) -> None:
        assert plan.currency == CNY
        assert {entry.value.payout.currency for entry in plan.versions.entries if entry.value.payout} <= {CNY}
        assert {currency for rule in rules_of(plan) for currency in rule.currencies} <= {CNY}

    @settings(max_examples=50)
    @given(
        commission.plans(currency=YUAN, version=st.sampled_from([of_licence("1", "earns"), of_licence("2", "owes")]))
    )
    def test_a_rule_of_plans_is_a_fee_in_all_versions_or_in_none(self, plan: CommissionPlan) -> None:
        assert len({rule.direction for rule in rules_of(plan)}) == 1

    @A_FEW
    @given(network.model_versions(since=st.just(date(2016, 1, 1)), plan=st.just(PlanId("shop"))))
    def test_the_day_and_the_plan_of_model_versions(self, version: ModelVersion) -> None:
        assert (version.since, version.plan) == (date(2016, 1, 1), "shop")

    @A_FEW
    @given(network.vacancies())
    def test_a_vacancy_that_credits_somebody_is_under_a_version(self, vacancy: Vacancy) -> None:
        assert vacancy.version is not None or vacancy.credit is VacantCredit.NOBODY

    @A_FEW
    @given(
        network.models(clock=st.just(CHINA), currency=YUAN, version=network.model_versions(plan=st.just(PlanId("p"))))
    )
    def test_the_clock_the_currency_and_the_versions_of_models(self, drawn: Models) -> None:
        assert (drawn.clock, drawn.currency) == (CHINA, CNY)
        assert {version.plan for version in drawn.versions} <= {"p"}
