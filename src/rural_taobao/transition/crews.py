"""Crews: whoever is at one station, in charge or helping, and when it is open; and what moves make of that."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TypeVar, final

from attrs import evolve, frozen

from rural_taobao.network import HelperPosting, Network, Posting, Station
from rural_taobao.periods import Period
from rural_taobao.transition.decisions import Replace
from rural_taobao.transition.moves import Course, Move

__all__ = ["Crew"]

Held = TypeVar("Held", Posting, HelperPosting)


def _cut(rows: Iterable[Held], day: date) -> Iterator[Held]:
    """Give what of some rows lies before a day."""
    for row in rows:
        if row.period.start < day:
            yield (
                row
                if row.period.end is not None and row.period.end <= day
                else evolve(row, period=Period(row.period.start, day))
            )


@final
@frozen
class Crew:
    """
    What holds at one station.

    Attributes:
        opened: When it is open, and which centre runs it, by the first days.
        postings: Who is in charge, by the first days.
        helpers: Who helps, by the first days.
    """

    opened: tuple[Station, ...]
    postings: tuple[Posting, ...]
    helpers: tuple[HelperPosting, ...]

    @staticmethod
    def of(network: Network, station: str) -> "Crew":
        """Give the crew of a station of a network."""
        return Crew(network.station_rows(station), network.postings_at(station), network.helpers_at(station))

    def is_open(self, day: date) -> bool:
        """Tell whether the station is open on a day."""
        return any(day in row.open for row in self.opened)

    def was_open(self, day: date) -> bool:
        """Tell whether the station was open before a day."""
        return any(row.open.start < day for row in self.opened)

    def is_over(self, day: date) -> bool:
        """Tell whether the station is open neither on a day nor later."""
        return all(row.open.end is not None and row.open.end <= day for row in self.opened)

    def posting_on(self, day: date) -> Posting | None:
        """Give who is in charge on a day; None where nobody is."""
        return next((row for row in self.postings if day in row.period), None)

    def begins(self, posting: Posting) -> bool:
        """Tell whether the partner of a posting was not in charge on the day before its first."""
        return not any(
            row.partner == posting.partner and row.period.end == posting.period.start for row in self.postings
        )

    def stay(self, posting: Posting) -> tuple[Posting, ...]:
        """Give a posting, and those of the same partner that follow on it without a gap."""
        found: list[Posting] = [posting]
        for row in self.postings:
            if row.period.start == found[-1].period.end and row.partner == posting.partner:
                found.append(row)
        return tuple(found)

    def moved(self, move: Move) -> "Crew":
        """Give what a move makes of it."""
        posting = self.posting_on(move.day)
        if posting is None or not move.changes:
            return self
        stay = self.stay(posting)
        match move.course:
            case Course.ADOPTS:
                return self._adopted(move, stay)
            case Course.SUSPENDED:
                return self._suspended(move.day)
            case _:
                return self._succeeded(move, stay)

    def _adopted(self, move: Move, stay: tuple[Posting, ...]) -> "Crew":
        """Let a partner go on under another version, up to where the version is another one anyway."""
        rows: list[Posting] = []
        goes_on = True
        for row in self.postings:
            goes_on = goes_on and (row not in stay or row.version == move.before)
            if row not in stay or not goes_on:
                rows.append(row)
                continue
            rows += _cut([row], move.day)
            start = max(row.period.start, move.day)
            stated = move.reverts or (row.reverts and start == row.period.start)
            rows.append(evolve(row, version=move.version, period=Period(start, row.period.end), reverts=stated))
        return evolve(self, postings=tuple(rows))

    def _succeeded(self, move: Move, stay: tuple[Posting, ...]) -> "Crew":
        """End a stay, and let a successor have the rest of it, where there is one."""
        before = [row for row in self.postings if row.period.start < stay[0].period.start]
        after = [row for row in self.postings if row.period.start > stay[-1].period.start]
        postings, helpers = [*before, *_cut(stay[:1], move.day)], self.helpers
        if isinstance(move.measure, Replace):
            postings.append(
                Posting(
                    move.station,
                    move.measure.successor,
                    move.measure.payee,
                    move.version,
                    Period(move.day, stay[-1].period.end),
                    move.reverts,
                )
            )
            helping = [row for row in helpers if row.partner == move.successor]
            # Who takes charge helps no more, from that day on.
            others = [row for row in helpers if row.partner != move.successor]
            helpers = (*others, *_cut(helping, move.day))
        return evolve(self, postings=(*postings, *after), helpers=helpers)

    def _suspended(self, day: date) -> "Crew":
        """Let nobody serve from a day on, until the station is opened again after it was closed."""
        end: date | None = day
        rows: list[Station] = []
        for row in self.opened:
            if row.open.end is not None and row.open.end <= day:
                rows.append(row)
            elif row.open.start <= day:
                rows += [evolve(row, open=Period(row.open.start, day))] if row.open.start < day else []
                end = row.open.end
            elif row.open.start == end:
                end = row.open.end
            else:
                rows.append(row)
        kept = [
            *_cut(self.postings, day),
            *(row for row in self.postings if end is not None and row.period.start >= end),
        ]
        helping = [
            *_cut(self.helpers, day),
            *(row for row in self.helpers if end is not None and row.period.start >= end),
        ]
        return Crew(tuple(rows), tuple(kept), tuple(helping))
