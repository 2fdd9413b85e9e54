"""Plain recounts for the tests of assessments: one event after the other, on days and not on instants."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from rural_taobao.assessment import ActiveDays, AmountKind, Cancelled, Demand, OrderAmount, Refunded
from rural_taobao.network import Network
from rural_taobao.periods import Month
from rural_taobao.services import Referral
from rural_taobao.settlement import Cancellation, CancellationReason, Event, Order, Parcel, Refund

__all__ = ["days_of", "in_charge_on", "recount"]


def days_of(month: Month) -> list[date]:
    """Give the days of a month, one by one."""
    return [day for number in range(31) if (day := month.first + timedelta(days=number)) in month.period]


def in_charge_on(network: Network, day: date) -> set[str]:
    """Give the partners who are in charge of any station on a day."""
    found = (network.posting_on(station.id, day) for station in network.stations)
    return {posting.partner for posting in found if posting is not None}


def recount(network: Network, events: Sequence[Event], demand: Demand, partner: str, month: Month) -> int:
    """Count once more, event by event."""
    total, days = 0, set()
    for event in events:
        if not isinstance(event, Order | Parcel | Referral) or not _is_of(network, event, partner, month):
            continue
        size = _size(event, events, demand)
        total += size
        if size:
            days.add(_day(network, event))
    return len(days) if isinstance(demand, ActiveDays) else total


def _day(network: Network, event: Order | Parcel | Referral) -> date:
    match event:
        case Order():
            at = event.placed
        case Parcel():
            at = event.handed_out
        case Referral():
            at = event.entered
    return at.astimezone(network.clock.timezone).date()


def _is_of(network: Network, event: Order | Parcel | Referral, partner: str, month: Month) -> bool:
    day = _day(network, event)
    if Month.of(day) != month or not network.knows(event.station):
        return False
    posting = network.posting_on(event.station, day)
    helper = event.helper if isinstance(event, Order) else None
    helped = helper is None or any(
        each.partner == helper and day in each.period for each in network.helpers_at(event.station)
    )
    return posting is not None and posting.partner == partner and helped


def _size(event: Order | Parcel | Referral, events: Iterable[Event], demand: Demand) -> int:
    """Give what an event adds: an amount of an order, or one."""
    if isinstance(demand, ActiveDays) and type(event).__name__.lower() not in demand.of:
        return 0
    reasons = {each.reason for each in events if isinstance(each, Cancellation) and each.event == event.id}
    if reasons and (demand.cancelled is Cancelled.LEFT_OUT or reasons != {CancellationReason.CANCELLED}):
        return 0
    if isinstance(event, Parcel | Referral):
        return int(isinstance(demand, ActiveDays))
    back = [each for each in events if isinstance(each, Refund) and each.order == event.id]
    if isinstance(demand, OrderAmount):
        return _amount(event, back, demand)
    return int(not (demand.refunded is Refunded.TAKEN_OFF and _all_is_back(event, back)))


def _amount(order: Order, back: Sequence[Refund], demand: OrderAmount) -> int:
    taken: Sequence[Refund] = back if demand.refunded is Refunded.TAKEN_OFF else ()
    if taken and _all_is_back(order, back):
        return 0
    gross = order.gross.minor - sum(each.gross.minor for each in taken)
    discount = order.discount.minor - sum(each.discount.minor for each in taken)
    return gross if demand.amount is AmountKind.GROSS else gross - discount


def _all_is_back(order: Order, back: Sequence[Refund]) -> bool:
    if not back:
        return False
    if order.gross.minor:
        return sum(each.gross.minor for each in back) == order.gross.minor
    return bool(order.quantity) and sum(each.quantity for each in back) == order.quantity
