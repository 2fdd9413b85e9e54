"""Comparisons as files: a table of the differences, and JSON with all of it."""

import csv
import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rural_taobao.currencies import CNY
from rural_taobao.documents import comparison_csv, comparison_json, write_comparison_csv, write_comparison_json
from rural_taobao.documents.comparisons import COMPARISON_FORMAT
from rural_taobao.festivals import programme_calendar
from rural_taobao.samples import one_order, one_plan, one_village
from rural_taobao.settlement import Comparison, Scope, compare, in_columns, settle
from rural_taobao.testing.worlds import World, small_plans, worlds

FEW = settings(max_examples=25)


@st.composite
def comparisons(draw: st.DrawFn) -> Comparison:
    """Compare a world with itself under another plan."""
    world: World = draw(worlds())
    events = in_columns(world.events, CNY)
    plans = world.plans[0], draw(small_plans("partner"))
    return compare(
        *(settle(world.network, each, world.calendar, events, Scope("2016-11")) for each in (world.plans, plans))
    )


def november() -> Comparison:
    return compare(settle(one_village(), [one_plan()], programme_calendar(), [one_order()], Scope("2016-11")), [])


def table_of(text: str) -> list[dict[str, str]]:
    """Read a table as a reader that is not ours does."""
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


class TestForPeople:
    """Each difference is a row, in major units, and the column of amounts adds up to what differs."""

    @FEW
    @given(comparisons())
    def test_amounts_add_up(self, comparison: Comparison) -> None:
        rows = table_of(comparison_csv(comparison))
        assert sum(Decimal(row["amount"]) for row in rows) * 100 == comparison.total.amount.minor
        for row, each in zip(rows, comparison.differences, strict=True):
            assert Decimal(row["amount_after"]) - Decimal(row["amount_before"]) == Decimal(row["amount"])
            assert (row["event"], row["payee"], row["class"]) == (each.event, each.payee, each.classed)
            assert (row["rule_before"], row["rule_after"]) == (each.rule_before or "", each.rule_after or "")
            assert row["explanation"] == each.explanation

    def test_it_is_written_so(self) -> None:
        header, first, *_ = comparison_csv(november()).splitlines()
        assert header == (
            "event,component,state,party,payee,class,plan_before,plan_version_before,rule_before,model_version_before,"
            "station_before,credited_before,earned_before,plan_after,plan_version_after,rule_after,"
            "model_version_after,station_after,credited_after,earned_after,amount_before,amount_after,amount,currency,"
            "explanation"
        )
        assert first == (
            "o-1,commission,accrued,county_centre,feixi-centre,missing,example,2015,everything,2.0,sanhe,li,2016-11,,,,,,,,"
            "4.79,0.00,-4.79,CNY,o-1: nothing under rule everything any more: ¥4.79 → ¥0.00 (-¥4.79)"
        )


class TestForMachines:
    """The JSON says all that the comparison says, in minor units; the same comparison is the same bytes."""

    @FEW
    @given(comparisons())
    def test_every_fact_is_there(self, comparison: Comparison) -> None:
        document: dict[str, Any] = json.loads(comparison_json(comparison), parse_float=pytest.fail)
        assert (document["format"], document["currency"]) == (COMPARISON_FORMAT, "CNY")
        assert document["total"]["amount_minor"] == comparison.total.amount.minor
        assert {each["class"]: each["amount_minor"] for each in document["classes"]} == {
            kind: change.amount.minor for kind, change in comparison.classes.items()
        }
        assert {each["payee"]: each["differences"] for each in document["payees"]} == {
            payee: change.differences for payee, change in comparison.payees.items()
        }
        assert [(each["payee"], each["plan"], each["rule"]) for each in document["rules"]] == list(comparison.sums)
        for row, each in zip(document["differences"], comparison.differences, strict=True):
            assert row["classes"] == list(each.classes)
            assert row["amount_minor"] == each.amount.minor
            assert (row["before"] is None, row["after"] is None) == (each.before is None, each.after is None)
            assert row["before"] is None or row["before"]["rule"] == each.rule_before
            assert row["after"] is None or row["after"]["rule"] == each.rule_after

    def test_it_is_written_so(self) -> None:
        document = json.loads(comparison_json(november()))
        assert document["differences"][0] == {
            "event": "o-1",
            "component": "commission",
            "state": "accrued",
            "party": "county_centre",
            "payee": "feixi-centre",
            "class": "missing",
            "classes": ["missing"],
            "before": {
                "key": "o-1/example/everything/county_centre/feixi-centre/commission/accrued/CNY/1",
                "plan": "example",
                "plan_version": "2015",
                "rule": "everything",
                "model_version": "2.0",
                "station": "sanhe",
                "credited": "li",
                "earned": "2016-11",
            },
            "after": None,
            "amount_before_minor": 479,
            "amount_after_minor": 0,
            "amount_minor": -479,
            "explanation": "o-1: nothing under rule everything any more: ¥4.79 → ¥0.00 (-¥4.79)",
        }


class TestFiles:
    """A comparison is written whole or not at all."""

    def test_they_hold_the_same_text(self, tmp_path: Path) -> None:
        write_comparison_csv(november(), tmp_path / "differences.csv")
        write_comparison_json(november(), tmp_path / "comparison.json")
        assert (tmp_path / "differences.csv").read_text(encoding="utf-8") == comparison_csv(november())
        assert (tmp_path / "comparison.json").read_text(encoding="utf-8") == comparison_json(november())
