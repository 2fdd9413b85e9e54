"""
Turns: who is in charge of a station from when on, and who helps there, as events are attributed to them.

Turns change at midnight on the network's clock, and the attribution instant of an event alone says in which it falls.
"""

from collections.abc import Iterator
from typing import NamedTuple

from rural_taobao.identifiers import PayeeId
from rural_taobao.network import Network, Posting, Station
from rural_taobao.periods import Period, gaps

__all__ = ["Help", "Turn", "helps", "turns"]


class Turn(NamedTuple):
    """
    Days of a station on which one posting holds, or none.

    Attributes:
        days: The days.
        posting: Who is in charge; None while it is vacant.
        row: The row of the station that these days lie in.
    """

    days: Period
    posting: Posting | None
    row: Station


class Help(NamedTuple):
    """
    When a partner helps at a station.

    Attributes:
        start: From when on, in microseconds since 1970.
        end: Until when; None where it does not end.
        payee: For whose account.
    """

    start: int
    end: int | None
    payee: PayeeId

    def holds(self, instant: int) -> bool:
        """Tell whether it holds at an instant, in microseconds since 1970."""
        return self.start <= instant and (self.end is None or instant < self.end)


def turns(network: Network, station: str) -> tuple[Turn, ...]:
    """
    Give who is in charge of a station while it is open, turn by turn.

    Args:
        network: The network.
        station: The station.

    Returns:
        Postings and the days between them, in the order of their days, and row by row of the station; nothing where
        the network has no such station.

    Example:
        >>> from rural_taobao.samples import one_village
        >>> for days, posting, row in turns(one_village(), "sanhe"):
        ...     print(row.id, days, posting and posting.partner)
        sanhe from 2015-06-01 li
    """
    return tuple(sorted(_turns(network, station), key=lambda turn: turn.days.start)) if network.knows(station) else ()


def _turns(network: Network, station: str) -> Iterator[Turn]:
    postings = network.postings_at(station)
    for row in network.station_rows(station):
        for posting in postings:
            days = posting.period.overlap(row.open)
            if days is not None:
                yield Turn(days, posting, row)
        for vacant in gaps([posting.period for posting in postings], row.open):
            yield Turn(vacant, None, row)


def helps(network: Network, station: str, helper: str) -> tuple[Help, ...]:
    """
    Give when a partner helps at a station, by the first instants.

    Args:
        network: The network, which has the station.
        station: The station.
        helper: The partner.

    Raises:
        UnknownReference: The network has no such station.
    """
    midnight = network.clock.midnight
    return tuple(
        Help(midnight(days.start), None if days.end is None else midnight(days.end), posting.payee)
        for posting in network.helpers_at(station)
        for days in (posting.period,)
        if posting.partner == helper
    )
