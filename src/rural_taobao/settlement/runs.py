"""
Runs: consecutive credits of a tally under the same terms, rule and boosts, rated one after the other.

A rule measured on a running total gives each row the rise of the rounded total, so that rows add up to that total.
"""

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from itertools import accumulate, compress, islice, pairwise
from math import lcm
from operator import sub
from types import MappingProxyType
from typing import Final, NamedTuple, TypeAlias, TypeVar, assert_never, final

from attrs import evolve, field, frozen

from rural_taobao.commission.arithmetic import Aged, AgeUnit, Less, Owed, Rounded, Scaled, Term
from rural_taobao.commission.boosts import Boost
from rural_taobao.commission.bounds import AllowedPer
from rural_taobao.commission.clawback import age, age_unit, share
from rural_taobao.commission.edges import Overflow, Underflow
from rural_taobao.commission.levels import LevelMissing, Levels, MissingLevel
from rural_taobao.commission.overrides import Ladder
from rural_taobao.commission.pipeline import Pipeline
from rural_taobao.commission.rates import Graduated
from rural_taobao.commission.rating import is_straight, pieces, rounded_curve
from rural_taobao.commission.rules import CommissionRule, MeasuredOn, OnRefund, Shares
from rural_taobao.commission.sharing import keeps, share_of
from rural_taobao.commission.splits import Shared
from rural_taobao.commission.versions import PlanVersion
from rural_taobao.exact import MILLIONTHS, Exact, Rounding, rounded
from rural_taobao.identifiers import CapId, Party, PayeeId
from rural_taobao.instants import UtcOffset
from rural_taobao.settlement.attribution import Terms
from rural_taobao.settlement.bases import Bases, fully_taken, taken
from rural_taobao.settlement.columns import EventColumns, RefundRow

__all__ = ["Limit", "Rated", "RatedLevels", "Reversal", "Run", "Standing", "Stretch", "divided", "ready"]

T = TypeVar("T")
Divided: TypeAlias = tuple[Callable[[int], tuple[int, ...]], Callable[[int], tuple[int, ...]]]
"""Give the part of each party of an amount in minor units: where no helper served, and where one did."""
_NO_LIMITS: Final[Mapping[int, "Limit"]] = MappingProxyType({})


class _Remembered(dict[int, T]):
    """Results by their argument: amounts come again and again, and a look-up costs a tenth of the work."""

    def __init__(self, work: Callable[[int], T]) -> None:
        self.work = work

    def __missing__(self, argument: int) -> T:
        result = self[argument] = self.work(argument)
        return result


class Limit(NamedTuple):
    """
    What is left of a shared cap.

    Attributes:
        cap: The cap.
        left: What is left of it, in minor units.
    """

    cap: CapId
    left: int


class Standing(NamedTuple):
    """
    How far the running total of an account has come, in minor units or in units.

    Attributes:
        rule: The rule that brought it there.
        measured: What was measured.
        free: What of that was free.
        seen: How many events there were.
        sums: What they come to exactly, where that is not what the rate of the rule gives for the total; else None.
        started: Whether anything that was not free as a whole was among them.
    """

    rule: CommissionRule
    measured: int
    free: int
    seen: int
    sums: Exact | None
    started: bool


class Stretch(NamedTuple):
    """
    Consecutive credits that are to be rated.

    Attributes:
        terms: On whose account each is settled, at least.
        rows: Their rows, in order.
        standing: How far the account has come before the first of them; None where it starts with it.
    """

    terms: Sequence[Terms]
    rows: list[int]
    standing: Standing | None = None


@final
@frozen(eq=False)
class Reversal:
    """
    What one refund takes back of what its order earned.

    Attributes:
        refund: The refund.
        place: The place of the order in the run.
        before: What earlier refunds took back, on the basis of the rule.
        after: What they and this one took back.
        whole: The basis; 1 where nothing was measured and all is taken back with the last of the order.
        parts: What it takes back, by party, 0 or less in all; 0 or more of a fee, which it gives back.
        aged: Where the rule claws back by age, what this and earlier refunds took, as `Aged` has it.
        scale: What they are taken back in parts of.
        unit: What their ages are counted in.
    """

    refund: RefundRow
    place: int
    before: int
    after: int
    whole: int
    parts: tuple[int, ...]
    aged: tuple[tuple[int, int, int], ...] = ()
    scale: int = 1
    unit: AgeUnit = AgeUnit.DAYS


@final
@frozen(eq=False)
class Run:
    """
    Consecutive credits of a tally under the same terms, rule and boosts.

    Attributes:
        terms: On whose account each is settled, at least; all are under one plan version, and have payees for the same
            parties.
        rule: The rule, as the plan version of their days has it, at the one rate that it has for them.
        boosts: Those of its boosts that bear upon the credits.
        way: Its steps, with these boosts, or the ladder of its levels.
        rows: The rows of the events, by attribution instant and id.
        bases: What is measured of each row.
        free: What of that is free; nothing where the rule allows nothing.
        units: The units of each row; nothing where the rule bounds none.
        totals: What was measured before each row, and after the last; nothing where each row is measured by itself.
        marks: The part of that which is rated; nothing where the rate is not of a running total.
        first: The place of the row with which the running total starts; -1 where it started before.
        sums: What the rows before each row come to exactly, and after the last; nothing where the rate says it.
        keeps: Whether a part of what a row earns may go to nobody.
        limits: What was left of a shared cap for the rows that it cut.
        earned: What each row earns, in minor units, before it is shared.
        parts: What each party gets of that, in the order of the rule's parties; below zero where it is a fee.
        reversals: What refunds take back, where the rule reverses.
    """

    terms: Sequence[Terms] = field(repr=False)
    rule: CommissionRule
    boosts: tuple[Boost, ...]
    way: Pipeline | Ladder = field(repr=False)
    rows: Sequence[int] = field(repr=False)
    bases: Sequence[int] = field(repr=False)
    free: Sequence[int] = field(repr=False)
    units: Sequence[int] = field(repr=False)
    totals: Sequence[int] = field(repr=False)
    marks: Sequence[int] = field(repr=False)
    first: int = field(repr=False)
    sums: Sequence[Exact] = field(repr=False)
    earned: Sequence[int] = field(repr=False)
    keeps: bool = field(repr=False, default=False)
    limits: Mapping[int, Limit] = field(repr=False, default=_NO_LIMITS)
    parts: Sequence[tuple[int, ...]] = field(repr=False, default=())
    reversals: Sequence[Reversal] = field(repr=False, default=())

    @property
    def version(self) -> PlanVersion:
        """The plan version of all rows."""
        return self.terms[0].version

    def by_terms(self) -> Mapping[Terms, Sequence[int]]:
        """Give the places of the rows that are settled on one account."""
        places: dict[Terms, list[int]] = {}
        for place, terms in enumerate(self.terms[: len(self.rows)]):
            places.setdefault(terms, []).append(place)
        return places

    def payee(self, place: int, share: int) -> tuple[Party, PayeeId]:
        """Give the party and the payee of one share of a row that anything is paid for."""
        party = self.rule.parties[share]
        return party, self.terms[place].payees[party]

    def before(self, place: int) -> int | None:
        """Give what was measured before a row; None where it is measured by itself."""
        return self.totals[place] if self.totals else None

    def is_free(self, place: int) -> bool:
        """Tell whether a row is free as a whole."""
        return bool(self.free and self.free[place] and self.free[place] == self.bases[place])

    def unpaid(self) -> Iterator[int]:
        """Give the places of the rows that nothing is posted for."""
        return (place for place, parts in enumerate(self.parts) if not any(parts))

    def commission(self, place: int, pipeline: Pipeline) -> Term:
        """Give how what a row earns came about, before it is shared."""
        free = self.free[place] if self.free else 0
        units = self.units[place] if self.units else 0
        limit = self.limits.get(place)
        if not self.marks:
            return pipeline.term(self.bases[place] - free, units, free=free, limit=limit)
        before = None if self.first == place else self.marks[place]
        exactly = self.sums[place] if self.sums else None
        after = self.marks[place + 1]
        return pipeline.rise(before, after, units, free=free, limit=limit, exactly=exactly)

    def share(self, place: int, share: int) -> Term:
        """Give how one share of what a row earns came about."""
        return self._signed(self._left(place, share, _untouched))

    def reversed_share(self, reversal: Reversal, share: int) -> Term:
        """Give how one share of what a refund takes back came about: the new allocation less the old."""

        def left(back: int, commission: Term) -> Term:
            if back == 0:
                return commission
            taken: Term = Scaled(commission, back, reversal.whole)
            if reversal.aged:
                refunds = reversal.aged if back == reversal.after else reversal.aged[:-1]
                taken = Aged(commission, refunds, reversal.whole, reversal.scale, reversal.unit)
            return Less(commission, Rounded(taken, self.rule.rounding))

        after, before = partial(left, reversal.after), partial(left, reversal.before)
        return self._signed(Less(self._left(reversal.place, share, after), self._left(reversal.place, share, before)))

    def _signed(self, term: Term) -> Term:
        """Give what comes to a payee, who owes a fee."""
        return Owed(term) if self.rule.is_fee else term

    def _left(self, place: int, share: int, left: Callable[[Term], Term]) -> Term:
        """Give how one share came about of what is left of that which a row, or a level of it, earns."""
        present = self.terms[place].payees
        match self.way:
            case Pipeline() as pipeline:
                commission, split = left(self.commission(place, pipeline)), self.rule.shares.split
                return share_of(split, commission, split.parties[share], helped=Party.HELPER in present)
            case Ladder() as ladder:
                return left(ladder.term(self.bases[place], present, share))
            case _:
                assert_never(self.way)


def _untouched(term: Term) -> Term:
    return term


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
        self._rule, self._boosts, self._clock = rule, boosts, clock
        self._cumulative = rule.cumulative
        self._total = rounded_curve(rule.form, mode)
        self._alone = _Remembered(self._plainly if pipeline.plain else lambda each: pipeline.alone(each, 0)).__getitem__
        split = rule.shares.split
        self._keeps = keeps(split)
        self._parts = _owed(memory(split)) if rule.is_fee else memory(split)
        # Nothing earns below zero, so that three of the four modes are one floor division.
        over = pipeline.scale
        self._up = {Rounding.HALF_UP: over // 2, Rounding.DOWN: 0, Rounding.UP: over - 1}.get(mode)
        up = {Rounding.HALF_UP: MILLIONTHS // 2, Rounding.DOWN: 0, Rounding.UP: MILLIONTHS - 1}.get(mode)
        straight, ends = None, tuple[int | None, ...]()
        rate = rule.form
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
        """
        rule = self._rule
        alone = len(stretches) == 1
        rows = stretches[0].rows if alone else [row for each in stretches for row in each.rows]
        measured = tuple(bases.of(rule, rows))
        units = tuple(bases.units(rule, rows)) if rule.per_unit is not None else ()
        singles = self._singles(measured, units) if rule.allowance is None and not self._cumulative else ()
        if alone:
            return [self._run(stretches[0], measured, units, singles, events)]
        runs: list[Run] = []
        begin = 0
        for stretch in stretches:
            here = slice(begin, begin + len(stretch.rows))
            runs.append(self._run(stretch, measured[here], units[here], singles[here], events))
            begin = here.stop
        return runs

    def _run(
        self,
        stretch: Stretch,
        measured: tuple[int, ...],
        units: tuple[int, ...],
        singles: Sequence[int],
        events: EventColumns,
    ) -> Run:
        """Rate one stretch; `singles` is what its rows earn where nothing but their measures bears upon that."""
        rule, (terms, rows, standing) = self._rule, stretch
        free = self._free(measured, standing)
        rated = list(map(sub, measured, free)) if free else measured
        totals: tuple[int, ...] = ()
        marks: tuple[int, ...] = ()
        sums: Sequence[Exact] = ()
        first = -1
        if self._cumulative:
            totals = tuple(accumulate(measured, initial=0 if standing is None else standing.measured))
        if rule.measured_on is MeasuredOn.ORDER:
            earned = singles or self._singles(rated, units)
            if free:
                earned = [
                    0 if left == 0 and gone else each for each, left, gone in zip(earned, rated, free, strict=True)
                ]
        else:
            marks = totals
            if free:
                begun = 0 if standing is None else standing.measured - standing.free
                marks = tuple(accumulate(rated, initial=begun))
            counted = [left > 0 or not gone for left, gone in zip(rated, free, strict=True)] if free else None
            if standing is None or not standing.started:
                first = 0 if counted is None else next(compress(range(len(rows)), counted), -1)
            same = standing is not None and (standing.rule is rule or standing.rule == rule)
            begun_at = standing.sums if same and standing is not None else None
            if self.pipeline.plain and begun_at is None:
                earned = self._rises(marks, first)
            else:
                earned, sums = self._exact_rises(marks, first, units, begun_at, counted)
            if counted is not None:
                earned = [each if counts else 0 for each, counts in zip(earned, counted, strict=True)]
        parts, reversals = self._shared(terms, rows, measured, earned, events)
        return Run(
            terms=terms,
            rule=rule,
            boosts=self._boosts,
            way=self.pipeline,
            # Tuples of numbers are no work for the garbage collector, as lists are.
            rows=tuple(rows),
            bases=measured,
            free=tuple(free),
            units=units,
            totals=totals,
            marks=marks,
            first=first,
            sums=sums,
            earned=tuple(earned),
            keeps=self._keeps,
            parts=parts,
            reversals=reversals,
        )

    def standing(self, run: Run, before: Standing | None) -> Standing | None:
        """Say how far an account has come with a run; as far as before where its rows are measured by themselves."""
        if not run.totals:
            return before
        sums = run.sums[-1] if run.sums else None
        if sums is not None and sums == Exact(self.pipeline.rate(run.marks[-1]), self.pipeline.rate_scale):
            sums = None
        begun = before is not None and before.started
        return Standing(
            run.rule,
            run.totals[-1],
            sum(run.free) + (0 if before is None else before.free),
            len(run.rows) + (0 if before is None else before.seen),
            sums,
            begun or not run.marks or run.first >= 0,
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

        return parts, tuple(_reversals(rule, rows, measured, events, clock=self._clock, left=left))

    def worth(self, rows: Sequence[int], bases: Bases, present: Collection[Party]) -> list[int]:
        """
        Give what each of some rows comes to for the credited partner, as it was ordered, in minor units.

        Args:
            rows: The rows.
            bases: Their basis columns.
            present: The parties that there is somebody for.
        """
        rule = self._rule
        measured = bases.whole(rule, rows)
        free = self._free(measured, None)
        rated = list(map(sub, measured, free)) if free else measured
        earned = self._singles(rated, bases.whole_units(rows) if rule.per_unit is not None else ())
        shared = self._parts[Party.HELPER in present]
        return [_of_partner(rule, shared(each)) for each in earned]

    def _free(self, measured: Sequence[int], standing: Standing | None) -> Sequence[int]:
        """Take step 1: say what of each row is free."""
        allowance = self._rule.allowance
        if allowance is None:
            return ()
        if allowance.per is AllowedPer.ORDER:
            return [allowance.free(each, used=0, seen=0) for each in measured]
        used, seen = (0, 0) if standing is None else (standing.free, standing.seen)
        found: list[int] = []
        for each in measured:
            found.append(allowance.free(each, used=used, seen=seen))
            used, seen = used + found[-1], seen + 1
        return found

    def _singles(self, rated: Sequence[int], units: Sequence[int]) -> list[int]:
        """Rate rows each by itself; along a straight line without a call for each."""
        pipeline = self.pipeline
        if pipeline.line is not None and self._up is not None:
            (slope, rest), over = pipeline.line, pipeline.scale
            more = rest + self._up
            earned = [(each * slope + more) // over for each in rated]
            return list(map(pipeline.bounded, earned)) if pipeline.is_bounded else earned
        if pipeline.bend is not None and self._up is not None:
            (edge, slope), over, up = pipeline.bend, pipeline.scale, self._up
            earned = [((each - edge) * slope + up) // over if each > edge else 0 for each in rated]
            return list(map(pipeline.bounded, earned)) if pipeline.is_bounded else earned
        return list(map(pipeline.alone, rated, units)) if units else list(map(self._alone, rated))

    def _plainly(self, measure: int) -> int:
        """Rate a row to which no campaign adds and that no unit bounds."""
        return self.pipeline.bounded(self._total(measure))

    def _rises(self, marks: Sequence[int], first: int) -> list[int]:
        """Give what the rounded total rises by with each row."""
        wholes = self._totals(marks)
        if first >= 0:
            wholes[: first + 1] = [0] * (first + 1)
        rises = list(map(sub, islice(wholes, 1, None), wholes))
        return list(map(self.pipeline.bounded, rises)) if self.pipeline.is_bounded else rises

    def _exact_rises(
        self,
        marks: Sequence[int],
        first: int,
        units: Sequence[int],
        begun: Exact | None,
        counted: Sequence[bool] | None,
    ) -> tuple[list[int], list[Exact]]:
        """Give what the rounded sum of exact rises rises by with each row, and the sums."""
        pipeline, mode = self.pipeline, self._rule.rounding
        before = pipeline.rate(marks[0])
        start = Exact(0) if first >= 0 else Exact(before, pipeline.rate_scale) if begun is None else begun
        over = lcm(start.denominator, pipeline.scale)
        finer, total = over // pipeline.scale, start.numerator * (over // start.denominator)
        whole, earned, sums = rounded(total, over, mode), list[int](), [start]
        for place, (had, mark) in enumerate(pairwise(marks)):
            now, after = whole, pipeline.rate(mark)
            if counted is None or counted[place]:
                rise = after if place == first else after - before
                total += pipeline.exact(rise, mark - had, units[place] if units else 0) * finer
                now = rounded(total, over, mode)
            earned.append(pipeline.bounded(now - whole))
            sums.append(Exact(total, over))
            before, whole = after, now
        return earned, sums

    def _totals(self, measures: Sequence[int]) -> list[int]:
        """Round what rising measures earn; along a graduated table piece by piece, without a call for each."""
        if self._straight is None:
            return list(map(self._total, measures))
        if self._checked:
            self._total(measures[-1])
        wholes: list[int] = []
        done, last = 0, len(measures)
        for (slope, rest), end in zip(self._straight, self._ends, strict=True):
            upto = last if end is None else bisect_right(measures, end, done)
            wholes += [(measure * slope + rest) // MILLIONTHS for measure in measures[done:upto]]
            done = upto
            if done == last:
                break
        return wholes


@final
class RatedLevels:
    """
    A rule with levels made ready for many rows.

    Args:
        rule: The rule.
        levels: Its levels.
        clock: The network's clock.
    """

    def __init__(self, rule: CommissionRule, levels: Levels, clock: UtcOffset) -> None:
        self._rule, self._levels, self._clock = rule, levels, clock
        self._ladder = Ladder(levels, rule.rounding)

    def runs(self, stretches: Sequence[Stretch], bases: Bases, events: EventColumns) -> list[Run]:
        """
        Rate stretches, each row by itself; see `Rated.runs`.

        Raises:
            LevelMissing: There is nobody for a level, and the rule calls that an error.
        """
        return [self._run(stretch, bases, events) for stretch in stretches]

    def _run(self, stretch: Stretch, bases: Bases, events: EventColumns) -> Run:
        terms, rows, _ = stretch
        measured, present = bases.of(self._rule, rows), terms[0].payees
        single = _Remembered(lambda basis: self._ladder.earned(basis, present)).__getitem__
        parts = list(map(single, measured))
        run = Run(
            terms=terms,
            rule=self._rule,
            boosts=(),
            way=self._ladder,
            rows=rows,
            bases=measured,
            free=(),
            units=(),
            totals=(),
            marks=(),
            first=-1,
            sums=(),
            earned=list(map(sum, parts)),
            parts=parts,
        )
        return self.shared(run, events)

    def standing(self, _run: Run, before: Standing | None) -> Standing | None:
        """Say how far an account has come: as far as before, since each row is rated by itself."""
        return before

    def shared(self, run: Run, events: EventColumns) -> Run:
        """
        Take back what was refunded; the levels have their parts.

        Raises:
            LevelMissing: There is nobody for a level, and the rule calls that an error.
        """
        rule = self._rule
        for party in self._levels.parties:
            if party not in run.terms[0].payees and self._levels.missing is MissingLevel.ERROR:
                raise LevelMissing(events.ids[run.rows[0]], rule.id, party)

        def left(place: int, back: int, whole: int) -> tuple[int, ...]:
            return tuple(part - rounded(part * back, whole, rule.rounding) for part in run.parts[place])

        return evolve(run, reversals=tuple(_reversals(rule, run.rows, run.bases, events, clock=self._clock, left=left)))

    def worth(self, rows: Sequence[int], bases: Bases, present: Collection[Party]) -> list[int]:
        """Give what each of some rows comes to for the credited partner; see `Rated.worth`."""
        return [_of_partner(self._rule, self._ladder.earned(each, present)) for each in bases.whole(self._rule, rows)]


def divided(split: Shared) -> Divided:
    """Give what a split or a waterfall makes of amounts, without a helper and with one; each amount divided once."""
    plainly, helped = (_Remembered(partial(split.parts, helped=helped)).__getitem__ for helped in (False, True))
    return plainly, helped


def ready(
    rule: CommissionRule, boosts: tuple[Boost, ...], clock: UtcOffset, memory: Callable[[Shared], Divided] = divided
) -> Rated | RatedLevels:
    """
    Make a rule, with those of its boosts that bear upon the rows, ready for many of them.

    Args:
        rule: The rule, which has one rate.
        boosts: Those of its boosts.
        clock: The network's clock.
        memory: Gives what a split makes of amounts.
    """
    match rule.paying:
        case Shares():
            return Rated(rule, boosts, clock, memory)
        case Levels() as levels:
            return RatedLevels(rule, levels, clock)
        case _:
            assert_never(rule.paying)


def _owed(parts: Divided) -> Divided:
    """Give what each party owes of a fee, where its share is given."""
    plainly, helped = (_Remembered(partial(_below_zero, each)).__getitem__ for each in parts)
    return plainly, helped


def _below_zero(parts: Callable[[int], tuple[int, ...]], amount: int) -> tuple[int, ...]:
    return tuple(-part for part in parts(amount))


def _of_partner(rule: CommissionRule, parts: tuple[int, ...]) -> int:
    return sum(part for party, part in zip(rule.parties, parts, strict=True) if party is Party.PARTNER)


def _reversals(
    rule: CommissionRule,
    rows: Sequence[int],
    measured: Sequence[int],
    events: EventColumns,
    *,
    clock: UtcOffset,
    left: Callable[[int, int, int], tuple[int, ...]],
) -> Iterator[Reversal]:
    """Give what refunds take back, each after the ones before it, by what is left of a row after a part of a whole."""
    if not events.refunds or rule.on_refund is not OnRefund.REVERSE:
        return
    clawback = rule.clawback
    unit = AgeUnit.DAYS if clawback is None else age_unit(clawback)
    for place, row in enumerate(rows):
        refunds = events.refunds.get(row, ())
        before, old, aged, scale = 0, left(place, 0, 1) if refunds else (), list[tuple[int, int, int]](), 1
        for number, refund in enumerate(refunds, 1):
            back, basis = refunds[:number], measured[place]
            # What was sold at a loss and came back gives nothing of a margin back: what is taken never falls.
            after = max(before, taken(rule.basis, events, row, back))
            if basis == 0:
                # Nothing was measured, yet something was earned: all of it goes back with the last of the order.
                basis, after = 1, int(fully_taken(events, row, back))
            clawed = after
            if clawback is not None:
                reached = age(unit, events.placed[row], refund.at, clock)
                part = share(clawback, reached)
                aged.append((after - before, reached, part.numerator))
                scale = part.denominator
                clawed = sum(each * rate for each, _, rate in aged)
            new = left(place, clawed, basis * scale)
            parts = tuple(map(sub, new, old))
            yield Reversal(refund, place, before, after, basis, parts, tuple(aged), scale, unit)
            before, old = after, new
