"""
Burn-ups: what was counted of a network by day, beside the lines of the targets and the points of what was claimed.

Each claim is a point of its own, and a month a stroke as long; claims that do not go together are hollow, joined by a
dashed line, and told in words.
A target is a line from the day on which it was set to the end of its longest time, with a tick where its shortest ends.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from typing import Final, TypeAlias, final

from rural_taobao.errors import RuralTaobaoError, shown
from rural_taobao.programme import Course, Measure, Programme
from rural_taobao.reports.charts import Scale
from rural_taobao.reports.drawing import Canvas, ImageKind
from rural_taobao.reports.fonts import Labels, Lettering
from rural_taobao.reports.panels import CLAIMED, CONFLICT, COUNTED, SHAPES, TARGETS, Drawn, draw_panel

__all__ = ["NothingAimedOrTold", "burn_up"]

_WIDTH, _LEFT, _RIGHT = 11.0, 0.95, 10.55
"""Of the sheet, and where its panels begin and end, in inches."""
_HEAD, _TITLE, _PANEL, _FOOT, _ROW = 0.85, 0.3, 2.7, 0.5, 0.27
"""The heights of the title, of that of a panel, of a panel, of what is below it, and of a row of the key, in inches."""
_EDGE: Final = 0.2
"""What is left free below, in inches."""
_MEASURES: Final = {
    Measure.COUNTIES: "县",
    Measure.STATIONS: "服务站",
    Measure.VILLAGES: "村",
    Measure.PROVINCES: "省",
}
"""What is counted, in Chinese."""
_SHOWN: Final = (Measure.COUNTIES, Measure.STATIONS, Measure.VILLAGES)
_SAID: Final = 9
"""How large is written what the key says, in points."""
_SAMPLE, _KEY_SAID = 0.6, 0.75
"""How wide a sample in the key is, and how far into it its words begin, in inches."""
_CLAIMS: Final = {
    "o": ("公布的数字", "claimed: so many"),
    "^": ("公布的数字：至少、超过", "claimed: at least (≥), or more than (>) so many"),
    "D": ("公布的数字：约", "claimed: about (≈) so many"),
    "v": ("公布的数字：近", "claimed: nearly (<) so many"),
}
"""What the marks mean."""
_Sample: TypeAlias = Callable[[Canvas, float], None]
"""Draws a sample in the key at a height."""


@final
class NothingAimedOrTold(RuralTaobaoError, LookupError):
    """
    A burn-up was asked for of what nobody aimed at, told of or counted.

    Attributes:
        programme: The name of the programme.
        measures: What was asked for.
    """

    def __init__(self, programme: str, measures: tuple[Measure, ...]) -> None:
        self.programme = programme
        self.measures = measures
        super().__init__(programme, measures)

    def __str__(self) -> str:
        asked = " or ".join(self.measures)
        but = f"of {asked} there is none in {shown(self.programme, 60)}" if asked else "no measure was asked for"
        return (
            f"a burn-up must show a target, a claim or a count, but {but}; "
            "state a total as a target, count something, or ask for another measure"
        )


def burn_up(
    programme: Programme,
    lettering: Lettering,
    *,
    course: Course | None = None,
    until: date | None = None,
    targets: Iterable[str] | None = None,
    measures: Iterable[Measure] = _SHOWN,
    scale: Scale = Scale.EVEN,
    labels: Labels = Labels.BOTH,
    image: ImageKind = ImageKind.PNG,
) -> bytes:
    r"""
    Draw what was counted by day, beside the targets of a programme and what was claimed of it.

    Each measure of which anything is known has a panel.
    A total is a line; a share of all is one in each year of which it is known how many there were; what is to be gained
    each year has none.

    Args:
        programme: The programme.
        lettering: The font.
        course: What was counted; without it, targets and claims are drawn alone.
        until: The last day of which a count is drawn; the last that was counted where it is not given.
        targets: The ids of the targets that are drawn; all where they are not given.
        measures: What is shown, in this order.
        scale: How far apart counts are drawn.
        labels: In which language all is named; targets and the programme are called as they are.
        image: The kind of picture.

    Raises:
        TargetUnknown: The programme has no such target.
        NothingAimedOrTold: Nothing is known of any of the measures.
        CountTooGreat: A figure is above 100,000,000,000.
        WordUnknown: A word is none of `Scale`, `Labels` or `ImageKind`.
        FontWithoutChinese: Chinese names are asked for, and the font has none.
        ReportsMissing: The extra `reports` is not installed.

    Example:
        >>> from rural_taobao.programme import programme_history
        >>> from rural_taobao.reports import lettering
        >>> burn_up(programme_history(), lettering())[:8]
        b'\x89PNG\r\n\x1a\n'
    """
    counted_last = date.max if course is None else course.days[-1]
    drawn = Drawn(
        programme=programme,
        targets=programme.targets if targets is None else tuple(map(programme.target, targets)),
        course=course,
        until=counted_last if until is None else until,
        scale=Scale(scale),
    )
    wanted = tuple(map(Measure, measures))
    panels = [measure for measure in dict.fromkeys(wanted) if not drawn.is_empty(measure)]
    if not panels:
        raise NothingAimedOrTold(programme.name, wanted)
    named = partial(lettering.named, labels=labels, between=" ")
    key = [*_key(drawn, panels, named)]
    height = _HEAD + len(panels) * (_TITLE + _PANEL + _FOOT) + len(key) * _ROW + _EDGE
    canvas = Canvas(_WIDTH, height, across=(0.0, _WIDTH), down=(0.0, height), lettering=lettering)
    canvas.text(_LEFT, 0.3, named("目标、说法与实数", "Targets, claims and counts"), 14)
    canvas.text(_LEFT, 0.62, canvas.cut(" ".join(programme.name.split()), 10, _RIGHT - _LEFT), 10, colour="0.35")
    days = [day for measure in panels for day in drawn.days(measure)]
    top = _HEAD
    for measure in panels:
        canvas.text(_LEFT, top + _TITLE / 2, named(_MEASURES[measure], measure.value), 11)
        edges = _LEFT, _RIGHT, top + _TITLE, top + _TITLE + _PANEL
        draw_panel(canvas, drawn, measure, edges, (min(days), max(days)))
        top += _TITLE + _PANEL + _FOOT
    for draw, said in key:
        draw(canvas, top + _ROW / 2)
        words = canvas.cut(said, _SAID, _RIGHT - _LEFT - _KEY_SAID)
        canvas.text(_LEFT + _KEY_SAID, top + _ROW / 2, words, _SAID)
        top += _ROW
    return canvas.image(image)


def _key(drawn: Drawn, panels: Sequence[Measure], named: Callable[[str, str], str]) -> Iterator[tuple[_Sample, str]]:
    """Give the rows of the key: what draws a sample, and what it means."""
    counted = ((measure, drawn.counts(measure)[-1:]) for measure in panels)
    last = ", ".join(f"{count:,} {measure.noun(count)}" for measure, counts in counted for _, count in counts)
    if last:
        # Where a number has no room beside its line, it stands here all the same.
        yield partial(_stroke, COUNTED, ()), named("实际统计", f"counted, up to {drawn.until}: {last}")
    for place, target in enumerate(drawn.targets):
        goals = "; ".join(str(goal) for goal in target.goals if goal.measure in panels)
        if goals:
            said = f"target {target.id}, set {target.set_on}, within {target.horizon}: {goals}"
            yield partial(_stroke, *TARGETS[place % len(TARGETS)]), named("目标", said)
    shapes = {SHAPES[type(figure)] for measure in panels for _, figure in drawn.claims(measure)}
    for shape, words in _CLAIMS.items():
        if shape in shapes:
            yield partial(_mark, shape), named(*words)
    if any(map(drawn.conflicts, panels)):
        yield _pair, named("互相矛盾的说法", "claims that do not go together")


def _stroke(colour: str, dashes: Sequence[float], canvas: Canvas, y: float) -> None:
    canvas.line([(_LEFT, y), (_LEFT + _SAMPLE, y)], colour=colour, width=2.0, dashes=dashes)


def _mark(shape: str, canvas: Canvas, y: float) -> None:
    canvas.mark(_LEFT + _SAMPLE / 2, y, shape, colour=CLAIMED, points=5)


def _pair(canvas: Canvas, y: float) -> None:
    ends = _LEFT + 0.08, _LEFT + _SAMPLE - 0.08
    canvas.line([(x, y) for x in ends], colour=CONFLICT, width=1.2, dashes=(3, 1.5))
    for x in ends:
        canvas.mark(x, y, "o", colour=CONFLICT, filled=False, points=5)
