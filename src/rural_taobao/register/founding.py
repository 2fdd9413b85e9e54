"""
Founding: whether a permission that is given lets whoever is in charge offer the service, on its first day.

It is asked when the permission is given, and not again when something else changes: a posting, a model version and a
permission end each by itself, and a service is offered on the days on which all of them allow it.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from datetime import date
from operator import attrgetter

from rural_taobao.identifiers import PartnerId, StationId, VersionId
from rural_taobao.lives import Grant, Leave, PartnerState, PermissionStep, Post, StationState
from rural_taobao.lives.tenures import tenure
from rural_taobao.network import Permission, allows
from rural_taobao.periods import Period
from rural_taobao.register.charter import Charter
from rural_taobao.register.entries import STANDING, AnyPassage, Entry, stated
from rural_taobao.register.events import Subject
from rural_taobao.services.granting import PermissionUnfounded
from rural_taobao.services.offers import StationClosed, StationInNobodysCharge, VersionDoesNotAllow, answer_text

__all__ = ["unfounded"]

_WORKING = STANDING[PartnerId] - {PartnerState.SUSPENDED}


def unfounded(
    grant: Grant, before: Entry, after: Entry, charter: Charter, entry: Callable[[Subject], Entry]
) -> Iterator[PermissionUnfounded]:
    """
    Tell of the times that a permission is newly given and would not let its partner offer the service.

    Args:
        grant: The permission.
        before: Its entry before.
        after: Its entry after.
        charter: The charter, which has the service.
        entry: Gives the entry of a thing.
    """
    known = {passage.happening.id for passage in before.passages}
    for passage in after.passages:
        if passage.happening.step is PermissionStep.PERMIT and passage.happening.id not in known:
            against = _against(grant, passage.day, charter, entry)
            if against is not None:
                days = Period(passage.day, stated([passage], Leave).until)
                yield PermissionUnfounded(Permission(grant.service, grant.station, grant.partner, days), against)


def _against(grant: Grant, day: date, charter: Charter, entry: Callable[[Subject], Entry]) -> str | None:
    """Say what keeps a partner from offering a service at a station on a day, whatever is permitted."""
    station = _taken_by(entry(grant.station), day)
    if not station or station[-1].arrow.end is not StationState.OPEN:
        return answer_text(StationClosed(grant.station, day))
    charged = _in_charge(grant.station, day, entry)
    if charged is None:
        return answer_text(StationInNobodysCharge(grant.station, day))
    partner, version = charged
    if partner != grant.partner:
        return f"{partner} is in charge of station {grant.station} on {day}"
    if not allows(charter.version(version), charter.service(grant.service)):
        return answer_text(VersionDoesNotAllow(grant.service, version))
    return None


def _in_charge(station: StationId, day: date, entry: Callable[[Subject], Entry]) -> tuple[PartnerId, VersionId] | None:
    """Give who is in charge of a station on a day, being at work, and under which version."""
    for partner in map(PartnerId, entry(station).links):
        held = tenure(_taken_by(entry(Post(station, partner)), day))
        working = _taken_by(entry(partner), day)
        if held is not None and held.version is not None and working[-1].arrow.end in _WORKING:
            return partner, held.version
    return None


def _taken_by(held: Entry, day: date) -> tuple[AnyPassage, ...]:
    """Give the steps that were taken by a day."""
    return held.passages[: bisect_right(held.passages, day, key=attrgetter("day"))]
