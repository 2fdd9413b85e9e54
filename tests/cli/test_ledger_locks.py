import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from rural_taobao.cli.locks import locked
from rural_taobao.documents import DocumentsRefused, holding
from rural_taobao.documents.holding import lock_file
from rural_taobao.documents.locks import take
from tests.cli.running import SAMPLE, VILLAGE, Run, rows


class TestTwoSettlementsOfOneLedger:
    """Two settlements of one period at once, a killed process: afterwards each line is in the ledger exactly once."""

    def test_one_waits_its_turn(self, village: Path, run: Run) -> None:
        Path("out").mkdir()
        with locked(Path("out/ledger.csv")):
            [fault] = run(*VILLAGE, "--json").faults
        assert fault["file"] == "out/ledger.csv"
        assert "another one holds it" in fault["message"]
        assert not Path("out/ledger.csv").exists()
        assert run(*VILLAGE).status == 0

    def test_one_waits_though_it_knows_the_ledger_by_a_link(self, village: Path) -> None:
        Path("books").mkdir()
        Path("link.csv").symlink_to("books/2016.csv")
        with (
            locked(Path("books/2016.csv")),
            pytest.raises(DocumentsRefused, match="another one holds it"),
            locked(Path("link.csv")),
        ):
            pass

    def test_each_line_is_there_once_when_both_run(self, sample: Path) -> None:
        command = [sys.executable, "-m", "rural_taobao", *SAMPLE]
        both = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(2)]
        said = [each.communicate()[1].decode() for each in both]
        assert 0 in {each.returncode for each in both}
        assert all(each.returncode == 0 or "one process at a time" in err for each, err in zip(both, said, strict=True))
        keys = [row["key"] for row in rows("out/ledger.csv")]
        assert len(keys) == len(set(keys)) > 0

    def test_a_killed_process_holds_nothing(self, village: Path, run: Run) -> None:
        Path("out").mkdir()
        killed = (
            "import os; from pathlib import Path; from rural_taobao.cli.locks import locked\n"
            "with locked(Path('out/ledger.csv')): os._exit(9)"
        )
        assert subprocess.run([sys.executable, "-c", killed], check=False).returncode == 9
        assert lock_file(Path("out/ledger.csv")).exists()
        assert run(*VILLAGE).status == 0
        assert not lock_file(Path("out/ledger.csv")).exists()

    def test_one_that_was_let_go_while_another_came_keeps_the_next_out(
        self, village: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ledger, taken = Path("ledger.csv"), list[int]()

        def late(handle: int) -> None:
            taken.append(handle)
            if len(taken) == 1:
                # Between opening and locking, the one before is done and removes what was opened.
                lock_file(ledger).unlink()
            take(handle)

        monkeypatch.setattr(holding, "take", late)
        with locked(ledger):
            assert len(taken) == 2
            with pytest.raises(DocumentsRefused, match="another one holds it"), locked(ledger):
                pass
        assert not lock_file(ledger).exists()

    def test_a_link_in_its_place_is_refused_and_what_it_points_at_left_alone(self, village: Path) -> None:
        victim = village / "victim"
        lock_file(Path("ledger.csv")).symlink_to(victim)
        with (
            pytest.raises(DocumentsRefused, match="a ledger must be locked while it is settled"),
            locked(Path("ledger.csv")),
        ):
            pass
        assert not victim.exists()
        assert lock_file(Path("ledger.csv")).is_symlink()

    def test_nothing_of_it_is_left(self, village: Path) -> None:
        with locked(Path("ledger.csv")):
            assert lock_file(Path("ledger.csv")).exists()
        with pytest.raises(ZeroDivisionError), locked(Path("ledger.csv")):
            raise ZeroDivisionError
        assert not lock_file(Path("ledger.csv")).exists()

    def test_stays_where_the_system_does_not_remove_an_open_file(
        self, village: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(*_: object) -> None:
            raise PermissionError(13, "Permission denied")

        with monkeypatch.context() as patched:
            patched.setattr(Path, "unlink", refuse)
            with locked(Path("ledger.csv")):
                pass
        assert lock_file(Path("ledger.csv")).exists()
        with locked(Path("ledger.csv")):
            pass

    def test_a_folder_that_takes_no_lock_is_named(self, village: Path) -> None:
        with (
            pytest.raises(DocumentsRefused, match="must be locked while it is settled"),
            locked(Path("nowhere/ledger.csv")),
        ):
            pass

    def test_a_disk_that_locks_nothing_is_named(self, village: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def unsupported(handle: int, flags: int) -> None:
            raise OSError(37, "No locks available")

        stub = SimpleNamespace(flock=unsupported, LOCK_EX=2, LOCK_NB=4)
        monkeypatch.setitem(sys.modules, "fcntl", stub)
        with pytest.raises(DocumentsRefused, match="'No locks available'"), locked(Path("ledger.csv")):
            pass

    def test_is_kept_from_the_other_on_windows_too(self, village: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        held: set[int] = set()

        def locking(handle: int, mode: int, size: int) -> None:
            assert (mode, size) == (2, 1)
            if held:
                raise PermissionError(13, "Permission denied")
            held.add(handle)

        monkeypatch.setitem(sys.modules, "fcntl", None)
        monkeypatch.setitem(sys.modules, "msvcrt", SimpleNamespace(locking=locking, LK_NBLCK=2))
        with locked(Path("ledger.csv")):
            assert len(held) == 1
            with pytest.raises(DocumentsRefused, match="another one holds it"), locked(Path("ledger.csv")):
                pass
