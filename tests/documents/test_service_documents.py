"""Services and adoptions as TOML, permissions as a table of a network, and all their faults at once."""

from collections.abc import Callable
from contextlib import chdir
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from rural_taobao.documents import (
    SERVICE_FILES,
    read_defaults,
    read_network,
    read_services,
    write_defaults,
    write_network,
    write_services,
)
from rural_taobao.documents.adoptions import (
    adoptions_from_text,
    adoptions_text,
    read_adoptions,
    write_adoptions,
)
from rural_taobao.documents.faults import DocumentsRefused, Fault
from rural_taobao.documents.services import Catalogue, ServiceTwice, services_from_text, services_text
from rural_taobao.identifiers import EventId
from rural_taobao.network import (
    Adoption,
    Adoptions,
    ClusteredDefaults,
    Network,
    Permission,
    Revocation,
    Service,
    WithdrawnByHouse,
    WithdrawnByProvider,
    programme_services,
)
from rural_taobao.periods import Period
from rural_taobao.samples import one_village, service_village
from rural_taobao.services import Default
from rural_taobao.testing.adoption_strategies import adoptions
from rural_taobao.testing.service_strategies import services
from rural_taobao.testing.strategies import identifiers
from tests.documents.table_files import folder

LISTS = st.lists(services(), max_size=3, unique_by=lambda each: each.id).map(tuple)
HEADER = "service,station,partner,from,to,revoked,cause,defaults,within_days\n"
HELD = "loans,sanhe,li,2016-10-01,2017-10-01,,,,\n"
SERVICES = """
format = "rural-taobao services 1"

[[services]]
service = "loans"
area = "finance"
decided_by = "bank"
defaults = { at_least = 3, within_days = 180, source = { title = "made up", quality = "example" } }
name = "Loan referral"
name_zh = "贷款推荐"
source = { title = "Sina Tech 2015-11-25", url = "", quality = "press", note = "" }

[[services]]
service = "train-tickets"
area = "daily_life"
"""
ADOPTIONS = """
format = "rural-taobao adoptions 1"

[[adoptions]]
version = "3.0"
centre = "feixi"
from = 2016-09-01

[[adoptions]]
version = "2.0"
station = "sanhe"
from = 2017-01-01
reverts = true
"""
VILLAGE = service_village()
LOANS = VILLAGE.permissions[1]


def faults(read: Callable[[], object]) -> list[Fault]:
    with pytest.raises(DocumentsRefused) as caught:
        read()
    return [*caught.value.faults]


def read_with(permissions: str | None = None, catalogue: str | None = None) -> Network:
    """Read the village with another table of permissions, or another catalogue."""
    with folder() as home:
        write_network(VILLAGE, home)
        for name, content in (("permissions.csv", permissions), ("services.toml", catalogue)):
            if content is not None:
                (home / name).write_text(content, encoding="utf-8")
        with chdir(home):
            return read_network(Path())


class TestServices:
    """Services that were written are read as they were; all faults are told at once, each at its key."""

    @given(LISTS)
    def test_they_come_back(self, listed: tuple[Service, ...]) -> None:
        assert services_from_text(services_text(listed)) == listed

    def test_those_seen_come_back_with_their_sources(self, tmp_path: Path) -> None:
        write_services(VILLAGE.services, tmp_path / "services.toml")
        assert read_services(tmp_path / "services.toml") == VILLAGE.services
        assert VILLAGE.services[:5] == programme_services()[:5]

    def test_all_faults_are_told(self) -> None:
        text = """
            format = "rural-taobao services 1"
            [[services]]
            service = "loans"
            area = "finance"
            [[services]]
            service = "loans"
            area = "gambling"
            colour = "red"
            [[services]]
            service = "credit"
            area = "finance"
            decided_by = "die Bank"
            defaults = { at_least = 0, within_days = 90 }
        """
        told = {each.place: each.message for each in faults(lambda: services_from_text(text))}
        assert set(told) == {
            "services[0].decided_by",
            "services[1].service",
            "services[1].area",
            "services[1].colour",
            "services[2].decided_by",
            "services[2].defaults.at_least",
        }
        assert told["services[0].decided_by"].startswith("a service of finance must state who decides on it")
        assert told["services[1].service"].startswith("services must have ids of their own, but two are called loans")

    def test_one_that_is_written_by_hand(self) -> None:
        loans, tickets = services_from_text(SERVICES)
        assert (loans.decided_by, loans.name_zh, tickets.decided_by) == ("bank", "贷款推荐", None)
        assert loans.defaults is not None
        assert (loans.defaults.at_least, loans.defaults.within_days) == (3, 180)

    def test_one_id_is_one_service(self) -> None:
        with pytest.raises(ServiceTwice):
            Catalogue([VILLAGE.services[0], VILLAGE.services[0]])


class TestAdoptions:
    """Adoptions that were written are read as they were; all faults are told at once, each at its key."""

    @given(adoptions())
    def test_they_come_back(self, made: Adoptions) -> None:
        assert adoptions_from_text(adoptions_text(made)) == made

    def test_from_a_file(self, tmp_path: Path) -> None:
        made = Adoptions([Adoption(version="2.0", station="sanhe", start=date(2016, 9, 1), reverts=True)])
        write_adoptions(made, tmp_path / "adoptions.toml")
        assert read_adoptions(tmp_path / "adoptions.toml") == made

    def test_all_faults_are_told(self) -> None:
        text = """
            format = "rural-taobao adoptions 1"
            [[adoptions]]
            version = "3.0"
            centre = "feixi"
            from = 2016-09-01
            [[adoptions]]
            version = "2.0"
            centre = "feixi"
            from = 2016-09-01
            [[adoptions]]
            version = "2.0"
            from = 2016-09-01
            [[adoptions]]
            version = "2.0"
            centre = "feixi"
            station = "sanhe"
            from = 2016-13-01
        """.replace("2016-13-01", '"soon"')
        told = {each.place: each.message for each in faults(lambda: adoptions_from_text(text))}
        assert set(told) == {"adoptions[1].from", "adoptions[2].station", "adoptions[3].from"}
        assert told["adoptions[1].from"].startswith("one model version must be adopted at a place from a day")
        assert told["adoptions[2].station"].startswith("a model version must be adopted by a county centre or by a")

    def test_one_that_is_written_by_hand(self) -> None:
        county, own = adoptions_from_text(ADOPTIONS).entries
        assert (county.centre, county.station, county.reverts) == ("feixi", None, False)
        assert (own.centre, own.station, own.reverts) == (None, "sanhe", True)

    def test_what_is_no_list_is_told_as_that(self) -> None:
        [fault] = faults(lambda: adoptions_from_text('format = "rural-taobao adoptions 1"\nadoptions = 3'))
        assert fault.place == "adoptions"


class TestPermissions:
    """Permissions stand in a table beside the rosters, and their faults are told with row and column."""

    @pytest.mark.parametrize(
        ("row", "permission"),
        [
            (HELD, evolve(LOANS, period=Period(date(2016, 10, 1), date(2017, 10, 1)))),
            (
                "loans,sanhe,li,2016-10-01,,2017-01-01,provider,,\n",
                Permission(
                    "loans",
                    "sanhe",
                    "li",
                    Period(date(2016, 10, 1)),
                    Revocation(date(2017, 1, 1), WithdrawnByProvider()),
                ),
            ),
            (
                "loans,sanhe,li,2016-10-01,,2016-10-01,house,,\n",
                evolve(LOANS, revocation=Revocation(date(2016, 10, 1), WithdrawnByHouse())),
            ),
            (
                "loans,sanhe,li,2016-10-01,,2017-01-01,defaults,3,90\n",
                evolve(LOANS, revocation=Revocation(date(2017, 1, 1), ClusteredDefaults(3, 90))),
            ),
        ],
    )
    def test_a_row_is_a_permission_and_back(self, row: str, permission: Permission) -> None:
        network = read_with(HEADER + row)
        assert network.permissions == (permission,)
        with folder() as home:
            write_network(network, home)
            assert (home / "permissions.csv").read_text() == HEADER + row

    def test_most_columns_may_be_left_out(self) -> None:
        assert read_with("service,station,partner,from\nloans,sanhe,li,2016-10-01\n").permissions == (LOANS,)

    @pytest.mark.parametrize(
        ("row", "column", "message"),
        [
            ("loans,sanhe,li,2016-10-01,,2017-01-01,,,\n", "cause", "a permission that is revoked must"),
            ("loans,sanhe,li,2016-10-01,,,house,,\n", "revoked", "a permission that is revoked must"),
            (
                "loans,sanhe,li,2016-10-01,,,,3,\n",
                "defaults",
                "a permission that is revoked must",
            ),
            (
                "loans,sanhe,li,2016-10-01,,2017-01-01,house,,9\n",
                "within_days",
                "a permission that is revoked must",
            ),
            ("loans,sanhe,li,2016-10-01,,2017-01-01,defaults,3,\n", "within_days", "a permission that is revoked must"),
            ("loans,sanhe,li,2016-10-01,,2017-01-01,defaults,0,9\n", "defaults", "a value here must be"),
            ("loans,sanhe,li,2016-10-01,,2017-01-01,fire,,\n", "cause", "a value here must be one of provider, house"),
            (
                "loans,sanhe,li,2016-10-01,,2016-09-30,house,,\n",
                "revoked",
                "a permission must be revoked on",
            ),
            ("loans,sanhe,li,2016-10-01,2016-10-01,,,,\n", "to", "a period must end after"),
            (
                "credit,sanhe,li,2016-10-01,,,,,\n",
                "service",
                "a service that is named must",
            ),
            ("loans,nowhere,li,2016-10-01,,,,,\n", "station", "a station that is named must be there"),
            ("loans,sanhe,wang,2016-10-01,,,,,\n", "partner", "a partner that is named must be there"),
            ("loans,sanhe,li,2017-09-30,,,,,\n", "from", "a service must be permitted once at a time"),
            ("loans,sanhe,li,2016-03-01,2016-09-01,,,,\n", "from", "a permission must let its partner offer"),
        ],
    )
    def test_what_is_wrong_is_told_at_its_cell(self, row: str, column: str, message: str) -> None:
        [fault] = faults(lambda: read_with(HEADER + HELD + row))
        assert (fault.file, fault.row, fault.place) == ("permissions.csv", 3, column)
        assert fault.message.startswith(message)

    def test_all_faults_of_all_files_are_told_and_none_that_follows(self) -> None:
        told = faults(lambda: read_with(f"{HEADER}loans,sanhe,li,soon,,,,,\n", 'format = "rural-taobao services 1"'))
        assert [(each.file, each.place) for each in told] == [
            ("permissions.csv", "from"),
            ("services.toml", "services"),
        ]

    def test_beside_a_posting_that_cannot_be_read_nobody_is_blamed_for_not_being_in_charge(self) -> None:
        with folder() as home:
            write_network(VILLAGE, home)
            table = home / "postings.csv"
            table.write_text(table.read_text().replace("2016-09-01", "soon"))
            with chdir(home):
                told = faults(lambda: read_network(Path()))
        assert {each.file for each in told} == {"postings.csv"}

    def test_a_permission_of_whoever_is_never_in_charge_under_a_version_that_allows_it_is_told_beside_all_else(
        self,
    ) -> None:
        told = faults(
            lambda: read_with(
                f"{HEADER}{HELD}loans,sanhe,li,2016-03-01,2016-06-01,,,,\nloans,sanhe,wang,2016-10-01,,,,,\n"
            )
        )
        assert [(each.row, each.place, each.message.split(",")[0]) for each in told] == [
            (3, "from", "a permission must let its partner offer the service on some day"),
            (4, "partner", "a partner that is named must be there"),
        ]

    def test_who_decides_for_the_house_is_told_of_the_catalogue(self) -> None:
        text = services_text([evolve(each, decided_by="li") for each in VILLAGE.services])
        told = faults(lambda: read_with(catalogue=text))
        keys = [f"services[{place}].decided_by" for place in range(len(VILLAGE.services))]
        assert [(each.file, each.place) for each in told] == [("services.toml", key) for key in keys]
        # One alone is told at its own place.
        [*others, last] = VILLAGE.services
        told = faults(lambda: read_with(catalogue=services_text([*others, evolve(last, decided_by="sanhe")])))
        assert [each.place for each in told] == [keys[-1]]

    def test_a_network_without_services_has_neither_file(self) -> None:
        with folder() as home:
            write_network(VILLAGE, home)
            assert all((home / name).exists() for name in SERVICE_FILES)
            write_network(one_village(), home)
            assert not any((home / name).exists() for name in SERVICE_FILES)
            assert read_network(home) == one_village()


class TestPartners:
    """Since when a partner meets a demand stands in columns of its own, which are there where any is known."""

    FACTS = ("trained", "local", "premises")

    @settings(max_examples=10)
    @given(st.tuples(*(st.none() | st.dates() for _ in range(3))))
    def test_it_comes_back(self, days: tuple[date | None, ...]) -> None:
        facts: dict[str, Any] = dict(zip(self.FACTS, days, strict=True))
        village = evolve(one_village(), partners=[evolve(one_village().partners[0], **facts)])
        with folder() as home:
            write_network(village, home)
            header = (home / "partners.csv").read_text().splitlines()[0]
            assert header.endswith(",name,trained,local,premises") is any(days)
            assert read_network(home) == village


class TestLaws:
    """What a network refuses of partners and helpers is told at the row of the posting."""

    def test_a_demand_that_is_not_known_to_be_met(self) -> None:
        with folder() as home:
            write_network(one_village(), home)
            models = (home / "models.toml").read_text().replace("exam = true", "exam = true\nlocal = true")
            (home / "models.toml").write_text(models)
            with chdir(home):
                [fault] = faults(lambda: read_network(Path()))
        assert (fault.file, fault.row, fault.place) == ("postings.csv", 2, "version")
        assert "of partner li at station sanhe from 2015-06-01 that is not known" in fault.message

    def test_a_helper_too_many(self) -> None:
        with folder() as home:
            write_network(one_village(), home)
            models = (home / "models.toml").read_text().replace("exam = true", "exam = true\nhelpers_at_once = 0")
            (home / "models.toml").write_text(models)
            with (home / "partners.csv").open("a") as partners, (home / "payees.csv").open("a") as payees:
                partners.write("wang,2015-06-01,,part_time,,\n")
                payees.write("wang,2015-06-01,,\n")
            (home / "postings.csv").write_text(
                "station,partner,payee,version,from,to,role\n"
                "sanhe,li,li,2.0,2015-06-01,,\n"
                "sanhe,wang,wang,,2016-01-01,,helper\n"
            )
            with chdir(home):
                [fault] = faults(lambda: read_network(Path()))
        assert (fault.file, fault.row, fault.place) == ("postings.csv", 3, "from")
        assert fault.message.startswith("no more partners must help at a station at once than 0")


class TestDefaults:
    """Defaults that were written are read as they were, and their faults told with row and column."""

    @given(st.lists(st.tuples(identifiers(EventId), st.dates()), max_size=4, unique_by=lambda each: each[0]))
    def test_they_come_back(self, drawn: list[tuple[EventId, date]]) -> None:
        listed = tuple(Default(*each) for each in drawn)
        with folder() as home:
            write_defaults(listed, home / "defaults.csv")
            assert read_defaults(home / "defaults.csv") == listed

    def test_all_faults_are_told(self, tmp_path: Path) -> None:
        path = tmp_path / "defaults.csv"
        path.write_text("referral,day\nf-1,2017-02-01\nf-1,2017-02-02\nf 2,soon\n")
        told = faults(lambda: read_defaults(path))
        assert [(each.row, each.place) for each in told] == [(3, "referral"), (4, "day"), (4, "referral")]
        assert "f-1 is there twice" in told[0].message
