"""Editions: a festival as it was, or will be, held once, and who says so."""

from collections.abc import Iterable
from typing import Final, final

from attrs import Attribute, field, frozen
from attrs.validators import optional

from rural_taobao.errors import RuralTaobaoError, shown
from rural_taobao.festivals.windows import Window, named
from rural_taobao.kinds import Word, WrongNumber, of_kind, tuple_of
from rural_taobao.timeline import Source

__all__ = [
    "FIRST_YEAR",
    "LAST_YEAR",
    "CancelledWithWindows",
    "Edition",
    "EditionKind",
    "WindowTwice",
    "YearNotCovered",
    "in_years",
    "is_year",
    "year_number",
]

FIRST_YEAR: Final = 1
"""The first year that an edition can have."""
LAST_YEAR: Final = 9998
"""The last year that an edition can have; its last window may end within the year after."""
_ASKED: Final = "the year"
_AS_YEAR: Final = "a whole number, such as 2016"


@final
class WindowTwice(RuralTaobaoError, ValueError):
    """
    Two windows of one edition have the same name.

    Attributes:
        year: The year of the edition.
        name: The name.
    """

    def __init__(self, year: int, name: str) -> None:
        self.year = year
        self.name = name
        super().__init__(year, name)

    def __str__(self) -> str:
        return (
            "windows of one edition must have names of their own, for a plan selects them by name, "
            f"but two of {self.year} are called {self.name!r}; "
            f"call them '{self.name}, wave 1' and '{self.name}, wave 2'"
        )


@final
class CancelledWithWindows(RuralTaobaoError, ValueError):
    """
    A cancelled edition has windows, so that it would still be paid on.

    Attributes:
        year: The year of the edition.
    """

    def __init__(self, year: int) -> None:
        self.year = year
        super().__init__(year)

    def __str__(self) -> str:
        return (
            f"a cancelled edition must have no windows, but that of {self.year} has; "
            "leave them out, and tell in its note what had been announced"
        )


@final
class EditionKind(Word):
    """
    How it is known when an edition is held.

    Example:
        >>> EditionKind("announced")
        <EditionKind.ANNOUNCED: 'announced'>
    """

    ANNOUNCED = "announced"
    """Somebody said so, about this very edition."""
    COMPUTED = "computed"
    """The rule of the festival says so."""


@final
class YearNotCovered(RuralTaobaoError, LookupError):
    """
    A rule was asked for a year before its first or after its last.

    Attributes:
        year: The year asked for.
        first: The first year that the rule covers.
        last: The last one.
    """

    def __init__(self, year: int, first: int, last: int) -> None:
        self.year = year
        self.first = first
        self.last = last
        super().__init__(year, first, last)

    def __str__(self) -> str:
        return (
            f"the year must be one that the rule covers, {self.first} to {self.last}, "
            f"but {shown(self.year)} was asked for; announce the edition of that year"
        )


def is_year(year: int) -> None:
    """
    Refuse what is asked for as a year and is no int; `True`, `2016.0` and `'2016'` are none.

    Raises:
        WrongNumber: It is not an int.

    Example:
        >>> is_year("2016")
        Traceback (most recent call last):
            ...
        rural_taobao.kinds.WrongNumber: the year must be a whole number, such as 2016, but '2016' was given; pass ...
    """
    if type(year) is not int:
        raise WrongNumber(_ASKED, year, _AS_YEAR)


def in_years(year: int, years: tuple[int, int]) -> None:
    """
    Refuse a year that is not one of those that a rule covers.

    Args:
        year: The year.
        years: The first and the last that are covered.

    Raises:
        WrongNumber: It is not an int.
        YearNotCovered: It lies before the first or after the last.
    """
    is_year(year)
    first, last = years
    if not first <= year <= last:
        raise YearNotCovered(year, first, last)


def year_number(_instance: object, attribute: "Attribute[int]", value: int) -> None:
    """
    Validate, for attrs, that a value is the year of an edition.

    Raises:
        WrongNumber: It is not an int from 1 to 9998.
    """
    if type(value) is not int or not FIRST_YEAR <= value <= LAST_YEAR:
        raise WrongNumber(attribute.name, value, f"a year from {FIRST_YEAR} to {LAST_YEAR}")


def _windows(windows: Iterable[Window]) -> tuple[Window, ...]:
    return tuple_of(Window, windows, "windows", "Window.of_days('sale', first, end, clock)")


def _names_of_their_own(edition: "Edition", _attribute: object, windows: tuple[Window, ...]) -> None:
    """Refuse two windows that a plan could not tell apart."""
    seen: set[str] = set()
    for window in windows:
        if window.name in seen:
            raise WindowTwice(edition.year, window.name)
        seen.add(window.name)


def _held_or_cancelled(edition: "Edition", _attribute: object, _value: object) -> None:
    """Refuse windows of an edition that is not held."""
    if edition.cancelled and edition.windows:
        raise CancelledWithWindows(edition.year)


@final
@frozen
class Edition:
    """
    One holding of a festival, in windows that may overlap.

    Attributes:
        year: The year that the edition is called by, one edition each; 1 to 9998.
            It is the Gregorian year of most, but of those that follow another calendar it counts
            the cycle: two Laba days fall in the Gregorian year 2022, and they are the editions of
            2022 and of 2023.
        windows: In the order told, each with a name of its own.
            None of them where the edition is cancelled, or where nobody knows its dates.
        kind: Whether it was announced or is computed.
        source: Who says so.
        cancelled: Whether it was announced that the edition is not held.
        note: What else a reader must know.
        name_en: What this edition was called in English, where it was not called as the festival is; else None.
        name_zh: What it was called in Chinese, likewise.

    Raises:
        WrongNumber: There is no such year.
        WordUnknown: The kind is none of `EditionKind`.
        WrongKind: A window, the source, the note or what says whether it is cancelled is of another type.
        MalformedName: A name is not one.
        WindowTwice: Two windows have one name.
        CancelledWithWindows: It is cancelled and has windows.

    Example:
        >>> from datetime import date
        >>> from rural_taobao.instants import CHINA
        >>> expo = Window.of_days("expo", date(2016, 9, 23), date(2016, 9, 26), CHINA)
        >>> edition = Edition(2016, [expo], "announced", Source("CNR 2016-09-23", quality="press"))
        >>> edition.kind, edition.cancelled
        (<EditionKind.ANNOUNCED: 'announced'>, False)
    """

    year: int = field(validator=year_number)
    windows: tuple[Window, ...] = field(converter=_windows, validator=[_names_of_their_own, _held_or_cancelled])
    kind: EditionKind = field(converter=EditionKind)
    source: Source = field(validator=of_kind(Source, "Source('who says so')"))
    cancelled: bool = field(default=False, validator=of_kind(bool, "True or False"))
    note: str = field(default="", validator=of_kind(str, "str()"))
    name_en: str | None = field(default=None, validator=optional(named))
    name_zh: str | None = field(default=None, validator=optional(named))
