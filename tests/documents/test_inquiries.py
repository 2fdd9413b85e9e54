"""Inquiries for machines: the same facts as the words, in plain JSON."""

import json
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given

from rural_taobao.commission import (
    AllOf,
    Always,
    AnyOf,
    CommissionPlan,
    CommissionRule,
    EarnedOn,
    Flat,
    InCategory,
    OfAmount,
    OfKind,
    OnDays,
    PlanVersion,
    Split,
    Tagged,
)
from rural_taobao.commission.conditions import Condition
from rural_taobao.documents.inquiries import inquiry_object
from rural_taobao.festivals import programme_calendar
from rural_taobao.money import Money
from rural_taobao.periods import Period
from rural_taobao.samples import one_order, one_village
from rural_taobao.settlement import Inquiry, Language, answered, inquire
from rural_taobao.testing.worlds import World, worlds
from rural_taobao.timeline import Timeline


def plan(*conditions: Condition, policy: str = "first") -> CommissionPlan:
    rules = [
        CommissionRule(
            id=f"r{place}",
            when=when,
            basis="net",
            measured_on="order",
            rate=Flat(Money(100 + place)),
            rounding="half_up",
            on_refund="reverse",
            split=Split.all_to("partner"),
        )
        for place, when in enumerate(conditions)
    ]
    version = PlanVersion(
        version="v", hit_policy=policy, earned_on=EarnedOn("placed"), running_totals="carry", rules=rules
    )
    return CommissionPlan(id="example", versions=Timeline.starting({date(2015, 1, 1): version}))


def inquiry(given: CommissionPlan, event: str = "o-1") -> Inquiry:
    return inquire(one_village(), [given], programme_calendar(), [one_order()], event)


class TestAnInquiry:
    """An object has every fact of an inquiry, and nothing that JSON has not."""

    def test_has_rules_fates_and_facts(self) -> None:
        found = inquiry_object(inquiry(plan(OfKind("parcel"), Always(), Always())))
        assert json.loads(json.dumps(found)) == found
        rules = found.pop("rules")
        text = found.pop("text")
        assert isinstance(text, str)
        assert text.startswith("o-1: an order at station sanhe")
        assert found == {
            "event": "o-1",
            "kind": "order",
            "station": "sanhe",
            "at": "2016-11-11T00:03:12+08:00",
            "outcome": "earned",
            "earned": "2016-11",
            "plan": "example",
            "plan_version": "v",
            "model_version": "2.0",
            "credited": "li",
            "hit_policy": "first",
        }
        assert rules == [
            {
                "rule": "r0",
                "direction": "earns",
                "layer": None,
                "fate": "not_matched",
                "amount_minor": None,
                "nothing": None,
                "cap": None,
                "left_minor": None,
                "worth_minor": None,
                "instead": [],
                "unmet": [
                    {
                        "condition": {"kind": "parcel"},
                        "given": {"kind": "order"},
                        "text": "it must be a parcel, but it was an order",
                    }
                ],
                "text": "rule r0 did not match: it must be a parcel, but it was an order",
            },
            {
                "rule": "r1",
                "direction": "earns",
                "layer": None,
                "fate": "paid",
                "amount_minor": 101,
                "nothing": None,
                "cap": None,
                "left_minor": None,
                "worth_minor": None,
                "instead": [],
                "unmet": [],
                "text": "rule r1 matched and pays ¥1.01 in all",
            },
            {
                "rule": "r2",
                "direction": "earns",
                "layer": None,
                "fate": "passed_over",
                "amount_minor": None,
                "nothing": None,
                "cap": None,
                "left_minor": None,
                "worth_minor": None,
                "instead": ["r1"],
                "unmet": [],
                "text": (
                    "rule r2 matched, but rule r1 stands before it in the plan, which pays the first that matches"
                ),
            },
        ]

    def test_says_what_was_compared(self) -> None:
        rules: Any = inquiry_object(inquiry(plan(Always(), Always(), policy="best_for_payee")))["rules"]
        assert [(rule["fate"], rule["worth_minor"]) for rule in rules] == [("passed_over", 100), ("paid", 101)]

    @pytest.mark.parametrize(
        ("condition", "tree", "given"),
        [
            (InCategory(["seeds"]), {"category": ["seeds"]}, {"category": ["phones"]}),
            (
                OfAmount(basis="net", start=Money(5000_00)),
                {"amount": {"basis": "net", "from": "5000.00"}},
                {"net": "1199.00"},
            ),
            (OnDays(Period(date(2016, 12, 1))), {"days": {"from": "2016-12-01"}}, {"day": "2016-11-11"}),
            (
                AnyOf([Tagged(["gift"]), AllOf([OfKind("order"), InCategory(["seeds"])])]),
                {"any": [{"tag": ["gift"]}, {"kind": "order", "category": ["seeds"]}]},
                {"tags": None, "kind": "order", "category": ["phones"]},
            ),
        ],
    )
    def test_writes_a_condition_as_a_plan_does(self, condition: Condition, tree: object, given: object) -> None:
        rules: Any = inquiry_object(inquiry(plan(condition)))["rules"]
        [unmet] = rules[0]["unmet"]
        assert (unmet["condition"], unmet["given"]) == (tree, given)

    def test_of_an_event_that_nobody_is_credited_for_has_no_plan(self) -> None:
        early = datetime.fromisoformat("2014-11-11T00:03:12+08:00")
        order = type(one_order())(id="o-1", station="sanhe", gross=Money(1), placed=early, known_at=early)
        found = inquiry_object(inquire(one_village(), [plan(Always())], programme_calendar(), [order], "o-1"))
        assert (found["outcome"], found["plan"], found["rules"]) == ("station_not_open", None, [])
        assert {key for key, value in found.items() if value is None} == {
            "earned",
            "plan",
            "plan_version",
            "model_version",
            "credited",
            "hit_policy",
        }

    @given(worlds(most=4))
    def test_of_any_event_is_json_with_the_words_of_the_language(self, world: World) -> None:
        for event in world.events:
            found = inquire(world.network, world.plans, world.calendar, world.events, event.id)
            made = inquiry_object(found, Language.CHINESE)
            assert json.loads(json.dumps(made)) == made
            assert made["text"] == answered(found, Language.CHINESE)
