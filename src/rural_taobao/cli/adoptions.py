"""The command `network adopt`: who qualifies for a model version that is adopted, and what is to be done by when."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final, assert_never, final

import click
from attrs import frozen
from rich.console import RenderableType
from rich.text import Text

from rural_taobao.cli.folders import made, refused
from rural_taobao.cli.options import PATH, as_json, day, examples
from rural_taobao.cli.output import Hanging, Output, Steps
from rural_taobao.cli.recognition import CALENDAR_FILE
from rural_taobao.cli.refusals import Refusals
from rural_taobao.cli.tables import Fitting, counted, table
from rural_taobao.documents import (
    COUNTRYSIDE_FILES,
    Fault,
    read_adoptions,
    read_decisions,
    read_network,
    write_network,
)
from rural_taobao.documents.files import file_name, opened, replaced
from rural_taobao.network import Network, NetworkRefused
from rural_taobao.transition import Course, Decisions, Move, Postpone, Refuse, Suspend, Transition, planned
from rural_taobao.transition.blame import blamed_for_breach, blamed_for_move
from rural_taobao.transition.moves import Todo, worded
from rural_taobao.transition.strangers import strange_adoptions, strange_decisions

__all__ = ["adopt"]

_SHOWN: Final = 40
"""The most stations that are shown on a page; a machine gets all."""
_CHUNK: Final = 1 << 20
_SAID: Final = {
    Course.UNDECIDED: "do not qualify, and nothing is decided",
    Course.POSTPONED: "stay under their version until a later day",
    Course.REPLACED: "go to a successor",
    Course.ENDED: "become vacant",
    Course.SUSPENDED: "are suspended",
    Course.ADOPTS: "go over",
    Course.ALREADY: "are under it already",
    Course.AHEAD: "stay under a version that began later",
    Course.VACANT: "are vacant",
    Course.CLOSED: "are closed",
}
"""What becomes of stations."""


@final
@frozen(kw_only=True)
class _Asked:
    """
    What is asked for.

    Attributes:
        network: The folder of the network.
        adoptions: The file of the adoptions.
        decisions: The file of the decisions, if there is one.
        since: The first day on which anything may become another; None for that of the first adoption.
        target: The folder that the network after it is written to, if it is.
    """

    network: Path
    adoptions: Path
    decisions: Path | None
    since: date | None
    target: Path | None


@final
@frozen
class _Found:
    """
    What was found.

    Attributes:
        plan: What becomes of each station.
        since: The first day on which anything may become another; None where nothing is adopted from any day.
        after: The network after it; None while somebody is in the way of that.
    """

    plan: Transition
    since: date | None
    after: Network | None


@click.command(
    short_help="Tell who qualifies for a model version, and what is to be done by when; adopt it.",
    epilog=examples(
        "rural-taobao network adopt network adoptions.toml",
        "rural-taobao network adopt network adoptions.toml --decisions decisions.toml",
        "rural-taobao network adopt network adoptions.toml --decisions decisions.toml \\",
        "  --write network-after --json",
    ),
)
@click.argument("folder", type=PATH)
@click.argument("adoptions", type=PATH)
@click.option(
    "--decisions", metavar="FILE", type=PATH, help="What is done where somebody does not qualify, a TOML file."
)
@click.option(
    "--from",
    "since",
    metavar="YYYY-MM-DD",
    callback=day,
    help="The first day on which anything may become another; left out, that of the first adoption.",
)
@click.option("--write", "target", metavar="FOLDER", type=PATH, help="Write the network after it to this new folder.")
@as_json
def adopt(
    *, folder: Path, adoptions: Path, decisions: Path | None, since: date | None, target: Path | None, as_json: bool
) -> None:
    """
    Tell of every station where a model version is adopted what becomes of it, and what is to be done by when.

    FOLDER holds the network, and ADOPTIONS is a TOML file that says which county or station adopts which version from
    which day on.
    Where somebody does not qualify by then, nothing is written unless it is decided what is done: the partner is
    replaced, the day is postponed, the posting ends, or the station is suspended.
    """
    asked = _Asked(network=folder, adoptions=adoptions, decisions=decisions, since=since, target=target)
    output = Output(machine=as_json)
    with output.telling():
        with output.steps() as steps:
            found = _found(asked, steps)
            if target is not None and found.after is not None:
                with steps.step("writing"):
                    _write(found.after, asked.network, target)
                output.did(f"{file_name(target)} was written")
        if as_json:
            output.object(_object(found, target))
        else:
            output.page(*_page(found, asked))


def _found(asked: _Asked, steps: Steps) -> _Found:
    """Read everything and plan; where anything is wrong, tell all of it at once."""
    refusals = Refusals()
    with steps.step("reading the network"):
        networks = refusals.sound(partial(read_network, asked.network))
        adopted = refusals.sound(partial(read_adoptions, asked.adoptions))
        decided = [Decisions([], otherwise=Refuse())]
        if asked.decisions is not None:
            decided = refusals.sound(partial(read_decisions, asked.decisions))
    if asked.target is not None and os.path.lexists(asked.target):
        demand, advice = "a network that adopts versions must be written to a new folder", "name another one"
        refusals.faults += refused(asked.target, demand, "this one is there already", advice).faults
    for network in networks:
        for adoptions in adopted:
            refusals.faults += [
                Fault(file_name(asked.adoptions), 0, f"adoptions[{place}].{key}", str(fault))
                for place, key, fault in strange_adoptions(network, adoptions)
            ]
        for decisions in decided:
            refusals.faults += [
                Fault(file_name(asked.decisions or Path()), 0, f"decisions[{place}].{key}", str(fault))
                for place, key, fault in strange_decisions(network, decisions)
            ]
    refusals.refuse()
    [network], [adoptions], [decisions] = networks, adopted, decided
    first = min((each.start for each in adoptions.entries), default=None)
    since = first if asked.since is None else asked.since
    with steps.step("planning"):
        plan = planned(network, adoptions, date.min if since is None else since, decisions)
        after = None
        try:
            breaches = plan.breaches if plan.in_the_way else ()
            after = None if plan.in_the_way else plan.after()
        except NetworkRefused as broken:
            breaches = broken.faults
        told = [(blamed_for_breach(plan, adoptions, each), str(each)) for each in breaches]
        if asked.target is not None:
            told += [(blamed_for_move(plan, adoptions, each), str(each)) for each in plan.in_the_way]
        for blamed, text in told:
            file = asked.decisions if blamed.decided and asked.decisions else asked.adoptions
            refusals.faults.append(Fault(file_name(file), 0, blamed.key, text))
        refusals.refuse()
    return _Found(plan, since, after)


def _write(after: Network, folder: Path, target: Path) -> None:
    """Write the network after a plan, and whatever else a folder of a network holds as it is."""
    with made(target):
        for name in (CALENDAR_FILE, *COUNTRYSIDE_FILES):
            if (folder / name).exists():
                with opened(folder / name) as file:
                    replaced(target / name, iter(partial(file.read, _CHUNK), b""))
        # Without these it is no network; they come last, and all of them or none.
        write_network(after, target)


def _object(found: _Found, target: Path | None) -> dict[str, object]:
    """Give what becomes of stations, for machines."""
    plan = found.plan
    return {
        "from": None if found.since is None else str(found.since),
        "counts": {course.value: plan.counts.get(course, 0) for course in Course},
        "remedies": {remedy.value: count for remedy, count in plan.remedies.items()},
        "in_the_way": len(plan.in_the_way),
        "idle": [{"station": str(each.station), "version": str(each.version)} for each in plan.idle],
        "written": None if target is None else file_name(target),
        "moves": [_move_object(each) for each in plan.moves],
    }


def _move_object(move: Move) -> dict[str, object]:
    return {
        "station": str(move.station),
        "day": str(move.day),
        "by": str(move.by),
        "version": str(move.version),
        "before": None if move.before is None else str(move.before),
        "course": move.course.value,
        "partner": None if move.partner is None else str(move.partner),
        "successor": None if move.successor is None else str(move.successor),
        "unmet": _todo_object(move.unmet),
        "lacking": _todo_object(move.lacking),
        "in_the_way": move.is_in_the_way,
        "said": str(move),
    }


def _todo_object(todo: Todo) -> dict[str, str]:
    return {demand.value: remedy.value for demand, remedy in todo}


def _page(found: _Found, asked: _Asked) -> Iterator[RenderableType]:
    """Give the page: how many stations become what, what is to be done, and each of them."""
    plan = found.plan
    since = "" if found.since is None else f", from {found.since}"
    yield Text(f"Adoptions in {file_name(asked.network)}{since}", style="bold")
    yield ""
    if not plan.moves:
        yield Hanging("Nothing is adopted at any station.")
        return
    yield _counts(plan)
    yield ""
    if plan.remedies:
        told = ", ".join(f"{remedy} {count:,}" for remedy, count in plan.remedies.items())
        yield Hanging(f"To be done: {told}")
        yield ""
    listed = [each for each in plan.moves if each.changes or each.todo or each.course is Course.VACANT]
    if listed:
        yield _table(sorted(listed, key=_place)[:_SHOWN])
        if len(listed) > _SHOWN:
            yield Hanging(f"{len(listed) - _SHOWN:,} more; --json tells all.")
        yield ""
    if plan.idle:
        told = ", ".join(f"{each.station} {each.version}" for each in plan.idle)
        yield Hanging(f"{counted('decisions', len(plan.idle))} not needed: {told}")
    yield Hanging(_end(found, asked))


def _end(found: _Found, asked: _Asked) -> str:
    """Say what was written, or what keeps it from being written."""
    if asked.target is not None:
        return f"The network after it is in {file_name(asked.target)}; {file_name(asked.network)} stays as it was."
    in_the_way = len({each.station for each in found.plan.in_the_way})
    if in_the_way:
        return (
            f"{counted('stations', in_the_way)} in the way: do it by then, decide with --decisions what is done "
            "instead, or adopt it later. Nothing was written."
        )
    return "Nothing is in the way; nothing was written: name a folder with --write."


def _counts(plan: Transition) -> Fitting:
    """Make the table of how many stations become what, a column for each version that is adopted."""
    versions = sorted({each.version for each in plan.moves})
    counted_on = Counter((each.course, each.version) for each in plan.moves)
    made_of = table("stations that", *(f"#{version}" for version in versions))
    for course in plan.counts:
        made_of.add_row(_SAID[course], *(f"{counted_on[course, version]:,}" for version in versions))
    return made_of


def _place(move: Move) -> tuple[bool, date]:
    """Give by what stations are sorted: those in the way come first, and then who has the least time."""
    return not move.is_in_the_way, move.by


def _table(moves: Iterable[Move]) -> Fitting:
    """Make the table of stations, with what is to be done by when."""
    shown = table("=by", "=station", "=partner", "#from", "#to", "what", overflow="fold")
    for move in moves:
        shown.add_row(str(move.by), move.station, move.partner or "", move.before or "", move.version, _what(move))
    return shown


def _what(move: Move) -> str:
    """Say in a few words what becomes of a station."""
    lacks = worded(move.unmet)
    match move.course:
        case Course.UNDECIDED if isinstance(move.measure, Postpone):
            return f"{lacks}: undecided, since {move.measure.until} is no later day"
        case Course.UNDECIDED if isinstance(move.measure, Suspend):
            return f"{lacks}: undecided, since it first opens then"
        case Course.UNDECIDED:
            return f"{lacks}: undecided"
        case Course.POSTPONED:
            return f"{lacks}: postponed from {move.day}"
        case Course.REPLACED if move.lacking:
            return f"{lacks}: {move.successor}, who is to take charge: {worded(move.lacking)}"
        case Course.REPLACED:
            return f"{lacks}: {move.successor} takes charge"
        case Course.ENDED:
            return f"{lacks}: the posting ends"
        case Course.SUSPENDED:
            return f"{lacks}: suspended"
        case Course.ADOPTS if move.measure is not None:
            return "qualifies; was postponed to this day"
        case Course.ADOPTS:
            return "qualifies"
        case Course.VACANT | Course.ALREADY | Course.AHEAD | Course.CLOSED:
            return move.course.value
        case _:
            assert_never(move.course)
