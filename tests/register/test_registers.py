"""What a register is asked, what it refuses, and that it loses nothing."""

import pickle
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.errors import RuralTaobaoError
from rural_taobao.festivals import programme_calendar
from rural_taobao.identifiers import CentreId, PartnerId, PayeeId, StationId, VersionId
from rural_taobao.instants import CHINA, NotAnInstant
from rural_taobao.kinds import WrongKind
from rural_taobao.lives import (
    Cancellation,
    CentreState,
    CentreStep,
    Happening,
    PartnerState,
    PartnerStep,
    PayeeStep,
    Post,
    PostingStep,
    Reason,
    Site,
    StationState,
    StationStep,
    Terms,
)
from rural_taobao.lives.histories import KnownTooEarly
from rural_taobao.lives.walks import CorrectsInVain, DatedTooEarly, NoArrow
from rural_taobao.network import (
    Engagement,
    NetworkRefused,
    Vacancy,
    programme_versions,
)
from rural_taobao.network.breaches import (
    CountyNotThere,
    DemandNotMet,
    NotWithin,
    TooManyStations,
    TwoInCharge,
    UnknownReference,
)
from rural_taobao.network.capacity import TooManyHelpers
from rural_taobao.periods import Month, Period
from rural_taobao.register import (
    Charter,
    Command,
    Correct,
    Event,
    Register,
    RegisterRefused,
    Take,
    Told,
    Withdraw,
    handed_over,
    transferred,
)
from rural_taobao.register.charges import terms
from rural_taobao.register.drafts import EventOutOfOrder, KnownOutOfOrder
from rural_taobao.register.entries import NOTHING
from rural_taobao.register.events import KnownApart, NothingTold
from rural_taobao.register.ground import NotStanding
from rural_taobao.register.projection import PlatformNotEnrolled
from rural_taobao.register.shards import Draft, Shards
from rural_taobao.register.under_way import UnderWayInVain
from rural_taobao.samples import one_order, one_plan
from rural_taobao.settlement import Scope, settle
from rural_taobao.timeline import Timeline
from tests.odd_values import Wrong

VERSIONS = programme_versions({"1.0": "shop", "2.0": "partner", "3.0": "services"})
CHARTER = Charter(platform="platform", vacancy=Vacancy("nobody"), versions=VERSIONS)
SITE = Site("340123", "office")
QUARTERS = ("2015-04-01", "2015-07-01", "2015-10-01", "2016-01-01")


def day(text: str) -> date:
    return date.fromisoformat(text)


def known(hours: int) -> datetime:
    return datetime(2015, 1, 1, tzinfo=CHINA.timezone) + timedelta(hours=hours)


def enrolled(*payees: str) -> list[Command]:
    return [Take(PayeeId(payee), PayeeStep.ENROL, day("2014-10-01")) for payee in payees]


def admitted(partner: str, engagement: Engagement = Engagement.FULL_TIME) -> list[Command]:
    return [
        Take(PartnerId(partner), PartnerStep.EXAMINE, day("2015-05-20")),
        Take(PartnerId(partner), PartnerStep.ENTER, day("2015-06-01"), engagement),
    ]


BEGUN, _ = Register(CHARTER).take(
    *enrolled("platform", "office", "li", "wang"),
    Take(CentreId("feixi"), CentreStep.ENTER, day("2015-05-01"), SITE),
    Take(CentreId("runan"), CentreStep.ENTER, day("2015-05-01"), Site("411727", "office")),
    Take(StationId("sanhe"), StationStep.ENTER, day("2015-06-01"), CentreId("feixi")),
    Take(StationId("taohua"), StationStep.ENTER, day("2015-06-01"), CentreId("feixi")),
    *admitted("li"),
    *admitted("wang"),
    Take(Post("sanhe", "li"), PostingStep.TAKE_CHARGE, day("2015-06-01"), Terms("2.0", "li")),
    known=known(0),
)
"""Two centres, two stations of one of them, two partners, and Li in charge of Sanhe."""


def taken(*commands: Command, register: Register = BEGUN, hours: int = 1) -> Register:
    return register.take(*commands, known=known(hours))[0]


REFUSALS: list[tuple[str, list[Command], type[RuralTaobaoError], str]] = [
    (
        "two partners in charge",
        [Take(Post("sanhe", "wang"), PostingStep.TAKE_CHARGE, day("2016-01-01"), Terms("2.0", "wang"))],
        TwoInCharge,
        "a station must have one partner in charge at a time, but partner wang at station sanhe from 2016-01-01",
    ),
    (
        "a partner in two stations",
        [Take(Post("taohua", "li"), PostingStep.TAKE_CHARGE, day("2016-01-01"), Terms("2.0", "li"))],
        RuralTaobaoError,
        "a partner must not be in charge of more stations at once than 1 under model version 2.0",
    ),
    (
        "a posting outside its contract",
        [Take(PartnerId("li"), PartnerStep.LEAVE, day("2016-01-01"))],
        NotWithin,
        "the posting of partner li at station sanhe from 2015-06-01 must lie within partner li",
    ),
    (
        "a posting before its contract",
        [Take(Post("taohua", "wang"), PostingStep.HELP, day("2015-05-31"), PayeeId("wang"))],
        NetworkRefused,
        "breaches were found, 2 in all",
    ),
    (
        "a station that is closed with somebody there",
        [Take(StationId("sanhe"), StationStep.CLOSE, day("2016-01-01"))],
        NotWithin,
        "must lie within station sanhe",
    ),
    (
        "a centre that is closed with stations",
        [Take(CentreId("feixi"), CentreStep.CLOSE, day("2016-01-01"))],
        NetworkRefused,
        "station sanhe must lie within county centre feixi",
    ),
    (
        "a station in a closed centre",
        [
            Take(CentreId("runan"), CentreStep.CLOSE, day("2016-01-01")),
            Take(StationId("taohua"), StationStep.MOVE, day("2016-01-01"), CentreId("runan")),
        ],
        NotWithin,
        "station taohua must lie within county centre runan",
    ),
    (
        "a county that did not exist that year",
        [Take(CentreId("new"), CentreStep.ENTER, day("2015-07-01"), Site("360704", "office"))],
        CountyNotThere,
        "must exist in the year in which it is planned or opens",
    ),
    (
        "a version going back",
        [Take(Post("sanhe", "li"), PostingStep.ADOPT, day("2016-01-01"), VERSIONS[0].id)],
        RuralTaobaoError,
        "a model version must not go back",
    ),
    (
        "a version whose demand is not met",
        [
            Take(PartnerId("zhao"), PartnerStep.ENTER, day("2015-06-01"), Engagement.PART_TIME),
            Take(Post("taohua", "zhao"), PostingStep.TAKE_CHARGE, day("2016-01-01"), Terms("2.0", "li")),
        ],
        NetworkRefused,
        "a partner must meet the demand of model version 2.0 for full time work",
    ),
    (
        "an engagement that a version does not admit",
        [Take(PartnerId("li"), PartnerStep.ENGAGE, day("2016-01-01"), Engagement.PART_TIME)],
        DemandNotMet,
        "for full time work",
    ),
    (
        "a version before it began",
        [Take(Post("sanhe", "li"), PostingStep.ADOPT, day("2016-07-31"), VERSIONS[2].id)],
        NotWithin,
        "must lie within model version 3.0",
    ),
    (
        "a command dated before the one it depends on",
        [
            Take(StationId("new"), StationStep.PROPOSE, day("2016-02-01"), CentreId("feixi")),
            Take(StationId("new"), StationStep.SURVEY, day("2016-01-01")),
        ],
        DatedTooEarly,
        "must not come before the one that it depends on, 'propose' (2.1) on 2016-02-01",
    ),
    (
        "a step without an arrow",
        [Take(StationId("sanhe"), StationStep.REOPEN, day("2016-01-01"), CentreId("feixi"))],
        NoArrow,
        "was given while it is open; from there it can take 'suspend' or 'close' or 'move'",
    ),
    (
        "a payee who is settled and still paid",
        [Take(PayeeId("li"), PayeeStep.SETTLE, day("2016-01-01"))],
        NotWithin,
        "must lie within payee li",
    ),
    (
        "a platform that is settled",
        [Take(PayeeId("platform"), PayeeStep.SETTLE, day("2016-01-01"))],
        NetworkRefused,
        "station taohua must lie within payee platform",
    ),
    (
        "a platform of which all is taken back",
        [Withdraw(PayeeId("platform"), "1.1")],
        NotStanding,
        "known, but all that was told of payee platform is taken back",
    ),
    (
        "a payee who is not enrolled",
        [Take(Post("sanhe", "li"), PostingStep.PAY_TO, day("2016-01-01"), PayeeId("nobody"))],
        UnknownReference,
        "a payee that is named must be there, but posting of partner li at station sanhe names nobody",
    ),
    (
        "a centre that is not there",
        [Take(StationId("new"), StationStep.PROPOSE, day("2016-01-01"), CentreId("nowhere"))],
        UnknownReference,
        "a county centre that is named must be there, but station new names nowhere",
    ),
    (
        "a version that is not there",
        [Take(Post("sanhe", "li"), PostingStep.ADOPT, day("2016-01-01"), Terms("4.0", "li").version)],
        UnknownReference,
        "a model version that is named must be there, but posting of partner li at station sanhe names 4.0",
    ),
    (
        "a post of nobody nowhere",
        [Take(Post("nowhere", "nobody"), PostingStep.HELP, day("2016-01-01"), PayeeId("li"))],
        NetworkRefused,
        "a station that is named must be there, but posting of partner nobody at station nowhere names nowhere",
    ),
    (
        "a station in a centre that is planned",
        [
            Take(CentreId("new"), CentreStep.PLAN, day("2015-06-01"), SITE),
            Take(StationId("new"), StationStep.ENTER, day("2015-06-01"), CentreId("new")),
        ],
        NotStanding,
        "station new must stand on what is open, under contract or known, but county centre new is planned",
    ),
    (
        "a correction of nothing",
        [Correct(StationId("sanhe"), "no-such", day("2016-01-01"))],
        CorrectsInVain,
        "a correction must name a happening of station sanhe",
    ),
    ("a withdrawal of nothing", [Withdraw(StationId("new"), "no-such")], CorrectsInVain, "names no-such"),
    (
        "a station that never opened and has somebody",
        [Withdraw(StationId("sanhe"), "1.7")],
        NotStanding,
        "all that was told of station sanhe is taken back",
    ),
    ("nothing at all", [], NothingTold, "an event must tell of something"),
]


class TestRefusals:
    """Every refused command names the law that it would break, and leaves the register as it was."""

    @pytest.mark.parametrize(
        ("commands", "error", "told"), [each[1:] for each in REFUSALS], ids=[each[0] for each in REFUSALS]
    )
    def test_a_command(self, commands: list[Command], error: type[RuralTaobaoError], told: str) -> None:
        before = pickle.dumps(BEGUN)
        with pytest.raises(error) as refused:
            taken(*commands)
        assert told in str(refused.value)
        assert pickle.dumps(BEGUN) == before

    def test_a_command_known_before_what_is_known(self) -> None:
        with pytest.raises(KnownOutOfOrder) as refused:
            taken(*enrolled("zhao"), hours=-1)
        assert (refused.value.number, refused.value.latest) == (2, known(0))

    def test_what_is_named_in_vain_twice_is_told_once(self) -> None:
        charge = Take(Post("taohua", "wang"), PostingStep.TAKE_CHARGE, day("2016-01-01"), Terms("9.0", "wang"))
        ended = Take(Post("taohua", "wang"), PostingStep.END, day("2016-02-01"))
        with pytest.raises(UnknownReference, match=r"names 9\.0"):
            taken(charge, ended, evolve(charge, day=day("2016-03-01")))

    def test_two_instants_are_told_on_one_clock(self) -> None:
        for hours, command in (
            (-1, enrolled("zhao")[0]),
            (0, Take(StationId("sanhe"), StationStep.CLOSE, day("2016-01-01"))),
        ):
            with pytest.raises((KnownOutOfOrder, KnownTooEarly)) as refused:
                BEGUN.take(command, known=known(hours).astimezone(UTC))
            assert str(known(0).astimezone(UTC).isoformat()) in str(refused.value)
            assert "+08:00" not in str(refused.value)

    def test_a_thing_of_which_two_events_tell_at_one_instant(self) -> None:
        with pytest.raises(KnownTooEarly, match="tell what you learnt of one thing at one instant together"):
            taken(Take(StationId("sanhe"), StationStep.SUSPEND, day("2016-01-01")), hours=0)
        assert taken(*enrolled("zhao"), hours=0).count == 2

    def test_what_is_not_several(self) -> None:
        five: Wrong = 5
        with pytest.raises(WrongKind, match=r"events must be made by a list of Event\(...\), but 5 was given"):
            BEGUN.replayed(five)
        with pytest.raises(WrongKind, match="commands must be made by a list of"):
            BEGUN.take_each(five, known(1))

    @pytest.mark.parametrize("wrong", ["sanhe", None, VERSIONS[0].id])
    def test_a_subject_of_no_kind(self, wrong: Wrong) -> None:
        with pytest.raises(WrongKind):
            Take(wrong, StationStep.OPEN, day("2016-01-01"))
        with pytest.raises(WrongKind):
            Correct(wrong, "h-1")
        with pytest.raises(WrongKind):
            Withdraw(wrong, "h-1")
        with pytest.raises(WrongKind):
            Told(wrong, Cancellation("h-1", "h-2", known(1)))

    @pytest.mark.parametrize("wrong", ["feixi", [BEGUN], None])
    def test_what_is_no_command(self, wrong: Any) -> None:
        with pytest.raises(WrongKind, match=r"^each of the commands must be made by Take\(\.\.\.\), Correct"):
            BEGUN.take(wrong, known=known(1))
        alone: Any = [Take(PayeeId("a"), PayeeStep.ENROL, day("2016-01-01"))]
        with pytest.raises(RegisterRefused, match=r"commands must be made by a list of Take\(\.\.\.\), Correct"):
            BEGUN.take_each(alone, known(1))

    def test_an_event_of_two_instants(self) -> None:
        told = [
            Told(PayeeId(name), Happening("1", PayeeStep.ENROL, day("2015-01-01"), known(hours)))
            for hours, name in enumerate(["zhao", "qian"])
        ]
        with pytest.raises(KnownApart):
            Event(1, told)

    def test_two_versions_of_one_name_or_a_vacancy_under_none(self) -> None:
        with pytest.raises(NetworkRefused):
            evolve(CHARTER, versions=[*VERSIONS, VERSIONS[0]])
        with pytest.raises(NetworkRefused):
            evolve(CHARTER, vacancy=Vacancy("platform", "9.0"))
        with pytest.raises(UnknownReference):
            CHARTER.version("9.0")

    def test_an_instant_or_a_day_that_is_none(self) -> None:
        with pytest.raises(NotAnInstant):
            BEGUN.as_of(day("2016-01-01"), datetime(2016, 1, 1))  # noqa: DTZ001 - the fault
        with pytest.raises(RuralTaobaoError):
            BEGUN.as_of(known(1))


class TestWhatEndsLater:
    """What ends, ends on its day: until then others find no room there, and what stands on it does not fall."""

    ENDS = Take(Post("sanhe", "li"), PostingStep.END, day("2016-02-01"))

    @pytest.mark.parametrize(
        ("command", "error"),
        [
            (
                Take(Post("sanhe", "wang"), PostingStep.TAKE_CHARGE, day("2016-01-31"), Terms("2.0", "wang")),
                TwoInCharge,
            ),
            (
                Take(Post("taohua", "li"), PostingStep.TAKE_CHARGE, day("2016-01-31"), Terms("2.0", "li")),
                TooManyStations,
            ),
            (Take(StationId("sanhe"), StationStep.CLOSE, day("2016-01-31")), NotWithin),
            (Take(PartnerId("li"), PartnerStep.LEAVE, day("2016-01-31")), NotWithin),
        ],
    )
    def test_a_day_too_early(self, command: Take, error: type[RuralTaobaoError]) -> None:
        ended = taken(self.ENDS)
        with pytest.raises(error):
            taken(command, register=ended, hours=2)
        assert taken(evolve(command, day=day("2016-02-01")), register=ended, hours=2).count == 3

    def test_a_stay_that_is_over_is_judged_all_the_same(self) -> None:
        """Told at once, Wang comes while Li is in charge, and has gone again."""
        comes = Take(Post("sanhe", "wang"), PostingStep.TAKE_CHARGE, day("2015-07-01"), Terms("2.0", "wang"))
        with pytest.raises(TwoInCharge):
            taken(comes, Take(Post("sanhe", "wang"), PostingStep.END, day("2015-08-01")))


class TestUnderWay:
    """A station is proposed, surveyed and fitted out while the county centre that is to run it is planned or open."""

    PROPOSED = taken(
        Take(CentreId("plan"), CentreStep.PLAN, day("2015-06-01"), Site("411727", "office")),
        Take(StationId("new"), StationStep.PROPOSE, day("2015-06-01"), CentreId("plan")),
        Take(StationId("new"), StationStep.SURVEY, day("2015-07-01")),
    )

    def test_where_its_centre_is_planned_or_open(self) -> None:
        opened = taken(
            Take(CentreId("plan"), CentreStep.OPEN, day("2015-08-01")),
            Take(StationId("new"), StationStep.PREPARE, day("2015-08-01")),
            register=self.PROPOSED,
            hours=2,
        )
        assert opened.state(StationId("new"), day("2015-08-01")) is StationState.OPENING

    @pytest.mark.parametrize(
        ("commands", "station", "centre", "days"),
        [
            (
                [Take(StationId("other"), StationStep.PROPOSE, day("2015-05-31"), CentreId("plan"))],
                "other",
                "plan",
                "2015-05-31 to before 2015-06-01",
            ),
            ([Take(CentreId("plan"), CentreStep.DROP, day("2015-09-01"))], "new", "plan", "from 2015-09-01"),
            ([Correct(CentreId("plan"), "2.1", day("2015-06-02"))], "new", "plan", "2015-06-01 to before 2015-06-02"),
            (
                [
                    Take(CentreId("runan"), CentreStep.CLOSE, day("2016-01-01")),
                    Take(StationId("other"), StationStep.PROPOSE, day("2016-01-01"), CentreId("runan")),
                ],
                "other",
                "runan",
                "from 2016-01-01",
            ),
            (
                [Take(StationId("new"), StationStep.MOVE, day("2015-08-01"), CentreId("late"))],
                "new",
                "late",
                "2015-08-01 to before 2016-01-01",
            ),
        ],
        ids=["before its plan", "a plan that is dropped", "a later plan", "in a closed centre", "moved too early"],
    )
    def test_is_refused_alone_as_beside_another_command(
        self, commands: list[Command], station: str, centre: str, days: str
    ) -> None:
        register = taken(
            Take(CentreId("late"), CentreStep.PLAN, day("2016-01-01"), SITE), register=self.PROPOSED, hours=2
        )
        for together in (commands, [*commands, *enrolled("another")]):
            with pytest.raises(UnderWayInVain) as refused:
                taken(*together, register=register, hours=3)
            assert str(refused.value) == (
                "a station must be proposed, surveyed and fitted out while its county centre is planned or open, but "
                f"station {station} is under way {days}, when county centre {centre} is neither; drop the station or "
                "move it to another centre before that, or plan the centre earlier"
            )

    @pytest.mark.parametrize(("county", "at"), [("110999", "2016-01-01"), ("360704", "2015-07-01")])
    def test_a_centre_is_planned_in_a_county_that_is_there(self, county: str, at: str) -> None:
        plan = Take(CentreId("odd"), CentreStep.PLAN, day(at), Site(county, "office"))
        for together in ([plan], [plan, *enrolled("another")]):
            with pytest.raises(CountyNotThere, match="the county of county centre odd must exist in the year"):
                taken(*together)

    def test_what_is_under_way_is_told_beside_what_is_open(self) -> None:
        proposed = taken(Take(StationId("new"), StationStep.PROPOSE, day("2015-06-01"), CentreId("feixi")))
        with pytest.raises(NetworkRefused) as refused:
            taken(Take(CentreId("feixi"), CentreStep.CLOSE, day("2016-01-01")), register=proposed, hours=2)
        assert [type(fault) for fault in refused.value.faults] == [NotWithin, NotWithin, UnderWayInVain]

    def test_a_centre_closes_once_what_was_under_way_is_dropped_or_moved(self) -> None:
        gone = day("2015-09-01")
        for step, detail in ((StationStep.DROP, None), (StationStep.MOVE, CentreId("runan"))):
            leaves = Take(StationId("new"), step, gone, detail)
            dropped = taken(leaves, Take(CentreId("plan"), CentreStep.DROP, gone), register=self.PROPOSED, hours=2)
            assert dropped.state(CentreId("plan"), gone) is CentreState.DROPPED


class TestPayTo:
    """Whoever is paid a centre's share must be known from that day on; the stations of the centre stay as they are."""

    def test_a_payee_who_is_known(self) -> None:
        paid = taken(Take(CentreId("feixi"), CentreStep.PAY_TO, day("2016-01-01"), PayeeId("wang")))
        assert [str(row.payee) for row in paid.network().centre_rows("feixi")] == ["office", "wang"]

    def test_a_platform_that_is_settled_on_the_day_on_which_it_was_enrolled(self) -> None:
        alone = taken(*enrolled("platform"), register=Register(CHARTER))
        gone = taken(Take(PayeeId("platform"), PayeeStep.SETTLE, day("2014-10-01")), register=alone, hours=2)
        assert [str(row.id) for row in gone.network(known(1)).payees] == ["platform"]
        for asked in (None, known(2), known(-1)):
            with pytest.raises(PlatformNotEnrolled, match="platform is enrolled on no day") as refused:
                gone.network(asked)
            assert (refused.value.platform, refused.value.known_by) == ("platform", asked)
        with pytest.raises(PlatformNotEnrolled):
            taken(*enrolled("zhao"), register=Register(CHARTER)).network()

    def test_a_payee_who_is_known_too_late_or_no_more(self) -> None:
        late = Take(PayeeId("late"), PayeeStep.ENROL, day("2016-01-02"))
        pays = Take(CentreId("feixi"), CentreStep.PAY_TO, day("2016-01-01"), PayeeId("late"))
        settled = [evolve(late, day=day("2015-01-01")), Take(PayeeId("late"), PayeeStep.SETTLE, day("2016-02-01"))]
        for told in ([late], settled):
            with pytest.raises(NotWithin, match="county centre feixi must lie within payee late"):
                taken(pays, register=taken(*told), hours=2)


class TestLimitedHelp:
    """Where versions limit how many help at once, whoever takes charge alone is judged as where none does."""

    def test_one_more_than_allowed_is_refused_and_as_many_as_allowed_are_not(self) -> None:
        limited = evolve(CHARTER, versions=[evolve(each, helpers_at_once=1) for each in VERSIONS])
        register, _ = Register(limited).take(
            *enrolled("platform", "office", "li", "wang"),
            Take(CentreId("feixi"), CentreStep.ENTER, day("2015-05-01"), SITE),
            Take(StationId("sanhe"), StationStep.ENTER, day("2015-06-01"), CentreId("feixi")),
            *(command for partner in ("li", "wang", "zhao") for command in admitted(partner)),
            known=known(0),
        )
        steps = [
            Take(Post("sanhe", "li"), PostingStep.TAKE_CHARGE, day("2015-06-01"), Terms("2.0", "li")),
            Take(Post("sanhe", "wang"), PostingStep.HELP, day("2015-07-01"), PayeeId("wang")),
        ]
        for hours, step in enumerate(steps, 1):
            register = taken(step, register=register, hours=hours)
        helps = Take(Post("sanhe", "zhao"), PostingStep.HELP, day("2015-08-01"), PayeeId("wang"))
        with pytest.raises(TooManyHelpers):
            taken(helps, register=register, hours=3)
        ends = Take(Post("sanhe", "wang"), PostingStep.END, day("2015-08-01"))
        register = taken(ends, register=register, hours=3)
        assert len(taken(helps, register=register, hours=4).network().helpers) == 2


class TestManyAtOnce:
    """Of many events or commands all are recorded or none, and all faults are told."""

    ROSTER: tuple[list[Command], ...] = (
        enrolled("zhao"),
        enrolled("zhao"),
        [Take(StationId("new"), StationStep.PROPOSE, day("2016-01-01"), CentreId("nowhere"))],
        [Take(StationId("new"), StationStep.PROPOSE, day("2016-01-01"), CentreId("feixi"))],
    )

    def test_a_roster_with_a_duplicate_and_a_missing_reference_loads_nothing(self) -> None:
        with pytest.raises(RegisterRefused) as refused:
            BEGUN.take_each(self.ROSTER, known(1))
        assert [(number, type(fault)) for number, fault in refused.value.faults] == [
            (3, KnownTooEarly),
            (4, UnknownReference),
        ]
        assert BEGUN.state(PayeeId("zhao"), day("2016-01-01")) is None

    def test_a_roster_without_a_fault_is_what_its_lines_are_one_by_one(self) -> None:
        good = [self.ROSTER[0], self.ROSTER[3]]
        register, events = BEGUN.take_each(good, known(1))
        one, first = BEGUN.take(*good[0], known=known(1))
        two, second = one.take(*good[1], known=known(1))
        assert (register, events) == (two, (first, second))
        assert BEGUN.replayed(events) == register

    def test_an_event_replayed_twice_or_out_of_order(self) -> None:
        register, events = BEGUN.take_each([self.ROSTER[0], self.ROSTER[3]], known(1))
        for wrong, number in ([events[1]], 3), ([events[0], events[0], events[1]], 2):
            with pytest.raises(RegisterRefused) as refused:
                BEGUN.replayed(wrong)
            [(place, fault)] = refused.value.faults
            assert (place, type(fault)) == (number, EventOutOfOrder)
        with pytest.raises(RegisterRefused):
            register.replayed(events)


class TestTwoTimes:
    """A correction of the past is an event known later; what was known by an instant stays as it was."""

    def test_a_closing_that_is_heard_of_late_and_put_right(self) -> None:
        ends = Take(Post("sanhe", "li"), PostingStep.END, day("2015-12-31"))
        closes = Take(StationId("sanhe"), StationStep.CLOSE, day("2015-12-31"))
        register = taken(ends, closes, hours=24)
        later = taken(
            Correct(Post("sanhe", "li"), "2.1", day("2016-01-03")),
            Correct(StationId("sanhe"), "2.2", day("2016-01-03")),
            register=register,
            hours=48,
        )
        asked = day("2016-01-01")
        assert later.state(StationId("sanhe"), asked) is StationState.OPEN
        assert later.as_of(asked, known(47)).state(StationId("sanhe")) is StationState.CLOSED
        assert later.as_of(asked, known(23)).state(StationId("sanhe")) is StationState.OPEN
        assert later.as_of(asked).charge("sanhe") == BEGUN.as_of(asked).charge("sanhe")
        assert later.as_of(asked, known(47)).charge("sanhe") is None
        undone = taken(
            Withdraw(Post("sanhe", "li"), "3.1"), Withdraw(StationId("sanhe"), "3.2"), register=later, hours=72
        )
        assert undone.network().stations == BEGUN.network().stations
        assert undone.network(known(47)).stations == register.network().stations
        assert undone.history(StationId("sanhe")).state(asked, known(47)) is StationState.CLOSED

    def test_a_detail_is_put_right_and_the_day_stays(self) -> None:
        register = taken(Correct(Post("sanhe", "li"), "1.13", detail=Terms("2.0", "wang")))
        charge = register.as_of(day("2015-06-01")).charge("sanhe")
        assert charge is not None
        assert (charge.partner, charge.payee) == ("li", "wang")

    def test_what_a_network_was_known_to_be(self) -> None:
        register = taken(Take(StationId("sanhe"), StationStep.SUSPEND, day("2016-01-01")))
        assert register.network(known(0)) == BEGUN.network()
        assert register.network() != BEGUN.network()


class TestSuspension:
    """What is suspended keeps what stands on it, and serves nobody."""

    def test_a_station(self) -> None:
        register = taken(
            Take(StationId("sanhe"), StationStep.SUSPEND, day("2016-01-01")),
            Take(StationId("sanhe"), StationStep.RESUME, day("2016-02-01")),
        )
        network = register.network()
        assert [str(row.open) for row in network.station_rows("sanhe")] == [
            "2015-06-01 to before 2016-01-01",
            "from 2016-02-01",
        ]
        assert network.posting_on("sanhe", day("2016-01-15")) is None
        assert network.posting_on("sanhe", day("2016-02-01")) is not None
        asked = [register.charged_on("sanhe", day(text)) for text in ("2015-12-31", "2016-01-01", "2016-01-31")]
        assert [charge is None for charge in asked] == [False, True, True]
        assert register.as_of(day("2016-02-01")).charge("sanhe") is not None

    def test_of_two_changes_of_one_day_the_last_one_holds(self) -> None:
        """Li is paid, then Wang for him, from one day on; Sanhe rests in January, and so no term is empty or torn."""
        register = taken(
            Take(Post("sanhe", "li"), PostingStep.PAY_TO, day("2015-07-01"), PayeeId("wang")),
            Take(Post("sanhe", "li"), PostingStep.PAY_TO, day("2015-07-01"), PayeeId("office")),
            Take(StationId("sanhe"), StationStep.SUSPEND, day("2016-01-01")),
            Take(StationId("sanhe"), StationStep.RESUME, day("2016-02-01")),
        )
        asked = [register.charged_on("sanhe", day(text)) for text in ("2015-06-30", "2015-07-01", "2016-02-01")]
        assert [None if charge is None else str(charge.payee) for charge in asked] == ["li", "office", "office"]
        posting, station, contract = (
            register.entry(each).passages for each in (Post("sanhe", "li"), StationId("sanhe"), PartnerId("li"))
        )
        held = [(str(since), str(end)) for since, end, _ in terms(PartnerId("li"), posting, station, contract)]
        assert held == [("2015-06-01", "2015-07-01"), ("2015-07-01", "2016-01-01"), ("2016-02-01", "None")]

    @pytest.mark.parametrize(
        "suspend",
        [
            Take(StationId("sanhe"), StationStep.SUSPEND, day("2016-01-01")),
            Take(PartnerId("li"), PartnerStep.SUSPEND, day("2016-01-01"), Reason("an example")),
        ],
    )
    def test_one_that_never_was_leaves_everybody_in_charge(self, suspend: Take) -> None:
        register = taken(suspend)
        assert register.charged_on("sanhe", day("2016-01-01")) is None
        never = taken(Withdraw(suspend.subject, "2"), register=register, hours=2)
        assert never.charged_on("sanhe", day("2016-01-01")) == BEGUN.charged_on("sanhe", day("2016-01-01"))
        assert never.charged_on("sanhe", day("2016-01-01"), known(1)) is None

    def test_a_partner(self) -> None:
        register = taken(
            Take(PartnerId("li"), PartnerStep.SUSPEND, day("2016-01-01"), Reason("an example")),
            Take(PartnerId("li"), PartnerStep.REINSTATE, day("2016-02-01")),
        )
        network = register.network()
        asked = [register.charged_on("sanhe", day(text)) for text in ("2015-12-31", "2016-01-01", "2016-01-31")]
        assert [charge is None for charge in asked] == [False, True, True]
        assert network.posting_on("sanhe", day("2016-01-15")) is None
        assert network.station_on("sanhe", day("2016-01-15")) is not None
        assert len(network.partner_rows("li")) == 1
        assert register.state(PartnerId("li"), day("2016-01-15")) is PartnerState.SUSPENDED


class TestGoingBack:
    """A network states that a station goes back where it is first seen to, whoever served there on the day of it."""

    BACK = Take(Post("sanhe", "li"), PostingStep.REVERT, day("2016-01-05"), VersionId("1.0"))

    def served(self, *commands: Command) -> list[tuple[str, str, str, bool]]:
        return [
            (str(each.partner), str(each.version), str(each.period), each.reverts)
            for each in taken(*commands).network().postings_at("sanhe")
        ]

    def test_while_the_station_is_suspended(self) -> None:
        served = self.served(
            Take(StationId("sanhe"), StationStep.SUSPEND, day("2016-01-01")),
            self.BACK,
            Take(Post("sanhe", "li"), PostingStep.PAY_TO, day("2016-01-10"), PayeeId("wang")),
            Take(StationId("sanhe"), StationStep.RESUME, day("2016-01-20")),
        )
        assert served == [
            ("li", "2.0", "2015-06-01 to before 2016-01-01", False),
            ("li", "1.0", "from 2016-01-20", True),
        ]

    def test_while_the_partner_is_suspended_whom_another_follows(self) -> None:
        served = self.served(
            Take(PartnerId("li"), PartnerStep.SUSPEND, day("2016-01-01"), Reason("an example")),
            self.BACK,
            *handed_over("sanhe", "li", "wang", day("2016-01-10"), Terms("1.0", "wang")),
        )
        assert [each[1:] for each in served] == [
            ("2.0", "2015-06-01 to before 2016-01-01", False),
            ("1.0", "from 2016-01-10", True),
        ]

    @pytest.mark.parametrize(
        "command",
        [
            Take(Post("sanhe", "li"), PostingStep.PAY_TO, day("2016-01-05"), PayeeId("wang")),
            Take(Post("sanhe", "li"), PostingStep.ADOPT, day("2016-01-05"), VersionId("1.0")),
        ],
        ids=["another is paid", "the version is told again"],
    )
    def test_is_stated_for_the_day_whatever_else_is_told_for_it(self, command: Command) -> None:
        assert self.served(self.BACK, command)[-1][1:] == ("1.0", "from 2016-01-05", True)

    def test_who_is_paid_later_states_it_no_more(self) -> None:
        served = self.served(
            self.BACK, Take(Post("sanhe", "li"), PostingStep.PAY_TO, day("2016-02-01"), PayeeId("wang"))
        )
        assert [each[3] for each in served] == [False, True, False]


class TestMoves:
    """A transfer, a handing over, a promotion and a move are steps that are judged together."""

    def test_a_transfer_and_a_handing_over(self) -> None:
        register = taken(*transferred("li", "sanhe", "taohua", day("2016-01-01"), Terms("2.0", "li")))
        register = taken(
            *handed_over("taohua", "li", "wang", day("2016-02-01"), Terms("2.0", "wang")), register=register, hours=2
        )
        charges = [
            None if charge is None else (station, str(charge.partner))
            for asked in ("2015-12-31", "2016-01-31", "2016-02-01")
            for station in ("sanhe", "taohua")
            for charge in [register.as_of(day(asked)).charge(station)]
        ]
        assert charges == [("sanhe", "li"), None, None, ("taohua", "li"), None, ("taohua", "wang")]

    def test_a_helper_is_promoted_once_the_other_has_gone(self) -> None:
        register = taken(Take(Post("sanhe", "wang"), PostingStep.HELP, day("2015-07-01"), PayeeId("wang")))
        promote = Take(Post("sanhe", "wang"), PostingStep.PROMOTE, day("2016-01-01"), Terms("2.0", "wang"))
        with pytest.raises(TwoInCharge):
            taken(promote, register=register, hours=2)
        end = Take(Post("sanhe", "li"), PostingStep.END, day("2016-01-01"))
        promoted = taken(end, promote, register=register, hours=2)
        assert [each.partner for each in promoted.network().postings_at("sanhe")] == ["li", "wang"]
        assert [str(each.period) for each in promoted.network().helpers_at("sanhe")] == [
            "2015-07-01 to before 2016-01-01"
        ]

    def test_a_centre_is_closed_once_its_stations_are_closed_or_moved(self) -> None:
        closing = day("2016-01-01")
        register = taken(
            Take(Post("sanhe", "li"), PostingStep.END, closing),
            Take(StationId("sanhe"), StationStep.CLOSE, closing),
            Take(StationId("taohua"), StationStep.MOVE, closing, CentreId("runan")),
            Take(CentreId("feixi"), CentreStep.CLOSE, closing),
        )
        assert [(row.centre, str(row.open)) for row in register.network().station_rows("taohua")] == [
            ("feixi", "2015-06-01 to before 2016-01-01"),
            ("runan", "from 2016-01-01"),
        ]

    def test_a_payee_of_a_centre_changes(self) -> None:
        register = taken(Take(CentreId("feixi"), CentreStep.PAY_TO, day("2016-01-01"), PayeeId("wang")))
        assert [str(row.payee) for row in register.network().centre_rows("feixi")] == ["office", "wang"]


class TestTurns:
    """Of several steps of a day each has a turn, which is stated or follows on those that are known."""

    def test_a_step_before_one_that_is_known_on_the_same_day(self) -> None:
        at = day("2016-01-01")
        register = taken(Take(StationId("sanhe"), StationStep.SUSPEND, at, turn=5))
        register = taken(Take(StationId("sanhe"), StationStep.RESUME, at), register=register, hours=2)
        assert [each.happening.turn for each in register.entry(StationId("sanhe")).passages] == [0, 5, 6]
        moved = Take(StationId("sanhe"), StationStep.MOVE, at, CentreId("runan"), turn=1)
        register = taken(moved, register=register, hours=3)
        assert [str(row.centre) for row in register.network().station_rows("sanhe")] == ["feixi", "runan"]

    def test_who_helps_nobody_yet_may_change_the_engagement(self) -> None:
        register = taken(Take(PartnerId("wang"), PartnerStep.ENGAGE, day("2016-01-01"), Engagement.PART_TIME))
        assert [row.engagement for row in register.network().partner_rows("wang")] == ["full_time", "part_time"]

    def test_who_goes_is_followed_later(self) -> None:
        register = taken(Take(Post("sanhe", "li"), PostingStep.PAY_TO, day("2015-08-01"), PayeeId("wang")))
        paid = [register.as_of(day(asked)).charge("sanhe") for asked in ("2015-07-31", "2015-08-01")]
        assert [(each.version, each.payee) for each in paid if each is not None] == [("2.0", "li"), ("2.0", "wang")]
        register = taken(Take(Post("sanhe", "li"), PostingStep.END, day("2016-01-01")), register=register, hours=2)
        takes = Take(Post("sanhe", "wang"), PostingStep.TAKE_CHARGE, day("2016-02-01"), Terms("2.0", "wang"))
        charges = taken(takes, register=register, hours=3).network().postings_at("sanhe")
        assert [(each.partner, each.payee) for each in charges] == [("li", "li"), ("li", "wang"), ("wang", "wang")]

    def test_who_helps_is_paid_to_another(self) -> None:
        register = taken(Take(Post("sanhe", "wang"), PostingStep.HELP, day("2015-07-01"), PayeeId("wang")))
        pay = Take(Post("sanhe", "wang"), PostingStep.PAY_TO, day("2016-01-01"), PayeeId("li"))
        register = taken(pay, register=register, hours=2)
        assert [each.payee for each in register.network().helpers_at("sanhe")] == ["wang", "li"]


class TestAsOf:
    """A day is told of all things alike."""

    def test_states_are_counted_and_versions_too(self) -> None:
        register = taken(
            Take(StationId("new"), StationStep.PROPOSE, day("2016-01-01"), CentreId("feixi")),
            Take(StationId("taohua"), StationStep.CLOSE, day("2016-01-02")),
        )
        assert register.as_of(day("2016-01-01")).counts(StationId) == {StationState.PROPOSED: 1, StationState.OPEN: 2}
        assert register.as_of(day("2016-01-02")).counts(StationId) == {
            StationState.PROPOSED: 1,
            StationState.OPEN: 1,
            StationState.CLOSED: 1,
        }
        assert register.as_of(day("2016-01-01")).versions() == {VERSIONS[1].id: 1}
        assert register.as_of(day("2015-05-31")).versions() == {}
        assert [*register.as_of(day("2016-01-01")).states(Post)] == ["sanhe li"]
        assert register.as_of(day("2015-05-31")).states(Post) == {}
        assert register.of_kind(CentreId) == ["feixi", "runan"]

    def test_an_instant_falls_on_a_day_of_the_registers_own_clock(self) -> None:
        opening = datetime(2015, 6, 1, tzinfo=CHINA.timezone)
        assert BEGUN.in_charge("sanhe", opening) is not None
        assert BEGUN.in_charge("sanhe", opening - timedelta(microseconds=1)) is None
        assert BEGUN.in_charge("nowhere", opening) is None
        assert BEGUN.entry(StationId("nowhere")) is NOTHING


class TestShards:
    """A mapping that is changed leaves the one before as it was."""

    @given(st.dictionaries(st.text("abc", max_size=3), st.integers()), st.text("abc", max_size=3), st.integers())
    def test_it_is_a_mapping_like_any_other(self, start: dict[str, int], key: str, value: int) -> None:
        draft = Draft(Shards[int]())
        for each, number in start.items():
            draft.put(each, number)
        before = draft.done()
        draft = Draft(before)
        assert draft.done() is before
        draft.put(key, value)
        assert draft.get(key) == value
        after = draft.done()
        assert {each: before.get(each) for each in before} == start
        assert {each: after.get(each) for each in after} == {**start, key: value}
        assert [*after] == sorted({**start, key: value})
        assert set(Draft(after).keys()) == set(after)
        assert (len(before), len(after)) == (len(start), len({**start, key: value}))
        assert pickle.loads(pickle.dumps(after)) == after  # noqa: S301 - our own bytes
        assert hash(after) == hash(pickle.loads(pickle.dumps(after)))  # noqa: S301 - our own bytes
        assert (after == before) == (start.get(key) == value and key in start)
        assert after != {**start, key: value}


class TestThreeVersions:
    """A network that moves 1.0 → 2.0 → 3.0 over three years settles through all of it, and nothing is lost."""

    def test_a_station_from_the_first_version_to_the_third(self) -> None:
        first, _ = Register(CHARTER).take(
            *enrolled("platform", "office", "zhao"),
            Take(CentreId("feixi"), CentreStep.ENTER, day("2014-10-29"), SITE),
            Take(StationId("sanhe"), StationStep.ENTER, day("2014-11-01"), CentreId("feixi")),
            Take(PartnerId("zhao"), PartnerStep.ENTER, day("2014-11-01"), Engagement.PART_TIME),
            Take(Post("sanhe", "zhao"), PostingStep.TAKE_CHARGE, day("2014-11-01"), Terms("1.0", "zhao")),
            known=known(0),
        )
        adopt = Take(Post("sanhe", "zhao"), PostingStep.ADOPT, day("2015-09-01"), VERSIONS[1].id)
        with pytest.raises(NetworkRefused) as refused:
            taken(adopt, register=first)
        assert [type(fault) for fault in refused.value.faults] == [DemandNotMet, DemandNotMet]
        second = taken(
            Take(PartnerId("zhao"), PartnerStep.EXAMINE, day("2015-08-20")),
            Take(PartnerId("zhao"), PartnerStep.ENGAGE, day("2015-09-01"), Engagement.FULL_TIME),
            register=first,
        )
        second = taken(adopt, register=second, hours=2)
        third = taken(
            Take(Post("sanhe", "zhao"), PostingStep.ADOPT, day("2016-09-01"), VERSIONS[2].id), register=second, hours=3
        )
        network = third.network()
        assert [(str(each.version), str(each.period)) for each in network.postings] == [
            ("1.0", "2014-11-01 to before 2015-09-01"),
            ("2.0", "2015-09-01 to before 2016-09-01"),
            ("3.0", "from 2016-09-01"),
        ]
        assert third.as_of(day("2016-11-11")).versions() == {VERSIONS[2].id: 1}
        [entry] = one_plan().versions.entries
        since_then = Timeline([evolve(entry, period=Period(day("2014-10-01")))])
        plans = [evolve(one_plan(), id=name, versions=since_then) for name in ("shop", "partner", "services")]
        months = [Month(2014 + place // 12, place % 12 + 1) for place in range(10, 46)]
        placed = [datetime(month.year, month.number, 11, 9, tzinfo=CHINA.timezone) for month in months]
        orders = [evolve(one_order(), id=f"o-{at:%Y-%m}", placed=at, paid=at, known_at=at) for at in placed]
        ledger, earned = None, 0
        for month in months:
            settlement = settle(network, plans, programme_calendar(), orders, Scope(month), posted=ledger)
            ledger, earned = settlement.ledger, earned + len({line.event for line in settlement.lines})
            assert not settle(network, plans, programme_calendar(), orders, Scope(month), posted=ledger).lines
        assert ledger is not None
        assert earned == len(orders) == 36
        paid = [line for line in ledger if line.payee == "zhao"]
        assert [str(line.plan) for line in paid] == ["shop"] * 10 + ["partner"] * 12 + ["services"] * 14
