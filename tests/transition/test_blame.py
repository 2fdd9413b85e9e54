"""Blame: what keeps a plan from being run is told at the adoption or the decision that led to it."""

import re
from datetime import date
from typing import Any

from attrs import evolve
from hypothesis import event, given
from hypothesis import strategies as st

from rural_taobao.documents.adoptions import adoptions_text
from rural_taobao.documents.decisions import decisions_text
from rural_taobao.documents.trees import toml_tree
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.identifiers import PayeeId
from rural_taobao.network import Adoption, Adoptions, HelperPosting, NetworkRefused, Permission
from rural_taobao.network.breaches import DemandNotMet, HelpsInCharge, UnknownReference
from rural_taobao.network.permission_laws import PermittedInVain
from rural_taobao.periods import Period
from rural_taobao.samples import sample_transition, service_village
from rural_taobao.testing.transition_strategies import measures
from rural_taobao.transition import (
    Decision,
    Decisions,
    End,
    Otherwise,
    Postpone,
    Refuse,
    Replace,
    Suspend,
    TransitionRefused,
    planned,
)
from rural_taobao.transition.blame import Blamed, blamed_for_breach, blamed_for_move
from tests.transition.lands import Case, cases

FIRST = date(2015, 7, 1)


@st.composite
def crowded(draw: st.DrawFn) -> Case:
    """Draw decisions of three counties whose versions let nobody run two stations, with any of their partners."""
    sample = sample_transition()
    partners = [each.id for each in sample.network.partners]
    day = st.dates(FIRST, date(2017, 6, 1))
    made = st.fixed_dictionaries(
        {},
        optional={
            (each.station, version): measures(
                day=day, successor=st.sampled_from(partners), payee=st.just(PayeeId("platform"))
            )
            for each in sample.network.postings
            for version in ("2.0", "3.0")
        },
    )
    decided = [Decision(station=where, version=to, measure=each) for (where, to), each in draw(made).items()]
    rest: list[Otherwise] = [Refuse(), End(), Suspend()]
    otherwise = draw(st.sampled_from(rest))
    return Case(sample.network, sample.adoptions, FIRST, Decisions(decided, otherwise=otherwise))


def found_at(case: Case, blamed: Blamed) -> object:
    """Give what stands in the document at the place that is blamed."""
    text = decisions_text(case.decisions) if blamed.decided else adoptions_text(case.adoptions)
    held: Any = toml_tree(text, file="of it")
    for step in re.findall(r"\w+", blamed.key):
        held = held[int(step) if step.isdigit() else step]
    return held


def refused(case: Case) -> tuple[RuralTaobaoError, ...]:
    """Give the laws because of which there is no network after a plan."""
    try:
        case.plan.after()
    except NetworkRefused as refused:
        return refused.faults
    except TransitionRefused:
        pass
    return ()


class TestBreaches:
    """What the network after a plan would break is told whether or not somebody is in the way besides."""

    @given(crowded())
    def test_where_nobody_is_in_the_way_it_is_what_refuses_the_network_after_it(self, case: Case) -> None:
        event(f"broken: {bool(case.plan.breaches)}")
        if not case.plan.in_the_way:
            assert [str(each) for each in case.plan.breaches] == [str(each) for each in refused(case)]

    @given(crowded())
    def test_nothing_is_told_twice_of_who_is_in_the_way(self, case: Case) -> None:
        if case.plan.in_the_way:
            assert not any(isinstance(each, DemandNotMet) for each in case.plan.breaches)


class TestBlamed:
    """The place that is blamed is there, and what is told is gone once it is changed."""

    @given(st.one_of(cases(), crowded()))
    def test_of_each_move_it_is_the_decision_or_else_the_adoption(self, case: Case) -> None:
        for move in case.plan.moves:
            blamed = blamed_for_move(case.plan, case.adoptions, move)
            assert blamed.decided is not (move.measure is None or isinstance(move.measure, Refuse))
            if blamed.key:
                assert found_at(case, blamed) is not None

    @given(crowded())
    def test_without_the_decision_that_is_blamed_the_breach_is_not_told(self, case: Case) -> None:
        for breach in case.plan.breaches:
            blamed = blamed_for_breach(case.plan, case.adoptions, breach)
            found = re.fullmatch(r"decisions\[(\d+)\]\.measure.*", blamed.key)
            event(f"blamed: {re.sub('[0-9]+', 'n', blamed.key)}")
            if found is None:
                continue
            left = [each for place, each in enumerate(case.decisions.entries) if place != int(found[1])]
            without = evolve(case, decisions=Decisions(left, otherwise=Refuse()))
            assert str(breach) not in [str(each) for each in without.plan.breaches]

    def test_who_took_charge_by_a_decision_is_told_there_at_whichever_station(self) -> None:
        """By hand: Sun, who runs Shuihu, takes charge of Taohua too; told of either, it is Taohua that was decided."""
        sample = sample_transition()
        [taohua, *others] = sample.decisions.entries
        decided = [evolve(taohua, measure=Replace("sun", "sun")), *others]
        plan = planned(sample.network, sample.adoptions, FIRST, Decisions(decided, otherwise=Refuse()))
        assert {str(getattr(each, "subject").station) for each in plan.breaches} == {"taohua", "shuihu"}  # noqa: B009
        successor = Blamed(decided=True, key="decisions[0].measure.successor")
        assert {blamed_for_breach(plan, sample.adoptions, each) for each in plan.breaches} == {successor}

    def test_of_the_moves_of_a_station_one_that_was_decided_is_told_before_one_that_was_not(self) -> None:
        """By hand: Sun goes over to 2.0, for which nothing was decided, and for 3.0 the posting ends."""
        sample = sample_transition()
        village = sample.network
        left = [each for each in sample.decisions.entries if each.station != "shuihu"]
        ends = Decision(station="shuihu", version="3.0", measure=End())
        told = PermittedInVain(Permission("loans", "shuihu", "nobody", Period(FIRST)))
        helper = HelpsInCharge(HelperPosting("shuihu", "sun", "sun", Period(FIRST)), village.postings_at("shuihu")[0])
        for decided, key in (([ends], "decisions[0].measure"), ([*left, ends], f"decisions[{len(left)}].measure")):
            plan = planned(village, sample.adoptions, FIRST, Decisions(decided, otherwise=Refuse()))
            for breach in (told, helper):
                assert blamed_for_breach(plan, sample.adoptions, breach) == Blamed(decided=True, key=key)
        # That Zheng, who is never trained, is put off changes nothing.
        later = Decision(station="cuozhen", version="3.0", measure=Postpone(date(2030, 1, 1)))
        plan = planned(village, sample.adoptions, FIRST, Decisions([later], otherwise=Refuse()))
        found = blamed_for_breach(plan, sample.adoptions, PermittedInVain(evolve(told.subject, station="cuozhen")))
        assert found == Blamed(decided=False, key="adoptions[2]")

    def test_where_a_posting_ends_a_permission_blames_what_is_decided_of_its_station(self) -> None:
        """By hand: premises are demanded that nobody has; the posting ends before its partner could offer loans."""
        village, ends = service_village(), date(2016, 9, 15)
        stricter = evolve(village.versions[-1], id="4.0", since=ends, premises=True)
        network = evolve(village, versions=[*village.versions, stricter])
        adoptions = Adoptions([Adoption(version="4.0", start=ends, station="sanhe")])
        plan = planned(network, adoptions, ends, Decisions([], otherwise=End()))
        assert {blamed_for_breach(plan, adoptions, each) for each in plan.breaches} == {
            Blamed(decided=True, key="otherwise")
        }
        # Of what is told of no station, or of one that stays as it is, it is not known.
        other = PermittedInVain(evolve(network.permissions[0], station="nowhere", partner="nobody"))
        for breach in (other, UnknownReference(None, "station", "nowhere")):
            assert blamed_for_breach(plan, adoptions, breach) == Blamed(decided=False, key="")
