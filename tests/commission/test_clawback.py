"""Clawback: what a refund takes back by the age of what it refunds."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.commission.arithmetic import evaluated
from rural_taobao.commission.clawback import (
    Clawback,
    ClawbackBand,
    ClawbackBands,
    ClawbackUncovered,
    Unearned,
    age,
    age_unit,
    band_faults,
    share,
)
from rural_taobao.commission.edges import NotAscending, TierBackwards, TierOpenInTheMiddle
from rural_taobao.commission.operands import Units
from rural_taobao.commission.terms import AgeUnit, Scaled
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.exact import Exact, Rate, RateAboveWhole
from rural_taobao.instants import CHINA, UtcOffset, microseconds
from rural_taobao.kinds import WrongKind, WrongNumber
from rural_taobao.periods import PeriodBackwards
from rural_taobao.testing.payout_strategies import clawbacks
from rural_taobao.testing.strategies import offsets
from tests.odd_values import Wrong

ALL, HALF, NOTHING = Rate.parse("100 %"), Rate.parse("50 %"), Rate(0)
EXAMPLE = ClawbackBands([ClawbackBand(0, 30, ALL), ClawbackBand(31, 90, HALF), ClawbackBand(91, None, NOTHING)])
HORIZON = 8
rows = st.lists(st.tuples(st.integers(0, HORIZON), st.none() | st.integers(0, HORIZON)), max_size=4)
"""Bands that a clerk may write down in any order: the first day and the last one, if there is one."""
meeting = st.sets(st.integers(1, HORIZON), max_size=3).map(
    lambda starts: [
        (start, None if after is None else after - 1)
        for start, after in zip([0, *sorted(starts)], [*sorted(starts), None], strict=True)
    ]
)


def banded(listed: Sequence[tuple[int, int | None]]) -> ClawbackBands:
    return ClawbackBands([ClawbackBand(*row, Rate(place)) for place, row in enumerate(listed)])


def owners(listed: Sequence[tuple[int, int | None]], day: int) -> list[int]:
    """Give the bands that a clerk would find a day in."""
    return [place for place, (first, last) in enumerate(listed) if first <= day and (last is None or day <= last)]


class TestBands:
    """Every age has one band and one only: what overlaps, leaves a gap or ends cannot be built."""

    @given(rows | meeting)
    def test_what_can_be_built_is_what_a_clerk_finds_each_day_in_once(
        self, listed: list[tuple[int, int | None]]
    ) -> None:
        once = all(len(owners(listed, day)) == 1 for day in range(HORIZON + 2))
        in_order = all(earlier[0] < later[0] for earlier, later in pairwise(listed))
        forwards = all(last is None or first <= last for first, last in listed)
        try:
            bands = banded(listed)
        except RuralTaobaoError:
            assert not (once and in_order and forwards)
            return
        assert once
        assert in_order
        for day in range(HORIZON + 2):
            assert [share(bands, day).numerator] == owners(listed, day)

    @pytest.mark.parametrize(
        ("listed", "error", "facts"),
        [
            ([], ClawbackUncovered, (0, None)),
            ([(1, None)], ClawbackUncovered, (0, 0)),
            ([(0, 30)], ClawbackUncovered, (31, None)),
            ([(0, 30), (32, None)], ClawbackUncovered, (31, 31)),
            ([(0, 30), (30, None)], NotAscending, ("bands", 30, 30)),
            ([(0, None), (31, None)], TierOpenInTheMiddle, (0,)),
            ([(5, 4)], TierBackwards, (5, 4)),
        ],
    )
    def test_what_is_wrong_is_told_with_its_days(
        self, listed: list[tuple[int, int | None]], error: type[RuralTaobaoError], facts: tuple[object, ...]
    ) -> None:
        with pytest.raises(error) as refused:
            banded(listed)
        assert refused.value.args == facts

    @pytest.mark.parametrize(
        ("listed", "told"),
        [
            ([], [(0, ClawbackUncovered(0, None))]),
            ([(1, None)], [(0, ClawbackUncovered(0, 0))]),
            ([(0, 30), (31, 60)], [(1, ClawbackUncovered(61, None))]),
            ([(0, 30), (32, None)], [(1, ClawbackUncovered(31, 31))]),
            ([(0, 30), (31, 60), (60, None)], [(2, NotAscending("bands", 60, 60))]),
            ([(0, None), (31, None)], [(0, TierOpenInTheMiddle(0))]),
            ([(0, 30), (31, None), None], [(1, TierOpenInTheMiddle(31))]),
            (
                [(2, 5), (7, 9)],
                [(0, ClawbackUncovered(0, 1)), (1, ClawbackUncovered(6, 6)), (1, ClawbackUncovered(10, None))],
            ),
            ([None], []),
            ([None, (9, None)], []),
            ([(0, 5), None], []),
            ([(0, 5), None, (9, None)], []),
        ],
    )
    def test_what_is_wrong_is_told_of_its_band(
        self, listed: list[tuple[int, int | None] | None], told: list[tuple[int, RuralTaobaoError]]
    ) -> None:
        found = band_faults([None if each is None else ClawbackBand(*each, ALL) for each in listed])
        assert [(place, type(error), error.args) for place, error in found] == [
            (place, type(error), error.args) for place, error in told
        ]

    @pytest.mark.parametrize(
        ("band", "error"),
        [
            ((0, None, Rate(1_000_001)), RateAboveWhole),
            ((0, None, "100 %"), WrongKind),
            ((0, 1.5, ALL), WrongNumber),
            ((-1, None, ALL), WrongNumber),
            ((True, None, ALL), WrongNumber),
        ],
    )
    def test_a_band_is_of_whole_days_and_of_a_share(self, band: Wrong, error: type[RuralTaobaoError]) -> None:
        with pytest.raises(error):
            ClawbackBand(*band)

    @pytest.mark.parametrize(("day", "taken"), [(0, 100), (30, 100), (31, 50), (45, 50), (90, 50), (91, 0), (400, 0)])
    def test_the_first_month_whole_and_two_more_half(self, day: int, taken: int) -> None:
        """Source: the bands named in this library's design, an example: to 30 days 100 %, to 90 days 50 %, then 0."""
        assert share(EXAMPLE, day) == Exact(taken, 100)


class TestUnearned:
    """What is taken back is what is left of the months that were paid for: month by month an equal part less."""

    @given(st.integers(1, 60), st.integers(0, 80))
    def test_what_is_earned_and_what_is_not_are_all_of_it(self, months: int, passed: int) -> None:
        back = share(Unearned(months), passed)
        earned = Exact(min(passed, months), months)
        assert back + earned == Exact(1)

    def test_nine_months_in_advance(self) -> None:
        """
        Source: getinsureleads.com, glossary, chargeback: 9 months at 68 a month are advanced, 612 in all; the policy
        lapses after 4 of them, and 5 are charged back, 340.
        """
        taken = share(Unearned(9), 4)
        assert evaluated(Scaled(Units(612_00), taken.numerator, taken.denominator)) == Exact(340_00)

    @pytest.mark.parametrize("months", [0, -1, 1.0, True])
    def test_of_one_month_at_least(self, months: Any) -> None:
        with pytest.raises(WrongNumber):
            Unearned(months)


class TestShares:
    """No more is taken back than all, and none is given."""

    @given(clawbacks(), st.integers(0, 10_000))
    def test_a_share_lies_between_nothing_and_all(self, clawback: Clawback, age: int) -> None:
        assert Exact(0) <= share(clawback, age) <= Exact(1)

    @given(clawbacks(), st.integers(0, 10_000), st.integers(0, 10_000))
    def test_shares_of_one_form_are_parts_of_the_same(self, clawback: Clawback, one: int, other: int) -> None:
        assert share(clawback, one).denominator == share(clawback, other).denominator

    @pytest.mark.parametrize("years", [-1, 1.5, True])
    def test_an_age_is_a_whole_number(self, years: Any) -> None:
        with pytest.raises(WrongNumber):
            share(EXAMPLE, years)

    def test_bands_go_by_days_and_what_is_unearned_by_months(self) -> None:
        assert age_unit(EXAMPLE) is AgeUnit.DAYS
        assert age_unit(Unearned(9)) is AgeUnit.MONTHS


class TestAges:
    """An age is what has passed whole, in days of 24 hours or in months of the network's own calendar."""

    @given(st.integers(0, 10**16), st.integers(0, 400), st.integers(0, 24 * 60 * 60 * 1_000_000 - 1))
    def test_days_are_of_24_hours_wherever_midnight_is(self, since: int, whole: int, more: int) -> None:
        day = 24 * 60 * 60 * 1_000_000
        assert {
            age(AgeUnit.DAYS, since, since + whole * day + more, UtcOffset(minutes)) for minutes in (-600, 0, 480)
        } == {whole}

    @given(st.dates(date(1, 1, 3), date(9000, 1, 1)), st.integers(0, 4000), offsets(), st.integers(0, 86_399))
    def test_months_are_those_of_the_day_on_the_clock(
        self, start: date, later: int, clock: UtcOffset, second: int
    ) -> None:
        end = start + timedelta(later)
        since, at = clock.midnight(start) + second * 1_000_000, clock.midnight(end)
        months = age(AgeUnit.MONTHS, since, max(since, at), clock)
        # A clerk counts whole years and months and, where the day is not reached yet, one less.
        passed = (end.year - start.year) * 12 + end.month - start.month
        last = (end + timedelta(1)).month != end.month
        assert months == passed - (end.day < start.day and not last)

    def test_an_hour_before_midnight_in_china(self) -> None:
        placed = microseconds(datetime.fromisoformat("2016-01-10T23:30:00+08:00"))
        refunded = microseconds(datetime.fromisoformat("2016-02-10T00:10:00+08:00"))
        assert age(AgeUnit.DAYS, placed, refunded, CHINA) == 30
        assert age(AgeUnit.MONTHS, placed, refunded, CHINA) == 1
        assert age(AgeUnit.MONTHS, placed, refunded, UtcOffset(0)) == 0

    def test_nothing_is_refunded_before_it_was_there(self) -> None:
        with pytest.raises(PeriodBackwards):
            age(AgeUnit.MONTHS, microseconds(datetime.fromisoformat("2016-02-10T00:00:00+08:00")), 0, CHINA)
