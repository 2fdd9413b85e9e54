"""Earning: which part of a measure earns at which rate, and what all of its parts earn together."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from typing import TypeAlias, assert_never

from rural_taobao.commission.edges import Boundary, FirstFlat, Overflow, size_of
from rural_taobao.commission.extents import band_at, is_outside
from rural_taobao.commission.quotas import for_all
from rural_taobao.commission.rates import (
    Attainment,
    Banded,
    Bonus,
    ByVolume,
    Flat,
    Graduated,
    Linear,
    Percentage,
    PercentageAndFlat,
    PerPackage,
    PerUnit,
    StraightForm,
    WholeAmount,
)
from rural_taobao.commission.tiers import Tier
from rural_taobao.exact import MILLIONTHS, Rate
from rural_taobao.money import Money, UnitPrice

__all__ = ["Bands", "bands", "graduated_bands", "numerator", "places"]

Pays: TypeAlias = Rate | UnitPrice | PerPackage | Money
Bands = tuple[tuple[int, Pays], ...]
"""
Parts of a measure, each with what it earns: minor units at a Rate, units at a UnitPrice, packages that were begun each
at its price, once a fixed amount.
"""


def places(table: WholeAmount | ByVolume) -> Callable[[int], int]:
    """Make the look-up of the place of the tier that a measure inside the table reaches."""
    meeting = [tier.first for tier in table.tiers[1:]]
    search = bisect_left if table.boundary is Boundary.UPPER_INCLUSIVE else bisect_right
    return lambda measure: search(meeting, measure)


def _entered(table: Graduated, tier: Tier, measure: int) -> bool:
    """Tell whether a measure reaches a tier of a graduated table, so that its flat amount is due."""
    if tier.first == 0:
        return measure > 0 or table.first_flat is FirstFlat.AT_ZERO
    if tier is table.tiers[0] or table.boundary is Boundary.LOWER_INCLUSIVE:
        return measure >= tier.first
    return measure > tier.first


def _earning(tier: Tier, part: int) -> tuple[int, Pays]:
    """Give how often a part of a measure earns what a tier pays, and that."""
    if tier.package is None or isinstance(tier.rate, Rate):
        return part, tier.rate
    return -(-part // size_of(tier.package)), PerPackage(tier.package, tier.rate)


def _paid(flat: Money | None) -> Bands:
    return () if flat is None else ((1, flat),)


def bands(rate: StraightForm, measure: int) -> Bands:
    """
    Give what each part of a measure earns; parts that earn at no rate are left out.

    Attainment is rated by the quota of all for a whole month; what a payee has in a month of its own is for `quotas`.

    Args:
        rate: The rate form.
        measure: 0 or more, in minor units where the form pays for money, in units where it pays for units.

    Raises:
        MeasureOutsideTiers: The table calls such an amount an error.
        MeasureBetweenBands: A printed table does not tell such an amount apart.

    Example:
        >>> bands(Flat(Money(200)), 5)
        ((1, Money(200, 'CNY')),)
    """
    match rate:
        case Flat(amount):
            return ((1, amount),)
        case PerUnit(price):
            return ((measure, price),)
        case PerPackage(size):
            return ((-(-measure // size_of(size)), rate),)
        case Percentage(share):
            return ((measure, share),)
        case PercentageAndFlat(share, flat):
            return ((measure, share), (1, flat))
        case Linear(threshold, factor):
            return ((measure - size_of(threshold), factor),) if measure > size_of(threshold) else ()
        case Graduated():
            return graduated_bands(rate, measure)
        case WholeAmount(tiers=tiers):
            if measure == 0:
                return _paid(tiers[0].flat) if rate.first_flat is FirstFlat.AT_ZERO and tiers[0].first == 0 else ()
            if is_outside(rate, measure):
                return ()
            tier = tiers[places(rate)(measure)]
            return (_earning(tier, measure), *_paid(tier.flat))
        case Banded():
            if is_outside(rate, measure) or measure < size_of(rate.bands[0].start):
                return ()
            return bands(band_at(rate, measure).pays, measure)
        case Bonus(at, amount):
            return ((1, amount),) if measure >= size_of(at) else ()
        case Attainment():
            return bands(for_all(rate), measure)
        case _:
            assert_never(rate)


def graduated_bands(table: Graduated, measure: int) -> Bands:
    """
    Give what each part of a measure earns under a graduated table.

    Raises:
        MeasureOutsideTiers: The table calls such an amount an error.
    """
    is_outside(table, measure)
    ends = [tier.last for tier in table.tiers]
    if table.overflow is Overflow.LAST_TIER:
        ends[-1] = None
    parts: list[tuple[int, Pays]] = []
    for tier, end in zip(table.tiers, ends, strict=True):
        if measure > tier.first:
            part = (measure if end is None else min(measure, end)) - tier.first
            parts.append(_earning(tier, part))
        if _entered(table, tier, measure):
            parts.extend(_paid(tier.flat))
    return tuple(parts)


def numerator(parts: Bands) -> int:
    """
    Add up what the parts of a measure earn, in millionths of a minor unit.

    Example:
        >>> numerator(((100_000, Rate.parse("2 %")), (60_000, Rate.parse("5 %"))))
        5000000000
    """
    return sum(part * _millionths(pays) for part, pays in parts)


def _millionths(pays: Pays) -> int:
    """Give what one part earns, in millionths of a minor unit."""
    match pays:
        case Money(minor):
            return minor * MILLIONTHS
        case PerPackage(price=price):
            return price.millionths
        case Rate(millionths) | UnitPrice(millionths):
            return millionths
        case _:
            assert_never(pays)
