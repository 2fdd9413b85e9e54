"""Events as values and in columns: what can be, and what is refused and why."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given

from rural_taobao.currencies import CNY, Currency
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.exact import Rate
from rural_taobao.identifiers import MalformedIdentifier
from rural_taobao.instants import NotAnInstant, microseconds
from rural_taobao.kinds import WrongKind, WrongNumber
from rural_taobao.money import CurrencyMismatch, Money
from rural_taobao.settlement import (
    Cancellation,
    Event,
    EventColumns,
    EventsBuilder,
    EventsRefused,
    Order,
    Parcel,
    Refund,
    in_columns,
)
from rural_taobao.settlement.amounts import AmountBelowZero, DiscountAboveGross, Parts, TaxAboveAmount
from rural_taobao.settlement.building import EventTwice
from rural_taobao.settlement.events import InstantsOutOfOrder, RefundOfNothing
from rural_taobao.settlement.references import CancelledTwice, EventMissing, HappenedBefore
from rural_taobao.settlement.remainders import RefundAboveOrder
from rural_taobao.testing.worlds import World, worlds

ELEVEN = datetime.fromisoformat("2016-11-11T00:00:00+08:00")
LATER = ELEVEN + timedelta(days=2)


def order(**facts: Any) -> Order:
    usual: dict[str, Any] = {
        "id": "o-1",
        "station": "sanhe",
        "quantity": 2,
        "gross": Money(1000),
        "placed": ELEVEN,
        "known_at": LATER,
    }
    return Order(**(usual | facts))


def refund(**facts: Any) -> Refund:
    usual: dict[str, Any] = {"id": "r-1", "order": "o-1", "gross": Money(400), "at": LATER, "known_at": LATER}
    return Refund(**(usual | facts))


def cancellation(**facts: Any) -> Cancellation:
    usual: dict[str, Any] = {"id": "c-1", "event": "o-1", "reason": "fake", "at": LATER, "known_at": LATER}
    return Cancellation(**(usual | facts))


def parcel(**facts: Any) -> Parcel:
    usual: dict[str, Any] = {"id": "p-1", "station": "sanhe", "handed_out": ELEVEN, "known_at": ELEVEN}
    return Parcel(**(usual | facts))


class TestValues:
    """An event that cannot be cannot be made."""

    @pytest.mark.parametrize(
        ("make", "error", "message"),
        [
            (lambda: order(quantity=-1), WrongNumber, "quantity must be a whole number of 0 or more, but -1"),
            (lambda: order(gross=Money(-1)), AmountBelowZero, "gross amount of an event must be 0 or more, but o-1"),
            (lambda: order(discount=Money(-1)), AmountBelowZero, "the discount of an event must be 0 or more"),
            (lambda: order(discount=Money(1001)), DiscountAboveGross, "a discount of 1001 on 1000"),
            (lambda: order(discount=Money(1, Currency("KES"))), CurrencyMismatch, "CNY and KES"),
            (lambda: order(shipping=Money(-1)), AmountBelowZero, "the shipping of an event must be 0 or more"),
            (lambda: order(cost=Money(-1)), AmountBelowZero, "the cost of an event must be 0 or more"),
            (lambda: order(tax_added=Money(-1)), AmountBelowZero, "the added tax of an event must be 0 or more"),
            (lambda: order(discount=Money(400), tax_included=Money(601)), TaxAboveAmount, "a tax of 601 in 600 in"),
            (lambda: order(cost=Money(1, Currency("KES"))), CurrencyMismatch, "CNY and KES"),
            (lambda: order(tags=["三"]), MalformedIdentifier, "a TagCode must be 1 to 64 ASCII letters"),
            (lambda: order(helper="三"), MalformedIdentifier, "a PartnerId must be 1 to 64 ASCII letters"),
            (lambda: refund(tax_included=Money(401)), TaxAboveAmount, "r-1 has a tax of 401 in 400 in minor units"),
            (lambda: refund(shipping=Money(-1)), AmountBelowZero, "the shipping of an event must be 0 or more"),
            (lambda: refund(gross=Money(0), cost=Money(5)), RefundOfNothing, "r-1 takes neither"),
            (lambda: order(placed=datetime(2016, 11, 11)), NotAnInstant, "fixed offset"),  # noqa: DTZ001 - refused
            (lambda: order(paid=ELEVEN - timedelta(seconds=1)), InstantsOutOfOrder, "'paid' must not lie before 'pl"),
            (lambda: order(received=LATER + timedelta(seconds=1)), InstantsOutOfOrder, "'known_at' must not lie befor"),
            (lambda: order(known_at=ELEVEN - timedelta(seconds=1)), InstantsOutOfOrder, "before 'placed'"),
            (lambda: parcel(pieces=0), WrongNumber, "pieces must be a whole number of 1 or more"),
            (lambda: parcel(known_at=ELEVEN - timedelta(1)), InstantsOutOfOrder, "'handed_out'"),
            (lambda: refund(gross=Money(0)), RefundOfNothing, "r-1 takes neither"),
            (lambda: refund(gross=Money(-5)), AmountBelowZero, "r-1 has -5 in minor units"),
            (lambda: refund(known_at=ELEVEN), InstantsOutOfOrder, "'at'"),
            (lambda: cancellation(known_at=ELEVEN), InstantsOutOfOrder, "'at'"),
            (lambda: cancellation(reason="boredom"), ValueError, "boredom"),
        ],
    )
    def test_it_is_refused_with_a_sentence(
        self, make: Callable[[], object], error: type[RuralTaobaoError], message: str
    ) -> None:
        with pytest.raises(error, match=message):
            make()

    @pytest.mark.parametrize("part", ["discount", "tax_included", "tax_added", "shipping"])
    def test_a_part_is_none_in_the_currency_of_the_amount_where_it_is_left_out(self, part: str) -> None:
        assert getattr(order(gross=Money(5, Currency("KES"))), part) == Money(0, Currency("KES"))

    def test_a_cost_that_nobody_stated_is_not_none_of_it(self) -> None:
        assert order().cost is None
        assert {getattr(refund(), part) for part in Parts._fields} == {None}

    def test_shipping_or_added_tax_alone_may_go_back(self) -> None:
        assert refund(gross=Money(0), shipping=Money(5)).shipping == Money(5)
        assert refund(gross=Money(0), tax_added=Money(5)).tax_added == Money(5)

    def test_a_tag_is_one_and_tags_are_several(self) -> None:
        assert order(tags="fresh").tags == {"fresh"}
        assert order(tags=["fresh", "group-buy"]).tags == {"fresh", "group-buy"}

    @pytest.mark.parametrize("amount", [10.0, 1000, "10.00", None, Rate(1)])
    def test_an_amount_that_is_not_money_is_refused_with_what_to_pass(self, amount: Any) -> None:
        makers = (order, "gross"), (order, "discount"), (refund, "gross"), (refund, "discount"), (order, "shipping")
        for make, name in makers:
            with pytest.raises(WrongKind, match=rf"{name} must be made by Money.parse\('12.50'\)") as refused:
                make(**{name: amount})
            assert refused.value.given is amount

    def test_instants_may_be_the_same(self) -> None:
        order(paid=ELEVEN, received=ELEVEN, known_at=ELEVEN)
        refund(gross=Money(0), quantity=1)


class TestTogether:
    """Events go together, or all that is wrong is told at once."""

    @pytest.mark.parametrize(
        ("events", "error", "message"),
        [
            ([order(), order()], EventTwice, "o-1 is there twice"),
            ([order(), evolve(parcel(), id="o-1")], EventTwice, "o-1 is there twice"),
            ([order(), refund(), evolve(parcel(), id="r-1")], EventTwice, "r-1 is there twice"),
            ([refund()], EventMissing, "r-1 must name an order that is among the events, but o-1 is not"),
            ([evolve(parcel(), id="o-1"), refund()], EventMissing, "must name an order"),
            ([cancellation()], EventMissing, "must name an order, a parcel or a referral"),
            ([order(), refund(gross=Money(1001))], RefundAboveOrder, "gross amount of 1001 where 1000 is left of o-1"),
            ([order(), refund(discount=Money(1))], RefundAboveOrder, "a discount of 1 where 0 is left"),
            (
                [order(discount=Money(200)), refund(gross=Money(900))],
                RefundAboveOrder,
                "an? amount after discount of 900 where 800 is left",
            ),
            ([order(), refund(quantity=3)], RefundAboveOrder, "a quantity of 3 where 2 is left"),
            ([order(), refund(cost=Money(1))], RefundAboveOrder, "a cost of 1 where 0 is left"),
            (
                [order(shipping=Money(5)), refund(shipping=Money(6))],
                RefundAboveOrder,
                "shipping of 6 where 5 is left",
            ),
            ([order(), refund(tax_added=Money(1))], RefundAboveOrder, "an added tax of 1 where 0 is left"),
            ([order(), refund(tax_included=Money(1))], RefundAboveOrder, "an included tax of 1 where 0 is left"),
            (
                [order(tax_included=Money(100)), refund(gross=Money(1000), tax_included=Money(90))],
                RefundAboveOrder,
                "an amount after discount and included tax of 910 where 900 is left",
            ),
            (
                [order(), refund(gross=Money(700)), refund(id="r-2", gross=Money(301))],
                RefundAboveOrder,
                "r-2 takes back a gross amount of 301 where 300 is left",
            ),
            (
                [order(), refund(at=ELEVEN - timedelta(1), known_at=LATER)],
                HappenedBefore,
                "r-1 must not lie before o-1",
            ),
            (
                [order(), cancellation(at=ELEVEN - timedelta(1), known_at=LATER)],
                HappenedBefore,
                "c-1 must not lie before o-1",
            ),
            ([order(), cancellation(), cancellation(id="c-2")], CancelledTwice, "c-2 cancels o-1 again"),
        ],
    )
    def test_what_does_not_go_together_is_named(
        self, events: list[Event], error: type[RuralTaobaoError], message: str
    ) -> None:
        with pytest.raises(EventsRefused, match=message) as caught:
            in_columns(events, CNY)
        assert [type(fault) for fault in caught.value.faults] == [error]

    def test_all_faults_are_told_at_once(self) -> None:
        events: list[Event] = [order(), order(), refund(gross=Money(5000)), cancellation(event="o-9")]
        with pytest.raises(EventsRefused, match="3 faults were found") as caught:
            in_columns(events, CNY)
        assert {type(fault) for fault in caught.value.faults} == {EventTwice, RefundAboveOrder, EventMissing}

    def test_another_currency_is_refused(self) -> None:
        with pytest.raises(CurrencyMismatch):
            in_columns([order()], Currency("KES"))

    def test_parts_that_make_the_whole_are_no_more_than_it(self) -> None:
        columns = in_columns(
            [order(), refund(gross=Money(600), quantity=1), refund(id="r-2", gross=Money(400), quantity=1)], CNY
        )
        assert [row.id for row in columns.refunds[0]] == ["r-1", "r-2"]

    def test_what_a_refund_does_not_state_of_a_tax_is_left_unknown(self) -> None:
        taxed = order(tax_included=Money(100))
        unknown, rest = refund(gross=Money(950)), refund(id="r-2", gross=Money(50), tax_included=Money(0))
        assert len(in_columns([taxed, unknown, rest], CNY).refunds[0]) == 2
        with pytest.raises(EventsRefused, match="r-2 takes back an included tax of 101 where 100 is left"):
            in_columns([taxed, unknown, evolve(rest, gross=Money(101), tax_included=Money(101))], CNY)


class TestColumns:
    """Columns hold what the values hold, in any order."""

    def test_what_no_order_states_has_no_column(self) -> None:
        columns = in_columns([order(tax_added=Money(0)), parcel()], CNY)
        more = (columns.taxes_included, columns.taxes_added, columns.shipping, columns.costs)
        assert (*more, columns.tags, columns.helpers) == ((),) * 6
        assert columns.parts(0) == Parts(0, 0, 0, None)

    def test_what_one_order_states_has_a_place_for_each(self) -> None:
        stated = order(id="o-2", cost=Money(0), tags=["fresh"], helper="bo")
        columns = in_columns([order(), stated, parcel()], CNY)
        assert columns.costs == (None, 0, None)
        assert [columns.tag_sets[place] for place in columns.tags] == [set(), {"fresh"}, set()]
        assert [columns.helper_ids[place] for place in columns.helpers] == [None, "bo", None]
        assert (columns.shipping, columns.parts(1)) == ((), Parts(0, 0, 0, 0))

    def test_what_was_known_before_keeps_what_its_orders_state(self) -> None:
        late = order(id="o-2", shipping=Money(5), known_at=LATER + timedelta(days=1))
        early = order(cost=Money(7), tags=["fresh"], helper="bo")
        known = in_columns([late, early, refund(cost=Money(3))], CNY).known_before(microseconds(LATER) + 1)
        assert (known.ids, known.costs, known.shipping) == (("o-1",), (7,), (0,))
        assert known.tag_sets[known.tags[0]] == {"fresh"}
        assert known.helper_ids[known.helpers[0]] == "bo"
        assert known.refunds[0][0].parts == Parts(cost=3)

    @given(worlds())
    def test_columns_hold_the_facts_of_the_values(self, world: World) -> None:
        columns = in_columns(world.events, CNY)
        assert len(columns) == len(world.events)
        rows = {name: row for row, name in enumerate(columns.ids)}
        for event in world.events:
            self.check(columns, rows, event)

    def check(self, columns: EventColumns, rows: dict[str, int], event: Event) -> None:
        match event:
            case Order():
                row = rows[event.id]
                assert columns.kinds[row] == 0
                assert columns.station_ids[columns.stations[row]] == event.station
                assert columns.category_codes[columns.categories[row]] == event.category
                assert columns.quantities[row] == event.quantity
                assert (columns.gross[row], columns.discounts[row]) == (event.gross.minor, event.discount.minor)
                assert columns.parts(row) == self.parts(event)
                assert (columns.tag_sets[columns.tags[row]] if columns.tags else frozenset()) == event.tags
                for name in ("placed", "deposit", "balance", "paid", "received"):
                    value = getattr(event, name)
                    assert getattr(columns, name)[row] == (None if value is None else microseconds(value))
                assert columns.known[row] == microseconds(event.known_at)
            case Parcel():
                row = rows[event.id]
                assert columns.kinds[row] == 1
                assert columns.quantities[row] == event.pieces
                assert columns.placed[row] == columns.received[row] == microseconds(event.handed_out)
            case Refund():
                [found] = [each for each in columns.refunds[rows[event.order]] if each.id == event.id]
                assert (found.gross, found.discount, found.quantity) == (
                    event.gross.minor,
                    event.discount.minor,
                    event.quantity,
                )
                assert (found.at, found.known) == (microseconds(event.at), microseconds(event.known_at))
                assert found.parts == self.parts(event)
            case Cancellation():
                assert columns.cancellations[rows[event.event]].reason is event.reason

    def parts(self, event: Order | Refund) -> Parts:
        stated = event.tax_included, event.tax_added, event.shipping, event.cost
        return Parts(*(None if part is None else part.minor for part in stated))

    def test_columns_in_order_say_so(self) -> None:
        early = order(id="o-0")
        assert in_columns([early, order()], CNY).in_order
        assert not in_columns([order(), early], CNY).in_order

    def test_a_builder_checks_each_row(self) -> None:
        builder = EventsBuilder(CNY)
        at = microseconds(ELEVEN)
        with pytest.raises(WrongNumber):
            builder.add_order("o-1", "sanhe", None, -1, 0, 0, (at, None, None, None, None), at)
        with pytest.raises(WrongNumber):
            builder.add_parcel("p-1", "sanhe", None, 0, at, at)
        with pytest.raises(RefundOfNothing):
            builder.add_refund("r-1", "o-1", 0, 0, 0, at, at)
        with pytest.raises(WrongNumber):
            builder.add_refund("r-1", "o-1", 1, 0, -1, at, at)
        assert len(builder.built()) == 0
