"""The laws of transitions: nothing is lost, nothing goes back, and a register that runs a plan is what was planned."""

from datetime import date, datetime

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.instants import CHINA
from rural_taobao.network import Adoption, Adoptions, Network, NetworkRefused, adopted, in_force, readiness
from rural_taobao.register import Charter, Register, RegisterRefused, entering
from rural_taobao.samples import service_village
from rural_taobao.settlement import settle
from rural_taobao.testing.adoption_strategies import adoptions
from rural_taobao.testing.worlds import World, worlds
from rural_taobao.transition import Course, Decisions, Refuse, Suspend, TransitionRefused, moving, planned
from rural_taobao.transition.moves import Todo
from tests.network.test_adoption import moves as qualifying
from tests.settlement.test_settlement_laws import NOVEMBER, settled
from tests.transition.lands import DAY, Case, cases, charges, helps, openings, replanned

KNOWN, LATER = (datetime(2020, 1, day, tzinfo=CHINA.timezone) for day in (1, 2))


def after(case: Case) -> Network:
    """Give the network after a plan; the network as it is where somebody or a law is in the way of that."""
    try:
        return case.plan.after()
    except (NetworkRefused, TransitionRefused):
        return case.network


def days_of(*networks: Network) -> list[date]:
    """Give the days on which anybody or anything begins or ends, and those before."""
    found: set[date] = set()
    for network in networks:
        periods = [row.period for row in network.postings] + [row.period for row in network.helpers]
        periods += [row.open for row in network.stations]
        found.update(day for each in periods for day in (each.start, each.end) if day is not None)
    return sorted(found | {day - DAY for day in found})


class TestNothingIsLost:
    """Whatever was in charge is in charge after, or it is told that it is not; and all else of a network stays."""

    @given(cases(refusing=False))
    def test_a_station_in_charge_of_somebody_is_so_after_or_is_told(self, case: Case) -> None:
        made = after(case)
        stopped = {
            each.station: each.day
            for each in reversed(case.plan.moves)
            if each.course in (Course.ENDED, Course.SUSPENDED)
        }
        for station in {each.id for each in case.network.stations}:
            for day in days_of(case.network, made):
                if case.network.posting_on(station, day) is not None and made.posting_on(station, day) is None:
                    assert stopped[station] <= day

    @given(cases(refusing=False))
    def test_nobody_is_in_charge_where_nobody_was(self, case: Case) -> None:
        made = after(case)
        for station in {each.id for each in case.network.stations}:
            for day in days_of(case.network, made):
                assert made.posting_on(station, day) is None or case.network.posting_on(station, day) is not None

    @given(cases(refusing=False))
    def test_before_the_day_all_stays_as_it_was(self, case: Case) -> None:
        made = after(case)
        for station in {each.id for each in case.network.stations}:
            for day in days_of(case.network, made):
                if day >= case.since:
                    continue
                before, now = case.network.posting_on(station, day), made.posting_on(station, day)
                assert (before is None) is (now is None)
                if before is not None and now is not None:
                    assert (before.partner, before.payee, before.version) == (now.partner, now.payee, now.version)

    @given(cases(refusing=False))
    def test_partners_payees_and_permissions_are_kept(self, case: Case) -> None:
        made, was = after(case), case.network
        assert evolve(made, stations=was.stations, postings=was.postings, helpers=was.helpers) == was

    @given(cases(refusing=False))
    def test_where_nothing_becomes_another_the_network_is_the_same(self, case: Case) -> None:
        nothing = planned(case.network, Adoptions([]), case.since, case.decisions)
        assert (nothing.moves, nothing.after()) == ((), case.network)


class TestVersions:
    """A version never goes back unless that is stated, and nobody is under one whose demands are not met."""

    @given(cases())
    def test_nobody_goes_back_unstated(self, case: Case) -> None:
        for each in case.plan.moves:
            if each.changes and not each.reverts and each.before is not None:
                assert case.network.version(each.version).since >= case.network.version(each.before).since

    @given(cases())
    def test_who_goes_over_meets_the_demands_and_who_does_not_is_told_what_to_do(self, case: Case) -> None:
        for each in case.plan.moves:
            assert (each.course is Course.ADOPTS) <= (not each.unmet)
            assert (each.course is Course.UNDECIDED) <= bool(each.unmet)
            assert each.by >= each.day >= case.since

    @given(cases())
    def test_what_is_in_the_way_is_all_told_and_nothing_is_run(self, case: Case) -> None:
        plan = planned(case.network, case.adoptions, case.since, Decisions([], otherwise=Refuse()))
        if not plan.in_the_way:
            return
        with pytest.raises(TransitionRefused) as caught:
            plan.after()
        assert caught.value.moves == plan.in_the_way
        with pytest.raises(TransitionRefused):
            moving(plan, Register(Charter.of(case.network)))

    @given(cases())
    def test_the_counts_add_up_to_all_moves(self, case: Case) -> None:
        plan = case.plan
        assert sum(plan.counts.values()) == len(plan.moves)
        assert sum(plan.remedies.values()) <= sum(len(each.todo) for each in plan.moves)
        assert [each.day for each in plan.moves] == sorted(each.day for each in plan.moves)


class TestWhereAllQualify:
    """Where everybody qualifies, the network after a plan is the one that adopts the versions."""

    @given(qualifying())
    def test_it_is_the_adopted_one(self, move: tuple[Network, Adoptions, date]) -> None:
        network, made, since = move
        # That a permission is left without a day, by a version that does not allow its service, is told by the plan.
        network = evolve(network, permissions=[])
        for row in network.stations:
            if any(other.id == row.id and other.centre != row.centre for other in network.stations):
                # A station that leaves the county which adopted takes its version along.
                return
        plan = planned(network, made, since, Decisions([], otherwise=Refuse()))
        assert charges(plan.after().postings) == charges(adopted(network, made, since).postings)

    @given(cases())
    def test_who_is_asked_first_is_told_the_same_as_by_readiness(self, case: Case) -> None:
        plan = planned(case.network, case.adoptions, case.since, Decisions([], otherwise=Refuse()))
        told: dict[object, Todo] = {
            (each.posting.station, each.posting.partner, each.by, each.posting.version): each.unmet
            for each in readiness(case.network, case.adoptions, case.since)
        }
        for each in plan.in_the_way:
            found = told.get((each.station, each.partner, each.day, each.version), each.unmet)
            assert {demand for demand, _ in found} <= {demand for demand, _ in each.unmet}


class TestRunning:
    """A register that is told what a plan has it told gives the network after the plan; told again, nothing is left."""

    @given(cases(refusing=False))
    def test_it_gives_the_network_after_the_plan(self, case: Case) -> None:
        register, _ = Register(Charter.of(case.network)).take_each(entering(case.network), KNOWN)
        case = evolve(case, network=register.network())
        plan = case.plan
        if plan.in_the_way:
            return
        commands = moving(plan, register)
        try:
            made = plan.after()
        except NetworkRefused:
            with pytest.raises(RegisterRefused):
                register.take_each(commands, LATER)
            return
        grown, events = register.take_each(commands, LATER)
        assert len(events) == len(commands)
        found = grown.network()
        assert charges(found.postings) == charges(made.postings)
        assert helps(found.helpers) == helps(made.helpers)
        assert openings(found) == openings(made)
        assert moving(plan, grown) == ()

    def test_a_permission_is_not_refused_for_a_rest_and_one_that_is_left_no_day_is_left_out(self) -> None:
        """By hand: premises are demanded that nobody has, so that the station rests before loans begin."""
        village, rests = service_village(), date(2016, 9, 15)
        stricter = evolve(village.versions[-1], id="4.0", since=rests, premises=True)
        network = evolve(village, versions=[*village.versions, stricter])
        made = Adoptions([Adoption(version="4.0", start=rests, station="sanhe")])
        plan = planned(network, made, rests, Decisions([], otherwise=Suspend()))
        assert [move.course for move in plan.moves] == [Course.SUSPENDED]
        register, _ = Register(Charter.of(network)).take_each(entering(network), KNOWN)
        grown, _ = register.take_each(moving(plan, register), LATER)
        for after in (plan.after(), grown.network()):
            assert [str(each.service) for each in after.permissions] == ["train-tickets"]
            assert charges(after.postings) == charges(plan.after().postings)

    @given(cases(refusing=False))
    def test_planned_again_nothing_becomes_another(self, case: Case) -> None:
        made = after(case)
        if made is case.network:
            return
        again = replanned(case, made)
        assert [str(each) for each in again.moves if each.changes or each.is_in_the_way] == []

    @given(cases(refusing=False))
    def test_from_the_last_day_on_each_is_under_what_is_in_force_or_it_is_told(self, case: Case) -> None:
        made = after(case)
        if made is case.network:
            return
        told = {(each.station, each.version) for each in case.plan.moves}
        for posting in made.postings:
            day = max(posting.period.start, case.since)
            found = in_force(made, case.adoptions, posting.station, day) if day in posting.period else None
            assert found is None or found.version == posting.version or (posting.station, found.version) in told


class TestSettlement:
    """What was earned before the day is unchanged, line for line."""

    @given(worlds(), st.data())
    def test_a_month_before_the_day_settles_to_the_same_lines(self, world: World, data: st.DataObject) -> None:
        network = world.network
        adopted_there = data.draw(
            adoptions(
                version=st.sampled_from([each.id for each in network.versions]),
                centres=[each.id for each in network.centres],
                stations=[each.id for each in network.stations],
                day=st.dates(date(2016, 12, 1), date(2017, 3, 1)),
            )
        )
        plan = planned(network, adopted_there, date(2016, 12, 1), Decisions([], otherwise=Refuse()))
        try:
            made = plan.after()
        except (NetworkRefused, TransitionRefused):
            return
        before = settled(world)
        now = settle(made, world.plans, world.calendar, world.events, NOVEMBER)
        assert list(now.lines) == list(before.lines)
        assert now.statements == before.statements
        again = settle(made, world.plans, world.calendar, world.events, NOVEMBER, posted=before.ledger)
        assert len(again.lines) == 0
