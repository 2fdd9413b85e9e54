"""Portions: how much of an amount a share is, as a percentage, in whole parts, or as what the others leave."""

from collections.abc import Sequence
from typing import Final, final

from attrs import frozen

from rural_taobao.errors import RuralTaobaoError
from rural_taobao.exact import MILLIONTHS, Rate, WrongKind, WrongNumber
from rural_taobao.money import NothingToAllocateTo

__all__ = ["Remaining", "RemainingTwice", "SharesMixed", "SharesNotWhole", "is_portion", "weights_of"]

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
