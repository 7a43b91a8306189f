"""Bounded reading: compressed pieces to whole lines, stopping at whatever grows beyond reason."""

from collections.abc import Iterable, Iterator
from typing import BinaryIO, cast

import zstandard

from app.exchange.refusals import BOMB, LINE_TOO_LONG, NOT_UNPACKED

LINE_LIMIT = 1 << 20
"""Bytes one record may have; the largest real one (a person with all fields) has some 4 KB."""

TOTAL_LIMIT = 8 << 30
RATIO_LIMIT = 200
RATIO_FREE = 4 << 20
"""The ratio counts only beyond this size: a short package of equal rows may shrink a lot."""

_BLOCK = 1 << 18
_WINDOW_LIMIT = 8 << 20


class _Source:
    """Pieces as the file object that the decompressor wants, counting what it has taken."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._rest = b""
        self.taken = 0

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes; empty at the end."""
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self._rest = piece
        # One piece is at most some hundred kilobytes, so slicing it again and again stays cheap.
        given, self._rest = self._rest[:size], self._rest[size:]
        self.taken += len(given)
        return given


def expand(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Decompress in blocks of bounded size.

    Raises:
        PackageError: not zstd, or far larger than its compressed form can honestly be.
    """
    source, total = _Source(pieces), 0
    decompressor = zstandard.ZstdDecompressor(max_window_size=_WINDOW_LIMIT)
    # Frames may follow one another: otherwise bytes behind the first would be skipped unseen.
    reader = decompressor.stream_reader(cast(BinaryIO, source), read_across_frames=True)
    try:
        while block := reader.read(_BLOCK):
            total += len(block)
            if total > min(TOTAL_LIMIT, RATIO_FREE + RATIO_LIMIT * source.taken):
                raise BOMB.error()
            yield block
    except zstandard.ZstdError as error:
        raise NOT_UNPACKED.error() from error


def whole_lines(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Regroup into blocks that end with a line end; only the very last may lack it.

    Raises:
        PackageError: a line longer than any record.
    """
    rest = b""
    for block in blocks:
        joined = rest + block
        end = joined.rfind(b"\n") + 1
        if len(joined) - end > LINE_LIMIT:
            raise LINE_TOO_LONG.error()
        rest = joined[end:]
        if end:
            yield joined[:end]
    if rest:
        yield rest
