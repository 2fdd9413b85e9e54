"""Ledgers as files: read back as they were written, and refused with the row of each fault."""

import csv
import io
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given

from rural_taobao.commission.arithmetic import Units
from rural_taobao.documents.arithmetic import ArithmeticMalformed, arithmetic_text, read_arithmetic
from rural_taobao.documents.faults import DocumentsRefused
from rural_taobao.documents.ledgers import LINE_COLUMNS, checked_ledger, ledger_text, read_ledger, write_ledger
from rural_taobao.festivals import programme_calendar
from rural_taobao.instants import NotAnInstant
from rural_taobao.samples import one_order, one_plan, one_village
from rural_taobao.settlement import Ledger, Scope, settle
from rural_taobao.testing.worlds import World, worlds
from tests.documents.table_files import file_of, told


def settled(world: World) -> Ledger:
    """Settle what was known by the twentieth, and then all of it."""
    early = [event for event in world.events if event.known_at < datetime.fromisoformat("2016-11-20T00:00:00+08:00")]
    first = settle(world.network, world.plans, world.calendar, early, Scope("2016-11"))
    return settle(
        world.network, world.plans, world.calendar, world.events, Scope("2016-11"), posted=first.ledger
    ).ledger


def usual() -> Ledger:
    return settle(one_village(), [one_plan()], programme_calendar(), [one_order()], Scope("2016-11")).ledger


def changed(**cells: str) -> str:
    """Give a ledger's text with cells of its first line changed."""
    rows = list(csv.reader(io.StringIO("".join(ledger_text(usual())))))
    for name, text in cells.items():
        rows[1][LINE_COLUMNS.index(name)] = text
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


class TestReadingBack:
    """structure(unstructure(x)) = x, for ledgers; the same ledger, the same bytes."""

    @given(worlds())
    def test_a_ledger_reads_back_line_by_line(self, world: World) -> None:
        ledger = settled(world)
        text = "".join(ledger_text(ledger))
        with file_of(text) as path:
            for read in (read_ledger(path), checked_ledger(path)):
                assert list(read) == list(ledger)
                assert read.entries() == ledger.entries()
                assert "".join(ledger_text(read)) == text

    @given(worlds())
    def test_a_settlement_goes_on_from_the_file_as_from_the_values(self, world: World) -> None:
        ledger = settled(world)
        with file_of("".join(ledger_text(ledger))) as path:
            again = settle(
                world.network, world.plans, world.calendar, world.events, Scope("2016-11"), posted=read_ledger(path)
            )
        assert len(again.lines) == 0

    def test_lines_are_made_by_place_and_by_slice(self, tmp_path: Path) -> None:
        write_ledger(usual(), tmp_path / "ledger.csv")
        [rows] = read_ledger(tmp_path / "ledger.csv").blocks
        assert rows[0] == next(iter(rows))
        assert list(rows[1:]) == list(usual())[1:]  # type: ignore[call-overload] - a protocol tells of one line

    def test_progress_is_told_in_bytes(self, tmp_path: Path) -> None:
        write_ledger(usual(), tmp_path / "ledger.csv")
        told_of: list[int] = []
        read_ledger(tmp_path / "ledger.csv", progress=told_of.append)
        assert sum(told_of) == (tmp_path / "ledger.csv").stat().st_size


class TestFaults:
    """A broken ledger names file, row and column, what must hold and what was given."""

    @pytest.mark.parametrize(
        ("cells", "place", "message"),
        [
            ({"amount_minor": "16.79"}, "amount_minor", "whole number"),
            ({"amount_minor": "01679"}, "amount_minor", "without zeros in front"),
            ({"amount_minor": "１６７９"}, "amount_minor", "whole number"),
            ({"number": "0"}, "number", "1 or more"),
            ({"earned": "2016-13"}, "earned", "a month must be written YYYY-MM"),
            ({"payee": "=1+1"}, "payee", "PayeeId"),
            ({"party": "uncle"}, "party", "partner"),
            ({"at": "2016-11-11"}, "at", "2016-11-11"),
            ({"currency": "XXX"}, "currency", "ISO 4217"),
            ({"corrects": "o-1"}, "corrects", "a line's key"),
            ({"key": "o-9/example/everything/partner/li/commission/accrued/CNY/1"}, "key", "a key must be made of"),
        ],
    )
    def test_a_cell_that_cannot_be_is_told(self, cells: dict[str, str], place: str, message: str) -> None:
        with file_of(changed(**cells)) as path:
            faults = told(lambda: read_ledger(path))
        assert any(fault.row == 2 and fault.place == place and message in fault.message for fault in faults)

    def test_a_line_twice_is_told_with_its_row(self) -> None:
        text = "".join(ledger_text(usual()))
        with file_of(text + text.splitlines(keepends=True)[2]) as path:
            [fault] = told(lambda: read_ledger(path))
        assert (fault.row, fault.place) == (5, "key")
        assert "is there twice" in fault.message

    def test_arithmetic_that_does_not_give_the_amount_is_told_by_a_check(self) -> None:
        with file_of(changed(amount_minor="1680")) as path:
            assert len(read_ledger(path)) == 3
            [fault] = told(lambda: checked_ledger(path))
        assert (fault.row, fault.place) == (2, "arithmetic")
        assert "1680, but it gives 1679" in fault.message

    def test_arithmetic_that_gives_a_fraction_is_told_as_one(self) -> None:
        with file_of(changed(arithmetic='["banded",[[1,500000]]]')) as path:
            [fault] = told(lambda: checked_ledger(path))
        assert "it gives 500000/1000000" in fault.message

    def test_arithmetic_that_cannot_be_read_is_told_when_a_line_is_made(self) -> None:
        with file_of(changed(arithmetic='["guess",5]')) as path:
            ledger = read_ledger(path)
            with pytest.raises(DocumentsRefused, match="arithmetic must be"):
                list(ledger)
            [fault] = told(lambda: checked_ledger(path))
        assert (fault.row, fault.place) == (2, "arithmetic")

    def test_an_instant_that_the_file_cannot_hold_is_refused(self) -> None:
        [line, *_] = usual()
        from datetime import timezone

        odd = evolve(line, at=line.at.astimezone(timezone(timedelta(seconds=3661))))
        with pytest.raises(NotAnInstant):
            "".join(ledger_text(Ledger.of([odd])))


class TestArithmetic:
    """Arithmetic that is not of the form is refused, whatever it is."""

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "5",
            "[]",
            "[5]",
            '["units"]',
            '["units","5"]',
            '["units",true]',
            '["units",1.5]',
            '["units",1e400]',
            '["units",NaN]',
            f'["units",{"9" * 200}]',
            '["guess",5]',
            '["rounded",["units",1],"sideways"]',
            '["rounded",["units",1]]',
            '["banded",5]',
            '["banded",[5]]',
            '["banded",[[1,2,3]]]',
            '["bounded",["units",1],"1",null]',
            '["scaled",["units",1],1,0]',
            '["scaled",["units",1],-1,1]',
            '["part",["units",1],[],"first",0]',
            '["part",["units",1],[0],"first",0]',
            '["part",["units",1],[-1,2],"first",0]',
            '["part",["units",1],[1],"first",1]',
            '["part",["units",1],5,"first",0]',
            '["part",["units",1],[1],"last",0]',
            '["less",["units",1],' * 200 + '["units",1]' + "]" * 200,
            "[" * 100_000,
            '["units",5',
            '{"units":5}',
        ],
    )
    def test_it_is_refused_with_a_sentence(self, text: str) -> None:
        with pytest.raises(ArithmeticMalformed, match="arithmetic must be"):
            read_arithmetic(text)

    def test_a_unit_reads_back(self) -> None:
        assert read_arithmetic(arithmetic_text(Units(-5))) == Units(-5)
