"""
Progress: how far what was counted has come towards the goals of a target, by day, and what the rest would take.

What was told is set beside a target as well, in the words in which it was told.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import TypeAlias, assert_never, final

from attrs import frozen

from rural_taobao.days import is_day, months_after
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.identifiers import TargetId
from rural_taobao.periods import whole_months
from rural_taobao.programme.claims import Claim, first_day, in_order
from rural_taobao.programme.denominators import Denominator, DenominatorUnknown, MoreThanThereAre, denominator_of
from rural_taobao.programme.figures import Figure, Proportion
from rural_taobao.programme.paces import day_reached, pace_needed
from rural_taobao.programme.tallies import Course, DayNotCounted, NotCounted
from rural_taobao.programme.targets import Goal, ShareOfAll, Target, Total, Yearly, needed

__all__ = [
    "Milestone",
    "OutsideTarget",
    "Progress",
    "Standing",
    "Unmeasured",
    "YearOver",
    "milestones",
    "progress_of",
    "standings",
]

_MONTHS = 12
_DAY = timedelta(1)


@final
class OutsideTarget(RuralTaobaoError, LookupError):
    """
    The year of a target was asked for by a day on which the target does not hold.

    Attributes:
        target: The target.
        day: The day.
        first: The first day of the target.
        last: Its last day.
    """

    def __init__(self, target: TargetId, day: date, first: date, last: date) -> None:
        self.target = target
        self.day = day
        self.first = first
        self.last = last
        super().__init__(target, day, first, last)

    def __str__(self) -> str:
        return (
            f"what is aimed at each year must be asked for a day of target {self.target}, {self.first} to {self.last}, "
            f"but {self.day} was given; choose one of those days"
        )


@final
class YearOver(RuralTaobaoError, ValueError):
    """
    The day was asked for that a yearly goal is reached on, at a pace at which its year ends before that.

    Attributes:
        target: The target.
        reached: The day on which as many would be there.
        ends: The last day of the year.
    """

    def __init__(self, target: TargetId, reached: date, ends: date) -> None:
        self.target = target
        self.reached = reached
        self.ends = ends
        super().__init__(target, reached, ends)

    def __str__(self) -> str:
        return (
            f"what is aimed at each year must be reached within the year, which ends on {self.ends} for target "
            f"{self.target}, but at this pace it would be on {self.reached}; say that the year falls short"
        )


@final
@frozen(kw_only=True)
class Progress:
    """
    How far what was counted has come towards a goal on a day.

    Attributes:
        target: The target.
        goal: The goal.
        day: The day.
        counted: How many there were; of a yearly goal, how many were gained since the year of the target began, which
            are fewer than 0 where they became fewer.
        needed: The least count that reaches the goal, 1 or more.
        reached: The first day on which it was reached, even where it no longer is; None where it never was.
        due_first: The end of the shortest time that was told.
        due_last: The end of the longest; of a yearly goal, both are the end of the year of the target.
        denominator: Of a share of all, how many there were in the year of the day.
    """

    target: TargetId
    goal: Goal
    day: date
    counted: int
    needed: int
    reached: date | None
    due_first: date
    due_last: date
    denominator: Denominator | None = None

    @property
    def remaining(self) -> int:
        """How many are still needed on the day, 0 or more."""
        return max(0, self.needed - self.counted)

    @property
    def share(self) -> Proportion:
        """Which share of what is needed was counted; all of it where more was."""
        return Proportion(min(max(0, self.counted), self.needed), self.needed)

    @property
    def is_late(self) -> bool:
        """Whether the longest time had passed before the goal was reached."""
        return (self.day if self.reached is None else self.reached) > self.due_last

    def pace_needed(self, deadline: date) -> Fraction:
        """
        Give how many a month are needed for what remains to be there on a day.

        Args:
            deadline: The last day on which it may be reached, such as `due_last`.

        Raises:
            DeadlinePassed: The deadline is not after the day, and something remains.
            MonthsOutsideCalendar: The month in which it lies ends after the year 9999.
        """
        return pace_needed(self.remaining, self.day, deadline)

    def day_reached(self, pace: Fraction) -> date:
        """
        Give the day on which nothing remains, at a pace, such as that of the course since another day.

        Raises:
            NoPace: The pace is 0 or fewer a month, and something remains.
            MonthsOutsideCalendar: The day lies in the last month of the year 9999, or after it.
            YearOver: The goal is yearly, and the year ends before that day; then the count begins anew.
        """
        reached = day_reached(self.remaining, pace, self.day)
        if isinstance(self.goal, Yearly) and reached > self.due_last:
            raise YearOver(self.target, reached, self.due_last)
        return reached


@final
@frozen
class Unmeasured:
    """
    A goal of which nothing can be said on a day.

    Attributes:
        goal: The goal.
        reason: What is missing.
    """

    goal: Goal
    reason: RuralTaobaoError


Standing: TypeAlias = Progress | Unmeasured
"""How a goal stands on a day; a closed union."""


def standings(
    target: Target, course: Course, day: date, denominators: Iterable[Denominator] = ()
) -> tuple[Standing, ...]:
    """
    Tell how every goal of a target stands on a day, in the order of the goals.

    Raises:
        NotADay: The day is none.
        DayNotCounted: It lies before the first one that was counted.
    """
    course.on(day)
    listed = tuple(denominators)
    return tuple(_standing(target, goal, course, day, listed) for goal in target.goals)


def _standing(target: Target, goal: Goal, course: Course, day: date, denominators: tuple[Denominator, ...]) -> Standing:
    try:
        return progress_of(target, goal, course, day, denominators)
    except (NotCounted, DayNotCounted, DenominatorUnknown, MoreThanThereAre, OutsideTarget) as reason:
        return Unmeasured(goal, reason)


def progress_of(
    target: Target, goal: Goal, course: Course, day: date, denominators: Iterable[Denominator] = ()
) -> Progress:
    """
    Give the progress towards one goal of a target on a day.

    Args:
        target: The target.
        goal: The goal.
        course: What was counted.
        day: The day; of the course, what is later does not matter.
        denominators: How many there were, by year, for goals that are shares of all.

    Raises:
        NotADay: The day is none.
        DayNotCounted: The day, or that before the year of the target, lies before the first one that was counted.
        NotCounted: What the goal is about was not counted.
        DenominatorUnknown: The goal is a share of all, and there is no denominator of the year of the day.
        MoreThanThereAre: More were counted than the denominator.
        OutsideTarget: The goal is yearly, and the target does not hold on the day.
    """
    is_day(None, None, day)
    match goal:
        case Total(measure, figure):
            counted = course.count(measure, day)
            least = needed(figure)
            reached = _first(_counts(goal, course, day), least)
            return _progress(target, goal, day, counted=counted, needed=least, reached=reached)
        case Yearly():
            return _of_year(target, goal, course, day)
        case ShareOfAll(measure):
            listed = tuple(denominators)
            denominator = denominator_of(measure, day.year, listed)
            counted = course.count(measure, day)
            denominator.share(counted)
            return _progress(
                target,
                goal,
                day,
                counted=counted,
                needed=goal.needed_of(denominator.number),
                reached=_share_reached(goal, course, day, listed),
                denominator=denominator,
            )
        case _:
            assert_never(goal)


def _progress(
    target: Target,
    goal: Goal,
    day: date,
    *,
    counted: int,
    needed: int,
    reached: date | None,
    denominator: Denominator | None = None,
) -> Progress:
    return Progress(
        target=target.id,
        goal=goal,
        day=day,
        counted=counted,
        needed=needed,
        reached=reached,
        due_first=target.due_first,
        due_last=target.due_last,
        denominator=denominator,
    )


def _counts(goal: Goal, course: Course, day: date) -> Iterator[tuple[date, int]]:
    """Give the counts of what a goal is about, on each day up to a day on which it was counted."""
    for each, tally in course.tallies:
        if each <= day and tally.has(goal.measure):
            yield each, tally.count(goal.measure)


def _first(counts: Iterable[tuple[date, int]], least: int) -> date | None:
    return next((day for day, count in counts if count >= least), None)


def _of_year(target: Target, goal: Yearly, course: Course, day: date) -> Progress:
    """Give the progress of the year of the target that a day lies in."""
    first = first_day(target.set_on)
    if not first <= day <= target.due_last:
        raise OutsideTarget(target.id, day, first, target.due_last)
    years = whole_months(first, day) // _MONTHS
    begins = months_after(first, _MONTHS * years)
    due = target.due_last
    if years < target.horizon.most:
        due = min(due, months_after(first, _MONTHS * (years + 1)) - _DAY)
    before = course.count(goal.measure, max(begins, date.min + _DAY) - _DAY)
    gains = ((each, count - before) for each, count in _counts(goal, course, day) if each >= begins)
    return Progress(
        target=target.id,
        goal=goal,
        day=day,
        counted=course.count(goal.measure, day) - before,
        needed=needed(goal.figure),
        reached=_first(gains, needed(goal.figure)),
        due_first=due,
        due_last=due,
    )


def _share_reached(goal: ShareOfAll, course: Course, day: date, denominators: tuple[Denominator, ...]) -> date | None:
    """Give the first day on which a share was reached of what there were in the year of that day."""
    of_year = {each.year: each.number for each in denominators if each.measure == goal.measure}
    new_years = (date(year, 1, 1) for year in of_year if year <= date.max.year)
    turns = {*course.days, *(each for each in new_years if each > course.days[0])}
    for each in sorted(turn for turn in turns if turn <= day):
        tally = course.on(each)
        if each.year in of_year and tally.has(goal.measure):
            count, there_are = tally.count(goal.measure), of_year[each.year]
            if goal.needed_of(there_are) <= count <= there_are:
                return each
    return None


@final
@frozen
class Milestone:
    """
    What a source claims, set beside a goal.

    Attributes:
        claim: The claim.
        goal: The goal, a total.
        figure: The figure of the claim, as it was told.
        share: Its number as a share of what the goal needs; all of it where it is more.
    """

    claim: Claim
    goal: Total
    figure: Figure
    share: Proportion


def milestones(target: Target, claims: Iterable[Claim]) -> tuple[Milestone, ...]:
    """
    Set claims beside the totals of a target: all of them, sorted by what they are about, whatever their quality.

    What was told as about 13,000 is neither more nor less than what was told: its word stays in its figure.
    """
    return tuple(
        Milestone(claim, goal, figure, Proportion(min(figure.number, needed(goal.figure)), needed(goal.figure)))
        for claim in in_order(claims)
        for goal in target.goals
        if isinstance(goal, Total) and (figure := claim.figure(goal.measure)) is not None
    )
