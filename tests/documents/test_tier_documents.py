import pytest

from rural_taobao.commission import Band, Flat, Linear, Percentage, PercentageAndFlat, PerUnit, Point, Tier
from rural_taobao.currencies import CNY
from rural_taobao.documents.plans import plan_from_text, plan_text
from rural_taobao.documents.structuring import Structuring
from rural_taobao.documents.tiers import declare_tiers
from rural_taobao.documents.trees import Table
from rural_taobao.exact import Rate
from rural_taobao.money import Money, UnitPrice
from rural_taobao.samples import one_plan
from tests.documents.tree_edits import told

TWO, YUAN, PRICE = Rate.parse("2 %"), Money.parse("1.00"), UnitPrice.parse("0.30")


class TestTiers:
    """What stands in a rate form is of money where it states a rate, and of units where it states a price."""

    @pytest.mark.parametrize(
        ("value", "tree"),
        [
            (Tier(YUAN, TWO), {"from": "1.00", "rate": "2 %"}),
            (Tier(1, PRICE, 5, YUAN), {"from": 1, "to": 5, "price": "0.30", "flat": "1.00"}),
            (Tier(YUAN, PRICE, None, None, YUAN), {"from": "1.00", "price": "0.30", "package": "1.00"}),
            (Point(YUAN, TWO), {"at": "1.00", "rate": "2 %"}),
            (Point(1, PRICE), {"at": 1, "price": "0.30"}),
            (Linear(YUAN, TWO), {"threshold": "1.00", "rate": "2 %"}),
            (Linear(1, PRICE), {"threshold": 1, "price": "0.30"}),
            (Band(1, 4, Flat(YUAN)), {"from": 1, "to": 4, "flat": "1.00"}),
            (Band(YUAN, None, Percentage(TWO)), {"from": "1.00", "rate": "2 %"}),
            (Band(YUAN, None, PercentageAndFlat(TWO, YUAN)), {"from": "1.00", "flat": "1.00", "rate": "2 %"}),
            (Band(1, None, PerUnit(PRICE)), {"from": 1, "price": "0.30"}),
        ],
    )
    def test_each_is_written_so_and_reads_back(self, value: Tier | Point | Linear | Band, tree: Table) -> None:
        structuring = Structuring(CNY)
        declare_tiers(structuring)
        assert structuring.tree(value) == tree
        assert structuring.value(type(value), tree) == value

    @pytest.mark.parametrize(
        ("rate", "place"),
        [
            (
                (
                    'form = "whole_amount", boundary = "lower_inclusive", first_flat = "at_zero", '
                    'tiers = [{ from = 0, flat = "2.00" }]'
                ),
                "tiers[0].",
            ),
            ('form = "interpolated", overflow = "error", underflow = "error", points = [{ at = 5 }]', "points[0]."),
            ('form = "linear", threshold = 30', ""),
        ],
    )
    def test_units_without_a_price_are_asked_for_one(self, rate: str, place: str) -> None:
        """Whoever states the flat amount of a tier alone hears of a price, not of amounts with a point."""
        plan = plan_text(one_plan()).replace('"net"', '"quantity"').replace('"reverse"', '"rerate"')
        [stated] = [line for line in plan.splitlines() if line.startswith("rate = ")]
        faults = told(plan_from_text, plan.replace(stated, f"rate = {{ {rate} }}"))
        assert list(faults) == [f"versions[0].rules[0].rate.{place}price"]

    @pytest.mark.parametrize(
        ("rate", "place"),
        [
            ('form = "whole_amount", boundary = "lower_inclusive", tiers = [5]', "tiers[0]"),
            ('form = "interpolated", overflow = "error", points = [5]', "points[0]"),
        ],
    )
    def test_what_is_no_table_is_told_as_such(self, rate: str, place: str) -> None:
        plan = plan_text(one_plan())
        [stated] = [line for line in plan.splitlines() if line.startswith("rate = ")]
        faults = told(plan_from_text, plan.replace(stated, f"rate = {{ {rate} }}"))
        assert "must be a table, but 5 was given" in faults[f"versions[0].rules[0].rate.{place}"]
