"""
The table of attainment in a plan: a quota, a base rate or price, and steps with their factors.

A quota written as a text or with a point is an amount of money and pays a `rate`, a whole number pays a `price`.
"""

from functools import partial
from typing import final

from attrs import frozen

from rural_taobao.commission.attainment import (
    Attainment,
    AttainmentMode,
    AttainmentStep,
    OwnQuota,
    attainment_checks,
    step_checks,
)
from rural_taobao.commission.edges import Boundary
from rural_taobao.commission.proration import Proration
from rural_taobao.documents.structuring import Structuring
from rural_taobao.documents.trees import Table, is_table
from rural_taobao.exact import Rate
from rural_taobao.money import Money, UnitPrice

__all__ = ["declare_attainment"]


@final
@frozen(kw_only=True)
class _MoneyAttainment:
    quota: Money
    rate: Rate
    mode: AttainmentMode
    boundary: Boundary
    prorated: Proration
    steps: tuple[AttainmentStep, ...]
    quotas: tuple[OwnQuota, ...] = ()


@final
@frozen(kw_only=True)
class _UnitAttainment:
    quota: int
    rate: UnitPrice
    mode: AttainmentMode
    boundary: Boundary
    prorated: Proration
    steps: tuple[AttainmentStep, ...]
    quotas: tuple[OwnQuota, ...] = ()


def declare_attainment(structuring: Structuring) -> None:
    """
    Declare the table of attainment; the edges of tiers were declared before.

    Args:
        structuring: Reads a quota as it reads an edge.
    """
    structuring.table(AttainmentStep, checks=step_checks, start="from", end="to", factor="factor", absent={"to": None})
    structuring.table(OwnQuota, from_zero=("quota",), payee="payee", quota="quota")
    structuring.table(
        _MoneyAttainment,
        checks=attainment_checks,
        filled=("steps",),
        from_zero=("quota",),
        stands_for=Attainment,
        makes=(Attainment,),
        quota="quota",
        rate="rate",
        mode="mode",
        boundary="boundary",
        prorated="prorated",
        steps="steps",
        quotas="quotas",
    )
    structuring.table(
        _UnitAttainment,
        checks=attainment_checks,
        filled=("steps",),
        from_zero=("quota",),
        stands_for=Attainment,
        makes=(Attainment,),
        quota="quota",
        rate="price",
        mode="mode",
        boundary="boundary",
        prorated="prorated",
        steps="steps",
        quotas="quotas",
    )
    forms = _MoneyAttainment, _UnitAttainment
    written = Attainment, partial(_written, structuring)
    structuring.custom(Attainment, partial(_read, structuring), written, like=forms)


def _read(structuring: Structuring, tree: object) -> object:
    """Read a table of units where it states a price, of money else."""
    return structuring.made(_UnitAttainment if is_table(tree) and "price" in tree else _MoneyAttainment, tree)


def _written(structuring: Structuring, attainment: Attainment) -> object:
    pays = "rate" if isinstance(attainment.rate, Rate) else "price"
    table: Table = {"quota": structuring.tree(attainment.quota), pays: structuring.tree(attainment.rate)}
    names = ("mode", "boundary", "prorated", "steps", *(("quotas",) if attainment.quotas else ()))
    return {**table, **{name: structuring.tree(getattr(attainment, name)) for name in names}}
