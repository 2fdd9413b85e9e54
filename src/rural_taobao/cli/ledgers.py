"""Ledgers as the command line takes them: a file, or the folder of output that it lies in."""

from pathlib import Path

from rural_taobao.cli.folders import is_folder, refused, size
from rural_taobao.cli.output import Steps
from rural_taobao.cli.recognition import LEDGER_FILE
from rural_taobao.documents import read_ledger
from rural_taobao.settlement import Ledger

__all__ = ["ledger_at", "ledger_file", "ledger_so_far"]


def ledger_file(path: Path) -> Path:
    """Give the file of a ledger, which may be named by the folder that it lies in."""
    return path / LEDGER_FILE if is_folder(path) else path


def ledger_at(file: Path, steps: Steps) -> Ledger:
    """
    Read a ledger.

    Raises:
        DocumentsRefused: It has faults; all are told.
    """
    with steps.step("reading the ledger", size([file])) as advance:
        return read_ledger(file, progress=advance)


def ledger_so_far(file: Path, steps: Steps) -> Ledger:
    """
    Read a ledger to go on with; one that is not there yet is empty.

    Raises:
        DocumentsRefused: It has faults; all are told.
    """
    try:
        file.stat()
    except (FileNotFoundError, NotADirectoryError):
        return Ledger()
    except OSError as error:
        raise refused(file, "a ledger must be one that the system gives", error, "look at its path") from None
    return ledger_at(file, steps)
