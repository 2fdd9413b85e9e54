"""Payees: they outlive a station, are settled for good, and have running totals of their own."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given

from rural_taobao.festivals import programme_calendar
from rural_taobao.instants import CHINA
from rural_taobao.kinds import WrongKind
from rural_taobao.money import Money
from rural_taobao.network import Network, NetworkRefused, Payee, Posting
from rural_taobao.periods import Period
from rural_taobao.samples import one_order, one_plan, one_village
from rural_taobao.settlement import (
    Event,
    Language,
    Ledger,
    Line,
    Order,
    Outcome,
    Refund,
    Scope,
    Settlement,
    explained,
    settle,
)
from rural_taobao.testing.worlds import World, worlds

OPENED = date(2015, 6, 1)
CHANGE = date(2016, 11, 15)
DECEMBER = datetime(2016, 12, 1, tzinfo=CHINA.timezone)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=CHINA.timezone)


def order(name: str, day: date, **facts: Any) -> Order:
    plain = {"station": "sanhe", "category": "phones", "gross": Money(100_000), "placed": at(day), "known_at": at(day)}
    return Order(id=name, **{**plain, **facts})


def back(name: str, day: date, of: str = "o-1", minor: int = 100_000) -> Refund:
    return Refund(id=name, order=of, gross=Money(minor), at=at(day), known_at=at(day))


def village(*payees: Payee, **facts: Any) -> Network:
    """Make the village with other payees in place of those of the same ids, and beside them."""
    known = {payee.id: payee for payee in (*one_village().payees, *payees)}
    return evolve(one_village(), payees=list(known.values()), **facts)


def settled(network: Network, events: Iterable[Event], month: str, posted: Ledger | None = None) -> Settlement:
    return settle(network, [one_plan()], programme_calendar(), list(events), Scope(month), posted=posted)


def closing(network: Network, payee: str, end: date) -> Network:
    """Let the days end on which a payee can be credited."""
    return evolve(
        network,
        payees=[
            evolve(each, known=Period(each.known.start, end)) if each.id == payee else each for each in network.payees
        ],
    )


def two_months(network: Network, world: World) -> Settlement:
    """Settle November by what was known then, and then December."""
    first = settle(network, world.plans, world.calendar, world.events, Scope("2016-11", known_before=DECEMBER))
    return settle(network, world.plans, world.calendar, world.events, Scope("2016-12"), posted=first.ledger)


class TestOutlivingClosure:
    """Who was paid for a partner is still paid when the posting, the contract and the station have ended."""

    def test_what_becomes_known_later_is_posted_to_the_same_payee(self) -> None:
        whole = Period(OPENED, date(2016, 11, 20))
        base = one_village()
        network = village(
            stations=[evolve(base.stations[0], open=whole)],
            partners=[evolve(base.partners[0], contract=whole)],
            postings=[evolve(base.postings[0], period=whole)],
        )
        events: list[Event] = [order("o-1", date(2016, 11, 11))]
        november = settled(network, events, "2016-11")
        december = settled(network, [*events, back("r-1", date(2016, 12, 5))], "2016-12", november.ledger)
        taken = Counter({line.payee: line.amount.minor for line in december.lines})
        assert taken == Counter({line.payee: -line.amount.minor for line in november.lines})
        assert "li" in taken

    def test_each_posting_says_who_is_paid(self) -> None:
        base = one_village().postings[0]
        network = village(
            Payee("family", Period(CHANGE)),
            postings=[
                evolve(base, period=Period(OPENED, CHANGE)),
                Posting("sanhe", "li", "family", "2.0", Period(CHANGE)),
            ],
        )
        events = [order("o-1", CHANGE - timedelta(days=1)), order("o-2", CHANGE)]
        partner = [line for line in settled(network, events, "2016-11").lines if line.party == "partner"]
        assert {line.event: line.payee for line in partner} == {"o-1": "li", "o-2": "family"}

    def test_a_payee_is_known_as_long_as_somebody_is_posted_for_its_account(self) -> None:
        with pytest.raises(NetworkRefused, match="must lie within payee li"):
            closing(one_village(), "li", date(2017, 1, 1))


class TestWhoseTotal:
    """A running total is that of the payee who is credited: where that changes within a month, another one begins."""

    def lines(self) -> dict[tuple[str, str], Line]:
        [entry] = one_plan().versions.entries
        [rule] = entry.value.rules
        version = evolve(entry.value, rules=[evolve(rule, measured_on="running_total")], running_totals="carry")
        running = evolve(one_plan(), versions=evolve(one_plan().versions, entries=[evolve(entry, value=version)]))
        base = one_village().postings[0]
        network = village(
            Payee("family", Period(CHANGE)),
            postings=[
                evolve(base, period=Period(OPENED, CHANGE)),
                Posting("sanhe", "li", "family", "2.0", Period(CHANGE)),
            ],
        )
        events = [order(f"o-{day}", date(2016, 11, day)) for day in (3, 14, 15, 20)]
        found = settle(network, [running], programme_calendar(), events, Scope("2016-11")).lines
        return {(line.event, line.party): line for line in found}

    def test_begins_with_nothing(self) -> None:
        lines = self.lines()
        before = {event: line.before for (event, party), line in lines.items() if party == "partner"}
        assert before == {"o-3": 0, "o-14": 100_000, "o-15": 0, "o-20": 100_000}
        assert {line.credited for (event, _), line in lines.items() if event in {"o-3", "o-14"}} == {"li"}
        assert {line.credited for (event, _), line in lines.items() if event in {"o-15", "o-20"}} == {"family"}

    def test_is_told_to_everybody_who_shares_in_it(self) -> None:
        lines = self.lines()
        for party in ("partner", "county_centre", "platform"):
            first, second = (explained(lines[event, party]) for event in ("o-14", "o-20"))
            assert "after ¥1,000.00 before it in 2016-11 in the total of li" in first
            assert "after ¥1,000.00 before it in 2016-11 in the total of family" in second
        assert "此前 2016-11 在 family 名下已累计 ¥1,000.00" in explained(lines["o-20", "platform"], Language.CHINESE)


class TestFinalSettlement:
    """Where the days end on which a payee can be credited, nothing more is posted to it, and what would be is told."""

    def network(self) -> Network:
        """Make the village in which li is followed by wang on 15 November, and settled for good at the month's end."""
        base = one_village()
        return village(
            Payee("li", Period(OPENED, date(2016, 12, 1))),
            Payee("wang", Period(CHANGE)),
            postings=[
                evolve(base.postings[0], period=Period(OPENED, CHANGE)),
                Posting("sanhe", "li", "wang", "2.0", Period(CHANGE)),
            ],
        )

    def test_the_last_statement_says_so(self) -> None:
        events = [order("o-1", date(2016, 11, 11)), order("o-2", date(2016, 11, 20))]
        found = settled(self.network(), events, "2016-11")
        assert {each.payee: each.is_final for each in found.statements} == {
            "feixi-centre": False,
            "li": True,
            "platform": False,
            "wang": False,
        }
        sooner = settled(closing(self.network(), "li", date(2016, 11, 16)), events, "2016-11")
        assert [each.payee for each in sooner.statements if each.is_final] == ["li"]
        later = settled(closing(self.network(), "li", date(2016, 12, 2)), events, "2016-11")
        assert not any(each.is_final for each in later.statements)

    def test_what_becomes_known_later_is_left_in_arrears_and_told(self) -> None:
        events: list[Event] = [order("o-1", date(2016, 11, 11)), order("o-2", date(2016, 11, 20))]
        november = settled(self.network(), events, "2016-11")
        refunds = [back("r-1", date(2016, 12, 5)), back("r-2", date(2016, 12, 5), "o-2", 40_000)]
        december = settled(self.network(), [*events, *refunds], "2016-12", november.ledger)
        assert {(line.event, line.payee) for line in december.lines} == {
            ("r-1", "feixi-centre"),
            ("r-1", "platform"),
            ("r-2", "feixi-centre"),
            ("r-2", "platform"),
            ("r-2", "wang"),
        }
        arrears = december.outcomes.counts[Outcome.IN_ARREARS]
        assert (arrears.events, arrears.examples) == (1, ("o-1",))
        again = settled(self.network(), [*events, *refunds], "2016-12", december.ledger)
        assert len(again.lines) == 0
        assert again.outcomes == december.outcomes

    def test_an_order_known_later_earns_for_the_others(self) -> None:
        late = order("o-1", date(2016, 11, 11), known_at=at(date(2016, 12, 3)))
        december = settled(self.network(), [late], "2016-12")
        assert sorted(line.payee for line in december.lines) == ["feixi-centre", "platform"]
        assert december.outcomes.counts[Outcome.IN_ARREARS].examples == ("o-1",)

    def test_whoever_asks_for_others_hears_nothing_of_it(self) -> None:
        late = order("o-1", date(2016, 11, 11), known_at=at(date(2016, 12, 3)))
        found = settle(
            self.network(), [one_plan()], programme_calendar(), [late], Scope("2016-12", payees=["platform"])
        )
        assert [line.payee for line in found.lines] == ["platform"]
        assert Outcome.IN_ARREARS not in found.outcomes.counts
        mine = settle(self.network(), [one_plan()], programme_calendar(), [late], Scope("2016-12", payees=["li"]))
        assert len(mine.lines) == 0
        assert mine.outcomes.counts[Outcome.IN_ARREARS].events == 1

    @given(worlds())
    def test_takes_nothing_from_anybody_else(self, world: World) -> None:
        [end] = {each.period.end for each in world.network.postings if each.payee == "ann"}
        assert end is not None
        still, gone = (two_months(each, world) for each in (world.network, closing(world.network, "ann", end)))
        lines = [line for line in still.lines if line.payee != "ann"]
        assert sorted(gone.lines, key=lambda line: str(line.key)) == sorted(lines, key=lambda line: str(line.key))

    @given(worlds())
    def test_tells_of_every_order_that_it_leaves(self, world: World) -> None:
        [end] = {each.period.end for each in world.network.postings if each.payee == "ann"}
        assert end is not None
        still, gone = (two_months(each, world) for each in (world.network, closing(world.network, "ann", end)))
        orders = {each.id: each.order for each in world.events if isinstance(each, Refund)}
        left: Counter[tuple[str, str, str, str]] = Counter()
        for line in still.lines:
            if line.payee == "ann":
                left[orders.get(line.event, line.event), line.plan, line.rule, line.party] += line.amount.minor
        names = {name for (name, *_), amount in left.items() if amount and not name.startswith("2016-")}
        told, before = (
            0 if Outcome.IN_ARREARS not in each.outcomes.counts else each.outcomes.counts[Outcome.IN_ARREARS].events
            for each in (gone, still)
        )
        assert max(len(names), before) <= told <= len(names) + before


class TestHolds:
    """A payee on hold is credited, and its statements say that nothing is paid out."""

    def test_the_statement_says_on_which_days(self) -> None:
        held = Payee("li", Period(OPENED), on_hold=[Period(date(2016, 10, 5), date(2016, 11, 9))])
        for month, days in (("2016-10", None), ("2016-11", Period(date(2016, 11, 1), date(2016, 11, 9)))):
            found = settled(village(held), [one_order()], month)
            statements = {str(each.payee): each for each in found.statements}
            assert bool(statements) == (days is not None)
            if days is not None:
                assert statements["li"].on_hold == (days,)
                assert not any(statements[each].on_hold for each in ("feixi-centre", "platform"))
                assert str(statements["li"]) == "li  2016-11  ¥16.79  (1 lines; on hold)"
        assert list(found.lines) == list(settled(one_village(), [one_order()], "2016-11").lines)

    def test_holds_that_touch_are_one(self) -> None:
        days = [Period(date(2016, 11, 9), date(2016, 11, 20)), Period(date(2016, 11, 1), date(2016, 11, 9))]
        li = Payee("li", Period(OPENED), on_hold=days)
        assert li.on_hold == (Period(date(2016, 11, 1), date(2016, 11, 20)),)
        assert [day for day in range(1, 31) if not li.is_on_hold(date(2016, 11, day))] == [*range(20, 31)]

    def test_a_hold_is_days(self) -> None:
        with pytest.raises(WrongKind, match="on_hold must be made by Period"):
            Payee("li", Period(OPENED), on_hold=["2016-11"])  # type: ignore[list-item] # a text is no period
