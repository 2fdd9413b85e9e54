"""Inquiries as objects for machines: what became of an event, and of each rule, with the facts that decided it."""

from collections.abc import Iterable
from datetime import date
from typing import cast

from rural_taobao.documents.plans import condition_tree
from rural_taobao.documents.trees import is_table
from rural_taobao.money import Money
from rural_taobao.settlement.answering import answered, ruling_text, unmet_text
from rural_taobao.settlement.facts import Given, Unmet
from rural_taobao.settlement.inquiring import Inquiry, PlanAsked, Ruling
from rural_taobao.settlement.words import Language

__all__ = ["inquiry_object"]


def inquiry_object(inquiry: Inquiry, language: Language = Language.ENGLISH) -> dict[str, object]:
    """
    Give an inquiry as an object for a machine: amounts in minor units, conditions as they stand in a plan.

    Args:
        inquiry: What was found.
        language: The language of its texts.

    Example:
        >>> from rural_taobao.festivals import programme_calendar
        >>> from rural_taobao.samples import one_order, one_plan, one_village
        >>> from rural_taobao.settlement import inquire
        >>> found = inquire(one_village(), [one_plan()], programme_calendar(), [one_order()], "o-1")
        >>> made = inquiry_object(found)
        >>> made["outcome"], made["rules"][0]["fate"], made["rules"][0]["amount_minor"]
        ('earned', 'paid', 2398)
    """
    asked = inquiry.asked
    return {
        "event": inquiry.event,
        "kind": inquiry.kind.value,
        "station": inquiry.station,
        "at": inquiry.at.isoformat(),
        "outcome": inquiry.outcome.value,
        "earned": None if inquiry.earned is None else str(inquiry.earned),
        "plan": None if asked is None else asked.plan,
        "plan_version": None if asked is None else asked.version,
        "model_version": None if asked is None else asked.model,
        "credited": None if asked is None else asked.payee,
        "hit_policy": None if asked is None else asked.policy.value,
        "rules": [] if asked is None else [_ruling(asked, each, language) for each in asked.rulings],
        "text": answered(inquiry, language),
    }


def _ruling(asked: PlanAsked, ruling: Ruling, language: Language) -> dict[str, object]:
    return {
        "rule": ruling.rule,
        "direction": ruling.direction.value,
        "layer": ruling.layer,
        "fate": ruling.fate.value,
        "amount_minor": None if ruling.amount is None else ruling.amount.minor,
        "nothing": None if ruling.nothing is None else ruling.nothing.value,
        "cap": None if ruling.limit is None else ruling.limit.cap,
        "left_minor": None if ruling.limit is None else ruling.limit.amount.minor,
        "worth_minor": None if ruling.worth is None else ruling.worth.minor,
        "instead": list(ruling.instead),
        "unmet": [_unmet(each, language) for each in ruling.unmet],
        "text": ruling_text(asked, ruling, language),
    }


def _unmet(unmet: Unmet, language: Language) -> dict[str, object]:
    return {
        "condition": _plain(condition_tree(unmet.condition)),
        "given": dict(map(_given, unmet.given)),
        "text": unmet_text(unmet, language),
    }


def _given(given: Given) -> tuple[str, object]:
    """Give the name of a fact and what it was."""
    value = given.value
    return given.fact.value, _plain(value.decimal if isinstance(value, Money) else value)


def _plain(tree: object) -> object:
    """Give a tree with nothing in it but what JSON has: days and decimals are texts there."""
    if is_table(tree):
        return {key: _plain(part) for key, part in tree.items()}
    if isinstance(tree, list | tuple):
        return [_plain(part) for part in cast("Iterable[object]", tree)]
    if isinstance(tree, date):
        return tree.isoformat()
    return tree if isinstance(tree, int | None) else str(tree)
