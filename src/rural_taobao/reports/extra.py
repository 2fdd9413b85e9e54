"""The extra `reports`: whether what pictures are drawn with is installed."""

from importlib.util import find_spec
from typing import final

from rural_taobao.errors import RuralTaobaoError

__all__ = ["ReportsMissing", "require_reports"]


@final
class ReportsMissing(RuralTaobaoError, LookupError):
    """A picture was asked for without the extra that draws it."""

    def __str__(self) -> str:
        return (
            "matplotlib must be installed to draw pictures, but it is not; "
            "install it with: pip install 'rural_taobao[reports]'"
        )


def require_reports() -> None:
    """
    Refuse to go on without the extra.

    Raises:
        ReportsMissing: The extra `reports` is not installed.
    """
    if find_spec("matplotlib") is None:
        raise ReportsMissing
