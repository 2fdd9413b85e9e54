from collections.abc import Callable
from typing import Any

import pytest
from hypothesis.strategies import SearchStrategy

from rural_taobao.places import CountyTable, Datum, PrefectureCode, VillageKind, county_table
from rural_taobao.places.listings import LISTED_YEARS
from rural_taobao.places.successions import Ground
from rural_taobao.testing import place_strategies as places
from tests.corners import shows

Corner = tuple[str, SearchStrategy[Any], Callable[[Any], bool]]


tables = places.county_tables()
codes = places.county_codes()
towns, villages = places.town_codes(), places.village_codes()
points = places.points()
successions = places.successions()


def was_listed(year: int) -> Callable[[Any], bool]:
    return lambda county: county.year == year


def of_kind(kind: VillageKind) -> Callable[[Any], bool]:
    return lambda village: village.usual_kind is kind


def of_datum(datum: Datum) -> Callable[[Any], bool]:
    return lambda point: point.datum is datum


def on_ground(ground: Ground) -> Callable[[Any], bool]:
    return lambda succession: any(each.ground is ground for each in succession.successors)


def followed(table: CountyTable) -> list[bool]:
    return [each.code != one.code for each in table.successions for one in each.successors]


def of_before(table: CountyTable) -> bool:
    return any(each.last_year < table.years.start for each in table.successions)


def names(table: CountyTable) -> list[list[str | None]]:
    """The names of each county, year by year; None where it was not listed."""
    counties = {county.code for year in table.years for county in table.in_year(year)}
    return [[table.named(code).get(year) for year in table.years] for code in counties]


CORNERS: list[Corner] = [
    ("a code that nobody ever bore", codes, lambda code: not county_table().named(code)),
    ("a town of a county", towns, lambda town: not isinstance(town.parent, PrefectureCode)),
    ("a town of a prefecture", towns, lambda town: isinstance(town.parent, PrefectureCode)),
    *((f"a village of the kind {kind}", villages, of_kind(kind)) for kind in VillageKind),
    *((f"a point of {datum}", points, of_datum(datum)) for datum in Datum),
    ("a point in the south-west", points, lambda point: point.latitude < 0 and point.longitude < 0),
    *((f"a prefecture of {year}", places.prefectures(), was_listed(year)) for year in LISTED_YEARS),
    *((f"a succession by {ground}", successions, on_ground(ground)) for ground in Ground),
    ("a succession that is not known", successions, lambda succession: not succession.is_known),
    ("a code that became several", successions, lambda succession: len(succession.successors) > 1),
    ("a prefecture that went", successions, lambda succession: isinstance(succession.code, PrefectureCode)),
    ("a prefecture", places.listings(), lambda listing: isinstance(listing.code, PrefectureCode)),
    ("a county", places.listings(), lambda listing: not isinstance(listing.code, PrefectureCode)),
    ("a listing of one year", places.listings(), lambda listing: len(listing.years) == 1),
    ("a listing of several years", places.listings(), lambda listing: len(listing.years) > 1),
    *((f"a county of {year}", places.counties(), was_listed(year)) for year in LISTED_YEARS),
    ("a table of one year", tables, lambda table: len(table.years) == 1),
    ("a table of no county", tables, lambda table: not names(table)),
    ("several counties", tables, lambda table: len(names(table)) > 1),
    ("a code that another followed", tables, lambda table: any(followed(table))),
    (
        "a code that went and nobody knows why",
        tables,
        lambda table: not all(each.is_known for each in table.successions),
    ),
    ("a code of before the first year", tables, of_before),
    ("a county that comes", tables, lambda table: any(each[0] is None for each in names(table))),
    ("a county that goes", tables, lambda table: any(each[-1] is None for each in names(table))),
    ("a county that comes back", tables, lambda table: any(None in each[1:-1] for each in names(table) if each[0])),
    (
        "a county that changes its name",
        tables,
        lambda table: any(len({*each}.difference([None])) > 1 for each in names(table)),
    ),
]


class TestTheWholeDomain:
    """A strategy draws from the whole domain of its type unless it is told to draw from less."""

    @pytest.mark.parametrize(("strategy", "wanted"), [pytest.param(*rest, id=name) for name, *rest in CORNERS])
    def test_every_corner_is_drawn_from(
        self, strategy: SearchStrategy[object], wanted: Callable[[object], bool]
    ) -> None:
        assert shows(strategy, wanted)
