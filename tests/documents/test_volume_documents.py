"""The table of a rate by volume: how it is written, and what is told of one that cannot be."""

import pytest

from rural_taobao.commission import ByVolume, VolumeTier
from rural_taobao.commission.rates import RateForm
from rural_taobao.currencies import CNY
from rural_taobao.documents.plans import plan_from_text, plan_text
from rural_taobao.documents.rates import declare_rates
from rural_taobao.documents.structuring import Structuring
from rural_taobao.exact import Rate
from rural_taobao.money import Money, UnitPrice
from rural_taobao.samples import one_plan
from tests.documents.tree_edits import told

PRICE = UnitPrice.parse("0.30")


def faults(rate: str, *more: tuple[str, str]) -> dict[str, str]:
    """Give the faults of a plan with a rate, by their places within its one rule."""
    plan = plan_text(one_plan())
    [stated] = [line for line in plan.splitlines() if line.startswith("rate = ")]
    plan = plan.replace(stated, f"rate = {{ {rate} }}")
    for old, new in more:
        assert old in plan
        plan = plan.replace(old, new)
    return {place.removeprefix("versions[0].rules[0]."): text for place, text in told(plan_from_text, plan).items()}


class TestATableByVolume:
    """A table states what its tiers are of, and each tier the rate or the price that it chooses."""

    @pytest.mark.parametrize(
        ("form", "tiers"),
        [
            (
                ByVolume(
                    volume="quantity",
                    boundary="upper_inclusive",
                    tiers=[VolumeTier(0, Rate.parse("4 %"), 6), VolumeTier(6, Rate.parse("6 %"))],
                ),
                [{"from": 0, "to": 6, "rate": "4 %"}, {"from": 6, "rate": "6 %"}],
            ),
            (
                ByVolume(
                    volume="gross - discount + shipping",
                    boundary="lower_inclusive",
                    underflow="nothing",
                    overflow="last_tier",
                    tiers=[VolumeTier(Money(500), PRICE, Money(900))],
                ),
                [{"from": "5.00", "to": "9.00", "price": "0.30"}],
            ),
        ],
    )
    def test_is_written_so_and_reads_back(self, form: ByVolume, tiers: object) -> None:
        structuring = Structuring(CNY)
        declare_rates(structuring)
        tree = structuring.tree(form)
        assert isinstance(tree, dict)
        assert (tree["form"], tree["volume"], tree["tiers"]) == ("by_volume", str(form.volume), tiers)
        union: type[RateForm] = RateForm  # type: ignore[assignment]
        assert structuring.value(union, tree) == form


class TestFaults:
    """What is wrong is told where it stands, all at once."""

    OPEN = 'form = "by_volume", volume = "quantity", boundary = "upper_inclusive", tiers = '

    def test_tiers_that_do_not_meet_and_ends_of_which_nothing_is_said(self) -> None:
        found = faults(f'{self.OPEN} [{{ from = 1, to = 6, rate = "4 %" }}, {{ from = 7, to = 9, rate = "6 %" }}]')
        assert sorted(found) == ["rate.overflow", "rate.tiers[1]", "rate.underflow"]
        assert "tiers must meet, but nothing is said between 6 and 7" in found["rate.tiers[1]"]

    def test_tiers_of_two_kinds(self) -> None:
        mixed = '{ from = 0, to = 6, rate = "4 %" }, { from = 6, price = "0.30" }'
        assert list(faults(f"{self.OPEN} [{mixed}]")) == ["rate.tiers[1]"]

    def test_tiers_that_are_not_of_the_volume(self) -> None:
        found = faults(f'{self.OPEN} [{{ from = "0.00", rate = "4 %" }}]')
        assert list(found) == ["rate.volume"]
        assert "the tiers of a volume must start and end at amounts where it is one" in found["rate.volume"]
        amount = self.OPEN.replace("quantity", "net")
        assert list(faults(f'{amount} [{{ from = 0, rate = "4 %" }}]')) == ["rate.volume"]

    def test_no_tiers_and_what_is_none(self) -> None:
        assert list(faults(f"{self.OPEN} []")) == ["rate.tiers"]
        assert list(faults(f"{self.OPEN} 5")) == ["rate.tiers"]
        assert list(faults(f"{self.OPEN} [5]")) == ["rate.tiers[0]"]
        assert list(faults(f"{self.OPEN} [{{ from = 0 }}]")) == ["rate.tiers[0].rate"]

    def test_a_volume_that_is_none(self) -> None:
        stated = self.OPEN.replace("quantity", "items")
        assert list(faults(f'{stated} [{{ from = 0, rate = "4 %" }}]')) == ["rate.volume"]

    @pytest.mark.parametrize(
        ("changes", "place"),
        [
            ([('basis = "net"', 'basis = "quantity"')], "basis"),
            ([("rounding =", 'allowance = { per = "order", measure = "1.00" }\nrounding =')], "allowance"),
        ],
    )
    def test_a_rule_that_it_does_not_fit(self, changes: list[tuple[str, str]], place: str) -> None:
        assert list(faults(f'{self.OPEN} [{{ from = 0, rate = "4 %" }}]', *changes)) == [place]

    def test_the_basis_itself(self) -> None:
        priced = f'{self.OPEN} [{{ from = 0, price = "0.30" }}]'
        found = faults(priced, ('basis = "net"', 'basis = "quantity"'))
        assert list(found) == ["rate.volume"]
        assert "state 'whole_amount'" in found["rate.volume"]

    def test_one_that_falls_and_is_reversed(self) -> None:
        falling = '{ from = 0, to = 6, rate = "6 %" }, { from = 6, rate = "4 %" }'
        assert list(faults(f"{self.OPEN} [{falling}]")) == ["on_refund"]

    def test_where_there_is_none(self) -> None:
        rate = f'{{ {self.OPEN} [{{ from = 0, rate = "4 %" }}] }}'
        table = f'form = "by_key", key = "category", otherwise = "nothing", table = {{ seeds = {rate} }}'
        [(place, text)] = faults(table).items()
        assert place == "rate.table.seeds.form"
        assert "by_volume" in text
