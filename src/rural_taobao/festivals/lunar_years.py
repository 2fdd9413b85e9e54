"""
Lunar years: the years of the table, laid out as months and days, when they are first asked for.

Source: `lunisolar_table`, which a script makes from the motions of the Sun and the Moon.
"""

from datetime import date
from functools import cache
from itertools import accumulate
from typing import Final, TypeAlias, final

from attrs import frozen

from rural_taobao.errors import RuralTaobaoError, shown

__all__ = [
    "FIRST_LUNAR_YEAR",
    "LAST_LUNAR_YEAR",
    "MONTHS_OF_A_YEAR",
    "Almanac",
    "YearBeyondTable",
    "almanac",
    "known_year",
]

FIRST_LUNAR_YEAR: Final = 1901
"""The first year of the table: its lunar year begins on 19 February 1901."""
LAST_LUNAR_YEAR: Final = 2100
"""The last year of the table: its lunar year ends on 28 January 2101."""

_DAYS: Final = {"s": 29, "L": 30}
"""How many days the months have that the table calls short and long."""
MONTHS_OF_A_YEAR: Final = 12
"""How many there are, leap months apart."""


@final
class YearBeyondTable(RuralTaobaoError, LookupError):
    """
    A year is not one of those whose lunar months and solar terms are known.

    Attributes:
        year: The year that was given.
    """

    def __init__(self, year: object) -> None:
        self.year = year
        super().__init__(year)

    def __str__(self) -> str:
        return (
            f"the year must be an int from {FIRST_LUNAR_YEAR} to {LAST_LUNAR_YEAR}, whose lunar months and solar "
            f"terms are known, but {shown(self.year)} was given; take its dates from a published almanac"
        )


_Month: TypeAlias = tuple[int, int, bool]
"""The year of a lunar month, its number, and whether it is a leap month."""


@final
@frozen
class Almanac:
    """
    The table, laid out.

    Attributes:
        new_years: The first day of each year.
        leaps: The number of the leap month of each year; None where it has none.
        months: All months, one after the other.
        starts: The ordinal of the first day of each, and of the day after the last.
        places: Where each month stands among them.
    """

    new_years: tuple[date, ...]
    leaps: tuple[int | None, ...]
    months: tuple[_Month, ...]
    starts: tuple[int, ...]
    places: dict[_Month, int]


@cache
def almanac() -> Almanac:
    """Lay out the years and months of the table."""
    # Who never asks for a lunar day does not pay for the table.
    from rural_taobao.festivals.lunisolar_table import YEARS  # noqa: PLC0415

    new_years: list[date] = []
    leaps: list[int | None] = []
    months: list[_Month] = []
    days: list[int] = []
    for year, row in enumerate(YEARS.splitlines(), FIRST_LUNAR_YEAR):
        first, leap, lengths, _ = row.split()
        numbers = [(number, False) for number in range(1, MONTHS_OF_A_YEAR + 1)]
        if int(leap):
            numbers.insert(int(leap), (int(leap), True))
        new_years.append(date.fromisoformat(first))
        leaps.append(int(leap) or None)
        months += [(year, *number) for number in numbers]
        days += [_DAYS[length] for length in lengths]
    starts = tuple(accumulate(days, initial=new_years[0].toordinal()))
    places = {month: place for place, month in enumerate(months)}
    return Almanac(tuple(new_years), tuple(leaps), tuple(months), starts, places)


def known_year(_instance: object, _attribute: object, year: int) -> None:
    """
    Validate, for attrs, that a value is a year of the table.

    Raises:
        YearBeyondTable: It is not an int from 1901 to 2100.
    """
    if type(year) is not int or not FIRST_LUNAR_YEAR <= year <= LAST_LUNAR_YEAR:
        raise YearBeyondTable(year)
