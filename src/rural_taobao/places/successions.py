"""
Successions: which code took the place of one that went out of use, and on what ground that is said.

The lists of the ends of years tell which codes went and which came, and not which took the place of which.
That is said where it follows from the names by a rule that is stated, or where a decision was published; everywhere
else it is not known.
A succession is of the code: a few towns of the division may have gone elsewhere.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, TypeAlias, cast, final

from attrs import field, frozen

from rural_taobao.errors import RuralTaobaoError
from rural_taobao.kinds import Word, of_kind, tuple_of, whole
from rural_taobao.places.codes import LISTED, CountyCode, PrefectureCode, listed_code
from rural_taobao.places.stems import kind_word, name_stem
from rural_taobao.timeline import Source

__all__ = [
    "SUCCESSIONS_SOURCE",
    "Change",
    "Ground",
    "Succession",
    "SuccessionTwice",
    "SuccessionUnfounded",
    "Successor",
    "SuccessorTwice",
    "ministry_successions",
    "refuse_unfounded",
]

Names: TypeAlias = Mapping[tuple[str, int], str]

SUCCESSIONS_SOURCE: Final = Source(
    "made by scripts/make_successions.py from the Ministry of Civil Affairs' lists of the year ends 2013 to 2017",
    quality="derived",
    note="which code took the place of which is not printed in the lists; each successor names its ground, and where "
    "that is a decision, its number as gathered in the repository yescallop/areacodes, or its title and year as the "
    "press of 2014 printed it, not seen by us in the original",
)
"""Who says so."""


@final
class Ground(Word):
    """
    Why it is said that a code took the place of another.

    Each ground is a rule about the codes that went and the codes that came between the ends of two years.
    The rules are tried in this order; what an earlier one settles no later one sees.
    """

    SAME_CODE = "same_code"
    """The code stayed and its name changed."""
    SAME_NAME = "same_name"
    """In the same province one code went and one came that have the same name."""
    SAME_STEM = "same_stem"
    """In the same prefecture, or in that which most of its counties went to, one went and one came whose names differ
    only in the word for their kind."""
    SAME_STEM_STAYED = "same_stem_stayed"
    """In the same prefecture there was another before, and still is, whose name differs only in that word."""
    DECIDED = "decided"
    """A decision says so, whose number is stated, or its title and year."""
    ONLY_ONE = "only_one"
    """When all that is settled, one code was left that went from the prefecture, and one that came to it."""


@final
class Change(Word):
    """
    What is different about a division under the code that took the place of its own.

    Example:
        >>> [change.value for change in Change]
        ['renamed', 'became_district', 'became_city', 'became_prefecture', 'moved', 'merged']
    """

    RENAMED = "renamed"
    BECAME_DISTRICT = "became_district"
    BECAME_CITY = "became_city"
    BECAME_PREFECTURE = "became_prefecture"
    MOVED = "moved"
    MERGED = "merged"


_BECAME: Final = {"区": Change.BECAME_DISTRICT, "市": Change.BECAME_CITY}


@final
@frozen
class Successor:
    """
    A code that took the place of another.

    Attributes:
        code: The code; that of a prefecture where a county became one.
        name: Its name at the end of the first year that lists it so.
        ground: Why it is said.
        merged: Whether it was there before, or took the place of several.
        decision: The number of the decision that says so, or its title and year; empty where the ground is another.

    Raises:
        WordUnknown: The ground is none of `Ground`.
        WrongKind: Another part is not of its type.
    """

    code: PrefectureCode | CountyCode = field(validator=of_kind((PrefectureCode, CountyCode), LISTED))
    name: str = field(validator=of_kind(str, "str()"))
    ground: Ground = field(converter=Ground)
    merged: bool = field(default=False, validator=of_kind(bool, "True or False"))
    decision: str = field(default="", validator=of_kind(str, "str()"))


@final
class SuccessorTwice(RuralTaobaoError, ValueError):
    """
    A code is named twice among those that took the place of another.

    Attributes:
        code: The code that went out of use.
        successor: The code that is named twice.
    """

    def __init__(self, code: str, successor: str) -> None:
        self.code = code
        self.successor = successor
        super().__init__(code, successor)

    def __str__(self) -> str:
        return (
            f"a successor must be named once, but {self.successor} is named twice as one of {self.code}; "
            "leave one of the two out"
        )


def _each_once(succession: "Succession", _attribute: object, successors: tuple[Successor, ...]) -> None:
    """Refuse a successor that is named twice."""
    seen: set[str] = set()
    for each in successors:
        if each.code in seen:
            raise SuccessorTwice(succession.code, each.code)
        seen.add(each.code)


def _several(successors: Iterable[Successor]) -> tuple[Successor, ...]:
    return tuple_of(Successor, successors, "successors", "Successor(CountyCode('360704'), '赣县区', Ground.SAME_STEM)")


@final
@frozen
class Succession:
    """
    A code whose division bore another code, or another name, from the year after on.

    Attributes:
        code: The code.
        name: Its name at the end of the last year that lists it so.
        last_year: That year.
        successors: What took its place at the end of the year after; empty where that is not known.

    Raises:
        WrongKind: The code is that of no prefecture and no county, the name is no text, or a successor is none.
        WrongNumber: The year is not an int.
        SuccessorTwice: A successor is named twice.

    Example:
        >>> ganxian = Successor(CountyCode("360704"), "赣县区", Ground.SAME_STEM)
        >>> succession = Succession(CountyCode("360721"), "赣县", 2015, (ganxian,))
        >>> [change.value for change in succession.changes(ganxian)]
        ['became_district']
    """

    code: PrefectureCode | CountyCode = field(validator=of_kind((PrefectureCode, CountyCode), LISTED))
    name: str = field(validator=of_kind(str, "str()"))
    last_year: int = field(validator=whole)
    successors: tuple[Successor, ...] = field(default=(), converter=_several, validator=_each_once)

    @property
    def is_known(self) -> bool:
        """Whether it is known what took the place of the code."""
        return bool(self.successors)

    def changes(self, successor: Successor) -> tuple[Change, ...]:
        """
        Tell what is different under a successor, as codes and names show it.

        A stem that stays is no new name; where counties have no prefecture, its groups are one.
        """
        return tuple(self._changes(successor))

    def _changes(self, successor: Successor) -> Iterator[Change]:
        before, after = name_stem(self.code, self.name), name_stem(successor.code, successor.name)
        if before not in {after, successor.name} and after != self.name:
            yield Change.RENAMED
        word = kind_word(successor.code, successor.name)
        same_level = successor.code.level is self.code.level
        if not same_level:
            yield Change.BECAME_PREFECTURE
        elif word != kind_word(self.code, self.name) and word in _BECAME:
            yield _BECAME[word]
        if same_level and _home(self.code) != _home(successor.code):
            yield Change.MOVED
        if successor.merged:
            yield Change.MERGED


_GROUPED: Final = ("11", "12", "31", "50")
"""The provinces that are municipalities: counties have no prefecture in them."""


def _home(code: PrefectureCode | CountyCode) -> str:
    """Give what a county lies in for people: its prefecture, or a municipality."""
    return code[:2] if isinstance(code, PrefectureCode) or code[:2] in _GROUPED else code[:4]


@final
class SuccessionUnfounded(RuralTaobaoError, ValueError):
    """
    A succession is not as the listings of its table have it.

    Attributes:
        code: The code that is said to have ended, or that is said to have followed.
        name: The name that is stated for it.
        year: The year in which it should be listed so, or not at all.
        listed: The name that it is listed under then, if it is.
    """

    def __init__(self, code: str, name: str, year: int, listed: str | None) -> None:
        self.code = code
        self.name = name
        self.year = year
        self.listed = listed
        super().__init__(code, name, year, listed)

    def __str__(self) -> str:
        listed = "it is not listed then" if self.listed is None else f"it is listed as {self.listed!r} then"
        return (
            f"a succession must be between what is listed in its last year and what is listed in the next, but for "
            f"{self.year} it states {self.code} as {self.name!r}, and {listed}; mend the succession or the listing"
        )


@final
class SuccessionTwice(RuralTaobaoError, ValueError):
    """
    A table has two successions of one code and year.

    Attributes:
        code: The code.
        last_year: Its last year in both.
    """

    def __init__(self, code: str, last_year: int) -> None:
        self.code = code
        self.last_year = last_year
        super().__init__(code, last_year)

    def __str__(self) -> str:
        return (
            f"a code must end once a year, but two successions of {self.code} end in {self.last_year}; "
            "name all successors in one of them"
        )


def refuse_unfounded(successions: Iterable[Succession], names: Names, table: range) -> None:
    """
    Refuse a succession of what is not listed so, or to what is not.

    Args:
        successions: The successions of a table.
        names: The name of each code at the end of each year that lists it.
        table: The years of the table.

    Raises:
        SuccessionTwice: Two successions are of one code and year.
        SuccessionUnfounded: Something is not listed as a succession states it.
    """
    seen: set[tuple[str, int]] = set()
    for each in successions:
        if (each.code, each.last_year) in seen:
            raise SuccessionTwice(each.code, each.last_year)
        seen.add((each.code, each.last_year))
        after = each.last_year + 1
        if each.last_year in table:
            _stated(names, each.code, each.name, each.last_year)
        if not any(one.ground is Ground.SAME_CODE for one in each.successors):
            listed = names.get((each.code, after))
            if listed is not None:
                raise SuccessionUnfounded(each.code, each.name, after, listed)
        for one in each.successors:
            _stated(names, one.code, one.name, after)


def _stated(names: Names, code: str, name: str, year: int) -> None:
    listed = names.get((code, year))
    if listed != name:
        raise SuccessionUnfounded(code, name, year, listed)


def ministry_successions() -> Iterator[Succession]:
    """
    Read the package's own successions: codes that went out of use, and names that changed, from 2013 to 2017.

    Example:
        >>> first = next(ministry_successions())
        >>> first.code, first.name, first.last_year, [each.name for each in first.successors]
        (CountyCode('130103'), '桥东区', 2013, ['长安区', '桥西区'])
    """
    from pkgutil import get_data  # noqa: PLC0415 - who never asks for them does not pay for what reads them

    text = cast("bytes", get_data("rural_taobao.places", "successions.csv")).decode()
    found: dict[tuple[str, str, str], list[Successor]] = {}
    for row in text.rstrip("\n").split("\n")[1:]:
        last_year, code, name, successor, its_name, ground, merged, decision = row.split(",")
        successors = found.setdefault((last_year, code, name), [])
        successors.append(Successor(listed_code(successor), its_name, Ground(ground), bool(merged), decision))
    for (last_year, code, name), successors in found.items():
        yield Succession(listed_code(code), name, int(last_year), tuple(successors))
