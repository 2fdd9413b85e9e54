"""Strategies for commissions and fees of small worlds: rules, and the conditions under which they match."""

from datetime import date
from functools import cache

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from rural_taobao.commission.bases import AmountOf, Basis, BasisForm, is_money
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
from rural_taobao.commission.fees import Direction
from rural_taobao.commission.keyed import RuleRate, forms_of
from rural_taobao.commission.rates import Attainment, Bonus, ByVolume
from rural_taobao.commission.rules import CommissionRule, MeasuredOn, OnRefund
from rural_taobao.exact import Rounding
from rural_taobao.money import Money
from rural_taobao.periods import Period
from rural_taobao.testing.payout_strategies import clawbacks
from rural_taobao.testing.small_goods import CATEGORIES, TAGS
from rural_taobao.testing.small_layers import small_allowances, small_boosts, small_unit_bounds
from rural_taobao.testing.small_rate_forms import small_rates, small_rates_by_key, small_rates_by_volume
from rural_taobao.testing.small_splits import small_levels, small_sharings

__all__ = ["small_rules"]

_CLAWBACKS = st.none() | clawbacks(days=st.integers(1, 25), months=st.integers(1, 3))
"""Clawbacks with bands in which the refunds of a world fall."""
_BASES: tuple[BasisForm, ...] = (
    *Basis,
    AmountOf(less=["discount", "tax_included"], plus=[]),
    AmountOf(less=["tax_included", "cost"], plus=["shipping"]),
    AmountOf(less=[], plus=["tax_added", "shipping"]),
)


@cache
def _conditions() -> SearchStrategy[Condition]:
    during = st.builds(
        DuringFestival, st.just("double-11"), st.sampled_from(["placed", "paid", "deposit"]), st.just(["sale"])
    )
    simple = st.one_of(
        st.just(Always()),
        st.sampled_from([OfKind("order"), OfKind("parcel")]),
        st.sampled_from([InCategory([code]) for code in (*CATEGORIES, "goods")]),
        during,
        st.sampled_from([Tagged(["fresh"]), Tagged(TAGS), Seniority(6), Seniority(0, 1), Seniority(1, 6)]),
        st.sampled_from([AtStation(["north"]), UnderCentre(["runan"]), UnderVersion(["1.0"])]),
        st.sampled_from([OnDays(Period(date(2016, 11, 11))), OnDays(Period(date(2016, 10, 28), date(2016, 11, 11)))]),
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
    makers = [small_rates, small_rates, small_rates, small_rates_by_key] if by_key else [small_rates]
    fee = direction is Direction.OWES
    rates = draw(st.sampled_from(makers))(money=money, flat=flat, whole=whole)
    rate: RuleRate = draw(rates.filter(_may_be_owed) if fee else rates)
    if by_key and draw(st.integers(0, 4)) == 0:
        rate = draw(small_rates_by_volume(money=money, basis=basis, falls=whole))
    levels = None
    if not fee and measured is MeasuredOn.ORDER and bounded and stepped and by_key and draw(st.integers(0, 3)) == 0:
        # Levels have no answer to running totals and to other steps.
        levels = draw(small_levels(small_rates(money=money, flat=True, whole=whole), money=money))
        bounded = stepped = False
    bounds = draw(st.sampled_from([(None, None), (20, None), (None, 900), (20, 900)])) if bounded else (None, None)
    floor, cap = (None if bound is None else Money(bound) for bound in bounds)
    return CommissionRule(
        id=name,
        direction=direction,
        when=draw(_conditions() if when is None else when),
        basis=basis,
        measured_on=measured,
        allowance=draw(small_allowances(money=money)) if stepped and not isinstance(rate, ByVolume) else None,
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
