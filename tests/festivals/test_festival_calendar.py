import pickle
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rural_taobao.days import NotADay
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.festivals.calendar import FestivalCalendar
from rural_taobao.festivals.chinese_days import FixedLunarDay
from rural_taobao.festivals.civil_days import FixedDay
from rural_taobao.festivals.day_rules import Offset
from rural_taobao.festivals.editions import Edition, EditionKind
from rural_taobao.festivals.festival import (
    EditionComputed,
    EditionTwice,
    EditionUnknown,
    Festival,
    Standing,
)
from rural_taobao.festivals.lookups import FestivalAmbiguous, FestivalTwice, FestivalUnknown
from rural_taobao.festivals.occasions import DayWithoutClock, Occasion, first_from
from rural_taobao.festivals.paying import NothingToPayOn, WindowUnknown
from rural_taobao.festivals.rules import Announced, FestivalRule, Yearly
from rural_taobao.festivals.windows import MalformedName, Window, WindowOpen
from rural_taobao.festivals.yearly_windows import YearlyWindow
from rural_taobao.identifiers import FestivalId, MalformedIdentifier
from rural_taobao.instants import CHINA, NotAnInstant, UtcOffset, microseconds
from rural_taobao.kinds import WrongKind, WrongNumber
from rural_taobao.testing.festival_rule_strategies import fixed_days, yearly_rules
from rural_taobao.testing.festival_strategies import calendars, editions, festivals
from rural_taobao.testing.strategies import identifiers, offsets
from rural_taobao.timeline import Source
from tests.odd_values import Wrong

POSTER = Source("a poster")
MINUTE = timedelta(minutes=1)
INSTANT = timedelta(microseconds=1)
EVE = datetime(2016, 11, 10, 23, tzinfo=CHINA.timezone)
"""An hour before a Double 11: the minutes of the examples below count from here."""
MINUTES_OF_DOUBLE_11 = range(60, 25 * 60)
NAMES = ("sale", "presale", "wave 1")
BARE = identifiers(FestivalId).map(lambda it: Festival(it, "Day", "日", "public", Announced()))
"""Festivals without an edition, where ids alone matter."""


def at(minute: int) -> int:
    return microseconds(EVE + minute * MINUTE)


def on_days(name: str, first: date, end: date | None) -> Window:
    return Window.of_days(name, first, end, CHINA)


def announced(year: int, *windows: Window) -> Edition:
    return Edition(year, windows, EditionKind.ANNOUNCED, POSTER)


def on_the_day(
    month: int = 11,
    day: int = 11,
    first_year: int = 2009,
    last_year: int | None = None,
    *,
    window: str = "sale",
    offset: UtcOffset = CHINA,
) -> Yearly:
    return Yearly([YearlyWindow(window, FixedDay(month, day))], first_year, last_year, offset, POSTER)


def double_11(*known: Edition, last_year: int | None = None) -> Festival:
    rule = on_the_day(last_year=last_year)
    return Festival("double-11", "Double 11", "双十一", "commercial", rule, known)


def fair(*known: Edition) -> Festival:
    return Festival("fair", "Spring Fair", "春集", "cultural", Announced(), known)


PRESALE_2022 = announced(
    2022,
    on_days("presale", date(2022, 10, 24), None),
    on_days("wave 1", date(2022, 10, 31), date(2022, 11, 4)),
    on_days("wave 2", date(2022, 11, 10), date(2022, 11, 12)),
)
SPRING = announced(2016)
CALENDAR = FestivalCalendar([fair(announced(2016), announced(2018)), double_11(PRESALE_2022)])


def month(year: int, number: int) -> tuple[int, int]:
    after = date(year + number // 12, number % 12 + 1, 1)
    return CHINA.midnight(date(year, number, 1)), CHINA.midnight(after)


def days_of(spans: Iterable[tuple[int, int]]) -> list[tuple[str, str]]:
    return [(f"{CHINA.day(start)}", f"{CHINA.day(end)}") for start, end in spans]


@st.composite
def seasons(draw: st.DrawFn) -> dict[int, list[tuple[str, int, int]]]:
    """Announced windows by the year of their edition: a name, a first minute, a last one."""
    window = st.tuples(st.sampled_from(NAMES), st.integers(-20, 120), st.integers(0, 90))
    listed = st.lists(window, max_size=3, unique_by=lambda each: each[0])
    told = draw(st.dictionaries(st.integers(2015, 2018), listed, max_size=4))
    return {year: [(name, first, first + more) for name, first, more in windows] for year, windows in told.items()}


def held_in(season: dict[int, list[tuple[str, int, int]]], rule: FestivalRule) -> Festival:
    return Festival(
        "season",
        "Season",
        "季",
        "commercial",
        rule,
        [
            announced(
                year,
                *(Window(name, EVE + first * MINUTE, EVE + (last + 1) * MINUTE) for name, first, last in windows),
            )
            for year, windows in season.items()
        ],
    )


class TestMergingWithWhatIsNone:
    """A calendar takes the festivals of another calendar, and of nothing else."""

    @pytest.mark.parametrize("other", [None, [fair()], "fair"])
    def test_what_is_no_calendar_is_refused(self, other: Wrong) -> None:
        with pytest.raises(WrongKind, match="calendar must be made by"):
            CALENDAR.merged(other)


class TestPayingOnWindows:
    """
    Windows may overlap: what is asked for is their union, each instant once.

    The oracle is the set of minutes of the windows, told minute by minute.
    """

    @given(seasons(), st.sets(st.sampled_from(NAMES)), st.integers(-40, 240), st.integers(0, 240))
    def test_a_minute_is_paid_on_exactly_if_a_window_of_any_edition_holds(
        self,
        season: dict[int, list[tuple[str, int, int]]],
        names: set[str],
        first: int,
        length: int,
    ) -> None:
        known = {name for windows in season.values() for name, _, _ in windows}
        wanted = names & known or known
        asked = range(first, first + length)
        held = {
            year
            for year, windows in season.items()
            for _, start, last in windows
            if {*range(start, last + 1)} & {*asked}
        }
        unpaid = {year for year in held if not any(name in wanted for name, _, _ in season[year])}
        expected = {
            minute
            for windows in season.values()
            for name, start, last in windows
            if name in wanted
            for minute in range(start, last + 1)
            if minute in asked
        }
        calendar = FestivalCalendar([held_in(season, Announced())])
        within = (at(first), at(first + length))
        if unpaid:
            with pytest.raises(NothingToPayOn) as refused:
                calendar.windows("season", names & known, within=within)
            assert refused.value.year in unpaid
            return
        spans = calendar.windows("season", names & known, within=within)
        assert paid_minutes(spans) == expected
        bounds = [bound for span in spans for bound in span]
        assert all(earlier < later for earlier, later in pairwise(bounds))

    @given(seasons(), st.integers(0, 1600))
    def test_the_rule_adds_the_years_that_nothing_was_announced_of(
        self, season: dict[int, list[tuple[str, int, int]]], length: int
    ) -> None:
        rule = on_the_day(last_year=2016)
        expected = {
            minute for windows in season.values() for _, start, last in windows for minute in range(start, last + 1)
        }
        if 2016 not in season:
            expected.update(MINUTES_OF_DOUBLE_11)
        spans = FestivalCalendar([held_in(season, rule)]).windows("season", within=(at(0), at(length)))
        assert paid_minutes(spans) == expected.intersection(range(length))

    @given(seasons(), st.sets(st.integers(2015, 2018)))
    def test_the_editions_named_are_paid_on_and_no_other(
        self, season: dict[int, list[tuple[str, int, int]]], years: set[int]
    ) -> None:
        calendar = FestivalCalendar([held_in(season, Announced())])
        held = {year for year in years if season.get(year)}
        expected = {minute for year in held for _, start, last in season[year] for minute in range(start, last + 1)}
        spans = calendar.windows("season", years=held, within=(at(-100), at(4000)))
        assert paid_minutes(spans) == expected

    @given(yearly_rules(window=fixed_days().map(lambda day: YearlyWindow("day", day))), st.data())
    def test_a_rule_pays_on_its_day_in_every_year_that_it_covers(self, rule: Yearly, data: st.DataObject) -> None:
        calendar = FestivalCalendar([Festival("day", "Day", "日", "public", rule)])
        year = data.draw(st.integers(max(2, rule.first_year - 2), 9998))
        ((first, _),) = (each.days.days(year) for each in rule.windows)
        midnight = rule.offset.midnight(first)
        paid = calendar.windows("day", within=(midnight - 1, midnight + 2))
        covered = rule.first_year <= year <= (rule.last_year or 9998)
        assert paid == (((midnight, midnight + 2),) if covered else ())

    @pytest.mark.parametrize("offset", [-840, 0, 840])
    @pytest.mark.parametrize(("month", "day"), [(1, 1), (12, 31)])
    def test_the_turn_of_no_year_is_missed_on_any_clock(self, month: int, day: int, offset: int) -> None:
        clock = UtcOffset(offset)
        rule = on_the_day(month, day, 1, window="day", offset=clock)
        calendar = FestivalCalendar([Festival("day", "Day", "日", "public", rule)])
        for year in [*range(1, 9998, 50), *range(1968, 2032), 9998]:
            midnight = clock.midnight(date(year, month, day))
            assert calendar.windows("day", within=(midnight, midnight + 1)) == ((midnight, midnight + 1),)

    def test_all_the_instants_there_are_give_every_edition_that_a_rule_covers(self) -> None:
        ever = (-(10**30), 10**30)
        assert len(CALENDAR.windows("fair", within=ever)) == 0
        calendar = FestivalCalendar([double_11(last_year=2022)])
        assert len(calendar.windows("double-11", within=ever)) == 2022 - 2009 + 1

    def test_a_span_of_no_instant_gives_none(self) -> None:
        start, _ = month(2016, 11)
        assert CALENDAR.windows("double-11", within=(start, start)) == ()

    def test_the_names_may_come_from_a_generator(self) -> None:
        names = (name for name in ("wave 2", "wave 1"))
        spans = CALENDAR.windows("double-11", names, within=month(2022, 11))
        assert days_of(spans) == [("2022-11-01", "2022-11-04"), ("2022-11-10", "2022-11-12")]
        nothing_named = (name for name in NAMES if not name)
        spans = CALENDAR.windows("double-11", nothing_named, within=month(2016, 11))
        assert days_of(spans) == [("2016-11-11", "2016-11-12")]

    def test_a_cancelled_edition_pays_on_nothing(self) -> None:
        off = Edition(2023, (), EditionKind.ANNOUNCED, POSTER, cancelled=True)
        calendar = CALENDAR.announcing("double-11", off)
        assert calendar.windows("double-11", within=month(2023, 11)) == ()
        assert calendar.windows("double-11", ["sale"], years=[2023], within=(0, 9)) == ()


def paid_minutes(spans: Iterable[tuple[int, int]]) -> set[int]:
    minute = at(1) - at(0)
    offsets = [((start - at(0)), (end - at(0))) for start, end in spans]
    assert all(bound % minute == 0 for bounds in offsets for bound in bounds)
    return {each for start, end in offsets for each in range(start // minute, end // minute)}


class TestWindowsWithoutAnEnd:
    """A window without an end can be shown; it cannot pay."""

    @pytest.mark.parametrize("within", [month(2022, 10), month(2022, 11), month(2023, 10)])
    def test_asked_for_among_all_it_is_refused_while_it_may_hold(self, within: tuple[int, int]) -> None:
        with pytest.raises(WindowOpen) as refused:
            CALENDAR.windows("double-11", within=within)
        assert refused.value.name == "presale"

    @pytest.mark.parametrize("within", [month(2022, 9), month(2023, 11)])
    def test_but_not_before_its_start_nor_a_year_after(self, within: tuple[int, int]) -> None:
        assert len(CALENDAR.windows("double-11", within=within)) == (within == month(2023, 11))

    def test_where_others_are_named_they_pay(self) -> None:
        spans = CALENDAR.windows("double-11", {"wave 2"}, within=month(2022, 11))
        assert days_of(spans) == [("2022-11-10", "2022-11-12")]

    def test_it_is_in_no_answer_to_what_holds_at_an_instant(self) -> None:
        start = PRESALE_2022.windows[0].start
        assert CALENDAR.on(start) == ()
        (occasion,) = CALENDAR.on(datetime(2022, 11, 1, tzinfo=CHINA.timezone))
        assert occasion.window.name == "wave 1"


class TestPayingOnWhatIsNotKnown:
    """What would never be paid is refused when it is asked for, with what is known instead."""

    def test_a_window_that_no_edition_has(self) -> None:
        with pytest.raises(WindowUnknown) as refused:
            CALENDAR.windows("double-11", ["sale", "sael"], within=(0, 1))
        assert refused.value.name == "sael"
        assert refused.value.known == ("presale", "sale", "wave 1", "wave 2")

    def test_a_name_given_where_names_are_asked_for(self) -> None:
        with pytest.raises(WrongKind, match=r"^names must be made by a list, such as \['sale'\], but 'sale' was given"):
            CALENDAR.windows("double-11", "sale", within=(0, 1))

    @pytest.mark.parametrize("names", [["sale", 11], [None], [["sale"]], 11, b"sale"])
    def test_what_is_no_list_of_names(self, names: Wrong) -> None:
        with pytest.raises(WrongKind, match="names must be made by"):
            CALENDAR.windows("double-11", names, within=(0, 1))

    @pytest.mark.parametrize("years", [2016, "2016", ["2016"], [2016.0], [None]])
    def test_what_is_no_list_of_years(self, years: Wrong) -> None:
        with pytest.raises(WrongKind, match="years must be made by"):
            CALENDAR.windows("double-11", ["sale"], years=years, within=(0, 1))

    def test_a_letter_is_no_name(self) -> None:
        """Were a text taken for its letters, `aa` would pay on the window `a`."""
        letters = double_11(announced(2016, on_days("a", date(2016, 11, 11), date(2016, 11, 12))))
        calendar = FestivalCalendar([letters])
        assert calendar.windows("double-11", ["a"], within=month(2016, 11))
        with pytest.raises(WrongKind):
            calendar.windows("double-11", "aa", within=month(2016, 11))

    def test_an_edition_that_has_no_such_window(self) -> None:
        assert CALENDAR.windows("double-11", ["sale"], years=[2021], within=(0, 1)) == ()
        with pytest.raises(NothingToPayOn) as refused:
            CALENDAR.windows("double-11", ["sale"], years=[2021, 2022], within=(0, 1))
        assert (refused.value.year, refused.value.known) == (2022, ("presale", "wave 1", "wave 2"))

    def test_an_edition_that_is_held_in_the_span_and_has_no_such_window(self) -> None:
        """Double 11 of 2022 was announced in waves: a plan that pays on the sale of every year must not pay nothing."""
        with pytest.raises(NothingToPayOn) as refused:
            CALENDAR.windows("double-11", ["sale"], within=month(2022, 11))
        assert (refused.value.year, refused.value.known) == (2022, ("presale", "wave 1", "wave 2"))
        for other in (month(2022, 9), month(2023, 1)):
            # Its presale has no end, and may have gone on for as long as a window can.
            assert CALENDAR.windows("double-11", ["sale"], within=other) == ()
        assert CALENDAR.windows("double-11", ["sale", "wave 2"], within=month(2022, 11)) != ()

    def test_an_edition_whose_dates_nobody_knows(self) -> None:
        assert CALENDAR.windows("fair", within=month(2016, 11)) == ()
        with pytest.raises(NothingToPayOn) as refused:
            CALENDAR.windows("fair", years=[2016], within=month(2016, 11))
        assert (refused.value.festival, refused.value.known) == ("fair", ())

    def test_an_edition_that_nobody_told_of(self) -> None:
        with pytest.raises(EditionUnknown):
            CALENDAR.windows("fair", years=[2017], within=month(2017, 11))
        with pytest.raises(EditionUnknown):
            CALENDAR.windows("double-11", years=[2008], within=month(2008, 11))

    def test_a_festival_that_the_calendar_does_not_hold(self) -> None:
        for question in (
            lambda: CALENDAR.windows("double-12", within=(0, 1)),
            lambda: CALENDAR.festival("double-12"),
            lambda: CALENDAR.edition("double-12", 2016),
            lambda: CALENDAR.announcing("double-12", announced(2016)),
        ):
            with pytest.raises(FestivalUnknown) as refused:
                question()
            assert refused.value.known == ("double-11", "fair")


class TestWhatHoldsAtAnInstant:
    """
    At an instant those windows hold that contain it, and no other.

    The oracle asks every window of every edition, one by one.
    """

    @given(calendars(), st.data())
    def test_every_bound_of_every_window_parts_in_from_out(
        self, calendar: FestivalCalendar, data: st.DataObject
    ) -> None:
        windows = [
            window
            for festival in calendar.festivals
            for year in (2016, *some_years(festival))
            for window in known_edition(festival, year).windows
        ]
        bounds = [
            each for window in windows for each in (window.start, window.end) if each is not None and each.year > 1
        ]
        instant = data.draw(st.sampled_from([EVE, *bounds]))
        for moment in (instant - INSTANT, instant, instant + INSTANT):
            found = calendar.on(moment)
            assert [(each.festival, each.edition, each.window) for each in found] == sorted_by_start(
                asked_one_by_one(calendar, moment)
            )

    @given(st.permutations(range(5)))
    def test_the_order_that_festivals_were_given_in_does_not_matter(self, order: list[int]) -> None:
        rules = [on_the_day(first_year=2009 + year) for year in range(5)]
        held = [Festival(f"f{number}", "Day", "日", "public", rule) for number, rule in enumerate(rules)]
        calendar = FestivalCalendar(held[number] for number in order)
        assert calendar == FestivalCalendar(held)
        found = calendar.on(datetime(2011, 11, 11, 12, tzinfo=CHINA.timezone))
        assert [each.festival.id for each in found] == ["f0", "f1", "f2"]

    def test_a_calendar_asked_about_every_year_still_answers(self) -> None:
        noons = [datetime(year, 11, 11, 12, tzinfo=CHINA.timezone) for year in range(1900, 2022)]
        for _ in range(2):
            years = [noon.year for noon in noons if CALENDAR.on(noon)]
            assert years == list(range(2009, 2022))

    def test_what_a_calendar_keeps_for_its_answers_is_bounded(self) -> None:
        def size_once_asked_about(years: range) -> int:
            calendar = FestivalCalendar([double_11()])
            for year in years:
                calendar.on(datetime(year, 11, 11, tzinfo=CHINA.timezone))
            return len(pickle.dumps(calendar))

        assert size_once_asked_about(range(2009, 9999, 3)) < 2 * size_once_asked_about(range(2009, 2069))

    @pytest.mark.parametrize("length", [None, 365])
    @pytest.mark.parametrize(
        "days",
        [
            Offset(FixedLunarDay(1, 1, "ending", "common_month"), -180),
            Offset(FixedLunarDay(12, 30, "beginning", "leap_month", "next_day"), 180),
            Offset(FixedDay(1, 1), -180),
            Offset(FixedDay(12, 31), 180),
        ],
    )
    def test_as_far_from_its_year_as_a_window_can_be_it_is_found(self, days: Offset, length: int | None) -> None:
        rule = Yearly([YearlyWindow("far", days, length=length)], 1903, 2099, CHINA, POSTER)
        calendar = FestivalCalendar([Festival("far", "Far", "远", "public", rule)])
        for year in range(1903, 2100):
            (window,) = rule.edition(year).windows
            assert window.end is not None
            for instant in (window.start, window.end - INSTANT):
                assert year in [each.edition.year for each in calendar.on(instant)]

    def test_two_windows_of_one_festival_may_hold_at_once(self) -> None:
        fairs = fair(
            announced(
                2016,
                on_days("fair", date(2016, 8, 8), date(2016, 10, 1)),
                on_days("expo", date(2016, 9, 23), date(2016, 9, 26)),
            )
        )
        found = FestivalCalendar([fairs]).on(datetime(2016, 9, 23, tzinfo=CHINA.timezone))
        assert [each.window.name for each in found] == ["fair", "expo"]

    @pytest.mark.parametrize("instant", [EVE.replace(tzinfo=None), 0])
    def test_what_is_no_instant_is_refused(self, instant: datetime) -> None:
        with pytest.raises(NotAnInstant):
            CALENDAR.on(instant)
        with pytest.raises(NotAnInstant):
            CALENDAR.next(instant)


def some_years(festival: Festival) -> list[int]:
    """The years of its announced editions, and the first and last that its rule covers."""
    years = [edition.year for edition in festival.editions]
    match festival.rule:
        case Yearly(years=ends):
            return [*years, *ends]
        case Announced():
            return years


def known_edition(festival: Festival, year: int) -> Edition:
    try:
        return festival.edition(year)
    except EditionUnknown:
        return announced(year)


def asked_one_by_one(calendar: FestivalCalendar, moment: datetime) -> list[tuple[Festival, Edition, Window]]:
    return [
        (festival, edition, window)
        for festival in calendar.festivals
        for edition in {
            year: known_edition(festival, year)
            for year in (
                *(edition.year for edition in festival.editions),
                *range(max(1, moment.year - 4), min(9998, moment.year + 4) + 1),
            )
        }.values()
        for window in edition.windows
        if window.end is not None and moment in window
    ]


def sorted_by_start(
    found: list[tuple[Festival, Edition, Window]],
) -> list[tuple[Festival, Edition, Window]]:
    return sorted(
        found,
        key=lambda each: (each[0].id, each[2].start, each[2].end or each[2].start, each[2].name),
    )


def known_occasions(calendar: FestivalCalendar, years: Iterable[int]) -> list[Occasion]:
    """Every window of the announced editions, and of the computed ones of some years."""
    return [
        Occasion(festival, edition, window)
        for festival in calendar.festivals
        for edition in {
            year: known_edition(festival, year) for year in (*(edition.year for edition in festival.editions), *years)
        }.values()
        for window in edition.windows
    ]


def some_days(calendar: FestivalCalendar, data: st.DataObject, clock: UtcOffset) -> date:
    """A day on which a window starts or ends, or the one before or after."""
    years = [year for festival in calendar.festivals for year in some_years(festival)]
    windows = [each.window for each in known_occasions(calendar, years)]
    bounds = [microseconds(each) for window in windows for each in (window.start, window.end) if each is not None]
    inner = [bound for bound in bounds if at_day(3) <= bound <= at_day(-4)]
    bound = data.draw(st.sampled_from([at(0), *inner]))
    return clock.day(bound) + timedelta(days=data.draw(st.integers(-1, 1)))


def at_day(number: int) -> int:
    """The first instant of a day from the beginning of the calendar, or from its end."""
    return CHINA.midnight(date.fromordinal(number if number > 0 else date.max.toordinal() + number))


def of_day(day: date, clock: UtcOffset) -> tuple[int, int]:
    return clock.midnight(day), clock.midnight(day + timedelta(days=1))


class TestWhatHoldsOnADay:
    """
    On a day of a clock those windows hold that hold at an instant of it; one without an end holds where it starts.

    The oracle asks every window of every edition, one by one.
    """

    @given(calendars(), offsets(), st.data())
    def test_a_window_is_there_exactly_if_an_instant_of_the_day_is_in_it(
        self, calendar: FestivalCalendar, clock: UtcOffset, data: st.DataObject
    ) -> None:
        day = some_days(calendar, data, clock)
        start, end = of_day(day, clock)
        near = range(max(1, day.year - 4), min(9998, day.year + 4) + 1)
        expected = {
            each
            for each in known_occasions(calendar, near)
            if start <= microseconds(each.window.start) < end
            or (each.window.end and microseconds(each.window.start) < start < microseconds(each.window.end))
        }
        found = calendar.on(day, clock)
        assert len(found) == len(expected)
        assert set(found) == expected
        starts = [microseconds(each.window.start) for each in found]
        assert starts == sorted(starts)

    @given(calendars(), offsets(), st.data(), st.integers(-2, 40))
    def test_between_days_is_what_holds_on_one_of_them(
        self, calendar: FestivalCalendar, clock: UtcOffset, data: st.DataObject, count: int
    ) -> None:
        first = some_days(calendar, data, clock)
        days = [first + timedelta(days=number) for number in range(min(count, (date.max - first).days - 1))]
        found = calendar.between(first, first + timedelta(days=len(days)), clock)
        assert len(set(found)) == len(found)
        assert set(found) == {each for day in days for each in calendar.on(day, clock)}

    @pytest.mark.parametrize("first", [date(1800, 1, 1), date(1950, 1, 1), date(2009, 11, 11)])
    def test_between_days_that_are_far_apart_each_window_is_there_once(self, first: date) -> None:
        calendar = FestivalCalendar([double_11(last_year=2022)])
        found = calendar.between(first, date(2022, 11, 12), CHINA)
        assert [each.edition.year for each in found] == list(range(2009, 2023))

    def test_a_window_over_several_of_the_years_laid_out_is_there_once(self) -> None:
        long = announced(2016, on_days("long", date(2016, 1, 2), date(2017, 1, 1)))
        calendar = FestivalCalendar([fair(long)])
        assert len(calendar.between(date(2015, 1, 1), date(2019, 1, 1), CHINA)) == 1
        assert {len(calendar.on(date(2016, month, 15), CHINA)) for month in range(1, 13)} == {1}

    def test_no_window_is_there_where_the_end_is_not_later(self) -> None:
        day = date(2016, 11, 11)
        assert len(CALENDAR.between(day, date(2016, 11, 12), CHINA)) == 1
        assert CALENDAR.between(day, day, CHINA) == CALENDAR.between(day, date(2016, 11, 10), CHINA) == ()

    def test_a_window_without_an_end_is_shown_on_the_day_on_which_it_starts(self) -> None:
        days = [date(2022, 10, 23), date(2022, 10, 24), date(2022, 10, 25)]
        assert [len(CALENDAR.on(day, CHINA)) for day in days] == [0, 1, 0]
        assert [each.window.name for each in CALENDAR.between(days[0], date(2022, 12, 1), CHINA)] == [
            "presale",
            "wave 1",
            "wave 2",
        ]

    def test_those_that_start_together_come_by_their_end_festival_and_name(self) -> None:
        days = [date(2016, 5, number) for number in range(1, 5)]
        held = announced(2016, on_days("b", days[0], days[2]), on_days("a", days[0], days[2]), on_days("c", *days[:2]))
        twin = Festival("a-fair", "Fair", "集", "cultural", Announced(), [held])
        found = FestivalCalendar([fair(held), twin]).on(days[0], CHINA)
        told = [(each.festival.id, each.window.name) for each in found]
        assert told == [("a-fair", "c"), ("fair", "c"), ("a-fair", "a"), ("a-fair", "b"), ("fair", "a"), ("fair", "b")]

    def test_another_clock_has_other_days(self) -> None:
        midway = UtcOffset(-720)
        assert not CALENDAR.on(date(2016, 11, 12), midway)
        assert CALENDAR.on(date(2016, 11, 10), midway)

    def test_a_day_without_a_clock_is_refused(self) -> None:
        for ask in (CALENDAR.on, CALENDAR.next):
            with pytest.raises(DayWithoutClock) as refused:
                ask(date(2016, 11, 11))  # type: ignore[call-overload]
            assert refused.value.day == date(2016, 11, 11)

    def test_an_instant_has_no_other_clock(self) -> None:
        asked: list[Callable[[], object]] = [
            lambda: CALENDAR.on(EVE, CHINA),
            lambda: CALENDAR.next(EVE, CHINA),
            lambda: CALENDAR.between(EVE, date(2016, 11, 12), CHINA),
            lambda: CALENDAR.between(date(2016, 11, 9), EVE, CHINA),
        ]
        for ask in asked:
            with pytest.raises(NotADay):
                ask()


class TestNext:
    """The next window is the one that starts first after an instant, or after a day is over."""

    @given(calendars(), st.data())
    def test_it_is_the_least_of_all_that_start_later(self, calendar: FestivalCalendar, data: st.DataObject) -> None:
        day = some_days(calendar, data, CHINA)
        years = [year for festival in calendar.festivals for year in some_years(festival)]
        following = [day.year, *(year for year in years if year > day.year)]
        near = {each for year in following for each in range(year - 4, year + 6) if 1 <= each <= 9998}
        _, after = of_day(day, CHINA)
        later = [each for each in known_occasions(calendar, near) if microseconds(each.window.start) >= after]
        found = calendar.next(day, CHINA)
        assert found == min(later, key=lambda each: each.order, default=None)
        if found is not None:
            assert calendar.next(CHINA.instant(after) - INSTANT) == found
            assert calendar.next(day, CHINA, festival=found.festival.id) == found

    @given(yearly_rules(), st.data())
    def test_the_windows_of_a_rule_come_one_after_the_other(self, rule: Yearly, data: st.DataObject) -> None:
        calendar = FestivalCalendar([Festival("day", "Day", "日", "public", rule)])
        first, last = max(rule.years[0], 4), min(rule.years[1], 9994)
        if first >= last:
            return
        year = data.draw(st.integers(first, last - 1))
        starts = sorted(
            {
                microseconds(each.start)
                for some in range(year - 3, year + 5)
                if rule.covers(some)
                for each in rule.edition(some).windows
            }
        )
        begun = min(microseconds(each.start) for each in rule.edition(year).windows)
        found = calendar.next(CHINA.instant(begun))
        assert found is not None
        assert microseconds(found.window.start) == starts[starts.index(begun) + 1]

    def test_an_edition_that_is_announced_late_in_its_year_is_not_missed(self) -> None:
        # The announced sale of 2017 lies after the day of the rule in 2018.
        late = announced(2017, on_days("sale", date(2018, 12, 1), date(2018, 12, 2)))
        calendar = FestivalCalendar([double_11(late)])
        days = [date(2016, 11, 11), date(2018, 11, 11), date(2018, 12, 1)]
        found = [calendar.next(day, CHINA) for day in days]
        assert [each and each.window.start.date() for each in found] == [
            date(2018, 11, 11),
            date(2018, 12, 1),
            date(2019, 11, 11),
        ]

    def test_a_later_edition_of_a_rule_may_come_before_a_window_of_an_earlier_one(self) -> None:
        far = YearlyWindow("far", Offset(FixedDay(12, 31), 180))
        near = YearlyWindow("near", Offset(FixedDay(1, 1), -180))
        calendar = FestivalCalendar(
            [Festival("day", "Day", "日", "public", Yearly([far, near], 2009, None, CHINA, POSTER))]
        )
        found = calendar.next(date(2016, 7, 1), CHINA)
        assert found is not None
        assert (found.edition.year, found.window.name) == (2017, "near")

    def test_so_it_may_however_far_ahead_is_looked(self) -> None:
        far = YearlyWindow("far", Offset(FixedDay(12, 31), 180))
        near = YearlyWindow("near", Offset(FixedDay(1, 1), -180))
        day = Festival("day", "Day", "日", "public", Yearly([far, near], 2009, None, CHINA, POSTER))
        for year in range(2010, 2100):
            found = first_from([day], CHINA.midnight(date(year, 7, 1)))
            assert found is not None
            assert (found.edition.year, found.window.name) == (year + 1, "near")

    @given(calendars(), st.data())
    def test_looking_ahead_year_by_year_finds_what_looking_at_all_finds(
        self, calendar: FestivalCalendar, data: st.DataObject
    ) -> None:
        day = some_days(calendar, data, CHINA)
        assert calendar.next(day, CHINA) == first_from(calendar.festivals, of_day(day, CHINA)[1])

    def test_where_none_is_known_none_is_given(self) -> None:
        assert FestivalCalendar([]).next(EVE) is None
        assert FestivalCalendar([double_11(last_year=2015)]).next(EVE) is None
        assert CALENDAR.next(EVE, festival="fair") is None

    def test_a_rule_may_begin_much_later(self) -> None:
        found = FestivalCalendar([fair(), double_11()]).next(datetime(1, 2, 1, tzinfo=CHINA.timezone))
        assert found is not None
        assert found.edition.year == 2009

    def test_a_window_that_starts_at_the_instant_is_not_after_it(self) -> None:
        start = datetime(2016, 11, 11, tzinfo=CHINA.timezone)
        years = [found and found.edition.year for found in (CALENDAR.next(start), CALENDAR.next(start - INSTANT))]
        assert years == [2017, 2016]

    def test_a_window_without_an_end_is_among_them(self) -> None:
        found = CALENDAR.next(date(2021, 11, 11), CHINA)
        assert found is not None
        assert found.window.name == "presale"

    def test_a_festival_that_nobody_knows(self) -> None:
        with pytest.raises(FestivalUnknown):
            CALENDAR.next(EVE, festival="fare")


class TestNames:
    """A festival is found by its id or by any of its names, of which an edition may have its own."""

    RENAMED = Edition(2016, [], "announced", POSTER, name_en="Carnival", name_zh="狂欢节")

    @pytest.mark.parametrize(
        "name", ["double-11", "Double 11", "double 11", "DOUBLE 11", "双十一", "Carnival", "carnival", "狂欢节"]
    )
    def test_each_of_them_finds_it(self, name: str) -> None:
        calendar = FestivalCalendar([fair(), double_11(self.RENAMED)])
        assert calendar.named(name).id == "double-11"

    @pytest.mark.parametrize("name", ["Double", "double-1", "", "狂欢", "DOUBLE-11"])
    def test_a_part_of_one_does_not(self, name: str) -> None:
        with pytest.raises(FestivalUnknown) as refused:
            CALENDAR.named(name)
        assert (refused.value.festival, refused.value.known) == (name, ("double-11", "fair"))

    def test_a_name_of_several_is_refused(self) -> None:
        other = Festival("market", "spring fair", "集市", "cultural", Announced())
        calendar = FestivalCalendar([fair(), other, double_11()])
        with pytest.raises(FestivalAmbiguous) as refused:
            calendar.named("Spring Fair")
        assert (refused.value.name, refused.value.known) == ("Spring Fair", ("fair", "market"))

    def test_an_id_goes_before_a_name(self) -> None:
        other = Festival("market", "fair", "集市", "cultural", Announced())
        assert FestivalCalendar([fair(), other]).named("fair").id == "fair"

    @given(calendars())
    def test_every_festival_is_found_by_its_id(self, calendar: FestivalCalendar) -> None:
        assert all(calendar.named(each.id) is each for each in calendar.festivals)

    def test_an_edition_is_called_as_itself_or_else_as_the_festival(self) -> None:
        in_chinese = Edition(2017, [on_days("sale", date(2017, 11, 11), None)], "announced", POSTER, name_zh="狂欢节")
        festival = double_11(self.RENAMED, in_chinese)
        assert festival.names(2015) == ("Double 11", "双十一")
        assert festival.names(2016) == ("Carnival", "狂欢节")
        assert festival.names(2017) == ("Double 11", "狂欢节")
        (occasion,) = FestivalCalendar([festival]).on(date(2017, 11, 11), CHINA)
        assert (occasion.name_en, occasion.name_zh) == ("Double 11", "狂欢节")
        with pytest.raises(EditionUnknown):
            festival.names(2008)


class TestStandings:
    """Whether an edition was announced, and where it was, whether it moved, is told."""

    @pytest.mark.parametrize(
        ("known", "standing"),
        [
            (None, Standing.COMPUTED),
            ([on_days("sale", date(2016, 11, 11), date(2016, 11, 12))], Standing.KEPT),
            ([on_days("other name", date(2016, 11, 10), date(2016, 11, 13))], Standing.KEPT),
            (
                [on_days("one", date(2016, 11, 1), date(2016, 11, 11)), on_days("two", date(2016, 11, 11), None)],
                Standing.KEPT,
            ),
            ([on_days("presale", date(2016, 10, 24), None)], Standing.KEPT),
            ([on_days("sale", date(2016, 11, 12), date(2016, 11, 13))], Standing.MOVED),
            ([on_days("sale", date(2016, 11, 10), date(2016, 11, 11))], Standing.MOVED),
            ([Window("sale", EVE + 61 * MINUTE, EVE + 1500 * MINUTE)], Standing.MOVED),
            ([on_days("presale", date(2016, 11, 12), None)], Standing.MOVED),
            ([], Standing.UNDATED),
        ],
    )
    def test_it_goes_by_the_instants_that_the_rule_gives(self, known: list[Window] | None, standing: Standing) -> None:
        festival = double_11(*([] if known is None else [announced(2016, *known)]))
        assert festival.standing(2016) is standing

    def test_one_that_is_cancelled(self) -> None:
        off = Edition(2016, [], EditionKind.ANNOUNCED, POSTER, cancelled=True)
        assert double_11(off).standing(2016) is Standing.CANCELLED

    def test_one_of_a_year_that_no_rule_covers(self) -> None:
        day = announced(2008, on_days("sale", date(2008, 11, 11), date(2008, 11, 12)))
        assert double_11(day).standing(2008) is Standing.ANNOUNCED
        assert fair(day).standing(2008) is Standing.ANNOUNCED
        with pytest.raises(EditionUnknown):
            fair(day).standing(2009)

    @given(festivals(rule=yearly_rules()), st.data())
    def test_an_announced_edition_as_the_rule_has_it_is_kept(self, festival: Festival, data: st.DataObject) -> None:
        year = data.draw(st.integers(*festival.rule.years))
        windows = festival.rule.edition(year).windows
        assert festival.announcing(announced(year, *windows)).standing(year) is Standing.KEPT


class TestAnnouncedAndComputed:
    """Announced beats computed; which of the two it is, is a field."""

    @given(festivals(), st.integers(-3, 10_003))
    def test_the_announced_edition_of_a_year_is_given_where_there_is_one(self, festival: Festival, year: int) -> None:
        for asked in (year, *some_years(festival)):
            told = [edition for edition in festival.editions if edition.year == asked]
            if told:
                assert festival.edition(asked) is told[0]
                assert told[0].kind is EditionKind.ANNOUNCED
            elif festival.rule.covers(asked):
                assert festival.edition(asked).kind is EditionKind.COMPUTED
            else:
                with pytest.raises(EditionUnknown) as refused:
                    festival.edition(asked)
                assert (refused.value.festival, refused.value.year) == (festival.id, asked)

    @given(festivals(), editions(kind=st.just(EditionKind.ANNOUNCED)))
    def test_announcing_one_replaces_that_of_its_year_and_leaves_the_others(
        self, festival: Festival, edition: Edition
    ) -> None:
        after = festival.announcing(edition)
        assert after.edition(edition.year) == edition
        others = [each for each in festival.editions if each.year != edition.year]
        assert [each for each in after.editions if each.year != edition.year] == others

    @given(calendars(), editions(kind=st.just(EditionKind.ANNOUNCED)))
    def test_announcing_one_in_a_calendar_leaves_its_other_festivals(
        self, calendar: FestivalCalendar, edition: Edition
    ) -> None:
        for festival in calendar.festivals:
            after = calendar.announcing(festival.id, edition)
            assert after.edition(festival.id, edition.year) == edition
            assert [each.id for each in after.festivals] == [each.id for each in calendar.festivals]
            others = set(calendar.festivals) - {festival}
            assert others <= set(after.festivals)

    def test_an_announced_sale_is_paid_on_in_place_of_the_day_of_the_rule(self) -> None:
        early = announced(2016, on_days("sale", date(2016, 11, 1), date(2016, 11, 3)))
        calendar = FestivalCalendar([double_11(early)])
        spans = calendar.windows("double-11", within=month(2016, 11))
        assert days_of(spans) == [("2016-11-01", "2016-11-03")]
        assert calendar.on(datetime(2016, 11, 11, tzinfo=CHINA.timezone)) == ()


class TestMerging:
    """An app adds its own festivals; two of one id are refused."""

    @given(calendars(festival=BARE), calendars(festival=BARE))
    def test_a_merged_calendar_holds_the_festivals_of_both(
        self, first: FestivalCalendar, second: FestivalCalendar
    ) -> None:
        ids = {festival.id for festival in first.festivals}
        shared = [festival.id for festival in second.festivals if festival.id in ids]
        if shared:
            with pytest.raises(FestivalTwice) as refused:
                first.merged(second)
            assert refused.value.festival in shared
        else:
            both = first.merged(second)
            assert set(both.festivals) == {*first.festivals, *second.festivals}
            assert both == second.merged(first)

    @pytest.mark.parametrize("other", [CALENDAR, FestivalCalendar([double_11()])])
    def test_two_festivals_of_one_id_are_refused(self, other: FestivalCalendar) -> None:
        with pytest.raises(FestivalTwice) as refused:
            CALENDAR.merged(other)
        assert refused.value.festival == "double-11"

    @given(calendars(festival=BARE), calendars(festival=BARE), calendars(festival=BARE))
    def test_it_does_not_matter_which_two_are_merged_first(
        self, first: FestivalCalendar, second: FestivalCalendar, third: FestivalCalendar
    ) -> None:
        ids = [festival.id for each in (first, second, third) for festival in each.festivals]
        if len(set(ids)) == len(ids):
            assert first.merged(second).merged(third) == first.merged(second.merged(third))
            assert first.merged(FestivalCalendar([])) == first
        else:
            with pytest.raises(FestivalTwice):
                first.merged(second).merged(third)
            with pytest.raises(FestivalTwice):
                first.merged(second.merged(third))

    @given(calendars(festival=BARE))
    def test_a_calendar_is_sorted_by_the_ids_of_its_festivals(self, calendar: FestivalCalendar) -> None:
        ids = [festival.id for festival in calendar.festivals]
        assert ids == sorted(set(ids))


class TestCalledOff:
    """What a cancelled edition would have held stands with what was called off, and nowhere else."""

    @given(calendars(), st.data())
    def test_to_cancel_an_edition_moves_its_windows_there(
        self, calendar: FestivalCalendar, data: st.DataObject
    ) -> None:
        ruled = [each for each in calendar.festivals if each.rule.window_names]
        spans = [(each, max(each.rule.years[0], 5), min(each.rule.years[1], 9990)) for each in ruled]
        assume(any(first <= last for _, first, last in spans))
        festival, first, last = data.draw(st.sampled_from([span for span in spans if span[1] <= span[2]]))
        year = data.draw(st.integers(first, last))
        assume(year not in {each.year for each in festival.editions})
        days = date(year - data.draw(st.integers(0, 3)), 1, 1), date(year + data.draw(st.integers(0, 3)), 1, 1)
        cancelled = Edition(year, [], EditionKind.ANNOUNCED, POSTER, cancelled=True)
        after = calendar.announcing(festival.id, cancelled)

        def told(occasions: Iterable[Occasion]) -> list[tuple[str, int, Window]]:
            return sorted(
                ((each.festival.id, each.edition.year, each.window) for each in occasions),
                key=lambda each: (each[0], each[1], each[2].name),
            )

        lost = told(calendar.between(*days, CHINA))
        for each in told(after.between(*days, CHINA)):
            lost.remove(each)
        gained = told(after.called_off(*days, CHINA))
        for each in told(calendar.called_off(*days, CHINA)):
            gained.remove(each)
        assert gained == lost
        assert all(each[:2] == (festival.id, year) for each in gained)
        assert {each.edition for each in after.called_off(*days, CHINA) if each.festival.id == festival.id} <= {
            each for each in after.festival(festival.id).editions if each.cancelled
        }

    @given(calendars(), st.dates(date(1990, 1, 1), date(2030, 1, 1)), st.integers(0, 800))
    def test_it_is_in_the_order_of_the_windows_and_within_the_days(
        self, calendar: FestivalCalendar, first: date, count: int
    ) -> None:
        end = first + timedelta(days=count)
        found = calendar.called_off(first, end, CHINA)
        assert list(found) == sorted(found, key=lambda each: each.order)
        for each in found:
            assert each.edition.cancelled
            assert each.edition.windows == ()
            assert each.window in each.festival.rule.edition(each.edition.year).windows
            start, after = each.window.span
            assert start < CHINA.midnight(end)
            assert after > CHINA.midnight(first)

    def test_double_11_of_2016(self) -> None:
        calendar = CALENDAR.announcing("double-11", Edition(2016, [], EditionKind.ANNOUNCED, POSTER, cancelled=True))
        [found] = calendar.called_off(date(2016, 11, 11), date(2016, 11, 12), CHINA)
        assert (found.festival.id, found.edition.year, str(found.window)) == (
            "double-11",
            2016,
            "sale: 2016-11-11T00:00:00+08:00 to before 2016-11-12T00:00:00+08:00",
        )
        assert calendar.on(date(2016, 11, 11), CHINA) == ()
        for beside in ((date(2016, 11, 10), date(2016, 11, 11)), (date(2016, 11, 12), date(2016, 11, 13))):
            assert calendar.called_off(*beside, CHINA) == ()
        # On a clock eight hours behind, it would have begun the afternoon before.
        assert calendar.called_off(date(2016, 11, 10), date(2016, 11, 11), UtcOffset(0)) == (found,)

    def test_of_a_year_that_no_rule_covers_nobody_knows_when_it_would_have_been(self) -> None:
        calendar = FestivalCalendar([fair(Edition(2016, [], EditionKind.ANNOUNCED, POSTER, cancelled=True))])
        assert calendar.called_off(date(1, 1, 3), date(9998, 1, 1), CHINA) == ()

    def test_an_edition_whose_days_nobody_knows_was_not_called_off(self) -> None:
        calendar = CALENDAR.announcing("double-11", announced(2016))
        assert calendar.called_off(date(2016, 1, 1), date(2017, 1, 1), CHINA) == ()

    @pytest.mark.parametrize(
        ("first", "end"), [(EVE, date(2017, 1, 1)), (date(2016, 1, 1), EVE), ("2016-01-01", date(2017, 1, 1))]
    )
    def test_what_is_no_day_is_refused(self, first: date, end: date) -> None:
        with pytest.raises(NotADay):
            CALENDAR.called_off(first, end, CHINA)


class TestYearsAskedFor:
    """A year is an int: what only looks or compares like one is refused, and never taken for it."""

    @pytest.mark.parametrize("year", ["2016", 2016.0, True, None, Decimal(2016), [2016]])
    def test_anything_else_is_refused_with_what_to_pass(self, year: Wrong) -> None:
        (festival,) = (each for each in CALENDAR.festivals if each.id == "double-11")
        for asked in (
            lambda: CALENDAR.edition("double-11", year),
            lambda: festival.edition(year),
            lambda: festival.standing(year),
            lambda: festival.names(year),
        ):
            with pytest.raises(WrongNumber, match=r"^the year must be a whole number, such as 2016, but"):
                asked()

    def test_a_year_one_is_not_true(self) -> None:
        first = double_11(announced(1))
        assert first.edition(1).year == 1
        with pytest.raises(WrongNumber):
            first.edition(True)  # noqa: FBT003 - to see it refused

    @pytest.mark.parametrize("years", [[True], [2021, True]])
    def test_so_it_is_among_those_to_pay_on(self, years: Wrong) -> None:
        with pytest.raises(WrongNumber):
            CALENDAR.windows("double-11", ["sale"], years=years, within=(0, 1))


class TestFestivals:
    """A festival has one edition a year, a name in both languages, and an id."""

    def test_its_editions_are_sorted_by_year(self) -> None:
        known = fair(announced(2018), announced(2016), announced(2017))
        assert [edition.year for edition in known.editions] == [2016, 2017, 2018]

    @pytest.mark.parametrize("other", [SPRING, announced(2016), announced(2016, *PRESALE_2022.windows)])
    def test_two_editions_of_a_year_are_refused(self, other: Edition) -> None:
        with pytest.raises(EditionTwice) as refused:
            fair(SPRING, announced(2017), other)
        assert (refused.value.festival, refused.value.year) == ("fair", 2016)

    def test_an_edition_that_only_a_rule_may_give_is_refused(self) -> None:
        with pytest.raises(EditionComputed) as refused:
            fair(double_11().edition(2016))
        assert (refused.value.festival, refused.value.year) == ("fair", 2016)

    @pytest.mark.parametrize(
        "build",
        [
            lambda: Festival("fair", "", "春集", "cultural", Announced()),
            lambda: Festival("fair", "Fair", "\n", "cultural", Announced()),
        ],
    )
    def test_a_missing_name_is_refused(self, build: Callable[[], Festival]) -> None:
        with pytest.raises(MalformedName, match=r"the name_(en|zh) of a festival must be"):
            build()

    def test_an_id_in_another_form_is_refused(self) -> None:
        with pytest.raises(MalformedIdentifier):
            Festival("春集", "Fair", "春集", "cultural", Announced())

    def test_what_is_no_rule_is_refused(self) -> None:
        with pytest.raises(WrongKind, match=r"^rule must be made by Yearly"):
            Festival("fair", "Fair", "春集", "cultural", "every spring")  # type: ignore[arg-type]

    @given(calendars())
    def test_a_calendar_pickles(self, calendar: FestivalCalendar) -> None:
        assert pickle.loads(pickle.dumps(calendar)) == calendar  # noqa: S301 - our own bytes


class TestRefusals:
    """Each refusal says what must hold, what was given and what to do."""

    @pytest.mark.parametrize(
        ("error", "message"),
        [
            (
                EditionTwice(FestivalId("fair"), 2016),
                (
                    "a festival must have one edition a year, but fair has two of 2016; "
                    "make them one with the windows of both"
                ),
            ),
            (
                EditionComputed(FestivalId("fair"), 2016),
                (
                    "an edition that is written down must be an announced one, but that of fair in "
                    "2016 is marked as computed; leave it to the rule, or mark it as announced and "
                    "name who did"
                ),
            ),
            (
                EditionUnknown(FestivalId("fair"), 2017, "announced only"),
                (
                    "an edition must be announced or covered by the rule, but of fair that "
                    "of 2017 is "
                    "neither (rule: announced only); add the edition with its source"
                ),
            ),
            (
                FestivalTwice(FestivalId("fair")),
                (
                    "festivals of one calendar must have ids of their own, but two are "
                    "called fair; "
                    "give one of them another id, or announce its editions in the other"
                ),
            ),
            (
                FestivalUnknown("fare", (FestivalId("fair"), FestivalId("feast"))),
                (
                    "the festival must be one of the calendar, 'fair', 'feast', "
                    "but 'fare' was asked for; add it to the calendar"
                ),
            ),
            (
                FestivalUnknown("fare", tuple(FestivalId(f"f{number}") for number in range(14))),
                (
                    "the festival must be one of the calendar, "
                    "'f0', 'f1', 'f2', 'f3', 'f4', 'f5', 'f6', 'f7', 'f8', 'f9', 'f10', 'f11' and 2 more, "
                    "but 'fare' was asked for; add it to the calendar"
                ),
            ),
            (
                FestivalAmbiguous("Fair", (FestivalId("fair"), FestivalId("market"))),
                "a name must be that of one festival, but 'Fair' is that of 'fair', 'market'; ask for one of these ids",
            ),
            (
                DayWithoutClock(date(2016, 11, 11)),
                (
                    "a day must be asked about on a clock, but 2016-11-11 was given without one; "
                    "pass the offset whose day is meant, such as CHINA"
                ),
            ),
            (
                WindowUnknown(FestivalId("fair"), "sael", ("presale", "sale, wave 1")),
                (
                    "a window of fair must be called as in one of its editions, "
                    "'presale', 'sale, wave 1', but 'sael' was asked for; take one of those"
                ),
            ),
            (
                NothingToPayOn(FestivalId("fair"), 2016, ()),
                (
                    "an edition must have a window that was asked for to be paid on, but "
                    "that of fair "
                    "in 2016 has none; name one of its windows, or announce them with their source"
                ),
            ),
        ],
    )
    def test_each_pickles(self, error: RuralTaobaoError, message: str) -> None:
        copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
        assert str(copy) == str(error) == message
        assert vars(copy) == vars(error)

    def test_another_clock_parts_the_days_elsewhere(self) -> None:
        rule = on_the_day(offset=UtcOffset(180))
        calendar = FestivalCalendar([Festival("day", "Day", "日", "public", rule)])
        assert not calendar.on(datetime(2016, 11, 11, 4, 59, tzinfo=CHINA.timezone))
        assert calendar.on(datetime(2016, 11, 11, 5, 0, tzinfo=CHINA.timezone))
