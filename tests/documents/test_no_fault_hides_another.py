"""Beside a part that cannot be read, what is wrong with the rest of a plan is told all the same, and no more."""

import tomllib
from typing import Any, Final

import pytest

from rural_taobao.documents.plans import plan_from_text
from rural_taobao.documents.toml_writer import toml_text
from tests.documents.fault_texts import BESIDE, BY_PIECE, RULE, VERSION, WHOLE, places
from tests.documents.tree_edits import OTHER_KINDS, Path, place_of, put, told, tree_of

PERCENT: Final = {"form": "percentage", "rate": "1 %"}
SPLIT: Final = {"mode": "first", "shares": [{"party": "partner", "share": "100 %"}]}
ANOTHER_RULE: Final[dict[str, Any]] = {
    "rule": "another",
    "direction": "earns",
    "when": {"kind": "order"},
    "basis": "gross",
    "measured_on": "order",
    "allowance": {"per": "order", "measure": "1.00"},
    "rate": PERCENT,
    "floor": "0.00",
    "cap": "9.00",
    "rounding": "half_up",
    "on_refund": "rerate",
    "split": SPLIT,
}
"""A rule without a fault, of which each part is spoilt in turn."""
ANOTHER: Final[dict[str, dict[str, Any]]] = {
    "rules": ANOTHER_RULE,
    "caps": {"cap": "another-cap", "amount": "9.00", "of": "payee", "within": "plan", "rules": ["another"]},
    "campaigns": {
        "campaign": "another",
        "effect": "adds",
        "budget": "9.00",
        "rules": [{**ANOTHER_RULE, "rule": "in-a-campaign"}],
    },
    "exceptions": {
        "exception": "another",
        "effect": "replaces",
        "days": {"from": "2016-05-01", "to": "2016-06-01"},
        "rules": [{**ANOTHER_RULE, "rule": "in-an-exception"}],
    },
    "guarantees": {"guarantee": "least-of-all", "amount": "9.00", "rules": ["another"], "prorated": "whole"},
    "draws": {"draw": "advance", "amount": "9.00", "rules": ["another"], "recoverable": True, "prorated": "whole"},
}
"""Something else of each kind that a version may state."""


def _keys(kind: str) -> list[Path]:
    """Give the ways to what is spoilt of a kind in turn: all of it, each part of it, and each part of a rule in it."""
    keys: list[Path] = [(), *((key,) for key in ANOTHER[kind])]
    within = ANOTHER[kind]["rules"] if kind in ("campaigns", "exceptions") else []
    return [*keys, *(("rules", 0, key) for rule in within for key in rule)]


SPOILT: Final = [(kind, key) for kind in ANOTHER for key in _keys(kind)]
FAULTY: Final = {
    **{what: VERSION + part + RULE + BY_PIECE for what, part in BESIDE.items()},
    **WHOLE,
}


class TestPlans:
    """All faults are told at once, whichever they are."""

    @pytest.mark.parametrize("what", FAULTY)
    def test_what_cannot_be_read_hides_no_fault_beside_it(self, what: str) -> None:
        wrong = set(places(FAULTY[what]))
        for kind, key in SPOILT:
            tree = tree_of(FAULTY[what])
            version = tree["versions"][0]
            if kind != "rules":
                version["rules"].append({**ANOTHER_RULE})
            listed = version.setdefault(kind, [])
            listed.append(tomllib.loads(toml_text(ANOTHER[kind])))
            put(version, (kind, len(listed) - 1, *key), OTHER_KINDS[0])
            spoilt = place_of((kind, len(listed) - 1, *key))
            found = {place.removeprefix("versions[0].") for place in told(plan_from_text, toml_text(tree))}
            assert found - {place for place in found if place.startswith(spoilt)} == wrong, spoilt
            assert any(place.startswith(spoilt) for place in found), spoilt
