"""The command `programme`: the dated targets and claims of a programme, who says so, and which do not go together."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rural_taobao.cli.options import PATH, as_json, examples, name
from rural_taobao.cli.output import Hanging, Output
from rural_taobao.cli.pictures import language, picture, scale, written

if TYPE_CHECKING:
    from rural_taobao.programme import Programme, Target
    from rural_taobao.reports import ImageKind, Labels, Lettering

__all__ = ["programme", "read"]


@click.command(
    short_help="Show what was aimed at and told of a programme, and who says so.",
    epilog=examples(
        "rural-taobao programme",
        "rural-taobao programme --target announced --json",
        "rural-taobao programme ours.toml --picture ours.svg",
    ),
)
@click.argument("file", type=PATH, required=False)
@click.option("--target", metavar="ID", callback=name, help="Show this target alone.")
@picture("the targets, and the claims as points")
@scale
@language
@as_json
def programme(
    *, file: Path | None, target: str | None, picture: Path | None, scale: str, language: str, as_json: bool
) -> None:
    """
    Show what was aimed at and told of a programme: dated targets and claims, each with who says so.

    FILE is a programme of your own, a TOML file; without it, it is the record of the real programme.
    Claims that do not go together are both shown, and marked.
    """
    # Imported when it is asked for, so that no other command loads what it stands on.
    from rural_taobao.cli.chronicles import chronicle_object, chronicle_page

    output = Output(machine=as_json)
    with output.telling():
        shown = read(file)
        targets = shown.targets if target is None else (shown.target(target),)
        drawn = written(output, picture, language, partial(_draw, shown, targets, scale))
        if as_json:
            output.object({**chronicle_object(shown, targets), "picture": drawn})
            return
        output.page(*chronicle_page(shown, targets))
        if drawn is not None:
            output.page(Hanging(f"{drawn}: a picture"))


def read(file: Path | None) -> "Programme":
    """
    Read a programme; where no file is named, give the record of the real one.

    Raises:
        DocumentsRefused: The file has faults.
    """
    from rural_taobao.documents import read_programme
    from rural_taobao.programme import programme_history

    return programme_history() if file is None else read_programme(file)


def _draw(
    shown: "Programme",
    targets: "tuple[Target, ...]",
    scale: str,
    *,
    lettering: "Lettering",
    labels: "Labels",
    image: "ImageKind",
) -> bytes:
    from rural_taobao.reports import Scale, burn_up

    names = [each.id for each in targets]
    return burn_up(shown, lettering, targets=names, scale=Scale(scale), labels=labels, image=image)
