"""The laws of findings: what is told is so on each of its days, and what is so is told."""

from datetime import date, timedelta
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.network import (
    CountyCentre,
    Finding,
    HelperPosting,
    Network,
    Partner,
    Payee,
    Permission,
    Posting,
    Revocation,
    Service,
    Station,
    Vacancy,
    WithdrawnByHouse,
    findings_of,
)
from rural_taobao.network.findings import (
    CountyCodeOutOfUse,
    HelperAlone,
    NotExamined,
    PartnerUnposted,
    PayeeUnused,
    PermissionInVain,
    ServiceMissing,
    ServiceUnpermitted,
    StationNeverRun,
    StationVacant,
    VersionUnused,
)
from rural_taobao.network.services import allows
from rural_taobao.periods import Period
from rural_taobao.samples import one_village, service_village
from rural_taobao.testing.networks import networks

DAY = timedelta(1)
OPENED = date(2015, 6, 1)
ALWAYS = Period(date(2010, 1, 1))


def of_kind(network: Network, kind: type[Finding]) -> list[Finding]:
    return [each for each in findings_of(network) if isinstance(each, kind)]


def with_centre(county: str, days: Period, *others: CountyCentre) -> Network:
    village = one_village()
    return evolve(
        village,
        centres=[CountyCentre("ours", county, "platform", days), *others],
        stations=[],
        postings=[],
        payees=[Payee("platform", ALWAYS)],
        platform="platform",
    )


class TestVacancies:
    """A station that is open without anybody in charge is told, with the days; nothing else is."""

    @given(networks(), st.integers(-5, 900))
    def test_a_day_is_told_as_vacant_where_it_is(self, network: Network, shift: int) -> None:
        day = network.centres[0].open.start + shift * DAY
        found = list(findings_of(network))
        told = {
            each.station
            for each in found
            if (isinstance(each, StationVacant) and day in each.days)
            or (isinstance(each, StationNeverRun) and any(day in days for days in each.days))
        }
        stations = {each.id for each in network.stations}
        vacant = {name for name in stations if network.station_on(name, day) and network.posting_on(name, day) is None}
        assert told == vacant
        never = {each.station for each in found if isinstance(each, StationNeverRun)}
        assert never == {name for name in stations if not network.postings_at(name)}
        alone = {each.posting for each in found if isinstance(each, HelperAlone) and day in each.days}
        assert alone == {
            each for each in network.helpers if day in each.period and network.posting_on(each.station, day) is None
        }

    def test_spans_are_told_one_by_one(self) -> None:
        village = one_village()
        postings = [
            Posting("sanhe", "li", "li", "2.0", Period(OPENED + DAY, date(2016, 1, 1))),
            Posting("sanhe", "li", "li", "2.0", Period(date(2016, 3, 1), date(2016, 6, 1))),
        ]
        assert list(map(str, findings_of(evolve(village, postings=postings)))) == [
            "station sanhe is open and vacant 2015-06-01 to before 2015-06-02",
            "station sanhe is open and vacant 2016-01-01 to before 2016-03-01",
            "station sanhe is open and vacant from 2016-06-01",
        ]

    def test_one_that_was_open_twice_and_never_run_is_told_once(self) -> None:
        village = one_village()
        rows = [
            Station("sanhe", "feixi", Period(OPENED, date(2016, 1, 1))),
            Station("sanhe", "feixi", Period(date(2016, 2, 1))),
        ]
        [told] = of_kind(evolve(village, stations=rows, postings=[]), StationNeverRun)
        assert str(told) == (
            "station sanhe is open 2015-06-01 to before 2016-01-01 and from 2016-02-01, "
            "and no partner is ever posted in charge there"
        )

    def test_a_helper_alone_is_told(self) -> None:
        village = one_village()
        network = evolve(
            village,
            partners=[*village.partners, Partner("wu", Period(OPENED), "part_time", OPENED)],
            postings=[evolve(village.postings[0], period=Period(OPENED, date(2016, 1, 1)))],
            helpers=[HelperPosting("sanhe", "wu", "li", Period(OPENED))],
        )
        [told] = of_kind(network, HelperAlone)
        assert str(told) == "partner wu helps at station sanhe from 2016-01-01, and nobody is in charge there"


class TestPartners:
    """Whoever is under contract and posted nowhere, or not examined, is told."""

    @given(networks())
    def test_a_contract_is_told_where_nobody_is_posted_on_any_of_its_days(self, network: Network) -> None:
        held: list[Posting | HelperPosting] = [*network.postings, *network.helpers]
        told = {each.partner for each in findings_of(network) if isinstance(each, PartnerUnposted)}
        for name in {each.id for each in network.partners}:
            rows = network.partner_rows(name)
            posted = [each.period for each in held if each.partner == name]
            touched = {row.contract.start for row in rows if any(row.contract.overlap(period) for period in posted)}
            if not posted:
                assert name in told
            if len(touched) == len(rows):
                assert name not in told
        unexamined = {each.partner for each in findings_of(network) if isinstance(each, NotExamined)}
        assert unexamined == {
            each.id for each in network.partners if all(row.examined is None for row in network.partner_rows(each.id))
        }

    def test_a_second_contract_without_a_posting_is_told_and_rows_that_touch_are_one(self) -> None:
        village = one_village()
        [li] = village.partners
        rows = [
            evolve(li, contract=Period(OPENED, date(2016, 1, 1))),
            evolve(li, contract=Period(date(2016, 1, 1), date(2016, 6, 1)), examined=None),
            evolve(li, contract=Period(date(2016, 9, 1)), examined=None),
        ]
        posting = evolve(village.postings[0], period=Period(OPENED, date(2016, 1, 1)))
        network = evolve(village, partners=rows, postings=[posting])
        assert [str(each) for each in findings_of(network) if "partner" in str(each)] == [
            "partner li is under contract from 2016-09-01, and posted nowhere on any of these days",
        ]

    def test_one_without_an_examination_is_told(self) -> None:
        village = one_village()
        rows = [*village.partners, Partner("wu", Period(OPENED), "part_time")]
        [told] = of_kind(evolve(village, partners=rows), NotExamined)
        assert str(told) == "partner wu is under contract from 2015-06-01, and no examination is known of"


class TestNamedByNothing:
    """A payee, a version or a service that nothing names is told, and none that anything does."""

    @given(networks())
    def test_what_is_told_can_be_left_out(self, network: Network) -> None:
        """Nothing names it, so that the network stands without it; and without anything else it does not."""
        idle = {PayeeUnused: "payees", VersionUnused: "versions", ServiceUnpermitted: "services"}
        for kind, field in idle.items():
            told = {vars_of(each) for each in of_kind(network, kind)}
            kept = [each for each in getattr(network, field) if each.id not in told]
            fields: dict[str, Any] = {field: kept}
            lean = evolve(network, **fields)
            assert not of_kind(lean, kind)

    def test_each_is_told_in_a_sentence(self) -> None:
        village = one_village()
        network = evolve(
            village,
            payees=[*village.payees, Payee("wu", Period(OPENED))],
            versions=[*village.versions, evolve(village.versions[0], id="2.1")],
            services=[Service(id="loans", area="finance", decided_by="bank")],
        )
        assert list(map(str, findings_of(network))) == [
            "payee wu is known, and no centre, posting or platform is ever paid to it",
            "nobody is ever posted under model version 2.1",
            "nobody is ever permitted service loans",
        ]

    def test_the_version_of_vacant_stations_and_a_helper_s_payee_are_in_use(self) -> None:
        village = one_village()
        network = evolve(
            village,
            payees=[*village.payees, Payee("wu", Period(OPENED))],
            partners=[*village.partners, Partner("wu", Period(OPENED), "part_time", OPENED)],
            helpers=[HelperPosting("sanhe", "wu", "wu", Period(OPENED))],
            versions=[*village.versions, evolve(village.versions[0], id="2.1")],
            vacancy=Vacancy("platform", "2.1"),
        )
        assert list(findings_of(network)) == []

    @given(networks(), st.sets(st.sampled_from(["loans", "clinic", "films", "tickets"])))
    def test_a_service_that_a_version_allows_is_told_exactly_where_the_network_has_it_not(
        self, network: Network, allowed: set[str]
    ) -> None:
        versions = [evolve(each, services=allowed) for each in network.versions]
        held = evolve(network, versions=versions)
        told = {(each.version, each.service) for each in findings_of(held) if isinstance(each, ServiceMissing)}
        lacking = allowed - {each.id for each in network.services}
        assert told == {(each.id, service) for each in versions for service in lacking}
        # Once it is there, nothing is told.
        more = [Service(id=each, area="finance", decided_by="some-bank") for each in sorted(lacking)]
        assert not of_kind(evolve(held, services=[*network.services, *more]), ServiceMissing)

    def test_a_service_that_is_spelt_otherwise_is_told_in_a_sentence(self) -> None:
        village = service_village()
        versions = [evolve(each, services=["loan"]) if each.id == "3.0" else each for each in village.versions]
        assert list(map(str, of_kind(evolve(village, versions=versions, permissions=[]), ServiceMissing))) == [
            "model version 3.0 allows service loan, which the network does not have"
        ]

    def test_a_service_that_somebody_is_permitted_is_in_use(self) -> None:
        village = service_village()
        assert {each.service for each in village.permissions}
        told = {vars_of(each) for each in of_kind(village, ServiceUnpermitted)}
        assert told == {each.id for each in village.services} - {each.service for each in village.permissions}
        assert isinstance(village.permissions[0], Permission)


def vars_of(finding: Finding) -> str:
    """Give the id that a finding is about."""
    match finding:
        case PayeeUnused(name) | VersionUnused(name) | ServiceUnpermitted(name):
            return str(name)
        case _:
            raise AssertionError(finding)


class TestPermissionsInVain:
    """A permission is told of on the days on which its partner may not offer the service there, and on no others."""

    @given(networks(), st.lists(st.integers(0, 800), max_size=4))
    def test_are_told_on_days_without_a_posting_that_allows_it(self, network: Network, after: list[int]) -> None:
        told = [each for each in findings_of(network) if isinstance(each, PermissionInVain)]
        for permission in network.permissions:
            held = [posting.period for posting in network.postings_at(permission.station)]
            edges = {day for days in held for day in (days.start, days.end, days.start - DAY) if day is not None}
            for day in (*edges, *(permission.period.start + each * DAY for each in (0, *after))):
                posting = network.posting_on(permission.station, day)
                may = (
                    posting is not None
                    and posting.partner == permission.partner
                    and allows(network.version(posting.version), network.service(permission.service))
                )
                in_vain = any(day in each.days for each in told if each.permission == permission)
                assert in_vain is (day in permission and not may)

    def test_is_told_where_the_version_does_not_allow_it(self) -> None:
        village = service_village()
        early = Permission("phone-top-ups", "sanhe", "li", Period(date(2015, 7, 1), date(2015, 12, 1)))
        network = evolve(village, permissions=[*village.permissions, early])
        [told] = of_kind(network, PermissionInVain)
        assert str(told) == (
            "the permission for phone-top-ups of li at station sanhe 2015-07-01 to before 2015-12-01 allows nothing "
            "(2015-07-01 to before 2015-12-01): li is not in charge there under a model version that allows it"
        )

    def test_one_that_was_revoked_on_its_first_day_is_not_told(self) -> None:
        village, day = service_village(), date(2015, 7, 1)
        never = Permission("phone-top-ups", "sanhe", "li", Period(day), Revocation(day, WithdrawnByHouse()))
        assert of_kind(evolve(village, permissions=[never]), PermissionInVain) == []


class TestCountyCodes:
    """A centre whose county code is not in the list of a year end at which it is open is told."""

    @pytest.mark.parametrize(
        ("county", "days", "sentence"),
        [
            (
                "360721",
                Period(date(2014, 5, 1)),
                "which no list after that of 2015 has; in its place stands 360704",
            ),
            ("360799", Period(date(2018, 1, 1)), "which no list of counties has"),
            ("360704", Period(date(2012, 1, 1)), "which the list of 2014 has not"),
        ],
    )
    def test_is_told_with_what_stands_in_its_place(self, county: str, days: Period, sentence: str) -> None:
        [told] = of_kind(with_centre(county, days), CountyCodeOutOfUse)
        assert str(told) == f"centre ours goes by county code {county}, {sentence}"

    @pytest.mark.parametrize(
        ("county", "days"),
        [
            ("360721", Period(date(2014, 5, 1), date(2016, 12, 31))),
            ("360704", Period(date(2016, 5, 1))),
            ("360704", Period(date(2019, 5, 1))),
            ("360799", Period(date(2010, 1, 1), date(2014, 12, 31))),
        ],
    )
    def test_is_not_told_where_every_list_of_its_year_ends_has_it(self, county: str, days: Period) -> None:
        assert of_kind(with_centre(county, days), CountyCodeOutOfUse) == []

    def test_the_day_after_the_last_list_counts_by_it(self) -> None:
        told = of_kind(with_centre("360799", Period(date(2018, 1, 1), date(2018, 1, 2))), CountyCodeOutOfUse)
        assert len(told) == 1
