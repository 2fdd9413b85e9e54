import copy
import json
import pickle
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao import identifiers
from rural_taobao.identifiers import Identifier, MalformedIdentifier, PartnerId, Party, StationId
from rural_taobao.testing import strategies
from tests.odd_values import OUTRAGEOUS, Wrong

KINDS: list[type[Identifier]] = [
    each for each in Identifier.__subclasses__() if each.__module__ == identifiers.__name__
]
FIRST = set(string.ascii_letters + string.digits)
LATER = FIRST | set("._-")


def kinds() -> st.SearchStrategy[type[Identifier]]:
    return st.sampled_from(KINDS)


class TestTheForm:
    """Ids and category codes match `[A-Za-z0-9][A-Za-z0-9._-]{0,63}`."""

    @given(kinds(), st.text() | st.text(sorted(LATER), max_size=70) | st.text("a.é三１\n/", max_size=4))
    def test_decides_what_is_an_id_and_what_is_refused(self, kind: type[Identifier], text: str) -> None:
        if 1 <= len(text) <= 64 and text[0] in FIRST and set(text) <= LATER:
            assert kind(text) == text
        else:
            with pytest.raises(MalformedIdentifier) as refused:
                kind(text)
            assert (refused.value.kind, refused.value.given) == (kind.__name__, text)

    def test_allows_64_characters_and_not_65(self) -> None:
        assert len(StationId("s" * 64)) == 64
        with pytest.raises(MalformedIdentifier):
            StationId("s" * 65)

    @pytest.mark.parametrize(
        "path", ["..", ".", "../etc", "a/b", "a\\b", "/a", "~", "C:", "a\x00b", "-rf", "a b", "a\n"]
    )
    def test_keeps_file_names_made_of_ids_in_their_folder(self, path: str) -> None:
        with pytest.raises(MalformedIdentifier):
            StationId(path)

    @pytest.mark.parametrize("value", OUTRAGEOUS)
    def test_refuses_what_is_no_text_of_that_form_in_a_short_message(self, value: Wrong) -> None:
        with pytest.raises(MalformedIdentifier, match="choose such an id") as refused:
            StationId(value)
        assert refused.value.given is value
        assert len(str(refused.value)) < 300

    def test_is_told_of_in_the_message(self) -> None:
        with pytest.raises(MalformedIdentifier) as refused:
            StationId("三河")
        assert str(refused.value) == (
            "a StationId must be 1 to 64 ASCII letters, digits, '.', '_' or '-' and start with "
            "a letter or a digit, but '三河' was given; choose such an id and keep other names in "
            "a name field"
        )


@pytest.mark.parametrize("kind", KINDS)
class TestAKindOfIds:
    """Ids of different kinds are different types, and plain strings for everything else."""

    def test_is_made_for_this_library_and_cannot_be_varied(self, kind: type[Identifier]) -> None:
        assert kind.__name__ in identifiers.__all__
        assert kind.__final__  # type: ignore[attr-defined] # set by typing.final

    def test_shows_itself_and_prints_as_its_text(self, kind: type[Identifier]) -> None:
        made = kind("gz-01.b_2")
        assert repr(made) == f"{kind.__name__}('gz-01.b_2')"
        assert f"{made}" == str(made) == "gz-01.b_2"
        assert json.dumps({made: made}) == '{"gz-01.b_2": "gz-01.b_2"}'

    def test_survives_copies_and_pickles(self, kind: type[Identifier]) -> None:
        made = kind("gz-01")
        pickled = pickle.loads(pickle.dumps(made))  # noqa: S301 - our own bytes
        for each in (copy.copy(made), copy.deepcopy(made), pickled):
            assert type(each) is kind
            assert each == made

    def test_is_left_alone_when_made_again(self, kind: type[Identifier]) -> None:
        made = kind("gz-01")
        assert kind(made) is made

    def test_takes_no_more_room_for_attributes(self, kind: type[Identifier]) -> None:
        with pytest.raises(AttributeError):
            kind("gz-01").note = "no"  # type: ignore[attr-defined] # the fault that is tested


class TestIdsAsText:
    """Ids sort, hash and compare as their texts do."""

    @given(st.lists(strategies.identifiers(StationId), max_size=5))
    def test_ids_sort_as_their_texts(self, made: list[StationId]) -> None:
        assert [str(each) for each in sorted(made)] == sorted(str(each) for each in made)

    @given(strategies.identifiers(StationId))
    def test_an_id_is_found_by_its_text(self, made: StationId) -> None:
        assert {made: 1}[StationId(str(made))] == 1
        assert hash(made) == hash(str(made))

    @given(kinds().flatmap(strategies.identifiers))
    def test_an_id_of_another_kind_is_made_only_by_saying_so(self, made: Identifier) -> None:
        assert type(PartnerId(made)) is PartnerId

    def test_an_id_of_no_kind_is_checked_all_the_same(self) -> None:
        with pytest.raises(MalformedIdentifier, match="Identifier must"):
            Identifier("三河")


class TestParties:
    """A commission is shared by partner, county centre and platform."""

    def test_are_written_in_plans_by_these_names(self) -> None:
        assert [party.value for party in Party] == ["partner", "county_centre", "platform", "helper"]

    @given(strategies.parties())
    def test_are_read_back_by_their_names(self, party: Party) -> None:
        assert Party(str(party)) is party
