"""
Doors: the public names of a package, each imported from its module when it is first asked for.

So importing the library costs next to nothing, and whoever settles does not load what draws pictures or counts targets.
"""

import sys
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from typing import TypeAlias

__all__ = ["Listed", "Opened", "door"]

Opened: TypeAlias = Callable[[str], object]
"""Gives what stands behind a name."""
Listed: TypeAlias = Callable[[], list[str]]
"""Gives the names that can be asked for, sorted."""


def door(package: str, modules: Mapping[str, str], listed: Iterable[str]) -> tuple[Opened, Listed]:
    """
    Make what Python asks a package for: one of its names (`__getattr__`), and all of them (`__dir__`).

    Args:
        package: The name of the package.
        modules: The module of the package that each name is imported from.
        listed: Every public name, those that are there without a door too.

    Returns:
        The two, to be bound to these names in the package; the first raises AttributeError for any other name.

    Example:
        >>> get, names = door("rural_taobao", {"CNY": "currencies"}, ["CNY"])
        >>> get("CNY"), names()
        (Currency(code='CNY'), ['CNY'])
        >>> get("cny")
        Traceback (most recent call last):
            ...
        AttributeError: module 'rural_taobao' has no attribute 'cny'
    """
    public = sorted(listed)

    def get(name: str) -> object:
        if name not in modules:
            message = f"module {package!r} has no attribute {name!r}"
            raise AttributeError(message)
        value = getattr(import_module(f"{package}.{modules[name]}"), name)
        # The next time Python finds it without asking here.
        setattr(sys.modules[package], name, value)
        return value

    return get, lambda: public
