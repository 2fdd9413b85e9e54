"""
Strategies for sets of events that go together: no id is there twice, and no more is refunded than was ordered.

What an option narrows is itself a strategy: pass `st.just(CNY)`, not `CNY`.
"""

from collections.abc import Sequence
from datetime import date
from operator import attrgetter
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from rural_taobao.currencies import Currency
from rural_taobao.identifiers import CategoryCode, EventId, StationId
from rural_taobao.instants import UtcOffset
from rural_taobao.money import Money
from rural_taobao.services.referrals import Referral
from rural_taobao.settlement.building import in_columns
from rural_taobao.settlement.columns import EventColumns
from rural_taobao.settlement.events import Event, Order, Parcel, Refund
from rural_taobao.testing.event_strategies import (
    CATEGORIES,
    CURRENCIES,
    EVENTS,
    STATIONS,
    cancellation_of,
    orders,
    parcels,
    referrals,
    refund_of,
    rising_instants,
    takes_back,
)

__all__ = ["event_columns", "event_sets"]

_EITHER: Final = st.booleans()
_LEAST: Final = st.sampled_from((1, 1, 1, 0))
"""How many orders, parcels and referrals there are at least: else every third set would be empty."""


def _rest(order: Order, refunded: Sequence[Refund]) -> Order:
    """Give what refunds leave of an order, as an order; a part that one does not state may be left whole."""
    gross = order.gross.minor - sum(refund.gross.minor for refund in refunded)
    discount = order.discount.minor - sum(refund.discount.minor for refund in refunded)
    names = ("tax_included", "tax_added", "shipping", "cost")
    left: dict[str, Any] = {}
    for name in names:
        if (whole := getattr(order, name)) is not None:
            backs = (back for refund in refunded if (back := getattr(refund, name)) is not None)
            left[name] = whole - sum(backs, Money(0, order.gross.currency))
    return Order(
        id=order.id,
        station=order.station,
        quantity=order.quantity - sum(refund.quantity for refund in refunded),
        gross=Money(gross, order.gross.currency),
        discount=Money(discount, order.gross.currency),
        **{**left, "tax_included": min(left["tax_included"], Money(gross - discount, order.gross.currency))},
        placed=order.placed,
        known_at=order.known_at,
    )


@st.composite
def event_sets(  # noqa: D417 - Hypothesis passes `draw`
    draw: st.DrawFn,
    *,
    stations: SearchStrategy[StationId] | None = None,
    categories: SearchStrategy[CategoryCode | None] | None = None,
    quantities: SearchStrategy[int] | None = None,
    gross: SearchStrategy[int] | None = None,
    currency: SearchStrategy[Currency] | None = None,
    day: SearchStrategy[date] | None = None,
    offset: SearchStrategy[UtcOffset] | None = None,
) -> tuple[Event, ...]:
    """
    Draw sets of events that go together, in any order: what was ordered, handed out or referred, and what ends it.

    All ids differ, all amounts are in one currency, and no more is refunded than was ordered.

    Args:
        stations: Where orders, parcels and referrals happen; anywhere where it is not given.
        categories: Their categories; any or none where it is not given.
        quantities: Units of an order, 0 or more; any where it is not given.
        gross: The amount of an order before discounts in minor units, 0 or more; any where it is not given.
        currency: What all amounts are in; any where it is not given.
        day: The days of all instants; any where it is not given, but for the two ends of the calendar.
        offset: The clock that shows each of them; any where it is not given.

    Example:
        >>> from hypothesis import given
        >>> from rural_taobao.currencies import CNY
        >>> @given(event_sets(currency=st.just(CNY)))
        ... def test_they_go_together(events):
        ...     assert len(in_columns(events, CNY)) == len(events)
        >>> test_they_go_together()
    """
    taken: set[EventId] = set()
    free, rising = EVENTS.filter(lambda name: name not in taken), rising_instants(day, offset)
    coin = st.just(draw(CURRENCIES if currency is None else currency))
    if stations is None:
        stations = st.sampled_from(draw(st.lists(STATIONS, min_size=1, max_size=3)))
    if categories is None:
        categories = st.sampled_from([None, *draw(st.lists(CATEGORIES, max_size=3))])
    order = orders(
        ids=free,
        stations=stations,
        categories=categories,
        quantities=quantities,
        gross=gross,
        currency=coin,
        day=day,
        offset=offset,
    )
    parcel = parcels(ids=free, stations=stations, categories=categories, day=day, offset=offset)
    referral = referrals(
        ids=free, stations=stations, categories=categories, amounts=gross, currency=coin, day=day, offset=offset
    )
    credit = st.lists(order | parcel | referral, min_size=draw(_LEAST), unique_by=attrgetter("id"))
    credited: list[Order | Parcel | Referral] = draw(credit)
    events: list[Event] = list(credited)
    taken.update(event.id for event in events)
    for event in credited:
        back: list[Refund] = []
        while isinstance(event, Order) and takes_back(rest := _rest(event, back)) and draw(_EITHER):
            back.append(refund_of(draw, rest, free, rising))
            taken.add(back[-1].id)
        events.extend(back)
        if draw(_EITHER):
            events.append(cancellation_of(draw, event, free, rising))
            taken.add(events[-1].id)
    return tuple(draw(st.permutations(events)))


@st.composite
def event_columns(  # noqa: D417 - Hypothesis passes `draw`
    draw: st.DrawFn,
    *,
    stations: SearchStrategy[StationId] | None = None,
    categories: SearchStrategy[CategoryCode | None] | None = None,
    quantities: SearchStrategy[int] | None = None,
    gross: SearchStrategy[int] | None = None,
    currency: SearchStrategy[Currency] | None = None,
    day: SearchStrategy[date] | None = None,
    offset: SearchStrategy[UtcOffset] | None = None,
) -> EventColumns:
    """
    Draw sets of events that go together, in columns.

    Args:
        stations: As for `event_sets`, as are all that follow.
        categories: Categories of orders, parcels and referrals.
        quantities: Units of an order.
        gross: The amount of an order before discounts in minor units.
        currency: What all amounts are in.
        day: The days of all instants.
        offset: The clock that shows each of them.
    """
    coin = draw(CURRENCIES if currency is None else currency)
    events = event_sets(
        stations=stations,
        categories=categories,
        quantities=quantities,
        gross=gross,
        currency=st.just(coin),
        day=day,
        offset=offset,
    )
    return in_columns(draw(events), coin)
