"""Strategies for plans: tiers, rate forms, conditions, splits, rules, and plans in versions."""

from collections.abc import Sequence
from datetime import date
from operator import attrgetter, itemgetter
from typing import Any, Final

from attrs import evolve
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from rural_taobao.commission.bases import AmountOf, Basis, BasisForm, PartOff, PartOn, basis_form, is_money
from rural_taobao.commission.categories import Category
from rural_taobao.commission.circumstances import Seniority, Tagged
from rural_taobao.commission.conditions import (
    AllOf,
    Always,
    AmountBasis,
    AnyOf,
    AtStation,
    Condition,
    CreditKind,
    DuringFestival,
    InCategory,
    Moment,
    Not,
    OfAmount,
    OfKind,
    OnDays,
    UnderCentre,
    UnderVersion,
)
from rural_taobao.commission.edges import Boundary, FirstFlat, Overflow, Underflow
from rural_taobao.commission.fees import Direction
from rural_taobao.commission.keyed import NAMES, ByKey, Key, Otherwise, RuleRate, forms_of
from rural_taobao.commission.layers import CampaignLayer, ExceptionLayer, Layer, LayerEffect
from rural_taobao.commission.levels import Level, LevelMode, Levels, MissingLevel
from rural_taobao.commission.payouts import PayoutTerms
from rural_taobao.commission.plans import CommissionPlan
from rural_taobao.commission.policies import HitPolicy, RunningTotals
from rural_taobao.commission.rates import (
    Attainment,
    AttainmentMode,
    Band,
    Banded,
    Bonus,
    Flat,
    Graduated,
    Interpolated,
    Linear,
    Percentage,
    PercentageAndFlat,
    PerPackage,
    PerUnit,
    Point,
    RateForm,
    WholeAmount,
    pays_for_money,
)
from rural_taobao.commission.rules import CommissionRule, MeasuredOn, OnRefund
from rural_taobao.commission.tiers import Tier
from rural_taobao.commission.versions import EarnedOn, PlanVersion
from rural_taobao.currencies import Currency
from rural_taobao.exact import Rate
from rural_taobao.identifiers import (
    CampaignId,
    CategoryCode,
    CentreId,
    FestivalId,
    PlanId,
    RuleId,
    StationId,
    TagCode,
    VersionId,
)
from rural_taobao.money import Money, UnitPrice
from rural_taobao.periods import Period
from rural_taobao.testing.layer_strategies import allowances, boosts, shared_caps, unit_bounds
from rural_taobao.testing.payout_strategies import clawbacks, payout_terms
from rural_taobao.testing.promise_strategies import promising
from rural_taobao.testing.quota_strategies import attainments
from rural_taobao.testing.split_strategies import sharings
from rural_taobao.testing.strategies import (
    currencies,
    days,
    identifiers,
    parties,
    periods,
    rates,
    roundings,
    sources,
)
from rural_taobao.timeline import Entry, Timeline

__all__ = [
    "bases",
    "conditions",
    "plan_versions",
    "plans",
    "rate_forms",
    "rule_rates",
    "rules",
    "tables",
    "tiers",
]

_FEW = 3
_LEAVES = 6
_MOST_RULES = 4
_CURRENCIES = currencies()
_SIZES = st.integers(min_value=0)
_YES = st.booleans()
_DAYS = days()
_TEXTS = st.text()
_ROUNDINGS = roundings()
_CLAWBACKS = clawbacks()
_SOURCES = st.none() | sources()
_PLAN_IDS = identifiers(PlanId)
_RULE_IDS = identifiers(RuleId)
_VERSION_IDS = identifiers(VersionId)
_CODES = identifiers(CategoryCode)
_CAMPAIGN_IDS = identifiers(CampaignId)
_MOMENTS = st.sampled_from(Moment)
_PLACES = (
    st.frozensets(identifiers(StationId), min_size=1, max_size=_FEW).map(AtStation)
    | st.frozensets(identifiers(CentreId), min_size=1, max_size=_FEW).map(UnderCentre)
    | st.frozensets(identifiers(VersionId), min_size=1, max_size=_FEW).map(UnderVersion)
)
_TAGGED = st.frozensets(identifiers(TagCode), min_size=1, max_size=_FEW).map(Tagged)
_CAMPAIGNS = st.builds(
    DuringFestival,
    identifiers(FestivalId),
    _MOMENTS,
    st.frozensets(_TEXTS, max_size=_FEW),
    st.frozensets(st.integers(1, 9999), max_size=_FEW),
)
_EARNED_ON = st.builds(EarnedOn, _MOMENTS, _SIZES)


@st.composite
def _rows(draw: st.DrawFn, currency: SearchStrategy[Currency], most: int) -> tuple[Tier, ...]:
    """Draw tiers that rise and meet, of money or of units; the last of them may be open."""
    paid_in = draw(currency)
    edges = sorted(draw(st.sets(_SIZES, min_size=1, max_size=most + 1)))
    ends: list[int | None] = [*edges[1:]]
    if len(edges) == 1 or (len(edges) <= most and draw(_YES)):
        ends.append(None)
    bounds = list(zip(edges, ends, strict=False))
    flat = st.none() | st.builds(Money, _SIZES, st.just(paid_in))
    packages = st.none() | st.integers(min_value=1)
    money, rows = draw(_YES), list[Tier]()

    def edge(size: int | None) -> Money | int | None:
        return Money(size, paid_in) if money and size is not None else size

    for start, end in bounds:
        package = draw(packages)
        pays = Rate(draw(_SIZES)) if money and package is None else UnitPrice(draw(_SIZES), paid_in)
        begins = Money(start, paid_in) if money else start
        rows.append(Tier(begins, pays, edge(end), draw(flat), edge(package)))
    return tuple(rows)


def tiers(*, currency: SearchStrategy[Currency] | None = None) -> SearchStrategy[Tier]:
    """
    Draw tiers, of money with a share, of units with a price, and of packages of either.

    Args:
        currency: The currency of the money, or of the price; any where it is not given.
    """
    return _rows(_CURRENCIES if currency is None else currency, 1).map(itemgetter(0))


@st.composite
def _tables(draw: st.DrawFn, currency: SearchStrategy[Currency]) -> Graduated | WholeAmount:
    row = draw(_rows(currency, _FEW))
    over = list(Overflow) if row[-1].end is not None else [None, *Overflow]
    under = list(Underflow) if row[0].first else [None, *Underflow]
    form: type[Graduated | WholeAmount] = Graduated if draw(_YES) else WholeAmount
    first = list(FirstFlat) if row[0].flat is not None and not row[0].first else [None, *FirstFlat]
    return form(
        first_flat=draw(st.sampled_from(first)),
        overflow=draw(st.sampled_from(over)),
        underflow=draw(st.sampled_from(under)),
        boundary=draw(st.sampled_from(Boundary)),
        tiers=row,
    )


def tables(*, currency: SearchStrategy[Currency] | None = None) -> SearchStrategy[Graduated | WholeAmount]:
    """
    Draw tables of tiers, of money and of units, graduated and by the whole amount.

    Args:
        currency: The currency of the money, or of the prices; any where it is not given.

    Example:
        >>> from hypothesis import given
        >>> @given(tables())
        ... def test_a_table_that_ends_says_what_comes_after(table):
        ...     assert table.tiers[-1].end is None or table.overflow is not None
        >>> test_a_table_that_ends_says_what_comes_after()
    """
    return _tables(_CURRENCIES if currency is None else currency)


def rate_forms(*, currency: SearchStrategy[Currency] | None = None) -> SearchStrategy[RateForm]:
    """
    Draw rate forms of every kind.

    Args:
        currency: The currency of whatever in it is money; any where it is not given.
    """
    drawn = _CURRENCIES if currency is None else currency
    return (
        st.builds(_flat, _SIZES, drawn)
        | st.builds(_per_unit, _SIZES, drawn)
        | rates().map(Percentage)
        | st.builds(_percentage_and_flat, rates(), _SIZES, drawn)
        | _tables(drawn)
        | _banded(drawn)
        | _by_one_point(drawn)
        | _interpolated(drawn)
        | attainments(currency=drawn)
    )


@st.composite
def _by_key(draw: st.DrawFn, currency: SearchStrategy[Currency]) -> ByKey:
    """Draw tables by key, all of whose rates are measured in money, or all in units, and over what one rule may."""
    paid_in, key, of_money = draw(currency), draw(st.sampled_from(Key)), draw(_YES)
    apart = (Flat, PercentageAndFlat) if draw(_YES) else (Attainment,)
    forms = rate_forms(currency=st.just(paid_in)).filter(
        lambda form: pays_for_money(form) is not (not of_money) and not isinstance(form, apart)
    )
    names = st.lists(identifiers(NAMES[key]), min_size=1, max_size=_FEW, unique=True)
    return ByKey(
        key=key,
        table={name: draw(forms) for name in draw(names)},
        otherwise=draw(forms | st.sampled_from(Otherwise)),
    )


def rule_rates(*, currency: SearchStrategy[Currency] | None = None) -> SearchStrategy[RuleRate]:
    """
    Draw what a rule may state as its rate: rate forms of every kind, and tables of them by key.

    Args:
        currency: The currency of whatever in it is money; any where it is not given.
    """
    return rate_forms(currency=currency) | _by_key(_CURRENCIES if currency is None else currency)


@st.composite
def _banded(draw: st.DrawFn, currency: SearchStrategy[Currency]) -> Banded:
    """Draw printed tables, of money or of units, the last band of which may be open."""
    paid_in, step = draw(currency), draw(st.integers(1, 100))
    money = draw(_YES)
    start, bands = draw(_SIZES), list[Band]()

    def edge(size: int) -> Money | int:
        return Money(size, paid_in) if money else size

    for place in range(draw(st.integers(1, _FEW))):
        end = None if place == _FEW - 1 and draw(_YES) else start + draw(_SIZES)
        pays: list[SearchStrategy[Flat | Percentage | PercentageAndFlat | PerUnit]] = [
            st.builds(_flat, _SIZES, st.just(paid_in)),
            st.builds(_percentage_and_flat, rates(), _SIZES, st.just(paid_in)) | rates().map(Percentage)
            if money
            else st.builds(_per_unit, _SIZES, st.just(paid_in)),
        ]
        bands.append(Band(edge(start), None if end is None else edge(end), draw(st.one_of(pays))))
        if end is not None:
            start = end + draw(st.integers(1, step))
    return Banded(
        step=edge(step),
        bands=bands,
        overflow=draw(st.sampled_from(Overflow)),
        underflow=draw(st.sampled_from(Underflow)),
    )


def _edges(currency: Currency, *, money: bool) -> SearchStrategy[Money | int]:
    return st.builds(Money, _SIZES, st.just(currency)) if money else _SIZES


def _pays(currency: Currency, *, money: bool) -> SearchStrategy[Rate | UnitPrice]:
    return rates() if money else st.builds(UnitPrice, _SIZES, st.just(currency))


@st.composite
def _by_one_point(draw: st.DrawFn, currency: SearchStrategy[Currency]) -> Linear | Bonus | PerPackage:
    """Draw rates that go by one measure: what lies above it, a bonus at it, packages of its size."""
    paid_in, money = draw(currency), draw(_YES)
    edge, price = _edges(paid_in, money=money), st.builds(UnitPrice, _SIZES, st.just(paid_in))
    linear = st.builds(Linear, edge, _pays(paid_in, money=money))
    bonus = st.builds(Bonus, edge, st.builds(Money, _SIZES, st.just(paid_in)))
    size = st.integers(min_value=1).map(lambda each: Money(each, paid_in) if money else each)
    return draw(linear | bonus | st.builds(PerPackage, size, price))


@st.composite
def _interpolated(draw: st.DrawFn, currency: SearchStrategy[Currency]) -> Interpolated:
    """Draw rates that move in straight lines between points."""
    paid_in, money = draw(currency), draw(_YES)
    places = sorted(draw(st.sets(_SIZES, min_size=1, max_size=_FEW)))
    pays = _pays(paid_in, money=money)
    return Interpolated(
        points=[Point(Money(place, paid_in) if money else place, draw(pays)) for place in places],
        overflow=draw(st.sampled_from(Overflow)),
        underflow=draw(st.sampled_from(Underflow)),
    )


def _percentage_and_flat(rate: Rate, minor: int, currency: Currency) -> PercentageAndFlat:
    return PercentageAndFlat(rate, Money(minor, currency))


def _flat(minor: int, currency: Currency) -> Flat:
    return Flat(Money(minor, currency))


def _per_unit(millionths: int, currency: Currency) -> PerUnit:
    return PerUnit(UnitPrice(millionths, currency))


@st.composite
def _amounts(draw: st.DrawFn, paid_in: Currency) -> OfAmount:
    least, more = draw(_SIZES), draw(st.none() | st.integers(min_value=1))
    end = None if more is None else Money(least + more, paid_in)
    return OfAmount(basis=draw(st.sampled_from(AmountBasis)), start=Money(least, paid_in), end=end)


_AMOUNTS: Final = currencies().flatmap(_amounts)


@st.composite
def _seniorities(draw: st.DrawFn) -> Seniority:
    least, more = draw(_SIZES), draw(st.none() | st.integers(min_value=1))
    return Seniority(least, None if more is None else least + more)


def conditions(
    *,
    category: SearchStrategy[CategoryCode] | None = None,
    campaign: SearchStrategy[DuringFestival] | None = None,
    currency: SearchStrategy[Currency] | None = None,
) -> SearchStrategy[Condition]:
    """
    Draw conditions, nested and not.

    Args:
        category: A category that is asked about; any where it is not given.
        campaign: A festival condition; any where it is not given.
        currency: What the amounts of a range are in; any where it is not given.

    Example:
        >>> from hypothesis import given
        >>> from rural_taobao.commission.matching import campaigns
        >>> @given(conditions(campaign=st.just(DuringFestival("double-11", "placed"))))
        ... def test_no_other_festival_is_asked_about(condition):
        ...     assert {each.festival for each in campaigns(condition)} <= {"double-11"}
        >>> test_no_other_festival_is_asked_about()
    """
    return st.recursive(
        st.just(Always())
        | st.sampled_from(CreditKind).map(OfKind)
        | st.frozensets(_CODES if category is None else category, min_size=1, max_size=_FEW).map(InCategory)
        | (_CAMPAIGNS if campaign is None else campaign)
        | _PLACES
        | (_AMOUNTS if currency is None else currency.flatmap(_amounts))
        | periods().map(OnDays)
        | _TAGGED
        | _seniorities(),
        lambda each: (
            st.lists(each, min_size=1, max_size=_FEW).map(AllOf)
            | st.lists(each, min_size=1, max_size=_FEW).map(AnyOf)
            | each.map(Not)
        ),
        max_leaves=_LEAVES,
    )


_AMOUNTS_OF: Final = st.builds(
    AmountOf, less=st.frozensets(st.sampled_from(PartOff)), plus=st.frozensets(st.sampled_from(PartOn))
)


def bases() -> SearchStrategy[BasisForm]:
    """Draw bases: plain names, and amounts part by part."""
    return st.sampled_from(Basis) | _AMOUNTS_OF.map(basis_form)


_BASES: Final = {
    None: bases(),
    True: st.sampled_from([Basis.GROSS, Basis.NET, Basis.MARGIN]) | _AMOUNTS_OF.map(basis_form),
    False: st.sampled_from([Basis.QUANTITY, Basis.COUNT]),
}
"""By whether a rate pays for money."""


@st.composite
def _rules(
    draw: st.DrawFn,
    currency: SearchStrategy[Currency],
    when: SearchStrategy[Condition] | None,
    rate: SearchStrategy[RuleRate] | None,
) -> CommissionRule:
    paid_in = draw(currency)
    stated = draw(rule_rates(currency=st.just(paid_in)) if rate is None else rate)
    forms = forms_of(stated)
    least, most = sorted([draw(_SIZES), draw(_SIZES)])
    stacks = rate is None and not isinstance(stated, ByKey | Attainment) and draw(st.integers(0, 3)) == 0
    levels = draw(_levels(forms[0], paid_in)) if stacks else None
    each_order = levels is not None or any(isinstance(form, Flat | PercentageAndFlat) for form in forms)
    measured_on = [MeasuredOn.ORDER] if each_order else list(MeasuredOn)
    if any(isinstance(form, Attainment) for form in forms):
        measured_on.remove(MeasuredOn.ORDER)
    by_band = any(
        form.mode is AttainmentMode.WHOLE_AMOUNT
        if isinstance(form, Attainment)
        else isinstance(form, WholeAmount | Banded | Bonus | Interpolated)
        for form in forms
    )
    on_refund = draw(st.sampled_from([OnRefund.RERATE] if by_band else list(OnRefund)))
    clawback = draw(st.none() | _CLAWBACKS) if on_refund is OnRefund.REVERSE else None
    asked = conditions(currency=st.just(paid_in)) if when is None else when
    basis = draw(_BASES[next((of for of in map(pays_for_money, forms) if of is not None), None)])
    money = is_money(basis)
    stepped = levels is None
    paid: dict[str, Any] = {"levels": levels}
    earned = levels is not None or any(isinstance(form, Bonus | Attainment) for form in forms)
    if levels is None:
        paid = {"rate": stated, "split": draw(sharings(currency=st.just(paid_in)))}
    return CommissionRule(
        id=draw(_RULE_IDS),
        direction=Direction.EARNS if earned else draw(st.sampled_from(Direction)),
        when=draw(asked),
        basis=basis,
        measured_on=draw(st.sampled_from(measured_on)),
        allowance=draw(st.none() | allowances(money=paid_in if money else None)) if stepped else None,
        boosts=draw(boosts(asked, currency=paid_in, money=money)) if stepped else (),
        per_unit=draw(st.none() | unit_bounds(paid_in)) if stepped else None,
        floor=Money(least, paid_in) if stepped and draw(_YES) else None,
        cap=Money(most, paid_in) if stepped and draw(_YES) else None,
        rounding=draw(_ROUNDINGS),
        on_refund=on_refund,
        clawback=clawback,
        **paid,
    )


@st.composite
def _levels(draw: st.DrawFn, first: RateForm, currency: Currency) -> Levels:
    """Draw levels of which the lowest pays by a rate that is given, and those above it on the same basis."""
    of_money = pays_for_money(first)
    others: SearchStrategy[RateForm] = st.builds(_flat, _SIZES, st.just(currency))
    if of_money is not None:
        others = rates().map(Percentage) if of_money else st.builds(_per_unit, _SIZES, st.just(currency))
    listed = draw(st.lists(parties(), min_size=1, unique=True))
    forms = [first, *(draw(others) for _ in listed[1:])]
    modes = [mode for mode in LevelMode if of_money or mode is not LevelMode.SUBTRACT_LOWER]
    levels = [Level(party, form) for party, form in zip(listed, forms, strict=True)]
    return Levels(draw(st.sampled_from(modes)), draw(st.sampled_from(MissingLevel)), levels)


def rules(
    *,
    currency: SearchStrategy[Currency] | None = None,
    when: SearchStrategy[Condition] | None = None,
    rate: SearchStrategy[RuleRate] | None = None,
) -> SearchStrategy[CommissionRule]:
    """
    Draw rules, with a basis, a measure and an answer to refunds that go with the rate.

    Args:
        currency: The currency of the rule; any where it is not given.
        when: What it matches; any condition where it is not given.
        rate: Its rate; any of that currency where it is not given.
    """
    return _rules(_CURRENCIES if currency is None else currency, when, rate)


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


@st.composite
def _plans(
    draw: st.DrawFn,
    currency: SearchStrategy[Currency],
    version: SearchStrategy[PlanVersion] | None,
) -> CommissionPlan:
    paid_in = draw(currency)
    each = plan_versions(currency=st.just(paid_in)) if version is None else version
    values = _of_one_kind(draw(st.lists(each, min_size=1, max_size=_FEW, unique_by=attrgetter("version"))))
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
