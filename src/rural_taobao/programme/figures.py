"""
Figures as people tell them: what is measured, numbers told exactly or about, and shares of a whole.

A number that was told as *more than 16,000* stays one; nothing makes 16,001 of it but whoever asks for its bounds.
"""

from typing import Final, TypeAlias, assert_never, final

from attrs import field, frozen

from rural_taobao.errors import RuralTaobaoError
from rural_taobao.kinds import Word, non_negative, positive

__all__ = [
    "About",
    "AtLeast",
    "Exactly",
    "Figure",
    "Measure",
    "MoreThan",
    "Nearly",
    "Proportion",
    "ProportionAboveWhole",
    "least",
    "most",
]


@final
class Measure(Word):
    """What a programme counts."""

    COUNTIES = "counties"
    """Counties with a county service centre."""
    STATIONS = "stations"
    """Village service stations."""
    VILLAGES = "villages"
    """Villages that a station serves; one station may serve several."""
    PROVINCES = "provinces"

    def noun(self, number: int) -> str:
        """
        Give what is counted, as it is said of a number.

        Example:
            >>> [Measure.COUNTIES.noun(number) for number in (0, 1, 2)]
            ['counties', 'county', 'counties']
        """
        return _ONE[self] if number == 1 else self.value


_ONE: Final[dict[Measure, str]] = {
    Measure.COUNTIES: "county",
    Measure.STATIONS: "station",
    Measure.VILLAGES: "village",
    Measure.PROVINCES: "province",
}


@final
@frozen
class Exactly:
    """
    A number told as it is.

    Attributes:
        number: The number, 0 or more.
    """

    number: int = field(validator=non_negative)

    def __str__(self) -> str:
        return str(self.number)


@final
@frozen
class AtLeast:
    """
    A number told as the least that it is.

    Attributes:
        number: The number, 0 or more.
    """

    number: int = field(validator=non_negative)

    def __str__(self) -> str:
        return f"at least {self.number}"


@final
@frozen
class MoreThan:
    """
    A number told as one that is surpassed.

    Attributes:
        number: The number, 0 or more.
    """

    number: int = field(validator=non_negative)

    def __str__(self) -> str:
        return f"more than {self.number}"


@final
@frozen
class About:
    """
    A number told as one that is near, on either side.

    Attributes:
        number: The number, 0 or more.
    """

    number: int = field(validator=non_negative)

    def __str__(self) -> str:
        return f"about {self.number}"


@final
@frozen
class Nearly:
    """
    A number told as one that is not quite reached.

    Attributes:
        number: The number, 1 or more.
    """

    number: int = field(validator=positive)

    def __str__(self) -> str:
        return f"nearly {self.number}"


Figure: TypeAlias = Exactly | AtLeast | MoreThan | About | Nearly
"""A number as it was told; a closed union."""


def least(figure: Figure) -> int:
    """
    Give the least count that a figure leaves possible; what is told as near says nothing of it, so that it is 0.

    Example:
        >>> least(MoreThan(16000)), least(About(13000))
        (16001, 0)
    """
    match figure:
        case Exactly(number) | AtLeast(number):
            return number
        case MoreThan(number):
            return number + 1
        case About() | Nearly():
            return 0
        case _:
            assert_never(figure)


def most(figure: Figure) -> int | None:
    """
    Give the highest count that a figure leaves possible; None where it leaves any.

    Example:
        >>> most(Nearly(1000)), most(MoreThan(16000))
        (999, None)
    """
    match figure:
        case Exactly(number):
            return number
        case Nearly(number):
            return number - 1
        case AtLeast() | MoreThan() | About():
            return None
        case _:
            assert_never(figure)


@final
class ProportionAboveWhole(RuralTaobaoError, ValueError):
    """
    A share is more than all there is.

    Attributes:
        part: How many.
        whole: Of how many.
    """

    def __init__(self, part: int, whole: int) -> None:
        self.part = part
        self.whole = whole
        super().__init__(part, whole)

    def __str__(self) -> str:
        return f"a share must be 1 or less, but {self.part} of {self.whole} was given; count each of the whole once"


def _within(share: "Proportion", _attribute: object, whole: int) -> None:
    """Refuse a part of more than the whole."""
    if share.part > whole:
        raise ProportionAboveWhole(share.part, whole)


@final
@frozen
class Proportion:
    """
    So many of so many; always from 0 to 1, and never rounded.

    Attributes:
        part: How many, 0 or more.
        whole: Of how many, 1 or more, and no fewer than the part.

    Raises:
        WrongNumber: One of them is not such a number.
        ProportionAboveWhole: The part is more than the whole.

    Example:
        >>> print(Proportion(1, 6))
        1/6
        >>> Proportion(1000, 2851).is_at_least(Proportion(1, 3)), Proportion(950, 2851).is_at_least(Proportion(1, 3))
        (True, False)
    """

    part: int = field(validator=non_negative)
    whole: int = field(validator=[positive, _within])

    def is_at_least(self, other: "Proportion") -> bool:
        """Tell whether the share is no smaller than another one; exact."""
        return self.part * other.whole >= other.part * self.whole

    def __str__(self) -> str:
        return f"{self.part}/{self.whole}"
