"""
Legs: what holds at the station of each event, looked up once for all events on it.

A leg is a number, and those under one plan version share a sheet.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import final

from attrs import frozen

from rural_taobao.commission.conditions import Moment
from rural_taobao.identifiers import CentreId
from rural_taobao.instants import DAY
from rural_taobao.settlement.attribution import Router, Terms
from rural_taobao.settlement.bases import column, picked
from rural_taobao.settlement.columns import EventColumns
from rural_taobao.settlement.outcomes import Outcome

__all__ = ["Legs", "Sheet"]


@final
@frozen
class Sheet:
    """
    What all legs under the same versions, at stations that no rule tells apart, have in common.

    A leg without terms has a sheet of its own.

    Attributes:
        terms: One of the terms, or why there are none.
        months: How many full months the partner has been under contract, as far as a rule asks.
    """

    terms: Terms | Outcome
    months: int | None

    @property
    def moment(self) -> Moment:
        """The moment that selects the earned period."""
        return self.terms.version.earned_on.moment if isinstance(self.terms, Terms) else Moment.PLACED

    @property
    def shift(self) -> int:
        """Microseconds after it."""
        return self.terms.version.earned_on.days_after * DAY if isinstance(self.terms, Terms) else 0


@final
class Legs:
    """
    The legs of all events.

    Args:
        router: Gives the route of each station.
        events: The events.
        within: The first of their attribution instants, and the end of the last.
        told_apart: A number for each station under each of its centres; those that a rule tells apart have two.

    Attributes:
        every: What holds on each leg: terms, or why there are none.
        like: The first leg that is like each: between the two it makes no difference to an event rated by itself.
        sheets: What legs have in common.
        sheet_of: The sheet of each leg.

    Raises:
        PlanMissing: A plan that a station needs was not given.
    """

    def __init__(
        self,
        router: Router,
        events: EventColumns,
        within: tuple[int, int],
        told_apart: Mapping[tuple[str, CentreId | None], int],
    ) -> None:
        self._events = events
        self._of_row: Sequence[int] = ()
        legs: dict[tuple[Terms | Outcome, int | None, int], int] = {}
        self._routes: list[tuple[tuple[int, ...], tuple[int, ...]]] = []
        ways = dict.fromkeys(self._ways(range(len(events.ids)))) if events.helpers or events.referred else {}
        self._route_of = {way: len(events.station_ids) + place for place, way in enumerate(ways)}
        named = [*((station, 0, 0) for station in range(len(events.station_ids))), *ways]
        for station, helper, referred in named:
            name = events.station_ids[station]
            route = router.route(name, events.helper_ids[helper], events.referred_to[referred]).within(*within)
            of_centre = (told_apart.get((name, centre), 0) for centre in route.centres)
            on_the_way = zip(route.legs, route.months, of_centre, strict=True)
            self._routes.append((route.starts, tuple(legs.setdefault(leg, len(legs)) for leg in on_the_way)))
        self.every: list[Terms | Outcome] = [leg for leg, _, _ in legs]
        alike: dict[object, int] = {}
        self.like: list[int] = [alike.setdefault(_alike(leg), place) for place, leg in enumerate(self.every)]
        sheets: dict[object, int] = {}
        self.sheets: list[Sheet] = []
        self.sheet_of: list[int] = []
        for leg, months, apart in legs:
            key: object = leg
            if not isinstance(leg, Outcome):
                key = leg.model.id, leg.plan.id, leg.version.version, months, apart
            if key not in sheets:
                sheets[key] = len(self.sheets)
                self.sheets.append(Sheet(leg, months))
            self.sheet_of.append(sheets[key])

    def _ways(self, rows: Sequence[int]) -> Iterator[tuple[int, int, int]]:
        """Give what decides on the route of each row: the places of its station, its helper and what it refers to."""
        events, none = self._events, (0,) * len(rows)
        helpers, referred = (column(rows, each) if each else none for each in (events.helpers, events.referred))
        return zip(column(rows, events.stations), helpers, referred, strict=True)

    def found(self, rows: Sequence[int]) -> list[int]:
        """Give the leg of each row; a station where nothing changes within the events is not searched."""
        only = [-1 if starts else legs[0] for starts, legs in self._routes]
        stations = column(rows, self._events.stations)
        if self._route_of:
            stations = list(map(self._route_of.__getitem__, self._ways(rows)))
        found = list(map(only.__getitem__, stations))
        if -1 in only:
            placed = column(rows, self._events.placed)
            for place, leg in enumerate(found):
                if leg < 0:
                    starts, legs = self._routes[stations[place]]
                    found[place] = legs[bisect_right(starts, placed[place])]
        return found

    def keep(self, rows: Sequence[int], legs: list[int]) -> None:
        """Keep which leg each row is on."""
        kept = legs
        if len(legs) < len(self._events.ids):
            kept = [*self._of_row] or [0] * len(self._events.ids)
            for row, leg in zip(rows, legs, strict=True):
                kept[row] = leg
        # Tuples of numbers are no work for the garbage collector, as lists are.
        self._of_row = tuple(kept)

    def of(self, rows: Sequence[int]) -> Sequence[int]:
        """Give the leg of each of some rows, which were kept."""
        return picked(rows, self._of_row)


def _alike(leg: Terms | Outcome) -> object:
    """Give what is one for legs between which it makes no difference to an event that is rated by itself."""
    if isinstance(leg, Outcome):
        return leg
    return leg.plan.id, leg.version.version, frozenset(leg.payees)
