"""Strategies for the rates of small worlds: forms of every kind, and tables by key, whose edges a few orders reach."""

from functools import cache

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from rural_taobao.commission.bases import Basis, BasisForm, basis_form, is_money
from rural_taobao.commission.edges import Boundary, FirstFlat, Overflow, Underflow
from rural_taobao.commission.keyed import ByKey, Key
from rural_taobao.commission.proration import Proration
from rural_taobao.commission.rates import (
    Attainment,
    AttainmentMode,
    AttainmentStep,
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
    VolumeTier,
    WholeAmount,
)
from rural_taobao.commission.tiers import Tier
from rural_taobao.exact import Rate
from rural_taobao.money import Money, UnitPrice
from rural_taobao.testing.small_goods import CATEGORIES

__all__ = ["small_rates", "small_rates_by_key", "small_rates_by_volume"]

_NAMES = {
    Key.CATEGORY: CATEGORIES,
    Key.STATION: ("north", "south"),
    Key.CENTRE: ("feixi", "runan"),
    Key.VERSION: ("1.0", "2.0"),
}
_VOLUMES: tuple[BasisForm, ...] = (
    Basis.GROSS,
    Basis.NET,
    Basis.QUANTITY,
    Basis.COUNT,
    basis_form("gross - tax_included - cost + shipping"),
)


def _tiers(draw: DrawFn, *, money: bool) -> list[Tier]:
    places = [0, *sorted(draw(st.sets(st.integers(1, 9), min_size=1, max_size=3)))]
    size = 25_000 if money else 2
    starts = [place * size for place in places]
    ends: list[int | None] = [*starts[1:], draw(st.sampled_from([None, starts[-1] + size]))]
    edges = zip(starts, ends, strict=True)
    flat = st.none() | st.builds(Money, st.integers(0, 300))
    prices = st.builds(UnitPrice, st.integers(0, 400_000_000))
    tiers: list[Tier] = []
    for start, end in edges:
        package = draw(st.sampled_from([None, None, None, 10_000 if money else 2]))
        pays = draw(prices) if package is not None or not money else Rate(draw(st.integers(0, 90_000)))
        begins: Money | int = Money(start) if money else start
        stops: Money | int | None = Money(end) if money and end is not None else end
        holds: Money | int | None = Money(package) if money and package is not None else package
        tiers.append(Tier(begins, pays, stops, draw(flat), holds))
    return tiers


@cache
@st.composite
def small_rates(draw: DrawFn, *, money: bool, flat: bool, whole: bool) -> MeasuredForm:
    """
    Make rate forms whose edges a few orders reach.

    Args:
        draw: Given by Hypothesis.
        money: Whether the basis is money.
        flat: Whether it may be a fixed amount for each event, and not go by what is attained of a quota.
        whole: Whether it may go by the band that the whole measure reaches.
    """
    forms = [_tables, _straight, _flats if flat else _attained, *([_by_the_whole] if whole else [])]
    if whole and not flat:
        forms.append(_attained_whole)
    return draw(draw(st.sampled_from(forms))(money=money))


@cache
@st.composite
def small_rates_by_key(draw: DrawFn, *, money: bool, flat: bool, whole: bool) -> ByKey:
    """
    Make tables by key, with a rate for one name or two of those that occur.

    Args:
        draw: Given by Hypothesis.
        money: Whether the basis is money.
        flat: Whether its rates may be fixed amounts for each event, and do not go by what is attained of a quota.
        whole: Whether its rates may go by the band that the whole measure reaches.
    """
    key, form = draw(st.sampled_from(Key)), small_rates(money=money, flat=flat, whole=whole)
    names = draw(st.lists(st.sampled_from(_NAMES[key]), min_size=1, max_size=2, unique=True))
    return ByKey(
        key=key,
        table={name: draw(form) for name in names},
        otherwise=draw(form | st.just("nothing")),
    )


@cache
@st.composite
def small_rates_by_volume(draw: DrawFn, *, money: bool, basis: BasisForm, falls: bool) -> ByVolume:
    """
    Make rates by a volume whose tiers a few orders reach.

    Args:
        draw: Given by Hypothesis.
        money: Whether the basis is money.
        basis: The basis, which is not the volume.
        falls: Whether a higher volume may pay less.
    """
    volume = draw(st.sampled_from([each for each in _VOLUMES if each != basis]))
    of_money = is_money(volume)
    starts = sorted(draw(st.sets(st.integers(0, 9), min_size=1, max_size=3)))
    ends: list[int | None] = [*starts[1:], draw(st.sampled_from([None, starts[-1] + 2]))]
    rates = [draw(_pays(money=money)) for _ in starts]
    if not falls:
        rates.sort(key=lambda rate: rate.millionths)
    tiers = [
        VolumeTier(_edge(start, money=of_money), rate, end and _edge(end, money=of_money))
        for start, rate, end in zip(starts, rates, ends, strict=True)
    ]
    return ByVolume(
        volume=volume,
        tiers=tiers,
        boundary=draw(st.sampled_from(Boundary)),
        overflow=draw(st.sampled_from([Overflow.LAST_TIER, Overflow.NOTHING] if falls else [Overflow.LAST_TIER])),
        underflow=Underflow.NOTHING,
    )


def _edge(size: int, *, money: bool) -> Money | int:
    return Money(size * 10_000) if money else size


@cache
def _pays(*, money: bool) -> SearchStrategy[Rate | UnitPrice]:
    return st.builds(Rate, st.integers(0, 120_000)) if money else st.builds(UnitPrice, st.integers(0, 300_000_000))


@cache
@st.composite
def _flats(draw: DrawFn, *, money: bool) -> MeasuredForm:
    amount = Money(draw(st.integers(0, 700)))
    if money and draw(st.booleans()):
        return PercentageAndFlat(Rate(draw(st.integers(0, 120_000))), amount)
    return Flat(amount)


@cache
@st.composite
def _straight(draw: DrawFn, *, money: bool) -> MeasuredForm:
    pays, edge = draw(_pays(money=money)), _edge(draw(st.integers(1, 5)), money=money)
    plain = Percentage(pays) if isinstance(pays, Rate) else PerUnit(pays)
    packages = PerPackage(edge, UnitPrice(draw(st.integers(0, 300_000_000))))
    forms: list[MeasuredForm] = [plain, plain, Linear(edge, pays), packages]
    return draw(st.sampled_from(forms))


@cache
@st.composite
def _tables(draw: DrawFn, *, money: bool, form: type[Graduated | WholeAmount] = Graduated) -> MeasuredForm:
    return form(
        tiers=_tiers(draw, money=money),
        boundary=draw(st.sampled_from(Boundary)),
        overflow=draw(st.sampled_from([Overflow.LAST_TIER, Overflow.NOTHING])),
        first_flat=draw(st.sampled_from(FirstFlat)),
    )


@cache
@st.composite
def _attained(draw: DrawFn, *, money: bool, form: AttainmentMode = AttainmentMode.GRADUATED) -> MeasuredForm:
    """Make rates by attainment of a quota that a few orders attain."""
    quota = draw(st.integers(1, 12))
    shares = [0, *sorted(draw(st.sets(st.integers(1, 20), min_size=1, max_size=2)))]
    steps = [
        AttainmentStep(_tenths(start), None if end is None else _tenths(end), _tenths(draw(st.integers(0, 20))))
        for start, end in zip(shares, [*shares[1:], None], strict=True)
    ]
    base = draw(st.integers(0, 90)) * 1000
    return Attainment(
        quota=_edge(quota, money=money) if money else quota * 10,
        rate=Rate(base) if money else UnitPrice(base * 1000),
        mode=form,
        boundary=draw(st.sampled_from(Boundary)),
        steps=steps,
        prorated=draw(st.sampled_from(Proration)),
        quotas={"family": _edge(quota * 2, money=money) if money else quota * 20},
    )


def _tenths(tenths: int) -> Rate:
    return Rate(tenths * 100_000)


@cache
@st.composite
def _by_the_whole(draw: DrawFn, *, money: bool) -> MeasuredForm:
    """Make rates by the band of the whole measure, which a refund may change."""
    step = _edge(1, money=money)
    low, high = (_edge(draw(st.integers(1, 5)) + above, money=money) for above in (0, 6))
    amounts = st.builds(Money, st.integers(0, 900))
    overflow = draw(st.sampled_from([Overflow.LAST_TIER, Overflow.NOTHING]))
    # What is printed leaves no amount out here, since orders come in any.
    rows = [Band(_edge(0, money=money), low, Flat(draw(amounts))), Band(_after(low), None, Flat(draw(amounts)))]
    points = [Point(low, draw(_pays(money=money))), Point(high, draw(_pays(money=money)))]
    others: list[MeasuredForm] = [
        Banded(step=step, bands=rows),
        Interpolated(points=points, overflow=overflow, underflow="nothing"),
        Bonus(low, draw(amounts)),
    ]
    return draw(_tables(money=money, form=WholeAmount) | st.sampled_from(others))


@cache
@st.composite
def _attained_whole(draw: DrawFn, *, money: bool) -> MeasuredForm:
    return draw(_attained(money=money, form=AttainmentMode.WHOLE_AMOUNT))


def _after(edge: Money | int) -> Money | int:
    """Give the smallest measure above an edge."""
    return Money(edge.minor + 1) if isinstance(edge, Money) else edge + 1
