"""
State diagrams: the states and arrows of a life cycle as an SVG picture, drawn from its own table.

They are plain text and need no extra.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from html import escape
from typing import Final, NamedTuple, TypeVar

from rural_taobao.lives.details import DETAILS
from rural_taobao.lives.life_cycles import Arrow, LifeCycle

__all__ = ["state_diagram"]

State = TypeVar("State", bound=StrEnum)
Step = TypeVar("Step", bound=StrEnum)
Subject = TypeVar("Subject")

_EDGE: Final = 16
"""The room at each side."""
_WIDTH: Final = 190
"""The width of a box."""
_SIGN: Final = 6.4
"""The width of a letter of a label, a little more than it is."""
_LINE: Final = 20
"""The height of a line in a box, and how far apart arrows meet a box."""
_BETWEEN: Final = 40
"""The room between two boxes, for the arrow that leads straight down."""
_TITLE: Final = 34
_DOT: Final = 7
_JOINT: Final = 2.6
"""Half the width of the dot at the beginning, and of one where arrows join."""
_STYLE: Final = (
    'font-family="system-ui, Helvetica, Arial, sans-serif" font-size="12" fill="#222" role="img" '
    'stroke-width="1.4" stroke-linejoin="round"'
)
_PLAIN, _HOLDS = ("#f6f1e7", "#b5651d"), ("#eaf2ea", "#3a7d44")
"""The colours of a state, and of one in which its thing counts: the box and its edge."""
_LAPSES: Final = "on the day stated"
"""What stands at an arrow that nobody takes."""
_INK: Final = "#444"
_TIP: Final = (
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
    f'<path d="M0 0 L8 4 L0 8 z" fill="{_INK}"/></marker></defs>'
)


class _Bus(NamedTuple):
    """All arrows of one label that lead to one place: places from 0 for nothing, 1 for the first state."""

    label: str
    starts: tuple[int, ...]
    end: int

    @property
    def straight(self) -> bool:
        """Whether it is one arrow, to the next place."""
        return self.starts == (self.end - 1,)

    @property
    def reach(self) -> int:
        """How many places lie between its furthest ends."""
        return max(*self.starts, self.end) - min(*self.starts, self.end)


class _Side(NamedTuple):
    """The buses at one side of the boxes, from the nearest lane on."""

    buses: tuple[_Bus, ...]
    lanes: tuple[float, ...]
    """How far each lane lies from the boxes."""

    @property
    def room(self) -> float:
        """How much room they take."""
        return self.lanes[-1] if self.lanes else 0

    def ports(self, place: int) -> tuple[tuple[_Bus, float], ...]:
        """Give the buses that meet a box, from the top, each with its lane."""
        return tuple(
            (bus, lane) for bus, lane in zip(self.buses, self.lanes, strict=True) if place in {*bus.starts, bus.end}
        )


def state_diagram(life_cycle: LifeCycle[State, Step, Subject]) -> str:
    """
    Draw a life cycle as an SVG picture.

    States stand below each other in the order of their declaration, with what can be done in them without leaving them;
    green ones are those in which the thing counts, and a double edge has whatever no arrow leaves.
    Arrows onwards run at the right, arrows back at the left; those of one step that lead to one state share their way.
    A state that lapses on a day which its step states has an arrow that no step is needed for.

    Returns:
        The text of the picture; the same for the same life cycle.

    Example:
        >>> from rural_taobao.lives import CENTRE_LIFE
        >>> state_diagram(CENTRE_LIFE).splitlines()[-1]
        '</svg>'
    """
    places: list[State | None] = [None, *life_cycle.states]
    within: dict[int, list[str]] = {place: [] for place in range(len(places))}
    gathered: dict[tuple[str, int], list[int]] = {}
    for arrow in life_cycle.arrows:
        start, end = places.index(arrow.start), places.index(arrow.end)
        if start == end:
            within[start].append(_label(arrow))
        else:
            gathered.setdefault((_label(arrow), end), []).append(start)
        if arrow.lapses is not None:
            gathered[_LAPSES, places.index(arrow.lapses)] = [end]
    parted = [
        _Bus(label, tuple(part), end)
        for (label, end), starts in gathered.items()
        for part in ([each for each in starts if each < end], [each for each in starts if each > end])
        if part
    ]
    straight = {bus.end: bus for bus in reversed(parted) if bus.straight}
    aside = [bus for bus in parted if straight.get(bus.end) is not bus]
    left = _side(bus for bus in aside if bus.starts[0] > bus.end)
    right = _side(bus for bus in aside if bus.starts[0] < bus.end)
    x = _EDGE + left.room
    tops, bottoms = _rows(within, left, right)
    width, height = x + _WIDTH + right.room + _EDGE, bottoms[-1] + _EDGE
    name = escape(f"The life of a {life_cycle.name}")
    size = f'viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}"'
    drawn = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} {_STYLE} aria-label="{name}">',
        f"<title>{name}</title>",
        _TIP,
        f'<rect width="{width:g}" height="{height:g}" fill="#ffffff"/>',
    ]
    for side, edge, sign in ((left, x, -1), (right, x + _WIDTH, 1)):
        drawn += _ways(side, edge, sign, tops)
    middle = x + _WIDTH / 2
    for end, bus in straight.items():
        drawn.append(_path(f"M{middle:g} {bottoms[end - 1]:g} V{tops[end] - 2:g}", tip=True))
        drawn.append(_text(middle + 8, (bottoms[end - 1] + tops[end]) / 2 + 4, bus.label))
    drawn.append(_dot(middle, tops[0] + _DOT, _DOT))
    for place, state in enumerate(places):
        if state is not None:
            drawn += _box(life_cycle, state, within[place], x, (tops[place], bottoms[place]))
    return "\n".join([*drawn, "</svg>"]) + "\n"


def _words(name: str) -> str:
    return name.replace("_", " ")


def _label(arrow: Arrow[State, Step]) -> str:
    return _words(arrow.step) if arrow.needs is None else f"{_words(arrow.step)} ({DETAILS[arrow.needs]})"


def _side(buses: Iterable[_Bus]) -> _Side:
    """Give each bus a lane: the shorter it is the nearer, each wide enough for its label."""
    ordered = sorted(buses, key=lambda bus: (bus.reach, bus.end, bus.label))
    lanes: list[float] = []
    for bus in ordered:
        lanes.append((lanes[-1] if lanes else 0) + len(bus.label) * _SIGN + 22)
    return _Side(tuple(ordered), tuple(lanes))


def _rows(within: dict[int, list[str]], left: _Side, right: _Side) -> tuple[list[float], list[float]]:
    """Give the upper and the lower edge of each place."""
    tops: list[float] = [_EDGE]
    bottoms: list[float] = [_EDGE + 2.0 * _DOT]
    for place in range(1, len(within)):
        ports = max(len(left.ports(place)), len(right.ports(place)))
        tops.append(bottoms[-1] + _BETWEEN)
        bottoms.append(tops[-1] + max(_TITLE + _LINE * len(within[place]), _LINE * ports + 8))
    return tops, bottoms


def _ways(side: _Side, edge: float, sign: int, tops: Sequence[float]) -> list[str]:
    """Draw the buses of a side: a way from each start to the lane, along it, and to the end, where the label stands."""
    drawn: list[str] = []
    heights = {
        (place, bus): top + _LINE * (port + 1) - 2 if place else top + _DOT
        for place, top in enumerate(tops)
        for port, (bus, _) in enumerate(side.ports(place))
    }
    for bus, lane in zip(side.buses, side.lanes, strict=True):
        far = edge + sign * lane
        end = heights[bus.end, bus]
        longest = max(abs(start - bus.end) for start in bus.starts)
        for start in bus.starts:
            height = heights[start, bus]
            begin = edge if start else edge - sign * (_WIDTH / 2 - _DOT)
            if abs(start - bus.end) == longest:
                drawn.append(_path(f"M{begin:g} {height:g} H{far:g} V{end:g}"))
            else:
                # It joins the way of the furthest one: a dot tells that from a crossing.
                drawn += [_path(f"M{begin:g} {height:g} H{far:g}"), _dot(far, height, _JOINT)]
        drawn.append(_path(f"M{far:g} {end:g} H{edge + sign * 2:g}", tip=True))
        drawn.append(_text(far - sign * 6, end - 4, bus.label, "end" if sign > 0 else "start"))
    return drawn


def _path(way: str, *, tip: bool = False) -> str:
    end = ' marker-end="url(#tip)"' if tip else ""
    return f'<path d="{way}" fill="none" stroke="{_INK}"{end}/>'


def _dot(x: float, y: float, radius: float) -> str:
    return f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" fill="{_INK}"/>'


def _text(x: float, y: float, words: str, anchor: str = "start", more: str = "") -> str:
    return f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}"{more}>{escape(words)}</text>'


def _box(
    life_cycle: LifeCycle[State, Step, Subject],
    state: State,
    within: Sequence[str],
    x: float,
    rows: tuple[float, float],
) -> list[str]:
    """Draw a state between two heights, and below its name what can be done in it."""
    top, bottom = rows
    face, edge = _HOLDS if state in life_cycle.holds else _PLAIN
    colours = f'fill="{face}" stroke="{edge}"'
    boxes = [f'<rect x="{x:g}" y="{top:g}" width="{_WIDTH}" height="{bottom - top:g}" rx="9" {colours}/>']
    if state in life_cycle.finals:
        inner = f'width="{_WIDTH - 8}" height="{bottom - top - 8:g}" rx="6" {colours}'
        boxes.append(f'<rect x="{x + 4:g}" y="{top + 4:g}" {inner}/>')
    first = (top + bottom - _LINE * len(within)) / 2 + 5
    lines = [_text(x + _WIDTH / 2, first, _words(state), "middle", ' font-size="14" font-weight="600"')]
    lines += [
        _text(x + _WIDTH / 2, first + _LINE * number, f"↻ {label}", "middle", ' fill="#555"')
        for number, label in enumerate(within, 1)
    ]
    return boxes + lines
