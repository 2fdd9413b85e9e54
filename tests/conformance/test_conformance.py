"""Figures that others published come to the same here, or to what we state in their place."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conformance.cases import SHIPPED, Case, CasesUnreadable, cases_of, differences
from tests.conformance.runner import OURS, built, judged


class TestFigures:
    """A published figure is what the package makes of the same rule and the same amounts."""

    def test_it_comes_to_the_same_or_to_what_we_state(self, case: Case) -> None:
        told = judged(case)
        if told:
            pytest.fail(told, pytrace=False)


class TestWhatPeersDoByDefault:
    """What we do not do unasked can still be asked for, where it moves no money in silence."""

    def test_giving_away_what_lies_past_a_last_tier(self) -> None:
        [case] = [case for case in cases_of(SHIPPED) if case.id == "polar-graduated-overflow"]
        assert not [*differences(built(case), case.expected)]


class TestTheTables:
    """Every case that is told of by its id is one of those that are shipped."""

    def test_none_is_of_another_file(self) -> None:
        ids = {case.id for case in cases_of(SHIPPED)}
        assert {*OURS} <= ids
        assert {case.id for case in cases_of(SHIPPED) if case.adopt != "yes"} <= {*OURS}

    def test_no_two_cases_have_one_id(self) -> None:
        ids = [case.id for case in cases_of(SHIPPED)]
        assert len(ids) == len(set(ids))


VARIATIONS = cases_of(Path(__file__).parent / "variations.json")
WHY = {
    "boundary-unsaid-and-reached": "a size at which two tiers meet, of which the case does not say which owns it",
    "quantity-below-zero": "it is refused: quantity must be a whole number of 0 or more",
    "floor-below-zero": "bounds of an amount below zero",
    "name-of-a-tier": "nothing here reads name",
    "unknown-mode": "the allocation mode random",
    "no-rest": "a waterfall of other steps than maxima and then the rest",
    "five-levels": "more than 4 levels",
    "unknown-state": "the state paid",
    "quarter": "the period quarterly",
    "unknown-scenario": "a scenario of its own that nobody built yet",
    "no-percentage": "the case does not say percent",
}


class TestVariations:
    """A case of a known kind is built however its figures are written, or it is said why nothing can say it."""

    @pytest.mark.parametrize("varied", [case for case in VARIATIONS if case.id not in WHY], ids=lambda case: case.id)
    def test_it_comes_to_what_was_worked_out_by_hand(self, varied: Case) -> None:
        assert not judged(varied)

    @pytest.mark.parametrize("varied", [case for case in VARIATIONS if case.id in WHY], ids=lambda case: case.id)
    def test_what_cannot_be_said_is_told_with_a_reason(self, varied: Case) -> None:
        assert judged(varied).startswith(f"{varied.id} cannot be expressed: {WHY[varied.id]}")


class TestWhatIsTold:
    """A figure that comes out otherwise is told by the id of its case, in decimals, beside what was expected."""

    @pytest.mark.parametrize(
        ("kind", "rule", "inputs", "expected", "told"),
        [
            ("percent", {"percent": "3"}, {"base": "3.35"}, {"amount": 1}, "amount came to 0.1005, and was expected"),
            (
                "waterfall",
                {"steps": [["max", 2], ["rem"]]},
                {"amount": 5},
                {"parts": [5, 0]},
                "parts[0] came to 2, and",
            ),
            ("waterfall", {"steps": [["max", 2], ["rem"]]}, {"amount": 5}, {"parts": [5]}, "parts came to [2, 3], and"),
            ("percent", {"percent": "3"}, {"base": "1"}, {"error": True}, "it came to {'amount': "),
            ("percent", {"percent": "3"}, {"base": "1"}, {"tax": "1"}, "nothing here tells tax"),
            ("percent", {"percent": "3"}, {"base": "1"}, {}, "it expects nothing"),
            ("period", {"freq": "monthly"}, {"date": "soon"}, {"start": "now"}, "soon is no day"),
        ],
    )
    def test_by_its_id(self, kind: str, rule: Any, inputs: Any, expected: Any, told: str) -> None:
        judgement = judged(Case(id="odd", kind=kind, rule=rule, inputs=inputs, expected=expected))
        assert judgement.startswith("odd")
        assert told in judgement

    def test_what_nobody_adopts_must_be_stated(self) -> None:
        case = Case(id="odd", kind="percent", rule={}, inputs={}, expected={}, adopt="no")
        assert judged(case) == "odd cannot be expressed: what we do in its place is not stated"


OTHERS = [
    {
        "id": "right",
        "kind": "percent",
        "rule": {"percent": "4"},
        "inputs": {"base": "8000"},
        "expected": {"amount": "320"},
    },
    {
        "id": "wrong",
        "kind": "percent",
        "rule": {"percent": "4"},
        "inputs": {"base": "8000"},
        "expected": {"amount": "321"},
    },
    {"id": "unknown", "kind": "weather", "rule": {}, "inputs": {}, "expected": {"amount": "1"}},
    {
        "id": "more",
        "kind": "percent",
        "rule": {"percent": "4", "by": "moon"},
        "inputs": {},
        "expected": {"amount": "1"},
    },
]


class TestAnotherFile:
    """The cases of another file are run without a change, and none of them is left out in silence."""

    @pytest.mark.parametrize("text", ["no JSON", "[1]", '{"cases": 5}', "5", None])
    def test_a_file_without_cases_is_refused_in_a_sentence(self, tmp_path: Path, text: str | None) -> None:
        given = tmp_path / "others.json"
        if text is not None:
            given.write_text(text, encoding="utf-8")
        with pytest.raises(CasesUnreadable, match="a file of cases must hold a list of tables as JSON") as refused:
            cases_of(given)
        assert "; mend it, or name another file" in str(refused.value)

    def test_each_is_reported_by_its_id(self, tmp_path: Path) -> None:
        given = tmp_path / "others.json"
        whole = [{**each, "adopt": "yes", "source": "made up for this test"} for each in OTHERS]
        given.write_text(json.dumps(whole), encoding="utf-8")
        folder = Path(__file__).parent
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-n0", "-k", "TestFigures"]
        run = subprocess.run(
            [*command, str(folder), "--cases", str(given)],
            cwd=folder.parent.parent,
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == 1, run.stdout + run.stderr
        told = {name: f"[{name}]" in run.stdout for name in ("right", "wrong", "unknown", "more")}
        assert told == {"right": False, "wrong": True, "unknown": True, "more": True}
        assert "wrong: amount came to 320, and was expected to be 321" in run.stdout
        assert "no adapter builds the kind weather" in run.stdout
        assert "nothing here reads by" in run.stdout
        assert "3 failed, 1 passed" in run.stdout
