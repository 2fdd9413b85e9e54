"""Cases: figures that others published, as data, and how what comes out is compared to them."""

import json
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

from attrs import field, frozen

from rural_taobao.exact import decimal_text

__all__ = [
    "SHIPPED",
    "CannotBeExpressed",
    "Case",
    "CasesUnreadable",
    "Stated",
    "cases_of",
    "differences",
    "number",
    "places",
]

SHIPPED: Final = Path(__file__).parent / "cases.json"
_FINEST: Final = 40


class CannotBeExpressed(Exception):
    """Nothing that a plan can say is what a case asks for."""


class CasesUnreadable(Exception):
    """A file holds no cases."""

    def __init__(self, path: Path, but: str) -> None:
        super().__init__(
            f"a file of cases must hold a list of tables as JSON, or a table with such a list as 'cases', but {path} "
            f"does not ({but}); mend it, or name another file"
        )


class Stated(dict[str, Any]):
    """What a case states, by name."""

    def __missing__(self, name: str) -> Any:
        msg = f"the case does not say {name}"
        raise CannotBeExpressed(msg)

    def has_only(self, names: Iterable[str]) -> None:
        """
        Check that nothing is stated that an adapter would overlook; null states nothing.

        Raises:
            CannotBeExpressed: More is.
        """
        more = {name for name, value in self.items() if value is not None} - {*names}
        if more:
            msg = f"nothing here reads {', '.join(sorted(more))}"
            raise CannotBeExpressed(msg)


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
    rule: Stated = field(converter=Stated)
    inputs: Stated = field(converter=Stated)
    expected: Stated = field(converter=Stated)
    adopt: str = "yes"
    source: str = ""

    def has_only(self, *, rule: Iterable[str], inputs: Iterable[str]) -> None:
        """
        Check that the case says nothing that its adapter would overlook.

        Raises:
            CannotBeExpressed: It says more.
        """
        self.rule.has_only(rule)
        self.inputs.has_only(inputs)


def cases_of(path: Path) -> list[Case]:
    """
    Read the cases of a file; a number with a point is not read as a float.

    Raises:
        CasesUnreadable: It is no file of cases.
    """
    try:
        tree = json.loads(path.read_text(encoding="utf-8"), parse_float=str)
    except (OSError, ValueError, RecursionError) as error:
        raise CasesUnreadable(path, str(error)) from None
    listed = tree.get("cases") if isinstance(tree, dict) else tree
    if not isinstance(listed, list) or not all(isinstance(each, dict) for each in listed):
        but = "it is something else"
        raise CasesUnreadable(path, but)
    named = ("id", "kind", "rule", "inputs", "expected", "adopt", "source")
    without: dict[str, Any] = {"kind": "without a name", "rule": {}, "inputs": {}, "expected": {}}
    return [
        Case(**({"id": f"the case at {place}"} | without | {name: each[name] for name in named if name in each}))
        for place, each in enumerate(listed)
    ]


def number(value: object) -> Fraction:
    """
    Read a figure of a case: a number of JSON, or a text such as `4`, `.10`, `1,000.00` or `1/3`.

    Raises:
        CannotBeExpressed: It is none.
    """
    try:
        return Fraction(str(value).strip().replace(",", ""))
    except (ValueError, ZeroDivisionError):
        msg = f"{value!r} is no number"
        raise CannotBeExpressed(msg) from None


def places(value: Fraction) -> int:
    """
    Give how many digits a figure has after the point.

    Raises:
        CannotBeExpressed: It has no end.
    """
    found = next((digits for digits in range(_FINEST + 1) if 10**digits % value.denominator == 0), None)
    if found is None:
        msg = f"{value} is no decimal number that ends"
        raise CannotBeExpressed(msg)
    return found


def _read(value: object) -> object:
    """Give a figure so that 4, '4' and '4.00' are one; what is no figure stays as it is."""
    if isinstance(value, bool) or not isinstance(value, str | int | Fraction):
        return value
    try:
        return number(value)
    except CannotBeExpressed:
        return value


def _shown(value: object) -> str:
    """Write a figure as a decimal number, where it is one."""
    read = _read(value)
    if not isinstance(read, Fraction):
        return repr(value)
    try:
        digits = places(read)
    except CannotBeExpressed:
        return str(read)
    return decimal_text(int(read * 10**digits), digits)


def differences(found: object, expected: object, name: str = "") -> Iterator[str]:
    """
    Tell each figure that came out otherwise than expected; what came out and was not asked for is not told.

    Example:
        >>> list(differences({"amount": Fraction(639, 2), "more": 1}, {"amount": "320"}))
        ['amount came to 319.5, and was expected to be 320']
    """
    if isinstance(expected, Mapping) and isinstance(found, Mapping):
        for key, value in expected.items():
            yield from differences(found.get(key), value, f"{name}.{key}" if name else str(key))
    elif isinstance(expected, list | tuple) and isinstance(found, list | tuple) and len(expected) == len(found):
        for place, (one, other) in enumerate(zip(found, expected, strict=True)):
            yield from differences(one, other, f"{name}[{place}]")
    elif isinstance(expected, list | tuple) and isinstance(found, list | tuple):
        told = (", ".join(map(_shown, each)) for each in (found, expected))
        yield "{} came to [{}], and was expected to be [{}]".format(name, *told)
    elif _read(found) != _read(expected):
        yield f"{name} came to {_shown(found)}, and was expected to be {_shown(expected)}"
