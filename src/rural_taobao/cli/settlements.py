"""The command `settle`: a month of a network, from its files to a ledger and statements."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import final

import click
from rich.text import Text

from rural_taobao.cli.clashes import clash
from rural_taobao.cli.jobs import STATEMENTS, Done, Expected, Job, carried_out
from rural_taobao.cli.options import PATH, as_json, examples, instant, month, months, spread, words
from rural_taobao.cli.output import Hanging, Output
from rural_taobao.cli.summaries import outcomes_table, payees_table, roles_table, summary_object
from rural_taobao.cli.tables import counted
from rural_taobao.documents.files import file_name
from rural_taobao.periods import Month
from rural_taobao.settlement import Outcome, Scope
from rural_taobao.settlement.scope import RestatementUnfounded

__all__ = ["done_object", "settle", "show_done", "written"]


@final
class _Settle(click.Command):
    """The command, which takes several files after one `--plan`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments."""
        return super().parse_args(ctx, list(spread(args, "--plan", ".toml")))


@click.command(
    cls=_Settle,
    short_help="Settle a month: new ledger lines, and a statement for each payee.",
    epilog=examples(
        "rural-taobao settle network events --plan plans/*.toml --month 2016-11",
        "rural-taobao settle network orders.csv refunds.csv --plan plans \\",
        "  --month 2016-12 --ledger ledger.csv --json",
        "rural-taobao settle network events --plan plans --month 2016-12 \\",
        "  --restate 2016-11 --reason 'the rate for phones was mistaken'",
    ),
)
@click.argument("network", metavar="NETWORK_DIR", type=PATH)
@click.argument("events", metavar="EVENTS...", type=PATH, nargs=-1, required=True)
@click.option(
    "--plan",
    "plans",
    metavar="FILE...",
    type=PATH,
    multiple=True,
    required=True,
    help="The plans that model versions name: TOML files, or folders of them.",
)
@click.option("--month", metavar="YYYY-MM", callback=month, required=True, help="The month to settle and to post to.")
@click.option("--ledger", metavar="FILE", type=PATH, help="The ledger to go on with.  [default: ledger.csv in --out]")
@click.option("--out", metavar="DIR", type=PATH, default="out", show_default=True, help="Where the statements go.")
@click.option(
    "--known-before",
    metavar="INSTANT",
    callback=instant,
    help="Leave out what became known at this instant or later, such as 2016-12-01T00:00:00+08:00.",
)
@click.option(
    "--restate",
    metavar="YYYY-MM",
    multiple=True,
    callback=months,
    help="An earlier month to measure again whole; can be given again for another.",
)
@click.option("--reason", metavar="TEXT", callback=words, default="", help="Why earlier months are restated.")
@click.option(
    "--expect-events", metavar="N", type=click.IntRange(min=0), help="How many events of every kind there must be."
)
@click.option("--expect-gross", metavar="AMOUNT", help="What all events must come to before discounts, as 1234.50.")
@as_json
def settle(
    *,
    network: Path,
    events: tuple[Path, ...],
    plans: tuple[Path, ...],
    month: Month,
    ledger: Path | None,
    out: Path,
    known_before: datetime | None,
    restate: tuple[Month, ...],
    reason: str,
    expect_events: int | None,
    expect_gross: str | None,
    as_json: bool,
) -> None:
    """
    Settle a month of the network in NETWORK_DIR and post what the ledger lacks.

    EVENTS are the CSV files of orders, parcels, referrals, refunds and cancellations, or folders of them: the complete
    set, of earlier months too as far as the ledger holds them.
    The ledger is read and replaced whole, or left as it was; settled again, it takes no line.
    """
    if (expect_events is None) != (expect_gross is None):
        message = "--expect-events and --expect-gross go together"
        raise click.UsageError(message)
    if reason and not restate:
        message = "--reason goes with --restate"
        raise click.UsageError(message)
    try:
        scope = Scope(month, known_before=known_before, restated=restate, reason=reason)
    except RestatementUnfounded as error:
        raise click.UsageError(str(error)) from None
    job = Job(
        network=network,
        events=events,
        plans=plans,
        scope=scope,
        expected=None if expect_events is None or expect_gross is None else Expected(expect_events, expect_gross),
        ledger=out / "ledger.csv" if ledger is None else ledger,
        out=out,
    )
    if said := clash(job):
        raise click.UsageError(said)
    output = Output(machine=as_json)
    with output.telling():
        with output.steps() as steps:
            done = carried_out(job, steps)
        output.did(written(done))
        if as_json:
            output.object(done_object(done))
        else:
            show_done(done, output)


def done_object(done: Done) -> dict[str, object]:
    """Give what a job came to, for machines."""
    return {
        **summary_object(done.settlement, done.statements),
        "ledger": file_name(done.job.ledger),
        "statements": [file_name(done.job.out / name) for name in STATEMENTS],
    }


def show_done(done: Done, output: Output) -> None:
    """Show what a job came to."""
    lines = len(done.settlement.lines)
    came_to = f"{counted('lines', lines)} posted" if lines else "nothing was left to post"
    output.page(
        Text(f"{done.job.scope.month} is settled: {came_to}", style="bold"),
        "",
        outcomes_table(done.settlement),
        payees_table(done),
        roles_table(done),
        *(Hanging(text) for text in (*_arrears(done), *_written(done))),
    )


def _arrears(done: Done) -> Iterator[str]:
    """Say what to do where an earlier month was posted otherwise than it is earned now, or a payee is settled."""
    found = done.settlement.outcomes.counts.get(Outcome.IN_ARREARS)
    if found is not None:
        yield (
            f"{counted('events', found.events)} in arrears, such as {found.examples[0]}: what is posted of an earlier "
            "month is not what would be earned now, and it was left so; restate those months with --restate and "
            "--reason, or see whether the files given are the right ones. Or a payee is settled for good, and nothing "
            "more is posted to it"
        )


def written(done: Done) -> str:
    """Say in one line that all was written, for where the page cannot tell of it."""
    files = (done.job.ledger, *(done.job.out / name for name in STATEMENTS))
    return f"{', '.join(map(file_name, files))} were written"


def _written(done: Done) -> Iterator[str]:
    """Say what was written, and where."""
    kept = "" if len(done.settlement.lines) else ", as it was"
    yield f"{file_name(done.job.ledger)}: the ledger, {counted('lines', len(done.ledger))} in all{kept}"
    for name in STATEMENTS:
        yield f"{file_name(done.job.out / name)}: {counted('statements', len(done.statements))}"
