"""
Commands: what one asks of a register: that a thing takes a step, or that something known of it is put right.

Several that are given together are judged together: a partner leaves one station and takes charge of another.
"""

from datetime import date
from enum import StrEnum
from typing import TypeAlias, final

from attrs import field, frozen
from attrs.validators import optional

from rural_taobao.days import is_day
from rural_taobao.identifiers import HappeningId
from rural_taobao.kinds import non_negative, of_kind
from rural_taobao.lives import Detail, Post, PostingStep, Terms
from rural_taobao.lives.details import a_detail
from rural_taobao.register.events import Subject, a_subject

__all__ = ["Command", "Correct", "Take", "Withdraw", "handed_over", "transferred"]


@final
@frozen
class Take:
    """
    That a thing takes a step along an arrow of its life.

    Attributes:
        subject: The thing.
        step: The step.
        day: The first day on which the state holds that it leads to.
        detail: What the step states beside its day, if it does.
        turn: Its place among the steps of its day, 0 or more; after all that are known where it is None.

    Raises:
        WrongKind: The subject, the step or the detail is of no kind that there is.
        NotADay: The day is none.
        WrongNumber: The turn is not a whole number of 0 or more.

    Example:
        >>> from rural_taobao.identifiers import StationId
        >>> from rural_taobao.lives import StationStep
        >>> Take(StationId("sanhe"), StationStep.OPEN, date(2015, 6, 1)).step.value
        'open'
    """

    subject: Subject = field(validator=a_subject)
    step: StrEnum = field(validator=of_kind(StrEnum, "the steps of a life cycle, such as StationStep.OPEN"))
    day: date = field(validator=is_day)
    detail: Detail | None = field(default=None, validator=optional(a_detail))
    turn: int | None = field(default=None, validator=optional(non_negative), kw_only=True)


@final
@frozen
class Correct:
    """
    That a step which is known of was taken on another day, or states something else.

    Attributes:
        subject: The thing.
        happening: The step, by its id.
        day: The day on which it was taken; None where that stays.
        detail: What it states; None where that stays.
        turn: Its place among the steps of its day; None where that stays.

    Raises:
        MalformedIdentifier, NotADay, WrongNumber, WrongKind: A part is none of its kind.
    """

    subject: Subject = field(validator=a_subject)
    happening: HappeningId = field(converter=HappeningId)
    day: date | None = field(default=None, validator=optional(is_day))
    detail: Detail | None = field(default=None, validator=optional(a_detail))
    turn: int | None = field(default=None, validator=optional(non_negative), kw_only=True)


@final
@frozen
class Withdraw:
    """
    That a step which is known of was never taken.

    Attributes:
        subject: The thing.
        happening: The step, by its id.

    Raises:
        MalformedIdentifier, WrongKind: The id is none, or the subject is of no kind that there is.
    """

    subject: Subject = field(validator=a_subject)
    happening: HappeningId = field(converter=HappeningId)


Command: TypeAlias = Take | Correct | Withdraw
"""What can be asked of a register."""


def transferred(partner: str, origin: str, target: str, day: date, terms: Terms) -> tuple[Take, Take]:
    """
    Ask that a partner leaves a station and takes charge of another on the same day.

    Args:
        partner: The partner.
        origin: The station that is left.
        target: The station that is taken charge of.
        day: The first day there.
        terms: The model version there, and who is paid.
    """
    return (
        Take(Post(origin, partner), PostingStep.END, day),
        Take(Post(target, partner), PostingStep.TAKE_CHARGE, day, terms),
    )


def handed_over(station: str, before: str, after: str, day: date, terms: Terms) -> tuple[Take, Take]:
    """
    Ask that the partner in charge of a station goes and another takes charge on the same day.

    Args:
        station: The station.
        before: The partner who goes.
        after: The partner who comes.
        day: The first day of the one who comes.
        terms: The model version, and who is paid.
    """
    return (
        Take(Post(station, before), PostingStep.END, day),
        Take(Post(station, after), PostingStep.TAKE_CHARGE, day, terms),
    )
