import pytest
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.commission.matching import (
    AllOf,
    Always,
    Condition,
    Credit,
    CreditKind,
    DuringFestival,
    InCategory,
    Moment,
    NothingToMatch,
    OfKind,
    campaigns,
    matches,
)
from rural_taobao.identifiers import CategoryCode, FestivalId, MalformedIdentifier, VersionId
from rural_taobao.testing.plan_strategies import conditions
from tests.odd_values import Wrong

CODES = [CategoryCode(code) for code in ("seeds", "tools", "phones")]
ELEVEN = DuringFestival("double-11", "placed", ["sale"])
WINDOWS = [
    ELEVEN,
    DuringFestival("double-11", "paid", ["sale"]),
    DuringFestival("double-11", "placed"),
    DuringFestival("double-12", "placed", ["sale"]),
]
"""Windows that differ from the first in one thing each."""

few = conditions(category=st.sampled_from(CODES), campaign=st.sampled_from(WINDOWS))
given_credits = st.builds(
    Credit,
    st.sampled_from(CreditKind),
    st.none() | st.sampled_from(CODES),
    st.sampled_from(["1.0", "2.0"]).map(VersionId),
    st.frozensets(st.sampled_from(WINDOWS)),
)

EVERY_CREDIT = [
    Credit(kind, category, VersionId("2.0"), frozenset(during))
    for kind in CreditKind
    for category in (None, *CODES)
    for during in ([], *([each] for each in WINDOWS), WINDOWS)
]


def leaves(condition: Condition) -> list[Condition]:
    """Give the conditions that a condition is made of; all of them must hold."""
    if not isinstance(condition, AllOf):
        return [condition]
    return [leaf for each in condition.conditions for leaf in leaves(each)]


class TestConditions:
    """A condition looks at the plain facts of a credit, and at nothing else."""

    @given(few, given_credits)
    def test_all_that_it_is_made_of_must_hold(self, condition: Condition, credit: Credit) -> None:
        for leaf in leaves(condition):
            refused = (
                (isinstance(leaf, OfKind) and leaf.kind != credit.kind)
                or (isinstance(leaf, InCategory) and credit.category not in leaf.categories)
                or (isinstance(leaf, DuringFestival) and leaf not in credit.during)
            )
            if refused:
                assert not matches(condition, credit)
                return
        assert matches(condition, credit)

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

    @given(few, given_credits)
    def test_the_model_version_of_a_credit_is_no_part_of_any_condition(
        self, condition: Condition, credit: Credit
    ) -> None:
        elsewhere = Credit(credit.kind, credit.category, VersionId("3.0"), credit.during)
        assert matches(condition, credit) == matches(condition, elsewhere)


class TestCampaigns:
    """The festival conditions that a condition asks about are found, however deep they lie."""

    @given(few)
    def test_they_are_those_of_its_leaves(self, condition: Condition) -> None:
        assert campaigns(condition) == {leaf for leaf in leaves(condition) if isinstance(leaf, DuringFestival)}

    @given(few, given_credits)
    def test_no_other_window_bears_upon_a_match(self, condition: Condition, credit: Credit) -> None:
        asked = Credit(credit.kind, credit.category, credit.model_version, credit.during & campaigns(condition))
        assert matches(condition, credit) == matches(condition, asked)


class TestWhatAConditionIsMadeOf:
    """A condition lists at least one thing; what is given by its name becomes what it names."""

    @pytest.mark.parametrize("form", [InCategory, AllOf])
    def test_one_that_lists_nothing_is_refused(self, form: type[InCategory] | type[AllOf]) -> None:
        with pytest.raises(NothingToMatch) as refused:
            form([])
        assert str(refused.value) == (
            f"a condition must list at least one thing, but {form.__name__} was given none; leave the condition out"
        )

    def test_names_become_what_they_name(self) -> None:
        assert OfKind("parcel") == OfKind(CreditKind.PARCEL)
        assert type(next(iter(InCategory(["seeds"]).categories))) is CategoryCode
        during = DuringFestival("double-11", "placed", ["sale", "sale"])
        assert type(during.festival) is FestivalId
        assert during.clock is Moment.PLACED
        assert during.windows == {"sale"}
        credit = Credit("order", "seeds", "2.0")
        assert credit.kind is CreditKind.ORDER
        assert type(credit.category) is CategoryCode
        assert type(credit.model_version) is VersionId

    def test_without_windows_named_all_of_an_edition_are_meant(self) -> None:
        assert DuringFestival("double-11", "placed").windows == frozenset()

    @pytest.mark.parametrize("kind", ["service", "", None])
    def test_a_kind_that_there_is_not_is_refused(self, kind: Wrong) -> None:
        with pytest.raises(ValueError, match="is not a valid CreditKind"):
            OfKind(kind)

    def test_a_code_that_cannot_be_one_is_refused(self) -> None:
        with pytest.raises(MalformedIdentifier):
            InCategory(["种子"])
        with pytest.raises(MalformedIdentifier):
            DuringFestival("双十一", "placed")
        with pytest.raises(ValueError, match="is not a valid Moment"):
            DuringFestival("double-11", "shipped")

    def test_they_are_named_as_plans_name_them(self) -> None:
        assert [each.value for each in CreditKind] == ["order", "parcel"]
        assert [each.value for each in Moment] == ["placed", "deposit", "balance", "paid", "received"]
