"""
Coverage: which villages a station serves, what a network covers on a day, and what lies far from every station.

The names below are resolved when they are first asked for.
"""

from typing import TYPE_CHECKING, Final

from rural_taobao.doors import Listed, Opened, door

if TYPE_CHECKING:
    from rural_taobao.coverage.countrysides import Countryside, CountrysideRefused
    from rural_taobao.coverage.covering import Covered, coverage_course, covered
    from rural_taobao.coverage.distances import SeenFrom, Spot, metres_between
    from rural_taobao.coverage.findings import LandFinding, land_findings
    from rural_taobao.coverage.reaching import Served, Untold, served, served_on
    from rural_taobao.coverage.remoteness import Nearest, Unserved, nearest, unserved
    from rural_taobao.coverage.spacings import Pair, Spacing, spacing
    from rural_taobao.coverage.villages import ListedVillage, Place, Site, Village

__all__ = [
    "Countryside",
    "CountrysideRefused",
    "Covered",
    "LandFinding",
    "ListedVillage",
    "Nearest",
    "Pair",
    "Place",
    "SeenFrom",
    "Served",
    "Site",
    "Spacing",
    "Spot",
    "Unserved",
    "Untold",
    "Village",
    "coverage_course",
    "covered",
    "land_findings",
    "metres_between",
    "nearest",
    "served",
    "served_on",
    "spacing",
    "unserved",
]

_MODULES: Final = {
    "Countryside": "countrysides",
    "CountrysideRefused": "countrysides",
    "Covered": "covering",
    "LandFinding": "findings",
    "ListedVillage": "villages",
    "Nearest": "remoteness",
    "Pair": "spacings",
    "Place": "villages",
    "SeenFrom": "distances",
    "Served": "reaching",
    "Site": "villages",
    "Spacing": "spacings",
    "Spot": "distances",
    "Unserved": "remoteness",
    "Untold": "reaching",
    "Village": "villages",
    "coverage_course": "covering",
    "covered": "covering",
    "land_findings": "findings",
    "metres_between": "distances",
    "nearest": "remoteness",
    "served": "reaching",
    "served_on": "reaching",
    "spacing": "spacings",
    "unserved": "remoteness",
}

__getattr__: Opened
__dir__: Listed
__getattr__, __dir__ = door(__name__, _MODULES, __all__)
