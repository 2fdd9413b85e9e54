"""
Kinds: what the field of a value takes, a whole number from some bound on, a value of a type, or one of some words.

`True` is no number and `2.0` is not 2; what is refused is named by its field.
"""

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from typing import Any, NoReturn, TypeVar, final

from rural_taobao.errors import RuralTaobaoError, shown

__all__ = [
    "Word",
    "WordUnknown",
    "WrongKind",
    "WrongNumber",
    "each_of",
    "name_of",
    "non_negative",
    "of_kind",
    "positive",
    "tuple_of",
    "whole",
]

T = TypeVar("T")


@final
class WrongNumber(RuralTaobaoError, ValueError):
    """
    A number is not a whole one, or lies outside its range.

    Attributes:
        name: What the number is.
        given: The value.
        demand: What must hold of it.
    """

    def __init__(self, name: str, given: object, demand: str) -> None:
        self.name = name
        self.given = given
        self.demand = demand
        super().__init__(name, given, demand)

    def __str__(self) -> str:
        return f"{self.name} must be {self.demand}, but {shown(self.given)} was given; pass such an int"


@final
class WrongKind(RuralTaobaoError, ValueError):
    """
    A value is not of the kind that is needed: a bare number where money, a price or a rate must be.

    Attributes:
        name: What the value is for.
        given: The value.
        wanted: What makes a value of the kind.
    """

    def __init__(self, name: str, given: object, wanted: str) -> None:
        self.name = name
        self.given = given
        self.wanted = wanted
        super().__init__(name, given, wanted)

    def __str__(self) -> str:
        return f"{self.name} must be made by {self.wanted}, but {shown(self.given)} was given; pass such a value"


@final
class WordUnknown(RuralTaobaoError, ValueError):
    """
    A value is none of the words of an enumeration.

    Attributes:
        kind: The name of the enumeration.
        given: The value.
        words: All of its words.
    """

    def __init__(self, kind: str, given: object, words: tuple[str, ...]) -> None:
        self.kind = kind
        self.given = given
        self.words = words
        super().__init__(kind, given, words)

    def __str__(self) -> str:
        return (
            f"a value of {self.kind} must be one of {', '.join(self.words)}, but {shown(self.given)} was given; "
            "pass one of these words"
        )


class Word(StrEnum):
    """
    An enumeration of words that refuses any other with a sentence; the base of enumerations, with no word of its own.

    Raises:
        WordUnknown: A value is none of its words.

    Example:
        >>> class Season(Word):
        ...     SPRING = "spring"
        ...     AUTUMN = "autumn"
        >>> Season("autumn")
        <Season.AUTUMN: 'autumn'>
        >>> Season("fall")
        Traceback (most recent call last):
            ...
        rural_taobao.kinds.WordUnknown: a value of Season must be one of spring, autumn, but 'fall' was given; pass ...
    """

    @classmethod
    def _missing_(cls, value: object) -> NoReturn:
        raise WordUnknown(cls.__name__, value, tuple(each.value for each in cls))


def name_of(attribute: object) -> str:
    """Give the name of a field of attrs, for a message; `number` stands for any other thing."""
    return getattr(attribute, "name", "number")


def whole(_instance: object, attribute: object, value: int) -> None:
    """
    Validate, for attrs, that a value is an int; `True` and `2.0` are not.

    Raises:
        WrongNumber: It is not an int.
    """
    if type(value) is not int:
        raise WrongNumber(name_of(attribute), value, "a whole number")


def non_negative(_instance: object, attribute: object, value: int) -> None:
    """
    Validate, for attrs, that a value is an int of 0 or more.

    Raises:
        WrongNumber: It is not an int, or below 0.
    """
    if type(value) is not int or value < 0:
        raise WrongNumber(name_of(attribute), value, "a whole number of 0 or more")


def positive(_instance: object, attribute: object, value: int) -> None:
    """
    Validate, for attrs, that a value is an int of 1 or more.

    Raises:
        WrongNumber: It is not an int, or below 1.
    """
    if type(value) is not int or value < 1:
        raise WrongNumber(name_of(attribute), value, "a whole number of 1 or more")


def of_kind(kind: type | tuple[type, ...], wanted: str) -> Callable[[object, object, Any], None]:
    """
    Make a validator, for attrs, that a value is of a kind.

    Args:
        kind: The type, or several.
        wanted: What makes a value of it, for the message.

    Example:
        >>> of_kind(str, "str()")(None, None, 1.5)
        Traceback (most recent call last):
            ...
        rural_taobao.kinds.WrongKind: number must be made by str(), but 1.5 was given; pass such a value
    """

    def check(_instance: object, attribute: object, value: object) -> None:
        if not isinstance(value, kind):
            raise WrongKind(name_of(attribute), value, wanted)

    return check


def each_of(values: Iterable[T], name: str, made: str) -> Iterator[T]:
    """
    Give values one after another; of which kind they are is not asked.

    Args:
        values: The values.
        name: What they are, for the message.
        made: What makes one of them, for the message.

    Raises:
        WrongKind: They are not several.

    Example:
        >>> each_of(7, "sizes", "int()")
        Traceback (most recent call last):
            ...
        rural_taobao.kinds.WrongKind: sizes must be made by a list of int(), but 7 was given; pass such a value
    """
    try:
        return iter(values)
    except TypeError:
        listed = f"a list of {made}"
        raise WrongKind(name, values, listed) from None


def tuple_of(kind: type[T] | tuple[type[T], ...], values: Iterable[T], name: str, made: str) -> tuple[T, ...]:
    """
    Make a tuple of values of a kind.

    Args:
        kind: The type, or several.
        values: The values.
        name: What they are, for the message.
        made: What makes one of them, for the message.

    Raises:
        WrongKind: One of them is of another kind, or they are not several.

    Example:
        >>> tuple_of(int, [1, 2], "sizes", "int()")
        (1, 2)
        >>> tuple_of(int, [1, "2"], "sizes", "int()")
        Traceback (most recent call last):
            ...
        rural_taobao.kinds.WrongKind: each of the sizes must be made by int(), but '2' was given; pass such a value
    """
    listed = tuple(each_of(values, name, made))
    for each in listed:
        if not isinstance(each, kind):
            one = f"each of the {name}"
            raise WrongKind(one, each, made)
    return listed
