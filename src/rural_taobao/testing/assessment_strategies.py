"""Strategies for standards: demands, spans, thresholds and ladders, and notes of what holds of partners."""

from collections.abc import Sequence
from typing import Final

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from rural_taobao.assessment.consequences import Consequence, Note, Rung, Standing, gravity
from rural_taobao.assessment.demands import (
    ActiveDays,
    AmountKind,
    Cancelled,
    Demand,
    OrderAmount,
    Orders,
    Refunded,
    counted,
    least,
)
from rural_taobao.assessment.spans import EveryMonth, InSum, SomeMonths, Span
from rural_taobao.assessment.standards import Standard, StandardVersion
from rural_taobao.assessment.thresholds import Threshold
from rural_taobao.commission.conditions import CreditKind
from rural_taobao.currencies import Currency
from rural_taobao.identifiers import PartnerId, StandardId, ThresholdId
from rural_taobao.money import Money
from rural_taobao.periods import Month
from rural_taobao.testing.strategies import currencies, identifiers, months, periods, sources

__all__ = ["agreeing", "demands", "notes", "spans", "standards", "thresholds"]

_MOST: Final = 120
_LONGEST_MONTH: Final = 31
_FEW: Final = 4
_IDS: Final = identifiers(ThresholdId)
_REFUNDED: Final = st.sampled_from(Refunded)
_CANCELLED: Final = st.sampled_from(Cancelled)


def demands(
    *, figure: SearchStrategy[int] | None = None, currency: SearchStrategy[Currency] | None = None
) -> SearchStrategy[Demand]:
    """
    Draw what may be asked for.

    Args:
        figure: How much, 1 or more; any where it is not given, but never more days than a month has.
        currency: What amounts are in; any where it is not given.
    """
    number = st.integers(min_value=1) if figure is None else figure
    days = number.map(lambda some: min(some, _LONGEST_MONTH))
    amount = st.builds(Money, number, currencies() if currency is None else currency)
    kinds = st.frozensets(st.sampled_from(CreditKind), min_size=1)
    return st.one_of(
        st.builds(Orders, at_least=number, refunded=_REFUNDED, cancelled=_CANCELLED),
        st.builds(
            OrderAmount,
            at_least=amount,
            amount=st.sampled_from(AmountKind),
            refunded=_REFUNDED,
            cancelled=_CANCELLED,
        ),
        st.builds(ActiveDays, at_least=days, of=kinds, refunded=_REFUNDED, cancelled=_CANCELLED),
    )


def spans(*, months: SearchStrategy[int] | None = None) -> SearchStrategy[Span]:
    """
    Draw over how many months a threshold may look, and how their figures come together.

    Args:
        months: How many months, from 1 to 120; any where it is not given.
    """
    number = st.integers(1, _MOST) if months is None else months
    some = number.flatmap(
        lambda most: st.builds(SomeMonths, months=st.just(most), at_least=st.integers(min_value=1, max_value=most))
    )
    return st.one_of(st.builds(EveryMonth, months=number), st.builds(InSum, months=number), some)


def thresholds(
    *,
    demand: SearchStrategy[Demand] | None = None,
    over: SearchStrategy[Span] | None = None,
    ids: SearchStrategy[ThresholdId] | None = None,
) -> SearchStrategy[Threshold]:
    """
    Draw thresholds.

    Args:
        demand: What is asked for; anything where it is not given.
        over: Over which months; any where it is not given.
        ids: The id; any where it is not given.

    Example:
        >>> from hypothesis import given
        >>> @given(thresholds())
        ... def test_a_threshold_can_be_missed(threshold):
        ...     assert least(threshold.demand) > 0
        >>> test_a_threshold_can_be_missed()
    """
    return st.builds(
        Threshold,
        id=_IDS if ids is None else ids,
        demand=demands() if demand is None else demand,
        over=spans() if over is None else over,
        leads_to=st.sampled_from(Consequence),
    )


def _ladders() -> SearchStrategy[list[Rung]]:
    """Draw ladders: for each graver step perhaps one milder step that comes before it."""
    steps = list(Consequence)
    rungs: list[SearchStrategy[Rung | None]] = [
        st.none() | st.builds(Rung, step=st.just(step), after=st.sampled_from(steps[:place]))
        for place, step in enumerate(steps)
        if place
    ]
    return st.tuples(*rungs).flatmap(lambda drawn: st.permutations([rung for rung in drawn if rung is not None]))


@st.composite
def _versions(draw: DrawFn, since: Month, threshold: SearchStrategy[Threshold]) -> StandardVersion:
    drawn = draw(st.lists(threshold, min_size=1, max_size=_FEW, unique_by=lambda each: each.id))
    source = draw(st.none() | sources())
    return StandardVersion(since=since, thresholds=agreeing(drawn), ladder=draw(_ladders()), source=source)


def agreeing(drawn: Sequence[Threshold]) -> list[Threshold]:
    """
    Leave out thresholds that would repeat others or leave nothing to them, as no version could have both.

    Example:
        >>> kept = {"over": EveryMonth(months=1), "leads_to": "warning"}
        >>> some, more = (Orders(at_least=few, refunded="counts", cancelled="counts") for few in (5, 9))
        >>> drawn = [Threshold(id="a", demand=some, **kept), Threshold(id="b", demand=more, **kept)]
        >>> [each.id for each in agreeing(drawn)]
        [ThresholdId('a')]
    """
    kept: list[Threshold] = []
    for each in drawn:
        alike = [one for one in kept if counted(one.demand) == counted(each.demand) and one.over == each.over]
        if all(
            (gravity(each.leads_to) - gravity(one.leads_to)) * (least(one.demand) - least(each.demand)) > 0
            for one in alike
        ):
            kept.append(each)
    return kept


@st.composite
def standards(  # noqa: D417 - Hypothesis passes `draw`
    draw: DrawFn,
    *,
    since: SearchStrategy[Month] | None = None,
    figure: SearchStrategy[int] | None = None,
    months_back: SearchStrategy[int] | None = None,
    currency: SearchStrategy[Currency] | None = None,
) -> Standard:
    """
    Draw standards of one to three versions.

    Args:
        since: The months from which versions hold; any where it is not given.
        figure: How much a threshold asks for, 1 or more; any where it is not given.
        months_back: Over how many months it looks, from 1 to 120; any where it is not given.
        currency: What amounts are in; any where it is not given.

    Example:
        >>> from hypothesis import given
        >>> @given(standards(since=st.just(Month(2016, 1))))
        ... def test_the_only_version_holds_for_good(standard):
        ...     assert standard.on(Month(2020, 1)) == standard.versions[0]
        >>> test_the_only_version_holds_for_good()
    """
    coin = draw(currencies() if currency is None else currency)
    demand = demands(figure=figure, currency=st.just(coin))
    threshold = thresholds(demand=demand, over=spans(months=months_back))
    firsts = draw(st.lists(months() if since is None else since, min_size=1, max_size=3, unique=True))
    versions = [draw(_versions(first, threshold)) for first in firsts]
    name = draw(st.text(max_size=9))
    return Standard(id=draw(identifiers(StandardId)), name=name, currency=coin, versions=versions)


def notes(*, partner: SearchStrategy[PartnerId] | None = None) -> SearchStrategy[Note]:
    """
    Draw notes of what holds of partners.

    Args:
        partner: The partner; any where it is not given.
    """
    return st.builds(Note, identifiers(PartnerId) if partner is None else partner, st.sampled_from(Standing), periods())
