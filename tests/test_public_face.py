"""The names that the library hands on: all of them there, each once, and none loaded before it is asked for."""

import ast
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

FACES = [
    "rural_taobao",
    "rural_taobao.assessment",
    "rural_taobao.commission",
    "rural_taobao.coverage",
    "rural_taobao.documents",
    "rural_taobao.festivals",
    "rural_taobao.lives",
    "rural_taobao.network",
    "rural_taobao.places",
    "rural_taobao.programme",
    "rural_taobao.register",
    "rural_taobao.services",
    "rural_taobao.settlement",
    "rural_taobao.transition",
]


class TestFace:
    """A package hands on what it lists, when it is asked for it."""

    @pytest.mark.parametrize("name", FACES)
    def test_every_name_is_there_and_listed(self, name: str) -> None:
        face = importlib.import_module(name)
        assert len(set(face.__all__)) == len(face.__all__)
        for each in face.__all__:
            assert getattr(face, each) is not None
            assert each in dir(face)

    @pytest.mark.parametrize("name", FACES)
    def test_python_gives_what_type_checkers_see(self, name: str) -> None:
        face = importlib.import_module(name)
        assert face.__file__ is not None
        tree = ast.parse(Path(face.__file__).read_text(encoding="utf-8"))
        seen = {
            imported.name: node.module
            for block in tree.body
            if isinstance(block, ast.If)
            for node in block.body
            if isinstance(node, ast.ImportFrom)
            for imported in node.names
        }
        assert seen.keys() == {*face.__all__}
        for each, module in seen.items():
            assert getattr(face, each) is getattr(importlib.import_module(str(module)), each)

    @pytest.mark.parametrize("name", FACES)
    def test_another_name_is_an_attribute_error(self, name: str) -> None:
        with pytest.raises(AttributeError, match="has no attribute 'settel'"):
            importlib.import_module(name).settel  # noqa: B018 - asking for it is the test

    def test_importing_the_library_loads_no_room_and_no_extra(self) -> None:
        code = (
            "import sys, rural_taobao; "
            "print([name for name in sys.modules if name.startswith('rural_taobao.') "
            "or name in ('attrs', 'cattrs', 'dateutil', 'click', 'rich', 'hypothesis')])"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert done.stdout.strip() == "['rural_taobao.doors']"
