"""The names that the library hands on: all of them there, each once, and none loaded before it is asked for."""

import importlib
import subprocess
import sys

import pytest

FACES = ["rural_taobao", "rural_taobao.commission", "rural_taobao.documents", "rural_taobao.settlement"]


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
        assert done.stdout.strip() == "[]"
