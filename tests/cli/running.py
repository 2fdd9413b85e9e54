"""What running a command line comes to, and what the tests of several commands do with files."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, Protocol, TypeAlias

from attrs import frozen

__all__ = ["SAMPLE", "VILLAGE", "Contents", "Ran", "Run", "replaced_in", "rows"]

VILLAGE: Final = ("settle", "network", "events", "--plan", "plan.toml", "--month", "2016-11")
"""Settles the November of the village."""
SAMPLE: Final = ("settle", "network", "events", "--plan", "plans", "--month", "2016-11")
"""Settles the November of the sample."""
Contents: TypeAlias = Callable[[Path], dict[str, bytes]]
"""Gives what every file below a folder holds."""


@frozen
class Ran:
    """What a command did: its exit status, and what it printed."""

    status: int
    out: str
    err: str

    @property
    def object(self) -> dict[str, Any]:
        """The one object on standard output, which holds nothing else."""
        found = json.loads(self.out)
        assert isinstance(found, dict)
        return found

    @property
    def faults(self) -> list[dict[str, Any]]:
        """The faults in it."""
        assert self.status == 1
        found = self.object["faults"]
        assert isinstance(found, list)
        return found


class Run(Protocol):
    """Runs a command line."""

    def __call__(self, *arguments: object) -> Ran: ...


def rows(*paths: Path | str) -> list[dict[str, str]]:
    """Read tables with the standard library alone."""
    found: list[dict[str, str]] = []
    for path in paths:
        with Path(path).open(encoding="utf-8", newline="") as file:
            found += csv.DictReader(file)
    return found


def replaced_in(path: Path | str, old: str, new: str) -> None:
    """Put a text in place of another in a file that holds it."""
    text = Path(path).read_text(encoding="utf-8")
    assert old in text
    Path(path).write_text(text.replace(old, new), encoding="utf-8")
