"""
Hypothesis strategies for the values of the library, for tests of whatever is built on it.

Each draws from the whole domain of its type unless a narrower strategy is passed for a part.
What an option narrows is itself a strategy: pass `st.just(CNY)`, not `CNY`.
"""

from datetime import date, datetime, time
from operator import itemgetter
from typing import TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from rural_taobao.currencies import Currency
from rural_taobao.exact import Exact, Rate, Rounding
from rural_taobao.identifiers import Identifier, Party
from rural_taobao.instants import UtcOffset
from rural_taobao.money import Allocation, Money, UnitPrice
from rural_taobao.periods import Month, Period
from rural_taobao.timeline import Entry, Source, Timeline

__all__ = [
    "allocations",
    "currencies",
    "days",
    "exacts",
    "identifiers",
    "instants",
    "money",
    "months",
    "offsets",
    "parties",
    "periods",
    "rates",
    "roundings",
    "sources",
    "timelines",
    "unit_prices",
    "weights",
]

T = TypeVar("T")
AnIdentifier = TypeVar("AnIdentifier", bound=Identifier)


def identifiers(kind: type[AnIdentifier]) -> SearchStrategy[AnIdentifier]:
    """
    Draw ids of one kind.

    Args:
        kind: Their type, such as `StationId`.

    Example:
        >>> from hypothesis import given
        >>> from rural_taobao.identifiers import StationId
        >>> @given(identifiers(StationId))
        ... def test_an_id_fits_its_column(station):
        ...     assert len(station) <= 64
        >>> test_an_id_fits_its_column()
    """
    return st.from_regex(r"[0-9A-Za-z][0-9A-Za-z._-]{0,63}", fullmatch=True).map(kind)


def parties() -> SearchStrategy[Party]:
    """Draw roles that take a share of a commission."""
    return st.sampled_from(Party)


def currencies() -> SearchStrategy[Currency]:
    """Draw currencies in use."""
    return st.sampled_from(Currency.codes()).map(Currency)


def money(
    *,
    minor: SearchStrategy[int] | None = None,
    currency: SearchStrategy[Currency] | None = None,
) -> SearchStrategy[Money]:
    """
    Draw amounts of money.

    Args:
        minor: The minor units; of any sign where it is not given.
        currency: The currency; any where it is not given, so two amounts may be in two of them.

    Example:
        >>> from hypothesis import given
        >>> from rural_taobao.currencies import CNY
        >>> yuan = money(currency=st.just(CNY))
        >>> @given(yuan, yuan)
        ... def test_what_is_taken_away_can_be_given_back(one, other):
        ...     assert one - other + other == one
        >>> test_what_is_taken_away_can_be_given_back()
    """
    return st.builds(
        Money,
        st.integers() if minor is None else minor,
        currencies() if currency is None else currency,
    )


def rates(*, millionths: SearchStrategy[int] | None = None) -> SearchStrategy[Rate]:
    """
    Draw rates.

    Args:
        millionths: The parts per million; 0 or more where it is not given, so above 100 % too.
    """
    return st.builds(Rate, st.integers(min_value=0) if millionths is None else millionths)


def unit_prices(
    *,
    millionths: SearchStrategy[int] | None = None,
    currency: SearchStrategy[Currency] | None = None,
) -> SearchStrategy[UnitPrice]:
    """
    Draw prices of one unit.

    Args:
        millionths: The millionths of a minor unit; 0 or more where it is not given.
        currency: The currency; any where it is not given.
    """
    return st.builds(
        UnitPrice,
        st.integers(min_value=0) if millionths is None else millionths,
        currencies() if currency is None else currency,
    )


def exacts(
    *,
    numerator: SearchStrategy[int] | None = None,
    denominator: SearchStrategy[int] | None = None,
) -> SearchStrategy[Exact]:
    """
    Draw exact amounts between two coins.

    Args:
        numerator: Of any sign where it is not given.
        denominator: 1 or more where it is not given.
    """
    return st.builds(
        Exact,
        st.integers() if numerator is None else numerator,
        st.integers(min_value=1) if denominator is None else denominator,
    )


def roundings() -> SearchStrategy[Rounding]:
    """Draw modes of rounding."""
    return st.sampled_from(Rounding)


def allocations() -> SearchStrategy[Allocation]:
    """Draw modes of allocation."""
    return st.sampled_from(Allocation)


def weights(*, weight: SearchStrategy[int] | None = None) -> SearchStrategy[tuple[int, ...]]:
    """
    Draw weights to divide by, at least one of them above 0.

    Args:
        weight: One weight, of 0 or more; any where it is not given.

    Example:
        >>> from hypothesis import given
        >>> @given(money(), weights(), allocations())
        ... def test_parts_make_the_whole(amount, weights, mode):
        ...     assert sum(part.minor for part in amount.allocated(weights, mode)) == amount.minor
        >>> test_parts_make_the_whole()
    """
    one = st.integers(min_value=0) if weight is None else weight
    above_nothing = one.map(lambda each: each or 1)
    return st.tuples(st.lists(one), above_nothing, st.lists(one)).map(lambda drawn: (*drawn[0], drawn[1], *drawn[2]))


def days() -> SearchStrategy[date]:
    """Draw days of the years 1 to 9999."""
    return st.dates()


def periods(*, day: SearchStrategy[date] | None = None, allow_open: bool = True) -> SearchStrategy[Period]:
    """
    Draw periods.

    Args:
        day: A bound; any day where it is not given, at least two different ones where it is.
        allow_open: Whether periods without an end are among them.

    Example:
        >>> from hypothesis import given
        >>> @given(periods(day=st.dates(date(2016, 3, 1), date(2016, 4, 1)), allow_open=False))
        ... def test_a_period_in_march_starts_in_march(period):
        ...     assert period.start.month == 3
        >>> test_a_period_in_march_starts_in_march()
    """
    bound = days() if day is None else day
    closed = st.lists(bound, min_size=2, max_size=2, unique=True).map(lambda bounds: Period(min(bounds), max(bounds)))
    return st.builds(Period, bound) | closed if allow_open else closed


def months() -> SearchStrategy[Month]:
    """Draw calendar months of the years 1 to 9998."""
    return st.builds(Month, st.integers(1, date.max.year - 1), st.integers(1, 12))


def offsets() -> SearchStrategy[UtcOffset]:
    """Draw offsets from UTC, to the minute."""
    return st.builds(UtcOffset, st.integers(-14 * 60, 14 * 60))


def instants(
    *,
    day: SearchStrategy[date] | None = None,
    offset: SearchStrategy[UtcOffset] | None = None,
) -> SearchStrategy[datetime]:
    """
    Draw instants with a fixed offset, to the microsecond.

    Args:
        day: The day of the instant on its own clock; any where it is not given.
            At the two ends of the calendar, other clocks may show no day of the years 1 to 9999.
        offset: That clock; any where it is not given.

    Example:
        >>> from hypothesis import given
        >>> from rural_taobao.instants import CHINA, microseconds
        >>> @given(instants(day=st.just(date(2016, 11, 11)), offset=st.just(CHINA)))
        ... def test_an_instant_of_double_11_is_in_november(instant):
        ...     assert CHINA.day(microseconds(instant)).month == 11
        >>> test_an_instant_of_double_11_is_in_november()
    """
    return st.builds(
        _shown_by_clock,
        days() if day is None else day,
        st.times(),
        offsets() if offset is None else offset,
    )


def _shown_by_clock(day: date, at: time, clock: UtcOffset) -> datetime:
    return datetime.combine(day, at, clock.timezone)


def sources() -> SearchStrategy[Source]:
    """Draw sources, with and without an address, a quality and a note."""
    return st.builds(Source, st.text(min_size=1).filter(str.strip), st.text(), st.text(), st.text())


def timelines(
    values: SearchStrategy[T],
    *,
    day: SearchStrategy[date] | None = None,
    source: SearchStrategy[Source | None] | None = None,
    allow_open: bool = True,
) -> SearchStrategy[Timeline[T]]:
    """
    Draw timelines.

    Args:
        values: What holds; one is drawn for each entry.
        day: A day on which it changes; any where it is not given, at least two different ones
            where it is.
        source: Who says so; any or none where it is not given.
        allow_open: Whether timelines without a last day are among them.

    Example:
        >>> from hypothesis import given
        >>> @given(timelines(st.sampled_from(["1.0", "2.0"])))
        ... def test_a_version_holds_from_its_first_day(versions):
        ...     assert versions.at(versions.changes()[0]) == versions.entries[0].value
        >>> test_a_version_holds_from_its_first_day()
    """
    change = st.tuples(
        days() if day is None else day,
        values,
        st.none() | sources() if source is None else source,
    )
    closed = st.lists(change, min_size=2, unique_by=itemgetter(0)).map(
        lambda changes: _timeline(changes, is_open=False)
    )
    if not allow_open:
        return closed
    opened = st.lists(change, min_size=1, unique_by=itemgetter(0)).map(lambda changes: _timeline(changes, is_open=True))
    return opened | closed


def _timeline(changes: list[tuple[date, T, Source | None]], *, is_open: bool) -> Timeline[T]:
    """Let each change hold until the next; the last one holds for ever, or is only the end."""
    ordered = sorted(changes, key=itemgetter(0))
    bounds = [change[0] for change in ordered]
    ends: list[date | None] = [*bounds[1:], None] if is_open else [*bounds[1:]]
    return Timeline(
        Entry(Period(start, end), value, source) for (start, value, source), end in zip(ordered, ends, strict=is_open)
    )
