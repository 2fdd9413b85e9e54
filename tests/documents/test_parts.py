import errno
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from types import SimpleNamespace

import pytest

from rural_taobao.documents import parts
from rural_taobao.documents.files import replaced
from rural_taobao.documents.locks import is_at
from rural_taobao.documents.parts import file_part, folder_part
from rural_taobao.documents.tables import set_aside


def below(folder: Path) -> list[str]:
    return sorted(each.relative_to(folder).as_posix() for each in folder.rglob("*"))


def leave(folder: Path) -> None:
    """Leave parts behind, as killed processes do."""
    (folder / ".rural-taobao-1.part").write_text("half a f")
    (folder / ".rural-taobao-7.part").touch()
    (folder / ".rural-taobao-2.parts").mkdir()
    (folder / ".rural-taobao-2.parts" / "statements.csv").write_text("half a t")


class TestPartsOfTheKilled:
    """What a killed process left aside is removed by the next that writes there, and nothing else is."""

    def test_do_not_outlive_the_next_file(self, tmp_path: Path) -> None:
        leave(tmp_path)
        replaced(tmp_path / "out", ["new"])
        assert below(tmp_path) == ["out"]

    def test_do_not_outlive_the_next_files_that_belong_together(self, tmp_path: Path) -> None:
        leave(tmp_path)
        with set_aside(tmp_path, ["out"]) as aside:
            (aside / "out").write_text("new")
        assert below(tmp_path) == ["out"]

    @pytest.mark.parametrize(
        "working",
        ["replaced(Path('out'), chunks())", "files = set_aside(Path(), ['out']); files.__enter__(); next(chunks())"],
    )
    def test_are_of_the_killed_alone_while_a_process_lives(self, tmp_path: Path, working: str) -> None:
        script = f"""
import time
from pathlib import Path
from rural_taobao.documents.files import replaced
from rural_taobao.documents.tables import set_aside
def chunks():
    print("writing", flush=True)
    time.sleep(600)
    yield ""
{working}
"""
        with subprocess.Popen([sys.executable, "-c", script], cwd=tmp_path, stdout=subprocess.PIPE) as process:
            try:
                assert process.stdout is not None
                assert process.stdout.readline() == b"writing\n"
                [part] = below(tmp_path)
                replaced(tmp_path / "other", ["new"])
                assert below(tmp_path) == [part, "other"]
            finally:
                process.kill()
        assert below(tmp_path) == [part, "other"]
        replaced(tmp_path / "other", ["new"])
        assert below(tmp_path) == ["other"]

    def test_are_told_by_their_names(self, tmp_path: Path) -> None:
        for name in (".rural-taobao-a.part", ".rural-taobao-1.part.csv", "rural-taobao-1.part", ".ledger.csv.lock"):
            (tmp_path / name).touch()
        before = below(tmp_path)
        replaced(tmp_path / "out", ["new"])
        assert below(tmp_path) == sorted([*before, "out"])

    def test_are_not_followed_to_elsewhere(self, tmp_path: Path) -> None:
        (tmp_path / "mine").mkdir()
        (tmp_path / "mine" / "work").touch()
        (tmp_path / "out").mkdir()
        (tmp_path / "out" / ".rural-taobao-1.parts").symlink_to(tmp_path / "mine")
        replaced(tmp_path / "out" / "file", ["new"])
        assert (tmp_path / "mine" / "work").exists()

    def test_stay_where_a_folder_cannot_be_looked_into(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(*_: object) -> None:
            raise PermissionError(errno.EACCES, "Permission denied")

        leave(tmp_path)
        monkeypatch.setattr(os, "listdir", refuse)
        replaced(tmp_path / "out", ["new"])
        assert (tmp_path / "out").read_text() == "new"
        assert (tmp_path / ".rural-taobao-1.part").exists()

    @pytest.mark.parametrize("without", ["system", "disk"])
    def test_stay_where_there_are_no_locks(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, without: str) -> None:
        def unsupported(handle: int, flags: int) -> None:
            raise OSError(errno.ENOLCK, "No locks available")

        stub = SimpleNamespace(flock=unsupported, LOCK_EX=2, LOCK_NB=4)
        monkeypatch.setitem(sys.modules, "fcntl", stub if without == "disk" else None)
        leave(tmp_path)
        before = below(tmp_path)
        replaced(tmp_path / "out", ["new"])
        with set_aside(tmp_path, ["more"]) as aside:
            (aside / "more").write_text("new")
        assert below(tmp_path) == [*before, "more", "out"]


class TestTheMomentOfMaking:
    """A part that is swept away before its maker holds it is made again under another name."""

    @pytest.mark.parametrize("part", [file_part, folder_part])
    def test_another_name_is_taken_where_one_is_being_swept(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: Callable[[Path], AbstractContextManager[Path]]
    ) -> None:
        taken: list[int] = []

        def busy(handle: int) -> None:
            taken.append(handle)
            if len(taken) == 1:
                raise BlockingIOError

        monkeypatch.setattr(parts, "take_advisory", busy)
        with part(tmp_path) as made:
            # The handle of the first was closed: the second got its number, the lowest that was free.
            assert len(set(taken)) == 1 < len(taken)
            assert made.name.startswith(".rural-taobao-2.part")
        assert len(taken) == 2

    @pytest.mark.parametrize("gone", ["before it is opened", "before it is held"])
    def test_another_one_is_made_where_one_is_swept_away(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gone: str
    ) -> None:
        opening, names = os.open, list[str]()

        def swept(path: Path, flags: int) -> int:
            names.append(Path(path).name)
            if len(names) > 1:
                return opening(path, flags)
            handle = opening(path, flags) if gone == "before it is held" else -1
            Path(path).unlink()
            return handle if handle > 0 else opening(path, flags)

        monkeypatch.setattr(os, "open", swept)
        with file_part(tmp_path) as made:
            assert below(tmp_path) == [made.name] == [".rural-taobao-2.part"]
        assert names == [".rural-taobao-1.part", ".rural-taobao-2.part"]

    def test_a_part_that_was_moved_is_no_more_there(self, tmp_path: Path) -> None:
        with file_part(tmp_path) as made:
            handle = os.open(made, os.O_RDONLY)
            assert is_at(handle, made)
            made.replace(tmp_path / "out")
            assert not is_at(handle, made)
            made.touch()
            assert not is_at(handle, made)
            os.close(handle)
        assert below(tmp_path) == [made.name, "out"]

    def test_a_link_to_a_part_is_not_that_part(self, tmp_path: Path) -> None:
        with file_part(tmp_path) as made:
            (tmp_path / "link").symlink_to(made)
            with made.open() as opened:
                assert is_at(opened.fileno(), made)
                assert not is_at(opened.fileno(), tmp_path / "link")
