"""Facts: what of an event the conditions of rules look at, and what it was, for people who ask why one did not hold."""

from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias, final

from attrs import frozen

from rural_taobao.commission.matching import Condition, CreditKind
from rural_taobao.money import Money

__all__ = ["Fact", "FactValue", "Given", "Unmet"]

FactValue: TypeAlias = CreditKind | str | int | Money | datetime | date | tuple[str, ...] | None
"""What a fact was; None where there is none."""


@final
class Fact(StrEnum):
    """What of an event a condition looks at."""

    KIND = "kind"
    CATEGORY = "category"
    """The category, and after it those that it lies below."""
    STATION = "station"
    CENTRE = "centre"
    VERSION = "version"
    """The model version."""
    GROSS = "gross"
    """The amount before discounts."""
    NET = "net"
    """The amount after discounts."""
    DAY = "day"
    """The day of the attribution instant, on the network's clock."""
    TAGS = "tags"
    MONTHS = "months"
    """Full months since the contract of the partner in charge began."""
    PLACED = "placed"
    DEPOSIT = "deposit"
    BALANCE = "balance"
    PAID = "paid"
    RECEIVED = "received"


@final
@frozen
class Given:
    """
    A fact of an event.

    Attributes:
        fact: What it is about.
        value: What it was; None where there is none.
    """

    fact: Fact
    value: FactValue


@final
@frozen
class Unmet:
    """
    A condition that did not hold.

    Attributes:
        condition: The condition.
        given: What it is about, and what that was.
    """

    condition: Condition
    given: tuple[Given, ...]
