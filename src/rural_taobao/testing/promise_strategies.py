"""Strategies for what a plan promises a partner for a month: guarantees and draws."""

from operator import attrgetter
from typing import Final

from attrs import evolve
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from rural_taobao.commission.draws import Draw
from rural_taobao.commission.guarantees import Guarantee
from rural_taobao.commission.proration import Proration
from rural_taobao.commission.versions import PlanVersion
from rural_taobao.currencies import Currency
from rural_taobao.identifiers import RuleId
from rural_taobao.testing.strategies import currencies, identifiers, money

__all__ = ["draws", "guarantees", "promising"]

_FEW: Final = 3
_IDS: Final = identifiers(RuleId)
_ABOVE_ZERO: Final = st.integers(min_value=1)
_PRORATIONS: Final = st.sampled_from(Proration)
_RULES: Final = st.none() | st.frozensets(_IDS, min_size=1, max_size=_FEW)


def guarantees(
    *,
    currency: SearchStrategy[Currency] | None = None,
    rules: SearchStrategy[frozenset[RuleId] | None] | None = None,
) -> SearchStrategy[Guarantee]:
    """
    Draw guarantees.

    Args:
        currency: What they are in; any where it is not given.
        rules: The rules that count; any, or all of a plan, where it is not given.

    Example:
        >>> from hypothesis import given
        >>> @given(guarantees(rules=st.none()))
        ... def test_all_rules_count(guarantee):
        ...     assert guarantee.counts("seeds")
        >>> test_all_rules_count()
    """
    return st.builds(
        Guarantee,
        id=_IDS,
        amount=money(minor=_ABOVE_ZERO, currency=currencies() if currency is None else currency),
        rules=_RULES if rules is None else rules,
        prorated=_PRORATIONS,
    )


def draws(
    *,
    currency: SearchStrategy[Currency] | None = None,
    rules: SearchStrategy[frozenset[RuleId] | None] | None = None,
) -> SearchStrategy[Draw]:
    """
    Draw draws, recoverable and not.

    Args:
        currency: What they are in; any where it is not given.
        rules: The rules that count; any, or all of a plan, where it is not given.
    """
    return st.builds(
        Draw,
        id=_IDS,
        amount=money(minor=_ABOVE_ZERO, currency=currencies() if currency is None else currency),
        recoverable=st.booleans(),
        rules=_RULES if rules is None else rules,
        prorated=_PRORATIONS,
    )


@st.composite
def promising(draw: st.DrawFn, version: PlanVersion, paid_in: Currency) -> PlanVersion:
    """
    Draw versions of a plan that promise something besides: guarantees and draws that count what its rules earn.

    Args:
        draw: Given by Hypothesis.
        version: The version.
        paid_in: What they are in.
    """
    names = [rule.id for rule in version.every_rule]
    earning = [rule.id for rule in version.every_rule if not rule.is_fee]
    counted = st.none() | (st.frozensets(st.sampled_from(earning), min_size=1) if earning else st.nothing())
    some = st.just(paid_in)
    least = draw(st.lists(guarantees(currency=some, rules=counted), max_size=_FEW, unique_by=attrgetter("id")))
    advances = draw(st.lists(draws(currency=some, rules=counted), max_size=_FEW, unique_by=attrgetter("id")))
    least = [each for each in least if each.id not in names]
    taken = {*names, *(each.id for each in least)}
    return evolve(version, guarantees=least, draws=[each for each in advances if each.id not in taken])
