"""
Jobs: one settlement of files, from reading them to writing the ledger and the statements.

The ledger is held from before it is read until all is written.
The statements are written aside, then the ledger takes its place in one step, then the statements take theirs.
So whatever fails, everything is as it was; and where a machine stops between those steps, the same command again
posts nothing more and writes the statements.
"""

from functools import partial
from pathlib import Path
from typing import Final, final

import click
from attrs import evolve, frozen

from rural_taobao.cli.folders import files_in, made, size
from rural_taobao.cli.ledgers import ledger_so_far
from rural_taobao.cli.locks import locked
from rural_taobao.cli.output import Steps
from rural_taobao.cli.recognition import CALENDAR_FILE, MODELS_FILE
from rural_taobao.cli.refusals import Refusals
from rural_taobao.commission import CommissionPlan
from rural_taobao.commission.rating import MeasureBetweenBands, MeasureOutsideTiers
from rural_taobao.currencies import CNY, Currency
from rural_taobao.documents import (
    DocumentsRefused,
    Fault,
    read_calendar,
    read_events,
    read_network,
    read_plan,
    write_ledger,
    write_statements_csv,
    write_statements_json,
)
from rural_taobao.documents.checking import Document, cross_faults
from rural_taobao.documents.files import file_name
from rural_taobao.documents.messages import worded
from rural_taobao.documents.models import Models
from rural_taobao.documents.rosters import is_network
from rural_taobao.documents.tables import set_aside
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.festivals import FestivalCalendar
from rural_taobao.festivals.windows import WindowOpen
from rural_taobao.money import Money
from rural_taobao.network import Network
from rural_taobao.settlement import Control, EventColumns, Ledger, PeriodClosed, Scope, Settlement, Statement, settle
from rural_taobao.settlement.differencing import PostedEventMissing
from rural_taobao.settlement.sorting import RuleAmbiguous

__all__ = ["STATEMENTS", "Done", "Expected", "Input", "Job", "carried_out"]

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
        calendar: The calendar.
        events: The events.
    """

    network: Network
    plans: tuple[Document[CommissionPlan], ...]
    calendar: FestivalCalendar
    events: EventColumns


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
            settlement = _settled(job, found, posted)
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
    with steps.step("reading the network, the calendar and the plans"):
        networks = refusals.sound(partial(read_network, job.network))
        calendars: list[FestivalCalendar] = []
        if is_network(job.network):
            calendars = refusals.sound(partial(read_calendar, job.network / CALENDAR_FILE))
        files = refusals.several(partial(files_in, job.plans, ".toml"))
        plans = tuple(
            Document(file_name(path), plan) for path in files for plan in refusals.sound(partial(read_plan, path))
        )
    for calendar in calendars:
        models = [Document(file_name(job.network / MODELS_FILE), _in_use(network)) for network in networks]
        # A plan that could not be read is told of as such, and is not missed besides.
        of_these = models[0] if models and len(plans) == len(files) > 0 else None
        refusals.faults += cross_faults(plans, Document(file_name(job.network / CALENDAR_FILE), calendar), of_these)
    tables = refusals.several(partial(files_in, job.events, ".csv"))
    currency = networks[0].currency if networks else CNY
    with steps.step("reading events", size(tables)) as advance:
        events = refusals.sound(partial(read_events, tables, currency, progress=advance))
    if refusals.faults:
        refusals.sound(partial(ledger_so_far, job.ledger, steps))
    refusals.refuse()
    return Input(network=networks[0], plans=plans, calendar=calendars[0], events=events[0])


def _settled(job: Job, found: Input, posted: Ledger) -> Settlement:
    """Settle, and tell in which file a refusal is to be mended."""
    control = None if job.expected is None else job.expected.control(found.network.currency)
    plans = [plan.value for plan in found.plans]
    scope = evolve(job.scope, control=control)
    try:
        return settle(found.network, plans, found.calendar, found.events, scope, posted=posted)
    except RuralTaobaoError as error:
        raise DocumentsRefused([Fault(_to_mend(error, job, found), 0, "", str(error))]) from None


def _in_use(network: Network) -> Models:
    """Give the models of a network without the versions that nobody is posted under."""
    used = {network.vacancy.version, *(posting.version for posting in network.postings)}
    return Models(
        clock=network.clock,
        currency=network.currency,
        platform=network.platform,
        vacancy=network.vacancy,
        versions=[version for version in network.versions if version.id in used],
    )


def _to_mend(error: RuralTaobaoError, job: Job, found: Input) -> str:
    """Give the file that a refusal is to be mended in, as faults call it."""
    match error:
        case PeriodClosed() | PostedEventMissing():
            return file_name(job.ledger)
        case WindowOpen():
            return file_name(job.network / CALENDAR_FILE)
        case RuleAmbiguous(plan=plan):
            return next(document.file for document in found.plans if document.value.id == plan)
        case MeasureOutsideTiers() | MeasureBetweenBands():
            return file_name(job.plans[0])
        case _:
            return file_name(job.events[0])
