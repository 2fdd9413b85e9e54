"""The command `explain`: why lines of a ledger are what they are, in words that a partner understands."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable
from difflib import SequenceMatcher
from pathlib import Path
from typing import Final

import click
from rich.console import Group
from rich.text import Text

from rural_taobao.cli.folders import refused
from rural_taobao.cli.ledgers import ledger_at, ledger_file
from rural_taobao.cli.options import PATH, as_json, examples, month, name
from rural_taobao.cli.output import Hanging, Output
from rural_taobao.cli.tables import ROLES, table, titled
from rural_taobao.errors import shown
from rural_taobao.money import Money
from rural_taobao.periods import Month
from rural_taobao.settlement import Ledger, Line, LineKey, explained
from rural_taobao.settlement.lines import Component, Entry

__all__ = ["explain", "lines_object"]

_NEAREST: Final = 3
_AROUND: Final = 100
_LIKELY: Final = 0.6
"""How much names have in common, of 1, that may be mistaken for each other; one that begins the other is too."""
_COMPONENTS: Final = {
    Component.COMMISSION: "commission",
    Component.REVERSAL: "refunds",
    Component.GUARANTEE: "guarantee",
    Component.DRAW: "draw",
}


@click.command(
    short_help="Say why a line of a ledger is what it is, in words.",
    epilog=examples(
        "rural-taobao explain out --line o-201611-000012",
        "rural-taobao explain out --payee 411729-02-a --month 2016-11",
        "rural-taobao explain out/ledger.csv --payee platform --json",
    ),
)
@click.argument("ledger", type=PATH)
@click.option("--line", metavar="KEY", callback=name, help="The key of a line; or an event's id, for all that it paid.")
@click.option("--payee", metavar="ID", callback=name, help="A payee's id, for all that was posted to it.")
@click.option("--month", metavar="YYYY-MM", callback=month, help="Of a payee, only what was posted in this month.")
@as_json
def explain(*, ledger: Path, line: str | None, payee: str | None, month: Month | None, as_json: bool) -> None:
    """
    Say why lines of LEDGER are what they are: the arithmetic, step by step.

    LEDGER is the file that `settle` writes, or the folder that it lies in.
    With an order's id comes what refunds took back of it, too.
    """
    if line is not None and payee is None and month is None:
        wanted = line
    elif payee is not None and line is None:
        wanted = payee
    else:
        message = "state one of --line and --payee; --month goes with --payee"
        raise click.UsageError(message)
    output = Output(machine=as_json)
    with output.telling():
        file = ledger_file(ledger)
        with output.steps() as steps:
            found = ledger_at(file, steps)
            lines = _named(file, found, wanted) if payee is None else _paid(file, found, wanted, month)
        if as_json:
            output.object(lines_object(lines))
            return
        if payee is not None:
            output.page(_sums(lines))
        for each in lines:
            if output.unheard:
                break
            output.page(_shown(each, with_key=payee is None))


def _shown(line: Line, *, with_key: bool) -> Hanging:
    """Give the explanation of a line, and if wanted the key by which it can be asked for again."""
    text = Text(explained(line))
    text.stylize("bold", 0, text.plain.index("\n"))
    if with_key:
        text.append(f"\n  key {line.key}", style="dim")
    return Hanging(text.append("\n"), 4)


def _picked(ledger: Ledger, wanted: Callable[[Entry], bool]) -> list[Line]:
    """Give the lines that are wanted; the others are never made."""
    return [block[place] for block in ledger.blocks for place, entry in enumerate(block.entries()) if wanted(entry)]


def _named(file: Path, ledger: Ledger, name: str) -> list[Line]:
    """
    Give the line of a key, or every line of an event; of a refund that has none of its own, the lines that it shifted.

    Raises:
        DocumentsRefused: There is none.
    """
    lines = (
        _of_event(ledger, name)
        or _picked(ledger, lambda entry: entry.cause == name)
        or _picked(ledger, lambda entry: str(LineKey(entry.cell, entry.number)) == name)
    )
    if not lines:
        event, slash, _ = name.partition("/")
        keys = [str(line.key) for line in _of_event(ledger, event)] if slash else []
        near = _near(name, keys) if keys else _near(event, {entry.cell.event for entry in ledger.entries()})
        demand = "a line must be asked for by its key, or by what earned it"
        advice = _advice(near, "an order's id")
        if not slash:
            none = "an order that earned nothing has none, and the summary of settle tells why"
            advice = f"{none}; or {advice}" if near else none
        raise refused(file, demand, f"no line of this ledger names {shown(name, 80)}", advice)
    return lines


def _of_event(ledger: Ledger, event: str) -> list[Line]:
    """Give every line of an event, and of an order what refunds took back of it."""
    own = _picked(ledger, lambda entry: entry.cell.event == event)
    reversals = _picked(ledger, lambda entry: bool(own) and entry.cell.component == Component.REVERSAL)
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


def _sums(lines: Iterable[Line]) -> Group:
    """Make the table of what the lines of a payee add up to, by kind, and in all in each currency."""
    kinds: dict[tuple[str, ...], list[Money]] = {}
    all_in: dict[str, list[Money]] = {}
    for line in lines:
        code = line.amount.currency.code
        kind = str(line.posted), line.rule, ROLES[line.party], _COMPONENTS[line.component], code
        kinds.setdefault(kind, []).append(line.amount)
        all_in.setdefault(code, []).append(line.amount)
    counts, amounts = (
        "\n".join(column) for column in zip(*(_summed(all_in[code]) for code in sorted(all_in)), strict=True)
    )
    last = "in all", "", "", "", counts, amounts
    spare = "lines", "paid as", "for"
    made = table("=posted", "rule", "paid as", "for", "#lines", "#amount", last=last, spare=spare)
    for each in sorted(kinds):
        made.add_row(*each[:-1], *_summed(kinds[each]))
    return titled("What the lines add up to", made)


def _summed(amounts: list[Money]) -> tuple[str, str]:
    """Give how many amounts there are, and what they come to."""
    return f"{len(amounts):,}", str(sum(amounts[1:], amounts[0]))


def lines_object(lines: Iterable[Line]) -> dict[str, object]:
    """
    Give lines as an object for a machine, amounts in minor units and by currency.

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
        amounts[line.amount.currency.code] += line.amount.minor
        objects.append(_line_object(line))
    return {"count": len(objects), "amounts_minor": dict(amounts), "lines": objects}


def _line_object(line: Line) -> dict[str, object]:
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
        "text": explained(line),
    }
