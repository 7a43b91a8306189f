"""Attachments of a row: put, told, taken away, in a backup, and through a program without them."""

from pathlib import Path

import pytest
from PIL import Image

from app.data import attachments as contents
from app.domain.attachments import MOST, Attached, as_value
from app.domain.declarations import entity_named
from app.domain.errors import AppError, InvalidInput, NotFound
from app.services import attachments, backups, registers, restoring
from app.services.exchange.receiving import receive_package
from app.services.exchange.sending import export_package
from app.services.last_action import last_action, undo_last
from app.services.row_attachments import (
    attach,
    attachment_named,
    attachments_of,
    detach,
    field_of,
    is_here,
)
from app.services.store import Store
from tests.builders import PASSWORD, Pair, count, peer_at
from tests.register_building import make_row

MEETING = entity_named("meeting")
SCANS = MEETING.field("scans")


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "签到.png"
    Image.new("RGB", (60, 40), "white").save(path)
    return path


def test_one_is_put_told_and_taken_away_and_an_undo_brings_it_back(
    store: Store, photo: Path
) -> None:
    uid = make_row(store, "meeting")
    made = attach(store, MEETING, uid, SCANS, photo)
    assert attachments_of(store, MEETING, uid, SCANS) == (made,)
    assert is_here(store, made)
    assert attachment_named([made], "1") == attachment_named([made], "签到.jpg") == made
    with pytest.raises(NotFound, match="没有叫“2”的附件"):
        attachment_named([made], "2")
    with pytest.raises(AppError, match="都叫"):
        attachment_named([made, made], "签到.jpg")
    detach(store, MEETING, uid, SCANS, made, "放错了")
    assert attachments_of(store, MEETING, uid, SCANS) == ()
    last = last_action(store)
    assert last is not None
    undo_last(store, last)
    assert attachments_of(store, MEETING, uid, SCANS) == (made,)
    assert is_here(store, made)


def test_one_too_many_is_refused_before_anything_is_kept(store: Store, photo: Path) -> None:
    many = [Attached(f"{n:064x}", f"{n}.jpg") for n in range(MOST)]
    uid = make_row(store, "meeting", scans=as_value(many))
    with pytest.raises(InvalidInput) as refused:
        attach(store, MEETING, uid, SCANS, photo)
    assert "已有 20 个文件" in refused.value.problems["scans"]
    assert count(store, "attachment") == 0
    with pytest.raises(InvalidInput) as beyond:
        registers.save_row(
            store, MEETING, uid, {"scans": as_value([*many, Attached("f" * 64, "x.jpg")])}
        )
    assert "最多 20 个文件" in beyond.value.problems["scans"]


def test_what_holds_none_says_so(store: Store) -> None:
    assert field_of(MEETING, None) == field_of(MEETING, "scans") == SCANS
    with pytest.raises(InvalidInput):
        field_of(entity_named("organization"), None)
    with pytest.raises(InvalidInput):
        field_of(MEETING, "议题")


def test_it_lies_in_every_backup(store: Store, photo: Path, tmp_path: Path) -> None:
    uid = make_row(store, "meeting")
    made = attach(store, MEETING, uid, SCANS, photo)
    content = attachments.content_of(store, made)
    backup = backups.create_backup(store, tmp_path / "a.xjb")
    detach(store, MEETING, uid, SCANS, made, "")
    with store.database.sealed_write() as connection:
        connection.execute("DELETE FROM attachment")
    store.close()
    back = restoring.restore_backup(store.path, backup.path, PASSWORD, "张三").store
    assert attachments_of(back, MEETING, uid, SCANS) == (made,)
    assert attachments.content_of(back, made) == content
    back.close()


def test_a_program_without_attachments_carries_them_until_it_knows_them(
    pair: Pair, photo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    uid = make_row(pair.township, "meeting")
    made = attach(pair.township, MEETING, uid, SCANS, photo)
    content = attachments.content_of(pair.township, made)
    path = tmp_path / "with.xjp"
    export_package(pair.township, peer_at(pair.township, pair.county), path, attached=True)
    with monkeypatch.context() as older:
        older.setattr(contents, "take_in", lambda _connection: 0)
        receive_package(pair.county, path)
    assert not is_here(pair.county, made)
    assert count(pair.county, "carried") == 1
    make_row(pair.township, "meeting")
    pair.to_county()
    assert attachments.content_of(pair.county, made) == content
    assert count(pair.county, "carried") == 0
