"""
Counties: what bore a code and a name at the end of a year, and what it is told by where it did not.

A code is valid only with a year: some dozens are added each year, and as many retired.
"""

from typing import final

from attrs import field, frozen
from attrs.validators import instance_of

from rural_taobao.errors import RuralTaobaoError, shown
from rural_taobao.kinds import whole
from rural_taobao.places.codes import CountyCode, PrefectureCode, ProvinceCode

__all__ = [
    "County",
    "CountyNamedOtherwise",
    "CountyNotYetListed",
    "CountyRenamed",
    "CountyRetired",
    "UnknownCounty",
]


@final
class UnknownCounty(RuralTaobaoError, LookupError):
    """
    No county bore a code in any year of the table.

    Attributes:
        code: The code.
        years: The years of the table.
    """

    def __init__(self, code: CountyCode, years: range) -> None:
        self.code = code
        self.years = years
        super().__init__(code, years)

    def __str__(self) -> str:
        return (
            f"a county must be listed at the end of a year from {self.years.start} to "
            f"{self.years.stop - 1}, but {self.code} never is; look for the county in its province"
        )


@final
class CountyNotYetListed(RuralTaobaoError, LookupError):
    """
    A code came into use only after the year asked for.

    Attributes:
        code: The code.
        year: The year asked for.
        first_year: The first year at whose end the code was listed.
    """

    def __init__(self, code: CountyCode, year: int, first_year: int) -> None:
        self.code = code
        self.year = year
        self.first_year = first_year
        super().__init__(code, year, first_year)

    def __str__(self) -> str:
        return (
            f"a county must be listed at the end of the year asked for, but in {self.year} "
            f"{self.code} is not listed yet, first in {self.first_year}; "
            "use the code that the county bore before, or a later year"
        )


@final
class CountyRetired(RuralTaobaoError, LookupError):
    """
    A code went out of use before the end of the year asked for.

    Attributes:
        code: The code.
        year: The year asked for.
        last_year: The last year before it at whose end the code was listed.
    """

    def __init__(self, code: CountyCode, year: int, last_year: int) -> None:
        self.code = code
        self.year = year
        self.last_year = last_year
        super().__init__(code, year, last_year)

    def __str__(self) -> str:
        return (
            f"a county must be listed at the end of the year asked for, but in {self.year} "
            f"{self.code} is listed no more, last in {self.last_year}; "
            "use the code that took its place, or an earlier year"
        )


@final
class CountyRenamed(RuralTaobaoError, LookupError):
    """
    A county bore a name in another year than the one asked for, under the same code.

    Attributes:
        code: The code.
        year: The year asked for.
        given: The name that was given.
        listed: The name at the end of that year.
    """

    def __init__(self, code: CountyCode, year: int, given: str, listed: str) -> None:
        self.code = code
        self.year = year
        self.given = given
        self.listed = listed
        super().__init__(code, year, given, listed)

    def __str__(self) -> str:
        return (
            f"a county must go by its name of the year asked for, but {self.code} was called "
            f"{shown(self.given, 40)}, its name of another year; for {self.year} use {self.listed!r}"
        )


@final
class CountyNamedOtherwise(RuralTaobaoError, LookupError):
    """
    A county never bore a name that it was given by.

    Attributes:
        code: The code.
        year: The year asked for.
        given: The name that was given.
        listed: The name at the end of that year.
    """

    def __init__(self, code: CountyCode, year: int, given: str, listed: str) -> None:
        self.code = code
        self.year = year
        self.given = given
        self.listed = listed
        super().__init__(code, year, given, listed)

    def __str__(self) -> str:
        return (
            f"a county must go by a name of its own, but {self.code}, {self.listed!r} in "
            f"{self.year}, was called {shown(self.given, 40)}; find out whether code or name is wrong"
        )


@final
@frozen
class County:
    """
    A county, district, county-level city or banner, as listed at the end of a year.

    Attributes:
        code: Its code.
        name: Its name in Chinese, unique in its prefecture and not in its province.
        prefecture_name: The name of its prefecture; where counties have none, that of the group
            which stands in its place, `市辖区`, `县` or `直辖县`.
        year: The year at whose end it was listed so.

    Example:
        >>> from rural_taobao.places import county_table
        >>> county = county_table().county(CountyCode("341221"), 2016)
        >>> county
        County(code=CountyCode('341221'), name='临泉县', prefecture_name='阜阳市', year=2016)
        >>> county.prefecture, county.province
        (PrefectureCode('341200'), ProvinceCode('340000'))
    """

    code: CountyCode = field(validator=instance_of(CountyCode))
    name: str = field(validator=instance_of(str))
    prefecture_name: str = field(validator=instance_of(str))
    year: int = field(validator=whole)

    @property
    def prefecture(self) -> PrefectureCode:
        """The code of the prefecture that it lies in."""
        return self.code.prefecture

    @property
    def province(self) -> ProvinceCode:
        """The code of the province that it lies in."""
        return self.code.province
