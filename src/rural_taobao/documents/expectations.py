"""
Expectations: what must stand in a place of a document, in words, and the error that says what stands there instead.

Both are told as a document shows them: `true`, a day, a table, and not as Python does.
"""

from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import Final, final, get_origin

from rural_taobao.currencies import Currency
from rural_taobao.errors import RuralTaobaoError, shown
from rural_taobao.exact import Rate
from rural_taobao.identifiers import Identifier
from rural_taobao.instants import UtcOffset
from rural_taobao.money import Money, UnitPrice
from rural_taobao.periods import Month
from rural_taobao.places.codes import CountyCode, DivisionCode, PrefectureCode, ProvinceCode, TownCode, VillageCode

__all__ = ["NoSuchTime", "NotOfKind", "as_written", "expectation"]

_EXPECTED: Final[dict[object, str]] = {
    str: "text",
    bool: "true or false",
    int: "a whole number, such as 7",
    date: "a day, such as 2016-11-11",
    datetime: "an instant with its offset, such as 2016-11-11T00:00:00+08:00",
    time: "a time of day to the minute, such as 20:30",
    Currency: "the code of a currency, such as CNY",
    Money: "an amount with a point, such as 12.50",
    Month: "a month, such as 2016-11",
    Rate: "a rate with its percent sign, such as 2.5 %",
    UnitPrice: "a price with a point, such as 0.30",
    ProvinceCode: "the code of a province in quotes, such as 340000",
    PrefectureCode: "the code of a prefecture in quotes, such as 341200",
    CountyCode: "the code of a county in quotes, such as 341221",
    TownCode: "the code of a town in quotes, such as 341221101",
    VillageCode: "the code of a village in quotes, such as 341221101201",
    DivisionCode: "the code of a division in quotes, such as 341221",
    UtcOffset: "an offset from UTC, such as +08:00",
}


@final
class NotOfKind(RuralTaobaoError, ValueError):
    """
    A value in a document is not of the kind that its place asks for.

    Attributes:
        expected: What must stand there, in words.
        given: What does.
    """

    def __init__(self, expected: str, given: object) -> None:
        self.expected = expected
        self.given = given
        super().__init__(expected, given)

    def __str__(self) -> str:
        return f"a value here must be {self.expected}, but {as_written(self.given)} was given; write it in that form"


@final
class NoSuchTime(RuralTaobaoError, ValueError):
    """
    A text in a document has the form of a day or of an instant, and there is none such.

    Attributes:
        expected: What must stand there, in words.
        given: The text.
    """

    def __init__(self, expected: str, given: str) -> None:
        self.expected = expected
        self.given = given
        super().__init__(expected, given)

    def __str__(self) -> str:
        return (
            f"a value here must be {self.expected}, but {shown(self.given)} is none, although it is of that form; "
            "give one that calendar and clock have"
        )


def as_written(given: object) -> str:
    """Give a value as a document shows it, so far as that is short."""
    if isinstance(given, bool):
        return "true" if given else "false"
    if isinstance(given, date | time):
        return given.isoformat()
    if isinstance(given, Decimal):
        return f"{given!s:.60}"
    if isinstance(given, dict):
        return "a table"
    return "a list" if isinstance(given, list) else shown(given)


def expectation(kind: object) -> str:
    """
    Say in words what a value of a type looks like in a document.

    Example:
        >>> from rural_taobao.commission import OnRefund, Split
        >>> expectation(OnRefund), expectation(Month), expectation(tuple[Month, ...]), expectation(Split)
        ('one of reverse, rerate', 'a month, such as 2016-11', 'a list', 'a table')
    """
    said = _EXPECTED.get(kind, "a table")
    if get_origin(kind) in (tuple, frozenset):
        said = "a list"
    elif isinstance(kind, type) and issubclass(kind, StrEnum):
        said = f"one of {', '.join(kind)}" if len(kind) > 1 else repr(str(*kind))
    elif isinstance(kind, type) and issubclass(kind, Identifier):
        said = "an id of ASCII letters, digits, '.', '_' and '-'"
    return said
