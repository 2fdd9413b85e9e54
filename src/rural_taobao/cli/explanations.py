"""
The command `explain`: why lines of a ledger are what they are, in words that a partner understands.

With the network, the events and the plans it also tells which rules matched, which did not, and why.
"""

import json
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable
from difflib import SequenceMatcher
from pathlib import Path
from typing import Final, final

import click
from attrs import frozen
from rich.text import Text

from rural_taobao.cli.folders import refused
from rural_taobao.cli.jobs import inquired, read_input
from rural_taobao.cli.ledgers import ledger_at, ledger_file
from rural_taobao.cli.options import PATH, as_json, examples, month, name
from rural_taobao.cli.output import Hanging, Output, Steps
from rural_taobao.cli.refusals import Refusals
from rural_taobao.cli.sums import PAGES, Page, sums
from rural_taobao.documents import DocumentsRefused
from rural_taobao.documents.arithmetic import arithmetic_text
from rural_taobao.documents.inquiries import inquiry_object
from rural_taobao.errors import shown
from rural_taobao.periods import Month
from rural_taobao.settlement import Inquiry, Language, Ledger, Line, LineKey, answered, explained
from rural_taobao.settlement.lines import Component, Entry, State

__all__ = ["explain", "lines_object"]

_NEAREST: Final = 3
_AROUND: Final = 100
_LIKELY: Final = 0.6
"""How much names have in common, of 1, that may be mistaken for each other; one that begins the other is too."""
_REVERSALS: Final = frozenset({Component.REVERSAL, Component.FEE_REVERSAL})


@click.command(
    short_help="Say why a line of a ledger is what it is, in words.",
    epilog=examples(
        "rural-taobao explain out --line o-201611-000012",
        "rural-taobao explain out --payee 411729-02-a --month 2016-11",
        "rural-taobao explain out/ledger.csv --payee platform --json",
        "rural-taobao explain out --line o-201611-000012 --inputs sample",
    ),
)
@click.argument("ledger", type=PATH)
@click.option("--line", metavar="KEY", callback=name, help="The key of a line; or an event's id, for all that it paid.")
@click.option("--payee", metavar="ID", callback=name, help="A payee's id, for all that was posted to it.")
@click.option("--month", metavar="YYYY-MM", callback=month, help="Of a payee, only what was posted in this month.")
@click.option(
    "--inputs",
    metavar="DIR",
    type=PATH,
    help="Of an event, say which rules matched, and which did not and why: the folder that holds network, events and "
    "plans, as demo writes them.",
)
@click.option(
    "--language",
    type=click.Choice([each.value for each in Language]),
    default=Language.ENGLISH.value,
    show_default=True,
    help="English or Chinese.",
)
@as_json
def explain(
    *,
    ledger: Path,
    line: str | None,
    payee: str | None,
    month: Month | None,
    inputs: Path | None,
    language: str,
    as_json: bool,
) -> None:
    """
    Say why lines of LEDGER are what they are: the arithmetic, step by step.

    LEDGER is the file that `settle` writes, or the folder that it lies in.
    With an order's id comes what refunds took back of it, too.
    With --inputs an order that earned nothing is explained as well.
    """
    if line is not None and payee is None and month is None:
        wanted = line
    elif payee is not None and line is None:
        wanted = payee
    else:
        message = "state one of --line and --payee; --month goes with --payee"
        raise click.UsageError(message)
    if inputs is not None and payee is not None:
        message = "--inputs goes with --line: the rules are asked of one event"
        raise click.UsageError(message)
    output, said = Output(machine=as_json), PAGES[Language(language)]
    with output.telling():
        file = ledger_file(ledger)
        inquiry = None
        with output.steps() as steps:
            found = ledger_at(file, steps)
            lines = _paid(file, found, wanted, month) if payee is not None else _named(found, wanted)
            if inputs is not None and not _are_of_months(lines):
                inquiry = _inquiry(_Inputs(inputs, ledger), wanted, found, steps, lines)
            elif not lines:
                raise _unnamed(file, found, wanted)
        if as_json:
            asked = None if inquiry is None else inquiry_object(inquiry, said.language)
            output.object({**lines_object(lines, said.language), "inquiry": asked})
            return
        if payee is not None:
            output.page(sums(lines, said))
        for each in lines:
            if output.unheard:
                break
            output.page(_shown(each, said, with_key=payee is None))
        if inquiry is not None:
            output.page(_bold_headed(answered(inquiry, said.language)))
        elif payee is None and not _are_of_months(lines):
            output.page(Hanging(Text(said.ask, style="dim")))


def _bold_headed(text: str, *more: tuple[str, str]) -> Hanging:
    """Give an explanation whose first line is bold."""
    made = Text(text)
    made.stylize("bold", 0, made.plain.find("\n") if "\n" in text else len(text))
    for each in more:
        made.append(*each)
    return Hanging(made.append("\n"), 4)


def _shown(line: Line, said: Page, *, with_key: bool) -> Hanging:
    """Give the explanation of a line, and if wanted the key by which it can be asked for again."""
    key = [(f"\n  {said.key} {line.key}", "dim")] if with_key else []
    return _bold_headed(explained(line, said.language), *key)


def _are_of_months(lines: list[Line]) -> bool:
    """Tell whether lines, if there are any, belong to months and not to events, which alone have rules."""
    return bool(lines) and all(line.entry.of_a_period for line in lines)


@final
@frozen
class _Inputs:
    """
    A folder with all that a settlement is made of.

    Attributes:
        folder: The folder.
        ledger: The ledger to go on from.
    """

    folder: Path
    ledger: Path | None

    @property
    def network(self) -> Path:
        """The folder of the network."""
        return self.folder / "network"

    @property
    def events(self) -> tuple[Path, ...]:
        """The folder of the events."""
        return (self.folder / "events",)

    @property
    def plans(self) -> tuple[Path, ...]:
        """The folder of the plans."""
        return (self.folder / "plans",)


def _inquiry(inputs: _Inputs, name: str, ledger: Ledger, steps: Steps, lines: list[Line]) -> Inquiry:
    """
    Ask what became of the event that a name is of, or begins with.

    Raises:
        DocumentsRefused: A file has faults, the files do not go together, or a line, or nothing at all, tells of an
            event that they do not hold.
    """
    event = name.partition("/")[0]
    refusals = Refusals()
    found = read_input(inputs, steps, refusals)
    if found is None:
        raise DocumentsRefused(refusals.faults)
    if not lines and found.events.row_of(event) is None:
        near = _near(event, {*found.events.ids, *(entry.cell.event for entry in ledger.entries())})
        demand = "an event must be in the ledger or among the events to be explained"
        raise refused(inputs.folder, demand, f"{shown(event, 80)} is in neither", _advice(near, "an order's id"))
    with steps.step("asking the rules"):
        return inquired(inputs, found, event, ledger)


def _picked(ledger: Ledger, wanted: Callable[[Entry], bool]) -> list[Line]:
    """Give the lines that are wanted; the others are never made."""
    return [block[place] for block in ledger.blocks for place, entry in enumerate(block.entries()) if wanted(entry)]


def _named(ledger: Ledger, name: str) -> list[Line]:
    """
    Give the line of a key, or every line of an event, if there is any.

    Of a refund that has none of its own, the lines are given that it shifted.
    """
    return (
        _of_event(ledger, name)
        or _picked(ledger, lambda entry: entry.cause == name)
        or _picked(ledger, lambda entry: str(LineKey(entry.cell, entry.number)) == name)
    )


def _unnamed(file: Path, ledger: Ledger, name: str) -> DocumentsRefused:
    """Make the refusal of a name that no line bears, with the names that are nearest."""
    event, slash, _ = name.partition("/")
    keys = [str(line.key) for line in _of_event(ledger, event)] if slash else []
    near = _near(name, keys) if keys else _near(event, {entry.cell.event for entry in ledger.entries()})
    demand = "a line must be asked for by its key, or by what earned it"
    advice = _advice(near, "an order's id")
    if not slash:
        none = "an order that earned nothing has none, and --inputs tells why"
        advice = f"{none}; or {advice}" if near else none
    return refused(file, demand, f"no line of this ledger names {shown(name, 80)}", advice)


def _of_event(ledger: Ledger, event: str) -> list[Line]:
    """Give every line of an event, and of an order what refunds took back of it."""
    own = _picked(ledger, lambda entry: entry.cell.event == event)
    reversals = _picked(ledger, lambda entry: bool(own) and entry.cell.component in _REVERSALS)
    return own + [line for line in reversals if line.corrects.startswith(f"{event}/")]


def _paid(file: Path, ledger: Ledger, payee: str, month: Month | None) -> list[Line]:
    """
    Give the lines of a payee.

    Raises:
        DocumentsRefused: There is none, or none in the month.
    """
    lines = _picked(ledger, lambda entry: entry.cell.payee == payee and month in (None, entry.posted))
    if not lines:
        posted = {entry.posted for entry in ledger.entries() if entry.cell.payee == payee}
        if posted:
            months = ", ".join(map(str, sorted(posted)))
            but, advice = f"nothing was posted to {payee} in {month}", f"ask for one of {months}"
        else:
            near = _near(payee, {entry.cell.payee for entry in ledger.entries()})
            but, advice = f"nothing was ever posted to {shown(payee, 80)}", _advice(near, "a payee of a statement")
        raise refused(file, "a payee must have lines to explain", but, advice)
    return lines


def _near(name: str, known: Iterable[str]) -> list[str]:
    """Give the names that are most like one; looked for where the names begin or end alike."""
    alike: set[str] = set()
    for turned in (1, -1):
        names = sorted(each[::turned] for each in known)
        place = bisect_left(names, name[::turned])
        alike.update(each[::turned] for each in names[max(place - _AROUND, 0) : place + _AROUND])
    likeness = {each: SequenceMatcher(None, name, each).ratio() for each in alike}
    likely = (each for each in alike if likeness[each] >= _LIKELY or each.startswith(name))
    return sorted(likely, key=lambda each: (-likeness[each], not each.startswith(name), each))[:_NEAREST]


def _advice(near: list[str], other: str) -> str:
    return f"did you mean {', '.join(near)}" if near else f"ask for {other}"


def lines_object(lines: Iterable[Line], language: Language = Language.ENGLISH) -> dict[str, object]:
    """
    Give lines as an object for a machine, amounts in minor units and by currency: what is accrued of them.

    Args:
        lines: The lines.
        language: The language of their texts.

    Example:
        >>> from rural_taobao.festivals import programme_calendar
        >>> from rural_taobao.samples import one_order, one_plan, one_village
        >>> from rural_taobao.settlement import Scope, settle
        >>> november = settle(one_village(), [one_plan()], programme_calendar(), [one_order()], Scope("2016-11"))
        >>> found = lines_object(november.lines)
        >>> found["amounts_minor"], found["lines"][0]["key"]
        ({'CNY': 2398}, 'o-1/example/everything/partner/li/commission/accrued/CNY/1')
    """
    amounts: Counter[str] = Counter()
    objects: list[dict[str, object]] = []
    for line in lines:
        if line.state is State.ACCRUED:
            amounts[line.amount.currency.code] += line.amount.minor
        objects.append(_line_object(line, language))
    return {"count": len(objects), "amounts_minor": dict(amounts), "lines": objects}


def _line_object(line: Line, language: Language) -> dict[str, object]:
    return {
        "key": str(line.key),
        "event": line.event,
        "plan": line.plan,
        "plan_version": line.plan_version,
        "rule": line.rule,
        "party": line.party.value,
        "payee": line.payee,
        "component": line.component.value,
        "state": line.state.value,
        "number": line.number,
        "amount_minor": line.amount.minor,
        "currency": line.amount.currency.code,
        "earned": str(line.earned),
        "posted": str(line.posted),
        "model_version": line.model_version,
        "station": line.station,
        "credited": line.credited,
        "at": line.at.isoformat(),
        "basis": None if line.basis is None else str(line.basis),
        "measured": line.measured,
        "before": line.before,
        "reason": line.reason.value,
        "cause": line.cause,
        "corrects": line.corrects,
        "arithmetic": json.loads(arithmetic_text(line.arithmetic)),
        "text": explained(line, language),
    }
