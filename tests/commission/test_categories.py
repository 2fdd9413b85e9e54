"""Categories of a plan version: each below another or at the top, and rules that name them."""

from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.commission import Category, CommissionRule, EarnedOn, InCategory, Not, PlanVersion
from rural_taobao.commission.categories import (
    CategoryTwice,
    CategoryUnknown,
    ParentsInCircle,
    ParentUnknown,
    category_faults,
    lineage,
)
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.identifiers import CategoryCode
from rural_taobao.samples import one_plan
from rural_taobao.testing.plan_strategies import plan_versions

RULE = one_plan().versions.entries[0].value.rules[0]
SHELF = [Category("goods"), Category("electronics", "goods"), Category("phones", "electronics"), Category("farm")]


def version(*categories: Category, **facts: Any) -> PlanVersion:
    usual: dict[str, Any] = {"hit_policy": "first", "earned_on": EarnedOn("placed"), "rules": []}
    return PlanVersion(version="v", categories=categories, **(usual | facts))


class TestLineages:
    """A category lies below its parent and all that the parent lies below, and below nothing else."""

    @given(plan_versions())
    def test_a_category_lies_where_its_parent_lies(self, version: PlanVersion) -> None:
        for each in version.categories:
            assert version.above(each.code) == {each.code, *version.above(each.parent)}

    @given(plan_versions())
    def test_no_two_lie_below_each_other(self, version: PlanVersion) -> None:
        codes = [each.code for each in version.categories]
        pairs = [(one, other) for one in codes for other in version.above(one) if other != one]
        assert not [(one, other) for one, other in pairs if (other, one) in pairs]

    def test_phones_are_goods_and_no_farm_produce(self) -> None:
        assert version(*SHELF).above("phones") == {"phones", "electronics", "goods"}
        assert version(*SHELF).above("goods") == {"goods"}

    def test_what_is_not_declared_lies_below_nothing(self) -> None:
        assert version(*SHELF).above("books") == lineage(CategoryCode("books"), ()) == {"books"}
        assert version().above("phones") == {"phones"}
        assert version(*SHELF).above(None) == frozenset()


class TestRefusals:
    """Categories that do not lie below each other, and rules that name another, are refused."""

    @pytest.mark.parametrize(
        ("categories", "error", "message"),
        [
            ([Category("a"), Category("b"), Category("a")], CategoryTwice, "but two are a; rename one"),
            ([Category("a", "b")], ParentUnknown, "but b, above a, is not; declare it, or leave the parent out"),
            ([Category("a", "a")], ParentsInCircle, "but a below a does"),
            ([Category("c", "a"), Category("a", "b"), Category("b", "a")], ParentsInCircle, "but a below b below a"),
        ],
    )
    def test_each_has_its_sentence(
        self, categories: list[Category], error: type[RuralTaobaoError], message: str
    ) -> None:
        with pytest.raises(error, match=message):
            version(*categories)

    @pytest.mark.parametrize(
        ("listed", "told"),
        [
            ([("a", None), ("b", "a"), ("a", None)], [(2, "code", CategoryTwice(CategoryCode("a")))]),
            ([("a", None), ("a", "x")], [(1, "code", CategoryTwice(CategoryCode("a")))]),
            ([("a", "x"), ("b", "a")], [(0, "parent", ParentUnknown(CategoryCode("a"), CategoryCode("x")))]),
            (
                [("c", "a"), ("a", "b"), ("b", "a")],
                [(0, "parent", ParentsInCircle((CategoryCode("a"), CategoryCode("b"))))],
            ),
            (
                [("d", None), ("a", "a"), ("b", "b")],
                [
                    (1, "parent", ParentsInCircle((CategoryCode("a"),))),
                    (2, "parent", ParentsInCircle((CategoryCode("b"),))),
                ],
            ),
            ([("a", "a"), (None, None), ("b", "a")], [(0, "parent", ParentsInCircle((CategoryCode("a"),)))]),
            ([(None, "x"), ("a", "x")], [(1, "parent", ParentUnknown(CategoryCode("a"), CategoryCode("x")))]),
            ([(None, None), ("a", None), (None, None), ("a", None)], [(3, "code", CategoryTwice(CategoryCode("a")))]),
        ],
    )
    def test_each_is_told_of_the_category_that_it_is_of(
        self, listed: list[tuple[str | None, str | None]], told: list[tuple[int, str, RuralTaobaoError]]
    ) -> None:
        codes, parents = (
            [None if each is None else CategoryCode(each) for each in column] for column in zip(*listed, strict=True)
        )
        found = category_faults(codes, parents)
        assert [(place, what, type(error), error.args) for place, what, error in found] == [
            (place, what, type(error), error.args) for place, what, error in told
        ]

    @given(st.permutations([Category("a", "b"), Category("b", "c"), Category("c", "a"), Category("d", "a")]))
    def test_a_circle_is_told_once_wherever_it_begins(self, categories: list[Category]) -> None:
        with pytest.raises(ParentsInCircle) as refused:
            version(*categories)
        assert set(refused.value.codes) == {"a", "b", "c"}

    def test_a_rule_names_a_category_that_is_declared_where_any_is(self) -> None:
        named = InCategory(["phones", "books"])
        for when in (named, Not(named)):
            with pytest.raises(CategoryUnknown, match="but books in rule everything is not") as refused:
                version(*SHELF, rules=[_with(when)])
            assert refused.value.code == "books"
            assert version(rules=[_with(when)]).categories == ()


def _with(when: InCategory | Not) -> CommissionRule:
    return evolve(RULE, when=when)
