"""
Referrals: what a partner recommends and enters for a villager, and what whoever provides the service decides.

A partner never approves: a decision names a provider, and the id of a partner or a station is none.
"""

from datetime import datetime
from typing import TypeAlias, final

from attrs import field, frozen
from attrs.converters import optional as optionally
from attrs.validators import instance_of, optional

from rural_taobao.errors import RuralTaobaoError
from rural_taobao.identifiers import CategoryCode, EventId, ProviderId, ServiceId, StationId
from rural_taobao.instants import check_instants, fixed, microseconds
from rural_taobao.money import CurrencyMismatch, Money, not_negative
from rural_taobao.network.services import DecidesForItself, provider

__all__ = ["Approval", "Decision", "DecisionUnclear", "Referral", "Refusal", "check_decision"]


@final
@frozen
class Approval:
    """
    The provider does what was recommended.

    Attributes:
        by: The provider.
        at: When it decided.

    Raises:
        DecidesForItself: The id is that of a partner, a station or another thing.
        NotAnInstant: The instant has no fixed offset.

    Example:
        >>> from rural_taobao.identifiers import PartnerId
        >>> Approval(PartnerId("li"), datetime.fromisoformat("2016-11-11T09:00:00+08:00"))
        Traceback (most recent call last):
            ...
        rural_taobao.network.services.DecidesForItself: whoever decides on a service must stand outside the network, ...
    """

    by: ProviderId = field(converter=provider)
    at: datetime = field(validator=fixed)


@final
@frozen
class Refusal:
    """
    The provider does not do what was recommended.

    Attributes:
        by: The provider.
        at: When it decided.

    Raises:
        DecidesForItself: The id is that of a partner, a station or another thing.
        NotAnInstant: The instant has no fixed offset.
    """

    by: ProviderId = field(converter=provider)
    at: datetime = field(validator=fixed)


Decision: TypeAlias = Approval | Refusal
"""What a provider decides; a closed union."""


@final
class DecisionUnclear(RuralTaobaoError, ValueError):
    """
    Whether and by whom a referral was decided is not clear.

    Attributes:
        event: The referral.
        why: What is not clear.
    """

    def __init__(self, event: str, why: str) -> None:
        self.event = event
        self.why = why
        super().__init__(event, why)

    def __str__(self) -> str:
        return (
            f"a referral must be approved or refused, by somebody, or neither, but {self.event} {self.why}; "
            "state one decision and who took it, or none"
        )


def check_decision(
    event: str, station: str, *, approved: int | None, refused: int | None, decided_by: str | None
) -> None:
    """
    Refuse a decision that cannot be.

    Args:
        event: The referral.
        station: Where it was entered.
        approved: When it was approved, if it was.
        refused: When it was refused, if it was.
        decided_by: Who decided; None where nobody did.

    Raises:
        DecisionUnclear: It is both, or by nobody, or by somebody and neither.
        DecidesForItself: The station decided.
    """
    if approved is not None and refused is not None:
        raise DecisionUnclear(event, "is both")
    decided = approved is not None or refused is not None
    if decided and decided_by is None:
        raise DecisionUnclear(event, "is one of the two by nobody")
    if not decided and decided_by is not None:
        raise DecisionUnclear(event, f"is neither, by {decided_by}")
    if decided_by == station:
        raise DecidesForItself(station, "station")


@final
@frozen(kw_only=True)
class Referral:
    """
    Something of a service that a partner recommended, and entered for a villager.

    It earns when it is approved, on the terms of the instant at which it was entered.

    Attributes:
        id: The referral; unique among all events.
        station: Where it was entered.
        service: The service.
        category: What was asked for, if that is told apart.
        amount: What it is about, such as that of a loan, 0 or more.
        cost: What it costs whoever sells it, 0 or more; None where that is not known. A rule that pays on the margin
            asks for it.
        entered: When the partner entered it; this alone selects posting, model version and plan version.
        decision: What the provider decided, if it did.
        known_at: When the referral, as it stands here, was known.

    Raises:
        MoneyBelowZero: An amount is below zero.
        CurrencyMismatch: The two are in different currencies.
        DecidesForItself: The station itself is to have decided.
        NotAnInstant: An instant has no fixed offset.
        InstantsOutOfOrder: It was decided before it was entered, or known before.

    Example:
        >>> entered = datetime.fromisoformat("2016-11-11T09:00:00+08:00")
        >>> decided = datetime.fromisoformat("2016-11-14T16:30:00+08:00")
        >>> loan = Referral(
        ...     id="f-1",
        ...     station="sanhe",
        ...     service="loans",
        ...     amount=Money.parse("20000.00"),
        ...     entered=entered,
        ...     decision=Approval("bank", decided),
        ...     known_at=decided,
        ... )
        >>> loan.decision.by
        ProviderId('bank')
    """

    id: EventId = field(converter=EventId)
    station: StationId = field(converter=StationId)
    service: ServiceId = field(converter=ServiceId)
    category: CategoryCode | None = field(default=None, converter=optionally(CategoryCode))
    amount: Money = field(validator=not_negative)
    cost: Money | None = field(default=None, validator=optional(not_negative))
    entered: datetime = field(validator=fixed)
    decision: Decision | None = field(default=None, validator=optional(instance_of((Approval, Refusal))))
    known_at: datetime = field(validator=fixed)

    def __attrs_post_init__(self) -> None:
        if self.cost is not None and self.cost.currency != self.amount.currency:
            raise CurrencyMismatch(self.amount.currency, self.cost.currency)
        entered, known = microseconds(self.entered), microseconds(self.known_at)
        check_decision(
            self.id,
            self.station,
            approved=self.approved,
            refused=self.refused,
            decided_by=None if self.decision is None else self.decision.by,
        )
        check_instants(self.id, ("entered", "approved", "refused"), (entered, self.approved, self.refused), known)

    @property
    def approved(self) -> int | None:
        """When it was approved, in microseconds since 1970; None where it was not."""
        return microseconds(self.decision.at) if isinstance(self.decision, Approval) else None

    @property
    def refused(self) -> int | None:
        """When it was refused, in microseconds since 1970; None where it was not."""
        return microseconds(self.decision.at) if isinstance(self.decision, Refusal) else None
