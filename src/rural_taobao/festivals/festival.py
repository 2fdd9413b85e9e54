"""
Festivals: what is held again and again, by a rule or as announced.

An announced edition beats a computed one of the same year.
"""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import pairwise
from typing import Final, final, get_args

from attrs import Factory, evolve, field, frozen
from attrs.validators import instance_of

from rural_taobao.errors import RuralTaobaoError, shown
from rural_taobao.festivals.editions import FIRST_YEAR, LAST_YEAR, Edition, EditionKind
from rural_taobao.festivals.rules import FestivalRule
from rural_taobao.festivals.windows import Span, named
from rural_taobao.identifiers import FestivalId
from rural_taobao.instants import DAY

__all__ = ["EditionComputed", "EditionTwice", "EditionUnknown", "Festival", "FestivalKind"]

_YEAR: Final = DAY * 146_097 // 400
"""Microseconds in a mean Gregorian year: 400 of them have 146,097 days."""
_NEAR: Final = 2
"""
Years on either side of a span whose computed editions may touch it: one, for a rule may lead into
the year before or after, and one, for a civil year begins some days off the mean one.
"""


@final
class EditionTwice(RuralTaobaoError, ValueError):
    """
    A festival has two editions of one year.

    Attributes:
        festival: The festival.
        year: The year.
    """

    def __init__(self, festival: FestivalId, year: int) -> None:
        self.festival = festival
        self.year = year
        super().__init__(festival, year)

    def __str__(self) -> str:
        return (
            f"a festival must have one edition a year, but {self.festival} has two of {self.year}; "
            "make them one with the windows of both"
        )


@final
class EditionComputed(RuralTaobaoError, ValueError):
    """
    An edition marked as computed was given where the announced ones stand.

    Attributes:
        festival: The festival.
        year: The year of the edition.
    """

    def __init__(self, festival: FestivalId, year: int) -> None:
        self.festival = festival
        self.year = year
        super().__init__(festival, year)

    def __str__(self) -> str:
        return (
            "an edition that is written down must be an announced one, "
            f"but that of {self.festival} in {self.year} is marked as computed; "
            "leave it to the rule, or mark it as announced and name who did"
        )


@final
class EditionUnknown(RuralTaobaoError, LookupError):
    """
    No edition of that year was announced, and no rule computes one.

    Attributes:
        festival: The festival.
        year: The year asked for.
        rule: What its rule covers, in words.
    """

    def __init__(self, festival: FestivalId, year: int, rule: str) -> None:
        self.festival = festival
        self.year = year
        self.rule = rule
        super().__init__(festival, year, rule)

    def __str__(self) -> str:
        return (
            f"an edition must be announced or covered by the rule, but of {self.festival} that of "
            f"{shown(self.year)} is neither (rule: {self.rule}); add the edition with its source"
        )


@final
class FestivalKind(StrEnum):
    """
    What sort of festival it is.

    Example:
        >>> FestivalKind("cultural")
        <FestivalKind.CULTURAL: 'cultural'>
    """

    COMMERCIAL = "commercial"
    CULTURAL = "cultural"
    PUBLIC = "public"
    TRADITIONAL = "traditional"


def _by_year(editions: Iterable[Edition]) -> tuple[Edition, ...]:
    return tuple(sorted(editions, key=lambda edition: edition.year))


def _one_a_year(festival: "Festival", _attribute: object, editions: tuple[Edition, ...]) -> None:
    """Refuse editions that are not announced, and two of one year."""
    for edition in editions:
        if edition.kind is not EditionKind.ANNOUNCED:
            raise EditionComputed(festival.id, edition.year)
    for earlier, later in pairwise(editions):
        if earlier.year == later.year:
            raise EditionTwice(festival.id, later.year)


def _indexed(festival: "Festival") -> dict[int, Edition]:
    return {edition.year: edition for edition in festival.editions}


@final
@frozen
class Festival:
    """
    A festival: the rule that computes its editions, and those that were announced.

    Attributes:
        id: Its id.
        name_en: Its name in English.
        name_zh: Its name in Chinese.
        kind: What sort of festival it is.
        rule: How the dates of an edition follow from its year.
        editions: The announced ones, sorted by their year; each beats what the rule computes.

    Raises:
        MalformedIdentifier: The id is not one.
        MalformedName: A name is not one.
        EditionTwice: Two editions are of one year.
        EditionComputed: An edition is not an announced one.

    Example:
        >>> from rural_taobao.festivals.rules import Announced
        >>> from rural_taobao.timeline import Source
        >>> fair = Festival("fair", "Spring Fair", "春集", "cultural", Announced(), [])
        >>> known = fair.announcing(Edition(2016, [], "announced", Source("a poster")))
        >>> [edition.year for edition in known.editions]
        [2016]
        >>> fair.edition(2016)
        Traceback (most recent call last):
            ...
        rural_taobao.festivals.festival.EditionUnknown: an edition must be announced or covered ...
    """

    id: FestivalId = field(converter=FestivalId)
    name_en: str = field(validator=named)
    name_zh: str = field(validator=named)
    kind: FestivalKind = field(converter=FestivalKind)
    rule: FestivalRule = field(validator=instance_of(get_args(FestivalRule)))
    editions: tuple[Edition, ...] = field(converter=_by_year, validator=_one_a_year, default=())
    _announced: dict[int, Edition] = field(init=False, repr=False, eq=False, default=Factory(_indexed, takes_self=True))

    @property
    def window_names(self) -> tuple[str, ...]:
        """The names of the windows of all its editions, sorted."""
        names = {window.name for edition in self.editions for window in edition.windows}
        return tuple(sorted(names.union(self.rule.window_names)))

    def edition(self, year: int) -> Edition:
        """
        Give the edition of a year: the announced one, or else the computed one.

        Raises:
            EditionUnknown: None was announced, and the rule does not cover the year.
        """
        announced = self._announced.get(year)
        if announced is not None:
            return announced
        if not self.rule.covers(year):
            raise EditionUnknown(self.id, year, str(self.rule))
        return self.rule.edition(year)

    def editions_near(self, span: Span) -> Iterator[Edition]:
        """
        Give every known edition that may have a window within a span of instants, and some others.

        Args:
            span: The first instant and the first after, in microseconds since 1970.
        """
        yield from self.editions
        first = max(FIRST_YEAR, 1970 + span[0] // _YEAR - _NEAR)
        last = min(LAST_YEAR, 1970 + span[1] // _YEAR + _NEAR)
        for year in range(first, last + 1):
            if year not in self._announced and self.rule.covers(year):
                yield self.rule.edition(year)

    def announcing(self, edition: Edition) -> "Festival":
        """
        Give the festival with an edition announced, in place of any other of its year.

        Raises:
            EditionComputed: The edition is not an announced one.
        """
        others = (other for other in self.editions if other.year != edition.year)
        return evolve(self, editions=(*others, edition))
