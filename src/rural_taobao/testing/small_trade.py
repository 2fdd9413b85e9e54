"""
Strategies for the trade of small worlds: orders, what is given back of them, and referrals.

They happen near the midnights of a few weeks, and on them.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from rural_taobao.instants import CHINA
from rural_taobao.money import Money
from rural_taobao.services import Approval, Referral, Refusal
from rural_taobao.settlement import Order, Refund
from rural_taobao.testing.small_goods import CATEGORIES, TAGS

__all__ = ["STATIONS", "orders_at", "small_instants", "small_referrals", "small_refunds"]

_FIRST = date(2016, 10, 28)
_LAST = date(2016, 12, 5)
STATIONS = ("north", "south", "late", "vacant", "nowhere")
"""Where orders and parcels of a small world are placed; there is nothing at the last."""
_PARTS = ((0, 0, 0, 70), (11, 0, 0, 0), (0, 9, 800, 150), (11, 3, 0, 95))
"""What orders are made of: included tax, added tax and cost in percent of the net amount, and the shipping."""
_HELPERS = (None, None, None, "cai", "eve", "ann")


@cache
def small_instants() -> SearchStrategy[datetime]:
    """Make instants near the midnights of a few weeks, and on them."""
    hours = st.sampled_from([0, 0, 9, 23])
    days = st.integers(0, (_LAST - _FIRST).days)
    start = datetime(_FIRST.year, _FIRST.month, _FIRST.day, tzinfo=CHINA.timezone)

    def later(day: int, hour: int) -> datetime:
        return start + timedelta(days=day, hours=hour)

    return st.builds(later, days, hours)


@st.composite
def orders_at(draw: DrawFn, order: str, *, stations: Sequence[str] = STATIONS) -> Order:
    """
    Make orders at some stations, paid and received soon or never.

    Args:
        draw: Given by Hypothesis.
        order: The id.
        stations: The stations.
    """
    placed = draw(small_instants())
    later = st.sampled_from([None, timedelta(0), timedelta(hours=1), timedelta(days=3)])
    deposit, paid, received = (draw(later) for _ in range(3))
    gross = draw(st.integers(0, 120)) * 500 + draw(st.integers(0, 3))
    discount = min(gross, draw(st.sampled_from([0, 0, 333])))
    included, added, shipping, cost = draw(st.sampled_from(_PARTS))
    net = gross - discount
    instants: dict[str, Any] = {
        name: None if after is None else placed + after
        for name, after in (("deposit", deposit), ("paid", paid), ("received", received))
    }
    known = max([placed, *(instant for instant in instants.values() if instant is not None)])
    return Order(
        id=order,
        station=draw(st.sampled_from(stations)),
        category=draw(st.sampled_from([None, *CATEGORIES])),
        quantity=draw(st.integers(0, 4)),
        gross=Money(gross),
        discount=Money(discount),
        tax_included=Money(net * included // 100),
        tax_added=Money(net * added // 100),
        shipping=Money(shipping),
        cost=Money(net * cost // 100),
        tags=draw(st.sampled_from([(), TAGS[:1], TAGS])),
        helper=draw(st.sampled_from(_HELPERS)),
        placed=placed,
        known_at=known + draw(st.sampled_from([timedelta(0), timedelta(0), timedelta(days=20)])),
        **instants,
    )


@st.composite
def small_referrals(draw: DrawFn, referral: str) -> Referral:
    """
    Make referrals, decided at once, later or never, and now and then by somebody who has no say.

    Args:
        draw: Given by Hypothesis.
        referral: The id.
    """
    entered = draw(small_instants())
    decided = entered + draw(st.sampled_from([timedelta(0), timedelta(days=3), timedelta(days=20)]))
    amount = draw(st.integers(0, 120)) * 500
    by = draw(st.sampled_from(["bank", "bank", "bank", "rail", "ann"]))
    decide = draw(st.sampled_from([None, Approval, Approval, Approval, Refusal]))
    return Referral(
        id=referral,
        station=draw(st.sampled_from(("north", "north", *STATIONS))),
        service=draw(st.sampled_from(["loans", "loans", "tickets", "films", "lessons"])),
        category=draw(st.sampled_from([None, *CATEGORIES])),
        amount=Money(amount),
        cost=Money(amount * draw(st.sampled_from([0, 70, 150])) // 100),
        entered=entered,
        decision=None if decide is None else decide(by, decided),
        known_at=decided,
    )


@st.composite
def small_refunds(draw: DrawFn, order: Order, number: int) -> list[Refund]:
    """
    Take an order back in up to two steps, the last of which may leave nothing.

    Args:
        draw: Given by Hypothesis.
        order: The order.
        number: What tells its refunds apart from those of others.
    """
    at = order.placed + timedelta(days=draw(st.integers(0, 25)))
    first = draw(st.fractions(0, 1, max_denominator=4))
    steps: list[Refund] = []
    amounts = order.gross, order.discount, order.tax_included, order.tax_added, order.shipping, order.cost or Money(0)
    whole = (order.quantity, *(amount.minor for amount in amounts))
    taken = (0,) * len(whole)
    # For goods that are kept nothing of their cost goes back; of several, the dear ones may.
    cost_share = draw(st.sampled_from([None, 0, 1]))
    for step, share in enumerate(draw(st.sampled_from([(first,), (first, 1), (1,)]))):
        upto = tuple(int(each * share) for each in whole)
        if cost_share is not None and share < 1:
            upto = (*upto[:-1], whole[-1] * cost_share)
        quantity, gross, discount, included, added, shipping, cost = (
            new - old for new, old in zip(upto, taken, strict=True)
        )
        if gross >= discount and (gross or quantity):
            when = at + timedelta(days=step)
            steps.append(
                Refund(
                    id=f"r{number}-{step}",
                    order=order.id,
                    gross=Money(gross),
                    discount=Money(discount),
                    quantity=quantity,
                    tax_included=Money(included),
                    tax_added=Money(added),
                    shipping=Money(shipping),
                    cost=Money(cost),
                    at=when,
                    known_at=max(when, order.known_at),
                )
            )
            taken = upto
    return steps
