"""Roster tables: the rows of a network's files, where in them each value stands, and what is told of a row."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar, final

from rural_taobao.documents import scalars
from rural_taobao.documents.cells import Each, Maybe, Reader, Remembered, count
from rural_taobao.documents.faults import DocumentsRefused, Fault
from rural_taobao.documents.files import file_name, opened, read_text
from rural_taobao.documents.roster_breaches import BOUNDS, column_of, rests_on
from rural_taobao.documents.roster_rows import (
    MET,
    ON_HOLD,
    ROLE,
    CauseName,
    CauseUnfit,
    PositionHalfGiven,
    Role,
    RoleUnfit,
    RosterRow,
    spans_of,
)
from rural_taobao.documents.tables import Chunk, Column, Findings, Table
from rural_taobao.documents.trees import LONGEST_TREE, toml_tree
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.identifiers import CentreId, PartnerId, PayeeId, ServiceId, StationId, VersionId
from rural_taobao.network import (
    CountyCentre,
    Engagement,
    HelperPosting,
    Partner,
    Payee,
    Permission,
    Posting,
    Station,
)
from rural_taobao.network.breaches import UnknownReference
from rural_taobao.network.permissions import RevokedOutside
from rural_taobao.network.services import DecidesForItself
from rural_taobao.periods import PeriodBackwards
from rural_taobao.places import CountyCode

__all__ = ["RosterTables"]

M = TypeVar("M")
T = TypeVar("T", CountyCentre, Station, Partner, Payee, Posting | HelperPosting, Permission)

_READ: Final = frozenset(
    (
        *("centre", "county", "payee", "station", "partner", "service"),
        *("opened", "contract_from", "from", "closed", "contract_to", "to", "examined", *MET, "revoked"),
    )
)
"""The columns of ids that are always stated, and of days."""
_OPTIONAL: Final = frozenset(
    (
        *("closed", "contract_to", "to", "examined", "name", "east_m", "north_m", "reverts", ROLE, ON_HOLD),
        *(*MET, "revoked", "cause", "defaults", "within_days"),
    )
)
_ENDS: Final = frozenset(end for _, end in BOUNDS.values())


def _cells(chunk: Chunk, column: Column[Any]) -> Sequence[Any]:
    """Give the cells of a column: ids and days as they were read, once and not again, and others as text."""
    return chunk.values(column) if column.name in _READ else chunk.texts(column)


@final
class RosterTables:
    """
    The tables of a network, and where in them each value stands.

    Args:
        folder: Where they are.
        findings: Where to tell what is wrong.

    Attributes:
        unread: The files in which something could not be read.
        cut: Those of them of which some or all may be missing.
        deciders: Who decides on each service, in their order.
    """

    def __init__(self, folder: Path, findings: Findings) -> None:
        self._folder = folder
        self._findings = findings
        self._rows: dict[int, tuple[Table, int]] = {}
        self.unread: set[str] = set()
        self.cut: set[str] = set()
        self.deciders: tuple[str | None, ...] = ()
        self._decided: set[Fault] = set()
        self._texts: dict[str, bytes] = {}
        days = Remembered(scalars.day)
        maybe_days: Reader[date | None] = Maybe(days, None)
        metres: Reader[int | None] = Maybe(Each(scalars.whole_number_text), None)
        counts: Reader[int | None] = Maybe(Each(partial(count, least=1)), None)
        readers: dict[str, Reader[object]] = {
            "centre": Remembered(CentreId),
            "county": Remembered(CountyCode),
            "payee": Each(PayeeId),
            "station": Each(StationId),
            "partner": Each(PartnerId),
            "version": Maybe(Remembered(VersionId), None),
            ROLE: Maybe(Remembered(partial(scalars.option, Role)), Role.IN_CHARGE),
            "engagement": Remembered(partial(scalars.option, Engagement)),
            "reverts": Maybe(Remembered(scalars.flag_text), otherwise=False),
            "name": Maybe(Each(str), ""),
            ON_HOLD: Each(spans_of),
            "east_m": metres,
            "north_m": metres,
            **dict.fromkeys(("opened", "contract_from", "from"), days),
            **dict.fromkeys(("closed", "contract_to", "to", "examined", *MET, "revoked"), maybe_days),
            "service": Remembered(ServiceId),
            "cause": Maybe(Remembered(partial(scalars.option, CauseName)), None),
            **dict.fromkeys(("defaults", "within_days"), counts),
        }
        self._columns = {name: Column(name, reader, name in _OPTIONAL) for name, reader in readers.items()}

    def members(self, file: str, names: Sequence[str], make: Callable[[RosterRow], T]) -> list[T]:
        """
        Make a value of each row of a table.

        Args:
            file: The table.
            names: Its columns.
            make: Makes the value.
        """
        columns = [self._columns[name] for name in names]
        members: list[T] = []
        found = len(self._findings)
        with Table(self._folder / file, self._findings) as table:
            for chunk in table.chunks(columns):
                rows = zip(*(_cells(chunk, column) for column in columns), strict=True)
                for number, cells in zip(chunk.numbers, rows, strict=True):
                    try:
                        member = make(RosterRow(dict(zip(names, cells, strict=True))))
                    except PositionHalfGiven as fault:
                        table.tell(number, fault.missing, str(fault))
                    except (RoleUnfit, CauseUnfit) as fault:
                        table.tell(number, fault.column, str(fault))
                    except RevokedOutside as fault:
                        table.tell(number, "revoked", str(fault))
                    except PeriodBackwards as fault:
                        table.tell(number, next(name for name in names if name in _ENDS), str(fault))
                    else:
                        members.append(member)
                        self._rows[id(member)] = table, number
        if not table.is_whole:
            self.cut.add(file)
        if len(self._findings) > found:
            self.unread.add(file)
        return members

    def _is_missing(self, file: str, breach: RuralTaobaoError) -> bool:
        """Tell whether an id is named that stands nowhere in a file, be it in a row that cannot be read."""
        if not isinstance(breach, UnknownReference) or file in self.cut:
            return False
        if file not in self._texts:
            with opened(self._folder / file) as stream:
                self._texts[file] = stream.read()
        return breach.name.encode() not in self._texts[file]

    def document(self, file: str, read: Callable[[Path], M]) -> M | None:
        """Read a document; where it has faults, they are told, and there is none."""
        try:
            return read(self._folder / file)
        except DocumentsRefused as refused:
            self.unread.add(file)
            if not _has_tables(self._folder / file):
                self.cut.add(file)
            self._findings.tell_again(refused)
            return None

    def tell(self, breach: RuralTaobaoError) -> None:
        """
        Tell of a breach of a law, at the row of the value that it was found in.

        Beside a row that could not be read, what only lacks such a row may not be so, and is not told; but an id that
        its file nowhere holds is missing, whatever else cannot be read there, unless the file is cut.
        """
        file = rests_on(breach)
        if file is not None and file in self.unread and not self._is_missing(file, breach):
            return
        subject = getattr(breach, "subject", None)
        if id(subject) in self._rows:
            table, number = self._rows[id(subject)]
            table.tell(number, column_of(breach), str(breach))
        elif isinstance(breach, DecidesForItself):
            file = file_name(self._folder / "services.toml")
            keys = (f"services[{place}].decided_by" for place, by in enumerate(self.deciders) if by == breach.given)
            for fault in (Fault(file, 0, key, str(breach)) for key in keys):
                if fault not in self._decided:
                    self._findings.tell(fault)
                    self._decided.add(fault)
        else:
            self._findings.tell(Fault(file_name(self._folder / "models.toml"), 0, "platform", str(breach)))


def _has_tables(path: Path) -> bool:
    """Tell whether a file is TOML that holds anything."""
    try:
        return bool(toml_tree(read_text(path, limit=LONGEST_TREE), file=file_name(path)))
    except DocumentsRefused:
        return False
