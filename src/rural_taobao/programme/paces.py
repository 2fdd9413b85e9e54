"""
Paces: how many a month, as an exact fraction, and the day that a pace leads to.

Months are calendar months counted on from the first day, and the one begun counts for as many of its days as passed.
"""

from datetime import date, timedelta
from fractions import Fraction
from typing import final

from rural_taobao.days import is_day, months_after
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.kinds import WrongKind, non_negative, whole
from rural_taobao.periods import whole_months

__all__ = [
    "DeadlinePassed",
    "NoPace",
    "NoTimePassed",
    "day_reached",
    "months_between",
    "pace_between",
    "pace_needed",
]


@final
class NoTimePassed(RuralTaobaoError, ValueError):
    """
    A pace was asked for between a day and itself.

    Attributes:
        day: The day.
    """

    def __init__(self, day: date) -> None:
        self.day = day
        super().__init__(day)

    def __str__(self) -> str:
        return f"a pace must be taken over some days, but {self.day} was given as both ends; give an earlier day"


@final
class NoPace(RuralTaobaoError, ValueError):
    """
    The day was asked for that something is reached on, at a pace at which it never is.

    Attributes:
        pace: The pace, 0 or fewer a month.
        remaining: How many remain.
    """

    def __init__(self, pace: Fraction, remaining: int) -> None:
        self.pace = pace
        self.remaining = remaining
        super().__init__(pace, remaining)

    def __str__(self) -> str:
        return (
            f"the pace must be above 0 where {self.remaining} remain, but {self.pace} a month was given; "
            "take it over other days, or say that the day is not known"
        )


@final
class DeadlinePassed(RuralTaobaoError, ValueError):
    """
    The pace was asked for that is needed up to a day that has passed.

    Attributes:
        day: The day on which it was asked.
        deadline: The day that has passed, or is the same.
        remaining: How many remain.
    """

    def __init__(self, day: date, deadline: date, remaining: int) -> None:
        self.day = day
        self.deadline = deadline
        self.remaining = remaining
        super().__init__(day, deadline, remaining)

    def __str__(self) -> str:
        return (
            f"the deadline must lie after the day where {self.remaining} remain, but {self.deadline} was given for "
            f"{self.day}; give a later one, or say that it was missed"
        )


def months_between(start: date, end: date) -> Fraction:
    """
    Give how many months lie between two days: whole ones, and of the one begun the share of its days that passed.

    Raises:
        NotADay: One of them is not a plain date.
        PeriodBackwards: The end lies before the start.
        MonthsOutsideCalendar: The month begun ends after the year 9999.

    Example:
        >>> months_between(date(2016, 1, 1), date(2016, 3, 1)), months_between(date(2016, 2, 1), date(2016, 2, 2))
        (Fraction(2, 1), Fraction(1, 29))
    """
    months = whole_months(start, end)
    begun = months_after(start, months)
    if begun == end:
        return Fraction(months)
    return months + Fraction((end - begun).days, (months_after(start, months + 1) - begun).days)


def pace_between(gained: int, since: date, day: date) -> Fraction:
    """
    Give the pace at which so many were gained from one day to another.

    Args:
        gained: How many, of any sign.
        since: The one day.
        day: The other, after it.

    Raises:
        WrongNumber: What was gained is not a whole number.
        PeriodBackwards: The day lies before the other one.
        NoTimePassed: The days are the same.
        MonthsOutsideCalendar: The month begun ends after the year 9999.

    Example:
        >>> pace_between(700, date(2015, 1, 15), date(2016, 2, 15))
        Fraction(700, 13)
    """
    whole(None, None, gained)
    months = months_between(since, day)
    if not months:
        raise NoTimePassed(day)
    return gained / months


def pace_needed(remaining: int, day: date, deadline: date) -> Fraction:
    """
    Give the pace at which what remains is there on the deadline; 0 where nothing remains.

    Args:
        remaining: How many, 0 or more.
        day: The day to count from.
        deadline: The last day on which it may be reached.

    Raises:
        WrongNumber: What remains is not a whole number of 0 or more.
        DeadlinePassed: The deadline is not after the day.
        MonthsOutsideCalendar: The month in which it lies ends after the year 9999.

    Example:
        >>> pace_needed(300, date(2017, 6, 21), date(2020, 6, 21))
        Fraction(25, 3)
    """
    non_negative(None, None, remaining)
    if not remaining:
        return Fraction(0)
    if deadline <= day:
        raise DeadlinePassed(day, deadline, remaining)
    return remaining / months_between(day, deadline)


def day_reached(remaining: int, pace: Fraction | int, day: date) -> date:
    """
    Give the first day on which what remains is there, at a pace; the day itself where nothing remains.

    Args:
        remaining: How many, 0 or more.
        pace: How many a month; exact, never a float.
        day: The day to count from.

    Raises:
        NotADay: The day is none.
        WrongNumber: What remains is not a whole number of 0 or more.
        WrongKind: The pace is no fraction.
        NoPace: The pace is 0 or fewer, and something remains.
        MonthsOutsideCalendar: The day lies in the last month of the year 9999, or after it.

    Example:
        >>> day_reached(300, Fraction(25, 3), date(2017, 6, 21)), day_reached(1, 60, date(2017, 6, 21))
        (datetime.date(2020, 6, 21), datetime.date(2017, 6, 22))
    """
    is_day(None, None, day)
    non_negative(None, None, remaining)
    if type(pace) not in (Fraction, int):
        name, wanted = "the pace", "Fraction(25, 3)"
        raise WrongKind(name, pace, wanted)
    if not remaining:
        return day
    if pace <= 0:
        raise NoPace(Fraction(pace), remaining)
    months, rest = divmod(Fraction(remaining) / pace, 1)
    begun = months_after(day, months)
    if not rest:
        return begun
    days = rest * (months_after(day, months + 1) - begun).days
    return begun + timedelta(-(-days // 1))
