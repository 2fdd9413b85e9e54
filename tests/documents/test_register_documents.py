"""Registers in files: events as lines of JSON, the charter, the folder of both, and what is told of a bad one."""

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, get_args

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.documents import (
    Fault,
    append_to_register,
    charter_text,
    event_from_text,
    event_text,
    read_charter,
    read_register,
    read_register_events,
    write_charter,
    write_register,
    write_register_events,
)
from rural_taobao.documents.canonical import NotCanonical
from rural_taobao.documents.charters import charter_from_text
from rural_taobao.documents.holding import Work, held, lock_file
from rural_taobao.documents.lives import DETAILS, SUBJECTS, steps_of
from rural_taobao.identifiers import CentreId, PartnerId, PayeeId, StationId
from rural_taobao.instants import CHINA, InstantOutsideCalendar
from rural_taobao.kinds import WrongKind
from rural_taobao.lives import CentreStep, Detail, Happening, PartnerStep, PayeeStep, Reason, Site, StationStep
from rural_taobao.lives.details import DETAILS as NAMED
from rural_taobao.network import Vacancy, programme_versions
from rural_taobao.register import Charter, Event, Register, RegisterRefused, Subject, Take, Told, Withdraw, entering
from rural_taobao.register.drafts import EventOutOfOrder
from rural_taobao.register.entries import CYCLES
from rural_taobao.samples import sample_transition, service_village
from rural_taobao.testing.register_strategies import charters, events, registers
from tests.documents.table_files import folder, told
from tests.odd_values import Wrong

CHARTER = Charter(
    platform="platform", vacancy=Vacancy("nobody"), versions=programme_versions({"1.0": "shop", "2.0": "partner"})
)

CHARTER_TEXT = """\
format = "rural-taobao charter 1"
clock = "+08:00"
currency = "CNY"
platform = "platform"
vacancy = { credit = "nobody" }

[[versions]]
version = "2.0"
since = 2015-05-01
focus = "person"
engagements = ["full_time"]
exam = true
reach = "villages_around"
works = ["parcels"]
services = ["loans"]
plan = "partner"

[[services]]
service = "loans"
area = "finance"
decided_by = "bank"
"""


def known(hours: int) -> datetime:
    return datetime(2015, 6, 1, 9, tzinfo=CHINA.timezone) + timedelta(hours=hours)


def small() -> tuple[Register, list[Event]]:
    """A platform, a centre and a proposed station."""
    register, found = Register(CHARTER), list[Event]()
    asked = [
        [Take(PayeeId("platform"), PayeeStep.ENROL, date(2015, 5, 1))],
        [Take(CentreId("feixi"), CentreStep.ENTER, date(2015, 5, 1), Site("340123", "platform"))],
        [Take(StationId("sanhe"), StationStep.PROPOSE, date(2015, 5, 21), CentreId("feixi"))],
        [Take(StationId("sanhe"), StationStep.SURVEY, date(2015, 5, 22))],
    ]
    for hours, together in enumerate(asked):
        register, event = register.take(*together, known=known(hours))
        found.append(event)
    return register, found


def lines(*found: Event) -> list[str]:
    return list(map(event_text, found))


def entered() -> tuple[Charter, tuple[Event, ...]]:
    """The charter of a village with services, and the events that enter it."""
    village = service_village()
    known = datetime(2017, 1, 1, tzinfo=CHINA.timezone)
    charter = Charter.of(village)
    return charter, Register(charter).take_each(entering(village), known)[1]


def of_lines(*texts: str) -> tuple[Fault, ...]:
    """What is told of a file of lines."""
    with folder() as home:
        path = home / "events.jsonl"
        path.write_text("".join(f"{text}\n" for text in texts), encoding="utf-8")
        return told(lambda: read_register_events(path))


def changed(text: str, change: Callable[[Any], object]) -> str:
    tree = json.loads(text)
    change(tree)
    return json.dumps(tree)


class TestReadingBack:
    """structure(unstructure(x)) = x for every event, charter and register, and the text is the same again."""

    @given(events())
    def test_an_event(self, event: Event) -> None:
        text = event_text(event)
        again = event_from_text(text)
        assert again == event
        assert event_text(again) == text
        assert "\n" not in text

    @given(events())
    def test_an_event_is_written_alike_whatever_clock_told_it(self, event: Event) -> None:
        tokyo = timezone(timedelta(hours=9))
        told = [evolve(each, record=evolve(each.record, known=event.known.astimezone(tokyo))) for each in event.told]
        assert event_text(evolve(event, told=told)) == event_text(event)

    @given(events(), events())
    def test_two_events_have_one_text_only_where_they_are_equal(self, one: Event, other: Event) -> None:
        assert (event_text(one) == event_text(other)) is (one == other)
        later = evolve(one, number=one.number + 1)
        assert event_text(later) != event_text(one)

    @given(charters())
    def test_a_charter(self, charter: Charter) -> None:
        text = charter_text(charter)
        assert charter_from_text(text) == charter
        assert charter_text(charter_from_text(text)) == text

    @given(registers())
    def test_a_register(self, drawn: tuple[Register, tuple[Event, ...]]) -> None:
        register, found = drawn
        with folder() as home:
            write_register(register.charter, found, home)
            assert read_register(home) == register
            assert read_register_events(home / "events.jsonl") == found

    @given(registers(), st.data())
    def test_a_register_that_was_written_bit_by_bit(
        self, drawn: tuple[Register, tuple[Event, ...]], data: st.DataObject
    ) -> None:
        register, found = drawn
        place = data.draw(st.integers(0, len(found)), label="events of the first part")
        with folder() as whole, folder() as parts:
            write_register(register.charter, found, whole)
            write_charter(register.charter, parts / "charter.toml")
            for some in (found[:place], found[place:]):
                append_to_register(some, parts)
            assert read_register(parts) == register
            for name in ("charter.toml", "events.jsonl"):
                assert (parts / name).read_bytes() == (whole / name).read_bytes()

    def test_the_text_is_fixed(self) -> None:
        """By hand: what another program sees of an event."""
        at = datetime(2016, 1, 5, 9, 30, 0, 5, tzinfo=CHINA.timezone)
        later = Happening("9", PartnerStep.REMOVE, date(2016, 1, 4), at, Reason("请假"), turn=2, replaces="7")
        event = Event(3, [Told(PartnerId("li"), later)])
        assert event_text(event) == (
            '{"format":"rural-taobao event 1","known":"2016-01-05T01:30:00.000005+00:00","number":3,"told":[{"day":'
            '"2016-01-04","detail":{"reason":"请假"},"id":"9","of":{"partner":"li"},"replaces":"7","step":"remove",'
            '"turn":2}]}'
        )

    def test_what_has_no_text_is_not_written(self, tmp_path: Path) -> None:
        _, (first, *_) = small()
        [told] = first.told
        assert isinstance(told.record, Happening)
        half = evolve(told, record=evolve(told.record, detail=Reason("half a \ud800")))
        edge = datetime(1, 1, 1, tzinfo=CHINA.timezone)
        early = evolve(told, record=evolve(told.record, known=edge))
        for one, error in ((half, NotCanonical), (early, InstantOutsideCalendar)):
            with pytest.raises(error):
                write_register(CHARTER, [Event(1, [one])], tmp_path)
        assert list(tmp_path.iterdir()) == []


class TestKinds:
    """A document knows every kind of thing and of detail that there is, so that a new one is missed here at once."""

    def test_of_things(self) -> None:
        kinds = {form.kind for form in SUBJECTS.values()}
        assert kinds == {*get_args(Subject)} == CYCLES.keys()
        assert [steps_of(name) for name in SUBJECTS] == [CYCLES[form.kind].steps for form in SUBJECTS.values()]

    def test_of_details(self) -> None:
        kinds = {form.kind for form in DETAILS.values()}
        assert kinds == {*get_args(Detail)} == NAMED.keys()

    def test_a_part_means_the_same_in_all_of_them(self) -> None:
        seen: dict[str, object] = {}
        for form in (*SUBJECTS.values(), *DETAILS.values()):
            for part, kind in form.parts.items():
                assert seen.setdefault(part, kind) == kind

    @pytest.mark.parametrize("one", DETAILS)
    @pytest.mark.parametrize("other", DETAILS)
    def test_no_two_details_can_be_stated_in_the_same_columns(self, one: str, other: str) -> None:
        first, second = DETAILS[one], DETAILS[other]
        together = first.needed | second.needed
        both = together <= first.parts.keys() and together <= second.parts.keys()
        assert both is (one == other)

    @pytest.mark.parametrize("name", SUBJECTS)
    def test_no_detail_of_a_thing_hides_behind_its_id(self, name: str) -> None:
        """What a step of a thing must state has columns that do not name the thing."""
        parts = SUBJECTS[name].parts.keys()
        by_kind = {form.kind: form for form in DETAILS.values()}
        for arrow in CYCLES[SUBJECTS[name].kind].arrows:
            if arrow.needs is not None:
                assert parts.isdisjoint(by_kind[arrow.needs].parts)

    @given(events())
    def test_what_is_told_is_told_under_its_kind(self, event: Event) -> None:
        for each, tree in zip(event.told, json.loads(event_text(event))["told"], strict=True):
            [name] = tree["of"]
            assert SUBJECTS[name].kind is type(each.subject)


def drop(key: str) -> Callable[[Any], object]:
    return lambda tree: tree.pop(key)


def put(key: str, value: object) -> Callable[[Any], object]:
    return lambda tree: tree.update({key: value})


def put_told(key: str, value: object) -> Callable[[Any], object]:
    return lambda tree: tree["told"][0].update({key: value})


class TestBadLines:
    """What is wrong with a line is told with its number and its key; all of it at once."""

    @pytest.mark.parametrize(
        ("change", "place", "message"),
        [
            (drop("format"), "format", "'format' must be stated"),
            (put("format", "rural-taobao event 9"), "format", "a value here must be 'rural-taobao event 1'"),
            (drop("number"), "number", "'number' must be stated"),
            (put("number", 0), "number", "number must be a whole number of 1 or more"),
            (put("number", "2"), "number", "a value here must be a whole number"),
            (put("known", "2015-06-01"), "known", "a value here must be an instant with its offset"),
            (put("told", []), "told", "an event must tell of something, but event 2 holds nothing"),
            (put("told", {}), "told", "a value here must be a list"),
            (put("told", [7]), "told[0]", "a value here must be a table"),
            (put("said", 1), "said", "a key of this table must be one of number, known, told"),
            (put_told("of", {}), "told[0].of", "a value here must be a table with one key of centre, station"),
            (put_told("of", 7), "told[0].of", "a value here must be a table with one key of centre, station"),
            (put_told("of", {"stall": "x"}), "told[0].of", "a key of this table must be one of centre, station"),
            (put_told("of", {"centre": "飞"}), "told[0].of.centre", "a centre id must be 1 to 64 ASCII letters"),
            (put_told("of", {"posting": {"station": "s"}}), "told[0].of.posting.partner", "'partner' must be stated"),
            (put_told("of", {"payee": "li"}), "told[0].step", "a value here must be one of enrol, hold, release"),
            (put_told("step", "opne"), "told[0].step", "a value here must be one of plan, enter"),
            (put_told("step", 7), "told[0].step", "a value here must be text"),
            (put_told("day", "2015-02-30"), "told[0].day", "a value here must be a day"),
            (put_told("turn", -1), "told[0].turn", "turn must be a whole number of 0 or more"),
            (put_told("replaces", "a b"), "told[0].replaces", "a happening id must be"),
            (put_told("detail", {"site": {"county": "340123"}}), "told[0].detail.site.payee", "'payee' must be stated"),
            (put_told("detail", {"reason": " "}), "told[0].detail.reason", "a reason must be a text that says why"),
            (put_told("detail", {"reason": 5}), "told[0].detail.reason", "a value here must be text"),
            (put_told("detail", {"why": "x"}), "told[0].detail", "a key of this table must be one of reason, centre"),
            (put_told("cancels", "1"), "told[0].day", "a key of this table must be one of of, id, cancels"),
        ],
    )
    def test_a_key(self, change: Callable[[Any], object], place: str, message: str) -> None:
        _, found = small()
        first, second, *others = lines(*found)
        faults = of_lines(first, changed(second, change), *others)
        assert (faults[0].file.rpartition("/")[2], faults[0].row, faults[0].place) == ("events.jsonl", 2, place)
        assert faults[0].message.startswith(message)

    def test_all_of_them_are_told_at_once(self) -> None:
        _, found = small()
        first, second, third, fourth = lines(*found)
        faults = of_lines(
            changed(first, put("number", 0)),
            changed(second, put_told("day", 7)),
            "{",
            "",
            " \t",
            third,
            changed(fourth, drop("told")),
        )
        assert [(fault.row, fault.place) for fault in faults] == [
            (1, "number"),
            (2, "told[0].day"),
            (3, "column 2"),
            (4, ""),
            (5, ""),
            (7, "told"),
        ]
        assert faults[3].message == "a line must hold an event, but this one is blank; leave it out"

    def test_they_are_told_in_bounded_space(self) -> None:
        faults = of_lines(*["{}"] * 150)
        assert len(faults) == 101
        assert faults[0].message == "a file must be without a fault, but 600 were found; mend the first 100"

    def test_a_file_that_ends_within_a_line(self, tmp_path: Path) -> None:
        _, found = small()
        path = tmp_path / "events.jsonl"
        write_register_events(found, path)
        text = path.read_text(encoding="utf-8")
        path.write_text(text[:-9], encoding="utf-8")
        [fault] = told(lambda: read_register_events(path))
        assert (fault.row, fault.place) == (4, "")
        assert fault.message.startswith("the last line must have its line end, but the file ends before")
        [same] = told(lambda: append_to_register([evolve(found[-1], number=5)], tmp_path))
        assert same == fault
        assert path.read_text(encoding="utf-8") == text[:-9]

    @given(registers(), st.data())
    def test_wherever_a_file_is_cut(self, drawn: tuple[Register, tuple[Event, ...]], data: st.DataObject) -> None:
        register, found = drawn
        with folder() as home:
            write_register(register.charter, found, home)
            path = home / "events.jsonl"
            whole = path.read_bytes()
            end = data.draw(st.integers(0, len(whole)), label="bytes that are left")
            path.write_bytes(whole[:end])
            if end and whole[end - 1 : end] != b"\n":
                assert told(lambda: read_register(home))
            else:
                kept = found[: whole[:end].count(b"\n")]
                assert read_register(home) == Register(register.charter).replayed(kept)

    def test_a_file_that_is_not_there(self, tmp_path: Path) -> None:
        [fault] = told(lambda: read_register_events(tmp_path / "events.jsonl"))
        assert fault.message.startswith("a file must be there")


class TestOrder:
    """Event 7 stands on line 7: one that is there twice, out of order or missing is told with its line."""

    @pytest.mark.parametrize(
        ("order", "row", "but"),
        [
            ((1, 2, 2, 3), 3, "event 2 stands on line 2 already; leave one out"),
            ((1, 2, 4, 3), 4, "event 3 stands behind event 4; sort the lines by number"),
            ((1, 2, 4), 3, "event 4 stands where event 3 should; get the whole file"),
            ((2, 3, 4), 1, "event 2 stands where event 1 should; get the whole file"),
        ],
    )
    def test_in_a_file(self, order: tuple[int, ...], row: int, but: str) -> None:
        _, found = small()
        [fault] = of_lines(*(event_text(found[number - 1]) for number in order))
        assert (fault.row, fault.place) == (row, "number")
        assert fault.message == f"events must stand in the order of their numbers, each once, but {but}"

    def test_each_line_that_stands_behind_a_later_event_is_told(self) -> None:
        _, found = small()
        faults = of_lines(*(event_text(found[number - 1]) for number in (1, 4, 2, 3)))
        assert [(fault.row, fault.message.rpartition("but ")[2]) for fault in faults] == [
            (3, "event 2 stands behind event 4; sort the lines by number"),
            (4, "event 3 stands behind event 4; sort the lines by number"),
        ]

    @given(st.lists(st.integers(1, 4), max_size=6))
    def test_every_order_but_the_right_one_is_told(self, order: list[int]) -> None:
        register, found = small()
        with folder() as home:
            write_register(CHARTER, [], home)
            path = home / "events.jsonl"
            path.write_text("".join(f"{event_text(found[number - 1])}\n" for number in order), encoding="utf-8")
            if order == [*range(1, len(order) + 1)]:
                assert read_register(home) == Register(CHARTER).replayed(found[: len(order)])
            else:
                assert {fault.place for fault in told(lambda: read_register(home))} == {"number"}
        assert register.count == 4

    def test_what_may_stand_in_a_line_that_cannot_be_read_is_not_missed(self) -> None:
        _, found = small()
        first, _, third, _ = lines(*found)
        [fault] = of_lines(first, "{", third)
        assert fault.row == 2

    def test_what_is_written_out_of_order_is_refused(self, tmp_path: Path) -> None:
        _, found = small()
        write_register(CHARTER, found[:1], tmp_path)
        before = (tmp_path / "events.jsonl").read_bytes()
        for wrong in (found[:1], found[2:], [found[1], found[3]]):
            with pytest.raises(EventOutOfOrder):
                append_to_register(wrong, tmp_path)
        for wrong in (found[1:], found[::-1]):
            with pytest.raises(EventOutOfOrder):
                write_register(CHARTER, wrong, tmp_path)
        assert (tmp_path / "events.jsonl").read_bytes() == before
        assert sorted(each.name for each in tmp_path.iterdir()) == ["charter.toml", "events.jsonl"]


class TestFolder:
    """A register is read whole or not at all, and one process at a time writes it."""

    def test_a_charter_alone_is_a_register_that_knows_nothing(self, tmp_path: Path) -> None:
        write_charter(CHARTER, tmp_path / "charter.toml")
        assert read_register(tmp_path) == Register(CHARTER)

    @pytest.mark.parametrize("wrong", [None, 5, [5]])
    def test_what_is_no_event_is_not_appended(self, tmp_path: Path, wrong: Wrong) -> None:
        charter, found = entered()
        write_register(charter, found, tmp_path)
        before = (tmp_path / "events.jsonl").read_bytes()
        with pytest.raises(WrongKind, match="events must be made by"):
            append_to_register(wrong, tmp_path)
        assert (tmp_path / "events.jsonl").read_bytes() == before

    def test_a_platform_that_is_nowhere_enrolled_is_told_once_at_the_charter(self, tmp_path: Path) -> None:
        charter, found = entered()
        write_register(charter, found, tmp_path)
        write_charter(evolve(charter, platform="nobody"), tmp_path / "charter.toml")
        [fault] = told(lambda: read_register(tmp_path))
        assert (Path(fault.file).name, fault.row, fault.place) == ("charter.toml", 0, "platform")
        assert "must be there, but the charter names nobody; add it" in fault.message

    def test_it_is_told_once_however_many_stations_lack_it(self, tmp_path: Path) -> None:
        network = sample_transition().network
        charter = Charter.of(network)
        found = Register(charter).take_each(entering(network), datetime(2017, 1, 1, tzinfo=CHINA.timezone))[1]
        write_register(charter, found, tmp_path)
        write_charter(evolve(charter, platform="nobody"), tmp_path / "charter.toml")
        assert [Path(fault.file).name for fault in told(lambda: read_register(tmp_path))] == ["charter.toml"]

    def test_a_platform_that_is_enrolled_too_late_is_told_where_it_lacks(self, tmp_path: Path) -> None:
        charter, found = entered()
        is_last = [any(one.subject == PayeeId("platform") for one in each.told) for each in found]
        late = [each for last in (False, True) for each, is_it in zip(found, is_last, strict=True) if is_it is last]
        write_register(charter, [evolve(each, number=number) for number, each in enumerate(late, 1)], tmp_path)
        lacks = [fault for fault in told(lambda: read_register(tmp_path)) if "the charter names" in fault.message]
        assert {(Path(fault.file).name, fault.place) for fault in lacks} == {("events.jsonl", "")}
        # A station that is called so is no platform.
        write_charter(evolve(charter, platform="sanhe"), tmp_path / "charter.toml")
        lacks = [fault for fault in told(lambda: read_register(tmp_path)) if "the charter names" in fault.message]
        assert [(Path(fault.file).name, fault.place) for fault in lacks] == [("charter.toml", "platform")]

    def test_what_a_version_that_was_renamed_leads_to_is_told_once_of_each_line(self, tmp_path: Path) -> None:
        charter, found = entered()
        write_register(charter, found, tmp_path)
        renamed = [evolve(each, id="3.1") if each.id == "3.0" else each for each in charter.versions]
        write_charter(evolve(charter, versions=renamed), tmp_path / "charter.toml")
        [fault] = told(lambda: read_register(tmp_path))
        assert "a model version that is named must be there, but posting of partner li at station sanhe names 3.0" in (
            fault.message
        )

    def test_what_breaks_a_law_is_told_with_its_line(self, tmp_path: Path) -> None:
        _, found = small()
        [surveyed] = found[3].told
        assert isinstance(surveyed.record, Happening)
        closed = evolve(surveyed, record=evolve(surveyed.record, step=StationStep.CLOSE))
        write_register(CHARTER, [*found[:3], evolve(found[3], told=[closed])], tmp_path)
        [fault] = told(lambda: read_register(tmp_path))
        assert (fault.file, fault.row, fault.place) == (str(tmp_path / "events.jsonl"), 4, "")
        assert fault.message.startswith("station sanhe must move along its arrows, but 'close' (4) on 2015-05-22")

    def test_faults_of_both_files_are_told_together(self, tmp_path: Path) -> None:
        _, found = small()
        write_register(CHARTER, found, tmp_path)
        (tmp_path / "charter.toml").write_text("format = 7\n", encoding="utf-8")
        with (tmp_path / "events.jsonl").open("a", encoding="utf-8") as file:
            file.write("{}\n")
        faults = told(lambda: read_register(tmp_path))
        assert [(Path(fault.file).name, fault.row, fault.place) for fault in faults] == [
            ("charter.toml", 0, "format"),
            *(("events.jsonl", 5, key) for key in ("format", "known", "number", "told")),
        ]

    def test_a_charter_that_is_wrong_lets_sound_events_be(self, tmp_path: Path) -> None:
        _, found = small()
        write_register(CHARTER, found, tmp_path)
        (tmp_path / "charter.toml").unlink()
        [fault] = told(lambda: read_register(tmp_path))
        assert Path(fault.file).name == "charter.toml"

    def test_what_follows_from_a_line_that_cannot_be_read_is_not_told_beside_it(self, tmp_path: Path) -> None:
        _, found = small()
        write_register(CHARTER, found, tmp_path)
        first, _, *others = lines(*found)
        (tmp_path / "events.jsonl").write_text("\n".join([first, "{", *others, ""]), encoding="utf-8")
        [fault] = told(lambda: read_register(tmp_path))
        assert fault.row == 2

    @pytest.mark.parametrize(
        ("name", "but"), [("empty", "this one holds none of them"), ("no", "nothing is at this path")]
    )
    def test_a_folder_of_something_else(self, tmp_path: Path, name: str, but: str) -> None:
        (tmp_path / "empty").mkdir()
        [fault] = told(lambda: read_register(tmp_path / name))
        assert fault.message == (
            f"a register must be a folder that holds charter.toml and events.jsonl, but {but}; "
            "name the folder of a register"
        )

    def test_of_two_who_append_at_once_one_is_refused(self, tmp_path: Path) -> None:
        register, found = small()
        write_register(CHARTER, found, tmp_path)
        withdraw = Withdraw(StationId("sanhe"), "4")
        _, mine = register.take(withdraw, known=known(9))
        _, yours = register.take(withdraw, known=known(10))
        with held(tmp_path / "events.jsonl", Work("register", "kept", "recorded")):
            [fault] = told(lambda: append_to_register([mine], tmp_path))
        assert fault.message == (
            "a register must be kept by one process at a time, but another one holds it; wait until that one is done, "
            "nothing was recorded"
        )
        append_to_register([mine], tmp_path)
        with pytest.raises(EventOutOfOrder, match="next 6, but event 5 was given, which was recorded already"):
            append_to_register([yours], tmp_path)
        assert read_register(tmp_path) == register.replayed([mine])
        assert not lock_file(tmp_path / "events.jsonl").exists()

    def test_bytes_that_are_read_are_told(self, tmp_path: Path) -> None:
        register, found = small()
        write_register(CHARTER, found, tmp_path)
        more: list[int] = []
        assert read_register(tmp_path, progress=more.append) == register
        assert sum(more) == (tmp_path / "events.jsonl").stat().st_size


class TestLawfulAppends:
    """What a law refuses never comes to stand in a register's folder."""

    @given(drawn=registers(), more=events(), is_at_hand=st.booleans())
    def test_whatever_is_appended_the_folder_can_be_read(
        self, *, drawn: tuple[Register, tuple[Event, ...]], more: Event, is_at_hand: bool
    ) -> None:
        register, found = drawn
        more = evolve(more, number=register.count + 1)
        with folder() as home:
            write_register(register.charter, found, home)
            before = (home / "events.jsonl").read_bytes()
            try:
                append_to_register([more], home, register=register if is_at_hand else None)
            except RegisterRefused:
                assert (home / "events.jsonl").read_bytes() == before
            else:
                assert read_register(home) == register.replayed([more])

    @pytest.mark.parametrize("is_at_hand", [False, True])
    def test_a_payee_whom_nobody_knows_is_not_settled_with(self, *, tmp_path: Path, is_at_hand: bool) -> None:
        register, found = small()
        write_register(CHARTER, found, tmp_path)
        before = (tmp_path / "events.jsonl").read_bytes()
        settled = Told(PayeeId("z"), Happening("5", PayeeStep.SETTLE, date(2015, 6, 1), known(9)))
        with pytest.raises(
            RegisterRefused, match=r"1 in all: event 5: payee z must move along its arrows, but 'settle'"
        ):
            append_to_register([Event(5, [settled])], tmp_path, register=register if is_at_hand else None)
        assert (tmp_path / "events.jsonl").read_bytes() == before
        assert read_register(tmp_path) == register

    def test_a_register_that_knows_less_or_more_than_its_folder_is_refused(self, tmp_path: Path) -> None:
        register, found = small()
        grown, more = register.take(Withdraw(StationId("sanhe"), "4"), known=known(9))
        write_register(CHARTER, found, tmp_path)
        for wrong in (Register(CHARTER), grown):
            with pytest.raises(RegisterRefused, match="in the order of their numbers"):
                append_to_register([more], tmp_path, register=wrong)
        append_to_register([more], tmp_path, register=register)
        assert read_register(tmp_path) == grown

    def test_nothing_is_put_below_what_cannot_be_read(self, tmp_path: Path) -> None:
        register, found = small()
        write_register(CHARTER, found, tmp_path)
        first, _, *others = lines(*found)
        spoilt = "\n".join([first, "{", *others, ""])
        (tmp_path / "events.jsonl").write_text(spoilt, encoding="utf-8")
        _, more = register.take(Withdraw(StationId("sanhe"), "4"), known=known(9))
        [fault] = told(lambda: append_to_register([more], tmp_path))
        assert fault.row == 2
        assert (tmp_path / "events.jsonl").read_text(encoding="utf-8") == spoilt


class TestCharters:
    """A charter states what models do, under a format of its own."""

    def test_a_file(self, tmp_path: Path) -> None:
        write_charter(CHARTER, tmp_path / "charter.toml")
        assert read_charter(tmp_path / "charter.toml") == CHARTER

    def test_models_are_none(self) -> None:
        text = charter_text(CHARTER).replace("rural-taobao charter 1", "rural-taobao models 1")
        [fault] = told(lambda: charter_from_text(text))
        assert (fault.place, fault.file) == ("format", "charter")

    def test_a_version_that_is_there_twice_or_missing_is_told(self) -> None:
        text = charter_text(CHARTER).replace('version = "2.0"', 'version = "1.0"')
        [fault] = told(lambda: charter_from_text(text, file="charter.toml"))
        assert fault.place == "versions[1].version"
        vacant = text.replace('{ credit = "nobody" }', '{ credit = "platform", version = "9.0" }')
        assert len(told(lambda: charter_from_text(vacant))) == 2

    def test_by_hand(self) -> None:
        charter = charter_from_text(CHARTER_TEXT)
        assert (charter.vacancy, [version.id for version in charter.versions]) == (Vacancy("nobody"), ["2.0"])
        assert [(service.id, service.decided_by) for service in charter.services] == [("loans", "bank")]

    def test_a_service_that_is_there_twice_is_told(self) -> None:
        again = CHARTER_TEXT[CHARTER_TEXT.index("[[services]]") :]
        [fault] = told(lambda: charter_from_text(f"{CHARTER_TEXT}\n{again}"))
        assert fault.place == "services[1].service"
        assert fault.message.startswith("services must have ids of their own, but two are called loans")


class TestForms:
    """A thing and a detail are stated under one key, which says what they are."""

    @given(events())
    def test_a_form_makes_what_its_parts_say(self, event: Event) -> None:
        for each in event.told:
            form = next(form for form in SUBJECTS.values() if form.kind is type(each.subject))
            parts = {part: getattr(each.subject, part, each.subject) for part in form.parts}
            assert form.made(parts) == each.subject
