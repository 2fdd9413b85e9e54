"""Bases: what of an event is measured, before and after refunds took some of it back."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import repeat
from operator import add, itemgetter, sub
from typing import NamedTuple, TypeVar, final

from rural_taobao.commission.bases import AmountOf, Basis, BasisForm, PartOff, PartOn, amount_of
from rural_taobao.commission.rules import CommissionRule, OnRefund
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.settlement.amounts import Parts
from rural_taobao.settlement.columns import PARCEL, EventColumns, RefundRow

__all__ = ["Bases", "PartUnstated", "PartsUnstated", "column", "fully_taken", "left", "picked", "taken", "whole"]

T = TypeVar("T")
_SHOWN = 5
_SIMPLE = (Basis.GROSS, Basis.NET)
"""What most rules measure, worked out without a detour by the parts."""


class PartUnstated(NamedTuple):
    """
    A part that a rule measures and an event does not state.

    Attributes:
        event: The order or the refund.
        part: The part, as its column is called.
        rule: The rule.
    """

    event: str
    part: str
    rule: str


@final
class PartsUnstated(RuralTaobaoError, LookupError):
    """
    Rules measure parts that orders or refunds do not state; none is taken for 0.

    Attributes:
        missing: Each of them, sorted.
    """

    def __init__(self, missing: tuple[PartUnstated, ...]) -> None:
        self.missing = missing
        super().__init__(missing)

    def __str__(self) -> str:
        shown = ", ".join(f"{each.event} states no {each.part} for rule {each.rule}" for each in self.missing[:_SHOWN])
        more = f" and {len(self.missing) - _SHOWN} more" if len(self.missing) > _SHOWN else ""
        return (
            f"an order must state each part that a rule measures, and a refund what of it goes back, but {shown}{more};"
            " state it, 0 where there is none, or give the rule another basis"
        )


def picked(rows: Sequence[int], column: Sequence[T]) -> tuple[T, ...]:
    """
    Give what stands in some rows of a column.

    Example:
        >>> picked([2, 0], "abc")
        ('c', 'a')
    """
    return itemgetter(*rows)(column) if len(rows) > 1 else (column[rows[0]],)


def column(rows: Sequence[int], column: Sequence[T]) -> Sequence[T]:
    """Give what stands in some rows of a column, in their order; the column itself for all rows."""
    return column if isinstance(rows, range) and len(rows) == len(column) else picked(rows, column)


@final
class Bases:
    """
    The basis columns of events, worked out once.

    Args:
        events: The events.
    """

    def __init__(self, events: EventColumns) -> None:
        self._events = events
        self._net: tuple[int, ...] | None = None
        self._unstated: set[PartUnstated] = set()

    @property
    def net(self) -> tuple[int, ...]:
        """The amount of each row less its discount, as it was ordered."""
        if self._net is None:
            self._net = tuple(map(sub, self._events.gross, self._events.discounts))
        return self._net

    def event(self, row: int) -> str:
        """Give the id of the event of a row."""
        return self._events.ids[row]

    def of(self, rule: CommissionRule, rows: Sequence[int]) -> Sequence[int]:
        """
        Give what of each row a rule measures: all of it, or what refunds left, where the rule rates that.

        A part that is not stated is noted, for `check` to tell.
        """
        return self._left(rule, rule.basis, rows, self.whole(rule, rows))

    def volumes(self, rule: CommissionRule, rows: Sequence[int]) -> Sequence[int]:
        """Give the volume of each row that the rate of a rule goes by; nothing where it goes by its basis alone."""
        volume = rule.volume
        return () if volume is None else self._left(rule, volume, rows, self._whole(rule, volume, rows))

    def units(self, rule: CommissionRule, rows: Sequence[int]) -> Sequence[int]:
        """Give the units of each row that the bounds of a unit are counted by: all, or what refunds left."""
        return self._left(rule, Basis.QUANTITY, rows, self.whole_units(rows))

    def whole(self, rule: CommissionRule, rows: Sequence[int]) -> Sequence[int]:
        """Give what of each row a rule measures, as it was ordered; a part that is not stated is noted."""
        return self._whole(rule, rule.basis, rows)

    def whole_volumes(self, rule: CommissionRule, rows: Sequence[int]) -> Sequence[int]:
        """Give the volume of each row, as it was ordered; see `volumes`."""
        volume = rule.volume
        return () if volume is None else self._whole(rule, volume, rows)

    def _whole(self, rule: CommissionRule, basis: BasisForm, rows: Sequence[int]) -> Sequence[int]:
        if basis is Basis.NET:
            return picked(rows, self.net)
        # What a refund takes of a volume matters only where the month is measured again.
        refunded = basis is rule.basis or rule.on_refund is OnRefund.RERATE
        self._unstated.update(_unstated(rule, basis, self._events, rows, refunded=refunded))
        return _wholes(basis, self._events, rows)

    def whole_units(self, rows: Sequence[int]) -> Sequence[int]:
        """Give the units of each row, as it was ordered."""
        return picked(rows, self._events.quantities)

    def _left(self, rule: CommissionRule, basis: BasisForm, rows: Sequence[int], found: Sequence[int]) -> Sequence[int]:
        """Give what refunds left, where a rule rates that."""
        refunds = self._events.refunds
        if not refunds or rule.on_refund is not OnRefund.RERATE:
            return found
        return [
            left(basis, self._events, row, refunds[row]) if row in refunds else each
            for each, row in zip(found, rows, strict=True)
        ]

    def check(self) -> None:
        """
        Refuse what was measured where a part was not stated.

        Raises:
            PartsUnstated: One was not; all that are missing are told.
        """
        if self._unstated:
            raise PartsUnstated(tuple(sorted(self._unstated)))


def _unstated(
    rule: CommissionRule, basis: BasisForm, events: EventColumns, rows: Sequence[int], *, refunded: bool
) -> Iterator[PartUnstated]:
    """Find the parts that a rule measures of rows, and that an order or a refund does not state."""
    amount = amount_of(basis)
    if amount is None:
        return
    if PartOff.COST in amount.less:
        costs: Iterable[int | None] = picked(rows, events.costs) if events.costs else repeat(None, len(rows))
        for row, cost in zip(rows, costs, strict=True):
            if cost is None and events.kinds[row] != PARCEL:
                yield PartUnstated(events.ids[row], PartOff.COST, rule.id)
    parts = amount.plus | (amount.less - {PartOff.DISCOUNT})
    for row in rows if parts and refunded and events.refunds else ():
        refunds, there = events.refunds.get(row, ()), events.parts(row)
        for number, refund in enumerate(refunds, 1):
            if not fully_taken(events, row, refunds[:number]):
                for part in sorted(parts):
                    if getattr(there, part) and getattr(refund.parts, part) is None:
                        yield PartUnstated(refund.id, part, rule.id)


def _wholes(basis: BasisForm, events: EventColumns, rows: Sequence[int]) -> Sequence[int]:
    """Give what of rows is measured on a basis, before refunds."""
    if basis is Basis.GROSS:
        return picked(rows, events.gross)
    if basis is Basis.NET:
        return tuple(map(sub, picked(rows, events.gross), picked(rows, events.discounts)))
    amount = amount_of(basis)
    if amount is None:
        return picked(rows, events.quantities) if basis is Basis.QUANTITY else (1,) * len(rows)
    columns: dict[str, Sequence[int | None]] = {
        "gross": events.gross,
        PartOff.DISCOUNT: events.discounts,
        PartOff.TAX_INCLUDED: events.taxes_included,
        PartOff.COST: events.costs,
        PartOn.TAX_ADDED: events.taxes_added,
        PartOn.SHIPPING: events.shipping,
    }

    def column(part: str) -> Iterable[int]:
        return [each or 0 for each in picked(rows, columns[part])] if columns[part] else repeat(0)

    return _put_together(amount, column)


def _put_together(amount: AmountOf, part: Callable[[str], Iterable[int]]) -> Sequence[int]:
    """Put amounts together of the columns of their parts; a margin is 0 or more."""
    found = part("gross")
    for less in (PartOff.DISCOUNT, PartOff.TAX_INCLUDED):
        if less in amount.less:
            found = map(sub, found, part(less))
    for plus in amount.plus:
        found = map(add, found, part(plus))
    if PartOff.COST in amount.less:
        return [max(0, each - cost) for each, cost in zip(found, part(PartOff.COST), strict=False)]
    return tuple(found)


def whole(basis: BasisForm, events: EventColumns, row: int) -> int:
    """Give what of one row is measured on a basis, before refunds."""
    return _wholes(basis, events, (row,))[0]


def fully_taken(events: EventColumns, row: int, refunds: Sequence[RefundRow]) -> bool:
    """
    Tell whether refunds took back all of a row.

    That is its whole amount before the discount; of one without an amount all units, and without those what is on top.
    """
    if events.gross[row]:
        return sum(refund.gross for refund in refunds) == events.gross[row]
    if events.quantities[row]:
        return sum(refund.quantity for refund in refunds) == events.quantities[row]
    back, parts = _sums(refunds), events.parts(row)
    return (back.tax_added, back.shipping) == (parts.tax_added, parts.shipping)


def _sums(refunds: Sequence[RefundRow]) -> Parts:
    """Add up what refunds take back of each part; what one does not state is not in it."""
    return Parts(*(sum(part or 0 for part in each) for each in zip(*(refund.parts for refund in refunds), strict=True)))


def left(basis: BasisForm, events: EventColumns, row: int, refunds: Sequence[RefundRow]) -> int:
    """
    Give what refunds left of one row on a basis.

    Of an order of which the whole amount is back nothing is left, on any basis; so it is of one without an amount when
    all its units are back.
    A margin is more than before where goods came back that were sold at a loss.
    """
    if fully_taken(events, row, refunds):
        return 0
    if basis in _SIMPLE:
        return whole(basis, events, row) - taken(basis, events, row, refunds)
    amount = amount_of(basis)
    if amount is None:
        return events.quantities[row] - sum(refund.quantity for refund in refunds) if basis is Basis.QUANTITY else 1
    there, back = events.parts(row), _sums(refunds)
    rest = {
        "gross": events.gross[row] - sum(refund.gross for refund in refunds),
        PartOff.DISCOUNT: events.discounts[row] - sum(refund.discount for refund in refunds),
        **{part: (getattr(there, part) or 0) - getattr(back, part) for part in Parts._fields},
    }
    return _put_together(amount, lambda part: (rest[part],))[0]


def taken(basis: BasisForm, events: EventColumns, row: int, refunds: Sequence[RefundRow]) -> int:
    """Give what refunds took back of one row on a basis: what is no more left of it, and never less than nothing."""
    if basis in _SIMPLE and not fully_taken(events, row, refunds):
        back = sum(refund.gross for refund in refunds)
        return back if basis is Basis.GROSS else back - sum(refund.discount for refund in refunds)
    return max(0, whole(basis, events, row) - left(basis, events, row, refunds))
