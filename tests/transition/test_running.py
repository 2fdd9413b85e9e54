"""What a register is told by a plan: steps that are added, withdrawn and told anew, for lives of every kind."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from attrs import evolve

from rural_taobao.identifiers import CentreId, PartnerId, PayeeId, StationId, VersionId
from rural_taobao.instants import CHINA
from rural_taobao.lives import CentreStep, PartnerStep, PayeeStep, Post, PostingStep, Site, StationStep, Terms
from rural_taobao.network import Adoption, Adoptions, Engagement, Vacancy, programme_versions
from rural_taobao.register import Charter, Command, Register, Take, Withdraw
from rural_taobao.transition import (
    Decision,
    Decisions,
    End,
    Measure,
    Refuse,
    Replace,
    Suspend,
    TransitionRefused,
    moving,
    planned,
)
from tests.transition.lands import charges, helps, openings

BEGUN, AUTUMN, WINTER, SPRING = date(2015, 6, 1), date(2016, 9, 1), date(2016, 12, 1), date(2017, 3, 1)
PLACE, PERSON, SERVICES = programme_versions({"1.0": "shop", "2.0": "partner", "3.0": "services"})
CHARTER = Charter(
    platform="platform",
    vacancy=Vacancy("nobody"),
    versions=[PLACE, evolve(PERSON, exam=False), evolve(SERVICES, exam=True)],
)


def known(hours: int) -> datetime:
    return datetime(2015, 1, 1, tzinfo=CHINA.timezone) + timedelta(hours=hours)


def charge(station: str, partner: str, day: date, version: str = "2.0", payee: str = "li") -> Take:
    return Take(Post(station, partner), PostingStep.TAKE_CHARGE, day, Terms(version, payee))


def step(partner: str, what: PostingStep, day: date, detail: Any = None, station: str = "sanhe") -> Take:
    return Take(Post(station, partner), what, day, detail)


def register(*commands: Command) -> Register:
    """A county of two stations with three partners, of whom all but Li have passed the examination."""
    begun, _ = Register(CHARTER).take(
        *(Take(PayeeId(each), PayeeStep.ENROL, date(2015, 5, 1)) for each in ("platform", "li", "wang")),
        Take(CentreId("feixi"), CentreStep.ENTER, date(2015, 5, 1), Site("340123", "platform")),
        *(Take(StationId(each), StationStep.ENTER, BEGUN, CentreId("feixi")) for each in ("sanhe", "taohua")),
        *(Take(PartnerId(each), PartnerStep.EXAMINE, date(2015, 5, 1)) for each in ("wang", "zhao")),
        *(Take(PartnerId(each), PartnerStep.ENTER, BEGUN, Engagement.FULL_TIME) for each in ("li", "wang", "zhao")),
        *commands,
        known=known(0),
    )
    return begun


def ran(
    before: Register, measure: Measure, *, version: str = "3.0", day: date = AUTUMN
) -> tuple[Register, list[tuple[Command, ...]]]:
    """Run a plan, and see that the register comes to what was planned and has nothing left to be told."""
    adoptions = Adoptions([Adoption(version=version, station="sanhe", start=day)])
    decisions = Decisions([Decision(station="sanhe", version=version, measure=measure)], otherwise=Refuse())
    plan = planned(before.network(), adoptions, day, decisions)
    commands = moving(plan, before)
    after, _ = before.take_each(commands, known(1))
    found, made = after.network(), plan.after()
    assert charges(found.postings) == charges(made.postings)
    assert helps(found.helpers) == helps(made.helpers)
    assert openings(found) == openings(made)
    assert moving(plan, after) == ()
    again = planned(after.network(), adoptions, day, decisions)
    assert not any(each.changes for each in again.moves)
    return after, [*commands]


def told(commands: list[tuple[Command, ...]]) -> list[list[tuple[str, str, str]]]:
    """Give who is told to do what on which day."""
    return [
        [
            ("withdraw", str(getattr(each.subject, "partner", each.subject)), "")
            if isinstance(each, Withdraw)
            else (each.step.value, str(getattr(each.subject, "partner", each.subject)), str(each.day))  # type: ignore[union-attr]
            for each in together
        ]
        for together in commands
    ]


class TestGoingOver:
    """Who qualifies goes over by one step; a later version of a partner who comes back stays."""

    def test_one_step_is_told(self) -> None:
        _, commands = ran(register(charge("sanhe", "wang", BEGUN)), End())
        assert told(commands) == [[("adopt", "wang", "2016-09-01")]]

    def test_what_is_under_the_version_later_anyway_is_told_no_less(self) -> None:
        before = register(
            charge("sanhe", "wang", BEGUN, "1.0"), step("wang", PostingStep.ADOPT, WINTER, VersionId("3.0"))
        )
        _, commands = ran(before, End())
        assert told(commands) == [[("adopt", "wang", "2016-09-01")]]

    def test_a_version_that_is_only_stated_again_is_left_out(self) -> None:
        before = register(
            charge("sanhe", "wang", BEGUN, "1.0"),
            step("wang", PostingStep.ADOPT, date(2016, 1, 1), VersionId("2.0")),
            step("wang", PostingStep.REVERT, WINTER, VersionId("2.0")),
            step("wang", PostingStep.END, SPRING),
            charge("sanhe", "wang", SPRING),
            step("wang", PostingStep.PAY_TO, SPRING, PayeeId("wang")),
            step("wang", PostingStep.REVERT, date(2017, 5, 1), VersionId("1.0")),
            step("wang", PostingStep.REVERT, date(2017, 6, 1), VersionId("2.0")),
            step("wang", PostingStep.END, date(2017, 7, 1)),
            charge("sanhe", "wang", date(2017, 8, 1)),
        )
        adoptions = Adoptions([Adoption(version="3.0", station="sanhe", start=AUTUMN)])
        plan = planned(before.network(), adoptions, AUTUMN, Decisions([], otherwise=Refuse()))
        first = evolve(plan, moves=plan.moves[:1])
        after, _ = before.take_each(moving(first, before), known(1))
        assert charges(after.network().postings) == charges(first.after().postings)
        assert [(str(each.version), str(each.period.start)) for each in after.network().postings[2:]] == [
            ("3.0", "2016-09-01"),
            ("3.0", "2017-03-01"),
            ("1.0", "2017-05-01"),
            ("2.0", "2017-06-01"),
            ("2.0", "2017-08-01"),
        ]

    @pytest.mark.parametrize("again", [False, True])
    def test_that_a_posting_goes_back_on_its_first_day_stays_stated(self, *, again: bool) -> None:
        first = Terms("2.0" if again else "1.0", "li", reverts=not again)
        back = [step("wang", PostingStep.REVERT, AUTUMN, VersionId("1.0"))] if again else []
        before = register(
            charge("sanhe", "zhao", BEGUN, "2.0"),
            step("zhao", PostingStep.ADOPT, date(2016, 8, 1), VersionId("3.0")),
            step("zhao", PostingStep.END, AUTUMN),
            Take(Post("sanhe", "wang"), PostingStep.TAKE_CHARGE, AUTUMN, evolve(first, reverts=True)),
            *back,
        )
        _, commands = ran(before, End(), version="2.0")
        assert told(commands) == [[("revert", "wang", "2016-09-01")]]

    def test_the_payee_who_changes_meanwhile_stays(self) -> None:
        before = register(charge("sanhe", "wang", BEGUN), step("wang", PostingStep.PAY_TO, WINTER, PayeeId("wang")))
        after, _ = ran(before, End())
        assert [(str(each.version), str(each.payee)) for each in after.network().postings] == [
            ("2.0", "li"),
            ("3.0", "li"),
            ("3.0", "wang"),
        ]

    def test_going_back_that_is_stated_is_told_as_such(self) -> None:
        before = register(charge("sanhe", "wang", BEGUN))
        adoptions = Adoptions([Adoption(version="1.0", station="sanhe", start=AUTUMN, reverts=True)])
        plan = planned(before.network(), adoptions, AUTUMN, Decisions([], otherwise=Refuse()))
        assert told([*moving(plan, before)]) == [[("revert", "wang", "2016-09-01")]]

    def test_a_plan_that_another_register_was_told_of_tells_nothing_of_who_is_not_in_charge(self) -> None:
        adoptions = Adoptions([Adoption(version="3.0", station="sanhe", start=AUTUMN)])
        network = register(charge("sanhe", "wang", BEGUN)).network()
        plan = planned(network, adoptions, AUTUMN, Decisions([], otherwise=Refuse()))
        assert moving(plan, register()) == ()
        over = register(charge("sanhe", "wang", BEGUN), step("wang", PostingStep.END, WINTER - timedelta(200)))
        assert moving(plan, over) == ()


class TestHandingOver:
    """One goes and another comes, for as long as the first would have stayed."""

    def test_on_one_day(self) -> None:
        _, commands = ran(register(charge("sanhe", "li", BEGUN)), Replace("wang", "wang"))
        assert told(commands) == [[("end", "li", "2016-09-01"), ("take_charge", "wang", "2016-09-01")]]

    def test_the_end_that_was_known_is_that_of_the_successor(self) -> None:
        before = register(
            charge("sanhe", "li", BEGUN),
            step("li", PostingStep.ADOPT, date(2016, 10, 1), VersionId("2.0")),
            step("li", PostingStep.PAY_TO, WINTER, PayeeId("wang")),
            step("li", PostingStep.END, SPRING),
        )
        after, commands = ran(before, Replace("wang", "wang"))
        assert told(commands) == [
            [
                *[("withdraw", "li", "")] * 3,
                ("end", "li", "2016-09-01"),
                ("take_charge", "wang", "2016-09-01"),
                ("end", "wang", "2017-03-01"),
            ]
        ]
        assert after.charged_on("sanhe", SPRING) is None

    def test_who_comes_back_later_comes_back_all_the_same(self) -> None:
        before = register(
            charge("sanhe", "li", BEGUN),
            step("li", PostingStep.END, WINTER),
            charge("sanhe", "li", SPRING),
        )
        adoptions = Adoptions([Adoption(version="3.0", station="sanhe", start=AUTUMN)])
        decisions = Decisions(
            [Decision(station="sanhe", version="3.0", measure=Replace("wang", "wang"))], otherwise=Refuse()
        )
        after, _ = before.take_each(moving(planned(before.network(), adoptions, AUTUMN, decisions), before), known(1))
        assert [(str(each.partner), str(each.period)) for each in after.network().postings] == [
            ("li", "2015-06-01 to before 2016-09-01"),
            ("wang", "2016-09-01 to before 2016-12-01"),
            ("wang", "from 2017-03-01"),
        ]

    def test_who_stays_without_a_gap_leaves_for_good(self) -> None:
        before = register(
            charge("sanhe", "li", BEGUN),
            step("li", PostingStep.END, WINTER),
            charge("sanhe", "li", WINTER, "2.0", "wang"),
        )
        ran(before, Replace("wang", "wang"))

    def test_a_helper_is_promoted_and_helps_no_more(self) -> None:
        before = register(
            charge("sanhe", "li", BEGUN),
            step("wang", PostingStep.HELP, BEGUN, PayeeId("wang")),
            step("wang", PostingStep.PAY_TO, WINTER, PayeeId("li")),
            step("wang", PostingStep.END, SPRING),
        )
        _, commands = ran(before, Replace("wang", "wang"))
        assert told(commands) == [
            [
                ("end", "li", "2016-09-01"),
                *[("withdraw", "wang", "")] * 2,
                ("promote", "wang", "2016-09-01"),
            ]
        ]

    def test_a_helper_who_takes_charge_later_anyway_takes_it_earlier(self) -> None:
        before = register(
            charge("sanhe", "li", BEGUN),
            step("li", PostingStep.END, WINTER),
            step("wang", PostingStep.HELP, date(2016, 10, 1), PayeeId("wang")),
            step("wang", PostingStep.PROMOTE, WINTER, Terms("3.0", "li")),
            step("wang", PostingStep.STEP_DOWN, SPRING),
        )
        after, _ = ran(before, Replace("wang", "wang"))
        assert [(str(each.partner), str(each.period)) for each in after.network().postings] == [
            ("li", "2015-06-01 to before 2016-09-01"),
            ("wang", "2016-09-01 to before 2016-12-01"),
            ("wang", "2016-12-01 to before 2017-03-01"),
        ]

    def test_who_takes_charge_after_that_anyway_takes_it_earlier(self) -> None:
        before = register(
            charge("sanhe", "li", BEGUN),
            step("li", PostingStep.END, WINTER),
            charge("sanhe", "wang", WINTER, "3.0", "wang"),
            step("wang", PostingStep.END, SPRING),
        )
        after, commands = ran(before, Replace("wang", "li"))
        assert told(commands) == [
            [
                ("withdraw", "li", ""),
                ("end", "li", "2016-09-01"),
                ("withdraw", "wang", ""),
                ("take_charge", "wang", "2016-09-01"),
                ("end", "wang", "2016-12-01"),
                ("take_charge", "wang", "2016-12-01"),
            ]
        ]
        assert [(str(each.payee), str(each.period)) for each in after.network().postings[1:]] == [
            ("li", "2016-09-01 to before 2016-12-01"),
            ("wang", "2016-12-01 to before 2017-03-01"),
        ]

    def test_who_would_have_stepped_down_later_helps_from_then_on(self) -> None:
        before = register(
            charge("sanhe", "li", BEGUN),
            step("li", PostingStep.PAY_TO, WINTER, PayeeId("wang")),
            step("li", PostingStep.ADOPT, WINTER, VersionId("2.0")),
            step("li", PostingStep.STEP_DOWN, SPRING),
            charge("sanhe", "zhao", SPRING, "3.0"),
        )
        after, _ = ran(before, Replace("wang", "wang"))
        [helper] = after.network().helpers
        assert (helper.partner, helper.payee, helper.period.start) == ("li", "wang", SPRING)

    def test_who_was_in_charge_before_is_told_by_the_last_terms(self) -> None:
        before = register(
            charge("sanhe", "wang", BEGUN, "1.0"),
            step("wang", PostingStep.STEP_DOWN, date(2015, 9, 1)),
            step("wang", PostingStep.PROMOTE, date(2015, 10, 1), Terms("2.0", "wang")),
        )
        _, commands = ran(before, End())
        assert told(commands) == [[("adopt", "wang", "2016-09-01")]]

    def test_a_partner_between_two_stations_has_them_judged_together(self) -> None:
        before = register(charge("sanhe", "li", BEGUN), charge("taohua", "wang", BEGUN))
        adoptions = Adoptions([Adoption(version="3.0", centre="feixi", start=AUTUMN)])
        versions = [each if each.id != "3.0" else evolve(each, since=AUTUMN) for each in CHARTER.versions]
        assert len(versions) == 3
        decisions = Decisions(
            [
                Decision(station="sanhe", version="3.0", measure=Replace("wang", "wang")),
                Decision(station="taohua", version="3.0", measure=Replace("zhao", "li")),
            ],
            otherwise=Refuse(),
        )
        # Wang qualifies and stays at Taohua, so that Sanhe asks for one who is not free.
        plan = planned(before.network(), adoptions, AUTUMN, decisions)
        [together] = moving(plan, before)
        assert len(together) == 3
        apart = planned(
            register(charge("sanhe", "zhao", BEGUN), charge("taohua", "wang", BEGUN)).network(),
            adoptions,
            AUTUMN,
            decisions,
        )
        assert len(moving(apart, register(charge("sanhe", "zhao", BEGUN), charge("taohua", "wang", BEGUN)))) == 2


class TestInTheWay:
    """While somebody does not qualify and nothing is decided, a register is told nothing."""

    def test_it_is_refused(self) -> None:
        before = register(charge("sanhe", "li", BEGUN))
        adoptions = Adoptions([Adoption(version="3.0", station="sanhe", start=AUTUMN)])
        plan = planned(before.network(), adoptions, AUTUMN, Decisions([], otherwise=Refuse()))
        with pytest.raises(TransitionRefused) as caught:
            moving(plan, before)
        assert caught.value.moves == plan.in_the_way


class TestEndingAndSuspending:
    """What ends is told by one step, and so is what is suspended."""

    def test_an_end_is_told(self) -> None:
        after, commands = ran(register(charge("sanhe", "li", BEGUN)), End())
        assert told(commands) == [[("end", "li", "2016-09-01")]]
        assert after.charged_on("sanhe", AUTUMN) is None

    def test_one_that_ends_on_its_first_day_is_told(self) -> None:
        after, _ = ran(register(charge("sanhe", "li", AUTUMN)), End())
        assert after.network().postings == ()

    def test_a_station_is_suspended_and_keeps_who_is_posted_there(self) -> None:
        after, commands = ran(register(charge("sanhe", "li", BEGUN)), Suspend())
        assert told(commands) == [[("suspend", "sanhe", "2016-09-01")]]
        resumed, _ = after.take(Take(StationId("sanhe"), StationStep.RESUME, WINTER), known=known(2))
        assert [str(each.period) for each in resumed.network().postings] == [
            "2015-06-01 to before 2016-09-01",
            "from 2016-12-01",
        ]

    def test_a_station_that_opens_again_is_suspended_again(self) -> None:
        before = register(
            charge("sanhe", "li", BEGUN),
            step("li", PostingStep.END, WINTER),
            Take(StationId("sanhe"), StationStep.CLOSE, WINTER),
            Take(StationId("sanhe"), StationStep.REOPEN, SPRING, CentreId("feixi")),
            charge("sanhe", "li", SPRING),
        )
        _, commands = ran(before, Suspend())
        assert told(commands) == [[("suspend", "sanhe", str(AUTUMN)), ("suspend", "sanhe", str(SPRING))]]

    @pytest.mark.parametrize("measure", [Replace("wang", "wang"), End()])
    def test_a_stay_that_a_suspension_parts_is_ended_once(self, measure: Measure) -> None:
        before = register(
            charge("sanhe", "li", BEGUN),
            Take(StationId("sanhe"), StationStep.SUSPEND, WINTER),
            Take(StationId("sanhe"), StationStep.RESUME, SPRING),
        )
        _, [commands] = ran(before, measure)
        assert len([each for each in commands if each.subject == Post("sanhe", "li")]) == 1

    def test_suspended_it_stays_so_whatever_else_is_told_there(self) -> None:
        before = register(charge("sanhe", "wang", BEGUN, "1.0"))
        adoptions = Adoptions(
            [
                Adoption(version="2.0", station="sanhe", start=date(2016, 3, 1)),
                Adoption(version="3.0", station="sanhe", start=AUTUMN),
            ]
        )
        decisions = Decisions([Decision(station="sanhe", version="3.0", measure=Suspend())], otherwise=Refuse())
        unexamined = register(charge("sanhe", "li", BEGUN, "1.0"))
        plan = planned(unexamined.network(), adoptions, BEGUN, decisions)
        assert told([*moving(plan, unexamined)]) == [
            [("adopt", "li", "2016-03-01"), ("suspend", "sanhe", "2016-09-01")]
        ]
        assert len(moving(planned(before.network(), adoptions, BEGUN, decisions), before)) == 1
