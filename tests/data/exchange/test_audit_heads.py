"""The heads of audit trails are compared: whoever cut his trail is told, and so is the county."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.data.connection import Connection
from app.data.database import connect
from app.data.exchange import audit_heads
from app.services import backups, restoring
from app.services.exchange import exchange_health
from app.services.self_check import check_store
from app.services.store import Store
from tests import builders
from tests.builders import PASSWORD, Pair
from tests.faults.tampering import rechain


def told(store: Store) -> list[str]:
    return [one.words for one in exchange_health.unassigned(store) if "修改记录" in one.words]


def cut_at_the_end(connection: Connection) -> None:
    connection.execute("DELETE FROM audit WHERE id > (SELECT max(id) FROM audit) - 2")


def emptied(connection: Connection) -> None:
    connection.execute("DELETE FROM audit")


def past_the_program(store: Store, edit: Callable[[Connection], None]) -> None:
    """Edited, and the seals made anew as somebody with the program's code and key could."""
    from app.data import seals

    connection = connect(store.path, store.database.key)
    edit(connection)
    seals.renew(connection, store.database.key)
    connection.close()


@pytest.mark.parametrize("edit", [cut_at_the_end, emptied, rechain])
def test_a_trail_that_does_not_go_on_is_told_to_the_county_and_to_the_township(
    pair: Pair, edit: Callable[[Connection], None]
) -> None:
    builders.make_member(pair.township)
    pair.to_county()
    assert told(pair.county) == []
    past_the_program(pair.township, edit)
    assert any("对不上" in text for text in check_store(pair.township).problems)
    for number in range(12):
        builders.make_member(pair.township, name=f"同志{number}")
    pair.to_county()
    (said,) = told(pair.county)
    assert "青山镇" in said
    assert "第" in said
    assert any("本机" in text for text in told(pair.township))


def test_months_of_honest_work_say_nothing(pair: Pair) -> None:
    for turn in range(4):
        builders.make_member(pair.township, name=f"同志{turn}")
        builders.make_member(pair.county, name=f"县里{turn}")
        pair.to_county()
        pair.to_township()
    builders.package_file(pair.township, pair.county, pair.folder)  # lost on the way
    builders.make_member(pair.township)
    pair.to_county()
    for store in (pair.county, pair.township):
        assert told(store) == []
        assert check_store(store).problems == []


def test_a_restored_backup_begins_anew_and_is_no_cut(pair: Pair) -> None:
    builders.make_member(pair.township)
    kept = backups.create_backup(pair.township, pair.folder / "一.xjbak")
    builders.make_member(pair.township)
    pair.to_county()
    path = pair.township.path
    pair.township.close()
    pair.township = restoring.restore_backup(path, kept.path, PASSWORD, "张三").store
    assert not [one for one in check_store(pair.township).problems if "修改记录" in one]
    builders.make_member(pair.township)
    pair.to_county()
    assert told(pair.county) == []


def test_an_older_program_says_nothing_and_nothing_is_concluded(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    builders.make_member(pair.township)
    pair.to_county()
    monkeypatch.setattr(audit_heads, "said", lambda *_: {audit_heads.ENTRY: None})
    builders.make_member(pair.township)
    pair.to_county()
    assert told(pair.county) == []


def test_a_backup_that_is_longer_than_the_trail_tells(store: Store, tmp_path: Path) -> None:
    builders.make_member(store)
    backups.create_backup(store, tmp_path / "一.xjbak")
    past_the_program(store, cut_at_the_end)
    assert any("备份" in text and "对不上" in text for text in check_store(store).problems)
