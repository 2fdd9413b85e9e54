"""Folders and files as the command line takes them, and one sentence where the system refuses them."""

import os
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NoReturn

from rural_taobao.documents import DocumentsRefused, Fault
from rural_taobao.documents.files import file_name

__all__ = ["files_below", "files_in", "is_folder", "made", "refused", "size"]


def refused(path: Path, demand: str, but: str | OSError, advice: str) -> DocumentsRefused:
    """
    Make the refusal of a file or a folder.

    Args:
        path: The file or the folder.
        demand: What must hold.
        but: What was found: words, or the error of the system.
        advice: What to do.

    Example:
        >>> print(refused(Path("out"), "a folder must be new", "it is not", "name another").faults[0])
        out: a folder must be new, but it is not; name another
    """
    found = f"the system said {but.strerror!r}" if isinstance(but, OSError) else but
    return DocumentsRefused([Fault(file_name(path), 0, "", f"{demand}, but {found}; {advice}")])


@contextmanager
def made(folder: Path) -> Generator[None]:
    """
    Make a folder, and those that it lies in, where they are not there yet; if the work in it fails, it is not left.

    Raises:
        DocumentsRefused: The system refuses.

    Example:
        >>> with made(Path("out") / "2016"):
        ...     raise refused(Path("out"), "a month must be open", "this one is closed", "settle a later one")
        Traceback (most recent call last):
            ...
        rural_taobao.documents.faults.DocumentsRefused: documents must be without a fault, ...
        out: a month must be open, but this one is closed; settle a later one
        >>> Path("out").exists()
        False
    """
    new = [each for each in (folder, *folder.parents) if not os.path.lexists(each)]
    try:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise refused(folder, "an output must go into a folder", error, "name another one") from None
        yield
    except BaseException:
        for each in new:
            # One that others have put files into stays.
            with suppress(OSError):
                each.rmdir()
        raise


def is_folder(path: Path) -> bool:
    """Tell whether a path is that of a folder; a path where nobody may look is none, and its reader says why."""
    return os.path.isdir(path)  # noqa: PTH112 - the method of Path raises where nobody may look


def files_below(folder: Path) -> Iterator[Path]:
    """
    Give the files of a folder and of those in it, sorted; hidden ones are left out, and linked folders.

    Raises:
        DocumentsRefused: A folder cannot be looked into.
    """

    def fail(error: OSError) -> NoReturn:
        raise refused(folder, "a folder must be readable", error, "ask its owner") from None

    for here, folders, files in os.walk(folder, onerror=fail):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(here) / name for name in sorted(files) if not name.startswith("."))


def files_in(paths: Iterable[Path], suffix: str) -> tuple[Path, ...]:
    """
    Give files as they are named, and in place of a folder the files with a suffix that are in it, sorted.

    Raises:
        DocumentsRefused: A folder holds none, or cannot be looked into; or a file is given twice.
    """
    found: list[Path] = []
    for path in paths:
        if not is_folder(path):
            found.append(path)
            continue
        here = [each for each in files_below(path) if each.suffix == suffix]
        if not here:
            demand = f"a folder that is named here must hold files whose names end with {suffix}"
            raise refused(path, demand, "this one holds none", "name another folder, or a file")
        found += here
    _check_once(found)
    return tuple(found)


def _check_once(files: Iterable[Path]) -> None:
    """
    Let files pass that differ by their real paths.

    Raises:
        DocumentsRefused: One is there twice; however many are, that is one fault.
    """
    seen: set[str] = set()
    again: list[Path] = []
    for path in files:
        real = os.path.realpath(path)
        if real in seen:
            again.append(path)
        seen.add(real)
    if again:
        these = f"this one and {len(again) - 1} more are" if len(again) > 1 else "this one is"
        raise refused(again[0], "a file must be given once", f"{these} given twice", "leave one out")


def size(paths: Iterable[Path]) -> int:
    """Give how many bytes files have together; what is not there has none."""
    total = 0
    for path in paths:
        with suppress(OSError):
            total += path.stat().st_size
    return total
