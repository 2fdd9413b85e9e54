from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.commission import Basis, Boundary, HitPolicy, Moment, OnRefund
from rural_taobao.currencies import CNY, Currency
from rural_taobao.documents import scalars
from rural_taobao.documents.expectations import NoSuchTime, NotOfKind
from rural_taobao.documents.scalar_hooks import scalar_hooks, scalar_written
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.exact import NotANumber, NumberTooFine, Rate, Rounding
from rural_taobao.identifiers import MalformedIdentifier, Party, PlanId, StationId
from rural_taobao.instants import UtcOffset
from rural_taobao.money import Allocation, Money, UnitPrice
from rural_taobao.periods import Month
from rural_taobao.testing.strategies import (
    currencies,
    days,
    identifiers,
    instants,
    money,
    months,
    offsets,
    rates,
    unit_prices,
)
from tests.odd_values import OUTRAGEOUS

CHOICES: list[type[StrEnum]] = [Allocation, Basis, Boundary, HitPolicy, Moment, OnRefund, Party, Rounding]
LOOSE = [2.7, 1.0, True, 1, "1", "１２", Decimal("1.5"), None, b"1", [], {}]
"""What a lenient reader takes for one another."""


def paid_in_cny(reader: Callable[[object, Currency], object]) -> Callable[[object], object]:
    return lambda value: reader(value, CNY)


STRICT: list[Callable[[object], object]] = [
    scalars.currency,
    scalars.day,
    scalars.instant,
    scalars.month,
    scalars.offset,
    scalars.rate,
    scalars.time_of_day,
    paid_in_cny(scalars.money),
    paid_in_cny(scalars.unit_price),
    lambda value: scalars.option(Rounding, value),
    lambda value: scalars.identifier(PlanId, value),
]


class TestEveryScalar:
    """structure(unstructure(x)) = x for every public value."""

    @given(money())
    def test_an_amount_reads_back(self, amount: Money) -> None:
        assert scalars.money(scalar_written(amount), amount.currency) == amount

    @given(money(minor=st.integers(-(10**12), 10**12)))
    def test_an_amount_that_is_written_as_a_decimal_is_the_same(self, amount: Money) -> None:
        assert scalars.money(Decimal(scalar_written(amount)), amount.currency) == amount

    @given(unit_prices())
    def test_a_price_reads_back(self, price: UnitPrice) -> None:
        assert scalars.unit_price(scalar_written(price), price.currency) == price

    @given(rates())
    def test_a_rate_reads_back(self, rate: Rate) -> None:
        assert scalars.rate(scalar_written(rate)) == rate

    @given(months())
    def test_a_month_reads_back(self, month: Month) -> None:
        assert scalars.month(scalar_written(month)) == month

    @given(currencies())
    def test_a_currency_reads_back(self, currency: Currency) -> None:
        assert scalars.currency(scalar_written(currency)) == currency

    @given(offsets())
    def test_an_offset_reads_back(self, offset: UtcOffset) -> None:
        assert scalars.offset(scalar_written(offset)) == offset

    @given(days())
    def test_a_day_reads_back_from_itself_and_from_its_text(self, day: date) -> None:
        assert scalars.day(day) == scalars.day(day.isoformat()) == day

    @given(st.builds(time, st.integers(0, 23), st.integers(0, 59)))
    def test_a_time_of_day_reads_back_from_itself_and_from_its_text(self, at: time) -> None:
        for each in (at, scalar_written(at), at.isoformat()):
            assert scalars.time_of_day(each) == at

    @given(instants())
    def test_an_instant_reads_back_from_itself_and_from_its_text(self, instant: datetime) -> None:
        for each in (scalars.instant(instant), scalars.instant(instant.isoformat())):
            assert each == instant
            assert each.utcoffset() == instant.utcoffset()

    @given(identifiers(StationId))
    def test_an_id_reads_back_as_its_own_type(self, station: StationId) -> None:
        found = scalars.identifier(StationId, str(station))
        assert found == station
        assert type(found) is StationId

    @pytest.mark.parametrize("kind", CHOICES)
    def test_a_choice_reads_back_by_its_name(self, kind: type[StrEnum]) -> None:
        assert [scalars.option(kind, each.value) for each in kind] == list(kind)

    @given(st.integers(-(10**40) + 1, 10**40 - 1))
    def test_a_whole_number_reads_back_from_itself_and_from_its_text(self, number: int) -> None:
        assert scalars.whole_number(number) == scalars.whole_number_text(str(number)) == number

    @given(flag=st.booleans())
    def test_a_flag_reads_back_from_itself_and_from_its_text(self, *, flag: bool) -> None:
        assert scalars.flag(flag) is flag
        assert scalars.flag_text("true" if flag else "false") is flag

    @given(st.text())
    def test_a_text_is_left_as_it_is(self, text: str) -> None:
        assert scalars.text(text) is text

    @pytest.mark.parametrize("number", [Money(10**43), UnitPrice(10**49), Rate(10**45)])
    def test_a_number_too_long_to_read_back_is_not_written(self, number: Money | UnitPrice | Rate) -> None:
        with pytest.raises(NotANumber):
            scalar_written(number)


class TestNoGuess:
    """Strict hooks for every scalar: nothing is taken for what it is not."""

    @pytest.mark.parametrize("value", OUTRAGEOUS)
    @pytest.mark.parametrize("reader", STRICT)
    def test_what_nobody_expects_is_refused_in_one_short_line(
        self, reader: Callable[[object], object], value: object
    ) -> None:
        with pytest.raises(RuralTaobaoError) as caught:
            reader(value)
        assert str(caught.value).isprintable()
        assert len(str(caught.value)) < 400

    @pytest.mark.parametrize("value", LOOSE)
    def test_a_whole_number_is_an_int_and_nothing_like_it(self, value: object) -> None:
        if type(value) is int:
            assert scalars.whole_number(value) == value
        else:
            with pytest.raises(NotOfKind):
                scalars.whole_number(value)

    @pytest.mark.parametrize("value", LOOSE)
    def test_a_flag_is_a_bool_and_nothing_like_it(self, value: object) -> None:
        if value is True:
            assert scalars.flag(value) is True
        else:
            with pytest.raises(NotOfKind):
                scalars.flag(value)

    @pytest.mark.parametrize("value", LOOSE)
    def test_a_text_is_a_str_and_nothing_like_it(self, value: object) -> None:
        if isinstance(value, str):
            assert scalars.text(value) == value
        else:
            with pytest.raises(NotOfKind):
                scalars.text(value)

    @pytest.mark.parametrize("text", ["", " 7", "7 ", "+7", "7.0", "1_000", "0x10", "１２", "٣", "9" * 41, "1e3", "-"])
    def test_a_whole_number_of_a_table_is_in_ascii_digits(self, text: str) -> None:
        with pytest.raises(NotOfKind):
            scalars.whole_number_text(text)

    @pytest.mark.parametrize("text", ["", "1", "0", "yes", "True", "TRUE", " true", "truefalse"])
    def test_a_flag_of_a_table_has_two_spellings(self, text: str) -> None:
        with pytest.raises(NotOfKind):
            scalars.flag_text(text)

    @pytest.mark.parametrize("value", [5, True, 0.5, None])
    def test_an_amount_is_no_bare_whole_number_and_no_float(self, value: object) -> None:
        for reader in (scalars.money, scalars.unit_price):
            with pytest.raises(NotOfKind):
                reader(value, CNY)

    @pytest.mark.parametrize("value", ["1e400", "nan", "inf", "-inf", "１２", "1,000.00", "¥5", Decimal("nan")])
    def test_an_amount_is_written_in_digits(self, value: object) -> None:
        for reader in (scalars.money, scalars.unit_price):
            with pytest.raises(NotANumber):
                reader(value, CNY)

    @given(st.integers(1, 999))
    def test_an_amount_finer_than_a_coin_is_refused_and_not_rounded(self, thousandths: int) -> None:
        text = f"0.{thousandths:03}"
        if text.endswith("0"):
            assert scalars.money(text, CNY) == Money(thousandths // 10)
        else:
            with pytest.raises(NumberTooFine):
                scalars.money(text, CNY)
        assert scalars.money(text, Currency("BHD")).minor == thousandths

    @pytest.mark.parametrize("value", ["3", "0.03", Decimal("0.03"), 3, 0.03, "3 percent", "3 ％", ""])
    def test_a_rate_without_its_sign_is_refused(self, value: object) -> None:
        with pytest.raises(NotOfKind):
            scalars.rate(value)

    def test_a_rate_and_a_price_below_zero_are_told_as_they_are_written(self) -> None:
        with pytest.raises(NotOfKind, match=r"must be a rate of 0 % or more, but '-3 %' was given"):
            scalars.rate("-3 %")
        with pytest.raises(NotOfKind, match=r"must be a price of 0 or more, but '-0.30' was given"):
            scalars.unit_price("-0.30", CNY)
        with pytest.raises(NotOfKind, match=r"of at most 14 hours, such as \+08:00, but '\+15:00' was given"):
            scalars.offset("+15:00")

    @pytest.mark.parametrize(
        ("value", "error"), [("-1 %", NotOfKind), ("0.00001 %", NumberTooFine), ("three %", NotANumber)]
    )
    def test_a_rate_is_exact_and_not_below_zero(self, value: str, error: type[Exception]) -> None:
        with pytest.raises(error):
            scalars.rate(value)

    @pytest.mark.parametrize("kind", CHOICES)
    def test_a_choice_has_one_exact_name_and_the_message_lists_all(self, kind: type[StrEnum]) -> None:
        for wrong in (kind(next(iter(kind))).upper(), f" {next(iter(kind))}", "", None):
            with pytest.raises(NotOfKind) as caught:
                scalars.option(kind, wrong)
            assert all(each.value in str(caught.value) for each in kind)

    @pytest.mark.parametrize(
        "value",
        [
            "2016-11-11T00:00:00+08:00",
            "20161111",
            "2016-W45-5",
            "２０１６-11-11",
            "2016-11-11 ",
            20161111,
            datetime(2016, 11, 11, tzinfo=UTC),
        ],
    )
    def test_a_day_is_written_in_one_way(self, value: object) -> None:
        with pytest.raises(NotOfKind):
            scalars.day(value)

    @pytest.mark.parametrize(
        "value",
        [
            "2016-11-11",
            "2016-11-11T00:00:00",
            "2016-11-11T00:00+08:00",
            "2016-11-11T00:00:00.1234567Z",
            "2016-11-11T00:00:00+8:00",
            date(2016, 11, 11),
            datetime(2016, 11, 11),  # noqa: DTZ001 - the fault that is refused
        ],
    )
    def test_an_instant_has_its_offset_and_no_more_digits_than_are_kept(self, value: object) -> None:
        with pytest.raises(NotOfKind):
            scalars.instant(value)

    @pytest.mark.parametrize(
        ("read", "text"),
        [
            (scalars.day, "2015-02-29"),
            (scalars.day, "2016-02-30"),
            (scalars.day, "0000-01-01"),
            (scalars.instant, "2015-02-29T00:00:00+08:00"),
            (scalars.instant, "2016-11-11T24:00:00+08:00"),
            (scalars.instant, "2016-11-11T23:59:60Z"),
            (scalars.instant, "2016-11-11T00:00:00+24:00"),
        ],
    )
    def test_what_has_the_form_and_is_none_is_not_told_to_be_of_another_form(
        self, read: Callable[[object], object], text: str
    ) -> None:
        with pytest.raises(NoSuchTime) as caught:
            read(text)
        assert f"{text!r} is none, although it is of that form" in str(caught.value)

    @pytest.mark.parametrize(
        "value",
        [
            "24:00",
            "20:60",
            "8:30",
            "20:30:01",
            "20:30:00.5",
            "20:30Z",
            " 20:30",
            "２０:30",
            time(20, 30, 1),
            time(1, 2, 3, 4),
        ],
    )
    def test_a_time_of_day_is_of_whole_minutes_and_has_no_zone(self, value: object) -> None:
        for each in (value, 20, datetime(2016, 11, 11, 20, 30, tzinfo=UTC), time(20, 30, tzinfo=UTC)):
            with pytest.raises(NotOfKind, match="a time of day to the minute, such as 20:30, but"):
                scalars.time_of_day(each)

    def test_an_instant_keeps_every_digit(self) -> None:
        found = scalars.instant("2016-11-11 00:03:12.000001-03:30")
        assert found == datetime(2016, 11, 11, 3, 33, 12, 1, tzinfo=UTC)
        assert found.tzinfo == timezone(timedelta(hours=-3, minutes=-30))


class TestHooks:
    """All documents read a type by the same strict function."""

    def test_each_type_has_one(self) -> None:
        hooks, flag = scalar_hooks(CNY), True
        read = [
            hooks[str]("text", str),
            hooks[str]("sanhe", StationId),
            hooks[str]("up", Rounding),
            hooks[bool](flag, bool),
            hooks[int](7, int),
            hooks[date](date(2016, 11, 11), date),
            hooks[datetime](datetime(2016, 11, 11, tzinfo=UTC), datetime),
            hooks[Month]("2016-11", Month),
            hooks[Currency]("UGX", Currency),
            hooks[UtcOffset]("+08:00", UtcOffset),
            hooks[Rate]("2.5 %", Rate),
            hooks[Money]("0.50", Money),
            hooks[UnitPrice]("0.50", UnitPrice),
        ]
        assert read == [
            "text",
            StationId("sanhe"),
            Rounding.UP,
            True,
            7,
            date(2016, 11, 11),
            datetime(2016, 11, 11, tzinfo=UTC),
            Month(2016, 11),
            Currency("UGX"),
            UtcOffset(480),
            Rate(25_000),
            Money(50),
            UnitPrice(50_000_000),
        ]

    def test_amounts_are_in_the_currency_of_the_document(self) -> None:
        hooks = scalar_hooks(Currency("BHD"))
        assert hooks[Money]("0.005", Money) == Money(5, Currency("BHD"))
        assert hooks[UnitPrice]("0.001", UnitPrice) == UnitPrice(1_000_000, Currency("BHD"))

    def test_ids_are_refused_by_their_own_sentence(self) -> None:
        with pytest.raises(MalformedIdentifier, match="a StationId must be"):
            scalar_hooks(CNY)[str]("三河", StationId)
