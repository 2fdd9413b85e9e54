"""
Sorting: every order and parcel into the tallies that it counts in, or into the reason why it counts in none.

Routes, rules and windows are looked up once for each combination that occurs, never once for each event.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from functools import cache, partial
from itertools import chain
from typing import Final, NamedTuple, TypeVar, cast, final

from rural_taobao.commission.boosts import Boost
from rural_taobao.commission.choosing import SeveralMatch, chosen
from rural_taobao.commission.conditions import CreditKind, Moment
from rural_taobao.commission.matching import Credit
from rural_taobao.commission.plans import CommissionPlan
from rural_taobao.commission.policies import HitPolicy
from rural_taobao.commission.rules import CommissionRule, MeasuredOn
from rural_taobao.commission.tariffs import Tariff, Tariffs, tariffs
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.festivals import FestivalCalendar
from rural_taobao.identifiers import Party, PlanId, RuleId, VersionId
from rural_taobao.instants import DAY, InstantOutsideCalendar, UtcOffset
from rural_taobao.network import Network
from rural_taobao.periods import Month
from rural_taobao.settlement.attribution import Router, Terms
from rural_taobao.settlement.bases import Bases, column
from rural_taobao.settlement.codes import Codes
from rural_taobao.settlement.columns import REFERRAL, EventColumns
from rural_taobao.settlement.dividing import divided
from rural_taobao.settlement.legs import Legs
from rural_taobao.settlement.outcomes import Outcome
from rural_taobao.settlement.raters import Ready, ready
from rural_taobao.settlement.tallies import Slip, is_single

__all__ = ["RuleAmbiguous", "Sorter"]

_KINDS = tuple(CreditKind)
_EPOCH = date(1970, 1, 1)
_AT_LEAST: Final = 16
"""How many rows of one account are thought to come under one slip: a guess that costs nothing where it is wrong."""
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
        self.bases: Bases = Bases(events)
        within = (min(events.placed), max(events.placed) + 1) if events.placed else (0, 1)
        versions = [each.value for plan in plans.values() for each in plan.versions.entries]
        self._codes = Codes(events, self.bases, network, calendar, versions=versions, within=within)
        self._legs = Legs(Router(network, plans), events, within, self._codes.of_station)
        self._same: dict[Terms, tuple[Terms, ...]] = {}
        self._months = _Months(network.clock)
        self._earliest: tuple[int | None, ...] = ()
        self._decisions: dict[_Decision, int] = {}
        made_ready = partial(ready, clock=network.clock, memory=cache(divided))
        self.ready: Callable[[CommissionRule, tuple[Boost, ...]], Ready] = cache(made_ready)

    def sorted(self, rows: Sequence[int], outcomes: dict[Outcome, list[int]]) -> dict[Slip, Sequence[int]]:
        """
        Sort rows into their tallies.

        Args:
            rows: The rows, rising.
            outcomes: Takes the rows that count in no tally, by the reason.

        Returns:
            The rows of each tally, in the order in which they stand.

        Raises:
            RuleAmbiguous: Two rules match where the plan wants one.
            NameNotInTable: A table by key has no rate for an event, and the plan calls that an error.
        """
        return self._slips(self._found(rows), outcomes) if rows else {}

    def _found(self, rows: Sequence[int]) -> dict[int, list[int]]:
        """Find the rows of each key, which is a leg, or one that is like it, a decision and a month."""
        legs = self._legs.found(rows)
        self._legs.keep(rows, legs)
        codes = self._codes.of(rows, map(self._legs.sheet_of.__getitem__, legs))
        first = dict(zip(reversed(codes), range(len(codes) - 1, -1, -1), strict=True))
        decided = {code: self._decided(legs[place], rows[place]) for code, place in first.items()}
        months = self._found_months(rows, legs)
        width, size = len(self._decisions), len(self._months.found)
        found: defaultdict[int, list[int]] = defaultdict(list)
        single, like = [decision.single for decision in self._decisions], self._legs.like
        keys = [
            ((like[leg] if single[decision] else leg) * width + decision) * size + month
            for leg, decision, month in zip(legs, map(decided.__getitem__, codes), months, strict=True)
        ]
        for row, key in zip(rows, keys, strict=True):
            found[key].append(row)
        return found

    def terms(self, slip: Slip, rows: Sequence[int]) -> Sequence[Terms]:
        """
        Give on whose account each row under a slip is settled, and perhaps more of the same.

        Args:
            slip: The slip.
            rows: Some of the rows that were sorted under it.
        """
        if slip.credited:
            # One tuple, made twice as long where it is too short, does for nearly all runs.
            same = self._same.get(slip.terms, ())
            if len(same) < len(rows):
                same = self._same[slip.terms] = (slip.terms,) * max(len(rows), 2 * len(same), _AT_LEAST)
            return same
        terms = cast("Sequence[Terms]", self._legs.every)
        return tuple(map(terms.__getitem__, self._legs.of(rows)))

    def looked_at(self, row: int) -> tuple[Terms, Credit] | Outcome:
        """Give under which terms a row counts and what a rule may look at of it, or why it counts under none."""
        [leg] = self._legs.found([row])
        terms = self._legs.every[leg]
        if isinstance(terms, Outcome):
            return terms
        return terms, self._credit(terms, self._legs.sheets[self._legs.sheet_of[leg]].months, row)

    def _found_months(self, rows: Sequence[int], legs: Sequence[int]) -> list[int]:
        """Give the place of the month in which each row is earned; 0 where it is not earned yet."""
        ways = {(sheet.moment, sheet.shift) for sheet in self._legs.sheets if isinstance(sheet.terms, Terms)}
        places = self._months
        by_way: dict[tuple[Moment, int], list[int]] = {}
        for moment, shift in ways:
            instants, ahead = column(rows, self._earning(moment)), places.ahead + shift
            by_way[moment, shift] = [0 if instant is None else places[(instant + ahead) // DAY] for instant in instants]
        if len(by_way) <= 1:
            return next(iter(by_way.values()), [0] * len(rows))
        none = [0] * len(rows)
        of_leg = [
            by_way.get((sheet.moment, sheet.shift), none)
            for sheet in map(self._legs.sheets.__getitem__, self._legs.sheet_of)
        ]
        return [of_leg[leg][place] for place, leg in enumerate(legs)]

    def _earning(self, moment: Moment) -> Sequence[int | None]:
        """Give when each event comes to a moment at which it earns; a referral earns no earlier than it is approved."""
        events = self._events
        if not events.referred or moment is not Moment.PLACED:
            return cast("Sequence[int | None]", getattr(events, moment))
        if not self._earliest:
            instants = zip(events.kinds, events.placed, events.paid, strict=True)
            self._earliest = tuple(paid if kind == REFERRAL else placed for kind, placed, paid in instants)
        return self._earliest

    def _slips(self, found: dict[int, list[int]], outcomes: dict[Outcome, list[int]]) -> dict[Slip, Sequence[int]]:
        """Say what the keys mean: a tally for each rule that matches, or a reason; they are taken out one by one."""
        meanings = list(self._decisions)
        width, size = len(meanings), len(self._months.found)
        slips: dict[Slip, Sequence[int]] = {}
        several: defaultdict[Slip, list[Sequence[int]]] = defaultdict(list)
        for key in [*found]:
            # Tuples of numbers are no work for the garbage collector, as lists are.
            rows = tuple(found.pop(key))
            place, month = divmod(key, size)
            leg, decision = divmod(place, width)
            terms, meaning = self._legs.every[leg], meanings[decision].meaning
            if isinstance(terms, Outcome):
                outcomes.setdefault(terms, []).extend(rows)
            elif isinstance(meaning, Outcome):
                outcomes.setdefault(meaning, []).extend(rows)
            elif (earned := self._months.found[month]) is None:
                outcomes.setdefault(Outcome.NOT_EARNED_YET, []).extend(rows)
            else:
                for tariff, some in self._picked(meaning, rows, terms.payees, terms.plan.id):
                    slip = self._slip(leg, terms, tariff, earned)
                    if slips.setdefault(slip, some) is not some:
                        several[slip].append(some)
        slips.update((slip, tuple(sorted(chain(slips[slip], *others)))) for slip, others in several.items())
        return slips

    def _slip(self, leg: int, terms: Terms, tariff: Tariff, earned: Month) -> Slip:
        """Make a slip; where each event is rated by itself, one for all legs that are alike."""
        rule, boosts, name = tariff
        if is_single(rule, terms.version):
            alike = cast("Terms", self._legs.every[self._legs.like[leg]])
            return Slip(alike, rule, boosts, None, "", earned)
        rolled_up = rule.measured_on is MeasuredOn.COUNTY_TOTAL
        credited = terms.payees[Party.COUNTY_CENTRE] if rolled_up else terms.credited
        return Slip(terms, rule, boosts, name, credited, earned)

    def _picked(
        self, choices: tuple[Tariffs, ...], rows: Sequence[int], present: Collection[Party], plan: PlanId
    ) -> Iterator[tuple[Tariff, Sequence[int]]]:
        """Give what is paid for rows: the one tariff of a choice, or for each row the one that comes to most for it."""
        for choice in choices:
            if len(choice) == 1:
                yield choice[0], rows
                continue
            worth = [self.ready(tariff.rule, tariff.boosts).worth(rows, self.bases, present, plan) for tariff in choice]
            best = [max(range(len(choice)), key=each.__getitem__) for each in zip(*worth, strict=True)]
            for place, tariff in enumerate(choice):
                some = tuple(row for row, chosen_place in zip(rows, best, strict=True) if chosen_place == place)
                if some:
                    yield tariff, some

    def _decided(self, leg: int, row: int) -> int:
        """Give the number of what is decided for all rows of a code, of which one is given."""
        sheet = self._legs.sheets[self._legs.sheet_of[leg]]
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
        of_amount = kind is not CreditKind.PARCEL
        day = _day(self._network.clock, events.placed[row])
        return Credit(
            kind,
            name,
            terms.model.id,
            station,
            next(each.centre for each in self._network.station_rows(station) if day in each.open),
            day,
            gross if of_amount else None,
            gross - events.discounts[row] if of_amount else None,
            self._codes.campaigns(row),
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
