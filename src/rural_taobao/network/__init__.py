"""
The network: county centres, stations, partners, payees and postings under model versions, services and permissions.

It knows nothing of commission; a model version names its plan by id.
The names below are resolved when they are first asked for.
"""

from typing import TYPE_CHECKING, Final

from rural_taobao.doors import Listed, Opened, door

if TYPE_CHECKING:
    from rural_taobao.network.adoption import Adoption, Adoptions, Disagreement, disagreements, in_force
    from rural_taobao.network.aggregate import Network, NetworkRefused, Vacancy, VacantCredit
    from rural_taobao.network.censuses import Census, Condition, census, census_by_day
    from rural_taobao.network.demands import Demand
    from rural_taobao.network.findings import Finding, findings_of
    from rural_taobao.network.model_versions import Engagement, Focus, ModelVersion, Work
    from rural_taobao.network.partners import HelperPosting, Partner, Payee, Posting
    from rural_taobao.network.permissions import (
        Cause,
        ClusteredDefaults,
        Permission,
        Revocation,
        WithdrawnByHouse,
        WithdrawnByProvider,
    )
    from rural_taobao.network.qualifying import Readiness, Remedy, adopted, readiness
    from rural_taobao.network.reaches import (
        OwnVillage,
        Reach,
        VillagesAround,
        VillagesListed,
        VillagesWithin,
    )
    from rural_taobao.network.record import programme_services, programme_versions
    from rural_taobao.network.services import Area, DefaultRule, Service, allows
    from rural_taobao.network.stations import CountyCentre, Position, Station
    from rural_taobao.network.supposition import supposed

__all__ = [
    "Adoption",
    "Adoptions",
    "Area",
    "Cause",
    "Census",
    "ClusteredDefaults",
    "Condition",
    "CountyCentre",
    "DefaultRule",
    "Demand",
    "Disagreement",
    "Engagement",
    "Finding",
    "Focus",
    "HelperPosting",
    "ModelVersion",
    "Network",
    "NetworkRefused",
    "OwnVillage",
    "Partner",
    "Payee",
    "Permission",
    "Position",
    "Posting",
    "Reach",
    "Readiness",
    "Remedy",
    "Revocation",
    "Service",
    "Station",
    "Vacancy",
    "VacantCredit",
    "VillagesAround",
    "VillagesListed",
    "VillagesWithin",
    "WithdrawnByHouse",
    "WithdrawnByProvider",
    "Work",
    "adopted",
    "allows",
    "census",
    "census_by_day",
    "disagreements",
    "findings_of",
    "in_force",
    "programme_services",
    "programme_versions",
    "readiness",
    "supposed",
]

_MODULES: Final = {
    "Adoption": "adoption",
    "Adoptions": "adoption",
    "Area": "services",
    "Cause": "permissions",
    "Census": "censuses",
    "ClusteredDefaults": "permissions",
    "Condition": "censuses",
    "CountyCentre": "stations",
    "DefaultRule": "services",
    "Demand": "demands",
    "Disagreement": "adoption",
    "Engagement": "model_versions",
    "Finding": "findings",
    "Focus": "model_versions",
    "HelperPosting": "partners",
    "ModelVersion": "model_versions",
    "Network": "aggregate",
    "NetworkRefused": "aggregate",
    "OwnVillage": "reaches",
    "Partner": "partners",
    "Payee": "partners",
    "Permission": "permissions",
    "Position": "stations",
    "Posting": "partners",
    "Reach": "reaches",
    "Readiness": "qualifying",
    "Remedy": "qualifying",
    "Revocation": "permissions",
    "Service": "services",
    "Station": "stations",
    "Vacancy": "aggregate",
    "VacantCredit": "aggregate",
    "VillagesAround": "reaches",
    "VillagesListed": "reaches",
    "VillagesWithin": "reaches",
    "WithdrawnByHouse": "permissions",
    "WithdrawnByProvider": "permissions",
    "Work": "model_versions",
    "adopted": "qualifying",
    "allows": "services",
    "census": "censuses",
    "census_by_day": "censuses",
    "disagreements": "adoption",
    "findings_of": "findings",
    "in_force": "adoption",
    "programme_services": "record",
    "programme_versions": "record",
    "readiness": "qualifying",
    "supposed": "supposition",
}

__getattr__: Opened
__dir__: Listed
__getattr__, __dir__ = door(__name__, _MODULES, __all__)
