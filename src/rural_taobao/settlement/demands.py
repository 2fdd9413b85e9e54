"""Demands: what a condition asks for, in words; what it does not want, where it is turned around."""

from collections.abc import Iterable
from typing import assert_never

from rural_taobao.commission.circumstances import Seniority, Tagged
from rural_taobao.commission.conditions import (
    AllOf,
    Always,
    AnyOf,
    AtStation,
    Condition,
    DuringFestival,
    InCategory,
    Not,
    OfAmount,
    OfKind,
    OnDays,
    UnderCentre,
    UnderVersion,
)
from rural_taobao.settlement.facts import Fact
from rural_taobao.settlement.words import Words

__all__ = ["demanded"]


def demanded(condition: Condition, words: Words, *, holds: bool = True) -> str:
    """
    Say what a condition asks for.

    Args:
        condition: The condition.
        words: In which words.
        holds: Whether it is to hold; else what is said is what it means that it does not.

    Example:
        >>> from rural_taobao.settlement.english import ENGLISH
        >>> demanded(InCategory(["seeds", "tools"]), ENGLISH)
        'the category must be seeds or tools'
        >>> demanded(Not(AllOf([OfKind("order"), Not(InCategory(["seeds"]))])), ENGLISH)
        'one of these must hold: it must not be an order; the category must be seeds'
    """
    said = words.rule
    match condition:
        case Always():
            return said.always if holds else said.never
        case OfKind(kind):
            return (said.of_kind if holds else said.not_of_kind).format(kind=said.kinds[kind])
        case InCategory(categories):
            return _among(words, Fact.CATEGORY, categories, holds=holds)
        case AtStation(stations):
            return _among(words, Fact.STATION, stations, holds=holds)
        case UnderCentre(centres):
            return _among(words, Fact.CENTRE, centres, holds=holds)
        case UnderVersion(versions):
            return _among(words, Fact.VERSION, versions, holds=holds)
        case Tagged(tags):
            pattern = said.holds if holds else said.holds_none
            return pattern.format(fact=said.facts[Fact.TAGS], values=words.one_of(sorted(tags)))
        case OfAmount(basis=basis, start=start, end=end):
            return _range(words, Fact(basis.value), start, end, holds=holds)
        case Seniority(start, end):
            return _range(words, Fact.MONTHS, start, end, holds=holds)
        case OnDays(days):
            forward, back = (said.since, said.until) if days.end is None else (said.during, said.not_during)
            return (forward if holds else back).format(fact=said.facts[Fact.DAY], start=days.start, end=days.end)
        case DuringFestival():
            pattern = said.in_window if holds else said.in_no_window
            return pattern.format(fact=said.facts[Fact(condition.clock.value)], window=_window(condition, words))
        case AllOf(conditions):
            return _joined(words, conditions, every=holds, holds=holds)
        case AnyOf(conditions):
            return _joined(words, conditions, every=not holds, holds=holds)
        case Not(other):
            return demanded(other, words, holds=not holds)
        case _:
            assert_never(condition)


def _among(words: Words, fact: Fact, values: Iterable[str], *, holds: bool) -> str:
    """Say that a fact is to be one of some values, or none of them."""
    pattern = words.rule.one_of if holds else words.rule.none_of
    return pattern.format(fact=words.rule.facts[fact], values=words.one_of(sorted(values)))


def _range(words: Words, fact: Fact, start: object, end: object, *, holds: bool) -> str:
    """Say that a fact is to lie from a start on and below an end, if there is one, or outside that."""
    said = words.rule
    forward, back = (said.from_on, said.less_than) if end is None else (said.within, said.outside)
    return (forward if holds else back).format(fact=said.facts[fact], start=start, end=end)


def _window(condition: DuringFestival, words: Words) -> str:
    """Name the windows of a festival that a condition asks for."""
    said, festival = words.rule, condition.festival
    if condition.windows:
        window = said.windows.format(names=words.one_of(sorted(condition.windows)), festival=festival)
    else:
        window = said.any_window.format(festival=festival)
    if not condition.editions:
        return window
    return said.editions.format(window=window, years=words.one_of([str(year) for year in sorted(condition.editions)]))


def _joined(words: Words, conditions: tuple[Condition, ...], *, every: bool, holds: bool) -> str:
    """Say that all of several conditions are to hold, or one of them; what is joined itself stands in brackets."""
    texts = [
        words.rule.group.format(condition=text) if words.clauses in text else text
        for each in conditions
        for text in (demanded(each, words, holds=holds),)
    ]
    if len(texts) == 1:
        return texts[0]
    pattern = words.rule.every if every else words.rule.some
    return pattern.format(conditions=words.clauses.join(texts))
