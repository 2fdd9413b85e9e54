"""Clawback by age, settled: what refunds take back under a rule that says how much of it."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.commission import (
    Always,
    ClawbackBand,
    ClawbackBands,
    CommissionPlan,
    CommissionRule,
    EarnedOn,
    Flat,
    Percentage,
    PlanVersion,
    Split,
    Unearned,
)
from rural_taobao.commission.clawback import Clawback, share
from rural_taobao.exact import Rate
from rural_taobao.festivals import programme_calendar
from rural_taobao.instants import CHINA
from rural_taobao.money import Money
from rural_taobao.periods import Month
from rural_taobao.samples import one_village
from rural_taobao.settlement import Event, Ledger, Line, Order, Refund, Scope, explained, settle
from rural_taobao.testing.payout_strategies import clawbacks
from rural_taobao.testing.worlds import World, worlds
from rural_taobao.timeline import Timeline

yuan = Money.parse
MONTHS = [Month(2016, 10), Month(2016, 11), Month(2016, 12)]
EVERYTHING = Scope("2017-01", restated=MONTHS, reason="all of it")
PLACED = datetime.fromisoformat("2016-11-11T12:00:00+08:00")
ALL, HALF, NOTHING = Rate.parse("100 %"), Rate.parse("50 %"), Rate(0)
WHOLE = ClawbackBands([ClawbackBand(0, None, ALL)])
BANDS = ClawbackBands([ClawbackBand(0, 30, ALL), ClawbackBand(31, 90, HALF), ClawbackBand(91, None, NOTHING)])


def plan(clawback: Clawback | None, **facts: Any) -> CommissionPlan:
    usual: dict[str, Any] = {
        "basis": "gross",
        "measured_on": "order",
        "rate": Percentage(Rate.parse("3 %")),
        "rounding": "half_up",
        "on_refund": "reverse",
        "split": Split.all_to("partner"),
    }
    rule = CommissionRule(id="rule", when=Always(), clawback=clawback, **(usual | facts))
    version = PlanVersion(version="v", hit_policy="unique", earned_on=EarnedOn("placed"), rules=[rule])
    return CommissionPlan(id="example", versions=Timeline.starting({date(2015, 1, 1): version}))


def order(minor: int) -> Order:
    return Order(id="o-1", station="sanhe", gross=Money(minor), placed=PLACED, known_at=PLACED)


def refunds(*parts: tuple[int, int]) -> list[Refund]:
    """Make a refund of each part of the order, so many hours after it was placed."""
    return [
        Refund(id=f"r-{number}", order="o-1", gross=Money(minor), quantity=0, at=at, known_at=at)
        for number, (minor, hours) in enumerate(parts)
        for at in [PLACED + timedelta(hours=hours)]
    ]


def settled(given_plan: CommissionPlan, minor: int, *parts: tuple[int, int]) -> list[Line]:
    events: list[Event] = [order(minor), *refunds(*parts)]
    return list(settle(one_village(), [given_plan], programme_calendar(), events, Scope("2016-11")).lines)


def back(lines: list[Line]) -> int:
    return -sum(line.amount.minor for line in lines if line.component == "reversal")


def with_clawbacks(world: World, clawback: Clawback | None) -> World:
    """Give a world in which every rule that reverses claws back as stated, whatever it said before."""

    def version(value: PlanVersion) -> PlanVersion:
        return evolve(
            value,
            rules=[evolve(each, clawback=clawback) if each.on_refund == "reverse" else each for each in value.rules],
            campaigns=(),
            exceptions=(),
            guarantees=(),
            draws=(),
        )

    return evolve(
        world,
        plans=tuple(
            evolve(
                each,
                versions=Timeline([evolve(entry, value=version(entry.value)) for entry in each.versions.entries]),
            )
            for each in world.plans
        ),
    )


def everything(world: World) -> list[Line]:
    return list(settle(world.network, world.plans, world.calendar, world.events, EVERYTHING, posted=Ledger()).lines)


def amounts(lines: list[Line]) -> dict[object, int]:
    sums: dict[object, int] = defaultdict(int)
    for line in lines:
        sums[line.cell] += line.amount.minor
    return dict(sums)


class TestFullClawback:
    """A fully refunded order nets to zero where the plan's clawback is full."""

    @given(worlds(), st.sampled_from([None, WHOLE]))
    def test_whatever_it_was_and_in_however_many_steps(self, world: World, clawback: Clawback | None) -> None:
        full = with_clawbacks(world, clawback)
        of = {event.id: event.order for event in full.events if isinstance(event, Refund)}
        taken: dict[str, int] = defaultdict(int)
        for event in full.events:
            if isinstance(event, Refund):
                taken[event.order] += event.gross.minor
        whole = {
            event.id
            for event in full.events
            if isinstance(event, Order) and event.gross and taken[event.id] == event.gross.minor
        }
        left: dict[tuple[object, ...], int] = defaultdict(int)
        for line in everything(full):
            left[of.get(line.event, line.event), line.party, line.payee, line.rule] += line.amount.minor
        assert {amount for (event, *_), amount in left.items() if event in whole} <= {0}

    @given(worlds())
    def test_all_of_it_at_any_age_is_what_is_taken_back_without_a_clawback(self, world: World) -> None:
        assert amounts(everything(with_clawbacks(world, WHOLE))) == amounts(everything(with_clawbacks(world, None)))

    @given(worlds())
    def test_none_of_it_at_any_age_leaves_the_commission(self, world: World) -> None:
        never = with_clawbacks(world, ClawbackBands([ClawbackBand(0, None, NOTHING)]))
        assert not [line for line in everything(never) if line.component == "reversal"]


class TestByAge:
    """Each refund takes back by its own age, and all of them together are rounded as one."""

    parts = st.lists(st.tuples(st.integers(1, 400), st.integers(0, 100 * 24)), min_size=1, max_size=4)

    @given(parts, st.integers(0, 400), clawbacks(days=st.integers(1, 99), months=st.integers(1, 3)))
    def test_together_they_take_back_the_nearest_coin(
        self, parts: list[tuple[int, int]], left: int, clawback: Clawback
    ) -> None:
        whole = left + sum(minor for minor, _ in parts)
        lines = settled(plan(clawback), whole, *parts)
        commission = sum(line.amount.minor for line in lines if line.component == "commission")
        exact = Fraction(0)
        for minor, hours in parts:
            at = PLACED + timedelta(hours=hours)
            months = (at.year - 2016) * 12 + at.month - 11 - (at.day < PLACED.day)
            taken = share(clawback, hours // 24 if isinstance(clawback, ClawbackBands) else months)
            exact += Fraction(commission * minor, whole) * Fraction(taken.numerator, taken.denominator)
        assert abs(back(lines) - exact) <= Fraction(1, 2)

    @given(st.integers(1, 100_000), st.integers(0, 100 * 24), st.integers(0, 100 * 24))
    def test_a_later_refund_takes_back_no_more_where_the_bands_fall(self, minor: int, one: int, other: int) -> None:
        sooner, later = sorted([one, other])
        assert back(settled(plan(BANDS), minor, (minor, later))) <= back(settled(plan(BANDS), minor, (minor, sooner)))

    @pytest.mark.parametrize(
        ("days", "hours", "taken"), [(30, 23, "30.00"), (31, 0, "15.00"), (90, 23, "15.00"), (91, 0, "0.00")]
    )
    def test_the_bands_change_with_the_hour_of_the_order(self, days: int, hours: int, taken: str) -> None:
        """By hand: of ¥30.00, 3 % of ¥1,000.00, all is taken back for 30 days, half for 90, then nothing."""
        lines = settled(plan(BANDS), 1_000_00, (1_000_00, days * 24 + hours))
        assert back(lines) == yuan(taken).minor

    def test_an_advance_of_nine_months(self) -> None:
        """Source: getinsureleads.com, glossary, chargeback: of 612 for 9 months, 340 for the 5 that are not earned."""
        advance = plan(Unearned(9), rate=Flat(yuan("612.00")), basis="count")
        hours = (date(2017, 3, 15) - date(2016, 11, 11)).days * 24
        assert back(settled(advance, 100_00, (100_00, hours))) == 340_00

    def test_what_measures_nothing_goes_by_the_refund_that_completes_it(self) -> None:
        """A floor of ¥2.00 on an order whose discount was all of it: ¥2.00, half of which after 45 days is ¥1.00."""
        given_plan = plan(BANDS, basis="net", floor=yuan("2.00"))
        free = evolve(order(500), discount=Money(500))
        sent = [
            Refund(id="r", order="o-1", gross=Money(500), discount=Money(500), quantity=0, at=at, known_at=at)
            for at in [PLACED + timedelta(45)]
        ]
        found = settle(one_village(), [given_plan], programme_calendar(), [free, *sent], Scope("2016-11"))
        assert back(list(found.lines)) == 100


class TestExplaining:
    """A line that claws back says how old the refund was, and how much of it is therefore taken back."""

    def test_one_refund(self) -> None:
        [_, line] = settled(plan(BANDS), 1_000_00, (400_00, 45 * 24))
        text = explained(line)
        assert "taken back: ¥30.00 × ¥400.00 / ¥1,000.00, refunded after 45 days: 50 % is taken back = ¥6.00" in text
        assert text.startswith("-¥6.00 to li as partner")

    def test_a_second_one_after_it(self) -> None:
        [_, _, line] = settled(plan(BANDS), 1_000_00, (400_00, 24), (100_00, 45 * 24))
        text = explained(line)
        assert text.count("refunded after 1 day: 100 % is taken back = ¥12.00") == 1
        assert text.count("refunded after 45 days: 50 % is taken back = ¥1.50") == 1
        assert "¥12.00 + ¥1.50 = ¥13.50" in text
        assert "¥16.50 is left of it, less the ¥18.00 that it was = -¥1.50" in text

    def test_months_that_are_no_round_share(self) -> None:
        [_, line] = settled(plan(Unearned(9)), 1_000_00, (1_000_00, 31 * 24))
        assert "refunded after 1 month: 8/9 is taken back = ¥26.66666666…" in explained(line)


class TestLate:
    """A refund that becomes known late is as old as it was, not as it is when it is known."""

    def test_its_own_instant_counts(self) -> None:
        given_plan = plan(BANDS)
        [refund] = refunds((1_000_00, 24))
        late = evolve(refund, known_at=CHINA.instant(CHINA.midnight(date(2017, 1, 20))))
        first = settle(one_village(), [given_plan], programme_calendar(), [order(1_000_00)], Scope("2016-11"))
        events: list[Event] = [order(1_000_00), late]
        then = settle(one_village(), [given_plan], programme_calendar(), events, Scope("2017-01"), posted=first.ledger)
        assert [line.amount for line in then.lines] == [yuan("-30.00")]
