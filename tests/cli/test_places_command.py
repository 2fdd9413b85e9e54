import pytest
from hypothesis import HealthCheck, given, settings
from rich.cells import cell_len

from rural_taobao.places import AnyDivision, County, Prefecture, county_table
from rural_taobao.testing.place_strategies import counties, prefectures, provinces
from tests.cli.running import Run

DIVISIONS = counties() | prefectures() | provinces()
IN_ONE_PROCESS = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


class TestACode:
    """A code is told with its name, where it lies, how many it holds, and what took its place."""

    @IN_ONE_PROCESS
    @given(DIVISIONS)
    def test_is_told_as_the_lists_have_it(self, run: Run, division: AnyDivision) -> None:
        year = getattr(division, "year", 2017)
        [found] = run("places", division.code, "--year", year, "--json").object["found"]
        assert (found["code"], found["name"], found["year"]) == (division.code, division.name, year)
        assert [each["code"] for each in found["above"]] == [
            code for code in division.code.above if code not in groups(year)
        ]
        listed = county_table().names
        assert [each["name"] for each in found["above"][:-1]] == [
            listed[each["code"], year] for each in found["above"][:-1]
        ]
        if isinstance(division, County):
            assert found["holds"] == {}
        else:
            inside = [each for each in county_table().in_year(year) if each.code.lies_in(division.code)]
            assert found["holds"]["counties"] == len(inside)

    def test_is_shown_on_a_page(self, run: Run) -> None:
        ran = run("places", "360721")
        assert (ran.status, ran.err) == (0, "")
        assert [line.rstrip() for line in ran.out.splitlines()] == [
            "360721 赣县",
            "a county at the end of 2015, and in no later list",
            "",
            "Where it lies",
            "",
            "code    name            level",
            "──────────────────────────────────",
            "360700  赣州市          prefecture",
            "360000  江西省 Jiangxi  province",
            "",
            "What took its place",
            "",
            "since  code    name    what changed, and how that is known",
            "────────────────────────────────────────────────────────────────────────────────",
            "2016   360704  赣县区  became a district; the only one of that name but for its",
            "                       last word",
            "",
        ]

    @pytest.mark.parametrize(
        ("code", "said"),
        [
            ("340000", "340000 安徽省 Anhui\na province at the end of 2017, with 16 prefectures and 105 counties\n"),
            ("110000", "110000 北京市 Beijing\na province at the end of 2017, with 16 counties\n"),
            ("341200", "a prefecture at the end of 2017, with 8 counties\n"),
            ("110100", "a group of counties without a prefecture at the end of 2017, with 16 counties\n"),
            ("441900", "a prefecture at the end of 2017, without counties: its towns hang on it\n"),
            ("652100", "a prefecture at the end of 2014, and in no later list, with 3 counties\n"),
            ("341221", "341221 临泉县\na county at the end of 2017\n"),
            ("440116", "440116 萝岗区\na county at the end of 2013, and in no later list\n"),
            ("440116", "2014 440112 黄埔区 renamed, merged; decided 国务院关于同意广东省调整广州市部分"),
            ("441900003", "441900003\na town; no list has its name\n"),
            ("360721101", "a town; no list has its name; what it hangs on is as listed at the end of 2015\n"),
            ("341221101001", "usually a residents' committee; no list has its name\n"),
            ("341221101201", "usually a villagers' committee; no list has its name\n"),
            ("341221101401", "usually neither a residents' nor a villagers' committee; no list has its name\n"),
            ("130602", "Its names: 新市区 2014, 竞秀区 2015 to 2017\n"),
            ("130421", "邯山区  renamed, became a district, merged; decided 国函〔2016〕157号"),
            ("130402", "2016 130421 邯郸县 renamed, became a district, merged; decided"),
            ("469003", "became a prefecture; the only one of the same name"),
            ("130721", "merged; of that name but for its last word, and there"),
            ("542121", "the only one that came to the prefecture, for the"),
            ("320213", "320204  北塘区  renamed, merged; decided 国函〔2015〕184号"),
        ],
    )
    def test_is_told_in_words(self, run: Run, code: str, said: str) -> None:
        ran = run("places", code)
        assert ran.status == 0
        assert " ".join(said.split()) in " ".join(ran.out.split())

    @pytest.mark.parametrize("name", ["萝岗", "萝岗区"])
    def test_is_found_by_a_name_that_went_with_or_without_the_word_for_its_kind(self, run: Run, name: str) -> None:
        assert run("places", name).out.startswith("440116 萝岗区\n")

    def test_is_not_hidden_by_others_that_bear_the_name_still(self, run: Run) -> None:
        out = run("places", "桥东区").out
        assert out.startswith("3 are, or were until then, called 桥东区 at the end of 2017")
        assert [line.split()[-1] for line in out.splitlines() if line.startswith("130103")] == ["2013"]

    def test_is_told_once_where_what_took_its_place_bears_the_name(self, run: Run) -> None:
        assert run("places", "寿县").out.startswith("340422 寿县\n")

    @IN_ONE_PROCESS
    @given(counties() | prefectures())
    def test_is_said_to_be_in_no_later_list_where_it_is_in_none(self, run: Run, division: County | Prefecture) -> None:
        out = run("places", division.code, "--year", division.year).out
        later = [year for year in county_table().named(division.code) if year > division.year]
        gone = not later and division.year < 2017
        assert (f"at the end of {division.year}, and in no later list" in out) is gone

    @pytest.mark.parametrize(
        ("code", "year", "gone"),
        [("360721", 2014, False), ("360721", 2015, True), ("341221", 2015, False), ("340000", 2015, False)],
    )
    def test_of_another_year_may_be_in_later_lists(self, run: Run, code: str, year: int, *, gone: bool) -> None:
        assert ("in no later list" in run("places", code, "--year", year).out) is gone

    # Turpan became a city under another code in 2015; what went out of use in 2014 lies in what is listed then.
    @pytest.mark.parametrize(
        ("code", "above"), [("650402", "吐鲁番市"), ("652101", "吐鲁番地区"), ("440116", "广州市")]
    )
    def test_what_it_lies_in_bears_the_name_of_that_year(self, run: Run, code: str, above: str) -> None:
        [found] = run("places", code, "--json").object["found"]
        assert found["above"][0]["name"] == above

    def test_tells_a_machine_the_ground_of_each_successor(self, run: Run) -> None:
        [found] = run("places", "130421", "--json").object["found"]
        [end] = found["ends"]
        assert (end["code"], end["name"], end["last_year"]) == ("130421", "邯郸县", 2015)
        assert [(each["code"], each["ground"], each["decision"]) for each in end["successors"]] == [
            ("130402", "decided", "国函〔2016〕157号"),
            ("130403", "decided", "国函〔2016〕157号"),
        ]
        [heir] = run("places", "130402", "--json").object["found"]
        [before] = heir["predecessors"]
        assert (before["code"], [each["code"] for each in before["successors"]]) == ("130421", ["130402"])

    def test_tells_a_machine_what_a_village_is_and_hangs_on(self, run: Run) -> None:
        [found] = run("places", "341221101201", "--json").object["found"]
        assert (found["level"], found["name"], found["usual_kind"]) == ("village", "", "villagers_committee")
        assert [each["level"] for each in found["above"]] == ["town", "county", "prefecture", "province"]
        assert [each["name"] for each in found["above"]] == ["", "临泉县", "阜阳市", "安徽省"]


def groups(year: int) -> set[str]:
    """The codes of the groups in place of a prefecture."""
    listed = county_table().listings
    return {each.code for each in listed if each.name in {"市辖区", "县", "直辖县"} and year in each.years}


class TestAName:
    """A name is told as the code that it stands for, or as all of them."""

    @IN_ONE_PROCESS
    @given(counties())
    def test_tells_the_same_as_the_code(self, run: Run, county: County) -> None:
        by_name = run("places", county.name, "--year", county.year, "--within", county.prefecture, "--json").object
        by_code = run("places", county.code, "--year", county.year, "--json").object
        assert by_name["found"] == by_code["found"]
        assert by_name["asked"] == county.name

    def test_of_several_is_told_with_all_of_them(self, run: Run) -> None:
        ran = run("places", "鼓楼区")
        assert (ran.status, ran.err) == (0, "")
        lines = ran.out.splitlines()
        assert lines[0] == "4 are called 鼓楼区 at the end of 2017; ask for one by its code"
        assert [line.split() for line in lines[4:]] == [
            ["320106", "鼓楼区", "county", "江苏省南京市"],
            ["320302", "鼓楼区", "county", "江苏省徐州市"],
            ["350102", "鼓楼区", "county", "福建省福州市"],
            ["410204", "鼓楼区", "county", "河南省开封市"],
        ]
        assert len(run("places", "鼓楼", "--json").object["found"]) == 4

    @pytest.mark.parametrize("within", ["410200", "410000", "开封市", "河南", "Henan"])
    def test_within_a_place_may_be_of_one_alone(self, run: Run, within: str) -> None:
        [found] = run("places", "鼓楼", "--within", within, "--json").object["found"]
        assert found["code"] == "410204"

    @pytest.mark.parametrize(
        ("name", "code", "year"),
        [("Anhui", "340000", 2017), ("临安市", "330185", 2016), ("东陵区", "210112", 2013), ("萝岗区", "440116", 2013)],
    )
    def test_without_a_year_is_looked_for_in_the_last_that_has_it(
        self, run: Run, name: str, code: str, year: int
    ) -> None:
        [found] = run("places", name, "--json").object["found"]
        assert (found["code"], found["year"]) == (code, year)


class TestWhatIsRefused:
    """What is wrong is told in one sentence, with what to do, and exit status 1."""

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (["34122"], "which has 5 characters; write for example 341221"),
            (["３４１２２１"], "which holds '３'; write for example 341221"),
            (["9" * 5_000], "which has 5000 characters; write for example 341221"),
            (["999999"], "starts with '99'; look the code up in the list of divisions"),
            (["341221000"], "whose last three digits name no town; write for example 341221"),
            (["341299"], "341299 never is; look for the county in its prefecture"),
            (
                ["340171"],
                "340171 never is, for only statistics give codes that end in 71, to development zones; give the",
            ),
            (["340171001"], "give the code of the county that the zone lies in"),
            (["542300"], "542300 never is; look for the prefecture in its province"),
            (["360721", "--year", "2017"], "use 360704 (赣县区), which took its place, or an earlier year"),
            (["360704", "--year", "2015"], "use 360721 (赣县), whose place it took, or a later year"),
            (["440116", "--year", "2014"], "use 440112 (黄埔区), which took its place, or an earlier year"),
            (["360721101", "--year", "2017"], "use 360704 (赣县区), which took its place, or an earlier year"),
            (["341200101"], "put the code of the county before that of the town"),
            (["临安市", "--year", "2017"], "was last that of 330185 in 2016; ask for such a year, or for what took"),
            (["呼合浩特市"], "try 呼和浩特市"),
            (["海淀", "--within", "安徽"], "in 340000 (安徽省) at the end of 2017, but '海淀' is that of none; look"),
            ([" 市"], "is that of none; look for it in its province, or give a code"),
            (["鼓楼区", "--within", "341221"], "must name a prefecture, but 341221 names a county; give that of a"),
            (["鼓楼区", "--within", "临泉县"], "must name a prefecture, but 341221 names a county; give that of a"),
            (["鼓楼区", "--within", "鼓楼区"], "is that of 4 at the end of 2017: 320106 鼓楼区 of 南京市, "),
            (["海淀", "--within", "652100"], "in 652100 (吐鲁番地区) at the end of 2017, but '海淀' is"),
            (["海淀", "--within", "349900"], "prefecture or county in 349900 at the end of 2017, but '海淀'"),
            (["341221", "--within", "350100"], "must lie in 350100 (福州市) to be found within it, but 341221 does"),
            (["341221", "--within", "福建"], "in 350000 (福建省) to be found within it, but 341221 does not; leave"),
        ],
    )
    def test_is_told_so(self, run: Run, arguments: list[str], said: str) -> None:
        ran = run("places", *arguments)
        assert (ran.status, ran.out) == (1, "")
        assert said in ran.err
        assert ran.err.count("\n") == 1
        [fault] = run("places", *arguments, "--json").faults
        assert f"{fault['message']}\n" == ran.err

    @pytest.mark.parametrize(("year", "said"), [("2018", "2014 to 2017, but 2018 was given"), ("x", "not a valid int")])
    def test_a_year_without_a_list_is_wrong_usage(self, run: Run, year: str, said: str) -> None:
        ran = run("places", "341221", "--year", year)
        assert (ran.status, ran.out) == (2, "")
        assert said in " ".join(ran.err.split())

    @pytest.mark.parametrize("arguments", [[""], ["\u3000"], ["341221", "--within", " "]])
    def test_a_blank_is_wrong_usage(self, run: Run, arguments: list[str]) -> None:
        ran = run("places", *arguments)
        assert ran.status == 2
        assert "is blank; write for example 临泉县, or 341221" in ran.err


class TestANarrowPage:
    """Chinese characters are two columns wide: no line is wider than the page, and no code is broken."""

    @pytest.mark.parametrize("width", [40, 80])
    @pytest.mark.parametrize(
        "what", ["341221", "340000", "130421", "320213", "530925", "540502", "650521", "鼓楼区", "341221101201"]
    )
    def test_holds_all(self, run: Run, monkeypatch: pytest.MonkeyPatch, width: int, what: str) -> None:
        monkeypatch.setenv("FORCE_COLOR", "1")
        monkeypatch.setenv("NO_COLOR", "1")
        monkeypatch.setenv("COLUMNS", str(width))
        ran = run("places", what)
        assert all(cell_len(line.rstrip()) <= width for line in ran.out.splitlines())
        codes = [each["code"] for found in run("places", what, "--json").object["found"] for each in found["above"]]
        if what != "鼓楼区":
            assert set(codes) <= set(ran.out.split())
