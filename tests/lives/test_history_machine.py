"""Histories beside a plain list of rows, which is searched through from its beginning for every answer."""

from datetime import date, datetime, timedelta
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from rural_taobao.errors import RuralTaobaoError
from rural_taobao.identifiers import CentreId, PartnerId, PayeeId, StationId, VersionId
from rural_taobao.instants import CHINA
from rural_taobao.lives import (
    CENTRE_LIFE,
    PARTNER_LIFE,
    PAYEE_LIFE,
    PERMISSION_LIFE,
    POSTING_LIFE,
    STATION_LIFE,
    Cancellation,
    Grant,
    Happening,
    History,
    Leave,
    LifeCycle,
    Post,
    Reason,
    RevokedFor,
    Site,
    Terms,
)
from rural_taobao.network import Engagement, WithdrawnByHouse

Row = dict[str, Any]
LIVES: Final[list[tuple[LifeCycle[Any, Any, Any], object]]] = [
    (CENTRE_LIFE, CentreId("feixi")),
    (STATION_LIFE, StationId("sanhe")),
    (PARTNER_LIFE, PartnerId("li")),
    (POSTING_LIFE, Post("sanhe", "li")),
    (PAYEE_LIFE, PayeeId("li")),
    (PERMISSION_LIFE, Grant("loans", "sanhe", "li")),
]
FIRST: Final = date(2016, 1, 1)
DAYS: Final = 9
OVER: Final = 5
"""The day until which all leave is given."""
DETAILS: Final = {
    Reason: Reason("late"),
    CentreId: CentreId("feixi"),
    VersionId: VersionId("2.0"),
    PayeeId: PayeeId("li"),
    Engagement: Engagement.FULL_TIME,
    Site: Site("340123", "feixi-office"),
    Terms: Terms("2.0", "li"),
    Leave: Leave(FIRST + timedelta(OVER)),
    RevokedFor: RevokedFor(WithdrawnByHouse()),
    None: None,
}
days = st.integers(0, DAYS - 1)


def instant(number: int) -> datetime:
    return datetime(2016, 6, 1, tzinfo=CHINA.timezone) + timedelta(hours=number)


def in_force(rows: list[Row], known: int) -> list[Row]:
    """The rows that somebody who knows all by an instant still believes, by day and turn."""
    there = [row for row in rows if row["known"] <= known]
    gone = {row["corrects"] for row in there}
    believed = [row for row in there if "step" in row and row["id"] not in gone]
    return sorted(believed, key=lambda row: (row["day"], row["turn"]))


class HistoryMachine(RuleBasedStateMachine):
    """A history takes what the rows can take, refuses the rest, and tells the same of any day by any instant."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Row] = []
        self.clock = 0
        self.told: dict[tuple[int, int], object] = {}

    @initialize(life=st.sampled_from(LIVES))
    def begin(self, life: tuple[LifeCycle[Any, Any, Any], object]) -> None:
        self.life, subject = life
        self.history: History[Any, Any, Any] = History(self.life, subject)
        self.arrows = {(arrow.start, arrow.step): (arrow.end, arrow.needs) for arrow in self.life.arrows}

    def walked(self, known: int) -> list[tuple[int, object]] | None:
        """The states that were entered, each behind its day; None where the rows are no way along the arrows."""
        state, way, turns = None, list[tuple[int, object]](), set[tuple[int, int]]()
        for row in in_force(self.rows, known):
            if state == "permitted" and row["day"] >= OVER:
                state = "ended"
                way.append((OVER, state))
            end, needs = self.arrows.get((state, row["step"]), (None, None))
            fits = row["needs"] is needs or (needs is None and row["needs"] is Reason)
            if end is None or not fits or (row["day"], row["turn"]) in turns:
                return None
            if needs is Leave and row["day"] >= OVER:
                return None
            turns.add((row["day"], row["turn"]))
            way.append((row["day"], end))
            state = end
        if state == "permitted":
            way.append((OVER, "ended"))
        return way

    def fits(self, new: list[Row]) -> bool:
        """Tell whether rows, which are among all rows by now, may stay there."""
        before = [row for row in self.rows if row not in new]
        latest = max((row["known"] for row in before), default=-1)
        ids = [row["id"] for row in self.rows]
        if len(set(ids)) < len(ids) or any(row["known"] <= latest for row in new):
            return False
        for known in sorted({row["known"] for row in new}):
            now = [row for row in new if row["known"] == known and row["corrects"]]
            believed = {row["id"] for row in in_force(self.rows, known - 1)}
            targets = [row["corrects"] for row in now]
            if not set(targets) <= believed or len(set(targets)) < len(targets) or self.walked(known) is None:
                return False
        return True

    def record(self, *new: Row) -> None:
        made = [
            Happening(
                row["id"],
                row["step"],
                FIRST + timedelta(row["day"]),
                instant(row["known"]),
                DETAILS[row["needs"]],
                turn=row["turn"],
                replaces=row["corrects"],
            )
            if "step" in row
            else Cancellation(row["id"], row["corrects"], instant(row["known"]))
            for row in new
        ]
        before = self.history
        passages = before.passages()
        kept = list(self.rows)
        self.rows += new
        fits = self.fits(list(new))
        try:
            self.history = before.with_records(*made)
        except RuralTaobaoError:
            assert not fits
            self.rows = kept
            assert self.history is before
            assert before.passages() == passages
        else:
            assert fits

    def row(self, data: st.DataObject, passed: int, state: object) -> Row:
        """A happening, likely one that an arrow stands for."""
        self.clock += passed
        ways = [arrow for arrow in self.life.arrows if arrow.start is state] or list(self.life.arrows)
        arrow = data.draw(st.sampled_from(ways) | st.sampled_from(self.life.arrows))
        needs = data.draw(st.sampled_from([arrow.needs] * 8 + list(DETAILS)))
        number = data.draw(st.sampled_from([len(self.rows)] * 15 + [0]))
        step = {"step": arrow.step, "day": data.draw(days), "turn": data.draw(st.integers(0, 2)), "needs": needs}
        return {"id": f"h-{number}", "known": self.clock, "corrects": None, **step}

    def last(self) -> object:
        passages = self.history.passages()
        return passages[-1].arrow.end if passages else None

    @rule(data=st.data(), passed=st.sampled_from([1, 1, 1, 1, 2, 0]))
    def something_happens(self, data: st.DataObject, passed: int) -> None:
        self.record(self.row(data, passed, self.last()))

    @rule(data=st.data(), passed=st.sampled_from([1, 1, 1, 0]))
    def it_goes_on(self, data: st.DataObject, passed: int) -> None:
        """The next step of a life, on the day of the last one or later."""
        row = self.row(data, passed, self.last())
        there = in_force(self.rows, self.clock)
        if there:
            row["day"] = data.draw(st.integers(there[-1]["day"], DAYS - 1))
        self.record(row)

    @rule(data=st.data(), passed=st.sampled_from([1, 1, 0]))
    def something_is_put_right(self, data: st.DataObject, passed: int) -> None:
        if self.rows:
            other = data.draw(st.sampled_from(self.rows))
            self.record({**self.row(data, passed, None), **other, "id": f"h-{len(self.rows)}", "known": self.clock}
                        | {"day": data.draw(days), "corrects": other["id"]})  # fmt: skip

    @rule(data=st.data(), passed=st.sampled_from([1, 1, 0]))
    def something_never_took_place(self, data: st.DataObject, passed: int) -> None:
        self.clock += passed
        names = [row["id"] for row in self.rows] + ["h-999"]
        there = [row["id"] for row in in_force(self.rows, self.clock)[-1:]] or names
        named = data.draw(st.sampled_from(there) | st.sampled_from(names))
        self.record({"id": f"h-{len(self.rows)}", "known": self.clock, "corrects": named})

    @rule(data=st.data())
    def two_things_are_told_at_once(self, data: st.DataObject) -> None:
        one = self.row(data, 1, self.last())
        other = {**self.row(data, 0, data.draw(st.sampled_from(self.life.states))), "id": f"h-{len(self.rows) + 1}"}
        self.record(one, other)

    @invariant()
    def every_day_is_told_as_the_rows_tell_it(self) -> None:
        for known in {row["known"] for row in self.rows}:
            way = self.walked(known)
            assert way is not None
            for number in range(-1, DAYS):
                by_then = [state for day, state in way if day <= number]
                state = self.history.state(FIRST + timedelta(number), instant(known))
                assert state == (by_then[-1] if by_then else None)
                # What was once told of a day by an instant is told so for ever.
                assert self.told.setdefault((number, known), state) == state

    @invariant()
    def any_order_gives_the_same(self) -> None:
        if self.rows:
            again = History(self.life, self.history.subject, self.history.records[::-1])
            assert again == self.history
            assert again.passages() == self.history.passages()


TestHistoryMachine = HistoryMachine.TestCase
