"""
Counties: in which of them a sample has a centre, and since when.

They are counties and county-level cities of Anhui, Henan and Guizhou, as the county table has them; districts of
cities are left out, and so is whatever changed its code between 2014 and 2017, which leaves 236.

The history is that of the programme's public milestones: one county on 29 October 2014, 13 on 29 March 2015, more than
270 in January 2016 and 300 in August; where a month is all that is known, its first day stands for it.

Sources: homatech.com.cn/bsurz720 and uutian.com/wxtjt528 (Xinhua), both machine-translated copies; SCMP 1901713; the
seed document, whose month is inferred from the festival that it reports.
"""

from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from typing import Final

from rural_taobao.places import County, ProvinceCode, county_table

__all__ = ["opening_day", "rural_counties"]

_PROVINCES: Final = ("340000", "410000", "520000")
_DISTRICT: Final = "区"
_HISTORY: Final = (
    (date(2014, 10, 29), 1),
    (date(2015, 3, 29), 13),
    (date(2016, 1, 1), 270),
    (date(2016, 8, 1), 300),
)


@cache
def rural_counties() -> tuple[County, ...]:
    """
    Give the counties that a sample may have, sorted by code.

    Example:
        >>> [county.name for county in rural_counties()[:3]]
        ['长丰县', '肥东县', '肥西县']
    """
    table = county_table()
    first = table.years[0]
    return tuple(
        county
        for province in _PROVINCES
        for county in table.in_province(ProvinceCode(province), first)
        if len(names := table.named(county.code)) == len(table.years)
        and not any(name.endswith(_DISTRICT) for name in names.values())
    )


def opening_day(place: int, count: int) -> date:
    """
    Give the day on which a county centre opens, as the milestones have it when scaled to a number of counties.

    Args:
        place: How many centres open before it.
        count: How many centres open in all.

    Example:
        >>> str(opening_day(0, 4)), str(opening_day(1, 4)), str(opening_day(3, 4))
        ('2014-10-29', '2015-06-04', '2015-11-13')
    """
    (_, least), (_, most) = _HISTORY[0], _HISTORY[-1]
    reached = (most - least) * place  # in parts of a county, of which each has as many as there are centres
    (since, before), (until, after) = next(
        pair for pair in pairwise(_HISTORY) if reached < (pair[1][1] - least) * count
    )
    passed = reached - (before - least) * count
    return since + timedelta((until - since).days * passed // ((after - before) * count))
