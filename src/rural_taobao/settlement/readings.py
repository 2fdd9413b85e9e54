"""Readings: what the arithmetic of a line says: the exact amount, the bounds that bind, the rate, the share."""

from collections import Counter
from typing import TypeAlias, assert_never

from rural_taobao.commission.arithmetic import evaluated
from rural_taobao.commission.bases import BasisForm, is_money
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
from rural_taobao.currencies import Currency
from rural_taobao.exact import MILLIONTHS, Exact, Rate
from rural_taobao.money import Money, UnitPrice
from rural_taobao.settlement.figures import exactly, measure_text

__all__ = ["at_volume", "binding", "headline", "share_of", "unrounded", "unsigned"]

_Bands: TypeAlias = tuple[tuple[int, int], ...]
_Bounds: TypeAlias = Bounded | UnitBounded | Limited
"""What raises or cuts an amount."""


def unrounded(term: Term, *, bounded: bool) -> Exact:
    """Work a term out as if nothing in it were rounded; with its bounds, or as if there were none."""
    match term:
        case Units() | Banded() | Counted() | Sloped() | Exactly():
            return evaluated(term)
        case Sum(terms):
            return sum((unrounded(each, bounded=bounded) for each in terms), Exact(0))
        case Rounded(inner) | PastFree(inner) | AtVolume(inner):
            return unrounded(inner, bounded=bounded)
        case Less(inner, less):
            return unrounded(inner, bounded=bounded) - unrounded(less, bounded=bounded)
        case Bounded(inner) | UnitBounded(inner) | Limited(inner):
            amount = unrounded(inner, bounded=bounded)
            return _within(term, amount) if bounded else amount
        case Fallen(inner, cut):
            amount = unrounded(inner, bounded=bounded)
            return min(amount + Exact(cut), Exact(0)) if bounded else amount
        case Boosted(inner, _, factor):
            return _share(unrounded(inner, bounded=bounded), factor, MILLIONTHS)
        case Topped(inner, _, measure, rate):
            return unrounded(inner, bounded=bounded) + Exact(measure * rate, MILLIONTHS)
        case Scaled(inner, numerator, denominator):
            return _share(unrounded(inner, bounded=bounded), numerator, denominator)
        case Aged(inner, parts, basis, scale):
            back = sum(part * taken for part, _, taken in parts)
            return _share(unrounded(inner, bounded=bounded), back, basis * scale)
        case Part(inner, weights, _, place):
            # What whole shares leave comes of rounding alone.
            weight = (*weights, 0)[place]
            return _share(unrounded(inner, bounded=bounded), weight, sum(weights))
        case Poured(inner, maxima, place):
            return _poured(unrounded(inner, bounded=bounded), maxima, place)
        case Owed(inner):
            return -unrounded(inner, bounded=bounded)
        case Levelled(inner, _, _, below):
            return max(unrounded(inner, bounded=bounded) - Exact(below), Exact(0))
        case _:
            assert_never(term)


def _within(term: _Bounds, amount: Exact) -> Exact:
    """Give an amount within the bounds of a term."""
    floor, cap = _figures(term)
    amount = amount if floor is None else max(amount, floor)
    return amount if cap is None else min(amount, cap)


def _figures(term: _Bounds) -> tuple[Exact | None, Exact | None]:
    """Give the floor and the cap that a term sets, in minor units."""
    match term:
        case Bounded(_, floor, cap):
            scale, units = 1, 1
        case UnitBounded(_, units, floor, cap):
            scale = MILLIONTHS
        case Limited(_, _, cap):
            scale, units, floor = 1, 1, None
        case _:
            assert_never(term)
    return (
        None if floor is None else Exact(floor * units, scale),
        None if cap is None else Exact(cap * units, scale),
    )


def _poured(amount: Exact, maxima: tuple[int, ...], place: int) -> Exact:
    """Give what one step takes of an amount, of any sign, that need not be whole."""
    if amount < Exact(0):
        return -_poured(-amount, maxima, place)
    before = min(amount, Exact(sum(maxima[:place])))
    return amount - before if place == len(maxima) else min(amount, Exact(sum(maxima[: place + 1]))) - before


def _share(amount: Exact, numerator: int, denominator: int) -> Exact:
    return Exact(amount.numerator * numerator, amount.denominator * denominator)


def binding(term: Term, currency: Currency) -> frozenset[str]:
    """Give the bounds in a term that change its amount, each with its figure, in words."""
    match term:
        case Units() | Banded() | Counted() | Sloped() | Exactly():
            return frozenset()
        case Sum(terms):
            return frozenset[str]().union(*(binding(each, currency) for each in terms))
        case Less(inner, less):
            return binding(inner, currency) | binding(less, currency)
        case (
            Rounded(inner)
            | PastFree(inner)
            | AtVolume(inner)
            | Boosted(inner)
            | Topped(inner)
            | Scaled(inner)
            | Aged(inner)
            | Part(inner)
            | Poured(inner)
            | Levelled(inner)
            | Owed(inner)
        ):
            return binding(inner, currency)
        case Bounded(inner) | UnitBounded(inner) | Limited(inner):
            before, after = evaluated(inner), evaluated(term)
            bound = [] if before == after else [_bound(term, currency, raised=before < after)]
            return binding(inner, currency).union(bound)
        case Fallen(inner, cut):
            return binding(inner, currency) | {f"set off against {Money(cut, currency)} that had been cut before"}
        case _:
            assert_never(term)


def _bound(term: _Bounds, currency: Currency, *, raised: bool) -> str:
    """Say what the bounds of a term do to an amount."""
    done = "raised to the floor" if raised else "cut to the cap"
    match term:
        case Bounded():
            return f"{done} of {exactly(evaluated(term), currency)}"
        case UnitBounded(_, _, floor, cap):
            return f"{done} of {UnitPrice((floor if raised else cap) or 0, currency)} for each unit"
        case Limited(_, name, left):
            return f"cut to what is left of cap {name}: {Money(left, currency)}"
        case _:
            assert_never(term)


def unsigned(term: Term) -> Term:
    """Give what is owed, of a fee, and any other term as it is."""
    return term.term if isinstance(term, Owed) else term


def share_of(term: Term) -> Rate:
    """Give the share of a commission, or fee, that a term is; the whole of it where it is not shared by weights."""
    term = unsigned(term)
    if isinstance(term, Part):
        return Rate((*term.weights, 0)[term.place] * MILLIONTHS // sum(term.weights))
    return Rate(MILLIONTHS)


def headline(term: Term, basis: BasisForm, currency: Currency) -> tuple[str, str]:
    """Say at what a commission is rated, and of which measure, if that can be said in a few words."""
    term = _bare(term)
    match term:
        case Less(left, right):
            rise = _bare(left), _bare(right)
            if isinstance(rise[0], Banded) and isinstance(rise[1], Banded):
                term = Banded(_risen(rise[0].bands, rise[1].bands))
        case _:
            pass
    match term:
        case Banded(((part, rate),)) if is_money(basis):
            return str(Rate(rate)), str(Money(part, currency))
        case Banded(((part, rate),)):
            return f"{part} × {UnitPrice(rate, currency)}", ""
        case Counted(count, price):
            return f"{count} begun × {UnitPrice(price, currency)}", ""
        case Units(minor):
            return f"{Money(minor, currency)} for each event", ""
        case Boosted(inner, campaign, factor):
            rated, measure = headline(inner, basis, currency)
            return f"{rated} of {measure}".removesuffix(" of ") + f" × {Rate(factor)} in campaign {campaign}", ""
        case _:
            return exactly(unrounded(term, bounded=False), currency), ""


def at_volume(term: Term, currency: Currency) -> str:
    """
    Say at which volume a commission is rated, and of a running total from which it rose, and from tier to tier.

    It is empty where no volume chooses the rate.
    """
    match _rated(term):
        case AtVolume() as at:
            return f" at {_what(at, 'a')} of {_reached(at, currency)}{_outside(at)}"
        case Boosted(inner) | Topped(inner) | Sum((Exactly(), inner)):
            return at_volume(inner, currency)
        case Less(left, right):
            now, before = _rated(left), _rated(right)
            if isinstance(now, AtVolume) and isinstance(before, AtVolume):
                rise = (f"{_reached(each, currency)}{_tier(each)}" for each in (before, now))
                return f" as {_what(now, 'the')} rose from {' to '.join(rise)}"
            return at_volume(left, currency)
        case _:
            return ""


def _what(at: AtVolume, article: str) -> str:
    return f"{article} volume ({at.basis})" if is_money(at.basis) else f"{article} {at.basis}"


def _reached(at: AtVolume, currency: Currency) -> str:
    return measure_text(at.volume, at.basis, currency)


def _outside(at: AtVolume) -> str:
    return "" if isinstance(at.term, Banded) and at.term.bands else " (outside the tiers)"


def _tier(at: AtVolume) -> str:
    """Say which tier a volume chooses, by its rate."""
    match at.term:
        case Banded(((_, rate),)):
            return f" (tier {Rate(rate)})"
        case _:
            return _outside(at)


def _bare(term: Term) -> Term:
    """Give what is rated, before it is shared, rounded or bounded."""
    inner = _rated(term)
    return _bare(inner.term) if isinstance(inner, AtVolume) else inner


def _rated(term: Term) -> Term:
    """Give the same with the volume at which it is rated, if it is at one."""
    while True:
        match term:
            case Part(inner) | Poured(inner) | Levelled(inner) | Rounded(inner) | PastFree(inner) | Owed(inner):
                term = inner
            case Bounded(inner) | UnitBounded(inner) | Limited(inner) | Fallen(inner):
                term = inner
            case Sum((Part() | Poured() as part, *_)):
                term = part
            case _:
                return term


def _risen(bands: _Bands, less: _Bands) -> _Bands:
    """Give what of a running total comes on top of the one before, at each rate."""
    parts: Counter[int] = Counter()
    for part, rate in bands:
        parts[rate] += part
    for part, rate in less:
        parts[rate] -= part
    return tuple((part, rate) for rate, part in parts.items() if part)
