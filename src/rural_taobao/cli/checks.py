"""The command `check`: every fault of every file, with its place, before anything is settled with them."""

from pathlib import Path

import click
from rich.console import Group

from rural_taobao.cli.inspections import Inspection, Sound
from rural_taobao.cli.options import PATH, as_json, examples
from rural_taobao.cli.output import FAULTY, Hanging, Output, faults_object
from rural_taobao.cli.tables import counted, table, titled

__all__ = ["check"]


@click.command(
    short_help="Find every fault of files, with file, row and place.",
    epilog=examples(
        "rural-taobao check network plans events",
        "rural-taobao check plan.toml",
        "rural-taobao check rural-taobao-demo --json",
    ),
)
@click.argument("paths", metavar="PATH...", type=PATH, nargs=-1, required=True)
@as_json
def check(*, paths: tuple[Path, ...], as_json: bool) -> None:
    """
    Find every fault of plans, calendars, networks, registers, events and ledgers, and of what stands beside them.

    That is models, services and adoptions of a network, decisions about those who are not ready for what is adopted,
    the standard that partners are assessed by, and a programme.

    PATH is a file, or a folder with all that is in it; which kind of document a file is, it says itself: by the key
    `format` of a TOML file, by the header or the name of a table.
    Plans are held against the calendar and the models that are checked with them, standards against the currency of
    the models, adoptions against the network of their folder, and all events form one set.
    What plans leave open is told too, such as rules that overlap or that nothing can reach; it is no fault.
    """
    output = Output(machine=as_json)
    with output.steps() as steps:
        found = Inspection(paths, steps)
    if as_json:
        output.object(_object(found))
    else:
        _show(found, output)
    if found.faults:
        raise click.exceptions.Exit(FAULTY)


def _object(found: Inspection) -> dict[str, object]:
    """Give what was found, for machines."""
    return {
        "sound": [{"kind": each.kind.value, "files": list(each.files), "counts": each.counts} for each in found.sound],
        "aside": found.aside,
        "hints": faults_object(found.hints)["faults"],
        "warnings": faults_object(found.warnings)["faults"],
        **faults_object(found.faults),
    }


def _show(found: Inspection, output: Output) -> None:
    """Show what was found, and last whether anything is wrong."""
    if found.sound:
        output.page(_sound_table(found.sound))
    if found.aside:
        output.page(Hanging(f"Left aside, as nothing says what they are: {', '.join(found.aside)}"), "")
    asides = {"Not wrong, but hardly meant:": found.hints, "What the plans leave open:": found.warnings}
    for title, told in asides.items():
        if told:
            output.page(title)
            output.tell(told, asked=True)
            output.page("")
    output.tell(found.faults, asked=True)
    number = sum(each.count for each in found.faults)
    if number:
        output.page("", f"{counted('faults', number)} found.")
    else:
        output.page("No fault was found.")


def _sound_table(sound: list[Sound]) -> Group:
    """Make the table of what could be read."""
    made = table("=kind", "where it stands, and what it holds", overflow="fold")
    for each in sound:
        where = each.files[0] if len(each.files) == 1 else f"{len(each.files)} files"
        made.add_row(each.kind.value, f"{where}\n  {', '.join(counted(*count) for count in each.counts.items())}")
    return titled("What was read without a fault of its own", made)
