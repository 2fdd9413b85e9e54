"""
Commission: rate forms, matching, splits, rules and plans, as frozen data.

Nothing here knows a network, an event or a ledger.

The names below are resolved when they are first asked for: whoever settles needs no words, and whoever rates no tax.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from rural_taobao.commission.attainment import OwnQuota
    from rural_taobao.commission.bases import AmountOf, Basis, BasisForm, PartOff, PartOn
    from rural_taobao.commission.boosts import Boost, Multiplied, Raised
    from rural_taobao.commission.bounds import Allowance, AllowedPer, UnitBounds
    from rural_taobao.commission.caps import CapHolder, CapWithin, SharedCap
    from rural_taobao.commission.categories import Category
    from rural_taobao.commission.circumstances import Seniority, Tagged
    from rural_taobao.commission.clawback import Clawback, ClawbackBand, ClawbackBands, Unearned
    from rural_taobao.commission.conditions import (
        AllOf,
        Always,
        AmountBasis,
        AnyOf,
        AtStation,
        Condition,
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
    from rural_taobao.commission.deductions import Deducted, Deduction, FixedSum, ShareOf, ShareOfGross
    from rural_taobao.commission.draws import Draw
    from rural_taobao.commission.edges import Boundary, FirstFlat, Overflow, Underflow
    from rural_taobao.commission.fees import Direction
    from rural_taobao.commission.guarantees import Guarantee
    from rural_taobao.commission.keyed import ByKey, Key, Otherwise, RuleRate
    from rural_taobao.commission.layers import CampaignLayer, ExceptionLayer, Layer, LayerEffect
    from rural_taobao.commission.levels import Level, LevelMode, Levels, MissingLevel
    from rural_taobao.commission.matching import Credit
    from rural_taobao.commission.payouts import Payout, PayoutStep, PayoutTerms, StepKind, paid_out
    from rural_taobao.commission.plans import CommissionPlan
    from rural_taobao.commission.policies import HitPolicy, RunningTotals
    from rural_taobao.commission.portions import Remaining
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
    from rural_taobao.commission.releases import chained, deferred, released, taxed_apart
    from rural_taobao.commission.rules import CommissionRule, MeasuredOn, OnRefund
    from rural_taobao.commission.splits import Helper, Kept, Share, Split, Step, Waterfall
    from rural_taobao.commission.tiers import Tier
    from rural_taobao.commission.verdicts import Fate
    from rural_taobao.commission.versions import EarnedOn, PlanVersion
    from rural_taobao.commission.withholding import (
        Bracket,
        FlatWithholding,
        NoWithholding,
        ProgressiveWithholding,
        Withholding,
        tax_on,
    )

__all__ = [
    "AllOf",
    "Allowance",
    "AllowedPer",
    "Always",
    "AmountBasis",
    "AmountOf",
    "AnyOf",
    "AtStation",
    "Attainment",
    "AttainmentMode",
    "AttainmentStep",
    "Band",
    "Banded",
    "Basis",
    "BasisForm",
    "Bonus",
    "Boost",
    "Boundary",
    "Bracket",
    "ByKey",
    "CampaignLayer",
    "CapHolder",
    "CapWithin",
    "Category",
    "Clawback",
    "ClawbackBand",
    "ClawbackBands",
    "CommissionPlan",
    "CommissionRule",
    "Condition",
    "Credit",
    "CreditKind",
    "Deducted",
    "Deduction",
    "Direction",
    "Draw",
    "DuringFestival",
    "EarnedOn",
    "ExceptionLayer",
    "Fate",
    "FirstFlat",
    "FixedSum",
    "Flat",
    "FlatWithholding",
    "Graduated",
    "Guarantee",
    "Helper",
    "HitPolicy",
    "InCategory",
    "Interpolated",
    "Kept",
    "Key",
    "Layer",
    "LayerEffect",
    "Level",
    "LevelMode",
    "Levels",
    "Linear",
    "MeasuredOn",
    "MissingLevel",
    "Moment",
    "Multiplied",
    "NoWithholding",
    "Not",
    "OfAmount",
    "OfKind",
    "OnDays",
    "OnRefund",
    "Otherwise",
    "Overflow",
    "OwnQuota",
    "PartOff",
    "PartOn",
    "Payout",
    "PayoutStep",
    "PayoutTerms",
    "PerPackage",
    "PerUnit",
    "Percentage",
    "PercentageAndFlat",
    "PlanVersion",
    "Point",
    "ProgressiveWithholding",
    "Proration",
    "Raised",
    "RateForm",
    "Remaining",
    "RuleRate",
    "RunningTotals",
    "Seniority",
    "Share",
    "ShareOf",
    "ShareOfGross",
    "SharedCap",
    "Split",
    "Step",
    "StepKind",
    "Tagged",
    "Tier",
    "UnderCentre",
    "UnderVersion",
    "Underflow",
    "Unearned",
    "UnitBounds",
    "Waterfall",
    "WholeAmount",
    "Withholding",
    "chained",
    "deferred",
    "paid_out",
    "released",
    "tax_on",
    "taxed_apart",
]

_MODULES: Final = {
    "AllOf": "conditions",
    "Allowance": "bounds",
    "AllowedPer": "bounds",
    "Always": "conditions",
    "AmountBasis": "conditions",
    "AmountOf": "bases",
    "AnyOf": "conditions",
    "AtStation": "conditions",
    "Attainment": "rates",
    "AttainmentMode": "rates",
    "AttainmentStep": "rates",
    "Band": "rates",
    "Banded": "rates",
    "Basis": "bases",
    "BasisForm": "bases",
    "Bonus": "rates",
    "Boost": "boosts",
    "Boundary": "edges",
    "Bracket": "withholding",
    "ByKey": "keyed",
    "CampaignLayer": "layers",
    "CapHolder": "caps",
    "CapWithin": "caps",
    "Category": "categories",
    "Clawback": "clawback",
    "ClawbackBand": "clawback",
    "ClawbackBands": "clawback",
    "CommissionPlan": "plans",
    "CommissionRule": "rules",
    "Condition": "conditions",
    "Credit": "matching",
    "CreditKind": "conditions",
    "Deducted": "deductions",
    "Deduction": "deductions",
    "Direction": "fees",
    "Draw": "draws",
    "DuringFestival": "conditions",
    "EarnedOn": "versions",
    "ExceptionLayer": "layers",
    "Fate": "verdicts",
    "FirstFlat": "edges",
    "FixedSum": "deductions",
    "Flat": "rates",
    "FlatWithholding": "withholding",
    "Graduated": "rates",
    "Guarantee": "guarantees",
    "Helper": "splits",
    "HitPolicy": "policies",
    "InCategory": "conditions",
    "Interpolated": "rates",
    "Kept": "splits",
    "Key": "keyed",
    "Layer": "layers",
    "LayerEffect": "layers",
    "Level": "levels",
    "LevelMode": "levels",
    "Levels": "levels",
    "Linear": "rates",
    "MeasuredOn": "rules",
    "MissingLevel": "levels",
    "Moment": "conditions",
    "Multiplied": "boosts",
    "NoWithholding": "withholding",
    "Not": "conditions",
    "OfAmount": "conditions",
    "OfKind": "conditions",
    "OnDays": "conditions",
    "OnRefund": "rules",
    "Otherwise": "keyed",
    "Overflow": "edges",
    "OwnQuota": "attainment",
    "PartOff": "bases",
    "PartOn": "bases",
    "Payout": "payouts",
    "PayoutStep": "payouts",
    "PayoutTerms": "payouts",
    "PerPackage": "rates",
    "PerUnit": "rates",
    "Percentage": "rates",
    "PercentageAndFlat": "rates",
    "PlanVersion": "versions",
    "Point": "rates",
    "ProgressiveWithholding": "withholding",
    "Proration": "proration",
    "Raised": "boosts",
    "RateForm": "rates",
    "Remaining": "portions",
    "RuleRate": "keyed",
    "RunningTotals": "policies",
    "Seniority": "circumstances",
    "Share": "splits",
    "ShareOf": "deductions",
    "ShareOfGross": "deductions",
    "SharedCap": "caps",
    "Split": "splits",
    "Step": "splits",
    "StepKind": "payouts",
    "Tagged": "circumstances",
    "Tier": "tiers",
    "UnderCentre": "conditions",
    "UnderVersion": "conditions",
    "Underflow": "edges",
    "Unearned": "clawback",
    "UnitBounds": "bounds",
    "Waterfall": "splits",
    "WholeAmount": "rates",
    "Withholding": "withholding",
    "chained": "releases",
    "deferred": "releases",
    "paid_out": "payouts",
    "released": "releases",
    "tax_on": "withholding",
    "taxed_apart": "releases",
}


def __getattr__(name: str) -> object:
    """Import the module of a public name when the name is first asked for."""
    if name not in _MODULES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    value = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names, whether they were asked for or not."""
    return sorted(__all__)
