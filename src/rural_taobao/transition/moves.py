"""Moves: what becomes of a station on a day on which a model version is adopted there, and why."""

from datetime import date
from typing import Final, TypeAlias, assert_never, final

from attrs import frozen

from rural_taobao.identifiers import PartnerId, StationId, VersionId
from rural_taobao.kinds import Word
from rural_taobao.network import Demand, Remedy
from rural_taobao.transition.decisions import Measure, Postpone, Refuse, Replace, Suspend

__all__ = ["Course", "Move", "Todo", "worded"]

Todo: TypeAlias = tuple[tuple[Demand, Remedy], ...]
"""The demands that somebody does not meet, each with what is to be done."""


@final
class Course(Word):
    """What becomes of a station."""

    UNDECIDED = "undecided"
    """Whoever is in charge does not qualify, and nothing is decided that could be done."""
    POSTPONED = "postponed"
    """It stays under the version that holds."""
    REPLACED = "replaced"
    """A successor takes charge, under the version that is adopted."""
    ENDED = "ended"
    """The posting ends, and the station is vacant."""
    SUSPENDED = "suspended"
    """The station serves nobody from then on."""
    ADOPTS = "adopts"
    """Whoever is in charge qualifies, and goes over."""
    ALREADY = "already"
    """It is under the version already."""
    AHEAD = "ahead"
    """It is under a version that began later, and stays there."""
    VACANT = "vacant"
    """Nobody is in charge; who takes charge must qualify."""
    CLOSED = "closed"
    """It is not open, and does not open again."""


_CHANGING: Final = frozenset([Course.REPLACED, Course.ENDED, Course.SUSPENDED, Course.ADOPTS])
_STAYING: Final = frozenset([Course.UNDECIDED, Course.POSTPONED])


def worded(todo: Todo) -> str:
    """
    Say what is to be done.

    Example:
        >>> worded(((Demand.EXAM, Remedy.EXAMINE), (Demand.LOCAL, Remedy.STATE)))
        'examine (exam), state (local)'
    """
    return ", ".join(f"{remedy} ({demand})" for demand, remedy in todo)


@final
@frozen(kw_only=True)
class Move:
    """
    What becomes of a station on a day on which a version is adopted there.

    Attributes:
        station: The station.
        day: The first day on which that holds.
        by: The day by which all must be done that is to be done; a later one where it is postponed.
        version: The version that is adopted.
        course: What becomes of the station.
        partner: Who is in charge until then; None where nobody is.
        before: The version that holds until then; None where nobody is in charge.
        unmet: What the partner does not meet by the day by which all must be done.
        measure: What the house decides; None where it is not asked.
        lacking: What a successor does not meet by that day.
        reverts: Whether it is stated that it goes back to an earlier version.

    Example:
        >>> todo = ((Demand.EXAM, Remedy.EXAMINE),)
        >>> facts = {"station": "sanhe", "day": date(2015, 7, 1), "by": date(2015, 7, 1), "version": "2.0"}
        >>> print(Move(**facts, course=Course.UNDECIDED, partner="li", before="1.0", unmet=todo))
        li at station sanhe does not qualify for 2.0 by 2015-07-01: examine (exam); nothing is decided
    """

    station: StationId
    day: date
    by: date
    version: VersionId
    course: Course
    partner: PartnerId | None = None
    before: VersionId | None = None
    unmet: Todo = ()
    measure: Measure | Refuse | None = None
    lacking: Todo = ()
    reverts: bool = False

    @property
    def successor(self) -> PartnerId | None:
        """Who takes charge in place of the partner; None where nobody does."""
        return self.measure.successor if isinstance(self.measure, Replace) else None

    @property
    def todo(self) -> Todo:
        """What is to be done, for the successor where there is one, and else for the partner who stays."""
        return self.unmet if self.course in _STAYING else self.lacking

    @property
    def is_in_the_way(self) -> bool:
        """Whether nothing can be run while it is so."""
        return self.course is Course.UNDECIDED or bool(self.lacking)

    @property
    def changes(self) -> bool:
        """Whether anything of the station is another on its day."""
        return self.course in _CHANGING

    def __str__(self) -> str:
        where, when = f"station {self.station}", f"on {self.day}"
        who, goal = f"{self.partner} at {where}", f"for {self.version} by {self.by}"
        lacks = f"{who} does not qualify {goal}: {worded(self.unmet)}"
        match self.course:
            case Course.UNDECIDED if isinstance(self.measure, Postpone):
                return f"{lacks}; it was postponed to {self.measure.until}, which is no later day"
            case Course.UNDECIDED if isinstance(self.measure, Suspend):
                return f"{lacks}; the station was to be suspended on the day on which it first opens"
            case Course.UNDECIDED:
                return f"{lacks}; nothing is decided"
            case Course.POSTPONED if self.unmet:
                return f"{who} stays under {self.before} {when}; to be done {goal}: {worded(self.unmet)}"
            case Course.POSTPONED:
                return f"{who} stays under {self.before} {when}, and qualifies {goal}"
            case Course.REPLACED if self.lacking:
                return f"{lacks}; {self.successor} is to take charge, and does not either: {worded(self.lacking)}"
            case Course.REPLACED:
                return f"{lacks}; {self.successor} takes charge"
            case Course.ENDED:
                return f"{lacks}; the posting ends, and the station is vacant"
            case Course.SUSPENDED:
                return f"{lacks}; the station is suspended"
            case Course.ADOPTS if self.measure is not None:
                return f"{who} goes over from {self.before} to {self.version} {when}, to which it was postponed"
            case Course.ADOPTS:
                return f"{who} goes over from {self.before} to {self.version} {when}"
            case Course.ALREADY:
                return f"{who} is under {self.version} already {when}"
            case Course.AHEAD:
                return f"{who} stays under {self.before} {when}, which began later than {self.version}"
            case Course.VACANT:
                return f"{where} is vacant {when}; whoever takes charge must qualify for {self.version}"
            case Course.CLOSED:
                return f"{where} is closed {when}, and does not open again"
            case _:
                assert_never(self.course)
