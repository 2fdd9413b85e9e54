"""The runner: what a case comes to here, and what we do in place of a peer."""

from collections.abc import Mapping
from typing import Any, Final

from attrs import evolve

from rural_taobao.errors import RuralTaobaoError
from tests.conformance.adapters import ADAPTERS
from tests.conformance.cases import CannotBeExpressed, Case, differences

__all__ = ["OURS", "built", "judged"]

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
    """
    Give what a case comes to here; where the package refuses it, that it is an error.

    Raises:
        CannotBeExpressed: Nothing that a plan can say is what it asks for, or the package refuses to, unasked.
    """
    if case.kind not in ADAPTERS:
        msg = f"no adapter builds the kind {case.kind}"
        raise CannotBeExpressed(msg)
    try:
        return ADAPTERS[case.kind](case)
    except RuralTaobaoError as error:
        if case.expected.get("error"):
            return {"error": case.expected["error"]}
        msg = f"it is refused: {error}"
        raise CannotBeExpressed(msg) from error


def judged(case: Case) -> str:
    """Say by its id what of a case is otherwise than expected, or why it cannot be expressed; nothing where it fits."""
    if case.id in OURS:
        rule, expected = OURS[case.id]
        case = evolve(case, rule={**case.rule, **rule}, expected=expected)
    elif case.adopt != "yes":
        return f"{case.id} cannot be expressed: what we do in its place is not stated"
    if not case.expected:
        return f"{case.id} cannot be expressed: it expects nothing"
    try:
        found = built(case)
    except CannotBeExpressed as error:
        return f"{case.id} cannot be expressed: {error}"
    untold = [name for name in case.expected if name not in found]
    if "error" in untold:
        return f"{case.id}: it came to {found}, and was expected to be refused"
    if untold:
        return f"{case.id} cannot be expressed: nothing here tells {', '.join(untold)}"
    told = "; ".join(differences(found, case.expected))
    return told and f"{case.id}: {told}"
