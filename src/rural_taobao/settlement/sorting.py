"""
Sorting: every order and parcel into the tallies that it counts in, or into the reason why it counts in none.

Routes, rules and windows are looked up once for each combination that occurs, never once for each event.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache, partial
from itertools import chain, repeat
from typing import NamedTuple, TypeVar, cast, final

from attrs import frozen

from rural_taobao.commission.boosts import Boost
from rural_taobao.commission.choosing import SeveralMatch, chosen
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
from rural_taobao.commission.matching import Credit
from rural_taobao.commission.plans import CommissionPlan
from rural_taobao.commission.policies import HitPolicy
from rural_taobao.commission.rules import CommissionRule, MeasuredOn
from rural_taobao.commission.tariffs import Tariff, Tariffs, tariffs
from rural_taobao.commission.versions import PlanVersion
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.festivals import FestivalCalendar
from rural_taobao.identifiers import Party, PlanId, RuleId, VersionId
from rural_taobao.instants import DAY, InstantOutsideCalendar, UtcOffset
from rural_taobao.network import Network
from rural_taobao.periods import Month
from rural_taobao.settlement.attribution import Router, Terms
from rural_taobao.settlement.bases import Bases, picked
from rural_taobao.settlement.campaigns import clocks
from rural_taobao.settlement.columns import EventColumns
from rural_taobao.settlement.lines import Account
from rural_taobao.settlement.outcomes import Outcome
from rural_taobao.settlement.runs import Rated, RatedLevels, divided, ready
from rural_taobao.settlement.tallies import Slip, is_single

__all__ = ["RuleAmbiguous", "Sorter"]

_KINDS = tuple(CreditKind)
_EPOCH = date(1970, 1, 1)
T = TypeVar("T")


class _Decision(NamedTuple):
    """
    What is paid for events, at which rates, or why nothing is.

    Attributes:
        meaning: The tariffs of each choice, or the reason.
        single: Whether each event is rated by itself, so that it makes no difference on whose account it is settled.
    """

    meaning: tuple[Tariffs, ...] | Outcome
    single: bool


@final
class RuleAmbiguous(RuralTaobaoError, ValueError):
    """
    Several rules match one event, and the plan pays one.

    Attributes:
        plan: The plan.
        version: Its version.
        event: An event that they match.
        policy: The hit policy, which asks for one.
        rules: The rules.
    """

    def __init__(
        self, plan: PlanId, version: VersionId, event: str, policy: HitPolicy, rules: tuple[RuleId, ...]
    ) -> None:
        self.plan = plan
        self.version = version
        self.event = event
        self.policy = policy
        self.rules = rules
        super().__init__(plan, version, event, policy, rules)

    def __str__(self) -> str:
        specific = self.policy is HitPolicy.MOST_SPECIFIC
        return (
            f"one rule must match each event under hit policy '{self.policy}', but {' and '.join(self.rules)} of plan "
            f"{self.plan} version {self.version} both match {self.event}"
            f"{', as specifically as each other' if specific else ''}; narrow one, or state 'first' or 'sum'"
        )


@final
@frozen
class _Sheet:
    """
    What all legs under the same versions have in common; a leg without terms has a sheet of its own.

    Attributes:
        terms: One of the terms, or why there are none.
        months: How many full months the partner has been under contract, as far as a rule asks.
    """

    terms: Terms | Outcome
    months: int | None

    @property
    def moment(self) -> Moment:
        """The moment that selects the earned period."""
        return self.terms.version.earned_on.moment if isinstance(self.terms, Terms) else Moment.PLACED

    @property
    def shift(self) -> int:
        """Microseconds after it."""
        return self.terms.version.earned_on.days_after * DAY if isinstance(self.terms, Terms) else 0


class _Months(dict[int, int]):
    """
    The places of months, by the days since 1970 in them; a month gets its place when a day in it is first asked for.

    Args:
        clock: The clock whose days they are.
    """

    def __init__(self, clock: UtcOffset) -> None:
        self.ahead = -clock.midnight(_EPOCH)
        self.found: list[Month | None] = [None]
        self._place: dict[Month, int] = {}

    def __missing__(self, day: int) -> int:
        """Give the place of the month of a day; 0 for a day that no calendar has, which never comes."""
        try:
            month = Month.of(date.fromordinal(day + _EPOCH.toordinal()))
        except (ValueError, OverflowError):
            return 0
        if month not in self._place:
            self._place[month] = len(self.found)
            self.found.append(month)
        place = self[day] = self._place[month]
        return place


@final
class Sorter:
    """
    Sorts the events of a settlement.

    Args:
        network: The network.
        plans: The plans by their ids.
        calendar: The calendar.
        events: The events.

    Raises:
        PlanMissing: A plan that a station needs was not given.
        FestivalUnknown, WindowUnknown, EditionUnknown, NothingToPayOn, WindowOpen: A rule asks for what the calendar
            cannot answer.
    """

    def __init__(
        self,
        network: Network,
        plans: Mapping[PlanId, CommissionPlan],
        calendar: FestivalCalendar,
        events: EventColumns,
    ) -> None:
        self._events = events
        self._network = network
        self._within = (min(events.placed), max(events.placed) + 1) if events.placed else (0, 1)
        self._lay_out_routes(Router(network, plans))
        versions = [each.value for plan in plans.values() for each in plan.versions.entries]
        asked = frozenset[Leaf]().union(*(version.asks for version in versions))
        self._lay_out_windows(frozenset(leaf for leaf in asked if isinstance(leaf, DuringFestival)), calendar)
        self._lay_out_classes(asked, versions)
        self._months = _Months(network.clock)
        self._decisions: dict[_Decision, int] = {}
        self.bases: Bases = Bases(events)
        made_ready = partial(ready, clock=network.clock, memory=cache(divided))
        self.ready: Callable[[CommissionRule, tuple[Boost, ...]], Rated | RatedLevels] = cache(made_ready)

    def _lay_out_routes(self, router: Router) -> None:
        """Look every station up, once for each helper; a leg is a number, and those under one version share a sheet."""
        legs: dict[tuple[Terms | Outcome, int | None], int] = {}
        self._routes: list[tuple[tuple[int, ...], tuple[int, ...]]] = []
        events = self._events
        pairs = dict.fromkeys(zip(events.stations, events.helpers, strict=True)) if events.helpers else {}
        self._route_of = {pair: len(events.station_ids) + place for place, pair in enumerate(pairs)}
        named: list[tuple[str, str | None]] = [(station, None) for station in events.station_ids]
        named += [(events.station_ids[station], events.helper_ids[helper]) for station, helper in pairs]
        for station, helper in named:
            route = router.route(station, helper).within(*self._within)
            on_the_way = zip(route.legs, route.months, strict=True)
            self._routes.append((route.starts, tuple(legs.setdefault(leg, len(legs)) for leg in on_the_way)))
        self._legs = [leg for leg, _ in legs]
        self._leg_of: Sequence[int] = ()
        self._same: dict[Terms, tuple[Terms, ...]] = {}
        alike: dict[object, int] = {}
        self._like = [alike.setdefault(_alike(leg), place) for place, leg in enumerate(self._legs)]
        sheets: dict[object, int] = {}
        self._sheets: list[_Sheet] = []
        self._sheet_of: list[int] = []
        for leg, months in legs:
            key = leg if isinstance(leg, Outcome) else (leg.model.id, leg.plan.id, leg.version.version, months)
            if key not in sheets:
                sheets[key] = len(self._sheets)
                self._sheets.append(_Sheet(leg, months))
            self._sheet_of.append(sheets[key])

    def _lay_out_windows(self, asked: frozenset[DuringFestival], calendar: FestivalCalendar) -> None:
        """Look every window up, once, over all the instants of the events."""
        first, last = self._within
        for moment in {condition.clock for condition in asked} - {Moment.PLACED}:
            last = max(last, *(instant + 1 for instant in getattr(self._events, moment) if instant is not None), last)
        self._clocks = clocks(asked, calendar, (first, last))

    def _lay_out_classes(self, asked: frozenset[Leaf], versions: Sequence[PlanVersion]) -> None:
        """Say, once, which categories, tags, stations, amounts and days no rule tells apart."""
        events, network = self._events, self._network
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
        centre_of = [network.station(each).centre if network.knows(each) else "" for each in events.station_ids]
        self._station_class = _classes(
            (*(station in each for each in stations), *(centre in each for each in centres))
            for station, centre in zip(events.station_ids, centre_of, strict=True)
        )
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

    def sorted(self, rows: Sequence[int], outcomes: dict[Outcome, list[int]]) -> dict[Slip, list[int]]:
        """
        Sort rows into their tallies.

        Args:
            rows: The rows.
            outcomes: Takes the rows that count in no tally, by the reason.

        Returns:
            The rows of each tally, in the order in which they came.

        Raises:
            RuleAmbiguous: Two rules match where the plan wants one.
            NameNotInTable: A table by key has no rate for an event, and the plan calls that an error.
        """
        if not rows:
            return {}
        legs = self._found_legs(rows)
        self._keep_legs(rows, legs)
        codes = self._found_codes(rows, legs)
        first = dict(zip(reversed(codes), range(len(codes) - 1, -1, -1), strict=True))
        decided = {code: self._decided(legs[place], rows[place]) for code, place in first.items()}
        months = self._found_months(rows, legs)
        width, size = len(self._decisions), len(self._months.found)
        found: defaultdict[int, list[int]] = defaultdict(list)
        single, like = [decision.single for decision in self._decisions], self._like
        keys = [
            ((like[leg] if single[decision] else leg) * width + decision) * size + month
            for leg, decision, month in zip(legs, map(decided.__getitem__, codes), months, strict=True)
        ]
        for row, key in zip(rows, keys, strict=True):
            found[key].append(row)
        return self._slips(found, outcomes)

    def _keep_legs(self, rows: Sequence[int], legs: list[int]) -> None:
        """Keep which leg each row is on."""
        kept = legs
        if len(legs) < len(self._events.ids):
            kept = [*self._leg_of] or [0] * len(self._events.ids)
            for row, leg in zip(rows, legs, strict=True):
                kept[row] = leg
        # Tuples of numbers are no work for the garbage collector, as lists are.
        self._leg_of = tuple(kept)

    def terms(self, slip: Slip, rows: Sequence[int]) -> Sequence[Terms]:
        """
        Give on whose account each row under a slip is settled, and perhaps more of the same.

        Args:
            slip: The slip.
            rows: Some of the rows that were sorted under it.
        """
        if slip.account.credited:
            # One tuple, made as long as it is needed, does for all runs.
            same = self._same.get(slip.terms, ())
            if len(same) < len(rows):
                same = self._same[slip.terms] = (slip.terms,) * len(rows)
            return same
        legs = cast("Sequence[Terms]", self._legs)
        return tuple(map(legs.__getitem__, picked(rows, self._leg_of)))

    def looked_at(self, row: int) -> tuple[Terms, Credit] | Outcome:
        """Give under which terms a row counts and what a rule may look at of it, or why it counts under none."""
        [leg] = self._found_legs([row])
        terms = self._legs[leg]
        if isinstance(terms, Outcome):
            return terms
        return terms, self._credit(terms, self._sheets[self._sheet_of[leg]].months, row)

    def _found_legs(self, rows: Sequence[int]) -> list[int]:
        """Give the leg of each row; a station where nothing changes within the events is not searched."""
        only = [-1 if starts else legs[0] for starts, legs in self._routes]
        stations = _column(rows, self._events.stations)
        if self._events.helpers:
            helpers = _column(rows, self._events.helpers)
            stations = list(map(self._route_of.__getitem__, zip(stations, helpers, strict=True)))
        found = list(map(only.__getitem__, stations))
        if -1 in only:
            placed = _column(rows, self._events.placed)
            for place, leg in enumerate(found):
                if leg < 0:
                    starts, legs = self._routes[stations[place]]
                    found[place] = legs[bisect_right(starts, placed[place])]
        return found

    def _found_codes(self, rows: Sequence[int], legs: Sequence[int]) -> list[int]:
        """Give one number for everything about each row that a rule tells apart."""
        events = self._events
        width = max(self._category_class, default=0) + 1
        kinds = _column(rows, events.kinds)
        categories = map(self._category_class.__getitem__, _column(rows, events.categories))
        codes = [
            (sheet * width + category) * len(_KINDS) + kind
            for sheet, category, kind in zip(map(self._sheet_of.__getitem__, legs), categories, kinds, strict=True)
        ]
        for moment, edges in self._instants.items():
            codes = _apart(codes, edges, _column(rows, getattr(events, moment)), rising=self._rising(rows, moment))
        if any(self._station_class):
            slots = max(self._station_class) + 1
            classes = map(self._station_class.__getitem__, _column(rows, events.stations))
            codes = [code * slots + each for code, each in zip(codes, classes, strict=True)]
        if any(self._tag_class) and events.tags:
            slots = max(self._tag_class) + 1
            classes = map(self._tag_class.__getitem__, _column(rows, events.tags))
            codes = [code * slots + each for code, each in zip(codes, classes, strict=True)]
        for basis, edges in self._edges.items():
            amounts = _column(rows, events.gross if basis is AmountBasis.GROSS else self.bases.net)
            codes = _apart(codes, edges, amounts)
        return codes

    def _rising(self, rows: Sequence[int], moment: Moment) -> bool:
        """Tell whether a moment of rows never lies before that of the row before."""
        return moment is Moment.PLACED and self._events.in_order and isinstance(rows, range)

    def _found_months(self, rows: Sequence[int], legs: Sequence[int]) -> list[int]:
        """Give the place of the month in which each row is earned; 0 where it is not earned yet."""
        ways = {(sheet.moment, sheet.shift) for sheet in self._sheets if isinstance(sheet.terms, Terms)}
        events, places = self._events, self._months
        by_way: dict[tuple[Moment, int], list[int]] = {}
        for moment, shift in ways:
            instants, ahead = _column(rows, getattr(events, moment)), places.ahead + shift
            by_way[moment, shift] = [0 if instant is None else places[(instant + ahead) // DAY] for instant in instants]
        if len(by_way) <= 1:
            return next(iter(by_way.values()), [0] * len(rows))
        none = [0] * len(rows)
        of_leg = [
            by_way.get((sheet.moment, sheet.shift), none) for sheet in map(self._sheets.__getitem__, self._sheet_of)
        ]
        return [of_leg[leg][place] for place, leg in enumerate(legs)]

    def _slips(self, found: Mapping[int, list[int]], outcomes: dict[Outcome, list[int]]) -> dict[Slip, list[int]]:
        """Say what the keys mean: a tally for each rule that matches, or a reason."""
        meanings = list(self._decisions)
        width, size = len(meanings), len(self._months.found)
        slips: dict[Slip, list[int]] = {}
        for key, rows in found.items():
            place, month = divmod(key, size)
            leg, decision = divmod(place, width)
            terms, meaning = self._legs[leg], meanings[decision].meaning
            if isinstance(terms, Outcome):
                outcomes.setdefault(terms, []).extend(rows)
            elif isinstance(meaning, Outcome):
                outcomes.setdefault(meaning, []).extend(rows)
            elif (earned := self._months.found[month]) is None:
                outcomes.setdefault(Outcome.NOT_EARNED_YET, []).extend(rows)
            else:
                for tariff, some in self._picked(meaning, rows, terms.payees):
                    slip = self._slip(leg, terms, tariff, earned)
                    there = slips.setdefault(slip, some)
                    if there is not some:
                        there += some
        return slips

    def _slip(self, leg: int, terms: Terms, tariff: Tariff, earned: Month) -> Slip:
        """Make a slip; where each event is rated by itself, one for all legs that are alike."""
        rule, boosts, name = tariff
        if is_single(rule, terms.version):
            alike = cast("Terms", self._legs[self._like[leg]])
            return Slip(alike, rule, boosts, None, Account("", terms.plan.id, rule.id, earned))
        rolled_up = rule.measured_on is MeasuredOn.COUNTY_TOTAL
        credited = terms.payees[Party.COUNTY_CENTRE] if rolled_up else terms.credited
        return Slip(terms, rule, boosts, name, Account(credited, terms.plan.id, rule.id, earned))

    def _picked(
        self, choices: tuple[Tariffs, ...], rows: list[int], present: Collection[Party]
    ) -> Iterator[tuple[Tariff, list[int]]]:
        """
        Give what is paid for rows: the one tariff of a choice, or for each row the one that comes to most for it.

        Each has a list of its own.
        """
        for number, choice in enumerate(choices):
            if len(choice) == 1:
                yield choice[0], [*rows] if number else rows
                continue
            worth = [self.ready(tariff.rule, tariff.boosts).worth(rows, self.bases, present) for tariff in choice]
            best = [max(range(len(choice)), key=each.__getitem__) for each in zip(*worth, strict=True)]
            for place, tariff in enumerate(choice):
                some = [row for row, chosen_place in zip(rows, best, strict=True) if chosen_place == place]
                if some:
                    yield tariff, some

    def _decided(self, leg: int, row: int) -> int:
        """Give the number of what is decided for all rows of a code, of which one is given."""
        sheet = self._sheets[self._sheet_of[leg]]
        terms = sheet.terms
        if isinstance(terms, Outcome):
            decision = _Decision(terms, single=True)
        else:
            found = self._matched(terms, self._credit(terms, sheet.months, row), self._events.ids[row])
            rules = () if isinstance(found, Outcome) else (tariff.rule for choice in found for tariff in choice)
            decision = _Decision(found, all(is_single(rule, terms.version) for rule in rules))
        return self._decisions.setdefault(decision, len(self._decisions))

    def _credit(self, terms: Terms, months: int | None, row: int) -> Credit:
        """Give what a rule may look at of a row."""
        events = self._events
        station, name = events.station_ids[events.stations[row]], events.category_codes[events.categories[row]]
        kind, gross = _KINDS[events.kinds[row]], events.gross[row]
        ordered = kind is CreditKind.ORDER
        return Credit(
            kind,
            name,
            terms.model.id,
            station,
            self._network.station(station).centre,
            _day(self._network.clock, events.placed[row]),
            gross if ordered else None,
            gross - events.discounts[row] if ordered else None,
            frozenset[DuringFestival]().union(
                *(clock.holding[clock.slot(getattr(events, clock.moment)[row])] for clock in self._clocks)
            ),
            terms.version.above(name),
            events.tag_sets[events.tags[row]] if events.tags else frozenset(),
            months,
        )

    def _matched(self, terms: Terms, credit: Credit, event: str) -> "tuple[Tariffs, ...] | Outcome":
        """Find what pays for a credit, at which rate, or why nothing does."""
        if not terms.allows(credit.kind):
            return Outcome.WORK_NOT_ALLOWED
        version = terms.version
        try:
            choices = chosen(version, credit)
        except SeveralMatch as several:
            raise RuleAmbiguous(terms.plan.id, version.version, event, several.policy, several.rules) from None
        if not choices:
            return Outcome.NO_RULE
        found = (tariffs(choice, credit, version, plan=terms.plan.id, event=event) for choice in choices)
        return tuple(filter(None, found)) or Outcome.NOT_IN_TABLE


def _day(clock: UtcOffset, instant: int) -> date:
    """Give the day of an instant; the last of all for one that no calendar has, which earns nothing."""
    try:
        return clock.day(instant)
    except InstantOutsideCalendar:
        return date.max


def _alike(leg: Terms | Outcome) -> object:
    """Give what is one for legs between which it makes no difference to an event that is rated by itself."""
    if isinstance(leg, Outcome):
        return leg
    return leg.plan.id, leg.version.version, frozenset(leg.payees)


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
    pairs = zip(codes, measures, strict=True)
    if len(edges) == 1:
        [edge] = edges
        return [code + code + (each is not None and each >= edge) for code, each in pairs]
    return [code * slots if each is None else code * slots + bisect_right(edges, each) for code, each in pairs]


def _column(rows: Sequence[int], column: Sequence[T]) -> Sequence[T]:
    """Give what stands in some rows of a column, in their order; the column itself for all rows."""
    return column if isinstance(rows, range) and len(rows) == len(column) else picked(rows, column)
