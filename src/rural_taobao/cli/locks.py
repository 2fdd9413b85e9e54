"""
Locks: one settlement of a ledger at a time.

The operating system holds the lock, so that it ends with the process, however that ends.
The file that it hangs on lies beside the ledger, is empty, and is removed at the end; where the system does not remove
an open file, it stays.
"""

import os
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from rural_taobao.cli.folders import refused
from rural_taobao.documents.locks import is_at, take

__all__ = ["lock_file", "locked"]

_NO_LINK: Final = getattr(os, "O_NOFOLLOW", 0)
"""Opens no link in the place of a lock: what it points at is somebody else's."""


def lock_file(ledger: Path) -> Path:
    """
    Give the file that the lock of a ledger hangs on; a link to the ledger has the same.

    Example:
        >>> lock_file(Path("out") / "ledger.csv").name
        '.ledger.csv.lock'
    """
    target = Path(os.path.realpath(ledger))
    return target.with_name(f".{target.name}.lock")


@contextmanager
def locked(ledger: Path) -> Generator[None]:
    """
    Hold a ledger, from before it is read until it is written.

    Args:
        ledger: The ledger; its folder must be there, the file need not.

    Raises:
        DocumentsRefused: Another process holds it, or the system gives no lock.

    Example:
        >>> with locked(Path("ledger.csv")), locked(Path("ledger.csv")):
        ...     pass
        Traceback (most recent call last):
            ...
        rural_taobao.documents.faults.DocumentsRefused: documents must be without a fault, ...
        ledger.csv: a ledger must be settled by one process at a time, but another one holds it; ...
    """
    path = lock_file(ledger)
    handle = _held(ledger, path)
    try:
        yield
    finally:
        # Removed while it is held: whoever opened it before finds it gone, and makes another one.
        with suppress(OSError):
            path.unlink()
        os.close(handle)


def _held(ledger: Path, path: Path) -> int:
    """Hold the file of a lock; one that was removed between opening and locking it would keep nobody out."""
    while True:
        try:
            handle = os.open(path, os.O_RDWR | os.O_CREAT | _NO_LINK, 0o666)
        except OSError as error:
            raise refused(ledger, "a ledger must be locked while it is settled", error, "look at its folder") from None
        try:
            take(handle)
            if is_at(handle, path):
                return handle
        except (BlockingIOError, PermissionError):
            os.close(handle)
            advice = "wait until that one is done, nothing was posted"
            message = "a ledger must be settled by one process at a time"
            raise refused(ledger, message, "another one holds it", advice) from None
        except OSError as error:
            os.close(handle)
            advice = "keep the ledger on a disk that can lock files"
            raise refused(ledger, "a ledger must be locked while it is settled", error, advice) from None
        os.close(handle)
