"""
The TOML writer: trees of tables, lists, text, whole numbers, flags, days and instants, as TOML 1.0.

The same tree always gives the same text, and reading that gives the tree.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime, timedelta, timezone
from typing import Final, final

from rural_taobao.documents.trees import DEEPEST, Table, is_list, is_table
from rural_taobao.errors import RuralTaobaoError, shown

__all__ = ["NotWritable", "toml_text"]

_WIDTH: Final = 100
_INDENT: Final = "    "
_TOO_LONG: Final = 10**100
_MINUTE: Final = timedelta(minutes=1)
_BARE_KEY: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
_ESCAPED: Final = re.compile(r'["\\\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]')
"""What must be escaped, and what is not seen or moves what is: controls, separators, marks of direction."""
_SHORT: Final = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}


@final
class NotWritable(RuralTaobaoError, ValueError):
    """
    A value has no form in TOML that would be read back as the same value.

    Attributes:
        given: The value.
    """

    def __init__(self, given: object) -> None:
        self.given = given
        super().__init__(given)

    def __str__(self) -> str:
        return (
            "a value in TOML must be text, a whole number of at most 100 digits, true or false, a day, an instant "
            f"with its offset, or a list or table of such, at most {DEEPEST} deep, but {shown(self.given)} was given; "
            "leave it out or write it as text"
        )


def toml_text(tree: Mapping[str, object], *, sections: Collection[str] = ()) -> str:
    r"""
    Write a tree.

    Args:
        tree: The tree.
        sections: The paths of lists of tables, such as `versions` and `versions.rules`, and of tables with such lists
            in them, that are written as sections of their own, below whatever else their table holds; others are
            written in line.

    Raises:
        NotWritable: It holds a value that has no form in TOML.

    Example:
        >>> plan = {"plan": "example", "versions": [{"from": date(2016, 1, 1), "rules": []}]}
        >>> print(toml_text(plan, sections=["versions"]), end="")
        plan = "example"
        <BLANKLINE>
        [[versions]]
        from = 2016-01-01
        rules = []
    """
    return "".join(f"{line}\n" for line in _table(tree, "", sections))


def _table(table: Mapping[str, object], path: str, sections: Collection[str]) -> Iterator[str]:
    """Give the lines of a table: first what stands in line, then its sections."""
    below: list[tuple[str, str, Table]] = []
    for key, value in table.items():
        name = f"{path}.{key}" if path else key
        found = list(_sections(name, value)) if name in sections and _BARE_KEY.fullmatch(key) else []
        if found:
            below.extend((name, *each) for each in found)
        else:
            yield from _entry(key, value)
    for name, header, each in below:
        yield ""
        yield header
        yield from _table(each, name, sections)


def _sections(name: str, value: object) -> Iterator[tuple[str, Table]]:
    """Give the header and the table of each section of a list of tables, or of a table with such a list in it."""
    if is_table(value) and _holds_tables(value):
        yield f"[{name}]", value
    if is_list(value) and all(map(is_table, value)):
        yield from ((f"[[{name}]]", each) for each in value if is_table(each))


def _entry(key: str, value: object) -> Iterator[str]:
    """Give the lines of a key and its value: one where it fits, or else its lists of tables over several."""
    line = f"{_key(key)} = {_value(value, 0)}"
    yield line if len(line) <= _WIDTH else f"{_key(key)} = {_spread(value, '')}"


def _key(key: str) -> str:
    return key if _BARE_KEY.fullmatch(key) else _string(key)


def _string(text: str) -> str:
    return f'"{_ESCAPED.sub(_escape, text)}"'


def _escape(found: re.Match[str]) -> str:
    character = found[0]
    code = ord(character)
    if 0xD800 <= code <= 0xDFFF:  # noqa: PLR2004 - halves of a character, which no file of UTF-8 can hold
        raise NotWritable(found.string)
    return _SHORT.get(character, f"\\u{code:04X}")


def _value(value: object, depth: int) -> str:
    """Write a value in one line."""
    if depth >= DEEPEST and (is_list(value) or is_table(value)):
        raise NotWritable(value)
    if is_list(value):
        return f"[{', '.join(_value(each, depth + 1) for each in value)}]"
    if is_table(value):
        pairs = [f"{_key(key)} = {_value(each, depth + 1)}" for key, each in value.items()]
        return f"{{ {', '.join(pairs)} }}" if pairs else "{}"
    match value:
        case str():
            return _string(value)
        case bool():
            return "true" if value else "false"
        case int() if abs(value) < _TOO_LONG:
            return str(value)
        case datetime():
            return _instant(value)
        case date():
            return value.isoformat()
        case _:
            raise NotWritable(value)


def _spread(value: object, indent: str) -> str:
    """Write a value that does not fit into a line with a line for each part of its lists of tables."""
    if is_list(value):
        inner = indent + _INDENT
        parts = [f"{inner}{_fitted(each, inner)}," for each in value]
        return "\n".join(["[", *parts, f"{indent}]"])
    if is_table(value):
        pairs = [
            f"{_key(key)} = {_spread(each, indent) if _holds_tables(each) else _value(each, 0)}"
            for key, each in value.items()
        ]
        return f"{{ {', '.join(pairs)} }}"
    return _value(value, 0)


def _fitted(value: object, indent: str) -> str:
    whole = _value(value, 0)
    return whole if len(indent) + len(whole) < _WIDTH else _spread(value, indent)


def _holds_tables(value: object) -> bool:
    """Tell whether a list of tables is in a value."""
    if is_table(value):
        return any(map(_holds_tables, value.values()))
    return is_list(value) and any(map(is_table, value))


def _instant(value: datetime) -> str:
    """Write an instant; offsets of TOML are whole minutes, so a finer one is cut and the clock moved with it."""
    offset = value.utcoffset()
    if offset is None:
        raise NotWritable(value)
    minutes = abs(offset) // _MINUTE * _MINUTE
    try:
        return value.astimezone(timezone(minutes if offset >= timedelta() else -minutes)).isoformat()
    except OverflowError:
        raise NotWritable(value) from None
