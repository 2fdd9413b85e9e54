"""Answering: what became of an event and of each rule for it, in words, in English or in Chinese."""

from datetime import datetime
from typing import assert_never

from rural_taobao.commission.conditions import CreditKind
from rural_taobao.commission.fees import Direction
from rural_taobao.commission.verdicts import Fate
from rural_taobao.settlement.demands import demanded
from rural_taobao.settlement.explaining import WORDS
from rural_taobao.settlement.facts import Fact, Given, Unmet
from rural_taobao.settlement.inquiring import Inquiry, PlanAsked, Ruling
from rural_taobao.settlement.outcomes import Outcome
from rural_taobao.settlement.words import Language, RuleWords, Words

__all__ = ["answered", "ruling_text", "unmet_text"]


def answered(inquiry: Inquiry, language: Language = Language.ENGLISH) -> str:
    """
    Say what became of an event, and of each rule for it.

    Args:
        inquiry: What was found.
        language: In which language; ids and names stay as they are.

    Returns:
        A few lines of text: the event, what became of it, under which plan, and one line for each rule.

    Example:
        >>> from rural_taobao.festivals import programme_calendar
        >>> from rural_taobao.samples import one_order, one_plan, one_village
        >>> from rural_taobao.settlement import inquire
        >>> found = inquire(one_village(), [one_plan()], programme_calendar(), [one_order()], "o-1")
        >>> print(answered(found))
        o-1: an order at station sanhe on 2016-11-11 00:03
          it earned commission
          counted in 2016-11
          under plan example, version 2015 (model version 2.0), on the account of li; one rule may match
          rule everything matched and pays ¥23.98 in all
    """
    words = WORDS[Language(language)].rule
    at = {"station": inquiry.station, "at": f"{inquiry.at:%Y-%m-%d %H:%M}"}
    text = [
        words.headed.format(event=inquiry.event, kind=words.kinds[inquiry.kind], **at),
        words.outcomes[inquiry.outcome],
    ]
    if inquiry.earned is not None:
        text.append(words.earned_in.format(month=inquiry.earned))
    asked = inquiry.asked
    if asked is not None:
        under = {"plan": asked.plan, "version": asked.version, "model": asked.model, "payee": asked.payee}
        text.append(words.under.format(policy=words.policies[asked.policy], **under))
        text += (ruling_text(asked, ruling, language) for ruling in asked.rulings)
    return "\n  ".join(text)


def ruling_text(asked: PlanAsked, ruling: Ruling, language: Language = Language.ENGLISH) -> str:
    """
    Say what became of one rule.

    Args:
        asked: The plan that was asked.
        ruling: A ruling of it.
        language: In which language; ids and names stay as they are.

    Example:
        >>> from rural_taobao.festivals import programme_calendar
        >>> from rural_taobao.samples import one_order, one_plan, one_village
        >>> from rural_taobao.settlement import inquire
        >>> found = inquire(one_village(), [one_plan()], programme_calendar(), [one_order()], "o-1")
        >>> print(ruling_text(found.asked, found.rulings[0], Language.CHINESE))
        规则 everything 匹配并计佣：共 ¥23.98
    """
    words = WORDS[Language(language)]
    said, rule = words.rule, _named(ruling, words)
    by_rule = {each.rule: each for each in asked.rulings}
    instead = [by_rule[each] for each in ruling.instead]
    others = words.both([_named(each, words) for each in instead]) if instead else ""
    match ruling.fate:
        case Fate.PAID | Fate.COMPARED:
            return _paid(ruling, rule, said)
        case Fate.PASSED_OVER:
            if ruling.worth is None:
                return said.passed_over[asked.policy].format(rule=rule, others=others)
            return said.compared.format(rule=rule, amount=ruling.worth, others=others, best=instead[0].worth)
        case Fate.REPLACED:
            return said.replaced.format(rule=rule, others=others)
        case Fate.NOT_IN_TABLE:
            return said.not_in_table.format(rule=rule)
        case Fate.NOT_MATCHED:
            why = words.clauses.join(unmet_text(each, language) for each in ruling.unmet)
            return said.not_matched.format(rule=rule, why=why)
        case _:
            assert_never(ruling.fate)


def _paid(ruling: Ruling, rule: str, said: RuleWords) -> str:
    """Say what a rule that is chosen comes to."""
    if ruling.amount is None:
        return said.chosen.format(rule=rule)
    fee, left = ruling.direction is Direction.OWES, ruling.limit
    of_cap = {} if left is None else {"cap": left.cap, "left": left.amount}
    why = "" if ruling.nothing is None else said.nothings.get(ruling.nothing, "").format(**of_cap)
    if ruling.nothing is Outcome.TAKES_BACK:
        pattern = said.gives_back if fee else said.takes_back
        return pattern.format(rule=rule, amount=ruling.amount)
    if why:
        pattern = said.owes_nothing if fee else said.pays_nothing
    elif left is not None:
        pattern = said.owed_of_cap if fee else said.paid_of_cap
    else:
        pattern = said.owed if fee else said.paid
    return pattern.format(rule=rule, amount=-ruling.amount if fee else ruling.amount, why=why, **of_cap)


def _named(ruling: Ruling, words: Words) -> str:
    pattern = words.rule.rule if ruling.layer is None else words.rule.rule_of_layer
    return pattern.format(rule=ruling.rule, layer=ruling.layer)


def unmet_text(unmet: Unmet, language: Language = Language.ENGLISH) -> str:
    """
    Say what a condition asked for, and what was given.

    Example:
        >>> from rural_taobao.commission import InCategory
        >>> from rural_taobao.settlement.facts import Fact
        >>> seeds = Unmet(InCategory(["seeds"]), (Given(Fact.CATEGORY, ("clothing",)),))
        >>> print(unmet_text(seeds))
        the category must be seeds, but it was clothing
        >>> print(unmet_text(seeds, Language.CHINESE))
        品类须为 seeds，而实为 clothing
    """
    words = WORDS[Language(language)]
    said, demand = words.rule, demanded(unmet.condition, words)
    match unmet.given:
        case ():
            return demand
        case (Given(_, None),):
            return said.but_none.format(demand=demand)
        case (Given(_, CreditKind() as kind),):
            return said.but_kind.format(demand=demand, kind=said.kinds[kind])
        case (only,):
            return said.but.format(demand=demand, value=_shown(only, words))
        case several:
            given = [said.given.format(fact=said.facts[each.fact], value=_shown(each, words)) for each in several]
            return said.but_given.format(demand=demand, given=words.both(given))


def _shown(given: Given, words: Words) -> str:
    """Write what a fact was."""
    match given.value:
        case None:
            return words.rule.none
        case CreditKind() as kind:
            return words.rule.kinds[kind]
        case datetime() as instant:
            return f"{instant:%Y-%m-%d %H:%M}"
        case (category, *above) if given.fact is Fact.CATEGORY and above:
            return words.rule.below.format(category=category, above=words.both(above))
        case tuple() as several:
            return words.both([*several])
        case value:
            return str(value)
