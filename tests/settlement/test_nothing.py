"""Why an event comes to nothing under a rule that pays for it: each reason agrees with facts found otherwise."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, reject
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from rural_taobao.commission import (
    Always,
    CommissionPlan,
    CommissionRule,
    EarnedOn,
    Flat,
    Percentage,
    PlanVersion,
    Share,
    Split,
    VolumeTier,
)
from rural_taobao.commission.boosts import Multiplied, Raised
from rural_taobao.commission.bounds import Allowance, UnitBounds
from rural_taobao.commission.caps import SharedCap
from rural_taobao.commission.extents import MeasureOutsideTiers
from rural_taobao.commission.levels import Level, Levels
from rural_taobao.commission.rates import Bonus, ByVolume, Graduated, Linear, WholeAmount
from rural_taobao.commission.rules import OnRefund
from rural_taobao.commission.splits import Kept
from rural_taobao.commission.tiers import Tier
from rural_taobao.commission.verdicts import Fate
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.exact import Rate
from rural_taobao.festivals import programme_calendar
from rural_taobao.money import Money, UnitPrice
from rural_taobao.samples import one_village
from rural_taobao.settlement import (
    Event,
    Inquiry,
    Language,
    Order,
    Outcome,
    Refund,
    Ruling,
    Scope,
    answered,
    inquire,
    settle,
)
from rural_taobao.testing.worlds import World, worlds
from rural_taobao.timeline import Timeline

yuan = Money.parse
percent = Rate.parse


def rule(name: str = "everything", **facts: Any) -> CommissionRule:
    """10 % of the gross amount, all to the partner."""
    plain: dict[str, Any] = {
        "id": name,
        "when": Always(),
        "basis": "gross",
        "measured_on": "order",
        "rounding": "half_up",
        "on_refund": "rerate",
    }
    if "levels" not in facts:
        plain |= {"rate": Percentage(percent("10 %")), "split": Split.all_to("partner")}
    return CommissionRule(**{**plain, **facts})


def plan(*rules: CommissionRule, **facts: Any) -> CommissionPlan:
    choices = {"hit_policy": "first", "earned_on": EarnedOn("placed"), "running_totals": "carry", **facts}
    version = PlanVersion(version="v", rules=rules, **choices)
    return CommissionPlan(id="example", versions=Timeline.starting({date(2015, 1, 1): version}))


def cap(amount: str, *rules: str) -> SharedCap:
    return SharedCap(
        id="spring", amount=yuan(amount), of="payee", within="earned_period", rules=rules or ["everything"]
    )


def order(name: str, amount: str, day: int = 2, **facts: Any) -> Order:
    at = datetime.fromisoformat(f"2016-11-{day:02d}T10:00+08:00")
    return Order(id=name, station="sanhe", gross=yuan(amount), placed=at, known_at=at, **facts)


def refund(of: str, amount: str) -> Refund:
    at = datetime.fromisoformat("2016-11-28T10:00+08:00")
    return Refund(id=f"r-{of}", order=of, gross=yuan(amount), at=at, known_at=at)


def asked(given_plan: CommissionPlan, events: Sequence[Event], name: str) -> Inquiry:
    return inquire(one_village(), [given_plan], programme_calendar(), events, name)


ENDED = WholeAmount(
    tiers=[Tier(yuan("1.00"), percent("10 %"), yuan("50.00"))],
    boundary="upper_inclusive",
    overflow="nothing",
    underflow="nothing",
)
FALLING = WholeAmount(
    tiers=[Tier(yuan("0.00"), percent("10 %"), yuan("100.00")), Tier(yuan("100.00"), percent("1 %"))],
    boundary="upper_inclusive",
)
HALF_KEPT = Split([Share("partner", 1), Share(Kept(), 9)], "largest_remainder")
THREE = order("a", "60.00", 1), order("b", "30.00", 2), order("c", "20.00", 3)


class TestByExample:
    """Each reason, of the event and of the rule, in English and in Chinese."""

    @pytest.mark.parametrize(
        ("given_plan", "events", "outcome", "english", "chinese"),
        [
            pytest.param(
                plan(rule()),
                [order("o", "0.04")],
                "rounded_away",
                "rule everything matched and pays nothing: it comes to less than a coin",
                "规则 everything 匹配，但不计佣金：不足最小货币单位",
                id="less than a coin",
            ),
            pytest.param(
                plan(rule(rate=ENDED)),
                [order("o", "60.00")],
                "outside_table",
                "rule everything matched and pays nothing: it lies outside the table of rates, where nothing is due",
                "规则 everything 匹配，但不计佣金：超出费率表的范围，表外不计",
                id="above the table",
            ),
            pytest.param(
                plan(rule(rate=ENDED)),
                [order("o", "0.50")],
                "outside_table",
                "rule everything matched and pays nothing: it lies outside the table of rates, where nothing is due",
                "规则 everything 匹配，但不计佣金：超出费率表的范围，表外不计",
                id="below the table",
            ),
            pytest.param(
                plan(rule(rate=Percentage(percent("0 %")))),
                [order("o", "60.00")],
                "rated_at_nothing",
                "rule everything matched and pays nothing: its rate gives exactly nothing for it",
                "规则 everything 匹配，但不计佣金：按费率恰好为零",
                id="nought per cent",
            ),
            pytest.param(
                plan(rule(rate=Linear(yuan("60.00"), percent("10 %")))),
                [order("o", "60.00")],
                "rated_at_nothing",
                "rule everything matched and pays nothing: its rate gives exactly nothing for it",
                "规则 everything 匹配，但不计佣金：按费率恰好为零",
                id="at a threshold",
            ),
            pytest.param(
                plan(rule(boosts=[Multiplied("off", Always(), percent("0 %"))])),
                [order("o", "60.00")],
                "rated_at_nothing",
                "rule everything matched and pays nothing: its rate gives exactly nothing for it",
                "规则 everything 匹配，但不计佣金：按费率恰好为零",
                id="a campaign that pays nothing",
            ),
            pytest.param(
                plan(rule(basis="net")),
                [order("o", "60.00", discount=yuan("60.00"))],
                "nothing_measured",
                "rule everything matched and pays nothing: what it measures of this is 0",
                "规则 everything 匹配，但不计佣金：基数为 0",
                id="nothing to measure",
            ),
            pytest.param(
                plan(rule(allowance=Allowance(per="order", measure=yuan("60.00")))),
                [order("o", "60.00")],
                "free",
                "rule everything matched and pays nothing: it is within the allowance, which is free",
                "规则 everything 匹配，但不计佣金：在免计额度之内",
                id="free",
            ),
            pytest.param(
                plan(rule(cap=yuan("0.00"))),
                [order("o", "60.00")],
                "cut_to_nothing",
                "rule everything matched and pays nothing: its own cap leaves nothing of it",
                "规则 everything 匹配，但不计佣金：自身的封顶使其为零",
                id="a cap of nothing",
            ),
            pytest.param(
                plan(rule(per_unit=UnitBounds(cap=UnitPrice.parse("0")))),
                [order("o", "60.00")],
                "cut_to_nothing",
                "rule everything matched and pays nothing: its own cap leaves nothing of it",
                "规则 everything 匹配，但不计佣金：自身的封顶使其为零",
                id="a cap of nothing for each unit",
            ),
            pytest.param(
                plan(rule(), caps=[cap("3.00")]),
                [order("n", "30.00", 1), order("o", "60.00")],
                "cap_used_up",
                (
                    "rule everything matched and pays nothing: "
                    "¥0.00 was left of cap spring, which others had used up before it"
                ),
                "规则 everything 匹配，但不计佣金：共享封顶 spring 此前已用去，只剩 ¥0.00",
                id="a shared cap",
            ),
            pytest.param(
                plan(rule(rate=FALLING, measured_on="running_total", cap=yuan("2.00"))),
                [order("m", "60.00", 1), order("n", "38.00", 1), order("o", "2.01", 2)],
                "takes_back",
                "rule everything matched, and the running total falls with it: -¥3.00 in all",
                "规则 everything 匹配，累计佣金因此减少：共 -¥3.00",
                id="a fall",
            ),
            pytest.param(
                plan(rule(rate=FALLING, measured_on="running_total", cap=yuan("0.50"))),
                [order("m", "60.00", 1), order("n", "38.00", 1), order("o", "2.01", 2)],
                "set_off",
                (
                    "rule everything matched and pays nothing: the running total falls with it, "
                    "and what caps had cut before it makes up for that"
                ),
                "规则 everything 匹配，但不计佣金：累计金额因此减少，由此前因封顶未计的部分抵减",
                id="a fall that is set off",
            ),
            pytest.param(
                plan(rule(split=HALF_KEPT)),
                [order("o", "0.40")],
                "kept",
                "rule everything matched and pays nothing: its split keeps all that it comes to, posted to nobody",
                "规则 everything 匹配，但不计佣金：分成时全部留存，不计给任何人",
                id="kept",
            ),
            pytest.param(
                plan(rule(levels=Levels("additive", "skip", [Level("helper", Percentage(percent("5 %")))]))),
                [order("o", "60.00")],
                "no_level",
                "rule everything matched and pays nothing: there is nobody for any of its levels",
                "规则 everything 匹配，但不计佣金：各层级当时都没有人",
                id="nobody on a level",
            ),
            pytest.param(
                plan(rule()),
                [order("o", "60.00"), refund("o", "60.00")],
                "refunded",
                "rule everything matched and pays nothing: all of it was taken back, and the rule rates what is left",
                "规则 everything 匹配，但不计佣金：已全部退回，规则只按余额计算",
                id="taken back",
            ),
        ],
    )
    def test_of_the_rule(
        self, given_plan: CommissionPlan, events: list[Event], outcome: str, english: str, chinese: str
    ) -> None:
        found = asked(given_plan, events, "o")
        assert found.outcome == outcome
        [ruling] = found.rulings
        assert ruling.nothing == outcome
        assert answered(found).splitlines()[-1] == f"  {english}"
        assert answered(found, Language.CHINESE).splitlines()[-1] == f"  {chinese}"
        counts = settle(one_village(), [given_plan], programme_calendar(), events, Scope("2016-11")).outcomes.counts
        assert "o" in counts[Outcome(outcome)].examples

    @pytest.mark.parametrize(
        ("level", "amount", "outcome"),
        [
            (Percentage(percent("1 %")), "0.40", "rounded_away"),
            (Percentage(percent("0 %")), "0.40", "rated_at_nothing"),
            (Percentage(percent("1 %")), "0.00", "nothing_measured"),
            (ENDED, "60.00", "outside_table"),
        ],
    )
    def test_of_levels(self, level: Any, amount: str, outcome: str) -> None:
        levels = Levels("additive", "skip", [Level("helper", Flat(yuan("1.00"))), Level("partner", level)])
        assert asked(plan(rule(levels=levels)), [order("o", amount)], "o").outcome == outcome

    @pytest.mark.parametrize(
        ("facts", "events", "outcome"),
        [
            ({"rate": ENDED}, [order("n", "51.00", 1), order("o", "10.00")], "outside_table"),
            (
                {"rate": Bonus(yuan("90.00"), yuan("1.00"))},
                [order("n", "20.00", 1), order("o", "10.00")],
                "rated_at_nothing",
            ),
            ({}, [order("n", "0.05", 1), order("o", "0.04")], "rounded_away"),
            ({}, [order("n", "0.05", 1), order("o", "0.00")], "nothing_measured"),
            ({"rate": FALLING}, [order("n", "0.10", 1), order("o", "99.91")], "earned"),
            # 10 % of ¥10.03 are ¥1.003, and 1 % of ¥100.01 are ¥1.0001: the total falls by less than a coin.
            ({"rate": FALLING}, [order("n", "10.03", 1), order("o", "89.98")], "rounded_away"),
            (
                {"boosts": [Multiplied("twice", Always(), percent("200 %"))]},
                [order("n", "0.04", 1), order("o", "0.01")],
                "rounded_away",
            ),
            (
                {"rate": FALLING, "cap": yuan("0.50"), "boosts": [Multiplied("twice", Always(), percent("200 %"))]},
                [order("m", "60.00", 1), order("n", "38.00", 1), order("o", "2.01", 2)],
                "set_off",
            ),
            (
                {"per_unit": UnitBounds(cap=UnitPrice.parse("0"))},
                [order("n", "60.00", 1), order("o", "2.01", 2)],
                "cut_to_nothing",
            ),
        ],
    )
    def test_of_running_totals(self, facts: dict[str, Any], events: list[Event], outcome: str) -> None:
        assert asked(plan(rule(measured_on="running_total", **facts)), events, "o").outcome == outcome

    @pytest.mark.parametrize(("count", "outcome"), [(2, "earned"), (5, "outside_table"), (1, "rated_at_nothing")])
    def test_of_a_volume(self, count: int, outcome: str) -> None:
        tiers = [VolumeTier(0, percent("0 %"), 1), VolumeTier(1, percent("10 %"), 3)]
        by_volume = ByVolume(volume="quantity", tiers=tiers, boundary="upper_inclusive", overflow="nothing")
        assert asked(plan(rule(rate=by_volume)), [order("o", "10.00", quantity=count)], "o").outcome == outcome

    def test_of_a_fee(self) -> None:
        fee = rule("fee", direction="owes", rate=FALLING, measured_on="running_total")
        charged = plan(rule(), fee, caps=[cap("7.00", "fee")])
        texts = [answered(asked(charged, THREE, name)).splitlines()[-1].strip() for name in "abc"]
        assert texts == [
            "rule fee matched, and ¥6.00 is owed under it in all",
            "rule fee matched, and ¥1.00 is owed under it in all, which is what was left of cap spring",
            "rule fee matched, and the running total of the fee falls with it: ¥5.90 is given back in all",
        ]
        chinese = [answered(asked(charged, THREE, name), Language.CHINESE).splitlines()[-1].strip() for name in "bc"]
        assert chinese == [
            "规则 fee 匹配并收费：共应缴 ¥1.00，为封顶 spring 的余额",
            "规则 fee 匹配，累计费用因此减少：共退还 ¥5.90",
        ]
        little = answered(asked(charged, [order("o", "0.04")], "o"))
        assert little.endswith("rule fee matched, and nothing is owed under it: it comes to less than a coin")

    def test_what_is_left_of_a_cap_is_named(self) -> None:
        capped = plan(rule(), caps=[cap("7.00")])
        [ruling] = asked(capped, THREE, "b").rulings
        assert (ruling.amount, ruling.nothing) == (yuan("1.00"), None)
        assert ruling.limit is not None
        assert (ruling.limit.cap, ruling.limit.amount) == ("spring", yuan("1.00"))
        text = answered(asked(capped, THREE, "b"))
        assert text.endswith("rule everything matched and pays ¥1.00 in all, which is what was left of cap spring")
        chinese = answered(asked(capped, THREE, "b"), Language.CHINESE)
        assert chinese.endswith("规则 everything 匹配并计佣：共 ¥1.00，为封顶 spring 的余额")

    def test_of_several_rules_the_one_that_came_nearest_tells(self) -> None:
        rules = [rule("little", rate=Percentage(percent("1 %"))), rule("none", rate=Percentage(percent("0 %")))]
        for each in (rules, rules[::-1]):
            assert asked(plan(*each, hit_policy="sum"), [order("o", "0.04")], "o").outcome is Outcome.ROUNDED_AWAY

    def test_an_order_that_one_rule_pays_is_earned_whatever_falls_under_another(self) -> None:
        both = plan(rule(), rule("falling", rate=FALLING, measured_on="running_total"), hit_policy="sum")
        found = asked(both, THREE, "c")
        assert [ruling.nothing for ruling in found.rulings] == [None, Outcome.TAKES_BACK]
        assert found.outcome is Outcome.EARNED
        alone = plan(rule("falling", rate=FALLING, measured_on="running_total"), hit_policy="sum")
        assert asked(alone, THREE, "c").outcome is Outcome.TAKES_BACK


class TestFacts:
    """The reason that is given is the true one, by what other settlements of the same events come to."""

    @given(worlds(most=5), st.data())
    def test_of_any_world(self, world: World, data: st.DataObject) -> None:
        event = data.draw(st.sampled_from([each.id for each in world.events]))
        check(world, event)

    @given(st.data())
    def test_where_little_is_earned(self, data: st.DataObject) -> None:
        world = data.draw(scant())
        check(world, data.draw(st.sampled_from([each.id for each in world.events])))


RATES = st.sampled_from(
    [
        Percentage(percent("0 %")),
        Percentage(percent("0.01 %")),
        Percentage(percent("10 %")),
        Flat(yuan("0.00")),
        Linear(yuan("30.00"), percent("1 %")),
        Bonus(yuan("40.00"), yuan("1.00")),
        ENDED,
        FALLING,
        Graduated(
            tiers=[Tier(yuan("1.00"), percent("1 %"), yuan("50.00"))],
            boundary="upper_inclusive",
            overflow="nothing",
            underflow="nothing",
        ),
        ByVolume(
            volume="quantity",
            tiers=[VolumeTier(1, percent("0 %"), 2), VolumeTier(2, percent("2 %"), 4)],
            boundary="upper_inclusive",
            overflow="nothing",
            underflow="nothing",
        ),
    ]
)


@st.composite
def scant(draw: DrawFn) -> World:
    """Make worlds of one partner in which little is earned, for every reason that there is."""
    choices: dict[str, SearchStrategy[Any]] = {
        "basis": st.sampled_from(["gross", "net"]),
        "measured_on": st.sampled_from(["order", "running_total"]),
        "rate": RATES,
        "direction": st.sampled_from(["earns", "owes"]),
        "rounding": st.sampled_from(["half_up", "half_even", "down", "up"]),
        "on_refund": st.sampled_from(["rerate", "reverse"]),
        "cap": st.sampled_from([None, None, None, yuan("0.00"), yuan("0.50"), yuan("0.50")]),
        "per_unit": st.sampled_from([None, None, None, None, None, UnitBounds(cap=UnitPrice.parse("0"))]),
        "allowance": st.sampled_from([None, None, None, Allowance(per="order", measure=yuan("1.00"))]),
        "boosts": st.sampled_from(
            [
                (),
                (),
                (),
                (),
                [Multiplied("none", Always(), percent("0 %"))],
                [Raised("more", Always(), percent("0.01 %"))],
            ]
        ),
        "split": st.sampled_from([Split.all_to("partner"), HALF_KEPT]),
    }
    caps = draw(st.sampled_from([(), [cap("1.00")]]))
    try:
        drawn = plan(rule(**{name: draw(each) for name, each in choices.items()}), caps=caps)
    except RuralTaobaoError:
        reject()
    amounts = st.sampled_from(["0.00", "0.04", "20.00", "45.00", "60.00", "98.00"])
    events: list[Event] = []
    for number in range(draw(st.integers(1, 4))):
        amount = draw(amounts)
        discount = yuan(draw(st.sampled_from(["0.00", "0.00", "0.00", amount])))
        made = order(f"o{number}", amount, number + 1, quantity=draw(st.integers(1, 5)), discount=discount)
        events.append(made)
        if made.gross.minor and not draw(st.integers(0, 3)):
            back = made.gross.minor if draw(st.booleans()) else made.gross.minor // 2
            part = back * made.discount.minor // made.gross.minor
            events.append(evolve(refund(f"o{number}", "0.01"), gross=Money(back), discount=Money(part)))
    return World(one_village(), (drawn,), programme_calendar(), tuple(events))


def _evolved(form: Any, facts: dict[str, str]) -> Any:
    return evolve(form, **facts)


def check(world: World, event: str) -> None:
    found = look(world, event)
    for ruling in found.rulings:
        if ruling.fate is not Fate.PAID or ruling.amount is None:
            continue
        Case(world, found, ruling).check()
    amounts = [(each.amount or yuan("0")).minor for each in found.rulings if each.direction == "earns"]
    if found.outcome is Outcome.EARNED:
        assert max(amounts, default=0) > 0
    elif found.outcome is Outcome.TAKES_BACK:
        assert max(amounts) <= 0
        assert min(amounts) < 0


def look(world: World, event: str) -> Inquiry:
    return inquire(world.network, world.plans, world.calendar, world.events, event)


class Case:
    """What one rule comes to for one event, and what it would come to if something were otherwise."""

    def __init__(self, world: World, found: Inquiry, ruling: Ruling) -> None:
        assert found.asked is not None
        self.world, self.event, self.ruling, self.asked = world, found.event, ruling, found.asked
        [self.plan] = [each for each in world.plans if each.id == found.asked.plan]
        [version] = [e.value for e in self.plan.versions.entries if e.value.version == found.asked.version]
        self.version: PlanVersion = version
        self.rule: CommissionRule = version.rule(ruling.rule)

    def otherwise(self, *, caps: bool = True, **facts: Any) -> int:
        """Give what the rule comes to with other facts of its own, or without caps that it shares; above 0."""
        world = evolve(self.world, plans=tuple(self.changed(each, caps=caps, **facts) for each in self.world.plans))
        [ruling] = [each for each in look(world, self.event).rulings if each.rule == self.ruling.rule]
        assert ruling.amount is not None
        return ruling.amount.minor

    def changed(self, given_plan: CommissionPlan, *, caps: bool, **facts: Any) -> CommissionPlan:
        if given_plan.id != self.plan.id:
            return given_plan
        versions = {}
        for entry in given_plan.versions.entries:
            version: PlanVersion = entry.value
            if version.version == self.version.version:
                mine = version.rule(self.rule.id)
                rules = [evolve(each, **facts) if each is mine else each for each in version.rules]
                version = evolve(version, rules=rules, caps=version.caps if caps else ())
            versions[entry.period.start] = version
        return evolve(given_plan, versions=Timeline.starting(versions))

    def check(self) -> None:
        ruling, rule, nothing = self.ruling, self.rule, self.ruling.nothing
        assert ruling.amount is not None
        amount = ruling.amount.minor * (-1 if rule.is_fee else 1)
        assert (amount > 0) is (nothing is None)
        assert (amount < 0) is (nothing is Outcome.TAKES_BACK)
        if nothing is None or nothing is Outcome.TAKES_BACK or rule not in self.version.rules:
            return
        single = rule.measured_on == "order" and rule.levels is None
        shared = bool(self.version.caps_on(rule.id))
        self.check_measure(nothing)
        if shared:
            free = self.otherwise(caps=False) != 0
            assert free is (nothing is Outcome.CAP_USED_UP) or nothing is Outcome.SET_OFF or not single
        if nothing is Outcome.CAP_USED_UP:
            assert shared
            assert ruling.limit is not None
            assert ruling.limit.amount == yuan("0")
        if single and nothing not in {Outcome.CAP_USED_UP, Outcome.KEPT, Outcome.FREE, Outcome.REFUNDED}:
            # Rounded up, whatever is more than nothing is a coin.
            up = self.otherwise(rounding="up", split=Split.all_to("partner"), caps=False)
            assert (up != 0) is (nothing is Outcome.ROUNDED_AWAY)
            if rule.cap is not None or rule.per_unit is not None:
                bare = {"rounding": "up", "split": Split.all_to("partner"), "cap": None, "per_unit": None}
                uncut = self.otherwise(caps=False, floor=None, **bare)
                assert (uncut != 0) is (nothing in {Outcome.ROUNDED_AWAY, Outcome.CUT_TO_NOTHING})
        if nothing is Outcome.KEPT:
            assert self.otherwise(split=Split.all_to("partner")) != 0
        if nothing is Outcome.SET_OFF:
            assert not single
            assert self.otherwise(caps=False, cap=None) * (-1 if rule.is_fee else 1) < 0
        if nothing is Outcome.FREE:
            assert rule.allowance is not None
        if nothing is Outcome.NO_LEVEL:
            assert rule.levels is not None

    def check_measure(self, nothing: Outcome) -> None:
        """What was measured of an order, added up by a clerk, and whether the table would call it an error."""
        orders = [each for each in self.world.events if each.id == self.event]
        backs = [each for each in self.world.events if isinstance(each, Refund) and each.order == self.event]
        if isinstance(orders[0], Order) and self.rule.basis in {"gross", "net"}:
            [placed] = orders
            assert isinstance(placed, Order)
            net = self.rule.basis == "net"
            left = placed.gross.minor - (placed.discount.minor if net else 0)
            if self.rule.on_refund is OnRefund.RERATE:
                left -= sum(each.gross.minor - (each.discount.minor if net else 0) for each in backs)
                assert (nothing is Outcome.REFUNDED) is (
                    bool(backs) and sum(each.gross.minor for each in backs) == placed.gross.minor
                )
            if nothing is Outcome.NOTHING_MEASURED:
                assert left == 0 or self.rule.allowance is not None
        form = None if self.rule.levels is not None else self.rule.rate
        alone = {Outcome.OUTSIDE_TABLE, Outcome.RATED_AT_NOTHING, Outcome.NOTHING_MEASURED, Outcome.ROUNDED_AWAY}
        if self.rule.measured_on == "order" and isinstance(form, WholeAmount | ByVolume) and nothing in alone:
            only = evolve(self.world, events=(*orders, *backs))
            refused = {name: "error" for name in ("overflow", "underflow") if getattr(form, name) == "nothing"}
            try:
                Case(only, look(only, self.event), self.ruling).otherwise(rate=_evolved(form, refused))
                outside = False
            except MeasureOutsideTiers:
                outside = True
            assert outside is (nothing is Outcome.OUTSIDE_TABLE)
