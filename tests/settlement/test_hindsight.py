"""Why the first line of a cell was not there before: what became known later than its event and made it what it is."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from rural_taobao.commission import (
    Always,
    CommissionPlan,
    CommissionRule,
    EarnedOn,
    Percentage,
    PlanVersion,
    Share,
    Split,
)
from rural_taobao.commission.caps import SharedCap
from rural_taobao.commission.guarantees import Guarantee
from rural_taobao.commission.rates import WholeAmount
from rural_taobao.commission.tiers import Tier
from rural_taobao.exact import Rate
from rural_taobao.festivals import programme_calendar
from rural_taobao.instants import CHINA
from rural_taobao.money import Money
from rural_taobao.network import Partner, Payee
from rural_taobao.periods import Month
from rural_taobao.samples import one_village
from rural_taobao.settlement import (
    Cancellation,
    Event,
    Language,
    Ledger,
    Line,
    Order,
    Reason,
    Refund,
    Scope,
    Settlement,
    explained,
    settle,
)
from rural_taobao.settlement.lines import Component
from rural_taobao.testing.worlds import World, worlds
from rural_taobao.timeline import Timeline

yuan = Money.parse
percent = Rate.parse
OF_ORDERS = {Component.COMMISSION, Component.FEE}


def rule(name: str = "everything", **facts: Any) -> CommissionRule:
    """10 % of the gross amount, all to the partner, measured again without what was refunded."""
    plain: dict[str, Any] = {
        "id": name,
        "when": Always(),
        "basis": "gross",
        "measured_on": "order",
        "rate": Percentage(percent("10 %")),
        "rounding": "half_up",
        "on_refund": "rerate",
        "split": Split.all_to("partner"),
    }
    return CommissionRule(**{**plain, **facts})


def plan(*rules: CommissionRule, **facts: Any) -> CommissionPlan:
    choices = {"hit_policy": "first", "earned_on": EarnedOn("placed"), "running_totals": "carry", **facts}
    version = PlanVersion(version="v", rules=rules, **choices)
    return CommissionPlan(id="example", versions=Timeline.starting({date(2015, 1, 1): version}))


def capped(amount: str = "10.00", **facts: Any) -> CommissionPlan:
    return plan(
        rule(**facts),
        caps=[SharedCap(id="cap", amount=yuan(amount), of="payee", within="earned_period", rules=["everything"])],
    )


def instant(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+08:00")


def order(name: str, amount: str, day: int, known: str = "", **facts: Any) -> Order:
    at = instant(f"2016-11-{day:02d}T10:00")
    known_at = instant(known) if known else at
    return Order(id=name, station="sanhe", gross=yuan(amount), placed=at, known_at=known_at, **facts)


def refund(name: str, of: str, amount: str, at: str = "2016-11-20T10:00") -> Refund:
    return Refund(id=name, order=of, gross=yuan(amount), at=instant(at), known_at=instant(at))


def settled(
    given_plan: CommissionPlan, *events: Event, month: str = "2016-11", posted: Ledger | None = None, **scope: Any
) -> Settlement:
    return settle(one_village(), [given_plan], programme_calendar(), events, Scope(month, **scope), posted=posted)


def reasons(lines: Iterable[Line]) -> dict[str, tuple[int, Reason, str]]:
    return {line.event: (line.amount.minor, line.reason, line.cause) for line in lines}


A, B = order("a", "100.00", 2), order("b", "100.00", 3)


class TestACapThatBecameFree:
    """What a shared cap kept from an order and a refund of another frees is posted because of that refund."""

    @pytest.mark.parametrize(("month", "at"), [("2016-11", "2016-11-20T10:00"), ("2016-12", "2016-12-02T10:00")])
    def test_the_first_line_names_the_refund(self, month: str, at: str) -> None:
        before = settled(capped(), A, B)
        back = refund("r", "a", "100.00", at)
        after = settled(capped(), A, B, back, month=month, posted=before.ledger)
        assert reasons(before.lines) == {"a": (10_00, Reason.ACCRUAL, "")}
        assert reasons(after.lines) == {"a": (-10_00, Reason.REFUND, "r"), "b": (10_00, Reason.REFUND, "r")}
        [line] = (line for line in after.lines if line.event == "b")
        assert explained(line).endswith(f"earned in 2016-11, posted in {month} because of refund r")
        assert explained(line, Language.CHINESE).endswith(f"归属 2016-11，于 {month} 因退款 r 入账")
        assert not settled(capped(), A, B, back, month=month, posted=after.ledger).lines

    def test_of_an_order_that_was_known_only_afterwards_nothing_shifted(self) -> None:
        before = settled(capped(), A, B)
        back, new = refund("r", "a", "50.00"), order("c", "10.00", 25)
        after = settled(capped(), A, B, back, new, posted=before.ledger)
        assert reasons(after.lines) == {"a": (-5_00, Reason.REFUND, "r"), "b": (5_00, Reason.REFUND, "r")}
        assert reasons(settled(capped("20.00"), A, B, back, new, posted=before.ledger).lines)["c"] == (
            1_00,
            Reason.ACCRUAL,
            "",
        )

    def test_of_a_month_that_is_settled_at_once_everything_is_earned_at_once(self) -> None:
        october = settled(capped(), evolve(A, placed=instant("2016-10-02T10:00"), id="o"), month="2016-10").ledger
        earlier = evolve(A, placed=instant("2016-10-02T10:00"), id="o")
        found = settled(capped(), earlier, A, B, refund("r", "a", "50.00"), posted=october)
        assert reasons(found.lines) == {"a": (5_00, Reason.ACCRUAL, "r"), "b": (5_00, Reason.ACCRUAL, "")}

    def test_of_some_payees_and_nothing_posted_everything_is_earned(self) -> None:
        found = settled(capped(), A, B, refund("r", "a", "50.00"), payees=["li"])
        assert reasons(found.lines) == {"a": (5_00, Reason.ACCRUAL, "r"), "b": (5_00, Reason.ACCRUAL, "")}

    def test_a_cancellation_is_named_too(self) -> None:
        at = instant("2016-12-02T10:00")
        off = Cancellation(id="x", event="a", reason="fake", at=at, known_at=at)
        after = settled(capped(), A, B, off, month="2016-12", posted=settled(capped(), A, B).ledger)
        assert reasons(after.lines) == {"a": (-10_00, Reason.CANCELLATION, "x"), "b": (10_00, Reason.CANCELLATION, "x")}

    def test_a_late_order_that_was_left_something_names_what_left_it(self) -> None:
        """A late order earned nothing when it became known, and a refund that came after it makes it earn."""
        late = order("l", "100.00", 4, "2016-12-02T10:00")
        back = refund("r", "a", "100.00", "2016-12-05T10:00")
        after = settled(capped(), A, late, back, month="2016-12", posted=settled(capped(), A).ledger)
        assert reasons(after.lines) == {"a": (-10_00, Reason.REFUND, "r"), "l": (10_00, Reason.REFUND, "r")}
        at_once = evolve(back, at=late.known_at, known_at=late.known_at)
        early = settled(capped(), A, late, at_once, month="2016-12", posted=settled(capped(), A).ledger)
        assert reasons(early.lines)["l"] == (10_00, Reason.ACCRUAL, "")

    def test_of_several_changes_the_one_is_named_that_left_it_anything(self) -> None:
        events: list[Event] = [A, B, order("c", "100.00", 4)]
        backs = [
            refund("r1", "a", "10.00"),
            refund("r2", "b", "100.00", "2016-11-21T10:00"),
            refund("r3", "a", "30.00", "2016-11-22T10:00"),
            refund("r4", "c", "0.01", "2016-11-23T10:00"),
        ]
        wide = capped("20.00")
        first = settled(wide, *events)
        assert reasons(first.lines).keys() == {"a", "b"}
        lines = reasons(settled(wide, *events, *backs, posted=first.ledger).lines)
        # With r1 the order c earns ¥1.00, with r2 as much as it asks for, and r4 takes less than a coin of it.
        assert lines["c"] == (10_00, Reason.REFUND, "r1")


class TestATotalThatFalls:
    """Where a refund lowers a running total or a tier, what it makes another order earn is posted because of it."""

    # Up to ¥150.00 in a month earn 10 % of all, and more than that earns nothing.
    TABLE = WholeAmount(
        tiers=[Tier(yuan("0"), percent("10 %"), yuan("150.00"))], boundary="upper_inclusive", overflow="nothing"
    )

    def test_an_order_that_earned_nothing_earns_because_of_the_refund(self) -> None:
        falling = plan(rule(rate=self.TABLE, measured_on="running_total"))
        early, late = order("a", "160.00", 2), order("b", "40.00", 3)
        first = settled(falling, order("z", "5.00", 1), posted=None)
        before = settled(falling, order("z", "5.00", 1), early, late, posted=first.ledger)
        assert reasons(before.lines) == {"a": (-50, Reason.ACCRUAL, "")}
        back = refund("r", "a", "100.00")
        after = settled(falling, order("z", "5.00", 1), early, late, back, posted=before.ledger)
        assert reasons(after.lines) == {"a": (6_50, Reason.REFUND, "r"), "b": (4_00, Reason.REFUND, "r")}

    def test_an_order_of_a_table_that_was_left_earns_because_of_its_own_refund(self) -> None:
        """Nothing was posted for it, and what is posted now is more than what the refund left."""
        alone = plan(rule(rate=self.TABLE))
        events: list[Event] = [order("z", "5.00", 1), order("a", "160.00", 2)]
        before = settled(alone, *events)
        after = settled(alone, *events, refund("r", "a", "60.00"), posted=before.ledger)
        assert reasons(after.lines) == {"a": (10_00, Reason.REFUND, "r")}
        # Of what it earned from the beginning a refund only leaves less.
        new: list[Event] = [order("n", "120.00", 5), refund("r", "n", "20.00")]
        assert reasons(settled(alone, *events, *new, posted=before.ledger).lines) == {"n": (10_00, Reason.ACCRUAL, "r")}

    def test_a_measure_that_was_an_error_without_the_refund_is_no_amount(self) -> None:
        strict = evolve(self.TABLE, overflow="error")
        given_plan = plan(rule(rate=strict, measured_on="running_total"))
        first = settled(given_plan, order("z", "5.00", 1))
        events: list[Event] = [
            order("z", "5.00", 1),
            order("a", "100.00", 2),
            order("b", "100.00", 3),
            refund("r", "a", "60.00"),
        ]
        after = settled(given_plan, *events, posted=first.ledger)
        assert reasons(after.lines) == {"a": (4_00, Reason.REFUND, "r"), "b": (10_00, Reason.REFUND, "r")}

    def test_a_late_order_that_lifts_a_total_into_a_tier_is_named(self) -> None:
        rising = WholeAmount(
            tiers=[Tier(yuan("0"), percent("0 %"), yuan("150.00")), Tier(yuan("150.00"), percent("10 %"))],
            boundary="upper_inclusive",
        )
        given_plan = plan(rule(rate=rising, measured_on="running_total"))
        events = [order("z", "300.00", 29), order("b", "100.00", 3)]
        before = settled(given_plan, *events)
        late = order("a", "100.00", 2, "2016-11-30T10:00")
        after = settled(given_plan, *events, late, posted=before.ledger)
        assert reasons(after.lines)["b"] == (20_00, Reason.LATE_EVENT, "a")

    def test_what_a_flat_rate_earns_is_no_other_because_of_a_refund(self) -> None:
        flat = plan(rule(measured_on="running_total"))
        before = settled(flat, A)
        after = settled(flat, A, B, refund("r", "a", "50.00"), posted=before.ledger)
        assert reasons(after.lines) == {"a": (-5_00, Reason.REFUND, "r"), "b": (10_00, Reason.ACCRUAL, "")}


class TestWhatIsGone:
    """A line that brings an amount to nothing says what it was, what it is now, and why."""

    def test_an_order_that_is_back_as_a_whole(self) -> None:
        before = settled(capped(), A)
        [line] = settled(capped(), A, refund("r", "a", "100.00"), posted=before.ledger).lines
        assert (line.measured, line.before) == (0, None)
        assert explained(line).splitlines()[3:6] == [
            "  came to ¥10.00 before and to ¥0.00 now: with refund r all of it was taken back",
            "  ¥0.00 less ¥10.00 posted before = -¥10.00",
            "  earned in 2016-11, posted in 2016-11 because of refund r",
        ]
        assert explained(line, Language.CHINESE).splitlines()[3:5] == [
            "  原为 ¥10.00，现为 ¥0.00：退款 r 之后已全部退回",
            "  ¥0.00 减去已入账的 ¥10.00 = -¥10.00",
        ]

    def test_a_cancelled_order(self) -> None:
        at = instant("2016-11-22T10:00")
        off = Cancellation(id="x", event="a", reason="fake", at=at, known_at=at)
        [line] = settled(capped(), A, off, posted=settled(capped(), A).ledger).lines
        assert "came to ¥10.00 before and to ¥0.00 now: by cancellation x it never counted" in explained(line)

    def test_an_order_that_is_back_and_counts_for_another_is_no_refund(self) -> None:
        """It is reversed, and was moved to another partner: nothing that the refund did takes it away here."""
        reversing, village = plan(rule(on_refund="reverse")), one_village()
        back = refund("r", "a", "100.00")
        posted = settled(reversing, A, back).ledger
        [posting] = village.postings
        opening = posting.period
        moved = evolve(
            village,
            partners=[*village.partners, Partner("wang", opening, "full_time", examined=opening.start)],
            payees=[*village.payees, Payee("wang", opening)],
            postings=[evolve(posting, partner="wang", payee="wang")],
        )
        lines = settle(moved, [reversing], programme_calendar(), [A, back], Scope("2016-11"), posted=posted).lines
        assert {(line.event, line.payee, line.reason) for line in lines} == {
            ("a", "li", Reason.CORRECTION),
            ("a", "wang", Reason.CORRECTION),
            ("r", "li", Reason.CORRECTION),
            ("r", "wang", Reason.CORRECTION),
        }

    def test_an_order_that_counts_elsewhere(self) -> None:
        gone = plan(rule("other"))
        lines = settled(gone, A, posted=settled(plan(rule()), A).ledger).lines
        [line] = [each for each in lines if each.amount.minor < 0]
        assert "came to ¥10.00 before and to ¥0.00 now: it counts here no more" in explained(line)
        assert "原为 ¥10.00，现为 ¥0.00：不再计入此处" in explained(line, Language.CHINESE)

    def test_an_order_that_a_cap_leaves_nothing_any_more_names_the_cap(self) -> None:
        late = order("0", "100.00", 1, "2016-11-20T10:00")
        after = settled(capped(), late, A, posted=settled(capped(), A).ledger)
        [line] = [each for each in after.lines if each.event == "a"]
        assert (line.amount, line.measured, line.cause) == (-yuan("10.00"), 100_00, "0")
        assert explained(line).splitlines()[3:9] == [
            "  measured: the amount before discounts, ¥100.00",
            "  ¥100.00 × 10 % = ¥10.00",
            "  cut to what is left of cap cap: ¥0.00",
            "  share 100 % of ¥0.00 = ¥0.00",
            "  ¥0.00 less ¥10.00 posted before = -¥10.00",
            "  earned in 2016-11, posted in 2016-11 because 0 became known later",
        ]
        assert not settled(capped(), late, A, posted=Ledger.of([*settled(capped(), A).lines, *after.lines])).lines

    def test_an_order_whose_rest_earns_nothing_shows_what_is_measured_now(self) -> None:
        low = WholeAmount(tiers=[Tier(yuan("50.00"), percent("10 %"))], boundary="lower_inclusive", underflow="nothing")
        before = settled(plan(rule(rate=low)), A)
        [line] = settled(plan(rule(rate=low)), A, refund("r", "a", "60.00"), posted=before.ledger).lines
        said = explained(line)
        assert "measured: the amount before discounts, ¥40.00" in said
        assert "the rate gives nothing for this measure = ¥0.00" in said
        assert "¥0.00 less ¥10.00 posted before = -¥10.00" in said

    def test_a_refund_that_takes_nothing_back_any_more(self) -> None:
        """A late order uses up the cap of the order that was refunded, so that nothing is left to be taken back."""
        reversing = capped(on_refund="reverse")
        before = settled(reversing, A, refund("r", "a", "50.00"))
        late = order("0", "100.00", 1, "2016-11-25T10:00")
        after = settled(reversing, late, A, refund("r", "a", "50.00"), posted=before.ledger)
        [line] = [each for each in after.lines if each.event == "r"]
        assert (line.amount, line.reason, line.cause) == (yuan("5.00"), Reason.LATE_EVENT, "0")
        assert "cut to what is left of cap cap: ¥0.00" in explained(line)


class TestSharesThatWereNothing:
    """A party that had no coin of an order and has one now has it for the reason for which the others have more."""

    HALVES = Split([Share("partner", 99), Share("platform", 1)], "largest_remainder")

    def test_it_names_what_shifted_the_order(self) -> None:
        shared = capped("10.20", split=self.HALVES)
        events: list[Event] = [A, B]
        before = settled(shared, *events)
        after = settled(shared, *events, refund("r", "a", "90.00"), posted=before.ledger)
        found = [(line.event, line.party, line.number, line.reason, line.cause) for line in after.lines]
        assert ("b", "platform", 1, Reason.REFUND, "r") in found
        assert {each[3:] for each in found} == {(Reason.REFUND, "r")}


class TestMonths:
    """A guarantee that an open month needs only because of a refund names it."""

    def test_the_first_line_of_a_guarantee(self) -> None:
        guaranteed = plan(rule(), guarantees=[Guarantee(id="least", amount=yuan("8.00"), prorated="whole")])
        before = settled(guaranteed, A)
        assert reasons(before.lines).keys() == {"a"}
        after = settled(guaranteed, A, refund("r", "a", "50.00"), posted=before.ledger)
        assert reasons(after.lines) == {"a": (-5_00, Reason.REFUND, "r"), "2016-11": (3_00, Reason.REFUND, "r")}
        at_once = settled(guaranteed, A, refund("r", "a", "50.00"))
        assert reasons(at_once.lines)["2016-11"] == (3_00, Reason.ACCRUAL, "")


def known_by(world: World, until: datetime) -> World:
    return evolve(world, events=tuple(event for event in world.events if event.known_at < until))


def settled_world(world: World, month: str, posted: Ledger | None = None, **scope: Any) -> Settlement:
    scoped = Scope(month, **scope)
    return settle(world.network, world.plans, world.calendar, world.events, scoped, posted=posted)


def pressed() -> SearchStrategy[World]:
    """Make worlds of one partner whose orders share a cap, or a total that may fall, and are refunded in part."""
    plans = st.sampled_from(
        [
            capped("12.00"),
            capped("12.00", measured_on="running_total"),
            plan(rule(rate=TestATotalThatFalls.TABLE)),
            plan(rule(rate=TestATotalThatFalls.TABLE, measured_on="running_total")),
            plan(rule(rate=TestATotalThatFalls.TABLE, measured_on="running_total", cap=yuan("9.00"))),
        ]
    )
    kinds = st.tuples(st.integers(1, 25), st.integers(0, 6), st.sampled_from([30_00, 90_00, 160_00]), st.integers(0, 9))
    return st.builds(
        lambda given_plan, drawn: World(
            one_village(),
            (given_plan,),
            programme_calendar(),
            tuple(event for number, each in enumerate(drawn) for event in _order_and_refund(number, *each)),
        ),
        plans,
        st.lists(kinds, min_size=2, max_size=6),
    )


def _order_and_refund(number: int, day: int, late: int, amount: int, back: int) -> Iterator[Event]:
    """Give an order and, more often than not, a refund of some tenths of it."""
    placed = datetime(2016, 11, day, 10, tzinfo=CHINA.timezone)
    known = placed + timedelta(days=late)
    yield Order(id=f"o{number}", station="sanhe", gross=Money(amount), placed=placed, known_at=known)
    if back:
        at = known + timedelta(days=back)
        yield Refund(id=f"r{number}", order=f"o{number}", gross=Money(amount * (back + 1) // 10), at=at, known_at=at)


class TestWorlds:
    """
    What was known when a period was settled, and was posted nothing for, is never posted later as it was earned; and
    what is posted as it was earned came to the same when its event became known.
    """

    DAYS = st.sampled_from(["2016-11-03", "2016-11-11", "2016-11-20", "2016-12-01"])

    @given(worlds(), DAYS, st.sampled_from(["2016-11", "2016-12"]))
    def test_of_any_world(self, world: World, day: str, month: str) -> None:
        self.check(world, instant(f"{day}T00:00"), month)

    @given(pressed(), DAYS, st.sampled_from(["2016-11", "2016-12"]))
    def test_where_orders_bear_upon_each_other(self, world: World, day: str, month: str) -> None:
        self.check(world, instant(f"{day}T00:00"), month)

    def check(self, world: World, until: datetime, month: str) -> None:
        half = settled_world(known_by(world, until), "2016-11")
        if not half.lines:
            return
        known = {str(event.id): event.known_at for event in world.events}
        paid = {(each.event, each.rule, each.plan) for each in half.lines}
        for line in settled_world(world, month, half.ledger).lines:
            if line.component not in OF_ORDERS or line.earned != Month(2016, 11):
                continue
            if line.number > 1 or (line.event, line.rule, line.plan) in paid:
                continue
            if month == "2016-11" and known[line.event] < until:
                assert line.reason is not Reason.ACCRUAL
            if line.reason is not Reason.ACCRUAL:
                moment = known[line.cause]
                assert moment > known[line.event]
                before, after = (self.amount(world, line, moment + timedelta(microseconds=each)) for each in (0, 1))
                assert before != after
                assert before == 0 or after == line.amount.minor
            elif not line.cause and month == "2016-11":
                moment = known[line.event] + timedelta(microseconds=1)
                assert self.amount(world, line, moment) == line.amount.minor

    def amount(self, world: World, line: Line, until: datetime) -> int:
        """Give what a cell came to in November by what was known before an instant; settled at once."""
        found = settled_world(known_by(world, until), "2016-11")
        return sum(each.amount.minor for each in found.lines if each.cell == line.cell)
