"""Prefectures: what bore a code and a name at the end of a year, between a province and its counties."""

from typing import final

from attrs import field, frozen

from rural_taobao.kinds import of_kind, whole
from rural_taobao.places.codes import PrefectureCode, ProvinceCode
from rural_taobao.places.stems import GROUPS

__all__ = ["Prefecture"]


@final
@frozen
class Prefecture:
    """
    A city at prefecture level, a prefecture, an autonomous prefecture or a league, as listed at the end of a year.

    Attributes:
        code: Its code.
        name: Its name in Chinese; where counties have no prefecture, that of the group which stands in its place,
            `市辖区`, `县` or `直辖县`.
        year: The year at whose end it was listed so.

    Raises:
        WrongKind: The code is none of its level, or a name is no text.
        WrongNumber: The year is not an int.

    Example:
        >>> from rural_taobao.places import county_table
        >>> county_table().prefecture(PrefectureCode("341200"), 2016)
        Prefecture(code=PrefectureCode('341200'), name='阜阳市', year=2016)
        >>> county_table().prefecture(PrefectureCode("110100"), 2016).is_group
        True
    """

    code: PrefectureCode = field(validator=of_kind(PrefectureCode, "PrefectureCode('341200')"))
    name: str = field(validator=of_kind(str, "str()"))
    year: int = field(validator=whole)

    @property
    def province(self) -> ProvinceCode:
        """The code of the province that it lies in."""
        return self.code.province

    @property
    def is_group(self) -> bool:
        """Whether it is a group of counties without a prefecture."""
        return self.name in GROUPS
