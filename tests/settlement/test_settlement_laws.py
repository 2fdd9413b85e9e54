"""The laws of settlement, over whole worlds."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from random import Random
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.commission.arithmetic import evaluated
from rural_taobao.exact import Exact
from rural_taobao.instants import CHINA, microseconds
from rural_taobao.periods import Month, Period
from rural_taobao.services import Referral
from rural_taobao.settlement import Ledger, Order, Outcome, Parcel, Scope, Settlement, explained, settle
from rural_taobao.settlement.lines import Line
from rural_taobao.testing.worlds import World, worlds

NOVEMBER, DECEMBER = Scope("2016-11"), Scope("2016-12")
MONTHS = [Scope(f"2016-{month}") for month in (10, 11, 12)]


def settled(world: World, scope: Scope = NOVEMBER, posted: Ledger | None = None) -> Settlement:
    return settle(world.network, world.plans, world.calendar, world.events, scope, posted=posted)


def net(lines: "Ledger | list[Line]") -> dict[object, int]:
    """Add lines up by their cells; a clerk's account of what is posted."""
    sums: dict[object, int] = defaultdict(int)
    for line in lines:
        sums[line.cell] += line.amount.minor
    return {cell: amount for cell, amount in sums.items() if amount}


def known_by(world: World, instant: datetime) -> World:
    """Give the world as it was known at an instant."""
    return evolve(world, events=tuple(event for event in world.events if event.known_at < instant))


def midnight(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T00:00:00+08:00")


class TestReRun:
    """A re-run posts nothing."""

    @given(worlds())
    def test_settling_again_from_the_ledger_posts_nothing(self, world: World) -> None:
        first = settled(world)
        again = settled(world, posted=first.ledger)
        assert len(again.lines) == 0
        assert again.ledger is first.ledger or len(again.ledger) == len(first.ledger)

    @given(worlds())
    def test_the_statements_stay_as_they_were(self, world: World) -> None:
        first = settled(world)
        again = settled(world, posted=first.ledger)
        assert again.statements == first.statements
        assert again.accrued == first.accrued
        assert again.outcomes == first.outcomes


class TestOrderOfArrival:
    """The order in which events arrive does not matter."""

    @given(worlds(), st.randoms(use_true_random=False))
    def test_shuffled_events_give_the_same_lines_in_the_same_order(self, world: World, random: Random) -> None:
        shuffled = list(world.events)
        random.shuffle(shuffled)
        assert list(settled(evolve(world, events=tuple(shuffled))).lines) == list(settled(world).lines)


class TestRows:
    """In how many rows the same is told of a centre, a station or a partner does not matter."""

    @given(worlds(), st.dates(date(2016, 10, 25), date(2016, 12, 2)))
    def test_rows_cut_where_nothing_changes_give_the_same_lines(self, world: World, day: date) -> None:
        def cut(rows: Iterable[Any], name: str) -> list[Any]:
            """Cut each row in two on the day, the later one first."""
            days = [(row, getattr(row, name)) for row in rows]
            return [
                evolve(row, **{name: part})
                for row, whole in days
                for part in (
                    [Period(day, whole.end), Period(whole.start, day)] if whole.start < day in whole else [whole]
                )
            ]

        network = world.network
        told = evolve(
            network,
            centres=cut(network.centres, "open"),
            stations=cut(network.stations, "open"),
            partners=cut(network.partners, "contract"),
        )
        again = settled(evolve(world, network=told))
        assert list(again.lines) == list(settled(world).lines)
        assert again.outcomes == settled(world).outcomes


class TestTwoHalves:
    """Posted = truth, within the scope; nor does settling in two halves matter."""

    @given(worlds(), st.sampled_from(["2016-11-03", "2016-11-11", "2016-11-20", "2016-12-01"]))
    def test_what_becomes_known_later_brings_the_ledger_to_the_same_truth(self, world: World, day: str) -> None:
        half = settled(known_by(world, midnight(day)))
        whole = settled(world, posted=half.ledger)
        assert net(whole.ledger) == net(settled(world).ledger)

    @given(worlds(), st.sampled_from(["2016-11-03", "2016-11-11", "2016-11-20", "2016-12-01"]))
    def test_no_line_of_the_first_half_changes(self, world: World, day: str) -> None:
        half = settled(known_by(world, midnight(day)))
        whole = settled(world, posted=half.ledger)
        assert list(whole.ledger)[: len(half.ledger)] == list(half.ledger)

    @given(worlds())
    def test_no_cell_is_paid_twice(self, world: World) -> None:
        ledger = Ledger()
        for day in ("2016-11-05", "2016-11-12", "2016-11-13", "2016-12-20", "2017-02-01"):
            ledger = settled(known_by(world, midnight(day)), posted=ledger).ledger
        assert net(ledger) == net(settled(world).ledger)
        keys = [line.key for line in ledger]
        assert len(set(keys)) == len(keys)


class TestMonths:
    """Closed earned periods are re-rated only where a newly known event touches them."""

    @given(worlds())
    def test_december_touches_no_line_of_november_where_nothing_new_is_known(self, world: World) -> None:
        before = known_by(world, midnight("2016-12-01"))
        november = settled(before)
        december = settled(before, DECEMBER, november.ledger)
        assert all(line.earned == Month(2016, 12) for line in december.lines)

    @given(worlds(lasting=False))
    def test_all_months_one_after_the_other_come_to_the_same_as_the_latest_knowledge(self, world: World) -> None:
        ledger = Ledger()
        for scope in MONTHS:
            following = microseconds(midnight(str(scope.month.plus(1).first)))
            known = known_by(world, CHINA.instant(following))
            ledger = settled(known, scope, ledger).ledger
        january = settled(world, Scope("2017-01"), ledger)
        everything = Scope("2017-01", restated=[scope.month for scope in MONTHS], reason="all of it at once")
        assert net(january.ledger) == net(settled(world, everything).ledger)

    @given(worlds())
    def test_a_late_line_is_posted_in_the_open_period_and_earned_in_its_own(self, world: World) -> None:
        november = settled(known_by(world, midnight("2016-12-01")))
        december = settled(world, DECEMBER, november.ledger)
        assert all(line.posted == Month(2016, 12) for line in december.lines)
        assert all(line.earned <= Month(2016, 12) for line in december.lines)

    @given(worlds(lasting=False))
    def test_an_event_that_became_known_on_time_is_left_to_a_restatement(self, world: World) -> None:
        before = known_by(world, midnight("2016-12-01"))
        december = settled(before, DECEMBER)
        assert {line.earned for line in december.lines} <= {Month(2016, 12)}
        restated = Scope("2016-12", restated=["2016-10", "2016-11"], reason="never settled before")
        ledger = Ledger()
        for scope in MONTHS:
            ledger = settled(before, scope, ledger).ledger
        assert net(settled(before, restated).ledger) == net(ledger)


class TestArithmetic:
    """The arithmetic on a line, re-evaluated, gives its amount."""

    @given(worlds(), st.sampled_from(["2016-11-11", "2016-11-20", "2016-12-01"]))
    def test_of_first_lines_and_of_corrections(self, world: World, day: str) -> None:
        half = settled(known_by(world, midnight(day)))
        whole = settled(world, posted=half.ledger)
        for line in whole.ledger:
            assert evaluated(line.arithmetic) == Exact(line.amount.minor)
            assert line.amount.minor != 0

    @given(worlds())
    def test_every_line_explains_itself(self, world: World) -> None:
        half = settled(known_by(world, midnight("2016-11-20")))
        for line in settled(world, posted=half.ledger).ledger:
            text = explained(line)
            assert str(line.amount) in text
            assert line.rule in text
            assert line.plan_version in text


class TestCorrections:
    """A correction names its line, and each line that shifts names what made it."""

    @given(worlds(), st.sampled_from(["2016-11-11", "2016-11-20", "2016-12-01"]))
    def test_every_correction_names_a_line_of_its_own_cell_that_is_there(self, world: World, day: str) -> None:
        half = settled(known_by(world, midnight(day)))
        whole = settled(world, posted=half.ledger)
        keys = {str(line.key): line for line in whole.ledger}
        for line in whole.lines:
            if line.number > 1:
                assert keys[line.corrects].cell == line.cell
                assert keys[line.corrects].number == line.number - 1

    @given(worlds(), st.sampled_from(["2016-11-11", "2016-11-20", "2016-12-01"]))
    def test_what_shifts_names_an_event_that_was_not_known_before(self, world: World, day: str) -> None:
        earlier = {event.id for event in known_by(world, midnight(day)).events}
        half = settled(known_by(world, midnight(day)))
        for line in settled(world, posted=half.ledger).lines:
            if line.number > 1:
                assert line.cause
                assert line.cause not in earlier


class TestCounts:
    """An order is exactly one of earned, earns nothing, unattributed; counts and bases add up to the input."""

    @given(worlds(), st.sampled_from(MONTHS))
    def test_counts_and_amounts_add_up(self, world: World, scope: Scope) -> None:
        outcomes = settled(world, scope).outcomes
        came = [event for event in world.events if isinstance(event, Order | Parcel | Referral)]
        assert outcomes.events == len(came)
        assert outcomes.earned + outcomes.earns_nothing + outcomes.unattributed == len(came)
        ordered = sum(event.gross.minor for event in came if isinstance(event, Order))
        assert outcomes.gross == ordered + sum(event.amount.minor for event in came if isinstance(event, Referral))

    @given(worlds(), st.sampled_from(MONTHS))
    def test_what_is_earned_is_what_has_commission(self, world: World, scope: Scope) -> None:
        settlement = settled(world, scope)
        paid = {line.event for line in settlement.lines if line.component == "commission"}
        counts = settlement.outcomes.counts
        # Where several rules pay on an order, one may leave it in arrears that another pays for: that is told first.
        arrears = counts[Outcome.IN_ARREARS].events if Outcome.IN_ARREARS in counts else 0
        assert settlement.outcomes.earned <= len(paid) <= settlement.outcomes.earned + arrears


class TestStatements:
    """A statement adds up to its lines, over all of them."""

    @given(worlds())
    def test_statements_add_up_to_the_lines(self, world: World) -> None:
        settlement = settled(world)
        for statement in settlement.statements:
            lines = [line for line in settlement.lines if line.payee == statement.payee]
            assert statement.accrued.minor == sum(line.amount.minor for line in lines)
            assert statement.accrued.minor == sum(item.amount.minor for item in statement.items)
            assert statement.lines == len(lines)
        assert settlement.accrued.minor == sum(line.amount.minor for line in settlement.lines)


class TestPayees:
    """A settlement of some payees posts their lines and no other's."""

    @given(worlds(), st.sets(st.sampled_from(["ann", "family", "cai", "feixi", "runan", "platform"])))
    def test_payees_one_after_the_other_come_to_all(self, world: World, some: set[str]) -> None:
        ours = settled(world, Scope("2016-11", payees=some))
        assert {line.payee for line in ours.lines} <= some
        rest = settled(world, posted=ours.ledger)
        assert not {line.payee for line in rest.lines} & some
        assert net(rest.ledger) == net(settled(world).ledger)
        assert len(settled(world, Scope("2016-11", payees=some), rest.ledger).lines) == 0


class TestLinesOnDemand:
    """Lines made when they are asked for are the lines."""

    @given(worlds(), st.sampled_from(["2016-11-11", "2016-11-20", "2016-12-01"]))
    def test_by_place_and_one_after_the_other_are_the_same(self, world: World, day: str) -> None:
        half = settled(known_by(world, midnight(day)))
        for lines in (half.lines, settled(world, posted=half.ledger).lines):
            made = list(lines)
            assert len(lines) == len(made)
            assert [lines[place] for place in range(len(lines))] == made
            assert [lines[place - len(lines)] for place in range(len(lines))] == made
            assert list(lines[1:3]) == made[1:3]
            assert [line.entry for line in made] == list(lines.entries())
            for place in (len(lines), -len(lines) - 1):
                with pytest.raises(IndexError):
                    lines[place]
