"""
Events of a register as lines of JSON, one for each, in the order of their numbers: event 7 stands on line 7.

A line is a document of its own, so that it can be sent as a message as it stands.
Keys are sorted, and instants are told on the clock of UTC, so that equal events have the same bytes.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from enum import StrEnum
from functools import cache, partial
from pathlib import Path
from typing import Final, TypeAlias, assert_never, final

from attrs import evolve, field, frozen

from rural_taobao.currencies import CNY
from rural_taobao.documents.canonical import canonical_text
from rural_taobao.documents.faults import DocumentsRefused, Fault
from rural_taobao.documents.files import file_name, read_text, replaced
from rural_taobao.documents.lives import declare_lives, detail_tree, form_of, step_unfit, steps_of, subject_tree
from rural_taobao.documents.rows import Progress
from rural_taobao.documents.structuring import Structuring
from rural_taobao.documents.tables import Findings
from rural_taobao.documents.trees import Table, is_table, json_tree
from rural_taobao.identifiers import HappeningId
from rural_taobao.instants import UtcOffset, microseconds
from rural_taobao.kinds import non_negative, positive
from rural_taobao.lives import Cancellation, Detail, Happening
from rural_taobao.register import Event, Subject, Told
from rural_taobao.register.drafts import EventOutOfOrder
from rural_taobao.register.events import NothingTold

__all__ = [
    "LINE_CUT",
    "LONGEST_EVENTS",
    "EventFormat",
    "event_from_text",
    "event_lines",
    "event_text",
    "numbered",
    "read_register_events",
    "told_tree",
    "write_register_events",
]

_UTC: Final = UtcOffset(0)
LONGEST_EVENTS: Final = 4_000_000_000
"""The most bytes of a file of events: some ten million."""
LINE_CUT: Final = (
    "the last line must have its line end, but the file ends before; get the whole file, or remove the line"
)
"""What is said of a file that ends within a line."""
_BLANK: Final = "a line must hold an event, but this one is blank; leave it out"
_IN_ORDER: Final = "events must stand in the order of their numbers, each once"


@final
class EventFormat(StrEnum):
    """The formats of an event of a register, the newest last."""

    ONE = "rural-taobao event 1"


@final
@frozen
class _Step:
    """A step of a thing, as a line states it."""

    subject: Subject
    id: HappeningId
    step: str
    day: date
    detail: Detail | None = None
    turn: int = field(default=0, validator=non_negative)
    replaces: HappeningId | None = None


@final
@frozen
class _Cancelled:
    """That a step of a thing never took place, as a line states it."""

    subject: Subject
    id: HappeningId
    cancels: HappeningId


_Stated: TypeAlias = _Step | _Cancelled


def _something(line: "_Line", _attribute: object, told: tuple[_Stated, ...]) -> None:
    if not told:
        raise NothingTold(line.number)


@final
@frozen
class _Line:
    """An event, as a line states it: the instant stands there once."""

    number: int = field(validator=positive)
    known: datetime
    told: tuple[_Stated, ...] = field(validator=_something)


def event_text(event: Event) -> str:
    """
    Write an event as one line of JSON, without its line end; equal events have the same text.

    Raises:
        InstantOutsideCalendar: It became known on no day of the years 1 to 9999 on the clock of UTC.
        NotCanonical: A reason holds half a character.

    Example:
        >>> from rural_taobao.identifiers import StationId
        >>> from rural_taobao.instants import CHINA
        >>> from rural_taobao.lives import StationStep
        >>> known = datetime(2015, 6, 2, 9, tzinfo=CHINA.timezone)
        >>> event = Event(7, [Told(StationId("sanhe"), Happening("7", StationStep.OPEN, date(2015, 6, 1), known))])
        >>> print(event_text(event))
        {"format":"rural-taobao event 1","known":"2015-06-02T01:00:00+00:00","number":7,"told":[{"day":"2015-06-01",...
        >>> event_from_text(event_text(event)) == event
        True
    """
    return canonical_text(
        {
            "format": EventFormat.ONE.value,
            "number": event.number,
            "known": _UTC.instant(microseconds(event.known)).isoformat(),
            "told": list(map(told_tree, event.told)),
        }
    )


def told_tree(told: Told) -> Table:
    """
    Give what is told of one thing as a line states it.

    Example:
        >>> from rural_taobao.identifiers import StationId
        >>> from rural_taobao.instants import CHINA
        >>> never = Cancellation("8", "7", datetime(2015, 6, 3, 9, tzinfo=CHINA.timezone))
        >>> told_tree(Told(StationId("sanhe"), never))
        {'of': {'station': 'sanhe'}, 'id': '8', 'cancels': '7'}
    """
    structuring, record = _structuring(), told.record
    tree: Table = {"of": subject_tree(structuring, told.subject), "id": str(record.id)}
    match record:
        case Cancellation():
            return {**tree, "cancels": str(record.cancels)}
        case Happening(detail=detail):
            more = {
                "detail": None if detail is None else detail_tree(structuring, detail),
                "turn": record.turn or None,
                "replaces": None if record.replaces is None else str(record.replaces),
            }
            stated = {key: part for key, part in more.items() if part is not None}
            return {**tree, "step": record.step.value, "day": record.day.isoformat(), **stated}
        case _:
            assert_never(record)


def event_from_text(text: str, *, file: str = "event") -> Event:
    """
    Make an event of a line of JSON.

    Args:
        text: One JSON object.
        file: What the faults call it.

    Raises:
        DocumentsRefused: It has faults; all are told.
    """
    if not text.strip():
        raise DocumentsRefused([Fault(file, 0, "", _BLANK)])
    line = _structuring().read(_Line, json_tree(text, file=file), EventFormat, file=file)
    return Event(line.number, [Told(each.subject, _record(each, line.known)) for each in line.told])


def _record(stated: _Stated, known: datetime) -> Happening[StrEnum] | Cancellation:
    match stated:
        case _Step(subject=subject):
            return Happening(
                stated.id,
                steps_of(form_of(subject).name)(stated.step),
                stated.day,
                known,
                stated.detail,
                turn=stated.turn,
                replaces=stated.replaces,
            )
        case _Cancelled():
            return Cancellation(stated.id, stated.cancels, known)
        case _:
            assert_never(stated)


@cache
def _structuring() -> Structuring:
    """Declare what a line says; it names no amount, so that its currency does not matter."""
    structuring = Structuring(CNY)
    declare_lives(structuring)
    structuring.table(
        _Step,
        check=partial(step_unfit, key="step"),
        subject="of",
        id="id",
        step="step",
        day="day",
        detail="detail",
        turn="turn",
        replaces="replaces",
    )
    structuring.table(_Cancelled, subject="of", id="id", cancels="cancels")
    structuring.custom(_Stated, partial(_stated, structuring))
    structuring.table(_Line, blamed={NothingTold: ("told",)}, number="number", known="known", told="told")
    return structuring


def _stated(structuring: Structuring, tree: object) -> object:
    """Read what is told of one thing: that a step never took place, or else a step."""
    return structuring.made(_Cancelled if is_table(tree) and "cancels" in tree else _Step, tree)


def event_lines(path: Path, findings: Findings, progress: Progress | None = None) -> Iterator[Event]:
    """
    Give the events of a file that can be read, and tell of all that is wrong with it, the order of its lines last.

    Args:
        path: The file.
        findings: Where to tell what is wrong, with the line and the key.
        progress: Is told, now and then, how many more bytes were read.

    """
    file, text = file_name(path), ""
    try:
        text = read_text(path, limit=LONGEST_EVENTS)
    except DocumentsRefused as refused:
        findings.tell_again(refused)
    numbers: list[tuple[int, int]] = []
    before, start, line = len(findings), 0, 0
    while (end := text.find("\n", start)) >= 0:
        line += 1
        try:
            event = event_from_text(text[start:end], file=file)
        except DocumentsRefused as refused:
            for fault in refused.faults:
                findings.tell(evolve(fault, row=line))
        else:
            numbers.append((line, event.number))
            yield event
        if progress is not None:
            progress(end + 1 - start)
        start = end + 1
    if start < len(text):
        findings.tell(Fault(file, line + 1, "", LINE_CUT))
    for line, message in _misplaced(numbers, whole=len(findings) == before):
        findings.tell(Fault(file, line, "number", message))


def _misplaced(numbers: Iterable[tuple[int, int]], *, whole: bool) -> Iterator[tuple[int, str]]:
    """
    Tell of the lines whose events do not follow on those before.

    Args:
        numbers: The lines and the numbers of their events.
        whole: Whether all lines could be read; where one could not, what is missing may stand there.
    """
    lines: dict[int, int] = {}
    numbers = list(numbers)
    there, latest = {number for _, number in numbers}, 0
    for line, number in numbers:
        missing = next((each for each in range(latest + 1, number) if each not in there), None)
        if number in lines:
            yield line, f"{_IN_ORDER}, but event {number} stands on line {lines[number]} already; leave one out"
        elif number < latest:
            yield line, f"{_IN_ORDER}, but event {number} stands behind event {latest}; sort the lines by number"
        elif missing is not None and whole:
            yield line, f"{_IN_ORDER}, but event {number} stands where event {missing} should; get the whole file"
        lines.setdefault(number, line)
        latest = max(latest, number)


def read_register_events(path: Path, *, progress: Progress | None = None) -> tuple[Event, ...]:
    """
    Read the events of a register, from the first on.

    Args:
        path: A file of lines of JSON.
        progress: Is told, now and then, how many more bytes were read.

    Raises:
        DocumentsRefused: A line has a fault, an event is there twice, out of order or missing; of all, the first
            hundred are told with line and key.
    """
    findings = Findings("a file")
    events = tuple(event_lines(path, findings, progress))
    if findings:
        raise findings.refused()
    return events


def numbered(events: Iterable[Event], first: int = 1) -> Iterator[str]:
    """
    Write events as lines, each with its line end.

    Args:
        events: The events.
        first: The number of the first of them.

    Raises:
        EventOutOfOrder: An event has another number than its place.
        InstantOutsideCalendar, NotCanonical: As for `event_text`.
    """
    for number, event in enumerate(events, first):
        if event.number != number:
            raise EventOutOfOrder(event.number, number)
        yield f"{event_text(event)}\n"


def write_register_events(events: Iterable[Event], path: Path) -> None:
    """
    Write the events of a register, from the first on, whole or not at all.

    Args:
        events: The events.
        path: The file; it is replaced.

    Raises:
        EventOutOfOrder: They are not all that there are, each once, from the first on.
        InstantOutsideCalendar, NotCanonical: As for `event_text`.
        DocumentsRefused: The system refuses.
    """
    replaced(path, numbered(events))
