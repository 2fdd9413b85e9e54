import csv
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from pkgutil import get_data

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rural_taobao.kinds import WordUnknown, WrongKind, WrongNumber
from rural_taobao.places.codes import CountyCode, PrefectureCode, ProvinceCode
from rural_taobao.places.successions import (
    SUCCESSIONS_SOURCE,
    Change,
    Ground,
    Succession,
    SuccessionTwice,
    SuccessionUnfounded,
    Successor,
    SuccessorTwice,
    ministry_successions,
)
from rural_taobao.places.tables import CountyTable, county_table
from rural_taobao.places.validity import (
    DivisionNotYetListed,
    DivisionRetired,
    SuccessorUnknown,
    UnknownDivision,
)
from rural_taobao.testing.place_strategies import county_tables, successions

SCRIPTS = Path(__file__).parents[2] / "scripts"
SCRIPT = SCRIPTS / "make_successions.py"
CHANGES = SCRIPTS / "county_changes.csv"

DECISIONS = [
    # What the State Council's replies say: which districts were dissolved, and which was made of them.
    (2013, ["桥东区"], "长安区", "国务院关于同意河北省调整石家庄市部分行政区划的批复 2014"),
    (2013, ["桥东区"], "桥西区", "国务院关于同意河北省调整石家庄市部分行政区划的批复 2014"),
    (2013, ["新浦区"], "海州区", "国务院关于同意江苏省调整连云港市部分行政区划的批复 2014"),
    (2013, ["金明区"], "龙亭区", "国函〔2014〕121号"),
    (2013, ["开封县"], "祥符区", "国函〔2014〕121号"),
    (2013, ["萝岗区"], "黄埔区", "国务院关于同意广东省调整广州市部分行政区划的批复 2014"),
    (2013, ["茂港区"], "电白区", "国务院关于同意广东省调整茂名市部分行政区划的批复 2014"),
    (2014, ["北市区", "南市区"], "莲池区", "国函〔2015〕73号"),
    (2014, ["闸北区"], "静安区", "国函〔2015〕183号"),
    (2014, ["崇安区", "南长区", "北塘区"], "梁溪区", "国函〔2015〕184号"),
    (2014, ["戚墅堰区"], "武进区", "国函〔2015〕75号"),
    (2014, ["铜官山区", "狮子山区"], "铜官区", "国函〔2015〕181号"),
    (2014, ["铜陵县"], "义安区", "国函〔2015〕206号"),
    (2015, ["邯郸县"], "邯山区", "国函〔2016〕157号"),
    (2015, ["邯郸县"], "丛台区", "国函〔2016〕157号"),
    (2015, ["清河区", "清浦区"], "清江浦区", "国函〔2016〕100号"),
    (2015, ["江东区"], "鄞州区", "国函〔2016〕158号"),
]

REPLIES = {
    # Replies of the State Council and of the ministry, of which the rules know nothing, but which they bear out.
    (2014, "密云县"): "密云区",  # 国函〔2015〕182号
    (2014, "抚宁县"): "抚宁区",  # 国函〔2015〕121号
    (2014, "东宁县"): "东宁市",  # 民函〔2015〕361号
    (2014, "寿县"): "寿县",  # 国函〔2015〕206号: to Huainan
    (2014, "枞阳县"): "枞阳县",  # 国函〔2015〕181号: to Tongling
    (2014, "陕县"): "陕州区",  # 国函〔2015〕39号
    (2014, "儋州市"): "儋州市",  # 国函〔2015〕41号: the county-level city became one of prefecture level
    (2014, "林芝县"): "巴宜区",  # 国函〔2015〕51号
    (2014, "华县"): "华州区",  # 国函〔2015〕186号
    (2014, "吐鲁番市"): "高昌区",  # 国函〔2015〕52号
    (2014, "林芝地区"): "林芝市",  # 国函〔2015〕51号
    (2014, "吐鲁番地区"): "吐鲁番市",  # 国函〔2015〕52号
    (2015, "蓟县"): "蓟州区",  # 国函〔2016〕98号
    (2015, "宣化县"): "宣化区",  # 国函〔2016〕5号
    (2015, "星子县"): "庐山市",  # 国函〔2016〕58号
    (2015, "庐山区"): "濂溪区",  # 国函〔2016〕58号
    (2015, "赣县"): "赣县区",  # 国函〔2016〕156号
    (2015, "许昌县"): "建安区",  # 国函〔2016〕189号
    (2015, "开县"): "开州区",  # 国函〔2016〕99号
    (2015, "郫县"): "郫都区",  # 国函〔2016〕186号
    (2015, "简阳市"): "简阳市",  # 国函〔2016〕78号: to Chengdu
    (2015, "安县"): "安州区",  # 国函〔2016〕57号
    (2015, "遵义县"): "播州区",  # 国函〔2016〕56号
    (2015, "户县"): "鄠邑区",  # 国函〔2016〕188号
    (2015, "乃东县"): "乃东区",  # 国函〔2016〕8号
    (2015, "哈密市"): "伊州区",  # 国函〔2016〕9号
    (2016, "九江县"): "柴桑区",  # 国函〔2017〕104号
    (2016, "盘县"): "盘州市",  # 民函〔2017〕74号
    (2016, "那曲县"): "色尼区",  # 国函〔2017〕109号
    (2016, "临安市"): "临安区",  # 国函〔2017〕102号
    (2016, "平泉县"): "平泉市",  # 民函〔2017〕69号
}


def named(name: str, last_year: int) -> Succession:
    [found] = [each for each in county_table().successions if each.name == name and each.last_year == last_year]
    return found


class TestTheTable:
    """Every code that went, and every name that changed, is told with what took its place, or as not known."""

    def test_it_has_each_county_that_went_or_was_renamed_once(self) -> None:
        with CHANGES.open(encoding="utf-8", newline="") as file:
            rows = [row for row in csv.DictReader(file) if row["kind"] != "added"]
        told = Counter((int(row["between"][:4]), row["code"], row["old_name"]) for row in rows)
        found = Counter(
            (each.last_year, each.code, each.name)
            for each in county_table().successions
            if isinstance(each.code, CountyCode)
        )
        assert found == told
        assert sum(told.values()) == 193

    def test_it_has_each_prefecture_that_went(self) -> None:
        found = {each.code: each.successors[0].name for each in county_table().successions if each.code[4:] == "00"}
        assert found == {
            "542600": "林芝市", "652100": "吐鲁番市", "542200": "山南市", "652200": "哈密市", "542400": "那曲市",
        }  # fmt: skip

    def test_of_each_it_is_known_what_took_its_place(self) -> None:
        assert [each.code for each in county_table().successions if not each.is_known] == []

    @pytest.mark.parametrize(("last_year", "gone", "made", "decision"), DECISIONS)
    def test_what_was_decided_is_told_with_its_decision(
        self, last_year: int, gone: list[str], made: str, decision: str
    ) -> None:
        for name in gone:
            [successor] = [each for each in named(name, last_year).successors if each.name == made]
            assert (successor.ground, successor.decision) == (Ground.DECIDED, decision)
            assert successor.merged == (made not in {"义安区", "祥符区"})

    @pytest.mark.parametrize(("gone", "made"), REPLIES.items(), ids=str)
    def test_what_follows_by_a_rule_is_what_was_decided(self, gone: tuple[int, str], made: str) -> None:
        last_year, name = gone
        [successor] = named(name, last_year).successors
        assert successor.name == made
        assert successor.ground is not Ground.DECIDED
        assert successor.decision == ""

    def test_a_decision_is_stated_where_it_is_the_ground_and_nowhere_else(self) -> None:
        for each in county_table().successions:
            for successor in each.successors:
                assert (successor.ground is Ground.DECIDED) == bool(successor.decision)

    def test_what_follows_from_names_says_so_of_names_that_bear_it_out(self) -> None:
        for each in county_table().successions:
            for successor in each.successors:
                same_name, same_start = each.name == successor.name, each.name[:2] == successor.name[:2]
                assert (successor.ground is Ground.SAME_NAME) <= same_name
                assert (successor.ground in {Ground.SAME_STEM, Ground.SAME_STEM_STAYED}) <= same_start
                assert (successor.ground is Ground.ONLY_ONE) <= (not same_name)
                assert (successor.ground is Ground.SAME_CODE) == (each.code == successor.code)
                assert successor.code.lies_in(each.code.province)

    def test_what_takes_the_place_of_two_is_merged(self) -> None:
        into = Counter(one.code for each in county_table().successions for one in each.successors)
        merged = {one.code for each in county_table().successions for one in each.successors if one.merged}
        assert {code for code, number in into.items() if number > 1} <= merged

    def test_their_source_is_named(self) -> None:
        assert SUCCESSIONS_SOURCE.quality == "derived"
        assert tuple(ministry_successions()) == county_table().successions

    @pytest.mark.parametrize(
        ("name", "last_year", "changes"),
        [
            ("东陵区", 2013, {Change.RENAMED}),
            ("藁城市", 2013, {Change.BECAME_DISTRICT}),
            ("赣县", 2015, {Change.BECAME_DISTRICT}),
            ("密云县", 2014, {Change.BECAME_DISTRICT}),
            ("东宁县", 2014, {Change.BECAME_CITY}),
            ("儋州市", 2014, {Change.BECAME_PREFECTURE}),
            ("寿县", 2014, {Change.MOVED}),
            ("江达县", 2013, {Change.MOVED}),
            ("乃东县", 2015, {Change.BECAME_DISTRICT, Change.MOVED}),
            ("哈密市", 2015, {Change.RENAMED, Change.BECAME_DISTRICT, Change.MOVED}),
            ("开县", 2015, {Change.RENAMED, Change.BECAME_DISTRICT}),
            ("宣化县", 2015, {Change.BECAME_DISTRICT, Change.MERGED}),
            ("南长区", 2014, {Change.RENAMED, Change.MERGED}),
            ("吐鲁番地区", 2014, {Change.BECAME_CITY}),
        ],
    )
    def test_what_changed_is_told_by_codes_and_names(self, name: str, last_year: int, changes: set[Change]) -> None:
        succession = named(name, last_year)
        found = succession.changes(succession.successors[0])
        assert set(found) == changes
        assert len(found) == len(changes)


class TestSuccessions:
    """A succession is of a code and its last year, and names each successor once."""

    @given(successions())
    def test_a_successor_named_twice_is_refused(self, succession: Succession) -> None:
        assert succession.is_known == bool(succession.successors)
        assume(succession.successors)
        again = [*succession.successors, succession.successors[0]]
        with pytest.raises(SuccessorTwice) as caught:
            Succession(succession.code, succession.name, succession.last_year, again)
        assert caught.value.successor == succession.successors[0].code

    @given(successions())
    def test_a_name_and_a_code_that_stay_are_no_change(self, succession: Succession) -> None:
        stayed = Successor(succession.code, succession.name, Ground.SAME_CODE)
        assert succession.changes(stayed) == ()

    def test_it_is_made_of_its_types(self) -> None:
        code, anhui = CountyCode("360721"), ProvinceCode("340000")
        with pytest.raises(WrongKind, match=r"^code must be made by PrefectureCode"):
            Succession(anhui, "安徽省", 2015)  # type: ignore[arg-type]
        with pytest.raises(WrongNumber):
            Succession(code, "赣县", 2015.0)  # type: ignore[arg-type]
        with pytest.raises(WrongKind, match=r"^each of the successors must be made by Successor"):
            Succession(code, "赣县", 2015, ["360704"])  # type: ignore[list-item]
        with pytest.raises(WrongKind, match=r"^merged must be made by True or False"):
            Successor(code, "赣县", Ground.DECIDED, 1)  # type: ignore[arg-type]
        with pytest.raises(WrongKind, match=r"^code must be made by PrefectureCode"):
            Successor(anhui, "安徽省", Ground.DECIDED)  # type: ignore[arg-type]
        with pytest.raises(WordUnknown, match=r"^a value of Ground must be one of same_code, .*, but 'guessed' was"):
            Successor(code, "赣县", "guessed")


class TestStanding:
    """What stands in the place of a code is listed in the year asked for; the code itself, where that is listed."""

    def is_known(self, table: CountyTable, code: PrefectureCode | CountyCode, year: int) -> bool:
        """Whether every way on from a code, year by year, leads to one that is listed in the year asked for."""
        heirs = {code}
        for past in range(table.years.start - 1, year):
            for end in table.successions:
                if end.last_year == past and end.code in heirs:
                    heirs.remove(end.code)
                    heirs.update(each.code for each in end.successors)
                    if not end.is_known:
                        return False
        return all(year in table.named(heir) for heir in heirs)

    @given(county_tables(), st.data())
    def test_it_is_listed_then_or_told_why_it_is_not_known(self, table: CountyTable, data: st.DataObject) -> None:
        codes = sorted({*(each.code for each in table.listings), *(each.code for each in table.successions)})
        assume(codes)
        code, year = data.draw(st.sampled_from(codes)), data.draw(st.sampled_from(table.years))
        if min([*table.named(code), *(end.last_year for end in table.ends(code))]) > year:
            with pytest.raises(DivisionNotYetListed):
                table.standing(code, year)
            return
        if not self.is_known(table, code, year):
            with pytest.raises(SuccessorUnknown) as caught:
                table.standing(code, year)
            assert not self.is_known(table, caught.value.code, year)
            return
        found = table.standing(code, year)
        assert found
        assert [each.code for each in found] == sorted({each.code for each in found})
        for each in found:
            assert table.division(each.code, year) == each
        if year in table.named(code):
            assert found == (table.division(code, year),)
        else:
            assert code not in {each.code for each in found}

    @given(county_tables())
    def test_a_predecessor_is_what_names_the_code_as_a_successor(self, table: CountyTable) -> None:
        for each in table.successions:
            assert each in table.ends(each.code)
            for one in each.successors:
                assert (each in table.predecessors(one.code)) == (one.code != each.code)

    def test_every_county_that_went_stands_somewhere_in_2017(self) -> None:
        table = county_table()
        for each in table.successions:
            assert table.standing(each.code, 2017)

    def test_what_a_table_does_not_say_is_not_guessed(self) -> None:
        known = county_table()
        silent = CountyTable(
            known.years, known.listings, known.source, [Succession(CountyCode("440116"), "萝岗区", 2013)]
        )
        with pytest.raises(SuccessorUnknown):
            silent.standing(CountyCode("440116"), 2017)
        [luogang] = known.standing(CountyCode("440116"), 2017)
        assert (luogang.code, luogang.name) == ("440112", "黄埔区")

    def test_of_a_code_that_nobody_lists_it_is_not_asked(self) -> None:
        with pytest.raises(UnknownDivision):
            county_table().standing(CountyCode("341299"), 2017)

    def test_a_code_of_before_the_first_list_is_retired_and_not_unknown(self) -> None:
        with pytest.raises(DivisionRetired) as caught:
            county_table().county(CountyCode("130182"), 2014)
        assert caught.value.last_year == 2013
        assert [each.name for each in caught.value.successors] == ["藁城区"]


class TestFoundations:
    """A table whose successions are of what its listings do not have cannot be."""

    @given(county_tables(), st.data())
    def test_another_name_is_refused(self, table: CountyTable, data: st.DataObject) -> None:
        listed = [each for each in table.listings if each.last_year in table.years]
        assume(listed)
        listing = data.draw(st.sampled_from(listed))
        with pytest.raises(SuccessionUnfounded) as caught:
            CountyTable(
                table.years, table.listings, table.source, [Succession(listing.code, "他县", listing.last_year)]
            )
        assert caught.value.listed == listing.name

    @given(county_tables(), st.data())
    def test_a_code_that_ends_twice_in_a_year_is_refused(self, table: CountyTable, data: st.DataObject) -> None:
        assume(table.successions)
        again = data.draw(st.sampled_from(table.successions))
        with pytest.raises(SuccessionTwice) as caught:
            CountyTable(table.years, table.listings, table.source, [*table.successions, again])
        assert (caught.value.code, caught.value.last_year) == (again.code, again.last_year)

    def test_a_code_that_goes_on_has_not_ended(self) -> None:
        table = county_table()
        with pytest.raises(SuccessionUnfounded) as caught:
            CountyTable(table.years, table.listings, table.source, [Succession(CountyCode("341221"), "临泉县", 2015)])
        assert (caught.value.year, caught.value.listed) == (2016, "临泉县")

    @pytest.mark.parametrize(
        ("successor", "listed"),
        [
            (Successor(CountyCode("360704"), "赣州区", Ground.SAME_STEM), "赣县区"),
            (Successor(CountyCode("360799"), "赣县区", Ground.SAME_STEM), None),
        ],
    )
    def test_a_successor_must_be_listed_so_in_the_year_after(self, successor: Successor, listed: str | None) -> None:
        table = county_table()
        with pytest.raises(SuccessionUnfounded) as caught:
            CountyTable(
                table.years,
                table.listings,
                table.source,
                [Succession(CountyCode("360721"), "赣县", 2015, [successor])],
            )
        assert (caught.value.code, caught.value.year, caught.value.listed) == (successor.code, 2016, listed)

    def test_a_succession_of_after_the_last_list_has_nothing_to_follow(self) -> None:
        table = county_table()
        heir = Successor(CountyCode("341204"), "颍泉区", Ground.DECIDED)
        with pytest.raises(SuccessionUnfounded):
            CountyTable(
                table.years, table.listings, table.source, [Succession(CountyCode("341221"), "临泉县", 2017, [heir])]
            )

    def test_a_prefecture_may_end_too(self) -> None:
        [end] = county_table().ends(PrefectureCode("652100"))
        assert [each.code for each in end.successors] == [PrefectureCode("650400")]


class TestMaking:
    """The table is made from the changes by a script; the same changes give the same bytes."""

    def run(self, script: Path, *arguments: object) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, script, *map(str, arguments)],
            check=False,
            capture_output=True,
            text=True,
            encoding="utf-8",
        )

    def test_it_is_the_one_that_is_shipped(self, tmp_path: Path) -> None:
        made = self.run(SCRIPT, tmp_path / "successions.csv")
        assert made.returncode == 0
        assert (tmp_path / "successions.csv").read_bytes() == get_data("rural_taobao.places", "successions.csv")
        assert self.run(SCRIPT, "--check", tmp_path / "successions.csv").returncode == 0

    def test_a_table_that_was_edited_is_refused(self, tmp_path: Path) -> None:
        edited = tmp_path / "successions.csv"
        edited.write_text("last_year,code\n", encoding="utf-8")
        checked = self.run(SCRIPT, "--check", edited)
        assert checked.returncode == 1
        assert "is not what this script makes" in checked.stderr
        assert edited.read_text(encoding="utf-8") == "last_year,code\n"

    def test_two_that_could_be_meant_are_not_paired(self, tmp_path: Path) -> None:
        script = shutil.copy(SCRIPT, tmp_path)
        changes = CHANGES.read_text(encoding="utf-8")
        # A second code of the stem of 临安 comes to Hangzhou in the same year: the rule pairs neither.
        (tmp_path / "county_changes.csv").write_text(changes + "2016->2017,added,330127,,临安县\n", encoding="utf-8")
        out = tmp_path / "out.csv"
        made = self.run(Path(script), out)
        assert made.returncode == 1
        assert "330185 临安市, last listed in 2016, must be stated in DECIDED" in made.stderr
        assert not out.exists()
