"""
One error of each class, for the laws that hold of all of them.

Whoever adds a class of errors adds a sample of it; one with a second message, a second sample.
"""

from datetime import UTC, date, datetime

from rural_taobao.commission.attainment import (
    FactorTooFine,
    QuotaTwice,
    QuotaUnfit,
    ShareOfQuotaNotWhole,
    StepsNotFromZero,
)
from rural_taobao.commission.bases import Basis, BasisUnfit, BasisUnknown
from rural_taobao.commission.boosts import BoostTwice, BoostUnfit
from rural_taobao.commission.bounds import AllowanceEmpty, AllowanceUnfit, AllowedPer, BoundsCrossed, UnitBoundsCrossed
from rural_taobao.commission.caps import (
    CapBelowZero,
    CapHolderUnfit,
    CappedLevels,
    CappedRuleUnknown,
    CapTwice,
    NothingCapped,
)
from rural_taobao.commission.categories import CategoryTwice, CategoryUnknown, ParentsInCircle, ParentUnknown
from rural_taobao.commission.choosing import SeveralMatch
from rural_taobao.commission.circumstances import MonthsEmpty, NothingToMatch
from rural_taobao.commission.clawback import ClawbackUncovered, ClawbackUnfit
from rural_taobao.commission.conditions import RangeEmpty
from rural_taobao.commission.edges import (
    MixedTiers,
    NotAscending,
    NothingHeld,
    Overflow,
    TierBackwards,
    TierBelowZero,
    TierOpenInTheMiddle,
    Underflow,
)
from rural_taobao.commission.extents import MeasureBetweenBands, MeasureOutsideTiers
from rural_taobao.commission.fees import FeeCapped, FeeChanged, FeeCounted, FeeUnfit
from rural_taobao.commission.keyed import NameTwice, NoNames, RateByKey
from rural_taobao.commission.layers import ExceptionEndless, LayerEmpty, LayerTwice
from rural_taobao.commission.levels import (
    LevelMissing,
    LevelsUnfit,
    LevelTwice,
    NoLevels,
    NothingToLeave,
    PaidByLevels,
    PaidNotOneWay,
)
from rural_taobao.commission.payouts import DeductionTwice, PriorityTwice
from rural_taobao.commission.plans import CarriedOnAnotherBasis, PlanVersionTwice
from rural_taobao.commission.policies import BestIncomparable, HitPolicy, RunningTotalsNotStated
from rural_taobao.commission.portions import RemainingTwice, RestUnfit, SharesMixed, SharesNotWhole, StepBelowZero
from rural_taobao.commission.printed import BandGap
from rural_taobao.commission.promises import (
    CountedRuleUnknown,
    DrawChanged,
    NoRulesCounted,
    NothingPromised,
    PromiseTwice,
)
from rural_taobao.commission.releases import CurveNotWhole, NothingToReleaseBy
from rural_taobao.commission.rules import MeasureUnfit, RefundUnfit
from rural_taobao.commission.splits import AbsenceUnstated, NoSteps, PartyTwice, SplitTooDeep
from rural_taobao.commission.tariffs import NameNotInTable
from rural_taobao.commission.tiers import FlatBelowZero, NoTiers, Outside, TierChoiceMissing, TierGap, TiersNotAscending
from rural_taobao.commission.versions import RuleTwice, RuleUnknown
from rural_taobao.commission.volume import VolumeFalls, VolumeMixed, VolumeOfItself, VolumeTiersUnfit, VolumeUnfit
from rural_taobao.commission.withholding import BracketsNotOpen, QuickDeductionWrong
from rural_taobao.commission.witnesses import TooManyCombinations
from rural_taobao.currencies import CNY, Currency, UnknownCurrency
from rural_taobao.days import MonthsOutsideCalendar, NotADay
from rural_taobao.documents.arithmetic import ArithmeticMalformed
from rural_taobao.documents.canonical import NotCanonical
from rural_taobao.documents.checking import PlanUnused
from rural_taobao.documents.conditions import CombinedNotAlone
from rural_taobao.documents.events import TagTwice
from rural_taobao.documents.expectations import NotOfKind
from rural_taobao.documents.faults import DocumentsRefused, Fault
from rural_taobao.documents.misfits import KeyMissing, KeyUnknown, ListedTwice
from rural_taobao.documents.models import ModelVersionTwice
from rural_taobao.documents.roster_rows import PositionHalfGiven, Role, RoleUnfit
from rural_taobao.documents.rules import BoostNotSaid
from rural_taobao.documents.splits import AbsenceUseless, BothStated
from rural_taobao.documents.tiers import BandPaysOtherwise
from rural_taobao.documents.toml_writer import NotWritable
from rural_taobao.documents.trees import KeyTwice, NumberNotFinite
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.exact import Exact, NotANumber, NumberTooFine, Rate, RateAboveWhole
from rural_taobao.festivals.calendar import (
    FestivalTwice,
    FestivalUnknown,
    NothingToPayOn,
    WindowUnknown,
)
from rural_taobao.festivals.editions import CancelledWithWindows, WindowTwice
from rural_taobao.festivals.festival import EditionComputed, EditionTwice, EditionUnknown
from rural_taobao.festivals.lunisolar import (
    DayBeyondTable,
    LeapMonthMissing,
    LunarMonthShorter,
    YearBeyondTable,
)
from rural_taobao.festivals.rules import DayNotInEveryYear, NotAnnounced, YearNotCovered
from rural_taobao.festivals.windows import (
    MalformedName,
    WindowBackwards,
    WindowOpen,
    WindowTooLong,
)
from rural_taobao.identifiers import (
    CampaignId,
    CapId,
    CategoryCode,
    DeductionId,
    FestivalId,
    MalformedIdentifier,
    Party,
    PayeeId,
    PlanId,
    RuleId,
    VersionId,
)
from rural_taobao.instants import CHINA, InstantOutsideCalendar, MalformedOffset, NotAnInstant
from rural_taobao.kinds import WrongKind, WrongNumber
from rural_taobao.money import Allocation, CurrencyMismatch, Money, MoneyBelowZero, NothingToAllocateTo, UnitPrice
from rural_taobao.network import CountyCentre, HelperPosting, Posting, Station
from rural_taobao.network.aggregate import NetworkRefused, VacancyVersionMissing
from rural_taobao.network.laws import (
    CountyNotThere,
    DemandNotMet,
    HelpsInCharge,
    HelpsTwice,
    IdTwice,
    NotWithin,
    TooManyStations,
    TwoInCharge,
    UnknownReference,
    VersionGoesBack,
)
from rural_taobao.network.model_versions import NobodyAdmitted
from rural_taobao.periods import MalformedMonth, Month, Period, PeriodBackwards
from rural_taobao.places.codes import (
    CountyCode,
    DivisionLevel,
    MalformedDivisionCode,
    PrefectureCode,
    UnknownProvincePrefix,
    WrongDivisionLevel,
)
from rural_taobao.places.counties import (
    CountyNamedOtherwise,
    CountyNotYetListed,
    CountyRenamed,
    CountyRetired,
    UnknownCounty,
)
from rural_taobao.places.listings import (
    ListingBackwards,
    ListingOutsideTable,
    ListingTwice,
    ListingWithoutPrefecture,
)
from rural_taobao.places.tables import YearOutsideTable
from rural_taobao.settlement.amounts import AmountBelowZero, DiscountAboveGross, TaxAboveAmount
from rural_taobao.settlement.attribution import PlanMissing
from rural_taobao.settlement.bases import PartsUnstated, PartUnstated
from rural_taobao.settlement.building import EventsRefused, EventTwice
from rural_taobao.settlement.comparing import EventsDiffer, ScopesDiffer
from rural_taobao.settlement.differencing import PostedEventMissing
from rural_taobao.settlement.events import InstantsOutOfOrder, RefundOfNothing
from rural_taobao.settlement.inquiring import EventUnknown
from rural_taobao.settlement.ledger import LineTwice, PeriodClosed
from rural_taobao.settlement.lines import LineKey, LineUnfit, MalformedKey
from rural_taobao.settlement.references import CancelledTwice, EventMissing, HappenedBefore
from rural_taobao.settlement.remainders import RefundAboveOrder
from rural_taobao.settlement.scope import Control, ControlMissed, PayeeUnknown, RestatementUnfounded
from rural_taobao.settlement.settling import PlanCurrencyUnfit, PlanTwice
from rural_taobao.settlement.sorting import RuleAmbiguous
from rural_taobao.timeline import (
    DayNotCovered,
    SourceUntitled,
    TimelineEmpty,
    TimelineGap,
    TimelineOverlap,
)
from tests.odd_values import OUTRAGEOUS, Wrong

__all__ = ["OUTRAGEOUS", "SAMPLES", "Wrong"]

_NIGHT = datetime(2016, 11, 11, tzinfo=CHINA.timezone)

_OPEN = Period(date(2015, 6, 1))
_CENTRE = CountyCentre("feixi", "340123", "feixi-centre", _OPEN)
_STATION = Station("sanhe", "feixi", _OPEN)
_POSTING = Posting("sanhe", "li", "li", "2.0", _OPEN)
_HELPER = HelperPosting("sanhe", "wang", "wang", _OPEN)

SAMPLES: list[RuralTaobaoError] = [
    # commission
    FactorTooFine(Rate(25_000), Rate(1_333_333)),
    QuotaTwice(PayeeId("li")),
    QuotaUnfit(RuleId("seeds")),
    ShareOfQuotaNotWhole(Money(10_000), Rate(333_333), Rate(333_300)),
    StepsNotFromZero(Rate(500_000), None),
    StepsNotFromZero(Rate(0), Rate(500_000)),
    CountedRuleUnknown(RuleId("start"), RuleId("seeds")),
    DrawChanged(PlanId("example"), RuleId("advance")),
    NoRulesCounted(RuleId("start")),
    NothingPromised(RuleId("start"), Money(0)),
    PromiseTwice(RuleId("start")),
    BasisUnknown("profit"),
    CategoryTwice(CategoryCode("seeds")),
    CategoryUnknown(RuleId("seeds"), CategoryCode("tools")),
    MonthsEmpty(6, 6),
    ParentUnknown(CategoryCode("seeds"), CategoryCode("farm")),
    ParentsInCircle((CategoryCode("seeds"), CategoryCode("farm"))),
    BasisUnfit(RuleId("seeds"), Basis.COUNT, "Percentage"),
    BoundsCrossed(RuleId("seeds"), Money(500), Money(300)),
    BoundsCrossed(RuleId("seeds"), None, Money(-1)),
    BoundsCrossed(RuleId("seeds"), Money(-1), None),
    BracketsNotOpen(None),
    BracketsNotOpen(Money(5_000_000)),
    ClawbackUncovered(31, 60),
    ClawbackUncovered(0, None),
    ClawbackUnfit(RuleId("seeds")),
    CurveNotWhole(Rate(900_000)),
    DeductionTwice(DeductionId("loan")),
    NothingToReleaseBy(Money(0)),
    PriorityTwice(1),
    QuickDeductionWrong(Rate(400_000), Money(700_100), Exact(700_000_000_000, 1_000_000)),
    QuickDeductionWrong(Rate(400_000), Money(700_100), Exact(700_000_500_000, 1_000_000)),
    QuickDeductionWrong(Rate(400_000), Money(7_001, Currency("USD")), Exact(7_000)),
    FlatBelowZero(Money(-5)),
    BandPaysOtherwise(("price", "rate")),
    TooManyCombinations(20_000),
    RangeEmpty(Money(500), Money(500)),
    BandGap(Money(500), Money(700), Money(100)),
    NotAscending("bands", Money(500), Money(500)),
    NothingHeld("package", 0),
    MeasureBetweenBands(10_050, Money(10_000), Money(10_100)),
    MeasureOutsideTiers(120_000, "above", Money(100_000)),
    MeasureOutsideTiers(2, "below", 3),
    MeasureUnfit(RuleId("seeds")),
    MixedTiers(Money(0), 5),
    NameNotInTable(PlanId("example"), RuleId("seeds"), "category", "o-1", ("corn", "rice")),
    NameTwice("seeds"),
    NoNames(),
    NoTiers(),
    NothingToMatch("category"),
    PartyTwice(Party.PARTNER),
    PlanVersionTwice(PlanId("example"), VersionId("2016a")),
    RateByKey(RuleId("seeds")),
    RefundUnfit(RuleId("seeds")),
    RuleTwice(RuleId("seeds")),
    RuleUnknown(VersionId("2016a"), RuleId("seeds")),
    RunningTotalsNotStated(VersionId("2016a"), RuleId("seeds")),
    RunningTotalsNotStated(VersionId("2016a"), CapId("phones-a-month")),
    AllowanceEmpty(AllowedPer.ORDER),
    AllowanceEmpty(AllowedPer.PERIOD),
    AllowanceUnfit(RuleId("seeds"), Basis.QUANTITY, Money(100)),
    BestIncomparable(VersionId("2016a"), RuleId("seeds")),
    BoostTwice(RuleId("seeds"), CampaignId("double-11")),
    BoostNotSaid(CampaignId("double-11"), 0),
    BoostNotSaid(CampaignId("double-11"), 2),
    BoostUnfit(RuleId("seeds"), Basis.QUANTITY, CampaignId("double-11"), Rate(10_000)),
    CapBelowZero(CapId("phones-a-month"), Money(-1)),
    CapHolderUnfit(CapId("phones-a-month")),
    CapTwice(CapId("phones-a-month")),
    CappedRuleUnknown(CapId("phones-a-month"), RuleId("seeds")),
    ExceptionEndless(CampaignId("li"), Period(date(2016, 1, 1))),
    LayerEmpty(CampaignId("double-11")),
    LayerTwice(CampaignId("double-11")),
    NothingCapped(CapId("phones-a-month"), None),
    NothingCapped(CapId("phones-a-month"), RuleId("seeds")),
    SeveralMatch(HitPolicy.UNIQUE, (RuleId("a"), RuleId("b"))),
    SeveralMatch(HitPolicy.MOST_SPECIFIC, (RuleId("a"), RuleId("b"))),
    UnitBoundsCrossed(None, None),
    UnitBoundsCrossed(UnitPrice(2), UnitPrice(1)),
    SharesNotWhole(Rate(900_000)),
    SharesNotWhole(Rate(1_000_001)),
    SharesMixed(),
    RemainingTwice(),
    RestUnfit(Allocation.FIRST),
    RestUnfit(Allocation.BLOCK_SEPARATE),
    NoSteps(),
    AbsenceUnstated(),
    AbsenceUseless(Party.PARTNER),
    AbsenceUseless(None),
    NoLevels(),
    LevelTwice(Party.PARTNER),
    NothingToLeave(Party.PARTNER, "Flat"),
    LevelMissing("o-1", RuleId("phones"), Party.HELPER),
    PaidNotOneWay(RuleId("phones"), ("a rate",)),
    PaidNotOneWay(RuleId("phones"), ()),
    PaidByLevels(RuleId("phones")),
    CappedLevels(CapId("phones-a-month"), RuleId("phones")),
    LevelsUnfit(RuleId("phones"), "a running total"),
    FeeUnfit(RuleId("licence"), "a bonus"),
    FeeCapped(CapId("phones-a-month"), RuleId("licence")),
    FeeCounted(RuleId("start"), RuleId("licence")),
    FeeChanged(PlanId("example"), RuleId("licence")),
    CarriedOnAnotherBasis(PlanId("example"), VersionId("2017"), RuleId("phones"), Basis.GROSS, Basis.QUANTITY),
    HelpsInCharge(_HELPER, _POSTING),
    HelpsTwice(_HELPER, _HELPER),
    RoleUnfit(Role.IN_CHARGE, "version"),
    RoleUnfit(Role.HELPER, "version"),
    StepBelowZero(Money(-10)),
    SplitTooDeep(9),
    BothStated(("share", "parts")),
    TierBackwards(Money(500), Money(300)),
    TierBelowZero(Money(-100)),
    TierChoiceMissing(Outside.OVERFLOW, Money(100_000), tuple(Overflow)),
    TierChoiceMissing(Outside.UNDERFLOW, 3, tuple(Underflow)),
    TierGap(30, 31),
    TierOpenInTheMiddle(Money(0)),
    TiersNotAscending(Money(500), Money(300)),
    VolumeFalls(RuleId("sales")),
    VolumeMixed(Money(500), 3),
    VolumeOfItself(RuleId("sales"), Basis.QUANTITY),
    VolumeTiersUnfit(Basis.QUANTITY, Money(0)),
    VolumeUnfit("on a level"),
    # currencies
    UnknownCurrency("XAU"),
    # exact
    NotANumber("１２"),
    NotANumber(0.1),
    NumberTooFine("0.0000001", 6),
    WrongKind("gross", 1.0, "Money.parse('12.50')"),
    RateAboveWhole("max_share", Rate(1_100_000)),
    WrongNumber("quantity", -1, "a whole number of 1 or more"),
    # festivals
    CancelledWithWindows(2023),
    DayBeyondTable(date(1901, 2, 18), date(1901, 2, 19), date(2101, 1, 28)),
    DayNotInEveryYear(2, 29),
    EditionComputed(FestivalId("double-11"), 2016),
    EditionTwice(FestivalId("double-11"), 2020),
    EditionUnknown(FestivalId("double-12"), 2024, "day 12 of month 12, from 2014 to 2022"),
    FestivalTwice(FestivalId("double-11")),
    FestivalUnknown("singles-day", (FestivalId("double-11"), FestivalId("double-12"))),
    LeapMonthMissing(2016, 7, None),
    LeapMonthMissing(2033, 7, 11),
    LunarMonthShorter(2014, 9, leap=True),
    LunarMonthShorter(2015, 12, leap=False),
    MalformedName("name of a window", " \ud800"),
    NotAnnounced(2022),
    NothingToPayOn(FestivalId("double-11"), 2022, ("presale", "wave 1", "wave 2")),
    NothingToPayOn(FestivalId("taobao-maker-festival"), 2017, ()),
    WindowBackwards("sale", _NIGHT, _NIGHT),
    WindowOpen("presale", _NIGHT),
    WindowTooLong("sale", _NIGHT, _NIGHT.replace(year=2018)),
    WindowTwice(2020, "deposit"),
    WindowUnknown(FestivalId("double-11"), "sael", ("presale", "sale")),
    YearBeyondTable(2101),
    YearNotCovered(2023, 2014, 2022),
    # identifiers
    MalformedIdentifier("StationId", "三河"),
    # instants
    InstantOutsideCalendar(10**30, CHINA),
    MalformedOffset("Asia/Shanghai"),
    NotAnInstant(datetime(2016, 11, 11)),  # noqa: DTZ001 - the fault that the error tells of
    # money
    CurrencyMismatch(CNY, Currency("USD")),
    MoneyBelowZero("minimum", Money(-1)),
    NothingToAllocateTo((0, 0)),
    # network
    CountyNotThere(_CENTRE, str(CountyNotYetListed(CountyCode("360704"), 2015, 2016))),
    DemandNotMet(_POSTING, "full time work"),
    IdTwice(_CENTRE),
    NetworkRefused((IdTwice(_CENTRE), UnknownReference(None, "payee", "taobao"))),
    NobodyAdmitted(VersionId("2.0")),
    NotWithin(_STATION, _STATION.open, "county centre feixi", Period(date(2016, 1, 1))),
    TooManyStations(_POSTING, VersionId("2.0"), 1),
    TwoInCharge(_POSTING, _POSTING),
    UnknownReference(None, "payee", "taobao"),
    UnknownReference(_POSTING, "partner", "li"),
    VacancyVersionMissing(),
    VersionGoesBack(_POSTING, _POSTING),
    # periods
    MalformedMonth("2016-13"),
    MalformedMonth((2016, 13)),
    MonthsOutsideCalendar(date(9999, 12, 31), 1),
    NotADay(datetime(2016, 11, 11, tzinfo=UTC)),
    PeriodBackwards(date(2016, 11, 11), date(2016, 11, 11)),
    # places
    CountyNamedOtherwise(CountyCode("360721"), 2015, "于都县", "赣县"),
    CountyNotYetListed(CountyCode("360704"), 2015, 2016),
    CountyRenamed(CountyCode("130602"), 2016, "新市区", "竞秀区"),
    CountyRetired(CountyCode("360721"), 2016, 2015),
    ListingBackwards(CountyCode("360721"), 2016, 2015),
    ListingOutsideTable(CountyCode("360721"), range(2013, 2016), range(2014, 2018)),
    ListingTwice(CountyCode("360721"), 2015),
    ListingWithoutPrefecture(CountyCode("360721"), PrefectureCode("360700"), 2015),
    MalformedDivisionCode("CountyCode", "34122"),
    MalformedDivisionCode("CountyCode", "３４１２２１"),
    MalformedDivisionCode("CountyCode", "340021"),
    MalformedDivisionCode("CountyCode", 341221),
    UnknownCounty(CountyCode("341299"), range(2014, 2018)),
    UnknownProvincePrefix("990101"),
    WrongDivisionLevel(DivisionLevel.COUNTY, "441900", DivisionLevel.PREFECTURE),
    YearOutsideTable(2018, range(2014, 2018)),
    # documents
    CombinedNotAlone("all", ("kind",)),
    ArithmeticMalformed("a list that begins with an operation", 5),
    DocumentsRefused([Fault("orders.csv", 7, "amount", "a number must be written in digits")]),
    KeyMissing("rounding", "one of half_up, half_even, down, up"),
    KeyTwice("rounding"),
    KeyUnknown("ronding", ("rounding",)),
    ListedTwice("seeds"),
    ModelVersionTwice(VersionId("2.0")),
    NotCanonical(0.5),
    NotOfKind("a string", 5),
    NotWritable(object),
    NumberNotFinite("nan"),
    PlanUnused(PlanId("example")),
    PositionHalfGiven("north_m"),
    TagTwice("fresh"),
    # settlement
    AmountBelowZero("o-1", "gross amount", -5),
    CancelledTwice("c-2", "o-1"),
    ControlMissed(Control(2, 500), Control(1, 500)),
    PartsUnstated((PartUnstated("o-1", "cost", "margins"),)),
    PartsUnstated(tuple(PartUnstated(f"o-{number}", "cost", "margins") for number in range(1, 8))),
    PayeeUnknown(PayeeId("wang")),
    DiscountAboveGross("o-1", 100, 101),
    EventMissing("r-1", "o-1", "an order"),
    EventsDiffer(("o-1",)),
    EventsDiffer(tuple(f"o-{number}" for number in range(1, 8))),
    EventTwice("o-1"),
    EventsRefused((EventTwice("o-1"),)),
    HappenedBefore("r-1", "o-1"),
    InstantsOutOfOrder("o-1", "placed", "paid"),
    LineUnfit(LineKey.parse("2016-11/plan/start/partner/li/guarantee/accrued/CNY/1")),
    LineTwice(LineKey.parse("o-1/plan/rule/partner/li/commission/accrued/CNY/1")),
    MalformedKey("o-1"),
    PeriodClosed(Month(2016, 11), Month(2016, 12), 3),
    PlanMissing(VersionId("2.0"), PlanId("example")),
    PlanCurrencyUnfit(PlanId("example"), Currency("USD"), CNY),
    PlanCurrencyUnfit(None, Currency("USD"), CNY),
    PlanTwice(PlanId("example")),
    PostedEventMissing(("o-1",)),
    PostedEventMissing(("o-1", "o-2", "o-3", "o-4", "o-5", "o-6", "o-7")),
    RefundAboveOrder("r-1", "o-1", "gross amount", 5, 6),
    RefundOfNothing("r-1"),
    ScopesDiffer("month", "2016-11", "2016-12"),
    RestatementUnfounded(Month(2016, 11), Month(2016, 12)),
    EventUnknown("o-9"),
    RuleAmbiguous(PlanId("example"), VersionId("v"), "o-1", HitPolicy.UNIQUE, (RuleId("a"), RuleId("b"))),
    RuleAmbiguous(PlanId("example"), VersionId("v"), "o-1", HitPolicy.MOST_SPECIFIC, (RuleId("a"), RuleId("b"))),
    TaxAboveAmount("o-1", 100, 101),
    # timeline
    DayNotCovered(date(2014, 10, 12), Period(date(2014, 10, 13))),
    SourceUntitled(" "),
    TimelineEmpty(),
    TimelineGap(Period(date(2015, 1, 1), date(2015, 5, 1))),
    TimelineOverlap(Period(date(2014, 10, 13)), Period(date(2015, 5, 1))),
]
"""A sample at least of every class of errors."""
