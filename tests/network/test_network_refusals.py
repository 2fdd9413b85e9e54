import pickle
from collections.abc import Callable
from datetime import date
from typing import Any, TypeAlias

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.days import NotADay
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.kinds import WrongKind
from rural_taobao.network import (
    CountyCentre,
    Network,
    NetworkRefused,
    Partner,
    Payee,
    Posting,
    Station,
    Vacancy,
    programme_versions,
)
from rural_taobao.network.aggregate import VacancyVersionMissing
from rural_taobao.network.breaches import (
    CountyNotThere,
    DaysToldTwice,
    DemandNotMet,
    IdTwice,
    NotWithin,
    TooManyStations,
    TwoInCharge,
    UnknownReference,
    VersionGoesBack,
)
from rural_taobao.periods import Period
from tests.odd_values import Wrong

Parts: TypeAlias = dict[str, Any]
OPEN = Period(date(2015, 6, 1))
NAMES = ("肥西服务中心", "三河站", "桃花站", "李小红", "王大力")
LI = Posting("sanhe", "li", "li", "2.0", Period(date(2016, 1, 1)))
WANG = Posting("taohua", "wang", "wang", "1.0", Period(date(2016, 1, 1), date(2016, 7, 1)))
VILLAGE = Network(
    platform="platform",
    vacancy=Vacancy("county_centre", "1.0"),
    versions=programme_versions({"1.0": "shop", "2.0": "partner"}),
    centres=[CountyCentre("feixi", "340123", "feixi-centre", OPEN, NAMES[0])],
    stations=[Station("sanhe", "feixi", OPEN, NAMES[1]), Station("taohua", "feixi", OPEN, NAMES[2])],
    partners=[
        Partner("li", OPEN, "full_time", date(2015, 5, 20), NAMES[3]),
        Partner("wang", Period(OPEN.start, date(2016, 7, 1)), "part_time", None, NAMES[4]),
    ],
    payees=[
        Payee(payee, OPEN, name)
        for payee, name in (("li", NAMES[3]), ("wang", NAMES[4]), ("feixi-centre", NAMES[0]), ("platform", ""))
    ],
    postings=[LI, WANG],
)
SHORT = Period(OPEN.start, date(2016, 6, 1))
(CENTRE,), (SANHE, TAOHUA), (LI_HERSELF, WANG_HIMSELF) = VILLAGE.centres, VILLAGE.stations, VILLAGE.partners
LI_PAID, WANG_PAID, CENTRE_PAID, PLATFORM_PAID = VILLAGE.payees
ONE, TWO = VILLAGE.versions


def swapped(old: object, new: object) -> Parts:
    """Put one part of the village in the place of another."""
    return {
        name: [new if each is old else each for each in getattr(VILLAGE, name)]
        for name in ("versions", "centres", "stations", "partners", "payees", "postings")
    }


def added(**more: object) -> Parts:
    return {name: [*getattr(VILLAGE, name), part] for name, part in more.items()}


def told_twice(what: str, days: Period) -> str:
    return (
        f"what holds of {what} must be told once for each day, but one row holds {days} and another {days}; "
        "end the earlier on the day on which the later begins, or rename one"
    )


LATER = Period(date(2016, 5, 1))
UNTIL_JUNE = evolve(LI, period=Period(LI.period.start, SHORT.end))
FROM_JUNE = evolve(WANG, station="sanhe", period=Period(date(2016, 6, 1), date(2016, 7, 1)))
WANG_BEFORE = evolve(WANG, period=Period(date(2016, 1, 1), date(2016, 6, 1)))
BREAKS: list[tuple[str, Parts, list[RuralTaobaoError], str]] = [
    (
        "a station twice",
        added(stations=SANHE),
        [DaysToldTwice(SANHE, SANHE.open, SANHE.open)],
        told_twice("station sanhe", SANHE.open),
    ),
    (
        "a version twice",
        added(versions=TWO),
        [IdTwice(TWO)],
        "an id must be given once, but model version 2.0 is there twice; rename one or leave it out",
    ),
    (
        "a centre twice",
        added(centres=evolve(CENTRE, name="")),
        [DaysToldTwice(CENTRE, CENTRE.open, CENTRE.open)],
        told_twice("county centre feixi", CENTRE.open),
    ),
    (
        "a partner twice",
        added(partners=LI_HERSELF),
        [DaysToldTwice(LI_HERSELF, LI_HERSELF.contract, LI_HERSELF.contract)],
        told_twice("partner li", LI_HERSELF.contract),
    ),
    (
        "a payee twice",
        added(payees=LI_PAID),
        [IdTwice(LI_PAID)],
        "an id must be given once, but payee li is there twice; rename one or leave it out",
    ),
    (
        "a platform that is nobody",
        {"platform": "taobao"},
        [UnknownReference(None, "payee", "taobao")],
        "a payee that is named must be there, but taobao is not; add it or name another",
    ),
    (
        "a vacancy under no version",
        {"vacancy": Vacancy("platform", "9.0")},
        [UnknownReference(None, "model version", "9.0")],
        "a model version that is named must be there, but 9.0 is not; add it or name another",
    ),
    (
        "a centre paid to nobody",
        swapped(CENTRE, evolve(CENTRE, payee="nobody")),
        [UnknownReference(CENTRE, "payee", "nobody")],
        "a payee that is named must be there, but county centre feixi names nobody; add it or name another",
    ),
    (
        "a station of no centre",
        swapped(SANHE, evolve(SANHE, centre="runan")),
        [UnknownReference(SANHE, "county centre", "runan")],
        "a county centre that is named must be there, but station sanhe names runan; add it or name another",
    ),
    (
        "a posting at no station",
        swapped(WANG, evolve(WANG, station="xiaomiao")),
        [UnknownReference(WANG, "station", "xiaomiao")],
        (
            "a station that is named must be there, but the posting of partner wang at station xiaomiao "
            "2016-01-01 to before 2016-07-01 names xiaomiao; add it or name another"
        ),
    ),
    (
        "a posting of nobody",
        swapped(WANG, evolve(WANG, partner="zhao")),
        [UnknownReference(WANG, "partner", "zhao")],
        (
            "a partner that is named must be there, but the posting of partner zhao at station taohua "
            "2016-01-01 to before 2016-07-01 names zhao; add it or name another"
        ),
    ),
    (
        "a posting paid to nobody",
        swapped(WANG, evolve(WANG, payee="zhao")),
        [UnknownReference(WANG, "payee", "zhao")],
        (
            "a payee that is named must be there, but the posting of partner wang at station taohua "
            "2016-01-01 to before 2016-07-01 names zhao; add it or name another"
        ),
    ),
    (
        "a posting under no version",
        swapped(WANG, evolve(WANG, version="9.0")),
        [UnknownReference(WANG, "model version", "9.0")],
        (
            "a model version that is named must be there, but the posting of partner wang at station taohua "
            "2016-01-01 to before 2016-07-01 names 9.0; add it or name another"
        ),
    ),
    (
        "a centre that closes before its stations",
        swapped(CENTRE, evolve(CENTRE, open=SHORT)),
        [
            NotWithin(SANHE, OPEN, "county centre feixi", SHORT),
            NotWithin(TAOHUA, OPEN, "county centre feixi", SHORT),
        ],
        (
            "station sanhe must lie within county centre feixi, but it holds from 2015-06-01 and that "
            "2015-06-01 to before 2016-06-01; shorten the one or lengthen the other"
        ),
    ),
    (
        "a centre that outlives its payee",
        swapped(CENTRE_PAID, evolve(CENTRE_PAID, known=SHORT)),
        [NotWithin(CENTRE, OPEN, "payee feixi-centre", SHORT)],
        (
            "county centre feixi must lie within payee feixi-centre, but it holds from 2015-06-01 and that "
            "2015-06-01 to before 2016-06-01; shorten the one or lengthen the other"
        ),
    ),
    (
        "stations that outlive the platform's payee",
        swapped(PLATFORM_PAID, evolve(PLATFORM_PAID, known=SHORT)),
        [NotWithin(SANHE, OPEN, "payee platform", SHORT), NotWithin(TAOHUA, OPEN, "payee platform", SHORT)],
        (
            "station sanhe must lie within payee platform, but it holds from 2015-06-01 and that "
            "2015-06-01 to before 2016-06-01; shorten the one or lengthen the other"
        ),
    ),
    (
        "a posting that outlives its station",
        swapped(TAOHUA, evolve(TAOHUA, open=SHORT)),
        [NotWithin(WANG, WANG.period, "station taohua", SHORT)],
        (
            "the posting of partner wang at station taohua 2016-01-01 to before 2016-07-01 must lie within "
            "station taohua, "
            "but it holds 2016-01-01 to before 2016-07-01 and that 2015-06-01 to before 2016-06-01; "
            "shorten the one or lengthen the other"
        ),
    ),
    (
        "a posting that outlives the contract",
        swapped(WANG_HIMSELF, evolve(WANG_HIMSELF, contract=SHORT)),
        [NotWithin(WANG, WANG.period, "partner wang", SHORT)],
        (
            "the posting of partner wang at station taohua 2016-01-01 to before 2016-07-01 must lie within "
            "partner wang, "
            "but it holds 2016-01-01 to before 2016-07-01 and that 2015-06-01 to before 2016-06-01; "
            "shorten the one or lengthen the other"
        ),
    ),
    (
        "a posting that outlives its payee",
        swapped(WANG_PAID, evolve(WANG_PAID, known=SHORT)),
        [NotWithin(WANG, WANG.period, "payee wang", SHORT)],
        (
            "the posting of partner wang at station taohua 2016-01-01 to before 2016-07-01 must lie within payee wang, "
            "but it holds 2016-01-01 to before 2016-07-01 and that 2015-06-01 to before 2016-06-01; "
            "shorten the one or lengthen the other"
        ),
    ),
    (
        "a posting before its version began",
        swapped(TWO, evolve(TWO, since=date(2016, 2, 1))),
        [NotWithin(LI, LI.period, "model version 2.0", Period(date(2016, 2, 1)))],
        (
            "the posting of partner li at station sanhe from 2016-01-01 must lie within model version 2.0, "
            "but it holds from 2016-01-01 and that from 2016-02-01; shorten the one or lengthen the other"
        ),
    ),
    (
        "two in charge of one station",
        added(postings=evolve(WANG, partner="li", payee="li", period=LATER, version="2.0", station="sanhe")),
        [TwoInCharge(evolve(LI, period=LATER), LI)],
        (
            "a station must have one partner in charge at a time, but partner li at station sanhe from 2016-05-01 "
            "overlaps partner li at station sanhe from 2016-01-01; "
            "end the earlier posting on the day on which the later one begins"
        ),
    ),
    (
        "two stations of one partner",
        swapped(WANG, evolve(LI, station="taohua", period=LATER)),
        [TooManyStations(evolve(LI, station="taohua", period=LATER), TWO.id, 1)],
        (
            "a partner must not be in charge of more stations at once than 1 under model version 2.0, but partner "
            "li at station taohua from 2016-05-01 is one more; end another posting first"
        ),
    ),
    (
        "no examination",
        swapped(LI_HERSELF, evolve(LI_HERSELF, examined=None)),
        [DemandNotMet(LI, "the examination by the first day")],
        (
            "a partner must meet the demand of model version 2.0 for the examination by the first day, "
            "but partner li at station sanhe from 2016-01-01 does not; post another partner or under another version"
        ),
    ),
    (
        "an examination a day late",
        swapped(LI_HERSELF, evolve(LI_HERSELF, examined=date(2016, 1, 2))),
        [DemandNotMet(LI, "the examination by the first day")],
        (
            "a partner must meet the demand of model version 2.0 for the examination by the first day, "
            "but partner li at station sanhe from 2016-01-01 does not; post another partner or under another version"
        ),
    ),
    (
        "part-time work where full-time work is demanded",
        swapped(LI_HERSELF, evolve(LI_HERSELF, engagement="part_time")),
        [DemandNotMet(LI, "full time work")],
        (
            "a partner must meet the demand of model version 2.0 for full time work, "
            "but partner li at station sanhe from 2016-01-01 does not; post another partner or under another version"
        ),
    ),
    (
        "a version that goes back",
        {"postings": [UNTIL_JUNE, FROM_JUNE]},
        [VersionGoesBack(FROM_JUNE, UNTIL_JUNE)],
        (
            "a model version must not go back, but partner wang at station sanhe 2016-06-01 to before 2016-07-01 is "
            "under 1.0 after 2.0; state 'reverts' where that is meant"
        ),
    ),
    (
        "a county of another time",
        swapped(CENTRE, evolve(CENTRE, county="360704")),
        [CountyNotThere(CENTRE, "")],
        (
            "the county of county centre feixi must exist in the year in which it is planned or opens: a county must "
            "be listed at the end of the year asked for, but in 2015 360704 is not listed yet, first in 2016; "
            "use 360721 (赣县), whose place it took, or a later year"
        ),
    ),
]


@pytest.mark.parametrize(
    ("parts", "faults", "message"), [each[1:] for each in BREAKS], ids=[each[0] for each in BREAKS]
)
class TestOneBreach:
    """Every refused network is told each of its breaches, by ids and without a person's name."""

    def test_it_is_told_and_nothing_else(self, parts: Parts, faults: list[RuralTaobaoError], message: str) -> None:
        found = refused(parts)
        assert [type(each) for each in found] == [type(each) for each in faults]
        if not isinstance(faults[0], UnknownReference | CountyNotThere | IdTwice | DaysToldTwice):
            assert [each.args for each in found] == [each.args for each in faults]
        assert str(found[0]) == message

    def test_no_name_is_told(self, parts: Parts, faults: list[RuralTaobaoError], message: str) -> None:
        with pytest.raises(NetworkRefused) as error:
            evolve(VILLAGE, **parts)
        said = f"{error.value}{error.value!r}{[*error.value.faults]}{error.value.args}"
        assert not [name for name in NAMES if name in said]

    def test_it_keeps_its_facts_when_pickled(self, parts: Parts, faults: list[RuralTaobaoError], message: str) -> None:
        for fault in refused(parts):
            copy = pickle.loads(pickle.dumps(fault))  # noqa: S301 - our own bytes
            assert (type(copy), copy.args, str(copy)) == (type(fault), fault.args, str(fault))


def refused(parts: Parts) -> tuple[RuralTaobaoError, ...]:
    with pytest.raises(NetworkRefused) as error:
        evolve(VILLAGE, **parts)
    return error.value.faults


class TestManyBreaches:
    """All breaches are told at once."""

    def test_each_of_many_breaches_is_there(self) -> None:
        posting = Posting("nowhere", "nobody", "none", "9.0", Period(date(2010, 1, 1)))
        faults = refused(
            {
                "platform": "taobao",
                "centres": [evolve(CENTRE, county="110199", payee="none")],
                "stations": [SANHE, SANHE, evolve(TAOHUA, centre="runan")],
                "partners": [evolve(LI_HERSELF, engagement="part_time", examined=None), WANG_HIMSELF],
                "postings": [LI, evolve(LI, period=LATER), posting],
            }
        )
        assert sorted(type(each).__name__ for each in faults) == sorted(
            ["DaysToldTwice", "TwoInCharge", "CountyNotThere"] + ["DemandNotMet"] * 4 + ["UnknownReference"] * 7
        )

    def test_a_posting_that_is_overlapped_twice_is_named_twice(self) -> None:
        short = [evolve(LI, period=Period(date(2016, month, 1), date(2016, month + 1, 1))) for month in (2, 5)]
        faults = refused({"postings": [short[1], LI, short[0]]})
        overlaps = [fault for fault in faults if isinstance(fault, TwoInCharge)]
        assert [(fault.subject, fault.other) for fault in overlaps] == [(each, LI) for each in short]

    def test_the_message_counts_them_and_tells_each(self) -> None:
        with pytest.raises(NetworkRefused) as error:
            evolve(VILLAGE, platform="taobao", stations=[SANHE, SANHE, TAOHUA])
        assert str(error.value) == (
            "a network must obey its laws, but breaches were found, 2 in all: "
            f"{told_twice('station sanhe', SANHE.open)}; "
            "a payee that is named must be there, but taobao is not; add it or name another"
        )
        assert [type(each) for each in error.value.faults] == [DaysToldTwice, UnknownReference]

    def test_a_refused_change_leaves_the_network_as_it_was(self) -> None:
        before = repr(VILLAGE)
        refused({"stations": [SANHE, SANHE]})
        assert repr(VILLAGE) == before
        assert VILLAGE.posting_on("sanhe", LI.period.start) == LI


class TestVersionsOfOneDay:
    """Versions never go back unless stated; a version is an earlier one if it began earlier."""

    def test_two_versions_that_began_on_one_day_are_equals(self) -> None:
        pilot = evolve(VILLAGE.versions[1], id="0-pilot")
        later = evolve(LI, version="0-pilot", period=Period(date(2016, 7, 1)))
        first = evolve(LI, period=Period(LI.period.start, date(2016, 7, 1)))
        moved = evolve(VILLAGE, versions=[*VILLAGE.versions, pilot], postings=[first, later, WANG])
        assert [each.version for each in moved.postings_at("sanhe")] == ["2.0", "0-pilot"]

    def test_a_step_back_that_is_stated_is_taken(self) -> None:
        postings = (UNTIL_JUNE, evolve(FROM_JUNE, reverts=True))
        assert evolve(VILLAGE, postings=postings).postings_at("sanhe") == postings


class TestOrder:
    """The order in which the parts of a network are given does not matter."""

    @given(
        st.permutations([UNTIL_JUNE, evolve(FROM_JUNE, reverts=True), WANG_BEFORE]), st.permutations(VILLAGE.stations)
    )
    def test_postings_come_back_by_their_first_day(self, postings: list[Posting], stations: list[Station]) -> None:
        network = evolve(VILLAGE, postings=postings, stations=stations)
        assert [each.period.start.month for each in network.postings_at("sanhe")] == [1, 6]
        assert network.postings_at("taohua") == (WANG_BEFORE,)

    @given(st.permutations([LI, evolve(LI, period=LATER), WANG, evolve(WANG, partner="zhao")]))
    def test_the_same_breaches_are_told(self, postings: list[Posting]) -> None:
        assert {type(each) for each in refused({"postings": postings})} == {TwoInCharge, UnknownReference}


class TestSeveralStations:
    """A partner is in charge of one station at a time, unless every version the partner is posted under allows more."""

    @pytest.mark.parametrize("first", ["1.0", "2.0"])
    @pytest.mark.parametrize("of_sanhe", ["1.0", "2.0"])
    def test_the_strictest_version_decides_whichever_came_first(self, first: str, of_sanhe: str) -> None:
        generous = evolve(ONE, stations_per_partner=2)
        started = {first: Period(date(2016, 1, 1)), "1.0" if first == "2.0" else "2.0": LATER}
        of_taohua = "1.0" if of_sanhe == "2.0" else "2.0"
        postings = [
            evolve(LI, version=of_sanhe, period=started[of_sanhe]),
            evolve(LI, station="taohua", version=of_taohua, period=started[of_taohua]),
        ]
        [fault] = refused({"versions": [generous, TWO], "postings": postings})
        assert isinstance(fault, TooManyStations)
        assert (fault.version, fault.allowed, fault.subject.period) == ("2.0", 1, LATER)

    def test_two_are_in_order_where_both_versions_allow_two(self) -> None:
        generous = [evolve(each, stations_per_partner=2) for each in VILLAGE.versions]
        postings = [LI, evolve(LI, station="taohua", version="1.0", period=LATER)]
        assert evolve(VILLAGE, versions=generous, postings=postings).postings == tuple(postings)

    def test_one_station_after_the_other_is_one_at_a_time(self) -> None:
        postings = [evolve(LI, period=Period(LI.period.start, LATER.start)), evolve(LI, station="taohua", period=LATER)]
        assert evolve(VILLAGE, postings=postings).posting_on("taohua", LATER.start) == postings[1]


class TestCounties:
    """A code is valid only with a year: a centre opens in a county that existed in that year."""

    @pytest.mark.parametrize(
        ("county", "opens", "faults"),
        [
            pytest.param("340123", date(2015, 1, 1), 0, id="listed"),
            pytest.param("130182", date(2014, 3, 1), 0, id="dissolved in the first year of the lists"),
            pytest.param("130182", date(2015, 1, 1), 1, id="dissolved before, and in no list"),
            pytest.param("360721", date(2016, 12, 31), 0, id="dissolved in that year"),
            pytest.param("360721", date(2017, 1, 1), 1, id="dissolved in an earlier year"),
            pytest.param("360704", date(2015, 12, 31), 1, id="not yet listed"),
            pytest.param("360704", date(2016, 1, 1), 0, id="listed at the end of the year"),
            pytest.param("110199", date(2016, 1, 1), 1, id="never listed"),
            pytest.param("110199", date(2013, 12, 31), 0, id="before the lists begin nobody knows"),
            pytest.param("110199", date(2018, 1, 1), 0, id="after the lists end nobody knows"),
            pytest.param("360721", date(2020, 1, 1), 1, id="gone by the end of the lists"),
            pytest.param("360704", date(2020, 1, 1), 0, id="there at the end of the lists"),
        ],
    )
    def test_a_centre_opens_in_a_county_of_its_year(self, county: str, opens: date, faults: int) -> None:
        parts: Parts = {
            "centres": [evolve(CENTRE, county=county, open=Period(opens))],
            "stations": [],
            "postings": [],
            "payees": [evolve(each, known=Period(date(2010, 1, 1))) for each in VILLAGE.payees],
        }
        if not faults:
            assert evolve(VILLAGE, **parts).centre_rows("feixi")[0].county == county
            return
        [fault] = refused(parts)
        assert isinstance(fault, CountyNotThere)
        assert fault.subject.county == county


class TestNames:
    """Names stay out of `repr`, logs and errors."""

    def test_no_name_is_shown_though_the_network_knows_it(self) -> None:
        assert [CENTRE.name, SANHE.name, TAOHUA.name, LI_HERSELF.name, WANG_HIMSELF.name] == list(NAMES)
        shown = f"{VILLAGE!r}{VILLAGE}{[str(each) for each in VILLAGE.postings]}"
        assert not [name for name in NAMES if name in shown]


class TestVacancy:
    """A vacant station credits the house, the centre or nobody, as stated."""

    @pytest.mark.parametrize("credit", ["platform", "county_centre"])
    def test_whoever_is_credited_is_so_under_a_model_version(self, credit: str) -> None:
        with pytest.raises(VacancyVersionMissing) as error:
            Vacancy(credit)
        assert str(error.value) == (
            "a vacant station that credits somebody must do so under a model version, but none was given; "
            "name the version whose plan pays, or credit nobody"
        )
        assert Vacancy(credit, "1.0").version == "1.0"

    def test_nobody_needs_no_version(self) -> None:
        assert Vacancy("nobody").version is None

    def test_it_has_no_default(self) -> None:
        with pytest.raises(TypeError, match="credit"):
            Vacancy()  # type: ignore[call-arg]
        with pytest.raises(ValueError, match="house"):
            Vacancy("house")


class TestWhatANetworkIsMadeOf:
    """Each part has its own type, and a day is a day."""

    @pytest.mark.parametrize(
        ("name", "value"), [("clock", "+08:00"), ("clock", 480), ("currency", "CNY"), ("vacancy", "nobody")]
    )
    def test_a_part_of_another_type_is_refused(self, name: str, value: Wrong) -> None:
        with pytest.raises(WrongKind, match=f"{name} must be made by"):
            evolve(VILLAGE, **{name: value})

    @pytest.mark.parametrize(
        "build",
        [
            lambda wrong: Station("sanhe", "feixi", wrong),
            lambda wrong: CountyCentre("feixi", "340123", "feixi-centre", wrong),
            lambda wrong: Payee("li", wrong),
            lambda wrong: Partner("li", wrong, "full_time"),
            lambda wrong: Posting("sanhe", "li", "li", "2.0", wrong),
            lambda wrong: Posting("sanhe", "li", "li", "2.0", OPEN, reverts=wrong),
        ],
    )
    @pytest.mark.parametrize("wrong", [None, 1, "2016", date(2016, 1, 1), (date(2016, 1, 1), None)])
    def test_days_are_a_period_and_a_statement_is_a_bool(self, build: Callable[[Wrong], object], wrong: Wrong) -> None:
        with pytest.raises(TypeError):
            build(wrong)

    @pytest.mark.parametrize("day", ["2016-01-01", 20160101, 2016.5])
    def test_an_examination_has_a_day(self, day: Wrong) -> None:
        with pytest.raises(NotADay):
            Partner("li", OPEN, "full_time", examined=day)
