"""
Happenings: what became known of one centre, station, partner or posting, and from which day on it holds.

What became known is never edited; a correction is known later, and replaces or cancels a happening by its id.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Generic, TypeAlias, TypeVar, final

from attrs import field, frozen
from attrs.converters import optional
from attrs.validators import optional as or_none

from rural_taobao.days import is_day
from rural_taobao.identifiers import HappeningId
from rural_taobao.instants import fixed
from rural_taobao.kinds import non_negative, of_kind
from rural_taobao.lives.details import Detail, a_detail

__all__ = ["Cancellation", "Happening", "Record"]

Step = TypeVar("Step", bound=StrEnum)


@final
@frozen
class Happening(Generic[Step]):
    """
    A step, the day from which it holds, and the instant at which it was known.

    Attributes:
        id: Its name, unique in its history.
        step: The step that was taken.
        day: The first day on which the state holds that it leads to; it may lie before or after what is known.
        known: The instant at which it became known, with a fixed offset.
        detail: What the step states beside its day, if it does.
        turn: Its place among those of its day, 0 or more; two of a day have different ones.
        replaces: The earlier happening in whose place it is; None where it is no correction.

    Raises:
        MalformedIdentifier: An id is none.
        NotADay: The day is none.
        NotAnInstant: The instant is none, or hangs on a named zone.
        WrongKind: The step is a bare word.
        WrongNumber: The turn is not a whole number of 0 or more.

    Example:
        >>> from rural_taobao.instants import CHINA
        >>> from rural_taobao.lives import StationStep
        >>> told = datetime(2016, 1, 5, 9, tzinfo=CHINA.timezone)
        >>> late = Happening("closed", StationStep.CLOSE, date(2015, 12, 31), told)
        >>> late.day < late.known.date()
        True
    """

    id: HappeningId = field(converter=HappeningId)
    step: Step = field(validator=of_kind(StrEnum, "the steps of a life cycle, such as StationStep.OPEN"))
    day: date = field(validator=is_day)
    known: datetime = field(validator=fixed)
    detail: Detail | None = field(default=None, validator=or_none(a_detail))
    turn: int = field(default=0, validator=non_negative, kw_only=True)
    replaces: HappeningId | None = field(default=None, converter=optional(HappeningId), kw_only=True)

    @property
    def corrects(self) -> HappeningId | None:
        """The happening that is no more in force because of it."""
        return self.replaces

    def __str__(self) -> str:
        return f"'{self.step}' ({self.id}) on {self.day}"


@final
@frozen
class Cancellation:
    """
    A correction that leaves nothing in the place of a happening: it never took place.

    Attributes:
        id: Its name, unique in its history.
        cancels: The happening.
        known: The instant at which that became known, with a fixed offset.

    Raises:
        MalformedIdentifier: An id is none.
        NotAnInstant: The instant is none, or hangs on a named zone.
    """

    id: HappeningId = field(converter=HappeningId)
    cancels: HappeningId = field(converter=HappeningId)
    known: datetime = field(validator=fixed)

    @property
    def corrects(self) -> HappeningId:
        """The happening that is no more in force because of it."""
        return self.cancels


Record: TypeAlias = Happening[Step] | Cancellation
"""What became known at an instant: a happening, or that one never took place."""
