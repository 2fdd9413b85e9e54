"""What strategies for registers draw: every kind of thing, command and record, and registers that were put right."""

from collections.abc import Callable
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.documents.lives import DETAILS, SUBJECTS
from rural_taobao.identifiers import StationId
from rural_taobao.lives import Cancellation, Happening, Post
from rural_taobao.register import Command, Correct, Event, Register, Take, Withdraw
from rural_taobao.samples import one_village
from rural_taobao.testing import register_strategies as drawing
from tests.corners import shows

COMMANDS, EVENTS, REGISTERS = drawing.commands(), drawing.events(), drawing.registers()
OF_COMMANDS: dict[str, Callable[[Any], bool]] = {
    "a step": lambda made: isinstance(made, Take),
    "that something was never so": lambda made: isinstance(made, Withdraw),
    "a correction of the day alone": lambda made: isinstance(made, Correct) and bool(made.day) and not made.detail,
    "a correction of nothing": lambda made: isinstance(made, Correct) and not (made.day or made.detail),
    "a turn": lambda made: isinstance(made, Take) and made.turn is not None,
}
OF_EVENTS: dict[str, Callable[[Event], bool]] = {
    "several things": lambda made: len({each.subject for each in made.told}) > 1,
    "a cancellation": lambda made: any(isinstance(each.record, Cancellation) for each in made.told),
    "a replacement": lambda made: any(
        isinstance(each.record, Happening) and each.record.replaces for each in made.told
    ),
    "a turn": lambda made: any(isinstance(each.record, Happening) and each.record.turn for each in made.told),
}
OF_REGISTERS: dict[str, Callable[[tuple[Register, tuple[Event, ...]]], bool]] = {
    "a correction": lambda made: any(each.record.corrects for event in made[1] for each in event.told),
    "events at one instant": lambda made: len({event.known for event in made[1]}) < len(made[1]),
    "somebody in charge": lambda made: any(isinstance(each.subject, Post) for event in made[1] for each in event.told),
}


class TestRegistersDrawnForTests:
    """What is drawn for tests is of every kind."""

    @pytest.mark.parametrize("corner", OF_COMMANDS)
    def test_commands(self, corner: str) -> None:
        assert shows(COMMANDS, OF_COMMANDS[corner])

    @pytest.mark.parametrize("corner", OF_EVENTS)
    def test_events(self, corner: str) -> None:
        assert shows(EVENTS, OF_EVENTS[corner])

    @pytest.mark.parametrize("corner", OF_REGISTERS)
    def test_registers(self, corner: str) -> None:
        assert shows(REGISTERS, OF_REGISTERS[corner])

    @pytest.mark.parametrize("name", SUBJECTS)
    def test_every_kind_of_thing_is_told_of(self, name: str) -> None:
        kind: Any = SUBJECTS[name].kind
        assert shows(EVENTS, lambda made: any(type(each.subject) is kind for each in made.told))
        assert shows(drawing.subjects(kind), lambda made: type(made) is kind)

    @pytest.mark.parametrize("name", DETAILS)
    def test_every_kind_of_detail_is_stated(self, name: str) -> None:
        kind = DETAILS[name].kind
        assert shows(EVENTS, lambda made: any(type(getattr(each.record, "detail", None)) is kind for each in made.told))

    @given(st.data())
    def test_they_are_narrowed_by_what_is_passed(self, data: st.DataObject) -> None:
        assert data.draw(drawing.commands(subject=st.just(StationId("sanhe")))).subject == StationId("sanhe")
        assert data.draw(drawing.events(number=st.just(7))).number == 7
        register, events = data.draw(drawing.registers(network=st.just(one_village())))
        assert register.charter.platform == one_village().platform
        assert len(events) == register.count >= 6

    def test_nothing_but_what_can_be_asked_is_drawn(self) -> None:
        assert {Take, Correct, Withdraw} == {*get_args(Command)}
