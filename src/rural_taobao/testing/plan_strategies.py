"""Strategies for plans in versions, with layers, caps, promises and categories."""

from collections.abc import Sequence
from datetime import date
from operator import attrgetter

from attrs import evolve
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from rural_taobao.commission.bases import BasisForm
from rural_taobao.commission.categories import Category
from rural_taobao.commission.conditions import Moment
from rural_taobao.commission.layers import CampaignLayer, ExceptionLayer, Layer, LayerEffect
from rural_taobao.commission.payouts import PayoutTerms
from rural_taobao.commission.plans import CommissionPlan
from rural_taobao.commission.policies import HitPolicy, RunningTotals
from rural_taobao.commission.rules import CommissionRule
from rural_taobao.commission.versions import EarnedOn, PlanVersion
from rural_taobao.currencies import Currency
from rural_taobao.identifiers import CampaignId, CategoryCode, PlanId, RuleId, VersionId
from rural_taobao.money import Money
from rural_taobao.periods import Period
from rural_taobao.testing.condition_strategies import conditions
from rural_taobao.testing.layer_strategies import shared_caps
from rural_taobao.testing.payout_strategies import payout_terms
from rural_taobao.testing.promise_strategies import promising
from rural_taobao.testing.rate_strategies import (
    bases,
    measured_forms,
    rate_forms,
    rates_by_volume,
    rule_rates,
    tables,
    tiers,
)
from rural_taobao.testing.rule_strategies import rules
from rural_taobao.testing.strategies import currencies, days, identifiers, periods, sources
from rural_taobao.timeline import Entry, Timeline

__all__ = [
    "bases",
    "conditions",
    "measured_forms",
    "measuring_on",
    "plan_versions",
    "plans",
    "rate_forms",
    "rates_by_volume",
    "rule_rates",
    "rules",
    "tables",
    "tiers",
]

_FEW = 3
_MOST_RULES = 4
_CURRENCIES = currencies()
_SIZES = st.integers(min_value=0)
_YES = st.booleans()
_DAYS = days()
_TEXTS = st.text()
_SOURCES = st.none() | sources()
_PLAN_IDS = identifiers(PlanId)
_VERSION_IDS = identifiers(VersionId)
_CODES = identifiers(CategoryCode)
_CAMPAIGN_IDS = identifiers(CampaignId)
_MOMENTS = st.sampled_from(Moment)
_EARNED_ON = st.builds(EarnedOn, _MOMENTS, _SIZES)


@st.composite
def _shelves(draw: st.DrawFn, listed: Sequence[CommissionRule]) -> list[Category]:
    """Draw categories, each below an earlier one or at the top: none, or all that rules name and some more."""
    named = (rule.categories for rule in listed)
    if draw(_YES):
        return []
    codes = draw(st.permutations(sorted(draw(st.frozensets(_CODES, max_size=_FEW)).union(*named))))
    return [
        Category(code, draw(st.sampled_from([None, *codes[:place]])), draw(_TEXTS)) for place, code in enumerate(codes)
    ]


@st.composite
def _versions(
    draw: st.DrawFn,
    currency: SearchStrategy[Currency] | None,
    rule: SearchStrategy[CommissionRule] | None,
    payout: SearchStrategy[PayoutTerms | None] | None,
) -> PlanVersion:
    paid_in = draw(_CURRENCIES if currency is None else currency)
    each = rules(currency=st.just(paid_in)) if rule is None else rule
    terms = st.none() | payout_terms(currency=st.just(paid_in)) if payout is None else payout
    listed = draw(st.lists(each, max_size=_MOST_RULES, unique_by=attrgetter("id")))
    sizes: list[int] = draw(st.lists(st.integers(1, len(listed)), max_size=2)) if listed else []
    campaigns: list[CampaignLayer] = []
    exceptions: list[ExceptionLayer] = []
    names = draw(st.lists(_CAMPAIGN_IDS, min_size=len(sizes), max_size=len(sizes), unique=True))
    budgets = st.none() | st.builds(Money, _SIZES, st.just(paid_in)) if rule is None else st.none()
    for name, size in zip(names, sizes, strict=True):
        here, listed = listed[:size], listed[size:]
        effect = draw(st.sampled_from(LayerEffect))
        if not here:
            continue
        if draw(_YES):
            unlimited = any(under.levels is not None or under.is_fee for under in here)
            days, budget = draw(st.none() | periods()), None if unlimited else draw(budgets)
            campaigns.append(CampaignLayer(id=name, effect=effect, days=days, budget=budget, rules=here))
        else:
            ended = draw(periods().filter(lambda drawn: drawn.end is not None))
            exceptions.append(ExceptionLayer(id=name, effect=effect, days=ended, rules=here))
    layers: list[Layer] = [*campaigns, *exceptions]
    every = [*listed, *(under for layer in layers for under in layer.rules)]
    of_fees = draw(_YES)
    capped = [each.id for each in every if each.levels is None and each.is_fee is of_fees]
    caps = draw(shared_caps(capped, currency=paid_in)) if rule is None else []
    caps = [cap for cap in caps if str(cap.id) not in map(str, names)]
    runs = any(each.cumulative for each in every)
    totals = runs or caps or any(layer.budget is not None for layer in campaigns)
    policies = [each for each in HitPolicy if not (runs and each is HitPolicy.BEST_FOR_PAYEE)]
    version = PlanVersion(
        version=draw(_VERSION_IDS),
        hit_policy=draw(st.sampled_from(policies)),
        earned_on=draw(_EARNED_ON),
        running_totals=draw(st.sampled_from([*RunningTotals] if totals else [None, *RunningTotals])),
        payout=draw(terms),
        categories=draw(_shelves(every)),
        rules=listed,
        campaigns=campaigns,
        exceptions=exceptions,
        caps=caps,
    )
    if rule is not None and currency is None:
        named = frozenset[Currency]().union(*(under.currencies for under in every))
        if len(named) != 1:
            return version
        [paid_in] = named
    return draw(promising(version, paid_in))


def plan_versions(
    *,
    currency: SearchStrategy[Currency] | None = None,
    rule: SearchStrategy[CommissionRule] | None = None,
    payout: SearchStrategy[PayoutTerms | None] | None = None,
) -> SearchStrategy[PlanVersion]:
    """
    Draw versions of a plan, of none, one or several rules, guarantees and draws in one currency.

    Args:
        currency: The currency of the rules and of the payout terms; any where it is not given.
        rule: One of its rules, of which those of one id are drawn once; any of that currency
            where it is not given. Guarantees and draws are in the currency that its rules name, if no other is given.
        payout: Its payout terms, or None; any of that currency, or None, where it is not given, and None where
            `rule` is given and no currency.

    Example:
        >>> from hypothesis import given
        >>> @given(plan_versions())
        ... def test_a_version_pays_in_one_currency(version):
        ...     assert len({each for rule in version.every_rule for each in rule.currencies}) <= 1
        >>> test_a_version_pays_in_one_currency()
    """
    if payout is None and currency is None and rule is not None:
        payout = st.none()
    return _versions(currency, rule, payout)


def _of_one_kind(versions: Sequence[PlanVersion]) -> list[PlanVersion]:
    """Let a draw be recoverable in all versions where it is in the first, and leave out a fee that was none before."""
    kinds: dict[RuleId, bool] = {}
    fees: dict[RuleId, bool] = {}
    made: list[PlanVersion] = []
    for version in versions:
        if any(fees.get(rule.id, rule.is_fee) is not rule.is_fee for rule in version.every_rule):
            continue
        fees |= {rule.id: rule.is_fee for rule in version.every_rule}
        kept = [evolve(each, recoverable=kinds.setdefault(each.id, each.recoverable)) for each in version.draws]
        made.append(evolve(version, draws=kept))
    return made


def measuring_on(versions: Sequence[PlanVersion]) -> list[PlanVersion]:
    """
    Let running totals start anew with each version that measures otherwise than those before it.

    Args:
        versions: Versions of a plan, in the order of their days.
    """
    made: list[PlanVersion] = []
    measured: dict[RuleId, BasisForm] = {}
    for version in versions:
        bases = {rule.id: rule.basis for rule in version.every_rule if rule.cumulative}
        changed = any(measured.get(rule, basis) != basis for rule, basis in bases.items())
        made.append(evolve(version, running_totals=RunningTotals.RESET) if changed else version)
        measured = bases if made[-1].running_totals is RunningTotals.RESET else measured | bases
    return made


@st.composite
def _plans(
    draw: st.DrawFn,
    currency: SearchStrategy[Currency],
    version: SearchStrategy[PlanVersion] | None,
) -> CommissionPlan:
    paid_in = draw(currency)
    each = plan_versions(currency=st.just(paid_in)) if version is None else version
    drawn = draw(st.lists(each, min_size=1, max_size=_FEW, unique_by=attrgetter("version")))
    values = measuring_on(_of_one_kind(drawn))
    changes = st.sets(_DAYS, min_size=len(values), max_size=len(values) + 1)
    starts = sorted(draw(changes))
    ends: list[date | None] = [*starts[1:], None]
    entries = [
        Entry(Period(start, end), value, draw(_SOURCES))
        for start, end, value in zip(starts, ends, values, strict=False)
    ]
    return CommissionPlan(id=draw(_PLAN_IDS), name=draw(_TEXTS), currency=paid_in, versions=Timeline(entries))


def plans(
    *,
    currency: SearchStrategy[Currency] | None = None,
    version: SearchStrategy[PlanVersion] | None = None,
) -> SearchStrategy[CommissionPlan]:
    """
    Draw plans in one version or several, the last of which may end, each with a source or without.

    Args:
        currency: The currency of the plan; any where it is not given.
        version: One of its versions, of which those of one name are drawn once; any of that
            currency where it is not given.

    Example:
        >>> from hypothesis import given
        >>> @given(plans())
        ... def test_a_version_is_found_on_its_first_day(plan):
        ...     first = plan.versions.entries[0]
        ...     assert plan.on(first.period.start) == first.value
        >>> test_a_version_is_found_on_its_first_day()
    """
    return _plans(_CURRENCIES if currency is None else currency, version)
