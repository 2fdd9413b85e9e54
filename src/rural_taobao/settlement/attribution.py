"""
Attribution: from a station and an instant to who is credited, and under which model and plan version.

The attribution instant alone selects all of it: an order's when it was placed, a parcel's when it was handed out.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from datetime import date
from typing import assert_never, final

from attrs import field, frozen

from rural_taobao.commission.matching import CreditKind
from rural_taobao.commission.plans import CommissionPlan, PlanVersion
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.identifiers import Party, PayeeId, PlanId, VersionId
from rural_taobao.network import ModelVersion, Network, Posting, Station, VacantCredit, Work
from rural_taobao.periods import Period, gaps
from rural_taobao.settlement.outcomes import Outcome
from rural_taobao.timeline import Entry

__all__ = ["PlanMissing", "Route", "Router", "Terms"]

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
        payees: Who is paid, by party.
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
    """

    starts: tuple[int, ...]
    legs: tuple[Terms | Outcome, ...]

    def within(self, first: int, last: int) -> "Route":
        """Give the route as far as instants from a first up to, and without, a last one need it."""
        begin, end = bisect_right(self.starts, first), bisect_left(self.starts, last)
        return Route(self.starts[begin:end], self.legs[begin : end + 1])

    def at(self, instant: int) -> Terms | Outcome:
        """Give what holds at an instant, in microseconds since 1970."""
        return self.legs[bisect_right(self.starts, instant)]


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
    _known: dict[tuple[str, ...], Terms] = field(init=False, factory=dict[tuple[str, ...], Terms])

    def route(self, station: str) -> Route:
        """
        Give the route of a station, whole, from the first day of all to the last.

        Raises:
            PlanMissing: A plan that is needed was not given.
        """
        if not self.network.knows(station):
            return Route((), (Outcome.STATION_UNKNOWN,))
        found = self.network.station(station)
        postings = self.network.postings_at(station)
        legs: list[tuple[date, Terms | Outcome]] = []
        for posting in postings:
            legs.extend(self._legs(posting.period, self._posted(found, posting), posting.version))
        for vacant in gaps([posting.period for posting in postings], found.open):
            credited = self._vacant(found)
            if credited is None or self.network.vacancy.version is None:
                legs.append((vacant.start, Outcome.STATION_VACANT))
            else:
                legs.extend(self._legs(vacant, credited, self.network.vacancy.version))
        if found.open.end is not None:
            legs.append((found.open.end, Outcome.STATION_NOT_OPEN))
        legs.sort(key=lambda leg: leg[0])
        starts = tuple(self.network.clock.midnight(start) for start, _ in legs)
        return Route(starts, (Outcome.STATION_NOT_OPEN, *(leg for _, leg in legs)))

    def _payees(self, station: Station, credited: PayeeId) -> tuple[PayeeId, PayeeId, PayeeId]:
        return credited, self.network.centre(station.centre).payee, self.network.platform

    def _posted(self, station: Station, posting: Posting) -> tuple[PayeeId, PayeeId, PayeeId]:
        """Give who is paid while a partner is in charge."""
        return self._payees(station, posting.payee)

    def _vacant(self, station: Station) -> tuple[PayeeId, PayeeId, PayeeId] | None:
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

    def _legs(
        self, days: Period, payees: tuple[PayeeId, PayeeId, PayeeId], version: VersionId
    ) -> list[tuple[date, Terms | Outcome]]:
        """Cut days where the plan changes."""
        model = self.network.version(version)
        if model.plan not in self.plans:
            raise PlanMissing(version, model.plan)
        plan = self.plans[model.plan]
        legs: list[tuple[date, Terms | Outcome]] = []
        for entry in plan.versions.entries:
            common = entry.period.overlap(days)
            if common is not None:
                legs.append((common.start, self._terms(payees, model, plan, entry)))
        missing = gaps([plan.versions.covered], days)
        return [*legs, *((days.start, Outcome.NO_PLAN_VERSION) for days in missing)]

    def _terms(
        self,
        payees: tuple[PayeeId, PayeeId, PayeeId],
        model: ModelVersion,
        plan: CommissionPlan,
        entry: Entry[PlanVersion],
    ) -> Terms:
        key = (*payees, model.id, plan.id, entry.value.version)
        if key not in self._known:
            parties: tuple[Party, ...] = (Party.PARTNER, Party.COUNTY_CENTRE, Party.PLATFORM)
            by_party: dict[Party, PayeeId] = dict(zip(parties, payees, strict=True))
            self._known[key] = Terms(payees[0], by_party, model, plan, entry.value)
        return self._known[key]
