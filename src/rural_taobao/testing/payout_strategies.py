"""Strategies for what comes after a commission: clawbacks, deductions, withholding and payout terms."""

from itertools import pairwise
from math import gcd
from operator import attrgetter
from typing import Final

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from rural_taobao.commission.clawback import Clawback, ClawbackBand, ClawbackBands, Unearned
from rural_taobao.commission.deductions import Deduction, FixedSum, ShareOf, ShareOfGross
from rural_taobao.commission.payouts import PayoutTerms
from rural_taobao.commission.withholding import (
    Bracket,
    FlatWithholding,
    NoWithholding,
    ProgressiveWithholding,
    Withholding,
)
from rural_taobao.currencies import Currency
from rural_taobao.exact import MILLIONTHS, Rate
from rural_taobao.identifiers import DeductionId
from rural_taobao.money import Money
from rural_taobao.testing.strategies import currencies, identifiers, rates, roundings

__all__ = ["clawbacks", "deductions", "payout_terms", "withholdings"]

_FEW: Final = 3
_CURRENCIES: Final = currencies()
_SIZES: Final = st.integers(min_value=0)
_WHOLES: Final = st.integers(1, 10**30)
_SHARES: Final = rates(millionths=st.integers(0, MILLIONTHS))
_ROUNDINGS: Final = roundings()


@st.composite
def _bands(draw: st.DrawFn, days: SearchStrategy[int]) -> ClawbackBands:
    starts = sorted({0, *draw(st.sets(days, max_size=_FEW))})
    ends: list[int | None] = [*(start - 1 for start in starts[1:]), None]
    return ClawbackBands(
        [ClawbackBand(start, end, draw(_SHARES)) for start, end in zip(starts, ends, strict=True)],
    )


def clawbacks(
    *, days: SearchStrategy[int] | None = None, months: SearchStrategy[int] | None = None
) -> SearchStrategy[Clawback]:
    """
    Draw clawbacks of every form.

    Args:
        days: The days at which the bands after the first one start, 1 or more; any where it is not given.
        months: The months of what was paid in advance, 1 or more; any where it is not given.

    Example:
        >>> from hypothesis import given
        >>> from rural_taobao.commission.clawback import share
        >>> from rural_taobao.exact import Exact
        >>> @given(clawbacks(), st.integers(min_value=0))
        ... def test_no_more_is_taken_back_than_all(clawback, age):
        ...     assert Exact(0) <= share(clawback, age) <= Exact(1)
        >>> test_no_more_is_taken_back_than_all()
    """
    many = st.integers(min_value=1)
    return _bands(many if days is None else days) | st.builds(Unearned, many if months is None else months)


@st.composite
def _deductions(draw: st.DrawFn, currency: SearchStrategy[Currency]) -> Deduction:
    fixed = st.builds(Money, _SIZES, currency).map(FixedSum)
    return Deduction(
        id=draw(identifiers(DeductionId)),
        name=draw(st.text()),
        priority=draw(st.integers(min_value=1)),
        takes=draw(fixed | st.builds(ShareOfGross, _SHARES, _ROUNDINGS)),
        max_share=draw(_SHARES),
        max_share_of=draw(st.sampled_from(ShareOf)),
    )


def deductions(*, currency: SearchStrategy[Currency] | None = None) -> SearchStrategy[Deduction]:
    """
    Draw deductions of a fixed sum and of a share.

    Args:
        currency: The currency of the sum; any where it is not given.
    """
    return _deductions(_CURRENCIES if currency is None else currency)


@st.composite
def _progressive(draw: st.DrawFn, currency: SearchStrategy[Currency]) -> ProgressiveWithholding:
    """Draw brackets whose edges lie where the quick deductions are whole minor units."""
    paid_in = draw(currency)
    steps = sorted(draw(st.sets(st.integers(0, MILLIONTHS), min_size=1, max_size=_FEW)))
    edge, quick = 0, 0
    brackets: list[Bracket] = []
    for rate, higher in pairwise(steps):
        whole = MILLIONTHS // gcd(higher - rate, MILLIONTHS)
        edge = (edge // whole + draw(_WHOLES)) * whole
        brackets.append(Bracket(Money(edge, paid_in), Rate(rate), Money(quick, paid_in)))
        quick += (higher - rate) * edge // MILLIONTHS
    return ProgressiveWithholding([*brackets, Bracket(None, Rate(steps[-1]), Money(quick, paid_in))], draw(_ROUNDINGS))


def withholdings(*, currency: SearchStrategy[Currency] | None = None) -> SearchStrategy[Withholding]:
    """
    Draw withholdings of every form.

    Args:
        currency: The currency of the brackets; any where it is not given.
    """
    return (
        st.just(NoWithholding())
        | st.builds(FlatWithholding, _SHARES, _ROUNDINGS)
        | _progressive(_CURRENCIES if currency is None else currency)
    )


@st.composite
def _terms(draw: st.DrawFn, currency: SearchStrategy[Currency]) -> PayoutTerms:
    paid_in = st.just(draw(currency))
    apart = (attrgetter("id"), attrgetter("priority"))
    return PayoutTerms(
        deductions=draw(st.lists(_deductions(paid_in), max_size=_FEW, unique_by=apart)),
        withholding=draw(withholdings(currency=paid_in)),
        minimum=Money(draw(_SIZES), draw(paid_in)),
    )


def payout_terms(*, currency: SearchStrategy[Currency] | None = None) -> SearchStrategy[PayoutTerms]:
    """
    Draw payout terms, with deductions or without, in one currency.

    Args:
        currency: That currency; any where it is not given.

    Example:
        >>> from hypothesis import given
        >>> from rural_taobao.commission.payouts import paid_out
        >>> @given(payout_terms(), _SIZES)
        ... def test_what_is_paid_and_withheld_and_deducted_was_earned(terms, minor):
        ...     nothing, gross = Money(0, terms.currency), Money(minor, terms.currency)
        ...     before = {"carried_before": nothing, "taxed_before": nothing, "withheld_before": nothing}
        ...     payout = paid_out(terms, gross, **before, on_hold=False)
        ...     assert nothing <= payout.paid + payout.withheld + payout.carried <= gross
        >>> test_what_is_paid_and_withheld_and_deducted_was_earned()
    """
    return _terms(_CURRENCIES if currency is None else currency)
