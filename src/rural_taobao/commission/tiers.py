"""
Tiers: the bands of a rate table, over money or over units, each with what it earns.

A table that overlaps, leaves a gap or does not say what happens outside it cannot be built.
"""

from collections.abc import Iterator, Sequence
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
from rural_taobao.flaws import Checks, Flaw, refuse, stating
from rural_taobao.kinds import Word, of_kind
from rural_taobao.money import Money, UnitPrice, is_money

__all__ = [
    "Ends",
    "FlatBelowZero",
    "NoTiers",
    "Outside",
    "Span",
    "Tier",
    "TierChoiceMissing",
    "TierGap",
    "TiersNotAscending",
    "ends_stated",
    "flat_amount",
    "not_below_zero",
    "one_tier",
    "table_checks",
    "tier_checks",
    "tiers_meet",
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
        return (
            "a table must have at least one tier, band, point or step, but none was given; "
            "state one, or the one rate in place of a table"
        )


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
        what = "steps" if isinstance(self.first, Rate) else "tiers"
        return (
            f"{what} must start at rising amounts where the one before ends, but {self.second} follows {self.first}; "
            f"sort the {what} by 'from' and let none overlap"
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
        what = "step" if isinstance(self.end, Rate) else "tier"
        return (
            f"{what}s must meet, but nothing is said between {self.end} and {self.start}; "
            f"let the next {what} start where the one before ends, and 'boundary' say which of the two owns that amount"
        )


@final
class Outside(Word):
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


def flat_amount(value: object, attribute: object, amount: Money) -> None:
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
    flat: Money | None = field(default=None, validator=optional(flat_amount))
    package: Money | int | None = field(default=None, validator=optional(whole_edge))

    def __attrs_post_init__(self) -> None:
        refuse(tier_checks(self))

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


def tier_checks(tier: Tier) -> Checks:
    """Check what a tier pays for, its package, its flat amount and its ends."""
    yield _paid_for(tier)
    yield _packed(tier)
    yield _paid_once(tier)
    yield _edges(tier)


def _paid_for(tier: Tier) -> Iterator[Flaw]:
    if isinstance(tier.rate, Rate) is not (isinstance(tier.start, Money) and tier.package is None) or (
        isinstance(tier.start, Money) and isinstance(tier.rate, UnitPrice) and tier.rate.currency != tier.currency
    ):
        yield ("rate",), MixedTiers(tier.start, tier.rate)


def _packed(tier: Tier) -> Iterator[Flaw]:
    if tier.package is None:
        return
    if size_of(tier.package) <= 0:
        what = "package"
        yield ("package",), NothingHeld(what, tier.package)
    elif measure_of(tier.start) != measure_of(tier.package):
        yield ("package",), MixedTiers(tier.start, tier.package)


def _paid_once(tier: Tier) -> Iterator[Flaw]:
    if tier.flat is not None and tier.flat.currency != tier.currency:
        yield ("flat",), MixedTiers(tier.flat, tier.start if isinstance(tier.start, Money) else tier.rate)


def _edges(tier: Tier) -> Iterator[Flaw]:
    if tier.first < 0:
        yield ("start",), TierBelowZero(tier.start)
    if tier.end is None:
        return
    if measure_of(tier.start) != measure_of(tier.end):
        yield ("end",), MixedTiers(tier.start, tier.end)
    elif size_of(tier.end) <= tier.first:
        yield ("end",), TierBackwards(tier.start, tier.end)


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


def tiers_meet(tiers: Sequence[Span]) -> Checks:
    """Check that no two tiers leave an amount with two rates or with none."""
    yield from (_meet(place, *pair) for place, pair in enumerate(pairwise(tiers), 1))


def _meet(place: int, earlier: Span, later: Span) -> Iterator[Flaw]:
    here = ("tiers", place)
    if measure_of(earlier.start) != measure_of(later.start):
        return  # told of the tiers as unlike
    if later.first <= earlier.first:
        yield here, TiersNotAscending(earlier.start, later.start)
    elif earlier.end is None or earlier.last is None:
        yield ("tiers", place - 1), TierOpenInTheMiddle(earlier.start)
    elif later.first < earlier.last:
        yield here, TiersNotAscending(earlier.end, later.start)
    elif later.first > earlier.last:
        yield here, TierGap(earlier.end, later.start)


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
    def tiers(self) -> tuple[Tier, ...]:  # pyright: ignore[reportReturnType] - a protocol has no bodies
        """Its tiers."""

    @property
    def first_flat(self) -> FirstFlat | None:
        """From where on a first tier that starts at zero pays its flat amount."""


def one_tier(tiers: Sequence[object]) -> Iterator[Flaw]:
    """Check that there is a tier."""
    if not tiers:
        yield ("tiers",), NoTiers()


def ends_stated(table: Ends, tiers: Sequence[Span]) -> Checks:
    """Check that a table says what is earned outside its tiers."""
    yield from (check(table, tiers) for check in (_overflow, _underflow) if tiers)


def _overflow(table: Ends, tiers: Sequence[Span]) -> Iterator[Flaw]:
    last = max([tiers[-1], *stating(tiers, "start")], key=lambda each: each.first).end
    if last is not None and tiers[-1].end is not None and table.overflow is None:
        yield ("overflow",), TierChoiceMissing(Outside.OVERFLOW, last, tuple(Overflow))


def _underflow(table: Ends, tiers: Sequence[Span]) -> Iterator[Flaw]:
    first = min([tiers[0], *stating(tiers, "start")], key=lambda each: each.first)
    if first.first > 0 and table.underflow is None:
        yield ("underflow",), TierChoiceMissing(Outside.UNDERFLOW, first.start, tuple(Underflow))


def table_checks(table: Table) -> Checks:
    """Check that a table answers for every amount in one way."""
    tiers = table.tiers
    yield one_tier(tiers)
    yield from (_alike(place, tiers[0], tier) for place, tier in enumerate(tiers) if place)
    yield from tiers_meet(tiers)
    yield from ends_stated(table, tiers)
    yield from (_first_flat(table, tier) for tier in tiers[:1])


def _alike(place: int, first: Tier, tier: Tier) -> Iterator[Flaw]:
    """Refuse tiers that measure, or pay in, unlike things."""
    if measure_of(tier.start) != measure_of(first.start):
        yield ("tiers", place), MixedTiers(first.start, tier.start)
    elif (
        isinstance(first.rate, UnitPrice)
        and isinstance(tier.rate, UnitPrice)
        and first.rate.currency != tier.rate.currency
    ):
        yield ("tiers", place), MixedTiers(first.rate, tier.rate)


def _first_flat(table: Table, tier: Tier) -> Iterator[Flaw]:
    if tier.flat is not None and tier.first == 0 and table.first_flat is None:
        yield ("first_flat",), TierChoiceMissing(Outside.FIRST_FLAT, tier.start, tuple(FirstFlat))
