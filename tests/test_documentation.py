"""What the README and the documentation tell a reader to type at a terminal does what they say."""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from rural_taobao.cli.app import app

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def blocks(page: Path) -> list[tuple[str, str]]:
    """Give what a page shows to type, in the order in which it stands there: `python` or `console`, and the text."""
    return re.findall(r"^```(python|console)\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def typed(block: str) -> list[str]:
    """Give the commands of a console block."""
    return [line.removeprefix("$ ") for line in block.splitlines() if line.startswith("$ ")]


def follow(page: Path) -> None:
    """Do all that a page says, as a reader does: one block after the other, in one folder."""
    names: dict[str, object] = {"__name__": page.stem}
    for language, block in blocks(page):
        if language == "python":
            exec(block, names)  # noqa: S102 - it is our own page
            continue
        for command in typed(block):
            name, *arguments = shlex.split(command)
            assert name == "rural-taobao"
            result = CliRunner().invoke(app, arguments)
            assert result.exit_code == 0, result.output


class TestAReader:
    """Whoever follows a page literally, Python and commands alike, gets to its end; and so again in the same folder."""

    @pytest.mark.parametrize("page", [page for page in PAGES if blocks(page)], ids=lambda page: page.name)
    def test_gets_to_the_end_twice(self, page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        follow(page)
        follow(page)

    @pytest.mark.parametrize(("page", "commands"), [(PAGES[0], 3), (ROOT / "docs" / "tutorial.md", 4)])
    def test_has_both_to_do(self, page: Path, commands: int) -> None:
        done = [language for language, block in blocks(page) for _ in (typed(block) or [block])]
        assert done.count("console") >= commands
        assert done.count("python") >= 1


class TestReadme:
    """The README stays short, and names its two commands where a script can find them."""

    def test_its_commands_follow_their_marks(self) -> None:
        text = PAGES[0].read_text(encoding="utf-8")
        for mark in ("<!-- main command -->", "<!-- test command -->"):
            assert re.search(rf"^{re.escape(mark)}\n```sh\n[^\n]+\n```$", text, re.MULTILINE)

    def test_its_python_is_ten_lines(self) -> None:
        [block] = re.findall(r"^```python\n(.*?)^```", PAGES[0].read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
        assert len([line for line in block.splitlines() if line.strip()]) <= 10
