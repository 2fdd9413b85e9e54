"""
Notes as a table: who was warned, on probation or suspended on which days, as an assessment asks for it.

Days are written 2016-11-11, and the day in `to` is the first on which it does not hold; empty where it has no end.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final

from rural_taobao.assessment.consequences import Note, Standing
from rural_taobao.documents import scalars
from rural_taobao.documents.cells import Maybe, Reader, Remembered
from rural_taobao.documents.files import replaced
from rural_taobao.documents.tables import Column, Findings, Table, table_text
from rural_taobao.identifiers import PartnerId
from rural_taobao.network import Network
from rural_taobao.network.breaches import UnknownReference
from rural_taobao.periods import Period, PeriodBackwards

__all__ = ["read_notes", "write_notes"]

_DAYS: Final = Remembered(scalars.day)
_MAYBE_DAYS: Final[Reader[date | None]] = Maybe(_DAYS, None)
_COLUMNS: Final[tuple[Column[Any], ...]] = (
    Column("partner", Remembered(PartnerId)),
    Column("standing", Remembered(partial(scalars.option, Standing))),
    Column("from", _DAYS),
    Column("to", _MAYBE_DAYS, optional=True),
)


def read_notes(path: Path, *, network: Network | None = None) -> tuple[Note, ...]:
    """
    Read notes from a table `partner,standing,from,to`; the last column may be left out.

    Args:
        path: A CSV file.
        network: The network whose partners may be named; anybody may be where it is not given.

    Raises:
        DocumentsRefused: It has faults; all are told.
    """
    findings = Findings()
    notes: list[Note] = []
    known = None if network is None else {row.id for row in network.partners}
    with Table(path, findings) as table:
        for chunk in table.chunks(_COLUMNS):
            rows = zip(chunk.numbers, *map(chunk.values, _COLUMNS), strict=True)
            for number, partner, standing, start, end in rows:
                try:
                    notes.append(Note(partner, standing, Period(start, end)))
                except PeriodBackwards as fault:
                    table.tell(number, "to", str(fault))
                if known is not None and partner not in known:
                    table.tell(number, "partner", str(UnknownReference(None, "partner", partner)))
    if findings:
        raise findings.refused()
    return tuple(notes)


def write_notes(notes: Iterable[Note], path: Path) -> None:
    """
    Write notes to a table, whole or not at all.

    Raises:
        DocumentsRefused: The system refuses.

    Example:
        >>> write_notes([Note("li", "warned", Period(date(2016, 11, 3), date(2017, 5, 3)))], Path("notes.csv"))
        >>> print(Path("notes.csv").read_text(), end="")
        partner,standing,from,to
        li,warned,2016-11-03,2017-05-03
        >>> read_notes(Path("notes.csv"))[0].standing
        <Standing.WARNED: 'warned'>
    """
    replaced(path, table_text([column.name for column in _COLUMNS], _rows(notes)))


def _rows(notes: Iterable[Note]) -> Iterator[tuple[str, ...]]:
    for note in notes:
        end = "" if note.days.end is None else note.days.end.isoformat()
        yield note.partner, note.standing, note.days.start.isoformat(), end
