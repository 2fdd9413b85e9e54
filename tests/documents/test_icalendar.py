from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from rural_taobao.documents.icalendar import WindowTooFine, festivals_ics
from rural_taobao.festivals import (
    Announced,
    Edition,
    Festival,
    FestivalCalendar,
    Window,
    feast_calendar,
    programme_calendar,
)
from rural_taobao.instants import CHINA, InstantOutsideCalendar, NotAnInstant, UtcOffset, microseconds
from rural_taobao.kinds import WordUnknown
from rural_taobao.settlement import Language
from rural_taobao.testing.festival_strategies import calendars
from rural_taobao.timeline import Source

MADE = datetime(2026, 11, 26, 8, 30, tzinfo=UTC)
FIRST, END = date(2010, 1, 1), date(2026, 1, 1)
SAYS = Source("a poster", url="poster.example/1")


def fair(*windows: Window, name_en: str = "Fair", note: str = "", cancelled: bool = False) -> FestivalCalendar:
    edition = Edition(2016, windows, "announced", SAYS, cancelled=cancelled, note=note)
    return FestivalCalendar([Festival("fair", name_en, "集市", "cultural", Announced(), [edition])])


def text_of(calendar: FestivalCalendar, language: Language = Language.ENGLISH) -> str:
    return festivals_ics(calendar, FIRST, END, CHINA, made=MADE, language=language)


def events(text: str) -> list[Any]:
    """Read a file with a reader that is not ours."""
    read = Calendar.from_ical(text)
    return [*read.walk("VEVENT")]


def span(event: Any, clock: UtcOffset) -> tuple[int, int | None]:
    """Give the instants of an event, days being those of a clock."""

    def instant(value: date) -> int:
        return microseconds(value.astimezone(UTC)) if isinstance(value, datetime) else clock.midnight(value)

    return instant(event.decoded("DTSTART")), instant(event.decoded("DTEND")) if "DTEND" in event else None


def of_seconds(calendar: FestivalCalendar) -> FestivalCalendar:
    """Bring the bounds of announced windows to whole seconds, which is all that an iCalendar file can tell."""

    def whole(window: Window) -> Window:
        start = window.start.replace(microsecond=0)
        end = None if window.end is None else max(window.end.replace(microsecond=0), start + timedelta(seconds=1))
        return Window(window.name, start, end)

    def editions(festival: Festival) -> Iterator[Edition]:
        for each in festival.editions:
            windows = [] if each.cancelled else [whole(window) for window in each.windows]
            yield Edition(each.year, windows, each.kind, each.source, cancelled=each.cancelled, note=each.note)

    return FestivalCalendar(
        [
            Festival(each.id, each.name_en, each.name_zh, each.kind, each.rule, [*editions(each)])
            for each in calendar.festivals
        ]
    )


class TestEvents:
    """A reader of another make finds one event for each window of each edition, with the same instants."""

    @given(calendars().map(of_seconds))
    def test_are_the_windows(self, calendar: FestivalCalendar) -> None:
        held = calendar.between(FIRST, END, CHINA)
        found = [each for each in events(text_of(calendar)) if each["STATUS"] == "CONFIRMED"]
        assert len(found) == len(held)
        for event, occasion in zip(found, held, strict=True):
            window = occasion.window
            clock = UtcOffset((window.start.utcoffset() or timedelta()) // timedelta(minutes=1))
            assert span(event, clock) == (microseconds(window.start), window.end and microseconds(window.end))
            assert event["SUMMARY"] == f"{occasion.name_en}: {window.name}"
            assert event["SUMMARY"].params["LANGUAGE"] == "en"
            assert event["DTSTAMP"].dt == MADE

    @given(calendars().map(of_seconds))
    def test_have_identifiers_of_their_own(self, calendar: FestivalCalendar) -> None:
        found = [str(each["UID"]) for each in events(text_of(calendar))]
        assert len(set(found)) == len(found)

    def test_keep_their_identifiers_whenever_and_in_whatever_language(self) -> None:
        calendar = programme_calendar().merged(feast_calendar())
        later = festivals_ics(
            calendar, date(2016, 1, 1), END, CHINA, made=MADE + timedelta(days=9), language=Language.CHINESE
        )
        before = {str(each["UID"]): each["DTSTART"].dt for each in events(text_of(calendar))}
        for event in events(later):
            assert before[str(event["UID"])] == event["DTSTART"].dt

    def test_are_those_of_the_record(self) -> None:
        found = {str(each["UID"]): each for each in events(text_of(programme_calendar()))}
        sale = found["double-11/2016/sale@rural-taobao"]
        assert (sale.decoded("DTSTART"), sale.decoded("DTEND")) == (date(2016, 11, 11), date(2016, 11, 12))
        wave = found["double-11/2020/balance=2C=20wave=201@rural-taobao"]
        assert wave.decoded("DTSTART") == datetime(2020, 10, 31, 16, 30, tzinfo=UTC)
        assert wave.decoded("DTEND") == datetime(2020, 11, 3, 16, 0, tzinfo=UTC)
        assert "DTEND" not in found["double-11/2022/presale@rural-taobao"]
        assert "nobody knows its end" in found["double-11/2022/presale@rural-taobao"]["DESCRIPTION"]

    def test_tell_of_a_cancelled_edition_where_the_rule_would_have_held_it(self) -> None:
        found = {str(each["UID"]): each for each in events(text_of(programme_calendar()))}
        assert found["double-12/2022/sale@rural-taobao"]["STATUS"] == "CONFIRMED"
        # The rule of Double 12 ends with 2022: that the edition of 2023 was cancelled has no day of its own.
        assert "double-12/2023/sale@rural-taobao" not in found

    def test_are_cancelled_under_the_identifier_that_they_had(self) -> None:
        held = programme_calendar()
        called_off = held.announcing("double-11", Edition(2016, [], "announced", SAYS, cancelled=True))
        before, after = (
            {str(each["UID"]): each for each in events(text_of(calendar))} for calendar in (held, called_off)
        )
        assert before.keys() == after.keys()
        sale = after["double-11/2016/sale@rural-taobao"]
        assert (sale["STATUS"], sale.decoded("DTSTART")) == ("CANCELLED", date(2016, 11, 11))
        outside = festivals_ics(called_off, date(2016, 12, 1), END, CHINA, made=MADE)
        assert "2016/sale" not in outside.replace("double-12/2016", "")

    def test_say_how_far_their_source_is_to_be_relied_on(self) -> None:
        told = {str(event["UID"]): str(event["DESCRIPTION"]) for event in events(text_of(programme_calendar()))}
        weak = [text for uid, text in told.items() if uid.startswith("double-11/2020/")]
        assert len(weak) == 5
        assert all("(third party)" in text for text in weak)

    def test_say_what_else_a_source_says(self) -> None:
        said = Source("a poster", quality="press", note="seen on a wall")
        edition = Edition(2016, [Window.of_days("day", date(2016, 3, 1), date(2016, 3, 2), CHINA)], "announced", said)
        calendar = FestivalCalendar([Festival("fair", "Fair", "集市", "cultural", Announced(), [edition])])
        [event] = events(text_of(calendar))
        assert str(event["DESCRIPTION"]).splitlines()[1:] == ["announced; a poster (press)", "seen on a wall"]

    def test_refuse_a_language_that_is_none(self) -> None:
        with pytest.raises(WordUnknown, match=r"^a value of Language must be one of en, zh, but 'chinese' was given"):
            text_of(fair(), "chinese")  # type: ignore[arg-type]
        day = Window.of_days("sale", date(2016, 1, 1), date(2016, 1, 3), CHINA)
        assert text_of(fair(day), "zh") == text_of(fair(day), Language.CHINESE)  # type: ignore[arg-type]

    def test_are_named_in_chinese(self) -> None:
        [event] = events(
            text_of(fair(Window.of_days("sale", date(2016, 1, 1), date(2016, 1, 3), CHINA)), Language.CHINESE)
        )
        assert event["SUMMARY"] == "集市: sale"
        assert event["SUMMARY"].params["LANGUAGE"] == "zh"
        assert str(event["DESCRIPTION"]).splitlines() == ["Fair", "announced; a poster", "poster.example/1"]

    def test_are_days_only_where_both_ends_are_midnights_of_one_clock(self) -> None:
        west = timezone(timedelta(hours=-5))
        mixed = Window("mixed", datetime(2016, 1, 1, tzinfo=CHINA.timezone), datetime(2016, 1, 2, tzinfo=west))
        [event] = events(text_of(fair(mixed)))
        assert event.decoded("DTSTART") == datetime(2015, 12, 31, 16, tzinfo=UTC)
        assert event.decoded("DTEND") == datetime(2016, 1, 2, 5, tzinfo=UTC)


class TestText:
    """The text is that of the standard: lines of at most 75 bytes, ended as it wants, with what is special escaped."""

    @given(
        st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=100),
        st.text(max_size=300),
    )
    def test_is_folded_and_escaped(self, name: str, note: str) -> None:
        calendar = fair(Window.of_days(name, date(2016, 1, 1), date(2016, 1, 3), CHINA), note=note)
        text = text_of(calendar)
        assert text.endswith("\r\n")
        lines = text.split("\r\n")
        assert all(len(line.encode()) <= 75 for line in lines)
        for line, further in pairwise(lines):
            if further.startswith(" "):
                # No line ends before it has to: the next character has no room on it.
                assert len((line + further[1]).encode()) > 75
        assert not any(character in line for line in lines for character in "\r\n\0\x07")
        [event] = events(text)
        assert event["SUMMARY"] == f"Fair: {name}"
        kept = "".join(each for each in note if each in "\t\n" or not (ord(each) < 32 or 127 <= ord(each) < 160))
        said = "\n".join(filter(None, ["集市", "announced; a poster", "poster.example/1", kept]))
        assert str(event["DESCRIPTION"]) == said

    def test_leaves_out_what_no_line_may_hold(self) -> None:
        text = text_of(fair(Window.of_days("sale", date(2016, 1, 1), date(2016, 1, 3), CHINA), note="\x1f"))
        assert str(events(text)[0]["DESCRIPTION"]).splitlines() == ["集市", "announced; a poster", "poster.example/1"]

    def test_escapes_what_the_standard_names(self) -> None:
        text = text_of(fair(Window.of_days("a,b;c\\d", date(2016, 1, 1), date(2016, 1, 3), CHINA), note="one\ntwo"))
        assert "SUMMARY;LANGUAGE=en:Fair: a\\,b\\;c\\\\d\r\n" in text
        assert "\\none\\ntwo\r\n" in text.replace("\r\n ", "")

    def test_is_that_of_an_empty_calendar(self) -> None:
        assert text_of(FestivalCalendar([])).splitlines() == [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//rural_taobao//festivals//EN",
            "CALSCALE:GREGORIAN",
            "END:VCALENDAR",
        ]


class TestRefused:
    """What an iCalendar file cannot say is refused."""

    @pytest.mark.parametrize("name", ["start", "end"])
    def test_a_window_within_a_second(self, name: str) -> None:
        start = datetime(2016, 1, 1, 10, tzinfo=CHINA.timezone)
        bounds = {"start": start, "end": start + timedelta(hours=1)}
        bounds[name] += timedelta(microseconds=1)
        with pytest.raises(WindowTooFine) as refused:
            text_of(fair(Window("sale", bounds["start"], bounds["end"])))
        assert (refused.value.festival, refused.value.window, refused.value.at) == ("fair", "sale", bounds[name])

    def test_an_instant_of_making_without_an_offset(self) -> None:
        with pytest.raises(NotAnInstant):
            festivals_ics(fair(), FIRST, END, CHINA, made=datetime(2026, 1, 1))  # noqa: DTZ001 - without one

    def test_an_instant_before_the_first_of_utc(self) -> None:
        start = datetime(1, 1, 1, 1, tzinfo=CHINA.timezone)
        calendar = fair(Window("sale", start, start + timedelta(hours=1)))
        with pytest.raises(InstantOutsideCalendar):
            festivals_ics(calendar, date(1, 1, 1), date(1, 2, 1), CHINA, made=MADE)
