"""
Reviewing: what plans leave open, and what in them can never matter, told as faults are, although it is none.

The places of what is told name versions and rules by their ids, as in `versions[2016a].rules[phones].when`.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from typing import Final, assert_never, final

from attrs import frozen

from rural_taobao.commission.attainment import Attainment
from rural_taobao.commission.conditions import AtStation, DuringFestival, Leaf, Moment, UnderCentre, UnderVersion
from rural_taobao.commission.coverage import outside_tables, overlaps, uncovered, unreachable
from rural_taobao.commission.findings import (
    CategoryUncovered,
    Finding,
    NotLookedThrough,
    OutsideTable,
    Overlap,
    RuleIdle,
    RuleShadowed,
)
from rural_taobao.commission.plans import CommissionPlan
from rural_taobao.commission.versions import PlanVersion
from rural_taobao.commission.witnesses import Ground
from rural_taobao.documents.checking import Document
from rural_taobao.documents.faults import Fault
from rural_taobao.documents.models import Models
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.festivals.calendar import FestivalCalendar
from rural_taobao.identifiers import PlanId, VersionId
from rural_taobao.instants import UtcOffset
from rural_taobao.network import Network
from rural_taobao.network.laws import UnknownReference
from rural_taobao.periods import Period, gaps, union
from rural_taobao.timeline import Entry

__all__ = ["DaysWithoutPlan", "Surroundings", "review"]

_LAST_DAY: Final = date(9999, 12, 31)


@final
@frozen
class DaysWithoutPlan:
    """
    A model version is used on days on which the plan that it names does not hold.

    Attributes:
        version: The model version.
        plan: The plan.
        days: The days, in spans that are apart; at least one.
    """

    version: VersionId
    plan: PlanId
    days: tuple[Period, ...]

    def __str__(self) -> str:
        spans = " and ".join(map(str, self.days))
        return (
            f"a plan must hold on all days of a model version to pay on them, but plan {self.plan}, which version "
            f"{self.version} names, does not hold {spans}; add a version of the plan where that is not meant"
        )


@final
@frozen(kw_only=True)
class Surroundings:
    """
    What plans are used with, as far as it is known.

    Attributes:
        calendar: The festivals.
        models: The model versions, and the clock of the network.
        network: The network.
        categories: The categories that events name.
    """

    calendar: FestivalCalendar | None = None
    models: Document[Models] | None = None
    network: Network | None = None
    categories: frozenset[str] = frozenset()


def review(plans: Iterable[Document[CommissionPlan]], around: Surroundings) -> tuple[Fault, ...]:
    """
    Find what plans leave open, and what in them can never matter.

    Args:
        plans: All plans.
        around: What they are used with.

    Returns:
        What was found, by file and place.

    Example:
        >>> from rural_taobao.samples import one_plan
        >>> review([Document("plan.toml", one_plan())], Surroundings())
        ()
    """
    given = list(plans)
    told = [fault for plan in given for fault in _of_plan(plan, around)]
    return tuple(sorted({*told, *_of_models({plan.value.id: plan.value for plan in given}, around)}))


def _of_plan(plan: Document[CommissionPlan], around: Surroundings) -> Iterator[Fault]:
    for entry in plan.value.versions.entries:
        version = entry.value
        ground = Ground(entry.period, _never(entry, around))
        found: list[Finding] = [
            *overlaps(version, ground),
            *unreachable(version, ground),
            *outside_tables(version, ground),
            *uncovered(version, around.categories, ground),
        ]
        for each in found:
            yield Fault(plan.file, 0, f"versions[{version.version}].{_place(each)}", str(each))
        for place, error in _unknown(version, around):
            yield Fault(plan.file, 0, f"versions[{version.version}].{place}", str(error))


def _place(finding: Finding) -> str:
    match finding:
        case Overlap(rules=(_, rule)):
            return f"rules[{rule}].when"
        case RuleIdle(rule=rule) | RuleShadowed(rule=rule):
            return f"rules[{rule}].when"
        case OutsideTable(rule=rule, choice=choice):
            return f"rules[{rule}].rate.{choice}"
        case CategoryUncovered() | NotLookedThrough():
            return "rules"
        case _:
            assert_never(finding)


def _never(entry: Entry[PlanVersion], around: Surroundings) -> frozenset[Leaf]:
    """Give the festival conditions of a version of which no window lies where its events do."""
    calendar, models = around.calendar, around.models
    if calendar is None or models is None:
        return frozenset()
    asked = (leaf for leaf in entry.value.asks if isinstance(leaf, DuringFestival))
    return frozenset(leaf for leaf in asked if _missed(leaf, entry.period, calendar, models.value.clock))


def _missed(campaign: DuringFestival, days: Period, calendar: FestivalCalendar, clock: UtcOffset) -> bool:
    """Tell whether no window lies where the events of some days do; an instant but the first may be after them."""
    ends = days.end is not None and campaign.clock is Moment.PLACED
    if not ends and not campaign.editions:
        return False
    within = clock.midnight(days.start), clock.midnight(days.end if ends and days.end else _LAST_DAY)
    with suppress(RuralTaobaoError):
        # What the calendar lacks is told as a fault, and a window without an end may hold.
        years = sorted(campaign.editions) or None
        return not calendar.windows(campaign.festival, sorted(campaign.windows), years=years, within=within)
    return False


def _unknown(version: PlanVersion, around: Surroundings) -> Iterator[tuple[str, UnknownReference]]:
    """Tell of stations, county centres, model versions and payees that rules name and nobody knows."""
    network, models = around.network, around.models
    known = {
        "station": None if network is None else {each.id for each in network.stations},
        "county centre": None if network is None else {each.id for each in network.centres},
        "model version": None if models is None else {each.id for each in models.value.versions},
    }
    for rule in version.every_rule:
        for kind, name in sorted({named for leaf in rule.asks for named in _named(leaf)}):
            there = known[kind]
            if there is not None and name not in there:
                yield f"rules[{rule.id}].when", UnknownReference(None, kind, name)
        if network is not None and isinstance(rule.rate, Attainment):
            named = {each.payee for each in rule.rate.quotas}
            for payee in sorted(named.difference(each.id for each in network.payees)):
                yield f"rules[{rule.id}].rate.quotas", UnknownReference(None, "payee", payee)


def _named(leaf: Leaf) -> Iterator[tuple[str, str]]:
    """Give what a condition names of a network, each with its kind."""
    match leaf:
        case AtStation(stations):
            yield from (("station", each) for each in stations)
        case UnderCentre(centres):
            yield from (("county centre", each) for each in centres)
        case UnderVersion(versions):
            yield from (("model version", each) for each in versions)
        case _:
            pass


def _of_models(plans: dict[PlanId, CommissionPlan], around: Surroundings) -> Iterator[Fault]:
    """Tell of model versions that are used on days on which their plan does not hold."""
    models, network = around.models, around.network
    if models is None:
        return
    for version in models.value.versions:
        if version.plan not in plans:
            continue
        covered = plans[version.plan].versions.covered
        used = [Period(version.since)]
        if network is not None:
            used = [posting.period for posting in network.postings if posting.version == version.id]
        days = union(span for each in used for span in gaps([covered], each))
        if days:
            finding = DaysWithoutPlan(version.id, version.plan, days)
            yield Fault(models.file, 0, f"versions[{version.id}].plan", str(finding))
