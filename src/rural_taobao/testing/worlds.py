"""
Strategies for worlds: a small network with plans, a calendar and events, ready to be settled.

A world is small and its instants are few, so that events meet: at midnights, in windows, in running totals.
"""

from datetime import date, timedelta
from typing import final

from attrs import evolve, frozen
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from rural_taobao.commission.plans import CommissionPlan
from rural_taobao.festivals import FestivalCalendar
from rural_taobao.network import (
    CountyCentre,
    HelperPosting,
    Network,
    Partner,
    Payee,
    Permission,
    Posting,
    Revocation,
    Service,
    Station,
    Vacancy,
    VacantCredit,
    WithdrawnByHouse,
    programme_versions,
)
from rural_taobao.periods import Period
from rural_taobao.settlement import Cancellation, CancellationReason, Event, Parcel
from rural_taobao.testing.small_commissions import small_rules
from rural_taobao.testing.small_festivals import small_calendars
from rural_taobao.testing.small_trade import STATIONS, orders_at, small_instants, small_referrals, small_refunds
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
        calendar: The programme's festivals, Double 11 among them by a rule of any form or as it was announced.
        events: Orders, parcels, referrals, refunds and cancellations that go together.
    """

    network: Network
    plans: tuple[CommissionPlan, ...]
    calendar: FestivalCalendar
    events: tuple[Event, ...]


def small_networks() -> SearchStrategy[Network]:
    """
    Make networks of two centres and four stations.

    A partner follows another in November, a station closes, one is vacant for some days, one payee is paid for two
    partners, some help where others are in charge, and months of two contracts are full within November; one station
    offers services, by turns, and another is permitted one that its model version does not allow.
    In some of them a station goes to the other centre, another rests for some days, a centre gets a new payee, and a
    partner changes the engagement.
    """
    vacancies = st.sampled_from(VacantCredit).map(
        lambda credit: Vacancy(credit, None if credit is VacantCredit.NOBODY else "1.0")
    )
    changes = st.sampled_from([date(2016, 11, 10), date(2016, 11, 11), date(2016, 12, 1)])
    networks = st.builds(_network, vacancies, changes)
    return networks | networks.map(_turned)


def _network(vacancy: Vacancy, change: date) -> Network:
    always = Period(_OPENED)
    shop, partner = programme_versions({"1.0": "shop", "2.0": "partner"})
    return Network(
        platform="platform",
        vacancy=vacancy,
        versions=[shop, evolve(partner, services=["loans", "tickets"])],
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
        services=[
            Service(id="loans", area="finance", decided_by="bank"),
            Service(id="tickets", area="daily_life"),
            Service(id="films", area="culture"),
        ],
        permissions=[
            Permission("loans", "north", "ann", always),
            Permission("films", "north", "ann", always),
            Permission("tickets", "north", "ann", Period(date(2016, 11, 3), date(2016, 11, 9))),
            Permission("loans", "north", "bo", always, Revocation(date(2016, 11, 20), WithdrawnByHouse())),
            Permission("tickets", "north", "bo", Period(date(2016, 11, 15))),
            Permission("tickets", "south", "dan", always),
        ],
    )


def _turned(network: Network) -> Network:
    """Let other things hold of centres, stations and partners from some days of November on."""
    moves, rests, goes_on = date(2016, 11, 15), date(2016, 11, 18), date(2016, 11, 21)
    (feixi, runan), (north, south, late, vacant) = network.centres, network.stations
    before, after = Period(late.open.start, rests), Period(goes_on)
    [cai] = [each for each in network.postings if each.station == late.id]
    dan = next(each for each in network.partners if each.id == "dan")
    return evolve(
        network,
        centres=[
            evolve(feixi, open=Period(_OPENED, rests)),
            evolve(feixi, open=Period(rests), payee="family"),
            runan,
        ],
        stations=[
            evolve(north, open=Period(_OPENED, moves)),
            evolve(north, open=Period(moves), centre=runan.id),
            south,
            evolve(late, open=before),
            evolve(late, open=after),
            vacant,
        ],
        partners=[
            *(each for each in network.partners if each is not dan),
            evolve(dan, contract=Period(_OPENED, moves)),
            evolve(dan, contract=Period(moves), engagement="full_time"),
        ],
        postings=[
            *(each for each in network.postings if each is not cai),
            evolve(cai, period=before),
            evolve(cai, period=after),
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
        most: How many orders, parcels and referrals at most.
        lasting: Whether caps may last for a whole plan, so that what was posted bears upon what is earned later.
    """
    events: list[Event] = []
    for number in range(draw(st.integers(1, most))):
        kind = draw(st.sampled_from("ooooopr"))
        if kind == "r":
            referral = draw(small_referrals(f"f{number}"))
            events.append(referral)
            if draw(st.integers(0, 5)) == 0:
                when = referral.known_at
                events.append(Cancellation(id=f"c{number}", event=referral.id, reason="fake", at=when, known_at=when))
            continue
        if kind == "p":
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
    return World(draw(small_networks()), (shop, partner), draw(small_calendars()), tuple(events))
