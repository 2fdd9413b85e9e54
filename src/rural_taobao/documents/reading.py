"""
Reading of tables: as a value where nothing is wrong, and else looked through, so that all is told at its key.

A value that has flaws is read as far as it can be, so that what it is a part of can be looked through too.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, Final, TypeAlias, cast, final

from attrs import NOTHING, AttrsInstance, fields, frozen, has
from cattrs.errors import ClassValidationError

from rural_taobao.documents.expectations import NotOfKind, expectation
from rural_taobao.documents.messages import worded
from rural_taobao.documents.misfits import KeyMissing, KeyUnknown, Misfit, Told, joined, of_whole, sentences, step
from rural_taobao.documents.partials import Unnamed, default_of, flaws_of, partial_value, without_flawed
from rural_taobao.documents.trees import Table, is_list, is_table
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.flaws import Checks, Flaw, PartPath
from rural_taobao.identifiers import CampaignId, CapId, RuleId

__all__ = ["Blamed", "Check", "Made", "Parts", "TableReader"]

Check: TypeAlias = Callable[[Table], Iterator[Told] | Collection[Told]]
"""Finds what can be told of a table as it stands."""
Blamed: TypeAlias = Mapping[type[RuralTaobaoError], tuple[str, ...]]
"""Keys by the errors that are about them."""
Parts: TypeAlias = Mapping[str, Any]
"""Parts of a value by the names of its attributes."""
Made: TypeAlias = Callable[[Parts], tuple[type, Parts]]
"""Gives the class that a table stands for, and those of its parts that could be read."""

_NAMES: Final = frozenset({RuleId, CapId, CampaignId})
"""The types of ids that what is wrong with a part calls it by."""


@final
@frozen(kw_only=True)
class TableReader:
    """
    How a table is read, as it was declared.

    Attributes:
        kind: Its class.
        keys: The key of each attribute.
        absent: What keys stand for that may be left out, besides the defaults of the class.
        quick: Reads a table without a fault.
        check: Finds what can be told of the table as it stands.
        checks: What keeps the parts of what is made from going together.
        made: What is made of the parts; None where that is the class itself.
        instead: What is not told again where the check has told of a missing key.
        blamed: The keys that errors of the whole are told at.
        hints: The type of each attribute.
        structure: Reads a part by its type.
        expected: Says in words what a value of a type looks like.
        spelled: The keys of each attribute, by classes that tables make.
    """

    kind: type[AttrsInstance]
    keys: Mapping[str, str]
    absent: Mapping[str, object]
    quick: Callable[[Mapping[str, Any], Any], Any]
    check: Check
    checks: Callable[[Any], Checks]
    made: Made | None
    instead: tuple[type[RuralTaobaoError], ...]
    blamed: Blamed
    hints: Mapping[str, Any]
    structure: Callable[[Any, Any], Any]
    expected: Callable[[object], str]
    spelled: Mapping[type, Mapping[str, tuple[str, ...]]]

    def read(self, value: object) -> object:
        """Read a table, and what it makes; what is wrong with it is raised as a `Misfit`."""
        if not is_table(value):
            raise NotOfKind(expectation(self.kind), value)
        found_before = list(self.check(value))
        refused: list[Exception] = []
        try:
            found = self.quick({**self.absent, **value}, self.kind)
            if not found_before:
                if self.made is None:
                    return cast("object", found)
                kind, parts = self.made({name: getattr(found, name) for name in self.keys})
                return cast("object", kind(**parts))
        except ClassValidationError as group:
            refused.extend(error for error in group.exceptions if not getattr(error, "__notes__", ()))
        except RuralTaobaoError as error:
            refused.append(error)
        raise self._looked_through(value, found_before, refused) from None

    def _looked_through(self, table: Table, found_before: list[Told], refused: list[Exception]) -> Misfit:
        """Tell all that is wrong with a table and with its parts, each once."""
        told = [(path, worded(error)) for path, error in found_before]
        known = tuple(type(error) for _, error in found_before)
        if KeyMissing in known:
            known = (*known, *self.instead)
        parts: Parts
        parts, flawed, unread = self._parts(table)
        told.extend(unread)
        unnamed = {name: Unnamed() for name in self.keys if self.hints[name] in _NAMES and name not in parts}
        parts = {**parts, **unnamed}
        flawed.update(unnamed)
        kind: type = self.kind
        own: list[Flaw] = []
        if self.made is not None:
            own = partial_value(self.kind, parts, flawed)[1]
            told.extend((self._path(path, None, table), self._sentence(error)) for path, error in own)
            kind, parts = self.made({name: part for name, part in parts.items() if (name,) not in dict(own)})
            parts = {**_defaults(kind, self.hints), **parts}
        part, found = partial_value(cast("type[object]", kind), parts, flawed)
        flaws = _once(known, list(flaws_of(self.checks(part))), found, tuple(self.blamed) if flawed else None)
        for path, error in flaws:
            if path:
                told.append((self._path(path, part, table), self._sentence(error)))
            else:
                told.extend(self._of_whole(error, table))
        without_flawed(part, [path for path, _ in flaws])
        seen = (*known, *(type(error) for _, error in (*own, *flaws)))
        for each in refused:
            if not unread and not isinstance(each, seen):
                told.extend(self._of_whole(each, table))
        return Misfit(dict.fromkeys(told), part)

    def _parts(self, table: Table) -> tuple[Parts, set[str], list[tuple[str, str]]]:
        """Read each part of a table; give what could be read, what of that has flaws, and what is wrong."""
        stated = {**self.absent, **table}
        parts: dict[str, Any] = {}
        flawed: set[str] = set()
        told: list[tuple[str, str]] = []
        attributes = {each.name: each for each in fields(self.kind)}
        for name, key in self.keys.items():
            if key not in stated and attributes[name].default is NOTHING:
                told.append((key, str(KeyMissing(key, self.expected(self.hints[name])))))
            elif key not in stated:
                parts[name] = default_of(attributes[name])
            else:
                try:
                    parts[name] = self.structure(stated[key], self.hints[name])
                except (Misfit, RuralTaobaoError) as error:
                    told.extend(sentences(key, error))
                    if isinstance(error, Misfit) and error.part is not None:
                        parts[name] = error.part
                        flawed.add(name)
        known = tuple(self.keys.values())
        told.extend((step(key), str(KeyUnknown(key, known))) for key in sorted(table.keys() - {*known}))
        return parts, flawed, told

    def _of_whole(self, error: Exception, table: Table) -> Iterator[tuple[str, str]]:
        """Give the sentence of what is wrong with a table as a whole, at the key that is to blame, if one is."""
        some = {each: next(filter(table.__contains__, keys), keys[0]) for each, keys in self.blamed.items()}
        yield from of_whole(error, self.keys, some)

    def _sentence(self, error: RuralTaobaoError) -> str:
        """Give the sentence of what is wrong with a part, in which a number is called by its key."""
        [(_, said)] = of_whole(error, self.keys, {})
        return said

    def _path(self, path: PartPath, part: object, tree: object) -> str:
        """Give the key path of a part, in the words of the document."""
        way = ""
        for each in path:
            if isinstance(each, int):
                part = cast("tuple[object, ...]", part)[each]
                tree = cast("list[object]", tree)[each]
                way = joined(way, f"[{each}]")
            elif is_list(tree):
                # A name in a list whose order means nothing.
                return joined(way, f"[{tree.index(each)}]")
            else:
                stated: Table = tree if is_table(tree) else {}
                some = self._keys_of(type(part), each)
                key = next(filter(stated.__contains__, some), some[0])
                part = getattr(part, each, None) if has(type(part)) else dict(cast("Any", part or ())).get(each)
                tree = stated.get(key)
                way = joined(way, step(key))
        return way

    def _keys_of(self, kind: type, name: str) -> tuple[str, ...]:
        """Give the keys that an attribute stands in; of nothing that was made, those of the table itself."""
        if kind is type(None):
            return (self.keys.get(name, name),)
        spelled = self.spelled.get(kind)
        return (name,) if spelled is None else spelled.get(name, (name,))


def _once(
    known: tuple[type[Exception], ...],
    checked: list[Flaw],
    found: list[Flaw],
    about: tuple[type[RuralTaobaoError], ...] | None,
) -> list[Flaw]:
    """
    Give each flaw of a table once.

    Args:
        known: What was told already.
        checked: What checks found.
        found: What is wrong with parts, and, of the whole, with what is derived of them.
        about: What is told of the latter; None for all that the checks have not found.
    """
    said = tuple(type(error) for _, error in checked)
    derived = [
        (path, error)
        for path, error in found
        if path or ((about is None or isinstance(error, about)) and not isinstance(error, said))
    ]
    flaws = {
        (path, type(error)): error for path, error in reversed([*checked, *derived]) if not isinstance(error, known)
    }
    return [(path, error) for (path, _), error in flaws.items()]


def _defaults(kind: type, stated: Collection[str]) -> Parts:
    """Give the parts of a class that a table does not state, as they are where nothing is said."""
    return {
        each.name: default_of(each)
        for each in fields(cast("Any", kind))
        if each.init and each.default is not NOTHING and each.name not in stated
    }
