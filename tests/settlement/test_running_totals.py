"""Running totals, refunds and late orders: what shifts, by how much, and why."""

from collections.abc import Sequence
from datetime import date, datetime
from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.commission import (
    Always,
    CommissionPlan,
    CommissionRule,
    EarnedOn,
    Graduated,
    InCategory,
    Percentage,
    PlanVersion,
    Split,
    Tier,
    WholeAmount,
)
from rural_taobao.commission.extents import MeasureOutsideTiers
from rural_taobao.exact import Rate
from rural_taobao.festivals import programme_calendar
from rural_taobao.money import Money
from rural_taobao.network import Network, Partner, Payee, Posting
from rural_taobao.periods import Period
from rural_taobao.samples import one_village
from rural_taobao.settlement import (
    Cancellation,
    Event,
    Ledger,
    Order,
    Outcome,
    Reason,
    Refund,
    Scope,
    Settlement,
    settle,
)
from rural_taobao.timeline import Timeline

yuan = Money.parse


def instant(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+08:00")


def order(name: str, amount: str, placed: str = "2016-11-02T10:00", known: str = "") -> Order:
    at = instant(placed)
    return Order(id=name, station="sanhe", gross=yuan(amount), placed=at, known_at=instant(known) if known else at)


def refund(name: str, of: str, amount: str, at: str = "2016-11-20T10:00") -> Refund:
    return Refund(id=name, order=of, gross=yuan(amount), at=instant(at), known_at=instant(at))


def two_tiers(on_refund: str, *, form: type[Graduated | WholeAmount] = Graduated, **choices: Any) -> CommissionPlan:
    """2 % to ¥1,000, 5 % above, on the running total, all to the partner."""
    rule = CommissionRule(
        id="everything",
        when=Always(),
        basis="gross",
        measured_on="running_total",
        rate=form(
            tiers=[Tier(yuan("0"), Rate.parse("2 %"), yuan("1000")), Tier(yuan("1000"), Rate.parse("5 %"))],
            boundary="upper_inclusive",
        ),
        rounding="half_up",
        on_refund=on_refund,
        split=Split.all_to("partner"),
        **choices,
    )
    return plan_of(rule)


def plan_of(rule: CommissionRule, *more: tuple[date, str, CommissionRule]) -> CommissionPlan:
    """Make a plan of one rule, amended on some days, each time with what becomes of the running total."""
    listed = [(date(2015, 1, 1), "carry", rule), *more]
    return CommissionPlan(
        id="example",
        versions=Timeline.starting(
            {
                day: PlanVersion(
                    version=f"v{number}",
                    hit_policy="unique",
                    earned_on=EarnedOn("placed"),
                    running_totals=totals,
                    rules=[each],
                )
                for number, (day, totals, each) in enumerate(listed)
            }
        ),
    )


def settled(
    plan: CommissionPlan, events: Sequence[Event], month: str = "2016-11", posted: Ledger | None = None
) -> Settlement:
    return settle(one_village(), [plan], programme_calendar(), events, Scope(month), posted=posted)


def fen(settlement: Settlement) -> dict[str, int]:
    return {line.event: line.amount.minor for line in settlement.lines}


AT = instant("2016-11-20T10:00")
FIRST, SECOND = order("a", "800.00"), order("b", "800.00", "2016-11-03T10:00")


class TestTheWorkedExample:
    """Two orders of ¥800 at 2 % to ¥1,000 and 5 % above; the first is refunded."""

    def test_the_orders_earn_sixteen_and_thirty_four_yuan(self) -> None:
        assert fen(settled(two_tiers("reverse"), [FIRST, SECOND])) == {"a": 1600, "b": 3400}

    def test_reverse_takes_back_what_the_refunded_order_earned(self) -> None:
        before = settled(two_tiers("reverse"), [FIRST, SECOND])
        after = settled(two_tiers("reverse"), [FIRST, SECOND, refund("r", "a", "800.00")], posted=before.ledger)
        assert fen(after) == {"r": -1600}
        [line] = after.lines
        assert (line.reason, line.cause, line.component) == (Reason.REFUND, "r", "reversal")
        assert line.corrects == str(before.lines[0].key)

    def test_rerate_measures_the_month_again(self) -> None:
        before = settled(two_tiers("rerate"), [FIRST, SECOND])
        after = settled(two_tiers("rerate"), [FIRST, SECOND, refund("r", "a", "800.00")], posted=before.ledger)
        assert fen(after) == {"a": -1600, "b": -1800}
        assert sum(fen(after).values()) == -3400
        assert {(line.reason, line.cause) for line in after.lines} == {(Reason.REFUND, "r")}

    def test_whole_amount_pays_all_at_the_tier_reached(self) -> None:
        plan = two_tiers("rerate", form=WholeAmount)
        assert fen(settled(plan, [FIRST, SECOND])) == {"a": 1600, "b": 6400}

    def test_at_the_edge_the_tier_that_owns_it_pays(self) -> None:
        edge = [order("a", "1000.00")]
        assert fen(settled(two_tiers("rerate", form=WholeAmount), edge)) == {"a": 2000}


class TestTheWholeMonth:
    """Lines of single orders add up to the rounded total of the month."""

    @given(st.lists(st.integers(0, 90_000), min_size=1, max_size=25))
    def test_lines_add_up_to_a_clerks_total(self, amounts: list[int]) -> None:
        events = [
            order(f"o{number:02d}", f"{amount // 100}.{amount % 100:02d}") for number, amount in enumerate(amounts)
        ]
        posted = sum(fen(settled(two_tiers("reverse"), events)).values())
        total = Fraction(sum(amounts))
        paper: Fraction = min(total, Fraction(100_000)) * Fraction(2, 100) + max(
            total - 100_000, Fraction(0)
        ) * Fraction(5, 100)
        assert abs(posted - paper) <= Fraction(1, 2)

    @given(st.lists(st.integers(1, 90_000), min_size=2, max_size=12), st.data())
    def test_a_cap_on_each_order_is_never_exceeded(self, amounts: list[int], data: st.DataObject) -> None:
        cap = data.draw(st.integers(0, 3_000))
        events = [
            order(f"o{number:02d}", f"{amount // 100}.{amount % 100:02d}") for number, amount in enumerate(amounts)
        ]
        lines = settled(two_tiers("reverse", cap=Money(cap)), events).lines
        assert all(line.amount.minor <= cap for line in lines)


class TestLateOrders:
    """A late order with a running total corrects every later line of that payee and period."""

    def test_the_later_line_names_the_late_order(self) -> None:
        late = order("x", "300.00", "2016-11-01T08:00", known="2016-11-28T00:00")
        before = settled(two_tiers("reverse"), [FIRST, SECOND])
        after = settled(two_tiers("reverse"), [FIRST, SECOND, late], posted=before.ledger)
        # Paper: x 0-300 at 2 % = 6; a 300-1000 at 2 % and 100 at 5 % = 19; b 800 at 5 % = 40.
        assert fen(after) == {"x": 600, "a": 300, "b": 600}
        assert {(line.event, line.reason, line.cause) for line in after.lines} == {
            ("x", Reason.ACCRUAL, ""),
            ("a", Reason.LATE_EVENT, "x"),
            ("b", Reason.LATE_EVENT, "x"),
        }

    def test_an_earlier_line_stays_as_it_is(self) -> None:
        late = order("x", "300.00", "2016-11-02T20:00", known="2016-11-28T00:00")
        before = settled(two_tiers("reverse"), [FIRST, SECOND])
        assert fen(settled(two_tiers("reverse"), [FIRST, SECOND, late], posted=before.ledger)) == {"x": 900, "b": 600}

    def test_orders_of_one_instant_go_by_their_ids(self) -> None:
        same = [order("b", "800.00"), order("a", "800.00")]
        assert fen(settled(two_tiers("reverse"), same)) == {"a": 1600, "b": 3400}


class TestCancellations:
    """A cancelled order earns nothing, and no measure holds it."""

    CANCELLED = Cancellation(
        id="c", event="a", reason="self_purchase", at=instant("2016-11-20T00:00"), known_at=instant("2016-11-20T00:00")
    )

    @pytest.mark.parametrize("on_refund", ["reverse", "rerate"])
    def test_the_month_is_measured_without_it(self, on_refund: str) -> None:
        plan = two_tiers(on_refund)
        before = settled(plan, [FIRST, SECOND])
        after = settled(plan, [FIRST, SECOND, self.CANCELLED], posted=before.ledger)
        assert fen(after) == {"a": -1600, "b": -1800}
        assert {(line.reason, line.cause) for line in after.lines} == {(Reason.CANCELLATION, "c")}
        assert fen(settled(plan, [FIRST, SECOND, self.CANCELLED])) == {"b": 1600}

    def test_a_later_shift_names_what_is_new_and_not_what_was_named_before(self) -> None:
        plan, late = two_tiers("reverse"), order("x", "300.00", "2016-11-01T08:00", known="2016-11-28T00:00")
        ledger = settled(plan, [FIRST, SECOND]).ledger
        ledger = settled(plan, [FIRST, SECOND, self.CANCELLED], posted=ledger).ledger
        after = settled(plan, [FIRST, SECOND, self.CANCELLED, late], posted=ledger)
        assert {line.event: line.cause for line in after.lines} == {"x": "", "b": "x"}

    def test_the_outcome_says_why(self) -> None:
        outcomes = settled(two_tiers("reverse"), [FIRST, SECOND, self.CANCELLED]).outcomes
        assert outcomes.counts[Outcome.SELF_PURCHASE].examples == ("a",)


class TestRefunds:
    """A fully refunded order nets to zero, under the plan version that first applied."""

    @given(
        st.integers(1, 99_999),
        st.lists(st.integers(1, 99_998), max_size=3, unique=True),
        st.sampled_from(["reverse", "rerate"]),
    )
    def test_in_any_number_of_steps(self, amount: int, cuts: list[int], on_refund: str) -> None:
        whole = order("a", f"{amount // 100}.{amount % 100:02d}")
        steps = sorted({cut for cut in cuts if cut < amount} | {amount})
        refunds = [
            refund(f"r{place}", "a", f"{(cut - before) // 100}.{(cut - before) % 100:02d}", f"2016-11-2{place}T10:00")
            for place, (before, cut) in enumerate(zip([0, *steps], steps, strict=False))
        ]
        plan = two_tiers(on_refund)
        ledger = Ledger()
        for known in range(len(refunds) + 1):
            ledger = settled(plan, [whole, *refunds[:known]], posted=ledger).ledger
        assert sum(line.amount.minor for line in ledger) == 0
        once = settled(plan, [whole, *refunds])
        assert sum(line.amount.minor for line in once.lines) == 0

    def test_a_refund_after_the_plan_was_amended_goes_by_the_version_of_the_order(self) -> None:
        plan = plan_of(
            two_tiers("reverse").versions.entries[0].value.rules[0],
            (date(2016, 11, 15), "reset", two_tiers("rerate").versions.entries[0].value.rules[0]),
        )
        before = settled(plan, [FIRST])
        [line] = settled(plan, [FIRST, refund("r", "a", "400.00")], posted=before.ledger).lines
        assert (line.amount.minor, line.plan_version) == (-800, "v0")

    def test_the_correction_is_the_new_allocation_less_the_old(self) -> None:
        """5 over 45:45:10 is 2, 2, 1; 6 is 3, 3, 0; so taking one of 6 back gives 1, 1 and takes -1."""
        from rural_taobao.commission import Percentage, Share

        split = Split(
            [
                Share("partner", Rate.parse("45 %")),
                Share("county_centre", Rate.parse("45 %")),
                Share("platform", Rate.parse("10 %")),
            ],
            "largest_remainder",
        )
        rule = CommissionRule(
            id="everything",
            when=Always(),
            basis="gross",
            measured_on="order",
            rate=Percentage(Rate.parse("1 %")),
            rounding="half_up",
            on_refund="reverse",
            split=split,
        )
        six = order("a", "6.00")
        settlement = settled(plan_of(rule), [six, refund("r", "a", "1.00")])
        assert [line.amount.minor for line in settlement.lines] == [3, 3, -1, -1, 1]

    def test_december_takes_back_what_november_earned(self) -> None:
        late = refund("r", "a", "800.00", "2016-12-05T10:00")
        november = settled(two_tiers("reverse"), [FIRST, SECOND])
        [line] = settled(two_tiers("reverse"), [FIRST, SECOND, late], "2016-12", november.ledger).lines
        assert (str(line.earned), str(line.posted), line.amount.minor) == ("2016-11", "2016-12", -1600)

    def test_december_rerates_the_whole_month_it_touches_and_no_other(self) -> None:
        late = refund("r", "a", "800.00", "2016-12-05T10:00")
        october = order("z", "700.00", "2016-10-05T10:00")
        plan = two_tiers("rerate")
        ledger = settled(plan, [october], "2016-10").ledger
        ledger = settled(plan, [october, FIRST, SECOND], "2016-11", ledger).ledger
        december = settled(plan, [FIRST, SECOND, late], "2016-12", ledger)
        assert fen(december) == {"a": -1600, "b": -1800}


class TestWithoutAnAmount:
    """An order without an amount is taken back when all of its units are."""

    def rule(self) -> CommissionPlan:
        from rural_taobao.commission import Flat

        return plan_of(
            CommissionRule(
                id="everything",
                when=Always(),
                basis="gross",
                measured_on="order",
                rate=Flat(Money(500)),
                rounding="half_up",
                on_refund="reverse",
                split=Split.all_to("partner"),
            )
        )

    def test_with_the_last_unit(self) -> None:
        free = Order(id="a", station="sanhe", quantity=2, gross=Money(0), placed=AT, known_at=AT)
        one = Refund(id="r-1", order="a", gross=Money(0), quantity=1, at=AT, known_at=AT)
        two = Refund(id="r-2", order="a", gross=Money(0), quantity=1, at=AT, known_at=AT)
        assert fen(settled(self.rule(), [free, one])) == {"a": 500}
        assert fen(settled(self.rule(), [free, one, two])) == {"a": 500, "r-2": -500}


class TestOverflow:
    """What a plan calls an error past its last tier is one, in a running total too."""

    def test_past_the_last_tier(self) -> None:
        plan = two_tiers("reverse")
        rule = plan.versions.entries[0].value.rules[0]
        assert isinstance(rule.rate, Graduated)
        tiers = (rule.rate.tiers[0], evolve(rule.rate.tiers[1], end=yuan("1500")))
        strict = plan_of(evolve(rule, rate=evolve(rule.rate, tiers=tiers, overflow="error")))
        assert fen(settled(strict, [FIRST])) == {"a": 1600}
        with pytest.raises(MeasureOutsideTiers) as refused:
            settled(strict, [FIRST, SECOND])
        where = refused.value.where
        assert where is not None
        assert (where.plan, where.rule, where.event) == (strict.id, rule.id, SECOND.id)
        assert str(refused.value) == (
            f"the {rule.basis} of the month must lie within the tiers of rule {rule.id} of plan {strict.id}, but with "
            f"{SECOND.id} it is ¥1,600.00, above ¥1,500.00, and the plan calls that an error; extend the tiers, or "
            "state another 'overflow'"
        )


class TestAmendedPlans:
    """A plan amended for tomorrow changes no line of today."""

    @given(st.lists(st.integers(1, 90_000), min_size=1, max_size=6), st.sampled_from(["carry", "reset"]))
    def test_lines_before_the_amendment_stay(self, amounts: list[int], totals: str) -> None:
        events = [
            order(f"o{number}", f"{amount // 100}.{amount % 100:02d}", f"2016-11-{number + 1:02d}T10:00")
            for number, amount in enumerate(amounts)
        ]
        old = two_tiers("reverse").versions.entries[0].value.rules[0]
        new = two_tiers("reverse", cap=yuan("5.00")).versions.entries[0].value.rules[0]
        amended = plan_of(old, (date(2016, 11, 4), totals, new))
        before = {line.event: line.amount for line in settled(plan_of(old), events).lines if line.at.day < 4}
        after = {line.event: line.amount for line in settled(amended, events).lines if line.at.day < 4}
        assert before == after

    def test_a_running_total_is_carried_or_reset_as_stated(self) -> None:
        rule = two_tiers("reverse").versions.entries[0].value.rules[0]
        for totals, second in (("carry", 3400), ("reset", 1600)):
            plan = plan_of(rule, (date(2016, 11, 3), totals, rule))
            assert fen(settled(plan, [FIRST, SECOND])) == {"a": 1600, "b": second}


class TestCauses:
    """Each coin that shifts names what changed, and never what was settled before."""

    LATE = order("x", "300.00", "2016-11-01T08:00", known="2016-12-03T00:00")

    def causes(self, plan: CommissionPlan, *before: Event) -> dict[str, tuple[str, str]]:
        """Settle November, and then December with an order that became known late."""
        november = settled(plan, before)
        december = settled(plan, [*before, self.LATE], "2016-12", november.ledger)
        return {line.event: (line.reason, line.cause) for line in december.lines if line.number > 1}

    def test_the_first_change_before_a_line_is_named(self) -> None:
        later = order("y", "100.00", "2016-11-01T09:00", known="2016-12-04T00:00")
        november = settled(two_tiers("reverse"), [FIRST, SECOND])
        december = settled(two_tiers("reverse"), [FIRST, SECOND, later, self.LATE], "2016-12", november.ledger)
        assert {line.event: line.cause for line in december.lines if line.number > 1} == {"a": "x", "b": "x"}

    def test_a_refund_that_was_settled_before_is_not_named(self) -> None:
        old = refund("r", "a", "100.00", "2016-11-20T10:00")
        assert self.causes(two_tiers("rerate"), FIRST, SECOND, old) == {"b": (Reason.LATE_EVENT, "x")}

    def test_a_cancellation_that_was_settled_before_is_not_named(self) -> None:
        at = instant("2016-11-20T00:00")
        old = Cancellation(id="c", event="a", reason="fake", at=at, known_at=at)
        assert self.causes(two_tiers("reverse"), FIRST, SECOND, old) == {"b": (Reason.LATE_EVENT, "x")}

    def test_an_order_that_came_to_less_than_a_coin_is_not_named(self) -> None:
        tiny = order("t", "0.01", "2016-11-01T07:00")
        assert self.causes(two_tiers("reverse"), tiny, FIRST, SECOND) == {
            "a": (Reason.LATE_EVENT, "x"),
            "b": (Reason.LATE_EVENT, "x"),
        }

    def test_a_rate_that_was_corrected_is_a_correction_and_no_refund(self) -> None:
        old = refund("r", "a", "100.00", "2016-11-20T10:00")
        before = settled(two_tiers("rerate"), [FIRST, SECOND, old])
        dearer = settled(two_tiers("rerate", floor=yuan("20.00")), [FIRST, SECOND, old], posted=before.ledger)
        assert {(line.event, line.reason, line.cause) for line in dearer.lines} == {("a", Reason.CORRECTION, "")}

    def test_the_latest_refund_of_two_is_named(self) -> None:
        before = settled(two_tiers("rerate"), [FIRST, SECOND])
        refunds = [refund("r1", "a", "100.00", "2016-11-20T10:00"), refund("r2", "a", "100.00", "2016-11-21T10:00")]
        after = settled(two_tiers("rerate"), [FIRST, SECOND, *refunds], posted=before.ledger)
        assert {line.cause for line in after.lines} == {"r2"}

    def test_an_amount_that_was_corrected_is_a_correction(self) -> None:
        before = settled(two_tiers("reverse"), [FIRST, SECOND])
        after = settled(two_tiers("reverse"), [order("a", "700.00"), SECOND], posted=before.ledger)
        assert {(line.event, line.reason) for line in after.lines} == {
            ("a", Reason.CORRECTION),
            ("b", Reason.CORRECTION),
        }


class TestMovedEvents:
    """What one account gives back another gets: an event that moves is paid once, wherever it counts."""

    def moved(self, plan: CommissionPlan) -> CommissionPlan:
        [entry] = plan.versions.entries
        paid = evolve(entry.value, earned_on=EarnedOn("paid"))
        return evolve(plan, versions=Timeline.starting({entry.period.start: paid}))

    def test_an_instant_that_was_corrected_moves_an_order_to_another_month(self) -> None:
        plan = self.moved(two_tiers("reverse"))
        order_in_november = evolve(FIRST, paid=FIRST.placed, known_at=FIRST.placed)
        december, january = instant("2016-12-02T10:00"), instant("2017-01-05T10:00")
        order_in_december = evolve(FIRST, paid=december, known_at=december)
        late = evolve(order("x", "300.00"), paid=instant("2016-11-05T10:00"), known_at=january)
        ledger = settled(plan, [order_in_november]).ledger
        ledger = settled(plan, [order_in_december], "2016-12", ledger).ledger
        ledger = settled(plan, [order_in_december, late], "2017-01", ledger).ledger
        amounts: dict[str, int] = {}
        for line in ledger:
            amounts[line.event] = amounts.get(line.event, 0) + line.amount.minor
        assert amounts == {"a": 1600, "x": 600}

    def taken_over(self, change: date) -> Network:
        """Say that wang has been in charge from some day on, and no longer li."""
        network = one_village()
        opening = network.stations[0].open
        li = [evolve(network.postings[0], period=Period(opening.start, change))] if change > opening.start else []
        return evolve(
            network,
            partners=[*network.partners, Partner("wang", opening, "full_time", examined=opening.start)],
            payees=[*network.payees, Payee("wang", opening)],
            postings=[*li, Posting("sanhe", "wang", "wang", "2.0", Period(change))],
        )

    def settled_again(self, network: Network, ledger: Ledger) -> dict[tuple[str, str], int]:
        """Settle December, in which an order of November became known; add up what each has for each order."""
        late = order("x", "300.00", "2016-11-01T08:00", known="2016-12-03T00:00")
        december = settle(
            network,
            [two_tiers("reverse")],
            programme_calendar(),
            [FIRST, SECOND, late],
            Scope("2016-12"),
            posted=ledger,
        )
        amounts: dict[tuple[str, str], int] = {}
        for line in december.ledger:
            key = line.event, line.payee
            amounts[key] = amounts.get(key, 0) + line.amount.minor
        return amounts

    def test_a_posting_that_was_corrected_moves_an_order_to_another_partner(self) -> None:
        ledger = settled(two_tiers("reverse"), [FIRST, SECOND]).ledger
        amounts = self.settled_again(self.taken_over(date(2016, 11, 3)), ledger)
        assert amounts == {("a", "li"): 1900, ("b", "li"): 0, ("b", "wang"): 1600, ("x", "li"): 600}

    def test_an_account_that_no_event_counts_in_any_more_gives_all_of_it_back(self) -> None:
        ledger = settled(two_tiers("reverse"), [FIRST, SECOND]).ledger
        everything = self.taken_over(one_village().stations[0].open.start)
        # Paper: x 0-300 at 2 % = 6; a 300-1000 at 2 % and 100 at 5 % = 19; b 800 at 5 % = 40.
        assert self.settled_again(everything, ledger) == {
            ("x", "wang"): 600,
            ("a", "wang"): 1900,
            ("b", "wang"): 4000,
            ("a", "li"): 0,
            ("b", "li"): 0,
        }

    def test_an_order_that_moves_to_another_month_leaves_the_total_of_its_own(self) -> None:
        plan, december = self.moved(two_tiers("reverse")), instant("2016-12-02T10:00")
        first, second = (evolve(each, paid=each.placed) for each in (FIRST, SECOND))
        ledger = settled(plan, [first, second]).ledger
        moved = evolve(first, paid=december, known_at=december)
        after = settled(plan, [moved, second], "2016-12", ledger)
        # Paper: b, now the first of November, earns 2 % of 800; a earns in December what it has already.
        assert fen(after) == {"b": -1800}

    def test_a_rule_that_a_late_order_does_not_match_is_left_as_it_was_posted(self) -> None:
        [everything] = two_tiers("reverse").versions.entries[0].value.rules
        phones = evolve(everything, id="phones", when=InCategory(["phones"]))

        def plan(*rules: CommissionRule) -> CommissionPlan:
            [entry] = two_tiers("reverse").versions.entries
            both = evolve(entry.value, hit_policy="sum", rules=rules)
            return CommissionPlan(id="example", versions=Timeline.starting({entry.period.start: both}))

        phone = evolve(FIRST, category="phones")
        late = order("x", "300.00", "2016-11-01T08:00", known="2016-12-03T00:00")
        november = settled(plan(everything, phones), [phone])
        assert [line.amount.minor for line in november.lines] == [1600, 1600]
        dearer = evolve(phones, floor=yuan("99.00"))
        december = settled(plan(everything, dearer), [phone, late], "2016-12", november.ledger)
        assert {(line.event, line.rule): line.amount.minor for line in december.lines} == {
            ("x", "everything"): 600,
            ("a", "everything"): 300,
        }

    def test_what_is_earned_later_is_left_to_its_own_period(self) -> None:
        ledger = settled(two_tiers("reverse"), [FIRST]).ledger
        january = order("z", "500.00", "2017-01-03T10:00")
        december = settled(two_tiers("reverse"), [FIRST, january], "2016-12", ledger)
        assert not december.lines
        assert december.outcomes.counts[Outcome.OUTSIDE_SCOPE].examples == ("a", "z")


class TestFirstFlat:
    """The flat amount of a first tier is paid once a month, by the first order of the running total."""

    def table(self, first_flat: str, *more: tuple[date, str]) -> CommissionPlan:
        table = Graduated(
            tiers=[Tier(yuan("0"), Rate.parse("2 %"), None, yuan("5.00"))],
            boundary="upper_inclusive",
            first_flat=first_flat,
        )
        [rule] = two_tiers("reverse").versions.entries[0].value.rules
        rule = evolve(rule, rate=table)
        return plan_of(rule, *((day, totals, rule) for day, totals in more))

    NOTHING = order("a", "0.00", "2016-11-01T08:00")
    FIRST_OF_ALL = order("b", "100.00", "2016-11-02T08:00")
    NEXT = order("c", "100.00", "2016-11-20T08:00")

    def test_an_order_of_nothing_pays_it_where_it_is_due_at_zero(self) -> None:
        orders = [self.NOTHING, self.FIRST_OF_ALL, self.NEXT]
        assert fen(settled(self.table("at_zero"), orders)) == {"a": 500, "b": 200, "c": 200}
        assert fen(settled(self.table("above_zero"), orders)) == {"b": 700, "c": 200}

    def test_a_second_order_of_nothing_does_not_pay_it_again(self) -> None:
        again = order("aa", "0.00", "2016-11-01T09:00")
        assert fen(settled(self.table("at_zero"), [self.NOTHING, again, self.FIRST_OF_ALL])) == {"a": 500, "b": 200}

    @pytest.mark.parametrize(("totals", "flat"), [("carry", 0), ("reset", 500)])
    def test_a_total_that_starts_again_pays_it_again(self, totals: str, flat: int) -> None:
        plan = self.table("at_zero", (date(2016, 11, 15), totals))
        assert fen(settled(plan, [self.FIRST_OF_ALL, self.NEXT])) == {"b": 700, "c": 200 + flat}

    def test_a_total_of_nothing_that_is_carried_does_not(self) -> None:
        plan = self.table("at_zero", (date(2016, 11, 15), "carry"))
        assert fen(settled(plan, [self.NOTHING, self.NEXT])) == {"a": 500, "c": 200}

    def test_where_it_moves_the_event_that_moved_it_is_named(self) -> None:
        plan = self.table("at_zero")
        late = evolve(self.NOTHING, known_at=instant("2016-11-28T00:00"))
        before = settled(plan, [self.FIRST_OF_ALL])
        after = settled(plan, [late, self.FIRST_OF_ALL], posted=before.ledger)
        assert {(line.event, line.amount.minor, line.reason, line.cause) for line in after.lines} == {
            ("a", 500, Reason.ACCRUAL, ""),
            ("b", -500, Reason.LATE_EVENT, "a"),
        }
        at = instant("2016-11-29T00:00")
        cancelled = Cancellation(id="x", event="a", reason="fake", at=at, known_at=at)
        back = settled(plan, [late, self.FIRST_OF_ALL, cancelled], posted=after.ledger)
        assert {(line.event, line.amount.minor, line.reason, line.cause) for line in back.lines} == {
            ("a", -500, Reason.CANCELLATION, "x"),
            ("b", 500, Reason.CANCELLATION, "x"),
        }


class TestSortedApart:
    """Events bear upon each other in the order of their instants, however other rules tell them apart."""

    def test_what_another_rule_pays_besides_changes_no_order(self) -> None:
        alone = two_tiers("rerate")
        [entry] = alone.versions.entries
        [everything] = entry.value.rules
        besides = evolve(
            everything, id="besides", when=InCategory(["phones"]), measured_on="order", rate=Percentage(Rate(10_000))
        )
        summed = evolve(entry.value, hit_policy="sum", rules=[everything, besides])
        both = evolve(alone, versions=Timeline.starting({entry.period.start: summed}))
        orders = [
            evolve(order(f"o-{day}", "400.00", f"2016-11-{day:02d}T10:00"), category="phones" if day % 2 else None)
            for day in range(1, 7)
        ]
        lines = [line for line in settled(both, orders).lines if line.rule == "everything"]
        assert lines == list(settled(alone, orders).lines)
        assert [line.before for line in lines] == [yuan("400.00").minor * place for place in range(6)]
