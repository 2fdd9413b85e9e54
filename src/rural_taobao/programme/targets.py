"""
Targets: what a programme is to come to, as it was announced on a day by a source.

A later target stands beside an earlier one, and takes nothing back of what was once said.
"""

from collections.abc import Iterable
from datetime import date
from typing import TypeAlias, assert_never, final

from attrs import field, frozen
from attrs.validators import instance_of, optional

from rural_taobao.days import months_after
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.exact import Exact
from rural_taobao.identifiers import TargetId
from rural_taobao.kinds import of_kind, positive, tuple_of
from rural_taobao.money import Money, not_negative
from rural_taobao.programme.claims import When, first_day, is_when, last_day
from rural_taobao.programme.figures import Figure, Measure, MoreThan, Proportion
from rural_taobao.timeline import Source

__all__ = [
    "Goal",
    "GoalTwice",
    "Horizon",
    "HorizonBackwards",
    "NothingAimedAt",
    "ShareOfAll",
    "ShareUnreachable",
    "Target",
    "Total",
    "Yearly",
    "needed",
]

_MONTHS = 12


@final
class HorizonBackwards(RuralTaobaoError, ValueError):
    """
    A horizon is longer at least than it is at most.

    Attributes:
        least: The fewest years.
        most: The most.
    """

    def __init__(self, least: int, most: int) -> None:
        self.least = least
        self.most = most
        super().__init__(least, most)

    def __str__(self) -> str:
        return (
            f"a horizon must be at most as long as its longest, but {self.least} to {self.most} years were given; "
            "give the fewer years first"
        )


def _no_fewer(horizon: "Horizon", _attribute: object, most: int) -> None:
    if most < horizon.least:
        raise HorizonBackwards(horizon.least, most)


@final
@frozen
class Horizon:
    """
    Within how many years a target is to be reached.

    Attributes:
        least: The fewest years, 1 or more.
        most: The most years; the same where only one number was told.

    Raises:
        WrongNumber: One of them is not such a number.
        HorizonBackwards: The most are fewer than the fewest.
    """

    least: int = field(validator=positive)
    most: int = field(validator=[positive, _no_fewer])

    def __str__(self) -> str:
        least = "" if self.least == self.most else f"{self.least} to "
        return f"{least}{self.most} year{'' if self.most == 1 else 's'}"


def needed(figure: Figure) -> int:
    """
    Give the least count by which a figure that is aimed at is reached; what is told as near is taken as it is told.

    Example:
        >>> from rural_taobao.programme.figures import About
        >>> needed(MoreThan(300)), needed(About(100))
        (301, 100)
    """
    return figure.number + isinstance(figure, MoreThan)


def _aimed_at(instance: object, attribute: object, figure: Figure) -> None:
    """Refuse what is no figure, and one that nothing is needed for."""
    of_kind(Figure.__args__, "Exactly(300), MoreThan(300) or the like")(instance, attribute, figure)
    positive(instance, attribute, needed(figure))


@final
@frozen
class Total:
    """
    So many are to be there by the end.

    Attributes:
        measure: What is counted.
        figure: How many; 1 at least.
    """

    measure: Measure = field(converter=Measure)
    figure: Figure = field(validator=_aimed_at)

    def __str__(self) -> str:
        return f"{self.figure} {self.measure.noun(self.figure.number)}"


@final
@frozen
class Yearly:
    """
    So many more are to be there after each year, counted from the first day of the target.

    Attributes:
        measure: What is counted.
        figure: How many more; 1 at least.
    """

    measure: Measure = field(converter=Measure)
    figure: Figure = field(validator=_aimed_at)

    def __str__(self) -> str:
        return f"{self.figure} more {self.measure.noun(self.figure.number)} each year"


@final
class ShareUnreachable(RuralTaobaoError, ValueError):
    """
    Nothing is aimed at, or more than all there are.

    Attributes:
        measure: What is counted.
        share: The share that was given.
        exceeded: Whether it was to be exceeded.
    """

    def __init__(self, measure: Measure, share: Proportion, exceeded: bool) -> None:  # noqa: FBT001 - a fact among others
        self.measure = measure
        self.share = share
        self.exceeded = exceeded
        super().__init__(measure, share, exceeded)

    def __str__(self) -> str:
        given = f"more than {self.share}" if self.exceeded else f"{self.share}"
        return (
            f"a share that is aimed at must be more than none and no more than all, but {given} of {self.measure} "
            "was given; state one between the two"
        )


@final
@frozen
class ShareOfAll:
    """
    Such a share of all there are is to be there by the end.

    Attributes:
        measure: What is counted.
        share: The share of all of them in a year.
        exceeded: Whether it is to be exceeded: *more than 1/3*.

    Raises:
        ShareUnreachable: Nothing is aimed at, or more than all of them.
    """

    measure: Measure = field(converter=Measure)
    share: Proportion = field(validator=instance_of(Proportion))
    exceeded: bool = field(default=False, validator=of_kind(bool, "True or False"))

    def __attrs_post_init__(self) -> None:
        if self.share.part == (self.share.whole if self.exceeded else 0):
            raise ShareUnreachable(self.measure, self.share, self.exceeded)

    def needed_of(self, there_are: int) -> int:
        """
        Give the least count by which the share of so many is reached.

        Example:
            >>> ShareOfAll("counties", Proportion(1, 3), exceeded=True).needed_of(2850)
            951
            >>> ShareOfAll("villages", Proportion(1, 6)).needed_of(554_511)
            92419
        """
        part, whole = self.share.part, self.share.whole
        return there_are * part // whole + 1 if self.exceeded else -(-there_are * part // whole)

    def __str__(self) -> str:
        return f"{'more than ' if self.exceeded else ''}{self.share} of {self.measure}"


Goal: TypeAlias = Total | Yearly | ShareOfAll
"""What of a target can be counted; a closed union."""


@final
class NothingAimedAt(RuralTaobaoError, ValueError):
    """
    A target states neither a goal nor a budget.

    Attributes:
        target: The target.
    """

    def __init__(self, target: TargetId) -> None:
        self.target = target
        super().__init__(target)

    def __str__(self) -> str:
        return f"a target must state a goal or a budget, but {self.target} states neither; state one, or leave it out"


@final
class GoalTwice(RuralTaobaoError, ValueError):
    """
    Two goals of a target are of one form and measure.

    Attributes:
        target: The target.
        goal: The second of them.
    """

    def __init__(self, target: TargetId, goal: Goal) -> None:
        self.target = target
        self.goal = goal
        super().__init__(target, goal)

    def __str__(self) -> str:
        return (
            f"the goals of a target must differ in what is counted or how, but {self.target} states {self.goal} beside "
            "another of that kind; state the other one as a target of its own, with its source"
        )


def _goals(goals: Iterable[Goal]) -> tuple[Goal, ...]:
    return tuple_of(Goal.__args__, goals, "goals", "Total('counties', Exactly(1000)) or the like")


def _goals_differ(target: "Target", _attribute: object, goals: tuple[Goal, ...]) -> None:
    seen: set[tuple[type[Goal], Measure]] = set()
    for goal in goals:
        if (type(goal), goal.measure) in seen:
            raise GoalTwice(target.id, goal)
        seen.add((type(goal), goal.measure))


def _ends(target: "Target", attribute: object, horizon: Horizon) -> None:
    """Refuse a horizon beyond the calendar."""
    of_kind(Horizon, "Horizon(3, 5)")(target, attribute, horizon)
    months_after(last_day(target.set_on), _MONTHS * horizon.most)


@final
@frozen(kw_only=True)
class Target:
    """
    What a programme is to come to, as a source told it.

    Attributes:
        id: The target.
        set_on: The day on which it was set, or the month where the day is not known.
        horizon: Within how many years it is to be reached.
        goals: What can be counted of it; no two of one form and measure.
        budget: What may be spent, if that was told.
        source: Who says so, with its quality; a target without one cannot be made.

    Raises:
        NotADay: It was set on no day and in no month.
        NothingAimedAt: It states neither a goal nor a budget.
        GoalTwice: Two goals are of one form and measure.
        MonthsOutsideCalendar: Its horizon ends after the year 9999.
        MoneyBelowZero: The budget is less than nothing.

    Example:
        >>> from rural_taobao.programme.figures import Exactly
        >>> target = Target(
        ...     id="ours",
        ...     set_on=date(2020, 3, 1),
        ...     horizon=Horizon(2, 3),
        ...     goals=[Total("stations", Exactly(400))],
        ...     budget=Money.parse("1000000.00"),
        ...     source=Source("resolution 7"),
        ... )
        >>> target.due_first, target.due_last
        (datetime.date(2022, 3, 1), datetime.date(2023, 3, 1))
    """

    id: TargetId = field(converter=TargetId)
    set_on: When = field(validator=is_when)
    horizon: Horizon = field(validator=_ends)
    goals: tuple[Goal, ...] = field(default=(), converter=_goals, validator=_goals_differ)
    budget: Money | None = field(default=None, validator=optional(not_negative))
    source: Source = field(validator=instance_of(Source))

    def __attrs_post_init__(self) -> None:
        if not self.goals and self.budget is None:
            raise NothingAimedAt(self.id)

    @property
    def due_first(self) -> date:
        """The last day of the shortest time that was told, counted from the first day on which it can have been set."""
        return months_after(first_day(self.set_on), _MONTHS * self.horizon.least)

    @property
    def due_last(self) -> date:
        """The last day of the longest time that was told, counted from the last day on which it can have been set."""
        return months_after(last_day(self.set_on), _MONTHS * self.horizon.most)

    @property
    def budget_per_station(self) -> Exact | None:
        """
        What the budget comes to for each station aimed at, in minor units of its currency, not rounded.

        None where the target states no budget, or no total of stations.
        """
        for goal in self.goals:
            match goal:
                case Total(Measure.STATIONS, figure) if self.budget is not None:
                    return Exact(self.budget.minor, needed(figure))
                case Total() | Yearly() | ShareOfAll():
                    pass
                case _:
                    assert_never(goal)
        return None
