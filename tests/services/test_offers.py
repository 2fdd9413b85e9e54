"""Whether a service is offered: the station, the model version and a permission must all allow it."""

from datetime import date, datetime
from functools import partial
from operator import is_
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.instants import CHINA, NotAnInstant
from rural_taobao.network import (
    ClusteredDefaults,
    Network,
    NetworkRefused,
    Permission,
    Revocation,
    WithdrawnByHouse,
    WithdrawnByProvider,
    allows,
)
from rural_taobao.network.breaches import UnknownReference
from rural_taobao.network.permissions import RevokedOutside
from rural_taobao.periods import Period
from rural_taobao.samples import service_village
from rural_taobao.services import (
    NotPermitted,
    NotPermittedYet,
    Offered,
    PermissionEnded,
    PermissionRevoked,
    ServiceUnknown,
    StationClosed,
    StationInNobodysCharge,
    VersionDoesNotAllow,
    answer_text,
    offered,
    offered_at,
    permitted,
    revoked,
)
from rural_taobao.services.granting import PermissionUnfounded, PermissionUnknown
from rural_taobao.testing.networks import networks
from rural_taobao.testing.service_strategies import causes
from tests.corners import shows

VILLAGE = service_village()
TICKETS, LOANS = VILLAGE.permissions
DAY = date(2016, 11, 11)


def days_of(network: Network) -> list[date]:
    """The days on which anything of what is offered may change."""
    spans = [
        *(each.period for each in network.permissions),
        *(each.period for each in network.postings),
        *(each.open for each in network.stations),
    ]
    found = {day for span in spans for day in (span.start, span.end) if day is not None}
    return sorted(found | {each.end for each in network.permissions if each.end is not None}) or [DAY]


@st.composite
def asked(draw: st.DrawFn) -> tuple[Network, str, str, date]:
    """Ask a network with stations and services of one of its days."""
    network = draw(networks().filter(lambda network: network.stations and network.services))
    station, service = draw(st.sampled_from(network.stations)), draw(st.sampled_from(network.services))
    return network, station.id, service.id, draw(st.sampled_from(days_of(network)))


class TestOffers:
    """A service is offered only if version, permission and day all allow it."""

    @given(asked())
    def test_it_is_offered_where_all_three_allow_it_and_nowhere_else(
        self, case: tuple[Network, str, str, date]
    ) -> None:
        network, station, service, day = case
        posting = network.posting_on(station, day)
        by_version = posting is not None and allows(network.version(posting.version), network.service(service))
        by_permission = posting is not None and any(
            (each.service, each.station, each.partner) == (service, station, posting.partner)
            and each.period.start <= day
            and (each.period.end is None or day < each.period.end)
            and (each.revocation is None or day < each.revocation.day)
            for each in network.permissions
        )
        by_day = any(day in row.open for row in network.station_rows(station))
        assert isinstance(offered(network, station, service, day), Offered) is (by_version and by_permission and by_day)

    def test_every_answer_is_drawn(self) -> None:
        answers = asked().map(lambda case: type(offered(*case)))
        for kind in (Offered, StationClosed, StationInNobodysCharge, VersionDoesNotAllow, NotPermitted):
            assert shows(answers, partial(is_, kind))

    @given(asked(), st.sampled_from(["services", "permissions", "postings"]))
    def test_without_any_of_the_three_it_is_not(self, case: tuple[Network, str, str, date], lacking: str) -> None:
        network, station, service, day = case
        parts: dict[str, Any] = {lacking: [], "permissions": [] if lacking == "services" else network.permissions}
        poorer = evolve(network, **(parts | {lacking: []}))
        assert not isinstance(offered(poorer, station, service, day), Offered)

    @pytest.mark.parametrize(
        ("changes", "day", "service", "answer", "text"),
        [
            ({}, DAY, "loans", Offered(LOANS), "loans is offered at station sanhe by li, as permitted from 2016-10-01"),
            (
                {},
                DAY,
                "gambling",
                ServiceUnknown("gambling"),  # type: ignore[arg-type]
                "gambling is not offered: the network has no such service",
            ),
            (
                {},
                date(2015, 1, 1),
                "loans",
                StationClosed("sanhe", date(2015, 1, 1)),  # type: ignore[arg-type]
                "nothing is offered at station sanhe, which is not open on 2015-01-01",
            ),
            (
                {"postings": []},
                DAY,
                "loans",
                StationInNobodysCharge("sanhe", DAY),  # type: ignore[arg-type]
                "nothing is offered at station sanhe, which nobody is in charge of on 2016-11-11",
            ),
            (
                {},
                date(2016, 8, 31),
                "loans",
                VersionDoesNotAllow("loans", "2.0"),  # type: ignore[arg-type]
                "loans is not offered: model version 2.0 does not allow it",
            ),
            (
                {},
                DAY,
                "village-cinema",
                NotPermitted("village-cinema", "sanhe", "li"),  # type: ignore[arg-type]
                "village-cinema is not offered at station sanhe: li was never permitted it there",
            ),
            (
                {},
                date(2016, 9, 30),
                "loans",
                NotPermittedYet(LOANS),
                "loans is not offered at station sanhe: li is permitted it only from 2016-10-01",
            ),
            (
                {"permissions": [evolve(LOANS, period=Period(date(2016, 10, 1), DAY))]},
                DAY,
                "loans",
                PermissionEnded(evolve(LOANS, period=Period(date(2016, 10, 1), DAY))),
                "loans is not offered at station sanhe: li was permitted it 2016-10-01 to before 2016-11-11",
            ),
            (
                {"permissions": [evolve(LOANS, revocation=Revocation(DAY, ClusteredDefaults(3, 90)))]},
                DAY,
                "loans",
                PermissionRevoked(evolve(LOANS, revocation=Revocation(DAY, ClusteredDefaults(3, 90)))),
                (
                    "loans is not offered at station sanhe: li was permitted it until before 2016-11-11: "
                    "defaults clustered at the station: 3 within 90 days"
                ),
            ),
        ],
    )
    def test_each_answer_has_its_sentence(
        self, changes: dict[str, Any], day: date, service: str, answer: object, text: str
    ) -> None:
        found = offered(evolve(VILLAGE, **changes), "sanhe", service, day)
        assert found == answer
        assert answer_text(found) == text

    def test_the_last_that_began_tells_why_it_holds_no_more(self) -> None:
        first = evolve(LOANS, revocation=Revocation(date(2016, 10, 5), WithdrawnByHouse()))
        second = evolve(LOANS, period=Period(date(2016, 10, 20), date(2016, 11, 1)))
        later = evolve(LOANS, period=Period(date(2017, 1, 1)))
        village = evolve(VILLAGE, permissions=[later, second, first])
        assert offered(village, "sanhe", "loans", date(2016, 10, 19)) == PermissionRevoked(first)
        assert offered(village, "sanhe", "loans", date(2016, 10, 20)) == Offered(second)
        assert offered(village, "sanhe", "loans", date(2016, 12, 31)) == PermissionEnded(second)
        assert offered(village, "sanhe", "loans", date(2016, 9, 30)) == NotPermittedYet(first)

    def test_it_begins_at_midnight_on_the_networks_clock(self) -> None:
        midnight = datetime(2016, 10, 1, tzinfo=CHINA.timezone)
        assert offered_at(VILLAGE, "sanhe", "loans", midnight) == Offered(LOANS)
        last = datetime.fromisoformat("2016-09-30T15:59:59.999999+00:00")
        assert offered_at(VILLAGE, "sanhe", "loans", last) == NotPermittedYet(LOANS)
        with pytest.raises(NotAnInstant):
            offered_at(VILLAGE, "sanhe", "loans", datetime(2016, 10, 1))  # noqa: DTZ001 - the fault that is told

    def test_of_a_station_that_is_not_there_nothing_is_said(self) -> None:
        with pytest.raises(UnknownReference):
            offered(VILLAGE, "nowhere", "loans", DAY)


class TestRevoking:
    """Each permission is revoked singly: every other answer stays as it was."""

    @given(st.data())
    def test_every_other_answer_stays(self, data: st.DataObject) -> None:
        held = networks().filter(lambda network: any(each.revocation is None for each in network.permissions))
        network = data.draw(held)
        chosen = data.draw(st.sampled_from([each for each in network.permissions if each.revocation is None]))
        days = [day for day in days_of(network) if day in chosen.period]
        revocation = Revocation(data.draw(st.sampled_from(days)), data.draw(causes()))
        after = revoked(network, chosen, revocation)
        assert len(after.permissions) == len(network.permissions)
        for station in network.stations:
            for service in network.services:
                for day in days_of(network):
                    before = offered(network, station.id, service.id, day)
                    now = offered(after, station.id, service.id, day)
                    if before == Offered(chosen):
                        ended = evolve(chosen, revocation=revocation)
                        assert now == (Offered(ended) if day < revocation.day else PermissionRevoked(ended))
                    else:
                        assert isinstance(now, Offered) is isinstance(before, Offered)
                        assert chosen not in vars_of(now)

    def test_what_was_not_given_or_was_revoked_is_refused(self) -> None:
        ended = Revocation(DAY, WithdrawnByProvider())
        after = revoked(VILLAGE, LOANS, ended)
        for permission in (LOANS, evolve(LOANS, revocation=ended)):
            with pytest.raises(PermissionUnknown) as caught:
                revoked(after, permission, ended)
            assert caught.value.permission == permission

    def test_so_is_a_day_on_which_it_does_not_hold(self) -> None:
        with pytest.raises(RevokedOutside):
            revoked(VILLAGE, LOANS, Revocation(date(2016, 9, 30), WithdrawnByHouse()))


def vars_of(answer: Any) -> list[object]:
    return [getattr(answer, name) for name in ("permission",) if hasattr(answer, name)]


class TestPermitting:
    """What a model version does not allow, and what is not the business of whoever is in charge, is not permitted."""

    def test_what_is_permitted_is_offered_from_its_first_day(self) -> None:
        films = Permission("village-cinema", "sanhe", "li", Period(DAY))
        after = permitted(VILLAGE, films)
        assert offered(after, "sanhe", "village-cinema", DAY) == Offered(films)
        assert after.permissions == (*VILLAGE.permissions, films)

    @pytest.mark.parametrize(
        ("permission", "why"),
        [
            (
                Permission("village-cinema", "sanhe", "li", Period(date(2016, 8, 31))),
                "village-cinema is not offered: model version 2.0 does not allow it",
            ),
            (
                Permission("village-cinema", "sanhe", "li", Period(date(2015, 1, 1))),
                "nothing is offered at station sanhe, which is not open on 2015-01-01",
            ),
            (
                Permission("village-cinema", "sanhe", "li", Period(DAY), Revocation(DAY, WithdrawnByHouse())),
                (
                    "village-cinema is not offered at station sanhe: li was permitted it until before 2016-11-11: "
                    "the house withdrew it"
                ),
            ),
        ],
    )
    def test_what_stands_against_it_is_said(self, permission: Permission, why: str) -> None:
        with pytest.raises(PermissionUnfounded) as caught:
            permitted(VILLAGE, permission)
        assert (caught.value.permission, caught.value.why) == (permission, why)

    def test_so_it_is_where_another_is_in_charge(self) -> None:
        wang = evolve(VILLAGE.partners[0], id="wang")
        village = evolve(VILLAGE, partners=[*VILLAGE.partners, wang])
        with pytest.raises(PermissionUnfounded) as caught:
            permitted(village, Permission("train-tickets", "sanhe", "wang", Period(DAY)))
        assert caught.value.why == (
            "another is in charge: train-tickets is offered at station sanhe by li, as permitted from 2016-09-01"
        )

    def test_the_laws_of_a_network_hold_besides(self) -> None:
        with pytest.raises(NetworkRefused):
            permitted(VILLAGE, LOANS)
