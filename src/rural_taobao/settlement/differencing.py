"""Differencing: what is posted within the scope beside what should be, and the reason for each coin of difference."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple, final

from attrs import Factory, field, frozen

from rural_taobao.commission.rules import OnRefund
from rural_taobao.currencies import Currency
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.money import CurrencyMismatch
from rural_taobao.settlement.bases import fully_taken
from rural_taobao.settlement.columns import latest
from rural_taobao.settlement.coverage import Coverage
from rural_taobao.settlement.ledger import Ledger
from rural_taobao.settlement.limiting import Links
from rural_taobao.settlement.lines import Account, Cell, Component, Entry, LineKey, Reason
from rural_taobao.settlement.new_lines import Some, Whole
from rural_taobao.settlement.posting import Desk, Draft, Vanished, truths
from rural_taobao.settlement.scope import Scope
from rural_taobao.settlement.tallies import Tally

__all__ = ["Cause", "Differ", "Posted", "PostedEventMissing", "differences", "posted_within"]

_SHOWN = 5
_OF_ORDERS = frozenset({Component.COMMISSION, Component.FEE})
"""What is posted for an order or a parcel itself."""


@final
class PostedEventMissing(RuralTaobaoError, LookupError):
    """
    Events that lines were posted for are not among those given; absence reverses nothing.

    Attributes:
        events: Their ids, sorted.
    """

    def __init__(self, events: tuple[str, ...]) -> None:
        self.events = events
        super().__init__(events)

    def __str__(self) -> str:
        shown = ", ".join(self.events[:_SHOWN])
        more = f" and {len(self.events) - _SHOWN} more" if len(self.events) > _SHOWN else ""
        return (
            f"every event that was posted must be among the events given, but {shown}{more} "
            f"{'is' if len(self.events) == 1 else 'are'} not; add the file that has it, "
            "and cancel an event by a cancellation"
        )


class Posted(NamedTuple):
    """
    What is posted in a cell.

    Attributes:
        amount: The sum of its lines, in minor units.
        number: The number of its last line.
        place: Where in the ledger that line stands.
        entry: That line.
    """

    amount: int
    number: int
    place: int
    entry: Entry


class Cause(NamedTuple):
    """
    An event that makes lines of a tally shift.

    Attributes:
        instant: The attribution instant of the order it bears upon.
        order: That order.
        reason: How it bears upon it.
        event: The event itself.
    """

    instant: int
    order: str
    reason: Reason
    event: str


def posted_within(ledger: Ledger, coverage: Coverage, currency: Currency) -> dict[Cell, Posted]:
    """
    Give what is posted in each cell that is covered.

    Raises:
        CurrencyMismatch: Something of it is in another currency than the network's.
    """
    posted: dict[Cell, Posted] = {}
    for place, entry in enumerate(ledger.entries()):
        if coverage.holds(entry):
            if entry.cell.currency != currency.code:
                raise CurrencyMismatch(currency, Currency(entry.cell.currency))
            before = posted.get(entry.cell, Posted(0, 0, place, entry))
            amount = entry.amount + before.amount
            # Whoever keeps the file may have sorted it: the last line of a cell is the one with the highest number.
            last = Posted(amount, entry.number, place, entry)
            posted[entry.cell] = max(last, before._replace(amount=amount), key=attrgetter("number"))
    return posted


class _Measured(NamedTuple):
    """
    What is measured of an event now.

    Attributes:
        measured: What is measured of it.
        before: The running total before it.
        posts: Whether it posts.
        rerated: Whether refunds are measured.
        by_volume: Whether another measure, which no entry tells, chooses its rate.
    """

    measured: int
    before: int | None
    posts: bool
    rerated: bool
    by_volume: bool


def _all(differ: "Differ") -> dict[Cell, Posted]:
    return dict(differ.posted)


@final
@frozen(eq=False)
class Differ:
    """
    Sets truth against what is posted.

    Attributes:
        desk: What every line needs.
        scope: The scope.
        ledger: What is posted.
        posted: What of it is within the scope, by cell.
        since: The instant, in microseconds since 1970, from which on what becomes known is new.
        links: Which accounts bear upon each other.
    """

    desk: Desk
    scope: Scope
    ledger: Ledger
    posted: Mapping[Cell, Posted]
    since: int
    links: Links
    _left: dict[Cell, Posted] = field(init=False, default=Factory(_all, takes_self=True))
    _was: dict[Account, dict[str, Entry]] = field(init=False, factory=dict[Account, dict[str, Entry]])
    _now: dict[Account, dict[str, _Measured]] = field(init=False, factory=dict[Account, dict[str, _Measured]])
    _rows: dict[str, int] = field(init=False, factory=dict[str, int])
    _causes: dict[Account, list[Cause]] = field(init=False, factory=dict[Account, list[Cause]])

    def __attrs_post_init__(self) -> None:
        for cell, posted in self.posted.items():
            # What is posted and taken back again is there no more.
            if posted.amount and cell.component in _OF_ORDERS:
                self._was.setdefault(posted.entry.account, {})[cell.event] = posted.entry

    def know(self, tallies: Iterable[Tally], rows: Mapping[str, int]) -> None:
        """Take in what is measured of each event now, and in which row it stands."""
        self._rows.update(rows)
        for tally in tallies:
            for run in tally.runs:
                rerated, by_volume = run.rule.on_refund is OnRefund.RERATE, run.rule.volume is not None
                for place, row in enumerate(run.rows):
                    measured = _Measured(run.bases[place], run.before(place), any(run.parts[place]), rerated, by_volume)
                    now = self._now.setdefault(tally.account_of(run, place), {})
                    now[self.desk.events.ids[row]] = measured

    def drafts(self, tally: Tally) -> Iterator[Draft]:
        """Give the lines of a tally that differ from what is posted."""
        for truth in truths(tally):
            cell = self.desk.cell(truth)
            if self.scope.payees is not None and cell.payee not in self.scope.payees:
                continue
            posted = self._left.pop(cell, None)
            if posted is None:
                yield self.desk.first_line(truth)
            elif posted.amount != truth.amount:
                reason, cause = self._reason(truth.account, truth.run.rows[truth.place])
                key = str(LineKey(cell, posted.number))
                yield Draft(truth, posted.number + 1, posted.amount, reason, cause, key)

    def vanished(self) -> Iterator[Vanished]:
        """Give the lines that take back what is no part of the truth any more; asked last."""
        left = sorted((cell, posted) for cell, posted in self._left.items() if posted.amount)
        if not left:
            return
        wanted = {posted.place for _, posted in left}
        lines = {place: line for place, line in enumerate(self.ledger) if place in wanted}
        for cell, posted in left:
            reason, cause = self._reason(posted.entry.account, self._rows[cell.event])
            yield Vanished(lines[posted.place], posted.amount, reason, cause)

    def latest_change(self, accounts: Iterable[Account]) -> Cause | None:
        """
        Give the change that became known last, within some accounts or those that share a cap with them.

        It is None where no event changed anything.
        """
        bearing = {each for of in accounts for each in (of, *self.links.around(of))}
        causes = (cause for of in bearing for cause in self._causes_of(of) if cause.event)
        return max(causes, key=lambda cause: (self._known(cause), cause.event), default=None)

    def _known(self, cause: Cause) -> int:
        """Give when the event of a cause became known."""
        events, row = self.desk.events, self._rows[cause.order]
        cancelled = events.cancellations.get(row)
        changes = (*events.refunds.get(row, ()), *(() if cancelled is None else (cancelled,)))
        return next((change.known for change in changes if change.id == cause.event), events.known[row])

    def _reason(self, of: Account, row: int) -> tuple[Reason, str]:
        """Give why the lines of a row shift: what was changed of it, or the first change before it."""
        events = self.desk.events
        here = events.placed[row], events.ids[row]
        own = [cause for cause in self._causes_of(of) if cause[:2] == here]
        earlier = [cause for cause in self._causes_of(of) if cause[:2] < here]
        was, now = self._was.get(of, {}).get(here[1]), self._now.get(of, {}).get(here[1])
        if own:
            return own[0].reason, own[0].event
        if earlier and was is not None and now is not None and self._shifted(of, here, was, now):
            return earlier[0].reason, earlier[0].event
        # What used up a cap before it, or did so no more, leaves its measures as they are.
        others = [cause for each in sorted(self.links.around(of)) for cause in self._causes_of(each)]
        first = min((cause for cause in others if cause[:2] <= here), default=None)
        return (self._correction(of), "") if first is None else (first.reason, first.event)

    def _causes_of(self, of: Account) -> list[Cause]:
        """Give the changes of an account, in their order; found when they are first asked for."""
        if of not in self._causes:
            self._causes[of] = sorted(self._changes(of))
        return self._causes[of]

    def _shifted(self, of: Account, here: tuple[int, str], was: Entry, now: _Measured) -> bool:
        """
        Tell whether what comes before an event was changed: the total, or that there is anything at all.

        Of a volume no entry tells how far it had come, so that whatever was changed before may have changed that.
        """
        placed = self.desk.events.placed
        starts = [
            min((placed[self._rows[event]], event) for event in known) == here
            for known in (self._was[of], self._now[of])
        ]
        shifted = was.before != now.before or (was.before is not None and starts[0] != starts[1])
        return shifted or now.by_volume

    def _correction(self, of: Account) -> Reason:
        return Reason.RESTATEMENT if of.earned in self.scope.restated else Reason.CORRECTION

    def _changes(self, of: Account) -> Iterator[Cause]:
        """Find the events of which something else is measured than was posted, and what changed it."""
        events, was, now = self.desk.events, self._was.get(of, {}), self._now.get(of, {})
        for event in was.keys() | now.keys():
            row = self._rows[event]
            here = events.placed[row], event
            if event not in now:
                yield self._gone(of, row)
            elif event not in was:
                # What comes to less than a coin, or is kept, has no line: that it was there only its instant tells.
                if now[event].posts or events.known[row] >= self.since:
                    yield Cause(*here, Reason.LATE_EVENT, event)
            elif was[event].measured != now[event].measured or self._volume_fell(row, now[event]):
                refunds = events.refunds.get(row, ())
                # A margin may rise, where what came back was sold at a loss.
                came = now[event].rerated and any(each.known >= self.since for each in refunds)
                if refunds and (came or was[event].measured > now[event].measured):
                    yield Cause(*here, Reason.REFUND, latest(refunds))
                else:
                    yield Cause(*here, self._correction(of), "")

    def _volume_fell(self, row: int, now: _Measured) -> bool:
        """Tell whether a refund became known that takes something of a volume, whatever is measured besides."""
        refunds = self.desk.events.refunds.get(row, ())
        return now.by_volume and now.rerated and any(each.known >= self.since for each in refunds)

    def _gone(self, of: Account, row: int) -> Cause:
        """Say why an event that was posted counts no more."""
        events = self.desk.events
        here = events.placed[row], events.ids[row]
        cancelled, refunds = events.cancellations.get(row), events.refunds.get(row, ())
        if cancelled is not None:
            return Cause(*here, Reason.CANCELLATION, cancelled.id)
        if refunds and fully_taken(events, row, refunds):
            return Cause(*here, Reason.REFUND, refunds[-1].id)
        return Cause(*here, self._correction(of), "")


def differences(tallies: Sequence[Tally], differ: Differ) -> list[Whole | Some]:
    """
    Give the lines of a settlement, account by account, and then those that take back what is no more.

    Raises:
        PostedEventMissing: An event that a line was posted for is not among those given.
    """
    if not differ.posted and differ.scope.payees is None:
        return [Whole(tallies)]
    rows = differ.desk.events.rows()
    missing = sorted({cell.event for cell in differ.posted} - rows.keys())
    if missing:
        raise PostedEventMissing(tuple(missing))
    differ.know(tallies, rows)
    blocks: list[Whole | Some] = [Some(tuple(differ.drafts(tally))) for tally in tallies]
    return [*blocks, Some(tuple(differ.vanished()))]
