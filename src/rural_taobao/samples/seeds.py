"""
Draws: the one source of chance of all samples.

Of the module `random` it uses `Random(seed).random()` and nothing else.
The language promises that this method gives the same numbers for the same seed in every version of Python; of the
others, `choice` and `shuffle` among them, it does not.
"""

from bisect import bisect_right
from collections.abc import Sequence
from random import Random
from typing import TypeVar, final

from rural_taobao.kinds import WrongNumber

__all__ = ["Draws", "at_least"]

T = TypeVar("T")


def at_least(least: int, name: str, given: int) -> int:
    """
    Give a number that was asked for back, if it is a whole one and large enough.

    Raises:
        WrongNumber: It is not an int, or below the least.

    Example:
        >>> at_least(1, "stations", 0)
        Traceback (most recent call last):
            ...
        rural_taobao.kinds.WrongNumber: stations must be a whole number of 1 or more, but 0 was given; ...
    """
    if type(given) is not int or given < least:
        raise WrongNumber(name, given, f"a whole number of {least} or more")
    return given


@final
class Draws:
    """
    Draws that come out the same for the same seed, everywhere.

    A number of possibilities is never more than 2**53, below which a draw is exact.

    Args:
        seed: A whole number, 0 or more; -1 would draw what 1 draws.

    Raises:
        WrongNumber: The seed is not an int, or below 0.

    Example:
        >>> draws = Draws(11)
        >>> [draws.below(6) for _ in range(8)]
        [2, 3, 5, 2, 3, 3, 1, 3]
    """

    __slots__ = ("_random",)

    def __init__(self, seed: int) -> None:
        self._random = Random(at_least(0, "seed", seed)).random

    def below(self, count: int) -> int:
        """Draw one of so many whole numbers from 0 on."""
        return int(self._random() * count)

    def between(self, least: int, most: int) -> int:
        """Draw a whole number from a least to a most one, both of them possible."""
        return least + int(self._random() * (most - least + 1))

    def chance(self, part: int, whole: int) -> bool:
        """Tell whether something happens that happens so many times out of a whole."""
        return int(self._random() * whole) < part

    def pick(self, values: Sequence[T]) -> T:
        """Draw one of some values."""
        return values[int(self._random() * len(values))]

    def place(self, reached: Sequence[int]) -> int:
        """
        Draw a place by its weight.

        Args:
            reached: What the weights up to each place, and with it, add up to.
        """
        return bisect_right(reached, int(self._random() * reached[-1]))

    def some(self, values: Sequence[T], count: int) -> list[T]:
        """
        Draw so many of some values, each at most once, in the order in which they are drawn.

        Example:
            >>> Draws(11).some("abcdef", 6)
            ['c', 'd', 'f', 'e', 'a', 'b']
        """
        left = list(values)
        for place in range(count):
            other = place + self.below(len(left) - place)
            left[place], left[other] = left[other], left[place]
        return left[:count]
