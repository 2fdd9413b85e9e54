"""Chinese: the words of assessments, in the simplified script."""

from typing import Final

from rural_taobao.assessment.consequences import Consequence
from rural_taobao.assessment.demands import AmountKind
from rural_taobao.assessment.service import Began, Left, Moved, Paused, Suspended
from rural_taobao.assessment.words import AssessmentWords
from rural_taobao.commission.conditions import CreditKind
from rural_taobao.settlement.words import Language

__all__ = ["CHINESE"]

CHINESE: Final = AssessmentWords(
    language=Language.CHINESE,
    orders="订单数",
    amounts={AmountKind.GROSS: "优惠前订单金额", AmountKind.NET: "优惠后订单金额"},
    days="有{works}的天数",
    works={CreditKind.ORDER: "订单", CreditKind.PARCEL: "包裹", CreditKind.REFERRAL: "推荐"},
    either="或",
    less_refunds="{what}（扣除退款）",
    month="{month} 为 {figure}",
    between="，",
    in_all="{months}，合计 {sum}",
    every="每月至少 {least}",
    in_sum="合计至少 {least}",
    some="在 {months} 个月中至少 {some} 个月不少于 {least}",
    reached="{threshold}：{what}：{figures}；已达到：{asked}",
    missed="{threshold}：{what}：{figures}；未达到：{asked}",
    passed_over="{threshold}：{first} 至 {last} 不作考核：{why}",
    span="{first} 起至 {end} 前",
    why={
        Began: "{day} 起才负责",
        Left: "{day} 起不再负责",
        Paused: "{days}未负责任何服务站",
        Moved: "未始终负责同一服务站，最后一次变动为 {day}",
        Suspended: "{days}被暂停",
    },
    fine="{partner}：无建议",
    proposed="{partner}：建议{consequence}",
    holds="{partner}：建议{consequence}，现已在执行",
    first="{said}，因为{towards}须在其后",
    not_judged="{partner}：不作考核",
    consequences={Consequence.WARNING: "警告", Consequence.PROBATION: "转为试用", Consequence.REMOVAL: "清退"},
    reason="；",
)
"""What is said in Chinese."""
