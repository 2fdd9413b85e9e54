"""The commands `network take` and `network history`: what a register is told, and what it knows of one thing."""

import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from attrs import evolve

from rural_taobao.documents import read_register, read_register_events, write_charter
from rural_taobao.lives import Post
from rural_taobao.network import Service, Vacancy, programme_versions
from rural_taobao.register import Charter
from tests.cli.running import Run

ROSTER = """\
what,centre,station,partner,payee,step,day,county,version,engagement
payee,,,,platform,enrol,2015-05-01,,,
payee,,,,li,enrol,2015-05-01,,,
payee,,,,wang,enrol,2015-05-01,,,
centre,feixi,,,platform,plan,2015-05-01,340123,,
centre,feixi,,,,open,2015-05-20,,,
station,feixi,sanhe,,,enter,2015-06-01,,,
partner,,,li,,examine,2015-05-25,,,
partner,,,li,,enter,2015-06-01,,,full_time
partner,,,wang,,examine,2015-05-25,,,
partner,,,wang,,enter,2015-06-01,,,full_time
posting,,sanhe,li,li,take_charge,2015-06-01,,2.0,
"""
CHANGE = """\
what,station,partner,payee,step,day,version,together
posting,sanhe,li,,end,2016-01-01,,x
posting,sanhe,wang,wang,take_charge,2016-01-01,2.0,x
"""
RIGHT = """\
what,station,partner,command,happening,day,together
posting,sanhe,li,correct,9.1,2016-01-04,x
posting,sanhe,wang,correct,9.2,2016-01-04,x
"""
FIRST, SECOND, THIRD = (f"{day}T09:00:00+08:00" for day in ("2015-06-01", "2016-01-05", "2016-02-01"))
CHARTER = Charter(
    platform="platform",
    vacancy=Vacancy("nobody"),
    versions=[evolve(each, services=["loans"]) for each in programme_versions({"1.0": "shop", "2.0": "partner"})],
    services=[Service(id="loans", area="finance", decided_by="bank")],
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with an empty register and three tables of commands."""
    monkeypatch.chdir(tmp_path)
    Path("register").mkdir()
    write_charter(CHARTER, Path("register", "charter.toml"))
    for name, text in (("roster", ROSTER), ("change", CHANGE), ("right", RIGHT)):
        Path(f"{name}.csv").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def told(folder: Path, run: Run) -> Path:
    """Let the register be told all three."""
    for name, known in (("roster", FIRST), ("change", SECOND), ("right", THIRD)):
        assert run("network", "take", "register", f"{name}.csv", "--known", known).status == 0
    return folder


class TestTake:
    """A table of commands is taken whole or not at all, and what changed is counted."""

    def test_a_roster_is_taken_and_counted(self, folder: Path, run: Run) -> None:
        ran = run("network", "take", "register", "roster.csv", "--known", FIRST)
        assert (ran.status, ran.err) == (0, "")
        assert [line.rstrip() for line in ran.out.splitlines()] == [
            "Taken: 11 commands as 8 events",
            "",
            "what     step         commands",
            "──────────────────────────────",
            "payee    enrol               3",
            "centre   plan                1",
            "centre   open                1",
            "station  enter               1",
            "partner  examine             2",
            "partner  enter               2",
            "posting  take_charge         1",
            "",
            "events 1 to 8",
        ]
        register = read_register(Path("register"))
        assert register.count == 8
        charge = register.in_charge("sanhe", datetime.fromisoformat(SECOND))
        assert charge is not None
        assert charge.partner == "li"

    def test_one_after_another(self, told: Path, run: Run) -> None:
        register = read_register(Path("register"))
        assert register.count == 10
        assert register.state(Post("sanhe", "wang"), datetime(2016, 1, 4).date()) == "in_charge"  # noqa: DTZ001 - a day
        [*_, last] = read_register_events(Path("register", "events.jsonl"))
        assert last.known == datetime.fromisoformat(THIRD)

    def test_a_machine_gets_all_of_it(self, folder: Path, run: Run) -> None:
        run("network", "take", "register", "roster.csv", "--known", FIRST)
        told = run("network", "take", "register", "change.csv", "--known", SECOND, "--json").object
        assert told == {
            "known": SECOND,
            "dry_run": False,
            "commands": 2,
            "events": [9],
            "steps": [
                {"what": "posting", "step": "end", "count": 1},
                {"what": "posting", "step": "take_charge", "count": 1},
            ],
            "events_in_all": 9,
        }

    def test_a_dry_run_writes_nothing(self, folder: Path, run: Run) -> None:
        ran = run("network", "take", "register", "roster.csv", "--known", FIRST, "--dry-run")
        assert ran.status == 0
        assert ran.out.startswith("Would be taken, and nothing was written: 11 commands as 8 events\n")
        assert [each.name for each in Path("register").iterdir()] == ["charter.toml"]
        told = run("network", "take", "register", "roster.csv", "--known", FIRST, "--dry-run", "--json").object
        assert (told["dry_run"], told["events_in_all"]) == (True, 8)

    def test_corrections_and_withdrawals_are_counted_as_such(self, told: Path, run: Run) -> None:
        Path("never.csv").write_text(
            "what,station,partner,command,happening\nposting,sanhe,wang,withdraw,10.2\n", encoding="utf-8"
        )
        ran = run("network", "take", "register", "never.csv", "--known", "2016-03-01T09:00:00+08:00")
        assert [line.split() for line in ran.out.splitlines()[4:]] == [
            ["posting", "withdraw", "1"],
            [],
            ["event", "11"],
        ]

    def test_an_empty_table_is_no_fault(self, folder: Path, run: Run) -> None:
        Path("none.csv").write_text("what,step\n", encoding="utf-8")
        ran = run("network", "take", "register", "none.csv", "--known", FIRST)
        assert (ran.status, ran.out.splitlines()[0]) == (0, "Taken: 0 commands as 0 events")
        assert ran.out.count("\n") == 1

    def test_what_is_refused_leaves_all_as_it_was(self, told: Path, run: Run) -> None:
        before = Path("register", "events.jsonl").read_bytes()
        Path("bad.csv").write_text(
            "what,station,step,day\nstation,sanhe,close,2016-03-01\nstation,taohua,open,2016-03-01\n",
            encoding="utf-8",
        )
        ran = run("network", "take", "register", "bad.csv", "--known", "2016-03-01T09:00:00+08:00")
        assert (ran.status, ran.out) == (1, "")
        first, second = ran.err.splitlines()
        assert first.startswith("bad.csv, row 2: the posting of partner wang at station sanhe from 2016-01-04 must lie")
        assert second.startswith("bad.csv, row 3: station taohua must move along its arrows, but 'open' (12)")
        assert Path("register", "events.jsonl").read_bytes() == before

    def test_faults_of_the_register_and_of_the_table_are_told_together(self, told: Path, run: Run) -> None:
        with Path("register", "events.jsonl").open("a", encoding="utf-8") as file:
            file.write("{}\n")
        Path("roster.csv").write_text(ROSTER.replace("2015-05-20", "2015-05-32"), encoding="utf-8")
        faults = run("network", "take", "register", "roster.csv", "--known", THIRD, "--json").faults
        assert {(each["file"], each["row"]) for each in faults} == {("register/events.jsonl", 11), ("roster.csv", 6)}

    def test_what_became_known_before_is_refused_in_one_sentence(self, told: Path, run: Run) -> None:
        ran = run("network", "take", "register", "roster.csv", "--known", FIRST)
        assert (ran.status, ran.out) == (1, "")
        assert ran.err == (
            f"an event must become known no earlier than the one before it, at {THIRD}, but event 11 was given as "
            f"known at {FIRST}; state the instant at which you learnt of it, and its day apart\n"
        )

    def test_the_instant_must_be_stated(self, folder: Path, run: Run) -> None:
        assert "Missing option '--known'" in run("network", "take", "register", "roster.csv").err
        assert run("network", "take", "register", "roster.csv", "--known", "2015-06-01").status == 2

    @pytest.mark.parametrize("dry", [[], ["--dry-run"]])
    @pytest.mark.parametrize(
        ("known", "clock"), [("9999-12-31T23:59:59-12:00", "+14:00"), ("0001-01-01T09:00:00+08:00", "-14:00")]
    )
    def test_an_instant_that_no_clock_could_tell_is_refused_at_once(
        self, folder: Path, run: Run, known: str, clock: str, dry: list[str]
    ) -> None:
        ran = run("network", "take", "register", "roster.csv", "--known", known, *dry)
        assert (ran.status, ran.out) == (2, "")
        assert " ".join(ran.err.split()).endswith(
            f"Invalid value for '--known': an instant must fall within the years 1 to 9999 on every clock, but {known} "
            f"does not on the clock {clock}; state when it became known"
        )
        assert [each.name for each in Path("register").iterdir()] == ["charter.toml"]


class TestHistory:
    """What became known of one thing is shown in that order, with what put it right."""

    def test_a_posting_that_was_put_right(self, told: Path, run: Run) -> None:
        ran = run("network", "history", "register", "posting", "sanhe", "li")
        assert (ran.status, ran.err) == (0, "")
        assert [line.split() for line in ran.out.splitlines() if line] == [
            ["Posting", "partner", "li", "at", "station", "sanhe"],
            ["id", "known", "(+08:00)", "holds", "from", "step", "states", "put", "right"],
            ["─" * 80],
            ["8", "2015-06-01", "09:00:00", "2015-06-01", "take", "charge", "version", "2.0,"],
            ["payee", "li"],
            ["9.1", "2016-01-05", "09:00:00", "2016-01-01", "end", "no", "more", "in"],
            ["force,", "see"],
            ["10.1"],
            ["10.1", "2016-02-01", "09:00:00", "2016-01-04", "end", "in", "place", "of"],
            ["9.1"],
            ["ended", "from", "2016-01-04,", "as", "far", "as", "is", "known"],
        ]

    def test_as_it_was_known_then(self, told: Path, run: Run) -> None:
        ran = run("network", "history", "register", "posting", "sanhe", "li", "--known-by", SECOND)
        assert "ended from 2016-01-01, as far as is known" in ran.out
        assert "10.1" not in ran.out
        asked = "network", "history", "register", "posting", "sanhe", "li", "--known-by", SECOND, "--json"
        assert [each["corrected_by"] for each in run(*asked).object["records"]] == [None, None]

    def test_a_machine_gets_all_of_it(self, told: Path, run: Run) -> None:
        told_ = run("network", "history", "register", "posting", "sanhe", "wang", "--json").object
        assert told_ == {
            "of": {"posting": {"station": "sanhe", "partner": "wang"}},
            "state": "in_charge",
            "since": "2016-01-04",
            "records": [
                {
                    "id": "9.2",
                    "step": "take_charge",
                    "day": "2016-01-01",
                    "detail": {"terms": {"version": "2.0", "payee": "wang"}},
                    "known": SECOND,
                    "corrected_by": "10.2",
                },
                {
                    "id": "10.2",
                    "step": "take_charge",
                    "day": "2016-01-04",
                    "detail": {"terms": {"version": "2.0", "payee": "wang"}},
                    "replaces": "9.2",
                    "known": THIRD,
                    "corrected_by": None,
                },
            ],
        }

    def test_a_state_holds_from_the_day_since_which_nothing_broke_it(self, told: Path, run: Run) -> None:
        Path("paid.csv").write_text(
            "what,station,partner,payee,step,day\nposting,sanhe,wang,platform,pay_to,2016-03-01\n", encoding="utf-8"
        )
        assert run("network", "take", "register", "paid.csv", "--known", "2016-03-02T09:00:00+08:00").status == 0
        asked = "network", "history", "register", "posting", "sanhe", "wang"
        assert run(*asked).out.rstrip().endswith("in charge from 2016-01-04, as far as is known")
        found = run(*asked, "--json").object
        assert (found["state"], found["since"], len(found["records"])) == ("in_charge", "2016-01-04", 3)

    @pytest.mark.parametrize(
        ("ended", "again", "since"),
        [
            ("2017-01-01", "2017-01-01", "2016-02-01"),
            ("2017-01-01", "2017-01-02", "2017-01-02"),
            ("", "2017-02-01", "2016-02-01"),
            ("", "2017-02-02", "2017-02-02"),
        ],
    )
    def test_a_day_without_a_permission_breaks_it_though_no_step_was_taken(
        self, told: Path, run: Run, ended: str, again: str, since: str
    ) -> None:
        rows = [
            "what,service,station,partner,step,day,until",
            "permission,loans,sanhe,wang,enter,2016-02-01,2017-02-01",
            *([f"permission,loans,sanhe,wang,end,{ended},"] if ended else []),
            f"permission,loans,sanhe,wang,enter,{again},2018-02-01",
        ]
        Path("loans.csv").write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
        assert run("network", "take", "register", "loans.csv", "--known", "2017-03-02T09:00:00+08:00").status == 0
        asked = "network", "history", "register", "permission", "loans", "sanhe", "wang"
        found = run(*asked, "--json").object
        assert (found["state"], found["since"]) == ("permitted", since)
        assert found["records"][0]["detail"] == {"leave": {"until": "2017-02-01"}}
        assert f"permitted from {since}, as far as is known" in run(*asked).out

    def test_what_a_terminal_would_obey_is_spelled_out(self, told: Path, run: Run) -> None:
        Path("hold.csv").write_text(
            'what,payee,step,day,reason\npayee,li,hold,2016-04-01,"\x1b[31mred\x1b[0m bell\x07 请假"\n',
            encoding="utf-8",
        )
        assert run("network", "take", "register", "hold.csv", "--known", "2016-04-02T09:00:00+08:00").status == 0
        ran = run("network", "history", "register", "payee", "li")
        assert r"\x1b[31mred\x1b[0m" in ran.out
        assert r"bell\x07 请假" in ran.out
        assert not {"\x1b", "\x07"} & {*ran.out}

    def test_a_permission(self, told: Path, run: Run) -> None:
        Path("loans.csv").write_text(
            "what,service,station,partner,step,day,until,cause,defaults,within_days\n"
            "permission,loans,sanhe,wang,enter,2016-02-01,2017-02-01,,,\n"
            "permission,loans,sanhe,wang,revoke,2016-03-01,,defaults,3,90\n",
            encoding="utf-8",
        )
        assert run("network", "take", "register", "loans.csv", "--known", "2016-03-02T09:00:00+08:00").status == 0
        ran = run("network", "history", "register", "permission", "loans", "sanhe", "wang")
        assert ran.out.startswith("Permission for loans of partner wang at station sanhe\n")
        said = " ".join(ran.out.split())
        assert "2016-02-01 enter until 2017-02-01" in said
        assert "revoke cause defaults," in said
        assert said.endswith("revoked from 2016-03-01, as far as is known")

    def test_what_was_taken_back(self, folder: Path, run: Run) -> None:
        Path("roster.csv").write_text("what,payee,step,day\npayee,li,enrol,2015-05-01\n", encoding="utf-8")
        Path("never.csv").write_text("what,payee,command,happening\npayee,li,withdraw,1\n", encoding="utf-8")
        run("network", "take", "register", "roster.csv", "--known", FIRST)
        run("network", "take", "register", "never.csv", "--known", SECOND)
        ran = run("network", "history", "register", "payee", "li")
        assert [" ".join(line.split()) for line in ran.out.splitlines()[4:]] == [
            "1 2015-06-01 09:00:00 2015-05-01 enrol no more in force, see 2",
            "2 2016-01-05 09:00:00 1 never took place",
            "",
            "all that was known of it was taken back",
        ]
        found = run("network", "history", "register", "payee", "li", "--json").object
        assert (found["state"], found["since"], found["records"][1]["cancels"]) == (None, None, "1")

    def test_going_back_to_a_version_is_said(self, folder: Path, run: Run) -> None:
        text = ROSTER.replace("county,version,engagement", "county,version,engagement,reverts")
        rows = [line if line.endswith("reverts") else f"{line}," for line in text.splitlines()]
        rows[-1] += "true"
        Path("roster.csv").write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
        assert run("network", "take", "register", "roster.csv", "--known", FIRST).status == 0
        ran = run("network", "history", "register", "posting", "sanhe", "li")
        assert "reverts" in ran.out
        assert "True" not in ran.out

    @pytest.mark.parametrize(
        ("kind", "ids", "shown"),
        [
            ("station", ["sanhe"], "Station sanhe"),
            ("centre", ["feixi"], "county 340123, payee platform"),
            ("partner", ["li"], "engagement full_time"),
            ("payee", ["li"], "known from 2015-05-01, as far as is known"),
        ],
    )
    def test_each_kind_of_thing(self, told: Path, run: Run, kind: str, ids: list[str], shown: str) -> None:
        ran = run("network", "history", "register", kind, *ids)
        assert ran.status == 0
        assert shown in " ".join(ran.out.split())

    def test_what_is_not_known_is_refused(self, told: Path, run: Run) -> None:
        ran = run("network", "history", "register", "station", "taohua")
        assert (ran.status, ran.out) == (1, "")
        assert ran.err == (
            "register: a thing that is asked about must be known to the register, but no station taohua is; look at "
            "its ids\n"
        )
        [fault] = run(
            "network", "history", "register", "posting", "sanhe", "wang", "--known-by", FIRST, "--json"
        ).faults
        assert "but no posting sanhe wang is by then; " in fault["message"]

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (["posting", "sanhe"], "a posting must be named by its station and partner, but it was named by 1 id;"),
            (["station", "sanhe", "li"], "a station must be named by its station, but it was named by 2 ids;"),
            (["stall", "sanhe"], "'stall' is not one of 'centre', 'station', 'partner', 'payee', 'posting'"),
            (["station", "sanhe", "--known-by", "2015-06-01"], "be an instant with its offset, such as 2016-11-11T00"),
            (["station", "三河"], "Invalid value for ID: a station id must be 1 to 64 ASCII letters"),
        ],
    )
    def test_wrong_usage_is_told(self, told: Path, run: Run, arguments: list[str], said: str) -> None:
        ran = run("network", "history", "register", *arguments)
        assert (ran.status, ran.out) == (2, "")
        assert said in ran.err

    def test_a_folder_of_something_else_is_told(self, folder: Path, run: Run) -> None:
        [fault] = run("network", "history", ".", "station", "sanhe", "--json").faults
        assert fault["message"].startswith("a register must be a folder that holds charter.toml and events.jsonl")


class TestCheck:
    """`check` replays a register, whichever of its files is named."""

    @pytest.mark.parametrize("named", ["register", "register/charter.toml", "register/events.jsonl"])
    def test_a_sound_one_is_counted(self, told: Path, run: Run, named: str) -> None:
        found = run("check", named, "--json").object
        assert found["sound"] == [
            {"kind": "register", "files": ["register"], "counts": {"events": 10, "model_versions": 2}}
        ]
        assert found["faults"] == []

    def test_faults_are_told_with_their_lines(self, told: Path, run: Run) -> None:
        path = Path("register", "events.jsonl")
        lines = path.read_text(encoding="utf-8").splitlines()
        path.write_text("".join(f"{line}\n" for line in [*lines[:4], *lines[5:]]), encoding="utf-8")
        [fault] = run("check", "register", "--json").faults
        assert (fault["file"], fault["row"]) == ("register/events.jsonl", 5)
        assert "event 6 stands where event 5 should" in fault["message"]

    def test_who_settles_does_not_load_it(self) -> None:
        code = (
            "import sys; from rural_taobao.cli import jobs, recognition; print('rural_taobao.register' in sys.modules)"
        )
        ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert ran.stdout == "False\n"
