"""
Campaigns: which festival windows hold at an instant, laid out once for a whole settlement.

On each clock the windows cut time into slots, within each of which the same windows hold throughout.
"""

from bisect import bisect_right
from collections.abc import Iterable
from typing import final

from attrs import frozen

from rural_taobao.commission.conditions import DuringFestival, Moment
from rural_taobao.festivals import FestivalCalendar

__all__ = ["Clock", "clocks"]


@final
@frozen
class Clock:
    """
    The slots of one instant of events.

    Attributes:
        moment: Which instant.
        starts: The first instants of all slots but the first, in microseconds since 1970.
        holding: Which festival conditions hold in each slot.

    Example:
        >>> clock = Clock(Moment.PLACED, (10, 20), (frozenset(), frozenset(["a window"]), frozenset()))
        >>> clock.slot(10), clock.slot(20), clock.slot(None)
        (1, 2, 0)
    """

    moment: Moment
    starts: tuple[int, ...]
    holding: tuple[frozenset[DuringFestival], ...]

    def slot(self, instant: int | None) -> int:
        """Give the slot of an instant; what did not happen is in the first, where no window holds."""
        return 0 if instant is None else bisect_right(self.starts, instant)


def clocks(
    conditions: Iterable[DuringFestival], calendar: FestivalCalendar, within: tuple[int, int]
) -> tuple[Clock, ...]:
    """
    Lay out the windows that some conditions ask about.

    Args:
        conditions: The festival conditions of all rules.
        calendar: Where the festivals are.
        within: The first instant of all events and the first after, in microseconds since 1970.

    Returns:
        One clock for each moment that a condition looks at, in the order of `Moment`.

    Raises:
        FestivalUnknown, WindowUnknown, EditionUnknown, NothingToPayOn, WindowOpen: See `FestivalCalendar.windows`.
    """
    asked = {
        condition: calendar.windows(
            condition.festival, sorted(condition.windows), years=sorted(condition.editions) or None, within=within
        )
        for condition in sorted(conditions, key=lambda each: (each.festival, sorted(each.windows)))
    }
    laid_out: list[Clock] = []
    for moment in Moment:
        spans = {condition: found for condition, found in asked.items() if condition.clock is moment}
        if not spans:
            continue
        starts = tuple(sorted({instant for found in spans.values() for span in found for instant in span}))
        holding = tuple(
            frozenset(
                condition for condition, found in spans.items() if any(first <= start < end for first, end in found)
            )
            for start in starts
        )
        laid_out.append(Clock(moment, starts, (frozenset(), *holding)))
    return tuple(laid_out)
