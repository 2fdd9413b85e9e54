"""
Claims: what a source says of how far a programme had come on a day, each kept beside all others.

A claim takes the place of no other one: where two do not go together, both stay, and the conflict is told.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import combinations
from typing import TypeAlias, final

from attrs import field, frozen
from attrs.validators import instance_of, optional

from rural_taobao.days import is_day, months_after
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.identifiers import ClaimId, several
from rural_taobao.kinds import of_kind
from rural_taobao.periods import Month
from rural_taobao.programme.figures import Figure, Measure, least, most
from rural_taobao.timeline import Source

__all__ = [
    "Claim",
    "Conflict",
    "NothingClaimed",
    "When",
    "conflicts",
    "first_day",
    "in_order",
    "is_when",
    "last_day",
]

When: TypeAlias = date | Month
"""A day, or the month of a day that is not known."""


def is_when(instance: object, attribute: object, value: When) -> None:
    """
    Validate, for attrs, that a value is a day or a month.

    Raises:
        NotADay: It is neither.
    """
    if not isinstance(value, Month):
        is_day(instance, attribute, value)


def first_day(when: When) -> date:
    """Give the day itself, or the first one of a month."""
    return when.first if isinstance(when, Month) else when


def last_day(when: When) -> date:
    """
    Give the day itself, or the last one of a month.

    Example:
        >>> last_day(Month(2016, 2))
        datetime.date(2016, 2, 29)
    """
    return months_after(when.first, 1) - timedelta(1) if isinstance(when, Month) else when


@final
class NothingClaimed(RuralTaobaoError, ValueError):
    """
    A claim states no figure.

    Attributes:
        claim: The claim.
    """

    def __init__(self, claim: ClaimId) -> None:
        self.claim = claim
        super().__init__(claim)

    def __str__(self) -> str:
        measures = ", ".join(Measure)
        return f"a claim must state a figure, but {self.claim} states none; state one of {measures}, or leave it out"


_is_figure = optional(of_kind(Figure.__args__, "Exactly(300), MoreThan(300) or the like"))


def _claim_ids(names: Iterable[str]) -> frozenset[ClaimId]:
    return frozenset(map(ClaimId, several(names)))


@final
@frozen(kw_only=True)
class Claim:
    """
    What one source says of how far a programme had come.

    Attributes:
        id: The claim.
        when: The day that it is about, or the month where the day is not known.
        counties: How many counties, if it says so.
        stations: How many stations, if it says so.
        villages: How many villages, if it says so.
        provinces: How many provinces, if it says so.
        source: Who says so, with its quality; a claim without one cannot be made.
        disputes: Claims that it is known not to go together with.

    Raises:
        NotADay: It is about no day and no month.
        NothingClaimed: It states no figure.

    Example:
        >>> from rural_taobao.programme.figures import MoreThan
        >>> press = Source("aglablog 2017-01-26", quality="press")
        >>> claim = Claim(id="2016-12-31", when=date(2016, 12, 31), stations=MoreThan(16000), source=press)
        >>> print(claim.figure(Measure.STATIONS))
        more than 16000
        >>> claim.figure(Measure.COUNTIES) is None
        True
    """

    id: ClaimId = field(converter=ClaimId)
    when: When = field(validator=is_when)
    counties: Figure | None = field(default=None, validator=_is_figure)
    stations: Figure | None = field(default=None, validator=_is_figure)
    villages: Figure | None = field(default=None, validator=_is_figure)
    provinces: Figure | None = field(default=None, validator=_is_figure)
    source: Source = field(validator=instance_of(Source))
    disputes: frozenset[ClaimId] = field(default=frozenset[ClaimId](), converter=_claim_ids)

    def __attrs_post_init__(self) -> None:
        if not self.measures:
            raise NothingClaimed(self.id)

    @property
    def measures(self) -> tuple[Measure, ...]:
        """What it states a figure of."""
        return tuple(measure for measure in Measure if self.figure(measure) is not None)

    def figure(self, measure: Measure) -> Figure | None:
        """Give its figure of a measure; None where it states none."""
        figure: Figure | None = getattr(self, Measure(measure).value)
        return figure


@final
@frozen
class Conflict:
    """
    Two claims that do not go together.

    Attributes:
        first: The one.
        second: The other, of the same day or a later one.
        measures: What they do not agree on.
        is_stated: Whether one of them states that it disputes the other; if not, their figures, of one day, exclude
            each other.
    """

    first: Claim
    second: Claim
    measures: tuple[Measure, ...]
    is_stated: bool


def in_order(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Sort claims by what they are about, a month behind its first day, and by id."""
    return tuple(sorted(claims, key=lambda claim: (first_day(claim.when), last_day(claim.when), claim.id)))


def conflicts(claims: Iterable[Claim]) -> tuple[Conflict, ...]:
    """
    Find the claims that do not go together, sorted by what they are about.

    Of figures of different days nothing follows, since a network grows and shrinks; a claim may state all the same
    that it disputes another.
    """
    found: list[Conflict] = []
    for first, second in combinations(in_order(claims), 2):
        both = [measure for measure in first.measures if measure in second.measures]
        excluded = tuple(measure for measure in both if _exclude(first, second, measure))
        if first.id in second.disputes or second.id in first.disputes:
            found.append(Conflict(first, second, excluded or tuple(both), is_stated=True))
        elif excluded:
            found.append(Conflict(first, second, excluded, is_stated=False))
    return tuple(found)


def _exclude(first: Claim, second: Claim, measure: Measure) -> bool:
    """Tell whether two claims of one day leave no count that both allow."""
    one, other = first.figure(measure), second.figure(measure)
    if one is None or other is None or isinstance(first.when, Month) or first.when != second.when:
        return False
    return any(high is not None and high < low for low, high in ((least(one), most(other)), (least(other), most(one))))
