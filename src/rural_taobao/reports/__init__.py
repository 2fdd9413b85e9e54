"""
Pictures: festivals along a year, figures by province, a network over time beside its targets, states of a life cycle.

The last needs no extra.
The others need the extra `reports`; without it, asking for one says in one sentence what to install.
Chinese labels need a font that has them: the extra `chinese-fonts` brings one, or the caller names a file.
"""

from rural_taobao.reports.areas import NothingCounted, states_over_time, versions_over_time
from rural_taobao.reports.burn_ups import NothingAimedOrTold, burn_up
from rural_taobao.reports.charts import CountTooGreat, Scale
from rural_taobao.reports.drawing import ImageKind
from rural_taobao.reports.extra import ReportsMissing
from rural_taobao.reports.fonts import FontUnreadable, FontWithoutChinese, Labels, Lettering, lettering
from rural_taobao.reports.maps import ProvinceUntold, ShareUntold, share_map, tile_map
from rural_taobao.reports.state_diagrams import state_diagram
from rural_taobao.reports.year_sheets import NothingToDraw, TooMuchToDraw, festival_timeline

__all__ = [
    "CountTooGreat",
    "FontUnreadable",
    "FontWithoutChinese",
    "ImageKind",
    "Labels",
    "Lettering",
    "NothingAimedOrTold",
    "NothingCounted",
    "NothingToDraw",
    "ProvinceUntold",
    "ReportsMissing",
    "Scale",
    "ShareUntold",
    "TooMuchToDraw",
    "burn_up",
    "festival_timeline",
    "lettering",
    "share_map",
    "state_diagram",
    "states_over_time",
    "tile_map",
    "versions_over_time",
]
