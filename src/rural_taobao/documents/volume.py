"""
The table of a rate by volume in a plan: tiers of the volume, each with the `rate` or the `price` that they choose.

Tiers that do not meet, and an answer for their ends that is missing, are told whatever else is wrong.
"""

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import pairwise
from typing import final

from attrs import frozen

from rural_taobao.commission.bases import Basis
from rural_taobao.commission.edges import Boundary, Overflow, Underflow
from rural_taobao.commission.rates import ByVolume, VolumeTier
from rural_taobao.commission.tiers import NoTiers
from rural_taobao.commission.volume import VolumeTiersUnfit
from rural_taobao.documents.misfits import Told
from rural_taobao.documents.structuring import Structuring
from rural_taobao.documents.trees import Table, is_list, is_table
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.exact import Rate
from rural_taobao.money import Money, UnitPrice

__all__ = ["declare_volume"]


@final
@frozen
class _RateTier:
    start: Money | int
    rate: Rate
    end: Money | int | None = None

    def value(self) -> VolumeTier:
        return VolumeTier(self.start, self.rate, self.end)


@final
@frozen
class _PriceTier:
    start: Money | int
    price: UnitPrice
    end: Money | int | None = None

    def value(self) -> VolumeTier:
        return VolumeTier(self.start, self.price, self.end)


def declare_volume(structuring: Structuring) -> None:
    """
    Declare the table of a rate by volume; the edges of tiers and what a basis may be were declared before.

    Args:
        structuring: Reads an edge: a number of units where it is a whole number, an amount else.
    """
    structuring.table(_RateTier, stands_for=VolumeTier, start="from", end="to", rate="rate")
    structuring.table(_PriceTier, stands_for=VolumeTier, start="from", end="to", price="price")
    written = VolumeTier, partial(_written, structuring)
    structuring.custom(VolumeTier, partial(_read, structuring), written, like=(_RateTier, _PriceTier))
    structuring.table(
        ByVolume,
        check=partial(_edges, structuring),
        filled=("tiers",),
        blamed={NoTiers: ("tiers",), VolumeTiersUnfit: ("volume",)},
        volume="volume",
        boundary="boundary",
        overflow="overflow",
        underflow="underflow",
        tiers="tiers",
    )


def _read(structuring: Structuring, tree: object) -> VolumeTier:
    """Read a tier with a price where it states one, with a share else."""
    if is_table(tree) and "price" in tree:
        return structuring.value(_PriceTier, tree).value()
    return structuring.value(_RateTier, tree).value()


def _written(structuring: Structuring, tier: VolumeTier) -> Table:
    pays = "rate" if isinstance(tier.rate, Rate) else "price"
    end = {} if tier.end is None else {"to": structuring.tree(tier.end)}
    return {"from": structuring.tree(tier.start), **end, pays: structuring.tree(tier.rate)}


def _edges(structuring: Structuring, table: Table) -> Iterator[Told]:
    """Tell where tiers do not meet, and which answer for their ends is missing."""
    listed = table.get("tiers")
    tiers = [structuring.sound(VolumeTier, tree) for tree in (listed if is_list(listed) else ())]
    for place, pair in enumerate(pairwise(tiers), 1):
        yield from _refused(f"tiers[{place}]", pair)
    if "overflow" not in table:
        yield from _refused("overflow", tiers[-1:], overflow=None)
    if "underflow" not in table:
        yield from _refused("underflow", tiers[:1], underflow=None)


def _refused(
    path: str,
    tiers: Iterable[VolumeTier | None],
    *,
    overflow: Overflow | None = Overflow.ERROR,
    underflow: Underflow | None = Underflow.ERROR,
) -> Iterator[Told]:
    """Tell what a table of some tiers alone is refused for, where they are sound and it is."""
    sound = [tier for tier in tiers if tier is not None]
    of_money = any(isinstance(tier.start, Money) for tier in sound[:1])
    try:
        ByVolume(
            volume=Basis.GROSS if of_money else Basis.QUANTITY,
            tiers=sound,
            boundary=Boundary.UPPER_INCLUSIVE,
            overflow=overflow,
            underflow=underflow,
        )
    except NoTiers:
        return
    except RuralTaobaoError as error:
        yield path, error
