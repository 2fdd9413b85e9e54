"""
Schemas: what documents of a kind may hold, as JSON Schema for editors, derived from what their structuring declares.

A schema lets pass whatever the reader takes.
What only reading can tell, such as tiers that do not meet, or an amount that is finer than its currency, it leaves to
the reader.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, time
from enum import StrEnum
from inspect import cleandoc
from types import NoneType
from typing import (
    Any,
    Final,
    Literal,
    TypeAlias,
    Union,
    assert_never,
    cast,
    final,
    get_args,
    get_origin,
    get_type_hints,
)

from attrs import NOTHING, AttrsInstance, fields, frozen, has

from rural_taobao.currencies import FINEST, Currency
from rural_taobao.documents.trees import Table
from rural_taobao.exact import Rate
from rural_taobao.identifiers import Identifier
from rural_taobao.instants import UtcOffset
from rural_taobao.money import Money, UnitPrice
from rural_taobao.places.codes import DivisionCode

__all__ = ["Form", "LikeForm", "NamedForm", "TableForm", "TaggedForm", "json_schema"]

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_LONGEST: Final = 40
_RATE_PLACES: Final = 4
_PRICE_PLACES: Final = 6


def _decimal(places: int) -> str:
    """Give the pattern of a number of so many decimal places; zeros after them change nothing."""
    return rf"[0-9]{{1,{_LONGEST}}}(\.[0-9]{{1,{places}}}0{{0,{_LONGEST - places}}})?"


def _unsigned(places: int) -> str:
    """Give the pattern of a number of 0 or more, of so many decimal places; -0 is 0."""
    return rf"(\+?{_decimal(places)}|-0{{1,{_LONGEST}}}(\.0{{1,{_LONGEST}}})?)"


_DAY: Final = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_IDENTIFIER: Final[Table] = {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"}
_DIVISION: Final[Table] = {"type": "string", "pattern": "^[0-9]{6}([0-9]{3}){0,2}$"}
_SCALARS: Final[Mapping[object, Table]] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    date: {"type": "string", "format": "date", "pattern": f"^{_DAY}$"},
    datetime: {
        "type": "string",
        "format": "date-time",
        "pattern": rf"^{_DAY}[Tt ][0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}(\.[0-9]+)?([Zz]|[+-][0-9]{{2}}:[0-9]{{2}})$",
    },
    time: {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9](:00)?$"},
    Currency: {"enum": list(Currency.codes())},
    Rate: {"type": "string", "pattern": f"^{_unsigned(_RATE_PLACES)} *%$"},
    Money: {"type": ["string", "number"], "pattern": f"^[+-]?{_decimal(FINEST.digits)}$"},
    UnitPrice: {
        "type": ["string", "number"],
        "pattern": f"^{_unsigned(FINEST.digits + _PRICE_PLACES)}$",
        "minimum": 0,
    },
    UtcOffset: {"type": "string", "pattern": "^[+-][0-9]{2}:[0-5][0-9]$"},
}
"""What each scalar looks like in JSON, which knows no days and no instants but their texts."""
_FILLED: Final[Table] = {"minItems": 1, "minProperties": 1}
"""What holds something: each of the two bears upon a list or a table alone."""
_FROM_ZERO: Final[Table] = {"pattern": f"^{_unsigned(FINEST.digits)}$", "minimum": 0}
"""What is 0 or more: the one bears upon a text alone, the other upon a number."""
_ATTRIBUTES: Final = re.compile(r"^Attributes:\n((?: {4}.*\n?|\n)+)", re.MULTILINE)
_ATTRIBUTE: Final = re.compile(r"^ {4}(\w+): (.*(?:\n {8,}.*)*)", re.MULTILINE)

_NONE: Final = re.compile(r"\bNone\b")
"""What a document says by leaving a key out."""


@final
@frozen
class TableForm:
    """
    A table, as it was declared.

    Attributes:
        kind: Its class, whose docstring tells of its attributes.
        keys: The key of each attribute.
        absent: Keys that may be left out, besides those of attributes with a default.
        stands_for: Another class whose docstring does, where this one stands in for that in a document.
        filled: Keys of lists, or of tables of names, that must not be empty.
        also: What a schema of it says besides.
        from_zero: Keys of amounts, or of numbers, that must not be below zero.
    """

    kind: type[AttrsInstance]
    keys: Mapping[str, str]
    absent: Collection[str]
    stands_for: type | None
    filled: Collection[str]
    also: Mapping[str, object]
    from_zero: Collection[str] = ()


@final
@frozen
class TaggedForm:
    """
    A closed union of tables, as it was declared.

    Attributes:
        key: Which key states the form.
        forms: The forms by what it states.
    """

    key: str
    forms: Mapping[str, object]


@final
@frozen
class LikeForm:
    """
    A form of its own, as it was declared.

    Attributes:
        kinds: What it looks like: one of these types, words of a Literal and patterns of a text; where there is none,
            as its only attribute, or as anything.
    """

    kinds: tuple[object, ...]


@final
@frozen
class NamedForm:
    """
    A table whose keys are names, as it was declared.

    Attributes:
        item: What stands under each name.
    """

    item: object


Form: TypeAlias = TableForm | TaggedForm | LikeForm | NamedForm
"""Everything that can be declared; a closed union."""


def json_schema(root: type[AttrsInstance], form: type[StrEnum], declared: Mapping[object, Form]) -> Table:
    """
    Derive the schema of a kind of document.

    Args:
        root: The class of its root.
        form: The formats that are known, one of which its key `format` names.
        declared: What was declared, by the type that it is read as.

    Returns:
        A JSON Schema of the draft 2020-12, in which every table has a definition of its own.
    """
    draft = _Draft(declared)
    formats: Table = {"description": "The format of this document.", "enum": [each.value for each in form]}
    of_root = [draft.table(each, {"format": formats}) for each in draft.tables(root)]
    definitions = dict(sorted(draft.definitions.items()))
    return {"$schema": _DIALECT, "title": list(form)[-1].value, **of_root[0], "$defs": definitions}


@final
class _Draft:
    """
    A schema in the making.

    Attributes:
        definitions: The tables that were drafted so far, by their names.

    Args:
        declared: What was declared.
    """

    def __init__(self, declared: Mapping[object, Form]) -> None:
        self.definitions: dict[str, Table] = {}
        self._declared = declared
        self._names: dict[tuple[object, str], str] = {}

    def of(self, kind: object) -> Table:
        """Say what a value of a type looks like."""
        form = self._declared.get(kind)
        match form:
            case TableForm():
                return self._defined(form)
            case TaggedForm(key, forms):
                name, is_new = self._named(kind, "", key)
                if is_new:
                    options = [self._tagged(key, tag, each) for tag, each in forms.items()]
                    self.definitions[name] = {"oneOf": options}
                return _reference(name)
            case LikeForm(kinds):
                return _one_of([self.of(each) for each in kinds or _only_part(kind)])
            case NamedForm(item):
                return {"type": "object", "additionalProperties": self.of(item)}
            case None:
                return self._undeclared(kind)
            case _:
                assert_never(form)

    def tables(self, kind: object) -> list[TableForm]:
        """Give the tables that a value of a type may be."""
        form = self._declared.get(kind)
        if isinstance(form, LikeForm):
            return [table for each in form.kinds for table in self.tables(each)]
        return [form] if isinstance(form, TableForm) else []

    def table(self, form: TableForm, stated: Mapping[str, Table]) -> Table:
        """Say what a table looks like, with keys before its own that must be stated."""
        hints, attributes = _hints(form.kind), fields(form.kind)
        told_by = [form.kind] if form.stands_for is None else [form.kind, form.stands_for]
        told = {name: said for each in reversed(told_by) for name, said in _told_of(each).items()}
        properties: Table = {**stated}
        for name, key in form.keys.items():
            said = told.get(name) or self._summary(hints[name])
            more = {**(_FILLED if key in form.filled else {}), **(_FROM_ZERO if key in form.from_zero else {})}
            properties[key] = {**({"description": said} if said else {}), **self.of(hints[name]), **more}
        has_default = {each.name for each in attributes if each.default is not NOTHING}
        required = [key for name, key in form.keys.items() if name not in has_default and key not in form.absent]
        summary = _summary(told_by[-1])
        return {
            **({"description": summary} if summary else {}),
            "type": "object",
            "properties": properties,
            "required": [*stated, *required],
            "additionalProperties": False,
            **form.also,
        }

    def _tagged(self, key: str, tag: str, kind: object) -> Table:
        """Say what a form of a closed union looks like, with the key that states which it is."""
        return _one_of([self._defined(form, key, tag) for form in self.tables(kind)])

    def _defined(self, form: TableForm, key: str = "", tag: str = "") -> Table:
        """Define a table, once, and refer to it; it may hold itself."""
        name, is_new = self._named(form.kind, tag, form.kind.__name__.lstrip("_"))
        if is_new:
            self.definitions[name] = {}
            self.definitions[name] = self.table(form, {key: {"const": tag}} if key else {})
        return _reference(name)

    def _named(self, kind: object, tag: str, wish: str) -> tuple[str, bool]:
        """Give the name of a definition, and whether it is new."""
        if (kind, tag) in self._names:
            return self._names[kind, tag], False
        name, number = wish, 1
        while name in self._names.values():
            number += 1
            name = f"{wish}-{number}"
        self._names[kind, tag] = name
        return name, True

    def _undeclared(self, kind: object) -> Table:
        """Say what a scalar, a word, a list or a key that may be left out looks like; of anything else, nothing."""
        origin, parts = get_origin(kind), get_args(kind)
        found: Table = {**_SCALARS.get(kind, {})}
        if origin is tuple:
            found = {"type": "array", "items": self.of(parts[0])}
        elif origin is frozenset:
            found = {"type": "array", "items": self.of(parts[0]), "uniqueItems": True}
        elif isinstance(kind, re.Pattern):
            found = {"type": "string", "pattern": f"^{cast('re.Pattern[str]', kind).pattern}$"}
        elif origin is Literal:
            found = {"enum": list(parts)}
        elif NoneType in parts:
            found = self.of(_stated(kind))
        elif isinstance(kind, type) and issubclass(kind, StrEnum):
            found = {"enum": [each.value for each in kind]}
        elif isinstance(kind, type) and issubclass(kind, Identifier):
            found = {**_IDENTIFIER}
        elif isinstance(kind, type) and issubclass(kind, DivisionCode):
            found = {**_DIVISION}
        return found

    def _summary(self, kind: object) -> str:
        """Say in a sentence what a value is about, where its type is a class of ours."""
        stated = _stated(kind)
        ours = isinstance(stated, type) and stated.__module__.startswith(__name__.partition(".")[0])
        return _summary(stated) if ours else ""


def _stated(kind: object) -> object:
    """Give a type without None, which stands for a key that is left out."""
    parts: tuple[Any, ...] = get_args(kind)
    return Union[tuple(each for each in parts if each is not NoneType)] if NoneType in parts else kind  # noqa: UP007 - made of parts


def _only_part(kind: object) -> tuple[object, ...]:
    """Give what the only attribute of a class is, alone; nothing where there is not one."""
    if not isinstance(kind, type) or not has(kind):
        return ()
    names = [each.name for each in fields(kind)]
    return (_hints(kind)[names[0]],) if len(names) == 1 else ()


def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _reference(name: str) -> Table:
    return {"$ref": f"#/$defs/{name}"}


def _one_of(options: list[Table]) -> Table:
    """Say that a value looks as one of several say; anything, where there is none."""
    if not options:
        return {}
    return options[0] if len(options) == 1 else {"anyOf": options}


def _summary(kind: object) -> str:
    """Give the first sentence of a docstring; nothing where Python has left docstrings out."""
    return " ".join(cleandoc(kind.__doc__ or "").partition("\n\n")[0].split())


def _told_of(kind: type) -> dict[str, str]:
    """Give what a docstring tells of each attribute."""
    section = _ATTRIBUTES.search(cleandoc(kind.__doc__ or ""))
    told: Iterable[tuple[str, str]] = _ATTRIBUTE.findall(section[1]) if section else ()
    return {name: _NONE.sub("left out", " ".join(said.split())) for name, said in told}
