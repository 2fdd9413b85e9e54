"""A canvas that remembers what was drawn on it."""

from collections.abc import Sequence
from typing import Any

from attrs import field, frozen
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.patches import Rectangle
from matplotlib.transforms import Bbox, BboxBase

from rural_taobao.reports.drawing import Canvas, Colour, ImageKind, Spot

__all__ = ["Box", "Recorded", "shared"]


@frozen
class Box:
    """A box, as it was drawn."""

    x: float
    y: float
    width: float
    height: float
    face: Colour
    edge: Colour | None = None
    hatched: bool = False
    dashed: bool = False


@frozen
class Recorded:
    """Stands for a canvas, and draws on a true one as well."""

    true: Canvas
    across: tuple[float, float]
    down: tuple[float, float]
    texts: list[tuple[float, float, str]] = field(factory=list)
    boxes: list[Box] = field(factory=list)
    arrows: list[tuple[float, float, float]] = field(factory=list)
    uprights: list[float] = field(factory=list)
    lines: list[tuple[tuple[Spot, ...], dict[str, Any]]] = field(factory=list)
    areas: list[tuple[tuple[Spot, ...], dict[str, Any]]] = field(factory=list)
    marks: list[tuple[float, float, str, dict[str, Any]]] = field(factory=list)

    @classmethod
    def made(cls, width: float, height: float, **facts: Any) -> "Recorded":
        return cls(Canvas(width, height, **facts), facts["across"], facts["down"])

    def text(self, x: float, y: float, words: str, points: float, **facts: Any) -> None:
        self.texts.append((x, y, words))
        self.true.text(x, y, words, points, **facts)

    def width_of(self, words: str, points: float) -> float:
        return self.true.width_of(words, points)

    def cut(self, words: str, points: float, room: float) -> str:
        return self.true.cut(words, points, room)

    def fitting(self, words: str, points: float, room: float) -> float:
        return self.true.fitting(words, points, room)

    def box(self, x: float, y: float, width: float, height: float, **facts: Any) -> None:
        self.boxes.append(Box(x, y, width, height, **facts))
        self.true.box(x, y, width, height, **facts)

    def arrow(self, x: float, y: float, length: float, **facts: Any) -> None:
        self.arrows.append((x, y, length))
        self.true.arrow(x, y, length, **facts)

    def upright(self, x: float, top: float, bottom: float, **facts: Any) -> None:
        self.uprights.append(x)
        self.true.upright(x, top, bottom, **facts)

    def line(self, spots: Sequence[Spot], **facts: Any) -> None:
        self.lines.append((tuple(spots), facts))
        self.true.line(spots, **facts)

    def area(self, corners: Sequence[Spot], **facts: Any) -> None:
        self.areas.append((tuple(corners), facts))
        self.true.area(corners, **facts)

    def mark(self, x: float, y: float, shape: str, **facts: Any) -> None:
        self.marks.append((x, y, shape, facts))
        self.true.mark(x, y, shape, **facts)

    def extents(self) -> list[tuple[str, Bbox]]:
        """Give what was written, and where on the sheet it stands, in dots."""
        figure, axes = self.true._figure, self.true._axes  # noqa: SLF001 - to measure what was drawn
        renderer = FigureCanvasAgg(figure).get_renderer()  # type: ignore[no-untyped-call]  # it has no types
        return [(each.get_text(), each.get_window_extent(renderer)) for each in axes.texts if each.get_text()]

    def bars(self) -> list[Bbox]:
        """Give where on the sheet boxes stand, in dots."""
        return [each.get_window_extent() for each in self.true._axes.patches if isinstance(each, Rectangle)]  # noqa: SLF001

    def sheet(self) -> BboxBase:
        """Give the sheet, in dots."""
        return self.true._figure.bbox  # noqa: SLF001

    def png(self) -> bytes:
        return self.true.png()

    def image(self, kind: ImageKind) -> bytes:
        return self.true.image(kind)


def shared(one: BboxBase, other: BboxBase) -> float:
    """Give how many dots two places share, across or down, whichever are fewer; 0 where they are apart."""
    across = float(min(one.x1, other.x1) - max(one.x0, other.x0))
    down = float(min(one.y1, other.y1) - max(one.y0, other.y0))
    return max(min(across, down), 0.0)
