"""
Parts: files and folders that are written aside, before they take the place of what they are to replace.

Each is held while it is written, so that one that nobody holds was left by a process that was killed.
The next who writes in that folder removes such ones; where the system has no locks for it, they stay.
"""

import os
import re
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import rmtree
from typing import Final

from rural_taobao.documents.locks import is_at, take_advisory

__all__ = ["file_part", "folder_part"]

_NAME: Final = re.compile(r"\.rural-taobao-[0-9]+\.parts?")
_FLAGS: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)


@contextmanager
def file_part(folder: Path) -> Generator[Path]:
    """
    Make an empty file to write, which is removed if anything fails, and else is to be moved away.

    Args:
        folder: Where; what killed processes have left there is removed.

    Raises:
        OSError: The system refuses.

    Example:
        >>> with file_part(Path()) as part:
        ...     _ = part.write_text("whole")
        ...     _ = part.replace("note.txt")
        >>> Path("note.txt").read_text()
        'whole'
    """
    path, handle = _made(folder, "part", lambda new: new.open("xb").close())
    try:
        yield path
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    finally:
        _let_go(handle)


@contextmanager
def folder_part(folder: Path) -> Generator[Path]:
    """
    Make an empty folder to write in, which is removed at the end.

    Args:
        folder: Where; what killed processes have left there is removed.

    Raises:
        OSError: The system refuses.
    """
    path, handle = _made(folder, "parts", Path.mkdir)
    try:
        yield path
    finally:
        try:
            rmtree(path)
        finally:
            _let_go(handle)


def _made(folder: Path, ending: str, make: Callable[[Path], None]) -> tuple[Path, int | None]:
    """Make a part under a name that nothing there has, and hold it."""
    _sweep(folder)
    number = 0
    while True:
        number += 1
        path = folder / f".rural-taobao-{number}.{ending}"
        try:
            make(path)
        except FileExistsError:
            continue
        # Who sweeps the folder at this moment may have been faster; then it is gone, or about to be.
        with suppress(BlockingIOError, FileNotFoundError):
            return path, _held(path)


def _held(path: Path) -> int | None:
    """
    Hold a part; None where there are no locks for it.

    Raises:
        BlockingIOError: Another one holds it.
        FileNotFoundError: It is gone.
    """
    try:
        handle = os.open(path, _FLAGS)
    except FileNotFoundError:
        raise
    except OSError:
        return None
    try:
        take_advisory(handle)
    except BlockingIOError:
        os.close(handle)
        raise
    except (OSError, ModuleNotFoundError):
        os.close(handle)
        return None
    if not is_at(handle, path):
        os.close(handle)
        raise FileNotFoundError(path)
    return handle


def _let_go(handle: int | None) -> None:
    if handle is not None:
        os.close(handle)


def _sweep(folder: Path) -> None:
    """Remove the parts of a folder that nobody holds; what cannot be removed stays."""
    with suppress(OSError):
        for name in os.listdir(folder):  # noqa: PTH208 - names are all that is asked for
            if _NAME.fullmatch(name):
                _remove(folder / name)


def _remove(path: Path) -> None:
    """Remove a part that nobody holds."""
    with suppress(OSError):
        handle = _held(path)
        if handle is None:
            return
        try:
            if path.is_dir():
                rmtree(path)
            else:
                path.unlink()
        finally:
            os.close(handle)
