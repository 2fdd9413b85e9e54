"""Rosters: when in a month somebody is in charge of each station of a network, and when nobody is."""

from collections.abc import Iterable
from itertools import count
from typing import Final, NamedTuple, final

from attrs import frozen

from rural_taobao.instants import DAY, UtcOffset
from rural_taobao.network import Network
from rural_taobao.periods import Period, gaps
from rural_taobao.samples.hours import SECOND, Hours
from rural_taobao.samples.seeds import Draws

__all__ = ["Roster", "Shift", "roster"]

_DAYS_BEFORE: Final = 2


class Shift(NamedTuple):
    """
    A station and the spans of time that are meant.

    Attributes:
        station: The id of the station.
        spans: Pairs of a first instant and the first after, in microseconds since 1970; at least one.
    """

    station: str
    spans: tuple[tuple[int, int], ...]

    @property
    def seconds(self) -> int:
        """How long the spans are together, in seconds."""
        return sum(end - start for start, end in self.spans) // SECOND

    def holds(self, instant: int) -> bool:
        """Tell whether an instant lies in one of the spans."""
        return any(start <= instant < end for start, end in self.spans)

    def instant(self, draws: Draws) -> int:
        """Draw an instant of the spans: a whole second."""
        start, end = draws.pick(self.spans)
        return start + draws.below((end - start) // SECOND) * SECOND


@final
@frozen
class Roster:
    """
    The stations of a network in a month.

    Attributes:
        served: Those where somebody is in charge, and when.
        vacant: Those that are open without a partner in charge, and when.
        closed: Those that are not open, and when.
        before: Those where somebody is in charge in the last two days before the month, and when.
        unknown: One that the network does not have, throughout.
    """

    served: tuple[Shift, ...]
    vacant: tuple[Shift, ...]
    closed: tuple[Shift, ...]
    before: tuple[Shift, ...]
    unknown: tuple[Shift, ...]


def roster(network: Network, hours: Hours) -> Roster:
    """
    Look up who is in charge where in a month.

    Args:
        network: The network.
        hours: The hours of the month, on the network's clock.

    Example:
        >>> from rural_taobao.instants import CHINA
        >>> from rural_taobao.periods import Month
        >>> from rural_taobao.samples.village import one_village
        >>> found = roster(one_village(), Hours(Month(2016, 11), CHINA))
        >>> [shift.station for shift in found.served], found.vacant
        ([StationId('sanhe')], ())
    """
    clock, days = network.clock, hours.month.period
    whole, eve = (hours.start, hours.end), (hours.start - _DAYS_BEFORE * DAY, hours.start)
    served: list[Shift] = []
    vacant: list[Shift] = []
    closed: list[Shift] = []
    before: list[Shift] = []
    for station in network.stations:
        posted = [posting.period for posting in network.postings_at(station.id)]
        open_days = station.open.overlap(days)
        served.append(Shift(station.id, _within(whole, posted, clock)))
        vacant.append(Shift(station.id, _within(whole, gaps(posted, open_days) if open_days else (), clock)))
        closed.append(Shift(station.id, _within(whole, gaps([station.open], days), clock)))
        before.append(Shift(station.id, _within(eve, posted, clock)))
    names = (f"unknown-{number}" for number in count(1))
    stranger = next(name for name in names if not network.knows(name))
    return Roster(_meant(served), _meant(vacant), _meant(closed), _meant(before), (Shift(stranger, (whole,)),))


def _meant(shifts: Iterable[Shift]) -> tuple[Shift, ...]:
    """Leave out stations without a span."""
    return tuple(shift for shift in shifts if shift.spans)


def _within(span: tuple[int, int], periods: Iterable[Period], clock: UtcOffset) -> tuple[tuple[int, int], ...]:
    """Give the instants of a span, which may reach back before the calendar, that lie in periods."""
    spans = (
        (
            max(span[0], clock.midnight(each.start)),
            span[1] if each.end is None else min(span[1], clock.midnight(each.end)),
        )
        for each in periods
    )
    return tuple((start, end) for start, end in spans if start < end)
