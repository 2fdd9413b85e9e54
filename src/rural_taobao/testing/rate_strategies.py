"""Strategies for rates: tiers and tables of them, rate forms of every kind, and tables by key."""

from operator import itemgetter
from typing import Final

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from rural_taobao.commission.bases import AmountOf, Basis, BasisForm, PartOff, PartOn, basis_form, is_money
from rural_taobao.commission.edges import Boundary, FirstFlat, Overflow, Underflow
from rural_taobao.commission.keyed import NAMES, ByKey, Key, Otherwise, RuleRate
from rural_taobao.commission.rates import (
    Attainment,
    Band,
    Banded,
    Bonus,
    ByVolume,
    Flat,
    Graduated,
    Interpolated,
    Linear,
    MeasuredForm,
    Percentage,
    PercentageAndFlat,
    PerPackage,
    PerUnit,
    Point,
    RateForm,
    VolumeTier,
    WholeAmount,
    pays_for_money,
)
from rural_taobao.commission.tiers import Tier
from rural_taobao.currencies import Currency
from rural_taobao.exact import Rate
from rural_taobao.money import Money, UnitPrice
from rural_taobao.testing.quota_strategies import attainments
from rural_taobao.testing.strategies import currencies, identifiers, rates

__all__ = ["bases", "measured_forms", "rate_forms", "rates_by_volume", "rule_rates", "tables", "tiers"]

_FEW = 3
_CURRENCIES = currencies()
_SIZES = st.integers(min_value=0)
_YES = st.booleans()
_AMOUNTS_OF: Final = st.builds(
    AmountOf, less=st.frozensets(st.sampled_from(PartOff)), plus=st.frozensets(st.sampled_from(PartOn))
)


@st.composite
def _rows(draw: st.DrawFn, currency: SearchStrategy[Currency], most: int) -> tuple[Tier, ...]:
    """Draw tiers that rise and meet, of money or of units; the last of them may be open."""
    paid_in = draw(currency)
    edges = sorted(draw(st.sets(_SIZES, min_size=1, max_size=most + 1)))
    ends: list[int | None] = [*edges[1:]]
    if len(edges) == 1 or (len(edges) <= most and draw(_YES)):
        ends.append(None)
    bounds = list(zip(edges, ends, strict=False))
    flat = st.none() | st.builds(Money, _SIZES, st.just(paid_in))
    packages = st.none() | st.integers(min_value=1)
    money, rows = draw(_YES), list[Tier]()

    def edge(size: int | None) -> Money | int | None:
        return Money(size, paid_in) if money and size is not None else size

    for start, end in bounds:
        package = draw(packages)
        pays = Rate(draw(_SIZES)) if money and package is None else UnitPrice(draw(_SIZES), paid_in)
        begins = Money(start, paid_in) if money else start
        rows.append(Tier(begins, pays, edge(end), draw(flat), edge(package)))
    return tuple(rows)


def tiers(*, currency: SearchStrategy[Currency] | None = None) -> SearchStrategy[Tier]:
    """
    Draw tiers, of money with a share, of units with a price, and of packages of either.

    Args:
        currency: The currency of the money, or of the price; any where it is not given.
    """
    return _rows(_CURRENCIES if currency is None else currency, 1).map(itemgetter(0))


@st.composite
def _tables(draw: st.DrawFn, currency: SearchStrategy[Currency]) -> Graduated | WholeAmount:
    row = draw(_rows(currency, _FEW))
    over = list(Overflow) if row[-1].end is not None else [None, *Overflow]
    under = list(Underflow) if row[0].first else [None, *Underflow]
    form: type[Graduated | WholeAmount] = Graduated if draw(_YES) else WholeAmount
    first = list(FirstFlat) if row[0].flat is not None and not row[0].first else [None, *FirstFlat]
    return form(
        first_flat=draw(st.sampled_from(first)),
        overflow=draw(st.sampled_from(over)),
        underflow=draw(st.sampled_from(under)),
        boundary=draw(st.sampled_from(Boundary)),
        tiers=row,
    )


def tables(*, currency: SearchStrategy[Currency] | None = None) -> SearchStrategy[Graduated | WholeAmount]:
    """
    Draw tables of tiers, of money and of units, graduated and by the whole amount.

    Args:
        currency: The currency of the money, or of the prices; any where it is not given.

    Example:
        >>> from hypothesis import given
        >>> @given(tables())
        ... def test_a_table_that_ends_says_what_comes_after(table):
        ...     assert table.tiers[-1].end is None or table.overflow is not None
        >>> test_a_table_that_ends_says_what_comes_after()
    """
    return _tables(_CURRENCIES if currency is None else currency)


def bases() -> SearchStrategy[BasisForm]:
    """Draw bases: plain names, and amounts part by part."""
    return st.sampled_from(Basis) | _AMOUNTS_OF.map(basis_form)


@st.composite
def _by_volume(draw: st.DrawFn, currency: SearchStrategy[Currency]) -> ByVolume:
    """Draw rates by volume, the last tier of which may be open."""
    paid_in, volume = draw(currency), draw(bases())
    money, of_money = draw(_YES), is_money(volume)
    edges = sorted(draw(st.sets(_SIZES, min_size=1, max_size=_FEW)))
    ends: list[int | None] = [*edges[1:], draw(st.none() | st.integers(edges[-1] + 1))]

    def edge(size: int) -> Money | int:
        return Money(size, paid_in) if of_money else size

    return ByVolume(
        volume=volume,
        boundary=draw(st.sampled_from(Boundary)),
        overflow=draw(st.sampled_from(Overflow)),
        underflow=draw(st.sampled_from(Underflow)),
        tiers=[
            VolumeTier(edge(start), draw(_pays(paid_in, money=money)), None if end is None else edge(end))
            for start, end in zip(edges, ends, strict=True)
        ],
    )


def rate_forms(*, currency: SearchStrategy[Currency] | None = None) -> SearchStrategy[RateForm]:
    """
    Draw rate forms of every kind.

    Args:
        currency: The currency of whatever in it is money; any where it is not given.
    """
    return measured_forms(currency=currency) | rates_by_volume(currency=currency)


def rates_by_volume(*, currency: SearchStrategy[Currency] | None = None) -> SearchStrategy[ByVolume]:
    """
    Draw rates by volume: of amounts and of units, by amounts and by units.

    Args:
        currency: The currency of whatever in it is money; any where it is not given.
    """
    return _by_volume(_CURRENCIES if currency is None else currency)


def measured_forms(*, currency: SearchStrategy[Currency] | None = None) -> SearchStrategy[MeasuredForm]:
    """
    Draw rate forms that go by the one measure that they pay for.

    Args:
        currency: The currency of whatever in it is money; any where it is not given.
    """
    drawn = _CURRENCIES if currency is None else currency
    return (
        st.builds(_flat, _SIZES, drawn)
        | st.builds(_per_unit, _SIZES, drawn)
        | rates().map(Percentage)
        | st.builds(_percentage_and_flat, rates(), _SIZES, drawn)
        | _tables(drawn)
        | _banded(drawn)
        | _by_one_point(drawn)
        | _interpolated(drawn)
        | attainments(currency=drawn)
    )


@st.composite
def _by_key(draw: st.DrawFn, currency: SearchStrategy[Currency]) -> ByKey:
    """Draw tables by key, all of whose rates are measured in money, or all in units, and over what one rule may."""
    paid_in, key, of_money = draw(currency), draw(st.sampled_from(Key)), draw(_YES)
    apart = (Flat, PercentageAndFlat) if draw(_YES) else (Attainment,)
    forms = measured_forms(currency=st.just(paid_in)).filter(
        lambda form: pays_for_money(form) is not (not of_money) and not isinstance(form, apart)
    )
    names = st.lists(identifiers(NAMES[key]), min_size=1, max_size=_FEW, unique=True)
    return ByKey(
        key=key,
        table={name: draw(forms) for name in draw(names)},
        otherwise=draw(forms | st.sampled_from(Otherwise)),
    )


def rule_rates(*, currency: SearchStrategy[Currency] | None = None) -> SearchStrategy[RuleRate]:
    """
    Draw what a rule may state as its rate: rate forms of every kind, and tables of them by key.

    Args:
        currency: The currency of whatever in it is money; any where it is not given.
    """
    return rate_forms(currency=currency) | _by_key(_CURRENCIES if currency is None else currency)


@st.composite
def _banded(draw: st.DrawFn, currency: SearchStrategy[Currency]) -> Banded:
    """Draw printed tables, of money or of units, the last band of which may be open."""
    paid_in, step = draw(currency), draw(st.integers(1, 100))
    money = draw(_YES)
    start, bands = draw(_SIZES), list[Band]()

    def edge(size: int) -> Money | int:
        return Money(size, paid_in) if money else size

    for place in range(draw(st.integers(1, _FEW))):
        end = None if place == _FEW - 1 and draw(_YES) else start + draw(_SIZES)
        pays: list[SearchStrategy[Flat | Percentage | PercentageAndFlat | PerUnit]] = [
            st.builds(_flat, _SIZES, st.just(paid_in)),
            st.builds(_percentage_and_flat, rates(), _SIZES, st.just(paid_in)) | rates().map(Percentage)
            if money
            else st.builds(_per_unit, _SIZES, st.just(paid_in)),
        ]
        bands.append(Band(edge(start), None if end is None else edge(end), draw(st.one_of(pays))))
        if end is not None:
            start = end + draw(st.integers(1, step))
    return Banded(
        step=edge(step),
        bands=bands,
        overflow=draw(st.sampled_from(Overflow)),
        underflow=draw(st.sampled_from(Underflow)),
    )


def _edges(currency: Currency, *, money: bool) -> SearchStrategy[Money | int]:
    return st.builds(Money, _SIZES, st.just(currency)) if money else _SIZES


def _pays(currency: Currency, *, money: bool) -> SearchStrategy[Rate | UnitPrice]:
    return rates() if money else st.builds(UnitPrice, _SIZES, st.just(currency))


@st.composite
def _by_one_point(draw: st.DrawFn, currency: SearchStrategy[Currency]) -> Linear | Bonus | PerPackage:
    """Draw rates that go by one measure: what lies above it, a bonus at it, packages of its size."""
    paid_in, money = draw(currency), draw(_YES)
    edge, price = _edges(paid_in, money=money), st.builds(UnitPrice, _SIZES, st.just(paid_in))
    linear = st.builds(Linear, edge, _pays(paid_in, money=money))
    bonus = st.builds(Bonus, edge, st.builds(Money, _SIZES, st.just(paid_in)))
    size = st.integers(min_value=1).map(lambda each: Money(each, paid_in) if money else each)
    return draw(linear | bonus | st.builds(PerPackage, size, price))


@st.composite
def _interpolated(draw: st.DrawFn, currency: SearchStrategy[Currency]) -> Interpolated:
    """Draw rates that move in straight lines between points."""
    paid_in, money = draw(currency), draw(_YES)
    places = sorted(draw(st.sets(_SIZES, min_size=1, max_size=_FEW)))
    pays = _pays(paid_in, money=money)
    return Interpolated(
        points=[Point(Money(place, paid_in) if money else place, draw(pays)) for place in places],
        overflow=draw(st.sampled_from(Overflow)),
        underflow=draw(st.sampled_from(Underflow)),
    )


def _percentage_and_flat(rate: Rate, minor: int, currency: Currency) -> PercentageAndFlat:
    return PercentageAndFlat(rate, Money(minor, currency))


def _flat(minor: int, currency: Currency) -> Flat:
    return Flat(Money(minor, currency))


def _per_unit(millionths: int, currency: Currency) -> PerUnit:
    return PerUnit(UnitPrice(millionths, currency))
