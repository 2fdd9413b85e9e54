"""What is wrong with rules, and beside them, is told at its key, in the sentences that are kept for each."""

from tests.documents.fault_texts import BESIDE, FAULTY, KEPT, WHOLE, told


class TestFaultsOfPlans:
    """A fault is told where it stands, and in the same words, until somebody reads other ones and keeps them."""

    def test_are_told_in_the_sentences_that_are_kept(self) -> None:
        kept = "read what has changed, and keep it by: python -m tests.documents.fault_texts"
        assert told() == KEPT.read_text("utf-8"), kept

    def test_are_told_of_each(self) -> None:
        assert "no fault" not in told()
        assert [line for line in told().splitlines() if not line.startswith(" ")] == [*FAULTY, *BESIDE, *WHOLE]
