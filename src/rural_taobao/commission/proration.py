"""Proration: what an amount for a month comes to for whoever was in charge on some of its days only."""

from typing import assert_never, final

from rural_taobao.commission.operands import Units
from rural_taobao.commission.terms import Rounded, Scaled, Term
from rural_taobao.exact import Rounding
from rural_taobao.kinds import Word

__all__ = ["Proration", "prorated"]


@final
class Proration(Word):
    """What an amount for a month comes to for a part of it."""

    WHOLE = "whole"
    """All of it, however many days it is for."""
    BY_DAYS = "by_days"
    """Its share of the days of the month, rounded half up."""


def prorated(amount: int, how: Proration, days: int, of: int) -> Term:
    """
    Give how what is due of an amount for a month comes about; evaluated, it is a whole number.

    Args:
        amount: For the whole month, in minor units or in units.
        how: What it comes to for a part of the month.
        days: The days that it is for; for none, nothing is due.
        of: The days of the month.

    Example:
        >>> from rural_taobao.commission.arithmetic import evaluated
        >>> evaluated(prorated(100_00, Proration.BY_DAYS, 20, 30)).rounded(Rounding.DOWN)
        6667
        >>> prorated(100_00, Proration.WHOLE, 20, 30), prorated(100_00, Proration.BY_DAYS, 30, 30)
        (Units(minor=10000), Units(minor=10000))
    """
    if days == 0:
        return Units(0)
    match how:
        case Proration.WHOLE:
            return Units(amount)
        case Proration.BY_DAYS:
            return Units(amount) if days == of else Rounded(Scaled(Units(amount), days, of), Rounding.HALF_UP)
        case _:
            assert_never(how)
