"""Strategies for what lies around the rates of a plan: allowances, boosts, bounds of a unit, and shared caps."""

from collections.abc import Sequence

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from rural_taobao.commission.boosts import Boost, Multiplied, Raised
from rural_taobao.commission.bounds import Allowance, AllowedPer, UnitBounds
from rural_taobao.commission.caps import CapHolder, CapWithin, SharedCap
from rural_taobao.commission.conditions import Condition
from rural_taobao.currencies import Currency
from rural_taobao.identifiers import CampaignId, CapId, RuleId
from rural_taobao.money import Money, UnitPrice
from rural_taobao.testing.strategies import identifiers, rates

__all__ = ["allowances", "boosts", "shared_caps", "unit_bounds"]

_FEW = 3
_SIZES = st.integers(min_value=0)
_ABOVE_NOTHING = st.integers(min_value=1)
_CAMPAIGN_IDS = identifiers(CampaignId)
_CAP_IDS = identifiers(CapId)
_POOLS = [
    (holder, within)
    for holder in CapHolder
    for within in CapWithin
    if (holder, within) != (CapHolder.COUNTY_CENTRE, CapWithin.PLAN)
]


def allowances(*, money: Currency | None) -> SearchStrategy[Allowance]:
    """
    Draw allowances per order and per period.

    Args:
        money: The currency of what is free; None where it is units.
    """
    measures = _ABOVE_NOTHING if money is None else st.builds(Money, _ABOVE_NOTHING, st.just(money))
    of_order = st.builds(Allowance, per=st.just(AllowedPer.ORDER), measure=measures)
    of_period = st.builds(
        Allowance, per=st.just(AllowedPer.PERIOD), measure=measures, events=st.none() | _ABOVE_NOTHING
    )
    by_events = st.builds(Allowance, per=st.just(AllowedPer.PERIOD), events=_ABOVE_NOTHING)
    return of_order | of_period | by_events


def boosts(when: SearchStrategy[Condition], *, currency: Currency, money: bool) -> SearchStrategy[list[Boost]]:
    """
    Draw the boosts of a rule, under names of their own.

    Args:
        when: Which credits they bear upon.
        currency: The currency of the rule.
        money: Whether its basis is money.
    """
    more = rates() if money else st.builds(UnitPrice, _SIZES, st.just(currency))
    each = st.builds(Multiplied, _CAMPAIGN_IDS, when, rates()) | st.builds(Raised, _CAMPAIGN_IDS, when, more)
    return st.lists(each, max_size=2, unique_by=lambda boost: boost.campaign)


def unit_bounds(currency: Currency) -> SearchStrategy[UnitBounds]:
    """
    Draw a floor, a cap or both for each unit.

    Args:
        currency: Their currency.
    """

    def bounds(floor: int, more: int, which: int) -> UnitBounds:
        least, most = UnitPrice(floor, currency), UnitPrice(floor + more, currency)
        return [UnitBounds(floor=least), UnitBounds(cap=most), UnitBounds(floor=least, cap=most)][which]

    return st.builds(bounds, _SIZES, _SIZES, st.integers(0, 2))


def shared_caps(rules: Sequence[RuleId], *, currency: Currency) -> SearchStrategy[list[SharedCap]]:
    """
    Draw caps of every holder and time, under names of their own.

    Args:
        rules: The rules that they may name; where there are none, no cap is drawn.
        currency: The currency of the plan.
    """
    if not rules:
        return st.just([])

    def cap(name: CapId, minor: int, pool: tuple[CapHolder, CapWithin], named: list[RuleId]) -> SharedCap:
        return SharedCap(id=name, amount=Money(minor, currency), of=pool[0], within=pool[1], rules=named)

    named = st.lists(st.sampled_from(rules), min_size=1, max_size=_FEW, unique=True)
    each = st.builds(cap, _CAP_IDS, _SIZES, st.sampled_from(_POOLS), named)
    return st.lists(each, max_size=2, unique_by=lambda drawn: drawn.id)
