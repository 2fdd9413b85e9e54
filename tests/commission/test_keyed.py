"""Tables by key: what they hold, and what a rule with one must say."""

from datetime import date
from itertools import pairwise

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.commission import (
    Always,
    ByKey,
    CommissionRule,
    Credit,
    EarnedOn,
    Flat,
    Key,
    MeasuredForm,
    MeasuredOn,
    OnRefund,
    Otherwise,
    Percentage,
    PerUnit,
    PlanVersion,
    Split,
    Tier,
    WholeAmount,
)
from rural_taobao.commission.bases import BasisUnfit
from rural_taobao.commission.boosts import Boost, Multiplied
from rural_taobao.commission.categories import Category
from rural_taobao.commission.choosing import Pick
from rural_taobao.commission.keyed import NameTwice, NoNames, RateByKey, forms_of
from rural_taobao.commission.pipeline import Pipeline
from rural_taobao.commission.rules import MeasureUnfit, RefundUnfit
from rural_taobao.commission.tariffs import NameNotInTable, Tariff, Tariffs, tariffs
from rural_taobao.currencies import CNY, Currency
from rural_taobao.exact import Rate
from rural_taobao.identifiers import MalformedIdentifier, PlanId
from rural_taobao.kinds import WrongKind
from rural_taobao.money import CurrencyMismatch, Money, UnitPrice

ONE, TWO, THREE = (Percentage(Rate(each)) for each in (10_000, 20_000, 30_000))
USD = Currency("USD")
CREDIT = Credit("order", "seeds", "2.0", "sanhe", "feixi", date(2016, 11, 11), gross=3000, net=2500)


def by_key(
    table: dict[str, MeasuredForm] | None = None, *, key: str = "category", otherwise: MeasuredForm | str = "nothing"
) -> ByKey:
    return ByKey(key=key, table={"seeds": ONE, "phones": TWO} if table is None else table, otherwise=otherwise)


def rule(rate: ByKey, *, basis: str = "net", measured_on: str = "order", on_refund: str = "rerate") -> CommissionRule:
    return CommissionRule(
        id="keyed",
        when=Always(),
        basis=basis,
        measured_on=measured_on,
        rate=rate,
        rounding="half_up",
        on_refund=on_refund,
        split=Split.all_to("partner"),
    )


def looked_up(commission_rule: CommissionRule, *boosts: Boost) -> Tariffs:
    version = PlanVersion(version="v", hit_policy="first", earned_on=EarnedOn("placed"), rules=[])
    return tariffs((Pick(commission_rule, boosts),), CREDIT, version, plan=PlanId("example"), event="o-1")


class TestTablesByKey:
    """A table by key has one rate for each of its names, and says what becomes of all others."""

    @given(st.dictionaries(st.sampled_from("abcdef"), st.sampled_from([ONE, TWO, THREE]), min_size=1))
    def test_the_order_of_its_names_means_nothing(self, table: dict[str, MeasuredForm]) -> None:
        backwards = dict(reversed(list(table.items())))
        assert by_key(table) == by_key(backwards)
        assert hash(by_key(table)) == hash(by_key(backwards))
        assert {name: by_key(table).rate(name) for name in table} == table

    @pytest.mark.parametrize("otherwise", [THREE, *Otherwise])
    def test_any_other_name_is_otherwise(self, otherwise: MeasuredForm | str) -> None:
        table = by_key(otherwise=otherwise)
        assert table.rate("tools") == table.rate(None) == otherwise

    @pytest.mark.parametrize(
        ("key", "name"),
        [("category", "seeds"), ("station", "sanhe"), ("centre", "feixi"), ("version", "2.0")],
    )
    def test_a_credit_is_looked_up_by_what_the_key_says(self, key: str, name: str) -> None:
        assert by_key({name: ONE, "other": TWO}, key=key).fitting(CREDIT) == (name,)
        assert by_key({"other": TWO}, key=key).fitting(CREDIT) == ()

    def test_what_has_no_category_is_in_no_table(self) -> None:
        parcel = Credit("parcel", None, "2.0", "sanhe", "feixi", date(2016, 11, 11))
        assert by_key().fitting(parcel) == ()

    def test_an_empty_one_is_refused(self) -> None:
        with pytest.raises(NoNames, match="at least one name, but it is empty"):
            by_key({})

    def test_a_name_is_there_once(self) -> None:
        with pytest.raises(NameTwice, match="but seeds has two"):
            ByKey(key="category", table=(("seeds", ONE), ("phones", ONE), ("seeds", TWO)), otherwise="error")

    def test_a_name_is_an_id(self) -> None:
        with pytest.raises(MalformedIdentifier, match="a StationId must be"):
            by_key({"三河": ONE}, key="station")

    @pytest.mark.parametrize("wrong", [Rate(1), by_key(), None])
    def test_it_holds_rate_forms_and_no_table_by_key(self, wrong: MeasuredForm) -> None:
        with pytest.raises(WrongKind) as refused:
            by_key({"seeds": wrong})
        assert (refused.value.name, refused.value.given) == ("table", wrong)
        assert "table must be made by a rate form, but " in str(refused.value)
        with pytest.raises(WrongKind) as other:
            by_key(otherwise=wrong)
        assert (other.value.name, other.value.given) == ("otherwise", wrong)

    def test_it_is_made_of_the_forms_in_it(self) -> None:
        assert forms_of(ONE) == (ONE,)
        assert forms_of(by_key()) == (TWO, ONE)
        assert forms_of(by_key(otherwise=THREE)) == (TWO, ONE, THREE)


class TestRulesWithATableByKey:
    """What must hold of the rate of a rule must hold of every rate in its table."""

    BANDS = WholeAmount(tiers=[Tier(Money(0), Rate(1))], boundary="upper_inclusive")

    @pytest.mark.parametrize("place", ["table", "otherwise"])
    @pytest.mark.parametrize(
        ("form", "facts", "error"),
        [
            (PerUnit(UnitPrice(1)), {}, BasisUnfit),
            (Flat(Money(1)), {"measured_on": MeasuredOn.RUNNING_TOTAL}, MeasureUnfit),
            (BANDS, {"on_refund": OnRefund.REVERSE}, RefundUnfit),
        ],
    )
    def test_one_that_does_not_fit_is_refused(
        self, place: str, form: MeasuredForm, facts: dict[str, str], error: type[Exception]
    ) -> None:
        table = by_key({"a": ONE, "b": form}) if place == "table" else by_key(otherwise=form)
        with pytest.raises(error):
            rule(table, **facts)

    def test_all_its_amounts_are_in_one_currency(self) -> None:
        assert rule(by_key({"a": Flat(Money(1)), "b": ONE})).currencies == {CNY}
        with pytest.raises(CurrencyMismatch):
            rule(by_key({"a": Flat(Money(1))}, otherwise=Flat(Money(1, USD))))


class TestTariffs:
    """A tariff is a rule at the rate that it has for a credit."""

    def test_it_is_the_rate_of_the_name(self) -> None:
        keyed = rule(by_key())
        assert looked_up(keyed) == (Tariff(evolve(keyed, rate=ONE), (), "seeds"),)

    def test_it_is_the_rate_of_all_others_under_no_name(self) -> None:
        keyed = rule(by_key({"phones": ONE}, otherwise=TWO))
        assert looked_up(keyed) == (Tariff(evolve(keyed, rate=TWO)),)

    def test_a_rule_without_a_table_is_its_own(self) -> None:
        plain = evolve(rule(by_key()), rate=ONE)
        assert looked_up(plain) == (Tariff(plain),)
        assert plain.form == ONE

    def test_it_has_the_boosts_of_the_pick(self) -> None:
        more = Multiplied("double-11", Always(), Rate.parse("200 %"))
        keyed = rule(by_key())
        assert looked_up(keyed, more) == (Tariff(evolve(keyed, rate=ONE), (more,), "seeds"),)
        plain = evolve(keyed, rate=ONE)
        assert looked_up(plain, more) == (Tariff(plain, (more,)),)

    @pytest.mark.parametrize("names", [("farm", "grain", "goods"), ("farm", "goods"), ("goods", "sown"), ("goods",)])
    def test_of_categories_that_lie_below_each_other_it_is_the_nearest(self, names: tuple[str, ...]) -> None:
        above = ("goods", "farm", "sown", "grain", "seeds")
        version = PlanVersion(
            version="v",
            hit_policy="first",
            earned_on=EarnedOn("placed"),
            categories=[Category("goods"), *(Category(low, high) for high, low in pairwise(above))],
            rules=[],
        )
        credit = evolve(CREDIT, above=version.above("seeds"))
        keyed = rule(by_key(dict.fromkeys(names, ONE)))
        [found] = tariffs((Pick(keyed, ()),), credit, version, plan=PlanId("example"), event="o-1")
        assert found.name == max(names, key=above.index)

    def test_a_rule_with_one_has_no_rate_before_it_is_looked_up(self) -> None:
        with pytest.raises(RateByKey, match="rule keyed has a table of them by key"):
            Pipeline(rule(by_key()), ())

    def test_there_is_none_where_the_table_pays_nothing(self) -> None:
        assert looked_up(rule(by_key({"phones": ONE}))) == ()

    def test_the_table_may_call_it_an_error(self) -> None:
        with pytest.raises(NameNotInTable, match="of plan example pays for must be one of phones, rice") as refused:
            looked_up(rule(by_key({"rice": ONE, "phones": ONE}, otherwise="error")))
        assert refused.value.args == ("example", "keyed", Key.CATEGORY, "o-1", ("phones", "rice"))
