"""
Coverage: which rules of a plan overlap, which can never be chosen, and what none of them pays for.

A rule is looked at beside the others of its layer, among which one is chosen; fees are chosen among fees.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import combinations
from typing import Final, final

from attrs import evolve, frozen

from rural_taobao.commission.bases import Basis, BasisForm
from rural_taobao.commission.conditions import AllOf, AmountBasis, Condition, InCategory, OfAmount
from rural_taobao.commission.edges import Boundary, Overflow, Underflow, size_of
from rural_taobao.commission.extents import Ended, ends
from rural_taobao.commission.fees import Direction
from rural_taobao.commission.findings import (
    CategoryUncovered,
    NotLookedThrough,
    OutsideTable,
    Overlap,
    RuleIdle,
    RuleShadowed,
    TierUnreached,
)
from rural_taobao.commission.layers import applies
from rural_taobao.commission.matching import specificity
from rural_taobao.commission.policies import HitPolicy
from rural_taobao.commission.rates import ByVolume, Graduated, WholeAmount
from rural_taobao.commission.rules import CommissionRule, MeasuredOn
from rural_taobao.commission.tiers import Span
from rural_taobao.commission.versions import PlanVersion
from rural_taobao.commission.witnesses import ANY, Ground, Open, TooManyCombinations, Witness, met
from rural_taobao.identifiers import CategoryCode, RuleId
from rural_taobao.money import Money

__all__ = ["outside_tables", "overlaps", "reached", "uncovered", "unreachable", "unreached_tiers"]

_AMOUNTS: Final[Mapping[BasisForm, AmountBasis]] = {Basis.GROSS: AmountBasis.GROSS, Basis.NET: AmountBasis.NET}


@final
@frozen
class _Layer:
    """
    The rules among which one is chosen, or several: commissions or fees of the base, a campaign or an exception.

    Attributes:
        policy: The hit policy.
        rules: The rules.
        whens: When each matches.
    """

    policy: HitPolicy
    rules: tuple[CommissionRule, ...]
    whens: tuple[Condition, ...]

    def preferred(self, still: Open) -> Open:
        """Give those that can be chosen of the rules that match or may, as far as it is sure which do."""
        sure = [place for place, is_sure in still if is_sure]
        if self.policy is HitPolicy.FIRST and sure:
            return tuple((place, is_sure) for place, is_sure in still if place <= sure[0])
        if self.policy is HitPolicy.MOST_SPECIFIC:
            most = max((specificity(self.whens[place]) for place in sure), default=0)
            return tuple((place, is_sure) for place, is_sure in still if specificity(self.whens[place]) >= most)
        return still

    def ties(self, one: int, other: int) -> bool:
        """Tell whether two rules that match one event are one too many, where no other rule comes before them."""
        if self.policy is HitPolicy.MOST_SPECIFIC:
            return specificity(self.whens[one]) == specificity(self.whens[other])
        return self.policy is HitPolicy.UNIQUE

    def before(self, place: int) -> list[int]:
        """Give the places of the rules that come before one where both match."""
        others = range(len(self.rules))
        if self.policy is HitPolicy.FIRST:
            return list(others[:place])
        if self.policy is HitPolicy.MOST_SPECIFIC:
            return [each for each in others if specificity(self.whens[each]) > specificity(self.whens[place])]
        return []


def _layers(version: PlanVersion) -> list[_Layer]:
    """Give the layers of a version; what one of them pays, another can only add to or take the place of; fees last."""
    base = [(rule, rule.when) for rule in version.rules]
    over = ([(rule, applies(layer, rule)) for rule in layer.rules] for layer in version.layers)
    found: dict[Direction, list[_Layer]] = {direction: [] for direction in Direction}
    for listed in (base, *over):
        for direction, layers in found.items():
            some = [(rule, when) for rule, when in listed if rule.direction is direction]
            layers.append(_Layer(version.hit_policy, tuple(rule for rule, _ in some), tuple(when for _, when in some)))
    return [layer for layers in found.values() for layer in layers if layer.rules]


def _sorted(ground: Ground, version: PlanVersion) -> Ground:
    """Give a ground on which categories lie below each other as a version declares."""
    return evolve(ground, above={each.code: version.above(each.code) for each in version.categories})


def overlaps(version: PlanVersion, ground: Ground = ANY) -> tuple[Overlap | NotLookedThrough, ...]:
    """
    Find the rules that match one event although the plan wants one rule for each.

    Args:
        version: A version of a plan; under hit policy `unique` any two rules of a layer that match one event overlap,
            under `most_specific` those that do so equally, and under any other none.
        ground: What is known of the credits that may come.

    Returns:
        One overlap for each two rules, in the order of the rules, layer by layer, and those of fees last.

    Example:
        >>> from rural_taobao.samples import one_plan
        >>> overlaps(one_plan().versions.entries[0].value)
        ()
    """
    ground = _sorted(ground, version)
    told: list[Overlap] = []
    doubt: list[NotLookedThrough] = []
    for layer in _layers(version) if version.hit_policy in (HitPolicy.UNIQUE, HitPolicy.MOST_SPECIFIC) else ():
        found: dict[tuple[int, int], Witness] = {}
        try:
            for held, witness in met(layer.whens, ground, partial(_untold, layer, found)):
                for pair in combinations(held, 2):
                    found.setdefault(pair, witness)
        except TooManyCombinations:
            doubt = [NotLookedThrough(version.version, ground.most)]
        for pair in sorted(found):
            first, second = (layer.rules[place].id for place in pair)
            told.append(Overlap((first, second), found[pair], layer.policy))
    return (*told, *doubt)


def _untold(layer: _Layer, found: Container[tuple[int, int]], still: Open) -> Open:
    """Ask for the rules that can be chosen, where two of them tie that are not found yet."""
    still = layer.preferred(still)
    pairs = combinations([place for place, _ in still], 2)
    return still if any(pair not in found and layer.ties(*pair) for pair in pairs) else ()


def reached(version: PlanVersion, ground: Ground = ANY) -> Mapping[RuleId, Witness]:
    """
    Give the rules that can be chosen in their layer, in the order of the version, each with what it is chosen for.

    Args:
        version: A version of a plan.
        ground: What is known of the credits that may come.

    Raises:
        TooManyCombinations: More combinations would have to be looked at than the ground allows.

    Example:
        >>> from rural_taobao.samples import one_plan
        >>> [f"{rule}: {witness}" for rule, witness in reached(one_plan().versions.entries[0].value).items()]
        ['everything: an order']
    """
    ground = _sorted(ground, version)
    found = {
        layer.rules[place].id: witness
        for layer in _layers(version)
        for place, witness in _reached(layer, ground).items()
    }
    return {rule.id: found[rule.id] for rule in version.every_rule if rule.id in found}


def _reached(layer: _Layer, ground: Ground) -> dict[int, Witness]:
    found: dict[int, Witness] = {}

    def asked(still: Open) -> Open:
        if layer.policy in (HitPolicy.FIRST, HitPolicy.MOST_SPECIFIC):
            still = layer.preferred(still)
            return still if any(place not in found for place, _ in still) else ()
        return tuple((place, is_sure) for place, is_sure in still if place not in found)

    for places, witness in met(layer.whens, ground, asked):
        for place in places:
            found.setdefault(place, witness)
    return found


def unreachable(version: PlanVersion, ground: Ground = ANY) -> tuple[RuleIdle | RuleShadowed | NotLookedThrough, ...]:
    """
    Find the rules that can never pay: nothing meets their condition, or others of their layer are chosen for it all.

    Args:
        version: A version of a plan.
        ground: What is known of the credits that may come.

    Returns:
        The rules in their order; where not all could be looked through, that alone.
    """
    try:
        paying = reached(version, ground)
    except TooManyCombinations:
        return (NotLookedThrough(version.version, ground.most),)
    causes = {
        rule.id: _cause(version, layer, place, _sorted(ground, version))
        for layer in _layers(version)
        for place, rule in enumerate(layer.rules)
        if rule.id not in paying
    }
    return tuple(causes[rule.id] for rule in version.every_rule if rule.id in causes)


def _cause(version: PlanVersion, layer: _Layer, place: int, ground: Ground) -> RuleIdle | RuleShadowed:
    """Say why a rule never pays."""
    rule, when = layer.rules[place].id, layer.whens[place]
    by = [layer.rules[each].id for each in layer.before(place) if _together([when, layer.whens[each]], ground)]
    return RuleShadowed(rule, tuple(by), layer.policy) if by else RuleIdle(rule, version.version)


def _together(conditions: Sequence[Condition], ground: Ground) -> bool:
    """Tell whether conditions can hold for one event; True where that takes too long to say."""
    try:
        return any(True for _ in met([AllOf(conditions)], ground, lambda still: still))
    except TooManyCombinations:
        return True


def uncovered(version: PlanVersion, categories: Iterable[str], ground: Ground = ANY) -> tuple[CategoryUncovered, ...]:
    """
    Find categories that no rule pays for, whatever else holds of an event; a fee pays for nothing.

    Args:
        version: A version of a plan.
        categories: The categories that are asked about.
        ground: What is known of the credits that may come.

    Returns:
        One finding for all of them, or none.

    Example:
        >>> from rural_taobao.samples import one_plan
        >>> uncovered(one_plan().versions.entries[0].value, ["phones", "seeds"])
        ()
    """
    listed = [pair for layer in _layers(version) for pair in zip(layer.rules, layer.whens, strict=True)]
    whens = [when for rule, when in listed if not rule.is_fee]
    ground = _sorted(ground, version)
    missing = tuple(
        code
        for code in sorted(map(CategoryCode, categories))
        if not any(_together([InCategory([code]), when], ground) for when in whens)
    )
    return (CategoryUncovered(version.version, missing),) if missing else ()


def outside_tables(version: PlanVersion, ground: Ground = ANY) -> tuple[OutsideTable, ...]:
    """
    Find the tables that earn nothing past their last tier, or below their first, where measures may lie.

    Args:
        version: A version of a plan.
        ground: What is known of the credits that may come.

    Returns:
        One finding for each such end, in the order of the rules.
    """
    ground = _sorted(ground, version)
    return tuple(
        found
        for layer in _layers(version)
        for rule, when in zip(layer.rules, layer.whens, strict=True)
        for found in _outside(rule, when, ground)
    )


def _outside(rule: CommissionRule, when: Condition, ground: Ground) -> Iterator[OutsideTable]:
    if not isinstance(rule.rate, Ended):
        return
    first, last = ends(rule.rate)
    if (
        rule.rate.underflow is Underflow.NOTHING
        and size_of(first) > 1
        and _may_lie(rule, when, ground, first, above=False)
    ):
        yield OutsideTable(rule.id, "underflow", first)
    if rule.rate.overflow is Overflow.NOTHING and last is not None and _may_lie(rule, when, ground, last, above=True):
        yield OutsideTable(rule.id, "overflow", last)


def unreached_tiers(version: PlanVersion, ground: Ground = ANY) -> tuple[TierUnreached, ...]:
    """
    Find the tiers that no single order can reach, where a rule is measured on the order.

    Args:
        version: A version of a plan.
        ground: What is known of the credits that may come.

    Returns:
        One finding for each such tier of graduated tables, of those by the whole amount and of those by volume, in the
        order of the rules; of what a running total, or a quantity, may come to nothing is known.
    """
    ground = _sorted(ground, version)
    return tuple(
        found
        for layer in _layers(version)
        for rule, when in zip(layer.rules, layer.whens, strict=True)
        for found in _unreached(rule, when, ground)
    )


def _unreached(rule: CommissionRule, when: Condition, ground: Ground) -> Iterator[TierUnreached]:
    rate = rule.rate
    if not isinstance(rate, Graduated | WholeAmount | ByVolume):
        return
    measure = rule.basis if rule.volume is None else rule.volume
    if rule.measured_on is not MeasuredOn.ORDER or rule.allowance is not None:
        return
    lower = rate.boundary is Boundary.LOWER_INCLUSIVE
    tiers: Sequence[Span] = rate.tiers
    for place, tier in enumerate(tiers):
        first = tier.first if lower or place == 0 else tier.first + 1
        is_last = place == len(tiers) - 1
        last = tier.last - 1 if tier.last is not None and lower and not is_last else tier.last
        if not _reached_by(measure, when, ground, tier.start, (first, last)):
            yield TierUnreached(rule.id, place, tier.start, measure)


def _reached_by(
    measure: BasisForm, when: Condition, ground: Ground, start: Money | int, span: tuple[int, int | None]
) -> bool:
    """Tell whether a single order may measure something within a span, both ends of which are in it."""
    first, last = span
    if measure is Basis.COUNT:
        return first <= 1 and (last is None or last >= 1)
    basis = _AMOUNTS.get(measure)
    if basis is None or not isinstance(start, Money):
        return True
    end = None if last is None else Money(last + 1, start.currency)
    return _together([when, OfAmount(basis=basis, start=Money(first, start.currency), end=end)], ground)


def _may_lie(rule: CommissionRule, when: Condition, ground: Ground, edge: Money | int, *, above: bool) -> bool:
    """Tell whether a rule may measure something past an edge; of anything but one order's amount, nobody knows."""
    # What a rate by volume goes by is the volume.
    measure = rule.basis if rule.volume is None else rule.volume
    basis = _AMOUNTS.get(measure) if rule.measured_on is MeasuredOn.ORDER and rule.allowance is None else None
    if basis is None or not isinstance(edge, Money):
        return True
    start = Money(edge.minor + 1 if above else 1, edge.currency)
    return _together([when, OfAmount(basis=basis, start=start, end=None if above else edge)], ground)
