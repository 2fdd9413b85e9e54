"""The page of peers tells how many published figures come to the same here."""

import re
from pathlib import Path

import pytest

from tests.conformance.cases import SHIPPED, cases_of
from tests.conformance.runner import OURS

PAGE = (Path(__file__).parent.parent.parent / "docs" / "peers.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| ([^|]+) \| ((?:`[^`|]+` ?)+) \| [^|]+ \| (\d+) \| (\d+) \|$", PAGE, re.MULTILINE)


def whose(words: str) -> set[str]:
    """Give the ids of the cases whose source names one of some words."""
    named = [word.lower() for word in re.findall(r"`([^`]+)`", words)]
    return {case.id for case in cases_of(SHIPPED) if any(word in case.source.lower() for word in named)}


class TestThePageOfPeers:
    """Every published figure is in one row, which counts those that come to the same here; the page names the rest."""

    @pytest.mark.parametrize(("peer", "words", "figures", "same"), ROWS, ids=[row[0] for row in ROWS])
    def test_a_row_counts_right(self, peer: str, words: str, figures: str, same: str) -> None:
        cases = whose(words)
        assert (len(cases), len(cases - OURS.keys())) == (int(figures), int(same)), peer

    def test_the_rows_are_all_of_them_once(self) -> None:
        assert sorted(each for row in ROWS for each in whose(row[1])) == sorted(case.id for case in cases_of(SHIPPED))

    def test_what_is_otherwise_is_told_by_its_id(self) -> None:
        assert all(f"`{each}`" in PAGE for each in OURS)
