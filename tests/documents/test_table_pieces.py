"""Tables written piece by piece."""

import pytest

from rural_taobao.documents import tables
from rural_taobao.documents.tables import table_text


class TestPieces:
    """A table is the same text in however many pieces it is written."""

    @pytest.mark.parametrize("rows", [0, 1, 2, 3, 4, 5, 6, 7])
    def test_around_the_end_of_a_piece(self, monkeypatch: pytest.MonkeyPatch, rows: int) -> None:
        monkeypatch.setattr(tables, "_ROWS_AT_ONCE", 3)
        pieces = list(table_text(["row"], ([str(row)] for row in range(rows))))
        assert "".join(pieces) == "".join(f"{line}\n" for line in ("row", *range(rows)))
        assert all(pieces)
