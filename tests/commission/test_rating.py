import pickle
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from typing import TypeAlias, TypeVar

import pytest
from attrs import evolve
from hypothesis import assume, example, given
from hypothesis import strategies as st

from rural_taobao.commission.arithmetic import evaluated
from rural_taobao.commission.earning import bands, numerator
from rural_taobao.commission.edges import Boundary, FirstFlat, Overflow, Underflow, size_of
from rural_taobao.commission.extents import MeasureBetweenBands, MeasureOutsideTiers
from rural_taobao.commission.operands import Banded as Paid
from rural_taobao.commission.operands import Counted, Sloped, Units
from rural_taobao.commission.rates import (
    Banded,
    Bonus,
    Flat,
    Graduated,
    Interpolated,
    Linear,
    MeasuredForm,
    Percentage,
    PercentageAndFlat,
    PerPackage,
    PerUnit,
    Point,
    StraightForm,
    WholeAmount,
)
from rural_taobao.commission.rating import curve, line, pieces, rounded_curve, scale, term
from rural_taobao.commission.terms import Sum, Term
from rural_taobao.commission.tiers import Tier
from rural_taobao.currencies import CNY
from rural_taobao.exact import MILLIONTHS, Exact, Rate, Rounding, rounded
from rural_taobao.money import Money, UnitPrice
from rural_taobao.testing.plan_strategies import measured_forms, tables

Table: TypeAlias = Graduated | WholeAmount
UPPER, LOWER = Boundary.UPPER_INCLUSIVE, Boundary.LOWER_INCLUSIVE
HORIZON = 30
"""No edge of a small table lies above this one, so that a clerk can go through it coin by coin."""
FORMS = [Graduated, WholeAmount]


@st.composite
def small(
    draw: st.DrawFn,
    form: Callable[..., Table],
    *,
    first: st.SearchStrategy[int] | None = None,
    rate: st.SearchStrategy[int] | None = None,
    overflows: st.SearchStrategy[Overflow] | None = None,
) -> Table:
    """Draw tables of up to four tiers, whose edges lie close together, and close to any measure."""
    start = draw(st.integers(0, 6) if first is None else first)
    more = draw(st.sets(st.integers(start + 1, HORIZON), max_size=4))
    edges: list[int | None] = [start, *sorted(more)]
    if not more or draw(st.booleans()):
        edges.append(None)
    of_money = draw(st.booleans())
    pays = st.integers(0, 9) if rate is None else rate
    return form(
        tiers=[
            Tier(Money(begin), Rate(draw(pays)), None if end is None else Money(end))
            if of_money
            else Tier(begin, UnitPrice(draw(pays)), end)
            for begin, end in pairwise(edges)
            if begin is not None
        ],
        boundary=draw(st.sampled_from(Boundary)),
        overflow=draw(st.sampled_from(Overflow) if overflows is None else overflows),
        underflow=draw(st.sampled_from(Underflow)),
    )


def as_graduated(table: Table) -> Graduated:
    return Graduated(
        tiers=table.tiers,
        boundary=table.boundary,
        overflow=table.overflow,
        underflow=table.underflow,
        first_flat=table.first_flat,
    )


def straight(table: Table) -> Graduated:
    """Give a graduated table with a rate for each unit in place of a price for each package."""

    def plain(tier: Tier) -> Tier:
        rate = Rate(tier.rate.millionths) if isinstance(tier.start, Money) else tier.rate
        return evolve(tier, rate=rate, package=None)

    return evolve(as_graduated(table), tiers=[plain(tier) for tier in table.tiers])


def without_flats(table: Table) -> Graduated:
    return evolve(straight(table), tiers=[evolve(tier, flat=None) for tier in straight(table).tiers])


def edges_of(table: Table) -> list[int]:
    return sorted({edge for tier in table.tiers for edge in (tier.first, tier.last) if edge is not None})


def edges_of_form(rate: MeasuredForm) -> list[int]:
    match rate:
        case Graduated() | WholeAmount():
            return edges_of(rate)
        case Banded():
            edges = {edge for band in rate.bands for edge in (band.start, band.end) if edge is not None}
            return sorted(map(size_of, edges))
        case Interpolated():
            return [size_of(point.at) for point in rate.points]
        case _:
            return []


@st.composite
def rated(draw: st.DrawFn, form: st.SearchStrategy[MeasuredForm]) -> tuple[MeasuredForm, int]:
    """Draw a rate form and a measure: any, or one that lies on an edge of a table or a coin beside it."""
    rate = draw(form)
    measure = st.integers(min_value=0)
    edges = edges_of_form(rate)
    if edges:
        edge = st.sampled_from(edges)
        measure |= st.builds(lambda at, aside: max(at + aside, 0), edge, st.sampled_from([-1, 0, 1]))
    return rate, draw(measure)


Answer = TypeVar("Answer")


def answered(work: Callable[[int], Answer], measure: int) -> Answer | tuple[object, ...]:
    """Give what is earned, or the facts of the error that says why not."""
    try:
        return work(measure)
    except (MeasureOutsideTiers, MeasureBetweenBands) as refused:
        return refused.args


def told(table: Table, measure: int, *, side: str) -> bool:
    """Tell whether a measure is refused, with the facts: how much, on which side, past which edge."""
    edge = table.tiers[0].start if side == "below" else table.tiers[-1].end
    for work in (curve(table), lambda each: numerator(bands(table, each))):
        if answered(work, measure) != (measure, side, edge, None):
            return False
    return True


def coin_rate(table: Table, coin: int) -> int | str:
    """Give what the n-th coin earns, going down the table with a finger: its rate, or that it lies outside."""
    if coin <= table.tiers[0].first:
        return "below"
    for tier in table.tiers:
        if tier.first < coin and (tier.last is None or coin <= tier.last):
            return tier.rate.millionths
    return table.tiers[-1].rate.millionths if table.overflow is Overflow.LAST_TIER else "above"


def coin_by_coin(table: Graduated, measure: int) -> int | str:
    """Add up on paper what each coin of a measure earns, in millionths; or say on which side it must not lie."""
    earned = [coin_rate(table, coin) for coin in range(1, measure + 1)]
    if "above" in earned and table.overflow is Overflow.ERROR:
        return "above"
    if earned and set(earned) == {"below"} and measure < table.tiers[0].first and table.underflow is Underflow.ERROR:
        return "below"
    return sum(each for each in earned if isinstance(each, int))


def slice_by_slice(table: Graduated, measure: int) -> Fraction:
    """Add up, in minor units, what lies in each band, as is done on paper where there are too many coins."""
    total = Fraction(sum(tier.entry for tier in table.tiers if reached(table, tier, measure)))
    left = measure
    for tier in reversed(table.tiers):
        above = max(left - tier.first, 0)
        left -= above
        if tier.last is not None and not (tier is table.tiers[-1] and table.overflow is Overflow.LAST_TIER):
            above = min(above, tier.last - tier.first)
        total += Fraction(tier.rate.millionths, MILLIONTHS) * above
    return total


def reached(table: Graduated, tier: Tier, measure: int) -> bool:
    """Tell whether the flat amount of a tier is due: the tier holds some of the measure, or owns the edge it is on."""
    if measure == tier.first:
        owns = table.boundary is LOWER or tier is table.tiers[0]
        return table.first_flat is FirstFlat.AT_ZERO if tier.first == 0 else owns
    return measure > tier.first


def owners_of(table: WholeAmount, measure: int) -> list[Tier]:
    """Give the tiers that hold an amount, both edges included but for the one that two tiers share and one gives up."""
    given_up = {tier.first if table.boundary is UPPER else tier.last: tier for tier in table.tiers}
    outermost = (table.tiers[0].first, table.tiers[-1].last)
    return [
        tier
        for tier in table.tiers
        if tier.first <= measure
        and (tier.last is None or measure <= tier.last)
        and (measure in outermost or given_up.get(measure) is not tier)
    ]


class TestBandsOfOneRate:
    """What is said to be earned, band by band, adds up to what is earned."""

    @pytest.mark.parametrize("measure", [0, 1, 5, 999])
    @pytest.mark.parametrize(
        "rate",
        [
            Flat(Money(7)),
            PerUnit(UnitPrice(3)),
            PerPackage(4, UnitPrice(7)),
            Percentage(Rate(3)),
            PercentageAndFlat(Rate(3), Money(7)),
            Linear(5, UnitPrice(3)),
            Bonus(5, Money(7)),
        ],
        ids=lambda rate: type(rate).__name__,
    )
    def test_they_come_to_what_the_rate_does(self, rate: StraightForm, measure: int) -> None:
        assert numerator(bands(rate, measure)) == curve(rate)(measure)


class TestRoundedCurve:
    """What is earned is rounded as the mode says, to the last millionth of a coin."""

    @pytest.mark.parametrize(
        ("millionths", "mode", "coins"),
        [
            (999_999, Rounding.DOWN, 0),
            (1_000_000, Rounding.DOWN, 1),
            (1, Rounding.UP, 1),
            (0, Rounding.UP, 0),
            (499_999, Rounding.HALF_UP, 0),
            (500_000, Rounding.HALF_UP, 1),
            (500_000, Rounding.HALF_EVEN, 0),
            (500_001, Rounding.HALF_EVEN, 1),
        ],
    )
    def test_a_millionth_decides(self, millionths: int, mode: Rounding, coins: int) -> None:
        """Of one unit, at a price of so many millionths, and of one fen at such a rate."""
        table = Graduated(tiers=[Tier(0, UnitPrice(millionths))], boundary=UPPER)
        for rate in (PerUnit(UnitPrice(millionths)), Percentage(Rate(millionths)), table):
            assert rounded_curve(rate, mode)(1) == coins

    @pytest.mark.parametrize("mode", Rounding)
    def test_what_a_table_refuses_is_refused(self, mode: Rounding) -> None:
        table = Graduated(tiers=[Tier(5, UnitPrice(7), 9)], boundary=UPPER, underflow="error", overflow="nothing")
        for refusing, measure in ((table, 3), (evolve(table, underflow="nothing", overflow="error"), 10)):
            assert rounded_curve(refusing, mode)(7) == rounded(2 * 7, MILLIONTHS, mode)
            with pytest.raises(MeasureOutsideTiers):
                rounded_curve(refusing, mode)(measure)


class TestGraduated:
    """
    Graduated, without entry flats and before rounding, is continuous and never falls as the amount rises
    (rates ≥ 0); one rate in every tier is a flat percentage; increments telescope.
    """

    @given(small(Graduated), st.integers(0, HORIZON + 5))
    def test_each_coin_earns_at_the_rate_of_the_band_it_lies_in(self, table: Graduated, measure: int) -> None:
        paper = coin_by_coin(table, measure)
        if isinstance(paper, str):
            assert told(table, measure, side=paper)
        else:
            assert curve(table)(measure) == numerator(bands(table, measure)) == paper

    @given(rated(tables().map(straight)))
    def test_comes_to_what_its_slices_come_to_on_paper(self, drawn: tuple[Graduated, int]) -> None:
        table, measure = drawn
        found = answered(curve(table), measure)
        if isinstance(found, int):
            assert Fraction(found, MILLIONTHS) == slice_by_slice(table, measure)

    @given(small(Graduated, overflows=st.sampled_from([Overflow.LAST_TIER, Overflow.NOTHING])))
    def test_never_falls_and_never_leaps(self, table: Graduated) -> None:
        first = table.tiers[0].first if table.underflow is Underflow.ERROR else 1
        earned = [0, *map(curve(table), range(first, HORIZON + 5))]
        highest = max(tier.rate.millionths for tier in table.tiers)
        assert all(0 <= after - before <= highest for before, after in pairwise(earned))

    @given(small(Graduated), st.sampled_from(Boundary))
    def test_is_the_same_whichever_tier_owns_the_amount_where_two_meet(self, table: Graduated, other: Boundary) -> None:
        across = Graduated(tiers=table.tiers, boundary=other, overflow=table.overflow, underflow=table.underflow)
        for measure in range(HORIZON + 5):
            assert answered(curve(table), measure) == answered(curve(across), measure)

    @given(
        st.integers(0, 2_000_000).flatmap(
            lambda rate: small(Graduated, first=st.just(0), rate=st.just(rate), overflows=st.just(Overflow.LAST_TIER))
        ),
        st.integers(min_value=0),
    )
    def test_with_one_rate_in_every_tier_is_a_flat_percentage(self, table: Graduated, measure: int) -> None:
        assert curve(table)(measure) == measure * table.tiers[0].rate.millionths
        assert curve(table)(measure) == curve(Percentage(Rate(table.tiers[0].rate.millionths)))(measure)

    @given(
        small(Graduated, overflows=st.sampled_from([Overflow.LAST_TIER, Overflow.NOTHING])),
        st.lists(st.integers(0, 9), max_size=6),
    )
    def test_an_order_adds_what_its_own_coins_earn_on_top_of_those_before(
        self, table: Graduated, orders: list[int]
    ) -> None:
        total, added = 0, []
        for order in orders:
            own = [coin_rate(table, coin) for coin in range(total + 1, total + order + 1)]
            before, after = (answered(curve(table), each) for each in (total, total + order))
            if isinstance(before, int) and isinstance(after, int):
                assert after - before == sum(each for each in own if isinstance(each, int))
                added.append(after - before)
            total += order
        if len(added) == len(orders):
            assert sum(added) == answered(curve(table), total)

    @given(small(Graduated), st.integers(0, HORIZON + 5))
    def test_its_bands_are_the_parts_of_the_measure_each_at_the_rate_of_its_tier(
        self, table: Graduated, measure: int
    ) -> None:
        try:
            found = bands(table, measure)
        except MeasureOutsideTiers:
            return
        named = [rate for part, rate in found for _ in range(part)]
        earning = [coin_rate(table, coin) for coin in range(1, measure + 1)]
        assert all(part > 0 for part, _ in found)
        assert [rate.millionths for rate in named if isinstance(rate, Rate | UnitPrice)] == [
            each for each in earning if isinstance(each, int)
        ]


class TestWholeAmount:
    """`whole_amount`: all at the band reached; the boundary says which band owns the amount at which two meet."""

    @given(small(WholeAmount), st.integers(0, HORIZON + 5))
    @example(WholeAmount(tiers=[Tier(0, UnitPrice(7), 5), Tier(5, UnitPrice(6))], boundary=UPPER, overflow="error"), 5)
    @example(WholeAmount(tiers=[Tier(0, UnitPrice(7), 5), Tier(5, UnitPrice(6))], boundary=LOWER, overflow="error"), 5)
    def test_every_coin_earns_at_the_rate_of_the_band_that_the_last_one_reaches(
        self, table: WholeAmount, measure: int
    ) -> None:
        owners = owners_of(table, measure)
        if owners:
            [owner] = owners
            rate = owner.rate.millionths
        elif measure < table.tiers[0].first:
            rate = 0
            if table.underflow is Underflow.ERROR and measure:
                assert told(table, measure, side="below")
                return
        else:
            rate = table.tiers[-1].rate.millionths if table.overflow is Overflow.LAST_TIER else 0
            if table.overflow is Overflow.ERROR:
                assert told(table, measure, side="above")
                return
        assert curve(table)(measure) == numerator(bands(table, measure)) == measure * rate

    @given(small(WholeAmount, overflows=st.just(Overflow.LAST_TIER)))
    def test_at_the_exact_edge_the_boundary_decides(self, table: WholeAmount) -> None:
        for lower, upper in pairwise(table.tiers):
            owner = lower if table.boundary is UPPER else upper
            assert bands(table, upper.first) == ((upper.first, owner.rate),)
            if upper.last != upper.first + 1:
                assert bands(table, upper.first + 1) == ((upper.first + 1, upper.rate),)
            if upper.first - 1 > lower.first:
                assert bands(table, upper.first - 1) == ((upper.first - 1, lower.rate),)

    @given(small(WholeAmount))
    def test_nothing_measured_earns_nothing(self, table: WholeAmount) -> None:
        assert bands(table, 0) == ()
        assert curve(table)(0) == 0

    @given(small(WholeAmount))
    def test_the_outermost_edges_are_inside_the_table(self, table: WholeAmount) -> None:
        first, last = table.tiers[0], table.tiers[-1]
        if first.first:
            assert bands(table, first.first) == ((first.first, first.rate),)
        if last.last is not None:
            assert bands(table, last.last) == ((last.last, last.rate),)


class TestOutside:
    """Overflow past a bounded last tier is an error, the last tier or nothing; underflow is an error or nothing."""

    @pytest.mark.parametrize(
        ("overflow", "graduated", "whole"), [("last_tier", 3 * 2 + 5 * 4, 8 * 4), ("nothing", 3 * 2 + 2 * 4, 0)]
    )
    def test_past_the_end_the_last_rate_goes_on_or_nothing_more_is_earned(
        self, overflow: str, graduated: int, whole: int
    ) -> None:
        tiers = [Tier(0, UnitPrice(2), 3), Tier(3, UnitPrice(4), 5)]
        for form, earned in ((Graduated, graduated), (WholeAmount, whole)):
            table = form(tiers=tiers, boundary="upper_inclusive", overflow=overflow)
            assert curve(table)(8) == numerator(bands(table, 8)) == earned

    @pytest.mark.parametrize("form", FORMS)
    @pytest.mark.parametrize("boundary", Boundary)
    def test_past_the_end_it_is_an_error_where_the_plan_says_so(
        self, form: Callable[..., Table], boundary: Boundary
    ) -> None:
        table = form(tiers=[Tier(0, UnitPrice(2), 5)], boundary=boundary, overflow="error")
        assert curve(table)(5) == 10
        assert told(table, 6, side="above")

    @pytest.mark.parametrize("form", FORMS)
    @pytest.mark.parametrize("boundary", Boundary)
    def test_below_the_start_nothing_is_earned_or_it_is_an_error(
        self, form: Callable[..., Table], boundary: Boundary
    ) -> None:
        tiers = [Tier(Money(3), Rate(2))]
        refusing = form(tiers=tiers, boundary=boundary, underflow="error")
        paying = form(tiers=tiers, boundary=boundary, underflow="nothing")
        assert told(refusing, 2, side="below")
        assert [curve(paying)(each) for each in (0, 1, 2)] == [0, 0, 0]
        assert curve(refusing)(0) == 0

    def test_below_the_start_graduated_pays_for_the_part_above_it_alone(self) -> None:
        tiers = [Tier(3, UnitPrice(2))]
        graduated = Graduated(tiers=tiers, boundary=UPPER, underflow="nothing")
        whole = WholeAmount(tiers=tiers, boundary=UPPER, underflow="nothing")
        assert [curve(graduated)(each) for each in (3, 4, 5)] == [0, 2, 4]
        assert [curve(whole)(each) for each in (3, 4, 5)] == [6, 8, 10]

    @pytest.mark.parametrize(
        ("error", "message"),
        [
            (
                MeasureOutsideTiers(120_000, "above", Money(100_000)),
                (
                    "a measure must lie within the tiers, but ¥1,200.00 is above ¥1,000.00 and the plan calls that an "
                    "error; extend the tiers, or state another 'overflow'"
                ),
            ),
            (
                MeasureOutsideTiers(2, "below", 3),
                (
                    "a measure must lie within the tiers, but 2 is below 3 and the plan calls that an "
                    "error; extend the tiers, or state another 'underflow'"
                ),
            ),
        ],
    )
    def test_the_error_says_how_far_and_what_to_do(self, error: MeasureOutsideTiers, message: str) -> None:
        copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
        assert str(copy) == str(error) == message
        assert copy.args == (error.measure, error.side, error.edge, None)


class TestTwoInterpreters:
    """`bands` says what earns at which rate, for people; `curve` gives the same number quickly."""

    @given(rated(measured_forms()))
    def test_the_curve_gives_what_the_term_comes_to(self, drawn: tuple[MeasuredForm, int]) -> None:
        rate, measure = drawn
        along = answered(lambda each: Exact(curve(rate)(each), scale(rate)), measure)
        assert along == answered(lambda each: evaluated(term(rate, each)), measure)

    @given(rated(measured_forms()))
    @example((Graduated(tiers=[Tier(Money(0), Rate(1))], boundary=UPPER), 2**70))
    @example((Graduated(tiers=[Tier(0, UnitPrice(1), 5)], boundary=UPPER, overflow="last_tier"), 2**70))
    @example((WholeAmount(tiers=[Tier(2**70, UnitPrice(1))], boundary=UPPER, underflow="nothing"), 2**71))
    @example((Bonus(5, Money(3)), 5))
    def test_the_curve_gives_what_its_bands_add_up_to(self, drawn: tuple[MeasuredForm, int]) -> None:
        rate, measure = drawn
        assume(not isinstance(rate, Interpolated))
        assert not isinstance(rate, Interpolated)
        assert answered(curve(rate), measure) == answered(lambda each: numerator(bands(rate, each)), measure)

    @given(rated(measured_forms()), st.sampled_from(Rounding))
    def test_the_rounded_curve_gives_what_rounding_the_curve_does(
        self, drawn: tuple[MeasuredForm, int], mode: Rounding
    ) -> None:
        rate, measure = drawn
        exactly = answered(lambda each: Exact(curve(rate)(each), scale(rate)).rounded(mode), measure)
        assert answered(rounded_curve(rate, mode), measure) == exactly

    @given(st.sampled_from(FORMS), st.sampled_from(Rounding), st.data())
    def test_so_it_does_at_every_coin_of_a_small_table(
        self, form: Callable[..., Table], mode: Rounding, data: st.DataObject
    ) -> None:
        table = data.draw(small(form, rate=st.integers(0, 3 * MILLIONTHS)))
        for measure in range(HORIZON + 5):
            exactly = answered(lambda each: Exact(curve(table)(each), scale(table)).rounded(mode), measure)
            assert answered(rounded_curve(table, mode), measure) == exactly

    @given(st.integers(min_value=0), st.integers(min_value=0))
    def test_a_flat_rate_pays_the_same_for_every_measure(self, amount: int, measure: int) -> None:
        assert Fraction(curve(Flat(Money(amount)))(measure), MILLIONTHS) == amount
        assert bands(Flat(Money(amount)), measure) == ((1, Money(amount)),)

    @given(st.integers(min_value=0), st.integers(0, 10_000))
    def test_a_price_is_paid_for_each_unit(self, price: int, units: int) -> None:
        assert curve(PerUnit(UnitPrice(price)))(units) == sum([price] * units)
        assert bands(PerUnit(UnitPrice(price)), units) == ((units, UnitPrice(price)),)

    @given(st.integers(min_value=0), st.integers(min_value=0))
    def test_a_percentage_is_its_share_of_the_measure(self, rate: int, measure: int) -> None:
        assert Fraction(curve(Percentage(Rate(rate)))(measure), MILLIONTHS) == Fraction(rate, MILLIONTHS) * measure
        assert bands(Percentage(Rate(rate)), measure) == ((measure, Rate(rate)),)

    @given(
        st.lists(
            st.tuples(
                st.integers(min_value=0), st.builds(Rate, st.integers(0, 9)) | st.builds(Money, st.integers(0, 9))
            )
        )
    )
    def test_parts_add_up_to_the_sum_of_what_each_earns(self, parts: list[tuple[int, Rate | Money]]) -> None:
        exact = sum(
            (part * (Fraction(rate.minor) if isinstance(rate, Money) else Fraction(rate.millionths, MILLIONTHS)))
            for part, rate in parts
        )
        assert Fraction(numerator(tuple(parts)), MILLIONTHS) == exact


class TestPieces:
    """A graduated table is a chain of straight pieces, each beginning where the one before ends."""

    def test_of_a_table_whose_first_tier_holds_one_unit(self) -> None:
        table = Graduated(tiers=[Tier(0, UnitPrice(7), 1), Tier(1, UnitPrice(6))], boundary=UPPER)
        assert pieces(table) == ((0, 7, 0), (1, 6, 1))

    @given(small(Graduated), st.integers(0, HORIZON + 5))
    def test_the_piece_that_a_measure_lies_on_gives_what_it_earns(self, table: Graduated, measure: int) -> None:
        found = answered(curve(table), measure)
        slope, rest = next(
            (slope, rest) for begins, slope, rest in reversed(pieces(table)) if begins < measure or begins == 0
        )
        if isinstance(found, int):
            assert measure * slope + rest == found

    @given(rated(tables().map(straight)))
    def test_so_it_does_with_flat_amounts(self, drawn: tuple[Graduated, int]) -> None:
        table, measure = drawn
        found = answered(curve(table), measure)
        chain = pieces(table)
        slope, rest = next(
            (slope, rest) for begins, slope, rest in reversed(chain) if begins < measure or begins == chain[0][0]
        )
        if isinstance(found, int):
            assert measure * slope + rest == found

    @given(tables().map(without_flats))
    def test_they_begin_at_zero_rise_and_meet(self, table: Graduated) -> None:
        chain = pieces(table)
        assert chain[0][::2] == (0, 0)
        for (begins, slope, rest), (ends, next_slope, next_rest) in pairwise(chain):
            assert begins < ends
            assert ends * slope + rest == ends * next_slope + next_rest

    @given(tables().map(straight))
    def test_no_two_that_follow_each_other_are_one(self, table: Graduated) -> None:
        assert all(one[1:] != other[1:] for one, other in pairwise(pieces(table)))

    @given(small(Graduated))
    def test_each_begins_where_a_tier_does_or_ends(self, table: Graduated) -> None:
        assert {begin for begin, _, _ in pieces(table)} <= {0, *edges_of(table)}

    def test_a_chain_on_paper(self) -> None:
        tiers = [Tier(Money(10, CNY), Rate(2), Money(20)), Tier(Money(20), Rate(5), Money(30))]
        table = Graduated(tiers=tiers, boundary=UPPER, overflow="nothing", underflow="nothing")
        assert pieces(table) == ((0, 0, 0), (10, 2, -20), (20, 5, -80), (30, 0, 70))

    def test_the_first_begins_at_zero_whatever_follows(self) -> None:
        table = Graduated(tiers=[Tier(0, UnitPrice(5), 10)], boundary=UPPER, overflow="nothing")
        assert pieces(table) == ((0, 5, 0), (10, 0, 50))

    def test_the_first_begins_below_zero_where_zero_earns_no_flat_amount(self) -> None:
        tiers = [Tier(0, UnitPrice(5), flat=Money(3))]
        for first_flat, found in (
            ("above_zero", ((-1, 5, 0), (0, 5, 3 * MILLIONTHS))),
            ("at_zero", ((0, 5, 3 * MILLIONTHS),)),
        ):
            assert pieces(Graduated(tiers=tiers, boundary=UPPER, first_flat=first_flat)) == found


class TestTerms:
    """How an amount came about tells each part that earns once, and no sum where there is one part."""

    @pytest.mark.parametrize(
        ("form", "measure", "told"),
        [
            (Flat(Money(200)), 5, Units(200)),
            (PerUnit(UnitPrice(3)), 5, Paid(((5, 3),))),
            (PerPackage(2, UnitPrice(3)), 5, Counted(3, 3)),
            (PercentageAndFlat(Rate(3), Money(200)), 5, Sum((Paid(((5, 3),)), Units(200)))),
            (
                WholeAmount(
                    tiers=[Tier(0, UnitPrice(3), flat=Money(200), package=2)], boundary=UPPER, first_flat="above_zero"
                ),
                5,
                Sum((Counted(3, 3), Units(200))),
            ),
            (Linear(5, UnitPrice(3)), 6, Paid(((1, 3),))),
            (Linear(5, UnitPrice(3)), 5, Paid(())),
            (Linear(5, UnitPrice(3)), 4, Paid(())),
        ],
    )
    def test_of_one_part_or_of_several(self, form: MeasuredForm, measure: int, told: Term) -> None:
        assert term(form, measure) == told

    @pytest.mark.parametrize(
        ("measure", "told"),
        [
            (1, Paid(())),
            (2, Sloped(2, 2, 10, 4, 20)),
            (4, Sloped(4, 2, 10, 4, 20)),
            (5, Sloped(5, 4, 20, 8, 10)),
            (8, Sloped(8, 4, 20, 8, 10)),
            (9, Paid(((9, 10),))),
        ],
    )
    def test_at_a_point_of_the_line_that_ends_there(self, measure: int, told: Term) -> None:
        points = [Point(2, UnitPrice(10)), Point(4, UnitPrice(20)), Point(8, UnitPrice(10))]
        assert term(Interpolated(points=points, overflow="last_tier", underflow="nothing"), measure) == told


class TestLines:
    """A form that is one straight line gives, at every measure, its slope times that and what is to be added."""

    @given(measured_forms(), st.integers(min_value=0))
    @example(Flat(Money(3)), 0)
    @example(PerUnit(UnitPrice(3)), 0)
    @example(Percentage(Rate(3)), 0)
    @example(PercentageAndFlat(Rate(3), Money(5)), 7)
    def test_which_forms_are_lines(self, form: MeasuredForm, measure: int) -> None:
        found = line(form)
        assert (found is None) is not isinstance(form, Flat | PerUnit | Percentage | PercentageAndFlat)
        if found is not None:
            slope, rest = found
            assert measure * slope + rest == curve(form)(measure)
