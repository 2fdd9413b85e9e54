"""
Strategies for worlds: a small network with plans, a calendar and events, ready to be settled.

A world is small and its instants are few, so that events meet: at midnights, in windows, in running totals.
"""

from datetime import date, timedelta
from typing import final

from attrs import frozen
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from rural_taobao.commission.plans import CommissionPlan
from rural_taobao.festivals import FestivalCalendar, programme_calendar
from rural_taobao.network import (
    CountyCentre,
    HelperPosting,
    Network,
    Partner,
    Payee,
    Posting,
    Station,
    Vacancy,
    VacantCredit,
    programme_versions,
)
from rural_taobao.periods import Period
from rural_taobao.settlement import Cancellation, CancellationReason, Event, Parcel
from rural_taobao.testing.small_commissions import small_rules
from rural_taobao.testing.small_trade import STATIONS, orders_at, small_instants, small_refunds
from rural_taobao.testing.small_versions import small_plans

__all__ = ["World", "orders_at", "small_networks", "small_plans", "small_rules", "worlds"]

_OPENED = date(2015, 6, 1)


@final
@frozen
class World:
    """
    What a settlement is made of.

    Attributes:
        network: The network.
        plans: A plan for each of its model versions.
        calendar: The programme's festivals.
        events: Orders, parcels, refunds and cancellations that go together.
    """

    network: Network
    plans: tuple[CommissionPlan, ...]
    calendar: FestivalCalendar
    events: tuple[Event, ...]


def small_networks() -> SearchStrategy[Network]:
    """
    Make networks of two centres and four stations.

    A partner follows another in November, a station closes, one is vacant for some days, one payee is paid for two
    partners, some help where others are in charge, and months of two contracts are full within November.
    """
    vacancies = st.sampled_from(VacantCredit).map(
        lambda credit: Vacancy(credit, None if credit is VacantCredit.NOBODY else "1.0")
    )
    return st.builds(_network, vacancies, st.sampled_from([date(2016, 11, 10), date(2016, 11, 11), date(2016, 12, 1)]))


def _network(vacancy: Vacancy, change: date) -> Network:
    always = Period(_OPENED)
    return Network(
        platform="platform",
        vacancy=vacancy,
        versions=programme_versions({"1.0": "shop", "2.0": "partner"}),
        centres=[CountyCentre("feixi", "340123", "feixi", always), CountyCentre("runan", "411727", "runan", always)],
        stations=[
            Station("north", "feixi", always),
            Station("south", "feixi", Period(_OPENED, date(2016, 11, 25))),
            Station("late", "runan", Period(date(2016, 11, 5))),
            Station("vacant", "runan", always),
        ],
        partners=[
            Partner("ann", always, "full_time", examined=_OPENED),
            Partner("bo", Period(date(2016, 5, 11)), "full_time", examined=_OPENED),
            Partner("cai", Period(date(2016, 10, 20)), "part_time"),
            Partner("dan", always, "part_time"),
            Partner("eve", always, "part_time"),
        ],
        payees=[Payee(payee, always) for payee in ("platform", "feixi", "runan", "ann", "family", "cai")],
        postings=[
            Posting("north", "ann", "ann", "2.0", Period(_OPENED, change)),
            Posting("north", "bo", "family", "2.0", Period(change)),
            Posting("south", "dan", "family", "1.0", Period(_OPENED, date(2016, 11, 25))),
            Posting("late", "cai", "cai", "1.0", Period(date(2016, 11, 5))),
            Posting("vacant", "eve", "cai", "1.0", Period(_OPENED, date(2016, 11, 12))),
        ],
        helpers=[
            HelperPosting("north", "cai", "cai", Period(date(2016, 10, 20), date(2016, 11, 12))),
            HelperPosting("north", "cai", "family", Period(date(2016, 11, 20))),
            HelperPosting("south", "eve", "cai", Period(date(2016, 11, 1), date(2016, 11, 25))),
            HelperPosting("vacant", "eve", "cai", Period(date(2016, 11, 12))),
        ],
    )


@st.composite
def worlds(
    draw: DrawFn, *, plans: SearchStrategy[CommissionPlan] | None = None, most: int = 12, lasting: bool = True
) -> World:
    """
    Make worlds.

    Args:
        draw: Given by Hypothesis.
        plans: The plan of model version 2.0; any small one where it is None.
        most: How many orders and parcels at most.
        lasting: Whether caps may last for a whole plan, so that what was posted bears upon what is earned later.
    """
    events: list[Event] = []
    for number in range(draw(st.integers(1, most))):
        if draw(st.integers(0, 4)) == 0:
            at = draw(small_instants())
            parcel = Parcel(
                id=f"p{number}", station=draw(st.sampled_from(STATIONS)), pieces=2, handed_out=at, known_at=at
            )
            events.append(parcel)
            continue
        order = draw(orders_at(f"o{number}"))
        events.append(order)
        fate = draw(st.integers(0, 5))
        if fate == 0:
            when = order.known_at + timedelta(days=draw(st.integers(0, 20)))
            reason = draw(st.sampled_from(CancellationReason))
            events.append(Cancellation(id=f"c{number}", event=order.id, reason=reason, at=when, known_at=when))
        elif fate <= 2:  # noqa: PLR2004 - two fates of six
            events.extend(draw(small_refunds(order, number)))
    partner = draw(small_plans("partner", lasting=lasting) if plans is None else plans)
    shop = draw(small_plans("shop", lasting=lasting))
    return World(draw(small_networks()), (shop, partner), programme_calendar(), tuple(events))
