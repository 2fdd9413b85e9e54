"""
Outcomes: what became of each order, parcel and referral, counted, so that counts and amounts add up to what came in.

An order is earned, or it earns nothing for a reason, or it is credited to nobody for a reason; never two of them.
"""

from typing import Final, final

from attrs import frozen

from rural_taobao.kinds import Word

__all__ = ["EXAMPLES", "Count", "Outcome", "Outcomes"]

EXAMPLES: Final = 3
"""How many ids a count gives as examples, at most."""


@final
class Outcome(Word):
    """
    What became of an order, a parcel or a referral in a settlement.

    Attributes:
        EARNED: A rule paid on it in a period that the settlement covers.
    """

    EARNED = "earned"
    """A rule paid on it, in a period within the scope."""
    STATION_UNKNOWN = "station_unknown"
    """Unattributed: the network has no such station."""
    STATION_NOT_OPEN = "station_not_open"
    """Unattributed: the station was not open at that instant."""
    STATION_VACANT = "station_vacant"
    """Unattributed: no partner was in charge at that instant, and the network credits nobody for that."""
    HELPER_NOT_POSTED = "helper_not_posted"
    """Unattributed: it names a helper who is not posted as one at its station at that instant."""
    CANCELLED = "cancelled"
    """Earns nothing: it was cancelled."""
    SELF_PURCHASE = "self_purchase"
    """Earns nothing: disqualified, the partner bought for the partner's own account."""
    FAKE = "fake"
    """Earns nothing: disqualified, nothing was really ordered."""
    WORK_NOT_ALLOWED = "work_not_allowed"
    """Earns nothing: the model version of the posting does not allow such work, or such a service."""
    SERVICE_UNKNOWN = "service_unknown"
    """Earns nothing: the network has no such service."""
    NOT_PERMITTED = "not_permitted"
    """Earns nothing: nobody in charge of the station was permitted the service at that instant."""
    PERMISSION_REVOKED = "permission_revoked"
    """Earns nothing: the permission for the service was revoked before that instant."""
    DECIDED_BY_ANOTHER = "decided_by_another"
    """Earns nothing: it was decided by another than whoever decides on the service."""
    DECLINED = "declined"
    """Earns nothing: whoever decides on the service refused what was recommended."""
    NO_PLAN_VERSION = "no_plan_version"
    """Earns nothing: the plan has no version that holds on that day."""
    NO_RULE = "no_rule"
    """Earns nothing: no rule of the plan matches it."""
    FEE_ONLY = "fee_only"
    """Earns nothing: of the rules of the plan, only fees match it."""
    NOT_IN_TABLE = "not_in_table"
    """Earns nothing: the rule that matches it has a table by key that pays nothing for it."""
    NOT_EARNED_YET = "not_earned_yet"
    """Earns nothing so far: the moment at which the plan earns has not come."""
    OUTSIDE_SCOPE = "outside_scope"
    """Earns nothing here: it is earned in a period that this settlement does not cover."""
    NOT_KNOWN_YET = "not_known_yet"
    """Earns nothing here: it became known only after the instant that the scope states."""
    IN_ARREARS = "in_arrears"
    """
    Earns nothing here: it is earned in an earlier month that this settlement leaves as it was posted, and what is
    posted is not what it earns now; restate that month. Or a part of it is owed to or by a payee who was settled for
    good, and is not posted any more.
    """
    NO_LEVEL = "no_level"
    """Earns nothing: there is nobody for any level of the rule."""
    NOTHING_MEASURED = "nothing_measured"
    """Earns nothing: what the rule measures of it is 0, such as the amount of an order whose discount is all of it."""
    OUTSIDE_TABLE = "outside_table"
    """Earns nothing: its measure lies outside the table of the rule, where nothing is earned."""
    RATED_AT_NOTHING = "rated_at_nothing"
    """Earns nothing: what the rate of the rule gives for it is exactly nothing, such as 0 % or up to a threshold."""
    FREE = "free"
    """Earns nothing: it is within the allowance of the rule, which is free."""
    ROUNDED_AWAY = "rounded_away"
    """Earns nothing: its commission comes to less than a coin, and is rounded to nothing."""
    CUT_TO_NOTHING = "cut_to_nothing"
    """Earns nothing: the rule's own cap, of an order or of each unit, leaves nothing of it."""
    SET_OFF = "set_off"
    """Earns nothing: the running total falls with it, and what caps had cut before it makes up for that."""
    CAP_USED_UP = "cap_used_up"
    """Earns nothing: a cap that it shares was used up before it."""
    TAKES_BACK = "takes_back"
    """Earns nothing: the running total falls with it, so that something is taken back of what was earned before it."""
    KEPT = "kept"
    """Earns nothing: its split keeps all that it comes to, posted to nobody."""
    REFUNDED = "refunded"
    """Earns nothing: all of it was taken back, and the plan rates what is left."""


_UNATTRIBUTED = frozenset(
    {Outcome.STATION_UNKNOWN, Outcome.STATION_NOT_OPEN, Outcome.STATION_VACANT, Outcome.HELPER_NOT_POSTED}
)


@final
@frozen
class Count:
    """
    How many orders and parcels had one outcome, and what they came to.

    Attributes:
        events: How many.
        gross: Their gross amounts, in minor units.
        examples: The ids of the first few, in the order in which they came.
    """

    events: int
    gross: int
    examples: tuple[str, ...] = ()


@final
@frozen
class Outcomes:
    """
    What became of all orders and parcels of a settlement.

    Attributes:
        counts: One entry for each outcome that occurred, in the order of `Outcome`.

    Example:
        >>> outcomes = Outcomes({Outcome.EARNED: Count(3, 900), Outcome.STATION_VACANT: Count(1, 250, ("o-4",))})
        >>> outcomes.earned, outcomes.earns_nothing, outcomes.unattributed, outcomes.gross
        (3, 0, 1, 1150)
    """

    counts: dict[Outcome, Count]

    def along_with(self, outcome: Outcome, count: Count) -> "Outcomes":
        """Give the outcomes with one more, if it occurred at all."""
        if not count.events:
            return self
        counts = {**self.counts, outcome: count}
        return Outcomes({each: counts[each] for each in Outcome if each in counts})

    @property
    def events(self) -> int:
        """How many orders and parcels came in."""
        return sum(count.events for count in self.counts.values())

    @property
    def gross(self) -> int:
        """What they came to, in minor units."""
        return sum(count.gross for count in self.counts.values())

    @property
    def earned(self) -> int:
        """How many are earned."""
        return sum(count.events for outcome, count in self.counts.items() if outcome is Outcome.EARNED)

    @property
    def unattributed(self) -> int:
        """How many are credited to nobody."""
        return sum(count.events for outcome, count in self.counts.items() if outcome in _UNATTRIBUTED)

    @property
    def earns_nothing(self) -> int:
        """How many are credited to somebody and earn nothing."""
        return self.events - self.earned - self.unattributed
