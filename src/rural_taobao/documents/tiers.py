"""
The tables of tiers in a plan, and of what else stands in rate forms: bands, points and thresholds.

An edge written as a text or with a point is an amount of money, a whole number is a number of units.
What is of money pays a `rate`, what is of units a `price`.
"""

from collections.abc import Iterator
from functools import partial
from typing import Final, assert_never, final

from attrs import field, frozen
from attrs.validators import optional

from rural_taobao.commission.points import linear_checks, point_checks
from rural_taobao.commission.printed import band_checks
from rural_taobao.commission.rates import Band, Flat, Linear, Percentage, PercentageAndFlat, PerUnit, Point
from rural_taobao.commission.tiers import Tier, flat_amount, tier_checks
from rural_taobao.documents.misfits import Told
from rural_taobao.documents.partials import UNREAD
from rural_taobao.documents.structuring import Parts, Structuring
from rural_taobao.documents.trees import Table, is_table
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.exact import Rate
from rural_taobao.money import Money, UnitPrice

__all__ = ["BandPaysOtherwise", "declare_tiers"]

_ONE_WAY: Final = {"oneOf": [{"required": ["price"]}, {"anyOf": [{"required": ["flat"]}, {"required": ["rate"]}]}]}
"""How a schema says what `BandPaysOtherwise` refuses."""


@final
class BandPaysOtherwise(RuralTaobaoError, ValueError):
    """
    A band of a printed table does not say in one way what it pays.

    Attributes:
        stated: The keys that it states.
    """

    def __init__(self, stated: tuple[str, ...]) -> None:
        self.stated = stated
        super().__init__(stated)

    def __str__(self) -> str:
        return (
            "a band must pay a 'flat', a 'rate', both of these, or a 'price', but "
            f"{' and '.join(self.stated) or 'none of them'} was stated; state one of these"
        )


@final
@frozen
class _MoneyTier:
    start: Money
    rate: Rate
    end: Money | None = None
    flat: Money | None = None


@final
@frozen
class _UnitTier:
    start: int
    rate: UnitPrice
    end: int | None = None
    flat: Money | None = None


@final
@frozen
class _PricedTier:
    """A tier of money that states a price, as it must not."""

    start: Money
    rate: UnitPrice
    end: Money | int | None = None
    flat: Money | None = None


@final
@frozen
class _PackageTier:
    start: Money | int
    rate: UnitPrice
    package: Money | int
    end: Money | int | None = None
    flat: Money | None = None


@final
@frozen
class _MoneyPoint:
    at: Money
    rate: Rate


@final
@frozen
class _UnitPoint:
    at: int
    rate: UnitPrice


@final
@frozen
class _MoneyLinear:
    threshold: Money
    factor: Rate


@final
@frozen
class _UnitLinear:
    threshold: int
    factor: UnitPrice


@final
@frozen
class _Band:
    """A band of a printed table as it stands in a document."""

    start: Money | int
    end: Money | int | None = None
    flat: Money | None = field(default=None, validator=optional(flat_amount))
    rate: Rate | None = None
    price: UnitPrice | None = None


def _band(known: Parts) -> tuple[type, Parts]:
    """Make a band of what could be read of its table."""
    edges = {name: known[name] for name in ("start", "end") if name in known}
    return Band, {**edges, **_pays(known)}


def _pays(known: Parts) -> Parts:
    """Give what a band pays, where all of that could be read and is said in one way."""
    match tuple(known.get(name, UNREAD) for name in ("flat", "rate", "price")):
        case Money() as flat, None, None:
            return {"pays": Flat(flat)} if flat.minor >= 0 else {}
        case None, Rate() as rate, None:
            return {"pays": Percentage(rate)}
        case Money() as flat, Rate() as rate, None:
            return {"pays": PercentageAndFlat(rate, flat)} if flat.minor >= 0 else {}
        case None, None, UnitPrice() as price:
            return {"pays": PerUnit(price)}
        case _:
            return {}


def _one_way(table: Table) -> Iterator[Told]:
    """Tell of a band that does not say in one way what it pays."""
    stated = tuple(key for key in ("flat", "rate", "price") if key in table)
    if not stated or ("price" in stated and len(stated) > 1):
        yield "", BandPaysOtherwise(stated)


def declare_tiers(structuring: Structuring) -> None:
    """
    Declare the tables of tiers, bands, points and thresholds, each of money or of units.

    Example:
        >>> from rural_taobao.currencies import CNY
        >>> structuring = Structuring(CNY)
        >>> declare_tiers(structuring)
        >>> structuring.value(Tier, {"from": "10.00", "rate": "2 %"})
        Tier(start=Money(1000, 'CNY'), rate=Rate(millionths=20000), end=None, flat=None, package=None)
        >>> structuring.tree(Point(Money.parse("700.00"), Rate.parse("5 %")))
        {'at': '700.00', 'rate': '5 %'}
    """
    edge, money_or_units = partial(_edge, structuring), (Money, int)
    structuring.custom(Money | int, edge, like=money_or_units, expected="an amount, or a whole number of units")
    structuring.custom(Money | int | None, edge, like=money_or_units, expected="an amount, or a number of units")
    edges = ("from", "to", "package", "flat", "at", "threshold")
    made_of = partial(structuring.table, stands_for=Tier, makes=(Tier,), checks=tier_checks, from_zero=edges)
    made_of(_MoneyTier, start="from", end="to", rate="rate", flat="flat")
    made_of(_UnitTier, start="from", end="to", rate="price", flat="flat")
    made_of(_PricedTier, start="from", end="to", rate="price", flat="flat")
    made_of(_PackageTier, start="from", end="to", rate="price", package="package", flat="flat")
    made_of = partial(structuring.table, stands_for=Point, makes=(Point,), checks=point_checks, from_zero=edges)
    made_of(_MoneyPoint, at="at", rate="rate")
    made_of(_UnitPoint, at="at", rate="price")
    made_of = partial(structuring.table, stands_for=Linear, makes=(Linear,), checks=linear_checks, from_zero=edges)
    made_of(_MoneyLinear, threshold="threshold", factor="rate")
    made_of(_UnitLinear, threshold="threshold", factor="price")
    structuring.table(
        _Band,
        stands_for=Band,
        check=_one_way,
        checks=band_checks,
        makes=(Band,),
        made=_band,
        spelled={"pays": ("rate", "price", "flat")},
        also=_ONE_WAY,
        from_zero=edges,
        start="from",
        end="to",
        flat="flat",
        rate="rate",
        price="price",
    )
    either = partial(_either, structuring)
    tier, point, linear = (_MoneyTier, _UnitTier, _PackageTier), (_MoneyPoint, _UnitPoint), (_MoneyLinear, _UnitLinear)
    structuring.custom(Tier, partial(_tier, structuring), (Tier, partial(_tier_tree, structuring)), like=tier)
    structuring.custom(Point, partial(either, *point), (Point, partial(_point_tree, structuring)), like=point)
    structuring.custom(Linear, partial(either, *linear), (Linear, partial(_linear_tree, structuring)), like=linear)
    band = partial(_band_tree, structuring)
    structuring.custom(Band, partial(structuring.made, _Band), (Band, band), like=(_Band,))


def _edge(structuring: Structuring, tree: object) -> Money | int:
    """Read an edge: a number of units where it is a whole number, an amount else."""
    return structuring.value(int, tree) if type(tree) is int else structuring.value(Money, tree)


def _either(
    structuring: Structuring,
    of_money: type[_MoneyPoint | _MoneyLinear],
    of_units: type[_UnitPoint | _UnitLinear],
    tree: object,
) -> object:
    """Read a table of units or of money."""
    return structuring.made(of_units if _of_units(tree) else of_money, tree)


def _of_units(tree: object) -> bool:
    """Tell whether a table is one of units: by its price or its rate, and by its edge where it has neither."""
    if not is_table(tree):
        return False
    of_whole = any(type(tree.get(edge)) is int for edge in ("from", "at", "threshold"))
    return "price" in tree or ("rate" not in tree and of_whole)


def _tier(structuring: Structuring, tree: object) -> object:
    """Read a tier, of packages where it states how much one holds."""
    if is_table(tree) and "package" in tree:
        return structuring.made(_PackageTier, tree)
    if is_table(tree) and "price" in tree and "rate" not in tree and isinstance(tree.get("from"), str | float):
        return structuring.made(_PricedTier, tree)
    return structuring.made(_UnitTier if _of_units(tree) else _MoneyTier, tree)


def _paid(structuring: Structuring, pays: Rate | UnitPrice) -> Table:
    return {"rate" if isinstance(pays, Rate) else "price": structuring.tree(pays)}


def _stated(structuring: Structuring, **parts: object) -> Table:
    return {key.rstrip("_"): structuring.tree(part) for key, part in parts.items() if part is not None}


def _tier_tree(structuring: Structuring, tier: Tier) -> Table:
    edges = _stated(structuring, from_=tier.start, to=tier.end)
    paid = {**_paid(structuring, tier.rate), **_stated(structuring, package=tier.package)}
    return {**edges, **paid, **_stated(structuring, flat=tier.flat)}


def _point_tree(structuring: Structuring, point: Point) -> Table:
    return {**_stated(structuring, at=point.at), **_paid(structuring, point.rate)}


def _linear_tree(structuring: Structuring, linear: Linear) -> Table:
    return {**_stated(structuring, threshold=linear.threshold), **_paid(structuring, linear.factor)}


def _band_tree(structuring: Structuring, band: Band) -> Table:
    pays = band.pays
    match pays:
        case Flat(amount):
            stated = _stated(structuring, flat=amount)
        case Percentage(rate):
            stated = _stated(structuring, rate=rate)
        case PercentageAndFlat(rate, flat):
            stated = _stated(structuring, flat=flat, rate=rate)
        case PerUnit(price):
            stated = _stated(structuring, price=price)
        case _:
            assert_never(pays)
    return {**_stated(structuring, from_=band.start, to=band.end), **stated}
