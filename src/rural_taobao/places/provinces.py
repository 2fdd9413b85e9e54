"""The 31 provinces: provinces, autonomous regions and centrally governed municipalities."""

from typing import Final, final

from attrs import field, frozen

from rural_taobao.kinds import of_kind
from rural_taobao.places.codes import DivisionCode, ProvinceCode, division_code
from rural_taobao.timeline import Source

__all__ = ["PROVINCES", "PROVINCES_SOURCE", "Province", "province"]

PROVINCES_SOURCE: Final = Source(
    "codes and Chinese names: Ministry of Civil Affairs, lists of the year ends 2014 to 2017; "
    "English names: National Bureau of Statistics, China Statistical Yearbook 2008, table 1-1",
    url="https://www.stats.gov.cn/sj/ndsj/2008/html/B0101e.htm",
    quality="primary",
    note="those that the lists give counties for; neither codes nor names changed in those years",
)
"""Who says so."""


@final
@frozen
class Province:
    """
    A province, an autonomous region or a municipality under the central government.

    Attributes:
        code: Its code.
        name: Its full name in Chinese.
        english: Its short name in English.

    Example:
        >>> province(ProvinceCode("610000"))
        Province(code=ProvinceCode('610000'), name='陕西省', english='Shaanxi')
    """

    code: ProvinceCode = field(validator=of_kind(ProvinceCode, "ProvinceCode('340000')"))
    name: str = field(validator=of_kind(str, "str()"))
    english: str = field(validator=of_kind(str, "str()"))


PROVINCES: Final = tuple(
    Province(ProvinceCode(code), name, english)
    for code, name, english in (
        ("110000", "北京市", "Beijing"),
        ("120000", "天津市", "Tianjin"),
        ("130000", "河北省", "Hebei"),
        ("140000", "山西省", "Shanxi"),
        ("150000", "内蒙古自治区", "Inner Mongolia"),
        ("210000", "辽宁省", "Liaoning"),
        ("220000", "吉林省", "Jilin"),
        ("230000", "黑龙江省", "Heilongjiang"),
        ("310000", "上海市", "Shanghai"),
        ("320000", "江苏省", "Jiangsu"),
        ("330000", "浙江省", "Zhejiang"),
        ("340000", "安徽省", "Anhui"),
        ("350000", "福建省", "Fujian"),
        ("360000", "江西省", "Jiangxi"),
        ("370000", "山东省", "Shandong"),
        ("410000", "河南省", "Henan"),
        ("420000", "湖北省", "Hubei"),
        ("430000", "湖南省", "Hunan"),
        ("440000", "广东省", "Guangdong"),
        ("450000", "广西壮族自治区", "Guangxi"),
        ("460000", "海南省", "Hainan"),
        ("500000", "重庆市", "Chongqing"),
        ("510000", "四川省", "Sichuan"),
        ("520000", "贵州省", "Guizhou"),
        ("530000", "云南省", "Yunnan"),
        ("540000", "西藏自治区", "Tibet"),
        ("610000", "陕西省", "Shaanxi"),
        ("620000", "甘肃省", "Gansu"),
        ("630000", "青海省", "Qinghai"),
        ("640000", "宁夏回族自治区", "Ningxia"),
        ("650000", "新疆维吾尔自治区", "Xinjiang"),
    )
)
"""All 31, by code."""

_BY_CODE: Final = {each.code: each for each in PROVINCES}


def province(code: DivisionCode) -> Province:
    """
    Give the province that a division lies in, or is.

    Raises:
        MalformedDivisionCode, UnknownProvincePrefix: It is given as a text that is no code.

    Example:
        >>> from rural_taobao.places.codes import CountyCode
        >>> province(CountyCode("341221")).english
        'Anhui'
    """
    return _BY_CODE[division_code(code).province]
