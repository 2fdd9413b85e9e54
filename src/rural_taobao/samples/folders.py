"""
Folders: a sample as the files that a user would have, in the layout that the command line reads.

A folder with a sample holds a note that says so: it is replaced by the next sample, and a folder without one never is.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NoReturn, final

from attrs import frozen

from rural_taobao.documents.calendars import write_calendar
from rural_taobao.documents.countrysides import write_countryside
from rural_taobao.documents.events import EVENT_FILES, write_events
from rural_taobao.documents.faults import DocumentsRefused, Fault
from rural_taobao.documents.files import file_name, replaced
from rural_taobao.documents.rosters import COUNTRYSIDE_FILES, NETWORK_FILES
from rural_taobao.festivals import programme_calendar
from rural_taobao.periods import Month
from rural_taobao.samples.countrysides import sample_countryside
from rural_taobao.samples.events import sample_events
from rural_taobao.samples.schedules import EXAMPLE_PLANS, example_text

__all__ = ["DEMO_MONTH", "DEMO_SEED", "DEMO_STATIONS", "SAMPLE_FILES", "SamplePaths", "write_sample"]

DEMO_STATIONS: Final = 40
DEMO_SEED: Final = 2016
DEMO_MONTH: Final = Month(2016, 11)
"""The usual sample: the month of a Double 11, in which every plan pays and every reason not to pay occurs."""


SAMPLE_FILES: Final = """\
network/         who runs which station when, under which model version, and the villages
events/          orders, parcels, refunds and cancellations of the month
plans/           what is paid for what; every rate in them is an example
ledger.csv       every line that was posted, with its arithmetic
statements.csv   what the month comes to for each payee; also as JSON
"""
"""What a folder with a sample holds once it is settled there, for people."""
_CALENDAR: Final = "calendar.toml"
_NOTE: Final = "made-by-rural-taobao-demo.txt"
_NOTED: Final = f"""\
Everything in this folder is made up, by the command `rural-taobao demo` or by `write_sample` in Python, and either
replaces it when it is run again.

{SAMPLE_FILES}"""
_OURS: Final = frozenset(
    {
        _NOTE,
        *(f"network/{name}" for name in (*NETWORK_FILES, *COUNTRYSIDE_FILES, _CALENDAR)),
        *(f"events/{name}" for name in EVENT_FILES),
        *(f"plans/{plan}.toml" for plan in EXAMPLE_PLANS),
        # What settling the sample in the same folder leaves.
        "ledger.csv",
        "statements.csv",
        "statements.json",
    }
)
"""The files that a folder with a sample may hold."""


@final
@frozen
class SamplePaths:
    """
    Where the files of a sample are.

    Attributes:
        network: The folder of the network, with its calendar.
        events: The files of events.
        plans: The files of the plans.
    """

    network: Path
    events: tuple[Path, ...]
    plans: tuple[Path, ...]


def write_sample(
    folder: Path, *, stations: int = DEMO_STATIONS, seed: int = DEMO_SEED, month: Month = DEMO_MONTH
) -> SamplePaths:
    """
    Write a network with its villages, a month of events and the example plans, and a note that they are a sample.

    Args:
        folder: Where to; it is made if it is not there. A sample in it is replaced, apart from a ledger and statements
            that it was settled to; anything else in it is never touched.
        stations: How many stations, 1 or more.
        seed: A whole number, 0 or more.
        month: The month in which the orders are placed.

    Raises:
        WrongNumber: A number is not an int, or below its least.
        DocumentsRefused: The folder holds what is no part of a sample, or the system refuses.

    Example:
        >>> paths = write_sample(Path("sample"), stations=2)
        >>> print(paths.network.as_posix(), *(path.as_posix() for path in (*paths.events[:2], *paths.plans[:1])))
        sample/network sample/events/orders.csv sample/events/parcels.csv sample/plans/example-shop.toml
    """
    _check(folder)
    countryside = sample_countryside(stations=stations, seed=seed)
    network = countryside.network
    events = sample_events(network, month=month, seed=seed)
    replaced(_made(folder) / _NOTE, [_NOTED])
    rosters, happenings, schedules = (_made(folder / name) for name in ("network", "events", "plans"))
    write_countryside(countryside, rosters)
    write_calendar(programme_calendar(), rosters / _CALENDAR)
    written = write_events(events, happenings, network.clock)
    plans = tuple(schedules / f"{plan}.toml" for plan in EXAMPLE_PLANS)
    for plan, path in zip(EXAMPLE_PLANS, plans, strict=True):
        replaced(path, [example_text(plan)])
    return SamplePaths(rosters, written, plans)


def _check(folder: Path) -> None:
    """
    Let pass a folder that is not there, is empty, or holds a sample and nothing else.

    Raises:
        DocumentsRefused: It holds something else, or cannot be looked into.
    """
    if not os.path.isdir(folder):  # noqa: PTH112 - the method of Path raises where nobody may look
        return
    found = {path.relative_to(folder).as_posix(): path for path in _found(folder)}
    for name, path in found.items():
        # A link is none of ours, whatever it is called: behind it may be somebody's own work.
        if _NOTE not in found or name not in _OURS or path.is_symlink():
            but = f"this one holds {name}, which no sample made"
            raise _refused(folder, f"a sample must have a folder of its own, but {but}; name another folder")


def _found(folder: Path) -> Iterator[Path]:
    """Give the files below a folder, and the links, sorted in each; hidden ones are left out."""

    def fail(error: OSError) -> NoReturn:
        but = f"the system said {error.strerror!r}"
        raise _refused(folder, f"a folder for a sample must be readable, but {but}; name another folder") from None

    for here, folders, files in os.walk(folder, onerror=fail):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        links = [name for name in folders if Path(here, name).is_symlink()]
        yield from (Path(here, name) for name in sorted([*files, *links]) if not name.startswith("."))


def _made(folder: Path) -> Path:
    """
    Give a folder that is there, made if it was not.

    Raises:
        DocumentsRefused: It cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError):
        message = (
            "a folder must be there or be made here, but the system refused; name a path that is free and writable"
        )
        raise _refused(folder, message) from None
    return folder


def _refused(folder: Path, message: str) -> DocumentsRefused:
    return DocumentsRefused([Fault(file_name(folder), 0, "", message)])
