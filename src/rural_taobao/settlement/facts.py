"""Facts: what of an event the conditions of rules look at, and what it was, for people who ask why one did not hold."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import TypeAlias, assert_never, final

from attrs import frozen

from rural_taobao.commission.circumstances import Seniority, Tagged
from rural_taobao.commission.conditions import (
    AllOf,
    Always,
    AmountBasis,
    AnyOf,
    AtStation,
    Condition,
    CreditKind,
    DuringFestival,
    InCategory,
    Moment,
    Not,
    OfAmount,
    OfKind,
    OnDays,
    UnderCentre,
    UnderVersion,
)
from rural_taobao.commission.matching import Credit
from rural_taobao.currencies import Currency
from rural_taobao.kinds import Word
from rural_taobao.money import Money

__all__ = ["Fact", "FactValue", "Facts", "Given", "Unmet"]

FactValue: TypeAlias = CreditKind | str | int | Money | datetime | date | tuple[str, ...] | None
"""What a fact was; None where there is none."""


@final
class Fact(Word):
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


@final
@frozen(eq=False)
class Facts:
    """
    All that a rule may look at of an event.

    Attributes:
        credit: The facts that rules match on.
        currency: What its amounts are in.
        months: How many full months the partner in charge had been under contract; None where nobody was in charge.
        instants: When it was placed, paid and so on, on the network's clock; None for what did not happen.
    """

    credit: Credit
    currency: Currency
    months: int | None
    instants: Mapping[Moment, datetime | None]

    def given(self, condition: Condition) -> tuple[Given, ...]:
        """
        Give what a condition is about, each fact once, in the order in which it asks for them.

        Example:
            >>> seeds = Credit("order", "seeds", "1.0", "sanhe", "feixi", date(2016, 11, 11), gross=3000, net=2500)
            >>> facts = Facts(seeds, Currency("CNY"), None, {})
            >>> dear_orders = AllOf([OfKind("order"), OfAmount(basis="net", start=Money(10_00))])
            >>> [str(given.value) for given in facts.given(dear_orders)]
            ['order', '¥25.00']
        """
        return tuple(dict.fromkeys(self._asked(condition)))

    def _asked(self, condition: Condition) -> Iterator[Given]:
        credit = self.credit
        match condition:
            case Always():
                return
            case OfKind():
                yield Given(Fact.KIND, credit.kind)
            case InCategory():
                above = sorted(credit.above - {credit.category})
                yield Given(Fact.CATEGORY, None if credit.category is None else (credit.category, *above))
            case DuringFestival(clock=clock):
                yield Given(Fact(clock.value), self.instants.get(clock))
            case AtStation():
                yield Given(Fact.STATION, credit.station)
            case UnderCentre():
                yield Given(Fact.CENTRE, credit.centre)
            case UnderVersion():
                yield Given(Fact.VERSION, credit.model_version)
            case OfAmount(basis=basis):
                amount = credit.gross if basis is AmountBasis.GROSS else credit.net
                yield Given(Fact(basis.value), None if amount is None else Money(amount, self.currency))
            case OnDays():
                yield Given(Fact.DAY, credit.day)
            case Tagged():
                yield Given(Fact.TAGS, tuple(sorted(credit.tags)) or None)
            case Seniority():
                yield Given(Fact.MONTHS, self.months)
            case AllOf(conditions) | AnyOf(conditions):
                for each in conditions:
                    yield from self._asked(each)
            case Not(other):
                yield from self._asked(other)
            case _:
                assert_never(condition)
