"""New lines: what becomes a line of the ledger, made only when it is asked for."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, chain, islice
from typing import assert_never, final, overload

from attrs import frozen

from rural_taobao.settlement.attribution import Terms
from rural_taobao.settlement.columns import EventColumns
from rural_taobao.settlement.lines import Entry, Line
from rural_taobao.settlement.posting import COMPONENTS, Desk, Draft, Posting, Truth, Vanished, of_refund, of_row, truths
from rural_taobao.settlement.runs import Reversal, Run
from rural_taobao.settlement.statements import Sum
from rural_taobao.settlement.tallies import Tally
from rural_taobao.settlement.true_ups import TrueUpDraft

__all__ = ["NewLines", "Some", "Whole"]


def _parts(run: Run) -> Iterator[tuple[int, ...]]:
    yield from run.parts
    yield from (reversal.parts for reversal in run.reversals)


def _lines_of(tally: Tally) -> int:
    """Count the cells of a tally that come to something."""
    lines = 0
    for run in tally.runs:
        full = all(map(all, run.parts))
        lines += len(run.parts) * len(run.rule.parties) if full else sum(map(bool, chain.from_iterable(run.parts)))
        for reversal in run.reversals:
            lines += sum(map(bool, reversal.parts))
    return lines


def _cells(tally: Tally, at: int) -> Iterator[Truth]:
    """Give the cells of one row or refund of a tally, as they come run by run."""
    runs = iter(tally.runs)
    while True:
        run = next(runs)
        if at < len(run.parts):
            return of_row(tally, run, at)
        at -= len(run.parts)
        if at < len(run.reversals):
            return of_refund(tally, run, run.reversals[at])
        at -= len(run.reversals)


def _sums(tally: Tally, desk: Desk) -> Iterator[Sum]:
    account = tally.account
    for run in tally.runs:
        earned, taken_back = COMPONENTS[run.rule.direction]
        backs: dict[Terms, list[Reversal]] = {}
        for reversal in run.reversals:
            backs.setdefault(run.terms[reversal.place], []).append(reversal)
        for terms, places in run.by_terms().items():
            by_component = (
                (earned, [run.parts[place] for place in places]),
                (taken_back, [reversal.parts for reversal in backs.get(terms, ())]),
            )
            for component, parts in by_component:
                for share, column in enumerate(zip(*parts, strict=True)):
                    lines = len(column) - column.count(0)
                    if lines:
                        party, payee = run.payee(places[0], share)
                        kind = account.plan, account.rule, party, component, account.earned, desk.currency.code
                        yield Sum(payee, kind, lines, sum(column))


@final
class Whole:
    """
    Tallies of which nothing was posted before: each of their cells becomes a line.

    Args:
        tallies: The tallies, in order.
    """

    def __init__(self, tallies: Sequence[Tally]) -> None:
        self.tallies: Sequence[Tally] = tallies
        self._ends = list(accumulate(map(_lines_of, tallies)))
        self._last: tuple[int, list[int]] = -1, []

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    def posting(self, number: int, desk: Desk) -> Posting:
        """Give what becomes the line of a number, from 0 up to the length; found without making those before it."""
        place = bisect_right(self._ends, number)
        tally = self.tallies[place]
        if self._last[0] != place:
            counts = (sum(map(bool, parts)) for run in tally.runs for parts in _parts(run))
            self._last = place, list(accumulate(counts))
        within = number - (self._ends[place - 1] if place else 0)
        _, ends = self._last
        at = bisect_right(ends, within)
        past = ends[at - 1] if at else 0
        return desk.first_line(next(islice(_cells(tally, at), within - past, None)))

    def sums(self, desk: Desk) -> Iterator[Sum]:
        """Add up the lines, column by column."""
        for tally in self.tallies:
            yield from _sums(tally, desk)

    def postings(self, desk: Desk) -> Iterator[Posting]:
        """Give what becomes a line, in order."""
        return map(desk.first_line, chain.from_iterable(map(truths, self.tallies)))


@final
@frozen(eq=False)
class Some:
    """
    Lines that were singled out.

    Attributes:
        drafts: What becomes a line, in order.
    """

    drafts: tuple[Posting, ...]

    def __len__(self) -> int:
        return len(self.drafts)

    def sums(self, desk: Desk) -> Iterator[Sum]:
        """Add up the lines, each by itself."""
        return (Sum.of(_entry(posting, desk)) for posting in self.drafts)

    def postings(self, _desk: Desk) -> Iterator[Posting]:
        """Give what becomes a line, in order."""
        return iter(self.drafts)

    def posting(self, number: int, _desk: Desk) -> Posting:
        """Give what becomes the line of a number."""
        return self.drafts[number]


def _entry(posting: Posting, desk: Desk) -> Entry:
    match posting:
        case Draft():
            return desk.entry(posting)
        case Vanished():
            return desk.taken_back(posting).entry
        case TrueUpDraft():
            return posting.entry(desk.month)
        case _:
            assert_never(posting)


@final
class NewLines(Sequence[Line]):
    """
    The lines of a settlement, made when they are asked for.

    Args:
        desk: What every line needs.
        blocks: What becomes a line, in order.
    """

    def __init__(self, desk: Desk, blocks: Sequence[Whole | Some]) -> None:
        self._desk = desk
        self._blocks = blocks
        self._ends = list(accumulate(map(len, blocks)))

    @property
    def events(self) -> EventColumns:
        """The events that they were settled from, as far as they were known."""
        return self._desk.events

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    @overload
    def __getitem__(self, place: int) -> Line: ...
    @overload
    def __getitem__(self, place: slice) -> "Sequence[Line]": ...
    def __getitem__(self, place: int | slice) -> "Line | Sequence[Line]":
        """Make a line, or some of them."""
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        number = place + len(self) if place < 0 else place
        if not 0 <= number < len(self):
            raise IndexError(place)
        block = bisect_right(self._ends, number)
        start = self._ends[block - 1] if block else 0
        return self._made(self._blocks[block].posting(number - start, self._desk))

    def __iter__(self) -> Iterator[Line]:
        for block in self._blocks:
            yield from map(self._made, block.postings(self._desk))

    def entries(self) -> Iterator[Entry]:
        """Give what differencing needs to know of each line."""
        for block in self._blocks:
            for posting in block.postings(self._desk):
                yield _entry(posting, self._desk)

    def sums(self) -> Iterator[Sum]:
        """Add up the lines by their kinds."""
        for block in self._blocks:
            yield from block.sums(self._desk)

    def _made(self, posting: Posting) -> Line:
        match posting:
            case Draft():
                return self._desk.line(posting)
            case Vanished():
                return self._desk.taken_back(posting)
            case TrueUpDraft():
                return posting.line(self._desk.currency, self._desk.clock, self._desk.month)
            case _:
                assert_never(posting)
