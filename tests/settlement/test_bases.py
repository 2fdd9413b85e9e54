"""What of an order is measured: amounts part by part, margins, and what refunds leave of them."""

from datetime import datetime
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.commission import CommissionPlan, CommissionRule, Percentage, Split
from rural_taobao.exact import Rate
from rural_taobao.festivals import programme_calendar
from rural_taobao.money import Money
from rural_taobao.network import Network
from rural_taobao.samples import one_order, one_plan, one_village
from rural_taobao.settlement import Event, Order, Outcome, Parcel, Reason, Refund, Scope, Settlement, explained, settle
from rural_taobao.settlement.bases import PartsUnstated, PartUnstated
from rural_taobao.testing.plan_strategies import bases
from rural_taobao.timeline import Timeline

yuan = Money.parse
AT = datetime.fromisoformat("2016-11-20T09:00:00+08:00")
PARTS = ("tax_included", "tax_added", "shipping", "cost")
ALL = Rate.parse("100 %")
AMOUNTS = bases().filter(lambda basis: str(basis) not in {"quantity", "count"}).map(str)


def plan(basis: str, rate: Rate = ALL, **facts: Any) -> CommissionPlan:
    entry = one_plan().versions.entries[0]
    usual: dict[str, Any] = {"id": "rule", "rate": Percentage(rate), "split": Split.all_to("partner"), "cap": None}
    rule: CommissionRule = evolve(entry.value.rules[0], basis=basis, **(usual | facts))
    version = evolve(entry.value, rules=[rule], running_totals="carry")
    return evolve(one_plan(), versions=Timeline([evolve(entry, value=version)]))


def settled(given_plan: CommissionPlan, *events: Event, network: Network | None = None, **how: Any) -> Settlement:
    scope = how.pop("scope", Scope("2016-11"))
    return settle(network or one_village(), [given_plan], programme_calendar(), events, scope, **how)


def refund(**facts: Any) -> Refund:
    usual: dict[str, Any] = {"id": "r-1", "order": "o-1", "gross": Money(0), "at": AT, "known_at": AT}
    return Refund(**(usual | facts))


@st.composite
def orders(draw: st.DrawFn) -> Order:
    """Make orders of a few yuan that state every part."""
    gross = draw(st.integers(0, 2000))
    discount = draw(st.integers(0, gross))
    included = draw(st.integers(0, gross - discount))
    added, shipping, cost = (draw(st.integers(0, 900)) for _ in range(3))
    amounts = {"gross": gross, "discount": discount, "tax_included": included, "tax_added": added}
    minor = {name: Money(each) for name, each in {**amounts, "shipping": shipping, "cost": cost}.items()}
    return evolve(one_order(), **minor)  # type: ignore[arg-type] # the names of amounts


@st.composite
def parts_of(draw: st.DrawFn, order: Order) -> Refund:
    """Make refunds that leave some of the amount, and state every part."""
    net = (order.gross - order.discount).minor
    gross = draw(st.integers(0, order.gross.minor - 1))
    discount = draw(st.integers(max(0, gross - net), min(gross, order.discount.minor)))
    back, tax = gross - discount, order.tax_included.minor
    return refund(
        gross=Money(gross),
        discount=Money(discount),
        quantity=0 if gross else 1,
        tax_included=Money(draw(st.integers(max(0, tax - net + back), min(tax, back)))),
        tax_added=Money(draw(st.integers(0, order.tax_added.minor))),
        shipping=Money(draw(st.integers(0, order.shipping.minor))),
        cost=Money(draw(st.integers(0, (order.cost or Money(0)).minor))),
    )


def earned(settlement: Settlement) -> int:
    return sum(line.amount.minor for line in settlement.lines)


class TestAmounts:
    """A basis is what its text says, worked out; a margin is 0 where the goods cost more."""

    @given(AMOUNTS, orders())
    def test_python_reads_the_text_to_the_same_amount(self, basis: str, order: Order) -> None:
        formula = {"net": "gross - discount", "margin": "gross - discount - cost"}.get(basis, basis)
        amounts = {name: getattr(order, name).minor for name in ("gross", "discount", *PARTS)}
        expected = eval(formula, {"__builtins__": {}}, amounts)  # noqa: S307 - the texts of bases are arithmetic
        settlement = settled(plan(basis), order)
        assert earned(settlement) == max(0, expected)
        assert all(str(line.basis) == basis and line.measured == expected for line in settlement.lines)

    @pytest.mark.parametrize(
        ("basis", "measured", "words"),
        [
            ("gross", "1130.00", "the amount before discounts"),
            ("net", "1017.00", "the amount after discounts"),
            ("margin", "317.00", "the amount after discounts and less its cost"),
            ("gross - discount - tax_included", "900.00", "the amount after discounts and without included tax"),
            ("gross - tax_included", "1013.00", "the amount before discounts and without included tax"),
            (
                "gross - discount - tax_included + shipping - cost",
                "212.00",
                "the amount after discounts, without included tax, with shipping and less its cost",
            ),
            ("gross - discount + tax_added", "1022.00", "the amount after discounts and with added tax"),
        ],
    )
    def test_a_line_says_what_was_measured(self, basis: str, measured: str, words: str) -> None:
        order = evolve(
            one_order(),
            gross=yuan("1130.00"),
            discount=yuan("113.00"),
            tax_included=yuan("117.00"),
            tax_added=yuan("5.00"),
            shipping=yuan("12.00"),
            cost=yuan("700.00"),
        )
        [line] = settled(plan(basis), order).lines
        assert f"measured: {words}, {yuan(measured)}\n" in explained(line)

    def test_a_margin_of_the_trade_press(self) -> None:
        """Ehow.com 12080272: sold at 150, bought at 100, a quarter of the gross margin is 12.50."""
        order = evolve(one_order(), gross=yuan("150.00"), cost=yuan("100.00"))
        assert earned(settled(plan("margin", Rate.parse("25 %")), order)) == 1250

    def test_a_tax_on_top_of_a_shop_guide(self) -> None:
        """Spreecommerce.org, core concepts, taxes: an item of 17.99 with 5 % sales tax, 0.90, comes to 18.89."""
        order = evolve(one_order(), gross=yuan("17.99"), tax_added=yuan("0.90"))
        assert earned(settled(plan("gross - discount + tax_added"), order)) == 1889

    def test_a_parcel_has_no_amount_and_no_margin(self) -> None:
        parcel = Parcel(id="p-1", station="sanhe", handed_out=AT, known_at=AT)
        outcomes = settled(plan("margin"), parcel).outcomes
        assert outcomes.counts[Outcome.NOTHING_MEASURED].examples == ("p-1",)

    def test_goods_sold_at_a_loss_earn_nothing_and_are_no_debt(self) -> None:
        dear, cheap = evolve(one_order(), cost=yuan("1300.00")), evolve(one_order(), id="o-2", cost=yuan("1000.00"))
        running = plan("margin", measured_on="running_total")
        assert [(line.event, line.before, line.amount) for line in settled(running, dear, cheap).lines] == [
            ("o-2", 0, yuan("199.00"))
        ]


class TestRefundsOfParts:
    """Under rerate what is left is measured, as if that had been ordered; under reverse it goes back in part."""

    @given(AMOUNTS, orders().filter(lambda order: bool(order.gross)), st.data())
    def test_what_is_left_is_measured_as_an_order_of_it(self, basis: str, order: Order, data: st.DataObject) -> None:
        back = data.draw(parts_of(order))
        rest: Any = {name: getattr(order, name) - getattr(back, name) for name in ("gross", "discount", *PARTS)}
        rerated = plan(basis, on_refund="rerate")
        assert earned(settled(rerated, order, back)) == earned(settled(rerated, evolve(order, **rest)))

    @given(AMOUNTS, orders().filter(lambda order: bool(order.gross)), st.data())
    def test_in_part_no_more_goes_back_than_was_earned(self, basis: str, order: Order, data: st.DataObject) -> None:
        back = data.draw(parts_of(order))
        rest: Any = {name: getattr(order, name) - getattr(back, name) for name in ("gross", "discount", *PARTS)}
        whole = evolve(back, id="r-2", quantity=0, **rest)
        reversed_ = plan(basis)
        before, part = earned(settled(reversed_, order)), settled(reversed_, order, back)
        assert 0 <= earned(part) <= before
        assert all(line.amount.minor < 0 for line in part.lines if line.component == "reversal")
        assert earned(settled(reversed_, order, back, whole)) == 0

    def test_what_a_refund_takes_back_is_its_part_of_the_basis(self) -> None:
        """Tax of 13 % within ¥113.00, half of it back: half of ¥100.00 without tax."""
        order = evolve(one_order(), gross=yuan("113.00"), tax_included=yuan("13.00"), shipping=yuan("8.00"))
        back = refund(gross=yuan("56.50"), tax_included=yuan("6.50"), shipping=yuan("0.00"))
        untaxed, shipped = "gross - discount - tax_included", "gross - discount - tax_included + shipping"
        assert [line.measured for line in settled(plan(untaxed), order, back).lines] == [10_000, 5000]
        assert [line.measured for line in settled(plan(shipped), order, back).lines] == [10_800, 5000]

    def test_shipping_alone_may_go_back(self) -> None:
        order = evolve(one_order(), gross=yuan("20.00"), shipping=yuan("8.00"))
        back = refund(shipping=yuan("8.00"))
        assert earned(settled(plan("gross + shipping"), order, back)) == 2000
        assert earned(settled(plan("net"), order, back)) == 2000

    def test_an_order_of_nothing_but_shipping_is_back_when_that_is(self) -> None:
        order = evolve(one_order(), gross=yuan("0.00"), quantity=0, shipping=yuan("8.00"))
        part, rest = refund(shipping=yuan("3.00")), refund(id="r-2", shipping=yuan("5.00"))
        for how in ("reverse", "rerate"):
            shipped = plan("gross + shipping", on_refund=how)
            assert earned(settled(shipped, order, part)) == 500
            assert earned(settled(shipped, order, part, rest)) == 0
        assert settled(plan("net", on_refund="rerate"), order, part, rest).outcomes.counts.keys() == {Outcome.REFUNDED}

    def test_what_was_sold_at_a_loss_and_came_back_leaves_a_larger_margin(self) -> None:
        """Two units at ¥100.00, bought at ¥50.00 and ¥120.00: a margin of ¥30.00, and ¥50.00 without the second."""
        order = evolve(one_order(), quantity=2, gross=yuan("200.00"), cost=yuan("170.00"))
        back = refund(gross=yuan("100.00"), quantity=1, cost=yuan("120.00"))
        rerated, first = plan("margin", on_refund="rerate"), settled(plan("margin", on_refund="rerate"), order)
        late = evolve(back, known_at=datetime.fromisoformat("2016-12-02T09:00:00+08:00"))
        [line] = settled(rerated, order, late, scope=Scope("2016-12"), posted=first.ledger).lines
        assert (line.amount, line.reason, line.cause) == (yuan("20.00"), Reason.REFUND, "r-1")
        assert earned(settled(plan("margin"), order, back)) == 3000

    def test_under_reverse_what_is_taken_never_falls(self) -> None:
        """The unit with a margin goes first, then the other one for less than it cost: nothing is given back."""
        order = evolve(one_order(), quantity=3, gross=yuan("300.00"), cost=yuan("240.00"))
        first = refund(gross=yuan("100.00"), quantity=1, cost=yuan("50.00"))
        second = refund(id="r-2", gross=yuan("50.00"), quantity=1, cost=yuan("140.00"))
        lines = settled(plan("margin"), order, first, second).lines
        assert [(line.event, line.amount) for line in lines] == [("o-1", yuan("60.00")), ("r-1", -yuan("50.00"))]


class TestUnstated:
    """What a rule measures is never taken for 0 because nobody stated it."""

    def test_each_order_without_a_cost_is_told(self) -> None:
        known = evolve(one_order(), id="o-3", cost=yuan("5.00"))
        with pytest.raises(PartsUnstated, match="but o-1 states no cost for rule rule, o-2 states no cost") as refused:
            settled(plan("margin"), evolve(one_order(), id="o-2"), one_order(), known)
        assert refused.value.missing == (PartUnstated("o-1", "cost", "rule"), PartUnstated("o-2", "cost", "rule"))
        with pytest.raises(PartsUnstated):
            settled(plan("margin"), one_order())

    def test_of_many_some_are_named_and_the_others_counted(self) -> None:
        orders = [evolve(one_order(), id=f"o-{number}") for number in range(1, 8)]
        with pytest.raises(PartsUnstated, match=r"o-5 states no cost for rule rule and 2 more; state it, 0 where"):
            settled(plan("margin"), *orders)

    def test_a_rule_that_is_compared_and_not_paid_asks_for_it_too(self) -> None:
        entry = one_plan().versions.entries[0]
        rules = [evolve(plan(basis).versions.entries[0].value.rules[0], id=basis) for basis in ("net", "margin")]
        best = evolve(entry, value=evolve(entry.value, hit_policy="best_for_payee", rules=rules))
        comparing = evolve(one_plan(), versions=Timeline([best]))
        with pytest.raises(PartsUnstated, match="o-1 states no cost for rule margin"):
            settled(comparing, one_order())
        assert earned(settled(comparing, evolve(one_order(), cost=yuan("5.00")))) == 119_900

    @pytest.mark.parametrize(
        ("basis", "part"),
        [
            ("gross - tax_included", "tax_included"),
            ("gross + tax_added", "tax_added"),
            ("gross + shipping", "shipping"),
            ("margin", "cost"),
        ],
    )
    @pytest.mark.parametrize("on_refund", ["reverse", "rerate"])
    def test_a_refund_states_what_it_takes_back_of_it(self, basis: str, part: str, on_refund: str) -> None:
        parts: Any = dict.fromkeys(PARTS, yuan("5.00"))
        order, back = evolve(one_order(), **parts), refund(gross=yuan("100.00"))
        with pytest.raises(PartsUnstated) as refused:
            settled(plan(basis, on_refund=on_refund), order, back)
        assert refused.value.missing == (PartUnstated("r-1", part, "rule"),)
        stated: Any = {part: yuan("0.00")}
        assert settled(plan(basis, on_refund=on_refund), order, evolve(back, **stated)).lines
        assert settled(plan("net", on_refund=on_refund), order, back).lines
        assert settled(plan(basis, on_refund=on_refund), order, refund(gross=one_order().gross)).outcomes.events == 1

    def test_of_a_part_that_the_order_has_not_nothing_is_to_be_stated(self) -> None:
        order = evolve(one_order(), cost=yuan("0.00"))
        assert settled(plan("gross - cost - tax_included + shipping"), order, refund(gross=yuan("1.00"))).lines
