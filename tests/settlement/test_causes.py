"""What lines that correct another name as their cause, where events that have no line bear upon those that have one."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from attrs import evolve
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from rural_taobao.commission import Always, CommissionPlan, CommissionRule, EarnedOn, Percentage, PlanVersion, Split
from rural_taobao.commission.bounds import Allowance
from rural_taobao.commission.caps import SharedCap
from rural_taobao.commission.draws import Draw
from rural_taobao.commission.guarantees import Guarantee
from rural_taobao.commission.rates import Bonus, Graduated, Linear, WholeAmount
from rural_taobao.commission.tiers import Tier
from rural_taobao.exact import Rate
from rural_taobao.festivals import programme_calendar
from rural_taobao.instants import CHINA
from rural_taobao.money import Money, UnitPrice
from rural_taobao.samples import one_village
from rural_taobao.services import Referral
from rural_taobao.settlement import Cancellation, Event, Ledger, Line, Order, Parcel, Reason, Refund, Scope, settle
from rural_taobao.testing.worlds import World, worlds
from rural_taobao.timeline import Timeline

yuan = Money.parse
percent = Rate.parse
NOTHING = UnitPrice.parse("0.00")
DECEMBER = datetime(2016, 12, 1, tzinfo=CHINA.timezone)


def plan(*, caps: tuple[SharedCap, ...] = (), promises: bool = False, **facts: Any) -> CommissionPlan:
    """Measure the running total of the gross amount, all for the partner, again without what was refunded."""
    plain: dict[str, Any] = {
        "id": "all",
        "when": Always(),
        "basis": "gross",
        "measured_on": "running_total",
        "rounding": "half_up",
        "on_refund": "rerate",
        "split": Split.all_to("partner"),
    }
    least = Guarantee(id="least", amount=yuan("3.00"), prorated="whole")
    advance = Draw(id="advance", amount=yuan("9.00"), prorated="whole", recoverable=True)
    version = PlanVersion(
        version="v",
        rules=[CommissionRule(**{**plain, **facts})],
        caps=caps,
        guarantees=[least] * promises,
        draws=[advance] * promises,
        hit_policy="first",
        earned_on=EarnedOn("placed"),
        running_totals="carry",
    )
    return CommissionPlan(id="example", versions=Timeline.starting({date(2015, 1, 1): version}))


def tiers(form: type[Graduated | WholeAmount], first: str, then: str) -> Graduated | WholeAmount:
    """Up to ¥20.00 one rate, and another from there."""
    both = [Tier(yuan("0"), percent(first), yuan("20.00")), Tier(yuan("20.00"), percent(then))]
    return form(tiers=both, boundary="upper_inclusive")


THIRD = Bonus(at=3, amount=yuan("100.00"))
FOURTH_AND_SEVENTH = WholeAmount(
    tiers=[Tier(4, NOTHING, 7, flat=yuan("100.00")), Tier(7, NOTHING, flat=yuan("250.00"))],
    boundary="lower_inclusive",
    underflow="nothing",
)
CAP = SharedCap(id="cap", amount=yuan("1.50"), of="payee", within="earned_period", rules=["all"])
RATES: dict[str, dict[str, Any]] = {
    "a bonus for a number": {"basis": "count", "rate": THIRD},
    "amounts by the number": {"basis": "count", "rate": FOURTH_AND_SEVENTH},
    "a bonus for an amount": {"rate": Bonus(at=yuan("30.00"), amount=yuan("100.00"))},
    "bands of which the first earns nothing": {"rate": tiers(Graduated, "0 %", "5 %")},
    "a tier of which the first earns nothing": {"rate": tiers(WholeAmount, "0 %", "5 %")},
    "tiers": {"rate": tiers(WholeAmount, "2 %", "5 %")},
    "what is over a threshold": {"rate": Linear(threshold=yuan("20.00"), factor=percent("5 %"))},
    "less than a coin": {"rate": Percentage(percent("0.03 %"))},
    "two events that are free": {
        "measured_on": "order",
        "rate": Percentage(percent("5 %")),
        "allowance": Allowance(per="period", events=2),
    },
    "a cap": {"measured_on": "order", "rate": Percentage(percent("5 %")), "caps": (CAP,)},
    "a cap on tiers": {"rate": tiers(Graduated, "0 %", "5 %"), "caps": (CAP,)},
}


def order(name: str, day: int, known: datetime | None = None) -> Order:
    placed = datetime(2016, 11, day, 10, tzinfo=CHINA.timezone)
    return Order(id=name, station="sanhe", gross=yuan("10.00"), placed=placed, known_at=known or placed)


def refund(of: str, amount: str = "10.00", day: int = 5) -> Refund:
    at = datetime(2016, 12, day, 10, tzinfo=CHINA.timezone)
    return Refund(id=f"r{of}", order=of, gross=yuan(amount), at=at, known_at=at)


def cancellation(of: str, day: int = 5) -> Cancellation:
    at = datetime(2016, 12, day, 10, tzinfo=CHINA.timezone)
    return Cancellation(id=f"c{of}", event=of, reason="cancelled", at=at, known_at=at)


def village(given_plan: CommissionPlan, *events: Event) -> World:
    return World(one_village(), (given_plan,), programme_calendar(), events)


def after_november(world: World) -> list[Line]:
    """Settle November with what was known in it, and give the lines of December, when all is known."""

    def settled(events: tuple[Event, ...], month: str, posted: Ledger) -> Any:
        return settle(world.network, world.plans, world.calendar, events, Scope(month), posted=posted)

    known = tuple(event for event in world.events if event.known_at < DECEMBER)
    november = settled(known, "2016-11", Ledger())
    return [*settled(world.events, "2016-12", november.ledger).lines]


def causes(given_plan: CommissionPlan, *events: Event) -> dict[str, tuple[int, Reason, str]]:
    return {
        line.event: (line.amount.minor, line.reason, line.cause)
        for line in after_november(village(given_plan, *events))
    }


class TestEventsWithoutALine:
    """What became known of an event that has no line is the cause of what shifts after it."""

    def test_a_refund_of_an_order_below_a_bonus(self) -> None:
        third = plan(**RATES["a bonus for a number"])
        orders = [order(name, day) for day, name in enumerate(("o1", "o2", "o3"), 1)]
        assert causes(third, *orders, refund("o1")) == {"o3": (-100_00, Reason.REFUND, "ro1")}
        assert causes(third, *orders, cancellation("o1")) == {"o3": (-100_00, Reason.CANCELLATION, "co1")}

    def test_a_refund_of_half_an_order_in_a_band_that_earns_nothing(self) -> None:
        orders = [order(name, day) for day, name in enumerate("abc", 1)]
        banded = plan(**RATES["bands of which the first earns nothing"])
        assert causes(banded, *orders, refund("a", "5.00")) == {"c": (-25, Reason.REFUND, "ra")}

    def test_an_order_that_was_known_and_posts_now_is_no_cause(self) -> None:
        orders = [order(name, day) for day, name in enumerate("abcdefg", 1)]
        assert causes(plan(**RATES["amounts by the number"]), *orders, refund("a")) == {
            "d": (-100_00, Reason.REFUND, "ra"),
            "e": (100_00, Reason.REFUND, "ra"),
            "g": (-150_00, Reason.REFUND, "ra"),
        }

    def test_of_two_changes_of_one_order_the_last_is_named(self) -> None:
        third = plan(**RATES["a bonus for an amount"])
        orders = [order(name, day) for day, name in enumerate("abc", 1)]
        twice = [refund("a", "5.00", 5), evolve(refund("a", "5.00", 6), id="r2")]
        assert causes(third, *orders, *twice) == {"c": (-100_00, Reason.REFUND, "r2")}

    @pytest.mark.parametrize("change", [refund("z", day=3), cancellation("z", day=3)])
    def test_what_came_and_was_taken_back_since_was_never_there(self, change: Event) -> None:
        third = plan(**RATES["a bonus for a number"])
        orders = [order(name, day) for day, name in enumerate("abcd", 2)]
        never = order("z", 1, DECEMBER)
        assert causes(third, *orders, never, change, refund("a")) == {
            "c": (-100_00, Reason.REFUND, "ra"),
            "d": (100_00, Reason.REFUND, "ra"),
        }


def villages() -> SearchStrategy[World]:
    """Make a village under each kind of rate, of which some orders are refunded or cancelled in December."""
    never: SearchStrategy[tuple[str, int]] = st.just(("", 1))
    fates = st.one_of(
        never, st.tuples(st.sampled_from(["2.50", "5.00", "10.00", "cancelled"]), st.integers(min_value=1, max_value=9))
    )
    return st.builds(_village, st.sampled_from([*RATES]), st.booleans(), st.lists(fates, min_size=2, max_size=9))


def _village(name: str, promises: bool, fates: list[tuple[str, int]]) -> World:  # noqa: FBT001 - drawn by place
    events = (event for number, fate in enumerate(fates) for event in _fated(number, *fate))
    return village(plan(**RATES[name], promises=promises), *events)


def _fated(number: int, change: str, day: int) -> Iterator[Event]:
    name = f"o{number}"
    yield order(name, number + 1)
    if change == "cancelled":
        yield cancellation(name, day)
    elif change:
        yield refund(name, change, day)


def later_changes(world: World) -> World:
    """Have all that changes orders and parcels known after November."""

    def moved(event: Event) -> Event:
        if not isinstance(event, Refund | Cancellation):
            return event
        known = event.known_at + timedelta(days=45)
        return evolve(event, at=known, known_at=known)

    return evolve(world, events=tuple(map(moved, world.events)))


class TestAnyWorld:
    """Where only events and what changes them became known, each line that was not earned now names one of these."""

    @given(villages())
    @example(village(plan(**RATES["a bonus for a number"]), *map(order, "abc", (1, 2, 3)), refund("a")))
    def test_where_orders_bear_upon_each_other(self, world: World) -> None:
        self.check(world)

    @given(worlds().map(later_changes))
    def test_of_any_world(self, world: World) -> None:
        self.check(world)

    def check(self, world: World) -> None:
        new = {str(event.id): event for event in world.events if event.known_at >= DECEMBER}
        named = {
            Reason.REFUND: Refund,
            Reason.CANCELLATION: Cancellation,
            Reason.LATE_EVENT: Order | Parcel | Referral,
        }
        for line in after_november(world):
            assert line.reason is not Reason.CORRECTION, line
            if line.reason is not Reason.ACCRUAL:
                assert isinstance(new[line.cause], named[line.reason]), line
