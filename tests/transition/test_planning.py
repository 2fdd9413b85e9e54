"""Plans worked by hand: what becomes of a station, what is to be done by when, and what a sentence says of it."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from attrs import evolve

from rural_taobao.days import NotADay
from rural_taobao.identifiers import StationId
from rural_taobao.instants import CHINA
from rural_taobao.kinds import WrongKind
from rural_taobao.network import (
    Adoption,
    Adoptions,
    HelperPosting,
    Network,
    NetworkRefused,
    Partner,
    Payee,
    Permission,
    Posting,
    Remedy,
    Service,
    Station,
    programme_versions,
)
from rural_taobao.network.adoption import AdoptedTooEarly
from rural_taobao.network.breaches import UnknownReference
from rural_taobao.periods import Period
from rural_taobao.register import Charter, Register, RegisterRefused, entering
from rural_taobao.samples import one_village
from rural_taobao.transition import (
    Course,
    Decision,
    Decisions,
    End,
    Measure,
    Otherwise,
    Postpone,
    Refuse,
    Replace,
    Suspend,
    Transition,
    TransitionRefused,
    moving,
    planned,
)
from rural_taobao.transition.decisions import DecidedTwice

AUTUMN, WINTER, SPRING = date(2016, 9, 1), date(2016, 12, 1), date(2017, 3, 1)
OPENING = Period(date(2015, 6, 1))
KNOWN = datetime(2016, 1, 1, tzinfo=CHINA.timezone)


def day(text: str) -> date:
    return date.fromisoformat(text)


def village(*, partners: tuple[Partner, ...] = (), li: dict[str, Any] | None = None, **later: Any) -> Network:
    """The one village with versions 1.0, 2.0 and 3.0, of which the last demands training, and Wang beside Li."""
    base = one_village()
    place, services = programme_versions({"1.0": "example", "3.0": "example"})
    wang = Partner("wang", OPENING, "full_time", trained=date(2016, 1, 1))
    return evolve(
        base,
        versions=[place, *base.versions, evolve(services, **{"training": True, **later})],
        partners=[evolve(base.partners[0], **(li or {})), wang, *partners],
        payees=[*base.payees, Payee("wang", OPENING)],
    )


def moved(network: Network, *postings: Posting) -> Network:
    return evolve(network, postings=postings)


def county(version: str = "3.0", start: date = AUTUMN, **facts: Any) -> Adoption:
    return Adoption(version=version, centre="feixi", start=start, **facts)


def plan(
    network: Network,
    *adoptions: Adoption,
    measure: Measure | None = None,
    otherwise: Otherwise | None = None,
    since: date = date(2016, 1, 1),
) -> Transition:
    decided = [] if measure is None else [Decision(station="sanhe", version="3.0", measure=measure)]
    decisions = Decisions(decided, otherwise=Refuse() if otherwise is None else otherwise)
    return planned(network, Adoptions(adoptions or [county()]), since, decisions)


def told(made: Transition) -> list[str]:
    return [str(each) for each in made.moves]


def rows(network: Network) -> list[tuple[str, str, str]]:
    return [(str(each.partner), str(each.version), str(each.period)) for each in network.postings]


class TestPermissions:
    """Whoever is permitted a service can offer it on some day once a plan is run, or the plan is refused."""

    @pytest.mark.parametrize(("begins", "refused"), [("2016-08-31", False), ("2016-09-01", True)])
    def test_one_that_begins_under_a_version_that_does_not_allow_it(self, begins: str, *, refused: bool) -> None:
        base = village(li={"trained": AUTUMN}, works=["parcels"])
        allowing = [evolve(each, services=["films"]) if each.id == "2.0" else each for each in base.versions]
        films = Permission("films", "sanhe", "li", Period(day(begins)))
        network = evolve(base, versions=allowing, services=[Service(id="films", area="culture")], permissions=[films])
        made = plan(network)
        register, _ = Register(Charter.of(network)).take_each(entering(network), KNOWN)
        commands = moving(made, register)
        if not refused:
            assert made.after().permissions == (films,)
            ran = register.take_each(commands, KNOWN + timedelta(hours=1))[0].network()
            assert (ran.postings, ran.permissions) == (made.after().postings, made.after().permissions)
            return
        with pytest.raises(NetworkRefused) as caught:
            made.after()
        assert caught.value.faults[0].args == (films,)
        with pytest.raises(RegisterRefused) as both:
            register.take_each(commands, KNOWN + timedelta(hours=1))
        assert [str(fault) for _, fault in both.value.faults] == [str(fault) for fault in caught.value.faults]

    def test_one_that_was_in_vain_before_is_nothing_of_the_plan(self) -> None:
        base = village(li={"trained": AUTUMN})
        films = Permission("films", "sanhe", "wang", OPENING)
        network = evolve(base, services=[Service(id="films", area="culture")], permissions=[films])
        assert plan(network).after().permissions == (films,)


class TestWhoQualifies:
    """Whoever meets the demands by the day goes over on it, and nothing else of the posting changes."""

    def test_it_goes_over_on_the_day(self) -> None:
        made = plan(village(li={"trained": AUTUMN}))
        assert told(made) == ["li at station sanhe goes over from 2.0 to 3.0 on 2016-09-01"]
        assert rows(made.after()) == [
            ("li", "2.0", "2015-06-01 to before 2016-09-01"),
            ("li", "3.0", "from 2016-09-01"),
        ]

    def test_several_adoptions_in_a_row_are_one_plan(self) -> None:
        network = village(li={"trained": AUTUMN})
        first = moved(network, evolve(network.postings[0], version="1.0"))
        made = plan(first, county("2.0", day("2016-03-01")), county())
        assert told(made) == [
            "li at station sanhe goes over from 1.0 to 2.0 on 2016-03-01",
            "li at station sanhe goes over from 2.0 to 3.0 on 2016-09-01",
        ]
        assert [version for _, version, _ in rows(made.after())] == ["1.0", "2.0", "3.0"]

    def test_before_the_first_day_nothing_becomes_another(self) -> None:
        made = plan(village(li={"trained": AUTUMN}), since=WINTER)
        assert [str(each.day) for each in made.moves] == ["2016-12-01"]

    def test_a_stay_that_is_told_in_several_rows_is_asked_about_once(self) -> None:
        network = village(li={"trained": AUTUMN})
        [posting] = network.postings
        halves = moved(
            network,
            evolve(posting, period=Period(day("2015-06-01"), WINTER)),
            evolve(posting, period=Period(WINTER), payee="wang"),
        )
        made = plan(halves)
        assert len(made.moves) == 1
        assert [(str(each.version), str(each.payee)) for each in made.after().postings] == [
            ("2.0", "li"),
            ("3.0", "li"),
            ("3.0", "wang"),
        ]
        assert len(plan(evolve(halves, partners=village().partners)).moves) == 1

    def test_what_is_under_another_version_later_anyway_stays_so(self) -> None:
        network = village(training=False)
        [posting] = network.postings
        later = moved(
            network,
            evolve(posting, version="1.0", period=Period(day("2015-06-01"), WINTER)),
            evolve(posting, version="3.0", period=Period(WINTER)),
        )
        made = plan(later, county("2.0", AUTUMN))
        assert told(made) == [
            "li at station sanhe goes over from 1.0 to 2.0 on 2016-09-01",
            "li at station sanhe stays under 3.0 on 2016-12-01, which began later than 2.0",
        ]
        assert [version for _, version, _ in rows(made.after())] == ["1.0", "2.0", "3.0"]

    def test_a_version_that_began_earlier_is_gone_back_to_only_where_that_is_stated(self) -> None:
        assert [each.course for each in plan(village(), county("1.0")).moves] == [Course.AHEAD]
        back = plan(village(), county("1.0", reverts=True))
        assert [(str(each.version), each.reverts) for each in back.after().postings] == [("2.0", False), ("1.0", True)]

    def test_a_posting_that_begins_on_the_day_is_under_the_version_whole(self) -> None:
        network = village(li={"trained": AUTUMN})
        begins = moved(network, evolve(network.postings[0], period=Period(AUTUMN), reverts=True))
        [posting] = plan(begins).after().postings
        assert (posting.version, posting.period, posting.reverts) == ("3.0", Period(AUTUMN), True)

    def test_whoever_is_under_it_already_is_told_once(self) -> None:
        network = village(training=False)
        under = moved(network, evolve(network.postings[0], version="3.0", period=Period(AUTUMN)))
        made = plan(under, county(), county("3.0", WINTER))
        assert told(made) == ["li at station sanhe is under 3.0 already on 2016-09-01"]
        assert made.after() == under

    def test_engagement_is_asked_for_all_days_under_the_version_and_no_others(self) -> None:
        network = village(training=False, engagements=["full_time"])
        [li, wang] = network.partners
        changes = evolve(
            network,
            versions=[evolve(each, engagements=["part_time", "full_time"]) for each in network.versions[:2]]
            + [network.versions[2], evolve(network.versions[2], id="4.0", since=SPRING, engagements=["part_time"])],
            partners=[
                evolve(li, contract=Period(day("2015-06-01"), SPRING)),
                evolve(li, contract=Period(SPRING), engagement="part_time"),
                wang,
            ],
        )
        assert plan(changes).remedies == {Remedy.REPLACE: 1}
        both = plan(changes, county(), county("4.0", SPRING))
        assert [each.course for each in both.moves] == [Course.ADOPTS, Course.ADOPTS]


class TestWhoDoesNot:
    """Of whoever does not qualify it is told what is to be done by when, and done what the house decides."""

    def test_undecided_it_is_in_the_way_of_all(self) -> None:
        made = plan(village())
        assert told(made) == [
            "li at station sanhe does not qualify for 3.0 by 2016-09-01: train (training); nothing is decided"
        ]
        assert (made.counts, made.remedies, made.in_the_way) == (
            {Course.UNDECIDED: 1},
            {Remedy.TRAIN: 1},
            made.moves,
        )
        with pytest.raises(TransitionRefused) as caught:
            made.after()
        assert caught.value.moves == made.moves

    def test_it_is_asked_again_when_the_next_version_is_adopted(self) -> None:
        network = village(since=AUTUMN)
        first = evolve(
            network,
            partners=[evolve(network.partners[0], examined=None), network.partners[1]],
            postings=[evolve(network.postings[0], version="1.0")],
        )
        made = plan(first, county("2.0", day("2016-03-01")), county())
        assert [(str(each.before), str(each.version)) for each in made.in_the_way] == [("1.0", "2.0"), ("1.0", "3.0")]

    def test_asked_again_by_another_adoption_of_the_same_version(self) -> None:
        made = plan(
            village(li={"trained": WINTER}),
            county(),
            Adoption(version="3.0", station="sanhe", start=SPRING),
        )
        assert [each.course for each in made.moves] == [Course.UNDECIDED, Course.ADOPTS]

    def test_a_successor_takes_charge_on_the_day(self) -> None:
        made = plan(village(), measure=Replace("wang", "wang"))
        assert told(made) == [
            "li at station sanhe does not qualify for 3.0 by 2016-09-01: train (training); wang takes charge"
        ]
        assert rows(made.after()) == [
            ("li", "2.0", "2015-06-01 to before 2016-09-01"),
            ("wang", "3.0", "from 2016-09-01"),
        ]
        assert made.remedies == {}

    def test_a_successor_has_the_rest_of_the_stay_and_what_comes_after_it_stays(self) -> None:
        network = village(partners=(Partner("zhao", OPENING, "full_time", date(2015, 5, 1), trained=SPRING),))
        [posting] = network.postings
        three = moved(
            network,
            evolve(posting, period=Period(day("2015-06-01"), WINTER)),
            evolve(posting, period=Period(WINTER, SPRING), payee="wang"),
            Posting("sanhe", "zhao", "wang", "2.0", Period(SPRING)),
        )
        made = plan(three, measure=Replace("wang", "wang"))
        assert rows(made.after())[1:] == [
            ("wang", "3.0", "2016-09-01 to before 2017-03-01"),
            ("zhao", "3.0", "from 2017-03-01"),
        ]
        assert [str(each.partner) for each in made.moves] == ["li", "zhao"]

    def test_a_successor_is_asked_about_the_next_version(self) -> None:
        network = village(since=AUTUMN)
        later = evolve(network.versions[2], id="4.0", since=SPRING, training=False, exam=True)
        more = evolve(network, versions=[*network.versions, later])
        made = plan(more, county(), county("4.0", SPRING), measure=Replace("wang", "wang"))
        assert told(made)[1:] == [
            "wang at station sanhe does not qualify for 4.0 by 2017-03-01: examine (exam); nothing is decided"
        ]

    def test_a_successor_who_does_not_qualify_is_in_the_way_too(self) -> None:
        made = plan(village(exam=True), measure=Replace("wang", "wang"))
        assert told(made) == [
            (
                "li at station sanhe does not qualify for 3.0 by 2016-09-01: train (training); "
                "wang is to take charge, and does not either: examine (exam)"
            )
        ]
        assert (made.in_the_way, made.remedies) == (made.moves, {Remedy.EXAMINE: 1})

    def test_a_helper_who_takes_charge_helps_no_more(self) -> None:
        network = evolve(village(), helpers=[HelperPosting("sanhe", "wang", "wang", OPENING)])
        after = plan(network, measure=Replace("wang", "wang")).after()
        assert [str(each.period) for each in after.helpers] == ["2015-06-01 to before 2016-09-01"]
        begins = evolve(network, helpers=[HelperPosting("sanhe", "wang", "wang", Period(AUTUMN))])
        assert plan(begins, measure=Replace("wang", "wang")).after().helpers == ()
        ended = evolve(network, helpers=[HelperPosting("sanhe", "wang", "wang", OPENING.ended(day("2016-01-01")))])
        assert plan(ended, measure=Replace("wang", "wang")).after().helpers == ended.helpers

    def test_a_successor_in_charge_elsewhere_breaks_a_law(self) -> None:
        network = village()
        two = evolve(
            network,
            stations=[*network.stations, Station("taohua", "feixi", OPENING)],
            postings=[*network.postings, Posting("taohua", "wang", "wang", "1.0", OPENING)],
        )
        made = plan(two, Adoption(version="3.0", station="sanhe", start=AUTUMN), measure=Replace("wang", "wang"))
        with pytest.raises(NetworkRefused, match="in charge of more stations at once"):
            made.after()

    def test_postponed_it_stays_and_goes_over_on_the_later_day(self) -> None:
        made = plan(village(li={"trained": date(2016, 10, 1)}), measure=Postpone(WINTER))
        assert told(made) == [
            "li at station sanhe stays under 2.0 on 2016-09-01, and qualifies for 3.0 by 2016-12-01",
            "li at station sanhe goes over from 2.0 to 3.0 on 2016-12-01, to which it was postponed",
        ]
        assert [version for _, version, _ in rows(made.after())] == ["2.0", "3.0"]

    def test_postponed_it_is_told_what_is_left_and_nothing_is_in_the_way(self) -> None:
        made = plan(village(), measure=Postpone(WINTER))
        assert told(made) == [
            "li at station sanhe stays under 2.0 on 2016-09-01; to be done for 3.0 by 2016-12-01: train (training)"
        ]
        assert (made.in_the_way, made.remedies, made.after()) == ((), {Remedy.TRAIN: 1}, village())
        assert [str(each.by) for each in made.moves] == ["2016-12-01"]

    def test_postponed_to_no_later_day_it_is_undecided(self) -> None:
        made = plan(village(), measure=Postpone(AUTUMN))
        assert told(made) == [
            (
                "li at station sanhe does not qualify for 3.0 by 2016-09-01: train (training); "
                "it was postponed to 2016-09-01, which is no later day"
            )
        ]
        assert made.in_the_way == made.moves

    def test_postponed_over_the_next_adoption_the_later_version_is_gone_over_to(self) -> None:
        network = village(since=AUTUMN, training=False)
        first = evolve(
            network,
            partners=[evolve(network.partners[0], examined=None), network.partners[1]],
            postings=[evolve(network.postings[0], version="1.0")],
        )
        made = plan(first, county("2.0", day("2016-03-01")), county(), otherwise=Postpone(WINTER))
        assert [(each.course, str(each.version)) for each in made.moves] == [
            (Course.POSTPONED, "2.0"),
            (Course.ADOPTS, "3.0"),
        ]
        assert [version for _, version, _ in rows(made.after())] == ["1.0", "3.0"]

    def test_postponed_to_a_day_on_which_something_begins_anyway(self) -> None:
        network = village(li={"trained": WINTER})
        rested = evolve(
            network,
            stations=[
                Station("sanhe", "feixi", OPENING.ended(day("2016-11-01"))),
                Station("sanhe", "feixi", Period(WINTER)),
            ],
            postings=[
                evolve(network.postings[0], period=OPENING.ended(day("2016-11-01"))),
                evolve(network.postings[0], period=Period(WINTER)),
            ],
        )
        made = plan(rested, measure=Postpone(WINTER))
        assert [(each.course, str(each.day)) for each in made.moves] == [
            (Course.POSTPONED, "2016-09-01"),
            (Course.ADOPTS, "2016-12-01"),
        ]

    def test_ended_the_station_is_vacant(self) -> None:
        made = plan(village(), county(), county("3.0", WINTER), county("2.0", SPRING, reverts=True), measure=End())
        assert told(made) == [
            (
                "li at station sanhe does not qualify for 3.0 by 2016-09-01: train (training); "
                "the posting ends, and the station is vacant"
            ),
            "station sanhe is vacant on 2017-03-01; whoever takes charge must qualify for 2.0",
        ]
        assert rows(made.after()) == [("li", "2.0", "2015-06-01 to before 2016-09-01")]

    def test_a_posting_that_ends_on_its_first_day_never_was(self) -> None:
        network = village()
        begins = moved(network, evolve(network.postings[0], period=Period(AUTUMN)))
        assert plan(begins, measure=End()).after().postings == ()


class TestSuspended:
    """A station that is suspended serves nobody from that day on, until it is opened again after it was closed."""

    def test_it_is_not_open_and_nobody_is_posted_there(self) -> None:
        network = evolve(village(), helpers=[HelperPosting("sanhe", "wang", "wang", Period(WINTER))])
        made = plan(network, county(), county("3.0", WINTER), county("2.0", SPRING), measure=Suspend())
        assert told(made) == [
            "li at station sanhe does not qualify for 3.0 by 2016-09-01: train (training); the station is suspended",
            "station sanhe is closed on 2017-03-01, and does not open again",
        ]
        after = made.after()
        assert [str(each.open) for each in after.stations] == ["2015-06-01 to before 2016-09-01"]
        assert (rows(after), after.helpers) == ([("li", "2.0", "2015-06-01 to before 2016-09-01")], ())

    def test_it_stays_so_under_another_centre_and_ends_when_it_opens_again(self) -> None:
        network = village()
        centres = [*network.centres, evolve(network.centres[0], id="other")]
        days = [OPENING.ended(day("2015-09-01")), Period(day("2015-10-01"), WINTER), Period(WINTER, SPRING)]
        again = Period(date(2017, 6, 1))
        [posting] = network.postings
        several = evolve(
            network,
            centres=centres,
            stations=[
                Station("sanhe", "feixi", days[0]),
                Station("sanhe", "feixi", days[1]),
                Station("sanhe", "other", days[2]),
                Station("sanhe", "feixi", again),
            ],
            postings=[
                evolve(posting, period=days[0]),
                evolve(posting, period=Period(day("2015-10-01"), SPRING)),
                evolve(posting, period=again, version="3.0", partner="wang"),
            ],
        )
        after = plan(several, measure=Suspend()).after()
        assert [str(each.open) for each in after.stations] == [
            "2015-06-01 to before 2015-09-01",
            "2015-10-01 to before 2016-09-01",
            "from 2017-06-01",
        ]
        assert rows(after) == [
            ("li", "2.0", "2015-06-01 to before 2015-09-01"),
            ("li", "2.0", "2015-10-01 to before 2016-09-01"),
            ("wang", "3.0", "from 2017-06-01"),
        ]

    def test_on_the_first_day_on_which_it_was_to_open_it_never_opens(self) -> None:
        network = village()
        reopened = evolve(
            network,
            stations=[Station("sanhe", "feixi", OPENING.ended(WINTER)), Station("sanhe", "feixi", Period(SPRING))],
            postings=[evolve(network.postings[0], period=Period(SPRING))],
        )
        after = plan(reopened, measure=Suspend()).after()
        assert [str(each.open) for each in after.stations] == ["2015-06-01 to before 2016-12-01"]

    def test_what_was_never_open_before_cannot_be_suspended(self) -> None:
        network = village()
        opens = evolve(
            network,
            stations=[Station("sanhe", "feixi", Period(AUTUMN))],
            postings=[evolve(network.postings[0], period=Period(AUTUMN))],
        )
        made = plan(opens, measure=Suspend())
        assert told(made) == [
            (
                "li at station sanhe does not qualify for 3.0 by 2016-09-01: train (training); "
                "the station was to be suspended on the day on which it first opens"
            )
        ]
        assert made.in_the_way == made.moves


class TestVacantAndClosed:
    """Stations where nobody is in charge are told, so that nobody is forgotten."""

    def test_a_vacant_station_is_told_once_for_each_version(self) -> None:
        network = moved(village())
        made = plan(network, county(), county("3.0", WINTER), county("2.0", SPRING))
        assert [(each.course, str(each.version), each.partner) for each in made.moves] == [
            (Course.VACANT, "3.0", None),
            (Course.VACANT, "2.0", None),
        ]

    def test_a_closed_station_is_told_by_its_last_county_or_by_itself(self) -> None:
        closes = [Station("sanhe", "feixi", OPENING.ended(day("2016-01-01")))]
        network = evolve(village(), stations=closes, postings=[])
        [county_wide] = plan(network).moves
        [own] = plan(network, Adoption(version="3.0", station="sanhe", start=AUTUMN)).moves
        assert county_wide == own
        assert str(own) == "station sanhe is closed on 2016-09-01, and does not open again"
        assert plan(network, county("3.0", WINTER), since=AUTUMN).moves[0].day == WINTER

    def test_one_that_closes_on_the_day_is_closed_and_nobody_is_asked(self) -> None:
        network = village()
        closes = evolve(
            network,
            stations=[Station("sanhe", "feixi", OPENING.ended(AUTUMN))],
            postings=[evolve(network.postings[0], period=OPENING.ended(AUTUMN))],
        )
        assert [each.course for each in plan(closes).moves] == [Course.CLOSED]

    def test_one_that_opens_later_is_told_then(self) -> None:
        network = village(li={"trained": AUTUMN})
        opens = evolve(
            network,
            stations=[Station("sanhe", "feixi", Period(WINTER))],
            postings=[evolve(network.postings[0], period=Period(WINTER))],
        )
        assert [str(each.day) for each in plan(opens).moves] == ["2016-12-01"]
        own = Adoption(version="3.0", station="sanhe", start=AUTUMN)
        assert [str(each.day) for each in plan(opens, own).moves] == ["2016-12-01"]

    def test_where_nothing_is_adopted_nothing_is_told(self) -> None:
        network = village()
        other = evolve(
            network,
            centres=[*network.centres, evolve(network.centres[0], id="other")],
            stations=[*network.stations, Station("taohua", "other", OPENING)],
        )
        assert {each.station for each in plan(other).moves} == {"sanhe"}


class TestDecisions:
    """One thing is decided of a station and a version; what is not decided is stated too."""

    def test_two_of_one_station_and_one_version_are_refused(self) -> None:
        one = Decision(station="sanhe", version="3.0", measure=End())
        with pytest.raises(DecidedTwice) as caught:
            Decisions([one, evolve(one, measure=Suspend())], otherwise=Refuse())
        assert caught.value.args == ("sanhe", "3.0")
        assert len(Decisions([one, evolve(one, version="2.0")], otherwise=Refuse()).entries) == 2

    @pytest.mark.parametrize(
        "wrong",
        [
            lambda: Decision(station="sanhe", version="3.0", measure=Refuse()),  # type: ignore[arg-type]
            lambda: Decision(station="sanhe", version="3.0", measure=End),  # type: ignore[arg-type]
            lambda: Decisions([], otherwise=Replace("wang", "wang")),  # type: ignore[arg-type]
            lambda: Decisions([End()], otherwise=Refuse()),  # type: ignore[list-item]
        ],
    )
    def test_what_is_none_is_refused(self, wrong: Any) -> None:
        with pytest.raises(WrongKind):
            wrong()

    def test_a_day_is_one(self) -> None:
        with pytest.raises(NotADay):
            Postpone("2016-12-01")  # type: ignore[arg-type]

    def test_what_nobody_had_to_be_asked_about_is_idle(self) -> None:
        made = plan(village(li={"trained": AUTUMN}), measure=End())
        assert [str(each.station) for each in made.idle] == ["sanhe"]
        assert plan(village(), measure=End()).idle == ()

    @pytest.mark.parametrize(
        ("station", "version", "measure", "name"),
        [
            ("nowhere", "3.0", End(), "nowhere"),
            ("sanhe", "9.0", End(), "9.0"),
            ("sanhe", "3.0", Replace("nobody", "li"), "nobody"),
            ("sanhe", "3.0", Replace("wang", "nobody"), "nobody"),
        ],
    )
    def test_what_is_not_there_is_refused(self, station: str, version: str, measure: Measure, name: str) -> None:
        decisions = Decisions([Decision(station=station, version=version, measure=measure)], otherwise=Refuse())
        with pytest.raises(UnknownReference) as caught:
            planned(village(), Adoptions([county()]), AUTUMN, decisions)
        assert caught.value.name == name

    @pytest.mark.parametrize(
        "wrong",
        [
            county("9.0"),
            Adoption(version="3.0", centre="nowhere", start=AUTUMN),
            Adoption(version="3.0", station="nowhere", start=AUTUMN),
        ],
    )
    def test_an_adoption_of_what_is_not_there_is_refused(self, wrong: Adoption) -> None:
        with pytest.raises(UnknownReference):
            plan(village(), wrong)

    def test_an_adoption_from_before_its_version_began_is_refused(self) -> None:
        begins = village().version("3.0").since
        early = county("3.0", begins - timedelta(1))
        with pytest.raises(AdoptedTooEarly) as caught:
            plan(village(), early)
        assert caught.value.args == ("3.0", early.start, begins)
        assert plan(village(), county("3.0", begins)).moves


class TestPartialRuns:
    """Asked again once more is known, a plan gives what is left."""

    def test_who_was_trained_meanwhile_is_left_no_more(self) -> None:
        network = village()
        more = evolve(
            network,
            stations=[*network.stations, Station("taohua", "feixi", OPENING)],
            partners=[*network.partners, Partner("zhao", OPENING, "full_time", date(2015, 5, 1))],
            postings=[*network.postings, Posting("taohua", "zhao", "li", "2.0", OPENING)],
        )
        assert {each.partner for each in plan(more).in_the_way} == {"li", "zhao"}
        trained = [evolve(each, trained=AUTUMN) if each.id == "zhao" else each for each in more.partners]
        assert {each.partner for each in plan(evolve(more, partners=trained)).in_the_way} == {"li"}

    def test_what_was_run_is_there_already(self) -> None:
        made = plan(village(li={"trained": AUTUMN}))
        again = plan(made.after())
        assert [each.course for each in again.moves] == [Course.ALREADY]
        assert again.after() == made.after()
        assert made.counts == {Course.ADOPTS: 1}
        assert StationId("sanhe") == made.moves[0].station

    def test_who_lacks_several_things_counts_for_each_and_who_is_to_be_replaced_for_that_alone(self) -> None:
        both = village(exam=True, local=True)
        late = evolve(
            both,
            versions=[evolve(each, exam=each.id == "3.0") for each in both.versions],
            partners=[evolve(both.partners[0], examined=day("2016-10-01")), both.partners[1]],
        )
        assert plan(late).remedies == {Remedy.EXAMINE: 1, Remedy.TRAIN: 1, Remedy.STATE: 1}
        replaced = village(engagements=["part_time"])
        assert plan(replaced).remedies == {Remedy.REPLACE: 1}
