"""
Matching: the plain facts that a rule may look at, and the conditions over them.

Commission knows no station and no network: settlement turns an event into a `Credit` and asks.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import TypeAlias, assert_never, final

from attrs import field, frozen
from attrs.converters import optional

from rural_taobao.errors import RuralTaobaoError
from rural_taobao.exact import positive
from rural_taobao.identifiers import CategoryCode, FestivalId, VersionId, several

__all__ = [
    "AllOf",
    "Always",
    "Condition",
    "Credit",
    "CreditKind",
    "DuringFestival",
    "InCategory",
    "Moment",
    "NothingToMatch",
    "OfKind",
    "campaigns",
    "matches",
]


@final
class NothingToMatch(RuralTaobaoError, ValueError):
    """
    A condition lists nothing, so that it could never hold, or always would.

    Attributes:
        condition: The kind of condition.
    """

    def __init__(self, condition: str) -> None:
        self.condition = condition
        super().__init__(condition)

    def __str__(self) -> str:
        return f"a condition must list at least one thing, but {self.condition} was given none; leave the condition out"


@final
class Moment(StrEnum):
    """
    The instants of an order; of a parcel each of them is when it was handed out.

    `placed` alone selects posting, model version and plan version.
    """

    PLACED = "placed"
    DEPOSIT = "deposit"
    BALANCE = "balance"
    PAID = "paid"
    RECEIVED = "received"


@final
class CreditKind(StrEnum):
    """What a credit is for."""

    ORDER = "order"
    PARCEL = "parcel"


@final
@frozen
class Always:
    """Every credit matches."""


@final
@frozen
class OfKind:
    """
    Credits of one kind match.

    Attributes:
        kind: The kind.
    """

    kind: CreditKind = field(converter=CreditKind)


def _categories(codes: Iterable[str]) -> frozenset[CategoryCode]:
    return frozenset(map(CategoryCode, several(codes)))


def _some_categories(value: "InCategory", _attribute: object, categories: frozenset[CategoryCode]) -> None:
    if not categories:
        raise NothingToMatch(type(value).__name__)


@final
@frozen
class InCategory:
    """
    Credits in one of some categories match; a credit without a category does not.

    Attributes:
        categories: At least one.

    Raises:
        NothingToMatch: There is none.
    """

    categories: frozenset[CategoryCode] = field(converter=_categories, validator=_some_categories)


def _years(years: Iterable[int]) -> frozenset[int]:
    listed = tuple(years)
    for year in listed:
        positive(None, None, year)
    return frozenset(listed)


def _names(names: Iterable[str]) -> frozenset[str]:
    return frozenset(several(names))


@final
@frozen
class DuringFestival:
    """
    Credits match whose campaign instant lies in a window of a festival; windows that overlap are their union.

    Attributes:
        festival: The festival.
        clock: Which instant of the credit is looked at; one that did not happen lies in no window.
        windows: Names of windows; where it is empty, all windows of each edition.
        editions: The years of editions; where it is empty, every edition.

    Raises:
        WrongNumber: A year is not a whole number of 1 or more.
    """

    festival: FestivalId = field(converter=FestivalId)
    clock: Moment = field(converter=Moment)
    windows: frozenset[str] = field(converter=_names, default=frozenset())
    editions: frozenset[int] = field(converter=_years, default=frozenset())


def _conditions(conditions: "Iterable[Condition]") -> "tuple[Condition, ...]":
    return tuple(conditions)


def _some(value: "AllOf", _attribute: object, conditions: "tuple[Condition, ...]") -> None:
    if not conditions:
        raise NothingToMatch(type(value).__name__)


@final
@frozen
class AllOf:
    """
    Credits match that every one of some conditions matches.

    Attributes:
        conditions: At least one.

    Raises:
        NothingToMatch: There is none.
    """

    conditions: "tuple[Condition, ...]" = field(converter=_conditions, validator=_some)


Condition: TypeAlias = Always | OfKind | InCategory | DuringFestival | AllOf
"""Every condition; a closed union."""


@final
@frozen
class Credit:
    """
    The plain facts of an event that a rule may match on.

    Attributes:
        kind: What it is for.
        category: Its category, if it has one.
        model_version: The model version that its posting is under.
        during: The festival conditions that hold for it, looked up by settlement in the calendar.
    """

    kind: CreditKind = field(converter=CreditKind)
    category: CategoryCode | None = field(converter=optional(CategoryCode))
    model_version: VersionId = field(converter=VersionId)
    during: frozenset[DuringFestival] = frozenset()


def matches(condition: Condition, credit: Credit) -> bool:
    """
    Tell whether a condition holds for a credit.

    Example:
        >>> seeds = Credit(CreditKind.ORDER, CategoryCode("seeds"), VersionId("1.0"))
        >>> matches(InCategory(["seeds", "tools"]), seeds), matches(OfKind("parcel"), seeds)
        (True, False)
    """
    match condition:
        case Always():
            return True
        case OfKind(kind):
            return credit.kind is kind
        case InCategory(categories):
            return credit.category in categories
        case DuringFestival():
            return condition in credit.during
        case AllOf(conditions):
            return all(matches(each, credit) for each in conditions)
        case _:
            assert_never(condition)


def campaigns(condition: Condition) -> frozenset[DuringFestival]:
    """
    Give the festival conditions that a condition asks about, itself or within.

    Example:
        >>> sorted(each.festival for each in campaigns(AllOf([Always(), DuringFestival("double-11", "placed")])))
        [FestivalId('double-11')]
    """
    match condition:
        case DuringFestival():
            return frozenset([condition])
        case AllOf(conditions):
            return frozenset[DuringFestival]().union(*map(campaigns, conditions))
        case Always() | OfKind() | InCategory():
            return frozenset()
        case _:
            assert_never(condition)
