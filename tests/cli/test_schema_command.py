import json
from pathlib import Path

import pytest

from rural_taobao.documents import (
    adoptions_schema,
    calendar_schema,
    charter_schema,
    decisions_schema,
    models_schema,
    plan_schema,
    programme_schema,
    services_schema,
    standard_schema,
)
from tests.cli.running import Run

SCHEMAS = {
    "plan": plan_schema(),
    "calendar": calendar_schema(),
    "models": models_schema(),
    "charter": charter_schema(),
    "standard": standard_schema(),
    "services": services_schema(),
    "adoptions": adoptions_schema(),
    "decisions": decisions_schema(),
    "programme": programme_schema(),
}


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


class TestSchemaCommand:
    """`schema` prints the schema of a kind of document, or writes it to a file, whole or not at all."""

    @pytest.mark.parametrize("kind", SCHEMAS)
    def test_prints_it_and_nothing_else(self, run: Run, kind: str) -> None:
        ran = run("schema", kind)
        assert (ran.status, ran.err, ran.object) == (0, "", SCHEMAS[kind])
        assert run("schema", kind, "--json") == ran

    @pytest.mark.parametrize("kind", SCHEMAS)
    def test_writes_it_and_says_where(self, run: Run, kind: str) -> None:
        ran = run("schema", kind, "--output", "made.json")
        assert (ran.status, ran.err, ran.out) == (0, "", f"made.json: the schema of a {kind} file\n")
        assert json.loads(Path("made.json").read_text(encoding="utf-8")) == SCHEMAS[kind]
        assert run("schema", kind, "--output", "made.json", "--json").object == {"kind": kind, "schema": "made.json"}

    def test_knows_no_other_kind(self, run: Run) -> None:
        ran = run("schema", "ledger")
        assert ran.status == 2
        assert all(kind in ran.err for kind in SCHEMAS)

    @pytest.mark.parametrize("name", ["plan.toml", "plan", "plan.JSON"])
    def test_takes_the_place_of_no_document(self, run: Run, name: str) -> None:
        Path(name).write_text("mine", encoding="utf-8")
        ran = run("schema", "plan", "--output", name)
        assert (ran.status, ran.out) == (2, "")
        assert f"but {name} was named; name one with --output" in ran.err
        assert Path(name).read_text(encoding="utf-8") == "mine"

    def test_is_refused_in_a_sentence_where_nothing_can_be_written(self, run: Run) -> None:
        ran = run("schema", "plan", "--output", "nowhere/made.json")
        message = "an output must go into a folder, but there is none; make it first"
        assert (ran.status, ran.out, ran.err) == (1, "", f"nowhere/made.json: {message}\n")
        [fault] = run("schema", "plan", "--output", "nowhere/made.json", "--json").faults
        assert (fault["file"], fault["message"]) == ("nowhere/made.json", message)
