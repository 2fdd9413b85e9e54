from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, TypeAlias

import pytest
from attrs import evolve
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from rural_taobao.currencies import CNY
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.identifiers import StationId
from rural_taobao.instants import CHINA
from rural_taobao.network import (
    CountyCentre,
    ModelVersion,
    Network,
    NetworkRefused,
    Partner,
    Payee,
    Posting,
    Station,
    Vacancy,
    programme_versions,
)
from rural_taobao.network.breaches import (
    DaysToldTwice,
    DemandNotMet,
    IdTwice,
    NotWithin,
    TooManyStations,
    TwoInCharge,
    UnknownReference,
    VersionGoesBack,
)
from rural_taobao.periods import Period, union
from rural_taobao.testing.networks import networks

Parts: TypeAlias = dict[str, Any]
Key: TypeAlias = tuple[str, ...]
FIRST = date(2015, 12, 27)
HORIZON = 8
"""No period of a small network ends later than so many days after the first; a day more tells of those without end."""
DAYS = range(HORIZON + 2)


def after(days: int) -> date:
    return FIRST + timedelta(days)


ALWAYS = Period(FIRST)
NARROW = st.lists(st.integers(0, HORIZON), min_size=2, max_size=2, unique=True).map(
    lambda days: Period(after(min(days)), after(max(days)))
)
KINDS = ("versions", "centres", "stations", "partners", "payees", "postings")
ROWS = ("centres", "stations", "partners")
DATED = {"centres": "open", "stations": "open", "partners": "contract", "payees": "known", "postings": "period"}


def each_of(
    build: Callable[..., object], names: Sequence[str], *parts: st.SearchStrategy[Any]
) -> st.SearchStrategy[Any]:
    """Draw one value of each name."""
    return st.tuples(*(st.builds(build, st.just(name), *parts) for name in names)).map(list)


def model_version(name: str, since: date, engagements: Sequence[str], exam: object, stations: int) -> ModelVersion:
    return ModelVersion(
        id=name,
        since=since,
        focus="place",
        engagements=engagements,
        exam=exam is True,
        reach="own_village",
        works=[],
        plan="plan",
        stations_per_partner=stations,
    )


Mishap: TypeAlias = int | Period | tuple[int, int, dict[str, str]]
OTHERS = st.sampled_from(
    [{}, {"centre": "c1"}, {"centre": "c2"}, {"engagement": "part_time"}, {"engagement": "full_time"}, {"payee": "x2"}]
)
PARTED = st.tuples(st.integers(1, HORIZON), st.integers(-1, 2), OTHERS)
"""A part is told of in two rows: until a day, and from another one on, when something else may hold of it."""


def parted(part: Any, attribute: str, mishap: tuple[int, int, dict[str, str]]) -> list[Any]:
    """Tell of a part in two rows, with days between them, without, or with a day in both."""
    days, (until, pause, others) = getattr(part, attribute), mishap
    resumed = after(until + pause)
    if after(until) not in days or after(until) == days.start or resumed not in days or resumed == days.start:
        return [part]
    others = {name: value for name, value in others.items() if hasattr(part, name)}
    first, second = Period(days.start, after(until)), Period(resumed, days.end)
    return [evolve(part, **{attribute: second}, **others), evolve(part, **{attribute: first})]


def mended(parts: Parts, mishaps: Iterable[tuple[str, int, Mishap]]) -> Parts:
    """Let some parts be missing, be there twice, hold on some days only, or be told of in rows."""
    for kind, place, mishap in mishaps:
        listed = parts[kind]
        at = place % max(len(listed), 1)
        here = listed[at : at + 1]
        if isinstance(mishap, int):
            here = here * mishap
        elif isinstance(mishap, tuple):
            if kind in ROWS:
                here = [row for each in here for row in parted(each, DATED[kind], mishap)]
        elif kind in DATED:
            here = [evolve(each, **{DATED[kind]: mishap}) for each in here]
        parts = parts | {kind: [*listed[:at], *here, *listed[at + 1 :]]}
    return parts


whole = st.fixed_dictionaries(
    {
        "platform": st.just("platform"),
        "vacancy": st.sampled_from([Vacancy("nobody"), Vacancy("platform", "1.0"), Vacancy("nobody", "9.0")]),
        "versions": each_of(
            model_version,
            ["1.0", "2.0"],
            st.sampled_from([FIRST, FIRST, after(1)]),
            st.sampled_from([["full_time", "part_time"], ["full_time"]]),
            st.sampled_from([False, False, True]),
            st.integers(1, 2),
        ),
        "centres": each_of(CountyCentre, ["c1", "c2"], st.just("340123"), st.just("x1"), st.just(ALWAYS)),
        "stations": each_of(Station, ["s1", "s2"], st.sampled_from(["c1", "c2"]), st.just(ALWAYS)),
        "partners": each_of(
            Partner,
            ["p1", "p2"],
            st.just(ALWAYS),
            st.sampled_from(["full_time", "full_time", "part_time"]),
            st.sampled_from([FIRST, after(2), None]),
        ),
        "payees": each_of(Payee, ["x1", "x2", "platform"], st.just(ALWAYS)),
        "postings": st.lists(
            st.builds(
                Posting,
                st.sampled_from(["s1", "s2"]),
                st.sampled_from(["p1", "p2"]),
                st.sampled_from(["x1", "x2"]),
                st.sampled_from(["1.0", "2.0"]),
                NARROW | st.just(ALWAYS),
                st.booleans(),
            ),
            max_size=4,
        ),
    }
)
small = st.builds(
    mended,
    whole,
    st.lists(
        st.tuples(st.sampled_from(KINDS), st.integers(0, 3), st.sampled_from([0, 2]) | NARROW | PARTED), max_size=3
    ),
)
"""The parts of small networks, some of which go together."""


def held(period: Period) -> set[int]:
    """The days of a period, counted from the first."""
    return {day for day in DAYS if after(day) in period}


def label(subject: object) -> str:
    if isinstance(subject, Posting):
        return f"{subject.partner}@{subject.station}:{min(held(subject.period))}"
    return f"{type(subject).__name__}:{getattr(subject, 'id', '-')}"


def breaches(parts: Parts) -> Iterator[Key]:
    """Find every breach by going through the days, one by one."""
    known: dict[str, dict[str, Any]] = {}
    for kind in ("versions", "payees"):
        known[kind] = {}
        for each in parts[kind]:
            if each.id in known[kind]:
                yield "IdTwice", label(each)
            known[kind].setdefault(each.id, each)
    for kind in ROWS:
        known[kind] = {}
        for each in sorted(parts[kind], key=lambda row: getattr(row, DATED[kind]).start):
            before = known[kind].setdefault(each.id, [])
            if any(held(getattr(row, DATED[kind])) & held(getattr(each, DATED[kind])) for row in before):
                yield "DaysToldTwice", label(each)
            before.append(each)
    yield from dangling(parts, known)
    grounds = [
        *((each, each.open, known["payees"].get(each.payee), "known") for each in parts["centres"]),
        *((each, each.open, known["centres"].get(each.centre), "open") for each in parts["stations"]),
        *((each, each.open, known["payees"].get(parts["platform"]), "known") for each in parts["stations"]),
        *((each, each.period, known["stations"].get(each.station), "open") for each in parts["postings"]),
        *((each, each.period, known["partners"].get(each.partner), "contract") for each in parts["postings"]),
        *((each, each.period, known["payees"].get(each.payee), "known") for each in parts["postings"]),
    ]
    for subject, days, ground, attribute in grounds:
        rows = ground if isinstance(ground, list) else [] if ground is None else [ground]
        if rows and held(days) - set[int]().union(*(held(getattr(row, attribute)) for row in rows)):
            yield "NotWithin", label(subject), label(rows[0])
    for posting in parts["postings"]:
        yield from unmet(posting, known["partners"].get(posting.partner), known["versions"].get(posting.version))
    yield from day_by_day(parts["postings"], known)


def dangling(parts: Parts, known: dict[str, dict[str, Any]]) -> Iterator[Key]:
    """Find what is named and is not there."""
    named = [
        (None, "payees", parts["platform"]),
        *((None, "versions", name) for name in [parts["vacancy"].version] if name),
        *((each, "payees", each.payee) for each in parts["centres"]),
        *((each, "centres", each.centre) for each in parts["stations"]),
    ]
    for each in parts["postings"]:
        named += [(each, f"{kind}s", getattr(each, kind)) for kind in ("station", "partner", "payee", "version")]
    for subject, kind, name in named:
        if name not in known[kind]:
            yield "UnknownReference", "network" if subject is None else label(subject), name


def unmet(posting: Posting, partner: Sequence[Partner] | None, version: ModelVersion | None) -> Iterator[Key]:
    """Find what a version demands of a partner in vain, and a posting that it came too late for."""
    if partner is None or version is None:
        return
    start = min(held(posting.period))
    if after(start) < version.since:
        yield "NotWithin", label(posting), label(version)
    at_work = [row for row in partner if held(row.contract) & held(posting.period)]
    if any(row.engagement not in version.engagements for row in at_work):
        yield "DemandNotMet", label(posting), "work"
    examined = [(row.examined - FIRST).days for row in partner if row.examined]
    if version.exam and not any(day <= start for day in examined):
        yield "DemandNotMet", label(posting), "examination"


def day_by_day(postings: Iterable[Posting], known: dict[str, dict[str, Any]]) -> Iterator[Key]:
    """Find stations with two partners, partners with too many stations, and versions that go back."""
    at: dict[str, list[Posting]] = {}
    by: dict[str, list[Posting]] = {}
    for posting in postings:
        at.setdefault(posting.station, []).append(posting)
        by.setdefault(posting.partner, []).append(posting)
    for turns in at.values():
        in_turn = sorted(turns, key=lambda each: min(held(each.period)))
        for place, posting in enumerate(in_turn):
            taken = set[int]().union(*(held(each.period) for each in in_turn[:place]))
            if taken & held(posting.period):
                yield "TwoInCharge", label(posting)
        for earlier, later in pairwise(in_turn):
            before, now = (known["versions"].get(each.version) for each in (earlier, later))
            if before and now and now.since < before.since and not later.reverts:
                yield "VersionGoesBack", label(later), label(earlier)
    for partner, turns in by.items():
        for day in {min(held(each.period)) for each in turns}:
            now = [each for each in turns if day in held(each.period)]
            allowed = [
                known["versions"][each.version].stations_per_partner
                for each in now
                if each.version in known["versions"]
            ]
            if allowed and len({each.station for each in now}) > min(allowed):
                yield "TooManyStations", partner, str(day)


def told(fault: RuralTaobaoError) -> Key:
    """Give what a fault is about, as the search by days does."""
    name = type(fault).__name__
    match fault:
        case IdTwice() | DaysToldTwice():
            return name, label(fault.subject)
        case UnknownReference():
            return name, "network" if fault.subject is None else label(fault.subject), fault.name
        case NotWithin():
            kinds = {"county centre": "CountyCentre", "model version": "ModelVersion"}
            kind, _, ground = fault.ground.rpartition(" ")
            return name, label(fault.subject), f"{kinds.get(kind, kind.title())}:{ground}"
        case DemandNotMet():
            return name, label(fault.subject), fault.demand.split()[1 if "exam" in fault.demand else -1]
        case TooManyStations():
            return name, fault.subject.partner, str(min(held(fault.subject.period)))
        case TwoInCharge():
            assert fault.subject.station == fault.other.station
            assert held(fault.subject.period) & held(fault.other.period)
            return name, label(fault.subject)
        case VersionGoesBack():
            return name, label(fault.subject), label(fault.earlier)
    raise AssertionError(fault)


def faults_of(parts: Parts) -> tuple[RuralTaobaoError, ...]:
    try:
        Network(**parts)
    except NetworkRefused as refused:
        return refused.faults
    return ()


class TestNetwork:
    """
    At any instant a station has at most one partner in charge, a partner at most one station in charge of (unless
    the model version allows more), a station one county centre, which is open.
    No posting outlives its station or its partner's contract; closing a centre needs every station closed or moved.
    """

    @given(small)
    def test_a_network_is_built_exactly_if_no_day_shows_a_breach_and_else_all_breaches_are_told(
        self, parts: Parts
    ) -> None:
        assert set(map(told, faults_of(parts))) == set(breaches(parts))

    @given(networks())
    def test_at_any_instant_one_partner_one_open_centre_and_no_more_stations_than_allowed(
        self, network: Network
    ) -> None:
        for day in turning_days(network):
            posted = [posting for posting in network.postings if day in posting.period]
            assert len({posting.station for posting in posted}) == len(posted)
            for posting in posted:
                mine = [each for each in posted if each.partner == posting.partner]
                assert len(mine) <= network.version(posting.version).stations_per_partner
                assert network.station_on(posting.station, day) is not None
            for station in network.stations:
                assert day not in station.open or any(day in row.open for row in network.centre_rows(station.centre))


def turning_days(network: Network) -> set[date]:
    """The days on which something of a network begins or ends, and the days before them; between those nothing does."""
    periods = [
        *(centre.open for centre in network.centres),
        *(station.open for station in network.stations),
        *(posting.period for posting in network.postings),
    ]
    turns = {day for period in periods for day in (period.start, period.end) if day is not None}
    return turns | {day - timedelta(1) for day in turns}


def follows_another(network: Network) -> bool:
    return any(
        earlier.period.end == later.period.start and earlier.partner != later.partner
        for station in network.stations
        for earlier, later in pairwise(network.postings_at(station.id))
    )


def runs_two_at_once(network: Network) -> bool:
    return any(
        one.station < other.station and one.partner == other.partner and one.period.overlap(other.period)
        for one in network.postings
        for other in network.postings
    )


def goes_to_another_centre(network: Network) -> bool:
    return any(len({row.centre for row in network.station_rows(each.id)}) > 1 for each in network.stations)


def rests_and_goes_on(network: Network) -> bool:
    return any(len(union(row.open for row in network.station_rows(each.id))) > 1 for each in network.stations)


def changes_the_engagement(network: Network) -> bool:
    return any(len({row.engagement for row in network.partner_rows(each.id)}) > 1 for each in network.partners)


def has_two_payees(network: Network) -> bool:
    return any(len({row.payee for row in network.centre_rows(each.id)}) > 1 for each in network.centres)


def goes_back(network: Network) -> bool:
    return any(
        network.version(later.version).since < network.version(earlier.version).since
        for station in network.stations
        for earlier, later in pairwise(network.postings_at(station.id))
    )


class TestNetworksDrawnForTests:
    """What is drawn for tests are networks of every kind, within what is asked for."""

    @pytest.mark.parametrize(
        "corner",
        [
            lambda network: not network.stations,
            lambda network: len(network.centres) > 1 and len({each.centre for each in network.stations}) > 1,
            lambda network: any(each.open.start.year in {2014, 2015, 2016, 2017} for each in network.centres),
            lambda network: any(each.open.start.year < 2000 for each in network.centres),
            lambda network: any(each.open.end is None for each in network.stations),
            lambda network: any(each.open.end is not None for each in network.stations),
            lambda network: any(each.position is not None for each in network.stations),
            lambda network: any(each.position is None for each in network.stations),
            lambda network: any(each.name for each in network.stations),
            lambda network: any(not each.name for each in network.stations),
            lambda network: any(not network.postings_at(each.id) for each in network.stations),
            goes_to_another_centre,
            rests_and_goes_on,
            has_two_payees,
            lambda network: any(
                len({row.engagement for row in network.partner_rows(each.id)}) > 1 for each in network.partners
            ),
            follows_another,
            runs_two_at_once,
            goes_back,
        ],
    )
    def test_each_corner_is_reached(self, corner: Callable[[Network], bool]) -> None:
        at_length = settings(max_examples=5000, database=None, phases=[Phase.generate])
        assert find(networks(), corner, settings=at_length)

    @given(
        networks(
            stations=st.just([StationId("sanhe"), StationId("taohua")]),
            version=st.sampled_from(programme_versions({"1.0": "shop", "2.0": "partner", "3.0": "services"})),
            currency=st.just(CNY),
            clock=st.just(CHINA),
        )
    )
    def test_what_is_asked_for_is_what_is_drawn(self, network: Network) -> None:
        assert list(dict.fromkeys(each.id for each in network.stations)) == ["sanhe", "taohua"]
        assert {each.id for each in network.versions} <= {"1.0", "2.0", "3.0"}
        assert (network.currency, network.clock) == (CNY, CHINA)


class TestModelVersionsInANetwork:
    """
    A posting is under exactly one version at any instant; versions never go back unless stated;
    a version's demands hold for every posting under it.
    """

    @given(networks(stations=st.just([StationId("sanhe")])))
    def test_every_posting_is_under_a_version_that_has_begun_admits_its_partner_and_is_no_step_back(
        self, network: Network
    ) -> None:
        for station in network.stations:
            latest = date.min
            for posting in network.postings_at(station.id):
                version, rows = network.version(posting.version), network.partner_rows(posting.partner)
                at_work = [row for row in rows if row.contract.overlap(posting.period)]
                assert latest <= version.since or posting.reverts
                assert version.since <= posting.period.start
                assert {row.engagement for row in at_work} <= version.engagements
                assert not version.exam or any((row.examined or date.max) <= posting.period.start for row in rows)
                latest = version.since
