"""
Accounts: which events count in which tally, and which tallies a scope covers.

An account is a credited payee, a plan, a rule and an earned period; its tally is the truth for it.
What a rule rates event by event is one account, whoever is credited.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from operator import itemgetter
from typing import TypeAlias, final

from rural_taobao.commission.rules import OnRefund
from rural_taobao.periods import Month
from rural_taobao.settlement.arrears import in_arrears
from rural_taobao.settlement.bases import fully_taken
from rural_taobao.settlement.columns import EventColumns
from rural_taobao.settlement.coverage import Coverage
from rural_taobao.settlement.ledger import Ledger
from rural_taobao.settlement.limiting import Links, limited
from rural_taobao.settlement.lines import Account, Entry
from rural_taobao.settlement.members import Member, Slips, members_of
from rural_taobao.settlement.outcomes import Outcome, Outcomes
from rural_taobao.settlement.quotas import Quotas
from rural_taobao.settlement.reckoning import counted, reasons
from rural_taobao.settlement.scope import Scope
from rural_taobao.settlement.sorting import Sorter
from rural_taobao.settlement.tallies import Asked, Rater, Slip, Tally, account_keys, put_in_order, taking_turns

__all__ = ["Book"]

_Covered: TypeAlias = tuple[Account, Slips, frozenset[int] | None]
"""An account, its rows, and those of them that are covered; None for all of them."""


@final
class Book:
    """
    All accounts of a settlement.

    Args:
        events: The events.
        scope: The scope.
        open_from: The first month that no earlier settlement posted to.
        since: Its first instant, in microseconds since 1970, from which on what becomes known is new.
        sorter: Sorts the events.
        quotas: What payees are to attain.
    """

    def __init__(
        self, events: EventColumns, scope: Scope, open_from: Month, since: int, sorter: Sorter, *, quotas: Quotas
    ) -> None:
        self._events = events
        self._scope = scope
        self._open_from = open_from
        self._since = since
        self._none: dict[Outcome, list[int]] = {}
        cancelled = events.cancellations
        every: Sequence[int] = range(len(events.ids))
        live = [row for row in every if row not in cancelled] if cancelled else every
        self._counting: Mapping[Slip, Sequence[int]] = sorter.sorted(live, self._none)
        self._cancelled: Mapping[Slip, Sequence[int]] = sorter.sorted(sorted(cancelled), {})
        self.links: Links = Links(
            self._counting.keys() | self._cancelled.keys() if cancelled else self._counting.keys()
        )
        for row, cancellation in cancelled.items():
            self._none.setdefault(Outcome(cancellation.reason), []).append(row)
        self._sharing = bool(self.links)
        self._all = self._fresh = False
        self._covered: dict[Account, frozenset[int] | None] = {}
        self._moved: set[tuple[str, str, str]] = set()
        self._bases = sorter.bases
        self._rater = Rater(
            events,
            sorter.bases,
            lambda rule, boosts, of: sorter.ready(quotas.resolved(rule, of), boosts),
            sorter.terms,
        )

    @cached_property
    def members(self) -> dict[Account, Member]:
        """The events of each account; put together when they are first asked for."""
        return members_of(self._counting, self._cancelled)

    def _newly_known(self, row: int) -> bool:
        """Tell whether anything of a row became known that no earlier settlement could know."""
        events, since = self._events, self._since
        cancelled = events.cancellations.get(row)
        return (
            events.known[row] >= since
            or any(refund.known >= since for refund in events.refunds.get(row, ()))
            or (cancelled is not None and cancelled.known >= since)
        )

    def cover(self, ledger: Ledger) -> Coverage:
        """
        Find what the scope covers.

        Args:
            ledger: What is posted; an event that is covered makes every running total covered that it was posted in.
        """
        scope = self._scope
        direct: set[int] = set()
        months = {slip.earned for slip in chain(self._counting, self._cancelled)}
        whole = {each for each in months if self._open_from <= each <= scope.month or each in scope.restated}
        earlier = [entry for entry in ledger.entries() if entry.earned < scope.month and not entry.of_a_period]
        self._all = months == whole and not earlier
        # Where nothing is posted, nobody asks again which events an account has.
        self._fresh = self._all and not len(ledger)
        if self._all:
            return Coverage(scope, self._open_from, frozenset())
        before = {each for each in months - whole if each < scope.month}
        for of, member in self.members.items():
            if of.earned in whole:
                self._covered[of] = None
            elif of.earned in before:
                touched = frozenset(filter(self._newly_known, member.rows()))
                direct |= touched
                if touched:
                    self._covered[of] = None if member.cumulative else touched
        self._cover_linked(())
        if not earlier:
            return Coverage(scope, self._open_from, frozenset())
        direct.update(filter(self._newly_known, range(len(self._events.ids))))
        events = frozenset(self._names(direct))
        gone = self._follow(earlier, frozenset(entry.payment for entry in ledger.entries()), events)
        payments = self._payments()
        whole_ones = frozenset(gone.union(of for of, rows in self._covered.items() if rows is None))
        apart = frozenset(self._apart(earlier, whole_ones))
        return Coverage(scope, self._open_from, whole_ones, events, payments, apart)

    def _apart(self, earlier: Sequence[Entry], whole: frozenset[Account]) -> Iterator[tuple[str, str, str]]:
        """
        Give the events whose lines bear the name of an account that is covered whole, and that are not in it.

        A rule may rate each event by itself in one version of its plan, and a running total in the next.
        """
        rows, counted = self._rows, self._counted
        for entry in earlier:
            if entry.account in whole and entry.account.of_singles in counted.get(rows.get(entry.cell.event, -1), ()):
                yield entry.payment

    def _follow(
        self, earlier: Sequence[Entry], posted: frozenset[tuple[str, str, str]], events: frozenset[str]
    ) -> set[Account]:
        """
        Cover every account that an event was posted in or counts in now, until none is added.

        A posting that was corrected, an instant or a rule moves an event from one account to another: what the one
        gives back the other gets.

        Args:
            earlier: The lines of earlier earned periods.
            posted: The events that lines were posted for, each with the plan and the rule.
            events: The events that are covered whatever they count in.

        Returns:
            The accounts that are covered whole and that no event counts in any more.
        """
        rows, counted = self._rows, self._counted
        gone: set[Account] = set()
        while True:
            before = len(gone), {of: some and len(some) for of, some in self._covered.items()}
            payments = self._payments()
            paid = {event for event, _, _ in payments}
            for entry in earlier:
                counts_in = counted.get(rows.get(entry.cell.event, -1), ())
                of = self._account(entry, counts_in)
                whole = of in gone or (of in self._covered and self._covered[of] is None)
                moved = of not in counts_in
                covered = entry.cell.event in events or entry.payment in payments
                if not (whole or covered or (moved and entry.cell.event in paid)):
                    continue
                if moved:
                    self._moved.add(entry.payment)
                if not whole and self._cumulative(of):
                    self._cover_whole(of, gone)
                for other in counts_in:
                    payment = entry.cell.event, other.plan, other.rule
                    if payment == entry.payment or (moved and payment not in posted):
                        self._cover_row(other, rows[entry.cell.event])
            self._cover_linked(gone)
            if before == (len(gone), {of: some and len(some) for of, some in self._covered.items()}):
                return gone

    def _cover_linked(self, gone: Iterable[Account]) -> None:
        """Cover every account that shares a cap with one that is covered whole, or was."""
        whole = [*gone, *(of for of, some in self._covered.items() if some is None)]
        if self._sharing:
            for of in self.links.within_month(whole):
                if of in self.members:
                    self._covered[of] = None

    def _account(self, entry: Entry, counts_in: Sequence[Account]) -> Account:
        """Give the account that a line was posted in, as it is now that its event counts in some."""
        of, single = entry.account, entry.account.of_singles
        return single if single in counts_in or (of not in self.members and single in self.members) else of

    @cached_property
    def _rows(self) -> dict[str, int]:
        """The row of each order and parcel, and of the order of each refund, by its id."""
        return self._events.rows()

    @cached_property
    def _counted(self) -> dict[int, list[Account]]:
        """The accounts that each row counts in, up to the period that is settled."""
        counted: dict[int, list[Account]] = {}
        for of, member in self.members.items():
            if of.earned <= self._scope.month:
                for row in member.rows():
                    counted.setdefault(row, []).append(of)
        return counted

    def _cover_whole(self, of: Account, gone: set[Account]) -> None:
        if of in self.members:
            self._covered[of] = None
        else:
            gone.add(of)

    def _cover_row(self, of: Account, row: int) -> None:
        some = self._covered.get(of, frozenset())
        if some is not None:
            self._covered[of] = None if self.members[of].cumulative else some | {row}

    def _cumulative(self, of: Account) -> bool:
        """Tell whether an account is a running total; one that no event counts in any more may have been."""
        return of not in self.members or self.members[of].cumulative

    def _names(self, rows: Iterable[int]) -> Iterator[str]:
        """Give the ids of rows and of the refunds of them."""
        for row in rows:
            yield self._events.ids[row]
            yield from (refund.id for refund in self._events.refunds.get(row, ()))

    def _payments(self) -> frozenset[tuple[str, str, str]]:
        """Give every event that is covered, refunds too, each with the plan and the rule that it is covered under."""
        return frozenset(self._moved).union(
            (name, of.plan, of.rule)
            for of, some in self._covered.items()
            for name in self._names(self.members[of].rows() if some is None else some)
        )

    def is_whole(self, of: Account) -> bool:
        """Tell whether an account is covered whole."""
        return of in self.members and (self._all or (of in self._covered and self._covered[of] is None))

    def tallies(self, ledger: Ledger, coverage: Coverage) -> list[Tally]:
        """
        Rate every account that is covered, by credited payee, plan, rule and period.

        Args:
            ledger: What is posted; what is left of it as it is uses up caps that last for a whole plan.
            coverage: What of it is covered.
        """
        kept = (entry for entry in ledger.entries() if not coverage.reaches(entry))
        return self._finished(self._rater.tallies(self._asked()), kept)

    def _asked(self) -> Iterator[Asked]:
        """Give the accounts that are covered, each with the rows that are, and turn away those that are back."""
        for of, slips, some in self._everything() if self._all else self._what_is_covered():
            here = slips
            if some is not None:
                here = [(slip, [row for row in rows if row in some]) for slip, rows in slips]
            if self._events.refunds:
                covered, here = here, [(slip, self._left(slip, rows)) for slip, rows in here]
                for (_, rows), (_, rest) in zip(covered, here, strict=True):
                    if len(rest) < len(rows):
                        self._turn_away(Outcome.REFUNDED, sorted({*rows}.difference(rest)))
            stretches = self._in_order(of, here)
            if stretches:
                yield Asked(of, stretches)

    def _everything(self) -> Iterator[_Covered]:
        """Give every account, all the events of which are covered; one that was given is held here no longer."""
        slips, rows = [*self._counting], [*self._counting.values()]
        if self._fresh:
            self._counting, self.links = {}, Links(())
        keys = account_keys(slips)
        # The last comes first, so that each can be taken off the end.
        order = sorted(range(len(slips)), key=keys.__getitem__, reverse=True)
        keys, slips, rows = (
            [keys[each] for each in order],
            [slips[each] for each in order],
            [rows[each] for each in order],
        )
        while slips:
            key, here = keys[-1], list[tuple[Slip, Sequence[int]]]()
            while keys and keys[-1] == key:
                keys.pop()
                here.append((slips.pop(), rows.pop()))
            yield here[0][0].account, here, None

    def _what_is_covered(self) -> Iterator[_Covered]:
        """Give the accounts that are covered, each with those of its events that are; None for all of them."""
        for of, some in sorted(self._covered.items(), key=itemgetter(0)):
            yield of, self.members[of].slips, some

    def _finished(self, rated: Sequence[Tally], kept: Iterable[Entry]) -> list[Tally]:
        """Cut what is earned to what is left of shared caps, and divide it among the parties."""
        if not self._sharing:
            return [*rated]
        within = [*rated]
        for place, tally in limited(rated, self._events, kept).items():
            within[place] = self._rater.shared(tally)
        return within

    def _in_order(self, of: Account, slips: Slips) -> Slips:
        """Put the rows of an account in the order in which they bear upon each other; nothing where there are none."""
        some = [(slip, put_in_order(rows, self._events)) for slip, rows in slips if rows]
        if len(some) <= 1:
            return some
        if of.credited:
            return list(taking_turns(some, self._events))
        # Where each is rated by itself, it is the first event of each stretch that says which one comes first.
        placed, ids = self._events.placed, self._events.ids
        return sorted(some, key=lambda each: (placed[each[1][0]], ids[each[1][0]]))

    def _left(self, slip: Slip, rows: Sequence[int]) -> Sequence[int]:
        """Leave out the rows of which nothing is left to rate."""
        refunds = self._events.refunds
        if not refunds or slip.rule.on_refund is not OnRefund.RERATE:
            return rows
        return [row for row in rows if row not in refunds or not fully_taken(self._events, row, refunds[row])]

    def turn_away(self, ledger: Ledger, coverage: Coverage) -> None:
        """
        Say of what is not covered whether it was posted as it is earned; asked after what is covered was rated.

        Args:
            ledger: What is posted.
            coverage: What of it is covered.
        """
        if self._all:
            return
        left: list[Asked] = []
        for of, member in self.members.items():
            some = self._covered.get(of, frozenset())
            if some is None:
                continue
            slips = [(slip, [row for row in rows if row not in some]) for slip, rows in member.slips]
            for _, rows in slips:
                self._turn_away(Outcome.OUTSIDE_SCOPE, rows)
            if of.earned < self._open_from:
                whole = member.slips if member.cumulative else slips
                stretches = self._in_order(of, [(slip, self._left(slip, rows)) for slip, rows in whole])
                left.extend([Asked(of, stretches)] if stretches else [])
        posted = (
            entry
            for entry in ledger.entries()
            if entry.earned < self._open_from and not entry.of_a_period and not coverage.reaches(entry)
        )
        self._turn_away(
            Outcome.IN_ARREARS, sorted(in_arrears(self._finished(self._rater.tallies(left), ()), posted, self._events))
        )

    def leave(self, rows: Iterable[int]) -> None:
        """Say of rows that they are left in arrears, since somebody whom they are owed to is settled for good."""
        self._turn_away(Outcome.IN_ARREARS, sorted(rows))

    def check_parts(self) -> None:
        """
        Refuse events that do not state what was measured of them; asked after everything was rated.

        Raises:
            PartsUnstated: A part is missing.
        """
        self._bases.check()

    def _turn_away(self, outcome: Outcome, rows: Sequence[int]) -> None:
        if rows:
            self._none.setdefault(outcome, []).extend(rows)

    def outcomes(self, tallies: Sequence[Tally]) -> Outcomes:
        """Count what became of every order and parcel."""
        return counted(self.reasons(tallies), self._events)

    def reasons(self, tallies: Sequence[Tally]) -> dict[int, Outcome]:
        """Give the outcome of every row that is not earned."""
        return reasons(self._none, [run for tally in tallies for run in tally.runs])
