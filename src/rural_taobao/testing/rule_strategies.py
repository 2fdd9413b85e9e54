"""Strategies for rules: what they measure, and all that goes with the rate that they pay."""

from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from rural_taobao.commission.bases import Basis, is_money
from rural_taobao.commission.conditions import Condition
from rural_taobao.commission.fees import Direction
from rural_taobao.commission.keyed import ByKey, RuleRate, forms_of
from rural_taobao.commission.levels import Level, LevelMode, Levels, MissingLevel
from rural_taobao.commission.rates import (
    Attainment,
    AttainmentMode,
    Banded,
    Bonus,
    ByVolume,
    Flat,
    Interpolated,
    MeasuredForm,
    Percentage,
    PercentageAndFlat,
    PerUnit,
    WholeAmount,
    pays_for_money,
)
from rural_taobao.commission.rules import CommissionRule, MeasuredOn, OnRefund
from rural_taobao.currencies import Currency
from rural_taobao.identifiers import RuleId
from rural_taobao.money import Money, UnitPrice
from rural_taobao.testing.condition_strategies import conditions
from rural_taobao.testing.layer_strategies import allowances, boosts, unit_bounds
from rural_taobao.testing.payout_strategies import clawbacks
from rural_taobao.testing.rate_strategies import bases, rule_rates
from rural_taobao.testing.split_strategies import sharings
from rural_taobao.testing.strategies import currencies, identifiers, parties, rates, roundings

__all__ = ["rules"]

_CURRENCIES = currencies()
_SIZES = st.integers(min_value=0)
_YES = st.booleans()
_ROUNDINGS = roundings()
_CLAWBACKS = clawbacks()
_RULE_IDS = identifiers(RuleId)
_BASES: Final = {
    None: bases(),
    True: bases().filter(is_money),
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
    lowest = forms[0]
    volume = lowest.volume if isinstance(lowest, ByVolume) else None
    levels = draw(_levels(lowest, paid_in)) if stacks and not isinstance(lowest, ByVolume) else None
    each_order = levels is not None or any(isinstance(form, Flat | PercentageAndFlat) for form in forms)
    measured_on = [MeasuredOn.ORDER] if each_order else list(MeasuredOn)
    if any(isinstance(form, Attainment) for form in forms):
        measured_on.remove(MeasuredOn.ORDER)
    by_band = (isinstance(lowest, ByVolume) and lowest.falls) or any(
        form.mode is AttainmentMode.WHOLE_AMOUNT
        if isinstance(form, Attainment)
        else isinstance(form, WholeAmount | Banded | Bonus | Interpolated)
        for form in forms
    )
    on_refund = draw(st.sampled_from([OnRefund.RERATE] if by_band else list(OnRefund)))
    clawback = draw(st.none() | _CLAWBACKS) if on_refund is OnRefund.REVERSE else None
    asked = conditions(currency=st.just(paid_in)) if when is None else when
    measures = _BASES[next((of for of in map(pays_for_money, forms) if of is not None), None)]
    basis = draw(measures.filter(lambda each: each != volume))
    money = is_money(basis)
    stepped = levels is None
    may_be_free = stepped and volume is None
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
        allowance=draw(st.none() | allowances(money=paid_in if money else None)) if may_be_free else None,
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
def _levels(draw: st.DrawFn, first: MeasuredForm, currency: Currency) -> Levels:
    """Draw levels of which the lowest pays by a rate that is given, and those above it on the same basis."""
    of_money = pays_for_money(first)
    others: SearchStrategy[MeasuredForm] = st.builds(Money, _SIZES, st.just(currency)).map(Flat)
    if of_money is not None:
        others = rates().map(Percentage) if of_money else st.builds(UnitPrice, _SIZES, st.just(currency)).map(PerUnit)
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
