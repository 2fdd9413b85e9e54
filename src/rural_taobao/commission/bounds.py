"""
Bounds: the least and the most that each unit of an event may earn, and the first part of a measure that earns nothing.

The floor and the cap of an event as a whole are plain amounts of its rule; what many events share is in `caps`.
"""

from collections.abc import Iterator, Sequence
from typing import final

from attrs import Attribute, field, frozen
from attrs.validators import optional

from rural_taobao.commission.bases import BasisForm
from rural_taobao.commission.edges import size_of, whole_edge
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.flaws import Checks, Flaw, refuse
from rural_taobao.identifiers import RuleId
from rural_taobao.kinds import Word, WrongNumber, positive
from rural_taobao.money import CurrencyMismatch, Money, UnitPrice, is_price

__all__ = [
    "Allowance",
    "AllowanceEmpty",
    "AllowanceUnfit",
    "AllowedPer",
    "BoundsCrossed",
    "UnitBounds",
    "UnitBoundsCrossed",
    "allowance_checks",
    "unit_bounds_checks",
]


@final
class AllowedPer(Word):
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
        if self.floor is None or self.cap is None:
            name, bound = ("cap", self.cap) if self.floor is None else ("floor", self.floor)
            return (
                f"the {name} of a rule must be 0 or more, but that of rule {self.rule} is {bound}; "
                "state it without its sign, or leave it out"
            )
        return (
            f"a floor must be 0 or more and no cap below it, but rule {self.rule} has floor {self.floor} and cap "
            f"{self.cap}; swap them or leave one out"
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
        >>> first.free([Money.parse("100").minor] * 4)
        [10000, 10000, 5000, 0]
        >>> first.free([Money.parse("100").minor] * 2, used=Money.parse("200").minor, seen=2)
        [5000, 0]
    """

    per: AllowedPer = field(converter=AllowedPer)
    measure: Money | int | None = field(default=None, validator=_some)
    events: int | None = field(default=None, validator=optional(positive))

    def __attrs_post_init__(self) -> None:
        refuse(allowance_checks(self))

    def free(self, bases: Sequence[int], *, used: int = 0, seen: int = 0) -> list[int]:
        """
        Give how much of each of some events is free.

        Args:
            bases: What is measured of each, in the order in which they use up what is free.
            used: What was free of the events before them; 0 where each has an allowance of its own.
            seen: How many events came before them.
        """
        left = None if self.measure is None else size_of(self.measure)
        if self.per is AllowedPer.ORDER and left is not None:
            return [min(basis, left) for basis in bases]
        some = len(bases) if self.events is None else min(max(self.events - seen, 0), len(bases))
        free: list[int] = []
        for basis in bases[:some]:
            if left is not None:
                basis = min(basis, max(left - used, 0))  # noqa: PLW2901
            free.append(basis)
            used += basis
        return free + [0] * (len(bases) - some)


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
        refuse(unit_bounds_checks(self))


def allowance_checks(allowance: Allowance) -> Checks:
    """Check that an allowance says what is free of what it is given for."""
    yield _free(allowance)


def _free(allowance: Allowance) -> Iterator[Flaw]:
    if allowance.events is not None and allowance.per is AllowedPer.ORDER:
        yield ("events",), AllowanceEmpty(allowance.per)
    elif allowance.measure is None and allowance.events is None:
        yield (), AllowanceEmpty(allowance.per)


def unit_bounds_checks(bounds: UnitBounds) -> Checks:
    """Check that the bounds of a unit hold something."""
    yield _crossed(bounds)


def _crossed(bounds: UnitBounds) -> Iterator[Flaw]:
    if bounds.floor is None and bounds.cap is None:
        yield (), UnitBoundsCrossed(bounds.floor, bounds.cap)
    elif bounds.floor is not None and bounds.cap is not None:
        if bounds.floor.currency != bounds.cap.currency:
            yield ("cap",), CurrencyMismatch(bounds.floor.currency, bounds.cap.currency)
        elif bounds.cap.millionths < bounds.floor.millionths:
            yield ("cap",), UnitBoundsCrossed(bounds.floor, bounds.cap)
