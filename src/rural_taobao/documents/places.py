"""
Places in documents: division codes as text, divisions and successions as tables, points in degrees.

A number is no code, since leading digits and length matter; degrees are decimals of at most six places.
"""

from decimal import Decimal
from functools import cache
from typing import Final, TypeAlias, TypeVar, cast, final

from attrs import frozen

from rural_taobao.currencies import CNY
from rural_taobao.documents.expectations import NotOfKind
from rural_taobao.documents.faults import DocumentsRefused, Fault
from rural_taobao.documents.misfits import Misfit, sentences
from rural_taobao.documents.scalars import division
from rural_taobao.documents.structuring import Structuring
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.exact import scaled
from rural_taobao.places.codes import AnyDivisionCode, CountyCode, DivisionCode, PrefectureCode
from rural_taobao.places.counties import County
from rural_taobao.places.listings import Listing
from rural_taobao.places.points import Datum, Point, PointOffEarth, degrees_text
from rural_taobao.places.prefectures import Prefecture
from rural_taobao.places.provinces import Province
from rural_taobao.places.successions import Succession, Successor

__all__ = ["AnyPlace", "place_from_tree", "place_tree"]

P = TypeVar("P")

AnyPlace: TypeAlias = AnyDivisionCode | Province | Prefecture | County | Listing | Successor | Succession | Point
"""What is known of a place, as a value."""

_PLACES: Final = 6


def place_tree(place: AnyPlace) -> object:
    """
    Make the tree of a place, for TOML or JSON: text for a code, a table for anything else.

    Example:
        >>> place_tree(CountyCode("341221"))
        '341221'
        >>> place_tree(Point.parse("32.9", "115.25", "gcj-02"))
        {'latitude': '32.900000', 'longitude': '115.250000', 'datum': 'gcj-02'}
    """
    return _structuring().tree(place)


def place_from_tree(kind: type[P], tree: object, *, file: str = "place") -> P:
    """
    Make a place of a kind of its tree.

    Args:
        kind: One of the types of `AnyPlace`, or `DivisionCode` for a code of any level.
        tree: What was parsed.
        file: What the faults call it.

    Raises:
        DocumentsRefused: It has faults; all are told.

    Example:
        >>> place_from_tree(CountyCode, "341221"), place_from_tree(DivisionCode, "341221101")
        (CountyCode('341221'), TownCode('341221101'))
        >>> place_from_tree(CountyCode, 341221)
        Traceback (most recent call last):
            ...
        rural_taobao.documents.faults.DocumentsRefused: ...
    """
    try:
        return _structuring().value(kind, tree)
    except (Misfit, RuralTaobaoError) as error:
        raise DocumentsRefused(Fault(file, 0, path, said) for path, said in sentences("", error)) from None


@final
@frozen
class _Angle:
    """Degrees of latitude or longitude, counted in millionths."""

    microdegrees: int


@final
@frozen
class _Degrees:
    """A point as a document states it."""

    latitude: _Angle
    longitude: _Angle
    datum: Datum


def _of_two_levels(value: object) -> PrefectureCode | CountyCode:
    code = division(DivisionCode, value)
    return code if isinstance(code, PrefectureCode) else CountyCode(code)


def _angle(value: object) -> _Angle:
    if not isinstance(value, str | Decimal):
        expected = "degrees with a point, such as 32.900000"
        raise NotOfKind(expected, value)
    return _Angle(scaled(value, _PLACES))


def _written_angle(angle: _Angle) -> str:
    return degrees_text(angle.microdegrees)


def _off_earth(error: PointOffEarth) -> str:
    """Say of degrees, as a document has them, that they are off the globe."""
    given = degrees_text(cast("int", error.given))
    most = error.most // 1_000_000
    return f"a {error.name} must lie between -{most} and {most} degrees, but {given:.40} was given; mend it"


@cache
def _structuring() -> Structuring:
    """Declare what a document says of places."""
    structuring = Structuring(CNY)

    def point(value: object) -> Point:
        stated = structuring.value(_Degrees, value)
        try:
            return Point(stated.latitude.microdegrees, stated.longitude.microdegrees, stated.datum)
        except PointOffEarth as error:
            raise Misfit([(error.name, _off_earth(error))]) from None

    def written_point(value: Point) -> object:
        return structuring.tree(_Degrees(_Angle(value.latitude), _Angle(value.longitude), value.datum))

    two_levels = "the code of a prefecture or a county in quotes, such as 341221"
    structuring.custom(PrefectureCode | CountyCode, _of_two_levels, expected=two_levels)
    structuring.custom(_Angle, _angle, (_Angle, _written_angle), expected="degrees with a point, such as 32.900000")
    structuring.table(_Degrees, stands_for=Point, latitude="latitude", longitude="longitude", datum="datum")
    structuring.custom(Point, point, (Point, written_point))
    structuring.table(Province, code="code", name="name", english="english")
    structuring.table(Prefecture, code="code", name="name", year="year")
    structuring.table(County, code="code", name="name", prefecture_name="prefecture", year="year")
    structuring.table(Listing, code="code", name="name", first_year="first_year", last_year="last_year")
    structuring.table(Successor, code="code", name="name", ground="ground", merged="merged", decision="decision")
    structuring.table(Succession, code="code", name="name", last_year="last_year", successors="successors")
    return structuring
