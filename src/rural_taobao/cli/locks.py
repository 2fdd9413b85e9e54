"""Locks: one settlement of a ledger at a time."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from rural_taobao.documents.holding import Work, held

__all__ = ["locked"]

_SETTLING: Final = Work("ledger", "settled", "posted")


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
    with held(ledger, _SETTLING):
        yield
