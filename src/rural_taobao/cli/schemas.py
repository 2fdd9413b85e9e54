"""The command `schema`: what a document may hold, as a JSON Schema that editors check and complete files with."""

from pathlib import Path
from typing import Final

import click

from rural_taobao import documents
from rural_taobao.cli.options import PATH, as_json, examples
from rural_taobao.cli.output import Hanging, Output, object_text
from rural_taobao.documents.files import file_name, replaced
from rural_taobao.documents.trees import Table

__all__ = ["schema"]

_KINDS: Final = (
    *("plan", "calendar", "models", "charter"),
    *("standard", "services", "adoptions", "decisions", "programme"),
)
_SUFFIX: Final = ".json"


@click.command(
    short_help="Print the JSON Schema of a kind of document, for editors.",
    epilog=examples(
        "rural-taobao schema plan",
        "rural-taobao schema plan --output plan.schema.json",
        "rural-taobao schema calendar --output calendar.schema.json --json",
    ),
)
@click.argument("kind", type=click.Choice(_KINDS))
@click.option(
    "--output", "file", metavar="FILE", type=PATH, help=f"Write it to this file, whose name ends with {_SUFFIX}."
)
@as_json
def schema(*, kind: str, file: Path | None, as_json: bool) -> None:
    """
    Print what a plan, or another document of this kind, may hold, as a JSON Schema.

    An editor that knows TOML checks and completes a file by it, where the first line of the file names it, as in
    `#:schema plan.schema.json`.
    It lets pass whatever can be read; `check` tells the rest.
    """
    output = Output(machine=as_json)
    # Each is imported when it is asked for, so that no other command loads what it stands on.
    made: Table = getattr(documents, f"{kind}_schema")()
    if file is None:
        output.object(made)
        return
    if file.suffix != _SUFFIX:
        but = f"{file_name(file)} was named"
        message = f"a schema must go into a file whose name ends with {_SUFFIX}, but {but}; name one with --output"
        raise click.UsageError(message)
    name = file_name(file)
    with output.telling():
        replaced(file, [f"{object_text(made)}\n"])
        output.did(f"{name} was written")
        if as_json:
            output.object({"kind": kind, "schema": name})
        else:
            output.page(Hanging(f"{name}: the schema of a {kind} file"))
