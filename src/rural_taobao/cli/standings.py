"""The command `network progress`: how far a network has come towards the targets of a programme, and at which pace."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, final

import click
from attrs import evolve, frozen
from rich.console import RenderableType
from rich.text import Text

from rural_taobao.cli.chronicles import conflict_object, conflict_sentence, due_sentence, percent, target_object
from rural_taobao.cli.options import PATH, as_json, day, examples, name, words
from rural_taobao.cli.output import Hanging, Output, Steps
from rural_taobao.cli.pictures import language, picture, scale, written
from rural_taobao.cli.programmes import read
from rural_taobao.cli.tables import table
from rural_taobao.coverage import coverage_course
from rural_taobao.currencies import Currency
from rural_taobao.days import MonthsOutsideCalendar, months_after
from rural_taobao.documents import read_countryside
from rural_taobao.documents.faults import DocumentsRefused, Fault
from rural_taobao.documents.messages import worded
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.exact import Rounding, rounded
from rural_taobao.money import Money
from rural_taobao.programme import (
    Course,
    Measure,
    Programme,
    Progress,
    Spending,
    Standing,
    Tally,
    Target,
    Unmeasured,
    course_of,
)
from rural_taobao.programme.budgets import spending
from rural_taobao.programme.claims import first_day
from rural_taobao.programme.paces import DeadlinePassed, NoPace
from rural_taobao.programme.progress import YearOver

if TYPE_CHECKING:
    from rural_taobao.reports import ImageKind, Labels, Lettering

__all__ = ["progress"]

_YEAR: Final = 12


@final
@frozen(kw_only=True)
class _Found:
    """
    What was found.

    Attributes:
        programme: The programme.
        targets: Those of its targets that are shown.
        course: What was counted of the network.
        on: The day.
        since: The day from which on the pace is taken; None where no day lies before.
        spent: What was spent on the programme up to the day, if that was stated.
    """

    programme: Programme
    targets: tuple[Target, ...]
    course: Course
    on: date
    since: date | None
    spent: Money | None

    def standings(self, target: Target) -> tuple[Standing, ...]:
        return self.programme.standings(target.id, self.course, self.on)

    def pace(self, measure: Measure) -> Fraction | None:
        """Give how many a month were gained; None where that is not known."""
        tally = self.course.on(self.on)
        return None if self.since is None or not tally.has(measure) else self.course.pace(measure, self.since, self.on)

    def spending(self, target: Target) -> Spending | None:
        """Give what was spent of the budget of a target; None where it has none, or nobody told."""
        if target.budget is None or self.spent is None:
            return None
        tally = evolve(self.course.on(self.on), spent=self.spent)
        return spending(target, Course({self.on: tally}), self.on)


@click.command(
    short_help="Tell how far a network has come towards the targets of a programme.",
    epilog=examples(
        "rural-taobao network progress network --on 2016-11-11",
        "rural-taobao network progress network --on 2016-11-11 --target announced --spent 6000000.00",
        "rural-taobao network progress network --on 2016-11-11 --picture burn-up.png --json",
    ),
)
@click.argument("folder", type=PATH)
@click.option(
    "--on", "on", metavar="YYYY-MM-DD", callback=day, required=True, help="The day, on the network's own clock."
)
@click.option("--target", metavar="ID", callback=name, help="Show this target alone.")
@click.option(
    "--programme",
    "file",
    metavar="FILE",
    type=PATH,
    help="A programme of your own, a TOML file, in place of the record of the real one.",
)
@click.option(
    "--since",
    metavar="YYYY-MM-DD",
    callback=day,
    help="Take the pace from this day on; else of the last twelve months, or since the first day.",
)
@click.option("--spent", metavar="AMOUNT", callback=words, help="What was spent on the programme up to the day.")
@picture("what was counted, beside the targets and what was claimed")
@scale
@language
@as_json
def progress(
    *,
    folder: Path,
    on: date,
    target: str | None,
    file: Path | None,
    since: date | None,
    spent: str | None,
    picture: Path | None,
    scale: str,
    language: str,
    as_json: bool,
) -> None:
    """
    Tell how far a network has come towards each target of a programme, and when it would be there at its pace.

    FOLDER holds the network, and its villages where they are known.
    A share is of all there were in the year of the day; what is not known is told, and never taken for nothing.
    """
    if since is not None and since >= on:
        message = f"a pace must be taken up to --on from an earlier day, but --since {since} was given; give one before"
        raise click.UsageError(message)
    output = Output(machine=as_json)
    with output.telling():
        with output.steps() as steps:
            programme = read(file)
            course = _course(folder, steps)
        found = _Found(
            programme=programme,
            targets=programme.targets if target is None else (programme.target(target),),
            course=_counted_from(course, on if since is None else since),
            on=on,
            since=_since(course, on) if since is None else since,
            spent=None if spent is None else _money(spent, programme.currency),
        )
        content = _object(found) if as_json else [*_page(found)]
        drawn = written(output, picture, language, partial(_draw, found, scale))
        if isinstance(content, dict):
            output.object({**content, "picture": drawn})
            return
        output.page(*content)
        if drawn is not None:
            output.page(Hanging(f"{drawn}: a picture"))


def _course(folder: Path, steps: Steps) -> Course:
    """Count a network by day; villages only where they are known."""
    with steps.step("reading the network"):
        countryside = read_countryside(folder)
    with steps.step("counting"):
        return coverage_course(countryside) if countryside.villages else course_of(countryside.network)


def _counted_from(course: Course, day: date) -> Course:
    """Count from a day on; before the first day on which anything of a network was there, nothing was."""
    first, tally = course.tallies[0]
    if day >= first:
        return course
    nothing = Tally(counties=0, stations=0, villages=None if tally.villages is None else 0, provinces=0)
    return Course({day: nothing, **dict(course.tallies)})


def _since(course: Course, on: date) -> date | None:
    """Give the day a year before, or the first that was counted where it is later; None where none lies before."""
    first = course.days[0]
    try:
        year_ago = months_after(on, -_YEAR)
    except MonthsOutsideCalendar:
        year_ago = first
    since = max(first, year_ago)
    return since if since < on else None


def _draw(found: _Found, scale: str, *, lettering: "Lettering", labels: "Labels", image: "ImageKind") -> bytes:
    from rural_taobao.reports import Scale, burn_up

    return burn_up(
        found.programme,
        lettering,
        course=found.course,
        until=found.on,
        targets=[each.id for each in found.targets],
        scale=Scale(scale),
        labels=labels,
        image=image,
    )


def _needed_pace(found: Progress) -> Fraction | None:
    """Give how many a month are needed up to the end of the longest time; None where that has passed."""
    try:
        return found.pace_needed(found.due_last)
    except DeadlinePassed:
        return None


def _there(found: Progress, pace: Fraction | None) -> date | None:
    """Give the day on which nothing remains at a pace; None where there is none in the calendar, or in the year."""
    if pace is None:
        return None
    try:
        return found.day_reached(pace)
    except (NoPace, MonthsOutsideCalendar, YearOver):
        return None


def _object(found: _Found) -> dict[str, object]:
    """Give how far the network has come, for machines; paces are exact fractions of a month."""
    tally = found.course.on(found.on)
    return {
        "on": str(found.on),
        "since": None if found.since is None else str(found.since),
        "programme": found.programme.name,
        "counted": {measure.value: tally.count(measure) if tally.has(measure) else None for measure in Measure},
        "paces": {measure.value: _exact(found.pace(measure)) for measure in Measure},
        "targets": [
            {
                **target_object(target),
                "standings": [_standing_object(found, each) for each in found.standings(target)],
                "spending": _spending_object(found.spending(target)),
            }
            for target in found.targets
        ],
        "conflicts": [conflict_object(each) for each in found.programme.conflicts()],
    }


def _exact(pace: Fraction | None) -> str | None:
    return None if pace is None else str(pace)


def _standing_object(found: _Found, standing: Standing) -> dict[str, object]:
    goal = {"goal": str(standing.goal), "measure": standing.goal.measure.value}
    if isinstance(standing, Unmeasured):
        return {**goal, "unmeasured": str(standing.reason)}
    there = _there(standing, found.pace(standing.goal.measure))
    return {
        **goal,
        "counted": standing.counted,
        "needed": standing.needed,
        "remaining": standing.remaining,
        "share": {"part": standing.share.part, "of": standing.share.whole},
        "reached": None if standing.reached is None else str(standing.reached),
        "due_first": str(standing.due_first),
        "due_last": str(standing.due_last),
        "late": standing.is_late,
        "pace_needed": _exact(_needed_pace(standing)),
        "reached_at_pace": None if there is None else str(there),
        "of_all": None if standing.denominator is None else standing.denominator.number,
    }


def _spending_object(found: Spending | None) -> dict[str, object] | None:
    if found is None:
        return None
    return {
        "budget_minor": found.budget.minor,
        "spent_minor": found.spent.minor,
        "left_minor": found.left.minor,
        "stations": found.stations,
        "per_station_minor": found.rounded_per_station(Rounding.HALF_UP).minor if found.stations else None,
    }


def _tenths(pace: Fraction, rounding: Rounding) -> str:
    tenths = rounded(pace.numerator * 10, pace.denominator, rounding)
    sign, number = "-" if tenths < 0 else "", abs(tenths)
    return f"{sign}{number // 10:,}.{number % 10}"


def _money(text: str, currency: Currency) -> Money:
    """Read the amount of --spent, whose currency is that of the programme."""
    try:
        return Money.parse(text, currency)
    except RuralTaobaoError as error:
        raise DocumentsRefused([Fault("--spent", 0, "", worded(error))]) from None


def _page(found: _Found) -> Iterator[RenderableType]:
    """Give how far the network has come: a table for each target, the pace, what was spent, and what does not agree."""
    yield Text(f"{found.programme.name} on {found.on}", style="bold")
    yield ""
    for target in found.targets:
        yield from _target_page(found, target)
    paces = [(measure, found.pace(measure)) for measure in Measure]
    told = ", ".join(f"{_tenths(pace, Rounding.HALF_UP)} {measure}" for measure, pace in paces if pace is not None)
    if told:
        yield Hanging(f"The pace since {found.since}, a month: {told}.")
    for conflict in found.programme.conflicts():
        yield Hanging(f"Told and not going together: {conflict_sentence(conflict)}")


def _target_page(found: _Found, target: Target) -> Iterator[RenderableType]:
    yield Text(f"Target {target.id}", style="bold")
    yield Hanging(due_sentence(target))
    if first_day(target.set_on) > found.on:
        yield Hanging(f"Nobody aimed at it on {found.on} yet; what was counted then is told all the same.")
    yield ""
    made = table("goal", "#counted", "#needed", "#share", "#needed a month", "there", spare=("needed",))
    said: list[str] = []
    for standing in found.standings(target):
        if isinstance(standing, Unmeasured):
            said.append(f"{standing.goal}: {standing.reason}")
            continue
        pace = _needed_pace(standing)
        made.add_row(
            str(standing.goal),
            f"{standing.counted:,}",
            f"{standing.needed:,}",
            percent(standing.share),
            "overdue" if pace is None else _tenths(pace, Rounding.UP),
            _said_there(found, standing),
        )
    if made.filled:
        yield made
        yield ""
    said += _said_spent(found, target)
    if said:
        yield from map(Hanging, said)
        yield ""


def _said_there(found: _Found, standing: Progress) -> str:
    """Say when a goal was reached, or would be at the pace of the network."""
    if standing.reached is not None:
        return f"since {standing.reached}"
    there = _there(standing, found.pace(standing.goal.measure))
    return "not at this pace" if there is None else f"by {there}"


def _said_spent(found: _Found, target: Target) -> Iterator[str]:
    """Say what was spent of the budget of a target, where it has one."""
    if target.budget is None:
        return
    spent = found.spending(target)
    if spent is None:
        yield f"A budget of {target.budget}; nobody stated what was spent of it: --spent does."
        return
    each = ""
    if spent.stations:
        stations = f"{spent.stations:,} {Measure.STATIONS.noun(spent.stations)}"
        each = f", {spent.rounded_per_station(Rounding.HALF_UP)} for each of {stations}"
    left = f"{spent.left} is left" if spent.left.minor >= 0 else f"{-spent.left} more than there was"
    yield f"Spent {spent.spent} of a budget of {spent.budget}{each}; {left}."
