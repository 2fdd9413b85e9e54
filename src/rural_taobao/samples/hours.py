"""
Hours: when in a month the orders of a sample come.

The shape of a day is made up, and so is the peak on Double 11: six days' worth of orders, most of it after midnight.
"""

from datetime import date, timedelta
from itertools import accumulate
from typing import Final, final

from attrs import Factory, field, frozen

from rural_taobao.days import months_after
from rural_taobao.instants import DAY, UtcOffset
from rural_taobao.periods import Month
from rural_taobao.samples.seeds import Draws

__all__ = ["HOUR", "SECOND", "Hours", "double_11"]

SECOND: Final = 1_000_000
"""Microseconds in a second."""
HOUR: Final = 3_600 * SECOND
"""Microseconds in an hour."""
_ORDINARY: Final = (1, 1, 0, 0, 0, 1, 2, 4, 7, 9, 9, 7, 5, 4, 4, 5, 6, 6, 6, 7, 8, 8, 6, 3)
"""The weights of the 24 hours of a day."""
_FESTIVE: Final = (170, 70, 25, 10, 5, 5, 8, 12, 18, 24, 26, 22, 18, 16, 16, 17, 18, 20, 22, 26, 30, 32, 28, 22)
_FESTIVAL: Final = 11, 11
_FIRST_YEAR: Final = 2009


def double_11(month: Month) -> date | None:
    """
    Give Double 11 if it lies in a month: 11 November, from 2009.

    Example:
        >>> double_11(Month(2016, 11)), double_11(Month(2016, 12))
        (datetime.date(2016, 11, 11), None)
    """
    number, day = _FESTIVAL
    return date(month.year, number, day) if month.number == number and month.year >= _FIRST_YEAR else None


def _starts(hours: "Hours") -> int:
    return hours.clock.midnight(hours.month.first)


def _ends(hours: "Hours") -> int:
    return hours.clock.midnight(months_after(hours.month.first, 1))


def _added_up(hours: "Hours") -> tuple[int, ...]:
    """Add up the weights of the hours, up to each of them and with it."""
    festival = double_11(hours.month)
    days = (hours.month.first + timedelta(day) for day in range((hours.end - hours.start) // DAY))
    return tuple(accumulate(weight for day in days for weight in (_FESTIVE if day == festival else _ORDINARY)))


@final
@frozen
class Hours:
    """
    The hours of a month and how many orders come in each, beside the others.

    Attributes:
        month: The month.
        clock: The clock that its days go by.
        start: Its first instant, in microseconds since 1970.
        end: The first instant after it.

    Example:
        >>> from rural_taobao.instants import CHINA
        >>> november = Hours(Month(2016, 11), CHINA)
        >>> print(CHINA.instant(november.instant(Draws(11))))
        2016-11-11 23:33:35+08:00
    """

    month: Month
    clock: UtcOffset
    start: int = field(init=False, default=Factory(_starts, takes_self=True))
    end: int = field(init=False, default=Factory(_ends, takes_self=True))
    _reached: tuple[int, ...] = field(init=False, repr=False, eq=False, default=Factory(_added_up, takes_self=True))

    def instant(self, draws: Draws) -> int:
        """Draw when an order is placed: a whole second."""
        return self.start + draws.place(self._reached) * HOUR + draws.below(3_600) * SECOND
