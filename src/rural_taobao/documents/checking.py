"""
Checking: what is wrong between documents, before anything is settled with them.

Documents are looked at as they stand, so that what is wrong between them is told even where one has other faults; what
such a fault leaves open is not judged, and what its own reader tells is not told again.
"""

from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from datetime import date
from functools import partial
from typing import Final, Generic, TypeVar, final

from attrs import frozen

from rural_taobao.currencies import Currency
from rural_taobao.documents import scalars
from rural_taobao.documents.calendars import festivals_in
from rural_taobao.documents.conditions import named_campaigns
from rural_taobao.documents.faults import Fault
from rural_taobao.documents.trees import Table, is_list
from rural_taobao.documents.versions import conditions_in, rules_in, tables_in
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.festivals.calendar import FestivalCalendar
from rural_taobao.festivals.festival import EditionUnknown
from rural_taobao.festivals.lookups import FestivalUnknown
from rural_taobao.festivals.paying import NothingToPayOn, WindowUnknown
from rural_taobao.identifiers import CentreId, FestivalId, Identifier, PlanId, StationId, VersionId
from rural_taobao.money import CurrencyMismatch
from rural_taobao.network.adoption import AdoptedTooEarly
from rural_taobao.network.aggregate import Network
from rural_taobao.network.breaches import UnknownReference
from rural_taobao.settlement.attribution import PlanMissing
from rural_taobao.settlement.settling import PlanCurrencyUnfit, PlanTwice

__all__ = [
    "Document",
    "FestivalsUnchecked",
    "PlanUnused",
    "adoption_faults",
    "cross_faults",
    "cross_hints",
    "festivals_unchecked",
    "standard_faults",
    "without_fault",
]

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
AnId = TypeVar("AnId", bound=Identifier)

_LEAST_YEAR: Final = 1


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
class FestivalsUnchecked(RuralTaobaoError, LookupError):
    """
    A plan names festivals, and what is needed to look at them is not at hand.

    Attributes:
        plan: The plan; None where its id cannot be read.
        lacking: What is not at hand.
    """

    def __init__(self, plan: PlanId | None, lacking: tuple[str, ...]) -> None:
        self.plan = plan
        self.lacking = lacking
        super().__init__(plan, lacking)

    def __str__(self) -> str:
        named = "a plan" if self.plan is None else f"plan {self.plan}"
        return (
            f"festivals must be looked at with a calendar and model versions, but {named} names some and "
            f"no {' and no '.join(self.lacking)} was given, so that they could not be checked; name the folder of the "
            "network too"
        )


@final
@frozen
class Document(Generic[T_co]):
    """
    A document as it stands in its file, and what it says.

    Attributes:
        file: The file, as faults call it.
        tree: What stands in it; empty where it could not be parsed.
        value: What it says; None where it has a fault of its own.
    """

    file: str
    tree: Table
    value: T_co


def without_fault(documents: Iterable[Document[T | None]]) -> list[Document[T]]:
    """
    Give the documents that have no fault of their own.

    Example:
        >>> [each.file for each in without_fault([Document("a.toml", {}, None), Document("b.toml", {}, 5)])]
        ['b.toml']
    """
    return [Document(each.file, each.tree, each.value) for each in documents if each.value is not None]


def cross_faults(
    plans: Iterable[Document[object]],
    calendar: Document[object] | None = None,
    models: Document[object] | None = None,
    *,
    used: Collection[VersionId] | None = None,
) -> tuple[Fault, ...]:
    """
    Find what settling with some documents would refuse.

    Args:
        plans: All plans.
        calendar: The calendar; None where there is none, so that nothing of festivals can be said.
        models: The models; None where there are none, so that nothing of the plans that are named can be said.
        used: The model versions whose plans must be there; None for all of them.

    Returns:
        The faults, by file and place.

    Example:
        >>> plans = [Document(file, {"plan": "example"}, None) for file in ("a.toml", "b.toml")]
        >>> [str(fault) for fault in cross_faults(plans)]
        ['b.toml, plan: a plan must be given once, but example was given twice; put both into versions of one plan']
    """
    given = list(plans)
    faults = [*_given_twice(given)]
    if calendar is not None:
        known = _Known(calendar.tree)
        for plan in given:
            faults.extend(Fault(plan.file, 0, place, str(error)) for place, error in _lacking(plan.tree, known))
    if models is not None:
        faults.extend(_in_other_currencies(given, scalars.stated_currency(models.tree)))
        faults.extend(_missing(models, given, used))
    return tuple(sorted(faults))


def cross_hints(plans: Iterable[Document[object]], models: Document[object]) -> tuple[Fault, ...]:
    """
    Find what is not wrong, but hardly meant: plans that no model version names.

    Returns:
        What to look at, by file and place, told as faults are; nothing where some version does not say what it names.
    """
    named = {plan for _, _, plan in _versions_in(models.tree)}
    if None in named:
        return ()
    given = ((plan.file, _id_in(PlanId, plan.tree, "plan")) for plan in plans)
    unused = ((file, plan) for file, plan in given if plan is not None and plan not in named)
    return tuple(sorted(Fault(file, 0, "plan", str(PlanUnused(plan))) for file, plan in unused))


def festivals_unchecked(plans: Iterable[Document[object]], *, calendar: bool, models: bool) -> tuple[Fault, ...]:
    """
    Say of which plans the festivals could not be looked at.

    Args:
        plans: All plans.
        calendar: Whether a calendar is at hand.
        models: Whether model versions are, by whose clock festivals are held.

    Returns:
        One hint for each plan that names a festival, told as faults are, by file and place.
    """
    there = {"calendar": calendar, "model version": models}
    lacking = tuple(name for name, given in there.items() if not given)
    return tuple(
        Fault(plan.file, 0, "", str(FestivalsUnchecked(_id_in(PlanId, plan.tree, "plan"), lacking)))
        for plan in (plans if lacking else ())
        if any(_campaigns(plan.tree))
    )


def adoption_faults(adoptions: Document[object], network: Network) -> tuple[Fault, ...]:
    """
    Find what adoptions name and a network has not, or not yet.

    Args:
        adoptions: The adoptions, whatever else is wrong with them.
        network: The network.

    Returns:
        The faults, by place.

    Example:
        >>> from rural_taobao.samples import one_village
        >>> tree: Table = {"adoptions": [{"version": "3.0", "station": "sanhe"}]}
        >>> [fault] = adoption_faults(Document("adoptions.toml", tree, None), one_village())
        >>> print(fault.place, fault.message, sep=": ")
        adoptions[0].version: a model version that is named must be there, but 3.0 is not; add it or name another
    """
    kinds: tuple[tuple[str, str, type[Identifier], frozenset[str]], ...] = (
        ("version", "model version", VersionId, frozenset(each.id for each in network.versions)),
        ("centre", "county centre", CentreId, frozenset(each.id for each in network.centres)),
        ("station", "station", StationId, frozenset(each.id for each in network.stations)),
    )
    began = {each.id: each.since for each in network.versions}
    faults: list[Fault] = []
    for place, each in tables_in(adoptions.tree, "adoptions"):
        for key, called, kind, known in kinds:
            named = _id_in(kind, each, key)
            if named is not None and named not in known:
                error = UnknownReference(None, called, named)
                faults.append(Fault(adoptions.file, 0, f"adoptions[{place}].{key}", str(error)))
        version, start = _id_in(VersionId, each, "version"), each.get("from")
        begins = None if version is None else began.get(version)
        if version is not None and begins is not None and type(start) is date and start < begins:
            early = AdoptedTooEarly(version, start, begins)
            faults.append(Fault(adoptions.file, 0, f"adoptions[{place}].from", str(early)))
    return tuple(sorted(faults))


def standard_faults(standards: Iterable[Document[object]], models: Document[object]) -> tuple[Fault, ...]:
    """
    Find the standards that are in another currency than a network.

    Args:
        standards: The standards.
        models: The models of the network.

    Returns:
        The faults, by file; none where the models do not say their currency.

    Example:
        >>> standard = Document("standard.toml", {"currency": "UGX"}, None)
        >>> [str(each) for each in standard_faults([standard], Document("models.toml", {"currency": "CNY"}, None))]
        ['standard.toml, currency: ...']
    """
    wanted, faults = scalars.stated_currency(models.tree), list[Fault]()
    for each in standards:
        given = scalars.stated_currency(each.tree)
        if wanted is not None and given is not None and given != wanted:
            faults.append(Fault(each.file, 0, "currency", str(CurrencyMismatch(wanted, given))))
    return tuple(sorted(faults))


def _campaigns(plan: Table) -> Iterator[tuple[str, Table]]:
    """Give the festivals that the conditions of a plan name, each behind the key path to its table."""
    for number, version in tables_in(plan, "versions"):
        for path, rule in rules_in(version):
            for way, when in conditions_in(rule, f"versions[{number}].{path}"):
                yield from named_campaigns(when, way)


def _id_in(kind: type[AnId], table: Table, key: str) -> AnId | None:
    """Give the id that a table states under a key; None where there is none, or it cannot be one."""
    with suppress(RuralTaobaoError):
        return scalars.identifier(kind, table.get(key))
    return None


def _given_twice(plans: Iterable[Document[object]]) -> Iterator[Fault]:
    seen: set[PlanId] = set()
    for plan in plans:
        named = _id_in(PlanId, plan.tree, "plan")
        if named is not None:
            if named in seen:
                yield Fault(plan.file, 0, "plan", str(PlanTwice(named)))
            seen.add(named)


def _in_other_currencies(plans: Iterable[Document[object]], wanted: Currency | None) -> Iterator[Fault]:
    for plan in plans:
        given, named = scalars.stated_currency(plan.tree), _id_in(PlanId, plan.tree, "plan")
        if wanted is not None and given is not None and given != wanted:
            yield Fault(plan.file, 0, "currency", str(PlanCurrencyUnfit(named, given, wanted)))


def _versions_in(models: Table) -> Iterator[tuple[int, VersionId | None, PlanId | None]]:
    """Give the place of each model version, its id and the plan that it names, as far as they can be read."""
    for place, each in tables_in(models, "versions"):
        yield place, _id_in(VersionId, each, "version"), _id_in(PlanId, each, "plan")


def _missing(
    models: Document[object], plans: Iterable[Document[object]], used: Collection[VersionId] | None
) -> Iterator[Fault]:
    given = {_id_in(PlanId, plan.tree, "plan") for plan in plans}
    if None in given:
        # What cannot be read may be what is named.
        return
    for place, version, plan in _versions_in(models.tree):
        if version is not None and plan is not None and plan not in given and (used is None or version in used):
            yield Fault(models.file, 0, f"versions[{place}].plan", str(PlanMissing(version, plan)))


@final
class _Known:
    """
    What of a calendar is known, whatever is wrong with some of it.

    Args:
        tree: The calendar, as it stands in its document.
    """

    def __init__(self, tree: Table) -> None:
        found = list(festivals_in(tree))
        ids = [named for named, _ in found]
        self.all_named = is_list(tree.get("festivals")) and None not in ids
        """Whether the id of every festival can be read."""
        self.ids = tuple(sorted({named for named in ids if named is not None}))
        self.calendar = FestivalCalendar(
            [festival for named, festival in found if festival is not None and ids.count(named) == 1]
        )
        """The festivals without a fault."""
        self.sound = frozenset(festival.id for festival in self.calendar.festivals)


def _lacking(plan: Table, known: _Known) -> Iterator[tuple[str, RuralTaobaoError]]:
    """Tell of what the conditions of a plan name and the calendar lacks, each behind the key path to it."""
    for here, campaign in _campaigns(plan):
        for step, error in _not_in(campaign, known):
            yield f"{here}.{step}", error


def _not_in(campaign: Table, known: _Known) -> Iterator[tuple[str, RuralTaobaoError]]:
    """Tell of what the table of a campaign names and the calendar lacks."""
    festival = _id_in(FestivalId, campaign, "id")
    if festival is None:
        return
    if festival not in known.sound:
        if known.all_named and festival not in known.ids:
            yield "id", FestivalUnknown(festival, known.ids)
        return
    # Of no year and at no instant, so that the name alone is looked at.
    windows = partial(known.calendar.windows, festival, within=(0, 0))
    names: list[str] = []
    for place, name in _first_of_each(campaign, "windows", str):
        try:
            windows([name], years=())
            names.append(name)
        except WindowUnknown as error:
            yield f"windows[{place}]", error
    if names or not campaign.get("windows"):
        for place, year in _first_of_each(campaign, "editions", int):
            try:
                windows(names, years=[year] if year >= _LEAST_YEAR else ())
            except (EditionUnknown, NothingToPayOn) as error:
                yield f"editions[{place}]", error


def _first_of_each(table: Table, key: str, kind: type[T]) -> Iterator[tuple[int, T]]:
    """Give what a list of a table names, each once, with its place in the list."""
    listed, seen = table.get(key), set[T]()
    for place, each in enumerate(listed if is_list(listed) else ()):
        if isinstance(each, kind) and not isinstance(each, bool) and each not in seen:
            seen.add(each)
            yield place, each
