"""Tiers that no single order can reach: those are told, and no others."""

from functools import partial
from itertools import pairwise

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.commission import (
    Boundary,
    CommissionRule,
    Graduated,
    HitPolicy,
    OfAmount,
    Overflow,
    PlanVersion,
    Split,
    Tier,
    Underflow,
    WholeAmount,
)
from rural_taobao.commission.coverage import unreached_tiers
from rural_taobao.commission.rating import curve
from rural_taobao.commission.versions import EarnedOn
from rural_taobao.currencies import CNY, Currency
from rural_taobao.exact import Rate
from rural_taobao.money import Money

PERCENT = 10_000
YEN = Currency("JPY")


def version(table: WholeAmount | Graduated, when: OfAmount) -> PlanVersion:
    rule = CommissionRule(
        id="a",
        when=when,
        basis="net",
        measured_on="order",
        rate=table,
        rounding="half_up",
        on_refund="rerate",
        split=Split.all_to("partner"),
    )
    return PlanVersion(version="2016", hit_policy=HitPolicy.SUM, earned_on=EarnedOn("placed"), rules=[rule])


def edges() -> st.SearchStrategy[list[int]]:
    return st.lists(st.integers(0, 12), min_size=2, max_size=5, unique=True).map(sorted)


@st.composite
def tables(draw: st.DrawFn, currency: Currency) -> WholeAmount:
    """Draw a table of amounts of a few coins, of which each tier pays a percent more than the one below."""
    listed, coins = draw(edges()), partial(Money, currency=currency)
    tiers = [
        Tier(coins(start), Rate(PERCENT * number), coins(end))
        for number, (start, end) in enumerate(pairwise(listed), 1)
    ]
    is_open = draw(st.booleans())
    if is_open:
        tiers[-1] = evolve(tiers[-1], end=None)
    return WholeAmount(
        tiers=tiers,
        boundary=draw(st.sampled_from(Boundary)),
        underflow=Underflow.NOTHING if listed[0] else None,
        overflow=None if is_open else draw(st.sampled_from([Overflow.NOTHING, Overflow.ERROR])),
    )


def graduated(table: WholeAmount) -> Graduated:
    """Give a table of the same tiers, of which each pays on what lies in it."""
    return Graduated(tiers=table.tiers, boundary=table.boundary, underflow=table.underflow, overflow=table.overflow)


def reached(table: WholeAmount, amount: int) -> int | None:
    """Give the place of the tier that pays on an amount, by the percent that it pays; None where nothing is paid."""
    if amount == 0:
        # Nothing is paid on nothing: it lies where the first tier begins.
        return 0 if table.tiers[0].first == 0 else None
    try:
        paid = curve(table)(amount)
    except ValueError:
        return None
    return paid // (amount * PERCENT) - 1 if paid else None


class TestUnreachedTiers:
    """A tier is told if and only if no amount that the rule asks for is paid by it."""

    @given(st.sampled_from([CNY, YEN]), st.data(), st.integers(0, 14), st.integers(1, 15))
    def test_are_those_that_no_amount_reaches(
        self, currency: Currency, data: st.DataObject, first: int, many: int
    ) -> None:
        table = data.draw(tables(currency))
        when = OfAmount(basis="net", start=Money(first, currency), end=Money(first + many, currency))
        alive = {reached(table, amount) for amount in range(first, first + many)}
        dead = [place for place in range(len(table.tiers)) if place not in alive]
        for form in (table, graduated(table)):
            found = unreached_tiers(version(form, when))
            assert [each.place for each in found] == dead
            assert [each.start for each in found] == [table.tiers[place].start for place in dead]

    @pytest.mark.parametrize(
        ("boundary", "amount", "dead"),
        [
            ("lower_inclusive", 5, [0]),
            ("lower_inclusive", 9, [0]),
            ("upper_inclusive", 5, [1]),
            ("upper_inclusive", 9, [0]),
        ],
    )
    def test_an_edge_is_of_the_tier_that_owns_it_and_the_last_end_of_the_last_tier(
        self, boundary: str, amount: int, dead: list[int]
    ) -> None:
        """By hand: tiers from 0 to 5 and from 5 to 9, of which the one or the other owns 5, and nothing follows 9."""
        tiers = [Tier(Money(0), Rate(PERCENT), Money(5)), Tier(Money(5), Rate(2 * PERCENT), Money(9))]
        table = WholeAmount(tiers=tiers, boundary=boundary, overflow=Overflow.ERROR)
        when = OfAmount(basis="net", start=Money(amount), end=Money(amount + 1))
        for form in (table, graduated(table)):
            assert [each.place for each in unreached_tiers(version(form, when))] == dead

    @pytest.mark.parametrize("basis", ["margin", "gross - discount - tax_included"])
    def test_whatever_nobody_can_ask_for_may_be_of_any_amount(self, basis: str) -> None:
        """Of what is left of an amount, conditions say nothing, so that every tier may be reached."""
        tiers = [Tier(Money(0), Rate(PERCENT), Money(5)), Tier(Money(5), Rate(2 * PERCENT))]
        when = OfAmount(basis="net", start=Money(1), end=Money(2))
        plan = version(Graduated(tiers=tiers, boundary="upper_inclusive"), when)
        [only] = plan.rules
        assert [*unreached_tiers(plan)] != []
        assert [*unreached_tiers(evolve(plan, rules=[evolve(only, basis=basis)]))] == []
