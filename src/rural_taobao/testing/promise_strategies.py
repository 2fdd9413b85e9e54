"""Strategies for what a plan promises a partner for a month: guarantees and draws."""

from typing import Final

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from rural_taobao.commission.draws import Draw
from rural_taobao.commission.guarantees import Guarantee
from rural_taobao.commission.proration import Proration
from rural_taobao.currencies import Currency
from rural_taobao.identifiers import RuleId
from rural_taobao.testing.strategies import currencies, identifiers, money

__all__ = ["draws", "guarantees"]

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
