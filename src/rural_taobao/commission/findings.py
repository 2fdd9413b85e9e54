"""
Findings: what a plan leaves open, and what in it can never matter, each told in a sentence.

Nothing of this is wrong: a plan may leave open what never happens.
"""

from typing import TypeAlias, final

from attrs import frozen

from rural_taobao.commission.bases import BasisForm
from rural_taobao.commission.policies import HitPolicy
from rural_taobao.commission.witnesses import Witness
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
    "TierUnreached",
]


@final
@frozen
class Overlap:
    """
    Two rules match one event, where the plan wants one rule for each.

    Attributes:
        rules: The two, in the order in which they stand.
        witness: What both match.
        policy: The hit policy that wants one.
    """

    rules: tuple[RuleId, RuleId]
    witness: Witness
    policy: HitPolicy

    def __str__(self) -> str:
        first, second = self.rules
        alike = ", the one as specifically as the other" if self.policy is HitPolicy.MOST_SPECIFIC else ""
        return (
            f"one rule must be found for each event under hit policy '{self.policy}', but {first} and {second} both "
            f"match {self.witness}{alike}; narrow one, or state another hit policy"
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
    Whatever a rule matches, other rules are chosen for.

    Attributes:
        rule: The rule.
        by: The rules that match some of the same and come before it, earlier ones or more specific ones; among them
            those of which it takes too long to say.
        policy: The hit policy that prefers them.
    """

    rule: RuleId
    by: tuple[RuleId, ...]
    policy: HitPolicy

    def __str__(self) -> str:
        return (
            f"a rule must be chosen for something, but under hit policy '{self.policy}' {' or '.join(self.by)} is "
            f"chosen for whatever {self.rule} matches; let it come before them, or leave it out"
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
            f"{self.version} that is not a fee matches {listed}; add one where that is not meant"
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
class TierUnreached:
    """
    No event can reach a tier of a table.

    Attributes:
        rule: The rule that the table is of.
        place: Which tier, from 0.
        start: Where it starts.
        measure: What the tiers are of.
    """

    rule: RuleId
    place: int
    start: Money | int
    measure: BasisForm

    def __str__(self) -> str:
        return (
            f"a tier must be reached by something, but no {self.measure} of an order that rule {self.rule} matches "
            f"lies in that from {self.start} on; leave the tier out, or mend what the rule asks for or is measured on"
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


Finding: TypeAlias = (
    Overlap | RuleIdle | RuleShadowed | CategoryUncovered | OutsideTable | TierUnreached | NotLookedThrough
)
"""Everything that is found in one version of a plan; a closed union."""
