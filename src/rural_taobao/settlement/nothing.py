"""
Nothing: why an event comes to nothing, or to less, under a rule that pays for it.

It is found out for such events alone, by taking the steps of the rule again.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import assert_never, final

from attrs import evolve

from rural_taobao.commission.extents import is_outside
from rural_taobao.commission.overrides import Ladder
from rural_taobao.commission.pipeline import Pipeline
from rural_taobao.commission.rates import Banded, ByVolume, Graduated, Interpolated, RateForm, WholeAmount
from rural_taobao.commission.rating import curve
from rural_taobao.exact import rounded
from rural_taobao.settlement.outcomes import Outcome
from rural_taobao.settlement.runs import Run

__all__ = ["why_nothing"]


def why_nothing(run: Run, places: Iterable[int]) -> Iterator[tuple[int, Outcome]]:
    """
    Say why rows of a run come to nothing.

    Args:
        run: The run.
        places: The places of rows that nothing is posted for.

    Returns:
        The places, each with the reason.
    """
    steps: Callable[[int], Outcome] | None = None
    for place in places:
        if run.earned[place]:
            yield place, Outcome.KEPT
        elif run.is_free(place):
            yield place, Outcome.FREE
        elif place in run.limits:
            yield place, Outcome.CAP_USED_UP
        else:
            steps = steps or _steps(run)
            yield place, steps(place)


def _steps(run: Run) -> Callable[[int], Outcome]:
    match run.way.steps:
        case Pipeline() as pipeline:
            return (_Rises(run, pipeline) if run.marks else _Singles(run, pipeline)).why
        case Ladder():
            return partial(_of_levels, run)
        case _:
            assert_never(run.way.steps)


def _outside(form: RateForm, measure: int, volume: int) -> bool:
    """Tell whether a rate says that nothing is earned where a measure, or the volume that it goes by, lies."""
    match form:
        case ByVolume():
            return is_outside(form, volume)
        case Graduated() | WholeAmount() | Banded() | Interpolated():
            return is_outside(form, measure)
        case _:
            return False


@final
class _Steps:
    """The steps of a rule for a run, before what caps leave."""

    def __init__(self, run: Run, pipeline: Pipeline) -> None:
        self._rule, self._pipeline = run.rule, pipeline
        self._unbounded = Pipeline(evolve(run.rule, per_unit=None), run.way.boosts)

    def why(self, rated: int, measure: int, units: int, *, mark: int, volume: int) -> Outcome:
        """
        Say why what a rate gives, as a numerator, comes to nothing.

        Args:
            rated: What the rate gives for a row, or what it rises by.
            measure: What of the row is rated.
            units: Its units.
            mark: The measure that the rate looks at: of the row, or of all up to it.
            volume: The volume that it looks at.
        """
        pipeline, rule = self._pipeline, self._rule
        exact = pipeline.exact(rated, measure, units)
        if exact:
            # No cap but one of nothing leaves nothing of a coin.
            capped = rule.cap is not None and not rule.cap.minor
            return Outcome.CUT_TO_NOTHING if capped else Outcome.ROUNDED_AWAY
        if self._unbounded.exact(rated, measure, units):
            return Outcome.CUT_TO_NOTHING
        if not measure:
            return Outcome.NOTHING_MEASURED
        return Outcome.OUTSIDE_TABLE if _outside(rule.form, mark, volume) else Outcome.RATED_AT_NOTHING


@final
class _Singles:
    """Rows that are measured by themselves."""

    def __init__(self, run: Run, pipeline: Pipeline) -> None:
        self._run, self._pipeline, self._steps = run, pipeline, _Steps(run, pipeline)
        self._found: dict[tuple[int, int, int], Outcome] = {}

    def why(self, place: int) -> Outcome:
        """Say why a row comes to nothing; what is the same is found out once."""
        more = self._run.more
        measure = self._run.bases[place] - (more.free[place] if more.free else 0)
        key = measure, more.units[place] if more.units else 0, more.volumes[place] if more.volumes else 0
        if key not in self._found:
            measure, units, volume = key
            [rated] = self._pipeline.rates([measure], [volume])
            self._found[key] = self._steps.why(rated, measure, units, mark=measure, volume=volume)
        return self._found[key]


@final
class _Rises:
    """Rows that a running total rises with, or falls."""

    def __init__(self, run: Run, pipeline: Pipeline) -> None:
        self._run, self._pipeline, self._steps = run, pipeline, _Steps(run, pipeline)
        self._rates = pipeline.rates(run.marks, run.more.volumes)

    def why(self, place: int) -> Outcome:
        """Say why the rise with a row comes to nothing."""
        run, rates = self._run, self._rates
        before, after = rates[place], rates[place + 1]
        if place != run.first and after < before:
            return Outcome.SET_OFF if self._rounded(place + 1) < self._rounded(place) else Outcome.ROUNDED_AWAY
        rise = after if place == run.first else after - before
        mark, units = run.marks[place + 1], run.more.units[place] if run.more.units else 0
        volume = run.more.volumes[place + 1] if run.more.volumes else 0
        return self._steps.why(rise, mark - run.marks[place], units, mark=mark, volume=volume)

    def _rounded(self, place: int) -> int:
        """Give what the total came to before a row, in minor units."""
        run, mode = self._run, self._run.rule.rounding
        if run.more.sums:
            return rounded(run.more.sums[place], run.more.over, mode)
        return rounded(self._rates[place], self._pipeline.rate_scale, mode)


def _of_levels(run: Run, place: int) -> Outcome:
    """Say why no level earns anything; then none takes anything off those above it."""
    measure, present = run.bases[place], run.terms[place].payees
    levels = () if run.rule.levels is None else run.rule.levels.levels
    forms = [level.rate for level in levels if level.party in present]
    if not forms:
        return Outcome.NO_LEVEL
    if any(curve(form)(measure) for form in forms):
        return Outcome.ROUNDED_AWAY
    if not measure:
        return Outcome.NOTHING_MEASURED
    outside = any(_outside(form, measure, 0) for form in forms)
    return Outcome.OUTSIDE_TABLE if outside else Outcome.RATED_AT_NOTHING
