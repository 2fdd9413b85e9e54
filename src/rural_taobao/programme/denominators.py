"""Denominators: how many counties, villages or provinces there were in a year, of which a programme covers a share."""

from collections.abc import Iterable
from datetime import date
from typing import final

from attrs import field, frozen
from attrs.validators import instance_of

from rural_taobao.days import is_day
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.kinds import positive
from rural_taobao.programme.figures import Measure, Proportion
from rural_taobao.timeline import Source

__all__ = ["Denominator", "DenominatorUnknown", "MoreThanThereAre", "denominator_of"]


@final
class DenominatorUnknown(RuralTaobaoError, LookupError):
    """
    It is not known how many there were in a year.

    Attributes:
        measure: What was asked for.
        year: The year.
        known: The years that it is known for.
    """

    def __init__(self, measure: Measure, year: int, known: tuple[int, ...]) -> None:
        self.measure = measure
        self.year = year
        self.known = known
        super().__init__(measure, year, known)

    def __str__(self) -> str:
        known = f"only for {', '.join(map(str, self.known))}" if self.known else "for no year"
        return (
            f"how many {self.measure} there are must be known for the year of a share, but for {self.year} it is not, "
            f"{known}; state a denominator of that year, with its source"
        )


@final
class MoreThanThereAre(RuralTaobaoError, ValueError):
    """
    More were counted than there were.

    Attributes:
        measure: What was counted.
        counted: How many.
        there_are: How many there were.
        year: The year.
    """

    def __init__(self, measure: Measure, counted: int, there_are: int, year: int) -> None:
        self.measure = measure
        self.counted = counted
        self.there_are = there_are
        self.year = year
        super().__init__(measure, counted, there_are, year)

    def __str__(self) -> str:
        return (
            f"no more {self.measure} must be covered than there are, but {self.counted} were counted of "
            f"{self.there_are} in {self.year}; count each once, or mend the denominator"
        )


@final
@frozen(kw_only=True)
class Denominator:
    """
    How many there were in a year.

    Attributes:
        measure: What was counted.
        year: The year whose shares are of this number.
        number: How many, 1 or more.
        as_of: The day for which they were counted.
        source: Who says so.

    Raises:
        NotADay: They were counted for no day.
        WrongNumber: The year or the number is below 1.

    Example:
        >>> from rural_taobao.timeline import Source
        >>> counties = Denominator(
        ...     measure="counties", year=2016, number=12, as_of=date(2016, 12, 31), source=Source("the yearbook")
        ... )
        >>> print(counties.share(3))
        3/12
    """

    measure: Measure = field(converter=Measure)
    year: int = field(validator=positive)
    number: int = field(validator=positive)
    as_of: date = field(validator=is_day)
    source: Source = field(validator=instance_of(Source))

    def share(self, counted: int) -> Proportion:
        """
        Give the share of all there were that so many are.

        Raises:
            MoreThanThereAre: They are more than there were.
        """
        if counted > self.number:
            raise MoreThanThereAre(self.measure, counted, self.number, self.year)
        return Proportion(counted, self.number)


def denominator_of(measure: Measure, year: int, denominators: Iterable[Denominator]) -> Denominator:
    """
    Give the denominator of a measure in a year.

    Raises:
        DenominatorUnknown: There is none; another year is not taken in its place.
    """
    known = {each.year: each for each in denominators if each.measure == measure}
    if year not in known:
        raise DenominatorUnknown(Measure(measure), year, tuple(sorted(known)))
    return known[year]
