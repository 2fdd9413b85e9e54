"""Reckoning: which orders and parcels earn nothing, why, and what all of them come to, once tallies are rated."""

from collections.abc import Mapping, Sequence
from typing import Final

from rural_taobao.commission.policies import HitPolicy
from rural_taobao.settlement.columns import EventColumns
from rural_taobao.settlement.nothing import why_nothing
from rural_taobao.settlement.outcomes import EXAMPLES, Count, Outcome, Outcomes
from rural_taobao.settlement.runs import Run

__all__ = ["counted", "reasons"]

_NEARNESS: Final = {outcome: place for place, outcome in enumerate(Outcome)}
"""How near to earning an event came: of several rules that leave it without a coin, the one that came nearest tells."""


def reasons(turned_away: Mapping[Outcome, Sequence[int]], every: Sequence[Run]) -> dict[int, Outcome]:
    """
    Give the outcome of every row that is not earned.

    Args:
        turned_away: The rows that were not rated, or are in arrears, by the reason.
        every: The runs of all tallies.
    """
    none = {row: outcome for outcome, rows in turned_away.items() for row in rows}
    runs = [run for run in every if not run.rule.is_fee]
    versions = {run.version for run in runs}
    nothing: dict[int, Outcome] = {}
    for run in runs:
        if run.way.keeps or 0 in run.earned:
            for place, outcome in why_nothing(run, run.unpaid()):
                row = run.rows[place]
                nothing[row] = max(nothing.get(row, outcome), outcome, key=_NEARNESS.__getitem__)
    falling = [run for run in runs if run.marks and min(run.earned) < 0]
    for run in falling:
        paid = zip(run.rows, run.earned, run.parts, strict=True)
        nothing.update((row, Outcome.TAKES_BACK) for row, earned, parts in paid if earned < 0 and any(parts))
    none.update(nothing)
    if any(each.hit_policy is HitPolicy.SUM or each.layers or each.has_fees for each in versions):
        # What one rule leaves without a coin, another may pay for.
        falls = {id(run) for run in falling}
        for run in runs:
            for row, earned, parts in zip(run.rows, run.earned, run.parts, strict=True):
                if any(parts) and (earned > 0 or id(run) not in falls):
                    none.pop(row, None)
    if len(runs) < len(every):
        rated = {row for run in runs for row in run.rows}
        owing = {row for run in every if run.rule.is_fee for row in run.rows}
        none = dict.fromkeys(owing - rated, Outcome.FEE_ONLY) | none
    none.update((row, Outcome.IN_ARREARS) for row in turned_away.get(Outcome.IN_ARREARS, ()))
    return none


def counted(none: Mapping[int, Outcome], events: EventColumns) -> Outcomes:
    """
    Count what became of every order and parcel.

    Args:
        none: The outcome of every row that is not earned.
        events: The events.
    """
    rows: dict[Outcome, list[int]] = {}
    for row, outcome in none.items():
        rows.setdefault(outcome, []).append(row)
    gross, ids = events.gross, events.ids
    counts = {
        outcome: Count(
            len(rows[outcome]),
            sum(gross[row] for row in rows[outcome]),
            tuple(ids[row] for row in sorted(rows[outcome])[:EXAMPLES]),
        )
        for outcome in Outcome
        if outcome in rows
    }
    earned = len(ids) - len(none)
    if earned:
        counts[Outcome.EARNED] = Count(earned, sum(gross) - sum(gross[row] for row in none))
    return Outcomes({outcome: counts[outcome] for outcome in Outcome if outcome in counts})
