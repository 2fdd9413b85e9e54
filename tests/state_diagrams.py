"""
The state diagrams of the page on life cycles, kept beside it in `docs/`.

    python -m tests.state_diagrams

draws them anew; what has then changed is to be looked at.
"""

from pathlib import Path

from rural_taobao.lives import CENTRE_LIFE, PARTNER_LIFE, PAYEE_LIFE, PERMISSION_LIFE, POSTING_LIFE, STATION_LIFE
from rural_taobao.reports import state_diagram

__all__ = ["DOCS", "DRAWN"]

DOCS = Path(__file__).parent.parent / "docs"
DRAWN = {
    "centre-life.svg": state_diagram(CENTRE_LIFE),
    "station-life.svg": state_diagram(STATION_LIFE),
    "partner-life.svg": state_diagram(PARTNER_LIFE),
    "posting-life.svg": state_diagram(POSTING_LIFE),
    "payee-life.svg": state_diagram(PAYEE_LIFE),
    "permission-life.svg": state_diagram(PERMISSION_LIFE),
}

if __name__ == "__main__":
    for name, text in DRAWN.items():
        DOCS.joinpath(name).write_text(text, encoding="utf-8", newline="\n")
