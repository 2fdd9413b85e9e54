"""Commands in files: a line of JSON for those that are judged together, and tables for whole rosters."""

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final, assert_never

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.documents import (
    Commands,
    commands_from_text,
    commands_text,
    read_commands,
    take_commands,
)
from rural_taobao.documents.canonical import NotCanonical
from rural_taobao.documents.lives import DETAILS, SUBJECTS
from rural_taobao.identifiers import CentreId, PartnerId, PayeeId, StationId
from rural_taobao.instants import CHINA, NotAnInstant
from rural_taobao.lives import (
    CentreStep,
    Grant,
    Leave,
    PartnerStep,
    PayeeStep,
    PermissionStep,
    Post,
    PostingStep,
    Reason,
    RevokedFor,
    Site,
    StationStep,
    Terms,
)
from rural_taobao.network import (
    Cause,
    ClusteredDefaults,
    Engagement,
    Vacancy,
    WithdrawnByHouse,
    WithdrawnByProvider,
    programme_versions,
)
from rural_taobao.register import Charter, Command, Correct, Register, Take, Withdraw
from rural_taobao.register.drafts import KnownOutOfOrder
from rural_taobao.testing.history_strategies import details
from rural_taobao.testing.register_strategies import commands, subjects
from tests.documents.table_files import folder, told

CHARTER: Final = Charter(
    platform="platform", vacancy=Vacancy("nobody"), versions=programme_versions({"1.0": "shop", "2.0": "partner"})
)
KNOWN: Final = datetime(2015, 6, 1, 9, tzinfo=CHINA.timezone)
ROSTER: Final = """\
what,centre,station,partner,payee,step,day,county,version,engagement,reason,together
payee,,,,platform,enrol,2015-05-01,,,,,
payee,,,,li,enrol,2015-05-01,,,,,
centre,feixi,,,platform,plan,2015-05-01,340123,,,,
centre,feixi,,,,open,2015-05-20,,,,,
station,feixi,sanhe,,,enter,2015-06-01,,,,,
partner,,,li,,examine,2015-05-25,,,,,
partner,,,li,,enter,2015-06-01,,,full_time,,
posting,,sanhe,li,li,take_charge,2015-06-01,,2.0,,,
"""


def read(text: str) -> Commands:
    with folder() as home:
        path = home / "commands.csv"
        path.write_text(text, encoding="utf-8")
        return read_commands(path)


def faults_of(text: str) -> list[tuple[int, str, str]]:
    return [(fault.row, fault.place, fault.message) for fault in told(lambda: read(text))]


def table_of(groups: Sequence[Sequence[Command]]) -> str:
    """A table of commands, written by hand: those of one group bear one mark."""
    header = ["what", "command", "step", "day", "turn", "happening", "together"]
    header += dict.fromkeys(part for form in (*SUBJECTS.values(), *DETAILS.values()) for part in form.parts)
    written = [",".join(header)]
    for mark, group in enumerate(groups):
        for each in group:
            row = row_of(each) | {"together": str(mark)}
            written.append(",".join('"' + str(row.get(name, "")).replace('"', '""') + '"' for name in header))
    return "".join(f"{line}\n" for line in written)


def row_of(command: Command) -> dict[str, object]:
    [(name, stated)] = ((name, form) for name, form in SUBJECTS.items() if form.kind is type(command.subject))
    row: dict[str, object] = {"what": name}
    row |= {part: getattr(command.subject, part, command.subject) for part in stated.parts}
    if isinstance(command, Withdraw):
        return row | {"command": "withdraw", "happening": command.happening}
    if isinstance(command, Correct):
        row |= {"command": "correct", "happening": command.happening}
    else:
        row |= {"step": command.step.value}
    row |= {"day": command.day or "", "turn": "" if command.turn is None else command.turn}
    if command.detail is not None:
        [form] = (form for form in DETAILS.values() if form.kind is type(command.detail))
        if isinstance(command.detail, RevokedFor):
            return row | cause_of(command.detail.cause)
        for part in form.parts:
            value = getattr(command.detail, "text" if part == "reason" else part, command.detail)
            row[part] = str(value).lower() if isinstance(value, bool) else "" if value is None else value
    return row


def cause_of(cause: Cause) -> dict[str, object]:
    match cause:
        case WithdrawnByProvider():
            return {"cause": "provider"}
        case WithdrawnByHouse():
            return {"cause": "house"}
        case ClusteredDefaults(defaults, days):
            return {"cause": "defaults", "defaults": defaults, "within_days": days}
        case _:
            assert_never(cause)


def can_stand_in_a_row(command: Command) -> bool:
    """Whether what is stated has columns beside the thing's own, and fills them with what a cell holds."""
    leaving = isinstance(command, Take) and isinstance(command.subject, Grant) and command.step in {"permit", "enter"}
    if isinstance(command, Withdraw) or command.detail is None or command.detail == Leave():
        return isinstance(command, Withdraw) or (command.detail == Leave()) is leaving
    [thing] = (form for form in SUBJECTS.values() if form.kind is type(command.subject))
    [form] = (form for form in DETAILS.values() if form.kind is type(command.detail))
    text = command.detail.text if isinstance(command.detail, Reason) else ""
    return thing.parts.keys().isdisjoint(form.parts) and not {*text} & {"\0", "\r", "\n"}


ROWS = commands().filter(can_stand_in_a_row)


class TestLines:
    """structure(unstructure(x)) = x for every command, and what is wrong with a line is told at its key."""

    @given(st.lists(commands(), max_size=4))
    def test_commands_read_back(self, asked: list[Command]) -> None:
        text = commands_text(*asked)
        assert commands_from_text(text) == tuple(asked)
        assert commands_text(*commands_from_text(text)) == text

    @given(subjects(), st.none() | details())
    def test_a_correction_states_what_it_states(self, subject: Any, detail: Any) -> None:
        [tree] = json.loads(commands_text(Correct(subject, "7", None, detail)))["together"]
        assert tree.keys() == {"of", "correct"} | ({"detail"} if detail is not None else set())

    def test_the_text_is_fixed(self) -> None:
        assert commands_text(
            Take(Post("sanhe", "li"), PostingStep.END, date(2016, 1, 1), turn=1), Withdraw(StationId("sanhe"), "7.1")
        ) == (
            '{"format":"rural-taobao commands 1","together":[{"day":"2016-01-01","of":{"posting":{"partner":"li",'
            '"station":"sanhe"}},"take":"end","turn":1},{"of":{"station":"sanhe"},"withdraw":"7.1"}]}'
        )

    def test_half_a_character_is_not_written(self) -> None:
        with pytest.raises(NotCanonical):
            commands_text(Take(PayeeId("li"), PayeeStep.HOLD, date(2016, 1, 1), Reason("half a \ud800")))

    @pytest.mark.parametrize(
        ("stated", "place", "message"),
        [
            (7, "together[0]", "a value here must be a table"),
            ({"of": {"station": "s"}, "day": "2016-01-01"}, "together[0].take", "'take' must be stated"),
            (
                {"of": {"station": "s"}, "take": "enrol", "day": "2016-01-01"},
                "together[0].take",
                "a value here must be one of propose, enter",
            ),
            ({"of": {"station": "s"}, "correct": "7", "take": "open"}, "together[0].take", "a key of this table must"),
            ({"of": {"station": "s"}, "withdraw": "7", "day": "2016-01-01"}, "together[0].day", "a key of this table"),
            ({"of": {"station": "s"}, "correct": "7", "turn": "2"}, "together[0].turn", "a value here must be a whole"),
        ],
    )
    def test_what_is_wrong_is_told(self, stated: object, place: str, message: str) -> None:
        text = json.dumps({"format": "rural-taobao commands 1", "together": [stated]})
        fault = told(lambda: commands_from_text(text))[0]
        assert (fault.file, fault.row, fault.place) == ("commands", 0, place)
        assert fault.message.startswith(message)


class TestTables:
    """A row of a table asks for one thing; rows of one thing, and those of one mark, are judged together."""

    @given(st.lists(ROWS, max_size=6, unique_by=lambda each: str(each.subject)))
    def test_every_command_can_be_written_in_a_row(self, asked: list[Command]) -> None:
        found = read(table_of([[each] for each in asked]))
        assert found.groups == tuple((each,) for each in asked)
        assert found.rows == tuple((row,) for row in range(2, len(asked) + 2))
        assert found.count == len(asked)

    @given(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from(["", "x", "y"])), max_size=8))
    def test_rows_are_together_where_a_chain_of_things_and_marks_links_them(self, drawn: list[tuple[str, str]]) -> None:
        rows = [f"payee,{payee},hold,2016-01-01,late,{mark}" for payee, mark in drawn]
        found = read("\n".join(["what,payee,step,day,reason,together", *rows, ""]))
        linked = [{place} for place in range(len(drawn))]
        for _ in drawn:
            for one, other in ((one, other) for one in linked for other in linked):
                if any(
                    drawn[a][0] == drawn[b][0] or (drawn[a][1] and drawn[a][1] == drawn[b][1])
                    for a in one
                    for b in other
                ):
                    one.update(other)
                    other.update(one)
        wanted = sorted({tuple(sorted(each)) for each in linked})
        assert [tuple(row - 2 for row in rows) for rows in found.rows] == wanted
        assert [[str(each.subject) for each in group] for group in found.groups] == [
            [drawn[place][0] for place in group] for group in wanted
        ]

    def test_a_roster_by_hand(self) -> None:
        assert read(ROSTER).groups == (
            (Take(PayeeId("platform"), PayeeStep.ENROL, date(2015, 5, 1)),),
            (Take(PayeeId("li"), PayeeStep.ENROL, date(2015, 5, 1)),),
            (
                Take(CentreId("feixi"), CentreStep.PLAN, date(2015, 5, 1), Site("340123", "platform")),
                Take(CentreId("feixi"), CentreStep.OPEN, date(2015, 5, 20)),
            ),
            (Take(StationId("sanhe"), StationStep.ENTER, date(2015, 6, 1), CentreId("feixi")),),
            (
                Take(PartnerId("li"), PartnerStep.EXAMINE, date(2015, 5, 25)),
                Take(PartnerId("li"), PartnerStep.ENTER, date(2015, 6, 1), Engagement.FULL_TIME),
            ),
            (Take(Post("sanhe", "li"), PostingStep.TAKE_CHARGE, date(2015, 6, 1), Terms("2.0", "li")),),
        )

    def test_corrections_by_hand(self) -> None:
        text = (
            "what,station,partner,command,happening,day,turn,version,payee,reverts\n"
            "posting,sanhe,li,correct,7,2016-01-02,1,,,\n"
            "posting,sanhe,wang,correct,8.2,,,1.0,wang,true\n"
            "station,sanhe,,withdraw,3,,,,,\n"
        )
        assert read(text).groups == (
            (Correct(Post("sanhe", "li"), "7", date(2016, 1, 2), turn=1),),
            (Correct(Post("sanhe", "wang"), "8.2", detail=Terms("1.0", "wang", reverts=True)),),
            (Withdraw(StationId("sanhe"), "3"),),
        )

    def test_permissions_by_hand(self) -> None:
        text = (
            "what,service,station,partner,step,day,until,cause,defaults,within_days\n"
            "permission,loans,sanhe,li,permit,2016-01-01,2017-01-01,,,\n"
            "permission,clinic,sanhe,li,enter,2016-01-01,,,,\n"
            "permission,clinic,sanhe,li,revoke,2016-03-01,,provider,,\n"
            "permission,loans,sanhe,li,revoke,2016-02-01,,defaults,3,90\n"
            "permission,school,sanhe,li,end,2016-02-01,,,,\n"
        )
        loans, clinic, school = (Grant(service, "sanhe", "li") for service in ("loans", "clinic", "school"))
        assert read(text).groups == (
            (
                Take(loans, PermissionStep.PERMIT, date(2016, 1, 1), Leave(date(2017, 1, 1))),
                Take(loans, PermissionStep.REVOKE, date(2016, 2, 1), RevokedFor(ClusteredDefaults(3, 90))),
            ),
            (
                Take(clinic, PermissionStep.ENTER, date(2016, 1, 1), Leave()),
                Take(clinic, PermissionStep.REVOKE, date(2016, 3, 1), RevokedFor(WithdrawnByProvider())),
            ),
            (Take(school, PermissionStep.END, date(2016, 2, 1)),),
        )

    @pytest.mark.parametrize(
        ("cells", "column", "message"),
        [
            ("defaults,3,", "within_days", "a permission that is revoked must state the day and the cause, and the"),
            ("house,3,", "defaults", "a permission that is revoked must state the day and the cause, and the figures"),
            (",3,90", "defaults", "what a step states as revoked for must be whole, but"),
            ("defaults,0,90", "defaults", "a value here must be a whole number of 1 or more"),
            ("nobody,,", "cause", "a value here must be one of provider, house, defaults"),
        ],
    )
    def test_a_cause_states_what_it_must(self, cells: str, column: str, message: str) -> None:
        header = "what,service,station,partner,step,day,cause,defaults,within_days"
        [(row, place, said)] = faults_of(f"{header}\npermission,loans,sanhe,li,revoke,2016-02-01,{cells}\n")
        assert (row, place) == (2, column)
        assert said.startswith(message)

    @pytest.mark.parametrize(
        ("row", "faults"),
        [
            ("stall,,,,,,,,,,,", [("what", "a value here must be one of centre, station, partner, payee, posting")]),
            (
                "payee,,,,,enrol,2016-01-01,,,,,",
                [("payee", "a row on a payee must state payee, but it is empty; fill it in")],
            ),
            (
                "posting,,sanhe,,,end,2016-01-01,,,,,",
                [("partner", "a row on a posting must state partner, but it is empty; fill it in")],
            ),
            (
                "payee,,,,li,,,,,,,",
                [("day", "a command 'take' must state day"), ("step", "a command 'take' must state step")],
            ),
            (
                "payee,,,,li,open,2016-01-01,,,,,",
                [("step", "a value here must be one of enrol, hold, release, settle")],
            ),
            ("payee,,,,li,enrol,2016-02-30,,,,,", [("day", "a value here must be a day")]),
            ("payee,,,,李,enrol,2016-01-01,,,,,", [("payee", "a payee id must be 1 to 64 ASCII letters")]),
            ("centre,feixi,,,li,plan,2016-01-01,990101,,,,", [("county", "a division code must start")]),
            ("partner,,,li,,enter,2016-01-01,,,half,,", [("engagement", "a value here must be one of")]),
            ("payee,,,,li,hold,2016-01-01,,,, ,", [("reason", "a reason must be a text that says why")]),
            (
                "centre,feixi,,,,plan,2016-01-01,340123,,,,",
                [
                    ("county", "what a step states as site must be whole, but county is filled in and payee is empty;"),
                ],
            ),
            (
                "payee,,,,li,hold,2016-01-01,,2.0,,late,",
                [("reason", "what a step states must stand in the columns reason or ")],
            ),
        ],
    )
    def test_what_is_wrong_with_a_row_is_told_at_its_column(self, row: str, faults: list[tuple[str, str]]) -> None:
        found = faults_of(f"{ROSTER}{row}\n")
        assert [(number, column) for number, column, _ in found] == [(10, column) for column, _ in faults]
        for (_, _, message), (_, start) in zip(found, faults, strict=True):
            assert message.startswith(start)

    @pytest.mark.parametrize(
        ("row", "columns"),
        [
            ("station,s,take,7,open,2016-01-01,,,", ["happening"]),
            ("station,s,correct,,,,,,", ["happening"]),
            ("station,s,correct,7,open,,,,", ["step"]),
            ("station,s,withdraw,,,,,,", ["happening"]),
            ("station,s,withdraw,7,open,2016-01-01,1,,", ["day", "step", "turn"]),
            ("station,s,withdraw,7,,,,late,", ["reason"]),
            ("station,s,give,7,,,,,", ["command"]),
            ("station,s,take,,open,2016-01-01,-1,,", ["turn"]),
        ],
    )
    def test_what_a_command_cannot_say_is_told(self, row: str, columns: list[str]) -> None:
        found = faults_of(f"what,station,command,happening,step,day,turn,reason,version\n{row}\n")
        assert [(number, column) for number, column, _ in found] == [(2, column) for column in columns]

    def test_faults_of_all_rows_are_told_and_nothing_is_read(self) -> None:
        wrong = ROSTER.replace("2015-05-20", "2015-05-32").replace("full_time", "often").replace(",2.0,", ",,")
        assert [(row, column) for row, column, _ in faults_of(wrong)] == [(5, "day"), (8, "engagement")]

    def test_a_table_of_something_else_is_told(self) -> None:
        assert [(row, column) for row, column, _ in faults_of("order,station\no-1,sanhe\n")] == [
            (1, "order"),
            (1, "what"),
        ]


class TestTaking:
    """A table is taken whole or not at all; what is refused is told with its row."""

    def test_a_roster(self) -> None:
        register, events = take_commands(Register(CHARTER), read(ROSTER), KNOWN)
        charge = register.in_charge("sanhe", datetime(2015, 7, 1, tzinfo=CHINA.timezone))
        assert charge is not None
        assert (charge.partner, charge.version) == ("li", "2.0")
        assert [event.number for event in events] == [*range(1, 7)]
        assert Register(CHARTER).replayed(events) == register

    def faults(self, register: Register, text: str, hours: int = 1) -> list[tuple[str, int, str, str]]:
        found = told(lambda: take_commands(register, read(text), KNOWN + timedelta(hours=hours)))
        return [(Path(fault.file).name, fault.row, fault.place, fault.message) for fault in found]

    def test_what_is_listed_above_what_it_stands_on_waits_for_it(self) -> None:
        """All of it became known at once: a station moves to a centre whose row stands between its own two."""
        text = (
            "what,centre,station,payee,step,day,county\n"
            "station,feixi,taohua,,enter,2015-06-15,\n"
            "centre,feidong,,platform,enter,2016-01-01,340122\n"
            "station,feidong,taohua,,move,2016-02-01,\n"
        )
        before, _ = take_commands(Register(CHARTER), read(ROSTER), KNOWN)
        register, events = take_commands(before, read(text), KNOWN + timedelta(hours=1))
        rows = register.network().station_rows("taohua")
        assert [(str(row.centre), str(row.open.start)) for row in rows] == [
            ("feixi", "2015-06-15"),
            ("feidong", "2016-02-01"),
        ]
        assert [event.number for event in events] == [before.count + 1, before.count + 2]
        assert before.replayed(events) == register

    def test_all_that_is_refused_is_told_with_its_row(self) -> None:
        """A missing reference and a duplicate, each at its own row; a posting without its payee follows from it."""
        text = (
            "what,station,partner,payee,centre,step,day,version,engagement\n"
            "payee,,,wang,,enrol,2015-05-01,,\n"
            "station,taohua,,,runan,enter,2015-06-01,,\n"
            "payee,,,wang,,enrol,2015-05-01,,\n"
            "partner,,wang,,,examine,2015-07-01,,\n"
            "partner,,wang,,,enter,2015-06-01,,full_time\n"
            "posting,sanhe,wang,wang,,take_charge,2015-08-01,2.0,\n"
        )
        register, _ = take_commands(Register(CHARTER), read(ROSTER), KNOWN)
        before = register.count
        found = self.faults(register, text)
        assert [(file, row, place) for file, row, place, _ in found] == [
            ("commands.csv", 3, ""),
            ("commands.csv", 4, ""),
        ]
        assert found[0][3] == (
            "a county centre that is named must be there, but station taohua names runan; add it or name another"
        )
        assert found[1][3].startswith("payee wang must move along its arrows, but 'enrol' (7.2) on 2015-05-01")
        assert register.count == before

    @pytest.mark.parametrize(
        ("third", "word"),
        [
            ("adopt,2016-08-01,9.9,", "names 9.9"),
            ("pay_to,2016-08-01,,nobody", "names nobody"),
            ("adopt,2016-08-01,1.0,", "must not go back"),
            ("end,2016-08-01,,", ""),
        ],
    )
    def test_a_law_is_told_at_the_row_that_breaks_it(self, third: str, word: str) -> None:
        """Li goes, and Wang, who is under contract, comes: sound so far; what the last row asks for may not be."""
        text = (
            "what,station,partner,step,day,version,payee,engagement\n"
            "posting,sanhe,li,end,2016-07-01,,,\n"
            "payee,,,enrol,2015-05-01,,wang,\n"
            "partner,,wang,examine,2015-07-01,,,\n"
            "partner,,wang,enter,2015-07-01,,,full_time\n"
            "posting,sanhe,wang,take_charge,2016-07-01,2.0,wang,\n"
            f"posting,sanhe,wang,{third},\n"
        )
        register, _ = take_commands(Register(CHARTER), read(ROSTER), KNOWN)
        if not word:
            assert take_commands(register, read(text), KNOWN + timedelta(hours=1))
            return
        [(_, row, _, message)] = self.faults(register, text)
        assert (row, word in message) == (7, True), message

    def test_the_row_within_a_group_is_the_one_that_is_named_last(self) -> None:
        register, _ = take_commands(Register(CHARTER), read(ROSTER), KNOWN)
        text = (
            "what,partner,payee,step,day,engagement,together\n"
            "payee,,wang,enrol,2015-05-01,,x\n"
            "partner,wang,,examine,2015-07-01,,x\n"
            "partner,wang,,apply,2015-08-01,,x\n"
        )
        [(_, row, _, message)] = self.faults(register, text)
        assert (row, "(7.3)" in message) == (4, True)

    def test_a_step_too_early_is_told_at_its_own_row_and_not_at_its_ground(self) -> None:
        register, _ = take_commands(Register(CHARTER), read(ROSTER), KNOWN)
        text = (
            "what,station,centre,step,day\nstation,taohua,feixi,propose,2016-02-01\nstation,taohua,,survey,2016-01-01\n"
        )
        [(_, row, _, message)] = self.faults(register, text)
        assert (row, "(7.1)" in message, "(7.2)" in message) == (3, True, True)

    def test_a_detail_that_is_missing_is_told_as_a_table_has_it(self) -> None:
        register, _ = take_commands(Register(CHARTER), read(ROSTER), KNOWN)
        [(_, row, _, message)] = self.faults(register, "what,payee,step,day\npayee,li,hold,2016-01-01\n")
        assert (row, message.rpartition("; ")[2]) == (2, "fill in its columns")

    def test_many_refusals_are_told_in_bounded_space(self) -> None:
        rows = "".join(f"station,s{number},feixi,enter,2015-06-01\n" for number in range(150))
        found = self.faults(Register(CHARTER), f"what,station,centre,step,day\n{rows}")
        assert len(found) == 101
        assert "but 150 were found" in found[0][3]

    def test_what_became_known_before_is_refused_once(self) -> None:
        register, _ = take_commands(Register(CHARTER), read(ROSTER), KNOWN)
        text = "what,payee,step,day,reason\npayee,li,hold,2016-01-01,late\npayee,platform,hold,2016-01-01,late\n"
        with pytest.raises(KnownOutOfOrder):
            take_commands(register, read(text), KNOWN - timedelta(hours=1))
        with pytest.raises(NotAnInstant):
            take_commands(register, read(text), datetime(2016, 1, 1))  # noqa: DTZ001 - the fault to tell

    def test_at_the_instant_of_the_last_event_more_may_become_known(self) -> None:
        register, _ = take_commands(Register(CHARTER), read(ROSTER), KNOWN)
        grown, [event] = take_commands(register, read("what,payee,step,day\npayee,wang,enrol,2016-01-01\n"), KNOWN)
        assert (event.number, grown.count) == (7, 7)

    def test_an_empty_table_changes_nothing(self) -> None:
        register, _ = take_commands(Register(CHARTER), read(ROSTER), KNOWN)
        assert take_commands(register, read("what,step\n"), KNOWN) == (register, ())
