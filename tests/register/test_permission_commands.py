"""Permissions as commands to a register: given, revoked, corrected, known later, and refused."""

import pickle
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import permutations, product

import pytest

from rural_taobao.errors import RuralTaobaoError
from rural_taobao.identifiers import CentreId, PartnerId, PayeeId, StationId, VersionId
from rural_taobao.instants import CHINA
from rural_taobao.lives import (
    CentreStep,
    Grant,
    Happening,
    Leave,
    PartnerStep,
    PayeeStep,
    PermissionState,
    PermissionStep,
    Post,
    PostingStep,
    Reason,
    RevokedFor,
    Site,
    StationStep,
    Terms,
)
from rural_taobao.lives.walks import DetailUnfit, NoArrow
from rural_taobao.network import (
    Engagement,
    Network,
    NetworkRefused,
    Permission,
    Revocation,
    Vacancy,
    WithdrawnByProvider,
    programme_services,
    programme_versions,
)
from rural_taobao.network.breaches import UnknownReference
from rural_taobao.network.permission_laws import PermittedInVain
from rural_taobao.network.services import DecidesForItself
from rural_taobao.periods import Period, PeriodBackwards
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
    entering,
    handed_over,
)
from rural_taobao.register.ground import NotStanding
from rural_taobao.services import Offered, answer_text, offered
from rural_taobao.services.granting import PermissionUnfounded

VERSIONS = programme_versions({"2.0": "partner", "3.0": "services"})
CHARTER = Charter(platform="platform", vacancy=Vacancy("nobody"), versions=VERSIONS, services=programme_services())
PERMIT, ENTER, REVOKE, END = PermissionStep
LOANS = Grant("loans", "sanhe", "li")
CAUSE = RevokedFor(WithdrawnByProvider())


def day(text: str) -> date:
    return date.fromisoformat(text)


def known(hours: int) -> datetime:
    return datetime(2015, 1, 1, tzinfo=CHINA.timezone) + timedelta(hours=hours)


BEGUN, _ = Register(CHARTER).take(
    *(Take(PayeeId(each), PayeeStep.ENROL, day("2014-10-01")) for each in ("platform", "li", "wang")),
    Take(CentreId("feixi"), CentreStep.ENTER, day("2015-05-01"), Site("340123", "platform")),
    Take(StationId("sanhe"), StationStep.ENTER, day("2015-06-01"), CentreId("feixi")),
    Take(StationId("taohua"), StationStep.PROPOSE, day("2015-06-01"), CentreId("feixi")),
    *(Take(PartnerId(each), PartnerStep.EXAMINE, day("2015-05-20")) for each in ("li", "wang")),
    *(Take(PartnerId(each), PartnerStep.ENTER, day("2015-06-01"), Engagement.FULL_TIME) for each in ("li", "wang")),
    Take(PartnerId("zhao"), PartnerStep.SETTLE_IN, day("2010-01-01")),
    Take(Post("sanhe", "li"), PostingStep.TAKE_CHARGE, day("2015-06-01"), Terms("2.0", "li")),
    known=known(0),
)
BEGUN, _ = BEGUN.take(Take(Post("sanhe", "li"), PostingStep.ADOPT, day("2016-09-01"), VERSIONS[1].id), known=known(1))
"""Li in charge of Sanhe, under 2.0, and under 3.0 from September 2016 on; Wang under contract; Zhao not."""


def taken(*commands: Command, register: Register = BEGUN, hours: int = 2) -> Register:
    return register.take(*commands, known=known(hours))[0]


GIVEN = taken(Take(LOANS, PERMIT, day("2016-10-01"), Leave()))
"""And Li is permitted loans from October on."""


def told(register: Register, service: str, asked: str) -> str:
    return answer_text(offered(register.network(), "sanhe", service, day(asked)))


REFUSALS: list[tuple[str, list[Command], type[RuralTaobaoError], str]] = [
    (
        "a service that its version does not allow yet",
        [Take(LOANS, PERMIT, day("2016-08-31"), Leave())],
        PermissionUnfounded,
        "of li at station sanhe from 2016-08-31, loans is not offered: model version 2.0 does not allow it",
    ),
    (
        "another than the partner in charge",
        [Take(Grant("loans", "sanhe", "wang"), PERMIT, day("2016-10-01"), Leave(day("2017-01-01")))],
        PermissionUnfounded,
        "wang at station sanhe 2016-10-01 to before 2017-01-01, li is in charge of station sanhe on 2016-10-01;",
    ),
    (
        "a partner who goes on that day",
        [
            Take(Post("sanhe", "li"), PostingStep.END, day("2016-10-01")),
            Take(LOANS, PERMIT, day("2016-10-01"), Leave()),
        ],
        PermissionUnfounded,
        "nothing is offered at station sanhe, which nobody is in charge of on 2016-10-01",
    ),
    (
        "a partner who is suspended",
        [
            Take(PartnerId("li"), PartnerStep.SUSPEND, day("2016-10-01"), Reason("an example")),
            Take(LOANS, PERMIT, day("2016-10-01"), Leave()),
        ],
        PermissionUnfounded,
        "which nobody is in charge of on 2016-10-01",
    ),
    (
        "somebody who only helps",
        [
            Take(Post("sanhe", "li"), PostingStep.STEP_DOWN, day("2016-10-01")),
            Take(LOANS, PERMIT, day("2016-10-01"), Leave()),
        ],
        PermissionUnfounded,
        "which nobody is in charge of on 2016-10-01",
    ),
    (
        "a station before it opens",
        [Take(LOANS, PERMIT, day("2015-05-31"), Leave())],
        PermissionUnfounded,
        "nothing is offered at station sanhe, which is not open on 2015-05-31",
    ),
    (
        "a station that is suspended",
        [
            Take(StationId("sanhe"), StationStep.SUSPEND, day("2016-10-01")),
            Take(LOANS, PERMIT, day("2016-10-01"), Leave()),
        ],
        PermissionUnfounded,
        "which is not open on 2016-10-01",
    ),
    (
        "a service that the charter does not have",
        [Take(Grant("films", "sanhe", "li"), PERMIT, day("2016-10-01"), Leave())],
        UnknownReference,
        "a service that is named must be there, but permission for",
    ),
    (
        "a station that is not there",
        [Take(Grant("loans", "nowhere", "li"), PERMIT, day("2016-10-01"), Leave())],
        UnknownReference,
        "a station that is named must be there, but permission for",
    ),
    (
        "a partner who is not there",
        [Take(Grant("loans", "sanhe", "nobody"), ENTER, day("2016-10-01"), Leave())],
        UnknownReference,
        "a partner that is named must be there, but permission for",
    ),
    (
        "a station that never opened",
        [Take(Grant("loans", "taohua", "li"), ENTER, day("2016-10-01"), Leave())],
        NotStanding,
        "from 2016-10-01 must stand on what is open, under contract or known, but station taohua is proposed",
    ),
    (
        "a partner who was never under contract",
        [Take(Grant("loans", "sanhe", "zhao"), ENTER, day("2016-10-01"), Leave())],
        NotStanding,
        "but partner zhao is known",
    ),
    (
        "leave that ends before it begins",
        [Take(LOANS, PERMIT, day("2016-10-01"), Leave(day("2016-10-01")))],
        PeriodBackwards,
        "2016-10-01",
    ),
    ("no length of leave", [Take(LOANS, PERMIT, day("2016-10-01"))], DetailUnfit, "must state a length of leave"),
    ("a revocation of nothing", [Take(LOANS, REVOKE, day("2016-10-01"), CAUSE)], NoArrow, "while it is not there yet"),
    (
        "a partner who is called like the bank",
        [Take(PartnerId("bank"), PartnerStep.APPLY, day("2016-10-01"))],
        DecidesForItself,
        "whoever decides on a service must stand outside the network, but bank is a partner",
    ),
    (
        "a station that is called like the bank",
        [Take(StationId("bank"), StationStep.PROPOSE, day("2016-10-01"), CentreId("feixi"))],
        DecidesForItself,
        "but bank is a station",
    ),
    (
        "a centre that is called like the bank",
        [Take(CentreId("bank"), CentreStep.PLAN, day("2016-10-01"), Site("340123", "platform"))],
        DecidesForItself,
        "but bank is a county centre",
    ),
]


class TestRefusals:
    """A permission that lets nobody offer anything is refused with what stands against it, and nothing is changed."""

    @pytest.mark.parametrize(
        ("commands", "error", "sentence"), [each[1:] for each in REFUSALS], ids=[each[0] for each in REFUSALS]
    )
    def test_a_command(self, commands: list[Command], error: type[RuralTaobaoError], sentence: str) -> None:
        before = pickle.dumps(BEGUN)
        with pytest.raises(error) as refused:
            taken(*commands)
        assert sentence in str(refused.value)
        assert pickle.dumps(BEGUN) == before

    def test_a_payee_may_be_called_like_the_bank(self) -> None:
        assert taken(Take(PayeeId("bank"), PayeeStep.ENROL, day("2016-10-01"))).count == BEGUN.count + 1

    def test_two_services_of_one_name(self) -> None:
        with pytest.raises(NetworkRefused):
            Charter(
                platform="platform",
                vacancy=Vacancy("nobody"),
                versions=VERSIONS,
                services=[*programme_services(), programme_services()[0]],
            )
        with pytest.raises(UnknownReference):
            CHARTER.service("films")
        assert CHARTER.service("loans").decided_by == "bank"


class TestGiving:
    """What is permitted is offered from that day on, each permission by itself, as long as all else allows it."""

    def test_it_is_offered_until_it_is_revoked_and_again_once_it_is_permitted_again(self) -> None:
        assert offered(GIVEN.network(), "sanhe", "loans", day("2016-10-01")) == Offered(
            Permission("loans", "sanhe", "li", Period(day("2016-10-01")))
        )
        revoked = taken(Take(LOANS, REVOKE, day("2017-02-01"), CAUSE), register=GIVEN, hours=3)
        assert told(revoked, "loans", "2017-02-01") == (
            "loans is not offered at station sanhe: li was permitted it until before 2017-02-01: "
            "the provider withdrew it"
        )
        again = taken(Take(LOANS, PERMIT, day("2017-03-01"), Leave(day("2017-04-01"))), register=revoked, hours=4)
        assert again.network().permissions == (
            Permission("loans", "sanhe", "li", Period(day("2016-10-01")), Revocation(day("2017-02-01"), CAUSE.cause)),
            Permission("loans", "sanhe", "li", Period(day("2017-03-01"), day("2017-04-01"))),
        )
        states = [
            again.state(LOANS, day(asked))
            for asked in ("2016-09-30", "2016-10-01", "2017-02-01", "2017-03-01", "2017-04-01")
        ]
        assert states == [
            None,
            PermissionState.PERMITTED,
            PermissionState.REVOKED,
            PermissionState.PERMITTED,
            PermissionState.ENDED,
        ]

    def test_each_permission_is_revoked_by_itself(self) -> None:
        doctor = Grant("doctor-appointments", "sanhe", "li")
        both = taken(Take(doctor, PERMIT, day("2016-10-01"), Leave()), register=GIVEN, hours=3)
        one = taken(Take(LOANS, REVOKE, day("2017-02-01"), CAUSE), register=both, hours=4)
        asked = one.as_of(day("2017-02-01"))
        assert asked.states(Grant) == {
            "doctor-appointments sanhe li": PermissionState.PERMITTED,
            "loans sanhe li": PermissionState.REVOKED,
        }
        assert asked.counts(Grant) == {PermissionState.PERMITTED: 1, PermissionState.REVOKED: 1}

    def test_it_is_given_together_with_the_version_that_allows_it(self) -> None:
        earlier = taken(
            Correct(Post("sanhe", "li"), "2", day("2016-08-01")),
            Take(LOANS, PERMIT, day("2016-08-01"), Leave()),
        )
        assert told(earlier, "loans", "2016-08-01").startswith("loans is offered")

    def test_what_is_given_back_has_ended_and_at_once_was_none(self) -> None:
        back = taken(Take(LOANS, END, day("2017-02-01")), register=GIVEN, hours=3)
        assert [str(each.period) for each in back.network().permissions] == ["2016-10-01 to before 2017-02-01"]
        never = taken(Take(LOANS, END, day("2016-10-01")), register=GIVEN, hours=3)
        assert never.network().permissions == ()
        assert never.state(LOANS, day("2016-10-01")) is PermissionState.ENDED

    def test_it_may_outlive_the_posting_and_the_contract_and_then_lets_nobody_offer_anything(self) -> None:
        left = taken(
            *handed_over("sanhe", "li", "wang", day("2017-01-01"), Terms("3.0", "wang")),
            Take(PartnerId("li"), PartnerStep.LEAVE, day("2017-01-01")),
            register=GIVEN,
            hours=3,
        )
        assert left.state(LOANS, day("2017-01-01")) is PermissionState.PERMITTED
        assert told(left, "loans", "2017-01-01") == (
            "loans is not offered at station sanhe: wang was never permitted it there"
        )

    def test_what_was_there_is_entered_whoever_was_in_charge_at_first_and_under_whatever_version(self) -> None:
        entered = taken(Take(LOANS, ENTER, day("2015-01-01"), Leave()))
        assert [str(each.period) for each in entered.network().permissions] == ["from 2015-01-01"]
        assert told(entered, "loans", "2016-08-31") == "loans is not offered: model version 2.0 does not allow it"
        assert told(entered, "loans", "2016-09-01").startswith("loans is offered")

    def test_what_was_there_of_whoever_has_gone(self) -> None:
        closed = taken(
            Take(Post("sanhe", "li"), PostingStep.END, day("2016-10-01")),
            Take(StationId("sanhe"), StationStep.CLOSE, day("2016-10-01")),
            Take(PartnerId("li"), PartnerStep.LEAVE, day("2016-10-01")),
        )
        entered = taken(Take(LOANS, ENTER, day("2015-07-01"), Leave()), register=closed, hours=3)
        assert len(entered.network().permissions) == 1


class TestManyOfOnePermission:
    """Of a permission that is given again and again each time is told that it was given already, and no other."""

    def test_it_may_be_given_once_more_after_the_day_until_which_it_was(self) -> None:
        given = (("2016-10-01", "2016-12-01"), ("2016-11-01", "2016-12-01"), ("2017-01-01", "2017-02-01"))
        asked = [Take(LOANS, PERMIT, day(since), Leave(day(until))) for since, until in given]
        with pytest.raises(RegisterRefused) as refused:
            BEGUN.take_each([asked], known(2))
        assert refused.value.commands == (1,)
        [(_, fault)] = refused.value.faults
        assert isinstance(fault, NoArrow)
        assert BEGUN.take_each([[asked[0], asked[2]]], known(2))[0].count == BEGUN.count + 1


class TestGround:
    """What a permission stands on may close, but cannot turn out never to have been there."""

    def test_a_station_that_never_opened(self) -> None:
        at = day("2016-09-01")
        alone = taken(
            Take(StationId("zhanggang"), StationStep.ENTER, at, CentreId("feixi")),
            Take(Post("zhanggang", "wang"), PostingStep.TAKE_CHARGE, at, Terms("3.0", "wang")),
            Take(Grant("loans", "zhanggang", "wang"), ENTER, day("2015-07-01"), Leave()),
        )
        never = [Withdraw(StationId("zhanggang"), "3.1"), Withdraw(Post("zhanggang", "wang"), "3.2")]
        with pytest.raises(NotStanding, match="all that was told of station zhanggang is taken back"):
            taken(*never, register=alone, hours=3)
        gone = taken(*never, Withdraw(Grant("loans", "zhanggang", "wang"), "3.3"), register=alone, hours=3)
        assert gone.network().permissions == ()
        assert gone.network(known(2)).permissions == alone.network().permissions

    def test_a_partner_who_was_never_under_contract(self) -> None:
        at = day("2016-09-01")
        alone = taken(
            Take(StationId("zhanggang"), StationStep.ENTER, at, CentreId("feixi")),
            Take(PartnerId("qian"), PartnerStep.ENTER, at, Engagement.FULL_TIME),
            Take(Post("zhanggang", "qian"), PostingStep.TAKE_CHARGE, at, Terms("3.0", "wang")),
            Take(Grant("loans", "zhanggang", "qian"), ENTER, day("2015-07-01"), Leave()),
        )
        never = [Withdraw(PartnerId("qian"), "3.2"), Withdraw(Post("zhanggang", "qian"), "3.3")]
        with pytest.raises(NotStanding, match="all that was told of partner qian is taken back"):
            taken(*never, register=alone, hours=3)

    def test_of_a_station_that_was_suspended_from_its_first_day_a_settlement_reads_nothing(self) -> None:
        at = day("2016-09-01")
        resting = taken(
            Take(StationId("zhanggang"), StationStep.ENTER, at, CentreId("feixi")),
            Take(Post("zhanggang", "wang"), PostingStep.TAKE_CHARGE, at, Terms("3.0", "wang")),
            Take(Grant("loans", "zhanggang", "wang"), ENTER, at, Leave()),
            Take(StationId("zhanggang"), StationStep.SUSPEND, at),
        )
        assert resting.network().permissions == ()
        resumed = taken(Take(StationId("zhanggang"), StationStep.RESUME, day("2017-01-01")), register=resting, hours=3)
        assert len(resumed.network().permissions) == 1


class TestOfUse:
    """A permission lets its partner offer the service on some day, whatever is told of the posting it stands on."""

    @pytest.mark.parametrize(
        "commands",
        [
            [Withdraw(Post("sanhe", "li"), "2")],
            [Correct(Post("sanhe", "li"), "2", day("2017-01-01"))],
            [Take(Post("sanhe", "li"), PostingStep.END, day("2016-09-01"))],
            [Take(Post("sanhe", "li"), PostingStep.STEP_DOWN, day("2016-09-01"))],
            [Take(Post("sanhe", "li"), PostingStep.REVERT, day("2016-09-01"), VersionId("2.0"))],
        ],
        ids=["no adoption", "a later adoption", "an end", "a helper", "back at once"],
    )
    def test_what_takes_all_its_days_is_refused_alone_as_beside_another_command(self, commands: list[Command]) -> None:
        entered = taken(Take(LOANS, ENTER, day("2016-08-01"), Leave(day("2016-12-01"))))
        beside = Take(PayeeId("z"), PayeeStep.ENROL, day("2016-01-01"))
        for together in (commands, [*commands, beside]):
            with pytest.raises(PermittedInVain) as refused:
                taken(*together, register=entered, hours=3)
            assert str(refused.value) == (
                "a permission must let its partner offer the service on some day, but on no day of the permission for "
                "loans of li at station sanhe 2016-08-01 to before 2016-12-01 is li in charge there under a model "
                "version that allows loans; give it for days on which its partner is, or leave it out"
            )

    @pytest.mark.parametrize(
        "command",
        [
            Correct(Post("sanhe", "li"), "2", day("2016-11-30")),
            Take(Post("sanhe", "li"), PostingStep.END, day("2016-09-02")),
            Take(Post("sanhe", "li"), PostingStep.REVERT, day("2016-09-02"), VersionId("2.0")),
        ],
        ids=["a later adoption", "an end", "back the next day"],
    )
    def test_what_leaves_it_one_day_is_taken(self, command: Command) -> None:
        entered = taken(Take(LOANS, ENTER, day("2016-08-01"), Leave(day("2016-12-01"))))
        assert len(taken(command, register=entered, hours=3).network().permissions) == 1

    def test_what_is_entered_of_whoever_was_never_in_charge_or_under_no_version_that_allows_it(self) -> None:
        for grant, leave in (
            (Grant("loans", "sanhe", "wang"), Leave()),
            (LOANS, Leave(day("2016-09-01"))),
        ):
            with pytest.raises(PermittedInVain):
                taken(Take(grant, ENTER, day("2015-07-01"), leave))

    @pytest.mark.parametrize(
        "rests",
        [
            Take(StationId("sanhe"), StationStep.SUSPEND, day("2016-10-01")),
            Take(PartnerId("li"), PartnerStep.SUSPEND, day("2016-10-01"), Reason("an example")),
        ],
        ids=["the station", "the partner"],
    )
    def test_one_for_days_of_rest_alone_is_kept_and_not_told(self, rests: Take) -> None:
        resting = taken(rests, register=GIVEN, hours=3)
        assert resting.state(LOANS, day("2016-11-11")) is PermissionState.PERMITTED
        network = resting.network()
        assert network.permissions == ()
        entered, _ = Register(Charter.of(network)).take_each(entering(network), known(4))
        assert entered.network() == network
        resumes = StationStep.RESUME if isinstance(rests.subject, StationId) else PartnerStep.REINSTATE
        goes_on = taken(Take(rests.subject, resumes, day("2016-12-01")), register=resting, hours=4)
        assert told(goes_on, "loans", "2016-12-01").startswith("loans is offered")

    def test_it_ends_on_a_day_on_which_it_was_of_use(self) -> None:
        entered = taken(Take(LOANS, ENTER, day("2016-08-01"), Leave()))
        with pytest.raises(PermittedInVain):
            taken(Take(LOANS, END, day("2016-09-01")), register=entered, hours=3)
        assert len(taken(Take(LOANS, END, day("2016-09-02")), register=entered, hours=3).network().permissions) == 1


class TestTwoTimes:
    """A permission holds from its day on and is known from its instant on, like all else."""

    def test_a_revocation_that_is_heard_of_late_and_put_right(self) -> None:
        revoked = taken(Take(LOANS, REVOKE, day("2016-11-10"), CAUSE), register=GIVEN, hours=24)
        later = taken(Correct(LOANS, "4", day("2016-11-20")), register=revoked, hours=48)
        asked = day("2016-11-11")
        assert later.as_of(asked).state(LOANS) is PermissionState.PERMITTED
        assert later.as_of(asked, known(47)).state(LOANS) is PermissionState.REVOKED
        assert later.as_of(asked, known(23)).state(LOANS) is PermissionState.PERMITTED
        assert later.as_of(asked, known(1)).state(LOANS) is None
        assert later.network(known(47)) == revoked.network()
        assert later.network(known(23)) == GIVEN.network()
        undone = taken(Withdraw(LOANS, "5"), register=later, hours=72)
        assert undone.network() == GIVEN.network()
        assert undone.history(LOANS).state(asked, known(47)) is PermissionState.REVOKED

    def test_what_is_put_right_is_judged_as_if_it_were_given(self) -> None:
        with pytest.raises(PermissionUnfounded):
            taken(Correct(LOANS, "3", day("2016-08-31")), register=GIVEN, hours=3)
        shorter = taken(Correct(LOANS, "3", detail=Leave(day("2017-01-01"))), register=GIVEN, hours=3)
        assert [str(each.period) for each in shorter.network().permissions] == ["2016-10-01 to before 2017-01-01"]

    def test_what_comes_later_does_not_take_a_permission_back(self) -> None:
        """The version is adopted a month later than was known; the permission stays, and nothing is offered before."""
        later = taken(Correct(Post("sanhe", "li"), "2", day("2016-11-01")), register=GIVEN, hours=3)
        assert told(later, "loans", "2016-10-31") == "loans is not offered: model version 2.0 does not allow it"
        assert told(later, "loans", "2016-11-01").startswith("loans is offered")
        revoked = taken(Take(LOANS, REVOKE, day("2016-12-01"), CAUSE), register=later, hours=4)
        assert revoked.state(LOANS, day("2016-12-01")) is PermissionState.REVOKED


class TestManyAtOnce:
    """Of many permissions all are recorded or none, and all faults are told."""

    def test_a_list_with_faults_loads_nothing(self) -> None:
        grants = [("loans", "li"), ("films", "li"), ("doctor-appointments", "li"), ("loans", "wang")]
        asked = [
            [Take(Grant(service, "sanhe", partner), PERMIT, day("2016-10-01"), Leave())] for service, partner in grants
        ]
        with pytest.raises(RegisterRefused) as refused:
            BEGUN.take_each(asked, known(2))
        assert [(number, type(fault)) for number, fault in refused.value.faults] == [
            (4, UnknownReference),
            (6, PermissionUnfounded),
        ]
        register, events = BEGUN.take_each([asked[0], asked[2]], known(2))
        assert [str(each.service) for each in register.network().permissions] == ["doctor-appointments", "loans"]
        assert BEGUN.replayed(events) == register


HANDED_IN: list[list[list[Command]]] = [
    [
        [Take(LOANS, PERMIT, day("2016-10-01"), Leave())],
        [Take(LOANS, PERMIT, day("2016-10-01"), Leave(day("2017-06-01")))],
        [Take(LOANS, PERMIT, day("2016-10-01"), Leave()), Take(LOANS, REVOKE, day("2017-03-01"), CAUSE)],
    ],
    [
        [],
        [Take(Post("sanhe", "li"), PostingStep.END, day("2016-10-01"))],
        [
            Take(Post("sanhe", "li"), PostingStep.END, day("2016-09-20")),
            Take(Post("sanhe", "li"), PostingStep.TAKE_CHARGE, day("2016-10-20"), Terms("3.0", "li")),
        ],
        [Take(Post("sanhe", "li"), PostingStep.STEP_DOWN, day("2016-12-01"))],
    ],
    [
        [],
        [Take(StationId("sanhe"), StationStep.SUSPEND, day("2016-09-20"))],
        [
            Take(StationId("sanhe"), StationStep.SUSPEND, day("2016-09-10")),
            Take(StationId("sanhe"), StationStep.RESUME, day("2016-10-01")),
        ],
    ],
    [
        [],
        [Take(PartnerId("li"), PartnerStep.SUSPEND, day("2016-10-01"), Reason("an example"))],
        [Take(PartnerId("li"), PartnerStep.SUSPEND, day("2016-11-01"), Reason("an example"))],
    ],
]
"""What a roster may tell of a permission, and beside it of the posting, the station and the partner."""


class TestOrderOfRows:
    """A roster became known at once, so that a permission in it is judged by all of it, wherever it stands."""

    @pytest.mark.parametrize("told_of", list(product(*HANDED_IN)), ids=lambda _: "")
    def test_the_order_in_which_it_is_listed_does_not_matter(self, told_of: tuple[list[Command], ...]) -> None:
        listed = [commands for commands in told_of if commands]

        def outcome(order: Sequence[list[Command]]) -> Network | None:
            """Give the network after a roster; nothing where it is refused, for whichever of its faults."""
            try:
                return BEGUN.take_each(order, known(2))[0].network()
            except RegisterRefused:
                return None

        first, *others = [outcome(order) for order in permutations(listed)]
        assert all(other == first for other in others)

    def test_what_a_rest_keeps_from_being_offered_is_told_at_the_permission(self) -> None:
        rest = [Take(StationId("sanhe"), StationStep.SUSPEND, day("2016-09-20"))]
        with pytest.raises(RegisterRefused) as refused:
            BEGUN.take_each([[Take(LOANS, PERMIT, day("2016-10-01"), Leave())], rest], known(2))
        [(place, fault)] = refused.value.faults
        assert (place, type(fault)) == (BEGUN.count + 1, PermissionUnfounded)


class TestBlame:
    """Of commands that are judged together, the first with which such a fault is told is to blame."""

    def test_it_may_be_any_of_them(self) -> None:
        """By hand: Wang takes charge of an open station, adopts a version, is paid anew; one of them is unheard of."""
        opened, _ = BEGUN.take(
            Take(StationId("beili"), StationStep.ENTER, day("2016-01-01"), CentreId("feixi")), known=known(2)
        )
        post = Post("beili", "wang")
        for blamed in range(4):
            payees = [
                "nobody" if blamed == 0 else "wang",
                "nobody" if blamed == 2 else "li",
                "nobody" if blamed == 3 else "wang",
            ]
            version = VersionId("9.9" if blamed == 1 else "3.0")
            asked = [
                Take(post, PostingStep.TAKE_CHARGE, day("2016-02-01"), Terms("2.0", payees[0])),
                Take(post, PostingStep.ADOPT, day("2016-09-01"), version),
                Take(post, PostingStep.PAY_TO, day("2016-10-01"), PayeeId(payees[1])),
                Take(post, PostingStep.PAY_TO, day("2016-11-01"), PayeeId(payees[2])),
            ]
            with pytest.raises(RegisterRefused) as refused:
                opened.take_each([asked], known(3))
            assert refused.value.commands == (blamed,)
            assert [type(fault) for _, fault in refused.value.faults] == [UnknownReference]

    def test_what_stands_behind_another_command_of_a_refused_event_is_lacked_because_of_it(self) -> None:
        together = [
            Take(PayeeId("wang"), PayeeStep.ENROL, day("2016-01-01")),
            Take(PayeeId("zhao"), PayeeStep.ENROL, day("2016-01-01")),
        ]
        alone = [Take(Post("sanhe", "wang"), PostingStep.HELP, day("2016-02-01"), PayeeId("zhao"))]
        with pytest.raises(RegisterRefused) as refused:
            BEGUN.take_each([alone, together], known(2))
        assert [(number, type(fault)) for number, fault in refused.value.faults] == [(BEGUN.count + 2, NoArrow)]

    def test_what_comes_after_a_refused_event_of_a_replay_is_not_told(self) -> None:
        """The county of a centre is changed to one that never was: its station, and what happens there, follow."""
        asked: list[Command] = [
            Take(PayeeId("platform"), PayeeStep.ENROL, day("2015-01-01")),
            Take(CentreId("feixi"), CentreStep.ENTER, day("2015-05-01"), Site("340123", "platform")),
            Take(StationId("sanhe"), StationStep.ENTER, day("2015-06-01"), CentreId("feixi")),
            Take(StationId("sanhe"), StationStep.SUSPEND, day("2015-07-01")),
        ]
        register, events = Register(CHARTER), list[Event]()
        for hours, command in enumerate(asked):
            register, event = register.take(command, known=known(hours))
            events.append(event)
        nowhere = Happening("2", CentreStep.ENTER, day("2015-05-01"), known(1), Site("340999", "platform"))
        events[1] = Event(2, [Told(CentreId("feixi"), nowhere)])
        with pytest.raises(RegisterRefused) as refused:
            Register(CHARTER).replayed(events)
        assert [number for number, _ in refused.value.faults] == [2]
