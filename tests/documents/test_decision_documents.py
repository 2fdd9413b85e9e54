"""Decisions as TOML: read back as they were, and all faults at once, each at its key."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given

from rural_taobao.documents.decisions import (
    decisions_from_text,
    decisions_text,
    read_decisions,
    write_decisions,
)
from rural_taobao.documents.faults import DocumentsRefused
from rural_taobao.testing.transition_strategies import decisions
from rural_taobao.transition import Decision, Decisions, End, Postpone, Refuse, Replace, Suspend

EXAMPLE = """\
format = "rural-taobao decisions 1"
otherwise = { does = "postpone", until = 2016-01-01 }

[[decisions]]
station = "taohua"
version = "2.0"
measure = { does = "replace", successor = "wang", payee = "family" }

[[decisions]]
station = "taohua"
version = "3.0"
measure = { does = "end" }

[[decisions]]
station = "shannan"
version = "2.0"
measure = { does = "suspend" }
"""


class TestReadingBack:
    """structure(unstructure(x)) = x for every public value."""

    @given(decisions())
    def test_decisions_read_back_and_are_written_in_the_same_way_again(self, drawn: Decisions) -> None:
        text = decisions_text(drawn)
        assert decisions_from_text(text) == drawn
        assert decisions_text(decisions_from_text(text)) == text

    def test_the_example_says_what_it_says(self) -> None:
        assert decisions_from_text(EXAMPLE) == Decisions(
            [
                Decision(station="taohua", version="2.0", measure=Replace("wang", "family")),
                Decision(station="taohua", version="3.0", measure=End()),
                Decision(station="shannan", version="2.0", measure=Suspend()),
            ],
            otherwise=Postpone(date(2016, 1, 1)),
        )
        assert decisions_text(decisions_from_text(EXAMPLE)) == EXAMPLE

    def test_through_a_file(self, tmp_path: Path) -> None:
        made = Decisions([], otherwise=Refuse())
        write_decisions(made, tmp_path / "decisions.toml")
        assert read_decisions(tmp_path / "decisions.toml") == made


class TestFaults:
    """All faults are told at once, each at its key; what is not decided is never taken for anything."""

    @pytest.mark.parametrize(
        ("old", "new", "places"),
        [
            ('otherwise = { does = "postpone", until = 2016-01-01 }\n', "", ["otherwise"]),
            ('"postpone", until = 2016-01-01', '"replace", successor = "wang", payee = "wang"', ["otherwise.does"]),
            ('"postpone", until = 2016-01-01', '"wait"', ["otherwise.does"]),
            (", until = 2016-01-01", "", ["otherwise.until"]),
            ("2016-01-01", "2016-01-01T00:00:00", ["otherwise.until"]),
            (', payee = "family"', "", ["decisions[0].measure.payee"]),
            ('"end"', '"end", from = 2016-01-01', ["decisions[1].measure.from"]),
            ('"suspend"', '"refuse"', ["decisions[2].measure.does"]),
            ('version = "3.0"', 'version = "2.0"', ["decisions[1].version"]),
            (
                '"shannan"\nversion = "2.0"',
                '"a b"\nversion = 2.0',
                ["decisions[2].station", "decisions[2].version"],
            ),
        ],
    )
    def test_each_is_told_at_its_key(self, old: str, new: str, places: list[str]) -> None:
        assert EXAMPLE.count(old) == 1
        with pytest.raises(DocumentsRefused) as caught:
            decisions_from_text(EXAMPLE.replace(old, new))
        assert [fault.place for fault in caught.value.faults] == places

    def test_two_of_one_station_and_one_version_are_told_beside_others(self) -> None:
        text = EXAMPLE.replace('version = "3.0"', 'version = "2.0"').replace('"suspend"', '"rest"')
        with pytest.raises(DocumentsRefused) as caught:
            decisions_from_text(text)
        assert [fault.place for fault in caught.value.faults] == ["decisions[1].version", "decisions[2].measure.does"]
        assert "two are of station taohua and 2.0" in str(caught.value)

    def test_a_list_of_something_else_is_told(self) -> None:
        with pytest.raises(DocumentsRefused) as caught:
            decisions_from_text('format = "rural-taobao decisions 1"\notherwise = { does = "end" }\ndecisions = 2\n')
        assert [fault.place for fault in caught.value.faults] == ["decisions"]
