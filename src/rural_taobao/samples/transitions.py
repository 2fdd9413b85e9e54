"""
Transitions: three counties that move from model version 1.0 over 2.0 to 3.0 in three years, and their orders.

The counties are real and all else is made up, what version 3.0 demands included, since that was not described.
"""

from collections.abc import Iterable
from datetime import date
from typing import Final, final

from attrs import evolve, frozen

from rural_taobao.network import (
    Adoption,
    Adoptions,
    CountyCentre,
    Network,
    Partner,
    Payee,
    Posting,
    Station,
    Vacancy,
    programme_versions,
)
from rural_taobao.periods import Month, Period
from rural_taobao.samples.hours import Hours
from rural_taobao.samples.seeds import Draws, at_least
from rural_taobao.samples.trade import Trade
from rural_taobao.settlement.building import EventsBuilder
from rural_taobao.settlement.columns import EventColumns
from rural_taobao.timeline import Source
from rural_taobao.transition import Decision, Decisions, End, Postpone, Refuse, Replace, Suspend

__all__ = ["SampleTransition", "sample_transition", "transition_events"]

_BEGINS: Final = Period(date(2014, 11, 1))
_FULL, _PART = "full_time", "part_time"


@final
@frozen
class SampleTransition:
    """
    A network that is to adopt model versions.

    Attributes:
        network: The network as it is before: every station that was there in 2014 is under version 1.0.
        adoptions: Which county adopts which version from which day on.
        decisions: What the house decides for those who do not qualify.
    """

    network: Network
    adoptions: Adoptions
    decisions: Decisions


def sample_transition() -> SampleTransition:
    """
    Make three counties that move from version 1.0 over 2.0 to 3.0 between July 2015 and March 2017.

    Feixi goes first: Li qualifies, Chen has a shop besides and is replaced by Wang, and Zhao has until October for the
    examination.
    In Changfeng, Sun is trained too late for version 3.0 and has until January; Zhou is not to be full-time, and the
    station is vacant until Wu comes.
    In Feidong, one station closed before, one opens under version 2.0, and one is suspended since Zheng is never
    trained.

    Example:
        >>> from rural_taobao.transition import planned
        >>> sample = sample_transition()
        >>> plan = planned(sample.network, sample.adoptions, date(2015, 7, 1), sample.decisions)
        >>> for move in (plan.moves[0], *plan.moves[2:4]):
        ...     print(move)
        li at station sanhe goes over from 1.0 to 2.0 on 2015-07-01
        zhao at station shannan stays under 1.0 on 2015-07-01, and qualifies for 2.0 by 2015-10-01
        zhao at station shannan goes over from 1.0 to 2.0 on 2015-10-01, to which it was postponed
    """
    place, person, services = programme_versions(
        {"1.0": "example-shop", "2.0": "example-partner", "3.0": "example-partner"}
    )
    demanding = Source("decision of the house: who runs a station is trained", quality="example")
    partners = [
        _partner("li", _FULL, examined=date(2015, 5, 20), trained=date(2016, 6, 10)),
        _partner("chen", _PART),
        _partner("wang", _FULL, date(2015, 6, 20), examined=date(2015, 6, 15), trained=date(2016, 7, 8)),
        _partner("zhao", _FULL, examined=date(2015, 9, 12), trained=date(2016, 8, 30)),
        _partner("sun", _FULL, examined=date(2015, 8, 7), trained=date(2016, 12, 20)),
        _partner("zhou", _PART),
        _partner("wu", _FULL, date(2016, 2, 1), examined=date(2016, 1, 22), trained=date(2016, 10, 14)),
        _partner("zheng", _FULL, examined=date(2015, 12, 4)),
        _partner("feng", _FULL, date(2016, 4, 1), examined=date(2016, 3, 18), trained=date(2017, 2, 3)),
        _partner("qian", _PART),
    ]
    charges = {
        "sanhe": "li",
        "taohua": "chen",
        "shannan": "zhao",
        "shuihu": "sun",
        "xiatang": "zhou",
        "cuozhen": "zheng",
        "dianbu": "qian",
    }
    centres = [
        CountyCentre(name, code, f"{name}-centre", _BEGINS)
        for name, code in (("feixi", "340123"), ("changfeng", "340121"), ("feidong", "340122"))
    ]
    closed, opened, taken = date(2015, 12, 1), date(2016, 5, 1), date(2016, 3, 1)
    days = dict.fromkeys(charges, _BEGINS) | {"dianbu": _BEGINS.ended(closed), "liangyuan": Period(opened)}
    served = days | {"xiatang": _BEGINS.ended(taken)}
    network = Network(
        platform="platform",
        vacancy=Vacancy("county_centre", "1.0"),
        versions=[place, person, evolve(services, training=True, source=demanding)],
        centres=centres,
        stations=[Station(station, centre, days[station]) for station, centre in _RUN_BY.items()],
        partners=partners,
        payees=[Payee(name, _BEGINS) for name in ("platform", *(f"{each.id}-centre" for each in centres))]
        + [Payee(str(each.id), each.contract) for each in partners],
        postings=[
            *(Posting(station, partner, partner, "1.0", served[station]) for station, partner in charges.items()),
            Posting("xiatang", "wu", "wu", "2.0", Period(taken)),
            Posting("liangyuan", "feng", "feng", "2.0", Period(opened)),
        ],
    )
    return SampleTransition(network, Adoptions(_adoptions()), Decisions(_decisions(), otherwise=Refuse()))


_RUN_BY: Final = {
    "sanhe": "feixi",
    "taohua": "feixi",
    "shannan": "feixi",
    "shuihu": "changfeng",
    "xiatang": "changfeng",
    "cuozhen": "feidong",
    "dianbu": "feidong",
    "liangyuan": "feidong",
}
"""The county centre of each station."""


def _partner(
    name: str,
    engagement: str,
    since: date = _BEGINS.start,
    *,
    examined: date | None = None,
    trained: date | None = None,
) -> Partner:
    return Partner(name, Period(since), engagement, examined, trained=trained)


def _adoptions() -> list[Adoption]:
    return [
        Adoption(version="2.0", centre="feixi", start=date(2015, 7, 1)),
        Adoption(version="2.0", centre="changfeng", start=date(2015, 10, 15)),
        Adoption(version="2.0", centre="feidong", start=date(2016, 1, 1)),
        Adoption(version="3.0", centre="feixi", start=date(2016, 9, 1)),
        Adoption(version="3.0", centre="changfeng", start=date(2016, 11, 1)),
        Adoption(version="3.0", centre="feidong", start=date(2017, 3, 1)),
    ]


def _decisions() -> list[Decision]:
    return [
        Decision(station="taohua", version="2.0", measure=Replace("wang", "wang")),
        Decision(station="shannan", version="2.0", measure=Postpone(date(2015, 10, 1))),
        Decision(station="xiatang", version="2.0", measure=End()),
        Decision(station="shuihu", version="3.0", measure=Postpone(date(2017, 1, 1))),
        Decision(station="cuozhen", version="3.0", measure=Suspend()),
    ]


def transition_events(network: Network, *, months: Iterable[Month], seed: int, orders_per_station: int) -> EventColumns:
    """
    Make orders of several months at all stations of a network, open or not, and all that becomes of them.

    Args:
        network: The network.
        months: The months, in order.
        seed: A whole number, 0 or more; another one gives other events.
        orders_per_station: How many orders there are in a month at each station.

    Raises:
        WrongNumber: A number is not an int, or below 0.

    Example:
        >>> months = [Month(2015, 6), Month(2015, 7)]
        >>> events = transition_events(sample_transition().network, months=months, seed=2015, orders_per_station=2)
        >>> events.kinds.count(0)
        32
    """
    draws = Draws(seed)
    builder = EventsBuilder(network.currency)
    count = at_least(0, "orders_per_station", orders_per_station)
    stations = dict.fromkeys(row.id for row in network.stations)
    for month in months:
        hours = Hours(month, network.clock)
        trade = Trade(draws, builder, hours)
        placed = sorted((hours.instant(draws), station) for station in stations for _ in range(count))
        for number, (instant, station) in enumerate(placed, 1):
            trade.order(f"{month.year:04d}{month.number:02d}-{number:04d}", station, instant)
    return builder.built()
