"""Fitting: whether what a rule states goes together: its rate or levels, what it measures, its steps and bounds."""

from collections.abc import Iterator
from typing import Final, Protocol, final

from rural_taobao.commission.attainment import QuotaUnfit
from rural_taobao.commission.bases import BasisForm, BasisUnfit, is_money
from rural_taobao.commission.boosts import Boost, BoostTwice, BoostUnfit, Raised
from rural_taobao.commission.bounds import Allowance, AllowanceUnfit, BoundsCrossed
from rural_taobao.commission.clawback import Clawback, ClawbackUnfit
from rural_taobao.commission.fees import FeeUnfit
from rural_taobao.commission.keyed import ByKey, Otherwise, RuleRate
from rural_taobao.commission.levels import Levels, LevelsUnfit
from rural_taobao.commission.rates import (
    Attainment,
    AttainmentMode,
    Banded,
    Bonus,
    ByVolume,
    Flat,
    Interpolated,
    PercentageAndFlat,
    RateForm,
    WholeAmount,
    pays_for_money,
)
from rural_taobao.commission.volume import VolumeFalls, VolumeOfItself, VolumeUnfit
from rural_taobao.currencies import Currency
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.exact import Rate
from rural_taobao.flaws import Checks, Flaw, PartPath, stating
from rural_taobao.identifiers import RuleId
from rural_taobao.kinds import Word
from rural_taobao.money import CurrencyMismatch, Money

__all__ = ["MeasureUnfit", "MeasuredOn", "OnRefund", "RefundUnfit", "rule_checks"]


@final
class MeasuredOn(Word):
    """Over what a rate is measured."""

    ORDER = "order"
    """This event alone."""
    RUNNING_TOTAL = "running_total"
    """The events of the credited payee under this rule in the earned period, by instant and id, up to this one."""
    COUNTY_TOTAL = "county_total"
    """
    Those of all stations of the county centre, rolled up: its payee is credited with them, whoever is paid.

    A centre that earns on what its stations sell has such a rule, with a split that pays it.
    """


@final
class OnRefund(Word):
    """What a refund does to a commission."""

    REVERSE = "reverse"
    """It takes back the rounded commission in proportion to the basis, rounded cumulatively; measures stay."""
    RERATE = "rerate"
    """The earned period is measured again without the part refunded; every line that shifts names the refund."""


@final
class MeasureUnfit(RuralTaobaoError, ValueError):
    """
    A rate with a fixed amount for each event was to be measured on a running total.

    Attributes:
        rule: The rule.
    """

    def __init__(self, rule: RuleId) -> None:
        self.rule = rule
        super().__init__(rule)

    def __str__(self) -> str:
        return (
            f"a fixed amount for each event must be measured on the order, but rule {self.rule} measures it on a "
            "running total; change that, or pay per unit of count"
        )


@final
class RefundUnfit(RuralTaobaoError, ValueError):
    """
    A rate of which a refund may change the band was to be reversed in proportion, which it is not.

    Attributes:
        rule: The rule.
    """

    def __init__(self, rule: RuleId) -> None:
        self.rule = rule
        super().__init__(rule)

    def __str__(self) -> str:
        return (
            f"a rate by the band of the whole measure must have on_refund 'rerate', but rule {self.rule} says "
            "'reverse'; state 'rerate', since a refund may drop the measure to another band"
        )


class Stated(Protocol):
    """What a rule states."""

    @property
    def id(self) -> RuleId:  # pyright: ignore[reportReturnType] - a protocol has no bodies
        """Its id."""

    @property
    def is_fee(self) -> bool:  # pyright: ignore[reportReturnType] - a protocol has no bodies
        """Whether the payees owe what it comes to."""

    @property
    def basis(self) -> BasisForm:  # pyright: ignore[reportReturnType] - a protocol has no bodies
        """What is measured."""

    @property
    def measured_on(self) -> MeasuredOn:  # pyright: ignore[reportReturnType] - a protocol has no bodies
        """Over what."""

    @property
    def allowance(self) -> Allowance | None:
        """What is free."""

    @property
    def rate(self) -> RuleRate | None:
        """Its rate."""

    @property
    def boosts(self) -> tuple[Boost, ...]:  # pyright: ignore[reportReturnType] - a protocol has no bodies
        """What campaigns add."""

    @property
    def floor(self) -> Money | None:
        """The least."""

    @property
    def cap(self) -> Money | None:
        """The most."""

    @property
    def on_refund(self) -> OnRefund:  # pyright: ignore[reportReturnType] - a protocol has no bodies
        """What a refund does."""

    @property
    def clawback(self) -> Clawback | None:
        """How much of it that takes back."""

    @property
    def levels(self) -> Levels | None:
        """Its levels."""

    @property
    def currencies(self) -> frozenset[Currency]:  # pyright: ignore[reportReturnType] - a protocol has no bodies
        """The currencies that it names."""


def _by_the_band(rate: RateForm) -> bool:
    """Tell whether all of a measure earns by the band that it reaches, to which a refund may bring another."""
    if isinstance(rate, Attainment):
        return rate.mode is AttainmentMode.WHOLE_AMOUNT
    return isinstance(rate, WholeAmount | Banded | Bonus | Interpolated)


def rule_checks(rule: Stated) -> Checks:
    """Check that what a rule states goes together: its rate or its levels, what it measures, its steps and bounds."""
    yield _fee(rule)
    yield _beside_levels(rule)
    yield _free(rule)
    yield _boosted(rule)
    yield _clawed_back(rule)
    yield _in_one_currency(rule)
    yield _bounded(rule)
    yield _rated(rule)


def _rated(rule: Stated) -> Checks:
    """Check each rate of a rule."""
    for path, form in _rates(rule):
        yield _fee_rate(rule, path, form)
        yield _basis(rule, form)
        yield _measured(rule, form)
        yield _attained(rule, form)
        yield _refunded(rule, form)
        if isinstance(form, ByVolume):
            yield _other_measure(rule, path, form)
            yield _nothing_free(rule)
            yield _volume_refunded(rule, form)


def _rates(rule: Stated) -> Iterator[tuple[PartPath, RateForm]]:
    """Give every rate of a rule, with the way to it."""
    if isinstance(rule.rate, ByKey):
        yield from ((("rate", "table", name), form) for name, form in rule.rate.table)
        if not isinstance(rule.rate.otherwise, Otherwise):
            yield ("rate", "otherwise"), rule.rate.otherwise
    elif rule.rate is not None:
        yield ("rate",), rule.rate
    if rule.levels is not None:
        yield from ((("levels", "levels", place, "rate"), level.rate) for place, level in enumerate(rule.levels.levels))


def _fee(rule: Stated) -> Iterator[Flaw]:
    if rule.is_fee and rule.levels is not None:
        yield ("levels",), FeeUnfit(rule.id, "levels")


def _fee_rate(rule: Stated, path: PartPath, form: RateForm) -> Iterator[Flaw]:
    stated = "a bonus" if isinstance(form, Bonus) else "a quota" if isinstance(form, Attainment) else None
    if rule.is_fee and stated is not None:
        yield path, FeeUnfit(rule.id, stated)


def _beside_levels(rule: Stated) -> Checks:
    if rule.levels is not None:
        yield _run_beside(rule)
        yield from (_stated_beside(rule, name, stated) for name, stated in _BESIDE_LEVELS.items())


_BESIDE_LEVELS: Final = {
    "allowance": "an allowance",
    "boosts": "boosts",
    "per_unit": "bounds of a unit",
    "floor": "a floor or a cap",
    "cap": "a floor or a cap",
}
"""What levels have no answer to, by the attribute that states it."""


def _run_beside(rule: Stated) -> Iterator[Flaw]:
    if rule.measured_on is not MeasuredOn.ORDER:
        yield ("measured_on",), LevelsUnfit(rule.id, "a running total")


def _stated_beside(rule: Stated, name: str, stated: str) -> Iterator[Flaw]:
    if getattr(rule, name) not in (None, ()):
        yield (name,), LevelsUnfit(rule.id, stated)


def _free(rule: Stated) -> Iterator[Flaw]:
    free = None if rule.allowance is None else rule.allowance.measure
    if any(isinstance(stated.rate, ByVolume) for stated in stating([rule], "rate")):
        return  # told of the allowance itself
    if free is not None and isinstance(free, Money) is not is_money(rule.basis):
        yield ("allowance", "measure"), AllowanceUnfit(rule.id, rule.basis, free)


def _boosted(rule: Stated) -> Checks:
    for place, boost in enumerate(rule.boosts):
        yield _named_once(rule, place, boost)
        yield _raised(rule, place, boost)


def _named_once(rule: Stated, place: int, boost: Boost) -> Iterator[Flaw]:
    if boost.campaign in [each.campaign for each in rule.boosts[:place]]:
        yield ("boosts", place, "campaign"), BoostTwice(rule.id, boost.campaign)


def _raised(rule: Stated, place: int, boost: Boost) -> Iterator[Flaw]:
    if isinstance(boost, Raised) and isinstance(boost.by, Rate) is not is_money(rule.basis):
        yield ("boosts", place, "by"), BoostUnfit(rule.id, rule.basis, boost.campaign, boost.by)


def _clawed_back(rule: Stated) -> Iterator[Flaw]:
    if rule.clawback is not None and rule.on_refund is not OnRefund.REVERSE:
        yield ("clawback",), ClawbackUnfit(rule.id)


def _in_one_currency(rule: Stated) -> Iterator[Flaw]:
    currencies = sorted(rule.currencies, key=lambda currency: currency.code)
    if len(currencies) > 1:
        yield (), CurrencyMismatch(currencies[0], currencies[1])


def _bounded(rule: Stated) -> Checks:
    """Check that no bound lies below zero, and no cap below its floor."""
    yield _floor(rule)
    yield _cap(rule)
    yield _crossed(rule)


def _floor(rule: Stated) -> Iterator[Flaw]:
    if rule.floor is not None and rule.floor.minor < 0:
        yield ("floor",), BoundsCrossed(rule.id, rule.floor, None)


def _cap(rule: Stated) -> Iterator[Flaw]:
    if rule.cap is not None and rule.cap.minor < 0:
        yield ("cap",), BoundsCrossed(rule.id, None, rule.cap)


def _crossed(rule: Stated) -> Iterator[Flaw]:
    if rule.floor is not None and rule.cap is not None and 0 <= rule.cap.minor < rule.floor.minor:
        yield ("cap",), BoundsCrossed(rule.id, rule.floor, rule.cap)


def _basis(rule: Stated, form: RateForm) -> Iterator[Flaw]:
    for_money = pays_for_money(form)
    if for_money is not None and for_money is not is_money(rule.basis):
        yield ("basis",), BasisUnfit(rule.id, rule.basis, type(form).__name__)


def _measured(rule: Stated, form: RateForm) -> Iterator[Flaw]:
    if isinstance(form, Flat | PercentageAndFlat) and rule.measured_on is not MeasuredOn.ORDER:
        yield ("measured_on",), MeasureUnfit(rule.id)


def _attained(rule: Stated, form: RateForm) -> Iterator[Flaw]:
    if isinstance(form, Attainment) and rule.measured_on is MeasuredOn.ORDER:
        yield ("measured_on",), QuotaUnfit(rule.id)


def _refunded(rule: Stated, form: RateForm) -> Iterator[Flaw]:
    if rule.on_refund is OnRefund.REVERSE and _by_the_band(form):
        yield ("on_refund",), RefundUnfit(rule.id)


def _other_measure(rule: Stated, path: PartPath, form: ByVolume) -> Iterator[Flaw]:
    if form.volume == rule.basis and pays_for_money(form) is is_money(rule.basis):
        yield (*path, "volume"), VolumeOfItself(rule.id, rule.basis)


def _nothing_free(rule: Stated) -> Iterator[Flaw]:
    if rule.allowance is not None:
        yield ("allowance",), VolumeUnfit("beside an allowance")


def _volume_refunded(rule: Stated, form: ByVolume) -> Iterator[Flaw]:
    if rule.on_refund is OnRefund.REVERSE and form.falls:
        yield ("on_refund",), VolumeFalls(rule.id)
