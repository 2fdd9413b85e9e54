"""Arithmetic of campaigns and bounds as text, and faults of layers and boosts in plan files."""

import pytest

from rural_taobao.commission.operands import Exactly, Units
from rural_taobao.commission.terms import Boosted, Fallen, Limited, PastFree, Term, Topped, UnitBounded
from rural_taobao.documents.arithmetic import ArithmeticMalformed, arithmetic_text, read_arithmetic
from rural_taobao.documents.faults import DocumentsRefused
from rural_taobao.documents.plans import plan_from_text
from rural_taobao.periods import Month

RULE = """
rule = "NAME"
when = {}
basis = "gross"
measured_on = "order"
rate = { form = "percentage", rate = "10 %" }
rounding = "half_up"
on_refund = "reverse"
split = { mode = "first", shares = [{ party = "partner", share = "100 %" }] }
"""
HEAD = """
format = "rural-taobao plan 1"
plan = "example"
currency = "CNY"
[[versions]]
version = "2016"
from = 2016-01-01
hit_policy = "first"
earned_on = "placed"
running_totals = "carry"
"""


class TestArithmetic:
    """What a campaign, an allowance or a bound does to an amount is written and read back."""

    @pytest.mark.parametrize(
        "term",
        [
            Exactly(5, 3),
            PastFree(Units(5), 7),
            Boosted(Units(5), "double-11", 1_500_000),
            Topped(Units(5), "double-11", 900, 10_000),
            UnitBounded(Units(5), 3, None, 20),
            Limited(Units(5), "month", 2),
            Fallen(Units(-5), 2),
        ],
    )
    def test_comes_back(self, term: Term) -> None:
        assert read_arithmetic(arithmetic_text(term)) == term

    @pytest.mark.parametrize("name", ['""', "5", '"a b"'])
    def test_a_campaign_has_the_name_of_one(self, name: str) -> None:
        with pytest.raises(ArithmeticMalformed, match="of the name of a campaign or a cap here"):
            read_arithmetic(f'["limited",["units",5],{name},2]')


class TestFaults:
    """Names that are given twice in a version are told by their place, whatever layer they are in."""

    def faults(self, *parts: str) -> str:
        with pytest.raises(DocumentsRefused) as refused:
            plan_from_text("".join((HEAD, *parts)))
        return str(refused.value)

    def rule(self, where: str, name: str) -> str:
        return f"[[versions{where}.rules]]" + RULE.replace("NAME", name)

    def test_rules_and_layers(self) -> None:
        campaign = '[[versions.campaigns]]\ncampaign = "a"\neffect = "adds"\n'
        days = "days = { from = 2016-11-01, to = 2016-11-12 }"
        exception = f'[[versions.exceptions]]\nexception = "a"\neffect = "adds"\n{days}\n'
        unread = self.rule(".campaigns", "x").replace('"x"', "5")
        told = self.faults(
            self.rule("", "base"),
            campaign,
            self.rule(".campaigns", "base"),
            unread,
            exception,
            self.rule(".exceptions", "li"),
            exception.replace('"a"', "5"),
            self.rule(".exceptions", "wang"),
        )
        assert "campaigns[0].rules[0].rule" in told
        assert "exceptions[0].exception" in told

    def test_a_rule_that_a_cap_names_and_nobody_states(self) -> None:
        cap = '[[versions.caps]]\ncap = "CAP"\namount = "1.00"\nof = "payee"\nwithin = "plan"\nrules = RULES\n'
        told = self.faults(
            self.rule("", "base").replace("100 %", "90 %"),
            self.rule("", "x").replace('"x"', "5"),
            cap.replace("CAP", "a").replace("RULES", '["base", "gone", 5]'),
            cap.replace("CAP", "b").replace("RULES", "5"),
            cap.replace('"CAP"', "5").replace("RULES", '["gone"]'),
        )
        assert "versions[0].caps[0].rules[1]: a cap must name rules of its plan version, but cap a names gone" in told
        assert "must add up to 100 %" in told
        assert told.count("which is none") == 2

    def test_a_boost_says_one_thing(self) -> None:
        boosts = 'boosts = [{ campaign = "a", when = {} }]\n'
        assert "a states none of them" in self.faults(self.rule("", "base"), boosts)


class TestMonths:
    """A month is before or after a month, and nothing else."""

    def test_no_other_thing_is_before_it_or_after(self) -> None:
        month = Month(2016, 11)
        for other in (5, "2016-11"):
            with pytest.raises(TypeError):
                assert month < other  # type: ignore[operator]
            with pytest.raises(TypeError):
                assert month <= other  # type: ignore[operator]
