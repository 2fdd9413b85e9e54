"""
Days: plain dates of the calendar, and whole months counted on from one.

Months are always counted from the first day, so that 31 January and two months is 31 March.
"""

from datetime import date
from typing import final

from dateutil.relativedelta import relativedelta

from rural_taobao.errors import RuralTaobaoError, shown
from rural_taobao.kinds import whole

__all__ = ["MonthsOutsideCalendar", "NotADay", "is_day", "months_after"]


@final
class NotADay(RuralTaobaoError, ValueError):
    """
    A value is not a calendar day.

    Attributes:
        given: The value.
    """

    def __init__(self, given: object) -> None:
        self.given = given
        super().__init__(given)

    def __str__(self) -> str:
        return (
            "a day must be a datetime.date without a time, such as 2016-11-11, "
            f"but {shown(self.given, 120)} was given; "
            "take the date of an instant on the network's own clock"
        )


@final
class MonthsOutsideCalendar(RuralTaobaoError, ValueError):
    """
    So many months from a day, there is no day: the calendar knows the years 1 to 9999.

    Attributes:
        day: The day that was counted from.
        months: How many months.
    """

    def __init__(self, day: date, months: int) -> None:
        self.day = day
        self.months = months
        super().__init__(day, months)

    def __str__(self) -> str:
        return (
            "a day some months away must lie within the years 1 to 9999, "
            f"but {shown(self.months)} months from {self.day} were given; count fewer"
        )


def is_day(_instance: object, _attribute: object, value: date) -> None:
    """
    Validate, for attrs, that a value is a plain date; a datetime is a date to Python, and not to us.

    Raises:
        NotADay: It is none.
    """
    if type(value) is not date:
        raise NotADay(value)


def months_after(day: date, months: int) -> date:
    """
    Count whole months on from a day, always from that day itself.

    A day that the month reached does not have becomes the last one of that month.

    Args:
        day: The day to count from.
        months: How many months later, or earlier where the number is negative.

    Raises:
        NotADay: The day is not a plain date.
        WrongNumber: The months are not an int.
        MonthsOutsideCalendar: The day reached is not one of the years 1 to 9999.

    Example:
        >>> months_after(date(2016, 1, 31), 1), months_after(date(2016, 1, 31), 2)
        (datetime.date(2016, 2, 29), datetime.date(2016, 3, 31))
    """
    is_day(None, None, day)
    whole(None, None, months)
    try:
        return day + relativedelta(months=months)
    except (ValueError, OverflowError):
        raise MonthsOutsideCalendar(day, months) from None
