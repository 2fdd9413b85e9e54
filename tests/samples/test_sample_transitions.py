"""A network that moves from 1.0 over 2.0 to 3.0 in three years settles through all of it, and nothing is lost."""

from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from functools import cache

import pytest
from attrs import evolve

from rural_taobao.festivals import programme_calendar
from rural_taobao.instants import CHINA, microseconds
from rural_taobao.kinds import WrongNumber
from rural_taobao.network import Adoptions, Network
from rural_taobao.periods import Month
from rural_taobao.register import Charter, Register, entering
from rural_taobao.samples import example_plans, sample_transition, transition_events
from rural_taobao.settlement import EventColumns, Ledger, Reason, Scope, Settlement, settle
from rural_taobao.transition import Course, moving, planned
from tests.transition.lands import charges, openings

FIRST = date(2015, 7, 1)
MONTHS = [Month(2015, 1).plus(number) for number in range(36)]
STORY = {
    "sanhe": [("2014-11-01", "li", "1.0"), ("2015-07-01", "li", "2.0"), ("2016-09-01", "li", "3.0")],
    "taohua": [("2014-11-01", "chen", "1.0"), ("2015-07-01", "wang", "2.0"), ("2016-09-01", "wang", "3.0")],
    "shannan": [("2014-11-01", "zhao", "1.0"), ("2015-10-01", "zhao", "2.0"), ("2016-09-01", "zhao", "3.0")],
    "shuihu": [("2014-11-01", "sun", "1.0"), ("2015-10-15", "sun", "2.0"), ("2017-01-01", "sun", "3.0")],
    "xiatang": [
        ("2014-11-01", "zhou", "1.0"),
        ("2015-10-15", "changfeng-centre", "1.0"),
        ("2016-03-01", "wu", "2.0"),
        ("2016-11-01", "wu", "3.0"),
    ],
    "cuozhen": [("2014-11-01", "zheng", "1.0"), ("2016-01-01", "zheng", "2.0"), ("2017-03-01", "", "")],
    "dianbu": [("2014-11-01", "qian", "1.0"), ("2015-12-01", "", "")],
    "liangyuan": [("2014-11-01", "", ""), ("2016-05-01", "feng", "2.0"), ("2017-03-01", "feng", "3.0")],
}
"""From which day on who is credited at each station under which version, written down by hand; nobody: it is closed."""


def told(station: str, day: date) -> tuple[str, str]:
    """Give who is credited at a station on a day, and under which version, by the story."""
    [*_, (_, payee, version)] = [each for each in STORY[station] if date.fromisoformat(each[0]) <= day]
    return payee, version


@cache
def after() -> Network:
    sample = sample_transition()
    return planned(sample.network, sample.adoptions, FIRST, sample.decisions).after()


@cache
def events() -> EventColumns:
    return transition_events(sample_transition().network, months=MONTHS, seed=2015, orders_per_station=10)


def instant(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=CHINA.timezone)


def known_in(month: Month) -> EventColumns:
    """Give what became known by the end of a month."""
    return events().known_before(microseconds(instant(month.plus(1).first)))


def settled(network: Network, month: Month, posted: Ledger) -> Settlement:
    return settle(network, example_plans(), programme_calendar(), known_in(month), Scope(str(month)), posted=posted)


@cache
def ledgers() -> dict[Month, Ledger]:
    """Settle month by month."""
    found: dict[Month, Ledger] = {}
    ledger = Ledger()
    for month in MONTHS:
        found[month] = ledger = settled(after(), month, ledger).ledger
    return found


def net(ledger: Ledger) -> dict[object, int]:
    """Add lines up by their cells, as a clerk does."""
    sums: dict[object, int] = defaultdict(int)
    for line in ledger:
        sums[line.cell] += line.amount.minor
    return {cell: amount for cell, amount in sums.items() if amount}


class TestTheStory:
    """Each station goes the way that the sample tells of."""

    def test_who_is_in_charge_when_under_which_version(self) -> None:
        for station, turns in STORY.items():
            for day in sorted({date.fromisoformat(each[0]) for each in turns} | {date(2017, 12, 31)}):
                payee, version = told(station, day)
                posting = after().posting_on(station, day)
                found = ("", "") if posting is None else (posting.payee, posting.version)
                assert found == (("", "") if payee.endswith("-centre") else (payee, version))

    def test_every_way_of_deciding_occurs(self) -> None:
        sample = sample_transition()
        plan = planned(sample.network, sample.adoptions, FIRST, sample.decisions)
        assert {course.value: count for course, count in plan.counts.items()} == {
            "postponed": 2,
            "replaced": 1,
            "ended": 1,
            "suspended": 1,
            "adopts": 10,
            "already": 2,
            "closed": 2,
        }
        assert (plan.in_the_way, plan.remedies, plan.idle) == ((), {}, ())

    def test_without_the_decisions_whoever_does_not_qualify_is_in_the_way(self) -> None:
        sample = sample_transition()
        nothing = evolve(sample.decisions, entries=())
        plan = planned(sample.network, sample.adoptions, FIRST, nothing)
        assert {each.station for each in plan.in_the_way} == {each.station for each in sample.decisions.entries}
        assert {remedy.value: count for remedy, count in plan.remedies.items()} == {
            "examine": 1,
            "train": 3,
            "replace": 2,
        }


class TestSettlingThroughIt:
    """Every order has its lines under the version in force on its day, sums are kept, and nothing is lost."""

    def test_each_line_is_of_who_is_credited_that_day_under_the_version_in_force(self) -> None:
        ledger = ledgers()[MONTHS[-1]]
        assert len(ledger) > 3000
        for line in ledger:
            payee, version = told(str(line.station), CHINA.day(microseconds(line.at)))
            assert (line.credited, line.model_version) == (payee, version)
        assert {line.model_version for line in ledger} == {"1.0", "2.0", "3.0"}

    def test_every_event_is_earned_or_told_and_only_what_comes_while_closed_is_credited_to_nobody(self) -> None:
        last = settled(after(), MONTHS[-1], ledgers()[MONTHS[-2]]).outcomes
        known = known_in(MONTHS[-1])
        assert last.earned + last.earns_nothing + last.unattributed == last.events == len(known.ids)
        assert last.gross == sum(known.gross)
        placed = [(known.station_ids[known.stations[row]], known.placed[row], row) for row in range(len(known.ids))]
        closed = [row for station, at, row in placed if not told(station, CHINA.day(at))[0]]
        # What was cancelled earns nothing, wherever it was placed.
        assert last.unattributed == len([row for row in closed if row not in known.cancellations]) > 0

    def test_each_order_that_was_received_and_kept_has_its_lines_unless_its_station_was_closed(self) -> None:
        known, ledger = known_in(MONTHS[-1]), ledgers()[MONTHS[-1]]
        paid_on = {str(line.event) for line in ledger}
        ends = microseconds(instant(MONTHS[-1].plus(1).first))
        seen = Counter[tuple[str, bool]]()
        for row, event in enumerate(known.ids):
            payee, version = told(known.station_ids[known.stations[row]], CHINA.day(known.placed[row]))
            received = known.received[row]
            is_kept = row not in known.cancellations and row not in known.refunds
            if known.kinds[row] or not is_kept or received is None or received >= ends:
                continue
            is_free = known.gross[row] == known.discounts[row]
            # The plan of shops has no rule for top-ups.
            is_paid = not is_free and (version, known.category_codes[known.categories[row]]) != ("1.0", "top-ups")
            assert (event in paid_on) is (bool(payee) and is_paid)
            seen[version, is_paid] += 1
        assert {version for version, is_paid in seen if is_paid} == {"", "1.0", "2.0", "3.0"}

    def test_a_month_after_the_other_comes_to_the_same_as_all_of_them_at_once(self) -> None:
        scope = Scope("2018-01", restated=list(map(str, MONTHS)), reason="all of it at once")
        everything = settle(after(), example_plans(), programme_calendar(), events(), scope)
        last = settle(
            after(), example_plans(), programme_calendar(), events(), Scope("2018-01"), posted=ledgers()[MONTHS[-1]]
        )
        assert net(last.ledger) == net(everything.ledger)
        assert sum(line.amount.minor for line in last.ledger) == sum(line.amount.minor for line in everything.ledger)

    def test_before_the_first_day_each_month_is_the_same_as_without_any_adoption(self) -> None:
        ledger = Ledger()
        for month in MONTHS[:6]:
            done = settled(sample_transition().network, month, ledger)
            again = settled(after(), month, ledger)
            assert list(again.lines) == list(done.lines)
            assert again.statements == done.statements
            ledger = done.ledger
        assert list(ledger) == list(ledgers()[MONTHS[5]])
        assert len(settled(after(), MONTHS[5], ledger).lines) == 0


class TestRunMonthByMonth:
    """A register that is told each month what is adopted in it comes to the same, and no line is ever put right."""

    def test_it_settles_to_the_same_ledger(self) -> None:
        sample = sample_transition()
        network = sample.network
        register, _ = Register(Charter.of(network)).take_each(entering(network), instant(date(2015, 1, 1)))
        ledger = Ledger()
        for month in MONTHS:
            ends = month.plus(1).first
            made = Adoptions([each for each in sample.adoptions.entries if each.start < ends])
            plan = planned(register.network(), made, max(month.first, FIRST), sample.decisions)
            known = instant(month.first) + timedelta(hours=1)
            register, _ = register.take_each(moving(plan, register), known)
            assert moving(plan, register) == ()
            ledger = settled(register.network(), month, ledger).ledger
        whole = planned(network, sample.adoptions, FIRST, sample.decisions)
        assert charges(register.network().postings) == charges(whole.after().postings)
        assert openings(register.network()) == openings(whole.after())
        assert Reason.CORRECTION not in {line.reason for line in ledger}
        assert {each.station for each in whole.moves if each.course is Course.REPLACED} == {"taohua"}


class TestEvents:
    """Orders come at every station in every month, the same for the same seed."""

    def test_they_are_counted(self) -> None:
        counted = Counter(events().stations[row] for row, kind in enumerate(events().kinds) if kind == 0)
        assert set(counted.values()) == {360}
        assert len(counted) == len(STORY)

    def test_the_same_seed_gives_the_same(self) -> None:
        network = sample_transition().network
        one, other, third = (
            list(transition_events(network, months=MONTHS[:2], seed=seed, orders_per_station=3).facts())
            for seed in (1, 1, 2)
        )
        assert one == other != third

    def test_a_number_below_none_is_refused(self) -> None:
        with pytest.raises(WrongNumber):
            transition_events(sample_transition().network, months=MONTHS[:1], seed=1, orders_per_station=-1)
