"""Circumstances: what an order is tagged with, and how long a partner has been under contract, as conditions."""

from collections.abc import Iterable
from typing import final

from attrs import field, frozen
from attrs.validators import optional

from rural_taobao.errors import RuralTaobaoError
from rural_taobao.identifiers import TagCode, several
from rural_taobao.kinds import non_negative

__all__ = ["MonthsEmpty", "NothingToMatch", "Seniority", "Tagged"]


@final
class NothingToMatch(RuralTaobaoError, ValueError):
    """
    A condition lists nothing, so that it could never hold, or always would.

    Attributes:
        condition: The key that a plan states the condition by, such as `category`.
    """

    def __init__(self, condition: str) -> None:
        self.condition = condition
        super().__init__(condition)

    def __str__(self) -> str:
        return (
            f"a condition must list at least one thing, but the list of {self.condition!r} is empty; list what is meant"
        )


@final
class MonthsEmpty(RuralTaobaoError, ValueError):
    """
    A range of months holds none.

    Attributes:
        start: Where it starts.
        end: Where it was to end.
    """

    def __init__(self, start: int, end: int) -> None:
        self.start = start
        self.end = end
        super().__init__(start, end)

    def __str__(self) -> str:
        return (
            f"a range of months must end above its start, but it starts at {self.start} and ends at {self.end}; "
            "swap them, or leave the end out"
        )


def _tags(codes: Iterable[str]) -> frozenset[TagCode]:
    return frozenset(map(TagCode, several(codes)))


def _some_tags(_instance: object, _attribute: object, tags: frozenset[TagCode]) -> None:
    if not tags:
        key = "tag"
        raise NothingToMatch(key)


@final
@frozen
class Tagged:
    """
    Orders with at least one of some tags match; a parcel has none and does not.

    Attributes:
        tags: At least one.

    Raises:
        NothingToMatch: There is none.
    """

    tags: frozenset[TagCode] = field(converter=_tags, validator=_some_tags)


@final
@frozen
class Seniority:
    """
    Credits match of a partner who has been under contract for so many full months at the attribution instant.

    A month is full on the day of the same number as that on which the contract began, or on the last of a month that
    has no such day; months are counted from the beginning of the contract, wherever the partner was in charge.
    What a vacant station credits is no partner's and does not match.

    Attributes:
        months_from: The least that matches, 0 or more.
        months_to: The least above it that does not; None for no end.

    Raises:
        WrongNumber: One is not a whole number of 0 or more.
        MonthsEmpty: It holds no month.
    """

    months_from: int = field(validator=non_negative)
    months_to: int | None = field(default=None, validator=optional(non_negative))

    def __attrs_post_init__(self) -> None:
        if self.months_to is not None and self.months_to <= self.months_from:
            raise MonthsEmpty(self.months_from, self.months_to)
