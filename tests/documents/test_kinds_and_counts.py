"""Which kind an event is in a canonical text, and how many faults a refusal tells of."""

import json
from datetime import datetime

import pytest

from rural_taobao.currencies import CNY
from rural_taobao.documents.canonical import canonical_text
from rural_taobao.documents.faults import DocumentsRefused, Fault
from rural_taobao.samples import one_order
from rural_taobao.settlement import Parcel, in_columns

AT = datetime.fromisoformat("2016-11-11T00:00:00+08:00")


class TestKindsOfEvents:
    """A canonical text says of each event what it is."""

    def test_an_order_and_a_parcel_are_told_apart(self) -> None:
        parcel = Parcel(id="p-1", station="sanhe", handed_out=AT, known_at=AT)
        found = json.loads(canonical_text(in_columns([one_order(), parcel], CNY)))
        assert {event["id"]: event["type"] for event in found["events"]} == {"o-1": "Order", "p-1": "Parcel"}


class TestHowManyFaults:
    """A refusal says how many faults there are."""

    @pytest.mark.parametrize(("number", "words"), [(1, "a fault was"), (2, "2 faults were")])
    def test_one_or_several(self, number: int, words: str) -> None:
        assert words in str(DocumentsRefused([Fault("plan", place, "when", "wrong") for place in range(number)]))
