"""The command `network check`: every fault of the files of a network, and what of it is none and may be seen to."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final, TypeAlias, cast

import click
from attrs import fields, has

from rural_taobao.cli.options import PATH, as_json, examples
from rural_taobao.cli.output import FAULTY, Hanging, Output, Steps, faults_object
from rural_taobao.cli.recognition import ADOPTIONS_FILE, CALENDAR_FILE, Kind, recognised
from rural_taobao.cli.refusals import Refusals
from rural_taobao.cli.tables import counted
from rural_taobao.coverage import Countryside, LandFinding, land_findings
from rural_taobao.documents import (
    COUNTRYSIDE_FILES,
    NETWORK_FILES,
    SERVICE_FILES,
    Fault,
    read_calendar,
    read_countryside,
)
from rural_taobao.documents.adoptions import adoptions_from_tree
from rural_taobao.documents.checking import adoption_faults
from rural_taobao.documents.files import absence
from rural_taobao.errors import spelled
from rural_taobao.network import Disagreement, Finding, disagreements, findings_of
from rural_taobao.periods import Period

__all__ = ["check"]

_Found: TypeAlias = Finding | LandFinding | Disagreement
_READ: Final = frozenset((*NETWORK_FILES, *SERVICE_FILES, *COUNTRYSIDE_FILES, ADOPTIONS_FILE, CALENDAR_FILE))
"""The files that are read."""
_ENDINGS: Final = (".csv", ".toml")
"""What their names end with."""
_OF_NETWORKS: Final = (None, Kind.SERVICES, Kind.MODELS, Kind.CALENDAR, Kind.ADOPTIONS)
"""What a file may be that is meant for a network: nobody knows what, or what one of its files is."""
_SHOWN: Final = 20
"""The most findings of a kind that are shown on a page; a machine gets all."""


@click.command(
    short_help="Find every fault of a network, and what of it may be seen to.",
    epilog=examples(
        "rural-taobao network check network",
        "rural-taobao network check network --apart 2500 --json",
    ),
)
@click.argument("folder", type=PATH)
@click.option(
    "--apart",
    metavar="METRES",
    type=click.IntRange(min=0),
    help="Tell of stations that are open together less than so many metres apart.",
)
@as_json
def check(*, folder: Path, apart: int | None, as_json: bool) -> None:
    """
    Find every fault of the files of a network: its rosters, models, villages and services, its adoptions and calendar.

    Where there is none, what is no fault and may be seen to all the same is told, each in a sentence: stations that
    nobody ever ran, days on which they are vacant, partners who are posted nowhere or were not examined, payees that
    nothing is paid to, helpers alone, county codes out of use, versions and services that nobody uses, services that a
    version allows and the network has not, postings under another version than the one adopted, villages of several
    stations.
    """
    output, refusals = Output(machine=as_json), Refusals()
    found: list[_Found] = []
    with output.telling(), output.steps() as steps:
        found = _found(folder, apart, refusals, steps)
    faults = tuple(sorted(set(refusals.faults)))
    aside = _aside(folder)
    if as_json:
        output.object({**_object(found, faults), "aside": aside})
    else:
        _show(found, faults, output)
        if aside:
            output.page(Hanging(f"Left aside, as a network has no file of that name: {', '.join(aside)}"))
    if faults:
        raise click.exceptions.Exit(FAULTY)


def _found(folder: Path, apart: int | None, refusals: Refusals, steps: Steps) -> list[_Found]:
    """Read everything; where nothing is wrong, give what may be seen to."""
    with steps.step("reading the network"):
        countrysides = refusals.sound(partial(read_countryside, folder))
        if not absence(folder, [CALENDAR_FILE]):
            refusals.sound(partial(read_calendar, folder / CALENDAR_FILE))
    adopted: list[Disagreement] = []
    if not absence(folder, [ADOPTIONS_FILE]):
        document = refusals.document(folder / ADOPTIONS_FILE, adoptions_from_tree)
        for each in countrysides:
            refusals.faults += adoption_faults(document, each.network)
            if document.value is not None and not refusals.faults:
                adopted += disagreements(each.network, document.value)
    if refusals.faults:
        return []
    with steps.step("looking it over"):
        return [finding for each in countrysides for finding in (*_findings(each, apart), *adopted)]


def _aside(folder: Path) -> list[str]:
    """Give the files beside those of a network that might be meant as one of it, and are not read."""
    try:
        files = sorted(folder.iterdir())
    except OSError:
        # What keeps it from being looked into is told as a fault.
        return []
    beside = (each for each in files if each.suffix in _ENDINGS and each.name not in _READ)
    return [each.name for each in beside if recognised(each) in _OF_NETWORKS]


def _findings(countryside: Countryside, apart: int | None) -> Iterator[_Found]:
    yield from findings_of(countryside.network)
    yield from land_findings(countryside, apart)


def _by_kind(found: list[_Found]) -> dict[str, list[_Found]]:
    """Put findings of one kind together."""
    kinds: dict[str, list[_Found]] = {}
    for each in found:
        kinds.setdefault(spelled(type(each).__name__), []).append(each)
    return kinds


def _object(found: list[_Found], faults: tuple[Fault, ...]) -> dict[str, object]:
    """Give what was found, for machines."""
    return {
        "counts": {kind: len(several) for kind, several in _by_kind(found).items()},
        "findings": [
            {"kind": kind, "said": str(each), **_facts(each)}
            for kind, several in _by_kind(found).items()
            for each in several
        ],
        **faults_object(faults),
    }


def _facts(value: object) -> dict[str, object]:
    """Give the facts of a finding by their names."""
    kind = type(value)
    return {each.name: _fact(getattr(value, each.name)) for each in (fields(kind) if has(kind) else ())}


def _fact(value: object) -> object:
    if isinstance(value, Period):
        return {"from": str(value.start), "to": None if value.end is None else str(value.end)}
    if isinstance(value, date):
        return str(value)
    if isinstance(value, tuple):
        return [_fact(each) for each in cast("tuple[object, ...]", value)]
    return _facts(value) if has(type(value)) else value


def _show(found: list[_Found], faults: tuple[Fault, ...], output: Output) -> None:
    """Show what was found, and last whether anything is wrong."""
    for several in _by_kind(found).values():
        output.page(*map(Hanging, map(_sentence, several[:_SHOWN])))
        if len(several) > _SHOWN:
            output.page(Hanging(f"{len(several) - _SHOWN:,} more of that kind; --json tells all."))
        output.page("")
    output.tell(faults, asked=True)
    if faults:
        output.page("", f"{counted('faults', sum(each.count for each in faults))} found.")
    else:
        seen = f"; {counted('findings', len(found))} to look at." if found else "."
        output.page(f"No fault was found{seen}")


def _sentence(finding: _Found) -> str:
    """Write a finding as a sentence."""
    said = str(finding)
    return f"{said[0].upper()}{said[1:]}."
