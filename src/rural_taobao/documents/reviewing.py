"""Reviewing: what plans leave open, and what in them can never matter, told as faults are, although it is none."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from typing import Final, assert_never, final

from attrs import frozen

from rural_taobao.commission.conditions import DuringFestival, Leaf, Moment
from rural_taobao.commission.coverage import outside_tables, overlaps, uncovered, unreachable, unreached_tiers
from rural_taobao.commission.findings import (
    CategoryUncovered,
    Finding,
    NotLookedThrough,
    OutsideTable,
    Overlap,
    RuleIdle,
    RuleShadowed,
    TierUnreached,
)
from rural_taobao.commission.plans import CommissionPlan
from rural_taobao.commission.versions import PlanVersion
from rural_taobao.commission.witnesses import Ground
from rural_taobao.documents.checking import Document
from rural_taobao.documents.conditions import named_in
from rural_taobao.documents.faults import Fault
from rural_taobao.documents.models import Models
from rural_taobao.documents.trees import Table, is_table
from rural_taobao.documents.versions import conditions_in, rules_in, tables_in
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.festivals.calendar import FestivalCalendar
from rural_taobao.identifiers import PlanId, VersionId
from rural_taobao.instants import UtcOffset
from rural_taobao.network import Network
from rural_taobao.network.breaches import UnknownReference
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
        >>> from rural_taobao.documents.plans import plan_text
        >>> from rural_taobao.documents.trees import toml_tree
        >>> from rural_taobao.samples import one_plan
        >>> tree = toml_tree(plan_text(one_plan()), file="plan.toml")
        >>> review([Document("plan.toml", tree, one_plan())], Surroundings())
        ()
    """
    given = list(plans)
    told = [fault for plan in given for fault in _of_plan(plan, around)]
    return tuple(sorted({*told, *_of_models({plan.value.id: plan.value for plan in given}, around)}))


def _of_plan(plan: Document[CommissionPlan], around: Surroundings) -> Iterator[Fault]:
    tables = {str(table.get("version")): (place, table) for place, table in tables_in(plan.tree, "versions")}
    for entry in plan.value.versions.entries:
        version = entry.value
        number, table = tables[version.version]
        paths = {str(rule.get("rule")): path for path, rule in rules_in(table)}
        ground = Ground(entry.period, _never(entry, around))
        found: list[Finding] = [
            *overlaps(version, ground),
            *unreachable(version, ground),
            *outside_tables(version, ground),
            *unreached_tiers(version, ground),
            *uncovered(version, around.categories, ground),
        ]
        for each in found:
            yield Fault(plan.file, 0, f"versions[{number}].{_place(each, paths)}", str(each))
        for place, error in _unknown(table, around):
            yield Fault(plan.file, 0, f"versions[{number}].{place}", str(error))


def _place(finding: Finding, paths: Mapping[str, str]) -> str:
    """Give the key path of what was found, from those of the rules of the version."""
    match finding:
        case Overlap(rules=(_, rule)):
            return f"{paths[rule]}.when"
        case RuleIdle(rule=rule) | RuleShadowed(rule=rule):
            return f"{paths[rule]}.when"
        case OutsideTable(rule=rule, choice=choice):
            return f"{paths[rule]}.rate.{choice}"
        case TierUnreached(rule=rule, place=place):
            return f"{paths[rule]}.rate.tiers[{place}]"
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


def _unknown(version: Table, around: Surroundings) -> Iterator[tuple[str, UnknownReference]]:
    """Tell of stations, county centres, model versions and payees that rules name and nobody knows."""
    network, models = around.network, around.models
    known = {
        ("station", "station"): None if network is None else {str(each.id) for each in network.stations},
        ("centre", "county centre"): None if network is None else {str(each.id) for each in network.centres},
        ("version", "model version"): None if models is None else {str(each.id) for each in models.value.versions},
    }
    for path, rule in rules_in(version):
        for (key, kind), there in known.items():
            found = (named for way, when in conditions_in(rule, path) for named in named_in(when, key, way))
            yield from (
                (place, UnknownReference(None, kind, str(name)))
                for place, name in found
                if there is not None and name not in there
            )
        rate = rule.get("rate")
        if network is not None and is_table(rate):
            payees = {str(each.id) for each in network.payees}
            for number, quota in tables_in(rate, "quotas"):
                if quota.get("payee") not in payees:
                    yield (
                        f"{path}.rate.quotas[{number}].payee",
                        UnknownReference(None, "payee", str(quota.get("payee"))),
                    )


def _of_models(plans: dict[PlanId, CommissionPlan], around: Surroundings) -> Iterator[Fault]:
    """Tell of model versions that are used on days on which their plan does not hold."""
    models, network = around.models, around.network
    if models is None:
        return
    for place, version in enumerate(models.value.versions):
        if version.plan not in plans:
            continue
        covered = plans[version.plan].versions.covered
        used = [Period(version.since)]
        if network is not None:
            used = [posting.period for posting in network.postings if posting.version == version.id]
        days = union(span for each in used for span in gaps([covered], each))
        if days:
            finding = DaysWithoutPlan(version.id, version.plan, days)
            yield Fault(models.file, 0, f"versions[{place}].plan", str(finding))
