"""
Volume: a rate that one measure chooses and another earns, such as a percentage of the sales by how many were sold.

The tiers are of the volume; what they pay is for the measure of the rule, all of it.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any, final

from attrs import field, frozen
from attrs.converters import optional
from attrs.validators import optional as optional_validator

from rural_taobao.commission.bases import BasisForm, basis_form, is_money
from rural_taobao.commission.edges import (
    Boundary,
    Overflow,
    TierBackwards,
    TierBelowZero,
    Underflow,
    measure_of,
    size_of,
    whole_edge,
)
from rural_taobao.commission.tiers import ends_stated, one_tier, tiers_meet
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.exact import Rate
from rural_taobao.flaws import Checks, Flaw, refuse
from rural_taobao.identifiers import RuleId
from rural_taobao.kinds import of_kind, tuple_of
from rural_taobao.money import Money, UnitPrice

__all__ = [
    "ByVolume",
    "VolumeFalls",
    "VolumeMixed",
    "VolumeOfItself",
    "VolumeTier",
    "VolumeTiersUnfit",
    "VolumeUnfit",
    "volume_checks",
    "volume_tier_checks",
]


@final
class VolumeMixed(RuralTaobaoError, ValueError):
    """
    The tiers of a volume measure, or pay for, unlike things: money beside units, or two currencies.

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
            "the tiers of a volume must all be of money or all of units, and all pay percentages or all prices, in one "
            f"currency, but {self.first} stands beside {self.second}; make them alike"
        )


@final
class VolumeTiersUnfit(RuralTaobaoError, ValueError):
    """
    The tiers of a volume are of money where it is units, or the other way round.

    Attributes:
        volume: The volume.
        start: Where the first tier starts.
    """

    def __init__(self, volume: BasisForm, start: Money | int) -> None:
        self.volume = volume
        self.start = start
        super().__init__(volume, start)

    def __str__(self) -> str:
        return (
            "the tiers of a volume must start and end at amounts where it is one, such as net, and at whole numbers "
            f"where it is quantity or count, but those of {self.volume} start at {self.start}; change one of them"
        )


@final
class VolumeOfItself(RuralTaobaoError, ValueError):
    """
    A rate by volume was to go by the very measure that it pays for.

    Attributes:
        rule: The rule.
        basis: Its basis, and the volume.
    """

    def __init__(self, rule: RuleId, basis: BasisForm) -> None:
        self.rule = rule
        self.basis = basis
        super().__init__(rule, basis)

    def __str__(self) -> str:
        return (
            "a rate by volume must go by another measure than the one that it pays for, but rule "
            f"{self.rule} has {self.basis} for both; state 'whole_amount'"
        )


@final
class VolumeFalls(RuralTaobaoError, ValueError):
    """
    A rate that pays less at a higher volume was to be reversed in proportion.

    What such an order took from those before it would not come back with them, and the month be below nothing.

    Attributes:
        rule: The rule.
    """

    def __init__(self, rule: RuleId) -> None:
        self.rule = rule
        super().__init__(rule)

    def __str__(self) -> str:
        return (
            "a rate that pays less at a higher volume must have on_refund 'rerate', but rule "
            f"{self.rule} says 'reverse'; state 'rerate', since an order may take from those before it"
        )


@final
class VolumeUnfit(RuralTaobaoError, ValueError):
    """
    A rate by volume stands where there is no volume to go by.

    Attributes:
        where: Where it stands: in a table by key, on a level, or beside an allowance.
    """

    def __init__(self, where: str) -> None:
        self.where = where
        super().__init__(where)

    def __str__(self) -> str:
        return (
            "a rate by volume must be the one rate of a rule of which nothing is free, so that it is plain what is "
            f"counted, but it stands {self.where}; leave that out, or state a rate of one measure"
        )


@final
@frozen
class VolumeTier:
    """
    One band of a volume, and what all of the measure earns once the volume reaches it.

    Attributes:
        start: Where it starts, 0 or more: money, or a number of units.
        rate: What each minor unit, or each unit, of the measure earns: a Rate of money, a UnitPrice of units.
        end: Where it ends, in the same as its start; None where it is open.

    Raises:
        WrongNumber: It starts or ends at what is neither money nor a whole number.
        VolumeMixed: The parts do not go together.
        TierBelowZero: It starts below zero.
        TierBackwards: It holds nothing.
    """

    start: Money | int = field(validator=whole_edge)
    rate: Rate | UnitPrice = field(validator=of_kind((Rate, UnitPrice), "Rate.parse('2 %') or UnitPrice.parse('0.30')"))
    end: Money | int | None = field(default=None, validator=optional_validator(whole_edge))

    def __attrs_post_init__(self) -> None:
        refuse(volume_tier_checks(self))

    @property
    def first(self) -> int:
        """Its start in minor units, or in units."""
        return size_of(self.start)

    @property
    def last(self) -> int | None:
        """Its end in minor units, or in units; None where it is open."""
        return None if self.end is None else size_of(self.end)


def volume_tier_checks(tier: VolumeTier) -> Checks:
    """Check what a tier of a volume pays in, and its ends."""
    yield _paid_in(tier)
    yield _edges(tier)


def _paid_in(tier: VolumeTier) -> Iterator[Flaw]:
    if isinstance(tier.start, Money) and isinstance(tier.rate, UnitPrice) and tier.rate.currency != tier.start.currency:
        yield ("rate",), VolumeMixed(tier.start, tier.rate)


def _edges(tier: VolumeTier) -> Iterator[Flaw]:
    if tier.first < 0:
        yield ("start",), TierBelowZero(tier.start)
    if tier.end is None:
        return
    if measure_of(tier.start) != measure_of(tier.end):
        yield ("end",), VolumeMixed(tier.start, tier.end)
    elif size_of(tier.end) <= tier.first:
        yield ("end",), TierBackwards(tier.start, tier.end)


def _tiers(tiers: Iterable[VolumeTier]) -> tuple[VolumeTier, ...]:
    return tuple_of(VolumeTier, tiers, "tiers", "VolumeTier(...)")


def _pays(rate: Rate | UnitPrice) -> object:
    """Give what a rate pays for and in: a share of whatever it is, or a currency for each unit."""
    return rate.currency if isinstance(rate, UnitPrice) else "a share"


@final
@frozen(kw_only=True)
class ByVolume:
    """
    All of the measure earns at the rate of the tier that another measure, the volume, reaches.

    Over a running total the volume is the running total of the same events; the volume of a single order is its own.
    Where nothing is measured nothing is earned, whatever the volume.

    Attributes:
        volume: What the tiers are of: a plain name, or an amount part by part; not the basis of the rule.
        tiers: The bands of the volume, rising, meeting each other; only the last may be open.
        boundary: Which band owns a volume at which two meet; it moves money.
        overflow: What is earned past a last tier that ends; required where it does.
        underflow: What is earned below a first tier that starts above zero, at no volume too; required where it does.

    Raises:
        BasisUnknown: The volume is no basis.
        NoTiers: There is none.
        VolumeMixed: They measure, or pay for, unlike things.
        VolumeTiersUnfit: They are not of the volume.
        TiersNotAscending, TierGap, TierOpenInTheMiddle, TierChoiceMissing: As for `Graduated`.

    Example:
        >>> sales_by_items = ByVolume(
        ...     volume="quantity",
        ...     tiers=[VolumeTier(0, Rate.parse("4 %"), 6), VolumeTier(6, Rate.parse("6 %"))],
        ...     boundary="upper_inclusive",
        ... )
        >>> from rural_taobao.commission.rating import volume_curve
        >>> earned = volume_curve(sales_by_items)
        >>> [earned(700_00, items) // 1_000_000 for items in (6, 7)]
        [2800, 4200]
    """

    volume: BasisForm = field(converter=basis_form)
    overflow: Overflow | None = field(default=None, converter=optional(Overflow))
    underflow: Underflow | None = field(default=None, converter=optional(Underflow))
    boundary: Boundary = field(converter=Boundary)
    tiers: tuple[VolumeTier, ...] = field(converter=_tiers)

    def __attrs_post_init__(self) -> None:
        refuse(volume_checks(self))

    @property
    def falls(self) -> bool:
        """Whether a higher volume pays less than a lower one: in a higher tier, or past the last."""
        rates = [tier.rate.millionths for tier in self.tiers]
        ends = self.tiers[-1].end is not None and self.overflow is Overflow.NOTHING
        if ends:
            rates.append(0)
        return any(later < earlier for earlier, later in pairwise(rates))


def volume_checks(table: ByVolume) -> Checks:
    """Check that a table answers for every volume in one way, and is of the volume."""
    tiers = table.tiers
    yield one_tier(tiers)
    yield from (_alike(place, tiers[0], tier) for place, tier in enumerate(tiers) if place)
    yield from tiers_meet(tiers)
    stated: Any = table  # what has a converter is to pyright what that takes
    yield from ends_stated(stated, tiers)
    yield from (_of_volume(table, tier) for tier in tiers[:1])


def _alike(place: int, first: VolumeTier, tier: VolumeTier) -> Iterator[Flaw]:
    if measure_of(tier.start) != measure_of(first.start):
        yield ("tiers", place), VolumeMixed(first.start, tier.start)
    elif _pays(tier.rate) != _pays(first.rate):
        yield ("tiers", place), VolumeMixed(first.rate, tier.rate)


def _of_volume(table: ByVolume, first: VolumeTier) -> Iterator[Flaw]:
    if isinstance(first.start, Money) is not is_money(table.volume):
        yield ("volume",), VolumeTiersUnfit(table.volume, first.start)
