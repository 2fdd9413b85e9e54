"""Schemes written by following the documents: every figure that a source prints is what its file comes to."""

from decimal import Decimal
from typing import Any

import pytest

from rural_taobao.commission.tariffs import NameNotInTable
from rural_taobao.settlement import Outcome, Settlement
from tests.examples.stalls import example, settled, sold, taken


def earned(settlement: Settlement, rule: str) -> Decimal:
    """Give what comes under a rule, in major units; 0 where nothing does."""
    return sum((Decimal(line.amount.decimal) for line in settlement.lines if line.rule == rule), Decimal(0))


class TestSalesOnEtsy:
    """Each of the fees of a sale is what is printed for it, on the sum that it is charged on."""

    @pytest.mark.parametrize(
        ("rule", "amount", "facts", "fee"),
        [
            ("listing", "50", {}, "0.20"),
            ("transaction", "50", {"shipping": "10"}, "3.90"),
            ("transaction", "50", {"shipping": "5"}, "3.58"),
            ("transaction", "55", {}, "3.58"),
            ("payment", "50", {}, "1.75"),
            ("offsite-ad", "50", {"tags": ["offsite-ad"]}, "7.50"),
            ("offsite-ad", "5000", {"tags": ["offsite-ad"]}, "100.00"),
        ],
    )
    def test_a_printed_fee(self, rule: str, amount: str, facts: dict[str, Any], fee: str) -> None:
        assert earned(taken(example("schemes/etsy-2023"), amount, **facts), rule) == Decimal(fee)

    def test_a_listing_costs_as_much_for_each_item(self) -> None:
        assert earned(taken(example("schemes/etsy-2023"), "50", quantity=3), "listing") == Decimal("0.60")

    def test_sales_tax_counts_for_the_payment_alone(self) -> None:
        without, taxed = (taken(example("schemes/etsy-2023"), "50", tax_added=tax) for tax in ("0", "10"))
        assert earned(taxed, "payment") - earned(without, "payment") == Decimal("0.30")
        assert earned(taxed, "transaction") == earned(without, "transaction")

    def test_whom_no_ad_brought_pays_for_none(self) -> None:
        assert earned(taken(example("schemes/etsy-2023"), "50"), "offsite-ad") == 0


class TestPaymentsByGraduatedPercentages:
    """Three payments one after the other cost what the documentation says, each tier charging its fee once."""

    def test_the_printed_payments(self) -> None:
        scheme = example("schemes/lago-graduated-percentage")
        payments = [sold(scheme, amount, number) for number, amount in enumerate(("500", "550", "4000"))]
        amounts = [Decimal(line.amount.decimal) for line in settled(scheme, *payments).lines]
        assert amounts == [Decimal("205.00"), Decimal("306.00"), Decimal("80.00")]

    @pytest.mark.parametrize(("amount", "cost"), [("1000", "210.00"), ("1001", "510.02")])
    def test_the_last_unit_of_a_tier_is_the_lower_ones(self, amount: str, cost: str) -> None:
        """A clerk: 200 and 10; a dollar more costs 2 cents and the fee of the tier that it enters."""
        scheme = example("schemes/lago-graduated-percentage")
        assert earned(taken(scheme, amount), "payments") == Decimal(cost)


class TestWhatAVillagePostmanEarns:
    """Every printed example is what the file gives: accounts, what is drawn, and a quarter of what the bank takes."""

    @pytest.mark.parametrize(
        ("category", "amount", "cost", "incentive"),
        [
            ("savings-account", "0", "0", "7.00"),
            ("current-account", "0", "0", "45.00"),
            ("aeps", "3000", "3000", "3.75"),
            ("aeps", "1000", "1000", "1.25"),
            ("aeps", "9000", "9000", "3.75"),
            ("transfer", "1005", "1000", "1.25"),
            ("bill", "502", "500", "0.50"),
        ],
    )
    def test_a_printed_example(self, category: str, amount: str, cost: str, incentive: str) -> None:
        settlement = taken(example("schemes/ippb-gds-2020"), amount, category=category, cost=cost)
        assert Decimal(settlement.accrued.decimal) == Decimal(incentive)

    def test_what_the_page_does_not_name_earns_nothing(self) -> None:
        settlement = taken(example("schemes/ippb-gds-2020"), "100", category="gold")
        assert set(settlement.outcomes.counts) == {Outcome.NO_RULE}


class TestABusinessCorrespondentsCommission:
    """Each row of the bank's sheet is what a transaction, an account or a service earns."""

    @pytest.mark.parametrize(
        ("category", "amount", "commission"),
        [
            ("payments", "1000", "5.00"),
            ("payments", "10000", "50.00"),
            ("receipts", "20000", "50.00"),
            ("remittances", "1000", "4.00"),
            ("remittances", "20000", "50.00"),
            ("term-deposit", "10000", "50.00"),
            ("term-deposit", "100000", "200.00"),
            ("savings-account", "0", "40.00"),
            ("current-account", "0", "100.00"),
            ("aadhaar-seeding", "0", "10.00"),
            ("mini-statement", "0", "2.00"),
            ("passbook-printing", "0", "5.00"),
            ("debit-card-request", "0", "10.00"),
        ],
    )
    def test_a_printed_row(self, category: str, amount: str, commission: str) -> None:
        settlement = taken(example("schemes/jk-bank-bc-2024"), amount, category=category)
        assert Decimal(settlement.accrued.decimal) == Decimal(commission)

    def test_a_service_without_a_rate_of_its_own_is_asked_about(self) -> None:
        with pytest.raises(NameNotInTable):
            taken(example("schemes/jk-bank-bc-2024"), "0", category="services")


class TestABusinessCorrespondentsIncentive:
    """A month that reaches a row of the sheet earns its incentive, and no other beside it."""

    @pytest.mark.parametrize(
        ("category", "orders", "incentive"),
        [
            ("payments", 299, "0"),
            ("payments", 300, "2000"),
            ("remittances", 499, "2000"),
            ("receipts", 500, "2500"),
            ("payments", 999, "2500"),
            ("payments", 1000, "3000"),
            ("savings-account", 24, "0"),
            ("savings-account", 25, "500"),
            ("current-account", 50, "1000"),
            ("savings-account", 75, "2000"),
        ],
    )
    def test_a_printed_row(self, category: str, orders: int, incentive: str) -> None:
        scheme = example("schemes/jk-bank-bc-2024")
        month = settled(scheme, *(sold(scheme, "100", number, category=category) for number in range(orders)))
        rule = "incentive-accounts" if category.endswith("account") else "incentive-transactions"
        assert earned(month, rule) == Decimal(incentive)
