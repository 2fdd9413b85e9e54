"""
Partials: values of which some parts could not be read, made to be looked through and for nothing else.

A part that could not be read is not there: a check that asks for it ends and says nothing, so that no fault is told
that follows from another, and all that does not depend on it is still told.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any, Final, Self, TypeVar, cast, final

from attrs import Attribute, Factory, fields, fields_dict, has

from rural_taobao.errors import RuralTaobaoError
from rural_taobao.flaws import Checks, Flaw, PartPath

__all__ = ["UNREAD", "Unnamed", "default_of", "flaws_of", "partial_value", "without_flawed"]

T = TypeVar("T")
_HASH: Final = "_attrs_cached_hash"


@final
class _Unread:
    """What stands in a list for a part that could not be read at all."""

    def __getattr__(self, name: str) -> object:
        raise AttributeError(name=name, obj=self)


UNREAD: Final = _Unread()
"""Stands in a list for a part that could not be read at all; it has no attributes."""


@final
class Unnamed(str):
    """
    Stands for the id of a part that could not be read, so that all else that is wrong with it is told.

    It is like no other, so that no two parts have one id because neither could be read.
    """

    __slots__ = ()

    def __new__(cls) -> Self:
        """Make one, which faults call by this name."""
        return super().__new__(cls, "unnamed")

    def __str__(self) -> str:
        return self

    def __eq__(self, other: object) -> bool:
        return self is other

    def __ne__(self, other: object) -> bool:
        return self is not other

    def __hash__(self) -> int:
        return object.__hash__(self)


def _is_unread(error: AttributeError) -> bool:
    """Tell whether what is missing is a part that could not be read; anything else would be a defect of ours."""
    kind = type(error.obj)
    return kind is _Unread or (has(kind) and error.name in fields_dict(kind))


def _while_read(flaws: Iterator[T]) -> Iterator[T]:
    """Give what a check finds until it asks for a part that could not be read."""
    try:
        yield from flaws
    except AttributeError as error:
        if not _is_unread(error):
            raise


def default_of(attribute: "Attribute[Any]") -> object:
    """Give what an attribute is where nothing is stated."""
    default: Any = attribute.default
    return default.factory() if isinstance(default, Factory) else default  # type: ignore[arg-type] # a class to mypy


def partial_value(kind: type[T], known: Mapping[str, Any], flawed: Collection[str]) -> tuple[T, list[Flaw]]:
    """
    Make a value of those of its parts that could be read, and tell what of each cannot be.

    Args:
        kind: A class of attrs; its constructor is not called.
        known: The parts by the names of their attributes, as the constructor would take them.
        flawed: Which of them have flaws of their own, told already.
    """
    value = object.__new__(kind)
    if hasattr(kind, _HASH):
        object.__setattr__(value, _HASH, None)
    found: list[Flaw] = []
    listed: tuple[Attribute[Any], ...] = fields(cast("Any", kind))
    for each in listed:
        if each.init and each.name in known:
            found.extend(_while_read(_put(value, each, known[each.name], sound=each.name not in flawed)))
    for each in listed:
        if each.init and each.validator is not None and each.name not in flawed and hasattr(value, each.name):
            found.extend(_while_read(_validated(value, each, each.validator)))
    whole = not any(
        isinstance(part, tuple) and any(each is UNREAD for each in cast("tuple[object, ...]", part))
        for part in known.values()
    )
    for each in listed if whole else ():
        if not each.init and isinstance(each.default, Factory):  # type: ignore[arg-type] # a class to mypy
            found.extend(_while_read(_derived(value, each, each.default)))
    return value, found


def _put(value: object, attribute: "Attribute[Any]", part: object, *, sound: bool) -> Iterator[Flaw]:
    """Set a part as the constructor would."""
    try:
        converter: Any = cast("Any", attribute).converter
        converted = converter(part) if sound and converter is not None else part
    except RuralTaobaoError as error:
        yield (attribute.name,), error
    else:
        object.__setattr__(value, attribute.name, converted)


def _validated(value: object, attribute: "Attribute[Any]", validator: Callable[..., object]) -> Iterator[Flaw]:
    """Validate a part as the constructor would; one that is refused is taken away again."""
    try:
        validator(value, attribute, getattr(value, attribute.name))
    except RuralTaobaoError as error:
        object.__delattr__(value, attribute.name)
        yield (attribute.name,), error


def _derived(value: object, attribute: "Attribute[Any]", default: Any) -> Iterator[Flaw]:  # noqa: ANN401 - a factory
    """Set what is derived of other parts."""
    try:
        made = default.factory(value) if default.takes_self else default.factory()
        object.__setattr__(value, attribute.name, made)
    except RuralTaobaoError as error:
        yield (), error


def flaws_of(checks: Checks) -> Iterator[Flaw]:
    """Give all that the checks of a value find, each as far as it can be made."""
    for each in _while_read(checks):
        if isinstance(each, tuple):
            yield each
        else:
            yield from flaws_of(each)


def without_flawed(value: object, paths: Iterable[PartPath]) -> None:
    """
    Take the parts away that have flaws as a whole, so that nothing is said of what depends on them.

    What is wrong with an end is wrong with it beside the start, so that neither can be relied on.
    """
    for path in paths:
        for name in ("start", "end") if path == ("end",) else path if len(path) == 1 else ():
            if getattr(value, str(name), None) is not None:
                object.__delattr__(value, str(name))
