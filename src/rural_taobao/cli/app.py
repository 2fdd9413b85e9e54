"""The command line as a whole: its commands, its version, and how it starts and ends."""

import sys

import click

from rural_taobao import __version__
from rural_taobao.cli.almanacs import festivals
from rural_taobao.cli.checks import check
from rural_taobao.cli.comparisons import compare
from rural_taobao.cli.demonstrations import demo
from rural_taobao.cli.explanations import explain
from rural_taobao.cli.networks import network
from rural_taobao.cli.output import FAULTY, object_text, usage_object
from rural_taobao.cli.places import places
from rural_taobao.cli.programmes import programme
from rural_taobao.cli.schemas import schema
from rural_taobao.cli.settlements import settle
from rural_taobao.cli.streams import Listener, listening

__all__ = ["app", "run"]


@click.group(
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Begin with:  rural-taobao demo",
)
@click.version_option(__version__, prog_name="rural-taobao", message="%(prog)s %(version)s")
@click.pass_context
def app(context: click.Context) -> None:
    """
    Settle the commission of a network of village service stations, exact to the coin.

    Every command takes --json for machines, and --help for examples.
    The exit status is 0 when all is done, 1 for faults in the input, 2 for wrong usage.
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


app.add_command(demo)
app.add_command(settle)
app.add_command(compare)
app.add_command(check)
app.add_command(explain)
app.add_command(places)
app.add_command(schema)
app.add_command(festivals)
app.add_command(network)
app.add_command(programme)


def run() -> None:
    """
    Run the command that the arguments of the process name.

    What a terminal cannot show is replaced, and where nobody takes what is printed, the work goes on: a closed pipe is
    what `head` makes, and of a full device one sentence tells.

    Raises:
        SystemExit: Always.
    """
    with listening() as listener:
        status = _status(listener)
    lost = listener.lost
    if lost is not None and not isinstance(lost, BrokenPipeError):
        with listening():
            click.echo(_astray(lost, listener.deeds), err=True)
        status = status or FAULTY
    sys.exit(status)


def _status(listener: Listener) -> int:
    """Run the command, and give its exit status."""
    try:
        status = app.main(prog_name="rural-taobao", standalone_mode=False, obj=listener)
    except click.ClickException as error:
        if "--json" in sys.argv:
            click.echo(object_text(usage_object(error.format_message())))
        else:
            error.show()
        return error.exit_code
    except click.Abort:
        click.echo("Aborted!", err=True)
        return FAULTY
    return status if isinstance(status, int) else 0


def _astray(lost: OSError, deeds: list[str]) -> str:
    """Say that what was printed did not arrive, and what was done nonetheless."""
    done = f"{' and '.join(deeds)} nonetheless, so only print again" if deeds else "print again"
    return (
        f"what is printed must go somewhere, but the system said {lost.strerror or type(lost).__name__!r}; "
        f"{done}, where there is room"
    )
