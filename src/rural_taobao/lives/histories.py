"""
Histories: all that became known of one centre, station, partner or posting, asked about any day by any instant.

A history grows and never changes: what was known by an instant is the same for ever.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from itertools import pairwise, zip_longest
from typing import Generic, TypeVar, final

from attrs import evolve, field, frozen

from rural_taobao.days import is_day
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.identifiers import CentreId, HappeningId, PayeeId, VersionId
from rural_taobao.instants import beside, microseconds
from rural_taobao.kinds import WrongKind, of_kind, tuple_of
from rural_taobao.lives.details import Leave, Reason, RevokedFor, Site, Terms
from rural_taobao.lives.happenings import Cancellation, Happening, Record
from rural_taobao.lives.life_cycles import LifeCycle
from rural_taobao.lives.walks import HappeningTwice, Passage, Walk, walks
from rural_taobao.network.model_versions import Engagement
from rural_taobao.periods import Period, union
from rural_taobao.timeline import Timeline

__all__ = ["History", "KnownTooEarly", "lasting"]

State = TypeVar("State", bound=StrEnum)
Step = TypeVar("Step", bound=StrEnum)
Subject = TypeVar("Subject")
T = TypeVar("T")
ADetail = TypeVar("ADetail", Reason, CentreId, VersionId, PayeeId, Engagement, Site, Terms, Leave, RevokedFor)


@final
class KnownTooEarly(RuralTaobaoError, ValueError):
    """
    Something was to be added to a history that claims to have been known before what the history knows already.

    Attributes:
        thing: The centre, station, partner or posting.
        record: The id of what was to be added.
        known: The instant at which it claims to have been known.
        latest: The latest instant at which the history came to know something.
    """

    def __init__(self, thing: str, record: HappeningId, known: datetime, latest: datetime) -> None:
        self.thing = thing
        self.record = record
        self.known = known
        self.latest = latest
        super().__init__(thing, record, known, latest)

    def __str__(self) -> str:
        at_once = microseconds(self.known) == microseconds(self.latest)
        remedy = (
            "tell what you learnt of one thing at one instant together"
            if at_once
            else "state the instant at which you learnt of it, and its day apart"
        )
        return (
            f"what is added to {self.thing} must become known after all that is known of it, last at "
            f"{beside(self.latest, self.known)}, but {self.record} was given as known at {self.known.isoformat()}; "
            f"{remedy}"
        )


def _in_order(records: Iterable[Record[Step]]) -> tuple[Record[Step], ...]:
    listed = tuple_of((Happening, Cancellation), records, "records", "Happening(...) or Cancellation(...)")
    return tuple(sorted(listed, key=lambda record: (microseconds(record.known), record.id)))


def lasting(values: Mapping[date, T]) -> Timeline[T]:
    """
    Make a timeline of values by their first days, in the order of these; one that equals the one before joins it.

    Raises:
        TimelineEmpty: There is none.

    Example:
        >>> days = [date(2016, 1, day) for day in (1, 2, 3)]
        >>> lasting({days[0]: "open", days[1]: "open", days[2]: "closed"}).changes()
        (datetime.date(2016, 1, 1), datetime.date(2016, 1, 3))
    """
    days = list(values)
    changes = [day for before, day in pairwise(days) if values[before] != values[day]]
    kept: dict[date, T] = {day: values[day] for day in [*days[:1], *changes]}
    return Timeline[T].starting(kept)


@final
@frozen
class History(Generic[State, Step, Subject]):
    """
    What became known of one thing, in any order in which it is given.

    Two days are told apart: from which day a step holds, and at which instant it was known.
    At each instant at which something became known, all that is in force is a way along the arrows of the life cycle.

    Attributes:
        life_cycle: The states and arrows of its kind.
        subject: Which one of its kind it is.
        records: What became known, sorted by the instant at which it did, then by id.

    Raises:
        WrongKind: The subject, a record or a step is of another kind.
        HappeningTwice: An id comes twice.
        CorrectsInVain: A correction names what was not known before it, or is no more in force.
        TurnTaken: Two steps have one turn on one day.
        NoArrow: A step is taken that no arrow stands for.
        DatedTooEarly: A step is dated before the one that it depends on.
        DetailUnfit: A step does not state what it must.
        PeriodBackwards: A step states that it holds until a day which does not come after its own.

    Example:
        >>> from rural_taobao.identifiers import CentreId
        >>> from rural_taobao.instants import CHINA
        >>> from rural_taobao.lives import CENTRE_LIFE, CentreStep
        >>> told = [datetime(2015, month, 1, tzinfo=CHINA.timezone) for month in (1, 2, 3)]
        >>> feixi = History(CENTRE_LIFE, CentreId("feixi"))
        >>> site = Site("340123", "feixi-office")
        >>> feixi = feixi.with_records(Happening("planned", CentreStep.PLAN, date(2015, 1, 1), told[0], site))
        >>> feixi = feixi.with_records(Happening("opened", CentreStep.OPEN, date(2015, 6, 1), told[1]))
        >>> late = Happening("opened-late", CentreStep.OPEN, date(2015, 7, 1), told[2], replaces="opened")
        >>> feixi = feixi.with_records(late)
        >>> feixi.state(date(2015, 6, 1)).value, feixi.state(date(2015, 6, 1), known_by=told[1]).value
        ('planned', 'open')
    """

    life_cycle: LifeCycle[State, Step, Subject] = field(validator=of_kind(LifeCycle, "LifeCycle(...)"))
    subject: Subject
    records: tuple[Record[Step], ...] = field(default=(), converter=_in_order)
    _walks: list[Walk[State, Step]] = field(init=False, repr=False, eq=False, factory=list[Walk[State, Step]])

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.subject, self.life_cycle.subject):
            name, wanted = "subject", f"{self.life_cycle.subject.__name__}(...)"
            raise WrongKind(name, self.subject, wanted)
        self._walks.extend(walks(self.life_cycle, str(self), self.records))

    def __str__(self) -> str:
        return f"{self.life_cycle.name} {self.subject}"

    def with_records(self, *records: Record[Step]) -> "History[State, Step, Subject]":
        """
        Give the history that knows more, or refuse; this one stays as it is.

        Those that only together make a way along the arrows are given together, known at one instant.

        Args:
            records: Happenings and cancellations, each known later than all that is known.

        Raises:
            KnownTooEarly: One of them claims to have been known no later than what is known already.
            RuralTaobaoError: With them it would be no history; see the class.
        """
        ids = {record.id for record in self.records}
        for record in _in_order(records):
            if record.id in ids:
                raise HappeningTwice(str(self), record.id)
            if self._walks and microseconds(record.known) <= self._walks[-1].known:
                raise KnownTooEarly(str(self), record.id, record.known, self.records[-1].known)
        return evolve(self, records=[*self.records, *records])

    def passages(self, known_by: datetime | None = None) -> tuple[Passage[State, Step], ...]:
        """
        Give the happenings in force, in the order of their days, each with the arrow that it took.

        Args:
            known_by: The last instant whose knowledge counts; all that is known where it is not given.

        Raises:
            NotAnInstant: The instant has no fixed offset.
        """
        if known_by is None:
            return self._walks[-1].passages if self._walks else ()
        place = bisect_right(self._walks, microseconds(known_by), key=lambda walk: walk.known)
        return self._walks[place - 1].passages if place else ()

    def state(self, day: date, known_by: datetime | None = None) -> State | None:
        """
        Give the state on a day: the one that the last arrow taken by then leads to, unless that has lapsed.

        Args:
            day: The day; of several steps on it, the last one counts.
            known_by: The last instant whose knowledge counts; all that is known where it is not given.

        Returns:
            The state; None where nothing is there yet, as far as is known.

        Raises:
            NotADay: The day is none.
            NotAnInstant: The instant has no fixed offset.
        """
        is_day(None, None, day)
        passages = self.passages(known_by)
        place = bisect_right(passages, day, key=lambda passage: passage.day)
        return passages[place - 1].state_on(day) if place else None

    def timeline(self, known_by: datetime | None = None) -> Timeline[State]:
        """
        Give the states from the first day on; one that a step leaves and another enters on the same day is passed over.

        Raises:
            TimelineEmpty: Nothing is known to have happened.
            NotAnInstant: The instant has no fixed offset.
        """
        passages = self.passages(known_by)
        last_of_day: dict[date, State] = {}
        for passage, later in zip_longest(passages, passages[1:]):
            last_of_day[passage.day] = passage.arrow.end
            if passage.lapse is not None and (later is None or passage.lapse[0] < later.day):
                last_of_day[passage.lapse[0]] = passage.lapse[1]
        return lasting(last_of_day)

    def periods(self, *states: State, known_by: datetime | None = None) -> tuple[Period, ...]:
        """
        Give the days on which it is in one of some states, joined where they touch.

        Raises:
            NotAnInstant: The instant has no fixed offset.
        """
        if not self.passages(known_by):
            return ()
        return union(entry.period for entry in self.timeline(known_by).entries if entry.value in states)

    def holding(self, known_by: datetime | None = None) -> tuple[Period, ...]:
        """
        Give the days on which it counts: a centre or a station is open, a partner is under contract.

        Raises:
            NotAnInstant: The instant has no fixed offset.
        """
        return self.periods(*self.life_cycle.holds, known_by=known_by)

    def stated(self, kind: type[ADetail], known_by: datetime | None = None) -> Timeline[ADetail]:
        """
        Give what its steps state of one kind, each from the day of its step until another step states the next.

        Args:
            kind: One of the kinds of detail.
            known_by: The last instant whose knowledge counts; all that is known where it is not given.

        Raises:
            TimelineEmpty: No step states anything of the kind.
            NotAnInstant: The instant has no fixed offset.
        """
        details = ((passage.day, passage.happening.detail) for passage in self.passages(known_by))
        return lasting({day: detail for day, detail in details if isinstance(detail, kind)})
