"""
Tenures: what histories say of examinations and postings, in the values that a network is built of.

The days on which a centre or a station is open, or a partner under contract, are given by `History.holding`, the centre
that runs a station by `History.stated`.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import final

from attrs import evolve, frozen

from rural_taobao.identifiers import PayeeId, VersionId
from rural_taobao.lives.details import Terms
from rural_taobao.lives.histories import lasting
from rural_taobao.lives.partners import PartnerHistory, PartnerStep
from rural_taobao.lives.posts import Post, PostingHistory, PostingState, PostingStep
from rural_taobao.lives.walks import Passage
from rural_taobao.network.partners import HelperPosting, Posting
from rural_taobao.periods import Period

__all__ = ["Tenure", "exam_day", "helper_postings", "posted", "postings", "tenure"]


@final
@frozen
class Tenure:
    """
    What a partner is at a station.

    Attributes:
        version: The model version under which the partner is in charge; None for a helper.
        payee: Who is paid.
        reverts: Whether it is stated that the station goes back to an earlier version.
    """

    version: VersionId | None
    payee: PayeeId
    reverts: bool = False


def exam_day(history: PartnerHistory, known_by: datetime | None = None) -> date | None:
    """
    Give the first day on which a partner passed the examination; None while that is not known.

    Args:
        history: The partner's.
        known_by: The last instant whose knowledge counts; all that is known where it is not given.

    Raises:
        NotAnInstant: The instant has no fixed offset.
    """
    passages = history.passages(known_by)
    return next((each.day for each in passages if each.happening.step is PartnerStep.EXAMINE), None)


def _tenures(passages: Iterable[Passage[PostingState, PostingStep]]) -> Iterator[tuple[Period, Tenure]]:
    """Give the spans of days of a posting, each with what the partner is in it."""
    by_day = dict(_by_day(passages))
    if by_day:
        yield from ((entry.period, entry.value) for entry in lasting(by_day).entries if entry.value is not None)


def _by_day(passages: Iterable[Passage[PostingState, PostingStep]]) -> Iterator[tuple[date, Tenure | None]]:
    """
    Give what the partner is after each step, and its day.

    That a station goes back is stated for the day: another step on it, such as that another is paid, does not undo it.
    """
    held: Tenure | None = None
    day: date | None = None
    for passage in passages:
        before, held = held, _after(held, passage)
        if passage.day == day and before is not None and held is not None and before.version == held.version:
            held = evolve(held, reverts=before.reverts or held.reverts)
        day = passage.day
        yield day, held


def _after(before: Tenure | None, passage: Passage[PostingState, PostingStep]) -> Tenure | None:
    """Give what the partner is after a step."""
    step, detail = passage.happening.step, passage.happening.detail
    match detail:
        case Terms(version=version, payee=payee, reverts=reverts):
            return Tenure(version, payee, reverts)
        case PayeeId():
            return Tenure(None if before is None else before.version, detail)
        case VersionId() if before is not None:
            return Tenure(detail, before.payee, step is PostingStep.REVERT)
        case _ if before is not None and step is PostingStep.STEP_DOWN:
            return Tenure(None, before.payee)
        case _:
            return None


def tenure(passages: Iterable[Passage[PostingState, PostingStep]]) -> Tenure | None:
    """Give what a partner is at a station after some steps; None where the posting has ended, or not begun."""
    found: Tenure | None = None
    for _, found in _by_day(passages):  # noqa: B007 - the last one is asked for
        pass
    return found


def postings(history: PostingHistory, known_by: datetime | None = None) -> tuple[Posting, ...]:
    """
    Give a posting in charge for each stretch of days under one model version, for one payee.

    Args:
        history: The posting's.
        known_by: The last instant whose knowledge counts; all that is known where it is not given.

    Raises:
        NotAnInstant: The instant has no fixed offset.

    Example:
        >>> from rural_taobao.instants import CHINA
        >>> from rural_taobao.lives import POSTING_LIFE, Happening, History, Post
        >>> told = datetime(2016, 8, 2, tzinfo=CHINA.timezone)
        >>> begun = Happening("a", PostingStep.TAKE_CHARGE, date(2015, 6, 1), told, Terms("2.0", "li"))
        >>> later = Happening("b", PostingStep.ADOPT, date(2016, 9, 1), told, VersionId("3.0"))
        >>> for posting in postings(History(POSTING_LIFE, Post("sanhe", "li"), [begun, later])):
        ...     print(posting.version, posting.period)
        2.0 2015-06-01 to before 2016-09-01
        3.0 from 2016-09-01
    """
    return tuple(each for each in posted(history.subject, history.passages(known_by)) if isinstance(each, Posting))


def helper_postings(history: PostingHistory, known_by: datetime | None = None) -> tuple[HelperPosting, ...]:
    """
    Give a posting as a helper for each stretch of days, for one payee.

    Args:
        history: The posting's.
        known_by: The last instant whose knowledge counts; all that is known where it is not given.

    Raises:
        NotAnInstant: The instant has no fixed offset.
    """
    return tuple(each for each in posted(history.subject, history.passages(known_by)) if not isinstance(each, Posting))


def posted(post: Post, passages: Iterable[Passage[PostingState, PostingStep]]) -> Iterator[Posting | HelperPosting]:
    """
    Give the postings that steps come to, in charge or not, by their first day.

    Args:
        post: Who was sent where.
        passages: The steps that were taken.
    """
    for period, held in _tenures(passages):
        if held.version is None:
            yield HelperPosting(post.station, post.partner, held.payee, period)
        else:
            yield Posting(post.station, post.partner, held.payee, held.version, period, held.reverts)
