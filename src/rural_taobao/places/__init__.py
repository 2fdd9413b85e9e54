"""
Places: division codes, the counties that bore them from 2014 to 2017, and the 31 provinces.

The county table is read when it is first asked for, not when this room is imported.
"""

from rural_taobao.places.codes import (
    AnyDivisionCode,
    CountyCode,
    DivisionCode,
    DivisionLevel,
    PrefectureCode,
    ProvinceCode,
    division_code,
)
from rural_taobao.places.counties import County
from rural_taobao.places.listings import Listing
from rural_taobao.places.provinces import PROVINCES, Province, province
from rural_taobao.places.tables import CountyTable, county_table

__all__ = [
    "PROVINCES",
    "AnyDivisionCode",
    "County",
    "CountyCode",
    "CountyTable",
    "DivisionCode",
    "DivisionLevel",
    "Listing",
    "PrefectureCode",
    "Province",
    "ProvinceCode",
    "county_table",
    "division_code",
    "province",
]
