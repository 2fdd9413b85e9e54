"""
Defaults: what was recommended, approved and not paid back, and what a cluster of it at one station leads to.

The station loses the product and the partner the post; it is proposed here, with the figures, and done by whoever
decides it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import TypeAlias, assert_never, final

from attrs import field, frozen

from rural_taobao.days import is_day
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.identifiers import EventId, PartnerId, ServiceId, StationId
from rural_taobao.network import ClusteredDefaults, Network, Permission, Revocation
from rural_taobao.network.permissions import caused
from rural_taobao.network.services import DefaultRule
from rural_taobao.services.referrals import Referral

__all__ = [
    "Cluster",
    "Default",
    "DefaultUnfounded",
    "Proposal",
    "RemovePartner",
    "RevokeProduct",
    "clusters",
    "proposal_text",
    "proposals",
]


@final
@frozen
class Default:
    """
    A referral that was approved and is in default.

    Attributes:
        referral: The referral.
        day: The day from which it is.

    Raises:
        NotADay: The day is none.
    """

    referral: EventId = field(converter=EventId)
    day: date = field(validator=is_day)


@final
class DefaultUnfounded(RuralTaobaoError, ValueError):
    """
    A default is of a referral that cannot be in default.

    Attributes:
        referral: The referral.
        why: Why it cannot.
    """

    def __init__(self, referral: EventId, why: str) -> None:
        self.referral = referral
        self.why = why
        super().__init__(referral, why)

    def __str__(self) -> str:
        return (
            "a default must be told once of a referral that was approved by then, but "
            f"{self.referral} {self.why}; check its id and its day"
        )


@final
@frozen(kw_only=True)
class Cluster:
    """
    Defaults on one service at one station that lie so near each other that its rule calls them a cluster.

    Attributes:
        station: The station.
        service: The service.
        rule: The rule.
        defaults: The defaults, by their day; the last one made the cluster.
        approved: How many referrals for the service were approved there until the day of the last.
        by_partner: How many of the defaults go back to each partner in charge when they were entered.
    """

    station: StationId
    service: ServiceId
    rule: DefaultRule
    defaults: tuple[Default, ...]
    approved: int
    by_partner: tuple[tuple[PartnerId, int], ...]

    @property
    def day(self) -> date:
        """The day on which there was a cluster."""
        return self.defaults[-1].day

    def __str__(self) -> str:
        first = self.defaults[0].day
        return (
            f"{len(self.defaults)} of {self.approved} approved referrals for {self.service} at station {self.station} "
            f"fell into default from {first} to {self.day}"
        )


@final
@frozen
class RevokeProduct:
    """
    Proposed: the station loses the product.

    Attributes:
        permission: The permission that holds.
        revocation: From which day, and the figures that led to it.
    """

    permission: Permission
    revocation: Revocation


@final
@frozen
class RemovePartner:
    """
    Proposed: the partner loses the post.

    Attributes:
        partner: The partner, who is in charge of the station still.
        station: The station.
        recommended: How many of the defaults of the cluster the partner recommended.
        defaults: How many there are.
    """

    partner: PartnerId
    station: StationId
    recommended: int
    defaults: int


Proposal: TypeAlias = RevokeProduct | RemovePartner
"""What a cluster leads to; a closed union."""


def clusters(network: Network, referrals: Iterable[Referral], defaults: Iterable[Default]) -> tuple[Cluster, ...]:
    """
    Find the clusters of defaults, by the rule that each service states; a service that states none has none.

    A default counts in one cluster: what comes after one makes another by itself.

    Args:
        network: The network, with its services.
        referrals: Every referral.
        defaults: What of them is in default.

    Returns:
        The clusters, by their day, station and service.

    Raises:
        DefaultUnfounded: A default is of no referral, of one that was not approved by then, or told twice.
        UnknownReference: A referral is at a station, or for a service, that the network has not.
    """
    known = {referral.id: referral for referral in referrals}
    found: dict[tuple[StationId, ServiceId], list[Default]] = {}
    seen: set[EventId] = set()
    for default in sorted(defaults, key=lambda each: (each.day, each.referral)):
        referral = _founded(network, known, default, seen)
        seen.add(default.referral)
        found.setdefault((referral.station, referral.service), []).append(default)
    listed = [
        _cluster(network, known, place, rule, each)
        for place, there in found.items()
        if (rule := network.service(place[1]).defaults) is not None
        for each in _near(rule, there)
    ]
    return tuple(sorted(listed, key=lambda each: (each.day, each.station, each.service)))


def _founded(network: Network, known: Mapping[EventId, Referral], default: Default, seen: set[EventId]) -> Referral:
    """Give the referral of a default, which was approved by then."""
    referral = known.get(default.referral)
    if referral is None:
        raise DefaultUnfounded(default.referral, "is not among the referrals")
    if default.referral in seen:
        raise DefaultUnfounded(default.referral, "is there twice")
    if referral.approved is None or network.clock.day(referral.approved) > default.day:
        raise DefaultUnfounded(default.referral, f"was not approved by {default.day}")
    return referral


def _near(rule: DefaultRule, defaults: Iterable[Default]) -> Iterator[tuple[Default, ...]]:
    """Give the clusters among defaults that are sorted by their days."""
    span = timedelta(days=rule.within_days)
    held: list[Default] = []
    for default in defaults:
        held = [*(each for each in held if default.day - each.day < span), default]
        if len(held) == rule.at_least:
            yield tuple(held)
            held = []


def _cluster(
    network: Network,
    known: Mapping[EventId, Referral],
    place: tuple[StationId, ServiceId],
    rule: DefaultRule,
    defaults: tuple[Default, ...],
) -> Cluster:
    station, service = place
    day = defaults[-1].day
    posted = (network.in_charge(station, known[each.referral].entered) for each in defaults)
    counted = Counter(posting.partner for posting in posted if posting is not None)
    return Cluster(
        station=station,
        service=service,
        rule=rule,
        defaults=defaults,
        approved=sum(
            (referral.station, referral.service) == place
            and referral.approved is not None
            and network.clock.day(referral.approved) <= day
            for referral in known.values()
        ),
        by_partner=tuple(sorted(counted.items())),
    )


def proposals(network: Network, cluster: Cluster) -> tuple[Proposal, ...]:
    """
    Give what a cluster leads to, as far as it was not done before.

    The day after the cluster, every permission for the product at the station that holds then is to be revoked, and
    every partner who recommended any of what is in default, and is in charge of the station then, is to be removed.

    Example:
        >>> from datetime import datetime
        >>> from rural_taobao.money import Money
        >>> from rural_taobao.samples import service_village
        >>> from rural_taobao.services import Approval
        >>> def approved(name, day):
        ...     at = datetime.fromisoformat(f"{day}T09:00:00+08:00")
        ...     facts = {"station": "sanhe", "service": "loans", "amount": Money(1_000_000)}
        ...     return Referral(id=name, entered=at, decision=Approval("bank", at), known_at=at, **facts)
        >>> loans = [approved(f"f-{day}", f"2016-11-0{day}") for day in (1, 2, 3, 4)]
        >>> village = service_village()
        >>> overdue = [Default("f-1", date(2017, 2, 1)), Default("f-3", date(2017, 2, 20))]
        >>> [found] = clusters(village, loans, overdue)
        >>> print(found)
        2 of 4 approved referrals for loans at station sanhe fell into default from 2017-02-01 to 2017-02-20
        >>> for each in proposals(village, found):
        ...     print(proposal_text(each))
        loans at station sanhe is to be revoked on 2017-02-21: defaults clustered at the station: 2 within 90 days
        li is to be removed from station sanhe, having recommended 2 of the 2 defaults of the cluster
    """
    day = cluster.day + timedelta(days=1)
    cause = ClusteredDefaults(len(cluster.defaults), cluster.rule.within_days)
    found: list[Proposal] = [
        RevokeProduct(permission, Revocation(day, cause))
        for permission in network.permissions_at(cluster.station, cluster.service)
        if day in permission
    ]
    posting = network.posting_on(cluster.station, day)
    for partner, recommended in cluster.by_partner:
        if posting is not None and posting.partner == partner:
            found.append(RemovePartner(partner, cluster.station, recommended, len(cluster.defaults)))
    return tuple(found)


def proposal_text(proposal: Proposal) -> str:
    """Say what is proposed, with the figures that led to it."""
    match proposal:
        case RevokeProduct(permission, revocation):
            told = f"{permission.service} at station {permission.station} is to be revoked on {revocation.day}"
            return f"{told}: {caused(revocation.cause)}"
        case RemovePartner(partner, station, recommended, defaults):
            return (
                f"{partner} is to be removed from station {station}, having recommended {recommended} of the "
                f"{defaults} defaults of the cluster"
            )
        case _:
            assert_never(proposal)
