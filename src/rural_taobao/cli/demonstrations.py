"""The command `demo`: a sample network made up, settled, shown and explained, with what to try next."""

import shlex
from collections.abc import Iterator
from pathlib import Path

import click
from rich.console import RenderableType
from rich.text import Text

from rural_taobao.cli.jobs import Done, Job, carried_out
from rural_taobao.cli.options import PATH, as_json, examples
from rural_taobao.cli.output import Hanging, Output
from rural_taobao.cli.recognition import LEDGER_FILE
from rural_taobao.cli.settlements import done_object, written
from rural_taobao.cli.summaries import outcomes_table, payees_table, roles_table, total
from rural_taobao.cli.tables import counted
from rural_taobao.documents.files import file_name
from rural_taobao.identifiers import Party
from rural_taobao.money import Money
from rural_taobao.samples import SamplePaths, write_sample
from rural_taobao.samples.folders import DEMO_MONTH, DEMO_SEED, DEMO_STATIONS, SAMPLE_FILES
from rural_taobao.settlement import Line, Scope, explained
from rural_taobao.settlement.columns import ORDER, PARCEL

__all__ = ["demo"]


@click.command(
    short_help="Make up a network, settle its November with Double 11, and show it.",
    epilog=examples(
        "rural-taobao demo",
        "rural-taobao demo --out bigger --stations 400 --seed 7",
        "rural-taobao demo --json",
    ),
)
@click.option(
    "--out", metavar="DIR", type=PATH, default="rural-taobao-demo", show_default=True, help="Where everything goes."
)
@click.option(
    "--stations",
    metavar="N",
    type=click.IntRange(min=1),
    default=DEMO_STATIONS,
    show_default=True,
    help="How many stations.",
)
@click.option(
    "--seed",
    metavar="S",
    type=click.IntRange(min=0),
    default=DEMO_SEED,
    show_default=True,
    help="Another seed makes another network; the same one makes the same.",
)
@as_json
def demo(*, out: Path, stations: int, seed: int, as_json: bool) -> None:
    """
    Make up a network of village stations, settle its November with Double 11, and show what came of it.

    Network, events, plans, ledger and statements are written as files, so that every other command can be tried on
    them.
    """
    output = Output(machine=as_json)
    with output.telling():
        with output.steps() as steps:
            with steps.step(f"making up a network of {stations:,} stations"):
                paths = write_sample(out, stations=stations, seed=seed, month=DEMO_MONTH)
            done = carried_out(_job(out, paths), steps)
        output.did(written(done))
        if as_json:
            output.object(_object(done, paths, seed))
        else:
            output.page(*_page(done))


def _job(out: Path, paths: SamplePaths) -> Job:
    return Job(
        network=paths.network,
        events=paths.events,
        plans=paths.plans,
        scope=Scope(DEMO_MONTH),
        ledger=out / LEDGER_FILE,
        out=out,
        anew=True,
    )


def _example(done: Done) -> Line | None:
    """Choose a line to explain: the best one of the partner who is paid best; None where no partner is paid."""
    partners = [each for each in done.statements if any(item.party is Party.PARTNER for item in each.items)]
    best = max(partners, key=lambda each: each.accrued.minor, default=None)
    if best is None:
        return None
    entries = enumerate(done.settlement.lines.entries())
    amounts = {place: entry.amount for place, entry in entries if entry.cell.payee == best.payee}
    return done.settlement.lines[max(amounts, key=amounts.__getitem__)]


def _next(done: Done, example: Line | None) -> Iterator[tuple[str, str]]:
    """Give what to try next: what it shows, and a command line for it, broken where it would be long."""
    out = shlex.quote(done.job.out.as_posix())
    network, events, plans = (shlex.quote((done.job.out / name).as_posix()) for name in ("network", "events", "plans"))
    settling = f"rural-taobao settle {network} {events} \\\n  --plan {plans} --month {DEMO_MONTH} --out {out}"
    yield "Settle again: nothing is paid twice.", settling
    if example is not None:
        asking = f"rural-taobao explain {out} --line {example.event} \\\n  --inputs {out}"
        yield "Ask whom an order paid, and why, and why other rules did not.", asking
        yield "Ask how the sum of a payee comes about.", f"rural-taobao explain {out} --payee {example.payee}"
    yield f"Change a rate in {plans}, check the files, and settle again.", f"rural-taobao check {out}"


def _object(done: Done, paths: SamplePaths, seed: int) -> dict[str, object]:
    """Give what the demo made, for machines."""
    example = _example(done)
    return {
        **done_object(done),
        "stations": len(done.input.network.stations),
        "seed": seed,
        "out": file_name(done.job.out),
        "files": {
            "network": file_name(paths.network),
            "events": [file_name(path) for path in paths.events],
            "plans": [file_name(path) for path in paths.plans],
        },
        "explained": "" if example is None else explained(example),
        "next": [command.replace(" \\\n ", "") for _, command in _next(done, example)],
    }


def _page(done: Done) -> Iterator[RenderableType]:
    """Give the page: what was made, what came of it, one line in words, and what to try next."""
    network, events = done.input.network, done.input.events
    out = file_name(done.job.out)
    yield Text("November 2016, with Double 11, in a network that is made up", style="bold")
    yield ""
    rows = {
        "made": (
            counted("county_centres", len(network.centres)),
            counted("stations", len(network.stations)),
            counted("partners", len(network.partners)),
            counted("example_plans", len(done.input.plans)),
        ),
        "came in": (
            f"{counted('orders', events.kinds.count(ORDER))} of {Money(sum(events.gross), events.currency)}",
            counted("parcels", events.kinds.count(PARCEL)),
            counted("refunds", sum(map(len, events.refunds.values()))),
            counted("cancellations", len(events.cancellations)),
        ),
        "settled": (
            f"{counted('lines', len(done.settlement.lines))} for {counted('payees', len(done.statements))}",
            f"{total(done.statements, events.currency)} in all",
        ),
    }
    for name, parts in rows.items():
        yield Hanging(f"{name:10}{', '.join(parts)}", 10)
    yield ""
    yield outcomes_table(done.settlement)
    yield payees_table(done)
    yield roles_table(done)
    example = _example(done)
    if example is not None:
        yield Text("One line of them, explained", style="bold")
        yield ""
        yield from (Hanging(f"  {text}", 6) for text in explained(example).splitlines())
        yield ""
    yield Text(f"The files are in {out}", style="bold")
    yield ""
    yield from (Hanging(f"  {text}", 6) for text in SAMPLE_FILES.splitlines())
    yield ""
    yield Text("What to try next", style="bold")
    for why, command in _next(done, example):
        yield ""
        yield Hanging(f"  {why}")
        yield from (Text(f"    {line}", style="cyan") for line in command.splitlines())
