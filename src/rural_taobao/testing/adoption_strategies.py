"""Strategies for adoptions: which model version a county or a station goes by, and from when on."""

from collections.abc import Sequence
from datetime import date

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from rural_taobao.identifiers import CentreId, StationId, VersionId
from rural_taobao.network.adoption import Adoption, Adoptions
from rural_taobao.testing.strategies import days, identifiers

__all__ = ["adoptions"]


def adoptions(
    *,
    version: SearchStrategy[VersionId] | None = None,
    centres: Sequence[CentreId] | None = None,
    stations: Sequence[StationId] | None = None,
    day: SearchStrategy[date] | None = None,
    reverts: SearchStrategy[bool] | None = None,
) -> SearchStrategy[Adoptions]:
    """
    Draw adoptions, no two of them at one place from the same day.

    Args:
        version: A version; any where it is not given.
        centres: The centres; any where they are not given.
        stations: The stations; any where they are not given.
        day: The first day of one; any where it is not given.
        reverts: Whether it is stated that it goes back; either where it is not given.
    """
    facts = {
        "version": identifiers(VersionId) if version is None else version,
        "start": days() if day is None else day,
        "reverts": st.booleans() if reverts is None else reverts,
    }
    county = identifiers(CentreId) if centres is None else st.sampled_from(centres)
    station = identifiers(StationId) if stations is None else st.sampled_from(stations)
    one = st.builds(Adoption, centre=county, **facts) if centres is None or centres else st.nothing()
    other = st.builds(Adoption, station=station, **facts) if stations is None or stations else st.nothing()
    listed = st.lists(one | other, max_size=4, unique_by=lambda each: (each.place, each.start))
    return st.builds(Adoptions, listed)
