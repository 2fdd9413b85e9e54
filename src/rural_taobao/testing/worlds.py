"""
Strategies for worlds: a small network with plans, a calendar and events, ready to be settled.

A world is small and its instants are few, so that events meet: at midnights, in windows, in running totals.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, final

from attrs import evolve, frozen
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from rural_taobao.commission.bases import AmountOf, Basis, BasisForm, is_money
from rural_taobao.commission.categories import Category
from rural_taobao.commission.circumstances import Seniority, Tagged
from rural_taobao.commission.clawback import Clawback
from rural_taobao.commission.conditions import (
    AllOf,
    Always,
    AmountBasis,
    AnyOf,
    AtStation,
    Condition,
    DuringFestival,
    InCategory,
    Not,
    OfAmount,
    OfKind,
    OnDays,
    UnderCentre,
    UnderVersion,
)
from rural_taobao.commission.draws import Draw
from rural_taobao.commission.edges import Boundary, FirstFlat, Overflow
from rural_taobao.commission.fees import Direction
from rural_taobao.commission.guarantees import Guarantee
from rural_taobao.commission.keyed import ByKey, Key, RuleRate, forms_of
from rural_taobao.commission.plans import CommissionPlan
from rural_taobao.commission.policies import HitPolicy, RunningTotals
from rural_taobao.commission.proration import Proration
from rural_taobao.commission.rates import (
    Attainment,
    AttainmentMode,
    AttainmentStep,
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
)
from rural_taobao.commission.rules import CommissionRule, MeasuredOn, OnRefund
from rural_taobao.commission.tiers import Tier
from rural_taobao.commission.versions import EarnedOn, PlanVersion
from rural_taobao.exact import Rate, Rounding
from rural_taobao.festivals import FestivalCalendar, programme_calendar
from rural_taobao.instants import CHINA
from rural_taobao.money import Money, UnitPrice
from rural_taobao.network import (
    CountyCentre,
    HelperPosting,
    Network,
    Partner,
    Payee,
    Posting,
    Station,
    Vacancy,
    VacantCredit,
    programme_versions,
)
from rural_taobao.periods import Period
from rural_taobao.settlement import Cancellation, CancellationReason, Event, Order, Parcel, Refund
from rural_taobao.testing.payout_strategies import clawbacks
from rural_taobao.testing.small_layers import (
    small_allowances,
    small_boosts,
    small_campaigns,
    small_caps,
    small_exceptions,
    small_unit_bounds,
)
from rural_taobao.testing.small_splits import small_levels, small_sharings
from rural_taobao.timeline import Timeline

__all__ = ["World", "orders_at", "small_networks", "small_plans", "small_rules", "worlds"]

_OPENED = date(2015, 6, 1)
_FIRST, _LAST = date(2016, 10, 28), date(2016, 12, 5)
_STATIONS = ("north", "south", "late", "vacant", "nowhere")
_CATEGORIES = ("phones", "seeds", "rice")
_NAMES = {
    Key.CATEGORY: _CATEGORIES,
    Key.STATION: ("north", "south"),
    Key.CENTRE: ("feixi", "runan"),
    Key.VERSION: ("1.0", "2.0"),
}
_CLAWBACKS = st.none() | clawbacks(days=st.integers(1, 25), months=st.integers(1, 3))
"""Clawbacks with bands in which the refunds of a world fall."""
_SHELVES = ((), (Category("goods"), Category("phones", "goods"), Category("seeds", "goods"), Category("rice", "seeds")))
"""What a plan version sorts goods into: nothing, or all of them below one."""
_TAGS = ("fresh", "group-buy")
_BASES: tuple[BasisForm, ...] = (
    *Basis,
    AmountOf(less=["discount", "tax_included"], plus=[]),
    AmountOf(less=["tax_included", "cost"], plus=["shipping"]),
    AmountOf(less=[], plus=["tax_added", "shipping"]),
)
_PARTS = ((0, 0, 0, 70), (11, 0, 0, 0), (0, 9, 800, 150), (11, 3, 0, 95))
"""What orders are made of: included tax, added tax and cost in percent of the net amount, and the shipping."""
_HELPERS = (None, None, None, "cai", "eve", "ann")


@final
@frozen
class World:
    """
    What a settlement is made of.

    Attributes:
        network: The network.
        plans: A plan for each of its model versions.
        calendar: The programme's festivals.
        events: Orders, parcels, refunds and cancellations that go together.
    """

    network: Network
    plans: tuple[CommissionPlan, ...]
    calendar: FestivalCalendar
    events: tuple[Event, ...]


def small_networks() -> SearchStrategy[Network]:
    """
    Make networks of two centres and four stations.

    A partner follows another in November, a station closes, one is vacant for some days, one payee is paid for two
    partners, some help where others are in charge, and months of two contracts are full within November.
    """
    vacancies = st.sampled_from(VacantCredit).map(
        lambda credit: Vacancy(credit, None if credit is VacantCredit.NOBODY else "1.0")
    )
    return st.builds(_network, vacancies, st.sampled_from([date(2016, 11, 10), date(2016, 11, 11), date(2016, 12, 1)]))


def _network(vacancy: Vacancy, change: date) -> Network:
    always = Period(_OPENED)
    return Network(
        platform="platform",
        vacancy=vacancy,
        versions=programme_versions({"1.0": "shop", "2.0": "partner"}),
        centres=[CountyCentre("feixi", "340123", "feixi", always), CountyCentre("runan", "411727", "runan", always)],
        stations=[
            Station("north", "feixi", always),
            Station("south", "feixi", Period(_OPENED, date(2016, 11, 25))),
            Station("late", "runan", Period(date(2016, 11, 5))),
            Station("vacant", "runan", always),
        ],
        partners=[
            Partner("ann", always, "full_time", examined=_OPENED),
            Partner("bo", Period(date(2016, 5, 11)), "full_time", examined=_OPENED),
            Partner("cai", Period(date(2016, 10, 20)), "part_time"),
            Partner("dan", always, "part_time"),
            Partner("eve", always, "part_time"),
        ],
        payees=[Payee(payee, always) for payee in ("platform", "feixi", "runan", "ann", "family", "cai")],
        postings=[
            Posting("north", "ann", "ann", "2.0", Period(_OPENED, change)),
            Posting("north", "bo", "family", "2.0", Period(change)),
            Posting("south", "dan", "family", "1.0", Period(_OPENED, date(2016, 11, 25))),
            Posting("late", "cai", "cai", "1.0", Period(date(2016, 11, 5))),
            Posting("vacant", "eve", "cai", "1.0", Period(_OPENED, date(2016, 11, 12))),
        ],
        helpers=[
            HelperPosting("north", "cai", "cai", Period(date(2016, 10, 20), date(2016, 11, 12))),
            HelperPosting("north", "cai", "family", Period(date(2016, 11, 20))),
            HelperPosting("south", "eve", "cai", Period(date(2016, 11, 1), date(2016, 11, 25))),
            HelperPosting("vacant", "eve", "cai", Period(date(2016, 11, 12))),
        ],
    )


def _tiers(draw: DrawFn, *, money: bool) -> list[Tier]:
    places = [0, *sorted(draw(st.sets(st.integers(1, 9), min_size=1, max_size=3)))]
    size = 25_000 if money else 2
    starts = [place * size for place in places]
    ends: list[int | None] = [*starts[1:], draw(st.sampled_from([None, starts[-1] + size]))]
    edges = zip(starts, ends, strict=True)
    flat = st.none() | st.builds(Money, st.integers(0, 300))
    prices = st.builds(UnitPrice, st.integers(0, 400_000_000))
    tiers: list[Tier] = []
    for start, end in edges:
        package = draw(st.sampled_from([None, None, None, 10_000 if money else 2]))
        pays = draw(prices) if package is not None or not money else Rate(draw(st.integers(0, 90_000)))
        begins: Money | int = Money(start) if money else start
        stops: Money | int | None = Money(end) if money and end is not None else end
        holds: Money | int | None = Money(package) if money and package is not None else package
        tiers.append(Tier(begins, pays, stops, draw(flat), holds))
    return tiers


@cache
@st.composite
def _rates(draw: DrawFn, *, money: bool, flat: bool, whole: bool) -> RateForm:
    forms = [_tables, _straight, _flats if flat else _attained, *([_by_the_whole] if whole else [])]
    if whole and not flat:
        forms.append(_attained_whole)
    return draw(draw(st.sampled_from(forms))(money=money))


@cache
@st.composite
def _by_key(draw: DrawFn, *, money: bool, flat: bool, whole: bool) -> ByKey:
    """Make tables by key, with a rate for one name or two of those that occur."""
    key, form = draw(st.sampled_from(Key)), _rates(money=money, flat=flat, whole=whole)
    names = draw(st.lists(st.sampled_from(_NAMES[key]), min_size=1, max_size=2, unique=True))
    return ByKey(
        key=key,
        table={name: draw(form) for name in names},
        otherwise=draw(form | st.just("nothing")),
    )


def _edge(size: int, *, money: bool) -> Money | int:
    return Money(size * 10_000) if money else size


@cache
def _pays(*, money: bool) -> SearchStrategy[Rate | UnitPrice]:
    return st.builds(Rate, st.integers(0, 120_000)) if money else st.builds(UnitPrice, st.integers(0, 300_000_000))


@cache
@st.composite
def _flats(draw: DrawFn, *, money: bool) -> RateForm:
    amount = Money(draw(st.integers(0, 700)))
    if money and draw(st.booleans()):
        return PercentageAndFlat(Rate(draw(st.integers(0, 120_000))), amount)
    return Flat(amount)


@cache
@st.composite
def _straight(draw: DrawFn, *, money: bool) -> RateForm:
    pays, edge = draw(_pays(money=money)), _edge(draw(st.integers(1, 5)), money=money)
    plain = Percentage(pays) if isinstance(pays, Rate) else PerUnit(pays)
    packages = PerPackage(edge, UnitPrice(draw(st.integers(0, 300_000_000))))
    forms: list[RateForm] = [plain, plain, Linear(edge, pays), packages]
    return draw(st.sampled_from(forms))


@cache
@st.composite
def _tables(draw: DrawFn, *, money: bool, form: type[Graduated | WholeAmount] = Graduated) -> RateForm:
    return form(
        tiers=_tiers(draw, money=money),
        boundary=draw(st.sampled_from(Boundary)),
        overflow=draw(st.sampled_from([Overflow.LAST_TIER, Overflow.NOTHING])),
        first_flat=draw(st.sampled_from(FirstFlat)),
    )


@cache
@st.composite
def _attained(draw: DrawFn, *, money: bool, form: AttainmentMode = AttainmentMode.GRADUATED) -> RateForm:
    """Make rates by attainment of a quota that a few orders attain."""
    quota = draw(st.integers(1, 12))
    shares = [0, *sorted(draw(st.sets(st.integers(1, 20), min_size=1, max_size=2)))]
    steps = [
        AttainmentStep(_tenths(start), None if end is None else _tenths(end), _tenths(draw(st.integers(0, 20))))
        for start, end in zip(shares, [*shares[1:], None], strict=True)
    ]
    base = draw(st.integers(0, 90)) * 1000
    return Attainment(
        quota=_edge(quota, money=money) if money else quota * 10,
        rate=Rate(base) if money else UnitPrice(base * 1000),
        mode=form,
        boundary=draw(st.sampled_from(Boundary)),
        steps=steps,
        prorated=draw(st.sampled_from(Proration)),
        quotas={"family": _edge(quota * 2, money=money) if money else quota * 20},
    )


def _tenths(tenths: int) -> Rate:
    return Rate(tenths * 100_000)


@cache
@st.composite
def _by_the_whole(draw: DrawFn, *, money: bool) -> RateForm:
    """Make rates by the band of the whole measure, which a refund may change."""
    step = _edge(1, money=money)
    low, high = (_edge(draw(st.integers(1, 5)) + above, money=money) for above in (0, 6))
    amounts = st.builds(Money, st.integers(0, 900))
    overflow = draw(st.sampled_from([Overflow.LAST_TIER, Overflow.NOTHING]))
    # What is printed leaves no amount out here, since orders come in any.
    rows = [Band(_edge(0, money=money), low, Flat(draw(amounts))), Band(_after(low), None, Flat(draw(amounts)))]
    points = [Point(low, draw(_pays(money=money))), Point(high, draw(_pays(money=money)))]
    others: list[RateForm] = [
        Banded(step=step, bands=rows),
        Interpolated(points=points, overflow=overflow, underflow="nothing"),
        Bonus(low, draw(amounts)),
    ]
    return draw(_tables(money=money, form=WholeAmount) | st.sampled_from(others))


@cache
@st.composite
def _attained_whole(draw: DrawFn, *, money: bool) -> RateForm:
    return draw(_attained(money=money, form=AttainmentMode.WHOLE_AMOUNT))


def _after(edge: Money | int) -> Money | int:
    """Give the smallest measure above an edge."""
    return Money(edge.minor + 1) if isinstance(edge, Money) else edge + 1


@cache
def _conditions() -> SearchStrategy[Condition]:
    during = st.builds(
        DuringFestival, st.just("double-11"), st.sampled_from(["placed", "paid", "deposit"]), st.just(["sale"])
    )
    simple = st.one_of(
        st.just(Always()),
        st.sampled_from([OfKind("order"), OfKind("parcel")]),
        st.sampled_from([InCategory([code]) for code in (*_CATEGORIES, "goods")]),
        during,
        st.sampled_from([Tagged(["fresh"]), Tagged(_TAGS), Seniority(6), Seniority(0, 1), Seniority(1, 6)]),
        st.sampled_from([AtStation(["north"]), UnderCentre(["runan"]), UnderVersion(["1.0"])]),
        st.sampled_from([OnDays(Period(date(2016, 11, 11))), OnDays(Period(_FIRST, date(2016, 11, 11)))]),
        st.builds(
            OfAmount,
            basis=st.sampled_from(AmountBasis),
            start=st.sampled_from([Money(0), Money(10_000)]),
            end=st.sampled_from([None, Money(30_000)]),
        ),
    )
    several = st.lists(simple, min_size=1, max_size=2)
    return st.one_of(simple, several.map(AllOf), several.map(AnyOf), simple.map(Not))


@st.composite
def small_rules(
    draw: DrawFn,
    *,
    name: str = "rule",
    when: SearchStrategy[Condition] | None = None,
    measured_on: SearchStrategy[MeasuredOn] | None = None,
    on_refund: SearchStrategy[OnRefund] | None = None,
    clawback: SearchStrategy[Clawback | None] | None = None,
    bounded: bool = True,
    stepped: bool = True,
    by_key: bool = True,
    direction: Direction = Direction.EARNS,
) -> CommissionRule:
    """
    Make rules over any basis, measure and form, with tiers small enough to be reached.

    Args:
        draw: Given by Hypothesis.
        name: The id of the rule.
        when: What it matches; anything where it is None.
        measured_on: Over what it is measured; either where it is None.
        on_refund: What a refund does; either where it is None.
        clawback: How much `reverse` takes back; all of it or less by the age of the refund where it is None.
        bounded: Whether it may have a floor and a cap, of the event and of each unit.
        stepped: Whether a part of the measure may be free, and campaigns may add to what it earns.
        by_key: Whether its rate may be a table by key.
        direction: Whether it is a commission or a fee.
    """
    refund = draw(st.sampled_from(OnRefund) if on_refund is None else on_refund)
    by_age = draw(_CLAWBACKS if clawback is None else clawback) if refund is OnRefund.REVERSE else None
    measured = draw(st.sampled_from(MeasuredOn) if measured_on is None else measured_on)
    basis = draw(st.sampled_from(_BASES))
    money, flat, whole = is_money(basis), measured is MeasuredOn.ORDER, refund is OnRefund.RERATE
    makers = [_rates, _rates, _rates, _by_key] if by_key else [_rates]
    fee = direction is Direction.OWES
    rates = draw(st.sampled_from(makers))(money=money, flat=flat, whole=whole)
    rate: RuleRate = draw(rates.filter(_may_be_owed) if fee else rates)
    levels = None
    if not fee and measured is MeasuredOn.ORDER and bounded and stepped and by_key and draw(st.integers(0, 3)) == 0:
        # Levels have no answer to running totals and to other steps.
        levels = draw(small_levels(_rates(money=money, flat=True, whole=whole), money=money))
        bounded = stepped = False
    bounds = draw(st.sampled_from([(None, None), (20, None), (None, 900), (20, 900)])) if bounded else (None, None)
    floor, cap = (None if bound is None else Money(bound) for bound in bounds)
    return CommissionRule(
        id=name,
        direction=direction,
        when=draw(_conditions() if when is None else when),
        basis=basis,
        measured_on=measured,
        allowance=draw(small_allowances(money=money)) if stepped else None,
        boosts=draw(small_boosts(money=money)) if stepped else (),
        per_unit=draw(small_unit_bounds()) if bounded else None,
        floor=floor,
        cap=cap,
        rounding=draw(st.sampled_from(Rounding)),
        on_refund=refund,
        clawback=by_age,
        rate=None if levels is not None else rate,
        split=None if levels is not None else draw(small_sharings()),
        levels=levels,
    )


def _may_be_owed(rate: RuleRate) -> bool:
    """Tell whether a rate may be that of a fee."""
    return not any(isinstance(form, Bonus | Attainment) for form in forms_of(rate))


@cache
def _few_rules() -> SearchStrategy[Sequence[CommissionRule]]:
    """Make two commissions, or a commission and a fee, which is chosen by itself."""
    first, fee = small_rules(name="first"), small_rules(name="fee", direction=Direction.OWES)
    return st.tuples(first, small_rules(name="second")) | st.tuples(first, fee) | st.tuples(fee, first)


@st.composite
def _promised(draw: DrawFn, rules: Sequence[CommissionRule]) -> dict[str, Any]:
    """Make what a guarantee and a draw have in common: an amount that orders come to, or not, and rules that count."""
    names = [rule.id for rule in rules if not rule.is_fee]
    some = st.sets(st.sampled_from(names), min_size=1) if names else st.none()
    return {
        "amount": Money(draw(st.sampled_from([1, 150, 1200, 6000]))),
        "rules": draw(st.none() | some),
        "prorated": draw(st.sampled_from(Proration)),
    }


@st.composite
def _guarantees(draw: DrawFn, rules: Sequence[CommissionRule]) -> list[Guarantee]:
    names = draw(st.sampled_from([[], [], ["least"], ["least", "start"]]))
    return [Guarantee(id=name, **draw(_promised(rules))) for name in names]


@st.composite
def _draws(draw: DrawFn, rules: Sequence[CommissionRule]) -> list[Draw]:
    names = draw(st.sampled_from([[], [], ["advance"], ["advance", "gift"]]))
    return [Draw(id=name, recoverable=name == "advance", **draw(_promised(rules))) for name in names]


@st.composite
def small_plans(
    draw: DrawFn,
    plan: str,
    *,
    rules: SearchStrategy[Sequence[CommissionRule]] | None = None,
    versions: int = 2,
    layered: bool = True,
    lasting: bool = True,
    promises: bool = True,
) -> CommissionPlan:
    """
    Make plans of up to a few rules, amended within November at most.

    Args:
        draw: Given by Hypothesis.
        plan: The id of the plan.
        rules: The rules of a version; one or two where it is None.
        versions: How many versions at most.
        layered: Whether it may have campaigns, exceptions and shared caps.
        lasting: Whether its caps may last for the whole plan.
        promises: Whether there may be guarantees and draws.
    """
    if rules is None:
        rules = _few_rules()
    days = draw(st.sets(st.sampled_from([date(2016, 11, 8), date(2016, 11, 11)]), max_size=versions - 1))
    earned_on = EarnedOn(draw(st.sampled_from(["placed", "paid", "received"])), draw(st.sampled_from([0, 0, 7])))
    starts = [date(2015, 1, 1), *sorted(days)]
    listed = [
        draw(_small_versions(f"v{number}", draw(rules), earned_on, layered=layered, lasting=lasting))
        for number in range(len(starts))
    ]
    if promises:
        listed = [draw(_promising(version)) for version in listed]
    return CommissionPlan(id=plan, versions=Timeline[PlanVersion].starting(dict(zip(starts, listed, strict=True))))


@st.composite
def _promising(draw: DrawFn, version: PlanVersion) -> PlanVersion:
    return evolve(version, guarantees=draw(_guarantees(version.every_rule)), draws=draw(_draws(version.every_rule)))


@st.composite
def _small_versions(
    draw: DrawFn, name: str, rules: Sequence[CommissionRule], earned_on: EarnedOn, *, layered: bool, lasting: bool
) -> PlanVersion:
    alone = not any(rule.cumulative for rule in rules)
    of_fees = draw(st.booleans())
    capped = [rule.id for rule in rules if rule.levels is None and rule.is_fee is of_fees]
    policies = [HitPolicy.FIRST, HitPolicy.SUM, *([HitPolicy.BEST_FOR_PAYEE] if alone else [])]
    return PlanVersion(
        version=name,
        hit_policy=draw(st.sampled_from(policies)),
        earned_on=earned_on,
        running_totals=draw(st.sampled_from(RunningTotals)),
        categories=draw(st.sampled_from(_SHELVES)),
        rules=rules,
        campaigns=draw(small_campaigns(lasting=lasting)) if layered else (),
        exceptions=draw(small_exceptions()) if layered else (),
        caps=draw(small_caps(capped, lasting=lasting)) if layered and capped else (),
    )


@cache
def _instants() -> SearchStrategy[datetime]:
    """Make instants near the midnights of a few weeks, and on them."""
    hours = st.sampled_from([0, 0, 9, 23])
    days = st.integers(0, (_LAST - _FIRST).days)
    start = datetime(_FIRST.year, _FIRST.month, _FIRST.day, tzinfo=CHINA.timezone)

    def later(day: int, hour: int) -> datetime:
        return start + timedelta(days=day, hours=hour)

    return st.builds(later, days, hours)


@st.composite
def orders_at(draw: DrawFn, order: str, *, stations: Sequence[str] = _STATIONS) -> Order:
    """
    Make orders at some stations, paid and received soon or never.

    Args:
        draw: Given by Hypothesis.
        order: The id.
        stations: The stations.
    """
    placed = draw(_instants())
    later = st.sampled_from([None, timedelta(0), timedelta(hours=1), timedelta(days=3)])
    deposit, paid, received = (draw(later) for _ in range(3))
    gross = draw(st.integers(0, 120)) * 500 + draw(st.integers(0, 3))
    discount = min(gross, draw(st.sampled_from([0, 0, 333])))
    included, added, shipping, cost = draw(st.sampled_from(_PARTS))
    net = gross - discount
    instants: dict[str, Any] = {
        name: None if after is None else placed + after
        for name, after in (("deposit", deposit), ("paid", paid), ("received", received))
    }
    known = max([placed, *(instant for instant in instants.values() if instant is not None)])
    return Order(
        id=order,
        station=draw(st.sampled_from(stations)),
        category=draw(st.sampled_from([None, *_CATEGORIES])),
        quantity=draw(st.integers(0, 4)),
        gross=Money(gross),
        discount=Money(discount),
        tax_included=Money(net * included // 100),
        tax_added=Money(net * added // 100),
        shipping=Money(shipping),
        cost=Money(net * cost // 100),
        tags=draw(st.sampled_from([(), _TAGS[:1], _TAGS])),
        helper=draw(st.sampled_from(_HELPERS)),
        placed=placed,
        known_at=known + draw(st.sampled_from([timedelta(0), timedelta(0), timedelta(days=20)])),
        **instants,
    )


@st.composite
def _refunds(draw: DrawFn, order: Order, number: int) -> list[Refund]:
    """Take an order back in up to two steps, the last of which may leave nothing."""
    at = order.placed + timedelta(days=draw(st.integers(0, 25)))
    first = draw(st.fractions(0, 1, max_denominator=4))
    steps: list[Refund] = []
    amounts = order.gross, order.discount, order.tax_included, order.tax_added, order.shipping, order.cost or Money(0)
    whole = (order.quantity, *(amount.minor for amount in amounts))
    taken = (0,) * len(whole)
    # For goods that are kept nothing of their cost goes back; of several, the dear ones may.
    cost_share = draw(st.sampled_from([None, 0, 1]))
    for step, share in enumerate(draw(st.sampled_from([(first,), (first, 1), (1,)]))):
        upto = tuple(int(each * share) for each in whole)
        if cost_share is not None and share < 1:
            upto = (*upto[:-1], whole[-1] * cost_share)
        quantity, gross, discount, included, added, shipping, cost = (
            new - old for new, old in zip(upto, taken, strict=True)
        )
        if gross >= discount and (gross or quantity):
            when = at + timedelta(days=step)
            steps.append(
                Refund(
                    id=f"r{number}-{step}",
                    order=order.id,
                    gross=Money(gross),
                    discount=Money(discount),
                    quantity=quantity,
                    tax_included=Money(included),
                    tax_added=Money(added),
                    shipping=Money(shipping),
                    cost=Money(cost),
                    at=when,
                    known_at=max(when, order.known_at),
                )
            )
            taken = upto
    return steps


@st.composite
def worlds(
    draw: DrawFn, *, plans: SearchStrategy[CommissionPlan] | None = None, most: int = 12, lasting: bool = True
) -> World:
    """
    Make worlds.

    Args:
        draw: Given by Hypothesis.
        plans: The plan of model version 2.0; any small one where it is None.
        most: How many orders and parcels at most.
        lasting: Whether caps may last for a whole plan, so that what was posted bears upon what is earned later.
    """
    events: list[Event] = []
    for number in range(draw(st.integers(1, most))):
        if draw(st.integers(0, 4)) == 0:
            at = draw(_instants())
            parcel = Parcel(
                id=f"p{number}", station=draw(st.sampled_from(_STATIONS)), pieces=2, handed_out=at, known_at=at
            )
            events.append(parcel)
            continue
        order = draw(orders_at(f"o{number}"))
        events.append(order)
        fate = draw(st.integers(0, 5))
        if fate == 0:
            when = order.known_at + timedelta(days=draw(st.integers(0, 20)))
            reason = draw(st.sampled_from(CancellationReason))
            events.append(Cancellation(id=f"c{number}", event=order.id, reason=reason, at=when, known_at=when))
        elif fate <= 2:  # noqa: PLR2004 - two fates of six
            events.extend(draw(_refunds(order, number)))
    partner = draw(small_plans("partner", lasting=lasting) if plans is None else plans)
    shop = draw(small_plans("shop", lasting=lasting))
    return World(draw(small_networks()), (shop, partner), programme_calendar(), tuple(events))
