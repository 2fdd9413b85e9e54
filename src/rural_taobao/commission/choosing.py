"""
Choosing: which of the rules that match a credit are paid, layer by layer, and with which boosts.

Whatever a choice depends on is told by the credit alone, but for `best_for_payee`, which compares what each rule comes
to for the event; so that choice is left open here, between picks.
"""

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias, assert_never, final

from rural_taobao.commission.boosts import Boost
from rural_taobao.commission.conditions import Condition
from rural_taobao.commission.fees import Direction
from rural_taobao.commission.layers import LayerEffect, applies
from rural_taobao.commission.matching import Credit, matches, specificity
from rural_taobao.commission.policies import HitPolicy
from rural_taobao.commission.rules import CommissionRule
from rural_taobao.commission.versions import PlanVersion
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.identifiers import CampaignId, RuleId

__all__ = ["Choice", "Pick", "SeveralMatch", "Stacked", "among", "chosen", "stacked"]


class Pick(NamedTuple):
    """
    A rule that is paid for a credit.

    Attributes:
        rule: The rule.
        boosts: Those of its boosts that bear upon the credit, in their order.
    """

    rule: CommissionRule
    boosts: tuple[Boost, ...]


Choice: TypeAlias = tuple[Pick, ...]
"""One pick, or several of which that one is paid which comes to most for the credited payee."""


class Stacked(NamedTuple):
    """
    The commissions, or the fees, of the base of a plan version or of a layer over it.

    Attributes:
        direction: Which of the two.
        layer: The campaign or the exception; None for the base.
        replaces: Whether it takes the place of what lies below, of commissions by commissions and of fees by fees.
        rules: Its rules, each with the condition under which it matches; one or more.
    """

    direction: Direction
    layer: CampaignId | None
    replaces: bool
    rules: tuple[tuple[CommissionRule, Condition], ...]


@final
class SeveralMatch(RuralTaobaoError, ValueError):
    """
    Several rules match a credit where the plan pays one.

    Attributes:
        policy: The policy that asks for one.
        rules: The rules.
    """

    def __init__(self, policy: HitPolicy, rules: tuple[RuleId, ...]) -> None:
        self.policy = policy
        self.rules = rules
        super().__init__(policy, rules)

    def __str__(self) -> str:
        how = "match" if self.policy is HitPolicy.UNIQUE else "match as specifically as each other"
        return (
            f"one rule must be found under hit policy '{self.policy}', but {' and '.join(self.rules)} {how}; "
            "narrow one, or state another policy"
        )


def chosen(version: PlanVersion, credit: Credit) -> tuple[Choice, ...]:
    """
    Give what is paid for a credit, and then the fees owed: the choices of the base, and what layers make of them.

    Commissions are chosen among commissions, and fees among fees, each as if the others were not there.

    Args:
        version: The plan version.
        credit: The credit.

    Raises:
        SeveralMatch: More than one commission, or fee, of a layer matches where the plan pays one.

    Example:
        >>> from datetime import date
        >>> from rural_taobao.samples import one_plan
        >>> seeds = Credit("order", "seeds", "1.0", "sanhe", "feixi", date(2016, 11, 11), gross=3000, net=2500)
        >>> [[pick.rule.id for pick in choice] for choice in chosen(one_plan().on(date(2016, 11, 11)), seeds)]
        [[RuleId('everything')]]
    """
    paid: dict[Direction, tuple[Choice, ...]] = dict.fromkeys(Direction, ())
    for layer in stacked(version):
        here = among(version.hit_policy, layer.rules, credit)
        if here:
            paid[layer.direction] = here if layer.replaces else (*paid[layer.direction], *here)
    return tuple(choice for choices in paid.values() for choice in choices)


def stacked(version: PlanVersion) -> tuple[Stacked, ...]:
    """Give the base of a version and what lies over it, from below: the commissions of all, then the fees of all."""
    found: list[Stacked] = []
    for direction in Direction:
        base = tuple((rule, rule.when) for rule in version.rules if rule.direction is direction)
        found.append(Stacked(direction, layer=None, replaces=False, rules=base))
        for layer in version.layers:
            rules = tuple((rule, applies(layer, rule)) for rule in layer.rules if rule.direction is direction)
            found.append(Stacked(direction, layer.id, layer.effect is LayerEffect.REPLACES, rules))
    return tuple(each for each in found if each.rules)


def among(policy: HitPolicy, rules: Sequence[tuple[CommissionRule, Condition]], credit: Credit) -> tuple[Choice, ...]:
    """
    Choose among the commissions, or the fees, of one layer.

    Args:
        policy: How.
        rules: The rules, each with the condition under which it matches.
        credit: The credit.

    Raises:
        SeveralMatch: More than one of them matches where one is paid.
    """
    hits = [(rule, when) for rule, when in rules if matches(when, credit)]
    if not hits:
        return ()
    picks = tuple(Pick(rule, tuple(boost for boost in rule.boosts if matches(boost.when, credit))) for rule, _ in hits)
    match policy:
        case HitPolicy.UNIQUE:
            if len(picks) > 1:
                raise SeveralMatch(policy, tuple(pick.rule.id for pick in picks))
            return (picks,)
        case HitPolicy.FIRST:
            return (picks[:1],)
        case HitPolicy.MOST_SPECIFIC:
            most = max(specificity(when) for _, when in hits)
            best = tuple(pick for pick, (_, when) in zip(picks, hits, strict=True) if specificity(when) == most)
            if len(best) > 1:
                raise SeveralMatch(policy, tuple(pick.rule.id for pick in best))
            return (best,)
        case HitPolicy.BEST_FOR_PAYEE:
            return (picks,)
        case HitPolicy.SUM:
            return tuple((pick,) for pick in picks)
        case _:
            assert_never(policy)
