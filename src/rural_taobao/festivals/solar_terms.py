"""
The 24 solar terms, in China time: the autumn equinox, on which the harvest festival is held, and 23 more.

Those of the Gregorian years 1901 to 2100 are known, from a table that is read when it is first asked for.
"""

from datetime import date
from functools import cache
from typing import Final, Self, final

from rural_taobao.festivals.lunar_years import FIRST_LUNAR_YEAR, known_year
from rural_taobao.kinds import Word, WrongKind

__all__ = ["SolarTerm", "solar_term"]

_TERM: Final = "term"
_WANTED: Final = "SolarTerm('autumn_equinox')"


@final
class SolarTerm(Word):
    """
    One of the 24 solar terms, in the order in which a Gregorian year has them: two a month.

    Each falls on the day, in China time, on which the Sun comes to a multiple of 15 degrees.

    Attributes:
        name_zh: Its name in Chinese.
        name_en: Its name in English.
        longitude: The apparent longitude of the Sun at it, in degrees.

    Example:
        >>> SolarTerm("autumn_equinox").name_zh, SolarTerm.AUTUMN_EQUINOX.longitude
        ('秋分', 180)
    """

    name_zh: str
    name_en: str
    longitude: int

    def __new__(cls, value: str, name_zh: str, name_en: str, longitude: int) -> Self:
        """Make a term out of its facts."""
        term = str.__new__(cls, value)
        term._value_ = value
        term.name_zh = name_zh
        term.name_en = name_en
        term.longitude = longitude
        return term

    MINOR_COLD = "minor_cold", "小寒", "Minor Cold", 285
    MAJOR_COLD = "major_cold", "大寒", "Major Cold", 300
    START_OF_SPRING = "start_of_spring", "立春", "Start of Spring", 315
    RAIN_WATER = "rain_water", "雨水", "Rain Water", 330
    AWAKENING_OF_INSECTS = "awakening_of_insects", "惊蛰", "Awakening of Insects", 345
    SPRING_EQUINOX = "spring_equinox", "春分", "Spring Equinox", 0
    PURE_BRIGHTNESS = "pure_brightness", "清明", "Pure Brightness", 15
    GRAIN_RAIN = "grain_rain", "谷雨", "Grain Rain", 30
    START_OF_SUMMER = "start_of_summer", "立夏", "Start of Summer", 45
    GRAIN_BUDS = "grain_buds", "小满", "Grain Buds", 60
    GRAIN_IN_EAR = "grain_in_ear", "芒种", "Grain in Ear", 75
    SUMMER_SOLSTICE = "summer_solstice", "夏至", "Summer Solstice", 90
    MINOR_HEAT = "minor_heat", "小暑", "Minor Heat", 105
    MAJOR_HEAT = "major_heat", "大暑", "Major Heat", 120
    START_OF_AUTUMN = "start_of_autumn", "立秋", "Start of Autumn", 135
    END_OF_HEAT = "end_of_heat", "处暑", "End of Heat", 150
    WHITE_DEW = "white_dew", "白露", "White Dew", 165
    AUTUMN_EQUINOX = "autumn_equinox", "秋分", "Autumn Equinox", 180
    COLD_DEW = "cold_dew", "寒露", "Cold Dew", 195
    FROST_DESCENT = "frost_descent", "霜降", "Frost's Descent", 210
    START_OF_WINTER = "start_of_winter", "立冬", "Start of Winter", 225
    MINOR_SNOW = "minor_snow", "小雪", "Minor Snow", 240
    MAJOR_SNOW = "major_snow", "大雪", "Major Snow", 255
    WINTER_SOLSTICE = "winter_solstice", "冬至", "Winter Solstice", 270


_PLACES: Final = {term: place for place, term in enumerate(SolarTerm)}


@cache
def _terms() -> tuple[tuple[date, ...], ...]:
    """Lay out the solar terms of the table, year by year."""
    # Who never asks for a solar term does not pay for the table.
    from rural_taobao.festivals.lunisolar_table import EARLIEST, YEARS  # noqa: PLC0415

    return tuple(
        tuple(
            date(year, place // 2 + 1, earliest + int(later))
            for place, (earliest, later) in enumerate(zip(EARLIEST, row.split()[-1], strict=True))
        )
        for year, row in enumerate(YEARS.splitlines(), FIRST_LUNAR_YEAR)
    )


def solar_term(year: int, term: SolarTerm) -> date:
    """
    Give the day, in China, of a solar term of a Gregorian year.

    Args:
        year: The Gregorian year, 1901 to 2100.
        term: Which of the 24.

    Raises:
        YearBeyondTable: The solar terms of that year are not known.
        WrongKind: It is not a solar term.

    Example:
        >>> solar_term(2018, SolarTerm.AUTUMN_EQUINOX)  # the first harvest festival
        datetime.date(2018, 9, 23)
    """
    known_year(None, None, year)
    if not isinstance(term, SolarTerm):
        raise WrongKind(_TERM, term, _WANTED)
    return _terms()[year - FIRST_LUNAR_YEAR][_PLACES[term]]
