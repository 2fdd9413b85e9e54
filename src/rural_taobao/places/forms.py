"""
Forms: how many digits name a division of each level, and what is said of a text that has no such form.

Source: GB/T 2260-2007 for provinces, prefectures and counties; GB/T 10114-2003 for what lies in a county.
"""

import re
from typing import Final, final

from rural_taobao.errors import RuralTaobaoError, shown
from rural_taobao.kinds import Word

__all__ = [
    "DivisionLevel",
    "MalformedDivisionCode",
    "UnknownProvincePrefix",
    "WrongDivisionLevel",
    "level_of",
]

_PREFIXES: Final = frozenset(
    str(prefix)
    for first, last in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65))
    for prefix in range(first, last + 1)
)
_FORM: Final = re.compile(r"[0-9]{2}(?:0000|(?!00)[0-9]{4}(?:(?!000)[0-9]{3}){0,2})")
_SHORT: Final = "two each for province, prefecture and county"
_DEMANDS: Final = {
    "TownCode": ((9,), "six of what it lies in and three of its own", "341221101"),
    "VillageCode": ((12,), "nine of its town and three of its own", "341221101201"),
    "DivisionCode": ((6, 9, 12), f"{_SHORT}, three each for town and village", "341221"),
}
"""The lengths that a kind of code may have, whose the digits are, and an example."""


@final
class DivisionLevel(Word):
    """
    How far down a division stands.

    Example:
        >>> level_of("CountyCode", "341221")
        <DivisionLevel.COUNTY: 'county'>
    """

    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"
    TOWN = "town"
    VILLAGE = "village"


@final
class MalformedDivisionCode(RuralTaobaoError, ValueError):
    """
    A value does not have the form of a division code.

    Attributes:
        kind: What the code was for, as the name of its type.
        given: The value.
    """

    def __init__(self, kind: str, given: object) -> None:
        self.kind = kind
        self.given = given
        super().__init__(kind, given)

    def __str__(self) -> str:
        lengths, whose, example = _DEMANDS.get(self.kind, ((6,), _SHORT, "341221"))
        digits = " or ".join(", ".join(map(str, lengths)).rsplit(", ", 1))
        return (
            f"a {self.kind} must be a string of {digits} ASCII digits, {whose}, "
            f"but {shown(self.given, 40)} was given, {self._fault(lengths)}; write for example {example}"
        )

    def _fault(self, lengths: tuple[int, ...]) -> str:
        given = self.given
        if not isinstance(given, str):
            return f"which is of type {type(given).__name__}"
        if len(given) not in lengths:
            return f"which has {len(given)} character{'' if len(given) == 1 else 's'}"
        for character in given:
            if character not in "0123456789":
                return f"which holds {character!r}"
        if given[2:4] == "00":
            return f"which names a {_LEVELS[len(given)]} without its prefecture"
        if given[6:9] == "000" and given[9:] not in {"", "000"}:
            return "which names a village without its town"
        return f"whose last three digits name no {_LEVELS[len(given)]}"


_LEVELS: Final = {6: DivisionLevel.COUNTY, 9: DivisionLevel.TOWN, 12: DivisionLevel.VILLAGE}
"""The lowest level that a code of so many digits can name."""


@final
class UnknownProvincePrefix(RuralTaobaoError, LookupError):
    """
    A division code starts with two digits that belong to no province.

    Attributes:
        given: The code.
    """

    def __init__(self, given: str) -> None:
        self.given = given
        super().__init__(given)

    def __str__(self) -> str:
        return (
            f"a division code must start with the digits of one of the {len(_PREFIXES)} provinces, "
            f"but {self.given!r} starts with {self.given[:2]!r}; find the province in PROVINCES"
        )


@final
class WrongDivisionLevel(RuralTaobaoError, ValueError):
    """
    A code names a division of another level than the one asked for.

    Attributes:
        wanted: The level asked for.
        given: The code.
        level: The level of the division that it names.
    """

    def __init__(self, wanted: DivisionLevel, given: str, level: DivisionLevel) -> None:
        self.wanted = wanted
        self.given = given
        self.level = level
        super().__init__(wanted, given, level)

    def __str__(self) -> str:
        return (
            f"a {self.wanted.title()}Code must name a {self.wanted}, but {self.given!r} names "
            f"a {self.level}; give the code of a {self.wanted}, or make a "
            f"{self.level.title()}Code of it"
        )


def level_of(kind: str, text: object) -> DivisionLevel:
    """
    Tell the level of what a text names.

    Args:
        kind: What the code is for, as the name of its type.
        text: The text.

    Raises:
        MalformedDivisionCode: It has not the form of a code.
        UnknownProvincePrefix: Its first two digits are those of no province.

    Example:
        >>> level_of("DivisionCode", "341221101201")
        <DivisionLevel.VILLAGE: 'village'>
    """
    if not isinstance(text, str) or not _FORM.fullmatch(text):
        raise MalformedDivisionCode(kind, text)
    if text[:2] not in _PREFIXES:
        raise UnknownProvincePrefix(text)
    if len(text) > 6:  # noqa: PLR2004 - six digits name a county
        return _LEVELS[len(text)]
    if text.endswith("0000"):
        return DivisionLevel.PROVINCE
    return DivisionLevel.PREFECTURE if text.endswith("00") else DivisionLevel.COUNTY
