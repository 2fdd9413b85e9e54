from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from rural_taobao import testing
from rural_taobao.currencies import CNY
from rural_taobao.exact import Exact, Rate, Rounding
from rural_taobao.identifiers import EventId, Party
from rural_taobao.instants import CHINA
from rural_taobao.money import Allocation, Money, UnitPrice
from rural_taobao.periods import Period
from rural_taobao.testing import strategies
from rural_taobao.timeline import Entry, Timeline
from tests.corners import shows

Corner = tuple[str, SearchStrategy[Any], Callable[[Any], bool]]

lines = strategies.timelines(st.none())
CORNERS: list[Corner] = [
    ("an id of one sign", strategies.identifiers(EventId), lambda made: len(made) == 1),
    ("an id with a dot", strategies.identifiers(EventId), lambda made: "." in made),
    ("an id of many signs", strategies.identifiers(EventId), lambda made: len(made) > 5),
    ("nothing", strategies.money(), lambda amount: not amount),
    ("a debt", strategies.money(), lambda amount: amount.minor < 0),
    ("more than 64 bits hold", strategies.money(), lambda amount: amount.minor > 2**64),
    ("an amount without digits", strategies.money(), lambda amount: not amount.currency.digits),
    ("a price of nothing", strategies.unit_prices(), lambda price: price.millionths == 0),
    ("a price in three digits", strategies.unit_prices(), lambda price: price.currency.digits == 3),
    ("a rate of nothing", strategies.rates(), lambda rate: rate.millionths == 0),
    ("a rate above the whole", strategies.rates(), lambda rate: rate.millionths > 1_000_000),
    ("less than nothing", strategies.exacts(), lambda amount: amount.numerator < 0),
    ("a whole number", strategies.exacts(), lambda amount: amount.denominator == 1),
    ("a part of a coin", strategies.exacts(), lambda amount: amount.denominator > 1),
    ("only one weight", strategies.weights(), lambda weights: len(weights) == 1),
    ("no weight at first", strategies.weights(), lambda weights: weights[0] == 0),
    ("no weight at last", strategies.weights(), lambda weights: weights[-1] == 0),
    ("a day long ago", strategies.days(), lambda day: day.year < 1900),
    ("a month at the end of a year", strategies.months(), lambda month: month.number == 12),
    ("a month long ago", strategies.months(), lambda month: month.year < 1900),
    ("a month far ahead", strategies.months(), lambda month: month.year > 2100),
    ("a day far ahead", strategies.days(), lambda day: day.year > 2100),
    ("a period without an end", strategies.periods(), lambda period: period.end is None),
    ("a period with an end", strategies.periods(), lambda period: period.end is not None),
    ("a clock ahead", strategies.offsets(), lambda clock: clock.minutes > 720),
    ("a clock behind", strategies.offsets(), lambda clock: clock.minutes < -720),
    ("a clock between two hours", strategies.offsets(), lambda clock: clock.minutes % 60 > 0),
    ("an instant before 1970", strategies.instants(), lambda instant: instant.year < 1970),
    ("a part of a second", strategies.instants(), lambda instant: instant.microsecond % 1000 > 0),
    ("a source without an address", strategies.sources(), lambda source: not source.url),
    ("a source with a note", strategies.sources(), lambda source: len(source.note) > 0),
    ("a timeline of one entry", lines, lambda line: len(line.entries) == 1),
    ("a timeline of several", lines, lambda line: len(line.entries) > 2),
    ("a timeline with an end", lines, lambda line: line.covered.end is not None),
    ("a timeline without an end", lines, lambda line: line.covered.end is None),
    ("an entry that nobody vouches for", lines, lambda line: line.entries[0].source is None),
    ("an entry with a source", lines, lambda line: line.entries[0].source is not None),
]


def chosen(option: object) -> Callable[[object], bool]:
    return lambda made: made is option


class TestTheWholeDomain:
    """A strategy draws from the whole domain of its type unless it is told to draw from less."""

    @pytest.mark.parametrize(("strategy", "wanted"), [pytest.param(*rest, id=name) for name, *rest in CORNERS])
    def test_reaches_into_each_corner(self, strategy: SearchStrategy[object], wanted: Callable[[object], bool]) -> None:
        assert shows(strategy, wanted)

    @pytest.mark.parametrize(
        ("strategy", "options"),
        [
            (strategies.parties(), Party),
            (strategies.roundings(), Rounding),
            (strategies.allocations(), Allocation),
        ],
    )
    def test_reaches_each_option(self, strategy: SearchStrategy[object], options: Iterable[object]) -> None:
        for option in options:
            assert shows(strategy, chosen(option))

    @given(st.data())
    def test_is_narrowed_by_the_strategies_that_are_passed(self, data: st.DataObject) -> None:
        one, yuan = st.just(1), st.just(CNY)
        assert data.draw(strategies.money(minor=one, currency=yuan)) == Money(1, CNY)
        assert data.draw(strategies.rates(millionths=one)) == Rate(1)
        price = data.draw(strategies.unit_prices(millionths=one, currency=yuan))
        assert price == UnitPrice(1, CNY)
        assert data.draw(strategies.exacts(numerator=one, denominator=one)) == Exact(1, 1)
        assert set(data.draw(strategies.weights(weight=one))) == {1}

    @given(st.data())
    def test_is_narrowed_to_days_and_clocks(self, data: st.DataObject) -> None:
        first, last = date(2016, 11, 11), date(2016, 11, 12)
        eve_or_day = st.sampled_from([first, last])
        span = data.draw(strategies.periods(day=eve_or_day, allow_open=False))
        assert span == Period(first, last)
        instant = data.draw(strategies.instants(day=eve_or_day, offset=st.just(CHINA)))
        assert instant.date() in {first, last}
        assert instant.utcoffset() == CHINA.timezone.utcoffset(None)
        line = data.draw(strategies.timelines(st.just("2.0"), day=eve_or_day, source=st.none(), allow_open=False))
        assert line == Timeline([Entry(span, "2.0")])

    def test_is_offered_by_the_package_too(self) -> None:
        assert set(strategies.__all__) <= set(testing.__all__)
        assert all(getattr(testing, name) is getattr(strategies, name) for name in strategies.__all__)
