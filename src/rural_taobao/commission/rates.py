"""
Rate forms: how much commission a measure earns, as frozen data.

A rate says what is earned, exactly; rounding, bounds and shares are said by the rule that uses it.
A form over money pays a `Rate` of it, a form over units a `UnitPrice` for each; none takes the one for the other.
"""

from collections.abc import Iterable
from typing import Any, TypeAlias, assert_never, final

from attrs import field, frozen
from attrs.converters import optional

from rural_taobao.commission.attainment import Attainment, AttainmentMode, AttainmentStep
from rural_taobao.commission.edges import Boundary, FirstFlat, Overflow, Underflow
from rural_taobao.commission.points import Bonus, Interpolated, Linear, Point
from rural_taobao.commission.prices import Flat, Percentage, PercentageAndFlat, PerPackage, PerUnit
from rural_taobao.commission.printed import Band, Banded
from rural_taobao.commission.tiers import Tier, table_checks
from rural_taobao.commission.volume import ByVolume, VolumeTier
from rural_taobao.currencies import Currency
from rural_taobao.exact import Rate
from rural_taobao.flaws import refuse
from rural_taobao.kinds import tuple_of
from rural_taobao.money import Money, UnitPrice

__all__ = [
    "Attainment",
    "AttainmentMode",
    "AttainmentStep",
    "Band",
    "Banded",
    "Bonus",
    "ByVolume",
    "Flat",
    "Graduated",
    "Interpolated",
    "Linear",
    "MeasuredForm",
    "PerPackage",
    "PerUnit",
    "Percentage",
    "PercentageAndFlat",
    "Point",
    "RateForm",
    "StraightForm",
    "VolumeTier",
    "WholeAmount",
    "currencies_of",
    "pays_for_money",
]


def _tiers(tiers: Iterable[Tier]) -> tuple[Tier, ...]:
    return tuple_of(Tier, tiers, "tiers", "Tier(...)")


@final
@frozen(kw_only=True)
class Graduated:
    """
    Each band of the measure earns at its own rate, and each that is reached pays its flat amount.

    Attributes:
        tiers: The bands, rising, meeting each other; only the last may be open.
        boundary: Which band owns an amount at which two meet.
        overflow: What is earned past a last tier that ends; required where it does.
        underflow: What is earned below a first tier that starts above zero; required where it does.
        first_flat: From where on a first tier that starts at zero pays its flat amount; required where it has one.

    Raises:
        NoTiers: There is none.
        MixedTiers: They measure unlike things.
        TiersNotAscending: They overlap or are out of order.
        TierGap: They leave something between them.
        TierOpenInTheMiddle: One that is not the last has no end.
        TierChoiceMissing: What is earned at their ends or outside them is not said.

    Example:
        >>> from rural_taobao.exact import Rate
        >>> yuan = Money.parse
        >>> table = Graduated(
        ...     tiers=[
        ...         Tier(yuan("0"), Rate.parse("2 %"), yuan("1000.00")),
        ...         Tier(yuan("1000.00"), Rate.parse("5 %")),
        ...     ],
        ...     boundary=Boundary.UPPER_INCLUSIVE,
        ... )
        >>> from rural_taobao.commission.rating import bands
        >>> [(part, str(rate)) for part, rate in bands(table, 160_000)]
        [(100000, '2 %'), (60000, '5 %')]
    """

    overflow: Overflow | None = field(default=None, converter=optional(Overflow))
    underflow: Underflow | None = field(default=None, converter=optional(Underflow))
    first_flat: FirstFlat | None = field(default=None, converter=optional(FirstFlat))
    boundary: Boundary = field(converter=Boundary)
    tiers: tuple[Tier, ...] = field(converter=_tiers)

    def __attrs_post_init__(self) -> None:
        stated: Any = self  # what has a converter is to pyright what that takes
        refuse(table_checks(stated))


@final
@frozen(kw_only=True)
class WholeAmount:
    """
    All of the measure earns at the rate of the band that it reaches, which pays its flat amount besides.

    Attributes:
        tiers: The bands, rising, meeting each other; only the last may be open.
        boundary: Which band owns an amount at which two meet; here it moves money.
        overflow: What is earned past a last tier that ends; required where it does.
        underflow: What is earned below a first tier that starts above zero; required where it does.
        first_flat: From where on a first tier that starts at zero pays its flat amount; required where it has one.

    Raises:
        NoTiers, MixedTiers, TiersNotAscending, TierGap, TierOpenInTheMiddle, TierChoiceMissing: As for `Graduated`.
    """

    overflow: Overflow | None = field(default=None, converter=optional(Overflow))
    underflow: Underflow | None = field(default=None, converter=optional(Underflow))
    first_flat: FirstFlat | None = field(default=None, converter=optional(FirstFlat))
    boundary: Boundary = field(converter=Boundary)
    tiers: tuple[Tier, ...] = field(converter=_tiers)

    def __attrs_post_init__(self) -> None:
        stated: Any = self  # what has a converter is to pyright what that takes
        refuse(table_checks(stated))


StraightForm: TypeAlias = (
    Flat
    | PerUnit
    | PerPackage
    | Percentage
    | PercentageAndFlat
    | Linear
    | Graduated
    | WholeAmount
    | Banded
    | Bonus
    | Attainment
)
"""Every rate form of which each part of a measure earns at a stated rate, or a stated amount."""
MeasuredForm: TypeAlias = StraightForm | Interpolated
"""Every rate form that goes by the one measure that it pays for."""
RateForm: TypeAlias = MeasuredForm | ByVolume
"""Every rate form; a closed union."""


def pays_for_money(rate: RateForm) -> bool | None:
    """
    Tell whether a form is measured in money; None where it takes any basis.

    Example:
        >>> from rural_taobao.exact import Rate
        >>> pays_for_money(Percentage(Rate.parse("2 %"))), pays_for_money(Flat(Money(200)))
        (True, None)
    """
    match rate:
        case Flat():
            return None
        case PerUnit():
            return False
        case Percentage() | PercentageAndFlat():
            return True
        case (
            PerPackage(size=edge) | Linear(threshold=edge) | Bonus(at=edge) | Banded(step=edge) | Attainment(quota=edge)
        ):
            return isinstance(edge, Money)
        case Graduated(tiers=tiers) | WholeAmount(tiers=tiers):
            return isinstance(tiers[0].start, Money)
        case Interpolated(points=points):
            return isinstance(points[0].at, Money)
        case ByVolume(tiers=tiers):
            return isinstance(tiers[0].rate, Rate)
        case _:
            assert_never(rate)


def currencies_of(rate: RateForm) -> frozenset[Currency]:
    """
    Give the currencies that a rate form names; a percentage names none.

    Example:
        >>> currencies_of(Flat(Money(200)))
        frozenset({Currency(code='CNY')})
    """
    match rate:
        case Flat(amount):
            named: Iterable[object] = (amount,)
        case PerUnit(price):
            named = (price,)
        case PerPackage(size, price):
            named = (size, price)
        case Percentage():
            named = ()
        case PercentageAndFlat(_, flat):
            named = (flat,)
        case Linear(threshold, factor):
            named = (threshold, factor)
        case Bonus(at, amount):
            named = (at, amount)
        case Attainment(quota=quota, rate=base):
            named = (quota, base)
        case Graduated(tiers=tiers) | WholeAmount(tiers=tiers):
            named = (tiers[0].start, tiers[0].rate)
        case ByVolume(tiers=rows):
            named = (rows[0].start, rows[0].rate)
        case Interpolated(points=points):
            named = (points[0].at, points[0].rate)
        case Banded(step=step, bands=listed):
            return frozenset([step.currency] if isinstance(step, Money) else ()).union(
                *(currencies_of(band.pays) for band in listed)
            )
        case _:
            assert_never(rate)
    return frozenset(each.currency for each in named if isinstance(each, Money | UnitPrice))
