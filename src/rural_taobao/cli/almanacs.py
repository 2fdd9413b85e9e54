"""The command `festivals`: which festivals are held when, and who says so, as a table, a picture or for calendars."""

from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

import click
from rich.console import Group

from rural_taobao.cli.options import PATH, as_json, examples, instant
from rural_taobao.cli.output import Hanging, Output
from rural_taobao.cli.tables import table, titled
from rural_taobao.documents import festivals_ics, read_calendar, scalars
from rural_taobao.documents.files import file_name, replaced
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.festivals import (
    Edition,
    EditionKind,
    Festival,
    FestivalCalendar,
    FestivalKind,
    LunarDay,
    Occasion,
    feast_calendar,
    lunar,
    programme_calendar,
)
from rural_taobao.festivals.lunar_years import FIRST_LUNAR_YEAR, LAST_LUNAR_YEAR
from rural_taobao.festivals.lunisolar import DayBeyondTable
from rural_taobao.instants import CHINA, UtcOffset
from rural_taobao.settlement import Language
from rural_taobao.timeline import Source

__all__ = ["festivals"]

_ICS, _PNG = ".ics", ".png"
_DAY: Final = timedelta(days=1)
_CANCELLED: Final = "cancelled"
_YEARS: Final = range(2, 9998)
"""The years that can be asked for: a window of one may lead into the year before or after."""


_BEYOND: Final = (
    f"Lunar days and solar terms are known for the lunar years {FIRST_LUNAR_YEAR} to {LAST_LUNAR_YEAR}: feasts that go "
    "by them are not told of other days."
)


def _day(_context: click.Context, _parameter: click.Parameter, text: str | None) -> date | None:
    """Read the day of an option, for Click."""
    try:
        day = None if text is None else scalars.day(text)
    except RuralTaobaoError as error:
        raise click.BadParameter(str(error)) from None
    if day is not None and day.year not in _YEARS:
        message = f"a day must lie in a year from {_YEARS.start} to {_YEARS.stop - 1}, but {text} was given"
        raise click.BadParameter(message)
    return day


def _clock(_context: click.Context, _parameter: click.Parameter, text: str) -> UtcOffset:
    """Read the offset of an option, for Click."""
    try:
        return UtcOffset.parse(text)
    except RuralTaobaoError as error:
        raise click.BadParameter(str(error)) from None


@click.command(
    short_help="Show which festivals are held when, and who says so.",
    epilog=examples(
        "rural-taobao festivals --year 2016",
        "rural-taobao festivals --from 2016-09-01 --to 2017-03-01 --kind commercial --kind public",
        "rural-taobao festivals --year 2027 --ics festivals.ics",
        "rural-taobao festivals --year 2016 --calendar sample/network/calendar.toml --json",
    ),
)
@click.option("--year", type=click.IntRange(_YEARS.start, _YEARS.stop - 1), metavar="YYYY", help="A Gregorian year.")
@click.option("--from", "first", metavar="YYYY-MM-DD", callback=_day, help="The first day, in place of a year.")
@click.option("--to", "end", metavar="YYYY-MM-DD", callback=_day, help="The first day after; it goes with --from.")
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice([each.value for each in FestivalKind]),
    help="Only festivals of this kind; it may be given several times.",
)
@click.option(
    "--calendar",
    "file",
    metavar="FILE",
    type=PATH,
    help="A calendar file of your own, in place of the programme's record and the traditional feasts.",
)
@click.option("--ics", metavar="FILE", type=PATH, help="Write an iCalendar file, for calendar programs.")
@click.option(
    "--made",
    metavar="INSTANT",
    callback=instant,
    help="When the iCalendar file is made, as it has to say: now, unless told, so that it can be made again as it was.",
)
@click.option("--png", metavar="FILE", type=PATH, help="Draw the windows along the months of --year.")
@click.option(
    "--language",
    type=click.Choice([each.value for each in Language]),
    default=Language.ENGLISH.value,
    show_default=True,
    help="In which language festivals are named.",
)
@click.option(
    "--clock", metavar="OFFSET", callback=_clock, default=str(CHINA), show_default=True, help="Whose days are meant."
)
@as_json
def festivals(
    *,
    year: int | None,
    first: date | None,
    end: date | None,
    kinds: Iterable[str],
    file: Path | None,
    ics: Path | None,
    made: datetime | None,
    png: Path | None,
    language: str,
    clock: UtcOffset,
    as_json: bool,
) -> None:
    """
    Show which festivals are held when: their windows, the lunar day in China on which each begins, and who says so.

    What nobody announced is marked as computed by the rule of the festival.
    What was cancelled stands, marked so, where its rule would have held it.
    """
    first, end = _asked(year, first, end)
    _check_ending(ics, _ICS)
    _check_ending(png, _PNG)
    if png is not None and year is None:
        message = "--png goes with --year: the picture shows the months of one"
        raise click.UsageError(message)
    output, named = Output(machine=as_json), Language(language)
    with output.telling():
        calendar = _chosen(_every() if file is None else read_calendar(file), kinds)
        held, called_off = calendar.between(first, end, clock), calendar.called_off(first, end, clock)
        others = [*_undated(calendar, first, end)]
        written: dict[str, str] = {}
        if ics is not None:
            # The one place where the time of day is read: whoever wants the same bytes again states the instant.
            at = datetime.now(UTC) if made is None else made
            replaced(ics, [festivals_ics(calendar, first, end, clock, made=at, language=named)])
            written["ics"] = file_name(ics)
        if png is not None:
            written["png"] = file_name(png)
            replaced(png, [_picture(calendar, first.year, clock, named)])
        for name in written.values():
            output.did(f"{name} was written")
        if as_json:
            dated = {(each.festival.id, each.edition.year) for each in called_off}
            bare = [each for each in others if (each[0].id, each[1].year) not in dated]
            listed = [*map(_object, held), *(_undated_object(*each) for each in bare if not each[1].cancelled)]
            off = [*map(_object, called_off), *(_undated_object(*each) for each in bare if each[1].cancelled)]
            output.object(
                {"from": str(first), "to": str(end), "festivals": listed, "called_off": off, "written": written}
            )
            return
        output.page(_table([*held, *called_off], others, first, end, named, clock=clock))
        if first.year < FIRST_LUNAR_YEAR or (end - _DAY).year > LAST_LUNAR_YEAR:
            output.page(Hanging(_BEYOND))
        if "ics" in written:
            output.page(Hanging(f"{written['ics']}: for calendar programs"))
        if "png" in written:
            output.page(Hanging(f"{written['png']}: a picture"))


def _check_ending(file: Path | None, ending: str) -> None:
    """Refuse a file whose name would mislead whoever opens it."""
    if file is not None and file.suffix != ending:
        message = f"the file must have a name that ends with {ending}, but {file_name(file)} was named"
        raise click.UsageError(message)


def _picture(calendar: FestivalCalendar, year: int, clock: UtcOffset, named: Language) -> bytes:
    from rural_taobao.reports import Labels, festival_timeline, lettering

    labels = Labels.BOTH if named is Language.CHINESE else Labels.ENGLISH
    return festival_timeline(calendar, year, lettering(), clock=clock, labels=labels)


def _asked(year: int | None, first: date | None, end: date | None) -> tuple[date, date]:
    """Give the days that are asked for, the second the first after."""
    if year is not None and first is None and end is None:
        return date(year, 1, 1), date(year + 1, 1, 1)
    if year is None and first is not None and end is not None:
        if first >= end:
            message = f"--to must be later than --from, as it is the first day after, but {first} and {end} were given"
            raise click.UsageError(message)
        return first, end
    message = "name a year with --year, or the first day with --from and the first day after with --to"
    raise click.UsageError(message)


def _every() -> FestivalCalendar:
    return programme_calendar().merged(feast_calendar())


def _chosen(calendar: FestivalCalendar, kinds: Iterable[str]) -> FestivalCalendar:
    """Give a calendar with festivals of some kinds alone; with all of them where none is named."""
    wanted = frozenset(kinds) or frozenset(FestivalKind)
    return FestivalCalendar([each for each in calendar.festivals if each.kind in wanted])


def _undated(calendar: FestivalCalendar, first: date, end: date) -> Iterator[tuple[Festival, Edition]]:
    """Give the editions that have no window, because they are cancelled or not known, of years that are touched."""
    for festival in calendar.festivals:
        for edition in festival.editions:
            if not edition.windows and first.year <= edition.year <= (end - _DAY).year:
                yield festival, edition


def _table(
    held: Collection[Occasion],
    others: Iterable[tuple[Festival, Edition]],
    first: date,
    end: date,
    named: Language,
    *,
    clock: UtcOffset,
) -> Group:
    """Give the table for people; the kind of a festival stands below its name, where there is always room for it."""
    dated = {(each.festival.id, each.edition.year) for each in held}
    same_year = first.year if first.year == (end - _DAY).year else None
    shown_rows = table("=days", "=lunar", "festival", "window", "~who says so", spare=["lunar", "who says so"])
    for each in sorted(held, key=lambda occasion: occasion.order):
        computed = each.edition.kind is EditionKind.COMPUTED
        cancelled = f"\n{_CANCELLED}" if each.edition.cancelled else ""
        name = each.name_zh if named is Language.CHINESE else each.name_en
        shown_rows.add_row(
            f"{_days(each, same_year, clock)}{cancelled}",
            _lunar_text(each),
            f"{name}\n{each.festival.kind.value}",
            each.window.name,
            "computed" if computed else _said_by(each.edition.source),
        )
    for festival, edition in others:
        if (festival.id, edition.year) in dated:
            continue
        name_en, name_zh = festival.names(edition.year)
        shown_rows.add_row(
            _CANCELLED if edition.cancelled else "not known",
            "",
            f"{name_zh if named is Language.CHINESE else name_en} {edition.year}\n{festival.kind.value}",
            "",
            _said_by(edition.source),
        )
    on = "" if clock == CHINA else f", on {clock}"
    title = f"Festivals from {first} to {end - _DAY}{on}"
    return titled(title, shown_rows) if shown_rows.filled else Group(f"{title}: none is known")


def _said_by(source: Source) -> str:
    """Name who says so, and below it how far that is to be relied on, where it is stated."""
    return source.title if source.quality in {"", source.title} else f"{source.title}\n{source.quality}"


def _days(occasion: Occasion, year: int | None, clock: UtcOffset) -> str:
    """Give the first and the last day of a window, with the hours where it does not begin or end at midnight."""
    start, end = occasion.window.start.astimezone(clock.timezone), occasion.window.end
    first = _at(start, year)
    if end is None:
        return f"{first} to ?"
    end = end.astimezone(clock.timezone)
    # The last day is the one before a midnight at which the window ends.
    last = _at(end - _DAY if _is_midnight(end) else end, year)
    return first if first == last else f"{first} to {last}"


def _at(at: datetime, year: int | None) -> str:
    day = f"{at:%m-%d}" if at.year == year else f"{at:%Y-%m-%d}"
    return day if _is_midnight(at) else f"{day} {at:%H:%M}"


def _is_midnight(at: datetime) -> bool:
    return at.time() == datetime.min.time()


def _lunar_day(occasion: Occasion) -> LunarDay | None:
    """Give the lunar day on which a window begins in China; None beyond the table."""
    try:
        return lunar(occasion.window.start.astimezone(CHINA.timezone).date())
    except DayBeyondTable:
        return None


def _lunar_text(occasion: Occasion) -> str:
    day = _lunar_day(occasion)
    return "" if day is None else f"{'leap ' if day.leap else ''}{day.month}-{day.day}"


def _lunar_object(occasion: Occasion) -> dict[str, object] | None:
    day = _lunar_day(occasion)
    return None if day is None else {"year": day.year, "month": day.month, "day": day.day, "leap": day.leap}


def _object(occasion: Occasion) -> dict[str, object]:
    """Give a window for machines."""
    window = occasion.window
    return {
        **_edition_object(occasion.festival, occasion.edition),
        "window": window.name,
        "start": window.start.isoformat(),
        "end": None if window.end is None else window.end.isoformat(),
        "lunar": _lunar_object(occasion),
    }


def _undated_object(festival: Festival, edition: Edition) -> dict[str, object]:
    """Give an edition without windows for machines."""
    return {**_edition_object(festival, edition), "window": None, "start": None, "end": None, "lunar": None}


def _edition_object(festival: Festival, edition: Edition) -> dict[str, object]:
    """Give what is known of an edition, whatever its windows."""
    name_en, name_zh = festival.names(edition.year)
    source = edition.source
    return {
        "festival": festival.id,
        "kind": festival.kind.value,
        "name_en": name_en,
        "name_zh": name_zh,
        "edition": edition.year,
        "known": edition.kind.value,
        "standing": festival.standing(edition.year).value,
        "source": {"title": source.title, "url": source.url, "quality": source.quality, "note": source.note},
        "note": edition.note,
    }
