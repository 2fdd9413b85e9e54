from collections.abc import Callable, Iterator
from operator import attrgetter
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis.strategies import SearchStrategy

from rural_taobao.commission import Basis, CommissionPlan, HitPolicy, MeasuredOn, OnRefund
from rural_taobao.commission.policies import RunningTotals
from rural_taobao.festivals import DayRule, Festival, Standing, Yearly
from rural_taobao.network import Network, VacantCredit
from rural_taobao.services import Referral
from rural_taobao.settlement import Cancellation, CancellationReason, Event, Order, Parcel, Refund
from rural_taobao.testing import worlds as small
from rural_taobao.testing.small_festivals import small_calendars
from tests.corners import shows

Events = tuple[Event, ...]
Corner = tuple[str, SearchStrategy[Any], Callable[[Any], bool]]


networks = small.small_networks()
calendars = small_calendars().map(lambda calendar: calendar.festival("double-11"))
events = small.worlds().map(attrgetter("events"))
rules = small.small_rules()
plans = small.small_plans("partner")
orders = small.orders_at("o-1")


def some(kind: type[Event]) -> Callable[[Events], bool]:
    return lambda drawn: any(isinstance(event, kind) for event in drawn)


def has(attribute: str, option: object) -> Callable[[Any], bool]:
    return lambda drawn: getattr(drawn, attribute) is option


def of_reason(reason: CancellationReason) -> Callable[[Events], bool]:
    return lambda drawn: any(isinstance(event, Cancellation) and event.reason is reason for event in drawn)


def of_credit(credit: VacantCredit) -> Callable[[Network], bool]:
    return lambda network: network.vacancy.credit is credit


def policies(policy: HitPolicy) -> Callable[[Any], bool]:
    return lambda plan: any(entry.value.hit_policy is policy for entry in plan.versions.entries)


def totals(wanted: RunningTotals) -> Callable[[Any], bool]:
    return lambda plan: any(entry.value.running_totals is wanted for entry in plan.versions.entries)


def earned_on(moment: str) -> Callable[[Any], bool]:
    return lambda plan: any(entry.value.earned_on.moment == moment for entry in plan.versions.entries)


def takings(drawn: Events) -> Iterator[tuple[Order, list[Refund]]]:
    """Give the orders of which something was taken back, each with what was."""
    for order in drawn:
        back = [event for event in drawn if isinstance(event, Refund) and event.order == order.id]
        if isinstance(order, Order) and back:
            yield order, back


def is_left(taking: tuple[Order, list[Refund]]) -> bool:
    order, back = taking
    return sum(each.gross.minor for each in back) < order.gross.minor


def of_days(form: type) -> Callable[[Festival], bool]:
    return lambda festival: isinstance(festival.rule, Yearly) and isinstance(festival.rule.windows[0].days, form)


def standing(wanted: Standing) -> Callable[[Festival], bool]:
    return lambda festival: festival.standing(2016) is wanted


CORNERS: list[Corner] = [
    *((f"a festival by {form.__name__}", calendars, of_days(form)) for form in get_args(DayRule)),
    *(
        (f"a festival that is {wanted}", calendars, standing(wanted))
        for wanted in (Standing.COMPUTED, Standing.MOVED, Standing.ANNOUNCED, Standing.CANCELLED)
    ),
    ("a festival of several windows", calendars, lambda festival: len(festival.edition(2016).windows) > 1),
    *((f"some {kind.__name__}", events, some(kind)) for kind in (Order, Parcel, Referral, Refund, Cancellation)),
    *((f"a cancellation for the reason {reason}", events, of_reason(reason)) for reason in CancellationReason),
    *((f"a vacancy that credits {credit}", networks, of_credit(credit)) for credit in VacantCredit),
    ("an order taken back in two steps", events, lambda drawn: any(len(back) > 1 for _, back in takings(drawn))),
    ("an order of which nothing is left", events, lambda drawn: not all(map(is_left, takings(drawn)))),
    *((f"measured on {option}", rules, has("measured_on", option)) for option in MeasuredOn),
    *((f"on refund {option}", rules, has("on_refund", option)) for option in OnRefund),
    *((f"basis {option}", rules, has("basis", option)) for option in Basis),
    ("a floor and a cap", rules, lambda rule: rule.floor is not None and rule.cap is not None),
    ("neither", rules, lambda rule: rule.floor is rule.cap is None),
    ("a plan of several versions", plans, lambda plan: len(plan.versions.entries) > 1),
    *((f"the hit policy {policy}", plans, policies(policy)) for policy in (HitPolicy.FIRST, HitPolicy.SUM)),
    *((f"running totals that {wanted}", plans, totals(wanted)) for wanted in RunningTotals),
    *((f"earned when {moment}", plans, earned_on(moment)) for moment in ("placed", "paid", "received")),
    ("earned some days later", plans, lambda plan: plan.versions.entries[0].value.earned_on.days_after > 0),
    ("an order that nobody paid", orders, lambda order: order.paid is None),
    ("an order against a deposit", orders, lambda order: order.deposit is not None),
    ("an order known in another month", orders, lambda order: order.known_at.month > order.placed.month),
    ("an order of no category", orders, lambda order: order.category is None),
    ("an order with a discount", orders, lambda order: bool(order.discount)),
    ("an order where there is no station", orders, lambda order: order.station == "nowhere"),
]


class TestTheWholeOfASmallWorld:
    """A small world leaves out nothing that a settlement can meet."""

    @pytest.mark.parametrize(("strategy", "wanted"), [pytest.param(*rest, id=name) for name, *rest in CORNERS])
    def test_every_corner_is_drawn_from(
        self, strategy: SearchStrategy[object], wanted: Callable[[object], bool]
    ) -> None:
        assert shows(strategy, wanted)


class TestChoices:
    """What is left out is never drawn."""

    @given(small.small_plans("partner", promises=False, layered=False))
    def test_plans_without_promises_and_layers(self, plan: CommissionPlan) -> None:
        for entry in plan.versions.entries:
            version = entry.value
            assert (version.promises, version.layers, version.caps) == ((), (), ())
