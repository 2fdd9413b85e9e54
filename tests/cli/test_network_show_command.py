"""`network show`: what a network is on a day, and all that it tells of one of its parts."""

import sys
from datetime import date
from pathlib import Path

import pytest
from attrs import evolve

from rural_taobao.documents import read_network, write_adoptions, write_network
from rural_taobao.network import (
    Adoption,
    Adoptions,
    HelperPosting,
    Network,
    Partner,
    Permission,
    Position,
    Posting,
    Revocation,
    Station,
    WithdrawnByProvider,
    census,
)
from rural_taobao.periods import Period
from rural_taobao.reports import lettering
from rural_taobao.samples import one_village, service_village
from tests.cli.running import Run

SHOW = "network", "show", "network"
ON = *SHOW, "--on", "2016-11-11"
OPENED = date(2015, 6, 1)


def full() -> Network:
    """A village with a helper, a vacancy, and a permission that was revoked."""
    village = service_village()
    first, *later = village.postings
    revoked = Revocation(date(2016, 12, 1), WithdrawnByProvider())
    return evolve(
        village,
        stations=[*village.stations, Station("north", "feixi", Period(date(2016, 1, 1)), position=Position(0, 9000))],
        partners=[*village.partners, Partner("wu", Period(date(2016, 1, 1)), "part_time", date(2016, 1, 2))],
        postings=[evolve(first, period=first.period.ended(date(2016, 8, 1))), *later],
        helpers=[HelperPosting("sanhe", "wu", "li", Period(date(2016, 10, 1), date(2016, 12, 1)))],
        permissions=[
            evolve(each, revocation=revoked) if each.service == "loans" else each for each in village.permissions
        ],
    )


class TestOnADay:
    """Without a part that is named, it is counted what there is on the day."""

    def test_a_machine_gets_what_the_library_counts(self, run: Run, sample: Path) -> None:
        found = census(read_network(sample / "network"), date(2016, 11, 11))
        told = run(*ON, "--json")
        assert (told.status, told.err) == (0, "")
        assert told.object == {
            "on": "2016-11-11",
            "centres": found.centres,
            "stations": dict(found.stations),
            "partners": dict(found.partners),
            "in_charge": found.stations["run"],  # type: ignore[index] # a word is as good as its member
            "helpers": found.helpers,
            "versions": dict(found.versions),
            "provinces": [{"province": code, "stations": count} for code, count in found.provinces.items()],
            "picture": None,
        }

    def test_it_is_shown_on_a_page(self, run: Run, village: Path) -> None:
        write_network(full(), Path("network"))
        ran = run(*ON)
        assert (ran.status, ran.err) == (0, "")
        assert [line.rstrip() for line in ran.out.splitlines()] == [
            "The network on 2016-11-11",
            "",
            "what                                how many",
            "────────────────────────────────────────────",
            "county centres open                        1",
            "stations run by a partner                  1",
            "stations open and vacant                   1",
            "stations closed                            0",
            "stations not open yet                      0",
            "partners under contract, full time         1",
            "partners under contract, part time         1",
            "postings in charge                         1",
            "postings as a helper                       1",
            "",
            "By model version",
            "",
            "version  stations run",
            "─────────────────────",
            "3.0                 1",
            "",
            "By province",
            "",
            "code    province  stations open",
            "───────────────────────────────",
            "340000  Anhui                 2",
            "",
        ]

    @pytest.mark.parametrize("day", ["0001-01-01", "2015-05-31"])
    def test_before_the_first_day_nothing_is_there(self, run: Run, village: Path, day: str) -> None:
        ran = run(*SHOW, "--on", day)
        assert ran.status == 0
        assert "stations not open yet                      1" in ran.out
        assert "By " not in ran.out

    def test_the_last_day_of_the_calendar_is_a_day(self, run: Run, village: Path) -> None:
        assert run(*SHOW, "--on", "9999-12-31", "--json").object["stations"]["run"] == 1

    def test_a_network_of_nothing_is_counted_too(self, run: Run, village: Path) -> None:
        empty = evolve(one_village(), centres=[], stations=[], partners=[], postings=[])
        write_network(empty, Path("network"))
        assert run(*ON, "--json").object["stations"] == {"run": 0, "vacant": 0, "closed": 0, "ahead": 0}


class TestAStation:
    """Of a station it is told when it was open, who was in charge under which version, and who helped."""

    def test_all_its_days(self, run: Run, village: Path) -> None:
        write_network(full(), Path("network"))
        told = run(*SHOW, "--station", "sanhe", "--json").object
        open_end = {"from": "2015-06-01", "to": None}
        assert told == {
            "on": None,
            "station": "sanhe",
            "open": [{"centre": "feixi", "county": "340123", **open_end}],
            "in_charge": [
                {"partner": "li", "version": "2.0", "payee": "li", "from": "2015-06-01", "to": "2016-08-01"},
                {"partner": "li", "version": "3.0", "payee": "li", "from": "2016-09-01", "to": None},
            ],
            "helping": [{"partner": "wu", "payee": "li", "from": "2016-10-01", "to": "2016-12-01"}],
            "vacant": [{"from": "2016-08-01", "to": "2016-09-01"}],
            "permissions": [
                {"service": "train-tickets", "partner": "li", "from": "2016-09-01", "to": None, "revoked": None}
                | {"cause": None},
                {"service": "loans", "partner": "li", "from": "2016-10-01", "to": None, "revoked": "2016-12-01"}
                | {"cause": "the provider withdrew it"},
            ],
            "adopted": None,
        }

    def test_one_day(self, run: Run, village: Path) -> None:
        write_network(full(), Path("network"))
        days = {
            "2016-07-31": (["2.0"], 0, 0, 0),
            "2016-08-01": ([], 0, 1, 0),
            "2016-11-11": (["3.0"], 1, 0, 2),
            "2016-12-01": (["3.0"], 0, 0, 1),
        }
        for day, (versions, helping, vacant, permitted) in days.items():
            told = run(*SHOW, "--station", "sanhe", "--on", day, "--json").object
            assert told["on"] == day
            assert [each["version"] for each in told["in_charge"]] == versions
            assert (len(told["helping"]), len(told["vacant"]), len(told["permissions"])) == (helping, vacant, permitted)

    def test_what_is_adopted_there(self, run: Run, village: Path) -> None:
        write_network(full(), Path("network"))
        county = Adoption(version="3.0", centre="feixi", start=date(2016, 9, 1))
        own = Adoption(version="2.0", station="sanhe", start=date(2016, 1, 1))
        elsewhere = Adoption(version="2.0", station="north", start=date(2016, 1, 1))
        write_adoptions(Adoptions([county, elsewhere, own]), Path("network/adoptions.toml"))
        rows = [
            {"version": "2.0", "by": "station sanhe", "since": "2016-01-01"},
            {"version": "3.0", "by": "county centre feixi", "since": "2016-09-01"},
        ]
        assert run(*SHOW, "--station", "sanhe", "--json").object["adopted"] == rows
        for day, expected in {"2015-12-31": [], "2016-11-11": rows[:1]}.items():
            assert run(*SHOW, "--station", "sanhe", "--on", day, "--json").object["adopted"] == expected
        page = run(*SHOW, "--station", "sanhe").out
        assert "3.0      county centre feixi  2016-09-01" in page
        of_county = run(*SHOW, "--county", "340123", "--json").object["adopted"]
        assert of_county == rows[1:]
        assert run(*SHOW, "--centre", "feixi", "--on", "2016-08-31", "--json").object["adopted"] == []

    def test_it_is_shown_on_a_page(self, run: Run, village: Path) -> None:
        write_network(full(), Path("network"))
        ran = run(*SHOW, "--station", "sanhe", "--on", "2016-11-11")
        assert (ran.status, ran.err) == (0, "")
        assert [line.rstrip() for line in ran.out.splitlines()] == [
            "Station sanhe on 2016-11-11",
            "",
            "Open",
            "",
            "centre  county  from        to before",
            "─────────────────────────────────────",
            "feixi   340123  2015-06-01",
            "",
            "In charge",
            "",
            "partner  version  payee  from        to before",
            "──────────────────────────────────────────────",
            "li       3.0      li     2016-09-01",
            "",
            "Helping",
            "",
            "partner  payee  from        to before",
            "──────────────────────────────────────",
            "wu       li     2016-10-01  2016-12-01",
            "",
            "Permitted",
            "",
            "service        partner  from        to before  revoked     cause",
            "─" * 80,
            "train-tickets  li       2016-09-01",
            "loans          li       2016-10-01             2016-12-01  the provider withdrew",
            "                                                           it",
            "",
        ]

    def test_where_nothing_holds_it_is_said(self, run: Run, village: Path) -> None:
        ran = run(*SHOW, "--station", "sanhe", "--on", "2014-01-01")
        assert ran.out == "Station sanhe on 2014-01-01\n\nNothing holds of it on that day.\n"


class TestAPartner:
    """Of a partner it is told when a contract held, where the partner was in charge and helped."""

    def test_all_days(self, run: Run, village: Path) -> None:
        write_network(full(), Path("network"))
        told = run(*SHOW, "--partner", "wu", "--json").object
        assert told["contracts"] == [
            {"engagement": "part time", "from": "2016-01-01", "to": None, "examined": "2016-01-02"}
            | dict.fromkeys(("trained", "local", "premises"))
        ]
        assert told["helping"] == [{"station": "sanhe", "payee": "li", "from": "2016-10-01", "to": "2016-12-01"}]
        assert (told["in_charge"], told["permissions"]) == ([], [])
        li = run(*SHOW, "--partner", "li", "--json").object
        assert [(each["station"], each["version"]) for each in li["in_charge"]] == [("sanhe", "2.0"), ("sanhe", "3.0")]
        assert [each["station"] for each in li["permissions"]] == ["sanhe", "sanhe"]
        assert "adopted" not in li

    def test_postings_come_by_their_days(self, run: Run, village: Path) -> None:
        network = full()
        write_network(evolve(network, postings=network.postings[::-1]), Path("network"))
        li = run(*SHOW, "--partner", "li", "--json").object
        assert [each["version"] for each in li["in_charge"]] == ["2.0", "3.0"]

    def test_one_day(self, run: Run, village: Path) -> None:
        write_network(full(), Path("network"))
        ran = run(*SHOW, "--partner", "wu", "--on", "2016-11-11")
        assert "part time   2016-01-01             2016-01-02" in ran.out
        assert "sanhe    li     2016-10-01  2016-12-01" in ran.out
        told = run(*SHOW, "--partner", "wu", "--on", "2016-12-01", "--json").object
        assert (len(told["contracts"]), told["helping"]) == (1, [])
        assert run(*SHOW, "--partner", "wu", "--on", "2015-12-31", "--json").object["contracts"] == []


class TestACentre:
    """Of a centre, or of a county, it is told which stations it runs, and on a day who is in charge of each."""

    @pytest.mark.parametrize("subject", [("--centre", "feixi"), ("--county", "340123")])
    def test_all_days(self, run: Run, village: Path, subject: tuple[str, str]) -> None:
        write_network(full(), Path("network"))
        told = run(*SHOW, *subject, "--json").object
        assert told["centres"] == [
            {"centre": "feixi", "county": "340123", "payee": "feixi-centre", "from": "2015-06-01", "to": None}
        ]
        assert told["stations"] == [
            {"station": "sanhe", "from": "2015-06-01", "to": None},
            {"station": "north", "from": "2016-01-01", "to": None},
        ]
        assert told["adopted"] is None

    def test_one_day(self, run: Run, village: Path) -> None:
        write_network(full(), Path("network"))
        told = run(*SHOW, "--centre", "feixi", "--on", "2016-11-11", "--json").object
        assert told["stations"] == [
            {"station": "sanhe", "partner": "li", "version": "3.0", "payee": "li", "from": "2016-09-01", "to": None},
            {"station": "north", "partner": None, "version": None, "payee": None, "from": None, "to": None},
        ]
        assert "north    vacant" in run(*SHOW, "--county", "340123", "--on", "2016-11-11").out
        nothing = run(*SHOW, "--centre", "feixi", "--on", "2015-05-31", "--json").object
        assert (nothing["centres"], nothing["stations"]) == ([], [])

    def test_a_station_that_another_centre_ran_before_is_told_from_when_this_one_does(
        self, run: Run, village: Path
    ) -> None:
        ours = one_village()
        [feixi] = ours.centres
        rows = [
            Station("sanhe", "other", Period(OPENED, date(2016, 1, 1))),
            Station("sanhe", "feixi", Period(date(2016, 1, 1))),
        ]
        write_network(evolve(ours, centres=[feixi, evolve(feixi, id="other")], stations=rows), Path("network"))
        told = run(*SHOW, "--centre", "feixi", "--json").object
        assert told["stations"] == [{"station": "sanhe", "from": "2016-01-01", "to": None}]
        both = run(*SHOW, "--county", "340123", "--json").object
        assert ([each["centre"] for each in both["centres"]], len(both["stations"])) == (["feixi", "other"], 2)


class TestRefusals:
    """What is not there is told, and wrong usage is usage."""

    @pytest.mark.parametrize(
        ("subject", "message"),
        [
            (("--station", "x"), "a station that is named must be there, but x is not; add it or name another"),
            (("--partner", "x"), "a partner that is named must be there, but x is not; add it or name another"),
            (("--centre", "x"), "a county centre that is named must be there, but x is not; add it or name another"),
            (("--county", "340124"), "a county with a centre that is named must be there, but 340124 is not"),
            (("--county", "34"), "a county code must be 6 ASCII digits"),
            (("--station", "no id"), "a station id must be 1 to 64 ASCII letters"),
        ],
    )
    def test_what_is_unknown(self, run: Run, village: Path, subject: tuple[str, str], message: str) -> None:
        ran = run(*SHOW, *subject)
        assert (ran.status, ran.out) == (1, "")
        assert ran.err.startswith(message)
        assert run(*SHOW, *subject, "--json").faults[0]["message"].startswith(message)

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            ((), "name the day with --on, or a part of the network that is shown for all days"),
            (("--on", "soon"), "a value here must be a day"),
            (("--station", "a", "--partner", "b"), "but --station and --partner were given; choose one"),
            (("--station", "a", "--on", "2016-11-11", "--picture", "a.png"), "a picture shows all stations"),
            (("--on", "2016-11-11", "--picture", "a.gif"), "ends with .png or .svg, but a.gif was named"),
            (("--on", "2016-11-11", "--of", "partners"), "'partners' is not one of 'states', 'versions'"),
            (("--station", " "), "an id or a key must be given"),
        ],
    )
    def test_wrong_usage(self, run: Run, village: Path, arguments: tuple[str, ...], message: str) -> None:
        ran = run(*SHOW, *arguments)
        assert (ran.status, ran.out) == (2, "")
        assert message in " ".join(ran.err.split())

    def test_a_folder_that_is_none_or_faulty(self, run: Run, village: Path) -> None:
        assert "nothing is at this path" in run("network", "show", "nowhere", "--on", "2016-11-11").err
        Path("network/adoptions.toml").write_text("format = 1", encoding="utf-8")
        assert run(*ON).status == 0
        ran = run(*SHOW, "--station", "sanhe")
        assert ran.status == 1
        assert ran.err.startswith("network/adoptions.toml, ")


class TestPictures:
    """A picture of all stations over time goes to a file; its kind is that of the ending."""

    @pytest.mark.parametrize("of", ["states", "versions"])
    @pytest.mark.parametrize("language", ["en", "zh"])
    def test_it_is_drawn_as_asked(self, run: Run, sample: Path, of: str, language: str) -> None:
        asked = *ON, "--of", of, "--language", language
        ran = run(*asked, "--picture", "a.png")
        assert (ran.status, ran.err) == (0, "")
        assert ran.out.endswith("\na.png: a picture\n")
        assert run(*asked, "--picture", "a.svg", "--json").object["picture"] == "a.svg"
        assert Path("a.png").read_bytes().startswith(b"\x89PNG")
        assert Path("a.svg").read_bytes().startswith(b"<?xml")

    def test_by_what_and_in_which_language_makes_another_picture(self, run: Run, sample: Path) -> None:
        pictures = set[bytes]()
        for of in ("states", "versions"):
            for language in ("en", "zh"):
                run(*ON, "--of", of, "--language", language, "--picture", "a.svg")
                pictures.add(Path("a.svg").read_bytes())
        # Where no font has Chinese, both are in English.
        assert len(pictures) == (4 if lettering().has_chinese else 2)

    def test_of_days_without_a_station_there_is_none(self, run: Run, village: Path) -> None:
        ran = run(*SHOW, "--on", "2014-01-01", "--picture", "a.png")
        assert (ran.status, ran.out, Path("a.png").exists()) == (1, "", False)
        assert ran.err.startswith("a picture over time must lead to a day on which a station is there, but the first")

    def test_without_the_extra_it_is_said_what_to_install(
        self, run: Run, village: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(sys.modules, "matplotlib", None)
        monkeypatch.setattr("rural_taobao.reports.extra.find_spec", lambda _name: None)
        ran = run(*ON, "--picture", "a.png")
        assert (ran.status, ran.out) == (1, "")
        assert ran.err == (
            "matplotlib must be installed to draw pictures, but it is not; "
            "install it with: pip install 'rural_taobao[reports]'\n"
        )

    def test_where_it_cannot_be_written_nothing_is_shown(self, run: Run, village: Path) -> None:
        ran = run(*ON, "--picture", "nowhere/a.png")
        assert (ran.status, ran.out) == (1, "")
        assert ran.err.startswith("nowhere/a.png: an output must go into a folder")


class TestANarrowPage:
    """On a page of 80 columns, or of fewer, nothing runs over the edge, however long ids are."""

    @pytest.mark.parametrize("columns", [80, 60])
    def test_ids_are_folded(self, run: Run, village: Path, monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
        long = {name: f"{name}-{'x' * (63 - len(name))}" for name in ("sanhe", "li", "feixi")}
        ours = one_village()
        [centre], [station], [partner], [posting] = ours.centres, ours.stations, ours.partners, ours.postings
        payees = [*ours.payees, evolve(ours.payees[0], id=long["li"], known=Period(date(2010, 1, 1)))]
        write_network(
            evolve(
                ours,
                versions=[evolve(each, services=["loans"]) for each in ours.versions],
                centres=[evolve(centre, id=long["feixi"])],
                stations=[evolve(station, id=long["sanhe"], centre=long["feixi"])],
                partners=[evolve(partner, id=long["li"])],
                payees=payees,
                postings=[Posting(long["sanhe"], long["li"], long["li"], posting.version, posting.period)],
                services=service_village().services,
                permissions=[Permission("loans", long["sanhe"], long["li"], posting.period)],
            ),
            Path("network"),
        )
        monkeypatch.setenv("COLUMNS", str(columns))
        for subject in (("--station", long["sanhe"]), ("--partner", long["li"]), ("--centre", long["feixi"])):
            ran = run(*SHOW, *subject, "--on", "2016-11-11")
            assert ran.status == 0
            title, *lines = ran.out.splitlines()
            assert long[{"--station": "sanhe", "--partner": "li", "--centre": "feixi"}[subject[0]]] in title
            assert max(len(line.rstrip()) for line in lines) <= columns
