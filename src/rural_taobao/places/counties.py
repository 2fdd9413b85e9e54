"""Counties: what bore a code and a name at the end of a year."""

from typing import final

from attrs import field, frozen

from rural_taobao.kinds import of_kind, whole
from rural_taobao.places.codes import CountyCode, PrefectureCode, ProvinceCode

__all__ = ["County"]


@final
@frozen
class County:
    """
    A county, district, county-level city or banner, as listed at the end of a year.

    Attributes:
        code: Its code.
        name: Its name in Chinese, unique in its prefecture and not in its province.
        prefecture_name: The name of its prefecture; where counties have none, that of the group
            which stands in its place, `市辖区`, `县` or `直辖县`.
        year: The year at whose end it was listed so.

    Raises:
        WrongKind: The code is none of its level, or a name is no text.
        WrongNumber: The year is not an int.

    Example:
        >>> from rural_taobao.places import county_table
        >>> county = county_table().county(CountyCode("341221"), 2016)
        >>> county
        County(code=CountyCode('341221'), name='临泉县', prefecture_name='阜阳市', year=2016)
        >>> county.prefecture, county.province
        (PrefectureCode('341200'), ProvinceCode('340000'))
    """

    code: CountyCode = field(validator=of_kind(CountyCode, "CountyCode('341221')"))
    name: str = field(validator=of_kind(str, "str()"))
    prefecture_name: str = field(validator=of_kind(str, "str()"))
    year: int = field(validator=whole)

    @property
    def prefecture(self) -> PrefectureCode:
        """The code of the prefecture that it lies in."""
        return self.code.prefecture

    @property
    def province(self) -> ProvinceCode:
        """The code of the province that it lies in."""
        return self.code.province
