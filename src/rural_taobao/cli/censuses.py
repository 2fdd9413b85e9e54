"""The command `network show`: what a network is on a day, or all that it tells of one of its parts."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
from rich.console import RenderableType

from rural_taobao.cli.options import PATH, as_json, day, examples, name
from rural_taobao.cli.output import Hanging, Output
from rural_taobao.cli.pictures import language, picture, written
from rural_taobao.cli.portraits import SUBJECTS, adoptions_in, portrait, portrait_page
from rural_taobao.cli.tables import table, titled
from rural_taobao.documents import read_network
from rural_taobao.network import Census, Condition, Engagement, Network, census
from rural_taobao.places import province

if TYPE_CHECKING:
    from rural_taobao.reports import ImageKind, Labels, Lettering

__all__ = ["show"]

_STATES, _VERSIONS = "states", "versions"
_CONDITIONS: Final = {
    Condition.RUN: "stations run by a partner",
    Condition.VACANT: "stations open and vacant",
    Condition.CLOSED: "stations closed",
    Condition.AHEAD: "stations not open yet",
}
_ENGAGEMENTS: Final = {
    Engagement.FULL_TIME: "partners under contract, full time",
    Engagement.PART_TIME: "partners under contract, part time",
}


@click.command(
    short_help="Show what a network is on a day, or one of its stations, partners or centres.",
    epilog=examples(
        "rural-taobao network show network --on 2016-11-11",
        "rural-taobao network show network --station 341221-01",
        "rural-taobao network show network --county 341221 --on 2016-11-11 --json",
        "rural-taobao network show network --on 2016-11-11 --picture stations.svg --of versions",
    ),
)
@click.argument("folder", type=PATH)
@click.option(
    "--on", "on", metavar="YYYY-MM-DD", callback=day, help="The day, on the network's own clock; else all days of one."
)
@click.option("--station", metavar="ID", callback=name, help="Show this station.")
@click.option("--partner", metavar="ID", callback=name, help="Show this partner.")
@click.option("--centre", metavar="ID", callback=name, help="Show this county centre and its stations.")
@click.option("--county", metavar="CODE", callback=name, help="Show the centres of this county and their stations.")
@picture("all stations over time, up to the day")
@click.option(
    "--of",
    "of",
    type=click.Choice([_STATES, _VERSIONS]),
    default=_STATES,
    show_default=True,
    help="By what the picture tells stations apart.",
)
@language
@as_json
def show(
    *,
    folder: Path,
    on: date | None,
    station: str | None,
    partner: str | None,
    centre: str | None,
    county: str | None,
    picture: Path | None,
    of: str,
    language: str,
    as_json: bool,
) -> None:
    """
    Show what a network is on a day: how many centres, stations, partners and postings, by version and by province.

    FOLDER holds the network.
    With --station, --partner, --centre or --county all that it tells of that one is shown, with its days: who was in
    charge when, under which version and for whose account; with --on too, what holds on that day.
    """
    named = zip(SUBJECTS, (station, partner, centre, county), strict=True)
    subjects = [(kind, text) for kind, text in named if text is not None]
    whole = None if _is_part(subjects, picture) else _named(on)
    output = Output(machine=as_json)
    with output.telling():
        with output.steps() as steps, steps.step("reading the network"):
            network = read_network(folder)
            adoptions = adoptions_in(folder) if subjects else None
        if whole is not None:
            _show(network, whole, output, written(output, picture, language, partial(_draw, network, whole, of)))
            return
        [subject] = subjects
        shown = portrait(network, adoptions, subject, on)
        if as_json:
            output.object({"on": None if on is None else str(on), subject[0]: subject[1], **shown})
        else:
            output.page(*portrait_page(shown, subject, on))


def _is_part(subjects: list[tuple[str, str]], picture: Path | None) -> bool:
    """Tell whether a part of the network is shown; options that do not go together are refused."""
    if len(subjects) > 1:
        kinds = " and ".join(f"--{kind}" for kind, _ in subjects)
        message = f"one part of a network is shown at a time, but {kinds} were given; choose one"
        raise click.UsageError(message)
    if subjects and picture is not None:
        message = f"a picture shows all stations, but --{subjects[0][0]} was given; leave one of the two out"
        raise click.UsageError(message)
    return bool(subjects)


def _named(on: date | None) -> date:
    """Refuse to show the whole network without a day."""
    if on is None:
        message = "name the day with --on, or a part of the network that is shown for all days, such as --station ID"
        raise click.UsageError(message)
    return on


def _show(network: Network, on: date, output: Output, drawn: str | None) -> None:
    """Show how many there are of what on a day."""
    found = census(network, on)
    if output.machine:
        output.object(_object(found, drawn))
        return
    output.page(*_page(found))
    if drawn is not None:
        output.page(Hanging(f"{drawn}: a picture"))


def _draw(
    network: Network, on: date, of: str, *, lettering: "Lettering", labels: "Labels", image: "ImageKind"
) -> bytes:
    from rural_taobao.reports import states_over_time, versions_over_time

    draw = versions_over_time if of == _VERSIONS else states_over_time
    return draw(network, on, lettering, labels=labels, image=image)


def _object(found: Census, drawn: str | None) -> dict[str, object]:
    """Give what a network is, for machines."""
    return {
        "on": str(found.day),
        "centres": found.centres,
        "stations": {condition.value: count for condition, count in found.stations.items()},
        "partners": {engagement.value: count for engagement, count in found.partners.items()},
        "in_charge": found.stations[Condition.RUN],
        "helpers": found.helpers,
        "versions": {str(version): count for version, count in found.versions.items()},
        "provinces": [{"province": str(code), "stations": count} for code, count in found.provinces.items()],
        "picture": drawn,
    }


def _page(found: Census) -> Iterator[RenderableType]:
    """Give what a network is, as tables."""
    whole = table("what", "#how many")
    whole.add_row("county centres open", f"{found.centres:,}")
    for condition, called in _CONDITIONS.items():
        whole.add_row(called, f"{found.stations[condition]:,}")
    for engagement, called in _ENGAGEMENTS.items():
        whole.add_row(called, f"{found.partners[engagement]:,}")
    whole.add_row("postings in charge", f"{found.stations[Condition.RUN]:,}")
    whole.add_row("postings as a helper", f"{found.helpers:,}")
    yield titled(f"The network on {found.day}", whole)
    if found.versions:
        versions = table("version", "#stations run", overflow="fold")
        for version, count in found.versions.items():
            versions.add_row(version, f"{count:,}")
        yield titled("By model version", versions)
    if found.provinces:
        provinces = table("=code", "province", "#stations open")
        for code, count in found.provinces.items():
            provinces.add_row(code, province(code).english, f"{count:,}")
        yield titled("By province", provinces)
