"""
Services: whether a station offers one on a day, permissions given and revoked, referrals and defaults on them.

A partner recommends and enters; whoever provides the service decides.
The names below are resolved when they are first asked for.
"""

from typing import TYPE_CHECKING, Final

from rural_taobao.doors import Listed, Opened, door

if TYPE_CHECKING:
    from rural_taobao.services.defaults import (
        Cluster,
        Default,
        Proposal,
        RemovePartner,
        RevokeProduct,
        clusters,
        proposal_text,
        proposals,
    )
    from rural_taobao.services.granting import permitted, revoked
    from rural_taobao.services.offers import (
        Answer,
        NotOffered,
        NotPermitted,
        NotPermittedYet,
        Offered,
        PermissionEnded,
        PermissionRevoked,
        ServiceUnknown,
        StationClosed,
        StationInNobodysCharge,
        VersionDoesNotAllow,
        answer_text,
        offered,
        offered_at,
    )
    from rural_taobao.services.referrals import Approval, Decision, Referral, Refusal

__all__ = [
    "Answer",
    "Approval",
    "Cluster",
    "Decision",
    "Default",
    "NotOffered",
    "NotPermitted",
    "NotPermittedYet",
    "Offered",
    "PermissionEnded",
    "PermissionRevoked",
    "Proposal",
    "Referral",
    "Refusal",
    "RemovePartner",
    "RevokeProduct",
    "ServiceUnknown",
    "StationClosed",
    "StationInNobodysCharge",
    "VersionDoesNotAllow",
    "answer_text",
    "clusters",
    "offered",
    "offered_at",
    "permitted",
    "proposal_text",
    "proposals",
    "revoked",
]

_MODULES: Final = {
    "Answer": "offers",
    "Approval": "referrals",
    "Cluster": "defaults",
    "Decision": "referrals",
    "Default": "defaults",
    "NotOffered": "offers",
    "NotPermitted": "offers",
    "NotPermittedYet": "offers",
    "Offered": "offers",
    "PermissionEnded": "offers",
    "PermissionRevoked": "offers",
    "Proposal": "defaults",
    "Referral": "referrals",
    "Refusal": "referrals",
    "RemovePartner": "defaults",
    "RevokeProduct": "defaults",
    "ServiceUnknown": "offers",
    "StationClosed": "offers",
    "StationInNobodysCharge": "offers",
    "VersionDoesNotAllow": "offers",
    "answer_text": "offers",
    "clusters": "defaults",
    "offered": "offers",
    "offered_at": "offers",
    "permitted": "granting",
    "proposal_text": "defaults",
    "proposals": "defaults",
    "revoked": "granting",
}

__getattr__: Opened
__dir__: Listed
__getattr__, __dir__ = door(__name__, _MODULES, __all__)
