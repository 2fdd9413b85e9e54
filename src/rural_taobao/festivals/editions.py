"""Editions: a festival as it was, or will be, held once, and who says so."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final, final

from attrs import Attribute, field, frozen
from attrs.validators import instance_of

from rural_taobao.errors import RuralTaobaoError
from rural_taobao.festivals.windows import Window
from rural_taobao.kinds import WrongNumber
from rural_taobao.timeline import Source

__all__ = [
    "FIRST_YEAR",
    "LAST_YEAR",
    "CancelledWithWindows",
    "Edition",
    "EditionKind",
    "WindowTwice",
    "year_number",
]

FIRST_YEAR: Final = 1
"""The first year that an edition can have."""
LAST_YEAR: Final = 9998
"""The last year that an edition can have; its last window may end within the year after."""


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
class EditionKind(StrEnum):
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


def year_number(_instance: object, attribute: "Attribute[int]", value: int) -> None:
    """
    Validate, for attrs, that a value is the year of an edition.

    Raises:
        WrongNumber: It is not an int from 1 to 9998.
    """
    if type(value) is not int or not FIRST_YEAR <= value <= LAST_YEAR:
        raise WrongNumber(attribute.name, value, f"a year from {FIRST_YEAR} to {LAST_YEAR}")


def _windows(windows: Iterable[Window]) -> tuple[Window, ...]:
    return tuple(windows)


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

    Raises:
        WrongNumber: There is no such year.
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
    windows: tuple[Window, ...] = field(converter=_windows, validator=_names_of_their_own)
    kind: EditionKind = field(converter=EditionKind)
    source: Source = field(validator=instance_of(Source))
    cancelled: bool = field(default=False, validator=[instance_of(bool), _held_or_cancelled])
    note: str = field(default="", validator=instance_of(str))
