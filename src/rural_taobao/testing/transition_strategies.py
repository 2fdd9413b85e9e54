"""Strategies for decisions: what a house does where whoever is in charge does not qualify for a model version."""

from collections.abc import Sequence
from datetime import date

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from rural_taobao.identifiers import PartnerId, PayeeId, StationId, VersionId
from rural_taobao.testing.strategies import days, identifiers
from rural_taobao.transition import Decision, Decisions, End, Measure, Otherwise, Postpone, Refuse, Replace, Suspend

__all__ = ["decisions", "measures"]


def measures(
    *,
    day: SearchStrategy[date] | None = None,
    successor: SearchStrategy[PartnerId] | None = None,
    payee: SearchStrategy[PayeeId] | None = None,
) -> SearchStrategy[Measure]:
    """
    Draw what is done at one station.

    Args:
        day: The day to which it is postponed; any where it is not given.
        successor: Who takes charge; anybody where it is not given.
        payee: Who is paid for what a successor earns; anybody where it is not given.
    """
    return st.one_of(
        st.builds(Postpone, days() if day is None else day),
        st.builds(
            Replace,
            identifiers(PartnerId) if successor is None else successor,
            identifiers(PayeeId) if payee is None else payee,
        ),
        st.just(End()),
        st.just(Suspend()),
    )


def decisions(
    *,
    stations: Sequence[StationId] | None = None,
    version: SearchStrategy[VersionId] | None = None,
    measure: SearchStrategy[Measure] | None = None,
    otherwise: SearchStrategy[Otherwise] | None = None,
) -> SearchStrategy[Decisions]:
    """
    Draw decisions, no two of them of one station and one version.

    Args:
        stations: The stations; any where they are not given.
        version: A version that is adopted; any where it is not given.
        measure: What is done at one station; anything where it is not given.
        otherwise: What is done wherever nothing else is decided; anything where it is not given.

    Example:
        >>> from hypothesis import given
        >>> @given(decisions())
        ... def test_a_decision_is_found_by_its_station_and_its_version(drawn):
        ...     assert all(drawn.of(each.station, each.version) == each.measure for each in drawn.entries)
        >>> test_a_decision_is_found_by_its_station_and_its_version()
    """
    station = identifiers(StationId) if stations is None else st.sampled_from(stations)
    one = st.builds(
        Decision,
        station=station,
        version=identifiers(VersionId) if version is None else version,
        measure=measures() if measure is None else measure,
    )
    rest: SearchStrategy[Otherwise] = st.one_of(
        st.just(Refuse()), st.builds(Postpone, days()), st.just(End()), st.just(Suspend())
    )
    listed = st.lists(one, max_size=4, unique_by=lambda each: (each.station, each.version))
    return st.builds(Decisions, listed, otherwise=rest if otherwise is None else otherwise)
