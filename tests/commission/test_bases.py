"""Bases: plain names, and amounts told part by part."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.commission import AmountOf, Basis
from rural_taobao.commission.bases import BasisUnknown, PartOff, PartOn, amount_of, basis_form, is_money
from rural_taobao.testing.plan_strategies import bases
from tests.odd_values import Wrong

AMOUNTS = st.builds(AmountOf, less=st.frozensets(st.sampled_from(PartOff)), plus=st.frozensets(st.sampled_from(PartOn)))


class TestTexts:
    """A basis is written as a plain name, or as `gross` and each part with its sign, and read back as the same."""

    @given(bases())
    def test_what_is_written_is_read_as_the_same_basis(self, basis: Basis | AmountOf) -> None:
        assert basis_form(str(basis)) == basis

    @given(AMOUNTS, st.randoms(use_true_random=False))
    def test_the_order_of_the_parts_means_nothing(self, amount: AmountOf, random: Random) -> None:
        parts = [*(f" - {part}" for part in amount.less), *(f" + {part}" for part in amount.plus)]
        random.shuffle(parts)
        assert AmountOf.parse("gross" + "".join(parts)) == amount

    @pytest.mark.parametrize(
        ("text", "less", "plus"),
        [
            ("gross - discount - tax_included", ["discount", "tax_included"], []),
            ("gross + tax_added + shipping", [], ["tax_added", "shipping"]),
            ("gross - cost + shipping", "cost", "shipping"),
        ],
    )
    def test_each_part_has_its_sign(self, text: str, less: list[str], plus: list[str]) -> None:
        assert AmountOf.parse(text) == AmountOf(less=less, plus=plus)
        assert str(AmountOf(less=less, plus=plus)) in {text, "gross + shipping - cost"}

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "nett",
            "Net",
            "net - tax_included",
            "gross -discount",
            "gross  - discount",
            "gross - discount ",
            "gross - discount - discount",
            "gross + discount",
            "gross - shipping",
            "gross discount",
            "gross - ",
            "gross -",
            "gross * cost",
            "quantity + shipping",
        ],
    )
    def test_anything_else_is_refused_and_what_can_be_is_said(self, text: str) -> None:
        with pytest.raises(BasisUnknown) as refused:
            basis_form(text)
        assert refused.value.given == text
        assert "'- discount', '- tax_included', '- cost', '+ tax_added', '+ shipping'" in str(refused.value)

    @pytest.mark.parametrize("given", [None, 5, ["gross"]])
    def test_what_is_no_text_is_refused(self, given: Wrong) -> None:
        with pytest.raises(BasisUnknown) as refused:
            basis_form(given)
        assert refused.value.given == given


class TestPlainNames:
    """A plain name means what it always did, and an amount that has one comes by it."""

    @pytest.mark.parametrize(
        ("name", "parts"),
        [("gross", "gross"), ("net", "gross - discount"), ("margin", "gross - discount - cost")],
    )
    def test_an_amount_that_has_a_plain_name(self, name: str, parts: str) -> None:
        assert basis_form(parts) is basis_form(name) is Basis(name)
        assert basis_form(AmountOf.parse(parts)) is Basis(name)
        assert str(amount_of(Basis(name))) == parts

    def test_units_are_no_amount(self) -> None:
        assert [basis for basis in Basis if not is_money(basis)] == [Basis.QUANTITY, Basis.COUNT]
        assert amount_of(Basis.COUNT) is None

    @given(AMOUNTS)
    def test_an_amount_is_money(self, amount: AmountOf) -> None:
        assert is_money(amount)
        assert amount_of(basis_form(amount)) == amount
