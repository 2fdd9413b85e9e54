"""Values that nobody expects, for whoever must refuse them."""

from decimal import Decimal
from typing import Any, TypeAlias

import pytest

__all__ = ["OUTRAGEOUS", "Wrong"]

Wrong: TypeAlias = Any
"""What is passed against the annotation, to see it refused."""


def _nested(depth: int) -> object:
    nest: list[object] = []
    for _ in range(depth):
        nest = [nest]
    return nest


OUTRAGEOUS = [
    pytest.param(None, id="none"),
    pytest.param(True, id="bool"),
    pytest.param(float("nan"), id="float nan"),
    pytest.param(float("inf"), id="float infinity"),
    pytest.param(1e308, id="float"),
    pytest.param(Decimal("NaN"), id="Decimal NaN"),
    pytest.param(Decimal("sNaN"), id="Decimal signalling NaN"),
    pytest.param(Decimal("-Infinity"), id="Decimal infinity"),
    pytest.param(Decimal("1e1000000000"), id="Decimal too great"),
    pytest.param(Decimal("1e-1000000000"), id="Decimal too fine"),
    pytest.param(Decimal("0e1000000000"), id="Decimal zero, too great"),
    pytest.param(Decimal("9" * 5000), id="Decimal of 5,000 digits"),
    pytest.param(-(10**5000), id="int of 5,000 digits"),
    pytest.param("", id="nothing"),
    pytest.param(" ", id="space"),
    pytest.param("１２", id="full-width digits"),
    pytest.param("1\x00", id="NUL"),
    pytest.param("\ud800", id="lone surrogate"),
    pytest.param("9" * 5000, id="5,000 digits"),
    pytest.param("[" * 100_000, id="100,000 brackets"),
    pytest.param(b"12", id="bytes"),
    pytest.param(object(), id="object"),
    pytest.param(_nested(100_000), id="100,000 lists"),
]
"""Values that are no number, no id, no code, no day and no instant, some of them huge."""
