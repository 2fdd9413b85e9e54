"""
Bounds: the least and the most that each unit of an event may earn, and the first part of a measure that earns nothing.

The floor and the cap of an event as a whole are plain amounts of its rule; what many events share is in `caps`.
"""

from enum import StrEnum
from typing import final

from attrs import Attribute, field, frozen
from attrs.validators import optional

from rural_taobao.commission.bases import BasisForm
from rural_taobao.commission.edges import size_of, whole_edge
from rural_taobao.currencies import Currency
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.identifiers import RuleId
from rural_taobao.kinds import WrongNumber, positive
from rural_taobao.money import CurrencyMismatch, Money, UnitPrice, is_price

__all__ = [
    "Allowance",
    "AllowanceEmpty",
    "AllowanceUnfit",
    "AllowedPer",
    "BoundsCrossed",
    "UnitBounds",
    "UnitBoundsCrossed",
]


@final
class AllowedPer(StrEnum):
    """What an allowance is given for."""

    ORDER = "order"
    """Each event has one of its own."""
    PERIOD = "period"
    """The events of the credited payee under the rule share one in each earned period, by instant and id."""


@final
class AllowanceEmpty(RuralTaobaoError, ValueError):
    """
    An allowance does not say what is free.

    Attributes:
        per: What it is given for.
    """

    def __init__(self, per: AllowedPer) -> None:
        self.per = per
        super().__init__(per)

    def __str__(self) -> str:
        if self.per is AllowedPer.ORDER:
            return (
                "an allowance per order must say how much of each is free, and nothing else, but it does not; "
                "state 'measure' alone"
            )
        return (
            "an allowance must say what is free, but it states neither 'measure' nor 'events'; "
            "state one of them, or both"
        )


@final
class UnitBoundsCrossed(RuralTaobaoError, ValueError):
    """
    The bounds of a unit hold nothing: the floor lies above the cap, or there is neither.

    Attributes:
        floor: The floor.
        cap: The cap.
    """

    def __init__(self, floor: UnitPrice | None, cap: UnitPrice | None) -> None:
        self.floor = floor
        self.cap = cap
        super().__init__(floor, cap)

    def __str__(self) -> str:
        given = "neither was given" if self.floor is None else f"floor {self.floor} and cap {self.cap} were given"
        return (
            f"the bounds of a unit must be a floor, a cap that is not below it, or one of the two, but {given}; "
            "swap them or leave them out"
        )


@final
class AllowanceUnfit(RuralTaobaoError, ValueError):
    """
    What is free of a measure is money where the basis is units, or the other way round.

    Attributes:
        rule: The rule.
        basis: Its basis.
        measure: What is free.
    """

    def __init__(self, rule: RuleId, basis: BasisForm, measure: Money | int) -> None:
        self.rule = rule
        self.basis = basis
        self.measure = measure
        super().__init__(rule, basis, measure)

    def __str__(self) -> str:
        return (
            "an allowance must be money where the basis is, and a number of units where that is units, "
            f"but rule {self.rule} leaves {self.measure} of {self.basis} free; change the basis or the allowance"
        )


@final
class BoundsCrossed(RuralTaobaoError, ValueError):
    """
    A floor lies above its cap, or a bound below zero.

    Attributes:
        rule: The rule.
        floor: Its floor.
        cap: Its cap.
    """

    def __init__(self, rule: RuleId, floor: Money | None, cap: Money | None) -> None:
        self.rule = rule
        self.floor = floor
        self.cap = cap
        super().__init__(rule, floor, cap)

    def __str__(self) -> str:
        floor = "no floor" if self.floor is None else f"floor {self.floor}"
        cap = "no cap" if self.cap is None else f"cap {self.cap}"
        return (
            f"a floor must be 0 or more and no cap below it, but rule {self.rule} has {floor} and {cap}; "
            "swap them or leave one out"
        )


def _some(allowance: object, attribute: "Attribute[Money | int]", size: Money | int | None) -> None:
    if size is not None:
        whole_edge(allowance, attribute, size)
        if size_of(size) < 1:
            raise WrongNumber(attribute.name, size, "an amount or a number of units above 0")


@final
@frozen(kw_only=True)
class Allowance:
    """
    The first part of what is measured, which earns nothing.

    Where both a measure and a number of events are stated, whichever is used up first ends the allowance.
    An event that is free as a whole earns nothing at all: no fixed amount, and no floor.

    Attributes:
        per: What it is given for.
        measure: How much is free, above 0: money, or a number of units; None for no end but that of the events.
        events: In how many events, counted by instant and id; None for no end but that of the measure.

    Raises:
        AllowanceEmpty: Nothing is said to be free, or a number of events for a single one.
        WrongNumber: What is free is not above 0.

    Example:
        >>> first = Allowance(per="period", measure=Money.parse("250"), events=3)
        >>> first.free(Money.parse("100").minor, used=Money.parse("50").minor, seen=1)
        10000
        >>> first.free(Money.parse("100").minor, used=Money.parse("100").minor, seen=3)
        0
    """

    per: AllowedPer = field(converter=AllowedPer)
    measure: Money | int | None = field(default=None, validator=_some)
    events: int | None = field(default=None, validator=optional(positive))

    def __attrs_post_init__(self) -> None:
        empty = self.measure is None and self.events is None
        if empty or (self.events is not None and self.per is AllowedPer.ORDER):
            raise AllowanceEmpty(self.per)

    def free(self, basis: int, *, used: int, seen: int) -> int:
        """
        Give how much of an event is free.

        Args:
            basis: What is measured of it.
            used: What was free of the events before it; 0 where each has an allowance of its own.
            seen: How many events came before it.
        """
        if self.events is not None and seen >= self.events:
            return 0
        return basis if self.measure is None else min(basis, max(size_of(self.measure) - used, 0))


@final
@frozen(kw_only=True)
class UnitBounds:
    """
    The least and the most that each unit of an event earns.

    Attributes:
        floor: The least; None for no floor.
        cap: The most; None for no cap.

    Raises:
        UnitBoundsCrossed: The floor is above the cap, or there is neither.
        CurrencyMismatch: They are in different currencies.

    Example:
        >>> UnitBounds(cap=UnitPrice.parse("2.00")).cap
        UnitPrice(millionths=200000000, currency=Currency(code='CNY'))
    """

    floor: UnitPrice | None = field(default=None, validator=optional(is_price))
    cap: UnitPrice | None = field(default=None, validator=optional(is_price))

    def __attrs_post_init__(self) -> None:
        if self.floor is None and self.cap is None:
            raise UnitBoundsCrossed(self.floor, self.cap)
        if self.floor is not None and self.cap is not None:
            if self.floor.currency != self.cap.currency:
                raise CurrencyMismatch(self.floor.currency, self.cap.currency)
            if self.cap.millionths < self.floor.millionths:
                raise UnitBoundsCrossed(self.floor, self.cap)

    @property
    def currency(self) -> Currency:
        """What the bounds are in."""
        return next(each.currency for each in (self.floor, self.cap) if each is not None)
