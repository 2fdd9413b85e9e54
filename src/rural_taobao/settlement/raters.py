"""Raters: a rule made ready for many rows, whichever way it pays."""

from collections.abc import Callable
from typing import TypeAlias, assert_never

from rural_taobao.commission.boosts import Boost
from rural_taobao.commission.levels import Levels
from rural_taobao.commission.rules import CommissionRule, Shares
from rural_taobao.commission.splits import Shared
from rural_taobao.instants import UtcOffset
from rural_taobao.settlement.dividing import Divided, divided
from rural_taobao.settlement.rated import Rated
from rural_taobao.settlement.rated_levels import RatedLevels

__all__ = ["Ready", "ready"]

Ready: TypeAlias = Rated | RatedLevels
"""A rule made ready; a closed union."""


def ready(
    rule: CommissionRule, boosts: tuple[Boost, ...], clock: UtcOffset, memory: Callable[[Shared], Divided] = divided
) -> Ready:
    """
    Make a rule, with those of its boosts that bear upon the rows, ready for many of them.

    Args:
        rule: The rule, which has one rate.
        boosts: Those of its boosts.
        clock: The network's clock.
        memory: Gives what a split makes of amounts.
    """
    match rule.paying:
        case Shares():
            return Rated(rule, boosts, clock, memory)
        case Levels() as levels:
            return RatedLevels(rule, levels, clock)
        case _:
            assert_never(rule.paying)
