from collections import Counter

import pytest
from hypothesis import given

from rural_taobao.currencies import CNY, Currency, UnknownCurrency
from rural_taobao.testing import strategies
from tests.odd_values import OUTRAGEOUS, Wrong

ANCHORS = {
    **dict.fromkeys(["CLP", "ISK", "JPY", "KRW", "UGX", "UYI", "VND", "XAF", "XOF"], 0),
    **dict.fromkeys(["CNY", "EUR", "GBP", "INR", "KES", "MGA", "MRU", "TZS", "USD", "XAD", "XCG"], 2),
    **dict.fromkeys(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"], 3),
    **dict.fromkeys(["CLF", "UYW"], 4),
}
"""ISO 4217, list one, as published on 1 January 2026."""


class TestTheList:
    """Money is in any currency of ISO 4217, in its own minor units."""

    @pytest.mark.parametrize("code", ANCHORS)
    def test_gives_the_published_digits(self, code: str) -> None:
        assert Currency(code).digits == ANCHORS[code]

    def test_holds_as_many_currencies_of_each_sort_as_were_published(self) -> None:
        counted = Counter(Currency(code).digits for code in Currency.codes())
        assert counted == {0: 17, 2: 139, 3: 7, 4: 2}

    def test_is_sorted_and_written_in_three_capital_letters(self) -> None:
        codes = Currency.codes()
        assert list(codes) == sorted(set(codes))
        assert all(len(code) == 3 and code.isascii() and code.isupper() for code in codes)

    def test_takes_the_renminbi_as_the_usual_one(self) -> None:
        assert Currency("CNY") == CNY
        assert CNY.sign == "¥"

    @given(strategies.currencies())
    def test_knows_a_currency_by_its_code_alone(self, currency: Currency) -> None:
        assert Currency(currency.code) == currency
        assert hash(Currency(currency.code)) == hash(currency)

    @given(strategies.currencies())
    def test_shows_a_sign_or_the_code_and_a_space(self, currency: Currency) -> None:
        assert currency.sign == f"{currency.code} " or len(currency.sign) == 1

    def test_gives_no_sign_to_two_currencies(self) -> None:
        signs = [Currency(code).sign for code in Currency.codes()]
        assert len(signs) == len(set(signs))


class TestWhatIsNoCurrency:
    """A code that nothing can be paid in is refused by name."""

    # Gold, silver, drawing rights, the code for tests, the code for no currency, and four that were given up.
    @pytest.mark.parametrize("code", ["XAU", "XAG", "XDR", "XTS", "XXX", "DEM", "HRK", "ANG", "BGN"])  # ISO 4217
    def test_is_metal_a_test_or_out_of_use(self, code: str) -> None:
        with pytest.raises(UnknownCurrency) as refused:
            Currency(code)
        assert refused.value.given == code
        assert str(refused.value) == (
            "a currency must be a three-letter code of ISO 4217 that has a minor unit, "
            f"but '{code}' was given; write for example CNY"
        )

    @pytest.mark.parametrize("value", [*OUTRAGEOUS, "cny", "CNY ", "ＣＮＹ", "RMB", "¥", 156, ["CNY"], {}, CNY])
    def test_is_written_in_any_other_way(self, value: Wrong) -> None:
        with pytest.raises(UnknownCurrency, match="write for example CNY") as refused:
            Currency(value)
        assert refused.value.given is value
        assert len(str(refused.value)) < 200
