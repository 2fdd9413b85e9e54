"""The laws of counting states over time: on each day it is what the register answers of that day."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given

from rural_taobao.identifiers import CentreId, PartnerId, PayeeId, StationId
from rural_taobao.instants import CHINA, NotAnInstant
from rural_taobao.lives import Grant, Leave, PermissionStep, Post, RevokedFor, StationStep
from rural_taobao.network import Network, WithdrawnByHouse
from rural_taobao.register import Charter, Correct, Register, Subject, Take, Withdraw, entering, states_by_day
from rural_taobao.samples import one_village, service_village
from rural_taobao.testing.networks import networks

DAY = timedelta(1)
KINDS: list[type[Subject]] = [CentreId, StationId, PartnerId, PayeeId, Post, Grant]
SANHE = StationId("sanhe")


def at(hour: int) -> datetime:
    return datetime(2017, 1, 1, hour, tzinfo=CHINA.timezone)


def entered(network: Network) -> Register:
    return Register(Charter.of(network)).take_each(entering(network), at(1))[0]


class TestStatesByDay:
    """A sweep counts on every day what is counted by asking of each thing on that day."""

    @given(networks())
    def test_on_each_day_and_beside_it_it_is_what_the_register_answers(self, network: Network) -> None:
        register = entered(network)
        for kind in KINDS:
            found: dict[date, Any] = {date.min: {}, **states_by_day(register, kind)}
            days = list(found)
            assert days == sorted(days)
            for day, following in pairwise([*days[1:], date.max]):
                assert found[day] == register.as_of(day).counts(kind)
                # Of the last day of the calendar there is no day after.
                assert found[day] == register.as_of(max(day, following - DAY)).counts(kind)
            if days[1:]:
                assert register.as_of(days[1] - DAY).counts(kind) == {}

    def test_states_come_in_the_order_of_the_life_and_what_was_known_later_counts_later(self) -> None:
        register = entered(one_village())
        days = [date(2016, month, 1) for month in (1, 2)]
        suspend = Take(SANHE, StationStep.SUSPEND, days[0])
        register, _ = register.take(suspend, known=at(2))
        north = StationId("north")
        begun = (
            Take(north, StationStep.PROPOSE, days[0], CentreId("feixi")),
            Take(north, StationStep.SURVEY, days[1]),
        )
        register, _ = register.take(*begun, known=at(3))
        assert told(states_by_day(register, StationId)) == [
            "2015-06-01 open 1",
            "2016-01-01 proposed 1, suspended 1",
            "2016-02-01 surveyed 1, suspended 1",
        ]
        assert told(states_by_day(register, StationId, at(2))) == ["2015-06-01 open 1", "2016-01-01 suspended 1"]
        assert told(states_by_day(register, StationId, at(1))) == ["2015-06-01 open 1"]
        for hour in (1, 2, 3):
            for day, counts in states_by_day(register, StationId, at(hour)).items():
                assert counts == register.as_of(day, at(hour)).counts(StationId)

    def test_a_correction_moves_the_day_for_who_knows_it(self) -> None:
        register = entered(one_village())
        register, event = register.take(Take(SANHE, StationStep.SUSPEND, date(2016, 1, 1)), known=at(2))
        [suspended] = event.told
        later, _ = register.take(Correct(SANHE, suspended.record.id, date(2016, 2, 1)), known=at(3))
        assert told(states_by_day(later, StationId)) == ["2015-06-01 open 1", "2016-02-01 suspended 1"]
        assert states_by_day(later, StationId, at(2)) == states_by_day(register, StationId)
        never, _ = register.take(Withdraw(SANHE, suspended.record.id), known=at(3))
        assert told(states_by_day(never, StationId)) == ["2015-06-01 open 1"]

    def test_nothing_is_counted_of_nothing(self) -> None:
        empty = Register(Charter.of(one_village()))
        assert states_by_day(empty, StationId) == {}
        with pytest.raises(NotAnInstant):
            states_by_day(empty, StationId, datetime(2017, 1, 1))  # noqa: DTZ001 - that is what is refused


def told(found: dict[date, Any]) -> list[str]:
    return [
        f"{day} {', '.join(f'{state.value} {count}' for state, count in counts.items())}"
        for day, counts in found.items()
    ]


class TestLapses:
    """What ends by itself changes on that day, unless something was done before."""

    def test_a_permission_ends_on_the_day_until_which_it_was_given(self) -> None:
        register, _ = Register(Charter.of(service_village())).take_each(entering(service_village()), at(1))
        grant = Grant("village-cinema", "sanhe", "li")
        days = [date(2017, month, 1) for month in (2, 3, 4, 5, 6)]
        permit = Take(grant, PermissionStep.PERMIT, days[0], Leave(days[2]))
        ended, _ = register.take(permit, known=at(2))
        assert told(states_by_day(ended, Grant))[-2:] == ["2017-02-01 permitted 3", "2017-04-01 permitted 2, ended 1"]
        revoked, _ = ended.take(
            Take(grant, PermissionStep.REVOKE, days[1], RevokedFor(WithdrawnByHouse())), known=at(3)
        )
        assert told(states_by_day(revoked, Grant))[-1] == "2017-03-01 permitted 2, revoked 1"
        again, _ = ended.take(Take(grant, PermissionStep.PERMIT, days[2], Leave(days[3])), known=at(3))
        assert told(states_by_day(again, Grant))[-3:] == [
            *("2017-02-01 permitted 3", "2017-04-01 permitted 3", "2017-05-01 permitted 2, ended 1"),
        ]
        for each in (ended, revoked, again):
            for day, counts in states_by_day(each, Grant).items():
                assert counts == each.as_of(day).counts(Grant)
