from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.commission.circumstances import NothingToMatch, Seniority, Tagged
from rural_taobao.commission.conditions import (
    AllOf,
    Always,
    AnyOf,
    AtStation,
    Condition,
    CreditKind,
    DuringFestival,
    InCategory,
    Moment,
    Not,
    OfAmount,
    OfKind,
    OnDays,
    RangeEmpty,
    UnderCentre,
    UnderVersion,
)
from rural_taobao.commission.matching import Credit, campaigns, leaves, matches
from rural_taobao.currencies import CNY, Currency
from rural_taobao.identifiers import (
    CategoryCode,
    CentreId,
    FestivalId,
    MalformedIdentifier,
    StationId,
    TagCode,
    VersionId,
)
from rural_taobao.kinds import WrongKind, WrongNumber
from rural_taobao.money import CurrencyMismatch, Money
from rural_taobao.periods import Period
from rural_taobao.testing.plan_strategies import conditions
from tests.odd_values import Wrong

TAGS = [TagCode("fresh"), TagCode("group-buy")]
CODES = [CategoryCode(code) for code in ("seeds", "tools", "phones")]
ELEVEN = DuringFestival("double-11", "placed", ["sale"])
WINDOWS = [
    ELEVEN,
    DuringFestival("double-11", "paid", ["sale"]),
    DuringFestival("double-11", "placed"),
    DuringFestival("double-12", "placed", ["sale"]),
]
"""Windows that differ from the first in one thing each."""

CIRCUMSTANCES = st.sampled_from([Tagged(TAGS[:1]), Tagged(TAGS), Seniority(6), Seniority(0, 6), Seniority(1, 12)])

few = (
    conditions(category=st.sampled_from(CODES), campaign=st.sampled_from(WINDOWS), currency=st.just(CNY))
    | CIRCUMSTANCES
)
DAYS = [date(2016, 11, 10), date(2016, 11, 11), date(2016, 11, 12)]


def credit(kind: str = "order", category: str | None = "seeds", **facts: Any) -> Credit:
    usual: dict[str, Any] = {
        "model_version": "2.0",
        "station": "sanhe",
        "centre": "feixi",
        "day": date(2016, 11, 11),
        "gross": 3000 if kind == "order" else None,
        "net": 2500 if kind == "order" else None,
    }
    return Credit(kind, category, **(usual | facts))


@st.composite
def credits_of_few(draw: st.DrawFn) -> Credit:
    kind = draw(st.sampled_from(CreditKind))
    gross = draw(st.integers(0, 400))
    amounts = (gross, draw(st.integers(0, gross))) if kind is CreditKind.ORDER else (None, None)
    return credit(
        kind,
        draw(st.none() | st.sampled_from(CODES)),
        model_version=draw(st.sampled_from(["1.0", "2.0"])),
        station=draw(st.sampled_from(["sanhe", "taohua"])),
        centre=draw(st.sampled_from(["feixi", "runan"])),
        day=draw(st.sampled_from(DAYS)),
        gross=amounts[0],
        net=amounts[1],
        during=draw(st.frozensets(st.sampled_from(WINDOWS))),
        above=draw(st.frozensets(st.sampled_from(CODES))),
        tags=draw(st.frozensets(st.sampled_from(TAGS))),
        months=draw(st.none() | st.integers(0, 12)),
    )


given_credits = credits_of_few()

EVERY_CREDIT = [
    credit(kind, category, during=frozenset(during))
    for kind in CreditKind
    for category in (None, *CODES)
    for during in ([], *([each] for each in WINDOWS), WINDOWS)
]


def holds(leaf: Condition, credit: Credit) -> bool:
    """Tell of a condition about the credit itself whether it holds, as a clerk reads it."""
    if isinstance(leaf, OfAmount):
        return within(leaf, credit)
    if isinstance(leaf, OnDays):
        return leaf.days.start <= credit.day and (leaf.days.end is None or credit.day < leaf.days.end)
    if isinstance(leaf, Tagged | InCategory):
        facts = [*credit.tags] if isinstance(leaf, Tagged) else [credit.category, *credit.above]
        asked = [*leaf.tags] if isinstance(leaf, Tagged) else [*leaf.categories]
        return any(fact == each for fact in facts for each in asked)
    if isinstance(leaf, Seniority):
        most = 10**6 if leaf.months_to is None else leaf.months_to
        return credit.months is not None and credit.months in range(leaf.months_from, most)
    listed: dict[type[Condition], tuple[object, Iterable[object]]] = {
        Always: (1, [1]),
        OfKind: (credit.kind, [getattr(leaf, "kind", None)]),
        AtStation: (credit.station, getattr(leaf, "stations", ())),
        UnderCentre: (credit.centre, getattr(leaf, "centres", ())),
        UnderVersion: (credit.model_version, getattr(leaf, "versions", ())),
        DuringFestival: (leaf, credit.during),
    }
    fact, names = listed[type(leaf)]
    return list(names).count(fact) == 1


def within(leaf: OfAmount, credit: Credit) -> bool:
    amount = {"gross": credit.gross, "net": credit.net}[leaf.basis.value]
    end = None if leaf.end is None else leaf.end.minor
    return amount is not None and amount in range(leaf.start.minor, amount + 1 if end is None else end)


def truth(condition: Condition, credit: Credit) -> bool:
    """Work a condition out from the bottom, by counting how many of its parts hold."""
    if isinstance(condition, Not):
        return truth(condition.condition, credit) is False
    if isinstance(condition, AllOf | AnyOf):
        held = sum(truth(each, credit) for each in condition.conditions)
        return held == len(condition.conditions) if isinstance(condition, AllOf) else held > 0
    return holds(condition, credit)


class TestConditions:
    """A condition looks at the plain facts of a credit, and at nothing else."""

    @given(few, given_credits)
    def test_it_holds_exactly_if_a_clerk_finds_so(self, condition: Condition, credit: Credit) -> None:
        assert matches(condition, credit) == truth(condition, credit)

    @given(few, given_credits)
    def test_not_is_the_other_way_round(self, condition: Condition, credit: Credit) -> None:
        assert matches(Not(condition), credit) != matches(condition, credit)
        assert matches(Not(Not(condition)), credit) == matches(condition, credit)

    @given(few, few, given_credits)
    def test_not_all_is_any_not(self, one: Condition, other: Condition, credit: Credit) -> None:
        assert matches(Not(AllOf([one, other])), credit) == matches(AnyOf([Not(one), Not(other)]), credit)

    @pytest.mark.parametrize(
        ("condition", "kind", "facts", "expected"),
        [
            (AtStation(["sanhe", "taohua"]), "order", {}, True),
            (AtStation("taohua"), "order", {}, False),
            (UnderCentre("feixi"), "parcel", {}, True),
            (UnderCentre("runan"), "order", {}, False),
            (UnderVersion(["1.0", "2.0"]), "order", {}, True),
            (UnderVersion("3.0"), "order", {}, False),
            (OfAmount(basis="gross", start=Money(3000)), "order", {}, True),
            (OfAmount(basis="gross", start=Money(3001)), "order", {}, False),
            (OfAmount(basis="gross", start=Money(0), end=Money(3000)), "order", {}, False),
            (OfAmount(basis="net", start=Money(0), end=Money(3000)), "order", {}, True),
            (OfAmount(basis="net", start=Money(0)), "parcel", {}, False),
            (OnDays(Period(DAYS[1], DAYS[2])), "order", {}, True),
            (OnDays(Period(DAYS[1], DAYS[2])), "order", {"day": DAYS[2]}, False),
            (OnDays(Period(DAYS[1])), "order", {"day": DAYS[0]}, False),
            (InCategory("farm"), "order", {"above": frozenset([CategoryCode("farm")])}, True),
            (InCategory("farm"), "order", {}, False),
            (Tagged(["fresh", "group-buy"]), "order", {"tags": ["fresh"]}, True),
            (Tagged("fresh"), "order", {"tags": ["group-buy"]}, False),
            (Tagged("fresh"), "parcel", {}, False),
            (Seniority(6, 12), "order", {"months": 5}, False),
            (Seniority(6, 12), "order", {"months": 6}, True),
            (Seniority(6, 12), "order", {"months": 11}, True),
            (Seniority(6, 12), "order", {"months": 12}, False),
            (Seniority(6), "order", {"months": 1200}, True),
            (Seniority(0), "order", {"months": None}, False),
        ],
    )
    def test_the_edges_of_each(self, condition: Condition, kind: str, facts: dict[str, Any], expected: object) -> None:
        assert matches(condition, credit(kind, **facts)) is expected

    @given(given_credits)
    def test_always_always_holds(self, credit: Credit) -> None:
        assert matches(Always(), credit)

    def test_each_kind_matches_its_own(self) -> None:
        for credit in EVERY_CREDIT:
            assert [kind for kind in CreditKind if matches(OfKind(kind), credit)] == [credit.kind]

    def test_a_credit_without_a_category_is_in_none(self) -> None:
        in_any = InCategory(CODES)
        assert {credit.category for credit in EVERY_CREDIT if not matches(in_any, credit)} == {None}

    @given(st.frozensets(st.sampled_from(CODES), min_size=1))
    def test_the_categories_of_a_condition_are_those_that_match_it(self, categories: frozenset[CategoryCode]) -> None:
        found = {credit.category for credit in EVERY_CREDIT if matches(InCategory(categories), credit)}
        assert found == categories

    def test_a_festival_must_agree_in_its_id_its_clock_and_its_windows(self) -> None:
        for credit in EVERY_CREDIT:
            assert {each for each in WINDOWS if matches(each, credit)} == credit.during

    @given(st.lists(few, min_size=1, max_size=3), given_credits)
    def test_the_order_of_conditions_does_not_matter(self, several: list[Condition], credit: Credit) -> None:
        assert matches(AllOf(several), credit) == matches(AllOf(reversed(several)), credit)


class TestCampaigns:
    """The festival conditions that a condition asks about are found, however deep they lie."""

    @given(few)
    def test_they_are_those_of_its_leaves(self, condition: Condition) -> None:
        assert campaigns(condition) == {leaf for leaf in leaves(condition) if isinstance(leaf, DuringFestival)}
        assert leaves(AllOf([Not(condition), AnyOf([condition])])) == leaves(condition)

    @given(few, given_credits)
    def test_no_other_window_bears_upon_a_match(self, condition: Condition, credit: Credit) -> None:
        asked = evolve(credit, during=credit.during & campaigns(condition))
        assert matches(condition, credit) == matches(condition, asked)


class TestWhatAConditionIsMadeOf:
    """A condition lists at least one thing; what is given by its name becomes what it names."""

    @pytest.mark.parametrize(
        ("form", "key"),
        [
            (InCategory, "category"),
            (AllOf, "all"),
            (AnyOf, "any"),
            (AtStation, "station"),
            (UnderCentre, "centre"),
            (UnderVersion, "version"),
        ],
    )
    def test_one_that_lists_nothing_is_refused(self, form: type[InCategory] | type[AllOf], key: str) -> None:
        with pytest.raises(NothingToMatch) as refused:
            form([])
        assert str(refused.value) == (
            f"a condition must list at least one thing, but the list of '{key}' is empty; list what is meant"
        )

    def test_names_become_what_they_name(self) -> None:
        assert OfKind("parcel") == OfKind(CreditKind.PARCEL)
        assert type(next(iter(InCategory(["seeds"]).categories))) is CategoryCode
        during = DuringFestival("double-11", "placed", ["sale", "sale"])
        assert type(during.festival) is FestivalId
        assert during.clock is Moment.PLACED
        assert during.windows == {"sale"}
        made = credit("order", "seeds")
        assert made.kind is CreditKind.ORDER
        assert type(made.category) is CategoryCode
        assert type(made.model_version) is VersionId
        assert (type(made.station), type(made.centre)) == (StationId, CentreId)
        assert type(next(iter(AtStation("sanhe").stations))) is StationId
        assert type(next(iter(UnderCentre("feixi").centres))) is CentreId
        assert type(next(iter(UnderVersion("2.0").versions))) is VersionId

    def test_a_range_of_amounts_holds_some_of_one_currency(self) -> None:
        with pytest.raises(RangeEmpty, match=r"it starts at ¥5\.00 and ends at ¥5\.00; swap them"):
            OfAmount(basis="net", start=Money(500), end=Money(500))
        assert OfAmount(basis="net", start=Money(500), end=Money(501)).end == Money(501)
        with pytest.raises(CurrencyMismatch) as mixed:
            OfAmount(basis="net", start=Money(500), end=Money(600, Currency("KES")))
        assert set(mixed.value.args) == {CNY, Currency("KES")}
        wrong: Wrong = 5
        with pytest.raises(WrongKind) as refused:
            OfAmount(basis="net", start=wrong)
        assert refused.value.name == "start"
        with pytest.raises(ValueError, match="a value of AmountBasis must be one of"):
            OfAmount(basis="margin", start=Money(5))

    @pytest.mark.parametrize("year", [0, 2016.0, "2016"])
    def test_an_edition_is_a_year(self, year: Wrong) -> None:
        with pytest.raises(WrongNumber) as refused:
            DuringFestival("double-11", "placed", editions=[year])
        assert refused.value.given == year
        assert DuringFestival("double-11", "placed", editions=[1]).editions == {1}

    def test_without_windows_named_all_of_an_edition_are_meant(self) -> None:
        assert DuringFestival("double-11", "placed").windows == frozenset()

    @pytest.mark.parametrize("kind", ["service", "", None])
    def test_a_kind_that_there_is_not_is_refused(self, kind: Wrong) -> None:
        with pytest.raises(ValueError, match="a value of CreditKind must be one of"):
            OfKind(kind)

    def test_a_code_that_cannot_be_one_is_refused(self) -> None:
        with pytest.raises(MalformedIdentifier):
            InCategory(["种子"])
        with pytest.raises(MalformedIdentifier):
            DuringFestival("双十一", "placed")
        with pytest.raises(ValueError, match="a value of Moment must be one of"):
            DuringFestival("double-11", "shipped")

    def test_they_are_named_as_plans_name_them(self) -> None:
        assert [each.value for each in CreditKind] == ["order", "parcel", "referral"]
        assert [each.value for each in Moment] == ["placed", "deposit", "balance", "paid", "received"]
