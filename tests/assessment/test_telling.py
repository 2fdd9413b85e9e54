"""What is said of a partner, in English and in Chinese, and what would be recorded."""

from datetime import date, datetime, timedelta
from string import Formatter
from typing import Any

import pytest
from attrs import fields
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.assessment import (
    ActiveDays,
    Began,
    Consequence,
    EveryMonth,
    Finding,
    Fine,
    InSum,
    Judgement,
    Left,
    Moved,
    NotJudged,
    OrderAmount,
    Orders,
    PassedOver,
    Paused,
    Proposal,
    Proposed,
    SomeMonths,
    Standard,
    Suspended,
    Threshold,
    assessed,
    happening_of,
    notes_of,
    told,
)
from rural_taobao.assessment.telling import WORDS, found, head, reason_text, why_text
from rural_taobao.assessment.words import AssessmentWords
from rural_taobao.commission import CreditKind
from rural_taobao.currencies import CNY
from rural_taobao.identifiers import PartnerId
from rural_taobao.instants import CHINA
from rural_taobao.lives import PARTNER_LIFE, Happening, History, PartnerHistory, PartnerState, PartnerStep
from rural_taobao.money import Money
from rural_taobao.network import Engagement
from rural_taobao.periods import Month, Period
from rural_taobao.settlement import Language
from rural_taobao.testing.assessment_strategies import standards
from rural_taobao.testing.worlds import World, worlds

NOVEMBER = Month(2016, 11)
DAYS = Period(date(2016, 9, 3), date(2016, 9, 5))
TOLD = datetime(2016, 1, 1, tzinfo=CHINA.timezone)
KEPT = {"refunded": "counts", "cancelled": "left_out"}
TAKEN = {"refunded": "taken_off", "cancelled": "left_out"}


def finding(demand: Any, *figures: int, over: Any = None, leads_to: str = "removal") -> Finding:
    asked = Threshold(id="t", demand=demand, over=over or EveryMonth(months=len(figures)), leads_to=leads_to)
    months = [NOVEMBER.plus(back) for back in range(1 - len(figures), 1)]
    return Finding(asked, tuple(zip(months, figures, strict=True)))


def proposal(consequence: str = "removal", *, towards: str = "removal", holds: bool = False) -> Proposal:
    missed = finding(Orders(at_least=9, **KEPT), 0), finding(Orders(at_least=6, **TAKEN), 3, 2, over=InSum(months=2))
    return Proposal(consequence=Consequence(consequence), towards=Consequence(towards), missed=missed, holds=holds)


def contracted() -> PartnerHistory:
    entered = Happening("h-1", PartnerStep.ENTER, date(2015, 6, 1), TOLD, Engagement.FULL_TIME)
    return History(PARTNER_LIFE, PartnerId("li"), [entered])


class TestFindings:
    """A finding says what was counted, what each month came to, what was asked for, and whether it was reached."""

    @pytest.mark.parametrize(
        ("said", "english", "chinese"),
        [
            (
                finding(Orders(at_least=1_000, **KEPT), 1_234),
                "t: orders: 1,234 in 2016-11; reached: at least 1,000 in each month",
                "t：订单数：2016-11 为 1,234；已达到：每月至少 1,000",
            ),
            (
                finding(OrderAmount(at_least=Money(500), amount="net", **TAKEN), 0, 499, over=InSum(months=2)),
                (
                    "t: order amount after discounts, refunds taken off: ¥0.00 in 2016-10, ¥4.99 in 2016-11, "
                    "¥4.99 in all; missed: at least ¥5.00 in all"
                ),
                (
                    "t：优惠后订单金额（扣除退款）：2016-10 为 ¥0.00，2016-11 为 ¥4.99，合计 ¥4.99；"
                    "未达到：合计至少 ¥5.00"
                ),
            ),
            (
                finding(OrderAmount(at_least=Money(1), amount="gross", **KEPT), 1),
                "t: order amount before discounts: ¥0.01 in 2016-11; reached: at least ¥0.01 in each month",
                "t：优惠前订单金额：2016-11 为 ¥0.01；已达到：每月至少 ¥0.01",
            ),
            (
                finding(
                    ActiveDays(at_least=8, of=["order", "parcel"], **KEPT), 9, 7, over=SomeMonths(months=2, at_least=1)
                ),
                (
                    "t: days with an order or a parcel: 9 in 2016-10, 7 in 2016-11, 16 in all; "
                    "reached: at least 8 in 1 of 2 months"
                ),
                "t：有订单或包裹的天数：2016-10 为 9，2016-11 为 7，合计 16；已达到：在 2 个月中至少 1 个月不少于 8",
            ),
            (
                finding(ActiveDays(at_least=8, of="parcel", **KEPT), 7),
                "t: days with a parcel: 7 in 2016-11; missed: at least 8 in each month",
                "t：有包裹的天数：2016-11 为 7；未达到：每月至少 8",
            ),
            (
                finding(ActiveDays(at_least=8, of="order", **KEPT), 7),
                "t: days with an order: 7 in 2016-11; missed: at least 8 in each month",
                "t：有订单的天数：2016-11 为 7；未达到：每月至少 8",
            ),
        ],
    )
    def test_are_told_in_both_languages(self, said: Finding, english: str, chinese: str) -> None:
        assert found(said) == english
        assert found(said, Language.CHINESE) == chinese


class TestReasons:
    """Who is not judged is told why."""

    @pytest.mark.parametrize(
        ("why", "english", "chinese"),
        [
            (Began(DAYS.start), "in charge only since 2016-09-03", "2016-09-03 起才负责"),
            (Left(DAYS.start), "in charge only until before 2016-09-03", "2016-09-03 起不再负责"),
            (
                Paused(DAYS),
                "in charge of no station on the days 2016-09-03 to before 2016-09-05",
                "2016-09-03 起至 2016-09-05 前未负责任何服务站",
            ),
            (
                Moved(DAYS.start),
                "in charge of no station throughout, the last one since 2016-09-03",
                "未始终负责同一服务站，最后一次变动为 2016-09-03",
            ),
            (
                Suspended(DAYS),
                "suspended on the days 2016-09-03 to before 2016-09-05",
                "2016-09-03 起至 2016-09-05 前被暂停",
            ),
        ],
    )
    def test_are_told_in_both_languages(self, why: Any, english: str, chinese: str) -> None:
        assert why_text(why) == english
        assert why_text(why, Language.CHINESE) == chinese


class TestJudgements:
    """A judgement says what is proposed, and the figures below it."""

    @pytest.mark.parametrize(
        ("said", "english", "chinese"),
        [
            (Fine(partner="li", findings=()), "li: nothing is proposed", "li：无建议"),
            (NotJudged(partner="li", passed_over=()), "li: not judged", "li：不作考核"),
            (
                Proposed(partner="li", findings=(), proposal=proposal()),
                "li: removal is proposed",
                "li：建议清退",
            ),
            (
                Proposed(partner="li", findings=(), proposal=proposal("warning")),
                "li: a warning is proposed, since removal must come after it",
                "li：建议警告，因为清退须在其后",
            ),
            (
                Proposed(partner="li", findings=(), proposal=proposal("probation", towards="probation", holds=True)),
                "li: probation is proposed, and holds already",
                "li：建议转为试用，现已在执行",
            ),
        ],
    )
    def test_are_told_in_both_languages(self, said: Judgement, english: str, chinese: str) -> None:
        assert head(said) == told(said, NOVEMBER) == english
        assert head(said, Language.CHINESE) == told(said, NOVEMBER, Language.CHINESE) == chinese

    def test_each_threshold_has_a_line(self) -> None:
        reached, missed = (finding(Orders(at_least=low, **KEPT), 7) for low in (5, 9))
        over = PassedOver(finding(Orders(at_least=1, **KEPT), 0, 0, 0).threshold, Began(DAYS.start))
        judgement = Proposed(partner="li", findings=(reached, missed), proposal=proposal(), passed_over=(over,))
        assert told(judgement, NOVEMBER).split("\n  ") == [
            "li: removal is proposed",
            found(reached),
            found(missed),
            "t: says nothing of 2016-09 to 2016-11: in charge only since 2016-09-03",
        ]
        chinese = told(NotJudged(partner="li", passed_over=(over,)), NOVEMBER, Language.CHINESE)
        assert chinese == "li：不作考核\n  t：2016-09 至 2016-11 不作考核：2016-09-03 起才负责"

    @given(
        worlds(),
        standards(
            since=st.just(Month(2016, 1)),
            figure=st.just(2),
            months_back=st.integers(1, 2),
            currency=st.just(CNY),
        ),
        st.sampled_from(Language),
    )
    def test_every_one_can_be_told(self, world: World, asked: Standard, language: Language) -> None:
        for each in assessed(world.network, asked, world.events, NOVEMBER).judgements:
            lines = told(each, NOVEMBER, language).split("\n")
            assert len(lines) == 1 + len(asked.on(NOVEMBER).thresholds)
            assert each.partner in lines[0]


class TestWords:
    """Every language has every pattern, with the same places."""

    def test_places_are_the_same(self) -> None:
        for each in fields(AssessmentWords):
            english, chinese = (getattr(WORDS[language], each.name) for language in Language)
            if each.name == "language":
                assert (english, chinese) == tuple(Language)
            elif isinstance(english, str):
                assert places(english) == places(chinese), each.name
            else:
                assert english.keys() == chinese.keys()
                assert all(places(english[key]) == places(chinese[key]) for key in english)

    def test_days_are_named_for_every_work(self) -> None:
        for words in WORDS.values():
            assert words.works.keys() == set(CreditKind)
            assert "{works}" in words.days

    def test_days_of_several_works_name_each(self) -> None:
        english, chinese = (words.either.join(words.works.values()) for words in WORDS.values())
        assert english == "an order or a parcel or a referral"
        assert chinese == "订单或包裹或推荐"


def places(pattern: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(pattern) if name}


class TestRecording:
    """A proposal says what would be recorded of the partner's life, with the figures as its reason; it records none."""

    @pytest.mark.parametrize(
        ("consequence", "state"), [("removal", PartnerState.REMOVED), ("probation", PartnerState.ON_PROBATION)]
    )
    def test_the_step_can_be_taken_by_who_is_under_contract(self, consequence: str, state: PartnerState) -> None:
        day, known = date(2016, 12, 6), TOLD + timedelta(days=340)
        step = happening_of(proposal(consequence), "step-1", day=day, known=known, turn=2)
        assert step is not None
        assert (step.id, step.day, step.known, step.turn) == ("step-1", day, known, 2)
        after = contracted().with_records(step)
        assert after.state(day) is state
        assert contracted().state(day) is PartnerState.CONTRACTED

    def test_its_reason_gives_the_figures(self) -> None:
        for language in Language:
            step = happening_of(proposal(), "s", day=date(2016, 12, 6), known=TOLD, language=language)
            assert step is not None
            assert step.detail is not None
            said = proposal()
            assert getattr(step.detail, "text", "") == reason_text(said, language)
            assert all(found(each, language) in reason_text(said, language) for each in said.missed)
        assert reason_text(proposal()) == (
            "t: orders: 0 in 2016-11; missed: at least 9 in each month; "
            "t: orders, refunds taken off: 3 in 2016-10, 2 in 2016-11, 5 in all; missed: at least 6 in all"
        )

    def test_a_warning_is_no_step_of_a_life(self) -> None:
        assert happening_of(proposal("warning"), "s", day=date(2016, 12, 6), known=TOLD) is None

    def test_nor_is_what_holds_already(self) -> None:
        again = proposal("probation", towards="probation", holds=True)
        assert happening_of(again, "s", day=date(2016, 12, 6), known=TOLD) is None

    def test_what_was_recorded_is_noted(self) -> None:
        known = TOLD + timedelta(days=340)
        step = happening_of(proposal("probation"), "s", day=date(2016, 12, 6), known=known)
        assert step is not None
        rest = Happening("rest", PartnerStep.SUSPEND, date(2016, 12, 9), known + timedelta(hours=1), step.detail)
        life = contracted().with_records(step).with_records(rest)
        assert [(note.partner, note.standing, str(note.days)) for note in notes_of(life)] == [
            ("li", "on_probation", "2016-12-06 to before 2016-12-09"),
            ("li", "suspended", "from 2016-12-09"),
        ]
        assert [note.standing for note in notes_of(life, known)] == ["on_probation"]
        assert notes_of(life, TOLD) == ()
