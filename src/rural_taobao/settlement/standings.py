"""
Standings: on which days of a month a payee was in charge of a station, and under which versions of a plan.

It is the postings that say so, whether anything was ordered or not; a vacant station puts nobody in charge.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, final

from rural_taobao.commission.plans import CommissionPlan
from rural_taobao.commission.versions import PlanVersion
from rural_taobao.identifiers import PlanId, VersionId
from rural_taobao.network import Network, Posting
from rural_taobao.periods import Month, Period, union

__all__ = ["Spell", "Standings", "days_within"]


class Spell(NamedTuple):
    """
    Days on which a payee was in charge under one version of a plan.

    Attributes:
        days: The days.
        version: The version.
        model: The model version that names the plan.
    """

    days: Period
    version: PlanVersion
    model: VersionId


def days_within(periods: Iterable[Period], month: Month) -> int:
    """
    Count the days of a month that lie in some periods, each once.

    Example:
        >>> from datetime import date
        >>> days = [Period(date(2016, 11, 21)), Period(date(2016, 11, 25), date(2016, 12, 3))]
        >>> days_within(days, Month(2016, 11))
        10
    """
    whole = month.period
    common = [found for each in periods if (found := each.overlap(whole)) is not None]
    return sum((each.end - each.start).days for each in union(common) if each.end is not None)


@final
class Standings:
    """
    Who was in charge, under which plan and when.

    Args:
        network: The network.
        plans: The plans, by their ids; a model version whose plan is not among them is left out.
    """

    def __init__(self, network: Network, plans: Mapping[PlanId, CommissionPlan]) -> None:
        self._plans = dict[str, CommissionPlan](plans.items())
        self._postings: defaultdict[tuple[str, str], list[Posting]] = defaultdict(list)
        for posting in network.postings:
            plan = network.version(posting.version).plan
            if plan in plans:
                self._postings[posting.payee, plan].append(posting)

    def within(self, months: Iterable[Month]) -> Iterator[tuple[str, str]]:
        """Give each payee that was in charge in one of some months, with the plan."""
        periods = [month.period for month in months]
        for key, postings in self._postings.items():
            if any(posting.period.overlap(each) for posting in postings for each in periods):
                yield key

    def spells(self, payee: str, plan: str) -> tuple[Spell, ...]:
        """Give when a payee was in charge under a plan, by the first days, and by model version where these are one."""
        found = [
            Spell(common, entry.value, posting.version)
            for posting in self._postings.get((payee, plan), ())
            for entry in self._plans[plan].versions.entries
            if (common := entry.period.overlap(posting.period)) is not None
        ]
        return tuple(sorted(found, key=lambda spell: (spell.days.start, spell.model)))
