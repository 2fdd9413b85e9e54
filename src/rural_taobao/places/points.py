"""
Points: where a village lies on the globe, and how far from another one.

Degrees are whole microdegrees, about 11 centimetres, so that a point is what was written and never rounded.
A distance is that on a great circle of a sphere of 6,371,008.8 m, the mean radius of the Earth, by the haversine
formula; on the Earth as it is, distances differ from it by up to half a percent.

Every point carries its datum.
China's maps are drawn in GCJ-02, which is WGS-84 shifted on purpose, by up to some hundreds of metres that differ from
place to place: a point read off such a map and one from a satellite receiver are not of one datum, and asking for the
distance between them is an error.
Nothing here converts one into the other, since the shift was never officially published.
"""

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext
from math import atan2, cos, radians, sin, sqrt
from typing import Final, final

from attrs import field, frozen

from rural_taobao.errors import RuralTaobaoError, shown
from rural_taobao.exact import NotANumber, NumberTooFine, scaled
from rural_taobao.kinds import Word, WrongKind, name_of, non_negative
from rural_taobao.timeline import Source

__all__ = [
    "EARTH_RADIUS_METRES",
    "PLACEMENT_SOURCE",
    "STATIONS_APART_METRES",
    "Datum",
    "DatumUnknown",
    "DatumsDiffer",
    "DegreesMalformed",
    "Point",
    "PointOffEarth",
    "degrees_text",
    "too_close",
]

STATIONS_APART_METRES: Final = 2_500
"""How far the candidate villages of a county had to lie from each other, at least."""

PLACEMENT_SOURCE: Final = Source(
    "Couture, Faber, Gu, Liu: Connecting the Countryside via E-Commerce",
    quality="study",
    note="of a trial with the programme in eight counties of Anhui, Henan and Guizhou",
)
"""Who says so."""

EARTH_RADIUS_METRES: Final = 6_371_008.8
"""The mean radius (2a + b) / 3 of the ellipsoid WGS-84, to the decimetre."""

_MICRO: Final = 1_000_000
_PLACES: Final = 6
_CLOSE_CALL: Final = 0.001
"""Metres by which a distance in floats may be off, many times over; nearer to a bound it is decided in decimals."""
_DECIMALS: Final = Context(
    prec=40, rounding=ROUND_HALF_EVEN, Emin=-999_999, Emax=999_999, capitals=1, clamp=0, flags=[], traps=[]
)
_NOTHING: Final = Decimal("1e-45")
"""What is left of a series that no digit shows any more."""
_BLURRED: Final = 20_000_000
"""Metres from which on, towards the other side of the globe, floats tell distances to no millimetre."""
_FURTHEST: Final = 20_015_114
"""The most whole metres that two points can lie apart: half around."""


@final
class Datum(Word):
    """
    What the degrees of a point count from.

    Example:
        >>> Datum("gcj-02")
        <Datum.GCJ_02: 'gcj-02'>
    """

    WGS_84 = "wgs-84"
    """That of satellite receivers."""
    GCJ_02 = "gcj-02"
    """That of China's maps."""


@final
class DatumUnknown(RuralTaobaoError, ValueError):
    """
    A point was to be made in no datum that is known.

    Attributes:
        given: What was given as its datum.
    """

    def __init__(self, given: object) -> None:
        self.given = given
        super().__init__(given)

    def __str__(self) -> str:
        return (
            f"a point must state its datum, one of {', '.join(Datum)}, but {shown(self.given)} was given; "
            "state wgs-84 for a satellite receiver, gcj-02 for a map of China"
        )


@final
class PointOffEarth(RuralTaobaoError, ValueError):
    """
    A latitude or a longitude lies outside its range.

    Attributes:
        name: Which of the two.
        given: The microdegrees that were given.
        most: The microdegrees that it must lie below, on either side of zero.
    """

    def __init__(self, name: str, given: object, most: int) -> None:
        self.name = name
        self.given = given
        self.most = most
        super().__init__(name, given, most)

    def __str__(self) -> str:
        example = "115250000 for 115.25" if self.name == "longitude" else "32900000 for 32.9"
        least = f"from {-self.most}" if self.name == "longitude" else f"above {-self.most}"
        advice = f"pass {example} degrees, or let Point.parse('32.9', '115.25', 'wgs-84') count"
        return (
            f"a {self.name} must be a whole number of microdegrees {least} to below {self.most}, "
            f"but {shown(self.given)} was given; {advice}"
        )


@final
class DegreesMalformed(RuralTaobaoError, ValueError):
    """
    A latitude or a longitude cannot be read as degrees.

    Attributes:
        name: Which of the two.
        given: What was given as its degrees.
    """

    def __init__(self, name: str, given: object) -> None:
        self.name = name
        self.given = given
        super().__init__(name, given)

    def __str__(self) -> str:
        span, example = ("above -90", "32.9") if self.name == "latitude" else ("from -180", "115.25")
        return (
            f"a {self.name} must be degrees {span} to below {span.split('-')[1]}, written as a decimal of at most "
            f"{_PLACES} places, but {shown(self.given)} was given; pass a string such as '{example}', or a Decimal"
        )


@final
class DatumsDiffer(RuralTaobaoError, ValueError):
    """
    The distance between points of two datums was asked for.

    Attributes:
        one: The datum of one point.
        other: That of the other.
    """

    def __init__(self, one: Datum, other: Datum) -> None:
        self.one = one
        self.other = other
        super().__init__(one, other)

    def __str__(self) -> str:
        return (
            f"two points must be of one datum for a distance, but one is of {self.one} and the other of {self.other}, "
            "which lie up to hundreds of metres apart; measure both in the same"
        )


def _datum(value: Datum | str) -> Datum:
    try:
        return Datum(value)
    except (ValueError, RecursionError):
        raise DatumUnknown(value) from None


def _latitude(_instance: object, attribute: object, value: int) -> None:
    if type(value) is not int or not -90 * _MICRO < value < 90 * _MICRO:
        raise PointOffEarth(name_of(attribute), value, 90 * _MICRO)


def _longitude(_instance: object, attribute: object, value: int) -> None:
    if type(value) is not int or not -180 * _MICRO <= value < 180 * _MICRO:
        raise PointOffEarth(name_of(attribute), value, 180 * _MICRO)


@final
@frozen(order=True)
class Point:
    """
    A point on the globe; neither of the poles, which have no longitude of their own.

    Attributes:
        latitude: Whole microdegrees to the north of the equator; to the south they are negative.
        longitude: Whole microdegrees to the east of Greenwich, from −180 degrees to below 180.
        datum: What they count from, `wgs-84` or `gcj-02`.

    Raises:
        PointOffEarth: A latitude or a longitude lies outside its range, or is no int.
        DatumUnknown: The datum is another.

    Example:
        >>> lyon, paris = Point(45_759_700, 4_842_200, "wgs-84"), Point.parse("48.8567", "2.3508", "wgs-84")
        >>> round(lyon.metres_to(paris))
        392217
        >>> lyon.is_apart(STATIONS_APART_METRES, paris)
        True
    """

    latitude: int = field(validator=_latitude)
    longitude: int = field(validator=_longitude)
    datum: Datum = field(converter=_datum)

    @classmethod
    def parse(cls, latitude: str | Decimal, longitude: str | Decimal, datum: Datum | str) -> "Point":
        """
        Make a point of degrees, written as decimals of at most six places.

        Raises:
            DegreesMalformed: A number of degrees is a float or no plain decimal, has more than six decimal places, or
                lies outside its range.
            DatumUnknown: The datum is another.

        Example:
            >>> Point.parse("32.9", "115.25", "gcj-02")
            Point(latitude=32900000, longitude=115250000, datum=<Datum.GCJ_02: 'gcj-02'>)
        """
        written = {"latitude": latitude, "longitude": longitude}
        read: dict[str, int] = {}
        for name, degrees in written.items():
            try:
                read[name] = scaled(degrees, _PLACES)
            except (NotANumber, NumberTooFine):
                raise DegreesMalformed(name, degrees) from None
        try:
            return cls(read["latitude"], read["longitude"], datum)
        except PointOffEarth as error:
            raise DegreesMalformed(error.name, written[error.name]) from None

    def metres_to(self, other: "Point") -> float:
        """
        Give the distance to another point in metres, as a float.

        It is the same in both directions, and 0 for two equal points alone.
        Whether a distance reaches a bound is for `is_apart` to say.

        Raises:
            DatumsDiffer: The points are of two datums.
        """
        self._beside(other)
        half_north = radians(abs(self.latitude - other.latitude) / _MICRO / 2)
        half_east = radians(abs(self.longitude - other.longitude) / _MICRO / 2)
        narrowing = cos(radians(self.latitude / _MICRO)) * cos(radians(other.latitude / _MICRO))
        square = sin(half_north) ** 2 + narrowing * sin(half_east) ** 2
        return 2 * EARTH_RADIUS_METRES * atan2(sqrt(square), sqrt(max(0.0, 1 - square)))

    def is_apart(self, metres: int, other: "Point") -> bool:
        """
        Tell whether another point is at least so many metres away, on every machine alike.

        A distance in floats that comes within a millimetre of the bound, or of 20,000 km and more, is worked out again
        in decimals of 40 digits, which are the same everywhere.

        Args:
            metres: The bound, 0 or more; at the bound itself points are apart.
            other: The other point.

        Raises:
            DatumsDiffer: The points are of two datums.
            WrongNumber: The metres are not a whole number of 0 or more.
        """
        non_negative(None, None, metres)
        distance = self.metres_to(other)
        if metres > _FURTHEST:
            return False
        if abs(distance - metres) > _CLOSE_CALL and distance < _BLURRED:
            return distance > metres
        return _reaches(self, other, metres)

    def _beside(self, other: "Point") -> None:
        """Refuse what is no point, and a point of another datum."""
        if not isinstance(other, Point):
            name, wanted = "point", "Point(...)"
            raise WrongKind(name, other, wanted)
        if self.datum is not other.datum:
            raise DatumsDiffer(self.datum, other.datum)

    def __str__(self) -> str:
        return f"{degrees_text(self.latitude)}, {degrees_text(self.longitude)} ({self.datum})"


def too_close(points: Sequence[Point], metres: int) -> Iterator[tuple[int, int]]:
    """
    Give the pairs of points that are less than so many metres apart, by their places in the sequence, in their order.

    Args:
        points: The points.
        metres: The bound, such as `STATIONS_APART_METRES`.

    Raises:
        DatumsDiffer: The points are of two datums.
        WrongNumber: The metres are not a whole number of 0 or more.

    Example:
        >>> villages = [Point.parse(latitude, "115.25", "wgs-84") for latitude in ("32.90", "32.92", "32.93")]
        >>> list(too_close(villages, STATIONS_APART_METRES))
        [(0, 1), (1, 2)]
    """
    for place, point in enumerate(points):
        for further in range(place + 1, len(points)):
            if not point.is_apart(metres, points[further]):
                yield place, further


def degrees_text(microdegrees: int) -> str:
    """
    Write microdegrees as degrees, with all six places.

    Example:
        >>> degrees_text(-500_000)
        '-0.500000'
    """
    whole, part = divmod(abs(microdegrees), _MICRO)
    return f"{'-' if microdegrees < 0 else ''}{whole}.{part:06}"


def _reaches(one: Point, other: Point, metres: int) -> bool:
    """Tell in decimals whether two points are at least so many metres apart, without working out how far."""
    with localcontext(_DECIMALS):
        radian = _pi() / (180 * _MICRO)
        half_north = _sine(radian * abs(one.latitude - other.latitude) / 2) ** 2
        half_east = _sine(radian * abs(one.longitude - other.longitude) / 2) ** 2
        from_poles = (90 * _MICRO - abs(each.latitude) for each in (one, other))
        first, second = (_sine(radian * each) for each in from_poles)
        half = Decimal(metres) / (2 * Decimal(str(EARTH_RADIUS_METRES)))
        return half_north + first * second * half_east >= _sine(half) ** 2


def _sine(angle: Decimal) -> Decimal:
    """Give the sine of an angle in radians by its series, to the digits of the context."""
    term = total = angle
    number = 1
    while abs(term) > _NOTHING:
        term = -term * angle * angle / ((number + 1) * (number + 2))
        number += 2
        total += term
    return total


def _pi() -> Decimal:
    """Give pi by Machin's formula, to the digits of the context."""
    return 4 * (4 * _arctangent(5) - _arctangent(239))


def _arctangent(inverse: int) -> Decimal:
    """Give the arctangent of one divided by a whole number."""
    power = total = Decimal(1) / inverse
    number, sign = 1, 1
    while power > _NOTHING:
        power /= inverse * inverse
        number, sign = number + 2, -sign
        total += sign * power / number
    return total
