"""The laws of permissions: each names what is there, and holds once; nobody within the network decides on a service."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import final

from rural_taobao.errors import RuralTaobaoError
from rural_taobao.network.breaches import UnknownReference
from rural_taobao.network.permissions import Permission
from rural_taobao.network.services import DecidesForItself, Service

__all__ = ["PermittedTwice", "decisions", "references", "twice"]


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
