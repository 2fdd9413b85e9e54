"""
The table of attainment in a plan: a quota, a base rate or price, and steps with their factors.

A quota written as a text or with a point is an amount of money and pays a `rate`, a whole number pays a `price`.
"""

from collections.abc import Iterator
from functools import partial
from typing import final

from attrs import frozen

from rural_taobao.commission.attainment import Attainment, AttainmentMode, AttainmentStep, OwnQuota, QuotaTwice
from rural_taobao.commission.edges import Boundary
from rural_taobao.commission.proration import Proration
from rural_taobao.documents.misfits import Told, twice
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

    def value(self) -> Attainment:
        return Attainment(
            quota=self.quota,
            rate=self.rate,
            mode=self.mode,
            boundary=self.boundary,
            prorated=self.prorated,
            steps=self.steps,
            quotas=self.quotas,
        )


@final
@frozen(kw_only=True)
class _UnitAttainment:
    quota: int
    price: UnitPrice
    mode: AttainmentMode
    boundary: Boundary
    prorated: Proration
    steps: tuple[AttainmentStep, ...]
    quotas: tuple[OwnQuota, ...] = ()

    def value(self) -> Attainment:
        return Attainment(
            quota=self.quota,
            rate=self.price,
            mode=self.mode,
            boundary=self.boundary,
            prorated=self.prorated,
            steps=self.steps,
            quotas=self.quotas,
        )


def declare_attainment(structuring: Structuring) -> None:
    """
    Declare the table of attainment; the edges of tiers were declared before.

    Args:
        structuring: Reads a quota as it reads an edge.
    """
    structuring.table(AttainmentStep, start="from", end="to", factor="factor", absent={"to": None})
    structuring.table(OwnQuota, payee="payee", quota="quota")
    structuring.table(
        _MoneyAttainment,
        check=_payees,
        filled=("steps",),
        stands_for=Attainment,
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
        check=_payees,
        filled=("steps",),
        stands_for=Attainment,
        quota="quota",
        price="price",
        mode="mode",
        boundary="boundary",
        prorated="prorated",
        steps="steps",
        quotas="quotas",
    )
    forms = _MoneyAttainment, _UnitAttainment
    written = Attainment, partial(_written, structuring)
    structuring.custom(Attainment, partial(_read, structuring), written, like=forms)


def _read(structuring: Structuring, tree: object) -> Attainment:
    """Read a table of units where it states a price, of money else."""
    if is_table(tree) and "price" in tree:
        return structuring.value(_UnitAttainment, tree).value()
    return structuring.value(_MoneyAttainment, tree).value()


def _written(structuring: Structuring, attainment: Attainment) -> object:
    pays = "rate" if isinstance(attainment.rate, Rate) else "price"
    table: Table = {"quota": structuring.tree(attainment.quota), pays: structuring.tree(attainment.rate)}
    names = ("mode", "boundary", "prorated", "steps", *(("quotas",) if attainment.quotas else ()))
    return {**table, **{name: structuring.tree(getattr(attainment, name)) for name in names}}


def _payees(table: Table) -> Iterator[Told]:
    yield from twice(table, "quotas", "payee", QuotaTwice)
