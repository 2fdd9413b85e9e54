"""
Causes: which events made lines that are posted shift, and how.

A change bears upon its own order, and upon what comes after it in the account or in those that share a cap with it.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple, TypeAlias, final

from attrs import field, frozen

from rural_taobao.commission.rules import OnRefund
from rural_taobao.settlement.bases import fully_taken
from rural_taobao.settlement.columns import EventColumns, latest
from rural_taobao.settlement.hindsight import Hindsight
from rural_taobao.settlement.limiting import Links
from rural_taobao.settlement.lines import Account, Component, Entry, Reason
from rural_taobao.settlement.scope import Scope
from rural_taobao.settlement.tallies import Tally

__all__ = ["Cause", "Causes"]

_OF_ORDERS = frozenset({Component.COMMISSION, Component.FEE})
"""What is posted for an order or a parcel itself."""


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


_Firsts: TypeAlias = dict[frozenset[Account], Cause | None]
"""The first change in accounts that share a cap."""
_Found: TypeAlias = Callable[[Account], list[Cause]]
"""Gives the changes of an account, in order."""


class _Measured(NamedTuple):
    """
    What is measured of an event now.

    Attributes:
        measured: What is measured of it.
        before: The running total before it.
        posts: Whether it posts.
        on_refund: What a refund does to what it earns.
        by_volume: Whether another measure, which no entry tells, chooses its rate.
    """

    measured: int
    before: int | None
    posts: bool
    on_refund: OnRefund
    by_volume: bool


def _by_account(entries: Iterable[Entry]) -> dict[Account, dict[str, Entry]]:
    """Give what is posted for orders and parcels themselves, by account and event."""
    found: dict[Account, dict[str, Entry]] = {}
    for entry in entries:
        if entry.cell.component in _OF_ORDERS:
            found.setdefault(entry.account, {})[entry.cell.event] = entry
    return found


@final
@frozen(eq=False)
class Causes:
    """
    Finds what made lines of accounts shift.

    Attributes:
        events: The events.
        scope: The scope.
        since: The instant, in microseconds since 1970, from which on what becomes known is new.
        links: Which accounts bear upon each other.
        hindsight: What made the first lines of events what they are.

    Args:
        entries: What is posted within the scope, and not taken back again.
    """

    events: EventColumns
    scope: Scope
    since: int
    links: Links
    hindsight: Hindsight
    _was: dict[Account, dict[str, Entry]] = field(alias="entries", converter=_by_account)
    _now: dict[Account, dict[str, _Measured]] = field(init=False, factory=dict[Account, dict[str, _Measured]])
    _rows: dict[str, int] = field(init=False, factory=dict[str, int])
    _known: dict[Account, list[Cause]] = field(init=False, factory=dict[Account, list[Cause]])
    _found: dict[Account, list[Cause]] = field(init=False, factory=dict[Account, list[Cause]])
    _first_known: _Firsts = field(init=False, factory=dict[frozenset[Account], Cause | None])
    _first_linked: _Firsts = field(init=False, factory=dict[frozenset[Account], Cause | None])

    def know(self, tallies: Iterable[Tally], rows: Mapping[str, int]) -> None:
        """Take in what is measured of each event now, and in which row it stands."""
        self._rows.update(rows)
        for tally in tallies:
            for run in tally.runs:
                on_refund, by_volume = run.rule.on_refund, run.rule.volume is not None
                for place, row in enumerate(run.rows):
                    measured = _Measured(
                        run.bases[place], run.before(place), any(run.parts[place]), on_refund, by_volume
                    )
                    now = self._now.setdefault(tally.account_of(run, place), {})
                    now[self.events.ids[row]] = measured

    def latest_change(self, accounts: Iterable[Account]) -> Cause | None:
        """
        Give the change that became known last, within some accounts or those that share a cap with them.

        It is None where no event changed anything.
        """
        bearing = {each for of in accounts for each in (of, *self.links.around(of))}
        causes = (cause for of in bearing for cause in self._causes_of(of) if cause.event)
        return max(causes, key=lambda cause: (self._when_known(cause), cause.event), default=None)

    def was_posted(self, of: Account) -> bool:
        """Tell whether anything is posted of an account, for orders or parcels."""
        return bool(self._was.get(of))

    def _when_known(self, cause: Cause) -> int:
        """Give when the event of a cause became known, in microseconds since 1970."""
        events, row = self.events, self._rows[cause.order]
        cancelled = events.cancellations.get(row)
        changes = (*events.refunds.get(row, ()), *(() if cancelled is None else (cancelled,)))
        return next((change.known for change in changes if change.id == cause.event), events.known[row])

    def reason(self, of: Account, row: int) -> tuple[Reason, str]:
        """Give why the lines of a row shift: what was changed of it, or the first change before it."""
        here = self.events.placed[row], self.events.ids[row]
        causes = self._causes_of(of)
        place = bisect_left(causes, here)
        if place < len(causes) and causes[place][:2] == here:
            return causes[place].reason, causes[place].event
        was, now = self._was.get(of, {}).get(here[1]), self._now.get(of, {}).get(here[1])
        # Of what was taken back as a whole, and is there again, no line tells what was before it.
        if place and now is not None and (was is None or self._shifted(of, here, was, now)):
            return causes[0].reason, causes[0].event
        # What used up a cap before it, or did so no more, leaves its measures as they are.
        first = self._first(self._first_linked, of, self._causes_of)
        return (self.correction(of), "") if first is None or first[:2] > here else (first.reason, first.event)

    def row(self, event: str) -> int:
        """Give the row of an order or a parcel, or of the order of a refund."""
        return self._rows[event]

    def _causes_of(self, of: Account) -> list[Cause]:
        """Give the changes of an account, in their order; found when they are first asked for."""
        if of not in self._found:
            self._found[of] = sorted(self._changes(of))
        return self._found[of]

    def _first(self, kept: _Firsts, of: Account, found: _Found) -> Cause | None:
        """Give the first change found in the accounts that share a cap with one; looked for once for all of them."""
        around = self.links.around(of)
        if around not in kept:
            kept[around] = min((causes[0] for causes in map(found, around) if causes), default=None)
        return kept[around]

    def _shifted(self, of: Account, here: tuple[int, str], was: Entry, now: _Measured) -> bool:
        """
        Tell whether what comes before an event was changed: the total, or that there is anything at all.

        Of a volume no entry tells how far it had come, so that whatever was changed before may have changed that.
        """
        placed = self.events.placed
        starts = [
            min((placed[self._rows[event]], event) for event in known) == here
            for known in (self._was[of], self._now[of])
        ]
        shifted = was.before != now.before or (was.before is not None and starts[0] != starts[1])
        return shifted or now.by_volume

    def correction(self, of: Account) -> Reason:
        """Give the reason of what shifts though no event was changed: the network, a plan or the calendar was."""
        return Reason.RESTATEMENT if of.earned in self.scope.restated else Reason.CORRECTION

    def _changes(self, of: Account) -> Iterator[Cause]:
        """Find the events of which something else is measured than was posted, and what changed it."""
        known = self._known_of(of)
        yield from known
        linked = self._first(self._first_known, of, self._known_of)
        first = min((*known[:1], *(() if linked is None else (linked,))), default=None)
        # What of these comes after a change may owe to that that it posts.
        yield from (cause for cause in self._first_posting(of) if first is None or cause < first)

    def _known_of(self, of: Account) -> list[Cause]:
        """Give the changes of an account, in order; without what was known before and posts for the first time."""
        if of not in self._known:
            self._known[of] = sorted((*self._changes_of_posted(of), *self._changes_of_unposted(of)))
        return self._known[of]

    def _changes_of_unposted(self, of: Account) -> Iterator[Cause]:
        """
        Find what became known of events that have no line, or that have become known themselves.

        What comes to less than a coin, or is kept, has no line; nor has what is below a tier or within an allowance.
        """
        events, was, now = self.events, self._was.get(of, {}), self._now.get(of, {})
        rows = {self._rows[event]: measured.on_refund for event, measured in now.items()}
        for row, on_refund in {**rows, **dict(self.hindsight.running(of))}.items():
            event = events.ids[row]
            late = None if event in was else self.hindsight.became_known(of, row, on_refund)
            # What came and was taken back since then was never there.
            if late is not None and (event in now or late.reason is not Reason.LATE_EVENT):
                yield Cause(events.placed[row], event, late.reason, late.event)

    def _first_posting(self, of: Account) -> Iterator[Cause]:
        """Find the events that post now for the first time, whenever they became known: nobody may have given them."""
        events, was = self.events, self._was.get(of, {})
        for event, measured in self._now.get(of, {}).items():
            row = self._rows[event]
            if event not in was and measured.posts and events.known[row] <= self.hindsight.settled:
                yield Cause(events.placed[row], event, Reason.LATE_EVENT, event)

    def _changes_of_posted(self, of: Account) -> Iterator[Cause]:
        """Find the events that have a line and of which something else is measured than was posted."""
        events, was, now = self.events, self._was.get(of, {}), self._now.get(of, {})
        for event in was:
            row = self._rows[event]
            here = events.placed[row], event
            if event not in now:
                yield self._gone(of, row)
            elif was[event].measured != now[event].measured or self._volume_fell(row, now[event]):
                refunds = events.refunds.get(row, ())
                # A margin may rise, where what came back was sold at a loss.
                came = now[event].on_refund is OnRefund.RERATE and any(each.known >= self.since for each in refunds)
                if refunds and (came or was[event].measured > now[event].measured):
                    yield Cause(*here, Reason.REFUND, latest(refunds))
                else:
                    yield Cause(*here, self.correction(of), "")

    def _volume_fell(self, row: int, now: _Measured) -> bool:
        """Tell whether a refund became known that takes something of a volume, whatever is measured besides."""
        refunds = self.events.refunds.get(row, ())
        return now.by_volume and now.on_refund is OnRefund.RERATE and any(each.known >= self.since for each in refunds)

    def _gone(self, of: Account, row: int) -> Cause:
        """Say why an event that was posted counts no more."""
        events = self.events
        here = events.placed[row], events.ids[row]
        cancelled, refunds = events.cancellations.get(row), events.refunds.get(row, ())
        if cancelled is not None:
            return Cause(*here, Reason.CANCELLATION, cancelled.id)
        if refunds and fully_taken(events, row, refunds) and (here[1], of.plan, of.rule) not in self._counting:
            return Cause(*here, Reason.REFUND, refunds[-1].id)
        return Cause(*here, self.correction(of), "")

    @cached_property
    def _counting(self) -> frozenset[tuple[str, str, str]]:
        """Every event that is measured now, with the plan and the rule, whosever account it is on."""
        return frozenset((event, of.plan, of.rule) for of, now in self._now.items() for event in now)
