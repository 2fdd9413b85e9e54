"""
Amounts: what the price of an order is made of, and what a refund takes back of each part.

All are 0 or more, in minor units of one currency; a part that nobody stated is None and not 0.
"""

from typing import Final, NamedTuple, final

from rural_taobao.errors import RuralTaobaoError

__all__ = [
    "NO_PARTS",
    "PART_NAMES",
    "AmountBelowZero",
    "DiscountAboveGross",
    "Parts",
    "TaxAboveAmount",
    "check_amounts",
    "check_parts",
]


@final
class AmountBelowZero(RuralTaobaoError, ValueError):
    """
    An amount of an event is negative.

    Attributes:
        event: The event.
        name: Which amount.
        amount: Its minor units.
    """

    def __init__(self, event: str, name: str, amount: int) -> None:
        self.event = event
        self.name = name
        self.amount = amount
        super().__init__(event, name, amount)

    def __str__(self) -> str:
        return (
            f"the {self.name} of an event must be 0 or more, but {self.event} has {self.amount} in minor units; "
            "give what is taken back as a refund"
        )


@final
class DiscountAboveGross(RuralTaobaoError, ValueError):
    """
    A discount is larger than what it is taken from.

    Attributes:
        event: The event.
        gross: The amount before the discount, in minor units.
        discount: The discount, in minor units.
    """

    def __init__(self, event: str, gross: int, discount: int) -> None:
        self.event = event
        self.gross = gross
        self.discount = discount
        super().__init__(event, gross, discount)

    def __str__(self) -> str:
        return (
            f"a discount must be no more than the gross amount, but {self.event} has a discount of {self.discount} "
            f"on {self.gross} in minor units; give the amount before the discount"
        )


@final
class TaxAboveAmount(RuralTaobaoError, ValueError):
    """
    A tax that an amount includes is larger than that amount.

    Attributes:
        event: The event.
        amount: The amount after the discount, in minor units.
        tax: The tax, in minor units.
    """

    def __init__(self, event: str, amount: int, tax: int) -> None:
        self.event = event
        self.amount = amount
        self.tax = tax
        super().__init__(event, amount, tax)

    def __str__(self) -> str:
        return (
            f"an included tax must be no more than the amount after discount, but {self.event} has a tax of {self.tax} "
            f"in {self.amount} in minor units; give a tax that comes on top as the added tax"
        )


class Parts(NamedTuple):
    """
    What of an order, or of a refund, is told besides its amount and its discount, in minor units.

    Attributes:
        tax_included: The tax within the amount after the discount; None where it is not stated.
        tax_added: The tax on top of that amount; None where it is not stated.
        shipping: What is paid on top for the carriage; None where it is not stated.
        cost: What the goods cost the seller; None where it is not stated.

    Example:
        >>> Parts(tax_included=3900, cost=21_000)
        Parts(tax_included=3900, tax_added=None, shipping=None, cost=21000)
    """

    tax_included: int | None = None
    tax_added: int | None = None
    shipping: int | None = None
    cost: int | None = None


NO_PARTS: Final = Parts()
"""Nothing of it is stated."""
PART_NAMES: Final = ("included tax", "added tax", "shipping", "cost")
"""What people call each of the parts, in their order."""


def check_amounts(event: str, gross: int, discount: int) -> None:
    """
    Refuse amounts, in minor units, that no event can have.

    Raises:
        AmountBelowZero: One is negative.
        DiscountAboveGross: The discount is the larger.
    """
    if gross < 0:
        raise AmountBelowZero(event, "gross amount", gross)
    if discount < 0:
        raise AmountBelowZero(event, "discount", discount)
    if discount > gross:
        raise DiscountAboveGross(event, gross, discount)


def check_parts(event: str, net: int, parts: Parts) -> None:
    """
    Refuse parts that no event can have.

    Args:
        event: The event.
        net: Its amount after the discount, in minor units.
        parts: The parts.

    Raises:
        AmountBelowZero: One is negative.
        TaxAboveAmount: The included tax is more than what it is included in.
    """
    for name, part in zip(PART_NAMES, parts, strict=True):
        if part is not None and part < 0:
            raise AmountBelowZero(event, name, part)
    if parts.tax_included is not None and parts.tax_included > net:
        raise TaxAboveAmount(event, net, parts.tax_included)
