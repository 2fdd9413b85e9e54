import inspect
import pickle
from collections.abc import Callable
from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.periods import Period
from rural_taobao.testing import strategies
from rural_taobao.timeline import (
    DayNotCovered,
    Entry,
    Source,
    SourceUntitled,
    Timeline,
    TimelineEmpty,
    TimelineGap,
    TimelineOverlap,
)
from tests.odd_values import Wrong

FIRST = date(2015, 4, 20)
LAST = FIRST + timedelta(days=14)
WINDOW = [FIRST + timedelta(days=number) for number in range(16)]
"""The days that bounds are drawn from, and one more, which only an entry without an end holds."""

near = st.dates(FIRST, LAST)
timelines = strategies.timelines(st.integers(), day=near, source=st.none())
spans = st.lists(strategies.periods(day=near), max_size=5)


@st.composite
def chains(draw: st.DrawFn) -> list[Period]:
    """Draw periods in any order that nearly follow each other: most do, some overlap or part."""
    bounds = draw(st.lists(near, min_size=2, max_size=6))
    ends = [*bounds[1:], draw(st.none() | near)]
    chain = [Period(start, end) for start, end in zip(bounds, ends, strict=True) if end is None or start < end]
    return draw(st.permutations(chain))


def days(span: Period) -> set[date]:
    return {day for day in WINDOW if span.start <= day and (span.end is None or day < span.end)}


class TestAnswers:
    """
    A timeline answers for every day it covers,
    and refuses, naming the days, for one it does not.
    """

    @given(timelines, st.sampled_from(WINDOW))
    def test_gives_what_holds_on_the_day_or_names_the_days_it_knows(self, timeline: Timeline[int], day: date) -> None:
        holding = [entry for entry in timeline.entries if day in days(entry.period)]
        if holding:
            assert [timeline.entry(day)] == holding
            assert timeline.at(day) == holding[0].value
        else:
            for ask in (timeline.at, timeline.entry):
                with pytest.raises(DayNotCovered) as refused:
                    ask(day)
                assert (refused.value.day, refused.value.covered) == (day, timeline.covered)

    @given(timelines)
    def test_covers_the_days_of_its_entries(self, timeline: Timeline[int]) -> None:
        held = [days(entry.period) for entry in timeline.entries]
        assert days(timeline.covered) == set().union(*held)
        assert sum(map(len, held)) == len(days(timeline.covered))

    @given(timelines)
    def test_changes_on_the_first_day_of_each_entry(self, timeline: Timeline[int]) -> None:
        assert timeline.changes() == tuple(entry.period.start for entry in timeline.entries)
        assert list(timeline.changes()) == sorted(set(timeline.changes()))

    @given(strategies.timelines(st.none()))
    def test_knows_its_first_day_and_no_day_before(self, timeline: Timeline[None]) -> None:
        first = timeline.covered.start
        assert timeline.entry(first) is timeline.entries[0]
        if first > date.min:
            with pytest.raises(DayNotCovered):
                timeline.at(first - timedelta(days=1))

    @given(strategies.timelines(st.none(), source=st.none(), allow_open=False))
    def test_knows_no_day_from_its_end_on(self, timeline: Timeline[None]) -> None:
        end = timeline.covered.end
        assert end is not None
        assert timeline.entry(end - timedelta(days=1)) is timeline.entries[-1]
        with pytest.raises(DayNotCovered):
            timeline.at(end)

    @given(st.dictionaries(near, st.integers(), min_size=1), st.sampled_from(WINDOW))
    def test_made_of_first_days_gives_the_latest_of_them(self, values: dict[date, int], day: date) -> None:
        timeline = Timeline.starting(values)
        begun = [start for start in values if start <= day]
        if begun:
            assert timeline.at(day) == values[max(begun)]
        else:
            with pytest.raises(DayNotCovered):
                timeline.at(day)

    def test_says_which_days_it_knows(self) -> None:
        with pytest.raises(DayNotCovered) as refused:
            Timeline.starting({date(2014, 10, 13): "1.0"}).at(date(2014, 10, 12))
        assert str(refused.value) == (
            "the day must be one that is known about, from 2014-10-13, but 2014-10-12 was asked for; extend the record"
        )


class TestWhatIsNoTimeline:
    """Gaps and overlaps are refused by name."""

    @given(spans | chains())
    def test_leaves_out_a_day_or_gives_two_answers(self, given_spans: list[Period]) -> None:
        entries = [Entry(span, number) for number, span in enumerate(given_spans)]
        held = [days(span) for span in given_spans]
        known = set().union(*held)
        shared = any(one & other for one, other in combinations(held, 2))
        parted = any(day not in known for day in WINDOW if known and min(known) < day < max(known))
        if not entries:
            with pytest.raises(TimelineEmpty):
                Timeline(entries)
        elif not shared and not parted:
            timeline = Timeline(entries)
            assert sorted(entries, key=lambda entry: entry.period.start) == list(timeline.entries)
        else:
            with pytest.raises((TimelineOverlap, TimelineGap)) as refused:
                Timeline(entries)
            match refused.value:
                case TimelineOverlap(first=first, second=second):
                    assert days(first) & days(second)
                    assert first.start <= second.start
                    assert {first, second} <= set(given_spans)
                case TimelineGap(missing=missing):
                    assert not days(missing) & known
                    assert missing.start - timedelta(days=1) in known
                    assert missing.end in known

    def test_names_two_entries_that_share_a_day(self) -> None:
        with pytest.raises(TimelineOverlap) as refused:
            Timeline(
                [
                    Entry(Period(date(2014, 10, 13)), "1.0"),
                    Entry(Period(date(2015, 5, 1)), "2.0"),
                ]
            )
        assert str(refused.value) == (
            "entries must not share a day, but one holds from 2014-10-13 and another "
            "from 2015-05-01; end the first before 2015-05-01"
        )

    def test_names_the_days_that_are_missing(self) -> None:
        with pytest.raises(TimelineGap) as refused:
            Timeline(
                [
                    Entry(Period(date(2015, 5, 1)), "2.0"),
                    Entry(Period(date(2014, 10, 13), date(2015, 4, 30)), "1.0"),
                ]
            )
        assert str(refused.value) == (
            "entries must follow each other without a gap, but nothing holds "
            "2015-04-30 to before 2015-05-01; say what does"
        )

    def test_holds_nothing(self) -> None:
        attempts: list[Callable[[], object]] = [
            lambda: Timeline[int](()),
            lambda: Timeline[int].starting({}),
        ]
        for attempt in attempts:
            with pytest.raises(TimelineEmpty) as refused:
                attempt()
            assert str(refused.value) == (
                "a timeline must have at least one entry, but none was given; give a value and the day it holds from"
            )


class TestTimelinesAsValues:
    """A timeline is a value: its entries make it, in whatever order they were given."""

    @given(timelines.flatmap(lambda timeline: st.tuples(st.just(timeline), st.permutations(timeline.entries))))
    def test_is_the_same_in_any_order(self, both: tuple[Timeline[int], list[Entry[int]]]) -> None:
        timeline, entries = both
        assert Timeline(entries) == timeline
        assert hash(Timeline(entries)) == hash(timeline)

    @given(strategies.timelines(st.integers(), day=near))
    def test_survives_a_pickle_and_answers_as_before(self, timeline: Timeline[int]) -> None:
        copy = pickle.loads(pickle.dumps(timeline))  # noqa: S301 - our own bytes
        assert copy == timeline
        assert copy.at(copy.covered.start) == timeline.at(timeline.covered.start)

    def test_is_made_of_entries_alone(self) -> None:
        assert list(inspect.signature(Timeline).parameters) == ["entries"]

    def test_shows_its_entries_alone(self) -> None:
        shown = repr(Timeline.starting({date(2014, 10, 13): "1.0"}))
        assert "'1.0'" in shown
        assert "_starts" not in shown


class TestSources:
    """Every fact names its source, and a source names itself."""

    @given(strategies.sources())
    def test_have_a_title(self, source: Source) -> None:
        assert source.title.strip()
        assert pickle.loads(pickle.dumps(source)) == source  # noqa: S301 - our own bytes

    @pytest.mark.parametrize("value", [None, True, 1, b"page", "", " ", "\t\n", "\u3000", [], [10**5000]])
    def test_are_refused_without_one(self, value: Wrong) -> None:
        with pytest.raises(SourceUntitled) as refused:
            Source(value)
        assert refused.value.given is value
        assert len(str(refused.value)) < 200

    def test_say_what_is_missing(self) -> None:
        with pytest.raises(SourceUntitled) as refused:
            Source(" ")
        assert str(refused.value) == (
            "a source must have a title, but ' ' was given; name the document, the law or the page that says so"
        )

    def test_are_known_by_their_title_where_nothing_else_is_said(self) -> None:
        assert Source("notice") == Source("notice", url="", quality="", note="")
        assert Entry(Period(date(2016, 1, 1)), 1).source is None
