"""
Checking: what is wrong between documents that are each without a fault, before anything is settled with them.

The places of such faults name versions and rules by their ids, as in `versions[2016a].rules[phones].when`.
"""

from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar, final

from attrs import frozen

from rural_taobao.commission.conditions import DuringFestival
from rural_taobao.commission.plans import CommissionPlan
from rural_taobao.documents.faults import Fault
from rural_taobao.documents.models import Models
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.festivals.calendar import FestivalCalendar, FestivalUnknown, NothingToPayOn, WindowUnknown
from rural_taobao.festivals.festival import EditionUnknown
from rural_taobao.identifiers import PlanId
from rural_taobao.money import CurrencyMismatch
from rural_taobao.settlement.attribution import PlanMissing
from rural_taobao.settlement.settling import PlanTwice

__all__ = ["Document", "PlanUnused", "cross_faults", "cross_hints"]

T_co = TypeVar("T_co", covariant=True)


@final
class PlanUnused(RuralTaobaoError, ValueError):
    """
    No model version names a plan, so that it would never pay.

    Attributes:
        plan: The plan.
    """

    def __init__(self, plan: PlanId) -> None:
        self.plan = plan
        super().__init__(plan)

    def __str__(self) -> str:
        return (
            f"a plan must be named by a model version to pay anything, but {self.plan} is named by none; "
            "name it there, or leave its file out"
        )


@final
@frozen
class Document(Generic[T_co]):
    """
    A value and the file that it was read from.

    Attributes:
        file: The file, as faults call it.
        value: What stands in it.
    """

    file: str
    value: T_co


def cross_faults(
    plans: Iterable[Document[CommissionPlan]],
    calendar: Document[FestivalCalendar] | None = None,
    models: Document[Models] | None = None,
) -> tuple[Fault, ...]:
    """
    Find what settling with some documents would refuse.

    Args:
        plans: All plans.
        calendar: The calendar; None where there is none, so that nothing of festivals can be said.
        models: The models; None where there are none, so that nothing of the plans that are named can be said.

    Returns:
        The faults, by file and place.

    Example:
        >>> from rural_taobao.samples import one_plan
        >>> [str(fault) for fault in cross_faults([Document("a.toml", one_plan()), Document("b.toml", one_plan())])]
        ['b.toml, plan: a plan must be given once, but example was given twice; put both into versions of one plan']
    """
    given = list(plans)
    faults = [*_given_twice(given)]
    for plan in given:
        if calendar is not None:
            faults.extend(_festivals(plan, calendar.value))
        if models is not None and plan.value.currency != models.value.currency:
            mismatch = CurrencyMismatch(models.value.currency, plan.value.currency)
            faults.append(Fault(plan.file, 0, "currency", str(mismatch)))
    if models is not None:
        faults.extend(_missing(models, {plan.value.id for plan in given}))
    return tuple(sorted(faults))


def cross_hints(plans: Iterable[Document[CommissionPlan]], models: Document[Models]) -> tuple[Fault, ...]:
    """
    Find what is not wrong, but hardly meant: plans that no model version names.

    Returns:
        What to look at, by file and place, told as faults are.
    """
    named = {version.plan for version in models.value.versions}
    unused = (plan for plan in plans if plan.value.id not in named)
    return tuple(sorted(Fault(plan.file, 0, "plan", str(PlanUnused(plan.value.id))) for plan in unused))


def _given_twice(plans: Iterable[Document[CommissionPlan]]) -> Iterator[Fault]:
    seen: set[PlanId] = set()
    for plan in plans:
        if plan.value.id in seen:
            yield Fault(plan.file, 0, "plan", str(PlanTwice(plan.value.id)))
        seen.add(plan.value.id)


def _missing(models: Document[Models], given: set[PlanId]) -> Iterator[Fault]:
    for version in models.value.versions:
        if version.plan not in given:
            message = str(PlanMissing(version.id, version.plan))
            yield Fault(models.file, 0, f"versions[{version.id}].plan", message)


def _festivals(plan: Document[CommissionPlan], calendar: FestivalCalendar) -> Iterator[Fault]:
    """Tell of festivals and windows that the rules of a plan name and the calendar lacks."""
    for entry in plan.value.versions.entries:
        for rule in entry.value.every_rule:
            place = f"versions[{entry.value.version}].rules[{rule.id}].when"
            asked = (leaf for leaf in rule.asks if isinstance(leaf, DuringFestival))
            for campaign in sorted(asked, key=_name_of):
                for error in _lacking(campaign, calendar):
                    yield Fault(plan.file, 0, place, str(error))


def _name_of(campaign: DuringFestival) -> tuple[str, list[str], list[int]]:
    return campaign.festival, sorted(campaign.windows), sorted(campaign.editions)


def _lacking(campaign: DuringFestival, calendar: FestivalCalendar) -> Iterator[RuralTaobaoError]:
    try:
        calendar.festival(campaign.festival)
    except FestivalUnknown as error:
        yield error
        return
    known: list[str] = []
    for name in sorted(campaign.windows):
        try:
            # Of no year and at no instant, so that the name alone is looked at.
            calendar.windows(campaign.festival, [name], years=(), within=(0, 0))
            known.append(name)
        except WindowUnknown as error:
            yield error
    for year in sorted(campaign.editions if known or not campaign.windows else ()):
        try:
            calendar.windows(campaign.festival, known, years=[year], within=(0, 0))
        except (EditionUnknown, NothingToPayOn) as error:
            yield error
