"""Where in the rosters of a network a breach of a law stands, and on which of their files it rests."""

from typing import Final

from rural_taobao.errors import RuralTaobaoError
from rural_taobao.network import CountyCentre, HelperPosting, Partner, Payee, Permission, Posting, Station
from rural_taobao.network.breaches import (
    CountyNotThere,
    DaysToldTwice,
    DemandNotMet,
    IdTwice,
    NotWithin,
    UnknownReference,
    VersionGoesBack,
)
from rural_taobao.network.permission_laws import PermittedInVain

__all__ = ["BOUNDS", "column_of", "rests_on"]

BOUNDS: Final[dict[type, tuple[str, str]]] = {
    CountyCentre: ("opened", "closed"),
    Station: ("opened", "closed"),
    Partner: ("contract_from", "contract_to"),
    Payee: ("from", "to"),
    Posting: ("from", "to"),
    HelperPosting: ("from", "to"),
    Permission: ("from", "to"),
}
"""The columns of the first day and of the first day after."""
_IDS: Final[dict[type, str]] = {CountyCentre: "centre", Station: "station", Partner: "partner", Payee: "payee"}
_NAMED: Final = {
    "payee": "payee",
    "county centre": "centre",
    "station": "station",
    "partner": "partner",
    "model version": "version",
    "service": "service",
}
"""The column that names each kind of thing."""
_TOLD_IN: Final = {
    "payee": "payees.csv",
    "county centre": "centres.csv",
    "station": "stations.csv",
    "partner": "partners.csv",
    "model version": "models.toml",
    "service": "services.toml",
}
"""The file that tells of each kind of thing."""


def column_of(error: RuralTaobaoError) -> str:
    """Give the column that a breach of a law is about."""
    match error:
        case IdTwice(subject=subject) | DaysToldTwice(subject=subject):
            return _IDS.get(type(subject), "")
        case UnknownReference(kind=kind):
            return _NAMED[kind]
        case NotWithin(subject=subject, days=days, ground_days=ground):
            return BOUNDS[type(subject)][days.start >= ground.start]
        case VersionGoesBack() | DemandNotMet():
            return "version"
        case CountyNotThere():
            return "county"
        case _:
            return "from"


def rests_on(error: RuralTaobaoError) -> str | None:
    """Give the file whose rows a breach may only lack; None for one that no other row can undo."""
    match error:
        case UnknownReference(kind=kind):
            return _TOLD_IN[kind]
        case NotWithin(ground=ground):
            return next(file for kind, file in _TOLD_IN.items() if ground.startswith(f"{kind} "))
        case DemandNotMet():
            return "partners.csv"
        case VersionGoesBack() | PermittedInVain():
            return "postings.csv"
        case _:
            return None
