"""What comes after a commission: parts of it over time, factors, states of payment, months and their halves."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Final

from attrs import evolve

from rural_taobao.commission import Percentage, chained, deferred, released
from rural_taobao.commission.operands import Units
from rural_taobao.exact import Rate, Rounding
from rural_taobao.periods import Month, half_month
from rural_taobao.settlement import Ledger, Line, State, compare
from tests.conformance.cases import CannotBeExpressed, Case, number, places
from tests.conformance.percentages import told_coin
from tests.conformance.shop import WHOLE, Coin, Shop, percent, rate_of, rule_of

__all__ = ["chain", "deferral", "facts_by_state", "release", "settlement_period"]

_STATES: Final = {"forecasted": State.EXPECTED, "invoiceable": State.ACCRUED, "invoiced": State.PAYABLE}
"""Our word for each state of metasfresh."""
_PERIODS: Final = {"monthly": lambda day: Month.of(day).period, "semi_monthly": half_month}
"""What makes the period that a day lies in."""


def _factor(stated: object) -> Rate:
    """Read a factor of one, or a percentage."""
    text = str(stated).strip()
    return rate_of(percent(text) if text.endswith("%") else number(text))


def chain(case: Case) -> Mapping[str, object]:
    """Multiply factors, and cut what is finer than a unit."""
    case.has_only(rule=["factors"], inputs=["base"])
    base = number(case.inputs["base"])
    # What of the base is finer than a unit is one more factor.
    finer = rate_of(Fraction(1, 10 ** places(base)))
    whole = WHOLE.money(base / Fraction(finer.millionths, Rate.parse("1").millionths))
    floored = Rounding.UP if base < 0 else Rounding.DOWN
    return {"amount": chained(whole, [finer, *map(_factor, case.rule["factors"])], floored).minor}


def deferral(case: Case) -> Mapping[str, object]:
    """Pay an amount over the points of a curve."""
    case.has_only(rule=["curve"], inputs=["principal"])
    principal = number(case.inputs["principal"])
    coin = Coin(places(principal))
    parts = deferred(coin.money(principal), list(map(_factor, case.rule["curve"])))
    return {"parts": list(map(coin.major, parts))}


def release(case: Case) -> Mapping[str, object]:
    """Release a commission as the invoice that it is of is paid."""
    case.has_only(rule=[], inputs=["invoice", "commission", "payments"])
    invoice, commission, *payments = map(
        number, [case.inputs["invoice"], case.inputs["commission"], *case.inputs["payments"]]
    )
    coin = told_coin(case, invoice, commission, *payments)
    parts = released(coin.money(commission), coin.money(invoice), list(map(coin.money, payments)), Rounding.HALF_UP)
    return {"releases": list(map(coin.major, parts))}


def settlement_period(case: Case) -> Mapping[str, object]:
    """Give the month, or the half of it, that a day lies in; its last day is the one before its end."""
    case.has_only(rule=["freq"], inputs=["date"])
    if case.rule["freq"] not in _PERIODS:
        msg = f"the period {case.rule['freq']}: what is settled is a month, and what is paid out is that or its halves"
        raise CannotBeExpressed(msg)
    try:
        day = date.fromisoformat(case.inputs["date"])
    except ValueError:
        msg = f"{case.inputs['date']} is no day"
        raise CannotBeExpressed(msg) from None
    found = _PERIODS[case.rule["freq"]](day)
    assert found.end is not None
    return {"start": found.start.isoformat(), "end": (found.end - timedelta(days=1)).isoformat()}


def _in_states(amounts: Mapping[str, object], coin: Coin) -> list[Line]:
    """Make one line of an order in each state, of so much."""
    shop = Shop([rule_of(Percentage(Rate.parse("100 %")))], coin)
    [line] = shop.settled([shop.order(0, gross=coin.money(1))]).lines
    found: list[Line] = []
    for name, stated in amounts.items():
        if name not in _STATES:
            msg = f"the state {name}"
            raise CannotBeExpressed(msg)
        amount = coin.money(stated)
        if amount:
            found.append(evolve(line, state=_STATES[name], amount=amount, arithmetic=Units(amount.minor)))
    return found


def facts_by_state(case: Case) -> Mapping[str, object]:
    """Compare a ledger of lines in several states with what they should come to."""
    case.has_only(rule=[], inputs=["current", "new"])
    current, new = case.inputs["current"], case.inputs["new"]
    coin = Coin.exact(amounts=map(number, [*current.values(), *new.values()]))
    posted = Ledger.of(_in_states(current, coin))
    facts: Counter[State] = Counter()
    for difference in compare(posted, _in_states(new, coin)).differences:
        facts[difference.state] += difference.amount.minor
    return {"facts": {name: coin.major(facts[state]) for name, state in _STATES.items()}}
