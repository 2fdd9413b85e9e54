"""Quotas: a rule as it holds for a payee in a month, where its rate goes by what the payee attains of a quota."""

from collections import defaultdict
from functools import cached_property
from typing import final

from attrs import evolve

from rural_taobao.commission.attainment import Attainment
from rural_taobao.commission.quotas import for_payee
from rural_taobao.commission.rules import CommissionRule
from rural_taobao.network import Network
from rural_taobao.periods import Month, Period
from rural_taobao.settlement.lines import Account
from rural_taobao.settlement.standings import days_within

__all__ = ["Quotas"]


@final
class Quotas:
    """
    The quotas of all payees.

    Args:
        network: Who was in charge, and when.
    """

    def __init__(self, network: Network) -> None:
        self._network = network

    @cached_property
    def _in_charge(self) -> dict[str, list[Period]]:
        """When each payee was in charge of a station, under whatever plan."""
        periods: defaultdict[str, list[Period]] = defaultdict(list)
        for posting in self._network.postings:
            periods[posting.payee].append(posting.period)
        return periods

    def resolved(self, rule: CommissionRule, of: Account) -> CommissionRule:
        """Give a rule as it holds for an account; one that has no quota is the rule itself."""
        if not isinstance(rule.rate, Attainment):
            return rule
        month = of.earned
        table = for_payee(rule.rate, of.credited, self._days(of.credited, month), days_within([month.period], month))
        return evolve(rule, rate=table)

    def _days(self, payee: str, month: Month) -> int:
        """Count the days of a month on which a payee was in charge."""
        return days_within(self._in_charge.get(payee, ()), month)
