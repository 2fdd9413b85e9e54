"""Payouts: deductions, withholding, the minimum, and what is carried forward."""

from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.commission.deductions import Deduction, FixedSum, ShareOf, ShareOfGross
from rural_taobao.commission.payouts import (
    DeductionTwice,
    Payout,
    PayoutTerms,
    PriorityTwice,
    StepKind,
    paid_out,
)
from rural_taobao.commission.plans import CommissionPlan
from rural_taobao.commission.versions import EarnedOn, PlanVersion
from rural_taobao.commission.withholding import (
    Bracket,
    FlatWithholding,
    NoWithholding,
    ProgressiveWithholding,
    Withholding,
    tax_on,
)
from rural_taobao.currencies import CNY, Currency
from rural_taobao.exact import MILLIONTHS, Rate, RateAboveWhole, Rounding
from rural_taobao.kinds import WrongKind, WrongNumber
from rural_taobao.money import CurrencyMismatch, Money, MoneyBelowZero
from rural_taobao.periods import Period
from rural_taobao.testing.payout_strategies import deductions, payout_terms, withholdings
from rural_taobao.testing.strategies import days
from rural_taobao.timeline import Entry, Timeline
from tests.odd_values import Wrong

USD = Currency("USD")
YUAN = st.just(CNY)
NOTHING = Money(0)
yuan = Money.parse
earnings = st.integers(-100_000, 300_000)
months = st.lists(earnings, min_size=1, max_size=6)
small_deductions = st.lists(
    st.builds(
        Deduction,
        id=st.sampled_from("abcd"),
        priority=st.integers(1, 9),
        takes=st.integers(0, 80_000).map(lambda minor: FixedSum(Money(minor)))
        | st.builds(ShareOfGross, st.integers(0, MILLIONTHS).map(Rate), st.sampled_from(Rounding)),
        max_share=st.integers(0, MILLIONTHS).map(Rate),
        max_share_of=st.sampled_from(ShareOf),
    ),
    max_size=3,
    unique_by=(lambda each: each.id, lambda each: each.priority),
)
small_terms = st.builds(
    PayoutTerms,
    deductions=small_deductions,
    withholding=withholdings(currency=YUAN),
    minimum=st.sampled_from([0, 1, 10_000, 150_000]).map(Money),
)
"""Terms under which a month's pay is paid, is carried forward, or is a debt."""


def terms(*deductions: Deduction, **changes: Any) -> PayoutTerms:
    usual: dict[str, Any] = {"withholding": NoWithholding(), "minimum": NOTHING}
    return PayoutTerms(deductions=deductions, **(usual | changes))


def deduction(name: str, priority: int, takes: Any, **changes: Any) -> Deduction:
    usual: dict[str, Any] = {"max_share": Rate.parse("100 %"), "max_share_of": "left"}
    return Deduction(id=name, priority=priority, takes=takes, **(usual | changes))


def first(given_terms: PayoutTerms, gross: Money, carried: Money = NOTHING) -> Payout:
    """Pay out for the first time in a tax month."""
    nothing = Money(0, gross.currency)
    before = carried or nothing
    return paid_out(
        given_terms, gross, carried_before=before, taxed_before=nothing, withheld_before=nothing, on_hold=False
    )


def one_tax_month(given_terms: PayoutTerms, earned: list[int]) -> list[Payout]:
    """Pay out several times in one tax month, each time with what the payouts before it come to."""
    made: list[Payout] = []
    for gross in earned:
        made.append(
            paid_out(
                given_terms,
                Money(gross),
                carried_before=made[-1].carried if made else NOTHING,
                taxed_before=sum((each.taxable for each in made), NOTHING),
                withheld_before=sum((each.withheld for each in made), NOTHING),
                on_hold=False,
            )
        )
    return made


class TestAccounts:
    """Accounts foot: what was carried before and what was earned is deducted, withheld, paid or carried forward."""

    @given(small_terms, months)
    def test_over_any_number_of_payouts(self, given_terms: PayoutTerms, earned: list[int]) -> None:
        made = one_tax_month(given_terms, earned)
        gone = [each.taken.minor for payout in made for each in payout.deductions]
        gone += [amount.minor for payout in made for amount in (payout.withheld, payout.paid)]
        assert sum(earned) == sum(gone) + made[-1].carried.minor

    @given(small_terms, earnings, earnings)
    def test_each_step_starts_where_the_one_before_it_ended(
        self, given_terms: PayoutTerms, gross: int, carried: int
    ) -> None:
        payout = first(given_terms, Money(gross), Money(carried))
        kinds = [step.kind for step in payout.steps]
        assert kinds == sorted(kinds, key=list(StepKind).index)
        left = NOTHING
        for step in payout.steps:
            left += step.amount
            assert step.left == left
        assert payout.carried == left
        assert [step.deduction for step in payout.steps if step.kind is StepKind.DEDUCTED] == [
            each.id for each in given_terms.deductions
        ]

    @given(payout_terms(), st.integers())
    def test_of_any_terms_and_any_size(self, given_terms: PayoutTerms, gross: int) -> None:
        payout = first(given_terms, Money(gross, given_terms.currency))
        assert min(payout.paid.minor, payout.withheld.minor, payout.not_withheld.minor) >= 0
        assert all(each.taken.minor >= 0 for each in payout.deductions)
        assert payout.carried.minor <= max(0, gross) or payout.paid.minor == 0


class TestDebts:
    """A negative account makes a receivable: it is carried forward whole, and nothing is deducted, withheld or paid."""

    @given(small_terms, st.integers(-100_000, 0), st.integers(-100_000, 0))
    def test_it_is_carried_forward_whole(self, given_terms: PayoutTerms, gross: int, carried: int) -> None:
        payout = first(given_terms, Money(gross), Money(carried))
        assert payout.carried == Money(gross + carried)
        assert {payout.paid, payout.withheld, payout.taxable} == {NOTHING}
        assert {each.taken for each in payout.deductions} <= {NOTHING}

    def test_the_next_payout_pays_what_is_above_it(self) -> None:
        """Source: docs.tolt.com/guides/refunds: a refund of 14.70 nets against the next payout, here of 50.00."""
        lent = first(terms(), yuan("-14.70"))
        assert lent.carried == yuan("-14.70")
        assert first(terms(), yuan("50.00"), lent.carried).paid == yuan("35.30")


class TestMinimum:
    """Below the minimum nothing is paid, nothing withheld, and everything carried forward."""

    @given(small_terms, earnings, earnings)
    def test_what_is_paid_is_the_minimum_at_least_and_leaves_nothing(
        self, given_terms: PayoutTerms, gross: int, carried: int
    ) -> None:
        payout = first(given_terms, Money(gross), Money(carried))
        if payout.taxable:
            assert payout.paid >= given_terms.minimum
            assert payout.carried == NOTHING
            assert payout.taxable == payout.paid + payout.withheld
        else:
            assert {payout.paid, payout.withheld, payout.not_withheld} == {NOTHING}

    def test_what_is_not_paid_is_short_of_no_tax(self) -> None:
        """Half of the ¥100.00 taxed before is still due, but of ¥0.00 nothing is paid, and so nothing is short."""
        half = terms(withholding=FlatWithholding(Rate.parse("50 %"), Rounding.DOWN))
        payout = paid_out(
            half, NOTHING, carried_before=NOTHING, taxed_before=yuan("100"), withheld_before=NOTHING, on_hold=False
        )
        assert (payout.paid, payout.withheld, payout.not_withheld) == (NOTHING, NOTHING, NOTHING)

    @given(small_terms, earnings)
    def test_what_is_carried_forward_could_not_have_been_paid(self, given_terms: PayoutTerms, gross: int) -> None:
        payout = first(given_terms, Money(gross))
        if payout.carried.minor > 0:
            kept = payout.carried - tax_on(given_terms.withholding, payout.carried)
            assert kept < given_terms.minimum

    @pytest.mark.parametrize(("total", "paid"), [("49.99", "0.00"), ("50.00", "50.00"), ("58.80", "58.80")])
    def test_fifty(self, total: str, paid: str) -> None:
        """Source: docs.tolt.com/concepts/commission-lifecycle: paid once a total, 58.80, reaches the minimum, 50.00."""
        payout = first(terms(minimum=yuan("50.00")), yuan(total))
        assert payout.paid == yuan(paid)
        assert payout.carried == yuan(total) - yuan(paid)

    def test_it_is_what_reaches_the_payee_after_tax_that_counts(self) -> None:
        tenth = FlatWithholding(Rate.parse("10 %"), Rounding.HALF_UP)
        kept = terms(withholding=tenth, minimum=yuan("50.00"))
        assert first(kept, yuan("55.00")).carried == yuan("55.00")
        assert first(kept, yuan("55.56")).paid == yuan("50.00")


class TestDeductions:
    """Deductions are taken in their order, each as far as its share allows; what does not fit is told."""

    @given(small_terms, earnings, earnings)
    def test_each_takes_no_more_than_it_wants_may_or_finds(
        self, given_terms: PayoutTerms, gross: int, carried: int
    ) -> None:
        payout = first(given_terms, Money(gross), Money(carried))
        payable = left = gross + carried
        for each in payout.deductions:
            of = payable if each.deduction.max_share_of is ShareOf.PAYABLE else left
            share = Fraction(each.deduction.max_share.millionths, MILLIONTHS)
            assert each.taken <= each.wanted
            assert each.taken.minor <= max(0, of) * share
            assert each.taken.minor <= max(0, left)
            # One coin more would be more than it wants, may or finds.
            more = each.taken.minor + 1
            assert more > each.wanted.minor or more > max(0, of) * share or more > max(0, left)
            assert each.rest == each.wanted - each.taken
            left -= each.taken.minor

    @given(small_terms, earnings)
    def test_one_that_is_last_changes_none_before_it(self, given_terms: PayoutTerms, gross: int) -> None:
        last = deduction("last", 10, FixedSum(yuan("100.00")))
        more = evolve(given_terms, deductions=[last, *given_terms.deductions])
        before, after = (first(each, Money(gross)).deductions for each in (given_terms, more))
        assert after[:-1] == before
        assert after[-1].deduction == last

    @given(deductions(currency=YUAN), st.integers(-(10**6), -1))
    def test_a_share_of_less_than_nothing_is_nothing(self, each: Deduction, gross: int) -> None:
        tenth = evolve(each, takes=ShareOfGross(Rate.parse("10 %"), Rounding.UP))
        [found] = first(terms(tenth), Money(gross), Money(10**7)).deductions
        assert found.wanted == found.taken == NOTHING

    def test_a_quarter_of_what_is_disposable(self) -> None:
        """
        Source: 15 U.S.C. 1673: a garnishment takes no more than 25 % of disposable earnings, of $500 therefore $125;
        with the second part of that section, 30 times the minimum wage, this is not.
        """
        garnished = deduction(
            "garnishment", 1, FixedSum(Money.parse("300", USD)), max_share=Rate.parse("25 %"), max_share_of="payable"
        )
        payout = first(terms(garnished, minimum=Money(0, USD)), Money.parse("500", USD))
        assert payout.deductions[0].most == payout.deductions[0].taken == Money.parse("125", USD)
        assert payout.deductions[0].rest == Money.parse("175", USD)
        assert payout.paid == Money.parse("375", USD)

    @pytest.mark.parametrize(("of", "rent"), [("left", "18.00"), ("payable", "24.00")])
    def test_a_share_of_what_is_left_or_of_all(self, of: str, rent: str) -> None:
        """By hand: 25 % of ¥120.00 are ¥30.00; 20 % of the ¥90.00 left are ¥18.00, of ¥120.00 ¥24.00."""
        loan = deduction("loan", 1, ShareOfGross(Rate.parse("25 %"), Rounding.HALF_UP))
        terminal = deduction("rent", 2, FixedSum(yuan("50.00")), max_share=Rate.parse("20 %"), max_share_of=of)
        payout = first(terms(terminal, loan), yuan("120.00"))
        assert [(each.deduction.id, each.taken) for each in payout.deductions] == [
            ("loan", yuan("30.00")),
            ("rent", yuan(rent)),
        ]

    def test_all_that_is_left_is_the_most(self) -> None:
        three = [
            deduction(name, turn, FixedSum(yuan("80.00")), max_share_of="payable")
            for turn, name in enumerate(("loan", "rent", "stock"), 1)
        ]
        taken = [each.taken for each in first(terms(*three), yuan("100.00")).deductions]
        assert taken == [yuan("80.00"), yuan("20.00"), NOTHING]


class TestWithholding:
    """Tax is on all that is paid out in a tax month, less what is withheld; a clawback never un-withholds it."""

    @given(withholdings(currency=YUAN), months)
    def test_all_payouts_of_a_month_withhold_the_tax_on_all_of_them(
        self, withholding: Withholding, earned: list[int]
    ) -> None:
        made = one_tax_month(terms(withholding=withholding), earned)
        taxed = sum((each.taxable for each in made), NOTHING)
        assert sum((each.withheld for each in made), NOTHING) == tax_on(withholding, taxed)

    @given(withholdings(currency=YUAN), months, st.integers(-100_000, -1))
    def test_a_clawback_gives_nothing_back(self, withholding: Withholding, earned: list[int], back: int) -> None:
        made = one_tax_month(terms(withholding=withholding), [*earned, back])
        assert made[-1].withheld >= NOTHING
        assert made[-1].carried.minor < 0 or made[-2].carried.minor + back >= 0

    @given(withholdings(currency=YUAN), months, months)
    def test_what_is_clawed_back_and_earned_again_is_not_taxed_twice(
        self, withholding: Withholding, earned: list[int], more: list[int]
    ) -> None:
        taxed = sum((each.taxable for each in one_tax_month(terms(withholding=withholding), [*earned, *more])), NOTHING)
        highest = max(sum([*earned, *more][:number]) for number in range(len(earned) + len(more) + 1))
        assert taxed.minor == highest

    def test_pay_for_services_in_two_payouts(self) -> None:
        """By hand, of China's brackets: ¥15,000 at 20 % are ¥3,000; ¥24,000 in all are ¥5,200, ¥2,200 more."""
        table = ProgressiveWithholding(
            [
                Bracket(yuan("20000"), Rate.parse("20 %"), yuan("0")),
                Bracket(yuan("50000"), Rate.parse("30 %"), yuan("2000")),
                Bracket(None, Rate.parse("40 %"), yuan("7000")),
            ],
            Rounding.HALF_UP,
        )
        made = one_tax_month(terms(withholding=table), [15_000_00, 9_000_00])
        assert [each.withheld for each in made] == [yuan("3000"), yuan("2200")]
        assert [each.paid for each in made] == [yuan("12000"), yuan("6800")]

    def test_what_could_not_be_withheld_is_told_and_caught_up_on(self) -> None:
        """Nothing was withheld of ¥100.00, half of which is due; the next ¥20.00 cover ¥20.00 of ¥60.00."""
        half = terms(withholding=FlatWithholding(Rate.parse("50 %"), Rounding.DOWN))
        short = paid_out(
            half, yuan("20"), carried_before=NOTHING, taxed_before=yuan("100"), withheld_before=NOTHING, on_hold=False
        )
        assert (short.withheld, short.not_withheld, short.paid) == (yuan("20"), yuan("40"), NOTHING)
        rest = paid_out(
            half,
            yuan("100"),
            carried_before=short.carried,
            taxed_before=yuan("120"),
            withheld_before=yuan("20"),
            on_hold=False,
        )
        assert (rest.withheld, rest.not_withheld, rest.paid) == (yuan("90"), NOTHING, yuan("10"))

    def test_more_than_was_due_is_kept(self) -> None:
        third = terms(withholding=FlatWithholding(Rate.parse("30 %"), Rounding.DOWN))
        kept = paid_out(
            third, yuan("10"), carried_before=NOTHING, taxed_before=NOTHING, withheld_before=yuan("50"), on_hold=False
        )
        assert (kept.withheld, kept.paid) == (NOTHING, yuan("10"))


class TestTerms:
    """Deductions are told apart by id and by priority, and everything is in one currency."""

    @given(small_terms)
    def test_deductions_stand_in_the_order_of_their_priorities(self, given_terms: PayoutTerms) -> None:
        backwards = evolve(given_terms, deductions=given_terms.deductions[::-1])
        assert backwards == given_terms
        assert [each.priority for each in backwards.deductions] == sorted(
            each.priority for each in backwards.deductions
        )

    @pytest.mark.parametrize(
        ("names", "priorities", "error", "twice"),
        [("aba", (1, 2, 3), DeductionTwice, "a"), ("abc", (3, 1, 3), PriorityTwice, 3)],
    )
    def test_two_of_one_kind_are_refused(
        self, names: str, priorities: tuple[int, ...], error: type[Exception], twice: object
    ) -> None:
        with pytest.raises(error) as refused:
            terms(*(deduction(*each, FixedSum(NOTHING)) for each in zip(names, priorities, strict=True)))
        assert refused.value.args == (twice,)

    @pytest.mark.parametrize(
        "make",
        [
            lambda: terms(deduction("loan", 1, FixedSum(Money(1, USD)))),
            lambda: terms(withholding=ProgressiveWithholding([Bracket(None, Rate(1), Money(0, USD))], "up")),
            lambda: terms(minimum=Money(0, USD), withholding=NoWithholding()) and first(terms(), Money(1, USD)),
        ],
    )
    def test_two_currencies_are_refused(self, make: Any) -> None:
        with pytest.raises(CurrencyMismatch) as refused:
            make()
        assert refused.value.args == (CNY, USD)

    @pytest.mark.parametrize("place", range(4))
    def test_an_amount_in_another_currency_is_refused_with_both(self, place: int) -> None:
        gross, carried, taxed, withheld = (Money(0, USD if each == place else CNY) for each in range(4))
        with pytest.raises(CurrencyMismatch) as refused:
            paid_out(
                terms(), gross, carried_before=carried, taxed_before=taxed, withheld_before=withheld, on_hold=False
            )
        assert refused.value.args == (CNY, USD)

    @given(days())
    def test_a_plan_pays_out_in_its_currency(self, day: Any) -> None:
        def plan(currency: Currency) -> CommissionPlan:
            version = PlanVersion(
                version="v",
                hit_policy="first",
                earned_on=EarnedOn("placed"),
                payout=terms(minimum=Money(5, currency)),
                rules=[],
            )
            return CommissionPlan(id="example", versions=Timeline([Entry(Period(day), version)]))

        assert plan(CNY).on(day).payout == terms(minimum=Money(5))
        with pytest.raises(CurrencyMismatch) as refused:
            plan(USD)
        assert refused.value.args == (CNY, USD)

    @pytest.mark.parametrize("place", range(4))
    def test_no_float_is_paid_out(self, place: int) -> None:
        amounts: list[Any] = [NOTHING] * 4
        amounts[place] = 200.0
        gross, carried, taxed, withheld = amounts
        with pytest.raises(WrongKind):
            paid_out(
                terms(), gross, carried_before=carried, taxed_before=taxed, withheld_before=withheld, on_hold=False
            )

    @pytest.mark.parametrize("name", ["taxed_before", "withheld_before"])
    def test_what_was_before_is_no_debt(self, name: str) -> None:
        before = {"taxed_before": NOTHING, "withheld_before": NOTHING, name: Money(-1)}
        with pytest.raises(MoneyBelowZero, match=f"{name} must be 0 or more") as refused:
            paid_out(terms(), Money(1), carried_before=NOTHING, **before, on_hold=False)
        assert refused.value.args == (name, Money(-1))

    @pytest.mark.parametrize(
        ("facts", "error"),
        [
            ({"minimum": Money(-1)}, MoneyBelowZero),
            ({"minimum": 0}, WrongKind),
            ({"withholding": None}, WrongKind),
        ],
    )
    def test_terms_of_another_kind_are_refused(self, facts: dict[str, Wrong], error: type[Exception]) -> None:
        with pytest.raises(error):
            terms(**facts)

    @pytest.mark.parametrize(
        ("facts", "error"),
        [
            ({"priority": 0}, WrongNumber),
            ({"takes": Money(5)}, WrongKind),
            ({"max_share": Rate(1_000_001)}, RateAboveWhole),
            ({"max_share_of": "net"}, ValueError),
        ],
    )
    def test_a_deduction_of_another_kind_is_refused(self, facts: dict[str, Wrong], error: type[Exception]) -> None:
        usual: dict[str, Any] = {
            "id": "loan",
            "priority": 1,
            "takes": FixedSum(NOTHING),
            "max_share": Rate(1),
            "max_share_of": "left",
        }
        with pytest.raises(error):
            Deduction(**(usual | facts))

    def test_what_is_taken_is_no_gift(self) -> None:
        with pytest.raises(MoneyBelowZero):
            FixedSum(Money(-1))
        with pytest.raises(RateAboveWhole):
            ShareOfGross(Rate(1_000_001), "up")


class TestAHold:
    """While a payee is on hold nothing is paid or withheld; what is left is carried forward, and nothing is lost."""

    @given(small_terms, earnings.map(Money), earnings.map(Money))
    def test_takes_deductions_and_pays_nothing(self, given_terms: PayoutTerms, gross: Money, carried: Money) -> None:
        facts: dict[str, Any] = {"carried_before": carried, "taxed_before": NOTHING, "withheld_before": NOTHING}
        held, free = (paid_out(given_terms, gross, **facts, on_hold=each) for each in (True, False))
        assert (held.paid, held.withheld, held.taxable, held.not_withheld) == (NOTHING,) * 4
        assert held.deductions == free.deductions
        assert held.carried == free.carried + free.paid + free.withheld
        assert (held.on_hold, free.on_hold) == (True, False)

    @given(withholdings(currency=YUAN), earnings.map(Money), earnings.map(Money))
    def test_pays_later_what_it_would_have_paid_at_once(self, kept: Withholding, gross: Money, more: Money) -> None:
        plain = terms(withholding=kept)
        facts: dict[str, Any] = {"taxed_before": NOTHING, "withheld_before": NOTHING}
        held = paid_out(plain, gross, carried_before=NOTHING, **facts, on_hold=True)
        released = paid_out(plain, more, carried_before=held.carried, **facts, on_hold=False)
        assert released.paid == paid_out(plain, gross + more, carried_before=NOTHING, **facts, on_hold=False).paid
