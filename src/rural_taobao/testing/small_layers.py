"""
Strategies for what lies around the rates of small plans: allowances, boosts, bounds of a unit, layers and shared caps.

Their amounts are small, so that they are reached, and odd, so that they come to parts of a coin.
"""

from collections.abc import Sequence
from datetime import date
from functools import cache

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from rural_taobao.commission.boosts import Boost, Multiplied, Raised
from rural_taobao.commission.bounds import Allowance, UnitBounds
from rural_taobao.commission.caps import CapHolder, CapWithin, SharedCap
from rural_taobao.commission.conditions import AtStation, Condition, DuringFestival, InCategory
from rural_taobao.commission.fees import Direction
from rural_taobao.commission.layers import CampaignLayer, ExceptionLayer, LayerEffect
from rural_taobao.commission.rates import Percentage
from rural_taobao.commission.rules import CommissionRule
from rural_taobao.commission.splits import Split
from rural_taobao.exact import Rate
from rural_taobao.money import Money, UnitPrice
from rural_taobao.periods import Period

__all__ = [
    "small_allowances",
    "small_boosts",
    "small_campaigns",
    "small_caps",
    "small_exceptions",
    "small_unit_bounds",
]


@cache
def small_unit_bounds() -> SearchStrategy[UnitBounds | None]:
    """Make bounds of a unit, finer than a coin, or none."""
    floor, cap = UnitPrice(7_500_000), UnitPrice(140_250_000)
    return st.none() | st.sampled_from([UnitBounds(floor=floor), UnitBounds(cap=cap), UnitBounds(floor=floor, cap=cap)])


@cache
def small_allowances(*, money: bool) -> SearchStrategy[Allowance | None]:
    """
    Make allowances per order and per period, by a measure, by events or both, or none.

    Args:
        money: Whether the basis is money.
    """
    measure = Money(12_345) if money else 2
    listed = [
        Allowance(per="order", measure=measure),
        Allowance(per="period", measure=measure),
        Allowance(per="period", events=2),
        Allowance(per="period", measure=measure, events=1),
    ]
    return st.none() | st.sampled_from(listed)


@cache
def small_boosts(*, money: bool) -> SearchStrategy[list[Boost]]:
    """
    Make boosts of a festival and of a category, alone or after each other, or none.

    Args:
        money: Whether the basis is money.
    """
    during = DuringFestival("double-11", "placed", ["sale"])
    more = Rate(12_345) if money else UnitPrice(33_333_333)
    half, phones = Multiplied("half-more", during, Rate(1_500_000)), Raised("phones", InCategory(["phones"]), more)
    less = Multiplied("less", during, Rate(333_333))
    return st.sampled_from([[], [], [half], [phones], [half, phones], [phones, half], [less]])


def _of_layer(name: str, when: Condition, rate: str, *, direction: Direction = Direction.EARNS) -> CommissionRule:
    return CommissionRule(
        id=name,
        direction=direction,
        when=when,
        basis="net",
        measured_on="order",
        rate=Percentage(Rate.parse(rate)),
        rounding="half_up",
        on_refund="reverse",
        split=Split.all_to("partner"),
    )


@cache
def small_campaigns(*, lasting: bool) -> SearchStrategy[tuple[CampaignLayer, ...]]:
    """
    Make a campaign of commissions, of a fee, or of both, that adds or replaces, or none.

    Args:
        lasting: Whether it may have a budget.
    """
    budgets = st.none() | st.sampled_from([Money(0), Money(1_000)])
    phones = InCategory(["phones"])
    earns, owes = _of_layer("campaign", phones, "3 %"), _of_layer("stand", phones, "1 %", direction=Direction.OWES)

    def campaigns(
        rules: SearchStrategy[list[CommissionRule]], budget: SearchStrategy[Money | None]
    ) -> SearchStrategy[CampaignLayer]:
        return st.builds(
            CampaignLayer,
            id=st.just("singles-day"),
            effect=st.sampled_from(LayerEffect),
            days=st.none() | st.just(Period(date(2016, 11, 10), date(2016, 11, 13))),
            budget=budget,
            rules=rules,
        )

    alone = campaigns(st.just([earns]), budgets if lasting else st.none())
    return st.just(()) | st.tuples(alone | campaigns(st.sampled_from([[owes], [owes, earns]]), st.none()))


@cache
def small_exceptions() -> SearchStrategy[tuple[ExceptionLayer, ...]]:
    """Make an exception that adds or replaces, or none."""
    one = st.builds(
        ExceptionLayer,
        id=st.just("north"),
        effect=st.sampled_from(LayerEffect),
        days=st.just(Period(date(2016, 11, 5), date(2016, 11, 20))),
        rules=st.just([_of_layer("exception", AtStation(["north"]), "7 %")]),
    )
    return st.just(()) | st.tuples(one)


def small_caps(names: Sequence[str], *, lasting: bool) -> SearchStrategy[list[SharedCap]]:
    """
    Make a cap that some rules share, of every holder and time, or none.

    Args:
        names: The rules.
        lasting: Whether it may last for a whole plan.
    """
    pools = [(holder, within) for holder in CapHolder for within in CapWithin]
    pools.remove((CapHolder.COUNTY_CENTRE, CapWithin.PLAN))
    pools = [(holder, within) for holder, within in pools if lasting or within is CapWithin.EARNED_PERIOD]

    def cap(minor: int, pool: tuple[CapHolder, CapWithin], rules: list[str]) -> SharedCap:
        return SharedCap(id="cap", amount=Money(minor), of=pool[0], within=pool[1], rules=rules)

    named = st.lists(st.sampled_from(names), min_size=1, unique=True)
    one = st.builds(cap, st.sampled_from([0, 300, 2_000]), st.sampled_from(pools), named)
    return st.just([]) | one.map(lambda cap: [cap])
