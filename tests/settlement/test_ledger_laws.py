"""The laws of the ledger and of accounts, over whole worlds and whatever happens between two settlements."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from random import Random

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.commission import CommissionPlan
from rural_taobao.documents import digest
from rural_taobao.festivals import programme_calendar
from rural_taobao.instants import CHINA
from rural_taobao.money import Money
from rural_taobao.network import Network, Posting, programme_versions
from rural_taobao.periods import Month, Period
from rural_taobao.samples import one_plan, one_village
from rural_taobao.settlement import (
    Ledger,
    Line,
    Order,
    Outcome,
    PeriodClosed,
    Scope,
    Settlement,
    settle,
)
from rural_taobao.testing.worlds import World, worlds

MONTHS = [Month(2016, 10), Month(2016, 11), Month(2016, 12), Month(2017, 1)]
EVERYTHING = Scope("2017-01", restated=MONTHS[:-1], reason="all of it")


def settled(world: World, scope: Scope, posted: Ledger) -> Settlement:
    return settle(world.network, world.plans, world.calendar, world.events, scope, posted=posted)


def as_known(month: Month) -> Scope:
    return Scope(month, known_before=CHINA.instant(CHINA.midnight(month.plus(1).first)))


def net(lines: Iterable[Line]) -> dict[object, int]:
    sums: dict[object, int] = defaultdict(int)
    for line in lines:
        sums[line.cell] += line.amount.minor
    return {cell: amount for cell, amount in sums.items() if amount}


def history(world: World) -> Ledger:
    ledger = Ledger()
    for month in MONTHS:
        ledger = settled(world, as_known(month), ledger).ledger
    return ledger


class TestLedger:
    """
    Append-only; keys unique; a correction names its line; the net is over all lines, never a filtered sum;
    a closed period takes no line.
    """

    @given(worlds())
    def test_whatever_becomes_known_month_by_month(self, world: World) -> None:
        ledger = Ledger()
        for month in MONTHS:
            after = settled(world, as_known(month), ledger).ledger
            assert list(after)[: len(ledger)] == list(ledger)
            assert all(line.posted == month for line in list(after)[len(ledger) :])
            ledger = after
        keys = {str(line.key) for line in ledger}
        assert len(keys) == len(ledger)
        for line in ledger:
            if line.number > 1:
                assert line.corrects == str(line.key._replace(number=line.number - 1))
            assert line.corrects in {"", *keys}

    @given(worlds(lasting=False))
    def test_the_net_over_all_lines_is_the_truth(self, world: World) -> None:
        assert net(history(world)) == net(settled(world, EVERYTHING, Ledger()).lines)

    @given(worlds())
    def test_a_month_in_which_a_later_one_has_begun_takes_no_line(self, world: World) -> None:
        ledger = history(world)
        for month in MONTHS:
            late = evolve(
                world,
                events=(
                    *world.events,
                    Order(
                        id="new",
                        station="north",
                        gross=Money(100_000),
                        cost=Money(60_000),
                        placed=CHINA.instant(CHINA.midnight(month.first)),
                        paid=CHINA.instant(CHINA.midnight(month.first)),
                        received=CHINA.instant(CHINA.midnight(month.first)),
                        known_at=CHINA.instant(CHINA.midnight(month.first)),
                    ),
                ),
            )
            lines: Sequence[Line] = ()
            with suppress(PeriodClosed):
                lines = settled(late, Scope(month), ledger).lines
            assert not lines or month >= (ledger.latest() or month)


class TestWhateverFails:
    """No cell is paid twice, whatever fails in between."""

    @given(worlds(), st.lists(st.tuples(st.integers(0, 3), st.booleans()), max_size=12))
    def test_settlements_are_repeated_and_some_are_lost_before_they_are_written(
        self, world: World, runs: list[tuple[int, bool]]
    ) -> None:
        ledger, reached = Ledger(), 0
        for step, lost in runs:
            # A month is tried again as often as one likes; none is gone back to, and none is skipped.
            reached = min(reached + (step == 3), len(MONTHS) - 1)
            after = settled(world, as_known(MONTHS[reached]), ledger).ledger
            if not lost:
                ledger = after
        ledger = settled(world, EVERYTHING, ledger).ledger
        assert net(ledger) == net(settled(world, EVERYTHING, Ledger()).lines)
        assert len({line.key for line in ledger}) == len(ledger)


class TestAccounts:
    """Accounts foot: what a payee had before, and what a month accrues, is what the payee has after it."""

    @given(worlds())
    def test_opening_and_accrued_is_closing(self, world: World) -> None:
        ledger = Ledger()
        for month in MONTHS:
            found = settled(world, as_known(month), ledger)
            opening, closing = self.balances(ledger), self.balances(found.ledger)
            accrued = {str(statement.payee): statement.accrued.minor for statement in found.statements}
            for payee in {*opening, *closing, *accrued}:
                assert opening.get(payee, 0) + accrued.get(payee, 0) == closing.get(payee, 0)
            assert found.accrued.minor == sum(accrued.values())
            ledger = found.ledger

    def balances(self, ledger: Ledger) -> dict[str, int]:
        sums: dict[str, int] = defaultdict(int)
        for line in ledger:
            sums[line.payee] += line.amount.minor
        return sums


class TestBytes:
    """Same input, same bytes."""

    @given(worlds(), st.randoms(use_true_random=False))
    def test_a_ledger_has_the_same_digest_in_whatever_order_the_events_came(self, world: World, random: Random) -> None:
        shuffled = list(world.events)
        random.shuffle(shuffled)
        one = settled(world, EVERYTHING, Ledger()).ledger
        other = settled(evolve(world, events=tuple(shuffled)), EVERYTHING, Ledger()).ledger
        assert digest(one) == digest(other)


class TestMovingOn:
    """Moving 1.0 → 2.0 → 3.0 loses no station, partner, event or claim."""

    OPENING = date(2016, 1, 1)

    def network(self, *changes: date) -> Network:
        """One station that moves on to the next version on each of some days."""
        village = one_village()
        starts = [self.OPENING, *changes]
        versions = programme_versions({"1.0": "example", "2.0": "example", "3.0": "example"})
        return evolve(
            village,
            versions=versions,
            postings=[
                Posting("sanhe", "li", "li", version, Period(start, end))
                for version, start, end in zip(("1.0", "2.0", "3.0"), starts, [*starts[1:], None], strict=True)
            ],
        )

    def orders(self, days: Iterable[int]) -> list[Order]:
        at = datetime(2016, 11, 1, 10, tzinfo=CHINA.timezone)
        return [
            Order(
                id=f"o-{place}",
                station="sanhe",
                gross=Money(10_000),
                placed=at + timedelta(day),
                paid=at + timedelta(day),
                known_at=at + timedelta(day),
            )
            for place, day in enumerate(days)
        ]

    @given(
        st.lists(st.integers(0, 29), min_size=1, max_size=8),
        st.tuples(st.integers(1, 29), st.integers(1, 29)).filter(lambda days: days[0] != days[1]),
    )
    def test_every_order_is_earned_once_by_the_same_partner(self, days: list[int], changes: tuple[int, int]) -> None:
        moving = self.network(*(date(2016, 11, 1) + timedelta(day) for day in sorted(changes)))
        orders, plan = self.orders(days), self.plan()
        found = settle(moving, [plan], programme_calendar(), orders, Scope("2016-11"))
        staying = settle(one_village(), [plan], programme_calendar(), orders, Scope("2016-11"))
        assert found.outcomes.counts.keys() == {Outcome.EARNED}
        assert found.outcomes.earned == len(orders)
        assert net(found.lines) == net(staying.lines)
        assert {str(line.model_version) for line in found.lines} == {self.version(day, sorted(changes)) for day in days}

    def plan(self) -> CommissionPlan:
        return one_plan()

    def version(self, day: int, changes: list[int]) -> str:
        return ("1.0", "2.0", "3.0")[sum(change <= day for change in changes)]

    @pytest.mark.parametrize("day", ["2016-11-10", "2016-11-20"])
    def test_what_was_posted_before_a_move_stays(self, day: str) -> None:
        orders, plan, calendar = self.orders(range(30)), self.plan(), programme_calendar()
        ledger = settle(one_village(), [plan], calendar, orders, Scope("2016-11")).ledger
        moving = self.network(date.fromisoformat(day), date(2016, 11, 25))
        assert not settle(moving, [plan], calendar, orders, Scope("2016-11"), posted=ledger).lines
