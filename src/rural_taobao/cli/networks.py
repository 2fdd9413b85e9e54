"""The commands of `network`: what a network is and covers, asked of its folder."""

from importlib import import_module
from typing import Final, final

import click

__all__ = ["network"]

_MODULES: Final = {
    "adopt": "adoptions",
    "assess": "assessments",
    "check": "soundings",
    "coverage": "coverages",
    "history": "registers",
    "progress": "standings",
    "register": "entrances",
    "rosters": "entrances",
    "show": "censuses",
    "take": "registers",
}
"""The module of each command, by its name."""


@final
class _Commands(click.Group):
    """Commands that are imported when they are asked for, so that who settles does not load what they stand on."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*super().list_commands(ctx), *sorted(_MODULES)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _MODULES:
            return super().get_command(ctx, cmd_name)
        command: click.Command = getattr(import_module(f"{__package__}.{_MODULES[cmd_name]}"), cmd_name)
        return command


@click.group(cls=_Commands, short_help="Ask a network about its stations, partners and villages.")
def network() -> None:
    """Ask a network, by its folder, about its stations, partners and villages."""
