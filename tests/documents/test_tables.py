import csv
import io
import os
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from itertools import accumulate
from pathlib import Path
from typing import Literal
from unittest.mock import patch

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rural_taobao.documents import cells, rows, scalars, tables
from rural_taobao.documents.cells import Amounts, Each, Instants, InstantWriter, Maybe, Remembered, count
from rural_taobao.documents.expectations import NotOfKind
from rural_taobao.documents.faults import DocumentsRefused, Fault
from rural_taobao.documents.rows import LONGEST_CELL, row_text
from rural_taobao.documents.tables import MOST_TOLD, Column, Findings, Table, set_aside, table_text
from rural_taobao.exact import decimal_text
from rural_taobao.instants import CHINA, InstantOutsideCalendar, UtcOffset, microseconds
from rural_taobao.testing.strategies import instants, offsets
from tests.documents.table_files import ends_of_rows, file_of, folder, rows_of, told

WIDTH = 3
NAMES = ("one", "two", "three")
HEADER = "one,two,three\n"
TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=8) | st.text(
    '",\r\n ab\1\2', max_size=6
)
ROWS = st.lists(st.tuples(*[TEXTS] * WIDTH), max_size=8)
LAST_QUOTED = st.lists(st.tuples(*[st.text("ab", max_size=2)] * 2, st.text('",a\1', max_size=5)), max_size=8)
BLOCKS = st.integers(1, 60)
"""How many bytes are read at once: few, so that rows lie across them."""


def written(table: Sequence[tuple[str, ...]]) -> str:
    return "".join(table_text(NAMES, table))


class TestReadingBack:
    """A table that was written is read as it was, whatever stands in its cells and wherever it is cut for reading."""

    @given(ROWS, BLOCKS)
    def test_every_cell_comes_back(self, table: list[tuple[str, ...]], block: int) -> None:
        with patch.object(rows, "_BLOCK", block):
            assert rows_of(written(table), NAMES) == table

    @given(LAST_QUOTED, BLOCKS)
    @example([("a", "b", '"'), ("a", "b", "")], 60)
    def test_cells_come_back_where_the_last_alone_is_quoted(self, table: list[tuple[str, ...]], block: int) -> None:
        lines = ["{},{},{}".format(*row[:2], f'"{row[2].replace(chr(34), chr(34) * 2)}"') for row in table]
        with patch.object(rows, "_BLOCK", block):
            assert rows_of("\n".join([HEADER[:-1], *lines, ""]), NAMES) == table

    @given(ROWS, st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]), st.sampled_from(["\n", "\r\n"]))
    def test_what_another_writer_wrote_is_read_as_another_reader_reads_it(
        self, table: list[tuple[str, ...]], quoting: Literal[0, 1], end: str
    ) -> None:
        other = io.StringIO()
        # Python's writer leaves a CR unquoted where lines end with LF; RFC 4180 does not.
        table = [tuple(cell.replace("\r", "") for cell in row) for row in table]
        csv.writer(other, quoting=quoting, lineterminator=end).writerows([NAMES, *table])
        assert rows_of(other.getvalue(), NAMES) == table

    @given(ROWS)
    def test_another_reader_reads_the_same(self, table: list[tuple[str, ...]]) -> None:
        assert list(map(tuple, csv.reader(io.StringIO(written(table), newline=""), strict=True))) == [NAMES, *table]

    @given(st.lists(st.tuples(*[st.text("ab,三", max_size=4)] * WIDTH), max_size=8), BLOCKS)
    def test_a_byte_order_mark_and_crlf_change_nothing(self, table: list[tuple[str, ...]], block: int) -> None:
        other = b"\xef\xbb\xbf" + written(table).replace("\n", "\r\n").encode()
        with patch.object(rows, "_BLOCK", block):
            assert rows_of(other, NAMES) == table

    @given(ROWS, st.permutations(range(WIDTH)))
    def test_columns_come_in_any_order(self, table: list[tuple[str, ...]], order: list[int]) -> None:
        moved = table_text([NAMES[place] for place in order], ([row[place] for place in order] for row in table))
        assert rows_of("".join(moved), NAMES) == table

    def test_a_column_that_may_be_left_out_is_then_empty(self) -> None:
        assert rows_of("one\n1\n2\n", ["one"], "two") == [("1", ""), ("2", "")]

    def test_many_rows_are_written_and_read(self) -> None:
        table = [(str(number), "x" * 50, 'quoted "here"') for number in range(9_000)]
        assert rows_of(written(table), NAMES) == table


class TestCutting:
    """A file that was cut short is refused, unless it was cut exactly at the end of a row."""

    @given(ROWS, st.data())
    def test_wherever_it_is_cut(self, table: list[tuple[str, ...]], data: st.DataObject) -> None:
        whole = written(table).encode()
        end = data.draw(st.integers(0, len(whole)), label="bytes that are left")
        ends = sorted(ends_of_rows(whole))
        if end in ends:
            assert rows_of(whole[:end], NAMES) == table[: ends.index(end)]
        else:
            assert len(told(lambda: rows_of(whole[:end], NAMES))) >= 1

    @pytest.mark.parametrize(
        ("content", "row", "message"),
        [
            ("", 0, "a table must begin with a row that names its columns, but the file is empty; get the whole file"),
            ("\ufeff", 0, "a table must begin with a row that names its columns, but the file is empty"),
            (
                "one,two,thr",
                1,
                "the last row must have its line end, but the file ends before; add it, or get the whole",
            ),
            (HEADER + "1,2,3", 2, "the last row must have its line end, but the file ends before; add it"),
            (HEADER + "1,2,3\n4,", 3, "the last row must have its line end"),
            (HEADER + '1,2,"3', 2, "a quote that is opened must be closed, but the file ends before; close it"),
            (HEADER + '1,"2\n2,3\n4,5,6\n', 2, "a quote that is opened must be closed"),
            ('one,"two\n,three\n', 1, "a quote that is opened must be closed"),
        ],
    )
    def test_it_says_where_and_what_to_do(self, content: str, row: int, message: str) -> None:
        (fault,) = told(lambda: rows_of(content, NAMES))
        assert (fault.row, fault.place) == (row, "")
        assert fault.message.startswith(message)

    @pytest.mark.parametrize("start", ["", HEADER])
    @pytest.mark.parametrize("endless", ["x" * 3_000_000, '"' + "x\n" * 1_500_000])
    def test_a_row_without_an_end_is_refused_before_all_of_it_is_read(self, start: str, endless: str) -> None:
        read: list[int] = []
        findings = Findings()
        with file_of(start + endless) as path, Table(path, findings, read.append) as table:
            assert list(table.chunks([Column(name, Each(str)) for name in NAMES])) == []
        (fault,) = findings.refused().faults
        assert fault.message == "a row must have less than 1000000 bytes, but this has more; is a quote not closed?"
        assert sum(read) < 1_300_000


class TestHeaders:
    """The header names every column once; one that is missing, doubled or not known is told by its name."""

    @pytest.mark.parametrize(
        ("header", "faults"),
        [
            ("one,two", {"three": "a table must have this column, but its header does not name it; add the column"}),
            (
                "one,two,two,three",
                {"two": "a column must be there once, but this one is there 2 times; leave one out"},
            ),
            (
                "one,two,three,four",
                {"four": "a column must be one of one, two, three, but this is none; rename it or leave it out"},
            ),
            (
                "one,Two,three",
                {
                    "Two": "a column must be one of one, two, three, but this is none; rename it or leave it out",
                    "two": "a table must have this column, but its header does not name it; add the column",
                },
            ),
        ],
    )
    def test_all_that_is_wrong_with_it_is_told(self, header: str, faults: dict[str, str]) -> None:
        found = told(lambda: rows_of(f"{header}\n1,2,3\n", NAMES))
        assert {fault.place: fault.message for fault in found} == faults
        assert {fault.row for fault in found} == {1}

    def test_a_name_that_no_screen_shows_is_told_all_the_same(self) -> None:
        found = told(lambda: rows_of(f'one,two,three,"x\n",{"y" * 200}\n', NAMES))
        assert [fault.place for fault in found] == [repr("x\n"), f"'{'y' * 78}…"]

    def test_a_name_is_told_as_it_is_as_far_as_a_line_holds_it(self) -> None:
        found = told(lambda: rows_of(f"one,two,three,{'y' * 80},{'z' * 81}\n", NAMES))
        assert {fault.place for fault in found} == {"y" * 80, f"'{'z' * 78}…"}

    @pytest.mark.parametrize("blank", ["", " ", ",", " ,\t,"])
    def test_a_header_that_is_blank_is_refused_alone(self, blank: str) -> None:
        (fault,) = told(lambda: rows_of(f"{blank}\n1,2,3\n", NAMES))
        message = "a table must begin with a row that names its columns, but this one is blank; add the names"
        assert (fault.row, fault.place, fault.message) == (1, "", message)

    def test_a_header_that_is_no_text_is_refused_alone(self) -> None:
        (fault,) = told(lambda: rows_of(b"one,tw\xff,three\n1,2\n", NAMES))
        assert (fault.row, fault.place) == (1, "")

    def test_a_table_in_utf_16_is_refused(self) -> None:
        found = told(lambda: rows_of(HEADER.encode("utf-16"), NAMES))
        assert {fault.row for fault in found} == {1}
        assert found[0].message.startswith("a cell must hold text, but a NUL is in this one")


class TestRows:
    """A row has the cells of the header, each quoted whole or not at all; any other is told by its number."""

    @pytest.mark.parametrize(
        ("row", "place", "message"),
        [
            ("1,2", "", "a row must have 3 cells, as the header has, but it has 2; look for a comma that is missing"),
            ("1,2,3,4", "", "a row must have 3 cells, as the header has, but it has 4; look for a comma that"),
            ("", "", "a row must have 3 cells, as the header has, but it is blank; leave it out"),
            ('1,2"2,3', "two", "a cell must be quoted whole or not at all, but it is in part; double each quote"),
            ('1,"2"2",3', "two", "a cell must be quoted whole or not at all, but it is in part; double each quote"),
            ('1,2,3""', "three", "a cell must be quoted whole or not at all, but it is in part; double each quote"),
            ('1,"2"2,""', "two", "a cell must be quoted whole or not at all, but it is in part; double each quote"),
            ('1,"2","3" ', "three", "a cell must be quoted whole or not at all"),
            ('"",2,3,4 ""', "", "a cell must be quoted whole or not at all"),
            ("1,2\r2,3", "two", "a line must end with LF or CRLF, but a CR stands alone in this cell; quote the cell"),
            ("1,2,3\r\r", "three", "a line must end with LF or CRLF, but a CR stands alone in this cell"),
            ("1,2\x002,3", "two", "a cell must hold text, but a NUL is in this one; it may be damaged: write it again"),
            (
                '1,2\x002,"3"',
                "two",
                "a cell must hold text, but a NUL is in this one; it may be damaged: write it again",
            ),
            (
                '1,2,"3\x00"',
                "three",
                "a cell must hold text, but a NUL is in this one; it may be damaged: write it again",
            ),
            (
                f"1,2,{'x' * 10_001}",
                "three",
                "a cell must hold at most 10000 characters, but this one holds 10001; shorten it",
            ),
            (
                f'1,2,"{"x" * 10_001}"',
                "three",
                "a cell must hold at most 10000 characters, but this one holds 10001; shorten it",
            ),
        ],
    )
    @pytest.mark.parametrize("before", ["", "7,8,9\n", '7,"8\n",9\n', '7,8,"9"\n'])
    def test_what_is_wrong_is_told_by_row_and_column(self, before: str, row: str, place: str, message: str) -> None:
        content = f"{HEADER}{before}{row}\n10,11,12\n1,2\n"
        first, second = told(lambda: rows_of(content, NAMES))
        number = 2 + before.count("\n")
        assert (first.row, first.place) == (number, place)
        assert first.message.startswith(message)
        assert second.row == number + 2 + row.count("\n")
        (alone,) = told(lambda: rows_of(f"{HEADER}{before}{row}\n", NAMES))
        assert (alone.row, alone.place, alone.message) == (first.row, first.place, first.message)

    def test_what_is_wrong_is_told_where_the_last_cell_of_each_row_is_quoted(self) -> None:
        first, second = told(lambda: rows_of(f'{HEADER}1,2,"3"\n1,"2"\n1,2,"{"x" * 10_001}"\n', NAMES))
        assert (first.row, first.place, second.row, second.place) == (3, "", 4, "three")
        (alone,) = told(lambda: rows_of(f'{HEADER}1,"2"\n', NAMES))
        assert alone.row == 2

    def test_bytes_that_are_no_utf_8_are_told_by_row_and_column(self) -> None:
        first, second = told(lambda: rows_of(b"one,two,three\n1,2,3\n4,\xe4\xb8,6\n7,8,\xed\xa0\x80\n", NAMES))
        assert (first.row, first.place) == (3, "two")
        assert first.message.startswith("a cell must hold text, but byte 0xe4, which is no UTF-8, is in this one")
        assert (second.row, second.place) == (4, "three")

    @given(ROWS, st.data())
    def test_rows_are_numbered_as_an_editor_numbers_lines(
        self, table: list[tuple[str, ...]], data: st.DataObject
    ) -> None:
        place = data.draw(st.integers(0, len(table)), label="rows before")
        lines = [row_text(row) for row in table]
        block = data.draw(BLOCKS, label="bytes read at once")
        content = "".join([HEADER, *lines[:place], "short\n", *lines[place:]])
        with patch.object(rows, "_BLOCK", block):
            (fault,) = told(lambda: rows_of(content, NAMES))
        assert fault.row == 1 + "".join([HEADER, *lines[:place]]).count("\n")

    def test_a_longest_cell_is_read(self) -> None:
        longest = "x" * LONGEST_CELL
        assert rows_of(f'{HEADER}{longest},2,"{longest}"\n', NAMES) == [(longest, "2", longest)]


class TestCells:
    """A cell is read strictly; one that cannot be is told by row and column, and the rows without one are given."""

    def test_all_cells_that_cannot_be_read_are_told_and_the_other_rows_read(self) -> None:
        findings = Findings()
        days, counts = Column("day", Remembered(scalars.day)), Column("count", Each(count))
        content = "day,count\n2016-11-11,1\n2016-02-30,-1\n2016-11-12,2\n2016-11-13,１２\n"
        with file_of(content) as path, Table(path, findings) as table:
            (chunk,) = table.chunks([days, counts])
        assert len(chunk) == 2
        assert list(chunk.texts(days)) == ["2016-11-11", "2016-11-12"]
        assert list(chunk.values(counts)) == [1, 2]
        assert list(chunk.numbers) == [2, 4]
        assert [(fault.row, fault.place) for fault in findings.refused().faults] == [
            (3, "count"),
            (3, "day"),
            (5, "count"),
        ]

    def test_where_no_row_is_left_nothing_is_given(self) -> None:
        findings = Findings()
        with file_of("count\nx\n") as path, Table(path, findings) as table:
            assert list(table.chunks([Column("count", Each(count))])) == []
        assert len(findings) == 1

    @pytest.mark.parametrize("text", ["-1", "+1", "1.0", "１", "", " 1", "1e3", "9" * 41, "1_0"])
    def test_a_count_is_a_whole_number_in_ascii_digits(self, text: str) -> None:
        with pytest.raises(NotOfKind):
            count(text)

    def test_a_count_may_have_to_be_larger(self) -> None:
        assert count("1", 1) == 1
        with pytest.raises(NotOfKind, match="a whole number of 1 or more, but 0 was given"):
            count("0", 1)

    @given(st.lists(st.integers(-(10**9), 10**30), min_size=1), st.sampled_from([0, 2, 3, 4]))
    def test_amounts_written_with_every_digit_are_minor_units(self, minors: list[int], digits: int) -> None:
        texts = [decimal_text(minor, digits) for minor in minors]
        assert Amounts(digits).all(texts) == minors
        assert [Amounts(digits).one(text) for text in texts] == minors

    @given(st.lists(st.sampled_from(["1.5", "2", "3.50", "-4.00", "+5.000", "0.10"]), min_size=1))
    def test_amounts_written_otherwise_are_the_same_amounts(self, texts: list[str]) -> None:
        known = {"1.5": 150, "2": 200, "3.50": 350, "-4.00": -400, "+5.000": 500, "0.10": 10}
        assert Amounts(2).all(texts) == [known[text] for text in texts]

    @pytest.mark.parametrize("text", ["1.00\n2.00", "", "1e400", "NaN", "１２", "1.005", "1,00", "9" * 41 + ".00"])
    def test_no_other_text_is_an_amount(self, text: str) -> None:
        with pytest.raises(ValueError, match="a number "):
            Amounts(2).all(["1.00", text])

    def test_what_is_remembered_is_bounded(self) -> None:
        read: list[str] = []
        reader = Remembered(read.append)
        with patch.object(cells, "_MOST_REMEMBERED", 2):
            for text in "1121341":
                reader.all([text])
        assert "".join(read) == "12341"

    @given(st.lists(instants(), min_size=1, max_size=9))
    def test_instants_are_the_same_however_many_are_remembered(self, points: list[datetime]) -> None:
        reader = Instants()
        with patch.object(cells, "_MOST_RECENT", 2):
            for point in [*points, *points]:
                assert reader.all([point.isoformat()]) == [microseconds(point)]

    def test_a_cell_may_be_empty(self) -> None:
        reader = Maybe(Each(count), 7)
        assert reader.all(["1", "", "2"]) == [1, 7, 2]
        assert reader.all(["1", "2"]) == [1, 2]
        assert (reader.one(""), reader.one("3")) == (7, 3)


class TestInstants:
    """An instant is read to the microsecond, whatever the clock that shows it, and written as it can be read."""

    @given(instants())
    def test_reads_what_another_writer_wrote(self, instant: datetime) -> None:
        text = instant.isoformat()
        assert Instants().all([text]) == [microseconds(instant)]

    @given(st.lists(st.integers(-(10**15), 10**16), min_size=1), offsets())
    def test_reads_back_what_was_written(self, instants: list[int], clock: UtcOffset) -> None:
        writer = InstantWriter(clock)
        assert Instants().all(list(map(writer, instants))) == instants

    @given(st.integers(-(10**15), 10**16), offsets())
    def test_is_written_as_the_clock_shows_it(self, instant: int, clock: UtcOffset) -> None:
        assert InstantWriter(clock)(instant) == clock.instant(instant).isoformat()

    def test_is_not_written_where_the_clock_shows_no_day(self) -> None:
        with pytest.raises(InstantOutsideCalendar):
            InstantWriter(CHINA)(10**18)

    def test_z_stands_for_no_offset_and_decimals_for_parts_of_a_second(self) -> None:
        assert Instants().all(["1970-01-01T00:00:00.25Z", "1970-01-01T00:00:01Z"]) == [250_000, 1_000_000]

    @pytest.mark.parametrize(
        "text",
        [
            "2016-11-11T00:03:12",
            "2016-11-11",
            "2016-02-30T00:00:00+08:00",
            "2016-11-11T24:00:00+08:00",
            "2016-11-11T00:60:00+08:00",
            "2016-11-11T00:00:60+08:00",
            "2016-11-11 00:03:12+08:00",
            "2016-11-11T00:03+08:00",
            "20161111T000312+0800",
            "2016-11-11T00:03:12+0800",
            "2016-11-11T00:03:12+08",
            "2016-11-11T00:03:12.1234567+08:00",
            "2016-11-11T00:03:12+24:00",
            "2016-11-11t00:03:12z",
            "２016-11-11T00:03:12+08:00",
            "0000-01-01T00:00:00Z",
            "",
        ],
    )
    def test_nothing_else_is_an_instant(self, text: str) -> None:
        for reader in (Instants().one, lambda text: Instants().all(["2016-11-11T00:03:12Z", text])):
            with pytest.raises(NotOfKind, match="an instant with its offset, such as"):
                reader(text)


class TestBounds:
    """However much is wrong, it is told in bounded space, and how much it is."""

    @given(st.integers(1, 250), st.integers(1, 250))
    def test_a_hundred_faults_of_each_file_are_told_and_the_others_counted(self, first: int, second: int) -> None:
        findings = Findings()
        for file, faults in (("a.csv", first), ("b.csv", second)):
            for row in range(faults):
                findings.tell(Fault(file, row + 2, "x", "a cell must be right, but it is not; mend it"))
        assert len(findings) == first + second
        faults_told = findings.refused().faults
        for file, faults in (("a.csv", first), ("b.csv", second)):
            rows_told = [fault.row for fault in faults_told if fault.file == file]
            if faults <= MOST_TOLD:
                assert rows_told == list(range(2, faults + 2))
            else:
                assert rows_told == [0, *range(2, MOST_TOLD + 2)]
                assert f"but {faults} were found" in next(each for each in faults_told if each.file == file).message

    def test_a_table_of_wrong_rows_is_told_in_bounded_space(self) -> None:
        faults = told(lambda: rows_of(HEADER + "1,2\n" * 5_000, NAMES))
        assert len(faults) == MOST_TOLD + 1
        message = "a table must be without a fault, but 5000 were found; mend the first 100"
        assert (faults[0].row, faults[0].place, faults[0].message) == (0, "", message)

    @given(ROWS, BLOCKS)
    def test_progress_adds_up_to_the_size_of_the_file(self, table: list[tuple[str, ...]], block: int) -> None:
        content, read = written(table).encode(), [0]
        with patch.object(rows, "_BLOCK", block), file_of(content) as path, Table(path, Findings(), read.append) as one:
            list(one.chunks([Column(name, Each(str)) for name in NAMES]))
        assert list(accumulate(read))[-1] == len(content)
        assert 0 not in read[1:]


class TestFiles:
    """What the system refuses is told as a fault of the file."""

    @pytest.mark.parametrize("name", ["missing.csv", ".", "table.csv/x.csv", "nul\0"])
    def test_a_file_that_cannot_be_opened_is_told(self, tmp_path: Path, name: str) -> None:
        (tmp_path / "table.csv").write_text(HEADER)
        findings = Findings()
        with Table(tmp_path / name, findings) as table:
            assert table.header == ()
            assert list(table.chunks([])) == []
        (fault,) = findings.refused().faults
        assert fault.row == 0
        assert " must " in fault.message

    @pytest.mark.parametrize("at", [1, 2])
    def test_a_file_that_fails_while_it_is_read_is_told(self, tmp_path: Path, at: int) -> None:
        class Failing(io.BytesIO):
            left = at

            def _count(self) -> None:
                self.left -= 1
                if self.left < 1:
                    raise OSError(5, os.strerror(5))

            def readline(self, size: int | None = -1) -> bytes:
                self._count()
                return super().readline(size)

            def read(self, size: int | None = -1) -> bytes:
                self._count()
                return super().read(size)

        faults: list[tuple[int, int | None, str]] = []
        reader = rows.RowReader(Failing(HEADER.encode() + b"1,2,3"), lambda *fault: faults.append(fault))
        assert reader.header() == (NAMES if at > 1 else ())
        assert list(reader) == []
        assert {fault[:2] for fault in faults} == {(0, None)}
        assert "Input/output error" in faults[0][2]
        assert not reader.is_whole


class TestWritingTogether:
    """Files that belong together take their places all of them, or none."""

    def test_all_take_their_places_and_what_is_not_written_is_removed(self, tmp_path: Path) -> None:
        for name in ("a.csv", "b.csv", "other.csv"):
            (tmp_path / name).write_text("old")
        with set_aside(tmp_path, ["a.csv", "b.csv", "c.csv"]) as aside:
            (aside / "a.csv").write_text("new")
            assert (tmp_path / "a.csv").read_text() == "old"
        assert {each.name: each.read_text() for each in tmp_path.iterdir()} == {"a.csv": "new", "other.csv": "old"}

    def test_none_does_where_one_fails(self, tmp_path: Path) -> None:
        (tmp_path / "a.csv").write_text("old")
        with suppress(KeyboardInterrupt), set_aside(tmp_path, ["a.csv", "b.csv"]) as aside:
            (aside / "a.csv").write_text("new")
            raise KeyboardInterrupt
        assert {each.name: each.read_text() for each in tmp_path.iterdir()} == {"a.csv": "old"}

    def test_a_folder_that_is_aside_already_is_left_alone(self, tmp_path: Path) -> None:
        with set_aside(tmp_path, ["a.csv"]) as other:
            with set_aside(tmp_path, ["b.csv"]) as aside:
                assert aside.name == ".rural-taobao-2.parts"
            assert list(tmp_path.iterdir()) == [other]

    def test_a_folder_that_is_not_there_is_told(self, tmp_path: Path) -> None:
        with pytest.raises(DocumentsRefused) as caught, set_aside(tmp_path / "none", ["a.csv"]):
            raise AssertionError
        assert "No such file or directory" in str(caught.value)

    def test_many_rows_are_written_in_few_pieces(self) -> None:
        pieces = list(table_text(NAMES, [("1", "2", "3")] * 4_000))
        assert len(pieces) == 3
        assert "".join(pieces) == HEADER + "1,2,3\n" * 4_000
        assert len(list(table_text(NAMES, [("1", "2", "3")] * 3_999))) == 2
        with folder() as home, patch.object(tables, "_ROWS_AT_ONCE", 1):
            (home / "empty.csv").write_text("".join(table_text(NAMES, [])))
            assert (home / "empty.csv").read_text() == HEADER
