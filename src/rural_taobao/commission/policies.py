"""Policies: what is paid where several rules match, and what becomes of running totals where a plan is amended."""

from typing import final

from rural_taobao.errors import RuralTaobaoError
from rural_taobao.identifiers import CapId, RuleId, VersionId
from rural_taobao.kinds import Word

__all__ = ["BestIncomparable", "HitPolicy", "RunningTotals", "RunningTotalsNotStated"]


@final
class HitPolicy(Word):
    """
    What is paid where several rules match one event; campaigns and exceptions choose among their own.

    Fees are chosen by the same policy among fees, and commissions among commissions.
    """

    UNIQUE = "unique"
    """Two matches are an error."""
    FIRST = "first"
    """The first that matches, in the order in which they stand in the plan."""
    MOST_SPECIFIC = "most_specific"
    """The one whose condition asks for the most things at once; as many in two are an error."""
    BEST_FOR_PAYEE = "best_for_payee"
    """
    The one under which the event, as it was ordered, comes to most for the credited partner; else the first.

    Of fees that is the one of which the partner owes least.
    """
    SUM = "sum"
    """All that match, each by itself."""


@final
class RunningTotals(Word):
    """What a version that begins within an earned period does with the running totals of the one before."""

    CARRY = "carry"
    """They go on under the rule, or the cap, of the same id."""
    RESET = "reset"
    """They start at zero."""


@final
class BestIncomparable(RuralTaobaoError, ValueError):
    """
    Under `best_for_payee` a rule depends on the events before, so that what it comes to depends on what is chosen.

    Attributes:
        version: The version.
        rule: The rule.
    """

    def __init__(self, version: VersionId, rule: RuleId) -> None:
        self.version = version
        self.rule = rule
        super().__init__(version, rule)

    def __str__(self) -> str:
        return (
            "rules of which the best is paid must be measured on the order alone, but rule "
            f"{self.rule} of version {self.version} depends on the events before it; measure it on the order, or "
            "state another hit policy"
        )


@final
class RunningTotalsNotStated(RuralTaobaoError, ValueError):
    """
    A plan version with a running total does not say what becomes of the totals of the version before.

    Attributes:
        version: The version.
        of: What has one: a rule that is measured on a running total or has an allowance a period, or a shared cap.
    """

    def __init__(self, version: VersionId, of: RuleId | CapId) -> None:
        self.version = version
        self.of = of
        super().__init__(version, of)

    def __str__(self) -> str:
        what = "cap" if isinstance(self.of, CapId) else "rule"
        return (
            f"a plan version with a running total must say what becomes of the total of the version before, but "
            f"'running_totals' is missing in version {self.version}, whose {what} {self.of} has one; "
            "state 'carry' or 'reset'"
        )
