import json
import pickle
import time
import tomllib
import tracemalloc
from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rural_taobao.documents.faults import DocumentsRefused, Fault
from rural_taobao.documents.trees import (
    DEEPEST,
    LONGEST_TREE,
    KeyTwice,
    NumberNotFinite,
    Table,
    is_list,
    is_table,
    json_tree,
    toml_tree,
)
from rural_taobao.errors import RuralTaobaoError

READERS = [toml_tree, json_tree]
MEGABYTE = 1_000_000
HOSTILE = {
    "brackets of TOML": (toml_tree, "a = " + "[" * 100_000),
    "brackets of TOML in pairs": (toml_tree, "a = " + "[" * 100_000 + "]" * 100_000),
    "braces of TOML": (toml_tree, "a = " + "{a = " * 100_000),
    "dotted key": (toml_tree, ".".join("a" * 100_000) + " = 1"),
    "dotted key in quotes": (toml_tree, ".".join(['"a"'] * 100_000) + " = 1"),
    "dotted header": (toml_tree, "[" + ".".join("a" * 100_000) + "]"),
    "digits of TOML": (toml_tree, "a = " + "9" * (LONGEST_TREE - 4)),
    "digits and dashes of TOML": (toml_tree, "a = " + "9_" * 400_000 + "9"),
    "bare key": (toml_tree, "a" * LONGEST_TREE),
    "brackets behind a string with four quotes": (toml_tree, 'a = ["""b"""", ' + "[" * 100_000),
    "brackets behind a string with five quotes": (toml_tree, 'a = ["""b""""", ' + "[" * 100_000),
    "brackets behind a string with a quote escaped": (toml_tree, 'a = ["\\"", ' + "[" * 100_000),
    "brackets behind a string cut short": (toml_tree, 'a = "\nb = ' + "[" * 100_000),
    "brackets behind a comment": (toml_tree, "# it's\na = " + "[" * 100_000),
    "brackets of JSON": (json_tree, '{"a": ' + "[" * 100_000),
    "braces of JSON": (json_tree, '{"a": ' * 100_000),
    "digits of JSON": (json_tree, '{"a": ' + "9" * (LONGEST_TREE - 7) + "}"),
    "text of TOML": (toml_tree, "a = 1\n" * LONGEST_TREE),
    "text of JSON": (json_tree, " " * (LONGEST_TREE + 1)),
}
"""Texts that cost a parser much more than they are long, or that are long."""


def refused(reader: Callable[..., Table], text: str) -> Fault:
    with pytest.raises(DocumentsRefused) as caught:
        reader(text, file="file")
    (fault,) = caught.value.faults
    assert str(fault).isprintable()
    assert fault.file == "file"
    return fault


def read_or_refused(reader: Callable[..., Table], text: str) -> bool:
    """Tell whether a text is read or refused, and ends in no other way."""
    try:
        return is_table(reader(text, file="file"))
    except DocumentsRefused as error:
        return len(error.faults) == 1


class TestHostileTexts:
    """A clear error, in bounded time and memory: size and depth are limited before parsing."""

    @pytest.mark.parametrize("name", HOSTILE)
    def test_a_text_that_would_cost_much_is_refused_at_little_cost(self, name: str) -> None:
        reader, text = HOSTILE[name]
        tracemalloc.start()
        start = time.process_time()
        fault = refused(reader, text)
        took = time.process_time() - start
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert "must" in fault.message
        assert peak < 10 * MEGABYTE
        assert took < 10

    @pytest.mark.parametrize("reader", READERS)
    def test_the_refusal_comes_before_the_parser(
        self, reader: Callable[..., Table], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def parse(*_: object, **__: object) -> object:
            raise AssertionError

        monkeypatch.setattr(tomllib, "loads", parse)
        monkeypatch.setattr(json, "loads", parse)
        for text in ("[" * (DEEPEST + 1), "1" * 1001, " " * (LONGEST_TREE + 1)):
            refused(reader, text)

    def test_the_deepest_that_is_allowed_is_read(self) -> None:
        nest: object = toml_tree("a = " + "[" * DEEPEST + "]" * DEEPEST, file="file")["a"]
        for _ in range(DEEPEST - 1):
            assert is_list(nest)
            (nest,) = nest
        assert nest == []
        assert json_tree('{"a": ' * DEEPEST + "1" + "}" * DEEPEST, file="file")
        assert toml_tree(".".join("a" * (DEEPEST + 1)) + " = 1", file="file")
        refused(toml_tree, "a = " + "[" * (DEEPEST + 1) + "]" * (DEEPEST + 1))
        refused(json_tree, '{"a": ' * (DEEPEST + 1) + "1" + "}" * (DEEPEST + 1))
        refused(toml_tree, ".".join("a" * (DEEPEST + 2)) + " = 1")

    def test_the_longest_that_is_allowed_is_read(self) -> None:
        assert toml_tree("#" + " " * (LONGEST_TREE - 1), file="file") == {}
        assert toml_tree("a = " + "9" * 999, file="file") == {"a": int("9" * 999)}
        assert toml_tree("b" * 999 + " = 1", file="file")
        for number in ("9" * 1000, "9" * 1000 + "\n"):
            assert "at most 1000 characters" in refused(toml_tree, f"a = {number}").message

    @pytest.mark.parametrize("quoted", ['"{}"', "'{}'", '"""{}"""', "'''{}'''"])
    def test_what_stands_in_quotes_is_text_and_not_counted(self, quoted: str) -> None:
        for text in ("[" * 1000, "{" * 1000, "." * 1000, "9" * 5000, "# [", "=,:"):
            assert toml_tree(f"a = {quoted.format(text)}", file="file") == {"a": text}

    def test_what_stands_in_a_comment_is_not_counted(self) -> None:
        text = f"a = 1 # {'[' * 1000} {'.' * 1000} it's \"\nb = 2 #{'9' * 5000}"
        assert toml_tree(text, file="file") == {"a": 1, "b": 2}

    def test_what_stands_in_quotes_of_json_is_text_and_not_counted(self) -> None:
        text = '[{"' * 1000
        assert json_tree(json.dumps({"a": text, "b": "\\"}), file="file") == {"a": text, "b": "\\"}

    @given(
        st.lists(
            st.sampled_from(['"', '"""', "'", "'''", "\\", "[", "]", "{", "}", ".", "#", "\n", "a", "=", ",", " "])
        )
    )
    @example(['"""', '"', "[" * 100, '"""'])
    @example(["a", "=", '"', "\\", '"', "[" * 100, '"'])
    def test_what_a_parser_takes_at_a_small_depth_is_taken(self, parts: list[str]) -> None:
        text = "".join(parts)
        try:
            expected = tomllib.loads(text)
        except tomllib.TOMLDecodeError:
            refused(toml_tree, text)
        else:
            assert toml_tree(text, file="file") == expected


class TestTrees:
    """A text is read as the standard library reads it, but never as a float."""

    @given(st.text())
    def test_any_text_is_read_or_refused_as_toml(self, text: str) -> None:
        assert read_or_refused(toml_tree, text)

    @given(st.text() | st.recursive(st.integers() | st.text(), st.lists).map(json.dumps))
    def test_any_text_is_read_or_refused_as_json(self, text: str) -> None:
        assert read_or_refused(json_tree, text)

    @given(st.dictionaries(st.text(), st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.text())))
    def test_an_object_of_json_is_a_table(self, table: dict[str, object]) -> None:
        assert json_tree(json.dumps(table), file="file") == table

    @given(st.decimals(allow_nan=False, allow_infinity=False).map(abs))
    def test_a_number_with_a_point_keeps_every_digit(self, number: Decimal) -> None:
        digits = f"{number:f}" if "." in f"{number:f}" else f"{number:f}.0"
        found = [toml_tree(f"a = {digits}", file="file")["a"], json_tree(f'{{"a": {digits}}}', file="file")["a"]]
        assert [str(each) for each in found] == [str(Decimal(digits))] * 2

    @pytest.mark.parametrize("reader", READERS)
    def test_a_byte_order_mark_is_left_out(self, reader: Callable[..., Table]) -> None:
        text = "a = 1" if reader is toml_tree else '{"a": 1}'
        assert reader("\ufeff" + text, file="file") == {"a": 1}

    @pytest.mark.parametrize("reader", READERS)
    def test_half_a_character_is_refused(self, reader: Callable[..., Table]) -> None:
        assert "'\\ud800', half a character, is in it" in refused(reader, "\ud800").message

    @pytest.mark.parametrize("text", ['{"a": "\\ud800"}', '{"\\ud800": 1}', '{"a": [{"b": ["\\ud800"]}]}'])
    def test_half_a_character_that_is_escaped_is_refused(self, text: str) -> None:
        assert "half a character" in refused(json_tree, text).message

    def test_a_whole_character_that_is_escaped_in_halves_is_read(self) -> None:
        assert json_tree('{"a": "\\ud83d\\ude00"}', file="file") == {"a": "\U0001f600"}

    def test_instants_and_days_of_toml_stay_what_they_are(self) -> None:
        text = "a = 2016-11-11T00:00:00+08:00\nb = 2016-11-11"
        assert toml_tree(text, file="file") == tomllib.loads(text)


class TestWhatParsersSay:
    """Every parser's exception is translated, with the line and the column where it tells them."""

    @pytest.mark.parametrize(
        ("text", "row", "place", "said"),
        [
            ("a = 1\nb = \n", 2, "column 5", "Invalid value"),
            ("a = 1\na = 2\n", 2, "column 6", "Cannot overwrite a value"),
            ("[a]\n[a]\n", 2, "column 3", "Cannot declare"),
            ("a = 1\r\nb = 2016-02-30\r\n", 2, "column 5", "Invalid date or datetime"),
            ("a = 1\nb", 2, "", "Expected '='"),
            ('a = "\\ud800"', 1, "column 12", "Escaped character is not a Unicode scalar value"),
            ("a = \0", 1, "column 5", "Invalid value"),
            ('a = "\0"', 1, "column 6", "Illegal character '\\x00'"),
            ('a = "', 1, "", "Unterminated string"),
        ],
    )
    def test_toml(self, text: str, row: int, place: str, said: str) -> None:
        fault = refused(toml_tree, text)
        assert (fault.row, fault.place) == (row, place)
        assert fault.message.startswith(f"a document must be TOML, but its parser says: {said}")
        assert fault.message.endswith("; mend this place")

    @pytest.mark.parametrize(
        ("text", "row", "place", "said"),
        [
            ("", 1, "column 1", "Expecting value"),
            ('{"a": 1\n"b": 2}', 2, "column 1", "Expecting ',' delimiter"),
            ('{"a": "\n"}', 1, "column 8", "Invalid control character"),
        ],
    )
    def test_json(self, text: str, row: int, place: str, said: str) -> None:
        fault = refused(json_tree, text)
        assert (fault.row, fault.place) == (row, place)
        assert fault.message.startswith(f"a document must be JSON, but its parser says: {said}")

    def test_a_long_saying_is_cut(self) -> None:
        key = ".".join(["a" * 200] * 10)
        assert len(refused(toml_tree, f"a = {{}}\n{key} = 1\n{key} = 2").message) < 300

    @pytest.mark.parametrize("reader", READERS)
    def test_a_number_beyond_all_numbers_is_refused(self, reader: Callable[..., Table]) -> None:
        number = "1e1000000000000000000000"
        text = f"a = {number}" if reader is toml_tree else f'{{"a": {number}}}'
        assert "the exponent of one here is beyond that" in refused(reader, text).message

    @pytest.mark.parametrize("given_", ["NaN", "Infinity", "-Infinity"])
    def test_json_has_no_number_that_is_none(self, given_: str) -> None:
        assert f"but {given_} was given" in refused(json_tree, f'{{"a": {given_}}}').message

    @pytest.mark.parametrize("text", ['{"a": 1, "a": 1}', '{"b": {"a": 1, "c": 2, "a": 3}}'])
    def test_a_key_that_is_given_twice_is_a_fault(self, text: str) -> None:
        assert "'a' is given twice" in refused(json_tree, text).message

    @pytest.mark.parametrize("text", ["1", '"a"', "[]", "null"])
    def test_the_root_is_an_object(self, text: str) -> None:
        assert "must be one object in braces" in refused(json_tree, text).message

    @pytest.mark.parametrize("error", [KeyTwice("a"), NumberNotFinite("NaN")])
    def test_the_facts_of_an_error_survive_a_pickle(self, error: RuralTaobaoError) -> None:
        copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
        assert (type(copy), vars(copy), str(copy)) == (type(error), vars(error), str(error))
