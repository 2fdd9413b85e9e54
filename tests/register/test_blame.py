"""Which of many refusals are told: those that do not follow from others, and all that lack each other in a circle."""

from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.identifiers import CentreId, PartnerId, PayeeId, StationId
from rural_taobao.lives.walks import NoArrow
from rural_taobao.network import NetworkRefused
from rural_taobao.network.breaches import UnknownReference
from rural_taobao.register.blame import Refusal, to_blame
from rural_taobao.register.ground import NotStanding

NAMES = "abcdef"


def lack(name: str) -> UnknownReference:
    return UnknownReference("posting", "station", name)


def wrong(name: str) -> NoArrow:
    return NoArrow(name, "'open'", None, ())


def refusal(name: str, *faults: UnknownReference | NoArrow | NotStanding) -> Refusal:
    fault = faults[0] if len(faults) == 1 else NetworkRefused(faults)
    return Refusal(NAMES.index(name), frozenset([(StationId, name)]), fault)


def names(refusals: list[Refusal]) -> str:
    return "".join(NAMES[each.number] for each in to_blame(refusals))


class TestBlame:
    """Something is always told, of everything that is wrong by itself, and of all that is wrong in the end."""

    def test_what_lacks_what_is_refused_follows_from_that(self) -> None:
        assert names([refusal("a", lack("b")), refusal("b", wrong("b"))]) == "b"
        assert names([refusal("a", lack("b")), refusal("b", lack("c")), refusal("c", wrong("c"))]) == "c"
        standing = NotStanding("posting", "station", "b", None)
        assert names([refusal("a", standing), refusal("b", wrong("b"))]) == "b"

    def test_what_lacks_something_that_nobody_tells_of_is_told(self) -> None:
        assert names([refusal("a", lack("f"))]) == "a"
        assert names([refusal("a", lack("b"), lack("f")), refusal("b", wrong("b"))]) == "ab"

    def test_what_is_wrong_besides_is_told(self) -> None:
        assert names([refusal("a", lack("b"), wrong("a")), refusal("b", wrong("b"))]) == "ab"

    def test_what_comes_after_a_refusal_of_the_same_thing_follows_from_it(self) -> None:
        again = Refusal(5, frozenset([(StationId, "a"), (StationId, "e")]), wrong("a"))
        assert names([refusal("a", wrong("a")), again]) == "a"
        assert names([refusal("b", wrong("b")), again, refusal("a", wrong("a"))]) == "bf"
        assert names([refusal("a", lack("e")), again]) == "af"

    def test_a_circle_is_told(self) -> None:
        assert names([refusal("a", lack("b")), refusal("b", lack("a")), refusal("c", wrong("c"))]) == "abc"
        assert names([refusal("a", lack("b")), refusal("b", lack("a")), refusal("c", lack("a"))]) == "abc"

    def test_things_of_two_kinds_with_one_id_are_two(self) -> None:
        for kind, told in (("county centre", CentreId), ("partner", PartnerId), ("payee", PayeeId)):
            lacks = Refusal(0, frozenset([(StationId, "a")]), UnknownReference("posting", kind, "b"))
            assert names([lacks, refusal("b", wrong("b"))]) == "ab"
            other = Refusal(1, frozenset([(told, "b")]), wrong("b"))
            assert names([lacks, other]) == "b"
        version = Refusal(0, frozenset([(StationId, "a")]), UnknownReference("posting", "model version", "b"))
        assert names([version, refusal("b", wrong("b"))]) == "ab"

    @given(st.lists(st.lists(st.sampled_from(NAMES), max_size=3), min_size=1, max_size=6))
    def test_once_all_that_is_told_is_mended_nothing_that_was_not_told_lacks_anything(
        self, lacking: list[list[str]]
    ) -> None:
        """Mend what is told, then whatever lacks only what is there by then, and so on: in the end all is there."""
        listed = [
            refusal(name, *(map(lack, lacks) if lacks else [wrong(name)]))
            for name, lacks in zip(NAMES, lacking, strict=False)
        ]
        there = set(names(listed))
        assert there
        for _ in listed:
            there |= {name for name, lacks in zip(NAMES, lacking, strict=False) if lacks and set(lacks) <= there}
        assert there == set(NAMES[: len(listed)])
