"""
Jobs: one settlement of files, from reading them to writing the ledger and the statements.

The ledger is held from before it is read until all is written.
The statements are written aside, then the ledger takes its place in one step, then the statements take theirs.
So whatever fails, everything is as it was; and where a machine stops between those steps, the same command again
posts nothing more and writes the statements.
"""

from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final, Protocol, final

import click
from attrs import evolve, frozen

from rural_taobao.cli.folders import files_in, made, size
from rural_taobao.cli.ledgers import ledger_so_far
from rural_taobao.cli.locks import locked
from rural_taobao.cli.output import Steps
from rural_taobao.cli.recognition import CALENDAR_FILE, MODELS_FILE
from rural_taobao.cli.refusals import Refusals
from rural_taobao.commission import CommissionPlan
from rural_taobao.commission.extents import MeasureBetweenBands, Measured, MeasureOutsideTiers
from rural_taobao.commission.tariffs import NameNotInTable
from rural_taobao.currencies import FINEST, Currency
from rural_taobao.documents import (
    DocumentsRefused,
    Fault,
    read_events,
    read_network,
    write_ledger,
    write_statements_csv,
    write_statements_json,
)
from rural_taobao.documents.calendars import calendar_from_tree
from rural_taobao.documents.checking import Document, cross_faults, without_fault
from rural_taobao.documents.files import file_name
from rural_taobao.documents.messages import worded
from rural_taobao.documents.models import Models, models_from_tree
from rural_taobao.documents.plans import plan_from_tree
from rural_taobao.documents.rosters import is_network
from rural_taobao.documents.scalars import stated_currency
from rural_taobao.documents.tables import set_aside
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.festivals import FestivalCalendar
from rural_taobao.festivals.windows import WindowOpen
from rural_taobao.identifiers import VersionId
from rural_taobao.money import Money
from rural_taobao.network import Network
from rural_taobao.settlement import (
    Control,
    EventColumns,
    Inquiry,
    Ledger,
    PeriodClosed,
    Scope,
    Settlement,
    Statement,
    inquire,
    settle,
)
from rural_taobao.settlement.differencing import PostedEventMissing
from rural_taobao.settlement.sorting import RuleAmbiguous

__all__ = [
    "STATEMENTS",
    "Done",
    "Expected",
    "Input",
    "Job",
    "Paths",
    "carried_out",
    "in_use",
    "inquired",
    "read_input",
    "read_plans",
    "settled",
]

STATEMENTS: Final = ("statements.csv", "statements.json")
"""The files of the statements, for people and for machines."""


@final
@frozen
class Expected:
    """
    The size that the set of events is said to have.

    Attributes:
        events: How many events, of every kind.
        gross: What the orders come to, in major units, as it was typed.
    """

    events: int
    gross: str

    def control(self, currency: Currency) -> Control:
        """
        Give it in a currency.

        Raises:
            BadParameter: The amount is none, or negative.
        """
        try:
            return Control(self.events, Money.parse(self.gross, currency).minor)
        except RuralTaobaoError as error:
            raise click.BadParameter(worded(error), param_hint="--expect-gross") from None


class Paths(Protocol):
    """Where everything stands that is settled."""

    @property
    def network(self) -> Path:  # pyright: ignore[reportReturnType] - a protocol has no bodies
        """The folder of the network."""

    @property
    def events(self) -> tuple[Path, ...]:  # pyright: ignore[reportReturnType] - a protocol has no bodies
        """Files of events, and folders of them."""

    @property
    def plans(self) -> tuple[Path, ...]:  # pyright: ignore[reportReturnType] - a protocol has no bodies
        """Files of plans, and folders of them."""

    @property
    def ledger(self) -> Path | None:  # pyright: ignore[reportReturnType] - a protocol has no bodies
        """The ledger to go on from, if there is one."""


@final
@frozen(kw_only=True)
class Job:
    """
    What is to be settled, and where the outcome goes.

    Attributes:
        network: The folder of the network.
        events: Files of events, and folders of them.
        plans: Files of plans, and folders of them.
        scope: What the settlement covers.
        expected: The size that the set of events is said to have, if that is said.
        ledger: The ledger; it need not be there yet.
        out: The folder of the statements.
        anew: Whether to begin with an empty ledger, whatever is there.
    """

    network: Path
    events: tuple[Path, ...]
    plans: tuple[Path, ...]
    scope: Scope
    expected: Expected | None = None
    ledger: Path
    out: Path
    anew: bool = False


@final
@frozen(kw_only=True)
class Input:
    """
    What was read for a job, without a fault.

    Attributes:
        network: The network.
        plans: The plans, and their files.
        calendar: The calendar, and its file.
        models: The models of the network, and their file.
        events: The events.
    """

    network: Network
    plans: tuple[Document[CommissionPlan], ...]
    calendar: Document[FestivalCalendar]
    models: Document[Models]
    events: EventColumns

    @property
    def values(self) -> tuple[Network, list[CommissionPlan], FestivalCalendar, EventColumns]:
        """The network, the plans, the calendar and the events."""
        return self.network, [plan.value for plan in self.plans], self.calendar.value, self.events


@final
@frozen(kw_only=True)
class Done:
    """
    A job that is done.

    Attributes:
        job: The job.
        input: What was read for it.
        settlement: What it came to.
        ledger: The ledger with the new lines.
        statements: The statements of the month.
    """

    job: Job
    input: Input
    settlement: Settlement
    ledger: Ledger
    statements: tuple[Statement, ...]


def carried_out(job: Job, steps: Steps) -> Done:
    """
    Settle, and write the ledger and the statements.

    Args:
        job: What to settle.
        steps: Where to show how far it has come.

    Raises:
        DocumentsRefused: A file has faults, the files do not go together, or the ledger is held by another process;
            everything is as it was.
        BadParameter: The amount that is expected is none.
    """
    found = _read(job, steps)
    with made(job.out), made(job.ledger.parent), locked(job.ledger):
        posted = Ledger() if job.anew else ledger_so_far(job.ledger, steps)
        with steps.step("settling"):
            control = None if job.expected is None else job.expected.control(found.network.currency)
            settlement = settled(job, found, evolve(job.scope, control=control), posted)
            ledger, statements = settlement.ledger, settlement.statements
        names = {str(payee.id): payee.name for payee in found.network.payees}
        with set_aside(job.out, STATEMENTS) as aside:
            with steps.step("writing statements"):
                write_statements_csv(statements, aside / STATEMENTS[0], names=names)
                write_statements_json(statements, aside / STATEMENTS[1])
            if len(settlement.lines) or job.anew or not job.ledger.exists():
                with steps.step("writing the ledger"):
                    write_ledger(ledger, job.ledger)
    return Done(job=job, input=found, settlement=settlement, ledger=ledger, statements=statements)


def _read(job: Job, steps: Steps) -> Input:
    """Read everything but the ledger; where anything is wrong, tell all of it at once, the ledger's faults too."""
    refusals = Refusals()
    found = read_input(job, steps, refusals)
    if found is None:
        refusals.sound(partial(ledger_so_far, job.ledger, steps))
        raise DocumentsRefused(refusals.faults)
    return found


def read_input(
    paths: Paths, steps: Steps, refusals: Refusals, others: Sequence[Document[CommissionPlan | None]] = ()
) -> Input | None:
    """
    Read what is settled.

    Args:
        paths: Where it stands.
        steps: Where to show how far it has come.
        refusals: Is told what is wrong with it, all of it at once.
        others: Other plans, to be held against the network and its calendar too.

    Returns:
        What was read; None where anything is wrong.
    """
    before = len(refusals.faults)
    with steps.step("reading the network, the calendar and the plans"):
        networks = refusals.sound(partial(read_network, paths.network))
        # What is wrong with the models themselves is told with the network.
        models = Refusals().document(paths.network / MODELS_FILE, models_from_tree)
        calendar = Document[FestivalCalendar | None](file_name(paths.network / CALENDAR_FILE), {}, None)
        if is_network(paths.network):
            calendar = refusals.document(paths.network / CALENDAR_FILE, calendar_from_tree)
        files = refusals.several(partial(files_in, paths.plans, ".toml"))
        plans = read_plans(files, refusals)
    # Which model versions are in use, only the network says.
    used = in_use(networks[0]) if networks and plans else ()
    refusals.faults += cross_faults(plans, calendar, models, used=used)
    refusals.faults += cross_faults(others, calendar, models, used=())
    tables = refusals.several(partial(files_in, paths.events, ".csv"))
    currency = stated_currency(models.tree) or FINEST
    with steps.step("reading events", size(tables)) as advance:
        events = refusals.sound(partial(read_events, tables, currency, progress=advance))
    if len(refusals.faults) > before:
        return None
    return Input(
        network=networks[0],
        plans=tuple(without_fault(plans)),
        calendar=without_fault([calendar])[0],
        models=without_fault([models])[0],
        events=events[0],
    )


def read_plans(files: Iterable[Path], refusals: Refusals) -> tuple[Document[CommissionPlan | None], ...]:
    """Read plans; what is wrong with them is told."""
    return tuple(refusals.document(path, plan_from_tree) for path in files)


def settled(paths: Paths, found: Input, scope: Scope, posted: Ledger) -> Settlement:
    """
    Settle, and tell in which file a refusal is to be mended.

    Args:
        paths: Where everything stands.
        found: What was read there.
        scope: What the settlement covers.
        posted: The ledger to go on from.

    Raises:
        DocumentsRefused: What was read cannot be settled.
    """
    with _mended(paths, found):
        return settle(*found.values, scope, posted=posted)


def inquired(paths: Paths, found: Input, event: str, posted: Ledger) -> Inquiry:
    """
    Ask what became of an event, and tell in which file a refusal is to be mended.

    Args:
        paths: Where everything stands.
        found: What was read there.
        event: The event.
        posted: The ledger so far.

    Raises:
        DocumentsRefused: What was read cannot be settled, or has no such event.
    """
    with _mended(paths, found):
        return inquire(*found.values, event, posted=posted)


@contextmanager
def _mended(paths: Paths, found: Input) -> Generator[None]:
    """Tell in which file a refusal is to be mended."""
    try:
        yield
    except RuralTaobaoError as error:
        raise DocumentsRefused([Fault(_to_mend(error, paths, found), 0, "", str(error))]) from None


def in_use(network: Network) -> frozenset[VersionId]:
    """Give the model versions that somebody is posted under, or a vacant station is."""
    used = {network.vacancy.version, *(posting.version for posting in network.postings)}
    return frozenset(version.id for version in network.versions if version.id in used)


def _to_mend(error: RuralTaobaoError, paths: Paths, found: Input) -> str:
    """Give the file that a refusal is to be mended in, as faults call it."""
    match error:
        case PeriodClosed() | PostedEventMissing():
            return file_name(paths.ledger or paths.events[0])
        case WindowOpen():
            return file_name(paths.network / CALENDAR_FILE)
        case RuleAmbiguous(plan=plan) | NameNotInTable(plan=plan):
            return next(document.file for document in found.plans if document.value.id == plan)
        case MeasureOutsideTiers(where=Measured(plan=plan)) | MeasureBetweenBands(where=Measured(plan=plan)):
            return next(document.file for document in found.plans if document.value.id == plan)
        case _:
            return file_name(paths.events[0])
