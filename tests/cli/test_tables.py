import io

import pytest
from rich.console import Console

from rural_taobao.cli.output import Hanging
from rural_taobao.cli.tables import Fitting, table
from tests.cli.running import SAMPLE, Run, rows


def shown(made: Fitting | Hanging, width: int) -> list[str]:
    """Give the lines of a table, or a text, on a terminal of some columns."""
    file = io.StringIO()
    Console(file=file, width=width, force_terminal=True, color_system=None).print(made, crop=False)
    return file.getvalue().splitlines()


def payees() -> Fitting:
    made = table("payee", "paid as", "#lines", "#amount", last=("in all", "", "3", "¥1,234,567.89"), spare=("paid as",))
    made.add_row("410923-centre", "county centre", "2", "¥1,234,000.89")
    made.add_row("li", "partner, platform", "1", "¥567.00")
    made.add_row("三河市的一个服务站")
    return made


class TestWhatIsNotSeen:
    """What a terminal would obey is spelled out; a text keeps the ends of its lines, and all that is seen."""

    def test_controls_and_marks_of_direction(self) -> None:
        made = table("why")
        made.add_row("\x1b[31mred\x9b0m\x07\t\u202e\ud800")
        made.add_row("请假\u3000三天\nback\\slash")
        assert [line.rstrip() for line in shown(made, 80)[2:]] == [
            r"\x1b[31mred\x9b0m\x07\t\u202e\ud800",
            "请假\u3000三天",
            r"back\slash",
        ]


class TestANarrowPage:
    """Whatever the width of a page, no number is broken; texts are cut only where leaving columns out is not enough."""

    def test_a_wide_one_shows_all(self) -> None:
        assert shown(payees(), 80) == [
            "payee               paid as            lines         amount",
            "───────────────────────────────────────────────────────────",
            "410923-centre       county centre          2  ¥1,234,000.89",
            "li                  partner, platform      1        ¥567.00",
            "三河市的一个服务站                                         ",
            "───────────────────────────────────────────────────────────",
            "in all                                     3  ¥1,234,567.89",
        ]

    def test_one_that_is_just_as_wide_shows_the_same(self) -> None:
        assert shown(payees(), 59) == shown(payees(), 80)

    def test_a_narrower_one_breaks_texts_between_words(self) -> None:
        assert shown(payees(), 51)[2:5] == [
            "410923-centre       county         2  ¥1,234,000.89",
            "                    centre                         ",
            "li                  partner,       1        ¥567.00",
        ]

    def test_one_that_just_holds_all_words_leaves_out_nothing(self) -> None:
        assert shown(payees(), 50)[0] == "payee               paid as   lines         amount"
        assert "paid as" not in shown(payees(), 49)[0]

    def test_a_still_narrower_one_leaves_out_what_can_be_done_without(self) -> None:
        assert shown(payees(), 49)[:3] == [
            "payee               lines         amount",
            "────────────────────────────────────────",
            "410923-centre           2  ¥1,234,000.89",
        ]

    def test_the_narrowest_cut_texts_with_a_sign(self) -> None:
        assert shown(payees(), 30)[2:4] == [
            "410923-…      2  ¥1,234,000.89",
            "li            1        ¥567.00",
        ]

    @pytest.mark.parametrize("width", range(1, 90))
    def test_shows_every_number_whole(self, width: int) -> None:
        lines = shown(payees(), width)
        for number in ("¥1,234,000.89", "¥567.00", "¥1,234,567.89", "lines", "amount"):
            assert any(number in line for line in lines)
        if width >= 28:
            assert all(len(line) <= width for line in lines)

    def test_folds_where_nothing_may_be_lost(self) -> None:
        made = table("=kind", "where", overflow="fold")
        made.add_row("network", "a/long/way/to/the/network\n  3 stations")
        assert [line.rstrip() for line in shown(made, 20)[2:]] == [
            "network  a/long/way/",
            "         to/the/netw",
            "         ork",
            "           3",
            "         stations",
        ]

    @pytest.mark.parametrize("width", [40, 60, 80])
    def test_shows_every_amount_of_a_settlement_whole(
        self, sample: object, run: Run, monkeypatch: pytest.MonkeyPatch, width: int
    ) -> None:
        found = run(*SAMPLE, "--json").object
        whole = run(*SAMPLE).out
        monkeypatch.setenv("FORCE_COLOR", "1")
        monkeypatch.setenv("NO_COLOR", "1")
        monkeypatch.setenv("COLUMNS", str(width))
        page = run(*SAMPLE).out
        tables = page.partition("\nWho is paid most\n")[2].partition("\nout/ledger.csv")[0]
        amounts = [word for word in whole.partition("\nWho is paid most\n")[2].split() if "¥" in word]
        assert [word for word in tables.split() if "¥" in word] == amounts
        assert len(amounts) > 6
        ids = {row["payee"] for row in rows("out/ledger.csv")}
        assert len(ids & set(tables.split())) == len(ids & set(whole.partition("\nWho is paid most\n")[2].split()))
        assert f"{found['events']:,}" in page
        assert all(len(line) <= width for line in tables.splitlines())


class TestALongLine:
    """A line is broken before the first word that does not fit behind the others, and goes on indented."""

    @pytest.mark.parametrize(
        ("width", "lines"),
        [
            (17, ["a line  of 三河市"]),
            (16, ["a line  of", "  三河市"]),
            (10, ["a line  of", "  三河市"]),
            (9, ["a line", "  of", "  三河市"]),
            (1, ["a", "  line", "  of", "  三河市"]),
        ],
    )
    def test_is_filled_to_the_last_column(self, width: int, lines: list[str]) -> None:
        assert shown(Hanging("a line  of 三河市"), width) == lines
