"""A package of any size passes through a few megabytes of memory."""

import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from random import Random

from app.exchange.body import Content
from app.exchange.opening import check
from app.exchange.sealing import seal
from tests.exchange.sites import COUNTY, PEERS, TOWNSHIP, label, opened, package, peer

MIB = 1 << 20


class Noise:
    """64 MiB that cannot be compressed, in pieces as a compressor gives them."""

    counts: dict[str, int] = {}  # noqa: RUF012 - never changed

    def pieces(self) -> Iterator[bytes]:
        piece = Random(3).randbytes(MIB // 4)
        for _ in range(256):
            yield piece


def test_sealing_checking_and_opening_stream(tmp_path: Path) -> None:
    path = tmp_path / "large.xjb"
    tracemalloc.start()
    try:
        with path.open("xb+") as target:
            seal(target, label(), TOWNSHIP, peer(COUNTY), Noise())
        with path.open("rb") as source:
            size = sum(len(piece) for piece in check(source, COUNTY, PEERS).pieces())
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert size == 64 * MIB
    assert peak < 6 * MIB


def test_rows_stream() -> None:
    rows = ({"table": "mark", "id": number, "x": number * 7919} for number in range(60_000))
    data = package(body=Content({}, rows))
    tracemalloc.start()
    try:
        count = sum(1 for _ in opened(data))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert count == 60_000
    assert peak < len(data) + 6 * MIB
