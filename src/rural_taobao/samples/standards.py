"""
Standards: an example of what an app may ask of its partners.

Nobody published what the programme asked for; every threshold here is made up.
"""

from rural_taobao.assessment import (
    ActiveDays,
    EveryMonth,
    InSum,
    OrderAmount,
    Orders,
    Rung,
    SomeMonths,
    Standard,
    StandardVersion,
    Threshold,
)
from rural_taobao.currencies import CNY
from rural_taobao.money import Money
from rural_taobao.periods import Month
from rural_taobao.timeline import Source

__all__ = ["example_standard"]

_EXAMPLE = Source("made up for an example", quality="example")


def example_standard() -> Standard:
    """
    Make an example standard: four thresholds, and a removal that comes after probation.

    Example:
        >>> for threshold in example_standard().versions[0].thresholds:
        ...     print(threshold.id, threshold.leads_to)
        orders warning
        turnover warning
        presence probation
        silence removal
    """
    kept = {"refunded": "taken_off", "cancelled": "left_out"}
    of, served = ("order", "parcel"), {"refunded": "counts", "cancelled": "left_out"}
    version = StandardVersion(
        since=Month(2015, 1),
        thresholds=[
            Threshold(
                id="orders",
                demand=Orders(at_least=5, **kept),
                over=SomeMonths(months=3, at_least=2),
                leads_to="warning",
            ),
            Threshold(
                id="turnover",
                demand=OrderAmount(at_least=Money.parse("600.00"), amount="net", **kept),
                over=InSum(months=3),
                leads_to="warning",
            ),
            Threshold(
                id="presence",
                demand=ActiveDays(at_least=4, of=of, **served),
                over=EveryMonth(months=1),
                leads_to="probation",
            ),
            Threshold(
                id="silence",
                demand=ActiveDays(at_least=1, of=of, **served),
                over=InSum(months=2),
                leads_to="removal",
            ),
        ],
        ladder=[Rung(step="removal", after="probation")],
        source=_EXAMPLE,
    )
    return Standard(id="example", name="Example standard", currency=CNY, versions=[version])
