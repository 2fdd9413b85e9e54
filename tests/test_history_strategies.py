"""What strategies for histories draw: lives of every kind, with corrections of every kind."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from rural_taobao.identifiers import CentreId, PartnerId, PayeeId, StationId, VersionId
from rural_taobao.lives import (
    CENTRE_LIFE,
    PARTNER_LIFE,
    PAYEE_LIFE,
    PERMISSION_LIFE,
    POSTING_LIFE,
    STATION_LIFE,
    Cancellation,
    Grant,
    Happening,
    History,
    Leave,
    LifeCycle,
    PermissionHistory,
    Post,
    Reason,
    RevokedFor,
    Site,
    Terms,
)
from rural_taobao.network import Engagement
from rural_taobao.testing import history_strategies as drawing
from tests.corners import shows

AnyHistory = History[Any, Any, Any]
KINDS: dict[str, SearchStrategy[Any]] = {
    "centres": drawing.centre_histories(),
    "stations": drawing.station_histories(),
    "partners": drawing.partner_histories(),
    "postings": drawing.posting_histories(),
    "payees": drawing.payee_histories(),
    "permissions": drawing.permission_histories(),
}
LIVES: dict[str, LifeCycle[Any, Any, Any]] = {
    "centres": CENTRE_LIFE,
    "stations": STATION_LIFE,
    "partners": PARTNER_LIFE,
    "postings": POSTING_LIFE,
    "payees": PAYEE_LIFE,
    "permissions": PERMISSION_LIFE,
}
CORNERS: dict[str, Callable[[AnyHistory], bool]] = {
    "nothing known": lambda made: not made.records,
    "nothing left": lambda made: bool(made.records) and not made.passages(),
    "a final state, where there is one": lambda made: any(
        each.arrow.end in (made.life_cycle.finals or made.life_cycle.states) for each in made.passages()
    ),
    "a state that counts": lambda made: bool(made.holding()),
    "a cancellation": lambda made: any(isinstance(each, Cancellation) for each in made.records),
    "a replacement": lambda made: any(isinstance(each, Happening) and each.replaces for each in made.records),
    "a correction of a correction": lambda made: bool(
        {each.corrects for each in made.records} & {each.id for each in made.records if each.corrects}
    ),
    "two steps of a day": lambda made: len({each.day for each in made.passages()}) < len(made.passages()),
    "known before it holds": lambda made: any(each.day > each.happening.known.date() for each in made.passages()),
    "known after it holds": lambda made: any(each.day < each.happening.known.date() for each in made.passages()),
    "a reason that nobody asked for": lambda made: any(
        isinstance(each.happening.detail, Reason) and each.arrow.needs is None for each in made.passages()
    ),
}


def in_state(state: Any) -> Callable[[AnyHistory], bool]:
    return lambda made: bool(made.periods(state))


class TestHistoriesDrawnForTests:
    """What is drawn for tests are histories of every kind."""

    @pytest.mark.parametrize("kind", KINDS)
    @pytest.mark.parametrize("corner", CORNERS)
    def test_each_corner_is_reached(self, kind: str, corner: str) -> None:
        assert shows(KINDS[kind], CORNERS[corner])

    @pytest.mark.parametrize("kind", KINDS)
    def test_each_state_is_reached(self, kind: str) -> None:
        for state in LIVES[kind].states:
            assert shows(KINDS[kind], in_state(state))

    @given(st.data())
    def test_they_are_narrowed_by_what_is_passed(self, data: st.DataObject) -> None:
        post = Post("sanhe", "li")
        assert data.draw(drawing.centre_histories(subject=st.just(CentreId("feixi")), most=0)).records == ()
        assert data.draw(drawing.station_histories(subject=st.just(StationId("sanhe")), most=1)).subject == "sanhe"
        assert len(data.draw(drawing.partner_histories(subject=st.just(PartnerId("li")), most=2)).records) <= 2
        assert data.draw(drawing.posting_histories(subject=st.just(post))).subject == post
        grant = Grant("loans", "sanhe", "li")
        assert data.draw(drawing.permission_histories(subject=st.just(grant))).subject == grant

    def test_leave_that_lapses_and_is_given_again_or_taken_back_before_is_drawn(self) -> None:
        def met(history: PermissionHistory) -> set[bool]:
            pairs = pairwise(history.passages())
            return {one.lapse[0] <= other.day for one, other in pairs if one.lapse is not None}

        drawn = drawing.permission_histories()
        assert shows(drawn, lambda made: True in met(made))
        assert shows(drawn, lambda made: False in met(made))
        assert shows(drawn, lambda made: bool(made.passages()) and made.passages()[-1].lapse is not None)

    @pytest.mark.parametrize("kind", [Reason, CentreId, VersionId, PayeeId, Engagement, Site, Terms, Leave, RevokedFor])
    def test_details_are_of_every_kind_or_of_one(self, kind: Any) -> None:
        assert shows(drawing.details(), lambda made: isinstance(made, kind))
        assert shows(drawing.details(kind), lambda made: isinstance(made, kind))
