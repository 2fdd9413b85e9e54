import json
from datetime import datetime
from pathlib import Path

import pytest
from attrs import evolve

from rural_taobao.cli.sums import PAGES
from rural_taobao.commission.arithmetic import evaluated
from rural_taobao.currencies import CNY, Currency
from rural_taobao.documents import read_ledger, write_events, write_ledger
from rural_taobao.documents.arithmetic import read_arithmetic
from rural_taobao.exact import Exact
from rural_taobao.instants import CHINA
from rural_taobao.money import Money
from rural_taobao.periods import Month
from rural_taobao.samples import one_order
from rural_taobao.settlement import Cancellation, Event, Language, Ledger, Refund, explained, in_columns
from tests.cli.running import VILLAGE, Run

LEDGER = Path("out/ledger.csv")
AT = datetime.fromisoformat("2016-11-20T12:00:00+08:00")
KEY = "o-1/example/everything/partner/li/commission/accrued/CNY/1"


@pytest.fixture
def settled(village: Path, run: Run) -> Path:
    """Settle two orders, of which a half of one was given back."""
    events: list[Event] = [
        one_order(),
        evolve(one_order(), id="o-2", gross=Money(100_00)),
        Refund(id="r-1", order="o-1", gross=Money(599_50), at=AT, known_at=AT),
    ]
    write_events(in_columns(events, CNY), Path("events"), CHINA)
    assert run(*VILLAGE).status == 0
    return village


@pytest.fixture
def guaranteed(settled: Path) -> Path:
    """Let the ledger hold a line of a month, too."""
    line = next(iter(read_ledger(LEDGER)))
    month = evolve(line, event="2016-11", rule="start", component="guarantee", station=None, basis=None)
    write_ledger(Ledger.of([*read_ledger(LEDGER), month]), LEDGER)
    return settled


class TestALineOfAMonth:
    """A line of a month is found by the month, and named for what it is."""

    def test_is_found_by_its_month(self, guaranteed: Path, run: Run) -> None:
        [line] = run("explain", "out", "--line", "2016-11", "--json").object["lines"]
        assert (line["event"], line["station"], line["basis"], line["component"]) == (
            "2016-11",
            None,
            None,
            "guarantee",
        )

    def test_is_added_up_by_its_kind(self, guaranteed: Path, run: Run) -> None:
        [payee] = {line.payee for line in read_ledger(LEDGER) if line.station is None}
        ran = run("explain", "out", "--payee", payee)
        assert "guarantee" in ran.out
        assert "for the month 2016-11" in ran.out


@pytest.fixture
def forecast(settled: Path) -> Path:
    """Let the ledger hold the lines of an order as they were expected, too."""
    lines = list(read_ledger(LEDGER))
    expected = [evolve(line, state="expected") for line in lines if line.event == "o-2"]
    write_ledger(Ledger.of([*expected, *lines]), LEDGER)
    return settled


class TestALineInAnotherState:
    """What is not accrued is added up by itself, and never with what is."""

    def test_is_told_apart_by_its_kind_and_in_all(self, forecast: Path, run: Run) -> None:
        head, _, _ = run("explain", "out", "--payee", "li").out.partition("\n\n¥")
        sums = [line.split() for line in head.splitlines()[4:]]
        assert sums[:3] == [
            ["2016-11", "everything", "partner", "commission", "2", "¥18.19"],
            ["2016-11", "everything", "partner", "commission", "expected", "1", "¥1.40"],
            ["2016-11", "everything", "partner", "refunds", "1", "-¥8.40"],
        ]
        assert sums[4:] == [["in", "all", "3", "¥9.79"], ["1", "¥1.40", "expected"]]

    def test_is_not_in_the_sum_for_a_machine(self, forecast: Path, run: Run) -> None:
        found = run("explain", "out", "--payee", "li", "--json").object
        assert found["count"] == 4
        assert found["amounts_minor"] == {"CNY": 9_79}


class TestAFee:
    """A fee, and what a refund gives back of it, are added up under their own names."""

    @pytest.fixture
    def owed(self, settled: Path) -> Path:
        """Let the ledger hold a fee of an order, and a part of it given back, too."""
        [line] = [line for line in read_ledger(LEDGER) if str(line.key) == KEY]
        fee = evolve(line, rule="licence", component="fee", amount=Money(-50))
        back = evolve(fee, event="r-1", component="fee_reversal", amount=Money(20), corrects=str(fee.key))
        write_ledger(Ledger.of([*read_ledger(LEDGER), fee, back]), LEDGER)
        return settled

    def test_of_a_payee(self, owed: Path, run: Run) -> None:
        head, _, _ = run("explain", "out", "--payee", "li").out.partition("\n\n¥")
        sums = [line.split() for line in head.splitlines()[4:]]
        assert ["2016-11", "licence", "partner", "fee", "1", "-¥0.50"] in sums
        assert ["2016-11", "licence", "partner", "fee", "given", "back", "1", "¥0.20"] in sums

    def test_comes_with_its_order(self, owed: Path, run: Run) -> None:
        found = run("explain", "out", "--line", "o-1", "--json").object
        assert [line["component"] for line in found["lines"]][-1] == "fee_reversal"


class TestALine:
    """For any coin the reason: the arithmetic of a line, in words, and as it is."""

    def test_is_explained_by_its_key(self, settled: Path, run: Run) -> None:
        ran = run("explain", "out", "--line", KEY)
        assert (ran.status, ran.err) == (0, "")
        [line] = [line for line in read_ledger(LEDGER) if str(line.key) == KEY]
        assert ran.out == f"{explained(line)}\n  key {KEY}\n\n{PAGES[Language.ENGLISH].ask}\n"
        assert "¥1,199.00 × 2 % = ¥23.98" in ran.out

    def test_is_found_with_all_others_of_its_order_and_what_refunds_took_back(self, settled: Path, run: Run) -> None:
        found = run("explain", LEDGER, "--line", "o-1", "--json").object
        assert [line["event"] for line in found["lines"]] == ["o-1"] * 3 + ["r-1"] * 3
        assert found["count"] == 6
        assert found["amounts_minor"] == {"CNY": 11_99}
        assert all(line["corrects"].startswith("o-1/") for line in found["lines"][3:])

    def test_is_found_by_its_refund(self, settled: Path, run: Run) -> None:
        found = run("explain", "out", "--line", "r-1", "--json").object
        assert [line["component"] for line in found["lines"]] == ["reversal"] * 3
        assert found["amounts_minor"] == {"CNY": -11_99}

    def test_is_found_by_what_made_it_shift(self, settled: Path, run: Run) -> None:
        shifted = [evolve(line, cause="o-9") for line in read_ledger(LEDGER) if line.event == "o-2"]
        write_ledger(Ledger.of(shifted), LEDGER)
        assert run("explain", "out", "--line", "o-9", "--json").object["count"] == 3

    def test_has_every_field_for_a_machine(self, settled: Path, run: Run) -> None:
        [line] = run("explain", "out", "--line", KEY, "--json").object["lines"]
        assert line.pop("text").startswith("¥16.79 to li as partner\n")
        assert line.pop("arithmetic") == [
            "part",
            ["rounded", ["banded", [[1199_00, 20_000]]], "half_up"],
            [700_000, 200_000, 100_000],
            "largest_remainder",
            0,
        ]
        assert line == {
            "key": KEY,
            "event": "o-1",
            "plan": "example",
            "plan_version": "2015",
            "rule": "everything",
            "party": "partner",
            "payee": "li",
            "component": "commission",
            "state": "accrued",
            "number": 1,
            "amount_minor": 16_79,
            "currency": "CNY",
            "earned": "2016-11",
            "posted": "2016-11",
            "model_version": "2.0",
            "station": "sanhe",
            "credited": "li",
            "at": "2016-11-11T00:03:12+08:00",
            "basis": "net",
            "measured": 1199_00,
            "before": None,
            "reason": "accrual",
            "cause": "",
            "corrects": "",
        }


@pytest.fixture
def inputs(settled: Path) -> Path:
    """Let the folder hold the plans where `demo` puts them, and an order that earned nothing."""
    Path("plans").mkdir()
    Path("plan.toml").rename("plans/plan.toml")
    fake = Cancellation(id="c-1", event="o-3", reason="fake", at=AT, known_at=AT)
    events: list[Event] = [
        one_order(),
        evolve(one_order(), id="o-2", gross=Money(100_00)),
        evolve(one_order(), id="o-3"),
        Refund(id="r-1", order="o-1", gross=Money(599_50), at=AT, known_at=AT),
        fake,
    ]
    write_events(in_columns(events, CNY), Path("events"), CHINA)
    return settled


class TestRules:
    """With the inputs, it is told which rules matched, which did not, and why."""

    def test_are_told_after_the_lines(self, inputs: Path, run: Run) -> None:
        ran = run("explain", "out", "--line", KEY, "--inputs", ".")
        assert (ran.status, ran.err) == (0, "")
        assert ran.out.endswith(
            "\no-1: an order at station sanhe on 2016-11-11 00:03\n"
            "  it earned commission\n"
            "  counted in 2016-11\n"
            "  under plan example, version 2015 (model version 2.0), on the account of li; one rule may match\n"
            "  rule everything matched and pays ¥23.98 in all\n\n"
        )
        assert "--inputs" not in ran.out

    @pytest.mark.parametrize("name", ["o-1", "r-1"])
    def test_are_those_of_the_order_for_its_refund(self, inputs: Path, run: Run, name: str) -> None:
        found = run("explain", "out", "--line", name, "--inputs", ".", "--json").object
        assert found["inquiry"]["event"] == "o-1"
        assert [rule["fate"] for rule in found["inquiry"]["rules"]] == ["paid"]
        assert {line["event"] for line in found["lines"]} <= {"o-1", "r-1"}

    @pytest.mark.parametrize("name", ["o-3", "c-1"])
    def test_are_told_of_an_order_that_earned_nothing(self, inputs: Path, run: Run, name: str) -> None:
        ran = run("explain", "out", "--line", name, "--inputs", ".")
        assert ran.out.splitlines()[:2] == [
            "o-3: an order at station sanhe on 2016-11-11 00:03",
            "  it earns nothing: nothing was really ordered",
        ]
        found = run("explain", "out", "--line", name, "--inputs", ".", "--json").object
        assert (found["count"], found["lines"], found["inquiry"]["outcome"]) == (0, [], "fake")

    def test_are_told_in_chinese(self, inputs: Path, run: Run) -> None:
        ran = run("explain", "out", "--line", "o-3", "--inputs", ".", "--language", "zh")
        assert ran.out == (
            "o-3：订单，服务站 sanhe，2016-11-11 00:03\n"
            "  不计佣金：虚假订单\n"
            "  归属 2016-11\n"
            "  依据方案 example，版本 2015（模式版本 2.0），计入 li 的账户；只可有一条规则匹配\n"
            "  规则 everything 匹配并选用\n\n"
        )
        found = run("explain", "out", "--line", "o-3", "--inputs", ".", "--language", "zh", "--json").object
        assert found["inquiry"]["text"] == ran.out.rstrip("\n")

    def test_of_a_month_there_are_none(self, inputs: Path, guaranteed: Path, run: Run) -> None:
        ran = run("explain", "out", "--line", "2016-11", "--inputs", ".")
        assert (ran.status, ran.err) == (0, "")
        assert "rule " not in ran.out
        assert "--inputs" not in run("explain", "out", "--line", "2016-11").out
        assert run("explain", "out", "--line", "2016-11", "--inputs", ".", "--json").object["inquiry"] is None

    def test_are_not_told_of_an_event_that_nobody_knows(self, inputs: Path, run: Run) -> None:
        [fault] = run("explain", "out", "--line", "o-9", "--inputs", ".", "--json").faults
        assert fault["file"] == "."
        assert fault["message"] == (
            "an event must be in the ledger or among the events to be explained, but 'o-9' is in neither; "
            "did you mean o-1, o-2, o-3"
        )

    def test_are_not_told_of_a_line_whose_event_is_missing(self, inputs: Path, run: Run) -> None:
        write_events(in_columns([evolve(one_order(), id="o-2", gross=Money(100_00))], CNY), Path("events"), CHINA)
        [fault] = run("explain", "out", "--line", "o-1", "--inputs", ".", "--json").faults
        assert "but none has the id 'o-1'" in fault["message"]
        assert fault["file"] == "events"

    def test_faults_of_the_inputs_are_told(self, inputs: Path, run: Run) -> None:
        faults = run("explain", "out", "--line", "o-1", "--inputs", "elsewhere", "--json").faults
        assert any(fault["file"].startswith("elsewhere/network") for fault in faults)


class TestATrace:
    """The arithmetic in JSON, read and evaluated again, gives the amount of its line."""

    def test_gives_every_amount(self, sample: Path, run: Run) -> None:
        run("settle", "network", "events", "--plan", "plans", "--month", "2016-11")
        lines = run("explain", "out", "--payee", "platform", "--json").object["lines"]
        assert len(lines) > 100
        for line in lines:
            term = read_arithmetic(json.dumps(line["arithmetic"]))
            assert evaluated(term) == Exact(line["amount_minor"])


class TestChinese:
    """A page in Chinese has no English but names."""

    def test_of_a_line(self, settled: Path, run: Run) -> None:
        ran = run("explain", "out", "--line", KEY, "--language", "zh")
        [line] = [line for line in read_ledger(LEDGER) if str(line.key) == KEY]
        assert ran.out == f"{explained(line, Language.CHINESE)}\n  键 {KEY}\n\n{PAGES[Language.CHINESE].ask}\n"
        [made] = run("explain", "out", "--line", KEY, "--language", "zh", "--json").object["lines"]
        assert made["text"] == explained(line, Language.CHINESE)

    def test_of_a_payee(self, settled: Path, run: Run) -> None:
        head = run("explain", "out", "--payee", "li", "--language", "zh").out.partition("\n\n¥")[0].splitlines()
        assert head[0] == "各行合计"
        assert head[2].split() == ["入账", "规则", "角色", "类别", "行数", "金额"]
        assert [line.split() for line in head[4:6]] == [
            ["2016-11", "everything", "合伙人", "佣金", "2", "¥18.19"],
            ["2016-11", "everything", "合伙人", "退款扣回", "1", "-¥8.40"],
        ]
        assert head[7].split() == ["总计", "3", "¥9.79"]

    def test_another_language_is_wrong_usage(self, settled: Path, run: Run) -> None:
        ran = run("explain", "out", "--line", KEY, "--language", "fr")
        assert (ran.status, ran.out) == (2, "")
        assert "'fr' is not one of 'en', 'zh'" in ran.err


class TestAPayee:
    """The lines of a payee, and what they add up to."""

    def test_is_summed_before_each_line_is_explained(self, settled: Path, run: Run) -> None:
        ran = run("explain", "out", "--payee", "li")
        head, _, lines = ran.out.partition("\n\n¥")
        sums = [line.split() for line in head.splitlines()[4:]]
        assert sums[0] == ["2016-11", "everything", "partner", "commission", "2", "¥18.19"]
        assert sums[1] == ["2016-11", "everything", "partner", "refunds", "1", "-¥8.40"]
        assert sums[3] == ["in", "all", "3", "¥9.79"]
        assert lines.count(" to li as partner\n") == 3
        assert "key " not in lines

    def test_adds_up_each_currency_for_itself(self, settled: Path, run: Run) -> None:
        lines = [line for line in read_ledger(LEDGER) if line.payee == "li"]
        shillings = [evolve(line, amount=Money(line.amount.minor, Currency("UGX"))) for line in lines]
        write_ledger(Ledger.of([*lines, *shillings]), LEDGER)
        ran = run("explain", "out", "--payee", "li")
        totals = ran.out.partition("\nin all ")[2].splitlines()[:2]
        assert [line.split(maxsplit=1) for line in totals] == [["3", "¥9.79"], ["3", "UGX 979"]]
        assert run("explain", "out", "--payee", "li", "--json").object["amounts_minor"] == {"CNY": 979, "UGX": 979}

    def test_is_shown_for_one_month(self, settled: Path, run: Run) -> None:
        assert run("explain", "out", "--payee", "li", "--month", "2016-11", "--json").object["count"] == 3
        [fault] = run("explain", "out", "--payee", "li", "--month", "2016-12", "--json").faults
        assert fault["message"].endswith("but nothing was posted to li in 2016-12; ask for one of 2016-11")

    def test_is_shown_by_the_month_in_which_lines_were_posted(self, settled: Path, run: Run) -> None:
        late = [evolve(line, posted=Month(2016, 12)) for line in read_ledger(LEDGER)]
        write_ledger(Ledger.of(late), LEDGER)
        assert run("explain", "out", "--payee", "li", "--month", "2016-12", "--json").object["count"] == 3
        assert run("explain", "out", "--payee", "li", "--month", "2016-11").status == 1

    def test_fits_a_page_of_80_columns(self, sample: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        run("settle", "network", "events", "--plan", "plans", "--month", "2016-11")
        partner = next(entry.cell.payee for entry in read_ledger(LEDGER).entries() if entry.cell.party == "partner")
        whole = run("explain", "out", "--payee", partner).out
        monkeypatch.setenv("FORCE_COLOR", "1")
        monkeypatch.setenv("NO_COLOR", "1")
        shown = run("explain", "out", "--payee", partner).out
        assert all(len(line) <= 80 or line.startswith("    o-") for line in shown.splitlines())
        assert "".join(shown.split()) == "".join(whole.split())

    def test_has_keys_that_can_be_copied_from_a_narrow_terminal(
        self, settled: Path, run: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("FORCE_COLOR", "1")
        monkeypatch.setenv("NO_COLOR", "1")
        monkeypatch.setenv("COLUMNS", "40")
        shown = run("explain", "out", "--line", "r-1").out
        assert (
            f"\n  corrects\n    {KEY}\n  key\n    {KEY.replace('o-1', 'r-1').replace('commission', 'reversal')}\n"
            in shown
        )


class TestWhatIsNotThere:
    """An unknown name is one sentence with the nearest ones."""

    @pytest.mark.parametrize(
        ("option", "name", "nearest"),
        [
            ("--line", "o-11", "; or did you mean o-1\n"),
            ("--line", "0-1", "; or did you mean o-1, "),
            ("--line", KEY.replace("partner", "platform"), "o-1/example/everything/platform/platform/commission/"),
            ("--line", f"o-3/{KEY}", "did you mean o-"),
            (
                "--line",
                "三河",
                "names '三河'; an order that earned nothing has none, and --inputs tells why\n",
            ),
            ("--line", "三河/x", "no line of this ledger names '三河/x'; ask for an order's id"),
            ("--payee", "lee", "ask for a payee of a statement"),
            ("--payee", "lii", "did you mean li"),
            ("--payee", "feixi", "did you mean feixi-centre"),
        ],
    )
    def test_is_told_with_what_is_nearest(self, settled: Path, run: Run, option: str, name: str, nearest: str) -> None:
        ran = run("explain", "out", option, name)
        assert (ran.status, ran.out) == (1, "")
        assert ran.err.count("\n") == 1
        assert ran.err.startswith("out/ledger.csv: a ")
        assert nearest in ran.err

    def test_is_told_with_those_that_begin_alike_first(self, settled: Path, run: Run) -> None:
        [one, *_] = read_ledger(LEDGER)
        write_ledger(Ledger.of(evolve(one, event=f"o-201611-{number:06d}") for number in range(0, 900, 3)), LEDGER)
        [fault] = run("explain", "out", "--line", "o-201611-00012", "--json").faults
        assert fault["message"].endswith("; or did you mean o-201611-000120, o-201611-000123, o-201611-000126")

    def test_is_told_with_those_that_end_alike_though_many_are_between(self, settled: Path, run: Run) -> None:
        [one, *_] = read_ledger(LEDGER)
        ids = [f"{letter}-201611-{number:06d}" for letter in "op" for number in range(0, 900, 3)]
        write_ledger(Ledger.of(evolve(one, event=name) for name in ids), LEDGER)
        [fault] = run("explain", "out", "--line", "q-201611-000120", "--json").faults
        assert "; or did you mean o-201611-000120, p-201611-000120, " in fault["message"]

    def test_is_an_order_that_earned_nothing(self, settled: Path, run: Run) -> None:
        Path("other").mkdir()
        fake = Cancellation(id="c-1", event="purchase", reason="fake", at=AT, known_at=AT)
        write_events(in_columns([one_order(), evolve(one_order(), id="purchase"), fake], CNY), Path("other"), CHINA)
        arguments = ("settle", "network", "other", "--plan", "plan.toml", "--month", "2016-11", "--out", "second")
        assert run(*arguments, "--json").object["earns_nothing"] == 1
        [fault] = run("explain", "second", "--line", "purchase", "--json").faults
        assert fault["message"] == (
            "a line must be asked for by its key, or by what earned it, but no line of this ledger names 'purchase'; "
            "an order that earned nothing has none, and --inputs tells why"
        )

    def test_is_told_of_the_ledger_too(self, settled: Path, run: Run) -> None:
        [fault] = run("explain", "elsewhere", "--payee", "li", "--json").faults
        assert fault["file"] == "elsewhere"

    def test_is_no_coin_where_the_arithmetic_is_damaged(self, settled: Path, run: Run) -> None:
        text = LEDGER.read_text(encoding="utf-8")
        LEDGER.write_text(text.replace('[""part""', '[""parts""', 1), encoding="utf-8")
        [fault] = run("explain", "out", "--line", "o-1", "--json").faults
        assert (fault["file"], fault["row"], fault["place"]) == ("out/ledger.csv", 2, "arithmetic")

    @pytest.mark.parametrize(
        "arguments",
        [
            (),
            ("--line", KEY, "--payee", "li"),
            ("--line", KEY, "--month", "2016-11"),
            ("--month", "2016-11"),
            ("--payee", "li", "--month", "November"),
            ("--payee", "li", "--inputs", "."),
        ],
    )
    def test_is_wrong_usage_to_ask_for_neither_or_both(
        self, settled: Path, run: Run, arguments: tuple[str, ...]
    ) -> None:
        ran = run("explain", "out", *arguments)
        assert (ran.status, ran.out) == (2, "")
