from contextlib import chdir
from datetime import date
from operator import attrgetter
from pathlib import Path
from random import Random
from typing import TypeAlias

import pytest
from attrs import astuple, evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from rural_taobao.currencies import CNY, Currency
from rural_taobao.documents.events import EVENT_FILES, read_events, write_events
from rural_taobao.documents.faults import DocumentsRefused
from rural_taobao.exact import NotANumber
from rural_taobao.instants import CHINA, InstantOutsideCalendar, UtcOffset
from rural_taobao.money import Money
from rural_taobao.samples import one_order
from rural_taobao.settlement import EventColumns, Order, Parcel, in_columns
from rural_taobao.testing.event_set_strategies import event_columns
from rural_taobao.testing.event_strategies import orders
from rural_taobao.testing.strategies import offsets
from tests.documents.table_files import ends_of_rows, folder, told

Facts: TypeAlias = dict[str, tuple[object, ...]]

AUTUMN = st.dates(date(2016, 10, 1), date(2016, 12, 31))
YUAN = event_columns(currency=st.just(CNY), day=AUTUMN)
FEW = settings(max_examples=25)
ORDERS = """\
order,station,category,quantity,amount,discount,placed,deposit,balance,paid,received,known_at
o-1,sanhe,phones,1,1299.00,100.00,2016-11-11T00:03:12+08:00,,,2016-11-11T00:05:00+08:00,,2016-11-11T00:05:00+08:00
o-2,sanhe,,2,20.00,,2016-11-12T09:00:00+08:00,,,,,2016-11-12T09:00:00+08:00
"""
PARCELS = """\
parcel,station,category,pieces,handed_out,known_at
p-1,sanhe,,3,2016-11-14T10:00:00+08:00,2016-11-14T10:00:00+08:00
"""
REFERRALS = """\
referral,station,service,category,amount,cost,entered,approved,refused,decided_by,known_at
f-1,sanhe,loans,,500.00,,2016-11-14T10:00:00+08:00,2016-11-15T10:00:00+08:00,,bank,2016-11-15T10:00:00+08:00
f-2,sanhe,tickets,rail,0.00,7.50,2016-11-14T11:00:00+08:00,,,,2016-11-14T11:00:00+08:00
f-3,sanhe,loans,,1.00,,2016-11-14T12:00:00+08:00,,2016-11-16T10:00:00+08:00,bank,2016-11-16T10:00:00+08:00
"""
REFUNDS = """\
refund,order,amount,discount,quantity,at,known_at
r-1,o-1,100.00,10.00,,2016-11-20T10:00:00+08:00,2016-11-20T10:00:00+08:00
"""
CANCELLATIONS = """\
cancellation,event,reason,at,known_at
c-1,o-2,fake,2016-11-21T10:00:00+08:00,2016-11-21T10:00:00+08:00
"""
CONTENTS = dict(zip(EVENT_FILES, (ORDERS, PARCELS, REFERRALS, REFUNDS, CANCELLATIONS), strict=True))


def facts(events: EventColumns) -> Facts:
    """What events say, whatever the rows that they stand in."""
    said: Facts = {}
    rows = zip(
        events.ids,
        events.kinds,
        [events.station_ids[place] for place in events.stations],
        [events.category_codes[place] for place in events.categories],
        events.quantities,
        events.gross,
        events.discounts,
        events.placed,
        events.deposit,
        events.balance,
        events.paid,
        events.received,
        events.known,
        map(events.parts, range(len(events.ids))),
        [events.tag_sets[place] for place in events.tags] or [frozenset[str]()] * len(events.ids),
        [events.helper_ids[place] for place in events.helpers] or [None] * len(events.ids),
        [events.referred_to[place] for place in events.referred] or [None] * len(events.ids),
        strict=True,
    )
    for row in rows:
        said[row[0]] = row
    for place, refunds in events.refunds.items():
        for each in refunds:
            said[each.id] = (events.ids[place], *astuple(each)[2:])
    for place, cancelled in events.cancellations.items():
        said[cancelled.id] = (events.ids[place], cancelled.reason, cancelled.at, cancelled.known)
    assert len(said) == len(events)
    return said


def read(contents: dict[str, str | bytes], currency: Currency = CNY) -> EventColumns:
    """Read files of such contents, named as they are."""
    with folder() as home:
        for name, content in contents.items():
            (home / name).write_bytes(content.encode() if isinstance(content, str) else content)
        with chdir(home):
            return read_events(map(Path, contents), currency)


def changed(name: str, old: str, new: str) -> dict[str, str | bytes]:
    assert old in CONTENTS[name]
    return {**CONTENTS, name: CONTENTS[name].replace(old, new, 1)}


class TestReadingBack:
    """Events that were written are read as the same events."""

    @settings(max_examples=50)
    @given(event_columns(), offsets())
    def test_every_fact_comes_back(self, events: EventColumns, clock: UtcOffset) -> None:
        with folder() as home:
            written = write_events(events, home, clock)
            assert sorted(written) == sorted(home.iterdir())
            assert facts(read_events(written, events.currency)) == facts(events)

    @FEW
    @given(st.lists(orders(currency=st.just(CNY), day=AUTUMN), unique_by=attrgetter("id"), max_size=5))
    def test_orders_come_back_in_their_rows(self, events: list[Order]) -> None:
        columns = in_columns(events, CNY)
        with folder() as home:
            again = read_events(write_events(columns, home, CHINA), CNY)
        for name in ("ids", "kinds", "stations", "categories", "gross", "placed", "station_ids", "category_codes"):
            assert getattr(again, name) == getattr(columns, name)

    @FEW
    @given(YUAN)
    def test_the_same_events_are_the_same_bytes(self, events: EventColumns) -> None:
        with folder() as home, folder() as other:
            first = write_events(events, home, CHINA)
            second = write_events(read_events(first, CNY), other, CHINA)
            assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]

    @FEW
    @given(YUAN)
    def test_a_byte_order_mark_and_crlf_change_nothing(self, events: EventColumns) -> None:
        with folder() as home:
            written = write_events(events, home, CHINA)
            for path in written:
                path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
            assert facts(read_events(written, CNY)) == facts(events)

    @FEW
    @given(YUAN, st.randoms(use_true_random=False))
    def test_columns_and_rows_come_in_any_order(self, events: EventColumns, random: Random) -> None:
        with folder() as home:
            written = write_events(events, home, CHINA)
            for path in written:
                header, *rows = [line.split(",") for line in path.read_text().splitlines()]
                random.shuffle(rows)
                order = list(range(len(header)))
                random.shuffle(order)
                lines = (",".join(row[place] for place in order) for row in (header, *rows))
                path.write_text("".join(f"{line}\n" for line in lines))
            assert facts(read_events(reversed(written), CNY)) == facts(events)

    def test_what_is_left_out_or_empty_has_a_usual_value(self) -> None:
        short = {
            "orders.csv": "order,station,amount,placed,known_at\n"
            "o-1,sanhe,20.00,2016-11-11T00:00:00Z,2016-11-11T00:00:00Z\n",
            "parcels.csv": "parcel,station,handed_out,known_at\np-1,sanhe,2016-11-11T00:00:00Z,2016-11-11T00:00:00Z\n",
            "refunds.csv": "refund,order,amount,at,known_at\nr-1,o-1,5,2016-11-12T00:00:00Z,2016-11-12T00:00:00Z\n",
        }
        events = read(dict(short))
        order, parcel = events.ids.index("o-1"), events.ids.index("p-1")
        assert events.quantities[order] == events.quantities[parcel] == 1
        assert events.discounts[order] == 0
        assert events.category_codes[events.categories[order]] is None
        assert [events.deposit[order], events.balance[order], events.paid[order], events.received[order]] == [None] * 4
        (refund,) = events.refunds[order]
        assert (refund.gross, refund.discount, refund.quantity) == (500, 0, 0)

    def test_a_column_is_written_where_any_row_states_something_in_it(self) -> None:
        stated = evolve(
            one_order(), tax_included=Money(900), shipping=Money(0), tags=["group-buy", "fresh"], helper="bo"
        )
        with folder() as home:
            [path] = write_events(in_columns([stated], CNY), home, CHINA)
            header, row = path.read_text().splitlines()
        assert header.endswith(",known_at,tax_included,tags,helper")
        assert row.endswith(",9.00,fresh group-buy,bo")

    def test_amounts_are_in_the_minor_units_of_the_currency(self) -> None:
        assert read({"orders.csv": ORDERS.replace(".00", ".000")}, Currency("BHD")).gross == (1_299_000, 20_000)
        assert read({"orders.csv": ORDERS.replace(".00", "")}, Currency("UGX")).gross == (1299, 20)

    def test_no_file_is_no_event(self) -> None:
        assert len(read({})) == 0

    def test_a_table_without_a_row_is_no_event(self) -> None:
        assert len(read({name: content.split("\n")[0] + "\n" for name, content in CONTENTS.items()})) == 0

    def test_one_kind_may_be_in_several_files(self) -> None:
        header, first, second, _ = ORDERS.split("\n")
        parts = {"a.csv": f"{header}\n{first}\n", "b.csv": f"{header}\n{second}\n"}
        assert facts(read(dict(parts))) == facts(read({"orders.csv": ORDERS}))


class TestCutting:
    """A file that was cut short is refused, unless it was cut exactly at the end of a row."""

    @settings(max_examples=50)
    @given(YUAN, st.data())
    def test_wherever_orders_are_cut(self, events: EventColumns, data: st.DataObject) -> None:
        with folder() as home:
            path = home / "orders.csv"
            write_events(events, home, CHINA)
            if not path.exists():
                path.write_text(ORDERS)
            whole = path.read_bytes()
            end = data.draw(st.integers(0, len(whole) - 1), label="bytes that are left")
            path.write_bytes(whole[:end])
            ends = sorted(ends_of_rows(whole))
            if end in ends:
                ids = [line.split(",")[0] for line in whole.decode().splitlines()[1:]]
                assert list(read_events([path], CNY).ids) == ids[: ends.index(end)]
            else:
                assert {fault.file for fault in told(lambda: read_events([path], CNY))} == {str(path)}


class TestBadInput:
    """Each thing that is wrong is told in one clear sentence, with file, row and column."""

    @pytest.mark.parametrize(
        ("name", "old", "new", "row", "column", "message"),
        [
            ("orders.csv", "1299.00", "1e400", 2, "amount", "a number must be written in at most 40 ASCII digits"),
            ("orders.csv", "1299.00", "NaN", 2, "amount", "a number must be written in at most 40 ASCII digits"),
            ("orders.csv", "1299.00", "１２", 2, "amount", "a number must be written in at most 40 ASCII digits"),
            ("orders.csv", "1299.00", "", 2, "amount", "a number must be written in at most 40 ASCII digits"),
            ("orders.csv", "1299.00", '"1,299.00"', 2, "amount", "a number must be written in at most 40 ASCII"),
            ("orders.csv", "1299.00", "1299.005", 2, "amount", "a number here must have at most 2 decimal places"),
            ("orders.csv", "1299.00", "-1299.00", 2, "amount", "the gross amount of an event must be 0 or more"),
            ("orders.csv", "100.00", "-0.01", 2, "discount", "the discount of an event must be 0 or more"),
            ("orders.csv", "100.00", "1299.01", 2, "discount", "a discount must be no more than the gross amount"),
            ("orders.csv", "phones,1", "phones,-1", 2, "quantity", "a value here must be a whole number of 0 or more"),
            ("orders.csv", "phones,1", "phones,1.5", 2, "quantity", "a value here must be a whole number"),
            ("orders.csv", "phones,1", "phones,true", 2, "quantity", "a value here must be a whole number"),
            ("orders.csv", "phones", "手机", 2, "category", "a category code must be 1 to 64 ASCII letters"),
            ("orders.csv", "sanhe", "", 2, "station", "a station id must be 1 to 64 ASCII letters"),
            ("orders.csv", "o-1", "o 1", 2, "order", "an event id must be 1 to 64 ASCII letters"),
            ("orders.csv", "o-1", "o" * 65, 2, "order", "an event id must be 1 to 64 ASCII letters"),
            ("orders.csv", "o-2", "o-1", 3, "order", "an event must have an id of its own, but o-1 is there twice"),
            ("orders.csv", "12T09:00:00+08:00,,", "12T09:00:00,,", 3, "placed", "a value here must be an instant"),
            ("orders.csv", "2016-11-11T00:03:12+08:00", "2016-02-30T00:00:00Z", 2, "placed", "a value here must be an"),
            ("orders.csv", "2016-11-11T00:03:12+08:00", "", 2, "placed", "a value here must be an instant"),
            ("orders.csv", "00:05:00+08:00,,", "00:03:11+08:00,,", 2, "paid", "'paid' must not lie before 'placed'"),
            (
                "orders.csv",
                "00:05:00+08:00,,",
                "00:05:01+08:00,,",
                2,
                "known_at",
                "'known_at' must not lie before 'paid'",
            ),
            ("parcels.csv", ",3,", ",0,", 2, "pieces", "a value here must be a whole number of 1 or more"),
            ("parcels.csv", "p-1", "o-1", 2, "parcel", "an event must have an id of its own, but o-1 is there twice"),
            ("parcels.csv", "10:00:00+08:00,", "10:00:01+08:00,", 2, "known_at", "'known_at' must not lie before"),
            (
                "refunds.csv",
                "100.00",
                "1299.01",
                2,
                "amount",
                "a refund must be no more than what is left of its order",
            ),
            (
                "refunds.csv",
                "100.00,10.00",
                "200.00,100.01",
                2,
                "discount",
                "a refund must be no more than what is left",
            ),
            (
                "refunds.csv",
                "100.00,10.00",
                "1299.00,0.00",
                2,
                "amount",
                "a refund must be no more than what is left of",
            ),
            ("refunds.csv", "10.00,,", "10.00,2,", 2, "quantity", "a refund must be no more than what is left of"),
            (
                "refunds.csv",
                "100.00,10.00",
                "0.00,0.00",
                2,
                "amount",
                "a refund must take back an amount or a quantity",
            ),
            ("refunds.csv", "100.00,10.00", "5.00,10.00", 2, "discount", "a discount must be no more than the gross"),
            (
                "refunds.csv",
                "100.00,10.00",
                "-5.00,10.00",
                2,
                "amount",
                "the gross amount of an event must be 0 or more",
            ),
            (
                "refunds.csv",
                "o-1",
                "o-3",
                2,
                "order",
                "r-1 must name an order that is among the events, but o-3 is not",
            ),
            (
                "refunds.csv",
                "o-1",
                "p-1",
                2,
                "order",
                "r-1 must name an order that is among the events, but p-1 is not",
            ),
            ("refunds.csv", "2016-11-20", "2016-11-10", 2, "at", "r-1 must not lie before o-1, which it names"),
            ("refunds.csv", "r-1", "o-1", 2, "refund", "an event must have an id of its own, but o-1 is there twice"),
            (
                "referrals.csv",
                "bank",
                "sanhe",
                2,
                "decided_by",
                "whoever decides on a service must stand outside the network, but sanhe",
            ),
            ("referrals.csv", ",bank,", ",,", 2, "decided_by", "a referral must be approved or refused, by somebody"),
            (
                "referrals.csv",
                ",,,,2016",
                ",,,bank,2016",
                3,
                "decided_by",
                "a referral must be approved or refused, by",
            ),
            ("referrals.csv", "2016-11-15", "2016-11-13", 2, "approved", "'approved' must not lie before 'entered'"),
            ("referrals.csv", ",,bank", ",2016-11-15T10:00:00+08:00,bank", 2, "decided_by", "a referral must be app"),
            ("referrals.csv", "f-2", "f-1", 3, "referral", "an event must have an id of its own, but f-1 is there"),
            ("referrals.csv", ",loans", ",", 2, "service", "a service id must be 1 to 64 ASCII letters"),
            ("referrals.csv", "500.00", "-5.00", 2, "amount", ""),
            ("cancellations.csv", "fake", "Fake", 2, "reason", "a value here must be one of cancelled, self_purchase"),
            ("cancellations.csv", "o-2", "r-1", 2, "event", "c-1 must name an order, a parcel or a referral"),
            ("cancellations.csv", "c-1", "p-1", 2, "cancellation", "an event must have an id of its own"),
        ],
    )
    def test_a_cell(  # noqa: PLR0917 - each is a part of the example
        self, name: str, old: str, new: str, row: int, column: str, message: str
    ) -> None:
        (fault,) = told(lambda: read(changed(name, old, new)))
        assert (fault.file, fault.row, fault.place) == (name, row, column)
        assert fault.message.startswith(message)

    @pytest.mark.parametrize(
        ("name", "column", "cell", "message"),
        [
            (
                "orders.csv",
                "tax_included",
                "1199.01",
                "an included tax must be no more than the amount after discount",
            ),
            ("orders.csv", "tax_included", "-1.00", "the included tax of an event must be 0 or more"),
            ("orders.csv", "tax_added", "-1.00", "the added tax of an event must be 0 or more"),
            ("orders.csv", "shipping", "free", "a number must be written in at most 40 ASCII digits"),
            ("orders.csv", "cost", "-0.01", "the cost of an event must be 0 or more"),
            ("orders.csv", "tags", "fresh fresh", "an order must have each of its tags once, but fresh is there twice"),
            ("orders.csv", "tags", "fresh  group-buy", "a tag code must be 1 to 64 ASCII letters"),
            ("orders.csv", "helper", "三", "a partner id must be 1 to 64 ASCII letters"),
            ("refunds.csv", "tax_included", "90.01", "an included tax must be no more than the amount after discount"),
            ("refunds.csv", "shipping", "0.01", "a refund must be no more than what is left of its order"),
            ("refunds.csv", "cost", "0.01", "a refund must be no more than what is left of its order"),
        ],
    )
    def test_a_cell_of_a_column_that_may_be_left_out(self, name: str, column: str, cell: str, message: str) -> None:
        header, first, *others = CONTENTS[name].splitlines()
        rows = (f"{header},{column}", f"{first},{cell}", *(f"{row}," for row in others), "")
        (fault,) = told(lambda: read({**CONTENTS, name: "\n".join(rows)}))
        assert (fault.file, fault.row, fault.place) == (name, 2, column)
        assert fault.message.startswith(message)

    @pytest.mark.parametrize(
        ("column", "cell", "but"),
        [
            ("tax_included", "1199.01", "o-1 has one of 1199.01 in 1199.00; "),
            ("cost", "-1.00", "o-1 has -1.00; "),
        ],
    )
    def test_an_amount_is_told_as_the_tables_write_it(self, column: str, cell: str, but: str) -> None:
        header, first, *others = ORDERS.splitlines()
        rows = (f"{header},{column}", f"{first},{cell}", *(f"{row}," for row in others), "")
        (fault,) = told(lambda: read({**CONTENTS, "orders.csv": "\n".join(rows)}))
        assert f", but {but}" in fault.message

    def test_so_is_a_discount(self) -> None:
        (fault,) = told(lambda: read({**CONTENTS, "orders.csv": ORDERS.replace("100.00", "1299.01")}))
        assert ", but o-1 has one of 1299.01 on 1299.00; " in fault.message

    def test_an_event_that_is_cancelled_twice(self) -> None:
        again = CANCELLATIONS + CANCELLATIONS.split("\n")[1].replace("c-1", "c-2") + "\n"
        (fault,) = told(lambda: read({**CONTENTS, "cancellations.csv": again}))
        assert (fault.file, fault.row, fault.place) == ("cancellations.csv", 3, "event")

    def test_a_cancellation_before_its_event(self) -> None:
        early = CANCELLATIONS.replace("2016-11-21", "2016-11-01")
        (fault,) = told(lambda: read({**CONTENTS, "cancellations.csv": early}))
        assert (fault.file, fault.row, fault.place) == ("cancellations.csv", 2, "at")

    @pytest.mark.parametrize(
        ("content", "row", "column"),
        [
            ("", 0, ""),
            ("station,amount\n", 1, ""),
            (ORDERS.replace("order,", "", 1), 1, ""),
            (ORDERS.replace("amount", "price", 1), 1, "amount"),
            (ORDERS.replace("quantity", "amount", 1), 1, "amount"),
            (ORDERS.replace("known_at", "known_at,note", 1).replace("\no", "\n,o"), 1, "note"),
            (ORDERS[:-1], 3, ""),
            (ORDERS.replace("o-1,", '"o-1,', 1), 2, ""),
            (ORDERS.replace("sanhe", "sanhe,north", 1), 2, ""),
            (ORDERS.replace("sanhe", "san\0he", 1), 2, "station"),
            (ORDERS.replace("sanhe", "三河", 1).encode("gb18030"), 2, "station"),
        ],
    )
    def test_a_file(self, content: str | bytes, row: int, column: str) -> None:
        faults = told(lambda: read({"orders.csv": content}))
        assert (row, column) in [(fault.row, fault.place) for fault in faults]
        assert {fault.file for fault in faults} == {"orders.csv"}

    def test_a_file_that_is_not_there(self) -> None:
        (fault,) = told(lambda: read_events([Path("nowhere/orders.csv")], CNY))
        assert (fault.file, fault.row) == ("nowhere/orders.csv", 0)


class TestARefundAboveItsOrder:
    """What is left of an order is told in the amounts that the tables write."""

    def test_is_told_in_major_units(self) -> None:
        (fault,) = told(lambda: read(changed("refunds.csv", "100.00,10.00", "1299.00,0.00")))
        assert fault.message == (
            "a refund must be no more than what is left of its order, but r-1 takes back an amount after discount of "
            "1299.00 where 1199.00 is left of o-1; check both"
        )

    def test_is_told_in_pieces(self) -> None:
        (fault,) = told(lambda: read(changed("refunds.csv", "10.00,,", "10.00,2,")))
        assert "but r-1 takes back a quantity of 2 where 1 is left of o-1; " in fault.message


class TestAllAtOnce:
    """All faults of all files are told at once, and nothing that only follows from another."""

    def test_faults_of_several_files_and_rows(self) -> None:
        broken = {
            **changed("orders.csv", "phones,1,1299.00", "phones,-1,1e400"),
            "parcels.csv": PARCELS.replace("p-1,sanhe", "p 1,"),
            "cancellations.csv": CANCELLATIONS.replace("o-2", "o-9").replace("fake", "none"),
        }
        faults = told(lambda: read(broken))
        assert [(fault.file, fault.row, fault.place) for fault in faults] == [
            ("cancellations.csv", 2, "reason"),
            ("orders.csv", 2, "amount"),
            ("orders.csv", 2, "quantity"),
            ("parcels.csv", 2, "parcel"),
            ("parcels.csv", 2, "station"),
        ]

    def test_a_refund_is_not_blamed_for_an_order_that_could_not_be_read(self) -> None:
        (fault,) = told(lambda: read(changed("orders.csv", "1299.00", "NaN")))
        assert fault.file == "orders.csv"

    def test_what_does_not_go_together_is_told_beside_what_cannot_be_read(self) -> None:
        broken = {**changed("orders.csv", "20.00", "NaN"), "refunds.csv": REFUNDS.replace("100.00", "9999.00")}
        faults = told(lambda: read(broken))
        assert [(fault.file, fault.place) for fault in faults] == [("orders.csv", "amount"), ("refunds.csv", "amount")]

    def test_the_same_file_twice_is_told_for_every_row(self, tmp_path: Path) -> None:
        path = tmp_path / "orders.csv"
        path.write_text(ORDERS)
        assert [fault.row for fault in told(lambda: read_events([path, path], CNY))] == [2, 3]


class TestWriting:
    """The files of a folder are replaced all of them, or none."""

    @staticmethod
    def refused(events: EventColumns, clock: UtcOffset, home: Path, error: type[Exception]) -> None:
        (home / "orders.csv").write_text("old")
        with pytest.raises(error):
            write_events(events, home, clock)
        assert {path.name: path.read_text() for path in home.iterdir()} == {"orders.csv": "old"}

    def test_none_is_where_a_clock_shows_no_day(self, tmp_path: Path) -> None:
        order = one_order()
        parcel = Parcel(
            id="p-1",
            station="sanhe",
            handed_out=order.placed.replace(year=9999, month=12, day=31, hour=23),
            known_at=order.placed.replace(year=9999, month=12, day=31, hour=23),
        )
        self.refused(in_columns([order, parcel], CNY), UtcOffset(840), tmp_path, InstantOutsideCalendar)

    @pytest.mark.parametrize("digits", [40, 5_000])
    def test_none_is_where_a_number_could_not_be_read_back(self, tmp_path: Path, digits: int) -> None:
        order = one_order()
        many = type(order)(
            id="o-1", station="sanhe", quantity=10**digits, gross=Money(1), placed=order.placed, known_at=order.placed
        )
        self.refused(in_columns([many], CNY), CHINA, tmp_path, NotANumber)

    def test_the_largest_numbers_are_read_back(self, tmp_path: Path) -> None:
        order = one_order()
        largest = type(order)(
            id="o-1",
            station="sanhe",
            quantity=10**40 - 1,
            gross=Money(10**42 - 1),
            placed=order.placed,
            known_at=order.placed,
        )
        events = in_columns([largest], CNY)
        assert facts(read_events(write_events(events, tmp_path, CHINA), CNY)) == facts(events)

    def test_none_is_where_there_is_no_folder(self, tmp_path: Path) -> None:
        with pytest.raises(DocumentsRefused):
            write_events(in_columns([one_order()], CNY), tmp_path / "none", CHINA)

    def test_the_folder_then_holds_these_events_and_no_others(self, tmp_path: Path) -> None:
        for name in (*EVENT_FILES, "centres.csv"):
            (tmp_path / name).write_text("old")
        write_events(in_columns([one_order()], CNY), tmp_path, CHINA)
        assert sorted(path.name for path in tmp_path.iterdir()) == ["centres.csv", "orders.csv"]

    @pytest.mark.parametrize("name", EVENT_FILES)
    def test_each_kind_has_its_file(self, tmp_path: Path, name: str) -> None:
        write_events(read(dict(CONTENTS)), tmp_path, CHINA)
        filled = CONTENTS[name].replace("20.00,,", "20.00,0.00,").replace("10.00,,", "10.00,0,")
        assert (tmp_path / name).read_text() == filled


class TestProgress:
    """Progress is told in bytes, and adds up to all of them."""

    def test_over_all_files(self, tmp_path: Path) -> None:
        done: list[int] = []
        for name, content in CONTENTS.items():
            (tmp_path / name).write_text(content)
        read_events(sorted(tmp_path.iterdir()), CNY, progress=done.append)
        assert sum(done) == sum(len(content.encode()) for content in CONTENTS.values())
