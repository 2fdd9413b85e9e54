"""
Gazetteers: divisions found by their names, within a parent and for a year, with every candidate told.

A name is that of a province, a prefecture or a county as it is listed at the end of a year, or what is left of it
without the word for its kind: `临泉县` or `临泉`.
Where a whole name fits, what fits without that word is not looked at; the names of provinces may be English ones.
Towns and villages have names that nobody lists here: they come from whoever has them.
"""

from functools import cache
from typing import Final, TypeAlias, final

from rural_taobao.errors import RuralTaobaoError, shown
from rural_taobao.kinds import WrongKind
from rural_taobao.places.codes import CountyCode, PrefectureCode, ProvinceCode, division_code, listed_code
from rural_taobao.places.counties import County
from rural_taobao.places.listings import Listing
from rural_taobao.places.prefectures import Prefecture
from rural_taobao.places.provinces import PROVINCES, Province, province
from rural_taobao.places.stems import GROUPS, name_stem
from rural_taobao.places.successions import Succession
from rural_taobao.places.tables import CountyTable, county_table

__all__ = [
    "AnyDivision",
    "Gazetteer",
    "NameAmbiguous",
    "NameOfOtherYear",
    "NameUnknown",
    "gazetteer",
    "with_name",
]

AnyDivision: TypeAlias = Province | Prefecture | County
"""A division that is listed by name."""
Parent: TypeAlias = ProvinceCode | PrefectureCode

_ASKED: Final = "the name"
_AS_NAME: Final = "str(), such as '临泉县'"
_NEAREST: Final = 3
_LIKELY: Final = 0.6
"""How much names have in common, of 1, that may be mistaken for each other."""
_LONGEST: Final = 40
"""The most characters of a name that similar ones are looked for: so the search is short, whatever is given."""
_MOST: Final = 8
"""How many candidates a sentence names."""


@final
class NameUnknown(RuralTaobaoError, LookupError):
    """
    No division bears a name in any year of the table.

    Attributes:
        name: The name.
        year: The year asked for.
        within: Where it was looked for; None for everywhere.
        near: Names of that year and place that look like it, the likeliest first.
        parent: The name of where it was looked for, as far as the table has one.
    """

    def __init__(
        self, name: str, year: int, within: Parent | None, near: tuple[str, ...], parent: str | None = None
    ) -> None:
        self.name = name
        self.year = year
        self.within = within
        self.near = near
        self.parent = parent
        super().__init__(name, year, within, near, parent)

    def __str__(self) -> str:
        where = "" if self.within is None else f" in {with_name(self.within, self.parent)}"
        todo = f"try {' or '.join(self.near)}" if self.near else "look for it in its province, or give a code"
        return (
            f"a name must be that of a province, prefecture or county{where} at the end of {self.year}, "
            f"but {shown(self.name, 40)} is that of none; {todo}"
        )


@final
class NameOfOtherYear(RuralTaobaoError, LookupError):
    """
    A name is that of a division in other years than the one asked for, and in that year of none.

    Attributes:
        name: The name.
        year: The year asked for.
        bearers: The codes that bore it, each with the last year of the table, or before it, in which it did.
    """

    def __init__(self, name: str, year: int, bearers: tuple[tuple[CountyCode | PrefectureCode, int], ...]) -> None:
        self.name = name
        self.year = year
        self.bearers = bearers
        super().__init__(name, year, bearers)

    def __str__(self) -> str:
        bearers = " and ".join(f"{code} in {last_year}" for code, last_year in self.bearers)
        return (
            f"a name must be that of a division at the end of the year asked for, but {shown(self.name, 40)} is that "
            f"of none in {self.year}, and was last that of {bearers}; ask for such a year, or for what took its place"
        )


@final
class NameAmbiguous(RuralTaobaoError, LookupError):
    """
    Several divisions bear a name.

    Attributes:
        name: The name.
        year: The year asked for.
        candidates: All of them, sorted by code.
    """

    def __init__(self, name: str, year: int, candidates: tuple[AnyDivision, ...]) -> None:
        self.name = name
        self.year = year
        self.candidates = candidates
        super().__init__(name, year, candidates)

    def __str__(self) -> str:
        told = [_told(each) for each in self.candidates[:_MOST]]
        more = len(self.candidates) - len(told)
        several = ", ".join([*told, f"{more} more"] if more else told)
        return (
            f"a name must be that of one division, but {shown(self.name, 40)} is that of {len(self.candidates)} at the "
            f"end of {self.year}: {several}; give a code, or say within which province or prefecture"
        )


def with_name(code: ProvinceCode | PrefectureCode | CountyCode, name: str | None) -> str:
    """
    Give a code with its name beside it, where it has one, for a message.

    Example:
        >>> with_name(PrefectureCode("350100"), "福州市"), with_name(PrefectureCode("359900"), None)
        ('350100 (福州市)', '359900')
    """
    return str(code) if name is None else f"{code} ({name})"


def _told(division: AnyDivision) -> str:
    """Give code and name of a division, and where it lies."""
    if not isinstance(division, County):
        return f"{division.code} {division.name}"
    grouped = division.prefecture_name in GROUPS
    where = province(division.code).name if grouped else division.prefecture_name
    return f"{division.code} {division.name} of {where}"


@final
class Gazetteer:
    """
    Finds divisions by their names.

    Args:
        table: The county table to look in.

    Example:
        >>> [county.prefecture_name for county in gazetteer().candidates("鼓楼区", 2017)]
        ['南京市', '徐州市', '福州市', '开封市']
        >>> gazetteer().the_one("临泉", 2017).code
        CountyCode('341221')
    """

    def __init__(self, table: CountyTable) -> None:
        self._table = table
        self._whole: dict[int, dict[str, list[AnyDivision]]] = {}
        self._stems: dict[int, dict[str, list[AnyDivision]]] = {}

    def candidates(self, name: str, year: int, *, within: Parent | None = None) -> tuple[AnyDivision, ...]:
        """
        Give all divisions that bear a name at the end of a year, sorted by code; none where none does.

        Args:
            name: Its name, or what is left of that without the word for its kind; the English name of a province.
            year: The year.
            within: What they lie in; everywhere where it is not given.

        Raises:
            WrongKind: The name is no text.
            MalformedDivisionCode, UnknownProvincePrefix, WrongDivisionLevel: What they lie in is given as what is no
                code, or is that of no province and no prefecture.
            YearOutsideTable: The table has no list of that year.

        Example:
            >>> [each.name for each in gazetteer().candidates("吉林", 2017)]
            ['吉林省', '吉林市']
            >>> gazetteer().candidates("Anhui", 2017)[0].name
            '安徽省'
        """
        _is_name(name)
        within = _parent(within)
        self._prepare(year)
        for names in (self._whole[year], self._stems[year]):
            found = tuple(each for each in names.get(name, ()) if _lies(each, within))
            if found:
                return found
        return ()

    def the_one(self, name: str, year: int, *, within: Parent | None = None) -> AnyDivision:
        """
        Give the one division that bears a name at the end of a year.

        Raises:
            NameAmbiguous: Several do.
            NameOfOtherYear: None does, and some did in another year.
            NameUnknown: None ever did.
            LookupError, ValueError: As `candidates` does.

        Example:
            >>> gazetteer().the_one("鼓楼", 2017, within=PrefectureCode("350100")).prefecture_name
            '福州市'
            >>> gazetteer().the_one("临安市", 2017)
            Traceback (most recent call last):
                ...
            rural_taobao.places.gazetteers.NameOfOtherYear: a name must be that of a division at the end ...
        """
        found = self.candidates(name, year, within=within)
        if len(found) == 1:
            return found[0]
        if found:
            raise NameAmbiguous(name, year, found)
        raise self.unfound(name, year, within=within)

    def unfound(self, name: str, year: int, *, within: Parent | None = None) -> NameOfOtherYear | NameUnknown:
        """
        Give the error that tells why a name has no candidate at the end of a year.

        Example:
            >>> type(gazetteer().unfound("临安市", 2017)).__name__
            'NameOfOtherYear'
        """
        former = self.former(name, within=within)
        if former:
            return NameOfOtherYear(name, year, former)
        within = _parent(within)
        parent = None if within is None else self.last_name(within)
        return NameUnknown(name, year, within, self._near(name, year, within), parent)

    def last_name(self, code: ProvinceCode | PrefectureCode | CountyCode) -> str | None:
        """
        Give the name that a division bore last in the years of the table; None where it bore none.

        Example:
            >>> gazetteer().last_name(PrefectureCode("350100")), gazetteer().last_name(ProvinceCode("350000"))
            ('福州市', '福建省')
        """
        read = division_code(code)
        if isinstance(read, ProvinceCode):
            return province(read).name
        names = self._table.named(listed_code(read))
        return names[max(names)] if names else None

    def former(self, name: str, *, within: Parent | None = None) -> tuple[tuple[CountyCode | PrefectureCode, int], ...]:
        """
        Give the codes that ever bore a name, each with the last year in which it did, sorted by code.

        The name may be whole, or without the word for its kind.

        Example:
            >>> gazetteer().former("东陵区")
            ((CountyCode('210112'), 2013),)
        """
        _is_name(name)
        within = _parent(within)
        last: dict[CountyCode | PrefectureCode, int] = {}
        if name in GROUPS:
            # So the lists call what stands in place of a prefecture, which is no division.
            return ()
        told: list[Listing | Succession] = [*self._table.listings, *self._table.successions]
        for each in told:
            if each.name.startswith(name) and name in {each.name, name_stem(each.code, each.name)}:
                code = each.code
                if within is None or code.lies_in(within):
                    last[code] = max(each.last_year, last.get(code, each.last_year))
        return tuple(sorted(last.items()))

    def _near(self, name: str, year: int, within: Parent | None) -> tuple[str, ...]:
        """Give whole names that begin with one, and then such as look like it."""
        from difflib import get_close_matches  # noqa: PLC0415 - who finds every name does not pay for it

        if not 1 < len(name) <= _LONGEST:
            return ()
        self._prepare(year)
        names = self._whole[year].items()
        there = [whole for whole, several in names if any(_lies(each, within) for each in several)]
        begun = [whole for whole in there if whole.startswith(name)]
        near = (*begun, *get_close_matches(name, there, _NEAREST, _LIKELY))
        return tuple(dict.fromkeys(near))[:_NEAREST]

    def _prepare(self, year: int) -> None:
        """Sort the divisions of a year by their names, once."""
        if type(year) is int and year in self._whole:
            return
        whole: dict[str, list[AnyDivision]] = {}
        stems: dict[str, list[AnyDivision]] = {}
        divisions: list[AnyDivision] = [*PROVINCES, *self._table.in_year(year)]
        divisions += [each for above in PROVINCES for each in self._table.prefectures(above.code, year)]
        for each in sorted(divisions, key=lambda division: division.code):
            whole.setdefault(each.name, []).append(each)
            stems.setdefault(name_stem(each.code, each.name), []).append(each)
            if isinstance(each, Province):
                whole.setdefault(each.english, []).append(each)
        self._whole[year], self._stems[year] = whole, stems


def _is_name(name: object) -> None:
    """Refuse to look for what is no text."""
    if not isinstance(name, str):
        raise WrongKind(_ASKED, name, _AS_NAME)


def _parent(within: Parent | None) -> Parent | None:
    """Read the code of a province or a prefecture; refuse one of what is not parted into divisions that are listed."""
    if within is None:
        return None
    code = division_code(within)
    return code if isinstance(code, ProvinceCode) else PrefectureCode(code)


def _lies(division: AnyDivision, within: Parent | None) -> bool:
    return within is None or (division.code.lies_in(within) and division.code != within)


@cache
def gazetteer() -> Gazetteer:
    """
    Give the gazetteer of the county table of the package.

    Example:
        >>> gazetteer() is gazetteer()
        True
    """
    return Gazetteer(county_table())
