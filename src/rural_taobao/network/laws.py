"""
The laws that every network obeys, each a function that tells all breaches of it.

A `Network` finds all breaches at once, and is built only where there are none.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TypeVar

from rural_taobao.errors import RuralTaobaoError
from rural_taobao.network.breaches import (
    CountyNotThere,
    Dated,
    DaysToldTwice,
    DemandNotMet,
    HelpsInCharge,
    HelpsTwice,
    IdTwice,
    NotWithin,
    Subject,
    TooManyStations,
    TwoInCharge,
    UnknownReference,
    VersionGoesBack,
    described,
)
from rural_taobao.network.demands import Demand, met_since, unmet, worded
from rural_taobao.network.model_versions import ModelVersion
from rural_taobao.network.partners import HelperPosting, Partner, Payee, Posting
from rural_taobao.network.services import Service
from rural_taobao.network.stations import CountyCentre, Station
from rural_taobao.periods import Period, union
from rural_taobao.places.codes import CountyCode
from rural_taobao.places.tables import county_table
from rural_taobao.places.validity import DivisionRetired

__all__ = [
    "at_once",
    "county_breaches",
    "dated",
    "days_of",
    "helper_breaches",
    "helping",
    "in_charge",
    "posting_breaches",
    "unique",
    "within",
    "within_rows",
]

S = TypeVar("S", Payee, ModelVersion, Service)
D = TypeVar("D", bound=CountyCentre | Station | Partner)


def unique(subjects: Iterable[S], faults: list[RuralTaobaoError]) -> dict[str, S]:
    """Give values by their id, and tell of each id that comes again."""
    known: dict[str, S] = {}
    for subject in subjects:
        if subject.id in known:
            faults.append(IdTwice(subject))
        else:
            known[subject.id] = subject
    return known


def days_of(row: Dated) -> Period:
    """Give the days for which a row tells what holds of a centre, a station or a partner."""
    return row.contract if isinstance(row, Partner) else row.open


def dated(rows: Iterable[D], faults: list[RuralTaobaoError]) -> dict[str, tuple[D, ...]]:
    """Give rows by their id, each in the order of their days, and tell of two that hold on one day."""
    found: dict[str, tuple[D, ...]] = {}
    for row in rows:
        found[row.id] = (*found.get(row.id, ()), row)
    for name, several in found.items():
        if len(several) > 1:
            found[name] = ordered = tuple(sorted(several, key=lambda row: days_of(row).start))
            longest = days_of(ordered[0])
            for row in ordered[1:]:
                days = days_of(row)
                if longest.overlap(days):
                    faults.append(DaysToldTwice(row, days, longest))
                if _ends_later(days, longest):
                    longest = days
    return found


def within(subject: Subject, days: Period, ground: Subject, ground_days: Period) -> Iterator[RuralTaobaoError]:
    """Tell where a value holds on days on which its ground does not."""
    if not ground_days.covers(days):
        yield NotWithin(subject, days, described(ground), ground_days)


def within_rows(subject: Subject, days: Period, rows: Sequence[Dated]) -> Iterator[RuralTaobaoError]:
    """Tell where a value holds on days of which no row of its ground tells; rows that touch are as good as one."""
    if not days_of(rows[0]).covers(days):
        joined = union(map(days_of, rows))
        if not any(each.covers(days) for each in joined):
            nearest = next((each for each in joined if each.overlap(days)), joined[-1])
            yield NotWithin(subject, days, described(rows[0]), nearest)


def _demands(posting: Posting, partner: Sequence[Partner], version: ModelVersion) -> Iterator[RuralTaobaoError]:
    """Tell what the version of a posting demands of its partner in vain, on any of its days."""
    if posting.period.start < version.since:
        yield NotWithin(posting, posting.period, described(version), Period(version.since))
    for demand in unmet(partner, version, posting.period):
        known = demand is Demand.EXAM or met_since(partner, demand) is not None
        yield DemandNotMet(posting, worded(demand, version), known)


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


def county_breaches(rows: Iterable[CountyCentre]) -> Iterator[RuralTaobaoError]:
    """
    Tell of counties that did not exist when a centre opened there, in the years that the county table knows.

    After these, a code that had gone out of use by then is told; any other may be that of a new county.

    Args:
        rows: All that is told of the centre, by their days; a later row may go on with the code of the one before.
    """
    before: CountyCode | None = None
    for row in rows:
        if row.county != before:
            yield from _county_breaches(row)
        before = row.county


def _county_breaches(centre: CountyCentre) -> Iterator[RuralTaobaoError]:
    table, year = county_table(), centre.open.start.year
    first, last = table.years[0], table.years[-1]
    if year < first:
        return
    try:
        table.county(centre.county, min(year, last))
    except DivisionRetired as fault:
        # The lists are of the ends of years: a county that was dissolved later in the year could still open a centre.
        if fault.last_year < year - 1:
            yield CountyNotThere(centre, str(fault))
    except RuralTaobaoError as fault:
        if year <= last:
            yield CountyNotThere(centre, str(fault))


def posting_breaches(
    posting: Posting,
    stations: Mapping[str, Sequence[Station]],
    partners: Mapping[str, Sequence[Partner]],
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
    stations: Mapping[str, Sequence[Station]],
    partners: Mapping[str, Sequence[Partner]],
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
        yield from within_rows(posting, posting.period, station)
    if partner is not None:
        yield from within_rows(posting, posting.period, partner)
    if payee is not None:
        yield from within(posting, posting.period, payee, payee.known)
