"""
Currencies: the codes of ISO 4217, each with the number of digits of its minor unit.

Source: ISO 4217, list one (currencies in use), as published on 1 January 2026.
The digits are the minor units of that list, not those that some countries round prices to.
Codes without a minor unit (precious metals, drawing rights, testing, no currency) are left out,
because nothing can be paid in them.
"""

from typing import Final, final

from attrs import field, frozen

from rural_taobao.errors import RuralTaobaoError, shown

__all__ = ["CNY", "FINEST", "Currency", "UnknownCurrency"]

_DIGITS: Final = {
    code: digits
    for digits, codes in {
        0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
        2: "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP "
        "BYN BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB "
        "EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES "
        "KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR "
        "MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD "
        "RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP "
        "TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG",
        3: "BHD IQD JOD KWD LYD OMR TND",
        4: "CLF UYW",
    }.items()
    for code in codes.split()
}
_SIGNS: Final = {"CNY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "INR": "₹"}


@final
class UnknownCurrency(RuralTaobaoError, LookupError):
    """
    A code is not that of a currency in use.

    Attributes:
        given: The code that was given.
    """

    def __init__(self, given: object) -> None:
        self.given = given
        super().__init__(given)

    def __str__(self) -> str:
        return (
            "a currency must be a three-letter code of ISO 4217 that has a minor unit, "
            f"but {shown(self.given)} was given; write for example CNY"
        )


def _known(_currency: "Currency", _attribute: object, code: str) -> None:
    """Refuse a code that the list does not hold."""
    if type(code) is not str or code not in _DIGITS:
        raise UnknownCurrency(code)


@final
@frozen
class Currency:
    """
    A currency of ISO 4217.

    Attributes:
        code: Its three capital letters.

    Raises:
        UnknownCurrency: No such currency is in use.

    Example:
        >>> Currency("BHD").digits
        3
    """

    code: str = field(validator=_known)

    @property
    def digits(self) -> int:
        """Decimal digits of its minor unit: 2 for CNY (fen) and KES, 0 for UGX, 3 for BHD."""
        return _DIGITS[self.code]

    @property
    def sign(self) -> str:
        """What stands before an amount: `¥` for CNY; the code and a space where none is usual."""
        return _SIGNS.get(self.code, f"{self.code} ")

    @classmethod
    def codes(cls) -> tuple[str, ...]:
        """Give the codes of all currencies, sorted."""
        return tuple(sorted(_DIGITS))


CNY: Final = Currency("CNY")
"""The renminbi: 100 fen make a yuan."""
FINEST: Final = Currency("CLF")
"""A currency whose minor unit is the finest of all: read in it, no amount is refused for the digits of another."""
