"""Small countrysides for tests: stations of Feixi county on a line, and who is posted there."""

from collections.abc import Iterable, Mapping
from datetime import date

from rural_taobao.coverage import Countryside, ListedVillage, Site, Village
from rural_taobao.network import (
    CountyCentre,
    ModelVersion,
    Network,
    Partner,
    Payee,
    Position,
    Posting,
    Reach,
    Station,
    Vacancy,
)
from rural_taobao.periods import Period

__all__ = ["ALWAYS", "OPENED", "land", "reaching", "station", "village"]

OPENED = date(2015, 6, 1)
ALWAYS = Period(OPENED)


def reaching(name: str, reach: Reach, since: date = date(2015, 1, 1)) -> ModelVersion:
    """A version that differs from others in nothing but its reach."""
    return ModelVersion(
        id=name,
        since=since,
        focus="place",
        engagements=["part_time"],
        exam=False,
        reach=reach,
        works=[],
        plan="example",
        stations_per_partner=99,
    )


def village(number: int, east: int | None = None, county: str = "340123") -> Village:
    """A village of a town of the county, on a line to the east of its seat."""
    return Village(f"{county}1012{number:02}", place=None if east is None else Position(east, 0))


def station(name: str, east: int | None = None, days: Period = ALWAYS, centre: str = "feixi") -> Station:
    """A station on the same line."""
    return Station(name, centre, days, position=None if east is None else Position(east, 0))


def land(
    reach: Reach | None = None,
    *,
    stations: Iterable[Station] = (),
    villages: Iterable[Village] = (),
    own: Mapping[str, Village] | None = None,
    listed: Iterable[ListedVillage] = (),
    postings: Iterable[Posting] | None = None,
    versions: Iterable[ModelVersion] = (),
    vacancy: Vacancy | None = None,
) -> Countryside:
    """Stations at which somebody is always posted to one reach, or as postings say."""
    standing = list(stations)
    usual = [Posting(each.id, "li", "li", "usual", each.open) for each in standing]
    known = [*([] if reach is None else [reaching("usual", reach)]), *versions]
    network = Network(
        platform="li",
        vacancy=vacancy or Vacancy("nobody"),
        versions=known,
        centres=[CountyCentre("feixi", "340123", "li", ALWAYS), CountyCentre("linquan", "341221", "li", ALWAYS)],
        stations=standing,
        partners=[Partner("li", ALWAYS, "part_time")],
        payees=[Payee("li", ALWAYS)],
        postings=usual if postings is None else postings,
    )
    return Countryside(
        network=network,
        villages=villages,
        sites=[Site(name, each.code) for name, each in (own or {}).items()],
        listed=listed,
    )
