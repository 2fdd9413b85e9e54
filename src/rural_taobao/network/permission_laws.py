"""
The laws of permissions: each names what is there, and holds once; nobody within the network decides on a service.

What is told of a network, in rosters or to a register, must be of use besides: each permission lets its partner offer
the service on some day that it was given for, revoked or not.
That is no law of a network as such, which may be supposed to be under a version that allows less.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import final

from rural_taobao.errors import RuralTaobaoError
from rural_taobao.network.breaches import UnknownReference
from rural_taobao.network.model_versions import ModelVersion
from rural_taobao.network.partners import Posting
from rural_taobao.network.permissions import Permission
from rural_taobao.network.services import DecidesForItself, Service, allows

__all__ = ["PermittedInVain", "PermittedTwice", "decisions", "in_vain", "references", "twice"]


@final
class PermittedTwice(RuralTaobaoError, ValueError):
    """
    Two permissions let the same partner offer a service at one station on the same day.

    Attributes:
        subject: The later permission.
        other: The one that it overlaps.
    """

    def __init__(self, subject: Permission, other: Permission) -> None:
        self.subject = subject
        self.other = other
        super().__init__(subject, other)

    def __str__(self) -> str:
        return (
            f"a service must be permitted once at a time, but {self.subject} overlaps {self.other}; "
            "leave one out, so that it is revoked where it is revoked once"
        )


@final
class PermittedInVain(RuralTaobaoError, ValueError):
    """
    A permission does not let its partner offer the service on any of its days.

    Attributes:
        subject: The permission.
    """

    def __init__(self, subject: Permission) -> None:
        self.subject = subject
        super().__init__(subject)

    def __str__(self) -> str:
        service, partner = self.subject.service, self.subject.partner
        return (
            f"a permission must let its partner offer the service on some day, but on no day of {self.subject} is "
            f"{partner} in charge there under a model version that allows {service}; give it for days on which its "
            "partner is, or leave it out"
        )


def decisions(services: Iterable[Service], house: Sequence[Collection[str]]) -> Iterator[RuralTaobaoError]:
    """
    Tell of services on which somebody of the network is to decide.

    Args:
        services: The services.
        house: The ids of its stations, of its county centres and of its partners.
    """
    for service in services:
        for kind, ids in zip(("station", "county centre", "partner"), house, strict=True):
            if service.decided_by is not None and service.decided_by in ids:
                yield DecidesForItself(service.decided_by, kind)


def references(
    permission: Permission,
    services: Collection[str],
    stations: Collection[str],
    partners: Collection[str],
) -> Iterator[RuralTaobaoError]:
    """Tell what a permission names that is not among the ids that are there."""
    named = (
        ("service", permission.service, permission.service in services),
        ("station", permission.station, permission.station in stations),
        ("partner", permission.partner, permission.partner in partners),
    )
    yield from (UnknownReference(permission, kind, name) for kind, name, found in named if not found)


def twice(permitted: Iterable[Sequence[Permission]]) -> Iterator[RuralTaobaoError]:
    """Tell of permissions for one service at one station that hold on the same day; each list is sorted by its days."""
    for listed in permitted:
        longest: dict[str, Permission] = {}
        for permission in listed:
            before = longest.get(permission.partner)
            if before is not None and (before.end is None or permission.period.start < before.end):
                yield PermittedTwice(permission, before)
            if before is None or (before.end is not None and (permission.end is None or permission.end > before.end)):
                longest[permission.partner] = permission


def in_vain(
    permissions: Iterable[Permission],
    services: Iterable[Service],
    postings: Iterable[Posting],
    versions: Iterable[ModelVersion],
) -> Iterator[PermittedInVain]:
    """
    Tell of permissions that let their partners offer nothing on any of the days that they were given for.

    Of those that name a service which is not there nothing is told.

    Args:
        permissions: The permissions.
        services: What they are for.
        postings: Who is in charge where and when, under which version.
        versions: The model versions.
    """
    known = {service.id: service for service in services}
    allowing = {service.id: {each.id for each in versions if allows(each, service)} for service in known.values()}
    held: defaultdict[tuple[str, str], list[Posting]] = defaultdict(list)
    for posting in postings:
        held[posting.station, posting.partner].append(posting)
    for permission in permissions:
        if permission.service in known and not any(
            posting.version in allowing[permission.service] and posting.period.overlap(permission.period) is not None
            for posting in held[permission.station, permission.partner]
        ):
            yield PermittedInVain(permission)
