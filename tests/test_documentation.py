"""What the README and the documentation tell a reader to type at a terminal does what they say."""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from rural_taobao.cli.app import app

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def typed(page: Path) -> list[str]:
    """Give the commands of a page's console blocks, one after the other."""
    blocks = re.findall(r"^```console\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return [line.removeprefix("$ ") for block in blocks for line in block.splitlines() if line.startswith("$ ")]


class TestConsole:
    """Every command of a page runs, in the order in which it stands there."""

    @pytest.mark.parametrize("page", [page for page in PAGES if typed(page)], ids=lambda page: page.name)
    def test_each_command_is_done(self, page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        for command in typed(page):
            name, *arguments = shlex.split(command)
            assert name == "rural-taobao"
            result = CliRunner().invoke(app, arguments)
            assert result.exit_code == 0, result.output

    def test_the_readme_and_the_tutorial_have_some(self) -> None:
        assert len(typed(PAGES[0])) >= 3
        assert len(typed(ROOT / "docs" / "tutorial.md")) >= 4


class TestReadme:
    """The README stays short, and names its two commands where a script can find them."""

    def test_its_commands_follow_their_marks(self) -> None:
        text = PAGES[0].read_text(encoding="utf-8")
        for mark in ("<!-- main command -->", "<!-- test command -->"):
            assert re.search(rf"^{re.escape(mark)}\n```sh\n[^\n]+\n```$", text, re.MULTILINE)

    def test_its_python_is_ten_lines(self) -> None:
        [block] = re.findall(r"^```python\n(.*?)^```", PAGES[0].read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
        assert len([line for line in block.splitlines() if line.strip()]) <= 10
