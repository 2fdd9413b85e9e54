"""Lists of parts: what is no list of what a rate, a plan or a payout is made of is refused by its name."""

from collections.abc import Callable
from typing import Any, cast

import pytest
from attrs import fields_dict

from rural_taobao.commission.attainment import Attainment
from rural_taobao.commission.clawback import ClawbackBands
from rural_taobao.commission.conditions import AllOf, AnyOf
from rural_taobao.commission.layers import CampaignLayer, ExceptionLayer
from rural_taobao.commission.levels import Levels
from rural_taobao.commission.payouts import PayoutTerms
from rural_taobao.commission.points import Interpolated
from rural_taobao.commission.printed import Banded
from rural_taobao.commission.rates import Graduated, WholeAmount
from rural_taobao.commission.rules import CommissionRule
from rural_taobao.commission.splits import Split, Waterfall
from rural_taobao.commission.versions import PlanVersion
from rural_taobao.commission.volume import ByVolume
from rural_taobao.commission.withholding import ProgressiveWithholding
from rural_taobao.kinds import WrongKind

LISTS: list[tuple[type, str, str]] = [
    (AllOf, "conditions", "AllOf(...), InCategory(...) or another condition"),
    (AnyOf, "conditions", "AllOf(...), InCategory(...) or another condition"),
    (Attainment, "quotas", "OwnQuota(...)"),
    (Attainment, "steps", "AttainmentStep(...)"),
    (Banded, "bands", "Band(...)"),
    (ByVolume, "tiers", "VolumeTier(...)"),
    (CampaignLayer, "rules", "CommissionRule(...)"),
    (ClawbackBands, "bands", "ClawbackBand(...)"),
    (CommissionRule, "boosts", "Multiplied(...) or Raised(...)"),
    (ExceptionLayer, "rules", "CommissionRule(...)"),
    (Graduated, "tiers", "Tier(...)"),
    (Interpolated, "points", "Point(...)"),
    (Levels, "levels", "Level(...)"),
    (PayoutTerms, "deductions", "Deduction(...)"),
    (PlanVersion, "campaigns", "CampaignLayer(...)"),
    (PlanVersion, "caps", "SharedCap(...)"),
    (PlanVersion, "categories", "Category(...)"),
    (PlanVersion, "draws", "Draw(...)"),
    (PlanVersion, "exceptions", "ExceptionLayer(...)"),
    (PlanVersion, "guarantees", "Guarantee(...)"),
    (PlanVersion, "rules", "CommissionRule(...)"),
    (ProgressiveWithholding, "brackets", "Bracket(...)"),
    (Split, "shares", "Share(...)"),
    (Waterfall, "steps", "Step(...)"),
    (WholeAmount, "tiers", "Tier(...)"),
]
"""Each value that is made of several of a kind, the field that holds them, and what makes one."""


@pytest.mark.parametrize(("kind", "name", "made"), LISTS)
class TestListsOfParts:
    """Whoever passes one part, or a part of another kind, is told what is to be passed."""

    def taker(self, kind: type, name: str) -> Callable[[Any], Any]:
        fields: dict[str, Any] = fields_dict(kind)
        return cast("Callable[[Any], Any]", fields[name].converter)

    def test_what_is_not_several_is_refused(self, kind: type, name: str, made: str) -> None:
        with pytest.raises(WrongKind) as caught:
            self.taker(kind, name)(5)
        assert str(caught.value) == (f"{name} must be made by a list of {made}, but 5 was given; pass such a value")

    def test_a_part_of_another_kind_is_refused(self, kind: type, name: str, made: str) -> None:
        with pytest.raises(WrongKind) as caught:
            self.taker(kind, name)([5])
        assert str(caught.value) == (f"each of the {name} must be made by {made}, but 5 was given; pass such a value")
