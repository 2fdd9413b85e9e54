"""Outside: with which event a measure came to lie where its rule calls that an error."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from rural_taobao.commission.extents import MeasureBetweenBands, Measured, MeasureOutsideTiers
from rural_taobao.commission.rules import CommissionRule, MeasuredOn
from rural_taobao.identifiers import PlanId
from rural_taobao.settlement.bases import Bases
from rural_taobao.settlement.columns import EventColumns
from rural_taobao.settlement.runs import Stretch

__all__ = ["first_outside", "named_outside"]

T = TypeVar("T")


def _measured(plan: PlanId, rule: CommissionRule, event: str) -> Measured:
    """Say what a rule measures with an event, by its own name."""
    of = "an order" if rule.measured_on is MeasuredOn.ORDER else "the month"
    name = f"the {rule.basis} of {of}" if rule.volume is None else f"the volume of {of}, its {rule.volume},"
    return Measured(plan, rule.id, event, name)


def first_outside(
    rate: Callable[[Stretch], object], stretches: Iterable[Stretch], events: EventColumns, rule: CommissionRule
) -> MeasureOutsideTiers | MeasureBetweenBands:
    """
    Find the first event with which a measure lies where its rule calls that an error.

    Args:
        rate: Rates a stretch.
        stretches: Some, one of which at least is refused.
        events: The events.
        rule: The rule.
    """
    stretch = next(each for each in stretches if _refusal(rate, each))
    firsts = range(1, len(stretch.rows) + 1)
    # Where some first rows are refused, so are more of them.
    number = 1 + bisect_left(firsts, 1, key=lambda each: _refusal(rate, _first(stretch, each)) is not None)
    refusals = [_refusal(rate, _first(stretch, number))]
    [error] = [each for each in refusals if each is not None]
    return error.at(_measured(stretch.terms[0].plan.id, rule, events.ids[stretch.rows[number - 1]]))


def _first(stretch: Stretch, number: int) -> Stretch:
    """Give so many first rows of a stretch."""
    return stretch._replace(rows=stretch.rows[:number])


def _refusal(rate: Callable[[T], object], rated: T) -> MeasureOutsideTiers | MeasureBetweenBands | None:
    try:
        rate(rated)
    except (MeasureOutsideTiers, MeasureBetweenBands) as error:
        return error
    return None


def named_outside(
    rate: Callable[[Sequence[int]], T], rows: Sequence[int], bases: Bases, plan: PlanId, rule: CommissionRule
) -> T:
    """
    Rate rows each of which is measured by itself.

    Raises:
        MeasureOutsideTiers, MeasureBetweenBands: A measure lies where the rule calls that an error; it is told with
            which event.
    """
    try:
        return rate(rows)
    except (MeasureOutsideTiers, MeasureBetweenBands) as error:
        row = next(each for each in rows if _refusal(rate, [each]))
        raise error.at(_measured(plan, rule, bases.event(row))) from None
