"""
Lettering: the font of a picture, and in which language its names stand.

The font that comes with matplotlib has no Chinese.
The extra `chinese-fonts` brings one that has; any other can be named by its file.
Where there is none, names stand in English, and characters that the font lacks as `□`.
"""

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final, final

from attrs import field, frozen
from attrs.validators import instance_of

from rural_taobao.errors import RuralTaobaoError, shown
from rural_taobao.kinds import Word
from rural_taobao.reports.extra import require_reports

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties

__all__ = ["FontUnreadable", "FontWithoutChinese", "Labels", "Lettering", "lettering"]

_CHINESE: Final = "节店村镇县市省年月日鼓楼区乌鲁木齐"
"""Characters that a font for these pictures has to have; simplified ones, of names of places and festivals."""
_SHIPPED: Final = "NotoSansCJKsc-Regular.otf"
"""The font that the package mplfonts brings; its licence is the SIL Open Font License."""


@final
class FontUnreadable(RuralTaobaoError, ValueError):
    """
    A file that was named as a font is none.

    Attributes:
        file: The file.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        super().__init__(file)

    def __str__(self) -> str:
        return (
            f"a font must be a file of the kind TrueType or OpenType, but {shown(str(self.file), 200)} cannot be read "
            "as one; name another file, or none for the font that comes along"
        )


@final
class FontWithoutChinese(RuralTaobaoError, LookupError):
    """Chinese labels were asked for, and the font has no Chinese."""

    def __str__(self) -> str:
        return (
            "a font must have Chinese for Chinese labels, but this one has none; install one with: "
            "pip install 'rural_taobao[chinese-fonts]', name the file of one, or ask for English labels"
        )


@final
class Labels(Word):
    """
    In which language names stand.

    Example:
        >>> Labels("both")
        <Labels.BOTH: 'both'>
    """

    CHINESE = "chinese"
    """In Chinese; a font that has none is an error."""
    ENGLISH = "english"
    BOTH = "both"
    """In Chinese with the English below or beside it; in English alone where the font has no Chinese."""


@final
@frozen
class Lettering:
    """
    A font.

    Attributes:
        file: Its file.

    Raises:
        ReportsMissing: The extra `reports` is not installed.
        FontUnreadable: The file is no font.
    """

    file: Path = field(validator=instance_of(Path))
    _characters: frozenset[int] = field(init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        require_reports()
        from matplotlib.ft2font import FT2Font

        try:
            characters = frozenset(FT2Font(str(self.file)).get_charmap())
        except (OSError, RuntimeError):
            raise FontUnreadable(self.file) from None
        object.__setattr__(self, "_characters", characters)

    @property
    def has_chinese(self) -> bool:
        """Whether it has the characters that names of places and festivals are written with."""
        return all(ord(character) in self._characters for character in _CHINESE)

    def named(self, chinese: str, english: str, labels: Labels, *, between: str = "  ") -> str:
        """
        Give what stands in a picture for a name.

        Args:
            chinese: The name in Chinese.
            english: The name in English.
            labels: In which language it stands.
            between: What parts the two, where both stand.

        Raises:
            WordUnknown: The language is none of `Labels`.
            FontWithoutChinese: It has to stand in Chinese, and the font has none.
        """
        labels = Labels(labels)
        if labels is Labels.CHINESE and not self.has_chinese:
            raise FontWithoutChinese
        if labels is Labels.ENGLISH or not self.has_chinese:
            return english
        return chinese if labels is Labels.CHINESE else f"{chinese}{between}{english}"

    def written(self, text: str) -> str:
        """Give a text with `□` for each character that the font lacks."""
        return "".join(each if each.isspace() or ord(each) in self._characters else "□" for each in text)

    def of_size(self, points: float) -> "FontProperties":
        """Give the font at a size, as matplotlib takes it."""
        from matplotlib.font_manager import FontProperties

        return FontProperties(fname=str(self.file), size=points)


def lettering(file: Path | None = None) -> Lettering:
    """
    Give a font to draw with.

    Args:
        file: A font file; None for the one of the extra `chinese-fonts`, and without that the one of matplotlib.

    Raises:
        ReportsMissing: The extra `reports` is not installed.
        FontUnreadable: The file is no font.

    Example:
        >>> written = lettering().named("双十一", "Double 11", Labels.ENGLISH)
        >>> written
        'Double 11'
    """
    if file is not None:
        return Lettering(file)
    require_reports()
    shipped = find_spec("mplfonts")
    if shipped is not None and shipped.origin is not None:
        return Lettering(Path(shipped.origin).parent / "fonts" / _SHIPPED)
    from matplotlib import get_data_path

    return Lettering(Path(get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf")
