import subprocess
import sys

import pytest

from rural_taobao import documents


class TestPublicNames:
    """The room hands its names on, and loads what is behind one when it is first asked for."""

    @pytest.mark.parametrize("name", documents.__all__)
    def test_each_is_there(self, name: str) -> None:
        value = getattr(documents, name)
        assert value is getattr(documents, name)
        assert name in dir(documents)

    def test_they_are_sorted_and_differ(self) -> None:
        constants = [name for name in documents.__all__ if name.isupper()]
        assert documents.__all__ == [*sorted(constants), *sorted(documents.__all__[len(constants) :])]
        assert len(set(documents.__all__)) == len(documents.__all__)

    def test_no_other_is(self) -> None:
        with pytest.raises(AttributeError, match="has no attribute 'read_minds'"):
            getattr(documents, "read_minds")  # noqa: B009 - no type checker knows the name

    @pytest.mark.parametrize("name", ["DocumentsRefused", "read_events", "read_ledger", "write_statements_csv"])
    def test_who_reads_tables_alone_does_not_load_what_reads_trees(self, name: str) -> None:
        code = f"import sys; from rural_taobao.documents import {name}; print('cattrs' in sys.modules)"
        ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert ran.stdout == "False\n"
