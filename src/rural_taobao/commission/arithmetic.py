"""
Arithmetic: what a term comes to.

Evaluated, the term on a ledger line gives the amount of the line.
"""

from typing import assert_never

from rural_taobao.commission.operands import Banded, Counted, Exactly, Sloped, Units
from rural_taobao.commission.terms import (
    Aged,
    AtVolume,
    Boosted,
    Bounded,
    Fallen,
    Less,
    Levelled,
    Limited,
    Owed,
    Part,
    PastFree,
    Poured,
    Rounded,
    Scaled,
    Sum,
    Term,
    Topped,
    UnitBounded,
)
from rural_taobao.exact import MILLIONTHS, Exact, Rounding
from rural_taobao.money import allocated, poured

__all__ = ["evaluated"]


def evaluated(term: Term) -> Exact:
    """
    Work a term out, in minor units.

    Example:
        >>> from rural_taobao.money import Allocation
        >>> commission = Rounded(Banded(((100_000, 20_000), (60_000, 50_000))), Rounding.HALF_UP)
        >>> evaluated(commission).rounded(Rounding.DOWN)
        5000
        >>> share = Part(commission, (70, 20, 10), Allocation.LARGEST_REMAINDER, 0)
        >>> evaluated(share).rounded(Rounding.DOWN)
        3500
    """
    match term:
        case Units(minor):
            return Exact(minor)
        case Banded(bands):
            return Exact(sum(part * rate for part, rate in bands), MILLIONTHS)
        case Counted(count, price):
            return Exact(count * price, MILLIONTHS)
        case Sloped(measure, low, low_rate, high, high_rate):
            rate = low_rate * (high - low) + (high_rate - low_rate) * (measure - low)
            return Exact(measure * rate, MILLIONTHS * (high - low))
        case Exactly(numerator, denominator):
            return Exact(numerator, denominator)
        case PastFree(inner) | AtVolume(inner):
            return evaluated(inner)
        case Boosted(inner, _, factor):
            amount = evaluated(inner)
            return Exact(amount.numerator * factor, amount.denominator * MILLIONTHS)
        case Topped(inner, _, measure, rate):
            return evaluated(inner) + Exact(measure * rate, MILLIONTHS)
        case UnitBounded(inner, units, floor, cap):
            amount = evaluated(inner)
            amount = amount if floor is None else max(amount, Exact(units * floor, MILLIONTHS))
            return amount if cap is None else min(amount, Exact(units * cap, MILLIONTHS))
        case Limited(inner, _, left):
            return min(evaluated(inner), Exact(left))
        case Fallen(inner, cut):
            return min(evaluated(inner) + Exact(cut), Exact(0))
        case Sum(terms):
            return sum(map(evaluated, terms), Exact(0))
        case Rounded(inner, mode):
            return Exact(evaluated(inner).rounded(mode))
        case Less(inner, less):
            return evaluated(inner) - evaluated(less)
        case Bounded(inner, floor, cap):
            amount = evaluated(inner)
            amount = amount if floor is None else max(amount, Exact(floor))
            return amount if cap is None else min(amount, Exact(cap))
        case Scaled(inner, numerator, denominator):
            amount = evaluated(inner)
            return Exact(amount.numerator * numerator, amount.denominator * denominator)
        case Aged(inner, parts, basis, scale, _):
            amount = evaluated(inner)
            back = sum(part * taken for part, _, taken in parts)
            return Exact(amount.numerator * back, amount.denominator * basis * scale)
        case Part(inner, weights, mode, place):
            return Exact(allocated(evaluated(inner).rounded(Rounding.DOWN), weights, mode)[place])
        case Levelled(inner, _, _, below):
            return max(evaluated(inner) - Exact(below), Exact(0))
        case Owed(inner):
            return -evaluated(inner)
        case Poured(inner, maxima, place):
            return Exact(poured(evaluated(inner).rounded(Rounding.DOWN), maxima)[place])
        case _:
            assert_never(term)
