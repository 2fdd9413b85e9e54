"""Sharing: how what a party takes of a commission came about, and what is posted to nobody."""

from collections.abc import Iterator
from typing import assert_never

from rural_taobao.commission.splits import Helper, Kept, Receiver, Shared, Split, Waterfall, beneath, leaves
from rural_taobao.commission.terms import Part, Poured, Sum, Term
from rural_taobao.currencies import Currency
from rural_taobao.identifiers import Party

__all__ = ["currencies_in", "keeps", "kept_of", "share_of"]


def kept_of(shared: Shared, commission: int, *, helped: bool = False) -> int:
    """
    Give what of a commission is posted to nobody.

    Example:
        >>> from rural_taobao.commission.splits import Share
        >>> from rural_taobao.money import Allocation
        >>> half = Split([Share("partner", 1), Share(Kept(), 1)], Allocation.FIRST)
        >>> half.parts(101), kept_of(half, 101)
        ((51,), 50)
    """
    return sum(part for receiver, part in leaves(shared, commission, helped=helped) if isinstance(receiver, Kept))


def keeps(receiver: Receiver) -> bool:
    """Tell whether a part of any commission may be posted to nobody."""
    return isinstance(receiver, Kept) or any(map(keeps, beneath(receiver)))


def share_of(shared: Shared, commission: Term, party: Party, *, helped: bool = False) -> Term:
    """
    Give how what one party takes of a commission came about.

    Args:
        shared: What divides it.
        commission: How the commission came about, in whole minor units.
        party: One of its parties, a helper only where one served.
        helped: Whether a helper served.

    Example:
        >>> from rural_taobao.commission.operands import Units
        >>> from rural_taobao.commission.splits import Step
        >>> from rural_taobao.money import Money
        >>> waterfall = Waterfall([Step("partner", Money(20))], rest="platform")
        >>> share_of(waterfall, Units(100), Party.PLATFORM)
        Poured(term=Units(minor=100), maxima=(20,), place=1)
    """
    terms = tuple(term for receiver, term in _terms(shared, commission, helped=helped) if receiver is party)
    return terms[0] if len(terms) == 1 else Sum(terms)


def _terms(receiver: Receiver, term: Term, *, helped: bool) -> Iterator[tuple[Party | Kept, Term]]:
    match receiver:
        case Party() | Kept():
            yield receiver, term
        case Helper(absent):
            yield from [(Party.HELPER, term)] if helped else _terms(absent, term, helped=helped)
        case Split(weights=weights, mode=mode):
            for place, each in enumerate(receiver.receivers):
                yield from _terms(each, Part(term, weights, mode, place), helped=helped)
        case Waterfall(maxima=maxima):
            for place, each in enumerate(receiver.receivers):
                yield from _terms(each, Poured(term, maxima, place), helped=helped)
        case _:
            assert_never(receiver)


def currencies_in(receiver: Receiver) -> frozenset[Currency]:
    """Give the currencies of the maxima of all waterfalls, here and further down."""
    steps = receiver.steps if isinstance(receiver, Waterfall) else ()
    return frozenset(step.most.currency for step in steps).union(*map(currencies_in, beneath(receiver)))
