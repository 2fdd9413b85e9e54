from collections.abc import Sequence
from datetime import date
from pathlib import Path as File
from typing import ClassVar

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.commission import (
    AllOf,
    Always,
    AmountOf,
    AnyOf,
    AtStation,
    Basis,
    BasisForm,
    Category,
    CommissionPlan,
    Condition,
    DuringFestival,
    EarnedOn,
    Flat,
    Graduated,
    InCategory,
    Not,
    OfAmount,
    OfKind,
    OnDays,
    Overflow,
    Percentage,
    PerUnit,
    RunningTotals,
    Seniority,
    Tagged,
    Tier,
    UnderCentre,
    Underflow,
    UnderVersion,
    WholeAmount,
)
from rural_taobao.commission.categories import CategoryTwice, CategoryUnknown, ParentsInCircle, ParentUnknown
from rural_taobao.commission.splits import Split
from rural_taobao.currencies import CNY, Currency
from rural_taobao.documents.faults import DocumentsRefused
from rural_taobao.documents.messages import worded
from rural_taobao.documents.plans import plan_from_text, plan_text, read_plan, write_plan
from rural_taobao.documents.toml_writer import NotWritable, toml_text
from rural_taobao.exact import Rate
from rural_taobao.identifiers import CategoryCode, MalformedIdentifier, RuleId
from rural_taobao.money import Money, UnitPrice
from rural_taobao.periods import Period
from rural_taobao.testing.plan_strategies import conditions, plans
from rural_taobao.timeline import Source, Timeline
from tests.documents.tree_edits import (
    OTHER_KINDS,
    Path,
    edited,
    keys_of,
    place_of,
    put,
    tables_of,
    take,
    told,
    tree_of,
    without,
)

EXAMPLE = """\
format = "rural-taobao plan 1"
plan = "example-2016"
name = "An example"
currency = "CNY"

[[versions]]
version = "2016a"
from = 2016-01-01
hit_policy = "first"
earned_on = { moment = "received", days_after = 7 }
running_totals = "carry"
source = { title = "an example", url = "", quality = "example", note = "nobody published the rates" }

[[versions.rules]]
rule = "double-11-phones"
when = { kind = "order", category = ["phones"], festival = { id = "double-11", clock = "placed", windows = ["sale"] } }
basis = "net"
measured_on = "order"
rate = { form = "percentage", rate = "3 %" }
floor = "0.50"
cap = "20.00"
rounding = "half_up"
on_refund = "reverse"
split = { mode = "largest_remainder", shares = [
    { party = "partner", share = "70 %" },
    { party = "county_centre", share = "20 %" },
    { party = "platform", share = "10 %" },
] }

[[versions.rules]]
rule = "turnover"
when = {}
basis = "gross"
measured_on = "running_total"
rate = { form = "graduated", boundary = "upper_inclusive", underflow = "nothing", tiers = [
    { from = "100.00", to = 1000.0, rate = "2 %" },
    { from = 1000.00, rate = "5 %" },
] }
rounding = "half_even"
on_refund = "rerate"
split = { mode = "first", shares = [{ party = "partner", share = "100 %" }] }

[[versions.rules]]
rule = "parcels"
when = { all = [{ kind = "parcel" }, { all = [{ category = ["small", "large"] }, {}] }] }
basis = "quantity"
measured_on = "order"
rate = { form = "whole_amount", boundary = "lower_inclusive", overflow = "last_tier", tiers = [
    { from = 0, to = 100, price = "0.30" },
    { from = 100, to = 200, price = "0.25" },
] }
rounding = "down"
on_refund = "rerate"
split = { mode = "first", shares = [{ party = "partner", share = "100 %" }] }

[[versions]]
version = "2016b"
from = 2016-07-01
to = 2017-01-01
hit_policy = "sum"
earned_on = "placed"

[[versions.rules]]
rule = "each"
when = { festival = { id = "double-11", clock = "paid" } }
basis = "count"
measured_on = "order"
rate = { form = "flat", amount = "2.00" }
rounding = "up"
on_refund = "reverse"
split = { mode = "first", shares = [{ party = "partner", share = "100 %" }] }

[[versions.rules]]
rule = "pieces"
when = { category = ["small"] }
basis = "quantity"
measured_on = "order"
rate = { form = "per_unit", price = "0.0004" }
rounding = "up"
on_refund = "reverse"
split = { mode = "first", shares = [{ party = "partner", share = "100 %" }] }
"""
MAY_BE_MISSING = {
    *("name", "to", "source", "url", "quality", "note", "floor", "cap", "windows", "days_after"),
    *("kind", "category", "festival", "all"),
}
"""What a plan need not say: it moves no money, or its absence says the same in every plan."""
REQUIRED = [path for path in keys_of(EXAMPLE) if path[-1] not in MAY_BE_MISSING]
OPTIONAL = [path for path in keys_of(EXAMPLE) if path not in REQUIRED and path[-2:] != (0, "to")]
"""All else, but for the end of a tier that is not the last."""
ALONE = [
    path
    for path in REQUIRED
    if path[-1] in ("format", "plan", "version", "hit_policy", "rule", "basis", "measured_on", "rounding", "on_refund")
    or path[-1] in ("mode", "party", "boundary", "amount", "clock", "id", "moment", "title")
]
"""Keys that are none of another's and that no other fault follows from."""


def with_version(*days: str, name: str = "2017") -> str:
    """Add a version to the example, whose others hold 2016-01-01 to before 2017-01-01."""
    stated = "\n".join(days)
    return (
        f'{EXAMPLE}\n[[versions]]\nversion = "{name}"\n{stated}\nhit_policy = "sum"\nearned_on = "paid"\nrules = []\n'
    )


def one_rule(plan: CommissionPlan, when: Condition) -> CommissionPlan:
    """Give a plan of one rule alone, under a condition."""
    value = plan.versions.entries[0].value
    version = evolve(value, rules=[evolve(value.rules[0], when=when)])
    return evolve(plan, versions=Timeline.starting({date(2016, 1, 1): version}))


class TestReadingBack:
    """structure(unstructure(x)) = x for every public value."""

    @given(plans())
    def test_a_plan_reads_back_and_is_written_in_the_same_way_again(self, plan: CommissionPlan) -> None:
        text = plan_text(plan)
        found = plan_from_text(text)
        assert found == plan
        assert plan_text(found) == text

    def test_a_plan_written_by_hand_reads_back(self) -> None:
        plan = plan_from_text(EXAMPLE)
        assert plan_from_text(plan_text(plan)) == plan

    def test_a_plan_goes_through_a_file(self, tmp_path: File) -> None:
        plan = plan_from_text(EXAMPLE)
        write_plan(plan, tmp_path / "plan.toml")
        assert read_plan(tmp_path / "plan.toml") == plan

    @given(conditions(currency=st.just(CNY)))
    def test_a_condition_of_any_shape_reads_back(self, when: Condition) -> None:
        plan = one_rule(plan_from_text(EXAMPLE), when)
        assert plan_from_text(plan_text(plan)).versions.entries[0].value.rules[0].when == when

    def test_what_would_not_read_back_is_not_written(self, tmp_path: File) -> None:
        plan = plan_from_text(EXAMPLE)
        deep: Condition = Always()
        for _ in range(40):
            deep = AllOf([deep])
        for bad, error in (
            (evolve(plan, name="half a \ud800"), NotWritable),
            (one_rule(plan, deep), NotWritable),
            (plan_from_text(EXAMPLE.replace('"3 %"', f'"{"9" * 40} %"')), None),
        ):
            if error is None:
                assert plan_from_text(plan_text(bad)) == bad
            else:
                with pytest.raises(error):
                    write_plan(bad, tmp_path / "plan.toml")
        assert list(tmp_path.iterdir()) == []

    def test_a_byte_order_mark_and_the_line_ends_of_another_system_do_not_matter(self, tmp_path: File) -> None:
        (tmp_path / "plan.toml").write_bytes(b"\xef\xbb\xbf" + EXAMPLE.replace("\n", "\r\n").encode())
        assert read_plan(tmp_path / "plan.toml") == plan_from_text(EXAMPLE)


class TestWhatAPlanSays:
    """A plan is data: each key of its document stands for one field."""

    def test_the_example_says_what_it_says(self) -> None:
        plan = plan_from_text(EXAMPLE)
        first, second = plan.versions.entries
        assert (plan.id, plan.name, plan.currency) == ("example-2016", "An example", Currency("CNY"))
        assert (first.period, second.period) == (
            Period(date(2016, 1, 1), date(2016, 7, 1)),
            Period(date(2016, 7, 1), date(2017, 1, 1)),
        )
        assert first.source == Source("an example", quality="example", note="nobody published the rates")
        assert second.source is None
        assert (first.value.version, first.value.hit_policy) == ("2016a", "first")
        assert (first.value.earned_on, second.value.earned_on) == (EarnedOn("received", 7), EarnedOn("placed"))
        assert (first.value.running_totals, second.value.running_totals) == (RunningTotals.CARRY, None)
        phones, turnover, parcels = first.value.rules
        each, pieces = second.value.rules
        assert phones.when == AllOf(
            [OfKind("order"), InCategory(["phones"]), DuringFestival("double-11", "placed", ["sale"])]
        )
        assert (phones.floor, phones.cap) == (Money(50), Money(2000))
        assert isinstance(phones.split, Split)
        assert (phones.rounding, phones.on_refund, phones.split.weights) == (
            "half_up",
            "reverse",
            (700_000, 200_000, 100_000),
        )
        assert (turnover.basis, turnover.measured_on, turnover.floor) == ("gross", "running_total", None)
        assert parcels.when == AllOf(
            [OfKind("parcel"), AllOf([InCategory(["small", "large"]), Always()])],
        )
        assert each.when == DuringFestival("double-11", "paid")
        assert [rule.rate for rule in (phones, turnover, parcels, each, pieces)] == [
            Percentage(Rate(30_000)),
            Graduated(
                tiers=[Tier(Money(10_000), Rate(20_000), Money(100_000)), Tier(Money(100_000), Rate(50_000))],
                boundary="upper_inclusive",
                underflow=Underflow.NOTHING,
            ),
            WholeAmount(
                tiers=[Tier(0, UnitPrice(30_000_000), 100), Tier(100, UnitPrice(25_000_000), 200)],
                boundary="lower_inclusive",
                overflow=Overflow.LAST_TIER,
            ),
            Flat(Money(200)),
            PerUnit(UnitPrice(40_000)),
        ]

    @pytest.mark.parametrize(
        ("written", "when"),
        [
            ("{}", Always()),
            ('{ kind = "order" }', OfKind("order")),
            ('{ category = ["b", "a"] }', InCategory(["a", "b"])),
            ('{ festival = { id = "f", clock = "paid" } }', DuringFestival("f", "paid")),
            ('{ category = ["a"], kind = "order" }', AllOf([OfKind("order"), InCategory(["a"])])),
            ('{ all = [{ kind = "order" }] }', AllOf([OfKind("order")])),
            ('{ all = [{ category = ["a"] }, { kind = "order" }] }', AllOf([InCategory(["a"]), OfKind("order")])),
            ('{ all = [{ kind = "order" }, { kind = "order" }] }', AllOf([OfKind("order"), OfKind("order")])),
            ("{ all = [{}, {}] }", AllOf([Always(), Always()])),
            ('{ station = ["sanhe"] }', AtStation("sanhe")),
            ('{ tag = ["fresh", "group-buy"] }', Tagged(["fresh", "group-buy"])),
            ("{ seniority = { months_from = 6, months_to = 12 } }", Seniority(6, 12)),
            ('{ seniority = { months_from = 6 }, tag = ["fresh"] }', AllOf([Tagged("fresh"), Seniority(6)])),
            ('{ centre = ["feixi", "runan"] }', UnderCentre(["feixi", "runan"])),
            ('{ version = ["2.0"] }', UnderVersion("2.0")),
            ('{ amount = { basis = "net", from = "100.00" } }', OfAmount(basis="net", start=Money(10_000))),
            (
                '{ amount = { basis = "gross", from = "0.00", to = "5.00" } }',
                OfAmount(basis="gross", start=Money(0), end=Money(500)),
            ),
            (
                "{ days = { from = 2016-11-11, to = 2016-11-12 } }",
                OnDays(Period(date(2016, 11, 11), date(2016, 11, 12))),
            ),
            ("{ days = { from = 2016-11-11 } }", OnDays(Period(date(2016, 11, 11)))),
            ('{ any = [{ kind = "order" }, {}] }', AnyOf([OfKind("order"), Always()])),
            ('{ not = { kind = "order" } }', Not(OfKind("order"))),
            (
                '{ version = ["2.0"], kind = "order", station = ["sanhe"] }',
                AllOf([OfKind("order"), AtStation("sanhe"), UnderVersion("2.0")]),
            ),
        ],
    )
    def test_keys_of_a_condition_must_all_hold_in_their_order(self, written: str, when: Condition) -> None:
        text = EXAMPLE.replace("when = {}", f"when = {written}")
        assert plan_from_text(text).versions.entries[0].value.rules[1].when == when

    @pytest.mark.parametrize(
        ("when", "written"),
        [
            (Always(), "when = {}"),
            (AllOf([OfKind("order"), InCategory(["b", "a"])]), 'when = { kind = "order", category = ["a", "b"] }'),
            (AllOf([OfKind("order")]), 'when = { all = [{ kind = "order" }] }'),
            (AllOf([Always(), OfKind("order")]), 'when = { all = [{}, { kind = "order" }] }'),
            (
                AllOf([OfKind("order"), OfKind("parcel")]),
                'when = { all = [{ kind = "order" }, { kind = "parcel" }] }',
            ),
            (
                AllOf([DuringFestival("f", "paid", ["z", "a"]), Always()]),
                'when = { all = [{ festival = { id = "f", clock = "paid", windows = ["a", "z"] } }, {}] }',
            ),
        ],
    )
    def test_a_condition_is_written_short_where_that_says_the_same(self, when: Condition, written: str) -> None:
        assert written in plan_text(one_rule(plan_from_text(EXAMPLE), when)).splitlines()

    def test_amounts_are_in_the_currency_of_the_plan(self) -> None:
        text = EXAMPLE.replace('"CNY"', '"BHD"').replace('"0.50"', '"0.005"')
        assert plan_from_text(text).versions.entries[0].value.rules[0].floor == Money(5, Currency("BHD"))

    @given(st.integers(0, 10**30))
    def test_an_amount_reads_the_same_in_quotes_and_without(self, minor: int) -> None:
        """No number of a document is a binary fraction, however many digits it has."""
        amount = Money(minor).decimal
        quoted, plain = (EXAMPLE.replace('"2.00"', stated) for stated in (f'"{amount}"', amount))
        assert plan_from_text(plain) == plan_from_text(quoted)
        assert plan_from_text(plain).versions.entries[1].value.rules[0].rate == Flat(Money(minor))

    def test_versions_may_stand_in_any_order(self) -> None:
        head, first, second = EXAMPLE.split("[[versions]]")
        swapped = f"{head}[[versions]]{second}\n[[versions]]{first}"
        assert plan_from_text(swapped) == plan_from_text(EXAMPLE)

    def test_the_last_version_is_open_unless_it_says_when_it_ends(self) -> None:
        assert plan_from_text(EXAMPLE).versions.covered.end == date(2017, 1, 1)
        assert plan_from_text(EXAMPLE.replace("to = 2017-01-01\n", "")).versions.covered.end is None
        assert plan_from_text(with_version("from = 2017-01-01")).versions.covered.end is None


class TestFaults:
    """A broken document names file and place, what must hold, what was given; all faults at once."""

    @pytest.mark.parametrize("path", REQUIRED, ids=place_of)
    def test_what_is_missing_is_told_where_it_is_missing(self, path: Path) -> None:
        faults = told(plan_from_text, without(EXAMPLE, path))
        assert place_of(path) in faults
        assert "is missing" in faults[place_of(path)]

    @pytest.mark.parametrize("path", OPTIONAL, ids=place_of)
    def test_nothing_else_must_be_stated(self, path: Path) -> None:
        assert plan_from_text(without(EXAMPLE, path))

    @pytest.mark.parametrize("path", tables_of(EXAMPLE), ids=place_of)
    def test_an_unknown_key_is_told_where_it_stands(self, path: Path) -> None:
        for key, told_as in (("colour", "colour"), ("a key", "'a key'"), ("x" * 100, f"'{'x' * 58}…")):
            faults = told(plan_from_text, edited(EXAMPLE, (*path, key), 1))
            assert list(faults) == [place_of((*path, told_as))]
            assert "a key of this table must be one of" in faults[place_of((*path, told_as))]

    @pytest.mark.parametrize("path", keys_of(EXAMPLE), ids=place_of)
    def test_a_value_of_another_kind_is_told_where_it_stands_or_within(self, path: Path) -> None:
        for value in OTHER_KINDS:
            faults = told(plan_from_text, edited(EXAMPLE, path, value))
            assert any(place.startswith(place_of(path)) for place in faults)

    @given(st.sets(st.sampled_from(ALONE), max_size=5), st.sets(st.sampled_from(tables_of(EXAMPLE)), max_size=5))
    def test_all_faults_are_told_at_once(self, missing: set[Path], coloured: set[Path]) -> None:
        tree = tree_of(EXAMPLE)
        kept = [path for path in coloured if not any(path[: len(gone)] == gone for gone in missing)]
        for path in kept:
            put(tree, (*path, "colour"), 1)
        for path in missing:
            take(tree, path)
        expected = {*map(place_of, missing), *(place_of((*path, "colour")) for path in kept)}
        if expected:
            assert set(told(plan_from_text, toml_text(tree))) == expected
        else:
            assert plan_from_text(toml_text(tree)) == plan_from_text(EXAMPLE)

    def test_a_document_full_of_faults_tells_each_of_them_once(self) -> None:
        text = EXAMPLE
        for old, new in (
            ('plan = "example-2016"', 'plan = "例"'),
            ('hit_policy = "first"', 'hit_policy = "best"'),
            ('running_totals = "carry"\n', ""),
            ('"double-11-phones"', '"turnover"'),
            ('share = "20 %"', 'share = "21 %"'),
            ('rate = "3 %"', "rate = 0.03"),
            ('floor = "0.50"', 'floor = "0.505"'),
            ('cap = "20.00"', "cap = 20"),
            ("{ from = 1000.00, rate", "{ from = 900.00, rate"),
            ('underflow = "nothing", ', ""),
            ('overflow = "last_tier", ', ""),
            ('{ from = 100, to = 200, price = "0.25" }', '{ from = 101, to = 200, price = "0.25" }'),
            ('category = ["small", "large"]', 'category = ["small", "small"]'),
            ('version = "2016b"', 'version = "2016a"'),
            ("from = 2016-07-01", "from = 2016-01-01"),
            ('amount = "2.00"', 'amount = "-2.00"'),
            ('price = "0.0004"', "price = nan"),
        ):
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        with pytest.raises(DocumentsRefused) as caught:
            plan_from_text(text)
        assert [fault.place for fault in caught.value.faults] == sorted(
            [
                "plan",
                "versions[0].hit_policy",
                "versions[0].running_totals",
                "versions[0].rules[1].rule",
                "versions[0].rules[0].split.shares",
                "versions[0].rules[0].rate.rate",
                "versions[0].rules[0].floor",
                "versions[0].rules[0].cap",
                "versions[0].rules[1].rate.tiers[1]",
                "versions[0].rules[1].rate.underflow",
                "versions[0].rules[2].rate.overflow",
                "versions[0].rules[2].rate.tiers[1]",
                "versions[0].rules[2].when.all[1].all[0].category[1]",
                "versions[1].version",
                "versions[1].from",
                "versions[1].rules[0].rate.amount",
                "versions[1].rules[1].rate.price",
            ]
        )

    @pytest.mark.parametrize(
        ("old", "new", "place", "message"),
        [
            (
                'basis = "net"',
                'basis = "nett"',
                "versions[0].rules[0].basis",
                "one of gross, net, margin, quantity, count",
            ),
            (
                'basis = "net"',
                'basis = "count"',
                "versions[0].rules[0].basis",
                "percentages of count, by form 'percentage'",
            ),
            ('"platform"', '"partner"', "versions[0].rules[0].split.shares[2].party", "partner has two"),
            ('cap = "20.00"', 'cap = "0.20"', "versions[0].rules[0].cap", "no cap below it"),
            ('cap = "20.00"', "cap = 1e400", "versions[0].rules[0].cap", "40 ASCII digits"),
            ('cap = "20.00"', "cap = inf", "versions[0].rules[0].cap", "40 ASCII digits"),
            ('cap = "20.00"', 'cap = "２０"', "versions[0].rules[0].cap", "'２０' was given"),
            ('"70 %"', '"70.00001 %"', "versions[0].rules[0].split.shares[0].share", "at most 4 decimal places"),
            ("days_after = 7", "days_after = -7", "versions[0].earned_on.days_after", "0 or more"),
            ("when = {}", 'when = { all = [], kind = "order" }', "versions[0].rules[1].when.all", "at least one"),
            (
                "when = {}",
                'when = { all = [{}], kind = "order" }',
                "versions[0].rules[1].when.all",
                "a condition with 'all' must have no other key, but kind stood beside it",
            ),
            (
                "when = {}",
                "when = { any = [{}], not = {} }",
                "versions[0].rules[1].when.any",
                "a condition with 'any' must have no other key, but not stood beside it",
            ),
            (
                "when = {}",
                'when = { amount = { basis = "net", from = "5.00", to = "5.00" } }',
                "versions[0].rules[1].when.amount.to",
                "a range of amounts must end above its start",
            ),
            ("when = {}", "when = { tag = [] }", "versions[0].rules[1].when.tag", "at least one thing"),
            (
                "when = {}",
                "when = { seniority = { months_from = 6, months_to = 6 } }",
                "versions[0].rules[1].when.seniority.months_to",
                "a range of months must end above its start",
            ),
            (
                'basis = "net"',
                'basis = "gross + discount"',
                "versions[0].rules[0].basis",
                "'gross' and then some of '- discount'",
            ),
            ('basis = "net"', "basis = 5", "versions[0].rules[0].basis", "or an amount part by part"),
            ("when = {}", "when = { any = [] }", "versions[0].rules[1].when.any", "at least one"),
            ("when = {}", "when = { category = [] }", "versions[0].rules[1].when.category", "at least one thing"),
            (
                "from = 0, to = 100",
                "from = 100, to = 0",
                "versions[0].rules[2].rate.tiers[0].to",
                "must end above its start",
            ),
            (
                'form = "flat"',
                'form = "slab"',
                "versions[1].rules[0].rate.form",
                "flat, per_unit, per_package, percentage",
            ),
            ('name = "An example"', "name = 2016", "name", "must be text"),
        ],
    )
    def test_a_fault_is_told_in_the_sentence_of_the_domain(self, old: str, new: str, place: str, message: str) -> None:
        assert EXAMPLE.count(old) == 1
        faults = told(plan_from_text, EXAMPLE.replace(old, new))
        assert list(faults) == [place]
        assert message in faults[place]

    @pytest.mark.parametrize(
        ("written", "basis"),
        [
            ("gross - discount", Basis.NET),
            ("gross + shipping - discount", AmountOf(less="discount", plus="shipping")),
            ("margin", Basis.MARGIN),
        ],
    )
    def test_an_amount_may_be_told_part_by_part(self, written: str, basis: BasisForm) -> None:
        plan = plan_from_text(EXAMPLE.replace('basis = "net"', f'basis = "{written}"'))
        assert plan.versions.entries[0].value.rules[0].basis == basis
        assert f'basis = "{basis}"' in plan_text(plan)

    def test_every_fault_of_categories_is_told_at_once(self) -> None:
        declared = """
[[versions.categories]]
code = "phones"
parent = "electronics"
name = "Phones"

[[versions.categories]]
code = "small"
parent = "small"

[[versions.categories]]
code = "small"

[[versions.categories]]
code = "三"
"""
        text = EXAMPLE.replace("\n[[versions.rules]]", f"{declared}\n[[versions.rules]]", 1)
        text = text.replace('category = ["phones"]', 'category = ["phones", "tablets"]')
        assert told(plan_from_text, text) == {
            "versions[0].categories[0].parent": str(ParentUnknown(CategoryCode("phones"), CategoryCode("electronics"))),
            "versions[0].categories[1].parent": str(ParentsInCircle((CategoryCode("small"),))),
            "versions[0].categories[2].code": str(CategoryTwice(CategoryCode("small"))),
            "versions[0].categories[3].code": worded(MalformedIdentifier("CategoryCode", "三")),
            "versions[0].rules[0].when.category[1]": str(
                CategoryUnknown(RuleId("double-11-phones"), CategoryCode("tablets"))
            ),
            "versions[0].rules[2].when.all[1].all[0].category[1]": str(
                CategoryUnknown(RuleId("parcels"), CategoryCode("large"))
            ),
        }

    def test_categories_are_looked_for_in_every_layer_and_in_what_campaigns_add(self) -> None:
        base, _, rest = EXAMPLE.partition("\n[[versions.rules]]")
        first, second, _ = rest.split("\n[[versions.rules]]", 2)
        boosted = first.replace(
            "rounding", 'boosts = [{ campaign = "b", when = { category = ["tea"] }, times = "110 %" }]\nrounding', 1
        )
        layered = second.replace("when = {}", 'when = { not = { category = ["rice"] } }')
        declared = '\n[[versions.categories]]\ncode = "phones"\n'
        campaign = f'\n[[versions.campaigns]]\ncampaign = "c"\neffect = "adds"\n\n[[versions.campaigns.rules]]{layered}'
        faults = told(plan_from_text, f"{base}{declared}\n[[versions.rules]]{boosted}{campaign}")
        assert faults == {
            "versions[0].rules[0].boosts[0].when.category[0]": str(
                CategoryUnknown(RuleId("double-11-phones"), CategoryCode("tea"))
            ),
            "versions[0].campaigns[0].rules[0].when.not.category[0]": str(
                CategoryUnknown(RuleId("turnover"), CategoryCode("rice"))
            ),
        }

    def test_a_table_of_categories_that_is_none_is_told_by_itself(self) -> None:
        text = EXAMPLE.replace(
            '[[versions.rules]]\nrule = "double-11-phones"', "categories = [5]\n\n[[versions.rules]]", 1
        )
        faults = told(plan_from_text, text)
        assert set(faults) == {
            "versions[0].categories[0]",
            "versions[0].rules[0].rule",
            "versions[0].rules[0].when.category[0]",
        } | {place for place in faults if place.startswith("versions[0].rules[2].when")}

    def test_categories_that_are_declared_are_written_before_the_rules(self) -> None:
        declared = [Category("small"), Category("large"), Category("goods", name="Goods"), Category("phones", "goods")]
        plan = plan_from_text(EXAMPLE)
        entries = plan.versions.entries
        first = evolve(entries[0], value=evolve(entries[0].value, categories=declared))
        text = plan_text(evolve(plan, versions=Timeline([first, *entries[1:]])))
        assert '[[versions.categories]]\ncode = "phones"\nparent = "goods"\n\n[[versions.rules]]' in text
        assert plan_from_text(text).versions.entries[0].value.categories == tuple(declared)

    def test_the_unit_of_a_table_is_that_of_all_its_tiers(self) -> None:
        text = EXAMPLE.replace('price = "0.25"', 'rate = "1 %"')
        faults = told(plan_from_text, text)
        assert list(faults) == [f"versions[0].rules[2].rate.tiers[1].{edge}" for edge in ("from", "to")]
        text = EXAMPLE.replace(
            '{ from = 100, to = 200, price = "0.25" }', '{ from = "1.00", to = "2.00", rate = "1 %" }'
        )
        faults = told(plan_from_text, text)
        assert list(faults) == ["versions[0].rules[2].rate.tiers[1]"]
        assert "all of money with percentages or all of units" in faults["versions[0].rules[2].rate.tiers[1]"]

    def test_a_missing_choice_says_what_can_be_chosen(self) -> None:
        for path, options in (
            (("versions", 0, "hit_policy"), "one of unique, first, most_specific, best_for_payee, sum"),
            (("versions", 0, "earned_on"), "one of placed, deposit, balance, paid, received, or a table"),
            (("versions", 0, "running_totals"), "'carry' or 'reset'"),
            (("versions", 0, "rules", 0, "basis"), "one of gross, net, margin, quantity, count"),
            (("versions", 0, "rules", 0, "rounding"), "one of half_up, half_even, down, up"),
            (("versions", 0, "rules", 0, "on_refund"), "one of reverse, rerate"),
            (("versions", 0, "rules", 0, "when"), "or {} where it always holds"),
            (("versions", 0, "rules", 0, "rate"), "a table whose 'form' is one of flat, per_unit"),
            (("versions", 0, "rules", 0, "split", "mode"), "one of largest_remainder, first"),
            (("versions", 0, "rules", 1, "rate", "boundary"), "one of upper_inclusive, lower_inclusive"),
            (("versions", 0, "rules", 1, "rate", "underflow"), "one of error, nothing"),
            (("versions", 0, "rules", 2, "rate", "overflow"), "one of error, last_tier, nothing"),
            (("format",), "state 'rural-taobao plan 1'"),
        ):
            assert options in told(plan_from_text, without(EXAMPLE, path))[place_of(path)]

    def test_a_running_total_that_nothing_is_said_of_is_told_even_among_broken_ids(self) -> None:
        text = without(EXAMPLE, ("versions", 0, "running_totals"))
        for path in (("versions", 0, "version"), ("versions", 0, "rules", 1, "rule")):
            faults = told(plan_from_text, without(text, path))
            assert "carry" in faults["versions[0].running_totals"]

    def test_lists_and_tables_that_are_none_do_not_hide_other_faults(self) -> None:
        text = edited(EXAMPLE, ("versions", 0, "rules", 1, "rate", "tiers"), "2 %")
        faults = told(plan_from_text, without(text, ("versions", 0, "rules", 1, "rate", "underflow")))
        assert list(faults) == ["versions[0].rules[1].rate.tiers"]
        text = edited(EXAMPLE, ("versions", 0, "rules", 1, "rate", "tiers"), [])
        assert "at least one tier" in told(plan_from_text, text)["versions[0].rules[1].rate.tiers"]
        assert list(told(plan_from_text, edited(EXAMPLE, ("versions",), 7))) == ["versions"]
        text = edited(without(EXAMPLE, ("versions", 0, "running_totals")), ("versions", 0, "rules"), [7])
        assert list(told(plan_from_text, text)) == ["versions[0].rules[0]"]


class TestDays:
    """Periods are half-open: adjacent ones never overlap and leave no gap."""

    def test_two_versions_on_one_day_are_told(self) -> None:
        faults = told(plan_from_text, with_version("from = 2016-07-01"))
        assert list(faults) == ["versions[2].from"]
        assert "the versions of a plan must not share a day" in faults["versions[2].from"]

    def test_a_version_that_begins_before_another_ends_is_told(self) -> None:
        faults = told(plan_from_text, with_version("from = 2016-12-31"))
        assert list(faults) == ["versions[2].from"]
        assert "must not share a day" in faults["versions[2].from"]

    def test_days_that_no_version_holds_on_are_told(self) -> None:
        faults = told(plan_from_text, with_version("from = 2017-01-02"))
        assert list(faults) == ["versions[2].from"]
        assert "but none holds 2017-01-01 to before 2017-01-02" in faults["versions[2].from"]

    def test_the_later_of_two_is_told_wherever_it_stands(self) -> None:
        faults = told(plan_from_text, with_version("from = 2015-01-01", "to = 2016-01-02"))
        assert list(faults) == ["versions[0].from"]

    def test_a_version_that_ends_before_it_begins_is_told_once(self) -> None:
        faults = told(plan_from_text, with_version("from = 2017-01-01", "to = 2017-01-01"))
        assert list(faults) == ["versions[2].to"]
        assert "a period must end after it starts" in faults["versions[2].to"]
        assert list(told(plan_from_text, EXAMPLE.replace("to = 2017-01-01", "to = 2016-01-01"))) == ["versions[1].to"]
        text = EXAMPLE.replace("to = 2017-01-01", "").replace("from = 2016-01-01", "from = 2016-01-01\nto = 2015-01-01")
        assert list(told(plan_from_text, text)) == ["versions[0].to"]

    def test_a_gap_is_not_told_where_the_version_between_cannot_be_read(self) -> None:
        broken = EXAMPLE.replace("from = 2016-01-01", "from = 2016-01-01\nto = 2016-07-01")
        broken = broken.replace("from = 2016-07-01\nto = 2017-01-01", 'from = "July"')
        later = broken + with_version("from = 2017-01-01")[len(EXAMPLE) :]
        assert list(told(plan_from_text, later)) == ["versions[1].from"]
        sooner = broken + with_version("from = 2016-06-30")[len(EXAMPLE) :]
        assert list(told(plan_from_text, sooner)) == ["versions[1].from", "versions[2].from"]

    def test_a_plan_without_versions_is_told(self) -> None:
        faults = told(plan_from_text, edited(EXAMPLE, ("versions",), []))
        assert "a plan must have at least one version" in faults["versions"]

    @given(st.lists(st.integers(0, 40), min_size=1, max_size=4), st.integers(1, 41))
    def test_versions_are_taken_exactly_where_their_days_are_apart(self, starts: Sequence[int], end: int) -> None:
        day = [date.fromordinal(date(2016, 1, 1).toordinal() + each).isoformat() for each in range(42)]
        text = EXAMPLE.split("[[versions]]", maxsplit=1)[0]
        for place, start in enumerate(starts):
            ends = f"to = {day[end]}" if start == max(starts) else ""
            text += with_version(f"from = {day[start]}", ends, name=f"v{place}")[len(EXAMPLE) :]
        if len(set(starts)) == len(starts) and end > max(starts):
            found = plan_from_text(text).versions
            assert {str(found.at(date.fromisoformat(day[each])).version) for each in range(min(starts), end)} == {
                f"v{place}" for place in range(len(starts))
            }
        else:
            assert told(plan_from_text, text)


class TestOtherDocuments:
    """A document of another kind is told as such, and nothing else of it."""

    @pytest.mark.parametrize("given_", ['"rural-taobao calendar 1"', '"rural-taobao plan 2"', "1", "[]"])
    def test_a_format_that_is_not_known_is_the_one_fault(self, given_: str) -> None:
        text = EXAMPLE.replace('"rural-taobao plan 1"', given_).replace('basis = "net"', "")
        faults = told(plan_from_text, text)
        assert list(faults) == ["format"]
        assert "must be 'rural-taobao plan 1', but" in faults["format"]

    @pytest.mark.parametrize("given_", ['"RMB"', "7", '"CNX"'])
    def test_a_currency_that_is_not_known_is_told_and_amounts_are_not_blamed(self, given_: str) -> None:
        text = EXAMPLE.replace('"CNY"', given_).replace('"0.50"', '"0.5055"')
        assert list(told(plan_from_text, text)) == ["currency"]

    @pytest.mark.parametrize("text", ["", "\0", "versions = 1", "a" * 2_000_000, EXAMPLE[:700]])
    def test_a_file_that_is_empty_long_or_cut_short_is_refused(self, text: str) -> None:
        assert _refusal(text)


def _refusal(text: str) -> DocumentsRefused:
    with pytest.raises(DocumentsRefused) as caught:
        plan_from_text(text)
    return caught.value


PROMISES = """
[[versions.guarantees]]
guarantee = "start"
amount = "100.00"
prorated = "by_days"

[[versions.draws]]
draw = "advance"
amount = "2000.00"
recoverable = true
rules = ["turnover"]
prorated = "whole"
"""


class TestPromises:
    """A version may guarantee and advance what a month comes to; what is wrong with that is told with its place."""

    def text(self, *changes: tuple[str, str], later: str = "") -> str:
        promises = PROMISES
        for old, new in changes:
            assert promises.count(old) >= 1, old
            promises = promises.replace(old, new)
        first, second = EXAMPLE.split('[[versions]]\nversion = "2016b"')
        return f'{first}{promises}\n[[versions]]\nversion = "2016b"{second}{later}'

    def test_what_is_written_is_meant(self) -> None:
        version = plan_from_text(self.text()).versions.entries[0].value
        [guarantee], [draw] = version.guarantees, version.draws
        assert (guarantee.id, guarantee.amount, guarantee.rules) == ("start", Money.parse("100.00"), None)
        assert (draw.id, draw.recoverable, draw.rules) == ("advance", True, frozenset(["turnover"]))

    @pytest.mark.parametrize(
        ("old", "new", "place", "message"),
        [
            ('"100.00"', '"0.00"', "guarantees[0].amount", "must be of more than 0, but start is of ¥0.00"),
            ('["turnover"]', "[]", "draws[0].rules", "the list of advance is empty"),
            ('["turnover"]', '["x"]', "draws[0].rules[0]", "advance names x, which is none"),
            ('["turnover"]', '["-", 5]', "draws[0].rules[0]", "a rule id must be"),
            ('["turnover"]', '"turnover"', "draws[0].rules", "a list"),
            ('draw = "advance"', 'draw = "start"', "draws[0].draw", "but start is there twice"),
            ('guarantee = "start"', 'guarantee = "turnover"', "guarantees[0].guarantee", "but turnover is there twice"),
            ('guarantee = "start"', 'guarantee = "-"', "guarantees[0].guarantee", "a rule id must be"),
            ("recoverable = true", "recoverable = 1", "draws[0].recoverable", "true or false"),
            ("recoverable = true\n", "", "draws[0].recoverable", "must be stated"),
            ('"whole"', '"monthly"', "draws[0].prorated", "one of whole, by_days"),
        ],
    )
    def test_a_fault_is_told_with_its_place(self, old: str, new: str, place: str, message: str) -> None:
        with pytest.raises(DocumentsRefused) as caught:
            plan_from_text(self.text((old, new)))
        first = caught.value.faults[0]
        assert first.place == f"versions[0].{place}"
        assert message in first.message

    def test_a_draw_that_changes_its_kind_is_told_beside_another_fault(self) -> None:
        later = PROMISES.replace("recoverable = true", "recoverable = false").replace('rules = ["turnover"]\n', "")
        with pytest.raises(DocumentsRefused) as caught:
            plan_from_text(self.text(('"100.00"', '"0.00"'), later=later))
        assert {fault.place for fault in caught.value.faults} == {
            "versions[0].guarantees[0].amount",
            "versions[1].draws[0].recoverable",
        }


class TestFees:
    """A rule is a fee in all versions of its plan or in none; one that changes is told beside other faults."""

    def test_a_rule_that_becomes_a_fee_is_told_with_its_place(self) -> None:
        text = EXAMPLE.replace('rule = "each"', 'rule = "parcels"\ndirection = "owes"').replace('"half_even"', '"odd"')
        faults = told(plan_from_text, text)
        assert list(faults) == ["versions[0].rules[1].rounding", "versions[1].rules[0].direction"]
        assert "a rule must be a fee in all versions of its plan or in none" in faults["versions[1].rules[0].direction"]

    @pytest.mark.parametrize("direction", ['"borrows"', '"earns"'])
    def test_one_that_cannot_be_told_from_the_others_is_not(self, direction: str) -> None:
        text = EXAMPLE.replace('rule = "each"', f'rule = "parcels"\ndirection = {direction}').replace('"up"', '"odd"')
        assert "versions[1].rules[0].rounding" in told(plan_from_text, text)


class TestCarriedTotals:
    """A running total that is carried measures the same in the order of the days; another basis is told at it."""

    RULES = """
[[versions]]
version = "VERSION"
from = FROM
hit_policy = "first"
earned_on = "placed"
running_totals = "CARRY"
[[versions.rules]]
rule = "all"
when = {}
basis = "BASIS"
measured_on = "running_total"
rate = RATE
rounding = "half_up"
on_refund = "reverse"
split = { mode = "first", shares = [{ party = "partner", share = "100 %" }] }
"""
    RATES: ClassVar[dict[str, str]] = {
        "net": '{ form = "percentage", rate = "1 %" }',
        "quantity": '{ form = "per_unit", price = "1.00" }',
        "nett": '{ form = "percentage", rate = "1 %" }',
    }

    def text(self, *versions: tuple[str, str, str]) -> str:
        """State versions, each by its first day, its basis and what becomes of its totals."""
        head = 'format = "rural-taobao plan 1"\nplan = "example"\ncurrency = "CNY"\n'
        return head + "".join(
            self.RULES.replace("VERSION", f"v{place}")
            .replace("FROM", day)
            .replace("CARRY", carry)
            .replace("BASIS", basis)
            .replace("RATE", self.RATES[basis])
            for place, (day, basis, carry) in enumerate(versions)
        )

    def test_another_basis_is_told_with_its_place_beside_other_faults(self) -> None:
        text = self.text(("2016-01-01", "net", "carry"), ("2016-06-01", "quantity", "carry"))
        faults = told(plan_from_text, text.replace('"half_up"', '"odd"', 1))
        assert list(faults) == ["versions[0].rules[0].rounding", "versions[1].rules[0].basis"]
        assert "measures net before version v1 and quantity in it" in faults["versions[1].rules[0].basis"]

    def test_it_is_the_days_that_say_which_comes_first(self) -> None:
        later = self.text(("2016-06-01", "quantity", "carry"), ("2016-01-01", "net", "carry"))
        assert list(told(plan_from_text, later)) == ["versions[0].rules[0].basis"]

    def test_a_total_that_starts_anew_may_measure_anything(self) -> None:
        assert plan_from_text(self.text(("2016-01-01", "net", "carry"), ("2016-06-01", "quantity", "reset")))

    @pytest.mark.parametrize(
        ("old", "new", "place"),
        [
            ("2016-06-01", '"soon"', "versions[1].from"),
            ('"v1"', '"v 1"', "versions[1].version"),
            ('rule = "all"', 'rule = "a l l"', "versions[0].rules[0].rule"),
        ],
    )
    def test_what_cannot_be_told_apart_is_not_judged(self, old: str, new: str, place: str) -> None:
        text = self.text(("2016-01-01", "net", "carry"), ("2016-06-01", "quantity", "carry"))
        assert list(told(plan_from_text, text.replace(old, new, 1))) == [place]

    def test_a_basis_that_is_none_is_told_as_that(self) -> None:
        text = self.text(("2016-01-01", "nett", "carry"), ("2016-06-01", "net", "carry"))
        assert list(told(plan_from_text, text)) == ["versions[0].rules[0].basis"]


class TestKindsOfValues:
    """What is no text is called by what a document calls it, and not by what Python does."""

    @pytest.mark.parametrize(
        ("value", "shown"),
        [(True, "true"), ([["a"]], "a list"), ({"x": 1}, "a table"), (date(2016, 1, 1), "2016-01-01")],
    )
    @pytest.mark.parametrize("path", [("plan",), ("currency",), ("versions", 0, "rules", 0, "rule")], ids=place_of)
    def test_where_an_id_or_a_currency_must_stand(self, path: Path, value: object, shown: str) -> None:
        message = told(plan_from_text, edited(EXAMPLE, path, value))[place_of(path)]
        assert f"but {shown} was given; write it in that form" in message
