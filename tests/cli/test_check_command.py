import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from attrs import evolve

from rural_taobao.cli.recognition import Kind, recognised
from rural_taobao.currencies import Currency
from rural_taobao.documents import (
    write_adoptions,
    write_decisions,
    write_events,
    write_models,
    write_network,
    write_plan,
    write_programme,
    write_services,
    write_standard,
)
from rural_taobao.documents.models import read_models
from rural_taobao.instants import CHINA
from rural_taobao.money import Money
from rural_taobao.network import Adoption, Adoptions
from rural_taobao.programme import programme_history
from rural_taobao.samples import example_standard, one_order, one_plan, sample_transition, service_village
from rural_taobao.settlement import in_columns
from tests.cli.running import VILLAGE, Run, replaced_in

SANHE = Adoption(version="2.0", station="sanhe", start=date(2016, 1, 1))


class TestSoundFiles:
    """`check` says so when there is no fault, and counts what it read."""

    def test_are_counted_by_kind(self, village: Path, run: Run) -> None:
        run(*VILLAGE)
        ran = run("check", "network", "plan.toml", "events", "out", "--json")
        found = ran.object
        assert (ran.status, ran.err, found["faults"], found["hints"], found["warnings"]) == (0, "", [], [], [])
        assert {each["kind"]: each["counts"] for each in found["sound"]} == {
            "network": {"centres": 1, "stations": 1, "partners": 1, "payees": 3, "postings": 1},
            "calendar": {"festivals": 5},
            "models": {"model_versions": 1},
            "plan": {"plan_versions": 1, "rules": 1},
            "events": {"orders": 1, "parcels": 0, "refunds": 0, "cancellations": 0},
            "ledger": {"lines": 3, "payees": 3},
        }
        assert found["aside"] == ["out/statements.csv", "out/statements.json"]

    def test_are_named_on_the_page_and_then_that_no_fault_was_found(self, sample: Path, run: Run) -> None:
        Path("plans/notes.txt").touch()
        ran = run("check", ".")
        assert (ran.status, ran.err) == (0, "")
        assert "6 stations" in ran.out
        assert "\nevents    4 files" in ran.out
        aside = "Left aside, as nothing says what they are: made-by-rural-taobao-demo.txt, plans/notes.txt"
        assert ran.out.endswith("\nNo fault was found.\n")
        assert [line for line in ran.out.splitlines() if len(line.rstrip()) > 80] == [aside]

    def test_are_checked_once_however_often_they_are_named(self, village: Path, run: Run) -> None:
        once = run("check", "network", "events", "--json").object
        assert run("check", "network", "network/stations.csv", "events", "events/orders.csv", "--json").object == once

    def test_in_another_currency_are_read_in_that_of_the_models(self, village: Path, run: Run) -> None:
        dinar = Currency("BHD")
        models = Path("network/models.toml")
        write_models(evolve(read_models(models), currency=dinar), models)
        nothing = Money(0, dinar)
        parts: Any = {"discount": nothing, "tax_included": nothing, "tax_added": nothing, "shipping": nothing}
        order = evolve(one_order(), gross=Money.parse("1.005", dinar), **parts)
        write_events(in_columns([order], dinar), Path("events"), CHINA)
        assert run("check", "network", "events").status == 0
        assert run("check", "events").status == 1


class TestFaults:
    """Every fault of every file is told, with file, row and place; the exit status is 1."""

    def test_are_told_of_every_file(self, village: Path, run: Run) -> None:
        run(*VILLAGE)
        replaced_in("network/stations.csv", "2015-06-01", "2015-06-31")
        replaced_in("network/calendar.toml", "double-12", "double 12")
        replaced_in("network/models.toml", '"+08:00"', '"Asia/Shanghai"')
        replaced_in("plan.toml", "2 %", "two")
        replaced_in("events/orders.csv", "1199.00", "NaN")
        replaced_in("out/ledger.csv", ",1679,", ",1680,")
        ran = run("check", "network", "plan.toml", "events", "out", "--json")
        places = {(fault["file"], fault["row"]): fault["place"] for fault in ran.faults}
        assert {(file, row) for file, row in places if row} == {
            ("network/stations.csv", 2),
            ("events/orders.csv", 2),
            ("out/ledger.csv", 2),
        }
        assert places["network/stations.csv", 2] == "opened"
        assert places["events/orders.csv", 2] == "amount"
        assert places["out/ledger.csv", 2] == "arithmetic"
        assert places["network/models.toml", 0] == "clock"
        assert {"plan.toml", "network/calendar.toml"} < {file for file, _ in places}
        assert ran.object["sound"] == []

    def test_are_told_once_though_two_readers_meet_them(self, village: Path, run: Run) -> None:
        replaced_in("network/models.toml", '"+08:00"', '"Asia/Shanghai"')
        assert len(run("check", "network", "--json").faults) == 1

    def test_are_the_page_itself_and_counted_at_its_end(self, village: Path, run: Run) -> None:
        replaced_in("events/orders.csv", "1199.00", "NaN")
        ran = run("check", "network", "events")
        assert (ran.status, ran.err) == (1, "")
        assert "\nevents/orders.csv, row 2, amount: a number must be " in ran.out
        assert ran.out.endswith("\n\n1 fault found.\n")
        assert "No fault" not in ran.out

    def test_are_broken_into_indented_lines_on_a_narrow_terminal(
        self, village: Path, run: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        replaced_in("events/orders.csv", "1199.00", "NaN")
        whole = run("check", "events").out
        monkeypatch.setenv("FORCE_COLOR", "1")
        monkeypatch.setenv("NO_COLOR", "1")
        first, *others = run("check", "events").out.splitlines()[:-2]
        assert others
        assert all(line.startswith("  ") and len(line) <= 80 for line in others)
        assert " ".join((first, *others)).split() == whole.split()[:-3]

    @pytest.mark.parametrize("cell", ["1e400", "NaN", "１２", "-1.00", "1199.001", ""])
    def test_name_row_and_column_of_an_amount_that_is_none(self, village: Path, run: Run, cell: str) -> None:
        replaced_in("events/orders.csv", "1199.00", cell)
        [fault] = run("check", "events", "--json").faults
        assert (fault["file"], fault["row"], fault["place"]) == ("events/orders.csv", 2, "amount")


class TestPlansBesideANetwork:
    """A network folder is checked together with the plans given beside it."""

    def test_a_plan_that_is_missing_is_told_of_the_models(self, village: Path, run: Run) -> None:
        write_plan(evolve(one_plan(), id="other"), Path("plan.toml"))
        ran = run("check", "network", "plan.toml", "--json")
        [fault] = ran.faults
        assert (fault["file"], fault["place"]) == ("network/models.toml", "versions[0].plan")
        [hint] = ran.object["hints"]
        assert hint["file"] == "plan.toml"

    def test_of_two_networks_neither_calls_the_plans_of_the_other_unused(self, village: Path, run: Run) -> None:
        copytree("network", "second")
        replaced_in("second/models.toml", 'plan = "example"', 'plan = "other"')
        write_plan(evolve(one_plan(), id="other"), Path("other.toml"))
        ran = run("check", "network", "second", "plan.toml", "other.toml", "--json")
        assert (ran.status, ran.object["faults"], ran.object["hints"]) == (0, [], [])

    def test_festivals_that_nothing_is_at_hand_for_are_one_hint(self, sample: Path, run: Run) -> None:
        plans = (path for path in sorted(sample.rglob("*.toml")) if "rural-taobao plan" in path.read_text("utf-8"))
        plan = next(path for path in plans if "festival = {" in path.read_text("utf-8"))
        alone = run("check", plan, "--json")
        assert alone.status == 0
        [hint] = alone.object["hints"]
        assert "no calendar and no model version was given, so that they could not be checked" in hint["message"]
        whole = run("check", sample, "--json")
        assert whole.object["hints"] == []

    def test_a_plan_that_would_never_pay_is_no_fault(self, village: Path, run: Run) -> None:
        write_plan(evolve(one_plan(), id="other"), Path("other.toml"))
        ran = run("check", "network", "plan.toml", "other.toml")
        assert ran.status == 0
        assert "\nNot wrong, but hardly meant:\nother.toml, plan: a plan must be named by a model version" in ran.out

    def test_no_plan_is_missed_where_none_is_given(self, village: Path, run: Run) -> None:
        assert run("check", "network").status == 0

    def test_no_plan_is_missed_where_one_cannot_be_read(self, village: Path, run: Run) -> None:
        write_plan(evolve(one_plan(), id="other"), Path("other.toml"))
        replaced_in("plan.toml", "2 %", "two")
        faults = run("check", "network", "plan.toml", "other.toml", "--json").faults
        assert {fault["file"] for fault in faults} == {"plan.toml"}

    def test_a_festival_that_the_calendar_lacks_is_told_of_the_rule(self, sample: Path, run: Run) -> None:
        replaced_in("network/calendar.toml", '"double-11"', '"singles-day"')
        faults = run("check", "network", "plans", "--json").faults
        assert {fault["file"] for fault in faults} == {"plans/example-partner.toml"}
        assert all(fault["place"].endswith(".festival.id") for fault in faults)

    def test_two_plans_of_one_id_are_told_without_any_network(self, village: Path, run: Run) -> None:
        write_plan(one_plan(), Path("second.toml"))
        [fault] = run("check", "plan.toml", "second.toml", "--json").faults
        assert (fault["file"], fault["place"]) == ("second.toml", "plan")


class TestWhatPlansLeaveOpen:
    """What a plan leaves open, and what in it can never matter, is told and is no fault."""

    def test_is_told_of_a_lone_plan(self, village: Path, run: Run) -> None:
        self._narrowed('when = { category = ["phones"], days = { from = 2014-01-01, to = 2014-02-01 } }')
        ran = run("check", "plan.toml", "--json")
        [warning] = ran.object["warnings"]
        assert (ran.status, ran.object["faults"]) == (0, [])
        assert (warning["file"], warning["place"]) == ("plan.toml", "versions[0].rules[0].when")
        assert warning["message"].startswith("a rule must be able to match something")

    def test_is_told_on_the_page_before_the_faults(self, village: Path, run: Run) -> None:
        self._narrowed('when = { station = ["nowhere"], category = ["seeds"] }')
        ran = run("check", ".")
        assert (ran.status, ran.err) == (0, "")
        title, first, second, blank, last = ran.out.splitlines()[-5:]
        assert (title, blank, last) == ("What the plans leave open:", "", "No fault was found.")
        assert first.startswith("plan.toml, versions[0].rules: a category that is ordered must be covered by a rule")
        assert second.startswith("plan.toml, versions[0].rules[0].when.station[0]: a station that is named must be")

    def test_is_told_beside_faults(self, village: Path, run: Run) -> None:
        self._narrowed('when = { station = ["nowhere"] }')
        replaced_in("events/orders.csv", "1199.00", "NaN")
        ran = run("check", ".", "--json")
        assert len(ran.faults) == len(ran.object["warnings"]) == 1

    def test_is_not_told_of_the_sample(self, sample: Path, run: Run) -> None:
        assert run("check", ".", "--json").object["warnings"] == []

    @staticmethod
    def _narrowed(when: str) -> None:
        replaced_in("plan.toml", "when = {}", when)


class TestWhatIsNothingToCheck:
    """What can't be checked is never passed over in silence."""

    def test_a_file_that_is_not_there_is_a_fault(self, village: Path, run: Run) -> None:
        [fault] = run("check", "missing.toml", "--json").faults
        assert fault["message"].startswith("a file must be there")

    def test_a_network_without_its_calendar_is_a_fault(self, village: Path, run: Run) -> None:
        Path("network/calendar.toml").unlink()
        [fault] = run("check", "network", "--json").faults
        assert (fault["file"], fault["row"]) == ("network/calendar.toml", 0)

    def test_a_network_that_is_not_there_is_one_fault(self, village: Path, run: Run) -> None:
        [fault] = run("check", "nowhere/stations.csv", "--json").faults
        assert fault["file"] == "nowhere"

    def test_a_table_that_semicolons_separate_is_one_fault(self, village: Path, run: Run) -> None:
        text = Path("events/orders.csv").read_text("utf-8")
        Path("export.csv").write_text(text.replace(",", ";"), encoding="utf-8")
        [fault] = run("check", "export.csv", "--json").faults
        assert "columns must be separated by commas" in fault["message"]

    def test_a_file_of_no_kind_is_a_fault(self, village: Path, run: Run) -> None:
        for name, text in (("notes.txt", "hello"), ("table.csv", "a,b\n1,2\n"), ("project.toml", "name = 'x'\n")):
            Path(name).write_text(text, encoding="utf-8")
            [fault] = run("check", name, "--json").faults
            assert fault["file"] == name
            assert "nothing in this one says which" in fault["message"]

    @pytest.mark.parametrize("name", ["events/orders.csv", "events/x.csv", "events/x.toml", "network/models.toml"])
    def test_a_pipe_is_a_fault_and_is_not_waited_for(self, village: Path, run: Run, name: str) -> None:
        Path(name).unlink(missing_ok=True)
        os.mkfifo(name)
        for asked in (name, Path(name).parent):
            faults = run("check", asked, "--json").faults
            assert {(fault["file"], fault["message"].partition(";")[0]) for fault in faults} == {
                (name, "a document must be a plain file, but this is a pipe or a device")
            }

    def test_a_pipe_of_another_name_is_left_aside(self, village: Path, run: Run) -> None:
        os.mkfifo("events/notes")
        found = run("check", "events", "--json").object
        assert (found["faults"], found["aside"]) == ([], ["events/notes"])

    def test_a_folder_without_documents_is_a_fault(self, village: Path, run: Run) -> None:
        Path("empty").mkdir()
        assert [fault["file"] for fault in run("check", "empty", "--json").faults] == ["empty"]
        Path("empty/notes.txt").touch()
        ran = run("check", "empty")
        assert (ran.status, ran.err) == (1, "")
        assert "a folder must hold files that can be checked, but this one holds none" in ran.out

    def test_a_folder_that_cannot_be_looked_into_is_a_fault(
        self, village: Path, run: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refusing(path: str, onerror: Callable[[OSError], None]) -> Iterator[object]:
            onerror(PermissionError(13, "Permission denied"))
            yield path

        monkeypatch.setattr(os, "walk", refusing)
        [fault] = run("check", "network", "--json").faults
        assert "'Permission denied'" in fault["message"]


class TestRecognition:
    """A document says itself of which kind it is; its name serves where it is damaged."""

    @pytest.mark.parametrize(
        ("name", "text", "kind"),
        [
            ("any.toml", 'format = "rural-taobao plan 1"\n', Kind.PLAN),
            ("any.toml", "# a comment\r\n  format='rural-taobao calendar 1'\r\n", Kind.CALENDAR),
            ("any.toml", 'format = "rural-taobao models 2"\n', Kind.MODELS),
            ("any.toml", 'format = "rural-taobao ledger 1"\n', None),
            ("any.toml", 'format = "something else"\n', None),
            ("calendar.toml", "format =", Kind.CALENDAR),
            ("models.toml", "\xff", Kind.MODELS),
            ("models.toml", 'format = "rural-taobao plan 1"\n', Kind.PLAN),
            ("any.csv", "order,station\n", Kind.EVENTS),
            ("any.csv", '\ufeff"parcel","station"\r\n', Kind.EVENTS),
            ("any.csv", "refund, order\n", Kind.EVENTS),
            ("any.csv", "order;station\n", Kind.EVENTS),
            ("any.csv", "key\tplan_version\tarithmetic\n", Kind.LEDGER),
            ("any.csv", "station,cancellation", Kind.EVENTS),
            ("any.csv", "key,plan_version,arithmetic\n", Kind.LEDGER),
            ("any.csv", "payee,month,amount\n", None),
            ("any.csv", "", None),
            ("orders.csv", "", Kind.EVENTS),
            ("ledger.csv", "", Kind.LEDGER),
            ("stations.csv", "order,station\n", Kind.NETWORK),
            ("any.txt", "order,station\n", None),
        ],
    )
    def test_goes_by_what_a_file_says_and_then_by_its_name(
        self, tmp_path: Path, name: str, text: str, kind: Kind | None
    ) -> None:
        (tmp_path / name).write_text(text, encoding="utf-8", newline="")
        assert recognised(tmp_path / name) is kind

    def test_goes_by_the_name_where_nothing_is_there(self, tmp_path: Path) -> None:
        assert recognised(tmp_path / "orders.csv") is Kind.EVENTS
        assert recognised(tmp_path / "plan.toml") is None


class TestWhatStandsBesideANetwork:
    """Standards, services, adoptions, decisions and programmes are checked as plans are, by what each says it is."""

    def test_each_is_counted(self, village: Path, run: Run) -> None:
        write_standard(example_standard(), Path("standard.toml"))
        write_services(service_village().services, Path("mine.toml"))
        write_programme(programme_history(), Path("programme.toml"))
        write_adoptions(Adoptions([SANHE]), Path("network/adoptions.toml"))
        write_decisions(sample_transition().decisions, Path("decisions.toml"))
        ran = run("check", ".", "--json")
        assert (ran.status, ran.object["faults"]) == (0, [])
        counts = {each["kind"]: (each["files"], each["counts"]) for each in ran.object["sound"]}
        assert counts["standard"] == (["standard.toml"], {"standard_versions": 1, "thresholds": 4})
        assert counts["services"] == (["mine.toml"], {"services": len(service_village().services)})
        assert counts["programme"] == (["programme.toml"], {"targets": 3, "claims": 10})
        assert counts["adoptions"] == (["network/adoptions.toml"], {"adoptions": 1})
        assert counts["decisions"] == (["decisions.toml"], {"decisions": 5})

    def test_the_services_of_a_network_are_its_own(self, village: Path, run: Run) -> None:
        write_network(service_village(), Path("network"))
        found = run("check", "network/services.toml", "--json").object["sound"]
        assert [each["kind"] for each in found][:1] == ["network"]
        Path("services.toml").write_bytes(Path("network/services.toml").read_bytes())
        Path("network/more.toml").write_bytes(Path("network/services.toml").read_bytes())
        more = run("check", "network/more.toml", "--json").object["sound"]
        assert [(each["kind"], each["files"]) for each in more] == [("services", ["network/more.toml"])]
        [alone] = run("check", "services.toml", "--json").object["sound"]
        assert (alone["kind"], alone["files"]) == ("services", ["services.toml"])

    def test_faults_of_each_are_told_at_their_keys(self, village: Path, run: Run) -> None:
        write_standard(example_standard(), Path("standard.toml"))
        write_services(service_village().services, Path("mine.toml"))
        write_programme(programme_history(), Path("programme.toml"))
        write_adoptions(Adoptions([SANHE]), Path("network/adoptions.toml"))
        replaced_in("standard.toml", "at_least = ", "at_most = ")
        replaced_in("mine.toml", "area = ", "place = ")
        replaced_in("programme.toml", "set_on = ", "set_at = ")
        replaced_in("network/adoptions.toml", "2016-01-01", "soon")
        write_decisions(sample_transition().decisions, Path("decisions.toml"))
        replaced_in("decisions.toml", "does = ", "do = ")
        wrong = "standard.toml", "mine.toml", "programme.toml", "network/adoptions.toml", "decisions.toml"
        ran = run("check", *wrong, "--json")
        assert {each["file"] for each in ran.faults} == {*wrong}
        assert ran.object["sound"] == []

    def test_adoptions_are_held_against_the_network_of_their_folder(self, village: Path, run: Run) -> None:
        strange = [
            Adoption(version="9.0", station="nowhere", start=SANHE.start),
            SANHE,
            Adoption(version="2.0", centre="none", start=SANHE.start),
        ]
        write_adoptions(Adoptions(strange), Path("network/adoptions.toml"))
        faults = run("check", "network", "--json").faults
        assert [each["place"] for each in faults] == [
            *("adoptions[0].station", "adoptions[0].version", "adoptions[2].centre"),
        ]
        assert faults[2]["message"] == (
            "a county centre that is named must be there, but none is not; add it or name another"
        )
        write_adoptions(Adoptions(strange), Path("adoptions.toml"))
        assert run("check", "adoptions.toml").status == 0

    def test_a_standard_is_held_against_the_currency_of_the_models(self, village: Path, run: Run) -> None:
        write_standard(example_standard(), Path("standard.toml"))
        replaced_in("standard.toml", 'currency = "CNY"', 'currency = "USD"')
        assert run("check", "standard.toml").status == 0
        [fault] = run("check", "network", "standard.toml", "--json").faults
        assert (fault["file"], fault["place"]) == ("standard.toml", "currency")
        assert "USD" in fault["message"]
        replaced_in("network/models.toml", 'currency = "CNY"', 'currency = "none"')
        assert {each["file"] for each in run("check", "network", "standard.toml", "--json").faults} == {
            "network/models.toml"
        }
