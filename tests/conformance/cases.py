"""Cases: figures that others published, as data."""

import json
from collections.abc import Iterable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

from attrs import frozen

__all__ = ["SHIPPED", "CannotBeExpressed", "Case", "cases_of", "compared"]

SHIPPED: Final = Path(__file__).parent / "cases.json"


class CannotBeExpressed(Exception):
    """Nothing that a plan can say is what a case asks for."""


@frozen(kw_only=True)
class Case:
    """
    One figure.

    Attributes:
        id: Its name.
        kind: Which adapter builds it.
        rule: What the plan says, by names of the kind's own.
        inputs: What is rated.
        expected: What it comes to.
        adopt: `yes` where we do the same.
        source: Who says so.
    """

    id: str
    kind: str
    rule: Mapping[str, Any]
    inputs: Mapping[str, Any]
    expected: Mapping[str, Any]
    adopt: str
    source: str

    def has_only(self, *, rule: Iterable[str], inputs: Iterable[str]) -> None:
        """
        Check that the case says nothing that its adapter would overlook.

        Raises:
            CannotBeExpressed: It says more.
        """
        more = [*(set(self.rule) - {*rule}), *(set(self.inputs) - {*inputs})]
        if more:
            msg = f"nothing here reads {', '.join(sorted(more))}"
            raise CannotBeExpressed(msg)


def cases_of(path: Path) -> list[Case]:
    """Read the cases of a file; a number with a point is not read as a float."""
    tree = json.loads(path.read_text(encoding="utf-8"), parse_float=str)
    names = ("id", "kind", "rule", "inputs", "expected", "adopt", "source")
    return [Case(**{name: each[name] for name in names}) for each in tree]


def compared(value: object) -> object:
    """Give a figure so that 4, '4' and '4.00' are one."""
    if isinstance(value, Mapping):
        return {name: compared(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [compared(each) for each in value]
    if isinstance(value, str | int) and not isinstance(value, bool):
        try:
            return Fraction(value)
        except ValueError:
            return value
    return value
