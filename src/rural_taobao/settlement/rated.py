"""Rated: a rule made ready for many rows, so that what depends on the rule alone is worked out once."""

from bisect import bisect_right
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import accumulate, compress, islice, pairwise, repeat
from math import lcm
from operator import sub
from typing import TypeVar, final

from attrs import evolve

from rural_taobao.commission.boosts import Boost
from rural_taobao.commission.bounds import AllowedPer
from rural_taobao.commission.edges import Overflow, Underflow
from rural_taobao.commission.extents import MeasureBetweenBands, MeasureOutsideTiers
from rural_taobao.commission.pipeline import Pipeline
from rural_taobao.commission.rates import ByVolume, Graduated
from rural_taobao.commission.rating import is_straight, pieces, rounded_curve
from rural_taobao.commission.rules import CommissionRule, MeasuredOn, OnRefund
from rural_taobao.commission.sharing import keeps
from rural_taobao.commission.splits import Shared
from rural_taobao.exact import MILLIONTHS, Exact, Rounding, rounded
from rural_taobao.identifiers import Party, PlanId
from rural_taobao.instants import UtcOffset
from rural_taobao.settlement.attribution import Terms
from rural_taobao.settlement.bases import Bases
from rural_taobao.settlement.columns import EventColumns
from rural_taobao.settlement.dividing import Divided, Remembered, of_partner, owed
from rural_taobao.settlement.outside import first_outside, named_outside
from rural_taobao.settlement.runs import NO_FALLS, PLAIN, Particulars, Reversal, Run, Standing, Stretch, Way, reversals

__all__ = ["Rated"]

T = TypeVar("T")


@final
class Rated:
    """
    A rule with one rate made ready for many rows.

    Args:
        rule: The rule, which has one rate.
        boosts: Those of its boosts that bear upon the rows.
        clock: The network's clock.
        memory: Gives what a split makes of amounts; rules that share alike have one.
    """

    def __init__(
        self, rule: CommissionRule, boosts: tuple[Boost, ...], clock: UtcOffset, memory: Callable[[Shared], Divided]
    ) -> None:
        pipeline = Pipeline(rule, boosts)
        self.pipeline: Pipeline = pipeline
        mode = rule.rounding
        self._rule, self._clock = rule, clock
        self._cumulative = rule.cumulative
        rate = rule.form
        # None where two measures decide.
        total = self._total = None if isinstance(rate, ByVolume) else rounded_curve(rate, mode)
        self._alone = Remembered(
            (lambda each: pipeline.alone(each, 0))
            if total is None or not pipeline.plain
            else (lambda each: pipeline.bounded(total(each)))
        ).__getitem__
        split = rule.shares.split
        self._way = Way(rule, boosts, pipeline, keeps(split))
        self._parts = owed(memory(split)) if rule.is_fee else memory(split)
        # Nothing earns below zero, so that three of the four modes are one floor division.
        over = pipeline.scale
        self._up = {Rounding.HALF_UP: over // 2, Rounding.DOWN: 0, Rounding.UP: over - 1}.get(mode)
        up = {Rounding.HALF_UP: MILLIONTHS // 2, Rounding.DOWN: 0, Rounding.UP: MILLIONTHS - 1}.get(mode)
        straight, ends = None, tuple[int | None, ...]()
        plain = isinstance(rate, Graduated) and is_straight(rate) and rate.underflow is not Underflow.ERROR
        if isinstance(rate, Graduated) and plain and up is not None:
            straight = tuple((slope, rest + up) for _, slope, rest in pieces(rate))
            ends = (*(start for start, _, _ in pieces(rate)[1:]), None)
        self._straight = straight
        self._ends = ends
        self._checked = isinstance(rate, Graduated) and rate.overflow is Overflow.ERROR

    def runs(self, stretches: Sequence[Stretch], bases: Bases, events: EventColumns) -> list[Run]:
        """
        Rate stretches, each in the order of its rows; many at once take less time than one after the other.

        Args:
            stretches: The stretches, each of another account or of none.
            bases: The basis columns of the events.
            events: The events.

        Raises:
            MeasureOutsideTiers, MeasureBetweenBands: A measure lies where the rule calls that an error; it is told with
                which event.
        """
        try:
            return self._runs(stretches, bases, events)
        except (MeasureOutsideTiers, MeasureBetweenBands):
            raise first_outside(lambda each: self._runs([each], bases, events), stretches, events, self._rule) from None

    def _runs(self, stretches: Sequence[Stretch], bases: Bases, events: EventColumns) -> list[Run]:
        rule = self._rule
        alone = len(stretches) == 1
        rows = stretches[0].rows if alone else [row for each in stretches for row in each.rows]
        measured = tuple(bases.of(rule, rows))
        units = tuple(bases.units(rule, rows)) if rule.per_unit is not None else ()
        volumes = tuple(bases.volumes(rule, rows)) if rule.volume is not None else ()
        singles = self._singles(measured, units, volumes) if rule.allowance is None and not self._cumulative else ()
        if alone:
            return [self._run(stretches[0], measured, units, volumes, singles=singles, events=events)]
        runs: list[Run] = []
        begin = 0
        for stretch in stretches:
            here = slice(begin, begin + len(stretch.rows))
            runs.append(
                self._run(stretch, measured[here], units[here], volumes[here], singles=singles[here], events=events)
            )
            begin = here.stop
        return runs

    def _run(
        self,
        stretch: Stretch,
        measured: tuple[int, ...],
        units: tuple[int, ...],
        volumes: tuple[int, ...],
        *,
        singles: Sequence[int],
        events: EventColumns,
    ) -> Run:
        """Rate one stretch; `singles` is what its rows earn where nothing but their measures bears upon that."""
        rule, (terms, rows, standing, name) = self._rule, stretch
        free = self._free(measured, standing)
        rated = list(map(sub, measured, free)) if free else measured
        totals: tuple[int, ...] = ()
        marks: tuple[int, ...] = ()
        sums: tuple[int, ...] = ()
        falls = NO_FALLS
        over, first, cut = 1, -1, 0 if standing is None else standing.cut
        if self._cumulative:
            totals = tuple(accumulate(measured, initial=0 if standing is None else standing.measured))
        if rule.measured_on is MeasuredOn.ORDER:
            earned = singles or self._singles(rated, units, volumes)
            if free:
                earned = [
                    0 if left == 0 and gone else each for each, left, gone in zip(earned, rated, free, strict=True)
                ]
        else:
            marks = totals
            if volumes:
                volumes = tuple(accumulate(volumes, initial=0 if standing is None else standing.volume))
            if free:
                begun = 0 if standing is None else standing.measured - standing.free
                marks = tuple(accumulate(rated, initial=begun))
            counted = [left > 0 or not gone for left, gone in zip(rated, free, strict=True)] if free else None
            if standing is None or not standing.started:
                first = 0 if counted is None else next(compress(range(len(rows)), counted), -1)
            same = standing is not None and (standing.rule is rule or standing.rule == rule)
            begun_at = standing.sums if same and standing is not None else None
            if self.pipeline.plain and begun_at is None:
                earned = self._rises(marks, volumes, first)
                if self.pipeline.is_bounded:
                    rates = self.pipeline.rates(marks, volumes)
                    fallen = [place != first and rates[place + 1] < rates[place] for place in range(len(rows))]
                    earned, falls, cut = self._bounded(earned, fallen, cut)
            else:
                rises, fallen, sums, over = self._exact_rises(
                    marks, volumes, first, units, begun=begun_at, counted=counted
                )
                earned, falls, cut = self._bounded(rises, fallen, cut)
            if counted is not None:
                earned = [each if counts else 0 for each, counts in zip(earned, counted, strict=True)]
        parts, reversals = self._shared(terms, rows, measured, earned, events)
        more = PLAIN
        if free or units or volumes or sums or falls or cut or name is not None:
            more = Particulars(tuple(free), units, volumes, sums, over, name, falls, cut)
        # Tuples of numbers are no work for the garbage collector, as lists are.
        return Run(
            terms,
            self._way,
            tuple(rows),
            measured,
            totals,
            marks,
            first,
            tuple(earned),
            parts,
            more,
            reversals=reversals,
        )

    def standing(self, run: Run, before: Standing | None) -> Standing | None:
        """Say how far an account has come with a run; as far as before where its rows are measured by themselves."""
        if not run.totals:
            return before
        sums = Exact(run.more.sums[-1], run.more.over) if run.more.sums else None
        if sums is not None:
            [reached] = self.pipeline.rates(run.marks[-1:], run.more.volumes[-1:])
            sums = None if sums == Exact(reached, self.pipeline.rate_scale) else sums
        begun = before is not None and before.started
        return Standing(
            run.rule,
            run.totals[-1],
            sum(run.more.free) + (0 if before is None else before.free),
            len(run.rows) + (0 if before is None else before.seen),
            sums,
            begun or not run.marks or run.first >= 0,
            run.more.cut,
            run.more.volumes[-1] if run.more.volumes else 0,
        )

    def shared(self, run: Run, events: EventColumns) -> Run:
        """Divide what the rows of a run earn among the parties anew, and take back what was refunded."""
        parts, reversals = self._shared(run.terms, run.rows, run.bases, run.earned, events)
        return evolve(run, parts=parts, reversals=reversals)

    def _shared(
        self,
        terms: Sequence[Terms],
        rows: Sequence[int],
        measured: Sequence[int],
        earned: Sequence[int],
        events: EventColumns,
    ) -> tuple[tuple[tuple[int, ...], ...], tuple[Reversal, ...]]:
        """Take step 9, and say what refunds take back."""
        rule, shared = self._rule, self._parts[Party.HELPER in terms[0].payees]
        parts = tuple(map(shared, earned))
        if not events.refunds or rule.on_refund is not OnRefund.REVERSE:
            return parts, ()

        def left(place: int, back: int, whole: int) -> tuple[int, ...]:
            return shared(earned[place] - rounded(earned[place] * back, whole, rule.rounding))

        return parts, tuple(reversals(rule, rows, measured, events, clock=self._clock, left=left))

    def worth(self, rows: Sequence[int], bases: Bases, present: Collection[Party], plan: PlanId) -> list[int]:
        """
        Give what each of some rows comes to for the credited partner, as it was ordered, in minor units.

        Args:
            rows: The rows.
            bases: Their basis columns.
            present: The parties that there is somebody for.
            plan: The plan that the rule is of, for the message.

        Raises:
            MeasureOutsideTiers, MeasureBetweenBands: As for `runs`.
        """
        return named_outside(lambda some: self._worth(some, bases, present), rows, bases, plan, self._rule)

    def _worth(self, rows: Sequence[int], bases: Bases, present: Collection[Party]) -> list[int]:
        rule = self._rule
        measured = bases.whole(rule, rows)
        free = self._free(measured, None)
        rated = list(map(sub, measured, free)) if free else measured
        earned = self._singles(
            rated, bases.whole_units(rows) if rule.per_unit is not None else (), bases.whole_volumes(rule, rows)
        )
        shared = self._parts[Party.HELPER in present]
        return [of_partner(rule, shared(each)) for each in earned]

    def _free(self, measured: Sequence[int], standing: Standing | None) -> Sequence[int]:
        """Take step 1: say what of each row is free."""
        allowance = self._rule.allowance
        if allowance is None:
            return ()
        if standing is None or allowance.per is AllowedPer.ORDER:
            return allowance.free(measured)
        return allowance.free(measured, used=standing.free, seen=standing.seen)

    def _singles(self, rated: Sequence[int], units: Sequence[int], volumes: Sequence[int]) -> list[int]:
        """Rate rows each by itself; along a straight line without a call for each."""
        pipeline = self.pipeline
        if volumes:
            return list(map(pipeline.alone, rated, units or repeat(0), volumes))
        if pipeline.line is not None and self._up is not None:
            (slope, rest), over, up = pipeline.line, pipeline.scale, self._up
            if units:
                exact = self._between([each * slope + rest for each in rated], units)
                earned = [(each + up) // over for each in exact]
            else:
                more = rest + up
                earned = [(each * slope + more) // over for each in rated]
            return list(map(pipeline.bounded, earned)) if pipeline.is_bounded else earned
        if pipeline.bend is not None and self._up is not None:
            (edge, slope), over, up = pipeline.bend, pipeline.scale, self._up
            earned = [((each - edge) * slope + up) // over if each > edge else 0 for each in rated]
            return list(map(pipeline.bounded, earned)) if pipeline.is_bounded else earned
        return list(map(pipeline.alone, rated, units)) if units else list(map(self._alone, rated))

    def _between(self, exact: Sequence[int], units: Sequence[int]) -> Sequence[int]:
        """Take step 4 for many rows: lift each to the floor of its units, and cut it to their cap."""
        floor, cap = self.pipeline.unit_floor, self.pipeline.unit_cap
        if floor is not None:
            exact = [max(amount, floor * each) for amount, each in zip(exact, units, strict=True)]
        if cap is not None:
            exact = [min(amount, cap * each) for amount, each in zip(exact, units, strict=True)]
        return exact

    def _rises(self, marks: Sequence[int], volumes: Sequence[int], first: int) -> list[int]:
        """Give what the rounded total rises by with each row."""
        wholes = self._totals(marks, volumes)
        if first >= 0:
            wholes[: first + 1] = [0] * (first + 1)
        return list(map(sub, islice(wholes, 1, None), wholes))

    def _bounded(
        self, rises: Sequence[int], fallen: Sequence[bool], cut: int
    ) -> tuple[list[int], Mapping[int, int], int]:
        """
        Take steps 5 and 6 for rises, and set off falls against what was cut before.

        Returns:
            What each row earns, what had been cut before each fall, and what is left of that after the last row.
        """
        earned: list[int] = []
        falls: dict[int, int] = {}
        for place, (rise, falls_here) in enumerate(zip(rises, fallen, strict=True)):
            if falls_here:
                falls[place] = cut
                earned.append(min(rise + cut, 0))
                cut -= earned[-1] - rise
            else:
                earned.append(self.pipeline.bounded(rise))
                cut += max(rise - earned[-1], 0)
        return earned, falls, cut

    def _exact_rises(
        self,
        marks: Sequence[int],
        volumes: Sequence[int],
        first: int,
        units: Sequence[int],
        *,
        begun: Exact | None,
        counted: Sequence[bool] | None,
    ) -> tuple[list[int], list[bool], tuple[int, ...], int]:
        """Give what the rounded sum of exact rises rises by with each row, where it falls, and the sums with `over`."""
        pipeline, mode = self.pipeline, self._rule.rounding
        rates = pipeline.rates(marks, volumes)
        before = rates[0]
        start = Exact(0) if first >= 0 else Exact(before, pipeline.rate_scale) if begun is None else begun
        over = lcm(start.denominator, pipeline.scale)
        finer, total = over // pipeline.scale, start.numerator * (over // start.denominator)
        whole, sums = rounded(total, over, mode), [total]
        rises: list[int] = []
        fallen: list[bool] = []
        for place, (had, mark) in enumerate(pairwise(marks)):
            now, after = whole, rates[place + 1]
            fallen.append(place != first and after < before)
            if counted is None or counted[place]:
                rise = after if place == first else after - before
                exact = pipeline.exact(rise, mark - had, units[place] if units else 0)
                total += (pipeline.fallen(rise) if fallen[-1] else exact) * finer
                now = rounded(total, over, mode)
            rises.append(now - whole)
            sums.append(total)
            before, whole = after, now
        return rises, fallen, tuple(sums), over

    def _totals(self, measures: Sequence[int], volumes: Sequence[int]) -> list[int]:
        """Round what rising measures earn; along a graduated table piece by piece, without a call for each."""
        total = self._total
        if total is None:
            over, mode = self.pipeline.rate_scale, self._rule.rounding
            return [rounded(each, over, mode) for each in self.pipeline.rates(measures, volumes)]
        if self._straight is None:
            return list(map(total, measures))
        if self._checked:
            total(measures[-1])
        wholes: list[int] = []
        pieces_left = zip(self._straight, self._ends, strict=True)
        while len(wholes) < len(measures):
            (slope, rest), end = next(pieces_left)
            done = len(wholes)
            upto = len(measures) if end is None else bisect_right(measures, end, done)
            wholes += [(measure * slope + rest) // MILLIONTHS for measure in measures[done:upto]]
        return wholes
