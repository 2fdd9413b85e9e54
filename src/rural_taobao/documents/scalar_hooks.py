"""
Scalar hooks: which function reads each type of scalar for a structuring, and how it is written again.

What is written reads back as the same value.
"""

from collections.abc import Callable
from datetime import date, datetime, time
from enum import StrEnum
from typing import TypeAlias, assert_never

from rural_taobao.currencies import Currency
from rural_taobao.documents import scalars
from rural_taobao.exact import Rate
from rural_taobao.identifiers import Identifier
from rural_taobao.instants import UtcOffset
from rural_taobao.money import Money, UnitPrice
from rural_taobao.periods import Month
from rural_taobao.places.codes import DivisionCode

__all__ = ["Hook", "scalar_hooks", "scalar_written"]

Hook: TypeAlias = Callable[[object, type], object]


def _by_kind(value: object, kind: type) -> object:
    """Read what is text for Python: text itself, an id, the code of a division, or a choice."""
    if issubclass(kind, Identifier):
        return scalars.identifier(kind, value)
    if issubclass(kind, DivisionCode):
        return scalars.division(kind, value)
    return scalars.option(kind, value) if issubclass(kind, StrEnum) else scalars.text(value)


def scalar_hooks(paid_in: Currency) -> dict[type, Hook]:
    """
    Give the function that reads each type of scalar; that of `str` reads all ids, codes and choices too.

    Args:
        paid_in: The currency of all amounts of the document.
    """
    return {
        str: _by_kind,
        bool: lambda value, _: scalars.flag(value),
        int: lambda value, _: scalars.whole_number(value),
        date: lambda value, _: scalars.day(value),
        datetime: lambda value, _: scalars.instant(value),
        time: lambda value, _: scalars.time_of_day(value),
        Month: lambda value, _: scalars.month(value),
        Currency: lambda value, _: scalars.currency(value),
        UtcOffset: lambda value, _: scalars.offset(value),
        Rate: lambda value, _: scalars.rate(value),
        Money: lambda value, _: scalars.money(value, paid_in),
        UnitPrice: lambda value, _: scalars.unit_price(value, paid_in),
    }


def scalar_written(value: Month | Currency | UtcOffset | Rate | Money | UnitPrice | time) -> str:
    """
    Write a scalar that a tree has no form of its own for.

    Raises:
        NotANumber: A number has more digits than can be read back.

    Example:
        >>> from rural_taobao.currencies import CNY
        >>> scalar_written(Money(50)), scalar_written(Rate(25_000)), scalar_written(CNY)
        ('0.50', '2.5 %', 'CNY')
    """
    match value:
        case Currency():
            return value.code
        case Money() | UnitPrice():
            type(value).parse(value.decimal, value.currency)
            return value.decimal
        case Rate():
            Rate.parse(str(value))
            return str(value)
        case Month() | UtcOffset():
            return str(value)
        case time():
            return f"{value:%H:%M}"
        case _:
            assert_never(value)
