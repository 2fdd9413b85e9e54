"""Strategies for what stands in models documents: model versions, vacancies, and models of a network."""

from datetime import date
from operator import attrgetter

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from rural_taobao.currencies import Currency
from rural_taobao.documents.models import Models
from rural_taobao.identifiers import PayeeId, PlanId, ServiceId, VersionId
from rural_taobao.instants import UtcOffset
from rural_taobao.network.aggregate import Vacancy, VacantCredit
from rural_taobao.network.model_versions import Engagement, Focus, ModelVersion, Work
from rural_taobao.network.reaches import NAMED_REACHES, Reach, VillagesWithin
from rural_taobao.testing.strategies import currencies, days, identifiers, offsets, sources

__all__ = ["model_versions", "models", "reaches", "vacancies"]

_FEW = 3
_VERSION_IDS = identifiers(VersionId)
_PLAN_IDS = identifiers(PlanId)
_PAYEE_IDS = identifiers(PayeeId)
_SERVICE_IDS = identifiers(ServiceId)


def reaches(*, metres: SearchStrategy[int] | None = None) -> SearchStrategy[Reach]:
    """
    Draw which villages a station serves.

    Args:
        metres: How far they lie where it is by distance; 0 or more where it is not given.
    """
    far = st.integers(min_value=0) if metres is None else metres
    return st.sampled_from(tuple(NAMED_REACHES.values())) | st.builds(VillagesWithin, far)


def model_versions(
    *,
    since: SearchStrategy[date] | None = None,
    plan: SearchStrategy[PlanId] | None = None,
    reach: SearchStrategy[Reach] | None = None,
) -> SearchStrategy[ModelVersion]:
    """
    Draw model versions.

    Args:
        since: The first day of postings; any where it is not given.
        plan: The plan that pays; any id where it is not given.
        reach: Which villages a station serves; any where it is not given.

    Example:
        >>> from hypothesis import given
        >>> @given(model_versions())
        ... def test_somebody_can_be_posted(version):
        ...     assert version.engagements and version.stations_per_partner > 0
        >>> test_somebody_can_be_posted()
    """
    return st.builds(
        ModelVersion,
        id=_VERSION_IDS,
        since=days() if since is None else since,
        focus=st.sampled_from(Focus),
        engagements=st.frozensets(st.sampled_from(Engagement), min_size=1),
        exam=st.booleans(),
        training=st.booleans(),
        local=st.booleans(),
        premises=st.booleans(),
        reach=reaches() if reach is None else reach,
        works=st.frozensets(st.sampled_from(Work)),
        services=st.frozensets(_SERVICE_IDS, max_size=_FEW),
        plan=_PLAN_IDS if plan is None else plan,
        stations_per_partner=st.integers(min_value=1),
        helpers_at_once=st.none() | st.integers(min_value=0),
        source=st.none() | sources(),
    )


def vacancies(*, version: SearchStrategy[VersionId] | None = None) -> SearchStrategy[Vacancy]:
    """
    Draw what happens to the credit of vacant stations.

    Args:
        version: The model version whose plan pays; any name where it is not given.
    """
    named = _VERSION_IDS if version is None else version
    nobody = st.builds(Vacancy, st.just(VacantCredit.NOBODY), st.none() | named)
    somebody = st.sampled_from([credit for credit in VacantCredit if credit is not VacantCredit.NOBODY])
    return nobody | st.builds(Vacancy, somebody, named)


def models(
    *,
    clock: SearchStrategy[UtcOffset] | None = None,
    currency: SearchStrategy[Currency] | None = None,
    version: SearchStrategy[ModelVersion] | None = None,
) -> SearchStrategy[Models]:
    """
    Draw models of a network; a vacancy is under one of its versions, or credits nobody.

    Args:
        clock: The clock of the network; any where it is not given.
        currency: The currency of its orders; any where it is not given.
        version: One of its versions, of which those of one name are drawn once; any where it is not given.

    Example:
        >>> from hypothesis import given
        >>> @given(models())
        ... def test_a_vacancy_is_under_a_version_of_the_network(drawn):
        ...     named = drawn.vacancy.version
        ...     assert named is None or named in {version.id for version in drawn.versions}
        >>> test_a_vacancy_is_under_a_version_of_the_network()
    """
    return _models(
        offsets() if clock is None else clock,
        currencies() if currency is None else currency,
        model_versions() if version is None else version,
    )


@st.composite
def _models(
    draw: st.DrawFn,
    clock: SearchStrategy[UtcOffset],
    currency: SearchStrategy[Currency],
    version: SearchStrategy[ModelVersion],
) -> Models:
    versions = draw(st.lists(version, max_size=_FEW, unique_by=attrgetter("id")))
    names = [each.id for each in versions]
    return Models(
        clock=draw(clock),
        currency=draw(currency),
        platform=draw(_PAYEE_IDS),
        vacancy=draw(vacancies(version=st.sampled_from(names)) if names else st.just(Vacancy(VacantCredit.NOBODY))),
        versions=versions,
    )
