"""Panels of a burn-up: what was counted, aimed at and claimed of one measure, drawn on one chart."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Final, assert_never, final

from attrs import evolve, frozen

from rural_taobao.periods import Month
from rural_taobao.programme import (
    About,
    AtLeast,
    Claim,
    Conflict,
    Course,
    Exactly,
    Figure,
    Goal,
    Measure,
    MoreThan,
    Nearly,
    Programme,
    ShareOfAll,
    Target,
    Total,
    Yearly,
)
from rural_taobao.programme.claims import first_day, last_day
from rural_taobao.programme.targets import needed
from rural_taobao.reports.charts import Chart, Scale
from rural_taobao.reports.drawing import Canvas, Spot
from rural_taobao.reports.room import Room

__all__ = ["CLAIMED", "CONFLICT", "COUNTED", "SHAPES", "TARGETS", "Drawn", "draw_panel"]

COUNTED: Final = "black"
CLAIMED: Final = "#0072B2"
CONFLICT: Final = "#D55E00"
TARGETS: Final[Sequence[tuple[str, Sequence[float]]]] = (
    *(("#009E73", ()), ("#CC79A7", (5, 1.5))),
    *(("#E69F00", (1.5, 1.5)), ("#56B4E9", (8, 1.5, 1.5, 1.5))),
)
"""The colours and dashes of targets, in turn; the colour-blind can tell them apart."""
SHAPES: Final[Mapping[type[Figure], str]] = {Exactly: "o", AtLeast: "^", MoreThan: "^", About: "D", Nearly: "v"}
"""The mark of each figure, by the letter that matplotlib has for it."""
_SIGNS: Final[Mapping[type[Figure], str]] = {Exactly: "", AtLeast: "≥", MoreThan: ">", About: "≈", Nearly: "<"}
_SAID: Final = 8
"""How large is written what stands in a panel, in points."""
_MARK: Final = 0.06
"""How far a mark reaches, in inches."""
_HEADROOM: Final = 0.1
"""What is left free above the greatest count, for words, in shares of it."""
_DAY: Final = timedelta(1)


@final
@frozen
class _Line:
    """
    The line of a goal.

    Attributes:
        place: The place of its target among those that are drawn.
        first: Its first day.
        last: Its last day.
        count: At which count it is.
        said: What it is called.
    """

    place: int
    first: date
    last: date
    count: int
    said: str


@final
@frozen(kw_only=True)
class Drawn:
    """
    What a burn-up draws.

    Attributes:
        programme: The programme.
        targets: Those of its targets that are drawn.
        course: What was counted, if anything was.
        until: The last day of it.
        scale: How far apart counts are drawn.
    """

    programme: Programme
    targets: tuple[Target, ...]
    course: Course | None
    until: date
    scale: Scale

    def counts(self, measure: Measure) -> list[tuple[date, int]]:
        """Give what was counted up to the last day."""
        tallies = () if self.course is None else self.course.tallies
        return [(day, tally.count(measure)) for day, tally in tallies if day <= self.until and tally.has(measure)]

    def lines(self, measure: Measure) -> list[_Line]:
        """Give the lines of the targets."""
        lines: list[_Line] = []
        for place, target in enumerate(self.targets):
            for goal in target.goals:
                if goal.measure is measure:
                    lines += _joined(self._of_goal(place, target, goal))
        return lines

    def _of_goal(self, place: int, target: Target, goal: Goal) -> Iterator[_Line]:
        first, last = first_day(target.set_on), target.due_last
        match goal:
            case Total(_, figure):
                yield _Line(place, first, last, needed(figure), target.id)
            case ShareOfAll():
                for each in sorted(self.programme.denominators, key=lambda denominator: denominator.year):
                    of_year = _year(each.year)
                    if each.measure is goal.measure and of_year is not None:
                        begins, ends = max(first, of_year[0]), min(last, of_year[1])
                        if begins <= ends:
                            said = f"{target.id}, {'>' if goal.exceeded else ''}{goal.share}"
                            yield _Line(place, begins, ends, goal.needed_of(each.number), said)
            case Yearly():
                # How many more in a year is no count that a line could stand at.
                pass
            case _:
                assert_never(goal)

    def claims(self, measure: Measure) -> list[tuple[Claim, Figure]]:
        """Give the claims that state a figure."""
        found = ((claim, claim.figure(measure)) for claim in self.programme.claims)
        return [(claim, figure) for claim, figure in found if figure is not None]

    def conflicts(self, measure: Measure) -> list[Conflict]:
        """Give the pairs of claims that do not go together."""
        return [each for each in self.programme.conflicts() if measure in each.measures]

    def is_empty(self, measure: Measure) -> bool:
        """Tell whether there is nothing to draw."""
        return not (self.counts(measure) or self.lines(measure) or self.claims(measure))

    def days(self, measure: Measure) -> Iterator[date]:
        """Give days between which all lies that is drawn."""
        for day, _ in self.counts(measure)[:1]:
            yield from (day, self.until)
        for line in self.lines(measure):
            yield from (line.first, line.last)
        for claim, _ in self.claims(measure):
            yield from (first_day(claim.when), last_day(claim.when))


def _year(year: int) -> tuple[date, date] | None:
    """Give the first and the last day of a year; None of one beyond the calendar."""
    return None if year > date.max.year else (date(year, 1, 1), date(year, 12, 31))


def _joined(lines: Iterator[_Line]) -> list[_Line]:
    """Join lines that go on at the same count."""
    joined: list[_Line] = []
    for line in lines:
        if joined and joined[-1].count == line.count and joined[-1].last + _DAY == line.first:
            joined[-1] = evolve(joined[-1], last=line.last)
        else:
            joined.append(line)
    return joined


@final
class _Panel:
    """
    A panel while it is drawn: first all that has a place of its own, then words, where there is room for them.

    Args:
        canvas: The sheet.
        chart: The chart.
    """

    def __init__(self, canvas: Canvas, chart: Chart) -> None:
        self._canvas, self._chart = canvas, chart
        self._room = Room(canvas, chart.left, chart.right, chart.top, chart.bottom, points=_SAID)

    def draw_line(self, line: _Line, target: Target) -> None:
        """Draw the line of a goal, with ticks where the times of its target end."""
        chart, canvas = self._chart, self._canvas
        colour, dashes = TARGETS[line.place % len(TARGETS)]
        left, right, y = chart.across(line.first), chart.after(line.last), chart.up(line.count)
        # A later line is thinner, so that one below it is seen.
        canvas.line([(left, y), (right, y)], colour=colour, width=max(2.8 - 0.6 * line.place, 1.2), dashes=dashes)
        for end in (target.due_first, target.due_last):
            if line.first <= end <= line.last:
                x = chart.after(end)
                canvas.line([(x, y - 0.05), (x, y + 0.05)], colour=colour, width=1.6)
        self._room.take(left, right, y - 0.02, y + 0.02)

    def name_line(self, line: _Line) -> None:
        """Say what a line is where it begins."""
        words = f"{line.said}: {line.count:,}"
        left, right = self._chart.across(line.first), self._chart.after(line.last)
        at = self._room.along(words, left, right, self._chart.up(line.count))
        if at is not None:
            self._canvas.text(*at, words, _SAID, colour="0.25")

    def draw_counts(self, counts: Sequence[tuple[date, int]], until: date) -> None:
        """Draw what was counted, as stairs."""
        chart, spots = self._chart, list[Spot]()
        for day, count in counts:
            spots += [(chart.across(day), y) for _, y in spots[-1:]]
            spots.append((chart.across(day), chart.up(count)))
        spots.append((chart.after(until), spots[-1][1]))
        self._canvas.line(spots, colour=COUNTED, width=2.0)
        self._canvas.mark(*spots[-1], "s", colour=COUNTED, points=4)
        for (x, y), (to, further) in pairwise(spots):
            self._room.take(min(x, to), max(x, to), min(y, further), max(y, further))

    def name_counts(self, count: int, until: date) -> None:
        """Say what was counted last."""
        words = f"{count:,}"
        at = self._room.beside(words, self._chart.after(until), self._chart.up(count), _MARK)
        if at is not None:
            self._canvas.text(*at, words, _SAID, colour=COUNTED)

    def _spot(self, claim: Claim, figure: Figure) -> Spot:
        """Give where a claim stands: in the middle of its day, or of its month."""
        first, last = first_day(claim.when), last_day(claim.when)
        return (self._chart.across(first) + self._chart.after(last)) / 2, self._chart.up(figure.number)

    def _reach(self, claim: Claim) -> float:
        """Give how far a claim reaches to either side: as far as its month, or its mark."""
        first, last = first_day(claim.when), last_day(claim.when)
        return max((self._chart.after(last) - self._chart.across(first)) / 2, _MARK)

    def draw_claim(self, claim: Claim, figure: Figure, *, is_disputed: bool) -> None:
        """Draw a claim, hollow where another one does not go together with it."""
        colour = CONFLICT if is_disputed else CLAIMED
        (x, y), reach = self._spot(claim, figure), self._reach(claim)
        if isinstance(claim.when, Month):
            self._canvas.line([(x - reach, y), (x + reach, y)], colour=colour, width=1.2)
        self._canvas.mark(x, y, SHAPES[type(figure)], colour=colour, filled=not is_disputed, points=5)
        self._room.take(x - reach, x + reach, y - _MARK, y + _MARK)

    def name_claims(self, claims: Iterable[tuple[Claim, Figure]]) -> None:
        """Say what was claimed, beside its mark, or aside with a stroke to it where there is no room beside it."""
        without: list[tuple[Spot, str]] = []
        for claim, figure in claims:
            spot, words = self._spot(claim, figure), _sign(figure)
            at = self._room.beside(words, *spot, self._reach(claim))
            if at is None:
                without.append((spot, words))
            else:
                self._canvas.text(*at, words, _SAID, colour=CLAIMED)
        for spot, words in without:
            self._name_aside(words, spot, CLAIMED)

    def _name_aside(self, words: str, spot: Spot, colour: str) -> None:
        """Say something of a spot aside, with a stroke to it, if there is room in the panel."""
        found = self._room.aside(words, *spot)
        if found is not None:
            at, foot = found
            self._canvas.line([foot, spot], colour=colour, width=0.8)
            self._canvas.text(*at, words, _SAID, colour=colour)

    def draw_conflict(self, claims: Sequence[tuple[Claim, Figure]]) -> None:
        """Join two claims that do not go together, and say what they are."""
        (left, upper), (right, lower) = (self._spot(*each) for each in claims)
        self._canvas.line([(left, upper), (right, lower)], colour=CONFLICT, width=1.2, dashes=(3, 1.5))
        middle = (left + right) / 2, (upper + lower) / 2
        words = " ≠ ".join(f"{claim.when}: {_sign(figure)}" for claim, figure in claims)
        self._name_aside(words, middle, CONFLICT)


def draw_panel(
    canvas: Canvas, drawn: Drawn, measure: Measure, edges: tuple[float, float, float, float], days: tuple[date, date]
) -> None:
    """
    Draw the panel of a measure.

    Args:
        canvas: The sheet, measured in inches both ways.
        drawn: What is drawn.
        measure: The measure; there is something to draw of it.
        edges: The left, right, upper and lower edge of the panel.
        days: The first and the last day that it shows.
    """
    counts, lines, claims = drawn.counts(measure), drawn.lines(measure), drawn.claims(measure)
    figures = dict(claims)
    numbers = [
        *(count for _, count in counts),
        *(line.count for line in lines),
        *(figure.number for figure in figures.values()),
    ]
    left, right, top, bottom = edges
    chart = Chart(
        canvas,
        left=left,
        right=right,
        top=top,
        bottom=bottom,
        first=days[0],
        until=days[1],
        most=max(numbers),
        scale=drawn.scale,
        headroom=_HEADROOM,
    )
    chart.draw_ground()
    panel = _Panel(canvas, chart)
    conflicts = drawn.conflicts(measure)
    disputed = {claim for conflict in conflicts for claim in (conflict.first, conflict.second)}
    for line in lines:
        panel.draw_line(line, drawn.targets[line.place])
    if counts:
        panel.draw_counts(counts, drawn.until)
    for claim, figure in claims:
        panel.draw_claim(claim, figure, is_disputed=claim in disputed)
    for conflict in conflicts:
        panel.draw_conflict([(claim, figures[claim]) for claim in (conflict.first, conflict.second)])
    for line in lines:
        panel.name_line(line)
    for _, count in counts[-1:]:
        panel.name_counts(count, drawn.until)
    panel.name_claims((claim, figure) for claim, figure in claims if claim not in disputed)


def _sign(figure: Figure) -> str:
    return f"{_SIGNS[type(figure)]}{figure.number:,}"
