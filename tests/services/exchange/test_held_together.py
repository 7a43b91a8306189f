"""Several rows that were held are decided together; what is beyond the sender's word never by
accident."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.data.exchange import held_back
from app.data.exchange.records import RowRecord
from app.data.rows import Stamp
from app.data.writing_rules import OUTSIDE, UNKNOWN_PERSON
from app.domain.entity import Value
from app.domain.errors import AppError, InvalidInput
from app.domain.uid import new_uid
from app.services.exchange.deciding_held_back import (
    accept_many,
    held_rows,
    is_beyond,
    refuse_many,
)
from tests.builders import Pair, count, make_member, make_pair, peer_at


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    """A county where two records wait for their person and two are beyond the sender's word."""
    made = make_pair(tmp_path)
    member = make_member(made.county)
    for reason in (UNKNOWN_PERSON, OUTSIDE, UNKNOWN_PERSON, OUTSIDE):
        said: dict[str, Value] = {"member": member.hex(), "title": "网络培训", "hours": 8}
        said |= {"starts_on": "2026-05-01", "ends_on": "2026-05-01"}
        stamp = Stamp(made.township.site.incarnation, 1, 5, 0, "张三")
        record = RowRecord("record", new_uid(), stamp, said, {})
        with made.county.database.sealed_write() as connection:
            peer = peer_at(made.county, made.township).id
            held_back.keep_row(connection, peer, record, reason, ("今天", 1))
    yield made
    made.county.close()
    made.township.close()


def numbers(pair: Pair, *, beyond: bool) -> list[int]:
    return [one.id for one in held_rows(pair.county) if is_beyond(one.reason) is beyond]


def test_all_or_none_and_never_by_accident(pair: Pair) -> None:
    everything = [one.id for one in held_rows(pair.county)]
    with pytest.raises(AppError, match="2 条越权内容，没有写入任何一条"):
        accept_many(pair.county, everything, beyond=False)
    assert count(pair.county, "record") == 0
    assert accept_many(pair.county, numbers(pair, beyond=False), beyond=False) == 2
    assert count(pair.county, "record") == 2
    assert accept_many(pair.county, numbers(pair, beyond=True), beyond=True) == 2
    assert held_rows(pair.county) == []


def test_what_is_beyond_is_let_go_with_a_reason_and_noted(pair: Pair) -> None:
    beyond = numbers(pair, beyond=True)
    with pytest.raises(InvalidInput):
        refuse_many(pair.county, beyond, " ")
    assert refuse_many(pair.county, beyond, "不归他们写") == 2
    assert count(pair.county, "record") == 0
    assert len(held_rows(pair.county)) == 2
    noted = "SELECT reason, summary FROM audit WHERE action = '不接收越权内容'"
    assert pair.county.database.read().execute(noted).fetchone() == ("不归他们写", "2 条")


def test_what_waits_for_its_person_is_not_thrown_away(pair: Pair) -> None:
    with pytest.raises(AppError, match="没有改动"):
        refuse_many(pair.county, [one.id for one in held_rows(pair.county)], "都不要")
    assert len(held_rows(pair.county)) == 4
