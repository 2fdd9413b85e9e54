"""
Events in columns: the same facts as the values of `events`, one tuple a fact, for settling millions.

Instants are microseconds since 1970, amounts minor units of one currency, stations and categories small numbers.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain, compress, pairwise
from operator import attrgetter
from typing import Any, Final, NamedTuple, final

from attrs import Factory, astuple, evolve, field, frozen

from rural_taobao.currencies import Currency
from rural_taobao.settlement.amounts import NO_PARTS, Parts
from rural_taobao.settlement.events import CancellationReason

__all__ = [
    "ORDER",
    "PARCEL",
    "REFERRAL",
    "CancellationRow",
    "EventColumns",
    "Referred",
    "RefundRow",
    "latest",
]

ORDER: Final = 0
PARCEL: Final = 1
REFERRAL: Final = 2
"""The kinds of credits, as they stand in the column `kinds`."""
_BY_ROW: Final = (
    "ids",
    "kinds",
    "stations",
    "categories",
    "quantities",
    "gross",
    "discounts",
    "placed",
    "deposit",
    "balance",
    "paid",
    "received",
    "known",
    "taxes_included",
    "taxes_added",
    "shipping",
    "costs",
    "tags",
    "helpers",
    "referred",
)
"""The columns that have a place for each order, parcel or referral; the last seven have none where none states any."""
_NAMED: Final = {
    "stations": "station_ids",
    "categories": "category_codes",
    "tags": "tag_sets",
    "helpers": "helper_ids",
    "referred": "referred_to",
}
"""The columns that hold places, and what these are places in."""


class Referred(NamedTuple):
    """
    What a referral is for, and what became of it.

    Attributes:
        service: The service.
        decided_by: Who decided; None while nobody did.
        approved: Whether it was approved; None while nobody decided.
    """

    service: str
    decided_by: str | None
    approved: bool | None


@final
@frozen
class RefundRow:
    """
    A refund in columns.

    Attributes:
        id: The refund.
        row: The row of its order.
        gross: The part of the gross amount, in minor units.
        discount: The part of the discount, in minor units.
        quantity: The units.
        at: When, in microseconds since 1970.
        known: When that was known.
        parts: What else of the order it takes back, in minor units.
    """

    id: str
    row: int
    gross: int
    discount: int
    quantity: int
    at: int
    known: int
    parts: Parts = NO_PARTS


def latest(refunds: Sequence[RefundRow]) -> str:
    """Give the refund that became known last; nothing where there is none."""
    return max(refunds, key=attrgetter("known", "at", "id")).id if refunds else ""


@final
@frozen
class CancellationRow:
    """
    A cancellation in columns.

    Attributes:
        id: The cancellation.
        row: The row of what it cancels.
        reason: Why.
        at: When, in microseconds since 1970.
        known: When that was known.
    """

    id: str
    row: int
    reason: CancellationReason
    at: int
    known: int


def _rising(events: "EventColumns") -> bool:
    keys = zip(events.placed, events.ids, strict=True)
    return all(earlier < later for earlier, later in pairwise(keys))


@final
@frozen(kw_only=True, eq=False)
class EventColumns:
    """
    Events in columns; each row of a column is an order, a parcel or a referral.

    Made by `building`, from values or row by row, which checks everything.
    The columns of taxes, shipping, costs, tags, helpers and of what is referred are empty where no row states any.

    Attributes:
        currency: What the amounts are in.
        ids: The ids.
        kinds: `ORDER`, `PARCEL` or `REFERRAL`.
        stations: Places in `station_ids`.
        categories: Places in `category_codes`, whose first is None.
        quantities: Units, or pieces.
        gross: Minor units before discounts; 0 for a parcel.
        discounts: Minor units taken off.
        placed: When placed, handed out or entered.
        deposit: When a deposit was paid, or None; for a parcel when it was handed out, as all that follow; for a
            referral when it was decided, and what follows when it was approved.
        balance: When the balance was paid, or None.
        paid: When all was paid, or None.
        received: When it was received, or None.
        known: When the row was known.
        taxes_included: Minor units of tax within gross less discount.
        taxes_added: Minor units of tax on top of it.
        shipping: Minor units on top of it for the carriage.
        costs: Minor units that the goods cost the seller, or None.
        tags: Places in `tag_sets`, whose first is empty.
        helpers: Places in `helper_ids`, whose first is None.
        referred: Places in `referred_to`, whose first is None.
        station_ids: The stations that are named.
        category_codes: The categories that are named, after None.
        tag_sets: The sets of tags that are there, after the empty one.
        helper_ids: The partners that are named as helpers, after None.
        referred_to: What referrals are for and what became of them, after None.
        refunds: By the row of the order, sorted by instant and id.
        cancellations: By the row of what is cancelled.
        in_order: Whether the rows come by attribution instant and id; nothing depends on it but the time it takes.
    """

    currency: Currency
    ids: tuple[str, ...] = field(repr=False)
    kinds: tuple[int, ...] = field(repr=False)
    stations: tuple[int, ...] = field(repr=False)
    categories: tuple[int, ...] = field(repr=False)
    quantities: tuple[int, ...] = field(repr=False)
    gross: tuple[int, ...] = field(repr=False)
    discounts: tuple[int, ...] = field(repr=False)
    placed: tuple[int, ...] = field(repr=False)
    deposit: tuple[int | None, ...] = field(repr=False)
    balance: tuple[int | None, ...] = field(repr=False)
    paid: tuple[int | None, ...] = field(repr=False)
    received: tuple[int | None, ...] = field(repr=False)
    known: tuple[int, ...] = field(repr=False)
    taxes_included: tuple[int, ...] = field(default=(), repr=False)
    taxes_added: tuple[int, ...] = field(default=(), repr=False)
    shipping: tuple[int, ...] = field(default=(), repr=False)
    costs: tuple[int | None, ...] = field(default=(), repr=False)
    tags: tuple[int, ...] = field(default=(), repr=False)
    helpers: tuple[int, ...] = field(default=(), repr=False)
    referred: tuple[int, ...] = field(default=(), repr=False)
    station_ids: tuple[str, ...] = field(repr=False)
    category_codes: tuple[str | None, ...] = field(repr=False)
    tag_sets: tuple[frozenset[str], ...] = field(default=(frozenset[str](),), repr=False)
    helper_ids: tuple[str | None, ...] = field(default=(None,), repr=False)
    referred_to: tuple[Referred | None, ...] = field(default=(None,), repr=False)
    refunds: dict[int, tuple[RefundRow, ...]] = field(repr=False)
    cancellations: dict[int, CancellationRow] = field(repr=False)
    in_order: bool = field(init=False, repr=False, default=Factory(_rising, takes_self=True))

    def rows(self) -> dict[str, int]:
        """Give the row of each order, parcel and referral by its id, and that of its order by the id of a refund."""
        found = dict(zip(self.ids, range(len(self.ids)), strict=True))
        found.update((refund.id, row) for row, refunds in self.refunds.items() for refund in refunds)
        return found

    def row_of(self, event: str) -> int | None:
        """Give the row of an event, or of what a refund or a cancellation is about; None where there is none."""
        cancelled = (row for row, cancellation in self.cancellations.items() if cancellation.id == event)
        return next(cancelled, self.rows().get(event))

    def parts(self, row: int) -> Parts:
        """Give what an order states besides its amount and its discount; a tax or a shipping is 0 where it does not."""
        included, added, shipping = (
            column[row] if column else 0 for column in (self.taxes_included, self.taxes_added, self.shipping)
        )
        return Parts(included, added, shipping, self.costs[row] if self.costs else None)

    def facts(self) -> Iterator[tuple[str, tuple[object, ...]]]:
        """Give the id of each event with all that is known of it, which is the same in whatever order they came."""
        columns: dict[str, tuple[Any, ...]] = {name: getattr(self, name) for name in _BY_ROW}
        for name, named in _NAMED.items():
            columns[name] = tuple(map(getattr(self, named).__getitem__, columns[name]))
        # A column that no event needs is empty.
        yield from zip(self.ids, zip(*filter(None, columns.values()), strict=True), strict=True)
        rows: Iterator[RefundRow | CancellationRow] = chain(*self.refunds.values(), self.cancellations.values())
        for row in rows:
            event, place, *rest = astuple(row, recurse=False)
            yield event, (self.ids[place], *rest)

    def known_before(self, instant: int) -> "EventColumns":
        """
        Give what was known before an instant, in microseconds since 1970: what became known at it or later is left out.

        A refund or a cancellation of what is left out is left out too.
        """
        if max(self._all_known(), default=instant - 1) < instant:
            return self
        keep = [known < instant for known in self.known]
        by_row = {name: tuple(compress(column, keep)) for name, column in self._by_row()}
        return self._kept(tuple(compress(range(len(keep)), keep)), by_row, instant)

    def among(self, rows: Collection[int], instant: int) -> "EventColumns":
        """Give some rows, and of these what was known before an instant; see `known_before`."""
        kept = tuple(row for row in sorted(rows) if self.known[row] < instant)
        by_row = {name: tuple(column[row] for row in kept) if column else () for name, column in self._by_row()}
        return self._kept(kept, by_row, instant)

    def _by_row(self) -> Iterator[tuple[str, tuple[Any, ...]]]:
        """Give the columns that have a place for each row, by their names."""
        return ((name, getattr(self, name)) for name in _BY_ROW)

    def _kept(self, rows: Sequence[int], by_row: Mapping[str, Any], instant: int) -> "EventColumns":
        """Give some rows, whose columns are given, with the refunds and cancellations known before an instant."""
        place = {row: new for new, row in enumerate(rows)}
        refunds = {
            place[row]: tuple(evolve(each, row=place[row]) for each in listed if each.known < instant)
            for row, listed in self.refunds.items()
            if row in place
        }
        return evolve(
            self,
            **by_row,
            refunds={row: listed for row, listed in refunds.items() if listed},
            cancellations={
                place[row]: evolve(each, row=place[row])
                for row, each in self.cancellations.items()
                if row in place and each.known < instant
            },
        )

    def _all_known(self) -> Iterator[int]:
        """Give the instants at which events became known."""
        yield from self.known
        yield from (refund.known for listed in self.refunds.values() for refund in listed)
        yield from (each.known for each in self.cancellations.values())

    def __len__(self) -> int:
        return len(self.ids) + sum(map(len, self.refunds.values())) + len(self.cancellations)
