"""The ledger, its keys and the scope of a settlement."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.currencies import Currency
from rural_taobao.festivals import programme_calendar
from rural_taobao.identifiers import PayeeId, PlanId, RuleId
from rural_taobao.money import CurrencyMismatch, Money
from rural_taobao.periods import Month
from rural_taobao.samples import one_order, one_plan, one_village
from rural_taobao.settlement import (
    Cancellation,
    Control,
    Event,
    Ledger,
    LineKey,
    PeriodClosed,
    Scope,
    Settlement,
    settle,
)
from rural_taobao.settlement.differencing import PostedEventMissing
from rural_taobao.settlement.ledger import Lines, LineTwice
from rural_taobao.settlement.lines import Cell, LineSequence, MalformedKey
from rural_taobao.settlement.scope import ControlMissed, RestatementUnfounded
from rural_taobao.testing.strategies import identifiers

OTHER = evolve(one_order(), id="o-2")


def settled(*events: Event, scope: Scope | None = None, posted: Ledger | None = None) -> Settlement:
    return settle(one_village(), [one_plan()], programme_calendar(), events, scope or Scope("2016-11"), posted=posted)


class TestKeys:
    """Keys are unique, and a key says which line is meant."""

    @given(identifiers(PayeeId), identifiers(PlanId), identifiers(RuleId), st.integers(1, 10**6))
    def test_a_key_reads_back(self, payee: str, plan: str, rule: str, number: int) -> None:
        key = LineKey(Cell("o-1", plan, rule, "partner", payee, "commission", "accrued", "CNY"), number)
        assert LineKey.parse(str(key)) == key

    @pytest.mark.parametrize(
        "text", ["", "o-1", "a/b/c/d/e/f/g/h/0", "a/b/c/d/e/f/g/h/x", "a/b/c/d/e/f/g/h/１", "/" * 9]
    )
    def test_what_is_no_key_is_refused(self, text: str) -> None:
        with pytest.raises(MalformedKey, match="copy it from the ledger"):
            LineKey.parse(text)

    def test_a_line_twice_is_refused(self) -> None:
        lines = list(settled(one_order()).lines)
        with pytest.raises(LineTwice, match="everything/partner/li/commission/accrued/CNY/1 is there twice"):
            Ledger.of([*lines, lines[0]])

    def test_lines_that_are_there_are_a_sequence_of_lines(self) -> None:
        lines = Lines(settled(one_order()).lines)
        assert isinstance(lines, LineSequence)
        assert lines[0] == next(iter(lines))
        assert len(lines[:2]) == 2
        assert len(lines) == 3


class TestAppendOnly:
    """The ledger only grows, and a closed period takes no line."""

    def test_new_lines_come_after_the_old_ones(self) -> None:
        first = settled(one_order())
        second = settled(one_order(), OTHER, posted=first.ledger)
        assert list(second.ledger)[:3] == list(first.ledger)
        assert {line.event for line in list(second.ledger)[3:]} == {"o-2"}

    def test_a_period_in_which_a_later_one_has_begun_is_closed(self) -> None:
        december = evolve(
            OTHER, placed=OTHER.placed + timedelta(days=30), paid=None, known_at=OTHER.placed + timedelta(days=30)
        )
        ledger = settled(december, scope=Scope("2016-12")).ledger
        with pytest.raises(
            PeriodClosed, match="3 were to be posted to 2016-11 where 2016-12 has begun; settle 2016-12"
        ):
            settled(one_order(), posted=ledger)

    def test_a_closed_period_may_be_settled_again_where_nothing_changes(self) -> None:
        december = evolve(
            OTHER, placed=OTHER.placed + timedelta(days=30), paid=None, known_at=OTHER.placed + timedelta(days=30)
        )
        ledger = settled(one_order()).ledger
        ledger = settled(one_order(), december, scope=Scope("2016-12"), posted=ledger).ledger
        assert len(settled(one_order(), posted=ledger).lines) == 0

    def test_latest_is_the_latest_period_posted_to(self) -> None:
        assert Ledger().latest() is None
        assert settled(one_order()).ledger.latest() == Month(2016, 11)
        [line, *_] = settled(one_order()).lines
        assert Ledger.of([evolve(line, number=2, posted=Month(2017, 1)), line]).latest() == Month(2017, 1)

    @given(st.permutations(range(6)))
    def test_the_order_of_lines_in_the_file_does_not_matter(self, places: Sequence[int]) -> None:
        cancelled = Cancellation(
            id="c", event="o-1", reason="fake", at=one_order().known_at, known_at=one_order().known_at
        )
        first = settled(one_order())
        second = settled(one_order(), cancelled, posted=first.ledger)
        lines = list(second.ledger)
        shuffled = Ledger.of(lines[place] for place in places)
        assert len(settled(one_order(), cancelled, posted=shuffled).lines) == 0
        back = settled(one_order(), posted=shuffled)
        assert [line.number for line in back.lines] == [3, 3, 3]


class TestScope:
    """Only what is in scope is differenced, and absence reverses nothing."""

    def test_a_posted_event_that_is_missing_is_told_by_its_id(self) -> None:
        ledger = settled(one_order(), OTHER).ledger
        with pytest.raises(PostedEventMissing, match="but o-1 is not; add the file that has it") as caught:
            settled(OTHER, posted=ledger)
        assert caught.value.events == ("o-1",)

    def test_many_missing_events_are_counted(self) -> None:
        orders = [evolve(one_order(), id=f"o-{number}") for number in range(8)]
        with pytest.raises(PostedEventMissing, match="o-0, o-1, o-2, o-3, o-4 and 3 more are not"):
            settled(posted=settled(*orders).ledger)

    def test_a_set_of_another_size_than_stated_is_refused(self) -> None:
        with pytest.raises(ControlMissed, match=r"complete set of 2 events with ¥1,199\.00 gross, but 1 events"):
            settled(one_order(), scope=Scope("2016-11", control=Control(2, 119_900)))
        with pytest.raises(ControlMissed):
            settled(one_order(), scope=Scope("2016-11", control=Control(1, 119_901)))

    def test_a_set_of_the_size_stated_is_settled(self) -> None:
        first = settled(one_order())
        assert first.control == Control(1, 119_900)
        settled(one_order(), scope=Scope("2016-11", control=first.control))

    @pytest.mark.parametrize(
        ("month", "reason"), [("2016-10", ""), ("2016-10", " "), ("2016-11", "why"), ("2017-01", "w")]
    )
    def test_a_restatement_needs_a_reason_and_an_earlier_period(self, month: str, reason: str) -> None:
        with pytest.raises(RestatementUnfounded, match="say why, or leave it out"):
            Scope("2016-11", restated=[month], reason=reason)

    def test_a_restated_period_is_measured_again_and_says_so(self) -> None:
        november = settled(one_order())
        dearer = evolve(one_order(), gross=Money(200_000))
        unchanged = settled(dearer, scope=Scope("2016-12"), posted=november.ledger)
        assert len(unchanged.lines) == 0
        restated = settled(
            dearer, scope=Scope("2016-12", restated=["2016-11"], reason="prices were wrong"), posted=november.ledger
        )
        assert {line.reason for line in restated.lines} == {"restatement"}
        assert sum(line.amount.minor for line in restated.ledger) == 4_000

    def test_a_correction_in_the_open_period_says_so(self) -> None:
        november = settled(one_order())
        corrected = settled(evolve(one_order(), gross=Money(200_000)), posted=november.ledger)
        assert {line.reason for line in corrected.lines} == {"correction"}

    def test_a_settlement_knows_the_month_by_name_or_value(self) -> None:
        assert Scope("2016-11") == Scope(Month(2016, 11))


class TestCurrencies:
    """What is posted within the scope is in the network's currency."""

    def test_a_ledger_in_another_currency_is_refused(self) -> None:
        lines = settled(one_order()).lines
        kenyan = Ledger.of(evolve(line, amount=Money(line.amount.minor, Currency("KES"))) for line in lines)
        with pytest.raises(CurrencyMismatch, match="CNY and KES"):
            settled(one_order(), posted=kenyan)


class TestMovedCredit:
    """No cell is paid twice: where a corrected posting moves an order, the one gets what the other gives back."""

    def moved(self, posted: Ledger, month: str, **known: Any) -> Settlement:
        from rural_taobao.network import Payee
        from rural_taobao.periods import Period

        network = one_village()
        opening = network.stations[0].open
        other = evolve(
            network,
            payees=[*network.payees, Payee("family", opening)],
            postings=[evolve(network.postings[0], payee="family")],
        )
        assert isinstance(opening, Period)
        return settle(
            other, [one_plan()], programme_calendar(), [evolve(one_order(), **known)], Scope(month), posted=posted
        )

    def test_in_the_open_period(self) -> None:
        corrected = self.moved(settled(one_order()).ledger, "2016-11")
        assert {(line.payee, line.amount.minor) for line in corrected.lines} == {("family", 1679), ("li", -1679)}

    def test_a_closed_period_is_left_alone_until_something_new_is_known(self) -> None:
        november = settled(one_order())
        assert len(self.moved(november.ledger, "2016-12").lines) == 0
        december = datetime.fromisoformat("2016-12-03T00:00:00+08:00")
        corrected = self.moved(november.ledger, "2016-12", known_at=december)
        assert {(line.payee, line.amount.minor) for line in corrected.lines} == {("family", 1679), ("li", -1679)}
