from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import chain, pairwise
from typing import Any, TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.currencies import CNY
from rural_taobao.money import Money
from rural_taobao.settlement import Order, in_columns
from rural_taobao.settlement.columns import EventColumns
from rural_taobao.settlement.tallies import put_in_order, taking_turns
from rural_taobao.testing.event_strategies import orders

Slips: TypeAlias = list[tuple[Any, Sequence[int]]]


@st.composite
def parted(draw: st.DrawFn) -> tuple[EventColumns, Slips]:
    """Draw orders, close to each other, and a part of them under each of a few names, in order."""
    days = st.sampled_from([date(2016, 11, 10), date(2016, 11, 11)])
    drawn = orders(currency=st.just(CNY), day=days)
    listed = draw(st.lists(drawn, min_size=1, max_size=20, unique_by=lambda order: order.id))
    events = in_columns(listed, CNY)
    names = draw(st.lists(st.sampled_from("abcdefg"), min_size=len(listed), max_size=len(listed)))
    rows = {each: [row for row, name in enumerate(names) if name == each] for each in sorted({*names})}
    return events, [(name, put_in_order(some, events)) for name, some in rows.items()]


class TestTurns:
    """Rows of several slips come in one order, those that follow each other under one slip together."""

    @given(parted())
    def test_put_together_are_all_rows_by_instant_and_id(self, drawn: tuple[EventColumns, Slips]) -> None:
        events, slips = drawn
        rows = list(chain.from_iterable(some for _, some in taking_turns(slips, events)))
        assert [(events.placed[row], events.ids[row]) for row in rows] == sorted(
            zip(events.placed, events.ids, strict=True)
        )

    @given(parted())
    def test_stay_under_their_slip(self, drawn: tuple[EventColumns, Slips]) -> None:
        events, slips = drawn
        found: dict[Any, list[int]] = {name: [] for name, _ in slips}
        for name, rows in taking_turns(slips, events):
            assert rows
            found[name].extend(rows)
        assert found == {name: list(rows) for name, rows in slips}

    @given(parted())
    def test_are_as_few_as_can_be(self, drawn: tuple[EventColumns, Slips]) -> None:
        events, slips = drawn
        names = [name for name, _ in taking_turns(slips, events)]
        assert all(one != other for one, other in pairwise(names))

    @pytest.mark.parametrize("names", ["abcdefgfedcba", "gfedcbaabcdefg", "aabbccddccbbaa", "fabcdedcbafabcdefedcba"])
    def test_come_back_as_often_as_they_were_left(self, names: str) -> None:
        instants = [datetime(2016, 11, 11, 0, minute, tzinfo=UTC) for minute in range(len(names))]
        listed = [
            Order(id=f"o{at:%M}", station="sanhe", quantity=1, gross=Money(100), placed=at, known_at=at)
            for at in instants
        ]
        rows = {each: [row for row, name in enumerate(names) if name == each] for each in sorted({*names})}
        slips: Any = list(rows.items())
        turns: Any = list(taking_turns(slips, in_columns(listed, CNY)))
        assert "".join(name * len(some) for name, some in turns) == names
