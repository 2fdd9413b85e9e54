from pathlib import Path as File
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given

from rural_taobao.assessment import (
    ActiveDays,
    EveryMonth,
    InSum,
    OrderAmount,
    Orders,
    Rung,
    SomeMonths,
    Standard,
    StandardVersion,
    Threshold,
)
from rural_taobao.currencies import Currency
from rural_taobao.documents.faults import DocumentsRefused
from rural_taobao.documents.standards import (
    read_standard,
    standard_from_text,
    standard_text,
    write_standard,
)
from rural_taobao.documents.toml_writer import NotWritable
from rural_taobao.money import Money
from rural_taobao.periods import Month
from rural_taobao.samples import example_standard
from rural_taobao.testing.assessment_strategies import standards
from rural_taobao.timeline import Source
from tests.documents.tree_edits import OTHER_KINDS, Path, edited, keys_of, place_of, tables_of, told, without

EXAMPLE = """\
format = "rural-taobao standard 1"
standard = "valley"
name = "Stations of the valley"
currency = "UGX"

[[versions]]
since = "2020-01"
ladder = [{ step = "removal", after = "probation" }, { step = "probation", after = "warning" }]
source = { title = "resolution 7", quality = "example" }

[[versions.thresholds]]
threshold = "orders"
demand = { count = "orders", at_least = 20, refunded = "taken_off", cancelled = "left_out" }
over = { form = "every_month", months = 3 }
leads_to = "warning"

[[versions.thresholds]]
threshold = "amount"
demand = { count = "order_amount", at_least = "50000", amount = "net", refunded = "counts", cancelled = "counts" }
over = { form = "in_sum", months = 6 }
leads_to = "probation"

[[versions.thresholds]]
threshold = "days"
demand = { count = "active_days", at_least = 4, of = ["order", "parcel"], refunded = "counts", cancelled = "left_out" }
over = { form = "some_months", months = 3, at_least = 2 }
leads_to = "removal"

[[versions]]
since = "2021-07"

[[versions.thresholds]]
threshold = "orders"
demand = { count = "orders", at_least = 10, refunded = "counts", cancelled = "left_out" }
over = { form = "every_month", months = 1 }
leads_to = "warning"
"""
MAY_BE_MISSING = {"name", "ladder", "source", "quality"}


def required() -> list[Path]:
    return [path for path in keys_of(EXAMPLE) if path[-1] not in MAY_BE_MISSING]


class TestReadingBack:
    """structure(unstructure(x)) = x for every public value."""

    @given(standards())
    def test_a_standard_reads_back_and_is_written_in_the_same_way_again(self, drawn: Standard) -> None:
        text = standard_text(drawn)
        found = standard_from_text(text)
        assert found == drawn
        assert standard_text(found) == text

    def test_the_example_goes_through_a_file(self, tmp_path: File) -> None:
        write_standard(example_standard(), tmp_path / "standard.toml")
        assert read_standard(tmp_path / "standard.toml") == example_standard()

    def test_what_would_not_read_back_is_not_written(self, tmp_path: File) -> None:
        with pytest.raises(NotWritable):
            write_standard(evolve(example_standard(), name="half a \ud800"), tmp_path / "standard.toml")
        assert list(tmp_path.iterdir()) == []


class TestWhatAStandardSays:
    """Thresholds, ladders and versions are data."""

    def test_the_example_says_what_it_says(self) -> None:
        orders = Orders(at_least=20, refunded="taken_off", cancelled="left_out")
        assert standard_from_text(EXAMPLE) == Standard(
            id="valley",
            name="Stations of the valley",
            currency=Currency("UGX"),
            versions=[
                StandardVersion(
                    since=Month(2020, 1),
                    thresholds=[
                        Threshold(id="orders", demand=orders, over=EveryMonth(months=3), leads_to="warning"),
                        Threshold(
                            id="amount",
                            demand=OrderAmount(
                                at_least=Money(50_000, Currency("UGX")),
                                amount="net",
                                refunded="counts",
                                cancelled="counts",
                            ),
                            over=InSum(months=6),
                            leads_to="probation",
                        ),
                        Threshold(
                            id="days",
                            demand=ActiveDays(
                                at_least=4, of=["parcel", "order"], refunded="counts", cancelled="left_out"
                            ),
                            over=SomeMonths(months=3, at_least=2),
                            leads_to="removal",
                        ),
                    ],
                    ladder=[Rung(step="removal", after="probation"), Rung(step="probation", after="warning")],
                    source=Source("resolution 7", quality="example"),
                ),
                StandardVersion(
                    since=Month(2021, 7),
                    thresholds=[
                        Threshold(
                            id="orders",
                            demand=Orders(at_least=10, refunded="counts", cancelled="left_out"),
                            over=EveryMonth(months=1),
                            leads_to="warning",
                        )
                    ],
                ),
            ],
        )


def threshold(place: int, *path: str) -> Path:
    return ("versions", 0, "thresholds", place, *path)


class TestFaults:
    """A broken document names file and place, what must hold, what was given; all faults at once."""

    @pytest.mark.parametrize("path", required(), ids=place_of)
    def test_what_is_missing_is_told_where_it_is_missing(self, path: Path) -> None:
        faults = told(standard_from_text, without(EXAMPLE, path))
        assert "is missing" in faults[place_of(path)]
        assert len(faults) == 1

    @pytest.mark.parametrize("path", [path for path in keys_of(EXAMPLE) if path not in required()], ids=place_of)
    def test_nothing_else_must_be_stated(self, path: Path) -> None:
        assert standard_from_text(without(EXAMPLE, path))

    @pytest.mark.parametrize("path", tables_of(EXAMPLE), ids=place_of)
    def test_an_unknown_key_is_told_where_it_stands(self, path: Path) -> None:
        assert list(told(standard_from_text, edited(EXAMPLE, (*path, "colour"), 1))) == [place_of((*path, "colour"))]

    @pytest.mark.parametrize("path", keys_of(EXAMPLE), ids=place_of)
    def test_a_value_of_another_kind_is_told_where_it_stands_or_within(self, path: Path) -> None:
        for value in OTHER_KINDS:
            faults = told(standard_from_text, edited(EXAMPLE, path, value))
            assert any(place.startswith(place_of(path)) for place in faults)

    @pytest.mark.parametrize(
        ("path", "value", "message"),
        [
            (("standard",), "a b", "a standard id must be"),
            (("currency",), "RMB", "a three-letter code of ISO 4217"),
            (("versions",), [], "at least one version"),
            (("versions", 0, "since"), "2020-13", "a month must be written YYYY-MM"),
            (("versions", 0, "since"), 2020, "must be a month"),
            (("versions", 1, "since"), "2020-01", "two begin in 2020-01"),
            (("versions", 0, "thresholds"), [], "at least one threshold"),
            (("versions", 0, "ladder", 0, "after"), "removal", "'removal' asks for 'removal'"),
            (("versions", 0, "ladder", 1, "step"), "removal", "'removal' is there twice"),
            (("versions", 0, "ladder", 0, "step"), "flogging", "one of warning, probation, removal"),
            (threshold(1, "threshold"), "orders", "two are called orders"),
            (threshold(0, "leads_to"), "praise", "one of warning, probation, removal"),
            (threshold(0, "demand", "count"), "smiles", "orders, order_amount, active_days"),
            (threshold(0, "demand", "at_least"), 0, "a whole number of 1 or more"),
            (threshold(0, "demand", "at_least"), "20", "a whole number"),
            (threshold(0, "demand", "refunded"), "yes", "one of counts, taken_off"),
            (threshold(0, "demand", "cancelled"), "yes", "one of counts, left_out"),
            (threshold(1, "demand", "at_least"), "0", "more than nothing"),
            (threshold(1, "demand", "at_least"), "1.5", "at most 0 decimal places"),
            (threshold(1, "demand", "amount"), "margin", "one of gross, net"),
            (threshold(2, "demand", "of"), [], "none was named"),
            (threshold(2, "demand", "at_least"), 32, "asks for 32 where there are 31 at most"),
            (threshold(0, "over", "form"), "yearly", "every_month, in_sum, some_months"),
            (threshold(0, "over", "months"), 0, "a whole number from 1 to 120"),
            (threshold(2, "over", "at_least"), 4, "4 of 3 were stated"),
            (threshold(2, "over", "at_least"), 0, "a whole number of 1 or more"),
        ],
    )
    def test_a_fault_is_told_in_the_sentence_of_the_domain(self, path: Path, value: object, message: str) -> None:
        faults = told(standard_from_text, edited(EXAMPLE, path, value))
        assert list(faults) == [place_of(path)]
        assert message in faults[place_of(path)]

    def test_work_is_named_once(self) -> None:
        faults = told(standard_from_text, edited(EXAMPLE, threshold(2, "demand", "of"), ["order", "order"]))
        assert list(faults) == ["versions[0].thresholds[2].demand.of[1]"]

    @pytest.mark.parametrize(
        ("at_least", "leads_to", "message"),
        [
            (20, "warning", "again leads to that of orders"),
            (30, "removal", "again leaves nothing to orders"),
            (20, "probation", None),
            (21, "probation", "again leaves nothing to orders"),
        ],
    )
    def test_thresholds_that_contradict_are_told_at_the_second(
        self, at_least: int, leads_to: str, message: str | None
    ) -> None:
        text = EXAMPLE
        edits: list[tuple[Path, Any]] = [
            (threshold(1, "threshold"), "again"),
            (threshold(1, "over"), {"form": "every_month", "months": 3}),
            (threshold(1, "leads_to"), leads_to),
            (
                threshold(1, "demand"),
                {"count": "orders", "at_least": at_least, "refunded": "taken_off", "cancelled": "left_out"},
            ),
        ]
        for path, value in edits:
            text = edited(text, path, value)
        if message is None:
            assert standard_from_text(text)
        else:
            faults = told(standard_from_text, text)
            assert list(faults) == ["versions[0].thresholds[1]"]
            assert message in faults["versions[0].thresholds[1]"]

    def test_all_faults_are_told_at_once(self) -> None:
        text = EXAMPLE
        edits: list[tuple[Path, Any]] = [
            (threshold(0, "demand", "at_least"), 0),
            (threshold(1, "threshold"), "orders"),
            (threshold(2, "over", "at_least"), 4),
            (("versions", 0, "ladder", 1, "step"), "removal"),
            (("versions", 1, "since"), "2020-01"),
        ]
        for path, value in edits:
            text = edited(text, path, value)
        once = without(text, ("versions", 1, "thresholds", 0, "leads_to"))
        assert list(told(standard_from_text, once)) == [
            "versions[0].ladder[1].step",
            "versions[0].thresholds[0].demand.at_least",
            "versions[0].thresholds[1].threshold",
            "versions[0].thresholds[2].over.at_least",
            "versions[1].since",
            "versions[1].thresholds[0].leads_to",
        ]

    def test_of_what_cannot_be_read_nothing_more_is_told(self) -> None:
        text = edited(EXAMPLE, ("currency",), "RMB")
        assert list(told(standard_from_text, without(text, threshold(1, "demand")))) == [
            "currency",
            "versions[0].thresholds[1].demand",
        ]

    @pytest.mark.parametrize("text", ["", "format = 1", EXAMPLE[:300], EXAMPLE.replace("standard 1", "plan 1")])
    def test_another_document_or_half_of_one_is_refused(self, text: str) -> None:
        with pytest.raises(DocumentsRefused):
            standard_from_text(text)
