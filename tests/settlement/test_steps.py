"""The steps of arithmetic in words."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.commission.bases import Basis
from rural_taobao.commission.operands import Units
from rural_taobao.commission.terms import Sum
from rural_taobao.currencies import CNY
from rural_taobao.settlement.english import ENGLISH
from rural_taobao.settlement.steps import Teller

TELLER = Teller(ENGLISH, Basis.GROSS, CNY)


class TestSums:
    """Amounts are added up as on paper: what lies below zero is subtracted, and no two signs stand together."""

    def test_an_amount_below_zero_is_subtracted(self) -> None:
        assert TELLER.steps(Sum((Units(61_00), Units(-22_50))))[-1] == "¥61.00 − ¥22.50 = ¥38.50"

    @given(st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=5))
    def test_what_is_written_comes_to_the_sum(self, amounts: list[int]) -> None:
        written, total = (
            TELLER.steps(Sum(tuple(map(Units, amounts))))[-1].replace("¥", "").replace(",", "").split(" = ")
        )
        first, *rest = written.split()
        signs = {"+": 1, "−": -1}
        parts = [signs[sign] * Fraction(part) for sign, part in zip(rest[::2], rest[1::2], strict=True)]
        assert all(not part.startswith("-") for part in rest[1::2])
        assert Fraction(first) + sum(parts) == Fraction(total) == Fraction(sum(amounts), 100)
