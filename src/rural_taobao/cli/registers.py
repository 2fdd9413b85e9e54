"""The commands `network take` and `network history`: what a register is told, and what it knows of one thing."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Final, assert_never, final

import click
from attrs import frozen
from rich.console import RenderableType
from rich.text import Text

from rural_taobao.cli.folders import refused, size
from rural_taobao.cli.options import PATH, as_json, examples, instant, known_instant
from rural_taobao.cli.output import Hanging, Output
from rural_taobao.cli.refusals import Refusals
from rural_taobao.cli.tables import counted, table, titled
from rural_taobao.documents import REGISTER_FILES, append_to_register, read_commands, read_register, take_commands
from rural_taobao.documents.command_rows import CommandName, Commands
from rural_taobao.documents.lives import SUBJECTS, form_of
from rural_taobao.documents.messages import worded
from rural_taobao.documents.register_events import told_tree
from rural_taobao.documents.trees import Table, is_table
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.identifiers import HappeningId
from rural_taobao.instants import UtcOffset, microseconds
from rural_taobao.register import Command, Correct, Event, Register, Subject, Take, Told, Withdraw
from rural_taobao.register.events import AnyRecord

__all__ = ["history", "take"]

_EVENTS: Final = REGISTER_FILES[1]


@click.command(
    short_help="Tell a register what happened: commands of a table, all of them or none.",
    epilog=examples(
        "rural-taobao network take register roster.csv --known 2015-06-01T09:00:00+08:00 --dry-run",
        "rural-taobao network take register roster.csv --known 2015-06-01T09:00:00+08:00",
    ),
)
@click.argument("folder", type=PATH)
@click.argument("commands", metavar="COMMANDS", type=PATH)
@click.option(
    "--known",
    metavar="INSTANT",
    callback=known_instant,
    required=True,
    help="When all of it became known, such as 2015-06-01T09:00:00+08:00.",
)
@click.option("--dry-run", is_flag=True, help="Say what would change, and write nothing.")
@as_json
def take(*, folder: Path, commands: Path, known: datetime, dry_run: bool, as_json: bool) -> None:
    """
    Take the commands of a table, all of them or none, and write the events that they lead to.

    FOLDER holds the register: charter.toml, and events.jsonl as soon as anything is known.
    COMMANDS is a CSV file with a row for each: `what`, `step`, `day`, the ids, and what the step states.
    """
    output = Output(machine=as_json)
    with output.telling():
        with output.steps() as steps:
            refusals = Refusals()
            with steps.step("reading the register", size([folder / _EVENTS])) as advance:
                registers = refusals.sound(partial(read_register, folder, progress=advance))
            with steps.step("reading the commands", size([commands])) as advance:
                asked = refusals.sound(partial(read_commands, commands, progress=advance))
            refusals.refuse()
            with steps.step("taking them"):
                grown, events = take_commands(registers[0], asked[0], known)
            if not dry_run:
                with steps.step("writing events"):
                    append_to_register(events, folder, register=registers[0])
                output.did(f"{counted('events', len(events))} were recorded")
        if as_json:
            output.object(_taken_object(asked[0], events, grown, known, dry_run=dry_run))
        else:
            output.page(*_taken_page(asked[0], events, dry_run=dry_run))


def _counts(commands: Commands) -> Counter[tuple[str, str]]:
    """Count what is asked for, by the kind of the thing and the step."""
    return Counter((form_of(each.subject).name, _asked(each)) for group in commands.groups for each in group)


def _asked(command: Command) -> str:
    match command:
        case Take(step=step):
            return step.value
        case Correct():
            return CommandName.CORRECT.value
        case Withdraw():
            return CommandName.WITHDRAW.value
        case _:
            assert_never(command)


def _taken_object(
    commands: Commands, events: tuple[Event, ...], grown: Register, known: datetime, *, dry_run: bool
) -> dict[str, object]:
    return {
        "known": known.isoformat(),
        "dry_run": dry_run,
        "commands": commands.count,
        "events": [event.number for event in events],
        "steps": [{"what": what, "step": step, "count": count} for (what, step), count in _counts(commands).items()],
        "events_in_all": grown.count,
    }


def _taken_page(commands: Commands, events: tuple[Event, ...], *, dry_run: bool) -> Iterator[RenderableType]:
    done = "Would be taken, and nothing was written" if dry_run else "Taken"
    made = table("what", "step", "#commands")
    for (what, step), count in _counts(commands).items():
        made.add_row(what, step, f"{count:,}")
    title = f"{done}: {counted('commands', commands.count)} as {counted('events', len(events))}"
    if not made.filled:
        yield Text(title, style="bold")
        return
    yield titled(title, made)
    first, last = events[0].number, events[-1].number
    yield Hanging(f"event {first:,}" if first == last else f"events {first:,} to {last:,}")


@click.command(
    short_help="Tell what a register knows of one thing, and how that was put right.",
    epilog=examples(
        "rural-taobao network history register station sanhe",
        "rural-taobao network history register posting sanhe li --known-by 2016-01-31T00:00:00+08:00 --json",
    ),
)
@click.argument("folder", type=PATH)
@click.argument("kind", metavar="KIND", type=click.Choice(list(SUBJECTS)))
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
@click.option(
    "--known-by",
    metavar="INSTANT",
    callback=instant,
    help="Leave out what became known after this instant, such as 2016-01-31T00:00:00+08:00.",
)
@as_json
def history(*, folder: Path, kind: str, ids: tuple[str, ...], known_by: datetime | None, as_json: bool) -> None:
    """
    Tell what became known of one thing, in the order in which it did, each with the day from which on it holds.

    FOLDER holds the register, and KIND says what the thing is: centre, station, partner, payee, posting or permission.
    A posting is named by the station and the partner, a permission by the service besides.
    """
    parts = SUBJECTS[kind].parts
    if len(ids) != len(parts):
        but = f"but it was named by {counted('ids', len(ids))}"
        message = f"a {kind} must be named by its {' and '.join(parts)}, {but}; give each once"
        raise click.UsageError(message)
    try:
        named = {part: read(text) for (part, read), text in zip(parts.items(), ids, strict=True)}
    except RuralTaobaoError as error:
        raise click.BadParameter(worded(error), param_hint="ID") from None
    subject: Subject = SUBJECTS[kind].made(named)
    output = Output(machine=as_json)
    with output.telling():
        with output.steps() as steps, steps.step("reading the register", size([folder / _EVENTS])) as advance:
            register = read_register(folder, progress=advance)
        found = _found(register, subject, known_by)
        if not found.records:
            raise refused(
                folder,
                "a thing that is asked about must be known to the register",
                f"no {kind} {' '.join(ids)} is{'' if known_by is None else ' by then'}",
                "look at its ids",
            )
        if as_json:
            output.object(_history_object(found, register.charter.clock))
        else:
            output.page(*_history_page(found, register.charter.clock))


@final
@frozen
class _Found:
    """
    What is known of a thing.

    Attributes:
        subject: The thing.
        records: What became known, in that order.
        state: The last state that is known of, and the first of the days on which it has held since; None where all
            that was known was taken back.
        corrected: What put a record right, by the id of that one.
    """

    subject: Subject
    records: tuple[AnyRecord, ...]
    state: tuple[str, date] | None
    corrected: dict[HappeningId, AnyRecord]


def _found(register: Register, subject: Subject, known_by: datetime | None) -> _Found:
    entry = register.entry(subject)
    last = None if known_by is None else microseconds(known_by)
    records = tuple(each for each in entry.records if last is None or microseconds(each.known) <= last)
    corrected = {each.corrects: each for each in records if each.corrects is not None}
    return _Found(subject, records, _state(register, subject, known_by), corrected)


def _state(register: Register, subject: Subject, known_by: datetime | None) -> tuple[str, date] | None:
    """Give the last state, and its first day: a step that leads to where the thing is already begins nothing."""
    life = register.history(subject)
    passages = life.passages(known_by)
    if not passages:
        return None
    state = passages[-1].arrow.end
    return state.value, life.periods(state, known_by=known_by)[-1].start


def _history_object(found: _Found, clock: UtcOffset) -> dict[str, object]:
    state, since = found.state or (None, None)
    return {
        "of": told_tree(Told(found.subject, found.records[0]))["of"],
        "state": state,
        "since": None if since is None else since.isoformat(),
        "records": [_record_object(found, each, clock) for each in found.records],
    }


def _record_object(found: _Found, record: AnyRecord, clock: UtcOffset) -> dict[str, object]:
    tree = told_tree(Told(found.subject, record))
    later = found.corrected.get(record.id)
    return {
        **{key: _json(part) for key, part in tree.items() if key != "of"},
        "known": clock.instant(microseconds(record.known)).isoformat(),
        "corrected_by": None if later is None else str(later.id),
    }


def _json(part: object) -> object:
    """Give a part of a tree as JSON knows it: a day is a text there."""
    if is_table(part):
        return {key: _json(each) for key, each in part.items()}
    return part.isoformat() if isinstance(part, date) else part


def _history_page(found: _Found, clock: UtcOffset) -> Iterator[RenderableType]:
    made = table("=id", f"=known ({clock})", "=holds from", "step", "states", "put right", overflow="fold")
    for record in found.records:
        tree = told_tree(Told(found.subject, record))
        known = clock.instant(microseconds(record.known)).replace(tzinfo=None).isoformat(" ")
        day, step = (str(tree.get(key, "")).replace("_", " ") for key in ("day", "step"))
        later = found.corrected.get(record.id)
        made.add_row(record.id, known, day, step, _stated(tree.get("detail")), _put_right(tree, later))
    yield titled(f"{form_of(found.subject).name.capitalize()} {str(found.subject).removeprefix('of ')}", made)
    if found.state is None:
        yield Hanging("all that was known of it was taken back")
    else:
        state, since = found.state
        yield Hanging(f"{state.replace('_', ' ')} from {since}, as far as is known")


def _stated(detail: object) -> str:
    """Write what a step states, each part behind its name."""
    parts = detail if is_table(detail) else {}
    flat = {key: part for name, stated in parts.items() for key, part in _parts(name, stated)}
    return ", ".join(key if part is True else f"{key} {part}" for key, part in flat.items())


def _parts(name: str, stated: object) -> Iterable[tuple[str, object]]:
    return stated.items() if is_table(stated) else [(name, stated)]


def _put_right(tree: Table, later: AnyRecord | None) -> str:
    """Say what a record puts right, and what put it right."""
    said = [
        f"{tree['cancels']} never took place" if "cancels" in tree else "",
        f"in place of {tree['replaces']}" if "replaces" in tree else "",
        "" if later is None else f"no more in force, see {later.id}",
    ]
    return "; ".join(filter(None, said))
