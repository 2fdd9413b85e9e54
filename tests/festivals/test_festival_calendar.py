import pickle
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.errors import RuralTaobaoError
from rural_taobao.festivals.calendar import (
    FestivalCalendar,
    FestivalTwice,
    FestivalUnknown,
    NothingToPayOn,
    WindowUnknown,
)
from rural_taobao.festivals.editions import Edition, EditionKind
from rural_taobao.festivals.festival import (
    EditionComputed,
    EditionTwice,
    EditionUnknown,
    Festival,
)
from rural_taobao.festivals.rules import Announced, FestivalRule, FixedDay
from rural_taobao.festivals.windows import MalformedName, Window, WindowOpen
from rural_taobao.identifiers import FestivalId, MalformedIdentifier
from rural_taobao.instants import CHINA, NotAnInstant, UtcOffset, microseconds
from rural_taobao.testing.festival_strategies import calendars, editions, festivals, fixed_days
from rural_taobao.testing.strategies import identifiers
from rural_taobao.timeline import Source

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


def double_11(*known: Edition, last_year: int | None = None) -> Festival:
    rule = FixedDay(11, 11, 2009, last_year, "sale", CHINA, POSTER)
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
        calendar = FestivalCalendar([held_in(season, Announced())])
        known = {name for windows in season.values() for name, _, _ in windows}
        expected = {
            minute
            for windows in season.values()
            for name, start, last in windows
            if name in names or not names & known
            for minute in range(start, last + 1)
            if minute in range(first, first + length)
        }
        spans = calendar.windows("season", names & known, within=(at(first), at(first + length)))
        assert paid_minutes(spans) == expected
        bounds = [bound for span in spans for bound in span]
        assert all(earlier < later for earlier, later in pairwise(bounds))

    @given(seasons(), st.integers(0, 1600))
    def test_the_rule_adds_the_years_that_nothing_was_announced_of(
        self, season: dict[int, list[tuple[str, int, int]]], length: int
    ) -> None:
        rule = FixedDay(11, 11, 2009, 2016, "sale", CHINA, POSTER)
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

    @given(fixed_days(), st.data())
    def test_a_rule_pays_on_its_day_in_every_year_that_it_covers(self, rule: FixedDay, data: st.DataObject) -> None:
        calendar = FestivalCalendar([Festival("day", "Day", "日", "public", rule)])
        year = data.draw(st.integers(max(2, rule.first_year - 2), 9998))
        midnight = rule.offset.midnight(date(year, rule.month, rule.day))
        paid = calendar.windows("day", within=(midnight - 1, midnight + 2))
        covered = rule.first_year <= year <= (rule.last_year or 9998)
        assert paid == (((midnight, midnight + 2),) if covered else ())

    @pytest.mark.parametrize("offset", [-840, 0, 840])
    @pytest.mark.parametrize(("month", "day"), [(1, 1), (12, 31)])
    def test_the_turn_of_no_year_is_missed_on_any_clock(self, month: int, day: int, offset: int) -> None:
        clock = UtcOffset(offset)
        rule = FixedDay(month, day, 1, None, "day", clock, POSTER)
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
        with pytest.raises(WindowUnknown):
            CALENDAR.windows("double-11", "sale", within=(0, 1))

    def test_an_edition_that_has_no_such_window(self) -> None:
        assert CALENDAR.windows("double-11", ["sale"], years=[2021], within=(0, 1)) == ()
        with pytest.raises(NothingToPayOn) as refused:
            CALENDAR.windows("double-11", ["sale"], years=[2021, 2022], within=(0, 1))
        assert (refused.value.year, refused.value.known) == (2022, ("presale", "wave 1", "wave 2"))

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
        rules = [FixedDay(11, 11, 2009 + year, None, "day", CHINA, POSTER) for year in range(5)]
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

    @pytest.mark.parametrize("instant", [EVE.replace(tzinfo=None), EVE.date(), 0])
    def test_what_is_no_instant_is_refused(self, instant: datetime) -> None:
        with pytest.raises(NotAnInstant):
            CALENDAR.on(instant)


def some_years(festival: Festival) -> list[int]:
    """The years of its announced editions, and the first and last that its rule covers."""
    years = [edition.year for edition in festival.editions]
    match festival.rule:
        case FixedDay(first_year=first, last_year=last):
            return [*years, first, last or 9998]
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
                *range(max(1, moment.year - 2), min(9998, moment.year + 2) + 1),
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

    @given(calendars(festival=BARE))
    def test_a_calendar_is_sorted_by_the_ids_of_its_festivals(self, calendar: FestivalCalendar) -> None:
        ids = [festival.id for festival in calendar.festivals]
        assert ids == sorted(set(ids))


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
        with pytest.raises(TypeError):
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
        rule = FixedDay(11, 11, 2009, None, "sale", UtcOffset(180), POSTER)
        calendar = FestivalCalendar([Festival("day", "Day", "日", "public", rule)])
        assert not calendar.on(datetime(2016, 11, 11, 4, 59, tzinfo=CHINA.timezone))
        assert calendar.on(datetime(2016, 11, 11, 5, 0, tzinfo=CHINA.timezone))
