"""Rules whose rate is a table by key, settled."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.commission import (
    AllOf,
    Always,
    AtStation,
    ByKey,
    Category,
    CommissionPlan,
    CommissionRule,
    Condition,
    EarnedOn,
    Flat,
    Graduated,
    InCategory,
    Key,
    MeasuredForm,
    Not,
    Otherwise,
    Percentage,
    PlanVersion,
    RateForm,
    Split,
    Tier,
    UnderCentre,
    UnderVersion,
    WholeAmount,
)
from rural_taobao.commission.categories import CategoryUnknown
from rural_taobao.commission.tariffs import NameNotInTable
from rural_taobao.exact import Rate
from rural_taobao.festivals import programme_calendar
from rural_taobao.money import Money
from rural_taobao.network import CountyCentre, Network, Partner, Payee, Posting, Station, programme_versions
from rural_taobao.periods import Period
from rural_taobao.samples import one_order, one_village
from rural_taobao.settlement import Order, Outcome, Scope, Settlement, settle
from rural_taobao.testing.worlds import World, worlds
from rural_taobao.timeline import Timeline

ELEVEN = datetime.fromisoformat("2016-11-11T00:00:00+08:00")
ONE, TWO = Percentage(Rate.parse("1 %")), Percentage(Rate.parse("2 %"))
CONDITIONS: dict[Key, type[InCategory | AtStation | UnderCentre | UnderVersion]] = {
    Key.CATEGORY: InCategory,
    Key.STATION: AtStation,
    Key.CENTRE: UnderCentre,
    Key.VERSION: UnderVersion,
}


def only(key: Key, name: str) -> Condition:
    return CONDITIONS[key]([name])


def rule(rate: RateForm | ByKey, *, name: str = "keyed", measured_on: str = "order") -> CommissionRule:
    return CommissionRule(
        id=name,
        when=Always(),
        basis="net",
        measured_on=measured_on,
        rate=rate,
        rounding="half_up",
        on_refund="rerate",
        split=Split.all_to("partner"),
    )


def plan(*rules: CommissionRule, policy: str = "first", starting: date = date(2015, 1, 1)) -> CommissionPlan:
    version = PlanVersion(
        version="v", hit_policy=policy, earned_on=EarnedOn("placed"), running_totals="carry", rules=rules
    )
    return CommissionPlan(id="example", versions=Timeline.starting({starting: version}))


def order(number: int, category: str | None, yuan: int) -> Order:
    placed = ELEVEN + timedelta(minutes=number)
    return evolve(
        one_order(),
        id=f"o-{number}",
        category=category,
        gross=Money(yuan * 100),
        placed=placed,
        paid=None,
        known_at=placed,
    )


def two_villages() -> Network:
    """Give the one village, and a second under another centre and another model version."""
    one, opening = one_village(), Period(date(2015, 6, 1))
    return evolve(
        one,
        versions=programme_versions({"1.0": "example", "2.0": "example"}),
        centres=[*one.centres, CountyCentre("runan", "411727", "runan-centre", opening)],
        stations=[*one.stations, Station("banqiao", "runan", opening)],
        partners=[*one.partners, Partner("wang", opening, "part_time")],
        payees=[*one.payees, Payee("wang", opening), Payee("runan-centre", opening)],
        postings=[*one.postings, Posting("banqiao", "wang", "wang", "1.0", opening)],
    )


def settled(given_plan: CommissionPlan, *orders: Order) -> Settlement:
    return settle(one_village(), [given_plan], programme_calendar(), orders, Scope("2016-11"))


def paid(settlement: Settlement) -> dict[str, int]:
    found: defaultdict[str, int] = defaultdict(int)
    for line in settlement.lines:
        found[line.event] += line.amount.minor
    return dict(found)


def a_rule_for_each(keyed: CommissionRule, key: Key, table: ByKey, version: PlanVersion) -> list[CommissionRule]:
    """Write a rule with a table by key as a clerk without such tables would: a rule for each name, one for the rest."""
    rules: list[CommissionRule] = []
    for name, rate in table.table:
        # What lies below a category has a rate of its own where the table names it.
        below = [each for each in table.names if each != name and key is Key.CATEGORY and name in version.above(each)]
        when = AllOf([keyed.when, only(key, name), *(Not(only(key, each)) for each in below)])
        rules.append(evolve(keyed, id=f"{keyed.id}-{name}", when=when, rate=rate))
    if not isinstance(table.otherwise, Otherwise):
        rest = AllOf([keyed.when, *(Not(only(key, name)) for name in table.names)])
        rules.append(evolve(keyed, id=f"{keyed.id}-otherwise", when=rest, rate=table.otherwise))
    return rules


def all_that_match(given_plan: CommissionPlan) -> CommissionPlan:
    """Give a plan of one layer in which every rule that matches pays, capped alone, and each version begins anew."""
    alone: dict[str, Any] = {"caps": (), "campaigns": (), "exceptions": (), "guarantees": (), "draws": ()}
    entries = [
        evolve(entry, value=evolve(entry.value, hit_policy="sum", running_totals="reset", **alone))
        for entry in given_plan.versions.entries
    ]
    return evolve(given_plan, versions=Timeline(entries))


def without_tables(given_plan: CommissionPlan) -> CommissionPlan:
    """Give such a plan with a rule for each name in place of each table by key."""

    def plain(version: PlanVersion) -> PlanVersion:
        rules: list[CommissionRule] = []
        for each in version.rules:
            table = each.rate
            rules.extend(a_rule_for_each(each, table.key, table, version) if isinstance(table, ByKey) else [each])
        return evolve(version, rules=rules)

    entries = [evolve(entry, value=plain(entry.value)) for entry in all_that_match(given_plan).versions.entries]
    return evolve(given_plan, versions=Timeline(entries))


def paid_to(world: World, plans: list[CommissionPlan]) -> dict[tuple[str, str], int]:
    settlement = settle(world.network, plans, world.calendar, world.events, Scope("2016-11"))
    found: defaultdict[tuple[str, str], int] = defaultdict(int)
    for line in settlement.lines:
        found[line.event, line.payee] += line.amount.minor
    return {cell: amount for cell, amount in found.items() if amount}


class TestATableByKey:
    """A table by key pays what a rule for each of its names, and one for all others, would pay."""

    @given(worlds())
    def test_in_any_world(self, world: World) -> None:
        assert paid_to(world, [all_that_match(each) for each in world.plans]) == paid_to(
            world, [without_tables(each) for each in world.plans]
        )

    @given(
        st.lists(
            st.tuples(st.sampled_from(["phones", "seeds", "tools", None]), st.integers(1, 900)), min_size=1, max_size=8
        ),
        st.sampled_from(["nothing", ONE]),
    )
    def test_over_a_running_total_for_each_name(
        self, bought: list[tuple[str | None, int]], otherwise: MeasuredForm | str
    ) -> None:
        orders = [order(number, category, yuan) for number, (category, yuan) in enumerate(bought)]
        tiers = [Tier(Money(0), Rate.parse("1 %"), Money(500_00)), Tier(Money(500_00), Rate.parse("5 %"))]
        form = WholeAmount(tiers=tiers, boundary="upper_inclusive")
        # Two names with equal rates have a total each.
        table = ByKey(key="category", table={"phones": form, "seeds": form}, otherwise=otherwise)
        keyed = rule(table, measured_on="running_total")
        [entry] = plan().versions.entries
        one_for_each = plan(*a_rule_for_each(keyed, Key.CATEGORY, table, entry.value))
        assert paid(settled(plan(keyed), *orders)) == paid(settled(one_for_each, *orders))

    def test_on_paper(self) -> None:
        """Phones 1 %, seeds 2 %, all others 50 fen: ¥1,000 of phones, ¥30 of seeds, ¥70 of tools, ¥5 of nothing."""
        table = ByKey(key="category", table={"phones": ONE, "seeds": TWO}, otherwise=Flat(Money(50)))
        bought = [("phones", 1000), ("seeds", 30), ("tools", 70), (None, 5)]
        orders = [order(number, category, yuan) for number, (category, yuan) in enumerate(bought)]
        settlement = settled(plan(rule(table)), *orders)
        assert paid(settlement) == {"o-0": 10_00, "o-1": 60, "o-2": 50, "o-3": 50}
        assert {line.rule for line in settlement.lines} == {"keyed"}

    @pytest.mark.parametrize(
        ("key", "name"),
        [(Key.STATION, "banqiao"), (Key.CENTRE, "runan"), (Key.VERSION, "1.0")],
    )
    def test_by_where_and_under_what_it_was_ordered(self, key: Key, name: str) -> None:
        """1 % there, 2 % anywhere else, of ¥100 each."""
        table = ByKey(key=key, table={name: ONE}, otherwise=TWO)
        orders = [order(0, "seeds", 100), evolve(order(1, "seeds", 100), station="banqiao")]
        november = settle(two_villages(), [plan(rule(table))], programme_calendar(), orders, Scope("2016-11"))
        assert paid(november) == {"o-0": 2_00, "o-1": 1_00}

    def test_a_category_goes_by_the_nearest_above_it(self) -> None:
        """1 % of all goods, 2 % of seeds, and rice is seeds; ¥100 of each, and ¥100 of what nobody sorted."""
        shelf = [Category("goods"), Category("seeds", "goods"), Category("rice", "seeds"), Category("tools", "goods")]
        table = ByKey(key="category", table={"goods": ONE, "seeds": TWO}, otherwise="nothing")
        [entry] = plan(rule(table)).versions.entries
        sorted_goods = evolve(plan(), versions=Timeline([evolve(entry, value=evolve(entry.value, categories=shelf))]))
        orders = [order(place, name, 100) for place, name in enumerate(("goods", "seeds", "rice", "tools", "cars"))]
        assert paid(settled(sorted_goods, *orders)) == {"o-0": 1_00, "o-1": 2_00, "o-2": 2_00, "o-3": 1_00}

    def test_a_category_that_nobody_declares_is_refused(self) -> None:
        table = ByKey(key="category", table={"seeds": ONE}, otherwise="nothing")
        [entry] = plan(rule(table)).versions.entries
        with pytest.raises(CategoryUnknown, match="seeds in rule keyed"):
            evolve(entry.value, categories=[Category("goods")])

    def test_an_order_under_one_name_does_not_raise_another(self) -> None:
        """¥600 of phones pass the tier of ¥500; the ¥100 of seeds after them are the first of their own."""
        tiers = [Tier(Money(0), Rate(0), Money(500_00)), Tier(Money(500_00), Rate.parse("10 %"))]
        form = Graduated(tiers=tiers, boundary="upper_inclusive")
        table = ByKey(key="category", table={"phones": form, "seeds": form}, otherwise="error")
        orders = [order(0, "phones", 600), order(1, "seeds", 100), order(2, "phones", 10)]
        assert paid(settled(plan(rule(table, measured_on="running_total")), *orders)) == {"o-0": 10_00, "o-2": 1_00}


class TestWhatATableDoesNotName:
    """What a table by key does not name earns as its `otherwise` says, and never by chance."""

    def test_nothing_is_an_outcome_of_its_own(self) -> None:
        table = ByKey(key="category", table={"phones": ONE}, otherwise="nothing")
        settlement = settled(plan(rule(table), rule(TWO, name="never")), order(0, "seeds", 10), order(1, "phones", 10))
        assert settlement.outcomes.counts[Outcome.NOT_IN_TABLE].examples == ("o-0",)
        assert paid(settlement) == {"o-1": 10}

    def test_another_rule_may_pay_where_all_that_match_do(self) -> None:
        table = ByKey(key="category", table={"phones": ONE}, otherwise="nothing")
        settlement = settled(plan(rule(table), rule(TWO, name="all"), policy="sum"), order(0, "seeds", 10))
        assert paid(settlement) == {"o-0": 20}
        assert settlement.outcomes.earned == 1

    def test_an_error_names_the_event(self) -> None:
        table = ByKey(key="station", table={"elsewhere": ONE}, otherwise="error")
        with pytest.raises(NameNotInTable, match="rule keyed of plan example pays for must be one of elsewhere"):
            settled(plan(rule(table)), order(0, "seeds", 10))
