"""
Registers as folders: the charter in `charter.toml`, and all events in `events.jsonl`, one line for each.

A register is read by replaying its events; what a law refuses is told with the line, like any other fault.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Final

from rural_taobao.documents.charters import read_charter, write_charter
from rural_taobao.documents.faults import DocumentsRefused, Fault
from rural_taobao.documents.files import absence, check_path, file_name, read_bytes, replaced
from rural_taobao.documents.holding import Work, held
from rural_taobao.documents.messages import worded
from rural_taobao.documents.register_events import (
    LINE_CUT,
    LONGEST_EVENTS,
    event_lines,
    numbered,
    write_register_events,
)
from rural_taobao.documents.rosters import REGISTER_FILES
from rural_taobao.documents.rows import Progress
from rural_taobao.documents.tables import Findings, set_aside
from rural_taobao.identifiers import PayeeId
from rural_taobao.kinds import tuple_of
from rural_taobao.network.aggregate import breaches_of
from rural_taobao.network.breaches import UnknownReference
from rural_taobao.register import Charter, Event, Register, RegisterRefused, Subject
from rural_taobao.register.ground import THE_CHARTER

__all__ = ["append_to_register", "read_register", "write_register"]

_CHARTER, _EVENTS = REGISTER_FILES
_KEEPING: Final = Work("register", "kept", "recorded")


def read_register(folder: Path, *, progress: Progress | None = None) -> Register:
    """
    Read a register: its charter, and the events, which are replayed.

    Args:
        folder: Where the files named in `REGISTER_FILES` are.
        progress: Is told, now and then, how many more bytes of events were read.

    Raises:
        DocumentsRefused: A file has a fault, an event is there twice, out of order or missing, or breaks a law; all are
            told, with line and key, of each file the first hundred.
    """
    if but := absence(folder, REGISTER_FILES):
        demand = f"a register must be a folder that holds {' and '.join(REGISTER_FILES)}"
        raise DocumentsRefused([Fault(file_name(folder), 0, "", f"{demand}, but {but}; name the folder of a register")])
    findings = Findings("a file")
    charter = _charter(folder / _CHARTER, findings)
    events = () if absence(folder, [_EVENTS]) else event_lines(folder / _EVENTS, findings, progress)
    register = _replayed(charter, events, findings, folder)
    if register is None or findings:
        raise findings.refused()
    return register


def _charter(path: Path, findings: Findings) -> Charter | None:
    """Read the charter; where it has faults, they are told, and there is none."""
    try:
        return read_charter(path)
    except DocumentsRefused as refused:
        findings.tell_again(refused)
        return None


def _replayed(charter: Charter | None, events: Iterable[Event], findings: Findings, folder: Path) -> Register | None:
    """Replay events; where there is no charter, they are read all the same, so that what is wrong with them is told."""
    if charter is None:
        deque(events, maxlen=0)
        return None
    enrolled = False

    def watched() -> Iterator[Event]:
        nonlocal enrolled
        for event in events:
            enrolled = enrolled or any(_is_of(told.subject, charter.platform) for told in event.told)
            yield event

    replayed = watched()
    try:
        return Register(charter).replayed(replayed)
    except RegisterRefused as refused:
        # The lines behind the first that is out of order are read too, so that each is told.
        deque(replayed, maxlen=0)
        # What follows from a line that could not be read, or is out of order, is not told beside it.
        told = {} if findings else dict.fromkeys(_placed(refused, folder, enrolled=enrolled))
        for fault in told:
            findings.tell(fault)
        return None


def _is_of(subject: Subject, payee: PayeeId) -> bool:
    """Tell whether a thing is a payee, since one of another kind may have the same id."""
    return isinstance(subject, PayeeId) and subject == payee


def _placed(refused: RegisterRefused, folder: Path, *, enrolled: bool) -> Iterator[Fault]:
    """Give the faults of events, each law by itself; that the platform is never enrolled, at the charter."""
    for number, fault in refused.faults:
        for each in breaches_of(fault):
            if isinstance(each, UnknownReference) and each.subject == THE_CHARTER and not enrolled:
                yield Fault(file_name(folder / _CHARTER), 0, "platform", worded(each))
            else:
                yield Fault(file_name(folder / _EVENTS), number, "", worded(each))


def write_register(charter: Charter, events: Iterable[Event], folder: Path) -> None:
    """
    Write a register to the files of a folder, in place of any that were there: both of them or, where one fails, none.

    Args:
        charter: Its charter.
        events: All its events, from the first on.
        folder: Where to write the files named in `REGISTER_FILES`; it must be there.

    Raises:
        EventOutOfOrder: The events are not all that there are, each once, from the first on.
        InstantOutsideCalendar: An event became known on no day of the years 1 to 9999 on the clock of UTC.
        NotCanonical: A reason holds half a character.
        NotWritable: A source of a model version is no text.
        DocumentsRefused: The system refuses.

    Example:
        >>> from datetime import date, datetime
        >>> from rural_taobao.identifiers import PayeeId
        >>> from rural_taobao.instants import CHINA
        >>> from rural_taobao.lives import PayeeStep
        >>> from rural_taobao.network import Vacancy
        >>> from rural_taobao.register import Take
        >>> charter = Charter(platform="platform", vacancy=Vacancy("nobody"), versions=[])
        >>> enrol = Take(PayeeId("platform"), PayeeStep.ENROL, date(2014, 10, 1))
        >>> register, event = Register(charter).take(enrol, known=datetime(2014, 10, 1, 9, tzinfo=CHINA.timezone))
        >>> write_register(charter, [event], Path())
        >>> read_register(Path()) == register
        True
    """
    with set_aside(folder, REGISTER_FILES) as aside:
        write_charter(charter, aside / _CHARTER)
        write_register_events(events, aside / _EVENTS)


def append_to_register(events: Iterable[Event], folder: Path, *, register: Register | None = None) -> None:
    """
    Write the events that come next below those that a register's folder holds: all of them or, where one fails, none.

    The file is written anew beside the old one, and takes its place in one step; so whoever reads it meanwhile, or
    after a loss of power, finds it whole.
    It is held while that is done, and the numbers must follow on; so of two who append at once, one is refused, and
    reads again.
    All that the folder holds is read and replayed first, as `read_register` does, and the new events after it, so that
    what a law refuses never comes to stand there; that takes as long as reading does, however few the new ones are.
    Where the register is given as it was read, the new ones alone are replayed.

    Args:
        events: What a register gave that was read from this folder.
        folder: Where the files named in `REGISTER_FILES` are.
        register: The register as it was read from this folder, without these events; it is read where it is not given.

    Raises:
        WrongKind: One of them is no event, they are not several, or the folder is no path.
        EventOutOfOrder: They do not follow on the last one of the file.
        RegisterRefused: Some are refused, by a law or since the register that was given is not that of the folder; all
            faults are told.
        InstantOutsideCalendar, NotCanonical: As for `write_register`.
        DocumentsRefused: The file ends within a line, or has another fault that is found where it is read, another
            process appends, or the system refuses.
    """
    check_path(folder)
    path, more = folder / _EVENTS, tuple_of(Event, events, "events", "Event(...)")
    with held(path, _KEEPING):
        there = b"" if absence(folder, [_EVENTS]) else read_bytes(path, limit=LONGEST_EVENTS)
        lines = there.count(b"\n")
        if there[-1:] not in {b"", b"\n"}:
            raise DocumentsRefused([Fault(file_name(path), lines + 1, "", LINE_CUT)])
        # Event 7 stands on line 7, so that none has to be read to number those that follow.
        added = list(numbered(more, lines + 1))
        (read_register(folder) if register is None else register).replayed(more)
        replaced(path, chain([there], added))
