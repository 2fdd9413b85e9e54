"""Strategies for services: what stations offer, who is permitted it, and how a permission ends."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from functools import partial
from operator import attrgetter
from typing import Final

from attrs import evolve
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from rural_taobao.identifiers import PartnerId, ProviderId, ServiceId, StationId
from rural_taobao.network import (
    Area,
    Cause,
    ClusteredDefaults,
    DefaultRule,
    ModelVersion,
    Permission,
    Posting,
    Revocation,
    Service,
    WithdrawnByHouse,
    WithdrawnByProvider,
    allows,
)
from rural_taobao.network.permission_laws import in_vain
from rural_taobao.periods import Period
from rural_taobao.testing.strategies import identifiers, periods, sources

__all__ = ["causes", "default_rules", "permissions", "permitted", "revocations", "services", "services_of"]

_COUNTS: Final = st.integers(min_value=1)
_EITHER: Final = st.booleans()
_FEW: Final = 3
_PROVIDERS: Final = identifiers(ProviderId)
_SERVICES: Final = identifiers(ServiceId)
_STATIONS: Final = identifiers(StationId)
_PARTNERS: Final = identifiers(PartnerId)
_YEAR: Final = 366


def default_rules() -> SearchStrategy[DefaultRule]:
    """Draw rules that say when defaults cluster."""
    return st.builds(DefaultRule, at_least=_COUNTS, within_days=_COUNTS, source=st.none() | sources())


@st.composite
def services(  # noqa: D417 - Hypothesis passes `draw`
    draw: DrawFn,
    *,
    ids: SearchStrategy[ServiceId] | None = None,
    decided_by: SearchStrategy[ProviderId] | None = None,
) -> Service:
    """
    Draw services; of those of finance it is said who decides.

    Args:
        ids: The id; any where it is not given.
        decided_by: Who decides, where that is said; anybody where it is not given.

    Example:
        >>> from hypothesis import given
        >>> @given(services())
        ... def test_somebody_decides_on_a_loan(service):
        ...     assert service.area is not Area.FINANCE or service.decided_by is not None
        >>> test_somebody_decides_on_a_loan()
    """
    area, deciders = draw(st.sampled_from(Area)), _PROVIDERS if decided_by is None else decided_by
    return Service(
        id=draw(_SERVICES if ids is None else ids),
        area=area,
        decided_by=draw(deciders if area is Area.FINANCE else st.none() | deciders),
        defaults=draw(st.none() | default_rules()),
        name=draw(st.text(max_size=9)),
        name_zh=draw(st.text(max_size=9)),
        source=draw(st.none() | sources()),
    )


def causes() -> SearchStrategy[Cause]:
    """Draw causes of a revocation."""
    return st.builds(WithdrawnByProvider) | st.builds(WithdrawnByHouse) | st.builds(ClusteredDefaults, _COUNTS, _COUNTS)


def revocations(*, within: Period) -> SearchStrategy[Revocation]:
    """
    Draw revocations.

    Args:
        within: The days of the permission, on one of which it is revoked.
    """
    last = date.max if within.end is None else within.end - timedelta(days=1)
    most = min((last - within.start).days, _YEAR)
    days = st.integers(0, most).map(lambda count: within.start + timedelta(days=count))
    return st.builds(Revocation, days, causes())


@st.composite
def permissions(  # noqa: D417 - Hypothesis passes `draw`
    draw: DrawFn,
    *,
    service: SearchStrategy[ServiceId] | None = None,
    station: SearchStrategy[StationId] | None = None,
    partner: SearchStrategy[PartnerId] | None = None,
    days: SearchStrategy[Period] | None = None,
) -> Permission:
    """
    Draw permissions, revoked and not.

    Args:
        service: The service; any where it is not given.
        station: The station; any where it is not given.
        partner: The partner; any where it is not given.
        days: The days that it is given for; any where it is not given.

    Example:
        >>> from hypothesis import given
        >>> @given(permissions())
        ... def test_it_holds_no_more_once_it_is_revoked(permission):
        ...     assert permission.revocation is None or permission.revocation.day not in permission
        >>> test_it_holds_no_more_once_it_is_revoked()
    """
    period = draw(periods() if days is None else days)
    return Permission(
        draw(_SERVICES if service is None else service),
        draw(_STATIONS if station is None else station),
        draw(_PARTNERS if partner is None else partner),
        period,
        draw(st.none() | revocations(within=period)),
    )


def services_of(draw: DrawFn, named: Iterable[ServiceId], house: Collection[str]) -> list[Service]:
    """
    Draw some services of a network.

    Args:
        draw: Given by Hypothesis.
        named: Ids that model versions name.
        house: The ids of its stations, centres and partners, of whom none decides.
    """
    ids = st.sampled_from(sorted(named)) | _SERVICES if named else _SERVICES
    decided_by = _PROVIDERS.map(partial(_outside, house))
    return draw(st.lists(services(ids=ids, decided_by=decided_by), max_size=_FEW, unique_by=attrgetter("id")))


def _outside(house: Collection[str], drawn: ProviderId) -> ProviderId:
    """Give a provider who is none of the house."""
    return next(
        ProviderId(name) for name in (drawn, *(f"bank-{count}" for count in range(len(house) + 1))) if name not in house
    )


def permitted(
    draw: DrawFn, postings: Sequence[Posting], offered: Sequence[Service], versions: Sequence[ModelVersion]
) -> list[Permission]:
    """
    Draw who is permitted what of those in charge: over all days in charge, a part of them or more.

    Args:
        draw: Given by Hypothesis.
        postings: Who is in charge where and when.
        offered: The services.
        versions: The model versions.
    """
    found: list[Permission] = []
    for service in offered:
        allowing = {version.id for version in versions if allows(version, service)}
        allowed = [posting for posting in postings if posting.version in allowing]
        places = {(posting.station, posting.partner): posting.period for posting in allowed}
        for (station, partner), days in places.items():
            if draw(_EITHER):
                cut = draw(st.sampled_from([days.start, days.start + timedelta(days=1)]))
                spans = [Period(days.start, cut), Period(cut)] if cut > days.start else [days]
                found += [_given(draw, Permission(service.id, station, partner, span)) for span in spans]
    idle = {id(each.subject) for each in in_vain(found, offered, postings, versions)}
    return draw(st.permutations([each for each in found if id(each) not in idle]))


def _given(draw: DrawFn, permission: Permission) -> Permission:
    """Revoke a permission, or not; one that was revoked may have been given for ever."""
    revocation = draw(st.none() | revocations(within=permission.period))
    period = Period(permission.period.start) if revocation is not None and draw(_EITHER) else permission.period
    return evolve(permission, period=period, revocation=revocation)
