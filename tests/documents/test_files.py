import errno
import io
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import chdir
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.documents import (
    append_to_register,
    files,
    read_countryside,
    read_network,
    read_register,
    write_network,
    write_register,
)
from rural_taobao.documents.faults import DocumentsRefused
from rural_taobao.documents.files import LONGEST_DOCUMENT, file_name, read_bytes, read_text, replaced
from rural_taobao.kinds import WrongKind
from rural_taobao.register import Charter
from rural_taobao.samples import one_village
from tests.odd_values import Wrong


def refusal(caught: pytest.ExceptionInfo[DocumentsRefused]) -> str:
    """Give the one fault that was told; each is a line of a screen."""
    (fault,) = caught.value.faults
    assert str(fault).isprintable()
    assert "; " in fault.message
    return str(fault)


def left_aside(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir() if each.name.endswith(".part"))


class TestReading:
    """A file is read whole or refused in one sentence, in bounded memory."""

    @given(content=st.binary(max_size=40), limit=st.integers(0, 40))
    def test_all_bytes_come_back_up_to_the_limit(
        self, tmp_path_factory: pytest.TempPathFactory, content: bytes, limit: int
    ) -> None:
        path = tmp_path_factory.mktemp("files") / "file"
        path.write_bytes(content)
        if len(content) <= limit:
            assert read_bytes(path, limit=limit) == content
        else:
            with pytest.raises(DocumentsRefused, match=f"at most {limit} bytes"):
                read_bytes(path, limit=limit)

    def test_what_has_hardly_an_end_is_not_read_to_its_end(self, tmp_path: Path) -> None:
        path = tmp_path / "file"
        path.touch()
        os.truncate(path, 1 << 40)
        with pytest.raises(DocumentsRefused, match="at most 1000 bytes"):
            read_bytes(path, limit=1000)

    @pytest.mark.parametrize("kind", ["pipe", "device"])
    def test_what_is_no_plain_file_is_told_and_not_waited_for(self, tmp_path: Path, kind: str) -> None:
        path = Path("/dev/zero")
        if kind == "pipe":
            path = tmp_path / "pipe.csv"
            os.mkfifo(path)
        with pytest.raises(DocumentsRefused) as caught:
            read_bytes(path, limit=1000)
        assert refusal(caught) == (
            f"{path}: a document must be a plain file, but this is a pipe or a device; name a file"
        )

    @given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20))
    def test_text_comes_back_with_its_line_ends(self, tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
        path = tmp_path_factory.mktemp("files") / "file"
        path.write_bytes(text.encode())
        assert read_text(path) == text.removeprefix("\ufeff")

    def test_a_byte_order_mark_is_left_out(self, tmp_path: Path) -> None:
        path = tmp_path / "file"
        path.write_bytes(b"\xef\xbb\xbfa\r\nb")
        assert read_text(path) == "a\r\nb"

    @pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
    def test_what_is_not_utf_8_is_refused_with_its_line(self, tmp_path: Path, mark: bytes) -> None:
        path = tmp_path / "file"
        path.write_bytes(mark + b"one\ntwo\r\nth\xfcree\n")
        with pytest.raises(DocumentsRefused) as caught:
            read_text(path)
        assert refusal(caught) == (
            f"{path}, row 3: a document must be UTF-8 text, but byte 0xfc is none here; save it again as UTF-8"
        )

    def test_utf_16_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "file"
        path.write_bytes("plan".encode("utf-16"))
        with pytest.raises(DocumentsRefused, match="must be UTF-8 text"):
            read_text(path)

    def test_a_nul_is_refused_with_its_line(self, tmp_path: Path) -> None:
        path = tmp_path / "file"
        path.write_bytes(b"one\ntwo\0\n")
        with pytest.raises(DocumentsRefused) as caught:
            read_text(path)
        assert "row 2: a document must be text, but a NUL is in it" in refusal(caught)

    def test_a_document_has_a_limit_by_itself(self, tmp_path: Path) -> None:
        path = tmp_path / "file"
        path.write_bytes(b" " * LONGEST_DOCUMENT)
        assert len(read_text(path)) == LONGEST_DOCUMENT
        path.write_bytes(b" " * (LONGEST_DOCUMENT + 1))
        with pytest.raises(DocumentsRefused, match="at most 4000000 bytes"):
            read_text(path)

    def test_a_file_that_is_not_there_is_told(self, tmp_path: Path) -> None:
        with pytest.raises(DocumentsRefused) as caught:
            read_text(tmp_path / "none.toml")
        assert refusal(caught) == (
            f"{tmp_path / 'none.toml'}: a file must be there, but nothing is at this path; check the name"
        )

    def test_a_folder_is_told(self, tmp_path: Path) -> None:
        with pytest.raises(DocumentsRefused) as caught:
            read_text(tmp_path)
        assert "but this is a folder" in refusal(caught)

    def test_a_path_through_a_file_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        with pytest.raises(DocumentsRefused) as caught:
            read_text(tmp_path / "file" / "plan.toml")
        assert "a path must lead through folders" in refusal(caught)

    def test_a_path_that_no_system_has_is_told(self) -> None:
        with pytest.raises(DocumentsRefused) as caught:
            read_text(Path("plan\0.toml"))
        assert refusal(caught).startswith("plan\\x00.toml: a path must be text without a NUL")

    @pytest.mark.parametrize(
        ("error", "told"),
        [
            (PermissionError(errno.EACCES, "Permission denied"), "permission was refused; ask its owner"),
            (OSError(errno.EIO, "Input/output error"), "it said 'Input/output error'"),
            (OSError(), "it said 'OSError'"),
        ],
    )
    def test_whatever_else_the_system_says_is_told(
        self, monkeypatch: pytest.MonkeyPatch, error: OSError, told: str
    ) -> None:
        def refuse(*_: object) -> None:
            raise error

        with monkeypatch.context() as patched:
            patched.setattr(os, "open", refuse)
            with pytest.raises(DocumentsRefused) as caught:
                read_text(Path("plan.toml"))
        assert told in refusal(caught)

    def test_a_disk_that_fails_on_the_way_is_told(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        class Failing(io.BytesIO):
            def read(self, size: int | None = -1) -> bytes:
                raise OSError(errno.EIO, "Input/output error")

        monkeypatch.setattr(files, "opened", lambda _: Failing())
        with pytest.raises(DocumentsRefused) as caught:
            read_text(tmp_path / "plan.toml")
        assert "it said 'Input/output error'" in refusal(caught)


class TestFolders:
    """Whoever names a folder by a text, and not by a path, is told so, and nothing is written."""

    NAMED: ClassVar[dict[str, Callable[[Wrong], object]]] = {
        "read a network": read_network,
        "read a countryside": read_countryside,
        "read a register": read_register,
        "append to a register": lambda folder: append_to_register([], folder),
        "write a network": lambda folder: write_network(one_village(), folder),
        "write a register": lambda folder: write_register(Charter.of(one_village()), [], folder),
    }

    @pytest.mark.parametrize("wrong", ["here", None, 5])
    @pytest.mark.parametrize("work", NAMED.values(), ids=NAMED.keys())
    def test_a_text_is_no_folder(self, tmp_path: Path, work: Callable[[Wrong], object], wrong: Wrong) -> None:
        with (
            chdir(tmp_path),
            pytest.raises(WrongKind, match=r"folder must be made by Path\("),
        ):
            work(wrong)
        assert list(tmp_path.iterdir()) == []


class TestNames:
    """A fault names a file on one line, in characters that any file can hold."""

    @given(st.text(st.characters(exclude_categories=[])))
    def test_any_name_can_be_printed(self, name: str) -> None:
        told = file_name(Path(name))
        assert told.isprintable()
        assert told.encode()

    def test_a_name_that_can_be_printed_is_left_as_it_is(self) -> None:
        assert file_name(Path("计划/plan 1.toml")) == str(Path("计划/plan 1.toml"))


class TestReplacing:
    """Output files appear whole or not at all."""

    @given(st.lists(st.text(max_size=9), max_size=4))
    def test_what_is_written_is_what_was_given(
        self, tmp_path_factory: pytest.TempPathFactory, chunks: list[str]
    ) -> None:
        folder = tmp_path_factory.mktemp("files")
        replaced(folder / "out", chunks)
        assert (folder / "out").read_bytes() == "".join(chunks).encode()
        assert left_aside(folder) == []

    @given(good=st.integers(0, 3), old=st.booleans())
    def test_whatever_fails_on_the_way_leaves_the_file_as_it_was(
        self, tmp_path_factory: pytest.TempPathFactory, good: int, *, old: bool
    ) -> None:
        folder = tmp_path_factory.mktemp("files")
        if old:
            (folder / "out").write_text("old")

        def chunks() -> Iterator[str]:
            yield from ["new"] * good
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            replaced(folder / "out", chunks())
        assert [each.name for each in folder.iterdir()] == (["out"] if old else [])
        assert not old or (folder / "out").read_text() == "old"

    @pytest.mark.parametrize("fails", ["fsync", "replace"])
    def test_a_disk_that_fails_leaves_the_file_as_it_was(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: str
    ) -> None:
        (tmp_path / "out").write_text("old")

        def refuse(*_: object) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        if fails == "fsync":
            monkeypatch.setattr(os, "fsync", refuse)
        else:
            monkeypatch.setattr(Path, "replace", refuse)
        with pytest.raises(DocumentsRefused) as caught:
            replaced(tmp_path / "out", ["new"])
        assert "it said 'No space left on device'" in refusal(caught)
        assert (tmp_path / "out").read_text() == "old"
        assert left_aside(tmp_path) == []

    def test_it_is_on_the_disk_before_it_is_moved_and_the_move_is_too(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        done: list[str] = []
        fsync, replace = os.fsync, Path.replace

        def brought(handle: int) -> None:
            done.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file")
            fsync(handle)

        def moved(path: Path, target: Path) -> Path:
            done.append("moved")
            return replace(path, target)

        monkeypatch.setattr(os, "fsync", brought)
        monkeypatch.setattr(Path, "replace", moved)
        replaced(tmp_path / "out", ["new"])
        assert done == ["file", "moved", "folder"]

    def test_half_a_character_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(DocumentsRefused) as caught:
            replaced(tmp_path / "out", ["new", "a\ud800"])
        assert "the lone surrogate '\\ud800' was to be written" in refusal(caught)
        assert list(tmp_path.iterdir()) == []

    def test_permissions_of_the_file_that_was_there_are_kept(self, tmp_path: Path) -> None:
        (tmp_path / "out").touch(mode=0o600)
        replaced(tmp_path / "out", ["new"])
        assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o600

    def test_a_link_is_followed(self, tmp_path: Path) -> None:
        (tmp_path / "kept").mkdir()
        (tmp_path / "kept" / "ledger").write_text("old")
        (tmp_path / "link").symlink_to(tmp_path / "kept" / "ledger")
        replaced(tmp_path / "link", ["new"])
        assert (tmp_path / "link").is_symlink()
        assert (tmp_path / "kept" / "ledger").read_text() == "new"

    def test_two_at_once_do_not_mix(self, tmp_path: Path) -> None:
        def outer() -> Iterator[str]:
            yield "outer "
            replaced(tmp_path / "out", ["inner"])
            assert (tmp_path / "out").read_text() == "inner"
            yield "whole"

        replaced(tmp_path / "out", outer())
        assert (tmp_path / "out").read_text() == "outer whole"

    def test_a_folder_and_a_pipe_are_not_replaced(self, tmp_path: Path) -> None:
        (tmp_path / "folder").mkdir()
        os.mkfifo(tmp_path / "pipe")
        for name in ("folder", "pipe"):
            with pytest.raises(DocumentsRefused) as caught:
                replaced(tmp_path / name, ["new"])
            assert "an output must be a plain file" in refusal(caught)
        assert (tmp_path / "folder").is_dir()
        assert (tmp_path / "pipe").is_fifo()

    def test_a_folder_that_is_not_there_is_told(self, tmp_path: Path) -> None:
        with pytest.raises(DocumentsRefused) as caught:
            replaced(tmp_path / "none" / "out", ["new"])
        assert "an output must go into a folder, but there is none" in refusal(caught)

    def test_a_path_through_a_file_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        with pytest.raises(DocumentsRefused) as caught:
            replaced(tmp_path / "file" / "out", ["new"])
        assert "but this is in a file" in refusal(caught)

    def test_a_path_that_no_system_has_is_told(self) -> None:
        with pytest.raises(DocumentsRefused) as caught:
            replaced(Path("out\0"), ["new"])
        assert "a path must be text without a NUL" in refusal(caught)

    def test_no_permission_is_told(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(*_: object) -> None:
            raise PermissionError(errno.EACCES, "Permission denied")

        monkeypatch.setattr(Path, "open", refuse)
        with pytest.raises(DocumentsRefused) as caught:
            replaced(tmp_path / "out", ["new"])
        assert "an output must go where writing is allowed" in refusal(caught)

    def test_a_system_that_cannot_bring_a_folder_to_the_disk_is_good_enough(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(*_: object) -> int:
            raise PermissionError(errno.EACCES, "Permission denied")

        monkeypatch.setattr(os, "open", refuse)
        replaced(tmp_path / "out", ["new"])
        assert (tmp_path / "out").read_text() == "new"
