"""Portraits: all that a network tells of a station, a partner, a centre or a county, each part with its days."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Final, TypeAlias, TypeVar

from rich.console import RenderableType
from rich.text import Text

from rural_taobao.cli.output import Hanging
from rural_taobao.cli.recognition import ADOPTIONS_FILE
from rural_taobao.cli.tables import table, titled
from rural_taobao.documents import read_adoptions
from rural_taobao.documents.files import absence
from rural_taobao.network import (
    Adoption,
    Adoptions,
    CountyCentre,
    HelperPosting,
    Network,
    Permission,
    Posting,
    Station,
    in_force,
)
from rural_taobao.network.breaches import UnknownReference
from rural_taobao.network.permissions import caused
from rural_taobao.periods import Period, gaps, union
from rural_taobao.places import CountyCode

__all__ = ["SUBJECTS", "Portrait", "adoptions_in", "portrait", "portrait_page"]

P = TypeVar("P", Posting, HelperPosting)

_Row: TypeAlias = dict[str, object]
Portrait: TypeAlias = dict[str, list[_Row] | None]
"""What is told, by what it is: rows, each with its days; None of what nobody stated."""

SUBJECTS: Final = ("station", "partner", "centre", "county")
"""What a portrait is of."""
_TITLES: Final = {
    "open": "Open",
    "contracts": "Under contract",
    "centres": "Centres",
    "stations": "Stations",
    "in_charge": "In charge",
    "helping": "Helping",
    "vacant": "Vacant",
    "permissions": "Permitted",
    "adopted": "Adopted",
}
"""What stands above each table, in their order."""
_HEADINGS: Final = {"from": "=from", "to": "=to before", "since": "=from", "revoked": "=revoked", "version": "=version"}
_SPARE: Final = ("cause", "county", "payee", "premises", "local", "trained")


def adoptions_in(folder: Path) -> Adoptions | None:
    """
    Read the adoptions of a network, from its folder; None where there is no file of them.

    Raises:
        DocumentsRefused: The file has faults.
    """
    return None if absence(folder, [ADOPTIONS_FILE]) else read_adoptions(folder / ADOPTIONS_FILE)


def portrait(network: Network, adoptions: Adoptions | None, subject: tuple[str, str], on: date | None) -> Portrait:
    """
    Tell what a network tells of one thing.

    Args:
        network: The network.
        adoptions: What is adopted where, if anybody stated it.
        subject: What it is, one of `SUBJECTS`, and its id or code.
        on: The day of which it is told; None for all days.

    Raises:
        MalformedIdentifier, MalformedDivisionCode: The id, or the code, is none.
        UnknownReference: The network has no such station, partner or centre, or no centre of the county.
    """
    kind, name = subject
    match kind:
        case "station":
            return _of_station(network, adoptions, name, on)
        case "partner":
            return _of_partner(network, name, on)
        case "centre":
            return _of_centres(network, adoptions, network.centre_rows(name), on)
        case _:
            county = CountyCode(name)
            rows = [each for each in network.centres if each.county == county]
            if not rows:
                raise UnknownReference(None, "county with a centre", county)
            return _of_centres(network, adoptions, rows, on)


def _of_station(network: Network, adoptions: Adoptions | None, station: str, on: date | None) -> Portrait:
    rows, postings = network.station_rows(station), network.postings_at(station)
    vacant = [
        gap for span in union(row.open for row in rows) for gap in gaps((posting.period for posting in postings), span)
    ]
    return {
        "open": [
            {"centre": row.centre, "county": _county(network, row), **_days(row.open)}
            for row in rows
            if _on(row.open, on)
        ],
        "in_charge": [_charge(each, "partner") for each in postings if _on(each.period, on)],
        "helping": [_help(each, "partner") for each in network.helpers_at(station) if _on(each.period, on)],
        "vacant": [_days(gap) for gap in vacant if _on(gap, on)],
        "permissions": [
            _permitted(each, "partner")
            for each in network.permissions
            if each.station == rows[0].id and (on is None or on in each)
        ],
        "adopted": None if adoptions is None else _adopted(network, adoptions, rows, on),
    }


def _of_partner(network: Network, partner: str, on: date | None) -> Portrait:
    rows = network.partner_rows(partner)
    own = rows[0].id
    return {
        "contracts": [
            {
                "engagement": row.engagement.replace("_", " "),
                **_days(row.contract),
                **{fact: _day(getattr(row, fact)) for fact in ("examined", "trained", "local", "premises")},
            }
            for row in rows
            if _on(row.contract, on)
        ],
        "in_charge": [_charge(each, "station") for each in _of(network.postings, own, on)],
        "helping": [_help(each, "station") for each in _of(network.helpers, own, on)],
        "permissions": [
            _permitted(each, "station")
            for each in network.permissions
            if each.partner == own and (on is None or on in each)
        ],
    }


def _of_centres(
    network: Network, adoptions: Adoptions | None, rows: Sequence[CountyCentre], on: date | None
) -> Portrait:
    """Tell of centres, and of the stations that they run on days on which they are told of."""
    runs = [
        (row, common)
        for row in network.stations
        for centre in rows
        if row.centre == centre.id
        for common in [row.open.overlap(centre.open)]
        if common is not None and _on(common, on)
    ]
    adopted = None
    if adoptions is not None:
        centres = {each.id for each in rows}
        adopted = [_adoption(each) for each in adoptions.entries if each.centre in centres and _begun(each, on)]
    return {
        "centres": [
            {"centre": row.id, "county": str(row.county), "payee": row.payee, **_days(row.open)}
            for row in rows
            if _on(row.open, on)
        ],
        "stations": [
            {"station": row.id, **(_days(common) if on is None else _held(network, row.id, on))} for row, common in runs
        ],
        "adopted": adopted,
    }


def _held(network: Network, station: str, on: date) -> _Row:
    """Tell who is in charge of a station on a day."""
    posting = network.posting_on(station, on)
    if posting is None:
        return {"partner": None, "version": None, "payee": None, "from": None, "to": None}
    return {**_charge(posting, "partner")}


def _charge(posting: Posting, other: str) -> _Row:
    return {
        other: getattr(posting, other),
        "version": posting.version,
        "payee": posting.payee,
        **_days(posting.period),
    }


def _help(posting: HelperPosting, other: str) -> _Row:
    return {other: getattr(posting, other), "payee": posting.payee, **_days(posting.period)}


def _permitted(permission: Permission, other: str) -> _Row:
    revocation = permission.revocation
    return {
        "service": permission.service,
        other: getattr(permission, other),
        **_days(permission.period),
        "revoked": None if revocation is None else str(revocation.day),
        "cause": None if revocation is None else caused(revocation.cause),
    }


def _adopted(network: Network, adoptions: Adoptions, rows: Sequence[Station], on: date | None) -> list[_Row]:
    """Tell what a station goes by on a day; for all days, all that it or a county of its centres ever adopts."""
    if on is not None:
        found = in_force(network, adoptions, rows[0].id, on)
        return [] if found is None else [_adoption(found)]
    centres = {row.centre for row in rows}
    listed = [each for each in adoptions.entries if each.station == rows[0].id or each.centre in centres]
    return [_adoption(each) for each in sorted(listed, key=lambda each: each.start)]


def _adoption(adoption: Adoption) -> _Row:
    kind, by = adoption.place
    return {"version": adoption.version, "by": f"{kind} {by}", "since": str(adoption.start)}


def _begun(adoption: Adoption, on: date | None) -> bool:
    return on is None or adoption.start <= on


def _county(network: Network, row: Station) -> str:
    """Give the county that the centre of a station serves when its days begin."""
    return next(str(each.county) for each in network.centre_rows(row.centre) if row.open.start in each.open)


def _of(postings: Iterable[P], partner: str, on: date | None) -> list[P]:
    """Give the postings of a partner, by their first day."""
    own = (each for each in postings if each.partner == partner and _on(each.period, on))
    return sorted(own, key=lambda each: each.period.start)


def _on(days: Period, on: date | None) -> bool:
    return on is None or on in days


def _day(day: date | None) -> str | None:
    return None if day is None else str(day)


def _days(days: Period) -> _Row:
    return {"from": str(days.start), "to": _day(days.end)}


def _cell(part: str, key: str, value: object) -> str:
    """Write what a row has under a key; a station without anybody in charge is vacant."""
    if value is None:
        return "vacant" if (part, key) == ("stations", "partner") else ""
    return str(value)


def portrait_page(found: Portrait, subject: tuple[str, str], on: date | None) -> Iterator[RenderableType]:
    """Give a portrait as tables, one below the other; what there is none of has no table."""
    kind, name = subject
    when = "" if on is None else f" on {on}"
    yield Text(f"{kind.capitalize()} {name}{when}", style="bold")
    yield ""
    filled = {part: found[part] for part in _TITLES if found.get(part)}
    for part, rows in filled.items():
        keys = list(dict.fromkeys(key for row in rows or () for key in row))
        made = table(*(_HEADINGS.get(key, key) for key in keys), spare=_SPARE, overflow="fold")
        for row in rows or ():
            made.add_row(*(_cell(part, key, row[key]) for key in keys))
        yield titled(_TITLES[part], made)
    if not filled:
        yield Hanging("Nothing holds of it on that day.")
