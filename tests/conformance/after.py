"""What comes after a commission: parts of it over time, factors, states of payment, and halves of months."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Final

from attrs import evolve

from rural_taobao.commission import Percentage, chained, deferred, released
from rural_taobao.exact import Rate, Rounding
from rural_taobao.money import Money
from rural_taobao.periods import half_month
from rural_taobao.settlement import Ledger, Line, State, compare
from tests.conformance.cases import CannotBeExpressed, Case
from tests.conformance.shop import FINE, Shop, currency_of, major, rule_of

__all__ = ["chain", "deferral", "facts_by_state", "half", "release"]

_WHOLE: Final = currency_of(0)
_STATES: Final = {"forecasted": State.EXPECTED, "invoiceable": State.ACCRUED, "invoiced": State.PAYABLE}
"""Our word for each state of metasfresh."""


def _factor(text: str) -> Rate:
    return Rate.parse(f"{Decimal(text) * 100} %")


def chain(case: Case) -> Mapping[str, object]:
    """Multiply factors, and cut what is finer than a unit."""
    case.has_only(rule=["factors"], inputs=["base"])
    base = Money.parse(case.inputs["base"], _WHOLE)
    return {"amount": chained(base, list(map(_factor, case.rule["factors"])), Rounding.DOWN).minor}


def deferral(case: Case) -> Mapping[str, object]:
    """Pay an amount over the points of a curve."""
    case.has_only(rule=["curve"], inputs=["principal"])
    principal = Money.parse(case.inputs["principal"], _WHOLE)
    return {"parts": [part.minor for part in deferred(principal, list(map(_factor, case.rule["curve"])))]}


def release(case: Case) -> Mapping[str, object]:
    """Release a commission as the invoice that it is of is paid."""
    case.has_only(rule=[], inputs=["invoice", "commission", "payments"])
    invoice, commission = (Money.parse(case.inputs[name], FINE) for name in ("invoice", "commission"))
    payments = [Money.parse(each, FINE) for each in case.inputs["payments"]]
    parts = released(commission, invoice, payments, Rounding.HALF_UP)
    return {"releases": [major(part.minor, FINE) for part in parts]}


def half(case: Case) -> Mapping[str, object]:
    """Give the half of a month that a day lies in; its last day is the one before its end."""
    case.has_only(rule=["freq"], inputs=["date"])
    if case.rule["freq"] != "semi_monthly":
        msg = f"the period {case.rule['freq']}"
        raise CannotBeExpressed(msg)
    found = half_month(date.fromisoformat(case.inputs["date"]))
    assert found.end is not None
    return {"start": found.start.isoformat(), "end": (found.end - timedelta(days=1)).isoformat()}


def _in_states(amounts: Mapping[str, str]) -> list[Line]:
    """Make one line of an order in each state, of so much."""
    shop = Shop([rule_of(Percentage(Rate.parse("100 %")))])
    return [
        evolve(line, state=_STATES[name])
        for name, amount in amounts.items()
        for line in shop.settled([shop.order(0, gross=Money.parse(amount, FINE))]).lines
    ]


def facts_by_state(case: Case) -> Mapping[str, object]:
    """Compare a ledger of lines in several states with what they should come to."""
    case.has_only(rule=[], inputs=["current", "new"])
    posted = Ledger.of(_in_states(case.inputs["current"]))
    facts: Counter[State] = Counter()
    for difference in compare(posted, _in_states(case.inputs["new"])).differences:
        facts[difference.state] += difference.amount.minor
    return {"facts": {name: Fraction(major(facts[state], FINE)) for name, state in _STATES.items()}}
