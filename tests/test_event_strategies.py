from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from rural_taobao.currencies import CNY
from rural_taobao.identifiers import CategoryCode, EventId, StationId
from rural_taobao.instants import CHINA
from rural_taobao.money import Money
from rural_taobao.settlement import Cancellation, CancellationReason
from rural_taobao.testing import event_strategies as events
from tests.corners import shows

Corner = tuple[str, SearchStrategy[Any], Callable[[Any], bool]]

ELEVEN = st.just(date(2016, 11, 11))
OF_TWO = events.orders(gross=st.just(2), quantities=st.just(2))

orders = events.orders()


def has_reason(reason: CancellationReason) -> Callable[[Cancellation], bool]:
    return lambda drawn: drawn.reason is reason


CORNERS: list[Corner] = [
    ("an order of nothing", orders, lambda order: not order.gross),
    ("an order with a discount", orders, lambda order: 0 < order.discount.minor < order.gross.minor),
    ("an order for nothing", orders, lambda order: order.gross and order.discount == order.gross),
    ("an order without a category", orders, lambda order: order.category is None),
    ("an order with one", orders, lambda order: order.category is not None),
    ("an order with a tax in it", orders, lambda order: 0 < order.tax_included.minor < order.gross.minor),
    ("an order with a tax on top", orders, lambda order: bool(order.tax_added)),
    ("an order with shipping", orders, lambda order: bool(order.shipping)),
    ("an order whose cost nobody knows", orders, lambda order: order.cost is None),
    ("an order at a loss", orders, lambda order: order.cost is not None and order.cost > order.gross),
    ("an order with tags", orders, lambda order: len(order.tags) > 1),
    ("an order with a helper", orders, lambda order: order.helper is not None),
    ("a refund that states a part", events.refunds(), lambda refund: refund.cost is not None),
    ("an order without units", orders, lambda order: not order.quantity),
    ("an order that nobody paid", orders, lambda order: order.paid is None),
    ("an order paid later than placed", orders, lambda order: order.paid is not None and order.paid > order.placed),
    ("an order with a deposit", orders, lambda order: order.deposit is not None),
    ("an order with a balance", orders, lambda order: order.balance is not None),
    ("an order that was received", orders, lambda order: order.received is not None),
    ("an order known late", orders, lambda order: order.known_at > order.placed),
    ("a parcel of several pieces", events.parcels(), lambda parcel: parcel.pieces > 1),
    ("a parcel known late", events.parcels(), lambda parcel: parcel.known_at > parcel.handed_out),
    ("a referral of nothing", events.referrals(), lambda referral: not referral.amount),
    ("a referral of an amount", events.referrals(), lambda referral: bool(referral.amount)),
    ("a referral whose cost is known", events.referrals(), lambda referral: referral.cost is not None),
    ("a referral without a category", events.referrals(), lambda referral: referral.category is None),
    ("a referral known late", events.referrals(), lambda referral: referral.known_at > referral.entered),
    ("a cancelled referral", events.cancellations(of=events.referrals()), lambda event: event.known_at >= event.at),
    ("a refund of a part", events.refunds(of=OF_TWO), lambda refund: refund.gross.minor == 1),
    ("a refund of all of it", events.refunds(of=OF_TWO), lambda refund: refund.gross.minor == 2),
    ("a refund of units alone", events.refunds(of=OF_TWO), lambda refund: not refund.gross and refund.quantity),
    ("a refund of money alone", events.refunds(of=OF_TWO), lambda refund: refund.gross and not refund.quantity),
    ("a refund with a discount", events.refunds(), lambda refund: bool(refund.discount)),
    ("a cancellation known late", events.cancellations(), lambda event: event.known_at > event.at),
    *(
        (f"a cancellation for the reason {reason}", events.cancellations(), has_reason(reason))
        for reason in CancellationReason
    ),
]


class TestTheWholeDomain:
    """A strategy draws from the whole domain of its type unless it is told to draw from less."""

    @pytest.mark.parametrize(("strategy", "wanted"), [pytest.param(*rest, id=name) for name, *rest in CORNERS])
    def test_every_corner_is_drawn_from(
        self, strategy: SearchStrategy[object], wanted: Callable[[object], bool]
    ) -> None:
        assert shows(strategy, wanted)

    @given(st.data())
    def test_is_narrowed_by_the_strategies_that_are_passed(self, data: st.DataObject) -> None:
        name, station, category = EventId("e-1"), StationId("sanhe"), CategoryCode("seeds")
        narrow: dict[str, Any] = {"ids": st.just(name), "day": ELEVEN, "offset": st.just(CHINA)}
        at: dict[str, Any] = {"stations": st.just(station), "categories": st.just(category)}
        order = data.draw(
            events.orders(**narrow, **at, quantities=st.just(3), gross=st.just(500), currency=st.just(CNY))
        )
        assert (order.id, order.station, order.category) == (name, station, category)
        assert (order.quantity, order.gross) == (3, Money(500))
        parcel = data.draw(events.parcels(**narrow, **at, pieces=st.just(2)))
        assert (parcel.id, parcel.station, parcel.category, parcel.pieces) == (name, station, category, 2)
        refund = data.draw(events.refunds(**narrow, of=st.just(order)))
        cancellation = data.draw(events.cancellations(**narrow, of=st.just(parcel)))
        assert (refund.id, refund.order, cancellation.id, cancellation.event) == (name, name, name, name)
        for point in (order.placed, order.known_at, parcel.handed_out, refund.at, cancellation.at):
            assert (point.date(), point.utcoffset()) == (date(2016, 11, 11), CHINA.timezone.utcoffset(None))
