"""An entry of the audit trail may be as large as an import: whoever writes after it does not read
it again, and a store that was sealed otherwise before keeps what was found in it."""

import pytest

from app.data import migrate, seals
from app.data.queries.seal_check import unfit
from app.data.seal_parts import ALONE_SINCE
from app.services.self_check import check_store
from app.services.store import Store
from tests.builders import change_member, make_member
from tests.faults.tampering import WAYS, by

LARGE = "很长的一条" * 200_000


def test_a_write_after_a_large_entry_does_not_read_it_again(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = make_member(store)
    with store.change("导入", summary=LARGE):
        pass
    sealed: list[int] = []
    mac = seals.Sealing.mac

    def counting(self: seals.Sealing, part: str, bucket: seals.Key, lines: object) -> bytes:
        rows = list(lines)  # type: ignore[call-overload]
        sealed.append(sum(map(len, rows)))
        return mac(self, part, bucket, rows)

    monkeypatch.setattr(seals.Sealing, "mac", counting)
    change_member(store, member, phone="13900000001")
    assert 0 < sum(sealed) < 50_000
    assert check_store(store).problems == []


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything that steps lay is there already."""
    monkeypatch.setattr(migrate, "STEPS", [lambda _tables: None] * migrate.NEWEST)


def _as_before(store: Store) -> None:
    """The store as the step before left it: sealed in the places of then."""
    with store.database.write() as connection:
        connection.execute(f"PRAGMA user_version = {ALONE_SINCE - 1}")
        seals.renew(connection, store.database.key)
        assert list(unfit(connection, store.database.key)) == []


def test_an_upgrade_divides_the_trail_anew(store: Store, steps: None) -> None:
    for turn in range(70):
        make_member(store, name=f"王{turn}")
    _as_before(store)
    migrate.migrate(store.database)
    lines, rows = (
        store.database.read().execute(f"SELECT count(*) FROM {what}").fetchone()[0]
        for what in ("seal WHERE part = 'audit'", "audit")
    )
    assert lines == rows > 70
    assert check_store(store).problems == []
    make_member(store, name="李四")
    assert check_store(store).problems == []


def test_an_upgrade_keeps_what_did_not_fit(store: Store, steps: None) -> None:
    for turn in range(70):
        make_member(store, name=f"王{turn}")
    _as_before(store)
    with by(WAYS[0], store) as connection:
        connection.execute("UPDATE audit SET operator = '别人' WHERE id = 66")
        connection.execute("DELETE FROM audit WHERE id = 68")
    found = {key for one in unfit(store.database.read(), store.database.key) for key in one.keys}
    assert found == {66, 68}
    migrate.migrate(store.database)
    make_member(store, name="李四")
    after = {
        key
        for one in unfit(store.database.read(), store.database.key)
        if one.table == "audit"
        for key in (one.keys or (one.bucket,))
    }
    assert after == {66, 68}
