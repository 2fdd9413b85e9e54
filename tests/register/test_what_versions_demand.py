"""What a model version demands beyond the engagement and the examination, as a register judges it."""

from datetime import date, datetime
from typing import Any

import pytest
from attrs import evolve

from rural_taobao.identifiers import CentreId, PartnerId, PayeeId, StationId
from rural_taobao.instants import CHINA
from rural_taobao.lives import CentreStep, PartnerStep, PayeeStep, Post, PostingStep, Site, StationStep, Terms
from rural_taobao.network import Engagement, NetworkRefused, Vacancy, programme_versions
from rural_taobao.network.breaches import DemandNotMet
from rural_taobao.network.capacity import TooManyHelpers
from rural_taobao.register.aggregate import Register
from rural_taobao.register.charter import Charter
from rural_taobao.register.commands import Correct, Take

OPENED = date(2015, 6, 1)
TRAINED = date(2015, 8, 1)
KNOWN = datetime(2016, 1, 1, tzinfo=CHINA.timezone)
LATER = datetime(2016, 1, 2, tzinfo=CHINA.timezone)


def register(**demands: Any) -> Register:
    """A register of one station, of Li and Zhao, who were trained in summer, and Wang, of whom that is not known."""
    [first] = programme_versions({"1.0": "shop"})
    charter = Charter(platform="platform", vacancy=Vacancy("nobody"), versions=[evolve(first, **demands)])
    commands = [
        *(Take(PayeeId(each), PayeeStep.ENROL, OPENED) for each in ("platform", "li")),
        Take(CentreId("feixi"), CentreStep.ENTER, OPENED, Site("340123", "platform")),
        Take(StationId("sanhe"), StationStep.ENTER, OPENED, CentreId("feixi")),
        *(Take(PartnerId(each), PartnerStep.ENTER, OPENED, Engagement.FULL_TIME) for each in ("li", "wang", "zhao")),
    ]
    trained = [Take(PartnerId(each), PartnerStep.TRAIN, TRAINED) for each in ("li", "zhao")]
    made, _ = Register(charter).take_each([[each] for each in commands], KNOWN)
    made, _ = made.take_each([[each] for each in trained], LATER)
    return made


def in_charge(held: Register, partner: str, day: date) -> Register:
    taken, _ = held.take(Take(Post("sanhe", partner), PostingStep.TAKE_CHARGE, day, Terms("1.0", "li")), known=LATER)
    return taken


def helping(held: Register, partner: str, day: date) -> Register:
    taken, _ = held.take(Take(Post("sanhe", partner), PostingStep.HELP, day, PayeeId("li")), known=LATER)
    return taken


class TestDemands:
    """A register refuses whoever does not meet a demand of the version, as a network does."""

    def test_the_training_is_done_by_the_first_day(self) -> None:
        held = register(training=True)
        assert in_charge(held, "li", TRAINED).count == held.count + 1
        for partner, day in (("li", date(2015, 7, 31)), ("wang", TRAINED)):
            with pytest.raises((NetworkRefused, DemandNotMet), match="for the training by the first day"):
                in_charge(held, partner, day)
        assert in_charge(register(), "wang", TRAINED).count == held.count + 1

    @pytest.mark.parametrize("demand", ["local", "premises"])
    def test_what_no_step_states_is_not_known_and_so_not_met(self, demand: str) -> None:
        demanded: dict[str, Any] = {demand: True}
        with pytest.raises((NetworkRefused, DemandNotMet), match="that is not known"):
            in_charge(register(**demanded), "li", TRAINED)

    @pytest.mark.parametrize(
        ("demand", "step"), [("local", PartnerStep.SETTLE_IN), ("premises", PartnerStep.TAKE_PREMISES)]
    )
    def test_home_and_premises_are_there_by_the_first_day(self, demand: str, step: PartnerStep) -> None:
        demanded: dict[str, Any] = {demand: True}
        held, _ = register(**demanded).take(Take(PartnerId("wang"), step, TRAINED), known=LATER)
        assert in_charge(held, "wang", TRAINED).count == held.count + 1
        for partner, day in (("wang", date(2015, 7, 31)), ("li", TRAINED)):
            with pytest.raises((NetworkRefused, DemandNotMet), match="must meet the demand of model version"):
                in_charge(held, partner, day)
        charged = in_charge(held, "wang", TRAINED)
        later = datetime(2016, 1, 3, tzinfo=CHINA.timezone)
        settled = Correct(
            PartnerId("wang"), charged.entry(PartnerId("wang")).passages[-1].happening.id, date(2015, 8, 2)
        )
        with pytest.raises((NetworkRefused, DemandNotMet), match="must meet the demand of model version"):
            charged.take(settled, known=later)
        other = PartnerStep.TAKE_PREMISES if demand == "local" else PartnerStep.SETTLE_IN
        wrong, _ = register(**demanded).take(Take(PartnerId("wang"), other, TRAINED), known=LATER)
        with pytest.raises((NetworkRefused, DemandNotMet), match="that is not known"):
            in_charge(wrong, "wang", TRAINED)

    def test_no_more_help_at_once_than_the_version_allows(self) -> None:
        for allowed in (1, None):
            held = helping(in_charge(register(helpers_at_once=allowed), "li", TRAINED), "wang", TRAINED)
            if allowed is None:
                assert helping(held, "zhao", TRAINED).count == held.count + 1
                continue
            with pytest.raises((NetworkRefused, TooManyHelpers), match="must help at a station at once than 1"):
                helping(held, "zhao", TRAINED)
        late = helping(helping(register(helpers_at_once=1), "wang", TRAINED), "zhao", TRAINED)
        with pytest.raises((NetworkRefused, TooManyHelpers), match="must help at a station at once than 1"):
            in_charge(late, "li", TRAINED)
