"""
Ledgers as tables: every line that was posted, in the order in which it was, for machines.

A ledger is read into columns, and a line is made of them when it is asked for: a million lines are read in seconds.
What was read is written again as it was.
"""

from array import array
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Final, final

from rural_taobao.commission.bases import basis_form
from rural_taobao.currencies import Currency
from rural_taobao.documents import scalars
from rural_taobao.documents.arithmetic import arithmetic_text
from rural_taobao.documents.cells import Each, Instants, Maybe, Remembered
from rural_taobao.documents.expectations import NotOfKind
from rural_taobao.documents.faults import DocumentsRefused, Fault
from rural_taobao.documents.files import replaced
from rural_taobao.documents.ledger_rows import CELL, LINE_COLUMNS, LedgerRows, keys
from rural_taobao.documents.rows import Progress, quoted
from rural_taobao.documents.tables import Chunk, Column, Findings, Table
from rural_taobao.errors import shown
from rural_taobao.identifiers import EventId, Party, PayeeId, PlanId, RuleId, StationId, VersionId
from rural_taobao.instants import NotAnInstant
from rural_taobao.periods import Month
from rural_taobao.settlement.ledger import Ledger, LineTwice
from rural_taobao.settlement.lines import OF_A_PERIOD, Cell, Component, Line, LineKey, LineUnfit, Reason, State

__all__ = ["checked_ledger", "ledger_text", "read_ledger", "write_ledger"]

_MINUTE: Final = timedelta(minutes=1)


def _as_text(read: Callable[[str], object]) -> Remembered[str]:
    """Read texts, and keep each of them as it is, once."""

    def checked(text: str) -> str:
        read(text)
        return text

    return Remembered(checked)


def _whole(text: str, least: int | None = None) -> int:
    """Read a whole number that is written as a machine writes it."""
    number = scalars.whole_number_text(text)
    if str(number) != text or (least is not None and number < least):
        expected = "a whole number, without zeros in front" if least is None else f"a whole number of {least} or more"
        raise NotOfKind(expected, text)
    return number


@final
class _Gathering:
    """Gathers what a ledger says, column by column."""

    def __init__(self) -> None:
        ids = {
            "event": EventId,
            "plan": PlanId,
            "rule": RuleId,
            "payee": PayeeId,
            "currency": Currency,
            "plan_version": VersionId,
            "model_version": VersionId,
            "credited": PayeeId,
        }
        options = {"party": Party, "component": Component, "state": State, "reason": Reason}
        self._key = Column("key", Each(str))
        self._texts: dict[str, Column[str]] = {
            **{name: Column(name, _as_text(kind)) for name, kind in ids.items()},
            **{name: Column(name, _as_text(partial(scalars.option, kind))) for name, kind in options.items()},
            "station": Column("station", Maybe(_as_text(StationId), "")),
            "basis": Column("basis", Maybe(_as_text(basis_form), "")),
            "at": Column("at", _as_text(Instants().one)),
            "cause": Column("cause", Maybe(_as_text(EventId), "")),
            "corrects": Column("corrects", Maybe(_as_text(LineKey.parse), "")),
            "arithmetic": Column("arithmetic", Each(str)),
        }
        self._wholes: dict[str, Column[int]] = {
            "number": Column("number", Remembered(partial(_whole, least=1))),
            "amount_minor": Column("amount_minor", Remembered(_whole)),
            "measured": Column("measured", Remembered(_whole)),
        }
        self._before: Column[int | None] = Column("before", Maybe(Remembered(_whole), None))
        self._months = {name: Column(name, Remembered(Month.parse)) for name in ("earned", "posted")}

    def rows(self, table: Table) -> LedgerRows:
        """Read all lines of a table."""
        numbers = array("q")
        texts: dict[str, list[str]] = {name: [] for name in self._texts}
        wholes: dict[str, list[int]] = {name: [] for name in self._wholes}
        befores: list[int | None] = []
        months: dict[str, list[Month]] = {name: [] for name in self._months}
        columns = (self._key, *self._texts.values(), *self._wholes.values(), self._before, *self._months.values())
        for chunk in table.chunks(columns):
            self._check_keys(chunk)
            self._check_events(chunk)
            numbers.extend(chunk.numbers)
            for name, column in self._texts.items():
                texts[name].extend(chunk.values(column))
            for name, whole in self._wholes.items():
                wholes[name].extend(chunk.values(whole))
            befores.extend(chunk.values(self._before))
            for name, month in self._months.items():
                months[name].extend(chunk.values(month))
        return LedgerRows(file=table.file, rows=numbers, texts=texts, wholes=wholes, befores=befores, months=months)

    def _check_keys(self, chunk: Chunk) -> None:
        """Tell of keys that are not made of their parts."""
        made = list(keys([chunk.texts(self._texts[name]) for name in CELL], chunk.values(self._wholes["number"])))
        given = chunk.values(self._key)
        for place, key in enumerate(made) if made != given else ():
            if key != given[place]:
                what = f"a key must be made of the cells after it, {key}, but {shown(given[place])} was given"
                chunk.tell(place, self._key, f"{what}; leave a ledger as it was written")

    def _check_events(self, chunk: Chunk) -> None:
        """Tell of lines of events without a station or a basis, and of lines of months that have one."""
        names = "component", "station", "basis", "event"
        components, stations, bases, events = (chunk.texts(self._texts[name]) for name in names)
        if "" not in stations and "" not in bases and OF_A_PERIOD.isdisjoint(components):
            return
        months = chunk.texts(self._months["earned"])
        for place, component in enumerate(components):
            if component in OF_A_PERIOD:
                fit = stations[place] == bases[place] == "" and events[place] == months[place]
            else:
                fit = bool(stations[place] and bases[place])
            if not fit:
                cell = Cell(*(chunk.texts(self._texts[name])[place] for name in CELL))
                unfit = LineUnfit(LineKey(cell, chunk.values(self._wholes["number"])[place]))
                chunk.tell(place, self._texts["station"], str(unfit))


def _read(path: Path, progress: Progress | None) -> tuple[LedgerRows, Ledger]:
    """Read a ledger whose keys differ."""
    findings = Findings()
    with Table(path, findings, progress) as table:
        _check_header(table)
        rows = _Gathering().rows(table)
    if findings:
        raise findings.refused()
    try:
        return rows, Ledger((rows,))
    except LineTwice:
        raise _told(rows.repeated()) from None


def _check_header(table: Table) -> None:
    """Tell of a table that is no ledger, and leave it at that."""
    if table.header and 2 * len({*LINE_COLUMNS}.intersection(table.header)) < len(LINE_COLUMNS):
        demand = f"a ledger must have the columns {', '.join(LINE_COLUMNS)}"
        table.tell(1, "", f"{demand}, but this table has others; name a ledger that was written as one")
        table.header = ()


def _told(faults: Iterable[Fault]) -> DocumentsRefused:
    findings = Findings()
    for fault in faults:
        findings.tell(fault)
    return findings.refused()


def read_ledger(path: Path, *, progress: Progress | None = None) -> Ledger:
    """
    Read a ledger.

    The arithmetic of its lines is read when a line is made; `checked_ledger` reads all of it at once.

    Args:
        path: The file.
        progress: Is told, now and then, how many more bytes were read.

    Raises:
        DocumentsRefused: A cell cannot be read, a key is not that of its line, or is there twice; all are told.

    Example:
        >>> from rural_taobao.festivals import programme_calendar
        >>> from rural_taobao.samples import one_order, one_plan, one_village
        >>> from rural_taobao.settlement import Scope, settle
        >>> november = settle(one_village(), [one_plan()], programme_calendar(), [one_order()], Scope("2016-11"))
        >>> write_ledger(november.ledger, Path("ledger.csv"))
        >>> list(read_ledger(Path("ledger.csv"))) == list(november.lines)
        True
    """
    return _read(path, progress)[1]


def checked_ledger(path: Path, *, progress: Progress | None = None) -> Ledger:
    """
    Read a ledger, and work the arithmetic of every line out again.

    Args:
        path: The file.
        progress: Is told, now and then, how many more bytes were read.

    Raises:
        DocumentsRefused: As for `read_ledger`; or the arithmetic of a line cannot be read, or does not give its amount.
    """
    rows, ledger = _read(path, progress)
    faults = rows.uneven()
    for fault in faults:
        raise _told(chain([fault], faults))
    return ledger


def _written(line: Line) -> str:
    """Write a line as a row."""
    offset = line.at.utcoffset()
    if offset is None or offset % _MINUTE:
        raise NotAnInstant(line.at)
    before = "" if line.before is None else str(line.before)
    return (
        f"{line.key},{','.join(line.cell)},{line.number},{line.amount.minor},{line.earned},{line.posted},"
        f"{line.plan_version},{line.model_version},{line.station or ''},{line.credited},{line.at.isoformat()},"
        f"{line.basis or ''},{line.measured},{before},{line.reason},{quoted(line.cause)},{quoted(line.corrects)},"
        f"{quoted(arithmetic_text(line.arithmetic))}\n"
    )


def ledger_text(ledger: Ledger) -> Iterator[str]:
    """
    Write a ledger as a table, piece by piece; the same ledger gives the same text.

    Raises:
        NotAnInstant: A line lies at no instant with an offset in whole minutes.
    """
    yield ",".join(LINE_COLUMNS) + "\n"
    for block in ledger.blocks:
        yield from block.written() if isinstance(block, LedgerRows) else map(_written, block)


def write_ledger(ledger: Ledger, path: Path) -> None:
    """
    Write a ledger, whole or not at all.

    Args:
        ledger: The ledger.
        path: The file; it is replaced.

    Raises:
        NotAnInstant: As for `ledger_text`.
        DocumentsRefused: The system refuses.
    """
    replaced(path, ledger_text(ledger))
