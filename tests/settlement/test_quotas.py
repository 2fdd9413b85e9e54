"""Rules by attainment, settled: each payee under its own quota of the month."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.commission import (
    Always,
    Attainment,
    AttainmentStep,
    CommissionPlan,
    CommissionRule,
    EarnedOn,
    PlanVersion,
    Split,
)
from rural_taobao.commission.arithmetic import evaluated
from rural_taobao.exact import Exact, Rate
from rural_taobao.festivals import programme_calendar
from rural_taobao.money import Money
from rural_taobao.network import Network, Posting, Vacancy
from rural_taobao.periods import Period
from rural_taobao.samples import one_village
from rural_taobao.settlement import Ledger, Order, Outcome, Scope, Settlement, explained, settle
from rural_taobao.timeline import Timeline

percent, yuan = Rate.parse, Money.parse
OPENED = date(2015, 6, 1)


def plan(**facts: Any) -> CommissionPlan:
    usual: dict[str, Any] = {
        "quota": yuan("1000.00"),
        "rate": percent("10 %"),
        "mode": "graduated",
        "boundary": "upper_inclusive",
        "steps": [
            AttainmentStep(percent("0 %"), percent("100 %"), percent("100 %")),
            AttainmentStep(percent("100 %"), None, percent("150 %")),
        ],
        "prorated": "whole",
    }
    rule = CommissionRule(
        id="sales",
        when=Always(),
        basis="net",
        measured_on="running_total",
        rate=Attainment(**(usual | facts)),
        rounding="half_up",
        on_refund="rerate",
        split=Split.all_to("partner"),
    )
    version = PlanVersion(
        version="v", hit_policy="unique", earned_on=EarnedOn("placed"), running_totals="carry", rules=[rule]
    )
    return CommissionPlan(id="example", versions=Timeline.starting({date(2015, 1, 1): version}))


def order(name: str, day: int, amount: str) -> Order:
    at = datetime.fromisoformat(f"2016-11-{day:02}T10:00:00+08:00")
    return Order(id=name, station="sanhe", gross=yuan(amount), placed=at, known_at=at)


def settled(
    given_plan: CommissionPlan,
    orders: Iterable[Order],
    *,
    network: Network | None = None,
    month: str = "2016-11",
    posted: Ledger | None = None,
) -> Settlement:
    village = network or one_village()
    return settle(village, [given_plan], programme_calendar(), orders, Scope(month), posted=posted)


def in_charge(*days: tuple[date, date | None]) -> Network:
    postings = [Posting("sanhe", "li", "li", "2.0", Period(*each)) for each in days]
    return evolve(one_village(), postings=postings)


class TestAttained:
    """The lines of a month add up to what its total earns by the quota, and say at which steps."""

    def test_an_order_that_passes_the_quota_earns_in_both_steps(self) -> None:
        # Paper: 900.00 at 10 % are 90.00; of 300.00 after it 100.00 at 10 % and 200.00 at 15 % are 40.00.
        first, second = settled(plan(), [order("a", 1, "900.00"), order("b", 2, "300.00")]).lines
        assert (first.amount, second.amount) == (yuan("90.00"), yuan("40.00"))
        assert (first.rule, second.rule, second.before) == ("sales", "sales", 90_000)
        assert "¥1,000.00 × 10 % + ¥200.00 × 15 % = ¥130.00" in explained(second)
        assert evaluated(second.arithmetic) == Exact(4000)

    @given(st.lists(st.integers(1, 90_000), min_size=1, max_size=8))
    def test_the_lines_of_orders_add_up_to_the_rounded_amount_of_the_month(self, amounts: list[int]) -> None:
        orders = [order(f"o{place}", place + 1, Money(each).decimal) for place, each in enumerate(amounts)]
        alone = [order("all", 1, Money(sum(amounts)).decimal)]
        assert settled(plan(), orders).accrued == settled(plan(), alone).accrued

    def test_a_payee_with_a_quota_of_its_own_goes_by_it(self) -> None:
        [line] = settled(plan(quotas={"li": yuan("200.00")}), [order("a", 1, "300.00")]).lines
        assert line.amount == yuan("35.00")

    def test_by_days_the_quota_is_that_of_the_days_in_charge(self) -> None:
        # Paper: 15 of 30 days of 1,000.00 are 500.00: 50.00 up to there, and 15.00 above.
        half = in_charge((date(2016, 11, 16), None))
        [line] = settled(plan(prorated="by_days"), [order("a", 20, "600.00")], network=half).lines
        assert line.amount == yuan("65.00")
        [line] = settled(plan(), [order("a", 20, "600.00")], network=half).lines
        assert line.amount == yuan("60.00")

    def test_days_in_charge_are_counted_once_and_over_all_postings(self) -> None:
        twice = in_charge((OPENED, date(2016, 11, 6)), (date(2016, 11, 21), date(2016, 12, 1)))
        [line] = settled(plan(prorated="by_days"), [order("a", 22, "600.00")], network=twice).lines
        assert line.amount == yuan("65.00")

    def test_a_centre_that_is_credited_for_a_vacant_station_has_the_whole_quota(self) -> None:
        vacant = evolve(in_charge((date(2016, 12, 1), None)), vacancy=Vacancy("county_centre", "2.0"))
        [line] = settled(plan(prorated="by_days"), [order("a", 20, "600.00")], network=vacant).lines
        assert (line.credited, line.amount) == ("feixi-centre", yuan("60.00"))

    def test_a_re_run_posts_nothing_and_a_later_month_leaves_it_alone(self) -> None:
        orders = [order("a", 1, "900.00"), order("b", 2, "300.00")]
        ledger = settled(plan(), orders).ledger
        assert not settled(plan(), orders, posted=ledger).lines
        december = settled(plan(), orders, month="2016-12", posted=ledger)
        assert set(december.outcomes.counts) == {Outcome.OUTSIDE_SCOPE}

    def test_a_posting_that_is_corrected_moves_the_quota_of_an_open_month(self) -> None:
        orders = [order("a", 20, "600.00")]
        ledger = settled(plan(prorated="by_days"), orders).ledger
        half = in_charge((date(2016, 11, 16), None))
        [line] = settled(plan(prorated="by_days"), orders, network=half, posted=ledger).lines
        assert (line.amount, line.reason) == (yuan("5.00"), "correction")
