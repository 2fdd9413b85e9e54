"""
Under way: what is not open yet and is meant to be, of which no network tells; so its laws are the register's own.

A station is proposed, surveyed and fitted out while the county centre that is to run it is planned or open, and a
centre is planned in a county that is there.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Final, final

from rural_taobao.errors import RuralTaobaoError
from rural_taobao.identifiers import CentreId, StationId
from rural_taobao.lives import CentreState, Site, StationState
from rural_taobao.network import CountyCentre
from rural_taobao.network.laws import county_breaches
from rural_taobao.periods import Period, gaps
from rural_taobao.register.entries import Change, Entry, stated
from rural_taobao.register.events import Subject
from rural_taobao.register.rows import spans

__all__ = ["GOING", "UNDER_WAY", "UnderWayInVain", "planned_nowhere", "under_way_in_vain"]

UNDER_WAY: Final = frozenset([StationState.PROPOSED, StationState.SURVEYED, StationState.OPENING])
"""The states of a station before it opens."""
_PLANNED: Final = frozenset([CentreState.PLANNED])
GOING: Final = frozenset([CentreState.PLANNED, CentreState.OPEN])
"""The states of a centre in which stations of its own may be under way."""


@final
class UnderWayInVain(RuralTaobaoError, ValueError):
    """
    A station is under way in a county centre that is neither planned nor open.

    Attributes:
        station: The station.
        centre: The county centre.
        days: The days on which that is so.
    """

    def __init__(self, station: StationId, centre: CentreId, days: Period) -> None:
        self.station = station
        self.centre = centre
        self.days = days
        super().__init__(station, centre, days)

    def __str__(self) -> str:
        return (
            f"a station must be proposed, surveyed and fitted out while its county centre is planned or open, but "
            f"station {self.station} is under way {self.days}, when county centre {self.centre} is neither; drop the "
            "station or move it to another centre before that, or plan the centre earlier"
        )


def under_way_in_vain(changes: Iterable[Change], entry: Callable[[Subject], Entry]) -> Iterator[UnderWayInVain]:
    """
    Tell of the stations that are under way in vain, of those that changes can reach.

    Args:
        changes: What changed.
        entry: Gives the entry of a thing as it is by now.
    """
    reached: dict[StationId, None] = {}
    for change in changes:
        match change.subject:
            case StationId() as station:
                reached[station] = None
            case CentreId():
                reached.update((station, None) for station in map(StationId, change.after.links))
            case _:
                pass
    for station in reached:
        for days, centre in spans(entry(station).passages, UNDER_WAY, lambda taken: stated(taken, CentreId)):
            going = [span for span, _ in spans(entry(centre).passages, GOING, lambda _: True)]
            yield from (UnderWayInVain(station, centre, gap) for gap in gaps(going, days))


def planned_nowhere(changes: Iterable[Change]) -> Iterator[RuralTaobaoError]:
    """
    Tell of the county centres that are planned in a county that did not exist when that was planned.

    Args:
        changes: What changed.
    """
    for change in changes:
        if isinstance(change.subject, CentreId):
            planned = spans(change.after.passages, _PLANNED, lambda taken: stated(taken, Site))
            rows = [CountyCentre(change.subject, site.county, site.payee, days) for days, site in planned]
            yield from county_breaches(rows)
