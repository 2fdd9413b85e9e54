"""Clawbacks and payout terms as tables of a plan."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.commission import (
    Bracket,
    Clawback,
    ClawbackBand,
    ClawbackBands,
    Deduction,
    FixedSum,
    FlatWithholding,
    NoWithholding,
    PayoutTerms,
    ProgressiveWithholding,
    ShareOfGross,
    Unearned,
)
from rural_taobao.currencies import CNY
from rural_taobao.documents.clawbacks import declare_clawbacks
from rural_taobao.documents.payouts import declare_payouts
from rural_taobao.documents.plans import plan_from_text, plan_text
from rural_taobao.documents.structuring import Structuring
from rural_taobao.documents.trees import toml_tree
from rural_taobao.exact import Rate
from rural_taobao.money import Money
from rural_taobao.testing.payout_strategies import clawbacks, payout_terms
from tests.documents.tree_edits import told

yuan = Money.parse
PLAN = """\
format = "rural-taobao plan 1"
plan = "example"
currency = "CNY"

[[versions]]
version = "2016"
from = 2016-01-01
hit_policy = "first"
earned_on = "placed"

[versions.payout]
minimum = "50.00"
withholding = { form = "progressive", rounding = "half_up", brackets = [
    { up_to = "20000.00", rate = "20 %", quick_deduction = "0.00" },
    { up_to = "50000.00", rate = "30 %", quick_deduction = "2000.00" },
    { rate = "40 %", quick_deduction = "7000.00" },
] }

[[versions.payout.deductions]]
deduction = "loan"
name = "Loan for a screen"
priority = 1
takes = { form = "fixed", amount = "80.00" }
max_share = "25 %"
max_share_of = "payable"

[[versions.payout.deductions]]
deduction = "fund"
priority = 2
takes = { form = "share_of_gross", rate = "2 %", rounding = "down" }
max_share = "50 %"
max_share_of = "left"

[[versions.rules]]
rule = "orders"
when = {}
basis = "net"
measured_on = "order"
rate = { form = "percentage", rate = "3 %" }
rounding = "half_up"
on_refund = "reverse"
clawback = { form = "bands", bands = [
    { from_days = 0, to_days = 30, rate = "100 %" },
    { from_days = 31, to_days = 90, rate = "50 %" },
    { from_days = 91, rate = "0 %" },
] }
split = { mode = "first", shares = [{ party = "partner", share = "100 %" }] }
"""
TERMS = PayoutTerms(
    minimum=yuan("50.00"),
    withholding=ProgressiveWithholding(
        [
            Bracket(yuan("20000"), Rate.parse("20 %"), yuan("0")),
            Bracket(yuan("50000"), Rate.parse("30 %"), yuan("2000")),
            Bracket(None, Rate.parse("40 %"), yuan("7000")),
        ],
        "half_up",
    ),
    deductions=[
        Deduction(
            id="loan",
            name="Loan for a screen",
            priority=1,
            takes=FixedSum(yuan("80.00")),
            max_share=Rate.parse("25 %"),
            max_share_of="payable",
        ),
        Deduction(
            id="fund",
            priority=2,
            takes=ShareOfGross(Rate.parse("2 %"), "down"),
            max_share=Rate.parse("50 %"),
            max_share_of="left",
        ),
    ],
)
BANDS = ClawbackBands(
    [
        ClawbackBand(0, 30, Rate.parse("100 %")),
        ClawbackBand(31, 90, Rate.parse("50 %")),
        ClawbackBand(91, None, Rate(0)),
    ]
)


class TestReading:
    """What is written in a plan is what it says, and reads back."""

    def test_a_plan_with_a_clawback_and_payout_terms(self) -> None:
        plan = plan_from_text(PLAN)
        [entry] = plan.versions.entries
        assert entry.value.payout == TERMS
        assert entry.value.rules[0].clawback == BANDS
        assert plan_from_text(plan_text(plan)) == plan

    @pytest.mark.parametrize(
        ("text", "clawback"),
        [
            ('{ form = "unearned", months = 9 }', Unearned(9)),
            (PLAN.partition("clawback = ")[2].partition("\nsplit")[0], BANDS),
        ],
    )
    def test_each_form_of_clawback(self, text: str, clawback: Clawback) -> None:
        structuring = Structuring(CNY)
        declare_clawbacks(structuring)
        tree = toml_tree(f"clawback = {text}", file="plan")["clawback"]
        assert structuring.value(tuple[Clawback | None, ...], [tree]) == (clawback,)
        assert structuring.tree(clawback) == tree

    @pytest.mark.parametrize(
        ("text", "withholding"),
        [
            ('{ form = "none" }', NoWithholding()),
            ('{ form = "flat", rate = "3.3 %", rounding = "down" }', FlatWithholding(Rate.parse("3.3 %"), "down")),
        ],
    )
    def test_each_other_form_of_withholding(self, text: str, withholding: NoWithholding | FlatWithholding) -> None:
        structuring = Structuring(CNY)
        declare_payouts(structuring)
        tree = toml_tree(f'deductions = []\nminimum = "0.00"\nwithholding = {text}', file="plan")
        terms = PayoutTerms(deductions=[], withholding=withholding, minimum=Money(0))
        assert structuring.value(PayoutTerms, tree) == terms
        assert structuring.tree(terms) == tree

    @given(clawbacks())
    def test_any_clawback_reads_back(self, clawback: Clawback) -> None:
        structuring = Structuring(CNY)
        declare_clawbacks(structuring)
        assert structuring.value(tuple[Clawback | None, ...], [structuring.tree(clawback)]) == (clawback,)

    @given(payout_terms(currency=st.just(CNY)))
    def test_any_payout_terms_read_back(self, terms: PayoutTerms) -> None:
        structuring = Structuring(CNY)
        declare_payouts(structuring)
        assert structuring.value(PayoutTerms, structuring.tree(terms)) == terms


RULE = "versions[0].rules[0]"
CLAWBACK = f"{RULE}.clawback"
PAYOUT = "versions[0].payout"


class TestFaults:
    """What is wrong is told with its place, each fault once and all at once."""

    @pytest.mark.parametrize(
        ("old", "new", "place", "message"),
        [
            (
                'on_refund = "reverse"',
                'on_refund = "rerate"',
                f"{RULE}.clawback",
                "a clawback must go with on_refund 'reverse'",
            ),
            ("from_days = 31", "from_days = 32", f"{CLAWBACK}.bands[1]", "nothing is said from 31 days to 31"),
            ("from_days = 31", "from_days = 30", f"{CLAWBACK}.bands[1]", "bands must rise, but 30 follows 30"),
            ("from_days = 0", "from_days = 1", f"{CLAWBACK}.bands[0]", "nothing is said from 0 days to 0"),
            ("from_days = 91", "from_days = 91, to_days = 99", f"{CLAWBACK}.bands[2]", "from 100 days on"),
            ("to_days = 30, ", "", f"{CLAWBACK}.bands[0]", "one from 0 has no end"),
            ('rate = "50 %"', 'rate = "150 %"', f"{CLAWBACK}.bands[1].rate", "rate must be 100 % or less"),
            ("to_days = 90", 'to_days = "90"', f"{CLAWBACK}.bands[1].to_days", "must be a whole number"),
            ('form = "bands"', 'form = "ages"', f"{CLAWBACK}.form", "must be one of bands, unearned"),
            ('"7000.00"', '"7001.00"', f"{PAYOUT}.withholding.brackets[2]", "must be ¥7,000.00, so that"),
            (
                '"7000.00"',
                '"-1.00"',
                f"{PAYOUT}.withholding.brackets[2].quick_deduction",
                "quick_deduction must be 0 or more",
            ),
            ('up_to = "50000.00"', 'up_to = "9.00"', f"{PAYOUT}.withholding.brackets[1]", "brackets must rise"),
            ('up_to = "20000.00", ', "", f"{PAYOUT}.withholding.brackets[0]", "one from ¥0.00 has no end"),
            ('form = "progressive"', 'form = "steep"', f"{PAYOUT}.withholding.form", "one of none, flat, progressive"),
            ('deduction = "fund"', 'deduction = "loan"', f"{PAYOUT}.deductions[1].deduction", "two are called loan"),
            ("priority = 2", "priority = 1", f"{PAYOUT}.deductions[1].priority", "but two have 1"),
            (
                "priority = 2",
                "priority = 0",
                f"{PAYOUT}.deductions[1].priority",
                "priority must be a whole number of 1 or more",
            ),
            ('"fixed", amount', '"all", amount', f"{PAYOUT}.deductions[0].takes.form", "fixed, share_of_gross"),
            ('\nmax_share_of = "left"', "", f"{PAYOUT}.deductions[1].max_share_of", "one of payable, left"),
            ('minimum = "50.00"', "", f"{PAYOUT}.minimum", "must be stated, but it is missing"),
            ('minimum = "50.00"', 'minimum = "-0.01"', f"{PAYOUT}.minimum", "minimum must be 0 or more"),
        ],
    )
    def test_each_is_told_with_its_place(self, old: str, new: str, place: str, message: str) -> None:
        assert PLAN.count(old) == 1
        faults = told(plan_from_text, PLAN.replace(old, new))
        assert message in faults[place]

    @pytest.mark.parametrize("key", ["withholding", "deductions"])
    def test_what_moves_money_must_be_stated(self, key: str) -> None:
        text = PLAN.replace("withholding = ", "tax = ").replace(".deductions]]", ".off]]")
        assert f"{PAYOUT}.{key}" in told(plan_from_text, text)

    def test_no_bands_and_no_brackets_are_told_of_their_lists(self) -> None:
        text = PLAN.replace(PLAN.partition("bands = ")[2].partition(" }\nsplit")[0], "[]")
        text = text.replace(PLAN.partition("brackets = ")[2].partition(" }\n\n[[versions.payout")[0], "[]")
        found = told(plan_from_text, text)
        assert "from 0 days on" in found[f"{CLAWBACK}.bands"]
        assert "but there is none" in found[f"{PAYOUT}.withholding.brackets"]

    def test_lists_that_are_none_are_told_once(self) -> None:
        text = PLAN.replace(PLAN.partition("bands = ")[2].partition(" }\nsplit")[0], "5")
        text = text.replace(PLAN.partition("brackets = ")[2].partition(" }\n\n[[versions.payout")[0], "5")
        places = told(plan_from_text, text)
        assert sorted(places) == [f"{PAYOUT}.withholding.brackets", f"{CLAWBACK}.bands"]

    def test_several_are_told_at_once(self) -> None:
        text = PLAN.replace("from_days = 31", "from_days = 33").replace('"7000.00"', '"7001.00"')
        text = text.replace("priority = 2", "priority = 1")
        assert told(plan_from_text, text).keys() == {
            f"{CLAWBACK}.bands[1]",
            f"{PAYOUT}.withholding.brackets[2]",
            f"{PAYOUT}.deductions[1].priority",
        }
