"""What may be asked of partners, and what cannot stand in one standard."""

from typing import Any

import pytest
from attrs import evolve
from hypothesis import assume, given
from hypothesis import strategies as st

from rural_taobao.assessment import (
    ActiveDays,
    Consequence,
    EveryMonth,
    InSum,
    OrderAmount,
    Orders,
    Rung,
    SomeMonths,
    Standard,
    StandardVersion,
    Standing,
    Threshold,
)
from rural_taobao.assessment.consequences import HELD_AS, AfterNotMilder, gravity
from rural_taobao.assessment.demands import NothingDemanded, NoWork, counted, least
from rural_taobao.assessment.spans import MonthsTooFew, is_reached
from rural_taobao.assessment.standards import (
    MonthBeforeStandard,
    NoThresholds,
    NoVersions,
    RungTwice,
    SinceTwice,
    ThresholdRepeated,
    ThresholdsCrossed,
    ThresholdTwice,
)
from rural_taobao.assessment.thresholds import DaysUnreachable
from rural_taobao.currencies import CNY, Currency
from rural_taobao.kinds import WrongKind, WrongNumber
from rural_taobao.money import CurrencyMismatch, Money
from rural_taobao.periods import Month
from rural_taobao.testing.assessment_strategies import demands, notes, spans, standards, thresholds

JANUARY = Month(2016, 1)


def orders(at_least: int = 20, **facts: Any) -> Orders:
    return Orders(at_least=at_least, **{"refunded": "taken_off", "cancelled": "left_out", **facts})


def threshold(name: str = "orders", **facts: Any) -> Threshold:
    plain = {"demand": orders(), "over": EveryMonth(months=3), "leads_to": "warning"}
    return Threshold(id=name, **{**plain, **facts})


def version(*asked: Threshold, **facts: Any) -> StandardVersion:
    return StandardVersion(**{"since": JANUARY, "thresholds": asked, **facts})


class TestDemands:
    """What is counted is asked for in whole numbers above nothing, and what takes it back is stated."""

    @pytest.mark.parametrize("at_least", [0, -1, True, 2.0])
    def test_a_number_that_nobody_can_miss_is_refused(self, at_least: Any) -> None:
        with pytest.raises(WrongNumber, match="at_least must be a whole number of 1 or more"):
            orders(at_least)
        with pytest.raises(WrongNumber, match="at_least must be a whole number of 1 or more"):
            ActiveDays(at_least=at_least, of="order", refunded="counts", cancelled="counts")

    @pytest.mark.parametrize("amount", [Money(0), Money(-1)])
    def test_so_is_an_amount(self, amount: Money) -> None:
        with pytest.raises(NothingDemanded, match="more than nothing"):
            OrderAmount(at_least=amount, amount="net", refunded="counts", cancelled="counts")

    def test_an_amount_is_money(self) -> None:
        with pytest.raises(WrongKind, match="at_least must be made by Money"):
            OrderAmount(at_least=5, amount="net", refunded="counts", cancelled="counts")  # type: ignore[arg-type]

    def test_a_day_is_active_by_some_work(self) -> None:
        with pytest.raises(NoWork):
            ActiveDays(at_least=1, of=[], refunded="counts", cancelled="counts")

    @pytest.mark.parametrize("kind", [Orders, OrderAmount, ActiveDays])
    def test_what_decides_has_no_default(self, kind: Any) -> None:
        facts: dict[Any, dict[str, Any]] = {
            Orders: {"at_least": 1},
            OrderAmount: {"at_least": Money(1), "amount": "gross"},
            ActiveDays: {"at_least": 1, "of": "order"},
        }
        stated = {**facts[kind], "refunded": "counts", "cancelled": "counts"}
        assert kind(**stated)
        for each in stated:
            with pytest.raises(TypeError, match=each):
                kind(**{name: part for name, part in stated.items() if name != each})

    @given(demands(), demands())
    def test_two_count_alike_where_they_differ_in_how_much_alone(self, one: Any, other: Any) -> None:
        alike = type(one) is type(other) and evolve(one, at_least=other.at_least) == other
        assert (counted(one) == counted(other)) is alike


class TestSpans:
    """Figures of several months come together in every month, in sum, or in some of the months."""

    @pytest.mark.parametrize("kind", [EveryMonth, InSum])
    @pytest.mark.parametrize("months", [0, 121, True, "3"])
    def test_months_are_from_1_to_120(self, kind: Any, months: Any) -> None:
        assert kind(months=120).months == 120
        with pytest.raises(WrongNumber, match="months must be a whole number from 1 to 120"):
            kind(months=months)

    def test_some_are_no_more_than_all(self) -> None:
        assert SomeMonths(months=3, at_least=3).at_least == 3
        with pytest.raises(MonthsTooFew, match="4 of 3 were stated"):
            SomeMonths(months=3, at_least=4)
        with pytest.raises(WrongNumber, match="at_least must be a whole number of 1 or more"):
            SomeMonths(months=3, at_least=0)
        with pytest.raises(WrongNumber, match="months must be"):
            SomeMonths(months=0, at_least=1)

    @given(st.lists(st.integers(0, 9), min_size=1, max_size=5), st.integers(1, 30))
    def test_every_month_is_all_of_some_and_sum_of_one_month_is_that_month(self, figures: list[int], low: int) -> None:
        months = len(figures)
        every = is_reached(EveryMonth(months=months), low, figures)
        assert every == all(is_reached(InSum(months=1), low, [each]) for each in figures)
        assert every == is_reached(SomeMonths(months=months, at_least=months), low, figures)
        for fewer in range(1, months):
            if is_reached(SomeMonths(months=months, at_least=fewer + 1), low, figures):
                assert is_reached(SomeMonths(months=months, at_least=fewer), low, figures)

    def test_what_is_asked_for_is_reached_by_exactly_that(self) -> None:
        assert is_reached(EveryMonth(months=2), 5, [5, 6])
        assert not is_reached(EveryMonth(months=2), 5, [4, 60])
        assert is_reached(InSum(months=2), 10, [1, 9])
        assert not is_reached(InSum(months=2), 10, [1, 8])
        assert is_reached(SomeMonths(months=3, at_least=2), 5, [5, 0, 5])
        assert not is_reached(SomeMonths(months=3, at_least=2), 5, [4, 0, 99])

    @given(spans(), st.integers(1, 9), st.data())
    def test_raising_a_figure_never_misses_what_was_reached(self, over: Any, low: int, data: st.DataObject) -> None:
        figures = data.draw(st.lists(st.integers(0, 9), min_size=over.months, max_size=over.months))
        place = data.draw(st.integers(0, over.months - 1))
        raised = [figure + (number == place) for number, figure in enumerate(figures)]
        assert is_reached(over, low, figures) <= is_reached(over, low, raised)


class TestThresholds:
    """A threshold can be reached."""

    @given(thresholds())
    def test_asks_for_something(self, drawn: Threshold) -> None:
        assert least(drawn.demand) >= 1

    def test_no_month_has_more_days_than_are_asked_for(self) -> None:
        days = ActiveDays(at_least=31, of="parcel", refunded="counts", cancelled="counts")
        assert threshold(demand=days, over=EveryMonth(months=2))
        more = evolve(days, at_least=32)
        for over in (EveryMonth(months=2), SomeMonths(months=2, at_least=1), InSum(months=1)):
            with pytest.raises(DaysUnreachable, match="asks for 32 where there are 31 at most"):
                threshold(demand=more, over=over)
        assert threshold(demand=evolve(days, at_least=62), over=InSum(months=2))
        with pytest.raises(DaysUnreachable, match="asks for 63 where there are 62 at most"):
            threshold(demand=evolve(days, at_least=63), over=InSum(months=2))

    def test_is_made_of_its_parts(self) -> None:
        with pytest.raises(WrongKind, match="demand must be made by Orders"):
            threshold(demand=20)
        with pytest.raises(WrongKind, match="over must be made by EveryMonth"):
            threshold(over=3)


class TestVersions:
    """Thresholds of one version do not contradict each other."""

    def test_there_is_one_at_least(self) -> None:
        with pytest.raises(NoThresholds):
            version()

    def test_each_has_an_id_of_its_own(self) -> None:
        with pytest.raises(ThresholdTwice, match="two are called orders"):
            version(threshold(), threshold(demand=orders(5), leads_to="removal"))

    def test_the_same_is_not_asked_for_twice(self) -> None:
        with pytest.raises(ThresholdRepeated, match="few leads to that of orders"):
            version(threshold(), threshold("few", demand=orders(5)))

    @pytest.mark.parametrize("few", [21, 20])
    def test_a_graver_one_leaves_something_to_a_milder_one(self, few: int) -> None:
        removal = threshold("few", demand=orders(few), leads_to="removal")
        for both in ((threshold(), removal), (removal, threshold())):
            with pytest.raises(ThresholdsCrossed, match="few leaves nothing to orders"):
                version(*both)
        assert version(threshold(), evolve(removal, demand=orders(19)))

    def test_it_may_ask_for_the_same_where_the_ladder_leads_over_the_milder_one(self) -> None:
        both = [threshold(), threshold("few", leads_to="removal")]
        assert version(*both, ladder=[Rung(step="removal", after="warning")])
        over = [Rung(step="removal", after="probation"), Rung(step="probation", after="warning")]
        assert version(*both, ladder=over)
        for ladder in (over[:1], over[1:]):
            with pytest.raises(ThresholdsCrossed):
                version(*both, ladder=ladder)
        more = evolve(both[1], demand=orders(21))
        with pytest.raises(ThresholdsCrossed):
            version(both[0], more, ladder=over)

    def test_a_removal_with_no_warning_above_it_stands_alone(self) -> None:
        assert version(threshold(leads_to="removal"))

    @pytest.mark.parametrize(
        "other",
        [
            threshold("b", demand=orders(refunded="counts"), leads_to="warning"),
            threshold("b", demand=orders(cancelled="counts"), leads_to="warning"),
            threshold("b", over=EveryMonth(months=2), leads_to="warning"),
            threshold("b", over=InSum(months=3), leads_to="warning"),
        ],
    )
    def test_what_counts_otherwise_is_another_threshold(self, other: Threshold) -> None:
        assert version(threshold(), other)

    def test_a_step_is_once_in_the_ladder(self) -> None:
        rungs = [Rung(step="removal", after=after) for after in ("warning", "probation")]
        with pytest.raises(RungTwice, match="'removal' is there twice"):
            version(threshold(), ladder=rungs)

    @pytest.mark.parametrize("step", Consequence)
    @pytest.mark.parametrize("after", Consequence)
    def test_a_step_comes_after_a_milder_one(self, step: Consequence, after: Consequence) -> None:
        if gravity(after) < gravity(step):
            assert Rung(step=step, after=after).after is after
        else:
            with pytest.raises(AfterNotMilder, match=f"'{step}' asks for '{after}'"):
                Rung(step=step, after=after)


class TestTheLadder:
    """A step is proposed where all that comes before it is in force; else what is missing is proposed first."""

    @given(standards(), st.sampled_from(Consequence), st.frozensets(st.sampled_from(Standing)))
    def test_what_comes_before_a_step_is_in_force(
        self, standard: Standard, towards: Consequence, held: frozenset[Standing]
    ) -> None:
        for each in standard.versions:
            step = each.step(towards, held)
            assert gravity(step) <= gravity(towards)
            assert all(HELD_AS[rung.after] in held for rung in each.ladder if rung.step is step)

    @given(standards(), st.sampled_from(Consequence))
    def test_with_everything_in_force_nothing_comes_first(self, standard: Standard, towards: Consequence) -> None:
        assert all(each.step(towards, Standing) is towards for each in standard.versions)

    def test_it_is_gone_down_rung_by_rung(self) -> None:
        over = [Rung(step="removal", after="probation"), Rung(step="probation", after="warning")]
        held = version(threshold(leads_to="removal"), ladder=over)
        assert held.step(Consequence.REMOVAL, []) is Consequence.WARNING
        assert held.step(Consequence.REMOVAL, [Standing.WARNED]) is Consequence.PROBATION
        assert held.step(Consequence.REMOVAL, [Standing.ON_PROBATION]) is Consequence.REMOVAL
        assert held.step(Consequence.WARNING, []) is Consequence.WARNING


class TestStandards:
    """A version holds from its month on until the next one."""

    def standard(self, **facts: Any) -> Standard:
        later = version(threshold("later"), since=Month(2016, 7))
        return Standard(**{"id": "ours", "currency": CNY, "versions": [later, version(threshold())], **facts})

    def test_the_version_of_the_month_holds(self) -> None:
        standard = self.standard()
        assert [standard.on(Month(2016, month)).thresholds[0].id for month in (1, 6, 7, 12)] == [
            "orders",
            "orders",
            "later",
            "later",
        ]

    def test_before_the_first_there_is_none(self) -> None:
        with pytest.raises(MonthBeforeStandard, match="standard ours, which holds from 2016-01, but 2015-12"):
            self.standard().on(Month(2015, 12))

    def test_there_is_one_at_least(self) -> None:
        with pytest.raises(NoVersions):
            self.standard(versions=[])

    def test_two_do_not_begin_in_one_month(self) -> None:
        with pytest.raises(SinceTwice, match="two begin in 2016-01"):
            self.standard(versions=[version(threshold()), version(threshold("b"))])

    def test_amounts_are_in_its_currency(self) -> None:
        amount = OrderAmount(at_least=Money(5), amount="net", refunded="counts", cancelled="counts")
        versions = [version(threshold(), threshold("b", demand=amount))]
        assert self.standard(versions=versions)
        with pytest.raises(CurrencyMismatch):
            self.standard(versions=versions, currency=Currency("UGX"))

    @given(standards(), st.data())
    def test_the_latest_that_has_begun_holds(self, standard: Standard, data: st.DataObject) -> None:
        month = data.draw(st.sampled_from([each.since for each in standard.versions]))
        held = standard.on(month)
        assert held.since == month
        following = [each.since for each in standard.versions if each.since > month]
        assume(not following or month.plus(1) < min(following))
        assert standard.on(month.plus(1)) is held

    @given(notes())
    def test_a_note_tells_of_one_partner(self, drawn: Any) -> None:
        assert drawn.partner
        assert drawn.standing in Standing
