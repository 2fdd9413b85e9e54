"""
Attribution: from a station and an instant to who is credited, and under which model and plan version.

The attribution instant alone selects all of it: an order's when it was placed, a parcel's when it was handed out, a
referral's when it was entered.
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
from rural_taobao.identifiers import CentreId, PartnerId, Party, PayeeId, PlanId, VersionId
from rural_taobao.network import CountyCentre, ModelVersion, Network, VacantCredit, Work
from rural_taobao.periods import Period, gaps
from rural_taobao.services.offers import (
    NotOffered,
    NotPermitted,
    NotPermittedYet,
    Offered,
    PermissionEnded,
    PermissionRevoked,
    ServiceUnknown,
    StationClosed,
    StationInNobodysCharge,
    VersionDoesNotAllow,
    offered,
)
from rural_taobao.settlement.columns import Referred
from rural_taobao.settlement.outcomes import Outcome
from rural_taobao.settlement.turns import Help, Turn, helps, turns

__all__ = ["PlanMissing", "Route", "Router", "Terms"]

_Leg: TypeAlias = tuple[date, "Terms | Outcome", int | None, CentreId | None]
"""The first day of a leg, what holds on it, the months that are full, and the centre that runs the station."""
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
        """Tell whether the model version allows the work that a credit is for; of a referral its route has said so."""
        return kind not in _WORK or _WORK[kind] in self.model.works


def _not_offered(answer: NotOffered) -> Outcome:
    """Say what becomes of a referral of a service that is not offered."""
    match answer:
        case ServiceUnknown():
            return Outcome.SERVICE_UNKNOWN
        case VersionDoesNotAllow():
            return Outcome.WORK_NOT_ALLOWED
        case PermissionRevoked():
            return Outcome.PERMISSION_REVOKED
        case StationClosed() | StationInNobodysCharge() | NotPermitted() | NotPermittedYet() | PermissionEnded():
            return Outcome.NOT_PERMITTED
        case _:
            assert_never(answer)


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
        centres: The centre that runs the station on each; None where there are no terms.
    """

    starts: tuple[int, ...]
    legs: tuple[Terms | Outcome, ...]
    months: tuple[int | None, ...]
    centres: tuple[CentreId | None, ...]

    def within(self, first: int, last: int) -> "Route":
        """Give the route as far as instants from a first up to, and without, a last one need it."""
        begin, end = bisect_right(self.starts, first), bisect_left(self.starts, last)
        legs = slice(begin, end + 1)
        return Route(self.starts[begin:end], self.legs[legs], self.months[legs], self.centres[legs])

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
    _known: dict[tuple[str, ...], Terms] = field(init=False, factory=dict[tuple[str, ...], Terms])

    def route(self, station: str, helper: str | None = None, referred: Referred | None = None) -> Route:
        """
        Give the route of a station, whole, from the first day of all to the last.

        Args:
            station: The station.
            helper: The partner who helped there, if it is the route of events that name one.
            referred: What was referred there, and who decided what, if it is the route of referrals.

        Raises:
            PlanMissing: A plan that is needed was not given.
        """
        route = self._route(station)
        if referred is not None:
            return self._served(route, station, referred)
        return route if helper is None else self._helped(route, station, helper)

    def _served(self, route: Route, station: str, referred: Referred) -> Route:
        """Cut a route where permissions for a service begin and end; where it is not offered, nothing is earned."""
        if not route.starts:
            return route
        midnight, network = self.network.clock.midnight, self.network
        known = network.knows_service(referred.service)
        permissions = network.permissions_at(station, referred.service) if known else ()
        bounds = (day for permission in permissions for day in (permission.period.start, permission.end))
        starts = tuple(sorted({midnight(day) for day in bounds if day is not None}.union(route.starts)))
        places = [0, *(bisect_right(route.starts, at) for at in starts)]
        legs = (route.legs[0], *(self._served_leg(route.at(at), station, referred, at) for at in starts))
        months, centres = tuple(route.months[at] for at in places), tuple(route.centres[at] for at in places)
        return Route(starts, legs, months, centres)

    def _served_leg(self, leg: Terms | Outcome, station: str, referred: Referred, at: int) -> Terms | Outcome:
        """Give what holds from an instant on for referrals of a service."""
        if isinstance(leg, Outcome):
            return leg
        answer = offered(self.network, station, referred.service, self.network.clock.day(at))
        if not isinstance(answer, Offered):
            return _not_offered(answer)
        decider = self.network.service(referred.service).decided_by
        own = referred.decided_by == answer.permission.partner
        if referred.decided_by is not None and (own or decider not in (None, referred.decided_by)):
            return Outcome.DECIDED_BY_ANOTHER
        return Outcome.DECLINED if referred.approved is False else leg

    def _helped(self, route: Route, station: str, helper: str) -> Route:
        """Cut a route where the postings of a helper begin and end; outside them it leads nowhere."""
        if not route.starts:
            return route
        spans = helps(self.network, station, helper)
        edges = {edge for start, end, _ in spans for edge in (start, end) if edge is not None}
        starts = tuple(sorted(edges.union(route.starts)))
        places = [0, *(bisect_right(route.starts, at) for at in starts)]
        legs = (route.legs[0], *(self._helped_leg(route.at(at), spans, at) for at in starts))
        months, centres = tuple(route.months[at] for at in places), tuple(route.centres[at] for at in places)
        return Route(starts, legs, months, centres)

    def _helped_leg(self, leg: Terms | Outcome, spans: Sequence[Help], at: int) -> Terms | Outcome:
        """Give what holds from an instant on for events that name a helper."""
        if isinstance(leg, Outcome):
            return leg
        for each in spans:
            if each.holds(at):
                return self._terms((*leg.payees.values(), each.payee), leg.model, leg.plan, leg.version)
        return Outcome.HELPER_NOT_POSTED

    def _route(self, station: str) -> Route:
        if not self.network.knows(station):
            return Route((), (Outcome.STATION_UNKNOWN,), (None,), (None,))
        rows = self.network.station_rows(station)
        legs: list[_Leg] = []
        for turn in turns(self.network, station):
            legs.extend(self._turn_legs(turn))
        closed = gaps([row.open for row in rows], Period(rows[0].open.start))
        legs.extend((days.start, Outcome.STATION_NOT_OPEN, None, None) for days in closed)
        legs.sort(key=lambda leg: leg[0])
        starts = tuple(self.network.clock.midnight(leg[0]) for leg in legs)
        return Route(
            starts,
            (Outcome.STATION_NOT_OPEN, *(found for _, found, _, _ in legs)),
            (None, *(months for _, _, months, _ in legs)),
            (None, *(centre for _, _, _, centre in legs)),
        )

    def _turn_legs(self, turn: Turn) -> Iterator[_Leg]:
        """Cut the days of a turn where the centre of its station has another row."""
        for centre in self.network.centre_rows(turn.row.centre):
            days = turn.days.overlap(centre.open)
            if days is None:
                continue
            posting = turn.posting
            if posting is not None:
                credited = (posting.payee, centre.payee, self.network.platform)
                yield from self._legs(days, centre, credited, posting.version, posting.partner)
                continue
            found = self._vacant(centre)
            if found is None or self.network.vacancy.version is None:
                yield days.start, Outcome.STATION_VACANT, None, None
            else:
                yield from self._legs(days, centre, found, self.network.vacancy.version, None)

    def _vacant(self, centre: CountyCentre) -> tuple[PayeeId, ...] | None:
        """Give who is paid while a station is vacant; None where nobody is."""
        match self.network.vacancy.credit:
            case VacantCredit.NOBODY:
                return None
            case VacantCredit.COUNTY_CENTRE:
                return centre.payee, centre.payee, self.network.platform
            case VacantCredit.PLATFORM:
                return self.network.platform, centre.payee, self.network.platform
            case _:
                assert_never(self.network.vacancy.credit)

    def _legs(
        self,
        days: Period,
        centre: CountyCentre,
        payees: tuple[PayeeId, ...],
        version: VersionId,
        partner: PartnerId | None,
    ) -> list[_Leg]:
        """Cut days where the plan changes, and where the months of a contract are full that it asks for."""
        model = self.network.version(version)
        if model.plan not in self.plans:
            raise PlanMissing(version, model.plan)
        plan = self.plans[model.plan]
        legs: list[_Leg] = []
        for entry in plan.versions.entries:
            common = entry.period.overlap(days)
            if common is not None:
                terms = self._terms(payees, model, plan, entry.value)
                legs.extend(
                    (day, terms, months, centre.id) for day, months in self._by_seniority(common, terms, partner)
                )
        missing = gaps([plan.versions.covered], days)
        return [*legs, *((days.start, Outcome.NO_PLAN_VERSION, None, None) for days in missing)]

    def _by_seniority(self, days: Period, terms: Terms, partner: PartnerId | None) -> Iterator[tuple[date, int | None]]:
        """Cut days on which a number of months is full that a rule asks for."""
        asked = self._asked[terms.version]
        contract = None if partner is None or not asked else self.network.contract(partner, days.start)
        if contract is None:
            yield days.start, None
            return
        reached = {days.start: 0}
        for months in asked:
            with suppress(MonthsOutsideCalendar):
                day = max(days.start, months_after(contract.start, months))
                if days.end is None or day < days.end:
                    reached[day] = months
        yield from reached.items()

    def _terms(
        self, payees: tuple[PayeeId, ...], model: ModelVersion, plan: CommissionPlan, version: PlanVersion
    ) -> Terms:
        """Give the terms under which the parties, as far as there are payees, are paid."""
        key = (*payees, "/", model.id, plan.id, version.version)
        if key not in self._known:
            by_party = dict(zip(Party, payees, strict=False))
            self._known[key] = Terms(payees[0], by_party, model, plan, version)
        return self._known[key]
