"""Missteps: of a roster each step that no arrow stands for is told, each name of nothing, and nothing that follows."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.errors import RuralTaobaoError
from rural_taobao.identifiers import CentreId, PartnerId, PayeeId, StationId
from rural_taobao.lives import (
    Arrow,
    PartnerStep,
    PayeeStep,
    Post,
    PostingStep,
    Reason,
    StationStep,
    Terms,
)
from rural_taobao.lives.histories import KnownTooEarly
from rural_taobao.lives.walks import CorrectsInVain, DatedTooEarly, DetailUnfit, NoArrow, TurnTaken
from rural_taobao.network.breaches import TwoInCharge, UnknownReference
from rural_taobao.register import Command, Correct, RegisterRefused, Take, Withdraw
from rural_taobao.register.entries import CYCLES
from tests.register.test_registers import BEGUN, day, known

Told = list[tuple[int, int, type[RuralTaobaoError]]]
"""The number of an event after those that are known, the place of a command in it, and what is told of it."""


def told(*groups: Sequence[Command], hours: int = 1) -> Told:
    with pytest.raises(RegisterRefused) as refused:
        BEGUN.take_each(groups, known(hours))
    found = zip(refused.value.faults, refused.value.commands, strict=True)
    return [(number - BEGUN.count - 1, place, type(fault)) for (number, fault), place in found]


def payee(name: str, *steps: str, since: str = "2016-01-01") -> list[Take]:
    return [
        Take(
            PayeeId(name), PayeeStep(step), day(since) + timedelta(place), Reason("a cause") if step == "hold" else None
        )
        for place, step in enumerate(steps)
    ]


class TestTold:
    """Whatever is wrong by itself is told with its own command, of each thing and each row."""

    def test_a_step_that_is_there_twice_is_told_each_time(self) -> None:
        assert told(payee("new", "enrol", "enrol", "enrol")) == [(0, 1, NoArrow), (0, 2, NoArrow)]

    def test_a_step_that_cannot_come_whatever_becomes_of_another_is_told_beside_it(self) -> None:
        assert told(payee("new", "enrol", "release", "settle", "hold")) == [(0, 1, NoArrow), (0, 3, NoArrow)]

    def test_a_step_that_the_refused_one_would_lead_to_is_not_told(self) -> None:
        # Whoever meant to put the payee on hold first may release it.
        assert told(payee("new", "release", "hold", "release")) == [(0, 0, NoArrow)]
        assert told([*payee("new", "enrol"), *payee("new", "hold", since="2015-01-01")]) == [(0, 1, DatedTooEarly)]

    def test_a_missing_reference_is_told_beside_a_step(self) -> None:
        station = [
            Take(StationId("new"), StationStep.ENTER, day("2016-02-10"), CentreId("nowhere")),
            Take(StationId("new"), StationStep.RESUME, day("2016-03-01")),
        ]
        post = [
            Take(Post("taohua", "wang"), PostingStep.TAKE_CHARGE, day("2016-02-10"), Terms("9.0", "nobody")),
            Take(Post("taohua", "wang"), PostingStep.PROMOTE, day("2016-02-11"), Terms("9.0", "wang")),
        ]
        assert told(station) == [(0, 0, UnknownReference), (0, 1, NoArrow)]
        # What the posting names twice in vain is told once, where it is named first.
        assert sorted(told(post), key=str) == [(0, 0, UnknownReference), (0, 0, UnknownReference), (0, 1, NoArrow)]

    def test_what_a_step_must_state_is_told_beside_another(self) -> None:
        bare: list[Command] = [Take(PayeeId("new"), PayeeStep.HOLD, day("2016-01-05"))]
        assert told([*payee("new", "enrol", "enrol"), *bare]) == [(0, 1, NoArrow), (0, 2, DetailUnfit)]

    def test_of_several_things_that_are_judged_together_each_is_told(self) -> None:
        together = [*payee("n1", "enrol"), *payee("n2", "release"), *payee("n3", "release")]
        assert told(together) == [(0, 1, NoArrow), (0, 2, NoArrow)]

    def test_what_is_entered_beside_it_is_no_missing_reference(self) -> None:
        together: list[Command] = [
            *payee("n1", "enrol", "release"),
            Take(Post("taohua", "wang"), PostingStep.TAKE_CHARGE, day("2016-02-10"), Terms("2.0", "n1")),
        ]
        assert told(together) == [(0, 1, NoArrow)]
        twice = Take(Post("sanhe", "wang"), PostingStep.TAKE_CHARGE, day("2016-02-10"), Terms("2.0", "n1"))
        assert told([*payee("n1", "enrol"), twice]) == [(0, 1, TwoInCharge)]

    def test_of_what_was_known_no_earlier_each_thing_is_told(self) -> None:
        again = [Take(StationId(name), StationStep.SUSPEND, day("2016-01-01")) for name in ("sanhe", "taohua")]
        assert told(again, hours=0) == [(0, 0, KnownTooEarly), (0, 1, KnownTooEarly)]

    def test_a_correction_leaves_the_rest_of_a_life_unjudged(self) -> None:
        for wrong in (Withdraw(PayeeId("li"), "no-such"), Correct(PayeeId("li"), "no-such", day("2016-01-01"))):
            assert told([wrong, *payee("li", "enrol")]) == [(0, 0, CorrectsInVain)]
            assert told([*payee("li", "hold"), wrong]) == [(0, 1, CorrectsInVain)]
        for right in (Withdraw(PayeeId("li"), "1.3"), Correct(PayeeId("li"), "1.3", day("2015-01-02"))):
            several = [right, *payee("li", *["enrol"] * 3)]
            [(_, place, kind)] = told(several)
            assert (place > 0, kind) == (True, NoArrow)

    def test_two_steps_of_one_turn_are_told_where_the_second_stands(self) -> None:
        same = [evolve(each, day=day("2016-01-05"), turn=0) for each in payee("new", "hold", "release")]
        assert told([*payee("new", "enrol"), *same]) == [(0, 2, TurnTaken)]
        first = [evolve(each, day=day("2016-01-05"), turn=0) for each in payee("new", "hold", "enrol")]
        assert told(first) == [(0, 1, TurnTaken)]

    def test_a_step_that_does_not_state_what_it_must_may_have_been_taken_or_not(self) -> None:
        bare: list[Command] = [Take(PayeeId("new"), PayeeStep.HOLD, day("2016-01-02"))]
        for after in ("hold", "release"):
            later = payee("new", after, since="2016-01-03")
            assert told([*payee("new", "enrol"), *bare, *later]) == [(0, 1, DetailUnfit)]

    def test_a_later_step_is_told_of_the_state_without_the_refused_one(self) -> None:
        bare: list[Command] = [Take(PayeeId("new"), PayeeStep.HOLD, day("2016-01-02"))]
        asked = [*payee("new", "enrol"), *bare, *payee("new", "enrol", since="2016-01-03")]
        with pytest.raises(RegisterRefused) as refused:
            BEGUN.take_each([asked], known(1))
        [_, (_, again)] = refused.value.faults
        assert "'enrol' (2.3) on 2016-01-03 was given while it is known;" in str(again)

    def test_what_comes_before_something_known_leaves_the_rest_unjudged(self) -> None:
        early = payee("li", "enrol", "enrol", "enrol", since="2014-09-01")
        assert told(early) == [(0, 1, NoArrow)]

    def test_steps_may_be_listed_in_any_order(self) -> None:
        listed = payee("new", "enrol", "hold", "hold", "release", "release")[::-1]
        assert told(listed) == [(0, 0, NoArrow), (0, 2, DatedTooEarly)]

    def test_a_law_of_the_network_is_told_once_all_steps_are_right(self) -> None:
        charge = Take(Post("sanhe", "wang"), PostingStep.TAKE_CHARGE, day("2016-01-01"), Terms("2.0", "wang"))
        assert told([*payee("n1", "enrol"), charge]) == [(0, 1, TwoInCharge)]
        assert told([*payee("n1", "enrol", "enrol"), charge]) == [(0, 1, NoArrow)]

    def test_a_partner_must_state_an_engagement(self) -> None:
        bare: list[Command] = [Take(PartnerId("new"), PartnerStep.ENTER, day("2016-01-01"))]
        with pytest.raises(RegisterRefused, match="must state an engagement, but nothing was given"):
            BEGUN.take_each([bare], known(1))


Course = frozenset[Any]


def leads(states: Iterable[Any], step: PayeeStep) -> set[Any]:
    arrows = (CYCLES[PayeeId].arrow(state, step) for state in states)
    return {arrow.end for arrow in arrows if arrow is not None}


def of_step(step: PayeeStep) -> list[Arrow[Any, Any]]:
    return [arrow for arrow in CYCLES[PayeeId].arrows if arrow.step is step]


@given(st.lists(st.sampled_from([each.value for each in PayeeStep]), min_size=1, max_size=8))
def test_a_step_is_told_exactly_where_it_cannot_be_taken_on_any_course(steps: list[str]) -> None:
    """On a course each step that was refused was either left out, or meant to lead where such steps lead."""
    courses: set[Any] = {None}
    wrong: list[int] = []
    for place, step in enumerate(map(PayeeStep, steps)):
        if leads(courses, step):
            courses = leads(courses, step)
        else:
            wrong.append(place)
            courses |= {arrow.end for arrow in of_step(step)}
    asked = payee("new", *steps)
    if wrong:
        found = told(asked)
        assert [place for _, place, _ in found] == wrong
        assert {kind for _, _, kind in found} <= {NoArrow, DatedTooEarly}
    else:
        assert BEGUN.take_each([asked], known(1))[0].count == BEGUN.count + 1


@given(st.lists(st.sampled_from([each.value for each in PayeeStep]), min_size=1, max_size=8))
def test_once_all_that_is_told_is_left_out_less_is_told_until_nothing_is(steps: list[str]) -> None:
    asked = payee("new", *steps)
    while asked and (refused := wrong(asked)):
        left = [each for place, each in enumerate(asked) if place not in refused]
        assert len(left) == len(asked) - len(set(refused))
        asked = left
    assert asked == [] or wrong(asked) == []


def wrong(asked: Sequence[Command]) -> list[int]:
    """Give the places of commands that are refused."""
    try:
        BEGUN.take_each([asked], known(1))
    except RegisterRefused as refused:
        return list(refused.commands)
    return []
