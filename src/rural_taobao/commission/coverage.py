"""
Coverage: what a plan leaves open, and what in it can never matter, each told in a sentence.

Nothing of this is wrong: a plan may leave open what never happens.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import TypeAlias, final

from attrs import frozen

from rural_taobao.commission.matching import AllOf, AmountBasis, Condition, InCategory, OfAmount
from rural_taobao.commission.plans import HitPolicy, PlanVersion
from rural_taobao.commission.rating import Ended, ends
from rural_taobao.commission.rules import Basis, CommissionRule, MeasuredOn
from rural_taobao.commission.tiers import Overflow, Underflow, size_of
from rural_taobao.commission.witnesses import ANY, Ground, Open, TooManyCombinations, Witness, met
from rural_taobao.identifiers import CategoryCode, RuleId, VersionId
from rural_taobao.money import Money

__all__ = [
    "CategoryUncovered",
    "Finding",
    "NotLookedThrough",
    "OutsideTable",
    "Overlap",
    "RuleIdle",
    "RuleShadowed",
    "outside_tables",
    "overlaps",
    "reached",
    "uncovered",
    "unreachable",
]


@final
@frozen
class Overlap:
    """
    Two rules match one event, where the plan wants one rule for each.

    Attributes:
        rules: The two, in the order in which they stand.
        witness: What both match.
    """

    rules: tuple[RuleId, RuleId]
    witness: Witness

    def __str__(self) -> str:
        first, second = self.rules
        return (
            f"one rule must match each event under hit policy 'unique', but {first} and {second} both match "
            f"{self.witness}; narrow one, or state another hit policy"
        )


@final
@frozen
class RuleIdle:
    """
    No event can meet the condition of a rule.

    Attributes:
        rule: The rule.
        version: The version that it stands in.
    """

    rule: RuleId
    version: VersionId

    def __str__(self) -> str:
        return (
            f"a rule must be able to match something, but on the days of version {self.version} no event can meet "
            f"what rule {self.rule} asks for; mend its 'when', or leave the rule out"
        )


@final
@frozen
class RuleShadowed:
    """
    Whatever a rule matches, rules that stand before it take.

    Attributes:
        rule: The rule.
        by: The earlier rules that match some of the same.
    """

    rule: RuleId
    by: tuple[RuleId, ...]

    def __str__(self) -> str:
        return (
            f"a rule must match something first under hit policy 'first', but whatever {self.rule} matches, "
            f"{' or '.join(self.by)} takes before it; put it before them, or leave it out"
        )


@final
@frozen
class CategoryUncovered:
    """
    No rule of a version pays for some categories.

    Attributes:
        version: The version.
        categories: The categories, sorted.
    """

    version: VersionId
    categories: tuple[CategoryCode, ...]

    def __str__(self) -> str:
        listed = ", ".join(self.categories)
        return (
            f"a category that is ordered must be covered by a rule to earn anything, but no rule of version "
            f"{self.version} matches {listed}; add one where that is not meant"
        )


@final
@frozen
class OutsideTable:
    """
    A table earns nothing outside it, and measures may lie there.

    Attributes:
        rule: The rule that it is of.
        choice: What it says of that: `overflow` or `underflow`.
        edge: The measure beyond which it earns nothing.
    """

    rule: RuleId
    choice: str
    edge: Money | int

    def __str__(self) -> str:
        side = "above" if self.choice == "overflow" else "below"
        return (
            f"a table must reach every measure to earn on all of it, but that of rule {self.rule} earns nothing {side} "
            f"{self.edge}, where its '{self.choice}' is 'nothing'; extend it where that is not meant"
        )


@final
@frozen
class NotLookedThrough:
    """
    A version tells more events apart than were looked at, so that of some rules nothing is said.

    Attributes:
        version: The version.
        most: How many combinations were looked at.
    """

    version: VersionId
    most: int

    def __str__(self) -> str:
        return (
            "the rules of a version must tell few enough events apart to be looked through, but version "
            f"{self.version} has more than {self.most} combinations; make its conditions simpler to be told more"
        )


Finding: TypeAlias = Overlap | RuleIdle | RuleShadowed | CategoryUncovered | OutsideTable | NotLookedThrough
"""Everything that is found in one version of a plan; a closed union."""


def overlaps(version: PlanVersion, ground: Ground = ANY) -> tuple[Overlap | NotLookedThrough, ...]:
    """
    Find the rules that match one event although the plan wants one rule for each.

    Args:
        version: A version of a plan; only under hit policy `unique` an overlap is one.
        ground: What is known of the credits that may come.

    Returns:
        One overlap for each two rules, in the order of the rules.

    Example:
        >>> from rural_taobao.samples import one_plan
        >>> overlaps(one_plan().versions.entries[0].value)
        ()
    """
    if version.hit_policy is not HitPolicy.UNIQUE:
        return ()
    found: dict[tuple[int, int], Witness] = {}

    def asked(still: Open) -> Open:
        pairs = combinations([place for place, _ in still], 2)
        return still if any(pair not in found for pair in pairs) else ()

    doubt: list[NotLookedThrough] = []
    try:
        for held, witness in met(_conditions(version), ground, asked):
            for pair in combinations(held, 2):
                found.setdefault(pair, witness)
    except TooManyCombinations:
        doubt = [NotLookedThrough(version.version, ground.most)]
    ids = [rule.id for rule in version.rules]
    return (*(Overlap((ids[one], ids[other]), found[one, other]) for one, other in sorted(found)), *doubt)


def reached(version: PlanVersion, ground: Ground = ANY) -> Mapping[RuleId, Witness]:
    """
    Give the rules that can pay, each with something that it pays for.

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
    found: dict[int, Witness] = {}

    def asked(still: Open) -> Open:
        if version.hit_policy is not HitPolicy.FIRST:
            return tuple((place, is_sure) for place, is_sure in still if place not in found)
        still = _up_to_the_first(still)
        return still if any(place not in found for place, _ in still) else ()

    for places, witness in met(_conditions(version), ground, asked):
        for place in places:
            found.setdefault(place, witness)
    return {rule.id: found[place] for place, rule in enumerate(version.rules) if place in found}


def unreachable(version: PlanVersion, ground: Ground = ANY) -> tuple[RuleIdle | RuleShadowed | NotLookedThrough, ...]:
    """
    Find the rules that can never pay: nothing meets their condition, or earlier rules take it all.

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
    return tuple(_cause(version, place, ground) for place, rule in enumerate(version.rules) if rule.id not in paying)


def _up_to_the_first(still: Open) -> Open:
    """Give the rules that may be the first to match: those behind one that surely does never are."""
    sure = next((number for number, (_, is_sure) in enumerate(still, 1) if is_sure), len(still))
    return still[:sure]


def _cause(version: PlanVersion, place: int, ground: Ground) -> RuleIdle | RuleShadowed:
    """Say why a rule never pays."""
    rule = version.rules[place]
    by = [each.id for each in version.rules[:place] if _together([rule.when, each.when], ground)]
    if not by or version.hit_policy is not HitPolicy.FIRST:
        return RuleIdle(rule.id, version.version)
    return RuleShadowed(rule.id, tuple(by))


def _together(conditions: Sequence[Condition], ground: Ground) -> bool:
    """Tell whether conditions can hold for one event; True where that takes too long to say."""
    try:
        return any(True for _ in met([AllOf(conditions)], ground, lambda still: still))
    except TooManyCombinations:
        return True


def uncovered(version: PlanVersion, categories: Iterable[str], ground: Ground = ANY) -> tuple[CategoryUncovered, ...]:
    """
    Find categories that no rule pays for, whatever else holds of an event.

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
    whens = _conditions(version)
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
    return tuple(found for rule in version.rules for found in _outside(rule, ground))


def _outside(rule: CommissionRule, ground: Ground) -> Iterator[OutsideTable]:
    if not isinstance(rule.rate, Ended):
        return
    first, last = ends(rule.rate)
    if rule.rate.underflow is Underflow.NOTHING and size_of(first) > 1 and _may_lie(rule, ground, 1, first):
        yield OutsideTable(rule.id, "underflow", first)
    if rule.rate.overflow is Overflow.NOTHING and last is not None and _may_lie(rule, ground, last, None):
        yield OutsideTable(rule.id, "overflow", last)


def _may_lie(rule: CommissionRule, ground: Ground, start: Money | int, end: Money | int | None) -> bool:
    """Tell whether a rule may measure something between two edges; of anything but one order's amount, nobody knows."""
    edges = [edge for edge in (start, end) if isinstance(edge, Money)]
    if rule.measured_on is not MeasuredOn.ORDER or rule.basis not in (Basis.GROSS, Basis.NET) or not edges:
        return True
    least = Money(size_of(start) + 1, edges[0].currency) if end is None else Money(1, edges[0].currency)
    amounts = OfAmount(basis=AmountBasis(rule.basis.value), start=least, end=None if end is None else edges[-1])
    return _together([rule.when, amounts], ground)


def _conditions(version: PlanVersion) -> list[Condition]:
    return [rule.when for rule in version.rules]
