"""The words of explanations: every language says everything, and says the same numbers."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from fractions import Fraction
from string import Formatter
from typing import Any

import pytest
from attrs import fields
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.commission import (
    AllOf,
    Always,
    AnyOf,
    AtStation,
    DuringFestival,
    InCategory,
    Not,
    OfAmount,
    OfKind,
    OnDays,
    Seniority,
    Tagged,
    UnderCentre,
    UnderVersion,
)
from rural_taobao.commission.arithmetic import evaluated
from rural_taobao.commission.bases import Basis, PartOff, PartOn
from rural_taobao.commission.conditions import Condition, CreditKind, Moment
from rural_taobao.commission.matching import Credit
from rural_taobao.commission.operands import Banded, Counted, Exactly, Sloped, Units
from rural_taobao.commission.policies import HitPolicy
from rural_taobao.commission.terms import (
    Aged,
    AgeUnit,
    Boosted,
    Bounded,
    Fallen,
    Less,
    Levelled,
    Limited,
    Part,
    PastFree,
    Poured,
    Rounded,
    Scaled,
    Sum,
    Term,
    Topped,
    UnitBounded,
)
from rural_taobao.commission.verdicts import Fate
from rural_taobao.currencies import CNY
from rural_taobao.exact import Exact, Rounding
from rural_taobao.identifiers import (
    CampaignId,
    CategoryCode,
    EventId,
    Party,
    PayeeId,
    PlanId,
    RuleId,
    StationId,
    VersionId,
)
from rural_taobao.money import Allocation, Money
from rural_taobao.periods import Month, Period
from rural_taobao.services import Referral
from rural_taobao.settlement import (
    Inquiry,
    Language,
    Line,
    Order,
    Outcome,
    Parcel,
    PlanAsked,
    Reason,
    Ruling,
    Scope,
    answered,
    explained,
    inquire,
    settle,
)
from rural_taobao.settlement.answering import ruling_text, unmet_text
from rural_taobao.settlement.chinese import CHINESE
from rural_taobao.settlement.demands import demanded
from rural_taobao.settlement.english import ENGLISH
from rural_taobao.settlement.facts import Fact, Facts, Unmet
from rural_taobao.settlement.figures import wholly
from rural_taobao.settlement.lines import OF_A_PERIOD, Component
from rural_taobao.settlement.steps import Teller
from rural_taobao.settlement.words import LineWords, RuleWords, StepWords, Words
from rural_taobao.testing.plan_strategies import bases
from rural_taobao.testing.strategies import allocations, parties, roundings, weights
from rural_taobao.testing.worlds import World, worlds

ZH = Language.CHINESE
AT = datetime.fromisoformat("2016-11-20T09:00:00+08:00")
KEY = "o-1/example/seeds/partner/li/commission/accrued/CNY/1"
SIZES = st.integers(0, 10**9)
WHOLE = st.integers(-(10**9), 10**9)


def numbers(text: str) -> Counter[str]:
    """Count the numbers of a text."""
    return Counter(re.findall(r"[0-9](?:[0-9,]*[0-9])?(?:\.[0-9]+)?", text))


def patterns(words: object) -> Iterator[tuple[str, str]]:
    """Give every pattern of a table of words with what it is for."""
    kind = type(words)
    assert kind in (Words, LineWords, StepWords, RuleWords)
    for each in fields(kind):
        value = getattr(words, each.name)
        if isinstance(value, str):
            yield each.name, value
        elif isinstance(value, Mapping):
            for key, texts in value.items():
                for text in (texts,) if isinstance(texts, str) else texts:
                    yield f"{each.name} {key}", text
        else:
            yield from ((f"{each.name}.{name}", text) for name, text in patterns(value))


def places(pattern: str) -> Counter[str]:
    """Count the names of the places of a pattern."""
    return Counter(name for _, name, _, _ in Formatter().parse(pattern) if name)


class TestWords:
    """Every language has every pattern, each with the same places, and none in the words of another."""

    def test_patterns_have_the_same_places(self) -> None:
        english, chinese = list(patterns(ENGLISH)), list(patterns(CHINESE))
        assert [(name, places(text)) for name, text in english] == [(name, places(text)) for name, text in chinese]

    def test_no_english_is_left_in_chinese(self) -> None:
        for name, text in patterns(CHINESE):
            assert not re.search("[A-Za-z]", re.sub(r"\{\w+\}", "", text)), name

    def test_no_chinese_is_left_in_english(self) -> None:
        assert all(text.replace("×", "").isascii() for _, text in patterns(ENGLISH))

    @pytest.mark.parametrize("words", [ENGLISH, CHINESE])
    def test_every_member_has_words(self, words: Words) -> None:
        assert set(words.roles) == set(Party)
        assert set(words.components) == set(Component)
        assert set(words.line.units) == {Basis.QUANTITY, Basis.COUNT}
        assert set(words.line.parts) == {*PartOff, *PartOn} - {PartOff.DISCOUNT}
        assert set(words.line.posted) == set(Reason)
        assert set(words.step.modes) == set(Rounding)
        assert set(words.step.ages) == set(AgeUnit)
        assert set(words.step.due) == OF_A_PERIOD
        assert set(words.rule.kinds) == set(CreditKind)
        assert set(words.rule.outcomes) == set(Outcome)
        assert set(words.rule.policies) == set(HitPolicy)
        assert set(words.rule.facts) == set(Fact)


def _more(inner: st.SearchStrategy[Term]) -> st.SearchStrategy[Term]:
    shares = st.tuples(weights(weight=SIZES), allocations()).flatmap(
        lambda drawn: st.builds(
            Part,
            inner,
            st.just(drawn[0]),
            st.just(drawn[1]),
            st.integers(0, len(drawn[0]) - 1 + drawn[1].keeps_rest_apart),
        )
    )
    steps = st.lists(SIZES, max_size=3).flatmap(
        lambda maxima: st.builds(Poured, inner, st.just(tuple(maxima)), st.integers(0, len(maxima)))
    )
    return (
        st.builds(Rounded, inner, roundings())
        | st.builds(Less, inner, inner)
        | st.builds(Sum, st.lists(inner, min_size=1, max_size=3).map(tuple))
        | st.builds(PastFree, inner, SIZES)
        | st.builds(Boosted, inner, st.just("71"), SIZES)
        | st.builds(Topped, inner, st.just("71"), SIZES, SIZES)
        | st.builds(UnitBounded, inner, SIZES, st.none() | SIZES, st.none() | SIZES)
        | st.builds(Bounded, inner, st.none() | WHOLE, st.none() | WHOLE)
        | st.builds(Limited, inner, st.just("72"), SIZES)
        | st.builds(Fallen, inner, SIZES)
        | st.builds(Scaled, inner, SIZES, st.integers(1, 10**9))
        | st.builds(
            Aged,
            inner,
            st.lists(st.tuples(SIZES, st.integers(0, 2), SIZES), min_size=1, max_size=3).map(tuple),
            st.integers(1, 10**9),
            st.integers(1, 10**9),
            st.sampled_from(AgeUnit),
        )
        | shares
        | steps
        | st.builds(Levelled, inner, parties(), st.sampled_from([0, 5]), st.sampled_from([0, 5]))
    )


LEAVES: st.SearchStrategy[Term] = (
    st.builds(Units, WHOLE)
    | st.builds(Banded, st.lists(st.tuples(SIZES, SIZES), max_size=3).map(tuple))
    | st.builds(Counted, SIZES, SIZES)
    | st.builds(Sloped, SIZES, st.just(5), SIZES, st.just(12), SIZES)
    | st.builds(Exactly, WHOLE, st.integers(1, 30))
)
TERMS = st.recursive(LEAVES, _more, max_leaves=6)
"""Every form of a term; its names are digits, which are the same in every language."""


def line(**facts: Any) -> Line:
    """Make a line all of whose names are digits; one of a month has its month in place of an event."""
    if facts["component"] in OF_A_PERIOD:
        facts |= {"event": "2016-11", "station": None, "basis": None}
    usual: dict[str, Any] = {
        "event": EventId("81"),
        "plan": PlanId("82"),
        "rule": RuleId("83"),
        "payee": PayeeId("84"),
        "state": "accrued",
        "earned": Month(2016, 11),
        "posted": Month(2016, 12),
        "plan_version": VersionId("85"),
        "model_version": VersionId("86"),
        "station": StationId("87"),
        "credited": PayeeId("84"),
        "at": AT,
    }
    return Line(**(usual | facts))


LINES = st.builds(
    line,
    party=parties(),
    component=st.sampled_from(Component),
    number=st.integers(1, 2),
    amount=st.builds(Money, WHOLE),
    basis=bases(),
    measured=SIZES,
    before=st.none() | SIZES,
    arithmetic=TERMS,
    reason=st.sampled_from(Reason),
    cause=st.sampled_from(["", "88"]),
    corrects=st.sampled_from(["", KEY]),
)


class TestLines:
    """Whatever a line is, both languages tell it whole, in their own words and in the same numbers."""

    @given(LINES)
    def test_the_numbers_are_the_same(self, drawn: Line) -> None:
        assert numbers(explained(drawn)) == numbers(explained(drawn, ZH))

    @given(LINES)
    def test_no_english_is_left_in_chinese(self, drawn: Line) -> None:
        text = explained(drawn, ZH).replace(KEY, "")
        assert not re.search("[A-Za-z]", text.replace("o-1", "")), text

    @given(LINES)
    def test_both_have_the_same_steps(self, drawn: Line) -> None:
        assert len(explained(drawn).splitlines()) == len(explained(drawn, ZH).splitlines())

    @given(LINES)
    def test_a_language_may_be_named_by_its_code(self, drawn: Line) -> None:
        assert explained(drawn, Language("zh")) == explained(drawn, ZH) != explained(drawn)


TEN = ((1000, 20_000),)
"""2 % of ¥10.00."""


class TestChineseSteps:
    """Each step by a worked example, as a Chinese partner reads it."""

    @pytest.mark.parametrize(
        ("term", "steps"),
        [
            (Units(200), ["每笔 ¥2.00"]),
            (Banded(((3000, 2_000_000), (2000, 1_500_000))), ["¥30.00 × 200 % + ¥20.00 × 150 % = ¥90.00"]),
            (Banded(()), ["按费率对此基数不计 = ¥0.00"]),
            (Counted(3, 300_000_000), ["3 包（不足一包按一包计）× ¥3.00 = ¥9.00"]),
            (
                Sloped(50_000, 0, 0, 100_000, 100_000),
                ["¥500.00 × 插值比率（¥0.00 处为 0 %，¥1,000.00 处为 10 %）= ¥25.00"],
            ),
            (Exactly(5, 4), ["此前各笔合计 ¥0.0125"]),
            (PastFree(Units(0), 500), ["其中 ¥5.00 免计佣金"]),
            (PastFree(Banded(TEN), 500), ["其中 ¥5.00 免计佣金", "¥10.00 × 2 % = ¥0.20"]),
            (
                Boosted(Banded(TEN), "double-11", 1_500_000),
                ["¥10.00 × 2 % = ¥0.20", "活动 double-11：¥0.20 × 150 % = ¥0.30"],
            ),
            (
                Topped(Banded(TEN), "extra", 1000, 10_000),
                ["¥10.00 × 2 % = ¥0.20", "活动 extra：¥0.20 + ¥10.00 × 1 % = ¥0.30"],
            ),
            (UnitBounded(Banded(TEN), 4, 50_000_000, None), ["按单件保底提高：¥0.50 × 4 = ¥2.00"]),
            (UnitBounded(Banded(TEN), 3, None, 5_000_000), ["按单件封顶降低：¥0.05 × 3 = ¥0.15"]),
            (Bounded(Banded(TEN), 200, None), ["按保底提高至 ¥2.00"]),
            (Bounded(Banded(TEN), None, 10), ["按封顶降至 ¥0.10"]),
            (Limited(Banded(TEN), "month", 5), ["共享封顶 month 只剩 ¥0.05，以此为限"]),
            (Fallen(Units(-780), 300), ["先抵减此前因封顶未计的 ¥3.00：-¥4.80"]),
            (Rounded(Banded(((33, 15_000),)), Rounding.HALF_UP), ["四舍五入：¥0.00495 取为 ¥0.00，少 ¥0.00495"]),
            (Rounded(Banded(((100, 15_000),)), Rounding.HALF_EVEN), ["四舍六入五成双：¥0.015 取为 ¥0.02，多 ¥0.005"]),
            (Rounded(Exactly(5, 3), Rounding.DOWN), ["舍去尾数：¥1/60 = ¥0.01666666… 取为 ¥0.01，少 ¥1/150"]),
            (Rounded(Exactly(-5, 3), Rounding.UP), ["尾数进一：-¥1/60 = -¥0.01666666… 取为 -¥0.02，少 ¥1/300"]),
            (Less(Banded(TEN), Units(30)), ["¥0.20 减去已入账的 ¥0.30 = -¥0.10"]),
            (Less(Banded(TEN), Banded(((500, 20_000),))), ["此前：¥5.00 × 2 % = ¥0.10", "¥0.20 减去 ¥0.10 = ¥0.10"]),
            (
                Less(Banded(TEN), Rounded(Scaled(Units(20), 500, 1000), Rounding.HALF_UP)),
                ["扣回：¥0.20 × ¥5.00 / ¥10.00 = ¥0.10"],
            ),
            (
                Less(Poured(Units(10), (5,), 0), Poured(Units(20), (5,), 1)),
                ["¥0.20 除去先分的 ¥0.05 之后余下 = ¥0.15", "从 ¥0.10 中至多分 ¥0.05 = ¥0.05"],
            ),
            (Poured(Units(20), (5, 9), 1), ["从 ¥0.20 中除去先分的 ¥0.05 之后至多分 ¥0.09 = ¥0.09"]),
            (
                Aged(Units(100), ((500, 1, 1), (500, 40, 8)), 1000, 9, AgeUnit.DAYS),
                [
                    "¥1.00 × ¥5.00 / ¥10.00，满 1 天后退款：扣回 1/9 = ¥0.05555555…",
                    "¥1.00 × ¥5.00 / ¥10.00，满 40 天后退款：扣回 8/9 = ¥0.44444444…",
                    "¥0.05555555… + ¥0.44444444… = ¥0.50",
                ],
            ),
            (Part(Units(2398), (700_000, 300_000), Allocation.FIRST, 0), ["¥23.98 的 70 % 分成"]),
            (Part(Units(360), (2, 1), Allocation.FIRST, 0), ["¥3.60 按 3 份中的 2 份分成 = ¥2.40"]),
            (Part(Units(360), (2, 1), Allocation.FIRST, 1), ["¥3.60 按 3 份中的 1 份分成 = ¥1.20"]),
            (Part(Units(10), (1, 2), Allocation.FLOOR_SEPARATE, 2), ["¥0.10 整份分成之后的余数 = ¥0.01"]),
            (
                Levelled(Units(20), Party.COUNTY_CENTRE, 5, 6),
                ["层级：县级服务中心，基数先减去下级所得 ¥0.05", "¥0.20 减去已付下级的 ¥0.06 = ¥0.14"],
            ),
            (Levelled(Units(20), Party.HELPER, 0, 0), ["层级：协助人"]),
            (Sum((Banded(TEN), Units(200))), ["¥0.20 + ¥2.00 = ¥2.20"]),
        ],
    )
    def test_by_example(self, term: Term, steps: list[str]) -> None:
        text = explained(
            line(
                party="partner",
                component="commission",
                number=1,
                amount=Money(1),
                basis="net",
                measured=1000,
                before=None,
                arithmetic=term,
                reason="accrual",
            ),
            ZH,
        )
        for step in steps:
            assert f"  {step}" in text


SAID = re.compile(r": (-?¥\S+?)(?: = -?¥\S+…)? becomes (-?¥\S+?)(?: in whole coins)?, (¥\S+) (more|less)$")


def fraction(text: str) -> Fraction:
    """Read an amount as it is written: a decimal or a fraction of a yuan."""
    return Fraction(text.replace("¥", "").replace(",", ""))


class TestRounding:
    """Wherever something was rounded, what it was exactly and by how much it changed make what it became."""

    @given(LINES)
    def test_what_it_was_and_the_change_make_what_it_became(self, drawn: Line) -> None:
        said = [step for step in explained(drawn).splitlines() if " becomes " in step]
        for step in said:
            found = SAID.search(step)
            assert found is not None, step
            exact, became, by = map(fraction, found.groups()[:3])
            assert exact + (by if found[4] == "more" else -by) == became
            assert by > 0
            assert (became * 100).denominator == 1

    @given(TERMS, roundings())
    def test_no_rounding_changes_a_whole_coin(self, inner: Term, mode: Rounding) -> None:
        exact, found = evaluated(inner), evaluated(Rounded(inner, mode))
        steps = Teller(ENGLISH, Basis.GROSS, CNY).rounding(Rounded(inner, mode))
        assert bool(steps) is (exact != found)
        for step in steps:
            by = fraction(step.split(", ")[-1].split()[0])
            assert by < Fraction(1, 100)
            assert by <= Fraction(1, 200) or mode in (Rounding.DOWN, Rounding.UP)

    @given(st.integers(-(10**30), 10**30), st.integers(1, 10**12))
    def test_an_amount_is_written_wholly(self, numerator: int, denominator: int) -> None:
        text = wholly(Exact(numerator, denominator), CNY)
        assert fraction(text) == Fraction(numerator, denominator * 100)
        assert "…" not in text

    @given(st.integers(-(10**9), 10**9), st.integers(0, 30), st.integers(0, 30))
    def test_a_decimal_that_ends_is_written_as_one(self, numerator: int, twos: int, fives: int) -> None:
        assert "/" not in wholly(Exact(numerator, 2**twos * 5**fives), CNY)


def names(world: World) -> set[str]:
    """Give every name that an explanation of a world may hold."""
    network, found = world.network, set[str]()
    for stated in (network.stations, network.payees, network.versions, network.centres):
        found.update(each.id for each in stated)
    for event in world.events:
        found.add(event.id)
        if isinstance(event, Order | Parcel | Referral):
            found.update([event.station, event.category or event.id])
        if isinstance(event, Order):
            found.update(event.tags)
    for plan in world.plans:
        found.add(plan.id)
        for version in (entry.value for entry in plan.versions.entries):
            found.update([version.version, *(each.code for each in version.categories)])
            for held in (version.every_rule, version.caps, version.layers, version.guarantees, version.draws):
                found.update(each.id for each in held)
            found.update(boost.campaign for rule in version.every_rule for boost in rule.boosts)
            for leaf in version.asks:
                if isinstance(leaf, InCategory):
                    found.update(leaf.categories)
                if isinstance(leaf, Tagged):
                    found.update(leaf.tags)
                if isinstance(leaf, DuringFestival):
                    found.update([leaf.festival, *leaf.windows])
    return found


def latin(text: str) -> set[str]:
    """Give the words of a text that have Latin letters."""
    return {word for word in re.findall(r"[A-Za-z0-9][A-Za-z0-9._-]*", text) if re.search("[A-Za-z]", word)}


class TestWorlds:
    """Every line and every event of a world is told in Chinese with the numbers of the English, and no other word."""

    @given(worlds())
    def test_lines(self, world: World) -> None:
        known = names(world)
        settled = settle(world.network, world.plans, world.calendar, world.events, Scope("2016-11"))
        for each in settled.lines:
            english, chinese = explained(each), explained(each, ZH).replace(each.corrects or "-", "-")
            assert numbers(english.replace(each.corrects or "-", "-")) == numbers(chinese)
            assert latin(chinese) <= known

    @given(worlds(most=4))
    def test_events(self, world: World) -> None:
        known = names(world)
        for event in world.events:
            inquiry = inquire(world.network, world.plans, world.calendar, world.events, event.id)
            english, chinese = answered(inquiry), answered(inquiry, ZH)
            assert numbers(english) == numbers(chinese)
            assert latin(chinese) <= known


NUMBERED: st.SearchStrategy[Condition] = st.recursive(
    st.sampled_from(
        [
            Always(),
            OfKind("order"),
            OfKind("parcel"),
            InCategory(["61"]),
            InCategory(["61", "62", "63"]),
            AtStation(["64"]),
            UnderCentre(["65", "66"]),
            UnderVersion(["67"]),
            OfAmount(basis="gross", start=Money(100)),
            OfAmount(basis="net", start=Money(100), end=Money(250)),
            OnDays(Period(date(2016, 11, 1))),
            OnDays(Period(date(2016, 11, 1), date(2016, 11, 12))),
            DuringFestival("68", "placed"),
            DuringFestival("68", "paid", windows=["69"], editions=[2015, 2016]),
            DuringFestival("68", "received", editions=[2016]),
            Tagged(["70"]),
            Tagged(["70", "71"]),
            Seniority(3),
            Seniority(3, 6),
        ]
    ),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3).map(AllOf)
        | st.lists(inner, min_size=1, max_size=3).map(AnyOf)
        | inner.map(Not)
    ),
    max_leaves=5,
)
"""Conditions of every form, whose names are digits."""
CREDITS = st.builds(
    Credit,
    st.sampled_from(CreditKind),
    st.none() | st.sampled_from(["61", "74"]),
    st.just("75"),
    st.just("76"),
    st.just("77"),
    st.just(date(2016, 11, 11)),
    gross=st.none() | SIZES,
    net=st.none() | SIZES,
    above=st.sampled_from([(), ("78",), ("78", "79")]).map(frozenset),
    tags=st.sampled_from([(), ("80",), ("80", "81")]),
)
FACTS = st.builds(
    Facts,
    CREDITS,
    st.just(CNY),
    st.none() | st.integers(0, 30),
    st.sampled_from([{}, {Moment.PLACED: AT, Moment.PAID: AT}]),
)


class TestConditions:
    """Whatever a condition asks for is told in both languages, in the same numbers, with the facts that were given."""

    @given(NUMBERED, FACTS)
    def test_in_the_same_numbers_and_its_own_words(self, condition: Condition, facts: Facts) -> None:
        unmet = Unmet(condition, facts.given(condition))
        english, chinese = unmet_text(unmet), unmet_text(unmet, ZH)
        assert numbers(english) == numbers(chinese)
        assert not latin(chinese)

    @given(NUMBERED)
    def test_what_is_not_wanted_twice_is_wanted(self, condition: Condition) -> None:
        for words in (ENGLISH, CHINESE):
            assert demanded(Not(Not(condition)), words) == demanded(condition, words)
            assert demanded(Not(condition), words) != demanded(condition, words)

    @pytest.mark.parametrize(
        ("condition", "english", "chinese"),
        [
            (Not(Always()), "nothing matches", "任何情况都不匹配"),
            (OfKind("parcel"), "it must be a parcel, but it was an order", "类型须为包裹，而实为订单"),
            (Not(OfKind("order")), "it must not be an order, but it was an order", "类型不得为订单，而实为订单"),
            (
                InCategory(["phones", "tools"]),
                "the category must be phones or tools, but it was seeds, below farm",
                "品类须为 phones 或 tools，而实为 seeds（属于 farm）",
            ),
            (
                Not(InCategory(["farm"])),
                "the category must not be farm, but it was seeds, below farm",
                "品类不得为 farm，而实为 seeds（属于 farm）",
            ),
            (
                AtStation(["taohua"]),
                "the station must be taohua, but it was sanhe",
                "服务站须为 taohua，而实为 sanhe",
            ),
            (
                UnderCentre(["runan"]),
                "the county centre must be runan, but it was feixi",
                "县级服务中心须为 runan，而实为 feixi",
            ),
            (
                UnderVersion(["1.0", "3.0"]),
                "the model version must be 1.0 or 3.0, but it was 2.0",
                "模式版本须为 1.0 或 3.0，而实为 2.0",
            ),
            (
                OfAmount(basis="gross", start=Money(50_00)),
                "the amount before discounts must be ¥50.00 or more, but it was ¥30.00",
                "优惠前金额须不小于 ¥50.00，而实为 ¥30.00",
            ),
            (
                OfAmount(basis="net", start=Money(50_00), end=Money(90_00)),
                "the amount after discounts must be ¥50.00 or more and less than ¥90.00, but it was ¥25.00",
                "优惠后金额须不小于 ¥50.00 且小于 ¥90.00，而实为 ¥25.00",
            ),
            (
                Not(OfAmount(basis="net", start=Money(20_00), end=Money(90_00))),
                "the amount after discounts must be less than ¥20.00, or ¥90.00 or more, but it was ¥25.00",
                "优惠后金额须小于 ¥20.00 或不小于 ¥90.00，而实为 ¥25.00",
            ),
            (
                Not(OfAmount(basis="net", start=Money(20_00))),
                "the amount after discounts must be less than ¥20.00, but it was ¥25.00",
                "优惠后金额须小于 ¥20.00，而实为 ¥25.00",
            ),
            (
                OnDays(Period(date(2016, 12, 1))),
                "the day must be 2016-12-01 or later, but it was 2016-11-11",
                "日期须不早于 2016-12-01，而实为 2016-11-11",
            ),
            (
                Not(OnDays(Period(date(2016, 11, 1)))),
                "the day must be before 2016-11-01, but it was 2016-11-11",
                "日期须早于 2016-11-01，而实为 2016-11-11",
            ),
            (
                OnDays(Period(date(2016, 12, 1), date(2017, 1, 1))),
                "the day must be 2016-12-01 or later and before 2017-01-01, but it was 2016-11-11",
                "日期须不早于 2016-12-01 且早于 2017-01-01，而实为 2016-11-11",
            ),
            (
                Not(OnDays(Period(date(2016, 11, 1), date(2017, 1, 1)))),
                "the day must be before 2016-11-01, or 2017-01-01 or later, but it was 2016-11-11",
                "日期须早于 2016-11-01 或不早于 2017-01-01，而实为 2016-11-11",
            ),
            (
                DuringFestival("double-11", "placed", windows=["sale", "presale"]),
                (
                    "the instant of placing must lie in the window presale or sale of double-11, "
                    "but it was 2016-11-20 09:00"
                ),
                "下单时间须落在 double-11 的窗口 presale 或 sale，而实为 2016-11-20 09:00",
            ),
            (
                Not(DuringFestival("double-11", "placed")),
                "the instant of placing must not lie in a window of double-11, but it was 2016-11-20 09:00",
                "下单时间不得落在 double-11 的任一窗口，而实为 2016-11-20 09:00",
            ),
            (
                DuringFestival("double-11", "paid", editions=[2015, 2016]),
                "the instant of payment must lie in a window of double-11 in 2015 or 2016, but there was none",
                "付款时间须落在 double-11 的任一窗口（2015 或 2016 年），而实际没有",
            ),
            (
                Tagged(["group", "gift"]),
                "the tags must hold gift or group, but there was none",
                "标签须含 gift 或 group，而实际没有",
            ),
            (
                Not(Tagged(["gift"])),
                "the tags must not hold gift, but there was none",
                "标签不得含 gift，而实际没有",
            ),
            (
                Seniority(6),
                "the number of full months under contract must be 6 or more, but it was 5",
                "合同满月数须不小于 6，而实为 5",
            ),
            (
                AnyOf([InCategory(["phones"]), AllOf([Tagged(["gift"]), AtStation(["taohua"])])]),
                (
                    "one of these must hold: the category must be phones; "
                    "(all of these must hold: the tags must hold gift; the station must be taohua); "
                    "given were category seeds, below farm, tags none and station sanhe"
                ),
                (
                    "以下须至少成立其一：品类须为 phones；（以下须全部成立：标签须含 gift；服务站须为 taohua）；"
                    "实际情况：品类 seeds（属于 farm）、标签 无、服务站 sanhe"
                ),
            ),
            (
                Not(AllOf([OfKind("order"), InCategory(["seeds"])])),
                (
                    "one of these must hold: it must not be an order; the category must not be seeds; "
                    "given were kind an order and category seeds, below farm"
                ),
                "以下须至少成立其一：类型不得为订单；品类不得为 seeds；实际情况：类型 订单、品类 seeds（属于 farm）",
            ),
        ],
    )
    def test_by_example(self, condition: Condition, english: str, chinese: str) -> None:
        credit = Credit(
            "order",
            "seeds",
            "2.0",
            "sanhe",
            "feixi",
            date(2016, 11, 11),
            gross=30_00,
            net=25_00,
            above=frozenset(map(CategoryCode, ["seeds", "farm"])),
        )
        facts = Facts(credit, CNY, 5, {Moment.PLACED: AT, Moment.PAID: None})
        unmet = Unmet(condition, facts.given(condition))
        assert unmet_text(unmet) == english
        assert unmet_text(unmet, ZH) == chinese

    @given(NUMBERED, FACTS)
    def test_each_fact_is_given_once(self, condition: Condition, facts: Facts) -> None:
        given = facts.given(condition)
        assert len({each.fact for each in given}) == len(given)

    def test_several_tags_are_listed(self) -> None:
        credit = Credit("order", None, "2.0", "sanhe", "feixi", date(2016, 11, 11), tags=["b", "a"])
        asked = AnyOf([Tagged(["gift"]), InCategory(["seeds"])])
        text = unmet_text(Unmet(asked, Facts(credit, CNY, None, {}).given(asked)))
        assert text.endswith("; given were tags a and b and category none")


def ruled(rule: str, fate: Fate, **facts: Any) -> Ruling:
    facts["instead"] = tuple(map(RuleId, facts.get("instead", ())))
    return Ruling(**({"rule": RuleId(rule), "layer": None, "fate": fate} | facts))


class TestRulings:
    """What became of a rule is one sentence in each language."""

    @pytest.mark.parametrize(
        ("policy", "ruling", "english", "chinese"),
        [
            (
                "sum",
                ruled("all", Fate.PAID, amount=Money(150)),
                "rule all matched and pays ¥1.50 in all",
                "规则 all 匹配并计佣：共 ¥1.50",
            ),
            ("sum", ruled("all", Fate.PAID), "rule all matched and was chosen", "规则 all 匹配并选用"),
            (
                "first",
                ruled("all", Fate.PASSED_OVER, instead=["best"]),
                "rule all matched, but rule best stands before it in the plan, which pays the first that matches",
                "规则 all 匹配，但规则 best 在方案中排在前面，方案只取最先匹配的规则",
            ),
            (
                "most_specific",
                ruled("all", Fate.PASSED_OVER, instead=["best"]),
                "rule all matched, but rule best asks for more at once, and the plan pays the most specific rule",
                "规则 all 匹配，但规则 best 的条件更具体，方案只取条件最具体的规则",
            ),
            (
                "best_for_payee",
                ruled("all", Fate.PASSED_OVER, instead=["best"], worth=Money(150)),
                (
                    "rule all matched and comes to ¥1.50 for the partner, but rule best comes to ¥2.00, "
                    "and the plan pays what is best for the partner, the first of equals"
                ),
                "规则 all 匹配，合伙人可得 ¥1.50，但按规则 best 可得 ¥2.00，方案取对合伙人最有利的规则，相等时取在前的",
            ),
            (
                "sum",
                ruled("all", Fate.REPLACED, instead=["more"]),
                "rule all matched, but rule more of layer autumn, which lies above it, is paid in its place",
                "规则 all 匹配，但被叠加层 autumn 的规则 more 取代",
            ),
            (
                "sum",
                ruled("all", Fate.NOT_IN_TABLE),
                "rule all matched, but its table by key pays nothing for this",
                "规则 all 匹配，但按表取率，表中对此不付",
            ),
            (
                "sum",
                ruled("all", Fate.NOT_MATCHED, unmet=(Unmet(Not(Always()), ()), Unmet(Not(Always()), ()))),
                "rule all did not match: nothing matches; nothing matches",
                "规则 all 不匹配：任何情况都不匹配；任何情况都不匹配",
            ),
        ],
    )
    def test_by_example(self, policy: str, ruling: Ruling, english: str, chinese: str) -> None:
        more = ruled("more", Fate.PAID, layer=CampaignId("autumn"))
        asked = PlanAsked(
            plan=PlanId("example"),
            version=VersionId("v"),
            model=VersionId("2.0"),
            payee=PayeeId("li"),
            policy=HitPolicy(policy),
            rulings=(ruling, ruled("best", Fate.PAID, worth=Money(200)), more),
        )
        assert ruling_text(asked, ruling) == english
        assert ruling_text(asked, ruling, ZH) == chinese

    @pytest.mark.parametrize("outcome", Outcome)
    @pytest.mark.parametrize("kind", CreditKind)
    def test_every_outcome_is_told(self, outcome: Outcome, kind: CreditKind) -> None:
        inquiry = Inquiry(
            event=EventId("o-1"), kind=kind, station=StationId("sanhe"), at=AT, outcome=outcome, earned=None, asked=None
        )
        for language, words in ((Language.ENGLISH, ENGLISH), (ZH, CHINESE)):
            head, told = answered(inquiry, language).split("\n  ")
            assert words.rule.kinds[kind] in head
            assert told == words.rule.outcomes[outcome]
