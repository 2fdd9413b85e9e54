"""Coverage: what of a ledger a settlement sets its truth against."""

from typing import final

from attrs import frozen

from rural_taobao.periods import Month
from rural_taobao.settlement.lines import Account, Entry
from rural_taobao.settlement.scope import Scope

__all__ = ["Coverage"]


@final
@frozen
class Coverage:
    """
    What of a ledger a settlement sets its truth against.

    Attributes:
        scope: The scope.
        open_from: The first month that no earlier settlement posted to; what is earned from it on is covered.
        accounts: Accounts that are covered whole.
        events: Events of which something became known that no earlier settlement could know, and their refunds.
        payments: Events that are covered, each with the plan and the rule.
        apart: Events, each with the plan and the rule, that are rated by themselves now, and are not covered with an
            account of the same rule.
    """

    scope: Scope
    open_from: Month
    accounts: frozenset[Account]
    events: frozenset[str] = frozenset()
    payments: frozenset[tuple[str, str, str]] = frozenset()
    apart: frozenset[tuple[str, str, str]] = frozenset()

    def holds(self, entry: Entry) -> bool:
        """Tell whether a line is covered, and of a payee that is."""
        return (self.scope.payees is None or entry.cell.payee in self.scope.payees) and self.reaches(entry)

    def reaches(self, entry: Entry) -> bool:
        """Tell whether what a line pays for is covered, whoever is paid; a line of a period is not asked about."""
        return not entry.of_a_period and (
            self.open_from <= entry.earned <= self.scope.month
            or entry.earned in self.scope.restated
            or entry.cell.event in self.events
            or (entry.account in self.accounts and entry.payment not in self.apart)
            or entry.payment in self.payments
        )
