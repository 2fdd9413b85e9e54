"""
Events: what happened at a station, as values; referrals among them, which `services` defines.

Every event carries the instant at which it became known, so that a settlement can be asked what it knew when.
Amounts are 0 or more; what takes money back is an event of its own.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import TypeAlias, final

from attrs import Factory, field, frozen
from attrs.converters import optional as optionally
from attrs.validators import optional

from rural_taobao.errors import RuralTaobaoError
from rural_taobao.identifiers import CategoryCode, EventId, PartnerId, StationId, TagCode, several
from rural_taobao.instants import InstantsOutOfOrder, check_instants, fixed, microseconds
from rural_taobao.kinds import Word, non_negative, positive
from rural_taobao.money import CurrencyMismatch, Money, is_money
from rural_taobao.services.referrals import Referral
from rural_taobao.settlement.amounts import Parts, check_amounts, check_parts

__all__ = [
    "ORDER_INSTANTS",
    "Cancellation",
    "CancellationReason",
    "Event",
    "InstantsOutOfOrder",
    "Order",
    "Parcel",
    "Refund",
    "RefundOfNothing",
    "check_instants",
]


@final
class RefundOfNothing(RuralTaobaoError, ValueError):
    """
    A refund takes nothing back.

    Attributes:
        event: The refund.
    """

    def __init__(self, event: str) -> None:
        self.event = event
        super().__init__(event)

    def __str__(self) -> str:
        return f"a refund must take back an amount or a quantity, but {self.event} takes neither; leave it out"


def _nothing(event: "Order | Refund") -> Money:
    """Give no amount, in the currency of the event."""
    gross: object = event.gross
    return Money(0, gross.currency) if isinstance(gross, Money) else Money(0)


def _tags(codes: Iterable[str]) -> frozenset[TagCode]:
    return frozenset(map(TagCode, several(codes)))


def _check_amounts(event: "Order | Refund") -> None:
    """Refuse amounts of a value that do not go together."""
    parts = event.tax_included, event.tax_added, event.shipping, event.cost
    for part in (event.discount, *parts):
        if part is not None and part.currency != event.gross.currency:
            raise CurrencyMismatch(event.gross.currency, part.currency)
    gross, discount = event.gross.minor, event.discount.minor
    check_amounts(event.id, gross, discount)
    check_parts(event.id, gross - discount, Parts(*(None if part is None else part.minor for part in parts)))


def _check_instants(event: "Order | Parcel | Refund | Cancellation", *names: str) -> None:
    """Refuse instants of a value in an order that cannot be."""
    instants = (getattr(event, name) for name in names)
    known = microseconds(event.known_at)
    check_instants(event.id, names, tuple(None if each is None else microseconds(each) for each in instants), known)


ORDER_INSTANTS = ("placed", "deposit", "balance", "paid", "received")
"""The instants of an order; the first one comes before all others."""


@final
@frozen(kw_only=True)
class Order:
    """
    An order that a partner placed for a villager.

    Attributes:
        id: The order.
        station: Where it was placed.
        category: What was ordered, if that is known.
        quantity: How many units, 0 or more.
        gross: What it cost before discounts, 0 or more.
        discount: What was taken off, at most that.
        tax_included: The tax within what is left after the discount, at most that.
        tax_added: The tax that came on top of it, 0 or more.
        shipping: What was paid on top for the carriage, 0 or more.
        cost: What the goods cost the seller, 0 or more; None where that is not known.
        tags: Codes that mean something to whoever states them, and to the rules that ask for them.
        helper: The partner who served, where it was another than the one in charge, posted as a helper there.
        placed: When it was placed; this alone selects posting, model version and plan version.
        deposit: When a deposit was paid, if one was.
        balance: When the balance was paid, if it was.
        paid: When all was paid, if it was.
        received: When the villager had it, if so.
        known_at: When the order, as it stands here, was known.

    Raises:
        WrongNumber: The quantity is negative.
        AmountBelowZero, DiscountAboveGross, TaxAboveAmount: The amounts cannot be.
        CurrencyMismatch: The amounts are not all in one currency.
        NotAnInstant: An instant has no fixed offset.
        InstantsOutOfOrder: Something happened before the order was placed, or was known before it happened.

    Example:
        >>> eleven = datetime.fromisoformat("2016-11-11T00:03:12+08:00")
        >>> order = Order(
        ...     id="o-1",
        ...     station="sanhe",
        ...     category="phones",
        ...     gross=Money.parse("1299.00"),
        ...     discount=Money.parse("100.00"),
        ...     placed=eleven,
        ...     paid=eleven,
        ...     known_at=eleven,
        ... )
        >>> print(order.gross - order.discount)
        ¥1,199.00
    """

    id: EventId = field(converter=EventId)
    station: StationId = field(converter=StationId)
    category: CategoryCode | None = field(default=None, converter=optionally(CategoryCode))
    quantity: int = field(default=1, validator=non_negative)
    gross: Money = field(validator=is_money)
    discount: Money = field(default=Factory(_nothing, takes_self=True), validator=is_money)
    tax_included: Money = field(default=Factory(_nothing, takes_self=True), validator=is_money)
    tax_added: Money = field(default=Factory(_nothing, takes_self=True), validator=is_money)
    shipping: Money = field(default=Factory(_nothing, takes_self=True), validator=is_money)
    cost: Money | None = field(default=None, validator=optional(is_money))
    tags: frozenset[TagCode] = field(default=frozenset[TagCode](), converter=_tags)
    helper: PartnerId | None = field(default=None, converter=optionally(PartnerId))
    placed: datetime = field(validator=fixed)
    deposit: datetime | None = field(default=None, validator=optional(fixed))
    balance: datetime | None = field(default=None, validator=optional(fixed))
    paid: datetime | None = field(default=None, validator=optional(fixed))
    received: datetime | None = field(default=None, validator=optional(fixed))
    known_at: datetime = field(validator=fixed)

    def __attrs_post_init__(self) -> None:
        _check_amounts(self)
        _check_instants(self, *ORDER_INSTANTS)


@final
@frozen(kw_only=True)
class Parcel:
    """
    A parcel that was handed out at a station.

    Attributes:
        id: The parcel.
        station: Where.
        category: What kind of parcel, if that is told apart.
        pieces: How many pieces, 1 or more.
        handed_out: When; this selects everything: posting, versions, earned period, campaign.
        known_at: When that was known.

    Raises:
        WrongNumber: There is no piece.
        NotAnInstant: An instant has no fixed offset.
        InstantsOutOfOrder: It was known before it happened.
    """

    id: EventId = field(converter=EventId)
    station: StationId = field(converter=StationId)
    category: CategoryCode | None = field(default=None, converter=optionally(CategoryCode))
    pieces: int = field(default=1, validator=positive)
    handed_out: datetime = field(validator=fixed)
    known_at: datetime = field(validator=fixed)

    def __attrs_post_init__(self) -> None:
        _check_instants(self, "handed_out")


@final
@frozen(kw_only=True)
class Refund:
    """
    A part of an order, or all of it, that was taken back; the order still counts as placed.

    A part of the order that a refund does not state is not 0: a rule that measures it asks for it.

    Attributes:
        id: The refund.
        order: The order.
        gross: The part of the order's gross amount, 0 or more.
        discount: The part of the order's discount, at most that; gross less discount is what the villager got back.
        quantity: How many units came back, 0 or more.
        tax_included: The part of the order's included tax, at most what was given back; None where it is not stated.
        tax_added: The part of its added tax, 0 or more; None where it is not stated.
        shipping: The part of its shipping, 0 or more; None where it is not stated.
        cost: The part of its cost, 0 or more: that of goods which came back; None where it is not stated.
        at: When.
        known_at: When that was known.

    Raises:
        RefundOfNothing: It takes back no amount, no quantity, no added tax and no shipping.
        AmountBelowZero, DiscountAboveGross, TaxAboveAmount, CurrencyMismatch, WrongNumber: The amounts cannot be.
        NotAnInstant: An instant has no fixed offset.
        InstantsOutOfOrder: It was known before it happened.
    """

    id: EventId = field(converter=EventId)
    order: EventId = field(converter=EventId)
    gross: Money = field(validator=is_money)
    discount: Money = field(default=Factory(_nothing, takes_self=True), validator=is_money)
    quantity: int = field(default=0, validator=non_negative)
    tax_included: Money | None = field(default=None, validator=optional(is_money))
    tax_added: Money | None = field(default=None, validator=optional(is_money))
    shipping: Money | None = field(default=None, validator=optional(is_money))
    cost: Money | None = field(default=None, validator=optional(is_money))
    at: datetime = field(validator=fixed)
    known_at: datetime = field(validator=fixed)

    def __attrs_post_init__(self) -> None:
        _check_amounts(self)
        _check_instants(self, "at")
        if not (self.gross or self.quantity or self.tax_added or self.shipping):
            raise RefundOfNothing(self.id)


@final
class CancellationReason(Word):
    """Why an order, a parcel or a referral does not count at all."""

    CANCELLED = "cancelled"
    SELF_PURCHASE = "self_purchase"
    FAKE = "fake"


@final
@frozen(kw_only=True)
class Cancellation:
    """
    An order, a parcel or a referral that does not count, from its beginning: it earns nothing, and no measure holds it.

    Attributes:
        id: The cancellation.
        event: The order, the parcel or the referral.
        reason: Why.
        at: When it was cancelled or disqualified.
        known_at: When that was known.

    Raises:
        NotAnInstant: An instant has no fixed offset.
        InstantsOutOfOrder: It was known before it happened.
    """

    id: EventId = field(converter=EventId)
    event: EventId = field(converter=EventId)
    reason: CancellationReason = field(converter=CancellationReason)
    at: datetime = field(validator=fixed)
    known_at: datetime = field(validator=fixed)

    def __attrs_post_init__(self) -> None:
        _check_instants(self, "at")


Event: TypeAlias = Order | Parcel | Referral | Refund | Cancellation
"""Everything that can happen; a closed union."""
