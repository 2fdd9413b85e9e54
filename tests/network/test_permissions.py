"""Services by their ids, and who may offer them: what cannot be said of either, and what a network refuses."""

import pickle
from datetime import date
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.days import NotADay
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.identifiers import CentreId, PartnerId, PayeeId, ProviderId, StationId
from rural_taobao.kinds import WrongKind, WrongNumber
from rural_taobao.network import (
    Area,
    ClusteredDefaults,
    DefaultRule,
    Network,
    NetworkRefused,
    Permission,
    Revocation,
    Service,
    WithdrawnByHouse,
    WithdrawnByProvider,
    Work,
    allows,
    programme_services,
    programme_versions,
)
from rural_taobao.network.breaches import IdTwice, UnknownReference
from rural_taobao.network.permission_laws import PermittedTwice
from rural_taobao.network.permissions import RevokedOutside, caused
from rural_taobao.network.services import DeciderUnstated, DecidesForItself
from rural_taobao.periods import Period
from rural_taobao.samples import service_village
from rural_taobao.testing.networks import networks
from rural_taobao.testing.service_strategies import permissions, services
from tests.corners import shows

BEGINS = date(2016, 9, 1)
LOANS = Permission("loans", "sanhe", "li", Period(date(2016, 10, 1)))


def refused(**parts: Any) -> tuple[RuralTaobaoError, ...]:
    with pytest.raises(NetworkRefused) as caught:
        evolve(service_village(), **parts)
    return caught.value.faults


SEEN = {
    "utility-bills": "business4etrade.org 2017-04-05",
    "phone-top-ups": "business4etrade.org 2017-04-05",
    "travel-booking": "business4etrade.org 2017-04-05",
    "train-tickets": "Blockchain Chicken Farm (extract)",
    "doctor-appointments": "Blockchain Chicken Farm (extract)",
    "loans": "Sina Tech 2015-11-25",
}
"""Services that were seen at stations, and who told of them."""


class TestServices:
    """A partner recommends and never approves: whoever decides on a service is named, and is none of the network."""

    @pytest.mark.parametrize("given_id", [PartnerId("li"), StationId("sanhe"), CentreId("feixi"), PayeeId("li")])
    def test_the_id_of_a_partner_or_a_station_is_no_provider(self, given_id: Any) -> None:
        with pytest.raises(DecidesForItself) as caught:
            Service(id="loans", area="finance", decided_by=given_id)
        assert caught.value.given == given_id
        assert caught.value.kind in str(type(given_id)).lower()

    def test_those_seen_at_stations_of_the_programme_are_allowed_by_its_third_version_alone(self) -> None:
        first, second, third = programme_versions({"1.0": "shop", "2.0": "partner", "3.0": "services"})
        for service in programme_services():
            assert allows(third, service)
            assert not allows(first, service)
            assert not allows(second, service)

    def test_a_service_of_finance_states_who_decides(self) -> None:
        with pytest.raises(DeciderUnstated) as caught:
            Service(id="loans", area="finance")
        assert caught.value.service == "loans"
        assert Service(id="films", area="culture").decided_by is None

    @pytest.mark.parametrize("decider", ["li", "sanhe", "feixi"])
    def test_a_network_refuses_one_on_which_its_own_decide(self, decider: str) -> None:
        village = service_village()
        [fault] = refused(services=[*village.services, Service(id="credit", area="finance", decided_by=decider)])
        assert isinstance(fault, DecidesForItself)
        kinds = {"li": "partner", "sanhe": "station", "feixi": "county centre"}
        assert str(fault) == (
            f"whoever decides on a service must stand outside the network, but {decider} is a {kinds[decider]}; "
            "name the provider, or give one of the two another id, since a partner recommends and never approves"
        )

    def test_an_id_is_given_once(self) -> None:
        village = service_village()
        [fault] = refused(services=[*village.services, village.services[0]])
        assert isinstance(fault, IdTwice)
        assert str(fault).startswith("an id must be given once, but service utility-bills is there twice")

    @pytest.mark.parametrize(
        ("facts", "error"),
        [
            ({"at_least": 0, "within_days": 1}, WrongNumber),
            ({"at_least": 1, "within_days": 0}, WrongNumber),
            ({"at_least": 2.0, "within_days": 1}, WrongNumber),
            ({"at_least": 1, "within_days": True}, WrongNumber),
        ],
    )
    def test_a_rule_of_defaults_counts_from_one(self, facts: dict[str, Any], error: type[Exception]) -> None:
        with pytest.raises(error):
            DefaultRule(**facts)

    def test_its_thresholds_have_no_default(self) -> None:
        for name in ("at_least", "within_days"):
            with pytest.raises(TypeError):
                DefaultRule(**{name: 3})  # type: ignore[arg-type]

    @given(services())
    def test_a_version_allows_it_by_its_id_or_with_its_whole_area_and_not_else(self, service: Service) -> None:
        [version] = programme_versions({"1.0": "shop"})
        assert not allows(version, service)
        assert allows(evolve(version, services=[service.id]), service)
        for area in Area:
            assert allows(evolve(version, works=[area.value]), service) is (area is service.area)

    def test_every_area_is_a_work(self) -> None:
        assert {area.value for area in Area} < {work.value for work in Work}


class TestSeenServices:
    """The record of services says what was told of them, by whom, and nothing more."""

    def test_each_is_there_with_its_source(self) -> None:
        assert {str(each.id): each.source and each.source.title for each in programme_services()} == SEEN

    def test_the_bank_alone_decides_on_loans_and_of_the_others_it_was_not_told(self) -> None:
        assert {str(each.id): each.decided_by for each in programme_services() if each.decided_by} == {"loans": "bank"}

    def test_how_many_defaults_make_a_cluster_was_not_told(self) -> None:
        assert all(each.defaults is None for each in programme_services())

    def test_each_has_a_name_in_both_languages(self) -> None:
        assert all(each.name and each.name_zh for each in programme_services())


class TestPermissions:
    """A permission holds from its first day until the day before it ends or is revoked."""

    @given(permissions(), st.dates())
    def test_it_holds_on_the_days_that_it_was_given_for_before_it_was_revoked(
        self, permission: Permission, day: date
    ) -> None:
        last = None if permission.revocation is None else permission.revocation.day
        assert (day in permission) is (day in permission.period and (last is None or day < last))
        assert (day in permission) is (
            day >= permission.period.start and (permission.end is None or day < permission.end)
        )

    def test_permissions_that_are_revoked_at_once_and_later_are_drawn(self) -> None:
        drawn = permissions()
        assert shows(drawn, lambda each: each.revocation is not None and each.revocation.day == each.period.start)
        assert shows(drawn, lambda each: each.revocation is not None and each.revocation.day > each.period.start)
        assert shows(drawn, lambda each: each.revocation is None)

    @pytest.mark.parametrize("day", [date(2015, 12, 31), date(2017, 1, 1)])
    def test_it_cannot_be_revoked_when_it_does_not_hold(self, day: date) -> None:
        year = Period(date(2016, 1, 1), date(2017, 1, 1))
        with pytest.raises(RevokedOutside):
            Permission("loans", "sanhe", "li", year, Revocation(day, WithdrawnByHouse()))

    @pytest.mark.parametrize(
        ("make", "error"),
        [
            (lambda: Revocation("2016-01-01", WithdrawnByHouse()), NotADay),  # type: ignore[arg-type]
            (lambda: Revocation(BEGINS, "house"), WrongKind),  # type: ignore[arg-type]
            (lambda: ClusteredDefaults(0, 1), WrongNumber),
            (lambda: ClusteredDefaults(1, 0), WrongNumber),
            (lambda: Permission("loans", "sanhe", "li", Period(BEGINS), "revoked"), TypeError),  # type: ignore[arg-type]
            (lambda: Permission("loans", "sanhe", "li", BEGINS), TypeError),  # type: ignore[arg-type]
        ],
    )
    def test_what_it_cannot_be_made_of_is_refused(self, make: Any, error: type[Exception]) -> None:
        with pytest.raises(error):
            make()

    def test_a_cause_is_said_in_words(self) -> None:
        assert [caused(WithdrawnByProvider()), caused(WithdrawnByHouse())] == [
            "the provider withdrew it",
            "the house withdrew it",
        ]
        assert caused(ClusteredDefaults(3, 90)) == "defaults clustered at the station: 3 within 90 days"

    def test_it_is_pickled_whole(self) -> None:
        assert pickle.loads(pickle.dumps(LOANS)) == LOANS  # noqa: S301 - our own bytes


class TestPermissionsOfANetwork:
    """A permission names what is there, and a service is permitted to a partner at a station once at a time."""

    @pytest.mark.parametrize(("part", "kind"), [("service", "service"), ("station", "station"), ("partner", "partner")])
    def test_what_it_names_is_there(self, part: str, kind: str) -> None:
        names: dict[str, Any] = {part: "nowhere"}
        wrong = evolve(LOANS, **names)
        [fault] = refused(permissions=[wrong])
        assert isinstance(fault, UnknownReference)
        assert fault.args == (wrong, kind, "nowhere")
        assert str(fault).startswith(f"a {kind} that is named must be there, but the permission for ")

    @pytest.mark.parametrize(
        ("second", "fits"),
        [
            (LOANS, False),
            (evolve(LOANS, period=Period(date(2016, 12, 31))), False),
            (evolve(LOANS, period=Period(date(2016, 1, 1), date(2016, 10, 2))), False),
            (evolve(LOANS, period=Period(date(2016, 1, 1), date(2016, 10, 1))), True),
            (evolve(LOANS, period=Period(date(2017, 1, 1))), True),
            (evolve(LOANS, service="train-tickets"), True),
            (evolve(LOANS, revocation=Revocation(date(2016, 10, 1), WithdrawnByHouse())), True),
        ],
    )
    def test_a_second_one_holds_on_other_days(self, second: Permission, fits: bool) -> None:  # noqa: FBT001
        first = evolve(LOANS, revocation=Revocation(date(2017, 1, 1), WithdrawnByProvider()))
        if fits:
            assert evolve(service_village(), permissions=[second, first]).permissions == (second, first)
        else:
            [fault] = refused(permissions=[second, first])
            assert isinstance(fault, PermittedTwice)
            assert {fault.subject, fault.other} == {first, second}

    def test_one_that_was_revoked_at_once_is_in_the_way_of_none_whichever_is_given_first(self) -> None:
        empty = evolve(LOANS, revocation=Revocation(LOANS.period.start, WithdrawnByHouse()))
        for given_ones in ([empty, LOANS], [LOANS, empty]):
            village = evolve(service_village(), permissions=given_ones)
            assert village.permissions_at("sanhe", "loans") == (empty, LOANS)

    def test_a_long_one_is_seen_behind_a_short_one(self) -> None:
        long, short = evolve(LOANS, period=Period(BEGINS)), evolve(LOANS, period=Period(BEGINS, date(2016, 9, 9)))
        faults = refused(permissions=[long, short, LOANS])
        assert [(fault.subject, fault.other) for fault in faults if isinstance(fault, PermittedTwice)] == [
            (short, long),
            (LOANS, long),
        ]

    def test_they_are_given_by_their_first_day(self) -> None:
        early = evolve(LOANS, period=Period(BEGINS, date(2016, 9, 9)))
        village = evolve(service_village(), permissions=[LOANS, early])
        assert village.permissions_at("sanhe", "loans") == (early, LOANS)
        assert village.permissions_at("sanhe", "train-tickets") == ()
        for station, service in (("nowhere", "loans"), ("sanhe", "nothing")):
            with pytest.raises(UnknownReference):
                village.permissions_at(station, service)

    def test_a_service_is_found_by_its_id(self) -> None:
        village = service_village()
        assert village.service("loans").decided_by == ProviderId("bank")
        assert (village.knows_service("loans"), village.knows_service("nothing")) == (True, False)
        with pytest.raises(UnknownReference, match="a service that is named must be there, but nothing is not"):
            village.service("nothing")

    def test_networks_with_services_and_permissions_of_every_sort_are_drawn(self) -> None:
        drawn = networks()
        assert shows(drawn, lambda network: any(each.revocation is not None for each in network.permissions))
        assert shows(
            drawn,
            lambda network: any(
                allows(network.version(posting.version), network.service(permission.service))
                for permission in network.permissions
                for posting in network.postings_at(permission.station)
            ),
        )
        assert shows(drawn, lambda network: len(network.services) > 1)

    @given(networks())
    def test_no_service_is_permitted_twice_on_a_day(self, network: Network) -> None:
        for each in network.permissions:
            others = [
                other
                for other in network.permissions
                if other is not each
                and (other.service, other.station, other.partner) == (each.service, each.station, each.partner)
            ]
            assert not any(each.period.start in other and each.period.start in each for other in others)
