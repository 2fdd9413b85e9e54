"""
Scalars: the single values in documents, read without a guess and written so that they read back.

A number in quotes is no number, `true` is not 1, 2.7 is not 2, and a choice has one exact name.
Trees hold numbers, days and instants of their own, tables hold text alone: days, instants, months
and amounts are read from either, whole numbers and flags of a table by a function of their own.
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import Final, TypeAlias, TypeVar

from rural_taobao.currencies import Currency
from rural_taobao.documents.expectations import NoSuchTime, NotOfKind, expectation
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.exact import Rate
from rural_taobao.identifiers import Identifier
from rural_taobao.instants import NotAnInstant, UtcOffset, fixed
from rural_taobao.kinds import WrongNumber
from rural_taobao.money import Money, UnitPrice
from rural_taobao.periods import Month
from rural_taobao.places.codes import AnyDivisionCode, DivisionCode, division_code

__all__ = [
    "Scalar",
    "currency",
    "day",
    "division",
    "flag",
    "flag_text",
    "identifier",
    "instant",
    "money",
    "month",
    "offset",
    "option",
    "rate",
    "stated_currency",
    "text",
    "time_of_day",
    "unit_price",
    "whole_number",
    "whole_number_text",
]

AnIdentifier = TypeVar("AnIdentifier", bound=Identifier)
ADivision = TypeVar("ADivision", bound=DivisionCode)
AnOption = TypeVar("AnOption", bound=StrEnum)
Scalar: TypeAlias = str | bool | int | date | datetime
"""What a scalar is written as; a tree holds these, lists of them, and tables."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?"
    r"(Z|[+-][0-9]{2}:[0-5][0-9])"
)
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9](:00)?")
_WHOLE = re.compile(r"-?[0-9]+")
_LONGEST_WHOLE: Final = 40


def text(value: object) -> str:
    """
    Read text.

    Raises:
        NotOfKind: It is something else.
    """
    if not isinstance(value, str):
        raise NotOfKind(expectation(str), value)
    return value


def flag(value: object) -> bool:
    """
    Read what is true or false; neither 1 nor a text is.

    Raises:
        NotOfKind: It is something else.
    """
    if not isinstance(value, bool):
        raise NotOfKind(expectation(bool), value)
    return value


def flag_text(value: str) -> bool:
    """
    Read `true` or `false` from the text of a table.

    Raises:
        NotOfKind: It is something else.
    """
    if value not in ("true", "false"):
        raise NotOfKind(expectation(bool), value)
    return value == "true"


def whole_number(value: object) -> int:
    """
    Read a whole number; neither `true`, nor 2.0, nor a text is one.

    Raises:
        NotOfKind: It is something else.
    """
    if type(value) is not int:
        raise NotOfKind(expectation(int), value)
    return value


def whole_number_text(value: str) -> int:
    """
    Read a whole number, of at most 40 ASCII digits, from the text of a table.

    Raises:
        NotOfKind: It is something else.

    Example:
        >>> whole_number_text("12")
        12
        >>> whole_number_text("１２")
        Traceback (most recent call last):
            ...
        rural_taobao.documents.expectations.NotOfKind: a value here must be a whole number, such as ...
    """
    if not _WHOLE.fullmatch(value):
        raise NotOfKind(expectation(int), value)
    if len(value.removeprefix("-")) > _LONGEST_WHOLE:
        expected = f"a whole number of at most {_LONGEST_WHOLE} digits"
        raise NotOfKind(expected, value)
    return int(value)


def identifier(kind: type[AnIdentifier], value: object) -> AnIdentifier:
    """
    Read an id of one kind.

    Raises:
        MalformedIdentifier: It is no such id.
    """
    return kind(value)  # type: ignore[arg-type] # checked at run time by the type itself


def division(kind: type[ADivision], value: object) -> ADivision | AnyDivisionCode:
    """
    Read the code of a division of one level, or of any where the base of the codes is asked for; a number is none.

    Raises:
        NotOfKind: It is no text.
        MalformedDivisionCode: It has not the form of a code.
        UnknownProvincePrefix: Its first two digits are those of no province.
        WrongDivisionLevel: It names a division of another level.

    Example:
        >>> from rural_taobao.places import CountyCode
        >>> division(CountyCode, "341221"), division(DivisionCode, "341221101")
        (CountyCode('341221'), TownCode('341221101'))
    """
    if not isinstance(value, str):
        raise NotOfKind(expectation(kind), value)
    return division_code(value) if kind is DivisionCode else kind(value)


def option(kind: type[AnOption], value: object) -> AnOption:
    """
    Read one of several choices by its exact name.

    Raises:
        NotOfKind: No choice is called so; the message lists all.

    Example:
        >>> from rural_taobao.exact import Rounding
        >>> option(Rounding, "half_up")
        <Rounding.HALF_UP: 'half_up'>
        >>> option(Rounding, "Half_Up")
        Traceback (most recent call last):
            ...
        rural_taobao.documents.expectations.NotOfKind: a value here must be one of half_up, half_even, ...
    """
    if not isinstance(value, str) or value not in kind.__members__.values():
        raise NotOfKind(expectation(kind), value)
    return kind(value)


def day(value: object) -> date:
    """
    Read a day: one that is a day already, or a text such as `2016-11-11`.

    Raises:
        NotOfKind: It is something else; an instant is no day.
        NoSuchTime: No year has the day, such as `2015-02-29`.
    """
    if type(value) is date:
        return value
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise NoSuchTime(expectation(date), value) from None
    raise NotOfKind(expectation(date), value)


def instant(value: object) -> datetime:
    """
    Read an instant with its fixed offset: one already, or a text such as `2016-11-11T00:03:12Z`.

    Raises:
        NotOfKind: It is something else, or has no offset.
        NoSuchTime: No year has the day, or no day the time.

    Example:
        >>> instant("2016-11-11T00:03:12+08:00").utcoffset()
        datetime.timedelta(seconds=28800)
    """
    if isinstance(value, str) and _INSTANT.fullmatch(value):
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            raise NoSuchTime(expectation(datetime), value) from None
    if isinstance(value, datetime):
        with suppress(NotAnInstant):
            fixed(None, None, value)
            return value
    raise NotOfKind(expectation(datetime), value)


def time_of_day(value: object) -> time:
    """
    Read a time of day to the minute: one already, or a text such as `20:30`.

    Raises:
        NotOfKind: It is something else, or of seconds.

    Example:
        >>> time_of_day("20:30")
        datetime.time(20, 30)
    """
    if isinstance(value, time):
        value = value.isoformat()
    if isinstance(value, str) and _TIME.fullmatch(value):
        return time.fromisoformat(value)
    raise NotOfKind(expectation(time), value)


def month(value: object) -> Month:
    """
    Read a month such as `2016-11`.

    Raises:
        MalformedMonth: It is something else.
    """
    return Month.parse(value)  # type: ignore[arg-type] # checked at run time by the type itself


def currency(value: object) -> Currency:
    """
    Read a currency by its code.

    Raises:
        UnknownCurrency: No currency has that code.
    """
    return Currency(value)  # type: ignore[arg-type] # checked at run time by the type itself


def stated_currency(tree: Mapping[str, object]) -> Currency | None:
    """
    Give the currency that a document states; None where it states none that there is.

    Example:
        >>> stated_currency({"currency": "CNY"}), stated_currency({"currency": 5})
        (Currency(code='CNY'), None)
    """
    try:
        return currency(tree.get("currency"))
    except RuralTaobaoError:
        return None


def offset(value: object) -> UtcOffset:
    """
    Read an offset from UTC such as `+08:00`.

    Raises:
        MalformedOffset: It is something else.
        NotOfKind: It is further from UTC than 14 hours.
    """
    try:
        return UtcOffset.parse(value)  # type: ignore[arg-type] # checked at run time by the type itself
    except WrongNumber:
        expected = "an offset from UTC of at most 14 hours, such as +08:00"
        raise NotOfKind(expected, value) from None


def rate(value: object) -> Rate:
    """
    Read a rate, which must bear its percent sign: a bare 3 could be 3 % or 300 %.

    Raises:
        NotOfKind: It is no text, ends otherwise, or is below 0.
        NotANumber: What stands before the sign is no exact number.
        NumberTooFine: It is finer than 0.0001 %.

    Example:
        >>> rate("2.5 %")
        Rate(millionths=25000)
    """
    if not isinstance(value, str) or not value.endswith("%"):
        raise NotOfKind(expectation(Rate), value)
    try:
        return Rate.parse(value)
    except WrongNumber:
        expected = "a rate of 0 % or more"
        raise NotOfKind(expected, value) from None


def money(value: object, paid_in: Currency) -> Money:
    """
    Read an amount in major units, from a text or a decimal; a whole number could mean minor units.

    Raises:
        NotOfKind: It is something else.
        NotANumber: It is no exact, finite number.
        NumberTooFine: It has more decimal places than the currency.

    Example:
        >>> from rural_taobao.currencies import CNY
        >>> money("12.50", CNY), money(Decimal("12.5"), CNY)
        (Money(1250, 'CNY'), Money(1250, 'CNY'))
    """
    if not isinstance(value, str | Decimal):
        raise NotOfKind(expectation(Money), value)
    return Money.parse(value, paid_in)


def unit_price(value: object, paid_in: Currency) -> UnitPrice:
    """
    Read a price in major units, from a text or a decimal.

    Raises:
        NotOfKind: It is something else, or below 0.
        NotANumber: It is no exact, finite number.
        NumberTooFine: It is finer than a millionth of a minor unit.
    """
    if not isinstance(value, str | Decimal):
        raise NotOfKind(expectation(UnitPrice), value)
    try:
        return UnitPrice.parse(value, paid_in)
    except WrongNumber:
        expected = "a price of 0 or more"
        raise NotOfKind(expected, value) from None
