"""The command `network assess`: every partner in charge in a month, set beside a standard."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from itertools import product
from pathlib import Path
from typing import Final, assert_never, final

import click
from attrs import frozen
from rich.text import Text

from rural_taobao.assessment import (
    Assessment,
    Began,
    Consequence,
    Finding,
    Judgement,
    Left,
    Moved,
    NotJudged,
    PassedOver,
    Paused,
    Proposal,
    Proposed,
    Suspended,
    assessed,
    told,
)
from rural_taobao.assessment.telling import reason_text, why_text
from rural_taobao.cli.folders import files_in, size
from rural_taobao.cli.options import PATH, as_json, examples, instant, month
from rural_taobao.cli.output import Hanging, Output, Steps
from rural_taobao.cli.refusals import Refusals
from rural_taobao.cli.tables import Fitting, counted, table
from rural_taobao.documents import Fault, read_events, read_network, read_notes, read_standard
from rural_taobao.documents.files import file_name
from rural_taobao.errors import spelled
from rural_taobao.instants import microseconds
from rural_taobao.money import CurrencyMismatch
from rural_taobao.periods import Month
from rural_taobao.settlement import Language

__all__ = ["assess"]


@final
@frozen(kw_only=True)
class _Asked:
    """
    What is asked for.

    Attributes:
        network: The folder of the network.
        events: Files of events, and folders of them.
        standard: The file of the standard.
        month: The month.
        notes: The file of what holds of partners, if there is one.
        known_before: The instant from which on what became known is left out.
    """

    network: Path
    events: tuple[Path, ...]
    standard: Path
    month: Month
    notes: Path | None
    known_before: datetime | None


_LABELS: Final = {
    Language.ENGLISH: ("partner", "proposed", "why", "nothing", "not judged"),
    Language.CHINESE: ("合伙人", "建议", "依据", "无", "不作考核"),
}
"""What stands above the columns, and what is said where nothing is proposed and where nobody is judged."""
_WORDS: Final = {
    Language.ENGLISH: {
        Consequence.WARNING: "warning",
        Consequence.PROBATION: "probation",
        Consequence.REMOVAL: "removal",
    },
    Language.CHINESE: {Consequence.WARNING: "警告", Consequence.PROBATION: "转为试用", Consequence.REMOVAL: "清退"},
}


@click.command(
    short_help="Set every partner in charge beside a standard; propose, and do nothing.",
    epilog=examples(
        "rural-taobao network assess network events --standard standard.toml --month 2016-11",
        "rural-taobao network assess network events --standard standard.toml \\",
        "  --month 2016-11 --notes notes.csv --json",
    ),
)
@click.argument("network", metavar="NETWORK_DIR", type=PATH)
@click.argument("events", metavar="EVENTS...", type=PATH, nargs=-1, required=True)
@click.option("--standard", metavar="FILE", type=PATH, required=True, help="The standard, a TOML file.")
@click.option("--month", metavar="YYYY-MM", callback=month, required=True, help="The last of the months looked at.")
@click.option(
    "--notes", metavar="FILE", type=PATH, help="Who was warned, on probation or suspended when: a table, CSV."
)
@click.option(
    "--known-before",
    metavar="INSTANT",
    callback=instant,
    help="Leave out what became known at this instant or later, such as 2016-12-01T00:00:00+08:00.",
)
@click.option(
    "--language",
    type=click.Choice([each.value for each in Language]),
    default=Language.ENGLISH.value,
    show_default=True,
    help="In which language partners are told.",
)
@as_json
def assess(
    *,
    network: Path,
    events: tuple[Path, ...],
    standard: Path,
    month: Month,
    notes: Path | None,
    known_before: datetime | None,
    language: str,
    as_json: bool,
) -> None:
    """
    Judge every partner who was in charge of a station in the month, by the thresholds of a standard.

    EVENTS are the CSV files of orders, parcels, refunds and cancellations, or folders of them: the complete set of
    all months that a threshold looks back over.
    Nobody is judged by months that were not served whole, and nothing is done: what is proposed is for you to decide.
    """
    asked = _Asked(
        network=network, events=events, standard=standard, month=month, notes=notes, known_before=known_before
    )
    output, named = Output(machine=as_json), Language(language)
    with output.telling():
        with output.steps() as steps:
            found = _assessed(asked, steps)
        if as_json:
            output.object(_object(found, named))
        else:
            _show(found, named, output)


def _assessed(asked: _Asked, steps: Steps) -> Assessment:
    """Read everything and judge; where anything is wrong, tell all of it at once."""
    refusals = Refusals()
    with steps.step("reading the network and the standard"):
        networks = refusals.sound(partial(read_network, asked.network))
        standards = refusals.sound(partial(read_standard, asked.standard))
        network = next(iter(networks), None)
        notes = () if asked.notes is None else refusals.several(partial(read_notes, asked.notes, network=network))
    for held, standard in product(networks, standards):
        if standard.currency != held.currency:
            message = str(CurrencyMismatch(held.currency, standard.currency))
            refusals.faults.append(Fault(file_name(asked.standard), 0, "currency", message))
    files = refusals.several(partial(files_in, asked.events, ".csv"))
    refusals.refuse()
    [network], [standard] = networks, standards
    with steps.step("reading events", size(files)) as advance:
        events = read_events(files, network.currency, progress=advance)
    if asked.known_before is not None:
        events = events.known_before(microseconds(asked.known_before))
    with steps.step("assessing"):
        return assessed(network, standard, events, asked.month, notes=notes)


def _counts(found: Assessment) -> dict[str, int]:
    """Count what is said of partners; the counts add up to all of them."""
    proposed = [each.proposal.consequence for each in found.proposed]
    return {
        "fine": len(found.fine),
        **{each.value: proposed.count(each) for each in Consequence},
        "not_judged": len(found.not_judged),
    }


def _object(found: Assessment, language: Language) -> dict[str, object]:
    """Give what is said of partners, for machines."""
    return {
        "month": str(found.month),
        "standard": found.standard.id,
        "since": str(found.version.since),
        "currency": found.standard.currency.code,
        "in_charge": len(found.judgements),
        "counts": _counts(found),
        "silent": [str(month) for month in found.silent],
        "judgements": [_judgement_object(each, found.month, language) for each in found.judgements],
    }


def _judgement_object(judgement: Judgement, month: Month, language: Language) -> dict[str, object]:
    findings = () if isinstance(judgement, NotJudged) else judgement.findings
    return {
        "partner": judgement.partner,
        "judged": spelled(type(judgement).__name__),
        "proposal": _proposal_object(judgement.proposal, language) if isinstance(judgement, Proposed) else None,
        "findings": [_finding_object(each) for each in findings],
        "passed_over": [_passed_object(each, language) for each in judgement.passed_over],
        "said": told(judgement, month, language),
    }


def _proposal_object(proposal: Proposal, language: Language) -> dict[str, object]:
    return {
        "consequence": proposal.consequence.value,
        "towards": proposal.towards.value,
        "holds": proposal.holds,
        "step": None if proposal.step is None else proposal.step.value,
        "missed": [each.threshold.id for each in proposal.missed],
        "reason": reason_text(proposal, language),
    }


def _finding_object(finding: Finding) -> dict[str, object]:
    return {
        "threshold": finding.threshold.id,
        "reached": finding.is_reached,
        "figures": {str(month): figure for month, figure in finding.figures},
        "in_all": finding.in_all,
    }


def _passed_object(passed: PassedOver, language: Language) -> dict[str, object]:
    facts: dict[str, object] = {"why": spelled(type(passed.why).__name__)}
    match passed.why:
        case Began(day=day) | Left(day=day) | Moved(day=day):
            facts["day"] = str(day)
        case Paused(days=days) | Suspended(days=days):
            facts["from"], facts["to"] = str(days.start), str(days.end)
        case _:
            assert_never(passed.why)
    return {"threshold": passed.threshold.id, **facts, "said": why_text(passed.why, language)}


def _show(found: Assessment, language: Language, output: Output) -> None:
    """Show what is said of partners, and last how many there are of each kind."""
    held = f"the version of {found.version.since}"
    output.page(Text(f"{found.month} by standard {found.standard.id}, {held}", style="bold"), "")
    if found.judgements:
        output.page(_table(found, language), "")
    counts = ", ".join(f"{each.replace('_', ' ')} {count:,}" for each, count in _counts(found).items())
    output.page(Hanging(f"{counted('partners', len(found.judgements))} in charge: {counts}; nothing was done"))
    if found.silent:
        months = ", ".join(map(str, found.silent))
        output.page(Hanging(f"No event at all was given of {months}: see whether the files of those months are there"))


def _table(found: Assessment, language: Language) -> Fitting:
    """Make the table of partners: the gravest proposals first, then those who are not judged, then all others."""
    partner, proposed, why, *_ = _LABELS[language]
    made = table(f"={partner}", proposed, why, overflow="fold")
    for judgement in sorted(found.judgements, key=_place):
        made.add_row(judgement.partner, _said(judgement, language), "\n".join(_whys(judgement, language)))
    return made


def _place(judgement: Judgement) -> int:
    order = list(Consequence)
    if isinstance(judgement, Proposed):
        return -order.index(judgement.proposal.consequence)
    return 1 if isinstance(judgement, NotJudged) else 2


def _said(judgement: Judgement, language: Language) -> str:
    _, _, _, nothing, not_judged = _LABELS[language]
    if isinstance(judgement, Proposed):
        return _WORDS[language][judgement.proposal.consequence]
    return not_judged if isinstance(judgement, NotJudged) else nothing


def _whys(judgement: Judgement, language: Language) -> Iterable[str]:
    """Give what led to a proposal, or keeps a partner from being judged."""
    if isinstance(judgement, Proposed):
        return [reason_text(judgement.proposal, language)]
    return dict.fromkeys(why_text(each.why, language) for each in judgement.passed_over)
