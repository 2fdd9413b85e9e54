"""
Plans as TOML: a commission plan in its versions, each with its days, its source and its rules.

A version ends where the next one begins, unless its key `to` names the first day that is not in it.
"""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from functools import cache, partial
from itertools import pairwise, zip_longest
from pathlib import Path
from typing import Any, Final, final

from attrs import Factory, field, frozen

from rural_taobao.commission.caps import SharedCap
from rural_taobao.commission.categories import Category
from rural_taobao.commission.companions import version_checks
from rural_taobao.commission.conditions import Condition, Moment
from rural_taobao.commission.draws import Draw
from rural_taobao.commission.guarantees import Guarantee
from rural_taobao.commission.layers import CampaignLayer, ExceptionLayer
from rural_taobao.commission.payouts import PayoutTerms
from rural_taobao.commission.plans import CommissionPlan, PlanVersionTwice
from rural_taobao.commission.policies import HitPolicy, RunningTotals
from rural_taobao.commission.rules import CommissionRule
from rural_taobao.commission.versions import EarnedOn, PlanVersion
from rural_taobao.currencies import FINEST, Currency
from rural_taobao.documents.expectations import expectation
from rural_taobao.documents.files import file_name, read_text, replaced
from rural_taobao.documents.misfits import Told, twice
from rural_taobao.documents.payouts import declare_payouts
from rural_taobao.documents.promises import declare_promises, draws_of_one_kind
from rural_taobao.documents.rules import declare_layers, declare_rules
from rural_taobao.documents.scalars import day, stated_currency
from rural_taobao.documents.structuring import Blamed, Structuring
from rural_taobao.documents.toml_writer import toml_text
from rural_taobao.documents.trees import LONGEST_TREE, Table, is_list, is_table, toml_tree
from rural_taobao.documents.versions import carried_on_one_basis, check_version, fees_of_one_kind
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.identifiers import PlanId, VersionId
from rural_taobao.kinds import non_negative
from rural_taobao.periods import Period, PeriodBackwards
from rural_taobao.timeline import Entry, Source, Timeline, TimelineEmpty, TimelineGap, TimelineOverlap

__all__ = [
    "PlanFormat",
    "condition_tree",
    "plan_from_text",
    "plan_from_tree",
    "plan_schema",
    "plan_text",
    "read_plan",
    "write_plan",
]

_SECTIONS: Final = (
    "versions",
    "versions.categories",
    "versions.rules",
    "versions.campaigns",
    "versions.campaigns.rules",
    "versions.exceptions",
    "versions.exceptions.rules",
    "versions.caps",
    "versions.guarantees",
    "versions.draws",
)


@final
class PlanFormat(StrEnum):
    """The formats of a plan document, the newest last."""

    ONE = "rural-taobao plan 1"


_BLAMED: Final[Blamed] = {PeriodBackwards: ("to",)}
"""The key of a version that each error of it is about."""


def _period(version: "_Version") -> Period:
    return Period(version.start, version.end)


def _plan_version(version: "_Version") -> PlanVersion:
    return PlanVersion(
        version=version.version,
        hit_policy=version.hit_policy,
        earned_on=version.earned_on,
        running_totals=version.running_totals,
        payout=version.payout,
        categories=version.categories,
        rules=version.rules,
        campaigns=version.campaigns,
        exceptions=version.exceptions,
        caps=version.caps,
        guarantees=version.guarantees,
        draws=version.draws,
    )


@final
@frozen(kw_only=True)
class _Version:
    """
    A version of a plan as it stands in a document.

    Attributes:
        start: The first day on which it holds.
        end: The first day on which it does not; left out where another version follows, or none is foreseen.
        source: Who says so.
    """

    version: VersionId
    start: date
    end: date | None = None
    hit_policy: HitPolicy
    earned_on: EarnedOn
    running_totals: RunningTotals | None = None
    payout: PayoutTerms | None = None
    source: Source | None = None
    categories: tuple[Category, ...] = ()
    rules: tuple[CommissionRule, ...]
    campaigns: tuple[CampaignLayer, ...] = ()
    exceptions: tuple[ExceptionLayer, ...] = ()
    caps: tuple[SharedCap, ...] = ()
    guarantees: tuple[Guarantee, ...] = ()
    draws: tuple[Draw, ...] = ()
    period: Period = field(init=False, default=Factory(_period, takes_self=True))
    value: PlanVersion = field(init=False, default=Factory(_plan_version, takes_self=True))


@final
@frozen(kw_only=True)
class _Plan:
    """A plan as it stands in a document."""

    plan: PlanId
    name: str = ""
    currency: Currency
    versions: tuple[_Version, ...]


@final
@frozen
class _EarnedOn:
    """A moment and the days after it, as they stand in a document."""

    moment: Moment
    days_after: int = field(default=0, validator=non_negative)


def read_plan(path: Path) -> CommissionPlan:
    """
    Read a plan.

    Args:
        path: A TOML file.

    Raises:
        DocumentsRefused: It has faults; all are told.
    """
    return plan_from_text(read_text(path, limit=LONGEST_TREE), file=file_name(path))


def plan_from_text(text: str, *, file: str = "plan") -> CommissionPlan:
    """
    Make a plan of the text of its document.

    Args:
        text: TOML.
        file: What the faults call it.

    Raises:
        DocumentsRefused: It has faults; all are told.

    Example:
        >>> from rural_taobao.samples import one_plan
        >>> plan_from_text(plan_text(one_plan())) == one_plan()
        True
    """
    return plan_from_tree(toml_tree(text, file=file), file=file)


def plan_from_tree(tree: Table, *, file: str = "plan") -> CommissionPlan:
    """
    Make a plan of the tree of its document.

    Args:
        tree: What was parsed.
        file: What the faults call it.

    Raises:
        DocumentsRefused: It has faults; all are told.
    """
    # What is wrong with the currency is told as a fault; amounts are read as finely as any.
    paid_in = stated_currency(tree) or FINEST
    plan = _structuring(paid_in).read(_Plan, tree, PlanFormat, file=file)
    versions = sorted(plan.versions, key=lambda each: each.start)
    entries = [
        Entry(Period(each.start, each.end or (later and later.start)), each.value, each.source)
        for each, later in zip_longest(versions, versions[1:])
    ]
    return CommissionPlan(id=plan.plan, name=plan.name, currency=plan.currency, versions=Timeline(entries))


def plan_text(plan: CommissionPlan) -> str:
    """
    Write a plan as the text of a document, which reads back as the same plan.

    Raises:
        NotWritable: A name in it is no text, or its conditions are nested too deep.
        NotANumber: A number in it has more digits than can be read back.

    Example:
        >>> from rural_taobao.samples import one_plan
        >>> for line in plan_text(one_plan()).splitlines()[:8]:
        ...     print(line)
        format = "rural-taobao plan 1"
        plan = "example"
        name = "Example plan"
        currency = "CNY"
        <BLANKLINE>
        [[versions]]
        version = "2015"
        from = 2015-01-01
    """
    entries = plan.versions.entries
    versions = [
        _Version(
            version=entry.value.version,
            start=entry.period.start,
            end=entry.period.end if entry is entries[-1] else None,
            hit_policy=entry.value.hit_policy,
            earned_on=entry.value.earned_on,
            running_totals=entry.value.running_totals,
            payout=entry.value.payout,
            source=entry.source,
            categories=entry.value.categories,
            rules=entry.value.rules,
            campaigns=entry.value.campaigns,
            exceptions=entry.value.exceptions,
            caps=entry.value.caps,
            guarantees=entry.value.guarantees,
            draws=entry.value.draws,
        )
        for entry in entries
    ]
    document = _Plan(plan=plan.id, name=plan.name, currency=plan.currency, versions=tuple(versions))
    return toml_text(_structuring(plan.currency).document(document, PlanFormat), sections=_SECTIONS)


def write_plan(plan: CommissionPlan, path: Path) -> None:
    """
    Write a plan to a file, whole or not at all.

    Raises:
        DocumentsRefused: The system refuses.
        NotWritable, NotANumber: As for `plan_text`.
    """
    replaced(path, [plan_text(plan)])


def condition_tree(condition: Condition) -> object:
    """
    Give a condition as it stands in a plan; its amounts are in the currency of the plan.

    Example:
        >>> from rural_taobao.commission import InCategory
        >>> condition_tree(InCategory(["seeds"]))
        {'category': ['seeds']}
    """
    return _structuring(FINEST).tree(condition)


def plan_schema() -> Table:
    """
    Give what a plan document may hold, as a JSON Schema, draft 2020-12, for editors.

    It lets pass every document that reads as a plan; what it cannot say, such as that tiers meet, is for the reader.

    Example:
        >>> schema = plan_schema()
        >>> schema["title"], schema["required"]
        ('rural-taobao plan 1', ['format', 'plan', 'currency', 'versions'])
    """
    return _structuring(FINEST).schema(_Plan, PlanFormat)


@cache
def _structuring(paid_in: Currency) -> Structuring:
    """Declare what a plan document says; made once a currency."""
    structuring = Structuring(paid_in)
    declare_rules(structuring)
    declare_layers(structuring)
    declare_payouts(structuring)
    declare_promises(structuring)
    structuring.table(_EarnedOn, stands_for=EarnedOn, moment="moment", days_after="days_after")
    structuring.custom(
        EarnedOn,
        partial(_earned_on, structuring),
        (EarnedOn, partial(_earned_on_tree, structuring)),
        like=(Moment, _EarnedOn),
        expected=f"{expectation(Moment)}, or a table with it as 'moment' and with 'days_after'",
    )
    structuring.table(Category, code="code", parent="parent", name="name")
    structuring.table(
        _Version,
        check=partial(check_version, structuring),
        checks=version_checks,
        blamed=_BLAMED,
        stands_for=PlanVersion,
        version="version",
        start="from",
        end="to",
        hit_policy="hit_policy",
        earned_on="earned_on",
        running_totals="running_totals",
        payout="payout",
        source="source",
        categories="categories",
        rules="rules",
        campaigns="campaigns",
        exceptions="exceptions",
        caps="caps",
        guarantees="guarantees",
        draws="draws",
    )
    structuring.table(
        _Plan,
        filled=("versions",),
        check=partial(_check_plan, structuring),
        stands_for=CommissionPlan,
        plan="plan",
        name="name",
        currency="currency",
        versions="versions",
    )
    return structuring


def _earned_on(structuring: Structuring, tree: object) -> EarnedOn:
    """Read a moment alone, or a table of it and the days after it."""
    if not is_table(tree):
        return EarnedOn(structuring.value(Moment, tree))
    stated = structuring.value(_EarnedOn, tree)
    return EarnedOn(stated.moment, stated.days_after)


def _earned_on_tree(structuring: Structuring, earned_on: EarnedOn) -> object:
    if not earned_on.days_after:
        return earned_on.moment.value
    return structuring.tree(_EarnedOn(earned_on.moment, earned_on.days_after))


def _check_plan(structuring: Structuring, table: Table) -> Iterator[Told]:
    """Tell of versions with one name, and of their days, whatever else is wrong."""
    plan: Any = table.get("plan")
    yield from twice(table, "versions", "version", lambda version: PlanVersionTwice(plan, version))
    for lasting in (draws_of_one_kind, fees_of_one_kind, carried_on_one_basis):
        yield from lasting(structuring, table)
    versions = table.get("versions")
    if not is_list(versions):
        return
    if not versions:
        yield "versions", TimelineEmpty()
    days = {place: found for place, each in enumerate(versions) if (found := _days(each))}
    in_order = sorted(days, key=lambda place: days[place][0])
    for earlier, later in pairwise(in_order):
        start = days[later][0]
        end = days[earlier][1] or (start if start > days[earlier][0] else None)
        try:
            Timeline([Entry(Period(days[earlier][0], end), None), Entry(Period(start), None)])
        except TimelineOverlap as error:
            yield f"versions[{later}].from", error
        except TimelineGap as error:
            if len(days) == len(versions):
                yield f"versions[{later}].from", error
        except PeriodBackwards:
            pass  # told of the version itself


def _days(version: object) -> tuple[date, date | None] | None:
    """Give the first day of a version and the one that it ends before, where they are sound."""
    if not is_table(version):
        return None
    try:
        return day(version.get("from")), day(version["to"]) if "to" in version else None
    except RuralTaobaoError:
        return None
