"""
Tiers: the bands of a rate table, over money or over units, each with what it earns.

A table that overlaps, leaves a gap or does not say what happens outside it cannot be built.
"""

from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise
from typing import Protocol, final

from attrs import field, frozen
from attrs.validators import optional

from rural_taobao.commission.edges import (
    FirstFlat,
    MixedTiers,
    NothingHeld,
    Overflow,
    TierBackwards,
    TierBelowZero,
    TierOpenInTheMiddle,
    Underflow,
    measure_of,
    size_of,
    whole_edge,
)
from rural_taobao.currencies import Currency
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.exact import Rate
from rural_taobao.kinds import of_kind
from rural_taobao.money import Money, UnitPrice, is_money

__all__ = [
    "Ends",
    "FlatBelowZero",
    "NoTiers",
    "Outside",
    "Tier",
    "TierChoiceMissing",
    "TierGap",
    "TiersNotAscending",
    "check_ends",
    "check_table",
    "not_below_zero",
]


@final
class FlatBelowZero(RuralTaobaoError, ValueError):
    """
    A flat amount takes money instead of paying it.

    Attributes:
        amount: The amount that was given.
    """

    def __init__(self, amount: Money) -> None:
        self.amount = amount
        super().__init__(amount)

    def __str__(self) -> str:
        return f"a flat amount must be 0 or more, but {self.amount} was given; leave it out where nothing is paid"


@final
class NoTiers(RuralTaobaoError, ValueError):
    """A table of tiers is empty."""

    def __str__(self) -> str:
        return "a table must have at least one tier, but none was given; for one rate alone use a percentage"


@final
class TiersNotAscending(RuralTaobaoError, ValueError):
    """
    Two tiers of a table overlap or are out of order.

    Attributes:
        first: The end of the one, or its start where it is open.
        second: The start of the next.
    """

    def __init__(self, first: Money | int | Rate, second: Money | int | Rate) -> None:
        self.first = first
        self.second = second
        super().__init__(first, second)

    def __str__(self) -> str:
        return (
            f"tiers must start at rising amounts where the one before ends, but {self.second} follows {self.first}; "
            "sort the tiers by 'from' and let none overlap"
        )


@final
class TierGap(RuralTaobaoError, ValueError):
    """
    Two tiers of a table leave something between them that no rate is stated for.

    Attributes:
        end: The end of the one.
        start: The start of the next.
    """

    def __init__(self, end: Money | int | Rate, start: Money | int | Rate) -> None:
        self.end = end
        self.start = start
        super().__init__(end, start)

    def __str__(self) -> str:
        return (
            f"tiers must meet, but nothing is said between {self.end} and {self.start}; "
            "let the next tier start where the one before ends, and 'boundary' say which of the two owns that amount"
        )


@final
class Outside(StrEnum):
    """The fields that say what happens at the ends of the tiers and outside them."""

    OVERFLOW = "overflow"
    UNDERFLOW = "underflow"
    FIRST_FLAT = "first_flat"


@final
class TierChoiceMissing(RuralTaobaoError, ValueError):
    """
    A table does not say what happens outside its tiers.

    Attributes:
        choice: The field that is missing.
        edge: The amount past which nothing is said.
        options: What can be said.
    """

    def __init__(self, choice: "Outside", edge: Money | int, options: tuple[str, ...]) -> None:
        self.choice = choice
        self.edge = edge
        self.options = options
        super().__init__(choice, edge, options)

    def __str__(self) -> str:
        side = {Outside.OVERFLOW: "above", Outside.UNDERFLOW: "below", Outside.FIRST_FLAT: "at"}[self.choice]
        return (
            f"a table must say what is earned {side} {self.edge}, but '{self.choice}' is missing; "
            f"state one of {', '.join(self.options)}"
        )


def not_below_zero(_value: object, _attribute: object, amount: Money) -> None:
    """Refuse a flat amount that takes money."""
    if amount.minor < 0:
        raise FlatBelowZero(amount)


def _flat(value: object, attribute: object, amount: Money) -> None:
    """Refuse a flat amount that is no money, or takes some."""
    is_money(value, attribute, amount)
    not_below_zero(value, attribute, amount)


@final
@frozen
class Tier:
    """
    One band of a table.

    Attributes:
        start: Where it starts, 0 or more: money, or a number of units.
        rate: What each minor unit, or each unit, in it earns: a Rate with money, a UnitPrice with units; with a
            package, the UnitPrice of each package that was begun.
        end: Where it ends, in the same measure; None where it is open.
        flat: What is paid once for reaching it, 0 or more; None for nothing.
        package: How much one package holds, above 0, in the same measure; None where it does not pay for packages.

    Raises:
        FlatBelowZero: Its flat amount is negative.
        NothingHeld: A package holds nothing.
        WrongNumber: It starts or ends at what is neither money nor a whole number.
        MixedTiers: The parts do not go together.
        TierBelowZero: It starts below zero.
        TierBackwards: It holds nothing.
    """

    start: Money | int = field(validator=whole_edge)
    rate: Rate | UnitPrice = field(validator=of_kind((Rate, UnitPrice), "Rate.parse('2 %') or UnitPrice.parse('0.30')"))
    end: Money | int | None = field(default=None, validator=optional(whole_edge))
    flat: Money | None = field(default=None, validator=optional(_flat))
    package: Money | int | None = field(default=None, validator=optional(whole_edge))

    def __attrs_post_init__(self) -> None:
        if isinstance(self.rate, Rate) is not (isinstance(self.start, Money) and self.package is None):
            raise MixedTiers(self.start, self.rate)
        if self.package is not None:
            self._check(self.package)
        if self.end is not None and measure_of(self.start) != measure_of(self.end):
            raise MixedTiers(self.start, self.end)
        if self.flat is not None and self.flat.currency != self.currency:
            raise MixedTiers(self.flat, self.start if isinstance(self.start, Money) else self.rate)
        if self.first < 0:
            raise TierBelowZero(self.start)
        if self.end is not None and size_of(self.end) <= self.first:
            raise TierBackwards(self.start, self.end)

    def _check(self, package: Money | int) -> None:
        """Refuse a package that holds nothing, or something else."""
        if measure_of(self.start) != measure_of(package):
            raise MixedTiers(self.start, package)
        if isinstance(self.start, Money) and isinstance(self.rate, UnitPrice) and self.rate.currency != self.currency:
            raise MixedTiers(self.start, self.rate)
        if size_of(package) <= 0:
            what = "package"
            raise NothingHeld(what, package)

    @property
    def currency(self) -> Currency:
        """What it pays in."""
        return next(part.currency for part in (self.start, self.rate) if isinstance(part, Money | UnitPrice))

    @property
    def entry(self) -> int:
        """What is paid once for reaching it, in minor units."""
        return 0 if self.flat is None else self.flat.minor

    @property
    def first(self) -> int:
        """Its start in minor units, or in units."""
        return size_of(self.start)

    @property
    def last(self) -> int | None:
        """Its end in minor units, or in units; None where it is open."""
        return None if self.end is None else size_of(self.end)


def _alike(tiers: tuple[Tier, ...]) -> None:
    """Refuse tiers that measure, or pay in, unlike things."""
    first = tiers[0]
    for tier in tiers[1:]:
        if measure_of(tier.start) != measure_of(first.start):
            raise MixedTiers(first.start, tier.start)
        if (
            isinstance(first.rate, UnitPrice)
            and isinstance(tier.rate, UnitPrice)
            and first.rate.currency != tier.rate.currency
        ):
            raise MixedTiers(first.rate, tier.rate)


class Span(Protocol):
    """What lies between two edges."""

    @property
    def start(self) -> Money | int:  # pyright: ignore[reportReturnType] - a protocol has no bodies
        """Where it starts."""

    @property
    def end(self) -> Money | int | None:
        """Where it ends; None where it is open."""

    @property
    def first(self) -> int:  # pyright: ignore[reportReturnType] - a protocol has no bodies
        """Its start in minor units, or in units."""

    @property
    def last(self) -> int | None:
        """Its end in minor units, or in units."""


def _adjacent(tiers: Sequence[Span]) -> None:
    """Refuse an order, an overlap or a gap that leaves an amount with two rates or with none."""
    for earlier, later in pairwise(tiers):
        if later.first <= earlier.first:
            raise TiersNotAscending(earlier.start, later.start)
        if earlier.end is None or earlier.last is None:
            raise TierOpenInTheMiddle(earlier.start)
        if later.first < earlier.last:
            raise TiersNotAscending(earlier.end, later.start)
        if later.first > earlier.last:
            raise TierGap(earlier.end, later.start)


class Ends(Protocol):
    """What says of itself what happens outside its tiers."""

    @property
    def overflow(self) -> Overflow | None:
        """What is earned past a last tier that ends."""

    @property
    def underflow(self) -> Underflow | None:
        """What is earned below a first tier that starts above zero."""


class Table(Ends, Protocol):
    """What says besides what its first tier pays once."""

    @property
    def first_flat(self) -> FirstFlat | None:
        """From where on a first tier that starts at zero pays its flat amount."""


def check_ends(table: Ends, tiers: Sequence[Span]) -> None:
    """Refuse one tier or more that do not meet, and a table that does not say what happens outside them."""
    _adjacent(tiers)
    last = tiers[-1]
    if last.end is not None and table.overflow is None:
        raise TierChoiceMissing(Outside.OVERFLOW, last.end, tuple(Overflow))
    if tiers[0].first > 0 and table.underflow is None:
        raise TierChoiceMissing(Outside.UNDERFLOW, tiers[0].start, tuple(Underflow))


def check_table(table: Table, _attribute: object, tiers: tuple[Tier, ...]) -> None:
    """Refuse a table that does not answer for every amount in one way."""
    if not tiers:
        raise NoTiers
    _alike(tiers)
    check_ends(table, tiers)
    if tiers[0].flat is not None and tiers[0].first == 0 and table.first_flat is None:
        raise TierChoiceMissing(Outside.FIRST_FLAT, tiers[0].start, tuple(FirstFlat))
