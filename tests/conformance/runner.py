"""The runner: what a case comes to here, which cases cannot be expressed yet, and what we do in place of a peer."""

from collections.abc import Mapping
from typing import Any, Final

import pytest

from rural_taobao.errors import RuralTaobaoError
from tests.conformance.adapters import ADAPTERS
from tests.conformance.cases import CannotBeExpressed, Case

__all__ = ["NOT_YET", "OURS", "built", "parameter"]

NOT_YET: Final[Mapping[str, str]] = {}
"""Shipped cases that cannot be expressed yet, by id: what they need."""

OURS: Final[Mapping[str, tuple[Mapping[str, Any], Mapping[str, Any]]]] = {
    # A bounded last tier that gives the rest away unless somebody notices: a table that does not say is refused.
    "polar-graduated-overflow": ({"overflow": None}, {"error": True}),
    # A coin for a share of nothing: a zero share is never paid.
    "brick-zero-first": ({}, {"parts": [0, 67, 33]}),
    # A maximum below zero that is taken for zero: one that takes money is refused.
    "numscript-neg-max": ({}, {"error": True}),
}
"""What we do where we do not do as a peer, by id: what the rule says otherwise, and what it comes to."""


def parameter(case: Case) -> Any:
    """Give a case as a parameter; one that is known not to be expressible must still not be."""
    marks = (
        [pytest.mark.xfail(reason=f"{case.id}: {NOT_YET[case.id]}", raises=CannotBeExpressed, strict=True)]
        if case.id in NOT_YET
        else []
    )
    return pytest.param(case, id=case.id, marks=marks)


def built(case: Case) -> Mapping[str, object]:
    """Give what a case comes to here."""
    if case.kind not in ADAPTERS:
        msg = f"no adapter builds the kind {case.kind}"
        raise CannotBeExpressed(msg)
    try:
        return ADAPTERS[case.kind](case)
    except RuralTaobaoError:
        if "error" in case.expected:
            return {"error": True}
        raise
