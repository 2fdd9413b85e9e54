from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from rural_taobao.currencies import CNY
from rural_taobao.identifiers import CategoryCode, StationId
from rural_taobao.services import Referral
from rural_taobao.settlement import Cancellation, Event, Order, Parcel, Refund
from rural_taobao.settlement.building import in_columns
from rural_taobao.testing.event_set_strategies import event_columns, event_sets
from tests.corners import shows

Corner = tuple[str, SearchStrategy[Any], Callable[[Any], bool]]

sets = event_sets()


def some(kind: type[Event]) -> Callable[[tuple[Event, ...]], bool]:
    return lambda drawn: any(isinstance(event, kind) for event in drawn)


def refunded_twice(drawn: tuple[Event, ...]) -> bool:
    of = [event.order for event in drawn if isinstance(event, Refund)]
    return len(set(of)) < len(of)


def refunded_whole(drawn: tuple[Event, ...]) -> bool:
    whole = {event.id: event.gross for event in drawn if isinstance(event, Order) and event.gross}
    return any(isinstance(event, Refund) and whole.get(event.order) == event.gross for event in drawn)


def corrected_before_told(drawn: tuple[Event, ...]) -> bool:
    """Tell whether a refund comes before its order in the set."""
    places = {event.id: place for place, event in enumerate(drawn)}
    return any(isinstance(event, Refund) and places[event.id] < places[event.order] for event in drawn)


CORNERS: list[Corner] = [
    ("no event at all", sets, lambda drawn: not drawn),
    ("an order", sets, some(Order)),
    ("a parcel", sets, some(Parcel)),
    ("a referral", sets, some(Referral)),
    ("a refund", sets, some(Refund)),
    ("a cancellation", sets, some(Cancellation)),
    ("two refunds of one order", sets, refunded_twice),
    ("a refund of a whole order", sets, refunded_whole),
    ("a refund before its order", sets, corrected_before_told),
    ("columns with a refund", event_columns(), lambda columns: bool(columns.refunds)),
    ("columns with a cancellation", event_columns(), lambda columns: bool(columns.cancellations)),
]


class TestTheWholeDomain:
    """Sets are drawn with every kind of event, in any order, unless a strategy is told to draw from less."""

    @pytest.mark.parametrize(("strategy", "wanted"), [pytest.param(*rest, id=name) for name, *rest in CORNERS])
    def test_every_corner_is_drawn_from(
        self, strategy: SearchStrategy[object], wanted: Callable[[object], bool]
    ) -> None:
        assert shows(strategy, wanted)


class TestSets:
    """The events of a set go together, whatever their order, and columns hold all of them."""

    @given(st.data())
    def test_they_do(self, data: st.DataObject) -> None:
        drawn = data.draw(
            event_sets(
                stations=st.just(StationId("sanhe")),
                categories=st.just(CategoryCode("seeds")),
                currency=st.just(CNY),
                day=st.just(date(2016, 11, 11)),
            )
        )
        assert len(in_columns(drawn, CNY)) == len(drawn)
        credited = [event for event in drawn if isinstance(event, Order | Parcel | Referral)]
        assert {(event.station, event.category) for event in credited} <= {("sanhe", "seeds")}
