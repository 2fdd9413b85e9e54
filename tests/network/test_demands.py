"""What model versions demand of partners and of stations, beyond the engagement and the examination."""

from datetime import date, timedelta
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.errors import RuralTaobaoError
from rural_taobao.network import Demand, HelperPosting, Network, NetworkRefused, Partner, Payee
from rural_taobao.network.breaches import DemandNotMet
from rural_taobao.network.capacity import TooManyHelpers
from rural_taobao.network.demands import met_since, unmet, worded
from rural_taobao.periods import Period
from rural_taobao.samples import one_village
from rural_taobao.testing.networks import networks

OPENED = date(2015, 6, 1)
FACTS = {Demand.TRAINING: "trained", Demand.LOCAL: "local", Demand.PREMISES: "premises"}
WORDS = {
    Demand.TRAINING: "the training by the first day",
    Demand.LOCAL: "a partner of the village or its township",
    Demand.PREMISES: "premises of the partner's own",
}
DAY = timedelta(days=1)


def village(demanded: dict[str, Any], known: dict[str, Any]) -> Network:
    """The one village under a version that demands more, with a partner of whom more is known."""
    base = one_village()
    [version], [li] = base.versions, base.partners
    return evolve(base, versions=[evolve(version, **demanded)], partners=[evolve(li, **known)])


def refused(demanded: dict[str, Any], known: dict[str, Any]) -> RuralTaobaoError:
    with pytest.raises(NetworkRefused) as caught:
        village(demanded, known)
    [fault] = caught.value.faults
    return fault


class TestDemands:
    """A version's demands hold for every posting under it; what is not known of a partner does not meet one."""

    @pytest.mark.parametrize("demand", FACTS)
    def test_what_is_so_by_the_first_day_is_met(self, demand: Demand) -> None:
        for since in (OPENED - DAY, OPENED):
            assert village({demand: True}, {FACTS[demand]: since}).postings

    @pytest.mark.parametrize("demand", FACTS)
    def test_what_is_so_later_is_not(self, demand: Demand) -> None:
        fault = refused({demand: True}, {FACTS[demand]: OPENED + DAY})
        assert str(fault) == (
            f"a partner must meet the demand of model version 2.0 for {WORDS[demand]}, but partner li at station sanhe "
            "from 2015-06-01 does not; post another partner or under another version"
        )

    @pytest.mark.parametrize("demand", FACTS)
    def test_of_what_is_not_known_it_is_said_that_it_is_not(self, demand: Demand) -> None:
        fault = refused({demand: True}, {})
        assert isinstance(fault, DemandNotMet)
        assert fault.known is False
        assert str(fault) == (
            f"a partner must meet the demand of model version 2.0 for {WORDS[demand]}, but of partner li at station "
            "sanhe from 2015-06-01 that is not known; state since when it is so, or post another partner"
        )

    def test_what_is_not_demanded_need_not_be_known(self) -> None:
        assert village({}, {}).postings

    @given(networks())
    def test_every_posting_of_a_network_meets_them(self, network: Network) -> None:
        for posting in network.postings:
            version, rows = network.version(posting.version), network.partner_rows(posting.partner)
            assert not [*unmet(rows, version, posting.period)]
            for demand, fact in [("exam", "examined"), *FACTS.items()]:
                if getattr(version, demand):
                    assert min(getattr(row, fact) for row in rows) <= posting.period.start

    @pytest.mark.parametrize("apart", [Period(OPENED - DAY, OPENED), Period(OPENED + DAY)])
    def test_days_that_no_contract_covers_have_no_engagement_to_ask_for(self, apart: Period) -> None:
        base = one_village()
        [version], [li] = [evolve(each, engagements=["part_time"]) for each in base.versions], base.partners
        one_day = Period(OPENED, OPENED + DAY)
        assert [*unmet([evolve(li, contract=one_day)], version, one_day)] == [Demand.ENGAGEMENT]
        assert [*unmet([evolve(li, contract=apart)], version, one_day)] == []

    def test_each_is_told_by_itself(self) -> None:
        base = one_village()
        strict = evolve(base.versions[0], training=True, local=True, premises=True, engagements=["part_time"])
        li = evolve(base.partners[0], examined=None)
        assert [*unmet([li], strict, Period(OPENED))] == [*Demand]
        assert worded(Demand.ENGAGEMENT, strict) == "part time work"
        assert [worded(demand, strict) for demand in WORDS] == [*WORDS.values()]
        assert met_since([li], Demand.ENGAGEMENT) == OPENED


class TestHelpersAtOnce:
    """At no instant do more partners help at a station than the version of the partner in charge allows."""

    DAYS = (date(2016, 1, 1), date(2016, 2, 1), date(2016, 3, 1), date(2016, 4, 1))

    def with_helpers(self, allowed: int | None, *periods: Period) -> Network:
        base = one_village()
        names = [f"helper-{number}" for number in range(len(periods))]
        return evolve(
            base,
            versions=[evolve(base.versions[0], helpers_at_once=allowed)],
            partners=[*base.partners, *(Partner(name, Period(OPENED), "part_time") for name in names)],
            payees=[*base.payees, Payee("wang", Period(OPENED))],
            helpers=[HelperPosting("sanhe", name, "wang", period) for name, period in zip(names, periods, strict=True)],
        )

    @given(st.lists(st.integers(0, 3).flatmap(lambda first: st.tuples(st.just(first), st.integers(first + 1, 4)))))
    def test_it_is_refused_where_on_some_day_there_are_more(self, spans: list[tuple[int, int]]) -> None:
        bounds = [*self.DAYS, None]
        periods = [Period(self.DAYS[first], bounds[last]) for first, last in spans]
        most = max((sum(day in period for period in periods) for day in self.DAYS), default=0)
        assert len(self.with_helpers(most, *periods).helpers) == len(spans)
        assert len(self.with_helpers(None, *periods).helpers) == len(spans)
        if most:
            with pytest.raises(NetworkRefused) as caught:
                self.with_helpers(most - 1, *periods)
            assert {type(fault) for fault in caught.value.faults} == {TooManyHelpers}

    def test_the_one_too_many_is_named_with_what_is_allowed(self) -> None:
        january = Period(self.DAYS[0], self.DAYS[1])
        with pytest.raises(NetworkRefused) as caught:
            self.with_helpers(1, january, Period(self.DAYS[0]))
        [fault] = caught.value.faults
        assert str(fault) == (
            "no more partners must help at a station at once than 1 under model version 2.0, but helper helper-1 at "
            "station sanhe from 2016-01-01 is one more; end the posting of another first"
        )

    def test_where_nobody_is_in_charge_nothing_is_said_of_it(self) -> None:
        base = self.with_helpers(None, Period(date(2016, 1, 1), date(2016, 2, 1)))
        later = evolve(base.postings[0], period=Period(date(2016, 2, 1)))
        alone = evolve(base.versions[0], helpers_at_once=0)
        assert evolve(base, postings=[later], versions=[alone]).helpers

    def test_a_version_that_is_not_there_is_told_of_alone(self) -> None:
        base = self.with_helpers(None, Period(date(2016, 1, 1), date(2016, 2, 1)))
        with pytest.raises(NetworkRefused) as caught:
            evolve(base, postings=[evolve(base.postings[0], version="9.0")])
        assert len(caught.value.faults) == 1
