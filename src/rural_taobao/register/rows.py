"""
Rows: what the steps of a thing come to in the values that a network is built of.

What is suspended holds and does not serve: it stands where laws are asked, and is left out of what a settlement reads.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from enum import StrEnum
from itertools import zip_longest
from typing import Any, TypeVar

from rural_taobao.identifiers import CentreId, PartnerId, PayeeId, StationId
from rural_taobao.lives import (
    Grant,
    Leave,
    PartnerState,
    PartnerStep,
    PayeeState,
    PermissionState,
    RevokedFor,
    Site,
    StationState,
)
from rural_taobao.lives.histories import lasting
from rural_taobao.network import CountyCentre, Engagement, Partner, Payee, Permission, Revocation, Station
from rural_taobao.periods import Period, union
from rural_taobao.register.entries import STANDING, AnyPassage, stated

__all__ = ["centre_rows", "partner_rows", "payee_row", "permission_rows", "served", "spans", "station_rows"]

T = TypeVar("T")


def spans(
    passages: Sequence[AnyPassage], states: frozenset[Any], holding: Callable[[Sequence[AnyPassage]], T]
) -> Iterator[tuple[Period, T]]:
    """Give the spans of days in some states, each with what holds after the steps taken by then."""
    by_day: dict[date, T | None] = {}
    for place, passage in enumerate(passages, 1):
        by_day[passage.day] = holding(passages[:place]) if passage.arrow.end in states else None
    if by_day:
        yield from ((entry.period, entry.value) for entry in lasting(by_day).entries if entry.value is not None)


def _site(passages: Sequence[AnyPassage]) -> Site:
    """Give where a centre is and who is paid its share, after some steps."""
    details = [passage.happening.detail for passage in passages]
    site = next(detail for detail in reversed(details) if isinstance(detail, Site))
    payee = next(
        each.payee if isinstance(each, Site) else each for each in reversed(details) if isinstance(each, Site | PayeeId)
    )
    return Site(site.county, payee)


def centre_rows(centre: CentreId, passages: Sequence[AnyPassage]) -> Iterator[CountyCentre]:
    """Give the rows of a county centre, one for each payee after another."""
    for days, site in spans(passages, STANDING[CentreId], _site):
        yield CountyCentre(centre, site.county, site.payee, days)


def station_rows(station: StationId, passages: Sequence[AnyPassage], *, serving: bool) -> Iterator[Station]:
    """
    Give the rows of a station, one for each centre after another.

    Args:
        station: The station.
        passages: Its steps.
        serving: Whether the days on which it is suspended are left out.
    """
    states = frozenset([StationState.OPEN]) if serving else STANDING[StationId]
    for days, centre in spans(passages, states, lambda taken: stated(taken, CentreId)):
        yield Station(station, centre, days)


def partner_rows(partner: PartnerId, passages: Sequence[AnyPassage]) -> Iterator[Partner]:
    """Give the rows of a partner under contract, one for each engagement after another; each tells what is known."""
    since: dict[StrEnum, date] = {}
    for passage in passages:
        since.setdefault(passage.happening.step, passage.day)
    for contract, engagement in spans(passages, STANDING[PartnerId], lambda taken: stated(taken, Engagement)):
        yield Partner(
            partner,
            contract,
            engagement,
            since.get(PartnerStep.EXAMINE),
            trained=since.get(PartnerStep.TRAIN),
            local=since.get(PartnerStep.SETTLE_IN),
            premises=since.get(PartnerStep.TAKE_PREMISES),
        )


def payee_row(payee: PayeeId, passages: Sequence[AnyPassage]) -> Iterator[Payee]:
    """Give the row of a payee, if there is one: from when it was enrolled until the final settlement, and its holds."""
    known = union(days for days, _ in spans(passages, STANDING[PayeeId], lambda _: True))
    held = [days for days, _ in spans(passages, frozenset([PayeeState.ON_HOLD]), lambda _: True)]
    yield from (Payee(payee, days, on_hold=held) for days in known)


def permission_rows(grant: Grant, passages: Sequence[AnyPassage]) -> Iterator[Permission]:
    """Give the rows of a permission, one for each time that it was given; what was given back at once is none."""
    for passage, after in zip_longest(passages, passages[1:]):
        if passage.arrow.end is not PermissionState.PERMITTED:
            continue
        leave, revocation = stated([passage], Leave), None
        days = Period(passage.day, leave.until)
        if after is not None and after.arrow.end is PermissionState.REVOKED:
            revocation = Revocation(after.day, stated([after], RevokedFor).cause)
        elif after is not None and after.arrow.end is PermissionState.ENDED:
            if after.day == passage.day:
                continue
            days = days.ended(after.day)
        yield Permission(grant.service, grant.station, grant.partner, days, revocation)


def served(station: Sequence[AnyPassage], partner: Sequence[AnyPassage], days: Period) -> Iterator[Period]:
    """Give those of some days on which a station is open and a partner who is posted there is not suspended."""
    at_work = STANDING[PartnerId] - {PartnerState.SUSPENDED}
    working = union(span for span, _ in spans(partner, at_work, lambda _: True))
    for opened in union(span for span, _ in spans(station, frozenset([StationState.OPEN]), lambda _: True)):
        for span in working:
            common = opened.overlap(days)
            common = None if common is None else common.overlap(span)
            if common is not None:
                yield common
