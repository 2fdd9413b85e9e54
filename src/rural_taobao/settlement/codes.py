"""Codes: one number for everything about an event that a rule tells apart; rules are looked up once for each."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import chain, repeat
from typing import cast, final

from rural_taobao.commission.circumstances import Tagged
from rural_taobao.commission.conditions import (
    AmountBasis,
    AtStation,
    CreditKind,
    DuringFestival,
    InCategory,
    Leaf,
    Moment,
    OfAmount,
    OnDays,
    UnderCentre,
)
from rural_taobao.commission.keyed import ByKey, Key
from rural_taobao.commission.versions import PlanVersion
from rural_taobao.festivals import FestivalCalendar
from rural_taobao.identifiers import CentreId
from rural_taobao.network import Network
from rural_taobao.settlement.bases import Bases, column
from rural_taobao.settlement.campaigns import clocks
from rural_taobao.settlement.columns import EventColumns

__all__ = ["Codes"]


@final
class Codes:
    """
    The codes of all events.

    Args:
        events: The events.
        bases: Their basis columns.
        network: The network.
        calendar: The calendar.
        versions: The plan versions, whose rules tell events apart.
        within: The first of the attribution instants, and the end of the last.

    Attributes:
        of_station: A number for each station under each of its centres; those that a rule tells apart have two.

    Raises:
        FestivalUnknown, WindowUnknown, EditionUnknown, NothingToPayOn, WindowOpen: A rule asks for what the calendar
            cannot answer.
    """

    def __init__(
        self,
        events: EventColumns,
        bases: Bases,
        network: Network,
        calendar: FestivalCalendar,
        *,
        versions: Sequence[PlanVersion],
        within: tuple[int, int],
    ) -> None:
        self._events = events
        self._bases = bases
        asked = frozenset[Leaf]().union(*(version.asks for version in versions))
        self._lay_out_windows(frozenset(leaf for leaf in asked if isinstance(leaf, DuringFestival)), calendar, within)
        self._lay_out_classes(asked, versions, network)

    def _lay_out_windows(
        self, asked: frozenset[DuringFestival], calendar: FestivalCalendar, within: tuple[int, int]
    ) -> None:
        """Look every window up, once, over all the instants of the events."""
        first, last = within
        for moment in {condition.clock for condition in asked} - {Moment.PLACED}:
            last = max(last, *(instant + 1 for instant in getattr(self._events, moment) if instant is not None), last)
        self._clocks = clocks(asked, calendar, (first, last))

    def _lay_out_classes(self, asked: frozenset[Leaf], versions: Sequence[PlanVersion], network: Network) -> None:
        """Say, once, which categories, tags, stations, amounts and days no rule tells apart."""
        events = self._events
        rates = [rule.rate for version in versions for rule in version.every_rule if isinstance(rule.rate, ByKey)]
        alone = {key: [frozenset([name]) for rate in rates if rate.key is key for name in rate.names] for key in Key}
        named = [*(leaf.categories for leaf in asked if isinstance(leaf, InCategory)), *alone[Key.CATEGORY]]
        lineages = ([version.above(code) for version in versions] for code in events.category_codes)
        self._category_class = _classes(
            tuple(not each.isdisjoint(above) for above in lineage for each in named) for lineage in lineages
        )
        tags = [leaf.tags for leaf in asked if isinstance(leaf, Tagged)]
        self._tag_class = _classes(tuple(not each.isdisjoint(tagged) for each in tags) for tagged in events.tag_sets)
        stations = [*(leaf.stations for leaf in asked if isinstance(leaf, AtStation)), *alone[Key.STATION]]
        centres = [*(leaf.centres for leaf in asked if isinstance(leaf, UnderCentre)), *alone[Key.CENTRE]]
        known = filter(network.knows, events.station_ids)
        under = [(str(row.id), row.centre) for each in known for row in network.station_rows(each)]
        classes = _classes(
            (*(station in each for each in stations), *(centre in each for each in centres))
            for station, centre in under
        )
        self.of_station: dict[tuple[str, CentreId | None], int] = dict(zip(under, classes, strict=True))
        edges: dict[AmountBasis, set[int]] = {basis: set() for basis in AmountBasis}
        for leaf in asked:
            if isinstance(leaf, OfAmount):
                edges[leaf.basis].update(each.minor for each in (leaf.start, leaf.end) if each is not None)
        self._edges = {basis: sorted(found) for basis, found in edges.items() if found}
        days = (day for leaf in asked if isinstance(leaf, OnDays) for day in (leaf.days.start, leaf.days.end))
        instants: dict[Moment, set[int]] = {clock.moment: set() for clock in self._clocks}
        for clock in self._clocks:
            instants[clock.moment].update(clock.starts)
        instants.setdefault(Moment.PLACED, set()).update(network.clock.midnight(day) for day in days if day is not None)
        self._instants = {moment: sorted(found) for moment, found in instants.items() if found}

    def of(self, rows: Sequence[int], sheets: Iterable[int]) -> list[int]:
        """
        Give the code of each row.

        Args:
            rows: The rows.
            sheets: The sheet of each.
        """
        events = self._events
        width, kinds_there = max(self._category_class, default=0) + 1, len(CreditKind)
        kinds = column(rows, events.kinds)
        categories = map(self._category_class.__getitem__, column(rows, events.categories))
        codes = [
            (sheet * width + category) * kinds_there + kind
            for sheet, category, kind in zip(sheets, categories, kinds, strict=True)
        ]
        for moment, edges in self._instants.items():
            codes = _apart(codes, edges, column(rows, getattr(events, moment)), rising=self._rising(rows, moment))
        if any(self._tag_class) and events.tags:
            slots = max(self._tag_class) + 1
            classes = map(self._tag_class.__getitem__, column(rows, events.tags))
            codes = [code * slots + each for code, each in zip(codes, classes, strict=True)]
        for basis, edges in self._edges.items():
            amounts = column(rows, events.gross if basis is AmountBasis.GROSS else self._bases.net)
            codes = _apart(codes, edges, amounts)
        return codes

    def campaigns(self, row: int) -> frozenset[DuringFestival]:
        """Give every festival condition that holds for a row."""
        return frozenset[DuringFestival]().union(
            *(clock.holding[clock.slot(getattr(self._events, clock.moment)[row])] for clock in self._clocks)
        )

    def _rising(self, rows: Sequence[int], moment: Moment) -> bool:
        """Tell whether a moment of rows never lies before that of the row before."""
        return moment is Moment.PLACED and self._events.in_order and isinstance(rows, range)


def _classes(told_apart: Iterable[tuple[bool, ...]]) -> list[int]:
    """Number things so that those which nothing tells apart have one number."""
    numbers: dict[tuple[bool, ...], int] = {}
    return [numbers.setdefault(each, len(numbers)) for each in told_apart]


def _apart(
    codes: Sequence[int], edges: Sequence[int], measures: Sequence[int | None], *, rising: bool = False
) -> list[int]:
    """
    Tell codes apart by the slot that a measure lies in, which holds its lower edge; what is not, is in the first.

    Args:
        codes: The codes.
        edges: Where the slots begin, rising.
        measures: What lies in them, one for each code.
        rising: Whether all of them are, and rise.
    """
    slots = len(edges) + 1
    if rising:
        there = cast("Sequence[int]", measures)
        ends = [*(bisect_left(there, edge) for edge in edges), len(codes)]
        lengths = (end - start for start, end in zip((0, *ends), ends, strict=False))
        found = chain.from_iterable(repeat(slot, length) for slot, length in enumerate(lengths))
        return [code * slots + slot for code, slot in zip(codes, found, strict=True)]
    if None in measures:
        pairs = zip(codes, measures, strict=True)
        return [code * slots if each is None else code * slots + bisect_right(edges, each) for code, each in pairs]
    stated = cast("Sequence[int]", measures)
    if len(edges) == 1:
        [edge] = edges
        return [code + code + (each >= edge) for code, each in zip(codes, stated, strict=True)]
    within = map(bisect_right, repeat(edges, len(stated)), stated)
    return [code * slots + slot for code, slot in zip(codes, within, strict=True)]
