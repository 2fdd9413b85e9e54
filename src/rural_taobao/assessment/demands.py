"""
Demands: what is counted of a partner's months, and how much of it is asked for.

What a refund and a cancellation do to it is stated and has no default: it decides who is warned.
"""

from collections.abc import Iterable
from typing import TypeAlias, assert_never, final

from attrs import field, frozen

from rural_taobao.commission.conditions import CreditKind
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.identifiers import several
from rural_taobao.kinds import Word, positive
from rural_taobao.money import Money, is_money

__all__ = [
    "ActiveDays",
    "AmountKind",
    "Cancelled",
    "Demand",
    "NoWork",
    "NothingDemanded",
    "OrderAmount",
    "Orders",
    "Refunded",
    "counted",
    "least",
]


@final
class Refunded(Word):
    """What a refund does to what is counted."""

    COUNTS = "counts"
    """Nothing: the order was placed, and counts as it was."""
    TAKEN_OFF = "taken_off"
    """What is back counts no more, in the month of the order; an order of which all is back is none."""


@final
class Cancelled(Word):
    """What a cancellation does to what is counted; a self-purchase or a fake never counts."""

    COUNTS = "counts"
    """Nothing, where it was just cancelled: the partner placed the order all the same."""
    LEFT_OUT = "left_out"
    """Nothing that was cancelled counts."""


@final
class AmountKind(Word):
    """Which amount of an order is added up."""

    GROSS = "gross"
    """The amount before discounts."""
    NET = "net"
    """The amount less its discount."""


@final
class NothingDemanded(RuralTaobaoError, ValueError):
    """
    A threshold asks for an amount that everybody reaches.

    Attributes:
        given: The amount.
    """

    def __init__(self, given: Money) -> None:
        self.given = given
        super().__init__(given)

    def __str__(self) -> str:
        return (
            f"a threshold must ask for more than nothing, but {self.given} was given; "
            "state an amount that can be missed, or leave the threshold out"
        )


@final
class NoWork(RuralTaobaoError, ValueError):
    """Days are to be active by no work at all."""

    def __str__(self) -> str:
        return f"a day must be active by some work, but none was named; name one of {', '.join(CreditKind)}, or several"


def _above_nothing(_demand: object, attribute: object, amount: Money) -> None:
    is_money(None, attribute, amount)
    if amount.minor <= 0:
        raise NothingDemanded(amount)


def _kinds(kinds: Iterable[str]) -> frozenset[CreditKind]:
    return frozenset(map(CreditKind, several(kinds)))


def _some_work(_demand: object, _attribute: object, kinds: frozenset[CreditKind]) -> None:
    if not kinds:
        raise NoWork


@final
@frozen(kw_only=True)
class Orders:
    """
    So many orders.

    Attributes:
        at_least: How many, 1 or more.
        refunded: What a refund does; only one that takes back all of an order makes a difference.
        cancelled: What a cancellation does.

    Raises:
        WrongNumber: The number is not a whole one of 1 or more.
    """

    at_least: int = field(validator=positive)
    refunded: Refunded = field(converter=Refunded)
    cancelled: Cancelled = field(converter=Cancelled)


@final
@frozen(kw_only=True)
class OrderAmount:
    """
    Orders that come to so much.

    Attributes:
        at_least: How much, more than nothing.
        amount: Which amount of an order.
        refunded: What a refund does.
        cancelled: What a cancellation does.

    Raises:
        WrongKind: How much is no money.
        NothingDemanded: It is nothing, or less.
    """

    at_least: Money = field(validator=_above_nothing)
    amount: AmountKind = field(converter=AmountKind)
    refunded: Refunded = field(converter=Refunded)
    cancelled: Cancelled = field(converter=Cancelled)


@final
@frozen(kw_only=True)
class ActiveDays:
    """
    So many days on which the partner worked, on the network's clock, each once.

    Attributes:
        at_least: How many days, 1 or more.
        of: By which work a day is active: an order placed, a parcel handed out, a referral entered, or any of several.
        refunded: What a refund does; only one that takes back all of an order makes a difference.
        cancelled: What a cancellation does.

    Raises:
        WrongNumber: The number is not a whole one of 1 or more.
        NoWork: No work is named.

    Example:
        >>> days = ActiveDays(at_least=8, of=["order", "parcel"], refunded="counts", cancelled="left_out")
        >>> sorted(days.of)
        [<CreditKind.ORDER: 'order'>, <CreditKind.PARCEL: 'parcel'>]
    """

    at_least: int = field(validator=positive)
    of: frozenset[CreditKind] = field(converter=_kinds, validator=_some_work)
    refunded: Refunded = field(converter=Refunded)
    cancelled: Cancelled = field(converter=Cancelled)


Demand: TypeAlias = Orders | OrderAmount | ActiveDays
"""Everything that can be asked for; a closed union."""


def least(demand: Demand) -> int:
    """
    Give how much a demand asks for: a number, or minor units of an amount.

    Example:
        >>> least(Orders(at_least=20, refunded="counts", cancelled="left_out"))
        20
    """
    match demand:
        case OrderAmount(at_least=amount):
            return amount.minor
        case Orders(at_least=number) | ActiveDays(at_least=number):
            return number
        case _:
            assert_never(demand)


def counted(demand: Demand) -> tuple[object, ...]:
    """
    Give what a demand counts, however much of it is asked for: the same for all that count alike.

    Example:
        >>> few, many = (Orders(at_least=some, refunded="counts", cancelled="left_out") for some in (5, 20))
        >>> counted(few) == counted(many)
        True
    """
    match demand:
        case Orders(refunded=refunded, cancelled=cancelled):
            return Orders, refunded, cancelled
        case OrderAmount(amount=amount, refunded=refunded, cancelled=cancelled):
            return OrderAmount, amount, refunded, cancelled
        case ActiveDays(of=of, refunded=refunded, cancelled=cancelled):
            return ActiveDays, of, refunded, cancelled
        case _:
            assert_never(demand)
