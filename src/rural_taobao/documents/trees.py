"""
Trees: the tables, lists and scalars that a text in TOML or JSON stands for.

A number with a point arrives as a Decimal, never as a float.
Size and depth are limited before anything is parsed, so that a hostile text costs little.
"""

import json
import re
import tomllib
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Final, TypeAlias, TypeGuard, final

from rural_taobao.documents.faults import DocumentsRefused, Fault
from rural_taobao.errors import RuralTaobaoError, shown

__all__ = [
    "DEEPEST",
    "LONGEST_TREE",
    "KeyTwice",
    "NumberNotFinite",
    "Table",
    "is_list",
    "is_table",
    "json_tree",
    "toml_tree",
]

Table: TypeAlias = dict[str, object]
"""Values by their keys; the root of every tree."""


LONGEST_TREE: Final = 1_000_000
"""The most characters of a text that is parsed as a tree: some thousand rules."""
DEEPEST: Final = 64
"""How deep tables and lists may lie in each other, and how many parts a dotted key may have."""
_LONGEST_TOKEN: Final = 1_000
_ESCAPE: Final = "\\u"

_MARK: Final = re.compile(r"\"\"\"|'''|[\"'#\[\]{}.=,:\n]")
_ENDS: Final = {
    '"""': re.compile(r'\\.|"{3,5}', re.DOTALL),
    "'''": re.compile(r"'{3,5}"),
    '"': re.compile(r'\\.|["\n]'),
    "'": re.compile(r"['\n]"),
    "#": re.compile(r"\n"),
}
_JSON_MARK: Final = re.compile(r"[\"\[\]{}.=,:\n]")
_AT: Final = re.compile(r"(.*) \(at line ([0-9]+), column ([0-9]+)\)", re.DOTALL)


@final
class KeyTwice(RuralTaobaoError, ValueError):
    """
    An object of JSON gives one key twice; which of the two is meant, nobody can say.

    Attributes:
        key: The key.
    """

    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__(key)

    def __str__(self) -> str:
        return f"a key must be given once, but {shown(self.key)} is given twice; leave one of them out"


@final
class NumberNotFinite(RuralTaobaoError, ValueError):
    """
    A number of JSON is none: NaN or an infinity.

    Attributes:
        given: How it is written.
    """

    def __init__(self, given: str) -> None:
        self.given = given
        super().__init__(given)

    def __str__(self) -> str:
        return f"a number must be finite, but {self.given} was given; write it in digits, or leave it out"


def is_table(value: object) -> TypeGuard[Table]:
    """Tell whether a value of a tree is a table."""
    return isinstance(value, dict)


def is_list(value: object) -> TypeGuard[list[object]]:
    """Tell whether a value of a tree is a list."""
    return isinstance(value, list)


def toml_tree(text: str, *, file: str) -> Table:
    """
    Parse TOML.

    Args:
        text: The text; a byte-order mark at its beginning is left out.
        file: What the faults call it.

    Raises:
        DocumentsRefused: It is no TOML, gives a key twice, or is too long or too deep.

    Example:
        >>> toml_tree("floor = 0.50", file="plan.toml")
        {'floor': Decimal('0.50')}
        >>> toml_tree("floor = ", file="plan.toml")
        Traceback (most recent call last):
            ...
        rural_taobao.documents.faults.DocumentsRefused: documents must be without a fault, ...
        plan.toml, row 1: a document must be TOML, but its parser says: Invalid value; ...
    """
    text = _bounded(text, file, _MARK)
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        found = _AT.fullmatch(str(error))
        if found is None:
            said, row, column = str(error).removesuffix(" (at end of document)"), text.count("\n") + 1, ""
        else:
            said, row, column = found[1], int(found[2]), found[3]
        raise _unparsed(file, "TOML", said, row, column) from None
    except (ValueError, InvalidOperation):
        raise _refused(file, _TOO_GREAT) from None


def json_tree(text: str, *, file: str) -> Table:
    """
    Parse JSON whose root is an object.

    Args:
        text: The text; a byte-order mark at its beginning is left out.
        file: What the faults call it.

    Raises:
        DocumentsRefused: It is no JSON, no object, gives a key twice, holds a NaN, an infinity or half a character, or
            is too long or too deep.

    Example:
        >>> json_tree('{"floor": 0.50}', file="plan.json")
        {'floor': Decimal('0.50')}
    """
    text = _bounded(text, file, _JSON_MARK)
    try:
        tree: object = json.loads(
            text, parse_float=Decimal, parse_constant=_not_finite, object_pairs_hook=_each_key_once
        )
    except json.JSONDecodeError as error:
        raise _unparsed(file, "JSON", error.msg, error.lineno, str(error.colno)) from None
    except RuralTaobaoError as error:
        raise _refused(file, str(error)) from None
    except (ValueError, InvalidOperation):
        raise _refused(file, _TOO_GREAT) from None
    if not is_table(tree):
        raise _refused(file, "a document must be one object in braces, but this is another value; wrap it in one")
    # The text itself is whole; only an escape could make half a character.
    for each in _texts(tree) if _ESCAPE in text else ():
        _check_characters(each, file)
    return tree


_TOO_GREAT: Final = (
    "a number must be one that can be held, but the exponent of one here is beyond that; write it in digits"
)


def _refused(file: str, message: str, row: int = 0, place: str = "") -> DocumentsRefused:
    return DocumentsRefused([Fault(file, row, place, message)])


def _unparsed(file: str, language: str, said: str, row: int, column: str) -> DocumentsRefused:
    message = f"a document must be {language}, but its parser says: {said:.200}; mend this place"
    return _refused(file, message, row, f"column {column}" if column else "")


def _check_characters(text: str, file: str) -> None:
    """Refuse text that no file of UTF-8 can hold."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        given = ascii(text[error.start])
        message = f"a document must be text, but {given}, half a character, is in it; save it again as UTF-8"
        raise _refused(file, message) from None


def _bounded(text: str, file: str, mark: re.Pattern[str]) -> str:
    """Refuse what would cost a parser more than its length; give the text without a byte-order mark."""
    if len(text) > LONGEST_TREE:
        message = f"a document must have at most {LONGEST_TREE} characters, but this has {len(text)}; divide it"
        raise _refused(file, message)
    _check_characters(text, file)
    text = text.removeprefix("\ufeff")
    if len(text) <= _LONGEST_TOKEN and max(text.count("[") + text.count("{"), text.count(".")) <= DEEPEST:
        # So short a text cannot go beyond any limit; the lines of events are such.
        return text
    position = depth = parts = 0
    while found := mark.search(text, position):
        if found.start() - position > _LONGEST_TOKEN:
            break
        position = found.end()
        match found[0]:
            case "[" | "{":
                depth, parts = depth + 1, 0
            case "]" | "}":
                depth -= 1
            case ".":
                parts += 1
            case "=" | "," | ":" | "\n":
                parts = 0
            case opening:
                position = _end(text, position, _ENDS[opening])
        if depth > DEEPEST or parts > DEEPEST:
            message = f"tables and lists must be nested at most {DEEPEST} deep, but here they are deeper; flatten them"
            raise _refused(file, message, text.count("\n", 0, position) + 1)
    if (found.start() if found else len(text)) - position > _LONGEST_TOKEN:
        message = (
            f"a key and a number must have at most {_LONGEST_TOKEN} characters, but one here has more; "
            "shorten it, or put quotes around what is meant as text"
        )
        raise _refused(file, message, text.count("\n", 0, position) + 1)
    return text


def _end(text: str, position: int, ends: re.Pattern[str]) -> int:
    """Give where a string or a comment ends that is open at a position."""
    for found in ends.finditer(text, position):
        if not found[0].startswith("\\"):
            return found.end()
    return len(text)


def _texts(root: Table) -> Iterator[str]:
    """Give all texts of a tree, the keys too."""
    left: list[object] = [root]
    while left:
        value = left.pop()
        if isinstance(value, str):
            yield value
        elif is_table(value):
            left.extend(value)
            left.extend(value.values())
        elif is_list(value):
            left.extend(value)


def _not_finite(given: str) -> object:
    raise NumberNotFinite(given)


def _each_key_once(pairs: list[tuple[str, object]]) -> Table:
    table: Table = {}
    for key, value in pairs:
        if key in table:
            raise KeyTwice(key)
        table[key] = value
    return table
