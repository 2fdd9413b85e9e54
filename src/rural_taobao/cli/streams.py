"""
Streams: what is printed, handed on as long as somebody takes it.

Where a pipe is closed or a device is full, printing goes on to nowhere, so that no work fails of it.
"""

import errno
import sys
from collections.abc import Generator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from io import BufferedWriter, RawIOBase, TextIOWrapper
from typing import TYPE_CHECKING, TextIO, cast, final

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

__all__ = ["Listener", "listening"]


@final
class Listener:
    """
    Who reads what is printed.

    Attributes:
        lost: Why something that was printed did not arrive; None as long as all did.
        deeds: What was done meanwhile, each a sentence without its end, for where the page cannot tell of it.
    """

    def __init__(self) -> None:
        self.lost: OSError | None = None
        self.deeds: list[str] = []


@final
class _Sink(RawIOBase):
    """
    Hands on what is printed, until that fails once.

    Args:
        stream: Where to.
        listener: Is told why something did not arrive.
    """

    def __init__(self, stream: RawIOBase, listener: Listener) -> None:
        super().__init__()
        self._stream = stream
        self._listener = listener

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return self._stream.isatty()

    def fileno(self) -> int:
        return self._stream.fileno()

    def write(self, data: "ReadableBuffer", /) -> int:
        """Hand bytes on; what does not arrive counts as written."""
        if self._listener.lost is None:
            try:
                written = self._stream.write(data)
                if written is None:
                    raise BlockingIOError(errno.EAGAIN, "the reader takes nothing now")
            except OSError as error:
                self._listener.lost = error
            else:
                return written
        return memoryview(data).nbytes


@contextmanager
def listening() -> Generator[Listener]:
    """
    Let printing fail nowhere, and replace what a terminal cannot show.

    Returns:
        Who reads standard output; complete only afterwards, as some of what is printed is handed on at the end.
    """
    listener = Listener()
    out, err = _heard(sys.stdout, listener), _heard(sys.stderr, Listener())
    with redirect_stdout(out), redirect_stderr(err):
        try:
            yield listener
        finally:
            for stream in (out, err):
                if stream is not None:
                    stream.flush()


def _heard(stream: TextIO | None, listener: Listener) -> TextIO | None:
    """Give a stream that hands on to another, if that is one of the system, and there."""
    if not isinstance(stream, TextIOWrapper):
        return stream
    buffer = cast("TextIO", stream).buffer
    below = cast("RawIOBase", getattr(buffer, "raw", buffer))
    return TextIOWrapper(
        BufferedWriter(_Sink(below, listener)),
        encoding=stream.encoding,
        errors="replace",
        line_buffering=stream.line_buffering,
        write_through=stream.write_through,
    )
