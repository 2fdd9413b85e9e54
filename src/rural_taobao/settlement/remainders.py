"""Remainders: what refunds leave of an order, one after the other."""

from collections.abc import Iterator
from typing import Final, final

from rural_taobao.errors import RuralTaobaoError
from rural_taobao.settlement.amounts import PART_NAMES, Parts
from rural_taobao.settlement.columns import RefundRow

__all__ = ["RefundAboveOrder", "Remainder"]

_WHAT: Final = ("gross amount", "discount", "quantity", *PART_NAMES)


@final
class RefundAboveOrder(RuralTaobaoError, ValueError):
    """
    A refund takes back more than is left of its order.

    Attributes:
        event: The refund.
        order: The order.
        what: What of it: gross amount, discount, quantity, a part, or an amount after some of them.
        left: How much was left, in minor units or in units.
        given: How much was to be taken back.
    """

    def __init__(self, event: str, order: str, what: str, left: int, given: int) -> None:
        self.event = event
        self.order = order
        self.what = what
        self.left = left
        self.given = given
        super().__init__(event, order, what, left, given)

    def __str__(self) -> str:
        article = "an" if self.what.startswith(("a", "i")) else "a"
        return (
            f"a refund must be no more than what is left of its order, but {self.event} takes back {article} "
            f"{self.what} of {self.given} where {self.left} is left of {self.order} (amounts in minor units); "
            "check both"
        )


@final
class Remainder:
    """
    What is left of an order.

    Args:
        order: The order.
        gross: Its amount before the discount, in minor units.
        discount: The discount.
        quantity: The units.
        parts: What else it states; what it does not state is nothing.
    """

    def __init__(self, order: str, gross: int, discount: int, quantity: int, parts: Parts) -> None:
        self._order = order
        self._left = [gross, discount, quantity, *(part or 0 for part in parts)]
        self._tax_known = True

    def take(self, refund: RefundRow) -> Iterator[RefundAboveOrder]:
        """
        Take back what a refund states; what it does not state of a part is left unknown.

        Returns:
            Everything of which it takes back more than is left.
        """
        left, parts = self._left, refund.parts
        taken = [refund.gross, refund.discount, refund.quantity, *(part or 0 for part in parts)]
        for place, what in enumerate(_WHAT):
            if taken[place] > left[place]:
                yield RefundAboveOrder(refund.id, self._order, what, left[place], taken[place])
            left[place] -= taken[place]
        gross, discount, _, tax, *_ = left
        self._tax_known &= parts.tax_included is not None or not tax
        net, back = gross - discount, refund.gross - refund.discount
        if min(gross, discount) >= 0 > net:
            yield RefundAboveOrder(refund.id, self._order, "amount after discount", net + back, back)
        elif min(gross, discount, tax) >= 0 > net - tax and self._tax_known:
            untaxed = back - taken[3]
            what = "amount after discount and included tax"
            yield RefundAboveOrder(refund.id, self._order, what, net - tax + untaxed, untaxed)
