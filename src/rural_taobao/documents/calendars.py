"""
Calendars as TOML or JSON: festivals with the rules that compute their editions, and those that were announced.

Instants bear their offset; an edition without windows is one that nobody knows the dates of, or a cancelled one.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Final, final

from rural_taobao.currencies import CNY
from rural_taobao.documents.festival_rules import declare_festival_rules
from rural_taobao.documents.files import file_name, read_text, replaced
from rural_taobao.documents.misfits import Told, twice
from rural_taobao.documents.structuring import Structuring
from rural_taobao.documents.toml_writer import toml_text
from rural_taobao.documents.trees import LONGEST_TREE, Table, is_list, is_table, json_tree, toml_tree
from rural_taobao.festivals.calendar import FestivalCalendar
from rural_taobao.festivals.editions import CancelledWithWindows, Edition, EditionKind, WindowTwice
from rural_taobao.festivals.festival import EditionComputed, EditionTwice, Festival
from rural_taobao.festivals.lookups import FestivalTwice
from rural_taobao.festivals.windows import Window, WindowBackwards, WindowTooLong
from rural_taobao.identifiers import FestivalId

__all__ = [
    "CalendarFormat",
    "calendar_from_json",
    "calendar_from_text",
    "calendar_from_tree",
    "calendar_json",
    "calendar_schema",
    "calendar_text",
    "festivals_in",
    "read_calendar",
    "write_calendar",
]

_SECTIONS: Final = ("festivals", "festivals.rule", "festivals.rule.windows", "festivals.editions")


@final
class CalendarFormat(StrEnum):
    """The formats of a calendar document, the newest last."""

    ONE = "rural-taobao calendar 1"
    TWO = "rural-taobao calendar 2"


def read_calendar(path: Path) -> FestivalCalendar:
    """
    Read a calendar.

    Args:
        path: A TOML file.

    Raises:
        DocumentsRefused: It has faults; all are told.
    """
    return calendar_from_text(read_text(path, limit=LONGEST_TREE), file=file_name(path))


def calendar_from_text(text: str, *, file: str = "calendar") -> FestivalCalendar:
    """
    Make a calendar of the text of its document.

    Args:
        text: TOML.
        file: What the faults call it.

    Raises:
        DocumentsRefused: It has faults; all are told.

    Example:
        >>> from rural_taobao.festivals import programme_calendar
        >>> calendar_from_text(calendar_text(programme_calendar())) == programme_calendar()
        True
    """
    return calendar_from_tree(toml_tree(text, file=file), file=file)


def calendar_from_tree(tree: Table, *, file: str = "calendar") -> FestivalCalendar:
    """
    Make a calendar of the tree of its document.

    Args:
        tree: What was parsed.
        file: What the faults call it.

    Raises:
        DocumentsRefused: It has faults; all are told.
    """
    return _structuring().read(FestivalCalendar, tree, CalendarFormat, file=file)


def festivals_in(tree: Table) -> Iterator[tuple[FestivalId | None, Festival | None]]:
    """
    Give each festival of a calendar as it stands in a document: its id, and itself, as far as each is without a fault.

    Args:
        tree: The document.

    Example:
        >>> tree = {"festivals": [{"festival": "fair"}, {"festival": "a fair"}]}
        >>> list(festivals_in(tree))
        [(FestivalId('fair'), None), (None, None)]
    """
    structuring, listed = _structuring(), tree.get("festivals")
    for each in listed if is_list(listed) else ():
        yield (
            structuring.sound(FestivalId, each.get("festival")) if is_table(each) else None,
            structuring.sound(Festival, each),
        )


def calendar_text(calendar: FestivalCalendar) -> str:
    """
    Write a calendar as the text of a document, which reads back as the same calendar.

    Raises:
        NotWritable: A note or a source in it is no text, or no clock of whole minutes shows an instant in it.

    Example:
        >>> from rural_taobao.festivals import programme_calendar
        >>> for line in calendar_text(programme_calendar()).splitlines()[2:7]:
        ...     print(line[:80])
        [[festivals]]
        festival = "double-11"
        name_en = "Double 11"
        name_zh = "双十一"
        kind = "commercial"
    """
    return toml_text(_structuring().document(calendar, CalendarFormat), sections=_SECTIONS)


def calendar_json(calendar: FestivalCalendar) -> str:
    """
    Write a calendar as JSON, which says what its TOML says, and reads back as the same calendar.

    Raises:
        NotWritable: As for `calendar_text`.

    Example:
        >>> from rural_taobao.festivals import programme_calendar
        >>> calendar_from_json(calendar_json(programme_calendar())) == programme_calendar()
        True
    """
    tree = toml_tree(calendar_text(calendar), file="calendar")
    return json.dumps(tree, ensure_ascii=False, indent=2, default=_instant_text) + "\n"


def _instant_text(value: datetime) -> str:
    """Write the one kind of value of a calendar that JSON has no form for."""
    return value.isoformat()


def calendar_from_json(text: str, *, file: str = "calendar") -> FestivalCalendar:
    """
    Make a calendar of the JSON of its document.

    Args:
        text: JSON.
        file: What the faults call it.

    Raises:
        DocumentsRefused: It has faults; all are told.
    """
    return calendar_from_tree(json_tree(text, file=file), file=file)


def write_calendar(calendar: FestivalCalendar, path: Path) -> None:
    """
    Write a calendar to a file, whole or not at all.

    Raises:
        DocumentsRefused: The system refuses.
        NotWritable: As for `calendar_text`.
    """
    replaced(path, [calendar_text(calendar)])


def calendar_schema() -> Table:
    """
    Give what a calendar document may hold, as a JSON Schema, draft 2020-12, for editors.

    It lets pass every document that can be read; what it cannot say is for the reader.

    Example:
        >>> calendar_schema()["title"]
        'rural-taobao calendar 2'
    """
    return _structuring().schema(FestivalCalendar, CalendarFormat)


@cache
def _structuring() -> Structuring:
    """Declare what a calendar document says; it names no amount, so that its currency does not matter."""
    structuring = Structuring(CNY)
    structuring.table(
        Window, blamed={WindowBackwards: ("end",), WindowTooLong: ("end",)}, name="name", start="start", end="end"
    )
    structuring.table(
        Edition,
        check=_check_edition,
        blamed={CancelledWithWindows: ("windows",)},
        absent={"windows": [], "kind": EditionKind.ANNOUNCED.value},
        year="year",
        name_en="name_en",
        name_zh="name_zh",
        cancelled="cancelled",
        note="note",
        source="source",
        windows="windows",
        kind="kind",
    )
    declare_festival_rules(structuring)
    structuring.table(
        Festival,
        check=_check_festival,
        blamed={EditionComputed: ("editions",)},
        id="festival",
        name_en="name_en",
        name_zh="name_zh",
        kind="kind",
        rule="rule",
        editions="editions",
    )
    structuring.table(FestivalCalendar, check=_check_calendar, festivals="festivals")
    return structuring


def _check_edition(table: Table) -> Iterator[Told]:
    year: Any = table.get("year")
    yield from twice(table, "windows", "name", lambda name: WindowTwice(year, name))


def _check_festival(table: Table) -> Iterator[Told]:
    festival: Any = table.get("festival")
    yield from twice(table, "editions", "year", lambda year: EditionTwice(festival, year))


def _check_calendar(table: Table) -> Iterator[Told]:
    yield from twice(table, "festivals", "festival", FestivalTwice)
