"""What a network is built of today, given by histories."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from attrs import evolve
from hypothesis import given

from rural_taobao.identifiers import CentreId, PartnerId, PayeeId, StationId, VersionId
from rural_taobao.instants import CHINA
from rural_taobao.lives import (
    CENTRE_LIFE,
    PARTNER_LIFE,
    POSTING_LIFE,
    STATION_LIFE,
    Cancellation,
    CentreStep,
    Happening,
    History,
    PartnerHistory,
    PartnerStep,
    Post,
    PostingHistory,
    PostingState,
    PostingStep,
    Reason,
    Site,
    StationStep,
    Terms,
    exam_day,
    helper_postings,
    postings,
)
from rural_taobao.lives.walks import Passage
from rural_taobao.network import Engagement, HelperPosting, Network, Posting
from rural_taobao.periods import Period
from rural_taobao.samples import one_village
from rural_taobao.testing.history_strategies import partner_histories, posting_histories

OPENED = date(2015, 6, 1)
TOLD = datetime(2016, 1, 1, tzinfo=CHINA.timezone)
POST = Post("sanhe", "li")


def life(*steps: tuple[Any, date] | tuple[Any, date, Any]) -> list[Happening[Any]]:
    """Steps that became known one after the other, each a day and perhaps a detail."""
    return [
        Happening(f"h-{turn}", step, day, TOLD + timedelta(hours=turn), *detail, turn=turn)
        for turn, (step, day, *detail) in enumerate(steps)
    ]


def posting(*steps: tuple[Any, date] | tuple[Any, date, Any]) -> PostingHistory:
    return History(POSTING_LIFE, POST, life(*steps))


def month(number: int) -> date:
    return date(2016, number, 1)


class TestANetworkOfHistories:
    """The village that is written down as periods is the same as the one that histories give."""

    def village(self, known_by: datetime | None = None) -> Network:
        base = one_village()
        centre = History(
            CENTRE_LIFE,
            CentreId("feixi"),
            life((CentreStep.PLAN, OPENED, Site("340123", "feixi")), (CentreStep.OPEN, OPENED)),
        )
        station = History(
            STATION_LIFE,
            StationId("sanhe"),
            life(
                (StationStep.PROPOSE, OPENED, CentreId("feixi")),
                (StationStep.SURVEY, OPENED),
                (StationStep.PREPARE, OPENED),
                (StationStep.OPEN, OPENED),
            ),
        )
        partner: PartnerHistory = History(
            PARTNER_LIFE,
            PartnerId("li"),
            life(
                (PartnerStep.APPLY, date(2015, 5, 2)),
                (PartnerStep.EXAMINE, date(2015, 5, 20)),
                (PartnerStep.TRAIN, date(2015, 5, 29)),
                (PartnerStep.TRY_OUT, OPENED, Engagement.FULL_TIME),
                (PartnerStep.CONTRACT, date(2015, 9, 1)),
            ),
        )
        [open_days] = centre.holding(known_by)
        [served] = station.holding(known_by)
        [contract] = partner.holding(known_by)
        runs = station.stated(CentreId, known_by).at(served.start)
        return evolve(
            base,
            centres=[evolve(base.centres[0], open=open_days)],
            stations=[evolve(base.stations[0], open=served, centre=runs)],
            partners=[evolve(base.partners[0], contract=contract, examined=exam_day(partner, known_by))],
            postings=postings(posting((PostingStep.TAKE_CHARGE, OPENED, Terms("2.0", "li"))), known_by),
        )

    def test_is_the_one_village(self) -> None:
        assert self.village() == one_village()
        assert self.village(known_by=TOLD + timedelta(hours=5)) == one_village()


def is_said_to_go_back(passages: Sequence[Passage[PostingState, PostingStep]]) -> bool:
    """Whether the last step says so, or one before it on its day, since when the version is the same."""
    said, version, day = False, None, None
    for passage in passages:
        detail = passage.happening.detail
        named = detail.version if isinstance(detail, Terms) else detail
        in_charge = passage.arrow.end is PostingState.IN_CHARGE
        under = None if not in_charge else named if isinstance(named, VersionId) else version
        goes_on = in_charge and under == version and passage.day == day
        says_so = passage.happening.step is PostingStep.REVERT or (isinstance(detail, Terms) and detail.reverts)
        said, version, day = says_so or (said and goes_on), under, passage.day
    return said


class TestPostings:
    """A posting in charge is given for each stretch under one version, a helper's for each stretch of helping."""

    @given(posting_histories())
    def test_they_hold_on_the_days_of_their_state_and_on_no_others(self, history: PostingHistory) -> None:
        for record in history.records:
            known = record.known
            charged, helping = postings(history, known), helper_postings(history, known)
            days = {passage.day + timedelta(off) for passage in history.passages(known) for off in (-1, 0, 1)}
            for day in days:
                state = history.state(day, known)
                assert sum(day in each.period for each in charged) == (state is PostingState.IN_CHARGE)
                assert sum(day in each.period for each in helping) == (state is PostingState.HELPER)

    @given(posting_histories())
    def test_the_version_and_the_payee_are_the_last_that_were_named(self, history: PostingHistory) -> None:
        held: list[Posting | HelperPosting] = [*postings(history), *helper_postings(history)]
        for each in held:
            there = [passage.happening for passage in history.passages() if passage.day <= each.period.start]
            payees = [it.detail.payee if isinstance(it.detail, Terms) else it.detail for it in there]
            assert each.payee == [payee for payee in payees if isinstance(payee, PayeeId)][-1]
            if isinstance(each, Posting):
                versions = [it.detail.version if isinstance(it.detail, Terms) else it.detail for it in there]
                assert each.version == [version for version in versions if isinstance(version, VersionId)][-1]
                passages = [passage for passage in history.passages() if passage.day <= each.period.start]
                assert each.reverts == is_said_to_go_back(passages)
        for one, other in pairwise(postings(history)):
            same = (one.version, one.payee, one.reverts) == (other.version, other.payee, other.reverts)
            assert one.period.end != other.period.start or not same

    def test_a_helper_is_promoted_adopts_a_version_steps_down_and_goes(self) -> None:
        history = posting(
            (PostingStep.HELP, month(1), PayeeId("family")),
            (PostingStep.PROMOTE, month(2), Terms("2.0", "li")),
            (PostingStep.ADOPT, month(4), VersionId("3.0")),
            (PostingStep.PAY_TO, month(5), PayeeId("family")),
            (PostingStep.REVERT, month(6), VersionId("2.0")),
            (PostingStep.STEP_DOWN, month(8)),
            (PostingStep.END, month(9), Reason("moved away")),
        )
        assert postings(history) == (
            Posting("sanhe", "li", "li", "2.0", Period(month(2), month(4))),
            Posting("sanhe", "li", "li", "3.0", Period(month(4), month(5))),
            Posting("sanhe", "li", "family", "3.0", Period(month(5), month(6))),
            Posting("sanhe", "li", "family", "2.0", Period(month(6), month(8)), reverts=True),
        )
        assert helper_postings(history) == (
            HelperPosting("sanhe", "li", "family", Period(month(1), month(2))),
            HelperPosting("sanhe", "li", "family", Period(month(8), month(9))),
        )
        assert helper_postings(history, TOLD) == (HelperPosting("sanhe", "li", "family", Period(month(1))),)
        assert str(history) == "posting of partner li at station sanhe"

    def test_who_was_never_posted_has_none(self) -> None:
        assert not postings(posting())
        assert not helper_postings(posting())
        taken_back = posting((PostingStep.HELP, month(1), PayeeId("li"))).with_records(
            Cancellation("h-9", "h-0", TOLD + timedelta(days=1))
        )
        assert helper_postings(taken_back) == ()
        assert postings(taken_back) == ()


class TestTheExamination:
    """A partner is examined from the first day on which the examination was passed."""

    @given(partner_histories())
    def test_is_a_day_of_a_step_that_says_so(self, history: PartnerHistory) -> None:
        days = [each.day for each in history.passages() if each.happening.step is PartnerStep.EXAMINE]
        assert exam_day(history) == min(days, default=None)

    def test_may_come_after_the_contract_and_again_and_the_first_one_counts(self) -> None:
        history: PartnerHistory = History(
            PARTNER_LIFE,
            PartnerId("li"),
            life(
                (PartnerStep.APPLY, month(1)),
                (PartnerStep.TRAIN, month(2)),
                (PartnerStep.CONTRACT, month(3), Engagement.FULL_TIME),
                (PartnerStep.EXAMINE, month(4)),
                (PartnerStep.EXAMINE, date(2016, 4, 20)),
                (PartnerStep.SUSPEND, month(5), Reason("an example")),
                (PartnerStep.REINSTATE, month(6)),
                (PartnerStep.LEAVE, month(7)),
                (PartnerStep.APPLY_AGAIN, month(9)),
            ),
        )
        assert exam_day(history) == month(4)
        assert exam_day(history, known_by=TOLD + timedelta(hours=2)) is None
        assert history.holding() == (Period(month(3), month(7)),)
