"""
Lives: the states and arrows of centres, stations, partners, postings, payees and permissions, and what became known.

A history is asked about any day, by any instant of knowledge, and gives the periods that a network is built of.
The names below are resolved when they are first asked for.
"""

from typing import TYPE_CHECKING, Final

from rural_taobao.doors import Listed, Opened, door

if TYPE_CHECKING:
    from rural_taobao.lives.centres import CENTRE_LIFE, CentreHistory, CentreState, CentreStep
    from rural_taobao.lives.details import Detail, Leave, Reason, RevokedFor, Site, Terms
    from rural_taobao.lives.happenings import Cancellation, Happening, Record
    from rural_taobao.lives.histories import History
    from rural_taobao.lives.life_cycles import Arrow, LifeCycle
    from rural_taobao.lives.partners import PARTNER_LIFE, PartnerHistory, PartnerState, PartnerStep
    from rural_taobao.lives.payees import PAYEE_LIFE, PayeeHistory, PayeeState, PayeeStep
    from rural_taobao.lives.permissions import (
        PERMISSION_LIFE,
        Grant,
        PermissionHistory,
        PermissionState,
        PermissionStep,
    )
    from rural_taobao.lives.posts import POSTING_LIFE, Post, PostingHistory, PostingState, PostingStep
    from rural_taobao.lives.stations import STATION_LIFE, StationHistory, StationState, StationStep
    from rural_taobao.lives.tenures import exam_day, helper_postings, postings
    from rural_taobao.lives.walks import Passage

__all__ = [
    "CENTRE_LIFE",
    "PARTNER_LIFE",
    "PAYEE_LIFE",
    "PERMISSION_LIFE",
    "POSTING_LIFE",
    "STATION_LIFE",
    "Arrow",
    "Cancellation",
    "CentreHistory",
    "CentreState",
    "CentreStep",
    "Detail",
    "Grant",
    "Happening",
    "History",
    "Leave",
    "LifeCycle",
    "PartnerHistory",
    "PartnerState",
    "PartnerStep",
    "Passage",
    "PayeeHistory",
    "PayeeState",
    "PayeeStep",
    "PermissionHistory",
    "PermissionState",
    "PermissionStep",
    "Post",
    "PostingHistory",
    "PostingState",
    "PostingStep",
    "Reason",
    "Record",
    "RevokedFor",
    "Site",
    "StationHistory",
    "StationState",
    "StationStep",
    "Terms",
    "exam_day",
    "helper_postings",
    "postings",
]

_MODULES: Final = {
    "Arrow": "life_cycles",
    "CENTRE_LIFE": "centres",
    "Cancellation": "happenings",
    "CentreHistory": "centres",
    "CentreState": "centres",
    "CentreStep": "centres",
    "Detail": "details",
    "Grant": "permissions",
    "Happening": "happenings",
    "History": "histories",
    "Leave": "details",
    "LifeCycle": "life_cycles",
    "PARTNER_LIFE": "partners",
    "PAYEE_LIFE": "payees",
    "PERMISSION_LIFE": "permissions",
    "POSTING_LIFE": "posts",
    "PartnerHistory": "partners",
    "PartnerState": "partners",
    "PartnerStep": "partners",
    "Passage": "walks",
    "PayeeHistory": "payees",
    "PayeeState": "payees",
    "PayeeStep": "payees",
    "PermissionHistory": "permissions",
    "PermissionState": "permissions",
    "PermissionStep": "permissions",
    "Post": "posts",
    "PostingHistory": "posts",
    "PostingState": "posts",
    "PostingStep": "posts",
    "Reason": "details",
    "Record": "happenings",
    "RevokedFor": "details",
    "STATION_LIFE": "stations",
    "Site": "details",
    "StationHistory": "stations",
    "StationState": "stations",
    "StationStep": "stations",
    "Terms": "details",
    "exam_day": "tenures",
    "helper_postings": "tenures",
    "postings": "tenures",
}

__getattr__: Opened
__dir__: Listed
__getattr__, __dir__ = door(__name__, _MODULES, __all__)
