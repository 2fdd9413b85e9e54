"""Summaries: what a settlement came to, as tables for people and as an object for machines."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from rich.console import Group

from rural_taobao.cli.jobs import Done
from rural_taobao.cli.tables import ROLES, counted, table, titled
from rural_taobao.currencies import Currency
from rural_taobao.identifiers import Party
from rural_taobao.money import Money
from rural_taobao.settlement import Outcome, Settlement, Statement
from rural_taobao.settlement.columns import ORDER

__all__ = [
    "outcomes_table",
    "payees_table",
    "roles_table",
    "summary_object",
    "total",
]

_TOP: Final = 5

_WORDS: Final = {
    Outcome.EARNED: ("earned", ""),
    Outcome.STATION_UNKNOWN: ("unattributed", "station unknown"),
    Outcome.STATION_NOT_OPEN: ("unattributed", "station not open"),
    Outcome.STATION_VACANT: ("unattributed", "station without partner"),
    Outcome.HELPER_NOT_POSTED: ("unattributed", "its helper was not posted"),
    Outcome.CANCELLED: ("earns nothing", "cancelled"),
    Outcome.SELF_PURCHASE: ("earns nothing", "bought for themselves"),
    Outcome.FAKE: ("earns nothing", "nothing really ordered"),
    Outcome.WORK_NOT_ALLOWED: ("earns nothing", "work not allowed"),
    Outcome.SERVICE_UNKNOWN: ("earns nothing", "no such service"),
    Outcome.NOT_PERMITTED: ("earns nothing", "service not permitted"),
    Outcome.PERMISSION_REVOKED: ("earns nothing", "permission revoked"),
    Outcome.DECIDED_BY_ANOTHER: ("earns nothing", "decided by another"),
    Outcome.DECLINED: ("earns nothing", "refused by provider"),
    Outcome.NO_PLAN_VERSION: ("earns nothing", "no plan on that day"),
    Outcome.NO_RULE: ("earns nothing", "no rule matches"),
    Outcome.FEE_ONLY: ("earns nothing", "only a fee is owed for it"),
    Outcome.NOT_IN_TABLE: ("earns nothing", "the table of its rule pays nothing for it"),
    Outcome.NOT_EARNED_YET: ("earns nothing", "not earned yet"),
    Outcome.OUTSIDE_SCOPE: ("earns nothing", "earned in another month"),
    Outcome.NOT_KNOWN_YET: ("earns nothing", "not known by then"),
    Outcome.IN_ARREARS: ("earns nothing", "in arrears"),
    Outcome.NO_LEVEL: ("earns nothing", "nobody for any level of its rule"),
    Outcome.NOTHING_MEASURED: ("earns nothing", "nothing is measured of it"),
    Outcome.OUTSIDE_TABLE: ("earns nothing", "outside the table of its rule"),
    Outcome.RATED_AT_NOTHING: ("earns nothing", "the rate gives nothing for it"),
    Outcome.FREE: ("earns nothing", "within what is free"),
    Outcome.ROUNDED_AWAY: ("earns nothing", "less than a coin"),
    Outcome.CUT_TO_NOTHING: ("earns nothing", "its rule's own cap leaves nothing"),
    Outcome.SET_OFF: ("earns nothing", "set off against what caps had cut"),
    Outcome.CAP_USED_UP: ("earns nothing", "a shared cap was used up"),
    Outcome.TAKES_BACK: ("earns nothing", "the running total falls with it"),
    Outcome.KEPT: ("earns nothing", "all of it kept"),
    Outcome.REFUNDED: ("earns nothing", "all taken back"),
}
"""What a partner calls an outcome, and the reason of it."""


def summary_object(settlement: Settlement, statements: Sequence[Statement]) -> dict[str, object]:
    """
    Give what a settlement came to, for machines.

    Orders and parcels are counted under `events`, and of these each is earned, earns nothing or is unattributed.
    Refunds and cancellations count too in `control`, which is what `--expect-events` and `--expect-gross` state.
    Amounts are in minor units.

    Example:
        >>> from rural_taobao.festivals import programme_calendar
        >>> from rural_taobao.samples import one_order, one_plan, one_village
        >>> from rural_taobao.settlement import Scope, settle
        >>> november = settle(one_village(), [one_plan()], programme_calendar(), [one_order()], Scope("2016-11"))
        >>> summary = summary_object(november, november.statements)
        >>> summary["events"], summary["lines_posted"], summary["accrued_minor"], summary["payees"]
        (1, 3, 2398, 3)
    """
    outcomes = settlement.outcomes
    return {
        "month": str(settlement.scope.month),
        "currency": settlement.currency.code,
        "events": outcomes.events,
        "earned": outcomes.earned,
        "earns_nothing": outcomes.earns_nothing,
        "unattributed": outcomes.unattributed,
        "outcomes": {
            outcome.value: {"events": count.events, "gross_minor": count.gross, "examples": list(count.examples)}
            for outcome, count in outcomes.counts.items()
        },
        "lines_posted": len(settlement.lines),
        "posted_minor": sum(entry.amount for entry in settlement.lines.entries()),
        "accrued_minor": total(statements, settlement.currency).minor,
        "payees": len(statements),
        "control": {"events": settlement.control.events, "gross_minor": settlement.control.gross},
    }


def outcomes_table(settlement: Settlement) -> Group:
    """Make the table of what became of orders and parcels, by reason."""
    currency, outcomes = settlement.currency, settlement.outcomes
    gross = str(Money(outcomes.gross, currency))
    last = "in all", "", f"{outcomes.events:,}", gross, ""
    made = table("outcome", "reason", "#events", "#gross", "such as", last=last, spare=("such as", "gross"))
    for outcome, count in outcomes.counts.items():
        kind, reason = _WORDS[outcome]
        made.add_row(kind, reason, f"{count.events:,}", str(Money(count.gross, currency)), *count.examples[:1])
    return titled("What became of each order and parcel", made)


def payees_table(done: Done) -> Group:
    """Make the table of the payees who are paid most, and of all others together."""
    statements = sorted(done.statements, key=lambda each: (-each.accrued.minor, each.payee))
    currency, top, others = done.settlement.currency, statements[:_TOP], statements[_TOP:]
    orders = _orders(done, {statement.payee for statement in top})
    last = "in all", "", "", *_sums(statements, currency)
    spare = "paid as", "lines", "orders"
    made = table("payee", "paid as", "#orders", "#lines", "#amount", last=last, spare=spare)
    for each in top:
        made.add_row(each.payee, _roles(each), f"{orders[each.payee]:,}", *_sums([each], currency))
    if others:
        made.add_row(counted("others", len(others)), "", "", *_sums(others, currency))
    return titled("Who is paid most", made)


def roles_table(done: Done) -> Group:
    """Make the table of what each role comes to."""
    lines: Counter[Party] = Counter()
    amounts: Counter[Party] = Counter()
    payees: dict[Party, set[str]] = {}
    for statement in done.statements:
        for item in statement.items:
            lines[item.party] += item.lines
            amounts[item.party] += item.amount.minor
            payees.setdefault(item.party, set()).add(statement.payee)
    made = table("role", "#payees", "#lines", "#amount", spare=("payees", "lines"))
    for party in (party for party in Party if party in payees):
        amount = str(Money(amounts[party], done.settlement.currency))
        made.add_row(ROLES[party], f"{len(payees[party]):,}", f"{lines[party]:,}", amount)
    return titled("What each role is paid", made)


def _orders(done: Done, payees: set[str]) -> Counter[str]:
    """Count, for some payees, the orders that something was posted for in the month."""
    month, events = done.job.scope.month, done.input.events
    orders = {event for event, kind in zip(events.ids, events.kinds, strict=True) if kind == ORDER}
    found = {
        (entry.cell.payee, entry.cell.event)
        for entry in done.ledger.accrued.entries()
        if entry.posted == month and entry.cell.payee in payees and entry.cell.event in orders
    }
    return Counter(payee for payee, _ in found)


def _roles(statement: Statement) -> str:
    parties = {item.party for item in statement.items}
    return ", ".join(ROLES[party] for party in Party if party in parties)


def _sums(statements: Sequence[Statement], currency: Currency) -> tuple[str, str]:
    """Give how many lines some statements are drawn from, and what they come to."""
    return f"{sum(each.lines for each in statements):,}", str(total(statements, currency))


def total(statements: Iterable[Statement], currency: Currency) -> Money:
    """Give what some statements come to."""
    return sum((statement.accrued for statement in statements), Money(0, currency))
