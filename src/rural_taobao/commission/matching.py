"""
Matching: the plain facts that a rule may look at, and whether a condition holds for them.

Commission knows no station and no network: settlement turns an event into a `Credit` and asks.
"""

from collections.abc import Iterable
from datetime import date
from typing import assert_never, final

from attrs import field, frozen
from attrs.converters import optional

from rural_taobao.commission.circumstances import Seniority, Tagged
from rural_taobao.commission.conditions import (
    AllOf,
    Always,
    AmountBasis,
    AnyOf,
    AtStation,
    Condition,
    CreditKind,
    DuringFestival,
    InCategory,
    Leaf,
    Not,
    OfAmount,
    OfKind,
    OnDays,
    UnderCentre,
    UnderVersion,
)
from rural_taobao.identifiers import CategoryCode, CentreId, StationId, TagCode, VersionId, several

__all__ = ["Credit", "campaigns", "leaves", "matches", "specificity"]


def _tags(codes: Iterable[str]) -> frozenset[TagCode]:
    return frozenset(map(TagCode, several(codes)))


@final
@frozen
class Credit:
    """
    The plain facts of an event that a rule may match on.

    Attributes:
        kind: What it is for.
        category: Its category, if it has one.
        model_version: The model version that its posting is under.
        station: Where it happened.
        centre: The county centre that runs that station.
        day: The day of its attribution instant, on the network's clock.
        gross: The amount before the discount, in minor units; None for a parcel.
        net: The amount after it.
        during: The festival conditions that hold for it, looked up by settlement in the calendar.
        above: The categories that its category lies below, as the plan version declares them.
        tags: What it is tagged with.
        months: Full months since the contract of the partner in charge began; None where a station is vacant.
    """

    kind: CreditKind = field(converter=CreditKind)
    category: CategoryCode | None = field(converter=optional(CategoryCode))
    model_version: VersionId = field(converter=VersionId)
    station: StationId = field(converter=StationId)
    centre: CentreId = field(converter=CentreId)
    day: date
    gross: int | None = None
    net: int | None = None
    during: frozenset[DuringFestival] = frozenset()
    above: frozenset[CategoryCode] = frozenset()
    tags: frozenset[TagCode] = field(default=frozenset[TagCode](), converter=_tags)
    months: int | None = None


def matches(condition: Condition, credit: Credit) -> bool:
    """
    Tell whether a condition holds for a credit.

    Example:
        >>> seeds = Credit("order", "seeds", "1.0", "sanhe", "feixi", date(2016, 11, 11), gross=3000, net=2500)
        >>> matches(InCategory(["seeds", "tools"]), seeds), matches(OfKind("parcel"), seeds)
        (True, False)
    """
    match condition:
        case Always():
            return True
        case OfKind(kind):
            return credit.kind is kind
        case InCategory(categories):
            return credit.category in categories or not categories.isdisjoint(credit.above)
        case DuringFestival():
            return condition in credit.during
        case AtStation(stations):
            return credit.station in stations
        case UnderCentre(centres):
            return credit.centre in centres
        case UnderVersion(versions):
            return credit.model_version in versions
        case OfAmount(basis=basis, start=start, end=end):
            amount = credit.gross if basis is AmountBasis.GROSS else credit.net
            return amount is not None and start.minor <= amount and (end is None or amount < end.minor)
        case OnDays(days):
            return credit.day in days
        case Tagged(tags):
            return not tags.isdisjoint(credit.tags)
        case Seniority(start, end):
            return credit.months is not None and start <= credit.months and (end is None or credit.months < end)
        case AllOf(conditions):
            return all(matches(each, credit) for each in conditions)
        case AnyOf(conditions):
            return any(matches(each, credit) for each in conditions)
        case Not(other):
            return not matches(other, credit)
        case _:
            assert_never(condition)


def leaves(condition: Condition) -> frozenset[Leaf]:
    """
    Give the conditions about the credit itself that a condition is made of.

    Example:
        >>> [type(leaf).__name__ for leaf in leaves(AllOf([Not(OfKind("parcel")), AnyOf([OfKind("parcel")])]))]
        ['OfKind']
    """
    match condition:
        case AllOf(conditions) | AnyOf(conditions):
            return frozenset[Leaf]().union(*map(leaves, conditions))
        case Not(other):
            return leaves(other)
        case _:
            return frozenset([condition])


def specificity(condition: Condition) -> int:
    """
    Give how many things a condition asks for at once: the more, the more specific it is.

    Each condition about the credit itself is one thing; of alternatives those count that the least specific asks for.

    Example:
        >>> specificity(AllOf([OfKind("order"), InCategory(["phones"])])), specificity(OfKind("order"))
        (2, 1)
        >>> specificity(AnyOf([OfKind("parcel"), Always()])), specificity(Not(InCategory(["phones"])))
        (0, 1)
    """
    match condition:
        case Always():
            return 0
        case AllOf(conditions):
            return sum(map(specificity, conditions))
        case AnyOf(conditions):
            return min(map(specificity, conditions))
        case _:
            return 1


def campaigns(condition: Condition) -> frozenset[DuringFestival]:
    """
    Give the festival conditions that a condition asks about, itself or within.

    Example:
        >>> sorted(each.festival for each in campaigns(AllOf([Always(), DuringFestival("double-11", "placed")])))
        [FestivalId('double-11')]
    """
    return frozenset(leaf for leaf in leaves(condition) if isinstance(leaf, DuringFestival))
