"""
Events as tables: orders, parcels, referrals, refunds and cancellations, a file each, or several, in any order.

What a file holds is told by its header: a table of refunds has a column `refund`, one of orders a column `order`.
Amounts are plain decimals in major units, instants have seconds and an offset from UTC.
They are read straight into columns, without a value for each.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Final, final

from rural_taobao.currencies import Currency
from rural_taobao.documents import scalars
from rural_taobao.documents.cells import Amounts, Each, Instants, Maybe, Reader, Remembered, count
from rural_taobao.documents.event_rows import EVENT_FILES, EventRows
from rural_taobao.documents.files import replaced
from rural_taobao.documents.messages import worded
from rural_taobao.documents.rows import Progress
from rural_taobao.documents.tables import Chunk, Column, Findings, Table, set_aside
from rural_taobao.errors import RuralTaobaoError, with_article
from rural_taobao.exact import decimal_text
from rural_taobao.identifiers import (
    CategoryCode,
    EventId,
    PartnerId,
    ProviderId,
    ServiceId,
    StationId,
    TagCode,
)
from rural_taobao.instants import UtcOffset
from rural_taobao.network.services import DecidesForItself
from rural_taobao.services.referrals import DecisionUnclear
from rural_taobao.settlement.amounts import (
    PART_NAMES,
    AmountBelowZero,
    DiscountAboveGross,
    Parts,
    TaxAboveAmount,
)
from rural_taobao.settlement.building import EventsBuilder, EventsRefused
from rural_taobao.settlement.columns import EventColumns
from rural_taobao.settlement.events import CancellationReason, InstantsOutOfOrder, RefundOfNothing
from rural_taobao.settlement.references import CancelledTwice, EventMissing, HappenedBefore
from rural_taobao.settlement.remainders import RefundAboveOrder

__all__ = ["EVENT_FILES", "TagTwice", "read_events", "write_events"]

_PARTS: Final[dict[str, str]] = dict(zip(PART_NAMES, Parts._fields, strict=True))
"""The column of each part of an order, by what people call it."""


@final
class TagTwice(RuralTaobaoError, ValueError):
    """
    An order is tagged with the same code twice.

    Attributes:
        tag: The code.
    """

    def __init__(self, tag: str) -> None:
        self.tag = tag
        super().__init__(tag)

    def __str__(self) -> str:
        return f"an order must have each of its tags once, but {self.tag} is there twice; leave one out"


def _tags(text: str) -> frozenset[TagCode]:
    """Read codes with a space between each and the next."""
    tags = list(map(TagCode, text.split(" ")))
    for place, tag in enumerate(tags):
        if tag in tags[:place]:
            raise TagTwice(tag)
    return frozenset(tags)


def _column(error: RuralTaobaoError, own: str) -> str:
    """Give the column that an error of the builder is about; `own` is the one with the id of the event itself."""
    match error:
        case InstantsOutOfOrder(later=later):
            return later
        case HappenedBefore():
            return "at"
        case DiscountAboveGross() | AmountBelowZero(name="discount") | RefundAboveOrder(what="discount"):
            return "discount"
        case RefundAboveOrder(what="quantity"):
            return "quantity"
        case AmountBelowZero(name=what) | RefundAboveOrder(what=what):
            return _PARTS.get(what, "amount")
        case TaxAboveAmount():
            return "tax_included"
        case RefundOfNothing():
            return "amount"
        case DecisionUnclear() | DecidesForItself():
            return "decided_by"
        case EventMissing() | CancelledTwice():
            return "order" if own == "refund" else "event"
        case _:
            return own


@final
class _Intake:
    """
    Takes tables of events into a builder.

    Args:
        currency: What all amounts are in.
        findings: Where to tell what is wrong.
    """

    def __init__(self, currency: Currency, findings: Findings) -> None:
        self._builder = EventsBuilder(currency)
        self._findings = findings
        self._digits = currency.digits
        self._rows: dict[str, tuple[Table, str, int]] = {}
        amounts = Amounts(currency.digits)
        instants = Instants()
        maybe_instants: Reader[int | None] = Maybe(instants, None)
        part: Reader[int | None] = Maybe(amounts, None)
        self._station = Column("station", Remembered(StationId))
        category: Reader[CategoryCode | None] = Maybe(Remembered(CategoryCode), None)
        self._category = Column("category", category, optional=True)
        self._quantity = Column("quantity", Maybe(Remembered(count), 1), optional=True)
        self._quantity_back = Column("quantity", Maybe(Remembered(count), 0), optional=True)
        self._pieces = Column("pieces", Maybe(Remembered(partial(count, least=1)), 1), optional=True)
        self._amount = Column("amount", amounts)
        self._discount = Column("discount", Maybe(amounts, 0), optional=True)
        self._parts = tuple(Column(name, part, optional=True) for name in Parts._fields)
        tags: Reader[frozenset[TagCode]] = Maybe(Remembered(_tags), frozenset())
        self._tags = Column("tags", tags, optional=True)
        helper: Reader[PartnerId | None] = Maybe(Remembered(PartnerId), None)
        self._helper = Column("helper", helper, optional=True)
        self._reason = Column("reason", Remembered(partial(scalars.option, CancellationReason)))
        self._placed, self._handed_out, self._at, self._known = (
            Column(name, instants) for name in ("placed", "handed_out", "at", "known_at")
        )
        self._deposit, self._balance, self._paid, self._received = (
            Column(name, maybe_instants, optional=True) for name in ("deposit", "balance", "paid", "received")
        )
        self._entered = Column("entered", instants)
        self._approved, self._refused = (
            Column(name, maybe_instants, optional=True) for name in ("approved", "refused")
        )
        self._service = Column("service", Remembered(ServiceId))
        self._cost = Column("cost", part, optional=True)
        self._about = Column("amount", Maybe(amounts, 0), optional=True)
        decider: Reader[ProviderId | None] = Maybe(Remembered(ProviderId), None)
        self._decided_by = Column("decided_by", decider, optional=True)
        self._order, self._parcel, self._referral, self._refund, self._cancellation, self._event = (
            Column(name, Each(EventId)) for name in ("order", "parcel", "referral", "refund", "cancellation", "event")
        )
        self._kinds: dict[str, Callable[[Table], None]] = {
            "refund": self._refunds,
            "cancellation": self._cancellations,
            "parcel": self._parcels,
            "referral": self._referrals,
            "order": self._orders,
        }

    def take(self, table: Table) -> None:
        """Take a table; which kind of events it holds is told by its header."""
        if not table.header:
            return
        for column, take in self._kinds.items():
            if column in table.header:
                take(table)
                return
        named = ", ".join(self._kinds)
        table.tell(1, "", f"a table of events must have one of the columns {named}, but this one has none; add its ids")

    def built(self) -> EventColumns:
        """
        Give the events of all tables.

        Raises:
            DocumentsRefused: Anything is wrong with them.
        """
        found = bool(self._findings)
        try:
            columns = self._builder.built()
        except EventsRefused as refused:
            for fault in refused.faults:
                # What is missing may be in a row, or a file, that could not be read; then that is told already.
                if not (found and isinstance(fault, EventMissing)):
                    table, own, number = self._rows[fault.args[0]]
                    table.tell(number, _column(fault, own), self._sentence(fault))
            raise self._findings.refused() from None
        if found:
            raise self._findings.refused()
        return columns

    def _sentence(self, error: RuralTaobaoError) -> str:
        """Give the sentence of an error of the builder, amounts as the tables write them."""
        digits = self._digits
        match error:
            case RefundAboveOrder(event=event, order=order, what=what, left=left, given=given):
                digits = 0 if what == "quantity" else digits
                taken, rest = decimal_text(given, digits), decimal_text(left, digits)
                but = f"{event} takes back {with_article(what)} of {taken} where {rest} is left of {order}"
                return f"a refund must be no more than what is left of its order, but {but}; check both"
            case AmountBelowZero(event=event, name=what, amount=given):
                but = f"{event} has {decimal_text(given, digits)}"
                return f"the {what} of an event must be 0 or more, but {but}; give what is taken back as a refund"
            case DiscountAboveGross(event=event, gross=gross, discount=given):
                but = f"{event} has one of {decimal_text(given, digits)} on {decimal_text(gross, digits)}"
                return (
                    f"a discount must be no more than the gross amount, but {but}; give the amount before the discount"
                )
            case TaxAboveAmount(event=event, amount=amount, tax=given):
                but = f"{event} has one of {decimal_text(given, digits)} in {decimal_text(amount, digits)}"
                demand = "an included tax must be no more than the amount after discount"
                return f"{demand}, but {but}; give a tax that comes on top as the added tax"
            case _:
                return worded(error)

    def _take(
        self,
        table: Table,
        columns: Sequence[Column[object]],
        add: Callable[..., None],
        rows: Callable[[Chunk], Iterable[tuple[object, ...]]],
    ) -> None:
        """Take the rows of a table, of which the first column holds the ids."""
        own = columns[0]
        for chunk in table.chunks(columns):
            for number, row in zip(chunk.numbers, rows(chunk), strict=True):
                try:
                    add(*row)
                except RuralTaobaoError as fault:
                    table.tell(number, _column(fault, own.name), self._sentence(fault))
            if own in (self._refund, self._cancellation):
                places = ((table, own.name, number) for number in chunk.numbers)
                self._rows.update(zip(chunk.texts(own), places, strict=True))

    def _orders(self, table: Table) -> None:
        instants = self._placed, self._deposit, self._balance, self._paid, self._received
        facts = self._category, self._quantity, self._amount, self._discount
        self._take(
            table,
            (self._order, self._station, *facts, *instants, self._known, *self._parts, self._tags, self._helper),
            self._builder.add_order,
            lambda chunk: zip(
                chunk.texts(self._order),
                chunk.texts(self._station),
                *map(chunk.values, facts),
                zip(*map(chunk.values, instants), strict=True),
                chunk.values(self._known),
                *self._more(table, chunk, self._tags, self._helper),
                strict=True,
            ),
        )

    def _more(self, table: Table, chunk: Chunk, *others: Column[object]) -> Iterator[Iterable[object]]:
        """Give the parts of each row and what other columns say of it, where the header names any of them."""
        if any(column.name in table.header for column in (*self._parts, *others)):
            yield map(Parts._make, zip(*map(chunk.values, self._parts), strict=True))
            yield from map(chunk.values, others)

    def _parcels(self, table: Table) -> None:
        facts = self._category, self._pieces, self._handed_out, self._known
        self._take(
            table,
            (self._parcel, self._station, *facts),
            self._builder.add_parcel,
            lambda chunk: zip(
                chunk.texts(self._parcel), chunk.texts(self._station), *map(chunk.values, facts), strict=True
            ),
        )

    def _referrals(self, table: Table) -> None:
        answer = self._entered, self._approved, self._refused, self._decided_by
        facts = self._category, self._about, self._cost, *answer, self._known
        self._take(
            table,
            (self._referral, self._station, self._service, *facts),
            self._builder.add_referral,
            lambda chunk: zip(
                *map(chunk.texts, (self._referral, self._station, self._service)),
                *map(chunk.values, facts),
                strict=True,
            ),
        )

    def _refunds(self, table: Table) -> None:
        facts = self._amount, self._discount, self._quantity_back, self._at, self._known
        self._take(
            table,
            (self._refund, self._order, *facts, *self._parts),
            self._builder.add_refund,
            lambda chunk: zip(
                chunk.texts(self._refund),
                chunk.texts(self._order),
                *map(chunk.values, facts),
                *self._more(table, chunk),
                strict=True,
            ),
        )

    def _cancellations(self, table: Table) -> None:
        facts = self._reason, self._at, self._known
        self._take(
            table,
            (self._cancellation, self._event, *facts),
            self._builder.add_cancellation,
            lambda chunk: zip(
                chunk.texts(self._cancellation), chunk.texts(self._event), *map(chunk.values, facts), strict=True
            ),
        )


def read_events(paths: Iterable[Path], currency: Currency, *, progress: Progress | None = None) -> EventColumns:
    r"""
    Read events from tables, in any number of files and in any order.

    Orders: `order,station,category,quantity,amount,discount,placed,deposit,balance,paid,received,known_at`.
    Parcels: `parcel,station,category,pieces,handed_out,known_at`.
    Referrals: `referral,station,service,category,amount,cost,entered,approved,refused,decided_by,known_at`.
    Refunds: `refund,order,amount,discount,quantity,at,known_at`; the amount is a part of that of the order.
    Cancellations: `cancellation,event,reason,at,known_at`.

    Orders and refunds may have columns `tax_included,tax_added,shipping,cost` besides, and orders `tags,helper`, where
    one space parts each tag from the next.

    Columns come in any order.
    Those that may be left out, or empty, are `category`, `discount` (0), `deposit`, `balance`, `paid`, `received`,
    `pieces` (1), `quantity` (1 in an order, 0 in a refund), `tax_included`, `tax_added` and `shipping` (0 in an order;
    not stated in a refund), `cost`, `tags` and `helper`; in a referral `amount` (0), `cost`, `approved`, `refused` and
    `decided_by`.

    Args:
        paths: The files.
        currency: What all amounts are in; they have at most its digits.
        progress: Is told, now and then, how many more bytes were read.

    Raises:
        DocumentsRefused: Anything is wrong; of each file the first hundred faults are told, with row and column.

    Example:
        >>> from rural_taobao.currencies import CNY
        >>> header = "order,station,amount,placed,known_at\n"
        >>> order = "o-1,sanhe,1199.00,2016-11-11T00:03:12+08:00,2016-11-11T00:03:12+08:00\n"
        >>> _ = Path("orders.csv").write_text(header + order)
        >>> read_events([Path("orders.csv")], CNY).gross
        (119900,)
    """
    findings = Findings()
    intake = _Intake(currency, findings)
    for path in paths:
        with Table(path, findings, progress) as table:
            intake.take(table)
    return intake.built()


def write_events(events: EventColumns, folder: Path, clock: UtcOffset) -> tuple[Path, ...]:
    """
    Write events as tables, a file for each kind that there is: all of them or, where anything fails, none.

    A file of a kind that there is none of is removed, so that the folder holds these events and no others.
    Taxes, shipping, cost, tags and helpers have a column each where any row states one.

    Args:
        events: The events.
        folder: Where to write the files named in `EVENT_FILES`; it must be there.
        clock: The clock to show instants on.

    Returns:
        The files that were written; read together, they give the same events, orders before parcels before referrals.

    Raises:
        NotANumber: A number has more than 40 digits and could not be read back.
        InstantOutsideCalendar: The clock shows none of the years 1 to 9999 at some instant.
        DocumentsRefused: The system refuses.

    Example:
        >>> from rural_taobao.currencies import CNY
        >>> from rural_taobao.instants import CHINA
        >>> from rural_taobao.samples import one_order
        >>> from rural_taobao.settlement import in_columns
        >>> written = write_events(in_columns([one_order()], CNY), Path(), CHINA)
        >>> print(*written)
        orders.csv
        >>> read_events(written, CNY).ids
        ('o-1',)
    """
    files = EventRows(events, clock).files()
    with set_aside(folder, EVENT_FILES) as aside:
        for name, rows in files.items():
            replaced(aside / name, rows)
    return tuple(folder / name for name in files)
