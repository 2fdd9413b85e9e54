"""Strategies for registers: what is asked of one, what it came to know, and whole ones with all their events."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from operator import attrgetter
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from rural_taobao.documents.models import Models
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.identifiers import CentreId, HappeningId, PartnerId, PayeeId, ServiceId, StationId
from rural_taobao.lives import Cancellation, Detail, Grant, Happening, Post
from rural_taobao.network import Network, Service
from rural_taobao.register import (
    Charter,
    Command,
    Correct,
    Event,
    Register,
    Subject,
    Take,
    Told,
    Withdraw,
    entering,
)
from rural_taobao.register.entries import CYCLES
from rural_taobao.testing.history_strategies import details
from rural_taobao.testing.network_strategies import models
from rural_taobao.testing.networks import networks
from rural_taobao.testing.service_strategies import services
from rural_taobao.testing.strategies import days, identifiers, instants

__all__ = ["charters", "commands", "events", "registers", "subjects"]

_FEW: Final = 3
_HAPPENING_IDS: Final = identifiers(HappeningId)
_BY_KIND: Final[dict[type, SearchStrategy[Subject]]] = {
    CentreId: identifiers(CentreId),
    StationId: identifiers(StationId),
    PartnerId: identifiers(PartnerId),
    PayeeId: identifiers(PayeeId),
    Post: st.builds(Post, identifiers(StationId), identifiers(PartnerId)),
    Grant: st.builds(Grant, identifiers(ServiceId), identifiers(StationId), identifiers(PartnerId)),
}
_ANY: Final = st.one_of(*_BY_KIND.values())
_DETAILS: Final[SearchStrategy[Detail | None]] = st.none() | details()
_MAYBE_DAYS: Final = st.none() | days()
_TURNS: Final = st.integers(0, 9)
_MAYBE_TURNS: Final = st.none() | _TURNS
_KNOWN: Final = instants(day=st.dates(date(2, 1, 1), date(9998, 1, 1)))
"""Far enough from the ends of the calendar that every clock shows a day of it."""
_LEARNT: Final = st.sampled_from([timedelta(), timedelta(hours=1), timedelta(days=40)])
_BEGUN: Final = instants(day=st.dates(date(2014, 10, 1), date(2020, 1, 1)))


def subjects(kind: type[Subject] | None = None) -> SearchStrategy[Subject]:
    """
    Draw what a register is told of.

    Args:
        kind: One of the kinds that there are; any where it is not given.
    """
    return _ANY if kind is None else _BY_KIND[kind]


def _steps(subject: Subject) -> SearchStrategy[StrEnum]:
    return st.sampled_from(CYCLES[type(subject)].steps)


def commands(*, subject: SearchStrategy[Subject] | None = None) -> SearchStrategy[Command]:
    """
    Draw what can be asked of a register, whether it would be granted or not.

    Args:
        subject: The thing; any where it is not given.

    Example:
        >>> from hypothesis import given
        >>> @given(commands(subject=st.just(StationId("sanhe"))))
        ... def test_it_is_of_the_station(command):
        ...     assert command.subject == "sanhe"
        >>> test_it_is_of_the_station()
    """
    return _commands(_ANY if subject is None else subject)


@st.composite
def _commands(draw: DrawFn, subject: SearchStrategy[Subject]) -> Command:
    thing = draw(subject)
    kind = draw(st.sampled_from([Take, Take, Correct, Withdraw]))
    if kind is Take:
        return Take(thing, draw(_steps(thing)), draw(days()), draw(_DETAILS), turn=draw(_MAYBE_TURNS))
    if kind is Correct:
        told = draw(_MAYBE_DAYS), draw(_DETAILS)
        return Correct(thing, draw(_HAPPENING_IDS), *told, turn=draw(_MAYBE_TURNS))
    return Withdraw(thing, draw(_HAPPENING_IDS))


def events(*, number: SearchStrategy[int] | None = None) -> SearchStrategy[Event]:
    """
    Draw single events, whether a register would give them or not.

    Args:
        number: The number; 1 or more where it is not given.
    """
    return _events(st.integers(min_value=1) if number is None else number)


@st.composite
def _events(draw: DrawFn, number: SearchStrategy[int]) -> Event:
    known = draw(_KNOWN)
    return Event(draw(number), [_told(draw, known) for _ in range(draw(st.integers(1, _FEW)))])


def _told(draw: DrawFn, known: datetime) -> Told:
    thing, name = draw(_ANY), draw(_HAPPENING_IDS)
    if not draw(st.integers(0, _FEW)):
        return Told(thing, Cancellation(name, draw(_HAPPENING_IDS), known))
    stated = draw(_steps(thing)), draw(days()), known, draw(_DETAILS)
    replaces = draw(st.none() | _HAPPENING_IDS)
    return Told(thing, Happening(name, *stated, turn=draw(_TURNS), replaces=replaces))


def charters() -> SearchStrategy[Charter]:
    """Draw what holds of a register from the first day to the last."""
    offered = st.lists(services(), max_size=_FEW, unique_by=attrgetter("id"))
    return st.builds(_charter, models(), offered)


def _charter(drawn: Models, offered: Sequence[Service]) -> Charter:
    return Charter(
        clock=drawn.clock,
        currency=drawn.currency,
        platform=drawn.platform,
        vacancy=drawn.vacancy,
        versions=drawn.versions,
        services=offered,
    )


def registers(*, network: SearchStrategy[Network] | None = None) -> SearchStrategy[tuple[Register, tuple[Event, ...]]]:
    """
    Draw registers, each with all its events: a network that was entered, and what was put right after that.

    What the register refuses is left out, so that not all of the network is there.

    Args:
        network: The network; any where it is not given.

    Example:
        >>> from hypothesis import given
        >>> @given(registers())
        ... def test_events_make_the_register_again(drawn):
        ...     register, events = drawn
        ...     assert Register(register.charter).replayed(events) == register
        >>> test_events_make_the_register_again()
    """
    return _registers(networks() if network is None else network)


@st.composite
def _registers(draw: DrawFn, network: SearchStrategy[Network]) -> tuple[Register, tuple[Event, ...]]:
    entered = draw(network)
    register, found, known = Register(Charter.of(entered)), list[Event](), draw(_BEGUN)
    for together in entering(entered):
        known += draw(_LEARNT)
        register = _after(register, together, known, found)
    for _ in range(draw(st.integers(0, _FEW)) if found else 0):
        known += timedelta(days=1)
        told = draw(st.sampled_from(draw(st.sampled_from(found)).told))
        register = _after(register, [draw(_corrections(told))], known, found)
    return register, tuple(found)


@st.composite
def _corrections(draw: DrawFn, told: Told) -> Command:
    """Draw that something was never so, or was so a few days earlier or later."""
    record: Any = told.record
    if isinstance(record, Cancellation) or draw(st.booleans()):
        return Withdraw(told.subject, record.id)
    return Correct(told.subject, record.id, record.day + timedelta(draw(st.integers(-_FEW, _FEW))))


def _after(register: Register, together: Sequence[Command], known: datetime, found: list[Event]) -> Register:
    """Give the register once it was asked; the event, if there is one, is added to those that were found."""
    try:
        grown, event = register.take(*together, known=known)
    except RuralTaobaoError:
        return register
    found.append(event)
    return grown
