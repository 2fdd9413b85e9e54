"""The tables of rate forms in a plan: each states its `form`, and what stands in it is of money or of units."""

from collections.abc import Mapping
from typing import Final

from rural_taobao.commission.points import bonus_checks, points_checks
from rural_taobao.commission.prices import package_checks
from rural_taobao.commission.printed import banded_checks
from rural_taobao.commission.rates import (
    Attainment,
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
from rural_taobao.commission.tiers import table_checks
from rural_taobao.documents.attainment import declare_attainment
from rural_taobao.documents.bases import declare_bases
from rural_taobao.documents.structuring import Structuring
from rural_taobao.documents.tiers import declare_tiers
from rural_taobao.documents.volume import declare_volume

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
    structuring.table(Flat, from_zero=("amount",), amount="amount")
    structuring.table(PerUnit, price="price")
    structuring.table(PerPackage, from_zero=("size",), checks=package_checks, size="size", price="price")
    structuring.table(Percentage, rate="rate")
    structuring.table(PercentageAndFlat, from_zero=("flat",), rate="rate", flat="flat")
    structuring.table(Bonus, from_zero=("at", "amount"), checks=bonus_checks, at="at", amount="amount")
    structuring.table(
        Banded,
        checks=banded_checks,
        filled=("bands",),
        from_zero=("step",),
        step="step",
        overflow="overflow",
        underflow="underflow",
        bands="bands",
    )
    structuring.table(
        Interpolated,
        checks=points_checks,
        filled=("points",),
        overflow="overflow",
        underflow="underflow",
        points="points",
    )
    for kind in (Graduated, WholeAmount):
        structuring.table(
            kind,
            checks=table_checks,
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
