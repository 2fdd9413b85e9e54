"""
Kinds: what the field of a value takes, a whole number from some bound on or a value of a type.

`True` is no number and `2.0` is not 2; what is refused is named by its field.
"""

from collections.abc import Callable
from typing import Any, final

from rural_taobao.errors import RuralTaobaoError, shown

__all__ = ["WrongKind", "WrongNumber", "name_of", "non_negative", "of_kind", "positive", "whole"]


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
