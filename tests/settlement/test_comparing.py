"""Comparing: the laws of differences over whole worlds, and a worked example of each class."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from rural_taobao.commission import (
    Always,
    CommissionPlan,
    CommissionRule,
    EarnedOn,
    Flat,
    Graduated,
    Interpolated,
    Percentage,
    PercentageAndFlat,
    PerPackage,
    PerUnit,
    PlanVersion,
    Point,
    Share,
    Split,
    Step,
    Tier,
    Waterfall,
)
from rural_taobao.commission.arithmetic import evaluated
from rural_taobao.commission.operands import Banded, Exactly, Units
from rural_taobao.commission.terms import (
    Aged,
    AgeUnit,
    Boosted,
    Bounded,
    Fallen,
    Less,
    Limited,
    PastFree,
    Rounded,
    Scaled,
    Sum,
    Term,
    Topped,
    UnitBounded,
)
from rural_taobao.currencies import CNY, Currency
from rural_taobao.documents import read_ledger, write_ledger
from rural_taobao.exact import Rate, Rounding
from rural_taobao.festivals import programme_calendar
from rural_taobao.identifiers import RuleId
from rural_taobao.money import CurrencyMismatch, Money, UnitPrice
from rural_taobao.network import Network, Partner, Payee, Posting, supposed
from rural_taobao.periods import Period
from rural_taobao.samples import one_order, one_plan, one_village
from rural_taobao.settlement import (
    Cancellation,
    Comparison,
    Difference,
    DifferenceClass,
    Event,
    Line,
    Parcel,
    Refund,
    Scope,
    Settlement,
    compare,
    in_columns,
    settle,
)
from rural_taobao.settlement.comparing import EventsDiffer, ScopesDiffer
from rural_taobao.testing.worlds import World, small_plans, small_rules, worlds
from rural_taobao.timeline import Timeline

yuan, percent = Money.parse, Rate.parse
AT = datetime.fromisoformat("2016-11-20T09:00:00+08:00")
MIRRORED = {DifferenceClass.MISSING: DifferenceClass.UNEXPECTED, DifferenceClass.UNEXPECTED: DifferenceClass.MISSING}


# --- whole worlds -------------------------------------------------------------------------------------


@st.composite
def other_rules(draw: DrawFn, rule: CommissionRule) -> CommissionRule:
    """Change one thing of a rule, or nothing."""
    changes: list[dict[str, Any]] = [
        {},
        {"id": "third"},
        {"rounding": Rounding.UP},
        {"rounding": Rounding.DOWN},
    ]
    if rule.split is not None:
        shares = [Share("partner", percent("60 %")), Share("platform", percent("40 %"))]
        changes += [
            {"floor": Money(50), "cap": None},
            {"floor": None, "cap": Money(60)},
            {"split": Split(shares, "first")},
            {"split": Waterfall([Step("platform", Money(100))], rest=rule.split)},
            {"split": Split.all_to("county_centre")},
        ]
        if isinstance(rule.split, Split):
            changes.append({"split": evolve(rule.split, mode="first", rest=None)})
    if rule.levels is not None:
        changes.append({"levels": evolve(rule.levels, mode="additive")})
    return evolve(rule, **draw(st.sampled_from(changes)))


@st.composite
def other_plans(draw: DrawFn, plan: CommissionPlan) -> CommissionPlan:
    """Change one thing of each rule of a plan, or nothing; or make another plan of the same id."""
    if draw(st.integers(0, 3)) == 0:
        return draw(small_plans(plan.id))

    def changed(version: PlanVersion) -> PlanVersion:
        first, *others = version.rules
        other = draw(other_rules(first))
        caps = [cap for cap in version.caps if other.id == first.id or first.id not in cap.rules]

        def named(rules: frozenset[RuleId] | None) -> list[str] | None:
            return None if rules is None else [other.id if name == first.id else name for name in sorted(rules)]

        least = [evolve(each, rules=named(each.rules)) for each in version.guarantees]
        advances = [evolve(each, rules=named(each.rules)) for each in version.draws]
        return evolve(version, rules=[other, *others], caps=caps, guarantees=least, draws=advances)

    entries = [evolve(entry, value=changed(entry.value)) for entry in plan.versions.entries]
    return evolve(plan, versions=Timeline(entries))


def generous(plan: str) -> st.SearchStrategy[CommissionPlan]:
    """Make plans of which a rule matches everything, so that there is something to compare."""
    first = small_rules(name="first", when=st.just(Always()))
    return small_plans(plan, rules=st.tuples(first, small_rules(name="second")))


@st.composite
def trials(draw: DrawFn) -> tuple[Settlement, Settlement]:
    """Settle a world twice: under another plan, under other model versions, or both."""
    world = draw(worlds())
    world = evolve(world, plans=tuple(draw(generous(plan.id)) for plan in world.plans))
    scope = Scope(f"2016-{draw(st.sampled_from([10, 11, 11, 12]))}")
    events = in_columns(world.events, CNY)
    plans = [draw(other_plans(plan)) for plan in world.plans]
    versions = draw(st.sampled_from([{}, {}, {"1.0": "2.0"}, {"1.0": "2.0", "2.0": "1.0"}]))
    before = settle(world.network, world.plans, world.calendar, events, scope)
    after = settle(supposed(world.network, versions), plans, world.calendar, events, scope)
    return before, after


def summed(lines: Iterable[Line], by: Callable[[Line], object]) -> Counter[object]:
    """Add lines up; a clerk's account."""
    sums: Counter[object] = Counter()
    for line in lines:
        sums[by(line)] += line.amount.minor
    return sums


def differs(one: Counter[object], other: Counter[object]) -> dict[object, int]:
    """Give by how much sums differ, where they do."""
    return {key: other[key] - one[key] for key in one.keys() | other.keys() if other[key] != one[key]}


def contents(comparison: Comparison) -> list[tuple[object, ...]]:
    """Give all that a comparison says of its differences."""
    return [
        (each.event, each.component, each.party, each.payee, each.before, each.after, each.classes, each.explanation)
        for each in comparison.differences
    ]


class TestSums:
    """For every payee, rule, event and class, the sum of the differences is the difference of the sums."""

    @given(trials())
    def test_by_payee_and_rule(self, trial: tuple[Settlement, Settlement]) -> None:
        before, after = (summed(side.lines, lambda line: (line.payee, line.plan, line.rule)) for side in trial)
        comparison = compare(*trial)
        assert {who: (each.before.minor, each.after.minor) for who, each in comparison.sums.items()} == {
            who: (before[who], after[who]) for who in before.keys() | after.keys()
        }
        found: Counter[object] = Counter()
        for each in comparison.differences:
            if each.before is not None:
                found[each.payee, each.before.plan, each.rule_before] -= each.amount_before.minor
            if each.after is not None:
                found[each.payee, each.after.plan, each.rule_after] += each.amount_after.minor
        assert {who: amount for who, amount in found.items() if amount} == differs(before, after)

    @given(trials())
    def test_by_payee(self, trial: tuple[Settlement, Settlement]) -> None:
        before, after = (summed(side.lines, lambda line: line.payee) for side in trial)
        comparison = compare(*trial)
        for payee, change in comparison.payees.items():
            of_payee = [each for each in comparison.differences if each.payee == payee]
            assert change.amount.minor == sum(each.amount.minor for each in of_payee) == after[payee] - before[payee]
            assert change.differences == len(of_payee)

    @given(trials())
    def test_by_event_component_and_role(self, trial: tuple[Settlement, Settlement]) -> None:
        before, after = (summed(side.lines, lambda line: (line.event, line.component, line.party)) for side in trial)
        found: Counter[object] = Counter()
        for each in compare(*trial).differences:
            found[each.event, each.component, each.party] += each.amount.minor
        assert {what: amount for what, amount in found.items() if amount} == differs(before, after)

    @given(trials())
    def test_by_class_and_in_all(self, trial: tuple[Settlement, Settlement]) -> None:
        before, after = (sum(entry.amount for entry in side.lines.entries()) for side in trial)
        comparison = compare(*trial)
        total = comparison.total
        assert (total.before.minor, total.after.minor, total.amount.minor) == (before, after, after - before)
        assert sum(change.amount.minor for change in comparison.classes.values()) == after - before
        assert sum(change.differences for change in comparison.classes.values()) == len(comparison.differences)
        for kind, change in comparison.classes.items():
            of_class = [each for each in comparison.differences if each.classed is kind]
            assert change.amount == sum((each.amount for each in of_class), Money(0))
            assert change.after - change.before == change.amount
        assert str(comparison) == f"{total}, {len(comparison.differences)} differences"


class TestDifferences:
    """A difference is one: lines that agree in everything make none, and every coin has its words."""

    @given(worlds(), st.sampled_from([Scope("2016-11"), Scope("2016-12")]))
    def test_none_lies_between_a_settlement_and_itself(self, world: World, scope: Scope) -> None:
        one, same = (
            settle(world.network, world.plans, world.calendar, events, scope)
            for events in (world.events, tuple(reversed(world.events)))
        )
        assert compare(one, one).differences == compare(one, same).differences == ()
        assert compare(one, one.ledger).differences == compare(list(one.lines), same).differences == ()

    @given(trials())
    def test_the_two_sides_of_each_do_not_agree(self, trial: tuple[Settlement, Settlement]) -> None:
        facts = "plan", "plan_version", "rule", "model_version", "station", "credited", "earned", "amount"
        for each in compare(*trial).differences:
            assert each.before is not None or each.after is not None
            assert (
                each.before is None
                or each.after is None
                or any(getattr(each.before, name) != getattr(each.after, name) for name in facts)
            )
            assert each.classes == tuple(kind for kind in DifferenceClass if kind in each.classes)
            assert each.classed is each.classes[0]

    @given(trials())
    def test_each_says_its_event_and_its_amounts(self, trial: tuple[Settlement, Settlement]) -> None:
        for each in compare(*trial).differences:
            assert each.explanation.startswith(f"{each.event}: ")
            assert f": {each.amount_before} → {each.amount_after} (" in each.explanation
            assert each.amount == each.amount_after - each.amount_before

    @given(trials(), st.randoms(use_true_random=False))
    def test_the_order_of_lines_does_not_matter(self, trial: tuple[Settlement, Settlement], random: Random) -> None:
        shuffled = [list(side.lines) for side in trial]
        for lines in shuffled:
            random.shuffle(lines)
        assert contents(compare(*trial)) == contents(compare(iter(shuffled[0]), iter(shuffled[1])))

    @given(trials(), st.integers(0, 4))
    def test_the_largest_are_the_largest(self, trial: tuple[Settlement, Settlement], most: int) -> None:
        comparison = compare(*trial)
        largest = comparison.largest(most)
        sizes = [abs(each.amount.minor) for each in comparison.differences]
        assert [abs(each.amount.minor) for each in largest] == sorted(sizes, reverse=True)[:most]


class TestMirror:
    """Comparing the other way round turns every sign, and exchanges what is missing with what is unexpected."""

    @given(trials())
    def test_every_difference_is_turned(self, trial: tuple[Settlement, Settlement]) -> None:
        there, back = compare(*trial), compare(*reversed(trial))
        assert len(there.differences) == len(back.differences)
        for one, other in zip(there.differences, back.differences, strict=True):
            assert (one.event, one.component, one.party, one.payee) == (
                other.event,
                other.component,
                other.party,
                other.payee,
            )
            assert (one.before, one.after) == (other.after, other.before)
            assert one.amount == -other.amount
            assert one.classes == tuple(MIRRORED.get(kind, kind) for kind in other.classes)
        assert there.total.amount == -back.total.amount
        assert there.sums.keys() == back.sums.keys()


class TestFromALedger:
    """A settlement that goes on from a ledger is compared by what its cells come to, with what was posted before."""

    @given(trials())
    def test_a_correction_comes_to_what_settling_anew_would(self, trial: tuple[Settlement, Settlement]) -> None:
        before, after = trial
        anew = (evolve(line, number=3) for line in after.lines)
        both = compare(before.ledger, [*before.lines, *taken_back(before.lines), *anew])
        assert both.total == compare(before, after).total
        assert [each.amount for each in both.differences] == [
            each.amount for each in compare(before, after).differences
        ]

    def test_only_the_cells_that_are_posted_to_count(self) -> None:
        orders = [one_order(), evolve(one_order(), id="o-2")]
        first = settled(one_plan(), orders[0])
        one = settled(one_plan(), *orders, posted=first.ledger)
        other = settled(changed(rate=Percentage(percent("3 %"))), *orders, posted=first.ledger)
        comparison = compare(one, other)
        assert {each.event for each in comparison.differences} == {"o-1", "o-2"}
        assert texts(comparison, "li") == [
            "o-1: 2 % of ¥1,199.00 became 3 % of it: ¥16.79 → ¥25.18 (+¥8.39)",
            "o-2: 2 % of ¥1,199.00 became 3 % of it: ¥16.79 → ¥25.18 (+¥8.39)",
        ]
        again = settled(one_plan(), *orders, posted=one.ledger)
        assert compare(again, again).sums == {}

    def test_what_was_taken_back_is_nothing(self) -> None:
        first = settled(one_plan(), one_order())
        cancellation = Cancellation(id="c-1", event="o-1", reason="fake", at=AT, known_at=AT)
        second = settled(one_plan(), one_order(), cancellation, posted=first.ledger)
        assert compare(second.ledger, []).differences == ()
        assert {each.classed for each in compare(first.ledger, second.ledger).differences} == {"missing"}


def taken_back(lines: Iterable[Line]) -> Iterable[Line]:
    """Take lines back by lines of their own."""
    return (evolve(line, number=2, amount=-line.amount) for line in lines)


# --- worked examples ----------------------------------------------------------------------------------


def rule(**facts: Any) -> CommissionRule:
    usual: dict[str, Any] = {
        "id": "everything",
        "when": Always(),
        "basis": "net",
        "measured_on": "order",
        "rate": Percentage(percent("2 %")),
        "rounding": "half_up",
        "on_refund": "reverse",
        "split": one_plan().on(date(2016, 11, 11)).rules[0].split,
    }
    return CommissionRule(**(usual | facts))


def plan(*rules: CommissionRule, version: str = "2015", plan: str = "example", **facts: Any) -> CommissionPlan:
    usual: dict[str, Any] = {"hit_policy": "unique", "earned_on": EarnedOn("placed"), "running_totals": "carry"}
    of_days = PlanVersion(version=version, rules=rules, **(usual | facts))
    return CommissionPlan(id=plan, versions=Timeline.starting({date(2015, 1, 1): of_days}))


def changed(**facts: Any) -> CommissionPlan:
    return plan(rule(**facts))


def settled(
    given: CommissionPlan, *events: Event, month: str = "2016-11", network: Network | None = None, **how: Any
) -> Settlement:
    return settle(network or one_village(), [given], programme_calendar(), events or [one_order()], Scope(month), **how)


def texts(comparison: Comparison, payee: str = "li") -> list[str]:
    return [each.explanation for each in comparison.differences if each.payee == payee]


def classes(comparison: Comparison) -> set[tuple[str, ...]]:
    return {tuple(kind.value for kind in each.classes) for each in comparison.differences}


class TestRate:
    """The exact amount is another where rates, tiers, the measure or the share are."""

    def test_a_higher_percentage(self) -> None:
        comparison = compare(settled(one_plan()), settled(changed(rate=Percentage(percent("3 %")))))
        assert classes(comparison) == {("rate",)}
        assert texts(comparison) == ["o-1: 2 % of ¥1,199.00 became 3 % of it: ¥16.79 → ¥25.18 (+¥8.39)"]
        assert str(comparison) == "¥23.98 → ¥35.97 (+¥11.99), 3 differences"

    @pytest.mark.parametrize(
        ("before", "after", "said"),
        [
            ({"basis": "gross"}, {}, "2 % of ¥1,299.00 became 2 % of ¥1,199.00"),
            (
                {},
                {"basis": "quantity", "rate": PerUnit(UnitPrice.parse("0.30"))},
                "2 % of ¥1,199.00 became 50 × ¥0.30",
            ),
            (
                {"basis": "quantity", "rate": PerUnit(UnitPrice.parse("0.30"))},
                {"basis": "quantity", "rate": PerUnit(UnitPrice.parse("0.40"))},
                "50 × ¥0.30 became 50 × ¥0.40",
            ),
            (
                {"rate": Flat(yuan("2.00"))},
                {"basis": "quantity", "rate": PerPackage(20, UnitPrice.parse("3.00"))},
                "¥2.00 for each event became 3 begun × ¥3.00",
            ),
            ({}, {"rate": PercentageAndFlat(percent("2 %"), yuan("1.00"))}, "2 % of ¥1,199.00 became ¥24.98"),
            (
                {},
                {
                    "rate": Interpolated(
                        points=[Point(yuan("0"), Rate(0)), Point(yuan("2000.00"), percent("2 %"))], overflow="error"
                    ),
                    "on_refund": "rerate",
                },
                "2 % of ¥1,199.00 became ¥14.37601",
            ),
        ],
    )
    def test_each_form_in_a_few_words(self, before: dict[str, Any], after: dict[str, Any], said: str) -> None:
        order = evolve(one_order(), quantity=50, gross=yuan("1299.00"), discount=yuan("100.00"))
        alone = {"split": Split.all_to("partner")}
        comparison = compare(settled(changed(**alone, **before), order), settled(changed(**alone, **after), order))
        [text] = texts(comparison)
        assert f"o-1: {said}: ¥" in text
        assert classes(comparison) == {("rate",)}

    def test_a_running_total_by_what_comes_on_top(self) -> None:
        orders = [one_order(), evolve(one_order(), id="o-2")]

        def table(upper: str) -> CommissionPlan:
            tiers = [Tier(yuan("0"), percent("1 %"), yuan("1500.00")), Tier(yuan("1500.00"), percent(upper))]
            rate = Graduated(tiers=tiers, boundary="upper_inclusive")
            return changed(rate=rate, measured_on="running_total", split=Split.all_to("partner"))

        flat = changed(rate=Percentage(percent("1 %")), measured_on="running_total", split=Split.all_to("partner"))
        assert texts(compare(settled(table("2 %"), *orders), settled(table("3 %"), *orders))) == [
            "o-2: ¥20.97 became ¥29.95: ¥20.97 → ¥29.95 (+¥8.98)"
        ]
        assert texts(compare(settled(table("2 %"), *orders), settled(flat, *orders))) == [
            "o-2: ¥20.97 became 1 % of ¥1,199.00: ¥20.97 → ¥11.99 (-¥8.98)"
        ]

    def test_another_share(self) -> None:
        split = Split(
            [
                Share("partner", percent("60 %")),
                Share("county_centre", percent("30 %")),
                Share("platform", percent("10 %")),
            ],
            "largest_remainder",
        )
        comparison = compare(settled(one_plan()), settled(changed(split=split)))
        assert texts(comparison) == ["o-1: a share of 70 % became 60 %: ¥16.79 → ¥14.39 (-¥2.40)"]
        assert texts(comparison, "platform") == []
        assert classes(comparison) == {("rate",)}

    def test_a_share_that_is_there_no_more_or_is_new(self) -> None:
        alone = settled(changed(split=Split.all_to("partner")))
        comparison = compare(settled(one_plan()), alone)
        assert classes(comparison) == {("rate",)}
        assert texts(comparison, "platform") == ["o-1: no share for the platform any more: ¥2.40 → ¥0.00 (-¥2.40)"]
        assert texts(compare(alone, settled(one_plan())), "feixi-centre") == [
            "o-1: no share for the county centre before: ¥0.00 → ¥4.79 (+¥4.79)"
        ]

    def test_a_share_too_small_for_a_coin(self) -> None:
        order = evolve(one_order(), gross=yuan("1.00"))
        comparison = compare(settled(one_plan(), order), settled(changed(rate=Percentage(percent("10 %"))), order))
        assert texts(comparison, "platform") == ["o-1: 2 % of ¥1.00 became 10 % of it: ¥0.00 → ¥0.01 (+¥0.01)"]
        assert classes(comparison) == {("rate",)}

    def test_what_a_refund_takes_back(self) -> None:
        refund = Refund(id="r-1", order="o-1", gross=yuan("599.50"), at=AT, known_at=AT)
        comparison = compare(
            settled(one_plan(), one_order(), refund),
            settled(changed(rate=Percentage(percent("3 %"))), one_order(), refund),
        )
        assert texts(comparison)[1] == "r-1: -¥8.393 became -¥12.5895: -¥8.40 → -¥12.59 (-¥4.19)"

    def test_a_digit_too_fine_to_show(self) -> None:
        [line] = [line for line in settled(one_plan()).lines if line.payee == "li"]
        fine = (Scaled(Units(15 * 10**8 + last), 1, 10**9) for last in (1, 2))
        terms = [Rounded(term, mode) for term, mode in zip(fine, (Rounding.HALF_UP, Rounding.DOWN), strict=True)]
        two, one = (
            [evolve(line, amount=Money(amount), arithmetic=term)] for amount, term in zip((2, 1), terms, strict=True)
        )
        assert classes(compare(two, one)) == {("rate",)}
        assert texts(compare(two, one)) == ["o-1: ¥0.015… became ¥0.015… before rounding: ¥0.02 → ¥0.01 (-¥0.01)"]


class TestBound:
    """A floor or a cap makes the difference where it changes the amount on one side, or by another figure."""

    @pytest.mark.parametrize(
        ("before", "after", "said"),
        [
            ({}, {"cap": yuan("20.00")}, "now cut to the cap of ¥20.00: ¥16.79 → ¥14.00 (-¥2.79)"),
            ({"cap": yuan("20.00")}, {}, "no longer cut to the cap of ¥20.00: ¥14.00 → ¥16.79 (+¥2.79)"),
            ({}, {"floor": yuan("30.00")}, "now raised to the floor of ¥30.00: ¥16.79 → ¥21.00 (+¥4.21)"),
            (
                {"cap": yuan("20.00")},
                {"cap": yuan("21.00")},
                "no longer cut to the cap of ¥20.00, now cut to the cap of ¥21.00: ¥14.00 → ¥14.70 (+¥0.70)",
            ),
        ],
    )
    def test_by_a_figure_of_its_own(self, before: dict[str, Any], after: dict[str, Any], said: str) -> None:
        comparison = compare(settled(changed(**before)), settled(changed(**after)))
        assert classes(comparison) == {("bound",)}
        assert texts(comparison) == [f"o-1: {said}"]

    def test_comes_before_the_rate(self) -> None:
        comparison = compare(settled(one_plan()), settled(changed(cap=yuan("30.00"), rate=Percentage(percent("3 %")))))
        assert classes(comparison) == {("bound", "rate")}
        assert texts(comparison) == [
            "o-1: now cut to the cap of ¥30.00, 2 % of ¥1,199.00 became 3 % of it: ¥16.79 → ¥21.00 (+¥4.21)"
        ]

    def test_makes_none_where_it_does_not_bind(self) -> None:
        bounds = {"floor": yuan("1.00"), "cap": yuan("100.00")}
        assert compare(settled(one_plan()), settled(changed(**bounds))).differences == ()

    def test_binds_on_both_sides_whatever_the_rate(self) -> None:
        one, other = (changed(cap=yuan("20.00"), rate=Percentage(percent(rate))) for rate in ("2 %", "3 %"))
        assert compare(settled(one), settled(other)).differences == ()


class TestRounding:
    """Where the exact amount is the same and the coin is not, it was rounded otherwise."""

    def test_to_another_coin(self) -> None:
        order = evolve(one_order(), gross=yuan("100.25"))
        alone = {"split": Split.all_to("partner")}
        comparison = compare(settled(changed(**alone), order), settled(changed(rounding="down", **alone), order))
        assert classes(comparison) == {("rounding",)}
        assert texts(comparison) == ["o-1: ¥2.005 rounded otherwise: ¥2.01 → ¥2.00 (-¥0.01)"]

    def test_to_another_part_of_what_a_split_leaves(self) -> None:
        shares = [Share("platform", percent("10 %")), Share("partner", percent("90 %"))]
        order = evolve(one_order(), gross=yuan("2.00"))
        one, other = (changed(split=Split(shares, mode)) for mode in ("largest_remainder", "first"))
        comparison = compare(settled(one, order), settled(other, order))
        assert classes(comparison) == {("rounding",)}
        assert texts(comparison) == ["o-1: ¥0.036 rounded otherwise: ¥0.04 → ¥0.03 (-¥0.01)"]
        assert texts(comparison, "platform") == ["o-1: ¥0.004 rounded otherwise: ¥0.00 → ¥0.01 (+¥0.01)"]

    def test_of_the_same_exact_share_of_other_halves(self) -> None:
        halves = Split([Share("partner", percent("50 %")), Share("platform", percent("50 %"))], "largest_remainder")
        order = evolve(one_order(), gross=yuan("100.00"))
        one = changed(rate=Percentage(percent("0.4 %")), split=halves)
        other = changed(rate=Percentage(percent("0.2 %")), split=Split.all_to("partner"))
        assert texts(compare(settled(one, order), settled(other, order))) == []
        odd = evolve(one_order(), gross=yuan("101.25"))
        [text] = texts(compare(settled(one, odd), settled(other, odd)))
        assert text == "o-1: ¥0.2025 rounded otherwise: ¥0.21 → ¥0.20 (-¥0.01)"


TWO = Banded(((100_00, 20_000),))
"""2 % of ¥100.00."""


class TestArithmetic:
    """Whatever an amount is made of, its class and its words are read off its arithmetic."""

    @pytest.mark.parametrize(
        ("before", "after", "kinds", "said"),
        [
            (
                TWO,
                Boosted(TWO, "double-11", 1_500_000),
                ("rate",),
                "2 % of ¥100.00 became 2 % of ¥100.00 × 150 % in campaign double-11: ¥2.00 → ¥3.00 (+¥1.00)",
            ),
            (
                Boosted(Units(100), "double-11", 1_500_000),
                Topped(TWO, "double-11", 100_00, 5_000),
                ("rate",),
                "¥1.00 for each event × 150 % in campaign double-11 became ¥2.50: ¥1.50 → ¥2.50 (+¥1.00)",
            ),
            (
                TWO,
                PastFree(Banded(((40_00, 20_000),)), 60_00),
                ("rate",),
                "2 % of ¥100.00 became 2 % of ¥40.00: ¥2.00 → ¥0.80 (-¥1.20)",
            ),
            (
                UnitBounded(TWO, 3, None, 50_000_000),
                TWO,
                ("bound",),
                "no longer cut to the cap of ¥0.50 for each unit: ¥1.50 → ¥2.00 (+¥0.50)",
            ),
            (
                TWO,
                UnitBounded(TWO, 3, 100_000_000, None),
                ("bound",),
                "now raised to the floor of ¥1.00 for each unit: ¥2.00 → ¥3.00 (+¥1.00)",
            ),
            (
                Limited(TWO, "month", 150),
                Limited(TWO, "month", 120),
                ("bound",),
                (
                    "no longer cut to what is left of cap month: ¥1.50, "
                    "now cut to what is left of cap month: ¥1.20: ¥1.50 → ¥1.20 (-¥0.30)"
                ),
            ),
            (
                Fallen(Units(-780), 300),
                Fallen(Units(-780), 400),
                ("bound",),
                (
                    "no longer set off against ¥3.00 that had been cut before, "
                    "now set off against ¥4.00 that had been cut before: -¥4.80 → -¥3.80 (+¥1.00)"
                ),
            ),
            (
                Bounded(Sum((TWO, Units(100))), 50, 250),
                Bounded(Sum((TWO, Units(100))), 320, 500),
                ("bound",),
                "no longer cut to the cap of ¥2.50, now raised to the floor of ¥3.20: ¥2.50 → ¥3.20 (+¥0.70)",
            ),
            (
                Less(TWO, Exactly(1001, 10)),
                Less(Limited(TWO, "month", 900), Bounded(Units(50), None, None)),
                ("rate",),
                "¥0.999 became ¥1.50: ¥1.00 → ¥1.50 (+¥0.50)",
            ),
            (
                Aged(TWO, ((50_00, 3, 1), (25_00, 40, 0)), 100_00, 1, AgeUnit.DAYS),
                Aged(TWO, ((50_00, 3, 1), (25_00, 40, 1)), 100_00, 1, AgeUnit.DAYS),
                ("rate",),
                "¥1.00 became ¥1.50: ¥1.00 → ¥1.50 (+¥0.50)",
            ),
        ],
    )
    def test_is_told_by_what_it_is_made_of(self, before: Term, after: Term, kinds: tuple[str, ...], said: str) -> None:
        [line] = [line for line in settled(one_plan()).lines if line.payee == "li"]
        terms = [Rounded(term, Rounding.HALF_UP) for term in (before, after)]
        amounts = [evaluated(term).rounded(Rounding.DOWN) for term in terms]
        one, other = (
            [evolve(line, amount=Money(amount), arithmetic=term)] for amount, term in zip(amounts, terms, strict=True)
        )
        comparison = compare(one, other)
        assert texts(comparison) == [f"o-1: {said}"]
        assert classes(comparison) == {kinds}


class TestRule:
    """Another rule, or the rule of another plan or plan version, comes before all that follows from it."""

    def test_another_name(self) -> None:
        comparison = compare(settled(one_plan()), settled(changed(id="phones", rate=Percentage(percent("3 %")))))
        assert classes(comparison) == {("rule", "rate")}
        assert texts(comparison) == [
            "o-1: rule phones instead of everything, 2 % of ¥1,199.00 became 3 % of it: ¥16.79 → ¥25.18 (+¥8.39)"
        ]
        assert {who[0::2]: change.amount.minor for who, change in comparison.sums.items() if who[0] == "li"} == {
            ("li", "everything"): -16_79,
            ("li", "phones"): 25_18,
        }

    def test_another_version_makes_a_difference_of_nothing(self) -> None:
        comparison = compare(settled(one_plan()), settled(plan(rule(), version="2016")))
        assert classes(comparison) == {("rule",)}
        assert texts(comparison) == ["o-1: version 2016 of plan example instead of 2015: ¥16.79 → ¥16.79 (¥0.00)"]
        assert comparison.total.amount == Money(0)

    def test_another_plan(self) -> None:
        village = one_village()
        moved = evolve(village, versions=[evolve(version, plan="other") for version in village.versions])
        comparison = compare(settled(one_plan()), settled(plan(rule(), plan="other"), network=moved))
        assert texts(comparison) == ["o-1: plan other instead of example: ¥16.79 → ¥16.79 (¥0.00)"]

    def test_each_of_several_is_set_beside_its_like(self) -> None:
        def all_of(*ids: str) -> Settlement:
            alone = {"split": Split.all_to("partner")}
            return settled(plan(*(rule(id=each, **alone) for each in ids), hit_policy="sum"))

        assert [
            (each.rule_before, each.rule_after, each.classed.value)
            for each in compare(all_of("a", "b", "d"), all_of("b", "c", "e", "f")).differences
        ] == [("a", "c", "rule"), ("d", "e", "rule"), (None, "f", "unexpected")]
        assert [
            (each.rule_before, each.rule_after, each.classed.value)
            for each in compare(all_of("a", "b"), all_of("b")).differences
        ] == [("a", None, "missing")]

    def test_one_of_the_same_name_goes_before_one_of_the_same_place(self) -> None:
        lines = list(settled(one_plan()).lines)
        others = [evolve(line, plan="other", rule=each) for line in lines for each in ("a-first", "everything")]
        pairs = {(each.rule_before, each.rule_after) for each in compare(lines, others).differences}
        assert pairs == {("everything", "everything"), (None, "a-first")}

    def test_a_share_that_the_other_rule_has_not(self) -> None:
        comparison = compare(settled(one_plan()), settled(changed(id="phones", split=Split.all_to("partner"))))
        assert texts(comparison, "platform") == [
            "o-1: rule phones instead of everything, no share for the platform any more: ¥2.40 → ¥0.00 (-¥2.40)"
        ]


class TestAttribution:
    """Where an event falls to somebody else, elsewhere, or to another month or version, that comes first."""

    @pytest.fixture
    def with_wang(self) -> Network:
        village, always = one_village(), Period(date(2015, 6, 1))
        return evolve(
            village,
            partners=[*village.partners, Partner("wang", always, "full_time", examined=date(2015, 5, 20))],
            payees=[*village.payees, Payee("wang", always)],
            postings=[Posting("sanhe", "wang", "wang", "2.0", always)],
        )

    def test_to_another_payee(self, with_wang: Network) -> None:
        comparison = compare(settled(one_plan()), settled(one_plan(), network=with_wang))
        assert classes(comparison) == {("attribution",)}
        assert texts(comparison) == ["o-1: the partner is wang instead of li: ¥16.79 → ¥0.00 (-¥16.79)"]
        assert texts(comparison, "wang") == ["o-1: the partner is wang instead of li: ¥0.00 → ¥16.79 (+¥16.79)"]
        assert texts(comparison, "platform") == ["o-1: counted with wang instead of li: ¥2.40 → ¥2.40 (¥0.00)"]

    def test_not_where_one_payee_more_is_paid(self) -> None:
        lines = list(settled(one_plan()).lines)
        [of_li] = [line for line in lines if line.payee == "li"]
        both = [*lines, evolve(of_li, payee="wang")]
        assert texts(compare(lines, both), "wang") == [
            "o-1: nothing under rule everything before: ¥0.00 → ¥16.79 (+¥16.79)"
        ]
        assert classes(compare(lines, both)) == {("unexpected",)}
        assert classes(compare(both, lines)) == {("missing",)}

    def test_to_another_earned_month(self) -> None:
        received = datetime.fromisoformat("2016-12-02T09:00:00+08:00")
        order = evolve(one_order(), received=received, known_at=received)
        both = [
            settled(given, order, month="2016-12")
            for given in (plan(rule()), plan(rule(), earned_on=EarnedOn("received")))
        ]
        comparison = compare(*both)
        assert classes(comparison) == {("attribution",)}
        assert texts(comparison) == ["o-1: earned in 2016-12 instead of 2016-11: ¥16.79 → ¥16.79 (¥0.00)"]

    def test_to_another_station(self) -> None:
        lines = list(settled(one_plan()).lines)
        comparison = compare(lines, [evolve(line, station="xindian") for line in lines])
        assert texts(comparison) == ["o-1: station xindian instead of sanhe: ¥16.79 → ¥16.79 (¥0.00)"]

    def test_to_another_model_version(self) -> None:
        village = one_village()
        third = evolve(village.versions[0], id="3.0")
        network = evolve(village, versions=[*village.versions, third])
        comparison = compare(
            settled(one_plan(), network=network),
            settled(changed(rate=Percentage(percent("3 %"))), network=supposed(network, {"2.0": "3.0"})),
        )
        assert classes(comparison) == {("attribution", "rate")}
        assert texts(comparison) == [
            "o-1: model version 3.0 instead of 2.0, 2 % of ¥1,199.00 became 3 % of it: ¥16.79 → ¥25.18 (+¥8.39)"
        ]


class TestAShadowRun:
    """An outside result is read as a ledger; what it lacks is missing, and what it has besides is unexpected."""

    ORDERS = (one_order(), evolve(one_order(), id="o-2"))

    def test_what_it_lacks_and_has_besides(self, tmp_path: Path) -> None:
        ours, theirs = (settled(one_plan(), order) for order in self.ORDERS)
        write_ledger(theirs.ledger, tmp_path / "theirs.csv")
        comparison = compare(ours, read_ledger(tmp_path / "theirs.csv"))
        assert classes(comparison) == {("missing",), ("unexpected",)}
        assert texts(comparison) == [
            "o-1: nothing under rule everything any more: ¥16.79 → ¥0.00 (-¥16.79)",
            "o-2: nothing under rule everything before: ¥0.00 → ¥16.79 (+¥16.79)",
        ]
        assert comparison.total.amount == Money(0)

    def test_a_line_that_it_lacks_of_a_split_that_it_has(self) -> None:
        ours = list(settled(one_plan()).lines)
        comparison = compare(ours, [line for line in ours if line.payee != "platform"])
        assert classes(comparison) == {("missing",)}
        assert classes(compare([line for line in ours if line.payee != "platform"], ours)) == {("unexpected",)}

    @pytest.mark.parametrize(
        ("theirs", "kind", "said"),
        [
            (16_78, "rounding", "¥16.786 rounded otherwise: ¥16.79 → ¥16.78 (-¥0.01)"),
            (18_00, "rate", "¥16.786 became ¥18.00: ¥16.79 → ¥18.00 (+¥1.21)"),
        ],
    )
    def test_an_amount_without_a_word_of_how_it_came_about(self, theirs: int, kind: str, said: str) -> None:
        ours = [line for line in settled(one_plan()).lines if line.payee == "li"]
        outside = [evolve(line, amount=Money(theirs), arithmetic=Units(theirs)) for line in ours]
        comparison = compare(ours, outside)
        assert classes(comparison) == {(kind,)}
        assert texts(comparison) == [f"o-1: {said}"]
        assert classes(compare(outside, ours)) == {(kind,)}

    def test_two_amounts_without_a_word(self) -> None:
        ours = [line for line in settled(one_plan()).lines if line.payee == "li"]
        one, other = ([evolve(line, amount=Money(n), arithmetic=Units(n)) for line in ours] for n in (16_79, 16_78))
        assert classes(compare(one, other)) == {("rate",)}
        assert texts(compare(one, other)) == ["o-1: ¥16.79 became ¥16.78: ¥16.79 → ¥16.78 (-¥0.01)"]

    def test_lines_are_read_once(self) -> None:
        ours = settled(one_plan(), *self.ORDERS)
        read: Counter[str] = Counter()

        def counted(lines: Iterable[Line]) -> Iterable[Line]:
            for line in lines:
                read[str(line.key)] += 1
                yield line

        assert compare(counted(ours.lines), counted(ours.lines)).differences == ()
        assert set(read.values()) == {2}

    def test_a_ledger_whose_lines_were_sorted_otherwise(self) -> None:
        first = settled(one_plan())
        restated = Scope("2016-12", restated=["2016-11"], reason="the rate was mistaken")
        higher = changed(rate=Percentage(percent("3 %")))
        second = settle(one_village(), [higher], programme_calendar(), [one_order()], restated, posted=first.ledger)
        backwards = list(reversed(list(second.ledger)))
        for after in (second.ledger, backwards):
            assert texts(compare(first.ledger, after)) == [
                "o-1: 2 % of ¥1,199.00 became 3 % of it: ¥16.79 → ¥25.18 (+¥8.39)"
            ]


class TestRefusals:
    """Settlements of other events, months, payees or currencies are not compared."""

    @pytest.mark.parametrize(
        ("scope", "said"),
        [
            (Scope("2016-12"), "the same month to be compared, but 2016-11 and 2016-12"),
            (Scope("2016-11", payees=["li"]), "the same payees to be compared, but everybody and li"),
            (
                Scope("2016-11", restated=["2016-10"], reason="mistaken"),
                "the same restated months to be compared, but none and 2016-10",
            ),
        ],
    )
    def test_of_other_scopes(self, scope: Scope, said: str) -> None:
        other = settle(one_village(), [one_plan()], programme_calendar(), [one_order()], scope)
        with pytest.raises(ScopesDiffer, match=said):
            compare(settled(one_plan()), other)

    @pytest.mark.parametrize(
        ("events", "named"),
        [
            ([evolve(one_order(), category="seeds")], "o-1 differs between"),
            ([evolve(one_order(), station="elsewhere")], "o-1 differs between"),
            ([evolve(one_order(), id="o-2")], "o-1, o-2 differ between"),
            (
                [one_order(), *(evolve(one_order(), id=f"o-{number}") for number in range(2, 9))],
                "o-2, o-3, o-4, o-5, o-6 and 2 more differ between",
            ),
            ([one_order(), Parcel(id="p-1", station="sanhe", handed_out=AT, known_at=AT)], "p-1 differs between"),
            ([one_order(), Refund(id="r-1", order="o-1", gross=Money(1), at=AT, known_at=AT)], "r-1 differs between"),
            (
                [one_order(), Cancellation(id="c-1", event="o-1", reason="fake", at=AT, known_at=AT)],
                "c-1 differs between",
            ),
        ],
    )
    def test_of_other_events(self, events: list[Event], named: str) -> None:
        with pytest.raises(EventsDiffer, match=named):
            compare(settled(one_plan()), settled(one_plan(), *events))

    @given(worlds())
    def test_but_the_same_events_in_another_order_are_the_same(self, world: World) -> None:
        one, other = (in_columns(events, CNY) for events in (world.events, world.events[::-1]))
        assert dict(one.facts()) == dict(other.facts())
        assert len(dict(one.facts())) == len(world.events)

    def test_nor_do_tags_and_helpers_that_came_in_another_order_differ(self) -> None:
        orders = [
            evolve(one_order(), id=f"o-{number}", tags=[f"tag-{number}"], helper=f"helper-{number}")
            for number in range(3)
        ]
        one, other = (in_columns(events, CNY) for events in (orders, orders[::-1]))
        assert dict(one.facts()) == dict(other.facts())
        assert dict(one.facts()) != dict(in_columns([evolve(each, helper="wang") for each in orders], CNY).facts())

    def test_in_two_currencies(self) -> None:
        lines = list(settled(one_plan()).lines)
        with pytest.raises(CurrencyMismatch):
            compare(lines, [evolve(line, amount=Money(1, Currency("USD"))) for line in lines])
        dollars = evolve(one_village(), currency=Currency("USD"))
        of_dollars = evolve(one_plan(), currency=Currency("USD"))
        none = settle(dollars, [of_dollars], programme_calendar(), [], Scope("2016-11"))
        with pytest.raises(CurrencyMismatch):
            compare(settle(one_village(), [one_plan()], programme_calendar(), [], Scope("2016-11")), none)


def test_a_difference_knows_the_rule_of_each_side() -> None:
    lines = list(settled(one_plan()).lines)
    found: tuple[Difference, ...] = compare(lines, []).differences
    assert {(each.rule_before, each.rule_after) for each in found} == {("everything", None)}


def test_nothing_is_compared_with_nothing() -> None:
    comparison = compare([], [])
    assert (comparison.currency, comparison.total.amount, comparison.payees, comparison.classes) == (
        CNY,
        Money(0),
        {},
        {},
    )
