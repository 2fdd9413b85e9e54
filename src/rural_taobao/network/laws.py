"""
The laws that every network obeys, each with the error that names a breach.

A `Network` finds all breaches at once, and is built only where there are none.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import TypeVar, final

from rural_taobao.errors import RuralTaobaoError
from rural_taobao.identifiers import VersionId
from rural_taobao.network.model_versions import ModelVersion
from rural_taobao.network.partners import HelperPosting, Partner, Payee, Posting
from rural_taobao.network.stations import CountyCentre, Station
from rural_taobao.periods import Period
from rural_taobao.places.counties import CountyRetired
from rural_taobao.places.tables import county_table

__all__ = [
    "CountyNotThere",
    "DemandNotMet",
    "HelpsInCharge",
    "HelpsTwice",
    "IdTwice",
    "NotWithin",
    "TooManyStations",
    "TwoInCharge",
    "UnknownReference",
    "VersionGoesBack",
]

Subject = CountyCentre | Station | Partner | Payee | Posting | HelperPosting | ModelVersion
"""What a breach is found in."""
S = TypeVar("S", CountyCentre, Station, Partner, Payee, ModelVersion)


def described(subject: Subject) -> str:
    """Say which value is meant, by its id and without a name."""
    if isinstance(subject, Posting | HelperPosting):
        return f"the posting of {subject}"
    kinds: dict[type[Subject], str] = {CountyCentre: "county centre", ModelVersion: "model version"}
    return f"{kinds.get(type(subject), type(subject).__name__.lower())} {subject.id}"


@final
class IdTwice(RuralTaobaoError, ValueError):
    """
    Two of a kind have the same id.

    Attributes:
        subject: The second of them.
    """

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        super().__init__(subject)

    def __str__(self) -> str:
        return f"an id must be given once, but {described(self.subject)} is there twice; rename one or leave it out"


@final
class UnknownReference(RuralTaobaoError, LookupError):
    """
    Something names what is not there.

    Attributes:
        subject: What names it; None for the network itself, or whoever asked it.
        kind: The kind of what is named.
        name: Its id.
    """

    def __init__(self, subject: Subject | None, kind: str, name: str) -> None:
        self.subject = subject
        self.kind = kind
        self.name = name
        super().__init__(subject, kind, name)

    def __str__(self) -> str:
        named = f"{self.name} is not" if self.subject is None else f"{described(self.subject)} names {self.name}"
        return f"a {self.kind} that is named must be there, but {named}; add it or name another"


@final
class NotWithin(RuralTaobaoError, ValueError):
    """
    Something holds on days on which what it stands on does not.

    Attributes:
        subject: What holds too long, or too early.
        days: Its days.
        ground: What it stands on.
        ground_days: The days of that.
    """

    def __init__(self, subject: Subject, days: Period, ground: str, ground_days: Period) -> None:
        self.subject = subject
        self.days = days
        self.ground = ground
        self.ground_days = ground_days
        super().__init__(subject, days, ground, ground_days)

    def __str__(self) -> str:
        return (
            f"{described(self.subject)} must lie within {self.ground}, but it holds {self.days} and that "
            f"{self.ground_days}; shorten the one or lengthen the other"
        )


@final
class TwoInCharge(RuralTaobaoError, ValueError):
    """
    Two postings put a partner in charge of one station on the same day.

    Attributes:
        subject: The later posting.
        other: The one that it overlaps.
    """

    def __init__(self, subject: Posting, other: Posting) -> None:
        self.subject = subject
        self.other = other
        super().__init__(subject, other)

    def __str__(self) -> str:
        return (
            f"a station must have one partner in charge at a time, but {self.subject} overlaps {self.other}; "
            "end the earlier posting on the day on which the later one begins"
        )


@final
class TooManyStations(RuralTaobaoError, ValueError):
    """
    A partner is in charge of more stations at once than a model version allows.

    Attributes:
        subject: The posting that is one too many.
        version: The version that allows fewer: its own, or that of another posting of the partner on its first day.
        allowed: How many stations at once that version allows.
    """

    def __init__(self, subject: Posting, version: VersionId, allowed: int) -> None:
        self.subject = subject
        self.version = version
        self.allowed = allowed
        super().__init__(subject, version, allowed)

    def __str__(self) -> str:
        return (
            f"a partner must not be in charge of more stations at once than {self.allowed} under model version "
            f"{self.version}, but {self.subject} is one more; end another posting first"
        )


@final
class HelpsInCharge(RuralTaobaoError, ValueError):
    """
    A partner helps at a station on days on which that partner is in charge of it.

    Attributes:
        subject: The posting as a helper.
        other: The posting in charge.
    """

    def __init__(self, subject: HelperPosting, other: Posting) -> None:
        self.subject = subject
        self.other = other
        super().__init__(subject, other)

    def __str__(self) -> str:
        return (
            f"a helper must not be in charge of the station too, but {self.subject} overlaps {self.other}; "
            "end the one before the other begins"
        )


@final
class HelpsTwice(RuralTaobaoError, ValueError):
    """
    Two postings let the same partner help at one station on the same day.

    Attributes:
        subject: The later posting.
        other: The one that it overlaps.
    """

    def __init__(self, subject: HelperPosting, other: HelperPosting) -> None:
        self.subject = subject
        self.other = other
        super().__init__(subject, other)

    def __str__(self) -> str:
        return (
            f"a helper must be posted once at a station at a time, but {self.subject} overlaps {self.other}; "
            "end the earlier posting on the day on which the later one begins"
        )


@final
class DemandNotMet(RuralTaobaoError, ValueError):
    """
    A partner does not meet what the model version of a posting demands.

    Attributes:
        subject: The posting.
        demand: What is demanded.
    """

    def __init__(self, subject: Posting, demand: str) -> None:
        self.subject = subject
        self.demand = demand
        super().__init__(subject, demand)

    def __str__(self) -> str:
        return (
            f"a partner must meet the demand of model version {self.subject.version} for {self.demand}, "
            f"but {self.subject} does not; post another partner or under another version"
        )


@final
class VersionGoesBack(RuralTaobaoError, ValueError):
    """
    A station goes back to an earlier model version, and nobody stated that it should.

    Attributes:
        subject: The later posting.
        earlier: The posting before.
    """

    def __init__(self, subject: Posting, earlier: Posting) -> None:
        self.subject = subject
        self.earlier = earlier
        super().__init__(subject, earlier)

    def __str__(self) -> str:
        return (
            f"a model version must not go back, but {self.subject} is under {self.subject.version} after "
            f"{self.earlier.version}; state 'reverts' where that is meant"
        )


@final
class CountyNotThere(RuralTaobaoError, LookupError):
    """
    A centre opened in a county that did not exist that year.

    Attributes:
        subject: The centre.
        reason: What is known of the code.
    """

    def __init__(self, subject: CountyCentre, reason: str) -> None:
        self.subject = subject
        self.reason = reason
        super().__init__(subject, reason)

    def __str__(self) -> str:
        return f"the county of {described(self.subject)} must exist in the year in which it opens: {self.reason}"


def unique(subjects: Iterable[S], faults: list[RuralTaobaoError]) -> dict[str, S]:
    """Give values by their id, and tell of each id that comes again."""
    known: dict[str, S] = {}
    for subject in subjects:
        if subject.id in known:
            faults.append(IdTwice(subject))
        else:
            known[subject.id] = subject
    return known


def within(subject: Subject, days: Period, ground: Subject, ground_days: Period) -> Iterator[RuralTaobaoError]:
    """Tell where a value holds on days on which its ground does not."""
    if not ground_days.covers(days):
        yield NotWithin(subject, days, described(ground), ground_days)


def _demands(posting: Posting, partner: Partner, version: ModelVersion) -> Iterator[RuralTaobaoError]:
    """Tell what the version of a posting demands of its partner in vain."""
    if posting.period.start < version.since:
        yield NotWithin(posting, posting.period, described(version), Period(version.since))
    if partner.engagement not in version.engagements:
        yield DemandNotMet(posting, " or ".join(sorted(version.engagements)).replace("_", " ") + " work")
    if version.exam and (partner.examined is None or partner.examined > posting.period.start):
        yield DemandNotMet(posting, "the examination by the first day")


def in_charge(
    postings: Mapping[str, list[Posting]], versions: Mapping[str, ModelVersion]
) -> Iterator[RuralTaobaoError]:
    """
    Tell of stations with two partners on a day, and of versions that go back; each list is sorted by its days.

    An earlier version is one that began earlier; two that began on one day are equals.
    """
    for at_station in postings.values():
        longest = at_station[0]
        for earlier, later in pairwise(at_station):
            if longest.period.overlap(later.period):
                yield TwoInCharge(later, longest)
            if _ends_later(later.period, longest.period):
                longest = later
            before, after = versions.get(earlier.version), versions.get(later.version)
            if before is not None and after is not None and after.since < before.since and not later.reverts:
                yield VersionGoesBack(later, earlier)


def at_once(postings: Iterable[Posting], versions: Mapping[str, ModelVersion]) -> Iterator[RuralTaobaoError]:
    """Tell of partners in charge of more stations on a day than a version allows that one of them is posted under."""
    of_partner: defaultdict[str, list[Posting]] = defaultdict(list)
    for posting in sorted(postings, key=lambda each: (each.partner, each.period.start, each.station)):
        # All of these hold on the first day of this posting, since none of them began later.
        held = [other for other in of_partner[posting.partner] if other.period.overlap(posting.period)]
        of_partner[posting.partner] = held = [*held, posting]
        known = [versions[each.version] for each in held if each.version in versions]
        strictest = min(known, key=lambda version: version.stations_per_partner, default=None)
        if strictest is not None and len({each.station for each in held}) > strictest.stations_per_partner:
            yield TooManyStations(posting, strictest.id, strictest.stations_per_partner)


def helping(
    helpers: Mapping[str, list[HelperPosting]], postings: Mapping[str, list[Posting]]
) -> Iterator[RuralTaobaoError]:
    """Tell of helpers who are in charge at the same time, or posted twice; each list is sorted by its days."""
    for station, at_station in helpers.items():
        longest: dict[str, HelperPosting] = {}
        for helper in at_station:
            for posting in postings.get(station, ()):
                if posting.partner == helper.partner and posting.period.overlap(helper.period):
                    yield HelpsInCharge(helper, posting)
            before = longest.get(helper.partner)
            if before is not None and before.period.overlap(helper.period):
                yield HelpsTwice(helper, before)
            if before is None or _ends_later(helper.period, before.period):
                longest[helper.partner] = helper


def _ends_later(period: Period, other: Period) -> bool:
    return other.end is not None and (period.end is None or period.end > other.end)


def county_breaches(centre: CountyCentre) -> Iterator[RuralTaobaoError]:
    """Tell of a county that did not exist when its centre opened, in the years that the county table knows."""
    table, year = county_table(), centre.open.start.year
    if year not in table.years:
        return
    try:
        table.county(centre.county, year)
    except CountyRetired as fault:
        # The lists are of the ends of years: a county that was dissolved later in the year could still open a centre.
        if fault.last_year < year - 1:
            yield CountyNotThere(centre, str(fault))
    except RuralTaobaoError as fault:
        yield CountyNotThere(centre, str(fault))


def posting_breaches(
    posting: Posting,
    stations: Mapping[str, Station],
    partners: Mapping[str, Partner],
    payees: Mapping[str, Payee],
    versions: Mapping[str, ModelVersion],
) -> Iterator[RuralTaobaoError]:
    """Tell what a posting names in vain, outlives or does not meet."""
    yield from helper_breaches(posting, stations, partners, payees)
    partner, version = partners.get(posting.partner), versions.get(posting.version)
    if version is None:
        yield UnknownReference(posting, "model version", posting.version)
    elif partner is not None:
        yield from _demands(posting, partner, version)


def helper_breaches(
    posting: Posting | HelperPosting,
    stations: Mapping[str, Station],
    partners: Mapping[str, Partner],
    payees: Mapping[str, Payee],
) -> Iterator[RuralTaobaoError]:
    """Tell what a posting, in charge or not, names in vain or outlives."""
    station, partner, payee = (
        stations.get(posting.station),
        partners.get(posting.partner),
        payees.get(posting.payee),
    )
    named = (
        ("station", posting.station, station),
        ("partner", posting.partner, partner),
        ("payee", posting.payee, payee),
    )
    yield from (UnknownReference(posting, kind, name) for kind, name, found in named if found is None)
    if station is not None:
        yield from within(posting, posting.period, station, station.open)
    if partner is not None:
        yield from within(posting, posting.period, partner, partner.contract)
    if payee is not None:
        yield from within(posting, posting.period, payee, payee.known)
