"""Strategies for what payees are to attain: quotas with steps, whose edges and rates are exact."""

from math import gcd
from typing import Final

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from rural_taobao.commission.attainment import Attainment, AttainmentMode, AttainmentStep
from rural_taobao.commission.edges import Boundary
from rural_taobao.commission.proration import Proration
from rural_taobao.currencies import Currency
from rural_taobao.exact import MILLIONTHS, Rate
from rural_taobao.identifiers import PayeeId
from rural_taobao.money import Money, UnitPrice
from rural_taobao.testing.strategies import currencies, identifiers

__all__ = ["attainments"]

_FEW: Final = 3
# Three of them multiplied are still within the digits that a document may have.
_SIZES: Final = st.integers(0, 10**12)
_ABOVE_ZERO: Final = st.integers(1, 10**12)
_SHARES: Final = st.sets(_ABOVE_ZERO, max_size=_FEW)
_OWN: Final = st.dictionaries(identifiers(PayeeId), _ABOVE_ZERO, max_size=_FEW)


def attainments(
    *, currency: SearchStrategy[Currency] | None = None, mode: SearchStrategy[AttainmentMode] | None = None
) -> SearchStrategy[Attainment]:
    """
    Draw rates by attainment, of quotas in money and in units.

    Args:
        currency: What they are in; any where it is not given.
        mode: How the steps pay; either way where it is not given.

    Example:
        >>> from hypothesis import given
        >>> @given(attainments())
        ... def test_every_measure_lies_in_a_step(attainment):
        ...     assert attainment.edges(1)[0] == 0
        >>> test_every_measure_lies_in_a_step()
    """
    return _attainments(
        currencies() if currency is None else currency, st.sampled_from(AttainmentMode) if mode is None else mode
    )


@st.composite
def _attainments(
    draw: st.DrawFn, currency: SearchStrategy[Currency], mode: SearchStrategy[AttainmentMode]
) -> Attainment:
    paid_in, money, quota, base = draw(currency), draw(st.booleans()), draw(_ABOVE_ZERO), draw(_SIZES)
    # So far apart lie the shares of the quota that are whole, and the factors that leave the rate exact.
    apart, fine = MILLIONTHS // gcd(quota, MILLIONTHS), MILLIONTHS // gcd(base, MILLIONTHS)
    starts = [0, *(share * apart for share in sorted(draw(_SHARES)))]
    ends = [*map(Rate, starts[1:]), None]

    def sized(size: int) -> Money | int:
        return Money(size, paid_in) if money else size

    return Attainment(
        quota=sized(quota),
        rate=Rate(base) if money else UnitPrice(base, paid_in),
        mode=draw(mode),
        boundary=draw(st.sampled_from(Boundary)),
        steps=[
            AttainmentStep(Rate(start), end, Rate(draw(_SIZES) * fine)) for start, end in zip(starts, ends, strict=True)
        ],
        prorated=draw(st.sampled_from(Proration)),
        quotas={payee: sized(quota * times) for payee, times in draw(_OWN).items()},
    )
