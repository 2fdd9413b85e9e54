"""Building event columns: each event is checked as it comes, and then how all of them go together."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final, TypeVar, assert_never, final

from rural_taobao.currencies import Currency
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.instants import microseconds
from rural_taobao.kinds import non_negative, positive
from rural_taobao.money import CurrencyMismatch, Money
from rural_taobao.services.referrals import Referral, check_decision
from rural_taobao.settlement.amounts import NO_PARTS, Parts, check_amounts, check_parts
from rural_taobao.settlement.columns import ORDER, PARCEL, REFERRAL, EventColumns, Referred
from rural_taobao.settlement.events import (
    ORDER_INSTANTS,
    Cancellation,
    CancellationReason,
    Event,
    Order,
    Parcel,
    Refund,
    RefundOfNothing,
    check_instants,
)
from rural_taobao.settlement.references import (
    Row,
    StatedCancellation,
    StatedRefund,
    cancellations_of_events,
    refunds_of_orders,
)

__all__ = [
    "EventTwice",
    "EventsBuilder",
    "EventsRefused",
    "in_columns",
]


@final
class EventTwice(RuralTaobaoError, ValueError):
    """
    Two events have the same id.

    Attributes:
        event: The id.
    """

    def __init__(self, event: str) -> None:
        self.event = event
        super().__init__(event)

    def __str__(self) -> str:
        return (
            f"an event must have an id of its own, but {self.event} is there twice; "
            "leave the copy out, or number the two apart"
        )


@final
class EventsRefused(RuralTaobaoError, ValueError):
    """
    Events do not go together.

    Attributes:
        faults: Everything that is wrong, each an error of its own.
    """

    def __init__(self, faults: tuple[RuralTaobaoError, ...]) -> None:
        self.faults = faults
        super().__init__(faults)

    def __str__(self) -> str:
        found = "1 fault was" if len(self.faults) == 1 else f"{len(self.faults)} faults were"
        return f"events must go together, but {found} found: " + "; ".join(map(str, self.faults))


def _maybe(instant: datetime | None) -> int | None:
    return None if instant is None else microseconds(instant)


T = TypeVar("T")
_NO_TAGS: Final = frozenset[str]()


@final
class EventsBuilder:
    """
    Takes events row by row, each checked at once, and then checks how they go together.

    Args:
        currency: What all amounts are in.
    """

    def __init__(self, currency: Currency) -> None:
        self.currency = currency
        self._ids: dict[str, int] = {}
        self._stations: dict[str, int] = {}
        self._categories: dict[str | None, int] = {None: 0}
        self._rows: list[Row] = []
        self._parts: dict[int, Parts] = {}
        self._tags: dict[int, frozenset[str]] = {}
        self._helpers: dict[int, str] = {}
        self._referred: dict[int, Referred] = {}
        self._refunds: list[StatedRefund] = []
        self._cancellations: list[StatedCancellation] = []
        self._others: set[str] = set()

    def add(self, event: Event) -> None:
        """
        Take an event from a value.

        Raises:
            EventTwice: Its id is taken.
            CurrencyMismatch: An amount is in another currency.
        """
        known = microseconds(event.known_at)
        match event:
            case Order():
                self.add_order(
                    event.id,
                    event.station,
                    event.category,
                    event.quantity,
                    self._minor(event.gross),
                    self._minor(event.discount),
                    (
                        microseconds(event.placed),
                        _maybe(event.deposit),
                        _maybe(event.balance),
                        _maybe(event.paid),
                        _maybe(event.received),
                    ),
                    known,
                    self._parts_of(event),
                    event.tags,
                    event.helper,
                )
            case Parcel():
                self.add_parcel(
                    event.id, event.station, event.category, event.pieces, microseconds(event.handed_out), known
                )
            case Referral():
                self.add_referral(
                    event.id,
                    event.station,
                    event.service,
                    event.category,
                    self._minor(event.amount),
                    None if event.cost is None else self._minor(event.cost),
                    microseconds(event.entered),
                    event.approved,
                    event.refused,
                    None if event.decision is None else event.decision.by,
                    known,
                )
            case Refund():
                amounts = self._minor(event.gross), self._minor(event.discount)
                at, parts = microseconds(event.at), self._parts_of(event)
                self.add_refund(event.id, event.order, *amounts, event.quantity, at, known, parts)
            case Cancellation():
                self.add_cancellation(event.id, event.event, event.reason, microseconds(event.at), known)
            case _:
                assert_never(event)

    def _minor(self, amount: Money) -> int:
        if amount.currency != self.currency:
            raise CurrencyMismatch(self.currency, amount.currency)
        return amount.minor

    def _parts_of(self, event: Order | Refund) -> Parts:
        parts = event.tax_included, event.tax_added, event.shipping, event.cost
        return Parts(*(None if part is None else self._minor(part) for part in parts))

    def _new(self, event: str) -> None:
        if event in self._ids or event in self._others:
            raise EventTwice(event)

    def add_order(
        self,
        order: str,
        station: str,
        category: str | None,
        quantity: int,
        gross: int,
        discount: int,
        instants: tuple[int, int | None, int | None, int | None, int | None],
        known: int,
        parts: Parts = NO_PARTS,
        tags: frozenset[str] = _NO_TAGS,
        helper: str | None = None,
    ) -> None:
        """
        Take an order; see `Order` for what each part means and what it can raise.

        Args:
            order: The order; a checked id.
            station: The station; a checked id.
            category: The category, a checked code, or None.
            quantity: Units.
            gross: Minor units.
            discount: Minor units.
            instants: Placed, deposit, balance, paid and received, in microseconds since 1970.
            known: When the order was known.
            parts: Taxes, shipping and cost; a tax or a shipping that is not stated is none.
            tags: Checked codes.
            helper: The partner who helped, a checked id, or None.

        Raises:
            EventTwice: The id is taken.
        """
        self._new(order)
        non_negative(None, None, quantity)
        check_amounts(order, gross, discount)
        check_instants(order, ORDER_INSTANTS, instants, known)
        if parts != NO_PARTS:
            check_parts(order, gross - discount, parts)
            self._parts[len(self._rows)] = parts
        if tags:
            self._tags[len(self._rows)] = tags
        if helper is not None:
            self._helpers[len(self._rows)] = helper
        placed, deposit, balance, paid, received = instants
        place, code = self._places(order, station, category)
        self._rows.append(
            (order, ORDER, place, code, quantity, gross, discount, placed, deposit, balance, paid, received, known)
        )

    def add_parcel(
        self, parcel: str, station: str, category: str | None, pieces: int, handed_out: int, known: int
    ) -> None:
        """
        Take a parcel; see `Parcel` for what each part means and what it can raise.

        Raises:
            EventTwice: The id is taken.
        """
        self._new(parcel)
        positive(None, None, pieces)
        check_instants(parcel, ("handed_out",), (handed_out,), known)
        place, code = self._places(parcel, station, category)
        at = handed_out
        self._rows.append((parcel, PARCEL, place, code, pieces, 0, 0, at, at, at, at, at, known))

    def add_referral(
        self,
        referral: str,
        station: str,
        service: str,
        category: str | None,
        amount: int,
        cost: int | None,
        entered: int,
        approved: int | None,
        refused: int | None,
        decided_by: str | None,
        known: int,
    ) -> None:
        """
        Take a referral; see `Referral` for what each part means and what it can raise.

        Raises:
            EventTwice: The id is taken.
            DecisionUnclear: It is approved and refused, by nobody, or by somebody and neither.
            DecidesForItself: The station decided.
        """
        self._new(referral)
        check_amounts(referral, amount, 0)
        parts = Parts(cost=cost)
        check_parts(referral, amount, parts)
        check_instants(referral, ("entered", "approved", "refused"), (entered, approved, refused), known)
        check_decision(referral, station, approved=approved, refused=refused, decided_by=decided_by)
        if parts != NO_PARTS:
            self._parts[len(self._rows)] = parts
        decided = refused if approved is None else approved
        answer = None if decided is None else approved is not None
        self._referred[len(self._rows)] = Referred(service, decided_by, answer)
        place, code = self._places(referral, station, category)
        self._rows.append(
            (referral, REFERRAL, place, code, 1, amount, 0, entered, decided, approved, approved, approved, known)
        )

    def _places(self, event: str, station: str, category: str | None) -> tuple[int, int]:
        """Give the next row to an event, and the places of its station and its category."""
        self._ids[event] = len(self._rows)
        place = self._stations.setdefault(station, len(self._stations))
        return place, self._categories.setdefault(category, len(self._categories))

    def add_refund(
        self,
        refund: str,
        order: str,
        gross: int,
        discount: int,
        quantity: int,
        at: int,
        known: int,
        parts: Parts = NO_PARTS,
    ) -> None:
        """
        Take a refund; see `Refund` for what each part means and what it can raise.

        Raises:
            EventTwice: The id is taken.
        """
        self._new(refund)
        non_negative(None, None, quantity)
        check_amounts(refund, gross, discount)
        check_parts(refund, gross - discount, parts)
        check_instants(refund, ("at",), (at,), known)
        if not (gross or quantity or parts.tax_added or parts.shipping):
            raise RefundOfNothing(refund)
        self._others.add(refund)
        self._refunds.append(StatedRefund(refund, order, gross, discount, quantity, at, known, parts))

    def add_cancellation(self, cancellation: str, event: str, reason: CancellationReason, at: int, known: int) -> None:
        """
        Take a cancellation; see `Cancellation` for what each part means and what it can raise.

        Raises:
            EventTwice: The id is taken.
        """
        self._new(cancellation)
        check_instants(cancellation, ("at",), (at,), known)
        self._others.add(cancellation)
        self._cancellations.append(StatedCancellation(cancellation, event, reason, at, known))

    def built(self, faults: Iterable[RuralTaobaoError] = ()) -> EventColumns:
        """
        Check how the events go together and give them in columns.

        Args:
            faults: What was found wrong before.

        Raises:
            EventsRefused: Something is wrong; everything is told.
        """
        found = list(faults)
        refunds = refunds_of_orders(self._refunds, self._ids, self._rows, self._parts, found)
        cancellations = cancellations_of_events(self._cancellations, self._ids, self._rows, found)
        if found:
            raise EventsRefused(tuple(found))
        rows, parts = self._rows, self._parts
        tag_sets, tags = self._numbered(_NO_TAGS, self._tags)
        helper_ids, helpers = self._numbered(None, self._helpers)
        referred_to, referred = self._numbered(None, self._referred)
        return EventColumns(
            currency=self.currency,
            ids=tuple(row[0] for row in rows),
            kinds=tuple(row[1] for row in rows),
            stations=tuple(row[2] for row in rows),
            categories=tuple(row[3] for row in rows),
            quantities=tuple(row[4] for row in rows),
            gross=tuple(row[5] for row in rows),
            discounts=tuple(row[6] for row in rows),
            placed=tuple(row[7] for row in rows),
            deposit=tuple(row[8] for row in rows),
            balance=tuple(row[9] for row in rows),
            paid=tuple(row[10] for row in rows),
            received=tuple(row[11] for row in rows),
            known=tuple(row[12] for row in rows),
            taxes_included=self._column({row: each.tax_included or 0 for row, each in parts.items()}, 0),
            taxes_added=self._column({row: each.tax_added or 0 for row, each in parts.items()}, 0),
            shipping=self._column({row: each.shipping or 0 for row, each in parts.items()}, 0),
            costs=self._column({row: each.cost for row, each in parts.items()}, None),
            tags=tags,
            helpers=helpers,
            referred=referred,
            station_ids=tuple(self._stations),
            category_codes=tuple(self._categories),
            tag_sets=tag_sets,
            helper_ids=helper_ids,
            referred_to=referred_to,
            refunds=refunds,
            cancellations=cancellations,
        )

    def _column(self, stated: Mapping[int, T], otherwise: T) -> tuple[T, ...]:
        """Give a column of what some rows state; none where all of them state what others mean by saying nothing."""
        if all(value == otherwise for value in stated.values()):
            return ()
        return tuple(stated.get(row, otherwise) for row in range(len(self._rows)))

    def _numbered(self, nothing: T, stated: Mapping[int, T]) -> tuple[tuple[T, ...], tuple[int, ...]]:
        """Give what rows state, each once and after nothing, and a column of its places."""
        places = {nothing: 0}
        column = {row: places.setdefault(value, len(places)) for row, value in stated.items()}
        return tuple(places), self._column(column, 0)


def in_columns(events: Iterable[Event], currency: Currency) -> EventColumns:
    """
    Take events from values, in any order.

    Raises:
        EventsRefused: They do not go together; everything that is wrong is told.
        CurrencyMismatch: An amount is in another currency.
    """
    builder = EventsBuilder(currency)
    faults: list[RuralTaobaoError] = []
    for event in events:
        try:
            builder.add(event)
        except EventTwice as fault:
            faults.append(fault)
    return builder.built(faults)
