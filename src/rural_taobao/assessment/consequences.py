"""
Consequences: what an assessment may lead to, the ladder of them, and what holds of a partner already.

A consequence is proposed and never done: whoever runs the network decides, and records it.
"""

from datetime import datetime
from typing import Final, final

from attrs import field, frozen
from attrs.validators import instance_of

from rural_taobao.errors import RuralTaobaoError
from rural_taobao.identifiers import PartnerId
from rural_taobao.kinds import Word
from rural_taobao.lives import PartnerHistory, PartnerState
from rural_taobao.periods import Period

__all__ = ["HELD_AS", "AfterNotMilder", "Consequence", "Note", "Rung", "Standing", "gravity", "notes_of"]


@final
class Consequence(Word):
    """What is proposed for a partner who missed a threshold, the mildest first."""

    WARNING = "warning"
    PROBATION = "probation"
    REMOVAL = "removal"


@final
class Standing(Word):
    """What may hold of a partner on some days."""

    WARNED = "warned"
    ON_PROBATION = "on_probation"
    SUSPENDED = "suspended"
    """Under contract, and not to serve; who is suspended in the months asked about is not judged by them."""


HELD_AS: Final = {Consequence.WARNING: Standing.WARNED, Consequence.PROBATION: Standing.ON_PROBATION}
"""What holds of a partner while a consequence is in force; with a removal the partner is gone."""
_ORDER: Final = tuple(Consequence)
_STANDING_OF: Final = {
    PartnerState.ON_PROBATION: Standing.ON_PROBATION,
    PartnerState.SUSPENDED: Standing.SUSPENDED,
}


def gravity(consequence: Consequence) -> int:
    """
    Tell how grave a consequence is: 0 for the mildest, and more for each that is graver.

    Example:
        >>> [gravity(each) for each in Consequence]
        [0, 1, 2]
    """
    return _ORDER.index(consequence)


@final
class AfterNotMilder(RuralTaobaoError, ValueError):
    """
    A step of a ladder asks for one before it that is not milder.

    Attributes:
        step: The step.
        after: What it asks for.
    """

    def __init__(self, step: Consequence, after: Consequence) -> None:
        self.step = step
        self.after = after
        super().__init__(step, after)

    def __str__(self) -> str:
        return (
            f"a step must ask for a milder one before it, but '{self.step}' asks for '{self.after}'; "
            f"name one of those before it in {', '.join(_ORDER)}, or leave the step out"
        )


def _milder(rung: "Rung", _attribute: object, after: Consequence) -> None:
    if gravity(after) >= gravity(rung.step):
        raise AfterNotMilder(rung.step, after)


@final
@frozen(kw_only=True)
class Rung:
    """
    A step that is proposed only where a milder one is in force; where that is not, the milder one is proposed in place.

    Attributes:
        step: The step.
        after: What must be in force on the last day of the month that is asked about.

    Raises:
        AfterNotMilder: What it asks for is not milder.

    Example:
        >>> Rung(step="removal", after="warning").after
        <Consequence.WARNING: 'warning'>
    """

    step: Consequence = field(converter=Consequence)
    after: Consequence = field(converter=Consequence, validator=_milder)


@final
@frozen
class Note:
    """
    What holds of a partner on some days, as whoever runs the network keeps it.

    Attributes:
        partner: The partner.
        standing: What holds.
        days: On which days; a warning is in force on them.
    """

    partner: PartnerId = field(converter=PartnerId)
    standing: Standing = field(converter=Standing)
    days: Period = field(validator=instance_of(Period))


def notes_of(history: PartnerHistory, known_by: datetime | None = None) -> tuple[Note, ...]:
    """
    Give what the life of a partner tells of probation and suspension, by the first days.

    A warning is no step of a life, so that none is told.

    Args:
        history: What became known of the partner.
        known_by: The last instant whose knowledge counts; all that is known where it is not given.

    Raises:
        NotAnInstant: The instant has no fixed offset.

    Example:
        >>> from datetime import date
        >>> from rural_taobao.instants import CHINA
        >>> from rural_taobao.lives import PARTNER_LIFE, Happening, History, PartnerStep
        >>> from rural_taobao.network import Engagement
        >>> told = datetime(2016, 2, 1, tzinfo=CHINA.timezone)
        >>> steps = PartnerStep.APPLY, PartnerStep.TRAIN, PartnerStep.TRY_OUT, PartnerStep.CONTRACT
        >>> details = None, None, Engagement.FULL_TIME, None
        >>> life = [
        ...     Happening(f"h{day}", step, date(2016, 1, day), told, detail)
        ...     for day, (step, detail) in enumerate(zip(steps, details), 4)
        ... ]
        >>> for note in notes_of(History(PARTNER_LIFE, PartnerId("li"), life)):
        ...     print(note.partner, note.standing, note.days)
        li on_probation 2016-01-06 to before 2016-01-07
    """
    found = [
        Note(history.subject, standing, days)
        for state, standing in _STANDING_OF.items()
        for days in history.periods(state, known_by=known_by)
    ]
    return tuple(sorted(found, key=lambda note: note.days.start))
