"""The life of a permission: given for a time, taken back for a cause, and over on the day that was stated."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from rural_taobao.days import NotADay
from rural_taobao.identifiers import MalformedIdentifier
from rural_taobao.instants import CHINA
from rural_taobao.kinds import WrongKind
from rural_taobao.lives import (
    PERMISSION_LIFE,
    Grant,
    Happening,
    History,
    Leave,
    PermissionHistory,
    PermissionState,
    PermissionStep,
    RevokedFor,
)
from rural_taobao.lives.walks import DatedTooEarly, DetailUnfit, NoArrow
from rural_taobao.network import WithdrawnByHouse
from rural_taobao.periods import Period, PeriodBackwards
from tests.odd_values import Wrong

TOLD = datetime(2016, 1, 1, tzinfo=CHINA.timezone)
PERMIT, REVOKE, END = PermissionStep.PERMIT, PermissionStep.REVOKE, PermissionStep.END
CAUSE = RevokedFor(WithdrawnByHouse())


def may(day: int) -> date:
    return date(2016, 5, day)


def permission(*steps: tuple[PermissionStep, int, Any]) -> PermissionHistory:
    happenings = [
        Happening(f"h-{place}", step, may(day), TOLD + timedelta(hours=place), detail, turn=place)
        for place, (step, day, detail) in enumerate(steps)
    ]
    return History(PERMISSION_LIFE, Grant("loans", "sanhe", "li"), happenings)


class TestLeaveThatIsOver:
    """What is given until a day has ended from that day on, without a step, and can then be given again."""

    def test_it_is_over_on_the_day_that_was_stated(self) -> None:
        history = permission((PERMIT, 1, Leave(may(11))))
        states = [history.state(may(day)) for day in (1, 10, 11, 31)]
        assert states == [PermissionState.PERMITTED] * 2 + [PermissionState.ENDED] * 2
        assert history.holding() == (Period(may(1), may(11)),)
        assert history.periods(PermissionState.ENDED) == (Period(may(11)),)
        assert str(history) == "permission for loans of partner li at station sanhe"

    def test_it_can_be_given_again_from_that_day_on_and_not_before(self) -> None:
        history = permission((PERMIT, 1, Leave(may(11))), (PERMIT, 11, Leave()))
        assert history.holding() == (Period(may(1)),)
        later = permission((PERMIT, 1, Leave(may(11))), (PERMIT, 20, Leave()))
        assert later.holding() == (Period(may(1), may(11)), Period(may(20)))
        with pytest.raises(NoArrow, match="while it is permitted; from there it can take 'revoke' or 'end'"):
            permission((PERMIT, 1, Leave(may(11))), (PERMIT, 10, Leave()))

    def test_what_is_over_is_neither_revoked_nor_given_back(self) -> None:
        assert permission((PERMIT, 1, Leave(may(11))), (REVOKE, 10, CAUSE)).holding() == (Period(may(1), may(10)),)
        assert permission((PERMIT, 1, Leave(may(11))), (END, 10, None)).holding() == (Period(may(1), may(10)),)
        for step, detail in ((REVOKE, CAUSE), (END, None)):
            with pytest.raises(NoArrow, match="while it is ended; from there it can take 'permit' or 'enter'"):
                permission((PERMIT, 1, Leave(may(11))), (step, 11, detail))

    def test_what_was_taken_back_before_does_not_end_once_more(self) -> None:
        history = permission((PERMIT, 1, Leave(may(11))), (REVOKE, 5, CAUSE), (PERMIT, 8, Leave(may(21))))
        assert [history.state(may(day)) for day in (7, 8, 11, 20, 21)] == [
            PermissionState.REVOKED,
            PermissionState.PERMITTED,
            PermissionState.PERMITTED,
            PermissionState.PERMITTED,
            PermissionState.ENDED,
        ]
        assert history.holding() == (Period(may(1), may(5)), Period(may(8), may(21)))

    @pytest.mark.parametrize("until", [1, 2])
    def test_it_ends_after_it_begins(self, until: int) -> None:
        with pytest.raises(PeriodBackwards):
            permission((PERMIT, 2, Leave(may(until))))


class TestWhatAPermissionStates:
    """Whoever gives leave says until when, or that no end is known, and whoever takes it back says why."""

    @pytest.mark.parametrize(
        ("step", "detail", "told"),
        [
            (PERMIT, None, "must state a length of leave, but nothing was given"),
            (PERMIT, CAUSE, "must state a length of leave, but a cause was given"),
        ],
    )
    def test_leave_without_its_length(self, step: PermissionStep, detail: Any, told: str) -> None:
        with pytest.raises(DetailUnfit, match=told):
            permission((step, 1, detail))

    @pytest.mark.parametrize("detail", [None, Leave()])
    def test_a_revocation_without_a_cause(self, detail: Any) -> None:
        with pytest.raises(DetailUnfit, match="must state a cause"):
            permission((PERMIT, 1, Leave()), (REVOKE, 2, detail))

    def test_what_is_revoked_before_it_is_given(self) -> None:
        with pytest.raises(DatedTooEarly):
            permission((PERMIT, 2, Leave()), (REVOKE, 1, CAUSE))

    @pytest.mark.parametrize("wrong", ["2016-05-01", 20160501, TOLD])
    def test_a_day_that_is_none(self, wrong: Wrong) -> None:
        with pytest.raises(NotADay):
            Leave(wrong)

    @pytest.mark.parametrize("wrong", ["house", None, WithdrawnByHouse])
    def test_a_cause_that_is_none(self, wrong: Wrong) -> None:
        with pytest.raises(WrongKind):
            RevokedFor(wrong)

    @pytest.mark.parametrize("wrong", [("", "sanhe", "li"), ("loans", "san he", "li"), ("loans", "sanhe", "")])
    def test_a_permission_of_no_name(self, wrong: tuple[str, str, str]) -> None:
        with pytest.raises(MalformedIdentifier):
            Grant(*wrong)
