"""
The county table: which county bore which code at the end of which year, 2014 to 2017.

The lists are made at the end of a year; on which day of it a change took effect they do not tell.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise
from typing import final

from attrs import Factory, field, frozen
from attrs.validators import instance_of

from rural_taobao.errors import RuralTaobaoError, shown
from rural_taobao.places.codes import CountyCode, PrefectureCode, ProvinceCode
from rural_taobao.places.counties import (
    County,
    CountyNamedOtherwise,
    CountyNotYetListed,
    CountyRenamed,
    CountyRetired,
    UnknownCounty,
)
from rural_taobao.places.listings import (
    LISTED_YEARS,
    LISTINGS_SOURCE,
    Listing,
    ListingOutsideTable,
    ListingTwice,
    ListingWithoutPrefecture,
    ministry_listings,
)
from rural_taobao.timeline import Source

__all__ = ["CountyTable", "YearOutsideTable", "county_table"]


@final
class YearOutsideTable(RuralTaobaoError, LookupError):
    """
    A year is not one of those that the table has lists of.

    Attributes:
        year: The year that was asked for.
        years: The years of the table.
    """

    def __init__(self, year: object, years: range) -> None:
        self.year = year
        self.years = years
        super().__init__(year, years)

    def __str__(self) -> str:
        return (
            f"the year must be an int from {self.years.start} to {self.years.stop - 1}, "
            f"but {shown(self.year, 40)} was given; choose the list that the code was taken from"
        )


def _sorted(listings: Iterable[Listing]) -> tuple[Listing, ...]:
    return tuple(sorted(listings, key=lambda each: (each.code, each.first_year)))


def _codes_once(table: "CountyTable") -> tuple[PrefectureCode | CountyCode, ...]:
    return tuple(dict.fromkeys(each.code for each in table.listings))


def _names_by_code_and_year(table: "CountyTable") -> dict[tuple[str, int], str]:
    return {(each.code, year): each.name for each in table.listings for year in each.years}


def _consistent(table: "CountyTable", _attribute: object, listings: tuple[Listing, ...]) -> None:
    """Refuse listings beyond the table's years, twice in a year, or without their prefecture."""
    for each in listings:
        if each.first_year not in table.years or each.last_year not in table.years:
            raise ListingOutsideTable(each.code, each.years, table.years)
    for earlier, later in pairwise(listings):
        if earlier.code == later.code and later.first_year in earlier.years:
            raise ListingTwice(later.code, later.first_year)
    listed = {(each.code, year) for each in listings for year in each.years}
    for each in listings:
        if isinstance(each.code, CountyCode):
            prefecture = each.code.prefecture
            for year in each.years:
                if (prefecture, year) not in listed:
                    raise ListingWithoutPrefecture(each.code, prefecture, year)


@final
@frozen
class CountyTable:
    """
    The counties of some years, each with its prefecture.

    Attributes:
        years: The years that the table has lists of, one after the other.
        listings: Of prefectures and of counties; sorted by code and year.
        source: Who says so.

    Raises:
        ListingOutsideTable: A listing reaches beyond the years of the table.
        ListingTwice: A code is listed twice in one year.
        ListingWithoutPrefecture: A county is listed in a year in which its prefecture is not.

    Example:
        >>> table = county_table()
        >>> table.count(2017)
        2851
        >>> table.county(CountyCode("360721"), 2017)
        Traceback (most recent call last):
            ...
        rural_taobao.places.counties.CountyRetired: a county must be listed at the end of ...
    """

    years: range = field(validator=instance_of(range))
    listings: tuple[Listing, ...] = field(converter=_sorted, validator=_consistent, repr=False)
    source: Source = field(validator=instance_of(Source))
    _codes: tuple[PrefectureCode | CountyCode, ...] = field(
        init=False, repr=False, eq=False, default=Factory(_codes_once, takes_self=True)
    )
    _names: dict[tuple[str, int], str] = field(
        init=False, repr=False, eq=False, default=Factory(_names_by_code_and_year, takes_self=True)
    )

    def county(self, code: CountyCode, year: int) -> County:
        """
        Give the county that bore a code at the end of a year.

        Raises:
            YearOutsideTable: The table has no list of that year.
            UnknownCounty: The code is listed in no year of the table.
            CountyNotYetListed: It is listed in later years only.
            CountyRetired: It is listed in an earlier year, and no more.
        """
        code = CountyCode(code)
        self._check(year)
        name = self._names.get((code, year))
        if name is not None:
            return self._county(code, name, year)
        listed = self.named(code)
        if not listed:
            raise UnknownCounty(code, self.years)
        earlier = [each for each in listed if each < year]
        if earlier:
            raise CountyRetired(code, year, earlier[-1])
        raise CountyNotYetListed(code, year, min(listed))

    def confirmed(self, code: CountyCode, name: str, year: int) -> County:
        """
        Give the county that bore a code at the end of a year, if it then bore a name as well.

        Raises:
            CountyRenamed: The name is that of the same code in another year.
            CountyNamedOtherwise: The code never bore the name.
            LookupError: As `county` does.

        Example:
            >>> county_table().confirmed(CountyCode("130602"), "竞秀区", 2016).name
            '竞秀区'
            >>> county_table().confirmed(CountyCode("130602"), "新市区", 2016)
            Traceback (most recent call last):
                ...
            rural_taobao.places.counties.CountyRenamed: a county must go by its name of the year ...
        """
        county = self.county(code, year)
        if name == county.name:
            return county
        if name in self.named(code).values():
            raise CountyRenamed(county.code, year, name, county.name)
        raise CountyNamedOtherwise(county.code, year, name, county.name)

    def named(self, code: CountyCode) -> dict[int, str]:
        """
        Give the name that a code stood for at the end of each year that lists it, by year.

        Example:
            >>> county_table().named(CountyCode("130602"))
            {2014: '新市区', 2015: '竞秀区', 2016: '竞秀区', 2017: '竞秀区'}
            >>> county_table().named(CountyCode("360704"))
            {2016: '赣县区', 2017: '赣县区'}
        """
        return {year: self._names[code, year] for year in self.years if (code, year) in self._names}

    def in_province(self, province: ProvinceCode, year: int) -> tuple[County, ...]:
        """
        Give the counties of a province at the end of a year, sorted by code.

        Raises:
            YearOutsideTable: The table has no list of that year.

        Example:
            >>> anhui = county_table().in_province(ProvinceCode("340000"), 2017)
            >>> len(anhui), anhui[0].name
            (105, '瑶海区')
        """
        return tuple(
            self._county(code, name, year)
            for code, name in self._listed(province.stem, year)
            if isinstance(code, CountyCode)
        )

    def in_year(self, year: int) -> tuple[County, ...]:
        """
        Give all counties at the end of a year, sorted by code.

        Raises:
            YearOutsideTable: The table has no list of that year.
        """
        return tuple(
            self._county(code, name, year) for code, name in self._listed("", year) if isinstance(code, CountyCode)
        )

    def count(self, year: int) -> int:
        """
        Tell how many counties there were at the end of a year.

        Raises:
            YearOutsideTable: The table has no list of that year.
        """
        return sum(isinstance(code, CountyCode) for code, _ in self._listed("", year))

    def without_counties(self, year: int) -> tuple[PrefectureCode, ...]:
        """
        Give the prefectures without a county at the end of a year: towns hang on them directly.

        Raises:
            YearOutsideTable: The table has no list of that year.

        Example:
            >>> len(county_table().without_counties(2017))
            5
        """
        listed = [code for code, _ in self._listed("", year)]
        above = {code.prefecture for code in listed if isinstance(code, CountyCode)}
        return tuple(code for code in listed if isinstance(code, PrefectureCode) and code not in above)

    def _check(self, year: int) -> None:
        if type(year) is not int or year not in self.years:
            raise YearOutsideTable(year, self.years)

    def _listed(self, stem: str, year: int) -> Iterator[tuple[PrefectureCode | CountyCode, str]]:
        """Give code and name of what is listed and starts with some digits, sorted by code."""
        self._check(year)
        for place in range(bisect_left(self._codes, stem), len(self._codes)):
            code = self._codes[place]
            if not code.startswith(stem):
                return
            name = self._names.get((code, year))
            if name is not None:
                yield code, name

    def _county(self, code: CountyCode, name: str, year: int) -> County:
        return County(code, name, self._names[code.prefecture, year], year)


@cache
def county_table() -> CountyTable:
    """
    Give the counties of the year ends 2014 to 2017; they are read when first asked for, and once.

    Example:
        >>> county_table() is county_table()
        True
    """
    return CountyTable(LISTED_YEARS, ministry_listings(), LISTINGS_SOURCE)
