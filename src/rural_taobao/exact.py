"""
Exact numbers: decimals read without loss, rounding by a named mode, rates, amounts between coins.

Nothing here is a float, and a float given is refused.
Rounding is symmetric about zero in every mode: `f(-x) == -f(x)`.
What a field takes is said by `kinds`, and handed on here.
"""

import re
from decimal import Decimal
from typing import Final, Self, assert_never, final

from attrs import field, frozen

from rural_taobao.errors import RuralTaobaoError, shown
from rural_taobao.kinds import Word, WrongKind, WrongNumber, name_of, non_negative, of_kind, positive, whole

__all__ = [
    "MILLIONTHS",
    "Exact",
    "NotANumber",
    "NumberTooFine",
    "Rate",
    "RateAboveWhole",
    "Rounding",
    "WrongKind",
    "WrongNumber",
    "decimal_text",
    "is_rate",
    "is_share",
    "non_negative",
    "of_kind",
    "positive",
    "rounded",
    "scaled",
    "whole",
]

MILLIONTHS: Final = 1_000_000
"""Rates and unit prices count in millionths: the finest that they hold."""

_DECIMAL = re.compile(r"([+-]?)([0-9]{1,40})(?:\.([0-9]{1,40}))?")
_LONGEST: Final = 40
_TOO_LONG: Final = 10**_LONGEST


@final
class NotANumber(RuralTaobaoError, ValueError):
    """
    A value cannot be read as an exact number.

    Attributes:
        given: The value.
    """

    def __init__(self, given: object) -> None:
        self.given = given
        super().__init__(given)

    def __str__(self) -> str:
        if isinstance(self.given, float):
            return (
                f"a number must be exact, but the float {shown(self.given)} was given; "
                "pass a string such as '0.025', or a Decimal"
            )
        return (
            "a number must be written in at most 40 ASCII digits before a point and after it, "
            f"such as '-12.50', but {shown(self.given)} was given; "
            "pass it as a string or a Decimal, written out in full"
        )


@final
class NumberTooFine(RuralTaobaoError, ValueError):
    """
    A number has more decimal places than can be held, and it is never rounded in silence.

    Attributes:
        given: The number.
        places: The decimal places that can be held.
    """

    def __init__(self, given: object, places: int) -> None:
        self.given = given
        self.places = places
        super().__init__(given, places)

    def __str__(self) -> str:
        return (
            f"a number here must have at most {self.places} decimal places, "
            f"but {self.given!s:.60} was given; round it yourself, so that the choice is seen"
        )


@final
class RateAboveWhole(RuralTaobaoError, ValueError):
    """
    A share of an amount is more than all of it.

    Attributes:
        name: What the share is for.
        given: The share.
    """

    def __init__(self, name: str, given: "Rate") -> None:
        self.name = name
        self.given = given
        super().__init__(name, given)

    def __str__(self) -> str:
        return f"{self.name} must be 100 % or less, but {self.given} was given; state a share of the whole"


def scaled(number: str | Decimal | int, places: int) -> int:
    """
    Read a decimal number as a whole number of units of `10 ** -places`, without loss.

    Args:
        number: A plain decimal in ASCII digits, a finite Decimal or an int; never a float.
        places: How many decimal places one unit stands for, 0 or more.

    Raises:
        NotANumber: It is a float, not finite, longer than 40 digits before or after the point, or
            has other characters than ASCII digits, one sign and one point.
        NumberTooFine: It has digits other than 0 beyond `places`.

    Example:
        >>> scaled("12.5", 2)
        1250
        >>> scaled("１２", 2)
        Traceback (most recent call last):
            ...
        rural_taobao.exact.NotANumber: a number must be written in at most 40 ASCII digits ...
    """
    if type(number) is int and abs(number) < _TOO_LONG:
        units: int = number * 10**places
        return units
    text = number
    if isinstance(number, Decimal) and number.is_finite() and abs(number.adjusted()) <= _LONGEST:
        text = f"{number:f}"
    match = _DECIMAL.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise NotANumber(number)
    sign, before, after = match[1], match[2], match[3] or ""
    if after[places:].strip("0"):
        raise NumberTooFine(number, places)
    size = int(before + after[:places].ljust(places, "0"))
    return -size if sign == "-" else size


def decimal_text(units: int, places: int, *, trim: bool = False) -> str:
    """
    Write whole units of `10 ** -places` as a decimal number; `scaled` reads up to 40 digits back.

    Args:
        units: The number of units, of any sign.
        places: How many decimal places one unit stands for.
        trim: Leave out zeros at the end of the fraction.

    Example:
        >>> decimal_text(-1250, 2)
        '-12.50'
        >>> decimal_text(25_000, 4, trim=True)
        '2.5'
    """
    sign = "-" if units < 0 else ""
    before, after = divmod(abs(units), 10**places)
    fraction = str(after).rjust(places, "0") if places else ""
    if trim:
        fraction = fraction.rstrip("0")
    return f"{sign}{before}.{fraction}" if fraction else f"{sign}{before}"


@final
class Rounding(Word):
    """
    How an exact amount becomes a whole number of minor units; every mode is symmetric about zero.

    Example:
        >>> [rounded(-5, 2, mode) for mode in Rounding]
        [-3, -2, -2, -3]
    """

    HALF_UP = "half_up"
    """To the nearest, a half away from zero."""
    HALF_EVEN = "half_even"
    """To the nearest, a half to the even neighbour."""
    DOWN = "down"
    """Towards zero."""
    UP = "up"
    """Away from zero."""


def rounded(numerator: int, denominator: int, mode: Rounding) -> int:
    """
    Round a fraction to a whole number.

    Args:
        numerator: Of any sign.
        denominator: 1 or more.
        mode: Which way; a choice that moves money, so it has no default.

    Raises:
        WrongNumber: A part is not a whole number, or the denominator is below 1.

    Example:
        >>> rounded(25, 10, Rounding.HALF_UP), rounded(25, 10, Rounding.HALF_EVEN)
        (3, 2)
    """
    if type(numerator) is not int or type(denominator) is not int or denominator < 1:
        # Looked at here first: the two calls would cost as much as the rounding itself.
        whole(None, None, numerator)
        positive(None, None, denominator)
    size, rest = divmod(abs(numerator), denominator)
    match mode:
        case Rounding.HALF_UP:
            up = 2 * rest >= denominator
        case Rounding.HALF_EVEN:
            up = 2 * rest + size % 2 > denominator
        case Rounding.DOWN:
            up = False
        case Rounding.UP:
            up = rest > 0
        case _:
            assert_never(mode)
    size += up
    return -size if numerator < 0 else size


@final
@frozen(order=True)
class Rate:
    """
    A share of an amount.

    Attributes:
        millionths: Parts per million, 0 or more; 25_000 is 2.5 %.

    Raises:
        WrongNumber: The parts are not a whole number, or below 0.

    Example:
        >>> Rate.parse("2.5 %")
        Rate(millionths=25000)
        >>> print(Rate.parse("0.025"))
        2.5 %
    """

    millionths: int = field(validator=non_negative)

    @classmethod
    def parse(cls, number: str | Decimal) -> Self:
        """
        Read a rate: `"2.5 %"`, or a share of one, `"0.025"`, as a string or a Decimal.

        Raises:
            NotANumber: It is not an exact decimal number; a float is not.
            NumberTooFine: It is finer than a millionth, or 0.0001 %.
        """
        if isinstance(number, str) and number.endswith("%"):
            return cls(scaled(number[:-1].rstrip(" "), 4))
        if not isinstance(number, str | Decimal):
            raise NotANumber(number)
        return cls(scaled(number, 6))

    def __str__(self) -> str:
        return f"{decimal_text(self.millionths, 4, trim=True)} %"


@final
@frozen(eq=False)
class Exact:
    """
    An amount in minor units, not a whole number of them yet: a numerator over a denominator.

    Attributes:
        numerator: Of any sign.
        denominator: 1 or more; stays as given, so that sums over one denominator never grow.

    Raises:
        WrongNumber: A part is not a whole number, or the denominator is below 1.

    Example:
        >>> (Exact(5, 4) + Exact(1, 4)).rounded(Rounding.HALF_UP)
        2
        >>> Exact(2, 4) == Exact(1, 2)
        True
    """

    numerator: int = field(validator=whole)
    denominator: int = field(default=1, validator=positive)

    def __add__(self, other: "Exact") -> "Exact":
        if type(other) is not Exact:
            return NotImplemented
        if self.denominator == other.denominator:
            return Exact(self.numerator + other.numerator, self.denominator)
        return Exact(
            self.numerator * other.denominator + other.numerator * self.denominator,
            self.denominator * other.denominator,
        )

    def __neg__(self) -> "Exact":
        return Exact(-self.numerator, self.denominator)

    def __sub__(self, other: "Exact") -> "Exact":
        if type(other) is not Exact:
            return NotImplemented
        return self + -other

    def __mul__(self, factor: int) -> "Exact":
        whole(self, None, factor)
        return Exact(self.numerator * factor, self.denominator)

    def __eq__(self, other: object) -> bool:
        if type(other) is not Exact:
            return NotImplemented
        return self.numerator * other.denominator == other.numerator * self.denominator

    def __lt__(self, other: "Exact") -> bool:
        if type(other) is not Exact:
            return NotImplemented
        return self.numerator * other.denominator < other.numerator * self.denominator

    def __le__(self, other: "Exact") -> bool:
        if type(other) is not Exact:
            return NotImplemented
        return not other < self

    def __hash__(self) -> int:
        from fractions import Fraction  # noqa: PLC0415 - costs 4 ms, and only sets and keys need it

        return hash(Fraction(self.numerator, self.denominator))

    def rounded(self, mode: Rounding) -> int:
        """Round to whole minor units."""
        return rounded(self.numerator, self.denominator, mode)


is_rate: Final = of_kind(Rate, "Rate.parse('2.5 %')")
"""Validates, for attrs, that a value is a rate."""


def is_share(instance: object, attribute: object, value: Rate) -> None:
    """
    Validate, for attrs, that a value is a rate of 100 % or less.

    Raises:
        WrongKind: It is no rate.
        RateAboveWhole: It is more.
    """
    is_rate(instance, attribute, value)
    if value.millionths > MILLIONTHS:
        raise RateAboveWhole(name_of(attribute), value)
