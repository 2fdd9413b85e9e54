"""The life of a permission: a partner may offer a service at a station, until it ends or is revoked."""

from typing import Final, TypeAlias, final

from attrs import field, frozen

from rural_taobao.identifiers import PartnerId, ServiceId, StationId
from rural_taobao.kinds import Word
from rural_taobao.lives.details import Leave, RevokedFor
from rural_taobao.lives.histories import History
from rural_taobao.lives.life_cycles import Arrow, LifeCycle

__all__ = ["PERMISSION_LIFE", "Grant", "PermissionHistory", "PermissionState", "PermissionStep"]


@final
@frozen
class Grant:
    """
    Which permission is meant: what who may offer where.

    Attributes:
        service: The service.
        station: The station.
        partner: The partner.
    """

    service: ServiceId = field(converter=ServiceId)
    station: StationId = field(converter=StationId)
    partner: PartnerId = field(converter=PartnerId)

    def __str__(self) -> str:
        return f"for {self.service} of partner {self.partner} at station {self.station}"


@final
class PermissionState(Word):
    """What a permission is on a day."""

    PERMITTED = "permitted"
    """The partner may offer the service, as far as the station and the model version let anybody."""
    REVOKED = "revoked"
    """It was taken back for a cause; may be permitted again."""
    ENDED = "ended"
    """The days are over that it was given for, or it was given back; may be permitted again."""


@final
class PermissionStep(Word):
    """What moves a permission from one state to another."""

    PERMIT = "permit"
    """It states until when, if that is known; given to whoever is in charge under a version that allows the service."""
    ENTER = "enter"
    """Was permitted when the record began, whoever was in charge then, under whatever version; it states the same."""
    REVOKE = "revoke"
    """It states the cause."""
    END = "end"


PERMISSION_LIFE: Final = LifeCycle(
    "permission",
    Grant,
    [
        Arrow(None, PermissionStep.PERMIT, PermissionState.PERMITTED, Leave, PermissionState.ENDED),
        Arrow(None, PermissionStep.ENTER, PermissionState.PERMITTED, Leave, PermissionState.ENDED),
        Arrow(PermissionState.PERMITTED, PermissionStep.REVOKE, PermissionState.REVOKED, RevokedFor),
        Arrow(PermissionState.PERMITTED, PermissionStep.END, PermissionState.ENDED),
        Arrow(PermissionState.REVOKED, PermissionStep.PERMIT, PermissionState.PERMITTED, Leave, PermissionState.ENDED),
        Arrow(PermissionState.REVOKED, PermissionStep.ENTER, PermissionState.PERMITTED, Leave, PermissionState.ENDED),
        Arrow(PermissionState.ENDED, PermissionStep.PERMIT, PermissionState.PERMITTED, Leave, PermissionState.ENDED),
        Arrow(PermissionState.ENDED, PermissionStep.ENTER, PermissionState.PERMITTED, Leave, PermissionState.ENDED),
    ],
    finals=[],
    holds=[PermissionState.PERMITTED],
)
"""The arrows of a permission; on the day until which it was given it ends without a step."""
PermissionHistory: TypeAlias = History[PermissionState, PermissionStep, Grant]
"""What became known of one permission."""
