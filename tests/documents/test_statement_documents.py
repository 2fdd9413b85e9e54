"""Statements as files, for people and for machines."""

import csv
import io
import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.documents.statements import (
    statements_csv,
    statements_json,
    write_statements_csv,
    write_statements_json,
)
from rural_taobao.settlement import Scope, settle
from rural_taobao.testing.worlds import World, worlds


class TestTables:
    """The amounts of a table add up to the statements, and no text in it is run."""

    @given(worlds())
    def test_amounts_add_up(self, world: World) -> None:
        statements = settle(world.network, world.plans, world.calendar, world.events, Scope("2016-11")).statements
        rows = list(csv.DictReader(io.StringIO(statements_csv(statements))))
        for statement in statements:
            amounts = [row["amount"].replace(".", "") for row in rows if row["payee"] == statement.payee]
            assert sum(map(int, amounts)) == statement.accrued.minor
        found = json.loads(statements_json(statements))["statements"]
        assert [(each["payee"], each["accrued_minor"], each["lines"]) for each in found] == [
            (statement.payee, statement.accrued.minor, statement.lines) for statement in statements
        ]

    @given(worlds(), st.text(max_size=5).filter(str.isprintable), st.sampled_from("=+-@"))
    def test_a_name_that_a_spreadsheet_would_run_is_text(self, world: World, name: str, sign: str) -> None:
        statements = settle(world.network, world.plans, world.calendar, world.events, Scope("2016-11")).statements
        names = {str(statement.payee): sign + name for statement in statements}
        for row in csv.DictReader(io.StringIO(statements_csv(statements, names=names))):
            assert row["name"] == f"'{sign}{name}"

    def test_files_hold_the_texts(self, tmp_path: Path) -> None:
        write_statements_csv([], tmp_path / "statements.csv", names={})
        write_statements_json([], tmp_path / "statements.json")
        assert (tmp_path / "statements.csv").read_text(encoding="utf-8").startswith("payee,name,month,")
        assert (tmp_path / "statements.json").read_text(encoding="utf-8") == statements_json([])
