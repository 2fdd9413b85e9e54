from fractions import Fraction
from math import ceil, floor, gcd

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rural_taobao.commission.arithmetic import evaluated
from rural_taobao.commission.operands import Banded, Counted, Exactly, Sloped, Units
from rural_taobao.commission.terms import (
    Aged,
    AgeUnit,
    AtVolume,
    Boosted,
    Bounded,
    Fallen,
    Less,
    Levelled,
    Limited,
    Owed,
    Part,
    PastFree,
    Poured,
    Rounded,
    Scaled,
    Sum,
    Term,
    Topped,
    UnitBounded,
)
from rural_taobao.exact import MILLIONTHS, Exact, Rounding
from rural_taobao.identifiers import CampaignId
from rural_taobao.kinds import WrongNumber
from rural_taobao.money import Allocation
from rural_taobao.testing import strategies
from rural_taobao.testing.plan_strategies import bases

amounts = st.integers(-(10**9), 10**9)
bounds = st.none() | st.integers(0, 10**6)
prices = st.none() | st.integers(0, 10**9)
names = strategies.identifiers(CampaignId)


def whole_terms(inner: st.SearchStrategy[Term]) -> st.SearchStrategy[Term]:
    """Terms that come to whole minor units, which is what is shared."""
    return st.builds(Units, amounts) | st.builds(Rounded, inner, strategies.roundings())


def _grown(inner: st.SearchStrategy[Term]) -> st.SearchStrategy[Term]:
    shares = st.tuples(strategies.weights(weight=st.integers(0, 100)), strategies.allocations()).flatmap(
        lambda drawn: st.builds(
            Part,
            whole_terms(inner),
            st.just(drawn[0]),
            st.just(drawn[1]),
            st.integers(0, len(drawn[0]) - 1 + drawn[1].keeps_rest_apart),
        )
    )
    steps = st.lists(st.integers(0, 10**6), max_size=3).flatmap(
        lambda maxima: st.builds(Poured, whole_terms(inner), st.just(tuple(maxima)), st.integers(0, len(maxima)))
    )
    return (
        st.builds(Rounded, inner, strategies.roundings())
        | st.builds(Less, inner, inner)
        | st.lists(inner, max_size=3).map(lambda terms: Sum(tuple(terms)))
        | st.builds(Bounded, inner, bounds, bounds)
        | st.builds(UnitBounded, inner, st.integers(0, 10**3), prices, prices)
        | st.builds(Limited, inner, names, st.integers(0, 10**9))
        | st.builds(Fallen, inner, st.integers(0, 10**9))
        | st.builds(PastFree, inner, st.integers(0, 10**9))
        | st.builds(AtVolume, inner, st.integers(0, 10**9), bases())
        | st.builds(Boosted, inner, names, st.integers(0, 10**7))
        | st.builds(Topped, inner, names, st.integers(0, 10**9), st.integers(0, 10**9))
        | st.builds(Scaled, inner, st.integers(0, 10**6), st.integers(1, 10**6))
        | st.builds(
            Aged,
            inner,
            st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 999), st.integers(0, 10**6)), max_size=3).map(
                tuple
            ),
            st.integers(1, 10**6),
            st.integers(1, 10**6),
            st.sampled_from(AgeUnit),
        )
        | shares
        | steps
        | st.builds(Levelled, inner, strategies.parties(), st.integers(0, 10**6), st.integers(0, 10**6))
        | st.builds(Owed, inner)
    )


terms = st.recursive(
    st.builds(Units, amounts)
    | st.builds(Exactly, amounts, st.integers(1, 10**12))
    | st.builds(Banded, st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 10**9)), max_size=4).map(tuple))
    | st.builds(Counted, st.integers(0, 10**6), st.integers(0, 10**9))
    | st.tuples(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(1, 10**6)).flatmap(
        lambda drawn: st.builds(
            Sloped,
            st.just(drawn[0]),
            st.just(drawn[1]),
            st.integers(0, 10**9),
            st.just(drawn[1] + drawn[2]),
            st.integers(0, 10**9),
        )
    ),
    _grown,
    max_leaves=6,
)
"""Trees of every term."""


def nearest(exact: Fraction, mode: Rounding) -> int:
    """Round by hand: towards zero, away from it, or to the nearer of the two neighbours."""
    below, above = floor(exact), ceil(exact)
    towards, away = (below, above) if exact >= 0 else (above, below)
    if mode is Rounding.DOWN:
        return towards
    if mode is Rounding.UP:
        return away
    if abs(exact - towards) != abs(exact - away):
        return min(towards, away, key=lambda each: abs(exact - each))
    if mode is Rounding.HALF_UP:
        return away
    return towards if towards % 2 == 0 else away


def dealt(amount: int, weights: tuple[int, ...], mode: Allocation, place: int) -> int:
    """Deal coins out by hand: to each what is whole of its share, then one coin each in turn, or to the rest."""
    if mode is Allocation.BLOCK_SEPARATE:
        lowest = [weight // gcd(*weights) for weight in weights]
        blocks, rest = divmod(abs(amount), sum(lowest))
        found = [*(blocks * weight for weight in lowest), rest][place]
        return found if amount >= 0 else -found
    shares = [Fraction(abs(amount) * weight, sum(weights)) for weight in weights]
    hands = [floor(share) for share in shares]
    turn = [seat for seat, weight in enumerate(weights) if weight]
    if mode is Allocation.LARGEST_REMAINDER:
        turn = [
            seat
            for _, seat in sorted(
                (hand - share, seat) for seat, (hand, share) in enumerate(zip(hands, shares, strict=True))
            )
        ]
    if mode is Allocation.LARGEST_RATIO:
        turn = [seat for _, seat in sorted((-weight, seat) for seat, weight in enumerate(weights))]
    if mode is Allocation.FLOOR_SEPARATE:
        hands.append(abs(amount) - sum(hands))
    for seat in turn[: abs(amount) - sum(hands)]:
        hands[seat] += 1
    return hands[place] if amount >= 0 else -hands[place]


def by_hand(term: Term) -> Fraction:
    """Work a term out in fractions."""
    match term:
        case Units():
            return Fraction(term.minor)
        case Banded():
            return sum((part * Fraction(rate, MILLIONTHS) for part, rate in term.bands), Fraction(0))
        case Counted():
            return term.count * Fraction(term.price, MILLIONTHS)
        case Sloped():
            part = Fraction(term.measure - term.low, term.high - term.low)
            rate = (1 - part) * Fraction(term.low_rate, MILLIONTHS) + part * Fraction(term.high_rate, MILLIONTHS)
            return term.measure * rate
        case Sum():
            return sum(map(by_hand, term.terms), Fraction(0))
        case Exactly():
            return Fraction(term.numerator, term.denominator)
        case PastFree() | AtVolume():
            return by_hand(term.term)
        case Boosted():
            return by_hand(term.term) * Fraction(term.factor, MILLIONTHS)
        case Topped():
            return by_hand(term.term) + term.measure * Fraction(term.rate, MILLIONTHS)
        case UnitBounded():
            found = by_hand(term.term)
            if term.floor is not None:
                found = max(found, term.units * Fraction(term.floor, MILLIONTHS))
            return found if term.cap is None else min(found, term.units * Fraction(term.cap, MILLIONTHS))
        case Limited():
            return min(by_hand(term.term), Fraction(term.left))
        case Fallen():
            set_off = by_hand(term.term) + term.cut
            return set_off if set_off < 0 else Fraction(0)
        case Rounded():
            return Fraction(nearest(by_hand(term.term), term.mode))
        case Less():
            return by_hand(term.term) - by_hand(term.less)
        case Bounded():
            found = by_hand(term.term)
            if term.floor is not None and found < term.floor:
                found = Fraction(term.floor)
            if term.cap is not None and found > term.cap:
                found = Fraction(term.cap)
            return found
        case Scaled():
            return by_hand(term.term) * Fraction(term.numerator, term.denominator)
        case Aged():
            taken = sum(
                (Fraction(part, term.basis) * Fraction(rate, term.scale) for part, _, rate in term.parts), Fraction(0)
            )
            return by_hand(term.term) * taken
        case Part():
            whole = by_hand(term.term)
            assert whole.denominator == 1
            return Fraction(dealt(int(whole), term.weights, term.mode, term.place))
        case Levelled():
            left = by_hand(term.term) - term.below
            return left if left > 0 else Fraction(0)
        case Owed():
            return 0 - by_hand(term.term)
        case Poured():
            whole = by_hand(term.term)
            assert whole.denominator == 1
            size = abs(whole)
            full = [sum(term.maxima[:step]) for step in range(len(term.maxima) + 1)]
            upto = [*(min(size, Fraction(each)) for each in full), size]
            took = upto[term.place + 1] - upto[term.place]
            return took if whole >= 0 else -took


class TestArithmetic:
    """The arithmetic on a line, re-evaluated, gives its amount."""

    @given(terms)
    @example(Rounded(Banded(((1, 500_000),)), Rounding.HALF_EVEN))
    @example(Bounded(Units(5), floor=9, cap=3))
    @example(Part(Units(-5), (45, 45, 10), Allocation.LARGEST_REMAINDER, 2))
    def test_a_term_comes_to_what_it_comes_to_by_hand(self, term: Term) -> None:
        found = evaluated(term)
        assert Fraction(found.numerator, found.denominator) == by_hand(term)

    @given(terms, strategies.roundings())
    def test_what_is_rounded_is_whole_and_stays_as_it_is(self, term: Term, mode: Rounding) -> None:
        once = Rounded(term, mode)
        assert evaluated(once).denominator == 1
        assert evaluated(Rounded(once, Rounding.UP)) == evaluated(once)

    @given(whole_terms(terms), strategies.weights(weight=st.integers(0, 100)), strategies.allocations())
    def test_the_parts_of_a_term_make_the_term(self, term: Term, weights: tuple[int, ...], mode: Allocation) -> None:
        total = Exact(0)
        for place in range(len(weights) + mode.keeps_rest_apart):
            total += evaluated(Part(term, weights, mode, place))
        assert total == evaluated(term)

    @given(terms, terms, terms)
    def test_increments_telescope(self, first: Term, second: Term, third: Term) -> None:
        in_steps = evaluated(Less(second, first)) + evaluated(Less(third, second))
        assert in_steps == evaluated(Less(third, first))

    def test_a_line_on_paper(self) -> None:
        """By hand: 2 % of ¥1,000.00 and 5 % of ¥600.00 are ¥50.00; 45 : 45 : 10 of 5 fen are 2, 2 and 1."""
        commission = Rounded(Banded(((100_000, 20_000), (60_000, 50_000))), Rounding.HALF_UP)
        assert evaluated(commission) == Exact(5000)
        shares = [evaluated(Part(Units(5), (45, 45, 10), Allocation.LARGEST_REMAINDER, place)) for place in range(3)]
        assert shares == [Exact(2), Exact(2), Exact(1)]

    @pytest.mark.parametrize(
        ("weights", "mode", "amount", "parts"),
        [
            ((2, 3, 1), Allocation.FIRST, 100, [34, 50, 16]),
            ((2, 3, 1), Allocation.LARGEST_RATIO, 100, [33, 51, 16]),
            ((2, 3, 1), Allocation.BLOCK_SEPARATE, 100, [32, 48, 16, 4]),
            ((30, 20, 40), Allocation.FIRST, 10_000, [3334, 2222, 4444]),
            ((30, 20, 40), Allocation.LARGEST_REMAINDER, 10_000, [3333, 2222, 4445]),
            ((445_455, 9_091, 545_455), Allocation.FIRST, 22_000, [9801, 200, 11_999]),
            ((445_455, 9_091, 545_455), Allocation.LARGEST_REMAINDER, 22_000, [9800, 200, 12_000]),
        ],
    )
    def test_parts_by_any_weights(
        self, weights: tuple[int, ...], mode: Allocation, amount: int, parts: list[int]
    ) -> None:
        """Source: brick/money@34feb899, tests/MoneyTest.php, allocate."""
        found = [evaluated(Part(Units(amount), weights, mode, place)) for place in range(len(parts))]
        assert found == [Exact(part) for part in parts]

    def test_a_refund_takes_back_in_proportion(self) -> None:
        """Source: developer.squareup.com, app fee refunds: of a fee of $2.00 on $20.00, $15.00 take back $1.50."""
        assert evaluated(Scaled(Units(200), 1500, 2000)) == Exact(150)

    def test_refunds_take_back_each_by_its_age(self) -> None:
        """By hand: of ¥2.00 on ¥20.00, ¥5.00 take back all of ¥0.50, and ¥10.00 after 40 days half of ¥1.00."""
        assert evaluated(Aged(Units(200), ((500, 3, 100), (1000, 40, 50)), 2000, 100, AgeUnit.DAYS)) == Exact(100)

    def test_a_partial_payment_releases_in_proportion(self) -> None:
        """Source: OCA/commission#480: of a commission of 200 on 1000, a payment of 500 releases 100."""
        assert evaluated(Scaled(Units(20_000), 50_000, 100_000)) == Exact(10_000)


class TestBounds:
    """No cap is exceeded; a floor is undercut only by a later bound: the cap, which wins."""

    @given(terms, bounds, bounds)
    def test_no_cap_is_exceeded(self, term: Term, least: int | None, cap: int | None) -> None:
        assert cap is None or evaluated(Bounded(term, least, cap)) <= Exact(cap)

    @given(terms, bounds, bounds)
    def test_a_floor_is_undercut_only_by_a_cap_below_it(self, term: Term, least: int | None, cap: int | None) -> None:
        amount = evaluated(Bounded(term, least, cap))
        if least is not None and amount < Exact(least):
            assert cap is not None
            assert cap < least
            assert amount == Exact(cap)

    @given(terms, bounds, bounds)
    def test_what_lies_within_the_bounds_is_left_alone(self, term: Term, least: int | None, cap: int | None) -> None:
        amount = evaluated(term)
        if (least is None or Exact(least) <= amount) and (cap is None or amount <= Exact(cap)):
            assert evaluated(Bounded(term, least, cap)) == amount

    @pytest.mark.parametrize(
        ("term", "least", "cap", "amount"),
        [
            pytest.param(Units(100), 500, None, 500, id="spree/spree@cee28a23: 1 % of 100 lifted to 5"),
            pytest.param(Units(5000), None, 2000, 2000, id="spree/spree@cee28a23: 50 % of 100 held to 20"),
            pytest.param(Units(300_000), None, 200_000, 200_000, id="openMF/web-app#1428: 2 % of 150000, at most 2000"),
            pytest.param(
                Units(50), None, 10, 10, id="formancehq/numscript@1643d54b max-fee.num: 10 % of 500, at most 10"
            ),
        ],
    )
    def test_bounds_as_others_apply_them(self, term: Term, least: int | None, cap: int | None, amount: int) -> None:
        """Source: the tests and issues that the cases are named for."""
        assert evaluated(Bounded(term, least, cap)) == Exact(amount)


class TestNoFloat:
    """No float touches money: a term that holds one comes to nothing but an error."""

    @pytest.mark.parametrize(
        "term",
        [
            Units(0.5),  # type: ignore[arg-type]
            Banded(((1, 0.5),)),  # type: ignore[arg-type]
            Bounded(Units(1), 1.5, None),  # type: ignore[arg-type]
            Bounded(Units(1), None, 0.5),  # type: ignore[arg-type]
            Scaled(Units(1), 0.5, 1),  # type: ignore[arg-type]
            Scaled(Units(1), 1, 0),
        ],
    )
    def test_it_is_refused_when_it_is_evaluated(self, term: Term) -> None:
        with pytest.raises(WrongNumber):
            evaluated(term)
