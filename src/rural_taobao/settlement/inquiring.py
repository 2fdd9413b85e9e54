"""
Inquiring: what became of one event, and of each rule of its plan: paid, passed over or not matched, and why.

It looks at what settling looks at, and posts nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple, final

from attrs import frozen

from rural_taobao.commission.choosing import chosen
from rural_taobao.commission.conditions import CreditKind, Moment
from rural_taobao.commission.fees import Direction
from rural_taobao.commission.matching import Credit
from rural_taobao.commission.plans import CommissionPlan
from rural_taobao.commission.policies import HitPolicy
from rural_taobao.commission.rules import OnRefund
from rural_taobao.commission.tariffs import tariffs
from rural_taobao.commission.verdicts import Fate, Verdict, verdicts
from rural_taobao.errors import RuralTaobaoError, shown
from rural_taobao.festivals import FestivalCalendar
from rural_taobao.identifiers import CampaignId, CapId, EventId, PayeeId, PlanId, RuleId, StationId, VersionId
from rural_taobao.money import CurrencyMismatch, Money
from rural_taobao.network import Network
from rural_taobao.periods import Month, whole_months
from rural_taobao.settlement.accounts import Book
from rural_taobao.settlement.attribution import Terms
from rural_taobao.settlement.bases import fully_taken
from rural_taobao.settlement.building import in_columns
from rural_taobao.settlement.columns import EventColumns
from rural_taobao.settlement.events import Event
from rural_taobao.settlement.facts import Facts, Unmet
from rural_taobao.settlement.ledger import Ledger
from rural_taobao.settlement.nothing import why_nothing
from rural_taobao.settlement.outcomes import Outcome
from rural_taobao.settlement.quotas import Quotas
from rural_taobao.settlement.runs import Limit, Run
from rural_taobao.settlement.scope import Scope
from rural_taobao.settlement.settling import open_from, plans_by_id
from rural_taobao.settlement.sorting import Sorter

__all__ = ["EventUnknown", "Inquiry", "Left", "PlanAsked", "Ruling", "inquire"]

_KINDS = tuple(CreditKind)


@final
class EventUnknown(RuralTaobaoError, LookupError):
    """
    An event that is asked about is not among those given.

    Attributes:
        event: What was asked for.
    """

    def __init__(self, event: str) -> None:
        self.event = event
        super().__init__(event)

    def __str__(self) -> str:
        return (
            "an event that is asked about must be one of those that are given, "
            f"but none has the id {shown(self.event, 80)}; ask for an order's id, or add the file that it is in"
        )


@final
@frozen
class Left:
    """
    What was left of a shared cap.

    Attributes:
        cap: The cap.
        amount: What was left of it.
    """

    cap: CapId
    amount: Money


@final
@frozen(kw_only=True)
class Ruling:
    """
    What became of one rule for one event.

    Attributes:
        rule: The rule.
        direction: Whether it is a commission or a fee.
        layer: The campaign or exception that it belongs to; None for the base.
        fate: What became of it; what was compared is paid, or passed over.
        unmet: The conditions that did not hold, where it did not match.
        instead: The rules that are paid in its place.
        amount: What it pays for the event to all parties together, before what refunds take back of it, and below zero
            what they owe; None where nothing was measured under it.
        worth: What it comes to for the partner, where the plan pays what is best for the partner; None elsewhere.
        nothing: Why it comes to nothing where it does, or that a running total falls with the event; None elsewhere.
        limit: The shared cap that it was cut to, and what was left of that; None where none cut it.
    """

    rule: RuleId
    direction: Direction = Direction.EARNS
    layer: CampaignId | None
    fate: Fate
    unmet: tuple[Unmet, ...] = ()
    instead: tuple[RuleId, ...] = ()
    amount: Money | None = None
    worth: Money | None = None
    nothing: Outcome | None = None
    limit: Left | None = None


@final
@frozen(kw_only=True)
class PlanAsked:
    """
    The plan version under which an event counts, and what its rules said.

    Attributes:
        plan: The plan.
        version: The version of it.
        model: The model version.
        payee: Whose running totals it counts in.
        policy: What the plan pays where several rules match.
        rulings: What became of each rule of the version: of the base first, then layer by layer, and last of fees;
            nothing where the model version does not allow such work, so that no rule was asked.
    """

    plan: PlanId
    version: VersionId
    model: VersionId
    payee: PayeeId
    policy: HitPolicy
    rulings: tuple[Ruling, ...]


@final
@frozen(kw_only=True)
class Inquiry:
    """
    What became of one order, parcel or referral, and of each rule for it.

    Attributes:
        event: The order, the parcel or the referral.
        kind: Which of them it is.
        station: Where it happened.
        at: When it was placed, handed out or entered, on the network's clock.
        outcome: What became of it.
        earned: The month in which it is earned; None where it is not.
        asked: The plan under which it counts; None where it is credited to nobody, no plan holds, or a service that it
            is for was not offered or not approved.
    """

    event: EventId
    kind: CreditKind
    station: StationId
    at: datetime
    outcome: Outcome
    earned: Month | None
    asked: PlanAsked | None

    @property
    def rulings(self) -> tuple[Ruling, ...]:
        """What became of each rule that was asked."""
        return () if self.asked is None else self.asked.rulings


def inquire(
    network: Network,
    plans: Iterable[CommissionPlan],
    calendar: FestivalCalendar,
    events: EventColumns | Iterable[Event],
    event: str,
    *,
    posted: Ledger | None = None,
) -> Inquiry:
    """
    Say what became of an event, and of each rule of its plan for it.

    Its month is measured again, whole, as a restatement would.

    Args:
        network: Who was in charge where, when and under which model version.
        plans: Every plan that a model version in use names.
        calendar: The festivals that rules name.
        events: The complete set of events, in any order.
        event: The id of an order, a parcel or a referral; that of a refund or a cancellation stands for what it
            is about.
        posted: The ledger so far, whose lines of other months use up caps that last for a whole plan; None for none.

    Raises:
        EventUnknown: No event has that id.
        EventsRefused: Events do not go together.
        PlanMissing, PlanTwice: A plan is not there once.
        PlanCurrencyUnfit: A plan is in another currency than the network.
        CurrencyMismatch: Network and events are not in one currency.
        RuleAmbiguous: Two rules match where the plan wants one.
        PartsUnstated: Rules measure parts that orders or refunds do not state.
        NameNotInTable: A table by key has no rate for an event, and the plan calls that an error.
        MeasureOutsideTiers: A measure lies where a plan calls that an error.
        FestivalUnknown, WindowUnknown, EditionUnknown, NothingToPayOn, WindowOpen: A rule asks for what the calendar
            cannot answer.
        InstantOutsideCalendar: An instant of the event is on no day of the years 1 to 9999.

    Example:
        >>> from rural_taobao.festivals import programme_calendar
        >>> from rural_taobao.samples import one_order, one_plan, one_village
        >>> found = inquire(one_village(), [one_plan()], programme_calendar(), [one_order()], "o-1")
        >>> [ruling] = found.rulings
        >>> print(found.outcome, ruling.rule, ruling.fate, ruling.amount)
        earned everything paid ¥23.98
    """
    by_id = plans_by_id(plans, network.currency)
    columns = events if isinstance(events, EventColumns) else in_columns(events, network.currency)
    if columns.currency != network.currency:
        raise CurrencyMismatch(network.currency, columns.currency)
    row = columns.row_of(event)
    if row is None:
        raise EventUnknown(event)
    sorter = Sorter(network, by_id, calendar, columns)
    none: dict[Outcome, list[int]] = {}
    slips = sorter.sorted([row], none)
    earned = next((slip.earned for slip in slips), None)
    ledger = Ledger() if posted is None else posted.accrued
    outcome, findings = next(iter(none), Outcome.EARNED), dict[RuleId, _Found]()
    if earned is not None:
        outcome, findings = _measured(network, columns, row, earned, sorter=sorter, ledger=ledger)
    if row in columns.cancellations:
        outcome, findings = Outcome(columns.cancellations[row].reason), {}
    looked_at = sorter.looked_at(row)
    asked = None
    if not isinstance(looked_at, Outcome):
        asked = _Hearing(network, columns, row, sorter, *looked_at).asked(findings)
    return Inquiry(
        event=EventId(columns.ids[row]),
        kind=_KINDS[columns.kinds[row]],
        station=StationId(columns.station_ids[columns.stations[row]]),
        at=network.clock.instant(columns.placed[row]),
        outcome=outcome,
        earned=earned,
        asked=asked,
    )


class _Found(NamedTuple):
    """What a rule comes to for an event, in minor units, why that is nothing if it is, and the cap that cut it."""

    amount: int
    nothing: Outcome | None
    limit: Limit | None


def _found(run: Run, place: int) -> _Found:
    """Give what a rule comes to for one row."""
    parts = run.parts[place]
    nothing = None
    if not any(parts):
        [(_, nothing)] = why_nothing(run, [place])
    elif run.earned[place] < 0:
        nothing = Outcome.TAKES_BACK
    return _Found(sum(parts), nothing, run.limits.get(place))


def _measured(
    network: Network, events: EventColumns, row: int, month: Month, *, sorter: Sorter, ledger: Ledger
) -> tuple[Outcome, dict[RuleId, _Found]]:
    """Measure a month again; give what became of a row in it, and what each rule comes to for it."""
    latest = ledger.latest()
    again = latest is not None and latest > month
    scope = Scope(latest, restated=[month], reason="asked about") if latest is not None and again else Scope(month)
    opened = open_from(ledger, scope.month)
    book = Book(events, scope, opened, network.clock.midnight(opened.first), sorter, quotas=Quotas(network))
    coverage = book.cover(ledger)
    tallies = book.tallies(ledger, coverage)
    book.check_parts()
    findings: dict[RuleId, _Found] = {}
    for slip in sorter.sorted([row], {}):
        if slip.rule.on_refund is OnRefund.RERATE and fully_taken(events, row, events.refunds.get(row, ())):
            findings[slip.rule.id] = _Found(0, Outcome.REFUNDED, None)
    for run in (run for tally in tallies for run in tally.runs):
        for place, each in enumerate(run.rows):
            if each == row:
                findings[run.rule.id] = _found(run, place)
    return book.reasons(tallies).get(row, Outcome.EARNED), findings


@final
@frozen(eq=False)
class _Hearing:
    """
    An event whose rules are asked.

    Attributes:
        network: The network.
        events: The events.
        row: The row of the event.
        sorter: Sorts the events.
        terms: The terms under which it counts.
        credit: What a rule may look at.
    """

    network: Network
    events: EventColumns
    row: int
    sorter: Sorter
    terms: Terms
    credit: Credit

    def asked(self, findings: Mapping[RuleId, _Found]) -> PlanAsked:
        """Ask the rules, if the work is allowed at all."""
        terms = self.terms
        return PlanAsked(
            plan=terms.plan.id,
            version=terms.version.version,
            model=terms.model.id,
            payee=terms.credited,
            policy=terms.version.hit_policy,
            rulings=tuple(self._rulings(findings)) if terms.allows(self.credit.kind) else (),
        )

    def _rulings(self, findings: Mapping[RuleId, _Found]) -> Iterator[Ruling]:
        """Give what became of each rule, with what it pays."""
        pays, worths, missing = self._pays()
        facts, currency = self._facts(), self.network.currency
        for each in verdicts(self.terms.version, self.credit):
            worth = worths.get(each.rule)
            fate = self._fate(each, pays, missing)
            found = findings.get(each.rule) if fate is Fate.PAID else None
            limit = None if found is None else found.limit
            yield Ruling(
                rule=each.rule,
                direction=self.terms.version.rule(each.rule).direction,
                layer=each.layer,
                fate=fate,
                unmet=tuple(Unmet(condition, facts.given(condition)) for condition in each.unmet),
                instead=() if fate in (Fate.PAID, Fate.NOT_IN_TABLE) else _paid_of(each.instead, pays),
                amount=None if found is None else Money(found.amount, currency),
                worth=None if worth is None else Money(worth, currency),
                nothing=None if found is None else found.nothing,
                limit=None if limit is None else Left(limit.cap, Money(limit.left, currency)),
            )

    def _pays(self) -> tuple[set[RuleId], dict[RuleId, int], set[RuleId]]:
        """Give the rules that pay, what those come to that were compared, and those whose tables pay nothing."""
        pays: set[RuleId] = set()
        worths: dict[RuleId, int] = {}
        missing: set[RuleId] = set()
        terms = self.terms
        for choice in chosen(terms.version, self.credit):
            found = tariffs(choice, self.credit, terms.version, plan=terms.plan.id, event=self.events.ids[self.row])
            missing.update({pick.rule.id for pick in choice}.difference(each.rule.id for each in found))
            if len(found) > 1:
                for each in found:
                    rated = self.sorter.ready(each.rule, each.boosts)
                    [worths[each.rule.id]] = rated.worth([self.row], self.sorter.bases, terms.payees, terms.plan.id)
            if found:
                pays.add(max((each.rule.id for each in found), key=lambda rule: worths.get(rule, 0)))
        return pays, worths, missing

    def _fate(self, verdict: Verdict, pays: set[RuleId], missing: set[RuleId]) -> Fate:
        """Give what became of a rule once what was left open between rules is decided."""
        if verdict.rule in missing:
            return Fate.NOT_IN_TABLE
        if verdict.fate is Fate.COMPARED:
            return Fate.PAID if verdict.rule in pays else Fate.PASSED_OVER
        return verdict.fate

    def _facts(self) -> Facts:
        """Give the facts that conditions look at."""
        network, events, row = self.network, self.events, self.row
        posting = network.posting_on(self.credit.station, self.credit.day)
        contract = None if posting is None else network.contract(posting.partner, self.credit.day)
        months = None if contract is None else whole_months(contract.start, self.credit.day)
        instants = {moment: getattr(events, moment)[row] for moment in Moment}
        return Facts(
            credit=self.credit,
            currency=network.currency,
            months=months,
            instants={
                moment: None if instant is None else network.clock.instant(instant)
                for moment, instant in instants.items()
            },
        )


def _paid_of(instead: tuple[RuleId, ...], pays: set[RuleId]) -> tuple[RuleId, ...]:
    """Give those of some rules that pay; all of them where none does."""
    return tuple(rule for rule in instead if rule in pays) or instead
