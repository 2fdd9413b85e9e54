"""What a value holds several of must be of their kind; anything else is refused by name."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from attrs import evolve

from rural_taobao.commission import (
    AllOf,
    AnyOf,
    Attainment,
    Banded,
    ByKey,
    ByVolume,
    Graduated,
    Interpolated,
    Levels,
    Split,
    Waterfall,
    WholeAmount,
)
from rural_taobao.commission.clawback import ClawbackBands
from rural_taobao.commission.layers import CampaignLayer, ExceptionLayer
from rural_taobao.commission.payouts import PayoutTerms
from rural_taobao.commission.withholding import NoWithholding, ProgressiveWithholding
from rural_taobao.exact import Rate
from rural_taobao.kinds import WrongKind, tuple_of
from rural_taobao.money import Money
from rural_taobao.periods import Period
from rural_taobao.samples import one_plan

VERSION = one_plan().versions.entries[0].value
RULE = VERSION.rules[0]
DAYS = Period(date(2016, 11, 11), date(2016, 11, 12))
HOLDERS: dict[str, Callable[[Any], object]] = {
    "graduated": lambda some: Graduated(boundary="upper_inclusive", tiers=some),
    "whole amount": lambda some: WholeAmount(boundary="upper_inclusive", tiers=some),
    "by volume": lambda some: ByVolume(volume="quantity", boundary="upper_inclusive", tiers=some),
    "banded": lambda some: Banded(step=1, bands=some),
    "interpolated": lambda some: Interpolated(overflow="error", points=some),
    "attainment": lambda some: Attainment(
        quota=100, rate=Rate(1), mode="graduated", boundary="upper_inclusive", prorated="whole", steps=some
    ),
    "by key": lambda some: ByKey(key="station", table={"a": some}, otherwise="nothing"),
    "levels": lambda some: Levels("additive", "skip", some),
    "split": lambda some: Split(some, "first"),
    "waterfall": lambda some: Waterfall(some, rest="platform"),
    "all": AllOf,
    "any": AnyOf,
    "clawback": ClawbackBands,
    "withholding": lambda some: ProgressiveWithholding(rounding="half_up", brackets=some),
    "deductions": lambda some: PayoutTerms(deductions=some, withholding=NoWithholding(), minimum=Money(0)),
    "boosts": lambda some: evolve(RULE, boosts=some),
    "campaign": lambda some: CampaignLayer(id="a", effect="adds", rules=some),
    "exception": lambda some: ExceptionLayer(id="a", effect="adds", days=DAYS, rules=some),
    "rules": lambda some: evolve(VERSION, rules=some),
    "campaigns": lambda some: evolve(VERSION, campaigns=some),
    "exceptions": lambda some: evolve(VERSION, exceptions=some),
    "caps": lambda some: evolve(VERSION, caps=some),
    "categories": lambda some: evolve(VERSION, categories=some),
    "guarantees": lambda some: evolve(VERSION, guarantees=some),
    "draws": lambda some: evolve(VERSION, draws=some),
}


class TestMembers:
    """What is none of its kind is refused where it is given, and never met later by whoever looks into it."""

    @pytest.mark.parametrize("holder", HOLDERS)
    @pytest.mark.parametrize("given", [[1], ["a"], (None,), 5, "a", [[]]])
    def test_of_another_kind_are_refused(self, holder: str, given: object) -> None:
        with pytest.raises(WrongKind) as refused:
            HOLDERS[holder](given)
        assert "must be made by" in str(refused.value)

    def test_that_are_taken_one_by_one_may_fail_as_they_like(self) -> None:
        with pytest.raises(ZeroDivisionError):
            tuple_of(int, (1 // each for each in (1, 0)), "parts", "int()")
