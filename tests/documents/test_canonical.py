"""Canonical JSON and digests: the same value, the same bytes."""

from datetime import date, datetime
from random import Random

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.currencies import CNY
from rural_taobao.documents.canonical import NotCanonical, canonical_text, digest
from rural_taobao.instants import NotAnInstant
from rural_taobao.samples import one_order, one_plan
from rural_taobao.settlement import Ledger, Scope, in_columns, settle
from rural_taobao.testing.worlds import World, worlds


class TestCanonical:
    """Same input, same bytes."""

    @given(worlds(), st.randoms(use_true_random=False))
    def test_events_in_another_order_have_the_same_digest(self, world: World, random: Random) -> None:
        shuffled = list(world.events)
        random.shuffle(shuffled)
        assert digest(in_columns(world.events, CNY)) == digest(in_columns(shuffled, CNY))

    @given(worlds())
    def test_a_ledger_is_known_by_its_file(self, world: World) -> None:
        ledger = settle(world.network, world.plans, world.calendar, world.events, Scope("2016-11")).ledger
        assert digest(ledger) == digest(Ledger.of(ledger))

    def test_equal_values_have_one_text_and_others_another(self) -> None:
        assert canonical_text(one_plan()) == canonical_text(one_plan())
        assert canonical_text(evolve(one_plan(), name="other")) != canonical_text(one_plan())
        assert canonical_text(one_order()).startswith("{")

    def test_days_instants_sets_and_mappings(self) -> None:
        instant = datetime.fromisoformat("1970-01-01T08:00:00+08:00")
        value = {"b": [date(2016, 11, 11), instant, None, True], "a": frozenset({2, 1})}
        assert canonical_text(value) == '{"a":[1,2],"b":["2016-11-11",0,null,true]}'

    @pytest.mark.parametrize("value", [0.5, object(), {1: 2}, "\ud800", b"bytes"])
    def test_what_has_no_canonical_text_is_refused(self, value: object) -> None:
        with pytest.raises(NotCanonical, match="pass a number as an int"):
            canonical_text(value)

    def test_an_instant_without_an_offset_is_refused(self) -> None:
        with pytest.raises(NotAnInstant):
            canonical_text(datetime(2016, 11, 11))  # noqa: DTZ001 - refused
