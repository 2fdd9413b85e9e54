"""Faults planted into sound plans: each is told at its place, however many there are, and nothing else is."""

import tomllib
from typing import Any, TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.commission import CommissionPlan
from rural_taobao.currencies import CNY
from rural_taobao.documents.partials import Unnamed
from rural_taobao.documents.plans import plan_from_text, plan_text
from rural_taobao.documents.toml_writer import toml_text
from rural_taobao.testing.plan_strategies import plans
from tests.documents.tree_edits import put, told, tree_of

Edit: TypeAlias = tuple[str, tuple[str | int, ...], object, str]
"""What of a rule is touched, where something else is put, what, and the place at which that must be told."""

COMMON = """
when = { kind = "order" }
measured_on = "order"
floor = "1.00"
cap = "9.00"
rounding = "half_up"
on_refund = "rerate"
split = { mode = "first", shares = [{ party = "partner", share = "60 %" }, { party = "platform", share = "40 %" }] }
"""
MONEY = """
basis = "net"
allowance = { per = "order", measure = "1.00" }
boosts = [{ campaign = "a", when = {}, plus = "1 %" }, { campaign = "b", when = {}, times = "150 %" }]
"""
TIERS = """{ boundary = "upper_inclusive", tiers = [
    { from = "0.00", to = "5.00", rate = "1 %" },
    { from = "5.00", to = "9.00", rate = "2 %" },
    { from = "9.00", rate = "3 %" },
], form ="""
RULES = {
    "whole_amount": f'{COMMON}{MONEY}rate = {TIERS} "whole_amount" }}',
    "graduated": f'{COMMON}{MONEY}rate = {TIERS} "graduated" }}',
    "by_volume": f"""{COMMON}basis = "net"
        boosts = [{{ campaign = "a", when = {{}}, plus = "1 %" }}, {{ campaign = "b", when = {{}}, times = "150 %" }}]
        rate = {{ form = "by_volume", volume = "quantity", boundary = "upper_inclusive", tiers = [
            {{ from = 0, to = 5, rate = "1 %" }},
            {{ from = 5, to = 9, rate = "2 %" }},
            {{ from = 9, rate = "3 %" }},
        ] }}""",
    "banded": f"""{COMMON}{MONEY}rate = {{ form = "banded", step = "0.01", bands = [
        {{ from = "0.00", to = "4.99", rate = "1 %" }},
        {{ from = "5.00", to = "8.99", rate = "2 %" }},
        {{ from = "9.00", flat = "3.00" }},
    ] }}""",
    "interpolated": f"""{COMMON}{MONEY}rate = {{ form = "interpolated", overflow = "last_tier", points = [
        {{ at = "0.00", rate = "1 %" }},
        {{ at = "5.00", rate = "2 %" }},
        {{ at = "9.00", rate = "3 %" }},
    ] }}""",
    "attainment": f"""{COMMON}{
        MONEY
    }rate = {{ form = "attainment", quota = "100.00", rate = "1 %", mode = "graduated", {
        'boundary = "upper_inclusive", prorated = "whole"'
    }, steps = [
            {{ from = "0 %", to = "50 %", factor = "100 %" }},
            {{ from = "50 %", to = "80 %", factor = "150 %" }},
            {{ from = "80 %", factor = "200 %" }},
        ], quotas = [{{ payee = "p", quota = "10.00" }}, {{ payee = "q", quota = "20.00" }}] }}""".replace(
        'measured_on = "order"', 'measured_on = "running_total"'
    ),
    "by_key": f"""{COMMON}{MONEY}rate = {{ form = "by_key", key = "station", otherwise = "nothing", table = {{ {
        'sanhe = { form = "flat", amount = "1.00" }'
    }, wuhe = {TIERS} "graduated" }} }} }}""",
}
ANYWHERE: list[Edit] = [
    ("bounds", ("floor",), "10.00", "cap"),
    ("bounds", ("floor",), "-1.00", "floor"),
    ("bounds", ("cap",), "-1.00", "cap"),
    ("bounds", ("cap",), "1.001", "cap"),
    ("rounding", ("rounding",), "odd", "rounding"),
    ("colour", ("colour",), "red", "colour"),
    ("when", ("when", "category"), [], "when.category"),
    ("shares", ("split", "shares", 0, "share"), "70 %", "split.shares"),
    ("shares", ("split", "shares", 1, "parts"), 1, "split.shares[1].parts"),
    ("parties", ("split", "shares", 1, "party"), "partner", "split.shares[1].party"),
    ("rest", ("split", "mode"), "floor_separate", "split.rest"),
    ("boosts", ("boosts", 1, "campaign"), "a", "boosts[1].campaign"),
    ("ways", ("boosts", 1, "plus"), "1 %", "boosts[1]"),
    ("clawback", ("clawback",), {"form": "unearned", "months": 9}, "clawback"),
]
OF_AMOUNTS: list[Edit] = [
    ("allowance", ("allowance", "measure"), 3, "allowance.measure"),
    ("allowance", ("allowance", "events"), 3, "allowance.events"),
]
BY_THE_BAND: list[Edit] = [("refund", ("on_refund",), "reverse", "on_refund")]
IN_TIERS: list[Edit] = [
    ("no tiers", ("rate", "tiers"), [], "rate.tiers"),
    ("first", ("rate", "tiers", 0, "from"), "1.00", "rate.underflow"),
    ("last", ("rate", "tiers", 2, "to"), "20.00", "rate.overflow"),
    ("meet", ("rate", "tiers", 1, "from"), "6.00", "rate.tiers[1]"),
    ("meet", ("rate", "tiers", 2, "from"), "8.00", "rate.tiers[2]"),
    ("flat", ("rate", "tiers", 1, "flat"), "-1.00", "rate.tiers[1].flat"),
    ("first flat", ("rate", "tiers", 0, "flat"), "1.00", "rate.first_flat"),
    ("rates", ("rate", "tiers", 2, "rate"), "3", "rate.tiers[2].rate"),
    ("boundary", ("rate", "boundary"), "both", "rate.boundary"),
]
EDITS: dict[str, list[Edit]] = {
    "whole_amount": [*ANYWHERE, *OF_AMOUNTS, *BY_THE_BAND, *IN_TIERS],
    "graduated": [*ANYWHERE, *OF_AMOUNTS, *IN_TIERS],
    "by_volume": [
        *ANYWHERE,
        ("allowance", ("allowance",), {"per": "order", "measure": 3}, "allowance"),
        ("first", ("rate", "tiers", 0, "from"), 1, "rate.underflow"),
        ("last", ("rate", "tiers", 2, "to"), 20, "rate.overflow"),
        ("meet", ("rate", "tiers", 1, "from"), 6, "rate.tiers[1]"),
        ("rates", ("rate", "tiers", 2, "rate"), "3", "rate.tiers[2].rate"),
        ("volume", ("rate", "volume"), "items", "rate.volume"),
    ],
    "banded": [
        *ANYWHERE,
        *OF_AMOUNTS,
        *BY_THE_BAND,
        ("first", ("rate", "bands", 0, "from"), "1.00", "rate.underflow"),
        ("last", ("rate", "bands", 2, "to"), "20.00", "rate.overflow"),
        ("meet", ("rate", "bands", 1, "from"), "6.00", "rate.bands[1]"),
        ("meet", ("rate", "bands", 2, "from"), "8.00", "rate.bands[2]"),
        ("flat", ("rate", "bands", 1, "flat"), "-1.00", "rate.bands[1].flat"),
        ("ways", ("rate", "bands", 2, "price"), "1.00", "rate.bands[2]"),
        ("step", ("rate", "bands", 0, "colour"), "red", "rate.bands[0].colour"),
    ],
    "interpolated": [
        *ANYWHERE,
        *OF_AMOUNTS,
        *BY_THE_BAND,
        ("first", ("rate", "points", 0, "at"), "1.00", "rate.underflow"),
        ("first", ("rate", "points", 0, "at"), "-1.00", "rate.points[0].at"),
        ("meet", ("rate", "points", 2, "at"), "4.00", "rate.points[2].at"),
        ("rates", ("rate", "points", 1, "rate"), "3", "rate.points[1].rate"),
        ("overflow", ("rate", "overflow"), "all", "rate.overflow"),
    ],
    "attainment": [
        *ANYWHERE,
        *OF_AMOUNTS,
        ("quota", ("rate", "quota"), "0.00", "rate.quota"),
        ("first", ("rate", "steps", 0, "from"), "1 %", "rate.steps[0].from"),
        ("last", ("rate", "steps", 2, "to"), "90 %", "rate.steps[2].to"),
        ("meet", ("rate", "steps", 1, "from"), "60 %", "rate.steps[1]"),
        ("factor", ("rate", "steps", 1, "factor"), "0.0001 %", "rate.steps[1].factor"),
        ("payee", ("rate", "quotas", 1, "payee"), "p", "rate.quotas[1].payee"),
        ("own", ("rate", "quotas", 0, "quota"), "-5.00", "rate.quotas[0].quota"),
        ("order", ("measured_on",), "order", "measured_on"),
    ],
    "by_key": [
        *ANYWHERE,
        *OF_AMOUNTS,
        ("amount", ("rate", "table", "sanhe", "amount"), "-1.00", "rate.table.sanhe.amount"),
        ("name", ("rate", "table", "三河"), {"form": "flat", "amount": "1.00"}, "rate.table.'三河'"),
        ("meet", ("rate", "table", "wuhe", "tiers", 1, "from"), "6.00", "rate.table.wuhe.tiers[1]"),
        ("last", ("rate", "table", "wuhe", "tiers", 2, "to"), "20.00", "rate.table.wuhe.overflow"),
        ("otherwise", ("rate", "otherwise"), "all", "rate.otherwise"),
    ],
}
"""By the rate of a rule, what can be planted there without a bearing on anything else."""
APART = {frozenset(pair) for pair in (("no tiers", each) for each in ("first", "last", "meet", "flat", "rates"))} | {
    frozenset(pair)
    for pair in (
        ("no tiers", "first flat"),
        ("first", "first flat"),
        ("flat", "ways"),
        ("shares", "parties"),
        ("refund", "clawback"),
    )
}
"""What bears upon each other, so that one of the two alone is planted."""


def rule(form: str) -> Any:
    """Give a rule without a fault, as it stands in a document."""
    return {"rule": "planted", **tomllib.loads(RULES[form])}


def planted_at_once(edits: list[Edit]) -> bool:
    """Tell whether edits touch different things, of which none bears upon another."""
    touched = [slot for slot, *_ in edits]
    pairs = {frozenset((one, other)) for one in touched for other in touched}
    return len(set(touched)) == len(touched) and not pairs & APART


@st.composite
def plantings(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    """Draw a form of a rule, and two faults or three to plant into it."""
    form = draw(st.sampled_from(sorted(RULES)))
    some = st.lists(st.sampled_from(EDITS[form]), min_size=2, max_size=3, unique_by=lambda edit: edit[0])
    return form, draw(some.filter(planted_at_once))


def places(text: str, form: str, edits: list[Edit]) -> tuple[set[str], set[str]]:
    """Plant faults into a rule that is put at the end of a plan; give the places told, and those that must be."""
    tree = tree_of(text)
    version = tree["versions"][0]
    version.setdefault("running_totals", "carry")
    if version["hit_policy"] == "best_for_payee":
        version["hit_policy"] = "first"
    version["rules"].append(rule(form))
    plan_from_text(toml_text(tree))
    here = ("versions", 0, "rules", len(version["rules"]) - 1)
    for _, path, value, _ in edits:
        put(tree, (*here, *path), value)
    start = f"versions[0].rules[{here[-1]}]."
    return set(told(plan_from_text, toml_text(tree))), {start + place for *_, place in edits}


class TestPlantedFaults:
    """All faults are told at once, each at its key, those within one rule and one table too, and none twice."""

    @pytest.mark.parametrize(("form", "edit"), [(form, edit) for form in RULES for edit in EDITS[form]])
    def test_one_is_told_at_its_key(self, form: str, edit: Edit) -> None:
        found, expected = places(EMPTY, form, [edit])
        assert found == expected

    @pytest.mark.parametrize("form", RULES)
    def test_all_that_go_together_are_told_together(self, form: str) -> None:
        edits = EDITS[form]
        for start in range(len(edits)):
            chosen: list[Edit] = []
            for edit in (*edits[start:], *edits[:start]):
                if planted_at_once([*chosen, edit]):
                    chosen.append(edit)
            found, expected = places(EMPTY, form, chosen)
            assert found == expected, [path for _, path, _, _ in chosen]

    @given(plans(currency=st.just(CNY)), plantings())
    def test_several_are_told_in_any_plan(self, plan: CommissionPlan, planting: tuple[str, list[Edit]]) -> None:
        found, expected = places(plan_text(plan), *planting)
        assert found == expected


EMPTY = """
format = "rural-taobao plan 1"
plan = "example"
currency = "CNY"
[[versions]]
version = "2016"
from = 2016-01-01
hit_policy = "first"
earned_on = "placed"
rules = []
"""


CAPPED = """
format = "rural-taobao plan 1"
plan = "example"
currency = "CNY"
[[versions]]
version = "2016"
from = 2016-01-01
hit_policy = "first"
earned_on = "placed"
running_totals = "carry"
caps = [
    { cap = "month", amount = "5.00", of = "payee", within = "earned_period", rules = ["sales", "levels"] },
    { cap = "all", amount = "5.00", of = "network", within = "plan", rules = ["sales"] },
]
guarantees = [{ guarantee = "start", amount = "1.00", prorated = "whole", rules = ["sales"] }]
draws = [{ draw = "advance", amount = "1.00", prorated = "whole", recoverable = true, rules = ["sales"] }]
[[versions.rules]]
rule = "sales"
RULE
[[versions.rules]]
rule = "levels"
RULE
[[versions.campaigns]]
campaign = "fair"
effect = "adds"
budget = "9.00"
[[versions.campaigns.rules]]
rule = "fair"
RULE
""".replace(
    "RULE",
    """when = {}
basis = "net"
measured_on = "order"
rate = { form = "percentage", rate = "1 %" }
rounding = "half_up"
on_refund = "reverse"
split = { mode = "first", shares = [{ party = "partner", share = "100 %" }] }""",
)
WITHOUT_IDS: list[Any] = [
    (
        ("rules", 0),
        "rule",
        [
            (("floor",), "-1.00", "floor"),
            (("allowance",), {"per": "order", "measure": 3}, "allowance.measure"),
            (("rounding",), "odd", "rounding"),
        ],
    ),
    (("rules", 1), "rule", [(("levels",), {"mode": "odd"}, "levels"), (("rounding",), "odd", "rounding")]),
    (
        ("caps", 1),
        "cap",
        [
            (("amount",), "-1.00", "amount"),
            (("rules",), ["sales", "sales", "lost"], "rules[1]"),
            (("of",), "county_centre", "within"),
        ],
    ),
    (("guarantees", 0), "guarantee", [(("amount",), "0.00", "amount"), (("rules",), ["lost"], "rules[0]")]),
    (("campaigns", 0), "campaign", [(("budget",), "-1.00", "budget"), (("effect",), "odd", "effect")]),
    (("campaigns", 0), "campaign", [(("rules",), [], "rules"), (("budget",), "-1.00", "budget")]),
    (
        ("rules", 0, "boosts", 0),
        "campaign",
        [(("plus_price",), "1.00", ""), (("when",), {"category": []}, "when.category")],
    ),
    (("rules", 0, "boosts", 1), "campaign", [(("plus_price",), "1.00", "plus_price")]),
]
"""What is at fault beside an id: where that stands, its key, and each edit with its place."""
LEVELS = {
    "mode": "additive",
    "missing": "skip",
    "levels": [{"party": "partner", "rate": {"form": "percentage", "rate": "1 %"}}],
}


class TestBetweenRules:
    """What is wrong between the rules of a version is told at its key beside what is wrong within them."""

    @pytest.mark.parametrize(
        ("edits", "places"),
        [
            (
                [(("rules", 0, "direction"), "owes")],
                ["caps[0].rules[0]", "draws[0].rules[0]", "guarantees[0].rules[0]"],
            ),
            ([(("rules", 1, "levels"), LEVELS)], ["caps[0].rules[1]"]),
            ([(("campaigns", 0, "rules", 0, "levels"), LEVELS)], ["campaigns[0].rules[0].levels"]),
            ([(("campaigns", 0, "rules", 0, "direction"), "owes")], ["campaigns[0].rules[0].direction"]),
            ([(("campaigns", 0, "budget"), "-1.00")], ["campaigns[0].budget"]),
            ([(("campaigns", 0, "campaign"), "all")], ["campaigns[0].campaign"]),
            ([(("caps", 1, "cap"), "month")], ["caps[1].cap"]),
            (
                [(("caps", 1, "amount"), "-1.00"), (("caps", 1, "rules"), ["sales", "sales"])],
                ["caps[1].amount", "caps[1].rules[1]"],
            ),
            (
                [(("hit_policy",), "best_for_payee"), (("rules", 1, "measured_on"), "running_total")],
                ["rules[1].measured_on"],
            ),
            (
                [(("hit_policy",), "best_for_payee"), (("rules", 1, "allowance"), {"per": "period", "events": 3})],
                ["rules[1].allowance.per"],
            ),
        ],
    )
    @pytest.mark.parametrize("beside", [None, "rounding", "split"])
    def test_is_told_at_its_key(self, edits: list[Any], places: list[str], beside: str | None) -> None:
        tree = tree_of(CAPPED)
        version = tree["versions"][0]
        for path, value in edits:
            put(version, path, value)
            if path[-1] == "levels":
                holder = version[path[0]][path[1]] if path[0] == "rules" else version["campaigns"][0]["rules"][0]
                del holder["rate"], holder["split"]
        expected = list(places)
        if beside == "rounding":
            version["rules"][0]["rounding"] = "odd"
            expected.append("rules[0].rounding")
        elif beside == "split":
            version["rules"][0]["split"]["shares"][0]["share"] = "90 %"
            expected.append("rules[0].split.shares")
        assert set(told(plan_from_text, toml_text(tree))) == {f"versions[0].{place}" for place in expected}

    @pytest.mark.parametrize("name", [None, "a b", 5])
    @pytest.mark.parametrize(
        ("holder", "key", "edits"),
        WITHOUT_IDS,
    )
    def test_an_id_that_cannot_be_read_hides_nothing(
        self, holder: tuple[str | int, ...], key: str, edits: list[Any], name: object
    ) -> None:
        tree = tree_of(CAPPED)
        version = tree["versions"][0]
        version["rules"][0]["boosts"] = [{"campaign": "a", "when": {}, "plus": "1 %"}, {"campaign": "b", "when": {}}]
        if "boosts" not in holder or holder[-1] == 0:
            version["rules"][0]["boosts"].pop()
        there = version
        for step in holder:
            there = there[step]
        if name is None:
            del there[key]
        else:
            there[key] = name
        for path, value, _ in edits:
            put(there, path, value)
        where = "".join(f"[{each}]" if isinstance(each, int) else f".{each}" for each in holder)
        found = [place for place in told(plan_from_text, toml_text(tree)) if place.startswith(f"versions[0]{where}")]
        wanted = [f"versions[0]{where}{'.' if place else ''}{place}" for place in (key, *(each[2] for each in edits))]
        assert set(wanted) <= set(found)

    @pytest.mark.parametrize(
        ("facts", "places"),
        [
            ({"when": {"not": {"x": 1}}}, ["when.not.x"]),
            (
                {"when": {"festival": {"id": "double_11", "clock": "placed", "windows": [], "editions": []}}},
                ["when.festival.windows", "when.festival.editions"],
            ),
            (
                {
                    "rate": {
                        "form": "graduated",
                        "boundary": "upper_inclusive",
                        "tiers": [{"from": "0.00", "to": "9.00", "rate": "1 %"}, {"from": "9.00", "price": "3.00"}],
                    }
                },
                ["rate.tiers[1].price"],
            ),
            (
                {
                    "clawback": {
                        "form": "bands",
                        "bands": [{"from_days": 0, "to_days": 5, "rate": "5"}, {"from_days": 9, "rate": "5 %"}],
                    }
                },
                ["clawback.bands[0].rate", "clawback.bands[1]"],
            ),
            ({"clawback": {"form": "bands", "bands": [5, {"from_days": 9, "rate": "5 %"}]}}, ["clawback.bands[0]"]),
        ],
    )
    def test_what_is_wrong_within_a_rule_is_told_where_it_stands(self, facts: Any, places: list[str]) -> None:
        tree = tree_of(CAPPED)
        tree["versions"][0]["rules"][1].update(facts)
        assert set(told(plan_from_text, toml_text(tree))) == {f"versions[0].rules[1].{place}" for place in places}

    def test_what_stands_for_an_id_is_like_no_other(self) -> None:
        one, other = Unnamed(), Unnamed()
        assert len({one, other}) == 2
        assert str(one) == one
        assert one not in [other, "unnamed"]
        assert one != "unnamed"
        assert f"rule {one}" == "rule unnamed"

    def test_free_money_below_zero_is_told_as_money(self) -> None:
        tree = tree_of(CAPPED)
        tree["versions"][0]["rules"][1]["allowance"] = {"per": "order", "measure": "-1.00"}
        [message] = told(plan_from_text, toml_text(tree)).values()
        assert "but -¥1.00 was given" in message

    def test_what_becomes_of_totals_is_asked_once(self) -> None:
        for start in ("caps", "campaigns"):
            tree = tree_of(CAPPED)
            version = tree["versions"][0]
            del version["running_totals"]
            version.pop("caps" if start == "campaigns" else "campaigns")
            assert list(told(plan_from_text, toml_text(tree))) == ["versions[0].running_totals"]

    def test_what_cannot_be_read_is_not_judged(self) -> None:
        tree = tree_of(CAPPED)
        version = tree["versions"][0]
        version["rules"][0] = 5
        version["campaigns"][0]["rules"] = 5
        version["caps"][0]["cap"] = "a b"
        version["caps"][1]["rules"] = 5
        found = set(told(plan_from_text, toml_text(tree)))
        assert {place.removeprefix("versions[0].") for place in found} >= {
            "rules[0]",
            "campaigns[0].rules",
            "caps[0].cap",
            "caps[1].rules",
        }
        assert "versions[0]" not in found
