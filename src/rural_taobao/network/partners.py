"""
Partners, who is paid for them, and the postings that put a partner in charge of a station or let one help there.

No identity card, telephone or bank number is part of the model, and names stay out of `repr`, logs and errors.
"""

from collections.abc import Iterable
from datetime import date
from typing import final

from attrs import field, frozen
from attrs.validators import instance_of, optional

from rural_taobao.identifiers import PartnerId, PayeeId, StationId, VersionId
from rural_taobao.kinds import tuple_of
from rural_taobao.network.model_versions import Engagement
from rural_taobao.periods import Period, union

__all__ = ["HelperPosting", "Partner", "Payee", "Posting"]


def _day(_partner: object, _attribute: object, day: date) -> None:
    """Refuse what is no day; a period says how."""
    Period(day)


def _joined(periods: Iterable[Period]) -> tuple[Period, ...]:
    return union(tuple_of(Period, periods, "on_hold", "Period(first_day, first_day_after)"))


@final
@frozen
class Payee:
    """
    Who is paid: not always a partner, and still there when a station or a contract has ended.

    Attributes:
        id: The payee.
        known: The days on which it can be credited; where they end, the final settlement is made, and what is posted
            to a month that begins then or later credits it with nothing.
        name: What people call it; stays out of `repr`.
        on_hold: The days on which nothing is paid out to it, though it is credited; those that touch are joined.

    Raises:
        WrongKind: What it is on hold for is no period.

    Example:
        >>> days = [Period(date(2016, 11, 1), date(2016, 12, 1)), Period(date(2016, 12, 1), date(2016, 12, 9))]
        >>> li = Payee("li", Period(date(2015, 6, 1)), on_hold=days)
        >>> str(li.on_hold[0]), li.is_on_hold(date(2016, 12, 8)), li.is_on_hold(date(2016, 12, 9))
        ('2016-11-01 to before 2016-12-09', True, False)
    """

    id: PayeeId = field(converter=PayeeId)
    known: Period = field(validator=instance_of(Period))
    name: str = field(default="", repr=False)
    on_hold: tuple[Period, ...] = field(default=(), converter=_joined, kw_only=True)

    def is_on_hold(self, day: date) -> bool:
        """Tell whether nothing is paid out to it on a day."""
        return any(day in each for each in self.on_hold)


@final
@frozen
class Partner:
    """
    A person under contract to run a station.

    Attributes:
        id: The partner.
        contract: The days of the contract.
        engagement: How much of the partner's time it takes.
        examined: The day on which the examination was passed; None while it was not.
        name: What people call the partner; stays out of `repr`.
        trained: The day on which the training was done; None while it was not, or where that is not known.
        local: The day from which the partner lives in the village of the station or its township; None where that is
            not so, or not known.
        premises: The day from which the partner has premises of the partner's own; None where that is not so, or not
            known.

    Raises:
        NotADay: One of these days is none.
    """

    id: PartnerId = field(converter=PartnerId)
    contract: Period = field(validator=instance_of(Period))
    engagement: Engagement = field(converter=Engagement)
    examined: date | None = field(default=None, validator=optional(_day))
    name: str = field(default="", repr=False)
    trained: date | None = field(default=None, validator=optional(_day), kw_only=True)
    local: date | None = field(default=None, validator=optional(_day), kw_only=True)
    premises: date | None = field(default=None, validator=optional(_day), kw_only=True)


@final
@frozen
class Posting:
    """
    A partner in charge of a station over some days, under one model version, for the account of one payee.

    Attributes:
        station: The station.
        partner: The partner in charge.
        payee: Who is paid for what the partner earns.
        version: The model version.
        period: The days; they begin and end at midnight on the network's clock.
        reverts: Whether it is stated that the station goes back to an earlier version.
    """

    station: StationId = field(converter=StationId)
    partner: PartnerId = field(converter=PartnerId)
    payee: PayeeId = field(converter=PayeeId)
    version: VersionId = field(converter=VersionId)
    period: Period = field(validator=instance_of(Period))
    reverts: bool = field(default=False, validator=instance_of(bool))

    def __str__(self) -> str:
        return f"partner {self.partner} at station {self.station} {self.period}"


@final
@frozen
class HelperPosting:
    """
    A partner who helps at a station over some days, under the partner in charge, for the account of one payee.

    What a helper serves falls under the model version of the partner in charge.

    Attributes:
        station: The station.
        partner: The partner who helps; in charge of the station on none of the days.
        payee: Who is paid for what the helper earns.
        period: The days; they begin and end at midnight on the network's clock.
    """

    station: StationId = field(converter=StationId)
    partner: PartnerId = field(converter=PartnerId)
    payee: PayeeId = field(converter=PayeeId)
    period: Period = field(validator=instance_of(Period))

    def __str__(self) -> str:
        return f"helper {self.partner} at station {self.station} {self.period}"
