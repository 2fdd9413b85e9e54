"""Events: seeded ones of any number, for the stations of a network in a month."""

from itertools import accumulate
from typing import Final

from rural_taobao.network import Network
from rural_taobao.periods import Month
from rural_taobao.samples.hours import Hours
from rural_taobao.samples.rosters import Roster, Shift, roster
from rural_taobao.samples.seeds import Draws, at_least
from rural_taobao.samples.trade import Trade
from rural_taobao.settlement.building import EventsBuilder
from rural_taobao.settlement.columns import EventColumns

__all__ = ["sample_events"]

_ORDERS: Final = 126
_DIGITS: Final = 6
_BUSY: Final = 40, 160
"""How many orders a station has beside the others, for as long as somebody is in charge."""
_STRAYS: Final = 3
_ORDERS_PER_STRAY: Final = 100


def sample_events(
    network: Network, *, month: Month, seed: int, orders_per_station: int = _ORDERS, orders: int | None = None
) -> EventColumns:
    """
    Make the orders that are placed in a month, and all that becomes of them, however late.

    A village placed 126 orders a month, a figure derived from 27.3 million purchases in about 12,000 villages over 18
    months (Couture, Faber, Gu and Liu, Connecting the Countryside via E-Commerce).
    Everything else is made up: what is bought at what price, discounts, the peak on Double 11 and the orders against a
    deposit before it, payment within minutes for most and never for a few, reception after two to nine days, a parcel
    for every other order, refunds of 3 % of what was received, cancellations of 0.8 %.

    So that every reason not to pay occurs, a few of the orders are strays: three each are placed at a station that
    the network does not have, at one that is not open, at one that is vacant, and at the end of the month before but
    known only now; one each for as few as 100 orders, none for fewer, and none of a kind that the network has no
    station for.

    Args:
        network: The network; where nobody is in charge anywhere in the month, orders come all the same.
        month: The month in which the orders are placed, but for those known late.
        seed: A whole number, 0 or more; another one gives other events.
        orders_per_station: How many orders for each station where somebody is in charge in the month.
        orders: How many orders in all, in place of that.

    Raises:
        WrongNumber: A number is not an int, or below 0.

    Example:
        >>> from rural_taobao.samples.networks import sample_network
        >>> events = sample_events(sample_network(stations=1, seed=11), month=Month(2016, 11), seed=11)
        >>> events.kinds.count(0), events.kinds.count(1), len(events.refunds), len(events.cancellations)
        (126, 53, 4, 1)
    """
    draws = Draws(seed)
    hours = Hours(month, network.clock)
    found = roster(network, hours)
    each = at_least(0, "orders_per_station", orders_per_station)
    count = each * len(found.served) if orders is None else at_least(0, "orders", orders)
    builder = EventsBuilder(network.currency)
    trade = Trade(draws, builder, hours)
    width = max(_DIGITS, len(str(count)))
    for number, (placed, station) in enumerate(sorted(_placed(found, hours, count, draws)), 1):
        trade.order(f"{month.year:04d}{month.number:02d}-{number:0{width}d}", station, placed)
    return builder.built()


def _placed(found: Roster, hours: Hours, count: int, draws: Draws) -> list[tuple[int, str]]:
    """Draw when and where so many orders are placed, strays among them."""
    strays = [
        (shift.instant(draws), shift.station)
        for shifts in (found.unknown, found.closed, found.vacant, found.before)
        if shifts
        for shift in [draws.pick(shifts) for _ in range(min(_STRAYS, count // _ORDERS_PER_STRAY))]
    ]
    shifts = found.served or found.closed or found.unknown
    reached = tuple(accumulate(draws.between(*_BUSY) * shift.seconds for shift in shifts))
    return strays + [_ordinary(shifts[draws.place(reached)], hours, draws) for _ in range(count - len(strays))]


def _ordinary(shift: Shift, hours: Hours, draws: Draws) -> tuple[int, str]:
    """Draw when an order is placed at a station: at the hours of the month, while somebody is in charge."""
    instant = hours.instant(draws)
    return (instant if shift.holds(instant) else shift.instant(draws)), shift.station
