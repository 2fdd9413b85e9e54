"""Every example in the README, in docs/ and in the docstrings of src/ is a test."""

import contextlib
import doctest
import tempfile
from typing import Any

from sybil import Sybil
from sybil.parsers import myst, rest

_FOLDER = "_folder_of_these_examples"


def enter_folder(namespace: dict[str, Any]) -> None:
    """Let the examples of one document read and write in an empty folder of their own."""
    stack = namespace[_FOLDER] = contextlib.ExitStack()
    stack.enter_context(contextlib.chdir(stack.enter_context(tempfile.TemporaryDirectory())))


def leave_folder(namespace: dict[str, Any]) -> None:
    """Go back to where the tests were, and remove the folder."""
    namespace[_FOLDER].close()


documents = Sybil(
    name="document",
    pattern="*.md",
    parsers=[myst.PythonCodeBlockParser(), myst.DocTestDirectiveParser(), myst.SkipParser()],
    setup=enter_folder,
    teardown=leave_folder,
)
docstrings = Sybil(
    name="docstring",
    path="src",
    pattern="*.py",
    parsers=[rest.DocTestParser(optionflags=doctest.ELLIPSIS)],
    setup=enter_folder,
    teardown=leave_folder,
)

pytest_collect_file = (documents + docstrings).pytest()
