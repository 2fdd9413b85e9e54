import csv
import io
import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from rural_taobao.currencies import CNY, Currency
from rural_taobao.documents.faults import DocumentsRefused
from rural_taobao.documents.statements import (
    STATEMENTS_FORMAT,
    statements_csv,
    statements_json,
    write_statements_csv,
    write_statements_json,
)
from rural_taobao.festivals import programme_calendar
from rural_taobao.identifiers import PayeeId
from rural_taobao.money import Money
from rural_taobao.periods import Month, Period
from rural_taobao.samples import one_order, one_plan, one_village
from rural_taobao.settlement import Scope, Statement, settle
from rural_taobao.settlement.lines import Component
from rural_taobao.settlement.statements import StatementItem
from rural_taobao.testing.strategies import identifiers, months, parties
from rural_taobao.testing.worlds import World, worlds

FEW = settings(max_examples=25)
RUN = "=+-@\t\r\n＝＋－＠"
NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=6) | st.text(f' 1x,"{RUN}', max_size=4)


def statement(payee: str, amounts: list[int], currency: Currency = CNY) -> Statement:
    items = tuple(
        StatementItem(
            plan="example",
            rule=f"rule-{place}",
            party="partner",
            component="commission",
            earned=Month(2016, 11),
            lines=place + 1,
            amount=Money(amount, currency),
        )
        for place, amount in enumerate(amounts)
    )
    return Statement(payee=payee, month=Month(2016, 12), items=items, accrued=Money(sum(amounts), currency))


def november() -> tuple[Statement, ...]:
    return settle(one_village(), [one_plan()], programme_calendar(), [one_order()], Scope("2016-11")).statements


def table_of(text: str) -> list[dict[str, str]]:
    """Read a table as a reader that is not ours does."""
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


class TestForPeople:
    """The table says what the statements say, in major units, and its column of amounts adds up to them."""

    @FEW
    @given(worlds(), st.sampled_from(["2016-11", "2016-12"]))
    def test_amounts_add_up_to_the_statements(self, world: World, month: str) -> None:
        settled = settle(world.network, world.plans, world.calendar, world.events, Scope(month))
        rows = table_of(statements_csv(settled.statements))
        digits = Decimal(10) ** settled.currency.digits
        for each in settled.statements:
            amounts = [Decimal(row["amount"]) for row in rows if row["payee"] == each.payee]
            assert sum(amounts) * digits == each.accrued.minor
        assert sum(int(row["lines"]) for row in rows) == sum(each.lines for each in settled.statements)

    @given(st.lists(st.integers(-(10**20), 10**20), max_size=4), st.sampled_from(["CNY", "UGX", "BHD"]))
    def test_each_item_is_a_row_and_there_is_no_other(self, amounts: list[int], code: str) -> None:
        currency = Currency(code)
        rows = table_of(statements_csv([statement("li", amounts, currency), statement("wang", [5], currency)]))
        assert [row["payee"] for row in rows] == ["li"] * len(amounts) + ["wang"]
        assert [Money.parse(row["amount"], Currency(row["currency"])).minor for row in rows] == [*amounts, 5]

    def test_it_is_written_so(self) -> None:
        assert statements_csv(november()) == (
            "payee,month,plan,rule,party,component,earned,lines,amount,currency\n"
            "feixi-centre,2016-11,example,everything,county_centre,commission,2016-11,1,4.79,CNY\n"
            "li,2016-11,example,everything,partner,commission,2016-11,1,16.79,CNY\n"
            "platform,2016-11,example,everything,platform,commission,2016-11,1,2.40,CNY\n"
        )

    def test_an_amount_below_zero_stays_a_number(self) -> None:
        (row,) = table_of(statements_csv([statement("li", [-1679])]))
        assert row["amount"] == "-16.79"

    def test_names_stand_behind_the_ids_where_they_are_given(self) -> None:
        text = statements_csv([statement("li", [5]), statement("wang", [6])], names={"li": "李"})
        assert [(row["payee"], row["name"]) for row in table_of(text)] == [("li", "李"), ("wang", "")]
        assert text.split("\n")[0].startswith("payee,name,month,")

    def test_who_is_on_hold_or_settled_for_good_is_told_at_the_end_of_the_row(self) -> None:
        held = evolve(statement("li", [5]), on_hold=(Period(date(2016, 12, 5), date(2017, 1, 1)),))
        last = evolve(statement("wang", [6]), is_final=True)
        rows = table_of(statements_csv([held, last, statement("zhao", [7])]))
        assert [(row["payee"], row["on_hold"], row["final"]) for row in rows] == [
            ("li", "2016-12-05/2017-01-01", ""),
            ("wang", "", "true"),
            ("zhao", "", ""),
        ]
        found = json.loads(statements_json([held, last, statement("zhao", [7])]))["statements"]
        assert [(each.get("on_hold"), each.get("final")) for each in found] == [
            ("2016-12-05/2017-01-01", None),
            (None, True),
            (None, None),
        ]
        assert [str(each).partition("lines")[2] for each in (held, last)] == ["; on hold)", "; final)"]

    def test_no_statement_is_a_header(self) -> None:
        assert statements_csv([]) == "payee,month,plan,rule,party,component,earned,lines,amount,currency\n"


class TestSpreadsheets:
    """The statements made for people neutralise text that a spreadsheet would run; other text stays as it is."""

    @given(NAMES)
    def test_no_name_is_run_and_none_is_changed_otherwise(self, name: str) -> None:
        (row,) = table_of(statements_csv([statement("li", [-5])], names={"li": name}))
        would_run = name.strip(" ")[:1] in tuple(RUN)
        assert row["name"] == (f"'{name}" if would_run else name)

    @pytest.mark.parametrize("start", list(RUN))
    @pytest.mark.parametrize("space", ["", "  "])
    def test_whatever_starts_a_formula(self, start: str, space: str) -> None:
        (row,) = table_of(statements_csv([statement("li", [5])], names={"li": f"{space}{start}1+1"}))
        assert row["name"] == f"'{space}{start}1+1"

    @given(identifiers(PayeeId), months(), parties(), st.sampled_from(Component))
    def test_no_id_or_choice_is_ever_changed(self, payee: str, month: Month, party: str, component: str) -> None:
        item = StatementItem(
            plan="p", rule="r", party=party, component=component, earned=month, lines=1, amount=Money(1)
        )
        one = Statement(payee=payee, month=month, items=(item,), accrued=Money(1))
        (row,) = table_of(statements_csv([one]))
        assert (row["payee"], row["month"], row["party"], row["component"]) == (payee, str(month), party, component)


class TestForMachines:
    """The JSON says what the statements say, in minor units; the same statements are the same bytes."""

    @FEW
    @given(worlds())
    def test_every_fact_is_there(self, world: World) -> None:
        settled = settle(world.network, world.plans, world.calendar, world.events, Scope("2016-11"))
        document: dict[str, Any] = json.loads(statements_json(settled.statements), parse_float=pytest.fail)
        assert document["format"] == STATEMENTS_FORMAT
        for written, each in zip(document["statements"], settled.statements, strict=True):
            assert written["payee"] == each.payee
            assert written["month"] == str(each.month)
            assert written["currency"] == each.accrued.currency.code
            assert written["accrued_minor"] == each.accrued.minor
            assert written["lines"] == each.lines
            for row, item in zip(written["items"], each.items, strict=True):
                assert row == {
                    "plan": item.plan,
                    "rule": item.rule,
                    "party": item.party,
                    "component": item.component,
                    "earned": str(item.earned),
                    "lines": item.lines,
                    "amount_minor": item.amount.minor,
                }

    def test_it_is_written_so(self) -> None:
        assert statements_json([statement("li", [-5])]) == (
            '{"format":"rural-taobao statements 1","statements":[{"accrued_minor":-5,"currency":"CNY","items":'
            '[{"amount_minor":-5,"component":"commission","earned":"2016-11","lines":1,"party":"partner",'
            '"plan":"example","rule":"rule-0"}],"lines":1,"month":"2016-12","payee":"li"}]}\n'
        )

    def test_no_statement_is_an_empty_list(self) -> None:
        assert json.loads(statements_json([]))["statements"] == []


class TestFiles:
    """Statements are written whole or not at all."""

    def test_they_hold_the_same_text(self, tmp_path: Path) -> None:
        write_statements_csv(november(), tmp_path / "statements.csv", names={"li": "李"})
        write_statements_json(november(), tmp_path / "statements.json")
        assert (tmp_path / "statements.csv").read_text(encoding="utf-8") == statements_csv(
            november(), names={"li": "李"}
        )
        assert (tmp_path / "statements.json").read_text(encoding="utf-8") == statements_json(november())

    def test_a_name_that_is_no_text_is_told_and_nothing_is_written(self, tmp_path: Path) -> None:
        path = tmp_path / "statements.csv"
        path.write_text("old")
        with pytest.raises(DocumentsRefused):
            write_statements_csv(november(), path, names={"li": "\ud800"})
        assert path.read_text() == "old"
