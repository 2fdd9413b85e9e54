"""Capacity: how many partners may help at a station at once under the model version that holds there."""

from collections.abc import Iterator, Mapping, Sequence
from typing import final

from rural_taobao.errors import RuralTaobaoError
from rural_taobao.identifiers import VersionId
from rural_taobao.network.model_versions import ModelVersion
from rural_taobao.network.partners import HelperPosting, Posting

__all__ = ["TooManyHelpers", "too_many_helpers"]


@final
class TooManyHelpers(RuralTaobaoError, ValueError):
    """
    More partners help at a station at once than its model version allows.

    Attributes:
        subject: The posting of a helper that is one too many.
        version: The version of the partner in charge.
        allowed: How many helpers at once that version allows.
    """

    def __init__(self, subject: HelperPosting, version: VersionId, allowed: int) -> None:
        self.subject = subject
        self.version = version
        self.allowed = allowed
        super().__init__(subject, version, allowed)

    def __str__(self) -> str:
        return (
            f"no more partners must help at a station at once than {self.allowed} under model version {self.version}, "
            f"but {self.subject} is one more; end the posting of another first"
        )


def too_many_helpers(
    helpers: Mapping[str, Sequence[HelperPosting]],
    postings: Mapping[str, Sequence[Posting]],
    versions: Mapping[str, ModelVersion],
) -> Iterator[RuralTaobaoError]:
    """Tell of helpers above what the version of the partner in charge allows; each list is sorted by its days."""
    for station, at_station in helpers.items():
        for posting in postings.get(station, ()):
            version = versions.get(posting.version)
            if version is None or version.helpers_at_once is None:
                continue
            held: list[HelperPosting] = []
            for helper in at_station:
                common = helper.period.overlap(posting.period)
                if common is not None:
                    held = [other for other in held if common.start in other.period]
                    held.append(helper)
                    if len(held) > version.helpers_at_once:
                        yield TooManyHelpers(helper, version.id, version.helpers_at_once)
