"""
Ground: whether what changed of some things lets every law of a network hold, for them and for what stands on them.

The laws are those of a `Network`, asked of the part of it that a change can reach, and those of what no network tells:
of stations under way, and of permissions on the day on which they are given.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from typing import Final, TypeVar, assert_never, final

from rural_taobao.errors import RuralTaobaoError
from rural_taobao.identifiers import CentreId, PartnerId, PayeeId, ServiceId, StationId, VersionId
from rural_taobao.lives import (
    Grant,
    Happening,
    Post,
    Site,
    Terms,
)
from rural_taobao.lives.tenures import posted
from rural_taobao.network import HelperPosting, Network, NetworkRefused, Payee, Posting
from rural_taobao.network.breaches import UnknownReference, described
from rural_taobao.network.permission_laws import in_vain
from rural_taobao.network.services import DecidesForItself
from rural_taobao.periods import Period
from rural_taobao.register.charter import Charter
from rural_taobao.register.entries import CYCLES, KINDS_BY_NAME, NOTHING, AnyPassage, Change, Entry
from rural_taobao.register.events import AnyRecord, Subject
from rural_taobao.register.founding import unfounded
from rural_taobao.register.glances import Glance
from rural_taobao.register.rows import centre_rows, partner_rows, payee_row, permission_rows, station_rows
from rural_taobao.register.under_way import planned_nowhere, under_way_in_vain
from rural_taobao.services.granting import PermissionUnfounded

__all__ = ["THE_CHARTER", "Ground", "NotStanding"]

Id = TypeVar("Id", CentreId, StationId, PartnerId, PayeeId)
Row = TypeVar("Row")

THE_CHARTER: Final = "the charter"
"""What names a platform that is nowhere enrolled."""
_HOUSE: Final[dict[type, str]] = {CentreId: "county centre", StationId: "station", PartnerId: "partner"}
"""What is of the network itself, so that it decides on no service."""


@final
class NotStanding(RuralTaobaoError, ValueError):
    """
    Something stands on what is known and does not count on any day.

    Attributes:
        thing: What stands on it.
        kind: The word for what it stands on.
        name: The id of that.
        state: The state of that; None where all that was known of it was taken back.
    """

    def __init__(self, thing: str, kind: str, name: str, state: str | None) -> None:
        self.thing = thing
        self.kind = kind
        self.name = name
        self.state = state
        super().__init__(thing, kind, name, state)

    def __str__(self) -> str:
        demand, ground = f"{self.thing} must stand on what is open, under contract or known", f"{self.kind} {self.name}"
        if self.state is None:
            return f"{demand}, but all that was told of {ground} is taken back; take back what stands on it first"
        state = self.state.replace("_", " ")
        return f"{demand}, but {ground} is {state}; let that come first, on the same day or an earlier one"


@final
class Ground:
    """
    What is known once something changed.

    Args:
        charter: The charter.
        entry: Gives the entry of a thing as it is by now, and `NOTHING` for one that is not known.
        stations: Gives the ids of all stations by now.
    """

    def __init__(
        self, charter: Charter, entry: Callable[[Subject], Entry], stations: Callable[[], Iterable[str]]
    ) -> None:
        self._charter = charter
        self._entry = entry
        self._stations = stations
        self._glance = Glance(charter, entry)

    def breaches(self, changes: Sequence[Change]) -> tuple[RuralTaobaoError, ...]:
        """
        Tell of the laws that changes break.

        Args:
            changes: The things that changed, each once.
        """
        dangling = tuple(fault for change in changes for fault in self.dangling(change.subject, _told(change)))
        if dangling:
            return dangling
        if (
            len(changes) == 1
            and changes[0].goes_on
            and self._glance.is_sound(changes[0].subject, changes[0].after.passages[-1])
        ):
            return self.unfounded(changes)
        meant = (*planned_nowhere(changes), *under_way_in_vain(changes, self._entry))
        try:
            network = self._reached(changes)
        except NetworkRefused as refused:
            return (*map(self._stood_on, refused.faults), *meant)
        unfounded = self.unfounded(changes)
        told = [fault.permission for fault in unfounded]
        permitted = [each for each in network.permissions if each not in told]
        idle = in_vain(permitted, network.services, network.postings, network.versions)
        return (*meant, *unfounded, *idle)

    def unfounded(self, changes: Iterable[Change]) -> tuple[PermissionUnfounded, ...]:
        """Tell of permissions that changes give in vain, where all laws of a network hold."""
        return tuple(
            fault
            for change in changes
            if isinstance(change.subject, Grant)
            for fault in unfounded(change.subject, change.before, change.after, self._charter, self._entry)
        )

    def _stood_on(self, fault: RuralTaobaoError) -> RuralTaobaoError:
        """Tell of what is there, and does not count yet or any more, as such."""
        if not isinstance(fault, UnknownReference) or isinstance(fault.subject, str):
            return fault
        if fault.subject is None:
            # The network itself names its platform alone.
            if self._entry(self._charter.platform) is NOTHING:
                return UnknownReference(THE_CHARTER, fault.kind, fault.name)
            thing = "the platform of the charter"
        else:
            thing = described(fault.subject)
        state = self._entry(KINDS_BY_NAME[fault.kind](fault.name)).state
        return NotStanding(thing, fault.kind, fault.name, None if state is None else str(state))

    def dangling(self, subject: Subject, records: Iterable[AnyRecord]) -> Iterator[RuralTaobaoError]:
        """
        Tell of what is told of a thing and names something in vain.

        Args:
            subject: The thing.
            records: What is told of it.
        """
        if type(subject) in _HOUSE and self._charter.is_decided_by(str(subject)):
            yield DecidesForItself(str(subject), _HOUSE[type(subject)])
        for kind, name in dict.fromkeys(_named(subject, records)):
            if not self._is_known(name):
                yield UnknownReference(f"{CYCLES[type(subject)].name} {subject}", kind, str(name))

    def _is_known(self, name: Subject | ServiceId | VersionId) -> bool:
        match name:
            case ServiceId():
                return any(each.id == name for each in self._charter.services)
            case VersionId():
                return any(each.id == name for each in self._charter.versions)
            case _:
                return self._entry(name) is not NOTHING

    def _reached(self, changes: Iterable[Change]) -> Network:
        """Give the part of the network that changes can reach, or refuse it."""
        centres, stations, partners, payees = set[str](), set[str](), set[str](), set[str]()
        posts_at: set[str] = set()
        for change in changes:
            subject, after = change.subject, change.after
            match subject:
                case CentreId():
                    centres.add(subject)
                    stations.update(after.links)
                case StationId():
                    stations.add(subject)
                    posts_at.add(subject)
                case PartnerId():
                    partners.add(subject)
                    posts_at.update(after.links)
                case Post():
                    posts_at.add(subject.station)
                    posts_at.update(self._entry(subject.partner).links)
                case Grant():
                    posts_at.add(subject.station)
                case PayeeId():
                    payees.add(subject)
                    stations.update(self._stations() if subject == self._charter.platform else ())
                    centres.update(each for each in after.links if isinstance(each, CentreId))
                    stations.update(each for each in after.links if isinstance(each, StationId))
                    posts_at.update(each for each in after.links if isinstance(each, StationId))
                case _:
                    assert_never(subject)
        posts = [Post(station, partner) for station in posts_at for partner in self._entry(StationId(station)).links]
        postings = [each for post in posts for each in posted(post, self._entry(post).passages)]
        grants = [Grant(each.id, post.station, post.partner) for each in self._charter.services for post in posts]
        stations |= posts_at
        partners.update(post.partner for post in posts)
        rows = self._rows(StationId, stations, partial(station_rows, serving=False))
        centres.update(row.centre for row in rows)
        run = self._rows(CentreId, centres, centre_rows)
        platform = self._charter.platform
        named = (
            {row.payee for row in run} | {each.payee for each in postings} | ({platform} if rows else set[PayeeId]())
        )
        known = self._rows(PayeeId, payees | named, payee_row)
        if platform not in named.union(row.id for row in known):
            # It is paid for what happens at stations, and need not be enrolled before there is one.
            known.append(Payee(platform, Period(date.min)))
        return Network(
            clock=self._charter.clock,
            currency=self._charter.currency,
            platform=platform,
            vacancy=self._charter.vacancy,
            versions=self._charter.versions,
            centres=run,
            stations=rows,
            partners=self._rows(PartnerId, partners, partner_rows),
            payees=known,
            postings=[each for each in postings if isinstance(each, Posting)],
            helpers=[each for each in postings if isinstance(each, HelperPosting)],
            services=self._charter.services,
            permissions=[row for grant in grants for row in permission_rows(grant, self._entry(grant).passages)],
        )

    def _rows(
        self, kind: type[Id], names: Iterable[str], rows: Callable[[Id, tuple[AnyPassage, ...]], Iterable[Row]]
    ) -> list[Row]:
        """Give the rows of some things, by their ids."""
        return [row for name in map(kind, sorted(names)) for row in rows(name, self._entry(name).passages)]


def _told(change: Change) -> tuple[AnyRecord, ...]:
    """Give what an event tells of a thing."""
    return change.after.records[len(change.before.records) :]


def _named(subject: Subject, records: Iterable[AnyRecord]) -> Iterator[tuple[str, Subject | ServiceId | VersionId]]:
    """Give what is named by a thing and by what is told of it, each with the word for its kind."""
    if not isinstance(subject, str):
        yield "station", subject.station
        yield "partner", subject.partner
    if isinstance(subject, Grant):
        yield "service", subject.service
    for record in records:
        match record.detail if isinstance(record, Happening) else None:
            case CentreId() as centre:
                yield "county centre", centre
            case PayeeId() as payee:
                yield "payee", payee
            case Site(payee=payee):
                yield "payee", payee
            case Terms(version=version, payee=payee):
                yield "payee", payee
                yield "model version", version
            case VersionId() as version:
                yield "model version", version
            case _:
                pass
