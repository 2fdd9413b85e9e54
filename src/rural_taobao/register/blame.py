"""Blame: which of many refusals are told, since others only follow from them."""

from collections.abc import Iterator, Sequence
from typing import Final, final

from attrs import frozen

from rural_taobao.errors import RuralTaobaoError
from rural_taobao.identifiers import CentreId, PartnerId, PayeeId, StationId
from rural_taobao.network import NetworkRefused
from rural_taobao.network.breaches import UnknownReference
from rural_taobao.register.drafts import Slot
from rural_taobao.register.ground import NotStanding

__all__ = ["Refusal", "to_blame"]

_KINDS: Final[dict[str, type]] = {
    "county centre": CentreId,
    "station": StationId,
    "partner": PartnerId,
    "payee": PayeeId,
}


@final
@frozen
class Refusal:
    """
    What was refused of many things that came together.

    Attributes:
        number: The number of its event.
        things: What it tells of.
        fault: Why it was refused.
        command: The place, in the event, of the command that the fault came with.
    """

    number: int
    things: frozenset[Slot]
    fault: RuralTaobaoError
    command: int = 0


def to_blame(refusals: Sequence[Refusal]) -> tuple[Refusal, ...]:
    """
    Give the refusals that do not follow from others, in their order.

    What only lacks things that other refusals tell of lacks them no more once those are mended.
    Refusals that lack one another, in a circle, are all given.
    """
    lacking = [_lacking(each.fault) for each in refusals]
    told_of = frozenset[Slot]().union(*(each.things for each in refusals))
    roots = {place for place, lacks in enumerate(lacking) if not lacks or not lacks <= told_of}
    explained, before = roots, set[int]()
    while explained != before:
        before = explained
        things = frozenset[Slot]().union(*(refusals[place].things for place in explained))
        explained = explained | {place for place, lacks in enumerate(lacking) if lacks <= things}
    return tuple(each for place, each in enumerate(refusals) if place in roots or place not in explained)


def _lacking(fault: RuralTaobaoError) -> frozenset[Slot]:
    """Give the things that a fault is about the lack of; nothing where anything else is wrong too."""
    parts = fault.faults if isinstance(fault, NetworkRefused) else (fault,)
    lacks = [*_lacks(parts)]
    return frozenset(lacks) if len(lacks) == len(parts) else frozenset()


def _lacks(faults: Sequence[RuralTaobaoError]) -> Iterator[Slot]:
    for fault in faults:
        if isinstance(fault, UnknownReference) and fault.kind in _KINDS:
            yield _KINDS[fault.kind], fault.name
        elif isinstance(fault, NotStanding):
            kind, _, name = fault.ground.rpartition(" ")
            yield _KINDS[kind], name
