"""
Areas over time: how many stations there are in each state, or under each model version, from the first day to another.

The areas lie upon each other, so that the upper edge of all of them is their sum; each day's counts are exact.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final, final

from attrs import frozen

from rural_taobao.days import is_day
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.identifiers import StationId
from rural_taobao.lives.stations import StationState
from rural_taobao.network import Condition, Network, census_by_day
from rural_taobao.register import Register, states_by_day
from rural_taobao.reports.charts import Chart
from rural_taobao.reports.drawing import Canvas, Colour, ImageKind
from rural_taobao.reports.fonts import Labels, Lettering

__all__ = ["NothingCounted", "states_over_time", "versions_over_time"]

_STATES: Final = {
    StationState.OPEN: ("#0072B2", "营业", "open"),
    StationState.SUSPENDED: ("#E69F00", "暂停", "suspended"),
    StationState.OPENING: ("#56B4E9", "筹建", "opening"),
    StationState.SURVEYED: ("#009E73", "已考察", "surveyed"),
    StationState.PROPOSED: ("#F0E442", "提议", "proposed"),
    StationState.CLOSED: ("#999999", "已关闭", "closed"),
    StationState.DROPPED: ("#CC79A7", "已放弃", "dropped"),
}
"""The colours of states, which the colour-blind can tell apart, and what they are called; the lowest first."""
_CONDITIONS: Final = {
    Condition.RUN: ("#0072B2", "有人负责", "run by a partner"),
    Condition.VACANT: ("#E69F00", "空缺", "vacant"),
    Condition.CLOSED: ("#999999", "已关闭", "closed"),
}
_VERSIONS: Final = ("#E69F00", "#0072B2", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#000000")
"""The colours of versions in turn; after the last, the same ones hatched."""
_VACANT: Final = ("#BBBBBB", "空缺", "vacant")
_OTHERS: Final = ("#666666", "其他版本", "other versions")
_MOST: Final = 15
"""How many versions have an area of their own; those of which there were fewest share one."""
_WIDTH, _LEFT, _RIGHT = 11.0, 0.85, 8.0
"""Of the sheet, and where its panel begins and ends, in inches; the key stands to the right of it."""
_TOP, _PANEL, _FOOT = 0.8, 3.9, 0.55
"""The heights of what stands above the panel, of the panel, and of what stands below, in inches."""
_ROW: Final = 0.28
"""The height of a row of the key, in inches."""
_KEY, _SWATCH = 8.25, 8.51
"""Where the key begins, and where the colours in it end."""
_NAME: Final = 9


@final
class NothingCounted(RuralTaobaoError, LookupError):
    """
    A picture over time was asked for of days on which nothing is there.

    Attributes:
        until: The last day that was asked for.
        first: The first day on which anything is there; None where there is none.
    """

    def __init__(self, until: date, first: date | None) -> None:
        self.until = until
        self.first = first
        super().__init__(until, first)

    def __str__(self) -> str:
        begun = "nothing ever is" if self.first is None else f"the first is there on {self.first}"
        return (
            f"a picture over time must lead to a day on which a station is there, but {begun} and {self.until} was "
            "given; draw up to another day, or another network"
        )


@final
@frozen
class _Layer:
    """
    One of the areas.

    Attributes:
        name: What it is called.
        face: Its colour.
        counts: How many there are, by the days on which any area changes.
        hatched: Whether it has strokes.
    """

    name: str
    face: Colour
    counts: Sequence[int]
    hatched: bool = False


def states_over_time(
    told: Register | Network,
    until: date,
    lettering: Lettering,
    *,
    known_by: datetime | None = None,
    labels: Labels = Labels.BOTH,
    image: ImageKind = ImageKind.PNG,
) -> bytes:
    r"""
    Draw how many stations were in each state, from the first day to another.

    Args:
        told: A register, which knows every state of a station; or a network, of which it is told whether a station is
            run by a partner, vacant or closed.
        until: The last day that is drawn.
        lettering: The font.
        known_by: The last instant whose knowledge counts; all that is known where it is not given. A network knows one
            state of knowledge alone.
        labels: In which language states are named.
        image: The kind of picture.

    Raises:
        NothingCounted: No station is there by that day.
        NotADay: The day is none.
        NotAnInstant: The instant has no fixed offset.
        WordUnknown: The language is none of `Labels`, or the kind none of `ImageKind`.
        FontWithoutChinese: Chinese names are asked for, and the font has none.
        ReportsMissing: The extra `reports` is not installed.

    Example:
        >>> from rural_taobao.reports import lettering
        >>> from rural_taobao.samples import one_village
        >>> states_over_time(one_village(), date(2016, 11, 11), lettering())[:8]
        b'\x89PNG\r\n\x1a\n'
    """
    is_day(None, None, until)
    if isinstance(told, Register):
        of_register = states_by_day(told, StationId, known_by)
        layers = _layers(_STATES, of_register, lettering, labels)
        days = list(of_register)
    else:
        of_network = {day: found.stations for day, found in census_by_day(told).items()}
        begun = {day: counts for day, counts in of_network.items() if any(counts[each] for each in _CONDITIONS)}
        layers = _layers(_CONDITIONS, begun, lettering, labels)
        days = list(begun)
    title = lettering.named("各状态的服务站数", "Stations by state", labels)
    return _drawn((title, _in_all(lettering, labels)), days, layers, until, lettering=lettering, image=image)


def _layers(
    looks: Mapping[Any, tuple[str, str, str]],
    by_day: Mapping[date, Mapping[Any, int]],
    lettering: Lettering,
    labels: Labels,
) -> list[_Layer]:
    """Make an area of each state."""
    return [
        _Layer(
            lettering.named(chinese, english, labels, between=" "),
            face,
            [counts.get(state, 0) for counts in by_day.values()],
        )
        for state, (face, chinese, english) in looks.items()
    ]


def versions_over_time(
    told: Register | Network,
    until: date,
    lettering: Lettering,
    *,
    known_by: datetime | None = None,
    labels: Labels = Labels.BOTH,
    image: ImageKind = ImageKind.PNG,
) -> bytes:
    r"""
    Draw how many stations were run under each model version, and how many were vacant, from the first day to another.

    The fifteen versions under which the most stations were at once have an area of their own.

    Args:
        told: A network, or the register that gives it.
        until: The last day that is drawn.
        lettering: The font.
        known_by: The last instant whose knowledge counts, as for `states_over_time`.
        labels: In which language all but the versions are named.
        image: The kind of picture.

    Raises:
        NothingCounted: No station is open by that day.
        NetworkRefused: The platform of a register was not enrolled by then.
        NotADay: The day is none.
        NotAnInstant: The instant has no fixed offset.
        WordUnknown: The language is none of `Labels`, or the kind none of `ImageKind`.
        FontWithoutChinese: Chinese names are asked for, and the font has none.
        ReportsMissing: The extra `reports` is not installed.

    Example:
        >>> from rural_taobao.reports import lettering
        >>> from rural_taobao.samples import one_village
        >>> versions_over_time(one_village(), date(2016, 11, 11), lettering(), image=ImageKind.SVG)[:5]
        b'<?xml'
    """
    is_day(None, None, until)
    network = told.network(known_by) if isinstance(told, Register) else told
    censuses = census_by_day(network)
    days = [day for day, found in censuses.items() if found.stations[Condition.AHEAD] < sum(found.stations.values())]
    found = [censuses[day] for day in days]
    counts = {version.id: [each.versions.get(version.id, 0) for each in found] for version in network.versions}
    used = [version for version, of_version in counts.items() if any(of_version)]
    kept = set(sorted(used, key=lambda version: max(counts[version]), reverse=True)[:_MOST])
    own = [version for version in used if version in kept]
    layers = [
        _Layer(version, _VERSIONS[place % len(_VERSIONS)], counts[version], place >= len(_VERSIONS))
        for place, version in enumerate(own)
    ]
    others = [counts[version] for version in used if version not in kept]
    for (face, chinese, english), of_it in (
        (_OTHERS, [sum(each) for each in zip(*others, strict=True)] if others else []),
        (_VACANT, [each.stations[Condition.VACANT] for each in found]),
    ):
        layers.append(_Layer(lettering.named(chinese, english, labels, between=" "), face, of_it))
    title = lettering.named("各版本的服务站数", "Stations by model version", labels)
    return _drawn((title, _in_all(lettering, labels)), days, layers, until, lettering=lettering, image=image)


def _in_all(lettering: Lettering, labels: Labels) -> str:
    return lettering.named("合计", "in all", labels, between=" ")


def _drawn(
    said: tuple[str, str],
    days: Sequence[date],
    layers: Sequence[_Layer],
    until: date,
    *,
    lettering: Lettering,
    image: ImageKind,
) -> bytes:
    """Draw areas upon each other under a title; those in which nothing ever is are left out."""
    shown = sum(day <= until for day in days)
    if not shown:
        raise NothingCounted(until, next(iter(days), None))
    filled = [layer for layer in layers if any(layer.counts[:shown])]
    sums = [sum(layer.counts[place] for layer in filled) for place in range(shown)]
    height = max(_TOP + _PANEL + _FOOT, _TOP + _ROW * (len(filled) + 2))
    canvas = Canvas(_WIDTH, height, across=(0.0, _WIDTH), down=(0.0, height), lettering=lettering)
    title, in_all = said
    span = str(until) if days[0] == until else f"{days[0]} – {until}"
    canvas.text(_LEFT, 0.35, f"{title}, {span}", 14)
    chart = Chart(
        canvas,
        left=_LEFT,
        right=_RIGHT,
        top=_TOP,
        bottom=height - _FOOT,
        first=days[0],
        until=until,
        most=max(sums),
    )
    chart.draw_ground()
    starts = [chart.across(day) for day in days[:shown]]
    ends = [*starts[1:], chart.right]
    below = [0] * shown
    for layer in filled:
        above = [low + count for low, count in zip(below, layer.counts, strict=False)]
        corners = [*_stairs(chart, starts, ends, above), *reversed(_stairs(chart, starts, ends, below))]
        canvas.area(corners, face=layer.face, hatched=layer.hatched)
        below = above
    _draw_key(canvas, filled, shown - 1, f"{sums[-1]:,}", in_all)
    return canvas.image(image)


def _stairs(
    chart: Chart, starts: Sequence[float], ends: Sequence[float], counts: Sequence[int]
) -> list[tuple[float, float]]:
    """Give the corners of a line that stays as high as a count until the next one."""
    return [(x, chart.up(count)) for start, end, count in zip(starts, ends, counts, strict=True) for x in (start, end)]


def _draw_key(canvas: Canvas, layers: Sequence[_Layer], last: int, total: str, in_all: str) -> None:
    """Draw what the areas are, the uppermost first, and what each comes to on the last day."""
    right = _WIDTH - 0.25
    y = _TOP + _ROW / 2
    canvas.text(_KEY + 0.36, y, in_all, _NAME)
    canvas.text(right, y, total, _NAME, align="right")
    for layer in reversed(layers):
        y += _ROW
        upper, lower = y - 0.07, y + 0.07
        corners = [(_KEY, upper), (_SWATCH, upper), (_SWATCH, lower), (_KEY, lower)]
        canvas.area(corners, face=layer.face, hatched=layer.hatched)
        count = f"{layer.counts[last]:,}"
        room = right - canvas.width_of(count, _NAME) - 0.15 - (_KEY + 0.36)
        canvas.text(_KEY + 0.36, y, canvas.cut(layer.name, _NAME, room), _NAME)
        canvas.text(right, y, count, _NAME, align="right")
