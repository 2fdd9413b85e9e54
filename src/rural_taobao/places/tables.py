"""
The county table: which county and prefecture bore which code at the end of which year, 2014 to 2017.

The lists are made at the end of a year; on which day of it a change took effect they do not tell.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import TypeAlias, final, overload

from attrs import Factory, field, frozen

from rural_taobao.kinds import of_kind, tuple_of
from rural_taobao.places.codes import (
    CountyCode,
    PrefectureCode,
    ProvinceCode,
    TownCode,
    VillageCode,
    division_code,
    listed_code,
)
from rural_taobao.places.counties import County
from rural_taobao.places.listings import (
    LISTED_YEARS,
    LISTINGS_SOURCE,
    Listing,
    ministry_listings,
    refuse_inconsistent,
)
from rural_taobao.places.prefectures import Prefecture
from rural_taobao.places.successions import Succession, ministry_successions, refuse_unfounded
from rural_taobao.places.validity import (
    DivisionNamedOtherwise,
    DivisionNotYetListed,
    DivisionRenamed,
    DivisionRetired,
    PrefectureWithCounties,
    PrefectureWithoutCounties,
    SuccessorUnknown,
    UnknownDivision,
    YearOutsideTable,
)
from rural_taobao.timeline import Source

__all__ = ["CountyTable", "county_table"]

Code: TypeAlias = PrefectureCode | CountyCode


def _sorted(listings: Iterable[Listing]) -> tuple[Listing, ...]:
    several = tuple_of(Listing, listings, "listings", "Listing(CountyCode('341221'), '临泉县', 2014, 2017)")
    return tuple(sorted(several, key=lambda each: (each.code, each.first_year)))


def _codes_once(table: "CountyTable") -> tuple[Code, ...]:
    return tuple(dict.fromkeys(each.code for each in table.listings))


def _names_by_code_and_year(table: "CountyTable") -> dict[tuple[str, int], str]:
    return {(each.code, year): each.name for each in table.listings for year in each.years}


def _by_code_and_year(table: "CountyTable") -> dict[tuple[str, int], Succession]:
    return {(each.code, each.last_year): each for each in table.successions}


def _in_order(successions: Iterable[Succession]) -> tuple[Succession, ...]:
    several = tuple_of(Succession, successions, "successions", "Succession(CountyCode('360721'), '赣县', 2015)")
    return tuple(sorted(several, key=lambda each: (each.last_year, each.code)))


def _consistent(table: "CountyTable", _attribute: object, listings: tuple[Listing, ...]) -> None:
    refuse_inconsistent(listings, table.names, table.years)


def _founded(table: "CountyTable", _attribute: object, successions: tuple[Succession, ...]) -> None:
    refuse_unfounded(successions, table.names, table.years)


@final
@frozen
class CountyTable:
    """
    The counties of some years, each with its prefecture.

    Attributes:
        years: The years that the table has lists of, one after the other.
        listings: Of prefectures and of counties; sorted by code and year.
        source: Who says so.
        successions: Which code took the place of which, sorted by year and code; the source of the package's own is
            `SUCCESSIONS_SOURCE`.

    A code may be given to its methods as a text; one that is none, or of another level than asked for, is refused by
    what makes codes.

    Raises:
        WrongKind: A part is not of its type.
        ListingOutsideTable: A listing reaches beyond the years of the table.
        ListingTwice: A code is listed twice in one year.
        ListingWithoutPrefecture: A county is listed in a year in which its prefecture is not.
        SuccessionTwice: Two successions are of one code and year.
        SuccessionUnfounded: Something is not listed as a succession states it.

    Example:
        >>> table = county_table()
        >>> table.count(2017)
        2851
        >>> table.county(CountyCode("360721"), 2017)
        Traceback (most recent call last):
            ...
        rural_taobao.places.validity.DivisionRetired: a county must be listed at the end of ...
    """

    years: range = field(validator=of_kind(range, "range(2014, 2018)"))
    listings: tuple[Listing, ...] = field(converter=_sorted, validator=_consistent, repr=False)
    source: Source = field(validator=of_kind(Source, "Source('who says so')"))
    successions: tuple[Succession, ...] = field(default=(), converter=_in_order, validator=_founded, repr=False)
    _codes: tuple[Code, ...] = field(init=False, repr=False, eq=False, default=Factory(_codes_once, takes_self=True))
    names: Mapping[tuple[str, int], str] = field(
        init=False, repr=False, eq=False, default=Factory(_names_by_code_and_year, takes_self=True)
    )
    """The name of each code at the end of each year that lists it; to be read only."""
    _ended: Mapping[tuple[str, int], Succession] = field(
        init=False, repr=False, eq=False, default=Factory(_by_code_and_year, takes_self=True)
    )

    def county(self, code: CountyCode, year: int) -> County:
        """
        Give the county that bore a code at the end of a year.

        Raises:
            YearOutsideTable: The table has no list of that year.
            UnknownDivision: The code is listed in no year of the table.
            PrefectureWithoutCounties: So it is, and its prefecture has no counties.
            DivisionNotYetListed: It is listed in later years only.
            DivisionRetired: It is listed in an earlier year, and no more.
        """
        code = CountyCode(code)
        return self._county(code, self._name(code, year), year)

    def prefecture(self, code: PrefectureCode, year: int) -> Prefecture:
        """
        Give the prefecture, or the group in place of one, that bore a code at the end of a year.

        Raises:
            LookupError: As `county` does.

        Example:
            >>> county_table().prefecture(PrefectureCode("652100"), 2017)
            Traceback (most recent call last):
                ...
            rural_taobao.places.validity.DivisionRetired: a prefecture must be listed at the end of ...
        """
        code = PrefectureCode(code)
        return Prefecture(code, self._name(code, year), year)

    def division(self, code: Code, year: int) -> Prefecture | County:
        """
        Give the prefecture or the county that bore a code at the end of a year.

        Raises:
            LookupError: As `county` does.
        """
        code = listed_code(code)
        return self.prefecture(code, year) if isinstance(code, PrefectureCode) else self.county(code, year)

    def holder(self, code: TownCode | VillageCode, year: int) -> Prefecture | County:
        """
        Give what a town or a village hung on at the end of a year: its county, or a prefecture without counties.

        Whether the town itself was there is not known here.

        Raises:
            PrefectureWithCounties: The code hangs on a prefecture itself, and that had counties.
            LookupError: As `county` does, for what it hangs on.

        Example:
            >>> county_table().holder(TownCode("441900003"), 2017).name
            '东莞市'
            >>> county_table().holder(VillageCode("341221101201"), 2017).name
            '临泉县'
        """
        read = division_code(code)
        code = read if isinstance(read, VillageCode) else TownCode(read)
        town = code.town if isinstance(code, VillageCode) else code
        holder = self.division(town.parent, year)
        if isinstance(holder, Prefecture) and any(self._counties(holder.code.stem, year)):
            raise PrefectureWithCounties(code, holder.name, year)
        return holder

    @overload
    def confirmed(self, code: PrefectureCode, name: str, year: int) -> Prefecture: ...

    @overload
    def confirmed(self, code: CountyCode, name: str, year: int) -> County: ...

    def confirmed(self, code: Code, name: str, year: int) -> Prefecture | County:
        """
        Give the division that bore a code at the end of a year, if it then bore a name as well.

        Raises:
            DivisionRenamed: The name is that of the same code in another year.
            DivisionNamedOtherwise: The code never bore the name.
            LookupError: As `county` does.

        Example:
            >>> county_table().confirmed(CountyCode("130602"), "竞秀区", 2016).name
            '竞秀区'
            >>> county_table().confirmed(CountyCode("130602"), "新市区", 2016)
            Traceback (most recent call last):
                ...
            rural_taobao.places.validity.DivisionRenamed: a county must go by its name of the year ...
        """
        division = self.division(code, year)
        if name == division.name:
            return division
        ended = (each.name for each in self.successions if each.code == division.code)
        if any(name == other for other in (*self.named(division.code).values(), *ended)):
            raise DivisionRenamed(division.code, year, name, division.name)
        raise DivisionNamedOtherwise(division.code, year, name, division.name)

    def named(self, code: Code) -> dict[int, str]:
        """
        Give the name that a code stood for at the end of each year that lists it, by year.

        Example:
            >>> county_table().named(CountyCode("130602"))
            {2014: '新市区', 2015: '竞秀区', 2016: '竞秀区', 2017: '竞秀区'}
            >>> county_table().named(CountyCode("360704"))
            {2016: '赣县区', 2017: '赣县区'}
        """
        code = listed_code(code)
        return {year: self.names[code, year] for year in self.years if (code, year) in self.names}

    def ends(self, code: Code) -> tuple[Succession, ...]:
        """
        Give the successions of a code: when it went out of use or changed its name, and what took its place.

        Example:
            >>> [end] = county_table().ends(CountyCode("360721"))
            >>> end.last_year, [(each.code, each.name, each.ground.value) for each in end.successors]
            (2015, [(CountyCode('360704'), '赣县区', 'same_stem')])
        """
        code = listed_code(code)
        return tuple(each for each in self.successions if each.code == code)

    def predecessors(self, code: Code) -> tuple[Succession, ...]:
        """
        Give the successions by which a code took the place of another one.

        Example:
            >>> [each.name for each in county_table().predecessors(CountyCode("320213"))]
            ['崇安区', '南长区', '北塘区']
        """
        code = listed_code(code)
        return tuple(
            each for each in self.successions if each.code != code and any(one.code == code for one in each.successors)
        )

    def standing(self, code: Code, year: int) -> tuple[Prefecture | County, ...]:
        """
        Give what stood in the place of a code at the end of a year: its division, or what took its place by then.

        Raises:
            SuccessorUnknown: It is not known what took the place of the code, or of one that did.
            YearOutsideTable: The table has no list of that year.
            UnknownDivision: The code is listed in no year of the table.
            DivisionNotYetListed: It is listed in later years only.

        Example:
            >>> [each.name for each in county_table().standing(CountyCode("360721"), 2017)]
            ['赣县区']
            >>> [each.name for each in county_table().standing(CountyCode("130421"), 2017)]
            ['邯山区', '丛台区']
        """
        try:
            return (self.division(code, year),)
        except DivisionRetired as retired:
            if not retired.successors:
                raise SuccessorUnknown(retired.code, retired.last_year) from None
            stand = {
                each.code: each for successor in retired.successors for each in self.standing(successor.code, year)
            }
            return tuple(stand[code] for code in sorted(stand))

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
        return tuple(self._counties(ProvinceCode(province).stem, year))

    def in_prefecture(self, prefecture: PrefectureCode, year: int) -> tuple[County, ...]:
        """
        Give the counties of a prefecture, or of a group in place of one, at the end of a year, sorted by code.

        Raises:
            PrefectureWithoutCounties: It had none; its towns hang on it directly.
            LookupError: As `prefecture` does.

        Example:
            >>> len(county_table().in_prefecture(PrefectureCode("341200"), 2017))
            8
        """
        listed = self.prefecture(prefecture, year)
        counties = tuple(self._counties(listed.code.stem, year))
        if not counties:
            raise PrefectureWithoutCounties(listed.code, listed.name, year)
        return counties

    def prefectures(self, province: ProvinceCode, year: int) -> tuple[Prefecture, ...]:
        """
        Give the prefectures of a province at the end of a year, sorted by code, without groups in place of one.

        Raises:
            YearOutsideTable: The table has no list of that year.

        Example:
            >>> len(county_table().prefectures(ProvinceCode("340000"), 2017))
            16
        """
        found = (
            Prefecture(code, name, year)
            for code, name in self._listed(ProvinceCode(province).stem, year)
            if isinstance(code, PrefectureCode)
        )
        return tuple(each for each in found if not each.is_group)

    def in_year(self, year: int) -> tuple[County, ...]:
        """
        Give all counties at the end of a year, sorted by code.

        Raises:
            YearOutsideTable: The table has no list of that year.
        """
        return tuple(self._counties("", year))

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

    def _name(self, code: Code, year: int) -> str:
        """Give the name of a code at the end of a year; tell why it has none."""
        if type(year) is not int or year not in self.years:
            raise YearOutsideTable(year, self.years)
        name = self.names.get((code, year))
        if name is not None:
            return name
        listed = [*(each.last_year for each in self.ends(code)), *self.named(code)]
        if not listed and isinstance(code, CountyCode) and code.prefecture in self.without_counties(year):
            raise PrefectureWithoutCounties(code.prefecture, self.names[code.prefecture, year], year)
        if not listed:
            raise UnknownDivision(code, self.years)
        earlier = [each for each in listed if each < year]
        if not earlier:
            raise DivisionNotYetListed(code, year, min(listed), self.predecessors(code))
        ended = self._ended.get((code, max(earlier)))
        raise DivisionRetired(code, year, max(earlier), () if ended is None else ended.successors)

    def _listed(self, stem: str, year: int) -> Iterator[tuple[Code, str]]:
        """Give code and name of what is listed and starts with some digits, sorted by code."""
        if type(year) is not int or year not in self.years:
            raise YearOutsideTable(year, self.years)
        for place in range(bisect_left(self._codes, stem), len(self._codes)):
            code = self._codes[place]
            if not code.startswith(stem):
                return
            name = self.names.get((code, year))
            if name is not None:
                yield code, name

    def _counties(self, stem: str, year: int) -> Iterator[County]:
        """Give the counties whose codes start with some digits, sorted by code."""
        for code, name in self._listed(stem, year):
            if isinstance(code, CountyCode):
                yield self._county(code, name, year)

    def _county(self, code: CountyCode, name: str, year: int) -> County:
        return County(code, name, self.names[code.prefecture, year], year)


@cache
def county_table() -> CountyTable:
    """
    Give the counties of the year ends 2014 to 2017; they are read when first asked for, and once.

    Example:
        >>> county_table() is county_table()
        True
    """
    return CountyTable(LISTED_YEARS, ministry_listings(), LISTINGS_SOURCE, ministry_successions())
