"""A sample as files: the example plans, and what a user would have in a folder."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from attrs import evolve

from rural_taobao.commission import CommissionPlan, HitPolicy, MeasuredOn, OnRefund, RunningTotals
from rural_taobao.commission.matching import campaigns
from rural_taobao.commission.rates import Flat, Graduated, Percentage
from rural_taobao.currencies import CNY
from rural_taobao.documents.calendars import read_calendar
from rural_taobao.documents.checking import Document, cross_faults, cross_hints
from rural_taobao.documents.events import read_events
from rural_taobao.documents.faults import DocumentsRefused
from rural_taobao.documents.files import file_name
from rural_taobao.documents.plans import plan_from_text, plan_text, read_plan
from rural_taobao.documents.rosters import read_network
from rural_taobao.documents.trees import toml_tree
from rural_taobao.festivals import programme_calendar
from rural_taobao.identifiers import Party
from rural_taobao.instants import CHINA
from rural_taobao.kinds import WrongNumber
from rural_taobao.money import Money
from rural_taobao.periods import Month
from rural_taobao.samples import SamplePaths, example_plans, sample_events, sample_network, write_sample
from rural_taobao.samples.folders import DEMO_MONTH, DEMO_SEED, DEMO_STATIONS
from rural_taobao.samples.goods import ASSORTMENT
from rural_taobao.samples.schedules import EXAMPLE_PLANS, example_text
from rural_taobao.settlement import EventColumns, Scope, settle


def tree_at(path: Path) -> Document[None]:
    """Give a document as it stands in its file."""
    return Document(path.name, toml_tree(path.read_text("utf-8"), file=path.name), None)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> SamplePaths:
    return write_sample(tmp_path_factory.mktemp("sample") / "not" / "there", stations=5, seed=3, month=Month(2016, 11))


def by_id(events: EventColumns) -> dict[str, object]:
    """Give the facts of each event by its id: a folder keeps no order between its files."""
    found: dict[str, object] = {}
    for row, name in enumerate(events.ids):
        columns = events.kinds, events.quantities, events.gross, events.discounts, events.placed, events.deposit
        later = events.balance, events.paid, events.received, events.known
        place = events.station_ids[events.stations[row]], events.category_codes[events.categories[row]]
        found[name] = (place, [column[row] for column in (*columns, *later)])
        for refund in events.refunds.get(row, ()):
            found[refund.id] = (name, evolve(refund, row=0))
    found.update((each.id, (events.ids[row], evolve(each, row=0))) for row, each in events.cancellations.items())
    return found


class TestExamplePlans:
    """The example plans are complete, are called examples, and show what a plan can say."""

    def test_say_that_they_are_examples(self) -> None:
        for plan in example_plans():
            assert plan.id.startswith("example")
            assert plan.name.startswith("Example")
            for entry in plan.versions.entries:
                assert entry.source is not None
                assert entry.source.quality == "example"
                assert entry.source.note == "nobody published the programme's own rates"

    def test_are_those_that_the_sample_networks_name(self) -> None:
        versions = sample_network(stations=1, seed=1).versions
        assert {version.plan for version in versions} == {plan.id for plan in example_plans()} == set(EXAMPLE_PLANS)

    def test_hold_from_the_programmes_first_month_on_and_are_amended_once(self) -> None:
        shop, partner = ([str(day) for day in plan.versions.changes()] for plan in example_plans())
        assert shop == ["2014-10-01", "2016-07-01"]
        assert partner == ["2014-10-01", "2016-11-16"]
        assert not any(plan.versions.covered.end for plan in example_plans())

    def test_of_shops_earn_by_category_and_share_with_the_platform(self) -> None:
        shop, _ = example_plans()
        for entry in shop.versions.entries:
            rules = entry.value.rules
            assert entry.value.hit_policy is HitPolicy.UNIQUE
            assert isinstance(rules[0].rate, Flat)
            assert all(isinstance(rule.rate, Percentage) for rule in rules[1:])
            assert any(rule.floor for rule in rules)
            assert all(rule.cap for rule in rules[1:])
            assert all(rule.parties == (Party.PARTNER, Party.PLATFORM) for rule in rules[1:])
            assert not any(campaigns(rule.when) for rule in rules)

    def test_of_partners_earn_on_double_11_and_by_what_was_sold_in_the_month(self) -> None:
        _, partner = example_plans()
        for entry in partner.versions.entries:
            parcels, festival, rest = entry.value.rules
            assert entry.value.hit_policy is HitPolicy.FIRST
            assert isinstance(parcels.rate, Flat)
            assert [(str(each.festival), str(each.clock)) for each in campaigns(festival.when)] == [
                ("double-11", "placed")
            ]
            assert isinstance(rest.rate, Graduated)
            assert rest.measured_on is MeasuredOn.RUNNING_TOTAL
            assert {festival.on_refund, rest.on_refund} == set(OnRefund)
            assert festival.parties == rest.parties == (Party.PARTNER, Party.COUNTY_CENTRE, Party.PLATFORM)
            assert str(entry.value.earned_on) == "paid"
        assert partner.versions.entries[-1].value.running_totals is RunningTotals.CARRY

    def test_name_only_goods_that_are_sold(self) -> None:
        sold = {each.category for each in ASSORTMENT}
        named = set[str]()
        for plan in EXAMPLE_PLANS:
            named |= {word for word in example_text(plan).split('"') if word in sold}
        assert named == sold - {"top-ups"}

    @pytest.mark.parametrize("plan", example_plans(), ids=EXAMPLE_PLANS)
    def test_read_back_as_the_same_plan(self, plan: CommissionPlan) -> None:
        assert plan_from_text(plan_text(plan)) == plan

    def test_are_these_two_alone(self) -> None:
        with pytest.raises(FileNotFoundError):
            example_text("example-third")


class TestFolders:
    """A sample is written to the same files that a user would write, and reads back as what it was."""

    def test_hold_these_files(self, written: SamplePaths) -> None:
        folder = written.network.parent
        files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
        assert files == [
            "events/cancellations.csv",
            "events/orders.csv",
            "events/parcels.csv",
            "events/refunds.csv",
            "made-by-rural-taobao-demo.txt",
            "network/calendar.toml",
            "network/centres.csv",
            "network/listed.csv",
            "network/models.toml",
            "network/partners.csv",
            "network/payees.csv",
            "network/postings.csv",
            "network/sites.csv",
            "network/stations.csv",
            "network/villages.csv",
            "plans/example-partner.toml",
            "plans/example-shop.toml",
        ]
        assert {path for path in folder.rglob("*.*") if "network" not in path.parts and path.parent != folder} == {
            *written.events,
            *written.plans,
        }

    def test_read_back_as_the_network_the_calendar_and_the_plans(self, written: SamplePaths) -> None:
        assert read_network(written.network) == sample_network(stations=5, seed=3)
        assert read_calendar(written.network / "calendar.toml") == programme_calendar()
        assert tuple(map(read_plan, written.plans)) == example_plans()

    def test_read_back_as_the_events(self, written: SamplePaths) -> None:
        events = sample_events(sample_network(stations=5, seed=3), month=Month(2016, 11), seed=3)
        assert by_id(read_events(written.events, CNY)) == by_id(events)
        assert len(by_id(events)) > 126

    def test_have_no_fault_between_them(self, written: SamplePaths) -> None:
        plans = [tree_at(path) for path in written.plans]
        calendar = tree_at(written.network / "calendar.toml")
        models = tree_at(written.network / "models.toml")
        assert cross_faults(plans, calendar, models) == ()
        assert cross_hints(plans, models) == ()

    def test_settle_to_the_same_as_the_values(self, written: SamplePaths) -> None:
        network = sample_network(stations=5, seed=3)
        events = sample_events(network, month=Month(2016, 11), seed=3)
        scope, calendar = Scope("2016-11"), programme_calendar()
        from_values = settle(network, example_plans(), calendar, events, scope)
        from_files = settle(
            read_network(written.network),
            map(read_plan, written.plans),
            read_calendar(written.network / "calendar.toml"),
            read_events(written.events, CNY),
            scope,
        )
        assert from_files.statements == from_values.statements
        assert set(from_files.lines) == set(from_values.lines)
        assert sum((each.accrued for each in from_values.statements), Money(0)).minor > 0

    def test_are_written_over_by_another_sample(self, tmp_path: Path) -> None:
        write_sample(tmp_path, stations=9, seed=1, month=Month(2016, 11))
        write_sample(tmp_path, stations=5, seed=3, month=Month(2016, 11))
        assert read_network(tmp_path / "network") == sample_network(stations=5, seed=3)

    def test_are_those_of_the_demo_where_nothing_is_said(self, tmp_path: Path) -> None:
        assert [DEMO_STATIONS, DEMO_SEED] == [40, 2016]
        assert str(DEMO_MONTH) == "2016-11"
        paths = write_sample(tmp_path)
        assert read_network(paths.network) == sample_network(stations=40, seed=2016)

    def test_show_instants_on_the_clock_of_the_network(self, written: SamplePaths) -> None:
        first = written.events[0].read_text("utf-8").splitlines()[1]
        assert first.count(str(CHINA)) >= 2

    @pytest.mark.parametrize("name", ["taken/by/a/file", "a\0b"])
    def test_are_refused_where_none_can_be(self, tmp_path: Path, name: str) -> None:
        (tmp_path / "taken").write_text("a file")
        with pytest.raises(DocumentsRefused) as refused:
            write_sample(tmp_path / name, stations=1)
        (fault,) = refused.value.faults
        assert fault.message == (
            "a folder must be there or be made here, but the system refused; name a path that is free and writable"
        )
        assert fault.file == file_name(tmp_path / name)

    def test_are_not_begun_where_a_number_is_wrong(self, tmp_path: Path) -> None:
        with pytest.raises(WrongNumber):
            write_sample(tmp_path / "sample", stations=0)
        assert not (tmp_path / "sample").exists()


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


class TestAFolderOfItsOwn:
    """A sample takes the place of a sample, and of nothing else: nobody's own work is ever overwritten."""

    def test_is_told_by_its_note(self, written: SamplePaths) -> None:
        note = (written.network.parent / "made-by-rural-taobao-demo.txt").read_text("utf-8")
        assert note.startswith("Everything in this folder is made up")

    def refused(self, folder: Path, holds: str) -> None:
        before = contents(folder)
        with pytest.raises(DocumentsRefused) as refused:
            write_sample(folder, stations=2)
        (fault,) = refused.value.faults
        assert str(fault) == (
            f"{folder}: a sample must have a folder of its own, but this one holds {holds}, which no sample made; "
            "name another folder"
        )
        assert contents(folder) == before

    @pytest.mark.parametrize("name", ["network/stations.csv", "ledger.csv", "notes.txt"])
    def test_is_not_one_with_work_of_somebody(self, tmp_path: Path, name: str) -> None:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("my own work")
        self.refused(tmp_path, name)

    @pytest.mark.parametrize("name", ["plans/my-plan.toml", "network/old/stations.csv"])
    def test_is_none_any_more_with_another_file_in_it(self, tmp_path: Path, name: str) -> None:
        write_sample(tmp_path, stations=2)
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("my own work")
        self.refused(tmp_path, name)

    def test_is_none_any_more_with_a_link_in_it(self, tmp_path: Path) -> None:
        sample = tmp_path / "sample"
        paths = write_sample(sample, stations=2)
        for path in (paths.plans[0], paths.network):
            own = tmp_path / path.name
            path.rename(own)
            path.symlink_to(own)
        before = contents(tmp_path)
        for name in ("network", "plans/example-shop.toml"):
            self.refused(sample, name)
            (sample / name).unlink()
            assert {each: text for each, text in before.items() if not each.startswith("sample/")} == {
                each: text for each, text in contents(tmp_path).items() if not each.startswith("sample/")
            }

    def test_keeps_what_it_was_settled_to(self, tmp_path: Path) -> None:
        write_sample(tmp_path, stations=2)
        for name in ("ledger.csv", "statements.csv", "statements.json"):
            (tmp_path / name).write_text("settled")
        write_sample(tmp_path, stations=3)
        assert [contents(tmp_path)[name] for name in ("ledger.csv", "statements.csv", "statements.json")] == [
            b"settled"
        ] * 3

    def test_may_hold_what_is_hidden(self, tmp_path: Path) -> None:
        (tmp_path / ".git").mkdir()
        (tmp_path / ".git" / "HEAD").write_text("main")
        (tmp_path / ".hidden").write_text("mine")
        write_sample(tmp_path, stations=2)
        assert (contents(tmp_path)[".git/HEAD"], contents(tmp_path)[".hidden"]) == (b"main", b"mine")

    def test_must_be_readable_to_tell(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def refusing(path: Path, onerror: Callable[[OSError], None]) -> Iterator[object]:
            onerror(PermissionError(13, "Permission denied"))
            yield path

        monkeypatch.setattr(os, "walk", refusing)
        with pytest.raises(DocumentsRefused, match="must be readable, but the system said 'Permission denied'"):
            write_sample(tmp_path, stations=2)
