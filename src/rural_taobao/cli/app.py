"""The command line as a whole: its commands, its version, and how it starts."""

import sys
from io import TextIOWrapper

import click

from rural_taobao import __version__
from rural_taobao.cli.checks import check
from rural_taobao.cli.demonstrations import demo
from rural_taobao.cli.explanations import explain
from rural_taobao.cli.settlements import settle

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
app.add_command(check)
app.add_command(explain)


def run() -> None:
    """
    Run the command that the arguments of the process name; what a terminal cannot show is replaced, never a fault.

    Raises:
        SystemExit: Always.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    app(prog_name="rural-taobao")
