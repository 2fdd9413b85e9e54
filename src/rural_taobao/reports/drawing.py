"""Drawing: a canvas of matplotlib, without its global state, and what is drawn on it as the bytes of a picture."""

# pyright: reportUnknownMemberType=false
# The types of matplotlib leave the keywords of its methods open; they are called here and nowhere else.

import re
from bisect import bisect_right
from collections.abc import Sequence
from io import BytesIO
from typing import Final, Literal, TypeAlias, assert_never, final

from rural_taobao.kinds import Word
from rural_taobao.reports.extra import require_reports
from rural_taobao.reports.fonts import Lettering

__all__ = ["Canvas", "Colour", "ImageKind", "Spot"]

_DOTS: Final = 110
"""To an inch."""
_LINES: Final = 1.4
"""How far apart two lines are, in heights of one."""
_STEP: Final = 0.25
"""By how much smaller words are written that have no room, in points."""
_MOST_CHARACTERS: Final = 1_000
"""More of them have no room on any sheet, and are not measured."""

Colour: TypeAlias = str | tuple[float, float, float]
"""A name or a code that matplotlib knows, or red, green and blue from 0 to 1."""
Spot: TypeAlias = tuple[float, float]
"""A place on a sheet: how far across, and how far down."""
_DRAWN_IDS: Final = re.compile(r'id="([A-Za-z]+[0-9a-f]{10})"')
"""The names that matplotlib makes up, others each time."""


@final
class ImageKind(Word):
    """
    What kind of file a picture is.

    Example:
        >>> ImageKind("svg")
        <ImageKind.SVG: 'svg'>
    """

    PNG = "png"
    SVG = "svg"
    """Of lines, so that it can be made larger; letters are drawn in it, and need no font."""


@final
class Canvas:
    """
    A white sheet, on which places are told from its upper left corner.

    Args:
        width: In inches.
        height: In inches.
        across: What the left and the right edge are called, in units of the caller's.
        down: What the upper and the lower edge are called.
        lettering: The font.

    Raises:
        ReportsMissing: The extra `reports` is not installed.
    """

    def __init__(
        self,
        width: float,
        height: float,
        *,
        across: tuple[float, float],
        down: tuple[float, float],
        lettering: Lettering,
    ) -> None:
        require_reports()
        from matplotlib.backends.backend_agg import RendererAgg
        from matplotlib.figure import Figure

        self._lettering = lettering
        self._figure = Figure(figsize=(width, height), dpi=_DOTS, facecolor="white")
        self._axes = self._figure.add_axes((0.0, 0.0, 1.0, 1.0))
        self._axes.set_axis_off()
        self._axes.set_xlim(*across)
        self._axes.set_ylim(down[1], down[0])
        self._measuring = RendererAgg(1, 1, _DOTS)  # type: ignore[no-untyped-call]  # it has no types
        self._dots = width * _DOTS / (across[1] - across[0])

    def text(
        self,
        x: float,
        y: float,
        words: str,
        points: float,
        *,
        colour: Colour = "black",
        align: Literal["left", "center", "right"] = "left",
    ) -> None:
        """
        Write words, centred upon a height; characters that the font lacks become `□`.

        Nothing is cut off at the edge here: who does not know how long words are cuts them before.
        """
        font, written = self._lettering.of_size(points), self._lettering.written(words)
        # A name may hold what would else begin a formula.
        self._axes.text(
            x, y, written, font=font, color=colour, ha=align, va="center", parse_math=False, linespacing=_LINES
        )

    def width_of(self, words: str, points: float) -> float:
        """Give how wide words of one line are, in units across, as they are drawn."""
        font, written = self._lettering.of_size(points), self._lettering.written(words)
        measure = self._measuring.get_text_width_height_descent
        dots = measure(written, font, ismath=False)[0]  # type: ignore[no-untyped-call]  # it has no types
        return float(dots) / self._dots

    def cut(self, words: str, points: float, room: float) -> str:
        """
        Give words of one line as they are, or so many of their characters, and then `…`, as there is room for.

        Args:
            words: The words.
            points: How large they are written.
            room: In units across.
        """
        some = words[:_MOST_CHARACTERS]
        if some == words and self.width_of(words, points) <= room:
            return words
        fit = bisect_right(range(len(some)), room, key=lambda count: self.width_of(f"{some[:count]}…", points))
        return f"{some[: max(fit - 1, 0)].rstrip()}…"

    def fitting(self, words: str, points: float, room: float) -> float:
        """
        Give how large words of one line can be written, in points, at most as many as are given.

        Args:
            words: The words, so few of them that there is room for them.
            points: How large they are written where there is room for that.
            room: In units across.
        """
        while self.width_of(words, points) > room:
            points -= _STEP
        return points

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        face: Colour,
        edge: Colour | None = None,
        hatched: bool = False,
        dashed: bool = False,
    ) -> None:
        """
        Draw a box by its upper left corner, filled.

        A hatched one is white between the strokes, which are of its edge; a dashed one is white, and its edge dashed.
        """
        from matplotlib.patches import Rectangle

        box = Rectangle((x, y), width, height, facecolor=face, edgecolor=edge or face, linewidth=0.8)
        if hatched:
            box.set_facecolor("white")
            box.set_hatch("/////")
        if dashed:
            box.set_facecolor("white")
            box.set_linestyle((0, (3, 2)))
        self._axes.add_patch(box)

    def upright(self, x: float, top: float, bottom: float, *, colour: Colour) -> None:
        """Draw an upright line, below all else."""
        self._axes.plot([x, x], [top, bottom], color=colour, linewidth=0.8, zorder=0)

    def area(self, corners: Sequence[Spot], *, face: Colour, hatched: bool = False) -> None:
        """Draw an area by its corners, filled, with a thin white edge; a hatched one has white strokes."""
        from matplotlib.patches import Polygon

        self._axes.add_patch(
            Polygon(corners, closed=True, facecolor=face, edgecolor="white", linewidth=0.5, hatch="///" * hatched)
        )

    def line(
        self,
        spots: Sequence[Spot],
        *,
        colour: Colour,
        width: float = 1.6,
        dashes: Sequence[float] = (),
        below: bool = False,
    ) -> None:
        """
        Draw a line from spot to spot.

        Args:
            spots: The spots.
            colour: Of the line.
            width: In points.
            dashes: How long strokes and gaps are in turn, in widths of the line; none for a line without gaps.
            below: Whether all else is drawn over it.
        """
        style = (0, tuple(dashes)) if dashes else "solid"
        across, down = zip(*spots, strict=True)
        self._axes.plot(
            across, down, color=colour, linewidth=width, linestyle=style, zorder=0 if below else 2, dash_capstyle="butt"
        )

    def mark(self, x: float, y: float, shape: str, *, colour: Colour, filled: bool = True, points: float = 6) -> None:
        """Draw a mark, by the letter that matplotlib has for its shape; one that is not filled is white within."""
        self._axes.plot(
            [x],
            [y],
            marker=shape,
            markersize=points,
            markeredgecolor=colour,
            markerfacecolor=colour if filled else "white",
            markeredgewidth=1.4,
            linestyle="none",
            zorder=2.5,
        )

    def arrow(self, x: float, y: float, length: float, *, colour: Colour) -> None:
        """Draw an arrow to the right."""
        style = {"arrowstyle": "->", "color": colour, "lw": 1.6, "shrinkA": 0, "shrinkB": 0}
        self._axes.annotate("", (x + length, y), (x, y), arrowprops=style)

    def image(self, kind: ImageKind) -> bytes:
        """
        Give what was drawn as a picture; the same drawing, the same bytes.

        Raises:
            WordUnknown: The kind is none of `ImageKind`.
        """
        kind = ImageKind(kind)
        match kind:
            case ImageKind.PNG:
                return self.png()
            case ImageKind.SVG:
                return self._svg()
            case _:
                assert_never(kind)

    def png(self) -> bytes:
        """Give what was drawn as a PNG; the same drawing, the same bytes."""
        from matplotlib.backends.backend_agg import FigureCanvasAgg

        FigureCanvasAgg(self._figure)
        image = BytesIO()
        self._figure.savefig(image, format="png", metadata={"Software": None})
        return image.getvalue()

    def _svg(self) -> bytes:
        """Give what was drawn as an SVG, in which parts are named by their numbers."""
        from matplotlib.backends.backend_svg import FigureCanvasSVG

        FigureCanvasSVG(self._figure)
        image = BytesIO()
        self._figure.savefig(image, format="svg", metadata={"Date": None, "Creator": None})
        text = image.getvalue().decode()
        for number, name in enumerate(dict.fromkeys(_DRAWN_IDS.findall(text))):
            text = text.replace(name, f"part-{number}")
        return text.encode()
