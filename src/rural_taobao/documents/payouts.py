"""The tables of the payout terms in a plan: deductions, withholding and the minimum payout."""

from collections.abc import Iterator
from functools import partial

from rural_taobao.commission.deductions import Deduction, FixedSum, ShareOfGross, Takes
from rural_taobao.commission.payouts import DeductionTwice, PayoutTerms, PriorityTwice
from rural_taobao.commission.withholding import (
    Bracket,
    FlatWithholding,
    NoWithholding,
    ProgressiveWithholding,
    Withholding,
    bracket_faults,
)
from rural_taobao.documents.misfits import Told, twice
from rural_taobao.documents.structuring import Structuring
from rural_taobao.documents.trees import Table, is_list

__all__ = ["declare_payouts"]


def declare_payouts(structuring: Structuring) -> None:
    """
    Declare the table of payout terms, and all that it is made of.

    Example:
        >>> from rural_taobao.currencies import CNY
        >>> from rural_taobao.money import Money
        >>> structuring = Structuring(CNY)
        >>> declare_payouts(structuring)
        >>> structuring.tree(PayoutTerms(deductions=[], withholding=NoWithholding(), minimum=Money(1000)))
        {'deductions': [], 'withholding': {'form': 'none'}, 'minimum': '10.00'}
    """
    structuring.table(FixedSum, amount="amount")
    structuring.table(ShareOfGross, rate="rate", rounding="rounding")
    structuring.tagged(Takes, "form", fixed=FixedSum, share_of_gross=ShareOfGross)
    structuring.table(
        Deduction,
        id="deduction",
        name="name",
        priority="priority",
        takes="takes",
        max_share="max_share",
        max_share_of="max_share_of",
    )
    structuring.table(NoWithholding)
    structuring.table(FlatWithholding, rate="rate", rounding="rounding")
    structuring.table(Bracket, absent={"up_to": None}, up_to="up_to", rate="rate", quick_deduction="quick_deduction")
    structuring.table(
        ProgressiveWithholding,
        check=partial(_brackets, structuring),
        filled=("brackets",),
        rounding="rounding",
        brackets="brackets",
    )
    structuring.tagged(
        Withholding, "form", none=NoWithholding, flat=FlatWithholding, progressive=ProgressiveWithholding
    )
    structuring.table(
        PayoutTerms, check=_deductions, deductions="deductions", withholding="withholding", minimum="minimum"
    )


def _brackets(structuring: Structuring, table: Table) -> Iterator[Told]:
    """Tell where brackets do not rise or go on from each other, whatever else is wrong with them."""
    listed = table.get("brackets")
    if is_list(listed):
        for place, error in bracket_faults([structuring.sound(Bracket, tree) for tree in listed]):
            yield f"brackets[{place}]" if listed else "brackets", error


def _deductions(table: Table) -> Iterator[Told]:
    """Tell of deductions with one id or one priority, whatever else is wrong."""
    yield from twice(table, "deductions", "deduction", DeductionTwice)
    yield from twice(table, "deductions", "priority", PriorityTwice)
