from datetime import date, time
from enum import StrEnum

import pytest

from rural_taobao.errors import RuralTaobaoError
from rural_taobao.festivals import (
    Announced,
    DaySpan,
    Edition,
    EditionKind,
    Festival,
    FestivalCalendar,
    FestivalKind,
    FixedDay,
    FixedLunarDay,
    IfLeap,
    IfShort,
    LunarDay,
    LunarMonth,
    LunarYear,
    Nth,
    NthWeekday,
    Offset,
    SolarTerm,
    SolarTermDay,
    Standing,
    Weekday,
    Window,
    Yearly,
    YearlyWindow,
    leap_month,
    lunar,
    months_of,
    new_year,
    solar_term,
)
from rural_taobao.instants import CHINA
from rural_taobao.kinds import WordUnknown
from rural_taobao.reports import Labels
from rural_taobao.timeline import Source
from tests.odd_values import OUTRAGEOUS, Wrong

SAYS = Source("a poster")
ELEVENTH = FixedDay(11, 11)
LABA = FixedLunarDay(12, 8, "ending", "common_month")
SALE = YearlyWindow("sale", ELEVENTH)
RULE = Yearly([SALE], 2009, None, CHINA, SAYS)
CALENDAR = FestivalCalendar([Festival("double-11", "Double 11", "双十一", "commercial", RULE)])
DOUBLE_11 = CALENDAR.festival("double-11")
HELD = Window.of_days("sale", date(2016, 11, 11), date(2016, 11, 12), CHINA)
WORDS = (EditionKind, FestivalKind, Standing, Weekday, Nth, LunarYear, IfLeap, IfShort, SolarTerm, Labels)

YEARS: dict[str, Wrong] = {
    "calendar.edition": lambda odd: CALENDAR.edition("double-11", odd),
    "calendar.windows": lambda odd: CALENDAR.windows("double-11", years=[odd], within=(0, 1)),
    "festival.edition": DOUBLE_11.edition,
    "festival.standing": DOUBLE_11.standing,
    "festival.names": DOUBLE_11.names,
    "rule.edition": RULE.edition,
    "announced.edition": Announced().edition,
    "yearly window": lambda odd: SALE.window(odd, CHINA),
    "fixed day": ELEVENTH.days,
    "span": DaySpan(12, 20, 1, 6).days,
    "nth weekday": NthWeekday(11, "friday", "fourth").days,
    "lunar day": LABA.days,
    "solar term day": SolarTermDay(SolarTerm.AUTUMN_EQUINOX).days,
    "offset": Offset(ELEVENTH, 1).days,
    "new_year": new_year,
    "leap_month": leap_month,
    "months_of": months_of,
    "solar_term": lambda odd: solar_term(odd, SolarTerm.AUTUMN_EQUINOX),
    "LunarMonth": lambda odd: LunarMonth(odd, 1),
    "LunarDay": lambda odd: LunarDay(odd, 1, 1),
    "Edition": lambda odd: Edition(odd, [HELD], "announced", SAYS),
    "Yearly, first": lambda odd: Yearly([SALE], odd, None, CHINA, SAYS),
}
DAYS: dict[str, Wrong] = {
    "calendar.on": CALENDAR.on,
    "calendar.on, with a clock": lambda odd: CALENDAR.on(odd, CHINA),
    "calendar.between, first": lambda odd: CALENDAR.between(odd, date(2016, 1, 1), CHINA),
    "calendar.between, end": lambda odd: CALENDAR.between(date(2016, 1, 1), odd, CHINA),
    "calendar.next": CALENDAR.next,
    "calendar.called_off": lambda odd: CALENDAR.called_off(date(2016, 1, 1), odd, CHINA),
    "calendar.next, with a clock": lambda odd: CALENDAR.next(odd, CHINA),
    "lunar": lunar,
    "Window": lambda odd: Window("sale", odd),
    "Window.of_days": lambda odd: Window.of_days("sale", odd, None, CHINA),
    "in a window": HELD.__contains__,
    "FixedDay, month": lambda odd: FixedDay(odd, 11),
    "FixedDay, day": lambda odd: FixedDay(11, odd),
    "DaySpan, end": lambda odd: DaySpan(11, 11, 12, odd),
    "NthWeekday": lambda odd: NthWeekday(odd, "friday", "fourth"),
    "FixedLunarDay, month": lambda odd: FixedLunarDay(odd, 8, "ending", "common_month"),
    "FixedLunarDay, day": lambda odd: FixedLunarDay(12, odd, "ending", "common_month"),
    "Offset": lambda odd: Offset(ELEVENTH, odd),
    "YearlyWindow": lambda odd: YearlyWindow("sale", ELEVENTH, starts=odd),
    "time": lambda odd: YearlyWindow("sale", ELEVENTH, starts=time(10), ends=odd),
}
CLOCKS: dict[str, Wrong] = {
    "calendar.on": lambda odd: CALENDAR.on(date(2016, 11, 11), odd),
    "calendar.between": lambda odd: CALENDAR.between(date(2016, 1, 1), date(2017, 1, 1), odd),
    "calendar.called_off": lambda odd: CALENDAR.called_off(date(2016, 1, 1), date(2017, 1, 1), odd),
    "calendar.next": lambda odd: CALENDAR.next(date(2016, 11, 11), odd),
    "Window.of_days": lambda odd: Window.of_days("sale", date(2016, 11, 11), None, odd),
    "yearly window": lambda odd: SALE.window(2016, odd),
    "Yearly": lambda odd: Yearly([SALE], 2009, None, odd, SAYS),
}
NAMES: dict[str, Wrong] = {
    "calendar.festival": CALENDAR.festival,
    "calendar.named": CALENDAR.named,
    "calendar.edition": lambda odd: CALENDAR.edition(odd, 2016),
    "calendar.windows, festival": lambda odd: CALENDAR.windows(odd, within=(0, 1)),
    "calendar.windows, a name": lambda odd: CALENDAR.windows("double-11", [odd], within=(0, 1)),
    "calendar.announcing": lambda odd: CALENDAR.announcing(odd, Edition(2016, [HELD], "announced", SAYS)),
    "Window": lambda odd: Window(odd, HELD.start, HELD.end),
    "YearlyWindow": lambda odd: YearlyWindow(odd, ELEVENTH),
    "Festival, id": lambda odd: Festival(odd, "Fair", "集市", "cultural", Announced()),
}
PARTS: dict[str, Wrong] = {
    "calendar": lambda odd: FestivalCalendar([odd]),
    "festivals": FestivalCalendar,
    "announcing": lambda odd: CALENDAR.announcing("double-11", odd),
    "rule": lambda odd: Festival("fair", "Fair", "集市", "cultural", odd),
    "editions": lambda odd: Festival("fair", "Fair", "集市", "cultural", Announced(), [odd]),
    "windows": lambda odd: Edition(2016, [odd], "announced", SAYS),
    "source": lambda odd: Edition(2016, [HELD], "announced", odd),
    "note": lambda odd: Edition(2016, [HELD], "announced", SAYS, note=odd),
    "cancelled": lambda odd: Edition(2016, [], "announced", SAYS, cancelled=odd),
    "leap": lambda odd: LunarMonth(2016, 1, odd),
    "days": lambda odd: YearlyWindow("sale", odd),
    "yearly windows": lambda odd: Yearly([odd], 2009, None, CHINA, SAYS),
    "term": SolarTermDay,
}


def asked(of: dict[str, Wrong]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("ask", [pytest.param(ask, id=name) for name, ask in of.items()])


@pytest.mark.parametrize("odd", OUTRAGEOUS)
class TestOddArguments:
    """Whatever is asked for as a year, a day, a name, a word or a part, what is none is refused in our own words."""

    @asked(YEARS)
    def test_no_year(self, ask: Wrong, odd: Wrong) -> None:
        with pytest.raises(RuralTaobaoError) as refused:
            ask(odd)
        assert len(str(refused.value)) < 400

    @pytest.mark.parametrize("rule", [RULE, Announced()], ids=["yearly", "announced"])
    def test_no_year_that_a_rule_might_cover(self, rule: Yearly | Announced, odd: Wrong) -> None:
        if type(odd) is int:
            assert not rule.covers(odd)
        else:
            with pytest.raises(RuralTaobaoError):
                rule.covers(odd)

    @asked(DAYS)
    def test_no_day(self, ask: Wrong, odd: Wrong) -> None:
        with pytest.raises(RuralTaobaoError):
            ask(odd)

    @asked(CLOCKS)
    def test_no_clock(self, ask: Wrong, odd: Wrong) -> None:
        with pytest.raises(RuralTaobaoError):
            ask(odd)

    @asked(NAMES)
    def test_no_name(self, ask: Wrong, odd: Wrong) -> None:
        if not isinstance(odd, str) or not odd.isprintable() or not odd.strip() or len(odd) > 100:
            with pytest.raises(RuralTaobaoError) as refused:
                ask(odd)
            assert str(refused.value).isprintable()

    @asked(PARTS)
    def test_no_part(self, ask: Wrong, odd: Wrong) -> None:
        text_or_choice = isinstance(odd, str | bool)
        if not text_or_choice:
            with pytest.raises(RuralTaobaoError):
                ask(odd)

    @pytest.mark.parametrize("words", WORDS)
    def test_no_word(self, words: type[StrEnum], odd: Wrong) -> None:
        if isinstance(odd, int | list) and not isinstance(odd, bool):
            # Python shows what an enumeration does not hold, and cannot show these.
            unshown: Wrong = odd
            with pytest.raises((ValueError, RecursionError)):
                words(unshown)
            return
        with pytest.raises(WordUnknown) as refused:
            words(odd)
        told = refused.value
        assert (told.kind, told.words) == (words.__name__, tuple(words))
        assert all(word in str(told) for word in words)


class TestWordsOfValues:
    """A value that takes a word takes each of them as a text, and refuses another with all of them."""

    @pytest.mark.parametrize(
        ("make", "words"),
        [
            (lambda word: Edition(2016, [], word, SAYS).kind, EditionKind),
            (lambda word: Festival("fair", "Fair", "集市", word, Announced()).kind, FestivalKind),
            (lambda word: NthWeekday(11, word, "first").weekday, Weekday),
            (lambda word: NthWeekday(11, "friday", word).nth, Nth),
            (lambda word: FixedLunarDay(12, 8, word, "common_month").lunar_year, LunarYear),
            (lambda word: FixedLunarDay(12, 8, "ending", word).if_leap, IfLeap),
            (lambda word: FixedLunarDay(12, 30, "ending", "common_month", word).if_short, IfShort),
        ],
    )
    def test_each_is_taken_and_no_other(self, make: Wrong, words: type[StrEnum]) -> None:
        for word in words:
            assert make(str(word)) is word
            with pytest.raises(WordUnknown, match=f"must be one of .*{word}.*, but '{word.upper()}'"):
                make(word.upper())

    @pytest.mark.parametrize("cancelled", [1, 0, "true", None])
    def test_cancelled_is_true_or_false(self, cancelled: Wrong) -> None:
        with pytest.raises(RuralTaobaoError, match=r"^cancelled must be made by True or False, but "):
            Edition(2016, [], "announced", SAYS, cancelled=cancelled)
