import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.currencies import CNY
from rural_taobao.documents.expectations import expectation
from rural_taobao.documents.faults import DocumentsRefused
from rural_taobao.documents.places import AnyPlace, place_from_tree, place_tree
from rural_taobao.documents.schemas import TableForm, json_schema
from rural_taobao.documents.structuring import Structuring
from rural_taobao.documents.toml_writer import toml_text
from rural_taobao.documents.trees import toml_tree
from rural_taobao.places import (
    AnyDivisionCode,
    County,
    CountyCode,
    Datum,
    DivisionCode,
    Listing,
    Point,
    PrefectureCode,
    ProvinceCode,
    Succession,
    TownCode,
    VillageCode,
    county_table,
)
from rural_taobao.testing.place_strategies import (
    counties,
    county_codes,
    listings,
    points,
    prefecture_codes,
    prefectures,
    province_codes,
    provinces,
    successions,
    town_codes,
    village_codes,
)

CODES = province_codes() | prefecture_codes() | county_codes() | town_codes() | village_codes()
PLACES = CODES | provinces() | prefectures() | counties() | listings() | successions() | points()
POINT = {"latitude": "32.9", "longitude": "115.25", "datum": "gcj-02"}


def told(kind: type[object], tree: object) -> list[tuple[str, str]]:
    """What is wrong with a tree: places and sentences."""
    with pytest.raises(DocumentsRefused) as caught:
        place_from_tree(kind, tree)
    return [(fault.place, fault.message) for fault in caught.value.faults]


class TestEveryPlace:
    """structure(unstructure(x)) = x for every public value, through TOML and JSON."""

    @given(PLACES)
    def test_is_read_back(self, place: AnyPlace) -> None:
        tree = place_tree(place)
        found = place_from_tree(type(place), tree)
        assert (type(found), found) == (type(place), place)
        assert place_from_tree(type(place), json.loads(json.dumps(tree))) == place
        assert place_from_tree(type(place), toml_tree(toml_text({"place": tree}), file="a")["place"]) == place

    @given(CODES)
    def test_a_code_of_any_level_is_read_as_its_own(self, code: AnyDivisionCode) -> None:
        found = place_from_tree(DivisionCode, place_tree(code))
        assert (type(found), found) == (type(code), code)

    def test_all_successions_of_the_package_are_read_back(self) -> None:
        for each in county_table().successions:
            assert place_from_tree(Succession, place_tree(each)) == each

    def test_degrees_may_be_numbers_of_toml(self) -> None:
        tree = toml_tree('latitude = 32.9\nlongitude = 115.25\ndatum = "gcj-02"', file="a")
        assert place_from_tree(Point, tree) == Point(32_900_000, 115_250_000, Datum.GCJ_02)
        assert place_tree(Point(-1, 1, Datum.WGS_84)) == {
            "latitude": "-0.000001",
            "longitude": "0.000001",
            "datum": "wgs-84",
        }


class TestFaults:
    """A fault is told with its key path, and all of them at once."""

    @pytest.mark.parametrize("kind", [ProvinceCode, PrefectureCode, CountyCode, TownCode, VillageCode, DivisionCode])
    @pytest.mark.parametrize("value", [341221, 341221.0, True, None, b"341221", ["341221"], {}])
    def test_a_number_is_no_code(self, kind: type[DivisionCode], value: object) -> None:
        [(place, message)] = told(kind, value)
        assert place == ""
        assert f"a value here must be {expectation(kind)}, but " in message

    @pytest.mark.parametrize(
        ("kind", "value", "said"),
        [
            (CountyCode, "３４１２２１", "a county code must be 6 ASCII digits, "),
            (CountyCode, "３４１２２１", "but '３４１２２１' was given, which holds '３'; write for example 341221"),
            (TownCode, "34122110", "a town code must be 9 ASCII digits, six of what it lies in and three of its own, "),
            (TownCode, "341221", "the code of a town must name a town, but 341221 names a county; give that of a town"),
            (DivisionCode, "999999", "but '999999' starts with '99'; look the code up in the list of divisions"),
        ],
    )
    def test_a_code_that_is_none_is_told_to_who_wrote_it(self, kind: type[DivisionCode], value: str, said: str) -> None:
        [(place, message)] = told(kind, value)
        assert place == ""
        assert said in message

    def test_all_of_a_table_are_told_at_once(self) -> None:
        tree = {"code": 341221, "name": "临泉县", "first_year": "2014", "end": 2017}
        assert [place for place, _ in told(Listing, tree)] == ["code", "end", "first_year", "last_year"]

    def test_a_listing_is_of_a_prefecture_or_a_county(self) -> None:
        tree = {"name": "临泉县", "first_year": 2014, "last_year": 2017}
        [(place, message)] = told(Listing, {**tree, "code": "341221101"})
        assert (place, message.partition(",")[0]) == ("code", "the code of a county must name a county")
        [(place, message)] = told(Listing, tree)
        assert (place, "the code of a prefecture or a county" in message) == ("code", True)

    @pytest.mark.parametrize(
        ("wrong", "where"),
        [
            ({"latitude": "90"}, "latitude"),
            ({"latitude": "9" * 40}, "latitude"),
            ({"longitude": "-180.000001"}, "longitude"),
            ({"latitude": 32}, "latitude"),
            ({"latitude": "32.0000001"}, "latitude"),
            ({"latitude": Decimal("NaN")}, "latitude"),
            ({"longitude": 115.25}, "longitude"),
            ({"datum": "bd-09"}, "datum"),
            ({"datum": None}, "datum"),
            ({"height": "30"}, "height"),
        ],
    )
    def test_a_point_is_told_what_is_wrong_with_it(self, wrong: dict[str, Any], where: str) -> None:
        [(place, message)] = told(Point, {**POINT, **wrong})
        assert place == where
        assert len(message) < 200

    def test_off_the_globe_it_is_told_so_in_degrees(self) -> None:
        assert told(Point, {**POINT, "longitude": "180"}) == [
            ("longitude", "a longitude must lie between -180 and 180 degrees, but 180.000000 was given; mend it"),
        ]

    def test_a_point_without_a_datum_is_refused(self) -> None:
        [(place, message)] = told(Point, {key: value for key, value in POINT.items() if key != "datum"})
        assert (place, "one of wgs-84, gcj-02" in message) == ("datum", True)

    @given(st.integers(0, 3))
    def test_what_is_wrong_with_a_successor_is_told_with_its_place_in_the_list(self, number: int) -> None:
        heirs = [{"code": f"36070{each}", "name": "区", "ground": "decided"} for each in range(1, 5)]
        heirs[number]["ground"] = "guessed"
        tree = {"code": "360721", "name": "赣县", "last_year": 2015, "successors": heirs}
        [(place, message)] = told(Succession, tree)
        assert place == f"successors[{number}].ground"
        assert "one of same_code, same_name" in message


class TestSchemas:
    """The schema of a code lets pass what the reader takes, by its digits."""

    def test_a_code_is_digits_in_a_text(self) -> None:
        keys = {"code": "code", "name": "name", "prefecture_name": "prefecture", "year": "year"}
        form = TableForm(County, keys, frozenset(), None, (), {})
        schema = json_schema(County, Datum, {County: form})
        found = json.loads(json.dumps(schema))
        assert found["properties"]["code"]["pattern"] == "^[0-9]{6}([0-9]{3}){0,2}$"

    def test_any_structuring_knows_codes(self) -> None:
        structuring = Structuring(CNY)
        structuring.table(County, code="code", name="name", prefecture_name="prefecture", year="year")
        county = county_table().county(CountyCode("341221"), 2017)
        assert structuring.value(County, structuring.tree(county)) == county
