"""
One error of each class, for the laws that hold of all of them.

Whoever adds a class of errors adds a sample of it; one with a second message, a second sample.
"""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from pathlib import Path

from rural_taobao.assessment.consequences import AfterNotMilder, Consequence
from rural_taobao.assessment.demands import NothingDemanded, NoWork
from rural_taobao.assessment.judgements import NotInCharge
from rural_taobao.assessment.spans import MonthsTooFew
from rural_taobao.assessment.standards import (
    MonthBeforeStandard,
    NoThresholds,
    NoVersions,
    RungTwice,
    SinceTwice,
    ThresholdRepeated,
    ThresholdsCrossed,
    ThresholdTwice,
)
from rural_taobao.assessment.thresholds import DaysUnreachable
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
from rural_taobao.commission.extents import MeasureBetweenBands, Measured, MeasureOutsideTiers
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
from rural_taobao.commission.points import ThresholdBelowZero
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
from rural_taobao.coverage import CountrysideRefused, ListedVillage, SeenFrom, Site, Village
from rural_taobao.coverage.breaches import (
    NotInCountryside,
    PlacesMixed,
    SiteOutsideCounty,
    SiteTwice,
    VillageListedTwice,
    VillageTwice,
)
from rural_taobao.coverage.distances import NoDistance
from rural_taobao.currencies import CNY, Currency, UnknownCurrency
from rural_taobao.days import MonthsOutsideCalendar, NotADay
from rural_taobao.documents.arithmetic import ArithmeticMalformed
from rural_taobao.documents.canonical import NotCanonical
from rural_taobao.documents.checking import FestivalsUnchecked, PlanUnused
from rural_taobao.documents.command_rows import CellUnfit, DetailUnclear
from rural_taobao.documents.conditions import CombinedNotAlone
from rural_taobao.documents.events import TagTwice
from rural_taobao.documents.expectations import NoSuchTime, NotOfKind
from rural_taobao.documents.faults import DocumentsRefused, Fault
from rural_taobao.documents.icalendar import WindowTooFine
from rural_taobao.documents.misfits import KeyMissing, KeyUnknown, ListedTwice
from rural_taobao.documents.models import ModelVersionTwice
from rural_taobao.documents.roster_rows import CauseUnfit, MalformedSpan, PositionHalfGiven, Role, RoleUnfit
from rural_taobao.documents.rules import BoostNotSaid
from rural_taobao.documents.services import ServiceTwice
from rural_taobao.documents.splits import AbsenceUseless, BothStated
from rural_taobao.documents.tiers import BandPaysOtherwise
from rural_taobao.documents.toml_writer import NotWritable
from rural_taobao.documents.trees import KeyTwice, NumberNotFinite
from rural_taobao.documents.village_rows import PlacedTwoWays, PointHalfGiven
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.exact import Exact, NotANumber, NumberTooFine, Rate, RateAboveWhole
from rural_taobao.festivals.chinese_days import NothingToShorten, ShortMonthUnstated
from rural_taobao.festivals.civil_days import DayNotInEveryYear, SpanOfNoDay
from rural_taobao.festivals.editions import CancelledWithWindows, WindowTwice, YearNotCovered
from rural_taobao.festivals.festival import EditionComputed, EditionTwice, EditionUnknown
from rural_taobao.festivals.lookups import FestivalAmbiguous, FestivalTwice, FestivalUnknown
from rural_taobao.festivals.lunar_years import YearBeyondTable
from rural_taobao.festivals.lunisolar import DayBeyondTable, LeapMonthMissing, LunarMonthShorter
from rural_taobao.festivals.occasions import DayWithoutClock
from rural_taobao.festivals.paying import NothingToPayOn, WindowUnknown
from rural_taobao.festivals.rules import NotAnnounced, NoYearCovered, RuleWithoutWindows
from rural_taobao.festivals.windows import (
    MalformedName,
    WindowBackwards,
    WindowOpen,
    WindowTooLong,
)
from rural_taobao.festivals.yearly_windows import EndTwice, NotATimeOfDay
from rural_taobao.identifiers import (
    CampaignId,
    CapId,
    CategoryCode,
    CentreId,
    ClaimId,
    DeductionId,
    EventId,
    FestivalId,
    HappeningId,
    MalformedIdentifier,
    PartnerId,
    Party,
    PayeeId,
    PlanId,
    RuleId,
    ServiceId,
    StandardId,
    StationId,
    TargetId,
    ThresholdId,
    VersionId,
)
from rural_taobao.instants import CHINA, InstantOutsideCalendar, MalformedOffset, NotAnInstant
from rural_taobao.kinds import WordUnknown, WrongKind, WrongNumber
from rural_taobao.lives.details import ReasonBlank
from rural_taobao.lives.histories import KnownTooEarly
from rural_taobao.lives.life_cycles import LifeCycleUnsound
from rural_taobao.lives.walks import (
    CorrectsInVain,
    DatedTooEarly,
    DetailUnfit,
    HappeningTwice,
    NoArrow,
    TurnTaken,
)
from rural_taobao.money import Allocation, CurrencyMismatch, Money, MoneyBelowZero, NothingToAllocateTo, UnitPrice
from rural_taobao.network import CountyCentre, HelperPosting, Payee, Position, Posting, Station
from rural_taobao.network.adoption import AdoptedTooEarly, AdoptedTwice, AdoptionUnplaced
from rural_taobao.network.aggregate import NetworkRefused, VacancyVersionMissing
from rural_taobao.network.breaches import (
    CountyNotThere,
    DaysToldTwice,
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
from rural_taobao.network.capacity import TooManyHelpers
from rural_taobao.network.demands import Demand
from rural_taobao.network.model_versions import NobodyAdmitted
from rural_taobao.network.permission_laws import PermittedInVain, PermittedTwice
from rural_taobao.network.permissions import Permission, RevokedOutside
from rural_taobao.network.qualifying import AdoptionRefused, Readiness, Remedy
from rural_taobao.network.reaches import ReachUnknown
from rural_taobao.network.services import DeciderUnstated, DecidesForItself
from rural_taobao.periods import MalformedMonth, Month, Period, PeriodBackwards
from rural_taobao.places.codes import CountyCode, PrefectureCode, ProvinceCode, TownCode
from rural_taobao.places.forms import (
    DivisionLevel,
    MalformedDivisionCode,
    UnknownProvincePrefix,
    WrongDivisionLevel,
)
from rural_taobao.places.gazetteers import NameAmbiguous, NameOfOtherYear, NameUnknown
from rural_taobao.places.listings import (
    ListingBackwards,
    ListingOutsideTable,
    ListingTwice,
    ListingWithoutPrefecture,
)
from rural_taobao.places.points import Datum, DatumsDiffer, DatumUnknown, DegreesMalformed, Point, PointOffEarth
from rural_taobao.places.provinces import PROVINCES
from rural_taobao.places.successions import (
    Ground,
    Succession,
    SuccessionTwice,
    SuccessionUnfounded,
    Successor,
    SuccessorTwice,
)
from rural_taobao.places.validity import (
    DivisionNamedOtherwise,
    DivisionNotYetListed,
    DivisionRenamed,
    DivisionRetired,
    PrefectureWithCounties,
    PrefectureWithoutCounties,
    SuccessorUnknown,
    UnknownDivision,
    YearOutsideTable,
)
from rural_taobao.programme.budgets import NoBudget, NoStations
from rural_taobao.programme.claims import NothingClaimed
from rural_taobao.programme.denominators import DenominatorUnknown, MoreThanThereAre
from rural_taobao.programme.figures import Exactly, Measure, Proportion, ProportionAboveWhole
from rural_taobao.programme.paces import DeadlinePassed, NoPace, NoTimePassed
from rural_taobao.programme.programme import (
    ClaimTwice,
    ClaimUnknown,
    DenominatorTwice,
    ProgrammeUnnamed,
    TargetTwice,
    TargetUnknown,
)
from rural_taobao.programme.progress import OutsideTarget, YearOver
from rural_taobao.programme.tallies import CourseEmpty, DayNotCounted, NotCounted
from rural_taobao.programme.targets import GoalTwice, HorizonBackwards, NothingAimedAt, ShareUnreachable, Total
from rural_taobao.register.drafts import EventOutOfOrder, KnownOutOfOrder
from rural_taobao.register.events import KnownApart, NothingTold
from rural_taobao.register.ground import NotStanding
from rural_taobao.register.projection import PlatformNotEnrolled
from rural_taobao.register.recording import RegisterRefused
from rural_taobao.register.under_way import UnderWayInVain
from rural_taobao.reports import (
    CountTooGreat,
    FontUnreadable,
    FontWithoutChinese,
    NothingAimedOrTold,
    NothingCounted,
    NothingToDraw,
    ProvinceUntold,
    ReportsMissing,
    ShareUntold,
    TooMuchToDraw,
)
from rural_taobao.services.defaults import DefaultUnfounded
from rural_taobao.services.granting import PermissionUnfounded, PermissionUnknown
from rural_taobao.services.referrals import DecisionUnclear
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
from rural_taobao.transition.decisions import DecidedTwice
from rural_taobao.transition.moves import Course, Move
from rural_taobao.transition.transitions import TransitionRefused
from tests.odd_values import OUTRAGEOUS, Wrong

__all__ = ["OUTRAGEOUS", "SAMPLES", "Wrong"]

_NIGHT = datetime(2016, 11, 11, tzinfo=CHINA.timezone)

_OPEN = Period(date(2015, 6, 1))
_CENTRE = CountyCentre("feixi", "340123", "feixi-centre", _OPEN)
_PAYEE = Payee("li", _OPEN)
_STATION = Station("sanhe", "feixi", _OPEN)
_MOVE = Move(
    station=StationId("taohua"),
    day=date(2015, 7, 1),
    by=date(2015, 7, 1),
    version=VersionId("2.0"),
    course=Course.UNDECIDED,
    partner=PartnerId("chen"),
    before=VersionId("1.0"),
    unmet=((Demand.EXAM, Remedy.EXAMINE),),
)
_POSTING = Posting("sanhe", "li", "li", "2.0", _OPEN)
_PERMISSION = Permission("loans", "sanhe", "li", _OPEN)
_HELPER = HelperPosting("sanhe", "wang", "wang", _OPEN)

_GANXIAN = Successor(CountyCode("360704"), "赣县区", Ground.SAME_STEM)
_GANXIAN_COUNTY = Succession(CountyCode("360721"), "赣县", 2015, [_GANXIAN])
_HANDAN = [Successor(CountyCode("130402"), "邯山区", "decided"), Successor(CountyCode("130403"), "丛台区", "decided")]

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
    BasisUnfit(RuleId("seeds"), Basis.GROSS, "PerUnit"),
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
    NothingHeld("quota", 0),
    MeasureBetweenBands(10_050, Money(10_000), Money(10_100)),
    MeasureOutsideTiers(120_000, "above", Money(100_000)),
    MeasureOutsideTiers(2, "below", 3),
    MeasureOutsideTiers(7, "above", 5, Measured(PlanId("example"), RuleId("seeds"), "o-1", "the quantity of an order")),
    MeasureBetweenBands(
        10_050,
        Money(10_000),
        Money(10_100),
        Measured(PlanId("example"), RuleId("seeds"), "o-1", "the net of the month"),
    ),
    ThresholdBelowZero(Money(-500)),
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
    CellUnfit("a payee", "payee", wanted=True),
    CellUnfit("a command 'withdraw'", "day", wanted=False),
    DetailUnclear(("county",)),
    DetailUnclear(("reason", "version")),
    StepBelowZero(Money(-10)),
    SplitTooDeep(9),
    BothStated(("share", "parts")),
    TierBackwards(Money(500), Money(300)),
    TierBelowZero(Money(-100)),
    TierChoiceMissing(Outside.OVERFLOW, Money(100_000), tuple(Overflow)),
    TierChoiceMissing(Outside.UNDERFLOW, 3, tuple(Underflow)),
    TierGap(30, 31),
    TierGap(Rate.parse("50 %"), Rate.parse("60 %")),
    TierOpenInTheMiddle(Money(0)),
    TiersNotAscending(Money(500), Money(300)),
    TiersNotAscending(Rate(1_000_000), Rate(900_000)),
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
    WordUnknown("EditionKind", "guessed", ("announced", "computed")),
    WordUnknown("Ground", None, ("same_code", "same_name")),
    # festivals
    CancelledWithWindows(2023),
    DayBeyondTable(date(1901, 2, 18), date(1901, 2, 19), date(2101, 1, 28)),
    DayNotInEveryYear(2, 29),
    DayWithoutClock(date(2016, 11, 11)),
    EditionComputed(FestivalId("double-11"), 2016),
    EditionTwice(FestivalId("double-11"), 2020),
    EditionUnknown(FestivalId("double-12"), 2024, "day 12 of month 12, from 2014 to 2022"),
    EndTwice("sale"),
    FestivalAmbiguous("Spring Fair", (FestivalId("fair"), FestivalId("market"))),
    FestivalTwice(FestivalId("double-11")),
    FestivalUnknown("singles-day", (FestivalId("double-11"), FestivalId("double-12"))),
    LeapMonthMissing(2016, 7, None),
    LeapMonthMissing(2033, 7, 11),
    LunarMonthShorter(2014, 9, leap=True),
    LunarMonthShorter(2015, 12, leap=False),
    MalformedName("name of a window", " \ud800"),
    MalformedName("name_zh of an edition", ""),
    NoYearCovered(2101, 9998, (1901, 2100)),
    NotATimeOfDay("starts", "20:00"),
    NotAnnounced(2022),
    NothingToPayOn(FestivalId("double-11"), 2022, ("presale", "wave 1", "wave 2")),
    NothingToPayOn(FestivalId("taobao-maker-festival"), 2017, ()),
    NothingToShorten(12, 8),
    RuleWithoutWindows(),
    ShortMonthUnstated(12),
    SpanOfNoDay(8, 8),
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
    ReachUnknown("county"),
    ClaimTwice(ClaimId("2015-10")),
    ClaimUnknown(ClaimId("2015-10"), ClaimId("2015-11")),
    CourseEmpty(),
    DayNotCounted(date(2014, 10, 12), date(2014, 10, 13)),
    DeadlinePassed(date(2017, 10, 14), date(2017, 10, 13), 70_000),
    DenominatorTwice(Measure.VILLAGES, 2016),
    DenominatorUnknown(Measure.VILLAGES, 2015, (2016, 2017)),
    DenominatorUnknown(Measure.PROVINCES, 2015, ()),
    GoalTwice(TargetId("announced"), Total(Measure.COUNTIES, Exactly(1000))),
    HorizonBackwards(5, 3),
    MoreThanThereAre(Measure.COUNTIES, 2852, 2851, 2017),
    NoBudget(TargetId("enlarged")),
    NoPace(Fraction(-1, 2), 70_000),
    YearOver(TargetId("pilot"), date(2050, 3, 12), date(2017, 2, 16)),
    NoStations(date(2014, 10, 13)),
    NoTimePassed(date(2014, 10, 13)),
    NotCounted("villages"),
    NothingAimedAt(TargetId("announced")),
    NothingClaimed(ClaimId("2015-10")),
    OutsideTarget(TargetId("pilot"), date(2015, 1, 1), date(2016, 2, 17), date(2019, 2, 17)),
    ProgrammeUnnamed(" "),
    ProportionAboveWhole(4, 3),
    ShareUnreachable(Measure.COUNTIES, Proportion(1, 1), True),  # noqa: FBT003 - it must be exceeded
    ShareUnreachable(Measure.COUNTIES, Proportion(0, 1), False),  # noqa: FBT003 - it need not be exceeded
    TargetTwice(TargetId("announced")),
    TargetUnknown(TargetId("later"), (TargetId("announced"), TargetId("pilot"))),
    TargetUnknown(TargetId("later"), ()),
    CountyNotThere(_CENTRE, str(DivisionNotYetListed(CountyCode("360704"), 2015, 2016))),
    CorrectsInVain("station sanhe", HappeningId("h-9"), HappeningId("h-3"), "became known no earlier"),
    DatedTooEarly("station sanhe", "'open' (h-4) on 2015-05-02", "'prepare' (h-3) on 2015-05-20"),
    AdoptedTooEarly(VersionId("3.0"), date(2015, 1, 1), date(2016, 8, 1)),
    AdoptedTwice("county centre", "feixi", date(2016, 9, 1)),
    AdoptionRefused((Readiness(_POSTING, ((Demand.EXAM, Remedy.EXAMINE), (Demand.LOCAL, Remedy.STATE))),)),
    AdoptionRefused((Readiness(_POSTING, ((Demand.ENGAGEMENT, Remedy.REPLACE),)),) * 7),
    AdoptionUnplaced(VersionId("3.0"), date(2016, 9, 1)),
    DemandNotMet(_POSTING, "full time work"),
    DemandNotMet(_POSTING, "premises of the partner's own", False),  # noqa: FBT003 - it is not known
    TooManyHelpers(_HELPER, VersionId("2.0"), 1),
    # transition
    DecidedTwice(StationId("taohua"), VersionId("2.0")),
    TransitionRefused((_MOVE,)),
    TransitionRefused((_MOVE,) * 7),
    # services
    CauseUnfit("cause", True),  # noqa: FBT003 - it must be filled in
    CauseUnfit("defaults", False),  # noqa: FBT003 - it must be empty
    DeciderUnstated(ServiceId("loans")),
    DecidesForItself("li", "partner"),
    DecisionUnclear("f-1", "is both"),
    DefaultUnfounded(EventId("f-1"), "was not approved by 2017-02-01"),
    PermissionUnfounded(_PERMISSION, "loans is not offered: model version 2.0 does not allow it"),
    PermissionUnknown(_PERMISSION),
    PermittedInVain(_PERMISSION),
    PermittedTwice(_PERMISSION, _PERMISSION),
    RevokedOutside(date(2015, 1, 1), _PERMISSION.period),
    ServiceTwice(ServiceId("loans")),
    UnknownReference(_PERMISSION, "service", "loans"),
    DetailUnfit("partner li", "'remove' (h-7) on 2016-03-01", "reason", None),
    DetailUnfit("station sanhe", "'survey' (h-2) on 2015-05-10", None, "county centre"),
    DetailUnfit(
        "permission for loans of partner li at station sanhe", "'permit' (h-1) on 2016-10-01", "length of leave", None
    ),
    HappeningTwice("station sanhe", HappeningId("h-3")),
    IdTwice(_PAYEE),
    DaysToldTwice(_CENTRE, Period(date(2016, 1, 1)), Period(date(2015, 1, 1), date(2016, 2, 1))),
    KnownTooEarly(
        "station sanhe",
        HappeningId("h-5"),
        datetime(2016, 1, 1, tzinfo=CHINA.timezone),
        datetime(2016, 1, 2, tzinfo=CHINA.timezone),
    ),
    EventOutOfOrder(7, 9),
    EventOutOfOrder(9, 7),
    KnownApart(7, _NIGHT, _NIGHT + timedelta(hours=1)),
    KnownOutOfOrder(7, _NIGHT, _NIGHT + timedelta(hours=1)),
    KnownOutOfOrder(7, _NIGHT, (_NIGHT + timedelta(hours=1)).astimezone(UTC)),
    PlatformNotEnrolled(PayeeId("platform"), None),
    PlatformNotEnrolled(PayeeId("platform"), _NIGHT),
    NotStanding("station sanhe", "county centre", "feixi", "planned"),
    UnderWayInVain(StationId("sanhe"), CentreId("feixi"), Period(date(2015, 5, 1), date(2015, 6, 1))),
    UnderWayInVain(StationId("sanhe"), CentreId("feixi"), Period(date(2016, 1, 1))),
    NotStanding("the posting of partner li at station sanhe from 2015-06-01", "partner", "li", None),
    NothingTold(7),
    RegisterRefused(((7, NothingTold(7)), (8, EventOutOfOrder(8, 7)))),
    RegisterRefused(tuple((number, NothingTold(number)) for number in range(1, 15))),
    LifeCycleUnsound("stall", "begin somewhere", "no arrow leads out of nothing"),
    NetworkRefused((IdTwice(_PAYEE), UnknownReference(None, "payee", "taobao"))),
    NoArrow("station sanhe", "'open' (h-9) on 2017-02-01", "closed", ("reopen",)),
    NoArrow("partner li", "'apply_again' (h-9) on 2017-02-01", "removed", ()),
    NoArrow("station sanhe", "'open' (h-1) on 2015-05-01", None, ("propose",)),
    NobodyAdmitted(VersionId("2.0")),
    NotWithin(_STATION, _STATION.open, "county centre feixi", Period(date(2016, 1, 1))),
    ReasonBlank(" "),
    TooManyStations(_POSTING, VersionId("2.0"), 1),
    TurnTaken("station sanhe", "'survey' (h-2) on 2015-05-10", "'prepare' (h-3) on 2015-05-10"),
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
    DivisionNamedOtherwise(CountyCode("360721"), 2015, "于都县", "赣县"),
    DivisionNotYetListed(CountyCode("659009"), 2015, 2016),
    DivisionNotYetListed(
        CountyCode("360704"), 2015, 2016, (Succession(CountyCode("360721"), "赣县", 2015, (_GANXIAN,)),)
    ),
    DivisionRenamed(CountyCode("130602"), 2016, "新市区", "竞秀区"),
    DivisionRetired(CountyCode("440116"), 2014, 2013),
    DivisionRetired(CountyCode("360721"), 2016, 2015, (_GANXIAN,)),
    DivisionRetired(CountyCode("130421"), 2016, 2015, tuple(_HANDAN)),
    ListingBackwards(CountyCode("360721"), 2016, 2015),
    ListingOutsideTable(CountyCode("360721"), range(2013, 2016), range(2014, 2018)),
    ListingTwice(CountyCode("360721"), 2015),
    ListingWithoutPrefecture(CountyCode("360721"), PrefectureCode("360700"), 2015),
    MalformedDivisionCode("CountyCode", "34122"),
    MalformedDivisionCode("CountyCode", "３４１２２１"),
    MalformedDivisionCode("CountyCode", "340021"),
    MalformedDivisionCode("CountyCode", 341221),
    MalformedDivisionCode("TownCode", "341221000"),
    MalformedDivisionCode("VillageCode", "341221000201"),
    MalformedDivisionCode("DivisionCode", "34122110"),
    DatumUnknown("bd-09"),
    DatumsDiffer(Datum.WGS_84, Datum.GCJ_02),
    NameAmbiguous("北京", 2017, PROVINCES[:2]),
    NameAmbiguous("市", 2017, PROVINCES[:10]),
    NameOfOtherYear("临安市", 2017, ((CountyCode("330185"), 2016),)),
    NameUnknown("临全县", 2017, None, ("临泉县",)),
    NameUnknown("海淀", 2017, ProvinceCode("340000"), ()),
    NameUnknown("海淀", 2017, ProvinceCode("340000"), (), "安徽省"),
    PointOffEarth("latitude", 90_000_000, 90_000_000),
    PointOffEarth("longitude", 0.5, 180_000_000),
    DegreesMalformed("latitude", "32,9"),
    DegreesMalformed("longitude", 115.25),
    PrefectureWithCounties(TownCode("341200101"), "阜阳市", 2017),
    PrefectureWithoutCounties(PrefectureCode("441900"), "东莞市", 2017),
    SuccessionTwice(CountyCode("360721"), 2015),
    SuccessionUnfounded(CountyCode("360721"), "赣县", 2016, None),
    SuccessionUnfounded(CountyCode("360721"), "赣县", 2015, "于都县"),
    SuccessorTwice(CountyCode("360721"), CountyCode("360704")),
    SuccessorUnknown(CountyCode("440116"), 2013),
    UnknownDivision(CountyCode("341299"), range(2014, 2018)),
    UnknownDivision(CountyCode("340171"), range(2014, 2018)),
    UnknownDivision(PrefectureCode("542300"), range(2014, 2018)),
    UnknownProvincePrefix("990101"),
    WrongDivisionLevel(DivisionLevel.COUNTY, "441900", DivisionLevel.PREFECTURE),
    YearOutsideTable(2018, range(2014, 2018)),
    # coverage
    CountrysideRefused((VillageTwice(Village("340123101201")),)),
    NoDistance(SeenFrom(CountyCode("340123"), Position(0, 0)), Point(0, 0, "wgs-84")),
    NotInCountryside(None, "village", "340123101201"),
    NotInCountryside(Site("sanhe", "340123101201"), "village", "340123101201"),
    PlacesMixed(Site("sanhe", "340123101201"), Point(0, 0, "gcj-02"), Point(0, 0, "wgs-84")),
    SiteOutsideCounty(Site("sanhe", "341221101201"), CentreId("feixi"), CountyCode("340123")),
    SiteTwice(Site("sanhe", "340123101201")),
    VillageListedTwice(
        ListedVillage("sanhe", "340123101201", Period(date(2016, 1, 1))),
        ListedVillage("sanhe", "340123101201", Period(date(2015, 6, 1))),
    ),
    VillageTwice(Village("340123101201")),
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
    NoSuchTime("a day, such as 2016-11-11", "2015-02-29"),
    NotWritable(object),
    NumberNotFinite("nan"),
    PlanUnused(PlanId("example")),
    FestivalsUnchecked(PlanId("example"), ("calendar", "model version")),
    FestivalsUnchecked(None, ("calendar",)),
    PlacedTwoWays("east_m"),
    PointHalfGiven("datum"),
    MalformedSpan("2016-11-01"),
    PositionHalfGiven("north_m"),
    TagTwice("fresh"),
    WindowTooFine("double-11", "sale", datetime(2016, 11, 11, 0, 0, 0, 1, tzinfo=CHINA.timezone)),
    # settlement
    AmountBelowZero("o-1", "gross amount", -5),
    CancelledTwice("c-2", "o-1"),
    ControlMissed(Control(2, 500), Control(1, 500), CNY),
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
    # assessment
    AfterNotMilder(Consequence.WARNING, Consequence.REMOVAL),
    DaysUnreachable(ThresholdId("presence"), 32, 31),
    MonthBeforeStandard(StandardId("ours"), Month(2015, 12), Month(2016, 1)),
    MonthsTooFew(4, 3),
    NoThresholds(),
    NoVersions(),
    NoWork(),
    NotInCharge(PartnerId("wang"), Month(2016, 11)),
    NothingDemanded(Money(0)),
    RungTwice(Consequence.REMOVAL),
    SinceTwice(Month(2016, 1)),
    ThresholdRepeated(ThresholdId("few"), ThresholdId("orders")),
    ThresholdTwice(ThresholdId("orders")),
    ThresholdsCrossed(ThresholdId("orders"), ThresholdId("few")),
    # reports
    FontUnreadable(Path("font.ttf")),
    FontWithoutChinese(),
    NothingToDraw(1950),
    TooMuchToDraw(2016, 401, 400),
    ProvinceUntold("34", 1),
    ShareUntold(ProvinceCode("340000"), 12),
    NothingCounted(date(2014, 1, 1), date(2015, 6, 1)),
    NothingCounted(date(2014, 1, 1), None),
    NothingAimedOrTold("Ours", (Measure.COUNTIES, Measure.STATIONS)),
    NothingAimedOrTold("Ours", ()),
    CountTooGreat(10**12),
    ReportsMissing(),
    # timeline
    DayNotCovered(date(2014, 10, 12), Period(date(2014, 10, 13))),
    SourceUntitled(" "),
    TimelineEmpty(),
    TimelineGap(Period(date(2015, 1, 1), date(2015, 5, 1))),
    TimelineOverlap(Period(date(2014, 10, 13)), Period(date(2015, 5, 1))),
]
"""A sample at least of every class of errors."""
