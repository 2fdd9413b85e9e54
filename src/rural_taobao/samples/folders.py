"""Folders: a sample as the files that a user would have, in the layout that the command line reads."""

from pathlib import Path
from typing import Final, final

from attrs import frozen

from rural_taobao.documents.calendars import write_calendar
from rural_taobao.documents.events import write_events
from rural_taobao.documents.faults import DocumentsRefused, Fault
from rural_taobao.documents.files import file_name, replaced
from rural_taobao.documents.rosters import write_network
from rural_taobao.festivals import programme_calendar
from rural_taobao.periods import Month
from rural_taobao.samples.events import sample_events
from rural_taobao.samples.networks import sample_network
from rural_taobao.samples.schedules import EXAMPLE_PLANS, example_text

__all__ = ["DEMO_MONTH", "DEMO_SEED", "DEMO_STATIONS", "SamplePaths", "write_sample"]

DEMO_STATIONS: Final = 40
DEMO_SEED: Final = 2016
DEMO_MONTH: Final = Month(2016, 11)
"""The usual sample: the month of a Double 11, in which every plan pays and every reason not to pay occurs."""


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
    Write a network, a month of events and the example plans.

    Args:
        folder: Where to; it is made if it is not there, and files of the same names in it are replaced.
        stations: How many stations, 1 or more.
        seed: A whole number, 0 or more.
        month: The month in which the orders are placed.

    Raises:
        WrongNumber: A number is not an int, or below its least.
        DocumentsRefused: The system refuses.

    Example:
        >>> paths = write_sample(Path("sample"), stations=2)
        >>> print(paths.network.as_posix(), *(path.as_posix() for path in (*paths.events[:2], *paths.plans[:1])))
        sample/network sample/events/orders.csv sample/events/parcels.csv sample/plans/example-shop.toml
    """
    network = sample_network(stations=stations, seed=seed)
    events = sample_events(network, month=month, seed=seed)
    rosters, happenings, schedules = (_made(folder / name) for name in ("network", "events", "plans"))
    write_network(network, rosters)
    write_calendar(programme_calendar(), rosters / "calendar.toml")
    written = write_events(events, happenings, network.clock)
    plans = tuple(schedules / f"{plan}.toml" for plan in EXAMPLE_PLANS)
    for plan, path in zip(EXAMPLE_PLANS, plans, strict=True):
        replaced(path, [example_text(plan)])
    return SamplePaths(rosters, written, plans)


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
        raise DocumentsRefused([Fault(file_name(folder), 0, "", message)]) from None
    return folder
