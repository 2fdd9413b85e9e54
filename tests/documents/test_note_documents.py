from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.assessment import Note
from rural_taobao.documents import DocumentsRefused, read_notes, write_notes
from rural_taobao.testing.assessment_strategies import notes


class TestNotes:
    """A table of notes reads back, and tells all that is wrong with it."""

    @given(st.lists(notes(), max_size=3))
    def test_read_back(self, tmp_path_factory: pytest.TempPathFactory, drawn: list[Note]) -> None:
        file = tmp_path_factory.mktemp("notes") / "notes.csv"
        write_notes(drawn, file)
        assert read_notes(file) == tuple(drawn)

    def test_may_leave_the_end_out(self, tmp_path: Path) -> None:
        file = tmp_path / "notes.csv"
        file.write_text("partner,standing,from\nli,warned,2016-11-03\n", encoding="utf-8")
        [note] = read_notes(file)
        assert (note.partner, note.standing, str(note.days)) == ("li", "warned", "from 2016-11-03")

    def test_all_faults_are_told_at_once(self, tmp_path: Path) -> None:
        file = tmp_path / "notes.csv"
        rows = [
            "partner,standing,from,to",
            "li,flogged,2016-11-03,",
            "li,warned,2016-11-03,2016-11-03",
            "l i,warned,x,",
        ]
        file.write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
        with pytest.raises(DocumentsRefused) as refused:
            read_notes(file)
        assert {(fault.row, fault.place) for fault in refused.value.faults} == {
            (2, "standing"),
            (3, "to"),
            (4, "partner"),
            (4, "from"),
        }
