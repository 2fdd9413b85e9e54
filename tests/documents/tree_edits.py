"""Edits of documents for tests: keys taken out, put in and replaced, and the places where that must be told."""

import tomllib
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeAlias

import pytest

from rural_taobao.documents.faults import DocumentsRefused
from rural_taobao.documents.toml_writer import toml_text

__all__ = [
    "OTHER_KINDS",
    "Path",
    "edited",
    "keys_of",
    "lists_of",
    "place_of",
    "put",
    "tables_of",
    "take",
    "told",
    "tree_of",
    "without",
]

Path: TypeAlias = tuple[str | int, ...]

OTHER_KINDS: tuple[object, ...] = ([[]], {"x": {}})
"""Values that no scalar, no list of these documents and no table of them can be."""


def _below(value: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    yield path, value
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _below(each, (*path, key))
    if isinstance(value, list):
        for place, each in enumerate(value):
            yield from _below(each, (*path, place))


def tree_of(text: str) -> Any:
    """Parse a document; amounts with a point stay text."""
    return tomllib.loads(text, parse_float=str)


def keys_of(text: str) -> list[Path]:
    """Give the path of every key of a document."""
    return [path for path, _ in _below(tree_of(text), ()) if path and isinstance(path[-1], str)]


def tables_of(text: str) -> list[Path]:
    """Give the path of every table of a document, the root too."""
    return [path for path, value in _below(tree_of(text), ()) if isinstance(value, dict)]


def lists_of(text: str) -> list[Path]:
    """Give the path of every key of a document that holds a list."""
    return [path for path, value in _below(tree_of(text), ()) if isinstance(value, list) and isinstance(path[-1], str)]


def _holder(tree: Any, path: Path) -> Any:
    for step in path[:-1]:
        tree = tree[step]
    return tree


def put(tree: Any, path: Path, value: object) -> None:
    """Put a value, new or in place of another, at a path of a tree."""
    _holder(tree, path)[path[-1]] = value


def take(tree: Any, path: Path) -> None:
    """Take a key out of a tree."""
    del _holder(tree, path)[path[-1]]


def edited(text: str, path: Path, value: object) -> str:
    """Put a value, new or in place of another, at a path of a document."""
    tree = tree_of(text)
    put(tree, path, value)
    return toml_text(tree)


def without(text: str, path: Path) -> str:
    """Take a key out of a document."""
    tree = tree_of(text)
    take(tree, path)
    return toml_text(tree)


def place_of(path: Sequence[str | int]) -> str:
    """Write a path as a fault does: `versions[0].rules[3].rate`."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).removeprefix(".")


def told(reader: Callable[..., object], text: str) -> dict[str, str]:
    """Give the one message of each place at fault, of a document that must be refused."""
    with pytest.raises(DocumentsRefused) as caught:
        reader(text, file="given.toml")
    for fault in caught.value.faults:
        assert fault.file == "given.toml"
        assert str(fault).isprintable()
        assert fault.message[0] == fault.message[0].lower()
        assert " must " in fault.message
        assert "; " in fault.message
    faults = {fault.place: fault.message for fault in caught.value.faults}
    assert len(faults) == len(caught.value.faults)
    return faults
