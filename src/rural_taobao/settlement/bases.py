"""Bases: what of an event is measured, before and after refunds took some of it back."""

from collections.abc import Sequence
from operator import itemgetter, sub
from typing import TypeVar, assert_never, final

from rural_taobao.commission.rules import Basis, CommissionRule, OnRefund
from rural_taobao.settlement.columns import EventColumns, RefundRow

__all__ = ["Bases", "fully_taken", "picked", "taken", "whole"]

T = TypeVar("T")


def picked(rows: Sequence[int], column: Sequence[T]) -> tuple[T, ...]:
    """
    Give what stands in some rows of a column.

    Example:
        >>> picked([2, 0], "abc")
        ('c', 'a')
    """
    return itemgetter(*rows)(column) if len(rows) > 1 else (column[rows[0]],)


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

    def of(self, rule: CommissionRule, rows: Sequence[int]) -> Sequence[int]:
        """Give what of each row a rule measures: all of it, or what refunds left, where the rule rates that."""
        found = self._whole(rule.basis, rows)
        return self._left(rule, rule.basis, rows, found)

    def units(self, rule: CommissionRule, rows: Sequence[int]) -> Sequence[int]:
        """Give the units of each row that the bounds of a unit are counted by: all, or what refunds left."""
        return self._left(rule, Basis.QUANTITY, rows, self._whole(Basis.QUANTITY, rows))

    def whole(self, rule: CommissionRule, rows: Sequence[int]) -> Sequence[int]:
        """Give what of each row a rule measures, as it was ordered."""
        return self._whole(rule.basis, rows)

    def whole_units(self, rows: Sequence[int]) -> Sequence[int]:
        """Give the units of each row, as it was ordered."""
        return self._whole(Basis.QUANTITY, rows)

    def _left(self, rule: CommissionRule, basis: Basis, rows: Sequence[int], found: Sequence[int]) -> Sequence[int]:
        """Take off what refunds took back, where a rule rates what is left."""
        refunds = self._events.refunds
        if not refunds or rule.on_refund is not OnRefund.RERATE:
            return found
        return [
            each - taken(basis, self._events, row, refunds[row]) if row in refunds else each
            for each, row in zip(found, rows, strict=True)
        ]

    def _whole(self, basis: Basis, rows: Sequence[int]) -> Sequence[int]:
        match basis:
            case Basis.GROSS:
                return picked(rows, self._events.gross)
            case Basis.NET:
                if self._net is None:
                    self._net = tuple(map(sub, self._events.gross, self._events.discounts))
                return picked(rows, self._net)
            case Basis.QUANTITY:
                return picked(rows, self._events.quantities)
            case Basis.COUNT:
                return (1,) * len(rows)
            case _:
                assert_never(basis)


def whole(basis: Basis, events: EventColumns, row: int) -> int:
    """Give what of one row is measured on a basis, before refunds."""
    match basis:
        case Basis.GROSS:
            return events.gross[row]
        case Basis.NET:
            return events.gross[row] - events.discounts[row]
        case Basis.QUANTITY:
            return events.quantities[row]
        case Basis.COUNT:
            return 1
        case _:
            assert_never(basis)


def fully_taken(events: EventColumns, row: int, refunds: Sequence[RefundRow]) -> bool:
    """Tell whether refunds took back all of a row: its whole amount, or all units of one without an amount."""
    if events.gross[row]:
        return sum(refund.gross for refund in refunds) == events.gross[row]
    return sum(refund.quantity for refund in refunds) == events.quantities[row]


def taken(basis: Basis, events: EventColumns, row: int, refunds: Sequence[RefundRow]) -> int:
    """
    Give what refunds took back of one row on a basis.

    An order of which the whole amount is back is taken back whole, on any basis; one without an amount is when all its
    units are.
    """
    if fully_taken(events, row, refunds):
        return whole(basis, events, row)
    gross = sum(refund.gross for refund in refunds)
    match basis:
        case Basis.GROSS:
            return gross
        case Basis.NET:
            return gross - sum(refund.discount for refund in refunds)
        case Basis.QUANTITY:
            return sum(refund.quantity for refund in refunds)
        case Basis.COUNT:
            return 0
        case _:
            assert_never(basis)
