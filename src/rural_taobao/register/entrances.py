"""
Entrances: what a network of periods tells, as commands to a register, which then goes on from there.

Nobody knows any more how its stations were surveyed and its partners trained; so they are entered as they were found.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter
from typing import Final, TypeVar

from rural_taobao.lives import (
    CentreStep,
    Grant,
    Leave,
    PartnerStep,
    PayeeStep,
    PermissionStep,
    Post,
    PostingStep,
    Reason,
    RevokedFor,
    Site,
    StationStep,
    Terms,
)
from rural_taobao.network import CountyCentre, HelperPosting, Network, Partner, Payee, Permission, Posting, Station
from rural_taobao.network.demands import Demand, met_since
from rural_taobao.register.commands import Command, Take

__all__ = ["entering"]

T = TypeVar("T")


def entering(network: Network) -> Iterator[tuple[Command, ...]]:
    """
    Give the commands that enter a network; those that stand together are to be judged together.

    Names and positions are not part of a life, and stay in the rosters; the charter holds the services.
    Why somebody was on hold is not told by a network, and the steps say so.

    Args:
        network: The network.

    Example:
        >>> from rural_taobao.samples import one_village
        >>> [together[0].step.value for together in entering(one_village())]
        ['enrol', 'enrol', 'enrol', 'enter', 'enter', 'examine', 'take_charge']
    """
    for payee in network.payees:
        yield tuple(_of_payee(payee))
    for centre in dict.fromkeys(each.id for each in network.centres):
        yield tuple(_of_centre(network.centre_rows(centre)))
    for station in dict.fromkeys(each.id for each in network.stations):
        yield tuple(_of_station(network.station_rows(station)))
    for partner in dict.fromkeys(each.id for each in network.partners):
        yield tuple(_of_partner(network.partner_rows(partner)))
    for station in dict.fromkeys(each.id for each in network.stations):
        held: list[Posting | HelperPosting] = [*network.postings_at(station), *network.helpers_at(station)]
        held.sort(key=lambda each: (each.partner, each.period.start))
        together = tuple(command for _, of in groupby(held, lambda each: each.partner) for command in _of_post([*of]))
        if together:
            yield together
    by_grant = attrgetter("service", "station", "partner")
    for (service, station, partner), of in groupby(
        sorted(
            network.permissions, key=lambda each: (by_grant(each), each.period.start, each.end != each.period.start)
        ),
        by_grant,
    ):
        yield tuple(_of_grant(Grant(service, station, partner), of))


def _pairs(values: Iterable[T]) -> Iterator[tuple[T | None, T | None]]:
    """Give each value with the one before it, the first and the last with none."""
    before: T | None = None
    for value in values:
        yield before, value
        before = value
    yield before, None


_HELD: Final = Reason("on hold when it was entered")


def _of_payee(payee: Payee) -> Iterator[Command]:
    yield Take(payee.id, PayeeStep.ENROL, payee.known.start)
    for hold in payee.on_hold:
        days = hold.overlap(payee.known)
        if days is not None:
            yield Take(payee.id, PayeeStep.HOLD, days.start, _HELD)
            if days.end is not None and days.end != payee.known.end:
                yield Take(payee.id, PayeeStep.RELEASE, days.end)
    if payee.known.end is not None:
        yield Take(payee.id, PayeeStep.SETTLE, payee.known.end)


def _of_centre(rows: Iterable[CountyCentre]) -> Iterator[Command]:
    for before, row in _pairs(rows):
        goes_on = before is not None and row is not None and before.open.end == row.open.start
        if before is not None and before.open.end is not None and not goes_on:
            yield Take(before.id, CentreStep.CLOSE, before.open.end)
        if row is None:
            continue
        if goes_on and before is not None and before.county == row.county:
            if before.payee != row.payee:
                yield Take(row.id, CentreStep.PAY_TO, row.open.start, row.payee)
        else:
            yield Take(row.id, CentreStep.ENTER, row.open.start, Site(row.county, row.payee))


def _of_station(rows: Iterable[Station]) -> Iterator[Command]:
    for before, row in _pairs(rows):
        goes_on = before is not None and row is not None and before.open.end == row.open.start
        if before is not None and before.open.end is not None and not goes_on:
            yield Take(before.id, StationStep.CLOSE, before.open.end)
        if row is None:
            continue
        if before is None:
            yield Take(row.id, StationStep.ENTER, row.open.start, row.centre)
        elif not goes_on:
            yield Take(row.id, StationStep.REOPEN, row.open.start, row.centre)
        elif before.centre != row.centre:
            yield Take(row.id, StationStep.MOVE, row.open.start, row.centre)


_FACTS: Final = {
    Demand.EXAM: PartnerStep.EXAMINE,
    Demand.TRAINING: PartnerStep.TRAIN,
    Demand.LOCAL: PartnerStep.SETTLE_IN,
    Demand.PREMISES: PartnerStep.TAKE_PREMISES,
}
"""What is known of a partner since a day, each with the step that states it."""


def _of_partner(rows: tuple[Partner, ...]) -> Iterator[Command]:
    """Tell of contracts, and of what is known of the partner: before the first of them where it was so by then."""
    since = ((met_since(rows, demand), step) for demand, step in _FACTS.items())
    known = sorted((day, step) for day, step in since if day is not None)
    facts = [Take(rows[0].id, step, day) for day, step in known]
    begun = bisect_right(facts, rows[0].contract.start, key=attrgetter("day"))
    yield from facts[:begun]
    # The sort is stable: what is known since a day comes after what the contract does on it.
    yield from sorted([*_contracts(rows), *facts[begun:]], key=attrgetter("day"))


def _contracts(rows: Iterable[Partner]) -> Iterator[Take]:
    for before, row in _pairs(rows):
        goes_on = before is not None and row is not None and before.contract.end == row.contract.start
        if before is not None and before.contract.end is not None and not goes_on:
            yield Take(before.id, PartnerStep.LEAVE, before.contract.end)
        if row is None:
            continue
        if not goes_on:
            yield Take(row.id, PartnerStep.ENTER, row.contract.start, row.engagement)
        elif before is not None and before.engagement is not row.engagement:
            yield Take(row.id, PartnerStep.ENGAGE, row.contract.start, row.engagement)


def _of_post(held: Iterable[Posting | HelperPosting]) -> Iterator[Command]:
    for before, row in _pairs(held):
        goes_on = before is not None and row is not None and before.period.end == row.period.start
        if before is not None and before.period.end is not None and not goes_on:
            yield Take(Post(before.station, before.partner), PostingStep.END, before.period.end)
        if row is None:
            continue
        post, day = Post(row.station, row.partner), row.period.start
        if not goes_on or before is None:
            if isinstance(row, HelperPosting):
                yield Take(post, PostingStep.HELP, day, row.payee)
            else:
                yield Take(post, PostingStep.TAKE_CHARGE, day, Terms(row.version, row.payee, row.reverts))
        elif isinstance(row, Posting) and isinstance(before, HelperPosting):
            yield Take(post, PostingStep.PROMOTE, day, Terms(row.version, row.payee, row.reverts))
        else:
            yield from _gone_on(post, before, row)


def _gone_on(post: Post, before: Posting | HelperPosting, row: Posting | HelperPosting) -> Iterator[Command]:
    """Tell what is another between two spans of a posting that touch, of which the second is no promotion."""
    day = row.period.start
    if isinstance(row, HelperPosting) and isinstance(before, Posting):
        yield Take(post, PostingStep.STEP_DOWN, day)
    if before.payee != row.payee:
        yield Take(post, PostingStep.PAY_TO, day, row.payee)
    if isinstance(row, Posting) and isinstance(before, Posting):
        told = before.version, before.reverts and before.payee == row.payee
        if told != (row.version, row.reverts) or row.reverts:
            yield Take(post, PostingStep.REVERT if row.reverts else PostingStep.ADOPT, day, row.version)


def _of_grant(grant: Grant, permissions: Iterable[Permission]) -> Iterator[Command]:
    for permission in permissions:
        yield Take(grant, PermissionStep.ENTER, permission.period.start, Leave(permission.period.end))
        if permission.revocation is not None:
            cause = RevokedFor(permission.revocation.cause)
            yield Take(grant, PermissionStep.REVOKE, permission.revocation.day, cause)
