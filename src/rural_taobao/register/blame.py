"""Blame: which of many refusals are told, since others only follow from them."""

from collections.abc import Mapping, Sequence
from typing import final

from attrs import frozen

from rural_taobao.errors import RuralTaobaoError
from rural_taobao.lives import Post
from rural_taobao.network.aggregate import breaches_of
from rural_taobao.network.breaches import UnknownReference
from rural_taobao.network.permission_laws import PermittedInVain
from rural_taobao.register.drafts import Slot, slot
from rural_taobao.register.entries import KINDS_BY_NAME
from rural_taobao.register.ground import NotStanding
from rural_taobao.services.granting import PermissionUnfounded

__all__ = ["Refusal", "to_blame"]


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
        stands: Whether it is so whatever else of its things was refused.
    """

    number: int
    things: frozenset[Slot]
    fault: RuralTaobaoError
    command: int = 0
    stands: bool = False


def to_blame(refusals: Sequence[Refusal]) -> tuple[Refusal, ...]:
    """
    Give the refusals that do not follow from others, in their order.

    What only lacks things that other refusals tell of lacks them no more once those are mended; and of a thing of which
    something was refused, nobody knows what else would have been, unless it is said to be so in any case.
    Refusals that follow from one another, in a circle, are all given.
    """
    told_by: dict[Slot, list[int]] = {}
    for place, each in enumerate(refusals):
        for thing in each.things:
            told_by.setdefault(thing, []).append(place)
    follows = [_follows(place, each, told_by) for place, each in enumerate(refusals)]
    roots = {place for place, grounds in enumerate(follows) if not grounds}
    explained, before = roots, set[int]()
    while explained != before:
        before = explained
        explained = roots | {place for place, grounds in enumerate(follows) if all(g & before for g in grounds)}
    return tuple(each for place, each in enumerate(refusals) if place in roots or place not in explained)


def _follows(place: int, refusal: Refusal, told_by: Mapping[Slot, list[int]]) -> list[set[int]]:
    """Give the refusals that one follows from, of each list one; none where it stands by itself."""
    earlier = {each for thing in refusal.things for each in told_by[thing] if each < place}
    if earlier and not refusal.stands:
        return [earlier]
    lacks = _lacks(refusal.fault)
    return [set(told_by[thing]) for thing in lacks] if all(thing in told_by for thing in lacks) else []


def _lacks(fault: RuralTaobaoError) -> list[Slot]:
    """Give the things that a fault is about the lack of; nothing where anything else is wrong too."""
    lacks: list[Slot] = []
    for each in breaches_of(fault):
        if isinstance(each, PermissionUnfounded | PermittedInVain):
            # Who is to offer it is not in charge there as things are, and may be once a posting is mended.
            permission = each.permission if isinstance(each, PermissionUnfounded) else each.subject
            lacks.append(slot(Post(permission.station, permission.partner)))
            continue
        if not isinstance(each, UnknownReference | NotStanding) or each.kind not in KINDS_BY_NAME:
            return []
        lacks.append((KINDS_BY_NAME[each.kind], each.name))
    return lacks
