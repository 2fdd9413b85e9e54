"""
Settling: network + plans + calendar + events + scope + what is posted = new lines, and a reason for every coin.

One equation carries it: new lines = truth - what is already posted, within the scope.
The truth is a pure fold over the events; posting writes signed lines only, so a re-run posts nothing.
"""

from collections.abc import Iterable
from functools import cached_property
from itertools import chain
from typing import final

from attrs import evolve, field, frozen

from rural_taobao.commission.plans import CommissionPlan
from rural_taobao.currencies import Currency
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.festivals import FestivalCalendar
from rural_taobao.identifiers import PayeeId, PlanId
from rural_taobao.instants import microseconds
from rural_taobao.money import CurrencyMismatch, Money
from rural_taobao.network import Network, Payee
from rural_taobao.periods import Month
from rural_taobao.settlement.accounts import Book
from rural_taobao.settlement.arrears import in_arrears, settled_for_good
from rural_taobao.settlement.building import in_columns
from rural_taobao.settlement.columns import EventColumns
from rural_taobao.settlement.differencing import Differ, differences, posted_within
from rural_taobao.settlement.events import Event
from rural_taobao.settlement.hindsight import Hindsight
from rural_taobao.settlement.ledger import Ledger, PeriodClosed
from rural_taobao.settlement.new_lines import NewLines
from rural_taobao.settlement.outcomes import EXAMPLES, Count, Outcome, Outcomes
from rural_taobao.settlement.periodic import month_ends
from rural_taobao.settlement.posting import Desk
from rural_taobao.settlement.quotas import Quotas
from rural_taobao.settlement.scope import Control, ControlMissed, PayeeUnknown, Scope
from rural_taobao.settlement.sorting import Sorter
from rural_taobao.settlement.statements import Statement, Sum, drawn

__all__ = ["PlanCurrencyUnfit", "PlanTwice", "Settlement", "open_from", "plans_by_id", "settle"]


@final
class PlanCurrencyUnfit(RuralTaobaoError, ValueError):
    """
    A plan pays in another currency than the network.

    Attributes:
        plan: The plan; None where its id is not known.
        given: Its currency.
        wanted: That of the network.
    """

    def __init__(self, plan: PlanId | None, given: Currency, wanted: Currency) -> None:
        self.plan = plan
        self.given = given
        self.wanted = wanted
        super().__init__(plan, given, wanted)

    def __str__(self) -> str:
        return (
            f"a plan must be in the currency of its network, {self.wanted.code}, but {self.plan or 'this one'} is in "
            f"{self.given.code}; state it in {self.wanted.code}, or settle it with a network of its own"
        )


@final
class PlanTwice(RuralTaobaoError, ValueError):
    """
    Two plans with one id were given.

    Attributes:
        plan: The id.
    """

    def __init__(self, plan: PlanId) -> None:
        self.plan = plan
        super().__init__(plan)

    def __str__(self) -> str:
        return f"a plan must be given once, but {self.plan} was given twice; put both into versions of one plan"


@final
@frozen(kw_only=True, eq=False)
class Settlement:
    """
    What a settlement came to.

    Attributes:
        scope: What it covers.
        currency: What is paid.
        control: The size of the set of events, to be stated when the same set is settled again.
        outcomes: What became of every order and parcel.
        lines: The new lines, made when they are asked for.
        posted: The ledger as it was.
        payees: Those of the network who may be on hold, or settled for good.
    """

    scope: Scope
    currency: Currency
    control: Control
    outcomes: Outcomes
    lines: NewLines = field(repr=False)
    posted: Ledger = field(repr=False)
    payees: tuple[Payee, ...] = field(default=(), repr=False)

    @property
    def ledger(self) -> Ledger:
        """The ledger with the new lines."""
        return self.posted.followed_by(self.lines)

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """One statement for each payee that anything accrued was ever posted to in this period."""
        before = (Sum.of(entry) for entry in self.posted.accrued.entries() if entry.posted == self.scope.month)
        return drawn(chain(before, self.lines.sums()), self.scope.month, self.currency, self.payees)

    @property
    def accrued(self) -> Money:
        """What all accrued lines of the period come to, those posted before too."""
        return sum((statement.accrued for statement in self.statements), Money(0, self.currency))


def settle(
    network: Network,
    plans: Iterable[CommissionPlan],
    calendar: FestivalCalendar,
    events: EventColumns | Iterable[Event],
    scope: Scope,
    *,
    posted: Ledger | None = None,
) -> Settlement:
    """
    Settle a period.

    Args:
        network: Who was in charge where, when and under which model version.
        plans: Every plan that a model version in use names.
        calendar: The festivals that rules name.
        events: The complete set of events, in any order.
        scope: The period to post to, and what is covered.
        posted: The ledger so far; nothing where it is None. What is accrued of it counts, and lines in other states are
            left alone: they are neither added up nor taken back, and close no period.

    Returns:
        The new lines, and what became of every order and parcel.

    Raises:
        EventsRefused: Events do not go together.
        ControlMissed: The events are not the set that the scope names.
        PostedEventMissing: An event that was posted within the scope is not among them.
        PayeeUnknown: The scope names a payee that nobody knows.
        PlanMissing, PlanTwice: A plan is not there once.
        PlanCurrencyUnfit: A plan is in another currency than the network.
        CurrencyMismatch: Network, events and what is posted within the scope are not in one currency.
        RuleAmbiguous: Two rules match where the plan wants one.
        PartsUnstated: Rules measure parts that orders or refunds do not state.
        NameNotInTable: A table by key has no rate for an event, and the plan calls that an error.
        MeasureOutsideTiers: A measure lies where a plan calls that an error.
        FestivalUnknown, WindowUnknown, EditionUnknown, NothingToPayOn, WindowOpen: A rule asks for what the calendar
            cannot answer.
        PeriodClosed: Lines would be posted to a period in which a later one has begun.

    Example:
        >>> from rural_taobao.samples import one_order, one_plan, one_village
        >>> from rural_taobao.festivals import programme_calendar
        >>> november = settle(one_village(), [one_plan()], programme_calendar(), [one_order()], Scope("2016-11"))
        >>> for statement in november.statements:
        ...     print(statement)
        feixi-centre  2016-11  ¥4.79  (1 lines)
        li  2016-11  ¥16.79  (1 lines)
        platform  2016-11  ¥2.40  (1 lines)
    """
    by_id = plans_by_id(plans, network.currency)
    columns = events if isinstance(events, EventColumns) else in_columns(events, network.currency)
    if columns.currency != network.currency:
        raise CurrencyMismatch(network.currency, columns.currency)
    control = Control(len(columns), sum(columns.gross))
    if scope.control is not None and scope.control != control:
        raise ControlMissed(scope.control, control, columns.currency)
    whole = Ledger() if posted is None else posted
    ledger = whole.accrued
    _check_payees(scope, network, ledger)
    given = columns
    if scope.known_before is not None:
        columns = given.known_before(microseconds(scope.known_before))
    desk = Desk(columns, network.currency, network.clock, scope.month)
    opened = open_from(ledger, scope.month)
    since, quotas = network.clock.midnight(opened.first), Quotas(network)

    def book_of(some: EventColumns, covered: Scope) -> Book:
        return Book(some, covered, opened, since, Sorter(network, by_id, calendar, some), quotas=quotas)

    book = book_of(columns, scope)
    coverage = book.cover(ledger)
    tallies = book.tallies(ledger, coverage)
    book.turn_away(ledger, coverage)
    book.check_parts()
    settled = settled_for_good(network, tallies, ledger, coverage)
    book.leave(in_arrears(tallies, filter(coverage.reaches, ledger.entries()), columns, settled) if settled else ())
    narrow = scope if not settled else evolve(scope, payees=_others(scope, network, ledger, settled))
    coverage = evolve(coverage, scope=narrow)
    hindsight = Hindsight(book, desk, narrow, ledger, coverage, since, book_of)
    within = posted_within(ledger, coverage, network.currency)
    differ = Differ(desk, narrow, ledger, within, since, book.links, hindsight)
    of_events = differences(tallies, differ)
    lines = NewLines(desk, [*of_events, month_ends(network, by_id, coverage, tallies, differ)])
    latest = ledger.latest()
    if latest is not None and latest > scope.month and len(lines):
        raise PeriodClosed(scope.month, latest, len(lines))
    return Settlement(
        scope=scope,
        currency=network.currency,
        control=control,
        outcomes=book.outcomes(tallies).along_with(Outcome.NOT_KNOWN_YET, _late(given, columns)),
        lines=lines,
        posted=whole,
        payees=tuple(payee for payee in network.payees if payee.on_hold or payee.known.end is not None),
    )


def _others(scope: Scope, network: Network, ledger: Ledger, settled: frozenset[PayeeId]) -> frozenset[PayeeId]:
    """Give the payees of a scope but for those who are settled for good."""
    payees = scope.payees
    if payees is None:
        payees = frozenset(payee.id for payee in network.payees)
        payees = payees.union(PayeeId(entry.cell.payee) for entry in ledger.entries())
    return payees - settled


def _check_payees(scope: Scope, network: Network, ledger: Ledger) -> None:
    """Refuse a scope that names somebody whom nothing could ever be posted to."""
    unknown = (scope.payees or frozenset[PayeeId]()).difference(payee.id for payee in network.payees)
    for payee in sorted(unknown.difference(entry.cell.payee for entry in ledger.entries()) if unknown else ()):
        raise PayeeUnknown(payee)


def _late(given: EventColumns, columns: EventColumns) -> Count:
    """Count the orders and parcels that were left out because they became known too late."""
    if given is columns:
        return Count(0, 0)
    kept = frozenset(columns.ids)
    names = [name for name in given.ids if name not in kept]
    return Count(len(names), sum(given.gross) - sum(columns.gross), tuple(names[:EXAMPLES]))


def open_from(ledger: Ledger, month: Month) -> Month:
    """Give the first month that no earlier settlement posted to: what became known since it began, none could know."""
    earlier = (entry.posted for entry in ledger.entries() if entry.posted < month)
    latest = max(earlier, default=None)
    return month if latest is None else latest.plus(1)


def plans_by_id(plans: Iterable[CommissionPlan], currency: Currency) -> dict[PlanId, CommissionPlan]:
    """
    Give plans by their ids, each once and in the network's currency.

    Raises:
        PlanTwice: One is given twice.
        PlanCurrencyUnfit: One pays in another currency.
    """
    by_id: dict[PlanId, CommissionPlan] = {}
    for plan in plans:
        if plan.id in by_id:
            raise PlanTwice(plan.id)
        if plan.currency != currency:
            raise PlanCurrencyUnfit(plan.id, plan.currency, currency)
        by_id[plan.id] = plan
    return by_id
