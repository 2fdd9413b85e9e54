import pickle
import tomllib
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rural_taobao.documents.toml_writer import NotWritable, toml_text
from rural_taobao.documents.trees import DEEPEST, toml_tree
from rural_taobao.testing.strategies import days, instants

scalars = st.text() | st.booleans() | st.integers(-(10**99), 10**99) | days() | instants()
values = st.recursive(
    scalars,
    lambda each: st.lists(each, max_size=3) | st.dictionaries(st.text(), each, max_size=3),
    max_leaves=12,
)
tables = st.dictionaries(st.text(), values, max_size=4)
KEYS = st.sampled_from(["a", "b", "from", "with space", "", "ü", "a.b", '"'])
holding = st.dictionaries(KEYS, scalars | st.lists(tables, max_size=2), max_size=3)
sectioned = st.dictionaries(
    KEYS, scalars | holding | st.lists(holding | st.fixed_dictionaries({"b": holding}), max_size=3)
)
"""Tables that hold lists of tables, which hold such again, or tables of such."""
HIDDEN = "".join(
    chr(code)
    for codes in (range(0x20), range(0x7F, 0xA0), range(0x200E, 0x2010), range(0x2028, 0x202F), range(0x2066, 0x206A))
    for code in (*codes, 0x061C, 0xFEFF)
)
everywhere = st.sampled_from([(), ("a", "b", "from"), ("a", "a.a", "a.b", "b.from")])


def told(tree: object) -> object:
    """Give a tree with the type of each value, for True is 1 to Python."""
    if isinstance(tree, dict):
        return {key: told(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [told(value) for value in tree]
    return type(tree), tree, tree.utcoffset() if isinstance(tree, datetime) else None


class TestReadingBack:
    """What is written reads back as what it was, by a reader that is not ours."""

    @given(tables)
    def test_a_tree_reads_back(self, tree: dict[str, object]) -> None:
        assert told(tomllib.loads(toml_text(tree))) == told(tree)

    @given(sectioned, everywhere)
    @example({"a.b": [{"c": 1}]}, ("a.b",))
    @example({"a": [{"b": [{"c": 1}, 2]}]}, ("a", "a.b"))
    @example({"a": [{"b": {"c": [{"d": 1}], "e": 2}, "f": 3}, {"b": {}}]}, ("a", "a.b", "a.b.c"))
    def test_sections_read_back(self, tree: dict[str, object], sections: tuple[str, ...]) -> None:
        assert told(tomllib.loads(toml_text(tree, sections=sections))) == told(tree)

    @given(st.text(st.characters(max_codepoint=0x2100, exclude_categories=["Cs"])))
    def test_controls_and_quotes_read_back(self, text: str) -> None:
        assert tomllib.loads(toml_text({text: text})) == {text: text}

    @given(tables)
    def test_our_own_reader_takes_it(self, tree: dict[str, object]) -> None:
        assert told(toml_tree(toml_text(tree), file="file")) == told(tree)

    @given(instants(), st.timedeltas(-timedelta(hours=14), timedelta(hours=14)))
    def test_an_instant_of_any_clock_reads_back_as_the_same_instant(self, at: datetime, ahead: timedelta) -> None:
        try:
            instant = at.astimezone(timezone(ahead))
            text = toml_text({"a": instant})
        except (OverflowError, NotWritable):
            return
        assert tomllib.loads(text)["a"] - instant == timedelta()


class TestText:
    """The same tree gives the same text, pleasant to read, and nothing in it that is not seen."""

    @given(tables)
    @example({HIDDEN: HIDDEN})
    def test_no_character_hides_or_moves_another(self, tree: dict[str, object]) -> None:
        assert not {*HIDDEN}.difference("\n").intersection(toml_text(tree))

    def test_short_escapes_are_those_of_the_standard(self) -> None:
        assert toml_text({"a": '"\\\b\t\n\f\r\0\x7f\u2028'}) == ('a = "\\"\\\\\\b\\t\\n\\f\\r\\u0000\\u007F\\u2028"\n')

    def test_what_is_short_stands_in_a_line(self) -> None:
        tree = {"a": [{"b": 1, "c": []}, {}], "d": {"e": {"f": True}}, "g g": -7}
        assert toml_text(tree) == 'a = [{ b = 1, c = [] }, {}]\nd = { e = { f = true } }\n"g g" = -7\n'

    def test_a_line_is_at_most_100_characters_where_it_can_be(self) -> None:
        one = {"name": "x" * 77}
        assert len(toml_text({"a": [one]}).rstrip()) == 96
        assert toml_text({"aaaaa": [one]}).count("\n") == 1
        assert toml_text({"aaaaaa": [one]}) == f'aaaaaa = [\n    {{ name = "{"x" * 77}" }},\n]\n'

    def test_the_comma_behind_a_part_of_a_list_counts(self) -> None:
        fitting, wider = (toml_text({"a": [{"b": [{"c": "x" * size}]}]}).splitlines() for size in (75, 76))
        assert [len(line) for line in fitting] == [5, 100, 1]
        assert [len(line) for line in wider] == [5, 11, 95, 8, 1]

    def test_lists_of_tables_that_do_not_fit_get_a_line_for_each(self) -> None:
        shares = [{"party": "partner", "share": "70 %"}, {"party": "county_centre", "share": "30 %"}]
        rule = {"mode": "largest_remainder", "shares": shares, "tags": ["a", "b"]}
        assert toml_text({"split": rule}) == (
            'split = { mode = "largest_remainder", shares = [\n'
            '    { party = "partner", share = "70 %" },\n'
            '    { party = "county_centre", share = "30 %" },\n'
            '], tags = ["a", "b"] }\n'
        )

    def test_lists_within_lists_are_set_in(self) -> None:
        inner = {"all": [{"category": ["a" * 40]}, {"category": ["b" * 40]}]}
        assert toml_text({"when": {"all": [inner, {}]}}) == (
            "when = { all = [\n"
            "    { all = [\n"
            f'        {{ category = ["{"a" * 40}"] }},\n'
            f'        {{ category = ["{"b" * 40}"] }},\n'
            "    ] },\n"
            "    {},\n"
            "] }\n"
        )

    def test_a_list_of_texts_that_does_not_fit_gets_a_line_for_each(self) -> None:
        assert toml_text({"a": ["x" * 60, "y" * 60]}) == f'a = [\n    "{"x" * 60}",\n    "{"y" * 60}",\n]\n'

    def test_a_text_that_does_not_fit_is_left_long(self) -> None:
        assert toml_text({"a": "x" * 200}) == f'a = "{"x" * 200}"\n'

    def test_sections_stand_below_all_else(self) -> None:
        tree = {"versions": [{"rules": [{"rule": "a"}], "from": date(2016, 1, 1)}, {"rules": []}], "plan": "p"}
        assert toml_text(tree, sections=["versions", "versions.rules"]) == (
            'plan = "p"\n'
            "\n[[versions]]\nfrom = 2016-01-01\n"
            '\n[[versions.rules]]\nrule = "a"\n'
            "\n[[versions]]\nrules = []\n"
        )

    def test_a_table_is_a_section_where_a_list_of_tables_is_in_it(self) -> None:
        festival = {"rule": {"form": "yearly", "windows": [{"name": "sale"}], "year": 1}, "id": "a"}
        tree = {"festivals": [festival, {"rule": {"form": "announced"}}]}
        assert toml_text(tree, sections=["festivals", "festivals.rule", "festivals.rule.windows"]) == (
            '\n[[festivals]]\nid = "a"\n'
            '\n[festivals.rule]\nform = "yearly"\nyear = 1\n'
            '\n[[festivals.rule.windows]]\nname = "sale"\n'
            '\n[[festivals]]\nrule = { form = "announced" }\n'
        )

    def test_an_instant_bears_its_offset(self) -> None:
        at = datetime(2016, 11, 11, 0, 0, 0, 5, timezone(timedelta(hours=-3, minutes=-30)))
        assert toml_text({"a": at, "b": at.astimezone(UTC)}) == (
            "a = 2016-11-11T00:00:00.000005-03:30\nb = 2016-11-11T03:30:00.000005+00:00\n"
        )


def nested(depth: int) -> object:
    nest: object = []
    for _ in range(depth - 1):
        nest = [nest]
    return nest


class TestWhatCannotBeWritten:
    """What would not read back as it was is refused, never written in another form."""

    @pytest.mark.parametrize(
        "value",
        [
            None,
            1.5,
            Decimal("1.5"),
            b"a",
            time(1, 2),
            datetime(2016, 11, 11),  # noqa: DTZ001 - the fault that is refused
            10**100,
            -(10**100),
            pytest.param(10**5000, id="5,000 digits"),
            "a\ud800",
            "\udfff",
            (1,),
            {1},
            object(),
            nested(DEEPEST + 1),
            datetime.min.replace(tzinfo=timezone(timedelta(hours=1, seconds=1))),
        ],
    )
    def test_a_value_without_a_form_is_refused(self, value: object) -> None:
        for tree in ({"a": value}, {"a": [{"b": value}]}):
            with pytest.raises(NotWritable) as caught:
                toml_text(tree)
            assert str(caught.value).isprintable()

    def test_a_key_that_is_no_text_is_refused(self) -> None:
        with pytest.raises(NotWritable):
            toml_text({"\ud800": 1})

    def test_the_deepest_that_is_allowed_reads_back(self) -> None:
        text = toml_text({"a": nested(DEEPEST)})
        assert toml_tree(text, file="file") == {"a": nested(DEEPEST)}

    def test_its_fact_survives_a_pickle(self) -> None:
        error = NotWritable(1.5)
        copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
        assert (copy.given, str(copy)) == (1.5, str(error))
