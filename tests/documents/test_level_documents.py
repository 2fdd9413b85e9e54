"""The levels of a rule in a plan."""

from datetime import date

import pytest

from rural_taobao.commission import CommissionRule, Flat, Level, Levels, Percentage
from rural_taobao.documents.faults import DocumentsRefused
from rural_taobao.documents.plans import plan_from_text, plan_text
from rural_taobao.exact import Rate
from rural_taobao.money import Money

PLAN = """
format = "rural-taobao plan 1"
plan = "example"
currency = "CNY"

[[versions]]
version = "2016"
from = 2016-01-01
hit_policy = "unique"
earned_on = "placed"

[[versions.rules]]
rule = "everything"
when = {}
basis = "net"
measured_on = "order"
rounding = "half_up"
on_refund = "reverse"
PAID
"""
TENTH = '{ form = "percentage", rate = "10 %" }'
ONE = f'levels = {{ mode = "additive", missing = "skip", levels = [{{ party = "partner", rate = {TENTH} }}] }}'


def rule(paid: str) -> CommissionRule:
    return plan_from_text(PLAN.replace("PAID", paid)).on(date(2016, 1, 1)).rules[0]


class TestLevels:
    """Levels are written in place of rate and split, the lowest first."""

    def test_by_hand(self) -> None:
        text = f"""
[versions.rules.levels]
mode = "subtract_lower"
missing = "skip"
levels = [
    {{ party = "helper", rate = {TENTH} }},
    {{ party = "partner", rate = {TENTH} }},
]"""
        tenth = Percentage(Rate.parse("10 %"))
        assert rule(text).levels == Levels("subtract_lower", "skip", [Level("helper", tenth), Level("partner", tenth)])
        plan = plan_from_text(PLAN.replace("PAID", text))
        assert plan_from_text(plan_text(plan)) == plan

    def test_a_flat_amount_for_each(self) -> None:
        text = (
            'levels = { mode = "additive", missing = "error", '
            'levels = [{ party = "partner", rate = { form = "flat", amount = "0.50" } }] }'
        )
        assert rule(text).levels == Levels("additive", "error", [Level("partner", Flat(Money(50)))])

    @pytest.mark.parametrize(
        ("paid", "place", "message"),
        [
            ("", ".rate", "or 'levels' in place of rate and split"),
            (
                f"rate = {TENTH}",
                ".split",
                "with 'shares' or with 'steps', or 'levels' in place of rate and split",
            ),
            (
                f'rate = {TENTH}\nlevels = {{ mode = "additive", missing = "skip", levels = [] }}',
                ".levels.levels",
                "overrides must have a level",
            ),
            (f"rate = {TENTH}\n{ONE}", ".levels", "states a rate and levels; state the one or the other"),
            (ONE.replace(' missing = "skip",', ""), ".levels.missing", "one of skip, error"),
            (
                ONE.replace("] }", f', {{ party = "partner", rate = {TENTH} }}] }}'),
                ".levels.levels[1].party",
                "a party must have one level and not stand above itself, but partner has two",
            ),
        ],
    )
    def test_faults_are_told_where_they_are(self, paid: str, place: str, message: str) -> None:
        with pytest.raises(DocumentsRefused) as caught:
            rule(paid)
        told = {fault.place: fault.message for fault in caught.value.faults}
        assert message in told[f"versions[0].rules[0]{place}"]
