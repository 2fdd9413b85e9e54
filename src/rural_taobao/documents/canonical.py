"""
Canonical JSON: one text for one value, so that values can be compared, signed and named by their digests.

Keys are sorted, nothing is indented, text is UTF-8 as it is, and numbers are whole.
Days are written 2016-11-11 and instants in microseconds since 1970, so that equal ones are written alike.
Events are a set, in whatever order they came.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from hashlib import sha256
from typing import Final, TypeAlias, cast, final

from attrs import fields, has

from rural_taobao.documents.ledgers import ledger_text
from rural_taobao.errors import RuralTaobaoError, shown
from rural_taobao.instants import microseconds
from rural_taobao.settlement.columns import EventColumns
from rural_taobao.settlement.ledger import Ledger

__all__ = ["NotCanonical", "canonical_text", "digest"]

_TYPES: Final = ("Order", "Parcel", "Referral")
"""What the kinds of events are called, in the order of their numbers."""
_Tree: TypeAlias = bool | int | str | list["_Tree"] | dict[str, "_Tree"] | None


@final
class NotCanonical(RuralTaobaoError, ValueError):
    """
    A value has no canonical text.

    Attributes:
        given: The value.
    """

    def __init__(self, given: object) -> None:
        self.given = given
        super().__init__(given)

    def __str__(self) -> str:
        return (
            "canonical JSON must be made of text, whole numbers, days, instants and values of this library, "
            f"but {shown(self.given)} of type {type(self.given).__name__} was given; "
            "pass a number as an int, in units that make it whole"
        )


def canonical_text(value: object) -> str:
    """
    Write a value as canonical JSON; equal values give the same text.

    Args:
        value: A plan, events, statements, or any other value of the library; or text, whole numbers, lists and mappings
            of such. A ledger has a file in place of it.

    Raises:
        NotCanonical: There is a float in it, half a character, or another thing that has no canonical text.
        NotAnInstant: There is a datetime in it that has no fixed offset.

    Example:
        >>> canonical_text({"party": "partner", "amount": 1679})
        '{"amount":1679,"party":"partner"}'
        >>> from rural_taobao.exact import Rate
        >>> canonical_text(Rate(20_000))
        '{"millionths":20000,"type":"Rate"}'
    """
    return "".join(_pieces(value))


def digest(value: object) -> str:
    """
    Give the SHA-256 of a value, in hexadecimal digits: of its canonical text, or of the file of a ledger.

    Args:
        value: As for `canonical_text`, or a ledger.

    Raises:
        NotCanonical, NotAnInstant: As for `canonical_text`.

    Example:
        >>> digest({})
        '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a'
    """
    hashed = sha256()
    for piece in ledger_text(value) if isinstance(value, Ledger) else _pieces(value):
        hashed.update(piece.encode())
    return hashed.hexdigest()


def _pieces(value: object) -> Iterator[str]:
    """Write a value piece by piece; events are many."""
    if not isinstance(value, EventColumns):
        yield _json(_tree(value))
        return
    yield f'{{"currency":{_json(value.currency.code)},"events":['
    separator = ""
    for event in _events(value):
        yield separator + _json(event)
        separator = ","
    yield "]}"


def _json(tree: _Tree) -> str:
    text = json.dumps(tree, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise NotCanonical(text[error.start]) from None
    return text


def _tree(value: object) -> _Tree:
    """Give a value as what JSON knows."""
    match value:
        case None | bool() | int() | str():
            return value
        case datetime():
            return microseconds(value)
        case date():
            return value.isoformat()
        case list() | tuple():
            return list(map(_tree, cast("Iterable[object]", value)))
        case set() | frozenset():
            return sorted(map(_tree, cast("Iterable[object]", value)), key=_json)
        case Mapping():
            return _table(cast("Mapping[object, object]", value).items())
        case _:
            kind: type = type(value)
            if not has(kind) or isinstance(value, Ledger):
                raise NotCanonical(value)
            parts = ((part.name, getattr(value, part.name)) for part in fields(kind) if part.eq)
            return {"type": kind.__name__, **_table(parts)}


def _table(parts: Iterable[tuple[object, object]]) -> dict[str, _Tree]:
    table: dict[str, _Tree] = {}
    for name, part in parts:
        if not isinstance(name, str):
            raise NotCanonical(name)
        table[name] = _tree(part)
    return table


def _referred(columns: EventColumns, row: int) -> dict[str, _Tree]:
    """Give what a referral is for, and who decided what; nothing of what is none."""
    found = columns.referred_to[columns.referred[row]] if columns.referred else None
    if found is None:
        return {}
    return {"service": found.service, "decided_by": found.decided_by, "approved": found.approved}


def _events(columns: EventColumns) -> Iterator[dict[str, _Tree]]:
    """Give events by their ids: orders, parcels and referrals, then refunds, then cancellations."""
    for row in sorted(range(len(columns.ids)), key=columns.ids.__getitem__):
        yield {
            "id": columns.ids[row],
            "type": _TYPES[columns.kinds[row]],
            "station": columns.station_ids[columns.stations[row]],
            "category": columns.category_codes[columns.categories[row]],
            "quantity": columns.quantities[row],
            "gross": columns.gross[row],
            "discount": columns.discounts[row],
            "placed": columns.placed[row],
            "deposit": columns.deposit[row],
            "balance": columns.balance[row],
            "paid": columns.paid[row],
            "received": columns.received[row],
            "known": columns.known[row],
            **_referred(columns, row),
        }
    refunds = (refund for refunds in columns.refunds.values() for refund in refunds)
    for refund in sorted(refunds, key=lambda each: each.id):
        yield {
            "id": refund.id,
            "type": "Refund",
            "order": columns.ids[refund.row],
            "gross": refund.gross,
            "discount": refund.discount,
            "quantity": refund.quantity,
            "at": refund.at,
            "known": refund.known,
        }
    for cancellation in sorted(columns.cancellations.values(), key=lambda each: each.id):
        yield {
            "id": cancellation.id,
            "type": "Cancellation",
            "event": columns.ids[cancellation.row],
            "reason": cancellation.reason,
            "at": cancellation.at,
            "known": cancellation.known,
        }
