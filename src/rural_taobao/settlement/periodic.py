"""
Guarantees and draws: what months come to for whoever was in charge, after all that orders earn was rated.

What counts is what a payee earns as partner, as the ledger will have it: what is covered as it is rated now, and what
is not as it was posted.
A guarantee is worked out first, and a draw on what orders and guarantees come to together.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Final, NamedTuple, TypeAlias, final

from attrs import field, frozen

from rural_taobao.commission.draws import Draw
from rural_taobao.commission.guarantees import Guarantee
from rural_taobao.commission.plans import CommissionPlan
from rural_taobao.currencies import Currency
from rural_taobao.identifiers import Party, PlanId
from rural_taobao.money import CurrencyMismatch
from rural_taobao.network import Network
from rural_taobao.periods import Month
from rural_taobao.settlement.coverage import Coverage
from rural_taobao.settlement.differencing import Differ, Posted
from rural_taobao.settlement.lines import OF_FEES, Account, Cell, Component, Entry, LineKey, Reason, State
from rural_taobao.settlement.new_lines import Some
from rural_taobao.settlement.posting import Posting, Vanished
from rural_taobao.settlement.standings import Spell, Standings
from rural_taobao.settlement.tallies import Tally
from rural_taobao.settlement.true_ups import (
    TrueUp,
    TrueUpDraft,
    drawn,
    draws_stated,
    guaranteed,
    guarantees_stated,
)

__all__ = ["month_ends"]

_Key: TypeAlias = tuple[str, str]
"""A payee and a plan."""


_TAKEN: Final = frozenset({Reason.REFUND, Reason.CANCELLATION})
"""Why what was earned in a month may be less than it was."""


def month_ends(
    network: Network,
    plans: Mapping[PlanId, CommissionPlan],
    coverage: Coverage,
    tallies: Sequence[Tally],
    differ: Differ,
) -> Some:
    """
    Give the lines of guarantees and draws that differ from what is posted.

    Covered are the months that are covered whole.
    Of an earlier month a guarantee is, where anything that counts towards it was measured again; of a recoverable draw
    that month and all after it, since what is left to repay goes on from each to the next.
    A month before the first that was ever posted to is not, unless it is restated.

    Args:
        network: Who was in charge, and when.
        plans: The plans by their ids.
        coverage: What of the ledger is covered.
        tallies: What is covered, as it is rated now.
        differ: What sets it against what is posted.

    Raises:
        CurrencyMismatch: A line of a month that is covered is in another currency.
    """
    stating = {
        name: plan for name, plan in plans.items() if any(entry.value.promises for entry in plan.versions.entries)
    }
    posted = [(place, entry) for place, entry in enumerate(differ.ledger.entries()) if entry.of_a_period]
    if not stating and not posted:
        return Some(())
    return _MonthEnds(Standings(network, stating), coverage, tallies, differ).lines(posted)


def _months(first: Month, last: Month) -> Iterator[Month]:
    count = (last.year - first.year) * 12 + last.number - first.number + 1
    return map(first.plus, range(count))


def _partners(tally: Tally) -> Iterator[tuple[Account, str, int]]:
    """Give on which accounts who is paid as partner, and what; fees, and what refunds take back, aside."""
    for run in tally.runs:
        if run.rule.is_fee:
            continue
        for share, party in enumerate(run.rule.parties):
            # Of the others one may not be there: an event names no helper.
            if party is Party.PARTNER:
                for terms, places in run.by_terms().items():
                    amount = sum(run.parts[place][share] for place in places)
                    yield tally.account_of(run, places[0]), terms.payees[party], amount


def _counts(entry: Entry) -> bool:
    """Tell whether a line counts towards a guarantee or a draw."""
    return (entry.cell.component, entry.cell.party) == (Component.COMMISSION, Party.PARTNER)


class _Finding(NamedTuple):
    """A cell of a month, what it should come to if anything states it, and what that depends on and was rated again."""

    cell: Cell
    month: Month
    truth: TrueUp | None
    accounts: tuple[Account, ...]


@final
@frozen(eq=False)
class _Payee:
    """
    A payee under one plan.

    Attributes:
        key: The two.
        currency: The code of what is paid.
        spells: When it was in charge.
        rated: The accounts of which anything was rated again that it is paid for as partner, by month.
        earned: What it earns as partner, by month and rule.
        posted: What is posted of its guarantees and draws.
        whole: The months that are covered whole.
        since: The first month that was ever posted to.
        last: The month that is settled.
    """

    key: _Key
    currency: str
    spells: tuple[Spell, ...]
    rated: Mapping[Month, set[Account]]
    earned: Mapping[Month, Counter[str]]
    posted: Mapping[Cell, Posted]
    whole: frozenset[Month]
    since: Month
    last: Month
    _guaranteed: dict[Cell, TrueUp | None] = field(init=False, factory=dict[Cell, TrueUp | None])

    def findings(self) -> Iterator[_Finding]:
        """Give what is covered: the guarantees by month, then each draw by month."""
        again = (month for month in self.rated if self.since <= month <= self.last)
        months = sorted(self.whole.union(again))
        for month in months:
            for finding in self._guarantees(month):
                self._guaranteed[finding.cell] = finding.truth
                yield finding
        stated: dict[str, Draw] = {draw.id: draw for spell in self.spells for draw in spell.version.draws}
        posted = {cell.rule for cell in self.posted if cell.component == Component.DRAW}
        for name in sorted(posted.union(stated)):
            yield from self._draws(name, stated.get(name), months)

    def _cell(self, component: Component, name: str, month: Month) -> Cell:
        payee, plan = self.key
        return Cell(str(month), plan, name, Party.PARTNER, payee, component, State.ACCRUED, self.currency)

    def _accounts(self, month: Month, *promises: Guarantee | Draw) -> tuple[Account, ...]:
        """Give the accounts that any of some promises counts and that were rated again; all of them, of no promise."""
        return tuple(
            of
            for of in sorted(self.rated.get(month, ()))
            if not promises or any(promise.counts(of.rule) for promise in promises)
        )

    def _commission(self, promise: Guarantee | Draw, month: Month) -> int:
        """Add up what orders and parcels earn in a month of what counts."""
        earned = self.earned.get(month, Counter[str]())
        return sum(amount for rule, amount in earned.items() if promise.counts(rule))

    def _posted_guarantees(self, month: Month) -> list[Cell]:
        return [cell for cell in self.posted if (cell.event, cell.component) == (str(month), Component.GUARANTEE)]

    def _guarantees(self, month: Month) -> Iterator[_Finding]:
        stated = guarantees_stated(self.spells, month)
        posted = {cell.rule for cell in self._posted_guarantees(month)}
        for name in sorted(posted.union(stated)):
            cell = self._cell(Component.GUARANTEE, name, month)
            if name not in stated:
                accounts, truth = self._accounts(month), None
            else:
                guarantee, how = stated[name]
                accounts = self._accounts(month, guarantee)
                truth = guaranteed(cell, month, how, self._commission(guarantee, month))
            if month in self.whole or accounts:
                yield _Finding(cell, month, truth, accounts)

    def _draws(self, name: str, draw: Draw | None, months: Iterable[Month]) -> Iterator[_Finding]:
        """Go from month to month with what is left to repay."""
        covered = {month for month in months if month in self.whole or self._bearing(month, draw)}
        goes_on = draw is not None and draw.recoverable
        if goes_on:
            covered.update(_months(max(min(covered), self.since), self.last))
        left = {
            posted.entry.earned: posted.amount
            for cell, posted in self.posted.items()
            if cell.component == Component.DRAW and cell.rule == name and posted.entry.earned not in covered
        }
        accounts: tuple[Account, ...] = ()
        for month in sorted(covered):
            cell, truth = self._cell(Component.DRAW, name, month), None
            accounts = (*(accounts if goes_on else ()), *self._bearing(month, draw))
            stated = draws_stated(self.spells, month).get(name)
            if stated is not None:
                found, how = stated
                balance = sum(amount for earlier, amount in left.items() if earlier < month)
                earned = self._commission(found, month) + self._added(found, month)
                truth = drawn(cell, month, how, earned, balance if goes_on else None)
                left[month] = truth.amount
            yield _Finding(cell, month, truth, accounts)

    def _bearing(self, month: Month, draw: Draw | None) -> tuple[Account, ...]:
        """Give the accounts that a draw counts, or a guarantee that adds to it, and that were rated again."""
        if draw is None:
            return self._accounts(month)
        adding = (each for each, _ in guarantees_stated(self.spells, month).values() if draw.adds(each))
        return self._accounts(month, draw, *adding)

    def _added(self, draw: Draw, month: Month) -> int:
        """Add up what guarantees add in a month to what a draw counts."""
        stated = guarantees_stated(self.spells, month)
        cells = {self._cell(Component.GUARANTEE, name, month) for name in stated}
        cells.update(self._posted_guarantees(month))
        return sum(
            self._guarantee(cell) for cell in cells if cell.rule not in stated or draw.adds(stated[cell.rule][0])
        )

    def _guarantee(self, cell: Cell) -> int:
        """Give what a guarantee comes to: as it should, where it is covered, or as it was posted."""
        if cell in self._guaranteed:
            truth = self._guaranteed[cell]
            return 0 if truth is None else truth.amount
        return self.posted[cell].amount if cell in self.posted else 0


@final
class _MonthEnds:
    """
    The ends of months of all payees.

    Args:
        standings: Who was in charge, under the plans that state a guarantee or a draw.
        coverage: What of the ledger is covered.
        tallies: What is covered, as it is rated now.
        differ: What sets it against what is posted.
    """

    def __init__(self, standings: Standings, coverage: Coverage, tallies: Sequence[Tally], differ: Differ) -> None:
        self._standings = standings
        self._tallies = tallies
        self._differ = differ
        self._informed = False
        self._scope = coverage.scope
        self._whole = frozenset({*_months(coverage.open_from, self._scope.month), *self._scope.restated})
        self._rated: defaultdict[_Key, defaultdict[Month, set[Account]]] = defaultdict(
            lambda: defaultdict(set[Account])
        )
        self._earned: defaultdict[_Key, defaultdict[Month, Counter[str]]] = defaultdict(
            lambda: defaultdict(Counter[str])
        )
        for tally in tallies:
            _, plan, rule, month = tally.account
            for account, payee, amount in _partners(tally):
                self._rated[payee, plan][month].add(account)
                self._earned[payee, plan][month][rule] += amount
        for cell, posted in differ.posted.items():
            if cell.party == Party.PARTNER and cell.component not in OF_FEES:
                self._rated[cell.payee, cell.plan][posted.entry.earned].add(posted.entry.account)
        for entry in differ.ledger.entries():
            if entry.earned not in self._whole and _counts(entry) and not coverage.reaches(entry):
                self._earned[entry.cell.payee, entry.cell.plan][entry.earned][entry.cell.rule] += entry.amount

    def lines(self, entries: Iterable[tuple[int, Entry]]) -> Some:
        """Give the lines that differ from the lines of months that are posted, which are given with their places."""
        posted = self._by_payee(entries)
        since = min([self._scope.month, *(entry.posted for entry in self._differ.ledger.entries())])
        payees = self._scope.payees
        drafts: list[TrueUpDraft] = []
        gone: list[tuple[Posted, Reason, str]] = []
        keys = {*self._standings.within(self._whole), *self._rated, *posted}
        for key in sorted(key for key in keys if payees is None or key[0] in payees):
            payee = _Payee(
                key=key,
                currency=self._differ.desk.currency.code,
                spells=self._standings.spells(*key),
                rated=self._rated.get(key, {}),
                earned=self._earned.get(key, {}),
                posted=posted.get(key, {}),
                whole=self._whole,
                since=since,
                last=self._scope.month,
            )
            for finding in payee.findings():
                there = payee.posted.get(finding.cell)
                if finding.truth is not None:
                    drafts.extend(self._draft(finding, finding.truth, there))
                elif there is not None and there.amount:
                    gone.append((there, *self._reason(finding)))
        return Some((*drafts, *self._vanished(gone)))

    def _by_payee(self, entries: Iterable[tuple[int, Entry]]) -> dict[_Key, dict[Cell, Posted]]:
        """Give what is posted of guarantees and draws, by payee and plan."""
        currency = self._differ.desk.currency
        posted: dict[_Key, dict[Cell, Posted]] = {}
        for place, entry in entries:
            cell = entry.cell
            if cell.currency == currency.code:
                cells = posted.setdefault((cell.payee, cell.plan), {})
                before = cells.get(cell, Posted(0, 0, place, entry))
                # As with orders, the last line is the one with the highest number, wherever it stands.
                last = max(before, Posted(0, entry.number, place, entry), key=attrgetter("number"))
                cells[cell] = last._replace(amount=before.amount + entry.amount)
            elif entry.earned in self._whole:
                raise CurrencyMismatch(currency, Currency(cell.currency))
        return posted

    def _draft(self, finding: _Finding, truth: TrueUp, posted: Posted | None) -> Iterator[TrueUpDraft]:
        """Give the line that brings what is posted up to what it should be, if they differ."""
        if posted is None and truth.amount:
            reason, cause = self._first_reason(finding)
            yield TrueUpDraft(truth, 1, 0, reason, cause, "")
        elif posted is not None and truth.amount != posted.amount:
            corrects = str(LineKey(finding.cell, posted.number))
            yield TrueUpDraft(truth, posted.number + 1, posted.amount, *self._reason(finding), corrects)

    def _first_reason(self, finding: _Finding) -> tuple[Reason, str]:
        """
        Give why the first line of a month is posted: in its time it is due, unless what was posted was enough.

        Of a month for which something was posted, and no guarantee or draw, that was so.
        """
        reason, cause = self._reason(finding)
        posted = any(map(self._differ.causes.was_posted, finding.accounts))
        in_its_time = finding.month in self._whole and not (posted and reason in _TAKEN)
        return (Reason.ACCRUAL, "") if in_its_time else (reason, cause)

    def _reason(self, finding: _Finding) -> tuple[Reason, str]:
        """Give why what a month comes to shifts: of the changes that it depends on the one that became known last."""
        if not self._informed:
            self._differ.causes.know(self._tallies, self._differ.desk.events.rows())
            self._informed = True
        change = self._differ.causes.latest_change(finding.accounts)
        if change is not None:
            return change.reason, change.event
        return Reason.RESTATEMENT if finding.month in self._scope.restated else Reason.CORRECTION, ""

    def _vanished(self, gone: Sequence[tuple[Posted, Reason, str]]) -> Iterator[Posting]:
        """Give the lines that take back what nothing states any more."""
        wanted = {posted.place for posted, _, _ in gone}
        lines = {place: line for place, line in enumerate(self._differ.ledger) if place in wanted} if wanted else {}
        for posted, reason, cause in gone:
            yield Vanished(lines[posted.place], posted.amount, reason, cause)
