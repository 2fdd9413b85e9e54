"""
The sentences of all errors as people read them, kept in `error_texts.txt`.

    python -m tests.error_texts

writes the file anew; what it then changes in the file is to be read as whoever gets the error will read it.
"""

from pathlib import Path

from tests.error_samples import SAMPLES

__all__ = ["KEPT", "told"]

KEPT = Path(__file__).with_suffix(".txt")


def told() -> str:
    """Give the sentence of each sample under its name, in the order of the samples."""
    return "".join(
        f"{type(sample).__name__}\n    {str(sample).replace(chr(10), chr(10) + '    ')}\n" for sample in SAMPLES
    )


if __name__ == "__main__":
    KEPT.write_text(told(), encoding="utf-8", newline="\n")
