"""What one site seals another reads, and nobody else does."""

import io
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

from app.domain.errors import PackageError
from app.exchange.body import Content
from app.exchange.header import Kind
from app.exchange.opening import LARGEST, check, check_own
from app.exchange.package import open_package, save_package
from app.exchange.sealing import seal
from tests.exchange.cases_content import one_block, packed
from tests.exchange.forge import Bytes, flipped, parts, recovered
from tests.exchange.sites import (
    COUNTY,
    OTHER,
    PEERS,
    RETIRED,
    ROWS,
    TOWNSHIP,
    label,
    opened,
    package,
    peer,
    received,
    site,
)


@pytest.mark.parametrize("count", [0, 1, 2, 3000, 40_000])
def test_round_trip(count: int) -> None:
    rows = [
        {"table": "record", "id": number, "noise": f"{number * 7919:x}"} for number in range(count)
    ]
    read = opened(package(rows=rows))
    assert read.manifest["note"] == "试"
    assert list(read) == rows
    assert read.header.counts == ({"record": count} if count else {})
    assert read.header.rows == count


def test_cover_tells_what_was_stated() -> None:
    header = opened(package(label=label(Kind.REPORT, 41))).header
    assert (header.kind, header.sequence, header.sender_name) == (Kind.REPORT, 41, "青山镇")
    assert (header.sender, header.incarnation) == (TOWNSHIP.site, TOWNSHIP.incarnation)
    assert (header.receiver, header.counts) == (COUNTY.site, {"member": 8, "record": 4})


def test_each_package_names_the_one_before() -> None:
    target = io.BytesIO()
    first = seal(target, label(), TOWNSHIP, peer(COUNTY), Content({}, ROWS))
    assert opened(target.getvalue()).digest == first.digest
    following = replace(label(sequence=8), previous=first.digest)
    assert opened(package(label=following)).header.previous == first.digest


def test_nothing_of_the_content_is_readable_outside() -> None:
    data = package(rows=[{"table": "member", "name": "李㛃", "phone": "13900000000"}])
    assert "李㛃".encode() not in data
    assert b"13900000000" not in data


def test_equal_contents_look_different() -> None:
    first, second = opened(package()).header, opened(package()).header
    assert first.content != second.content
    assert first.cipher != second.cipher


def test_sender_keys_may_change_while_old_packages_are_under_way() -> None:
    renewed = site(TOWNSHIP.name, "新的一套")
    peers = (*PEERS, peer(renewed))
    assert received(package(renewed), peers=peers)
    assert received(package(TOWNSHIP), peers=peers)


def test_receiver_opens_what_was_sealed_to_former_keys() -> None:
    renewed = replace(site(COUNTY.name, "新的一套"), former_keys=(COUNTY.keys,))
    assert received(package(), renewed) == [dict(row) for row in ROWS]


def test_needs_no_newer_program_when_it_is_equal_or_older() -> None:
    assert received(package(label=label(min_reader="0.0.9")))
    assert received(package(label=label(min_reader="2.10")), replace(COUNTY, program="2.10.0"))
    with pytest.raises(PackageError, match=r"2\.10"):
        received(package(label=label(min_reader="2.10")), replace(COUNTY, program="2.9.9"))


def test_refusals_name_the_people_concerned() -> None:
    with pytest.raises(PackageError, match="收件单位是“白水镇”"):
        received(package(TOWNSHIP, OTHER))
    whole, revoked = package(), package(RETIRED)
    with pytest.raises(PackageError, match="“旧城镇”的这把密钥已在 2026-06-30 作废"):
        received(revoked)
    with pytest.raises(PackageError, match="缺少 30 字节"):
        received(whole[:-30])
    with pytest.raises(PackageError, match="多出了 2 字节"):
        received(whole + b"xx")


def test_other_kinds_are_refused_when_one_is_wanted() -> None:
    with pytest.raises(PackageError, match="这个文件是上报数据包，不是回执。"):
        open_package(io.BytesIO(package()), COUNTY, PEERS, Kind.RECEIPT)


def test_too_large_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.xjb"
    path.write_bytes(package())
    os.truncate(path, LARGEST + 1)
    with path.open("rb") as source, pytest.raises(PackageError) as caught:
        check(source, COUNTY, PEERS)
    assert caught.value.code == "E-202-09"


def test_content_is_opened_only_after_every_check() -> None:
    class Watched(io.BytesIO):
        """Remembers whether anything was read a second time."""

        rewound = 0

        def seek(self, offset: int, whence: int = 0, /) -> int:
            self.rewound += whence == os.SEEK_SET and offset > 0
            return super().seek(offset, whence)

    source = Watched(flipped(package(), -1))
    with pytest.raises(PackageError):
        open_package(source, COUNTY, PEERS)
    assert source.rewound == 0


def test_rows_read_before_a_fault_are_never_called_complete() -> None:
    """Most rows come out of a package whose last piece is missing; the end must still refuse."""
    content = Content({}, ({"table": "record", "id": n, "x": n * 7919} for n in range(40_000)))
    pieces = list(content.pieces())

    class Short:
        counts = content.counts

        def pieces(self) -> Iterator[bytes]:
            yield from pieces[:-1]

    short, got = opened(package(body=Short())), list[Any]()
    with pytest.raises(PackageError) as caught:
        got.extend(short)
    assert caught.value.code == "E-202-26"
    assert 0 < len(got) < 40_000


def test_the_seal_is_checked_to_its_end_behind_the_last_row() -> None:
    content = packed(one_block())
    data = package(body=Bytes(content, {"member": 8, "record": 4, "pad": 1}))
    assert len(received(data)) == 13
    with pytest.raises(PackageError) as caught:
        received(recovered(data, TOWNSHIP.keys, content="0" * 64))
    assert caught.value.code == "E-202-11"


def test_saved_package_is_checked_by_reading_it_back(tmp_path: Path) -> None:
    path = tmp_path / "青山镇-上报-7.xjb"
    sealed = save_package(path, label(), TOWNSHIP, peer(COUNTY), Content({}, ROWS))
    assert received(path.read_bytes()) == [dict(row) for row in ROWS]
    with path.open("rb") as source:
        check_own(source, TOWNSHIP, sealed)
    assert [found.name for found in tmp_path.iterdir()] == [path.name]


def test_reading_back_notices_every_change() -> None:
    target, random = io.BytesIO(), Random(11)
    sealed = seal(target, label(), TOWNSHIP, peer(COUNTY), Content({}, ROWS))
    data = target.getvalue()
    for _ in range(200):
        changed = flipped(data, random.randrange(len(data)), random.randrange(8))
        with pytest.raises(PackageError):
            check_own(io.BytesIO(changed), TOWNSHIP, sealed)
    with pytest.raises(PackageError):
        check_own(io.BytesIO(package()), TOWNSHIP, sealed)


def test_long_names_and_many_sorts_fit_the_cover() -> None:
    sender = replace(TOWNSHIP, name="长" * 200)
    rows = [{"table": f"sort_of_register_{number}", "id": number} for number in range(40)]
    header = opened(package(sender, rows=rows)).header
    assert header.sender_name == "长" * 60
    assert len(header.counts) == 40
    assert len(parts(package(sender, rows=rows)).cover) == 2560
    many = [{"table": f"sort_of_register_{number}", "id": number} for number in range(200)]
    told = replace(label(), kinds=200)
    assert len(opened(package(sender, label=told, rows=many)).header.counts) == 200
