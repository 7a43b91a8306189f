"""Rows come out of a package's content exactly as they went in."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.errors import PackageError
from app.exchange.body import Content, ContentReader
from app.exchange.lines import LINE_LIMIT

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
VALUE = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=5,
)
ROW = st.dictionaries(TEXT, VALUE, max_size=6).map(lambda row: {**row, "table": "member"})


@given(manifest=st.dictionaries(TEXT, VALUE, max_size=4), rows=st.lists(ROW, max_size=12))
@settings(max_examples=60, deadline=None)
def test_round_trip(manifest: dict[str, Any], rows: list[dict[str, Any]]) -> None:
    manifest.pop("salt", None)
    content = Content(manifest, rows)
    reader = ContentReader(list(content.pieces()))
    assert {**reader.manifest, **manifest} == reader.manifest
    assert list(reader) == rows
    assert reader.counts == content.counts
    assert content.counts.total() == len(rows)


@given(size=st.integers(1, 300))
@settings(max_examples=20, deadline=None)
def test_pieces_may_be_cut_anywhere(size: int) -> None:
    rows = [{"table": "member", "id": number, "name": "阿依古丽·买买提"} for number in range(300)]
    packed = b"".join(Content({}, rows).pieces())
    pieces = (packed[at : at + size] for at in range(0, len(packed), size))
    assert list(ContentReader(pieces)) == rows


def test_line_ends_and_rare_characters_inside_values() -> None:
    rows = [{"a": "一\r\n二\u2028三\x85"}, {"b": "李㛃 王䶮 张𬱖"}, {"c": "\x00\x1f\ufeff"}]
    assert list(ContentReader(Content({}, rows).pieces())) == rows


def test_rows_are_counted_by_sort() -> None:
    content = Content({}, [{"table": "member"}, {"table": "member"}, {"x": 1}])
    list(content.pieces())
    assert dict(content.counts) == {"member": 2, "other": 1}


def test_a_line_of_the_largest_size_passes_and_one_more_is_our_own_fault() -> None:
    row = {"note": "x" * (LINE_LIMIT - len('{"note":""}\n'))}
    assert list(ContentReader(Content({}, [row]).pieces())) == [row]
    with pytest.raises(ValueError, match="1048577"):
        list(Content({}, [{"note": row["note"] + "x"}]).pieces())


def test_a_failing_source_of_rows_is_not_mistaken_for_the_end() -> None:
    def rows() -> Iterator[dict[str, Any]]:
        yield {"table": "member"}
        raise OSError("disk")

    with pytest.raises(OSError, match="disk"):
        list(Content({}, rows()).pieces())


def test_honest_repetition_is_no_bomb() -> None:
    rows = [
        {"table": "mark", "id": f"{n * 0x9E3779B97F4A7C15 % 2**64:016x}"} for n in range(60_000)
    ]
    packed = list(Content({}, rows).pieces())
    assert sum(1 for _ in ContentReader(packed)) == len(rows)


def test_a_bomb_is_stopped_early() -> None:
    rows = ({"table": "member", "note": "x" * 10_000} for _ in range(4000))
    packed = list(Content({}, rows).pieces())
    seen: list[object] = []
    with pytest.raises(PackageError) as caught:
        seen.extend(ContentReader(packed))
    assert caught.value.code == "E-202-22"
    assert len(seen) < 2000
