"""The published schedules among the examples: every printed row is what its plan file comes to."""

import json
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any, Final

import pytest

from rural_taobao.commission import CommissionPlan, paid_out
from rural_taobao.commission.extents import MeasureBetweenBands, MeasureOutsideTiers
from rural_taobao.commission.tariffs import NameNotInTable
from rural_taobao.money import Money
from rural_taobao.settlement import Outcome, Settlement
from tests.examples.stalls import EXAMPLES, example, settled, sold, taken

TABLES: Final[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "data" / "commission_tables.json").read_text(encoding="utf-8")
)


def earned(scheme: CommissionPlan, amount: str, *, category: str | None = None) -> Decimal:
    """Give what an amount earns in all, in major units."""
    return Decimal(taken(scheme, amount, category=category).accrued.decimal)


def share(settlement: Settlement, party: str) -> Decimal:
    [amount] = [line.amount for line in settlement.lines if line.party == party]
    return Decimal(amount.decimal)


def withheld_and_paid(name: str, commission: Decimal) -> tuple[Decimal, Decimal]:
    """Give what the payout terms of a schedule make of a commission alone, in major units."""
    scheme = example(name)
    [entry] = scheme.versions.entries
    terms = entry.value.payout
    assert terms is not None
    nothing = Money(0, scheme.currency)
    gross = Money.parse(commission, scheme.currency)
    payout = paid_out(
        terms, gross, carried_before=nothing, taxed_before=nothing, withheld_before=nothing, on_hold=False
    )
    return Decimal(payout.withheld.decimal), Decimal(payout.paid.decimal)


class TestEveryScheme:
    """A schedule among the examples is read without a fault, and says whose it is."""

    SCHEMES = sorted(path.stem for path in (EXAMPLES / "schemes").glob("*.toml"))

    @pytest.mark.parametrize("name", SCHEMES)
    def test_names_its_source(self, name: str) -> None:
        scheme = example(f"schemes/{name}")
        assert scheme.id == name
        assert all(entry.source is not None and entry.source.quality for entry in scheme.versions.entries)

    def test_is_told_of_in_the_list(self) -> None:
        listed = (EXAMPLES / "schemes" / "README.md").read_text(encoding="utf-8")
        assert all(f"`{name}.toml`" in listed for name in self.SCHEMES)


MPESA = TABLES["mpesa_ke_deposit_2022"]["rows"]


class TestDepositsAtAnMPesaAgent:
    """A deposit earns what its printed row says, in whole shillings, and nothing is said of any other amount."""

    @pytest.mark.parametrize(("least", "most", "commission"), MPESA)
    def test_a_printed_row(self, least: int, most: int, commission: int) -> None:
        scheme = example("schemes/mpesa-ke-deposit-2022")
        for amount in (least, (least + most) // 2, most):
            assert earned(scheme, str(amount)) == commission

    @pytest.mark.parametrize("amount", ["100.50", "510.01", "70000.99"])
    def test_an_amount_between_two_rows_is_an_error(self, amount: str) -> None:
        with pytest.raises(MeasureBetweenBands):
            taken(example("schemes/mpesa-ke-deposit-2022"), amount)

    @pytest.mark.parametrize("amount", ["49.99", "1", "150000.01"])
    def test_where_the_table_does_not_apply_it_does_not_pay_zero(self, amount: str) -> None:
        with pytest.raises(MeasureOutsideTiers):
            taken(example("schemes/mpesa-ke-deposit-2022"), amount)


class TestWithdrawalsAtAMicroAtm:
    """The incentive, the share of it that the entrepreneur gets and what is left of that are what is printed."""

    @pytest.mark.parametrize(
        ("amount", "incentive", "gross", "withheld", "net"), TABLES["csc_micro_atm"]["rows"], ids=str
    )
    def test_a_printed_row(self, amount: str, incentive: str, gross: str, withheld: str, net: str) -> None:
        settlement = taken(example("schemes/csc-micro-atm"), amount)
        assert Decimal(settlement.accrued.decimal) == Decimal(incentive)
        earned_there = share(settlement, "partner")
        assert earned_there == Decimal(gross)
        assert withheld_and_paid("schemes/csc-micro-atm", earned_there) == (Decimal(withheld), Decimal(net))


AEPS = TABLES["csc_aeps"]["rows"]
MISPRINTED: Final = {"1100", "1200", "2400", "2700"}


def at(amount: str) -> str:
    """Give an amount that a printed row is about; the last row is about any above its own."""
    return "3100.01" if amount == ">3100" else amount


def in_paise(printed: str) -> Decimal:
    """Round what is printed in tenths of a paisa to the paisa."""
    return Decimal(printed).quantize(Decimal("0.01"), ROUND_HALF_UP)


def wrong(amount: str, commission: str, withheld: str, net: str) -> bool:
    """Tell whether a printed row is not what the plan file earns, and withholds and pays of that in a payout."""
    ruled = earned(example("schemes/csc-aeps"), at(amount))
    paid = withheld_and_paid("schemes/csc-aeps", ruled)
    return (Decimal(commission), in_paise(withheld), in_paise(net)) != (ruled, *paid)


class TestWithdrawalsWithAFingerprint:
    """The rows that are printed wrong are found by the rule of the document, exactly those."""

    @pytest.mark.parametrize("row", AEPS, ids=lambda row: row[0])
    def test_a_row_is_what_the_rule_gives_unless_it_is_a_misprint(self, row: list[str]) -> None:
        assert wrong(*row) == (row[0] in MISPRINTED)

    @pytest.mark.parametrize(("amount", "withheld"), [("1100", "0.22"), ("1200", "0.24"), ("2700", "0.54")])
    def test_where_only_what_is_withheld_is_printed_wrong_the_payout_is_what_is_printed(
        self, amount: str, withheld: str
    ) -> None:
        [(_, commission, _, net)] = [row for row in AEPS if row[0] == amount]
        assert withheld_and_paid("schemes/csc-aeps", Decimal(commission)) == (Decimal(withheld), in_paise(net))

    @pytest.mark.parametrize(
        ("amount", "printed", "ruled"),
        [("1100", "4.32", "4.32"), ("1200", "4.72", "4.72"), ("2400", "9.92", "9.52"), ("2700", "10.72", "10.72")],
    )
    def test_the_rule_stays_that_of_the_document(self, amount: str, printed: str, ruled: str) -> None:
        [row] = [row for row in AEPS if row[0] == amount]
        assert row[1] == printed
        assert earned(example("schemes/csc-aeps"), amount) == Decimal(ruled)

    def test_below_a_hundred_nothing_is_earned(self) -> None:
        assert TABLES["csc_aeps"]["also"] == "<100 -> 0"
        settlement = taken(example("schemes/csc-aeps"), "99.99")
        assert set(settlement.outcomes.counts) == {Outcome.NO_RULE}


FEES = [
    (plan, category, *row)
    for plan, rows in (("ebay-2022", "rows"), ("ebay-store-2022", "store_rows"))
    for category, table in (("watches", "ebay_watches_marginal_2022"), ("jewellery", "ebay_jewelry_whole_2022"))
    for row in TABLES[table][rows]
]
EACH_ORDER = Decimal("0.30")


class TestSalesOnEbay:
    """Within a printed row, a hundred dollars more cost a hundredth of its percentage more; and each order 30 cents."""

    @pytest.mark.parametrize(("plan", "category", "start", "end", "percent"), FEES)
    def test_a_printed_row(self, plan: str, category: str, start: str, end: str | None, percent: str) -> None:
        scheme = example(f"schemes/{plan}")
        inside = Decimal(start) + 300
        assert end is None or inside + 100 < Decimal(end)
        low, high = (earned(scheme, str(each), category=category) for each in (inside, inside + 100))
        assert high - low == Decimal(percent)
        if category == "jewellery":
            assert low - EACH_ORDER == inside * Decimal(percent) / 100

    @pytest.mark.parametrize(
        ("plan", "category", "amount", "fee"),
        [
            # By portions: 150.00, and 6.5 % of 6,500, and 3 % of 2,500, beside 30 cents.
            ("ebay-2022", "watches", "1000", "150.30"),
            ("ebay-2022", "watches", "7500", "572.80"),
            ("ebay-2022", "watches", "10000", "647.80"),
            # As a whole, so that a sale of a cent more costs USD 300 less.
            ("ebay-2022", "jewellery", "5000", "750.30"),
            ("ebay-2022", "jewellery", "5000.01", "450.30"),
            ("ebay-store-2022", "watches", "5000", "285.30"),
            ("ebay-store-2022", "jewellery", "6000", "420.30"),
        ],
    )
    def test_on_paper(self, plan: str, category: str, amount: str, fee: str) -> None:
        assert earned(example(f"schemes/{plan}"), amount, category=category) == Decimal(fee)

    def test_of_other_goods_nothing_is_printed(self) -> None:
        with pytest.raises(NameNotInTable, match="must be one of jewellery, watches"):
            taken(example("schemes/ebay-2022"), "100", category="phones")


class TestLabourInChina:
    """The tax withheld of a payment is that of the worked examples, and that of the printed table at every edge."""

    @pytest.mark.parametrize(("income", "tax"), TABLES["cn_labour_withholding"]["worked_examples"])
    def test_a_worked_example(self, income: str, tax: str) -> None:
        assert earned(example("schemes/cn-labour-withholding"), income) == Decimal(tax)

    @pytest.mark.parametrize(("start", "end", "percent", "quick"), TABLES["cn_labour_withholding"]["rows"])
    def test_a_printed_row(self, start: str, end: str | None, percent: str, quick: str) -> None:
        """A clerk's way: four fifths of the payment are taxable, at the rate of their row less its quick deduction."""
        for taxable in (Decimal(start) or Decimal(4000), Decimal(end) if end else Decimal(100_000)):
            tax = taxable * Decimal(percent) / 100 - Decimal(quick)
            assert earned(example("schemes/cn-labour-withholding"), str(taxable * 5 / 4)) == tax

    @pytest.mark.parametrize(
        ("income", "tax"), [("800", "0"), ("800.05", "0.01"), ("4000", "640"), ("4000.05", "640.01")]
    )
    def test_of_a_small_payment_800_yuan_are_free(self, income: str, tax: str) -> None:
        assert earned(example("schemes/cn-labour-withholding"), income) == Decimal(tax)


def month_of(items: int) -> Settlement:
    """Sell so many items for USD 1,000 in all, the last of them by itself."""
    scheme = example("schemes/amazon-associates-2012")
    if items == 1:
        return settled(scheme, sold(scheme, "1000.00", quantity=1))
    return settled(scheme, sold(scheme, "900.00", quantity=items - 1), sold(scheme, "100.00", 2, quantity=1))


class TestAssociatesOfAmazon:
    """How many items a month sells chooses the percentage that all its sales earn."""

    @pytest.mark.parametrize(("least", "most", "percent"), TABLES["amazon_associates_volume_2012"]["rows"])
    def test_a_printed_row(self, least: int, most: int | None, percent: str) -> None:
        for items in (least, most or 10 * least):
            assert Decimal(month_of(items).accrued.decimal) == 10 * Decimal(percent)

    @pytest.mark.parametrize(
        ("first", "percent"), [(row[0], row[2]) for row in TABLES["amazon_associates_volume_2012"]["rows"][1:]]
    )
    def test_the_item_that_reaches_a_row_earns_what_all_before_it_rise_by(self, first: int, percent: str) -> None:
        [below] = [row[2] for row in TABLES["amazon_associates_volume_2012"]["rows"] if row[1] == first - 1]
        before, last = (Decimal(line.amount.decimal) for line in month_of(first).lines)
        assert before == 9 * Decimal(below)
        assert last == Decimal(percent) + 9 * (Decimal(percent) - Decimal(below))

    def test_seven_items_of_a_hundred(self) -> None:
        """They earn 42 as all are read at one rate; 30 would be the reading part by part."""
        scheme = example("schemes/amazon-associates-2012")
        orders = [sold(scheme, "100.00", number, quantity=1) for number in range(1, 8)]
        assert settled(scheme, *orders).accrued == Money.parse("42.00", scheme.currency)
