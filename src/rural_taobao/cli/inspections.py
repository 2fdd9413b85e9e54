"""Inspections: documents of any kind read one by one, then held against each other, with every fault collected."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, Never, TypeVar, final

from attrs import frozen

from rural_taobao.cli.folders import files_below, is_folder, refused, size
from rural_taobao.cli.output import Steps
from rural_taobao.cli.recognition import CALENDAR_FILE, Kind, recognised
from rural_taobao.cli.refusals import FromTree, Refusals
from rural_taobao.commission import CommissionPlan
from rural_taobao.currencies import CNY, FINEST, Currency
from rural_taobao.documents import SERVICE_FILES, Fault, checked_ledger, read_events
from rural_taobao.documents.calendars import calendar_from_tree
from rural_taobao.documents.checking import (
    Document,
    adoption_faults,
    cross_faults,
    cross_hints,
    festivals_unchecked,
    standard_faults,
    without_fault,
)
from rural_taobao.documents.files import file_name, opened
from rural_taobao.documents.models import Models, models_from_tree
from rural_taobao.documents.plans import plan_from_tree
from rural_taobao.documents.reviewing import Surroundings, review
from rural_taobao.documents.rosters import is_network
from rural_taobao.documents.scalars import stated_currency
from rural_taobao.festivals import FestivalCalendar
from rural_taobao.network import Network
from rural_taobao.settlement import EventColumns, Ledger
from rural_taobao.settlement.columns import ORDER, PARCEL, REFERRAL

if TYPE_CHECKING:
    from rural_taobao.assessment import Standard
    from rural_taobao.coverage import Countryside
    from rural_taobao.documents.trees import Table
    from rural_taobao.network import Adoptions, Service
    from rural_taobao.programme import Programme
    from rural_taobao.register import Register
    from rural_taobao.transition import Decisions

__all__ = ["Inspection", "Sound"]

T = TypeVar("T")

_ENDINGS: Final = (".csv", ".jsonl", ".toml")
"""What the names of documents end with."""


@final
@frozen
class Sound:
    """
    What was found without a fault of its own.

    Attributes:
        kind: Which kind of document it is.
        files: Where it stands: a folder for a network or a register, several files for events.
        counts: How many it holds of what.
    """

    kind: Kind
    files: tuple[str, ...]
    counts: dict[str, int]


@final
class Inspection:
    """
    What was found in some files and folders.

    Attributes:
        sound: What has no fault of its own.
        hints: What is not wrong, but hardly meant.
        warnings: What the plans leave open, and what in them can never matter.
        aside: Files in folders of which nothing says what they are.

    Args:
        paths: The files and folders.
        steps: Where to show how far it has come.
    """

    def __init__(self, paths: Iterable[Path], steps: Steps) -> None:
        self.sound: list[Sound] = []
        self.hints: tuple[Fault, ...] = ()
        self.warnings: tuple[Fault, ...] = ()
        self.aside: list[str] = []
        self._refusals = Refusals()
        self._steps = steps
        self._files: dict[Kind, dict[Path, None]] = {kind: {} for kind in Kind}
        for path in paths:
            self._sort(path)
        self._read()

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Everything that is wrong, each once, by file, row and place."""
        return tuple(sorted(set(self._refusals.faults)))

    def _sort(self, path: Path) -> None:
        """Sort a file, or all files of a folder, by their kinds."""
        if not is_folder(path):
            if not self._kept(path):
                self._refusals.sound(partial(_unrecognised, path))
            return
        for found in self._refusals.sound(lambda: list(files_below(path))):
            others = [each for each in found if not self._kept(each)]
            for each in others:
                # What is named as a document, but cannot be opened, is not passed over.
                if each.suffix not in _ENDINGS or self._refusals.sound(partial(_try, each)):
                    self.aside.append(file_name(each))
            if len(others) == len(found):
                demand, but = "a folder must hold files that can be checked", "this one holds none"
                self._refusals.faults += refused(path, demand, but, "name another folder, or files").faults

    def _kept(self, path: Path) -> bool:
        """Keep a file for reading, if it can be told of which kind it is."""
        kind = recognised(path)
        if kind is None:
            return False
        if kind is Kind.SERVICES and path.name in SERVICE_FILES and is_network(path.parent):
            kind = Kind.NETWORK
        if kind in {Kind.NETWORK, Kind.REGISTER}:
            self._files[kind][path.parent] = None
            if kind is Kind.NETWORK and is_network(path.parent):
                self._files[Kind.CALENDAR][path.parent / CALENDAR_FILE] = None
        else:
            self._files[kind][path] = None
        return True

    def _read(self) -> None:
        """Read everything, and hold what belongs together against each other."""
        with self._steps.step("reading networks and plans"):
            countrysides = self._each(Kind.NETWORK, _countryside, _of_countryside)
            networks = {path: each.network for path, each in countrysides.items()}
            calendars = self._documents(Kind.CALENDAR, calendar_from_tree, _of_calendar)
            models = self._documents(Kind.MODELS, models_from_tree, _of_models)
            plans = list(self._documents(Kind.PLAN, plan_from_tree, _of_plan).values())
            standards = self._documents(Kind.STANDARD, _standard, _of_standard)
            adoptions = self._documents(Kind.ADOPTIONS, _adoptions, _of_adoptions)
            self._documents(Kind.DECISIONS, _decisions, _of_decisions)
            self._documents(Kind.SERVICES, _services, _of_services)
            self._documents(Kind.PROGRAMME, _programme, _of_programme)
        self._cross(plans, calendars, models)
        for each in models.values():
            self._refusals.faults += standard_faults(standards.values(), each)
        for path, document in adoptions.items():
            if path.parent in networks:
                self._refusals.faults += adoption_faults(document, networks[path.parent])
        categories = self._read_events(next((stated_currency(each.tree) or FINEST for each in models.values()), CNY))
        with self._steps.step("reviewing plans"):
            self._review(without_fault(plans), calendars, models, networks, categories)
        self._each(Kind.LEDGER, self._ledger, _of_ledger)
        self._each(Kind.REGISTER, self._register, _of_register)

    def _ledger(self, path: Path) -> Ledger:
        """Read a ledger, and work out again what every line of it comes to."""
        with self._steps.step("checking the ledger", size([path])) as advance:
            return checked_ledger(path, progress=advance)

    def _register(self, folder: Path) -> "Register":
        """Read a register and replay it, which nobody who settles loads."""
        from rural_taobao.documents import REGISTER_FILES, read_register

        with self._steps.step("replaying the register", size(map(folder.joinpath, REGISTER_FILES))) as advance:
            return read_register(folder, progress=advance)

    def _each(self, kind: Kind, read: Callable[[Path], T], count: Callable[[T], dict[str, int]]) -> dict[Path, T]:
        """Read each file of a kind, and give those without a fault."""
        found: dict[Path, T] = {}
        for path in self._files[kind]:
            for value in self._refusals.sound(partial(read, path)):
                found[path] = value
                self.sound.append(Sound(kind, (file_name(path),), count(value)))
        return found

    def _documents(
        self, kind: Kind, from_tree: FromTree[T], count: Callable[[T], dict[str, int]]
    ) -> dict[Path, Document[T | None]]:
        """Read each TOML document of a kind."""
        found = {path: self._refusals.document(path, from_tree) for path in self._files[kind]}
        for each in without_fault(found.values()):
            self.sound.append(Sound(kind, (each.file,), count(each.value)))
        return found

    def _read_events(self, currency: Currency) -> frozenset[str]:
        """Read the events of all files as one set, and give the categories that they name."""
        files = tuple(self._files[Kind.EVENTS])
        if files:
            with self._steps.step("reading events", size(files)) as advance:
                for events in self._refusals.sound(partial(read_events, files, currency, progress=advance)):
                    self.sound.append(Sound(Kind.EVENTS, tuple(map(file_name, files)), _of_events(events)))
                    return frozenset(code for code in events.category_codes if code is not None)
        return frozenset()

    def _cross(
        self,
        plans: list[Document[CommissionPlan | None]],
        calendars: Mapping[Path, Document[FestivalCalendar | None]],
        models: Mapping[Path, Document[Models | None]],
    ) -> None:
        """Hold the plans against the calendar and the models of each folder."""
        by_folder = {path.parent: calendar for path, calendar in calendars.items()}
        named = {path.parent: each for path, each in models.items()} if plans else {}
        for folder in {**by_folder, **named} or [Path()]:
            self._refusals.faults += cross_faults(plans, by_folder.get(folder), named.get(folder))
        if len(named) == 1:
            self.hints = cross_hints(plans, *named.values())
        self.hints += festivals_unchecked(plans, calendar=bool(calendars), models=bool(models))

    def _review(
        self,
        plans: list[Document[CommissionPlan]],
        calendars: Mapping[Path, Document[FestivalCalendar | None]],
        models: Mapping[Path, Document[Models | None]],
        networks: Mapping[Path, Network],
        categories: frozenset[str],
    ) -> None:
        """Review the plans with what each folder holds."""
        found: set[Fault] = set()
        for folder in {each.parent: None for each in (*calendars, *models)} or [Path()]:
            calendar = next((each.value for path, each in calendars.items() if path.parent == folder), None)
            of_folder = without_fault(each for path, each in models.items() if path.parent == folder)
            around = Surroundings(
                calendar=calendar,
                models=next(iter(of_folder), None),
                network=networks.get(folder),
                categories=categories,
            )
            found.update(review(plans, around))
        self.warnings = tuple(sorted(found))


def _try(path: Path) -> None:
    """Open a file, and close it again; it is refused if it is no plain one, or not readable."""
    opened(path).close()


def _unrecognised(path: Path) -> Never:
    """Say why a file that was named cannot be checked: it is not there, or nothing says of which kind it is."""
    _try(path)
    demand = "a file must be a plan, a calendar, models, a table of a network or of events, a register or a ledger"
    advice = "state 'format' in a TOML file, and the columns in the first row of a table"
    raise refused(path, demand, "nothing in this one says which", advice)


def _countryside(folder: Path) -> "Countryside":
    """Read a network with its villages, which nobody who settles loads."""
    from rural_taobao.documents import read_countryside

    return read_countryside(folder)


def _standard(tree: "Table", *, file: str) -> "Standard":
    from rural_taobao.documents.standards import standard_from_tree

    return standard_from_tree(tree, file=file)


def _adoptions(tree: "Table", *, file: str) -> "Adoptions":
    from rural_taobao.documents.adoptions import adoptions_from_tree

    return adoptions_from_tree(tree, file=file)


def _decisions(tree: "Table", *, file: str) -> "Decisions":
    from rural_taobao.documents.decisions import decisions_from_tree

    return decisions_from_tree(tree, file=file)


def _services(tree: "Table", *, file: str) -> "tuple[Service, ...]":
    from rural_taobao.documents.services import services_from_tree

    return services_from_tree(tree, file=file)


def _programme(tree: "Table", *, file: str) -> "Programme":
    from rural_taobao.documents.programmes import programme_from_tree

    return programme_from_tree(tree, file=file)


def _of_countryside(countryside: "Countryside") -> dict[str, int]:
    network, villages = countryside.network, len(countryside.villages)
    return {
        "centres": len(network.centres),
        "stations": len(network.stations),
        "partners": len(network.partners),
        "payees": len(network.payees),
        "postings": len(network.postings),
        **({"villages": villages} if villages else {}),
        **({"services": len(network.services), "permissions": len(network.permissions)} if network.services else {}),
    }


def _of_standard(standard: "Standard") -> dict[str, int]:
    versions = standard.versions
    return {"standard_versions": len(versions), "thresholds": sum(len(each.thresholds) for each in versions)}


def _of_adoptions(adoptions: "Adoptions") -> dict[str, int]:
    return {"adoptions": len(adoptions.entries)}


def _of_decisions(decisions: "Decisions") -> dict[str, int]:
    return {"decisions": len(decisions.entries)}


def _of_services(services: "tuple[Service, ...]") -> dict[str, int]:
    return {"services": len(services)}


def _of_programme(programme: "Programme") -> dict[str, int]:
    return {"targets": len(programme.targets), "claims": len(programme.claims)}


def _of_calendar(calendar: FestivalCalendar) -> dict[str, int]:
    return {"festivals": len(calendar.festivals)}


def _of_models(models: Models) -> dict[str, int]:
    return {"model_versions": len(models.versions)}


def _of_plan(plan: CommissionPlan) -> dict[str, int]:
    versions = [entry.value for entry in plan.versions.entries]
    return {"plan_versions": len(versions), "rules": sum(len(version.rules) for version in versions)}


def _of_events(events: EventColumns) -> dict[str, int]:
    return {
        "orders": events.kinds.count(ORDER),
        "parcels": events.kinds.count(PARCEL),
        **({"referrals": events.kinds.count(REFERRAL)} if REFERRAL in events.kinds else {}),
        "refunds": sum(map(len, events.refunds.values())),
        "cancellations": len(events.cancellations),
    }


def _of_ledger(ledger: Ledger) -> dict[str, int]:
    return {"lines": len(ledger), "payees": len({entry.cell.payee for entry in ledger.entries()})}


def _of_register(register: "Register") -> dict[str, int]:
    return {"events": register.count, "model_versions": len(register.charter.versions)}
