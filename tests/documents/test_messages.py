import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from rural_taobao.currencies import CNY
from rural_taobao.documents.cells import count
from rural_taobao.documents.events import read_events
from rural_taobao.documents.expectations import NotOfKind
from rural_taobao.documents.files import file_name
from rural_taobao.documents.ledger_rows import LINE_COLUMNS
from rural_taobao.documents.ledgers import read_ledger
from rural_taobao.documents.messages import worded
from rural_taobao.documents.plans import plan_from_text, plan_text
from rural_taobao.documents.rosters import is_network, read_network
from rural_taobao.documents.scalars import whole_number_text
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.exact import NotANumber
from rural_taobao.identifiers import Identifier, MalformedIdentifier
from rural_taobao.places import CountyCode
from rural_taobao.samples import one_plan
from tests.documents.table_files import folder, told
from tests.error_samples import SAMPLES


class TestSentencesForWhoWritesADocument:
    """What is wrong with a document is said to whoever wrote it: nobody passes a Decimal to a cell."""

    @pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: type(sample).__name__)
    def test_say_what_must_hold_then_what_was_given_then_what_to_do(self, sample: RuralTaobaoError) -> None:
        message = worded(sample)
        held, given, done = (message.find(mark) for mark in (" must ", "but ", "; "))
        assert 0 < held < given < done
        assert not message[0].isupper()
        assert message[-1] not in ".!?;, "

    @pytest.mark.parametrize("given", ["1e9", "", "１２", 1.5, Decimal("NaN"), Decimal("1e400")])
    def test_tell_how_a_number_is_written(self, given: object) -> None:
        message = worded(NotANumber(given))
        assert "Decimal" not in message
        assert "string" not in message
        assert message.endswith(" was given; write it out in full, such as -12.50")

    @pytest.mark.parametrize("kind", Identifier.__subclasses__())
    def test_call_an_id_by_words(self, kind: type[Identifier]) -> None:
        message = worded(MalformedIdentifier(kind.__name__, "三河"))
        assert kind.__name__ not in message
        article = "an" if kind.__name__[0] in "AEIOU" else "a"
        assert message.startswith(f"{article} {kind.__name__[0].lower()}")
        assert message.partition(" must ")[0].endswith((" id", " code"))

    @pytest.mark.parametrize("given", ["34122", "990101", "340100"])
    def test_call_a_county_code_by_words(self, given: str) -> None:
        with pytest.raises(RuralTaobaoError) as caught:
            CountyCode(given)
        message = worded(caught.value)
        assert not re.search("CountyCode|PrefectureCode|PROVINCES|string", message)
        assert given in message

    @pytest.mark.parametrize("longer", [1, 14])
    def test_show_all_of_an_id_that_is_a_little_too_long(self, longer: int) -> None:
        given = "o-" + "1" * (62 + longer)
        assert f"but {given!r} was given" in worded(MalformedIdentifier("EventId", given))

    def test_are_those_of_a_plan_too(self) -> None:
        text = plan_text(one_plan())
        (fault,) = told(lambda: plan_from_text(text.replace('"2 %"', '"two %"'), file="plan.toml"))
        assert fault.message.endswith("but 'two' was given; write it out in full, such as -12.50")

    @pytest.mark.parametrize("read", [count, whole_number_text])
    def test_name_the_limit_of_a_whole_number(self, read: Callable[[str], int]) -> None:
        assert read("9" * 40) == 10**40 - 1
        with pytest.raises(NotOfKind, match="a value here must be a whole number of at most 40 digits, but '999"):
            read("9" * 41)
        with pytest.raises(NotOfKind, match="a value here must be a whole number, such as 7, but 'nine"):
            read("nine")
        assert whole_number_text("-" + "9" * 40) == -(10**40) + 1


class TestWhatIsNoSuchDocument:
    """A file that is something else is told as that, in one fault, and not column by column."""

    @pytest.mark.parametrize(("sign", "name"), [(";", "semicolons"), ("\t", "tabs")])
    def test_as_a_table_that_no_commas_separate(self, sign: str, name: str) -> None:
        with folder() as home:
            path = home / "orders.csv"
            path.write_text(sign.join(["order", "station", "amount"]) + f"\no-1{sign}sanhe{sign}1\n")
            (fault,) = told(lambda: read_events([path], CNY))
            assert (fault.row, fault.place, fault.message) == (
                1,
                "",
                f"columns must be separated by commas, but here they are by {name}; save the file with commas",
            )
            path.write_text(sign.join(LINE_COLUMNS) + "\n")
            assert [each.message for each in told(lambda: read_ledger(path))] == [fault.message]

    @pytest.mark.parametrize(
        "text",
        ["order,station,amount\n", "a\n", "key,event,plan,rule,party,payee,component\n", 'format = "plan"\n', "{}\n"],
    )
    def test_as_a_ledger(self, tmp_path: Path, text: str) -> None:
        path = tmp_path / "ledger.csv"
        path.write_text(text)
        (fault,) = told(lambda: read_ledger(path))
        assert fault.row == 1

    def test_as_a_network_where_there_is_a_register(self, tmp_path: Path) -> None:
        (tmp_path / "charter.toml").touch()
        (fault,) = told(lambda: read_network(tmp_path))
        assert fault.message.endswith(
            "but this one holds a register; write its rosters with 'rural-taobao network rosters' first"
        )

    @pytest.mark.parametrize(
        ("name", "but"),
        [
            ("empty", "this one holds none of them"),
            ("nowhere", "nothing is at this path"),
            ("file", "this is a file"),
            ("n" * 300, "the system said 'File name too long'"),
            ("no\0path", "this is no path"),
        ],
    )
    def test_as_a_network(self, tmp_path: Path, name: str, but: str) -> None:
        (tmp_path / "empty").mkdir()
        (tmp_path / "empty" / "orders.csv").touch()
        (tmp_path / "file").touch()
        (fault,) = told(lambda: read_network(tmp_path / name))
        assert not is_network(tmp_path / name)
        assert str(fault) == (
            f"{file_name(tmp_path / name)}: a network must be a folder that holds centres.csv, stations.csv, "
            "partners.csv, payees.csv, postings.csv, models.toml, and calendar.toml to be settled, "
            f"but {but}; name the folder of a network"
        )
