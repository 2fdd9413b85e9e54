from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import partial

import pytest
from dateutil import tz
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.instants import (
    CHINA,
    DAY,
    InstantOutsideCalendar,
    MalformedOffset,
    NotAnInstant,
    UtcOffset,
    fixed,
    microseconds,
)
from rural_taobao.kinds import WrongNumber
from rural_taobao.testing import strategies
from tests.odd_values import OUTRAGEOUS, Wrong

MICROSECOND = timedelta(microseconds=1)
INNER_DAYS = st.dates(date.min + timedelta(days=2), date.max - timedelta(days=2))
"""Days that every clock on earth shows."""


class Zone(tzinfo):
    """A named zone, as a database of zones gives it: its offset depends on the day."""

    def utcoffset(self, moment: datetime | None) -> timedelta:
        return timedelta(hours=9 if moment and moment.year < 1992 else 8)

    def dst(self, moment: datetime | None) -> timedelta:
        return self.utcoffset(moment) - timedelta(hours=8)

    def tzname(self, moment: datetime | None) -> str:
        return "Asia/Shanghai"


class TestInstants:
    """An instant carries a fixed offset; it is whole microseconds since the start of 1970 UTC."""

    @given(strategies.instants())
    def test_is_as_far_from_1970_as_datetimes_say(self, instant: datetime) -> None:
        since = instant - datetime(1970, 1, 1, tzinfo=UTC)
        assert microseconds(instant) == since // MICROSECOND
        assert microseconds(instant) * MICROSECOND == since

    @given(strategies.instants(), strategies.instants())
    def test_stands_in_the_order_of_time(self, one: datetime, other: datetime) -> None:
        assert (microseconds(one) < microseconds(other)) == (one < other)
        assert (microseconds(one) == microseconds(other)) == (one == other)

    @given(strategies.instants(day=INNER_DAYS), strategies.offsets())
    def test_is_the_same_on_every_clock(self, instant: datetime, clock: UtcOffset) -> None:
        shown = clock.instant(microseconds(instant))
        assert shown == instant
        assert shown.utcoffset() == timedelta(minutes=clock.minutes)
        assert microseconds(shown) == microseconds(instant)

    def test_of_the_start_of_1970_is_nothing(self) -> None:
        assert microseconds(datetime(1970, 1, 1, tzinfo=UTC)) == 0
        assert microseconds(datetime(1970, 1, 1, 8, tzinfo=CHINA.timezone)) == 0
        assert microseconds(datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)) == -1

    @given(strategies.instants())
    def test_is_let_through_by_the_validator(self, instant: datetime) -> None:
        fixed(None, None, instant)


class TestWhatIsNoInstant:
    """A point in time without a fixed offset is refused: no zone database is ever read."""

    @pytest.mark.parametrize(
        "value",
        [
            *OUTRAGEOUS,
            datetime(2016, 11, 11),  # noqa: DTZ001 - the fault that is tested
            datetime(2016, 11, 11, tzinfo=Zone()),
            datetime(2016, 11, 11, tzinfo=tz.tzutc()),
            datetime(2016, 11, 11, tzinfo=tz.tzoffset(None, 8 * 3600)),
            date(2016, 11, 11),
            time(8, tzinfo=UTC),
            "2016-11-11T00:00:00+08:00",
            1_478_793_600_000_000,
        ],
    )
    def test_is_named_in_a_short_message(self, value: Wrong) -> None:
        attempts: list[Callable[[], object]] = [
            lambda: microseconds(value),
            lambda: fixed(None, None, value),
        ]
        for attempt in attempts:
            with pytest.raises(NotAnInstant, match="give it the offset that held there") as refused:
                attempt()
            assert refused.value.given is value
            assert len(str(refused.value)) < 400

    def test_is_told_of_with_what_to_write(self) -> None:
        with pytest.raises(NotAnInstant) as refused:
            microseconds(datetime(2016, 11, 11))  # noqa: DTZ001 - the fault that is tested
        assert str(refused.value) == (
            "an instant must be a datetime with a fixed offset, such as 2016-11-11T00:00:00+08:00, "
            "but datetime.datetime(2016, 11, 11, 0, 0) was given; give it the offset that held "
            "there, with datetime.timezone(datetime.timedelta(hours=8))"
        )


class TestDays:
    """A network states one fixed UTC offset, and its days change at its midnight."""

    @given(strategies.days(), strategies.offsets())
    def test_start_at_midnight_on_the_clock(self, day: date, clock: UtcOffset) -> None:
        midnight = datetime.combine(day, time.min, clock.timezone)
        assert clock.midnight(day) == (midnight - datetime(1970, 1, 1, tzinfo=UTC)) // MICROSECOND

    @given(strategies.days(), strategies.offsets(), st.integers(0, DAY - 1))
    def test_hold_every_instant_from_their_midnight_to_the_next(
        self, day: date, clock: UtcOffset, since_midnight: int
    ) -> None:
        assert clock.day(clock.midnight(day) + since_midnight) == day

    @given(st.dates(max_value=date.max - timedelta(days=1)), strategies.offsets())
    def test_end_where_the_next_one_starts(self, day: date, clock: UtcOffset) -> None:
        after = day + timedelta(days=1)
        assert clock.midnight(after) - clock.midnight(day) == DAY
        assert clock.day(clock.midnight(after)) == after

    @given(strategies.instants(day=INNER_DAYS), strategies.offsets())
    def test_are_those_of_the_datetime_on_that_clock(self, instant: datetime, clock: UtcOffset) -> None:
        there = instant.astimezone(timezone(timedelta(minutes=clock.minutes)))
        assert clock.day(microseconds(instant)) == there.date()

    def test_are_a_day_ahead_in_china_from_four_in_the_afternoon(self) -> None:
        before = datetime(2016, 11, 10, 15, 59, 59, 999_999, tzinfo=UTC)
        assert CHINA.day(microseconds(before)) == date(2016, 11, 10)
        assert CHINA.day(microseconds(before + MICROSECOND)) == date(2016, 11, 11)


class TestTheEndsOfTheCalendar:
    """Beyond the years 1 to 9999 a day is refused, never wrapped."""

    @given(strategies.offsets(), st.integers(0))
    def test_are_refused_with_the_instant_and_the_clock(self, clock: UtcOffset, more: int) -> None:
        for beyond in (clock.midnight(date.min) - 1 - more, clock.midnight(date.max) + DAY + more):
            for show in (clock.day, clock.instant):
                with pytest.raises(InstantOutsideCalendar) as refused:
                    show(beyond)
                assert (refused.value.instant, refused.value.offset) == (beyond, clock)

    @given(strategies.offsets())
    def test_hold_their_first_and_their_last_instant(self, clock: UtcOffset) -> None:
        first, last = clock.midnight(date.min), clock.midnight(date.max) + DAY - 1
        assert (clock.day(first), clock.day(last)) == (date.min, date.max)
        assert clock.instant(first) == datetime.min.replace(tzinfo=clock.timezone)
        assert clock.instant(last) == datetime.max.replace(tzinfo=clock.timezone)

    @pytest.mark.parametrize(
        ("instant", "minutes"),
        [
            (datetime(9999, 12, 31, 23, tzinfo=UTC), 480),
            (datetime(1, 1, 1, 1, tzinfo=UTC), -480),
            (datetime(1, 1, 1, 7, tzinfo=timezone(timedelta(hours=8))), 0),
        ],
    )
    def test_are_the_same_for_an_instant_and_for_its_microseconds(self, instant: datetime, minutes: int) -> None:
        clock, beyond = UtcOffset(minutes), microseconds(instant)
        for show in (partial(clock.day, beyond), partial(clock.day_of, instant)):
            with pytest.raises(InstantOutsideCalendar) as refused:
                show()
            assert (refused.value.instant, refused.value.offset) == (beyond, clock)

    @given(strategies.offsets(), strategies.instants())
    def test_hold_each_day_that_an_instant_falls_on(self, clock: UtcOffset, instant: datetime) -> None:
        assert clock.day_of(instant) == clock.day(microseconds(instant)) == instant.astimezone(clock.timezone).date()

    def test_are_told_of_with_what_to_do(self) -> None:
        never = microseconds(datetime(9999, 12, 31, 23, tzinfo=UTC))
        with pytest.raises(InstantOutsideCalendar) as refused:
            CHINA.day(never)
        assert str(refused.value) == (
            "an instant must fall within the years 1 to 9999 on the clock +08:00, "
            f"but {never} microseconds since 1970 were given; "
            "leave out an instant that only stands for never"
        )

    def test_are_told_of_for_an_instant_of_5000_digits(self) -> None:
        with pytest.raises(InstantOutsideCalendar, match="an int too long to show micro"):
            CHINA.instant(10**5000)


class TestOffsets:
    """An offset is written +HH:MM or -HH:MM, at most 14 hours from UTC."""

    @given(strategies.offsets())
    def test_are_read_back_as_they_are_printed(self, clock: UtcOffset) -> None:
        assert UtcOffset.parse(str(clock)) == clock

    @given(st.sampled_from("+-"), st.integers(0, 99), st.integers(0, 99))
    def test_are_read_from_every_text_of_that_form_that_a_clock_can_have(
        self, sign: str, hours: int, minutes: int
    ) -> None:
        text = f"{sign}{hours:02}:{minutes:02}"
        if minutes > 59:
            with pytest.raises(MalformedOffset):
                UtcOffset.parse(text)
        elif hours * 60 + minutes > 14 * 60:
            with pytest.raises(WrongNumber, match="from -840 to 840"):
                UtcOffset.parse(text)
        else:
            ahead = timedelta(hours=hours, minutes=minutes)
            assert UtcOffset.parse(text).timezone == timezone(ahead if sign == "+" else -ahead)

    @pytest.mark.parametrize(
        ("minutes", "text"),
        [(480, "+08:00"), (0, "+00:00"), (-30, "-00:30"), (-210, "-03:30"), (345, "+05:45")],
    )
    def test_are_printed_with_their_sign(self, minutes: int, text: str) -> None:
        assert str(UtcOffset(minutes)) == text

    def test_is_eight_hours_ahead_in_china(self) -> None:
        assert UtcOffset.parse("+08:00") == CHINA

    @pytest.mark.parametrize(
        "value",
        [
            *OUTRAGEOUS,
            *["Z", "UTC", "08:00", "+8:00", "+0800", "+08", "+08:60", "+08:00:00", "+08:00\n"],
            *[
                " +08:00",
                "+０８:00",
                "−08:00",
                "±08:00",
                "+-8:00",
                "+08:-1",
                "+08.00",
                "Asia/Shanghai",
            ],
            480,
            ["+08:00"],
            UTC,
        ],
    )
    def test_are_refused_in_any_other_form(self, value: Wrong) -> None:
        with pytest.raises(MalformedOffset, match="write for example") as refused:
            UtcOffset.parse(value)
        assert refused.value.given is value
        assert len(str(refused.value)) < 200

    def test_are_told_of_with_what_to_write(self) -> None:
        with pytest.raises(MalformedOffset) as refused:
            UtcOffset.parse("Asia/Shanghai")
        assert str(refused.value) == (
            "an offset must be written +HH:MM or -HH:MM, but 'Asia/Shanghai' was given; "
            "write for example +08:00, which is China's"
        )

    @pytest.mark.parametrize("value", [-841, 841, 8 * 3600, 480.0, True, "480", None])
    def test_are_minutes_that_a_clock_on_earth_can_have(self, value: Wrong) -> None:
        with pytest.raises(WrongNumber, match="minutes must be a whole number from -840 to 840"):
            UtcOffset(value)

    @pytest.mark.parametrize("minutes", [-840, 840])
    def test_reach_to_14_hours(self, minutes: int) -> None:
        assert UtcOffset(minutes).timezone == timezone(timedelta(minutes=minutes))
