"""
One village: the smallest network, an example plan and an order, for documentation and first tests.

The rates are examples; nobody published those of the programme.
"""

from datetime import date, datetime

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
from rural_taobao.exact import Rate
from rural_taobao.money import Allocation, Money
from rural_taobao.network import (
    CountyCentre,
    Network,
    Partner,
    Payee,
    Posting,
    Station,
    Vacancy,
    programme_versions,
)
from rural_taobao.periods import Period
from rural_taobao.settlement.events import Order
from rural_taobao.timeline import Entry, Source, Timeline

__all__ = ["one_order", "one_plan", "one_village"]

_EXAMPLE = Source("made up for an example", quality="example")


def one_village() -> Network:
    """
    Make a network of one centre in Feixi county, one station and one partner under model version 2.0.

    Example:
        >>> [str(station.open) for station in one_village().stations]
        ['from 2015-06-01']
    """
    opening = Period(date(2015, 6, 1))
    return Network(
        platform="platform",
        vacancy=Vacancy("nobody"),
        versions=programme_versions({"2.0": "example"}),
        centres=[CountyCentre("feixi", "340123", "feixi-centre", opening)],
        stations=[Station("sanhe", "feixi", opening)],
        partners=[Partner("li", opening, "full_time", examined=date(2015, 5, 20))],
        payees=[Payee(payee, opening) for payee in ("li", "feixi-centre", "platform")],
        postings=[Posting("sanhe", "li", "li", "2.0", opening)],
    )


def one_plan() -> CommissionPlan:
    """
    Make an example plan: 2 % of what is paid for an order, shared 70 : 20 : 10.

    Example:
        >>> one_plan().on(date(2016, 11, 11)).rules[0].rate
        Percentage(rate=Rate(millionths=20000))
    """
    rule = CommissionRule(
        id="everything",
        when=Always(),
        basis="net",
        measured_on="order",
        rate=Percentage(Rate.parse("2 %")),
        rounding="half_up",
        on_refund="reverse",
        split=Split(
            [
                Share("partner", Rate.parse("70 %")),
                Share("county_centre", Rate.parse("20 %")),
                Share("platform", Rate.parse("10 %")),
            ],
            Allocation.LARGEST_REMAINDER,
        ),
    )
    version = PlanVersion(version="2015", hit_policy="unique", earned_on=EarnedOn("placed"), rules=[rule])
    return CommissionPlan(
        id="example", name="Example plan", versions=Timeline([Entry(Period(date(2015, 1, 1)), version, _EXAMPLE)])
    )


def one_order() -> Order:
    """
    Make an order of ¥1,199.00, placed on Double 11 at the one village's station.

    Example:
        >>> print(one_order().gross)
        ¥1,199.00
    """
    placed = datetime.fromisoformat("2016-11-11T00:03:12+08:00")
    return Order(
        id="o-1",
        station="sanhe",
        category="phones",
        gross=Money.parse("1199.00"),
        placed=placed,
        paid=placed,
        known_at=placed,
    )
