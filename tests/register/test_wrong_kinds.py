"""What is asked of a register, or told to it, in values of no kind that it knows, is refused in one sentence."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from attrs import evolve

from rural_taobao.errors import RuralTaobaoError
from rural_taobao.identifiers import CentreId, MalformedIdentifier, PayeeId, StationId
from rural_taobao.instants import CHINA
from rural_taobao.kinds import WordUnknown, WrongKind
from rural_taobao.lives import PayeeStep, StationStep
from rural_taobao.network import Network, Vacancy
from rural_taobao.register import Charter, Register, RegisterRefused, Take

DAY = date(2016, 1, 1)
KNOWN = datetime(2016, 1, 1, 9, tzinfo=CHINA.timezone)
CHARTER = Charter(platform="platform", vacancy=Vacancy("nobody"), versions=[])
REGISTER, _ = Register(CHARTER).take(Take(PayeeId("platform"), PayeeStep.ENROL, DAY), known=KNOWN)
STATION = StationId("sanhe")


def no_kind(value: str) -> Any:
    """Give a value that a type checker lets pass, and that is of no kind that is asked for."""
    return value


ASKED: dict[str, tuple[Callable[[Any], object], str]] = {
    "the state of a bare text": (lambda odd: REGISTER.state(odd, DAY), "subject must be made by CentreId"),
    "the history of a bare text": (REGISTER.history, "subject must be made by CentreId"),
    "what is held of a bare text": (REGISTER.entry, "subject must be made by CentreId"),
    "the things of no kind": (REGISTER.of_kind, "kind must be made by naming one of CentreId"),
    "a count of no kind": (REGISTER.as_of(DAY).counts, "kind must be made by naming one of CentreId"),
    "the state on no day": (lambda odd: REGISTER.state(STATION, odd), "a day must be a datetime.date"),
    "the state by no instant": (
        lambda odd: REGISTER.state(PayeeId("platform"), DAY, odd),
        "an instant must be a datetime with a fixed offset",
    ),
    "who is in charge on no day": (lambda odd: REGISTER.charged_on("sanhe", odd), "a day must be a datetime.date"),
    "who is in charge by no instant": (
        lambda odd: REGISTER.charged_on("sanhe", DAY, odd),
        "an instant must be a datetime with a fixed offset",
    ),
    "who is in charge at no instant": (
        lambda odd: REGISTER.in_charge("sanhe", odd),
        "an instant must be a datetime with a fixed offset",
    ),
    "a charter of no kind": (Register, "charter must be made by Charter"),
    "a detail of no kind": (lambda odd: Take(STATION, StationStep.PROPOSE, DAY, odd), "detail must be made by Reason"),
    "a subject of no kind": (lambda odd: Take(odd, StationStep.OPEN, DAY), "subject must be made by CentreId"),
    "a version of no kind": (lambda odd: evolve(CHARTER, versions=[odd]), "each of the versions must be made by Model"),
    "a service of no kind": (lambda odd: evolve(CHARTER, services=[odd]), "each of the services must be made by Serv"),
    "a clock of no kind": (lambda odd: evolve(CHARTER, clock=odd), "clock must be made by UtcOffset"),
    "a currency of no kind": (lambda odd: evolve(CHARTER, currency=odd), "currency must be made by Currency"),
    "a vacancy of no kind": (lambda odd: evolve(CHARTER, vacancy=odd), "vacancy must be made by Vacancy"),
    "a vacant credit of no kind": (Vacancy, "a value of VacantCredit must be one of nobody, county_centre, platform"),
}


@pytest.mark.parametrize(("ask", "told"), ASKED.values(), ids=ASKED)
def test_what_is_of_no_kind_is_refused_in_a_sentence(ask: Callable[[Any], object], told: str) -> None:
    with pytest.raises(RuralTaobaoError, match=told):
        ask(no_kind("feixi"))


def test_a_station_whose_name_is_no_text_is_refused_wherever_it_is_asked_about() -> None:
    station: Any = 3
    with pytest.raises(MalformedIdentifier, match="a StationId must be 1 to 64 ASCII letters"):
        REGISTER.in_charge(station, KNOWN)
    with pytest.raises(MalformedIdentifier, match="a StationId must be 1 to 64 ASCII letters"):
        REGISTER.as_of(DAY).charge(station)
    with pytest.raises(MalformedIdentifier, match="a StationId must be 1 to 64 ASCII letters"):
        REGISTER.as_of(DAY, KNOWN).charge(station)


@pytest.mark.parametrize("known_by", [None, KNOWN])
def test_of_a_text_that_is_no_id_nobody_is_in_charge(known_by: datetime | None) -> None:
    assert REGISTER.as_of(DAY, known_by).charge("no such!") is None


def test_what_is_no_event_is_told_by_the_number_that_it_would_have_had() -> None:
    with pytest.raises(RegisterRefused) as refused:
        REGISTER.replayed([no_kind("feixi")])
    [(number, fault)] = refused.value.faults
    assert (number, type(fault)) == (2, WrongKind)


def test_a_word_that_is_none_is_refused_as_such() -> None:
    with pytest.raises(WordUnknown):
        Vacancy("centre")


@pytest.mark.parametrize("room", ["versions", "centres", "stations", "partners", "payees", "postings", "helpers"])
def test_a_row_of_no_kind_is_refused_by_a_network(room: str) -> None:
    network: Any = REGISTER.network()
    with pytest.raises(WrongKind, match=f"each of the {room} must be made by"):
        evolve(network, **{room: [CentreId("feixi")]})
    with pytest.raises(WrongKind, match=f"{room} must be made by a list of"):
        evolve(network, **{room: None})
    assert isinstance(network, Network)
