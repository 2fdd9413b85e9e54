"""Thresholds: how much of what is asked for, over which months, and what follows where it is not reached."""

from typing import Final, final

from attrs import field, frozen

from rural_taobao.assessment.consequences import Consequence
from rural_taobao.assessment.demands import ActiveDays, Demand, OrderAmount, Orders, counted
from rural_taobao.assessment.spans import EveryMonth, InSum, SomeMonths, Span
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.flaws import Checks, refuse
from rural_taobao.identifiers import ThresholdId
from rural_taobao.kinds import of_kind

__all__ = ["DaysUnreachable", "Threshold", "threshold_checks"]

_LONGEST_MONTH: Final = 31


@final
class DaysUnreachable(RuralTaobaoError, ValueError):
    """
    More active days are asked for than there are.

    Attributes:
        threshold: The threshold.
        asked: How many days.
        most: How many there are at most.
    """

    def __init__(self, threshold: ThresholdId, asked: int, most: int) -> None:
        self.threshold = threshold
        self.asked = asked
        self.most = most
        super().__init__(threshold, asked, most)

    def __str__(self) -> str:
        return (
            f"no more active days must be asked for than there can be, but {self.threshold} asks for {self.asked} "
            f"where there are {self.most} at most; ask for fewer, or in all of more months"
        )


@final
@frozen(kw_only=True)
class Threshold:
    """
    What is asked for over some months, and what follows where it is missed.

    Attributes:
        id: The threshold, unique in its version.
        demand: What is counted, and how much of it is asked for.
        over: Over how many full calendar months, and how their figures come together.
        leads_to: What is proposed where it is missed.

    Raises:
        WrongKind: A part is of another kind.
        DaysUnreachable: More active days are asked for than there are.

    Example:
        >>> demand = Orders(at_least=20, refunded="taken_off", cancelled="left_out")
        >>> threshold = Threshold(id="orders", demand=demand, over=EveryMonth(months=3), leads_to="warning")
        >>> threshold.over.months
        3
    """

    id: ThresholdId = field(converter=ThresholdId)
    demand: Demand = field(
        validator=of_kind((Orders, OrderAmount, ActiveDays), "Orders(...), OrderAmount(...) or ActiveDays(...)")
    )
    over: Span = field(validator=of_kind((EveryMonth, InSum, SomeMonths), "EveryMonth(months=3) or the like"))
    leads_to: Consequence = field(converter=Consequence)

    def __attrs_post_init__(self) -> None:
        refuse(threshold_checks(self))

    def counts_like(self, other: "Threshold") -> bool:
        """Tell whether another threshold counts the same over the same months, however much it asks for."""
        return counted(self.demand) == counted(other.demand) and self.over == other.over


def threshold_checks(threshold: Threshold) -> Checks:
    """Find what keeps the parts of a threshold from going together, behind the way to the part."""
    most = _LONGEST_MONTH * (threshold.over.months if isinstance(threshold.over, InSum) else 1)
    if isinstance(threshold.demand, ActiveDays) and threshold.demand.at_least > most:
        yield ("demand", "at_least"), DaysUnreachable(threshold.id, threshold.demand.at_least, most)
