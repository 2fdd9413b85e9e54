"""The tables of a clawback in a plan: bands by the days of the refund's age, or what is not earned of some months."""

from collections.abc import Iterator
from functools import partial

from rural_taobao.commission.clawback import Clawback, ClawbackBand, ClawbackBands, Unearned, band_faults
from rural_taobao.commission.edges import TierBackwards
from rural_taobao.documents.misfits import Told
from rural_taobao.documents.structuring import Structuring
from rural_taobao.documents.trees import Table, is_list, is_table

__all__ = ["declare_clawbacks"]


def declare_clawbacks(structuring: Structuring) -> None:
    """
    Declare the table of every form of clawback.

    Example:
        >>> from rural_taobao.currencies import CNY
        >>> structuring = Structuring(CNY)
        >>> declare_clawbacks(structuring)
        >>> structuring.tree(Unearned(9))
        {'form': 'unearned', 'months': 9}
    """
    structuring.table(
        ClawbackBand,
        absent={"to_days": None},
        blamed={TierBackwards: ("to_days",)},
        from_days="from_days",
        to_days="to_days",
        rate="rate",
    )
    structuring.table(ClawbackBands, check=partial(_bands, structuring), filled=("bands",), bands="bands")
    structuring.table(Unearned, months="months")
    structuring.tagged(Clawback | None, "form", bands=ClawbackBands, unearned=Unearned)


def _bands(structuring: Structuring, table: Table) -> Iterator[Told]:
    """Tell where bands do not meet, whatever else is wrong with them."""
    listed = table.get("bands")
    if is_list(listed):
        for place, error in band_faults([_spanned(structuring, tree) for tree in listed]):
            yield f"bands[{place}]" if listed else "bands", error


def _spanned(structuring: Structuring, tree: object) -> ClawbackBand | None:
    """Make a band that has the ends of one, whatever else is wrong with it; None where these cannot be read."""
    stated: Table = tree if is_table(tree) else {}
    ends: Table = {key: stated[key] for key in ("from_days", "to_days") if key in stated}
    ends = {**ends, "rate": "0 %"}
    return structuring.sound(ClawbackBand, ends)
