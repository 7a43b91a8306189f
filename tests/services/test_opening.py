"""Creating a store on a disk that fills up: not there, or there and said to be."""

import errno
from pathlib import Path

import pytest

from app.data import keyslots
from app.data.database import driver
from app.domain.errors import StorageError
from app.services import opening
from app.services.opening import NewSite, create_store, open_store, though_in_place
from tests.builders import PASSWORD, value_of

pytestmark = pytest.mark.steps_by_hand
ANSWERS = NewSite("township", "青山镇", "云岭县", "张三")


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyslots, "MEMORY_KIB", 32)
    monkeypatch.setattr(keyslots, "PASSES", 1)


def test_a_store_whose_log_was_not_folded_takes_no_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = opening.take_place

    def with_a_log(part: Path, *more: object) -> None:
        part.with_name(part.name + "-wal").write_bytes(b"what the engine could not fold")
        real(part, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(opening, "take_place", with_a_log)
    path = tmp_path / "青山镇.xueji"
    with pytest.raises(StorageError, match="没有建立"):
        create_store(path, ANSWERS, PASSWORD)
    assert not list(tmp_path.glob("*.xueji*"))
    monkeypatch.setattr(opening, "take_place", real)
    create_store(path, ANSWERS, PASSWORD).store.close()


def test_what_fails_after_it_took_its_place_says_that_it_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "青山镇.xueji"

    def full(_store: object) -> None:
        raise OSError(errno.ENOSPC, "…")

    with monkeypatch.context() as patched:
        patched.setattr("app.services.opening.key_copies.keep", full)
        with pytest.raises(StorageError, match="已经建立") as told:
            create_store(path, ANSWERS, PASSWORD)
    assert "不要重新建立" in told.value.hint
    store = open_store(path, PASSWORD)
    assert value_of(store, "organization", store.site.organization, "name") == "青山镇"
    store.close()


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.EIO, "…"),
        driver.OperationalError("disk I/O error"),
        StorageError("…", "…", code="E-102"),
    ],
)
def test_each_failure_of_the_disk(error: Exception) -> None:
    with (
        pytest.raises(StorageError, match=r"^备份已经恢复，但"),
        though_in_place("备份已经恢复", "…"),
    ):
        raise error


@pytest.mark.parametrize("error", [ValueError("…"), StorageError("…", "…", code="E-203")])
def test_what_is_not_the_disks_stays_what_it_is(error: Exception) -> None:
    with pytest.raises(type(error)) as raised, though_in_place("备份已经恢复", "…"):
        raise error
    assert raised.value is error
