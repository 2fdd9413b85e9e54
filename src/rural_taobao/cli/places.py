"""The command `places`: what a code or a name stands for, where it lies, what it holds, and what took its place."""

from collections.abc import Collection, Iterable, Iterator
from itertools import groupby
from typing import Final, final

import click
from attrs import field, frozen
from rich.console import Group
from rich.text import Text

from rural_taobao.cli.options import as_json, examples, words
from rural_taobao.cli.output import Hanging, Output
from rural_taobao.cli.tables import Fitting, counted, table, titled
from rural_taobao.documents import DocumentsRefused, Fault
from rural_taobao.documents.messages import worded
from rural_taobao.errors import RuralTaobaoError, shown, with_article
from rural_taobao.places import (
    AnyDivisionCode,
    Change,
    CountyCode,
    CountyTable,
    DivisionLevel,
    Ground,
    PrefectureCode,
    ProvinceCode,
    Succession,
    Successor,
    TownCode,
    VillageCode,
    VillageKind,
    county_table,
    division_code,
    gazetteer,
    province,
)
from rural_taobao.places.forms import WrongDivisionLevel
from rural_taobao.places.gazetteers import with_name
from rural_taobao.places.stems import GROUPS

__all__ = ["places"]

_CHANGES: Final = {
    Change.RENAMED: "renamed",
    Change.BECAME_DISTRICT: "became a district",
    Change.BECAME_CITY: "became a city",
    Change.BECAME_PREFECTURE: "became a prefecture",
    Change.MOVED: "under another prefecture code",
    Change.MERGED: "merged",
}
_GROUNDS: Final = {
    Ground.SAME_CODE: "the code is the same",
    Ground.SAME_NAME: "the only one of the same name",
    Ground.SAME_STEM: "the only one of that name but for its last word",
    Ground.SAME_STEM_STAYED: "of that name but for its last word, and there before",
    Ground.DECIDED: "decided",
    Ground.ONLY_ONE: "the only one that came to the prefecture, for the only one that went",
}
_KINDS: Final = {
    VillageKind.RESIDENTS_COMMITTEE: "by its last three digits usually a residents' committee",
    VillageKind.VILLAGERS_COMMITTEE: "by its last three digits usually a villagers' committee",
    VillageKind.OTHER: "by its last three digits usually neither a residents' nor a villagers' committee",
}


@final
@frozen(kw_only=True)
class _Place:
    """
    What is known of a code.

    Attributes:
        code: The code.
        name: Its name; empty where no list has it.
        year: At the end of which year it is told so.
        above: What it lies in, the nearest first, each with its name.
        holds: How many it holds of what.
        names: Its names by year, in the years of the lists.
        ends: When it went out of use, and what took its place.
        predecessors: Whose place it took.
    """

    code: AnyDivisionCode
    name: str
    year: int
    above: tuple[tuple[AnyDivisionCode, str], ...]
    holds: dict[str, int]
    names: dict[int, str] = field(factory=dict[int, str])
    ends: tuple[Succession, ...] = ()
    predecessors: tuple[Succession, ...] = ()


def _year(_context: click.Context, _parameter: click.Parameter, year: int | None) -> int | None:
    """Let a year pass that the table has a list of, for Click."""
    years = county_table().years
    if year is not None and year not in years:
        demand = f"there must be a list of the end of the year, as of {years.start} to {years.stop - 1}"
        message = f"{demand}, but {year} was given; choose the list that the code was taken from"
        raise click.BadParameter(message)
    return year


def _named(context: click.Context, parameter: click.Parameter, text: str | None) -> str | None:
    """Let a name or a code pass that is not blank, for Click."""
    if text is not None and not text.strip():
        message = f"a name or a code must be given, but {shown(text)} is blank; write for example 临泉县, or 341221"
        raise click.BadParameter(message)
    return words(context, parameter, text)


@click.command(
    short_help="Look up a division code, or a name.",
    epilog=examples(
        "rural-taobao places 341221",
        "rural-taobao places 360721 --year 2015",
        "rural-taobao places 鼓楼区 --within 350100",
        "rural-taobao places Anhui --json",
    ),
)
@click.argument("what", metavar="NAME|CODE", callback=_named)
@click.option(
    "--year", type=int, callback=_year, help="Valid at the end of this year, 2014 to 2017; else it is a fault."
)
@click.option("--within", metavar="NAME|CODE", callback=_named, help="Only what lies in this province or prefecture.")
@as_json
def places(*, what: str, year: int | None, within: str | None, as_json: bool) -> None:
    """
    Tell what a code or a name stands for, where it lies, how many it holds, and what took its place.

    A name may be given with or without the word for its kind, 临泉县 or 临泉; where several bear it, all are told.
    Without --year it is looked up in the last list that has it.
    Towns and villages are told by their codes alone: nobody lists them any more.
    """
    output = Output(machine=as_json)
    with output.telling():
        found = _found(what, year, within)
        if as_json:
            output.object({"asked": what, "found": [_object(each) for each in found]})
        elif len(found) == 1:
            _show(found[0], output)
        else:
            output.page(_several(what, found))


def _found(what: str, year: int | None, within: str | None) -> list[_Place]:
    """Find what is asked for; what is wrong with it is told in words for a terminal."""
    try:
        parent = None if within is None else _parent(within, year)
        if not what[:1].isdigit():
            return _by_name(what, year, parent)
        place = _by_code(division_code(what), year)
    except RuralTaobaoError as error:
        raise _refused(worded(error)) from None
    if parent is None or place.code.lies_in(parent):
        return [place]
    where = with_name(parent, gazetteer().last_name(parent))
    message = f"a code must lie in {where} to be found within it, but {place.code} does not; leave --within out"
    raise _refused(message)


def _refused(message: str) -> DocumentsRefused:
    return DocumentsRefused([Fault("", 0, "", message)])


def _parent(text: str, year: int | None) -> ProvinceCode | PrefectureCode:
    """Read the province or the prefecture that something is to lie in."""
    code: AnyDivisionCode
    if text[:1].isdigit():
        code = division_code(text)
    else:
        code = gazetteer().the_one(text, _last_year() if year is None else year).code
    if isinstance(code, ProvinceCode | PrefectureCode):
        return code
    raise WrongDivisionLevel(DivisionLevel.PREFECTURE, code, code.level)


def _last_year() -> int:
    return county_table().years[-1]


def _by_name(name: str, year: int | None, within: ProvinceCode | PrefectureCode | None) -> list[_Place]:
    """Find all that bear a name: in the year asked for, or in the last in which any does."""
    names, last = gazetteer(), _last_year() if year is None else year
    for each in reversed(county_table().years) if year is None else (last,):
        found = names.candidates(name, each, within=within)
        if found:
            former = _gone(name, within, {division.code for division in found}) if year is None else []
            return [*(_place(division.code, division.name, each) for division in found), *former]
    former = _gone(name, within, set()) if year is None else []
    if not former:
        raise names.unfound(name, last, within=within)
    return former


def _gone(name: str, within: ProvinceCode | PrefectureCode | None, found: Collection[AnyDivisionCode]) -> list[_Place]:
    """Find what bore a name earlier, and whose place is taken by nothing that bears it still."""
    listed = county_table()
    places: list[_Place] = []
    for code, year in gazetteer().former(name, within=within):
        heirs = {each.code for each in listed.standing(code, listed.years[-1])}
        if code not in found and heirs.isdisjoint(found):
            borne = {**{each.last_year: each.name for each in listed.ends(code)}, **listed.named(code)}
            places.append(_place(code, borne[year], year))
    return places


def _by_code(code: AnyDivisionCode, year: int | None) -> _Place:
    """Find what a code stands for: in the year asked for, or in the last in which it does."""
    listed, last = county_table(), _last_year() if year is None else year
    if isinstance(code, ProvinceCode):
        return _place(code, province(code).name, last)
    if isinstance(code, TownCode | VillageCode):
        parent = code.town.parent if isinstance(code, VillageCode) else code.parent
        then = max(listed.named(parent), default=last) if year is None else year
        listed.holder(code, then)
        return _place(code, "", then)
    names = {**{each.last_year: each.name for each in listed.ends(code)}, **listed.named(code)}
    if year is None and names:
        return _place(code, names[max(names)], max(names))
    return _place(code, listed.division(code, last).name, last)


def _place(code: AnyDivisionCode, name: str, year: int) -> _Place:
    listed = county_table()
    above = tuple(_named_above(listed, code, year))
    if not isinstance(code, PrefectureCode | CountyCode):
        return _Place(code=code, name=name, year=year, above=above, holds=_holds(listed, code, year))
    return _Place(
        code=code,
        name=name,
        year=year,
        above=above,
        holds=_holds(listed, code, year),
        names=listed.named(code),
        ends=tuple(end for end in listed.ends(code) if all(each.code != code for each in end.successors)),
        predecessors=listed.predecessors(code),
    )


def _named_above(listed: CountyTable, code: AnyDivisionCode, year: int) -> Iterator[tuple[AnyDivisionCode, str]]:
    """Give what a code lies in, with names; groups in place of a prefecture are passed over."""
    for each in code.above:
        if isinstance(each, ProvinceCode):
            yield each, province(each).name
        elif isinstance(each, TownCode):
            yield each, ""
        else:
            name = listed.names.get((each, max(year, listed.years[0])), "")
            if name not in GROUPS:
                yield each, name


def _holds(listed: CountyTable, code: AnyDivisionCode, year: int) -> dict[str, int]:
    """Count what a province or a prefecture holds."""
    if year not in listed.years:
        return {}
    counties = [each for each in listed.in_year(year) if each.code.lies_in(code)]
    if isinstance(code, ProvinceCode):
        return {"prefectures": len(listed.prefectures(code, year)), "counties": len(counties)}
    return {"counties": len(counties)} if isinstance(code, PrefectureCode) else {}


def _object(place: _Place) -> dict[str, object]:
    """Give what is known of a code, for machines."""
    return {
        "code": str(place.code),
        "name": place.name,
        "level": place.code.level.value,
        "year": place.year,
        "usual_kind": place.code.usual_kind.value if isinstance(place.code, VillageCode) else None,
        "above": [{"code": str(code), "name": name, "level": code.level.value} for code, name in place.above],
        "holds": place.holds,
        "names": {str(year): name for year, name in place.names.items()},
        "ends": [_end_object(end, end.successors) for end in place.ends],
        "predecessors": [
            _end_object(end, [each for each in end.successors if each.code == place.code]) for end in place.predecessors
        ],
    }


def _end_object(end: Succession, successors: Iterable[Successor]) -> dict[str, object]:
    return {
        "code": str(end.code),
        "name": end.name,
        "last_year": end.last_year,
        "successors": [
            {
                "code": str(each.code),
                "name": each.name,
                "changes": [change.value for change in end.changes(each)],
                "ground": each.ground.value,
                "decision": each.decision,
            }
            for each in successors
        ],
    }


def _show(place: _Place, output: Output) -> None:
    """Show what is known of a code."""
    title = f"{place.code} {_with_english(place.code, place.name)}".rstrip()
    output.page(Hanging(Text(title, style="bold")), Hanging(_said(place)))
    if len({*place.names.values()}) > 1:
        output.page(Hanging(f"Its names: {', '.join(_names(place.names))}"))
    if place.above:
        lies = table("=code", "name", "level", spare=("level",), overflow="fold")
        for code, name in place.above:
            lies.add_row(code, _with_english(code, name), code.level)
        output.page("", titled("Where it lies", lies))
    for title, ends, is_end in (
        ("What took its place", place.ends, True),
        ("Whose place it took", place.predecessors, False),
    ):
        if ends:
            output.page(titled(title, _ends_table(place, ends, is_end=is_end)))


def _said(place: _Place) -> str:
    """Say of which kind a division is, when it is told so, and how many it holds."""
    code = place.code
    if isinstance(code, TownCode):
        return f"a town; no list has its name{_of_year(place)}"
    if isinstance(code, VillageCode):
        return f"a village, {_KINDS[code.usual_kind]}; no list has its name{_of_year(place)}"
    level = "group of counties without a prefecture" if place.name in GROUPS else code.level.value
    ended = bool(place.ends) and all(year <= place.year for year in place.names)
    when = f"at the end of {place.year}" + (", and in no later list" if ended else "")
    held = [counted(name, number) for name, number in place.holds.items() if number]
    if held:
        return f"{with_article(level)} {when}, with {' and '.join(held)}"
    without = ", without counties: its towns hang on it" if isinstance(code, PrefectureCode) and place.holds else ""
    return f"{with_article(level)} {when}{without}"


def _of_year(place: _Place) -> str:
    """Say until when what a town hangs on was listed, where it is no more."""
    return "" if place.year == _last_year() else f"; what it hangs on is as listed at the end of {place.year}"


def _names(names: dict[int, str]) -> Iterator[str]:
    """Give each name with the year from which, or until which, it was borne."""
    for name, years in groupby(names, key=names.__getitem__):
        listed = list(years)
        yield f"{name} {listed[0]}" if len(listed) == 1 else f"{name} {listed[0]} to {listed[-1]}"


def _with_english(code: AnyDivisionCode, name: str) -> str:
    return f"{name} {province(code).english}" if isinstance(code, ProvinceCode) else name


def _ends_table(place: _Place, ends: Iterable[Succession], *, is_end: bool) -> Fitting:
    """Make the table of what took the place of a code, or whose place it took."""
    made = table("=since", "=code", "name", "what changed, and how that is known", overflow="fold")
    for end in ends:
        since = str(end.last_year + 1)
        for each in end.successors:
            if is_end:
                made.add_row(since, each.code, each.name, _told(end, each))
            elif each.code == place.code:
                made.add_row(since, end.code, end.name, _told(end, each))
    return made


def _told(end: Succession, successor: Successor) -> str:
    """Say what changed, and how that is known."""
    changes = ", ".join(_CHANGES[each] for each in end.changes(successor))
    decision = f" {successor.decision}" if successor.decision else ""
    return f"{changes}; {_GROUNDS[successor.ground]}{decision}"


def _several(what: str, found: list[_Place]) -> Group:
    """Make the table of all that bear a name, those that bear it no more last."""
    year = found[0].year
    gone = any(each.year != year for each in found)
    made = table("=code", "name", "level", "where", *(("=until",) if gone else ()), spare=("level",), overflow="fold")
    for each in found:
        where = "".join(name for _, name in reversed(each.above))
        until = ("" if each.year == year else str(each.year),) if gone else ()
        made.add_row(each.code, each.name, each.code.level, where, *until)
    called = "are, or were until then," if gone else "are"
    title = f"{len(found)} {called} called {shown(what, 40)[1:-1]} at the end of {year}; ask for one by its code"
    return Group(Hanging(Text(title, style="bold")), "", made)
