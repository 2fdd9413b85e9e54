"""What comes after a commission: parts of it over time, factors, and the tax on a fee."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from rural_taobao.commission import chained, deferred, released
from rural_taobao.exact import Rate, Rounding
from rural_taobao.money import Money
from tests.conformance.cases import Case
from tests.conformance.shop import FINE, currency_of, major

__all__ = ["chain", "deferral", "release"]

_WHOLE: Final = currency_of(0)


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
