"""
Strategies for places: division codes, provinces, counties that were listed in a year, and tables.

The county table is read when an example is first drawn from it.
"""

from functools import cache
from itertools import groupby, product
from operator import itemgetter

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from rural_taobao.places.codes import CountyCode, PrefectureCode, ProvinceCode
from rural_taobao.places.counties import County
from rural_taobao.places.listings import LISTED_YEARS, Listing
from rural_taobao.places.provinces import PROVINCES, Province
from rural_taobao.places.tables import CountyTable, county_table
from rural_taobao.timeline import Source

__all__ = [
    "counties",
    "county_codes",
    "county_tables",
    "listings",
    "prefecture_codes",
    "province_codes",
    "provinces",
]

_NAMES = st.text("东西南北新安平山河县市区", min_size=2, max_size=9)
_MADE_UP = ("东安县", "新河区")
_NUMBERS = st.integers(min_value=1, max_value=99)
_FIRST_YEARS = st.integers(min_value=1980, max_value=2100)
_MOST_YEARS = 3
_MOST_COUNTIES = 3


@cache
def _listed(year: int, province: ProvinceCode | None) -> tuple[County, ...]:
    table = county_table()
    return table.in_year(year) if province is None else table.in_province(province, year)


def _prefecture(province: ProvinceCode, number: int) -> PrefectureCode:
    return PrefectureCode(f"{province.stem}{number:02}00")


def _county(prefecture: PrefectureCode, number: int) -> CountyCode:
    return CountyCode(f"{prefecture.stem}{number:02}")


def provinces() -> SearchStrategy[Province]:
    """Draw one of the 31 provinces."""
    return st.sampled_from(PROVINCES)


def province_codes() -> SearchStrategy[ProvinceCode]:
    """Draw the code of one of the 31 provinces."""
    return provinces().map(lambda each: each.code)


def prefecture_codes() -> SearchStrategy[PrefectureCode]:
    """Draw any well-formed code of a prefecture, whether or not one ever bore it."""
    return st.builds(_prefecture, province_codes(), _NUMBERS)


def county_codes(*, years: SearchStrategy[int] | None = None) -> SearchStrategy[CountyCode]:
    """
    Draw the code of a county.

    Args:
        years: Of which year's end, from 2014 to 2017, the code is listed; without it any
            well-formed code is drawn, whether or not a county ever bore it.
    """
    if years is not None:
        return counties(years=years).map(lambda each: each.code)
    return st.builds(_county, prefecture_codes(), _NUMBERS)


def counties(
    *,
    years: SearchStrategy[int] | None = None,
    provinces: SearchStrategy[ProvinceCode] | None = None,
) -> SearchStrategy[County]:
    """
    Draw a county as it was listed at the end of a year.

    Args:
        years: Of which year, from 2014 to 2017; without it of any of them.
        provinces: Of which province; without it of any.
    """
    return st.tuples(
        st.sampled_from(LISTED_YEARS) if years is None else years,
        st.none() if provinces is None else provinces,
    ).flatmap(lambda drawn: st.sampled_from(_listed(*drawn)))


@st.composite
def listings(draw: st.DrawFn) -> Listing:
    """Draw any listing of a prefecture or a county, whether or not there ever was one."""
    code = draw(prefecture_codes() | county_codes())
    first_year = draw(_FIRST_YEARS)
    return Listing(code, draw(_NAMES), first_year, draw(st.integers(first_year, first_year + 9)))


@st.composite
def county_tables(draw: st.DrawFn) -> CountyTable:
    """Draw a small table of made-up counties that come, go, come back and change their names."""
    start = draw(_FIRST_YEARS)
    years = range(start, start + draw(st.integers(min_value=1, max_value=_MOST_YEARS)))
    codes = draw(st.lists(county_codes(), max_size=_MOST_COUNTIES, unique=True))
    empty = draw(st.lists(prefecture_codes(), max_size=1))
    always = st.sampled_from(list(product(_MADE_UP, repeat=len(years))))
    at_times = st.sampled_from(list(product((None, *_MADE_UP), repeat=len(years))))
    named: dict[PrefectureCode | CountyCode, tuple[str | None, ...]] = {
        **{code: draw(always) for code in sorted({*empty, *(code.prefecture for code in codes)})},
        **{code: draw(at_times) for code in codes},
    }
    entries: list[Listing] = []
    for code, names in named.items():
        for name, run in groupby(zip(names, years, strict=True), key=itemgetter(0)):
            if name is not None:
                in_run = [year for _, year in run]
                entries.append(Listing(code, name, in_run[0], in_run[-1]))
    return CountyTable(years, entries, Source("made up", quality="example"))
