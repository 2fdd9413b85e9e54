"""
One village: the smallest network, an example plan and an order, for documentation and first tests.

The rates are examples; nobody published those of the programme.
"""

from datetime import date, datetime

from attrs import evolve

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
    DefaultRule,
    Network,
    Partner,
    Payee,
    Permission,
    Posting,
    Service,
    Station,
    Vacancy,
    programme_services,
    programme_versions,
)
from rural_taobao.periods import Period
from rural_taobao.services.referrals import Approval, Referral
from rural_taobao.settlement.events import Order
from rural_taobao.timeline import Entry, Source, Timeline

__all__ = ["one_order", "one_plan", "one_referral", "one_village", "service_village"]

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


def service_village() -> Network:
    """
    Make the one village under model version 3.0, from 2016-09-01 on, with a few services.

    Those seen at stations of the programme are there, and one that is made up; loans are permitted from 2016-10-01 and
    train tickets from 2016-09-01.
    When defaults on loans cluster is an example: two within 90 days.

    Example:
        >>> [str(permission.service) for permission in service_village().permissions]
        ['train-tickets', 'loans']
    """
    village, begins = one_village(), date(2016, 9, 1)
    rule = DefaultRule(at_least=2, within_days=90, source=_EXAMPLE)
    cinema = Service(id="village-cinema", area="culture", name="Village cinema", name_zh="乡村电影", source=_EXAMPLE)
    seen = [evolve(each, defaults=rule) if each.id == "loans" else each for each in programme_services()]
    posting = village.postings[0]
    return evolve(
        village,
        versions=[
            *village.versions,
            *(
                evolve(version, services=["train-tickets", "phone-top-ups"])
                for version in programme_versions({"3.0": "example"})
            ),
        ],
        postings=[
            evolve(posting, period=posting.period.ended(begins)),
            evolve(posting, version="3.0", period=Period(begins)),
        ],
        services=[*seen, cinema],
        permissions=[
            Permission("train-tickets", "sanhe", "li", Period(begins)),
            Permission("loans", "sanhe", "li", Period(date(2016, 10, 1))),
        ],
    )


def one_referral() -> Referral:
    """
    Make a referral of a loan, entered on Double 11 at the one village's station and approved three days later.

    Example:
        >>> print(one_referral().amount)
        ¥20,000.00
    """
    decided = datetime.fromisoformat("2016-11-14T16:30:00+08:00")
    return Referral(
        id="f-1",
        station="sanhe",
        service="loans",
        amount=Money.parse("20000.00"),
        entered=datetime.fromisoformat("2016-11-11T09:00:00+08:00"),
        decision=Approval("bank", decided),
        known_at=decided,
    )
