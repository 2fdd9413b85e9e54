"""
Assessing: every partner in charge in a month, set beside a standard.

Figures are of full calendar months on the network's clock, and nothing is done by itself.
"""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import final

from attrs import frozen

from rural_taobao.assessment.consequences import HELD_AS, Note, Standing, gravity
from rural_taobao.assessment.counting import Counting, Figures
from rural_taobao.assessment.demands import counted
from rural_taobao.assessment.judgements import (
    Assessment,
    Finding,
    Fine,
    Judgement,
    NotJudged,
    PassedOver,
    Proposal,
    Proposed,
)
from rural_taobao.assessment.service import unserved
from rural_taobao.assessment.standards import Standard, StandardVersion
from rural_taobao.assessment.thresholds import Threshold
from rural_taobao.identifiers import PartnerId
from rural_taobao.kinds import tuple_of
from rural_taobao.money import CurrencyMismatch
from rural_taobao.network import Network, Posting
from rural_taobao.network.breaches import UnknownReference
from rural_taobao.periods import Month, Period
from rural_taobao.settlement.building import in_columns
from rural_taobao.settlement.columns import EventColumns
from rural_taobao.settlement.events import Event

__all__ = ["assessed"]


def assessed(
    network: Network,
    standard: Standard,
    events: EventColumns | Iterable[Event],
    month: Month,
    *,
    notes: Iterable[Note] = (),
) -> Assessment:
    """
    Judge every partner who was in charge of a station on a day of a month, or say why not.

    A threshold looks at whole months, the last of which is the one that is asked about.
    Nobody is judged by it who was not in charge of one station on every day of them, or was suspended on one.
    What counts is all that is attributed to the partner in them, at every station.

    Args:
        network: The network.
        standard: What is asked for; the version that holds for the month says it for the months before too.
        events: The complete set of events of these months, in any order, with the refunds and cancellations of them;
            what became known too late to count is for the caller to leave out, as by `EventColumns.known_before`.
        month: The month.
        notes: Who was warned, on probation or suspended when; a ladder asks what is in force on the month's last day.

    Raises:
        EventsRefused: Events do not go together.
        CurrencyMismatch: Network, standard and events are not in one currency.
        MonthBeforeStandard: No version of the standard held yet.
        MonthsOutsideCalendar: The months begin before the year 1.
        WrongKind: A note is none.
        UnknownReference: A note is of a partner whom the network does not know.

    Example:
        >>> from rural_taobao.samples import example_standard, one_order, one_village
        >>> found = assessed(one_village(), example_standard(), [one_order()], Month(2016, 11))
        >>> found.proposed[0].partner, found.proposed[0].proposal.consequence.value
        (PartnerId('li'), 'probation')
        >>> [(str(month), figure) for month, figure in found.proposed[0].findings[0].figures]
        [('2016-09', 0), ('2016-10', 0), ('2016-11', 1)]
    """
    columns = events if isinstance(events, EventColumns) else in_columns(events, network.currency)
    for given in (columns.currency, standard.currency):
        if given != network.currency:
            raise CurrencyMismatch(network.currency, given)
    version = standard.on(month)
    longest = max(threshold.over.months for threshold in version.thresholds)
    months = [month.plus(back) for back in range(1 - longest, 1)]
    counting = Counting(network, columns, months)
    by_count: dict[tuple[object, ...], Figures] = {}
    for threshold in version.thresholds:
        if counted(threshold.demand) not in by_count:
            by_count[counted(threshold.demand)] = counting.figures(threshold.demand)
    spans = {
        length: Period(months[-length].first, months[-1].period.end)
        for length in {threshold.over.months for threshold in version.thresholds}
    }
    bench = _Bench(version=version, months=months, spans=spans, figures=by_count, noted=_noted(network, notes))
    days = month.period
    held: defaultdict[PartnerId, list[Posting]] = defaultdict(list)
    for posting in network.postings:
        held[posting.partner].append(posting)
    return Assessment(
        standard=standard,
        version=version,
        month=month,
        silent=counting.silent,
        judgements=tuple(
            bench.judgement(partner, held[partner])
            for partner in sorted(held)
            if any(posting.period.overlap(days) for posting in held[partner])
        ),
    )


def _noted(network: Network, notes: Iterable[Note]) -> dict[PartnerId, list[Note]]:
    """Give notes by their partners, all of whom must be known."""
    known = {partner.id for partner in network.partners}
    found: defaultdict[PartnerId, list[Note]] = defaultdict(list)
    for note in tuple_of(Note, notes, "notes", "Note(partner, 'warned', days)"):
        if note.partner not in known:
            raise UnknownReference(None, "partner", note.partner)
        found[note.partner].append(note)
    return found


@final
@frozen(kw_only=True)
class _Bench:
    """
    Judges one partner after the other.

    Attributes:
        version: What is asked for.
        months: The months, the first of them first.
        spans: The days of the last so many of them.
        figures: What was counted, by what is counted.
        noted: What holds of partners.
    """

    version: StandardVersion
    months: Sequence[Month]
    spans: Mapping[int, Period]
    figures: Mapping[tuple[object, ...], Figures]
    noted: Mapping[PartnerId, Sequence[Note]]

    def judgement(self, partner: PartnerId, postings: Sequence[Posting]) -> Judgement:
        """Judge a partner, who was in charge on a day of the last month."""
        notes = self.noted.get(partner, ())
        suspended = [note.days for note in notes if note.standing is Standing.SUSPENDED]
        findings: list[Finding] = []
        passed_over: list[PassedOver] = []
        served = {length: unserved(postings, suspended, days) for length, days in self.spans.items()}
        for threshold in self.version.thresholds:
            why = served[threshold.over.months]
            if why is None:
                findings.append(self._finding(threshold, partner))
            else:
                passed_over.append(PassedOver(threshold, why))
        if not findings:
            return NotJudged(partner=partner, passed_over=tuple(passed_over))
        missed = [finding for finding in findings if not finding.is_reached]
        if not missed:
            return Fine(partner=partner, findings=tuple(findings), passed_over=tuple(passed_over))
        last = self.months[-1].first.replace(day=monthrange(self.months[-1].year, self.months[-1].number)[1])
        return Proposed(
            partner=partner,
            findings=tuple(findings),
            proposal=self._proposal(missed, {note.standing for note in notes if last in note.days}),
            passed_over=tuple(passed_over),
        )

    def _finding(self, threshold: Threshold, partner: PartnerId) -> Finding:
        figures, months = self.figures[counted(threshold.demand)], self.months[-threshold.over.months :]
        return Finding(threshold, tuple((month, figures.get((partner, month), 0)) for month in months))

    def _proposal(self, missed: Sequence[Finding], in_force: set[Standing]) -> Proposal:
        """Give the gravest step that may be taken, and what led to it."""
        towards = max((finding.threshold.leads_to for finding in missed), key=gravity)
        steps = [self.version.step(finding.threshold.leads_to, in_force) for finding in missed]
        consequence = max(steps, key=gravity)
        led = (finding for finding, step in zip(missed, steps, strict=True) if step is consequence)
        holds = HELD_AS.get(consequence) in in_force
        return Proposal(consequence=consequence, towards=towards, missed=tuple(led), holds=holds)
