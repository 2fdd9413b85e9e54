"""The command `network coverage`: the villages, counties and provinces that a network covers on a day."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
from rich.console import RenderableType
from rich.text import Text

from rural_taobao.cli.chronicles import percent
from rural_taobao.cli.options import PATH, as_json, day, examples
from rural_taobao.cli.output import Hanging, Output
from rural_taobao.cli.pictures import language, picture, written
from rural_taobao.cli.tables import counted, table, titled
from rural_taobao.coverage import (
    Countryside,
    Covered,
    Nearest,
    Spacing,
    Unserved,
    Untold,
    covered,
    nearest,
    spacing,
    unserved,
)
from rural_taobao.documents import read_countryside
from rural_taobao.places import VillageCode, province
from rural_taobao.programme import Measure, Proportion
from rural_taobao.programme.denominators import DenominatorUnknown, MoreThanThereAre
from rural_taobao.programme.tallies import NotCounted

if TYPE_CHECKING:
    from rural_taobao.reports import ImageKind, Labels, Lettering

__all__ = ["coverage"]

_SHOWN: Final = 20
"""The most villages and pairs that are shown on a page; a machine gets all."""
_SHARE: Final = "share"
_TITLES: Final = {
    Measure.COUNTIES.value: ("覆盖的县", "Counties covered"),
    Measure.STATIONS.value: ("营业的服务站", "Stations open"),
    Measure.VILLAGES.value: ("覆盖的村", "Villages covered"),
    _SHARE: ("县的覆盖率", "Share of the counties covered"),
}
"""What stands above the picture, in Chinese and in English, by what it shows."""
_SHARED: Final = (Measure.COUNTIES, Measure.VILLAGES)
_UNTOLD: Final = {
    Untold.OWN_VILLAGE: "sites.csv does not say in which village each stands",
    Untold.DISTANCE: "nobody stated how far the villages around lie that are reached; those in listed.csv are counted",
    Untold.STATION_PLACE: "villages are reached by their distance, and nothing says where the station is",
    Untold.VILLAGE_PLACES: "villages are reached by their distance, and nothing says where some of them are",
}


@click.command(
    short_help="Count the villages, counties and provinces that a network covers.",
    epilog=examples(
        "rural-taobao network coverage network --on 2016-11-11",
        "rural-taobao network coverage network --on 2016-11-11 --metres 5000",
        "rural-taobao network coverage network --on 2016-11-11 --apart 2500 --json",
        "rural-taobao network coverage network --on 2016-11-11 --picture map.png --of share",
    ),
)
@click.argument("folder", type=PATH)
@click.option(
    "--on", "on", metavar="YYYY-MM-DD", callback=day, required=True, help="The day, on the network's own clock."
)
@click.option(
    "--metres",
    metavar="N",
    type=click.IntRange(min=0),
    help="Tell of villages without an open station within so many metres.",
)
@click.option(
    "--apart", metavar="N", type=click.IntRange(min=0), help="Tell of stations less than so many metres apart."
)
@picture("a map of the provinces")
@click.option(
    "--of",
    "of",
    type=click.Choice(list(_TITLES)),
    default=Measure.COUNTIES.value,
    show_default=True,
    help="What the picture shows: so many, or the share of the counties.",
)
@language
@as_json
def coverage(
    *,
    folder: Path,
    on: date,
    metres: int | None,
    apart: int | None,
    picture: Path | None,
    of: str,
    language: str,
    as_json: bool,
) -> None:
    """
    Count the villages, counties and provinces that a network covers on a day, each once, and their shares.

    FOLDER holds the network, and beside it villages.csv, sites.csv and listed.csv, where they are known.
    A share is of all there were in the year of the day, where that is known: counties for 2014 to 2017, villages for
    2016 and 2017.
    """
    output = Output(machine=as_json)
    with output.telling():
        with output.steps() as steps:
            with steps.step("reading the network"):
                countryside = read_countryside(folder)
            with steps.step("counting"):
                found = covered(countryside, on)
                far = None if metres is None else unserved(countryside, metres, on)
                close = None if apart is None else spacing(countryside, apart, on)
                by = nearest(countryside, far.villages, on) if far is not None else {}
        drawn = written(output, picture, language, partial(_draw, countryside, found, of))
        if as_json:
            output.object({**_object(countryside, found, far, by, close), "picture": drawn})
            return
        output.page(*_page(countryside, found))
        if far is not None:
            output.page(*_far_page(countryside, far, by))
        if close is not None:
            output.page(*_close_page(close))
        if drawn is not None:
            output.page("", Hanging(f"{drawn}: a picture"))


def _draw(
    countryside: Countryside,
    found: Covered,
    of: str,
    *,
    lettering: "Lettering",
    labels: "Labels",
    image: "ImageKind",
) -> bytes:
    """Draw what is covered in each province, or the share of its counties."""
    from rural_taobao.reports import share_map, tile_map

    title = f"{lettering.named(*_TITLES[of], labels)}, {found.day}"
    if of == _SHARE:
        return share_map(found.county_shares(), title, lettering, labels=labels, image=image)
    measure = Measure(of)
    if _counted(countryside, found)[measure] is None:
        raise NotCounted(measure.value)
    figures = {code: tally.count(measure) for code, tally in found.provinces.items()}
    return tile_map(figures, title, lettering, labels=labels, image=image)


def _share(found: Covered, measure: Measure) -> Proportion | str:
    """Give a share, or say why there is none."""
    try:
        return found.share(measure)
    except DenominatorUnknown:
        return f"How many {measure} there were in {found.day.year} is not known, so that no share of them is told."
    except MoreThanThereAre as error:
        return (
            f"More {measure} are covered than there were in {found.day.year}: {error.counted:,} of {error.there_are:,}."
        )


def _counted(countryside: Countryside, found: Covered) -> dict[Measure, int | None]:
    """Give the counts; villages are not counted where none are known."""
    tally = found.tally
    counts: dict[Measure, int | None] = {measure: tally.count(measure) for measure in Measure}
    return counts if countryside.villages else {**counts, Measure.VILLAGES: None}


def _object(
    countryside: Countryside,
    found: Covered,
    far: Unserved | None,
    by: dict[VillageCode, Nearest],
    close: Spacing | None,
) -> dict[str, object]:
    """Give what is covered, for machines."""
    counts = _counted(countryside, found)
    shares: dict[str, object] = {}
    for measure in _SHARED:
        share = None if counts[measure] is None else _share(found, measure)
        shares[measure.value] = {"part": share.part, "of": share.whole} if isinstance(share, Proportion) else None
    return {
        "on": str(found.day),
        "covered": {measure.value: count for measure, count in counts.items()},
        "shares": shares,
        "idle_stations": found.idle,
        "provinces": [
            {
                "province": str(code),
                "counties": tally.counties,
                "stations": tally.stations,
                "villages": tally.villages if countryside.villages else None,
            }
            for code, tally in found.provinces.items()
        ],
        "untold": {untold.value: count for untold, count in found.untold.items()},
        "unserved": None if far is None else _far_object(far, by),
        "too_near": None if close is None else _close_object(close),
    }


def _far_object(far: Unserved, by: dict[VillageCode, Nearest]) -> dict[str, object]:
    return {
        "metres": far.metres,
        "villages": [
            {
                "village": str(village),
                "nearest": str(by[village].station) if village in by else None,
                "metres": by[village].metres if village in by else None,
            }
            for village in far.villages
        ],
        "unplaced_villages": list(map(str, far.unplaced)),
        "unplaced_stations": list(map(str, far.stations)),
    }


def _close_object(close: Spacing) -> dict[str, object]:
    return {
        "metres": close.metres,
        "pairs": [
            {"first": str(each.first), "second": str(each.second), "metres": each.metres} for each in close.pairs
        ],
        "unplaced_stations": list(map(str, close.unplaced)),
    }


def _page(countryside: Countryside, found: Covered) -> Iterator[RenderableType]:
    """Give the page: the counts with their shares, what lies in each province, and what nobody told."""
    counts = _counted(countryside, found)
    whole = table("what", "#covered", f"#of all in {found.day.year}", "#share")
    for measure, count in counts.items():
        share = _share(found, measure) if measure in _SHARED and count is not None else ""
        shown = (f"{share.whole:,}", percent(share)) if isinstance(share, Proportion) else ("", "")
        whole.add_row(measure.value, "not known" if count is None else f"{count:,}", *shown)
    yield titled(f"Covered on {found.day}", whole)
    if found.provinces:
        parts = table("=code", "province", "#counties", "#stations", "#villages", overflow="fold")
        for code, tally in found.provinces.items():
            villages = f"{tally.villages:,}" if countryside.villages else ""
            parts.add_row(code, province(code).english, f"{tally.counties:,}", f"{tally.stations:,}", villages)
        yield titled("By province", parts)
    for measure in _SHARED:
        share = _share(found, measure)
        if isinstance(share, str) and counts[measure] is not None:
            yield Hanging(share)
    if not countryside.villages:
        yield Hanging("No village is known: add villages.csv and sites.csv to the folder, and listed.csv.")
        return
    if found.idle:
        yield Hanging(
            f"{counted('stations', found.idle)} vacant, with nobody credited: no village is counted for that."
        )
    for untold, count in found.untold.items():
        yield Hanging(f"{counted('stations', count)} may serve more villages: {_UNTOLD[untold]}.")


def _far_page(countryside: Countryside, far: Unserved, by: dict[VillageCode, Nearest]) -> Iterator[RenderableType]:
    """Give the villages without an open station near, those that are furthest from one first."""
    title = f"Villages without an open station within {far.metres:,} m: {len(far.villages):,}"
    yield ""
    yield Text(title, style="bold")
    shown = sorted(far.villages, key=partial(_how_far, by), reverse=True)[:_SHOWN]
    if shown:
        made = table("=village", "name", "=nearest station", "#m", spare=("name",), overflow="fold")
        for code in shown:
            closest = by.get(code)
            where = ("none", "") if closest is None else (closest.station, f"{closest.metres:,}")
            made.add_row(code, countryside.village(code).name, *where)
        yield ""
        yield made
    yield from _more(len(far.villages))
    if far.unplaced:
        yield Hanging(f"{counted('villages', len(far.unplaced))} not placed, so that it cannot be told.")
    yield from _unplaced(len(far.stations))


def _how_far(by: dict[VillageCode, Nearest], village: VillageCode) -> tuple[bool, int]:
    """Give by what villages are sorted: those without any station are the furthest."""
    return village not in by, by[village].metres if village in by else 0


def _close_page(close: Spacing) -> Iterator[RenderableType]:
    """Give the stations that stand too near each other, in the order of the network."""
    yield ""
    yield Text(f"Stations less than {close.metres:,} m apart: {counted('pairs', len(close.pairs))}", style="bold")
    if close.pairs:
        made = table("=station", "=and", "#m")
        for each in close.pairs[:_SHOWN]:
            made.add_row(each.first, each.second, f"{each.metres:,}")
        yield ""
        yield made
    yield from _more(len(close.pairs))
    yield from _unplaced(len(close.unplaced))


def _more(number: int) -> Iterator[RenderableType]:
    if number > _SHOWN:
        yield Hanging(f"{number - _SHOWN:,} more; --json tells all.")


def _unplaced(stations: int) -> Iterator[RenderableType]:
    if stations:
        yield Hanging(f"{counted('stations', stations)} open and not placed, so that it cannot be told of them.")
