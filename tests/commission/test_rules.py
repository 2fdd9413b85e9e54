from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.commission.bases import Basis, BasisUnfit
from rural_taobao.commission.boosts import Multiplied
from rural_taobao.commission.bounds import Allowance, BoundsCrossed, UnitBounds
from rural_taobao.commission.clawback import ClawbackUnfit, Unearned
from rural_taobao.commission.conditions import Always
from rural_taobao.commission.levels import Level, Levels, LevelsUnfit, PaidByLevels, PaidNotOneWay
from rural_taobao.commission.rates import (
    Attainment,
    Band,
    Banded,
    Bonus,
    Flat,
    Graduated,
    Interpolated,
    MeasuredForm,
    Percentage,
    PercentageAndFlat,
    PerUnit,
    Point,
    RateForm,
    WholeAmount,
)
from rural_taobao.commission.rules import CommissionRule, MeasuredOn, MeasureUnfit, OnRefund, RefundUnfit, Shares
from rural_taobao.commission.splits import Split
from rural_taobao.commission.tiers import Tier
from rural_taobao.commission.volume import VolumeOfItself
from rural_taobao.currencies import CNY, Currency
from rural_taobao.exact import Rate, Rounding
from rural_taobao.identifiers import MalformedIdentifier, Party, RuleId
from rural_taobao.kinds import WrongKind
from rural_taobao.money import CurrencyMismatch, Money, UnitPrice
from rural_taobao.testing import strategies
from rural_taobao.testing.plan_strategies import rate_forms, rules
from tests.odd_values import Wrong

USD = Currency("USD")
OF_MONEY = (Basis.GROSS, Basis.NET, Basis.MARGIN)
OF_UNITS = (Basis.QUANTITY, Basis.COUNT)
MONEY = [Tier(Money(0), Rate(1), Money(5)), Tier(Money(5), Rate(2))]
UNITS = [Tier(0, UnitPrice(1), 5), Tier(5, UnitPrice(2))]


def table(form: type[Graduated] | type[WholeAmount], tiers: list[Tier]) -> Graduated | WholeAmount:
    return form(tiers=tiers, boundary="upper_inclusive")


PAYS_FOR_MONEY: list[MeasuredForm] = [Percentage(Rate(1)), table(Graduated, MONEY), table(WholeAmount, MONEY)]
PAYS_FOR_UNITS: list[MeasuredForm] = [PerUnit(UnitPrice(1)), table(Graduated, UNITS), table(WholeAmount, UNITS)]
FLAT: MeasuredForm = Flat(Money(50))


LEVELS = Levels("additive", "skip", [Level("helper", FLAT), Level("partner", FLAT)])


FIELDS: dict[str, Any] = {
    "id": "parcels",
    "when": Always(),
    "basis": "count",
    "measured_on": "order",
    "rate": FLAT,
    "rounding": "half_up",
    "on_refund": "rerate",
    "split": Split.all_to("partner"),
}
"""A rule that pays ¥0.50 for each event."""


def rule(**changes: Wrong) -> CommissionRule:
    return CommissionRule(**FIELDS | changes)


some_rules = rules(currency=st.sampled_from([CNY, USD]), when=st.just(Always()))


def fits(rate: RateForm, basis: Basis) -> bool:
    """Tell whether a rate pays for a basis: the table of the documentation, row by row."""
    if rate in PAYS_FOR_MONEY:
        return basis in {"gross", "net", "margin"}
    if rate in PAYS_FOR_UNITS:
        return basis in {"quantity", "count"}
    return True


class TestBasis:
    """A percentage must be of money, and a price per unit of counts; a flat rate takes any basis."""

    @pytest.mark.parametrize("rate", [*PAYS_FOR_MONEY, *PAYS_FOR_UNITS, FLAT], ids=lambda rate: type(rate).__name__)
    @pytest.mark.parametrize("basis", Basis)
    def test_a_rate_pays_for_what_it_is_a_rate_of(self, rate: RateForm, basis: Basis) -> None:
        if fits(rate, basis):
            assert rule(rate=rate, basis=basis).basis is basis
        else:
            with pytest.raises(BasisUnfit) as refused:
                rule(rate=rate, basis=basis)
            assert refused.value.args == ("parcels", basis, type(rate).__name__)


class TestMeasure:
    """A flat rate pays for each event and is never measured on a running total."""

    @pytest.mark.parametrize("basis", Basis)
    def test_a_flat_rate_on_a_running_total_is_refused(self, basis: Basis) -> None:
        with pytest.raises(MeasureUnfit) as refused:
            rule(basis=basis, measured_on="running_total")
        assert refused.value.rule == "parcels"

    @pytest.mark.parametrize("rate", PAYS_FOR_UNITS, ids=lambda rate: type(rate).__name__)
    @pytest.mark.parametrize("measured_on", MeasuredOn)
    def test_any_other_may_be_measured_on_either(self, rate: RateForm, measured_on: MeasuredOn) -> None:
        assert rule(rate=rate, measured_on=measured_on).measured_on is measured_on


class TestRefunds:
    """Whole-amount tiers admit only `rerate`."""

    @pytest.mark.parametrize("rate", [*PAYS_FOR_MONEY, *PAYS_FOR_UNITS, FLAT], ids=lambda rate: type(rate).__name__)
    @pytest.mark.parametrize("on_refund", OnRefund)
    def test_a_whole_amount_table_is_never_reversed_in_proportion(self, rate: RateForm, on_refund: OnRefund) -> None:
        basis = "gross" if rate in PAYS_FOR_MONEY else "count"
        if isinstance(rate, WholeAmount) and on_refund is OnRefund.REVERSE:
            with pytest.raises(RefundUnfit) as refused:
                rule(rate=rate, basis=basis, on_refund=on_refund)
            assert refused.value.rule == "parcels"
        else:
            assert rule(rate=rate, basis=basis, on_refund=on_refund).on_refund is on_refund

    @pytest.mark.parametrize(
        "rate",
        [
            Bonus(Money(100), Money(5)),
            Interpolated(points=[Point(Money(0), Rate(1))], overflow="error"),
            Banded(step=Money(1), bands=[Band(Money(0), None, Flat(Money(5)))]),
        ],
        ids=lambda rate: type(rate).__name__,
    )
    def test_no_rate_by_the_band_of_the_whole_measure_is(self, rate: RateForm) -> None:
        assert rule(rate=rate, basis="gross", on_refund="rerate").rate == rate
        with pytest.raises(RefundUnfit):
            rule(rate=rate, basis="gross", on_refund="reverse")

    def test_a_clawback_is_of_what_is_reversed(self) -> None:
        assert rule(on_refund="reverse", clawback=Unearned(9)).clawback == Unearned(9)
        with pytest.raises(ClawbackUnfit) as refused:
            rule(on_refund="rerate", clawback=Unearned(9))
        assert refused.value.rule == "parcels"

    def test_a_share_with_a_flat_amount_is_of_the_order_alone(self) -> None:
        rate = PercentageAndFlat(Rate(1), Money(5))
        assert rule(rate=rate, basis="gross").rate == rate
        with pytest.raises(MeasureUnfit):
            rule(rate=rate, basis="gross", measured_on="running_total")


class TestBounds:
    """A floor is 0 or more, and no cap lies below it."""

    @pytest.mark.parametrize("floor", [None, *range(-3, 4)])
    @pytest.mark.parametrize("cap", [None, *range(-3, 4)])
    def test_a_rule_is_built_exactly_if_its_bounds_leave_something_between_them(
        self, floor: int | None, cap: int | None
    ) -> None:
        bounds = {"floor": None if floor is None else Money(floor), "cap": None if cap is None else Money(cap)}
        between = [each for each in range(100) if (floor is None or each >= floor) and (cap is None or each <= cap)]
        if between and (floor is None or floor >= 0):
            assert rule(**bounds).floor == bounds["floor"]
            assert rule(**bounds).cap == bounds["cap"]
        else:
            with pytest.raises(BoundsCrossed) as refused:
                rule(**bounds)
            told = {name: bound for name, bound in bounds.items() if bound is not None and bound.minor < 0} or bounds
            first = dict(list(told.items())[:1]) if told is not bounds else told
            assert refused.value.args == ("parcels", first.get("floor"), first.get("cap"))


class TestCurrency:
    """Adding two currencies is an error; so a rule names one at most."""

    @given(some_rules)
    def test_a_rule_names_one_currency_at_most(self, drawn: CommissionRule) -> None:
        assert len(drawn.currencies) <= 1

    @given(rate_forms(), strategies.currencies())
    def test_all_that_a_rule_names_is_in_one(self, rate: RateForm, other: Currency) -> None:
        basis = next(each for each in Basis if _built(rate, each))
        facts = {"rate": rate, "basis": basis, "measured_on": _measured_on(rate)}
        alone = rule(**facts)
        bounded = facts | {"cap": Money(10**6, other)}
        if alone.currencies <= {other}:
            assert rule(**bounded).currencies == {other}
        else:
            with pytest.raises(CurrencyMismatch):
                rule(**bounded)

    @pytest.mark.parametrize(
        "rate",
        [
            Flat(Money(1, USD)),
            PerUnit(UnitPrice(1, USD)),
            Graduated(tiers=[Tier(Money(0, USD), Rate(1))], boundary="upper_inclusive"),
            WholeAmount(tiers=[Tier(0, UnitPrice(1, USD))], boundary="upper_inclusive"),
        ],
        ids=lambda rate: type(rate).__name__,
    )
    def test_each_form_names_its_own(self, rate: RateForm) -> None:
        basis = next(each for each in Basis if _built(rate, each))
        assert rule(rate=rate, basis=basis).currencies == {USD}

    def test_a_percentage_names_none(self) -> None:
        assert rule(rate=Percentage(Rate(1)), basis="net").currencies == frozenset()

    def test_a_bound_names_its_own(self) -> None:
        assert rule(rate=Percentage(Rate(1)), basis="net", floor=Money(1, USD)).currencies == {USD}
        with pytest.raises(CurrencyMismatch) as refused:
            rule(floor=Money(1, USD), cap=Money(2, CNY))
        assert refused.value.args == (CNY, USD)


def _measured_on(rate: RateForm) -> str:
    return "running_total" if isinstance(rate, Attainment) else "order"


def _built(rate: RateForm, basis: Basis) -> bool:
    try:
        rule(rate=rate, basis=basis, measured_on=_measured_on(rate))
    except (BasisUnfit, VolumeOfItself):
        return False
    return True


class TestWhatARuleIsMadeOf:
    """Nothing of a rule has a default where the choice moves money."""

    @pytest.mark.parametrize("name", ["id", "when", "basis", "measured_on", "rounding", "on_refund"])
    def test_what_decides_is_required(self, name: str) -> None:
        with pytest.raises(TypeError, match=f"argument: '{name}'"):
            CommissionRule(**{each: value for each, value in FIELDS.items() if each != name})

    @pytest.mark.parametrize(
        ("facts", "stated"),
        [
            ({"rate": None}, ("a split",)),
            ({"split": None}, ("a rate",)),
            ({"rate": None, "split": None}, ()),
            ({"levels": LEVELS}, ("a rate", "a split", "levels")),
            ({"levels": LEVELS, "rate": None}, ("a split", "levels")),
            ({"levels": LEVELS, "split": None}, ("a rate", "levels")),
        ],
    )
    def test_either_a_rate_and_a_split_or_levels_are_required(self, facts: Any, stated: tuple[str, ...]) -> None:
        with pytest.raises(PaidNotOneWay) as refused:
            CommissionRule(**(FIELDS | facts))
        assert (refused.value.rule, refused.value.stated) == ("parcels", stated)

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("when", None),
            ("when", "always"),
            ("rate", "2 %"),
            ("rate", 0.02),
            ("rate", Rate(1)),
            ("floor", 5),
            ("floor", 0.5),
            ("cap", 5),
            ("cap", UnitPrice(5)),
            ("split", [("partner", 1)]),
        ],
    )
    def test_a_part_of_another_type_is_refused(self, name: str, value: Wrong) -> None:
        with pytest.raises((TypeError, WrongKind)):
            rule(**{name: value})

    @pytest.mark.parametrize(
        ("name", "value"), [("basis", "profit"), ("measured_on", "year"), ("rounding", "up-ish"), ("on_refund", "keep")]
    )
    def test_a_choice_that_there_is_not_is_refused(self, name: str, value: str) -> None:
        with pytest.raises(ValueError, match=value):
            rule(**{name: value})

    def test_an_id_that_cannot_be_one_is_refused(self) -> None:
        with pytest.raises(MalformedIdentifier):
            rule(id="包裹")

    def test_names_become_what_they_name(self) -> None:
        named = rule(basis="quantity", rate=PerUnit(UnitPrice(1)), measured_on="running_total", on_refund="reverse")
        assert type(named.id) is RuleId
        assert named.basis is Basis.QUANTITY
        assert named.measured_on is MeasuredOn.RUNNING_TOTAL
        assert named.rounding is Rounding.HALF_UP
        assert named.on_refund is OnRefund.REVERSE

    @pytest.mark.parametrize("rate", [*PAYS_FOR_UNITS, FLAT], ids=lambda rate: type(rate).__name__)
    def test_equal_rules_are_one_key(self, rate: RateForm) -> None:
        assert {rule(rate=rate): 1}[rule(rate=rate)] == 1
        assert rule(rate=rate) not in {rule(rate=rate, id="letters"): 1}

    def test_they_are_named_as_plans_name_them(self) -> None:
        assert [each.value for each in Basis] == ["gross", "net", "margin", "quantity", "count"]
        assert [each.value for each in MeasuredOn] == ["order", "running_total", "county_total"]
        assert [each.value for each in OnRefund] == ["reverse", "rerate"]


class TestRulesWithLevels:
    """A rule with levels is measured on the order and unbounded; each of its rates fits its basis and its refunds."""

    def of(self, *rates: MeasuredForm, **changes: Wrong) -> CommissionRule:
        levels = Levels("additive", "skip", [Level(party, each) for party, each in zip(Party, rates, strict=False)])
        return rule(rate=None, split=None, levels=levels, **changes)

    def test_its_parties_and_rates_are_those_of_its_levels(self) -> None:
        given_rule = self.of(PAYS_FOR_UNITS[0], FLAT)
        assert given_rule.rates == (PAYS_FOR_UNITS[0], FLAT)
        assert given_rule.parties == (Party.PARTNER, Party.COUNTY_CENTRE)
        assert given_rule.currencies == {CNY}
        assert rule().rates == (FLAT,)
        assert rule().parties == (Party.PARTNER,)

    @pytest.mark.parametrize(
        ("changes", "stated"),
        [
            ({"measured_on": "running_total"}, "a running total"),
            ({"floor": Money(1)}, "a floor or a cap"),
            ({"cap": Money(1)}, "a floor or a cap"),
            ({"measured_on": "county_total"}, "a running total"),
            ({"allowance": Allowance(per="order", measure=1)}, "an allowance"),
            ({"boosts": [Multiplied("double-11", Always(), Rate(2_000_000))]}, "boosts"),
            ({"per_unit": UnitBounds(floor=UnitPrice(1))}, "bounds of a unit"),
        ],
    )
    def test_a_running_total_or_a_bound_is_refused(self, changes: dict[str, Any], stated: str) -> None:
        with pytest.raises(LevelsUnfit) as refused:
            self.of(FLAT, **changes)
        assert (refused.value.rule, refused.value.stated) == ("parcels", stated)

    def test_it_has_no_one_rate(self) -> None:
        with pytest.raises(PaidByLevels) as refused:
            _ = self.of(FLAT).shares
        assert refused.value.rule == "parcels"
        assert rule().shares == Shares(FLAT, Split.all_to("partner"))

    def test_a_level_that_does_not_fit_is_refused(self) -> None:
        with pytest.raises(BasisUnfit):
            self.of(FLAT, PAYS_FOR_MONEY[0])
        with pytest.raises(RefundUnfit):
            self.of(FLAT, PAYS_FOR_UNITS[2], on_refund="reverse")
        with pytest.raises(CurrencyMismatch):
            self.of(FLAT, Flat(Money(1, USD)))


class TestRefusals:
    """An error says what must hold, what was given and what to do."""

    @pytest.mark.parametrize(
        ("error", "message"),
        [
            (
                BasisUnfit(RuleId("seeds"), Basis.COUNT, "Percentage"),
                (
                    "a percentage must be of an amount, such as net, and a price per unit of quantity or count, "
                    "but rule seeds has percentages of count, by form 'percentage'; change the basis or the rate"
                ),
            ),
            (
                PaidNotOneWay(RuleId("seeds"), ("a rate", "levels")),
                (
                    "a rule must state a rate and a split, or levels in place of both, but rule seeds states a rate "
                    "and levels; state the one or the other"
                ),
            ),
            (
                PaidNotOneWay(RuleId("seeds"), ()),
                (
                    "a rule must state a rate and a split, or levels in place of both, but rule seeds states none of "
                    "these; state the one or the other"
                ),
            ),
            (
                LevelsUnfit(RuleId("seeds"), "a running total"),
                (
                    "a rule with levels must be measured on the order and take no other step, since each rounds by "
                    "itself, but rule seeds states a running total; leave that out, or state a rule for each party"
                ),
            ),
            (
                MeasureUnfit(RuleId("seeds")),
                (
                    "a fixed amount for each event must be measured on the order, but rule seeds measures it on a "
                    "running total; change that, or pay per unit of count"
                ),
            ),
            (
                RefundUnfit(RuleId("seeds")),
                (
                    "a rate by the band of the whole measure must have on_refund 'rerate', but rule seeds says "
                    "'reverse'; state 'rerate', since a refund may drop the measure to another band"
                ),
            ),
            (
                BoundsCrossed(RuleId("seeds"), Money(500), Money(300)),
                (
                    "a floor must be 0 or more and no cap below it, but rule seeds has floor ¥5.00 and cap ¥3.00; "
                    "swap them or leave one out"
                ),
            ),
            (
                BoundsCrossed(RuleId("seeds"), None, Money(-1)),
                (
                    "the cap of a rule must be 0 or more, but that of rule seeds is -¥0.01; "
                    "state it without its sign, or leave it out"
                ),
            ),
        ],
    )
    def test_each_has_its_sentence(self, error: Exception, message: str) -> None:
        assert str(error) == message
