"""Granting: a permission given or revoked, singly; what a model version does not allow is refused."""

from typing import final

from attrs import evolve

from rural_taobao.errors import RuralTaobaoError
from rural_taobao.network import Network, Permission, Revocation
from rural_taobao.services.offers import Answer, Offered, answer_text, offered

__all__ = ["PermissionUnfounded", "PermissionUnknown", "permitted", "revoked"]


@final
class PermissionUnfounded(RuralTaobaoError, ValueError):
    """
    A permission would not let its partner offer the service on its first day.

    Attributes:
        permission: The permission.
        why: What stands against it, in words.
    """

    def __init__(self, permission: Permission, why: str) -> None:
        self.permission = permission
        self.why = why
        super().__init__(permission, why)

    def __str__(self) -> str:
        return (
            f"a permission must let whoever is in charge offer the service from its first day, but with "
            f"{self.permission}, {self.why}; give it to whoever is in charge, from the day on which the model version "
            "allows it"
        )


@final
class PermissionUnknown(RuralTaobaoError, LookupError):
    """
    A permission that is to be revoked is not one of those that were given and hold still.

    Attributes:
        permission: The permission.
    """

    def __init__(self, permission: Permission) -> None:
        self.permission = permission
        super().__init__(permission)

    def __str__(self) -> str:
        return (
            f"a permission that is revoked must be one that was given and not revoked before, but {self.permission} "
            "is none; take it from the permissions of the network"
        )


def permitted(network: Network, permission: Permission) -> Network:
    """
    Give a permission to the partner in charge.

    Args:
        network: The network; it stays as it is.
        permission: The permission; not revoked yet.

    Raises:
        NetworkRefused: It names what is not there, or holds beside another on some day.
        PermissionUnfounded: On its first day the station is not open, another partner is in charge, or the model
            version does not allow the service.

    Example:
        >>> from datetime import date
        >>> from rural_taobao.periods import Period
        >>> from rural_taobao.samples import service_village
        >>> culture = Permission("village-cinema", "sanhe", "li", Period(date(2016, 12, 1)))
        >>> after = permitted(service_village(), culture)
        >>> print(answer_text(offered(after, "sanhe", "village-cinema", date(2016, 12, 24))))
        village-cinema is offered at station sanhe by li, as permitted from 2016-12-01
    """
    after = evolve(network, permissions=(*network.permissions, permission))
    answer = offered(after, permission.station, permission.service, permission.period.start)
    if answer != Offered(permission):
        raise PermissionUnfounded(permission, _against(answer))
    return after


def _against(answer: Answer) -> str:
    if isinstance(answer, Offered):
        return f"another is in charge: {answer_text(answer)}"
    return answer_text(answer)


def revoked(network: Network, permission: Permission, revocation: Revocation) -> Network:
    """
    Revoke one permission and no other.

    Args:
        network: The network; it stays as it is.
        permission: One of its permissions, not revoked before.
        revocation: From which day, and why.

    Raises:
        PermissionUnknown: The network has no such permission, or it was revoked before.
        RevokedOutside: It does not hold on that day.

    Example:
        >>> from datetime import date
        >>> from rural_taobao.network import WithdrawnByProvider
        >>> from rural_taobao.samples import service_village
        >>> village = service_village()
        >>> [loans] = village.permissions_at("sanhe", "loans")
        >>> after = revoked(village, loans, Revocation(date(2017, 2, 1), WithdrawnByProvider()))
        >>> print(answer_text(offered(after, "sanhe", "loans", date(2017, 2, 1))))
        loans is not offered at station sanhe: li was permitted it until before 2017-02-01: the provider withdrew it
    """
    if permission not in network.permissions or permission.revocation is not None:
        raise PermissionUnknown(permission)
    ended = evolve(permission, revocation=revocation)
    return evolve(network, permissions=[ended if each == permission else each for each in network.permissions])
