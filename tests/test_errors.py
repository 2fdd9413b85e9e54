import importlib
import pickle
import pkgutil
from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import rural_taobao
from rural_taobao.errors import RuralTaobaoError, shown
from rural_taobao.identifiers import FestivalId, Party
from tests.error_samples import SAMPLES
from tests.error_texts import KEPT, told
from tests.odd_values import OUTRAGEOUS


def subclasses(of: type[RuralTaobaoError]) -> Iterator[type[RuralTaobaoError]]:
    for each in of.__subclasses__():
        if each.__module__.startswith("rural_taobao."):
            yield each
        yield from subclasses(each)


def every_error() -> list[type[RuralTaobaoError]]:
    """Import every module of the package, and give every class of errors that this has made."""
    for module in pkgutil.walk_packages(rural_taobao.__path__, "rural_taobao."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    return sorted(subclasses(RuralTaobaoError), key=lambda each: (each.__module__, each.__name__))


def named(sample: RuralTaobaoError) -> str:
    return type(sample).__name__


@pytest.mark.parametrize("error", every_error(), ids=lambda error: error.__name__)
class TestEveryClassOfErrors:
    """Every error raised on purpose is one of ours, and a ValueError or a LookupError as well."""

    def test_can_be_caught_as_what_it_is_in_python(self, error: type[RuralTaobaoError]) -> None:
        assert issubclass(error, (ValueError, LookupError))

    def test_is_of_one_kind_only(self, error: type[RuralTaobaoError]) -> None:
        assert not (issubclass(error, ValueError) and issubclass(error, LookupError))

    def test_has_a_sample(self, error: type[RuralTaobaoError]) -> None:
        assert any(type(sample) is error for sample in SAMPLES), f"add a {error.__name__} to tests/error_samples.py"

    def test_is_told_of_in_a_sentence(self, error: type[RuralTaobaoError]) -> None:
        assert error.__doc__


@pytest.mark.parametrize("sample", SAMPLES, ids=named)
class TestEveryError:
    """An error carries its facts, and says what must hold, what was given and what to do."""

    def test_keeps_its_facts_when_pickled(self, sample: RuralTaobaoError) -> None:
        copy = pickle.loads(pickle.dumps(sample))  # noqa: S301 - our own bytes
        assert type(copy) is type(sample)
        # Errors within errors are equal to none but themselves; their texts tell all of their facts.
        assert repr(vars(copy)) == repr(vars(sample))
        assert repr(copy) == repr(sample)
        assert str(copy) == str(sample)

    def test_holds_as_arguments_the_facts_that_it_names(self, sample: RuralTaobaoError) -> None:
        again = type(sample)(*sample.args)
        assert list(again.args) == list(vars(again).values())
        assert str(again) == str(sample)

    def test_begins_in_lower_case_and_ends_without_a_stop(self, sample: RuralTaobaoError) -> None:
        message = str(sample)
        assert not message[0].isupper()
        assert message[-1] not in ".!?;, "

    def test_is_made_of_lines_that_any_screen_shows(self, sample: RuralTaobaoError) -> None:
        message = str(sample)
        # One line, but for the error that tells the faults of documents, each on a line of its own.
        assert all(line.isprintable() for line in message.split("\n"))
        assert "\n" not in message or hasattr(sample, "faults")
        assert message.strip() == message

    def test_says_what_must_hold_then_what_was_given_then_what_to_do(self, sample: RuralTaobaoError) -> None:
        held, given_, done = (str(sample).find(mark) for mark in (" must ", "but ", "; "))
        assert 0 < held < given_ < done


class TestEverySentence:
    """What an error says is what was once read and found good."""

    def test_is_the_one_that_is_kept(self) -> None:
        assert told() == KEPT.read_text("utf-8"), "read what has changed, and keep it by: python -m tests.error_texts"


class TestWhatAMessageShows:
    """Whatever was given, a message about it is short, and can be written to any file."""

    @pytest.mark.parametrize("value", OUTRAGEOUS)
    def test_is_short_and_printable_for_what_nobody_expects(self, value: object) -> None:
        assert len(shown(value)) <= 60
        assert shown(value).isprintable()
        assert shown(value).encode("utf-8")

    @given(st.text(), st.integers(min_value=1, max_value=200))
    @example("as long as it may be", 22)
    def test_is_the_whole_text_or_its_beginning_and_a_sign(self, text: str, longest: int) -> None:
        whole, part = repr(text), shown(text, longest)
        assert len(part) <= longest
        if part != whole:
            assert len(whole) > longest
            assert part.endswith("…")
            assert whole.startswith(part[:-1])
            assert len(part) == longest

    def test_shows_an_id_and_a_choice_as_the_plain_text_that_they_are(self) -> None:
        assert (shown(FestivalId("double-11")), shown(Party.PARTNER)) == ("'double-11'", "'partner'")

    def test_names_the_type_of_what_cannot_be_shown(self) -> None:
        nest: list[object] = []
        for _ in range(100_000):
            nest = [nest]
        assert shown(10**5000) == "an int too long to show"
        assert shown(nest) == "a list too long to show"
