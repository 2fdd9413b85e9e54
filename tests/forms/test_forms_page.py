"""The page of forms: each of its rows is what it says, and whatever a plan can say has a row."""

import re
import typing
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

import attrs
import pytest

from rural_taobao import commission, exact, identifiers, money, read_plan
from rural_taobao.commission import CommissionPlan, CommissionRule, PlanVersion
from rural_taobao.documents import plan_schema
from rural_taobao.documents.trees import is_list, is_table
from tests.forms.month import comes_to, keyed, plan_with

PAGE: Final = (Path(__file__).parent.parent.parent / "docs" / "forms.md").read_text(encoding="utf-8")
BLOCK: Final = re.compile(r"^```toml\n(.*?)^```", re.MULTILINE | re.DOTALL)
NAMED: Final = re.compile(r"\{py:class\}`([\w.]+) <([\w.]+)>`")
LINKED: Final = re.compile(r"^\| \[([^]]+)\]\(([\w.#-]+)\): ")
COMES_TO: Final = 2
"""The column of the table that says what the month comes to."""
WHOLE: Final = {CommissionPlan, PlanVersion, CommissionRule}
"""What is no form, since every plan has it; the page shows all of them before its first table."""


class Row(NamedTuple):
    """A row of the page, with the block that stands before its table and the order that the table tells of alone."""

    form: str
    line: str
    comes_to: str
    named: tuple[tuple[str, str], ...]
    beside: str
    of: str

    @property
    def changes(self) -> str:
        """The lines of the plan, one below the other."""
        layer = ", ".join(keyed(self.beside).values())
        return "\n".join(re.findall(r"`([^`]+)`", self.line)).replace("MORE", f"{{ {layer} }}")

    @property
    def plan(self) -> str:
        """The plan of the page with these lines."""
        more = f"\n{self.beside}" if self.beside.startswith("[[") else ""
        return plan_with(base().strip("\n"), self.changes) + more


def base() -> str:
    """Give the plan of the page."""
    [plan] = re.findall(r'^PLAN = """(.*?)^"""', PAGE, re.MULTILINE | re.DOTALL)
    return str(plan)


def rows() -> Iterator[Row]:
    """Give all rows of the page."""
    for section in PAGE.split("\n## ")[1:]:
        blocks = BLOCK.findall(section)
        heads, _, *tables = [line.split(" | ") for line in section.splitlines() if line.startswith("| ")]
        of = heads[COMES_TO].removesuffix(" comes to").strip("`") if heads[COMES_TO].startswith("`") else ""
        for form, line, comes, named in tables:
            [(name, _)] = LINKED.findall(form)
            yield Row(name, line, comes, tuple(NAMED.findall(named)), "".join(blocks), of)


ROWS: Final = list(rows())
by_form = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.form)


def value(named: tuple[str, str]) -> type | StrEnum:
    """Give the class, or the choice, that a row names."""
    name, target = named
    module, _, kind = target.rpartition(".")
    homes: dict[str, Any] = {each.__name__: each for each in (commission, exact, identifiers, money)}
    found: Any = getattr(homes[module], kind)
    assert name.partition(".")[0] == kind
    member: type | StrEnum = found[name.partition(".")[2]] if "." in name else found
    return member


def within(each: Any) -> Iterator[Any]:
    """Give a value and all that it is made of."""
    yield each
    kind: Any = each.__class__
    if kind is dict:
        yield from within(tuple(each.items()))
    elif kind in (tuple, frozenset):
        for part in each:
            yield from within(part)
    elif attrs.has(kind):
        for field in attrs.fields(kind):
            yield from within(getattr(each, field.name))


class TestARowOfThePage:
    """A row reads as what it names, and comes to what it says."""

    @by_form
    def test_comes_to_what_it_says(self, row: Row, tmp_path: Path) -> None:
        assert comes_to(row.plan, row.changes, tmp_path / "plan.toml", of=row.of) == row.comes_to

    @by_form
    def test_reads_as_what_it_names(self, row: Row, tmp_path: Path) -> None:
        path = tmp_path / "plan.toml"
        path.write_text(row.plan, encoding="utf-8")
        parts = list(within(tuple(read_plan(path).versions.entries)))
        assert row.named
        for named in map(value, row.named):
            if isinstance(named, StrEnum):
                assert any(part is named for part in parts)
            else:
                assert any(type(part) is named for part in parts)


@cache
def made_of(kind: Any) -> frozenset[type]:
    """Give every class of the library that a value of a kind may be made of, its own included."""
    found: set[type] = set()
    waiting = [kind]
    while waiting:
        each = waiting.pop()
        waiting.extend(typing.get_args(each))
        if not isinstance(each, type) or each in found or not each.__module__.startswith("rural_taobao."):
            continue
        found.add(each)
        if attrs.has(each):
            hints = typing.get_type_hints(each)
            waiting.extend(hints[field.name] for field in attrs.fields(each) if field.init)
    return frozenset(found)


def keys_of(schema: object) -> Iterator[str]:
    """Give every key that a schema knows."""
    if is_table(schema):
        properties = schema.get("properties")
        yield from properties if is_table(properties) else ()
    for part in schema.values() if is_table(schema) else schema if is_list(schema) else ():
        yield from keys_of(part)


class TestThePage:
    """Whatever a plan can say has a row: a form, a choice or a key that is added without one is missed here."""

    NAMED = frozenset(value(named) for row in ROWS for named in row.named)
    FORMS = sorted(
        (kind for kind in made_of(CommissionPlan) - WHOLE if kind.__module__.startswith("rural_taobao.commission.")),
        key=lambda kind: kind.__name__,
    )
    CHOICES = sorted(
        (choice for kind in made_of(CommissionPlan) if issubclass(kind, StrEnum) for choice in kind),
        key=lambda choice: (type(choice).__name__, choice),
    )

    @pytest.mark.parametrize("form", [kind for kind in FORMS if attrs.has(kind)], ids=lambda form: form.__name__)
    def test_has_a_row_for_every_form(self, form: type) -> None:
        assert form in self.NAMED

    @pytest.mark.parametrize("choice", CHOICES, ids=lambda choice: f"{type(choice).__name__}.{choice.name}")
    def test_has_a_row_for_every_choice(self, choice: StrEnum) -> None:
        assert choice in self.NAMED

    @pytest.mark.parametrize("key", sorted(set(keys_of(plan_schema()))))
    def test_shows_every_key(self, key: str) -> None:
        shown = base() + "\n".join(row.plan for row in ROWS)
        assert re.search(rf"(^|[\s{{\[.]){re.escape(key)}( = |\]\])", shown, re.MULTILINE)

    def test_has_one_row_for_each_form_that_it_names(self) -> None:
        assert len({row.form for row in ROWS}) == len(ROWS)

    def test_knows_of_rates_conditions_and_shares(self) -> None:
        """What the walk must find, so that it does not pass by finding nothing."""
        names = {kind.__name__ for kind in self.FORMS}
        assert {
            "Flat",
            "ByKey",
            "Interpolated",
            "Tagged",
            "Not",
            "Waterfall",
            "Unearned",
            "Raised",
            "Deduction",
        } <= names
