"""Figures that others published come to the same here, or to what we state in their place."""

import json
import subprocess
import sys
from pathlib import Path

from attrs import evolve

from tests.conformance.cases import SHIPPED, CannotBeExpressed, Case, cases_of, compared
from tests.conformance.runner import OURS, built


class TestFigures:
    """A published figure is what the package makes of the same rule and the same amounts."""

    def test_it_comes_to_the_same_or_to_what_we_state(self, case: Case) -> None:
        if case.id in OURS:
            rule, expected = OURS[case.id]
            case = evolve(case, rule={**case.rule, **rule}, expected=expected)
        elif case.adopt != "yes":
            msg = f"what we do in place of {case.id} is not stated"
            raise CannotBeExpressed(msg)
        assert compared(built(case)) == compared(case.expected)


class TestWhatPeersDoByDefault:
    """What we do not do unasked can still be asked for, where it moves no money in silence."""

    def test_giving_away_what_lies_past_a_last_tier(self) -> None:
        [case] = [case for case in cases_of(SHIPPED) if case.id == "polar-graduated-overflow"]
        assert compared(built(case)) == compared(case.expected)


class TestTheTables:
    """Every case that is told of by its id is one of those that are shipped."""

    def test_none_is_of_another_file(self) -> None:
        ids = {case.id for case in cases_of(SHIPPED)}
        assert {*OURS} <= ids
        assert {case.id for case in cases_of(SHIPPED) if case.adopt != "yes"} <= {*OURS}

    def test_no_two_cases_have_one_id(self) -> None:
        ids = [case.id for case in cases_of(SHIPPED)]
        assert len(ids) == len(set(ids))


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
        assert "no adapter builds the kind weather" in run.stdout
        assert "nothing here reads by" in run.stdout
        assert "3 failed, 1 passed" in run.stdout
