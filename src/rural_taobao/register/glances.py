"""
Glances: whether a step that comes last in a life, and is all that changed, leaves every law of a network to hold.

Most steps only let a life go on, or stand on what has no end; those are sound at a glance, and nothing else is looked
at.
Of any other step a glance says nothing: the part of the network that it can reach is judged then.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any, Final, assert_never, final

from rural_taobao.identifiers import CentreId, PartnerId, PayeeId, StationId, VersionId
from rural_taobao.lives import (
    CentreState,
    CentreStep,
    Grant,
    PartnerStep,
    PermissionStep,
    Post,
    PostingState,
    PostingStep,
    StationStep,
    Terms,
)
from rural_taobao.lives.tenures import Tenure, posted, tenure
from rural_taobao.network import Engagement, ModelVersion, Posting
from rural_taobao.network.permission_laws import in_vain
from rural_taobao.register.charter import Charter
from rural_taobao.register.entries import STANDING, AnyPassage, Entry, held_since, stated
from rural_taobao.register.events import Subject
from rural_taobao.register.rows import permission_rows
from rural_taobao.register.under_way import GOING, UNDER_WAY

__all__ = ["Glance"]

_CHARGE: Final = frozenset([PostingState.IN_CHARGE])
_DEMANDED: Final = {
    "exam": PartnerStep.EXAMINE,
    "training": PartnerStep.TRAIN,
    "local": PartnerStep.SETTLE_IN,
    "premises": PartnerStep.TAKE_PREMISES,
}
"""What a version may demand of a partner, and the step that states it."""
_OFFERS_NO_MORE: Final = frozenset([PostingStep.END, PostingStep.STEP_DOWN, PostingStep.ADOPT, PostingStep.REVERT])
"""The steps with which a partner may cease to offer a service."""


@final
class Glance:
    """
    A look at what a step stands on.

    Args:
        charter: The charter.
        entry: Gives the entry of a thing as it is once the step is taken, and `NOTHING` for one that is not known.
    """

    def __init__(self, charter: Charter, entry: Callable[[Subject], Entry]) -> None:
        self._charter = charter
        self._entry = entry

    def is_sound(self, subject: Subject, step: AnyPassage) -> bool:
        """Tell whether a step that comes last in a life cannot break a law."""
        match subject:
            case CentreId():
                return self._centre_is_sound(subject, step)
            case StationId():
                return self._station_is_sound(subject, step)
            case PartnerId():
                return self._partner_is_sound(subject, step)
            case PayeeId():
                return step.arrow.end in STANDING[PayeeId]
            case Post():
                return self._post_is_sound(subject, step)
            case Grant():
                return self._grant_is_sound(subject, step)
            case _:
                assert_never(subject)

    def _centre_is_sound(self, centre: CentreId, step: AnyPassage) -> bool:
        if step.happening.step is CentreStep.PAY_TO:
            return self._stands(stated([step], PayeeId), step.day)
        if CentreState.OPEN in (step.arrow.start, step.arrow.end):
            return False
        return step.happening.step is not CentreStep.PLAN and not self._entry(centre).links

    def _station_is_sound(self, station: StationId, step: AnyPassage) -> bool:
        stood, stands = (state in STANDING[StationId] for state in (step.arrow.start, step.arrow.end))
        named = not stood or step.happening.step is StationStep.MOVE
        if step.arrow.end in UNDER_WAY and named:
            centre = self._entry(stated(self._entry(station).passages, CentreId))
            since = held_since(centre.passages, GOING)
            return since is not None and since <= step.day
        if stands and named:
            centre_id = stated(self._entry(station).passages, CentreId)
            return self._stands(self._charter.platform, step.day) and self._stands(centre_id, step.day)
        return stands == stood or self._nobody_there(station, self._entry(station).links, step.day)

    def _partner_is_sound(self, partner: PartnerId, step: AnyPassage) -> bool:
        held, holds = (state in STANDING[PartnerId] for state in (step.arrow.start, step.arrow.end))
        links = self._entry(partner).links
        if step.happening.step is PartnerStep.ENGAGE:
            return not links
        return holds or not held or all(self._is_over(Post(station, partner), step.day) for station in links)

    def _post_is_sound(self, post: Post, step: AnyPassage) -> bool:
        if step.happening.step in _OFFERS_NO_MORE and not self._is_of_use(post):
            return False
        held = tenure(self._entry(post).passages)
        if held is None:
            return True
        if not all(self._stands(each, step.day) for each in (post.station, post.partner, held.payee)):
            return False
        if self._charter.limits_helpers and not self._is_left_alone(post, step.day):
            return False
        if held.version is None:
            return True
        version = self._charter.version(held.version)
        return self._admits(version, post.partner, step.day) and self._is_alone(post, version, step.day, held)

    def _is_of_use(self, post: Post) -> bool:
        """Tell whether all that a partner is permitted at a station lets the partner offer it on some day."""
        grants = [Grant(each.id, post.station, post.partner) for each in self._charter.services]
        permissions = [row for grant in grants for row in permission_rows(grant, self._entry(grant).passages)]
        if not permissions:
            return True
        held = [each for each in posted(post, self._entry(post).passages) if isinstance(each, Posting)]
        return not any(in_vain(permissions, self._charter.services, held, self._charter.versions))

    def _is_left_alone(self, post: Post, day: date) -> bool:
        """Tell whether nobody else is posted at a station from a day on, neither to help nor to be helped."""
        others = (each for each in self._entry(post.station).links if each != post.partner)
        return self._nobody_there(post.station, others, day)

    def _admits(self, version: ModelVersion, partner: PartnerId, day: date) -> bool:
        """Tell whether a partner meets what a version demands, from a day on."""
        passages = self._entry(partner).passages
        engaged = next((each for each in reversed(passages) if isinstance(each.happening.detail, Engagement)), None)
        met = {each.happening.step for each in passages if each.day <= day}
        return (
            version.since <= day
            and engaged is not None
            and engaged.day <= day
            and engaged.happening.detail in version.engagements
            and all(step in met or not getattr(version, demand) for demand, step in _DEMANDED.items())
        )

    def _is_alone(self, post: Post, version: ModelVersion, day: date, held: Tenure) -> bool:
        """Tell whether nobody else is in charge of a station from a day on, nor the partner anywhere else."""
        for partner in self._entry(post.station).links:
            passages = self._entry(Post(post.station, partner)).passages
            if partner != post.partner and not _is_past(passages, _CHARGE, day):
                return False
            if not held.reverts and any(
                self._charter.version(each).since > version.since for each in _versions_of(passages)
            ):
                return False
        others = (each for each in self._entry(post.partner).links if each != post.station)
        return all(_is_past(self._entry(Post(each, post.partner)).passages, _CHARGE, day) for each in others)

    def _grant_is_sound(self, grant: Grant, step: AnyPassage) -> bool:
        if step.happening.step is PermissionStep.REVOKE:
            return True
        return self._is_of_use(Post(grant.station, grant.partner))

    def _stands(self, subject: Subject, day: date) -> bool:
        """Tell whether a thing is there, for others to stand on, from a day on without an end."""
        since = held_since(self._entry(subject).passages, STANDING[type(subject)])
        return since is not None and since <= day

    def _nobody_there(self, station: StationId, partners: Iterable[str], day: date) -> bool:
        return all(self._is_over(Post(station, partner), day) for partner in partners)

    def _is_over(self, post: Post, day: date) -> bool:
        return _is_past(self._entry(post).passages, STANDING[Post], day)


def _is_past(passages: tuple[AnyPassage, ...], states: frozenset[Any], day: date) -> bool:
    """Tell whether a thing is in none of some states on a day and after it."""
    return not passages or (passages[-1].arrow.end not in states and passages[-1].day <= day)


def _versions_of(passages: Iterable[AnyPassage]) -> Iterator[VersionId]:
    """Give the versions that steps state."""
    for passage in passages:
        detail = passage.happening.detail
        if isinstance(detail, Terms):
            yield detail.version
        elif isinstance(detail, VersionId):
            yield detail
