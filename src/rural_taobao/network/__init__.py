"""
The network: county centres, stations, partners, payees and postings under model versions.

It knows nothing of commission; a model version names its plan by id.
"""

from rural_taobao.network.aggregate import Network, NetworkRefused, Vacancy, VacantCredit
from rural_taobao.network.model_versions import Engagement, Focus, ModelVersion, Reach, Work
from rural_taobao.network.partners import HelperPosting, Partner, Payee, Posting
from rural_taobao.network.record import programme_versions
from rural_taobao.network.stations import CountyCentre, Position, Station
from rural_taobao.network.supposition import supposed

__all__ = [
    "CountyCentre",
    "Engagement",
    "Focus",
    "HelperPosting",
    "ModelVersion",
    "Network",
    "NetworkRefused",
    "Partner",
    "Payee",
    "Position",
    "Posting",
    "Reach",
    "Station",
    "Vacancy",
    "VacantCredit",
    "Work",
    "programme_versions",
    "supposed",
]
