"""What a term comes to before it is rounded, read within its bounds or without them."""

import pytest

from rural_taobao.commission.operands import Units
from rural_taobao.commission.terms import Bounded, Limited, Term, UnitBounded
from rural_taobao.exact import Exact
from rural_taobao.settlement.readings import unrounded

FIFTY = Units(50)


@pytest.mark.parametrize(
    ("term", "within"),
    [
        # ¥0.105 a piece, for three pieces, is a cap of 31.5 fen; a floor of ¥0.205 each is 61.5 fen.
        (UnitBounded(FIFTY, 3, None, 10_500_000), Exact(63, 2)),
        (UnitBounded(FIFTY, 3, 20_500_000, None), Exact(123, 2)),
        (UnitBounded(FIFTY, 3, 10_000_000, 20_000_000), Exact(50)),
        (Bounded(FIFTY, 60, None), Exact(60)),
        (Bounded(FIFTY, None, 40), Exact(40)),
        (Limited(FIFTY, "month", 30), Exact(30)),
    ],
)
def test_bounds_hold_where_they_are_asked_for(term: Term, within: Exact) -> None:
    assert unrounded(term, bounded=True) == within
    assert unrounded(term, bounded=False) == Exact(50)
