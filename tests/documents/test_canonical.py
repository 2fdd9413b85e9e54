import json
import pickle
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

import pytest
from attrs import evolve, frozen
from hypothesis import given, settings
from hypothesis import strategies as st

from rural_taobao.commission import CommissionPlan
from rural_taobao.currencies import CNY
from rural_taobao.documents.canonical import NotCanonical, canonical_text, digest
from rural_taobao.documents.events import read_events, write_events
from rural_taobao.documents.plans import plan_from_text, plan_text
from rural_taobao.identifiers import EventId, Party
from rural_taobao.instants import CHINA, NotAnInstant
from rural_taobao.money import Money
from rural_taobao.periods import Month
from rural_taobao.samples import one_order, one_plan, one_village
from rural_taobao.settlement import Event, EventColumns, Ledger, in_columns
from rural_taobao.testing.event_set_strategies import event_columns, event_sets
from rural_taobao.testing.plan_strategies import plans
from rural_taobao.testing.strategies import instants, offsets
from tests.documents.table_files import folder

FEW = settings(max_examples=25)
TREES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"]), max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("ab三", max_size=3), inner, max_size=4),
    max_leaves=10,
)
YUAN = event_sets(currency=st.just(CNY), day=st.dates(date(2016, 11, 1), date(2016, 11, 30)))


def shuffled(tree: Any) -> Any:
    """Give the same tree with the keys of every mapping the other way round."""
    if isinstance(tree, dict):
        return {key: shuffled(tree[key]) for key in reversed(tree)}
    return list(map(shuffled, tree)) if isinstance(tree, list) else tree


class TestTheText:
    """One text for one value: keys sorted, nothing between the parts, whole numbers, and text as it is."""

    @given(TREES)
    def test_it_says_what_the_value_says(self, tree: Any) -> None:
        assert json.loads(canonical_text(tree)) == tree

    @given(TREES)
    def test_the_order_of_keys_does_not_matter(self, tree: Any) -> None:
        assert canonical_text(shuffled(tree)) == canonical_text(tree)

    @given(st.frozensets(st.integers() | st.text("ab", max_size=3)), st.randoms(use_true_random=False))
    def test_a_set_has_one_order(self, values: frozenset[object], random: Any) -> None:
        again = list(values)
        random.shuffle(again)
        assert canonical_text(frozenset(again)) == canonical_text(values)
        assert sorted(map(str, json.loads(canonical_text(values)))) == sorted(map(str, values))

    def test_it_is_written_so(self) -> None:
        value = {"b": [1, -2, True, None], "a": '三\n"', "party": Party.PARTNER, "day": date(2016, 11, 11)}
        assert canonical_text(value) == r'{"a":"三\n\"","b":[1,-2,true,null],"day":"2016-11-11","party":"partner"}'

    def test_a_value_of_the_library_has_the_name_of_its_type(self) -> None:
        assert canonical_text((Money(5), Month(2016, 11))) == (
            '[{"currency":{"code":"CNY","type":"Currency"},"minor":5,"type":"Money"},'
            '{"number":11,"type":"Month","year":2016}]'
        )

    @given(instants(day=st.dates(date(2, 1, 1), date(9998, 1, 1))), offsets())
    def test_an_instant_is_the_same_on_every_clock(self, instant: datetime, clock: Any) -> None:
        assert canonical_text(instant) == canonical_text(instant.astimezone(clock.timezone))

    def test_an_instant_is_in_microseconds(self) -> None:
        assert canonical_text(datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC)) == "1000000"

    @pytest.mark.parametrize(
        "value",
        [
            1.0,
            float("nan"),
            Decimal(1),
            b"x",
            object(),
            {1: 2},
            {"a": [0.5]},
            "\ud800",
            {"\udcff": 1},
            Ledger(),
        ],
    )
    def test_what_has_no_one_text_is_refused(self, value: object) -> None:
        with pytest.raises(NotCanonical) as caught:
            canonical_text(value)
        assert "must be made of text, whole numbers, days, instants" in str(caught.value)
        assert "; pass a number as an int" in str(caught.value)

    def test_the_error_is_pickled(self) -> None:
        error = NotCanonical(0.5)
        assert str(pickle.loads(pickle.dumps(error))) == str(error)  # noqa: S301 - our own bytes

    def test_a_datetime_without_an_offset_is_refused(self) -> None:
        with pytest.raises(NotAnInstant):
            canonical_text(datetime(2016, 11, 11))  # noqa: DTZ001 - the fault to tell


class TestDigests:
    """Equal values have equal digests, and others have others."""

    @given(TREES)
    def test_it_is_the_sha_256_of_the_text(self, tree: Any) -> None:
        assert digest(tree) == sha256(canonical_text(tree).encode()).hexdigest()

    @FEW
    @given(plans())
    def test_of_a_plan_that_was_written_and_read(self, plan: CommissionPlan) -> None:
        assert digest(plan_from_text(plan_text(plan))) == digest(plan)
        assert digest(evolve(plan, name=f"{plan.name} ")) != digest(plan)

    @FEW
    @given(event_columns(currency=st.just(CNY)))
    def test_of_events_that_were_written_and_read(self, events: EventColumns) -> None:
        with folder() as home:
            again = read_events(write_events(events, home, CHINA), CNY)
        assert digest(again) == digest(events)
        assert json.loads(canonical_text(again))["currency"] == "CNY"
        assert len(json.loads(canonical_text(again))["events"]) == len(events)

    @FEW
    @given(YUAN, st.randoms(use_true_random=False))
    def test_of_events_in_another_order(self, events: tuple[Event, ...], random: Any) -> None:
        other = list(events)
        random.shuffle(other)
        assert digest(in_columns(other, CNY)) == digest(in_columns(events, CNY))

    @FEW
    @given(YUAN.filter(bool), st.data())
    def test_of_events_of_which_one_is_missing(self, events: tuple[Event, ...], data: st.DataObject) -> None:
        columns = in_columns(events, CNY)
        assert digest(in_columns([], CNY)) != digest(columns)

    @pytest.mark.parametrize(
        ("column", "value"),
        [
            ("ids", ("o-2",)),
            ("kinds", (1,)),
            ("station_ids", ("north",)),
            ("category_codes", (None, "seeds")),
            ("quantities", (2,)),
            ("gross", (1,)),
            ("discounts", (1,)),
            ("placed", (1,)),
            ("deposit", (1,)),
            ("balance", (1,)),
            ("paid", (1,)),
            ("received", (1,)),
            ("known", (1,)),
        ],
    )
    def test_of_events_that_differ_in_one_fact(self, column: str, value: Any) -> None:
        events = in_columns([one_order()], CNY)
        assert digest(evolve(events, **{column: value})) != digest(events)

    def test_of_a_network_and_of_values_that_differ_in_a_type_alone(self) -> None:
        @frozen
        class One:
            part: int

        @frozen
        class Other:
            part: int

        assert digest(One(1)) != digest(Other(1))
        assert digest(one_village()) == digest(one_village())
        assert digest(one_plan()) != digest(one_village())

    def test_of_ids_and_of_the_same_text(self) -> None:
        assert digest(EventId("o-1")) == digest("o-1")
