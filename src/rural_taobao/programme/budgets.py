"""Budgets: what was spent of that of a target up to a day, what is left, and what a station came to; always exact."""

from datetime import date
from typing import final

from attrs import frozen

from rural_taobao.errors import RuralTaobaoError
from rural_taobao.exact import Exact, Rounding
from rural_taobao.identifiers import TargetId
from rural_taobao.money import Money
from rural_taobao.programme.figures import Measure
from rural_taobao.programme.tallies import Course, NotCounted
from rural_taobao.programme.targets import Target

__all__ = ["NoBudget", "NoStations", "Spending", "spending"]


@final
class NoBudget(RuralTaobaoError, LookupError):
    """
    A target states no budget.

    Attributes:
        target: The target.
    """

    def __init__(self, target: TargetId) -> None:
        self.target = target
        super().__init__(target)

    def __str__(self) -> str:
        return f"a target must state a budget to be spent, but {self.target} states none; ask one that does"


@final
class NoStations(RuralTaobaoError, ValueError):
    """
    What was spent was to be divided by no station.

    Attributes:
        day: The day that was asked about.
    """

    def __init__(self, day: date) -> None:
        self.day = day
        super().__init__(day)

    def __str__(self) -> str:
        return (
            f"what was spent must be divided by a station at least, but none was counted on {self.day}; "
            "ask for a day on which one is open"
        )


@final
@frozen(kw_only=True)
class Spending:
    """
    What was spent of the budget of a target up to a day.

    Attributes:
        target: The target.
        day: The day.
        budget: What may be spent.
        spent: What was spent.
        stations: How many stations were open.
    """

    target: TargetId
    day: date
    budget: Money
    spent: Money
    stations: int

    @property
    def left(self) -> Money:
        """What is left of the budget; below 0 where more was spent."""
        return self.budget - self.spent

    @property
    def per_station(self) -> Exact:
        """
        What was spent for each station that was open, in minor units, not rounded.

        Raises:
            NoStations: None was.
        """
        if not self.stations:
            raise NoStations(self.day)
        return Exact(self.spent.minor, self.stations)

    def rounded_per_station(self, rounding: Rounding) -> Money:
        """
        Give what was spent for each station that was open, in whole minor units.

        Args:
            rounding: Which way.

        Raises:
            NoStations: None was.

        Example:
            >>> third = Spending(
            ...     target=TargetId("ours"), day=date(2016, 1, 1), budget=Money(900), spent=Money(100), stations=3
            ... )
            >>> str(third.rounded_per_station(Rounding.UP)), str(third.left)
            ('¥0.34', '¥8.00')
        """
        return Money(self.per_station.rounded(rounding), self.spent.currency)


def spending(target: Target, course: Course, day: date) -> Spending:
    """
    Give what was spent of the budget of a target up to a day.

    Raises:
        NoBudget: The target states none.
        NotADay: The day is none.
        DayNotCounted: It lies before the first one that was counted.
        NotCounted: Nobody told what was spent, or counted the stations.
        CurrencyMismatch: It was spent in another currency.
    """
    if target.budget is None:
        raise NoBudget(target.id)
    tally = course.on(day)
    if tally.spent is None:
        raise NotCounted("spent")  # noqa: EM101 - the name of what was asked for
    found = Spending(
        target=target.id, day=day, budget=target.budget, spent=tally.spent, stations=tally.count(Measure.STATIONS)
    )
    _ = found.left
    return found
