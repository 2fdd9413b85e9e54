from collections.abc import Iterator

import pytest

from rural_taobao.documents.misfits import sentences
from rural_taobao.documents.partials import flaws_of
from rural_taobao.flaws import Flaw


class TestDefectsOfOurs:
    """Only what could not be read ends a check in silence; a defect of the library itself is raised."""

    def test_a_check_that_asks_for_what_no_value_has_is_raised(self) -> None:
        def asking() -> Iterator[Flaw]:
            yield from ()
            raise AttributeError(name="never_there", obj=object())

        with pytest.raises(AttributeError):
            list(flaws_of(asking()))

    def test_an_error_that_is_none_of_ours_has_no_sentence(self) -> None:
        with pytest.raises(KeyError):
            list(sentences("rules[0]", KeyError("x")))
