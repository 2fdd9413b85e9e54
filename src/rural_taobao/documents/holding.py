"""
Holding: a file that one process at a time works on.

The operating system holds the lock, so that it ends with the process, however that ends.
The file that it hangs on lies beside the one that is held, is empty, and is removed at the end; where the system does
not remove an open file, it stays.
"""

import os
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, final

from attrs import frozen

from rural_taobao.documents.faults import DocumentsRefused, Fault
from rural_taobao.documents.files import file_name
from rural_taobao.documents.locks import is_at, take

__all__ = ["Work", "held", "lock_file"]

_NO_LINK: Final = getattr(os, "O_NOFOLLOW", 0)
"""Opens no link in the place of a lock: what it points at is somebody else's."""


def lock_file(file: Path) -> Path:
    """
    Give the file that the lock of another one hangs on; a link to that has the same.

    Example:
        >>> lock_file(Path("out") / "ledger.csv").name
        '.ledger.csv.lock'
    """
    target = Path(os.path.realpath(file))
    return target.with_name(f".{target.name}.lock")


@final
@frozen
class Work:
    """
    What is done with a file while it is held, in the words of a sentence.

    Attributes:
        noun: What the file is, such as `ledger`.
        deed: What is done with it, such as `settled`.
        undone: What is not done where another process holds it, such as `posted`.
    """

    noun: str
    deed: str
    undone: str

    def refused(self, file: Path, error: OSError, advice: str) -> DocumentsRefused:
        """Give the refusal of a file that the system does not lock."""
        demand = f"a {self.noun} must be locked while it is {self.deed}"
        return _refused(file, f"{demand}, but the system said {error.strerror!r}; {advice}")

    def waiting(self, file: Path) -> DocumentsRefused:
        """Give the refusal of a file that another process holds."""
        demand = f"a {self.noun} must be {self.deed} by one process at a time"
        advice = f"wait until that one is done, nothing was {self.undone}"
        return _refused(file, f"{demand}, but another one holds it; {advice}")


def _refused(file: Path, message: str) -> DocumentsRefused:
    return DocumentsRefused([Fault(file_name(file), 0, "", message)])


@contextmanager
def held(file: Path, work: Work) -> Generator[None]:
    """
    Hold a file, from before it is read until it is written.

    Args:
        file: The file; its folder must be there, the file need not.
        work: What is done with it.

    Raises:
        DocumentsRefused: Another process holds it, or the system gives no lock.
    """
    path = lock_file(file)
    handle = _locked(file, path, work)
    try:
        yield
    finally:
        # Removed while it is held: whoever opened it before finds it gone, and makes another one.
        with suppress(OSError):
            path.unlink()
        os.close(handle)


def _locked(file: Path, path: Path, work: Work) -> int:
    """Hold the file of a lock; one that was removed between opening and locking it would keep nobody out."""
    while True:
        try:
            handle = os.open(path, os.O_RDWR | os.O_CREAT | _NO_LINK, 0o666)
        except OSError as error:
            raise work.refused(file, error, "look at its folder") from None
        try:
            take(handle)
            if is_at(handle, path):
                return handle
        except (BlockingIOError, PermissionError):
            os.close(handle)
            raise work.waiting(file) from None
        except OSError as error:
            os.close(handle)
            raise work.refused(file, error, f"keep the {work.noun} on a disk that can lock files") from None
        os.close(handle)
