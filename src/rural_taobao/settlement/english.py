"""English: the words of explanations."""

from typing import Final

from rural_taobao.commission.bases import Basis, PartOff, PartOn
from rural_taobao.commission.conditions import CreditKind
from rural_taobao.commission.policies import HitPolicy
from rural_taobao.commission.terms import AgeUnit
from rural_taobao.exact import Rounding
from rural_taobao.identifiers import Party
from rural_taobao.settlement.facts import Fact
from rural_taobao.settlement.lines import Component, Reason, State
from rural_taobao.settlement.outcomes import Outcome
from rural_taobao.settlement.words import LineWords, RuleWords, StepWords, Words

__all__ = ["ENGLISH"]

_LINE = LineWords(
    headed="{amount} to {payee} as {role}",
    in_state="{head}, {state}",
    earned_by="for {what} at station {station} on {at}",
    taken_back="what refund {refund} takes back",
    taken_back_of="what refund {refund} takes back of {event}",
    given_back="what refund {refund} gives back of the fee",
    given_back_of="what refund {refund} gives back of the fee of {event}",
    month="for the month {month}",
    under="under plan {plan}, version {version}, rule {rule} (model version {model})",
    promised="under plan {plan}, version {version}, {component} {rule} (model version {model})",
    measured="measured: {what}, {amount}",
    units={Basis.QUANTITY: "the quantity", Basis.COUNT: "the event itself"},
    amount="the amount {parts}",
    before_discounts="before discounts",
    after_discounts="after discounts",
    parts={
        PartOff.TAX_INCLUDED: "without included tax",
        PartOn.TAX_ADDED: "with added tax",
        PartOn.SHIPPING: "with shipping",
        PartOff.COST: "less its cost",
    },
    so_far="{measured}, after {before} before it in {month} in the total of {credited}",
    left_by="{measured}, which is what refund {refund} left of it",
    counted="counted: {amount} earned in it",
    counted_left="counted: {amount} earned in it, {left} left of earlier advances",
    gone={
        **dict.fromkeys(Reason, "came to {before} before and to {now} now: it counts here no more"),
        Reason.REFUND: "came to {before} before and to {now} now: with refund {cause} all of it was taken back",
        Reason.CANCELLATION: "came to {before} before and to {now} now: by cancellation {cause} it never counted",
    },
    gone_of_month="came to {before} before and to {now} now: nothing states it any more",
    posted={
        Reason.ACCRUAL: "earned in {earned}, posted in {posted} as it was earned",
        Reason.REFUND: "earned in {earned}, posted in {posted} because of refund {cause}",
        Reason.CANCELLATION: "earned in {earned}, posted in {posted} because of cancellation {cause}",
        Reason.LATE_EVENT: "earned in {earned}, posted in {posted} because {cause} became known later",
        Reason.RESTATEMENT: "earned in {earned}, posted in {posted} because the period was restated",
        Reason.CORRECTION: (
            "earned in {earned}, posted in {posted} because the network, the plan or the calendar was corrected"
        ),
    },
    corrects="corrects {key}",
)
_STEP = StepWords(
    each="{amount} for each event",
    nothing="the rate gives nothing for this measure = {amount}",
    begun="{count} begun × {price} = {amount}",
    between="{measure} × the rate between {low_rate} at {low} and {high_rate} at {high} = {amount}",
    at_volume="{what} reaches {volume}: {step}",
    volumes={Basis.QUANTITY: "the quantity", Basis.COUNT: "the number of events"},
    events_before="{amount} for the events before it",
    free="{amount} of it is free",
    campaign="campaign {campaign}: {sum}",
    limited="cut to what is left of cap {cap}: {amount}",
    fallen="set off against {cut} that caps had cut before: {amount}",
    floor="raised to the floor of {amount}",
    cap="cut to the cap of {amount}",
    unit_floor="raised to the floor of each unit: {price} × {units} = {amount}",
    unit_cap="cut to the cap of each unit: {price} × {units} = {amount}",
    modes={
        Rounding.HALF_UP: "rounded half up",
        Rounding.HALF_EVEN: "rounded half even",
        Rounding.DOWN: "rounded down",
        Rounding.UP: "rounded up",
    },
    more="{how}: {exact} becomes {amount}, {by} more",
    less="{how}: {exact} becomes {amount}, {by} less",
    coins_more="{share}: {exact} becomes {amount} in whole coins, {by} more",
    coins_less="{share}: {exact} becomes {amount} in whole coins, {by} less",
    posted_before="{amount} less {less} posted before = {rest}",
    left="{left} is left of it, less the {had} that it was = {rest}",
    taken_back="taken back: {step}",
    before="before: {step}",
    difference="{amount} less {less} = {rest}",
    aged="{amount} × {part} / {whole}, refunded after {age}: {taken} is taken back = {rest}",
    ages={AgeUnit.DAYS: ("{age} day", "{age} days"), AgeUnit.MONTHS: ("{age} month", "{age} months")},
    level="level {role}",
    level_off="level {role}: of the measure, less {off} that the levels below earn",
    below="{amount} less {less} that is paid below = {rest}",
    rest="what {amount} leaves after the first {first} = {rest}",
    most="at most {most} of {amount} = {rest}",
    most_after="at most {most} of {amount} after the first {first} = {rest}",
    share="share {rate} of {amount}",
    share_of_parts="share {weight} of {whole} parts of {amount}",
    share_left="what whole shares leave of {amount} = {rest}",
    due={Component.GUARANTEE: "guaranteed: {amount}", Component.DRAW: "brought up to: {amount}"},
    by_days="{amount} for {days} of {of} days = {exact}",
    nothing_added="nothing is to be added",
    none_left="no advance is left to repay",
    repaid="of {left} left to repay, {back} is repaid",
    owed="owed as a fee: {amount}",
    given_back="given back of the fee: {amount}",
)
_RULE = RuleWords(
    headed="{event}: {kind} at station {station} on {at}",
    kinds={CreditKind.ORDER: "an order", CreditKind.PARCEL: "a parcel", CreditKind.REFERRAL: "a referral"},
    outcomes={
        Outcome.EARNED: "it earned commission",
        Outcome.STATION_UNKNOWN: "nobody is credited: the network has no such station",
        Outcome.STATION_NOT_OPEN: "nobody is credited: the station was not open at that instant",
        Outcome.STATION_VACANT: (
            "nobody is credited: no partner was in charge at that instant, and the network credits nobody for that"
        ),
        Outcome.HELPER_NOT_POSTED: (
            "nobody is credited: it names a helper who was not posted at its station at that instant"
        ),
        Outcome.CANCELLED: "it earns nothing: it was cancelled",
        Outcome.SELF_PURCHASE: "it earns nothing: the partner bought it for the partner's own account",
        Outcome.FAKE: "it earns nothing: nothing was really ordered",
        Outcome.WORK_NOT_ALLOWED: "it earns nothing: the model version of the posting does not allow such work",
        Outcome.SERVICE_UNKNOWN: "it earns nothing: the network has no such service",
        Outcome.NOT_PERMITTED: "it earns nothing: nobody in charge was permitted the service there at that instant",
        Outcome.PERMISSION_REVOKED: "it earns nothing: the permission for the service had been revoked",
        Outcome.DECIDED_BY_ANOTHER: "it earns nothing: another decided than whoever decides on the service",
        Outcome.DECLINED: "it earns nothing: whoever decides on the service refused it",
        Outcome.NO_PLAN_VERSION: "it earns nothing: the plan has no version that holds on that day",
        Outcome.NO_RULE: "it earns nothing: no rule of the plan matches it",
        Outcome.FEE_ONLY: "it earns nothing: of the rules of the plan, only fees match it",
        Outcome.NOT_IN_TABLE: (
            "it earns nothing: the rule that matches it has a table by key that pays nothing for it"
        ),
        Outcome.NOT_EARNED_YET: "it earns nothing so far: the moment at which the plan earns has not come",
        Outcome.OUTSIDE_SCOPE: "it earns nothing here: it is earned in a month that is not looked at",
        Outcome.NOT_KNOWN_YET: "it earns nothing here: it became known later",
        Outcome.IN_ARREARS: (
            "it earns nothing here: its month is left as it was posted, and is to be restated, "
            "or a payee of it is settled for good"
        ),
        Outcome.NO_LEVEL: "it earns nothing: there is nobody for any level of the rule",
        Outcome.NOTHING_MEASURED: "it earns nothing: what the rule measures of it is 0",
        Outcome.OUTSIDE_TABLE: "it earns nothing: it lies outside the table of the rule, where nothing is earned",
        Outcome.RATED_AT_NOTHING: "it earns nothing: what the rate of the rule gives for it is exactly nothing",
        Outcome.FREE: "it earns nothing: it is within the allowance of the rule, which is free",
        Outcome.ROUNDED_AWAY: "it earns nothing: its commission comes to less than a coin",
        Outcome.CUT_TO_NOTHING: "it earns nothing: the rule's own cap leaves nothing of it",
        Outcome.SET_OFF: (
            "it earns nothing: the running total falls with it, and what caps had cut before it makes up for that"
        ),
        Outcome.CAP_USED_UP: "it earns nothing: a cap that it shares was used up before it",
        Outcome.TAKES_BACK: (
            "it earns nothing: the running total falls with it, so that something earned before it is taken back"
        ),
        Outcome.KEPT: "it earns nothing: its split keeps all that it comes to, posted to nobody",
        Outcome.REFUNDED: "it earns nothing: all of it was taken back, and the plan rates what is left",
    },
    under="under plan {plan}, version {version} (model version {model}), on the account of {payee}; {policy}",
    earned_in="counted in {month}",
    policies={
        HitPolicy.UNIQUE: "one rule may match",
        HitPolicy.FIRST: "the first rule that matches is paid",
        HitPolicy.MOST_SPECIFIC: "the rule that asks for the most is paid",
        HitPolicy.BEST_FOR_PAYEE: "the rule that is best for the partner is paid",
        HitPolicy.SUM: "every rule that matches is paid",
    },
    rule="rule {rule}",
    rule_of_layer="rule {rule} of layer {layer}",
    paid="{rule} matched and pays {amount} in all",
    paid_of_cap="{rule} matched and pays {amount} in all, which is what was left of cap {cap}",
    pays_nothing="{rule} matched and pays nothing: {why}",
    takes_back="{rule} matched, and the running total falls with it: {amount} in all",
    owed="{rule} matched, and {amount} is owed under it in all",
    owed_of_cap="{rule} matched, and {amount} is owed under it in all, which is what was left of cap {cap}",
    owes_nothing="{rule} matched, and nothing is owed under it: {why}",
    gives_back="{rule} matched, and the running total of the fee falls with it: {amount} is given back in all",
    nothings={
        Outcome.NO_LEVEL: "there is nobody for any of its levels",
        Outcome.NOTHING_MEASURED: "what it measures of this is 0",
        Outcome.OUTSIDE_TABLE: "it lies outside the table of rates, where nothing is due",
        Outcome.RATED_AT_NOTHING: "its rate gives exactly nothing for it",
        Outcome.FREE: "it is within the allowance, which is free",
        Outcome.ROUNDED_AWAY: "it comes to less than a coin",
        Outcome.CUT_TO_NOTHING: "its own cap leaves nothing of it",
        Outcome.SET_OFF: "the running total falls with it, and what caps had cut before it makes up for that",
        Outcome.CAP_USED_UP: "{left} was left of cap {cap}, which others had used up before it",
        Outcome.KEPT: "its split keeps all that it comes to, posted to nobody",
        Outcome.REFUNDED: "all of it was taken back, and the rule rates what is left",
    },
    chosen="{rule} matched and was chosen",
    not_in_table="{rule} matched, but its table by key pays nothing for this",
    replaced="{rule} matched, but {others}, which lies above it, is paid in its place",
    passed_over={
        HitPolicy.FIRST: "{rule} matched, but {others} stands before it in the plan, which pays the first that matches",
        HitPolicy.MOST_SPECIFIC: (
            "{rule} matched, but {others} asks for more at once, and the plan pays the most specific rule"
        ),
    },
    compared=(
        "{rule} matched and comes to {amount} for the partner, but {others} comes to {best}, "
        "and the plan pays what is best for the partner, the first of equals"
    ),
    not_matched="{rule} did not match: {why}",
    but="{demand}, but it was {value}",
    but_kind="{demand}, but it was {kind}",
    but_none="{demand}, but there was none",
    but_given="{demand}; given were {given}",
    given="{fact} {value}",
    none="none",
    facts={
        Fact.KIND: "kind",
        Fact.CATEGORY: "category",
        Fact.STATION: "station",
        Fact.CENTRE: "county centre",
        Fact.VERSION: "model version",
        Fact.GROSS: "amount before discounts",
        Fact.NET: "amount after discounts",
        Fact.DAY: "day",
        Fact.TAGS: "tags",
        Fact.MONTHS: "number of full months under contract",
        Fact.PLACED: "instant of placing",
        Fact.DEPOSIT: "instant of the deposit",
        Fact.BALANCE: "instant of the balance",
        Fact.PAID: "instant of payment",
        Fact.RECEIVED: "instant of receipt",
    },
    below="{category}, below {above}",
    of_kind="it must be {kind}",
    not_of_kind="it must not be {kind}",
    one_of="the {fact} must be {values}",
    none_of="the {fact} must not be {values}",
    holds="the {fact} must hold {values}",
    holds_none="the {fact} must not hold {values}",
    from_on="the {fact} must be {start} or more",
    less_than="the {fact} must be less than {start}",
    within="the {fact} must be {start} or more and less than {end}",
    outside="the {fact} must be less than {start}, or {end} or more",
    since="the {fact} must be {start} or later",
    until="the {fact} must be before {start}",
    during="the {fact} must be {start} or later and before {end}",
    not_during="the {fact} must be before {start}, or {end} or later",
    in_window="the {fact} must lie in {window}",
    in_no_window="the {fact} must not lie in {window}",
    windows="the window {names} of {festival}",
    any_window="a window of {festival}",
    editions="{window} in {years}",
    always="anything matches",
    never="nothing matches",
    every="all of these must hold: {conditions}",
    group="({condition})",
    some="one of these must hold: {conditions}",
)
ENGLISH: Final = Words(
    roles={
        Party.PARTNER: "partner",
        Party.COUNTY_CENTRE: "county centre",
        Party.PLATFORM: "platform",
        Party.HELPER: "helper",
    },
    components={
        Component.COMMISSION: "commission",
        Component.REVERSAL: "refunds",
        Component.FEE: "fee",
        Component.FEE_REVERSAL: "fee given back",
        Component.GUARANTEE: "guarantee",
        Component.DRAW: "draw",
    },
    states={State.EXPECTED: "expected", State.ACCRUED: "accrued", State.PAYABLE: "payable"},
    between=", ",
    last=" and ",
    either=" or ",
    clauses="; ",
    line=_LINE,
    step=_STEP,
    rule=_RULE,
)
