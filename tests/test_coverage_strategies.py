"""What strategies for countrysides draw: places of every kind, sites, listings, and every reach."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from rural_taobao.coverage import Countryside, Village
from rural_taobao.network import OwnVillage, Position, VillagesAround, VillagesListed, VillagesWithin
from rural_taobao.places import Datum, Point, VillageCode
from rural_taobao.samples import one_village
from rural_taobao.testing.coverage_strategies import countrysides, villages
from tests.corners import shows


def placed(countryside: Countryside, kind: type) -> bool:
    return any(isinstance(each.place, kind) for each in countryside.villages)


def reaching(kind: type) -> Callable[[Countryside], bool]:
    return lambda found: any(
        isinstance(found.network.version(each.version).reach, kind) for each in found.network.postings
    )


COUNTRYSIDES, VILLAGES = countrysides(), villages()
CORNERS: list[tuple[str, SearchStrategy[Any], Callable[[Any], bool]]] = [
    ("a village at a point", VILLAGES, lambda village: isinstance(village.place, Point)),
    ("a village at a position", VILLAGES, lambda village: isinstance(village.place, Position)),
    ("a village that is not placed", VILLAGES, lambda village: village.place is None),
    ("a village with a name", VILLAGES, lambda village: bool(village.name)),
    ("no village", COUNTRYSIDES, lambda found: not found.villages),
    ("several villages", COUNTRYSIDES, lambda found: len(found.villages) > 1),
    ("no site", COUNTRYSIDES, lambda found: found.network.stations and not found.sites),
    ("a site at a point", COUNTRYSIDES, lambda found: any(each.point for each in found.sites)),
    ("a site at none", COUNTRYSIDES, lambda found: any(each.point is None for each in found.sites)),
    ("villages on the flat", COUNTRYSIDES, lambda found: placed(found, Position)),
    *((f"villages of {datum}", COUNTRYSIDES, lambda found, datum=datum: datum in data(found)) for datum in Datum),
    ("some not placed", COUNTRYSIDES, lambda found: placed(found, Position) and found.unplaced),
    ("listed without an end", COUNTRYSIDES, lambda found: any(each.period.end is None for each in found.listed)),
    ("listed for a while", COUNTRYSIDES, lambda found: any(each.period.end for each in found.listed)),
    *(
        (f"posted to {reach.__name__}", COUNTRYSIDES, reaching(reach))
        for reach in (OwnVillage, VillagesAround, VillagesListed, VillagesWithin)
    ),
]


def data(countryside: Countryside) -> set[Datum]:
    return {each.place.datum for each in countryside.villages if isinstance(each.place, Point)}


class TestTheWholeDomain:
    """Strategies draw from the whole domain by default, never from a corner of it."""

    @pytest.mark.parametrize(("strategy", "wanted"), [corner[1:] for corner in CORNERS], ids=[c[0] for c in CORNERS])
    def test_every_corner_is_drawn_from(self, strategy: SearchStrategy[Any], wanted: Callable[[Any], bool]) -> None:
        assert shows(strategy, wanted)


class TestOptions:
    """What an option narrows is itself a strategy, and nothing else is drawn."""

    @given(villages(code=st.just(VillageCode("340123103201")), place=st.just(Position(1, 2))))
    def test_the_code_and_the_place_of_villages(self, village: Village) -> None:
        assert village == Village("340123103201", village.name, Position(1, 2))

    @given(countrysides(network=st.just(one_village())))
    def test_the_network_of_countrysides(self, countryside: Countryside) -> None:
        assert countryside.network == one_village()
