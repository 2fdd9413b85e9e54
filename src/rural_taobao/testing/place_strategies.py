"""
Strategies for places: division codes, divisions that were listed in a year, tables with successions, points.

The county table is read when an example is first drawn from it.
"""

from functools import cache
from itertools import groupby, product
from operator import itemgetter

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from rural_taobao.places.codes import CountyCode, PrefectureCode, ProvinceCode, TownCode, VillageCode
from rural_taobao.places.counties import County
from rural_taobao.places.listings import LISTED_YEARS, Listing
from rural_taobao.places.points import Datum, Point
from rural_taobao.places.prefectures import Prefecture
from rural_taobao.places.provinces import PROVINCES, Province
from rural_taobao.places.successions import Ground, Succession, Successor
from rural_taobao.places.tables import CountyTable, county_table
from rural_taobao.timeline import Source

__all__ = [
    "counties",
    "county_codes",
    "county_tables",
    "listings",
    "points",
    "prefecture_codes",
    "prefectures",
    "province_codes",
    "provinces",
    "successions",
    "town_codes",
    "village_codes",
]

_NAMES = st.text("东西南北新安平山河县市区", min_size=2, max_size=9)
_MADE_UP = ("东安县", "新河区")
_NUMBERS = st.integers(min_value=1, max_value=99)
_PARTS = st.integers(min_value=1, max_value=999)
_FIRST_YEARS = st.integers(min_value=1980, max_value=2100)
_GROUNDS = st.sampled_from([ground for ground in Ground if ground is not Ground.SAME_CODE])
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


def _town(parent: CountyCode | PrefectureCode, number: int) -> TownCode:
    return TownCode(f"{parent}{number:03}")


def _village(town: TownCode, number: int) -> VillageCode:
    return VillageCode(f"{town}{number:03}")


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


def town_codes(
    *,
    parents: SearchStrategy[CountyCode] | SearchStrategy[CountyCode | PrefectureCode] | None = None,
    number: SearchStrategy[int] | None = None,
) -> SearchStrategy[TownCode]:
    """
    Draw any well-formed code of a town, whether or not one ever bore it.

    Args:
        parents: What the town hangs on; without it a county or, where there are none, a prefecture.
        number: Its last three digits, from 1 to 999; without it any of them.
    """
    above = county_codes() | prefecture_codes() if parents is None else parents
    return st.builds(_town, above, _PARTS if number is None else number)


def village_codes(
    *, towns: SearchStrategy[TownCode] | None = None, number: SearchStrategy[int] | None = None
) -> SearchStrategy[VillageCode]:
    """
    Draw any well-formed code of a village, whether or not one ever bore it.

    Args:
        towns: Which town it lies in; without it any.
        number: Its last three digits, from 1 to 999; without it any of them.
    """
    above = town_codes() if towns is None else towns
    return st.builds(_village, above, _PARTS if number is None else number)


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


@cache
def _prefectures(year: int) -> tuple[Prefecture, ...]:
    table = county_table()
    return tuple(each for province in PROVINCES for each in table.prefectures(province.code, year))


def prefectures(*, years: SearchStrategy[int] | None = None) -> SearchStrategy[Prefecture]:
    """
    Draw a prefecture as it was listed at the end of a year; no group in place of one.

    Args:
        years: Of which year, from 2014 to 2017; without it of any of them.
    """
    drawn = st.sampled_from(LISTED_YEARS) if years is None else years
    return drawn.flatmap(lambda year: st.sampled_from(_prefectures(year)))


def points(*, datums: SearchStrategy[Datum] | None = None) -> SearchStrategy[Point]:
    """
    Draw points of the whole globe, to the microdegree.

    Args:
        datums: Of which datum; without it of any.
    """
    return st.builds(
        Point,
        st.integers(min_value=-89_999_999, max_value=89_999_999),
        st.integers(min_value=-180_000_000, max_value=179_999_999),
        st.sampled_from(Datum) if datums is None else datums,
    )


@st.composite
def successions(draw: st.DrawFn) -> Succession:
    """Draw any succession of a prefecture or a county, whether or not there ever was one."""
    codes = prefecture_codes() | county_codes()
    code = draw(codes)
    if draw(st.booleans()):
        return Succession(code, draw(_NAMES), draw(_FIRST_YEARS), [Successor(code, draw(_NAMES), Ground.SAME_CODE)])
    followed = st.builds(Successor, codes, _NAMES, _GROUNDS, st.booleans(), st.sampled_from(("", "国函〔2015〕73号")))
    several = st.lists(followed, max_size=_MOST_COUNTIES, unique_by=lambda each: each.code)
    return Succession(code, draw(_NAMES), draw(_FIRST_YEARS), draw(several))


@st.composite
def listings(draw: st.DrawFn) -> Listing:
    """Draw any listing of a prefecture or a county, whether or not there ever was one."""
    code = draw(prefecture_codes() | county_codes())
    first_year = draw(_FIRST_YEARS)
    return Listing(code, draw(_NAMES), first_year, draw(st.integers(first_year, first_year + 9)))


@st.composite
def county_tables(draw: st.DrawFn) -> CountyTable:
    """Draw a small table of made-up counties that come, go, come back, change their names and follow each other."""
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
    return CountyTable(years, entries, Source("made up", quality="example"), draw(_successions(years, named)))


@st.composite
def _successions(
    draw: st.DrawFn, years: range, named: dict[PrefectureCode | CountyCode, tuple[str | None, ...]]
) -> list[Succession]:
    """Draw what took the place of codes that went, and of names that changed, each known or not."""
    found: list[Succession] = []
    for code, names in named.items():
        before = draw(st.none() | st.just(draw(_NAMES)))
        for year, (name, later) in enumerate(zip((before, *names), names, strict=False), years.start - 1):
            if name is None or name == later:
                continue
            if later is not None:
                several = [Successor(code, later, Ground.SAME_CODE)]
            else:
                then = year + 1 - years.start
                listed = {other: its[then] for other, its in named.items() if other != code}
                there = [(other, its) for other, its in sorted(listed.items()) if its is not None]
                chosen = draw(st.lists(st.sampled_from(there), max_size=2, unique=True)) if there else []
                several = [Successor(other, its, draw(_GROUNDS)) for other, its in chosen]
            if draw(st.booleans()):
                found.append(Succession(code, name, year, several))
    return found
