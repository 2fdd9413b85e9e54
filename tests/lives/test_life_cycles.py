"""The laws of life cycles: tables of arrows that begin somewhere, reach every state, and end where they say."""

from enum import StrEnum
from typing import Any

import pytest

from rural_taobao.identifiers import PayeeId
from rural_taobao.lives import (
    CENTRE_LIFE,
    PARTNER_LIFE,
    PAYEE_LIFE,
    PERMISSION_LIFE,
    POSTING_LIFE,
    STATION_LIFE,
    Arrow,
    CentreState,
    Leave,
    LifeCycle,
    PartnerState,
    PartnerStep,
    PayeeState,
    PermissionState,
    PostingState,
    PostingStep,
    Reason,
    RevokedFor,
    Site,
    StationState,
    StationStep,
    Terms,
)
from rural_taobao.lives.life_cycles import LifeCycleUnsound
from rural_taobao.network import Engagement

LIVES: list[LifeCycle[Any, Any, Any]] = [
    CENTRE_LIFE,
    STATION_LIFE,
    PARTNER_LIFE,
    POSTING_LIFE,
    PAYEE_LIFE,
    PERMISSION_LIFE,
]


class Lamp(StrEnum):
    """What a lamp is."""

    OFF = "off"
    ON = "on"
    BROKEN = "broken"


class Hand(StrEnum):
    """What is done with it."""

    HANG = "hang"
    SWITCH = "switch"
    DROP = "drop"


GOOD = [
    Arrow(None, Hand.HANG, Lamp.OFF),
    Arrow(Lamp.OFF, Hand.SWITCH, Lamp.ON),
    Arrow(Lamp.ON, Hand.SWITCH, Lamp.OFF),
    Arrow(Lamp.ON, Hand.DROP, Lamp.BROKEN),
]


def lamp(*arrows: Arrow[Lamp, Hand], finals: tuple[Lamp, ...] = (Lamp.BROKEN,)) -> LifeCycle[Lamp, Hand, str]:
    return LifeCycle("lamp", str, arrows, finals=finals, holds=[Lamp.ON])


class TestLifeCycle:
    """A step leads from a state to one state; every state is reached; final is what no arrow leaves."""

    def test_a_sound_table_is_asked_for_its_arrows(self) -> None:
        life = lamp(*GOOD)
        assert life.states == (Lamp.OFF, Lamp.ON, Lamp.BROKEN)
        assert life.steps is Hand
        assert life.arrow(None, Hand.HANG) == GOOD[0]
        assert life.arrow(Lamp.OFF, Hand.DROP) is None
        assert life.arrow(Lamp.BROKEN, Hand.SWITCH) is None
        assert life.arrows_from(Lamp.ON) == tuple(GOOD[2:])
        assert life.arrows_from(Lamp.BROKEN) == ()

    @pytest.mark.parametrize(
        ("arrows", "finals", "told"),
        [
            ([], (), "must begin somewhere, but no arrow leads out of nothing"),
            (GOOD[1:], (Lamp.BROKEN,), "must begin somewhere, but no arrow leads out of nothing"),
            ([*GOOD, Arrow(Lamp.ON, Hand.SWITCH, Lamp.ON)], (Lamp.BROKEN,), "'switch' leads from on by two arrows"),
            ([*GOOD, Arrow(None, Hand.HANG, Lamp.ON)], (Lamp.BROKEN,), "'hang' leads from nothing by two arrows"),
            (GOOD[:3], (), "no way leads to broken"),
            ([GOOD[0], *GOOD[2:]], (Lamp.BROKEN, Lamp.OFF), "no way leads to on"),
            (GOOD, (), "broken is neither final nor left"),
            (GOOD, (Lamp.BROKEN, Lamp.ON), "on is final and left"),
        ],
    )
    def test_an_unsound_one_cannot_be_built(
        self, arrows: list[Arrow[Lamp, Hand]], finals: tuple[Lamp, ...], told: str
    ) -> None:
        with pytest.raises(LifeCycleUnsound) as refused:
            lamp(*arrows, finals=finals)
        assert told in str(refused.value)


def starts(life_cycle: LifeCycle[Any, Any, Any], end: StrEnum) -> set[StrEnum | None]:
    return {arrow.start for arrow in life_cycle.arrows if arrow.end is end and arrow.start is not end}


class TestTheLives:
    """What can become of a centre, a station, a partner, a posting, a payee and a permission."""

    def test_final_is_whatever_no_way_leads_back_from(self) -> None:
        assert CENTRE_LIFE.finals == {CentreState.CLOSED, CentreState.DROPPED}
        assert STATION_LIFE.finals == {StationState.DROPPED}
        assert PARTNER_LIFE.finals == {PartnerState.REMOVED}
        assert POSTING_LIFE.finals == frozenset()
        assert PAYEE_LIFE.finals == {PayeeState.SETTLED}
        assert PERMISSION_LIFE.finals == frozenset()

    @pytest.mark.parametrize("life_cycle", LIVES, ids=lambda life_cycle: life_cycle.name)
    def test_no_arrow_leaves_a_final_state(self, life_cycle: LifeCycle[Any, Any, Any]) -> None:
        assert not [arrow for arrow in life_cycle.arrows if arrow.start in life_cycle.finals]
        assert not life_cycle.holds & life_cycle.finals

    def test_a_closed_station_is_reopened_by_its_arrow_alone(self) -> None:
        assert [arrow.step for arrow in STATION_LIFE.arrows_from(StationState.CLOSED)] == [StationStep.REOPEN]
        assert [arrow.start for arrow in STATION_LIFE.arrows if arrow.step is StationStep.REOPEN] == [
            StationState.CLOSED
        ]

    def test_what_is_closed_was_open_before(self) -> None:
        assert starts(CENTRE_LIFE, CentreState.CLOSED) == {CentreState.OPEN}
        assert starts(STATION_LIFE, StationState.CLOSED) == {StationState.OPEN, StationState.SUSPENDED}
        assert starts(STATION_LIFE, StationState.SUSPENDED) == {StationState.OPEN}

    def test_a_station_can_be_moved_as_long_as_it_is_not_closed(self) -> None:
        moved = {arrow.start for arrow in STATION_LIFE.arrows if arrow.step is StationStep.MOVE}
        assert moved == set(StationState) - {StationState.CLOSED, StationState.DROPPED}

    def test_whoever_is_in_charge_is_so_under_a_version(self) -> None:
        for arrow in POSTING_LIFE.arrows:
            takes_charge = arrow.end is PostingState.IN_CHARGE and arrow.start is not arrow.end
            assert (arrow.needs is Terms) == takes_charge

    def test_whoever_helps_or_runs_a_centre_is_paid_to_somebody(self) -> None:
        assert {arrow.needs for arrow in POSTING_LIFE.arrows if arrow.step is PostingStep.HELP} == {PayeeId}
        assert all(arrow.needs is Site for arrow in CENTRE_LIFE.arrows if arrow.start is None)

    def test_whoever_enters_a_contract_states_the_engagement_once(self) -> None:
        for arrow in PARTNER_LIFE.arrows:
            enters = arrow.end in PARTNER_LIFE.holds and arrow.start not in PARTNER_LIFE.holds
            assert (arrow.needs is Engagement) == (enters or arrow.step is PartnerStep.ENGAGE)

    def test_a_partner_is_removed_and_suspended_with_a_reason_only(self) -> None:
        demanding = {arrow.step for arrow in PARTNER_LIFE.arrows if arrow.needs is Reason}
        assert demanding == {PartnerStep.REMOVE, PartnerStep.SUSPEND, PartnerStep.PUT_ON_PROBATION}
        assert all(arrow.needs is Reason for arrow in PARTNER_LIFE.arrows if arrow.end is PartnerState.REMOVED)

    def test_whoever_is_under_contract_was_trained_or_entered_so_and_goes_or_is_sent_from_any_state(self) -> None:
        entered = {arrow.start for arrow in PARTNER_LIFE.arrows if arrow.step is PartnerStep.ENTER}
        by_then = {PartnerState.KNOWN, PartnerState.EXAMINED, PartnerState.TRAINED}
        assert entered == {None, *by_then, PartnerState.LEFT}
        contracted = [arrow for arrow in PARTNER_LIFE.arrows if arrow.end in PARTNER_LIFE.holds]
        assert {arrow.start for arrow in contracted if arrow.step is not PartnerStep.ENTER} == {
            PartnerState.TRAINED,
            *PARTNER_LIFE.holds,
        }
        there = set(PartnerState) - {PartnerState.KNOWN, PartnerState.LEFT, PartnerState.REMOVED}
        assert starts(PARTNER_LIFE, PartnerState.LEFT) == starts(PARTNER_LIFE, PartnerState.REMOVED) == there

    @pytest.mark.parametrize("step", [PartnerStep.SETTLE_IN, PartnerStep.TAKE_PREMISES])
    def test_where_a_partner_lives_and_works_is_told_in_any_state_and_changes_none(self, step: PartnerStep) -> None:
        told = {arrow.start: arrow.end for arrow in PARTNER_LIFE.arrows if arrow.step is step}
        assert told.pop(None) is PartnerState.KNOWN
        assert told == {state: state for state in PartnerState if state is not PartnerState.REMOVED}

    def test_a_permission_is_given_for_a_time_and_taken_back_for_a_cause_and_can_be_given_again(self) -> None:
        for arrow in PERMISSION_LIFE.arrows:
            given = arrow.end is PermissionState.PERMITTED
            assert (arrow.needs is Leave) == given
            assert arrow.lapses is (PermissionState.ENDED if given else None)
            assert (arrow.needs is RevokedFor) == (arrow.end is PermissionState.REVOKED)
        others = {None, PermissionState.REVOKED, PermissionState.ENDED}
        assert starts(PERMISSION_LIFE, PermissionState.PERMITTED) == others

    def test_a_state_may_be_reached_by_a_lapse_alone(self) -> None:
        hang = Arrow(None, Hand.HANG, Lamp.ON, None, Lamp.OFF)
        drop = Arrow(Lamp.OFF, Hand.DROP, Lamp.BROKEN)
        life = LifeCycle("lamp", str, [hang, Arrow(Lamp.ON, Hand.SWITCH, Lamp.BROKEN), drop], [Lamp.BROKEN], [])
        assert life.arrows_from(Lamp.OFF) == (drop,)
