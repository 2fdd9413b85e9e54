"""The laws of histories: what is known of one thing, on any day, by any instant."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.days import NotADay
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.identifiers import CentreId, MalformedIdentifier, StationId, VersionId
from rural_taobao.instants import CHINA, NotAnInstant, UtcOffset
from rural_taobao.kinds import WrongKind, WrongNumber
from rural_taobao.lives import (
    STATION_LIFE,
    Cancellation,
    CentreStep,
    Happening,
    History,
    Leave,
    Passage,
    Reason,
    StationHistory,
    StationState,
    StationStep,
)
from rural_taobao.lives.details import ReasonBlank
from rural_taobao.lives.histories import KnownTooEarly
from rural_taobao.lives.walks import (
    CorrectsInVain,
    DatedTooEarly,
    DetailUnfit,
    HappeningTwice,
    NoArrow,
    TurnTaken,
)
from rural_taobao.periods import Period
from rural_taobao.testing.history_strategies import (
    centre_histories,
    partner_histories,
    payee_histories,
    permission_histories,
    posting_histories,
    station_histories,
)
from rural_taobao.timeline import TimelineEmpty
from tests.odd_values import Wrong

AnyHistory = History[Any, Any, Any]
any_history: st.SearchStrategy[AnyHistory] = st.one_of(
    centre_histories(),
    station_histories(),
    partner_histories(),
    posting_histories(),
    payee_histories(),
    permission_histories(),
)
FEIXI, CHANGFENG = CentreId("feixi"), CentreId("changfeng")


def odd(value: object) -> Wrong:
    return value


def may(day: int) -> date:
    return date(2015, 5, day)


def told(number: int) -> datetime:
    return datetime(2016, 1, 1, tzinfo=CHINA.timezone) + timedelta(hours=number)


def step(number: int, what: StationStep, day: int, **facts: Any) -> Happening[StationStep]:
    """A step that becomes known in the order of its number."""
    needs = what in {StationStep.PROPOSE, StationStep.MOVE, StationStep.REOPEN}
    usual: dict[str, Any] = {"known": told(number), "detail": FEIXI if needs else None}
    return Happening(f"h-{number}", what, may(day), **(usual | facts))


BEGUN = [
    step(1, StationStep.PROPOSE, 1),
    step(2, StationStep.SURVEY, 5),
    step(3, StationStep.PREPARE, 10),
    step(4, StationStep.OPEN, 20),
]


def sanhe(*more: Any) -> StationHistory:
    return History(STATION_LIFE, StationId("sanhe"), [*BEGUN, *more])


def turning_days(history: AnyHistory) -> set[date]:
    """The days on which something holds for the first time, and those before and after: between them nothing does."""
    happened = [record for record in history.records if isinstance(record, Happening)]
    days = {record.day for record in happened}
    days |= {each.detail.until for each in happened if isinstance(each.detail, Leave) and each.detail.until is not None}
    return {day + timedelta(off) for day in days for off in (-1, 0, 1)}


def answers(history: AnyHistory, known_by: datetime | None) -> dict[date, object]:
    return {day: history.state(day, known_by) for day in turning_days(history)}


def after(passage: Passage[Any, Any], day: date) -> object:
    """The state on a day after a step, if no other was taken: what it states may be over by then."""
    leave = passage.happening.detail
    if isinstance(leave, Leave) and leave.until is not None and leave.until <= day:
        return passage.arrow.lapses
    return passage.arrow.end


class TestWalkingAlongArrows:
    """
    Every state is reached by arrows, and the state on a day is the one that the last of them leads to.

    Only where it was stated until when that holds, and the day has come, another state follows without a step.
    """

    @given(any_history)
    def test_each_arrow_begins_where_the_one_before_ended(self, history: AnyHistory) -> None:
        for record in history.records:
            passages = history.passages(record.known)
            ends = [None, *(after(one, other.day) for one, other in pairwise(passages))]
            assert [passage.arrow.start for passage in passages] == ends[: len(passages)]
            for passage in passages:
                assert passage.arrow in history.life_cycle.arrows
                assert passage.arrow.step is passage.happening.step
            assert not {passage.arrow.start for passage in passages} & history.life_cycle.finals
            turns = [(passage.happening.day, passage.happening.turn) for passage in passages]
            assert all(one < other for one, other in pairwise(turns))

    @given(any_history)
    def test_the_state_on_a_day_is_that_of_the_last_step_by_then(self, history: AnyHistory) -> None:
        for day, state in answers(history, None).items():
            by_then = [after(passage, day) for passage in history.passages() if passage.day <= day]
            assert state == (by_then[-1] if by_then else None)

    @given(any_history)
    def test_periods_of_a_state_hold_the_days_on_which_it_is_the_state(self, history: AnyHistory) -> None:
        by_state = {state: history.periods(state) for state in history.life_cycle.states}
        for day, state in answers(history, None).items():
            assert [each for each, periods in by_state.items() if any(day in period for period in periods)] == (
                [] if state is None else [state]
            )
        for periods in by_state.values():
            assert all(one.end is not None and one.end < other.start for one, other in pairwise(periods))
        holding = history.holding()
        for day, state in answers(history, None).items():
            assert any(day in period for period in holding) == (state in history.life_cycle.holds)

    @given(any_history)
    def test_the_timeline_tells_the_same_and_repeats_nothing(self, history: AnyHistory) -> None:
        if not history.passages():
            with pytest.raises(TimelineEmpty):
                history.timeline()
            return
        line = history.timeline()
        assert all(one.value is not other.value for one, other in pairwise(line.entries))
        for day, state in answers(history, None).items():
            assert state is None if day < line.covered.start else line.at(day) is state

    def test_a_life_is_asked_on_its_days(self) -> None:
        history = sanhe(
            step(5, StationStep.SUSPEND, 25), step(6, StationStep.RESUME, 27), step(7, StationStep.CLOSE, 30)
        )
        assert history.state(date(2015, 4, 30)) is None
        assert [history.state(may(day)) for day in (1, 4, 5, 19, 20, 24, 25, 26, 27, 30)] == [
            StationState.PROPOSED,
            StationState.PROPOSED,
            StationState.SURVEYED,
            StationState.OPENING,
            StationState.OPEN,
            StationState.OPEN,
            StationState.SUSPENDED,
            StationState.SUSPENDED,
            StationState.OPEN,
            StationState.CLOSED,
        ]
        assert history.holding() == (Period(may(20), may(25)), Period(may(27), may(30)))
        assert history.periods(StationState.OPEN, StationState.SUSPENDED) == (Period(may(20), may(30)),)
        assert history.periods() == ()
        assert str(history) == "station sanhe"

    def test_several_steps_of_a_day_go_by_their_turns(self) -> None:
        opened = date(2015, 6, 1)
        steps = [StationStep.OPEN, StationStep.PREPARE, StationStep.SURVEY, StationStep.PROPOSE]
        life = [
            Happening(each, each, opened, told(1), FEIXI if each is StationStep.PROPOSE else None, turn=3 - place)
            for place, each in enumerate(steps)
        ]
        history = History(STATION_LIFE, StationId("sanhe"), life)
        assert history.state(opened) is StationState.OPEN
        assert history.periods(StationState.SURVEYED) == ()
        assert history.timeline().changes() == (opened,)

    def test_a_centre_runs_a_station_until_the_next_one_does(self) -> None:
        history = sanhe(
            step(5, StationStep.MOVE, 22, detail=CHANGFENG),
            step(6, StationStep.CLOSE, 25, detail=Reason("flooded")),
            step(7, StationStep.REOPEN, 28, detail=FEIXI),
        )
        assert history.holding() == (Period(may(20), may(25)), Period(may(28)))
        centres = history.stated(CentreId)
        assert [(entry.period.start, entry.value) for entry in centres.entries] == [
            (may(1), FEIXI),
            (may(22), CHANGFENG),
            (may(28), FEIXI),
        ]
        assert history.stated(Reason).at(may(26)).text == "flooded"
        assert history.stated(CentreId, known_by=told(5)).changes() == (may(1), may(22))
        with pytest.raises(TimelineEmpty):
            history.stated(VersionId)


class TestTwoTimes:
    """What is known by an instant never changes when something becomes known later."""

    @given(any_history)
    def test_a_history_cut_off_at_an_instant_is_what_was_known_by_it(self, history: AnyHistory) -> None:
        for record in history.records:
            cut = [each for each in history.records if each.known <= record.known]
            then = History(history.life_cycle, history.subject, cut)
            assert answers(then, None) == {day: history.state(day, record.known) for day in turning_days(then)}
            assert then.passages() == history.passages(record.known)
            assert then.holding() == history.holding(record.known)

    @given(any_history)
    def test_before_anything_is_known_there_is_nothing(self, history: AnyHistory) -> None:
        if history.records:
            eve = history.records[0].known - timedelta(microseconds=1)
            assert history.passages(eve) == ()
            assert history.holding(eve) == ()
            assert set(answers(history, eve).values()) <= {None}

    @given(any_history, st.data())
    def test_records_in_any_order_and_one_by_one_give_the_same(self, history: AnyHistory, data: st.DataObject) -> None:
        shuffled = data.draw(st.permutations(history.records))
        assert History(history.life_cycle, history.subject, shuffled) == history
        grown: AnyHistory = History(history.life_cycle, history.subject)
        for record in history.records:
            grown = grown.with_records(record)
        assert grown == history
        assert answers(grown, None) == answers(history, None)

    def test_an_instant_is_the_same_on_any_clock(self) -> None:
        there = told(4).astimezone(UtcOffset(-210).timezone)
        assert sanhe().state(may(20), known_by=there) is StationState.OPEN
        assert sanhe().state(may(20), known_by=there - timedelta(microseconds=1)) is StationState.OPENING

    def test_a_correction_takes_the_place_of_what_it_names_or_leaves_it_empty(self) -> None:
        history = sanhe().with_records(step(5, StationStep.OPEN, 25, replaces="h-4"))
        assert history.holding() == (Period(may(25)),)
        assert history.holding(known_by=told(4)) == (Period(may(20)),)
        gone = history.with_records(Cancellation("h-6", "h-5", told(6)))
        assert gone.state(may(30)) is StationState.OPENING
        assert gone.state(may(30), known_by=told(5)) is StationState.OPEN

    def test_what_only_together_makes_a_way_is_told_together(self) -> None:
        later = step(5, StationStep.PREPARE, 24, replaces="h-3")
        with pytest.raises(DatedTooEarly):
            sanhe().with_records(later)
        both = sanhe().with_records(later, step(6, StationStep.OPEN, 28, replaces="h-4", known=told(5)))
        assert both.holding() == (Period(may(28)),)

    def test_a_day_may_lie_after_what_is_known(self) -> None:
        planned = sanhe(Happening("h-5", StationStep.CLOSE, date(2030, 1, 1), told(5)))
        assert planned.holding() == (Period(may(20), date(2030, 1, 1)),)


class TestRefusals:
    """What would break a law is refused with that law and the facts, and leaves all as it was."""

    @pytest.mark.parametrize(
        ("record", "error", "words"),
        [
            (step(5, StationStep.PREPARE, 25), NoArrow, "it is open; from there it can take 'suspend' or 'close'"),
            (step(5, StationStep.PROPOSE, 25), NoArrow, "'propose' (h-5) on 2015-05-25"),
            (step(5, StationStep.OPEN, 25), NoArrow, "'open' (h-5)"),
            (step(5, StationStep.SURVEY, 22), NoArrow, "'survey' (h-5)"),
            (step(5, StationStep.DROP, 2), NoArrow, "(h-2) on 2015-05-05 was given while it is dropped; no arrow"),
            (step(5, StationStep.CLOSE, 19), DatedTooEarly, "'open' (h-4) on 2015-05-20, but 'close' (h-5)"),
            (step(5, StationStep.SUSPEND, 4), DatedTooEarly, "'open' (h-4) on 2015-05-20"),
            (step(5, StationStep.SURVEY, 11, replaces="h-2"), DatedTooEarly, "(h-5) on 2015-05-11, but 'prepare'"),
            (step(5, StationStep.CLOSE, 20), TurnTaken, "have the same"),
            (step(5, StationStep.MOVE, 22, detail=None), DetailUnfit, "must state a county centre, but nothing was"),
            (step(5, StationStep.MOVE, 22, detail=Reason("near")), DetailUnfit, "but a reason was given"),
            (step(5, StationStep.CLOSE, 22, detail=FEIXI), DetailUnfit, "must state nothing, or a reason, but a"),
            (step(4, StationStep.OPEN, 20), HappeningTwice, "h-4 came again for station sanhe"),
            (step(5, StationStep.CLOSE, 22, known=told(4)), KnownTooEarly, "last at 2016-01-01T04:00:00+08:00"),
            (step(5, StationStep.CLOSE, 22, known=told(0)), KnownTooEarly, "h-5 was given as known at"),
            (Cancellation("h-5", "h-9", told(5)), CorrectsInVain, "h-9, which is no happening that was recorded"),
            (Cancellation("h-5", "h-5", told(5)), CorrectsInVain, "h-5, which is no happening that was recorded"),
            (step(5, StationStep.OPEN, 22, replaces="h-5"), CorrectsInVain, "h-5, which became known no earlier"),
            (Cancellation("h-5", "h-2", told(5)), NoArrow, "(h-3) on 2015-05-10 was given while it is proposed"),
        ],
    )  # fmt: skip
    def test_one_record_more(self, record: Any, error: type[RuralTaobaoError], words: str) -> None:
        history, before = sanhe(), sanhe()
        with pytest.raises(error) as refused:
            history.with_records(record)
        assert words in str(refused.value)
        assert history == before
        assert history.passages() == before.passages()

    def test_nothing_is_corrected_twice(self) -> None:
        put_right = sanhe(step(5, StationStep.OPEN, 25, replaces="h-4"))
        with pytest.raises(CorrectsInVain) as refused:
            put_right.with_records(Cancellation("h-6", "h-4", told(6)))
        assert "names h-4, which h-5 has corrected already" in str(refused.value)

    def test_the_first_step_leads_out_of_nothing(self) -> None:
        with pytest.raises(NoArrow) as refused:
            History(STATION_LIFE, StationId("sanhe"), BEGUN[3:])
        assert str(refused.value).endswith("while it is not there yet; from there it can take 'propose' or 'enter'")

    def test_a_history_of_one_id_twice(self) -> None:
        with pytest.raises(HappeningTwice):
            sanhe(BEGUN[3])

    def test_what_was_corrected_too_early_in_a_history_as_a_whole(self) -> None:
        with pytest.raises(CorrectsInVain):
            sanhe(Cancellation("h-0", "h-4", told(3)))

    @pytest.mark.parametrize(
        ("made", "error"),
        [
            (lambda: History(STATION_LIFE, odd(CentreId("feixi"))), WrongKind),
            (lambda: History(STATION_LIFE, odd("sanhe")), WrongKind),
            (lambda: History(odd("station"), StationId("sanhe")), WrongKind),
            (lambda: sanhe("open"), WrongKind),
            (lambda: sanhe(Happening("h-5", CentreStep.CLOSE, may(25), told(5))), WrongKind),
            (lambda: step(5, "close", 25), WrongKind),  # type: ignore[arg-type]
            (lambda: step(5, StationStep.CLOSE, 25, turn=-1), WrongNumber),
            (lambda: step(5, StationStep.CLOSE, 25, known=datetime(2016, 1, 1)), NotAnInstant),  # noqa: DTZ001 - refused
            (lambda: step(5, StationStep.CLOSE, 25, replaces=""), MalformedIdentifier),
            (lambda: Happening("h-5", StationStep.CLOSE, told(5), told(5)), NotADay),
            (lambda: Cancellation("h-5", "", told(5)), MalformedIdentifier),
            (lambda: Cancellation("h-5", "h-4", may(5)), NotAnInstant),  # type: ignore[arg-type]
            (lambda: Reason(" "), ReasonBlank),
            (lambda: Reason(3), ReasonBlank),  # type: ignore[arg-type]
            (lambda: sanhe().state(told(5)), NotADay),
            (lambda: sanhe().state(may(5), known_by=may(5)), NotAnInstant),  # type: ignore[arg-type]
        ],
    )
    def test_what_is_of_another_kind(self, made: Any, error: type[RuralTaobaoError]) -> None:
        with pytest.raises(error):
            made()

    def test_what_a_reason_says_stays_out_of_repr(self) -> None:
        assert "ill" not in repr(Reason("ill"))
