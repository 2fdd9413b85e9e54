"""
Events: what a command led to, numbered in the order in which a register came to know it.

An event is a value: replayed from the first on, events give the same register again.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, Final, TypeAlias, final

from attrs import field, frozen

from rural_taobao.errors import RuralTaobaoError
from rural_taobao.identifiers import CentreId, PartnerId, PayeeId, StationId
from rural_taobao.kinds import of_kind, positive, tuple_of
from rural_taobao.lives import Cancellation, Grant, Happening, Post, Record

__all__ = ["A_SUBJECT", "AnyRecord", "Event", "KnownApart", "NothingTold", "Subject", "Told", "a_subject"]

Subject: TypeAlias = CentreId | StationId | PartnerId | PayeeId | Post | Grant
"""Of what something is told."""
AnyRecord: TypeAlias = Record[Any]
"""What became known of a thing of any kind."""


@final
class NothingTold(RuralTaobaoError, ValueError):
    """
    An event tells of nothing.

    Attributes:
        number: Its number.
    """

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(number)

    def __str__(self) -> str:
        return (
            f"an event must tell of something, but event {self.number} holds nothing; "
            "say what happened, or leave it out"
        )


@final
class KnownApart(RuralTaobaoError, ValueError):
    """
    An event tells of things that became known at two instants.

    Attributes:
        number: Its number.
        one: The instant at which the first became known.
        other: Another one.
    """

    def __init__(self, number: int, one: datetime, other: datetime) -> None:
        self.number = number
        self.one = one
        self.other = other
        super().__init__(number, one, other)

    def __str__(self) -> str:
        return (
            f"what one event tells must become known at one instant, but event {self.number} tells of "
            f"{self.one.isoformat()} and of {self.other.isoformat()}; make an event of each"
        )


A_SUBJECT: Final = "CentreId(...), StationId(...), PartnerId(...), PayeeId(...), Post(...) or Grant(...)"
"""What makes a thing that a register can be told of, for messages."""
a_subject: Callable[[object, object, Any], None] = of_kind(
    (CentreId, StationId, PartnerId, PayeeId, Post, Grant), A_SUBJECT
)
"""A validator, for attrs, that something is what a register can be told of."""


@final
@frozen
class Told:
    """
    What became known of one thing.

    Attributes:
        subject: The thing.
        record: What happened to it, or that something did not.

    Raises:
        WrongKind: The subject, or the record, is of no kind that there is.
    """

    subject: Subject = field(validator=a_subject)
    record: AnyRecord = field(validator=of_kind((Happening, Cancellation), "Happening(...) or Cancellation(...)"))


def _all_told(told: Iterable[Told]) -> tuple[Told, ...]:
    return tuple_of(Told, told, "told", "Told(...)")


def _at_once(event: "Event", _attribute: object, told: tuple[Told, ...]) -> None:
    if not told:
        raise NothingTold(event.number)
    first = told[0].record.known
    for each in told:
        if each.record.known != first:
            raise KnownApart(event.number, first, each.record.known)


@final
@frozen
class Event:
    """
    What became known at once, of one thing or of several that only together obey the laws.

    Attributes:
        number: Its place among all events of a register, from 1 on.
        told: What became known; at least one thing, all at one instant.

    Raises:
        WrongNumber: The number is not a whole number of 1 or more.
        NothingTold: Nothing became known.
        KnownApart: Two things became known at two instants.

    Example:
        >>> from datetime import date
        >>> from rural_taobao.instants import CHINA
        >>> from rural_taobao.lives import StationStep
        >>> known = datetime(2015, 6, 2, 9, tzinfo=CHINA.timezone)
        >>> event = Event(7, [Told(StationId("sanhe"), Happening("7", StationStep.OPEN, date(2015, 6, 1), known))])
        >>> event.known == known
        True
    """

    number: int = field(validator=positive)
    told: tuple[Told, ...] = field(converter=_all_told, validator=_at_once)

    @property
    def known(self) -> datetime:
        """The instant at which all of it became known."""
        return self.told[0].record.known
