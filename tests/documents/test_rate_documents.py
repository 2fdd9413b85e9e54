"""Rate forms as tables of a plan."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.commission import (
    Attainment,
    AttainmentStep,
    Band,
    Banded,
    Bonus,
    ByKey,
    Flat,
    Graduated,
    Interpolated,
    Linear,
    Percentage,
    PercentageAndFlat,
    PerPackage,
    PerUnit,
    Point,
    RateForm,
    RuleRate,
    Tier,
    WholeAmount,
)
from rural_taobao.currencies import CNY
from rural_taobao.documents.keyed import declare_keyed
from rural_taobao.documents.plans import plan_from_text, plan_text
from rural_taobao.documents.rates import declare_rates
from rural_taobao.documents.structuring import Structuring
from rural_taobao.documents.trees import toml_tree
from rural_taobao.exact import Rate
from rural_taobao.money import Money, UnitPrice
from rural_taobao.samples import one_plan
from rural_taobao.testing.plan_strategies import rate_forms, rule_rates
from tests.documents.tree_edits import told

yuan = Money.parse
FORMS = [
    ('{ form = "per_package", size = 10, price = "3.00" }', PerPackage(10, UnitPrice.parse("3.00"))),
    ('{ form = "per_package", size = "100.00", price = "0.50" }', PerPackage(yuan("100"), UnitPrice.parse("0.50"))),
    (
        '{ form = "percentage_and_flat", rate = "2.9 %", flat = "0.30" }',
        PercentageAndFlat(Rate.parse("2.9 %"), yuan("0.30")),
    ),
    ('{ form = "linear", threshold = "700.00", rate = "5 %" }', Linear(yuan("700"), Rate.parse("5 %"))),
    ('{ form = "linear", threshold = 30, price = "0.40" }', Linear(30, UnitPrice.parse("0.40"))),
    ('{ form = "bonus", at = 100, amount = "50.00" }', Bonus(100, yuan("50"))),
    (
        (
            '{ form = "interpolated", overflow = "last_tier", points = [{ at = "0.00", rate = "0 %" }, '
            '{ at = "1000.00", rate = "10 %" }] }'
        ),
        Interpolated(points=[Point(yuan("0"), Rate(0)), Point(yuan("1000"), Rate.parse("10 %"))], overflow="last_tier"),
    ),
    (
        '{ form = "interpolated", overflow = "error", underflow = "nothing", points = [{ at = 5, price = "0.10" }] }',
        Interpolated(points=[Point(5, UnitPrice.parse("0.10"))], overflow="error", underflow="nothing"),
    ),
    (
        (
            '{ form = "banded", step = "0.01", bands = [{ from = "0.00", to = "99.99", rate = "2 %" }, '
            '{ from = "100.00", to = "499.99", flat = "1.00", rate = "1 %" }, { from = "500.00", flat = "6.00" }] }'
        ),
        Banded(
            step=Money(1),
            bands=[
                Band(yuan("0"), yuan("99.99"), Percentage(Rate.parse("2 %"))),
                Band(yuan("100"), yuan("499.99"), PercentageAndFlat(Rate.parse("1 %"), yuan("1"))),
                Band(yuan("500"), None, Flat(yuan("6"))),
            ],
        ),
    ),
    (
        (
            '{ form = "banded", step = 1, overflow = "nothing", underflow = "error", '
            'bands = [{ from = 1, to = 9, price = "0.30" }] }'
        ),
        Banded(step=1, bands=[Band(1, 9, PerUnit(UnitPrice.parse("0.30")))], overflow="nothing", underflow="error"),
    ),
    (
        (
            '{ form = "graduated", boundary = "upper_inclusive", first_flat = "above_zero", '
            'tiers = [{ from = 0, price = "0.30", flat = "2.00" }] }'
        ),
        Graduated(
            tiers=[Tier(0, UnitPrice.parse("0.30"), None, yuan("2"))],
            boundary="upper_inclusive",
            first_flat="above_zero",
        ),
    ),
    (
        (
            '{ form = "whole_amount", boundary = "upper_inclusive", tiers = [{ from = 0, to = 1000, price = "1.00", '
            'package = 100, flat = "2.00" }, { from = 1000, price = "0.50" }], first_flat = "at_zero" }'
        ),
        WholeAmount(
            tiers=[
                Tier(0, UnitPrice.parse("1.00"), 1000, yuan("2"), package=100),
                Tier(1000, UnitPrice.parse("0.50")),
            ],
            boundary="upper_inclusive",
            first_flat="at_zero",
        ),
    ),
    (
        (
            '{ form = "graduated", boundary = "upper_inclusive", tiers = [{ from = "0.00", price = "3.00", '
            'package = "100.00" }] }'
        ),
        Graduated(tiers=[Tier(yuan("0"), UnitPrice.parse("3.00"), package=yuan("100"))], boundary="upper_inclusive"),
    ),
    (
        (
            '{ form = "attainment", quota = "1000.00", rate = "8 %", mode = "graduated", boundary = "upper_inclusive", '
            'prorated = "by_days", steps = [{ from = "0 %", to = "100 %", factor = "100 %" }, '
            '{ from = "100 %", factor = "150 %" }], quotas = [{ payee = "li", quota = "500.00" }] }'
        ),
        Attainment(
            quota=yuan("1000"),
            rate=Rate.parse("8 %"),
            mode="graduated",
            boundary="upper_inclusive",
            prorated="by_days",
            steps=[
                AttainmentStep(Rate(0), Rate(1_000_000), Rate(1_000_000)),
                AttainmentStep(Rate(1_000_000), None, Rate(1_500_000)),
            ],
            quotas={"li": yuan("500")},
        ),
    ),
    (
        (
            '{ form = "attainment", quota = 100, price = "0.30", mode = "whole_amount", boundary = "lower_inclusive", '
            'prorated = "whole", steps = [{ from = "0 %", factor = "100 %" }] }'
        ),
        Attainment(
            quota=100,
            rate=UnitPrice.parse("0.30"),
            mode="whole_amount",
            boundary="lower_inclusive",
            prorated="whole",
            steps=[AttainmentStep(Rate(0), None, Rate(1_000_000))],
        ),
    ),
]


class TestRateForms:
    """Every rate form is written as a table that states its form, and reads back as what it is."""

    @pytest.mark.parametrize(("text", "rate"), FORMS)
    def test_it_is_read(self, text: str, rate: RateForm) -> None:
        structuring = Structuring(CNY)
        declare_rates(structuring)
        tree = toml_tree(f"rate = {text}", file="plan")["rate"]
        assert structuring.value(tuple[RateForm, ...], [tree]) == (rate,)
        assert structuring.tree(rate) == tree

    @given(rate_forms(currency=st.just(CNY)))
    def test_it_reads_back(self, rate: RateForm) -> None:
        structuring = Structuring(CNY)
        declare_rates(structuring)
        assert structuring.value(tuple[RateForm, ...], [structuring.tree(rate)]) == (rate,)

    @pytest.mark.parametrize(
        ("old", "new", "place", "message"),
        [
            ('rate = "2 %"', 'price = "0.30", rate = "2 %"', "bands[0]", "a 'price', but rate and price was stated"),
            (', rate = "2 %" }, ', " }, ", "bands[0]", "but none of them was stated"),
            ('step = "0.01"', "step = 1", "step", "money with percentages or all of units"),
            ('step = "0.01"', 'step = "1 %"', "step", "a number must be written in at most 40 ASCII digits"),
            ('from = "100.00"', 'from = "100.01"', "bands[1]", "¥100.01 follows ¥99.99 at a step of ¥0.01"),
            ('from = "100.00"', 'from = "99.99"', "bands[1]", "bands must rise, but ¥99.99 follows ¥99.99"),
            ('step = "0.01"', 'step = "0.00"', "step", "a step must be larger than 0"),
            ('flat = "6.00"', 'flat = "6.00", to = "900.00"', "overflow", "'overflow' is missing"),
            ('from = "0.00"', 'from = "0.01"', "underflow", "'underflow' is missing"),
            ('flat = "6.00"', 'flat = "0.00", price = "0.30"', "bands[2]", "but flat and price was stated"),
            ('to = "99.99"', 'to = "99.99", end = 5', "bands[0].end", "a key of this table must be one of from, to"),
        ],
    )
    def test_what_is_wrong_is_told_by_its_place(self, old: str, new: str, place: str, message: str) -> None:
        printed = FORMS[8][0]
        assert printed.count(old) == 1
        plan = plan_text(one_plan())
        [stated] = [line for line in plan.splitlines() if line.startswith("rate = ")]
        faults = told(plan_from_text, plan.replace(stated, f"rate = {printed.replace(old, new)}"))
        [path] = [path for path in faults if ".rate" in path]
        assert path == f"versions[0].rules[0].rate{f'.{place}' if place else ''}"
        assert message in faults[path]

    def test_all_that_is_wrong_with_a_printed_table_is_told_at_once(self) -> None:
        printed = """{ form = "banded", step = "1.00", bands = [{ from = "1.00", to = "9.00", flat = "1.00" },
            { from = "12.00", to = "20.00", flat = "2.00" }, { from = "20.00", to = "30.00", flat = "3.00" }] }"""
        plan = plan_text(one_plan())
        [stated] = [line for line in plan.splitlines() if line.startswith("rate = ")]
        faults = told(plan_from_text, plan.replace(stated, f"rate = {printed}").replace('"reverse"', '"rerate"'))
        place = "versions[0].rules[0].rate"
        assert set(faults) == {f"{place}.{each}" for each in ("bands[1]", "bands[2]", "overflow", "underflow")}

    def test_a_first_flat_that_is_missing_is_told_by_its_key(self) -> None:
        tiers = """{ form = "graduated", boundary = "upper_inclusive", tiers = [
            { from = "0.00", rate = "1 %", flat = "2.00" },
        ] }"""
        plan = plan_text(one_plan())
        [stated] = [line for line in plan.splitlines() if line.startswith("rate = ")]
        faults = told(plan_from_text, plan.replace(stated, f"rate = {tiers}"))
        assert set(faults) == {"versions[0].rules[0].rate.first_flat"}

    @pytest.mark.parametrize(
        ("old", "new", "place", "message"),
        [
            ('quota = "1000.00"', "quota = 1000", "quota", "an amount with a point"),
            ('quota = "1000.00"', 'quota = "0.00"', "quota", "a quota must be larger than 0"),
            ('quota = "500.00"', "quota = 500", "quotas[0].quota", "¥1,000.00 stands beside 500"),
            ('rate = "8 %"', 'price = "0.08"', "quota", "a whole number"),
            ('from = "100 %"', 'from = "110 %"', "steps[1]", "nothing is said between 100 % and 110 %"),
            ('from = "0 %"', 'from = "1 %"', "steps[0].from", "must start at 0 % and the last have no end"),
            ('to = "100 %"', 'to = "0 %"', "steps[0].to", "starts at 0 % and ends at 0 %"),
            (
                'quota = "500.00" }',
                'quota = "500.00" }, { payee = "li", quota = "5.00" }',
                "quotas[1].payee",
                "li has two",
            ),
            ('"150 %"', '"1.00001 %"', "steps[1].factor", "at most 4 decimal places"),
            ('prorated = "by_days", ', "", "prorated", "must be stated"),
        ],
    )
    def test_what_is_wrong_with_attainment_is_told_by_its_place(
        self, old: str, new: str, place: str, message: str
    ) -> None:
        attained = next(text for text, _ in FORMS if "attainment" in text)
        assert attained.count(old) == 1
        plan = plan_text(one_plan())
        [stated] = [line for line in plan.splitlines() if line.startswith("rate = ")]
        faults = told(plan_from_text, plan.replace(stated, f"rate = {attained.replace(old, new)}"))
        path = f"versions[0].rules[0].rate{f'.{place}' if place else ''}"
        assert message in faults[path]


BY_NAME = (
    'table = { phones = { form = "percentage", rate = "1.2 %" }, "seeds.rice" = { form = "flat", amount = "2.00" } }'
)
KEYED = f'{{ form = "by_key", key = "category", {BY_NAME}, otherwise = "nothing" }}'


class TestTablesByKey:
    """A table by key is written as a table of the rates by their names, and reads back as what it is."""

    def test_it_is_read(self) -> None:
        structuring = Structuring(CNY)
        declare_rates(structuring)
        declare_keyed(structuring)
        tree = toml_tree(f"rate = {KEYED}", file="plan")["rate"]
        rate = ByKey(
            key="category",
            table={"seeds.rice": Flat(yuan("2")), "phones": Percentage(Rate.parse("1.2 %"))},
            otherwise="nothing",
        )
        assert structuring.value(tuple[RuleRate, ...], [tree]) == (rate,)
        assert structuring.tree(rate) == tree

    @given(rule_rates(currency=st.just(CNY)))
    def test_it_reads_back(self, rate: RuleRate) -> None:
        structuring = Structuring(CNY)
        declare_rates(structuring)
        declare_keyed(structuring)
        assert structuring.value(tuple[RuleRate, ...], [structuring.tree(rate)]) == (rate,)

    @pytest.mark.parametrize(
        ("old", "new", "faults"),
        [
            ('"seeds.rice" =', '"三河" =', {"table.'三河'": "a category code must be 1 to 64"}),
            ('"nothing"', '"nothing at all"', {"otherwise": "must be one of nothing, error"}),
            (
                '"nothing"',
                '{ form = "flat", amount = "2.001" }',
                {"otherwise.amount": "at most 2 decimal places"},
            ),
            (', otherwise = "nothing"', "", {"otherwise": "state a table with the rate of all others, or one of"}),
            (
                BY_NAME,
                "table = {}",
                {"table": "at least one name"},
            ),
            (
                BY_NAME,
                "table = []",
                {"table": "a table"},
            ),
            ('key = "category"', 'key = "weather"', {"key": "must be one of category, station, centre, version"}),
            (
                'form = "percentage", rate = "1.2 %"',
                'form = "by_key", key = "station", table = {}, otherwise = "error"',
                {"table.phones.form": "must be one of flat,"},
            ),
            (
                '"1.2 %" }, "seeds.rice" = { form = "flat", amount = "2.00"',
                '"1.2" }, "seeds.rice" = { form = "flat", amount = 2',
                {"table.phones.rate": "percent sign", "table.'seeds.rice'.amount": "an amount"},
            ),
        ],
    )
    def test_what_is_wrong_is_told_by_its_place(self, old: str, new: str, faults: dict[str, str]) -> None:
        assert KEYED.count(old) == 1
        plan = plan_text(one_plan())
        [stated] = [line for line in plan.splitlines() if line.startswith("rate = ")]
        found = told(plan_from_text, plan.replace(stated, f"rate = {KEYED.replace(old, new)}"))
        assert set(found) == {f"versions[0].rules[0].rate.{place}" for place in faults}
        for place, message in faults.items():
            assert message in found[f"versions[0].rules[0].rate.{place}"]

    def test_a_category_in_it_that_nobody_declares_is_told_of_its_name(self) -> None:
        shelf = 'earned_on = "placed"\ncategories = [{ code = "phones" }]'
        plan = plan_text(one_plan()).replace('earned_on = "placed"', shelf)
        [stated] = [line for line in plan.splitlines() if line.startswith("rate = ")]
        faults = told(plan_from_text, plan.replace(stated, f"rate = {KEYED}"))
        assert set(faults) == {"versions[0].rules[0].rate.table.'seeds.rice'"}
        assert "seeds.rice in rule everything is not" in faults["versions[0].rules[0].rate.table.'seeds.rice'"]
