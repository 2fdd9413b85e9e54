"""Defaults as a table: which referral is in default, and from which day."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from rural_taobao.documents import scalars
from rural_taobao.documents.cells import Each, Remembered
from rural_taobao.documents.files import replaced
from rural_taobao.documents.tables import Column, Findings, Table, table_text
from rural_taobao.identifiers import EventId
from rural_taobao.services.defaults import Default, DefaultUnfounded

__all__ = ["read_defaults", "write_defaults"]

_COLUMNS: Final = ("referral", "day")


def read_defaults(path: Path) -> tuple[Default, ...]:
    """
    Read defaults from a table with the columns `referral` and `day`.

    Raises:
        DocumentsRefused: Anything is wrong; the first hundred faults are told, with row and column.

    Example:
        >>> from datetime import date
        >>> write_defaults([Default("f-1", date(2017, 2, 1))], Path("defaults.csv"))
        >>> print(Path("defaults.csv").read_text(), end="")
        referral,day
        f-1,2017-02-01
        >>> read_defaults(Path("defaults.csv"))
        (Default(referral=EventId('f-1'), day=datetime.date(2017, 2, 1)),)
    """
    findings = Findings()
    referral, day = Column("referral", Each(EventId)), Column("day", Remembered(scalars.day))
    found: dict[EventId, Default] = {}
    with Table(path, findings) as table:
        for chunk in table.chunks((referral, day)):
            for number, name, at in zip(chunk.numbers, chunk.values(referral), chunk.values(day), strict=True):
                if name in found:
                    table.tell(number, referral.name, str(DefaultUnfounded(name, "is there twice")))
                found[name] = Default(name, at)
    if findings:
        raise findings.refused()
    return tuple(found.values())


def write_defaults(defaults: Iterable[Default], path: Path) -> None:
    """
    Write defaults to a table, whole or not at all.

    Raises:
        DocumentsRefused: The system refuses.
    """
    rows = ((each.referral, each.day.isoformat()) for each in defaults)
    replaced(path, table_text(_COLUMNS, rows))
