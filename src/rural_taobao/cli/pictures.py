"""Pictures: the options by which a command is asked for one, and how it is written to its file."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

import click

from rural_taobao.cli.options import PATH
from rural_taobao.cli.output import Output
from rural_taobao.documents.files import file_name, replaced
from rural_taobao.settlement import Language

if TYPE_CHECKING:
    from rural_taobao.reports import ImageKind, Labels, Lettering

__all__ = ["Draw", "language", "picture", "scale", "written"]

_ENDINGS: Final = (".png", ".svg")


class Draw(Protocol):
    """What draws a picture."""

    def __call__(self, *, lettering: "Lettering", labels: "Labels", image: "ImageKind") -> bytes:  # pyright: ignore[reportReturnType] - a protocol has no bodies
        """Draw it in a font, labelled in a language, as a kind of picture."""


def _ending(_context: click.Context, _parameter: click.Parameter, file: Path | None) -> Path | None:
    """Refuse a file whose name would mislead whoever opens it, for Click."""
    if file is not None and file.suffix not in _ENDINGS:
        endings = " or ".join(_ENDINGS)
        message = f"a picture must go into a file whose name ends with {endings}, but {file_name(file)} was named"
        raise click.BadParameter(message)
    return file


def picture(what: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """
    Give the option that asks for a picture.

    Args:
        what: What it shows.
    """
    return click.option(
        "--picture", "picture", metavar="FILE", type=PATH, callback=_ending, help=f"Draw {what}, as a .png or .svg."
    )


language: Final = click.option(
    "--language",
    type=click.Choice([each.value for each in Language]),
    default=Language.ENGLISH.value,
    show_default=True,
    help="In which language the picture is labelled.",
)
"""The option that says in which language a picture is labelled; the page stays as it is."""


scale: Final = click.option(
    "--scale",
    type=click.Choice(["even", "logarithmic"]),
    default="even",
    show_default=True,
    help="How far apart counts are drawn; a logarithmic scale tells few and many apart.",
)
"""The option that says how far apart counts are drawn."""


def written(output: Output, file: Path | None, named: str, draw: Draw) -> str | None:
    """
    Draw a picture and write it to its file, whole or not at all.

    Args:
        output: Where to say that it was written.
        file: The file, whose ending is that of its kind; None where no picture is asked for.
        named: The language in which it is labelled; in Chinese, the English stands beside.
        draw: Draws it.

    Returns:
        The file, as it was named; None where there is none.

    Raises:
        ReportsMissing: The extra `reports` is not installed.
        DocumentsRefused: The system refuses.
    """
    if file is None:
        return None
    from rural_taobao.reports import ImageKind, Labels, lettering

    image = ImageKind(file.suffix.removeprefix("."))
    labels = Labels.BOTH if Language(named) is Language.CHINESE else Labels.ENGLISH
    replaced(file, [draw(lettering=lettering(), labels=labels, image=image)])
    name = file_name(file)
    output.did(f"{name} was written")
    return name
