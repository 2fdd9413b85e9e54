import json
import pickle
import re
from collections.abc import Callable
from contextlib import chdir
from datetime import datetime, timedelta, timezone
from hashlib import sha256
from pathlib import Path
from typing import Any, get_args

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from rural_taobao.commission.arithmetic import evaluated
from rural_taobao.commission.bases import AmountOf, Basis
from rural_taobao.commission.operands import Banded, Counted, Sloped, Units
from rural_taobao.commission.terms import (
    Aged,
    AgeUnit,
    AtVolume,
    Bounded,
    Less,
    Levelled,
    Owed,
    Part,
    Poured,
    Rounded,
    Scaled,
    Sum,
    Term,
)
from rural_taobao.documents.arithmetic import ArithmeticMalformed, arithmetic_text, read_arithmetic
from rural_taobao.documents.canonical import digest
from rural_taobao.documents.faults import DocumentsRefused, Fault
from rural_taobao.documents.ledger_rows import LINE_COLUMNS
from rural_taobao.documents.ledgers import checked_ledger, ledger_text, read_ledger, write_ledger
from rural_taobao.errors import spelled
from rural_taobao.exact import Exact
from rural_taobao.festivals import programme_calendar
from rural_taobao.identifiers import EventId, PayeeId, PlanId, RuleId, StationId, VersionId
from rural_taobao.instants import NotAnInstant
from rural_taobao.money import Money
from rural_taobao.samples import one_order, one_plan, one_village
from rural_taobao.settlement import Ledger, Line, LineKey, Reason, Scope, settle
from rural_taobao.settlement.lines import OF_A_PERIOD, Component, State
from rural_taobao.testing.plan_strategies import bases
from rural_taobao.testing.strategies import (
    allocations,
    identifiers,
    instants,
    money,
    months,
    parties,
    roundings,
    weights,
)
from rural_taobao.testing.worlds import World, worlds
from tests.documents.table_files import ends_of_rows, folder, told

FEW = settings(max_examples=25)
WHOLE = st.integers(-(10**30), 10**30)
PARTS = st.integers(0, 10**30)


def _more(inner: st.SearchStrategy[Term]) -> st.SearchStrategy[Term]:
    shares = st.tuples(weights(weight=PARTS), allocations()).flatmap(
        lambda drawn: st.builds(
            Part,
            inner,
            st.just(drawn[0]),
            st.just(drawn[1]),
            st.integers(0, len(drawn[0]) - 1 + drawn[1].keeps_rest_apart),
        )
    )
    steps = st.lists(PARTS, max_size=3).flatmap(
        lambda maxima: st.builds(Poured, inner, st.just(tuple(maxima)), st.integers(0, len(maxima)))
    )
    return (
        st.builds(Rounded, inner, roundings())
        | st.builds(Less, inner, inner)
        | st.builds(Bounded, inner, st.none() | WHOLE, st.none() | WHOLE)
        | st.builds(Scaled, inner, PARTS, st.integers(1, 10**30))
        | st.builds(
            Aged,
            inner,
            st.lists(st.tuples(PARTS, PARTS, PARTS), min_size=1, max_size=3).map(tuple),
            st.integers(1, 10**30),
            st.integers(1, 10**30),
            st.sampled_from(AgeUnit),
        )
        | shares
        | steps
        | st.builds(Levelled, inner, parties(), PARTS, PARTS)
        | st.builds(Owed, inner)
    )


LEAVES: st.SearchStrategy[Term] = st.builds(Units, WHOLE) | st.builds(
    Banded, st.lists(st.tuples(WHOLE, WHOLE), max_size=3).map(tuple)
)
TERMS = st.recursive(LEAVES, _more, max_leaves=6)
EVENTS = identifiers(EventId)


def fit_line(**facts: Any) -> Line:
    """Make a line; one of a month names no station and no basis, and its month in place of an event."""
    if facts["component"] in OF_A_PERIOD:
        facts |= {"event": str(facts["earned"]), "station": None, "basis": None}
    return Line(**facts)


LINES = st.builds(
    fit_line,
    event=EVENTS,
    plan=identifiers(PlanId),
    rule=identifiers(RuleId),
    party=parties(),
    payee=identifiers(PayeeId),
    component=st.sampled_from(Component),
    state=st.sampled_from(State),
    number=st.integers(1, 10**9),
    amount=money(minor=WHOLE),
    earned=months(),
    posted=months(),
    plan_version=identifiers(VersionId),
    model_version=identifiers(VersionId),
    station=identifiers(StationId),
    credited=identifiers(PayeeId),
    at=instants(),
    basis=bases(),
    measured=WHOLE,
    before=st.none() | WHOLE,
    arithmetic=TERMS,
    reason=st.sampled_from(Reason),
    cause=st.just("") | EVENTS,
    corrects=st.just("") | st.just("o-1/example/seeds/partner/li/commission/accrued/CNY/1"),
)
LEDGERS = st.lists(LINES, max_size=4, unique_by=lambda line: line.key).map(Ledger.of)


def november() -> Ledger:
    """The ledger of three lines that the one order of the samples makes."""
    return settle(one_village(), [one_plan()], programme_calendar(), [one_order()], Scope("2016-11")).ledger


def text_of(ledger: Ledger) -> str:
    return "".join(ledger_text(ledger))


TEXT = text_of(november())
FIRST = TEXT.split("\n")[1]


def read(content: str, reader: Callable[[Path], Ledger] = read_ledger) -> Ledger:
    """Read a ledger of such a content, whose file is named ledger.csv."""
    with folder() as home:
        (home / "ledger.csv").write_text(content)
        with chdir(home):
            return reader(Path("ledger.csv"))


class TestArithmetic:
    """structure(unstructure(x)) = x for every term; whatever else is given is refused in one sentence."""

    @given(TERMS)
    def test_a_term_reads_back(self, term: Term) -> None:
        assert read_arithmetic(arithmetic_text(term)) == term

    @given(TERMS)
    def test_it_is_json_without_a_space(self, term: Term) -> None:
        text = arithmetic_text(term)
        assert json.dumps(json.loads(text), separators=(",", ":")) == text

    def test_every_operation_is_named_where_another_was_given(self) -> None:
        with pytest.raises(ArithmeticMalformed) as refused:
            read_arithmetic('["multiplied",["units",5]]')
        operations = {spelled(kind.__name__) for kind in get_args(Term)}
        assert {*re.findall(r"[a-z_]+", str(refused.value).partition(", and what")[0])} >= operations

    def test_the_lines_of_an_order_are_written_so(self) -> None:
        (line, *_) = november()
        assert arithmetic_text(line.arithmetic) == (
            '["part",["rounded",["banded",[[119900,20000]]],"half_up"],[700000,200000,100000],"largest_remainder",0]'
        )

    @pytest.mark.parametrize(
        ("text", "demand"),
        [
            ("", "a list in JSON"),
            ("[", "a list in JSON"),
            ("units", "a list in JSON"),
            ('["units",5] ["units",5]', "a list in JSON"),
            ("5", "a list of units, banded"),
            ("null", "a list of units, banded"),
            ("[]", "a list of units, banded"),
            ('["minus",5]', "a list of units, banded"),
            ('["units"]', "a list of units, banded"),
            ('["units",5,6]', "a list of units, banded"),
            ('["units",true]', "of whole numbers"),
            ('["units",null]', "of whole numbers"),
            ('["units","5"]', "of whole numbers"),
            ('["units",5.0]', "of whole numbers, of at most 100 digits"),
            ('["units",1e400]', "of whole numbers, of at most 100 digits"),
            ('["units",NaN]', "of whole numbers, of at most 100 digits"),
            ('["units",-Infinity]', "of whole numbers, of at most 100 digits"),
            (f'["units",{"9" * 101}]', "of whole numbers, of at most 100 digits"),
            ('["units",{}]', "lists nested at most 64 deep"),
            ('["banded",[1,2]]', "of bands, each a part of the measure and its rate"),
            ('["banded",[[1,2,3]]]', "of bands, each a part of the measure and its rate"),
            ('["banded",[[1,"2"]]]', "of whole numbers"),
            ('["banded",5]', "a list of units, banded"),
            ('["rounded",["units",5],"up and down"]', "of one of half_up, half_even, down, up here"),
            ('["rounded",["units",5],["up"]]', "of one of half_up, half_even, down, up here"),
            ('["rounded",5,"up"]', "a list of units, banded"),
            ('["bounded",["units",5],"0",null]', "of whole numbers"),
            ('["scaled",["units",5],-1,2]', "of a whole number of 0 or more here"),
            ('["scaled",["units",5],1,0]', "of a whole number of 1 or more here"),
            ('["aged",["units",5],[],1,1,"days"]', "of at least one refund here"),
            ('["aged",["units",5],[[1,2]],1,1,"days"]', "of refunds, each a part of the basis"),
            ('["aged",["units",5],[[1,2,-3]],1,1,"days"]', "of a whole number of 0 or more here"),
            ('["aged",["units",5],[[1,2,3]],0,1,"days"]', "of a whole number of 1 or more here"),
            ('["aged",["units",5],[[1,2,3]],1,1,"years"]', "of one of days, months here"),
            ('["part",["units",5],[1,-1],"first",0]', "of a whole number of 0 or more here"),
            ('["part",["units",5],[0,0],"first",0]', "of shares, one of them above 0"),
            ('["part",["units",5],[],"first",0]', "of shares, one of them above 0"),
            ('["part",["units",5],[1,1],"floor_separate",3]', "of shares, one of them above 0"),
            ('["poured",["units",5],[20,-1],0]', "of a whole number of 0 or more here"),
            ('["poured",["units",5],[20],2]', "of steps, and the place of one of them, from 0, or their number"),
            ('["poured",["units",5],[20],-1]', "of a whole number of 0 or more here"),
            ('["part",["units",5],[1,1],"first",2]', "of shares, one of them above 0, and the place of one of them"),
            ('["part",["units",5],[1,1],"first",-1]', "of a whole number of 0 or more here"),
            (
                '["part",["units",5],[1,1],"half_up",0]',
                "of one of largest_remainder, first, largest_ratio,",
            ),
            ('["at_volume",["units",5],7,"items"]', "of what a volume is of here, such as quantity"),
            ('["at_volume",["units",5],7,["quantity"]]', "of what a volume is of here, such as quantity"),
            ('["at_volume",["units",5],-7,"quantity"]', "of a whole number of 0 or more here"),
            ("[" * 65 + "]" * 65, "lists nested at most 64 deep"),
            ("[" * 100_000, "lists nested at most 64 deep"),
        ],
    )
    def test_anything_else_is_refused(self, text: str, demand: str) -> None:
        with pytest.raises(ArithmeticMalformed) as caught:
            read_arithmetic(text)
        assert str(caught.value).startswith(f"arithmetic must be {demand}")
        assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)  # noqa: S301 - our own bytes

    @pytest.mark.parametrize(
        ("term", "text"),
        [
            (Counted(3, 300_000_000), '["counted",3,300000000]'),
            (Sloped(50_000, 0, 0, 100_000, 100_000), '["sloped",50000,0,0,100000,100000]'),
            (Sum((Units(5), Banded(((2, 7),)))), '["sum",["units",5],["banded",[[2,7]]]]'),
            (Sum(()), '["sum"]'),
            (AtVolume(Units(5), 7, Basis.QUANTITY), '["at_volume",["units",5],7,"quantity"]'),
            (
                AtVolume(Units(5), 700, AmountOf(less=["discount"], plus=["shipping"])),
                '["at_volume",["units",5],700,"gross - discount + shipping"]',
            ),
            (
                Aged(Units(5), ((2, 45, 500_000),), 3, 10**6, AgeUnit.DAYS),
                '["aged",["units",5],[[2,45,500000]],3,1000000,"days"]',
            ),
        ],
    )
    def test_what_tables_come_to_reads_back(self, term: Term, text: str) -> None:
        assert arithmetic_text(term) == text
        assert read_arithmetic(text) == term

    def test_a_slope_goes_up_from_its_low_point(self) -> None:
        with pytest.raises(ArithmeticMalformed, match="a whole number of 6 or more here"):
            read_arithmetic('["sloped",5,5,1,5,1]')

    def test_many_bands_are_not_deep(self) -> None:
        many = Banded(tuple((number, number) for number in range(200)))
        assert read_arithmetic(arithmetic_text(many)) == many

    def test_the_deepest_is_read(self) -> None:
        deepest: Term = Units(1)
        for _ in range(63):
            deepest = Less(deepest, Units(0))
        assert read_arithmetic(arithmetic_text(deepest)) == deepest
        with pytest.raises(ArithmeticMalformed):
            read_arithmetic(arithmetic_text(Less(deepest, Units(0))))


class TestReadingBack:
    """A ledger that was written is read line for line, and the same ledger is the same bytes."""

    @FEW
    @given(LEDGERS)
    def test_every_line_comes_back(self, ledger: Ledger) -> None:
        with folder() as home:
            write_ledger(ledger, home / "ledger.csv")
            again = read_ledger(home / "ledger.csv")
            assert list(again) == list(ledger)
            assert [line.at.utcoffset() for line in again] == [line.at.utcoffset() for line in ledger]
            assert list(again.entries()) == list(ledger.entries())

    @FEW
    @given(LEDGERS)
    def test_what_was_read_is_written_as_it_was(self, ledger: Ledger) -> None:
        with folder() as home:
            write_ledger(ledger, home / "ledger.csv")
            write_ledger(read_ledger(home / "ledger.csv"), home / "again.csv")
            assert (home / "again.csv").read_bytes() == (home / "ledger.csv").read_bytes()

    @FEW
    @given(worlds())
    def test_a_ledger_that_was_read_is_as_good_as_the_one_that_was_written(self, world: World) -> None:
        def settled(month: str, posted: Ledger | None) -> Ledger:
            return settle(world.network, world.plans, world.calendar, world.events, Scope(month), posted=posted).ledger

        first = settled("2016-11", None)
        with folder() as home:
            write_ledger(first, home / "ledger.csv")
            again = read_ledger(home / "ledger.csv")
        assert len(settled("2016-11", again)) == len(first)
        assert text_of(settled("2016-12", again)) == text_of(settled("2016-12", first))

    def test_it_is_written_so(self) -> None:
        assert FIRST == (
            "o-1/example/everything/partner/li/commission/accrued/CNY/1,o-1,example,everything,partner,li,commission,"
            "accrued,CNY,1,1679,2016-11,2016-11,2015,2.0,sanhe,li,2016-11-11T00:03:12+08:00,net,119900,,accrual,,,"
            '"[""part"",[""rounded"",[""banded"",[[119900,20000]]],""half_up""],[700000,200000,100000],'
            '""largest_remainder"",0]"'
        )

    def test_an_empty_ledger_is_a_header(self) -> None:
        assert text_of(Ledger()) == ",".join(LINE_COLUMNS) + "\n"
        assert len(read(text_of(Ledger()))) == 0

    def test_arithmetic_that_is_spaced_otherwise_is_left_as_it_is(self) -> None:
        spaced = TEXT.replace(",[700000,", ", [ 700000,")
        ledger = read(spaced)
        assert list(ledger) == list(november())
        assert text_of(ledger) == spaced

    def test_a_byte_order_mark_crlf_and_another_order_of_columns_change_nothing(self) -> None:
        header, *rows = TEXT.splitlines()
        moved = [
            ",".join([*line.split(",")[1:24], line.split(",")[0], line.split(",", 24)[24]]) for line in (header, *rows)
        ]
        assert list(read("\ufeff" + "\r\n".join([*moved, ""]))) == list(november())

    def test_the_digest_of_a_ledger_is_that_of_its_file(self) -> None:
        assert digest(november()) == digest(read(TEXT)) == sha256(TEXT.encode()).hexdigest()

    def test_progress_adds_up_to_the_size_of_the_file(self) -> None:
        done: list[int] = []
        read(TEXT, lambda path: read_ledger(path, progress=done.append))
        assert sum(done) == len(TEXT.encode())


class TestChecking:
    """The arithmetic on a line, re-evaluated, gives its amount."""

    @FEW
    @given(worlds())
    def test_it_does_in_every_ledger_that_was_settled(self, world: World) -> None:
        ledger = settle(world.network, world.plans, world.calendar, world.events, Scope("2016-11")).ledger
        assert len(read(text_of(ledger), checked_ledger)) == len(ledger)

    def test_every_line_of_which_it_does_not_is_told(self) -> None:
        wrong = TEXT.replace(",1679,", ",1680,").replace(',0]"', ',7]"', 1).replace("[[119900,", "[[-119900,")
        first, second, third = told(lambda: read(wrong, checked_ledger))
        assert [fault.row for fault in (first, second, third)] == [2, 3, 4]
        assert {fault.place for fault in (first, second, third)} == {"arithmetic"}
        assert first.message.startswith("arithmetic must be of shares")
        assert second.message.startswith("the arithmetic of a line must give its amount, 479, but it gives -479; ")

    def test_an_amount_between_two_coins_is_shown_as_a_fraction(self) -> None:
        (line, *_) = november()
        half = Ledger.of([evolve(line, arithmetic=Scaled(Units(1), 1, 2))])
        (fault,) = told(lambda: read(text_of(half), checked_ledger))
        assert "must give its amount, 1679, but it gives 1/2; " in fault.message

    @given(LINES)
    def test_it_agrees_with_working_the_term_out(self, line: Line) -> None:
        # A line whose amount is what its term comes to passes, and one that is a unit off does not.
        gives = evaluated(line.arithmetic)
        if gives.numerator % gives.denominator or abs(gives.numerator) >= gives.denominator * 10**40:
            return
        right = evolve(line, amount=Money(gives.numerator // gives.denominator, line.amount.currency))
        assert evaluated(line.arithmetic) == Exact(right.amount.minor)
        assert list(read(text_of(Ledger.of([right])), checked_ledger)) == [right]
        wrong = evolve(right, amount=right.amount + Money(1, line.amount.currency))
        assert len(told(lambda: read(text_of(Ledger.of([wrong])), checked_ledger))) == 1

    def test_it_is_told_in_bounded_space(self) -> None:
        (line, *_) = november()
        many = Ledger.of([evolve(line, number=number, arithmetic=Units(0)) for number in range(1, 151)])
        faults = told(lambda: read(text_of(many), checked_ledger))
        assert len(faults) == 101
        assert "but 150 were found" in faults[0].message


class TestLinesOfMonths:
    """A line of a guarantee or a draw names its month in place of an event, and neither a station nor a basis."""

    def line(self) -> Line:
        line = november().blocks[0][0]
        return evolve(line, component="guarantee", event="2016-11", station=None, basis=None, corrects="")

    def test_it_reads_back_beside_lines_of_events(self) -> None:
        ledger = Ledger.of([*november(), self.line()])
        assert list(read(text_of(ledger))) == list(ledger)
        assert text_of(read(text_of(ledger))) == text_of(ledger)

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            (",,feixi", ",sanhe,feixi"),
            (",,119900", ",net,119900"),
            ("2016-11/example", "2016-12/example"),
        ],
    )
    def test_one_that_names_another_thing_is_told(self, old: str, new: str) -> None:
        line = evolve(self.line(), credited="feixi")
        text = text_of(Ledger.of([line]))
        assert text.count(old) == 1
        event = new.partition("/")[0] if "/" in new else "2016-11"
        changed = text.replace(old, new).replace(",2016-11,example", f",{event},example")
        [fault] = told(lambda: read(changed))
        assert (fault.row, fault.place) == (2, "station")
        assert fault.message.startswith("a line of a guarantee or a draw must name its month as its event")


class TestBadInput:
    """What is wrong with a ledger is told with file, row and column; it is never mended in silence."""

    @pytest.mark.parametrize(
        ("column", "given", "message"),
        [
            ("event", "o 1", "an event id must be"),
            ("plan", "", "a plan id must be"),
            ("rule", "规则", "a rule id must be"),
            ("party", "Partner", "a value here must be one of partner, county_centre, platform"),
            ("payee", "=li", "a payee id must be"),
            ("component", "bonus", "a value here must be one of commission, reversal"),
            ("state", "paid", "a value here must be one of expected, accrued, payable"),
            ("currency", "RMB", "a currency must be a three-letter code of ISO 4217"),
            ("number", "0", "a value here must be a whole number of 1 or more"),
            ("number", "01", "a value here must be a whole number of 1 or more"),
            ("amount_minor", "16.79", "a value here must be a whole number"),
            ("amount_minor", "1e3", "a value here must be a whole number"),
            ("amount_minor", "-0", "a value here must be a whole number, without zeros in front"),
            ("amount_minor", "", "a value here must be a whole number"),
            ("earned", "2016-13", "a month must be written YYYY-MM"),
            ("posted", "2016-1", "a month must be written YYYY-MM"),
            ("plan_version", "2015/a", "a version id must be"),
            ("model_version", "", "a version id must be"),
            ("station", "三河", "a station id must be"),
            (
                "station",
                "",
                "a line of a guarantee or a draw must name its month as its event, no station and no basis",
            ),
            ("credited", "", "a payee id must be"),
            ("at", "2016-11-11T00:03:12", "a value here must be an instant with its offset"),
            ("basis", "profit", "a basis must be one of gross, net, margin, quantity, count"),
            ("measured", "１", "a value here must be a whole number"),
            ("before", "0.0", "a value here must be a whole number"),
            ("reason", "", "a value here must be one of accrual, refund"),
            ("cause", "-", "an event id must be"),
            ("corrects", "o-1", "a line's key must be event/plan/rule"),
            ("key", "o-1", "a key must be made of the cells after it, o-1/example/everything/partner/li"),
        ],
    )
    def test_a_cell(self, column: str, given: str, message: str) -> None:
        place = LINE_COLUMNS.index(column)
        cells = FIRST.split(",")
        cells[place] = given
        faults = told(lambda: read(TEXT.replace(FIRST, ",".join(cells))))
        assert (faults[0].file, faults[0].row, faults[0].place) == ("ledger.csv", 2, column)
        assert faults[0].message.startswith(message)

    @pytest.mark.parametrize("column", LINE_COLUMNS)
    def test_a_column_that_is_missing(self, column: str) -> None:
        with_other = (
            TEXT.replace(f"{column},", "other,", 1) if column != "arithmetic" else TEXT.replace(column, "other", 1)
        )
        faults = told(lambda: read(with_other))
        assert [(fault.row, fault.place) for fault in faults] == [(1, each) for each in sorted((column, "other"))]

    def test_a_cell_that_differs_from_the_key(self) -> None:
        (fault,) = told(lambda: read(TEXT.replace(",partner,", ",platform,")))
        assert (fault.row, fault.place) == (2, "key")

    def test_every_line_whose_key_is_there_twice(self) -> None:
        lines = TEXT.split("\n")
        faults = told(lambda: read("\n".join([*lines[:-1], lines[1], lines[2], ""])))
        assert [(fault.row, fault.place) for fault in faults] == [(5, "key"), (6, "key")]
        key = LineKey.parse(lines[1].split(",")[0])
        assert str(key) in faults[0].message

    @FEW
    @given(LEDGERS, st.data())
    def test_wherever_it_is_cut(self, ledger: Ledger, data: st.DataObject) -> None:
        whole = text_of(ledger).encode()
        end = data.draw(st.integers(0, len(whole) - 1), label="bytes that are left")
        ends = sorted(ends_of_rows(whole))
        if end in ends:
            assert list(read(whole[:end].decode())) == list(ledger)[: ends.index(end)]
        else:
            with pytest.raises(DocumentsRefused):
                read(whole[:end].decode(errors="ignore"))

    def test_a_file_that_is_not_there(self, tmp_path: Path) -> None:
        (fault,) = told(lambda: read_ledger(tmp_path / "ledger.csv"))
        assert fault == Fault(str(tmp_path / "ledger.csv"), 0, "", fault.message)


class TestWriting:
    """A ledger is written whole or not at all."""

    @pytest.mark.parametrize(
        "at",
        [
            datetime(2016, 11, 11),  # noqa: DTZ001 - the fault to tell
            datetime(2016, 11, 11, tzinfo=timezone(timedelta(hours=8, seconds=30))),
        ],
    )
    def test_it_is_left_as_it_was_where_a_line_lies_at_no_instant(self, tmp_path: Path, at: datetime) -> None:
        (first, *others) = november()
        path = tmp_path / "ledger.csv"
        path.write_text("old")
        with pytest.raises(NotAnInstant):
            write_ledger(Ledger.of([*others, evolve(first, at=at)]), path)
        assert [each.name for each in tmp_path.iterdir()] == ["ledger.csv"]
        assert path.read_text() == "old"

    def test_lines_that_were_read_stand_before_those_that_are_new(self) -> None:
        (line, *_) = november()
        new = evolve(line, number=2, amount=Money(1), arithmetic=Units(1), corrects=str(line.key), cause="r-1")
        both = Ledger((*read(TEXT).blocks, *Ledger.of([new]).blocks))
        assert text_of(both).startswith(TEXT)
        assert list(read(text_of(both))) == [*november(), new]

    def test_what_is_no_id_is_quoted_all_the_same(self) -> None:
        (line, *_) = november()
        text = text_of(Ledger.of([evolve(line, cause='a,"b"')]))
        assert re.search(r',"a,""b""",', text)
