"""References: refunds and cancellations by what they name, which must be there before them."""

from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple, TypeAlias, final

from rural_taobao.errors import RuralTaobaoError
from rural_taobao.settlement.amounts import NO_PARTS, Parts
from rural_taobao.settlement.columns import ORDER, CancellationRow, RefundRow
from rural_taobao.settlement.events import CancellationReason
from rural_taobao.settlement.remainders import Remainder

__all__ = [
    "CancelledTwice",
    "EventMissing",
    "HappenedBefore",
    "Row",
    "StatedCancellation",
    "StatedRefund",
    "cancellations_of_events",
    "refunds_of_orders",
]

Row: TypeAlias = tuple[str, int, int, int, int, int, int, int, int | None, int | None, int | None, int | None, int]
"""
An order, a parcel or a referral: id, kind, places of station and category, quantity, gross and discount in minor units,
then placed, deposit, balance, paid, received and known, in microseconds since 1970.
"""


@final
class EventMissing(RuralTaobaoError, LookupError):
    """
    A refund or a cancellation names an event that is not among those given.

    Attributes:
        event: The refund or the cancellation.
        named: What it names.
        kind: What that must be.
    """

    def __init__(self, event: str, named: str, kind: str) -> None:
        self.event = event
        self.named = named
        self.kind = kind
        super().__init__(event, named, kind)

    def __str__(self) -> str:
        return (
            f"{self.event} must name {self.kind} that is among the events, but {self.named} is not; "
            "add the events of the month in which it was placed"
        )


@final
class CancelledTwice(RuralTaobaoError, ValueError):
    """
    An event is cancelled by two cancellations.

    Attributes:
        event: The second cancellation.
        named: The event.
    """

    def __init__(self, event: str, named: str) -> None:
        self.event = event
        self.named = named
        super().__init__(event, named)

    def __str__(self) -> str:
        return f"an event must be cancelled once, but {self.event} cancels {self.named} again; leave one out"


@final
class HappenedBefore(RuralTaobaoError, ValueError):
    """
    A refund or a cancellation lies before the event that it names.

    Attributes:
        event: The refund or the cancellation.
        named: What it names.
    """

    def __init__(self, event: str, named: str) -> None:
        self.event = event
        self.named = named
        super().__init__(event, named)

    def __str__(self) -> str:
        return f"{self.event} must not lie before {self.named}, which it names, but it does; check both instants"


class StatedRefund(NamedTuple):
    """
    A refund as it came, its order not looked up yet.

    Attributes:
        id: The refund.
        order: What it names.
        gross: Minor units.
        discount: Minor units.
        quantity: Units.
        at: When, in microseconds since 1970.
        known: When it was known.
        parts: Taxes, shipping and cost.
    """

    id: str
    order: str
    gross: int
    discount: int
    quantity: int
    at: int
    known: int
    parts: Parts


class StatedCancellation(NamedTuple):
    """
    A cancellation as it came, what it cancels not looked up yet.

    Attributes:
        id: The cancellation.
        event: What it names.
        reason: Why.
        at: When, in microseconds since 1970.
        known: When it was known.
    """

    id: str
    event: str
    reason: CancellationReason
    at: int
    known: int


def refunds_of_orders(
    stated: Iterable[StatedRefund],
    ids: Mapping[str, int],
    rows: Sequence[Row],
    parts: Mapping[int, Parts],
    faults: list[RuralTaobaoError],
) -> dict[int, tuple[RefundRow, ...]]:
    """
    Give refunds by the rows of their orders, sorted by instant and id.

    Args:
        stated: The refunds.
        ids: The rows of orders, parcels and referrals by their ids.
        rows: The rows.
        parts: The taxes, shipping and cost of the rows that state any.
        faults: Takes what cannot be: an order that is missing or comes after its refund, and more back than there was.
    """
    by_order: dict[int, list[RefundRow]] = {}
    left: dict[int, Remainder] = {}
    for refund in sorted(stated, key=attrgetter("at", "id")):
        row = ids.get(refund.order)
        if row is None or rows[row][1] != ORDER:
            faults.append(EventMissing(refund.id, refund.order, "an order"))
            continue
        _, _, _, _, units, whole, off, placed, *_ = rows[row]
        if refund.at < placed:
            faults.append(HappenedBefore(refund.id, refund.order))
        if row not in left:
            left[row] = Remainder(refund.order, whole, off, units, parts.get(row, NO_PARTS))
        taken = RefundRow(
            refund.id, row, refund.gross, refund.discount, refund.quantity, refund.at, refund.known, refund.parts
        )
        faults.extend(left[row].take(taken))
        by_order.setdefault(row, []).append(taken)
    return {row: tuple(refunds) for row, refunds in by_order.items()}


def cancellations_of_events(
    stated: Iterable[StatedCancellation],
    ids: Mapping[str, int],
    rows: Sequence[Row],
    faults: list[RuralTaobaoError],
) -> dict[int, CancellationRow]:
    """
    Give cancellations by the rows of what they cancel.

    Args:
        stated: The cancellations.
        ids: The rows of orders, parcels and referrals by their ids.
        rows: The rows.
        faults: Takes what cannot be: something that is missing, comes after, or was cancelled before.
    """
    cancelled: dict[int, CancellationRow] = {}
    for cancellation, event, reason, at, known in stated:
        row = ids.get(event)
        if row is None:
            faults.append(EventMissing(cancellation, event, "an order, a parcel or a referral"))
            continue
        _, _, _, _, _, _, _, placed, *_ = rows[row]
        if at < placed:
            faults.append(HappenedBefore(cancellation, event))
        if row in cancelled:
            faults.append(CancelledTwice(cancellation, event))
        cancelled[row] = CancellationRow(cancellation, row, reason, at, known)
    return cancelled
