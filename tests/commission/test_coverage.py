from collections.abc import Sequence
from datetime import date
from functools import partial
from itertools import combinations
from typing import Any

import pytest
from attrs import evolve
from hypothesis import example, given
from hypothesis import strategies as st

from rural_taobao.commission import (
    AllOf,
    Always,
    AnyOf,
    AtStation,
    Band,
    Banded,
    Bonus,
    ByVolume,
    CommissionRule,
    Condition,
    Credit,
    CreditKind,
    DuringFestival,
    EarnedOn,
    Flat,
    Graduated,
    HitPolicy,
    InCategory,
    Interpolated,
    Not,
    OfAmount,
    OfKind,
    OnDays,
    PlanVersion,
    Point,
    RateForm,
    Split,
    Tier,
    UnderCentre,
    UnderVersion,
    WholeAmount,
)
from rural_taobao.commission.bases import Basis
from rural_taobao.commission.bounds import Allowance
from rural_taobao.commission.categories import Category
from rural_taobao.commission.choosing import SeveralMatch, chosen
from rural_taobao.commission.circumstances import Seniority, Tagged
from rural_taobao.commission.coverage import outside_tables, overlaps, reached, uncovered, unreachable
from rural_taobao.commission.edges import size_of
from rural_taobao.commission.extents import Ended, ends
from rural_taobao.commission.findings import (
    CategoryUncovered,
    NotLookedThrough,
    OutsideTable,
    Overlap,
    RuleIdle,
    RuleShadowed,
)
from rural_taobao.commission.layers import CampaignLayer, ExceptionLayer
from rural_taobao.commission.matching import matches
from rural_taobao.commission.rating import curve
from rural_taobao.commission.witnesses import ANY, Ground, TooManyCombinations, Witness
from rural_taobao.currencies import CNY, Currency
from rural_taobao.exact import Rate
from rural_taobao.identifiers import CategoryCode, RuleId, VersionId
from rural_taobao.money import Money, UnitPrice
from rural_taobao.periods import Period
from rural_taobao.testing.plan_strategies import conditions, plan_versions, rules, tables
from rural_taobao.testing.worlds import small_rules

V = VersionId("2016")
ZERO, ONE, TWO = map(RuleId, ("zero", "one", "two"))
DAYS = Period(date(2016, 10, 1), date(2017, 1, 1))
SALE = DuringFestival("double-11", "placed", ["sale"])
CURRENCY = st.just(CNY)
PHONES, SEEDS = InCategory(["phones"]), InCategory(["seeds"])
TENDER = OfAmount(basis="gross", start=Money(10_000), end=Money(30_000))


def rule(name: str, when: Condition, rate: RateForm | None = None, **others: Any) -> CommissionRule:
    return CommissionRule(
        id=name,
        when=when,
        rate=Flat(Money(100)) if rate is None else rate,
        rounding="half_up",
        split=Split.all_to("partner"),
        **{"basis": "count", "measured_on": "order", "on_refund": "rerate", **others},
    )


def version(hit_policy: str, *conditions: Condition) -> PlanVersion:
    names = ("one", "two", "three", "four")
    return PlanVersion(
        version="2016",
        hit_policy=hit_policy,
        earned_on=EarnedOn("placed"),
        running_totals="reset",
        rules=[rule(name, when) for name, when in zip(names, conditions, strict=False)],
    )


def credits() -> st.SearchStrategy[Credit]:  # noqa: A001 - what a rule may look at is called so
    """Draw credits of which the small rules may tell some apart."""
    return st.builds(
        _credit,
        st.sampled_from(["order", "parcel"]),
        st.sampled_from([None, "phones", "seeds", "tools"]),
        st.sampled_from(["1.0", "2.0"]),
        st.sampled_from(["north", "south"]),
        st.sampled_from(["feixi", "runan"]),
        st.dates(date(2016, 11, 8), date(2016, 11, 13)),
        st.sampled_from([0, 9_999, 10_000, 29_999, 30_000, 99_999]),
        st.sampled_from([0, 1, 333]),
        st.sets(st.sampled_from(["placed", "paid", "deposit"])),
    )


def _credit(kind: str, *facts: Any) -> Credit:
    category, model, station, centre, day, gross, discount, clocks = facts
    net = max(gross - discount, 0)
    return Credit(
        kind=kind,
        category=category,
        model_version=model,
        station=station,
        centre=centre,
        day=day,
        gross=gross if kind == "order" else None,
        net=net if kind == "order" else None,
        during=frozenset(DuringFestival("double-11", clock, ["sale"]) for clock in clocks),
    )


@st.composite
def small_versions(draw: st.DrawFn, *policies: HitPolicy, layers: bool = False) -> PlanVersion:
    """Draw versions of up to four rules, of which the last two may be those of a campaign."""
    names = ("one", "two", "three", "four")[: draw(st.integers(1, 4))]
    listed = [draw(small_rules(name=name)) for name in names]
    comparable = not any(each.cumulative for each in listed)
    possible = [each for each in policies or HitPolicy if comparable or each is not HitPolicy.BEST_FOR_PAYEE]
    base = draw(st.integers(0, 2)) if layers else 4
    days = draw(st.sampled_from([None, Period(date(2016, 11, 11), date(2016, 11, 12))]))
    over = listed[base:]
    return PlanVersion(
        version="2016",
        hit_policy=draw(st.sampled_from(possible)),
        earned_on=EarnedOn("placed"),
        running_totals="reset",
        rules=listed[:base],
        campaigns=[CampaignLayer(id="campaign", effect="adds", days=days, rules=over)] if over else [],
    )


class TestOverlaps:
    """Two rules overlap, under hit policy `unique`, where something can be found that both match."""

    @given(plan_versions() | small_versions(HitPolicy.UNIQUE))
    def test_are_shown_by_what_both_match(self, drawn: PlanVersion) -> None:
        for found in overlaps(drawn):
            assert isinstance(found, Overlap)
            for each in found.rules:
                assert matches(drawn.rule(each).when, found.witness.credit)
            assert str(found.witness) in str(found)

    @given(small_versions(HitPolicy.UNIQUE, HitPolicy.MOST_SPECIFIC, layers=True), credits())
    def test_are_found_wherever_a_choice_is_refused(self, drawn: PlanVersion, credit: Credit) -> None:
        found = {each.rules for each in overlaps(drawn, Ground(DAYS)) if isinstance(each, Overlap)}
        assert set(combinations(_refused(drawn, credit), 2)) <= found

    @given(small_versions(HitPolicy.UNIQUE, HitPolicy.MOST_SPECIFIC, layers=True))
    def test_are_refused_where_they_are_found(self, drawn: PlanVersion) -> None:
        for found in overlaps(drawn, Ground(DAYS)):
            assert isinstance(found, Overlap)
            assert _refused(drawn, found.witness.credit)

    @given(small_versions())
    def test_are_none_where_the_plan_says_who_wins(self, drawn: PlanVersion) -> None:
        assert drawn.hit_policy in (HitPolicy.UNIQUE, HitPolicy.MOST_SPECIFIC) or overlaps(drawn) == ()

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            (OfKind("order"), OfKind("parcel")),
            (PHONES, Not(PHONES)),
            (PHONES, SEEDS),
            (PHONES, Not(InCategory(["phones", "seeds"]))),
            (AtStation(["north"]), AtStation(["south"])),
            (UnderCentre(["runan"]), Not(UnderCentre(["runan"]))),
            (UnderVersion(["1.0"]), UnderVersion(["2.0", "3.0"])),
            (OnDays(Period(date(2016, 11, 11))), OnDays(Period(date(2016, 11, 1), date(2016, 11, 11)))),
            (TENDER, OfAmount(basis="gross", start=Money(30_000))),
            (TENDER, OfAmount(basis="net", start=Money(30_000))),
            (TENDER, OfKind("parcel")),
            (OfAmount(basis="net", start=Money(0)), OfKind("parcel")),
            (SALE, Not(DuringFestival("double-11", "placed"))),
            (DuringFestival("double-11", "placed", ["sale"], [2016]), Not(SALE)),
            (AllOf([SALE, PHONES]), AnyOf([Not(SALE), SEEDS])),
            (Tagged(["group"]), OfKind("parcel")),
            (Tagged(["group"]), Not(Tagged(["group", "gift"]))),
            (Seniority(12), Seniority(0, 12)),
        ],
    )
    def test_are_none_between_what_excludes_each_other(self, one: Condition, other: Condition) -> None:
        assert overlaps(version("unique", one, other)) == ()

    @pytest.mark.parametrize(
        ("one", "other", "told"),
        [
            (Always(), Always(), "an order"),
            (OfKind("parcel"), PHONES, "a parcel in category phones"),
            (PHONES, Not(SEEDS), "an order in category phones"),
            (AtStation(["north"]), UnderCentre(["runan"]), "an order at station north under centre runan"),
            (UnderVersion(["2.0"]), Always(), "an order under model version 2.0"),
            (
                SALE,
                DuringFestival("double-11", "paid"),
                "an order placed during double-11 (sale) paid during double-11",
            ),
            (Not(SALE), PHONES, "an order placed outside double-11 (sale) in category phones"),
            (SALE, Not(DuringFestival("double-11", "placed", ["sale"], [2016])), "outside double-11 (sale)"),
            (TENDER, OfAmount(basis="net", start=Money(20_000)), "an order of ¥299.99 gross of ¥200.00 net"),
            (Not(TENDER), OfKind("order"), "an order of ¥300.00 gross"),
            (Not(TENDER), OfKind("parcel"), "a parcel"),
            (OfKind("order"), Not(OfAmount(basis="gross", start=Money(1))), "an order of ¥0.00 gross"),
            (OfKind("order"), Not(OfAmount(basis="net", start=Money(1))), "an order of ¥0.00 net"),
            (OnDays(Period(date(2016, 11, 11))), Always(), "an order on 2016-11-11"),
            (InCategory(["other"]), Not(PHONES), "an order in category other"),
            (Tagged(["group"]), Tagged(["gift"]), "an order tagged gift, group"),
            (Not(Tagged(["group"])), PHONES, "an order without a tag that matters in category phones"),
            (Seniority(12), Always(), "an order of a partner of 12 months"),
            (Not(Seniority(0)), Always(), "an order at a vacant station"),
            (Not(Seniority(1)), Always(), "an order of a partner of 0 months"),
            (Not(Seniority(0, 12)), Always(), "an order of a partner of 12 months"),
            (Not(InCategory(["other"])), Not(PHONES), "an order in category other-2"),
        ],
    )
    def test_are_told_by_what_matters(self, one: Condition, other: Condition, told: str) -> None:
        [found] = overlaps(version("unique", one, other))
        assert isinstance(found, Overlap)
        assert told in str(found.witness)

    def test_are_told_in_the_order_of_the_rules(self) -> None:
        found = overlaps(version("unique", PHONES, Always(), SEEDS))
        assert [each.rules for each in found if isinstance(each, Overlap)] == [("one", "two"), ("two", "three")]

    @pytest.mark.parametrize("policy", [HitPolicy.UNIQUE, HitPolicy.MOST_SPECIFIC])
    def test_are_told_with_the_policy_that_wants_one(self, policy: HitPolicy) -> None:
        [found] = overlaps(version(policy, PHONES, PHONES))
        assert isinstance(found, Overlap)
        assert found.policy is policy

    @pytest.mark.parametrize(
        ("one", "other"),
        [(Always(), Always()), (PHONES, OfKind("order")), (AllOf([PHONES, SALE]), AllOf([OfKind("order"), TENDER]))],
        ids=["nothing is asked", "one thing is asked", "two things are asked"],
    )
    def test_are_found_however_specific_both_are(self, one: Condition, other: Condition) -> None:
        [found] = overlaps(version("most_specific", one, other))
        assert isinstance(found, Overlap)
        assert found.rules == ("one", "two")

    def test_are_those_that_are_as_specific_as_each_other_where_that_decides(self) -> None:
        drawn = version("most_specific", PHONES, OfKind("order"), AllOf([PHONES, OfKind("order")]), SEEDS)
        assert [each.rules for each in overlaps(drawn) if isinstance(each, Overlap)] == [("two", "four")]


class TestWitnesses:
    """A witness is an event that there can be: an order, whose net amount is at most the gross, or a parcel."""

    @given(small_versions(HitPolicy.SUM, layers=True))
    @example(version("sum", PHONES))
    @example(version("sum", OfAmount(basis="net", start=Money(20_000))))
    @example(
        version("sum", OfAmount(basis="net", start=Money(20_000)), OfAmount(basis="gross", start=Money(9_000_000)))
    )
    @example(version("sum", OfAmount(basis="gross", start=Money(0), end=Money(1))))
    @example(version("sum", OfKind("parcel")))
    def test_is_an_order_of_some_amounts_or_a_parcel_of_none(self, drawn: PlanVersion) -> None:
        for witness in reached(drawn).values():
            gross, net = witness.credit.gross, witness.credit.net
            if witness.credit.kind == "parcel":
                assert gross is net is None
            else:
                assert gross is not None
                assert net is not None
                assert 0 <= net <= gross

    def test_is_like_any_other_in_what_nobody_asks_of_it(self) -> None:
        [witness] = reached(version("sum", Always()), Ground(DAYS)).values()
        other = Credit("order", "other", "other", "other", "other", DAYS.start, gross=10_000, net=10_000, months=0)
        assert witness.credit == evolve(other, above=frozenset([CategoryCode("other")]))

    def test_is_what_it_was_asked_to_be(self) -> None:
        [witness] = reached(version("sum", AllOf([PHONES, Tagged(["gift"]), AtStation(["north"])]))).values()
        assert witness.credit.category == "phones"
        assert witness.credit.tags == {"gift"}
        assert witness.credit.station == "north"

    def test_is_in_every_window_that_those_it_is_in_lie_in(self) -> None:
        whole = DuringFestival("double-11", "placed")
        drawn = version("first", SALE, AllOf([whole, PHONES]))
        assert reached(drawn)[ONE].credit.during == {SALE, whole}


def _refused(drawn: PlanVersion, credit: Credit) -> tuple[str, ...]:
    """Give the rules between which nothing can be chosen for a credit."""
    try:
        chosen(drawn, credit)
    except SeveralMatch as error:
        return error.rules
    return ()


class TestUnreachableRules:
    """A rule is unreachable where nothing can be found that it would pay for; every other rule has its witness."""

    @given(plan_versions() | small_versions(layers=True))
    def test_are_all_but_those_with_a_witness(self, drawn: PlanVersion) -> None:
        paying = reached(drawn)
        idle = [found.rule for found in unreachable(drawn) if not isinstance(found, NotLookedThrough)]
        assert [each.id for each in drawn.every_rule if each.id not in paying] == idle
        assert list(paying) == [each.id for each in drawn.every_rule if each.id in paying]
        for name, witness in paying.items():
            assert matches(drawn.rule(name).when, witness.credit)

    def test_fees_stand_among_commissions_in_the_order_of_the_plan(self) -> None:
        paying = rule("pay", Always()), rule("fee", Always(), direction="owes")
        never = rule("idle", Not(Always())), rule("idle-fee", Not(Always()), direction="owes")
        for listed in ((*paying, *never), (*reversed(paying), *reversed(never))):
            drawn = evolve(version("first"), rules=listed)
            assert list(reached(drawn)) == [each.id for each in listed[:2]]
            assert [found.rule for found in unreachable(drawn) if isinstance(found, RuleIdle)] == [
                each.id for each in listed[2:]
            ]

    @given(small_versions())
    def test_are_all_but_those_that_are_chosen_for_their_witness(self, drawn: PlanVersion) -> None:
        for name, witness in reached(drawn).items():
            assert name in _chosen(drawn, witness.credit)

    @given(small_versions(layers=True), credits())
    def test_are_never_chosen(self, drawn: PlanVersion, credit: Credit) -> None:
        assert _chosen(drawn, credit) <= set(reached(drawn, Ground(DAYS)))

    def test_are_those_of_a_layer_outside_the_days_of_its_version(self) -> None:
        layer = ExceptionLayer(
            id="late", effect="adds", days=Period(date(2017, 1, 1), date(2017, 2, 1)), rules=[rule("two", Always())]
        )
        drawn = evolve(version("first", Always()), exceptions=[layer])
        assert unreachable(drawn, Ground(DAYS)) == (RuleIdle(TWO, V),)
        assert unreachable(drawn) == ()

    @pytest.mark.parametrize(("policy", "shadowed"), [("most_specific", True), ("best_for_payee", False)])
    def test_are_shadowed_by_more_specific_ones_where_those_come_first(self, policy: str, *, shadowed: bool) -> None:
        order, *others = (AllOf([PHONES, OfKind(kind)]) for kind in CreditKind)
        drawn = version(policy, order, PHONES, *others)
        by = tuple(map(RuleId, ("one", "three", "four")))
        assert unreachable(drawn) == ((RuleShadowed(TWO, by, HitPolicy.MOST_SPECIFIC),) if shadowed else ())

    def test_are_shadowed_by_none_that_is_as_specific_as_they_are(self) -> None:
        order = OfKind("order")
        drawn = version(
            "most_specific",
            AllOf([PHONES, order, SALE]),
            AllOf([PHONES, order, Not(SALE)]),
            *[AllOf([PHONES, order])] * 2,
        )
        by = (ONE, TWO)
        assert unreachable(drawn) == tuple(
            RuleShadowed(RuleId(each), by, HitPolicy.MOST_SPECIFIC) for each in ("three", "four")
        )

    @given(st.lists(conditions(currency=CURRENCY), max_size=3), st.integers(0, 3))
    def test_are_all_that_follow_a_rule_for_everything(self, drawn: Sequence[Condition], place: int) -> None:
        found = version("first", *drawn[:place], Always(), *drawn[place:])
        assert {each.id for each in found.rules[len(drawn[:place]) + 1 :]} <= _idle(found)

    @pytest.mark.parametrize(
        "when",
        [
            Not(Always()),
            AllOf([PHONES, SEEDS]),
            AllOf([OfKind("parcel"), TENDER]),
            AllOf([TENDER, OfAmount(basis="net", start=Money(30_000))]),
            AllOf([TENDER, OfAmount(basis="gross", start=Money(0), end=Money(10_000))]),
            OfAmount(basis="gross", start=Money(-5), end=Money(0)),
            OnDays(Period(date(2015, 1, 1), date(2016, 10, 1))),
            OnDays(Period(date(2017, 1, 1))),
            AnyOf([AllOf([SALE, Not(SALE)]), Not(AnyOf([*map(OfKind, CreditKind)]))]),
        ],
    )
    @pytest.mark.parametrize("hit_policy", HitPolicy)
    def test_are_idle_where_no_event_meets_their_condition(self, when: Condition, hit_policy: HitPolicy) -> None:
        ground = Ground(DAYS)
        assert unreachable(version(hit_policy, when, PHONES, TENDER), ground) == (RuleIdle(ONE, V),)

    @pytest.mark.parametrize(
        ("earlier", "when", "by"),
        [
            ([InCategory(["phones", "seeds"])], PHONES, ["one"]),
            ([PHONES, SEEDS], InCategory(["phones", "seeds"]), ["one", "two"]),
            ([*map(OfKind, CreditKind)], SALE, ["one", "two", "three"]),
            ([DuringFestival("double-11", "placed"), PHONES], SALE, ["one", "two"]),
            ([Not(TENDER), AtStation(["x"]), OfKind("order")], TENDER, ["two", "three"]),
        ],
    )
    def test_are_shadowed_where_earlier_rules_take_all(
        self, earlier: list[Condition], when: Condition, by: list[str]
    ) -> None:
        drawn = version("first", *earlier, when)
        assert unreachable(drawn) == (RuleShadowed(drawn.rules[-1].id, tuple(map(RuleId, by)), HitPolicy.FIRST),)
        assert unreachable(evolve(drawn, hit_policy="sum")) == ()

    def test_are_those_of_a_condition_that_is_known_never_to_hold(self) -> None:
        drawn = version("sum", AllOf([PHONES, SALE]), AnyOf([PHONES, SALE]))
        assert unreachable(drawn) == ()
        assert unreachable(drawn, Ground(never=frozenset([SALE]))) == (RuleIdle(ONE, V),)


def _idle(drawn: PlanVersion) -> set[str]:
    return {found.rule for found in unreachable(drawn) if not isinstance(found, NotLookedThrough)}


def _chosen(drawn: PlanVersion, credit: Credit) -> set[str]:
    try:
        return {pick.rule.id for choice in chosen(drawn, credit) for pick in choice}
    except SeveralMatch as error:
        return set(error.rules)


class TestUncoveredCategories:
    """A category is uncovered where no rule matches anything in it."""

    @given(small_versions(), credits())
    def test_match_no_rule(self, drawn: PlanVersion, credit: Credit) -> None:
        for found in uncovered(drawn, ["phones", "seeds", "tools"], Ground(DAYS)):
            assert found.categories == tuple(sorted(found.categories))
            if credit.category in found.categories:
                assert not any(matches(each.when, credit) for each in drawn.rules)

    @pytest.mark.parametrize(
        ("whens", "missing"),
        [
            ([PHONES], ("seeds", "tools")),
            ([PHONES, AllOf([SEEDS, Not(SEEDS)])], ("seeds", "tools")),
            ([AllOf([Not(PHONES), SALE, TENDER])], ("phones",)),
            ([], ("phones", "seeds", "tools")),
        ],
    )
    def test_are_told_together(self, whens: list[Condition], missing: tuple[str, ...]) -> None:
        drawn = version("sum", *whens)
        assert uncovered(drawn, ["seeds", "tools", "phones"]) == (
            CategoryUncovered(V, tuple(map(CategoryCode, missing))),
        )

    def test_lie_below_none_that_is_covered(self) -> None:
        drawn = evolve(version("first", InCategory(["farm"])), categories=[Category("farm"), Category("seeds", "farm")])
        assert uncovered(drawn, ["seeds", "farm"]) == ()
        [found] = uncovered(drawn, ["tools", "seeds"])
        assert found.categories == ("tools",)
        [overlap] = overlaps(evolve(drawn, hit_policy="unique", rules=[*drawn.rules, rule("two", SEEDS)]))
        assert "in category seeds" in str(overlap)

    @pytest.mark.parametrize(
        ("declared", "told"),
        [
            ([Category("farm"), Category("tools")], "an order in category tools"),
            ([Category("farm"), Category("other", "farm")], "an order in category other-2"),
        ],
    )
    def test_are_shown_by_one_that_is_declared_where_one_is(self, declared: list[Category], told: str) -> None:
        farm = Not(InCategory(["farm"]))
        [found] = overlaps(evolve(version("unique", farm, farm), categories=declared))
        assert isinstance(found, Overlap)
        assert str(found.witness) == told

    def test_are_none_where_a_rule_is_for_everything(self) -> None:
        assert uncovered(version("first", PHONES, Always()), ["seeds"]) == ()


def _banded() -> st.SearchStrategy[RateForm]:
    row = st.tuples(st.integers(0, 9), st.integers(10, 20))
    return row.map(
        lambda ends: Banded(step=1, bands=[Band(*ends, Flat(Money(7)))], overflow="nothing", underflow="nothing")
    )


class TestEndsOfTables:
    """What is said to lie outside a table earns nothing there."""

    @given(rules(currency=CURRENCY, rate=tables(currency=CURRENCY) | _banded()))
    def test_earn_nothing_more_beyond(self, drawn: CommissionRule) -> None:
        for found in outside_tables(_of(drawn)):
            assert not isinstance(drawn.form, ByVolume)
            earned, edge = curve(drawn.form), size_of(found.edge)
            if found.choice == "underflow":
                assert earned(edge - 1) == earned(1) == 0
            else:
                assert earned(edge + 1) in (0, earned(edge))
                assert earned(edge + 10**9) == earned(edge + 1)

    @given(rules(currency=CURRENCY, when=st.just(Always()), rate=tables(currency=CURRENCY)))
    def test_are_told_where_anything_may_come(self, drawn: CommissionRule) -> None:
        assert isinstance(drawn.rate, Ended)
        first, last = ends(drawn.rate)
        told = {found.choice for found in outside_tables(_of(drawn))}
        assert ("underflow" in told) == (drawn.rate.underflow == "nothing" and size_of(first) > 1)
        assert ("overflow" in told) == (drawn.rate.overflow == "nothing" and last is not None)

    @pytest.mark.parametrize(
        ("when", "others", "told"),
        [
            (Always(), {}, ["underflow", "overflow"]),
            (OfKind("parcel"), {}, []),
            (OfAmount(basis="net", start=Money(10_000), end=Money(30_001)), {}, []),
            (OfAmount(basis="net", start=Money(9_999), end=Money(30_001)), {}, ["underflow"]),
            (OfAmount(basis="net", start=Money(10_000), end=Money(30_002)), {}, ["overflow"]),
            (OfAmount(basis="gross", start=Money(10_000), end=Money(30_001)), {}, ["underflow"]),
            (TENDER, {"basis": "gross"}, []),
            (TENDER, {"basis": "gross", "measured_on": "running_total"}, ["underflow", "overflow"]),
            (
                TENDER,
                {"basis": "gross", "allowance": Allowance(per="order", measure=Money(1))},
                ["underflow", "overflow"],
            ),
            (TENDER, {"basis": "margin"}, ["underflow", "overflow"]),
            (TENDER, {"basis": "gross + shipping"}, ["underflow", "overflow"]),
            (OfAmount(basis="net", start=Money(0), end=Money(1)), {}, []),
            (OfAmount(basis="net", start=Money(0), end=Money(2)), {}, ["underflow"]),
        ],
    )
    def test_are_told_where_the_rule_may_measure_such(
        self, when: Condition, others: dict[str, Any], told: list[str]
    ) -> None:
        edges = {"underflow": Money(10_000), "overflow": Money(30_000)}
        tier = Tier(edges["underflow"], Rate.parse("1 %"), edges["overflow"])
        table = Graduated(tiers=[tier], boundary="upper_inclusive", overflow="nothing", underflow="nothing")
        found = outside_tables(_of(rule("one", when, table, **{"basis": "net", **others})))
        assert found == tuple(OutsideTable(ONE, choice, edges[choice]) for choice in told)

    def test_are_told_in_the_currency_of_the_table(self) -> None:
        dollars = partial(Money, currency=Currency("USD"))
        tier = Tier(dollars(100), Rate.parse("1 %"), dollars(300))
        table = Graduated(tiers=[tier], boundary="upper_inclusive", overflow="nothing", underflow="nothing")
        for end, told in ((301, ["underflow"]), (302, ["underflow", "overflow"])):
            when = OfAmount(basis="net", start=dollars(99), end=dollars(end))
            assert [each.choice for each in outside_tables(_of(rule("one", when, table, basis="net")))] == told

    @pytest.mark.parametrize(
        ("rate", "edges"),
        [
            (
                WholeAmount(
                    tiers=[Tier(5, UnitPrice.parse("0.30"), 10)],
                    boundary="lower_inclusive",
                    overflow="nothing",
                    underflow="nothing",
                ),
                [5, 10],
            ),
            (Banded(step=1, bands=[Band(2, 9, Flat(Money(1)))], overflow="nothing", underflow="nothing"), [2, 9]),
            (Banded(step=1, bands=[Band(0, 9, Flat(Money(1)))], overflow="last_tier"), []),
            (Banded(step=1, bands=[Band(1, 9, Flat(Money(1)))], overflow="error", underflow="nothing"), []),
            (
                Interpolated(
                    points=[Point(0, UnitPrice.parse("0.30")), Point(7, UnitPrice.parse("0.20"))], overflow="nothing"
                ),
                [7],
            ),
            (Bonus(5, Money(100)), []),
            (Flat(Money(100)), []),
        ],
    )
    def test_are_those_of_every_form_that_says_so(self, rate: RateForm, edges: list[int]) -> None:
        found = outside_tables(_of(rule("one", Always(), rate, basis=Basis.QUANTITY)))
        assert [each.edge for each in found] == edges


def _of(drawn: CommissionRule) -> PlanVersion:
    return evolve(version("sum"), rules=[drawn])


class TestTooManyCombinations:
    """Of what was not looked through nothing is said, but that it was not; of what shadows a rule, what may."""

    @given(small_versions(), st.integers(1, 6))
    @example(version("first", Always(), OfAmount(basis="gross", start=Money(0)), Not(OfKind("order"))), 1)
    @example(version("first", Always(), AllOf([PHONES, SEEDS])), 1)
    def test_leave_every_finding_true(self, drawn: PlanVersion, most: int) -> None:
        ground = Ground(DAYS, most=most)
        told = [*overlaps(drawn, ground), *unreachable(drawn, ground)]
        whole = [*overlaps(drawn, Ground(DAYS)), *unreachable(drawn, Ground(DAYS))]
        doubt = NotLookedThrough(V, most)
        by = {each.rule: set(each.by) for each in whole if isinstance(each, RuleShadowed)}
        by |= {each.rule: set() for each in whole if isinstance(each, RuleIdle)}
        for each in told:
            if isinstance(each, RuleShadowed):
                assert by[each.rule] <= set(each.by)
            else:
                assert each in whole or each == doubt
        assert doubt in told or len(told) == len(whole)

    def test_are_not_those_in_which_what_was_found_is_found_again(self) -> None:
        either = AnyOf([PHONES, SALE])
        drawn = version("unique", either, either)
        [found] = overlaps(drawn, Ground(most=3))
        assert isinstance(found, Overlap)
        for policy in ("first", "most_specific"):
            assert list(reached(version(policy, either), Ground(most=3))) == [ONE]

    def test_are_one_for_what_holds_whatever_comes(self) -> None:
        assert list(reached(version("first", AnyOf([PHONES, Always()])), Ground(most=1))) == [ONE]

    def test_are_told_with_what_was_found_before(self) -> None:
        drawn = version("unique", PHONES, PHONES, SEEDS, AllOf([SALE, SEEDS, TENDER]))
        found = overlaps(drawn, Ground(most=3))
        assert [type(each) for each in found] == [Overlap, NotLookedThrough]
        assert unreachable(drawn, Ground(most=3)) == (NotLookedThrough(V, 3),)
        with pytest.raises(TooManyCombinations) as refused:
            reached(drawn, Ground(most=3))
        assert refused.value.most == 3

    def test_are_as_many_facts_as_none_could_look_through(self) -> None:
        festivals = [DuringFestival(f"f{number}", "placed") for number in range(2_000)]
        for whens in ([AllOf(festivals)], [Always(), AllOf(festivals)], [AllOf(festivals[:201])]):
            assert unreachable(version("first", *whens)) == (NotLookedThrough(V, ANY.most),)
        assert unreachable(version("first", AllOf(festivals[:200]))) == ()
        assert overlaps(version("first", AllOf(festivals))) == ()

    def test_are_more_sets_of_tags_than_are_looked_at(self) -> None:
        tags = [Tagged([f"t{number}"]) for number in range(9)]
        assert unreachable(version("first", AllOf(tags)), Ground(most=100)) == (NotLookedThrough(V, 100),)
        assert unreachable(version("first", AllOf(tags)), Ground(most=1_000)) == ()
        with pytest.raises(TooManyCombinations) as refused:
            reached(version("first", AllOf(tags)), Ground(most=100))
        assert refused.value.most == 100

    def test_are_not_as_many_sets_of_tags_as_are_looked_at(self) -> None:
        parcels = AllOf([OfKind("parcel"), *(Tagged([f"t{number}"]) for number in range(3))])
        assert unreachable(version("first", parcels), Ground(most=2**3)) == (RuleIdle(ONE, V),)

    def test_cover_a_category_and_take_what_a_rule_matches_in_doubt(self) -> None:
        drawn = version("first", PHONES, AllOf([PHONES, SALE]))
        assert uncovered(drawn, ["seeds"], Ground(most=1)) == ()
        assert unreachable(drawn) == (RuleShadowed(TWO, (ONE,), HitPolicy.FIRST),)


class TestSentences:
    """A finding says what should hold, what was found and what to do."""

    WITNESS = Witness(Credit("order", None, "2.0", "north", "feixi", date(2016, 11, 11), 1, 1), ("in category phones",))

    @pytest.mark.parametrize(
        ("finding", "message"),
        [
            (
                Overlap((ONE, TWO), WITNESS, HitPolicy.UNIQUE),
                (
                    "one rule must be found for each event under hit policy 'unique', but one and two both match an "
                    "order in category phones; narrow one, or state another hit policy"
                ),
            ),
            (
                Overlap((ONE, TWO), WITNESS, HitPolicy.MOST_SPECIFIC),
                (
                    "one rule must be found for each event under hit policy 'most_specific', but one and two both "
                    "match an order in category phones, the one as specifically as the other; narrow one, or state "
                    "another hit policy"
                ),
            ),
            (
                RuleIdle(ONE, V),
                (
                    "a rule must be able to match something, but on the days of version 2016 no event can meet what "
                    "rule one asks for; mend its 'when', or leave the rule out"
                ),
            ),
            (
                RuleShadowed(TWO, (ZERO, ONE), HitPolicy.FIRST),
                (
                    "a rule must be chosen for something, but under hit policy 'first' zero or one is chosen for "
                    "whatever two matches; let it come before them, or leave it out"
                ),
            ),
            (
                CategoryUncovered(V, (CategoryCode("phones"), CategoryCode("seeds"))),
                (
                    "a category that is ordered must be covered by a rule to earn anything, but no rule of version "
                    "2016 that is not a fee matches phones, seeds; add one where that is not meant"
                ),
            ),
            (
                OutsideTable(ONE, "overflow", Money(10_000)),
                (
                    "a table must reach every measure to earn on all of it, but that of rule one earns nothing above "
                    "¥100.00, where its 'overflow' is 'nothing'; extend it where that is not meant"
                ),
            ),
            (
                OutsideTable(ONE, "underflow", 5),
                (
                    "a table must reach every measure to earn on all of it, but that of rule one earns nothing below "
                    "5, where its 'underflow' is 'nothing'; extend it where that is not meant"
                ),
            ),
            (
                NotLookedThrough(V, 7),
                (
                    "the rules of a version must tell few enough events apart to be looked through, but version 2016 "
                    "has more than 7 combinations; make its conditions simpler to be told more"
                ),
            ),
        ],
        ids=lambda value: type(value).__name__,
    )
    def test_are_these(self, finding: object, message: str) -> None:
        assert str(finding) == message
