"""The table of a rate by volume in a plan: tiers of the volume, each with the `rate` or the `price` they choose."""

from functools import partial
from typing import final

from attrs import frozen

from rural_taobao.commission.rates import ByVolume, VolumeTier
from rural_taobao.commission.volume import volume_checks, volume_tier_checks
from rural_taobao.documents.structuring import Structuring
from rural_taobao.documents.trees import Table, is_table
from rural_taobao.exact import Rate
from rural_taobao.money import Money, UnitPrice

__all__ = ["declare_volume"]


@final
@frozen
class _RateTier:
    start: Money | int
    rate: Rate
    end: Money | int | None = None


@final
@frozen
class _PriceTier:
    start: Money | int
    rate: UnitPrice
    end: Money | int | None = None


def declare_volume(structuring: Structuring) -> None:
    """
    Declare the table of a rate by volume; the edges of tiers and what a basis may be were declared before.

    Args:
        structuring: Reads an edge: a number of units where it is a whole number, an amount else.
    """
    made_of = partial(
        structuring.table,
        stands_for=VolumeTier,
        makes=(VolumeTier,),
        checks=volume_tier_checks,
        from_zero=("from", "to"),
    )
    made_of(_RateTier, start="from", end="to", rate="rate")
    made_of(_PriceTier, start="from", end="to", rate="price")
    written = VolumeTier, partial(_written, structuring)
    structuring.custom(VolumeTier, partial(_read, structuring), written, like=(_RateTier, _PriceTier))
    structuring.table(
        ByVolume,
        checks=volume_checks,
        filled=("tiers",),
        volume="volume",
        boundary="boundary",
        overflow="overflow",
        underflow="underflow",
        tiers="tiers",
    )


def _read(structuring: Structuring, tree: object) -> object:
    """Read a tier with a price where it states one, with a share else."""
    return structuring.made(_PriceTier if is_table(tree) and "price" in tree else _RateTier, tree)


def _written(structuring: Structuring, tier: VolumeTier) -> Table:
    pays = "rate" if isinstance(tier.rate, Rate) else "price"
    end = {} if tier.end is None else {"to": structuring.tree(tier.end)}
    return {"from": structuring.tree(tier.start), **end, pays: structuring.tree(tier.rate)}
