"""
Day rules: which days of each year are meant, as frozen data; a closed union, each form of which answers for a year.

What a festival does with such days, and on whose clock, is for the rules of its windows.
"""

from datetime import timedelta
from typing import Final, TypeAlias, final, get_args

from attrs import Attribute, field, frozen

from rural_taobao.festivals.chinese_days import FixedLunarDay, SolarTermDay
from rural_taobao.festivals.civil_days import DaySpan, FixedDay, NthWeekday
from rural_taobao.festivals.editions import FIRST_YEAR, LAST_YEAR, in_years
from rural_taobao.festivals.windows import Days
from rural_taobao.kinds import WrongNumber, of_kind

__all__ = ["FURTHEST", "AnchorRule", "DayRule", "Offset"]

FURTHEST: Final = 180
"""The furthest that days can be counted from others: about half a year, beyond which others are nearer."""

AnchorRule: TypeAlias = FixedDay | DaySpan | NthWeekday | FixedLunarDay | SolarTermDay
"""Days that others can be counted from; a closed union."""

_is_anchor: Final = of_kind(get_args(AnchorRule), "FixedDay(11, 11) or another rule of days that is no Offset")


def _near(_instance: object, attribute: "Attribute[int]", days: int) -> None:
    """Refuse no days, and days so far away that another day is nearer."""
    if type(days) is not int or not 0 < abs(days) <= FURTHEST:
        raise WrongNumber(attribute.name, days, f"a whole number from -{FURTHEST} to {FURTHEST}, and not 0")


@final
@frozen
class Offset:
    """
    So many days before or after others.

    Attributes:
        of: The days to count from, all of which are moved.
        days_after: How many days later, -180 to 180; below 0 for days before, and never 0.

    Raises:
        WrongKind: What is counted from is no rule of days, or counted from others itself.
        WrongNumber: The days are not a whole number in that range.

    Example:
        >>> new_year = FixedLunarDay(1, 1, "beginning", "common_month")
        >>> Offset(new_year, -1).days(2016)  # New Year's Eve
        (datetime.date(2016, 2, 7), datetime.date(2016, 2, 8))
    """

    of: AnchorRule = field(validator=_is_anchor)
    days_after: int = field(validator=_near)

    @property
    def years(self) -> tuple[int, int]:
        """The first and the last year that it answers for: those of the others, from 2 to 9997."""
        first, last = self.of.years
        return max(first, FIRST_YEAR + 1), min(last, LAST_YEAR - 1)

    def days(self, year: int) -> Days:
        """
        Give the days of the edition of a year, which may lie in the year before or after.

        Raises:
            WrongNumber: The year is not an int.
            YearNotCovered: The days to count from are not known for that year.
        """
        in_years(year, self.years)
        (first, end), moved = self.of.days(year), timedelta(days=self.days_after)
        return first + moved, end + moved

    def __str__(self) -> str:
        count = abs(self.days_after)
        side = "before" if self.days_after < 0 else "after"
        return f"{count} day{'s' if count > 1 else ''} {side} {self.of}"


DayRule: TypeAlias = AnchorRule | Offset
"""Every rule of days; a closed union, each form of which answers `years` and `days`."""
