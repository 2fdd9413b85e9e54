"""
Commission: rate forms, matching, splits, rules and plans, as frozen data.

Nothing here knows a network, an event or a ledger.
"""

from rural_taobao.commission.attainment import OwnQuota
from rural_taobao.commission.draws import Draw
from rural_taobao.commission.guarantees import Guarantee
from rural_taobao.commission.matching import (
    AllOf,
    Always,
    AmountBasis,
    AnyOf,
    AtStation,
    Condition,
    Credit,
    CreditKind,
    DuringFestival,
    InCategory,
    Moment,
    Not,
    OfAmount,
    OfKind,
    OnDays,
    UnderCentre,
    UnderVersion,
)
from rural_taobao.commission.plans import CommissionPlan, EarnedOn, HitPolicy, PlanVersion, RunningTotals
from rural_taobao.commission.proration import Proration
from rural_taobao.commission.rates import (
    Attainment,
    AttainmentMode,
    AttainmentStep,
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
    "AmountBasis",
    "AnyOf",
    "AtStation",
    "Attainment",
    "AttainmentMode",
    "AttainmentStep",
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
    "Draw",
    "DuringFestival",
    "EarnedOn",
    "FirstFlat",
    "Flat",
    "Graduated",
    "Guarantee",
    "HitPolicy",
    "InCategory",
    "Interpolated",
    "Linear",
    "MeasuredOn",
    "Moment",
    "Not",
    "OfAmount",
    "OfKind",
    "OnDays",
    "OnRefund",
    "Overflow",
    "OwnQuota",
    "PerPackage",
    "PerUnit",
    "Percentage",
    "PercentageAndFlat",
    "PlanVersion",
    "Point",
    "Proration",
    "RateForm",
    "RunningTotals",
    "Share",
    "Split",
    "Tier",
    "UnderCentre",
    "UnderVersion",
    "Underflow",
    "WholeAmount",
]
