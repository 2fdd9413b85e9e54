"""
Operands: the amounts that arithmetic begins with, which hold no other.

One is known beforehand, or is a measure at what each of it earns; times a rate it may lie between coins.
"""

from typing import final

from attrs import frozen

__all__ = [
    "Banded",
    "Counted",
    "Exactly",
    "Sloped",
    "Units",
]


@final
@frozen
class Units:
    """
    So many whole minor units, not worked out here: a fixed amount, or what was posted before.

    Attributes:
        minor: The units.
    """

    minor: int


@final
@frozen
class Exactly:
    """
    An exact amount, not worked out here: what events before came to, between coins.

    Attributes:
        numerator: The amount, times the denominator, in minor units.
        denominator: 1 or more.
    """

    numerator: int
    denominator: int


@final
@frozen
class Banded:
    """
    Parts of a measure, each times its rate.

    Attributes:
        bands: Pairs of a part (minor units, or units) and millionths of a minor unit that each of it earns.
    """

    bands: tuple[tuple[int, int], ...]


@final
@frozen
class Counted:
    """
    So many things, whole ones, each at a price: packages that were begun.

    Attributes:
        count: How many.
        price: Millionths of a minor unit that each earns.
    """

    count: int
    price: int


@final
@frozen
class Sloped:
    """
    A measure at a rate that lies, in proportion, between the rates of two points.

    Attributes:
        measure: The measure, in minor units or in units; from the low point to the high one.
        low: The measure of the low point.
        low_rate: What each of it earns there, in millionths of a minor unit.
        high: The measure of the high point, above the low one.
        high_rate: What each of it earns there.
    """

    measure: int
    low: int
    low_rate: int
    high: int
    high_rate: int
