"""Building event columns: each event is checked as it comes, and then how all of them go together."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from operator import itemgetter
from typing import Final, TypeVar, assert_never, final

from rural_taobao.currencies import Currency
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.exact import non_negative, positive
from rural_taobao.instants import microseconds
from rural_taobao.money import CurrencyMismatch, Money
from rural_taobao.settlement.amounts import NO_PARTS, Parts, check_amounts, check_parts
from rural_taobao.settlement.columns import ORDER, PARCEL, CancellationRow, EventColumns, RefundRow
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
from rural_taobao.settlement.remainders import Remainder

__all__ = [
    "CancelledTwice",
    "EventMissing",
    "EventTwice",
    "EventsBuilder",
    "EventsRefused",
    "HappenedBefore",
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
_Row = tuple[str, int, int, int, int, int, int, int, int | None, int | None, int | None, int | None, int]


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
        self._rows: list[_Row] = []
        self._parts: dict[int, Parts] = {}
        self._tags: dict[int, frozenset[str]] = {}
        self._helpers: dict[int, str] = {}
        self._refunds: list[tuple[str, str, int, int, int, int, int, Parts]] = []
        self._cancellations: list[tuple[str, str, CancellationReason, int, int]] = []
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
        self._refunds.append((refund, order, gross, discount, quantity, at, known, parts))

    def add_cancellation(self, cancellation: str, event: str, reason: CancellationReason, at: int, known: int) -> None:
        """
        Take a cancellation; see `Cancellation` for what each part means and what it can raise.

        Raises:
            EventTwice: The id is taken.
        """
        self._new(cancellation)
        check_instants(cancellation, ("at",), (at,), known)
        self._others.add(cancellation)
        self._cancellations.append((cancellation, event, reason, at, known))

    def built(self, faults: Iterable[RuralTaobaoError] = ()) -> EventColumns:
        """
        Check how the events go together and give them in columns.

        Args:
            faults: What was found wrong before.

        Raises:
            EventsRefused: Something is wrong; everything is told.
        """
        found = list(faults)
        refunds = self._checked_refunds(found)
        cancellations = self._checked_cancellations(found)
        if found:
            raise EventsRefused(tuple(found))
        rows, parts = self._rows, self._parts
        tag_sets, tags = self._numbered(_NO_TAGS, self._tags)
        helper_ids, helpers = self._numbered(None, self._helpers)
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
            station_ids=tuple(self._stations),
            category_codes=tuple(self._categories),
            tag_sets=tag_sets,
            helper_ids=helper_ids,
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

    def _checked_refunds(self, faults: list[RuralTaobaoError]) -> dict[int, tuple[RefundRow, ...]]:
        """Give the refunds by their orders, and tell of those that cannot be."""
        by_order: dict[int, list[RefundRow]] = {}
        left: dict[int, Remainder] = {}
        in_order = sorted(self._refunds, key=itemgetter(5, 0))
        for refund, order, gross, discount, quantity, at, known, parts in in_order:
            row = self._ids.get(order)
            if row is None or self._rows[row][1] != ORDER:
                faults.append(EventMissing(refund, order, "an order"))
                continue
            _, _, _, _, units, whole, off, placed, *_ = self._rows[row]
            if at < placed:
                faults.append(HappenedBefore(refund, order))
            if row not in left:
                left[row] = Remainder(order, whole, off, units, self._parts.get(row, NO_PARTS))
            taken = RefundRow(refund, row, gross, discount, quantity, at, known, parts)
            faults.extend(left[row].take(taken))
            by_order.setdefault(row, []).append(taken)
        return {row: tuple(refunds) for row, refunds in by_order.items()}

    def _checked_cancellations(self, faults: list[RuralTaobaoError]) -> dict[int, CancellationRow]:
        """Give the cancellations by what they cancel, and tell of those that cannot be."""
        cancelled: dict[int, CancellationRow] = {}
        for cancellation, event, reason, at, known in self._cancellations:
            row = self._ids.get(event)
            if row is None:
                faults.append(EventMissing(cancellation, event, "an order or a parcel"))
                continue
            if at < self._rows[row][7]:
                faults.append(HappenedBefore(cancellation, event))
            if row in cancelled:
                faults.append(CancelledTwice(cancellation, event))
            cancelled[row] = CancellationRow(cancellation, row, reason, at, known)
        return cancelled


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
