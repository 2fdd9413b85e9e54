"""What every partner comes to in a month, whoever is judged by it."""

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.assessment import ActiveDays, Demand, OrderAmount, Orders
from rural_taobao.assessment.counting import Counting
from rural_taobao.currencies import CNY
from rural_taobao.identifiers import PartnerId
from rural_taobao.instants import CHINA
from rural_taobao.money import Money
from rural_taobao.network import (
    CountyCentre,
    HelperPosting,
    Network,
    Partner,
    Payee,
    Posting,
    Station,
    Vacancy,
    programme_versions,
)
from rural_taobao.periods import Month, Period
from rural_taobao.settlement import Cancellation, Event, Order, Parcel, Refund, in_columns
from rural_taobao.testing.assessment_strategies import demands
from rural_taobao.testing.worlds import World, worlds
from tests.assessment.worlds import recount

MONTHS = [Month(2016, number) for number in (10, 11, 12)]
OPEN = Period(date(2015, 6, 1))
KEPT: dict[str, Any] = {"refunded": "taken_off", "cancelled": "left_out"}


def network() -> Network:
    """Ann runs the north until 11 November, and the south until it closes on the 25th; bo follows her, cai helps."""
    return Network(
        platform="all",
        vacancy=Vacancy("nobody"),
        versions=programme_versions({"1.0": "example"}),
        centres=[CountyCentre("feixi", "340123", "all", OPEN)],
        stations=[
            Station("north", "feixi", OPEN),
            Station("south", "feixi", Period(OPEN.start, date(2016, 11, 25))),
        ],
        partners=[Partner(name, OPEN, "part_time") for name in ("ann", "bo", "cai", "dan")],
        payees=[Payee("all", OPEN)],
        postings=[
            Posting("north", "ann", "all", "1.0", Period(OPEN.start, date(2016, 11, 11))),
            Posting("north", "bo", "all", "1.0", Period(date(2016, 11, 13))),
            Posting("south", "dan", "all", "1.0", Period(OPEN.start, date(2016, 11, 25))),
        ],
        helpers=[HelperPosting("north", "cai", "all", Period(date(2016, 11, 5), date(2016, 11, 20)))],
    )


def order(name: str, day: int, *, station: str = "north", **facts: Any) -> Order:
    at = datetime(2016, 11, day, tzinfo=CHINA.timezone)
    return Order(id=name, station=station, **{"gross": Money(1_000), "placed": at, "known_at": at, **facts})


def figures(demand: Demand, *events: Event) -> dict[str, int]:
    """Give what each partner comes to in November."""
    found = Counting(network(), in_columns(events, CNY), MONTHS).figures(demand)
    return {partner: number for (partner, month), number in found.items() if month == Month(2016, 11)}


class TestCounting:
    """What counts for a partner in a month is what a plain recount finds, whether anybody is judged by it or not."""

    @given(worlds(), demands(currency=st.just(CNY)), st.sampled_from([MONTHS, MONTHS[1:2], MONTHS[:2]]))
    def test_is_a_recount(self, world: World, demand: Demand, months: list[Month]) -> None:
        found = Counting(world.network, in_columns(world.events, CNY), months).figures(demand)
        for partner in world.network.partners:
            for month in MONTHS:
                wanted = recount(world.network, world.events, demand, partner.id, month) if month in months else 0
                assert found.get((partner.id, month), 0) == wanted
        assert {partner for partner, _ in found} <= {partner.id for partner in world.network.partners}


class TestAttribution:
    """An event counts for whoever was in charge of its station when it was placed, and for nobody else."""

    @pytest.mark.parametrize(("day", "partner"), [(10, "ann"), (11, None), (12, None), (13, "bo"), (30, "bo")])
    def test_changes_at_midnight(self, day: int, partner: str | None) -> None:
        wanted = {} if partner is None else {partner: 1}
        assert figures(Orders(at_least=1, **KEPT), order("o", day)) == wanted

    @pytest.mark.parametrize(("day", "partner"), [(24, "dan"), (25, None), (27, None)])
    def test_ends_with_the_station(self, day: int, partner: str | None) -> None:
        wanted = {} if partner is None else {partner: 1}
        assert figures(Orders(at_least=1, **KEPT), order("o", day, station="south")) == wanted

    @pytest.mark.parametrize(
        ("day", "helper", "partner"),
        [
            (4, "cai", None),
            (5, "cai", "ann"),
            (10, "cai", "ann"),
            (12, "cai", None),
            (13, "cai", "bo"),
            (19, "cai", "bo"),
            (20, "cai", None),
            (13, "dan", None),
        ],
    )
    def test_needs_the_helper_to_be_posted_there(self, day: int, helper: str, partner: str | None) -> None:
        wanted = {} if partner is None else {partner: 1}
        assert figures(Orders(at_least=1, **KEPT), order("o", day, helper=helper)) == wanted
        beside = order("plain", 10)
        assert figures(Orders(at_least=1, **KEPT), order("o", day, helper=helper), beside).get(PartnerId("ann"), 0) == (
            1 + (partner == "ann")
        )

    def test_needs_a_station_that_is_there(self) -> None:
        assert figures(Orders(at_least=1, **KEPT), order("o", 5, station="west")) == {}
        assert figures(Orders(at_least=1, **KEPT), order("o", 5, station="west", helper="cai")) == {}


class TestWhatIsTakenBack:
    """Refunds and cancellations do what the demand states."""

    def back(self, name: str, minor: int) -> Refund:
        at = datetime(2016, 12, 9, tzinfo=CHINA.timezone)
        return Refund(id=f"r-{name}", order=name, gross=Money(minor), at=at, known_at=at)

    def off(self, name: str, reason: str) -> Cancellation:
        at = datetime(2016, 12, 9, tzinfo=CHINA.timezone)
        return Cancellation(id=f"c-{name}", event=name, reason=reason, at=at, known_at=at)

    @pytest.mark.parametrize(("refunded", "orders", "amount"), [("counts", 3, 3_000), ("taken_off", 2, 1_600)])
    def test_a_refund(self, refunded: str, orders: int, amount: int) -> None:
        events: list[Event] = [order("a", 5), order("b", 5), order("c", 5)]
        events.extend([self.back("a", 1_000), self.back("b", 400)])
        facts: dict[str, Any] = {"refunded": refunded, "cancelled": "left_out"}
        assert figures(Orders(at_least=1, **facts), *events) == {"ann": orders}
        for kind in ("gross", "net"):
            assert figures(OrderAmount(at_least=Money(1), amount=kind, **facts), *events) == {"ann": amount}

    @pytest.mark.parametrize(
        ("cancelled", "reason", "counts"),
        [
            ("left_out", "cancelled", False),
            ("left_out", "self_purchase", False),
            ("left_out", "fake", False),
            ("counts", "cancelled", True),
            ("counts", "self_purchase", False),
            ("counts", "fake", False),
        ],
    )
    def test_a_cancellation(self, cancelled: str, reason: str, *, counts: bool) -> None:
        facts: dict[str, Any] = {"refunded": "counts", "cancelled": cancelled}
        events = order("a", 5), self.off("a", reason)
        assert figures(Orders(at_least=1, **facts), *events).get("ann", 0) == counts
        amount = OrderAmount(at_least=Money(1), amount="net", **facts)
        assert figures(amount, *events).get("ann", 0) == 1_000 * counts
        assert figures(ActiveDays(at_least=1, of="order", **facts), *events).get("ann", 0) == counts

    def test_a_day_stays_active_by_what_is_left_of_it(self) -> None:
        at = datetime(2016, 11, 5, 9, tzinfo=CHINA.timezone)
        parcel = Parcel(id="p", station="north", handed_out=at, known_at=at)
        either, orders = (ActiveDays(at_least=1, of=of, **KEPT) for of in (["order", "parcel"], ["order"]))
        gone: list[Event] = [order("a", 5), self.back("a", 1_000)]
        assert figures(either, *gone, parcel) == {"ann": 1}
        assert figures(orders, *gone, parcel) == {}
        assert figures(orders, *gone, order("b", 5)) == {"ann": 1}
        assert figures(either, *gone, parcel, self.off("p", "fake")) == {}
        assert figures(orders, order("b", 5), order("c", 5), order("d", 6)) == {"ann": 2}
