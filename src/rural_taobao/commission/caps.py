"""
Caps that many events share: over a period or over a whole plan, of one rule or of several.

A cap is used up in whole minor units, by the commission of each event before it is shared, in the order of the earned
period, the instant and the id of the events, and of the rules in their plan. What a refund takes back under `reverse`
is not given to another event; under `rerate` the refunded part was never there.
"""

from collections.abc import Iterable, Iterator
from typing import final

from attrs import field, frozen

from rural_taobao.errors import RuralTaobaoError
from rural_taobao.flaws import Checks, Flaw, refuse
from rural_taobao.identifiers import CapId, RuleId
from rural_taobao.kinds import Word
from rural_taobao.money import Money, is_money

__all__ = [
    "CapBelowZero",
    "CapHolder",
    "CapHolderUnfit",
    "CapTwice",
    "CapWithin",
    "CappedLevels",
    "CappedRuleUnknown",
    "NothingCapped",
    "SharedCap",
    "cap_checks",
]


@final
class CapHolder(Word):
    """Whose commissions use up one cap together."""

    PAYEE = "payee"
    """Each credited payee has one."""
    COUNTY_CENTRE = "county_centre"
    """The stations of each county centre share one."""
    NETWORK = "network"
    """All share one: a budget."""


@final
class CapWithin(Word):
    """Over which time a cap is used up."""

    EARNED_PERIOD = "earned_period"
    """Each earned period has one of its own."""
    PLAN = "plan"
    """There is one for all periods; what a closed period has used stays used, whatever becomes known later."""


@final
class CapBelowZero(RuralTaobaoError, ValueError):
    """
    A shared cap is negative.

    Attributes:
        cap: The cap.
        amount: Its amount.
    """

    def __init__(self, cap: CapId, amount: Money) -> None:
        self.cap = cap
        self.amount = amount
        super().__init__(cap, amount)

    def __str__(self) -> str:
        return f"a shared cap must be 0 or more, but {self.cap} is {self.amount}; state the most that is ever paid"


@final
class CapHolderUnfit(RuralTaobaoError, ValueError):
    """
    A cap over a whole plan is of each county centre, whose stations may move to another.

    Attributes:
        cap: The cap.
    """

    def __init__(self, cap: CapId) -> None:
        self.cap = cap
        super().__init__(cap)

    def __str__(self) -> str:
        return (
            f"a shared cap of each county centre must be within the earned period, but {self.cap} is within the plan; "
            "state 'earned_period', or let it be of each payee or of the network"
        )


@final
class NothingCapped(RuralTaobaoError, ValueError):
    """
    A shared cap names no rule, or one twice.

    Attributes:
        cap: The cap.
        twice: The rule that it names twice; None where it names none.
    """

    def __init__(self, cap: CapId, twice: RuleId | None) -> None:
        self.cap = cap
        self.twice = twice
        super().__init__(cap, twice)

    def __str__(self) -> str:
        given = "names none" if self.twice is None else f"names {self.twice} twice"
        return f"a shared cap must name the rules that use it up, each once, but {self.cap} {given}; list them once"


@final
class CapTwice(RuralTaobaoError, ValueError):
    """
    Two caps of one plan version have the same id; the budget of a campaign is a cap that bears its id.

    Attributes:
        cap: The id.
    """

    def __init__(self, cap: CapId) -> None:
        self.cap = cap
        super().__init__(cap)

    def __str__(self) -> str:
        return (
            "the caps of a plan version, and its campaigns that have a budget, must have ids of their own, but two are "
            f"called {self.cap}; rename one"
        )


@final
class CappedRuleUnknown(RuralTaobaoError, ValueError):
    """
    A cap names a rule that its plan version does not have.

    Attributes:
        cap: The cap.
        rule: The rule.
    """

    def __init__(self, cap: CapId, rule: RuleId) -> None:
        self.cap = cap
        self.rule = rule
        super().__init__(cap, rule)

    def __str__(self) -> str:
        return (
            f"a cap must name rules of its plan version, but cap {self.cap} names {self.rule}, which is none; "
            "correct the name, or state the rule"
        )


@final
class CappedLevels(RuralTaobaoError, ValueError):
    """
    A cap is shared by a rule with levels, of which it does not say which level is cut.

    Attributes:
        cap: The cap, or the campaign whose budget it is.
        rule: The rule.
    """

    def __init__(self, cap: CapId, rule: RuleId) -> None:
        self.cap = cap
        self.rule = rule
        super().__init__(cap, rule)

    def __str__(self) -> str:
        return (
            f"a shared cap must be of rules with one rate, but {self.cap} names {self.rule}, which has levels, and "
            "which of them it cuts is not said; leave the rule out, or state a rule for each party"
        )


def _rules(rules: Iterable[str]) -> tuple[RuleId, ...]:
    return tuple(map(RuleId, rules))


@final
@frozen(kw_only=True)
class SharedCap:
    """
    The most that the events under some rules earn together.

    Attributes:
        id: The cap, the same through all versions of its plan.
        amount: The most, 0 or more.
        of: Whose commissions use it up together.
        within: Over which time.
        rules: The rules that use it up, one or more.

    Raises:
        CapBelowZero: It is negative.
        CapHolderUnfit: It is of each county centre over the whole plan.
        NothingCapped: It names no rule, or one twice.

    Example:
        >>> cap = SharedCap(
        ...     id="phones-a-month",
        ...     amount=Money.parse("300.00"),
        ...     of="payee",
        ...     within="earned_period",
        ...     rules=["phones", "tablets"],
        ... )
        >>> cap.left(Money.parse("290.00").minor)
        1000
    """

    id: CapId = field(converter=CapId)
    amount: Money = field(validator=is_money)
    of: CapHolder = field(converter=CapHolder)
    within: CapWithin = field(converter=CapWithin)
    rules: tuple[RuleId, ...] = field(converter=_rules)

    def __attrs_post_init__(self) -> None:
        refuse(cap_checks(self))

    def left(self, used: int) -> int:
        """Give what is left of it once so many minor units are used; never below 0."""
        return max(self.amount.minor - used, 0)


def cap_checks(cap: SharedCap) -> Checks:
    """Check what a cap comes to, whose it is, and the rules that use it up."""
    yield _amount(cap)
    yield _held(cap)
    yield _some_rules(cap)
    yield from (_once(cap, place) for place in range(len(cap.rules)))


def _some_rules(cap: SharedCap) -> Iterator[Flaw]:
    if not cap.rules:
        yield ("rules",), NothingCapped(cap.id, None)


def _once(cap: SharedCap, place: int) -> Iterator[Flaw]:
    if cap.rules[place] in cap.rules[:place]:
        yield ("rules", place), NothingCapped(cap.id, cap.rules[place])


def _amount(cap: SharedCap) -> Iterator[Flaw]:
    if cap.amount.minor < 0:
        yield ("amount",), CapBelowZero(cap.id, cap.amount)


def _held(cap: SharedCap) -> Iterator[Flaw]:
    if cap.of is CapHolder.COUNTY_CENTRE and cap.within is CapWithin.PLAN:
        yield ("within",), CapHolderUnfit(cap.id)
