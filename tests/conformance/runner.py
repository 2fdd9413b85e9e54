"""The runner: what a case comes to here, and what we do in place of a peer."""

from collections.abc import Mapping
from typing import Any, Final

from rural_taobao.errors import RuralTaobaoError
from tests.conformance.adapters import ADAPTERS
from tests.conformance.cases import CannotBeExpressed, Case

__all__ = ["OURS", "built"]

OURS: Final[Mapping[str, tuple[Mapping[str, Any], Mapping[str, Any]]]] = {
    # A bounded last tier that gives the rest away unless somebody notices: a table that does not say is refused.
    "polar-graduated-overflow": ({"overflow": None}, {"error": True}),
    # A coin for a share of nothing: a zero share is never paid.
    "brick-zero-first": ({}, {"parts": [0, 67, 33]}),
    # A maximum below zero that is taken for zero: one that takes money is refused.
    "numscript-neg-max": ({}, {"error": True}),
}
"""What we do where we do not do as a peer, by id: what the rule says otherwise, and what it comes to."""


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
