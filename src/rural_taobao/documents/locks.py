"""
Locks: what one process at a time may hold.

The operating system keeps a lock, so that it ends with the process, however that ends.
"""

import os
from importlib import import_module
from pathlib import Path

__all__ = ["is_at", "take", "take_advisory"]


def take_advisory(handle: int) -> None:
    """
    Take the lock of an open file or folder, or fail at once; others may read and write it nevertheless.

    Closing the handle lets it go.

    Raises:
        BlockingIOError: Another one holds it.
        OSError: The disk has no locks.
        ModuleNotFoundError: The system has no locks of this kind.
    """
    posix = import_module("fcntl")
    posix.flock(handle, posix.LOCK_EX | posix.LOCK_NB)


def take(handle: int) -> None:
    """
    Take the lock of an open file that nobody reads or writes, or fail at once, on any system.

    Closing the handle lets it go.

    Raises:
        BlockingIOError, PermissionError: Another one holds it.
        OSError: The disk has no locks.
    """
    try:
        take_advisory(handle)
    except ModuleNotFoundError:
        windows = import_module("msvcrt")
        windows.locking(handle, windows.LK_NBLCK, 1)


def is_at(handle: int, path: Path) -> bool:
    """Tell whether what is open still is what lies at a path: a lock on what was removed keeps nobody out."""
    try:
        return os.path.samestat(os.fstat(handle), path.lstat())
    except FileNotFoundError:
        return False
