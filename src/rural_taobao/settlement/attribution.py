"""
Attribution: from a station and an instant to who is credited, and under which model and plan version.

The attribution instant alone selects all of it: an order's when it was placed, a parcel's when it was handed out.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import TypeAlias, assert_never, final

from attrs import Factory, field, frozen

from rural_taobao.commission.circumstances import Seniority
from rural_taobao.commission.conditions import CreditKind
from rural_taobao.commission.plans import CommissionPlan
from rural_taobao.commission.versions import PlanVersion
from rural_taobao.days import MonthsOutsideCalendar, months_after
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.identifiers import PartnerId, Party, PayeeId, PlanId, VersionId
from rural_taobao.network import ModelVersion, Network, Posting, Station, VacantCredit, Work
from rural_taobao.periods import Period, gaps
from rural_taobao.settlement.outcomes import Outcome

__all__ = ["PlanMissing", "Route", "Router", "Terms"]

_Leg: TypeAlias = tuple[date, "Terms | Outcome", int | None]
"""The first day of a leg, what holds on it, and the months that are full."""
_WORK = {CreditKind.ORDER: Work.ASSISTED_PURCHASE, CreditKind.PARCEL: Work.PARCELS}


@final
class PlanMissing(RuralTaobaoError, LookupError):
    """
    A model version names a plan that was not given.

    Attributes:
        version: The model version.
        plan: The plan.
    """

    def __init__(self, version: VersionId, plan: PlanId) -> None:
        self.version = version
        self.plan = plan
        super().__init__(version, plan)

    def __str__(self) -> str:
        return (
            f"the plan of every model version in use must be given, but {self.plan}, which version {self.version} "
            "names, was not; add its file"
        )


@final
@frozen(eq=False)
class Terms:
    """
    On whose account and under which versions an event is settled.

    Attributes:
        credited: Whose running totals it counts in.
        payees: Who is paid, by party; a helper only where the event names one who is posted there.
        model: The model version.
        plan: The plan.
        version: The version of it.
    """

    credited: PayeeId
    payees: Mapping[Party, PayeeId]
    model: ModelVersion
    plan: CommissionPlan
    version: PlanVersion

    def allows(self, kind: CreditKind) -> bool:
        """Tell whether the model version allows the work that a credit is for."""
        return _WORK[kind] in self.model.works


@final
@frozen(eq=False)
class Route:
    """
    What holds at a station, leg by leg.

    Attributes:
        starts: The first instants of all legs but the first, in microseconds since 1970.
        legs: What holds on each: terms, or why there are none.
        months: How many full months the partner in charge has been under contract on each, as far as a rule of the
            plan asks: the largest number that one asks for and that is reached; None where no partner is in charge.
    """

    starts: tuple[int, ...]
    legs: tuple[Terms | Outcome, ...]
    months: tuple[int | None, ...]

    def within(self, first: int, last: int) -> "Route":
        """Give the route as far as instants from a first up to, and without, a last one need it."""
        begin, end = bisect_right(self.starts, first), bisect_left(self.starts, last)
        return Route(self.starts[begin:end], self.legs[begin : end + 1], self.months[begin : end + 1])

    def at(self, instant: int) -> Terms | Outcome:
        """Give what holds at an instant, in microseconds since 1970."""
        return self.legs[bisect_right(self.starts, instant)]


def _thresholds(router: "Router") -> dict[PlanVersion, list[int]]:
    """Give the numbers of months that each plan version asks for, rising."""
    found: dict[PlanVersion, list[int]] = {}
    for version in (entry.value for plan in router.plans.values() for entry in plan.versions.entries):
        asked = [leaf for leaf in version.asks if isinstance(leaf, Seniority)]
        edges = (edge for each in asked for edge in (each.months_from, each.months_to))
        found[version] = sorted({edge for edge in edges if edge is not None})
    return found


def _contracts(router: "Router") -> dict[PartnerId, date]:
    """Give the day on which the contract of each partner began; nothing where no plan asks for it."""
    if not any(_thresholds(router).values()):
        return {}
    return {partner.id: partner.contract.start for partner in router.network.partners}


@final
@frozen(eq=False)
class Router:
    """
    Makes the route of each station of a network; equal terms are made once.

    Attributes:
        network: The network.
        plans: The plans, by their id.
    """

    network: Network
    plans: Mapping[PlanId, CommissionPlan]
    _asked: Mapping[PlanVersion, Sequence[int]] = field(init=False, default=Factory(_thresholds, takes_self=True))
    _began: Mapping[PartnerId, date] = field(init=False, default=Factory(_contracts, takes_self=True))
    _known: dict[tuple[str, ...], Terms] = field(init=False, factory=dict[tuple[str, ...], Terms])

    def route(self, station: str, helper: str | None = None) -> Route:
        """
        Give the route of a station, whole, from the first day of all to the last.

        Args:
            station: The station.
            helper: The partner who helped there, if it is the route of events that name one.

        Raises:
            PlanMissing: A plan that is needed was not given.
        """
        route = self._route(station)
        return route if helper is None else self._helped(route, station, helper)

    def _helped(self, route: Route, station: str, helper: str) -> Route:
        """Cut a route where the postings of a helper begin and end; outside them it leads nowhere."""
        if not route.starts:
            return route
        midnight = self.network.clock.midnight
        spans = [
            (midnight(days.start), None if days.end is None else midnight(days.end), posting.payee)
            for posting in self.network.helpers_at(station)
            for days in (posting.period,)
            if posting.partner == helper
        ]
        edges = {edge for start, end, _ in spans for edge in (start, end) if edge is not None}
        starts = tuple(sorted(edges.union(route.starts)))
        legs = (route.legs[0], *(self._helped_leg(route.at(at), spans, at) for at in starts))
        months = (route.months[0], *(route.months[bisect_right(route.starts, at)] for at in starts))
        return Route(starts, legs, months)

    def _helped_leg(
        self, leg: Terms | Outcome, spans: Sequence[tuple[int, int | None, PayeeId]], at: int
    ) -> Terms | Outcome:
        """Give what holds from an instant on for events that name a helper."""
        if isinstance(leg, Outcome):
            return leg
        for start, end, payee in spans:
            if start <= at and (end is None or at < end):
                return self._terms((*leg.payees.values(), payee), leg.model, leg.plan, leg.version)
        return Outcome.HELPER_NOT_POSTED

    def _route(self, station: str) -> Route:
        if not self.network.knows(station):
            return Route((), (Outcome.STATION_UNKNOWN,), (None,))
        found = self.network.station(station)
        postings = self.network.postings_at(station)
        legs: list[_Leg] = []
        for posting in postings:
            began = self._began.get(posting.partner)
            legs.extend(self._legs(posting.period, self._posted(found, posting), posting.version, began))
        for vacant in gaps([posting.period for posting in postings], found.open):
            credited = self._vacant(found)
            if credited is None or self.network.vacancy.version is None:
                legs.append((vacant.start, Outcome.STATION_VACANT, None))
            else:
                legs.extend(self._legs(vacant, credited, self.network.vacancy.version, None))
        if found.open.end is not None:
            legs.append((found.open.end, Outcome.STATION_NOT_OPEN, None))
        legs.sort(key=lambda leg: leg[0])
        starts = tuple(self.network.clock.midnight(start) for start, _, _ in legs)
        months = (None, *(months for _, _, months in legs))
        return Route(starts, (Outcome.STATION_NOT_OPEN, *(leg for _, leg, _ in legs)), months)

    def _payees(self, station: Station, credited: PayeeId) -> tuple[PayeeId, ...]:
        return credited, self.network.centre(station.centre).payee, self.network.platform

    def _posted(self, station: Station, posting: Posting) -> tuple[PayeeId, ...]:
        """Give who is paid while a partner is in charge."""
        return self._payees(station, posting.payee)

    def _vacant(self, station: Station) -> tuple[PayeeId, ...] | None:
        """Give who is paid while a station is vacant; None where nobody is."""
        match self.network.vacancy.credit:
            case VacantCredit.NOBODY:
                return None
            case VacantCredit.COUNTY_CENTRE:
                return self._payees(station, self.network.centre(station.centre).payee)
            case VacantCredit.PLATFORM:
                return self._payees(station, self.network.platform)
            case _:
                assert_never(self.network.vacancy.credit)

    def _legs(self, days: Period, payees: tuple[PayeeId, ...], version: VersionId, began: date | None) -> list[_Leg]:
        """Cut days where the plan changes, and where the months of a contract are full that it asks for."""
        model = self.network.version(version)
        if model.plan not in self.plans:
            raise PlanMissing(version, model.plan)
        plan = self.plans[model.plan]
        legs: list[_Leg] = []
        for entry in plan.versions.entries:
            common = entry.period.overlap(days)
            if common is not None:
                legs.extend(self._by_seniority(common, self._terms(payees, model, plan, entry.value), began))
        missing = gaps([plan.versions.covered], days)
        return [*legs, *((days.start, Outcome.NO_PLAN_VERSION, None) for days in missing)]

    def _by_seniority(self, days: Period, terms: Terms, began: date | None) -> Iterator[_Leg]:
        """Cut days on which a number of months is full that a rule asks for."""
        asked = self._asked[terms.version]
        if began is None or not asked:
            yield days.start, terms, None
            return
        reached = {days.start: 0}
        for months in asked:
            with suppress(MonthsOutsideCalendar):
                day = max(days.start, months_after(began, months))
                if days.end is None or day < days.end:
                    reached[day] = months
        yield from ((day, terms, months) for day, months in reached.items())

    def _terms(
        self, payees: tuple[PayeeId, ...], model: ModelVersion, plan: CommissionPlan, version: PlanVersion
    ) -> Terms:
        """Give the terms under which the parties, as far as there are payees, are paid."""
        key = (*payees, "/", model.id, plan.id, version.version)
        if key not in self._known:
            by_party = dict(zip(Party, payees, strict=False))
            self._known[key] = Terms(payees[0], by_party, model, plan, version)
        return self._known[key]
