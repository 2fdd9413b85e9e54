from collections.abc import Callable
from importlib.machinery import ModuleSpec
from pathlib import Path

import matplotlib as mpl
import pytest

from rural_taobao.reports import (
    FontUnreadable,
    FontWithoutChinese,
    Labels,
    Lettering,
    ReportsMissing,
    extra,
    lettering,
    tile_map,
)
from rural_taobao.reports.fonts import _CHINESE

DEJAVU = Path(mpl.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
SPECS = "rural_taobao.reports.fonts.find_spec"


def without_fonts(name: str) -> ModuleSpec | None:
    return None if name == "mplfonts" else ModuleSpec(name, None)


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> Lettering:
    """The font that comes with matplotlib, which has no Chinese."""
    monkeypatch.setattr(SPECS, without_fonts)
    return lettering()


@pytest.fixture
def chinese(monkeypatch: pytest.MonkeyPatch) -> Lettering:
    """A font that is taken for one that has Chinese: what counts as Chinese are letters that it has."""
    monkeypatch.setattr("rural_taobao.reports.fonts._CHINESE", "ab")
    return Lettering(DEJAVU)


class TestFont:
    """A font is the caller's, or the one of the extra, or that of matplotlib, in this order."""

    def test_is_that_of_matplotlib_where_nothing_else_is_there(self, plain: Lettering) -> None:
        assert plain == Lettering(DEJAVU)
        assert not plain.has_chinese

    def test_is_that_of_the_extra_where_it_is_installed(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        (tmp_path / "fonts").mkdir()
        shipped = tmp_path / "fonts" / "NotoSansCJKsc-Regular.otf"
        shipped.write_bytes(DEJAVU.read_bytes())
        spec = ModuleSpec("mplfonts", None, origin=str(tmp_path / "__init__.py"))
        monkeypatch.setattr(SPECS, lambda _name: spec)
        assert lettering().file == shipped

    def test_is_the_one_that_is_named_before_all_others(self, tmp_path: Path) -> None:
        mine = tmp_path / "mine.ttf"
        mine.write_bytes(DEJAVU.read_bytes())
        assert lettering(mine) == Lettering(mine)

    @pytest.mark.parametrize("content", [b"", b"no font", DEJAVU.read_bytes()[:200]], ids=["empty", "text", "cut"])
    def test_must_be_one(self, tmp_path: Path, content: bytes) -> None:
        file = tmp_path / "font.ttf"
        file.write_bytes(content)
        with pytest.raises(FontUnreadable) as refused:
            lettering(file)
        assert refused.value.file == file

    def test_must_be_there(self, tmp_path: Path) -> None:
        with pytest.raises(FontUnreadable):
            lettering(tmp_path / "none.ttf")

    def test_of_the_extra_has_chinese(self) -> None:
        pytest.importorskip("mplfonts", reason="the extra chinese-fonts is large, and not needed to test the rest")
        assert lettering().has_chinese
        assert lettering().written(_CHINESE) == _CHINESE


class TestNames:
    """A name stands in the language that is asked for; in English alone where the font lacks Chinese."""

    @pytest.mark.parametrize(
        ("labels", "stands"),
        [(Labels.CHINESE, "春节"), (Labels.ENGLISH, "Spring Festival"), (Labels.BOTH, "春节 / Spring Festival")],
    )
    def test_stand_in_that_language(self, chinese: Lettering, labels: Labels, stands: str) -> None:
        assert chinese.named("春节", "Spring Festival", labels, between=" / ") == stands

    def test_fall_back_to_english(self, plain: Lettering) -> None:
        assert plain.named("春节", "Spring Festival", Labels.BOTH) == "Spring Festival"

    def test_are_refused_in_chinese_alone_where_the_font_has_none(self, plain: Lettering) -> None:
        with pytest.raises(FontWithoutChinese):
            plain.named("春节", "Spring Festival", Labels.CHINESE)

    def test_show_what_the_font_lacks(self, plain: Lettering) -> None:
        assert plain.written("a 春\nb") == "a □\nb"


class TestWithoutTheExtra:
    """Without the extra, asking for a picture says in one sentence what to install; importing the room does not."""

    @pytest.fixture(autouse=True)
    def _uninstalled(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(extra, "find_spec", lambda _name: None)

    def test_every_font_is_refused(self) -> None:
        asked: list[Callable[[], Lettering]] = [lettering, lambda: Lettering(DEJAVU), lambda: lettering(DEJAVU)]
        for ask in asked:
            with pytest.raises(ReportsMissing, match=r"pip install 'rural_taobao\[reports\]'"):
                ask()

    def test_every_picture_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(extra, "find_spec", lambda _name: ModuleSpec("matplotlib", None))
        font = Lettering(DEJAVU)
        monkeypatch.setattr(extra, "find_spec", lambda _name: None)
        with pytest.raises(ReportsMissing):
            tile_map({}, "stations", font)
