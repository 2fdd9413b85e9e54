"""
Strategies for networks: whole ones, that obey every law because of how they are made.

Stations come first, then who is in charge of each and when.
What a partner, a payee and a contract must be for that is worked out at the end, so that nothing drawn is thrown away.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from functools import cache, partial
from itertools import pairwise
from operator import attrgetter
from string import ascii_letters, digits
from typing import Final, TypeVar

from attrs import evolve
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from rural_taobao.currencies import Currency
from rural_taobao.identifiers import CentreId, Identifier, PartnerId, PayeeId, StationId
from rural_taobao.instants import UtcOffset
from rural_taobao.network import (
    CountyCentre,
    Engagement,
    HelperPosting,
    ModelVersion,
    Network,
    Partner,
    Payee,
    Position,
    Posting,
    Station,
    Vacancy,
    VacantCredit,
)
from rural_taobao.network.laws import county_breaches
from rural_taobao.periods import Period
from rural_taobao.places import CountyCode, county_table
from rural_taobao.testing.network_rows import admitted, centre_rows, partner_rows, station_rows
from rural_taobao.testing.network_strategies import model_versions, vacancies
from rural_taobao.testing.place_strategies import county_codes
from rural_taobao.testing.service_strategies import permitted, services_of
from rural_taobao.testing.strategies import currencies, offsets

__all__ = ["networks"]

T = TypeVar("T")
AnIdentifier = TypeVar("AnIdentifier", bound=Identifier)

_FIRST: Final = date(9, 1, 1)
_LAST: Final = date(9900, 1, 1)
"""Networks begin between these days, so that no day that is counted from them leaves the calendar."""
_PROGRAMME: Final = date(2014, 1, 1)
_PROGRAMME_ENDS: Final = date(2017, 12, 31)
"""Between these days the county table knows which counties there were."""
_DAYS: Final = st.integers(0, 400).map(timedelta)
"""How far apart the days of a network lie: near enough for them to meet."""
_HALF: Final = timedelta(days=200)
_EITHER: Final = st.booleans()
_VACANT: Final = st.sampled_from([True, False, False])
_FEW: Final = 3
_COUNTS: Final = st.integers(0, _FEW)
_NAMES: Final = st.just("") | st.text(max_size=9)
_BEGINNINGS: Final = digits + ascii_letters
_DEMANDS: Final = {"exam": "examined", "training": "trained", "local": "local", "premises": "premises"}
"""What a version may demand, and since when a partner meets it."""
_METRES: Final = st.integers(-99_999, 99_999)


def _ids(kind: type[AnIdentifier]) -> SearchStrategy[AnIdentifier]:
    """Draw ids as `identifiers` does, in a third of the time: a network needs a score of them."""
    parts = st.tuples(st.sampled_from(_BEGINNINGS), st.text(_BEGINNINGS + "._-", max_size=63))
    return parts.map("".join).map(kind)


_BEGINS: Final = st.dates(_PROGRAMME, _PROGRAMME_ENDS) | st.dates(_FIRST, _LAST)
_STATION_IDS: Final = _COUNTS.flatmap(
    lambda least: st.lists(_ids(StationId), min_size=least, max_size=_FEW, unique=True)
)
_CENTRE_IDS: Final = _ids(CentreId)
_PARTNER_IDS: Final = _ids(PartnerId)
_PAYEE_IDS: Final = st.sampled_from(["ann", "bo", "family", "platform"]).map(PayeeId) | _ids(PayeeId)
"""One payee may be paid for several partners and centres, and the platform may be one of them."""
_POSITIONS: Final = st.none() | st.builds(Position, _METRES, _METRES)
_VERSIONS: Final = model_versions()


def networks(
    *,
    stations: SearchStrategy[Sequence[StationId]] | None = None,
    version: SearchStrategy[ModelVersion] | None = None,
    currency: SearchStrategy[Currency] | None = None,
    clock: SearchStrategy[UtcOffset] | None = None,
) -> SearchStrategy[Network]:
    """
    Draw networks, with and without stations, changes of partner, vacancies and changes of the model version.

    Centres serve counties that existed when they opened, in the years that the county table knows.

    Args:
        stations: The ids of its stations, all of them different; up to three where it is not given.
        version: One of its model versions, of which those of one name are drawn once; any where it is not given.
        currency: What its orders are in; any where it is not given.
        clock: The clock whose midnights part its days; any where it is not given.

    Example:
        >>> from hypothesis import given
        >>> @given(networks(stations=st.just([StationId("sanhe")])))
        ... def test_nobody_is_in_charge_before_a_station_opens(network):
        ...     opens = network.stations[0].open.start
        ...     assert all(posting.period.start >= opens for posting in network.postings_at("sanhe"))
        >>> test_nobody_is_in_charge_before_a_station_opens()
    """
    return _networks(
        _STATION_IDS if stations is None else stations,
        version,
        currencies() if currency is None else currency,
        offsets() if clock is None else clock,
    )


@st.composite
def _networks(
    draw: DrawFn,
    stations: SearchStrategy[Sequence[StationId]],
    version: SearchStrategy[ModelVersion] | None,
    currency: SearchStrategy[Currency],
    clock: SearchStrategy[UtcOffset],
) -> Network:
    begins, versions = _begun(draw, version)
    centres = _some(draw, _centres(begins), 1, _FEW)
    opened = [draw(_stations(station, centres)) for station in draw(stations)]
    postings = [posting for station in opened for posting in _posted(draw, station, versions)]
    postings = _named(draw, postings, {each.id: each for each in versions})
    alone = _alone(postings, {each.id: each for each in versions})
    may_have_help = [station for station in opened if station.id not in alone]
    helpers = _helping(draw, may_have_help, {posting.partner for posting in postings})
    platform = draw(_PAYEE_IDS)
    centres = [row for centre in centres for row in centre_rows(draw, centre)]
    held: list[Posting | HelperPosting] = [*postings, *helpers]
    opened = [row for station in opened for row in station_rows(draw, station, centres, held)]
    partners = [
        row
        for partner in _contracted(draw, postings, {each.id: each for each in versions})
        for row in partner_rows(draw, partner, postings, {each.id: each for each in versions})
    ]
    credited = [
        *((posting.payee, posting.period) for posting in postings),
        *((helper.payee, helper.period) for helper in helpers),
        *((centre.payee, centre.open) for centre in centres),
        *((platform, station.open) for station in opened),
    ]
    partners += _engaged(draw, helpers)
    house = {*(each.id for each in centres), *(each.id for each in opened), *(each.id for each in partners)}
    offered = services_of(draw, {each for version in versions for each in version.services}, house)
    return Network(
        clock=draw(clock),
        currency=draw(currency),
        platform=platform,
        vacancy=draw(_vacancies(versions)),
        versions=versions,
        centres=centres,
        stations=opened,
        partners=draw(st.permutations(partners)),
        payees=_known(draw, platform, begins, credited),
        postings=draw(st.permutations(postings)),
        helpers=draw(st.permutations(helpers)),
        services=offered,
        permissions=permitted(draw, postings, offered, versions),
    )


def _alone(postings: Iterable[Posting], versions: dict[str, ModelVersion]) -> set[StationId]:
    """Give the stations at which nobody may help at some time."""
    return {posting.station for posting in postings if versions[posting.version].helpers_at_once == 0}


def _some(draw: DrawFn, one: SearchStrategy[T], least: int, most: int) -> list[T]:
    """Draw some values, all of different ids."""
    return draw(st.lists(one, min_size=least, max_size=most, unique_by=attrgetter("id")))


def _begun(draw: DrawFn, version: SearchStrategy[ModelVersion] | None) -> tuple[date, list[ModelVersion]]:
    """Draw the day on which the network begins, and its versions; their first days and that one lie near each other."""
    begins = draw(_BEGINS)
    if version is None:
        count = draw(_COUNTS)
        drawn = _some(draw, _VERSIONS, count, count)
        return begins, [evolve(each, since=begins - _HALF + draw(_DAYS)) for each in drawn]
    versions = _some(draw, version, 0, _FEW)
    if versions:
        begins = min(max(draw(st.sampled_from(versions)).since, _FIRST), _LAST)
    return begins, versions


def _vacancies(versions: Sequence[ModelVersion]) -> SearchStrategy[Vacancy]:
    if not versions:
        return st.just(Vacancy(VacantCredit.NOBODY))
    return vacancies(version=st.sampled_from(versions).map(lambda version: version.id))


@st.composite
def _parts(draw: DrawFn, whole: Period) -> Period:
    """Draw a period within another one."""
    start = whole.start + draw(_DAYS)
    if whole.end is not None and start >= whole.end:
        start = whole.start
    end = start + draw(_DAYS) + timedelta(days=1)
    if whole.end is not None and end > whole.end:
        return Period(start, whole.end)
    return Period(start, end if draw(_EITHER) else whole.end)


@st.composite
def _centres(draw: DrawFn, begins: date) -> CountyCentre:
    days = draw(_parts(Period(begins)))
    return CountyCentre(draw(_CENTRE_IDS), draw(_counties(days.start.year)), draw(_PAYEE_IDS), days, draw(_NAMES))


@cache
def _counties(year: int) -> SearchStrategy[CountyCode]:
    """Draw a county that existed at some time of a year, as far as the lists of the ends of years tell."""
    table = county_table()
    if year not in table.years:
        return county_codes().filter(partial(_may_open, Period(date(year, 1, 1))))
    listed = {county.code for each in (year - 1, year) if each in table.years for county in table.in_year(each)}
    return st.sampled_from(sorted(listed))


def _may_open(days: Period, county: CountyCode) -> bool:
    """Tell whether a centre may open in a county, as far as the lists tell of years beyond them."""
    return not any(county_breaches([CountyCentre("any", county, "any", days)]))


@st.composite
def _stations(draw: DrawFn, station: StationId, centres: Sequence[CountyCentre]) -> Station:
    centre = draw(st.sampled_from(centres))
    position = draw(_POSITIONS)
    return Station(station, centre.id, draw(_parts(centre.open)), draw(_NAMES), position)


def _posted(draw: DrawFn, station: Station, versions: Sequence[ModelVersion]) -> list[Posting]:
    """Draw who is in charge of a station and when, leaving open who that is."""
    postings: list[Posting] = []
    before: ModelVersion | None = None
    for days in _turns(draw, station.open):
        known = [version for version in versions if version.since <= days.start]
        if not known or draw(_VACANT):
            continue
        version = draw(st.sampled_from(known))
        reverts = (before is not None and version.since < before.since) or draw(_EITHER)
        postings.append(Posting(station.id, "somebody", draw(_PAYEE_IDS), version.id, days, reverts=reverts))
        before = version
    return postings


def _helping(draw: DrawFn, stations: Iterable[Station], taken: Collection[PartnerId]) -> list[HelperPosting]:
    """Draw who helps at stations: somebody at each of some, turn by turn, who is in charge of none."""
    helpers: list[HelperPosting] = []
    for station in stations:
        partner = draw(_PARTNER_IDS)
        if partner not in taken and draw(_EITHER):
            helpers += [
                HelperPosting(station.id, partner, draw(_PAYEE_IDS), days) for days in _turns(draw, station.open)
            ]
    return helpers


def _engaged(draw: DrawFn, helpers: Sequence[HelperPosting]) -> list[Partner]:
    """Draw partners under contract whenever they help, of whom nothing else is demanded."""
    days: dict[PartnerId, list[Period]] = {}
    for helper in helpers:
        days.setdefault(helper.partner, []).append(helper.period)
    return [
        Partner(partner, draw(_hulls(periods)), draw(st.sampled_from(Engagement)), None, draw(_NAMES))
        for partner, periods in days.items()
    ]


def _turns(draw: DrawFn, days: Period) -> list[Period]:
    """Cut a period into pieces one after the other."""
    cuts = [days.start]
    for _ in range(draw(_COUNTS)):
        cut = cuts[-1] + draw(_DAYS) + timedelta(days=1)
        if days.end is None or cut < days.end:
            cuts.append(cut)
    return [Period(start, end) for start, end in pairwise([*cuts, days.end]) if start is not None]


def _named(draw: DrawFn, postings: Sequence[Posting], versions: dict[str, ModelVersion]) -> list[Posting]:
    """Say who is in charge: somebody who may take one station more, or somebody new."""
    named: list[Posting] = []
    of_partner: dict[PartnerId, list[Posting]] = {}
    count = len(postings)
    for posting, new in zip(
        postings, draw(st.lists(_PARTNER_IDS, min_size=count, max_size=count, unique=True)), strict=True
    ):
        free = [partner for partner, held in of_partner.items() if _may_hold([*held, posting], versions)]
        partner = [new, *free][draw(st.integers(0, len(free)))]
        of_partner.setdefault(partner, []).append(posting)
        named.append(evolve(posting, partner=partner))
    return named


def _may_hold(postings: Sequence[Posting], versions: dict[str, ModelVersion]) -> bool:
    """Tell whether one person may hold some postings: of one engagement, never more at once than a version allows."""
    engagements = admitted(versions[posting.version] for posting in postings)
    first_days = {posting.period.start for posting in postings}
    at_once = ([versions[each.version] for each in postings if day in each.period] for day in first_days)
    return bool(engagements) and all(
        len(held) <= min(version.stations_per_partner for version in held) for held in at_once
    )


def _contracted(draw: DrawFn, postings: Iterable[Posting], versions: dict[str, ModelVersion]) -> list[Partner]:
    """Draw partners whose contracts and examinations are what their postings ask for."""
    of_partner: defaultdict[PartnerId, list[Posting]] = defaultdict(list)
    for posting in postings:
        of_partner[posting.partner].append(posting)
    partners: list[Partner] = []
    for partner, held in of_partner.items():
        asked = [versions[posting.version] for posting in held]
        met = {name: _met(draw, held, [getattr(each, demand) for each in asked]) for demand, name in _DEMANDS.items()}
        contract = draw(_hulls([posting.period for posting in held]))
        engagement = draw(st.sampled_from(admitted(asked)))
        partners.append(Partner(partner, contract, engagement, name=draw(_NAMES), **met))
    return partners


def _met(draw: DrawFn, held: Sequence[Posting], asked: Sequence[bool]) -> date | None:
    """Draw since when a partner meets a demand: in time for the first posting that makes it; else at any time."""
    demanding = [posting.period.start for posting, is_asked in zip(held, asked, strict=True) if is_asked]
    if demanding:
        return min(demanding) - draw(_DAYS)
    return held[0].period.start if draw(_EITHER) else None


def _known(draw: DrawFn, platform: PayeeId, begins: date, credited: Iterable[tuple[PayeeId, Period]]) -> list[Payee]:
    """Draw payees who are known on all the days on which they are credited; the platform is one even if it never is."""
    days: dict[PayeeId, list[Period]] = {platform: []}
    for payee, period in credited:
        days.setdefault(payee, []).append(period)
    return [
        Payee(payee, known, draw(_NAMES), on_hold=[draw(_parts(known))] if draw(_EITHER) else ())
        for payee, periods in days.items()
        for known in [draw(_hulls(periods or [Period(begins)]))]
    ]


@st.composite
def _hulls(draw: DrawFn, periods: Sequence[Period]) -> Period:
    """Draw a period that covers some others, exactly or with days to spare."""
    start = min(period.start for period in periods) - draw(_DAYS)
    ends = [period.end for period in periods if period.end is not None]
    if len(ends) < len(periods) or draw(_EITHER):
        return Period(start)
    return Period(start, max(ends) + draw(_DAYS))
