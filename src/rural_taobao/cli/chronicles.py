"""Chronicles: what was aimed at and told of a programme, with who says so, as pages and as objects."""

from collections.abc import Iterable, Iterator

from rich.console import RenderableType
from rich.text import Text

from rural_taobao.cli.output import Hanging
from rural_taobao.cli.tables import Fitting, table, titled
from rural_taobao.programme import Claim, Conflict, Denominator, Measure, Milestone, Programme, Proportion, Target
from rural_taobao.timeline import Source

__all__ = [
    "chronicle_object",
    "chronicle_page",
    "conflict_object",
    "conflict_sentence",
    "due_sentence",
    "percent",
    "target_object",
]


def percent(share: Proportion) -> str:
    """
    Write a share in percent of two places, rounded down, so that what is not all never looks so.

    Example:
        >>> percent(Proportion(700, 1000)), percent(Proportion(99_999, 100_000))
        ('70.00 %', '99.99 %')
    """
    hundredths = share.part * 10_000 // share.whole
    return f"{hundredths // 100}.{hundredths % 100:02} %"


def conflict_sentence(conflict: Conflict) -> str:
    """Say which two claims do not go together, with who says what."""
    told = (
        f"{', '.join(f'{claim.figure(measure)} {measure}' for measure in conflict.measures)} on {claim.when} "
        f"({_said(claim.source)})"
        for claim in (conflict.first, conflict.second)
    )
    how = "one disputes the other" if conflict.is_stated else "no count fits both"
    return f"{' beside '.join(told)}: {how}."


def conflict_object(conflict: Conflict) -> dict[str, object]:
    """Give two claims that do not go together, for machines."""
    return {
        "first": conflict.first.id,
        "second": conflict.second.id,
        "measures": [measure.value for measure in conflict.measures],
        "stated": conflict.is_stated,
    }


def due_sentence(target: Target) -> str:
    """Say when a target was set, and when it is due."""
    first, last = target.due_first, target.due_last
    due = f"on {last}" if first == last else f"{first} to {last}"
    return f"set {target.set_on}, within {target.horizon}: due {due}"


def target_object(target: Target) -> dict[str, object]:
    """Give a target, for machines; its budget in minor units."""
    return {
        "target": target.id,
        "set_on": str(target.set_on),
        "years": {"least": target.horizon.least, "most": target.horizon.most},
        "due_first": str(target.due_first),
        "due_last": str(target.due_last),
        "goals": list(map(str, target.goals)),
        "budget_minor": None if target.budget is None else target.budget.minor,
        "source": _source_object(target.source),
    }


def chronicle_object(programme: Programme, targets: Iterable[Target]) -> dict[str, object]:
    """
    Give what was aimed at and told, for machines.

    Args:
        programme: The programme.
        targets: Those of its targets that are shown.
    """
    shown = list(targets)
    return {
        "programme": programme.name,
        "currency": programme.currency.code,
        "targets": [
            {
                **target_object(target),
                "milestones": [_milestone_object(each) for each in programme.milestones(target.id)],
            }
            for target in shown
        ],
        "claims": [_claim_object(each) for each in programme.claims],
        "conflicts": [conflict_object(each) for each in programme.conflicts()],
        "denominators": [
            {
                "measure": each.measure.value,
                "year": each.year,
                "number": each.number,
                "as_of": str(each.as_of),
                "source": _source_object(each.source),
            }
            for each in programme.denominators
        ],
    }


def _source_object(source: Source) -> dict[str, object]:
    return {"title": source.title, "url": source.url, "quality": source.quality, "note": source.note}


def _claim_object(claim: Claim) -> dict[str, object]:
    figures = {measure.value: claim.figure(measure) for measure in Measure}
    return {
        "claim": claim.id,
        "when": str(claim.when),
        **{measure: None if figure is None else str(figure) for measure, figure in figures.items()},
        "disputes": sorted(claim.disputes),
        "source": _source_object(claim.source),
    }


def _milestone_object(milestone: Milestone) -> dict[str, object]:
    return {
        "claim": milestone.claim.id,
        "measure": milestone.goal.measure.value,
        "figure": str(milestone.figure),
        "share": {"part": milestone.share.part, "of": milestone.share.whole},
    }


def _said(source: Source) -> str:
    return f"{source.title}; {source.quality}" if source.quality else source.title


def chronicle_page(programme: Programme, targets: Iterable[Target]) -> Iterator[RenderableType]:
    """
    Give what was aimed at and told, as tables with who says so.

    Args:
        programme: The programme.
        targets: Those of its targets that are shown.
    """
    yield Text(programme.name, style="bold")
    yield ""
    for target in targets:
        yield from _target_page(programme, target)
    if programme.claims:
        yield titled("What was told of it", _claims_table(programme))
    yield from _conflicts_page(programme.conflicts())
    if programme.denominators:
        yield titled("Of how many its shares are", _denominators_table(programme.denominators))


def _target_page(programme: Programme, target: Target) -> Iterator[RenderableType]:
    """Give a target, and what was told beside its totals."""
    yield Text(f"Target {target.id}", style="bold")
    yield Hanging(due_sentence(target))
    for goal in target.goals:
        yield Hanging(f"{goal}")
    if target.budget is not None:
        yield Hanging(f"a budget of {target.budget}")
    yield Hanging(f"says {_said(target.source)}")
    yield ""
    milestones = programme.milestones(target.id)
    if milestones:
        made = table("=told", "figure", "#of", "=what", "#share")
        for each in milestones:
            share = percent(each.share)
            made.add_row(str(each.claim.when), str(each.figure), f"{each.share.whole:,}", each.goal.measure, share)
        yield titled(f"What was told beside target {target.id}", made)


def _claims_table(programme: Programme) -> Fitting:
    """Make the table of claims; those that do not go together with another one are marked."""
    disputed = {claim for each in programme.conflicts() for claim in (each.first, each.second)}
    measures = [measure for measure in Measure if any(claim.figure(measure) for claim in programme.claims)]
    made = table("=when", *map(str, measures), "who says so", overflow="fold")
    for claim in programme.claims:
        figures = (claim.figure(measure) for measure in measures)
        mark = " ≠" if claim in disputed else ""
        cells = ("" if figure is None else str(figure) for figure in figures)
        made.add_row(f"{claim.when}{mark}", *cells, _said(claim.source))
    return made


def _conflicts_page(conflicts: Iterable[Conflict]) -> Iterator[RenderableType]:
    """Give the claims that do not go together, each pair in a sentence."""
    told = [Hanging(conflict_sentence(each)) for each in conflicts]
    if told:
        yield Text("Claims that do not go together (≠); both stay", style="bold")
        yield ""
        yield from told
        yield ""


def _denominators_table(denominators: Iterable[Denominator]) -> Fitting:
    made = table("#year", "what", "#how many", "=as of", "who says so", overflow="fold")
    for each in denominators:
        made.add_row(str(each.year), each.measure, f"{each.number:,}", str(each.as_of), _said(each.source))
    return made
