"""
Conditions: what a rule asks about a credit, one thing at a time or several of them put together, as data.

Which of them hold for a credit is for `matching`; those about tags and about the partner are `circumstances`.
"""

from collections.abc import Iterable
from typing import Final, TypeAlias, final, get_args

from attrs import field, frozen
from attrs.validators import instance_of
from attrs.validators import optional as optional_validator

from rural_taobao.commission.circumstances import NothingToMatch, Seniority, Tagged
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.identifiers import CategoryCode, CentreId, FestivalId, StationId, VersionId, several
from rural_taobao.kinds import Word, positive, tuple_of
from rural_taobao.money import Money, is_money
from rural_taobao.periods import Period

__all__ = [
    "AllOf",
    "Always",
    "AmountBasis",
    "AnyOf",
    "AtStation",
    "Condition",
    "CreditKind",
    "DuringFestival",
    "InCategory",
    "Leaf",
    "Moment",
    "Not",
    "OfAmount",
    "OfKind",
    "OnDays",
    "RangeEmpty",
    "UnderCentre",
    "UnderVersion",
]


@final
class RangeEmpty(RuralTaobaoError, ValueError):
    """
    A range of amounts holds none.

    Attributes:
        start: Where it starts.
        end: Where it was to end.
    """

    def __init__(self, start: Money, end: Money) -> None:
        self.start = start
        self.end = end
        super().__init__(start, end)

    def __str__(self) -> str:
        return (
            f"a range of amounts must end above its start, but it starts at {self.start} and ends at {self.end}; "
            "swap them, or leave the end out"
        )


@final
class Moment(Word):
    """
    The instants of an order; of a parcel each of them is when it was handed out.

    `placed` alone selects posting, model version and plan version.
    Of a referral it is when it was entered, and `deposit` when it was decided; all others are when it was approved.
    """

    PLACED = "placed"
    DEPOSIT = "deposit"
    BALANCE = "balance"
    PAID = "paid"
    RECEIVED = "received"


@final
class CreditKind(Word):
    """What a credit is for."""

    ORDER = "order"
    PARCEL = "parcel"
    REFERRAL = "referral"
    """Something of a service that a partner recommended and its provider approved."""


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


def _some_categories(_instance: object, _attribute: object, categories: frozenset[CategoryCode]) -> None:
    if not categories:
        key = "category"
        raise NothingToMatch(key)


@final
@frozen
class InCategory:
    """
    Credits in one of some categories match, or in one below it; a credit without a category does not.

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


def _stations(ids: Iterable[str]) -> frozenset[StationId]:
    return frozenset(map(StationId, several(ids)))


def _centres(ids: Iterable[str]) -> frozenset[CentreId]:
    return frozenset(map(CentreId, several(ids)))


def _versions(ids: Iterable[str]) -> frozenset[VersionId]:
    return frozenset(map(VersionId, several(ids)))


def _listed(value: "AtStation | UnderCentre | UnderVersion", _attribute: object, ids: frozenset[str]) -> None:
    if not ids:
        raise NothingToMatch(_KEYS[type(value)])


@final
@frozen
class AtStation:
    """
    Credits of some stations match.

    Attributes:
        stations: At least one.

    Raises:
        NothingToMatch: There is none.
    """

    stations: frozenset[StationId] = field(converter=_stations, validator=_listed)


@final
@frozen
class UnderCentre:
    """
    Credits of stations that some county centres run match.

    Attributes:
        centres: At least one.

    Raises:
        NothingToMatch: There is none.
    """

    centres: frozenset[CentreId] = field(converter=_centres, validator=_listed)


@final
@frozen
class UnderVersion:
    """
    Credits that fall under some model versions match.

    Attributes:
        versions: At least one.

    Raises:
        NothingToMatch: There is none.
    """

    versions: frozenset[VersionId] = field(converter=_versions, validator=_listed)


@final
class AmountBasis(Word):
    """Which amount of an order a range is about."""

    GROSS = "gross"
    """Before the discount."""
    NET = "net"
    """After it."""


@final
@frozen(kw_only=True)
class OfAmount:
    """
    Orders and referrals of an amount within a range match, whatever is refunded later; a parcel has none and does not.

    Attributes:
        basis: Which amount.
        start: The least that matches, 0 or more.
        end: The least above it that does not; None for no end.

    Raises:
        RangeEmpty: It holds no amount.
        CurrencyMismatch: The two are in different currencies.
    """

    basis: AmountBasis = field(converter=AmountBasis)
    start: Money = field(validator=is_money)
    end: Money | None = field(default=None, validator=optional_validator(is_money))

    def __attrs_post_init__(self) -> None:
        if self.end is not None and self.end <= self.start:
            raise RangeEmpty(self.start, self.end)


@final
@frozen
class OnDays:
    """
    Credits match whose attribution instant lies on some days of the network's clock.

    Attributes:
        days: The days; half-open, as every period.
    """

    days: Period = field(validator=instance_of(Period))


def _conditions(conditions: "Iterable[Condition]") -> "tuple[Condition, ...]":
    kinds: tuple[type[Condition], ...] = get_args(Condition)
    return tuple_of(kinds, conditions, "conditions", "AllOf(...), InCategory(...) or another condition")


def _some(value: "AllOf | AnyOf", _attribute: object, conditions: "tuple[Condition, ...]") -> None:
    if not conditions:
        raise NothingToMatch(_KEYS[type(value)])


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


@final
@frozen
class AnyOf:
    """
    Credits match that at least one of some conditions matches.

    Attributes:
        conditions: At least one.

    Raises:
        NothingToMatch: There is none.
    """

    conditions: "tuple[Condition, ...]" = field(converter=_conditions, validator=_some)


@final
@frozen
class Not:
    """
    Credits match that a condition does not match.

    Attributes:
        condition: The condition.
    """

    condition: "Condition"


_KEYS: Final[dict[type, str]] = {
    AtStation: "station",
    UnderCentre: "centre",
    UnderVersion: "version",
    AllOf: "all",
    AnyOf: "any",
}
"""The keys that a plan states such conditions by."""

Leaf: TypeAlias = (
    Always
    | OfKind
    | InCategory
    | DuringFestival
    | AtStation
    | UnderCentre
    | UnderVersion
    | OfAmount
    | OnDays
    | Tagged
    | Seniority
)
"""Every condition that is about the credit itself."""


Condition: TypeAlias = Leaf | AllOf | AnyOf | Not
"""Every condition; a closed union."""
