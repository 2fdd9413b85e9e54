"""What running a command line comes to, for the tests of the commands."""

import json
from typing import Any, Protocol

from attrs import frozen

__all__ = ["Ran", "Run"]


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
