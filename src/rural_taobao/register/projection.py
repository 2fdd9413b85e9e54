"""
Projection: the network that a settlement reads, made of all that a register knew by an instant.

Who is posted at a station serves there on the days on which it is open and the partner is not suspended.
That a station goes back to an earlier version is stated where it is first seen to, since nobody may have served there
on the day for which it was told.
A permission is told of where its partner, serving there, could offer the service by it on any day.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import final

from attrs import evolve

from rural_taobao.errors import RuralTaobaoError
from rural_taobao.identifiers import CentreId, PartnerId, PayeeId, StationId
from rural_taobao.lives import Grant, Post
from rural_taobao.lives.tenures import posted
from rural_taobao.network import HelperPosting, Network, Permission, Posting
from rural_taobao.network.permission_laws import in_vain
from rural_taobao.register.charter import Charter
from rural_taobao.register.entries import NOTHING, AnyPassage, Entry
from rural_taobao.register.rows import centre_rows, partner_rows, payee_row, permission_rows, served, station_rows
from rural_taobao.register.shards import Shards

__all__ = ["PlatformNotEnrolled", "network_of"]


@final
class PlatformNotEnrolled(RuralTaobaoError, LookupError):
    """
    A register is asked for a network and knows no day on which its platform is a payee.

    Attributes:
        platform: The platform.
        known_by: The last instant whose knowledge counts; None where all that is known does.
    """

    def __init__(self, platform: PayeeId, known_by: datetime | None) -> None:
        self.platform = platform
        self.known_by = known_by
        super().__init__(platform, known_by)

    def __str__(self) -> str:
        known = "is known" if self.known_by is None else f"was known by {self.known_by.isoformat()}"
        return (
            "a network must have a platform, which is paid what is credited to nobody else, but "
            f"{self.platform} is enrolled on no day, as far as {known}; enrol it first, or ask for a later instant"
        )


def network_of(charter: Charter, entries: Sequence[Shards[Entry]], known_by: datetime | None) -> Network:
    """
    Make the network of all things of a register.

    Args:
        charter: The charter.
        entries: The entries of centres, stations, partners, payees, postings and permissions.
        known_by: The last instant whose knowledge counts; all that is known where it is None.

    Raises:
        PlatformNotEnrolled: The platform was enrolled on no day, as far as was known by then.
    """
    centres, stations, partners, payees, posts, grants = entries

    def known(shards: Shards[Entry], subject: CentreId | StationId | PartnerId | PayeeId) -> Sequence[AnyPassage]:
        entry = shards.get(subject)
        return () if entry is None else entry.known_by(subject, known_by)

    enrolled = [row for each in map(PayeeId, payees) for row in payee_row(each, known(payees, each))]
    if all(row.id != charter.platform for row in enrolled):
        raise PlatformNotEnrolled(charter.platform, known_by)
    postings: list[Posting | HelperPosting] = []
    for name in posts:
        post, entry = Post(*name.split()), posts.get(name) or NOTHING
        opened, working = known(stations, post.station), known(partners, post.partner)
        for posting in posted(post, entry.known_by(post, known_by)):
            postings += [evolve(posting, period=days) for days in served(opened, working, posting.period)]
    in_charge = [each for each in postings if isinstance(each, Posting)]
    permissions: list[Permission] = []
    for name in grants:
        grant, entry = Grant(*name.split()), grants.get(name) or NOTHING
        permissions += permission_rows(grant, entry.known_by(grant, known_by))
    idle = {id(each.subject) for each in in_vain(permissions, charter.services, in_charge, charter.versions)}
    return Network(
        clock=charter.clock,
        currency=charter.currency,
        platform=charter.platform,
        vacancy=charter.vacancy,
        versions=charter.versions,
        centres=[row for each in map(CentreId, centres) for row in centre_rows(each, known(centres, each))],
        stations=[
            row for each in map(StationId, stations) for row in station_rows(each, known(stations, each), serving=True)
        ],
        partners=[row for each in map(PartnerId, partners) for row in partner_rows(each, known(partners, each))],
        payees=enrolled,
        postings=list(_stating(charter, in_charge)),
        helpers=[each for each in postings if isinstance(each, HelperPosting)],
        services=charter.services,
        permissions=[each for each in permissions if id(each) not in idle],
    )


def _stating(charter: Charter, postings: Iterable[Posting]) -> Iterator[Posting]:
    """State of each posting under an earlier version than the one before it at its station that it goes back."""
    since: dict[str, date] = {}
    for posting in sorted(postings, key=lambda each: (each.station, each.period.start)):
        began = charter.version(posting.version).since
        goes_back = began < since.get(posting.station, date.min)
        since[posting.station] = began
        yield evolve(posting, reverts=posting.reverts or goes_back)
