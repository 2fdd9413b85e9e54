"""What a month comes to at least: guarantees and draws, month by month."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction

from attrs import evolve

from rural_taobao.commission import CommissionPlan, Draw, EarnedOn, Guarantee, Percentage, PlanVersion
from rural_taobao.documents.plans import plan_from_text, plan_text
from rural_taobao.exact import Rate
from rural_taobao.festivals import programme_calendar
from rural_taobao.periods import Month
from rural_taobao.samples import one_village
from rural_taobao.settlement import Ledger, Line, Order, Scope, settle
from rural_taobao.timeline import Timeline
from tests.conformance.cases import Case, number
from tests.conformance.shop import Coin, rule_of

__all__ = ["minimum", "recoverable_draw"]


def _months(
    earned: Sequence[object], coin: Coin, *, guarantees: Sequence[Guarantee] = (), draws: Sequence[Draw] = ()
) -> list[list[Line]]:
    """Settle months one after the other, in each of which so much is earned, and give the lines of each."""
    rule = rule_of(Percentage(Rate.parse("100 %")))
    version = PlanVersion(
        version="1",
        hit_policy="unique",
        earned_on=EarnedOn("placed"),
        rules=[rule],
        guarantees=guarantees,
        draws=draws,
    )
    stated = CommissionPlan(
        id="example", currency=coin.currency, versions=Timeline.starting({date(2015, 1, 1): version})
    )
    plan = plan_from_text(plan_text(stated))
    network = evolve(one_village(), currency=coin.currency)
    orders: list[Order] = []
    found: list[list[Line]] = []
    ledger = Ledger()
    for place, amount in enumerate(earned):
        month = Month(2016, 1).plus(place)
        at = datetime.fromisoformat(f"{month}-10T10:00:00+08:00")
        orders.append(
            Order(
                id=f"o-{place}",
                station="sanhe",
                gross=coin.money(amount),
                discount=coin.money(0),
                placed=at,
                known_at=at,
            )
        )
        settlement = settle(network, [plan], programme_calendar(), orders, Scope(month), posted=ledger)
        found.append(list(settlement.lines))
        ledger = settlement.ledger
    return found


def _total(lines: Sequence[Line], coin: Coin, component: str | None = None) -> Fraction:
    return sum((coin.major(line.amount) for line in lines if component in {None, line.component}), Fraction(0))


def minimum(case: Case) -> Mapping[str, object]:
    """Guarantee a month an amount."""
    case.has_only(rule=["minimum"], inputs=["amount"])
    least, amount = case.rule["minimum"], case.inputs["amount"]
    coin = Coin.exact(amounts=map(number, [least, amount]))
    guarantee = Guarantee(id="least", amount=coin.money(least), prorated="whole")
    [lines] = _months([amount], coin, guarantees=[guarantee])
    return {"true_up": _total(lines, coin, "guarantee"), "total": _total(lines, coin)}


def recoverable_draw(case: Case) -> Mapping[str, object]:
    """Advance what a month is short of an amount, and let later months repay it."""
    case.has_only(rule=["draw"], inputs=["gross"])
    coin = Coin.exact(amounts=map(number, [case.rule["draw"], *case.inputs["gross"]]))
    draw = Draw(id="advance", amount=coin.money(case.rule["draw"]), recoverable=True, prorated="whole")
    months = _months(case.inputs["gross"], coin, draws=[draw])
    drawn = [_total(lines, coin, "draw") for lines in months]
    return {
        "net": [_total(lines, coin) for lines in months],
        "balance": [-sum(drawn[: place + 1], Fraction(0)) for place in range(len(drawn))],
    }
