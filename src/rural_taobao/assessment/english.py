"""English: the words of assessments."""

from typing import Final

from rural_taobao.assessment.consequences import Consequence
from rural_taobao.assessment.demands import AmountKind
from rural_taobao.assessment.service import Began, Left, Moved, Paused, Suspended
from rural_taobao.assessment.words import AssessmentWords
from rural_taobao.commission.conditions import CreditKind
from rural_taobao.settlement.words import Language

__all__ = ["ENGLISH"]

ENGLISH: Final = AssessmentWords(
    language=Language.ENGLISH,
    orders="orders",
    amounts={AmountKind.GROSS: "order amount before discounts", AmountKind.NET: "order amount after discounts"},
    days="days with {works}",
    works={CreditKind.ORDER: "an order", CreditKind.PARCEL: "a parcel", CreditKind.REFERRAL: "a referral"},
    either=" or ",
    less_refunds="{what}, refunds taken off",
    month="{figure} in {month}",
    between=", ",
    in_all="{months}, {sum} in all",
    every="at least {least} in each month",
    in_sum="at least {least} in all",
    some="at least {least} in {some} of {months} months",
    reached="{threshold}: {what}: {figures}; reached: {asked}",
    missed="{threshold}: {what}: {figures}; missed: {asked}",
    passed_over="{threshold}: says nothing of {first} to {last}: {why}",
    span="{first} to before {end}",
    why={
        Began: "in charge only since {day}",
        Left: "in charge only until before {day}",
        Paused: "in charge of no station on the days {days}",
        Moved: "in charge of no station throughout, the last one since {day}",
        Suspended: "suspended on the days {days}",
    },
    fine="{partner}: nothing is proposed",
    proposed="{partner}: {consequence} is proposed",
    holds="{partner}: {consequence} is proposed, and holds already",
    first="{said}, since {towards} must come after it",
    not_judged="{partner}: not judged",
    consequences={
        Consequence.WARNING: "a warning",
        Consequence.PROBATION: "probation",
        Consequence.REMOVAL: "removal",
    },
    reason="; ",
)
"""What is said in English."""
