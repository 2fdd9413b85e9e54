"""
Edges: where the parts of a rate table start, meet and end, in money or in units, and what is earned outside them.

Tiers, printed bands, points, packages and steps have edges; so do the brackets of a tax and the bands of a clawback.
"""

from collections.abc import Callable
from typing import final

from attrs import Attribute

from rural_taobao.errors import RuralTaobaoError
from rural_taobao.exact import Rate
from rural_taobao.kinds import Word, WrongNumber
from rural_taobao.money import Money

__all__ = [
    "Boundary",
    "FirstFlat",
    "MixedTiers",
    "NotAscending",
    "NothingHeld",
    "Overflow",
    "TierBackwards",
    "TierBelowZero",
    "TierOpenInTheMiddle",
    "Underflow",
    "holds_something",
    "measure_of",
    "size_of",
    "whole_edge",
]


@final
class TierBackwards(RuralTaobaoError, ValueError):
    """
    A tier ends where it starts, or before.

    Attributes:
        start: Where it starts.
        end: Where it was to end.
    """

    def __init__(self, start: Money | int | Rate, end: Money | int | Rate) -> None:
        self.start = start
        self.end = end
        super().__init__(start, end)

    def __str__(self) -> str:
        return (
            f"a tier, band or step must end above its start, but one starts at {self.start} and ends at {self.end}; "
            "swap them"
        )


@final
class TierBelowZero(RuralTaobaoError, ValueError):
    """
    A tier starts below zero, where no measure lies.

    Attributes:
        start: Where it was to start.
    """

    def __init__(self, start: Money | int) -> None:
        self.start = start
        super().__init__(start)

    def __str__(self) -> str:
        return f"a tier must start at 0 or more, but {self.start} was given; start the first tier at 0"


@final
class MixedTiers(RuralTaobaoError, ValueError):
    """
    The parts of a table measure unlike things: money beside units, or two currencies.

    Attributes:
        first: The one part.
        second: A part that does not go with it.
    """

    def __init__(self, first: object, second: object) -> None:
        self.first = first
        self.second = second
        super().__init__(first, second)

    def __str__(self) -> str:
        return (
            "tiers must be all of money with percentages or all of units with prices, in one currency, "
            f"but {self.first} stands beside {self.second}; make them alike"
        )


@final
class NotAscending(RuralTaobaoError, ValueError):
    """
    Two bands, two points or two brackets overlap or are out of order.

    Attributes:
        what: Which of them: `bands`, `points`, `brackets` or `rates of brackets`.
        first: The end of the one band, or the one point or rate.
        second: The start of the next, or the next point or rate.
    """

    def __init__(self, what: str, first: Money | Rate | int, second: Money | Rate | int) -> None:
        self.what = what
        self.first = first
        self.second = second
        super().__init__(what, first, second)

    def __str__(self) -> str:
        return f"{self.what} must rise, but {self.second} follows {self.first}; sort them and let none overlap"


@final
class NothingHeld(RuralTaobaoError, ValueError):
    """
    What must hold something, a package or a step, holds nothing.

    Attributes:
        what: What it is.
        size: Its size.
    """

    def __init__(self, what: str, size: Money | int) -> None:
        self.what = what
        self.size = size
        super().__init__(what, size)

    def __str__(self) -> str:
        advice = "state what is to be attained" if self.what == "quota" else "state how much it holds"
        return f"a {self.what} must be larger than 0, but {self.size} was given; {advice}"


@final
class TierOpenInTheMiddle(RuralTaobaoError, ValueError):
    """
    A tier without an end is not the last one.

    Attributes:
        start: Where the open tier starts.
    """

    def __init__(self, start: Money | int | Rate) -> None:
        self.start = start
        super().__init__(start)

    def __str__(self) -> str:
        return f"a tier, band or step must end where another follows, but one from {self.start} has no end; end it"


@final
class Boundary(Word):
    """
    Which of two tiers owns the amount at which they meet.

    Where a table starts and where it ends no two tiers meet: those amounts are inside it, whichever is said.
    """

    UPPER_INCLUSIVE = "upper_inclusive"
    """The lower tier: its end belongs to it."""
    LOWER_INCLUSIVE = "lower_inclusive"
    """The higher tier: its start belongs to it."""


@final
class Overflow(Word):
    """What is earned past the end of a last tier that has one."""

    ERROR = "error"
    """Nothing is computed: such an amount is an error."""
    LAST_TIER = "last_tier"
    """The last tier's rate goes on."""
    NOTHING = "nothing"
    """Nothing: by `graduated` for the part past the end, by `whole_amount` for all of it."""


@final
class Underflow(Word):
    """What is earned below a first tier that starts above zero."""

    ERROR = "error"
    """Nothing is computed: such an amount is an error."""
    NOTHING = "nothing"
    """Nothing: by `graduated` for the part below the start, by `whole_amount` for all of it."""


@final
class FirstFlat(Word):
    """From where on a first tier that starts at zero pays its flat amount."""

    AT_ZERO = "at_zero"
    """At zero already: it is paid for being there at all."""
    ABOVE_ZERO = "above_zero"
    """Above zero: where nothing is measured, nothing is paid."""


def size_of(edge: Money | int) -> int:
    """Give an edge in minor units, or in units."""
    return edge.minor if isinstance(edge, Money) else edge


def whole_edge(_tier: object, attribute: "Attribute[Money | int]", edge: Money | int) -> None:
    """Refuse an edge that is neither money nor a number of units, so that no float is one."""
    if type(edge) is not int and not isinstance(edge, Money):
        raise WrongNumber(attribute.name, edge, "Money, or a whole number of units")


def measure_of(edge: object) -> object:
    """Give what an edge measures: a currency, or units."""
    return edge.currency if isinstance(edge, Money) else "units"


def holds_something(what: str) -> Callable[[object, "Attribute[Money | int]", Money | int], None]:
    """Make a validator, for attrs, that refuses a size that is neither money nor a number of units, or not above 0."""

    def check(value: object, attribute: "Attribute[Money | int]", size: Money | int) -> None:
        whole_edge(value, attribute, size)
        if size_of(size) <= 0:
            raise NothingHeld(what, size)

    return check
