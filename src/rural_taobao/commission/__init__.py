"""
Commission: rate forms, matching, splits, rules and plans, as frozen data.

Nothing here knows a network, an event or a ledger.
"""

from rural_taobao.commission.matching import (
    AllOf,
    Always,
    Condition,
    Credit,
    CreditKind,
    DuringFestival,
    InCategory,
    Moment,
    OfKind,
)
from rural_taobao.commission.plans import CommissionPlan, EarnedOn, HitPolicy, PlanVersion, RunningTotals
from rural_taobao.commission.rates import (
    Band,
    Banded,
    Bonus,
    Flat,
    Graduated,
    Interpolated,
    Linear,
    Percentage,
    PercentageAndFlat,
    PerPackage,
    PerUnit,
    Point,
    RateForm,
    WholeAmount,
)
from rural_taobao.commission.rules import Basis, CommissionRule, MeasuredOn, OnRefund
from rural_taobao.commission.splits import Share, Split
from rural_taobao.commission.tiers import Boundary, FirstFlat, Overflow, Tier, Underflow

__all__ = [
    "AllOf",
    "Always",
    "Band",
    "Banded",
    "Basis",
    "Bonus",
    "Boundary",
    "CommissionPlan",
    "CommissionRule",
    "Condition",
    "Credit",
    "CreditKind",
    "DuringFestival",
    "EarnedOn",
    "FirstFlat",
    "Flat",
    "Graduated",
    "HitPolicy",
    "InCategory",
    "Interpolated",
    "Linear",
    "MeasuredOn",
    "Moment",
    "OfKind",
    "OnRefund",
    "Overflow",
    "PerPackage",
    "PerUnit",
    "Percentage",
    "PercentageAndFlat",
    "PlanVersion",
    "Point",
    "RateForm",
    "RunningTotals",
    "Share",
    "Split",
    "Tier",
    "Underflow",
    "WholeAmount",
]
