"""
The tables of rate forms in a plan: each states its `form`, and what stands in it is of money or of units.

An edge written as a text or with a point is an amount of money, a whole number is a number of units.
What is of money pays a `rate`, what is of units a `price`.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import pairwise
from typing import Final, assert_never, final

from attrs import frozen

from rural_taobao.commission.edges import Boundary, FirstFlat, MixedTiers, NothingHeld, Overflow, Underflow
from rural_taobao.commission.rates import (
    Attainment,
    Band,
    Banded,
    Bonus,
    Flat,
    Graduated,
    Interpolated,
    Linear,
    Percentage,
    PercentageAndFlat,
    PerPackage,
    PerUnit,
    Point,
    RateForm,
    WholeAmount,
)
from rural_taobao.commission.tiers import NoTiers, Tier
from rural_taobao.documents.attainment import declare_attainment
from rural_taobao.documents.structuring import Structuring, Told
from rural_taobao.documents.trees import Table, is_list, is_table
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.exact import Rate
from rural_taobao.money import Money, UnitPrice

__all__ = ["FORMS", "BandPaysOtherwise", "declare_rates"]

FORMS: Final[Mapping[str, type[object]]] = {
    "flat": Flat,
    "per_unit": PerUnit,
    "per_package": PerPackage,
    "percentage": Percentage,
    "percentage_and_flat": PercentageAndFlat,
    "linear": Linear,
    "graduated": Graduated,
    "whole_amount": WholeAmount,
    "banded": Banded,
    "interpolated": Interpolated,
    "bonus": Bonus,
    "attainment": Attainment,
}
"""The rate forms by what a table states as its `form`."""

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

    def value(self) -> Tier:
        return Tier(self.start, self.rate, self.end, self.flat)


@final
@frozen
class _UnitTier:
    start: int
    price: UnitPrice
    end: int | None = None
    flat: Money | None = None

    def value(self) -> Tier:
        return Tier(self.start, self.price, self.end, self.flat)


@final
@frozen
class _PackageTier:
    start: Money | int
    price: UnitPrice
    package: Money | int
    end: Money | int | None = None
    flat: Money | None = None

    def value(self) -> Tier:
        return Tier(self.start, self.price, self.end, self.flat, self.package)


@final
@frozen
class _MoneyPoint:
    at: Money
    rate: Rate

    def value(self) -> Point:
        return Point(self.at, self.rate)


@final
@frozen
class _UnitPoint:
    at: int
    price: UnitPrice

    def value(self) -> Point:
        return Point(self.at, self.price)


@final
@frozen
class _MoneyLinear:
    threshold: Money
    rate: Rate

    def value(self) -> Linear:
        return Linear(self.threshold, self.rate)


@final
@frozen
class _UnitLinear:
    threshold: int
    price: UnitPrice

    def value(self) -> Linear:
        return Linear(self.threshold, self.price)


@final
@frozen
class _Step:
    """The step of a printed table as it stands in a document."""

    step: Money | int


@final
@frozen
class _Band:
    """A band of a printed table as it stands in a document."""

    start: Money | int
    end: Money | int | None = None
    flat: Money | None = None
    rate: Rate | None = None
    price: UnitPrice | None = None

    def value(self) -> Band:
        return Band(self.start, self.end, self._pays())

    def _pays(self) -> Flat | Percentage | PercentageAndFlat | PerUnit:
        match self.flat, self.rate, self.price:
            case Money() as flat, None, None:
                return Flat(flat)
            case None, Rate() as rate, None:
                return Percentage(rate)
            case Money() as flat, Rate() as rate, None:
                return PercentageAndFlat(rate, flat)
            case None, None, UnitPrice() as price:
                return PerUnit(price)
            case _:
                stated = {"flat": self.flat, "rate": self.rate, "price": self.price}
                raise BandPaysOtherwise(tuple(key for key, part in stated.items() if part is not None))


def declare_rates(structuring: Structuring) -> None:
    """
    Declare the table of every rate form, and all that it is made of.

    Example:
        >>> from rural_taobao.currencies import CNY
        >>> structuring = Structuring(CNY)
        >>> declare_rates(structuring)
        >>> structuring.tree(PerPackage(10, UnitPrice.parse("3.00")))
        {'form': 'per_package', 'size': 10, 'price': '3.00'}
        >>> structuring.value(RateForm, {"form": "linear", "threshold": "700.00", "rate": "5 %"})
        Linear(threshold=Money(70000, 'CNY'), factor=Rate(millionths=50000))
    """
    edge, money_or_units = partial(_edge, structuring), (Money, int)
    structuring.custom(Money | int, edge, like=money_or_units, expected="an amount, or a whole number of units")
    structuring.custom(Money | int | None, edge, like=money_or_units, expected="an amount, or a number of units")
    structuring.table(_MoneyTier, stands_for=Tier, start="from", end="to", rate="rate", flat="flat")
    structuring.table(_UnitTier, stands_for=Tier, start="from", end="to", price="price", flat="flat")
    structuring.table(
        _PackageTier, stands_for=Tier, start="from", end="to", price="price", package="package", flat="flat"
    )
    structuring.table(_MoneyPoint, stands_for=Point, at="at", rate="rate")
    structuring.table(_UnitPoint, stands_for=Point, at="at", price="price")
    structuring.table(_MoneyLinear, stands_for=Linear, threshold="threshold", rate="rate")
    structuring.table(_UnitLinear, stands_for=Linear, threshold="threshold", price="price")
    structuring.table(_Step, step="step")
    structuring.table(
        _Band, stands_for=Band, also=_ONE_WAY, start="from", end="to", flat="flat", rate="rate", price="price"
    )
    either = partial(_either, structuring)
    tier, point, linear = (_MoneyTier, _UnitTier, _PackageTier), (_MoneyPoint, _UnitPoint), (_MoneyLinear, _UnitLinear)
    structuring.custom(Tier, partial(_tier, structuring), (Tier, partial(_tier_tree, structuring)), like=tier)
    structuring.custom(Point, partial(either, *point), (Point, partial(_point_tree, structuring)), like=point)
    structuring.custom(Linear, partial(either, *linear), (Linear, partial(_linear_tree, structuring)), like=linear)
    band = partial(_band_tree, structuring)
    structuring.custom(Band, lambda tree: structuring.value(_Band, tree).value(), (Band, band), like=(_Band,))
    structuring.table(Flat, amount="amount")
    structuring.table(PerUnit, price="price")
    structuring.table(PerPackage, size="size", price="price")
    structuring.table(Percentage, rate="rate")
    structuring.table(PercentageAndFlat, rate="rate", flat="flat")
    structuring.table(Bonus, at="at", amount="amount")
    structuring.table(
        Banded,
        check=partial(_rows, structuring),
        filled=("bands",),
        step="step",
        overflow="overflow",
        underflow="underflow",
        bands="bands",
    )
    structuring.table(Interpolated, filled=("points",), overflow="overflow", underflow="underflow", points="points")
    for kind in (Graduated, WholeAmount):
        structuring.table(
            kind,
            check=partial(_edges, structuring, kind),
            filled=("tiers",),
            boundary="boundary",
            overflow="overflow",
            underflow="underflow",
            first_flat="first_flat",
            tiers="tiers",
        )
    declare_attainment(structuring)
    structuring.tagged(RateForm, "form", **FORMS)


def _edge(structuring: Structuring, tree: object) -> Money | int:
    """Read an edge: a number of units where it is a whole number, an amount else."""
    return structuring.value(int, tree) if type(tree) is int else structuring.value(Money, tree)


def _either(
    structuring: Structuring,
    of_money: type[_MoneyPoint | _MoneyLinear],
    of_units: type[_UnitPoint | _UnitLinear],
    tree: object,
) -> Point | Linear:
    """Read a table of units or of money."""
    return structuring.value(of_units, tree).value() if _of_units(tree) else structuring.value(of_money, tree).value()


def _of_units(tree: object) -> bool:
    """Tell whether a table is one of units: by its price or its rate, and by its edge where it has neither."""
    if not is_table(tree):
        return False
    of_whole = any(type(tree.get(edge)) is int for edge in ("from", "at", "threshold"))
    return "price" in tree or ("rate" not in tree and of_whole)


def _tier(structuring: Structuring, tree: object) -> Tier:
    """Read a tier, of packages where it states how much one holds."""
    if is_table(tree) and "package" in tree:
        return structuring.value(_PackageTier, tree).value()
    return (
        structuring.value(_UnitTier, tree).value() if _of_units(tree) else structuring.value(_MoneyTier, tree).value()
    )


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


def _edges(structuring: Structuring, kind: type[Graduated | WholeAmount], table: Table) -> Iterator[Told]:
    """Tell where tiers do not meet, and which answer for their ends is missing, whatever else is wrong."""
    listed = table.get("tiers")
    tiers = [structuring.sound(Tier, tree) for tree in (listed if is_list(listed) else ())]
    refused = partial(_refused, kind)
    for place, pair in enumerate(pairwise(tiers), 1):
        yield from refused(f"tiers[{place}]", pair)
    if "overflow" not in table:
        yield from refused("overflow", tiers[-1:], overflow=None)
    if "underflow" not in table:
        yield from refused("underflow", tiers[:1], underflow=None)
    if "first_flat" not in table:
        yield from refused("first_flat", tiers[:1], first_flat=None)


def _rows(structuring: Structuring, table: Table) -> Iterator[Told]:
    """Tell where the bands of a printed table do not meet, and which answer for its ends is missing."""
    listed = table.get("bands")
    bands = [structuring.sound(Band, tree) for tree in (listed if is_list(listed) else ())]
    step = structuring.sound(_Step, {"step": table.get("step")})
    if step is None:
        return
    for place, pair in enumerate(pairwise(bands), 1):
        yield from _rows_refused(f"bands[{place}]", step.step, pair)
    if "overflow" not in table:
        yield from _rows_refused("overflow", step.step, bands[-1:], overflow=None)
    if "underflow" not in table:
        yield from _rows_refused("underflow", step.step, bands[:1], underflow=None)


def _rows_refused(
    path: str,
    step: Money | int,
    bands: Iterable[Band | None],
    *,
    overflow: Overflow | None = Overflow.ERROR,
    underflow: Underflow | None = Underflow.ERROR,
) -> Iterator[Told]:
    """Tell what a table of some bands alone is refused for, where they are sound and it is."""
    try:
        Banded(
            step=step,
            bands=[band for band in bands if band is not None],
            overflow=overflow,
            underflow=underflow,
        )
    except (NoTiers, MixedTiers, NothingHeld):
        return  # told of the table itself
    except RuralTaobaoError as error:
        yield path, error


def _refused(
    kind: type[Graduated | WholeAmount],
    path: str,
    tiers: Iterable[Tier | None],
    *,
    overflow: Overflow | None = Overflow.ERROR,
    underflow: Underflow | None = Underflow.ERROR,
    first_flat: FirstFlat | None = FirstFlat.AT_ZERO,
) -> Iterator[Told]:
    """Tell what a table of some tiers alone is refused for, where they are sound and it is."""
    sound = [tier for tier in tiers if tier is not None]
    try:
        kind(
            tiers=sound,
            boundary=Boundary.UPPER_INCLUSIVE,
            overflow=overflow,
            underflow=underflow,
            first_flat=first_flat,
        )
    except NoTiers:
        return
    except RuralTaobaoError as error:
        yield path, error
