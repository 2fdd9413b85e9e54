"""
Money in whole minor units of one currency, unit prices, and the division of money into parts.

The parts make the whole.
Adding two currencies is an error; so is any float.
"""

from collections.abc import Sequence
from decimal import Decimal
from math import gcd
from typing import Final, Self, assert_never, final

from attrs import field, frozen
from attrs.validators import instance_of

from rural_taobao.currencies import CNY, Currency
from rural_taobao.errors import RuralTaobaoError, shown
from rural_taobao.exact import NotANumber, decimal_text, scaled
from rural_taobao.kinds import Word, non_negative, of_kind, whole

__all__ = [
    "Allocation",
    "CurrencyMismatch",
    "Money",
    "MoneyBelowZero",
    "NothingToAllocateTo",
    "UnitPrice",
    "allocated",
    "is_money",
    "is_price",
    "not_negative",
    "poured",
]

_PRICE_PLACES: Final = 6


@final
class CurrencyMismatch(RuralTaobaoError, ValueError):
    """
    Two amounts that were to be put together are in different currencies.

    Attributes:
        first: The one currency.
        second: The other.
    """

    def __init__(self, first: Currency, second: Currency) -> None:
        self.first = first
        self.second = second
        super().__init__(first, second)

    def __str__(self) -> str:
        return (
            f"amounts must be in one currency, but {self.first.code} and {self.second.code} "
            "were given; convert one of them first, at a rate of your own"
        )


@final
class NothingToAllocateTo(RuralTaobaoError, ValueError):
    """
    An amount was to be divided by weights that are empty, negative or all zero.

    Attributes:
        weights: The weights that were given.
    """

    def __init__(self, weights: tuple[int, ...]) -> None:
        self.weights = weights
        super().__init__(weights)

    def __str__(self) -> str:
        return (
            "weights must be whole numbers of 0 or more, at least one of them above 0, "
            f"but {shown(self.weights)} were given; leave out who gets nothing"
        )


@final
class MoneyBelowZero(RuralTaobaoError, ValueError):
    """
    An amount that is taken, kept or asked for is negative.

    Attributes:
        name: What the amount is.
        amount: The amount.
    """

    def __init__(self, name: str, amount: "Money") -> None:
        self.name = name
        self.amount = amount
        super().__init__(name, amount)

    def __str__(self) -> str:
        return f"{self.name} must be 0 or more, but {self.amount} was given; state the amount without a sign"


@final
class Allocation(Word):
    """
    Who takes the units that are left when an amount is divided by weights.

    Example:
        >>> allocated(5, [45, 45, 10], Allocation.LARGEST_REMAINDER)
        (2, 2, 1)
        >>> allocated(5, [45, 45, 10], Allocation.FIRST)
        (3, 2, 0)
        >>> allocated(100, [2, 3, 1], Allocation.BLOCK_SEPARATE)
        (32, 48, 16, 4)
    """

    LARGEST_REMAINDER = "largest_remainder"
    """One unit each to those whose exact share was cut by most; ties go to the earlier one."""
    FIRST = "first"
    """One unit each from the first one on."""
    LARGEST_RATIO = "largest_ratio"
    """One unit each from the largest weight on; ties go to the earlier one."""
    FLOOR_SEPARATE = "floor_separate"
    """None of them: each share is cut to whole units, and the rest is kept apart."""
    BLOCK_SEPARATE = "block_separate"
    """None of them: only whole blocks of the weights in lowest terms are divided, and the rest is kept apart."""

    @property
    def keeps_rest_apart(self) -> bool:
        """Whether what is left is a part of its own, the last one."""
        return self in (Allocation.FLOOR_SEPARATE, Allocation.BLOCK_SEPARATE)


def allocated(amount: int, weights: Sequence[int], mode: Allocation) -> tuple[int, ...]:
    """
    Divide whole units by weights; the parts make the whole, and a weight of 0 gets nothing.

    Args:
        amount: Units to divide, of any sign; the parts of `-amount` are minus those of `amount`.
        weights: Whole numbers of 0 or more, not all 0.
        mode: Who takes the units that are left; a choice that moves money, so it has no default.

    Returns:
        One part a weight, in the same order, each within one unit of its exact share; in a mode that keeps the rest
        apart, none of them above its exact share and the rest after them.

    Raises:
        NothingToAllocateTo: There is no weight above 0, one below, or one that is not an int.
        WrongNumber: The amount is not a whole number.

    Example:
        >>> allocated(-100, [1, 1, 1], Allocation.LARGEST_REMAINDER)
        (-34, -33, -33)
    """
    whole(None, None, amount)
    total = 0
    for weight in weights:
        if type(weight) is not int or weight < 0:
            raise NothingToAllocateTo(tuple(weights))
        total += weight
    if not total:
        raise NothingToAllocateTo(tuple(weights))
    size = abs(amount)
    block = total // gcd(*weights) if mode is Allocation.BLOCK_SEPARATE else 1
    shares = [divmod(size // block * block * weight, total) for weight in weights]
    parts = [part for part, _ in shares]
    left = size - sum(parts)
    takers: Sequence[int] = ()
    match mode:
        case Allocation.LARGEST_REMAINDER:
            takers = sorted(range(len(shares)), key=lambda place: -shares[place][1])
        case Allocation.FIRST:
            takers = [place for place, weight in enumerate(weights) if weight]
        case Allocation.LARGEST_RATIO:
            takers = sorted(range(len(shares)), key=lambda place: -weights[place])
        case Allocation.FLOOR_SEPARATE | Allocation.BLOCK_SEPARATE:
            parts.append(left)
        case _:
            assert_never(mode)
    for place in takers[:left]:
        parts[place] += 1
    return tuple(-part for part in parts) if amount < 0 else tuple(parts)


def poured(amount: int, maxima: Sequence[int]) -> tuple[int, ...]:
    """
    Fill maxima in their order; the parts make the whole.

    Args:
        amount: Units to divide, of any sign; the parts of `-amount` are minus those of `amount`.
        maxima: The most that each takes, 0 or more.

    Returns:
        What each takes, and then what is left.

    Example:
        >>> poured(100, [20, 30]), poured(-15, [10, 0, 30])
        ((20, 30, 50), (-10, 0, -5, 0))
    """
    parts: list[int] = []
    left = abs(amount)
    for most in maxima:
        parts.append(min(most, left))
        left -= parts[-1]
    parts.append(left)
    return tuple(-part for part in parts) if amount < 0 else tuple(parts)


@final
@frozen
class Money:
    """
    An amount of money: whole minor units of one currency, of any sign and size.

    Attributes:
        minor: Minor units: 1999 fen are ¥19.99; 20 Uganda shillings are 20, having no minor unit.
        currency: The currency.

    Raises:
        WrongNumber: The minor units are not an int.

    Example:
        >>> price = Money.parse("19.99", CNY)
        >>> price
        Money(1999, 'CNY')
        >>> print(price * 3)
        ¥59.97
        >>> price < Money.parse("20.00", CNY)
        True
    """

    minor: int = field(validator=whole)
    currency: Currency = field(default=CNY, validator=instance_of(Currency))

    @classmethod
    def parse(cls, amount: str | Decimal, currency: Currency = CNY) -> Self:
        """
        Read an amount in major units, `"19.99"`, as a string or a Decimal.

        Raises:
            NotANumber: It is not an exact decimal number; a float is not.
                Neither is an int, which could be meant as minor units: those are `Money(1999)`.
            NumberTooFine: It has more decimal places than the currency.
        """
        if not isinstance(amount, str | Decimal):
            raise NotANumber(amount)
        return cls(scaled(amount, currency.digits), currency)

    @property
    def decimal(self) -> str:
        """The amount in major units, without the currency, as `parse` reads it."""
        return decimal_text(self.minor, self.currency.digits)

    def allocated(self, weights: Sequence[int], mode: Allocation) -> "tuple[Money, ...]":
        """
        Divide by weights into parts that make the whole, as `allocated` does, perhaps with a rest after them.

        Raises:
            NothingToAllocateTo: There is no weight above 0, one below, or one that is not an int.

        Example:
            >>> parts = Money(1000).allocated([70, 20, 10], Allocation.LARGEST_REMAINDER)
            >>> [str(part) for part in parts]
            ['¥7.00', '¥2.00', '¥1.00']
        """
        return tuple(Money(part, self.currency) for part in allocated(self.minor, weights, mode))

    def _alike(self, other: "Money") -> bool:
        """Tell whether the other is money at all; it must then be in the same currency."""
        if type(other) is not Money:
            return False
        if self.currency != other.currency:
            raise CurrencyMismatch(self.currency, other.currency)
        return True

    def __add__(self, other: "Money") -> "Money":
        if not self._alike(other):
            return NotImplemented
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        if not self._alike(other):
            return NotImplemented
        return Money(self.minor - other.minor, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __mul__(self, factor: int) -> "Money":
        whole(self, None, factor)
        return Money(self.minor * factor, self.currency)

    __rmul__ = __mul__

    def __lt__(self, other: "Money") -> bool:
        if not self._alike(other):
            return NotImplemented
        return self.minor < other.minor

    def __le__(self, other: "Money") -> bool:
        if not self._alike(other):
            return NotImplemented
        return self.minor <= other.minor

    def __bool__(self) -> bool:
        return self.minor != 0

    def __str__(self) -> str:
        """Give the amount for people: `¥1,234.50`, `-¥0.01`, `UGX 1,200`."""
        before, point, after = decimal_text(abs(self.minor), self.currency.digits).partition(".")
        return f"{'-' if self.minor < 0 else ''}{self.currency.sign}{int(before):,}{point}{after}"

    def __repr__(self) -> str:
        return f"Money({self.minor}, {self.currency.code!r})"


@final
@frozen
class UnitPrice:
    """
    The price of one unit, finer than a coin: millionths of a minor unit.

    Attributes:
        millionths: Millionths of a minor unit, 0 or more; ¥0.0004 are 40_000 of a fen.
        currency: The currency.

    Raises:
        WrongNumber: The millionths are not a whole number, or below 0.

    Example:
        >>> UnitPrice.parse("0.0004", CNY).millionths
        40000
        >>> print(UnitPrice.parse("0.30", CNY))
        ¥0.30
    """

    millionths: int = field(validator=non_negative)
    currency: Currency = field(default=CNY, validator=instance_of(Currency))

    @classmethod
    def parse(cls, price: str | Decimal, currency: Currency = CNY) -> Self:
        """
        Read a price in major units, `"0.0004"`, as a string or a Decimal.

        Raises:
            NotANumber: It is not an exact decimal number; a float is not.
            NumberTooFine: It is finer than a millionth of a minor unit.
        """
        if not isinstance(price, str | Decimal):
            raise NotANumber(price)
        return cls(scaled(price, currency.digits + _PRICE_PLACES), currency)

    @property
    def decimal(self) -> str:
        """The price in major units, with at least the currency's digits, as `parse` reads it."""
        digits = self.currency.digits
        text = decimal_text(self.millionths, digits + _PRICE_PLACES, trim=True)
        before, _, after = text.partition(".")
        after = after.ljust(digits, "0")
        return f"{before}.{after}" if after else before

    def __str__(self) -> str:
        return f"{self.currency.sign}{self.decimal}"


is_money: Final = of_kind(Money, "Money.parse('12.50')")
"""Validates, for attrs, that a value is an amount of money."""
is_price: Final = of_kind(UnitPrice, "UnitPrice.parse('0.30')")
"""Validates, for attrs, that a value is the price of a unit."""


def not_negative(instance: object, attribute: object, value: Money) -> None:
    """
    Validate, for attrs, that a value is an amount of money of 0 or more.

    Raises:
        WrongKind: It is no money.
        MoneyBelowZero: It is less.
    """
    is_money(instance, attribute, value)
    if value.minor < 0:
        raise MoneyBelowZero(str(getattr(attribute, "name", "an amount")), value)
