"""
Scope: what a settlement covers, and what it leaves as it was posted.

A settlement posts to one period.
It covers all that is earned in that period, what is earned in earlier ones where an event became known since the
period that was posted to before it, and whole earlier periods only where they are restated with a reason.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import final

from attrs import field, frozen
from attrs.validators import optional

from rural_taobao.currencies import Currency
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.identifiers import PayeeId, several
from rural_taobao.instants import fixed
from rural_taobao.kinds import non_negative
from rural_taobao.money import Money
from rural_taobao.periods import Month

__all__ = ["Control", "ControlMissed", "PayeeUnknown", "RestatementUnfounded", "Scope"]


@final
class ControlMissed(RuralTaobaoError, ValueError):
    """
    The events given are not the complete set that the scope names.

    Attributes:
        stated: What the scope names.
        found: What was given.
        currency: The currency of the gross amounts.
    """

    def __init__(self, stated: "Control", found: "Control", currency: Currency) -> None:
        self.stated = stated
        self.found = found
        self.currency = currency
        super().__init__(stated, found, currency)

    def __str__(self) -> str:
        stated, found = (
            f"{each.events} events with {Money(each.gross, self.currency)} gross" for each in (self.stated, self.found)
        )
        return (
            f"the events must be the complete set of {stated}, but {found} were given; "
            "find the file that is missing or there twice, nothing was settled"
        )


@final
class RestatementUnfounded(RuralTaobaoError, ValueError):
    """
    A period was to be restated without a reason, or one that is not earlier than the period settled.

    Attributes:
        month: The period that is settled.
        restated: The period to restate.
    """

    def __init__(self, month: Month, restated: Month) -> None:
        self.month = month
        self.restated = restated
        super().__init__(month, restated)

    def __str__(self) -> str:
        return (
            f"a restatement must have a reason and an earlier period than {self.month}, but {self.restated} is to be "
            "restated; say why, or leave it out"
        )


@final
class PayeeUnknown(RuralTaobaoError, LookupError):
    """
    A scope names a payee that neither the network nor the ledger knows.

    Attributes:
        payee: The payee.
    """

    def __init__(self, payee: PayeeId) -> None:
        self.payee = payee
        super().__init__(payee)

    def __str__(self) -> str:
        return (
            f"a payee of the scope must be one of the network or of the ledger, but {self.payee} is neither; "
            "mend the id, or leave the payees out to settle everybody"
        )


@final
@frozen
class Control:
    """
    The size of a set of events, to see that it is complete.

    Attributes:
        events: How many events, of every kind.
        gross: The gross amounts of the orders among them, in minor units.
    """

    events: int = field(validator=non_negative)
    gross: int = field(validator=non_negative)


def _month(month: Month | str) -> Month:
    return month if isinstance(month, Month) else Month.parse(month)


def _months(months: Month | str | Iterable[Month | str]) -> frozenset[Month]:
    return frozenset(map(_month, [months] if isinstance(months, Month) else several(months)))


def _payees(payees: Iterable[str] | None) -> frozenset[PayeeId] | None:
    return None if payees is None else frozenset(map(PayeeId, several(payees)))


@final
@frozen
class Scope:
    """
    What a settlement covers.

    Attributes:
        month: The period that it posts to, and whose earnings it covers whole.
        payees: Whose lines; None for everybody's.
        known_before: What became known at this instant or later is left out, as if it had not come; None leaves
            nothing out.
        restated: Earlier periods to measure again whole.
        reason: Why they are; required where there are any.
        control: The size of the complete set of events; None where it is not known.

    Raises:
        RestatementUnfounded: A period is restated without a reason, or is not an earlier one.
        NotAnInstant: `known_before` has no fixed offset.

    Example:
        >>> Scope("2016-11").month
        Month(year=2016, number=11)
    """

    month: Month = field(converter=_month)
    payees: frozenset[PayeeId] | None = field(default=None, converter=_payees, kw_only=True)
    known_before: datetime | None = field(default=None, validator=optional(fixed), kw_only=True)
    restated: frozenset[Month] = field(default=frozenset(), converter=_months, kw_only=True)
    reason: str = field(default="", kw_only=True)
    control: Control | None = field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        for month in sorted(self.restated):
            if month >= self.month or not self.reason.strip():
                raise RestatementUnfounded(self.month, month)
