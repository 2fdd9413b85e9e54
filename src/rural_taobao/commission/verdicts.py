"""
Verdicts: what became of each rule of a plan version for one credit: paid, passed over, or not matched, and why.

They are for people who ask; settlement itself only looks for what is paid.
"""

from typing import final

from attrs import evolve, frozen

from rural_taobao.commission.choosing import among, stacked
from rural_taobao.commission.conditions import AllOf, AnyOf, Condition
from rural_taobao.commission.fees import Direction
from rural_taobao.commission.matching import Credit, matches
from rural_taobao.commission.versions import PlanVersion
from rural_taobao.identifiers import CampaignId, RuleId
from rural_taobao.kinds import Word

__all__ = ["Fate", "Verdict", "unmet", "verdicts"]


@final
class Fate(Word):
    """What became of a rule for a credit."""

    PAID = "paid"
    """It pays."""
    COMPARED = "compared"
    """It matches, and of it and others the one is paid that comes to most for the credited partner."""
    PASSED_OVER = "passed_over"
    """It matches, but the hit policy pays another of its layer."""
    REPLACED = "replaced"
    """It would pay, but a layer above it pays instead."""
    NOT_IN_TABLE = "not_in_table"
    """It matches, but its rate is a table by key that pays nothing for the credit; `verdicts` looks up no rate."""
    NOT_MATCHED = "not_matched"
    """It does not match."""


@final
@frozen
class Verdict:
    """
    What became of one rule.

    Attributes:
        rule: The rule.
        layer: The campaign or exception that it belongs to; None for the base.
        fate: What became of it.
        unmet: The conditions that do not hold, where it does not match.
        instead: The rules that pay instead of it, or are compared with it.
    """

    rule: RuleId
    layer: CampaignId | None
    fate: Fate
    unmet: tuple[Condition, ...] = ()
    instead: tuple[RuleId, ...] = ()


def unmet(condition: Condition, credit: Credit) -> tuple[Condition, ...]:
    """
    Give the smallest parts of a condition that do not hold for a credit; none where it holds.

    Example:
        >>> from datetime import date
        >>> from rural_taobao.commission.conditions import InCategory, OfKind
        >>> seeds = Credit("order", "seeds", "1.0", "sanhe", "feixi", date(2016, 11, 11), gross=3000, net=2500)
        >>> unmet(AllOf([OfKind("order"), InCategory(["phones"])]), seeds)
        (InCategory(categories=frozenset({CategoryCode('phones')})),)
    """
    if matches(condition, credit):
        return ()
    match condition:
        case AllOf(conditions):
            return tuple(part for each in conditions for part in unmet(each, credit))
        case AnyOf((only,)):
            return unmet(only, credit)
        case _:
            return (condition,)


def verdicts(version: PlanVersion, credit: Credit) -> tuple[Verdict, ...]:
    """
    Say what became of every rule of a version for a credit: of the base first, then layer by layer, and last of fees.

    Raises:
        SeveralMatch: More than one commission, or fee, of a layer matches where the plan pays one.

    Example:
        >>> from datetime import date
        >>> from rural_taobao.samples import one_plan
        >>> seeds = Credit("order", "seeds", "1.0", "sanhe", "feixi", date(2016, 11, 11), gross=3000, net=2500)
        >>> [(verdict.rule, verdict.fate) for verdict in verdicts(one_plan().on(date(2016, 11, 11)), seeds)]
        [(RuleId('everything'), <Fate.PAID: 'paid'>)]
    """
    found: list[Verdict] = []
    fees = {rule.id for rule in version.every_rule if rule.is_fee}
    for layer in stacked(version):
        choices = among(version.hit_policy, layer.rules, credit)
        paid = tuple(pick.rule.id for choice in choices for pick in choice)
        compared = {pick.rule.id for choice in choices if len(choice) > 1 for pick in choice}
        if paid and layer.replaces:
            pays = (Fate.PAID, Fate.COMPARED)
            found = [
                evolve(each, fate=Fate.REPLACED, instead=paid)
                if each.fate in pays and (each.rule in fees) is (layer.direction is Direction.OWES)
                else each
                for each in found
            ]
        for rule, when in layer.rules:
            if rule.id in compared:
                others = tuple(each for each in paid if each != rule.id)
                verdict = Verdict(rule.id, layer.layer, Fate.COMPARED, instead=others)
            elif rule.id in paid:
                verdict = Verdict(rule.id, layer.layer, Fate.PAID)
            elif matches(when, credit):
                verdict = Verdict(rule.id, layer.layer, Fate.PASSED_OVER, instead=paid)
            else:
                verdict = Verdict(rule.id, layer.layer, Fate.NOT_MATCHED, unmet=unmet(when, credit))
            found.append(verdict)
    return tuple(found)
