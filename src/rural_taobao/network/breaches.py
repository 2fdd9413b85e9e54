"""The breaches of the laws that every network obeys: each an error that names what it was found in."""

from typing import TypeAlias, final

from rural_taobao.errors import RuralTaobaoError
from rural_taobao.identifiers import VersionId
from rural_taobao.network.model_versions import ModelVersion
from rural_taobao.network.partners import HelperPosting, Partner, Payee, Posting
from rural_taobao.network.permissions import Permission
from rural_taobao.network.services import Service
from rural_taobao.network.stations import CountyCentre, Station
from rural_taobao.periods import Period

__all__ = [
    "CountyNotThere",
    "Dated",
    "DaysToldTwice",
    "DemandNotMet",
    "HelpsInCharge",
    "HelpsTwice",
    "IdTwice",
    "NotWithin",
    "Subject",
    "TooManyStations",
    "TwoInCharge",
    "UnknownReference",
    "VersionGoesBack",
    "described",
]

Subject = CountyCentre | Station | Partner | Payee | Posting | HelperPosting | ModelVersion | Service | Permission
"""What a breach is found in."""
Dated: TypeAlias = CountyCentre | Station | Partner
"""What may have several rows, each for days of its own."""


def described(subject: Subject) -> str:
    """Say which value is meant, by its id and without a name."""
    if isinstance(subject, Posting | HelperPosting):
        return f"the posting of {subject}"
    if isinstance(subject, Permission):
        return str(subject)
    kinds: dict[type[Subject], str] = {CountyCentre: "county centre", ModelVersion: "model version"}
    return f"{kinds.get(type(subject), type(subject).__name__.lower())} {subject.id}"


@final
class IdTwice(RuralTaobaoError, ValueError):
    """
    Two payees, two model versions or two services have the same id.

    Attributes:
        subject: The second of them.
    """

    def __init__(self, subject: Payee | ModelVersion | Service) -> None:
        self.subject = subject
        super().__init__(subject)

    def __str__(self) -> str:
        return f"an id must be given once, but {described(self.subject)} is there twice; rename one or leave it out"


@final
class DaysToldTwice(RuralTaobaoError, ValueError):
    """
    Two rows tell of one centre, station or partner on the same day.

    Attributes:
        subject: The later row.
        days: Its days.
        others: The days of the row that they overlap.
    """

    def __init__(self, subject: Dated, days: Period, others: Period) -> None:
        self.subject = subject
        self.days = days
        self.others = others
        super().__init__(subject, days, others)

    def __str__(self) -> str:
        return (
            f"what holds of {described(self.subject)} must be told once for each day, but one row holds {self.others} "
            f"and another {self.days}; end the earlier on the day on which the later begins, or rename one"
        )


@final
class UnknownReference(RuralTaobaoError, LookupError):
    """
    Something names what is not there.

    Attributes:
        subject: What names it, or how that is called; None for the network itself, or whoever asked it.
        kind: The kind of what is named.
        name: Its id.
    """

    def __init__(self, subject: Subject | str | None, kind: str, name: str) -> None:
        self.subject = subject
        self.kind = kind
        self.name = name
        super().__init__(subject, kind, name)

    def __str__(self) -> str:
        names = self.subject if isinstance(self.subject, str | None) else described(self.subject)
        named = f"{self.name} is not" if names is None else f"{names} names {self.name}"
        return f"a {self.kind} that is named must be there, but {named}; add it or name another"


@final
class NotWithin(RuralTaobaoError, ValueError):
    """
    Something holds on days on which what it stands on does not.

    Attributes:
        subject: What holds too long, or too early.
        days: Its days.
        ground: What it stands on.
        ground_days: The days of that.
    """

    def __init__(self, subject: Subject, days: Period, ground: str, ground_days: Period) -> None:
        self.subject = subject
        self.days = days
        self.ground = ground
        self.ground_days = ground_days
        super().__init__(subject, days, ground, ground_days)

    def __str__(self) -> str:
        return (
            f"{described(self.subject)} must lie within {self.ground}, but it holds {self.days} and that "
            f"{self.ground_days}; shorten the one or lengthen the other"
        )


@final
class TwoInCharge(RuralTaobaoError, ValueError):
    """
    Two postings put a partner in charge of one station on the same day.

    Attributes:
        subject: The later posting.
        other: The one that it overlaps.
    """

    def __init__(self, subject: Posting, other: Posting) -> None:
        self.subject = subject
        self.other = other
        super().__init__(subject, other)

    def __str__(self) -> str:
        return (
            f"a station must have one partner in charge at a time, but {self.subject} overlaps {self.other}; "
            "end the earlier posting on the day on which the later one begins"
        )


@final
class TooManyStations(RuralTaobaoError, ValueError):
    """
    A partner is in charge of more stations at once than a model version allows.

    Attributes:
        subject: The posting that is one too many.
        version: The version that allows fewer: its own, or that of another posting of the partner on its first day.
        allowed: How many stations at once that version allows.
    """

    def __init__(self, subject: Posting, version: VersionId, allowed: int) -> None:
        self.subject = subject
        self.version = version
        self.allowed = allowed
        super().__init__(subject, version, allowed)

    def __str__(self) -> str:
        return (
            f"a partner must not be in charge of more stations at once than {self.allowed} under model version "
            f"{self.version}, but {self.subject} is one more; end another posting first"
        )


@final
class HelpsInCharge(RuralTaobaoError, ValueError):
    """
    A partner helps at a station on days on which that partner is in charge of it.

    Attributes:
        subject: The posting as a helper.
        other: The posting in charge.
    """

    def __init__(self, subject: HelperPosting, other: Posting) -> None:
        self.subject = subject
        self.other = other
        super().__init__(subject, other)

    def __str__(self) -> str:
        return (
            f"a helper must not be in charge of the station too, but {self.subject} overlaps {self.other}; "
            "end the one before the other begins"
        )


@final
class HelpsTwice(RuralTaobaoError, ValueError):
    """
    Two postings let the same partner help at one station on the same day.

    Attributes:
        subject: The later posting.
        other: The one that it overlaps.
    """

    def __init__(self, subject: HelperPosting, other: HelperPosting) -> None:
        self.subject = subject
        self.other = other
        super().__init__(subject, other)

    def __str__(self) -> str:
        return (
            f"a helper must be posted once at a station at a time, but {self.subject} overlaps {self.other}; "
            "end the earlier posting on the day on which the later one begins"
        )


@final
class DemandNotMet(RuralTaobaoError, ValueError):
    """
    A partner does not meet what the model version of a posting demands.

    Attributes:
        subject: The posting.
        demand: What is demanded.
        known: Whether it is known of the partner at all.
    """

    def __init__(self, subject: Posting, demand: str, known: bool = True) -> None:  # noqa: FBT001, FBT002 - a fact
        self.subject = subject
        self.demand = demand
        self.known = known
        super().__init__(subject, demand, known)

    def __str__(self) -> str:
        held = f"a partner must meet the demand of model version {self.subject.version} for {self.demand}, but "
        if self.known:
            return f"{held}{self.subject} does not; post another partner or under another version"
        return f"{held}of {self.subject} that is not known; state since when it is so, or post another partner"


@final
class VersionGoesBack(RuralTaobaoError, ValueError):
    """
    A station goes back to an earlier model version, and nobody stated that it should.

    Attributes:
        subject: The later posting.
        earlier: The posting before.
    """

    def __init__(self, subject: Posting, earlier: Posting) -> None:
        self.subject = subject
        self.earlier = earlier
        super().__init__(subject, earlier)

    def __str__(self) -> str:
        return (
            f"a model version must not go back, but {self.subject} is under {self.subject.version} after "
            f"{self.earlier.version}; state 'reverts' where that is meant"
        )


@final
class CountyNotThere(RuralTaobaoError, LookupError):
    """
    A centre opened in a county that did not exist that year.

    Attributes:
        subject: The centre.
        reason: What is known of the code.
    """

    def __init__(self, subject: CountyCentre, reason: str) -> None:
        self.subject = subject
        self.reason = reason
        super().__init__(subject, reason)

    def __str__(self) -> str:
        what = described(self.subject)
        return f"the county of {what} must exist in the year in which it is planned or opens: {self.reason}"
