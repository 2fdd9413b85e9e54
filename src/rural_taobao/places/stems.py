"""
Stems: the name of a division without the word that says of which kind it is.

A county that becomes a district keeps its stem, and people leave that word out.
"""

from typing import Final

from rural_taobao.places.codes import CountyCode, PrefectureCode, ProvinceCode
from rural_taobao.places.forms import DivisionLevel

__all__ = ["GROUPS", "kind_word", "name_stem"]

GROUPS: Final = frozenset({"市辖区", "县", "直辖县"})
"""What the lists call the groups that stand in place of a prefecture, where counties have none."""
_WORDS: Final = {
    DivisionLevel.PROVINCE: ("维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "省", "市"),
    DivisionLevel.PREFECTURE: ("自治州", "地区", "市", "盟"),
    DivisionLevel.COUNTY: ("自治县", "自治旗", "林区", "特区", "县", "区", "市", "旗"),
}
"""The words of each level, the longer ones first."""


def kind_word(code: ProvinceCode | PrefectureCode | CountyCode, name: str) -> str:
    """
    Give the word at the end of a name that says of which kind a division is; nothing where no such word is there.

    Example:
        >>> kind_word(CountyCode("341221"), "临泉县"), kind_word(CountyCode("360704"), "赣县区")
        ('县', '区')
    """
    return next((word for word in _WORDS[code.level] if name.endswith(word) and name != word), "")


def name_stem(code: ProvinceCode | PrefectureCode | CountyCode, name: str) -> str:
    """
    Give a name without the word that says of which kind the division is.

    Of a name of two characters nothing is left out: `赣县` is called so, and never `赣`.

    Example:
        >>> name_stem(CountyCode("341221"), "临泉县"), name_stem(CountyCode("360721"), "赣县")
        ('临泉', '赣县')
        >>> name_stem(CountyCode("360704"), "赣县区"), name_stem(PrefectureCode("652100"), "吐鲁番地区")
        ('赣县', '吐鲁番')
    """
    stem = name.removesuffix(kind_word(code, name))
    return stem if len(stem) > 1 else name
