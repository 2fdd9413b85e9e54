import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from functools import cache
from inspect import cleandoc
from typing import Any, ClassVar, Literal, TypeAlias, get_args

import pytest
from attrs import frozen
from hypothesis import assume, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from rural_taobao.assessment import Standard
from rural_taobao.commission import Always, CommissionPlan, Condition, RateForm
from rural_taobao.commission.rates import Band, Point
from rural_taobao.commission.tiers import Tier
from rural_taobao.currencies import CNY, Currency
from rural_taobao.documents import scalars
from rural_taobao.documents.adoptions import adoptions_from_text, adoptions_schema, adoptions_text
from rural_taobao.documents.calendars import calendar_from_text, calendar_schema, calendar_text
from rural_taobao.documents.charters import charter_from_text, charter_schema, charter_text
from rural_taobao.documents.decisions import decisions_from_text, decisions_schema, decisions_text
from rural_taobao.documents.faults import DocumentsRefused
from rural_taobao.documents.models import Models, models_from_text, models_schema, models_text
from rural_taobao.documents.plans import plan_from_text, plan_schema, plan_text
from rural_taobao.documents.programmes import programme_from_text, programme_schema, programme_text
from rural_taobao.documents.schemas import Form, LikeForm, NamedForm, TableForm, json_schema
from rural_taobao.documents.services import services_from_text, services_schema, services_text
from rural_taobao.documents.standards import standard_from_text, standard_schema, standard_text
from rural_taobao.documents.structuring import Structuring
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.exact import Rate
from rural_taobao.festivals import FestivalCalendar
from rural_taobao.identifiers import PlanId
from rural_taobao.instants import UtcOffset
from rural_taobao.money import Money, UnitPrice
from rural_taobao.network import Adoptions, Service
from rural_taobao.programme import Programme
from rural_taobao.register import Charter
from rural_taobao.testing.adoption_strategies import adoptions
from rural_taobao.testing.assessment_strategies import standards
from rural_taobao.testing.festival_strategies import calendars
from rural_taobao.testing.network_strategies import models
from rural_taobao.testing.plan_strategies import plans
from rural_taobao.testing.programme_strategies import programmes
from rural_taobao.testing.register_strategies import charters
from rural_taobao.testing.transition_strategies import decisions
from rural_taobao.transition import Decisions
from tests.documents import (
    test_calendar_documents,
    test_decision_documents,
    test_model_documents,
    test_plan_documents,
    test_programme_documents,
    test_register_documents,
    test_service_documents,
    test_standard_documents,
)
from tests.documents.tree_edits import OTHER_KINDS, Path, edited, keys_of, lists_of, tables_of, without

SCHEMAS: dict[str, Any] = {
    "plan": plan_schema(),
    "calendar": calendar_schema(),
    "models": models_schema(),
    "programme": programme_schema(),
    "standard": standard_schema(),
    "services": services_schema(),
    "adoptions": adoptions_schema(),
    "charter": charter_schema(),
    "decisions": decisions_schema(),
}
VALIDATORS = {kind: Draft202012Validator(schema) for kind, schema in SCHEMAS.items()}
READERS = {
    "plan": plan_from_text,
    "calendar": calendar_from_text,
    "models": models_from_text,
    "programme": programme_from_text,
    "standard": standard_from_text,
    "services": services_from_text,
    "adoptions": adoptions_from_text,
    "charter": charter_from_text,
    "decisions": decisions_from_text,
}
EXAMPLES = {
    "plan": test_plan_documents.EXAMPLE,
    "calendar": test_calendar_documents.EXAMPLE,
    "models": test_model_documents.EXAMPLE,
    "programme": test_programme_documents.EXAMPLE,
    "standard": test_standard_documents.EXAMPLE,
    "services": test_service_documents.SERVICES,
    "adoptions": test_service_documents.ADOPTIONS,
    "charter": test_register_documents.CHARTER_TEXT,
    "decisions": test_decision_documents.EXAMPLE,
}
DOCUMENTS = {
    "plan": plans().map(plan_text),
    "calendar": calendars().map(calendar_text),
    "models": models().map(models_text),
    "programme": programmes().map(programme_text),
    "standard": standards().map(standard_text),
    "services": test_service_documents.LISTS.filter(bool).map(services_text),
    "adoptions": adoptions().filter(lambda drawn: bool(drawn.entries)).map(adoptions_text),
    "charter": charters().map(charter_text),
    "decisions": decisions().filter(lambda drawn: bool(drawn.entries)).map(decisions_text),
}
KINDS = pytest.mark.parametrize("kind", EXAMPLES)


def in_json(value: Any) -> Any:
    """Give the values of a TOML document as an editor hands them to a validator, which knows no days."""
    if isinstance(value, Mapping):
        return {key: in_json(each) for key, each in value.items()}
    if isinstance(value, list):
        return [in_json(each) for each in value]
    return value.isoformat() if isinstance(value, date | datetime | time) else value


def is_valid(kind: str, text: str) -> bool:
    return VALIDATORS[kind].is_valid(in_json(tomllib.loads(text)))


def messages(kind: str, text: str) -> list[str]:
    """Give what the reader says of a document that it does not take; nothing where it does."""
    try:
        READERS[kind](text, file="given.toml")
    except DocumentsRefused as refused:
        return [fault.message for fault in refused.faults]
    return []


@cache
def choices(kind: str) -> set[str]:
    """Give the keys of a document that state one of several choices, in whatever table they stand."""
    properties = [table.get("properties", {}) for table in _below(SCHEMAS[kind])]
    named = {key for found in properties for key in found}
    return {
        key for key in named if all(not {"enum", "const"}.isdisjoint(each.get(key, {"enum"})) for each in properties)
    }


def _below(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        yield schema
        for each in schema.values():
            yield from _below(each)
    if isinstance(schema, list):
        for each in schema:
            yield from _below(each)


class TestSoundDocuments:
    """A schema lets pass every document that its reader takes."""

    @pytest.mark.parametrize("kind", SCHEMAS)
    def test_go_by_a_schema_that_is_one(self, kind: str) -> None:
        Draft202012Validator.check_schema(SCHEMAS[kind])
        assert SCHEMAS[kind]["$schema"] == Draft202012Validator.META_SCHEMA["$id"]

    @given(plans())
    def test_that_state_a_plan_pass(self, plan: CommissionPlan) -> None:
        assert is_valid("plan", plan_text(plan))

    @given(calendars())
    def test_that_state_a_calendar_pass(self, calendar: FestivalCalendar) -> None:
        assert is_valid("calendar", calendar_text(calendar))

    @given(models())
    def test_that_state_models_pass(self, drawn: Models) -> None:
        assert is_valid("models", models_text(drawn))

    @given(programmes())
    def test_that_state_a_programme_pass(self, drawn: Programme) -> None:
        assert is_valid("programme", programme_text(drawn))

    @given(standards())
    def test_that_state_a_standard_pass(self, drawn: Standard) -> None:
        assert is_valid("standard", standard_text(drawn))

    @given(test_service_documents.LISTS)
    def test_that_state_services_pass(self, drawn: tuple[Service, ...]) -> None:
        assert is_valid("services", services_text(drawn))

    @given(adoptions())
    def test_that_state_adoptions_pass(self, drawn: Adoptions) -> None:
        assert is_valid("adoptions", adoptions_text(drawn))

    @given(charters())
    def test_that_state_a_charter_pass(self, drawn: Charter) -> None:
        assert is_valid("charter", charter_text(drawn))

    @given(decisions())
    def test_that_state_decisions_pass(self, drawn: Decisions) -> None:
        assert is_valid("decisions", decisions_text(drawn))

    @KINDS
    def test_written_by_hand_pass(self, kind: str) -> None:
        assert is_valid(kind, EXAMPLES[kind])

    @KINDS
    @given(data=st.data())
    def test_pass_without_a_key_that_they_need_not_state(self, kind: str, data: st.DataObject) -> None:
        text = without(EXAMPLES[kind], data.draw(st.sampled_from(keys_of(EXAMPLES[kind]))))
        assert is_valid(kind, text) or messages(kind, text)

    @pytest.mark.parametrize(
        ("written", "stated"),
        [
            ('"2 %"', '"+2%"'),
            ('"1000.00"', "1000.00"),
            ("from = 2016-01-01", 'from = "2016-01-01"'),
            ('earned_on = "placed"', 'earned_on = { moment = "placed" }'),
            ("when = {}", 'when = { all = [{ any = [{ not = { kind = "parcel" } }] }] }'),
        ],
    )
    def test_pass_however_they_may_be_written(self, written: str, stated: str) -> None:
        assert messages("plan", EXAMPLES["plan"].replace(written, stated)) == []
        assert is_valid("plan", EXAMPLES["plan"].replace(written, stated))


NAMED_FROM_ELSEWHERE = re.compile("rules of (its|their own) plan version|that is named must be there")
"""What an empty list may be refused for besides that it is empty."""

RULE_OF_SHARES = """
format = "rural-taobao plan 1"
plan = "example"
currency = "CNY"
[[versions]]
version = "2016"
from = 2016-01-01
hit_policy = "first"
earned_on = "placed"
[[versions.rules]]
rule = "all"
when = {}
basis = "count"
measured_on = "order"
rate = { form = "flat", amount = "1.00" }
rounding = "half_up"
on_refund = "reverse"
split = { mode = "first", shares = [SHARE] }
"""


class TestFaults:
    """What is wrong with the structure of a document, both its reader and its schema refuse."""

    @KINDS
    @given(data=st.data())
    def test_a_key_that_must_be_stated(self, kind: str, data: st.DataObject) -> None:
        text = data.draw(DOCUMENTS[kind])
        broken = without(text, data.draw(st.sampled_from(keys_of(text))))
        if any("must be stated, but it is missing" in message for message in messages(kind, broken)):
            assert not is_valid(kind, broken)

    @KINDS
    @given(data=st.data())
    def test_a_list_that_must_hold_something(self, kind: str, data: st.DataObject) -> None:
        text = data.draw(DOCUMENTS[kind] | st.just(EXAMPLES[kind]))
        lists = lists_of(text)
        assume(lists)
        broken = edited(text, data.draw(st.sampled_from(lists)), [])
        told = [message for message in messages(kind, broken) if not NAMED_FROM_ELSEWHERE.search(message)]
        assert is_valid(kind, broken) == (not told)

    def test_bounds_of_a_unit_that_bound_nothing(self) -> None:
        priced = 'rate = { form = "per_unit", price = "0.0004" }'
        broken = EXAMPLES["plan"].replace(priced, f"{priced}\nper_unit = {{}}")
        [message] = messages("plan", broken)
        assert "a floor, a cap that is not below it, or one of the two, but neither was given" in message

    @pytest.mark.parametrize(
        "basis",
        [
            "gros",
            "gross-discount",
            "gross - shipping",
            "net + shipping",
            "gross -",
            "discount",
            "a gross",
            "gross  - tax",
        ],
    )
    def test_a_basis_that_is_none(self, basis: str) -> None:
        broken = EXAMPLES["plan"].replace('"gross"', f'"{basis}"')
        assert messages("plan", broken)
        assert not is_valid("plan", broken)

    @pytest.mark.parametrize(
        "beside",
        [
            'rate = { form = "flat", amount = "1.00" }',
            'split = { mode = "first", shares = [{ party = "partner", share = "100 %" }] }',
            (
                'rate = { form = "flat", amount = "1.00" }\n'
                'split = { mode = "first", shares = [{ party = "partner", share = "100 %" }] }'
            ),
        ],
        ids=["rate", "split", "both"],
    )
    def test_what_stands_beside_levels(self, beside: str) -> None:
        levels = 'levels = { mode = "additive", missing = "skip", levels = [{ party = "partner", rate = RATE }] }'
        rate = RULE_OF_SHARES.partition("\nrate = ")[2].partition("\n")[0]
        alone = re.sub("(?m)^(rate|split) = .*$", "", RULE_OF_SHARES) + levels.replace("RATE", rate) + "\n"
        assert messages("plan", alone) == []
        assert is_valid("plan", alone)
        assert messages("plan", alone + beside)
        assert not is_valid("plan", alone + beside)

    @pytest.mark.parametrize("table", ['{ seeds = { form = "flat", amount = "1.00" } }', "{}"])
    def test_a_table_by_key_that_is_empty(self, table: str) -> None:
        split = 'split = { mode = "first", shares = [{ party = "partner", share = "100 %" }] }'
        keyed = f'rate = {{ form = "by_key", key = "category", table = {table}, otherwise = "nothing" }}'
        rest = re.sub("(?m)^(rate|split) = .*$", "", RULE_OF_SHARES)
        text = f"{rest}{keyed}\n{split}\n"
        assert is_valid("plan", text) == (table != "{}") == (not messages("plan", text))

    @KINDS
    @given(data=st.data(), key=st.sampled_from(["colour", "Kind", "from "]))
    def test_a_key_that_is_unknown(self, kind: str, data: st.DataObject, key: str) -> None:
        text = data.draw(DOCUMENTS[kind])
        broken = edited(text, (*data.draw(st.sampled_from(tables_of(text))), key), "red")
        assert messages(kind, broken)
        assert not is_valid(kind, broken)

    @KINDS
    @given(data=st.data(), value=st.sampled_from(OTHER_KINDS))
    def test_a_value_of_another_type(self, kind: str, data: st.DataObject, value: object) -> None:
        text = data.draw(DOCUMENTS[kind])
        broken = edited(text, data.draw(st.sampled_from(keys_of(text))), value)
        assert messages(kind, broken)
        assert not is_valid(kind, broken)

    @KINDS
    @given(data=st.data())
    def test_a_choice_that_is_none(self, kind: str, data: st.DataObject) -> None:
        text = data.draw(DOCUMENTS[kind] | st.just(EXAMPLES[kind]))
        broken = edited(text, data.draw(st.sampled_from(self._chosen(kind, text))), "another")
        assert messages(kind, broken)
        assert not is_valid(kind, broken)

    @staticmethod
    def _chosen(kind: str, text: str) -> list[Path]:
        """Give the keys of a document that state a choice; every document has a format."""
        return [path for path in keys_of(text) if path[-1] in choices(kind)]

    @pytest.mark.parametrize(
        ("written", "stated"),
        [
            ("when = {}", 'when = { all = [{}], kind = "order" }'),
            ("when = {}", "when = { any = [{}], not = {} }"),
            ('plan = "example-2016"', 'plan = "an example"'),
            ('"2 %"', '"2"'),
            ('"100.00"', '"1,000.00"'),
            ("days_after = 7", "days_after = 7.5"),
            ("from = 2016-01-01", "from = 2016-01-01T00:00:00"),
            ('form = "flat", amount', 'form = "per_unit", amount'),
            ('{ from = 0, to = 100, price = "0.30" }', '{ from = 0, to = 100, price = "0.30", rate = "1 %" }'),
        ],
    )
    def test_a_value_of_another_form(self, written: str, stated: str) -> None:
        broken = EXAMPLES["plan"].replace(written, stated)
        assert broken != EXAMPLES["plan"]
        assert messages("plan", broken)
        assert not is_valid("plan", broken)

    @pytest.mark.parametrize(
        "share",
        [
            '{ share = "100 %" }',
            '{ party = "partner" }',
            '{ party = "partner", to = "kept", share = "100 %" }',
            '{ party = "partner", share = "100 %", parts = 1 }',
        ],
    )
    def test_a_share_that_does_not_say_in_one_way_who_and_how_much(self, share: str) -> None:
        sound = RULE_OF_SHARES.replace("SHARE", '{ party = "partner", share = "100 %" }')
        assert is_valid("plan", sound)
        broken = RULE_OF_SHARES.replace("SHARE", share)
        assert messages("plan", broken)
        assert not is_valid("plan", broken)

    def test_a_step_that_does_not_say_who(self) -> None:
        steps = 'split = { steps = [STEP], rest = "platform" }'
        plain = RULE_OF_SHARES.replace('split = { mode = "first", shares = [SHARE] }', steps)
        assert is_valid("plan", plain.replace("STEP", '{ party = "partner", max = "1.00" }'))
        broken = plain.replace("STEP", '{ max = "1.00" }')
        assert messages("plan", broken)
        assert not is_valid("plan", broken)

    @pytest.mark.parametrize(
        ("mode", "rest", "sound"),
        [
            ("floor_separate", 'rest = "kept", ', True),
            ("first", "", True),
            ("block_separate", "", False),
            ("floor_separate", "", False),
            ("first", 'rest = "kept", ', False),
        ],
    )
    def test_a_rest_that_nobody_takes_or_that_there_is_none_of(self, mode: str, rest: str, sound: bool) -> None:  # noqa: FBT001 - a row
        text = RULE_OF_SHARES.replace("SHARE", '{ party = "partner", share = "100 %" }')
        text = text.replace('mode = "first", ', f'{rest}mode = "{mode}", ')
        assert (messages("plan", text) == []) is sound
        assert is_valid("plan", text) is sound

    @pytest.mark.parametrize("amount", ['"-0.01"', "-0.01", '"-5.00"', '"1.00001"'])
    @pytest.mark.parametrize(
        "stated",
        [
            'form = "flat", amount = AMOUNT',
            'form = "bonus", at = 5, amount = AMOUNT',
            'form = "per_unit", price = AMOUNT',
            'form = "banded", step = 1, bands = [{ from = 0, flat = AMOUNT }]',
            'form = "graduated", boundary = "lower_inclusive", tiers = [{ from = 0, price = "1.00", flat = AMOUNT }]',
        ],
    )
    def test_an_amount_below_zero_or_too_fine(self, stated: str, amount: str) -> None:
        text = EXAMPLES["plan"].replace('{ form = "flat", amount = "2.00" }', f"{{ {stated} }}")
        assert is_valid("plan", text.replace("AMOUNT", '"1.00"'))
        broken = text.replace("AMOUNT", amount)
        if "per_unit" in stated and "00001" in amount:
            assert is_valid("plan", broken)
            broken = text.replace("AMOUNT", '"0.00000000001"')
        assert messages("plan", broken)
        assert not is_valid("plan", broken)

    @pytest.mark.parametrize("pays", ["", 'flat = "1.00", price = "1.00"', 'rate = "1 %", price = "1.00"'])
    def test_a_band_that_does_not_say_in_one_way_what_it_pays(self, pays: str) -> None:
        table = '{{ form = "banded", step = 1, bands = [{{ from = 0{} }}] }}'
        sound, broken = (
            EXAMPLES["plan"].replace('{ form = "flat", amount = "2.00" }', table.format(f", {each}" if each else ""))
            for each in ('price = "1.00"', pays)
        )
        assert is_valid("plan", sound)
        assert messages("plan", broken)
        assert not is_valid("plan", broken)


class TestScalars:
    """A schema lets pass every text that is read as a scalar, and no id, rate or offset that is not."""

    FORMS: ClassVar = {
        "rate": (scalars.rate, Rate),
        "money": (lambda text: scalars.money(text, Currency("CLF")), Money),
        "price": (lambda text: scalars.unit_price(text, Currency("CLF")), UnitPrice),
        "offset": (scalars.offset, UtcOffset),
        "id": (PlanId, PlanId),
        "currency": (scalars.currency, Currency),
        "day": (scalars.day, date),
        "instant": (scalars.instant, datetime),
    }
    TEXTS = st.from_regex(r"[+-]?[0-9]{1,4}(\.[0-9]{0,3})?[ ]{0,2}%?", fullmatch=True) | st.sampled_from(
        [
            *("CNY", "cny", "+08:00", "-03:30", "08:00", "a.b-c", "-a", "２ %", "1_000", "x" * 64, "x" * 65),
            *("2016-11-11", "2016-11-31", "2016-11-11T00:00:00Z", "2016-11-11 00:00:00.5+08:00", "2016-11-11T00:00"),
        ]
    )

    @pytest.mark.parametrize("form", FORMS)
    @given(text=TEXTS | st.text())
    def test_pass_where_they_are_read(self, form: str, text: str) -> None:
        read, kind = self.FORMS[form]
        try:
            read(text)
        except RuralTaobaoError:
            return
        assert self._passes(kind, text)

    @pytest.mark.parametrize("form", ["id", "offset", "currency"])
    @given(text=TEXTS | st.text().filter(lambda text: not text.endswith("\n")))
    def test_do_not_pass_where_they_are_not(self, form: str, text: str) -> None:
        read, kind = self.FORMS[form]
        if self._passes(kind, text) and text != "+99:00":
            read(text)

    @staticmethod
    def _passes(kind: type, text: str) -> bool:
        return _holding(kind).is_valid({"format": "one", "value": text})

    def test_pass_as_numbers_where_they_are_amounts(self) -> None:
        assert self._passes(Money, "12.50")
        assert is_valid("plan", EXAMPLES["plan"].replace('floor = "0.50"', "floor = 0.50"))
        assert VALIDATORS["plan"].is_valid(in_json(tomllib.loads(EXAMPLES["plan"], parse_float=Decimal)))


class Format(StrEnum):
    """The formats of a document."""

    ONE = "one"


@cache
def _holding(kind: type) -> Draft202012Validator:
    """Give the schema of a document that holds one value."""

    @frozen
    class Holder:
        value: Any

    Holder.__annotations__["value"] = kind
    structuring = Structuring(CNY)
    structuring.table(Holder, value="value")
    return Draft202012Validator(structuring.schema(Holder, Format))


class TestClosedUnions:
    """Every form of every closed union occurs in the schema of plans, under the words of its docstring."""

    TABLES = SCHEMAS["plan"]["$defs"]

    @pytest.mark.parametrize("form", get_args(RateForm))
    def test_every_rate_form_is_a_table(self, form: type) -> None:
        told = [table["description"] for table in self.TABLES.values() if "description" in table]
        assert _sentence(form) in told
        union = self._referred(self.TABLES["CommissionRule"]["properties"]["rate"])
        tagged = [reference for table in union["oneOf"] for reference in table.get("anyOf", [table])]
        named = {self._referred(each)["description"] for each in tagged}
        assert _sentence(form) in named

    def _referred(self, reference: dict[str, str]) -> dict[str, Any]:
        found = self.TABLES[reference["$ref"].rpartition("/")[2]]
        assert isinstance(found, dict)
        return found

    @pytest.mark.parametrize("form", [each for each in get_args(Condition) if each is not Always])
    def test_every_condition_is_a_key(self, form: type) -> None:
        assert _sentence(form) in {key.get("description") for key in self.TABLES["When"]["properties"].values()}

    @pytest.mark.parametrize("form", [Tier, Point, Band])
    def test_every_part_of_a_rate_is_a_table(self, form: type) -> None:
        assert _sentence(form) in {table.get("description") for table in self.TABLES.values()}


def _sentence(kind: type) -> str:
    return " ".join(cleandoc(kind.__doc__ or "").partition("\n\n")[0].split())


class TestWords:
    """A schema says in words what each key is, and leaves none of them to anything at all."""

    @KINDS
    def test_are_there_for_every_key(self, kind: str) -> None:
        for table in _below(SCHEMAS[kind]):
            for key, said in table.get("properties", {}).items():
                assert "const" in said or said.get("description"), key
                assert set(said) - {"description"}, key
                assert "None" not in said.get("description", ""), key

    @KINDS
    def test_are_those_of_the_docstrings(self, kind: str) -> None:
        keys = {
            "plan": ("CommissionRule", "rule", "The rule, the same through all versions of its plan."),
            "calendar": ("Edition", "cancelled", "Whether it was announced that the edition is not held."),
            "models": ("ModelVersion", "works", "What may be done; an event of other work earns nothing."),
            "programme": ("Claim", "disputes", "Claims that it is known not to go together with."),
            "standard": ("SomeMonths", "at_least", "In how many of them, 1 or more."),
            "services": ("DefaultRule", "at_least", "How many defaults make a cluster, 1 or more."),
            "adoptions": ("Adoption", "reverts", "Whether it is stated that it goes back to an earlier version."),
            "charter": ("ModelVersion", "works", "What may be done; an event of other work earns nothing."),
            "decisions": ("Replace", "payee", "Who is paid for what the successor earns."),
        }
        table, key, said = keys[kind]
        assert SCHEMAS[kind]["$defs"][table]["properties"][key]["description"] == said


class TestDerivation:
    """Whatever a structuring declares is in its schema."""

    def test_a_table_may_hold_itself_and_bear_the_name_of_another(self) -> None:
        structuring = Structuring(CNY)
        structuring.table(Leaf, size="size")
        structuring.custom(Growth, lambda _: None)
        structuring.table(Twig, leaf="leaf", twigs="twigs", name="name")
        structuring.tagged(Growth, "form", leaf=Leaf, twig=Twig)
        structuring.table(_Leaf, growth="growth", plain="plain")
        schema = structuring.schema(_Leaf, Format)
        assert schema["required"] == ["format", "growth", "plain"]
        assert set(schema["$defs"]) == {"Leaf", "Leaf-2", "Twig", "form"}  # type: ignore[call-overload]
        sound: Any = {
            "format": "one",
            "growth": {"form": "twig", "leaf": {"size": 1}, "twigs": []},
            "plain": {"size": 7},
        }
        validator = Draft202012Validator(schema)
        assert validator.is_valid(sound)
        assert validator.is_valid({**sound, "growth": {**sound["growth"], "twigs": [sound["growth"]]}})
        assert not validator.is_valid({**sound, "growth": {**sound["growth"], "twigs": [{"size": 1}]}})
        assert not validator.is_valid({**sound, "plain": {"form": "leaf", "size": 7}})
        assert not validator.is_valid({**sound, "growth": {"leaf": {"size": 1}, "twigs": []}})

    def test_a_form_of_its_own_looks_as_it_says_or_as_its_only_attribute_or_as_anything(self) -> None:
        structuring = Structuring(CNY)
        structuring.custom(Leaf, lambda _: Leaf(1))
        structuring.custom(Twig, lambda _: None)
        structuring.custom(Rate, lambda _: None, like=(bool, Leaf))
        structuring.custom(int | str, lambda _: None)
        structuring.table(Mixed, leaf="leaf", twig="twig", rate="rate", either="either")
        properties: Any = structuring.schema(Mixed, Format)["properties"]
        assert properties["leaf"]["type"] == "integer"
        assert "type" not in properties["twig"]
        assert properties["rate"]["anyOf"] == [{"type": "boolean"}, {"type": "integer"}]
        assert properties["either"] == {}

    def test_a_table_of_names_holds_things_that_are_alike_and_a_word_is_one_of_some(self) -> None:
        forms: dict[object, Form] = {
            Mixed: TableForm(Mixed, {"leaf": "leaf", "twig": "twig"}, (), None, (), {}),
            Leaf: NamedForm(int),
            Twig: LikeForm((bool, Literal["bare", "green"])),
        }
        validator = Draft202012Validator(json_schema(Mixed, Format, forms))
        for sound in ({"leaf": {"any name": 1}, "twig": "bare"}, {"leaf": {}, "twig": True}):
            assert validator.is_valid({"format": "one", **sound})
        for broken in ({"leaf": {"any name": "1"}, "twig": "bare"}, {"leaf": {}, "twig": "bear"}):
            assert not validator.is_valid({"format": "one", **broken})


@frozen
class Leaf:
    """A leaf."""

    size: int


@frozen
class Twig:
    """
    A twig.

    Attributes:
        twigs: Those that grow
            on it.
    """

    leaf: Leaf
    twigs: "tuple[Growth, ...]"
    name: str = ""


Growth: TypeAlias = Leaf | Twig


@frozen
class _Leaf:
    growth: Growth
    plain: Leaf


@frozen
class Mixed:
    """A mixture."""

    leaf: Leaf
    twig: Twig
    rate: Rate
    either: int | str
