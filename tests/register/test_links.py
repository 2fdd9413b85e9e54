"""Links: what stands on a thing, few or many, each once."""

from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.identifiers import PartnerId, StationId
from rural_taobao.register.links import Links

NAMES = [f"n{number}" for number in range(60)]
MANY = st.lists(st.sampled_from(NAMES).map(StationId) | st.sampled_from(NAMES).map(PartnerId), min_size=0, max_size=90)


def linked(names: list[StationId | PartnerId]) -> Links:
    links = Links()
    for name in names:
        links = links.having(name)
    return links


class TestLinks:
    """They are a set of ids, of which two of different kinds are two."""

    @given(names=MANY)
    def test_each_is_held_once_and_no_other(self, names: list[StationId | PartnerId]) -> None:
        links = linked(names)
        wanted = {(type(name), str(name)) for name in names}
        assert sorted((type(name).__name__, name) for name in links) == sorted(
            (kind.__name__, name) for kind, name in wanted
        )
        assert len(links) == len(wanted)
        for name in NAMES:
            assert (StationId(name) in links) == ((StationId, name) in wanted)
            assert (PartnerId(name) in links) == ((PartnerId, name) in wanted)

    def test_many_are_parted_and_stay_as_they_were(self) -> None:
        few = linked([StationId(name) for name in NAMES[:32]])
        assert not few.parts
        more = few.having(StationId("one-more"))
        assert not more.few
        assert max(map(len, more.parts)) < len(more)
        assert (len(few), len(more)) == (32, 33)
        assert more.having(StationId("one-more")) is more
        assert set(more) - set(few) == {"one-more"}
