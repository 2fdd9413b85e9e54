"""The commands `network register` and `network rosters`: a register made of rosters, and rosters made of a register."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

import click
from rich.console import RenderableType

from rural_taobao.cli.folders import made, refused, size
from rural_taobao.cli.options import PATH, as_json, examples, instant, known_instant
from rural_taobao.cli.output import Hanging, Output
from rural_taobao.cli.refusals import Refusals
from rural_taobao.cli.tables import counted, table, titled
from rural_taobao.documents import (
    NETWORK_FILES,
    REGISTER_FILES,
    DocumentsRefused,
    Fault,
    read_network,
    read_register,
    write_network,
    write_register,
)
from rural_taobao.documents.files import file_name
from rural_taobao.documents.lives import form_of
from rural_taobao.documents.messages import worded
from rural_taobao.network import Network
from rural_taobao.register import Charter, Command, Event, Register, RegisterRefused, Subject, entering
from rural_taobao.register.projection import PlatformNotEnrolled

__all__ = ["register", "rosters"]


@click.command(
    short_help="Make a register of the rosters of a network, which goes on from there.",
    epilog=examples("rural-taobao network register network register --known 2016-12-01T09:00:00+08:00"),
)
@click.argument("network", type=PATH)
@click.argument("folder", type=PATH)
@click.option(
    "--known",
    metavar="INSTANT",
    callback=known_instant,
    required=True,
    help="When all of it became known, such as 2016-12-01T09:00:00+08:00.",
)
@as_json
def register(*, network: Path, folder: Path, known: datetime, as_json: bool) -> None:
    """
    Make a register of all that the rosters of a network tell, as known at one instant.

    NETWORK holds the rosters, and FOLDER is a new one for the register. What a life does not tell stays in the rosters:
    names and positions. How its stations were surveyed and its partners examined is known to nobody any more, so they
    are entered as they were found.
    """
    output = Output(machine=as_json)
    with output.telling():
        with output.steps() as steps:
            refusals = Refusals()
            with steps.step("reading the network", size(network / name for name in NETWORK_FILES)):
                networks = refusals.sound(partial(read_network, network))
            refusals.faults += _there(folder, "a register")
            refusals.refuse()
            charter = Charter.of(networks[0])
            groups = [*entering(networks[0])]
            with steps.step("entering it"):
                events = _entered(charter, groups, known, network)
            with steps.step("writing events"), made(folder):
                write_register(charter, events, folder)
            output.did(f"{counted('events', len(events))} were recorded")
        if as_json:
            output.object({"known": known.isoformat(), "events": len(events), "things": _things(groups)})
        else:
            said = f"Entered from {file_name(network)}: {counted('events', len(events))} in {file_name(folder)}"
            output.page(*_page(said, _things(groups)))


@click.command(
    short_help="Write what a register knows as the rosters of a network.",
    epilog=examples(
        "rural-taobao network rosters register network",
        "rural-taobao network rosters register network-then --known-by 2016-12-01T00:00:00+08:00",
    ),
)
@click.argument("folder", type=PATH)
@click.argument("network", type=PATH)
@click.option(
    "--known-by",
    metavar="INSTANT",
    callback=instant,
    help="Leave out what became known after this instant, such as 2016-12-01T00:00:00+08:00.",
)
@as_json
def rosters(*, folder: Path, network: Path, known_by: datetime | None, as_json: bool) -> None:
    """
    Write the network that a register knows, with all its days, as the rosters that a settlement reads.

    FOLDER holds the register, and NETWORK is a new folder for the rosters. They have no names and no positions, which
    are part of no life; to be settled, a calendar.toml belongs beside them.
    """
    output = Output(machine=as_json)
    with output.telling():
        with output.steps() as steps:
            refusals = Refusals()
            with steps.step("reading the register", size([folder / REGISTER_FILES[1]])) as advance:
                registers = refusals.sound(partial(read_register, folder, progress=advance))
            refusals.faults += _there(network, "a network")
            refusals.refuse()
            told = _told(registers[0], known_by, folder)
            with steps.step("writing"), made(network):
                write_network(told, network)
            output.did(f"{file_name(network)} was written")
        counts = _counts(told)
        if as_json:
            output.object({"known_by": None if known_by is None else known_by.isoformat(), "rows": counts})
        else:
            output.page(*_page(f"The network that {file_name(folder)} knows, in {file_name(network)}", counts))


def _there(folder: Path, what: str) -> Sequence[Fault]:
    """Tell of a folder that is not new."""
    if not os.path.lexists(folder):
        return ()
    return refused(
        folder, f"{what} must be written to a new folder", "this one is there already", "name another"
    ).faults


def _entered(
    charter: Charter, groups: Iterable[Sequence[Command]], known: datetime, network: Path
) -> tuple[Event, ...]:
    """Give the events of a network that enters; what a register refuses is told of the network's folder."""
    try:
        return Register(charter).take_each(groups, known)[1]
    except RegisterRefused as error:
        raise DocumentsRefused(Fault(file_name(network), 0, "", worded(fault)) for _, fault in error.faults) from None


def _told(held: Register, known_by: datetime | None, folder: Path) -> Network:
    """Give the network that a register knew by an instant; by law there is one as soon as the platform is enrolled."""
    try:
        return held.network(known_by)
    except PlatformNotEnrolled as fault:
        raise DocumentsRefused([Fault(file_name(folder), 0, "", worded(fault))]) from None


def _things(groups: Iterable[Sequence[Command]]) -> dict[str, int]:
    """Count the things that commands are about, by their kind."""
    subjects: dict[tuple[type, Subject], None] = {
        (type(each.subject), each.subject): None for group in groups for each in group
    }
    return dict(Counter(form_of(subject).name for _, subject in subjects))


def _counts(network: Network) -> dict[str, int]:
    """Count the rows of a network, by their roster."""
    return {
        "centres": len(network.centres),
        "stations": len(network.stations),
        "partners": len(network.partners),
        "payees": len(network.payees),
        "postings": len(network.postings) + len(network.helpers),
        "permissions": len(network.permissions),
    }


def _page(title: str, counts: dict[str, int]) -> Iterator[RenderableType]:
    made_of = table("what", "#how many")
    for what, count in counts.items():
        made_of.add_row(what, f"{count:,}")
    yield titled(title, made_of)
    yield Hanging("Names and positions are part of no life: they stay in the rosters they stand in.")
