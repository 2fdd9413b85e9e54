"""
Spans: over how many full calendar months a threshold looks, and how their figures come together.

The last of the months is the one that is asked about, and the others are those right before it.
"""

from collections.abc import Sequence
from typing import Final, TypeAlias, assert_never, final

from attrs import field, frozen

from rural_taobao.errors import RuralTaobaoError
from rural_taobao.kinds import WrongNumber, positive

__all__ = ["EveryMonth", "InSum", "MonthsTooFew", "SomeMonths", "Span", "is_reached"]

_MOST: Final = 120


def _countable(_span: object, _attribute: object, months: int) -> None:
    """Refuse what is no number of months that anybody looks back over."""
    if type(months) is not int or not 1 <= months <= _MOST:
        name, demand = "months", f"a whole number from 1 to {_MOST}"
        raise WrongNumber(name, months, demand)


@final
class MonthsTooFew(RuralTaobaoError, ValueError):
    """
    A figure is to be reached in more months than are looked at.

    Attributes:
        least: In how many.
        months: How many are looked at.
    """

    def __init__(self, least: int, months: int) -> None:
        self.least = least
        self.months = months
        super().__init__(least, months)

    def __str__(self) -> str:
        return (
            f"a figure must be asked for in at most as many months as are looked at, but {self.least} of {self.months} "
            "were stated; look at more months, or ask for fewer"
        )


@final
@frozen(kw_only=True)
class EveryMonth:
    """
    What is asked for must be reached in each of the months.

    Attributes:
        months: How many, from 1 to 120.

    Raises:
        WrongNumber: The months are no such number.
    """

    months: int = field(validator=_countable)


@final
@frozen(kw_only=True)
class InSum:
    """
    What is asked for must be reached in all months together.

    Attributes:
        months: How many, from 1 to 120.

    Raises:
        WrongNumber: The months are no such number.
    """

    months: int = field(validator=_countable)


def _within(span: "SomeMonths", attribute: object, at_least: int) -> None:
    positive(span, attribute, at_least)
    if at_least > span.months:
        raise MonthsTooFew(at_least, span.months)


@final
@frozen(kw_only=True)
class SomeMonths:
    """
    What is asked for must be reached in some of the months, whichever they are.

    Attributes:
        months: How many are looked at, from 1 to 120.
        at_least: In how many of them, 1 or more.

    Raises:
        WrongNumber: A number is none of those.
        MonthsTooFew: There are more of these than are looked at.
    """

    months: int = field(validator=_countable)
    at_least: int = field(validator=_within)


Span: TypeAlias = EveryMonth | InSum | SomeMonths
"""Everything over which a threshold may look; a closed union."""


def is_reached(span: Span, least: int, figures: Sequence[int]) -> bool:
    """
    Tell whether the figures of the months reach what is asked for.

    Args:
        span: How they come together.
        least: What is asked for.
        figures: One for each month.

    Example:
        >>> figures = [12, 8, 31]
        >>> is_reached(EveryMonth(months=3), 10, figures), is_reached(InSum(months=3), 50, figures)
        (False, True)
        >>> is_reached(SomeMonths(months=3, at_least=2), 10, figures)
        True
    """
    match span:
        case EveryMonth():
            return min(figures) >= least
        case InSum():
            return sum(figures) >= least
        case SomeMonths(at_least=some):
            return sum(figure >= least for figure in figures) >= some
        case _:
            assert_never(span)
