"""
Structuring: from the tree of a document to values and back, with every fault told by its key path.

Each kind of document has a `Structuring` of its own; there is no converter that all share.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import time
from enum import StrEnum
from functools import partial
from types import UnionType
from typing import Any, Final, TypeVar, Union, cast, final, get_args, get_origin, get_type_hints

from attrs import AttrsInstance, fields
from cattrs import Converter
from cattrs.gen import make_dict_structure_fn, override

from rural_taobao.currencies import Currency
from rural_taobao.documents.expectations import NotOfKind, expectation
from rural_taobao.documents.faults import DocumentsRefused, Fault
from rural_taobao.documents.misfits import (
    KeyMissing,
    ListedTwice,
    Misfit,
    sentences,
    step,
)
from rural_taobao.documents.partials import UNREAD, Unnamed
from rural_taobao.documents.reading import Blamed, Check, Made, Parts, TableReader
from rural_taobao.documents.scalar_hooks import scalar_hooks, scalar_written
from rural_taobao.documents.scalars import option
from rural_taobao.documents.schemas import Form, LikeForm, NamedForm, TableForm, TaggedForm, json_schema
from rural_taobao.documents.trees import Table, is_list, is_table
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.exact import Rate
from rural_taobao.flaws import Checks
from rural_taobao.identifiers import Identifier
from rural_taobao.instants import UtcOffset
from rural_taobao.money import Money, UnitPrice
from rural_taobao.places.codes import DivisionCode
from rural_taobao.timeline import Source

__all__ = ["Blamed", "Made", "Parts", "Structuring"]

T = TypeVar("T")
AnAttrs = TypeVar("AnAttrs", bound=AttrsInstance)

_UNCHECKED: Final[Mapping[str, object]] = {}
_UNBLAMED: Final[Blamed] = {}
_UNSPELLED: Final[Mapping[str, tuple[str, ...]]] = {}


def _is_of(part: object, kind: object) -> bool:
    """Tell whether a part is of a type, or of one of a union."""
    origin = get_origin(kind)
    return isinstance(part, cast("type", kind if origin in (None, Union, UnionType) else origin))


def _is_list(kind: object) -> bool:
    origin: object = get_origin(kind)
    return origin is tuple or origin is frozenset


@final
class Structuring:
    """
    How one kind of document says what it says: its tables, each with its keys.

    Parts are declared before what they are part of.

    Args:
        paid_in: The currency of all amounts.

    Example:
        >>> from rural_taobao.commission.rates import PercentageAndFlat
        >>> from rural_taobao.currencies import CNY
        >>> structuring = Structuring(CNY)
        >>> structuring.table(PercentageAndFlat, rate="rate", flat="flat")
        >>> structuring.tree(PercentageAndFlat(Rate(25_000), Money(50)))
        {'rate': '2.5 %', 'flat': '0.50'}
    """

    def __init__(self, paid_in: Currency) -> None:
        self._converter = Converter(detailed_validation=True)
        self._expected: dict[object, str] = {}
        self._forms: dict[object, Form] = {}
        self._spelled: dict[type, dict[str, tuple[str, ...]]] = {}
        for kind, hook in scalar_hooks(paid_in).items():
            self._converter.register_structure_hook(kind, hook)
        for written in (Currency, Money, Rate, UnitPrice, UtcOffset, time):
            self._converter.register_unstructure_hook(written, scalar_written)
        self._converter.register_unstructure_hook(Identifier, str)
        self._converter.register_unstructure_hook(DivisionCode, str)
        self._converter.register_unstructure_hook(StrEnum, str)
        self._converter.register_structure_hook_factory(_is_list, self._list_reader)
        self.table(Source, title="title", url="url", quality="quality", note="note")

    def table(
        self,
        kind: type[AnAttrs],
        /,
        *,
        check: Check = lambda _: (),
        checks: Callable[[Any], Checks] = lambda _: iter(()),
        absent: Mapping[str, object] = _UNCHECKED,
        stands_for: type | None = None,
        makes: tuple[type, ...] = (),
        made: Made | None = None,
        spelled: Mapping[str, tuple[str, ...]] = _UNSPELLED,
        filled: Collection[str] = (),
        from_zero: Collection[str] = (),
        also: Mapping[str, object] = _UNCHECKED,
        instead: tuple[type[RuralTaobaoError], ...] = (),
        blamed: Blamed = _UNBLAMED,
        **keys: str,
    ) -> None:
        """
        Declare a table: the keys by the attributes of a class, in the order in which they are written.

        Args:
            kind: The class; what its constructor refuses is told of the table.
            check: Finds what can be told of the table as it stands, even where parts of it are broken.
            checks: What keeps the parts of the class, or of what it makes, from going together.
            instead: What the constructor refuses that is not told again where the check has told of a missing key.
            blamed: The keys that what the constructor refuses is told at: the first that the table states, or else the
                first; what is not named here is told of the whole table, or of the key of the number it is about.
            absent: What keys stand for that may be left out, besides the defaults of the class.
            stands_for: The class that this one stands in for in a document, and whose docstring tells of attributes
                that its own does not.
            makes: The classes of which one is made of the table, read by `made`; left out, as it is the class itself.
            made: How it is made; left out, of the parts as they are named.
            spelled: The keys that an attribute of what is made stands in, where they are not those of the same name.
            filled: For a JSON Schema, keys of lists, or of tables of names, that its class refuses when empty.
            from_zero: For a JSON Schema, keys of amounts, or of numbers, that its class refuses below zero.
            also: What a JSON Schema of the table says besides: what only its class, or who reads it, refuses.
            keys: The key of each attribute.
        """
        self._forms[kind] = TableForm(kind, keys, frozenset(absent), stands_for, filled, also, from_zero)
        renamed: dict[str, Any] = {attribute: override(rename=key) for attribute, key in keys.items()}
        quick = make_dict_structure_fn(kind, self._converter, _cattrs_forbid_extra_keys=True, **renamed)
        defaults = {each.name: each.default for each in fields(kind)}
        for each in makes or (kind,):
            there = self._spelled.setdefault(each, {})
            for attribute, some in {**{name: (key,) for name, key in keys.items()}, **spelled}.items():
                there[attribute] = (*there.get(attribute, ()), *some)
        if makes and made is None:
            [only] = makes
            made = partial(_same, only)
        reader = TableReader(
            kind=kind,
            keys=keys,
            absent=absent,
            quick=quick,
            check=check,
            checks=checks,
            made=made,
            instead=instead,
            blamed=blamed,
            hints=get_type_hints(kind),
            structure=self._converter.structure,
            expected=self.expectation,
            spelled=self._spelled,
        )

        def written(value: AnAttrs) -> Table:
            parts = {attribute: getattr(value, attribute) for attribute in keys}
            table = {keys[each]: self.tree(part) for each, part in parts.items() if part != defaults[each]}
            return {key: part for key, part in table.items() if key not in absent or part != absent[key]}

        self._converter.register_structure_hook(kind, lambda value, _: reader.read(value))
        self._converter.register_unstructure_hook(kind, written)

    def tagged(self, union: object, key: str, **forms: type[object]) -> None:
        """
        Declare a closed union whose tables state by a key which of its forms they are.

        Args:
            union: The union; each form of it was declared as a table.
            key: The key.
            forms: The forms by what the key states.
        """
        expected = f"one of {', '.join(forms)}"
        self._forms[union] = TaggedForm(key, forms)
        self._expected[union] = f"a table whose {key!r} is {expected}"

        def read(value: object, _: object) -> object:
            if not is_table(value):
                raise NotOfKind(self._expected[union], value)
            if key not in value:
                raise Misfit([(key, str(KeyMissing(key, expected)))])
            form = value[key]
            if not isinstance(form, str) or form not in forms:
                raise Misfit([(key, str(NotOfKind(expected, form)))])
            rest = {each: part for each, part in value.items() if each != key}
            found: object = self._converter.structure(rest, forms[form])
            return found

        self._converter.register_structure_hook_func(lambda kind: kind == union, read)
        for form, kind in forms.items():
            self._converter.register_unstructure_hook(kind, self._tagged_writer(key, form, kind))

    def _tagged_writer(self, key: str, form: str, kind: type[object]) -> Callable[[object], Table]:
        plain: Callable[[object], Table] = self._converter.get_unstructure_hook(kind)
        return lambda value: {key: form, **plain(value)}

    def named(self, kind: type[T], item: object, made: Callable[[Mapping[str, Any]], T]) -> None:
        """
        Declare a table whose keys are names of things that are alike.

        Args:
            kind: The type that is read.
            item: The type, or union, of each thing.
            made: Makes a value of the things by name.
        """
        self._forms[kind] = NamedForm(item)

        def read(value: object, _: object) -> T:
            if not is_table(value):
                raise NotOfKind(expectation(kind), value)
            found: dict[str, object] = {}
            told: list[tuple[str, str]] = []
            for name, each in value.items():
                try:
                    found[name] = self._converter.structure(each, cast("type[object]", item))
                except (Misfit, RuralTaobaoError) as error:
                    told.extend(sentences(step(name), error))
                    if isinstance(error, Misfit) and error.part is not None:
                        found[name] = error.part
            if told:
                raise Misfit(told, made(found) if found else None)
            return made(found)

        self._converter.register_structure_hook_func(lambda each: each == kind, read)

    def custom(
        self,
        kind: object,
        read: Callable[[object], object],
        *written: tuple[type, Callable[[Any], object]],
        like: tuple[object, ...] = (),
        expected: str = "",
    ) -> None:
        """
        Declare a form of its own.

        Args:
            kind: The type, or union, that is read.
            read: Reads it from a value of a tree.
            written: Types with what makes a value of a tree of each.
            like: What it looks like, one of these types, of the words of a Literal, or a text of a pattern; left out,
                as its only attribute.
            expected: What it looks like, in words, for where it is missing.
        """
        self._expected[kind] = expected or expectation(kind)
        self._forms[kind] = LikeForm(like)

        def hook(value: object, _: object) -> object:
            try:
                return read(value)
            except Misfit as misfit:
                part = misfit.part if _is_of(misfit.part, kind) else None
                raise Misfit(misfit.told, part) from None

        self._converter.register_structure_hook_func(lambda each: each == kind, hook)
        for each, writer in written:
            self._converter.register_unstructure_hook(each, writer)

    def expectation(self, kind: object) -> str:
        """Say in words what a value of a type looks like in such a document."""
        return self._expected.get(kind) or expectation(kind)

    def value(self, kind: type[T], tree: object) -> T:
        """Make a part of a document of its tree; what is wrong with it is raised for `read` to tell."""
        return self._converter.structure(tree, kind)

    def made(self, kind: type, tree: object) -> object:
        """Make what a table of a class makes, of its tree; what is wrong with it is raised for `read` to tell."""
        return cast("object", self._converter.structure(tree, kind))

    def sound(self, kind: type[T], tree: object) -> T | None:
        """Make a part of a document of its tree, for a check; None where anything is wrong with it."""
        try:
            return self._converter.structure(tree, kind)
        except (Misfit, RuralTaobaoError):
            return None

    def called(self, kind: type[T], tree: object) -> T:
        """Make an id of its tree, for what a check tells; where anything is wrong with it, what stands for it."""
        found = self.sound(kind, tree)
        return cast("T", Unnamed()) if found is None else found

    def tree(self, value: object) -> object:
        """Make the tree of a value; what has no order is sorted."""
        if isinstance(value, tuple):
            return [self.tree(each) for each in cast("tuple[object, ...]", value)]
        if isinstance(value, frozenset):
            return sorted(str(self.tree(each)) for each in cast("frozenset[object]", value))
        return self._converter.unstructure(value)

    def schema(self, kind: type[AttrsInstance], form: type[StrEnum]) -> Table:
        """
        Give the JSON Schema of a whole document, which lets pass whatever `read` takes.

        Args:
            kind: The class of its root.
            form: The formats that are known.
        """
        return json_schema(kind, form, self._forms)

    def document(self, value: AttrsInstance, form: type[StrEnum]) -> Table:
        """Make the tree of a whole document, in the newest of its formats."""
        tree: Table = self._converter.unstructure(value)
        return {"format": list(form)[-1].value, **tree}

    def read(self, kind: type[T], tree: Table, form: type[StrEnum], *, file: str) -> T:
        """
        Make the values of a whole document.

        Args:
            kind: The class of its root.
            tree: The document.
            form: The formats that are known, one of which its key `format` names; of a document in another, nothing
                else is told.
            file: What the faults call it.

        Raises:
            DocumentsRefused: It has faults; all are told.
        """
        told: list[tuple[str, str]] = []
        rest = dict(tree)
        try:
            option(form, rest.pop("format"))
        except KeyError:
            told.append(("format", str(KeyMissing("format", expectation(form)))))
        except NotOfKind as error:
            raise DocumentsRefused([Fault(file, 0, "format", str(error))]) from None
        try:
            found = self._converter.structure(rest, kind)
            if not told:
                return found
        except Misfit as misfit:
            told.extend(misfit.told)
        raise DocumentsRefused(Fault(file, 0, path, message) for path, message in told)

    def _list_reader(self, kind: object) -> Callable[[object, object], object]:
        """Make what reads a list: a tuple in order, or a frozenset, whose parts must differ."""
        item, unordered = get_args(kind)[0], get_origin(kind) is frozenset

        def read(value: object, _: object) -> object:
            if not is_list(value):
                raise NotOfKind(expectation(kind), value)
            found: list[object] = []
            seen: set[object] = set()
            told: list[tuple[str, str]] = []
            for place, each in enumerate(value):
                try:
                    part = self._converter.structure(each, item)
                    if unordered and part in seen:
                        raise ListedTwice(each)
                    found.append(part)
                    if unordered:
                        seen.add(part)
                except (Misfit, RuralTaobaoError) as error:
                    told.extend(sentences(f"[{place}]", error))
                    if not unordered:
                        found.append(_part_of(error))
            if told:
                raise Misfit(told, frozenset(found) if unordered else tuple(found))
            return frozenset(found) if unordered else tuple(found)

        return read


def _same(kind: type, parts: Parts) -> tuple[type, Parts]:
    """Make a class of parts that are named as its own."""
    return kind, parts


def _part_of(error: Exception) -> object:
    """Give what could be read of a part that has flaws."""
    part = error.part if isinstance(error, Misfit) else None
    return UNREAD if part is None else part
