"""Telling: what is said of a partner, in words that the partner understands, in English or in Chinese."""

from typing import Final, assert_never

from rural_taobao.assessment.chinese import CHINESE
from rural_taobao.assessment.demands import ActiveDays, Demand, OrderAmount, Orders, Refunded, least
from rural_taobao.assessment.english import ENGLISH
from rural_taobao.assessment.judgements import Finding, Fine, Judgement, NotJudged, PassedOver, Proposal, Proposed
from rural_taobao.assessment.service import Began, Left, Moved, Paused, Suspended, Unserved
from rural_taobao.assessment.spans import EveryMonth, InSum, SomeMonths
from rural_taobao.assessment.words import AssessmentWords
from rural_taobao.commission.conditions import CreditKind
from rural_taobao.money import Money
from rural_taobao.periods import Month
from rural_taobao.settlement.words import Language

__all__ = ["WORDS", "found", "head", "reason_text", "told", "why_text"]

WORDS: Final = {Language.ENGLISH: ENGLISH, Language.CHINESE: CHINESE}
"""The words of each language."""


def told(judgement: Judgement, month: Month, language: Language = Language.ENGLISH) -> str:
    """
    Say what is said of a partner, and the figures that led to it.

    Args:
        judgement: The judgement.
        month: The month that was asked about.
        language: In which language; ids stay as they are.

    Returns:
        A line for the partner, and one for each threshold.

    Example:
        >>> from rural_taobao.assessment import assessed
        >>> from rural_taobao.samples import example_standard, one_order, one_village
        >>> november = Month(2016, 11)
        >>> li = assessed(one_village(), example_standard(), [one_order()], november).of("li")
        >>> print(told(li, november))
        li: probation is proposed
          orders: orders, refunds taken off: 0 in 2016-09, 0 in 2016-10, 1 in 2016-11, 1 in all; missed: at least 5 ...
          turnover: order amount after discounts, refunds taken off: ¥0.00 in 2016-09, ...; reached: at least ...
          presence: days with an order or a parcel: 1 in 2016-11; missed: at least 4 in each month
          silence: days with an order or a parcel: 0 in 2016-10, 1 in 2016-11, 1 in all; reached: at least 1 in all
        >>> print(told(li, november, Language.CHINESE))
        li：建议转为试用
          orders：订单数（扣除退款）：2016-09 为 0，2016-10 为 0，2016-11 为 1，合计 1；...
          turnover：优惠后订单金额（扣除退款）：2016-09 为 ¥0.00，...；已达到：合计至少 ¥600.00
          presence：有订单或包裹的天数：2016-11 为 1；未达到：每月至少 4
          silence：有订单或包裹的天数：2016-10 为 0，2016-11 为 1，合计 1；已达到：合计至少 1
    """
    words = WORDS[Language(language)]
    findings = () if isinstance(judgement, NotJudged) else judgement.findings
    lines = [head(judgement, language), *(found(each, language) for each in findings)]
    return "\n  ".join((*lines, *(_passed_over(each, month, words) for each in judgement.passed_over)))


def head(judgement: Judgement, language: Language = Language.ENGLISH) -> str:
    """Say in a few words what is said of a partner."""
    words = WORDS[Language(language)]
    match judgement:
        case Fine(partner=partner):
            return words.fine.format(partner=partner)
        case NotJudged(partner=partner):
            return words.not_judged.format(partner=partner)
        case Proposed(partner=partner, proposal=proposal):
            return _proposed(proposal, words.holds if proposal.holds else words.proposed, words, partner=partner)
        case _:
            assert_never(judgement)


def _proposed(proposal: Proposal, pattern: str, words: AssessmentWords, **places: str) -> str:
    said = pattern.format(consequence=words.consequences[proposal.consequence], **places)
    if proposal.towards is proposal.consequence:
        return said
    return words.first.format(said=said, towards=words.consequences[proposal.towards])


def found(finding: Finding, language: Language = Language.ENGLISH) -> str:
    """Say what a partner came to under a threshold, month by month, and what was asked for."""
    words = WORDS[Language(language)]
    demand = finding.threshold.demand
    pattern = words.reached if finding.is_reached else words.missed
    return pattern.format(
        threshold=finding.threshold.id,
        what=_what(demand, words),
        figures=_figures(finding, words),
        asked=_asked(finding, words),
    )


def reason_text(proposal: Proposal, language: Language = Language.ENGLISH) -> str:
    """Say which figures led to a proposal, as the reason of a step."""
    words = WORDS[Language(language)]
    return words.reason.join(found(each, language) for each in proposal.missed)


def why_text(why: Unserved, language: Language = Language.ENGLISH) -> str:
    """Say why months were not served whole."""
    words = WORDS[Language(language)]
    pattern = words.why[type(why)]
    match why:
        case Began(day=day) | Left(day=day) | Moved(day=day):
            return pattern.format(day=day)
        case Paused(days=days) | Suspended(days=days):
            return pattern.format(days=words.span.format(first=days.start, end=days.end))
        case _:
            assert_never(why)


def _passed_over(passed: PassedOver, month: Month, words: AssessmentWords) -> str:
    first = month.plus(1 - passed.threshold.over.months)
    return words.passed_over.format(
        threshold=passed.threshold.id, first=first, last=month, why=why_text(passed.why, words.language)
    )


def _what(demand: Demand, words: AssessmentWords) -> str:
    """Say what is counted."""
    match demand:
        case Orders():
            what = words.orders
        case OrderAmount(amount=amount):
            what = words.amounts[amount]
        case ActiveDays(of=of):
            works = [words.works[kind] for kind in CreditKind if kind in of]
            what = words.days.format(works=words.either.join(works))
        case _:
            assert_never(demand)
    return words.less_refunds.format(what=what) if demand.refunded is Refunded.TAKEN_OFF else what


def _figures(finding: Finding, words: AssessmentWords) -> str:
    """Say what each month came to."""
    demand = finding.threshold.demand
    months = words.between.join(
        words.month.format(figure=_figure(demand, figure), month=month) for month, figure in finding.figures
    )
    if len(finding.figures) == 1:
        return months
    return words.in_all.format(months=months, sum=_figure(demand, finding.in_all))


def _figure(demand: Demand, number: int) -> str:
    return str(Money(number, demand.at_least.currency)) if isinstance(demand, OrderAmount) else f"{number:,}"


def _asked(finding: Finding, words: AssessmentWords) -> str:
    """Say what was asked for."""
    demand, over = finding.threshold.demand, finding.threshold.over
    asked = _figure(demand, least(demand))
    match over:
        case EveryMonth():
            return words.every.format(least=asked)
        case InSum():
            return words.in_sum.format(least=asked)
        case SomeMonths(months=months, at_least=some):
            return words.some.format(least=asked, some=some, months=months)
        case _:
            assert_never(over)
