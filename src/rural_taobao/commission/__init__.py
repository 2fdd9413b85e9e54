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
from rural_taobao.commission.rates import Flat, Graduated, Percentage, PerUnit, RateForm, WholeAmount
from rural_taobao.commission.rules import Basis, CommissionRule, MeasuredOn, OnRefund
from rural_taobao.commission.splits import Share, Split
from rural_taobao.commission.tiers import Boundary, Overflow, Tier, Underflow

__all__ = [
    "AllOf",
    "Always",
    "Basis",
    "Boundary",
    "CommissionPlan",
    "CommissionRule",
    "Condition",
    "Credit",
    "CreditKind",
    "DuringFestival",
    "EarnedOn",
    "Flat",
    "Graduated",
    "HitPolicy",
    "InCategory",
    "MeasuredOn",
    "Moment",
    "OfKind",
    "OnRefund",
    "Overflow",
    "PerUnit",
    "Percentage",
    "PlanVersion",
    "RateForm",
    "RunningTotals",
    "Share",
    "Split",
    "Tier",
    "Underflow",
    "WholeAmount",
]
