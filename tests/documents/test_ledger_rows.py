from contextlib import chdir
from pathlib import Path

import pytest
from attrs import fields

from rural_taobao.documents.ledger_rows import LINE_COLUMNS, LedgerRows
from rural_taobao.documents.ledgers import ledger_text, read_ledger
from rural_taobao.festivals import programme_calendar
from rural_taobao.money import Money
from rural_taobao.samples import one_order, one_plan, one_village
from rural_taobao.settlement import Ledger, Line, Scope, settle
from rural_taobao.settlement.lines import LineSequence
from tests.documents.table_files import folder, told


def november() -> Ledger:
    """The ledger of three lines that the one order of the samples makes."""
    return settle(one_village(), [one_plan()], programme_calendar(), [one_order()], Scope("2016-11")).ledger


def read(content: str) -> LedgerRows:
    """Read the rows of a ledger of such a content, whose file is named ledger.csv."""
    with folder() as home:
        (home / "ledger.csv").write_text(content)
        with chdir(home):
            (rows,) = read_ledger(Path("ledger.csv")).blocks
    assert isinstance(rows, LedgerRows)
    return rows


class TestColumns:
    """A ledger has a column for whatever a line says, its key first and its arithmetic last."""

    def test_each_attribute_of_a_line_has_a_column(self) -> None:
        renamed = {"amount": "amount_minor"}
        attributes = {renamed.get(each.name, each.name) for each in fields(Line)}
        assert set(LINE_COLUMNS) == {"key", "currency", *attributes}
        assert LINE_COLUMNS[0] == "key"
        assert LINE_COLUMNS[-1] == "arithmetic"


class TestLinesOnDemand:
    """The lines of a ledger that was read are made when they are asked for."""

    def test_they_are_a_sequence_of_lines(self) -> None:
        lines = list(november())
        rows = read("".join(ledger_text(november())))
        assert isinstance(rows, LineSequence)
        assert len(rows) == 3
        assert [rows[0], rows[-1]] == [lines[0], lines[-1]]
        assert rows[1:] == lines[1:]
        assert lines[1] in rows
        with pytest.raises(IndexError):
            rows[3]

    def test_arithmetic_that_cannot_be_read_is_told_when_its_line_is_made(self) -> None:
        rows = read("".join(ledger_text(november())).replace("half_up", "any_way", 2))
        assert len(list(rows.entries())) == 3
        assert rows[2].amount == Money(240)
        (fault,) = told(lambda: rows[1])
        assert (fault.file, fault.row, fault.place) == ("ledger.csv", 3, "arithmetic")
        assert fault.message.startswith("arithmetic must be of one of half_up")
