"""Adopting model versions: what is in force where and when, who agrees with it, and what postings become."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.days import NotADay
from rural_taobao.network import (
    Adoption,
    Adoptions,
    Demand,
    Network,
    NetworkRefused,
    Remedy,
    Station,
    adopted,
    disagreements,
    in_force,
    programme_versions,
    readiness,
)
from rural_taobao.network.adoption import AdoptedTwice, AdoptionUnplaced
from rural_taobao.network.breaches import UnknownReference, VersionGoesBack
from rural_taobao.network.partners import Partner, Posting
from rural_taobao.network.qualifying import AdoptionRefused
from rural_taobao.periods import Period
from rural_taobao.samples import one_village
from rural_taobao.testing.adoption_strategies import adoptions
from rural_taobao.testing.networks import networks

AUTUMN = date(2016, 9, 1)
DAY = timedelta(days=1)


def county(version: str = "3.0", start: date = AUTUMN, **facts: Any) -> Adoption:
    return Adoption(version=version, centre="feixi", start=start, **facts)


def own(version: str = "3.0", start: date = AUTUMN, **facts: Any) -> Adoption:
    return Adoption(version=version, station="sanhe", start=start, **facts)


def village(**later: Any) -> Network:
    """The one village with versions 1.0, 2.0 and 3.0, of which the last may demand more."""
    base = one_village()
    place, services = programme_versions({"1.0": "example", "3.0": "example"})
    return evolve(base, versions=[place, *base.versions, evolve(services, **later)])


def lenient(network: Network) -> Network:
    """Let the versions of a network demand nothing, so that any of them can be adopted anywhere."""
    nothing: dict[str, Any] = {
        "since": date.min,
        "engagements": ["part_time", "full_time"],
        **dict.fromkeys(("exam", "training", "local", "premises"), False),
        "helpers_at_once": None,
        "stations_per_partner": 99,
    }
    return evolve(network, versions=[evolve(each, **nothing) for each in network.versions])


@st.composite
def moves(draw: st.DrawFn) -> tuple[Network, Adoptions, date]:
    """Draw a network, what it adopts, whatever that demands, and a day from which postings are written anew."""
    network = draw(networks().filter(lambda network: network.versions and network.stations))
    days = [each.period.start for each in network.postings] or [each.open.start for each in network.stations]
    day = st.sampled_from(days).flatmap(lambda start: st.integers(-30, 300).map(lambda n: start + n * DAY))
    names = st.sampled_from([each.id for each in network.versions])
    made = adoptions(
        version=names,
        centres=[each.id for each in network.centres],
        stations=[each.id for each in network.stations],
        day=day,
        reverts=st.just(True),  # noqa: FBT003 - it is stated
    )
    return lenient(network), draw(made), draw(day)


class TestInForce:
    """A station's own adoption beats its county's, and a later day beats an earlier one."""

    @given(moves(), st.integers(-40, 400))
    def test_it_is_the_last_of_its_own_or_else_of_its_county(
        self, move: tuple[Network, Adoptions, date], shift: int
    ) -> None:
        network, made, since = move
        day = since + shift * DAY
        for station in network.stations:
            begun = [each for each in made.entries if each.start <= day]
            centres = [row.centre for row in network.stations if row.id == station.id and day in row.open]
            of_station = {each.start: each for each in begun if each.station == station.id}
            of_county = {each.start: each for each in begun if each.centre in centres}
            best = of_station or of_county
            assert in_force(network, made, station.id, day) == (best[max(best)] if best else None)

    def test_worked_by_hand(self) -> None:
        made = Adoptions([county("2.0", date(2016, 1, 1)), county("3.0", date(2017, 1, 1)), own("1.0", AUTUMN)])
        days = [date(2015, 12, 31), date(2016, 1, 1), AUTUMN - DAY, AUTUMN, date(2017, 6, 1)]
        found = [in_force(village(), made, "sanhe", day) for day in days]
        assert [None if each is None else str(each.version) for each in found] == [None, "2.0", "2.0", "1.0", "1.0"]

    def test_a_station_that_is_not_there_is_refused(self) -> None:
        with pytest.raises(UnknownReference):
            in_force(village(), Adoptions([]), "nowhere", AUTUMN)


class TestAdoptions:
    """A version is adopted at one place from a day, and once."""

    @pytest.mark.parametrize("places", [{}, {"centre": "feixi", "station": "sanhe"}])
    def test_it_is_of_one_place(self, places: dict[str, Any]) -> None:
        with pytest.raises(AdoptionUnplaced) as caught:
            Adoption(version="3.0", start=AUTUMN, **places)
        assert caught.value.args == ("3.0", AUTUMN)

    def test_two_from_one_day_at_one_place_are_refused(self) -> None:
        with pytest.raises(AdoptedTwice) as caught:
            Adoptions([county("2.0"), county("3.0")])
        assert caught.value.args == ("county centre", "feixi", AUTUMN)
        with pytest.raises(AdoptedTwice, match="station sanhe adopts two from 2016-09-01"):
            Adoptions([own(), own()])
        assert len(Adoptions([county(), own(), county(start=AUTUMN + DAY)]).entries) == 3

    def test_a_centre_and_a_station_of_one_name_are_two_places(self) -> None:
        same = Adoption(version="3.0", station="feixi", start=AUTUMN)
        assert Adoptions([county(), same]).entries == (county(), same)

    def test_a_day_is_one(self) -> None:
        with pytest.raises(NotADay):
            Adoption(version="3.0", centre="feixi", start="2016-09-01")  # type: ignore[arg-type]

    @pytest.mark.parametrize(
        "wrong",
        [
            Adoption(version="9.0", centre="feixi", start=AUTUMN),
            Adoption(version="3.0", centre="nowhere", start=AUTUMN),
            Adoption(version="3.0", station="nowhere", start=AUTUMN),
        ],
    )
    def test_what_is_not_there_is_refused_by_all(self, wrong: Adoption) -> None:
        made = Adoptions([wrong])
        for ask in (
            lambda: disagreements(village(), made),
            lambda: readiness(village(), made, AUTUMN),
            lambda: adopted(village(), made, AUTUMN),
        ):
            with pytest.raises(UnknownReference):
                ask()


class TestAdopting:
    """What is adopted is what postings are under, and nothing else of them changes: nothing is lost."""

    @given(moves())
    def test_the_days_of_each_posting_are_kept_and_so_is_all_but_the_version(
        self, move: tuple[Network, Adoptions, date]
    ) -> None:
        network, made, since = move
        after = adopted(network, made, since)
        for station in network.stations:
            before, now = network.postings_at(station.id), after.postings_at(station.id)
            for posting in before:
                pieces = [each for each in now if each.period.overlap(posting.period)]
                assert pieces[0].period.start == posting.period.start
                assert pieces[-1].period.end == posting.period.end
                assert all(one.period.end == other.period.start for one, other in pairwise(pieces))
                assert all(one.version != other.version for one, other in pairwise(pieces))
                assert {(each.partner, each.payee) for each in pieces} == {(posting.partner, posting.payee)}
        assert evolve(after, postings=network.postings) == network

    @given(moves())
    def test_from_the_day_on_each_is_under_what_is_in_force(self, move: tuple[Network, Adoptions, date]) -> None:
        network, made, since = move
        after = adopted(network, made, since)
        days = {since, *(each.start for each in made.entries), *(each.period.start for each in after.postings)}
        for station in network.stations:
            for day in sorted(days | {day - DAY for day in days}):
                now, before = after.posting_on(station.id, day), network.posting_on(station.id, day)
                if now is None or before is None:
                    assert now is before
                    continue
                found = in_force(network, made, station.id, day)
                assert now.version == (before.version if day < since or found is None else found.version)

    @given(moves())
    def test_what_was_adopted_from_the_beginning_is_agreed_with(self, move: tuple[Network, Adoptions, date]) -> None:
        network, made, _ = move
        after = adopted(network, made, date.min)
        assert disagreements(after, made) == ()
        assert adopted(after, made, date.min) == after

    def test_worked_by_hand(self) -> None:
        made = Adoptions([county("3.0", AUTUMN), own("2.0", date(2017, 1, 1), reverts=True)])
        after = adopted(village(), made, date(2016, 1, 1))
        assert [(str(each.version), str(each.period), each.reverts) for each in after.postings] == [
            ("2.0", "2015-06-01 to before 2016-09-01", False),
            ("3.0", "2016-09-01 to before 2017-01-01", False),
            ("2.0", "from 2017-01-01", True),
        ]

    def test_before_the_day_nothing_is_written_anew(self) -> None:
        after = adopted(village(), Adoptions([county("3.0", AUTUMN)]), date(2016, 12, 1))
        assert [str(each.period) for each in after.postings] == ["2015-06-01 to before 2016-12-01", "from 2016-12-01"]
        whole = adopted(village(since=date(2015, 6, 1)), Adoptions([county("3.0", date(2015, 6, 1))]), date.min)
        assert [(str(each.version), str(each.period)) for each in whole.postings] == [("3.0", "from 2015-06-01")]

    def test_what_was_stated_of_a_posting_stays_stated(self) -> None:
        base = village(since=date(2015, 6, 1))
        stated = evolve(base, postings=[evolve(base.postings[0], reverts=True)])
        whole = adopted(stated, Adoptions([county("3.0", date(2015, 6, 1))]), date.min)
        later = adopted(stated, Adoptions([county("3.0", AUTUMN)]), date.min)
        assert [each.reverts for each in (*whole.postings, *later.postings)] == [True, True, False]

    def test_a_version_that_goes_back_is_refused_unless_that_is_stated(self) -> None:
        with pytest.raises(NetworkRefused) as caught:
            adopted(village(), Adoptions([county("1.0")]), AUTUMN)
        [fault] = caught.value.faults
        assert isinstance(fault, VersionGoesBack)
        back = adopted(village(), Adoptions([county("1.0", reverts=True)]), AUTUMN)
        assert [str(each.version) for each in back.postings] == ["2.0", "1.0"]

    def test_what_disagrees_is_told_once_with_its_first_day(self) -> None:
        made = Adoptions([county("2.0", date(2015, 1, 1)), own("3.0", AUTUMN), own("2.0", date(2017, 1, 1))])
        [found] = disagreements(village(), made)
        assert (found.posting, found.day, found.version) == (village().postings[0], AUTUMN, "3.0")
        assert str(found) == (
            "the posting of partner li at station sanhe from 2015-06-01 is under 2.0, but 3.0 is adopted there on "
            "2016-09-01"
        )
        assert disagreements(village(), Adoptions([])) == ()


class TestReadiness:
    """Of everybody whose version would change it is told whether they qualify, and what is to be done by when."""

    def test_who_qualifies(self) -> None:
        [found] = readiness(village(), Adoptions([county()]), AUTUMN)
        assert (found.qualifies, found.by, found.posting.partner) == (True, AUTUMN, "li")
        assert str(found) == "li at station sanhe qualifies for 3.0 on 2016-09-01"

    @pytest.mark.parametrize(
        ("demanded", "known", "unmet"),
        [
            ({"exam": True}, {"examined": None}, (Demand.EXAM, Remedy.EXAMINE)),
            ({"exam": True}, {"examined": AUTUMN + DAY}, (Demand.EXAM, Remedy.EXAMINE)),
            ({"training": True}, {}, (Demand.TRAINING, Remedy.TRAIN)),
            ({"local": True}, {}, (Demand.LOCAL, Remedy.STATE)),
            ({"local": True}, {"local": AUTUMN + DAY}, (Demand.LOCAL, Remedy.REPLACE)),
            ({"premises": True}, {}, (Demand.PREMISES, Remedy.STATE)),
            ({"engagements": ["part_time"]}, {}, (Demand.ENGAGEMENT, Remedy.REPLACE)),
        ],
    )
    def test_what_is_to_be_done(
        self, demanded: dict[str, Any], known: dict[str, Any], unmet: tuple[Demand, Remedy]
    ) -> None:
        base = village(**demanded)
        lenient = [evolve(each, exam=False) if each.id == "2.0" else each for each in base.versions]
        network = evolve(base, versions=lenient, partners=[evolve(base.partners[0], **known)])
        [found] = readiness(network, Adoptions([county()]), AUTUMN)
        assert found.unmet == (unmet,)
        with pytest.raises(AdoptionRefused) as caught:
            adopted(network, Adoptions([county()]), AUTUMN)
        assert caught.value.unready == (found,)

    @pytest.mark.parametrize(
        ("demand", "fact"), [("training", "trained"), ("local", "local"), ("premises", "premises")]
    )
    def test_what_is_so_by_the_day_is_met(self, demand: str, fact: str) -> None:
        demanded: dict[str, Any] = {demand: True}
        known: dict[str, Any] = {fact: AUTUMN}
        base = village(**demanded)
        [found] = readiness(evolve(base, partners=[evolve(base.partners[0], **known)]), Adoptions([county()]), AUTUMN)
        assert found.qualifies

    def test_everybody_is_told_and_the_first_few_shown(self) -> None:
        base = village(training=True)
        opening = Period(date(2015, 6, 1))
        others = [f"station-{number}" for number in range(6)]
        network = evolve(
            base,
            stations=[*base.stations, *(Station(each, "feixi", opening) for each in others)],
            partners=[
                *base.partners,
                *(Partner(each, opening, "full_time", date(2015, 5, 1)) for each in others),
            ],
            postings=[*base.postings, *(Posting(each, each, "li", "2.0", opening) for each in others)],
        )
        with pytest.raises(AdoptionRefused) as caught:
            adopted(network, Adoptions([county()]), AUTUMN)
        assert len(caught.value.unready) == 7
        assert "li at station sanhe does not qualify for 3.0 by 2016-09-01: train (training)" in str(caught.value)
        assert "; and 2 more; do it by then" in str(caught.value)

    def test_who_stays_under_the_same_version_is_not_asked(self) -> None:
        assert readiness(village(training=True), Adoptions([county("2.0", date(2015, 1, 1))]), date.min) == ()
