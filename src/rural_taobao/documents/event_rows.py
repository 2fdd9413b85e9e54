"""Event rows: events as the rows of their tables, as `events` reads them."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Final, TypeAlias, cast, final

from rural_taobao.documents.cells import InstantWriter
from rural_taobao.exact import NotANumber, decimal_text
from rural_taobao.instants import UtcOffset
from rural_taobao.settlement.amounts import Parts
from rural_taobao.settlement.columns import ORDER, PARCEL, REFERRAL, EventColumns, Referred

__all__ = ["EVENT_FILES", "EventRows"]

EVENT_FILES: Final = ("orders.csv", "parcels.csv", "referrals.csv", "refunds.csv", "cancellations.csv")
"""The files that a set of events is written to."""
_ORDERS: Final = "order,station,category,quantity,amount,discount,placed,deposit,balance,paid,received,known_at"
_PARCELS: Final = "parcel,station,category,pieces,handed_out,known_at"
_REFERRALS: Final = "referral,station,service,category,amount,cost,entered,approved,refused,decided_by,known_at"
_REFUNDS: Final = "refund,order,amount,discount,quantity,at,known_at"
_CANCELLATIONS: Final = "cancellation,event,reason,at,known_at"
_MOST_DIGITS: Final = 40
_Writers: TypeAlias = dict[str, Callable[[int], str]]
"""What writes the cell of a row, by the column."""


@final
class EventRows:
    """
    Writes the rows of events.

    Args:
        events: The events.
        clock: The clock that shows their instants.

    Raises:
        NotANumber: A number has more than 40 digits and could not be read back.
    """

    def __init__(self, events: EventColumns, clock: UtcOffset) -> None:
        self._events = events
        self._digits = events.currency.digits
        self._instant = InstantWriter(clock)
        amounts = chain(events.gross, events.taxes_added, events.shipping, (cost or 0 for cost in events.costs))
        largest = max(events.quantities, default=0), max(amounts, default=0) // 10**self._digits
        if max(largest) >= 10**_MOST_DIGITS:
            raise NotANumber(max(largest))

    def files(self) -> dict[str, Iterable[str]]:
        """Give the rows of each file that there is anything for, after its header; each is to be read once."""
        events = self._events
        more, parts = self._more(), self._refunded_parts()
        refunds = ",".join((_REFUNDS, *(Parts._fields[place] for place in parts)))
        kinds = (
            (ORDER in events.kinds, ",".join((_ORDERS, *more)), self._orders(more)),
            (PARCEL in events.kinds, _PARCELS, self._parcels()),
            (REFERRAL in events.kinds, _REFERRALS, self._referrals()),
            (bool(events.refunds), refunds, self._refunds(parts)),
            (bool(events.cancellations), _CANCELLATIONS, self._cancellations()),
        )
        named = zip(EVENT_FILES, kinds, strict=True)
        return {name: chain([f"{header}\n"], rows) for name, (there, header, rows) in named if there}

    def _amount(self, minor: int) -> str:
        return decimal_text(minor, self._digits)

    def _maybe_amount(self, minor: int | None) -> str:
        return "" if minor is None else self._amount(minor)

    def _maybe(self, instant: int | None) -> str:
        return "" if instant is None else self._instant(instant)

    def _more(self) -> _Writers:
        """Give what writes the columns that orders have where any states something in them."""
        events = self._events
        writers: _Writers = {
            "tax_included": lambda row: self._amount(events.taxes_included[row]),
            "tax_added": lambda row: self._amount(events.taxes_added[row]),
            "shipping": lambda row: self._amount(events.shipping[row]),
            "cost": lambda row: self._maybe_amount(events.costs[row]),
            "tags": lambda row: " ".join(sorted(events.tag_sets[events.tags[row]])),
            "helper": lambda row: events.helper_ids[events.helpers[row]] or "",
        }
        columns = (
            events.taxes_included,
            events.taxes_added,
            events.shipping,
            any(cost is not None for kind, cost in zip(events.kinds, events.costs, strict=False) if kind == ORDER),
            events.tags,
            events.helpers,
        )
        return {name: write for (name, write), column in zip(writers.items(), columns, strict=True) if column}

    def _refunded_parts(self) -> list[int]:
        """Give the places of the parts that any refund states."""
        parts = [refund.parts for refunds in self._events.refunds.values() for refund in refunds]
        return [place for place in range(len(Parts._fields)) if any(each[place] is not None for each in parts)]

    def _orders(self, more: _Writers) -> Iterator[str]:
        events = self._events
        for row, kind in enumerate(events.kinds):
            if kind == ORDER:
                moments = events.deposit[row], events.balance[row], events.paid[row], events.received[row]
                category = events.category_codes[events.categories[row]] or ""
                others = "".join([f",{write(row)}" for write in more.values()])
                yield (
                    f"{events.ids[row]},{events.station_ids[events.stations[row]]},{category},{events.quantities[row]},"
                    f"{self._amount(events.gross[row])},{self._amount(events.discounts[row])},"
                    f"{self._instant(events.placed[row])},{','.join(map(self._maybe, moments))},"
                    f"{self._instant(events.known[row])}{others}\n"
                )

    def _parcels(self) -> Iterator[str]:
        events = self._events
        for row, kind in enumerate(events.kinds):
            if kind == PARCEL:
                category = events.category_codes[events.categories[row]] or ""
                yield (
                    f"{events.ids[row]},{events.station_ids[events.stations[row]]},{category},{events.quantities[row]},"
                    f"{self._instant(events.placed[row])},{self._instant(events.known[row])}\n"
                )

    def _referrals(self) -> Iterator[str]:
        events = self._events
        for row, kind in enumerate(events.kinds):
            if kind == REFERRAL:
                found = cast("Referred", events.referred_to[events.referred[row]])
                category = events.category_codes[events.categories[row]] or ""
                decided = self._maybe(events.deposit[row])
                answer = f"{decided}," if found.approved else f",{decided}"
                yield (
                    f"{events.ids[row]},{events.station_ids[events.stations[row]]},{found.service},{category},"
                    f"{self._amount(events.gross[row])},{self._maybe_amount(events.parts(row).cost)},"
                    f"{self._instant(events.placed[row])},{answer},"
                    f"{found.decided_by or ''},{self._instant(events.known[row])}\n"
                )

    def _refunds(self, parts: list[int]) -> Iterator[str]:
        for row, refunds in self._events.refunds.items():
            for refund in refunds:
                others = "".join([f",{self._maybe_amount(refund.parts[place])}" for place in parts])
                yield (
                    f"{refund.id},{self._events.ids[row]},{self._amount(refund.gross)},{self._amount(refund.discount)},"
                    f"{refund.quantity},{self._instant(refund.at)},{self._instant(refund.known)}{others}\n"
                )

    def _cancellations(self) -> Iterator[str]:
        for row, cancellation in self._events.cancellations.items():
            yield (
                f"{cancellation.id},{self._events.ids[row]},{cancellation.reason},"
                f"{self._instant(cancellation.at)},{self._instant(cancellation.known)}\n"
            )
