"""The command `compare`: the same events under other plans or model versions, and what differs, explained."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final, final

import click
from attrs import evolve, frozen
from rich.console import Group, RenderableType
from rich.text import Text

from rural_taobao.cli.folders import files_in
from rural_taobao.cli.jobs import Input, in_use, read_input, read_plans, settled
from rural_taobao.cli.ledgers import ledger_at, ledger_file
from rural_taobao.cli.options import PATH, as_json, examples, instant, month, spread
from rural_taobao.cli.output import Hanging, Output, Steps
from rural_taobao.cli.refusals import Refusals
from rural_taobao.cli.tables import ROLES, counted, table, titled
from rural_taobao.commission import CommissionPlan
from rural_taobao.documents import DocumentsRefused, Fault
from rural_taobao.documents.checking import Document, cross_faults, without_fault
from rural_taobao.documents.comparisons import comparison_object
from rural_taobao.documents.models import Models
from rural_taobao.errors import shown
from rural_taobao.identifiers import VersionId
from rural_taobao.money import Money
from rural_taobao.network import Network, supposed
from rural_taobao.network.breaches import UnknownReference
from rural_taobao.periods import Month
from rural_taobao.settlement import Change, Comparison, DifferenceClass, Ledger, Scope
from rural_taobao.settlement.comparing import compare as compared
from rural_taobao.settlement.contrasts import signed

__all__ = ["compare"]

_TOP: Final = 10
_WORDS: Final = {
    DifferenceClass.ATTRIBUTION: "other payee, station, version or month",
    DifferenceClass.RULE: "another rule pays",
    DifferenceClass.BOUND: "a floor or a cap",
    DifferenceClass.RATE: "rate, measure or share",
    DifferenceClass.ROUNDING: "rounded otherwise",
    DifferenceClass.MISSING: "paid no longer",
    DifferenceClass.UNEXPECTED: "paid in addition",
}
"""What people call what makes a difference."""


@final
class _Compare(click.Command):
    """The command, which takes several files after one `--plan` and one `--with`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments."""
        return super().parse_args(ctx, list(spread(spread(args, "--plan", ".toml"), "--with", ".toml")))


@final
@frozen(kw_only=True)
class _Trial:
    """
    What is compared.

    Attributes:
        network: The folder of the network.
        events: Files of events, and folders of them.
        plans: Files of plans, and folders of them.
        others: Those of the plans that take the place of some of these.
        versions: Model versions, each with the one to take its place.
        ledger: The ledger to go on from, if there is one.
        scope: What both settlements cover.
    """

    network: Path
    events: tuple[Path, ...]
    plans: tuple[Path, ...]
    others: tuple[Path, ...]
    versions: Mapping[str, str]
    ledger: Path | None
    scope: Scope


def _swaps(_context: click.Context, _parameter: click.Parameter, texts: Iterable[str]) -> dict[str, str]:
    """
    Read the model versions of an option, for Click.

    Raises:
        BadParameter: One is not written as a version, an equals sign and another; or it is there twice.
    """
    swaps: dict[str, str] = {}
    for text in texts:
        version, _, other = text.partition("=")
        if not version or not other:
            message = f"a version and the one to take its place must be given as 1.0=2.0, but {shown(text)} was"
            raise click.BadParameter(message)
        if version in swaps:
            message = f"one version must take the place of {version}, but two are given; leave one out"
            raise click.BadParameter(message)
        swaps[version] = other
    return swaps


@click.command(
    cls=_Compare,
    short_help="Compare a month under other plans or model versions, and say what differs.",
    epilog=examples(
        "rural-taobao compare network events --plan plans --with proposal.toml \\",
        "  --month 2016-11",
        "rural-taobao compare network events --plan plans --as-if 1.0=2.0 \\",
        "  --month 2016-11 --top 20",
        "rural-taobao compare network events --plan plans --with proposal.toml \\",
        "  --month 2016-12 --ledger out --json",
    ),
)
@click.argument("network", metavar="NETWORK_DIR", type=PATH)
@click.argument("events", metavar="EVENTS...", type=PATH, nargs=-1, required=True)
@click.option(
    "--plan",
    "plans",
    metavar="FILE...",
    type=PATH,
    multiple=True,
    required=True,
    help="The plans that model versions name: TOML files, or folders of them.",
)
@click.option(
    "--with",
    "others",
    metavar="FILE...",
    type=PATH,
    multiple=True,
    help="Other plans: each takes the place of the one with the same id.",
)
@click.option(
    "--as-if",
    "versions",
    metavar="1.0=2.0",
    multiple=True,
    callback=_swaps,
    help="Settle every posting under the one model version as if it were under the other; can be given again.",
)
@click.option("--month", metavar="YYYY-MM", callback=month, required=True, help="The month to settle both ways.")
@click.option("--ledger", metavar="FILE", type=PATH, help="The ledger to go on from; it is only read.  [default: none]")
@click.option(
    "--known-before",
    metavar="INSTANT",
    callback=instant,
    help="Leave out what became known at this instant or later, such as 2016-12-01T00:00:00+08:00.",
)
@click.option(
    "--top",
    metavar="N",
    type=click.IntRange(min=0),
    default=5,
    show_default=True,
    help="How many of the largest differences are explained.",
)
@as_json
def compare(
    *,
    network: Path,
    events: tuple[Path, ...],
    plans: tuple[Path, ...],
    others: tuple[Path, ...],
    versions: dict[str, str],
    month: Month,
    ledger: Path | None,
    known_before: datetime | None,
    top: int,
    as_json: bool,
) -> None:
    """
    Settle a month as it is and as it would be, and say what each payee would get more or less, and why.

    EVENTS are the CSV files of orders, parcels, referrals, refunds and cancellations, or folders, as for settle.
    Nothing is written: this only asks what if.
    """
    if not others and not versions:
        message = "state what is to be otherwise: plans, by --with, or model versions, by --as-if"
        raise click.UsageError(message)
    trial = _Trial(
        network=network,
        events=events,
        plans=plans,
        others=others,
        versions=versions,
        ledger=ledger,
        scope=Scope(month, known_before=known_before),
    )
    output = Output(machine=as_json)
    with output.telling():
        with output.steps() as steps:
            found = _tried(trial, steps)
        if as_json:
            output.object({"month": str(month), **comparison_object(found)})
        else:
            output.page(*_page(found, month, top))


def _tried(trial: _Trial, steps: Steps) -> Comparison:
    """
    Settle both ways, and compare.

    Raises:
        DocumentsRefused: A file has faults, or the files do not go together.
        BadParameter: A model version is not there.
    """
    refusals = Refusals()
    others = read_plans(refusals.several(partial(files_in, trial.others, ".toml")), refusals)
    before = read_input(trial, steps, refusals, others)
    ledgers = [Ledger()]
    if trial.ledger is not None:
        ledgers = refusals.sound(partial(ledger_at, ledger_file(trial.ledger), steps))
    if before is None:
        raise DocumentsRefused(refusals.faults)
    after = _otherwise(trial, before, without_fault(others), refusals)
    refusals.refuse()
    with steps.step("settling as it is"):
        one = settled(trial, before, trial.scope, ledgers[0])
    with steps.step("settling as it would be"):
        # What is to be mended first is what was to be tried.
        other = settled(evolve(trial, plans=(*trial.others, *trial.plans)), after, trial.scope, ledgers[0])
    with steps.step("comparing"):
        return compared(one, other)


def _otherwise(trial: _Trial, before: Input, others: Iterable[Document[CommissionPlan]], refusals: Refusals) -> Input:
    """Give what was read with other plans and model versions in it; what is wrong with them is told."""
    network = _supposed(before.network, trial.versions)
    plans = tuple({plan.value.id: plan for plan in (*before.plans, *others)}.values())
    refusals.faults += cross_faults(plans, models=before.models, used=in_use(network))
    refusals.faults += _idle(others, before.models.value, in_use(network))
    return evolve(before, network=network, plans=plans)


def _supposed(network: Network, versions: Mapping[str, str]) -> Network:
    try:
        return supposed(network, versions)
    except UnknownReference as error:
        raise click.BadParameter(str(error), param_hint="--as-if") from None


def _idle(plans: Iterable[Document[CommissionPlan]], models: Models, used: Collection[VersionId]) -> Iterator[Fault]:
    """Tell of plans that would pay nothing, so that nobody believes that they change nothing."""
    named = {version.plan for version in models.versions if version.id in used}
    for plan in plans:
        if plan.value.id not in named:
            message = (
                f"a plan to try must be one that a model version in use names, but {plan.value.id} is named by none; "
                f"give it the id of the plan whose place it is to take: {', '.join(sorted(named))}"
            )
            yield Fault(plan.file, 0, "plan", message)


def _page(found: Comparison, month: Month, top: int) -> Iterator[RenderableType]:
    """Give the page: the sums, what makes the differences, who has them, and the largest in words."""
    if not found.differences:
        yield Hanging(Text(f"{month}: nothing differs, {found.total.before} either way", style="bold"))
        return
    yield Hanging(Text(f"{month}: {found.total}", style="bold"))
    yield ""
    yield _classes_table(found)
    yield _rules_table(found)
    largest = found.largest(top)
    if largest:
        yield Text(f"The largest of {counted('differences', len(found.differences))}", style="bold")
        yield ""
        yield from (Hanging(f"  {each.payee}, {ROLES[each.party]}, for {each.explanation}", 4) for each in largest)


def _classes_table(found: Comparison) -> Group:
    """Make the table of what makes the differences."""
    last = "in all", "", f"{len(found.differences):,}", signed(found.total.amount)
    made = table("class", "what it is", "#differences", "#amount", last=last, spare=("what it is",))
    for kind, change in found.classes.items():
        made.add_row(kind.value, _WORDS[kind], f"{change.differences:,}", signed(change.amount))
    return titled("What makes the differences", made)


def _rules_table(found: Comparison) -> Group:
    """Make the table of the payees and rules that change most, and of all others together."""
    changed = sorted(found.sums.items(), key=lambda each: (-abs(each[1].amount.minor), each[0]))
    changes = [(who, change) for who, change in changed if change.differences]
    others = [change for _, change in (*changes[_TOP:], *(each for each in changed if not each[1].differences))]
    last = "in all", "", "", *_amounts([found.total], found)
    spare = "plan", "before", "after"
    made = table("payee", "plan", "rule", "#before", "#after", "#difference", last=last, spare=spare)
    for (payee, plan, rule), change in changes[:_TOP]:
        made.add_row(payee, plan, rule, *_amounts([change], found))
    if others:
        made.add_row(counted("others", len(others)), "", "", *_amounts(others, found))
    return titled("What changes most, by payee and rule", made)


def _amounts(changes: Iterable[Change], found: Comparison) -> tuple[str, str, str]:
    """Give what some changes come to: before, after, and what differs."""
    listed = list(changes)
    before, after = (
        Money(sum(minor), found.currency)
        for minor in ([each.before.minor for each in listed], [each.after.minor for each in listed])
    )
    return str(before), str(after), signed(after - before)
