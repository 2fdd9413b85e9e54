"""
Festivals: what is held again and again, by a rule or as announced.

An announced edition beats a computed one of the same year.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final, final, get_args

from attrs import Factory, evolve, field, fields, frozen

from rural_taobao.errors import RuralTaobaoError, shown
from rural_taobao.festivals.editions import Edition, EditionKind, is_year
from rural_taobao.festivals.rules import FestivalRule
from rural_taobao.festivals.windows import Span, joined, named
from rural_taobao.identifiers import FestivalId
from rural_taobao.instants import DAY
from rural_taobao.kinds import Word, of_kind, tuple_of

__all__ = ["REACH", "EditionComputed", "EditionTwice", "EditionUnknown", "Festival", "FestivalKind", "Standing"]

_YEAR: Final = DAY * 146_097 // 400
"""Microseconds in a mean Gregorian year: 400 of them have 146,097 days."""
REACH: Final = 2
"""
How many years away from that of a computed edition its windows may start and end.

In the years furthest away that is in July or August, so that it does not matter on which day a year begins.
"""
_EDITION: Final = "Edition(2016, [...], 'announced', Source(...))"


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
class FestivalKind(Word):
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


@final
class Standing(Word):
    """
    How an edition stands to the rule of its festival, and to what was announced.

    Example:
        >>> Standing("moved")
        <Standing.MOVED: 'moved'>
    """

    COMPUTED = "computed"
    """Nothing was announced: it is held as the rule says."""
    KEPT = "kept"
    """It was announced, and is held, as far as anybody knows, at every instant that the rule gives."""
    MOVED = "moved"
    """It was announced, and is not held at some instant that the rule gives."""
    ANNOUNCED = "announced"
    """It was announced, of a year that no rule covers."""
    UNDATED = "undated"
    """It was announced, and nobody knows when it is held."""
    CANCELLED = "cancelled"
    """It was announced that it is not held."""


def _year(instant: int) -> int:
    """Give the year that an instant falls in, were all years of one length."""
    return 1970 + instant // _YEAR


def _by_year(editions: Iterable[Edition]) -> tuple[Edition, ...]:
    listed = tuple_of(Edition, editions, "editions", _EDITION)
    return tuple(sorted(listed, key=lambda edition: edition.year))


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
        WordUnknown: The kind is none of `FestivalKind`.
        WrongKind: The rule, or one of the editions, is not one.
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
    rule: FestivalRule = field(validator=of_kind(get_args(FestivalRule), "Yearly(...) or Announced()"))
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
            WrongNumber: The year is not an int.
            EditionUnknown: None was announced, and the rule does not cover the year.
        """
        is_year(year)
        announced = self._announced.get(year)
        if announced is not None:
            return announced
        if not self.rule.covers(year):
            raise EditionUnknown(self.id, year, str(self.rule))
        return self.rule.edition(year)

    def standing(self, year: int) -> Standing:
        """
        Tell how the edition of a year stands to the rule: whether it was announced, and where it was, whether it moved.

        A window without an end is taken to hold for as long as one can; what windows are called does not matter.

        Raises:
            WrongNumber, EditionUnknown: As for `edition`.

        Example:
            >>> from rural_taobao.festivals.record import programme_calendar
            >>> double_11 = programme_calendar().festival("double-11")
            >>> double_11.standing(2016), double_11.standing(2020)
            (<Standing.COMPUTED: 'computed'>, <Standing.KEPT: 'kept'>)
        """
        edition = self.edition(year)
        if edition.kind is EditionKind.COMPUTED:
            return Standing.COMPUTED
        if edition.cancelled or not edition.windows:
            return Standing.CANCELLED if edition.cancelled else Standing.UNDATED
        if not self.rule.covers(year):
            return Standing.ANNOUNCED
        held = joined(window.reach for window in edition.windows)
        ruled = [window.span for window in self.rule.edition(year).windows]
        return Standing.KEPT if joined([*held, *ruled]) == held else Standing.MOVED

    @property
    def called(self) -> frozenset[str]:
        """All that it is called, itself or in single editions, in both languages, with capitals folded."""
        names = {self.name_en, self.name_zh}
        names.update(name for each in self.editions for name in (each.name_en, each.name_zh) if name is not None)
        return frozenset(map(str.casefold, names))

    def names(self, year: int) -> tuple[str, str]:
        """
        Give what the edition of a year is called, in English and in Chinese: as itself, or else as the festival.

        Raises:
            WrongNumber, EditionUnknown: As for `edition`.
        """
        edition = self.edition(year)
        return edition.name_en or self.name_en, edition.name_zh or self.name_zh

    def editions_near(self, span: Span) -> Iterator[Edition]:
        """
        Give every known edition that may have a window within a span of instants, and some others.

        Args:
            span: The first instant and the first after, in microseconds since 1970.
        """
        first, last = self.rule.years
        yield from self.editions
        yield from self._computed(max(first, _year(span[0]) - REACH), min(last, _year(span[1]) + REACH))

    def editions_from(self, instant: int) -> Iterator[Edition]:
        """
        Give every known edition that may have a window that starts at an instant or after it, and some others.

        Args:
            instant: In microseconds since 1970.

        Returns:
            First those that were announced, and then those that are computed, year by year.
        """
        first, last = self.rule.years
        yield from self.editions
        yield from self._computed(max(first, _year(instant) - REACH), last)

    def _computed(self, first: int, last: int) -> Iterator[Edition]:
        """Give the editions of some years, all of which the rule covers, that nothing was announced of."""
        return (self.rule.edition(year) for year in range(first, last + 1) if year not in self._announced)

    def announcing(self, edition: Edition) -> "Festival":
        """
        Give the festival with an edition announced, in place of any other of its year.

        Raises:
            WrongKind: It is not an edition.
            EditionComputed: The edition is not an announced one.
        """
        of_kind(Edition, _EDITION)(self, fields(Festival).editions, edition)
        others = (other for other in self.editions if other.year != edition.year)
        return evolve(self, editions=(*others, edition))
