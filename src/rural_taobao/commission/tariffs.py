"""Tariffs: a rule at the one rate that it has for a credit."""

from typing import NamedTuple, TypeAlias, final

from attrs import evolve

from rural_taobao.commission.boosts import Boost
from rural_taobao.commission.choosing import Choice, Pick
from rural_taobao.commission.keyed import ByKey, Otherwise
from rural_taobao.commission.matching import Credit
from rural_taobao.commission.rules import CommissionRule
from rural_taobao.commission.versions import PlanVersion
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.identifiers import PlanId, RuleId

__all__ = ["NameNotInTable", "Tariff", "Tariffs", "tariffs"]


@final
class NameNotInTable(RuralTaobaoError, LookupError):
    """
    A table by key has no rate for what an event is looked up under, and calls that an error.

    Attributes:
        plan: The plan.
        rule: The rule.
        key: By what it looks events up.
        event: The event.
        names: The names that have a rate.
    """

    def __init__(self, plan: PlanId, rule: RuleId, key: str, event: str, names: tuple[str, ...]) -> None:
        self.plan = plan
        self.rule = rule
        self.key = key
        self.event = event
        self.names = names
        super().__init__(plan, rule, key, event, names)

    def __str__(self) -> str:
        return (
            f"the {self.key} of what rule {self.rule} of plan {self.plan} pays for must be one of "
            f"{', '.join(self.names)}, but that of {self.event} is not, and the plan calls that an error; "
            "add its rate, or state another 'otherwise'"
        )


class Tariff(NamedTuple):
    """
    A rule at the one rate that it has for a credit.

    Attributes:
        rule: The rule, with that rate alone.
        boosts: Those of its boosts that bear upon the credit, in their order.
        name: What in the rule's table by key the credit is looked up under; None for a rule without one, and for what
            its table does not name.
    """

    rule: CommissionRule
    boosts: tuple[Boost, ...] = ()
    name: str | None = None


Tariffs: TypeAlias = tuple[Tariff, ...]
"""One tariff, or several of which that one is paid which comes to most for the credited payee."""


def tariffs(choice: Choice, credit: Credit, version: PlanVersion, *, plan: PlanId, event: str) -> Tariffs:
    """
    Look up the rate of each pick of a choice; one whose table by key pays nothing for the credit is left out.

    Args:
        choice: The picks, whose rules match the credit.
        credit: The credit.
        version: The plan version that the rules are of; it knows which category lies below which.
        plan: The plan that the rules are of, for the message.
        event: The event that the credit is of, for the message.

    Raises:
        NameNotInTable: A table by key calls it an error that it does not name the credit.

    Example:
        >>> from rural_taobao.commission.choosing import Pick
        >>> from rural_taobao.samples import one_plan
        >>> from datetime import date
        >>> seeds = Credit("order", "seeds", "2.0", "sanhe", "feixi", date(2016, 11, 11), gross=3000, net=2500)
        >>> version = one_plan().on(date(2016, 11, 11))
        >>> [found] = tariffs((Pick(version.rule("everything"), ()),), seeds, version, plan=one_plan().id, event="o-1")
        >>> print(found.rule.form.rate)
        2 %
    """
    found = (_tariff(pick, credit, version, plan, event) for pick in choice)
    return tuple(each for each in found if each is not None)


def _tariff(pick: Pick, credit: Credit, version: PlanVersion, plan: PlanId, event: str) -> Tariff | None:
    rule, rate = pick.rule, pick.rule.rate
    if not isinstance(rate, ByKey):
        return Tariff(rule, pick.boosts)
    name = max(rate.fitting(credit), key=lambda each: len(version.above(each)), default=None)
    match rate.rate(name):
        case Otherwise.NOTHING:
            return None
        case Otherwise.ERROR:
            raise NameNotInTable(plan, rule.id, rate.key, event, rate.names)
        case form:
            return Tariff(evolve(rule, rate=form), pick.boosts, name)
