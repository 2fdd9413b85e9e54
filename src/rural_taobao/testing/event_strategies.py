"""
Strategies for events: orders, parcels, referrals, refunds and cancellations, one by one.

What an option narrows is itself a strategy: pass `st.just(CNY)`, not `CNY`.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from operator import add
from typing import Any, Final, TypeVar, assert_never

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from rural_taobao.currencies import Currency
from rural_taobao.identifiers import CategoryCode, EventId, Identifier, PartnerId, ServiceId, StationId, TagCode
from rural_taobao.instants import DAY, UtcOffset, microseconds
from rural_taobao.money import Money
from rural_taobao.services.referrals import Approval, Referral, Refusal
from rural_taobao.settlement.events import Cancellation, CancellationReason, Order, Parcel, Refund
from rural_taobao.testing.strategies import currencies, offsets

__all__ = [
    "CATEGORIES",
    "CURRENCIES",
    "EVENTS",
    "STATIONS",
    "cancellation_of",
    "cancellations",
    "orders",
    "parcels",
    "referrals",
    "refund_of",
    "refunds",
    "rising_instants",
    "takes_back",
]

_FIRST: Final = microseconds(datetime(1, 1, 2, tzinfo=UTC))
_LAST: Final = microseconds(datetime(9999, 12, 30, tzinfo=UTC))
"""Between these instants, every clock shows a day of the calendar."""
_ALPHANUMERIC: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_REST: Final = st.text(f"{_ALPHANUMERIC}._-", max_size=63)

AnIdentifier = TypeVar("AnIdentifier", bound=Identifier)


def _names(kind: type[AnIdentifier]) -> SearchStrategy[AnIdentifier]:
    """Draw ids, as `identifiers` does, in less time: a set of events has many."""
    return st.builds(add, st.sampled_from(_ALPHANUMERIC), _REST).map(kind)


EVENTS: Final = _names(EventId)
STATIONS: Final = _names(StationId)
CATEGORIES: Final = st.none() | _names(CategoryCode)
CURRENCIES: Final = currencies()
"""Any id of an event, any station, any category or none, and any currency."""
_OFFSETS: Final = offsets()
_REASONS: Final = st.sampled_from(CancellationReason)
_EITHER: Final = st.booleans()
_TAGS: Final = st.frozensets(_names(TagCode), min_size=1, max_size=2)
_HELPERS: Final = _names(PartnerId)
_SERVICES: Final = _names(ServiceId)
_DECIDER: Final = "bank-1"
_INSTANTS: Final = st.builds(UtcOffset.instant, _OFFSETS, st.integers(_FIRST, _LAST))


def rising_instants(
    day: SearchStrategy[date] | None, offset: SearchStrategy[UtcOffset] | None
) -> SearchStrategy[list[datetime]]:
    """Draw three instants in their order: the first is when something happened, the last when it was known."""
    if day is None:
        instant = _INSTANTS if offset is None else st.builds(UtcOffset.instant, offset, st.integers(_FIRST, _LAST))
    else:
        instant = st.builds(_shown_by_clock, _OFFSETS if offset is None else offset, day, st.integers(0, DAY - 1))
    return st.tuples(instant, instant, instant).map(sorted)


def _shown_by_clock(clock: UtcOffset, day: date, since_midnight: int) -> datetime:
    return clock.instant(clock.midnight(day) + since_midnight)


def _stations(stations: SearchStrategy[StationId] | None) -> SearchStrategy[StationId]:
    return STATIONS if stations is None else stations


def _categories(categories: SearchStrategy[CategoryCode | None] | None) -> SearchStrategy[CategoryCode | None]:
    return CATEGORIES if categories is None else categories


def _whole_numbers(numbers: SearchStrategy[int] | None, least: int = 0) -> SearchStrategy[int]:
    return st.integers(min_value=least) if numbers is None else numbers


def _up_to(most: int, least: int) -> SearchStrategy[int]:
    """Draw a part of a whole; all of it as often as less."""
    return st.just(most) | st.integers(least, most) if most else st.just(0)


def _particulars(draw: st.DrawFn, net: int, coin: Currency) -> dict[str, Any]:
    """Draw what some orders state besides amount and discount; half of them state nothing of it."""
    if draw(_EITHER):
        return {}
    more = st.none() | st.integers(min_value=0)
    parts = {
        "tax_included": draw(st.none() | _up_to(net, 0)),
        "tax_added": draw(more),
        "shipping": draw(more),
        "cost": draw(more),
    }
    stated: dict[str, Any] = {name: Money(part, coin) for name, part in parts.items() if part is not None}
    return {**stated, "tags": draw(_TAGS) if draw(_EITHER) else (), "helper": draw(st.none() | _HELPERS)}


@st.composite
def orders(  # noqa: D417 - Hypothesis passes `draw`
    draw: st.DrawFn,
    *,
    ids: SearchStrategy[EventId] | None = None,
    stations: SearchStrategy[StationId] | None = None,
    categories: SearchStrategy[CategoryCode | None] | None = None,
    quantities: SearchStrategy[int] | None = None,
    gross: SearchStrategy[int] | None = None,
    currency: SearchStrategy[Currency] | None = None,
    day: SearchStrategy[date] | None = None,
    offset: SearchStrategy[UtcOffset] | None = None,
) -> Order:
    """
    Draw orders, at any stage between placed and received.

    Args:
        ids: The id; any where it is not given.
        stations: The station; any where it is not given.
        categories: The category; any or none where it is not given.
        quantities: Units, 0 or more; any where it is not given.
        gross: The amount before discounts in minor units, 0 or more; any where it is not given.
        currency: What the amounts are in; any where it is not given.
        day: The days of its instants; any where it is not given, but for the two ends of the calendar.
        offset: The clock that shows each of them; any where it is not given.

    Example:
        >>> from hypothesis import given
        >>> @given(orders())
        ... def test_nobody_pays_less_than_nothing(order):
        ...     assert (order.gross - order.discount).minor >= 0
        >>> test_nobody_pays_less_than_nothing()
    """
    coin = draw(CURRENCIES if currency is None else currency)
    whole = draw(_whole_numbers(gross))
    rising = draw(rising_instants(day, offset))
    later = st.sampled_from([None, *rising])
    discount = draw(st.integers(0, whole))
    return Order(
        id=draw(EVENTS if ids is None else ids),
        station=draw(_stations(stations)),
        category=draw(_categories(categories)),
        quantity=draw(_whole_numbers(quantities)),
        gross=Money(whole, coin),
        discount=Money(discount, coin),
        **_particulars(draw, whole - discount, coin),
        placed=rising[0],
        deposit=draw(later),
        balance=draw(later),
        paid=draw(later),
        received=draw(later),
        known_at=rising[-1],
    )


@st.composite
def parcels(  # noqa: D417 - Hypothesis passes `draw`
    draw: st.DrawFn,
    *,
    ids: SearchStrategy[EventId] | None = None,
    stations: SearchStrategy[StationId] | None = None,
    categories: SearchStrategy[CategoryCode | None] | None = None,
    pieces: SearchStrategy[int] | None = None,
    day: SearchStrategy[date] | None = None,
    offset: SearchStrategy[UtcOffset] | None = None,
) -> Parcel:
    """
    Draw parcels.

    Args:
        ids: The id; any where it is not given.
        stations: The station; any where it is not given.
        categories: The category; any or none where it is not given.
        pieces: Pieces, 1 or more; any where it is not given.
        day: The days of its instants; any where it is not given, but for the two ends of the calendar.
        offset: The clock that shows each of them; any where it is not given.
    """
    rising = draw(rising_instants(day, offset))
    return Parcel(
        id=draw(EVENTS if ids is None else ids),
        station=draw(_stations(stations)),
        category=draw(_categories(categories)),
        pieces=draw(_whole_numbers(pieces, 1)),
        handed_out=rising[0],
        known_at=rising[-1],
    )


@st.composite
def referrals(  # noqa: D417 - Hypothesis passes `draw`
    draw: st.DrawFn,
    *,
    ids: SearchStrategy[EventId] | None = None,
    stations: SearchStrategy[StationId] | None = None,
    categories: SearchStrategy[CategoryCode | None] | None = None,
    services: SearchStrategy[ServiceId] | None = None,
    amounts: SearchStrategy[int] | None = None,
    currency: SearchStrategy[Currency] | None = None,
    day: SearchStrategy[date] | None = None,
    offset: SearchStrategy[UtcOffset] | None = None,
) -> Referral:
    """
    Draw referrals: approved, refused and not decided.

    Args:
        ids: The id; any where it is not given.
        stations: The station; any where it is not given.
        categories: The category; any or none where it is not given.
        services: The service; any where it is not given.
        amounts: What it is about in minor units, 0 or more; any where it is not given.
        currency: What that is in; any where it is not given.
        day: The days of its instants; any where it is not given, but for the two ends of the calendar.
        offset: The clock that shows each of them; any where it is not given.
    """
    entered, decided, known = draw(rising_instants(day, offset))
    station = draw(_stations(stations))
    decide = draw(st.sampled_from([None, Approval, Refusal]))
    coin = draw(CURRENCIES if currency is None else currency)
    cost = draw(st.none() | st.integers(min_value=0))
    # No station decides.
    by = "bank-2" if station == _DECIDER else _DECIDER
    return Referral(
        id=draw(EVENTS if ids is None else ids),
        station=station,
        service=draw(_SERVICES if services is None else services),
        category=draw(_categories(categories)),
        amount=Money(draw(_whole_numbers(amounts)), coin),
        cost=None if cost is None else Money(cost, coin),
        entered=entered,
        decision=None if decide is None else decide(by, decided),
        known_at=known,
    )


def takes_back(order: Order) -> bool:
    """Tell whether there is anything of an order that a refund can take back."""
    return bool(order.gross) or order.quantity > 0


@st.composite
def refunds(  # noqa: D417 - Hypothesis passes `draw`
    draw: st.DrawFn,
    *,
    of: SearchStrategy[Order] | None = None,
    ids: SearchStrategy[EventId] | None = None,
    day: SearchStrategy[date] | None = None,
    offset: SearchStrategy[UtcOffset] | None = None,
) -> Refund:
    """
    Draw refunds, each of which its order can bear, if it is the only one.

    Args:
        of: The order; it has an amount or a quantity. Any where it is not given.
        ids: The id; any where it is not given.
        day: The days of its instants, which are moved to the order where they lie before it.
        offset: The clock that shows each of them; any where it is not given.

    Example:
        >>> from hypothesis import given
        >>> from rural_taobao.samples import one_order
        >>> @given(refunds(of=st.just(one_order())))
        ... def test_no_more_is_taken_back_than_was_paid(refund):
        ...     assert refund.gross <= one_order().gross
        >>> test_no_more_is_taken_back_than_was_paid()
    """
    order = draw((orders() if of is None else of).filter(takes_back))
    return refund_of(draw, order, EVENTS if ids is None else ids, rising_instants(day, offset))


def refund_of(
    draw: st.DrawFn, order: Order, ids: SearchStrategy[EventId], rising: SearchStrategy[list[datetime]]
) -> Refund:
    """Draw a refund of an order that has an amount or a quantity, at instants that rise."""
    gross = draw(_up_to(order.gross.minor, 0 if order.quantity else 1))
    quantity = draw(_up_to(order.quantity, 0 if gross else 1))
    off = order.discount.minor
    # What is left of the order is no less than its discount that is left.
    discount = draw(st.integers(max(0, gross - order.gross.minor + off), min(gross, off)))
    parts = {} if draw(_EITHER) else _refunded_parts(draw, order, gross - discount)
    at, known = _afterwards(order, draw(rising))
    return Refund(
        id=draw(ids),
        order=order.id,
        gross=Money(gross, order.gross.currency),
        discount=Money(discount, order.gross.currency),
        quantity=quantity,
        **parts,
        at=at,
        known_at=known,
    )


def _refunded_parts(draw: st.DrawFn, order: Order, back: int) -> dict[str, Money]:
    """Draw what a refund states of the parts of its order; each of them may be left out."""
    net, tax = (order.gross - order.discount).minor, order.tax_included.minor
    parts = {
        # What is left of the amount is no less than the tax in it that is left.
        "tax_included": st.integers(max(0, tax - net + back), min(tax, back)),
        "tax_added": _up_to(order.tax_added.minor, 0),
        "shipping": _up_to(order.shipping.minor, 0),
        "cost": _up_to(0 if order.cost is None else order.cost.minor, 0),
    }
    return {name: Money(draw(part), order.gross.currency) for name, part in parts.items() if draw(_EITHER)}


def _happened(event: Order | Parcel | Referral) -> datetime:
    match event:
        case Order(placed=placed):
            return placed
        case Parcel(handed_out=handed_out):
            return handed_out
        case Referral(entered=entered):
            return entered
        case _:
            assert_never(event)


def _afterwards(event: Order | Parcel | Referral, rising: Sequence[datetime]) -> tuple[datetime, datetime]:
    """Move the first and the last of rising instants to an event where they lie before it."""
    return max(_happened(event), rising[0]), max(_happened(event), rising[-1])


@st.composite
def cancellations(  # noqa: D417 - Hypothesis passes `draw`
    draw: st.DrawFn,
    *,
    of: SearchStrategy[Order | Parcel | Referral] | None = None,
    ids: SearchStrategy[EventId] | None = None,
    day: SearchStrategy[date] | None = None,
    offset: SearchStrategy[UtcOffset] | None = None,
) -> Cancellation:
    """
    Draw cancellations.

    Args:
        of: What is cancelled; any order, parcel or referral where it is not given.
        ids: The id; any where it is not given.
        day: The days of its instants, which are moved to the event where they lie before it.
        offset: The clock that shows each of them; any where it is not given.
    """
    event = draw(orders() | parcels() | referrals() if of is None else of)
    return cancellation_of(draw, event, EVENTS if ids is None else ids, rising_instants(day, offset))


def cancellation_of(
    draw: st.DrawFn,
    event: Order | Parcel | Referral,
    ids: SearchStrategy[EventId],
    rising: SearchStrategy[list[datetime]],
) -> Cancellation:
    """Draw a cancellation of an order, a parcel or a referral, at instants that rise."""
    at, known = _afterwards(event, draw(rising))
    return Cancellation(id=draw(ids), event=event.id, reason=draw(_REASONS), at=at, known_at=known)
