"""The content of a package: JSON lines under zstd, with a first line that says what follows and a
last line that proves that nothing is missing, added or moved."""

import hashlib
import secrets
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

import orjson
import zstandard

from app.exchange.lines import LINE_LIMIT, expand, whole_lines
from app.exchange.refusals import (
    AFTER_END,
    NO_BEGINNING,
    NO_END,
    NOT_A_RECORD,
    WRONG_COUNT,
    WRONG_ORDER,
)

Record = Mapping[str, Any]

SORT = "table"
"""The entry of a record that says what sort it is; `counts` on the cover are by this."""

_UNSORTED = "other"
_BEGIN, _END = "begin", "end"
_BLOCK = 1 << 18


class Content:
    """Records to be packed, once. Records are JSON objects; `manifest` is any JSON object."""

    def __init__(self, manifest: Record, records: Iterable[Record]) -> None:
        self.counts: Counter[str] = Counter()
        self._manifest = manifest
        self._records = records
        self._digest = hashlib.sha256()

    def pieces(self) -> Iterator[bytes]:
        """The compressed content; `counts` is complete afterwards."""
        # With its own checksum a damaged copy of the opened content also shows.
        stream = zstandard.ZstdCompressor(level=3, write_checksum=True).compressobj()
        # The digest of the content stands readable on the cover: the salt keeps a guessed content
        # from being confirmed by it.
        begin = [_BEGIN, {**self._manifest, "salt": secrets.token_hex(16)}]
        yield stream.compress(self._counted(orjson.dumps(begin) + b"\n"))
        for block in self._blocks():
            if piece := stream.compress(self._counted(block)):
                yield piece
        end = [_END, self.counts.total(), self._digest.hexdigest()]
        yield stream.compress(orjson.dumps(end) + b"\n") + stream.flush()

    def _counted(self, block: bytes) -> bytes:
        self._digest.update(block)
        return block

    def _blocks(self) -> Iterator[bytes]:
        lines, size, counts = [], 0, self.counts
        for record in self._records:
            line = orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE)
            if len(line) > LINE_LIMIT:
                raise ValueError(f"a record of {len(line)} bytes")
            counts[record.get(SORT, _UNSORTED)] += 1
            lines.append(line)
            size += len(line)
            if size >= _BLOCK:
                yield b"".join(lines)
                lines, size = [], 0
        yield b"".join(lines)


class ContentReader:
    """The content of a package again; `manifest` is there at once, `counts` after the records."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        """Read up to the manifest.

        Raises:
            PackageError: the content does not begin as it must.
        """
        self.counts: Counter[str] = Counter()
        self._digest = hashlib.sha256()
        self._blocks = whole_lines(expand(pieces))
        self.manifest = self._begin()

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """All records, once. They are complete only when the iteration ends by itself.

        Raises:
            PackageError: a line that is no record, or lines missing, added, changed or moved.
        """
        for block in self._blocks:
            rows, end = _without_end(block)
            self._digest.update(rows)
            yield from self._records(rows)
            if end:
                self._check_end(end)
                return
        raise NO_END.error(rows=self.counts.total())

    def _begin(self) -> dict[str, Any]:
        block = next(self._blocks, b"")
        line, newline, rest = block.partition(b"\n")
        begin = _loaded(line, 1)
        if not (isinstance(begin, list) and len(begin) == 2 and begin[0] == _BEGIN and newline):
            raise NO_BEGINNING.error()
        if not isinstance(begin[1], dict):
            raise NO_BEGINNING.error()
        self._digest.update(line + newline)
        if rest:
            self._blocks = chain([rest], self._blocks)
        return begin[1]

    def _records(self, rows: bytes) -> Iterator[dict[str, Any]]:
        counts = self.counts
        lines = rows.split(b"\n")
        if lines.pop():
            raise NO_END.error(rows=counts.total())
        # A running number costs nothing and tells which line cannot be read.
        for number, line in enumerate(lines, counts.total() + 2):
            record = _loaded(line, number)
            if type(record) is not dict:
                raise (AFTER_END if _is_end(record) else NOT_A_RECORD).error(line=number)
            counts[str(record.get(SORT, _UNSORTED))] += 1
            yield record

    def _check_end(self, end: bytes) -> None:
        found = _loaded(end, self.counts.total() + 2)
        if not _is_end(found):
            raise NO_END.error(rows=self.counts.total())
        if found[1] != self.counts.total():
            raise WRONG_COUNT.error(wanted=found[1], rows=self.counts.total())
        if found[2] != self._digest.hexdigest():
            raise WRONG_ORDER.error()
        # Reading on also lets the seal around the content check its own end.
        if next(self._blocks, None) is not None:
            raise AFTER_END.error()


def _without_end(block: bytes) -> tuple[bytes, bytes]:
    start = block.rfind(b"\n", 0, -1) + 1
    if block[start : start + 1] == b"[":
        return block[:start], block[start:]
    return block, b""


def _is_end(value: Any) -> bool:
    return (
        isinstance(value, list)
        and len(value) == 3
        and value[0] == _END
        and type(value[1]) is int
        and isinstance(value[2], str)
    )


def _loaded(line: bytes, number: int) -> Any:
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise NOT_A_RECORD.error(line=number) from error
