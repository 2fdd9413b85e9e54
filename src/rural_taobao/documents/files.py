"""
Files: documents read within a limit, and outputs that appear whole or not at all.

What the operating system refuses is told as a fault of the file, in a sentence of our own.
"""

import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Final

from rural_taobao.documents.faults import DocumentsRefused, Fault
from rural_taobao.documents.parts import file_part
from rural_taobao.kinds import WrongKind

__all__ = ["LONGEST_DOCUMENT", "absence", "check_path", "file_name", "opened", "read_bytes", "read_text", "replaced"]

LONGEST_DOCUMENT: Final = 4_000_000
"""The most bytes of a document that is read whole, unless another limit is given."""
_AT_ONCE: Final = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
"""Opens a pipe without waiting for who writes to it, and no terminal as our own."""

_READING: Final = (
    (FileNotFoundError, "a file must be there, but nothing is at this path; check the name"),
    (NotADirectoryError, "a path must lead through folders, but a part of it is a file; check it"),
    (IsADirectoryError, "a document must be a file, but this is a folder; name a file in it"),
    (PermissionError, "a document must be readable, but permission was refused; ask its owner"),
)
_WRITING: Final = (
    (FileNotFoundError, "an output must go into a folder, but there is none; make it first"),
    (NotADirectoryError, "an output must go into a folder, but this is in a file; check the path"),
    (
        PermissionError,
        "an output must go where writing is allowed, but permission was refused; choose a folder",
    ),
)
_AsSaid = tuple[tuple[type[OSError], str], ...]


def file_name(path: Path) -> str:
    r"""
    Give a path as a fault names it: on one line, and in text that any file can hold.

    Example:
        >>> file_name(Path("plans") / "two\nlines.toml").replace("\\n", "<line>")
        'plans/two<line>lines.toml'
    """
    return "".join(each if each.isprintable() else each.encode("unicode_escape").decode() for each in str(path))


def _refused(path: Path, message: str, row: int = 0) -> DocumentsRefused:
    return DocumentsRefused([Fault(file_name(path), row, "", message)])


def _told(path: Path, error: OSError | ValueError, sentences: _AsSaid) -> DocumentsRefused:
    """Tell what the system refused; a path that no system has is a ValueError."""
    for kind, sentence in sentences:
        if isinstance(error, kind):
            return _refused(path, sentence)
    if isinstance(error, ValueError):
        return _refused(path, "a path must be text without a NUL, but this is not; check the name")
    said = error.strerror or type(error).__name__
    return _refused(path, f"a file must be one that the system gives, but it said {said!r}; check path and disk")


def opened(path: Path) -> BinaryIO:
    """
    Open a plain file for reading; what would have to be waited for, such as a pipe, is refused at once.

    Args:
        path: The file; who asks for it closes it.

    Raises:
        DocumentsRefused: It is not there, no plain file, or not readable.
    """
    try:
        file = open(path, "rb", opener=_at_once)  # noqa: SIM115 - Path.open takes no opener
    except (OSError, ValueError) as error:
        raise _told(path, error, _READING) from None
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise _refused(path, "a document must be a plain file, but this is a pipe or a device; name a file")
    return file


def _at_once(path: str, flags: int) -> int:
    return os.open(path, flags | _AT_ONCE)


def read_bytes(path: Path, *, limit: int) -> bytes:
    """
    Read a file whole.

    Args:
        path: The file.
        limit: The most bytes that it may have; no more than one byte above them is ever read.

    Raises:
        DocumentsRefused: It is not there, no plain file, not readable, or longer.

    Example:
        >>> _ = Path("note.txt").write_bytes(b"twelve bytes")
        >>> read_bytes(Path("note.txt"), limit=12)
        b'twelve bytes'
        >>> read_bytes(Path("note.txt"), limit=11)
        Traceback (most recent call last):
            ...
        rural_taobao.documents.faults.DocumentsRefused: documents must be without a fault, ...
        note.txt: a document must have at most 11 bytes, but this one has more; ...
    """
    with opened(path) as file:
        try:
            content = file.read(limit + 1)
        except OSError as error:
            raise _told(path, error, _READING) from None
    if len(content) > limit:
        message = f"a document must have at most {limit} bytes, but this one has more; divide it"
        raise _refused(path, message)
    return content


def read_text(path: Path, *, limit: int = LONGEST_DOCUMENT) -> str:
    r"""
    Read a file of UTF-8 text whole, its line ends as they are.

    A byte-order mark at the beginning, as spreadsheets write it, is left out.

    Args:
        path: The file.
        limit: The most bytes that it may have.

    Raises:
        DocumentsRefused: As for `read_bytes`; or it is not UTF-8, or holds a NUL, which no text
            does.

    Example:
        >>> _ = Path("note.txt").write_bytes(b"\xef\xbb\xbfone\r\n")
        >>> read_text(Path("note.txt"))
        'one\r\n'
    """
    content = read_bytes(path, limit=limit)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        message = (
            f"a document must be UTF-8 text, but byte 0x{error.object[error.start]:02x} is none "
            "here; save it again as UTF-8"
        )
        raise _refused(path, message, line) from None
    nul = content.find(b"\0")
    if nul >= 0:
        message = "a document must be text, but a NUL is in it; it may be damaged: save it again"
        raise _refused(path, message, content.count(b"\n", 0, nul) + 1)
    return text


def check_path(folder: object) -> None:
    """
    Refuse what is no path to a folder, such as its name as text.

    Raises:
        WrongKind: It is none.

    Example:
        >>> check_path("network")
        Traceback (most recent call last):
            ...
        rural_taobao.kinds.WrongKind: folder must be made by Path(...), but 'network' was given; pass such a value
    """
    if not isinstance(folder, Path):
        name = "folder"
        raise WrongKind(name, folder, "Path(...)")


def absence(folder: Path, names: Iterable[str]) -> str:
    """
    Say why a folder holds none of some files; nothing where it holds one.

    Raises:
        WrongKind: The folder is no path.

    Example:
        >>> absence(Path(), ["stations.csv", "models.toml"]), absence(Path("network"), ["stations.csv"])
        ('this one holds none of them', 'nothing is at this path')
    """
    check_path(folder)
    try:
        if not stat.S_ISDIR(folder.stat().st_mode):
            return "this is a file"
        return "" if any(map(_is_there, map(folder.joinpath, names))) else "this one holds none of them"
    except FileNotFoundError:
        return "nothing is at this path"
    except OSError as error:
        return f"the system said {error.strerror!r}"
    except ValueError:
        return "this is no path"


def _is_there(path: Path) -> bool:
    """Tell whether something is at a path; unlike with the methods of Path, what the system refuses is no answer."""
    try:
        path.lstat()
    except FileNotFoundError:
        return False
    return True


def replaced(path: Path, chunks: Iterable[str | bytes]) -> None:
    r"""
    Write a file whole, in place of any that was there; whatever fails, the file is as it was.

    It is written aside, in the same folder, brought to the disk and moved in one step.
    What killed processes have left there aside is removed.
    The permissions of a file that was there are kept; a link is followed.

    Args:
        path: The file.
        chunks: What it holds, piece by piece; text is written as UTF-8, line ends as they are.

    Raises:
        DocumentsRefused: The system refuses, the path is not that of a plain file, or a piece
            holds a lone surrogate, which is no text.

    Example:
        >>> replaced(Path("note.txt"), ["one\n", "two\n"])
        >>> Path("note.txt").read_text()
        'one\ntwo\n'
    """
    try:
        target = Path(os.path.realpath(path))
        mode = _mode(target)
    except (OSError, ValueError) as error:
        raise _told(path, error, _WRITING) from None
    if mode is not None and not stat.S_ISREG(mode):
        raise _refused(path, "an output must be a plain file, but this is none; name a file")
    try:
        with file_part(target.parent) as aside:
            with aside.open("wb") as file:
                if mode is not None:
                    aside.chmod(stat.S_IMODE(mode))
                for chunk in chunks:
                    file.write(_encoded(path, chunk))
                file.flush()
                os.fsync(file.fileno())
            aside.replace(target)
        _brought_to_disk(target.parent)
    except OSError as error:
        raise _told(path, error, _WRITING) from None


def _mode(target: Path) -> int | None:
    """Give the kind and the permissions of what is at a path, or None."""
    try:
        return target.stat().st_mode
    except FileNotFoundError:
        return None


def _encoded(path: Path, chunk: str | bytes) -> bytes:
    try:
        return chunk if isinstance(chunk, bytes) else chunk.encode()
    except UnicodeEncodeError as error:
        message = (
            f"an output must be text, but the lone surrogate {chunk[error.start]!a} was to be "
            "written, which is half a character; mend it where it comes from"
        )
        raise _refused(path, message) from None


def _brought_to_disk(folder: Path) -> None:
    """Let a folder keep, through a loss of power, that a file was moved; not every system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
