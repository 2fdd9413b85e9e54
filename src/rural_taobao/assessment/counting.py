"""
Counting: what each partner in charge comes to in each month, of the orders and parcels that are attributed to them.

An event is attributed as in a settlement: by its attribution instant, to whoever was in charge of its station then.
One that names a helper who is not posted there is attributed to nobody, and so is one at a vacant station.
Whether it earns anything makes no difference.
"""

from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import compress
from typing import Final, NamedTuple, TypeAlias, assert_never, final

from rural_taobao.assessment.demands import ActiveDays, AmountKind, Cancelled, Demand, OrderAmount, Orders, Refunded
from rural_taobao.commission.bases import Basis
from rural_taobao.commission.conditions import CreditKind
from rural_taobao.identifiers import PartnerId
from rural_taobao.instants import DAY
from rural_taobao.network import Network
from rural_taobao.periods import Month
from rural_taobao.settlement.bases import Bases, fully_taken, left, picked, whole
from rural_taobao.settlement.columns import ORDER, PARCEL, REFERRAL, EventColumns
from rural_taobao.settlement.events import CancellationReason
from rural_taobao.settlement.turns import helps, turns

__all__ = ["Counting", "Figures"]

Figures: TypeAlias = Mapping[tuple[PartnerId, Month], int]
"""What a partner comes to in a month; nothing stands for 0."""
_NOBODY: Final = 0
_KINDS: Final = {CreditKind.ORDER: ORDER, CreditKind.PARCEL: PARCEL, CreditKind.REFERRAL: REFERRAL}
_BASES: Final = {AmountKind.GROSS: Basis.GROSS, AmountKind.NET: Basis.NET}


class _Route(NamedTuple):
    """
    Who is in charge at a station, or for whom a helper serves there, turn by turn.

    Attributes:
        starts: The first instants of all turns but the first, in microseconds since 1970.
        owners: The place of whoever is in charge in each turn; 0 stands for nobody.
    """

    starts: Sequence[int]
    owners: Sequence[int]

    def within(self, first: int, last: int) -> "_Route":
        """Give it as far as instants from a first up to, and without, a last one need it."""
        begin, end = bisect_right(self.starts, first), bisect_left(self.starts, last)
        return _Route(self.starts[begin:end], self.owners[begin : end + 1])

    def at(self, instant: int) -> int:
        """Give who is in charge at an instant."""
        return self.owners[bisect_right(self.starts, instant)]


@final
class Counting:
    """
    Counts what partners come to in some months.

    Args:
        network: The network.
        events: The events, in any order.
        months: The months, one right after the other, the first of them first.
    """

    def __init__(self, network: Network, events: EventColumns, months: Sequence[Month]) -> None:
        self._network = network
        self._events = events
        self._months = tuple(months)
        self._partners: dict[PartnerId | None, int] = {None: _NOBODY}
        lengths = [monthrange(month.year, month.number)[1] for month in months]
        self._month_of_day = [place for place, length in enumerate(lengths) for _ in range(length)]
        start = network.clock.midnight(months[0].first)
        end = start + len(self._month_of_day) * DAY
        self._rows = [row for row, at in enumerate(events.placed) if start <= at < end]
        self._place = {row: place for place, row in enumerate(self._rows) if self._is_changed(row)}
        placed = picked(self._rows, events.placed) if self._rows else ()
        self._days = [(at - start) // DAY for at in placed]
        self._owners = self._found_owners(placed, start, end) if self._rows else []

    @property
    def silent(self) -> tuple[Month, ...]:
        """The months of which no event at all is given, whoever it is attributed to."""
        heard = {self._month_of_day[day] for day in set(self._days)}
        return tuple(month for place, month in enumerate(self._months) if place not in heard)

    def figures(self, demand: Demand) -> Figures:
        """
        Give what a demand counts, for each partner and month.

        Args:
            demand: What is counted, and what refunds and cancellations do to it; how much is asked for plays no part.
        """
        match demand:
            case Orders():
                found: Mapping[int, int] = self._counted(ORDER, demand, self._by_month)
            case OrderAmount():
                found = self._added(demand)
            case ActiveDays():
                kinds = [self._counted(_KINDS[kind], demand, self._by_day) for kind in demand.of]
                active = {cell for counts in kinds for cell, number in counts.items() if number}
                days, size = len(self._month_of_day), len(self._months)
                found = Counter(cell // days * size + self._month_of_day[cell % days] for cell in active)
            case _:
                assert_never(demand)
        partners, size = list(self._partners), len(self._months)
        return {
            (partner, self._months[key % size]): number
            for key, number in found.items()
            if (partner := partners[key // size]) is not None
        }

    @cached_property
    def _by_month(self) -> Sequence[int]:
        """A number for each row: whoever is in charge, and the month."""
        size, months = len(self._months), self._month_of_day
        return [owner * size + months[day] for owner, day in zip(self._owners, self._days, strict=True)]

    @cached_property
    def _by_day(self) -> Sequence[int]:
        """A number for each row: whoever is in charge, and the day."""
        size = len(self._month_of_day)
        return [owner * size + day for owner, day in zip(self._owners, self._days, strict=True)]

    def _is_changed(self, row: int) -> bool:
        return row in self._events.refunds or row in self._events.cancellations

    def _found_owners(self, placed: Sequence[int], start: int, end: int) -> list[int]:
        """Give the place of whoever was in charge when each row was placed."""
        events = self._events
        routes = [self._route(station).within(start, end) for station in events.station_ids]
        stations: Sequence[int] = picked(self._rows, events.stations)
        if events.helpers:
            pairs = list(zip(stations, picked(self._rows, events.helpers), strict=True))
            place = {pair: len(routes) + number for number, pair in enumerate(dict.fromkeys(pairs))}
            routes += [self._helped(routes, *pair).within(start, end) for pair in place]
            stations = list(map(place.__getitem__, pairs))
        # A station where nothing changes within the months is not searched.
        only = [-1 if route.starts else route.owners[0] for route in routes]
        owners = list(map(only.__getitem__, stations))
        for number, owner in enumerate(owners):
            if owner < 0:
                owners[number] = routes[stations[number]].at(placed[number])
        return owners

    def _route(self, station: str) -> _Route:
        starts: list[int] = []
        owners = [_NOBODY]
        for days, posting, _ in turns(self._network, station):
            partner = None if posting is None else posting.partner
            starts.append(self._network.clock.midnight(days.start))
            owners.append(self._partners.setdefault(partner, len(self._partners)))
            if days.end is not None:
                # Where the next turn begins at once, it counts, as it comes last at that instant.
                starts.append(self._network.clock.midnight(days.end))
                owners.append(_NOBODY)
        return _Route(starts, owners)

    def _helped(self, routes: Sequence[_Route], station: int, helper: int) -> _Route:
        """Cut the route of a station where a helper begins and ends; outside of that it leads to nobody."""
        route, name, named = routes[station], self._events.station_ids[station], self._events.helper_ids[helper]
        if named is None or not self._network.knows(name):
            return route
        spans = helps(self._network, name, named)
        edges = {edge for each in spans for edge in (each.start, each.end) if edge is not None}
        starts = sorted(edges.union(route.starts))
        return _Route(
            starts,
            [_NOBODY, *(route.at(at) if any(each.holds(at) for each in spans) else _NOBODY for at in starts)],
        )

    def _counted(self, kind: int, demand: Orders | ActiveDays, numbers: Sequence[int]) -> Counter[int]:
        """Count the events of a kind under the number of each."""
        kinds = self._events.kinds
        wanted = (each == kind for each in picked(self._rows, kinds)) if self._rows else ()
        counts = Counter(compress(numbers, wanted))
        for row, place in self._place.items():
            if kinds[row] == kind and not self._counts_still(row, demand.refunded, demand.cancelled):
                counts[numbers[place]] -= 1
        return counts

    def _added(self, demand: OrderAmount) -> dict[int, int]:
        """Add up the amounts of orders by whoever was in charge, and month."""
        events, basis = self._events, _BASES[demand.amount]
        column = events.gross if demand.amount is AmountKind.GROSS else Bases(events).net
        added: defaultdict[int, int] = defaultdict(int)
        kinds = events.kinds
        for number, row in zip(self._by_month, self._rows, strict=True):
            if kinds[row] == ORDER:
                added[number] += column[row]
        for row, place in self._place.items():
            if kinds[row] != ORDER:
                continue
            size = whole(basis, events, row)
            if not self._counts_still(row, Refunded.COUNTS, demand.cancelled):
                added[self._by_month[place]] -= size
            elif demand.refunded is Refunded.TAKEN_OFF:
                added[self._by_month[place]] -= size - left(basis, events, row, events.refunds.get(row, ()))
        return added

    def _counts_still(self, row: int, refunded: Refunded, cancelled: Cancelled) -> bool:
        """Tell whether an event that was refunded or cancelled counts all the same."""
        cancellation, refunds = self._events.cancellations.get(row), self._events.refunds.get(row, ())
        if cancellation is not None and (
            cancelled is Cancelled.LEFT_OUT or cancellation.reason is not CancellationReason.CANCELLED
        ):
            return False
        return refunded is Refunded.COUNTS or not (refunds and fully_taken(self._events, row, refunds))
