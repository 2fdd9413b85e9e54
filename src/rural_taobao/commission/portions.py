"""
Portions: how much of an amount each takes.

A share is a percentage, a number of whole parts, or what the others leave; a step goes up to a maximum; and there is a
rest where a mode keeps one apart.
"""

from collections.abc import Sequence
from typing import Final, final

from attrs import frozen

from rural_taobao.errors import RuralTaobaoError
from rural_taobao.exact import MILLIONTHS, Rate
from rural_taobao.kinds import WrongKind, WrongNumber
from rural_taobao.money import Allocation, Money, NothingToAllocateTo, is_money

__all__ = [
    "Remaining",
    "RemainingTwice",
    "RestUnfit",
    "SharesMixed",
    "SharesNotWhole",
    "StepBelowZero",
    "check_rest",
    "is_maximum",
    "is_portion",
    "weights_of",
]

_LONGEST: Final = 100
_TOO_LONG: Final = 10**_LONGEST


@final
class SharesNotWhole(RuralTaobaoError, ValueError):
    """
    The shares of a split are not the whole.

    Attributes:
        total: What they add up to.
    """

    def __init__(self, total: Rate) -> None:
        self.total = total
        super().__init__(total)

    def __str__(self) -> str:
        side = "above" if self.total.millionths > MILLIONTHS else "below"
        return (
            f"the shares of a split must add up to 100 %, but they add up to {self.total}, {side} it; "
            "change a share, or add the party that takes the rest"
        )


@final
class SharesMixed(RuralTaobaoError, ValueError):
    """A split states some shares as percentages, or as what remains, and others as parts."""

    def __str__(self) -> str:
        return (
            "the shares of a split must be all percentages, of which one may be what remains, or all whole parts, "
            "but both were given; state all of them as parts, such as 1, 2 and 3"
        )


@final
class RemainingTwice(RuralTaobaoError, ValueError):
    """Two shares of a split are each what the others leave."""

    def __str__(self) -> str:
        return (
            "what remains must be the share of one receiver alone, but two of a split have it; "
            "state a percentage for one of them, or divide what remains by a split of its own"
        )


@final
class RestUnfit(RuralTaobaoError, ValueError):
    """
    A split whose mode keeps the rest apart does not say who takes it, or another says so.

    Attributes:
        mode: The mode.
    """

    def __init__(self, mode: Allocation) -> None:
        self.mode = mode
        super().__init__(mode)

    def __str__(self) -> str:
        if self.mode.keeps_rest_apart:
            return (
                f"a split must say who takes the rest that mode '{self.mode}' keeps apart, but nobody was given; "
                "state a party as 'rest', or 'kept' where nobody is paid"
            )
        return (
            f"a split must say who takes a rest only where its mode keeps one apart, but '{self.mode}' leaves none; "
            "leave 'rest' out, or state 'floor_separate' or 'block_separate'"
        )


@final
class StepBelowZero(RuralTaobaoError, ValueError):
    """
    A step of a waterfall has a maximum below zero.

    Attributes:
        most: The maximum.
    """

    def __init__(self, most: Money) -> None:
        self.most = most
        super().__init__(most)

    def __str__(self) -> str:
        return (
            f"a step of a waterfall must have a maximum of 0 or more, but {self.most} was given; "
            "state 0 where it takes nothing, or leave it out"
        )


@final
@frozen
class Remaining:
    """What the other shares of a split leave of 100 %."""


def is_portion(_value: object, _attribute: object, size: Rate | int | Remaining) -> None:
    """
    Validate, for attrs, that a value says how much a share is.

    Raises:
        WrongNumber: Parts are below 0, or have more than 100 digits.
        WrongKind: It is neither a rate, nor what remains, nor a whole number.
    """
    if type(size) is int and not 0 <= size < _TOO_LONG:
        name, demand = "a share in parts", f"a whole number of 0 or more, of at most {_LONGEST} digits"
        raise WrongNumber(name, size, demand)
    if type(size) is not int and not isinstance(size, Rate | Remaining):
        name, made = "rate", "Rate.parse('2.5 %'), Remaining() or a whole number of parts"
        raise WrongKind(name, size, made)


def is_maximum(instance: object, attribute: object, most: Money) -> None:
    """
    Validate, for attrs, that a value is the most that a step takes.

    Raises:
        WrongKind: It is no money.
        StepBelowZero: It is below zero, which is refused and not taken for 0.
    """
    is_money(instance, attribute, most)
    if most.minor < 0:
        raise StepBelowZero(most)


def check_rest(mode: Allocation, rest: object) -> None:
    """
    Make sure that who takes a rest is stated where a mode keeps one apart, and only there.

    Args:
        mode: The mode.
        rest: Who takes the rest, or None.

    Raises:
        RestUnfit: It is not so.
    """
    if mode.keeps_rest_apart is (rest is None):
        raise RestUnfit(mode)


def weights_of(sizes: Sequence[Rate | int | Remaining]) -> tuple[int, ...]:
    """
    Give what shares divide by: parts as they stand, or millionths, of which what remains takes what is left.

    Raises:
        SharesNotWhole: Percentages do not add up to 100 %, or to more than that beside what remains.
        SharesMixed: Some are percentages, others parts.
        RemainingTwice: Two are what the others leave.
        NothingToAllocateTo: All parts are 0.

    Example:
        >>> weights_of([Rate.parse("0.19 %"), Remaining()])
        (1900, 998100)
    """
    parts = tuple(size for size in sizes if isinstance(size, int))
    if parts:
        if len(parts) < len(sizes):
            raise SharesMixed
        if not any(parts):
            raise NothingToAllocateTo(parts)
        return parts
    total = sum(size.millionths for size in sizes if isinstance(size, Rate))
    remaining = sum(isinstance(size, Remaining) for size in sizes)
    if remaining > 1:
        raise RemainingTwice
    if total > MILLIONTHS or (total < MILLIONTHS and not remaining):
        raise SharesNotWhole(Rate(total))
    return tuple(size.millionths if isinstance(size, Rate) else MILLIONTHS - total for size in sizes)
