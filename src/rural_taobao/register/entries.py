"""Entries: what a register holds of one thing: all that became known of it, and what stands in relation to it."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final, TypeAlias, TypeVar, final

from attrs import frozen

from rural_taobao.identifiers import CentreId, PartnerId, PayeeId, StationId
from rural_taobao.instants import fixed
from rural_taobao.lives import (
    CENTRE_LIFE,
    PARTNER_LIFE,
    PAYEE_LIFE,
    PERMISSION_LIFE,
    POSTING_LIFE,
    STATION_LIFE,
    Grant,
    History,
    LifeCycle,
    Passage,
    Post,
)
from rural_taobao.lives.stations import StationState
from rural_taobao.register.events import AnyRecord, Subject
from rural_taobao.register.links import Links

__all__ = [
    "CYCLES",
    "KINDS_BY_NAME",
    "NOTHING",
    "STANDING",
    "AnyPassage",
    "Change",
    "Entry",
    "held_since",
    "history",
    "stated",
]

AnyPassage: TypeAlias = Passage[Any, Any]
"""A step that was taken, of a thing of any kind."""
ADetail = TypeVar("ADetail")

CYCLES: Final[dict[type, LifeCycle[Any, Any, Any]]] = {
    CentreId: CENTRE_LIFE,
    StationId: STATION_LIFE,
    PartnerId: PARTNER_LIFE,
    PayeeId: PAYEE_LIFE,
    Post: POSTING_LIFE,
    Grant: PERMISSION_LIFE,
}
"""The life cycle of each kind of thing."""
KINDS_BY_NAME: Final[dict[str, type]] = {cycle.name: kind for kind, cycle in CYCLES.items()}
"""The kind of a thing by the word for it."""
STANDING: Final[dict[type, frozenset[Any]]] = {kind: cycle.holds for kind, cycle in CYCLES.items()} | {
    StationId: frozenset([StationState.OPEN, StationState.SUSPENDED])
}
"""The states in which others may stand on it; a suspended station keeps its centre, and whoever is posted there."""


_NO_LINKS: Final = Links()


@final
@frozen
class Entry:
    """
    One thing of a register.

    Attributes:
        records: What became known of it, in that order.
        passages: The steps in force, in the order of their days, as far as is known now.
        links: What ever stood on it: the stations of a centre, the partners who are posted at a station or permitted
            something there, the stations of a partner, and whatever names a payee.
    """

    records: tuple[AnyRecord, ...] = ()
    passages: tuple[AnyPassage, ...] = ()
    links: Links = _NO_LINKS

    @property
    def state(self) -> StrEnum | None:
        """The last state that is known of; None where nothing is there."""
        return self.passages[-1].arrow.end if self.passages else None

    def known_by(self, subject: Subject, instant: datetime | None) -> tuple[AnyPassage, ...]:
        """
        Give the steps that were in force as far as was known by an instant; all that are where it is None.

        Raises:
            NotAnInstant: The instant has no fixed offset.
        """
        if instant is None:
            return self.passages
        fixed(None, None, instant)
        if not self.records or self.records[-1].known <= instant:
            return self.passages
        return history(subject, self).passages(instant)


NOTHING: Final = Entry()
"""The entry of what nothing is known of."""


@final
@frozen
class Change:
    """
    What an event changes of a thing.

    Attributes:
        subject: The thing.
        before: Its entry before.
        after: Its entry after.
    """

    subject: Subject
    before: Entry
    after: Entry

    @property
    def goes_on(self) -> bool:
        """Whether one step came last, and nothing else changed."""
        before, after = self.before.passages, self.after.passages
        return len(after) == len(before) + 1 and (not before or after[len(before) - 1] is before[-1])


def history(subject: Subject, entry: Entry) -> History[Any, Any, Any]:
    """Give all that became known of a thing as a history of its own."""
    return History(CYCLES[type(subject)], subject, entry.records)


def held_since(passages: Sequence[AnyPassage], states: frozenset[Any]) -> date | None:
    """Give the first day of the last span in which a thing is in some states without an end; None where it is not."""
    since: date | None = None
    for passage in reversed(passages):
        if passage.arrow.end not in states:
            break
        since = passage.day
    return since


def stated(passages: Sequence[AnyPassage], kind: type[ADetail]) -> ADetail:
    """
    Give the last detail of a kind that steps state.

    Raises:
        StopIteration: None does; whoever asks knows that an arrow on the way needs one.
    """
    return next(each.happening.detail for each in reversed(passages) if isinstance(each.happening.detail, kind))
