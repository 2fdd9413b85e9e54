"""Strategies for conditions, nested and not."""

from typing import Final

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

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
from rural_taobao.currencies import Currency
from rural_taobao.identifiers import CategoryCode, CentreId, FestivalId, StationId, TagCode, VersionId
from rural_taobao.money import Money
from rural_taobao.testing.strategies import currencies, identifiers, periods

__all__ = ["conditions"]

_FEW = 3
_LEAVES = 6
_SIZES = st.integers(min_value=0)
_TEXTS = st.text()
_CODES = identifiers(CategoryCode)
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
