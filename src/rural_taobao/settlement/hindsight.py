"""
Hindsight: what an event would come to, had what became known later not come, and what therefore made it shift.

It is asked of lines that settlements post beside others, and measures again only what bears upon them.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import accumulate, chain
from operator import attrgetter
from typing import Final, NamedTuple, TypeAlias, final

from attrs import field, frozen

from rural_taobao.commission.rules import OnRefund
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.periods import Month
from rural_taobao.settlement.accounts import Book
from rural_taobao.settlement.columns import EventColumns
from rural_taobao.settlement.coverage import Coverage
from rural_taobao.settlement.ledger import Ledger
from rural_taobao.settlement.lines import Account, Cell, Reason
from rural_taobao.settlement.posting import Desk, Truth, truths
from rural_taobao.settlement.scope import Scope

__all__ = ["Hindsight", "Late"]

_NEVER: Final = 1 << 63
"""An instant, in microseconds since 1970, before which everything is known."""
_Place: TypeAlias = tuple[Month, int, str]
"""Where an event stands among those that bear upon each other: its earned month, its instant and its id."""


class Late(NamedTuple):
    """
    Something that became known.

    Attributes:
        at: Where the order or the parcel stands that it is about.
        known: When it became known.
        reason: How it bears upon what comes after it.
        event: The event itself.
    """

    at: _Place
    known: int
    reason: Reason
    event: str


@final
@frozen(eq=False)
class _Circle:
    """
    Accounts that bear upon each other.

    Attributes:
        accounts: The accounts.
        rows: The rows of them.
        lates: All that became known of these rows, by where it stands.
        highest: Up to each of these, when the last of them became known.
        amounts: What each cell came to by what was known before an instant; None where that could not be settled.
    """

    accounts: frozenset[Account]
    rows: frozenset[int]
    lates: tuple[Late, ...]
    highest: tuple[int, ...]
    amounts: dict[int, dict[Cell, int] | None] = field(init=False, factory=dict[int, dict[Cell, int] | None])


@final
@frozen(eq=False)
class Hindsight:
    """
    Tells what made an event earn what it did not earn when it became known itself.

    Attributes:
        book: All accounts of the settlement.
        desk: What every line needs.
        scope: The scope.
        ledger: What is posted.
        coverage: What of it is covered.
        since: The instant, in microseconds since 1970, from which on what becomes known is new.
        opened: Opens a book of other events under another scope.
    """

    book: Book
    desk: Desk
    scope: Scope
    ledger: Ledger
    coverage: Coverage
    since: int
    opened: Callable[[EventColumns, Scope], Book]
    _circles: dict[Account, _Circle] = field(init=False, factory=dict[Account, _Circle])

    def shift(self, truth: Truth) -> Late | None:
        """
        Give what made the first line of a cell what it is, where that became known later than its event.

        It is the change with which the event came to anything at all, or else to what it comes to now.
        What is settled for the first time, and everything that bears upon it too, is earned at once.

        Args:
            truth: The cell and what it should come to; of an order or a parcel.
        """
        if not len(self.ledger):
            return None
        events, row = self.desk.events, truth.run.rows[truth.place]
        of, own, known = truth.account, events.ids[row], events.known[row]
        here = of.earned, events.placed[row], own
        circle = self._circle(truth, of, row)
        end = bisect_right(circle.lates, here, key=attrgetter("at"))
        after = max(known, self.settled)
        if circle.highest[end - 1] <= after:
            return None
        settled_before = known < self.since or self._again or not self._accounts.isdisjoint(circle.accounts)
        if not settled_before:
            return None
        lates = [late for late in circle.lates[:end] if late.known > after]
        return self._found(circle, self.desk.cell(truth), truth.amount, lates)

    def running(self, of: Account) -> Iterator[tuple[int, OnRefund]]:
        """Give the rows of an account that bear upon each other, and what refunds do to each; none if none does."""
        member = self.book.members.get(of)
        if member is not None and member.cumulative:
            for slip, rows in (*member.slips, *member.cancelled):
                yield from ((row, slip.rule.on_refund) for row in rows)

    def became_known(self, of: Account, row: int, on_refund: OnRefund) -> Late | None:
        """
        Give what became known of a row since anything was last settled: the row itself, or what changed it last.

        Args:
            of: The account that it counts in.
            row: The row.
            on_refund: What refunds do to it.
        """
        own, *changes = self._lates(of, row, on_refund)
        if own.known > self.settled:
            return own
        new = (late for late in changes if late.known > self.settled)
        return max(new, key=_last_of, default=None)

    def _found(self, circle: _Circle, cell: Cell, amount: int, lates: Iterable[Late]) -> Late | None:
        """
        Find the change with which a cell came to anything at all, or if it had something before, to an amount.

        There is none where it came to the amount before all of them.
        """
        by_known: dict[int, list[Late]] = {}
        for late in lates:
            by_known.setdefault(late.known, []).append(late)
        instants = sorted(by_known)
        first = self._amount(circle, cell, instants[0])
        if first == amount or self._amount(circle, cell, _NEVER) != amount:
            return None
        low, high = 0, len(instants)
        while high - low > 1:
            middle = (low + high) // 2
            found = self._amount(circle, cell, instants[middle])
            if (found == amount) if first else found:
                high = middle
            else:
                low = middle
        late = by_known[instants[low]][0]
        # What its own refund left of what an event earned already is earned.
        return None if first and late.at[2] == cell.event else late

    def _amount(self, circle: _Circle, cell: Cell, instant: int) -> int | None:
        """Give what a cell comes to by what was known before an instant; None where it cannot be settled."""
        if instant not in circle.amounts:
            circle.amounts[instant] = self._amounts(circle, instant)
        amounts = circle.amounts[instant]
        return None if amounts is None else amounts.get(cell, 0)

    def _amounts(self, circle: _Circle, instant: int) -> dict[Cell, int] | None:
        events = self.desk.events.among(circle.rows, instant)
        earlier = {of.earned for of in circle.accounts if of.earned < self.scope.month}
        book = self.opened(events, Scope(self.scope.month, restated=earlier, reason="looked at in hindsight"))
        desk = Desk(events, self.desk.currency, self.desk.clock, self.desk.month)
        book.cover(Ledger())
        try:
            tallies = book.tallies(self.ledger, self.coverage)
        except RuralTaobaoError:
            # Without what became known, a measure may lie where a plan calls that an error.
            return None
        found = (truth for tally in tallies for truth in truths(tally) if truth.reversal is None)
        return {desk.cell(truth): truth.amount for truth in found}

    def _circle(self, truth: Truth, of: Account, row: int) -> _Circle:
        """Give the accounts that bear upon one; none but itself, and only the row, where each is rated by itself."""
        if of in self._circles:
            return self._circles[of]
        together = self._bearing(of)
        if not together:
            lates = self._lates(of, row, truth.run.rule.on_refund)
            return _circle_of(frozenset([of.of_singles]), frozenset([row]), lates)
        self._circles.update(dict.fromkeys(together, self._made(together)))
        return self._circles[of]

    def _bearing(self, of: Account) -> frozenset[Account]:
        """Give the accounts, covered whole, whose events bear upon those of one; none if each is rated by itself."""
        members, links = self.book.members, self.book.links
        if of not in members or not members[of].cumulative:
            return frozenset()
        found, open_ends = {of}, [of] if links else []
        while open_ends:
            new = set(filter(self.book.is_whole, links.around(open_ends.pop()))) - found
            found |= new
            open_ends.extend(new)
        return frozenset(found)

    def _made(self, accounts: frozenset[Account]) -> _Circle:
        """Put a circle together, of all rows of the accounts."""
        lates: set[Late] = set()
        within: set[int] = set()
        for of in accounts:
            member = self.book.members[of]
            for slip, rows in (*member.slips, *member.cancelled):
                within.update(rows)
                lates.update(late for row in rows for late in self._lates(of, row, slip.rule.on_refund))
        return _circle_of(accounts, frozenset(within), lates)

    def _lates(self, of: Account, row: int, on_refund: OnRefund) -> Iterator[Late]:
        """Give what became known of a row that bears upon what comes after it."""
        events = self.desk.events
        at = of.earned, events.placed[row], events.ids[row]
        yield Late(at, events.known[row], Reason.LATE_EVENT, events.ids[row])
        if on_refund is OnRefund.RERATE:
            for refund in events.refunds.get(row, ()):
                yield Late(at, refund.known, Reason.REFUND, refund.id)
        if row in events.cancellations:
            cancelled = events.cancellations[row]
            yield Late(at, cancelled.known, Reason.CANCELLATION, cancelled.id)

    @cached_property
    def _accounts(self) -> frozenset[Account]:
        """The accounts that anything was ever posted in."""
        return frozenset(entry.account for entry in self.ledger.entries())

    @cached_property
    def _again(self) -> bool:
        """Whether anything was posted to the period before."""
        return any(entry.posted == self.scope.month for entry in self.ledger.entries())

    @cached_property
    def settled(self) -> int:
        """The last instant of what is taken to have been known when anything was last settled."""
        return max(self.since - 1, self._last)

    @cached_property
    def _last(self) -> int:
        """When that became known last which lines were posted for; all that was known before it was known then."""
        events = self.desk.events
        known = dict(zip(events.ids, events.known, strict=True))
        known.update((refund.id, refund.known) for refund in chain.from_iterable(events.refunds.values()))
        known.update((each.id, each.known) for each in events.cancellations.values())
        named = (name for entry in self.ledger.entries() for name in (entry.cell.event, entry.cause))
        return max((known[name] for name in named if name in known), default=self.since - 1)


def _last_of(late: Late) -> tuple[bool, int, str]:
    """Put a cancellation after all refunds, and these in the order in which they became known."""
    return late.reason is Reason.CANCELLATION, late.known, late.event


def _circle_of(accounts: frozenset[Account], rows: frozenset[int], lates: Iterable[Late]) -> _Circle:
    in_order = tuple(sorted(lates))
    return _Circle(accounts, rows, in_order, tuple(accumulate((each.known for each in in_order), max)))
