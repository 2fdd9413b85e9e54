"""
The tables of rate forms in a plan: each states its `form`, and what stands in it is of money or of units.

Tiers and bands that do not meet, and an answer for their ends that is missing, are told whatever else is wrong.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import pairwise
from typing import Final, final

from attrs import frozen

from rural_taobao.commission.edges import Boundary, FirstFlat, MixedTiers, NothingHeld, Overflow, Underflow
from rural_taobao.commission.rates import (
    Attainment,
    Band,
    Banded,
    Bonus,
    ByVolume,
    Flat,
    Graduated,
    Interpolated,
    Linear,
    MeasuredForm,
    Percentage,
    PercentageAndFlat,
    PerPackage,
    PerUnit,
    RateForm,
    WholeAmount,
)
from rural_taobao.commission.tiers import NoTiers, Tier
from rural_taobao.documents.attainment import declare_attainment
from rural_taobao.documents.bases import declare_bases
from rural_taobao.documents.misfits import Told
from rural_taobao.documents.structuring import Structuring
from rural_taobao.documents.tiers import declare_tiers
from rural_taobao.documents.trees import Table, is_list
from rural_taobao.documents.volume import declare_volume
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.money import Money

__all__ = ["FORMS", "MEASURED", "declare_rates"]

MEASURED: Final[Mapping[str, type[object]]] = {
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
"""The rate forms that go by one measure, by what a table states as its `form`."""
FORMS: Final[Mapping[str, type[object]]] = {**MEASURED, "by_volume": ByVolume}
"""All rate forms, likewise."""


@final
@frozen
class _Step:
    """The step of a printed table as it stands in a document."""

    step: Money | int


def declare_rates(structuring: Structuring) -> None:
    """
    Declare the table of every rate form, and all that it is made of.

    Example:
        >>> from rural_taobao.currencies import CNY
        >>> from rural_taobao.money import UnitPrice
        >>> structuring = Structuring(CNY)
        >>> declare_rates(structuring)
        >>> structuring.tree(PerPackage(10, UnitPrice.parse("3.00")))
        {'form': 'per_package', 'size': 10, 'price': '3.00'}
        >>> structuring.value(RateForm, {"form": "linear", "threshold": "700.00", "rate": "5 %"})
        Linear(threshold=Money(70000, 'CNY'), factor=Rate(millionths=50000))
    """
    declare_tiers(structuring)
    structuring.table(_Step, step="step")
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
    declare_bases(structuring)
    declare_volume(structuring)
    structuring.tagged(MeasuredForm, "form", **MEASURED)
    structuring.tagged(RateForm, "form", **FORMS)


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
