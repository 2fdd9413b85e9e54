"""Nobody is judged who has not served the months asked about."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.assessment import Began, Left, Moved, Paused, Suspended, Unserved
from rural_taobao.assessment.service import unserved
from rural_taobao.network import Posting
from rural_taobao.periods import Period
from rural_taobao.testing.strategies import periods

MONTHS = Period(date(2016, 9, 1), date(2016, 12, 1))
DAYS = [MONTHS.start + timedelta(days=number) for number in range(91)]
NEAR = st.dates(date(2016, 8, 20), date(2016, 12, 12)) | st.sampled_from([date(2016, 9, 1), date(2016, 12, 1)])


def posted(start: date, end: date | None = None, station: str = "sanhe") -> Posting:
    return Posting(station, "li", "li", "2.0", Period(start, end))


POSTINGS = st.lists(
    st.builds(
        lambda days, station: Posting(station, "li", "li", "2.0", days),
        periods(day=NEAR),
        st.sampled_from(["sanhe", "xihe"]),
    ),
    min_size=1,
).filter(lambda held: any(each.period.overlap(MONTHS) for each in held))


class TestService:
    """Months are served whole where one station was run on every day of them, without a suspension."""

    @given(POSTINGS, st.lists(periods(day=NEAR), max_size=1))
    def test_it_is_what_day_after_day_tells(self, held: Sequence[Posting], suspended: Sequence[Period]) -> None:
        assert DAYS[-1] + timedelta(days=1) == MONTHS.end
        runs = [
            {each.station for each in held if day in each.period}
            for day in DAYS
            if not any(day in rest for rest in suspended)
        ]
        whole = len(runs) == len(DAYS) and bool(set.intersection(*runs))
        assert (unserved(held, suspended, MONTHS) is None) is whole

    @given(POSTINGS, st.lists(periods(day=NEAR), max_size=2))
    def test_the_reason_is_a_fact(self, held: Sequence[Posting], suspended: Sequence[Period]) -> None:
        why = unserved(held, suspended, MONTHS)
        runs = {day: {each.station for each in held if day in each.period} for day in DAYS}
        match why:
            case None:
                assert all(runs.values())
            case Suspended(days=days):
                assert days.start in MONTHS
                assert any(days.start in rest for rest in suspended)
                assert min(day for day in DAYS if any(day in rest for rest in suspended)) == days.start
            case Began(day=day):
                assert not runs[DAYS[0]]
                assert day == min(day for day in DAYS if runs[day])
            case Left(day=day):
                assert runs[DAYS[0]]
                assert not any(runs[each] for each in DAYS if each >= day)
                assert runs[day - timedelta(days=1)]
            case Paused(days=days):
                assert days.start > DAYS[0]
                assert days.end is not None
                assert runs[days.end]
                assert not any(runs[each] for each in DAYS if each in days)
            case Moved(day=day):
                assert all(runs.values())
                assert runs[day] - runs[day - timedelta(days=1)]
                assert len(runs[DAYS[0]] | runs[DAYS[-1]]) == 2

    @pytest.mark.parametrize(
        ("held", "why"),
        [
            ([posted(date(2016, 9, 1))], None),
            ([posted(date(2016, 9, 1), date(2016, 12, 1))], None),
            ([posted(date(2015, 9, 1), date(2016, 10, 1)), posted(date(2016, 10, 1))], None),
            ([posted(date(2016, 9, 2))], Began(date(2016, 9, 2))),
            ([posted(date(2015, 1, 1), date(2016, 11, 30))], Left(date(2016, 11, 30))),
            (
                [posted(date(2015, 1, 1), date(2016, 10, 1)), posted(date(2016, 10, 3))],
                Paused(Period(date(2016, 10, 1), date(2016, 10, 3))),
            ),
            (
                [posted(date(2015, 1, 1), date(2016, 10, 1)), posted(date(2016, 10, 1), station="xihe")],
                Moved(date(2016, 10, 1)),
            ),
            (
                [posted(date(2015, 1, 1), date(2016, 10, 1)), posted(date(2015, 1, 1), station="xihe")],
                None,
            ),
        ],
    )
    def test_each_reason(self, held: Sequence[Posting], why: Unserved | None) -> None:
        assert unserved(held, [], MONTHS) == why

    def test_a_suspension_outside_of_the_months_is_no_matter(self) -> None:
        held = [posted(date(2015, 1, 1))]
        before, after = Period(date(2016, 8, 1), date(2016, 9, 1)), Period(date(2016, 12, 1))
        assert unserved(held, [before, after], MONTHS) is None
        day = Period(date(2016, 11, 30), date(2016, 12, 5))
        within = Period(date(2016, 11, 30), date(2016, 12, 1))
        assert unserved(held, [before, day], MONTHS) == Suspended(within)
