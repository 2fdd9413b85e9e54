"""
Places: division codes, the counties that bore them from 2014 to 2017, what took their place, and how far points lie.

The names below are resolved when they are first asked for, and the county table is read no sooner than that is.
"""

from typing import TYPE_CHECKING, Final

from rural_taobao.doors import Listed, Opened, door

if TYPE_CHECKING:
    from rural_taobao.places.codes import (
        AnyDivisionCode,
        CountyCode,
        DivisionCode,
        PrefectureCode,
        ProvinceCode,
        TownCode,
        VillageCode,
        VillageKind,
        division_code,
    )
    from rural_taobao.places.counties import County
    from rural_taobao.places.forms import DivisionLevel
    from rural_taobao.places.gazetteers import AnyDivision, Gazetteer, gazetteer
    from rural_taobao.places.listings import Listing
    from rural_taobao.places.points import (
        PLACEMENT_SOURCE,
        STATIONS_APART_METRES,
        Datum,
        Point,
        too_close,
    )
    from rural_taobao.places.prefectures import Prefecture
    from rural_taobao.places.provinces import PROVINCES, Province, province
    from rural_taobao.places.successions import SUCCESSIONS_SOURCE, Change, Ground, Succession, Successor
    from rural_taobao.places.tables import CountyTable, county_table
    from rural_taobao.places.tiles import TILES, Tile, tile

__all__ = [
    "PLACEMENT_SOURCE",
    "PROVINCES",
    "STATIONS_APART_METRES",
    "SUCCESSIONS_SOURCE",
    "TILES",
    "AnyDivision",
    "AnyDivisionCode",
    "Change",
    "County",
    "CountyCode",
    "CountyTable",
    "Datum",
    "DivisionCode",
    "DivisionLevel",
    "Gazetteer",
    "Ground",
    "Listing",
    "Point",
    "Prefecture",
    "PrefectureCode",
    "Province",
    "ProvinceCode",
    "Succession",
    "Successor",
    "Tile",
    "TownCode",
    "VillageCode",
    "VillageKind",
    "county_table",
    "division_code",
    "gazetteer",
    "province",
    "tile",
    "too_close",
]

_MODULES: Final = {
    "PLACEMENT_SOURCE": "points",
    "PROVINCES": "provinces",
    "STATIONS_APART_METRES": "points",
    "SUCCESSIONS_SOURCE": "successions",
    "TILES": "tiles",
    "AnyDivision": "gazetteers",
    "AnyDivisionCode": "codes",
    "Change": "successions",
    "County": "counties",
    "CountyCode": "codes",
    "CountyTable": "tables",
    "Datum": "points",
    "DivisionCode": "codes",
    "DivisionLevel": "forms",
    "Gazetteer": "gazetteers",
    "Ground": "successions",
    "Listing": "listings",
    "Point": "points",
    "Prefecture": "prefectures",
    "PrefectureCode": "codes",
    "Province": "provinces",
    "ProvinceCode": "codes",
    "Succession": "successions",
    "Successor": "successions",
    "Tile": "tiles",
    "TownCode": "codes",
    "VillageCode": "codes",
    "VillageKind": "codes",
    "county_table": "tables",
    "division_code": "codes",
    "gazetteer": "gazetteers",
    "province": "provinces",
    "tile": "tiles",
    "too_close": "points",
}

__getattr__: Opened
__dir__: Listed
__getattr__, __dir__ = door(__name__, _MODULES, __all__)
